"""What each figure draws, as rows: one long table with a row for every mark."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from replay.chart import Content
from replay.chart.story import Story
from replay.dates import iso
from replay.tables import Cell, Column, Table
from replay.timeline import Timeline

__all__ = ["compared_data", "domain_data", "story_data"]

_COLUMNS = (
    Column("part", "Part"), Column("id", "Id"), Column("party", "Party"), Column("first", "First day"),
    Column("day", "Day"), Column("last", "Last day"), Column("value", "Value"), Column("kind", "Kind"),
    Column("label", "Label", 2.0),
)  # fmt: skip


def story_data(shown: Story) -> Table:
    """Return the data of the one figure: acts, answers, strategies, and what the domain chart draws."""
    rows: list[tuple[Cell, ...]] = []
    for act in shown.acts:
        strategy = act.strategy.value if act.strategy else None
        days = iso(act.first), iso(act.day), iso(act.last)
        rows.append(("act", act.id, act.party, *days, act.rung, strategy, act.label))
    for arc in shown.arcs:
        source, target = shown.acts[arc.source], shown.acts[arc.target]
        ends = iso(source.day), None, iso(target.day), target.day - source.day
        rows.append(("answer", target.id, target.party, *ends, arc.type.value, source.id))
    for track, cells in zip(shown.base.tracks, shown.cells, strict=False):
        for cell in cells:
            strategy = cell.strategy.value if cell.strategy else None
            counts = f"claiming {cell.claiming}, mixed {cell.mixed}, creating {cell.creating}"
            rows.append(
                ("strategy", None, track.party, iso(cell.first), None, iso(cell.stop - 1), None, strategy, counts)
            )
    rows += _domains(shown.base)
    return Table("story", f"{shown.title}: data of the figure", _COLUMNS, tuple(rows))


def domain_data(shown: Content) -> Table:
    """Return the data of the domain chart: acts, clocks, readings, computed steps."""
    rows: list[tuple[Cell, ...]] = []
    names = [track.party for track in shown.tracks]
    for party, deeds in zip([*names, None], shown.deeds, strict=False):
        for deed in deeds:
            kind = "key act" if deed.weight else None
            rows.append(("act", deed.id, party, None, iso(deed.day), None, deed.rung, kind, deed.label))
    rows += _domains(shown)
    return Table("domain", f"{shown.title}: data of the figure", _COLUMNS, tuple(rows))


def compared_data(stories: Sequence[Story], timelines: Sequence[Timeline]) -> Table:
    """Return the data of a comparison: what the one figure draws of each dispute, under its name."""
    rows: list[tuple[Cell, ...]] = []
    for shown, timeline in zip(stories, timelines, strict=True):
        rows += [(timeline.dispute, *row) for row in story_data(shown).rows if row[0] != "answer"]
    columns = (Column("dispute", "Dispute"), *_COLUMNS)
    return Table("comparison-figure", "Comparison: data of the figure", columns, tuple(rows))


def _domains(shown: Content) -> Iterator[tuple[Cell, ...]]:
    for span in shown.spans:
        due = iso(span.due) if span.due is not None else None
        yield "clock", span.id, None, iso(span.first), due, iso(span.last), None, span.outcome.value, span.label
    for track in shown.tracks:
        for mark in track.marks:
            days = iso(mark.first), iso(mark.middle), iso(mark.last)
            yield "reading", mark.id, track.party, *days, mark.position, mark.placed, mark.label
    for found in shown.paths:
        for step in found.steps:
            yield "path", None, found.party, None, iso(step.day), None, round(step.position, 6), step.rule, None
