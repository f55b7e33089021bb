"""One style for every figure: font, sizes, colours with their greys, line patterns, and how figures are saved.

Colours come from sets that stay apart for colour-blind readers, and their greys differ too (`grey`); colour
never carries a distinction alone: side goes with place, link type with dash pattern, width and arrowhead.
Importing this package does not import matplotlib; `style` and `save` do.
"""

from __future__ import annotations

from replay.figures.style.looks import (
    CLOCK,
    FAINT,
    FONT,
    GRID,
    INK,
    LABEL,
    LINKS,
    MUTED,
    OUTCOMES,
    PAPER,
    SIDE_DASHES,
    SIDE_TEXT,
    SIDE_TINTS,
    SIDES,
    SMALL,
    SMALLEST,
    TITLE,
    EndStyle,
    LinkStyle,
    grey,
    link_words,
)
from replay.figures.style.places import DOUBLE_COLUMN, PRESETS, SINGLE_COLUMN, NoRoomError, Preset, mm
from replay.figures.style.saving import FORMATS, RC, font, missing, save, style

__all__ = [
    "CLOCK", "DOUBLE_COLUMN", "FAINT", "FONT", "FORMATS", "GRID", "INK", "LABEL", "LINKS", "MUTED", "OUTCOMES",
    "PAPER", "PRESETS", "RC", "SIDES", "SIDE_DASHES", "SIDE_TEXT", "SIDE_TINTS", "SINGLE_COLUMN", "SMALL",
    "SMALLEST", "TITLE", "EndStyle", "LinkStyle", "NoRoomError", "Preset", "font", "grey", "link_words", "missing",
    "mm", "save", "style",
]  # fmt: skip
