"""The one figure: lanes, links, strategies, clocks and domains of a dispute on one date axis."""

from __future__ import annotations

from dataclasses import replace

from replay.engine.trace import Trace
from replay.escalation import graph
from replay.figures.sheet.drawing import Drawing, named
from replay.figures.sheet.selection import Layout, Selection
from replay.figures.story.content import Story, selected, story_of
from replay.figures.story.data import story_data
from replay.figures.story.draw import arrange, draw_plan, draw_story
from replay.figures.story.words import story_alt, story_caption, story_lists
from replay.figures.style import typeface

__all__ = ["Story", "draw_story", "story_figure", "story_of"]


def story_figure(
    trace: Trace, preset: str = "page", selection: Selection | None = None, layout: Layout | None = None
) -> Drawing:
    """Return the one figure: lanes, answers, strategies, clocks and domains on one date axis.

    Parameters
    ----------
    trace : Trace
        With its timeline.
    preset : str
        A key of `style.PRESETS`; it is added to the name of the drawing if it is not ``page``.
    selection : Selection, optional
        Which part of the replay is drawn.
    layout : Layout, optional
        Title, key and size.

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
    timeline, whole, name = trace.coded("draw a figure"), story_of(trace), named("story", preset)
    chosen = selection.of(graph(trace)) if selection else None
    shown = selected(trace, whole, chosen) if chosen else whole
    layout = layout or Layout()
    shown = replace(shown, base=layout.dated(shown.base))
    part, every = shown.base, whole.base
    more = {"link": (len(part.answers), len(every.answers)), "clock": (len(part.spans), len(every.spans))}
    note = chosen.left_out(len(part.deeds), more) if chosen else ""
    with typeface(*layout.font):
        arranged = arrange(shown, preset, layout)
        drawn = draw_plan(shown, arranged)
        caption = story_caption(shown, timeline, drawn, arranged, note)
        alt = story_alt(shown, whole, note, story_lists(shown, timeline, drawn, arranged))
        return Drawing(name, drawn, caption, alt, replace(story_data(shown), name=name))
