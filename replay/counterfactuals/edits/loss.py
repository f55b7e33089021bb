"""What does not happen without some events: what needs them, and what needs that."""

from __future__ import annotations

from collections.abc import Iterable

from replay.timeline import Event, Timeline

__all__ = ["lost", "unmet"]


def lost(timeline: Timeline, dropped: Iterable[str]) -> set[str]:
    """Return the ids of the events that do not happen without `dropped`: these, and what needs them, and so on.

    >>> import replay
    >>> sorted(lost(replay.load(replay.example()), ["demand"]))
    ['demand', 'sanctions-list']
    """
    away, size = set(dropped), -1
    while size != len(away):
        size = len(away)
        away |= {event.id for event in timeline.events if event.id not in away and unmet(event, away)}
    return away


def unmet(event: Event, away: set[str]) -> bool:
    """Whether one of the event's needs has nothing left that could meet it."""
    return any(away.issuperset(group) for group in event.needs)
