"""Conformance: a difference between replay and record is found and named."""

import pytest
from coded import event, text, timeline

import replay
from replay.engine.trace import Trace
from replay.files.convert import timeline_of
from replay.files.nodes import compose


def unchecked(*events):
    """A timeline past the file's rules, for records that the rules would refuse."""
    root, _ = compose(text(*events), "x")
    made, problems = timeline_of(root, "x", "")
    assert not problems
    return made


def test_a_clock_that_ends_otherwise():
    found = replay.conformance(
        replay.run(unchecked(event("threat", "2001-03-01", "clock: {id: c, due: 2001-06-01, record: met}")))
    )
    assert [str(f) for f in found] == ["clock c: lapsed on 2001-06-01 in the replay, met in the record"]


def test_an_act_that_the_record_lacks():
    lapse = "on_end: {act: impose-sanctions, actor: A, recipient: B, summary: Imposed.}"
    trace = replay.run(
        timeline(event("threat", "2001-03-01", f"clock:\n  id: c\n  due: P5D\n  record: lapsed\n  {lapse}"))
    )
    assert [(f.what, f.id, f.date) for f in replay.conformance(trace)] == [("emitted", "c/end", "2001-03-06")]


def test_moved_and_still_running_conforms_as_moved():
    trace = replay.run(
        timeline(
            event("threat", "2001-03-01", "clock: {id: c, due: P5D, record: moved}"),
            event("put-off", "2001-03-02", "moves: {c: 2009-01-01}", act="extend-deadline"),
        )
    )
    assert replay.conformance(trace) == ()


def test_open_conforms_as_open():
    trace = replay.run(timeline(event("threat", "2001-03-01", "clock: {id: c, due: 2009, record: open}")))
    assert replay.conformance(trace) == ()


def test_a_trace_alone_cannot_be_judged():
    bare = Trace.from_jsonl(replay.run(replay.load(replay.example())).to_jsonl())
    with pytest.raises(ValueError, match="timeline"):
        replay.conformance(bare)
