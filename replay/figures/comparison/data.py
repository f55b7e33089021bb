"""What a comparison draws, as rows: what the one figure draws of each dispute, under its name."""

from __future__ import annotations

from collections.abc import Sequence

from replay.figures.sheet.data import COLUMNS
from replay.figures.story import Story
from replay.figures.story.data import story_data
from replay.text.table import Column, Table
from replay.timeline import Timeline

__all__ = ["comparison_data"]


def comparison_data(stories: Sequence[Story], timelines: Sequence[Timeline], name: str) -> Table:
    """Return the data of a comparison called `name`: what the one figure draws of each dispute, under its name."""
    rows = (
        (timeline.dispute, *row)
        for shown, timeline in zip(stories, timelines, strict=True)
        for row in story_data(shown).rows
        if row[0] != "answer"
    )
    return Table(name, "Comparison: data of the figure", (Column("dispute", "Dispute"), *COLUMNS), tuple(rows))
