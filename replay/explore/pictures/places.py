"""Places for labels: none overlaps another, or a mark, by a rule that always gives the same."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import product

__all__ = ["Box", "Room"]

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
