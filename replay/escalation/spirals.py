"""Chains of answers: the longest escalation path, and spirals. All take time in proportion to the number of links."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass

from replay.escalation.building import Escalation
from replay.escalation.elements import Node
from replay.escalation.replies import Reply

__all__ = ["Spiral", "longest_escalation", "spirals"]

TURNS = 3
"""A chain of so many turns is the shortest that makes a spiral: a move, the answer, and the answer to that."""

_NONE = -(1 << 30)


@dataclass(frozen=True, slots=True)
class Spiral:
    """Chains of hostile acts that share an act, counted once.

    In a chain each act comes upon the one before (`Reply`), none steps down, at least one steps up, and the camps take
    turns, three at least: acts of one camp that follow each other in the chain are one turn. A chain passes neither
    through off-ramps nor over a truce or a postponement.

    Attributes
    ----------
    acts : tuple[str, ...]
        All of them, in order of time.
    chain : tuple[str, ...]
        The longest chain: the one with most turns; of equals with most acts, then the one that rises most from its
        first rung to its last, then the earliest.
    turns : int
        Turns of that chain.
    first_day, last_day : int
        Days of the first and the last act.
    """

    acts: tuple[str, ...]
    chain: tuple[str, ...]
    turns: int
    first_day: int
    last_day: int


def longest_escalation(found: Escalation, come: Iterable[Reply]) -> tuple[str, ...]:
    """Return the longest chain of acts of the dyad that never steps down and steps up at least once.

    Of equals it is the one that rises most from its first rung to its last, then the earliest; () if there is none.
    """
    nodes = found.by_id
    into: dict[str, list[Reply]] = defaultdict(list)
    for one in come:
        ends = nodes[one.source], nodes[one.target]
        if one.step >= 0 and not one.eases and all(node.in_dyad and node.rung for node in ends):
            into[one.target].append(one)
    return _longest([node for node in found.acts if node.in_dyad and node.rung], into, nodes, by_turns=False)[0]


def spirals(
    found: Escalation, come: Iterable[Reply], ramps: Collection[str], breaks: Collection[str]
) -> tuple[Spiral, ...]:
    """Return the spirals, that with most turns first, then by acts, then the earliest.

    Parameters
    ----------
    found : Escalation
    come : iterable of Reply
    ramps : collection of str
        Off-ramps, which are in no chain.
    breaks : collection of str
        Acts over which no chain leads: truces and postponements.
    """
    nodes, era, past = found.by_id, dict[str, int](), 0
    for node in found.acts:
        era[node.id] = past
        past += node.id in breaks
    acts = [node for node in found.acts if node.hostile and node.id not in ramps]
    held = {node.id for node in acts}
    steps = [
        one for one in come
        if one.source in held and one.target in held and one.step >= 0 and era[one.source] == era[one.target]
    ]  # fmt: skip
    into: dict[str, list[Reply]] = defaultdict(list)
    for one in _on_chains(acts, steps, nodes):
        into[one.target].append(one)
    made = [_spiral(group, into, nodes) for group in _joined(acts, into)]
    return tuple(sorted(made, key=lambda spiral: (-spiral.turns, -len(spiral.acts), nodes[spiral.acts[0]].seq)))


def _spiral(acts: list[Node], into: Mapping[str, list[Reply]], nodes: Mapping[str, Node]) -> Spiral:
    chain, turns = _longest(acts, into, nodes, by_turns=True)
    return Spiral(tuple(node.id for node in acts), chain, turns, acts[0].day, acts[-1].day)


def _on_chains(acts: list[Node], steps: list[Reply], nodes: Mapping[str, Node]) -> list[Reply]:
    """Return the steps, which come in the order of their targets, that lie on a chain with turns enough and a step up.

    For each act: the most turns that a chain up to it, or from it on, can have, with any steps and with one up.
    """
    before = {node.id: (1, _NONE) for node in acts}
    after = dict(before)
    for one in steps:
        before[one.target] = _most(before[one.target], before[one.source], one, nodes)
    for one in reversed(steps):
        after[one.source] = _most(after[one.source], after[one.target], one, nodes)
    found = []
    for one in steps:
        (any_to, up_to), (any_on, up_on) = before[one.source], after[one.target]
        turns = max(any_to + any_on if one.step > 0 else _NONE, up_to + any_on, any_to + up_on)
        if turns - (not _turns(one, nodes)) >= TURNS:
            found.append(one)
    return found


def _most(known: tuple[int, int], further: tuple[int, int], one: Reply, nodes: Mapping[str, Node]) -> tuple[int, int]:
    """Return the most turns at one end of a step, given those at the other: with any steps, and with one up."""
    change = _turns(one, nodes)
    plain, risen = further[0] + change, further[1] + change
    return max(known[0], plain), max(known[1], risen, plain if one.step > 0 else _NONE)


def _turns(one: Reply, nodes: Mapping[str, Node]) -> bool:
    """Whether the turn passes to the other camp."""
    return nodes[one.source].side != nodes[one.target].side


def _joined(acts: list[Node], into: Mapping[str, list[Reply]]) -> list[list[Node]]:
    """Group the acts that steps join, each group in order of time."""
    home: dict[str, str] = {}

    def root(name: str) -> str:
        while home.setdefault(name, name) != name:
            home[name] = name = home[home[name]]
        return name

    for target, steps in into.items():
        for one in steps:
            home[root(target)] = root(one.source)
    groups: dict[str, list[Node]] = defaultdict(list)
    for node in acts:
        if node.id in home:
            groups[root(node.id)].append(node)
    return list(groups.values())


_Merit = tuple[int, int, int, int]


def _longest(
    acts: list[Node], into: Mapping[str, list[Reply]], nodes: Mapping[str, Node], *, by_turns: bool
) -> tuple[tuple[str, ...], int]:
    """Return the best chain that steps up at least once, and its turns.

    One pass in order of time keeps for each act the best chain that ends there, without a step up and with one: its
    merit (turns, acts, first rung, first entry; the last two the less the better) and the act before.
    """
    best: dict[tuple[str, bool], tuple[_Merit, tuple[str, bool] | None]] = {}
    for node in acts:
        best[node.id, False] = (1, 1, -node.rung, -node.seq), None
        for one in into.get(node.id, ()):
            for risen in (False, True):
                if (one.source, risen) not in best:
                    continue
                turns, length, *start = best[one.source, risen][0]
                merit = (turns + (by_turns and _turns(one, nodes)), length + 1, start[0], start[1])
                key = node.id, risen or one.step > 0
                if key not in best or merit > best[key][0]:
                    best[key] = merit, (one.source, risen)
    ends = [key for key in best if key[1]]
    if not ends:
        return (), 0

    def worth(key: tuple[str, bool]) -> _Merit:
        turns, length, first, seq = best[key][0]
        return turns, length, nodes[key[0]].rung + first, seq

    last: tuple[str, bool] | None = max(ends, key=worth)
    turns, chain = best[last][0][0] if last else 0, list[str]()
    while last is not None:
        chain.append(last[0])
        last = best[last][1]
    return tuple(reversed(chain)), turns
