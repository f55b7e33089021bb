"""Small timelines for tests: events in the file format, the rest filled in."""

from __future__ import annotations

from textwrap import dedent, indent

from replay.files import loads
from replay.timeline import Timeline

HEAD = """\
format: 1
dispute: test-case
title: A test case
period: 2000/2003
sides: [A, B]
sources:
  s: {author: Somebody, year: 2001, title: Something}
parties:
  A: {name: Side A}
  B: {name: Side B}
  A-FIRMS: {name: Firms of A, of: A}
  C: {name: Third party}
"""


def event(name: str, date: str, more: str = "", *, actor: str = "A", recipient: str = "", act: str = "demand") -> str:
    """One event as text; `more` holds further keys, dedented."""
    base = f"""\
    id: {name}
    date: {date}
    actor: {actor}
    recipient: {recipient or ("A" if actor == "B" else "B")}
    act: {act}
    summary: Something happened.
    cite: {{key: s, section: First}}
    """
    body = dedent(base) + dedent(more).strip()
    return "- " + indent(body.strip(), "  ").strip() + "\n"


def text(*events: str, more: str = "") -> str:
    """A whole event file."""
    return HEAD + "events:\n" + indent("".join(events), "  ") + dedent(more)


def timeline(*events: str, more: str = "") -> Timeline:
    """A checked timeline of these events."""
    return loads(text(*events, more=more), "test.yaml")


def crowded() -> str:
    """An event file whose title needs more height, some hundred lines, than any page has; nothing gives way to it."""
    return text(event("demand", "2000-01-01")).replace("title: A test case", f"title: {'A title without end. ' * 600}")


RECIPIENTS = {"A": "B", "B": "A", "A-FIRMS": "A", "C": "B"}


def act(name: str, date: str, kind: str, by: str = "A", more: str = "", *, to: str | None = None) -> str:
    """One act of `by` towards the other side (a firm: its own government), `kind` being the act; for short disputes."""
    return event(name, date, more, actor=by, recipient=to or RECIPIENTS[by], act=kind)
