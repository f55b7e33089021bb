"""The record of a dispute: parties, sources, events, clocks, commitments."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from replay.codebook import Act, Answer, Outcome, Status, Strategy, Tactic, strategy_of
from replay.dates import Duration, Relative, When
from replay.timeline.naming import ClockId, EventId, EventOrClockId, PartyId, Placed, SideId

__all__ = [
    "WORLD", "Citation", "Clock", "Commitment", "Consequence", "Event", "LastDay", "Needs", "Party",
    "Source", "Trigger", "Worth",
]  # fmt: skip

WORLD = "WORLD"
"""The actor of what no party did: shocks, currencies, markets. Every timeline has it."""

LastDay = str
"""`"in"`: an act on the due day still meets the clock; `"out"`: the due day is already too late."""

Needs = tuple[tuple[EventId, ...], ...]
"""All-of over one-of: ``(("a",), ("b", "c"))`` reads a, and b or c."""


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
    """One entry of the bibliography of a timeline, keyed by `key`."""

    key: str
    author: str
    year: str
    title: str
    publisher: str = ""
    url: str = ""


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a statement stands.

    Attributes
    ----------
    key : str
        Key into `Timeline.sources`.
    section : str
        Heading of the source.
    note : int or None
        Footnote number.
    via : str
        The source's own source, in its own short form.
    """

    key: str
    section: str = ""
    note: int | None = None
    via: str = ""

    def __str__(self) -> str:
        parts = [self.key, self.section, f"n. {self.note}" if self.note is not None else "", self.via]
        return ", ".join(part for part in parts if part)


@dataclass(frozen=True, slots=True)
class Worth:
    """An amount at stake: `amount` in `unit` (USD, units, percent, ...)."""

    amount: float
    unit: str


@dataclass(frozen=True, slots=True)
class Consequence(Placed):
    """An act that follows by rule: from a lapse, or from a standing commitment.

    Attributes
    ----------
    act, actor, recipient, summary, worth
        As for an event; recipient may be None.
    after : Duration
        Time from the trigger; P0D is the same day.
    clocks : tuple[Clock, ...]
        Clocks that it sets.
    meets, withdraws : tuple[str, ...]
        Clocks that it ends.
    event : str or None
        The recorded event that *is* this consequence. While that event stands in the
        timeline nothing is emitted; the event gets the trigger as a cause. Where an edit took it away, the act
        comes by the rule on the day of that event.
    """

    act: Act
    actor: PartyId
    recipient: PartyId | None
    summary: str
    after: Duration
    worth: Worth | None = None
    clocks: tuple[Clock, ...] = ()
    meets: tuple[ClockId, ...] = ()
    withdraws: tuple[ClockId, ...] = ()
    event: EventId | None = None


@dataclass(frozen=True, slots=True)
class Clock(Placed):
    """A deadline or sanction timer.

    Attributes
    ----------
    id : str
    due : When or Relative or Duration
        A date, a date relative to an event, or a length from the act that sets it.
    label : str
        A few words for figures.
    record : Outcome
        How the source says that it ended.
    on_lapse : Consequence or None
    last_day : {"in", "out"}
        Whether an act on the due day still meets it.
    template : str or None
        The statutory template that the due date came from.
    """

    id: str
    due: When | Relative | Duration
    record: Outcome
    label: str = ""
    on_lapse: Consequence | None = None
    last_day: LastDay = "in"
    template: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Trigger(Placed):
    """What a commitment waits for: a clock's end, or an act.

    Attributes
    ----------
    clock, ends : str, Outcome
        Set together: the clock and the way it ends (met, lapsed, moved, withdrawn).
    act, actor, recipient : Act, str, str
        Set together, recipient optional: any such act from then on.
    """

    clock: ClockId | None = None
    ends: Outcome | None = None
    act: Act | None = None
    actor: PartyId | None = None
    recipient: PartyId | None = None


@dataclass(frozen=True, slots=True)
class Commitment(Placed):
    """What an actor has bound itself to do, and when; in force from the event that carries it."""

    when: Trigger
    then: Consequence


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
    act : Act
    tactics : tuple[Tactic, ...]
    summary, label : str
        One line, and a few words for figures.
    clocks : tuple[Clock, ...]
        Clocks that it sets.
    meets, withdraws : tuple[str, ...]
        Clocks that it ends.
    moves : Mapping[str, When | Relative | Duration]
        Clocks that it moves, with the new due date (a duration runs from this event).
    answers : Mapping[str, Answer]
        Events, or clocks, that it responds to, and how.
    needs : Needs
        Without these events it could not have happened.
    commits : tuple[Commitment, ...]
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
    order: int = 0
    tactics: tuple[Tactic, ...] = ()
    status: Status = Status.DONE
    worth: Worth | None = None
    clocks: tuple[Clock, ...] = ()
    meets: tuple[ClockId, ...] = ()
    withdraws: tuple[ClockId, ...] = ()
    moves: Mapping[ClockId, When | Relative | Duration] = field(default_factory=dict)
    answers: Mapping[EventOrClockId, Answer] = field(default_factory=dict)
    needs: Needs = ()
    commits: tuple[Commitment, ...] = ()
    impact: Mapping[SideId, float] = field(default_factory=dict)
    cite: tuple[Citation, ...] = ()
    note: str = ""

    @property
    def strategy(self) -> Strategy | None:
        """Strategy by its tactics, or by its rung where none is coded; None where neither speaks."""
        return strategy_of([(self.act, self.tactics)])
