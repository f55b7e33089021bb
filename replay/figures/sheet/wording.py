"""Turns of phrase that captions and texts have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from replay.codebook import Outcome
from replay.dates import iso
from replay.figures.sheet.content import Dispute
from replay.figures.sheet.timescale import TimeScale
from replay.text.words import counted, joined
from replay.timeline import Timeline

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "KEY_ACTS", "axis_note", "clocks_told", "ended", "history_told", "key_acts", "readings_told", "sourced", "spelled",
]  # fmt: skip


KEY_ACTS = (
    "Key acts (on a spiral or the longest escalation path, pivotal, setting or ending a clock, turning the dispute, or "
    "higher on the ladder than anything its side did to the other before) are named as far as there is room, those "
    "with most of these reasons first."
)
"""Which acts a figure names, and in what order: `escalation.reasons` and `escalation.ranking` in words."""


def key_acts(shown: Dispute) -> str:
    """Say which acts a figure names, or that there is none to name."""
    return KEY_ACTS if shown.deeds else "No act yet."


def axis_note(scale: TimeScale) -> str:
    """Say where the scale of a date axis changes; nothing if it does not."""
    if not scale.breaks:
        return ""
    return f"The scale of the date axis changes at {joined([iso(day) for day in scale.breaks])}."


def sourced(timelines: Iterable[Timeline]) -> str:
    """Say what timelines are coded from, each source once, and how many web pages; nothing without a source."""
    every = list(timelines)
    cited = [*dict.fromkeys(source.in_text for timeline in every for source in timeline.sources.values())]
    pages = {page.url for timeline in every for page in timeline.pages}
    cited += [counted(len(pages), "web page")] if pages else []
    return f"Coded from {joined(cited)}." if cited else ""


def spelled(drawn: Figure, timelines: Iterable[Timeline]) -> str:
    """Spell out the short names of parties that a figure shows, each once, in the order of the timelines."""
    from matplotlib.text import Text

    shown = "\n".join(text.get_text() for text in drawn.findobj(Text))
    known = {party.id: party.name for timeline in timelines for party in timeline.parties.values()}
    used = [name for name in known if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", shown)]
    return "; ".join(f"{name}: {known[name]}" for name in used if known[name] != name) + "." if used else ""


def history_told(set_on: int, due: int | None, outcome: Outcome, ended_on: int | None) -> str:
    """Tell the life of a clock: when it was set, when it is due, how and when it ended.

    >>> history_told(1, 3, Outcome.MET, 2), history_told(1, None, Outcome.OPEN, None)
    ('set 0001-01-01, due 0001-01-03, met 0001-01-02', 'set 0001-01-01, still running')
    """
    waited = f", due {iso(due)}" if due is not None else ""
    return f"set {iso(set_on)}{waited}, {ended(outcome, ended_on)}"


def ended(outcome: Outcome, ended_on: int | None) -> str:
    """Tell how a clock ended, and when."""
    return "still running" if ended_on is None else f"{outcome.value} {iso(ended_on)}"


def clocks_told(shown: Dispute) -> list[str]:
    """Return a sentence for each clock: when it was set, and how and when it ended."""
    ends = (None if span.outcome is Outcome.OPEN else span.last for span in shown.spans)
    return [
        f"Clock {span.label}: {history_told(span.first, None, span.outcome, end)}."
        for span, end in zip(shown.spans, ends, strict=True)
    ]


def readings_told(shown: Dispute) -> list[str]:
    """Return a sentence for each reading of the source."""
    return [
        f"Reading of {track.name}, {iso(mark.middle)}: {mark.label}." for track in shown.tracks for mark in track.marks
    ]
