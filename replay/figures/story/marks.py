"""The marks of the one figure: acts by the strategy of their tactics, and the cells of the strategy band."""

from __future__ import annotations

from collections.abc import Iterable

from replay.codebook import Strategy
from replay.figures import style as figstyle
from replay.figures.sheet.page import Sheet
from replay.figures.sheet.panels import Frame
from replay.figures.story.content import Act, Cell

__all__ = ["EMITTED", "act", "bounds", "cell", "cells"]

EMITTED = "D"
"""Marker of what follows in the replay only."""


def act(sheet: Sheet, x: float, y: float, found: Act, group: str, size: float) -> None:
    """Draw an act: filled for claiming, half for mixed, open for creating, a small open square for no tactic."""
    mark(sheet, x, y, found.strategy, group, size, found.emitted, f"act {found.id}")


def mark(
    sheet: Sheet, x: float, y: float, strategy: Strategy | None, group: str, size: float, emitted: bool = False,
    name: str = "",
) -> None:  # fmt: skip
    """Draw the mark of a strategy in the colour of `group`."""
    color = figstyle.SIDES[group]
    if emitted:
        sheet.mark(x, y, EMITTED, size * 0.95, figstyle.INK, False, name, figstyle.GRID, 6, 0.7)
    elif strategy is Strategy.CLAIMING:
        sheet.mark(x, y, "s", size * 0.92, color, True, name, rim=0.3)
    elif strategy is Strategy.MIXED:
        sheet.mark(x, y, "s", size * 0.92, color, False, name, figstyle.PAPER, rim=0.5)
        half = size * 0.46
        corners = ((x - half, y - half), (x + half, y - half), (x - half, y + half))
        sheet.area(corners, color, layer=5.1, name=f"{name} half" if name else "")
    elif strategy is Strategy.CREATING:
        sheet.mark(x, y, "o", size, color, False, name, rim=0.8)
    else:
        sheet.mark(x, y, "o", size * 0.5, color, True, name, rim=0.0)


def bounds(sheet: Sheet, frame: Frame, y: float, found: Act, group: str, size: float) -> None:
    """Draw the bounds of an imprecise date as a thin line through the mark."""
    left, right = frame.x(found.first), frame.x(found.last)
    if right - left > size:
        sheet.line((left, right), (y, y), figstyle.SIDES[group], 0.3, layer=1.3)


def cells(sheet: Sheet, frame: Frame, found: Iterable[Cell], group: str, y: float, high: float) -> None:
    """Draw the strategy band of a side, its lower edge at `y`."""
    sheet.line((frame.left, frame.right), (y + high / 2,) * 2, figstyle.FAINT, 0.4)
    for entry in found:
        left, right = frame.x(entry.first), frame.x(entry.stop)
        cell(sheet, left, y, right - left, high, entry.strategy, group)


def cell(sheet: Sheet, x: float, y: float, width: float, high: float, strategy: Strategy | None, group: str) -> None:
    """Draw one cell: full for claiming, hatched for mixed, open for creating, a thick line for acts without tactic."""
    color, tint = figstyle.SIDES[group], figstyle.SIDE_TINTS[group]
    if strategy is Strategy.CLAIMING:
        sheet.box(x, y, width, high, color, 2.2, figstyle.PAPER)
    elif strategy is Strategy.MIXED:
        sheet.box(x, y, width, high, tint, 2.2, color, "//////")
    elif strategy is Strategy.CREATING:
        sheet.box(x, y, width, high, figstyle.PAPER, 2.2, color)
    else:
        sheet.line((x, x + width), (y + high / 2,) * 2, color, 0.9, layer=2.2)
