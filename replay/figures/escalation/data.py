"""What an escalation diagram shows, as rows: acts, clocks, links."""

from __future__ import annotations

from replay.figures.escalation.content import Content
from replay.tables import Cell, Column, Table

__all__ = ["rows_drawn"]

_COLUMNS = (
    Column("part", "Part", 0.5), Column("id", "Id", 1.2), Column("date", "Date as coded", 1.1),
    Column("actor", "Actor", 0.8), Column("recipient", "To", 0.8), Column("kind", "Kind", 1.0),
    Column("rung", "Rung", 0.4), Column("target", "Leads to", 1.2), Column("label", "Label", 2.0),
)  # fmt: skip


def rows_drawn(shown: Content) -> Table:
    """Return a row for each act, clock (with its due date, and how it ended) and link that is drawn."""
    rows: list[tuple[Cell, ...]] = [
        ("act", node.id, stop.date, node.party, node.recipient, node.act, node.rung, None, node.label)
        for stop in shown.stops
        for node in stop.acts
    ]
    rows += [
        (
            "clock",
            clock.id,
            shown.dues[clock.id],
            clock.holder,
            clock.target,
            clock.outcome.value,
            None,
            None,
            clock.label,
        )
        for clock in shown.clocks
    ]
    rows += [
        ("link", line.source, None, None, None, type_.value, None, line.target, None)
        for line in shown.lines
        for type_ in line.types
    ]
    return Table("escalation", f"{shown.title}: data of the figure", _COLUMNS, tuple(rows))
