"""The escalation diagram: lanes, clocks, numbered acts, links and a key, as DOT text and as a drawing."""

from __future__ import annotations

from replay.engine.trace import Trace
from replay.escalation import graph
from replay.figures.escalation.dot import has_key, key_text, text, texts
from replay.figures.escalation.layout import find_engine
from replay.figures.escalation.words import escalation_alt, escalation_caption, key_alt, key_caption
from replay.figures.sheet.drawing import Drawing, offered

__all__ = ["diagram_figures", "escalation_figure", "has_key", "key_text", "laid_out", "text", "texts"]


def escalation_figure(trace: Trace, preset: str = "page", engine: str | None = None) -> Drawing:
    """Return the escalation diagram, laid out by `engine` (the first that is there).

    Raises
    ------
    ValueError
        If the trace has no timeline, or for another preset than ``page``.
    LayoutError
        Without a layout engine.
    """
    offered("escalation", preset, ("page",))
    trace.coded("draw a figure")
    found = texts(graph(trace))
    return laid_out(trace, "escalation", find_engine(engine).layout(found["escalation"]), len(found) == 1)


def diagram_figures(trace: Trace, engine: str | None = None) -> tuple[Drawing, ...]:
    """Return the escalation diagram, and the key of its acts where it has no room on the same page.

    Raises
    ------
    ValueError
        If the trace has no timeline.
    LayoutError
        Without a layout engine.
    """
    trace.coded("draw a figure")
    found, program = texts(graph(trace)), find_engine(engine)
    return tuple(laid_out(trace, name, program.layout(text), len(found) == 1) for name, text in found.items())


def laid_out(trace: Trace, name: str, layout: str, keyed: bool) -> Drawing:
    """Return a page of the escalation diagram that an engine has laid out.

    Parameters
    ----------
    name : {"escalation", "escalation-key"}
    layout : str
        Graphviz' JSON.
    keyed : bool
        Whether the key stands on the page of the diagram.
    """
    from replay.figures.escalation.painter import figure as paint
    from replay.tables import events, links

    timeline, found = trace.coded("draw a figure"), graph(trace)
    if name == "escalation":
        caption, alt = escalation_caption(found, timeline, keyed), escalation_alt(found, timeline)
        return Drawing(name, paint(layout), caption, alt, links(trace))
    data = events(trace).only(("number", "date", "actor", "label", "id"))
    return Drawing(name, paint(layout), key_caption(timeline), key_alt(found, timeline), data)
