"""A finished figure with what belongs beside it: caption, text for those who cannot see it, and its data."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import TYPE_CHECKING

from replay.errors import RefusalError
from replay.figures import style as figstyle
from replay.text.html import tag
from replay.text.svg import inlined
from replay.text.table import Table

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["FORMATS", "Drawing", "Picture", "named", "offered"]

FORMATS = (*figstyle.FORMATS, "tex")
"""The formats that a drawing can be written in; `tex` is TikZ."""


@dataclass(frozen=True)
class Drawing:
    """A figure and its sidecars; shows itself in a notebook.

    Attributes
    ----------
    name : str
        File name without ending.
    figure : matplotlib.figure.Figure
    caption : str
        Ready to stand below the figure.
    alt : str
        What the figure shows, in words alone.
    data : Table
        Everything that is drawn, as rows.
    """

    name: str
    figure: Figure
    caption: str
    alt: str
    data: Table

    def __post_init__(self) -> None:
        figstyle.has_all(self.figure)

    def render(self, fmt: str, dpi: float = 300, text: bool = False) -> bytes:
        """Return the figure as a file, the same bytes on every run.

        Parameters
        ----------
        fmt : {"pdf", "png", "svg", "tex"}
        dpi : float
            Dots per inch of a PNG.
        text : bool
            Whether text in an SVG stays text, to be edited, instead of outlines.

        Raises
        ------
        ValueError
            For another format.
        """
        if fmt == "tex":
            from replay.figures.tikz import tikzpicture

            return tikzpicture(self.figure).encode()
        title = self.data.title.removesuffix(": data of the figure")
        return figstyle.save(self.figure, fmt, dpi, title, self.alt, text)

    def svg(self, text: bool = False) -> str:
        """Return the figure as SVG; `text` as in `render`."""
        return self.render("svg", text=text).decode()

    @property
    def words(self) -> str:
        """Every text in the figure, a line each."""
        from matplotlib.text import Text

        return "\n".join(text.get_text() for text in self.figure.findobj(Text))

    def _repr_svg_(self) -> str:
        return self.svg()

    def _repr_html_(self) -> str:
        svg = self.svg()
        picture = inlined(svg, f"f{sha256(svg.encode()).hexdigest()[:8]}", self.alt)
        return tag("figure", picture, tag("figcaption", self.caption))


@dataclass(frozen=True, slots=True)
class Picture:
    """A drawing rendered as SVG, with its words; `text` is the SVG."""

    name: str
    caption: str
    alt: str
    text: str

    def svg(self) -> str:
        """Return the figure as SVG text."""
        return self.text


def offered(name: str, preset: str, presets: Sequence[str]) -> None:
    """RefusalError if a figure is not drawn for a preset."""
    if preset not in presets:
        raise RefusalError(f"the figure {name!r} is not drawn for the preset {preset!r}; allowed: {', '.join(presets)}")


def named(name: str, preset: str) -> str:
    """Return the name of a drawing made for a preset.

    >>> named("story", "page"), named("story", "slide")
    ('story', 'story-slide')
    """
    return name if preset == "page" else f"{name}-{preset}"
