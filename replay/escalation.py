"""The escalation graph: acts and clocks as nodes, typed links from what was coded and what was caused.

Links run from the earlier to the later. Between acts they are the coded answers; between acts and
clocks, and from triggers to what followed by rule, they come from the causes in the trace. networkx stays
inside, but for the door `as_networkx`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from statistics import median
from typing import Any

import networkx as nx

from replay.codebook import Act
from replay.codebook import Link as Answer
from replay.trace import ACTED, ENDS, ClockHistory, Entry, Kind, Trace

__all__ = [
    "HOSTILE", "Escalation", "Link", "LinkType", "Measures", "Node", "OffRamp", "Pivot", "Reciprocity",
    "as_graphml", "as_networkx", "as_node_link", "escalation", "measures",
]  # fmt: skip

HOSTILE = 4
"""Acts on this rung (complaint) or above are moves against the other side."""
CONCILIATORY = 2
"""Acts on this rung (talks) or below, down to 1, are steps towards the other side."""


class LinkType(str, Enum):
    """How one node bears on a later one."""

    COUNTERS = "counters"
    ESCALATES = "escalates"
    RESPONDS = "responds"
    DEESCALATES = "deescalates"
    SETTLES = "settles"
    SETS = "sets"
    MOVES = "moves"
    MEETS = "meets"
    WITHDRAWS = "withdraws"
    LAPSES = "lapses"
    TRIGGERS = "triggers"


ANSWERS = frozenset(LinkType(answer.value) for answer in Answer)
"""The link types between acts that a coder gives."""


@dataclass(frozen=True, slots=True)
class Node:
    """An act, or a clock.

    Attributes
    ----------
    id : str
    kind : {"act", "clock"}
    day : int
        Of an act its day; of a clock the day it ended, or its due day if open.
    seq : int
        Entry of the act, or of the clock's setting.
    party, side : str or None
        Who acted, or set the clock; the side it belongs to.
    recipient : str or None
    rung : int
        0 for clocks.
    act : str or None
    label, summary : str
    emitted : bool
        True for what the record lacks: consequences and reactions.
    """

    id: str
    kind: str
    day: int
    seq: int
    party: str | None
    side: str | None
    recipient: str | None
    rung: int
    act: str | None
    label: str
    summary: str
    emitted: bool = False


@dataclass(frozen=True, slots=True)
class Link:
    """A link: from the earlier `source` to the later `target`.

    Attributes
    ----------
    rise : int
        Rung of the target minus rung of the source; 0 where a clock is involved.
    days : int
        From source to target, never negative between acts.
    """

    source: str
    target: str
    type: LinkType
    rise: int
    days: int


@dataclass(frozen=True)
class Escalation:
    """The graph as frozen values: `nodes` in the order of the trace, `links` by target, then source.

    Examples
    --------
    >>> import replay
    >>> found = replay.graph(replay.run(replay.load(replay.example())))
    >>> [(link.source, link.type.value, link.target) for link in found.links][0]
    ('sanctions-list', 'sets', 'sanctions')
    """

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    trace: Trace

    @cached_property
    def by_id(self) -> Mapping[str, Node]:
        """Nodes by id."""
        return {node.id: node for node in self.nodes}


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """How one side answers the other's hostile acts.

    Attributes
    ----------
    side, other : str
        `side` answers `other`.
    received, answered : int
        Hostile acts (rung >= `HOSTILE`) of the other side that are addressed to this one, and those of
        them that this side answered with any act.
    in_kind : int
        Those of them answered by an act on the same rung or a higher one.
    days : tuple[int, ...]
        Response times, first answer each, ascending; `median_days` is None if there is none.
    """

    side: str
    other: str
    received: int
    answered: int
    in_kind: int
    days: tuple[int, ...]

    @property
    def median_days(self) -> float | None:
        """Median response time in days."""
        return float(median(self.days)) if self.days else None


@dataclass(frozen=True, slots=True)
class Pivot:
    """An act without which `cut_off` later acts would no longer be reached from any beginning."""

    id: str
    cut_off: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OffRamp:
    """A step down, and what came of it.

    Attributes
    ----------
    id : str
        An act between the sides that answers by de-escalating or settling, or a conciliatory act
        (rung 1) of one side towards the other.
    taken : bool
        Whether the dyad's next act on the ladder, by either side, was no higher than the talks (rung 2).
    next_hostile : str or None
        The dyad's next act on rung 4 or above.
    quiet_days : int or None
        Days until that.
    """

    id: str
    taken: bool
    next_hostile: str | None
    quiet_days: int | None


@dataclass(frozen=True, slots=True)
class Measures:
    """What the graph says in numbers; paths are tuples of node ids in order of time.

    Attributes
    ----------
    acts, clocks, links : int
    top_rung : int
    links_by_type : Mapping[str, int]
    longest_escalation : tuple[str, ...]
        The longest chain of answers on which the rung never falls and ends above its start;
        of equals the one that rises most, then the earliest.
    spirals : tuple[tuple[str, ...], ...]
        Chains of three hostile acts or more (rung 4 and above) on which the sides alternate, each side's own rung
        never falls from one move to its next, and rises at least once; maximal ones only, longest first,
        then the earliest.
    reciprocity : tuple[Reciprocity, ...]
    pivots : tuple[Pivot, ...]
        By number of acts cut off, then by time.
    off_ramps : tuple[OffRamp, ...]
        In order of time.
    """

    acts: int
    clocks: int
    links: int
    top_rung: int
    links_by_type: Mapping[str, int]
    longest_escalation: tuple[str, ...]
    spirals: tuple[tuple[str, ...], ...]
    reciprocity: tuple[Reciprocity, ...]
    pivots: tuple[Pivot, ...]
    off_ramps: tuple[OffRamp, ...]


# -- building -------------------------------------------------------------------------------------


def escalation(trace: Trace) -> Escalation:
    """Build the escalation graph of a trace.

    Coded link types come from the trace's timeline; for a trace without one, a link between acts is
    taken from the rungs: up `escalates`, level `responds`, down `deescalates`.
    """
    timeline = trace.timeline
    entries = list(trace)
    side = _sides(trace)
    labels = _labels(trace)
    nodes: list[Node] = []
    for entry in entries:
        if entry.kind in ACTED and entry.event and entry.act:
            label, summary = labels.get(entry.event, ("", ""))
            nodes.append(
                Node(
                    entry.event, "act", entry.day, entry.seq, entry.actor, side.get(entry.actor or ""),
                    entry.recipient, entry.act.rung, entry.act.value, label or entry.act.value.replace("-", " "),
                    summary, entry.kind is not Kind.EVENT,
                )
            )  # fmt: skip
    histories = {history.id: history for history in trace.clocks()}
    settings = {e.clock: e.seq for e in entries if e.kind is Kind.CLOCK_SET}
    nodes += [_clock_node(history, settings[history.id], side) for history in histories.values()]
    nodes.sort(key=lambda node: (node.seq, node.kind == "clock"))
    coded = {event.id: event.answers for event in timeline.events} if timeline else None
    links = _links(entries, {node.id: node for node in nodes}, coded)
    return Escalation(tuple(nodes), tuple(links), trace)


def _sides(trace: Trace) -> dict[str, str | None]:
    if trace.timeline is None:
        return {name: name for entry in trace for name in (entry.actor, entry.recipient) if name}
    return {name: trace.timeline.side(name) for name in trace.timeline.parties}


def _labels(trace: Trace) -> dict[str, tuple[str, str]]:
    """Label and summary of every act that a timeline holds, emitted ones included."""
    found: dict[str, tuple[str, str]] = {}
    if trace.timeline is None:
        return found
    for event in trace.timeline.events:
        found[event.id] = (event.label, event.summary)
        for n, commitment in enumerate(event.commits):
            found[f"{event.id}/reply-{n + 1}"] = ("", commitment.then.summary)
    for clock in trace.timeline.clocks.values():
        if clock.on_lapse:
            found[f"{clock.id}/lapse"] = ("", clock.on_lapse.summary)
    return found


def _clock_node(history: ClockHistory, seq: int, side: Mapping[str, str | None]) -> Node:
    day = history.ended_on or history.due or history.set_on
    return Node(
        history.id, "clock", day, seq, history.holder, side.get(history.holder or ""), history.target, 0, None,
        history.label, f"{history.label}: {history.outcome.value}",
    )  # fmt: skip


def _links(
    entries: list[Entry], nodes: Mapping[str, Node], coded: Mapping[str, Mapping[str, Answer]] | None
) -> list[Link]:
    """Read the links off the causes of each entry."""
    touched = {Kind.CLOCK_SET: LinkType.SETS, Kind.CLOCK_MOVED: LinkType.MOVES}
    touched |= {Kind.CLOCK_MET: LinkType.MEETS, Kind.CLOCK_WITHDRAWN: LinkType.WITHDRAWS}
    found: dict[tuple[str, str, LinkType], Link] = {}

    def add(source: str | None, target: str | None, kind: LinkType, days: int) -> None:
        if source in nodes and target in nodes and source and target:
            rise = 0
            if nodes[source].kind == nodes[target].kind == "act":
                rise = nodes[target].rung - nodes[source].rung
            found.setdefault((target, source, kind), Link(source, target, kind, rise, days))

    for entry in entries:
        if entry.kind in touched:
            add(entry.event, entry.clock, touched[entry.kind], 0)
            continue
        if entry.kind not in ACTED:
            continue
        answers = coded.get(entry.event or "", {}) if coded is not None else None
        for cause in (entries[seq] for seq in entry.causes):
            days = entry.day - cause.day
            name = (cause.event if cause.kind in ACTED else cause.clock) or ""
            if answers is not None and name in answers:
                add(name, entry.event, LinkType(answers[name].value), days)
            elif cause.kind is Kind.CLOCK_LAPSED:
                add(name, entry.event, LinkType.LAPSES, days)
            elif entry.kind is Kind.REACTION and cause.kind in (*ENDS, Kind.CLOCK_MOVED, *ACTED):
                add(name, entry.event, LinkType.TRIGGERS, days)
            elif answers is None and entry.kind is Kind.EVENT and cause.kind in ACTED:
                add(name, entry.event, _by_rung(entry.act, cause.act), days)
    order = {name: place for place, name in enumerate(nodes)}
    return sorted(found.values(), key=lambda e: (order[e.target], order[e.source], e.type.value))


def _by_rung(act: Act | None, cause: Act | None) -> LinkType:
    rise = (act.rung if act else 0) - (cause.rung if cause else 0)
    return LinkType.ESCALATES if rise > 0 else LinkType.DEESCALATES if rise < 0 else LinkType.RESPONDS


# -- measures -------------------------------------------------------------------------------------


def measures(found: Escalation) -> Measures:
    """Compute the measures of an escalation graph; definitions at `Measures` and its parts."""
    by_type: dict[str, int] = defaultdict(int)
    for link in found.links:
        by_type[link.type.value] += 1
    acts = [node for node in found.nodes if node.kind == "act"]
    return Measures(
        acts=len(acts),
        clocks=len(found.nodes) - len(acts),
        links=len(found.links),
        top_rung=max((node.rung for node in acts), default=0),
        links_by_type={kind.value: by_type[kind.value] for kind in LinkType if by_type[kind.value]},
        longest_escalation=_longest(found),
        spirals=_spirals(found),
        reciprocity=_reciprocity(found),
        pivots=_pivots(found),
        off_ramps=_off_ramps(found),
    )


def _rising(found: Escalation) -> dict[str, list[str]]:
    """Successors along links between acts on the ladder on which the rung does not fall."""
    out: dict[str, list[str]] = defaultdict(list)
    nodes = found.by_id
    for link in found.links:
        source, target = nodes[link.source], nodes[link.target]
        if source.kind != "act" or target.kind != "act" or link.rise < 0 or not source.rung:
            continue
        if link.target not in out[link.source]:
            out[link.source].append(link.target)
    return out


def _longest(found: Escalation) -> tuple[str, ...]:
    """Longest path by dynamic programming from the last act back (links follow time, so no circles)."""
    steps, nodes = _rising(found), found.by_id
    best: dict[str, tuple[str, ...]] = {}
    for node in reversed([node for node in found.nodes if node.kind == "act" and node.rung]):
        tails = [best[name] for name in steps.get(node.id, ())]
        best[node.id] = (node.id, *max(tails, key=lambda path: _merit(path, nodes), default=()))
    paths = [path for path in best.values() if len(path) > 1 and _rise(path, nodes) > 0]
    return max(paths, key=lambda path: _merit(path, nodes), default=())


def _rise(path: tuple[str, ...], nodes: Mapping[str, Node]) -> int:
    return nodes[path[-1]].rung - nodes[path[0]].rung


def _merit(path: tuple[str, ...], nodes: Mapping[str, Node]) -> tuple[int, int, int]:
    """Longer, then steeper, then earlier."""
    return len(path), nodes[path[-1]].rung - nodes[path[0]].rung, -nodes[path[0]].seq


def _spirals(found: Escalation) -> tuple[tuple[str, ...], ...]:
    """Longest alternating climbs, by dynamic programming over links from the last back.

    A move is compared with the same side's move before it, two links up the chain: the weaker side's threats
    stand on lower rungs than the stronger one's, and what makes a spiral is that neither backs down.
    """
    steps, nodes = _alternating(found), found.by_id
    best: dict[tuple[str, str], tuple[str, ...]] = {}
    entered: set[tuple[str, str]] = set()
    for source, target in sorted(steps, key=lambda pair: (-nodes[pair[1]].seq, -nodes[pair[0]].seq)):
        tails = []
        for after in steps[(source, target)]:
            if nodes[after].rung >= nodes[source].rung:
                tails.append(best[(target, after)])
                entered.add((target, after))
        best[(source, target)] = (source, *max(tails, key=lambda path: _merit(path, nodes), default=(target,)))
    paths = [best[pair] for pair in steps if pair not in entered]
    paths = [path for path in paths if len(path) >= 3 and _climbs(path, nodes)]
    return tuple(sorted(paths, key=lambda path: (-len(path), nodes[path[0]].seq, nodes[path[1]].seq)))


def _alternating(found: Escalation) -> dict[tuple[str, str], tuple[str, ...]]:
    """Links between hostile acts of opposite sides, each with the acts that its target leads to in turn."""
    nodes = found.by_id
    pairs = {
        (link.source, link.target)
        for link in found.links
        if link.type not in (LinkType.DEESCALATES, LinkType.SETTLES)
        and min(nodes[link.source].rung, nodes[link.target].rung) >= HOSTILE
        and None not in (nodes[link.source].side, nodes[link.target].side)
        and nodes[link.source].side != nodes[link.target].side
    }
    after: dict[str, list[str]] = defaultdict(list)
    for source, target in sorted(pairs, key=lambda pair: (nodes[pair[0]].seq, nodes[pair[1]].seq)):
        after[source].append(target)
    return {(source, target): tuple(after[target]) for source, target in pairs}


def _climbs(path: tuple[str, ...], nodes: Mapping[str, Node]) -> bool:
    """Whether a side's own rung rises somewhere along an alternating path."""
    return any(nodes[later].rung > nodes[earlier].rung for earlier, later in zip(path, path[2:], strict=False))


def _dyad(found: Escalation) -> tuple[str, str] | None:
    return found.trace.timeline.sides if found.trace.timeline else None


def _reciprocity(found: Escalation) -> tuple[Reciprocity, ...]:
    pair = _dyad(found)
    if pair is None:
        return ()
    nodes, sides = found.by_id, _sides(found.trace)
    answers: dict[str, list[Link]] = defaultdict(list)
    for link in found.links:
        if link.type in ANSWERS or link.type is LinkType.TRIGGERS:
            answers[link.source].append(link)
    out = []
    for side, other in (pair, pair[::-1]):
        received = answered = in_kind = 0
        days: list[int] = []
        for node in found.nodes:
            addressed = sides.get(node.recipient or "") == side
            if node.kind != "act" or node.side != other or node.rung < HOSTILE or not addressed:
                continue
            received += 1
            replies = [link for link in answers[node.id] if nodes[link.target].side == side]
            if replies:
                answered += 1
                in_kind += any(link.rise >= 0 for link in replies)
                days.append(min(link.days for link in replies))
        out.append(Reciprocity(side, other, received, answered, in_kind, tuple(sorted(days))))
    return tuple(out)


def _pivots(found: Escalation) -> tuple[Pivot, ...]:
    """Dominators: an act is a pivot for all that every chain from a beginning reaches through it."""
    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(node.id for node in found.nodes)
    graph.add_edges_from((link.source, link.target) for link in found.links)
    root = ""
    graph.add_edges_from([(root, name) for name, degree in list(graph.in_degree()) if not degree])
    parents = nx.immediate_dominators(graph, root)
    nodes = found.by_id
    under: dict[str, list[str]] = defaultdict(list)
    for name in (node.id for node in found.nodes if node.kind == "act"):
        above = parents[name]
        while above not in (root, None):
            under[above].append(name)
            above = parents[above]
    pivots = [Pivot(name, tuple(cut)) for name, cut in under.items() if nodes[name].kind == "act"]
    return tuple(sorted(pivots, key=lambda p: (-len(p.cut_off), nodes[p.id].seq)))


def _off_ramps(found: Escalation) -> tuple[OffRamp, ...]:
    pair = _dyad(found)
    if pair is None:
        return ()
    sides, nodes = _sides(found.trace), found.by_id
    lowering = {link.target for link in found.links if link.type in (LinkType.DEESCALATES, LinkType.SETTLES)}
    dyad = [
        node for node in found.nodes
        if node.kind == "act" and node.rung and node.side in pair
        and sides.get(node.recipient or "") in pair and sides.get(node.recipient or "") != node.side
    ]  # fmt: skip
    out = []
    for place, node in enumerate(dyad):
        if node.id not in lowering and node.rung != 1:
            continue
        later = dyad[place + 1 :]
        hostile = next((other for other in later if other.rung >= HOSTILE), None)
        taken = not later or later[0].rung <= CONCILIATORY
        days = hostile.day - node.day if hostile else None
        out.append(OffRamp(node.id, taken, hostile.id if hostile else None, days))
    return tuple(sorted(out, key=lambda ramp: nodes[ramp.id].seq))


# -- exchange -------------------------------------------------------------------------------------


def as_networkx(found: Escalation) -> nx.MultiDiGraph[str]:
    """Return a networkx MultiDiGraph; every attribute is a scalar, missing ones are left out."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for node in found.nodes:
        graph.add_node(node.id, **_scalars(_node_fields(found, node)))
    for link in found.links:
        graph.add_edge(
            link.source, link.target, key=link.type.value, type=link.type.value, rise=link.rise, days=link.days
        )
    return graph


def as_node_link(found: Escalation) -> dict[str, Any]:
    """Return the node-link form of networkx (keys nodes, edges), ready for JSON."""
    made: dict[str, Any] = nx.node_link_data(as_networkx(found), edges="edges")
    return made


def as_graphml(found: Escalation) -> str:
    """Return GraphML text."""
    return "\n".join(nx.generate_graphml(as_networkx(found), named_key_ids=True)) + "\n"


def _node_fields(found: Escalation, node: Node) -> Iterable[tuple[str, Any]]:
    date = found.trace[node.seq].date if node.kind == "act" else None
    yield from (("kind", node.kind), ("date", date), ("day", node.day), ("seq", node.seq))
    yield from (("party", node.party), ("side", node.side), ("recipient", node.recipient), ("rung", node.rung))
    yield from (("act", node.act), ("label", node.label), ("summary", node.summary), ("emitted", node.emitted))


def _scalars(fields: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    return {name: value for name, value in fields if value is not None}
