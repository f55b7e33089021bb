"""The ledger of threats as tables: a row for each measure, and what became of the measures of each party."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from replay.codebook import THREATENED, Act, Status, ThreatFate
from replay.dates import iso
from replay.engine.days import Days, broken, worded
from replay.engine.trace import ClockHistory, Trace
from replay.escalation import Measure, ledger
from replay.tables.clocks import WORTH
from replay.text.table import Cell, Column, Noted, Table, printable, tabled
from replay.text.words import counted, joined, money, spaced, typeset
from replay.timeline import Event, members

__all__ = ["fate_words", "fates_listed", "ledger_shown", "ledger_table", "shares_table", "shares_told"]

_UNDONE = "not carried out"
_OF_THREATS = {
    ThreatFate.IN_PART: "carried out in part", ThreatFate.MET: "demand met, not carried out",
    ThreatFate.MET_IN_PART: "demand met in part, not carried out", ThreatFate.SETTLED: "settled, not carried out",
    ThreatFate.WITHDRAWN: "withdrawn, not carried out", ThreatFate.BLUFF: "not carried out (bluff)",
    ThreatFate.BROKEN: "its agreement no longer kept",
    ThreatFate.SUSPENDED: "suspended, not carried out", ThreatFate.OPEN: "still open",
}  # fmt: skip
_OF_PROMISES = {
    ThreatFate.CARRIED_OUT: "kept", ThreatFate.IN_PART: "kept in part", ThreatFate.MET: "fell away, its demand met",
    ThreatFate.MET_IN_PART: "fell away, its demand met in part", ThreatFate.BLUFF: "broken",
    ThreatFate.BROKEN: "its agreement no longer kept",
    ThreatFate.OPEN: "still open",
}  # fmt: skip


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
    def measure(self) -> str:
        """What is threatened or promised, in words that do not say that it was done."""
        row, life = self.row, self.lives.get(self.row.id)
        verb = "promised" if row.form == "promise" else "threatened"
        label = (life.label if life else "") or (self.event.label if self.event else "") or spaced(row.acts[0])
        if not self.is_announcement:
            return f"{verb}: {row.act.words} ({label})"
        if life and life.label:
            return f"{verb}: {label}"
        if row.act is Act.PROMISE:
            return f"{verb} ({label})"
        named = THREATENED.get(row.act)
        return f"{verb}: {named.words} ({label})" if named else f"{verb} by: {row.act.words} ({label})"

    @property
    def is_announcement(self) -> bool:
        """Whether the sentence of the row tells the act that announces it, and not what is to be done."""
        timeline, name = self.days.timeline, self.row.acts[-1]
        said = timeline.by_id.get(name) or timeline.by_rule[name]
        return self.row.what.endswith(said.summary)

    @property
    def if_done(self) -> str | None:
        """The sentence of the coder on the measure as done."""
        return None if self.is_announcement else self.row.what

    @property
    def outcome(self) -> str:
        """The fate in words."""
        return fate_words(self.row.fate, self.row.form)

    @property
    def told(self) -> Cell:
        """What is threatened or promised, the sentence of the coder, and what else is to be said."""
        what = f"announced: {self.row.what}" if self.is_announcement else f"if carried out: {self.row.what}"
        return Noted(self.measure, f"\n{what}{self.more}")

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
    Column("measure_words", "What was threatened or promised", 2.0, of="measure"),
    Column("what", "Sentence of the coder", 2.4, of="row.what"),
    Column("if_done", "If carried out", 2.0),
    Column("worth", "Worth", 0.9, of="row.worth.amount"),
    Column("unit", "Unit", 0.5, of="row.worth.unit"),
    Column("announced", "Announced", 0.9),
    Column("coded_date", "Date as coded", 0.9, of="event.date.text"),
    Column("announced_by", "By the acts", 1.2, of=lambda told: "; ".join(told.row.acts)),
    Column("due", "Due", 0.9),
    Column("fate", "Fate (code)", 0.8, of="row.fate"),
    Column("fate_words", "What became of it", 1.2, of="outcome"),
    Column("ended", "Ended", 0.9),
    Column("ended_by", "Ended by", 1.0, of=lambda told: "; ".join(told.row.ended_by) or None),
    Column("days", "Days", 0.5, of="row.days"),
    Column("not_tied", "Later, not tied", 1.0, of=lambda told: "; ".join(told.row.not_tied) or None),
    Column("status", "Status", 0.6, of="row.status"),
    Column("notes", "Notes", 1.4),
)


_SHOWN = ("Announced, by whom to whom", "What was threatened or promised", "Worth", "Due", "What became of it")


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
            f"{broken(one.announced)}\n{_between(one.row)}", one.told if details else one.measure,
            money({one.row.worth.unit: one.row.worth.amount}) if one.row.worth else None, broken(one.due) or None,
            "\n".join(filter(None, (one.outcome, broken(one.ended), one.lasted))),
        )
        for one in told
    )  # fmt: skip
    return printable(_title([trace], told), _SHOWN, rows).filled()


def _title(traces: Sequence[Trace], told: Sequence[_Told]) -> str:
    titles = joined([typeset(trace.coded("make tables").title) for trace in traces])
    return f"{titles}: threats and promises" + (f" ({WORTH})" if any(one.row.worth for one in told) else "")


def fate_words(fate: ThreatFate, form: str) -> str:
    """Return the fate in words that say whether it was done; a promise that was not kept is broken, and no bluff.

    >>> fate_words(ThreatFate.MET, "threat"), fate_words(ThreatFate.BLUFF, "promise")
    ('demand met, not carried out', 'broken')
    """
    return (_OF_PROMISES if form == "promise" else _OF_THREATS).get(fate, fate.words)


def fates_listed(fates: Counter[ThreatFate], form: str) -> str:
    """Return how many measures of one form had which fate, the most frequent first; what was not done in one group.

    >>> fates_listed(Counter({ThreatFate.OPEN: 2, ThreatFate.SETTLED: 2, ThreatFate.BLUFF: 1}), "threat")
    '3 not carried out (2 settled, 1 bluff); 2 still open'
    >>> fates_listed(Counter({ThreatFate.BLUFF: 1}), "promise")
    '1 broken'
    """
    ordered = sorted((fate for fate in ThreatFate if fates[fate]), key=lambda fate: -fates[fate])
    words = {fate: fate_words(fate, form) for fate in ordered}
    undone = [fate for fate in ordered if _UNDONE in words[fate]]
    if len(undone) == 1:
        undone = []
    said = [(fates[fate], words[fate]) for fate in ordered if fate not in undone]
    if undone:
        kinds = ", ".join(f"{fates[fate]} {words[fate].removesuffix(f', {_UNDONE}')}" for fate in undone)
        kinds = kinds.replace(words.get(ThreatFate.BLUFF, "bluff"), "bluff")
        said.append((sum(fates[fate] for fate in undone), f"{_UNDONE} ({kinds})"))
    return "; ".join(f"{count} {how}" for count, how in sorted(said, key=lambda one: -one[0]))


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
    ['United States: 1 threat: 1 settled, not carried out.', 'Korea: 1 threat: 1 settled, not carried out.']
    """
    for name, form, found in _shares(traces):
        yield f"{name}: {counted(found.total(), form)}: {fates_listed(found, form)}."
