"""The figures of a replay, ready to be written: drawn, captioned, described in words, with their data."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

from replay.figstyle import PRESETS
from replay.figures.drawing import FORMATS, Drawing, Picture, named, offered
from replay.trace import Trace

__all__ = [
    "FIGURES", "FORMATS", "Drawing", "Picture", "compared", "diagram", "domain", "escalation", "figure", "laid_out",
    "story",
]  # fmt: skip


def story(trace: Trace, preset: str = "page") -> Drawing:
    """Return the one figure: lanes, answers, strategies, clocks and domains on one date axis.

    Parameters
    ----------
    trace : Trace
        With its timeline.
    preset : str
        A key of `figstyle.PRESETS`; it is added to the name of the drawing if it is not ``page``.

    Raises
    ------
    ValueError
        If the trace has no timeline, the preset is unknown, or the dispute does not fit on it.

    Examples
    --------
    >>> import replay
    >>> made = story(replay.run(replay.load(replay.example())), "column")
    >>> made.name, len(made.data) > 10, made.alt.startswith("Timeline of A small example")
    ('story-column', True, True)
    """
    from replay.chart import story as chart
    from replay.figures.captions import story_alt, story_caption
    from replay.figures.data import story_data

    timeline = trace.coded("draw a figure")
    shown = chart.story(trace)
    drawn = chart.paint(shown, preset)
    name = named("story", preset)
    data = replace(story_data(shown), name=name)
    return Drawing(name, drawn, story_caption(shown, timeline, drawn), story_alt(shown, timeline), data)


def domain(trace: Trace, preset: str = "page") -> Drawing:
    """Return the domain chart.

    Raises
    ------
    ValueError
        If the trace has no timeline, the preset is unknown, or the dispute does not fit on it.
    """
    from replay.chart import content, paint
    from replay.figures.captions import domain_alt, domain_caption
    from replay.figures.data import domain_data

    offered("domain", preset, tuple(PRESETS))
    timeline, shown = trace.coded("draw a figure"), content(trace)
    name = named("domain", preset)
    place = PRESETS[preset]
    drawn = paint(shown, width_mm=place.width, height_mm=place.height, scale=place.scale)
    return Drawing(name, drawn, domain_caption(shown, timeline, drawn), domain_alt(shown), domain_data(shown))


def escalation(trace: Trace, preset: str = "page", engine: str | None = None) -> Drawing:
    """Return the escalation diagram, laid out by `engine` (the first that is there).

    Raises
    ------
    ValueError
        If the trace has no timeline, or for another preset than ``page``.
    LayoutError
        Without a layout engine.
    """
    from replay.dot import texts
    from replay.escalation import escalation as graph
    from replay.layout import find_engine

    offered("escalation", preset, ("page",))
    trace.coded("draw a figure")
    found = texts(graph(trace))
    return laid_out(trace, "escalation", find_engine(engine).layout(found["escalation"]), len(found) == 1)


def diagram(trace: Trace, engine: str | None = None) -> tuple[Drawing, ...]:
    """Return the escalation diagram, and the key of its acts where it has no room on the same page.

    Raises
    ------
    ValueError
        If the trace has no timeline.
    LayoutError
        Without a layout engine.
    """
    from replay.dot import texts
    from replay.escalation import escalation as graph
    from replay.layout import find_engine

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
    from replay.escalation import escalation as graph
    from replay.figures.captions import escalation_alt, escalation_caption, key_alt, key_caption
    from replay.painter import figure as paint
    from replay.tables import events, links

    timeline, found = trace.coded("draw a figure"), graph(trace)
    if name == "escalation":
        caption, alt = escalation_caption(found, timeline, keyed), escalation_alt(found, timeline)
        return Drawing(name, paint(layout), caption, alt, links(trace))
    data = events(trace).only(("number", "date", "actor", "label", "id"))
    return Drawing(name, paint(layout), key_caption(timeline), key_alt(found, timeline), data)


def compared(traces: Sequence[Trace], align: str = "threat", preset: str = "page") -> Drawing:
    """Return several disputes on one time axis, from an event of each or on the calendar.

    Raises
    ------
    ValueError
        Without a trace, for an alignment or preset that is not offered, a dispute without the event, or too many
        disputes for the place.
    """
    from replay.chart.multiples import figure as chart
    from replay.chart.story import story as shown
    from replay.figures.captions import compared_alt, compared_caption
    from replay.figures.data import compared_data

    drawn = chart(traces, align, preset)
    timelines, stories = [trace.coded("draw a figure") for trace in traces], [shown(trace) for trace in traces]
    words = compared_caption(timelines, align, drawn), compared_alt(stories, timelines)
    name = named("comparison", preset)
    return Drawing(name, drawn, *words, replace(compared_data(stories, timelines), name=name))


FIGURES: Mapping[str, Callable[[Trace, str], Drawing]] = MappingProxyType(
    {"story": story, "domain": domain, "escalation": escalation}
)
"""Makers of figures by name, each called with a trace and the name of a preset."""


def figure(trace: Trace, name: str = "story", preset: str = "page") -> Drawing:
    """Return a figure of a trace by name.

    Raises
    ------
    ValueError
        For a name that is not a key of `FIGURES`, and as the makers do.

    Examples
    --------
    >>> import replay
    >>> figure(replay.run(replay.load(replay.example())), "domain").caption[:15]
    'A small example'
    """
    if name not in FIGURES:
        raise ValueError(f"no figure is called {name!r}; allowed: {', '.join(FIGURES)}")
    return FIGURES[name](trace, preset)
