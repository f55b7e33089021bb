"""What goes out to a terminal: text is text, on any stream, of any width, to the end or to Ctrl-C."""

import json
import os
import signal
import subprocess
import sys
import time
import zipfile
from functools import partial
from pathlib import Path

import pytest
from click.testing import CliRunner
from coded import act, event, text

import replay
from replay import files
from replay.cli import main
from replay.errors import NoRoomError, NothingCodedError
from replay.files import inspect
from replay.text.streams import told_to

EXAMPLE = str(replay.example())
EDITS = str(replay.example().with_name("example.edits.yaml"))
TITLE = "Cars [sic] and [parts] talks [/]"
BARE = """\
format: 1
dispute: {0}
title: {1}
period: 2001/2003
sides: [AAA, BBB]
sources: {{s: {{author: A, year: 2003, title: T}}}}
parties: {{AAA: {{name: Aland}}, BBB: {{name: Beland}}}}
events:
  - {{id: a, date: 2001-01-01, actor: AAA, recipient: BBB, act: demand, summary: x, cite: {{key: s}}}}
"""
NOTHING = BARE.format("nothing-coded", "Nothing coded")
LATER = "2000-01-01"


def call(*args):
    result = CliRunner().invoke(main, [str(arg) for arg in args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def process(*args, **options):
    """Run a command in a process of its own; what it says on both streams, as bytes."""
    env = {**os.environ, **options.pop("env", {})}
    return subprocess.run([sys.executable, "-m", "replay", *args], capture_output=True, env=env, check=False, **options)


def shell(line):
    """Run a line in which `replay` is the command."""
    line = f'set -o pipefail; replay() {{ "{sys.executable}" -m replay "$@"; }}; {line}'
    return subprocess.run(["bash", "-c", line], capture_output=True, text=True, check=False)


@pytest.fixture
def bare(tmp_path):
    """A file in which nothing but an act is coded."""
    path = tmp_path / "bare.yaml"
    path.write_text(NOTHING, encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def bracketed(tmp_path_factory):
    """The example and its edits, with what rich would take for markup in every title, label, name and summary."""
    folder = tmp_path_factory.mktemp("brackets")
    for name, old in (("example.yaml", "A small example"), ("example.edits.yaml", "What if, in a small example")):
        lines = (
            replay.example().with_name(name).read_text(encoding="utf-8").replace(f"title: {old}", f'title: "{TITLE}"')
        )
        for key in ("summary: ", "question: ", "says: "):
            lines = lines.replace(f"{key}", f"{key}[/b] [red]")
        lines = "\n".join(
            f'{head}{key}"{rest}"' if sign and not rest.endswith("}") else line
            for line in lines.splitlines()
            for key in [next((key for key in ("summary: ", "question: ", "says: ") if key in line), "summary: ")]
            for head, sign, rest in [line.partition(key)]
        )  # fmt: skip
        lines = lines.replace("summary: [/b] [red]Put the duties into force.", 'summary: "[/b] [red]Put the duties in"')
        lines = lines.replace(
            "summary: [/b] [red]Filed the announced complaint.", 'summary: "[/b] [red]Filed the complaint"'
        )
        lines = lines.replace("{name: Korea}", '{name: "[Korea/]"}').replace("No settlement in May", '"[/] No [b]"')
        (folder / name).write_text(lines + "\n", encoding="utf-8")
    assert call("pin", folder / "example.edits.yaml", "--reviewed").exit_code == 0
    return folder


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("run", "example.yaml"), (TITLE, "[/b] [red]")),
        (("domain", "example.yaml", "--details"), (TITLE,)),
        (("score", "example.yaml", "--each"), ("KR: kr answer",)),
        (("claims", "example.yaml", "--details"), ("[/b] [red]",)),
        (("evidence", "example.yaml", "--details"), ("[/b] [red]",)),
        (("whatif", "example.edits.yaml"), (TITLE, "[/] No [b]")),
        (("whatif", "example.edits.yaml", "no-settlement"), ("[/] No [b]",)),
        (("weigh", "example.edits.yaml", "spring", "--details"), ("[/b] [red]",)),
        (("graph", "example.yaml"), ()),
        (("check", "example.yaml"), ()),
        (("redraw", "example.yaml", "--times", "2"), ()),
        (("diff", "example.yaml", EXAMPLE), ("title",)),
        (("codebook",), ()),
    ],
)
def test_text_with_marks_of_rich_is_printed_as_it_is_written(command, said, bracketed, monkeypatch):
    monkeypatch.chdir(bracketed)
    monkeypatch.setenv("COLUMNS", "900")
    result = call(*command)
    assert result.exit_code == (command[0] == "diff"), result.output
    for words in said:
        assert words in result.output, result.output


def test_so_it_is_in_a_comparison_and_in_a_message(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    path = tmp_path / "[b]x[red].yaml"
    path.write_text(BARE.format("brackets", f'"{TITLE}"'), encoding="utf-8")
    out = "--align", "calendar", "--out", tmp_path, "--format", "svg"
    assert TITLE in call("compare", path, EXAMPLE, *out).output
    assert call("check", path).output.startswith(f"{path}: sound")
    path.write_text("x", encoding="utf-8")
    assert call("run", path).output.startswith(f"{path}:1:1:")


def test_control_codes_are_named_wherever_they_come_from(tmp_path):
    red = "\x1b[31mred\x07\u202e"
    named = "<U+001B>[31mred<U+0007><U+202E>"
    for args in (("run", tmp_path / red), ("score", EXAMPLE, "--theory", red), (red,), ("run", EXAMPLE, "--until", red),
                 ("diagram", EXAMPLE, "--acts", red), ("diff", tmp_path / f"{red}.jsonl", EXAMPLE)):  # fmt: skip
        result = call(*args)
        assert result.exit_code in (1, 2)
        assert "\x1b" not in result.output and "\x07" not in result.output and "\u202e" not in result.output
        assert named in result.output or r"\x1b[31mred" in result.output, result.output


# Streams: what they cannot show, and what becomes of one that is closed, full or left by its reader.

ENCODED = text(event("a", "2001-01-01").replace("Something happened.", "“Ça” – Łódź − 한 …").strip() + "\n")


@pytest.mark.parametrize(
    ("encoding", "said"),
    [("ascii", '"Ca" - Lodz - <U+D55C> ...'), ("cp1252", "“Ça” – Lódz - <U+D55C> …")],
)
def test_what_an_encoding_lacks_is_written_with_other_signs(encoding, said, tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(ENCODED, encoding="utf-8")
    done = process("run", str(path), env={"PYTHONIOENCODING": encoding})
    assert (done.returncode, done.stderr) == (0, b"")
    assert said in done.stdout.decode(encoding) and "A -> B" in done.stdout.decode(encoding)


def test_so_are_messages_and_help_is_there(tmp_path):
    done = process("run", "…–é한.yaml", env={"PYTHONIOENCODING": "ascii"}, cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith(b"...-e<U+D55C>.yaml: cannot read this file")
    wrong = process("score", EXAMPLE, "--against", "…é", env={"PYTHONIOENCODING": "ascii"})
    assert wrong.returncode == 2 and b"unknown theory '...e'" in wrong.stderr


def test_data_for_programs_are_utf_8_whatever_is_asked_for(tmp_path):
    path = tmp_path / "a.yaml"
    path.write_text(ENCODED.replace("A test case", "“한”"), encoding="utf-8")
    done = process("whatif", str(path), "--drop", "a", "--format", "md", env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert done.stdout.decode("utf-8").startswith("# What if: “한”\n")


def test_a_sign_that_nothing_stands_for_is_its_number():
    class Narrow:
        encoding = "ascii"

    assert told_to("a → b ≥ 3 €, “x”\u2028\udcff", Narrow()) == 'a -> b >= 3 EUR, "x"<U+2028><U+DCFF>'


@pytest.mark.parametrize(
    "command", ["run EXAMPLE", "run EXAMPLE --format csv", "graph EXAMPLE --json", "codebook --schema",
                "--help"],
)  # fmt: skip
def test_it_is_quiet_where_the_reader_has_gone(command):
    done = shell(f"replay {command.replace('EXAMPLE', EXAMPLE)} | true")
    assert (done.returncode, done.stderr) == (0, "")


def test_nothing_is_a_traceback_on_a_closed_stream_or_a_full_one():
    run = f"replay run {EXAMPLE}"
    for line, code in ((f"{run} >&-", 0), ("replay run nothing.yaml 2>&-", 1), (f"{run} >&- 2>&- <&-", 0)):
        done = shell(line)
        assert (done.returncode, done.stdout, done.stderr) == (code, "", ""), line


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="a stream that is full is a device of Linux")
def test_a_full_stream_is_a_message():
    for line, said in (
        (f"replay run {EXAMPLE} >/dev/full", "cannot write or read here: no space left on device\n"),
        (f"replay check {EXAMPLE} >/dev/full 2>/dev/full", ""),
    ):  # fmt: skip
        done = shell(line)
        assert (done.returncode, done.stdout, done.stderr) == (1, "", said), line


@pytest.mark.parametrize(
    ("columns", "width"),
    [("abc", 110), ("0", 110), ("-5", 110), ("", 110), ("9" * 5000, 110), ("１２", 110), ("1", 20), ("100000", 1000)],
)
def test_any_number_of_columns_is_one(columns, width, monkeypatch):
    monkeypatch.setenv("COLUMNS", columns)
    monkeypatch.setenv("TERM", "dumb")
    monkeypatch.setenv("NO_COLOR", "1")
    result = call("run", EXAMPLE)
    assert result.exit_code == 0
    assert max(map(len, result.output.splitlines())) <= width
    assert "\x1b" not in result.output


# Ctrl-C.


@pytest.mark.skipif(os.name == "nt", reason="a process is sent Ctrl-C by a signal")
@pytest.mark.parametrize("after", [0.05, 0.3, 0.8])
def test_ctrl_c_ends_with_130_and_one_line_at_most(after, tmp_path):
    up = "from replay.__main__ import main; print(flush=True); main()"  # before, it is Python that is stopped
    line = [sys.executable, "-c", up, "figure", EXAMPLE, "--out", "o", "--preset=page", "--preset=slide"]
    heard = partial(signal.signal, signal.SIGINT, signal.SIG_DFL)  # what runs in the background may not hear it
    with subprocess.Popen(
        line, cwd=tmp_path, stdout=subprocess.PIPE, stderr=subprocess.PIPE, preexec_fn=heard
    ) as running:
        running.stdout.readline()
        time.sleep(after)
        running.send_signal(signal.SIGINT)
        _, said = running.communicate()
    assert (running.returncode, said in (b"", b"Stopped.\n")) == (130, True), said
    assert not [path for path in tmp_path.rglob("*") if path.name.endswith(".tmp")]


def test_ctrl_c_within_a_command_is_told_in_a_line(monkeypatch):
    def stopped(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr("replay.files.load", stopped)
    result = call("run", EXAMPLE)
    assert (result.exit_code, result.output) == (130, "Stopped.\n")


# What is not coded, and what has not happened yet.


@pytest.mark.parametrize(
    ("command", "said"),
    [
        (("redraw", "--acts", "3"), "no decision to redraw"),
        (("score",), "no decision to score"),
        (("theories",), "no decision to draw"),
        (("claims",), "no claim to try"),
        (("evidence",), "no observation to weigh"),
        (("domain", "--fit"), "no reading with a level to fit"),
    ],
)
def test_what_is_not_coded_is_one_sentence_that_says_where_to_code_it(command, said, bare):
    key = {"reading": "readings"}.get(said.split()[1], f"{said.split()[1]}s")
    result = call(command[0], bare, *command[1:])
    line = f"{said}: none is coded that the replay reaches; add `{key}` to the event file\n"
    assert (result.exit_code, result.output) == (1, line)


@pytest.mark.parametrize("command", ["run", "graph", "domain", "report", "tables", "figure", "chart", "bundle"])
def test_what_needs_nothing_else_is_made_all_the_same(command, bare, tmp_path):
    more = ("--out", tmp_path / "o") if command not in ("graph", "domain") else ()
    assert call(command, bare, *more).exit_code == 0


def test_a_set_of_branches_that_no_file_has_is_a_wrong_call(bare):
    result = call("weigh", bare, "spring")
    assert result.exit_code == 2 and "needs an edit file" in result.output


def test_scoring_what_the_replay_does_not_reach_is_the_same_sentence():
    for command in ("score", "theories"):
        result = call(command, EXAMPLE, "--until", LATER.replace("2000", "1990"))
        assert result.exit_code == 1 and result.output.startswith("no decision to ")
    assert issubclass(NothingCodedError, ValueError)


@pytest.mark.parametrize("command", ["run", "graph"])
def test_an_empty_replay_says_that_there_is_no_act_yet(command):
    result = call(command, EXAMPLE, "--until", "1990-01-01")
    assert result.exit_code == 0
    assert "No act yet by 1990-01-01." in result.output


@pytest.mark.parametrize("name", ["story", "domain", "escalation"])
def test_an_empty_figure_is_drawn_for_every_place_and_says_so(name, tmp_path):
    places = [f"--preset={place}" for place in ("page", "double", "column", "slide")]
    done = call(
        "figure", EXAMPLE, "--name", name, "--until", "1990-01-01", *places, "--format", "svg", "--out", tmp_path
    )
    assert done.exit_code == 0, done.output
    captions = sorted((tmp_path / "example").glob("*.caption.txt"))
    assert len(captions) == 4
    assert all("No act yet." in path.read_text(encoding="utf-8") for path in captions)


def test_an_empty_report_says_so_and_empty_data_are_heads(tmp_path):
    until = "--until", "1990-01-01"
    assert call("report", EXAMPLE, *until, "--out", tmp_path).exit_code == 0
    page = (tmp_path / "example" / "report.html").read_text(encoding="utf-8")
    assert "No act yet by 1990-01-01." in page and "conforms to the record" not in page
    assert call("tables", EXAMPLE, *until, "--name", "events", "--out", tmp_path).exit_code == 0
    assert len((tmp_path / "example" / "tables" / "events.csv").read_text(encoding="utf-8").splitlines()) == 1
    assert call("run", EXAMPLE, *until, "--format", "csv").stdout.count("\n") == 1
    assert json.loads(call("graph", EXAMPLE, *until, "--json").stdout)["nodes"] == []
    assert json.loads(call("domain", EXAMPLE, *until, "--json").stdout)


# Parties, names of files, and the same dispute twice.


def test_na_and_no_are_names_of_parties_as_any_other(tmp_path):
    path = tmp_path / "na.yaml"
    for name in ("NA", "NO", "NAN", "NULL", "INF"):
        path.write_text(NOTHING.replace("AAA", name), encoding="utf-8")
        assert "It holds 1 event, 0 clocks.\n" in call("check", path).output
        trace = replay.run(replay.load(path))
        assert f",{name},BBB," in trace.to_csv()
        assert trace.to_frame()["actor"].tolist() == [name]


def test_whoever_acts_on_itself_is_told_where(tmp_path):
    path = tmp_path / "self.yaml"
    path.write_text(NOTHING.replace("recipient: BBB", "recipient: AAA"), encoding="utf-8")
    _, (problem,) = inspect(path)
    assert (problem.where.line, problem.where.column) == (9, 54)
    assert problem.message == "recipient: 'AAA' is the actor as well; allowed: another party"
    rule = (
        "clock: {id: c, due: P5D, record: open, on_end: {act: impose-sanctions, actor: A, recipient: A, summary: X.}}"
    )
    with pytest.raises(replay.TimelineError, match="recipient: 'A' is the actor as well"):
        files.loads(text(event("b", "2001-03-01", rule)), "b.yaml")


def test_the_same_dispute_twice_is_numbered(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "400")
    result = call("compare", EXAMPLE, EXAMPLE, "--out", tmp_path, "--format", "svg")
    assert result.exit_code == 0, result.output
    folder = tmp_path / "example-1+example-2"
    assert "A small example (1)" in result.output and "A small example (2)" in result.output
    head, *rows = (folder / "comparison.csv").read_text(encoding="utf-8").splitlines()
    assert head == "measure,example (1),example (2),definition"
    data = (folder / "comparison.data.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert {line.partition(",")[0] for line in data} == {"example (1)", "example (2)"}
    drawn = (folder / "comparison.svg").read_text(encoding="utf-8")
    assert "A small example (1)" in drawn and "A small example (2)" in drawn
    assert rows


def test_diff_reads_past_a_byte_order_mark(tmp_path):
    marked, traced = tmp_path / "marked.yaml", tmp_path / "marked.jsonl"
    marked.write_bytes(b"\xef\xbb\xbf" + Path(EXAMPLE).read_bytes())
    result = call("diff", marked, EXAMPLE, "--json")
    assert (result.exit_code, json.loads(result.stdout)["same"]) == (0, True)
    traced.write_bytes(b"\xef\xbb\xbf" + replay.run(replay.load(EXAMPLE)).to_jsonl().encode())
    assert call("diff", traced, EXAMPLE).exit_code == 0
    traced.write_bytes(b"\xff\x00")
    result = call("diff", traced, EXAMPLE)
    assert result.exit_code == 2 and result.output.count(str(traced)) == 1


ODD = ["odd \udcff.yaml", "new\nline.yaml", "a 'b' \"c\" $d.yaml", "-x.yaml"]


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="their file systems hold no such names")
@pytest.mark.parametrize("name", ODD)
def test_a_file_of_an_odd_name_is_read_and_named(name, bare, tmp_path):
    path = tmp_path / name
    path.write_text(NOTHING, encoding="utf-8")
    out = "--out", tmp_path / "o"
    for command in ("check", "run", "graph", "domain", "report", "bundle"):
        result = call(command, path, *(out if command in ("report", "bundle") else ()))
        assert result.exit_code == 0, (command, result.output)
    assert call("diff", path, bare).exit_code == 0
    assert call("whatif", path, "--drop", "a", "--json").exit_code == 0
    with zipfile.ZipFile(tmp_path / "o" / "nothing-coded" / "nothing-coded.zip") as archive:
        held = archive.namelist()
        readme = archive.read("nothing-coded/README.md").decode()
    own = name if name.isprintable() else "nothing-coded.yaml"
    assert f"nothing-coded/{own}" in held and "replay check " in readme
    path.write_text("x", encoding="utf-8")
    result = call("check", path, "--json")
    assert json.loads(result.stdout)[0]["file"] == str(path)
    assert call("check", path).exit_code == 1


def test_a_file_of_too_long_a_name_is_told():
    result = call("check", "x" * 300)
    assert (result.exit_code, "cannot read this file: file name too long" in result.output) == (1, True)


@pytest.mark.parametrize("author", ["", " "])
def test_an_author_without_a_name_is_a_wrong_call(author, tmp_path):
    result = call("bundle", EXAMPLE, "--author", "N., A.", "--author", author, "--out", tmp_path)
    assert result.exit_code == 2 and "an author without a name; allowed: 'FAMILY, GIVEN'" in result.output
    assert not list(tmp_path.iterdir())


def test_a_what_if_is_written_without_the_figure_that_has_no_room(tmp_path, monkeypatch):
    import replay.figures.counterfactual as figures

    whole, (first, *others) = figures.before_after, figures.FIGURES

    def narrow(report, name):
        if name == first:
            raise NoRoomError("page has 190 mm of height; this dispute needs 211")
        return whole(report, name)

    monkeypatch.setattr(figures, "before_after", narrow)
    result = call("whatif", EXAMPLE, "--drop", "settlement", "--out", tmp_path)
    assert result.exit_code == 1
    assert f"“{first}” is left out: page has 190 mm" in result.stderr
    made = {path.name for path in (tmp_path / "example" / "whatif" / "edits").iterdir()}
    assert {"report.html", "report.md", "report.json", "trace.jsonl"} <= made
    assert not any(name.startswith(f"{first}.") for name in made)
    assert len([name for name in made if name.endswith(".svg")]) == len(others)


def test_acts_within_a_side_are_no_acts_on_oneself():
    files.loads(text(act("a", "2001-01-01", "demand", "A-FIRMS")), "a.yaml")


def test_a_noncharacter_of_a_call_is_named():
    result = call("new", "\ufffe")
    assert result.exit_code == 2 and "<U+FFFE>" in result.output and "\ufffe" not in result.output


def test_a_share_that_is_no_number_is_a_wrong_call():
    result = call("evidence", str(files.example()), "--discount", "nan")
    assert result.exit_code == 2 and "nan is not in the range" in result.output
