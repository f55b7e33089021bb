"""What the one figure shows besides what all figures of a dispute do: lanes, and strategies month by month."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from replay.codebook import Strategy
from replay.engine.trace import Trace
from replay.figures.sheet.content import Deed, Dispute, gather, joint_strategy
from replay.figures.sheet.timescale import TimeScale
from replay.timeline import WORLD, Timeline

__all__ = ["ActorLane", "Story", "Stretch", "story_of"]

_FINE = 45.0  # an axis 152 mm long has so many cells of half a month at most before they become months


@dataclass(frozen=True, slots=True)
class ActorLane:
    """Who has a lane, and its acts: a side (`group` "A" or "B"), an actor of its own camp, or others.

    `party` is "" for the lane that several share; `main` marks the two sides themselves.
    """

    party: str
    name: str
    group: str
    main: bool
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of days (`first` up to but without `stop`) and the acts of a side in it."""

    first: int
    stop: int
    deeds: tuple[Deed, ...]

    @property
    def strategy(self) -> Strategy | None:
        """Strategy of all the acts together by the codebook's rule; None where nothing speaks."""
        return joint_strategy(self.deeds)


@dataclass(frozen=True, slots=True)
class Story:
    """All that is drawn.

    Attributes
    ----------
    base : Dispute
        Acts, answers, clocks, readings and computed paths, and the date axis.
    lanes : tuple[ActorLane, ...]
        From top to bottom: the camp of side A, side A, side B, its camp, third parties, the world.
    cells : tuple[tuple[Stretch, ...], ...]
        Of the two sides, sender first: months, or halves of months where the axis has room.
    """

    base: Dispute
    lanes: tuple[ActorLane, ...]
    cells: tuple[tuple[Stretch, ...], ...]


def story_of(trace: Trace) -> Story:
    """Gather what the one figure shows of a trace.

    Raises
    ------
    ValueError
        If the trace is without its timeline.

    Examples
    --------
    >>> import replay
    >>> found = story_of(replay.run(replay.load(replay.example())))
    >>> [lane.party for lane in found.lanes if lane.main], len(found.base.deeds)
    (['US', 'KR'], 4)
    """
    timeline, base = trace.coded("draw the one figure"), gather(trace)
    cells = tuple(tuple(_cells(base.scale, base.by(group, own=True))) for group in "AB")
    return Story(base, tuple(_lanes(timeline, base)), cells)


def _lanes(timeline: Timeline, base: Dispute) -> Iterator[ActorLane]:
    for group, side in zip("AB", timeline.sides, strict=True):
        own = ActorLane(side, timeline.parties[side].name, group, True, base.by(group, own=True))
        camp = [
            ActorLane(party.id, party.name, group, False, found)
            for party in timeline.parties.values()
            if party.of == side and (found := tuple(deed for deed in base.deeds if deed.party == party.id))
        ]
        yield from [*camp, own] if group == "A" else [own, *camp]
    for party, name in (("", "Third parties"), (WORLD, "World")):
        found = tuple(deed for deed in base.by("other") if (deed.party == WORLD) == (party == WORLD))
        if found:
            yield ActorLane(party, name, "other", False, found)


def _cells(scale: TimeScale, deeds: Sequence[Deed]) -> Iterator[Stretch]:
    """Months of the axis, or halves of a month in zones with room, that hold an act."""
    for zone in scale.zones:
        starts = (1, 16) if zone.per_day * 15 > 1 / _FINE else (1,)
        inside = range(zone.first + 1, zone.stop)
        edges = [day for day in inside if datetime.date.fromordinal(day).day in starts]
        for first, stop in pairwise([zone.first, *edges, zone.stop]):
            if here := tuple(deed for deed in deeds if first <= deed.day < stop):
                yield Stretch(first, stop, here)
