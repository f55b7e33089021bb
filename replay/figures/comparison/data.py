"""What a comparison draws, as rows: what the one figure draws of each dispute, under its name."""

from __future__ import annotations

from collections.abc import Sequence

from replay.figures.sheet.data import COLUMNS
from replay.figures.story import Story
from replay.figures.story.data import story_data
from replay.tables import Cell, Column, Table
from replay.timeline import Timeline

__all__ = ["comparison_data"]


def comparison_data(stories: Sequence[Story], timelines: Sequence[Timeline]) -> Table:
    """Return the data of a comparison: what the one figure draws of each dispute, under its name."""
    rows: list[tuple[Cell, ...]] = []
    for shown, timeline in zip(stories, timelines, strict=True):
        rows += [(timeline.dispute, *row) for row in story_data(shown).rows if row[0] != "answer"]
    columns = (Column("dispute", "Dispute"), *COLUMNS)
    return Table("comparison-figure", "Comparison: data of the figure", columns, tuple(rows))
