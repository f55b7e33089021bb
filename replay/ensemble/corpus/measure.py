"""A part of a corpus measured: next moves, response times, spirals and who steps down first, dyad by dyad.

Everything is said of days: of two acts on one day nobody knows which came first, so neither answers the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np

from replay.codebook import CONCILIATORY, HOSTILE
from replay.ensemble.corpus.spirals import chained

__all__ = ["BOTH", "NOBODY", "Measured", "Part", "measured"]

TOP = 9
BOTH, NOBODY = 2, -1
"""Who did something first, besides the sides 0 and 1 of a dyad: both on one day, or nobody."""


@dataclass(frozen=True, slots=True)
class Part:
    """Some dyads: arrays with an element for each act, sorted by dyad, day and side.

    Attributes
    ----------
    dyad : array of int
        Numbered from 0 within the part.
    side : array of int
        0 where the first of the dyad acts, 1 for the second.
    day : array of int
    rung : array of int
        0 for an act off the ladder.
    pause : array of bool
        Whether it is an agreement, a truce or a postponement, over which no chain leads.
    dyads : int
    end : int
        Last day of the record.
    within : int
        Days after which a next move is no answer any more.
    """

    dyad: Any
    side: Any
    day: Any
    rung: Any
    pause: Any
    dyads: int
    end: int
    within: int


@dataclass(frozen=True, slots=True)
class Measured:
    """What a part comes to, as arrays.

    Attributes
    ----------
    hostile : array of int
        Places of the hostile acts in the part; `time`, `status` and the same in kind have an element for each.
    time, status : arrays of int
        Days to the other side's next move, or to the end of the record; 1 for an answer, 0 where the record ends.
    time_in_kind, status_in_kind : arrays of int
        The same to the first later act of the other side on the same rung or a higher one.
    counts : array of int
        For each dyad and each side that answers, in columns: hostile acts received; answered; in kind; of acts received
        with a next move in time, hostile ones, those of them with a hostile next move, other ones, those of them.
    spirals : array of int
        A row for each spiral: dyad, first day, last day, acts, turns, who began, who stepped down first, on which day
        (0 for nobody).
    """

    hostile: Any
    time: Any
    status: Any
    time_in_kind: Any
    status_in_kind: Any
    counts: Any
    spirals: Any


def measured(part: Part) -> Measured:
    """Measure a part.

    Examples
    --------
    The first accuses on day 1, the second threatens on day 5, the first imposes sanctions on day 7.

    >>> found = measured(Part(*map(np.array, ([0, 0, 0], [0, 1, 0], [1, 5, 7], [4, 7, 9], [False] * 3)), 1, 10, 30))
    >>> found.time.tolist(), found.status.tolist(), found.spirals[:, 1:6].tolist()
    ([4, 2, 3], [1, 1, 0], [[1, 7, 3, 3, 0]])
    """
    side, rung = part.side.astype(np.int64), part.rung.astype(np.int64)
    first_day = int(part.day.min()) if len(part.day) else 0
    day = part.day.astype(np.int64) - first_day
    span = int(day.max()) + 2 if len(day) else 1
    way = 2 * part.dyad.astype(np.int64) + side  # who acts on whom
    own, other = way * span + day, (way ^ 1) * span + day
    order = np.argsort(own, kind="stable")
    moves, start = np.unique(own[order], return_index=True)
    top = np.maximum.reduceat(rung[order], start) if len(start) else rung
    gap, spot = _next(moves, other, span)
    answered = (gap >= 0) & (gap <= part.within)
    height = np.where(answered, top[spot] if len(top) else 0, 0)
    is_hostile = rung >= HOSTILE
    hostile = np.flatnonzero(is_hostile)
    kind = np.full(len(own), -1, dtype=np.int64)
    for step in range(HOSTILE, TOP + 1):
        at = np.flatnonzero(rung == step)
        kind[at] = _next(moves[top >= step], other[at], span)[0]
    left = part.end - first_day - day
    receiver = way ^ 1
    flags = (
        is_hostile, is_hostile & answered, is_hostile & answered & (height >= rung), is_hostile & answered,
        is_hostile & answered & (height >= HOSTILE), ~is_hostile & answered,
        ~is_hostile & answered & (height >= HOSTILE),
    )  # fmt: skip
    counts = np.stack([np.bincount(receiver[flag], minlength=2 * part.dyads) for flag in flags], axis=1)
    return Measured(
        hostile,
        np.where(gap >= 0, gap, left)[hostile], (gap >= 0).astype(np.int64)[hostile],
        np.where(kind >= 0, kind, left)[hostile], (kind >= 0).astype(np.int64)[hostile],
        counts.reshape(part.dyads, 2, len(flags)),
        _spirals(part, way, day, rung, own, moves[spot] if len(moves) else spot, answered, span, first_day),
    )  # fmt: skip


def _next(moves: Any, asked: Any, span: int) -> tuple[Any, Any]:
    """Return for each key the days to the first later one among the moves, -1 for none, and its place there."""
    if not len(moves):
        return np.full(len(asked), -1, dtype=np.int64), np.zeros(len(asked), dtype=np.int64)
    spot = np.searchsorted(moves, asked, side="right")
    there = np.minimum(spot, len(moves) - 1)
    same = (spot < len(moves)) & (moves[there] // span == asked // span)
    return np.where(same, moves[there] - asked, -1), there


def _spirals(
    part: Part, way: Any, day: Any, rung: Any, own: Any, upon: Any, answered: Any, span: int, first_day: int
) -> Any:
    """Return the spirals as rows; see `Measured.spirals`."""
    at = np.flatnonzero(rung >= HOSTILE)
    cells, seen, count = np.unique(own[at] * (TOP + 1) + rung[at], return_index=True, return_counts=True)
    seen = at[seen]  # one act of each cell
    heights = rung[seen]
    low = np.searchsorted(cells, upon[seen] * (TOP + 1) + heights)
    high = np.where(answered[seen], np.searchsorted(cells, (upon[seen] + 1) * (TOP + 1)), low)
    pairs = [
        (place, low[place] + n)
        for n in range(TOP - HOSTILE + 1)
        for place in [np.flatnonzero(low + n < high)]
    ]  # fmt: skip
    source, target = (np.concatenate([pair[n] for pair in pairs]) for n in (0, 1))
    dyad = way[seen] // 2
    rests = np.unique((way[part.pause] // 2) * span + day[part.pause])
    era = np.searchsorted(rests, dyad * span + day[seen])  # those of its own day come after it
    one_era = era[source] == era[target]
    source, target = source[one_era], target[one_era]
    found = chained(day[seen], count, source, target, (heights[target] > heights[source]).astype(np.int64))
    home, first, last = dyad[found.first], day[seen][found.first], day[seen][found.last]
    began = _began(found, way[seen] % 2, day[seen], first)
    down, when = _stepped(home, first, last, way, day, rung, span)
    rows = np.stack(
        [home, first + first_day, last + first_day, found.acts, found.turns, began, down,
         np.where(down == NOBODY, 0, when + first_day)], axis=1,
    )  # fmt: skip
    return rows[np.lexsort((rows[:, 3], rows[:, 2], rows[:, 1], rows[:, 0]))]


def _began(found: Any, side: Any, day: Any, first: Any) -> Any:
    """Return who acts on the first day of each spiral: a side, or both."""
    inside = np.flatnonzero(found.home >= 0)
    opening = inside[day[inside] == first[found.home[inside]]]
    acts = np.zeros((len(first), 2), dtype=np.int64)
    np.add.at(acts, (found.home[opening], side[opening]), 1)
    return np.where((acts > 0).all(axis=1), BOTH, (acts[:, 1] > 0).astype(np.int64))


def _stepped(home: Any, first: Any, last: Any, way: Any, day: Any, rung: Any, span: int) -> tuple[Any, Any]:
    """Return who takes the first conciliatory step after each spiral and before the dyad's next one, and on which day.

    That is a side, both on one day, or nobody.
    """
    never = span + 1
    asked = home * span + last
    until = _next(np.unique(home * span + first), asked, span)[0]
    steps = (rung >= 1) & (rung <= CONCILIATORY)
    came = []
    for side in (0, 1):
        taken = steps & (way % 2 == side)
        gap = _next(np.unique((way[taken] // 2) * span + day[taken]), asked, span)[0]
        came.append(np.where((gap >= 0) & ((until < 0) | (gap < until)), gap, never))
    one, two = came
    who = np.where(one < two, 0, np.where(two < one, 1, np.where(one == never, NOBODY, BOTH)))
    return who, last + np.minimum(one, two)
