"""The clocks: what ran until when and how it ended, in the replay and in the record, and what followed by rule."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Container, Mapping
from dataclasses import dataclass

from replay.codebook import Outcome
from replay.dates import iso
from replay.engine.conformance import Departure, departures
from replay.engine.days import Days, broken, later_or_earlier, worded
from replay.engine.trace import ClockHistory, Kind, Trace
from replay.escalation import Measure, ledger
from replay.text.table import Cell, Column, Table, printable, tabled
from replay.text.words import counted, typeset
from replay.timeline import Clock, Consequence, Event, Timeline, Worth, origin

__all__ = ["WORTH", "brought_about", "clock_names", "clocks_table", "followed_table", "record_table"]

WORTH = "worth of a sanction: goods covered in a year, not the duty paid on them"
"""What an amount means, to be said wherever one is printed."""


@dataclass(frozen=True, slots=True)
class _Told:
    """A clock of the replay with what is coded of it."""

    days: Days
    history: ClockHistory
    measure: Measure | None = None

    @property
    def timeline(self) -> Timeline:
        return self.days.timeline

    @property
    def coded(self) -> Clock:
        return self.timeline.clocks[self.history.id]

    @property
    def setter(self) -> Event | Consequence | None:
        name = self.history.set_by or ""
        return self.timeline.by_id.get(name) or self.timeline.by_rule.get(name)

    @property
    def what(self) -> Cell:
        return "; ".join(f"{then.act.words}: {then.summary}" for then in self.coded.on_end) or None

    @property
    def worth(self) -> Worth | None:
        """Of a threat that of the ledger; else the clock's own, or its setter's, if that set nothing besides."""
        if self.measure:
            return self.measure.worth
        alone = self.setter is not None and len(self.setter.clocks) == 1
        return self.coded.worth or (self.setter.worth if self.setter and alone else None)

    @property
    def set_on(self) -> str:
        return self.days.of_act(self.history.set_by, self.history.set_on)

    @property
    def due(self) -> str | None:
        return self.days.due(self.history.id)

    @property
    def turns(self) -> str:
        """The due dates, moves and stops, in order."""
        return "; ".join(self.days.history(self.history.id))

    @property
    def ended(self) -> str | None:
        return self.days.ended(self.history)

    @property
    def how(self) -> str:
        said = self.history.kind.end_in_words(self.history.outcome)
        return f"{said}, on the word of the source" if self.history.on_word else said

    @property
    def end_told(self) -> str:
        """How and when it ended, on several lines."""
        how = self.how.replace(", ", ",\n").replace(": ", ":\n")
        return "\n".join(filter(None, (how, broken(self.ended))))

    @property
    def record(self) -> str | None:
        """How the source says that it ended; where parties disagree, how each reads it."""
        if self.coded.readings:
            return disputed(self.coded, lambda how: how.value)
        return self.history.record and self.history.record.value

    @property
    def said(self) -> str | None:
        """The same in words."""
        if self.coded.readings:
            return disputed(self.coded, self.history.kind.end_in_words)
        return self.history.record and self.history.kind.end_in_words(self.history.record)

    @property
    def run(self) -> int | None:
        return None if self.history.ended_on is None else self.history.ended_on - self.history.set_on


def disputed(clock: Clock, word: Callable[[Outcome], str]) -> str:
    """Say how each party reads the end of a clock."""
    return "disputed: " + ", ".join(f"{who} {word(how)}" for who, how in clock.readings.items())


_CLOCKS = (
    Column("clock", "Clock", 1.1, of="history.id"),
    Column("kind", "Kind", 0.7, of="history.kind"),
    Column("label", "Name", 1.3, of="history.label"),
    Column("who", "Who", 0.7, of="history.holder"),
    Column("to_whom", "To whom", 0.7, of="history.target"),
    Column("said", "What set it", 1.8, of="setter.summary"),
    Column("what", "What follows if it runs out", 1.8),
    Column("worth", "Worth", 0.9, of="worth.amount"),
    Column("unit", "Unit", 0.5, of="worth.unit"),
    Column("set", "Set", 0.9, of=lambda told: told.set_on),
    Column("set_by", "Set by", 1.2, of="history.set_by"),
    Column("due", "Due", 0.9),
    Column("history", "Due dates, moves, stops", 1.4, of="turns"),
    Column("split_off", "Split off", 0.8, of="history.parent"),
    Column("ended", "Ended", 0.9),
    Column("ended_by", "Ended by", 1.2, of="history.ended_by"),
    Column("outcome", "Outcome", 0.8, of="history.outcome"),
    Column("how", "How it ended", 1.0),
    Column("on_word", "On the source's word", 0.6, of=lambda told: "yes" if told.history.on_word else None),
    Column("record", "How the source says", 0.9),
    Column("days", "Days run", 0.5, of="run"),
)


def clocks_table(trace: Trace, write: Callable[[int], str] = iso) -> Table:
    """Return the clocks: who set which for whom, of what kind, what for, worth what, due when, how it ended.

    The worth of a threat is that of what was threatened, or done, as in the ledger; of a sanction it is the goods
    covered in a year, not the duty paid. A day that is not coded as one is written as it is coded; `write` says how a
    day of the calendar is.

    Examples
    --------
    >>> import replay
    >>> table = clocks_table(replay.run(replay.load(replay.example())))
    >>> table.column("clock"), table.column("outcome"), table.column("due")
    (('sanctions',), ('settled',), ('1996-05-09',))
    """
    timeline = trace.coded("make tables")
    days, measures = Days(trace, write), {row.id: row for row in ledger(trace) if row.clock == row.id}
    found = [_Told(days, history, measures.get(history.id)) for history in trace.clocks()]
    title = f"{typeset(timeline.title)}: clocks"
    return tabled("clocks", f"{title} ({WORTH})" if any(told.worth for told in found) else title, _CLOCKS, found)


def record_table(trace: Trace, wrong: Container[str] = ()) -> Table:
    """Return the clocks with their due dates, how they end, and how the record says; `wrong` are those that differ."""
    trace.coded("compare with the record")
    columns = (
        Column("clock", "Clock", of=lambda told: f"{named[told.history.id]}\n{told.history.kind.words}"),
        Column("set", "Set", of=lambda told: broken(told.set_on), whole=True),
        Column("history", "Due", of=lambda told: broken(told.turns.replace("; ", "\n"))),
        Column("how", "Replay", of="end_told"),
        Column("said", "Record"),
        Column("differs", "", of=lambda told: "differs" if told.history.id in wrong else ""),
    )
    days, named = Days(trace, worded), clock_names(trace)
    found = (_Told(days, history) for history in trace.clocks())
    return tabled("clocks", "Clocks: replay and record", columns, found)


def clock_names(trace: Trace) -> Mapping[str, str]:
    """Return what each clock is called: by its label, with the id where others have the same; by its id without one.

    >>> import replay
    >>> dict(clock_names(replay.run(replay.load(replay.example()))))
    {'sanctions': 'sanctions'}
    """
    clocks = trace.clocks()
    labels = Counter(clock.label for clock in clocks)
    return {
        clock.id: f"{clock.label} ({clock.id})" if clock.label and labels[clock.label] > 1 else clock.label or clock.id
        for clock in clocks
    }


def brought_about(trace: Trace) -> Mapping[str, str]:
    """Return the recorded events that rules brought about, each with how long after its trigger it came, in words.

    Of several rules that name one event, the one that is due first counts.
    """
    clocks = trace.coded("tell what followed").clocks
    told = {}
    for entry in trace.select(Kind.EVENT) if trace.fired else ():
        fired = trace.fired.get(entry.event or "", ())
        if fired:
            end, rule = min((day, rule) for rule, day in fired)
            holder = origin(rule)
            what = f"the end of clock {holder}" if holder in clocks else f"the trigger of the commitment in {holder}"
            told[entry.event or ""] = f"{later_or_earlier(entry.day - end)} {what}"
    return told


def followed_table(trace: Trace) -> Table:
    """Return the recorded acts that rules brought about: what each follows, after how long, and what departs why."""
    days, told = Days(trace, worded), brought_about(trace)
    late = {found.id: found for found in departures(trace)}
    dates = {entry.event: days.of(entry) for entry in trace.select(Kind.EVENT) if entry.event in told} if told else {}
    rows = ((name, dates[name], when, _departed(late.get(name))) for name, when in told.items())
    return printable("What followed by rule", ("Act", "Date", "When it came", "Departs from the rule"), rows)


def _departed(found: Departure | None) -> str:
    if found is None:
        return ""
    size = counted(abs(found.days), "day")
    return f"{size} {'early' if found.days < 0 else 'late'}: {found.reason or 'no reason coded'}"
