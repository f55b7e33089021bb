"""What an escalation diagram shows: rows of acts by date, lanes by who acts, clocks, links; and in which words."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from replay.dates import Duration, When, bounds_in_words, in_words, reach
from replay.engine.trace import ClockHistory, Kind
from replay.escalation import Escalation, LinkType, Node
from replay.figures.style import link_words
from replay.text.words import typeset
from replay.timeline import Timeline
from replay.timeline.schedule import spans

__all__ = ["OTHERS", "Content", "Line", "Stop", "content"]

OTHERS = "others"
"""The lane of whoever belongs to neither side."""


@dataclass(frozen=True, slots=True)
class Stop:
    """A date, and the acts that have it as coded, in the order of the trace.

    Attributes
    ----------
    date : str
        As coded, in words.
    acts : tuple[Node, ...]
    """

    date: str
    acts: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class Line:
    """All links from one node to another: their types, the weightiest first."""

    source: str
    target: str
    types: tuple[LinkType, ...]

    @property
    def words(self) -> str:
        """What the target does to the source, or to a clock."""
        return ", ".join(link_words(type_.value) for type_ in self.types)


@dataclass(frozen=True, slots=True)
class Content:
    """What is drawn.

    Attributes
    ----------
    name, title : str
        Of the dispute.
    lanes : Mapping[str, str]
        Names by key: the two sides, and `OTHERS` if one of them acts; a lane without acts is there if it is a side's.
    stops : tuple[Stop, ...]
        From the first to the last.
    clocks : tuple[ClockHistory, ...]
        Those that a shown act sets, moves or ends, or follows from.
    lines : tuple[Line, ...]
        Among the acts and clocks shown; none stands for a link that there is not.
    said : Mapping[str, str]
        The words of each act, besides its label, by id: who acts and for whom, where the lane does not say it.
    dues : Mapping[str, str]
        Due dates as coded, in words, by clock.
    """

    name: str
    title: str
    lanes: Mapping[str, str]
    stops: tuple[Stop, ...]
    clocks: tuple[ClockHistory, ...]
    lines: tuple[Line, ...]
    said: Mapping[str, str]
    dues: Mapping[str, str]

    @property
    def acts(self) -> tuple[Node, ...]:
        """The acts shown, in the order of the trace."""
        return tuple(node for stop in self.stops for node in stop.acts)

    def lane(self, node: Node) -> str:
        """Return the key of the lane of an act."""
        return node.side if node.side and node.side in self.lanes else OTHERS


def content(found: Escalation, chosen: Collection[str]) -> Content:
    """Gather what is drawn of a graph if these acts are, given by id."""
    timeline = found.trace.timeline
    acts = [node for node in found.acts if node.id in chosen]
    sides = timeline.sides if timeline else tuple(sorted({node.side for node in found.nodes if node.side}))[:2]
    names = {name: party.name for name, party in timeline.parties.items()} if timeline else {}
    lanes = {side: names.get(side, side) for side in sides}
    others = [node for node in acts if node.side not in sides]
    if others:
        who = {node.party for node in others}
        lanes[OTHERS] = _name(names, others[0].party) if len(who) == 1 else "Third parties"
    coded, shown = _Coded(found, timeline), {node.id for node in acts}
    linked = {end for link in found.links for end in (link.source, link.target) if {link.source, link.target} & shown}
    clocks = tuple(clock for clock in found.trace.clocks() if clock.id in linked)
    return Content(
        timeline.dispute if timeline else "escalation",
        typeset(timeline.title) if timeline else "Escalation",
        lanes,
        tuple(
            Stop(key[1], tuple(group)) for key, group in groupby(acts, key=lambda node: (node.day, coded.date(node)))
        ),
        clocks,
        tuple(_lines(found, shown | {clock.id for clock in clocks})),
        {node.id: _said(node, lanes, names) for node in acts},
        {clock.id: coded.due(clock) for clock in clocks},
    )


def _name(names: Mapping[str, str], party: str | None) -> str:
    return names.get(party, party) if party else "Unknown actor"


def _said(node: Node, lanes: Mapping[str, str], names: Mapping[str, str]) -> str:
    """Who acts, unless the lane is the actor's; whom it is for, unless that is the other side or somebody at home."""
    lane = lanes.get(node.side or "", lanes.get(OTHERS))
    actor = _name(names, node.party)
    parts = [] if actor == lane else [actor]
    if node.recipient and node.recipient not in lanes and node.side in lanes and node.recipient in names:
        parts.append(f"to {names[node.recipient]}")
    return " ".join(parts)


def _lines(found: Escalation, shown: Collection[str]) -> Iterator[Line]:
    """Merge the links that run between the same two nodes."""
    pairs: dict[tuple[str, str], list[LinkType]] = {}
    for link in found.links:
        if link.source in shown and link.target in shown:
            pairs.setdefault((link.source, link.target), []).append(link.type)
    for (source, target), types in pairs.items():
        yield Line(source, target, tuple(sorted(types, key=_WEIGHTS.index)))


_WEIGHTS: Sequence[LinkType] = (
    LinkType.SETTLES, LinkType.ESCALATES, LinkType.COUNTERS, LinkType.LAPSES, LinkType.TRIGGERS,
    LinkType.DEESCALATES, LinkType.RESPONDS, LinkType.MEETS, LinkType.WITHDRAWS, LinkType.MOVES, LinkType.SETS,
)  # fmt: skip


class _Coded:
    """Dates as they were coded, in words; bounds for what is counted from something else."""

    def __init__(self, found: Escalation, timeline: Timeline | None) -> None:
        self.trace = found.trace
        self.timeline = timeline
        self.spans: Mapping[str, tuple[int, int]] | None = None

    def date(self, node: Node) -> str:
        """The date of an act; the day of one that an edit has moved out of its coded bounds."""
        event = self.timeline.by_id.get(node.id) if self.timeline else None
        coded = event.date if event else None
        if isinstance(coded, When) and (coded.earliest or 0) <= node.day <= (coded.latest or node.day):
            return in_words(coded)
        return bounds_in_words(*self._bounds(node.id, node.day))

    def due(self, clock: ClockHistory) -> str:
        """The due date in force at the end; a length counts from the act that set it or moved it."""
        day, timeline = clock.due, self.timeline
        if day is None:
            return ""
        coded, start = None, clock.set_by or ""
        if timeline is not None:
            if clock.id in timeline.clocks:
                coded = timeline.clocks[clock.id].due
            for entry in self.trace.select(Kind.CLOCK_MOVED):
                event = timeline.by_id.get(entry.event or "")
                if entry.clock == clock.id and event is not None and clock.id in event.moves:
                    coded, start = event.moves[clock.id], event.id
        if isinstance(coded, When):
            return in_words(coded)
        if isinstance(coded, Duration) and start:
            first, last = self._bounds(start, clock.dues[-1][0])
            return bounds_in_words(reach(first, coded), reach(last, coded))
        return bounds_in_words(day, day)

    def _bounds(self, name: str, day: int) -> tuple[int, int]:
        """First and last day of an event as the schedule leaves them; of what is not in the file, its day."""
        if self.timeline is None or name not in self.timeline.by_id:
            return day, day
        if self.spans is None:
            self.spans = spans(self.timeline)
        first, last = self.spans.get(name, (day, day))
        return (first, last) if first <= day <= last else (day, day)
