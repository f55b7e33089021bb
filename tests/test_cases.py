"""Small event files on which an earlier version went wrong; what ought to come out is worked out beside each."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner

import replay
from replay.cli import main
from replay.codebook import ClockKind, Outcome
from replay.counterfactuals import whatif
from replay.counterfactuals.edits import Drop
from replay.dates import iso
from replay.engine.trace import Kind
from replay.errors import TimelineError
from replay.escalation import graph
from replay.files import loads

CASES = Path(__file__).parent / "cases"


def text(name):
    return (CASES / f"{name}.yaml").read_text()


def replayed(name, *changes):
    """The replay of a case, with changes (old, new) to its text."""
    found = text(name)
    for old, new in changes:
        assert found.count(old) == 1, old
        found = found.replace(old, new)
    return replay.run(loads(found, f"{name}.yaml"))


def lines(trace):
    return [f"{e.date} {e.kind.value} {e.event if e.act else e.clock or e.event}" for e in trace]


def refused(name):
    with pytest.raises(TimelineError) as caught:
        loads(text(name), f"{name}.yaml")
    return [str(problem) for problem in caught.value.problems]


# -- acts that come too late ----------------------------------------------------------------------


def test_a_clock_that_has_ended_is_not_moved_in_silence():
    (said,) = refused("late-move")
    assert "'b' (2002-04-22) comes too late for clock 'c', which ended on 2002-04-15" in said


def test_unless_the_act_says_that_it_reaches_back():
    trace = replayed("late-move", ("moves: {c: 2002-05-10}", "moves: {c: 2002-05-10}, late: true"))
    assert lines(trace) == [
        "2002-03-04 event a",
        "2002-03-04 clock-set c",
        "2002-04-15 clock-lapsed c",
        "2002-04-22 event b",
        "2002-04-22 clock-reopened c",
        "2002-04-22 clock-moved c",
        "2002-05-10 clock-lapsed c",
    ]
    assert replay.conformance(trace) == ()


@pytest.mark.parametrize("length", ["P9M", "+P3M"])
def test_a_length_counts_from_the_setting_act_or_from_where_the_clock_stands(length):
    # set on 10 March, due six months later on 10 September: nine months from the one, three from the other
    (clock,) = replayed("move-by-length", ("P9M", length)).clocks()
    assert [iso(due) for _, due in clock.dues] == ["2001-09-10", "2001-12-10"]


# -- recorded acts that follow from clocks --------------------------------------------------------


def test_a_consequence_before_the_end_of_its_clock_is_reported_in_days():
    trace = replayed("consequence-too-early")
    (said,) = replay.conformance(trace)
    assert "303 days early" in str(said)  # February 28, then 31 30 31 30 31 31 30 31 30
    (duties,) = (e for e in trace if e.event == "duties")
    assert duties.causes == ()
    assert CliRunner().invoke(main, ["run", str(CASES / "consequence-too-early.yaml")]).exit_code == 1


def test_unless_the_event_says_why():
    trace = replayed("consequence-too-early", ("date: 2001-02-01,", "date: 2001-02-01, departs: Brought forward.,"))
    assert replay.conformance(trace) == ()
    assert [(d.days, d.reason) for d in replay.engine.conformance.departures(trace)] == [(-303, "Brought forward.")]


def test_an_act_of_another_kind_is_not_what_follows():
    (said,) = refused("consequence-of-another-kind")
    assert "act meet where the rule has impose-sanctions" in said
    assert "actor BBB where the rule has AAA" in said and "recipient AAA where the rule has BBB" in said


def test_duties_on_the_due_day_come_after_the_effect_and_because_of_it():
    trace = replayed("duties-on-the-due-day")
    assert lines(trace) == [
        "2001-01-01 event list",
        "2001-01-01 clock-set c",
        "2001-04-02 clock-carried-out c",
        "2001-04-02 event duties",
    ]
    assert trace[3].causes == (2,)
    (clock,) = trace.clocks()
    assert (clock.kind, clock.outcome) == (ClockKind.EFFECT, Outcome.CARRIED_OUT)
    assert [(link.source, link.target) for link in graph(trace).links] == [("list", "c"), ("c", "duties")]
    assert replay.conformance(trace) == ()


def test_without_the_list_there_are_no_duties():
    after = whatif(replayed("duties-on-the-due-day").timeline, [Drop("list")]).after.trace
    assert lines(after) == ["2001-01-01 dropped list", "2001-04-02 suppressed duties"]


def test_duties_come_with_their_clock_when_it_is_not_moved():
    branch = whatif(replayed("consequence-of-a-moved-clock").timeline, [Drop("move")])
    assert lines(branch.after.trace)[-2:] == ["2001-09-01 clock-carried-out c", "2001-09-01 event duties"]


# -- commitments ----------------------------------------------------------------------------------


def test_a_kept_commitment_goes_back_to_the_promise_and_to_what_it_waited_for():
    trace = replayed("kept-commitment-in-the-graph")
    assert [e.event for e in trace] == ["warning", "b-duties", "a-duties", "deal"]
    assert trace[2].causes == (0, 1)
    assert replay.conformance(trace) == ()


def test_what_stands_in_the_record_makes_no_loop():
    trace = replayed("no-loop-through-the-record")
    assert trace.select(Kind.LOOP) == ()
    assert replay.conformance(trace) == ()


def test_of_each_trigger_that_counts_the_record_says_what_became_of_it():
    each = ("event: a-duties}}]", "event: a-duties}, each: true, record: [kept, broken]}]")
    trace = replayed("no-loop-through-the-record", each)
    assert lines(trace)[-2:] == ["2002-06-01 event b-again", "2002-06-01 commitment-broken warning/reply-1"]
    assert replay.conformance(trace) == ()
    silent = ("event: a-duties}}]", "event: a-duties}, each: true}]")
    (said,) = replay.conformance(replayed("no-loop-through-the-record", silent))
    assert (said.what, said.id, said.date) == ("emitted", "warning/reply-1", "2002-06-01")


def test_a_bluff_is_an_entry_and_no_act_and_conforms():
    trace = replayed("bluff")
    assert lines(trace) == [
        "2001-01-01 event warning",
        "2001-02-01 event b-duties",
        "2001-02-01 commitment-broken warning/reply-1",
    ]
    assert trace[2].causes == (0, 1)
    assert replay.conformance(trace) == ()
    (said,) = replay.conformance(replayed("bluff", (", record: broken", "")))
    assert said.what == "emitted"


# -- waiting periods, third parties ---------------------------------------------------------------


def test_a_waiting_period_elapses():
    trace = replayed("waiting-period")
    (clock,) = trace.clocks()
    assert (clock.kind, clock.outcome, iso(clock.ended_on)) == (ClockKind.WAITING, Outcome.ELAPSED, "2001-03-02")
    assert replay.conformance(trace) == ()


def test_third_parties_belong_to_no_side():
    timeline = replayed("third-parties").timeline
    assert [timeline.side(name) for name in ("AAA", "BBB", "CCC", "PANEL")] == ["AAA", "BBB", None, None]
    assert timeline.name("AAA+CCC") == "Aland and Ceeland"
