"""How things look: type sizes, colours with their greys, patterns of lines, marks of ends."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

__all__ = [
    "CLOCK", "FAINT", "FONT", "GRID", "INK", "LABEL", "LINKS", "MUTED", "OUTCOMES", "PAPER", "SIDES", "SIDE_DASHES",
    "SIDE_TEXT", "SIDE_TINTS", "SMALL", "SMALLEST", "TITLE", "EndStyle", "LinkStyle", "grey", "link_words",
]  # fmt: skip

FONT = "DejaVu Sans"
"""The one family in use; matplotlib ships it, so no system font is needed."""

TITLE, LABEL, SMALL, SMALLEST = 9.0, 7.0, 7.0, 7.0
"""Font sizes in points at final print size; nothing is set smaller than `SMALLEST`."""

INK, MUTED, FAINT, GRID, PAPER = "#1a1a1a", "#595959", "#9a9a9a", "#dcdcdc", "#ffffff"
"""Black for text and outlines, two greys for what is secondary, one for rules, and the ground."""

CLOCK = "#4d4d4d"
"""Colour of clocks and of what concerns them."""

SIDES: Mapping[str, str] = MappingProxyType({"A": "#0b4f8a", "B": "#d95f02", "other": "#6b6b6b"})
"""Colour of side A (the sender), side B (the target) and everybody else."""

SIDE_TEXT: Mapping[str, str] = MappingProxyType({"A": "#0b4f8a", "B": "#9c4100", "other": "#595959"})
"""The same for text, dark enough to be read on any of the grounds."""

SIDE_TINTS: Mapping[str, str] = MappingProxyType({"A": "#e9f0f7", "B": "#fdf0e4", "other": "#f3f3f3"})
"""The same as pale grounds, for lanes and bands."""

SIDE_DASHES: Mapping[str, tuple[float, ...]] = MappingProxyType({"A": (), "B": (5.0, 1.6), "other": (1.2, 1.6)})
"""Dash pattern of a side's line in points, on and off in turn; empty for a solid line."""


@dataclass(frozen=True, slots=True)
class EndStyle:
    """How the end of a clock is marked: matplotlib's marker, Graphviz' shape (and turn, degrees), filled or open."""

    marker: str
    shape: str
    filled: bool
    turn: int = 0


OUTCOMES: Mapping[str, EndStyle] = MappingProxyType(
    {
        "met": EndStyle("s", "square", True),
        "lapsed": EndStyle("v", "invtriangle", True),
        "withdrawn": EndStyle("o", "circle", False),
        "moved": EndStyle("D", "diamond", False),
        "open": EndStyle(">", "triangle", False, 270),
    }
)
"""The mark at the end of a clock, by outcome; colour `CLOCK`."""


@dataclass(frozen=True, slots=True)
class LinkStyle:
    """How a link type is drawn.

    Attributes
    ----------
    color : str
        ``#rrggbb``.
    width : float
        Of the line, in points.
    dashes : tuple[float, ...]
        Points on and off in turn; empty for a solid line.
    line : str
        The nearest line style of Graphviz: solid, dashed or dotted.
    head : str
        Graphviz arrowhead.
    """

    color: str
    width: float
    dashes: tuple[float, ...]
    line: str
    head: str


LINKS: Mapping[str, LinkStyle] = MappingProxyType(
    {
        "counters": LinkStyle("#1a1a1a", 0.8, (), "solid", "normal"),
        "escalates": LinkStyle("#b2182b", 1.25, (), "solid", "normalnormal"),
        "responds": LinkStyle("#808080", 0.5, (), "solid", "vee"),
        "deescalates": LinkStyle("#00806a", 0.9, (3.6, 1.4), "dashed", "empty"),
        "settles": LinkStyle("#00806a", 1.4, (5.0, 1.2, 1.2, 1.2), "dashed", "diamond"),
        "sets": LinkStyle("#8c8c8c", 0.4, (0.9, 1.2), "dotted", "none"),
        "moves": LinkStyle("#595959", 0.6, (0.9, 1.2), "dotted", "vee"),
        "meets": LinkStyle("#595959", 0.6, (2.2, 1.2), "dashed", "box"),
        "withdraws": LinkStyle("#595959", 0.6, (2.2, 1.2), "dashed", "odot"),
        "lapses": LinkStyle("#6a3d9a", 0.9, (6.0, 1.4), "dashed", "dot"),
        "triggers": LinkStyle("#6a3d9a", 1.1, (2.4, 1.0, 0.8, 1.0), "dotted", "inv"),
    }
)
"""Style of each link type, by its value. No two are alike once the colour is taken away."""


def link_words(kind: str) -> str:
    """Return the name of a link type as a key has it.

    >>> link_words("escalates"), link_words("deescalates")
    ('escalates', 'de-escalates')
    """
    return "de-escalates" if kind == "deescalates" else kind


def grey(color: str) -> float:
    """Return the brightness of ``#rrggbb`` in print without colour, 0 (black) to 1 (white).

    References
    ----------
    ITU-R BT.601-7 (2011), luma coefficients.

    Examples
    --------
    >>> round(grey("#0b4f8a"), 2), round(grey("#d95f02"), 2)
    (0.26, 0.47)
    """
    red, green, blue = (int(color[at : at + 2], 16) / 255 for at in (1, 3, 5))
    return 0.299 * red + 0.587 * green + 0.114 * blue
