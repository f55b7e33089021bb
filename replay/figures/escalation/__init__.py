"""The escalation diagram, laid out by Graphviz: time down, a lane a side, clocks between, links with verbs."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from replay.engine.trace import Trace
from replay.escalation import graph, ranking
from replay.figures import style as figstyle
from replay.figures.sheet.drawing import Drawing, named, offered

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from replay.figures.escalation.choosing import Asked, Diagram

__all__ = ["diagram", "diagram_text", "drawn", "escalation_figure", "painted"]


def escalation_figure(trace: Trace, preset: str = "page", acts: Asked = None, engine: str | None = None) -> Drawing:
    """Return the escalation diagram of a trace.

    Parameters
    ----------
    trace : Trace
        With its timeline.
    preset : str
        A key of `style.PRESETS`; it is added to the name of the drawing if it is not ``page``.
    acts : "all", int or sequence of str, optional
        All acts, the so many most important, or those with these ids; the page then becomes as high, and as wide, as
        they need. By default as many of the most important as have room in the place (`replay.escalation.ranking`).
    engine : str, optional
        Layout engine; by default the first that is there.

    Raises
    ------
    ValueError
        If the trace has no timeline, or for an unknown preset or act.
    LayoutError
        Without a layout engine.
    """
    return drawn(trace, diagram(trace, preset, acts, engine), preset)


def diagram(trace: Trace, preset: str = "page", acts: Asked = None, engine: str | None = None) -> Diagram:
    """Return the diagram as it is laid out, before it is painted; its ``text`` is the DOT text.

    Parameters and errors are those of `escalation_figure`.
    """
    from replay.figures.escalation.choosing import laid_out
    from replay.figures.escalation.content import content
    from replay.figures.escalation.layout import find_engine

    offered("escalation", preset, tuple(figstyle.PRESETS))
    trace.coded("draw a figure")
    found = graph(trace)
    return laid_out(ranking(found), partial(content, found), figstyle.PRESETS[preset], find_engine(engine), acts)


def diagram_text(trace: Trace, preset: str = "page", acts: Asked = None) -> str:
    """Return the DOT text alone, made without an engine: of as many acts as may have room."""
    from replay.figures.escalation.choosing import draft
    from replay.figures.escalation.content import content

    found = graph(trace)
    return draft(ranking(found), partial(content, found), figstyle.PRESETS[preset], acts)


def drawn(trace: Trace, made: Diagram, preset: str = "page") -> Drawing:
    """Paint a diagram that is laid out, with its words and data."""
    from replay.figures.escalation import data, words

    timeline, found = trace.coded("draw a figure"), graph(trace)
    return Drawing(
        named("escalation", preset), painted(made, preset), words.escalation_caption(found, made.shown, timeline),
        words.escalation_alt(found, made.shown, timeline), data.rows_drawn(made.shown),
    )  # fmt: skip


def painted(made: Diagram, preset: str = "page") -> Figure:
    """Paint a diagram that is laid out, in the middle of its page."""
    from replay.figures.escalation import painter
    from replay.figures.escalation.choosing import EDGE
    from replay.figures.sheet.page import Sheet

    place = figstyle.PRESETS[preset]
    wide, high = painter.size(made.graph)
    width = max(place.width / place.scale, wide + 2 * EDGE)
    height = max((place.height or 0.0) / place.scale, high + 2 * EDGE)
    with figstyle.style():
        sheet = Sheet(width, height, place.scale)
        painter.paint_graph(sheet, made.graph, (width - wide) / 2, (height - high) / 2)
    return sheet.figure
