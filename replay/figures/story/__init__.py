"""The one figure: lanes, links, strategies, clocks and domains of a dispute on one date axis."""

from __future__ import annotations

from dataclasses import replace

from matplotlib.figure import Figure

from replay.engine.trace import Trace
from replay.figures import style as figstyle
from replay.figures.sheet.drawing import Drawing, named
from replay.figures.sheet.page import place_of
from replay.figures.story.content import Story, story
from replay.figures.story.data import story_data
from replay.figures.story.detail import DETAILS
from replay.figures.story.draw import draw
from replay.figures.story.plan import plan
from replay.figures.story.words import story_alt, story_caption

__all__ = ["Story", "draw_story", "story", "story_figure"]


def story_figure(trace: Trace, preset: str = "page") -> Drawing:
    """Return the one figure: lanes, answers, strategies, clocks and domains on one date axis.

    Parameters
    ----------
    trace : Trace
        With its timeline.
    preset : str
        A key of `style.PRESETS`; it is added to the name of the drawing if it is not ``page``.

    Raises
    ------
    ValueError
        If the trace has no timeline, the preset is unknown, or the dispute does not fit on it.

    Examples
    --------
    >>> import replay
    >>> made = story_figure(replay.run(replay.load(replay.example())), "column")
    >>> made.name, len(made.data) > 10, made.alt.startswith("Timeline of A small example")
    ('story-column', True, True)
    """
    timeline = trace.coded("draw a figure")
    shown, name = story(trace), named("story", preset)
    drawn = draw_story(shown, preset)
    data = replace(story_data(shown), name=name)
    return Drawing(name, drawn, story_caption(shown, timeline, drawn), story_alt(shown, timeline), data)


def draw_story(shown: Story, preset: str = "page", *, width_mm: float | None = None) -> Figure:
    """Draw what `story` has gathered, on the place of a preset or on one of another width.

    From top to bottom: domestic actors of the sender, its ladder with its key acts named, the target's ladder
    mirrored below it (so that hostile acts stand far from the middle line, and agreement at it), the target's
    domestic actors, others; the strategy of each side month by month; the clocks; each side's domain; the date
    axis, which gives busy stretches room and says so; the key.
    """
    place = place_of(preset, width_mm)
    with figstyle.style():
        return draw(shown, plan(shown, DETAILS[preset], place))
