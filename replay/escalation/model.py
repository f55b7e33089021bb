"""The frozen values of the escalation graph and of its measures."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from functools import cached_property
from statistics import median

from replay.codebook import Link as Answer
from replay.engine.trace import Trace

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

    def _repr_svg_(self) -> str:
        from replay.escalation.sketch import sketch  # a sibling, which needs the types of this module

        return sketch(self)


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
