"""Where figures go: the widths and heights of pages, columns and slides."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = ["DOUBLE_COLUMN", "PRESETS", "SINGLE_COLUMN", "NoRoomError", "Preset", "mm"]

SINGLE_COLUMN, DOUBLE_COLUMN = 88.0, 180.0
"""Widths of a figure in mm: one journal column, and the full width of the page."""


@dataclass(frozen=True, slots=True)
class Preset:
    """A place in a publication that a figure is made for.

    Attributes
    ----------
    name, words : str
        Short name, and what it is for.
    width : float
        Of the figure as it is written, in mm.
    height : float or None
        In mm, if the place has a fixed one.
    tallest : float
        Height in mm that the place has at most.
    scale : float
        Everything, type included, is drawn so many times larger than the sizes above; 1 in print.
    """

    name: str
    words: str
    width: float
    height: float | None = None
    tallest: float = 240.0
    scale: float = 1.0


class NoRoomError(ValueError):
    """What is to be drawn has no room in the place that it is made for; the message says how much it needs."""


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        preset.name: preset
        for preset in (
            Preset("page", "a full journal page", DOUBLE_COLUMN, tallest=240.0),
            Preset("double", "the width of two columns", 178.0, tallest=180.0),
            Preset("column", "one column", SINGLE_COLUMN, tallest=235.0),
            Preset("slide", "a slide, 16:9", 338.67, 190.5, 190.5, scale=1.3),
        )
    }
)
"""Where figures go, by name; journals' columns are 84 to 90 and 174 to 180 mm wide."""


def mm(length: float) -> float:
    """Return a length in mm as inches.

    >>> round(mm(25.4), 9)
    1.0
    """
    return length / 25.4
