"""What the one figure shows besides what all figures of a dispute do: lanes, and strategies month by month."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from replay.codebook import Strategy
from replay.engine.trace import ACTED, Trace
from replay.escalation import Link, LinkType
from replay.figures.sheet.content import Deed, Dispute, gather, joint_strategy
from replay.figures.sheet.selection import Chosen, part_of
from replay.figures.sheet.timescale import TimeScale
from replay.timeline import WORLD, Timeline

__all__ = ["ActorLane", "Story", "Stretch", "selected", "story_of"]

_FINE = 45.0  # an axis 152 mm long has so many cells of half a month at most before they become months


@dataclass(frozen=True, slots=True)
class ActorLane:
    """Who has a lane, and its acts: a camp (`group` "A" or "B"), a domestic actor of its, a third party, the world.

    `party` holds the ids; `main` marks the two camps themselves.
    """

    party: str
    name: str
    group: str
    main: bool
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class Stretch:
    """A stretch of days (`first` up to but without `stop`) and the acts of a side towards the other in it."""

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
        From top to bottom: domestic actors of A, camp A, camp B, its domestic actors, third parties, the world.
    cells : tuple[tuple[Stretch, ...], ...]
        Of the two sides, sender first: months, or halves of months where the axis has room.
    links : tuple[Link, ...]
        The answers that are drawn: by default those between two key acts that do more than respond.
    """

    base: Dispute
    lanes: tuple[ActorLane, ...]
    cells: tuple[tuple[Stretch, ...], ...]
    links: tuple[Link, ...] = ()


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
    towards = {entry.event: timeline.engaged(entry.actor, entry.recipient) for entry in trace.select(*ACTED)}
    cells = tuple(
        tuple(_cells(base.scale, [deed for deed in base.deeds if side in towards[deed.id]])) for side in timeline.sides
    )
    return Story(base, tuple(_lanes(timeline, base)), cells, _between_key_acts(base))


def selected(trace: Trace, whole: Story, chosen: Chosen) -> Story:
    """Return the part of a story that is chosen; the strategy of a stretch stays that of all the acts in it.

    Who asks for acts or for types of links gets every link between these acts, or every one of these types.
    """
    base = part_of(whole.base, chosen)
    stretches = tuple(
        tuple(cell for cell in cells if base.scale.first < cell.stop and cell.first < base.scale.stop)
        for cells in whole.cells
    )
    asked = chosen.asked.acts is not None or chosen.kinds is not None
    links = base.answers if asked else _between_key_acts(base)
    return Story(base, tuple(_lanes(trace.coded("draw the one figure"), base)), stretches, links)


def _between_key_acts(base: Dispute) -> tuple[Link, ...]:
    """The answers that carry the story: from a key act to a key act, and more than a response."""
    key = {deed.id for deed in base.deeds if deed.key}
    return tuple(
        link for link in base.answers if {link.source, link.target} <= key and link.type is not LinkType.RESPONDS
    )


def _lanes(timeline: Timeline, base: Dispute) -> Iterator[ActorLane]:
    for group in "AB":
        n = "AB".index(group)
        own = ActorLane(base.ids[n], base.names[n], group, True, base.by(group, own=True))
        camp = _by_actor(timeline, [deed for deed in base.by(group) if not deed.own], group)
        yield from [*camp, own] if group == "A" else [own, *camp]
    others = base.by("other")
    yield from _by_actor(timeline, [deed for deed in others if deed.party != WORLD], "other")
    yield from _by_actor(timeline, [deed for deed in others if deed.party == WORLD], "other")


def _by_actor(timeline: Timeline, deeds: Sequence[Deed], group: str) -> list[ActorLane]:
    """A lane for each actor, in the order in which the file lists them, joint ones last."""
    order = {name: n for n, name in enumerate(timeline.parties)}
    actors = sorted({deed.party for deed in deeds}, key=lambda party: (order.get(party, len(order)), party))
    return [
        ActorLane(party, timeline.name(party), group, False, tuple(deed for deed in deeds if deed.party == party))
        for party in actors
    ]


def _cells(scale: TimeScale, deeds: Sequence[Deed]) -> Iterator[Stretch]:
    """Months of the axis, or halves of a month in zones with room, that hold an act."""
    for zone in scale.zones:
        starts = (1, 16) if zone.per_day * 15 > 1 / _FINE else (1,)
        inside = range(zone.first + 1, zone.stop)
        edges = [day for day in inside if datetime.date.fromordinal(day).day in starts]
        for first, stop in pairwise([zone.first, *edges, zone.stop]):
            if here := tuple(deed for deed in deeds if first <= deed.day < stop):
                yield Stretch(first, stop, here)
