"""Places for labels: none overlaps another, or a mark, by a rule that always gives the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

__all__ = ["Box", "Room", "rows_of"]

_WIDE, _HIGH = 48.0, 16.0  # of a cell


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, its edges in any unit; two that only touch do not overlap."""

    left: float
    top: float
    right: float
    bottom: float


@dataclass(slots=True)
class Room:
    """What is taken already, looked up by cells of the page."""

    cells: defaultdict[tuple[int, int], list[Box]] = field(default_factory=lambda: defaultdict(list))

    def take(self, box: Box) -> None:
        """Take a place."""
        for cell in _cells(box):
            self.cells[cell].append(box)

    def free(self, box: Box) -> bool:
        """Whether it has no area in common with what is taken."""
        left, top, right, bottom = box.left, box.top, box.right, box.bottom
        for cell in _cells(box):
            for other in self.cells.get(cell, ()):
                if left < other.right and other.left < right and top < other.bottom and other.top < bottom:
                    return False
        return True


def _cells(box: Box) -> Iterator[tuple[int, int]]:
    across = range(int(box.left // _WIDE), int(box.right // _WIDE) + 1)
    return product(across, range(int(box.top // _HIGH), int(box.bottom // _HIGH) + 1))


def rows_of(spans: list[tuple[float, float]], gap: float) -> list[int]:
    """Return the row of each span, the first that is free from its beginning to its end.

    >>> rows_of([(0, 10), (5, 15), (11, 20)], 0)
    [0, 1, 0]
    """
    ends: list[list[tuple[float, float]]] = []
    rows = []
    for start, end in spans:
        row = next(
            (n for n, taken in enumerate(ends) if all(end + gap <= a or b + gap <= start for a, b in taken)), len(ends)
        )
        if row == len(ends):
            ends.append([])
        ends[row].append((start, end))
        rows.append(row)
    return rows
