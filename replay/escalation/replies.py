"""Which act answers which: the links read once more, from act to act, with the clocks between them left out."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from replay.codebook import escalation_step
from replay.escalation.building import Escalation
from replay.escalation.elements import ANSWERS, EASING, LinkType, growth

__all__ = ["Reply", "replies"]


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
    answering = {node.id for node in found.acts if node.id not in carried}
    out: dict[tuple[str, str], Reply] = {}
    for link in found.links:
        source: str | None = link.source
        if link.type is LinkType.FOLLOWS:
            source = setters.get(link.source)
        elif link.target not in answering or not (link.type in ANSWERS or link.type is LinkType.TRIGGERS):
            continue
        elif nodes[link.source].kind == "clock":
            come = [act for act in followed[link.source] if nodes[act].seq < nodes[link.target].seq]
            source = come[0] if come else setters.get(link.source)
        if source is None or nodes[source].seq >= nodes[link.target].seq:
            continue
        before, after, key = nodes[source], nodes[link.target], (source, link.target)
        up = escalation_step(after.rung - before.rung, growth(before, after))
        eases = link.type in EASING or (key in out and out[key].eases)
        follows = link.type is LinkType.FOLLOWS
        out[key] = Reply(*key, max(up, 0) if follows else up, after.day - before.day, eases, follows)
    return tuple(out.values())
