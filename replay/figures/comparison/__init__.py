"""Disputes side by side: the same parts for each, on common scales, aligned on dates or on an event."""

from __future__ import annotations

from collections.abc import Sequence

from replay.engine.trace import Trace
from replay.figures.comparison.align import ALIGNMENTS, aligned
from replay.figures.comparison.data import comparison_data
from replay.figures.comparison.draw import draw_comparison
from replay.figures.comparison.words import comparison_alt, comparison_caption
from replay.figures.sheet.drawing import Drawing, named
from replay.figures.sheet.page import place_of

__all__ = ["ALIGNMENTS", "comparison_figure"]


def comparison_figure(traces: Sequence[Trace], align: str = "threat", preset: str = "page") -> Drawing:
    """Return several disputes on one time axis: an overview, and below it a panel for each where there is room.

    A row of the overview has the strategies of both sides month by month, the clocks, the first act and the
    settlement. A panel has the acts of both sides as sticks, as long as their rung is high, the sender's upwards and
    the target's downwards, with the most important of the key acts named; the clocks by name; both domains on one
    scale. Panels stand below each other, or in columns where a place is wider than high; where there is little room
    they name less, and where there is none they are left out.

    Parameters
    ----------
    traces : sequence of Trace
        Each with its timeline; drawn in this order.
    align : str
        A key of `ALIGNMENTS`: ``calendar`` for dates, or the event that becomes month 0 of each dispute.
    preset : str
        A key of `style.PRESETS`.

    Raises
    ------
    NoRoomError
        If the overview has no room in the place, which on a page grows; the message says how much it needs.
    ValueError
        Without a trace, for another alignment or preset, or a dispute without the event.

    Examples
    --------
    >>> import replay
    >>> one = replay.run(replay.load(replay.example()))
    >>> comparison_figure([one, one], preset="slide").name
    'comparison-slide'
    """
    found, scale = aligned(traces, align)
    drawn = draw_comparison(found, scale, align, place_of(preset))
    timelines, stories = [trace.coded("draw a figure") for trace in traces], [one.shown for one in found]
    words = comparison_caption(stories, timelines, align, drawn), comparison_alt(stories)
    name = named("comparison", preset)
    return Drawing(name, drawn, *words, comparison_data(stories, timelines, name))
