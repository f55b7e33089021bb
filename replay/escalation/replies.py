"""Which act answers which: the links read once more, from act to act, with the clocks between them left out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from replay.codebook import escalation_step
from replay.escalation.building import Escalation
from replay.escalation.elements import ANSWERS, EASING, Link, LinkType, growth

__all__ = ["Reply", "replies"]

TOLD = ANSWERS | {LinkType.TRIGGERS}
"""Links by which an act comes upon another, or upon a clock."""


@dataclass(frozen=True, slots=True)
class Reply:
    """An act that comes upon an earlier one.

    Attributes
    ----------
    source, target : str
        The earlier act and the later one.
    step : int
        Up (1), down (-1) or neither (0). What a clock carries out never steps down: it goes on with what set the clock.
    days : int
        From one to the other.
    eases : bool
        Whether it is coded as de-escalating or settling.
    carried : bool
        Whether the end of a clock carries it out, which the source had set. Such a measure answers nobody.
    """

    source: str
    target: str
    step: int
    days: int
    eases: bool = False
    carried: bool = False


def replies(found: Escalation) -> tuple[Reply, ...]:
    """Return what each act comes upon, in the order of the acts, each pair once.

    - An act that is coded to answer another, or that keeps a commitment, answers that act, or what triggered it.
    - A measure that follows from the end of a clock comes upon the act that set the clock, and upon nothing else.
    - An act that answers a clock, or is triggered by one, answers what followed from the clock's end; if nothing had
      followed by then, it answers the act that set the clock.

    Examples
    --------
    >>> import replay
    >>> found = replay.graph(replay.run(replay.load(replay.example())))
    >>> [(one.source, one.target, one.step) for one in replies(found)]
    [('sanctions-list', 'wto-threat', -1), ('sanctions-list', 'settlement', -1)]
    """
    nodes = found.by_id
    setters = {link.target: link.source for link in found.links if link.type is LinkType.SETS}
    followed: dict[str, list[str]] = defaultdict(list)
    for link in found.links:
        if link.type is LinkType.FOLLOWS:
            followed[link.source].append(link.target)
    carried = {act for acts in followed.values() for act in acts}
    acts = {node.id for node in found.acts}

    def earlier(link: Link) -> list[str]:
        """Return the acts that the target of a link comes upon by it."""
        if link.source in acts:
            return [link.source]
        by_then = [act for act in followed[link.source] if nodes[act].seq < nodes[link.target].seq]
        setter = setters.get(link.source)
        return by_then or ([setter] if setter else [])

    out: dict[tuple[str, str], Reply] = {}
    for link in found.links:
        follows = link.type is LinkType.FOLLOWS
        told = link.type in TOLD and link.target in acts and link.target not in carried
        sources = [setters[link.source]] if follows and link.source in setters else earlier(link) if told else []
        for source in sources:
            before, after, key = nodes[source], nodes[link.target], (source, link.target)
            if before.seq < after.seq:
                up = escalation_step(after.rung - before.rung, growth(before, after))
                eases = link.type in EASING or (key in out and out[key].eases)
                out[key] = Reply(*key, max(up, 0) if follows else up, after.day - before.day, eases, follows)
    return tuple(out.values())
