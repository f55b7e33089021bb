"""Forecasts and traces that go wrong: refused at their place, by the rules for every file."""

from __future__ import annotations

import json
import re

import pytest
from click.testing import CliRunner

import replay
from replay.cli import main
from replay.engine.trace import Trace
from replay.errors import TimelineError, TraceError
from replay.files import read_forecasts

DECISIONS = (("example", "spring"),)
HEADER = "theory,dispute,decision,creating,mixed,claiming"
ROW = "mine,example,spring,0.2,0.3,0.5"
TRACE = replay.run(replay.load(replay.example()))
FIRST = json.loads(TRACE.to_jsonl().splitlines()[0])


def refused(data: bytes, tmp_path) -> str:
    path = tmp_path / "f.csv"
    path.write_bytes(data)
    with pytest.raises(TimelineError) as caught:
        read_forecasts(path, DECISIONS)
    return str(caught.value).replace(str(path), "f.csv")


@pytest.mark.parametrize(
    "text",
    [
        f"{HEADER}\n{ROW}\n",
        f"\ufeff{HEADER}\r\n{ROW}\r\n",
        f'"",{HEADER}\n"1",{ROW}\n',
        f",{HEADER}\n0,{ROW}\n",
        f"{HEADER}\n{ROW}\n".replace(",", ";").replace("0.", "0,"),
        f"\ufeff;{HEADER}\n1;{ROW}\n".replace(",", ";"),
    ],
    ids=["plain", "mark", "R", "pandas", "semicolons", "semicolons and row names"],
)
def test_forecasts_as_programs_write_them(text, tmp_path):
    path = tmp_path / "f.csv"
    path.write_bytes(text.encode())
    assert read_forecasts(path, DECISIONS) == {"mine": {DECISIONS[0]: (0.2, 0.3, 0.5)}}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (f"{HEADER}\n1,{ROW}\n", "f.csv:2:1: 7 cells were seen; allowed: 6, one for each column; are these row names"),
        (f"{HEADER}\n{ROW}\n{'x' * 200_000},a,b,1,0,0\n", "f.csv:3:1: this is not CSV: a cell is longer than 131,072"),
        (f"{'x' * 100_000}\n", "f.csv:1:1: columns xxx"),
        (f'{HEADER}\n{ROW}\nmine,"example,spring,1,0,0\n\n', "f.csv:3:1: this is not CSV: a quote opens here"),
        (f'{HEADER}\n"a"b,example,spring,1,0,0\n', "f.csv:2:1: this is not CSV: a quote stands within a cell"),
        (f"{HEADER}\n{ROW}\0\n", "f.csv:2:32: control character U+0000 (null) seen"),
        (f"{HEADER}\nmine,exam\u200bple,spring,1,0,0\n", "f.csv:2:1: decision: 'exam<U+200B>ple/spring' is not one"),
        (f"{HEADER}\n{ROW.replace('0.2', 'y' * 100_000)}\n", "f.csv:2:1: creating: 'yyy"),
        (f"{HEADER}\n{ROW.replace('0.2', 'nan')}\n", "f.csv:2:1: creating: 'nan' is no probability"),
    ],
)  # fmt: skip
def test_forecasts_that_are_refused(data, said, tmp_path):
    found = refused(data.encode(), tmp_path)
    assert any(line.startswith(said) for line in found.splitlines())
    assert all(len(line) < 400 for line in found.splitlines())


def test_forecasts_in_other_encodings(tmp_path):
    assert refused(f"{HEADER}\n{ROW}\n".encode("utf-16"), tmp_path).startswith("f.csv:1:1: this is a text in UTF-16")
    assert refused(f"{HEADER}\nm\xfcller".encode("latin-1"), tmp_path).startswith(
        "f.csv:2:2: not text in UTF-8: byte 0xfc"
    )


# -- traces ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed", [lambda t: t, lambda t: "\ufeff" + t, lambda t: t.replace("\n", "\r\n"), str.rstrip]
)
def test_a_trace_as_editors_leave_it(changed):
    assert Trace.from_jsonl(changed(TRACE.to_jsonl())) == TRACE


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("[" * 100_000, "nested too deep"),
        ("[]", "'[]' seen; allowed: an object with the keys"),
        ("7", "'7' seen"),
        ("", "Expecting value"),
        ("x" * 200_000, "Expecting value"),
        (json.dumps(["x" * 200_000]), "seen; allowed: an object"),
        (json.dumps(FIRST | {"event": ["a"]}), "event: '[\"a\"]' seen; allowed: a text"),
        (json.dumps(FIRST | {"actor": {}}), "actor: '{}' seen"),
        (json.dumps(FIRST | {"clock": 7}), "clock: '7' seen"),
        (json.dumps(FIRST | {"date": None}), "date: 'null' seen"),
        (json.dumps(FIRST | {"date": "9999-12-32"}), "day 32 does not exist"),
        (json.dumps(FIRST | {"kind": "k\u200b"}), "kind: 'k<U+200B>' seen; allowed: event, clock-set"),
        (json.dumps(FIRST | {"event": "\ud800"}), "event: unpaired surrogate U+D800 seen"),
        (json.dumps(FIRST | {"event": "\x00"}), "event: control character U+0000 (null) seen"),
        (json.dumps(FIRST | {"seq": True}), "seq or causes are no whole numbers"),
        (json.dumps(FIRST).replace('"causes": []', '"causes": [1e400]'), "seq or causes are no whole numbers"),
        (json.dumps(FIRST).replace('"seq": 0', '"seq": ' + "9" * 5000), "integer string conversion"),
    ],
    ids=lambda value: str(value)[:40],
)  # fmt: skip
def test_a_trace_that_is_refused(line, said, tmp_path):
    with pytest.raises(TraceError, match="line 1 of the trace: ") as caught:
        Trace.from_jsonl(line + "\n")
    assert said in str(caught.value) and len(str(caught.value)) < 1100
    path = tmp_path / "t.jsonl"
    path.write_text(line + "\n")
    result = CliRunner().invoke(main, ["diff", str(path), str(path)])
    assert result.exit_code == 2 and result.stderr.startswith(f"{path}: line 1 of the trace: ")


def test_a_trace_file_goes_by_the_rules_for_files(tmp_path):
    path = tmp_path / "t.jsonl"
    for data, said in (
        (b"\xff\xfe{}", ":1:1: this is a text in UTF-16"),
        (b"{}\n\x00", ":2:1: control character U+0000"),
    ):
        path.write_bytes(data)
        result = CliRunner().invoke(main, ["diff", str(path), str(path)])
        assert result.exit_code == 2 and re.match(re.escape(f"{path}{said}"), result.stderr)
    path.write_bytes(b"\xef\xbb\xbf" + TRACE.to_jsonl().encode())
    assert CliRunner().invoke(main, ["diff", str(path), str(replay.example())]).exit_code == 0


def test_an_edit_file_that_is_nested_deep_or_marked(tmp_path):
    source = replay.example()
    (tmp_path / "example.yaml").write_bytes(source.read_bytes())
    path = tmp_path / "edits.yaml"
    path.write_bytes(b"\xef\xbb\xbf" + source.with_name("example.edits.yaml").read_bytes())
    assert "sound" in CliRunner().invoke(main, ["check", str(path)]).stdout
    path.write_text("of: " + "[" * 100_000)
    assert "nested more than 24 levels deep" in CliRunner().invoke(main, ["check", str(path)]).stderr
