"""The escalation diagram, laid out by Graphviz: time down, a lane a side, clocks between, links with verbs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from math import ceil
from typing import TYPE_CHECKING

from replay.engine.trace import Trace
from replay.errors import NoRoomError
from replay.escalation import Reason, graph, ranking, reasons
from replay.figures import style as figstyle
from replay.figures.sheet.drawing import Drawing, named, offered
from replay.figures.sheet.selection import Layout, Selection
from replay.text.words import typeset

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from replay.figures.escalation.choosing import Diagram, Shown
    from replay.figures.escalation.content import Content

__all__ = ["diagram", "diagram_text", "drawn", "escalation_figure", "painted"]


def escalation_figure(
    trace: Trace, preset: str = "page", selection: Selection | None = None, layout: Layout | None = None,
    engine: str | None = None,
) -> Drawing:  # fmt: skip
    """Return the escalation diagram of a trace.

    Parameters
    ----------
    trace : Trace
        With its timeline.
    preset : str
        A key of `style.PRESETS`; it is added to the name of the drawing if it is not ``page``.
    selection : Selection, optional
        Which part of the replay is drawn. If it says which acts, the page becomes as high, and as wide, as they need;
        else as many of the most important are drawn as have room in the place (`replay.escalation.ranking`). All acts
        are named, whatever it says of names.
    layout : Layout, optional
        Title, key and size; what is drawn does not become larger than a size that is asked for.
    engine : str, optional
        Layout engine; by default the first that is there.

    Raises
    ------
    ValueError
        If the trace has no timeline, or for an unknown preset.
    UnknownNameError
        For an unknown act, party or type of link.
    NoRoomError
        If there is no room in the size that is asked for.
    LayoutError
        Without a layout engine.
    """
    return drawn(trace, diagram(trace, preset, selection, layout, engine), preset, selection, layout)


def diagram(
    trace: Trace, preset: str = "page", selection: Selection | None = None, layout: Layout | None = None,
    engine: str | None = None,
) -> Diagram:  # fmt: skip
    """Return the diagram as it is laid out, before it is painted; its ``text`` is the DOT text.

    Parameters and errors are those of `escalation_figure`.
    """
    from replay.figures.escalation.choosing import EDGE, laid_out
    from replay.figures.escalation.layout import find_engine
    from replay.figures.escalation.painter import size

    offered("escalation", preset, tuple(figstyle.PRESETS))
    trace.coded("draw a figure")
    selection, layout = selection or Selection(), layout or Layout()
    ranked, shown, every = _asked(trace, selection, layout)
    place = layout.place(figstyle.PRESETS[preset])
    with figstyle.typeface(*layout.font):
        made = laid_out(ranked, shown, place, find_engine(engine), every)
    if layout.width or layout.height:
        wide, high = ((length + 2 * EDGE) * place.scale for length in size(made.graph))
        for name, needs, has in (("width", wide, layout.width), ("height", high, layout.height)):
            if has and needs > has + 1e-6:
                said = f"a {name} of {has:g} mm is asked for; the diagram of these acts needs {ceil(needs)}"
                raise NoRoomError(said)
    return made


def diagram_text(
    trace: Trace, preset: str = "page", selection: Selection | None = None, layout: Layout | None = None
) -> str:
    """Return the DOT text alone, made without an engine: of as many acts as may have room."""
    from replay.figures.escalation.choosing import draft

    layout = layout or Layout()
    ranked, shown, every = _asked(trace, selection or Selection(), layout)
    with figstyle.typeface(*layout.font):
        return draft(ranked, shown, layout.place(figstyle.PRESETS[preset]), every)


def _asked(trace: Trace, selection: Selection, layout: Layout) -> tuple[Sequence[str], Shown, bool]:
    """Return the acts that may be drawn, the most important first, what gathers content, whether all have to be."""
    from replay.figures.escalation.content import content

    found = graph(trace)
    chosen = selection.of(found)
    free = selection.acts is None
    ranked = (
        [name for name in ranking(found, closing=True, linked=True) if name in chosen.acts] if free else chosen.ranked
    )

    coded = {name for name, why in reasons(found).items() if Reason.CODED in why}
    spare = chosen.acts - coded if free and not chosen.parties else frozenset[str]()

    def shown(acts: Sequence[str]) -> Content:
        made = content(found, acts)
        if len(acts) < len(ranked) and made.lone in spare:
            made = content(found, [name for name in acts if name != made.lone])
        made = replace(made, key=layout.legend)
        made = replace(made, heading=typeset(layout.heading(made.title)))
        return made if chosen.kinds is None else made.linked(chosen.kinds)

    return ranked, shown, not free


def drawn(
    trace: Trace, made: Diagram, preset: str = "page", selection: Selection | None = None, layout: Layout | None = None
) -> Drawing:
    """Paint a diagram that is laid out, with its words and data."""
    from replay.figures.escalation import data, words

    timeline, found = trace.coded("draw a figure"), graph(trace)
    chosen = selection.of(found) if selection else None
    with figstyle.typeface(*(layout or Layout()).font):
        return Drawing(
            named("escalation", preset), painted(made, preset, layout),
            words.escalation_caption(found, made.shown, timeline, chosen),
            words.escalation_alt(found, made.shown, timeline), data.rows_drawn(made.shown),
        )  # fmt: skip


def painted(made: Diagram, preset: str = "page", layout: Layout | None = None) -> Figure:
    """Paint a diagram that is laid out, in the middle of its page."""
    from replay.figures.escalation import painter
    from replay.figures.escalation.choosing import EDGE
    from replay.figures.sheet.page import Sheet

    place = (layout or Layout()).place(figstyle.PRESETS[preset])
    wide, high = painter.size(made.graph)
    width = max(place.width / place.scale, wide + 2 * EDGE)
    height = max((place.height or 0.0) / place.scale, high + 2 * EDGE)
    with figstyle.typeface(*(layout or Layout()).font), figstyle.style():
        sheet = Sheet(width, height, place.scale)
        painter.paint_graph(sheet, made.graph, (width - wide) / 2, (height - high) / 2)
    return sheet.figure
