"""Pivots: acts without which later ones can no longer be reached."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from replay.escalation.building import Escalation

__all__ = ["Pivot", "pivots"]


@dataclass(frozen=True, slots=True)
class Pivot:
    """An act without which `cut_off` later acts would no longer be reached from any beginning."""

    id: str
    cut_off: int


def pivots(found: Escalation) -> tuple[Pivot, ...]:
    """Return the acts that cut others off, by number of these, then by time.

    A pivot stands on every chain that leads to what it cuts off: it dominates it (Lengauer & Tarjan 1979). Links follow
    time, so one pass in order of time finds for each act the last that all chains to it pass: where the ways by which
    its causes are reached part. A clock counts as it stands when an act comes upon it, with all that had touched it.

    References
    ----------
    Lengauer, T. & Tarjan, R. E. (1979). A fast algorithm for finding dominators in a flowgraph. ACM Transactions on
    Programming Languages and Systems 1, 121-141. doi:10.1145/357062.357071
    """
    into: dict[str, list[str]] = defaultdict(list)
    touched: dict[str, list[str]] = defaultdict(list)
    clocks = {node.id for node in found.nodes if node.kind == "clock"}
    for link in found.links:
        if link.target in clocks:
            touched[link.source].append(link.target)
        else:
            into[link.target].append(link.source)
    tree = _Tree()
    place: dict[str, int] = {}
    for node in found.acts:
        place[node.id] = tree.add([place[name] for name in into[node.id] if name in place])
        for clock in touched[node.id]:
            place[clock] = tree.add([place[node.id], *([place[clock]] if clock in place else [])])
    acts = [0] * len(tree.above)
    for node in found.acts:
        acts[place[node.id]] = 1
    under = [0] * len(tree.above)
    for n in range(len(tree.above) - 1, 0, -1):
        under[tree.above[n]] += under[n] + acts[n]
    cut = [Pivot(node.id, under[place[node.id]]) for node in found.acts if under[place[node.id]]]
    return tuple(sorted(cut, key=lambda pivot: -pivot.cut_off))


class _Tree:
    """What all chains to a node pass, as a tree that grows: above each node stands the last such node.

    Each node also knows one further up, so that the way to where two branches meet is short however deep the tree is
    (Myers 1983, An applicative random-access stack, Information Processing Letters 17: 241-248).
    """

    def __init__(self) -> None:
        self.above, self.jump, self.depth = [0], [0], [0]

    def add(self, causes: list[int]) -> int:
        """Put in a node below where the ways to its causes part; below the root if it has none."""
        above = causes[0] if causes else 0
        for cause in causes[1:]:
            above = self.meeting(above, cause)
        far = self.jump[above]
        even = self.depth[above] - self.depth[far] == self.depth[far] - self.depth[self.jump[far]]
        self.above.append(above)
        self.jump.append(self.jump[far] if even else above)
        self.depth.append(self.depth[above] + 1)
        return len(self.above) - 1

    def meeting(self, one: int, other: int) -> int:
        """Return the lowest node above both, or the one that is above the other."""
        if self.depth[one] < self.depth[other]:
            one, other = other, one
        while self.depth[one] > self.depth[other]:
            one = self.jump[one] if self.depth[self.jump[one]] >= self.depth[other] else self.above[one]
        while one != other:
            apart = self.jump[one] != self.jump[other]
            one, other = (self.jump[one], self.jump[other]) if apart else (self.above[one], self.above[other])
        return one
