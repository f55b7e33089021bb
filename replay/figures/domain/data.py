"""What the domain chart draws, as rows."""

from __future__ import annotations

from replay.dates import iso
from replay.figures.sheet.content import Content
from replay.figures.sheet.data import COLUMNS, clocks_and_domains
from replay.tables import Cell, Table

__all__ = ["domain_data"]


def domain_data(shown: Content) -> Table:
    """Return the data of the domain chart: acts, clocks, readings, computed steps."""
    rows: list[tuple[Cell, ...]] = []
    names = [track.party for track in shown.tracks]
    for party, deeds in zip([*names, None], shown.deeds, strict=False):
        for deed in deeds:
            kind = "key act" if deed.weight else None
            rows.append(("act", deed.id, party, None, iso(deed.day), None, deed.rung, kind, deed.label))
    rows += clocks_and_domains(shown)
    return Table("domain", f"{shown.title}: data of the figure", COLUMNS, tuple(rows))
