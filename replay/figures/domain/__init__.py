"""The domain-over-time chart: both sides' domains as read, the acts and the clocks, on one date axis."""

from __future__ import annotations

from replay.engine.trace import Trace
from replay.figures.domain.data import domain_data
from replay.figures.domain.draw import draw_domain
from replay.figures.domain.words import domain_alt, domain_caption
from replay.figures.sheet.content import gather
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
    timeline, shown = trace.coded("draw a figure"), gather(trace)
    drawn = draw_domain(shown, PRESETS[preset])
    words = domain_caption(shown, timeline, drawn), domain_alt(shown)
    return Drawing(named("domain", preset), drawn, *words, domain_data(shown))
