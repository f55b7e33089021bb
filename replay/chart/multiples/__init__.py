"""Disputes side by side: the same parts for each, on common scales, aligned on dates or on an event."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from replay import figstyle
from replay.chart.multiples.align import ALIGNMENTS, aligned
from replay.chart.multiples.draw import draw
from replay.chart.sheet import place_of
from replay.trace import Trace

__all__ = ["ALIGNMENTS", "figure"]


def figure(traces: Sequence[Trace], align: str = "threat", preset: str = "page") -> Figure:
    """Draw several disputes on one time axis: below each other, or in columns where there is more width than height.

    For each: the acts of both sides as sticks, as long as their rung is high, the sender's upwards and the
    target's downwards, with the heaviest named; the strategies of both; the clocks; both domains on one scale.
    On a page the figure becomes as high as the disputes need.

    Parameters
    ----------
    traces : sequence of Trace
        Each with its timeline; drawn in this order.
    align : str
        A key of `ALIGNMENTS`: ``calendar`` for dates, or the event that becomes month 0 of each dispute.
    preset : str
        A key of `figstyle.PRESETS`.

    Raises
    ------
    NoRoomError
        For more disputes than the place has room for; the message says how much they need.
    ValueError
        Without a trace, for another alignment or preset, or a dispute without the event.

    Examples
    --------
    >>> import replay
    >>> one = replay.run(replay.load(replay.example()))
    >>> round(figure([one, one]).get_figwidth() * 25.4)
    180
    """
    place = place_of(preset)
    cases, scale = aligned(traces, align)
    with figstyle.style():
        return draw(cases, scale, align, place)
