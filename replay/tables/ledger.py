"""The ledger of threats as tables: a row for each measure, and what became of the measures of each party."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from replay.codebook import Status, ThreatFate
from replay.dates import iso
from replay.engine.days import Days, broken, worded
from replay.engine.trace import ClockHistory, Trace
from replay.escalation import Measure, ledger
from replay.tables.clocks import WORTH
from replay.text.table import Cell, Column, Noted, Table, printable, tabled
from replay.text.words import counted, joined, money, spaced, typeset
from replay.timeline import Event, members

__all__ = ["fate_words", "ledger_shown", "ledger_table", "shares_table", "shares_told"]


@dataclass(frozen=True, slots=True)
class _Told:
    """A measure with the days of its replay in words."""

    days: Days
    lives: Mapping[str, ClockHistory]
    row: Measure

    @property
    def dispute(self) -> str:
        return self.days.timeline.dispute

    @property
    def name(self) -> str:
        return self.days.timeline.name(self.row.who)

    @property
    def event(self) -> Event | None:
        """The act that announced it first."""
        return self.days.timeline.by_id.get(self.row.acts[0])

    @property
    def announced(self) -> str:
        return self.days.of_act(self.row.acts[0], self.row.announced)

    @property
    def due(self) -> str | None:
        if self.row.clock:
            return self.days.due(self.row.clock)
        return None if self.row.due is None else self.days.counted(self.row.trigger, self.row.due)

    @property
    def ended(self) -> str | None:
        if self.row.ended is None:
            return None
        if self.row.ended_by:
            return self.days.of_act(self.row.ended_by[-1], self.row.ended)
        life = self.lives.get(self.row.clock or "")
        return self.days.ended(life) if life else self.days.counted(self.row.trigger, self.row.ended)

    @property
    def said(self) -> list[str]:
        """What a reader of the row must know."""
        status = self.row.status
        return [*self.row.notes, *([f"the act itself is {status.words} only"] if status is not Status.DONE else [])]

    @property
    def notes(self) -> Cell:
        vague = [] if self.row.days is None or self.is_exact else ["days counted with the middle of an imprecise date"]
        return "; ".join((*self.said, *vague)) or None

    @property
    def more(self) -> str:
        """What is to be said, and what came later that nothing ties to it."""
        loose = [f"later, not tied to it: {', '.join(self.row.not_tied)}"] if self.row.not_tied else []
        said = "; ".join((*self.said, *loose))
        return f" ({said})" if said else ""

    @property
    def told(self) -> Cell:
        """What is to be done, in a sentence, and what else is to be said."""
        return Noted(f"{self.row.act.words}: {self.row.what}", self.more)

    @property
    def named(self) -> Cell:
        """The same by the label of the act that announces it."""
        label = self.event.label if self.event else ""
        return Noted(self.row.act.words, f" ({label or spaced(self.row.acts[0])})")

    @property
    def lasted(self) -> str:
        """The days from the announcement to the end."""
        days = self.row.days
        return "" if days is None else counted(days, "day") if self.is_exact else f"c. {counted(days, 'day')}"

    @property
    def is_exact(self) -> bool:
        """Whether first and last day are coded as days."""
        told = ((self.announced, self.row.announced), (self.ended, self.row.ended))
        return all(day is None or text == self.days.write(day) for text, day in told)


_LEDGER = (
    Column("dispute", "Dispute", 0.9),
    Column("measure", "Measure", 1.1, of="row.id"),
    Column("who", "Who", 0.6, of="row.who"),
    Column("whom", "Whom", 0.6, of="row.whom"),
    Column("form", "Form", 0.6, of="row.form"),
    Column("act", "Act", 1.0, of="row.act"),
    Column("what", "What", 2.4, of="row.what"),
    Column("worth", "Worth", 0.9, of="row.worth.amount"),
    Column("unit", "Unit", 0.5, of="row.worth.unit"),
    Column("announced", "Announced", 0.9),
    Column("coded_date", "Date as coded", 0.9, of="event.date.text"),
    Column("announced_by", "By the acts", 1.2, of=lambda told: "; ".join(told.row.acts)),
    Column("due", "Due", 0.9),
    Column("fate", "Fate", 0.8, of="row.fate"),
    Column("ended", "Ended", 0.9),
    Column("ended_by", "Ended by", 1.0, of=lambda told: "; ".join(told.row.ended_by) or None),
    Column("days", "Days", 0.5, of="row.days"),
    Column("not_tied", "Later, not tied", 1.0, of=lambda told: "; ".join(told.row.not_tied) or None),
    Column("status", "Status", 0.6, of="row.status"),
    Column("notes", "Notes", 1.4),
)


_SHOWN = ("Announced, by whom to whom", "What", "Worth", "Due", "Fate, after days")


def ledger_table(traces: Sequence[Trace]) -> Table:
    """Return the threats and promises of replays, each measure once, in the order of the replays and of their days.

    `worth` of a sanction is the goods covered in a year, not the duty paid; of a measure that was done it is that of
    what was done. `days` run from the announcement to the end. `not_tied` names later acts of the threatened kind that
    no rule ties to the measure: they are not counted as carrying it out. Rules: `replay.escalation.ledger`.

    Examples
    --------
    >>> import replay
    >>> table = ledger_table([replay.run(replay.load(replay.example()))])
    >>> table.column("measure"), table.column("fate"), table.column("days")
    (('sanctions', 'wto-threat/reply-1'), ('settled', 'settled'), (55, 51))
    """
    told = [one for trace in traces for one in _told(trace)]
    return tabled("ledger", _title(traces, told), _LEDGER, told)


def ledger_shown(trace: Trace, details: bool = True) -> Table:
    """Return the same for a terminal: fewer columns, and what else is to be said of a measure behind it.

    Without `details` an act goes by its label, or its id in words, and nothing more is said of it.
    """
    told = [*_told(trace, worded)]
    rows = (
        (
            f"{broken(one.announced)}\n{_between(one.row)}", one.told if details else one.named,
            money({one.row.worth.unit: one.row.worth.amount}) if one.row.worth else None, broken(one.due) or None,
            "\n".join(filter(None, (fate_words(one.row.fate, one.row.form), broken(one.ended), one.lasted))),
        )
        for one in told
    )  # fmt: skip
    return printable(_title([trace], told), _SHOWN, rows).filled()


def _title(traces: Sequence[Trace], told: Sequence[_Told]) -> str:
    titles = joined([typeset(trace.coded("make tables").title) for trace in traces])
    return f"{titles}: threats and promises" + (f" ({WORTH})" if any(one.row.worth for one in told) else "")


def fate_words(fate: ThreatFate, form: str) -> str:
    """Return the fate in words: a promise that was not kept is broken, and no bluff."""
    return "broken" if fate is ThreatFate.BLUFF and form == "promise" else fate.words


def _between(row: Measure) -> str:
    who = joined(members(row.who))
    return f"{who} → {joined(members(row.whom))}" if row.whom else who


def _told(trace: Trace, write: Callable[[int], str] = iso) -> Iterator[_Told]:
    days, lives = Days(trace, write), {clock.id: clock for clock in trace.clocks()}
    return (_Told(days, lives, row) for row in ledger(trace))


def _shares(traces: Sequence[Trace]) -> Iterator[tuple[str, str, Counter[ThreatFate]]]:
    """The fates of the measures of each party, threats before promises; parties of one name are one."""
    found: dict[tuple[str, str], Counter[ThreatFate]] = {}
    for one in (one for trace in traces for one in _told(trace)):
        found.setdefault((one.name, one.row.form), Counter())[one.row.fate] += 1
    for name in dict.fromkeys(name for name, _ in found):
        for form in ("threat", "promise"):
            if (name, form) in found:
                yield name, form, found[name, form]


def shares_table(traces: Sequence[Trace]) -> Table:
    """Return for each party how many of its threats, and of its promises, had which fate.

    Examples
    --------
    >>> import replay
    >>> shares_table([replay.run(replay.load(replay.example()))]).rows
    (('United States', 'threat', 'settled', 1, 1, 1.0), ('Korea', 'threat', 'settled', 1, 1, 1.0))
    """
    columns = (
        Column("party", "Party"), Column("form", "Form"), Column("fate", "Fate"), Column("count", "Count"),
        Column("of", "Of"), Column("share", "Share", digits=2),
    )  # fmt: skip
    rows = tuple(
        (name, form, fate.value, found[fate], found.total(), round(found[fate] / found.total(), 4))
        for name, form, found in _shares(traces) for fate in ThreatFate if found[fate]
    )  # fmt: skip
    return Table("ledger-shares", "What became of threats and promises", columns, rows)


def shares_told(traces: Sequence[Trace]) -> Iterator[str]:
    """Yield the same in sentences, one for each party.

    Examples
    --------
    >>> import replay
    >>> list(shares_told([replay.run(replay.load(replay.example()))]))
    ['United States: 1 threat, settled 1 of 1.', 'Korea: 1 threat, settled 1 of 1.']
    """
    for name, form, found in _shares(traces):
        shares = (f"{fate_words(fate, form)} {found[fate]} of {found.total()}" for fate in ThreatFate if found[fate])
        yield f"{name}: {counted(found.total(), form)}, {', '.join(shares)}."
