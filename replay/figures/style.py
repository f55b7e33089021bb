"""One style for every figure: font, sizes, colours with their greys, line patterns, and how figures are saved.

Colours come from sets that stay apart for colour-blind readers, and their greys differ too; colour
never carries a distinction alone: side goes with place, link type with dash pattern, width and arrowhead.
Importing this package does not import matplotlib; `style` and `save` do.
"""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

__all__ = [
    "CLOCK", "CLOCK_LINES", "DOUBLE_COLUMN", "FAINT", "FONT", "FORMATS", "GRID", "INK", "LABEL", "LINKS", "MUTED",
    "OUTCOMES", "PAPER", "PRESETS", "RC", "SIDES", "SIDE_DASHES", "SIDE_LIGHT", "SIDE_TEXT", "SIDE_TINTS", "SMALL",
    "SMALLEST", "TITLE", "EndStyle", "LinkStyle", "Preset", "font", "link_words", "missing", "mm", "save", "style",
]  # fmt: skip

# -- how things look ------------------------------------------------------------------------------

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

SIDE_LIGHT: Mapping[str, str] = MappingProxyType({"A": "#82a5c4", "B": "#eda877", "other": "#a6a6a6"})
"""The same for marks that stay in the background."""

SIDE_TINTS: Mapping[str, str] = MappingProxyType({"A": "#e9f0f7", "B": "#fdf0e4", "other": "#f3f3f3"})
"""The same as pale grounds, for lanes and bands."""

SIDE_DASHES: Mapping[str, tuple[float, ...]] = MappingProxyType({"A": (), "B": (5.0, 1.6), "other": (1.2, 1.6)})
"""Dash pattern of a side's line in points, on and off in turn; empty for a solid line."""


@dataclass(frozen=True, slots=True)
class EndStyle:
    """How the end of a clock is marked: a marker of matplotlib, `pause` or `?`; how much of it is filled; its size."""

    marker: str
    fill: str = "full"
    times: float = 1.0

    @property
    def filled(self) -> bool:
        """Whether all of it is filled."""
        return self.fill == "full"


OUTCOMES: Mapping[str, EndStyle] = MappingProxyType(
    {
        "met": EndStyle("s"),
        "met-in-part": EndStyle("s", "left"),
        "carried-out": EndStyle("*", times=1.35),
        "lapsed": EndStyle("v"),
        "unused": EndStyle("X", times=1.1),
        "elapsed": EndStyle("^", "none"),
        "expired": EndStyle("v", "none"),
        "settled": EndStyle("D", times=0.85),
        "withdrawn": EndStyle("o", "none"),
        "broken": EndStyle("X", "none", times=1.1),
        "suspended": EndStyle("pause"),
        "open": EndStyle(">", "none"),
        "unknown": EndStyle("?", times=1.2),
    }
)
"""The mark at the end of a clock, by outcome, or `unused` for a measure whose day passed; colour `CLOCK`.

Triangles: time ran out, or runs on. A cross: not done although its day had come, a bluff.
"""

CLOCK_LINES: Mapping[str, tuple[float, tuple[float, ...]]] = MappingProxyType(
    {
        "deadline": (1.3, ()),
        "effect": (2.3, ()),
        "limit": (1.3, (4.0, 1.0)),
        "waiting": (1.3, (1.0, 1.0)),
        "term": (1.3, (5.0, 1.0, 1.0, 1.0)),
    }
)
"""Width and dash pattern, in points, of the line of a clock while it runs, by its kind."""


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
        "splits": LinkStyle("#595959", 0.6, (0.9, 1.2), "dotted", "tee"),
        "breaks": LinkStyle("#595959", 0.9, (2.2, 1.2), "dashed", "box"),
        "suspends": LinkStyle("#595959", 0.6, (2.2, 1.2), "dashed", "tee"),
        "resumes": LinkStyle("#595959", 0.6, (2.2, 1.2), "dashed", "vee"),
        "follows": LinkStyle("#6a3d9a", 0.9, (6.0, 1.4), "dashed", "dot"),
        "keeps": LinkStyle("#6a3d9a", 0.7, (), "solid", "dot"),
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


# -- where figures go -----------------------------------------------------------------------------

DOUBLE_COLUMN = 180.0
"""Width of a figure in mm that takes the full width of a page."""


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

    @property
    def across(self) -> float:
        """Width of the page before scaling, in mm."""
        return self.width / self.scale

    @property
    def room(self) -> float:
        """Greatest height of the page before scaling, in mm."""
        return (self.height or self.tallest) / self.scale


PRESETS: Mapping[str, Preset] = MappingProxyType(
    {
        preset.name: preset
        for preset in (
            Preset("page", "a full journal page", DOUBLE_COLUMN, tallest=240.0),
            Preset("double", "the width of two columns", 178.0, tallest=180.0),
            Preset("column", "one column", 88.0, tallest=235.0),
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


# -- how figures are saved ------------------------------------------------------------------------

RC: Mapping[Any, Any] = MappingProxyType(
    {
        "font.family": [FONT],
        "font.size": LABEL,
        "text.hinting": "none",
        "hatch.linewidth": 0.4,
        "figure.dpi": 72.0,
        "figure.facecolor": PAPER,
        "savefig.facecolor": PAPER,
        "savefig.edgecolor": PAPER,
        "path.simplify": False,
        "pdf.fonttype": 42,
        "svg.hashsalt": "replay",
    }
)
"""Where figures depart from matplotlib's own defaults; use `style`. They hold no axes: all is put on a `Sheet`."""

_NAMELESS: Mapping[str, Mapping[str, None]] = MappingProxyType(
    {
        "svg": MappingProxyType({"Date": None, "Creator": None}),
        "pdf": MappingProxyType({"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None}),
        "png": MappingProxyType({"Software": None}),
    }
)

_PACKED = {"compress_level": 3, "compress_type": 0}
"""How the pixels of a PNG are packed: for drawings of lines and letters smaller than the default, and faster."""

_DESCRIBED: Mapping[str, str] = MappingProxyType({"svg": "Description", "pdf": "Subject", "png": "Description"})

FORMATS = tuple(sorted(_NAMELESS))
"""The formats that `save` writes."""


@lru_cache(maxsize=256)
def font(size: float, bold: bool = False, italic: bool = False) -> FontProperties:
    """Return the font in a size, resolved to its file once, so that drawing a text need not look for it.

    >>> font(7.0, bold=True).get_weight(), font(7.0) is font(7.0)
    ('bold', True)
    """
    from matplotlib.font_manager import FontProperties, findfont

    made = FontProperties(
        family=FONT, size=size, weight="bold" if bold else "normal", style="italic" if italic else "normal"
    )
    made.set_file(findfont(made))
    return made


def missing(text: str) -> str:
    """Return the signs of a text that the font does not have, each once, in their order.

    >>> missing("sanctions, санкции, 制裁")
    '制裁'
    """
    from matplotlib.font_manager import get_font

    known = get_font(str(font(10.0).get_file())).get_charmap()
    return "".join(dict.fromkeys(sign for sign in text if not sign.isspace() and ord(sign) not in known))


@contextmanager
def style() -> Iterator[None]:
    """Run a block under the settings of `RC`, starting from matplotlib's own defaults.

    >>> from matplotlib import rcParams
    >>> with style():
    ...     rcParams["svg.hashsalt"]
    'replay'
    """
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(RC)
        yield


def save(figure: Figure, fmt: str, dpi: float = 300, title: str = "", words: str = "") -> bytes:
    """Return a figure as a file, the same bytes on every run.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    fmt : {"pdf", "png", "svg"}
    dpi : float
        Dots per inch of a PNG, and of pictures inside the others.
    title, words : str
        What the file says of itself, for readers of the screen: its title, and the figure in words.

    Raises
    ------
    ValueError
        For another format.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> save(Figure(figsize=(1, 1)), "png", 72)[1:4]
    b'PNG'
    """
    if fmt not in _NAMELESS:
        raise ValueError(f"format {fmt!r} is not offered; allowed: {', '.join(FORMATS)}")
    out = io.BytesIO()
    said = {"Title": title, _DESCRIBED[fmt]: words}
    metadata = {**_NAMELESS[fmt], **{key: text for key, text in said.items() if text}}
    with style(), _without_layout_tables() if fmt == "pdf" else nullcontext():
        packing: dict[str, Any] = {"pil_kwargs": _PACKED} if fmt == "png" else {}
        figure.savefig(out, format=fmt, dpi=dpi, metadata=metadata, **packing)
    return out.getvalue()


@contextmanager
def _without_layout_tables() -> Iterator[None]:
    """Leave the tables for laying out text off embedded fonts: a PDF places its glyphs, and reading them is slow."""
    from fontTools.subset import Options

    kept = getattr(Options, "_drop_tables_default", None)
    if kept is None:  # a later fontTools keeps its defaults elsewhere: the PDF is the same to a reader, and larger
        yield
        return
    Options._drop_tables_default = [*kept, "GDEF", "GPOS", "GSUB", "kern"]
    try:
        yield
    finally:
        Options._drop_tables_default = kept
