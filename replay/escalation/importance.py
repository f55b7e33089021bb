"""Which acts carry the story: the one rule for what a figure names, or draws, where it has not room for all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from enum import Enum
from types import MappingProxyType

from replay.codebook import HOSTILE, TURNING, Act, ClockKind, Outcome
from replay.engine.trace import Kind
from replay.escalation.building import Escalation
from replay.escalation.elements import LinkType
from replay.escalation.measures import measures
from replay.timeline import origin
from replay.timeline.dispute import once

__all__ = ["PIVOTAL", "Reason", "ranking", "reasons"]

PIVOTAL = 0.1
"""An act is pivotal if at least this share of all acts is reached from the beginnings only through it."""


class Reason(str, Enum):
    """Why an act is a key act. Each counts once and all count alike, so that no weight has to be defended.

    What the coder says (`key:`) goes before all of them: such an act is named first, or not by any rule.
    """

    CODED = "named by the coder"
    EMITTED = "follows in the replay only"
    SPIRAL = "on a spiral"
    PATH = "on the longest escalation path"
    PIVOT = "pivotal"
    STARTS = "sets or moves a clock"
    ENDS = "ends a clock, or follows from its end"
    TURNS = "an agreement or its like, a ruling, a shock, a change of government"
    BLUFF = "a threat or promise that was not carried out when its day had come"
    KEPT = "a threat or promise that was kept, or its keeping"
    HEIGHT = "higher on the ladder than anything its side did to the other before, or as high as it ever went"


_OF_LINKS = MappingProxyType(
    {
        LinkType.SETS: ("source", Reason.STARTS), LinkType.MOVES: ("source", Reason.STARTS),
        LinkType.SPLITS: ("source", Reason.STARTS), LinkType.RESUMES: ("source", Reason.STARTS),
        LinkType.MEETS: ("source", Reason.ENDS), LinkType.WITHDRAWS: ("source", Reason.ENDS),
        LinkType.SUSPENDS: ("source", Reason.ENDS), LinkType.BREAKS: ("source", Reason.ENDS),
        LinkType.FOLLOWS: ("target", Reason.ENDS), LinkType.SETTLES: ("target", Reason.TURNS),
    }
)  # fmt: skip


@once
def reasons(found: Escalation) -> Mapping[str, frozenset[Reason]]:
    """Return the reasons for which each act is a key act; an act without any, or coded as none, is not in it.

    Examples
    --------
    >>> import replay
    >>> found = reasons(replay.graph(replay.run(replay.load(replay.example()))))
    >>> sorted(reason.value for reason in found["settlement"])
    ['an agreement or its like, a ruling, a shock, a change of government', 'ends a clock, or follows from its end']
    """
    out: dict[str, set[Reason]] = defaultdict(set)
    said, acts = measures(found), found.acts
    for name in (name for spiral in said.spirals for name in spiral.acts):
        out[name].add(Reason.SPIRAL)
    for name in said.longest_escalation:
        out[name].add(Reason.PATH)
    for pivot in said.pivots:
        if pivot.cut_off >= PIVOTAL * len(acts):
            out[pivot.id].add(Reason.PIVOT)
    for link in found.links:
        if link.type in _OF_LINKS:
            of_clock = link.type is LinkType.SETTLES and found.by_id[link.target].kind == "clock"
            end, reason = ("source", Reason.ENDS) if of_clock else _OF_LINKS[link.type]
            out[link.source if end == "source" else link.target].add(reason)
        if link.type is LinkType.KEEPS:
            out[link.source].add(Reason.KEPT)
            out[link.target].add(Reason.KEPT)
    for name in _bluffs(found):
        out[name].add(Reason.BLUFF)
    heights: dict[str, int] = defaultdict(lambda: HOSTILE - 1)
    top: dict[str, int] = {}
    for node in (node for node in acts if node.side and node.in_dyad and node.hostile):
        top[node.side or ""] = max(top.get(node.side or "", 0), node.rung)
    for node in acts:
        if node.emitted:
            out[node.id].add(Reason.EMITTED)
        if node.act is not None and Act(node.act) in TURNING:
            out[node.id].add(Reason.TURNS)
        if node.side and node.in_dyad and (node.rung > heights[node.side] or node.rung == top.get(node.side)):
            heights[node.side] = node.rung
            out[node.id].add(Reason.HEIGHT)
    coded = _coded(found)
    for name in (name for name, key in coded.items() if key):
        out[name].add(Reason.CODED)
    return {node.id: frozenset(out[node.id]) for node in acts if node.id in out and coded.get(node.id) is not False}


def _bluffs(found: Escalation) -> Iterator[str]:
    """The acts that threatened or promised what was not done: a measure's day passed, a commitment was broken."""
    for clock in found.trace.clocks():
        unused = clock.kind is ClockKind.EFFECT and clock.outcome is Outcome.LAPSED
        if unused and clock.set_by and clock.set_by in found.by_id:
            yield clock.set_by
    for entry in found.trace.select(Kind.COMMITMENT_BROKEN):
        promise = origin(entry.event or "")
        if promise in found.by_id:
            yield promise


def _coded(found: Escalation) -> Mapping[str, bool]:
    """What the coder says of acts, where anything is said."""
    timeline = found.trace.timeline
    events = timeline.events if timeline else ()
    return {event.id: event.key for event in events if event.key is not None and event.id in found.by_id}


def ranking(found: Escalation, closing: bool = False, linked: bool = False) -> tuple[str, ...]:
    """Return the ids of all acts, the most important first.

    The most important act of each side stands before all others, so that neither is without one where few are drawn.
    Acts that only the replay has come next, then those that the coder names; then by the number of `reasons`, by rung,
    and by their order in the trace. Acts that are coded as no key acts come last.

    With `closing`, for where the acts that come last are not drawn at all, nothing comes before what only the replay
    has or the coder names. After the most important of these of each side comes the last that the coder names; and of
    equals the last act of the dispute and acts that end clocks come first.

    With `linked`, for a figure of links, acts without any come after others on their rung with as many reasons.

    Examples
    --------
    >>> import replay
    >>> ranking(replay.graph(replay.run(replay.load(replay.example()))))[0]
    'sanctions-list'
    """
    why, coded = reasons(found), _coded(found)
    said = {True: 1, None: 2, False: 3}
    tiers = {node.id: 0 if node.emitted else said[coded.get(node.id)] for node in found.acts}
    last = [node.id for node in found.acts][-1:]
    ends = {end for link in found.links for end in (link.source, link.target)}
    ordered = sorted(
        found.acts,
        key=lambda node: (
            tiers[node.id], -len(why.get(node.id, ())), -node.rung, linked and node.id not in ends,
            closing and node.id not in last and Reason.ENDS not in why.get(node.id, ()), node.seq,
        ),
    )  # fmt: skip
    first: dict[str, str] = {}
    for node in (node for node in ordered if node.side and coded.get(node.id) is not False):
        first.setdefault(node.side or "", node.id)
    named = [node.id for node in ordered if tiers[node.id] <= said[True]] if closing else []
    close = [node.id for node in found.acts if coded.get(node.id)][-1:] if closing else []
    ahead = [name for name in first.values() if name in named]
    return tuple(dict.fromkeys([*ahead, *close, *named, *first.values(), *(node.id for node in ordered)]))
