"""Spirals of a corpus: the rule of `replay.escalation.spirals`, on columns and for many dyads at once.

Acts of one side, one day and one rung answer the same acts and are answered by the same; they are one *cell*. What
holds for a cell holds for each of its acts, so chains are followed from cell to cell.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from replay.escalation.spirals import TURNS

__all__ = ["Found", "chained"]

_NONE = -(1 << 30)


@dataclass(frozen=True, slots=True)
class Found:
    """Spirals as columns, by dyad and first cell: arrays of one length.

    Attributes
    ----------
    first, last : arrays of int
        The earliest and the latest cell by day.
    acts, turns : arrays of int
        Acts of all its chains; turns of the longest chain.
    home : array of int
        Of each cell the spiral that it belongs to, or -1.
    """

    first: Any
    last: Any
    acts: Any
    turns: Any
    home: Any


def chained(day: Any, count: Any, source: Any, target: Any, step: Any) -> Found:
    """Return the spirals of cells that answer each other.

    Parameters
    ----------
    day, count : arrays of int
        Of each cell its day, and how many acts it stands for.
    source, target, step : arrays of int
        Answers from cell to cell, of the other side and a later day, none of which steps down; 1 for a step up, else 0.
    """
    order = np.lexsort((source, day[target]))
    links = list(zip(source[order].tolist(), target[order].tolist(), step[order].tolist(), strict=True))
    cells = len(day)
    any_to, up_to, any_on, up_on = [1] * cells, [_NONE] * cells, [1] * cells, [_NONE] * cells
    for one, other, up in links:  # every answer passes the turn on; what comes into `one` has been seen by now
        any_to[other] = max(any_to[other], any_to[one] + 1)
        up_to[other] = max(up_to[other], up_to[one] + 1, any_to[one] + 1 if up else _NONE)
    for one, other, up in reversed(links):
        any_on[one] = max(any_on[one], any_on[other] + 1)
        up_on[one] = max(up_on[one], up_on[other] + 1, any_on[other] + 1 if up else _NONE)
    home = list(range(cells))

    def root(cell: int) -> int:
        while home[cell] != cell:
            home[cell] = cell = home[home[cell]]
        return cell

    held = [False] * cells
    for one, other, up in links:
        turns = max(
            any_to[one] + any_on[other] if up else _NONE, up_to[one] + any_on[other], any_to[one] + up_on[other]
        )
        if turns >= TURNS:
            held[one] = held[other] = True
            a, b = root(one), root(other)
            home[max(a, b)] = min(a, b)
    return _columns(day, count, held, [root(cell) if held[cell] else -1 for cell in range(cells)], up_to)


def _columns(day: Any, count: Any, held: list[bool], roots: list[int], up_to: list[int]) -> Found:
    inside = np.flatnonzero(np.array(held, dtype=bool))
    heads, spiral = np.unique(np.array(roots, dtype=np.int64)[inside], return_inverse=True)
    home = np.full(len(day), -1, dtype=np.int64)
    home[inside] = spiral
    by_day = inside[np.lexsort((inside, day[inside], spiral))]
    ends = np.cumsum(np.bincount(spiral, minlength=len(heads)))
    turns = np.zeros(len(heads), dtype=np.int64)
    np.maximum.at(turns, spiral, np.array(up_to, dtype=np.int64)[inside])
    acts = np.bincount(spiral, count[inside], len(heads)).astype(np.int64)
    return Found(by_day[ends - np.bincount(spiral, minlength=len(heads))], by_day[ends - 1], acts, turns, home)
