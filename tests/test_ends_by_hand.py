"""Kinds and ends of clocks, moves, stops, parts and anchors, and order within a day; values are worked out."""

from __future__ import annotations

import pytest
from coded import act, timeline

import replay
from replay.codebook import ClockKind, Outcome
from replay.engine.conformance import conformance
from replay.errors import TimelineError


def lines(trace):
    """Each entry in a line: date, kind, act or clock."""
    return [f"{e.date} {e.kind.value} {e.clock or e.event}" for e in trace]


def life(trace, name="c"):
    return next(clock for clock in trace.clocks() if clock.id == name)


def dues(trace, name="c"):
    return [replay.dates.iso(day) if day else None for _, day in life(trace, name).dues]


def conforming(*acts, **more):
    trace = replay.run(timeline(*acts, **more))
    assert conformance(trace) == ()
    return trace


SANCTION = "on_end: {act: impose-sanctions, actor: A, recipient: B, summary: Duties., event: duties}"


# -- order within a day ---------------------------------------------------------------------------


def test_an_agreement_on_the_day_of_the_sanctions_settles_them():
    trace = conforming(
        act("list", "2001-01-01", "list-sanctions", more=f"clock: {{id: c, kind: effect, due: 2001-04-02, "
            f"record: settled, {SANCTION.replace(', event: duties', '')}}}"),
        act("talks", "2001-04-02", "meet", more="order: 5"),
        act("blame", "2001-04-02", "accuse", "B"),
        act("deal", "2001-04-02", "settle", "B", "needs: [talks]\nsettles: c\norder: 9"),
    )  # fmt: skip
    # The deal comes before the effect, and so do the talks that it needs; the blame comes after, whatever its order.
    assert lines(trace)[2:] == [
        "2001-04-02 event talks", "2001-04-02 event deal", "2001-04-02 clock-settled c", "2001-04-02 event blame",
    ]  # fmt: skip


def test_an_effect_comes_before_the_other_acts_of_its_day_and_a_deadline_after_them():
    trace = conforming(
        act("list", "2001-01-01", "list-sanctions", more=f"clock: {{id: c, kind: effect, due: 2001-04-02, "
            f"record: carried-out, {SANCTION}}}"),
        act("ask", "2001-01-01", "demand", more="clock: {id: d, due: 2001-04-02, record: lapsed}"),
        act("blame", "2001-04-02", "accuse", "B"),
        act("duties", "2001-04-02", "impose-sanctions"),
    )  # fmt: skip
    assert lines(trace)[4:] == [
        "2001-04-02 clock-carried-out c", "2001-04-02 event duties", "2001-04-02 event blame",
        "2001-04-02 clock-lapsed d",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("kind", "last_day", "order"),
    [("effect", "in", "act end"), ("effect", "out", "end act"), ("deadline", "in", "act end"),
     ("deadline", "out", "end act")],
)  # fmt: skip
def test_last_day_overrides_the_kind(kind, last_day, order):
    end = "carried-out" if kind == "effect" else "lapsed"
    trace = conforming(
        act("ask", "2001-01-01", "demand",
            more=f"clock: {{id: c, kind: {kind}, due: 2001-04-02, last_day: {last_day}, record: {end}}}"),
        act("other", "2001-04-02", "accuse", "B"),
    )  # fmt: skip
    assert [("end" if "clock" in line else "act") for line in lines(trace)[2:]] == order.split()


def test_what_follows_a_deadline_on_its_day_comes_after_it():
    trace = conforming(
        act("ask", "2001-01-01", "demand", more=f"clock: {{id: c, due: 2001-04-02, record: lapsed, {SANCTION}}}"),
        act("duties", "2001-04-02", "impose-sanctions", more="order: -3"),
        act("reply", "2001-04-02", "file-case", "B", "answers: {duties: counters}"),
    )
    assert lines(trace)[2:] == [
        "2001-04-02 clock-lapsed c", "2001-04-02 event duties", "2001-04-02 event reply",
    ]  # fmt: skip
    assert trace[3].causes == (2,)


# -- kinds and ends -------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "record"),
    [("deadline", "lapsed"), ("effect", "carried-out"), ("effect", "lapsed"), ("limit", "lapsed"),
     ("waiting", "elapsed"),
     ("term", "expired"), ("deadline", "unknown"), ("term", "unknown")],
)  # fmt: skip
def test_a_clock_runs_out_as_its_kind_and_record_have_it(kind, record):
    clock = f"clock: {{id: c, kind: {kind}, due: P60D, record: {record}}}"
    trace = conforming(act("ask", "2001-01-01", "demand", more=clock))
    # 60 days from 1 January: 31 + 28 = 59 to 1 March, so 2 March.
    assert lines(trace)[-1] == f"2001-03-02 clock-{record} c"
    assert life(trace).kind is ClockKind(kind)


def test_nothing_follows_from_a_bluff_from_what_is_unknown_or_from_a_stop():
    then = "on_end: {act: impose-sanctions, actor: A, recipient: B, summary: Duties.}"
    for kind, record in (("effect", "lapsed"), ("effect", "unknown"), ("deadline", "unknown")):
        clock = f"clock: {{id: c, kind: {kind}, due: P60D, record: {record}, {then}}}"
        assert "consequence" not in {e.kind.value for e in conforming(act("ask", "2001-01-01", "demand", more=clock))}
    stopped = conforming(
        act("ask", "2001-01-01", "demand", more=f"clock: {{id: c, due: P60D, record: suspended, {then}}}"),
        act("stop", "2001-02-01", "reassure", more="suspends: c"),
    )
    assert lines(stopped)[-1] == "2001-02-01 clock-suspended c"


def test_met_on_the_word_of_the_source_needs_a_citation_and_no_act():
    trace = conforming(
        act("ask", "2001-01-01", "demand", more="clock: {id: c, due: P60D, record: met-in-part, cite: {key: s}}")
    )
    found = life(trace)
    assert (found.outcome, found.on_word, found.ended_by) == (Outcome.MET_IN_PART, True, None)
    with pytest.raises(TimelineError, match="give the clock a `cite`"):
        timeline(act("ask", "2001-01-01", "demand", more="clock: {id: c, due: P60D, record: met}"))


def test_a_truce_is_broken_and_nothing_but_a_term_can_be():
    truce = "clock: {id: c, kind: term, due: P6M, record: broken}"
    trace = conforming(
        act("truce", "2001-01-01", "truce", more=truce),
        act("duties", "2001-03-01", "impose-sanctions", "B", "breaks: c"),
    )
    assert lines(trace)[-1] == "2001-03-01 clock-broken c"
    with pytest.raises(TimelineError, match="of the kind deadline and cannot end broken"):
        timeline(
            act("truce", "2001-01-01", "truce", more=truce.replace("term", "deadline")),
            act("duties", "2001-03-01", "impose-sanctions", "B", "breaks: c"),
        )


# -- moves, stops, parts, anchors -----------------------------------------------------------------


@pytest.mark.parametrize(
    ("move", "due"),
    [
        ("2001-10-01", "2001-10-01"),
        ("P9M", "2001-12-10"),  # from the setting act, 10 March
        ("+P3M", "2001-12-10"),  # from the date at which it stands, 10 September
        ("+P30D", "2001-10-10"),
        ("b + P1D", "2001-08-31"),
        ("undated", None),
    ],
)
def test_a_move_counts_from_what_its_form_says(move, due):
    record = "lapsed" if due else "open"
    trace = conforming(
        act("a", "2001-03-10", "open-case", more=f"clock: {{id: c, due: P6M, record: {record}}}"),
        act("b", "2001-08-30", "extend-deadline", more=f'moves: {{c: "{move}"}}'),
    )
    assert dues(trace) == ["2001-09-10", due]


def test_a_stopped_clock_runs_for_the_days_that_were_left_or_to_a_date():
    ask = act("a", "2001-01-01", "demand", more="clock: {id: c, due: 2001-03-01, record: lapsed}")
    stop = act("b", "2001-02-01", "reassure", more="suspends: c")
    # Stopped on 1 February with 28 days left, it runs out 28 days after 1 April: on 29 April.
    left = conforming(ask, stop, act("d", "2001-04-01", "warn", more="resumes: {c: remaining}"))
    assert dues(left) == ["2001-03-01", "2001-04-29"]
    dated = conforming(ask, stop, act("d", "2001-04-01", "warn", more="resumes: {c: 2001-05-15}"))
    assert lines(dated)[-2:] == ["2001-04-01 clock-resumed c", "2001-05-15 clock-lapsed c"]


def test_an_act_that_reaches_back_opens_the_clock_again():
    trace = conforming(
        act("a", "2002-03-04", "open-case", more="clock: {id: c, due: 2002-04-15, record: lapsed}"),
        act("b", "2002-04-22", "extend-deadline", more="late: true\nmoves: {c: 2002-05-10}"),
    )
    assert lines(trace)[2:] == [
        "2002-04-15 clock-lapsed c", "2002-04-22 event b", "2002-04-22 clock-reopened c", "2002-04-22 clock-moved c",
        "2002-05-10 clock-lapsed c",
    ]  # fmt: skip


def test_what_was_still_to_follow_does_not_once_the_clock_is_open_again():
    then = "on_end: {act: impose-sanctions, actor: A, recipient: B, summary: Duties., after: P30D}"
    trace = conforming(
        act("a", "2001-01-01", "demand", more=f"clock: {{id: c, due: 2001-02-01, record: met, {then}}}"),
        act("b", "2001-02-10", "extend-deadline", more="late: true\nmoves: {c: +P1M}"),
        act("d", "2001-02-20", "concede", "B", "meets: c"),
    )
    assert lines(trace)[-1] == "2001-02-20 clock-met c"


def test_it_cannot_reach_back_behind_what_followed():
    with pytest.raises(TimelineError, match="from whose end 'duties' had followed by then; allowed: a day before that"):
        timeline(
            act("a", "2001-01-01", "demand", more=f"clock: {{id: c, due: 2001-02-01, record: lapsed, {SANCTION}}}"),
            act("duties", "2001-02-03", "impose-sanctions"),
            act("b", "2001-02-10", "extend-deadline", more="late: true\nmoves: {c: 2001-03-01}"),
        )


def test_dates_count_from_where_a_clock_stands_and_from_its_end():
    trace = conforming(
        act("a", "2001-01-01", "request-talks", more="clock: {id: talks, kind: waiting, due: P60D, record: settled}"),
        act("b", "2001-01-05", "demand", more='clock: {id: c, due: "clock:talks + P10D", record: lapsed}'),
        act("d", "2001-01-06", "demand", more='clock: {id: e, due: "clock:talks.end + P10D", record: lapsed}'),
        act("deal", "2001-02-01", "agree", "B", "settles: talks"),
        act("panel", '"clock:c.end + P1M"', "report", "C"),
        act("last", '"clock:c + P1D"', "comment", "C"),
    )
    # Talks stand at 2 March; ten days on is 12 March. They end on 1 February; ten days on is 11 February.
    assert dues(trace, "c") == ["2001-03-12"]
    assert dues(trace, "e") == [None, "2001-02-11"]
    assert [line for line in lines(trace) if "panel" in line or "last" in line] == [
        "2001-03-13 event last", "2001-04-12 event panel",
    ]  # fmt: skip


def test_an_imprecise_act_that_meets_a_clock_comes_in_time():
    trace = conforming(
        act("a", "2001-01-01", "demand", more="clock: {id: c, due: 2001-06-10, record: met}"),
        act("b", "2001-06", "concede", "B", "meets: c"),
    )
    # The middle of June would be the 15th, five days too late; it comes on the last day on which it can.
    assert life(trace).ended_on == replay.dates.day("2001-06-10")


# -- commitments ----------------------------------------------------------------------------------


def commits(when, then_by, more=""):
    to = "B" if then_by == "A" else "A"
    then = f"{{act: impose-sanctions, actor: {then_by}, recipient: {to}, summary: Duties.}}"
    return f"commits: {{when: {when}, then: {then}{more}}}"


def test_two_promises_that_set_each_other_off_are_a_loop_and_acts_of_the_record_are_not():
    acts = (
        act("a", "2001-01-01", "warn", more=commits("{act: impose-sanctions, actor: B}", "A", ", each: true")),
        act("b", "2001-01-02", "warn", "B", commits("{act: impose-sanctions, actor: A}", "B", ", each: true")),
        act("first", "2001-02-01", "impose-sanctions", "B"),
        act("again", "2001-03-01", "impose-sanctions", "B"),
    )
    trace = replay.run(timeline(*acts))
    # Each of B's own acts sets the chain off anew; within a chain A's second answer would be the loop.
    chain = ["reaction a/reply-1", "reaction b/reply-1", "loop a/reply-1"]
    assert lines(trace)[2:] == [
        "2001-02-01 event first", *(f"2001-02-01 {one}" for one in chain),
        "2001-03-01 event again", *(f"2001-03-01 {one}" for one in chain),
    ]  # fmt: skip


def test_a_promise_counts_once_or_each_time():
    b = [act(f"b{n}", f"2001-0{n}-01", "impose-sanctions", "B") for n in (2, 3, 4)]
    once = replay.run(
        timeline(act("a", "2001-01-01", "warn", more=commits("{act: impose-sanctions, actor: B}", "A")), *b)
    )
    assert [line for line in lines(once) if "reply" in line] == ["2001-02-01 reaction a/reply-1"]
    fates = ", each: true, record: [broken, kept, broken]"
    more = commits("{act: impose-sanctions, actor: B}", "A", fates).replace("Duties.}", "Duties., event: a2}")
    each = conforming(act("a", "2001-01-01", "warn", more=more), *b, act("a2", "2001-03-05", "impose-sanctions"))
    assert [line for line in lines(each) if "reply" in line or "a2" in line] == [
        "2001-02-01 commitment-broken a/reply-1", "2001-03-05 event a2", "2001-04-01 commitment-broken a/reply-1",
    ]  # fmt: skip


def test_what_is_only_announced_sets_nothing_off():
    trace = conforming(
        act("a", "2001-01-01", "warn", more=commits("{act: impose-sanctions, actor: B}", "A")),
        act("b", "2001-02-01", "impose-sanctions", "B", "status: announced"),
    )
    assert len(trace) == 2


def test_an_act_together_with_others_is_an_act_of_each():
    trace = replay.run(
        timeline(
            act("a", "2001-01-01", "warn", more=commits("{act: impose-sanctions, actor: B, recipient: A}", "A")),
            act("b", "2001-02-01", "impose-sanctions", "B").replace("actor: B", "actor: [B, C]"),
        )
    )
    assert lines(trace)[-1] == "2001-02-01 reaction a/reply-1"
    assert trace[1].actor == "B+C"
