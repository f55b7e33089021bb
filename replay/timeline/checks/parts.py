"""What the rules go through: every clock and every consequence of a timeline, wherever it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from replay.errors import Problem
from replay.timeline import Clock, Commitment, Consequence, Event, Timeline

__all__ = ["Rule", "clocks_of", "consequences_of", "options"]

Rule = Callable[[Timeline], Iterable[Problem]]


def clocks_of(timeline: Timeline) -> Iterator[tuple[Clock, Event | None]]:
    """Every clock with the event that sets it, None for those that a consequence would set."""
    for event in timeline.events:
        for clock in event.clocks:
            yield clock, event
            if clock.on_lapse:
                yield from _inner(clock.on_lapse)
        for commitment in event.commits:
            yield from _inner(commitment.then)


def _inner(then: Consequence) -> Iterator[tuple[Clock, None]]:
    for clock in then.clocks:
        yield clock, None
        if clock.on_lapse:
            yield from _inner(clock.on_lapse)


def consequences_of(timeline: Timeline) -> Iterator[Consequence]:
    commitments: list[Commitment] = [c for event in timeline.events for c in event.commits]
    yield from (commitment.then for commitment in commitments)
    yield from (clock.on_lapse for clock, _ in clocks_of(timeline) if clock.on_lapse)


def options(known: Iterable[str]) -> str:
    return ", ".join(known)
