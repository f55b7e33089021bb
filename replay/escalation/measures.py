"""What an escalation graph says in numbers: paths, spirals, reciprocity, pivots, off-ramps."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from statistics import median

from replay.escalation.building import Escalation
from replay.escalation.elements import LinkType
from replay.escalation.offramps import OffRamp, off_ramps
from replay.escalation.pivots import Pivot, pivots
from replay.escalation.replies import Reply, replies
from replay.escalation.spirals import Spiral, longest_escalation, spirals
from replay.text.notebook import InNotebook

__all__ = ["Measures", "Reciprocity", "measures"]


@dataclass(frozen=True, slots=True)
class Reciprocity:
    """How one side answers the other's hostile acts.

    Attributes
    ----------
    side, other : str
        `side` answers `other`.
    received, answered : int
        Hostile acts (rung >= `HOSTILE`) of the other side that are addressed to this one, and those of them that this
        side answered with any act; a measure that a clock carries out answers nobody.
    in_kind : int
        Those of them answered by an act on the same rung or a higher one, whatever either is worth.
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
class Measures(InNotebook):
    """What the graph says in numbers; paths are tuples of ids in order of time.

    But for acts, clocks, links and pivots all is said of the dyad alone: acts of one camp, neither within it nor only
    towards third parties. A trace without its timeline knows no camps, so it has no spirals, reciprocity and off-ramps.

    Attributes
    ----------
    acts, clocks, links : int
    hostile, unprompted : int
        Hostile acts, and those of them that come upon no other act: they answer nothing that is coded, keep no
        commitment and follow from no clock. Spirals are a lower bound, since these may answer what nobody coded.
    top_rung : int
    links_by_type : Mapping[str, int]
    longest_escalation : tuple[str, ...]
        The longest chain of acts on the ladder on which none steps down and at least one steps up.
    spirals : tuple[Spiral, ...]
        That with most turns first.
    reciprocity : tuple[Reciprocity, ...]
    pivots : tuple[Pivot, ...]
        By number of acts cut off, then by time.
    off_ramps : tuple[OffRamp, ...]
        In order of time.
    drawn : Escalation or None
        The graph that was measured, for the tables that it shows in a notebook.
    """

    acts: int
    clocks: int
    links: int
    hostile: int
    unprompted: int
    top_rung: int
    links_by_type: Mapping[str, int]
    longest_escalation: tuple[str, ...]
    spirals: tuple[Spiral, ...]
    reciprocity: tuple[Reciprocity, ...]
    pivots: tuple[Pivot, ...]
    off_ramps: tuple[OffRamp, ...]
    drawn: Escalation | None = field(default=None, compare=False, repr=False, metadata={"plain": False})


def measures(found: Escalation) -> Measures:
    """Compute the measures of an escalation graph; definitions at `Measures` and its parts.

    Examples
    --------
    >>> import replay
    >>> said = measures(replay.graph(replay.run(replay.load(replay.example()))))
    >>> said.hostile, said.unprompted, said.spirals
    (3, 2, ())
    """
    types, come = Counter(link.type for link in found.links), replies(found)
    prompted = {one.target for one in come}
    hostile = [node.id for node in found.acts if node.hostile]
    camps = found.trace.timeline is not None
    ramps = off_ramps(found) if camps else ()
    breaks = {ramp.id for ramp in ramps if ramp.breaks}
    return Measures(
        acts=len(found.acts),
        clocks=len(found.nodes) - len(found.acts),
        links=len(found.links),
        hostile=len(hostile),
        unprompted=sum(name not in prompted for name in hostile),
        top_rung=max((node.rung for node in found.acts if node.in_dyad or node.joint), default=0),
        links_by_type={kind.value: types[kind] for kind in LinkType if types[kind]},
        longest_escalation=longest_escalation(found, come),
        spirals=spirals(found, come, {ramp.id for ramp in ramps}, breaks) if camps else (),
        reciprocity=_reciprocity(found, come),
        pivots=pivots(found),
        off_ramps=ramps,
        drawn=found,
    )


def _reciprocity(found: Escalation, come: Iterable[Reply]) -> tuple[Reciprocity, ...]:
    if found.trace.timeline is None:
        return ()
    first, second = found.trace.timeline.sides
    nodes = found.by_id
    answers: dict[str, list[Reply]] = defaultdict(list)
    for one in come:
        if not one.carried:
            answers[one.source].append(one)
    out = []
    for side, other in ((first, second), (second, first)):
        received = [node.id for node in found.acts if node.side == other and node.hostile and side in node.towards]
        given = [[one for one in answers[name] if nodes[one.target].side == side] for name in received]
        days = sorted(min(one.days for one in some) for some in given if some)
        in_kind = sum(any(nodes[one.target].rung >= nodes[one.source].rung for one in some) for some in given)
        out.append(Reciprocity(side, other, len(received), len(days), in_kind, tuple(days)))
    return tuple(out)
