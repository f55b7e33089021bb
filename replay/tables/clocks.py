"""The clocks: the ledger of threats, and how each clock ends in the replay and in the record."""

from __future__ import annotations

from collections.abc import Container
from typing import NamedTuple

from replay.engine.trace import ClockHistory, Trace
from replay.text.plain import dated
from replay.text.table import Cell, Column, Table, tabled
from replay.text.words import typeset
from replay.timeline import Clock, Consequence, Event, Timeline, Worth

__all__ = ["clocks_table", "record_table"]


class _Ledger(NamedTuple):
    """A clock of the replay with what is coded of it."""

    timeline: Timeline
    history: ClockHistory

    @property
    def coded(self) -> Clock | None:
        return self.timeline.clocks.get(self.history.id)

    @property
    def setter(self) -> Event | None:
        return self.timeline.setters.get(self.history.id)

    @property
    def lapse(self) -> Consequence | None:
        return self.coded.on_end[0] if self.coded and self.coded.on_end else None

    @property
    def worth(self) -> Worth | None:
        return self.lapse.worth if self.lapse and self.lapse.worth else self.setter.worth if self.setter else None

    @property
    def dues(self) -> list[str]:
        return [dated(due) or "none" for _, due in self.history.dues]


def _lapse(found: _Ledger) -> Cell:
    return f"{found.lapse.act.value}: {found.lapse.summary}" if found.lapse else None


def _days(found: _Ledger) -> Cell:
    return found.history.ended_on - found.history.set_on if found.history.ended_on is not None else None


_CLOCKS = (
    Column("clock", "Clock", 1.1, of="history.id"),
    Column("label", "Name", 1.3, of="history.label"),
    Column("who", "Who", 0.7, of="history.holder"),
    Column("to_whom", "To whom", 0.7, of="history.target"),
    Column("said", "What set it", 1.8, of="setter.summary"),
    Column("what", "What follows a lapse", 1.8, of=_lapse),
    Column("worth", "Worth", 0.9, of="worth.amount"),
    Column("unit", "Unit", 0.5, of="worth.unit"),
    Column("set", "Set", 0.9, of="history.set_on"),
    Column("set_by", "Set by", 1.2, of="history.set_by"),
    Column("due", "Due", 0.9, of=lambda found: found.dues[-1]),
    Column("earlier_dues", "Due before", 0.9, of=lambda found: "; ".join(found.dues[:-1]) or None),
    Column("ended", "Ended", 0.9, of="history.ended_on"),
    Column("ended_by", "Ended by", 1.2, of="history.ended_by"),
    Column("outcome", "How it ended", 0.8, of="history.outcome"),
    Column("record", "How the source says", 0.8, of="history.record"),
    Column("days", "Days run", 0.5, of=_days),
)


def clocks_table(trace: Trace) -> Table:
    """Return the ledger of threats: who set which clock for whom, what for, worth what, due when, how it ended.

    Examples
    --------
    >>> import replay
    >>> table = clocks_table(replay.run(replay.load(replay.example())))
    >>> table.column("clock"), table.column("outcome")
    (('sanctions',), ('met',))
    """
    timeline = trace.coded("make tables")
    found = (_Ledger(timeline, history) for history in trace.clocks())
    return tabled("clocks", f"{typeset(timeline.title)}: clocks", _CLOCKS, found)


def record_table(trace: Trace, wrong: Container[str] = ()) -> Table:
    """Return the clocks with their due dates, how they end, and how the record says; `wrong` are those that differ."""
    timeline = trace.coded("compare with the record")
    columns = (
        Column("clock", "Clock", of="history.id", whole=True),
        Column("set", "Set", of="history.set_on", whole=True),
        Column("due", "Due", of=lambda found: " → ".join(found.dues)),
        Column("ended", "Ended", of="history.ended_on", whole=True),
        Column("outcome", "Replay", of="history.outcome"),
        Column("record", "Record", of="history.record"),
        Column("differs", "", of=lambda found: "differs" if found.history.id in wrong else ""),
    )
    found = (_Ledger(timeline, history) for history in trace.clocks())
    return tabled("clocks", "Clocks: replay and record", columns, found)
