"""Marks that would hide each other, moved apart, so that each can be counted."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import count

__all__ = ["apart", "aside"]


def apart(
    places: Sequence[tuple[float, float]], clear: float, step: float, ends: tuple[float, float] | None = None
) -> tuple[float, ...]:
    """Return a height for each mark at which none meets another; their places across stay as they are.

    Each mark, from the left, then from below, takes the free height that is nearest to its own, the upper of two.

    Parameters
    ----------
    places : sequence of (float, float)
        Across and up, in mm.
    clear : float
        Distance in mm that the centres of two marks keep, across or up.
    step : float
        Heights are tried at so many mm from each other.
    ends : tuple of two floats, optional
        Lowest and highest height, both allowed; where no height between them is free, a mark keeps its own.

    Examples
    --------
    >>> apart([(0, 5), (0.5, 5), (9, 5), (0, 5)], clear=2, step=2)
    (5, 3, 5, 7)
    >>> apart([(0, 0), (0, 0), (0, 0)], clear=2, step=2, ends=(0, 9))  # a stack
    (0, 2, 4)
    """
    held: list[tuple[float, float]] = []
    clear -= 1e-6  # marks that just touch are clear of each other
    found = [y for _, y in places]
    low, high = ends or (-1e6, 1e6)
    for n in sorted(range(len(places)), key=lambda n: (places[n], n)):
        x, y = places[n]
        for k in count():
            if y - k * step < low and y + k * step > high:
                break
            tries = [at for at in dict.fromkeys((y + k * step, y - k * step)) if low <= at <= high]
            free = (at for at in tries if not any(abs(x - a) < clear > abs(at - b) for a, b in held))
            at = next(free, None)
            if at is not None:
                found[n] = at
                break
        held.append((x, found[n]))
    return tuple(found)


def aside(
    places: Sequence[tuple[float, float]], reaches: Sequence[tuple[float, float]], clear: float, step: float
) -> tuple[tuple[float, float], ...]:
    """Return a place for each mark at which none meets another: as near to its own height as can be.

    Each mark, from the left, then from below, takes the free height nearest to its own within its reach, the upper of
    two; where none is free there, the free place nearest to its own at its own height, to the right before the left.

    Parameters
    ----------
    places : sequence of (float, float)
        Across and up, in mm.
    reaches : sequence of (float, float)
        Lowest and highest height of each mark, both allowed.
    clear : float
        Distance in mm that the centres of two marks keep, across or up.
    step : float
        Places are tried at so many mm from each other.

    Examples
    --------
    >>> aside([(0, 5), (0, 5)], [(3, 7), (3, 7)], clear=2, step=1)  # there is room above
    ((0, 5), (0, 7))
    >>> aside([(0, 5), (0, 5), (0, 5)], [(5, 6)] * 3, clear=2, step=1)  # there is none: one to each side
    ((0, 5), (2, 5), (-2, 5))
    """
    found = list(places)
    held: list[tuple[float, float]] = []
    clear -= 1e-6  # marks that just touch are clear of each other

    def tries(x: float, y: float, low: float, high: float) -> Iterator[tuple[float, float]]:
        yield x, y
        for k in range(1, int(max(high - y, y - low, 0.0) / step) + 1):
            yield from ((x, at) for at in (y + k * step, y - k * step) if low <= at <= high)
        yield from ((x + way * k * step, y) for k in count(1) for way in (1, -1))

    for n in sorted(range(len(places)), key=lambda n: (places[n], n)):
        free = (at for at in tries(*places[n], *reaches[n]) if not _meets(at, held, clear))
        found[n] = next(free)
        held.append(found[n])
    return tuple(found)


def _meets(at: tuple[float, float], held: Sequence[tuple[float, float]], clear: float) -> bool:
    return any(abs(at[0] - x) < clear > abs(at[1] - y) for x, y in held)
