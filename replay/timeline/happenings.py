"""The record of a dispute: parties, sources, events, clocks, commitments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Annotated

from replay.codebook import Act, Answer, ClockKind, Fate, Outcome, Status, Strategy, Tactic, ThreatFate, strategy_of
from replay.dates import Duration, Earliest, Lag, Relative, When
from replay.timeline.naming import ClockId, EventId, EventOrClockId, Key, PartyId, Placed, SideId, members

__all__ = [
    "WORLD", "Citation", "Clock", "Commitment", "Consequence", "Due", "Event", "LastDay", "Needs", "Party", "Source",
    "Trigger", "Worth",
]  # fmt: skip

WORLD = "WORLD"
"""The actor of what no party did: shocks, currencies, markets. Every timeline has it."""

LastDay = str
"""`"in"`: an act on the due day still meets the clock; `"out"`: the due day is already too late."""

Needs = tuple[tuple[EventId, ...], ...]
"""All-of over one-of: ``(("a",), ("b", "c"))`` reads a, and b or c."""

Due = When | Relative | Duration | Earliest
"""When a clock is due: a date, one counted from an event or a clock, a length from the act that sets it, or several."""


@dataclass(frozen=True, slots=True)
class Party(Placed):
    """Who acts or is addressed.

    Attributes
    ----------
    id : str
        Capital letters, digits and hyphens.
    name : str
    of : str or None
        The side that a domestic or allied actor belongs to; None for a side itself and for third parties.
    """

    id: str
    name: str
    of: str | None = None


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the bibliography of a timeline, keyed by `key`; `author` and `year` where it has any."""

    key: str
    title: str
    author: str = ""
    year: str = ""
    publisher: str = ""
    url: str = ""

    @property
    def short(self) -> str:
        """Author and year, as far as it has them; the title in place of an author that it has not.

        >>> Source("s", "A report", "Doe", "2001").short, Source("s", "A report", year="2001").short
        ('Doe 2001', 'A report 2001')
        """
        return " ".join(part for part in (self.author or self.title, self.year) if part)

    @property
    def in_text(self) -> str:
        """The same as in a sentence, the year in brackets.

        >>> Source("s", "A report", "Doe", "2001").in_text, Source("s", "A report").in_text
        ('Doe (2001)', 'A report')
        """
        return (self.author or self.title) + (f" ({self.year})" if self.year else "")


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement stands: in an entry of `sources`, or at an address of its own.

    Attributes
    ----------
    key : str
        Key into `Timeline.sources`; "" for a page cited by its address.
    section, page : str
        Heading and page or pages of the source.
    note : int or None
        Footnote number.
    via : str
        The source's own source, in its own short form.
    url, title, accessed : str
        Of a page: its address, its title, and the day on which it was read, as ISO text.
    """

    key: str = ""
    section: str = ""
    note: int | None = None
    via: str = ""
    page: str = ""
    url: str = ""
    title: str = ""
    accessed: str = ""

    def __str__(self) -> str:
        parts = [
            self.key, self.title, self.section, f"p. {self.page}" if self.page else "",
            f"n. {self.note}" if self.note is not None else "", self.via, self.url,
            f"read on {self.accessed}" if self.accessed else "",
        ]  # fmt: skip
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Worth:
    """An amount at stake: `amount` in `unit` (USD, units, percent, ...).

    Of a sanction it is the goods covered in a year, as sources give it, and not the duty paid on them.
    """

    amount: float
    unit: str


@dataclass(frozen=True, slots=True)
class Consequence(Placed):
    """An act that follows by rule: from the end of a clock, or from a standing commitment.

    Attributes
    ----------
    act, actor, recipient, summary, worth
        As for an event; recipient may be None.
    after : Lag or None
        Time from the trigger. None: at once for an effect and where the record has no such event; else any later day.
    clocks : tuple[Clock, ...]
        Clocks that it sets.
    meets, withdraws : Mapping[str, Outcome], tuple[str, ...]
        Clocks that it meets, in full or in part, and those that it takes away.
    events : tuple[str, ...]
        The recorded events that *are* this consequence: one, or one for each time that it was kept. It has no life of
        its own: it comes with the end or the trigger, and does not happen without.
    """

    act: Act
    actor: PartyId
    recipient: PartyId | None
    summary: str
    after: Lag | None = None
    worth: Worth | None = None
    clocks: Annotated[tuple[Clock, ...], Key("clock")] = ()
    meets: Mapping[ClockId, Outcome] = field(default_factory=dict)
    withdraws: tuple[ClockId, ...] = ()
    events: Annotated[tuple[EventId, ...], Key("event")] = ()

    @property
    def event(self) -> str | None:
        """The first recorded event that is this act, None if the record has none."""
        return self.events[0] if self.events else None


@dataclass(frozen=True, slots=True)
class Clock(Placed):
    """A deadline, the day of a measure, a legal limit, a waiting period or a term.

    Attributes
    ----------
    id : str
    due : When or Relative or Duration or Earliest
        A date, one counted from an event or a clock, a length from the act that sets it, or the earliest of several.
    record : Outcome
        How the source says that it ended; of several readings the first.
    kind : ClockKind
    label : str
        A few words for figures.
    readings : Mapping[str, Outcome]
        How each party reads its end where they disagree; empty where they do not.
    binds, wants : str or None
        Who is to act by then, and who wants it done; None for what the kind says.
    on_end : tuple[Consequence, ...]
        What follows if it runs out.
    last_day : {"in", "out"} or None
        Whether an act on the due day still meets it; None for what the kind says.
    worth : Worth or None
        What it is about, where that is not the worth of the act that sets it.
    template : str or None
        The statutory template that kind and due date came from.
    cite : tuple[Citation, ...]
        Where the source says how it ended, if no act of the record ends it.
    """

    id: str
    due: Due
    record: Outcome
    kind: ClockKind = ClockKind.DEADLINE
    label: str = ""
    readings: Annotated[Mapping[PartyId, Outcome], Key("record")] = field(default_factory=dict)
    binds: PartyId | None = None
    wants: PartyId | None = None
    on_end: tuple[Consequence, ...] = ()
    last_day: LastDay | None = None
    worth: Worth | None = None
    template: str | None = None
    cite: tuple[Citation, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Trigger(Placed):
    """What a commitment waits for: an event, an act of a kind, or a clock's end.

    Attributes
    ----------
    event : str
        One event of the record.
    clock, ends : str, Outcome
        Set together: the clock and the way it ends.
    act, actor, recipient : Act, str, str
        Set together, recipient optional: any such act from then on, of the record or by rule.
    """

    event: EventId | None = None
    clock: ClockId | None = None
    ends: Outcome | None = None
    act: Act | None = None
    actor: PartyId | None = None
    recipient: PartyId | None = None

    def is_met_by(self, act: Act, actor: str, recipient: str | None, status: Status = Status.DONE) -> bool:
        """Whether an act is of the very kind that is waited for: by that party, alone or with others, and done."""
        if act is not self.act or not status.happened or not {*members(self.actor)} <= {*members(actor)}:
            return False
        return {*members(self.recipient)} <= {*members(recipient)}


@dataclass(frozen=True, slots=True)
class Commitment(Placed):
    """What an actor has bound itself to do, and when; in force from the event that carries it.

    Attributes
    ----------
    each : bool
        Whether every trigger counts; else the first only.
    record : tuple[Fate, ...]
        What became of it, trigger by trigger; what is not recorded is kept as the rule says.
    """

    when: Trigger
    then: Consequence
    each: bool = False
    record: tuple[Fate, ...] = ()

    def fate(self, n: int) -> tuple[Fate | None, str | None]:
        """Return what the record says of trigger `n`, counted from 0, and the event that kept it.

        Where nothing is said, events that are named keep it one after the other.
        """
        if not self.record:
            return (Fate.KEPT, self.then.events[n]) if n < len(self.then.events) else (None, None)
        if n >= len(self.record) or self.record[n] not in (Fate.KEPT, Fate.IN_PART):
            return (self.record[n] if n < len(self.record) else None), None
        place = sum(fate in (Fate.KEPT, Fate.IN_PART) for fate in self.record[:n])
        return self.record[n], self.then.events[place] if place < len(self.then.events) else None


_NONE: Mapping[str, Outcome] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Event(Placed):
    """One dated act or happening.

    Attributes
    ----------
    id : str
        Small letters, digits and hyphens.
    date : When or Relative
    order : int
        Place within its day; events of equal order follow their premises, then their ids.
    actor, recipient : str, str or None
        Parties that act or are addressed together stand in one text, joined by a plus (`members` takes it apart).
    act : Act
    tactics : tuple[Tactic, ...]
    stated : Strategy or None
        The strategy that the source names without naming a tactic; tactics beside it say the same.
    summary, label : str
        One line, and a few words for figures.
    key : bool or None
        Whether figures should name it; None leaves that to the rule.
    worth, rate : Worth or None, float or None
        Goods covered in a year, and the duty on them in percent of their value.
    clocks : tuple[Clock, ...]
        Clocks that it sets.
    meets : Mapping[str, Outcome]
        Clocks that it meets, each met or met in part.
    settles, withdraws, breaks : tuple[str, ...]
        Clocks that it ends by agreement, or takes away; terms that it no longer keeps to.
    moves : Mapping[str, Due | None]
        Clocks that it moves: to a date, by a length from the act that set it (`P9M`), by one from the date at which it
        stands (`+P30D`, a `Relative` without anchor), or (None) to no date.
    splits : Mapping[str, Clock]
        Clocks from which it takes a part that runs on a clock of its own.
    suspends : tuple[str, ...]
        Clocks that it stops.
    resumes : Mapping[str, When | Relative | Duration | None]
        Clocks that it lets run again: to a date, or (None) for the days that were left.
    late : bool
        Whether it reaches back to clocks that had run out, which it opens again.
    answers : Mapping[str, Answer]
        Events, or clocks, that it responds to, and how.
    needs : Needs
        Without these events it could not have happened.
    commits : tuple[Commitment, ...]
    fate : ThreatFate or None
        What became of a threat or promise that neither a clock nor a commitment follows up.
    departs : str
        Why it came at another time, or by other hands, than the rule that it carries out says.
    impact : Mapping[str, float]
        What the happening itself gives or takes from a side, in domain units: shocks, figures, what an agreement
        is worth; never what tactics or threats do, which is for the rules.
    """

    id: str
    date: When | Relative
    actor: PartyId
    act: Act
    summary: str
    recipient: PartyId | None = None
    label: str = ""
    key: bool | None = None
    order: int = 0
    tactics: tuple[Tactic, ...] = ()
    stated: Annotated[Strategy | None, Key("strategy")] = None
    status: Status = Status.DONE
    worth: Worth | None = None
    rate: float | None = None
    clocks: Annotated[tuple[Clock, ...], Key("clock")] = ()
    meets: Mapping[ClockId, Outcome] = field(default_factory=dict)
    settles: tuple[ClockId, ...] = ()
    withdraws: tuple[ClockId, ...] = ()
    breaks: tuple[ClockId, ...] = ()
    moves: Mapping[ClockId, Due | None] = field(default_factory=dict)
    splits: Mapping[ClockId, Clock] = field(default_factory=dict)
    suspends: tuple[ClockId, ...] = ()
    resumes: Mapping[ClockId, Due | None] = field(default_factory=dict)
    late: bool = False
    answers: Mapping[EventOrClockId, Answer] = field(default_factory=dict)
    needs: Needs = ()
    commits: tuple[Commitment, ...] = ()
    fate: ThreatFate | None = None
    departs: str = ""
    impact: Mapping[SideId, tuple[float, ...]] = field(default_factory=dict)
    cite: tuple[Citation, ...] = ()
    note: str = ""

    @property
    def conduct(self) -> tuple[Act, tuple[Tactic | Strategy, ...]]:
        """The act with what says how it was done, as `codebook.strategy_of` takes it: tactics, else the one stated."""
        return self.act, self.tactics or ((self.stated,) if self.stated else ())

    @property
    def strategy(self) -> Strategy | None:
        """The strategy by its tactics, else the one stated, else by what its act is by definition; None where nothing
        speaks."""
        return strategy_of([self.conduct])

    @property
    def ends(self) -> Mapping[str, Outcome]:
        """The clocks that it ends, each with the end that it gives them."""
        if not (self.meets or self.settles or self.withdraws or self.breaks or self.suspends):
            return _NONE
        found = dict.fromkeys(self.suspends, Outcome.SUSPENDED)
        found |= dict.fromkeys(self.withdraws, Outcome.WITHDRAWN) | dict.fromkeys(self.breaks, Outcome.BROKEN)
        return found | dict.fromkeys(self.settles, Outcome.SETTLED) | dict(self.meets)

    @property
    def touches(self) -> tuple[str, ...]:
        """The clocks of others that it ends, moves, splits, stops or lets run again, sorted."""
        ends = self.ends
        if not (ends or self.moves or self.splits or self.resumes):
            return ()
        return tuple(sorted({*ends, *self.moves, *self.splits, *self.resumes}))
