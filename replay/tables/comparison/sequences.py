"""How far apart two sequences of acts are: the least cost of turning one into the other (optimal matching).

A sequence is turned into another by three moves: an act is put in (cost 1), left out (cost 1), or replaced by
another (cost 0 for an equal one, up to 2 for the opposite, which is as much as leaving out and putting in). The
distance is the least sum of costs; divided by the number of acts in both sequences, which is what leaving out
all of one and putting in all of the other would cost, it runs from 0 (the same) to 1 (nothing in common).

References
----------
Needleman, S. B. & Wunsch, C. D. (1970). A general method applicable to the search for similarities in the amino
acid sequence of two proteins. Journal of Molecular Biology 48, 443-453. doi:10.1016/0022-2836(70)90057-4
Abbott, A. & Forrest, J. (1986). Optimal matching methods for historical sequences. Journal of Interdisciplinary
History 16, 471-494. doi:10.2307/204500
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from replay.codebook import Strategy
from replay.engine.trace import ACTED, Entry, Trace

__all__ = ["acts_between", "distance", "rung_cost", "rungs", "share", "strategies", "strategy_cost"]

T = TypeVar("T")
_TOP = 9


def distance(a: Sequence[T], b: Sequence[T], cost: Callable[[T, T], float]) -> float:
    """Return the least cost of turning one sequence into the other; `cost` of a replacement is 0 to 2.

    Examples
    --------
    >>> distance("kitten", "sitting", lambda x, y: 0.0 if x == y else 1.0)  # Levenshtein 1966
    3.0
    >>> distance("ab", "", lambda x, y: 2.0)
    2.0
    """
    before = [float(n) for n in range(len(b) + 1)]
    for i, one in enumerate(a, 1):
        row = [float(i)]
        for j, other in enumerate(b, 1):
            row.append(min(before[j] + 1.0, row[j - 1] + 1.0, before[j - 1] + cost(one, other)))
        before = row
    return before[-1]


def share(a: Sequence[T], b: Sequence[T], cost: Callable[[T, T], float]) -> float | None:
    """Return the distance as a share of the greatest possible, 0 to 1; None where both are empty.

    Examples
    --------
    >>> share((1, 2), (1, 2), rung_cost), share((9, 9), (), rung_cost), share((), (), rung_cost)
    (0.0, 1.0, None)
    """
    most = len(a) + len(b)
    return distance(a, b, cost) / most if most else None


def strategy_cost(a: Strategy, b: Strategy) -> float:
    """Return what replacing a strategy costs: 1 a step between creating, mixed and claiming.

    >>> strategy_cost(Strategy.CREATING, Strategy.CLAIMING)
    2.0
    """
    order = list(Strategy)
    return float(abs(order.index(a) - order.index(b)))


def rung_cost(a: int, b: int) -> float:
    """Return what replacing an act by one on another rung costs: in proportion to the rungs between, 2 for all eight.

    >>> rung_cost(1, 9), rung_cost(4, 6)
    (2.0, 0.5)
    """
    return 2.0 * abs(a - b) / (_TOP - 1)


def acts_between(trace: Trace, side: str | None = None) -> list[Entry]:
    """Return the acts that are a part of the conduct of one side towards the other, or of both, in order.

    An act of both camps together is one of each, and stands once where both are asked for. Acts within a camp, those of
    its domestic actors, and those towards third parties only are no part of what is compared (`Timeline.engaged`).
    """
    timeline = trace.coded("compare sequences")
    wanted = {*timeline.sides} if side is None else {side}
    return [entry for entry in trace.select(*ACTED) if wanted & {*timeline.engaged(entry.actor, entry.recipient)}]


def strategies(trace: Trace, side: str | None = None) -> tuple[Strategy, ...]:
    """Return the strategies of acts in order: those of one side itself, or of both; acts without one are left out.

    The strategy of an act is that of its tactics, the one stated, or that of its rung (`Event.strategy`).
    """
    found = (trace.strategy(entry) for entry in acts_between(trace, side))
    return tuple(strategy for strategy in found if strategy is not None)


def rungs(trace: Trace, side: str | None = None) -> tuple[int, ...]:
    """Return the rungs of acts in order: those of one side itself, or of both; acts off the ladder are left out."""
    acts = (entry.act for entry in acts_between(trace, side))
    return tuple(act.rung for act in acts if act is not None and act.rung)
