"""The domain-over-time chart: both sides' domains as read, the acts and the clocks, on one date axis."""

from __future__ import annotations

from matplotlib.figure import Figure

from replay.engine.trace import Trace
from replay.figures import style as figstyle
from replay.figures.domain.data import domain_data
from replay.figures.domain.draw import draw
from replay.figures.domain.words import domain_alt, domain_caption
from replay.figures.sheet.content import Content, content
from replay.figures.sheet.drawing import Drawing, named, offered
from replay.figures.style import PRESETS

__all__ = ["domain_figure", "draw_domain"]


def domain_figure(trace: Trace, preset: str = "page") -> Drawing:
    """Return the domain chart.

    Raises
    ------
    ValueError
        If the trace has no timeline, the preset is unknown, or the dispute does not fit on it.
    """
    offered("domain", preset, tuple(PRESETS))
    timeline, shown, place = trace.coded("draw a figure"), content(trace), PRESETS[preset]
    drawn = draw_domain(shown, width_mm=place.width, height_mm=place.height, scale=place.scale)
    words = domain_caption(shown, timeline, drawn), domain_alt(shown)
    return Drawing(named("domain", preset), drawn, *words, domain_data(shown))


def draw_domain(
    shown: Content, *, width_mm: float = figstyle.DOUBLE_COLUMN, height_mm: float | None = None, scale: float = 1.0
) -> Figure:
    """Draw what `content` has gathered, type and all `scale` times as large.

    From top to bottom: for each side its acts (a tick each, as long as its rung is high; key acts labelled
    where there is room, see `content`) and its readings on the five levels; the clocks; the date axis, which
    gives busy stretches room; the key. The page becomes as high as the content needs if no height is given.

    Raises
    ------
    ValueError
        If the page is too small; the message names the least size.
    """
    with figstyle.style():
        return draw(shown, width_mm / scale, height_mm and height_mm / scale, scale)
