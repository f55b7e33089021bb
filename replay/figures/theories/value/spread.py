"""Marks that would hide each other, moved apart along one direction, so that each can be counted."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

__all__ = ["apart"]


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
