"""What the figures of a dispute draw in common, as rows: a row for every mark."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from replay.dates import iso
from replay.figures.sheet.content import Deed, Dispute
from replay.text.table import Cell, Column

__all__ = ["COLUMNS", "act_rows", "clocks_and_domains"]

COLUMNS = (
    Column("part", "Part"), Column("id", "Id"), Column("party", "Party"), Column("first", "First day"),
    Column("day", "Day"), Column("last", "Last day"), Column("value", "Value"), Column("kind", "Kind"),
    Column("label", "Label", 2.0), Column("end", "How a clock ended"), Column("by", "Ended by"),
)  # fmt: skip
"""The columns of the rows of every figure of a dispute."""


def act_rows(shown: Dispute, kind: Callable[[Deed], str | None]) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each act, of the `kind` that the figure tells apart."""
    for deed in shown.deeds:
        days = iso(deed.first), iso(deed.day), iso(deed.last)
        yield "act", deed.id, deed.party, *days, deed.rung, kind(deed), deed.label, None, None
    for deed in shown.broken:
        yield "not done", deed.id, deed.party, None, iso(deed.day), None, deed.rung, None, deed.label, None, None


def clocks_and_domains(shown: Dispute) -> Iterator[tuple[Cell, ...]]:
    """Yield a row for each clock, reading and computed step, in this order."""
    for span in shown.spans:
        due, clock = iso(span.due) if span.due is not None else None, span.history
        by = "the word of the source" if clock.on_word else clock.ended_by
        days = iso(span.first), due, iso(span.last)
        yield "clock", span.id, clock.holder, *days, None, clock.kind.value, span.label, clock.outcome.value, by
        for party, how in span.readings.items():
            yield "end as read", span.id, party, None, None, None, None, None, None, how.value, None
        for day in span.moved:
            yield "due before", span.id, clock.holder, None, iso(day), None, None, None, None, None, None
        for stop in span.stops:
            days = iso(stop.first), None, iso(stop.last)
            yield "standing still", span.id, clock.holder, *days, None, None, None, stop.outcome.value, None
    for track in shown.tracks:
        for mark in track.marks:
            days = iso(mark.first), iso(mark.middle), iso(mark.last)
            yield "reading", mark.id, track.party, *days, mark.position, mark.placed, mark.label, None, None
    for found in shown.paths:
        for step in shown.steps(found):
            yield (
                "path",
                None,
                found.party,
                None,
                iso(step.day),
                None,
                round(step.position, 6),
                step.rule,
                None,
                None,
                None,
            )
