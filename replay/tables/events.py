"""What happened: the table of acts, and the story as it is told."""

from __future__ import annotations

from typing import NamedTuple

from replay.codebook import Act
from replay.dates import iso
from replay.engine.trace import ACTED, STARTS, ClockHistory, Entry, Kind, Trace
from replay.tables.cells import cited
from replay.text.table import Cell, Column, Noted, Table, printable, tabled
from replay.text.words import typeset
from replay.timeline import Consequence, Event, Timeline

__all__ = ["events_table", "story_table"]


class _Told(NamedTuple):
    """An act of the replay with what is coded of it."""

    number: int
    trace: Trace
    entry: Entry

    @property
    def timeline(self) -> Timeline:
        return self.trace.coded("make tables")

    @property
    def event(self) -> Event | None:
        return self.timeline.by_id.get(self.entry.event or "")

    @property
    def said(self) -> Event | Consequence | None:
        return self.event or self.timeline.by_rule.get(self.entry.event or "")


def _tactics(told: _Told) -> Cell:
    return "; ".join(tactic.value for tactic in told.event.tactics) if told.event else None


def _answers(told: _Told) -> Cell:
    if told.event is None:
        return None
    return "; ".join(f"{link.value} {target}" for target, link in told.event.answers.items())


_EVENTS = (
    Column("number", "No.", 0.4),
    Column("date", "Date", 0.9, of="entry.date"),
    Column("coded_date", "Date as coded", 1.1, of="event.date.text"),
    Column("id", "Id", 1.2, of="entry.event"),
    Column("actor", "Actor", 0.8, of="entry.actor"),
    Column("recipient", "Recipient", 0.8, of="entry.recipient"),
    Column("act", "Act", 1.1, of="entry.act"),
    Column("rung", "Rung", 0.4, of="entry.act.rung"),
    Column("strategy", "Strategy", 0.8, of=lambda told: told.trace.strategy(told.entry)),
    Column("tactics", "Tactics", 1.3, of=_tactics),
    Column("label", "Label", 1.2, of="event.label"),
    Column("summary", "Summary", 4.0, of="said.summary"),
    Column("worth", "Worth", 0.9, of="said.worth.amount"),
    Column("unit", "Unit", 0.5, of="said.worth.unit"),
    Column("status", "Status", 0.7, of="event.status"),
    Column("kind", "In the replay", 0.8, of="entry.kind"),
    Column("answers", "Answers", 1.4, of=_answers),
    Column("source", "Source", 2.0, of=lambda told: cited(told.timeline, told.event.cite) if told.event else "by rule"),
)


def events_table(trace: Trace) -> Table:
    """Return what happened: a row for each act of the replay, in its order, with its source.

    Examples
    --------
    >>> import replay
    >>> table = events_table(replay.run(replay.load(replay.example())))
    >>> table.column("id")[:2]
    ('demand', 'sanctions-list')
    """
    timeline = trace.coded("make tables")
    acts = (_Told(n, trace, entry) for n, entry in enumerate(trace.select(*ACTED), 1))
    return tabled("events", f"{typeset(timeline.title)}: events", _EVENTS, acts)


_MARKS = {
    "event": " ", "clock-set": "○", "clock-moved": "↷", "clock-split": "⑂", "clock-resumed": "▷", "clock-reopened": "↺",
    "clock-met": "●", "clock-met-in-part": "◐", "clock-settled": "◎", "clock-withdrawn": "◌", "clock-suspended": "‖",
    "clock-carried-out": "▼", "clock-lapsed": "✕", "clock-elapsed": "◇", "clock-expired": "□", "clock-unknown": "?",
    "consequence": "!", "reaction": "!", "commitment-broken": "✗", "suppressed": "-", "dropped": "-", "loop": "∞",
}  # fmt: skip


def story_table(trace: Trace) -> Table:
    """Return the replay as a story: a row for each entry; a date that the source leaves open stands below its day."""
    timeline = trace.coded("tell a story")
    clocks = {clock.id: clock for clock in trace.clocks()}
    rows = (
        (
            _date(told, entry), _MARKS[entry.kind.value],
            *((_who(entry, entry.act), Noted(told.said.summary if told.said else "", f" {entry.event}"))
              if entry.act or entry.clock is None
              else (entry.kind.value, _clock_words(entry, clocks[entry.clock]))),
        )
        for entry in trace
        if (told := _Told(0, trace, entry))
    )  # fmt: skip
    return printable(timeline.title, ("Date", "", "Who and act", "What"), rows)


def _date(told: _Told, entry: Entry) -> str:
    if not entry.act or told.event is None or told.event.date.text == entry.date:
        return entry.date
    return f"{entry.date}\n({told.event.date.text})"


def _who(entry: Entry, act: Act | None) -> str:
    if act is None:
        return entry.kind.value
    who = f"{entry.actor} → {entry.recipient}" if entry.recipient else entry.actor
    by_rule = "" if entry.kind.value == "event" else f" ({entry.kind.value})"
    return f"{who}\n{act.value}{by_rule}"


def _clock_words(entry: Entry, history: ClockHistory) -> str:
    if entry.kind not in STARTS or entry.kind is Kind.CLOCK_REOPENED:
        return history.id
    held = [due for since, due in history.dues if since <= entry.day]
    due = held[0] if entry.kind.value == "clock-set" else held[-1]
    return f"{history.id}: due {iso(due)}" if due else f"{history.id}: no due date"
