"""Standard input and pipes: read once, by every command, and named in messages; many faults are told fast."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
import time
from hashlib import sha256
from pathlib import Path

import pytest
from click.testing import CliRunner

import replay
from replay.cli import main
from replay.errors import TimelineError
from replay.files import loads
from replay.files.textfile import TextFile, reading_once

EXAMPLE = replay.example()
CASES = Path(__file__).parent / "cases" / "ties.csv"
TEXT = EXAMPLE.read_text(encoding="utf-8")
EDITS = EXAMPLE.with_name("example.edits.yaml").read_text(encoding="utf-8")
ARGS = {
    "redraw": ("--times", "2"), "whatif": ("--drop", "settlement"), "bundle": ("--out", "o"), "report": ("--out", "o"),
    "tables": ("--out", "o"), "chart": ("--out", "o"), "figure": ("--out", "o"), "diagram": ("--out", "o"),
    "theories": ("--out", "o"), "export": ("--to", "ocel", "--out", "o"),
    "audit": ("--against", str(CASES), "--map", "ties", "--json"), "sweep": ("--over", "drops", "--dry-run"),
    "explore": ("--page",),
}  # fmt: skip
LONE = sorted(
    name for name, command in main.commands.items()
    if {p.name for p in command.params} & {"file", "files"} and name not in ("edit", "pin", "weigh", "compare")
)  # fmt: skip


def call(*args, code=0, **more):
    result = CliRunner().invoke(main, [str(arg) for arg in args], **more)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return result


@pytest.mark.parametrize("command", LONE)
def test_a_command_reads_standard_input_as_a_file(command, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "case.yaml").write_text(TEXT)
    streamed = call(command, "-", *ARGS.get(command, ()), input=TEXT).stdout
    assert streamed.replace("<stdin>", "case.yaml") == call(command, "case.yaml", *ARGS.get(command, ())).stdout


def test_its_digest_is_that_of_the_bytes_and_its_name_stands_in_the_manifest(tmp_path):
    call("run", "-", "--out", tmp_path, input=TEXT)
    (made,) = tmp_path.rglob("*manifest.json")
    found = json.loads(made.read_text())["input"]
    assert found == {"file": "<stdin>", "sha256": sha256(TEXT.encode()).hexdigest()}


def test_faults_name_it():
    assert call("run", "-", input=TEXT.replace("format: 1", "format: 7"), code=1).stderr.startswith("<stdin>:")
    assert call("check", "-", input=b"\xff\xfe", code=1).stderr.startswith("<stdin>:1:1: this is a text in UTF-16")
    assert "<stdin>:1:1: the file is empty" in call("check", "-", "-", input="", code=1).stderr


def test_an_edit_file_from_it_names_its_base_from_where_the_command_runs(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "example.yaml").write_text(TEXT)
    said = call("check", "-", input=EDITS).stdout
    assert said.startswith("<stdin>: sound; ") and "It holds 2 counterfactuals" in said
    assert "no-settlement" in call("whatif", "-", input=EDITS).stdout
    call("whatif", "-", "no-settlement", input=EDITS)
    (tmp_path / "example.yaml").unlink()
    assert "cannot read this file" in call("check", "-", input=EDITS, code=1).stderr


def test_a_closed_standard_input_is_told(monkeypatch):
    monkeypatch.setattr(sys, "stdin", None)
    with pytest.raises(TimelineError, match="<stdin>: cannot read this file: it is closed"):
        TextFile.read("-")


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@pytest.mark.parametrize("text", [TEXT, EDITS, "\u202e"])
def test_a_pipe_with_a_name_is_read_once(text, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "example.yaml").write_text(TEXT)
    os.mkfifo(tmp_path / "pipe")
    writer = threading.Thread(target=Path("pipe").write_text, args=(text,), kwargs={"encoding": "utf-8"}, daemon=True)
    writer.start()
    result = CliRunner().invoke(main, ["check", "pipe"])
    writer.join(timeout=10)
    assert result.output.startswith("pipe: sound; " if len(text) > 1 else "pipe:1:1: bidirectional mark U+202E")


@pytest.mark.skipif(not Path("/dev/fd").is_dir(), reason="a shell cannot hand over a pipe as a file here")
def test_a_pipe_from_a_shell_is_read_once():
    reader, writer = os.pipe()
    os.write(writer, TEXT.encode())
    os.close(writer)
    call = [sys.executable, "-m", "replay", "run", f"/dev/fd/{reader}", "--quiet"]
    done = subprocess.run(call, pass_fds=[reader], capture_output=True, text=True, check=False)
    os.close(reader)
    assert (done.returncode, done.stderr) == (0, "")


def test_reading_once_holds_for_a_while_and_no_longer(tmp_path):
    path = tmp_path / "a"
    path.write_text("one")
    with reading_once():
        assert TextFile.read(path).text == "one"
        path.write_text("two")
        assert TextFile.read(path).text == "one"
    assert TextFile.read(path).text == "two"


# -- many faults ----------------------------------------------------------------------------------


def many(events: int, each: int) -> str:
    head = (
        "format: 1\ndispute: many\ntitle: Many\nperiod: 2001/2003\nsides: [AAA, BBB]\n"
        "sources: {s: {author: A, year: 2003, title: T}}\nparties: {AAA: {name: Aland}, BBB: {name: Beland}}\nevents:\n"
    )
    return head + "".join(
        f"  - {{id: talk-{n}, date: 2001-01-01, actor: AAA, recipient: BBB, act: demand, summary: x, cite: {{key: s}}, "
        f"needs: [{', '.join(f'talk-{n}-{m}-x' for m in range(each))}]}}\n"
        for n in range(events)
    )


def test_many_unknown_ids_are_told_in_little_time():
    """The whole took 1.6 s of `replay check` on two cores that others used as well."""
    text = many(1000, 10)
    start = time.process_time()
    with pytest.raises(TimelineError) as caught:
        loads(text)
    assert time.process_time() - start < 10
    problems = caught.value.problems
    assert len(problems) == 10_000 and {problem.code for problem in problems} == {"unknown-id"}
    assert sum("did you mean" in problem.message for problem in problems) == 20


def test_a_suggestion_is_made_for_every_miss_in_a_file_of_usual_size():
    with pytest.raises(TimelineError) as caught:
        loads(many(60, 2))
    assert all("did you mean" in problem.message for problem in caught.value.problems)
