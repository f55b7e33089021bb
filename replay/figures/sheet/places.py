"""Places without overlap, by rules alone: rows for spans, and rows and sides for tags, which are names on stems.

All lengths are in mm. Nothing here depends on the order in which equals are given, except to break ties.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import Protocol

from replay.figures import style as figstyle
from replay.figures.sheet.page import Sheet, text_width

__all__ = ["Tag", "draw_tag", "place_tags", "rows_of", "unplaced"]

_CLEAR, _OFFSET, _GAP = 0.4, 0.6, 2.2  # mm between a stem and another's text, and its own, and two texts of a row


@dataclass(frozen=True, slots=True)
class Tag:
    """A name on a stem, in a row counted from 0 away from the edge from which the stems rise.

    Attributes
    ----------
    id, text : str
        What is named, and the words, `width` mm wide.
    x : float
        Of the stem.
    turned : bool
        Whether the text stands on the left of its stem.
    """

    id: str
    text: str
    x: float
    width: float
    bold: bool = False
    italic: bool = False
    row: int = 0
    turned: bool = False

    @property
    def left(self) -> float:
        """Left end of the text."""
        return self.x - _OFFSET - self.width if self.turned else self.x + _OFFSET

    @property
    def right(self) -> float:
        """Right end of the text."""
        return self.left + self.width


def unplaced(id_: str, text: str, x: float, *, bold: bool = False, italic: bool = False) -> Tag:
    """Return a tag that has no place yet, its text measured."""
    return Tag(id_, text, x, text_width(text, figstyle.SMALLEST, bold, italic), bold, italic)


def draw_tag(
    sheet: Sheet, placed: Tag, start: float, edge: float, pitch: float,
    ground: str = figstyle.PAPER, color: str = figstyle.INK,
) -> None:  # fmt: skip
    """Draw a tag: its stem from height `start`, its text in its row; rows are `pitch` mm apart, downwards if < 0."""
    base = edge + placed.row * pitch
    ends = start, base + 0.8 * pitch
    sheet.line((placed.x, placed.x), ends, figstyle.MUTED, 0.35, layer=1.4, name=f"stem {placed.id}")
    sheet.text(
        placed.right if placed.turned else placed.left, base + pitch / 2, placed.text, figstyle.SMALLEST, color,
        ha="right" if placed.turned else "left", bold=placed.bold, italic=placed.italic, ground=ground,
        name=f"name {placed.id}",
    )  # fmt: skip


class _InRow(Protocol):
    @property
    def row(self) -> int: ...


def rows_of(found: Iterable[_InRow]) -> int:
    """Return how many rows placed tags, or clocks, take."""
    return max((one.row + 1 for one in found), default=0)


def place_tags(tags: Sequence[Tag], rows: int, bounds: tuple[float, float]) -> tuple[Tag, ...]:
    """Place tags in at most so many rows between `bounds`, the first of them first; those without room are left out.

    A stem rises from below row 0 to its tag's row; the text hangs from it like a flag, to the right or to
    the left. No text meets another text or a stem. A tag joins those before it if all of them then find
    places, with it on the side that keeps the rows fewest, or else with one of the others turned round.

    Examples
    --------
    >>> placed = place_tags([Tag("a", "A", 10, 5), Tag("b", "B", 12, 5)], 1, (0, 30))
    >>> [(one.id, one.row, one.left, one.right) for one in placed]
    [('a', 0, 4.4, 9.4), ('b', 0, 12.6, 17.6)]
    """
    turned: dict[int, bool] = {}  # tag -> whether its text is on the left
    best: dict[int, int] = {}
    for n in range(len(tags) if rows else 0):
        tries = [turned | {n: left} for left in (False, True)]
        found = [(made, sides) for sides in tries if (made := _rows_for(tags, sides, rows, bounds)) is not None]
        if not found:
            flips = (sides | {other: not sides[other]} for sides in tries for other in turned)
            made_of = ((_rows_for(tags, sides, rows, bounds), sides) for sides in flips)
            found = list(islice(((made, sides) for made, sides in made_of if made is not None), 1))
        if found:
            best, turned = min(found, key=lambda pair: sum(pair[0].values()))
    return tuple(replace(tags[n], row=best[n], turned=turned[n]) for n in sorted(best))


def _rows_for(
    tags: Sequence[Tag], sides: Mapping[int, bool], rows: int, bounds: tuple[float, float]
) -> dict[int, int] | None:
    """Give each tag the lowest free row: texts on the left from the left end on, then the others from the right."""
    placed: list[tuple[int, float, float, float]] = []
    found: dict[int, int] = {}
    for n in sorted(sides, key=lambda n: (not sides[n], tags[n].x if sides[n] else -tags[n].x, n)):
        x, width = tags[n].x, tags[n].width
        left = x - _OFFSET - width if sides[n] else x + _OFFSET
        if left < bounds[0] or left + width > bounds[1]:
            return None
        tries = ((row, x, left, left + width) for row in range(rows))
        free = next((one for one in tries if not any(_clash(one, other) for other in placed)), None)
        if free is None:
            return None
        placed.append(free)
        found[n] = free[0]
    return found


def _clash(a: tuple[int, float, float, float], b: tuple[int, float, float, float]) -> bool:
    """Whether two texts meet, or the stem of the higher one and the text of the lower one."""
    if a[0] == b[0] and a[2] < b[3] + _GAP and b[2] < a[3] + _GAP:
        return True
    (_, _, left, right), (_, x, _, _) = (a, b) if a[0] <= b[0] else (b, a)
    return left - _CLEAR < x < right + _CLEAR
