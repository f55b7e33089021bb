"""Whatever a file holds and whatever is called, the program says what is wrong and where, or does it.

A few of the inputs of `benchmarks/fuzz.py`, which meets the program with as many as are asked for.
"""

from __future__ import annotations

import random

import pytest
from fuzz_judge import ACCEPTED, CHEAP, FAILED, REFUSED, Input, judged
from fuzzing import KINDS_OF_INPUT, example_files, fuzzed
from places import in_its_place

import replay
from replay.errors import Problem, TimelineError
from replay.files import loads

SOUND = example_files()["example.yaml"]
MANY = {"damaged event file": 240, "disturbed event file": 200, "event file retold": 160, "edit file": 160,
        "forecasts": 60, "trace": 40, "call": 50}  # fmt: skip


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """Work in an empty folder, below others."""
    inner = tmp_path / "a" / "b"
    inner.mkdir(parents=True)
    monkeypatch.chdir(inner)
    return inner


@pytest.mark.parametrize("kind", KINDS_OF_INPUT)
def test_no_input_ends_in_a_failure(folder, kind):
    outcomes = set()
    for number in range(MANY[kind]):
        found = judged(fuzzed(kind, random.Random(f"suite:{number}")))
        assert found.outcome != FAILED, f"suite:{number}\n{found.detail}"
        outcomes.add(found.outcome)
    assert outcomes == {ACCEPTED, REFUSED}


def test_the_examples_themselves_are_accepted(folder):
    files = example_files()
    given = [
        Input("event", {"f.yaml": SOUND}),
        Input("edits", {"f.yaml": files["edits.yaml"], "example.yaml": SOUND}),
        Input("forecasts", {"f.csv": files["mine.csv"]}),
        Input("trace", {"f.jsonl": files["trace.jsonl"]}),
        Input("call", files, ("check", "example.yaml", "edits.yaml")),
    ]
    for one in given:
        found = judged(one, CHEAP[:2])
        assert found.outcome == ACCEPTED, found.detail


def test_the_same_seed_gives_the_same_input():
    for kind in KINDS_OF_INPUT:
        assert fuzzed(kind, random.Random("x")) == fuzzed(kind, random.Random("x"))


def test_a_mistake_of_ours_is_a_failure(folder, monkeypatch):
    def broken(path):
        raise ZeroDivisionError

    monkeypatch.setattr("replay.files.inspect", broken)
    found = judged(Input("call", {"f.yaml": SOUND}, ("check", "f.yaml")))
    assert (found.outcome, "ZeroDivisionError" in found.detail) == (FAILED, True)


def test_what_does_not_end_is_a_failure(folder, monkeypatch):
    def endless(path):
        while True:
            pass

    monkeypatch.setattr("fuzz_judge.inspect", endless)
    found = judged(Input("event", {"f.yaml": SOUND}), seconds=0.2)
    assert (found.outcome, found.failure[:9]) == (FAILED, "no end in")


def test_text_and_file_are_judged_alike(tmp_path):
    path = tmp_path / "f.yaml"
    path.write_bytes(SOUND.replace(b"1996-02-05", b"1996-02-30"))
    with pytest.raises(TimelineError) as of_file:
        replay.load(path)
    with pytest.raises(TimelineError) as of_text:
        loads(path.read_text(), str(path))
    assert of_file.value.problems == of_text.value.problems


def test_a_message_that_shows_innards_is_noticed(tmp_path):
    path = tmp_path / "f.yaml"
    path.write_bytes(SOUND)
    where = replay.load(path).events[0].where
    with pytest.raises(AssertionError):
        in_its_place(Problem(where, "date: Input should be a valid string"), SOUND, str(path))
    with pytest.raises(AssertionError):
        in_its_place(Problem(type(where)(str(path), 9999, 1), "date: wrong"), SOUND, str(path))
