"""What does not happen without some events, and clocks whose due date does not go along with the act that sets them.

The rule, for edits and redraws alike: a clock with a fixed due date is set at least a day before that date, and moved
to a date not before the act that moves it. Edits that break it are refused; a redraw keeps acts within it, and is
refused where a due date counted from another event still comes too early. What a lapse or a commitment sets has no day
before the replay: if its fixed due date has come by then, it lapses on the very day.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TypeGuard

from replay.dates import Relative, When
from replay.timeline import Due, Event, Timeline
from replay.timeline.dispute import once
from replay.timeline.schedule import due_day

__all__ = ["Overdue", "fixed_dues", "gone_with", "overdue", "owner"]


@dataclass(frozen=True, slots=True)
class Overdue:
    """A clock that an act sets, or moves, too late for the due date: both as days."""

    clock: str
    event: str
    moved: bool
    day: int
    due: int

    @property
    def last(self) -> int:
        """The last day on which the act could come."""
        return self.due if self.moved else self.due - 1


def overdue(timeline: Timeline, days: Mapping[str, int]) -> tuple[Overdue, ...]:
    """Return every clock that breaks the rule with the acts on these days; acts that do not happen break none.

    >>> import replay
    >>> from replay.timeline.schedule import schedule
    >>> timeline = replay.load(replay.example())
    >>> overdue(timeline, schedule(timeline).days)
    ()
    """
    found = []
    for event, clock, due, moved in fixed_dues(timeline):
        day, last = days[event.id], due_day(due, days[event.id], days)
        if last is not None and (day > last or (day == last and not moved)):
            found.append(Overdue(clock, event.id, moved, day, last))
    away = gone_with(timeline, timeline.dropped) if found else ()
    return tuple(late for late in found if late.event not in away)


@once
def fixed_dues(timeline: Timeline) -> tuple[tuple[Event, str, Due, bool], ...]:
    """Events with the clocks that they set or move (True) to a date that does not follow from their own day."""
    found: list[tuple[Event, str, Due, bool]] = []
    for event in timeline.events:
        found += [(event, one.id, one.due, False) for one in (*event.clocks, *event.splits.values()) if _fixed(one.due)]
        moved = (*event.moves.items(), *event.resumes.items())
        found += [(event, name, due, True) for name, due in moved if due is not None and _fixed(due)]
    return tuple(found)


def _fixed(due: Due) -> TypeGuard[When | Relative]:
    """Whether a due date follows neither from the day of an act nor from that of another clock."""
    return isinstance(due, When) or (isinstance(due, Relative) and bool(due.anchor) and not due.clock)


def owner(timeline: Timeline, name: str) -> str:
    """Return the event that a name leads to: of a clock, the event that sets it."""
    return timeline.setters[name].id if name in timeline.setters else name


def gone_with(timeline: Timeline, dropped: Iterable[str]) -> set[str]:
    """Return the ids of the events that do not happen without `dropped`: these, and what needs them, and so on.

    What a rule brings about goes with the acts that carry all its rules; not what came before any of them in the base
    of an edited timeline, which no rule had brought about.

    >>> import replay
    >>> sorted(gone_with(replay.load(replay.example()), ["demand"]))
    ['demand', 'sanctions-list']
    """
    away, size = set(dropped), -1
    early = {name for name, lags in timeline.lags.items() if lags and max(lags.values()) < 0}
    ruled = {
        name: {timeline.carriers[rule].id for rule in rules}
        for name, rules in timeline.ruled.items()
        if name not in early
    }
    while size != len(away):
        size = len(away)
        away |= {event.id for event in timeline.events if any(away.issuperset(group) for group in event.needs)}
        away |= {name for name, carriers in ruled.items() if carriers <= away}
    return away
