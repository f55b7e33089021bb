"""Rules about time: nothing comes before what it hangs on, and clocks are due after they are set."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from replay.dates import Duration, Relative, When, alternatives, iso, reach
from replay.errors import Problem, Where
from replay.timeline import Due, Event, Reading, Timeline
from replay.timeline.checks.names import CLOCK_FIELDS, Rule
from replay.timeline.schedule import conflicts, due_day, expected, find_cycle, spans

__all__ = ["RULES", "check_cycles"]

Spans = Mapping[str, tuple[int, int]]


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
            first, last = anchored(timeline, item.date, found)
            if (start is not None and last < start) or (end is not None and first > end):
                when = iso(first) if first == last else f"{iso(first)}/{iso(last)}"
                message = f"date: {item.date.text} ({when}) lies outside the period {timeline.period.text}"
                yield Problem(timeline.mark(item.where, "date"), message, "outside-period")


def anchored(timeline: Timeline, date: Relative, found: Spans) -> tuple[int, int]:
    """Return the first and last day of a date counted from an event or a clock, as far as the file tells."""
    first, last = (expected(timeline, date, {name: span[n] for name, span in found.items()}) for n in (0, 1))
    return reach(first, date.duration), reach(last, date.duration)


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
    cases: list[tuple[Where, str, str, Due | None, Event | None]] = []
    cases += [(c.where, "due", c.id, due, event) for c, event in timeline.clocks_set for due in alternatives(c.due)]
    for field in ("moves", "resumes"):
        cases += [(e.where, field, name, due, e) for e in timeline.events for name, due in getattr(e, field).items()]
    for where, field, clock_id, due, event in cases:
        place = partial(timeline.mark, where, *((field,) if field == "due" else (field, clock_id)))
        if isinstance(due, Duration) or (isinstance(due, Relative) and not due.anchor):
            if Duration() in (due, getattr(due, "duration", None)):
                message = f"{field}: clock '{clock_id}' would be due at once ({due.text}); allowed: a day or more"
                yield Problem(place(), message, "due")
        elif event is not None and due is not None:
            first, last = found[event.id][0], due_day(due, 0, last_days)
            if last is not None and (last < first or (last == first and field == "due")):
                said = due.text if isinstance(due, When) else f"{due.text} ({iso(last)})"
                verb = {"due": "not after it is set", "moves": "before it is moved"}.get(field, "before it is resumed")
                message = f"{field}: clock '{clock_id}' is due {said}, {verb} ({event.date.text})"
                yield Problem(place(), message, "due")


def _relation(event: Event, premise: Event) -> tuple[str, str, str]:
    """The field by which `event` hangs on `premise`, the name in it, and a verb."""
    if premise.id in event.answers:
        return "answers", premise.id, "answers"
    if any(premise.id in group for group in event.needs):
        return "needs", premise.id, "needs"
    for field in ("answers", *CLOCK_FIELDS):
        for clock in (*premise.clocks, *premise.splits.values()):
            if clock.id in getattr(event, field):
                return field, clock.id, f"{field} clock '{clock.id}' set by"
    return "date", "", "is dated from"


def _text(event: Event) -> str:
    return event.date.text


RULES: tuple[Rule, ...] = (check_order, check_reach, check_dues)
