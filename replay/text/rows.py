"""Rows for what lies side by side, so that nothing in a row overlaps: one rule for all figures, in any unit."""

from __future__ import annotations

from collections.abc import Iterable

__all__ = ["assign_rows"]


def assign_rows(spans: Iterable[tuple[float, float]], gap: float = 0.0) -> tuple[int, ...]:
    """Return a row for each closed interval, the first in which it is `gap` clear of those before it.

    Examples
    --------
    >>> assign_rows([(0, 5), (4, 8), (6, 9)])
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
