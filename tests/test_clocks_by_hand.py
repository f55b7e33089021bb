"""Days, order, clocks, commitments and what conforms, on disputes of a few acts whose course is worked out by hand."""

from __future__ import annotations

import pytest
from coded import act

import replay
from replay.counterfactuals.edits import Drop, apply
from replay.dates import iso
from replay.errors import TimelineError
from replay.timeline.schedule import schedule


@pytest.fixture
def told(trace_of):
    """A dispute of these acts, as lines of date, kind and act or clock."""
    return lambda *acts, **options: lines(trace_of(*acts, **options))


def lines(trace):
    return [f"{entry.date} {entry.kind.value} {entry.event if entry.act else entry.clock}" for entry in trace]


def clock(name, due, record, more=""):
    return f"clock: {{id: {name}, due: {due}, record: {record}{', ' + more if more else ''}}}"


# -- days -----------------------------------------------------------------------------------------


def days(trace, dates):
    return {name: iso(at)[5:] for name, at in schedule(trace.timeline, dates).days.items()}


def test_a_vague_date_is_put_first_in_the_middle_or_last(trace_of):
    trace = trace_of(
        act("odd", "2001-01-01/2001-01-05", "meet"),  # five days: the third
        act("even", "2001-01-01/2001-01-04", "meet"),  # four: the second, rounded down
    )
    assert days(trace, "earliest") == {"odd": "01-01", "even": "01-01"}
    assert days(trace, "middle") == {"odd": "01-03", "even": "01-02"}
    assert days(trace, "latest") == {"odd": "01-05", "even": "01-04"}


def test_a_premise_comes_no_later_than_what_needs_it_and_a_middle_moves_only_as_far_as_it_must(trace_of):
    trace = trace_of(
        act("before", "2001-01", "meet"),  # middle 16 January, but needed on the 10th
        act("fixed", "2001-01-10", "meet", "B", "needs: [before]"),
        act("after", "2001-01", "meet", "A", "needs: [late]"),  # middle 16, but not before the 20th
        act("late", "2001-01-20", "meet", "B"),
    )
    assert days(trace, "middle") == {"before": "01-10", "fixed": "01-10", "after": "01-20", "late": "01-20"}
    assert days(trace, "earliest")["before"] == "01-01" and days(trace, "earliest")["after"] == "01-20"
    assert days(trace, "latest")["before"] == "01-10" and days(trace, "latest")["after"] == "01-31"


def test_within_a_day_order_then_premises_then_ids(told):
    found = told(
        act("c1", "2001-01-01", "meet"),
        act("b2", "2001-01-01", "meet", "B", "answers: {d0: responds}"),  # waits for d0
        act("a3", "2001-01-01", "meet", more="order: 1"),  # last, though first by id
        act("d0", "2001-01-01", "meet"),
        act("b1", "2001-01-01", "meet", more="order: -1"),  # first
    )
    assert [line.split()[-1] for line in found] == ["b1", "c1", "d0", "b2", "a3"]


def test_of_one_of_several_needs_the_one_that_can_come_first_counts(trace_of):
    trace = trace_of(
        act("late", "2001-05-01", "meet"),
        act("early", "2001-02-01", "meet"),
        act("x", "2001-04", "meet", "B", "needs: [{any: [early, late]}]"),
    )
    assert days(trace, "middle")["x"] == "04-15"  # not held back to May
    assert [trace[seq].event for seq in trace[1].causes] == ["early"]


def test_the_earliest_of_several_grounds_is_the_cause(trace_of):
    trace = trace_of(
        act("one", "2001-01-01", "meet"),
        act("two", "2001-01-02", "meet"),
        act("x", "2001-01-03", "meet", "B", "needs: [{any: [two, one]}]"),
    )
    assert trace[2].causes == (0,)


# -- clocks ---------------------------------------------------------------------------------------


def test_a_clock_is_met_on_its_due_day_and_lapses_at_the_end_of_it(told):
    def answered(when, record):
        return told(
            act("ask", "2001-03-01", "demand", more=clock("c", "2001-03-31", record)),
            act("reply", when, "meet", "B", "meets: c" if record == "met" else ""),
        )[2:]

    assert answered("2001-03-30", "met") == ["2001-03-30 event reply", "2001-03-30 clock-met c"]
    assert answered("2001-03-31", "met") == ["2001-03-31 event reply", "2001-03-31 clock-met c"]
    # Without an answer it lapses on that very day, after the acts of the day.
    assert answered("2001-03-31", "lapsed") == ["2001-03-31 event reply", "2001-03-31 clock-lapsed c"]
    assert answered("2001-04-01", "lapsed") == ["2001-03-31 clock-lapsed c", "2001-04-01 event reply"]


def test_a_clock_whose_last_day_is_out_lapses_before_the_acts_of_that_day(told):
    def answered(when, record):
        return told(
            act("ask", "2001-03-01", "demand", more=clock("c", "2001-03-31", record, "last_day: out")),
            act("reply", when, "meet", "B", "meets: c" if record == "met" else ""),
        )[2:]

    assert answered("2001-03-30", "met") == ["2001-03-30 event reply", "2001-03-30 clock-met c"]
    assert answered("2001-03-31", "lapsed") == ["2001-03-31 clock-lapsed c", "2001-03-31 event reply"]


def test_a_due_date_that_is_no_full_date_is_due_on_its_last_day(told):
    assert told(act("ask", "2001-01-01", "demand", more=clock("c", "2001-02", "lapsed")))[-1] == (
        "2001-02-28 clock-lapsed c"
    )


@pytest.mark.parametrize(
    ("start", "length", "due"),
    [
        ("2001-01-31", "P1M", "2001-02-28"),  # February has no 31st
        ("2000-01-31", "P1M", "2000-02-29"),  # a leap year
        ("2000-02-29", "P1Y", "2001-02-28"),
        ("2001-02-01", "P28D", "2001-03-01"),
        ("2000-02-01", "P28D", "2000-02-29"),
    ],
)
def test_a_length_counts_calendar_months_and_days(told, start, length, due):
    found = told(act("ask", start, "demand", more=clock("c", length, "lapsed")))
    assert found[-1] == f"{due} clock-lapsed c"


def test_a_clock_that_is_moved_twice_ends_once_by_its_last_date(trace_of):
    trace = trace_of(
        act("ask", "2001-03-01", "demand", more=clock("c", "2001-04-01", "lapsed")),
        act("more", "2001-03-20", "extend-deadline", more="moves: {c: 2001-06-01}"),
        act("less", "2001-04-10", "advance-deadline", more="moves: {c: P50D}"),  # fifty days from 1 March
    )
    assert lines(trace)[3:] == [
        "2001-03-20 clock-moved c",
        "2001-04-10 event less",
        "2001-04-10 clock-moved c",
        "2001-04-20 clock-lapsed c",  # neither on 1 April nor on 1 June
    ]
    (found,) = trace.clocks()
    assert [iso(due) for _, due in found.dues] == ["2001-04-01", "2001-06-01", "2001-04-20"]


@pytest.mark.parametrize(
    ("move", "due"),
    [
        ("2001-06-10", "2001-06-10"),
        ("P3M", "2001-06-01"),  # from 1 March, the setting act
        ("+P30D", "2001-05-01"),  # from 1 April, where it stands
        ("'clock:other + P10D'", "2001-05-25"),  # from 15 May, where the other stands
        ("'clock:other.end + P10D'", "2001-05-20"),  # from 10 May, when the other is met
        ("hint + P30D", "2001-04-09"),
    ],
)
def test_a_clock_is_moved_to_a_date_or_by_a_length_from_a_named_day(told, move, due):
    found = told(
        act("ask", "2001-03-01", "demand", more=clock("c", "2001-04-01", "lapsed")),
        act("hint", "2001-03-10", "warn", more=clock("other", "2001-05-15", "met")),
        act("more", "2001-03-20", "extend-deadline", more=f"moves: {{c: {move}}}"),
        act("done", "2001-05-10", "meet", "B", "meets: other"),
    )
    assert [line for line in found if "lapsed" in line] == [f"{due} clock-lapsed c"]


def test_two_moves_by_a_length_from_where_it_stands_add_up(told):
    found = told(
        act("ask", "2001-03-01", "demand", more=clock("c", "2001-03-31", "lapsed")),
        act("one", "2001-03-20", "extend-deadline", more="moves: {c: +P30D}"),  # 30 April
        act("two", "2001-04-20", "extend-deadline", more="moves: {c: +P30D}"),  # 30 May
    )
    assert found[-1] == "2001-05-30 clock-lapsed c"


def test_a_clock_that_is_met_does_not_lapse_and_one_taken_away_neither(told):
    for record, word in (
        ("met", "meets"),
        ("settled", "settles"),
        ("withdrawn", "withdraws"),
        ("suspended", "suspends"),
    ):
        found = told(
            act("ask", "2001-03-01", "demand", more=clock("c", "2001-04-01", record)),
            act("end", "2001-03-20", "meet", "A", f"{word}: c"),
        )
        assert found[2:] == ["2001-03-20 event end", f"2001-03-20 clock-{record} c"]


def test_clocks_due_on_one_day_lapse_by_their_ids_each_with_what_follows(told):
    def lapse(name):
        return clock(name, "2001-04-01", "lapsed", "on_end: {act: demand, actor: A, recipient: B, summary: Asked.}")

    found = told(act("x", "2001-03-01", "warn", more=lapse("c2")), act("y", "2001-03-02", "warn", more=lapse("c1")))
    assert found[4:] == [
        "2001-04-01 clock-lapsed c1",
        "2001-04-01 consequence c1/end",
        "2001-04-01 clock-lapsed c2",
        "2001-04-01 consequence c2/end",
    ]


def test_a_consequence_comes_so_many_days_after_the_lapse(told):
    later = "on_end: {act: demand, actor: A, recipient: B, summary: Asked., after: P3D}"
    found = told(act("x", "2001-03-01", "warn", more=clock("c", "2001-03-31", "lapsed", later)))
    assert found[2:] == ["2001-03-31 clock-lapsed c", "2001-04-03 consequence c/end"]


# -- commitments ----------------------------------------------------------------------------------


def vow(when, then="act: warn, actor: B, recipient: A", after="P0D"):
    return f"commits: {{when: {{{when}}}, then: {{{then}, summary: As announced., after: {after}}}}}"


def test_a_commitment_is_discharged_by_its_first_trigger(told):
    found = told(
        act("vow", "2001-01-01", "commit", "B", vow("act: demand, actor: A", after="P2D")),
        act("one", "2001-02-01", "demand"),
        act("two", "2001-03-01", "demand"),
    )
    assert found[1:] == ["2001-02-01 event one", "2001-02-03 reaction vow/reply-1", "2001-03-01 event two"]


def test_a_commitment_waits_for_acts_of_that_actor_towards_that_party(told):
    found = told(
        act("vow", "2001-01-01", "commit", "B", vow("act: demand, actor: A, recipient: B")),
        act("else", "2001-02-01", "demand", "A", to="C"),  # to another party
        act("them", "2001-02-02", "demand", "C"),  # by another party
        act("mild", "2001-02-03", "propose"),  # another act
        act("this", "2001-02-04", "demand"),
    )
    assert [line for line in found if "reaction" in line] == ["2001-02-04 reaction vow/reply-1"]


@pytest.mark.parametrize(("end", "record"), [("meets", "met"), ("settles", "settled"), ("withdraws", "withdrawn")])
def test_a_commitment_waits_for_that_end_of_a_clock(told, end, record):
    for wanted, fires in ((record, True), ("lapsed", False)):
        found = told(
            act("ask", "2001-01-01", "demand", more=clock("c", "P90D", record)),
            act("vow", "2001-01-02", "commit", "B", vow(f"clock: c, ends: {wanted}")),
            act("done", "2001-02-01", "meet", "A", f"{end}: c"),
        )
        assert ("2001-02-01 reaction vow/reply-1" in found) is fires


def test_replies_of_one_day_come_in_the_order_of_what_triggered_them(told):
    found = told(
        act("v1", "2001-01-01", "commit", "B", vow("act: accuse, actor: A")),
        act("v2", "2001-01-02", "commit", "B", vow("act: demand, actor: A")),
        act("x1", "2001-02-01", "demand"),
        act("x2", "2001-02-01", "accuse"),
    )
    assert found[2:] == [
        "2001-02-01 event x1",
        "2001-02-01 event x2",
        "2001-02-01 reaction v2/reply-1",
        "2001-02-01 reaction v1/reply-1",
    ]


# -- what conforms --------------------------------------------------------------------------------


def said(trace):
    return [(finding.what, finding.id, finding.replayed, finding.recorded) for finding in replay.conformance(trace)]


def test_a_promise_that_the_record_does_not_keep_is_found(trace_of):
    trace = trace_of(
        act("vow", "2001-01-01", "commit", "B", vow("act: demand, actor: A")), act("x", "2001-02-01", "demand")
    )
    assert said(trace) == [("emitted", "vow/reply-1", "happens by commitment", "has no such act")]


def test_a_replay_cut_short_is_not_blamed_for_clocks_that_still_run(trace_of):
    acts = (
        act("ask", "2001-03-01", "demand", more=clock("c", "2001-04-01", "met")),
        act("done", "2001-03-20", "meet", "B", "meets: c"),
    )
    assert said(trace_of(*acts)) == []
    assert said(trace_of(*acts, until="2001-03-10")) == []


def test_an_act_without_its_premise_is_suppressed_and_told(trace_of):
    base = trace_of(act("ask", "2001-03-01", "demand"), act("done", "2001-03-20", "meet", "B", "needs: [ask]"))
    trace = replay.run(apply(base.timeline, [Drop("ask")]))
    assert lines(trace) == ["2001-03-01 dropped ask", "2001-03-20 suppressed done"]
    assert said(trace) == [("suppressed", "done", "lacks its premise", "has it")]


def test_a_clock_that_nothing_ends_in_a_branch_lapses_against_the_record(trace_of):
    base = trace_of(
        act("ask", "2001-03-01", "demand", more=clock("c", "2001-04-01", "met")),
        act("done", "2001-03-20", "meet", "B", "meets: c"),
    )
    assert said(replay.run(apply(base.timeline, [Drop("done")]))) == [("clock", "c", "lapsed", "met")]


def test_a_clock_that_is_moved_beyond_the_period_is_open(trace_of):
    base = trace_of(
        act("ask", "2001-03-01", "demand", more=clock("c", "2003-01-01", "open")),
        act("later", "2001-03-20", "extend-deadline", more="moves: {c: 2009-06-01}"),
    )
    assert said(base) == []
    assert said(replay.run(apply(base.timeline, [Drop("later")]))) == [("clock", "c", "lapsed", "open")]


def test_a_clock_that_stands_still_is_not_stopped_again(told):
    found = told(
        act("ask", "2001-03-01", "demand", more=clock("c", "2001-04-10", "lapsed")),
        act("stop", "2001-04-01", "meet", more="suspends: c"),  # nine days are left
        act("again", "2001-04-05", "meet", more="suspends: c"),
        act("on", "2001-05-01", "meet", more="resumes: {c: remaining}"),
    )
    assert found[3:] == [
        "2001-04-01 clock-suspended c",
        "2001-04-05 event again",
        "2001-05-01 event on",
        "2001-05-01 clock-resumed c",
        "2001-05-10 clock-lapsed c",
    ]


def test_nothing_follows_from_a_clock_that_rests_on_it(trace_of):
    follows = "on_end: {act: demand, actor: B, recipient: A, summary: Asked., event: b}"
    with pytest.raises(TimelineError, match="wait for each other in a circle: a -> b -> a"):
        trace_of(
            act("b", "2001-01-01", "demand", "B"),
            act("a", "2001-02-01", "demand", more=f"needs: [b]\n{clock('c', '2001-03-01', 'lapsed', follows)}"),
        )
    with pytest.raises(TimelineError, match="'b' is to follow from clock 'c', whose due day counts from it"):
        trace_of(
            act("a", "2001-02-01", "demand", more=clock("c", "b + P3D", "lapsed", follows)),
            act("b", "2001-03-01", "demand", "B"),
        )


def test_a_promise_is_kept_after_the_act_by_rule_that_it_waited_for_on_the_same_day(told):
    first = "on_end: {act: warn, actor: A, recipient: B, summary: Warned., event: z-warned}"
    found = told(
        act("ask", "2001-03-01", "demand", more=clock("c", "2001-04-01", "lapsed", first)),
        act(
            "vow",
            "2001-03-02",
            "commit",
            "B",
            vow("act: warn, actor: A", "act: accuse, actor: B, recipient: A, event: a"),
        ),
        act("a", "2001-04-01", "accuse", "B"),
        act("z-warned", "2001-04-01", "warn"),
    )
    # the clock lapses at the end of the day; the warning comes after that, and the charge after the warning
    assert found[3:] == ["2001-04-01 clock-lapsed c", "2001-04-01 event z-warned", "2001-04-01 event a"]
