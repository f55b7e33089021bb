"""The marks of the one figure: acts by their strategy, and the cells of the strategy band."""

from __future__ import annotations

from collections.abc import Iterable

from replay.codebook import Strategy
from replay.figures import style as figstyle
from replay.figures.sheet.page import Sheet
from replay.figures.sheet.panels import Frame
from replay.figures.story.content import Stretch

__all__ = ["mark_act", "mark_broken", "mark_cell", "mark_cells"]

_LOOKS = {
    Strategy.CLAIMING: ("s", 0.92, True, 0.3), Strategy.MIXED: ("s", 0.92, False, 0.5),
    Strategy.CREATING: ("o", 1.0, False, 0.8), None: ("o", 0.5, True, 0.0),
}  # fmt: skip
"""Marker, share of the size, whether it is filled, and its rim in points."""


def mark_act(
    sheet: Sheet, x: float, y: float, strategy: Strategy | None, group: str, size: float, emitted: bool = False,
    name: str = "",
) -> None:  # fmt: skip
    """Draw an act in the colour of `group`: filled for claiming, half for mixed, open for creating, or a small dot."""
    color = figstyle.SIDES[group]
    if emitted:
        sheet.mark(x, y, "D", size * 0.95, figstyle.INK, False, name, figstyle.GRID, 6, 0.7)
        return
    marker, share, filled, rim = _LOOKS[strategy]
    sheet.mark(x, y, marker, size * share, color, filled, name, rim=rim)
    if strategy is Strategy.MIXED:
        half = size * share / 2
        corners = ((x - half, y - half), (x + half, y - half), (x - half, y + half))
        sheet.area(corners, color, layer=5.1, name=f"{name} half" if name else "")


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
