"""Clocks whose due date does not go along with the act that sets or moves them.

The rule, for edits and redraws alike: a clock with a fixed due date is set at least a day before that date, and moved
to a date not before the act that moves it. Edits that break it are refused; a redraw keeps acts within it, and is
refused where a due date counted from another event still comes too early. What a lapse or a commitment sets has no day
before the replay: if its fixed due date has come by then, it lapses on the very day.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from replay.counterfactuals.edits.loss import lost
from replay.dates import Duration, Relative, When, reach
from replay.timeline import Event, Timeline
from replay.timeline.schedule import due_day, premises, settling_order

__all__ = ["Overdue", "latest_days", "overdue"]


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
    away = lost(timeline, timeline.dropped)
    found = []
    for event, clock, due, moved in _fixed(timeline):
        day, last = days[event.id], due_day(due, days[event.id], days)
        if last is not None and event.id not in away and (day > last or (day == last and not moved)):
            found.append(Overdue(clock, event.id, moved, day, last))
    return tuple(found)


def latest_days(timeline: Timeline) -> dict[str, int]:
    """Return the last day of each event that the due dates allow, where they allow only some.

    What an act needs or answers, and what it is dated from, cannot come later than the act can.
    """
    known, found = timeline.by_id, dict[str, int]()

    def hold(name: str, day: int) -> None:
        found[name] = min(found.get(name, day), day)

    for event, _, due, moved in _fixed(timeline):
        if isinstance(due, When) and due.latest is not None:
            hold(event.id, due.latest - (not moved))
    for name in reversed(settling_order(timeline)):
        if name in found:
            for other in premises(timeline, known[name]):
                hold(other, found[name])
            date = known[name].date
            if isinstance(date, Relative):
                hold(date.anchor, _before(found[name], date.duration))
    return found


def _fixed(timeline: Timeline) -> Iterator[tuple[Event, str, When | Relative, bool]]:
    """Events with the clocks that they set or move (True) to a date that does not follow from their own day."""
    for event in timeline.events:
        for clock in event.clocks:
            if not isinstance(clock.due, Duration):
                yield event, clock.id, clock.due, False
        for name, due in event.moves.items():
            if not isinstance(due, Duration):
                yield event, name, due, True


def _before(day: int, length: Duration) -> int:
    """The last day from which a length does not reach beyond `day`."""
    found = day - (reach(day, length) - day)
    while reach(found, length) > day:
        found -= 1
    while reach(found + 1, length) <= day:
        found += 1
    return found
