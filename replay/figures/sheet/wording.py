"""Turns of phrase that captions and texts have in common."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from replay.codebook import Outcome
from replay.dates import iso
from replay.figures.sheet.content import Dispute, Span
from replay.figures.sheet.timescale import TimeScale
from replay.figures.style import typeset
from replay.timeline import Timeline

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "KEY_ACTS", "axis_note", "clocks_told", "counted", "decimal", "joined", "listed", "readings_told", "sourced",
    "spelled",
]  # fmt: skip


KEY_ACTS = (
    "Key acts (on a spiral or the longest escalation path, pivotal, setting or ending a clock, turning the dispute, or "
    "higher on the ladder than anything its side did before) are named as far as there is room, those with most of "
    "these reasons first."
)
"""Which acts a figure names, and in what order: `escalation.reasons` and `escalation.ranking` in words."""


def listed(words: Sequence[str]) -> str:
    """Join words with commas and an *and*.

    >>> listed(["a"]), listed(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def counted(count: int, noun: str) -> str:
    """Write a count with its noun, in the plural where it is one.

    >>> counted(1, "theory"), counted(0, "act"), counted(7, "theory")
    ('1 theory', '0 acts', '7 theories')
    """
    if count == 1:
        return f"1 {noun}"
    return f"{count} {noun[:-1]}ies" if noun.endswith("ry") else f"{count} {noun}s"


def decimal(number: float, places: int = 2) -> str:
    """Write a number with so many decimals, a real minus sign, and no sign before a zero.

    >>> decimal(-1.005, 1), decimal(-0.0001), decimal(2)
    ('−1.0', '0.00', '2.00')
    """
    written = f"{number:.{places}f}"
    return typeset(written.removeprefix("-") if float(written) == 0 else written)


def joined(*parts: str) -> str:
    """Join sentences, leaving out empty ones."""
    return " ".join(part for part in parts if part)


def axis_note(scale: TimeScale) -> str:
    """Say where the scale of a date axis changes; nothing if it does not."""
    if not scale.breaks:
        return ""
    return f"The scale of the date axis changes at {listed([iso(day) for day in scale.breaks])}."


def sourced(timelines: Iterable[Timeline]) -> str:
    """Say what timelines are coded from, each source once; nothing without a source."""
    cited = [f"{source.author} ({source.year})" for timeline in timelines for source in timeline.sources.values()]
    return f"Coded from {listed(list(dict.fromkeys(cited)))}." if cited else ""


def spelled(drawn: Figure, timelines: Iterable[Timeline]) -> str:
    """Spell out the short names of parties that a figure shows, each once, in the order of the timelines."""
    from matplotlib.text import Text

    shown = "\n".join(text.get_text() for text in drawn.findobj(Text))
    known = {party.id: party.name for timeline in timelines for party in timeline.parties.values()}
    used = [name for name in known if re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", shown)]
    return "; ".join(f"{name}: {known[name]}" for name in used if known[name] != name) + "." if used else ""


def clocks_told(shown: Dispute) -> list[str]:
    """Return a sentence for each clock: when it was set, and how and when it ended."""

    def ended(span: Span) -> str:
        return "still open" if span.outcome is Outcome.OPEN else f"{span.outcome.value} {iso(span.last)}"

    return [f"Clock {span.label}: set {iso(span.first)}, {ended(span)}." for span in shown.spans]


def readings_told(shown: Dispute) -> list[str]:
    """Return a sentence for each reading of the source."""
    return [
        f"Reading of {track.name}, {iso(mark.middle)}: {mark.label}." for track in shown.tracks for mark in track.marks
    ]
