"""Places without overlap, by rules alone: rows for spans, and rows and sides for labels on stems.

All lengths are in mm. Nothing here depends on the order in which equals are given, except to break ties.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice

__all__ = ["Flag", "Request", "flags", "pack"]

_CLEAR = 0.4  # mm between a stem and the text of another label


@dataclass(frozen=True, slots=True)
class Request:
    """A label that wants a place: its stem stands at `x`, its text is `width` wide; heavier ones go first."""

    x: float
    width: float
    weight: float


@dataclass(frozen=True, slots=True)
class Flag:
    """A label in its place: `row` counts from 0 upwards, the text runs from `left` to `right`."""

    request: int
    row: int
    x: float
    left: float
    right: float


def pack(spans: Iterable[tuple[float, float]], gap: float = 0.0) -> tuple[int, ...]:
    """Return a row for each closed interval, the first in which it is `gap` clear of those before it.

    Examples
    --------
    >>> pack([(0, 5), (4, 8), (6, 9)])
    (0, 1, 0)
    """
    rows: list[list[tuple[float, float]]] = []
    found = []
    for left, right in spans:
        row = next(
            (n for n, row in enumerate(rows) if all(right + gap <= a or b + gap <= left for a, b in row)), len(rows)
        )
        if row == len(rows):
            rows.append([])
        rows[row].append((left, right))
        found.append(row)
    return tuple(found)


def flags(
    requests: Sequence[Request], rows: int, bounds: tuple[float, float], offset: float = 0.6, gap: float = 2.2
) -> tuple[Flag, ...]:
    """Place labels on stems, the heaviest first; those for which there is no place are left out.

    A stem rises from below row 0 to its label's row; the text hangs from it like a flag, to the right or to
    the left. No text meets another text or a stem. A label joins those before it if all of them then find
    places, with it on the side that keeps the rows fewest, or else with one of the others turned round.

    Parameters
    ----------
    requests : sequence of Request
    rows : int
    bounds : (float, float)
        Between which all text must stay.
    offset : float
        Between a stem and its own text.
    gap : float
        Between two texts in a row.

    Returns
    -------
    tuple[Flag, ...]
        By place in `requests`.

    Examples
    --------
    >>> flags([Request(10, 5, 1), Request(12, 5, 1)], 1, (0, 30), offset=0, gap=1)
    (Flag(request=0, row=0, x=10, left=5, right=10), Flag(request=1, row=0, x=12, left=12, right=17))
    """

    def layout(sides: Mapping[int, bool]) -> tuple[Flag, ...] | None:
        return _layout(requests, sides, rows, bounds, offset, gap)

    turned: dict[int, bool] = {}  # label -> whether its text is on the left
    best: tuple[Flag, ...] = ()
    for n in sorted(range(len(requests)), key=lambda n: (-requests[n].weight, requests[n].x, n)):
        tries = [turned | {n: left} for left in (False, True)]
        found = [(made, sides) for sides in tries if (made := layout(sides)) is not None]
        if not found:
            flips = (sides | {other: not sides[other]} for sides in tries for other in turned)
            found = list(islice(((made, sides) for sides in flips if (made := layout(sides)) is not None), 1))
        if found:
            best, turned = min(found, key=lambda pair: sum(flag.row for flag in pair[0]))
    return tuple(sorted(best, key=lambda flag: flag.request))


def _layout(
    requests: Sequence[Request], sides: Mapping[int, bool], rows: int, bounds: tuple[float, float],
    offset: float, gap: float,
) -> tuple[Flag, ...] | None:  # fmt: skip
    """Give each label the lowest free row: texts on the left from the left end on, then the others from the right."""
    placed: list[Flag] = []
    for n in sorted(sides, key=lambda n: (not sides[n], requests[n].x if sides[n] else -requests[n].x, n)):
        x, width = requests[n].x, requests[n].width
        left = x - offset - width if sides[n] else x + offset
        if left < bounds[0] or left + width > bounds[1]:
            return None
        tries = (Flag(n, row, x, left, left + width) for row in range(rows))
        found = next((flag for flag in tries if not any(_meet(flag, other, gap) for other in placed)), None)
        if found is None:
            return None
        placed.append(found)
    return tuple(placed)


def _meet(a: Flag, b: Flag, gap: float) -> bool:
    if a.row == b.row and a.left < b.right + gap and b.left < a.right + gap:
        return True
    low, high = (a, b) if a.row <= b.row else (b, a)
    return low.left - _CLEAR < high.x < low.right + _CLEAR
