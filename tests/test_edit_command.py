"""`replay edit`: changes in place, with comments and layout kept, checked before anything is written."""

from __future__ import annotations

import difflib
import errno
import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner

import replay
from replay.cli import main
from replay.files import loads
from replay.files.inplace import RewriteError, drop_item, ids, put, put_in_item, remove_from_item, value_in_item

ROOT = Path(__file__).resolve().parent.parent
JAPAN = (ROOT / "timelines/japan-autos-1993-1995.yaml").read_text()

TEXT = """\
# a file with a comment at its head
format: 1
dispute: test-case   # short
title: "A test case"

period: 2000/2003
sides: [A, B]
sources:
  s: {author: Somebody, year: 2001, title: Something}
parties:
  A: {name: Side A}
  B: {name: Side B}
events:
  # ---- the beginning
  - id: first
    date: 2001-01-10        # by the press
    actor: A
    recipient: B
    act: demand
    summary: >-
      Asked for
      something.
    cite:
      - {key: s, section: One}
      - {key: s, section: Two}   # the second

  # about the aside
  - {id: aside, date: 2001-01-20/2001-01-22, actor: B, act: comment, summary: "Said: so", cite: {key: s}}
  # about the threat
  - id: threat
    # the day is sure
    date: 2001-02-10
    actor: A
    act: threaten-sanctions
    summary: Threatened.
    needs: [first]
    clock:
      id: duties
      due: P60D
      record: lapsed
    cite: {key: s}
  # the end
readings:
  - {id: loss, party: B, date: 2001-02, level: modest-loss, cite: {key: s}}
"""


def call(*args, code=0):
    result = CliRunner().invoke(main, [str(arg) for arg in args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, (args, result.output)
    return result


def changed(old: str, new: str) -> list[str]:
    return [line for line in difflib.ndiff(old.splitlines(), new.splitlines()) if line[0] in "+-"]


@pytest.fixture
def file(tmp_path):
    path = tmp_path / "case.yaml"
    path.write_text(TEXT)
    return path


# -- the text -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("item", "path", "value", "lines"),
    [
        ("first", ["date"], "2001-01-11",
         ["-     date: 2001-01-10        # by the press", "+     date: 2001-01-11        # by the press"]),
        ("first", ["summary"], "Asked: for it", ["-     summary: >-", "-       Asked for", "-       something.",
                                                 '+     summary: "Asked: for it"']),
        ("first", ["label"], "A demand", ["+     label: A demand"]),
        ("first", ["cite", "1", "section"], "Three",
         ["-       - {key: s, section: Two}   # the second", "+       - {key: s, section: Three}   # the second"]),
        ("first", ["cite"], "{key: s, section: All}",
         ["-     cite:", "-       - {key: s, section: One}", "-       - {key: s, section: Two}   # the second",
          "+     cite: {key: s, section: All}   # the second"]),
        ("threat", ["clock", "due"], "P90D", ["-       due: P60D", "+       due: P90D"]),
        ("duties", ["due"], "P90D", ["-       due: P60D", "+       due: P90D"]),
        ("threat", ["answers"], "{first: escalates}", ["+     answers: {first: escalates}"]),
        ("threat", ["note"], "yes, no: - maybe #1", ['+     note: "yes, no: - maybe #1"']),
    ],
)  # fmt: skip
def test_a_value_is_set_and_nothing_else_moves(item, path, value, lines):
    found = [line.rstrip() for line in changed(TEXT, put_in_item(TEXT, item, path, value))]
    assert sorted(found) == sorted(lines)


def test_a_key_in_braces_is_set_and_added():
    new = put_in_item(put_in_item(TEXT, "aside", ["label"], "Aside"), "loss", ["trend"], "rising")
    assert 'act: comment, label: Aside, summary: "Said: so"' in new or "label: Aside" in new
    assert "level: modest-loss, trend: rising, cite" in new
    assert loads(new).by_id["aside"].label == "Aside"


def test_a_new_key_goes_where_the_format_has_it():
    """The order is that of the keys: `status` before `summary`, `moves` behind `clock`, `label` behind `id`."""
    new = put_in_item(put_in_item(TEXT, "first", ["status"], "reported"), "threat", ["moves"], "{duties: P90D}")
    lines = put_in_item(new, "threat", ["clock", "label"], "Duties").splitlines()
    assert lines[lines.index("    status: reported") + 1] == "    summary: >-"
    assert lines[lines.index("    moves: {duties: P90D}") - 1] == "      record: lapsed"
    assert lines[lines.index("      label: Duties") - 1] == "      id: duties"


def test_a_key_is_taken_away_with_its_lines():
    assert changed(TEXT, remove_from_item(TEXT, "threat", ["needs"])) == ["-     needs: [first]"]
    assert changed(TEXT, remove_from_item(TEXT, "first", ["summary"])) == [
        "-     summary: >-", "-       Asked for", "-       something.",
    ]  # fmt: skip
    assert changed(TEXT, remove_from_item(TEXT, "threat", ["clock"])) == [
        "-     clock:", "-       id: duties", "-       due: P60D", "-       record: lapsed",
    ]  # fmt: skip


def test_a_dropped_item_takes_its_comment_and_leaves_every_other():
    new = drop_item(TEXT, "aside")
    assert len(changed(TEXT, new)) == 2
    assert "# about the aside" not in new and "# the second\n\n  # about the threat\n" in new
    new = drop_item(TEXT, "first")
    assert "  # ---- the beginning\n\n  # about the aside\n  - {id: aside" in new and "# the second" not in new
    new = drop_item(TEXT, "threat")
    assert "\n  # the end\nreadings:" in new and "# about the threat" not in new and "# the day is sure" not in new


def test_an_item_of_a_list_in_brackets_is_dropped():
    text = "events: [{id: a, x: 1}, {id: b, x: 2}, {id: c, x: 3}]  # end\n"
    assert drop_item(text, "a") == "events: [{id: b, x: 2}, {id: c, x: 3}]  # end\n"
    assert drop_item(text, "b") == "events: [{id: a, x: 1}, {id: c, x: 3}]  # end\n"
    assert drop_item(text, "c") == "events: [{id: a, x: 1}, {id: b, x: 2}]  # end\n"


@pytest.mark.parametrize(
    "name", [name for name in ids(JAPAN) if name in ("moss-1980s", "settlement", "no-new-threats")]
)
def test_dropping_from_a_shipped_file_takes_its_own_lines_only(name):
    new = drop_item(JAPAN, name)
    gone = changed(JAPAN, new)
    assert gone[0].startswith(f"-   - id: {name}") and all(line.startswith("-     ") for line in gone[1:])
    assert [line for line in JAPAN.splitlines() if line.lstrip().startswith("#")] == [
        line for line in new.splitlines() if line.lstrip().startswith("#")
    ]
    assert name not in ids(new) and len(ids(JAPAN)) > len(ids(new))


def test_a_key_at_the_top_is_put():
    assert put("of:\n  base: x.yaml\n  digest: abc\n# end\n", ["of", "digest"], "def") == (
        "of:\n  base: x.yaml\n  digest: def\n# end\n"
    )
    assert put("of: {base: x.yaml}\n", ["of", "digest"], "def") == "of: {base: x.yaml, digest: def}\n"


def test_a_value_is_read_as_written():
    assert value_in_item(TEXT, "aside", "date") == "2001-01-20/2001-01-22" and value_in_item(TEXT, "first", "x") == ""


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (lambda: put_in_item(TEXT, "frist", ["date"], "x"), "did you mean 'first'?"),
        (lambda: put_in_item(TEXT, "first", ["cite", "5", "key"], "x"), "there is no '5'"),
        (lambda: put_in_item(TEXT, "first", ["date", "day"], "x"), "is no mapping"),
        (lambda: put_in_item(TEXT, "first", ["cite"], "[{key: s}"), "is not a list or mapping in brackets"),
        (lambda: remove_from_item(TEXT, "first", ["labl"]), "there is no key 'labl'"),
        (lambda: remove_from_item(TEXT, "aside", ["summary"]), "in braces"),
        (lambda: remove_from_item(TEXT, "first", ["id"]), "first key of its item"),
        (lambda: drop_item(TEXT, "duties"), "no item of a list has the id 'duties'"),
        (lambda: put("- a\n", ["x"], "y"), "is not a mapping"),
        (lambda: put("a: [\n", ["x"], "y"), "not well-formed YAML"),
    ],
)
def test_what_cannot_be_changed_is_said_in_words(change, words):
    with pytest.raises(RewriteError, match=r".") as caught:
        change()
    assert words in str(caught.value)


# -- the command ----------------------------------------------------------------------------------


def test_the_file_is_changed_in_place_and_a_copy_is_kept(file):
    result = call("edit", file, "--set", "duties.due=P30D", "--shift", "first=+2d", "--drop", "aside")
    text = file.read_text()
    assert "2001-01-12        # by the press" in text and "due: P30D" in text and "aside, date" not in text
    assert (file.parent / "case.yaml.bak").read_text() == TEXT
    assert "+      due: P30D" in result.stdout and "as it was:" in result.stdout
    assert {path.name for path in file.parent.iterdir()} == {"case.yaml", "case.yaml.bak"}
    assert replay.load(file).clocks["duties"].due.days == 30


def test_an_interval_and_a_date_are_put_off(file):
    call("edit", file, "--shift", "aside=-1w", "--shift", "threat=2001-02-20")
    text = file.read_text()
    assert "2001-01-13/2001-01-15" in text and "date: 2001-02-20" in text


def test_nothing_is_written_if_the_result_has_a_fault(file):
    faults = call("edit", file, "--drop", "first", "--set", "threat.act=threten", code=1).stderr
    assert "did you mean" in faults and str(file) in faults
    assert file.read_text() == TEXT and list(file.parent.iterdir()) == [file]
    faults = call("edit", file, "--drop", "first", code=1).stderr
    assert "needs: no event has the id 'first'" in faults and file.read_text() == TEXT


def test_a_dry_run_shows_and_writes_nothing(file):
    result = call("edit", file, "--set", "first.label=New", "--dry-run")
    assert "+    label: New" in result.stdout and "Nothing was written." in result.stdout
    assert file.read_text() == TEXT and list(file.parent.iterdir()) == [file]
    assert "Nothing differs" in call("edit", file, "--set", "threat.actor=A").stdout


@pytest.mark.parametrize(
    ("args", "code", "words"),
    [
        ([], 2, "nothing to change"),
        (["--set", "first=x"], 2, "is not of the form ID.KEY=VALUE"),
        (["--set", "first.date"], 2, "is not of the form ID.KEY=VALUE"),
        (["--shift", "first"], 2, "is not of the form ID=+14d"),
        (["--shift", "loss=+3d"], 2, "not a full date or an interval of two"),
        (["--shift", "first=P"], 2, "--shift"),
        (["--set", "frist.date=2001"], 1, "did you mean 'first'?"),
        (["--drop", "nothing"], 1, "no item of a list has the id"),
        (["--set", "first.date=2001-02-30"], 1, "day 30 does not exist in 2001-02"),
        (["--set", "first.date=2001-02-30"], 1, "1 problem; nothing was written"),
    ],
)
def test_wrong_calls_leave_the_file(file, args, code, words):
    assert words in " ".join(call("edit", file, *args, code=code).stderr.split())
    assert file.read_text() == TEXT


def test_no_file_no_traceback(tmp_path):
    assert "no such file" in call("edit", tmp_path / "none.yaml", "--drop", "x", code=1).stderr.lower()
    (tmp_path / "binary.yaml").write_bytes(b"\xff\xfe\x00")
    assert "UTF-16" in call("edit", tmp_path / "binary.yaml", "--drop", "x", code=1).stderr


# -- what stays -----------------------------------------------------------------------------------


@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
@pytest.mark.parametrize("closed", [True, False])
def test_line_ends_byte_order_mark_and_the_end_of_the_file_stay(tmp_path, mark, end, closed):
    def as_bytes(text):
        return mark + (text if closed else text.rstrip("\n")).replace("\n", end).encode()

    path = tmp_path / "case.yaml"
    path.write_bytes(as_bytes(TEXT))
    call("edit", path, "--set", "first.label=New", "--set", "loss.trend=rising", "--set", "duties.due=P30D")
    call("edit", path, "--drop", "aside", "--set", "threat.needs=", "--set", "threat.note=Late")
    new = put_in_item(put_in_item(TEXT, "first", ["label"], "New"), "loss", ["trend"], "rising")
    new = put_in_item(put_in_item(new, "duties", ["due"], "P30D"), "threat", ["note"], "Late")
    assert path.read_bytes() == as_bytes(drop_item(remove_from_item(new, "threat", ["needs"]), "aside"))


def test_the_last_lines_of_a_file_that_does_not_end_its_last_line(tmp_path):
    path = tmp_path / "case.yaml"
    extra = "  - {id: gain, party: A, date: 2001-02, level: gain, cite: {key: s}}"
    path.write_text(TEXT + extra)
    call("edit", path, "--drop", "gain")
    assert path.read_text() == TEXT.rstrip("\n")


def test_quotes_stay():
    assert 'title: "Another"' in put(TEXT, ["title"], "Another")
    assert "summary: 'It''s so'" in put_in_item("a: {id: x, summary: 'b'}\n", "x", ["summary"], "It's so")


def test_mode_and_links_stay(file, tmp_path):
    (tmp_path / "elsewhere").mkdir()
    link = tmp_path / "elsewhere/link.yaml"
    link.symlink_to("../case.yaml")
    file.chmod(0o640)
    call("edit", link, "--set", "first.label=New")
    assert link.is_symlink() and "label: New" in file.read_text() and file.stat().st_mode & 0o777 == 0o640
    assert (tmp_path / "elsewhere/link.yaml.bak").read_text() == TEXT


def test_no_version_is_lost(file):
    for n in range(3):
        call("edit", file, "--set", f"first.label=Number {n}")
    kept = [(file.parent / f"case.yaml.bak{n}").read_text() for n in ("", "2", "3")]
    assert kept[0] == TEXT and "Number 0" in kept[1] and "Number 1" in kept[2]
    file.write_text(TEXT)
    said = call("edit", file, "--set", "first.label=Number 3").stdout
    assert said.rstrip().endswith("case.yaml.bak") and len(list(file.parent.iterdir())) == 4


def test_a_file_that_changes_meanwhile_is_left_as_it_is(file, monkeypatch):
    from replay import files

    def slow(text, name):
        file.write_text(TEXT + "# by somebody else\n")
        return loads(text, name)

    monkeypatch.setattr(files, "loads", slow)
    said = call("edit", file, "--set", "first.label=New", code=1).stderr
    assert "has changed since it was read; nothing was written" in said
    assert file.read_text() == TEXT + "# by somebody else\n" and list(file.parent.iterdir()) == [file]


def test_a_rename_that_fails_leaves_the_file(file, monkeypatch):
    def full(self, target):
        raise OSError(28, "No space left on device", str(self))

    monkeypatch.setattr(Path, "replace", full)
    said = call("edit", file, "--set", "first.label=New", code=1).stderr
    assert "no space left on device" in said and ".tmp" not in said
    assert file.read_text() == TEXT and list(file.parent.iterdir()) == [file]


def test_pinning_keeps_line_ends_and_links(tmp_path):
    base, edits = tmp_path / "case.yaml", tmp_path / "real.yaml"
    base.write_text(TEXT)
    text = "format: 1\nof: {base: case.yaml}\nedits:\n  one: {drop: aside, because: So.}\n"
    text += "counterfactuals:\n  other: {title: Other, edits: one, because: So.}\n"
    edits.write_bytes(text.replace("\n", "\r\n").encode())
    (tmp_path / "link.yaml").symlink_to("real.yaml")
    call("pin", tmp_path / "link.yaml")
    data = edits.read_bytes()
    assert (tmp_path / "link.yaml").is_symlink() and b"digest: " in data and data.count(b"\n") == data.count(b"\r\n")
    call("check", edits)


# -- comments, quotes -----------------------------------------------------------------------------


def test_which_comments_are_those_of_a_dropped_item():
    text = (
        "events:\n  # ==== spring ====\n  # of another\n\n  # two lines\n  # on a\n  - id: a\n    date: 2001\n"
        "      # and below\n  # on b\n  - id: b\n# ---- ruled\n  # on c\n  - id: c\n"
    )
    assert drop_item(text, "a") == text.replace(
        "  # two lines\n  # on a\n  - id: a\n    date: 2001\n      # and below\n", ""
    )
    assert drop_item(text, "b") == text.replace("  # on b\n  - id: b\n", "")
    assert drop_item(text, "c") == text.replace("  # on c\n  - id: c\n", "")
    assert drop_item("events:\r\n# on a\r\n- id: a\r\n- id: b\r\n", "a") == "events:\r\n- id: b\r\n"


QUOTED = (
    "NO", "no", "y", "Yes", "off", "null", "~", "true", "1e3", "12", "-1.5", "0x1F", "0o17", "1_000", "12:30", ".inf",
    "2001-01-10", "a: b", "#x", "a #x", " a", "a ", "a:", "- a", "? a", "@a", "`a", "%a", "&a", "*a", "!a", "|", ">",
    "'a", '"a', "a\\b: ", "\u2028", "tab\there: ", "=",
)  # fmt: skip
PLAIN = "Talks in Geneva", "NOT", "1e3 dollars", "a:b", "a#b", "Côte d'Ivoire", "yes we can", "C:\\x"


@pytest.mark.parametrize("value", QUOTED)
def test_a_text_that_yaml_would_take_otherwise_is_put_in_quotes(value):
    new = put_in_item(TEXT, "first", ["label"], value)
    (line,) = (line for line in new.splitlines() if line.lstrip().startswith("label:"))
    assert line.removeprefix("    label: ")[0] in "\"'"
    assert loads(new).by_id["first"].label == value
    assert yaml.safe_load(new)["events"][0]["label"] == value


@pytest.mark.parametrize("value", PLAIN)
def test_other_texts_stand_plain(value):
    new = put_in_item(TEXT, "first", ["label"], value)
    assert f"    label: {value}\n" in new and loads(new).by_id["first"].label == value


def test_what_is_no_text_keeps_the_form_of_the_file():
    assert "    date: 2001-01-11  " in put_in_item(TEXT, "first", ["date"], "2001-01-11")
    assert "    worth: {amount: 5e9, unit: USD}\n" in put_in_item(TEXT, "first", ["worth"], "{amount: 5e9, unit: USD}")
    assert '    actor: "NO"\n' in put_in_item(TEXT, "first", ["actor"], "NO")  # Norway
    assert '    label: ""\n' in put_in_item(TEXT, "first", ["label"], "")


# -- two at once, copies, what is left ------------------------------------------------------------


WORKER = """
import sys
from click.testing import CliRunner
from replay.cli import main
for line in sys.stdin:
    result = CliRunner().invoke(main, ["edit", *line.rstrip("\\n").split("\\t")])
    print(result.exit_code, result.stderr.replace("\\n", " "), flush=True)
"""


def test_of_two_edits_at_once_none_is_lost(tmp_path, pairs=20):
    """What an edit says was written is in the file at the end; the other of the two is in it too, or was refused."""
    call = [sys.executable, "-c", WORKER]
    workers = [subprocess.Popen(call, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) for _ in range(2)]
    refused = 0
    for n in range(pairs):
        path = tmp_path / f"case-{n}.yaml"
        path.write_text(TEXT)
        for item, worker in zip(("first", "threat"), workers, strict=True):
            worker.stdin.write(f"{path}\t--set\t{item}.note=by {item}\n")
        for worker in workers:
            worker.stdin.flush()
        for item, worker in zip(("first", "threat"), workers, strict=True):
            code, _, said = worker.stdout.readline().partition(" ")
            assert (code == "0") == (f"note: by {item}" in path.read_text())
            assert code == "0" or (code == "1" and "nothing was written" in said)
            refused += code == "1"
    for worker in workers:
        worker.communicate()
    assert not list(tmp_path.glob(".*"))
    print(f"{pairs} pairs, {refused} edits refused, none lost")


def test_a_file_that_another_is_changing_is_left_alone(file):
    lock = file.with_name(f".{file.name}.lock")
    lock.touch()
    result = call("edit", file, "--set", "first.label=A", code=1)
    assert "another process is changing this file" in result.stderr and str(lock) in result.stderr
    assert file.read_text() == TEXT and sorted(file.parent.iterdir()) == [lock, file]
    call("edit", file, "--set", "first.label=A", "--dry-run")
    lock.unlink()
    call("edit", file, "--set", "first.label=A")
    assert sorted(path.name for path in file.parent.iterdir()) == ["case.yaml", "case.yaml.bak"]


def test_no_copy_is_left_where_an_edit_is_refused(file, monkeypatch):
    edit = "edit", file, "--set", "first.label=A"
    file.with_name("case.yaml.bak").symlink_to("elsewhere")  # which is not followed

    def full(self, data):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    assert "no space left" in call(*edit, code=1).stderr
    monkeypatch.undo()
    assert sorted(path.name for path in file.parent.iterdir()) == ["case.yaml", "case.yaml.bak"]
    file.chmod(0o600)
    assert "case.yaml.bak2" in call(*edit).stdout
    backup = file.with_name("case.yaml.bak2")
    assert backup.read_text() == TEXT and backup.stat().st_mode & 0o777 == 0o600
    assert not file.with_name("elsewhere").exists()


def test_what_a_killed_run_left_is_taken_away_and_no_more(file):
    ended = subprocess.Popen([sys.executable, "-c", ""])
    ended.wait()
    left = [file.with_name(f".{file.name}.{number}.tmp") for number in (ended.pid, 4_000_000_000, os.getpid())]
    living = subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE)
    kept = [file.with_name(f".{file.name}.{living.pid}.tmp"), file.with_name(f".other.yaml.{ended.pid}.tmp")]
    kept += [file.with_name(f".{file.name}.x.tmp"), file.with_name(f"{file.name}.{ended.pid}.tmp")]
    for path in left + kept:
        path.write_text("half")
    call("edit", file, "--set", "first.label=A")
    living.communicate(b"\n")
    assert [path for path in left if path.exists()] == []
    assert [path for path in kept if not path.exists()] == []


def test_what_is_streamed_cannot_be_changed_in_its_place(tmp_path):
    result = CliRunner().invoke(main, ["edit", "-", "--set", "first.label=A"], input=TEXT)
    assert result.exit_code == 2 and "<stdin> is standard input or a pipe" in result.stderr
    assert CliRunner().invoke(main, ["pin", "-"], input=TEXT).exit_code == 2


def test_nested_aliases_hang_no_edit(tmp_path):
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 100)]
    path = tmp_path / "bomb.yaml"
    path.write_text("\n".join(lines))
    assert "no event, clock or reading has the id 'a'" in call("edit", path, "--set", "a.label=x", code=1).stderr


def test_a_text_of_no_file_is_judged_before_a_parser_sees_it():
    for sign in ("\x07", "\ud800", "\uffff"):
        with pytest.raises(RewriteError, match=f"U\\+{ord(sign):04X}"):
            drop_item(TEXT.replace("short", sign), "first")
