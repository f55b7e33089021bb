"""Signs that no text may hold, and signs that cannot be seen: one rule, wherever a text comes in."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

import replay
from replay.cli import main
from replay.engine.trace import Trace
from replay.errors import Problem, TimelineError, TraceError, Where
from replay.files import loads, read_forecasts

EXAMPLE = replay.example()
CONTROL_SIGNS = """\
format: 1
dispute: control-signs
title: Control signs
period: 2001/2003
sides: [AAA, BBB]
sources: {s: {author: A, year: 2003, title: T}}
parties: {AAA: {name: Aland}, BBB: {name: Beland}}
events:
  - {id: a, date: 2001-01-01, actor: AAA, recipient: BBB, act: demand, label: "a\\ab \\e[31m", summary: x, cite: {key: s}}
"""  # noqa: E501
BAD = [
    ("\x00", "control character U+0000 (null)"), ("\x07", "control character U+0007 (bell)"),
    ("\x1b", "control character U+001B (escape)"), ("\x7f", "control character U+007F (delete)"),
    ("\x85", "control character U+0085 (next line)"), ("\x9b", "control character U+009B"),
    ("\ufffe", "noncharacter U+FFFE"), ("\uffff", "noncharacter U+FFFF"), ("\ufdd0", "noncharacter U+FDD0"),
    ("\U0001fffe", "noncharacter U+1FFFE"), ("\U0010ffff", "noncharacter U+10FFFF"),
    ("\ud800", "unpaired surrogate U+D800"), ("\udfff", "unpaired surrogate U+DFFF"),
    ("\u202a", "bidirectional mark U+202A (left-to-right embedding)"),
    ("\u202e", "bidirectional mark U+202E (right-to-left override)"),
    ("\u2066", "bidirectional mark U+2066 (left-to-right isolate)"),
    ("\u2069", "bidirectional mark U+2069 (pop directional isolate)"),
    ("\u200e", "bidirectional mark U+200E (left-to-right mark)"),
    ("\u200f", "bidirectional mark U+200F (right-to-left mark)"),
    ("\u061c", "bidirectional mark U+061C (arabic letter mark)"),
]  # fmt: skip
GOOD = (
    "\u05e9\u05dc\u05d5\u05dd",
    "\u0645\u06cc\u200c\u062e\u0648\u0627\u0647\u0645",
    "\U0001f697\ufe0f",
    "a\u00a0b",
    "\ufffd",
)
"""Hebrew, Persian with its joiner, a picture with its selector, a no-break blank, the sign for what is unknown."""


def call(*args, code, **more):
    result = CliRunner().invoke(main, [str(arg) for arg in args], **more)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, result.output
    return result


def with_label(label: str) -> str:
    return CONTROL_SIGNS.replace('"a\\ab \\e[31m"', label)


def the_problem(text: str) -> Problem:
    with pytest.raises(TimelineError) as caught:
        loads(text, "x.yaml")
    (problem,) = caught.value.problems
    return problem


def test_control_signs_are_refused_where_they_are_written():
    said = "x.yaml:9:81: control character U+0007 (bell) seen, written as an escape; no text may hold it"
    assert str(the_problem(CONTROL_SIGNS)) == said


@pytest.mark.parametrize(("sign", "name"), BAD, ids=[f"{ord(sign):04X}" for sign, _ in BAD])
def test_a_sign_is_refused_alike_raw_and_escaped(sign, name):
    label = f'"ab{sign}c"'
    raw = the_problem(with_label(label))
    escaped = the_problem(with_label(f'"ab\\U{ord(sign):08x}c"'))
    for problem in (raw, escaped):
        assert (problem.where, problem.code) == (Where("x.yaml", 9, 82), "not-text")
        assert f"{name} seen" in problem.message


@pytest.mark.parametrize("escape", ["\\0", "\\a", "\\b", "\\v", "\\f", "\\r", "\\e", "\\N", "\\x07", "\\u0007"])
def test_every_way_to_escape_a_sign_is_known(escape):
    assert the_problem(with_label(f'"a\\\\ {escape}"')).where == Where("x.yaml", 9, 84)


def test_an_escape_on_a_later_line_and_in_a_key():
    text = with_label('"a\n      b\\ac"')
    assert the_problem(text).where == Where("x.yaml", 10, 8)
    text = with_label("x").replace("title:", '"tit\\ale":', 1)
    with pytest.raises(TimelineError, match=r"x\.yaml:3:5: control character U\+0007"):
        loads(text, "x.yaml")


def test_escapes_of_no_sign_at_all():
    assert "U+110000, which does not exist" in the_problem(with_label('"\\U00110000"')).message


@pytest.mark.parametrize("text", GOOD)
def test_scripts_and_joiners_of_scholars_are_text(text):
    assert loads(with_label(f'"{text}"')).by_id["a"].label == text


def test_signs_that_cannot_be_seen_are_shown_in_messages():
    problem = the_problem(with_label("x").replace("recipient: BBB", "recipient: B\u200bBB"))
    assert "B<U+200B>BB" in problem.message
    seen = Problem(Where("x"), "a\u00adb\ufeffc\u00a0d\u2028e\nf").message
    assert seen == "a<U+00AD>b<U+FEFF>c<U+00A0>d\\ne\\nf"


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("\ntitle:", "\n\u00a0title:", (3, 1)),
        ("title: Control", "title:\u00a0Control", (3, 7)),
        ("title: Control", "title\u00a0: Control", (3, 6)),
        ("title: Control", "title: \u202fControl", (3, 8)),
        ("  - {id: a,", "\u00a0\u00a0- {id: a,", (9, 1)),
        ("\ntitle: Control signs", "\ntitle: Control signs\u2007", (3, 21)),
    ],
)
def test_a_no_break_blank_in_the_layout_is_named(old, new, place):
    text = CONTROL_SIGNS.replace('"a\\ab \\e[31m"', "x")
    with pytest.raises(TimelineError) as caught:
        loads(text.replace(old, new), "x.yaml")
    problem = next(p for p in caught.value.problems if p.code == "no-break-blank")
    assert (problem.where.line, problem.where.column) == place
    assert "NO-BREAK" in problem.message.upper() or "FIGURE SPACE" in problem.message.upper()


# -- other doors ----------------------------------------------------------------------------------


def test_edit_files(tmp_path):
    text = EXAMPLE.with_name("example.edits.yaml").read_text().replace("because: ", 'because: "\\u202e" # ', 1)
    (tmp_path / "example.yaml").write_bytes(EXAMPLE.read_bytes())
    (tmp_path / "edits.yaml").write_text(text)
    assert "bidirectional mark U+202E" in call("check", tmp_path / "edits.yaml", code=1).stderr


@pytest.mark.parametrize(
    "args",
    [
        ("edit", EXAMPLE, "--set", "threat.label=a\x1b[31m"),
        ("edit", EXAMPLE, "--drop", "a\u202eb"),
        ("edit", EXAMPLE, "--shift", "a=\x07"),
        ("bundle", EXAMPLE, "--author", "Doe\x07, Jane"),
        ("compare", EXAMPLE, EXAMPLE, "--given", "Name=a\u2066b"),
        ("whatif", EXAMPLE, "--drop", "a\udc80"),
    ],
)
def test_words_of_a_call_that_become_text(args, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    result = call(*args, code=2)
    assert "seen, sign " in result.stderr and "no text may hold it" in result.stderr
    assert "\x07" not in result.stderr and "\u202e" not in result.stderr
    assert list(tmp_path.iterdir()) == []


def test_ids_of_a_call_show_what_cannot_be_seen():
    assert "'thr<U+200B>eat'" in call("edit", EXAMPLE, "--drop", "thr\u200beat", code=1).stderr


def test_forecasts_and_traces(tmp_path):
    path = tmp_path / "f.csv"
    path.write_text("theory,dispute\nmine\x07,x\n")
    with pytest.raises(TimelineError, match=r"f\.csv:2:5: control character U\+0007"):
        read_forecasts(path, ())
    line = replay.run(replay.load(EXAMPLE)).to_jsonl().splitlines()[0]
    entry = json.dumps(json.loads(line) | {"event": "a\x07"})
    with pytest.raises(TraceError, match=r"line 1 of the trace: event: control character U\+0007"):
        Trace.from_jsonl(entry)
