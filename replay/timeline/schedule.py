"""On which day, and in which order, the events of a timeline happen.

The rules, in full:

1. An event cannot come before what it `needs`, what it `answers`, or the setting of a clock that it
   answers, meets, moves or withdraws. Of a one-of need, the alternative that can come first counts.
2. The bounds of a partial date are narrowed by the period and rule 1; a timeline whose bounds cannot be
   reconciled is refused. A relative date follows its anchor.
3. Within the narrowed bounds an event takes the first day (`earliest`), the day nearest the middle of
   its date as written (`middle`), or the last (`latest`), and moves later where rule 1 makes it.
4. Order within a day: by `order`; premises and answered events first (rule 1); then by id. File order
   and hash order play no part.
5. A due date that is not a full date is due on its last day.
6. In an edited timeline events stay on the days that its `pins` give, so that an edit moves nothing but what hangs on
   it: a relative date follows its anchor, and an event moves later with what it needs. What it merely answers, or a
   clock, binds it no more; rule 4 holds for those of its premises that do not come later.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from heapq import heapify, heappop, heappush

from replay.dates import Duration, Earliest, Relative, When, reach
from replay.timeline import Event, Timeline

__all__ = [
    "BOUNDS", "Conflict", "Schedule", "conflicts", "due_day", "find_cycle", "premises", "schedule", "settling_order",
    "spans",
]  # fmt: skip

BOUNDS = ("earliest", "middle", "latest")
"""Where in its bounds an imprecise date is put."""


@dataclass(frozen=True, slots=True)
class Schedule:
    """Days and order of the events.

    Attributes
    ----------
    days : Mapping[str, int]
        Day of each event, by id.
    order : tuple[str, ...]
        Event ids in the order of the replay.
    """

    days: Mapping[str, int]
    order: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two events whose dates contradict rule 1: `event` would have to come before `premise`."""

    event: str
    premise: str


def premises(timeline: Timeline, event: Event) -> tuple[str, ...]:
    """Return the ids of the events that cannot come after `event` (rule 1), sorted, itself excluded."""
    known, setters = timeline.by_id, timeline.setters
    found: set[str] = set()
    for group in event.needs:
        here = sorted((name for name in group if name in known), key=lambda name: _first(known, name))
        found.update(here[:1])
    for name in (*event.answers, *event.meets, *event.moves, *event.withdraws):
        if name in known:
            found.add(name)
        elif name in setters:
            found.add(setters[name].id)
    if isinstance(event.date, Relative) and event.date.anchor in known and not _before(event.date):
        found.add(event.date.anchor)
    found.discard(event.id)
    return tuple(sorted(name for name in found if not _leads(known[name], event)))


def _before(date: Relative) -> bool:
    """Whether a relative date lies before its anchor."""
    return min(date.duration.years, date.duration.months, date.duration.days) < 0


def _leads(premise: Event, event: Event) -> bool:
    """Whether the premise is dated backwards from the event, which settles their order."""
    return isinstance(premise.date, Relative) and premise.date.anchor == event.id and _before(premise.date)


def _waits_for(timeline: Timeline, before: Mapping[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
    """What must be placed before each event can be: its premises and its anchor."""
    found = dict(before)
    for event in timeline.by_id.values():
        if isinstance(event.date, Relative) and event.date.anchor in timeline.by_id and event.date.anchor != event.id:
            found[event.id] = tuple(sorted({*before[event.id], event.date.anchor}))
    return found


def find_cycle(timeline: Timeline) -> tuple[str, ...]:
    """Return ids that wait for each other in a circle, each for the next, from the least id; () if none."""
    before = _waits_for(timeline, _all_premises(timeline))
    left = set(before).difference(_kahn(timeline, before))
    if not left:
        return ()
    path = [min(left)]
    while True:
        step = next(other for other in before[path[-1]] if other in left)
        if step in path:
            ring = path[path.index(step) :]
            first = ring.index(min(ring))
            return tuple(ring[first:] + ring[:first])
        path.append(step)


def settling_order(timeline: Timeline) -> tuple[str, ...]:
    """Return the ids of all events, each after its premises and its anchor: the order in which days can be settled."""
    return _sorted(timeline, _waits_for(timeline, _all_premises(timeline)))


def conflicts(timeline: Timeline) -> tuple[Conflict, ...]:
    """Return the contradictions between dates and rule 1; the timeline must be free of cycles."""
    return _narrow(timeline).wrong


def spans(timeline: Timeline) -> Mapping[str, tuple[int, int]]:
    """Return the first and last day of each event as rule 2 leaves them; the timeline must be free of cycles."""
    found = _narrow(timeline)
    return {name: (first, found.high[name]) for name, first in found.low.items()}


def schedule(timeline: Timeline, dates: str = "middle") -> Schedule:
    """Place every event on a day, in order.

    Parameters
    ----------
    timeline : Timeline
        Without cycles or conflicts, as `replay.load` returns it.
    dates : {"earliest", "middle", "latest"}

    Raises
    ------
    ValueError
        For another value of `dates`, or dates that contradict rule 1.
    """
    if dates not in BOUNDS:
        raise ValueError(f"dates is {dates!r}; allowed: {', '.join(BOUNDS)}")
    if timeline.pins:
        return _pinned(timeline, dates)
    found = _narrow(timeline)
    if found.wrong:
        first = found.wrong[0]
        raise ValueError(f"event {first.event!r} would come before {first.premise!r}, which it depends on")
    days: dict[str, int] = {}
    for name in found.order:
        pick = _pick(timeline.by_id[name].date, days, dates, (found.low[name], found.high[name]))
        pick = min(max(pick, found.low[name]), found.high[name])
        days[name] = max([pick, *(days[other] for other in found.before[name])])
    return Schedule(days, _sorted(timeline, found.before, days))


def _pick(date: When | Relative, days: Mapping[str, int], dates: str, bounds: tuple[int, int]) -> int:
    """The day that a date names by rules 2 and 3, before what the premises ask."""
    if isinstance(date, Relative):
        return reach(days[date.anchor], date.duration)
    if dates == "middle":
        return date.middle
    return bounds[0] if dates == "earliest" else bounds[1]


def _stays(event: Event, pins: Mapping[str, int], days: Mapping[str, int]) -> bool:
    """Whether an event keeps the day that it is pinned to: a relative date does as long as its anchor does."""
    if event.id not in pins or isinstance(event.date, When):
        return event.id in pins
    return pins.get(event.date.anchor) == days[event.date.anchor]


def _written(date: When | Relative) -> tuple[int, int]:
    """First and last day of a date by itself; a date without an end has only one."""
    if isinstance(date, Relative):
        return 0, 0
    return date.earliest or date.middle, date.latest or date.middle


def _pinned(timeline: Timeline, dates: str) -> Schedule:
    """Rule 6."""
    before = _all_premises(timeline)
    days: dict[str, int] = {}
    for name in _sorted(timeline, _waits_for(timeline, before)):
        event, bound = timeline.by_id[name], before[name]
        if _stays(event, timeline.pins, days):
            pick, needed = timeline.pins[name], {other for group in event.needs for other in group}
            bound = tuple(other for other in bound if other in needed)
        else:
            pick = _pick(event.date, days, dates, _written(event.date))
        days[name] = max([pick, *(days[other] for other in bound)])
    before = {name: tuple(o for o in found if days[o] <= days[name]) for name, found in before.items()}
    return Schedule(days, _sorted(timeline, before, days))


def due_day(due: When | Relative | Duration | Earliest, set_on: int, days: Mapping[str, int]) -> int | None:
    """Return the due day of a clock set on day `set_on`, None for a date without an end (rule 5).

    Of several dates the earliest counts; one that hangs on an event that does not happen has no say.

    Parameters
    ----------
    days : Mapping[str, int]
        Days of the events, for a due date relative to one of them.
    """
    if isinstance(due, Earliest):
        found = (due_day(part, set_on, days) for part in due.parts)
        return min((day for day in found if day is not None), default=None)
    if isinstance(due, Duration):
        return reach(set_on, due)
    if isinstance(due, Relative):
        return reach(days[due.anchor], due.duration) if due.anchor in days else None
    return due.latest


def _first(known: Mapping[str, Event], name: str) -> tuple[int, int, str]:
    """Earliest day of an event by its date alone, its order and its id: which alternative can come first."""
    seen, event, lengths = {name}, known[name], []
    while isinstance(event.date, Relative) and event.date.anchor in known and event.date.anchor not in seen:
        lengths.append(event.date.duration)
        seen.add(event.date.anchor)
        event = known[event.date.anchor]
    day = (event.date.earliest or 1) if isinstance(event.date, When) else 1
    for length in reversed(lengths):
        day = reach(day, length)
    return day, known[name].order, name


def _sorted(
    timeline: Timeline, before: Mapping[str, tuple[str, ...]], days: Mapping[str, int] | None = None
) -> tuple[str, ...]:
    out = _kahn(timeline, before, days)
    if len(out) != len(before):
        raise ValueError(f"events wait for each other in a circle: {', '.join(find_cycle(timeline))}")
    return tuple(out)


def _kahn(
    timeline: Timeline, before: Mapping[str, tuple[str, ...]], days: Mapping[str, int] | None = None
) -> list[str]:
    """Topological order, always taking the least (day, order, id) that is free; short if there is a circle."""
    waiting = {name: len(found) for name, found in before.items()}
    after: dict[str, list[str]] = {name: [] for name in before}
    for name, found in before.items():
        for other in found:
            after[other].append(name)
    place = {e.id: (days[e.id] if days else 0, e.order, e.id) for e in timeline.events}
    free = [place[name] for name, count in waiting.items() if not count]
    heapify(free)
    out: list[str] = []
    while free:
        name = heappop(free)[2]
        out.append(name)
        for other in after[name]:
            waiting[other] -= 1
            if not waiting[other]:
                heappush(free, place[other])
    return out


@dataclass(frozen=True, slots=True)
class _Bounds:
    """First and last days by rule 2, with what they were made from: premises, and an order that respects them."""

    before: Mapping[str, tuple[str, ...]]
    order: tuple[str, ...]
    low: Mapping[str, int]
    high: Mapping[str, int]
    wrong: tuple[Conflict, ...]


def _all_premises(timeline: Timeline) -> dict[str, tuple[str, ...]]:
    return {name: premises(timeline, event) for name, event in timeline.by_id.items()}


def _narrow(timeline: Timeline) -> _Bounds:
    before = _all_premises(timeline)
    order = _sorted(timeline, _waits_for(timeline, before))
    start, end = timeline.period.earliest or 1, timeline.period.latest or 3_652_059
    low: dict[str, int] = {}
    high: dict[str, int] = {}
    wrong: list[Conflict] = []
    for name in order:
        date = timeline.by_id[name].date
        if isinstance(date, Relative):
            first, last = (reach(bounds[date.anchor], date.duration) for bounds in (low, high))
        else:
            first, last = date.earliest or start, date.latest or end
            if first <= end and last >= start:
                first, last = max(first, start), min(last, end)
        for other in before[name]:
            if low[other] > last:
                wrong.append(Conflict(name, other))
            else:
                first = max(first, low[other])
        low[name], high[name] = first, max(first, last)
    for name in reversed(order):
        for other in before[name]:
            high[other] = max(low[other], min(high[other], high[name]))
    return _Bounds(before, order, low, high, tuple(wrong))
