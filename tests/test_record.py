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


def found_in(*events):
    """The differences between replay and record, in words."""
    return [str(found) for found in replay.conformance(replay.run(timeline(*events)))]


def test_a_clock_that_ends_otherwise():
    found = replay.conformance(
        replay.run(unchecked(event("threat", "2001-03-01", "clock: {id: c, due: 2001-06-01, record: withdrawn}")))
    )
    assert [str(f) for f in found] == ["clock c: lapsed on 2001-06-01 in the replay, withdrawn in the record"]


def test_met_on_the_word_of_the_source_conforms_and_is_marked_so():
    trace = replay.run(timeline(event("a", "2001-03-01", "clock: {id: c, due: P5D, record: met, cite: {key: s}}")))
    (clock,) = trace.clocks()
    assert replay.conformance(trace) == () and clock.on_word and clock.outcome.value == "met"


def test_an_act_that_the_record_lacks():
    lapse = "on_end: {act: impose-sanctions, actor: A, recipient: B, summary: Imposed.}"
    trace = replay.run(
        timeline(event("threat", "2001-03-01", f"clock:\n  id: c\n  due: P5D\n  record: lapsed\n  {lapse}"))
    )
    assert [(f.what, f.id, f.date) for f in replay.conformance(trace)] == [("emitted", "c/end", "2001-03-06")]


THREAT = """\
clock:
  id: c
  kind: effect
  due: 2001-06-01
  record: carried-out
  on_end: {act: impose-sanctions, actor: A, recipient: B, summary: Imposed., event: duties}"""


def test_a_consequence_on_another_day_than_the_rule_has_needs_a_reason():
    """An effect comes at once: from 1 to 15 June are 14 days."""
    threat = event("threat", "2001-03-01", THREAT)
    (said,) = found_in(threat, event("duties", "2001-06-15", act="impose-sanctions"))
    assert said.startswith(
        "duties: comes on 2001-06-15, 14 days late: by c/end it is due 2001-06-01; if that is so, say"
    )
    assert found_in(threat, event("duties", "2001-06-15", "departs: A slow office.", act="impose-sanctions")) == []
    assert found_in(threat, event("duties", "2001-06-01", act="impose-sanctions")) == []
    assert found_in(event("threat", "2001-03-01", THREAT.replace("event:", "after: P0D/P20D, event:")),
                    event("duties", "2001-06-15", act="impose-sanctions")) == []  # fmt: skip


@pytest.mark.parametrize(
    ("record", "said"),
    [
        ("broken", []),
        ("not-triggered", ["warning/reply-1: triggered in the replay"]),
    ],
)
def test_the_fate_of_a_commitment_is_compared(record, said):
    """It waits for duties, which come; nothing answers them: that is a bluff, and no commitment without its trigger."""
    then = "then: {act: file-case, actor: B, recipient: A, summary: Filed.}"
    warning = f"commits: {{when: {{act: impose-sanctions, actor: A}}, {then}, record: {record}}}"
    duties = event("duties", "2001-06-01", act="impose-sanctions")
    found = found_in(event("warning", "2001-05-01", warning, actor="B", act="warn"), duties)
    assert [text.partition(";")[0] for text in found if "happens by commitment" not in text] == said


def test_moved_and_still_running_conforms_as_open():
    trace = replay.run(
        timeline(
            event("threat", "2001-03-01", "clock: {id: c, due: P5D, record: open}"),
            event("put-off", "2001-03-02", "moves: {c: 2009-01-01}", act="extend-deadline"),
        )
    )
    assert replay.conformance(trace) == ()


def test_each_reading_of_a_disputed_end_conforms_where_it_is_replayed():
    coded = timeline(
        event("plan", "2001-03-01", "clock: {id: c, due: P5D, record: {A: lapsed, B: met}, cite: {key: s}}")
    )
    for read, end in ((coded, "lapsed"), (coded.read_by("A"), "lapsed"), (coded.read_by("B"), "met")):
        trace = replay.run(read)
        assert replay.conformance(trace) == () and trace.clocks()[0].outcome.value == end


def test_open_conforms_as_open():
    trace = replay.run(timeline(event("threat", "2001-03-01", "clock: {id: c, due: 2009, record: open}")))
    assert replay.conformance(trace) == ()


def test_a_trace_alone_cannot_be_judged():
    bare = Trace.from_jsonl(replay.run(replay.load(replay.example())).to_jsonl())
    with pytest.raises(ValueError, match="timeline"):
        replay.conformance(bare)
