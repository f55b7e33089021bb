"""The domain-over-time chart: both sides' domains as read, the acts and the clocks, on one date axis."""

from __future__ import annotations

from dataclasses import replace

from replay.engine.trace import Trace
from replay.escalation import graph
from replay.figures.domain.data import domain_data
from replay.figures.domain.draw import draw_domain
from replay.figures.domain.words import domain_alt, domain_caption
from replay.figures.sheet.content import gather
from replay.figures.sheet.drawing import Drawing, named, offered
from replay.figures.sheet.selection import Layout, Selection, part_of
from replay.figures.style import PRESETS, typeface

__all__ = ["domain_figure", "draw_domain"]


def domain_figure(
    trace: Trace, preset: str = "page", selection: Selection | None = None, layout: Layout | None = None
) -> Drawing:
    """Return the domain chart, or the part of it that is chosen; it has no links that could be.

    Raises
    ------
    ValueError
        If the trace has no timeline, the preset is unknown, or the dispute does not fit on it.
    """
    offered("domain", preset, tuple(PRESETS))
    timeline, whole, layout = trace.coded("draw a figure"), gather(trace), layout or Layout()
    chosen = selection.of(graph(trace)) if selection else None
    shown = layout.dated(part_of(whole, chosen) if chosen else whole)
    place = layout.place(PRESETS[preset])
    note = chosen.left_out(len(shown.deeds), {"clock": (len(shown.spans), len(whole.spans))}) if chosen else ""
    with typeface(*layout.font):
        drawn = draw_domain(shown, place, layout)
        if layout.height and drawn.get_figheight() * 25.4 > layout.height + 1e-6:  # names and clocks give way
            drawn = draw_domain(shown, replace(place, height=layout.height), layout)
        words = domain_caption(shown, timeline, drawn, note), domain_alt(shown, note)
        return Drawing(named("domain", preset), drawn, *words, domain_data(shown))
