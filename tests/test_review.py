"""Corners of clocks, consequences and commitments, in record and branch; each value is worked out beside it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from coded import act, timeline

import replay
from replay.codebook import Outcome
from replay.counterfactuals import whatif
from replay.counterfactuals.edits import Drop, EditError, Insert, SetClock, SetOutcome, Shift
from replay.counterfactuals.edits.vocabulary import Replace
from replay.dates import Duration, day, parse_date, parse_due
from replay.errors import ReplayError

DUTIES = "on_end: {act: impose-sanctions, actor: A, recipient: B, summary: Duties., event: duties}"


def conforms(dispute):
    return replay.conformance(replay.run(dispute)) == ()


def happened(report):
    """Days of the recorded acts that the branch has."""
    return {name: entry.date for name, entry in report.after.happened.items()}


def lost(report):
    return {item.id: (item.how, item.because) for item in report.lost}


def flags(report):
    return {(flag.id, flag.what, flag.missing) for flag in report.flags}


def test_each_rule_that_names_an_event_keeps_its_own_lag():
    more = f"""\
        clock:
          - {{id: measure, kind: effect, due: 2001-09-01, record: carried-out, {DUTIES}}}
          - {{id: answer, kind: deadline, due: 2001-08-01, record: lapsed, {DUTIES}}}
        """
    dispute = timeline(
        act("list", "2001-06-05", "list-sanctions", more=more), act("duties", "2001-09-01", "impose-sanctions")
    )
    assert conforms(dispute)
    # The duties come on the day of the measure, and 31 days after the deadline. With the deadline met, the measure
    # alone brings them about, at once; with the measure a bluff, the deadline does, 31 days after 1 August.
    assert happened(whatif(dispute, [SetOutcome("answer", Outcome.MET)]))["duties"] == "2001-09-01"
    assert happened(whatif(dispute, [SetOutcome("measure", Outcome.LAPSED)]))["duties"] == "2001-09-01"
    # The deadline moved to 1 July, the measure a bluff: 31 days later.
    both = [SetOutcome("measure", Outcome.LAPSED), SetClock("answer", parse_due("2001-07-01"))]
    assert happened(whatif(dispute, both))["duties"] == "2001-08-01"


def stopped_list(resumed, kind="resume-deadline"):
    return timeline(
        act("list", "2001-03-01", "list-sanctions",
            more="clock: {id: duties, kind: effect, due: 2001-05-01, record: settled}"),
        act("stopped", "2001-04-20", "suspend-deadline", more="suspends: [duties]"),
        act("runs", "2001-06-01", kind, more=f"resumes: {{duties: {resumed}}}"),
        act("deal", "2001-06-12", "settle", "B", more="settles: [duties]"),
    )  # fmt: skip


def test_an_agreement_settles_a_measure_on_a_day_that_only_the_replay_can_tell():
    # 20 April to 1 May are 11 days, so that the resumed list is due on 12 June, the day of the agreement.
    assert conforms(stopped_list("remaining"))
    # The waiting period is over on 1 April; 30 days later is 1 May, the day of the agreement.
    more = """\
        clock:
          - {id: period, kind: waiting, due: 2001-04-01, record: elapsed}
          - {id: duties, kind: effect, due: "clock:period + P30D", record: settled}
        """
    dispute = timeline(
        act("list", "2001-03-01", "list-sanctions", more=more),
        act("deal", "2001-05-01", "settle", "B", more="settles: [duties]"),
    )
    assert conforms(dispute)


def test_without_the_stop_there_is_nothing_to_resume():
    report = whatif(stopped_list("remaining"), [Drop("stopped")])
    # The duties come on 1 May. An act that only resumes goes; the agreement of 12 June stands and is too late.
    assert lost(report) == {"stopped": ("edit", ()), "runs": ("clock", ("duties",))}
    assert flags(report) == {("deal", "too-late", ("duties",))}
    # Resumed at a meeting, which stands: that effect of it is void, and said to be.
    report = whatif(stopped_list("2001-07-01", "meet"), [Drop("stopped")])
    assert flags(report) == {("runs", "too-late", ("duties",)), ("deal", "too-late", ("duties",))}


def test_what_is_dated_from_something_that_is_gone_hangs_on_it():
    dispute = timeline(
        act("list", "2001-03-01", "list-sanctions",
            more="clock: {id: duties, kind: effect, due: 2001-05-01, record: withdrawn}"),
        act("dropped", "2001-04-20", "drop-case", more="withdraws: [duties]"),
        act("comment", "clock:duties.end + P2D", "comment", "C"),
        act("talk", "list + P10D", "meet", "C"),
    )  # fmt: skip
    report = whatif(dispute, [Drop("list")])
    # Both keep their days, 22 April and 11 March, although what these were counted from is not there any more.
    assert happened(report) == {"comment": "2001-04-22", "talk": "2001-03-11"}
    assert (set(report.hanging), report.kind) == ({"comment", "talk"}, "intervention")


@pytest.mark.parametrize("more", ["clock: {id: k, due: P30D, record: lapsed}", "withdraws: [other]"])
def test_what_an_act_of_the_record_does_to_clocks_stands_on_the_act(more):
    # A rule that names an event does nothing besides: `clock` there would never be set, which nobody would be told.
    clocks = f"""\
        clock:
          - {{id: other, due: 2001-08-01, record: lapsed}}
          - {{id: measure, kind: effect, due: 2001-05-01, record: carried-out, {DUTIES[:-1]}, {more}}}}}
        """
    with pytest.raises(ReplayError, match="is 'duties', which says itself what it does to clocks"):
        timeline(
            act("list", "2001-03-01", "list-sanctions", more=clocks), act("duties", "2001-05-01", "impose-sanctions")
        )


def test_a_measure_that_needs_something_later_than_its_clock_does_not_happen():
    dispute = timeline(
        act("list", "2001-06-05", "list-sanctions",
            more=f"clock: {{id: c, kind: effect, due: 2001-09-01, record: carried-out, {DUTIES}}}"),
        act("move", "2001-08-27", "extend-deadline", more="moves: {c: 2001-10-15}"),
        act("order", "2001-10-01", "comment"),
        act("duties", "2001-10-15", "impose-sanctions", more="needs: [order]"),
    )  # fmt: skip
    # Without the move the measure is due on 1 September, a month before the order that it needs.
    report = whatif(dispute, [Drop("move")])
    assert lost(report) == {"move": ("edit", ()), "duties": ("premise", ("order",))}


def test_each_trigger_keeps_its_own_fate_in_a_branch():
    promise = """\
        commits:
          each: true
          when: {act: impose-sanctions, actor: A}
          then: {act: impose-sanctions, actor: B, recipient: A, summary: Duties in return., event: answer}
          record: [kept, broken]
        """
    dispute = timeline(
        act("vow", "2001-03-01", "commit", "B", promise),
        act("one", "2001-04-01", "impose-sanctions"),
        act("answer", "2001-04-10", "impose-sanctions", "B"),
        act("two", "2001-06-01", "impose-sanctions"),
    )
    assert conforms(dispute)
    # Without the first duties nothing answers them, and what was a bluff towards the second remains one.
    report = whatif(dispute, [Drop("one")])
    assert lost(report) == {"one": ("edit", ()), "answer": ("rule", ("vow",))}
    assert [(e.kind.value, e.date) for e in report.branch][-1] == ("commitment-broken", "2001-06-01")


def parted_list(kind):
    return timeline(
        act("list", "2001-03-01", "list-sanctions",
            more="clock: {id: whole, kind: effect, due: 2001-05-01, record: carried-out}"),
        act("split", "2001-04-01", kind,
            more="splits: {whole: {id: part, kind: effect, due: 2001-09-01, record: settled}}"),
        act("deal", "2001-08-20", "agree", "B", more="settles: [part]"),
    )  # fmt: skip


def test_an_agreement_on_a_part_that_has_ended_stands_and_one_on_a_part_that_was_never_set_does_not():
    dispute = parted_list("extend-deadline")
    report = whatif(dispute, [SetClock("part", parse_due("2001-08-10"))])
    assert (lost(report), flags(report)) == ({}, {("deal", "too-late", ("part",))})
    assert lost(whatif(dispute, [Drop("split")]))["deal"] == ("clock", ("part",))


def test_a_split_that_comes_too_late_is_void_and_said_to_be():
    # The whole list ends on 15 March, before a meeting that would have split it.
    report = whatif(parted_list("meet"), [SetClock("whole", parse_due("2001-03-15"))])
    assert flags(report) == {("split", "too-late", ("whole",))}
    assert lost(report) == {"deal": ("clock", ("part",))}


def test_an_act_to_a_clock_that_a_replacement_took_away_is_flagged():
    dispute = timeline(
        act("ask", "2001-01-01", "demand", more="clock: {id: c, due: 2001-03-01, record: met}"),
        act("give", "2001-02-01", "concede", "B", "meets: [c]"),
    )
    report = whatif(dispute, [Replace("ask", {"clocks": ()})])
    assert (flags(report), report.kind) == ({("give", "too-late", ("c",))}, "intervention")


PROMISE = "{act: impose-sanctions, actor: A, recipient: B, summary: Duties., %s}"


@pytest.mark.parametrize(
    ("then", "fate", "last"),
    [
        ("event: duties", "kept", ("event", "2001-04-05")),
        ("after: P20D", "broken", ("commitment-broken", "2001-04-21")),
    ],
)
def test_a_promise_waits_again_once_the_end_that_set_it_off_is_taken_back(then, fate, last):
    more = f"""\
        clock: {{id: c, due: 2001-03-01, record: lapsed}}
        commits: {{when: {{clock: c, ends: lapsed}}, then: {PROMISE % then}, record: {fate}}}
        """
    acts = [
        act("ask", "2001-01-01", "demand", more=more),
        act("longer", "2001-03-10", "extend-deadline", more="late: true\nmoves: {c: 2001-04-01}"),
    ]
    dispute = timeline(*acts, *[act("duties", "2001-04-05", "impose-sanctions")] * (fate == "kept"))
    # The end of 1 March is taken back on the 10th; the promise is put to the test by that of 1 April, 20 days before
    # the 21st, and only once.
    trace = replay.run(dispute)
    assert replay.conformance(trace) == ()
    assert (trace[-1].kind.value, trace[-1].date) == last
    assert trace.triggered == {"ask/reply-1": (0,)}


def test_those_who_act_together_may_stand_in_any_order():
    more = f"clock: {{id: c, due: 2001-03-01, record: lapsed, {DUTIES.replace('actor: A', 'actor: [C, A]')}}}"
    duties = act("duties", "2001-03-10", "impose-sanctions").replace("actor: A", "actor: [A, C]")
    assert conforms(timeline(act("ask", "2001-01-01", "demand", more=more), duties))


def test_an_act_that_does_nothing_to_its_clock_does_not_conform():
    more = """\
        clock: {id: c, kind: effect, due: 2001-05-01, record: carried-out, on_end:
          {act: impose-sanctions, actor: A, recipient: B, summary: Duties., clock: {id: k, due: P30D, record: lapsed}}}
        """
    dispute = timeline(
        act("list", "2001-03-01", "list-sanctions", more=more),
        act("late", "2001-07-01", "meet", more="moves: {k: 2001-08-01}"),
    )
    # The clock of the duties ran out on 31 May. By when a clock is due that a rule sets, no check can tell.
    assert ("void", "late") in {(found.what, found.id) for found in replay.conformance(replay.run(dispute))}


@pytest.mark.parametrize(
    ("due", "said"),
    [
        ("duties + P5D", "whose due day counts from it"),
        ("clock:c + P5D", "counted from each other in a circle"),
        ("clock:c.end + P5D", "counted from each other in a circle"),
        ("answer + P5D", "circle: answer -> duties -> answer"),
    ],
)
def test_a_clock_cannot_be_counted_from_what_follows_from_it(due, said):
    dispute = timeline(
        act("list", "2001-06-05", "list-sanctions",
            more=f"clock: {{id: c, kind: effect, due: 2001-09-01, record: carried-out, {DUTIES}}}"),
        act("duties", "2001-09-01", "impose-sanctions"),
        act("answer", "duties + P3D", "accuse", "B"),
    )  # fmt: skip
    with pytest.raises(EditError, match=said):
        whatif(dispute, [SetClock("c", parse_due(due))])


def test_an_act_that_moves_behind_its_alternative_is_refused_if_they_then_wait_for_each_other():
    dispute = timeline(
        act("first", "2001-01-05", "demand"),
        act("second", "2001-02-05", "demand", more="needs: [{any: [first, third]}]"),
        act("third", "2001-03-05", "demand", more="needs: [second]"),
    )
    # From 5 April on the first demand comes after the third, which waits for the second, which would wait for it.
    with pytest.raises(EditError, match="circle: second -> third -> second"):
        whatif(dispute, [Shift("first", by=Duration(months=3))])


def test_an_act_does_not_reach_back_behind_what_follows_in_the_branch():
    dispute = timeline(
        act("ask", "2001-01-01", "demand",
            more=f"clock: {{id: c, due: 2001-03-01, record: lapsed, {DUTIES[:-1]}, after: P10D}}}}"),
        act("longer", "2001-03-05", "extend-deadline", more="late: true\nmoves: {c: 2001-05-01}"),
        act("duties", "2001-05-11", "impose-sanctions"),
    )  # fmt: skip
    assert conforms(dispute)
    # Due on 1 February, the clock has its duties on the 11th, before the act of 5 March, which cannot move it then.
    report = whatif(dispute, [SetClock("c", parse_due("2001-02-01"))])
    assert happened(report) == {"ask": "2001-01-01", "duties": "2001-02-11"}
    assert lost(report) == {"longer": ("clock", ("c",))}
    # Due on 25 February, it has them on 7 March, so that the act of the 5th still reaches back.
    report = whatif(dispute, [SetClock("c", parse_due("2001-02-25"))])
    assert happened(report) == {"ask": "2001-01-01", "longer": "2001-03-05", "duties": "2001-05-11"}


def test_in_a_branch_an_event_comes_with_the_rule_that_had_come_second():
    more = f"""\
        clock:
          - {{id: answer, kind: deadline, due: 2001-08-01, record: lapsed, {DUTIES}}}
          - {{id: measure, kind: effect, due: 2001-09-01, record: carried-out, {DUTIES}}}
        """
    dispute = timeline(
        act("list", "2001-06-05", "list-sanctions", more=more), act("duties", "2001-08-11", "impose-sanctions")
    )
    assert conforms(dispute)
    # Ten days after the deadline. With that met, the measure brings the duties about, on its own day and not before.
    report = whatif(dispute, [SetOutcome("answer", Outcome.MET)])
    assert happened(report)["duties"] == "2001-09-01"
    assert report.branch.fired["duties"] == (("measure/end", day("2001-09-01")),)


def test_a_length_of_months_is_counted_anew_in_a_branch():
    dispute = timeline(
        act("ask", "2001-01-01", "demand",
            more=f"clock: {{id: c, due: 2001-03-01, record: lapsed, {DUTIES[:-1]}, after: P1M}}}}"),
        act("duties", "2001-04-01", "impose-sanctions"),
    )  # fmt: skip
    assert conforms(dispute)
    # A month from 1 March are 31 days, and from 1 February 28.
    report = whatif(dispute, [SetClock("c", parse_due("2001-02-01"))])
    assert happened(report)["duties"] == "2001-03-01"


@pytest.mark.parametrize("days", [-5, 5])
def test_what_an_edit_puts_where_no_rule_has_it_is_no_strict_counterfactual(days):
    dispute = timeline(
        act("list", "2001-06-05", "list-sanctions",
            more=f"clock: {{id: c, kind: effect, due: 2001-09-01, record: carried-out, {DUTIES}}}"),
        act("duties", "2001-09-01", "impose-sanctions"),
    )  # fmt: skip
    report = whatif(dispute, [Shift("duties", by=Duration(days=days))])
    assert (flags(report), report.kind) == ({("duties", "off-rule", ("c",))}, "intervention")


def test_a_new_act_that_comes_too_late_for_its_clock_is_flagged():
    dispute = timeline(
        act("list", "2001-03-01", "list-sanctions",
            more="clock: {id: c, kind: effect, due: 2001-05-01, record: settled}"),
        act("deal", "2001-04-10", "settle", "B", more="settles: [c]"),
    )  # fmt: skip
    late = replace(dispute.by_id["deal"], id="late", date=parse_date("2001-05-02"))
    report = whatif(dispute, [Drop("deal"), Insert(late)])
    # Without the deal the duties come on 1 May, a day before the new one.
    assert flags(report) == {("late", "too-late", ("c",))}
