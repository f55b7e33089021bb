"""The frozen types of a dispute: parties, events, clocks, commitments, readings, series."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from replay.codebook import Act, Level, Link, Outcome, Status, Tactic, Trend
from replay.dates import Duration, Relative, When
from replay.errors import Where

__all__ = [
    "WORLD", "Citation", "Clock", "Commitment", "Consequence", "Event", "LastDay", "Needs", "Party",
    "Point", "Reading", "Series", "Source", "Timeline", "Trigger", "Worth",
]  # fmt: skip

WORLD = "WORLD"
"""The actor of what no party did: shocks, currencies, markets. Every timeline has it."""

LastDay = str
"""`"in"`: an act on the due day still meets the clock; `"out"`: the due day is already too late."""

Needs = tuple[tuple[str, ...], ...]
"""All-of over one-of: ``(("a",), ("b", "c"))`` reads a, and b or c."""

_NOWHERE = Where("")


@dataclass(frozen=True, slots=True)
class Party:
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
    where: Where = field(default=_NOWHERE, compare=False, repr=False)


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
class Consequence:
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
        timeline nothing is emitted; the event gets the trigger as a cause.
    """

    act: Act
    actor: str
    recipient: str | None
    summary: str
    after: Duration
    worth: Worth | None = None
    clocks: tuple[Clock, ...] = ()
    meets: tuple[str, ...] = ()
    withdraws: tuple[str, ...] = ()
    event: str | None = None
    where: Where = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Clock:
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
    where: Where = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Trigger:
    """What a commitment waits for: a clock's end, or an act.

    Attributes
    ----------
    clock, ends : str, Outcome
        Set together: the clock and the way it ends (met, lapsed, moved, withdrawn).
    act, actor, recipient : Act, str, str
        Set together, recipient optional: any such act from then on.
    """

    clock: str | None = None
    ends: Outcome | None = None
    act: Act | None = None
    actor: str | None = None
    recipient: str | None = None


@dataclass(frozen=True, slots=True)
class Commitment:
    """What an actor has bound itself to do, and when; in force from the event that carries it."""

    when: Trigger
    then: Consequence
    where: Where = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Event:
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
    answers : Mapping[str, Link]
        Events, or clocks, that it responds to, and how.
    needs : Needs
        Without these events it could not have happened.
    commits : tuple[Commitment, ...]
    """

    id: str
    date: When | Relative
    actor: str
    act: Act
    summary: str
    recipient: str | None = None
    label: str = ""
    order: int = 0
    tactics: tuple[Tactic, ...] = ()
    status: Status = Status.DONE
    worth: Worth | None = None
    clocks: tuple[Clock, ...] = ()
    meets: tuple[str, ...] = ()
    withdraws: tuple[str, ...] = ()
    moves: Mapping[str, When | Relative | Duration] = field(default_factory=dict)
    answers: Mapping[str, Link] = field(default_factory=dict)
    needs: Needs = ()
    commits: tuple[Commitment, ...] = ()
    cite: tuple[Citation, ...] = ()
    note: str = ""
    where: Where = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Reading:
    """What the source says of a party's domain at a date; never mixed with what is computed.

    Attributes
    ----------
    level : Level or None
        None where the source gives only the direction.
    trend : Trend or None
        Direction of the *sense of loss*.
    evidence : tuple[str, ...]
        Events that the source gives as grounds for the reading.
    predicts : tuple[str, ...]
        Events that the source explains by the reading.
    """

    id: str
    party: str
    date: When | Relative
    level: Level | None
    trend: Trend | None
    summary: str = ""
    evidence: tuple[str, ...] = ()
    predicts: tuple[str, ...] = ()
    status: Status = Status.DONE
    cite: tuple[Citation, ...] = ()
    note: str = ""
    where: Where = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Point:
    """One dated number of a series."""

    date: When | Relative
    value: float
    cite: tuple[Citation, ...] = ()
    note: str = ""
    where: Where = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Series:
    """Dated numbers of the source: market shares, unit sales, deficits. `points` as in the file."""

    id: str
    title: str
    unit: str
    points: tuple[Point, ...]
    party: str | None = None
    note: str = ""
    where: Where = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True)
class Timeline:
    """A dispute as coded: immutable, and equal to another with the same content.

    Attributes
    ----------
    dispute : str
        Short name, used for folders.
    period : When
        Closed interval of the events and readings; a replay ends with it.
    sides : tuple[str, str]
        The two sides of the dyad, sender first.
    parties, sources : Mapping
        By id and by key, in file order; `WORLD` is always among the parties.
    events, readings, series : tuple
        In file order, which carries no meaning.
    dropped : Mapping[str, tuple[str, ...]]
        Events that an edit took away, each with the events because of which it goes too; () for the edit's own.
        They stay among `events` and keep their place in the order of the replay, but do not happen.
    pins : Mapping[str, int]
        Days that edits fix: where such an event is put, in place of the rule for its date as written.
    digest : str
        SHA-256 of the text it was read from, "" if it was not read from one.
    marks : Mapping
        Places of the fields in the file; see `mark`.
    """

    dispute: str
    title: str
    period: When
    sides: tuple[str, str]
    parties: Mapping[str, Party]
    events: tuple[Event, ...]
    readings: tuple[Reading, ...] = ()
    series: tuple[Series, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    summary: str = ""
    note: str = ""
    dropped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pins: Mapping[str, int] = field(default_factory=dict)
    path: str = field(default="", compare=False)
    digest: str = field(default="", compare=False)
    marks: Mapping[tuple[Where | str, ...], Where] = field(default_factory=dict, compare=False, repr=False)

    def mark(self, item: Where, *names: str) -> Where:
        """Return the place of a field (``"answers", "talks"``) of the item at `item`, or as near as known."""
        while names:
            if (item, *names) in self.marks:
                return self.marks[(item, *names)]
            names = names[:-1]
        return item

    @cached_property
    def by_id(self) -> Mapping[str, Event]:
        """Events by id; of two with one id, the later in the file."""
        return {event.id: event for event in self.events}

    @cached_property
    def clocks(self) -> Mapping[str, Clock]:
        """Every clock by id: those that events set and those that consequences would set."""
        found: dict[str, Clock] = {}
        for event in self.events:
            for clock in event.clocks:
                _gather(clock, found)
            for commitment in event.commits:
                for clock in commitment.then.clocks:
                    _gather(clock, found)
        return found

    @cached_property
    def setters(self) -> Mapping[str, Event]:
        """The event that sets each clock of the record, by clock id."""
        return {clock.id: event for event in self.events for clock in event.clocks}

    @cached_property
    def by_rule(self) -> Mapping[str, Consequence]:
        """What rules may bring about, under the id that it has in a trace: ``clock/lapse``, ``event/reply-1``."""
        found = {f"{clock.id}/lapse": clock.on_lapse for clock in self.clocks.values() if clock.on_lapse}
        for event in self.events:
            found |= {f"{event.id}/reply-{n}": commitment.then for n, commitment in enumerate(event.commits, 1)}
        return found

    def side(self, party: str | None) -> str | None:
        """Return the side that `party` belongs to, None for third parties and `WORLD`.

        Raises
        ------
        KeyError
            If the timeline does not list the party.
        """
        if party is None:
            return None
        home = self.parties[party].of or party
        return home if home in self.sides else None


def _gather(clock: Clock, found: dict[str, Clock]) -> None:
    found[clock.id] = clock
    if clock.on_lapse:
        for inner in clock.on_lapse.clocks:
            _gather(inner, found)
