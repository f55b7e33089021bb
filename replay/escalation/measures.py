"""What an escalation graph says in numbers: paths, spirals, reciprocity, pivots, off-ramps."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from statistics import median

from replay.codebook import CONCILIATORY, is_hostile
from replay.escalation.building import Escalation, sides_of
from replay.escalation.elements import ANSWERS, Link, LinkType, Node

__all__ = ["Measures", "OffRamp", "Pivot", "Reciprocity", "measures"]


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


def measures(found: Escalation) -> Measures:
    """Compute the measures of an escalation graph; definitions at `Measures` and its parts."""
    types = Counter(link.type for link in found.links)
    return Measures(
        acts=len(found.acts),
        clocks=len(found.nodes) - len(found.acts),
        links=len(found.links),
        top_rung=max((node.rung for node in found.acts), default=0),
        links_by_type={kind.value: types[kind] for kind in LinkType if types[kind]},
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
    for node in reversed([node for node in found.acts if node.rung]):
        tails = [best[name] for name in steps.get(node.id, ())]
        best[node.id] = (node.id, *max(tails, key=lambda path: _merit(path, nodes), default=()))
    paths = [path for path in best.values() if len(path) > 1 and _rise(path, nodes) > 0]
    return max(paths, key=lambda path: _merit(path, nodes), default=())


def _rise(path: tuple[str, ...], nodes: Mapping[str, Node]) -> int:
    return nodes[path[-1]].rung - nodes[path[0]].rung


def _merit(path: tuple[str, ...], nodes: Mapping[str, Node]) -> tuple[int, int, int]:
    """Longer, then steeper, then earlier."""
    return len(path), _rise(path, nodes), -nodes[path[0]].seq


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
        and is_hostile(min(nodes[link.source].rung, nodes[link.target].rung))
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


def _reciprocity(found: Escalation) -> tuple[Reciprocity, ...]:
    if found.trace.timeline is None:
        return ()
    pair = found.trace.timeline.sides
    nodes, sides = found.by_id, sides_of(found.trace)
    answers: dict[str, list[Link]] = defaultdict(list)
    for link in found.links:
        if link.type in ANSWERS or link.type is LinkType.TRIGGERS:
            answers[link.source].append(link)
    out = []
    for side, other in (pair, pair[::-1]):
        received = answered = in_kind = 0
        days: list[int] = []
        for node in found.acts:
            addressed = sides.get(node.recipient or "") == side
            if node.side != other or not is_hostile(node.rung) or not addressed:
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
    import networkx as nx

    graph: nx.DiGraph[str] = nx.DiGraph()
    graph.add_nodes_from(node.id for node in found.nodes)
    graph.add_edges_from((link.source, link.target) for link in found.links)
    root = ""
    graph.add_edges_from([(root, name) for name, degree in list(graph.in_degree()) if not degree])
    graph.add_node(root)  # stands even where nothing happens
    parents = nx.immediate_dominators(graph, root)
    nodes = found.by_id
    under: dict[str, list[str]] = defaultdict(list)
    for name in (node.id for node in found.acts):
        above = parents[name]
        while above not in (root, None):
            under[above].append(name)
            above = parents[above]
    pivots = [Pivot(name, tuple(cut)) for name, cut in under.items() if nodes[name].kind == "act"]
    return tuple(sorted(pivots, key=lambda p: (-len(p.cut_off), nodes[p.id].seq)))


def _off_ramps(found: Escalation) -> tuple[OffRamp, ...]:
    if found.trace.timeline is None:
        return ()
    pair = found.trace.timeline.sides
    sides, nodes = sides_of(found.trace), found.by_id
    lowering = {link.target for link in found.links if link.type in (LinkType.DEESCALATES, LinkType.SETTLES)}
    dyad = [
        node for node in found.acts
        if node.rung and node.side in pair
        and sides.get(node.recipient or "") in pair and sides.get(node.recipient or "") != node.side
    ]  # fmt: skip
    out = []
    for place, node in enumerate(dyad):
        if node.id not in lowering and node.rung != 1:
            continue
        later = dyad[place + 1 :]
        hostile = next((other for other in later if is_hostile(other.rung)), None)
        taken = not later or later[0].rung <= CONCILIATORY
        days = hostile.day - node.day if hostile else None
        out.append(OffRamp(node.id, taken, hostile.id if hostile else None, days))
    return tuple(sorted(out, key=lambda ramp: nodes[ramp.id].seq))
