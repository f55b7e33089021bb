"""Rules about time: nothing comes before what it hangs on, clocks end once, in time, and as their records say."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from replay.codebook import Outcome
from replay.dates import Duration, Earliest, Relative, When, iso, reach
from replay.errors import Problem, Where
from replay.timeline import Clock, Event, Reading, Timeline
from replay.timeline.checks.names import Rule
from replay.timeline.schedule import conflicts, due_day, find_cycle, spans

__all__ = ["RULES", "check_cycles"]

Spans = Mapping[str, tuple[int, int]]
Due = When | Relative | Duration
Ender = tuple[Event, str]


def check_cycles(timeline: Timeline) -> Iterator[Problem]:
    """Premises, answers and relative dates form no circle."""
    ring = find_cycle(timeline)
    if ring:
        first, second = (timeline.by_id[name] for name in ring[:2])
        field, name, _ = _relation(first, second)
        round_trip = " -> ".join((*ring, ring[0]))
        message = f"{field}: these events wait for each other in a circle: {round_trip}"
        yield Problem(timeline.mark(first.where, field, name), message, "cycle")


def check_reach(timeline: Timeline) -> Iterator[Problem]:
    """Relative dates of events and readings may fall within `period`, too."""
    start, end = timeline.period.earliest, timeline.period.latest
    found = spans(timeline)
    items: list[Event | Reading] = [*timeline.events, *timeline.readings]
    for item in items:
        if isinstance(item.date, Relative):
            first, last = (reach(day, item.date.duration) for day in found[item.date.anchor])
            if (start is not None and last < start) or (end is not None and first > end):
                when = iso(first) if first == last else f"{iso(first)}/{iso(last)}"
                message = f"date: {item.date.text} ({when}) lies outside the period {timeline.period.text}"
                yield Problem(timeline.mark(item.where, "date"), message, "outside-period")


def check_order(timeline: Timeline) -> Iterator[Problem]:
    """Nothing comes before what it needs or answers, or before a clock it touches is set."""
    for conflict in conflicts(timeline):
        event, premise = timeline.by_id[conflict.event], timeline.by_id[conflict.premise]
        field, name, relation = _relation(event, premise)
        later = f"'{premise.id}', which comes later ({_text(premise)})"
        message = f"{field}: '{event.id}' ({_text(event)}) {relation} {later}"
        yield Problem(timeline.mark(event.where, field, name), message, "order")
    for event in timeline.events:
        for premise in (timeline.by_id[n] for n in event.answers if n in timeline.by_id):
            same = isinstance(event.date, When) and isinstance(premise.date, When) and event.date.is_exact
            if same and event.date == premise.date and event.order < premise.order:
                message = f"order: '{event.id}' answers '{premise.id}' of the same day, but stands before it"
                yield Problem(timeline.mark(event.where, "order"), message, "order")


def check_dues(timeline: Timeline) -> Iterator[Problem]:
    """A clock is due after the day on which it is set, and on or after the day on which it is moved."""
    found = spans(timeline)
    last_days = {name: last for name, (_, last) in found.items()}
    cases: list[tuple[Where, str, str, Due, Event | None]] = []
    cases += [(c.where, "due", c.id, part, event) for c, event in timeline.clocks_set for part in _parts(c.due)]
    cases += [(e.where, "moves", name, due, e) for e in timeline.events for name, due in e.moves.items()]
    for where, field, clock_id, due, event in cases:
        place = timeline.mark(where, field, clock_id) if field == "moves" else timeline.mark(where, field)
        if isinstance(due, Duration):
            if due == Duration():
                message = f"{field}: clock '{clock_id}' would be due at once ({due.text}); allowed: a day or more"
                yield Problem(place, message, "due")
        elif event is not None:
            first, last = found[event.id][0], due_day(due, 0, last_days)
            if last is not None and (last < first or (last == first and field == "due")):
                said = due.text if isinstance(due, When) else f"{due.text} ({iso(last)})"
                verb = "not after it is set" if field == "due" else "before it is moved"
                message = f"{field}: clock '{clock_id}' is due {said}, {verb} ({event.date.text})"
                yield Problem(place, message, "due")


def check_clocks(timeline: Timeline) -> Iterator[Problem]:
    """A clock ends once, in time, and as its `record` says."""
    found = spans(timeline)
    ends, moves = _touched(timeline)
    for clock, setter in timeline.clocks_set:
        enders, movers = ends.get(clock.id, []), moves.get(clock.id, [])
        yield from _ended_once(timeline, clock, enders)
        if setter is None:
            continue
        fields = [field for _, field in enders]
        said = {"meets": Outcome.MET, "withdraws": Outcome.WITHDRAWN}
        if clock.record in said.values() and clock.record not in [said[field] for field in fields]:
            verb = "meets" if clock.record is Outcome.MET else "withdraws"
            message = f"record: clock '{clock.id}' is recorded as {clock.record.value}, but no event {verb} it"
            yield Problem(timeline.mark(clock.where, "record"), message, "record")
        elif clock.record is Outcome.MOVED and not movers:
            message = f"record: clock '{clock.id}' is recorded as moved, but no event moves it"
            yield Problem(timeline.mark(clock.where, "record"), message, "record")
        elif clock.record not in said.values() and enders:
            event, field = enders[0]
            message = f"{field}: '{event.id}' ends clock '{clock.id}', whose record says {clock.record.value}"
            yield Problem(timeline.mark(event.where, field, clock.id), message, "record")
        dues = [(clock.due, setter), *((event.moves[clock.id], event) for event in movers)]
        yield from _in_time(timeline, clock, enders, dues, found)


def _touched(timeline: Timeline) -> tuple[dict[str, list[Ender]], dict[str, list[Event]]]:
    """The events that end each clock, with the field that says so, and those that move it."""
    ends: dict[str, list[Ender]] = {}
    moves: dict[str, list[Event]] = {}
    for event in timeline.events:
        for field in ("meets", "withdraws"):
            for name in dict.fromkeys(getattr(event, field)):
                ends.setdefault(name, []).append((event, field))
        for name in event.moves:
            moves.setdefault(name, []).append(event)
    return ends, moves


def _ended_once(timeline: Timeline, clock: Clock, enders: list[Ender]) -> Iterator[Problem]:
    verbs = {"meets": "met", "withdraws": "withdrawn"}
    for event, field in enders[1:]:
        first, how = enders[0]
        message = f"{field}: clock '{clock.id}' is already {verbs[how]} by '{first.id}' (line {first.where.line})"
        yield Problem(timeline.mark(event.where, field, clock.id), message, "ended-twice")


def _in_time(
    timeline: Timeline, clock: Clock, enders: list[Ender], dues: list[tuple[Due | Earliest, Event]], found: Spans
) -> Iterator[Problem]:
    """An act that ends a clock falls on or before the last due date that the clock had."""
    last = [_last_due(due, event, found) for due, event in dues]
    if None in last:
        return
    latest = max(day for day in last if day is not None)
    for event, field in enders:
        if found[event.id][0] > latest - (clock.last_day == "out"):
            due = f"due {iso(latest)}{' with last_day: out' if clock.last_day == 'out' else ''}"
            message = f"{field}: '{event.id}' ({_text(event)}) comes too late for clock '{clock.id}', {due}"
            yield Problem(timeline.mark(event.where, field, clock.id), message, "too-late")


def _parts(due: Due | Earliest) -> tuple[Due, ...]:
    return due.parts if isinstance(due, Earliest) else (due,)


def _last_due(due: Due | Earliest, event: Event, found: Spans) -> int | None:
    """The latest day on which a clock set or moved by `event` can be due; None without a date."""
    anchors = {part.anchor: found[part.anchor][1] for part in _parts(due) if isinstance(part, Relative)}
    return due_day(due, found[event.id][1], anchors)


def _relation(event: Event, premise: Event) -> tuple[str, str, str]:
    """The field by which `event` hangs on `premise`, the name in it, and a verb."""
    if premise.id in event.answers:
        return "answers", premise.id, "answers"
    if any(premise.id in group for group in event.needs):
        return "needs", premise.id, "needs"
    for field in ("answers", "meets", "moves", "withdraws"):
        for clock in premise.clocks:
            if clock.id in getattr(event, field):
                return field, clock.id, f"{field} clock '{clock.id}' set by"
    return "date", "", "is dated from"


def _text(event: Event) -> str:
    return event.date.text


RULES: tuple[Rule, ...] = (check_order, check_reach, check_dues, check_clocks)
