"""On which day, and in which order, the events of a timeline happen.

The rules, in full:

1. An event cannot come before what it `needs`, what it `answers`, or the setting of a clock that it
   answers, ends, moves, splits or is dated from. Of a one-of need, the alternative that can come first counts.
2. The bounds of a partial date are narrowed by the period and rule 1; a timeline whose bounds cannot be
   reconciled is refused. A relative date follows its anchor.
3. Within the narrowed bounds an event takes the first day (`earliest`), the day nearest the middle of
   its date as written (`middle`), or the last (`latest`), and moves later where rule 1 makes it. What is done to a
   clock that had not ended is done, within these bounds, not after its due day.
4. Order within a day: by part of the day (`Phase`); then by `order`; premises and answered events first (rule 1); then
   by id. An act that ends, moves or stops an effect that may be due on that day comes before the effect, and so does
   what it rests on. File order and hash order play no part.
5. A due date that is not a full date is due on its last day.
6. In an edited timeline events stay on the days that its `pins` give, so that an edit moves nothing but what hangs on
   it: a relative date follows its anchor, and an event moves later with what it needs, unless a rule brings it about:
   that comes on the day of the rule, or not at all. What it merely answers, or a clock, binds it no more; rule 4 holds
   for those of its premises that do not come later.
7. What only a replay can tell, the day of an event that a rule brings about or that is dated from a clock, comes as
   `Followed`, from a replay before (`replay.engine.settling`).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from enum import IntEnum
from heapq import heapify, heappop, heappush

from replay.codebook import ClockKind
from replay.dates import Duration, Earliest, Relative, When, reach
from replay.timeline import Due, Event, Timeline
from replay.timeline.dispute import once

__all__ = [
    "BOUNDS", "Conflict", "Followed", "Phase", "Schedule", "conflicts", "due_day", "dues", "expected", "find_cycle",
    "premises", "schedule", "settling_order", "spans", "stops",
]  # fmt: skip

BOUNDS = ("earliest", "middle", "latest")
"""Where in its bounds an imprecise date is put."""


class Phase(IntEnum):
    """Parts of a day, in order; ``tick = day * len(Phase) + phase``."""

    DAWN = 0  #: clocks whose due day is already too late run out
    STOPS = 1  #: acts that end or move an effect that is due on this day, and what these rest on
    EFFECTS = 2  #: measures take force, with their consequences
    CARRIED = 3  #: recorded events that are these measures, and the replies to them
    ACTS = 4  #: other recorded events
    REPLIES = 5  #: what follows from commitments
    CLOSE = 6  #: other clocks run out, with their consequences and the replies of the same day
    AFTER = 7  #: recorded events that follow from these ends


@dataclass(frozen=True, slots=True)
class Followed:
    """What a replay tells of the days of events.

    Attributes
    ----------
    days : Mapping[str, tuple[int, Phase]]
        Of events that a rule brings about: day, and part of the day.
    early : frozenset[str]
        Events that a rule is to bring about and that lie wholly before it does; they keep their day.
    anchors : Mapping[str, int]
        Day for each ``clock:ID`` and ``clock:ID.end`` that dates are counted from.
    lags : Mapping[str, Mapping[str, int]]
        Of events that rules bring about, for each rule: days from its trigger, below zero for those that are early.
    tied : Mapping[str, tuple[str, ...]]
        Of commitments that count every trigger: the acts, and clocks, that triggered them, in turn.
    """

    days: Mapping[str, tuple[int, Phase]] = field(default_factory=dict)
    early: frozenset[str] = frozenset()
    anchors: Mapping[str, int] = field(default_factory=dict)
    lags: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    tied: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Schedule:
    """Days and order of the events.

    Attributes
    ----------
    days : Mapping[str, int]
        Day of each event, by id.
    order : tuple[str, ...]
        Event ids in the order of the replay.
    phases : Mapping[str, Phase]
        Part of the day of those that do not come with the other acts (`Phase.ACTS`).
    followed : Followed
        What of it comes from a replay.
    """

    days: Mapping[str, int]
    order: tuple[str, ...]
    phases: Mapping[str, Phase] = field(default_factory=dict)
    followed: Followed = Followed()


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two events whose dates contradict rule 1: `event` would have to come before `premise`."""

    event: str
    premise: str


def premises(timeline: Timeline, event: Event) -> tuple[str, ...]:
    """Return the ids of the events that cannot come after `event` (rule 1), sorted, itself excluded."""
    if not (event.needs or event.answers or event.touches or isinstance(event.date, Relative)):
        return ()
    known, setters = timeline.by_id, timeline.setters
    found: set[str] = set()
    for group in event.needs:
        here = sorted((name for name in group if name in known), key=lambda name: _first(known, name))
        found.update(here[:1])
    for name in (*event.answers, *event.touches):
        if name in known:
            found.add(name)
        elif name in setters:
            found.add(setters[name].id)
    if isinstance(event.date, Relative) and not _before(event.date):
        found.update(_anchors(timeline, event.date))
    found.discard(event.id)
    return tuple(sorted(name for name in found if not _leads(known[name], event)))


def _anchors(timeline: Timeline, date: Relative) -> tuple[str, ...]:
    """The events from which a date is counted: one, or those that set, move and end a clock."""
    if not date.clock:
        return (date.anchor,) if date.anchor in timeline.by_id else ()
    setter = timeline.setters.get(date.clock)
    touched = timeline.touched.get(date.clock, ()) if date.from_end else ()
    moved = timeline.moved.get(date.clock, ())
    return tuple(event.id for event in (*((setter,) if setter else ()), *moved, *touched))


def _before(date: Relative) -> bool:
    """Whether a relative date lies before its anchor."""
    return min(date.duration.years, date.duration.months, date.duration.days) < 0


def _leads(premise: Event, event: Event) -> bool:
    """Whether the premise is dated backwards from the event, which settles their order."""
    return isinstance(premise.date, Relative) and premise.date.anchor == event.id and _before(premise.date)


@once
def _waits_for(timeline: Timeline) -> dict[str, tuple[str, ...]]:
    """What must be placed before each event can be: its premises and its anchor."""
    before = _all_premises(timeline)
    found = dict(before)
    for event in timeline.by_id.values():
        if isinstance(event.date, Relative):
            found[event.id] = tuple(sorted({*before[event.id], *_anchors(timeline, event.date)} - {event.id}))
    return found


def find_cycle(timeline: Timeline) -> tuple[str, ...]:
    """Return ids that wait for each other in a circle, each for the next, from the least id; () if none.

    What follows by rule waits for the act that sets the clock, or makes the commitment, as for its premises.
    """
    ring = _ring(_waits_for(timeline), _settled(timeline))
    if ring or not timeline.ruled:
        return ring
    before = _with_makers(timeline)
    return _ring(before, _kahn(timeline, before))


def _with_makers(timeline: Timeline) -> dict[str, tuple[str, ...]]:
    """Premises, and of what rules bring about the events on which the rules rest and those that they wait for."""
    found = dict(_all_premises(timeline))
    for event in timeline.events:
        for item, commitment in ((event.id, commitment) for commitment in event.commits):
            when = commitment.when
            rests = {item, *((when.event,) if when.event else ()), *_rests(timeline, when.clock or "")}
            for name in (name for name in commitment.then.events if name in found):
                found[name] = (*found[name], *rests)
    for clock in timeline.clocks.values():
        for name in (name for then in clock.on_end for name in then.events if name in found):
            found[name] = (*found[name], *_rests(timeline, clock.id))
    return {name: tuple(sorted({other for other in some if other in found} - {name})) for name, some in found.items()}


def _rests(timeline: Timeline, clock: str, seen: frozenset[str] = frozenset()) -> set[str]:
    """The events on which a clock rests: that sets it, and from which its dates are counted."""
    if clock not in timeline.setters or clock in seen:
        return set()
    dates = [timeline.clocks[clock].due, *(event.moves.get(clock) for event in timeline.moved.get(clock, ()))]
    found = {timeline.setters[clock].id}
    for date in (date for date in dates if isinstance(date, Relative)):
        found |= _rests(timeline, date.clock, seen | {clock}) if date.clock else {date.anchor}
    return found


def _ring(before: Mapping[str, tuple[str, ...]], order: Iterable[str]) -> tuple[str, ...]:
    """A circle among the events that have no place in an order."""
    left = set(before).difference(order)
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


@once
def settling_order(timeline: Timeline) -> tuple[str, ...]:
    """Return the ids of all events, each after its premises and its anchor: the order in which days can be settled."""
    return _whole(timeline, _settled(timeline))


@once
def _settled(timeline: Timeline) -> list[str]:
    return _kahn(timeline, _waits_for(timeline))


def conflicts(timeline: Timeline) -> tuple[Conflict, ...]:
    """Return the contradictions between dates and rule 1; the timeline must be free of cycles."""
    return _narrow(timeline).wrong


@once
def spans(timeline: Timeline) -> Mapping[str, tuple[int, int]]:
    """Return the first and last day of each event as rule 2 leaves them; the timeline must be free of cycles."""
    found = _narrow(timeline)
    return {name: (first, found.high[name]) for name, first in found.low.items()}


def schedule(timeline: Timeline, dates: str = "middle", followed: Followed | None = None) -> Schedule:
    """Place every event on a day, in order.

    Parameters
    ----------
    timeline : Timeline
        Without cycles or conflicts, as `replay.load` returns it.
    dates : {"earliest", "middle", "latest"}
    followed : Followed, optional
        What a replay tells; without it, events that rules bring about stay on their own days.

    Raises
    ------
    ValueError
        For another value of `dates`, or dates that contradict rule 1.
    """
    if dates not in BOUNDS:
        raise ValueError(f"dates is {dates!r}; allowed: {', '.join(BOUNDS)}")
    told = followed or Followed()
    if timeline.pins:
        return _pinned(timeline, dates, told)
    found = _narrow(timeline)
    if found.wrong:
        first = found.wrong[0]
        raise ValueError(f"event {first.event!r} would come before {first.premise!r}, which it depends on")
    days: dict[str, int] = {}
    for name in found.order:
        date = timeline.by_id[name].date
        pick = _pick(timeline, date, days, dates, (found.low[name], found.high[name]), told)
        if name in told.days:
            pick = told.days[name][0]
        elif not (isinstance(date, Relative) and date.anchor in told.anchors):
            pick = min(max(pick, found.low[name]), found.high[name])
        days[name] = max([pick, *(days[other] for other in found.before[name])])
    for name, cap in _caps(timeline, days):
        earliest = max([found.low[name], *(days[other] for other in found.before[name])])
        if name not in told.days and earliest <= cap < days[name]:
            days[name] = cap
    return _ordered(timeline, found.before, days, told)


def _caps(timeline: Timeline, days: Mapping[str, int]) -> Iterator[tuple[str, int]]:
    """Acts with imprecise dates that touch a clock, each with the last day on which it still runs by its due dates."""
    for clock, setter in timeline.clocks_set:
        acts = (*timeline.touched.get(clock.id, ()), *timeline.moved.get(clock.id, ()))
        open_ = [e for e in acts if isinstance(e.date, When) and not e.date.is_exact and not e.late]
        if setter is None or not open_:
            continue
        for event in open_:
            cap: int | None = None
            for mover, day, due in dues(timeline, clock.id, days):
                if mover is setter or (mover is not event and (cap is None or day <= cap)):
                    cap = due
            if cap is not None:
                yield event.id, cap - (clock.last_day == "out")


def _pick(
    timeline: Timeline, date: When | Relative, days: Mapping[str, int], dates: str, bounds: tuple[int, int],
    told: Followed,
) -> int:  # fmt: skip
    """The day that a date names by rules 2 and 3, before what the premises ask."""
    if isinstance(date, Relative):
        return reach(_anchored(timeline, date, days, told), date.duration)
    if dates == "middle":
        return date.middle
    return bounds[0] if dates == "earliest" else bounds[1]


def _anchored(timeline: Timeline, date: Relative, days: Mapping[str, int], told: Followed) -> int:
    """The day from which a date is counted; of a clock as a replay tells it, else as the file lets expect."""
    return told.anchors[date.anchor] if date.anchor in told.anchors else expected(timeline, date, days)


def expected(timeline: Timeline, date: Relative, days: Mapping[str, int], through: frozenset[str] = frozenset()) -> int:
    """Return the day at which a clock stands, or ends, by the acts that touch it; `days` are those of events.

    Of an event its own day. It is what can be told without a replay; see rule 7. A clock that is counted from another
    is followed there, `through` the clocks on the way.
    """
    if not date.clock:
        return days[date.anchor]
    ends = [days[event.id] for event in timeline.touched.get(date.clock, ()) if event.id in days]
    if date.from_end and ends:
        return max(ends)
    known = [day for _, _, day in dues(timeline, date.clock, days) if day is not None]
    if known:
        return known[-1]
    due = timeline.clocks[date.clock].due if date.clock in timeline.clocks else None
    if isinstance(due, Relative) and due.clock and due.clock not in through:
        return reach(expected(timeline, due, days, through | {date.clock}), due.duration)
    setter = timeline.setters.get(date.clock)
    return days[setter.id] if setter and setter.id in days else timeline.period.earliest or 1


def _stays(timeline: Timeline, event: Event, days: Mapping[str, int], told: Followed) -> bool:
    """Whether an event keeps the day that it is pinned to: a relative date does as long as its anchor does."""
    if event.id not in timeline.pins or isinstance(event.date, When):
        return event.id in timeline.pins
    if event.date.clock:
        return event.date.anchor not in told.anchors
    return timeline.pins.get(event.date.anchor) == days[event.date.anchor]


def _written(date: When | Relative) -> tuple[int, int]:
    """First and last day of a date by itself; a date without an end has only one."""
    if isinstance(date, Relative):
        return 0, 0
    return date.earliest or date.middle, date.latest or date.middle


def _pinned(timeline: Timeline, dates: str, told: Followed) -> Schedule:
    """Rule 6."""
    before = _all_premises(timeline)
    days: dict[str, int] = {}
    for name in settling_order(timeline):
        event, bound = timeline.by_id[name], before[name]
        if name in told.days:
            pick, bound = told.days[name][0], ()
        elif _stays(timeline, event, days, told):
            pick = timeline.pins[name]
            if bound:
                needed = {other for group in event.needs for other in group}
                bound = tuple(other for other in bound if other in needed)
        else:
            pick = _pick(timeline, event.date, days, dates, _written(event.date), told)
        days[name] = max([pick, *(days[other] for other in bound)]) if bound else pick
    before = {
        name: tuple(o for o in found if days[o] <= days[name]) if found else found for name, found in before.items()
    }
    return _ordered(timeline, before, days, told)


def _ordered(
    timeline: Timeline, before: Mapping[str, tuple[str, ...]], days: Mapping[str, int], told: Followed
) -> Schedule:
    """Rule 4; what keeps a promise comes after the promise and after what it waited for on the same day."""
    before = _with_triggers(timeline, before, days)
    phases = _phases(timeline, before, days, told)
    order = _whole(timeline, _kahn(timeline, before, days, phases))
    return Schedule(days, order, phases, told)


def _with_triggers(
    timeline: Timeline, before: Mapping[str, tuple[str, ...]], days: Mapping[str, int]
) -> Mapping[str, tuple[str, ...]]:
    found = dict(before)
    for event in timeline.events:
        for commitment in event.commits:
            for kept in (name for name in commitment.then.events if name in days):
                for other in (event, *timeline.triggers(commitment.when)):
                    same = other.id != kept and days[other.id] == days[kept] and other.id not in found[kept]
                    if same and not _rests_on(found, other.id, kept):
                        found[kept] = tuple(sorted((*found[kept], other.id)))
    return found


def _rests_on(before: Mapping[str, tuple[str, ...]], event: str, other: str) -> bool:
    """Whether an event comes after another by their premises, in one step or in many."""
    open_, seen = [event], {event}
    while open_:
        for name in before[open_.pop()]:
            if name == other:
                return True
            if name not in seen:
                seen.add(name)
                open_.append(name)
    return False


def _phases(
    timeline: Timeline, before: Mapping[str, tuple[str, ...]], days: Mapping[str, int], told: Followed
) -> dict[str, Phase]:
    """The part of the day of the events that do not come with the other acts."""
    found: dict[str, Phase] = {
        name: phase for name, (day, phase) in told.days.items() if phase is not Phase.ACTS and days[name] == day
    }
    stops = [name for name in _stoppers(timeline, days) if name not in found]
    if not found:
        return dict.fromkeys(sorted(_with_rests(before, days, stops)), Phase.STOPS)
    order = _kahn(timeline, before, days)
    wanted = set(stops)
    for name in reversed(order):  # what a stop rests on comes with it
        if name in wanted:
            wanted.update(other for other in before[name] if days[other] == days[name] and other not in found)
    found |= dict.fromkeys(sorted(wanted), Phase.STOPS)
    for name in order:  # and nothing comes before what it rests on
        latest = max((found.get(o, Phase.ACTS) for o in before[name] if days[o] == days[name]), default=Phase.DAWN)
        if latest > found.get(name, Phase.ACTS):
            found[name] = latest
    return found


def stops(timeline: Timeline, days: Mapping[str, int]) -> set[str]:
    """Return the events that come before the effects of their day, where no rule brings events about (rule 4).

    >>> import replay
    >>> timeline = replay.load(replay.example())
    >>> stops(timeline, schedule(timeline).days)
    set()
    """
    return _with_rests(_all_premises(timeline), days, _stoppers(timeline, days))


def _with_rests(before: Mapping[str, tuple[str, ...]], days: Mapping[str, int], stops: Iterable[str]) -> set[str]:
    """Stops, and what they rest on of the same day."""
    found = set(stops)
    open_ = [*found]
    while open_:
        name = open_.pop()
        more = [other for other in before[name] if days[other] == days[name] and other not in found]
        found.update(more)
        open_ += more
    return found


def _stoppers(timeline: Timeline, days: Mapping[str, int]) -> Iterator[str]:
    """Events that touch an effect which may be due on their day; of a date that only a replay can tell, any may be."""
    for clock, setter in timeline.clocks_set:
        if clock.kind is ClockKind.EFFECT and clock.last_day is None:
            due_on = {day for _, _, day in dues(timeline, clock.id, days)} if setter is not None else set()
            for event in (*timeline.touched.get(clock.id, ()), *timeline.moved.get(clock.id, ())):
                if setter is None or days[event.id] in due_on or None in due_on:
                    yield event.id


def due_day(due: Due, set_on: int, days: Mapping[str, int], stands_at: int | None = None) -> int | None:
    """Return the due day of a clock that was set on day `set_on`, None for a date without an end (rule 5).

    Of several dates the earliest counts; one that hangs on an event that does not happen has no say.

    Parameters
    ----------
    days : Mapping[str, int]
        Days of the events, for a due date relative to one of them; under ``clock:ID`` and ``clock:ID.end``, those of
        clocks.
    stands_at : int, optional
        The due day of the clock before it is moved, for a length that counts from it.
    """
    if isinstance(due, Earliest):
        found = (due_day(part, set_on, days) for part in due.parts)
        return min((day for day in found if day is not None), default=None)
    if isinstance(due, Duration):
        return reach(set_on, due)
    if isinstance(due, Relative):
        start = days.get(due.anchor) if due.anchor else stands_at
        return None if start is None else reach(start, due.duration)
    return due.latest


def dues(timeline: Timeline, clock: str, days: Mapping[str, int]) -> tuple[tuple[Event, int, int | None], ...]:
    """Return the due days that a clock has had one after the other: (event, its day, due day); () if no event sets it.

    None stands for no date, and for one that only a replay can tell.
    """
    setter = timeline.setters.get(clock)
    if setter is None or setter.id not in days:
        return ()
    start = days[setter.id]
    found: list[tuple[Event, int, int | None]] = [(setter, start, due_day(timeline.clocks[clock].due, start, days))]
    movers = [event for event in timeline.moved.get(clock, ()) if event.id in days]
    for event in sorted(movers, key=lambda event: (days[event.id], event.order, event.id)):
        stands = found[-1][2]
        if clock in event.moves:
            move = event.moves[clock]
            stands = None if move is None else due_day(move, start, days, stands)
        else:
            resumed = event.resumes[clock]
            stands = None if resumed is None else due_day(resumed, days[event.id], days)
        found.append((event, days[event.id], stands))
    return tuple(found)


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


def _whole(timeline: Timeline, order: list[str]) -> tuple[str, ...]:
    """The order of all events; refused if some of them have no place in it."""
    if len(order) != len(timeline.by_id):
        raise ValueError(f"events wait for each other in a circle: {', '.join(find_cycle(timeline))}")
    return tuple(order)


def _kahn(
    timeline: Timeline, before: Mapping[str, tuple[str, ...]], days: Mapping[str, int] | None = None,
    phases: Mapping[str, Phase] | None = None,
) -> list[str]:  # fmt: skip
    """Topological order, always taking the least (day, phase, order, id) that is free; short if there is a circle.

    That is the order of these keys, where it puts nothing before what it waits for.
    """
    known, parts, acts = timeline.by_id, phases or {}, Phase.ACTS
    place = {name: (days[name] if days else 0, parts.get(name, acts), e.order, name) for name, e in known.items()}
    pairs = [(other, name) for name, found in before.items() if found for other in found]
    if all(place[other] < place[name] for other, name in pairs):
        return [name for *_, name in sorted(place.values())]
    if all(place[other][0] <= place[name][0] for other, name in pairs):  # then those of other days come before anyway
        pairs = [(other, name) for other, name in pairs if place[other][0] == place[name][0]]
    waiting = Counter(name for _, name in pairs)
    after: defaultdict[str, list[str]] = defaultdict(list)
    for other, name in pairs:
        after[other].append(name)
    free = [found for name, found in place.items() if name not in waiting]
    heapify(free)
    out: list[str] = []
    while free:
        name = heappop(free)[3]
        out.append(name)
        for other in after.get(name, ()):
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


@once
def _all_premises(timeline: Timeline) -> Mapping[str, tuple[str, ...]]:
    return {name: premises(timeline, event) for name, event in timeline.by_id.items()}


@once
def _narrow(timeline: Timeline) -> _Bounds:
    before, order = _all_premises(timeline), settling_order(timeline)
    start, end = timeline.period.earliest or 1, timeline.period.latest or 3_652_059
    low: dict[str, int] = {}
    high: dict[str, int] = {}
    wrong: list[Conflict] = []
    for name in order:
        date = timeline.by_id[name].date
        if isinstance(date, Relative):
            first, last = (reach(expected(timeline, date, bounds), date.duration) for bounds in (low, high))
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
