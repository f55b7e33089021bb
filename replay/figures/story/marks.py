"""The marks of the one figure: acts by their strategy, and the cells of the strategy band."""

from __future__ import annotations

from collections.abc import Iterable

from replay.codebook import Strategy
from replay.figures import style as figstyle
from replay.figures.sheet.page import POINT, Sheet
from replay.figures.sheet.panels import Frame
from replay.figures.story.content import Stretch

__all__ = ["mark_act", "mark_broken", "mark_cell", "mark_cells", "size_of"]

_OFF, _STEP = 1.0, 0.18  # mm: the size of an act off the ladder, and what each rung adds to it

_LOOKS = {
    Strategy.CLAIMING: ("s", True, 0.0), Strategy.MIXED: ("s", False, 0.5), Strategy.CREATING: ("o", False, 0.7),
    None: ("o", True, 0.0),
}  # fmt: skip
"""Marker, whether it is filled, and its rim in points."""


def size_of(rung: int) -> float:
    """Return the size in mm of the mark of an act on a rung: the same step more for each, whatever was coded.

    >>> size_of(0), size_of(5), size_of(9)
    (1.0, 1.9, 2.62)
    """
    return round(_OFF + _STEP * rung, 2)


def mark_act(
    sheet: Sheet, x: float, y: float, strategy: Strategy | None, group: str, size: float, emitted: bool = False,
    name: str = "", key: bool = True,
) -> None:  # fmt: skip
    """Draw an act: a square filled for claiming, half for mixed; a circle open for creating, filled for neither.

    It has the colour of `group`, a lighter one if it is no `key` act.
    """
    color, layer = (figstyle.SIDES[group], 5.0) if key else (figstyle.SIDE_LIGHT[group], 4.0)
    if emitted:
        sheet.mark(x, y, "D", size * 0.95, figstyle.INK, False, name, figstyle.GRID, 6, 0.7)
        return
    marker, filled, rim = _LOOKS[strategy]
    sheet.mark(x, y, marker, size - rim * POINT, color, filled, name, layer=layer, rim=rim)
    if strategy is Strategy.MIXED:
        half = size / 2
        corners = ((x - half, y - half), (x + half, y - half), (x - half, y + half))
        sheet.area(corners, color, layer=layer + 0.1, name=f"{name} half" if name else "")


def mark_broken(sheet: Sheet, x: float, y: float, group: str, size: float, name: str = "") -> None:
    """Draw what was threatened or promised and not done: a cross in the colour of `group`, where the act would be."""
    sheet.mark(x, y, "x", size * 0.9, figstyle.SIDES[group], True, name, rim=1.1)


def mark_cells(sheet: Sheet, frame: Frame, found: Iterable[Stretch], group: str, y: float, high: float) -> None:
    """Draw the strategy band of a side, its lower edge at `y`."""
    sheet.line((frame.left, frame.right), (y + high / 2,) * 2, figstyle.FAINT, 0.4)
    for cell in found:
        left, right = frame.x(cell.first), frame.x(cell.stop)
        mark_cell(sheet, left, y, right - left, high, cell.strategy, group)


def mark_cell(
    sheet: Sheet, x: float, y: float, width: float, high: float, strategy: Strategy | None, group: str
) -> None:
    """Draw one cell: full for claiming, hatched for mixed, open for creating, a thick line where nothing speaks."""
    color, tint = figstyle.SIDES[group], figstyle.SIDE_TINTS[group]
    if strategy is Strategy.CLAIMING:
        sheet.box(x, y, width, high, color, 2.2, figstyle.PAPER)
    elif strategy is Strategy.MIXED:
        sheet.box(x, y, width, high, tint, 2.2, color, "//////")
    elif strategy is Strategy.CREATING:
        sheet.box(x, y, width, high, figstyle.PAPER, 2.2, color)
    else:
        sheet.line((x, x + width), (y + high / 2,) * 2, color, 0.9, layer=2.2)
