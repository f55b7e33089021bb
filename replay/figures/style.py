"""One style for every figure: font, sizes, colours with their greys, line patterns, and how figures are saved.

Colours come from sets that stay apart for colour-blind readers, and their greys differ too; colour
never carries a distinction alone: side goes with place, link type with dash pattern, width and arrowhead.
Importing this package does not import matplotlib; `style` and `save` do.
"""

from __future__ import annotations

import io
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from contextvars import ContextVar
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from replay.errors import RefusalError
from replay.text.words import some

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

__all__ = [
    "CLOCK", "CLOCK_LINES", "DOUBLE_COLUMN", "FAINT", "FONT", "FORMATS", "GRID", "INK", "LABEL", "LINKS", "MUTED",
    "OUTCOMES", "PAPER", "PRESETS", "RC", "SIDES", "SIDE_DASHES", "SIDE_LIGHT", "SIDE_TEXT", "SIDE_TINTS", "SMALL",
    "SMALLEST", "TITLE", "EndStyle", "LinkStyle", "Preset", "arrow_words", "family", "files_of_font", "font", "has_all",
    "link_words", "missing", "mm", "save", "style", "typeface",
]  # fmt: skip

# -- how things look ------------------------------------------------------------------------------

FONT = "DejaVu Sans"
"""The family in use where no other is asked for; matplotlib ships it, so no system font is needed."""

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


_ALONG: Mapping[str, str] = MappingProxyType(
    {
        "counters": "countered by", "escalates": "escalated by", "responds": "answered by",
        "deescalates": "de-escalated by", "settles": "settled by", "keeps": "kept by",
    }
)  # fmt: skip


def arrow_words(kind: str, source: str = "act", target: str = "act") -> str:
    """Return the words of a link as they are read along its arrow, from the earlier to the later.

    What an act does to a clock is said as it is; an act that comes after a clock is what the clock led to.

    >>> arrow_words("settles"), arrow_words("settles", target="clock"), arrow_words("responds", source="clock")
    ('settled by', 'settles', 'led to')
    """
    if target == "clock":
        return link_words(kind)
    return "led to" if source == "clock" else _ALONG.get(kind, link_words(kind))


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


# -- fonts ----------------------------------------------------------------------------------------

_FILES: ContextVar[tuple[str, ...]] = ContextVar("files of the font in use", default=())
_KINDS = (b"\x00\x01\x00\x00", b"true", b"OTTO")
"""How files of TrueType and OpenType fonts begin."""


@contextmanager
def typeface(*files: str | os.PathLike[str]) -> Iterator[None]:
    """Make the figures of a block in the font of a file; without a file, as they are made outside of it.

    Further files may hold the bold and italic faces of the family: each serves for what it says of itself. Without a
    bold face the first file serves for bold too.

    Raises
    ------
    RefusalError
        For a file that is no TrueType or OpenType font; by a figure in the block that needs a character, or an italic
        face, that the files do not have.
    OSError
        If a file cannot be read.

    Examples
    --------
    >>> import matplotlib
    >>> with typeface(matplotlib.get_data_path() + "/fonts/ttf/DejaVuSerif.ttf"):
    ...     font(7.0).get_family(), family()
    (['DejaVu Serif'], 'DejaVu Serif')
    """
    if not files:
        yield
        return
    names = [os.fspath(file) for file in files]
    for name in names:
        _checked(name)
    token = _FILES.set(tuple(str(Path(name).absolute()) for name in names))
    try:
        yield
    finally:
        _FILES.reset(token)


def _checked(name: str) -> None:
    """RefusalError for a file that is no font."""
    with Path(name).open("rb") as file:
        begin = file.read(4)
    if begin in _KINDS:
        try:
            _look(name)
        except RuntimeError:
            raise RefusalError(f"{name}: the font cannot be read: the file is damaged or cut short") from None
    else:
        seen = f"it begins with {begin!r}" if begin else "it is empty"
        raise RefusalError(f"{name}: no font: {seen}; allowed: a TrueType or OpenType font (.ttf, .otf)")


def _look(name: str) -> tuple[str, bool, bool]:
    """The family of a font file, and whether its face is bold, and italic."""
    from matplotlib.font_manager import get_font
    from matplotlib.ft2font import StyleFlags

    face = get_font(name)
    return face.family_name, StyleFlags.BOLD in face.style_flags, StyleFlags.ITALIC in face.style_flags


def files_of_font() -> tuple[str, ...]:
    """Return the files of the font that figures are made in; none for `FONT`."""
    return _FILES.get()


def family() -> str:
    """Return the name of the font that figures are made in.

    >>> family()
    'DejaVu Sans'
    """
    return _look(_FILES.get()[0])[0] if _FILES.get() else FONT


def font(size: float, bold: bool = False, italic: bool = False, files: tuple[str, ...] | None = None) -> FontProperties:
    """Return the font in a size, resolved to its file once, so that drawing a text need not look for it.

    It is that of these files, or of `FONT` where there are none; by default the one that figures are made in.

    Raises
    ------
    RefusalError
        For italics of a font of which no italic face is given.

    Examples
    --------
    >>> font(7.0, bold=True).get_weight(), font(7.0) is font(7.0)
    ('bold', True)
    """
    return _font(size, bold, italic, _FILES.get() if files is None else files)


@lru_cache(maxsize=256)
def _font(size: float, bold: bool, italic: bool, files: tuple[str, ...]) -> FontProperties:
    from matplotlib.font_manager import FontProperties, findfont

    name = ""
    if files:
        faces = {_look(one)[1:]: one for one in reversed(files)}
        if italic and not any(slanted for _, slanted in faces):
            said = "the figure sets in italics what follows in the replay only"
            raise RefusalError(f"{files[0]}: {said}; give the file of an italic face of {_look(files[0])[0]} as well")
        name = faces.get((bold, italic)) or (faces[not bold, True] if italic else files[0])
        bold = _look(name)[1]
    own = _look(name)[0] if name else FONT
    made = FontProperties(
        family=own, size=size, weight="bold" if bold else "normal", style="italic" if italic else "normal"
    )
    made.set_file(name or findfont(made))
    return made


def has_all(figure: Figure) -> None:
    """RefusalError if a font that was asked for lacks characters of a figure; a box stands for them in `FONT`."""
    from matplotlib.font_manager import get_font
    from matplotlib.text import Text

    lost: dict[str, dict[str, None]] = {}
    for text in figure.findobj(Text) if _FILES.get() else ():
        name = str(text.get_fontproperties().get_file())
        known = get_font(name).get_charmap()
        for sign in text.get_text():
            if not sign.isspace() and ord(sign) not in known:
                lost.setdefault(name, {})[sign] = None
    for name, signs in lost.items():
        said = f"{name}: the font has no character for {some(list(signs), ' ')}, which the figure needs"
        raise RefusalError(f"{said}; allowed: a font with all characters of the figure")


def missing(text: str) -> str:
    """Return the signs of a text that `FONT` does not have, each once, in their order.

    >>> missing("sanctions, санкции, 制裁")
    '制裁'
    """
    from matplotlib.font_manager import get_font

    known = get_font(str(font(10.0, files=()).get_file())).get_charmap()
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


def save(figure: Figure, fmt: str, dpi: float = 300, title: str = "", words: str = "", text: bool = False) -> bytes:
    """Return a figure as a file, the same bytes on every run.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    fmt : {"pdf", "png", "svg"}
    dpi : float
        Dots per inch of a PNG, and of pictures inside the others.
    title, words : str
        What the file says of itself, for readers of the screen: its title, and the figure in words.
    text : bool
        Whether text in an SVG stays text, which can be edited and is set in the fonts of whoever opens it; by default
        letters are outlines, which look the same everywhere. Other formats are not changed by it.

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
    with style(), _for_type_42() if fmt == "pdf" else nullcontext():
        packing: dict[str, Any] = {"pil_kwargs": _PACKED} if fmt == "png" else {}
        if text:
            _as_text()
        figure.savefig(out, format=fmt, dpi=dpi, metadata=metadata, **packing)
    made = out.getvalue()
    return made.replace(f"'{FONT}'".encode(), _NEAREST.encode()) if text and fmt == "svg" else made


_NEAREST = f"'{FONT}', Verdana, sans-serif"
"""Fonts that text in an SVG asks for, the first that is there: Verdana has nearly the widths of `FONT`."""


def _as_text() -> None:
    """Let text in an SVG be text, until the end of a block of `style`."""
    from matplotlib import rcParams

    rcParams["svg.fonttype"] = "none"


@contextmanager
def _for_type_42() -> Iterator[None]:
    """Let a PDF embed fonts small, and with the outlines of TrueType, which Type 42 asks for, whatever theirs are."""
    from matplotlib.backends import _backend_pdf_ps as backend

    write = getattr(backend, "font_as_file", None)

    def written(font: Any) -> Any:
        if "CFF " in font:
            _quadratic(font)
        return write(font)  # type: ignore[misc]

    with _without_layout_tables():
        try:
            if write is not None:
                backend.font_as_file = written
            yield
        finally:
            if write is not None:
                backend.font_as_file = write


def _quadratic(font: Any) -> None:
    """Give a font of cubic outlines (CFF) quadratic ones (glyf), off by a thousandth of the type size at most."""
    from fontTools.pens.cu2quPen import Cu2QuPen
    from fontTools.pens.ttGlyphPen import TTGlyphPen
    from fontTools.ttLib import newTable

    order, glyphs = font.getGlyphOrder(), font.getGlyphSet()
    table = newTable("glyf")
    table.glyphOrder, table.glyphs = order, {}
    for name in order:
        pen = TTGlyphPen(None)
        glyphs[name].draw(Cu2QuPen(pen, font["head"].unitsPerEm / 1000, reverse_direction=True))
        table.glyphs[name] = pen.glyph()
    font["loca"], font["glyf"], font.recalcBBoxes = newTable("loca"), table, True
    del font["CFF "]
    limits = font["maxp"]
    limits.tableVersion, limits.maxZones = 0x00010000, 1
    for one in (
        "maxTwilightPoints", "maxStorage", "maxFunctionDefs", "maxInstructionDefs", "maxStackElements",
        "maxSizeOfInstructions", "maxComponentElements",
    ):  # fmt: skip
        setattr(limits, one, 0)
    if "post" in font:
        font["post"].formatType = 3.0
    font.sfntVersion = "\000\001\000\000"


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
