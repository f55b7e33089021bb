"""The parts of the escalation graph: acts and clocks as nodes, typed links between them."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from replay.codebook import Answer

__all__ = ["ANSWERS", "Link", "LinkType", "Node"]


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
