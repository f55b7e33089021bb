"""The domain-over-time chart: both sides' domains as read, the acts and the clocks, on one date axis."""

from __future__ import annotations

from matplotlib.figure import Figure

from replay import figstyle
from replay.chart.content import Content, content
from replay.chart.draw import draw
from replay.trace import Trace

__all__ = ["Content", "content", "figure", "paint"]


def figure(trace: Trace, *, width_mm: float = figstyle.DOUBLE_COLUMN, height_mm: float | None = None) -> Figure:
    """Draw the domain-over-time chart of a trace; `figstyle.save` turns it into a file.

    From top to bottom: for each side its acts (a tick each, as long as its rung is high; key acts labelled
    where there is room, see `content`) and its readings on the five levels; the clocks; the date axis, which
    gives busy stretches room; the key.

    Parameters
    ----------
    trace : Trace
        With its timeline.
    width_mm : float
        Width of the page, 84 or more.
    height_mm : float, optional
        Height of the page; as much as the content needs if not given.

    Raises
    ------
    ValueError
        If the trace has no timeline, or the page is too small; the message names the least size.

    Examples
    --------
    >>> import replay
    >>> made = figure(replay.run(replay.load(replay.example())))
    >>> round(made.get_figwidth() * 25.4)
    180
    """
    return paint(content(trace), width_mm=width_mm, height_mm=height_mm)


def paint(
    shown: Content, *, width_mm: float = figstyle.DOUBLE_COLUMN, height_mm: float | None = None, scale: float = 1.0
) -> Figure:
    """Draw what `content` has gathered, type and all `scale` times as large; the rest as for `figure`."""
    with figstyle.style():
        return draw(shown, width_mm / scale, height_mm and height_mm / scale, scale)
