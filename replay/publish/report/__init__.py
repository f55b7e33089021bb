"""A replay as one page: a single HTML file that opens from disk, fetches nothing and runs nothing foreign."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import count

from replay.engine.trace import Trace
from replay.publish.pictures import THEORIES, makers
from replay.publish.report import sections as parts
from replay.publish.report.sections import Section, Shown
from replay.publish.report.tips import tips
from replay.text.html import join, tag
from replay.text.webpage import whole
from replay.text.words import typeset

__all__ = ["Section", "Shown", "report_page"]


def report_page(trace: Trace, drawings: Sequence[Shown] | None = None, given: Sequence[Section] = ()) -> str:
    """Return the report of a replay as HTML.

    Parameters
    ----------
    trace : Trace
        With its timeline.
    drawings : sequence of Drawing, Picture or LeftOut, optional
        The figures, and which are left out; by default all that `pictures.makers` names. Those of the theories stand
        with them, the others first.
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
    >>> text = report_page(replay.run(replay.load(replay.example())), drawings=())
    >>> text[:15], text.count("<script>"), " src=" in text
    ('<!DOCTYPE html>', 1, False)
    """
    timeline = trace.coded("write a report")
    if drawings is None:
        drawings = [one for make in makers(trace).values() for one in make()]
    words, numbers = tips(trace), count(1)
    first = [one for one in drawings if not one.name.startswith(THEORIES)]
    later = [one for one in drawings if one.name.startswith(THEORIES)]
    body = [
        ("Figures", parts.figures_part(first, words, numbers)), ("Story", parts.story_part(trace, timeline)),
        ("Clocks", parts.clocks_part(trace)), ("Domains", parts.domains_part(trace)),
        ("Theories", parts.theories_part(trace, later, words, numbers)),
        ("Claims of the source", parts.claims_part(trace)), ("Measures", parts.measures_part(trace)),
    ]  # fmt: skip
    body = [(name, content) for name, content in body if content]
    body += parts.given_parts(given, words, numbers)
    body.append(("How it was made", parts.making_part(trace, timeline)))
    title = typeset(timeline.title)
    chapters = [tag("section", tag("h2", name), content, id_=f"part-{n}") for n, (name, content) in enumerate(body, 1)]
    links = (tag("li", tag("a", name, href=f"#part-{n}")) for n, (name, _) in enumerate(body, 1))
    made = join(
        (
            tag("a", "Skip to the report", class_="skip", href="#main"),
            tag("nav", tag("ul", *links), aria_label="Parts of the report"),
            tag("header", tag("h1", title), parts.facts_part(trace, timeline)),
            tag("main", *chapters, id_="main"),
        )
    )
    return whole(title, made, "report.js")
