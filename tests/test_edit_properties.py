"""What holds of every edit, tried on random disputes."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from strategies import END, few, timelines

import replay
from replay.codebook import Act, Answer, Level, Outcome
from replay.counterfactuals import differences, document, redraw_times
from replay.counterfactuals.edits import (  # fmt: skip
    Cut,
    Drop,
    EditError,
    Insert,
    Replace,
    SetClock,
    SetReading,
    Shift,
    apply,
)
from replay.counterfactuals.edits.apply import keeps_plan
from replay.counterfactuals.edits.dues import gone_with
from replay.dates import LAST, Duration, Relative, day, parse_date
from replay.engine import settled
from replay.engine.trace import Kind, Trace
from replay.timeline import Clock, Event, Timeline
from replay.timeline.schedule import schedule, spans

pytestmark = pytest.mark.filterwarnings("ignore:Generating overly large repr")
SOME = st.lists(st.integers(0, 60), min_size=1, max_size=4, unique=True)
RESPONSES = st.sampled_from(("keep", "drop"))
DAYS = st.integers(-40, 40).filter(bool)


def named(timeline: Timeline, picks: list[int]) -> list[str]:
    """Ids of events, round and round."""
    return list(dict.fromkeys(timeline.events[pick % len(timeline.events)].id for pick in picks))


def anchors_of_dues(timeline: Timeline) -> set[str]:
    """Events from which a due date is counted: an edit that moves one changes the clock when it is set."""
    dues = [clock.due for clock in timeline.clocks.values()]
    dues += [due for event in timeline.events for due in event.moves.values()]
    return {due.anchor for due in dues if isinstance(due, Relative)}


def days_of(timeline: Timeline, names: list[str]) -> list[int]:
    days = settled(timeline).days
    return [days[name] for name in names]


def carried(timeline: Timeline) -> set[str]:
    """Events whose day only a replay tells, and those that hang on them: edits elsewhere may carry them along."""
    found = set(timeline.ruled) | {e.id for e in timeline.events if isinstance(e.date, Relative) and e.date.clock}
    size = -1
    while size != len(found):
        size = len(found)
        found |= {event.id for event in timeline.events if hangs_on(timeline, event) & found}
    return found


def hangs_on(timeline: Timeline, event: Event) -> set[str]:
    """The events that carry an event along: what it needs; if it is dated from an event, that and all its premises."""
    names = {other for group in event.needs for other in group}
    if isinstance(event.date, Relative):
        names |= {event.date.anchor, *event.answers, *event.touches}
    return {timeline.setters[name].id if name in timeline.setters else name for name in names}


def first_change(before: Timeline, after: Timeline) -> int:
    """The first day from which on an event is put elsewhere; beyond all days if none is."""
    was, now = settled(before).days, settled(after).days
    return min((min(was[name], now[name]) for name in was if name in now and was[name] != now[name]), default=LAST)


def same_up_to(before: Trace, after: Trace, day_: int) -> bool:
    """Whether both traces have the same entries on all days before `day_`, due days included."""
    one, two = ([(e, t.due(e.seq)) for e in t if e.day < day_] for t in (before, after))
    return one == two


@few(80)
@given(timelines(14))
def test_no_edit_is_no_change(timeline):
    assert apply(timeline, ()) is timeline


@few(80)
@given(timelines(14), SOME, RESPONSES)
def test_dropping_twice_is_dropping_once(timeline, picks, responses):
    edits = [Drop(name, responses=responses) for name in named(timeline, picks)]
    once = apply(timeline, edits)
    assert apply(once, edits) == once
    assert apply(timeline, edits + edits) == once
    assert apply(timeline, edits[::-1]) == once


@few(120)
@given(timelines(14), SOME, RESPONSES)
def test_a_drop_moves_nothing(timeline, picks, responses):
    edits = [Drop(name, responses=responses) for name in named(timeline, picks)]
    assert keeps_plan(edits)
    was, now, free = settled(timeline).days, settled(apply(timeline, edits)).days, carried(timeline)
    assert {name: day for name, day in was.items() if name not in free} == {
        name: day for name, day in now.items() if name not in free
    }


@few(120)
@given(timelines(14), SOME, RESPONSES)
def test_nothing_differs_before_the_first_dropped_event(timeline, picks, responses):
    names = named(timeline, picks)
    edited = apply(timeline, [Drop(n, responses=responses) for n in names])
    before, after, moved = replay.run(timeline), replay.run(edited), first_change(timeline, edited)
    assert same_up_to(before, after, min(*days_of(timeline, names), moved))
    found = differences(before, after).divergence
    assert found is not None and found.seq <= len(before)
    assert [before[n] for n in range(found.seq)] == [after[n] for n in range(found.seq)]
    if moved == LAST:
        assert found.after is None or found.after.kind in (Kind.DROPPED, Kind.SUPPRESSED)


@few(120)
@given(timelines(14), SOME, RESPONSES)
def test_what_needs_a_lost_event_is_lost_and_says_why(timeline, picks, responses):
    edited = apply(timeline, [Drop(name, responses=responses) for name in named(timeline, picks)])
    trace = replay.run(edited)
    lost = {entry.event for entry in trace.select(Kind.SUPPRESSED)}  # an edit may bring about what its base has lost
    away = gone_with(edited, {*edited.dropped, *lost})
    happened = {entry.event for entry in trace.select(Kind.EVENT)}
    assert happened.isdisjoint(away)
    days, last = settled(edited).days, timeline.period.latest or 0
    assert set(edited.dropped) <= {entry.event for entry in trace.select(Kind.DROPPED, Kind.SUPPRESSED)} | {
        event.id for event in timeline.events if days[event.id] > last
    }
    for entry in trace.select(Kind.SUPPRESSED):
        event, seen = timeline.by_id[entry.event], {trace[seq].event or trace[seq].clock for seq in entry.causes}
        unmet = [group for group in event.needs if happened.isdisjoint(group)]
        if unmet:
            assert seen <= {name for group in unmet for name in group}
        else:  # its rule does not bring it about, or the clock that alone it is about does not run
            assert event.id in timeline.ruled or event.touches


@few(80)
@given(timelines(14), SOME)
def test_responses_go_only_where_all_they_answered_is_gone(timeline, picks):
    names = named(timeline, picks)
    kept, gone = (apply(timeline, [Drop(n, responses=r) for n in names]) for r in ("keep", "drop"))
    assert set(kept.dropped) == set(names) <= set(gone.dropped)
    away = gone_with(gone, gone.dropped)
    for name in set(gone.dropped) - set(names):
        setters = timeline.setters
        answered = {setters[a].id if a in setters else a for a in timeline.by_id[name].answers}
        assert answered and answered <= away
        assert set(gone.dropped[name]) == answered


@few(120)
@given(timelines(14), st.integers(0, 60), DAYS)
def test_nothing_differs_before_a_shifted_event(timeline, pick, days):
    name = named(timeline, [pick])[0]
    was = days_of(timeline, [name])[0]
    try:
        edited = apply(timeline, [Shift(name, by=Duration(days=days))])
    except EditError as fault:
        assert {problem.code for problem in fault.problems} <= {"order", "outside-period", "due"}
        return
    now = days_of(edited, [name])[0]
    if name not in timeline.ruled:
        assert now == was + days
    assume(now != was)
    before, after = settled(timeline).days, settled(edited).days
    moved = {name for name in before if before[name] != after[name]}  # what is dated backwards from it comes earlier
    assume(not anchors_of_dues(timeline) & moved)
    first = min(min(before[other], after[other]) for other in moved)
    assert same_up_to(replay.run(timeline), replay.run(edited), first)


@few(80)
@given(timelines(14), st.integers(0, 60), st.integers(1, 40))
def test_a_shift_carries_along_only_what_needs_it_or_is_dated_from_it(timeline, pick, days):
    name = named(timeline, [pick])[0]
    try:
        edited = apply(timeline, [Shift(name, by=Duration(days=days))])
    except EditError:
        assume(False)
    was, now, free = settled(timeline).days, settled(edited).days, carried(timeline)
    for event in timeline.events:
        if event.id != name and event.id not in free and was[event.id] != now[event.id]:
            assert any(was.get(h) != now.get(h) for h in hangs_on(timeline, event)), event.id
            assert now[event.id] > was[event.id]


@few(80)
@given(timelines(14), st.integers(0, 60), st.integers(1, 200))
def test_nothing_differs_before_a_clock_that_is_set_otherwise(timeline, pick, days):
    clocks = sorted(timeline.setters)
    assume(clocks)
    name = clocks[pick % len(clocks)]
    edited = apply(timeline, [SetClock(name, Duration(days=days))])
    setter = timeline.setters[name].id
    first = min(days_of(timeline, [setter])[0], first_change(timeline, edited))
    assert same_up_to(replay.run(timeline), replay.run(edited), first)


@few(80)
@given(timelines(14), st.integers(0, 60), st.integers(-1, 1))
def test_a_cut_keeps_all_before_it_and_no_recorded_act_after_it(timeline, pick, beside):
    base = replay.run(timeline)
    last = min(base[pick % len(base)].day + beside, timeline.period.latest)
    edited = apply(timeline, [Cut(last)])
    cut = replay.run(edited)
    assert same_up_to(base, cut, min(last + 1, first_change(timeline, edited)))
    assert all(entry.day <= last or entry.event in carried(timeline) for entry in cut.select(Kind.EVENT))


@few(60)
@given(timelines(14), SOME)
def test_a_cut_keeps_the_background(timeline, picks):
    kept = named(timeline, picks)
    last = min(settled(timeline).days.values()) - 1
    edited = apply(timeline, [Cut(max(last, 1), tuple(kept))])
    assert set(edited.dropped) == {event.id for event in timeline.events} - set(kept)


@few(60)
@given(timelines(14), SOME, RESPONSES)
def test_an_edited_replay_is_a_trace_like_any_other(timeline, picks, responses):
    trace = replay.run(apply(timeline, [Drop(name, responses=responses) for name in named(timeline, picks)]))
    assert Trace.from_jsonl(trace.to_jsonl()) == trace
    assert all(cause < entry.seq for entry in trace for cause in entry.causes)
    ticks = [trace.tick(seq) for seq in range(len(trace))]
    assert ticks == sorted(ticks)
    assert replay.run(apply(timeline, [Drop(n, responses=responses) for n in named(timeline, picks)])) == trace


@few(40)
@given(timelines(14), st.integers(0, 99), st.sampled_from((None, 1, 30)))
def test_redrawn_times_keep_the_acts_their_order_and_the_seed(timeline, seed, spread):
    drawn = list(redraw_times(timeline, 3, seed, spread=spread))
    assert drawn == list(redraw_times(timeline, 3, seed, spread=spread))
    bounds, days = spans(timeline), settled(timeline).days
    for one in drawn:
        assert replace(one, pins={}, lags={}, tied={}) == timeline
        assert one.pins.keys() == days.keys() and schedule(one).days == one.pins
        for event in timeline.events:
            for group in event.needs:
                assert one.pins[event.id] >= min(one.pins[name] for name in group)
            if spread is None and not isinstance(event.date, Relative):
                assert bounds[event.id][0] <= one.pins[event.id] <= max(bounds[event.id][1], one.pins[event.id])
            assert one.pins[event.id] <= day(END) or days[event.id] > day(END)
        ticks = [replay.run(one).tick(seq) for seq in range(len(replay.run(one)))]
        assert ticks == sorted(ticks)


@st.composite
def any_edits(draw, timeline):
    """One to four edits of every kind, wild ones among them."""
    chance = draw(st.randoms(use_true_random=True))
    names = [event.id for event in timeline.events] + ["nobody"]
    clocks = [*timeline.clocks, "no-clock"]
    dates = [parse_date(text) for text in ("1997-01-01", "1996-04", "1890-01-01", f"{names[0]} + P9D", "nobody + P1D")]
    dates += [parse_date(f"{name} - P2D") for name in names[:2]]

    def event(name):
        clock = Clock(chance.choice([*clocks, "fresh"]), chance.choice([Duration(days=9), dates[0]]), Outcome.OPEN)
        answers = {chance.choice([*names, *clocks]): Answer.RESPONDS}
        return Event(
            name, chance.choice(dates), chance.choice(["US", "XX"]), Act.WARN, "Warned.", answers=answers,
            needs=((chance.choice(names),),), clocks=(clock,) * chance.randint(0, 1),
            meets=dict.fromkeys(chance.choices(clocks), Outcome.MET),
        )  # fmt: skip

    makers = (
        lambda: Drop(chance.choice(names), responses=chance.choice(["keep", "drop"])),
        lambda: Shift(chance.choice(names), by=Duration(days=chance.randint(-50, 50))),
        lambda: Shift(chance.choice(names), to=chance.choice(dates)),
        lambda: Insert(event(chance.choice(["new", names[0], *clocks]))),
        lambda: SetClock(chance.choice(clocks), chance.choice([Duration(days=20), *dates])),
        lambda: SetReading("no-reading", Level.GAIN),
        lambda: Cut(day("1996-05-01") + chance.randint(0, 300), tuple(chance.sample(names, 1))),
        lambda: Replace(chance.choice(names), {"date": chance.choice(dates)}),
        lambda: Replace(chance.choice(names), {"needs": ((chance.choice(names),),), "answers": {}}),
        lambda: Replace(chance.choice(names), {"clocks": (), "actor": chance.choice(["US", "XX"])}),
    )
    return [chance.choice(makers)() for _ in range(chance.randint(1, 4))]


@few(400)
@given(st.data())
def test_any_edits_apply_and_replay_or_are_refused_in_words(data):
    timeline = data.draw(timelines(10))
    edits = data.draw(any_edits(timeline))
    try:
        edited = apply(timeline, edits)
    except EditError as fault:
        assert fault.problems and all(problem.message for problem in fault.problems)
        return
    trace = replay.run(edited)
    ticks = [trace.tick(seq) for seq in range(len(trace))]
    assert ticks == sorted(ticks)
    report = replay.whatif(timeline, edits)
    assert report.branch == trace
    assert report.kind in ("none", "intervention", "counterfactual")
    assert len(document(report)) > 10
