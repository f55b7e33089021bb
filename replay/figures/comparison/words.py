"""Caption of a comparison, and the text that stands for it where it cannot be seen."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from replay.figures.comparison.align import ALIGNMENTS
from replay.figures.sheet.shortkey import CLOCKS_DRAWN
from replay.figures.sheet.wording import (
    KEY_ACTS,
    READINGS_DRAWN,
    broken_note,
    disputed_note,
    sourced,
    spelled,
    word_note,
)
from replay.figures.story import Story
from replay.figures.story.words import story_alt
from replay.text.words import joined, sentences, typeset
from replay.timeline import Timeline

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["comparison_alt", "comparison_caption"]


def comparison_caption(stories: Sequence[Story], timelines: Sequence[Timeline], align: str, drawn: Figure) -> str:
    """Return the caption of a comparison."""
    zero = "dates" if align == "calendar" else f"months from the {ALIGNMENTS[align]} of each"
    gids = [str(part.get_gid()) for part in drawn.findobj() if part.get_gid()]
    shown = sum(gid.startswith("clock ") for gid in gids), sum(len(story.base.spans) for story in stories)
    panels, beyond = (any(gid.startswith(start) for gid in gids) for start in ("stick ", "beyond "))
    return sentences(
        f"{joined([typeset(timeline.title) for timeline in timelines])}, on one axis of {zero}. Overview, a row for "
        "each: strategies of the sender (upper band) and of the target by the tactics coded in each month, or by the "
        "acts where none is coded; the first act and the settlement; every clock.",
        CLOCKS_DRAWN,
        *(_panels(*shown, beyond) if panels else ["There is no room for a panel of each dispute below the overview."]),
        *_besides(stories), spelled(drawn, timelines), sourced(timelines),
    )  # fmt: skip


def _panels(named: int, clocks: int, beyond: bool) -> list[str]:
    """Tell what the panels below the overview draw, and how many of the clocks they name."""
    few = f"{named} of {clocks} clocks, those of the most important acts, are" if named else "no clock is"
    few = f"For want of room {few} in the panels."
    return [
        "Below, a panel for each: acts of the sides as sticks, as long as their rung is high, the sender's upwards and "
        "the target's downwards, thick for key acts; clocks by name; the domains of both sides on one scale.",
        *([few] if named < clocks else []), READINGS_DRAWN,
        *(["The dotted line is thick where it is beyond the five levels."] if beyond else []),
        "Named first: the act of month 0, the first threat with sanctions, the settlement. " + KEY_ACTS,
    ]  # fmt: skip


def _besides(stories: Sequence[Story]) -> Sequence[str]:
    """Say whose acts are not drawn: domestic actors, third parties and the world; and what is said of clocks."""
    absent = [deed.actor for shown in stories for deed in shown.base.deeds if not deed.own]
    said = [f"Acts of {joined(list(dict.fromkeys(absent)))} are not drawn."] if absent else []
    notes = (disputed_note, word_note, broken_note)
    return [*said, *(note(shown.base) for shown in stories for note in notes)]


def comparison_alt(stories: Sequence[Story]) -> str:
    """Return a comparison in words: the one figure of each dispute."""
    return " ".join(story_alt(shown) for shown in stories)
