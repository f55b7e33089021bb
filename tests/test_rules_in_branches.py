"""What clocks and commitments make of recorded acts when something is edited; each value is worked out beside it."""

from __future__ import annotations

import pytest
from coded import act, timeline

import replay
from replay.codebook import Fate, Outcome
from replay.counterfactuals import whatif
from replay.counterfactuals.edits import Drop, EditError, SetClock, SetFate, SetOutcome, Shift
from replay.dates import parse_date, parse_due
from replay.engine.conformance import departures

LIST = """\
worth: {amount: 12, unit: USD}
clock: {id: c, kind: effect, due: 2001-09-01, record: carried-out,
        on_end: {act: impose-sanctions, actor: A, recipient: B, summary: Duties., event: duties}}
"""


def happened(report):
    """Days of the recorded acts that the branch has."""
    return {name: entry.date for name, entry in report.after.happened.items()}


def lost(report):
    return {item.id: (item.how, item.because) for item in report.lost}


@pytest.fixture(scope="module")
def moved_list():
    """A list of 5 June for 1 September, put off to 15 October; the duties come then, and B answers a week later."""
    return timeline(
        act("list", "2001-06-05", "list-sanctions", more=LIST),
        act("move", "2001-08-27", "extend-deadline", more="moves: {c: 2001-10-15}"),
        act("duties", "2001-10-15", "impose-sanctions", more="worth: {amount: 9, unit: USD}"),
        act("answer", "2001-10-22", "accuse", "B", "answers: {duties: responds}"),
        act("review", "duties + P1M", "meet", "B"),
        act("case", "2001-12-01", "file-case", "B", "needs: [duties]"),
    )


def test_what_a_rule_brings_about_moves_along_with_its_clock(moved_list):
    report = whatif(moved_list, [Drop("move")])
    # Without the move the clock ends on 1 September, and the duties come with it. What is dated from them follows (1
    # October); the answer and the case keep their days.
    assert happened(report) == {
        "list": "2001-06-05", "duties": "2001-09-01", "review": "2001-10-01", "answer": "2001-10-22",
        "case": "2001-12-01",
    }  # fmt: skip
    assert {item.id for item in report.moved} == {"duties", "review"}
    # The duties are derived anew; the answer to them, the review and the case hang on what has moved.
    assert report.after.derived == {"duties"}
    assert set(report.hanging) == {"answer", "case", "review"}
    assert report.kind == "intervention"


def test_without_what_hangs_on_it_that_is_a_counterfactual():
    alone = timeline(
        act("list", "2001-06-05", "list-sanctions", more=LIST),
        act("move", "2001-08-27", "extend-deadline", more="moves: {c: 2001-10-15}"),
        act("duties", "2001-10-15", "impose-sanctions"),
    )
    report = whatif(alone, [Drop("move")])
    assert happened(report) == {"list": "2001-06-05", "duties": "2001-09-01"}
    assert (report.kind, report.hanging, report.flags) == ("counterfactual", (), ())


def test_without_its_clock_it_does_not_happen_and_what_needs_it_goes_too(moved_list):
    report = whatif(moved_list, [Drop("list")])
    # The move has no clock left to move. The duties lack their clock, the case its premise; the answer stays.
    assert lost(report) == {
        "list": ("edit", ()), "move": ("clock", ("c",)), "duties": ("rule", ("c",)), "case": ("premise", ("duties",)),
    }  # fmt: skip
    assert "answer" in happened(report)


def test_a_clock_that_is_met_in_the_branch_takes_the_measure_away(moved_list):
    report = whatif(moved_list, [SetOutcome("c", Outcome.MET)])
    # Met on 15 October on the assumption alone: no duties.
    (clock,) = [change.after for change in report.clocks]
    assert (clock.outcome, clock.on_word, clock.ended_by) == (Outcome.MET, True, None)
    assert lost(report)["duties"] == ("rule", ("c",))


def test_a_measure_is_assumed_a_bluff(moved_list):
    report = whatif(moved_list, [SetOutcome("c", Outcome.LAPSED)])
    assert report.after.clocks["c"].outcome is Outcome.LAPSED
    assert "duties" not in happened(report)
    assert not report.fired


@pytest.mark.parametrize(
    ("outcome", "said"),
    [
        (Outcome.CARRIED_OUT, "is carried out already"),
        (Outcome.ELAPSED, "cannot be assumed elapsed; allowed: carried-out, lapsed, met, met-in-part, unknown"),
        (Outcome.SETTLED, "another end comes by an act: insert one"),
    ],
)
def test_ends_that_cannot_be_assumed(moved_list, outcome, said):
    with pytest.raises(EditError, match=said):
        whatif(moved_list, [SetOutcome("c", outcome)])


def test_a_lag_is_kept():
    dispute = timeline(
        act("ask", "2001-01-01", "demand", more="""\
            clock: {id: c, due: 2001-03-01, record: lapsed,
                    on_end: {act: impose-sanctions, actor: A, recipient: B, summary: Duties., event: duties}}
            """),
        act("duties", "2001-03-15", "impose-sanctions"),
    )  # fmt: skip
    # A deadline has its consequence any day later: here 14 days. Due a month later, on 1 April, they come on the 15th.
    assert replay.conformance(replay.run(dispute)) == ()
    report = whatif(dispute, [SetClock("c", parse_due("2001-04-01"))])
    assert happened(report)["duties"] == "2001-04-15"


def test_an_imprecise_measure_takes_the_day_of_its_clock():
    dispute = timeline(
        act("list", "2001-06-05", "list-sanctions", more=LIST), act("duties", "2001-09", "impose-sanctions")
    )
    trace = replay.run(dispute)
    # September 2001 has its middle on the 15th; the clock ends on the 1st, and the duties come with it.
    assert [(e.date, e.kind.value, e.event) for e in trace][-2:] == [
        ("2001-09-01", "clock-carried-out", None), ("2001-09-01", "event", "duties"),
    ]  # fmt: skip
    assert trace[-1].causes == (2,)
    assert replay.conformance(trace) == ()


EARLY = (
    act("list", "2001-06-05", "list-sanctions", more=LIST),
    act("duties", "2001-08-01", "impose-sanctions", more="departs: They were brought forward."),
)


def test_a_departure_with_a_reason_conforms_and_makes_branches_less_than_strict():
    dispute = timeline(*EARLY)
    trace = replay.run(dispute)
    # 1 August is 31 days before 1 September.
    (found,) = departures(trace)
    assert (found.id, found.days, found.reason) == ("duties", -31, "They were brought forward.")
    assert replay.conformance(trace) == ()
    assert trace[2].causes == ()  # it has no cause in an end that comes later
    report = whatif(dispute, [SetClock("c", parse_due("2001-10-01"))])
    assert happened(report)["duties"] == "2001-08-01"
    assert [(flag.id, flag.what) for flag in report.flags] == [("duties", "off-rule")]
    assert report.kind == "intervention"


PROMISE = """\
commits: {{when: {{act: impose-sanctions, actor: B}},
           then: {{act: impose-sanctions, actor: A, recipient: B, summary: Duties.{event}}}{record}}}
"""


def promised(event="", record="", *more):
    return timeline(
        act("warning", "2001-01-01", "threaten-sanctions", more=PROMISE.format(event=event, record=record)),
        act("b-duties", "2001-02-01", "impose-sanctions", "B"),
        *more,
    )


def test_a_bluff_stays_a_bluff_in_a_branch_until_another_fate_is_assumed():
    dispute = promised(record=", record: broken")
    assert replay.conformance(replay.run(dispute)) == ()
    later = whatif(dispute, [Shift("b-duties", to=parse_date("2001-03-01"))])
    assert [(e.date, e.kind.value) for e in later.after.entries][-1] == ("2001-03-01", "commitment-broken")
    assert not later.fired
    carried = whatif(dispute, [SetFate("warning", Fate.KEPT)])
    assert [(one.id, one.rule) for one in carried.fired] == [("warning/reply-1", "commitment")]


def test_a_kept_promise_goes_with_its_trigger_and_with_another_fate():
    dispute = promised(", event: a-duties", "", act("a-duties", "2001-02-10", "impose-sanctions"))
    assert replay.conformance(replay.run(dispute)) == ()
    assert lost(whatif(dispute, [Drop("b-duties")]))["a-duties"] == ("rule", ("warning",))
    broken = whatif(dispute, [SetFate("warning", Fate.BROKEN)])
    assert lost(broken)["a-duties"] == ("rule", ("warning",))
    assert [e.kind.value for e in broken.after.entries][-2:] == ["commitment-broken", "suppressed"]


def test_a_promise_that_was_never_put_to_the_test_is_kept_once_it_is():
    dispute = timeline(
        act("warning", "2001-01-01", "threaten-sanctions",
            more=PROMISE.format(event="", record=", record: not-triggered")),
        act("b-talk", "2001-02-01", "meet", "B"),
    )  # fmt: skip
    assert replay.conformance(replay.run(dispute)) == ()
    from replay.codebook import Act
    from replay.counterfactuals.edits import Replace

    report = whatif(dispute, [Replace("b-talk", {"act": Act.IMPOSE_SANCTIONS})])
    assert [one.id for one in report.fired] == ["warning/reply-1"]


@pytest.mark.parametrize(
    ("fate", "which", "said"),
    [
        (Fate.BROKEN, 1, "is broken already"),
        (Fate.NOT_TRIGGERED, 1, "whether it is triggered follows from the acts"),
        (Fate.KEPT, 2, "makes 1 commitment; allowed: one that is there"),
    ],
)
def test_fates_that_cannot_be_assumed(fate, which, said):
    with pytest.raises(EditError, match=said):
        whatif(promised(record=", record: broken"), [SetFate("warning", fate, which)])


EACH = """\
commits: {when: {act: impose-sanctions, actor: B}, each: true, record: [kept, broken, kept],
          then: {act: impose-sanctions, actor: A, recipient: B, summary: Duties., event: [a1, a3]}}
"""


@pytest.fixture(scope="module")
def each_time():
    """A answers the first and the third of B's duties, ten days later each, and lets the second pass."""
    return timeline(
        act("warning", "2001-01-01", "threaten-sanctions", more=EACH),
        *(act(f"b{n}", f"2001-0{n}-01", "impose-sanctions", "B") for n in (2, 4, 6)),
        act("a1", "2001-02-11", "impose-sanctions"), act("a3", "2001-06-11", "impose-sanctions"),
    )  # fmt: skip


def test_each_answer_goes_with_what_it_answers_and_not_with_its_number(each_time):
    assert replay.conformance(replay.run(each_time)) == ()
    report = whatif(each_time, [Drop("b2")])
    assert lost(report) == {"b2": ("edit", ()), "a1": ("rule", ("warning",))}
    assert happened(report)["a3"] == "2001-06-11"
    assert [e.date for e in report.after.entries if e.kind.value == "commitment-broken"] == ["2001-04-01"]


def test_one_time_of_a_promise_is_assumed_otherwise(each_time):
    kept = whatif(each_time, [SetFate("warning", Fate.KEPT, 1, 2)])
    assert [(one.id, replay.dates.iso(one.day)) for one in kept.fired] == [("warning/reply-1", "2001-04-01")]
    assert kept.lost == ()
    broken = whatif(each_time, [SetFate("warning", Fate.BROKEN, 1, 1)])
    assert lost(broken) == {"a1": ("rule", ("warning",))}
    never = whatif(each_time, [SetFate("warning", Fate.BROKEN)])
    assert [e.date for e in never.after.entries if e.kind.value == "commitment-broken"] == [
        "2001-02-01", "2001-04-01", "2001-06-01",
    ]  # fmt: skip
    with pytest.raises(EditError, match="holds once; allowed: no `time`"):
        whatif(promised(record=", record: broken"), [SetFate("warning", Fate.KEPT, 1, 1)])


def test_what_is_cut_away_comes_by_its_rule_as_long_after_the_trigger_as_in_the_base():
    dispute = promised(", event: a-duties", "", act("a-duties", "2001-02-10", "impose-sanctions"))
    from replay.counterfactuals.edits import Cut

    report = whatif(dispute, [Shift("b-duties", to=parse_date("2001-01-20")), Drop("a-duties")])
    # Nine days from 1 to 10 February; from 20 January that is the 29th.
    assert [(one.id, replay.dates.iso(one.day)) for one in report.fired] == [("warning/reply-1", "2001-01-29")]
    cut = whatif(dispute, [Cut(replay.dates.day("2001-02-05"))])
    assert [(one.id, replay.dates.iso(one.day)) for one in cut.fired] == [("warning/reply-1", "2001-02-10")]


def test_a_stop_that_was_resumed_stays_when_another_end_is_assumed():
    dispute = timeline(
        act("list", "2001-01-01", "list-sanctions",
            more="clock: {id: c, kind: effect, due: 2001-06-01, record: settled}"),
        act("stop", "2001-05-01", "suspend-deadline", more="suspends: c"),
        act("on", "2001-09-01", "resume-deadline", more="resumes: {c: remaining}"),
        act("deal", "2001-09-20", "settle", "B", "settles: c"),
    )  # fmt: skip
    report = whatif(dispute, [SetOutcome("c", Outcome.CARRIED_OUT)])
    # 31 days were left on 1 May; from 1 September they reach to 2 October.
    assert replay.dates.iso(report.after.clocks["c"].ended_on) == "2001-10-02"
    assert [(flag.id, flag.what) for flag in report.flags] == [("deal", "assumed")]


@pytest.fixture(scope="module")
def split_list():
    """Of 12 listed, 3 are put on a clock of their own; 9 are carried out, and the 3 are dropped later."""
    return timeline(
        act("list", "2001-06-05", "list-sanctions", more=LIST),
        act("split", "2001-07-01", "list-sanctions", more="""\
            splits: {c: {id: part, kind: effect, due: 2001-11-01, worth: {amount: 3, unit: USD}, record: withdrawn}}
            """),
        act("duties", "2001-09-01", "impose-sanctions", more="worth: {amount: 9, unit: USD}"),
        act("spare", "2001-10-01", "lift-sanctions", more="withdraws: part"),
    )  # fmt: skip


def test_a_part_runs_on_its_own_clock(split_list):
    trace = replay.run(split_list)
    assert replay.conformance(trace) == ()
    part = next(clock for clock in trace.clocks() if clock.id == "part")
    assert (part.parent, part.set_by, part.outcome) == ("c", "split", Outcome.WITHDRAWN)


def test_unsplit_the_whole_is_carried_out_and_acts_on_the_part_fall_away(split_list):
    report = whatif(split_list, [Drop("split")])
    assert lost(report) == {"split": ("edit", ()), "spare": ("clock", ("part",))}
    assert [(flag.id, flag.what, flag.left) for flag in report.flags] == [("duties", "whole", ("12 USD",))]
    assert report.kind == "intervention"


def test_a_disputed_end_is_replayed_as_each_party_reads_it():
    dispute = timeline(
        act("ask", "2001-01-01", "demand", more="clock: {id: c, due: 2001-03-01, record: {A: lapsed, B: met}}"),
        act("do", "2001-02-20", "concede", "B", "meets: c"),
    )
    own, theirs = replay.run(dispute), replay.run(dispute.read_by("B"))
    # A holds that what was done on 20 February did not meet it; for B it did.
    assert [(c.outcome, c.ended_by) for c in own.clocks()] == [(Outcome.LAPSED, None)]
    assert [(c.outcome, c.ended_by) for c in theirs.clocks()] == [(Outcome.MET, "do")]
    assert replay.conformance(own) == replay.conformance(theirs) == ()
    with pytest.raises(replay.errors.RefusalError, match="no end of a clock is read by 'C'; allowed: A, B"):
        dispute.read_by("C")
