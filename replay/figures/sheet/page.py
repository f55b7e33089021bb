"""A page in mm, from the lower left corner, on which lines, marks and text are put."""

from __future__ import annotations

import warnings
from collections.abc import Sequence
from functools import lru_cache
from math import ceil
from typing import Any, Literal

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.patches import FancyArrow, PathPatch, Polygon, Rectangle
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.textpath import TextToPath
from matplotlib.transforms import Affine2D

from replay.errors import NoRoomError
from replay.figures import style as figstyle

__all__ = ["POINT", "Sheet", "check_room", "fit", "place_of", "shorten", "stairs", "text_width", "wrap"]

POINT = 25.4 / 72
"""One point in mm."""


def text_width(text: str, size: float, bold: bool = False, italic: bool = False) -> float:
    """Return the width in mm of a line of text set in `size` points, in the font that figures are made in.

    Examples
    --------
    >>> text_width("wide", 12) > text_width("thin", 12) > text_width("thin", 6)
    True
    """
    return _line_width(text, bold, italic, figstyle.files_of_font()) * size * POINT


@lru_cache(maxsize=4096)
def _line_width(text: str, bold: bool, italic: bool, files: tuple[str, ...]) -> float:
    """Width of a line in its own type size."""
    width = sum(_word_width(word, bold, italic, files) for word in text.split(" ") if word)
    gap = _word_width("a a", bold, italic, files) - _word_width("aa", bold, italic, files)
    return width + text.count(" ") * gap


@lru_cache(maxsize=16384)
def _word_width(word: str, bold: bool, italic: bool, files: tuple[str, ...]) -> float:
    """Width of a word in its own type size; of a sign that the font lacks, that of the box in its place."""
    font = figstyle.font(10.0, bold, italic, files)
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", r"Glyph .* missing from font")  # drawing warns, measuring need not
        width: float = TextToPath().get_text_width_height_descent(word, font, ismath=False)[0]
    return width / 10.0


def fit(text: str, width: float, size: float, bold: bool = False) -> str:
    """Return the text, cut short with an ellipsis if it is wider than `width` mm.

    Examples
    --------
    >>> fit("sanctions", 30, 7), fit("sanctions", 9, 7)
    ('sanctions', 'sanc…')
    """
    room = 64
    while room < len(text) and text_width(text[:room], size, bold) <= width:
        room *= 2
    text = text[:room]  # the rest cannot have room: measuring 70,000 letters takes seconds
    if text_width(text, size, bold) <= width:
        return text
    while text and text_width(text.rstrip() + "…", size, bold) > width:
        text = text[:-1]
    return text.rstrip() + "…"


def shorten(text: str, width: float, size: float, bold: bool = False) -> str:
    """Return the text, without its last words and with an ellipsis for them if it is wider than `width` mm.

    >>> shorten("Furniture duties due (US)", 25, 7), shorten("Furniture", 9, 7)
    ('Furniture duties …', 'Furni…')
    """
    words = text.split(" ")
    tries = (text, *(" ".join([*words[:n], "…"]) for n in range(len(words) - 1, 0, -1)))
    return next((one for one in tries if text_width(one, size, bold) <= width), None) or fit(text, width, size, bold)


def wrap(text: str, width: float, size: float, bold: bool = False) -> tuple[str, ...]:
    """Return the text in lines of at most `width` mm, broken between words; a word that is wider is cut short.

    Examples
    --------
    >>> wrap("one two three", 14, 7)
    ('one two', 'three')
    """
    lines: list[str] = []
    for word in text.split():
        longer = f"{lines[-1]} {word}" if lines else word
        if lines and text_width(longer, size, bold) <= width:
            lines[-1] = longer
        else:
            lines.append(fit(word, width, size, bold))
    return tuple(lines)


def place_of(preset: str | figstyle.Preset, least: float = 0.0) -> figstyle.Preset:
    """Return the preset of that name, or the one given.

    Raises
    ------
    ValueError
        For an unknown preset, or where the page before scaling is narrower than `least` mm.

    Examples
    --------
    >>> place_of("column").width
    88.0
    """
    if isinstance(preset, str) and preset not in figstyle.PRESETS:
        raise ValueError(f"preset {preset!r} is unknown; allowed: {', '.join(figstyle.PRESETS)}")
    place = figstyle.PRESETS[preset] if isinstance(preset, str) else preset
    if place.across < least:
        raise ValueError(f"width is {place.width:g} mm; allowed: {least * place.scale:g} or more")
    return place


def stairs(points: Sequence[tuple[float, float]], until: float) -> tuple[list[float], list[float]]:
    """Return the xs and ys of a line that holds the y of each point up to the next one, and the last up to `until`.

    Examples
    --------
    >>> stairs([(0, 5), (2, 3)], 9)
    ([0, 2, 2, 9], [5, 5, 3, 3])
    """
    return [*[x for x, _ in points for _ in (0, 1)][1:], until], [y for _, y in points for _ in (0, 1)]


def check_room(place: figstyle.Preset, height: float, what: str) -> None:
    """Raise NoRoomError if a page of that height before scaling is too tall; `what` (needs) is said with the height."""
    room = place.height or place.tallest
    if height * place.scale > room + 1e-9:
        raise NoRoomError(f"{place.words} has {room:g} mm of height; {what} {ceil(place.scale * height)}")


class Sheet:
    """A figure of `width` by `height` mm, drawn `scale` times as large.

    Examples
    --------
    >>> sheet = Sheet(180, 100)
    >>> sheet.text(10, 90, "A label").get_text()
    'A label'
    """

    def __init__(self, width: float, height: float, scale: float = 1.0) -> None:
        self.width, self.height, self.scale = width, height, scale
        self.figure = Figure(figsize=(figstyle.mm(width * scale), figstyle.mm(height * scale)))
        self._mm = Affine2D().scale(scale / 25.4) + self.figure.dpi_scale_trans

    def _put(self, artist: Artist, name: str = "") -> None:
        artist.set_gid(name or None)
        artist.set_transform(self._mm)
        self.figure.add_artist(artist)

    def line(
        self, xs: Sequence[float], ys: Sequence[float], color: str, width: float,
        dashes: Sequence[float] = (), layer: float = 2, name: str = "",
    ) -> None:  # fmt: skip
        """Draw a line through the points; width and dashes (on and off in turn) in points."""
        line = Line2D(
            xs, ys, color=color, linewidth=width * self.scale, zorder=layer, dash_capstyle="butt",
            solid_capstyle="butt", solid_joinstyle="miter",
        )  # fmt: skip
        if dashes:
            line.set_dashes([length / width for length in dashes])
        self._put(line, name)

    def box(
        self, x: float, y: float, width: float, height: float, color: str, layer: float = 0, edge: str = "",
        hatch: str = "", name: str = "",
    ) -> None:  # fmt: skip
        """Fill a rectangle, behind everything else if no `layer` is given; `hatch` is drawn in the colour `edge`."""
        patch = Rectangle(
            (x, y), width, height, facecolor=color, edgecolor=edge or "none", zorder=layer, hatch=hatch or None,
            linewidth=0.4 * self.scale if edge else 0.0,
        )  # fmt: skip
        self._put(patch, name)

    def shade(
        self, x: float, y: float, width: float, height: float, color: str, share: float, layer: float, name: str = ""
    ) -> None:  # fmt: skip
        """Lay a share of a colour over a rectangle, so that what is below shows."""
        patch = Rectangle(
            (x, y), width, height, facecolor=color, edgecolor="none", zorder=layer, linewidth=0, alpha=share
        )
        self._put(patch, name)

    def curve(
        self, spots: Sequence[tuple[float, float]], color: str, width: float, dashes: Sequence[float] = (),
        layer: float = 3, fade: float = 1.0, name: str = "",
    ) -> None:  # fmt: skip
        """Draw a cubic Bezier curve through its four control points; `fade` is its opacity, 0 to 1."""
        path = Path(spots, [Path.MOVETO, Path.CURVE4, Path.CURVE4, Path.CURVE4])
        line: Any = (0.0, tuple(length / width for length in dashes)) if dashes else "solid"
        patch = PathPatch(
            path, facecolor="none", edgecolor=color, linewidth=width * self.scale, linestyle=line, zorder=layer,
            capstyle="butt", alpha=fade if fade < 1 else None,
        )  # fmt: skip
        self._put(patch, name)

    def area(
        self, spots: Sequence[tuple[float, float]], color: str, edge: str = "", layer: float = 4, width: float = 0.5,
        name: str = "",
    ) -> None:  # fmt: skip
        """Fill a polygon, with an outline of `width` points in the colour `edge` if given."""
        patch = Polygon(
            spots, closed=True, facecolor=color, edgecolor=edge or "none", zorder=layer,
            linewidth=width * self.scale if edge else 0.0, joinstyle="miter",
        )  # fmt: skip
        self._put(patch, name)

    def mark(
        self, x: float, y: float, marker: str | Path, size: float, color: str, filled: bool = True, name: str = "",
        fill: str = "", layer: float = 5, rim: float = 0.8, half: bool = False,
    ) -> None:  # fmt: skip
        """Put a marker of `size` mm, filled with its colour, or with `fill`, or else with the colour of the page.

        Of a `half` one only the left is filled.
        """
        line = Line2D(
            [x], [y], marker=marker, markersize=size / POINT * self.scale, color=color, zorder=layer,
            markeredgewidth=rim * self.scale, linestyle="none", fillstyle="left" if half else "full",
            markerfacecolor=color if filled or half else fill or figstyle.PAPER, markerfacecoloralt=figstyle.PAPER,
        )  # fmt: skip
        self._put(line, name)

    def arrow(self, x: float, y: float, dx: float, dy: float, color: str) -> None:
        """Draw a small arrow from (x, y) by (dx, dy) with a light rim that sets it off from lines beneath."""
        arrow = FancyArrow(
            x, y, dx, dy, width=0.5, head_width=1.6, head_length=1.2, length_includes_head=True,
            facecolor=color, edgecolor=figstyle.PAPER, linewidth=0.3 * self.scale, zorder=6,
        )  # fmt: skip
        self._put(arrow)

    def text(
        self, x: float, y: float, text: str, size: float = figstyle.LABEL, color: str = figstyle.INK,
        ha: Literal["left", "center", "right"] = "left", va: Literal["center", "top"] = "center",
        bold: bool = False, italic: bool = False, ground: str = "", name: str = "", upright: bool = False,
    ) -> Text:  # fmt: skip
        """Set a line of text, on a `ground` of that colour if given; signs of mathematical markup mean themselves.

        An `upright` text runs upwards from its place.
        """
        made = Text(
            x, y, text, color=color, ha=ha, va=va, parse_math=False, zorder=7, rotation_mode="anchor",
            rotation=90.0 if upright else 0.0, fontproperties=figstyle.font(size * self.scale, bold, italic),
        )  # fmt: skip
        if ground:
            made.set_bbox({"facecolor": ground, "edgecolor": "none", "pad": 0.4})
        self._put(made, name)
        return made

    def title(self, x: float, top: float, lines: Sequence[str], pitch: float, tail: float) -> float:
        """Set the lines of a title from `top` down; return the height below it, `tail` mm under the last line's top."""
        for n, line in enumerate(lines):
            self.text(x, top - n * pitch, line, figstyle.TITLE, va="top", bold=True)
        return top - pitch * (len(lines) - 1) - tail
