"""A replay as one page: a single HTML file that opens from disk, fetches nothing and runs nothing foreign."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from replay.engine.trace import Trace
from replay.figures import FIGURES, Drawing, Picture, figure
from replay.publish.report import sections as parts
from replay.publish.report.sections import Section
from replay.publish.report.tips import tips
from replay.text.html import join, tag
from replay.text.webpage import whole
from replay.text.words import typeset

__all__ = ["Section", "figures_of", "page"]

_FORECASTS = "forecasts"
"""The figure of the theories."""


def figures_of(trace: Trace) -> Mapping[str, Callable[[], Sequence[Drawing]]]:
    """Return what makes the figures of a report, by name: the story, the domains, the escalation, the forecasts.

    Raises
    ------
    ValueError
        For a trace without its timeline.
    """
    timeline = trace.coded("write a report")
    makers: dict[str, Callable[[], Sequence[Drawing]]] = {name: partial(_one, trace, name) for name in FIGURES}
    return makers | ({_FORECASTS: lambda: _forecasts(trace)} if timeline.decisions else {})


def _one(trace: Trace, name: str) -> Sequence[Drawing]:
    return (figure(trace, name),)


def _forecasts(trace: Trace) -> Sequence[Drawing]:
    from replay.figures import theories
    from replay.scoring import case, forecasts

    cases = [case(trace)]
    found = forecasts(cases)
    return theories.forecasts_figures(found, cases) if found else ()


def page(trace: Trace, drawings: Sequence[Drawing | Picture] | None = None, given: Sequence[Section] = ()) -> str:
    """Return the report of a replay as HTML.

    Parameters
    ----------
    trace : Trace
        With its timeline.
    drawings : sequence of Drawing or Picture, optional
        The figures; by default all that `figures_of` names. Forecasts stand with the theories, the others first.
    given : sequence of Section
        Parts to add, such as counterfactuals.

    Raises
    ------
    ValueError
        For a trace without its timeline.
    LayoutError
        Without a layout engine, if the figures are not given.

    Examples
    --------
    >>> import replay
    >>> text = page(replay.run(replay.load(replay.example())), drawings=())
    >>> text[:15], text.count("<script>"), " src=" in text
    ('<!DOCTYPE html>', 1, False)
    """
    timeline = trace.coded("write a report")
    if drawings is None:
        drawings = [one for make in figures_of(trace).values() for one in make()]
    words = tips(trace)
    first = [one for one in drawings if not one.name.startswith(_FORECASTS)]
    later = [one for one in drawings if one.name.startswith(_FORECASTS)]
    body = [
        ("Figures", parts.figures(first, words)), ("Story", parts.story(trace, timeline)),
        ("Clocks", parts.ledger(trace)), ("Domains", parts.domains(trace)),
        ("Theories", parts.theories(trace, later, words, len(first) + 1)),
        ("Claims of the source", parts.claimed(trace)), ("Measures", parts.measured(trace)),
    ]  # fmt: skip
    body = [(name, content) for name, content in body if content]
    body += parts.given(given, words, len(drawings) + 1)
    body.append(("How it was made", parts.made(trace, timeline)))
    title = typeset(timeline.title)
    chapters = [tag("section", tag("h2", name), content, id_=f"part-{n}") for n, (name, content) in enumerate(body, 1)]
    links = (tag("li", tag("a", name, href=f"#part-{n}")) for n, (name, _) in enumerate(body, 1))
    made = join(
        (
            tag("a", "Skip to the report", class_="skip", href="#main"),
            tag("nav", tag("ul", *links), aria_label="Parts of the report"),
            tag("header", tag("h1", title), parts.facts(trace, timeline)),
            tag("main", *chapters, id_="main"),
        )
    )
    return whole(title, made, "report.js")
