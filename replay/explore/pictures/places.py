"""Places for labels: none overlaps another, or a mark, by a rule that always gives the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field

__all__ = ["Box", "Room", "rows_of"]

_CELL = 48.0


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle, its edges in any unit; two that only touch do not overlap."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: Box) -> bool:
        """Whether the two have an area in common."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom


@dataclass(slots=True)
class Room:
    """What is taken already, looked up by columns of the page."""

    cells: defaultdict[int, list[Box]] = field(default_factory=lambda: defaultdict(list))

    def take(self, box: Box) -> None:
        """Take a place."""
        for cell in self._cells(box):
            self.cells[cell].append(box)

    def free(self, box: Box) -> bool:
        """Whether nothing is there."""
        return not any(box.overlaps(other) for cell in self._cells(box) for other in self.cells.get(cell, ()))

    def _cells(self, box: Box) -> Iterator[int]:
        return iter(range(int(box.left // _CELL), int(box.right // _CELL) + 1))


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
