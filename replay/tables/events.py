"""What happened: the table of acts, and the story as it is told."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import NamedTuple

from replay.codebook import ClockKind, Outcome
from replay.engine.days import Days, broken, worded
from replay.engine.trace import ACTED, ENDS, STARTS, ClockHistory, Entry, Kind, Trace
from replay.tables.cells import cited
from replay.tables.clocks import WORTH, brought_about, clock_names, disputed
from replay.text.table import Cell, Column, Noted, Table, printable, tabled
from replay.text.words import joined, typeset
from replay.timeline import Consequence, Event, Timeline, Worth, members

__all__ = ["MARKS", "events_table", "story_table"]


class _Told(NamedTuple):
    """An act of the replay with what is coded of it."""

    number: int
    days: Days
    entry: Entry

    @property
    def timeline(self) -> Timeline:
        return self.days.timeline

    @property
    def event(self) -> Event | None:
        return self.timeline.by_id.get(self.entry.event or "")

    @property
    def worth(self) -> Worth | None:
        return self.timeline.worth(self.entry.event or "") if self.said else None

    @property
    def said(self) -> Event | Consequence | None:
        return self.event or self.timeline.by_rule.get(self.entry.event or "")

    @property
    def date(self) -> str:
        return self.days.of(self.entry)

    @property
    def strategy_from(self) -> Cell:
        """Where the strategy is read from."""
        if self.days.trace.strategy(self.entry) is None:
            return None
        return (
            "stated" if self.event and self.event.stated else "tactics" if self.event and self.event.tactics else "rung"
        )


def _tactics(told: _Told) -> Cell:
    return "; ".join(tactic.value for tactic in told.event.tactics) if told.event else None


def _answers(told: _Told) -> Cell:
    if told.event is None:
        return None
    return "; ".join(f"{link.value} {target}" for target, link in told.event.answers.items())


_EVENTS = (
    Column("number", "No.", 0.4),
    Column("date", "Date", 1.0),
    Column("coded_date", "Date as coded", 1.1, of="event.date.text"),
    Column("day", "Place in the replay", 0.9, of="entry.date"),
    Column("id", "Id", 1.2, of="entry.event"),
    Column("actor", "Actor", 0.8, of="entry.actor"),
    Column("recipient", "Recipient", 0.8, of="entry.recipient"),
    Column("act", "Act", 1.1, of="entry.act"),
    Column("rung", "Rung", 0.4, of="entry.act.rung"),
    Column("strategy", "Strategy", 0.8, of=lambda told: told.days.trace.strategy(told.entry)),
    Column("strategy_from", "Strategy by", 0.6),
    Column("tactics", "Tactics", 1.3, of=_tactics),
    Column("label", "Label", 1.2, of="event.label"),
    Column("summary", "Summary", 4.0, of="said.summary"),
    Column("worth", "Worth", 0.9, of="worth.amount"),
    Column("unit", "Unit", 0.5, of="worth.unit"),
    Column("rate", "Duty in percent", 0.6, of="event.rate"),
    Column("status", "Status", 0.7, of="event.status"),
    Column("kind", "In the replay", 0.8, of="entry.kind"),
    Column("answers", "Answers", 1.4, of=_answers),
    Column("source", "Source", 2.0, of=lambda told: cited(told.timeline, told.event.cite) if told.event else "by rule"),
)


def events_table(trace: Trace) -> Table:
    """Return what happened: a row for each act of the replay, in its order, with its source.

    `date` is the date as coded, in words where it is no full date; `coded_date` is its code (EDTF), and `day` where the
    replay puts it, which of an imprecise date is a place in its order and no date. `worth` of a sanction is the goods
    covered in a year, and `rate` the duty on them in percent of their value.

    Examples
    --------
    >>> import replay
    >>> table = events_table(replay.run(replay.load(replay.example())))
    >>> table.column("id")[:2]
    ('demand', 'sanctions-list')
    """
    timeline = trace.coded("make tables")
    days = Days(trace)
    acts = [_Told(n, days, entry) for n, entry in enumerate(trace.select(*ACTED), 1)]
    title = f"{typeset(timeline.title)}: events"
    has_worth = any(told.worth for told in acts)
    return tabled("events", f"{title} ({WORTH})" if has_worth else title, _EVENTS, acts)


MARKS: Mapping[Kind, tuple[str, str]] = MappingProxyType(
    {
        Kind.EVENT: (" ", ""),
        Kind.CLOCK_SET: ("○", "set"),
        Kind.CLOCK_MOVED: ("↷", "moved"),
        Kind.CLOCK_SPLIT: ("⑂", "split"),
        Kind.CLOCK_RESUMED: ("▷", "runs again"),
        Kind.CLOCK_REOPENED: ("↺", "opened again after it had run out"),
        Kind.CLOCK_MET: ("●", ""),
        Kind.CLOCK_MET_IN_PART: ("◐", ""),
        Kind.CLOCK_SETTLED: ("◎", ""),
        Kind.CLOCK_WITHDRAWN: ("◌", ""),
        Kind.CLOCK_BROKEN: ("⚡", ""),
        Kind.CLOCK_SUSPENDED: ("‖", ""),
        Kind.CLOCK_CARRIED_OUT: ("▼", ""),
        Kind.CLOCK_LAPSED: ("✕", ""),
        Kind.CLOCK_ELAPSED: ("◇", ""),
        Kind.CLOCK_EXPIRED: ("□", ""),
        Kind.CLOCK_UNKNOWN: ("?", ""),
        Kind.CONSEQUENCE: ("!", "by rule, from the end of a clock"),
        Kind.REACTION: ("!", "by rule, as promised"),
        Kind.COMMITMENT_BROKEN: ("✗", "not done: a bluff, or a promise broken"),
        Kind.SUPPRESSED: ("-", "does not happen"),
        Kind.DROPPED: ("-", "left out"),
        Kind.LOOP: ("∞", "goes round a loop of commitments, cut here"),
    }
)
"""The sign of each kind of entry on a terminal, and its words; the ends of clocks have those of their kinds."""

_NOUNS = {ClockKind.LIMIT: "time limit", ClockKind.WAITING: "waiting period"}


def story_table(trace: Trace) -> Table:
    """Return the replay as a story: a row for each entry, with its date as coded."""
    timeline = trace.coded("tell a story")
    days, lags = Days(trace, worded), brought_about(trace)
    clocks, named = {clock.id: clock for clock in trace.clocks()}, clock_names(trace)
    rows = []
    for entry in trace:
        told = _Told(0, days, entry)
        sign, words = MARKS[entry.kind]
        if entry.clock is not None:
            kind = timeline.clocks[entry.clock].kind
            cells = _clock_words(told, words, kind), _clock_told(told, clocks[entry.clock], named[entry.clock])
        else:
            lag = f", {lags[entry.event or '']}" if entry.kind is Kind.EVENT and entry.event in lags else ""
            cells = _who(entry, words), Noted(told.said.summary if told.said else "", f" {entry.event}{lag}")
        rows.append((broken(told.date), sign, *cells))
    return printable(timeline.title, ("Date", "", "Who and act", "What"), rows, ("Date",))


def _who(entry: Entry, words: str) -> str:
    if entry.act is None:
        return words
    who = joined(members(entry.actor))
    who = f"{who} → {joined(members(entry.recipient))}" if entry.recipient else who
    return f"{who}\n{entry.act.value}" + (f" ({words})" if words else "")


def _clock_words(told: _Told, words: str, kind: ClockKind) -> str:
    outcome = ENDS.get(told.entry.kind)
    said = kind.end_in_words(outcome) if outcome else words
    on_word = outcome in (Outcome.MET, Outcome.MET_IN_PART) and told.entry.event is None
    return f"{_NOUNS.get(kind, kind.words)} {said}" + (", on the word of the source" if on_word else "")


def _clock_told(told: _Told, history: ClockHistory, name: str) -> str:
    entry, coded = told.entry, told.timeline.clocks[history.id]
    if entry.kind in STARTS and entry.kind is not Kind.CLOCK_REOPENED:
        due = told.days.due_from(entry)
        return f"{name}: {due}" if due == "no date" else f"{name}: due {due}"
    if entry.kind in ENDS and coded.readings:
        return f"{name} ({disputed(coded, coded.kind.end_in_words)})"
    return name
