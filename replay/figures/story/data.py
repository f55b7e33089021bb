"""What the one figure draws, as rows."""

from __future__ import annotations

from replay.dates import iso
from replay.figures.sheet.data import COLUMNS, clocks_and_domains
from replay.figures.story.content import Story
from replay.tables import Cell, Table

__all__ = ["story_data"]


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
    rows += clocks_and_domains(shown.base)
    return Table("story", f"{shown.title}: data of the figure", COLUMNS, tuple(rows))
