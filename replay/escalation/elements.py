"""The parts of the escalation graph: acts and clocks as nodes, typed links between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from replay.codebook import Answer, escalation_step, is_hostile
from replay.timeline import Worth

__all__ = ["ANSWERS", "Link", "LinkType", "Node", "growth"]


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
    SPLITS = "splits"
    BREAKS = "breaks"
    SUSPENDS = "suspends"
    RESUMES = "resumes"
    FOLLOWS = "follows"  #: a clock ended, and what was to follow came
    KEEPS = "keeps"  #: a threat or a promise, and the act that keeps it
    TRIGGERS = "triggers"  #: what a commitment waited for, and the act that keeps it


ANSWERS = frozenset(LinkType(answer.value) for answer in Answer)
"""The link types between acts that a coder gives."""

EASING = frozenset({LinkType.DEESCALATES, LinkType.SETTLES})
"""Answers that lower the stakes, whatever rung they stand on."""


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
    worth : Worth or None
        Of the event, or of the rule that an act came by.
    towards : tuple[str, ...]
        Sides to which the recipient belongs, sender first.
    joint : bool
        True for what parties of both camps do together; it has no side.
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
    worth: Worth | None = None
    towards: tuple[str, ...] = ()
    joint: bool = False

    @property
    def in_dyad(self) -> bool:
        """Whether it is an act of one camp, neither within that camp nor only towards third parties.

        An act of both camps together is not, since neither does it to the other.
        """
        return self.side is not None and (self.recipient is None or any(side != self.side for side in self.towards))

    @property
    def hostile(self) -> bool:
        """Whether it is a hostile act of the dyad."""
        return self.in_dyad and is_hostile(self.rung)


def growth(earlier: Node, later: Node) -> float:
    """Return by how much a hostile act is worth more than an earlier one; 0 without a unit that both are given in.

    Between other acts worth is no stake: an offer that is worth more than a threat is no step up.
    """
    before, after = earlier.worth, later.worth
    if before is None or after is None or before.unit != after.unit:
        return 0.0
    return after.amount - before.amount if is_hostile(min(earlier.rung, later.rung)) else 0.0


@dataclass(frozen=True, slots=True)
class Link:
    """A link: from the earlier `source` to the later `target`.

    Attributes
    ----------
    rise : int
        Rung of the target minus rung of the source; 0 where a clock is involved.
    days : int
        From source to target, never negative between acts.
    growth : float
        Worth of the target minus worth of the source, as `growth` has it; 0 where a clock is involved.
    """

    source: str
    target: str
    type: LinkType
    rise: int
    days: int
    growth: float = 0.0

    @property
    def step(self) -> int:
        """Whether it steps up (1), down (-1) or neither (0)."""
        return escalation_step(self.rise, self.growth)
