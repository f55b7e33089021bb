"""A replay as one page: a single HTML file that opens from disk, fetches nothing and runs nothing foreign."""

from __future__ import annotations

import re
from collections.abc import Sequence
from itertools import count

from replay.engine.trace import Trace
from replay.ensemble.dateproof import at_hand
from replay.figures import Layout, Selection
from replay.publish.pictures import THEORIES, makers
from replay.publish.report import sections as parts
from replay.publish.report.cards import cards
from replay.publish.report.glossary import glossary_part
from replay.publish.report.sections import Section, Shown
from replay.publish.report.tips import tips
from replay.text.html import join, tag
from replay.text.webpage import whole
from replay.text.words import typeset

__all__ = ["Section", "Shown", "report_page"]

_SHORT = {"Claims of the source": "claims", "Parties and terms": "glossary", "How it was made": "making"}
"""Anchors of sections with long headings."""


def report_page(
    trace: Trace, drawings: Sequence[Shown] | None = None, given: Sequence[Section] = (),
    selection: Selection | None = None, layout: Layout | None = None,
) -> str:  # fmt: skip
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
    selection : Selection, optional
        Which part of the replay the story figure and the escalation diagram draw, if the figures are not given; nothing
        else in the report depends on it.
    layout : Layout, optional
        Title, key, axis and size of these two.

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
        drawings = [one for make in makers(trace, False, selection, layout).values() for one in make()]
    words, numbers, proof = tips(trace), count(1), at_hand(trace)
    first = [one for one in drawings if not one.name.startswith(THEORIES)]
    later = [one for one in drawings if one.name.startswith(THEORIES)]
    figures = parts.figures_part(first, words, numbers)
    where = parts.shown_marks(figures)
    body = [
        ("Figures", figures), ("Story", parts.story_part(trace, timeline, where)),
        ("Clocks", parts.clocks_part(trace, proof)), ("Domains", parts.domains_part(trace)),
        ("Theories", parts.theories_part(trace, later, words, numbers)),
        ("Claims of the source", parts.claims_part(trace)), ("Measures", parts.measures_part(trace, proof)),
    ]  # fmt: skip
    body = [(name, content) for name, content in body if content]
    body += parts.given_parts(given, words, numbers)
    body.append(("Parties and terms", glossary_part(trace, timeline)))
    body.append(("How it was made", parts.making_part(trace, timeline)))
    title = typeset(timeline.title)
    anchors = _anchors([name for name, _ in body])
    chapters = [
        tag("section", tag("h2", name), content, id_=anchor)
        for (name, content), anchor in zip(body, anchors, strict=True)
    ]
    links = (tag("li", tag("a", name, href=f"#{anchor}")) for (name, _), anchor in zip(body, anchors, strict=True))
    findings = parts.findings_part(trace, [name for name, _ in body], proof)
    made = join(
        (
            tag("a", "Skip to the report", class_="skip", href="#main"),
            tag("nav", tag("ul", *links), aria_label="Parts of the report"),
            tag("header", tag("h1", title), parts.facts_part(trace, timeline, findings)),
            tag("main", *chapters, id_="main"),
            cards(trace),
        )
    )
    return whole(title, made, "report.js")


def _anchors(names: Sequence[str]) -> list[str]:
    """Return the anchor of each section by its heading, with a number where another has the same."""
    found: list[str] = []
    for name in names:
        short = _SHORT.get(name) or re.sub("[^a-z0-9]+", "-", name.lower()).strip("-") or "part"
        anchor = f"section-{short}"
        found.append(anchor if anchor not in found else f"{anchor}-{len(found) + 1}")
    return found
