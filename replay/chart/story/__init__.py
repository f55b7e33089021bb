"""The one figure: lanes, links, strategies, clocks and domains of a dispute on one date axis."""

from __future__ import annotations

from matplotlib.figure import Figure

from replay import figstyle
from replay.chart.sheet import place_of
from replay.chart.story.content import Story, story
from replay.chart.story.detail import DETAILS
from replay.chart.story.draw import draw
from replay.chart.story.plan import plan
from replay.trace import Trace

__all__ = ["Story", "figure", "paint", "story"]


def figure(trace: Trace, preset: str = "page", *, width_mm: float | None = None) -> Figure:
    """Draw the one figure of a trace; `figstyle.save` turns it into a file.

    From top to bottom: domestic actors of the sender, its ladder with its key acts named, the target's ladder
    mirrored below it (so that hostile acts stand far from the middle line, and agreement at it), the target's
    domestic actors, others; the strategy of each side month by month; the clocks; each side's domain; the date
    axis, which gives busy stretches room and says so; the key.

    Parameters
    ----------
    trace : Trace
        With its timeline.
    preset : str
        A key of `figstyle.PRESETS`.
    width_mm : float, optional
        Another width than the preset's.

    Raises
    ------
    ValueError
        If the trace has no timeline, the preset is unknown, or the dispute does not fit on it.

    Examples
    --------
    >>> import replay
    >>> made = figure(replay.run(replay.load(replay.example())), "column")
    >>> round(made.get_figwidth() * 25.4)
    88
    """
    return paint(story(trace), preset, width_mm=width_mm)


def paint(shown: Story, preset: str = "page", *, width_mm: float | None = None) -> Figure:
    """Draw what `story` has gathered; arguments and faults as for `figure`."""
    place = place_of(preset, width_mm)
    with figstyle.style():
        return draw(shown, plan(shown, DETAILS[preset], place))
