"""What an escalation diagram shows, as rows: acts, clocks, links."""

from __future__ import annotations

from replay.figures.escalation.content import Content
from replay.text.table import Cell, Column, Table

__all__ = ["rows_drawn"]

_COLUMNS = (
    Column("part", "Part", 0.5), Column("id", "Id", 1.2), Column("date", "Date as coded", 1.1),
    Column("actor", "Actor", 0.8), Column("recipient", "To", 0.8), Column("kind", "Kind", 1.0),
    Column("rung", "Rung", 0.4), Column("target", "Leads to", 1.2), Column("label", "Label", 2.0),
    Column("end", "How a clock ended", 0.8), Column("by", "Ended by", 0.8),
)  # fmt: skip


def rows_drawn(shown: Content) -> Table:
    """Return a row for each act, clock (with its due date, and how it ended) and link that is drawn."""
    rows: list[tuple[Cell, ...]] = [
        ("act", node.id, stop.date, node.party, node.recipient, node.act, node.rung, None, node.label, None, None)
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
            clock.kind.value,
            None,
            None,
            shown.names[clock.id],
            clock.outcome.value,
            "the word of the source" if clock.on_word else clock.ended_by,
        )
        for clock in shown.clocks
    ]
    rows += [
        ("not done", name, None, None, None, None, None, None, said, None, None)
        for name, words in shown.broken.items()
        for said in words
    ]
    rows += [
        ("link", line.source, None, None, None, type_.value, None, line.target, None, None, None)
        for line in shown.lines
        for type_ in line.types
    ]
    return Table("escalation", f"{shown.title}: data of the figure", _COLUMNS, tuple(rows))
