"""Bad input: every file in tests/bad/ is refused with the message kept beside it, whatever the command.

The messages are golden files: ``pytest tests/test_bad.py --update-golden`` writes them anew; read them before
they are kept. What is too big or too odd for a folder of small files is made here.
"""

from __future__ import annotations

import errno
import os
import re
import subprocess
import sys
from pathlib import Path

import click
import pytest
from click.testing import CliRunner, Result
from places import INNARDS, in_its_place

import replay
from replay.cli import main
from replay.files import inspect

BAD = Path(__file__).parent / "bad"
FILES = sorted(path.name for path in BAD.glob("*.yaml"))
EXAMPLE = str(replay.example())
READERS = sorted(
    name for name, command in main.commands.items() if {p.name for p in command.params} & {"file", "files"}
)  # fmt: skip
READERS.remove("check")
READERS.remove("edit")  # it may be the way to mend a file; what it refuses is in test_edit_command.py
"""The commands that replay event files."""
FURTHER = {
    "whatif": ("--drop", "settlement"), "redraw": ("--times", "3"), "weigh": ("spring",), "ledger": ("--format", "csv"),
    "export": ("--to", "ocel"), "audit": ("--against", "cases.csv", "--map", "ties"), "sweep": ("--over", "drops"),
    "explore": ("--page",),
}  # fmt: skip
"""What a command wants besides a file, to do its work or to write it."""
WRITERS = sorted(name for name in READERS if any(p.name == "out" for p in main.commands[name].params))
"""Those of them that write into a folder; `demo` reads no file of the user's, and writes by the same functions."""


def call(*args: str) -> Result:
    """Run a command; it may exit, but not fall over."""
    result = CliRunner().invoke(main, args)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert "Traceback" not in result.output
    return result


def in_process(*args: str, folder: Path) -> subprocess.CompletedProcess[str]:
    call = [sys.executable, "-m", "replay", *args]
    done = subprocess.run(call, cwd=folder, capture_output=True, text=True, encoding="utf-8", check=False)
    assert "Traceback" not in done.stderr
    return done


def contents(folder: Path) -> dict[str, bytes | None]:
    """Everything in a folder, hidden files included."""
    return {str(path.relative_to(folder)): path.read_bytes() if path.is_file() else None for path in folder.rglob("*")}


def faults(stderr: str) -> list[str]:
    """The lines that report a fault, without the count that ends them."""
    return stderr.splitlines()[:-1]


@pytest.fixture
def out(tmp_path):
    """A folder for output with something in it that must stay as it is."""
    folder = tmp_path / "output"
    (folder / "bad").mkdir(parents=True)
    (folder / "bad" / "trace.jsonl").write_text("of an earlier run\n")
    return folder


@pytest.fixture
def read_only(tmp_path):
    """A folder in which nothing can be made: without rights, or for the superuser a folder of the system's own."""
    folder = tmp_path / "locked"
    folder.mkdir()
    folder.chmod(0o555)
    yield Path("/proc") if os.access(folder, os.W_OK) else folder
    folder.chmod(0o755)


# -- files with faults ----------------------------------------------------------------------------


def test_there_is_a_message_for_every_file_and_a_file_for_every_message():
    assert len(FILES) > 100
    assert {path.stem for path in BAD.glob("*.txt")} == {Path(name).stem for name in FILES}
    assert {path.suffix for path in BAD.iterdir()} == {".yaml", ".txt"}


@pytest.mark.parametrize("name", FILES)
def test_check_says_what_is_wrong_and_where(name, golden, monkeypatch):
    monkeypatch.chdir(BAD)
    result = call("check", name)
    assert result.exit_code == 1
    assert result.stdout == ""
    golden(f"tests/bad/{Path(name).stem}.txt", result.stderr)
    assert all(re.match(rf"{re.escape(name)}:\d+:\d+: .", line) for line in faults(result.stderr))


@pytest.mark.parametrize("name", FILES)
def test_every_place_is_one_of_the_file(name, monkeypatch):
    monkeypatch.chdir(BAD)
    _, problems = inspect(name)
    assert problems and list(problems) == sorted(set(problems))
    for problem in problems:
        in_its_place(problem, Path(name).read_bytes(), name)


@pytest.mark.parametrize("name", FILES)
def test_every_command_refuses_a_bad_file_alike(name, out, monkeypatch):
    monkeypatch.chdir(BAD)
    before = contents(out)
    expected = faults(call("check", name).stderr)
    for command in READERS:
        result = call(command, name, *FURTHER.get(command, ()), *(["--out", str(out)] if command in WRITERS else []))
        assert result.exit_code == 1, command
        assert result.stdout == "", command
        assert faults(result.stderr) == expected, command
        assert "nothing was replayed" in result.stderr, command
    assert contents(out) == before


def test_the_commands_tried_are_those_that_read_and_write():
    assert {"run", "graph", "domain", "diagram", "chart"} <= set(READERS)
    assert {"run", "diagram", "chart"} <= set(WRITERS)


@pytest.mark.parametrize("stem", ["impossible-date", "alias-bomb", "binary", "many-faults"])
def test_the_installed_command_does_the_same(stem, out):
    expected = (BAD / f"{stem}.txt").read_text(encoding="utf-8")
    before = contents(out)
    checked = in_process("check", f"{stem}.yaml", folder=BAD)
    assert (checked.returncode, checked.stdout, checked.stderr) == (1, "", expected)
    drawn = in_process("diagram", f"{stem}.yaml", "--out", str(out), folder=BAD)
    assert (drawn.returncode, drawn.stdout, faults(drawn.stderr)) == (1, "", faults(expected))
    assert contents(out) == before


def test_several_files_are_all_checked(monkeypatch):
    monkeypatch.chdir(BAD)
    result = call("check", "tag.yaml", EXAMPLE, "empty.yaml", "no-such-file.yaml")
    assert result.exit_code == 1
    assert f"{EXAMPLE}: sound" in result.stdout
    seen = [line.split(":")[0] for line in faults(result.stderr)]
    assert seen == ["tag.yaml", "empty.yaml", "no-such-file.yaml"]
    assert result.stderr.endswith("3 problems in 4 files.\n")


def test_no_alias_is_followed(monkeypatch):
    """A thousand lines of nested aliases would make more values than there are atoms; none is made."""
    lines = ["a0: &a0 [x, x]"] + [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 1000)]
    with pytest.raises(replay.TimelineError) as caught:
        replay.files.loads("\n".join(lines))
    codes = [problem.code for problem in caught.value.problems]
    assert (codes.count("anchor"), codes.count("alias")) == (1000, 1998)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"", b""),
        (b"format: 1", b"\xef\xbb\xbfformat: 1"),
        (b"\n", b"\r\n"),
        (b"\n", b"\r"),
        (b"Nobody, N.", "N\u00f8body, \ud55c\uad6d \U0001f697".encode()),
        (b"due: P60D", b"due: P9999Y"),
        (b"due: P60D", b"due: 9999-12-31"),
        (b"after: P1D", b"after: P9999999D"),
        (b"after: P1D", b"after: P9999Y"),
        (b"period: 1996-01/1996-12", b"period: 0001/9999"),
        (b"period: 1996-01/1996-12\n", b""),
        (b"sides: [US, KR]\n", b""),
    ],
)
def test_what_only_looks_bad_is_accepted_and_replayed(old, new, tmp_path):
    path = tmp_path / "odd.yaml"
    path.write_bytes(replay.example().read_bytes().split(b"\n", 1)[1].replace(old, new))
    assert call("check", str(path)).exit_code == 0
    assert call("run", str(path), "--quiet").exit_code == 0


def test_faults_of_form_and_of_names_come_in_one_report(monkeypatch):
    """What a fault of form could bring about by itself is not reported as a fault of its own."""
    monkeypatch.chdir(BAD)
    codes = [problem.code for problem in inspect("form-and-names.yaml")[1]]
    assert codes == ["unknown-party", "unknown-value", "no-citation", "date", "unknown-id", "unknown-id"]
    id_refused = Path("form-and-names.yaml").read_text().replace("id: threat", "id: A threat")
    with pytest.raises(replay.TimelineError) as caught:
        replay.files.loads(id_refused)
    assert "unknown-id" not in [problem.code for problem in caught.value.problems]


# -- files that cannot be read --------------------------------------------------------------------


def refused(path: Path, *words: str) -> None:
    """Every command refuses the path in one line that names it."""
    for command in ("check", *READERS):
        result = call(command, str(path), *FURTHER.get(command, ()))
        assert result.exit_code == 1, command
        assert result.stderr.startswith(f"{path}: "), command
        assert all(word in result.stderr for word in words), result.stderr
        assert len(result.stderr.splitlines()) == 2, command


def test_a_file_of_fifty_megabytes(tmp_path):
    path = tmp_path / "large.yaml"
    with path.open("wb") as file:
        file.truncate(50_000_000)
    refused(path, "larger than 20 MB")


def test_a_text_of_fifty_megabytes():
    with pytest.raises(replay.TimelineError, match="50 MB; allowed: up to 20 MB"):
        replay.files.loads("#" * 50_000_000)


def test_a_path_that_leads_nowhere(tmp_path):
    refused(tmp_path / "missing.yaml", "cannot read this file", "no such file")
    (tmp_path / "link.yaml").symlink_to(tmp_path / "missing.yaml")
    refused(tmp_path / "link.yaml", "cannot read this file", "no such file")
    refused(Path(EXAMPLE) / "file.yaml", "cannot read this file", "not a directory")
    refused(tmp_path / ("x" * 300), "cannot read this file", "too long")


def test_a_directory(tmp_path):
    refused(tmp_path, "cannot read this file", "is a directory")


def test_a_file_without_the_right_to_read_it(tmp_path, monkeypatch):
    path = tmp_path / "secret.yaml"
    path.write_bytes(replay.example().read_bytes())
    path.chmod(0)
    if os.access(path, os.R_OK):  # the superuser may read everything

        def denied(self, *args):
            raise PermissionError(errno.EACCES, "Permission denied", str(self))

        monkeypatch.setattr(Path, "open", denied)
    refused(path, "cannot read this file", "permission denied")


def test_a_name_with_a_zero_in_it():
    _, problems = inspect("a\0b")
    assert [problem.code for problem in problems] == ["unreadable"]


# -- misuse of the command line -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["run", EXAMPLE, "--dates", "sometimes"], ["'sometimes'", "'earliest', 'middle', 'latest'"]),
        (["graph", EXAMPLE, "--dates", ""], ["'earliest', 'middle', 'latest'"]),
        (["run", EXAMPLE, "--until", "1996-02-30"], ["--until", "day 30 does not exist in 1996-02"]),
        (["run", EXAMPLE, "--until", "tomorrow"], ["--until", "'tomorrow'"]),
        (["chart", EXAMPLE, "--until", "1996"], ["--until", "'1996' is not one full date", "YYYY-MM-DD"]),
        (["diagram", EXAMPLE, "--until", "1996-02-01~"], ["--until", "YYYY-MM-DD"]),
        (["graph", EXAMPLE, "--until", ""], ["--until", "no year"]),
        (["frobnicate"], ["No such command 'frobnicate'"]),
        (["run"], ["Missing argument 'FILE'"]),
        (["check"], ["Missing argument 'FILES...'"]),
        (["run", EXAMPLE, "--format", "xml"], ["'xml'", "'text', 'jsonl', 'csv'"]),
        (["chart", EXAMPLE, "--format", "bmp"], ["'bmp'", "'svg', 'pdf', 'png'"]),
        (["diagram", EXAMPLE, "--dpi", "1"], ["1 is not in the range"]),
        (["diagram", EXAMPLE, "--dpi", "high"], ["'high'"]),
        (["graph", EXAMPLE, "--json", "--graphml"], ["exclude each other"]),
        (["codebook", "virtues"], ["'virtues'", "'acts'"]),
        (["new", "Not A Name"], ["'Not A Name' is not a name here"]),
        (["run", EXAMPLE, "--colour"], ["No such option", "--colour"]),
    ],
)
def test_misuse_exits_with_2_and_says_what_is_allowed(args, words, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = call(*args)
    assert result.exit_code == 2
    assert all(word in result.stderr for word in words), result.stderr
    assert not INNARDS.search(result.stderr.replace("\n", " "))
    assert result.stdout == ""
    assert contents(tmp_path) == {}


def test_misuse_in_a_process_of_its_own(tmp_path):
    done = in_process("run", EXAMPLE, "--until", "1996-02-30", folder=tmp_path)
    assert (done.returncode, done.stdout) == (2, "")
    assert "day 30 does not exist" in done.stderr


# -- places that cannot be written ----------------------------------------------------------------


@pytest.mark.parametrize("command", WRITERS)
def test_a_file_stands_where_the_folder_should_be(command, tmp_path):
    path = tmp_path / "output"
    path.write_text("precious\n")
    before = contents(tmp_path)
    result = call(command, EXAMPLE, *FURTHER.get(command, ()), "--out", str(path))
    assert result.exit_code == 2
    assert "'--out'" in result.stderr and "is a file" in result.stderr
    assert contents(tmp_path) == before


@pytest.mark.parametrize("command", WRITERS)
def test_a_file_stands_where_the_folder_of_the_dispute_should_be(command, tmp_path):
    path = tmp_path / "example"
    path.write_text("precious\n")
    before = contents(tmp_path)
    result = call(command, EXAMPLE, *FURTHER.get(command, ()), "--out", str(tmp_path))
    assert result.exit_code == 1
    assert result.stderr == f"{path}: cannot write or read here: file exists\n"
    assert contents(tmp_path) == before


@pytest.mark.parametrize("command", WRITERS)
def test_a_place_without_the_right_to_write(command, read_only):
    result = call(command, EXAMPLE, *FURTHER.get(command, ()), "--out", str(read_only / "output"))
    assert result.exit_code == 1
    assert re.fullmatch(rf"{read_only}/output[^:]*: cannot write or read here: [a-z ]+\n", result.stderr)


@pytest.mark.parametrize("command", WRITERS)
def test_a_disk_that_fills_up(command, tmp_path, monkeypatch):
    """The old files stay whole, and nothing half-written is left behind."""
    assert call(command, EXAMPLE, *FURTHER.get(command, ()), "--out", str(tmp_path)).exit_code == 0
    for path in (path for path in (tmp_path / "example").rglob("*") if path.is_file()):
        path.write_bytes(b"of an earlier run")
    before = contents(tmp_path)
    write = Path.write_bytes

    def full(self, data):
        write(self, data[: len(data) // 2])
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), str(self))

    monkeypatch.setattr(Path, "write_bytes", full)
    result = call(command, EXAMPLE, *FURTHER.get(command, ()), "--out", str(tmp_path))
    assert result.exit_code == 1
    assert "no space left on device" in result.stderr
    monkeypatch.undo()
    assert contents(tmp_path) == before


def test_new_where_nothing_can_be_written(read_only, monkeypatch):
    monkeypatch.chdir(read_only)
    result = call("new", "a-dispute")
    assert result.exit_code == 1
    assert "cannot write or read here" in result.stderr


def test_the_checks_of_this_module_can_fail(tmp_path):
    """A command that falls over, and a folder that changes, are noticed."""
    before = contents(tmp_path)
    (tmp_path / ".trace.jsonl.tmp").write_text("half")
    assert contents(tmp_path) != before

    @click.command("falls-over")
    def falls_over():
        raise ValueError("not for a person")

    main.add_command(falls_over)
    try:
        with pytest.raises(AssertionError):
            call("falls-over")
    finally:
        del main.commands["falls-over"]
