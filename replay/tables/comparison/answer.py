"""What a comparison comes to: which measures differ most, and which disputes are furthest apart."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from math import log2

from replay.text.table import Table
from replay.text.words import counted, joined

__all__ = ["comparison_told"]

_MOST = 3
_PAIR = re.compile(r"(\d+) / (\d+)")
_COUNTS = (
    "Acts", "Hostile acts", "Threats", "Impositions", "Public statements", "Clocks", "Clocks moved",
    "Days a clock ran", "Spirals", "Longest spiral", "Days from first threat to settlement",
)  # fmt: skip
"""Measures that are counts, for the two sides or for the whole, of which one can be so many times another."""


def comparison_told(table: Table, distances: Table) -> Iterator[str]:
    """Yield what differs most between disputes, outcomes, and which pair is most and least alike.

    Parameters
    ----------
    table, distances : Table
        As `comparison_table` and `distances_table` give them.
    """
    names = [column.name for column in table.columns[1:-1]]
    rows = {str(row[0]): row[1:-1] for row in table.rows}
    if len(names) < 2:
        yield "One dispute: nothing to compare it with."
        return
    found = sorted(_gaps(rows), key=lambda one: -one[0])
    yield f"{counted(len(names), 'dispute')}: {', '.join(names)}."
    if found and found[0][0] > 0:
        said = [
            f"{words} ({', '.join(f'{value:g}' for value in values)})" for gap, words, values in found[:_MOST] if gap
        ]
        yield f"What differs most: {joined(said)}."
    else:
        yield "No count differs."
    ends = rows.get("Outcome", ())
    if any(ends):
        seen = Counter(str(end or "none") for end in ends)
        yield f"Outcomes: {'; '.join(f'{number} {end}' for end, number in seen.items())}."
    pairs = [(row[5], row[0], row[1]) for row in distances.rows if isinstance(row[5], float)]
    if len(pairs) > 1:
        near, far = min(pairs), max(pairs)
        yield (
            f"By rungs {near[1]} and {near[2]} are nearest ({near[0]:.2f} of 1), "
            f"{far[1]} and {far[2]} furthest apart ({far[0]:.2f})."
        )
    elif pairs:
        yield f"By rungs their sequences are {pairs[0][0]:.2f} of 1 apart."


def _gaps(rows: Mapping[str, tuple[object, ...]]) -> Iterator[tuple[float, str, Sequence[float]]]:
    """How many times (in doublings) the most of a count is its least, with the values; a zero counts as a half."""
    for name in _COUNTS:
        cells = rows.get(name, ())
        parts = [_PAIR.fullmatch(str(cell)) for cell in cells]
        if cells and all(parts):
            for number, side in ((1, "of the sender"), (2, "of the target")):
                yield _gap(f"{name} {side}".lower(), [float(part[number]) for part in parts if part])
        elif cells and all(isinstance(cell, (int, float)) for cell in cells):
            yield _gap(name.lower(), [float(cell) for cell in cells if isinstance(cell, (int, float))])


def _gap(words: str, values: Sequence[float]) -> tuple[float, str, Sequence[float]]:
    return log2(max(*values, 0.5) / max(min(values), 0.5)), words, values
