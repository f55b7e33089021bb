"""Disputes side by side: the same parts for each, on common scales, aligned on dates or on an event."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from replay import figstyle
from replay.chart.multiples.align import ALIGNMENTS, aligned
from replay.chart.multiples.draw import draw
from replay.trace import Trace

__all__ = ["ALIGNMENTS", "figure"]


def figure(traces: Sequence[Trace], align: str = "threat", *, width_mm: float = figstyle.DOUBLE_COLUMN) -> Figure:
    """Draw several disputes below each other on one time axis.

    For each: the acts of both sides as sticks, as long as their rung is high, the sender's upwards and the
    target's downwards, with the heaviest named; the strategies of both; the clocks; both domains on one scale.

    Parameters
    ----------
    traces : sequence of Trace
        Each with its timeline; drawn in this order.
    align : str
        A key of `ALIGNMENTS`: ``calendar`` for dates, or the event that becomes month 0 of each dispute.
    width_mm : float
        120 or more; the height follows from the content.

    Raises
    ------
    ValueError
        Without a trace, for another alignment, a dispute without the event, or a page too narrow.

    Examples
    --------
    >>> import replay
    >>> one = replay.run(replay.load(replay.example()))
    >>> round(figure([one, one]).get_figwidth() * 25.4)
    180
    """
    if width_mm < 120:
        raise ValueError(f"width is {width_mm:g} mm; allowed: 120 or more")
    cases, scale = aligned(traces, align)
    with figstyle.style():
        return draw(cases, scale, align, width_mm)
