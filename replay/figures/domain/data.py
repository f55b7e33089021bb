"""What the domain chart draws, as rows."""

from __future__ import annotations

from replay.figures.sheet.content import Dispute
from replay.figures.sheet.data import COLUMNS, act_rows, clocks_and_domains
from replay.text.table import Table

__all__ = ["domain_data"]


def domain_data(shown: Dispute) -> Table:
    """Return the data of the domain chart: acts, clocks, readings, computed steps."""
    rows = (*act_rows(shown, lambda deed: "key act" if deed.key else None), *clocks_and_domains(shown))
    return Table("domain", f"{shown.title}: data of the figure", COLUMNS, rows)
