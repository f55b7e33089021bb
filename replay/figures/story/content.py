"""What the one figure shows, as data: lanes with their acts, links between acts, clocks, strategies, domains."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from replay.codebook import Strategy, strategy_of
from replay.dates import When
from replay.engine.trace import Trace
from replay.escalation import ANSWERS, LinkType, Node, graph
from replay.figures.sheet.content import Content, Span
from replay.figures.sheet.content import content as domain_content
from replay.figures.sheet.timescale import TimeScale, time_scale
from replay.timeline import WORLD, Timeline

__all__ = ["Act", "Arc", "Cell", "Lane", "Story", "story"]

_PULL = 0.84  # of the acts on the share of a stretch of the axis: more than in a chart that has few marks
_FINE = 45.0  # an axis 152 mm long has so many cells of half a month at most before they become months


@dataclass(frozen=True, slots=True)
class Act:
    """An act in its lane.

    Attributes
    ----------
    id, label, party : str
    lane : int
        Place of its lane in `Story.lanes`.
    day, rung : int
    first, last : int
        Bounds of its date as coded; both `day` where the date is exact, or counted from another act.
    strategy : Strategy or None
        By its coded tactics; None where none is coded.
    weight : int
        0 for an act that is not a key act; the heavier are labelled first.
    emitted : bool
        Whether the replay brought it about and the record does not have it.
    """

    id: str
    label: str
    party: str
    lane: int
    day: int
    rung: int
    first: int
    last: int
    strategy: Strategy | None
    weight: int
    emitted: bool


@dataclass(frozen=True, slots=True)
class Lane:
    """Who has a lane: a side (`group` "A" or "B"), an actor of its own camp, or others.

    `party` is "" for the lane that several share; `main` marks the two sides themselves.
    """

    party: str
    name: str
    group: str
    main: bool


@dataclass(frozen=True, slots=True)
class Arc:
    """A link from one act to the act that answers it, by their places in `Story.acts`."""

    source: int
    target: int
    type: LinkType


@dataclass(frozen=True, slots=True)
class Cell:
    """A stretch of days (`first` up to but without `stop`) and the strategy of a side's acts in it.

    `claiming`, `mixed` and `creating` count the acts with such tactics; `strategy` is that of all of them together
    (`codebook.strategy_of`), None where no act has a coded tactic.
    """

    first: int
    stop: int
    claiming: int
    mixed: int
    creating: int
    strategy: Strategy | None


@dataclass(frozen=True, slots=True)
class Story:
    """All that is drawn.

    Attributes
    ----------
    base : Content
        Title, readings, computed paths and clocks, as in the domain chart.
    lanes : tuple[Lane, ...]
        From top to bottom: the camp of side A, side A, side B, its camp, third parties, the world.
    acts : tuple[Act, ...]
        In the order of the trace.
    arcs : tuple[Arc, ...]
        Answers between acts, by target, then source.
    cells : tuple[tuple[Cell, ...], ...]
        Of the two sides, sender first: months, or halves of months where the axis has room.
    scale : TimeScale
    end : int
        Last day of the axis that the replay reached.
    """

    base: Content
    lanes: tuple[Lane, ...]
    acts: tuple[Act, ...]
    arcs: tuple[Arc, ...]
    cells: tuple[tuple[Cell, ...], ...]
    scale: TimeScale
    end: int

    @property
    def title(self) -> str:
        """Title of the dispute."""
        return self.base.title

    @property
    def spans(self) -> tuple[Span, ...]:
        """Clocks, in the order of setting."""
        return self.base.spans


def story(trace: Trace) -> Story:
    """Gather what the one figure shows of a trace.

    Raises
    ------
    ValueError
        If the trace is without its timeline, or there is nothing to show.

    Examples
    --------
    >>> import replay
    >>> found = story(replay.run(replay.load(replay.example())))
    >>> [lane.party for lane in found.lanes if lane.main], len(found.acts)
    (['US', 'KR'], 4)
    """
    timeline = trace.coded("draw the one figure")
    base, found = domain_content(trace), graph(trace)
    nodes = found.acts
    lanes = tuple(_lanes(timeline, nodes))
    weights = {deed.id: (deed.weight, deed.label) for group in base.deeds for deed in group}
    home = _homes(lanes, nodes)
    acts = tuple(_act(timeline, node, home[node.party or WORLD], weights) for node in nodes)
    place = {act.id: n for n, act in enumerate(acts)}
    arcs = tuple(
        Arc(place[link.source], place[link.target], link.type)
        for link in found.links
        if link.type in ANSWERS and link.source in place and link.target in place
    )
    scale = time_scale(_days(base, acts), pull=_PULL)
    cells = tuple(
        tuple(_cells(timeline, scale, [act for act in acts if lanes[act.lane].main and lanes[act.lane].group == group]))
        for group in "AB"
    )
    end = max((act.day for act in acts), default=scale.first)
    return Story(base, lanes, acts, arcs, cells, scale, end)


def _lanes(timeline: Timeline, nodes: Sequence[Node]) -> Iterator[Lane]:
    acting = {node.party for node in nodes}
    a, b = timeline.sides

    def camp(side: str, group: str) -> Iterator[Lane]:
        for party in timeline.parties.values():
            if party.of == side and party.id in acting:
                yield Lane(party.id, party.name, group, False)

    yield from camp(a, "A")
    yield Lane(a, timeline.parties[a].name, "A", True)
    yield Lane(b, timeline.parties[b].name, "B", True)
    yield from camp(b, "B")
    if any(timeline.side(party) is None and party != WORLD for party in acting):
        yield Lane("", "Third parties", "other", False)
    if WORLD in acting:
        yield Lane(WORLD, "World", "other", False)


def _homes(lanes: Sequence[Lane], nodes: Sequence[Node]) -> Mapping[str, int]:
    own = {lane.party: n for n, lane in enumerate(lanes)}
    shared = own.get("", len(lanes) - 1)
    return {node.party or WORLD: own.get(node.party or WORLD, shared) for node in nodes}


def _act(timeline: Timeline, node: Node, lane: int, weights: Mapping[str, tuple[int, str]]) -> Act:
    event = timeline.by_id.get(node.id)
    first = last = node.day
    if event is not None and isinstance(event.date, When):
        early, late = event.date.earliest, event.date.latest
        first = min(early if early is not None else node.day, node.day)
        last = max(late if late is not None else node.day, node.day)
    weight, label = weights.get(node.id, (0, node.label))
    return Act(
        node.id, label, node.party or WORLD, lane, node.day, node.rung, first, last,
        event.strategy if event and event.tactics else None, weight, node.emitted,
    )  # fmt: skip


def _days(base: Content, acts: Sequence[Act]) -> Iterator[int]:
    """The days that the axis makes room for: acts of the sides weigh twice, key acts of theirs four times."""
    found = False
    for act in acts:
        found = True
        yield from [act.day] * (4 if act.weight else 2)
    for span in base.spans:
        found = True
        yield from (day for day in (span.first, span.last, span.due) if day is not None)
    for track in base.tracks:
        for mark in track.marks:
            found = True
            yield mark.middle
    if not found:
        yield base.scale.first


def _cells(timeline: Timeline, scale: TimeScale, acts: Sequence[Act]) -> Iterator[Cell]:
    """Months of the axis, or halves of a month in zones with room, that hold an act."""
    for zone in scale.zones:
        edges = list(_edges(zone.first, zone.stop, halves=zone.per_day * 15 > 1 / _FINE))
        for first, stop in pairwise(edges):
            here = [act for act in acts if first <= act.day < stop]
            if here:
                coded = [timeline.by_id[act.id] for act in here if act.strategy]
                together = strategy_of((event.act, event.tactics) for event in coded)
                one, two, three = (
                    sum(act.strategy is kind for act in here)
                    for kind in (Strategy.CLAIMING, Strategy.MIXED, Strategy.CREATING)
                )
                yield Cell(first, stop, one, two, three, together)


def _edges(first: int, stop: int, halves: bool) -> Iterator[int]:
    yield first
    for day in range(first + 1, stop):
        date = datetime.date.fromordinal(day)
        if date.day == 1 or (halves and date.day == 16):
            yield day
    yield stop
