"""Turns of phrase that captions and texts have in common."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from typing import TYPE_CHECKING

from replay.dates import in_words, iso, parse
from replay.figures.sheet.content import Dispute
from replay.figures.sheet.ends import disputed, history_told
from replay.figures.sheet.timescale import TimeScale
from replay.text.words import counted, joined, sentences
from replay.timeline import WORLD, Timeline, members

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = [
    "KEY_ACTS", "READINGS_DRAWN", "absent_clocks", "absent_note", "axis_note", "broken_note", "clocks_note",
    "clocks_told", "disputed_note", "key_acts", "others_note", "readings_told", "sourced", "spelled", "third_note",
    "word_note",
]  # fmt: skip


KEY_ACTS = (
    "Key acts (named by the coder, on a spiral or the longest escalation path, pivotal, setting or ending a clock, "
    "turning the dispute, threatening or promising what was then done or was not, doing it, or higher on the ladder "
    "than anything its side did to the other before, or as high as it ever went) are named as far as there is room, "
    "those with most of these reasons first."
)
"""Which acts a figure names, and in what order: `escalation.reasons` and `escalation.ranking` in words."""

READINGS_DRAWN = (
    "Filled marks: levels as read in the source, each at its level; the line carries the last one forward. A mark that "
    "would meet another stands beside its day, with a hairline to it; a bar shows the bounds of a date, a question "
    "mark a doubtful date or an inferred reading, an arrow down a rising sense of loss, one up a falling one. Open "
    "marks, in a strip of their own: readings that give a direction only. Dotted: computed by rule from the first "
    "level on, no later reading in it; of steps on one day, or too close to be drawn apart, the path shows where the "
    "last one leads."
)
"""How readings and computed paths are drawn, in the words of a caption."""


def key_acts(shown: Dispute) -> str:
    """Say which acts a figure names, or that there is none to name."""
    if shown.deeds and shown.naming is not None:
        return shown.naming
    return KEY_ACTS if shown.deeds else "No act yet."


def axis_note(scale: TimeScale) -> str:
    """Say where the scale of a date axis changes, which is where a month begins; nothing if it does not."""
    if not scale.breaks:
        return ""
    months = joined([in_words(parse(iso(day)[:-3])) for day in scale.breaks])
    return f"The scale of the date axis changes at the start of {months}."


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


def clocks_told(shown: Dispute) -> list[str]:
    """Return a sentence for each clock: its kind, when it was set, was due and stood still, how and when it ended."""
    names = {span.id: span.label for span in shown.spans}
    return [
        f"Clock {span.label}: "
        + history_told(span.history, shown.dates, span.stops, disputed(span.history, span.readings))
        + (f", part of {names[span.history.parent]}" if span.history.parent in names else "")
        + "."
        for span in shown.spans
    ]


def clocks_note(shown: Dispute, drawn: Figure) -> str:
    """Name the clocks that a figure has no room for; one that it draws has the mark of its end."""
    absent = absent_clocks(shown, drawn)
    return f"Not drawn, as there is no room: {counted(len(absent), 'clock')}, {joined(absent)}." if absent else ""


def absent_clocks(shown: Dispute, drawn: Figure) -> list[str]:
    """Return the labels of the clocks that a figure has no room for."""
    there = {str(part.get_gid()) for part in drawn.findobj() if part.get_gid()}
    return [span.label for span in shown.spans if f"clock {span.id}" not in there]


def word_note(shown: Dispute) -> str:
    """Say which clocks ended so on the word of the source alone; nothing if none did."""
    named = [span.label for span in shown.spans if span.history.on_word]
    return f"Met by the source's word, without an act that did it: {joined(named)}." if named else ""


def disputed_note(shown: Dispute) -> str:
    """Say which ends of clocks the parties read differently; nothing if there is none."""
    named = [f"{span.label}, {said}" for span in shown.spans if (said := disputed(span.history, span.readings))]
    return f"Two marks at the end of a clock, the readings of the parties: {'; '.join(named)}." if named else ""


def broken_note(shown: Dispute) -> str:
    """Say what was threatened or promised and not done; nothing if there is no such thing."""
    named = [f"{deed.label.partition(': ')[2]} by {deed.actor}, {deed.date}" for deed in shown.broken]
    return f"Not done although its day had come, a bluff or a broken promise: {'; '.join(named)}." if named else ""


def others_note(shown: Dispute, timeline: Timeline, drawn: Figure) -> str:
    """Name the third parties, and say whose acts a figure leaves out."""
    return sentences(third_note(shown, drawn, timeline), absent_note(shown, drawn, timeline))


def third_note(shown: Dispute, drawn: Figure, timeline: Timeline) -> str:
    """Name the third parties of which a figure draws acts; nothing without one."""
    drawn_of, _ = _parties(shown, drawn)
    each = dict.fromkeys(name for party in drawn_of if not timeline.sides_of(party) for name in members(party))
    third = [timeline.name(name) for name in each if name != WORLD]
    return f"Third parties: {joined(third)}." if third else ""


def absent_note(shown: Dispute, drawn: Figure, timeline: Timeline) -> str:
    """Name those of whom a figure draws no act; nothing if there is nobody."""
    drawn_of, left_of = _parties(shown, drawn)
    absent = [timeline.name(party) for party in left_of if party not in drawn_of]
    return f"Acts of {joined(absent)} are not drawn." if absent else ""


def _parties(shown: Dispute, drawn: Figure) -> tuple[Collection[str], Collection[str]]:
    """Of whom acts are drawn, and of whom acts are not; an act that is drawn has a part of its id."""
    there = {str(part.get_gid()).partition(" ")[2] for part in drawn.findobj() if part.get_gid()}
    kept, left = (dict.fromkeys(d.party for d in shown.deeds if (d.id in there) is kept) for kept in (True, False))
    return kept, left


def readings_told(shown: Dispute) -> list[str]:
    """Return a sentence for each reading of the source."""
    return [f"Reading of {track.name}, {mark.date}: {mark.label}." for track in shown.tracks for mark in track.marks]
