"""A dispute as coded, whole."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property, wraps
from typing import Any, TypeVar

from replay.codebook import Fate
from replay.dates import When
from replay.errors import RefusalError, Where
from replay.text.notebook import InNotebook
from replay.text.words import joined
from replay.timeline.assessments import Claim, Decision, Observation, Reading, Series, Stake
from replay.timeline.happenings import Citation, Clock, Consequence, Event, Party, Source, Trigger, Worth
from replay.timeline.naming import JOINT, Reference, end_rule, members, origin, placed_in, references, reply_rule

__all__ = ["Timeline", "once"]

T = TypeVar("T")
H = TypeVar("H")


@dataclass(frozen=True)
class Timeline(InNotebook):
    """A dispute as coded: immutable, and equal to another with the same content.

    Attributes
    ----------
    dispute : str
        Short name, used for folders.
    period : When
        Closed interval of the events and readings; a replay ends with it.
    sides : tuple[str, str]
        The two sides of the dyad, sender first; of a camp of several parties the first.
    allies : Mapping[str, str]
        The further parties of each camp, with its first.
    parties, sources : Mapping
        By id and by key, in file order; `WORLD` is always among the parties.
    events, readings, series, decisions, stakes, observations, claims : tuple
        In file order, which carries no meaning.
    dropped : Mapping[str, tuple[str, ...]]
        Events that an edit took away, each with the events because of which it goes too; () for the edit's own.
        They stay among `events` and keep their place in the order of the replay, but do not happen.
    pins : Mapping[str, int]
        Days that edits fix: where such an event is put, in place of the rule for its date as written.
    lags : Mapping[str, Mapping[str, int]]
        In an edited timeline, of recorded events that rules bring about, for each rule: days from its trigger in the
        base, below zero where the record has them before it.
    tied : Mapping[str, tuple[str, ...]]
        In an edited timeline, of commitments that count every trigger: what triggered them in the base, in turn.
    assumed : frozenset[str]
        Clocks whose end an edit assumes: what recorded acts do to end them otherwise is void.
    about : Mapping[str, str]
        What the source says of the case as a whole, under names of the coder's choice (sector, aim), for comparisons.
    frozen : str
        Digest of what the coder judged (decisions, stakes, impacts, readings) before the first score; "" for none.
    fates : Mapping[str, Mapping[int, Fate]]
        Fates of commitments that an edit assumes: by the id of the rule, of one time, from 1, or of every time (0).
    reader : str
        The party as which disputed ends of clocks are read; "" for the first that is named.
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
    decisions: tuple[Decision, ...] = ()
    stakes: tuple[Stake, ...] = ()
    observations: tuple[Observation, ...] = ()
    claims: tuple[Claim, ...] = ()
    sources: Mapping[str, Source] = field(default_factory=dict)
    summary: str = ""
    note: str = ""
    about: Mapping[str, str] = field(default_factory=dict)
    frozen: str = ""
    allies: Mapping[str, str] = field(default_factory=dict)
    dropped: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    pins: Mapping[str, int] = field(default_factory=dict)
    lags: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    tied: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    assumed: frozenset[str] = frozenset()
    fates: Mapping[str, Mapping[int, Fate]] = field(default_factory=dict)
    reader: str = field(default="", compare=False)
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

    def put(self, **changes: Any) -> Timeline:
        """Return the timeline with other `dropped`, `pins`, `lags` or `tied`, which are set in place of the old ones.

        These say what becomes of events and change nothing of what is coded, so what was found out about that stays.
        """
        if changes.keys() - {"dropped", "pins", "lags", "tied"}:
            raise TypeError(f"not put but coded: {', '.join(changes)}")
        made, coded = replace(self, **changes), {part.name for part in fields(self)}
        vars(made).update({name: value for name, value in vars(self).items() if name not in coded})
        return made

    @cached_property
    def by_id(self) -> Mapping[str, Event]:
        """Events by id; of two with one id, the later in the file."""
        return {event.id: event for event in self.events}

    @cached_property
    def clocks(self) -> Mapping[str, Clock]:
        """Every clock by id: those that events set and those that consequences would set."""
        return {clock.id: clock for clock, _ in self.clocks_set}

    @cached_property
    def clocks_set(self) -> tuple[tuple[Clock, Event | None], ...]:
        """Every clock with the event that sets it or splits it off, None for those that consequences would set."""
        return tuple(
            (item, holder if isinstance(holder, Event) else None)
            for event in self.events
            for item, holder in placed_in(event)
            if isinstance(item, Clock)
        )

    @cached_property
    def placed(self) -> tuple[tuple[Any, Any], ...]:
        """Everything that has a place of its own in the file, with what holds it; see `placed_in`."""
        return tuple(placed_in(self))

    @cached_property
    def references(self) -> tuple[Reference, ...]:
        """Every name in the file that is the id of something, with its place; whether that is there or not."""
        return tuple(found for item, _ in self.placed for found in references(item))

    @cached_property
    def pages(self) -> tuple[Citation, ...]:
        """The pages that are cited by their address, each address once, in the order of the file."""
        found: dict[str, Citation] = {}
        for item, _ in self.placed:
            for cite in getattr(item, "cite", ()):
                if cite.url:
                    found.setdefault(cite.url, cite)
        return tuple(found.values())

    @cached_property
    def setters(self) -> Mapping[str, Event]:
        """The event that sets each clock of the record, or splits it off, by clock id."""
        return {clock.id: event for event in self.events for clock in (*event.clocks, *event.splits.values())}

    @cached_property
    def touched(self) -> Mapping[str, tuple[Event, ...]]:
        """The events that end each clock, in file order, by clock id."""
        return self._by_clock(lambda event: event.ends)

    @cached_property
    def handled(self) -> Mapping[str, tuple[Event, ...]]:
        """The events that do anything to each clock that others have set, in file order, by clock id."""
        return self._by_clock(lambda event: event.touches)

    @cached_property
    def moved(self) -> Mapping[str, tuple[Event, ...]]:
        """The events that move each clock, or let it run again, in file order, by clock id."""
        return self._by_clock(lambda event: (*event.moves, *event.resumes))

    @cached_property
    def _handling(self) -> tuple[Event, ...]:
        """The events that do anything to clocks of others."""
        return tuple(event for event in self.events if event.touches)

    def _by_clock(self, named: Callable[[Event], Iterable[str]]) -> Mapping[str, tuple[Event, ...]]:
        found: defaultdict[str, list[Event]] = defaultdict(list)
        for event in self._handling:
            for clock in dict.fromkeys(named(event)):
                found[clock].append(event)
        return {clock: tuple(events) for clock, events in found.items()}

    @cached_property
    def by_rule(self) -> Mapping[str, Consequence]:
        """What rules may bring about, under the id that it has in a trace: ``clock/end``, ``event/reply-1``."""
        found = {
            end_rule(clock.id, n): then for clock in self.clocks.values() for n, then in enumerate(clock.on_end, 1)
        }
        for event in self.events:
            found |= {reply_rule(event.id, n): commitment.then for n, commitment in enumerate(event.commits, 1)}
        return found

    @cached_property
    def carriers(self) -> Mapping[str, Event]:
        """The event in which each rule is written, by the id of the rule in `by_rule`."""
        home = {
            id(item): event for event in self.events for item, _ in placed_in(event) if isinstance(item, Consequence)
        }
        return {rule: home[id(then)] for rule, then in self.by_rule.items()}

    @cached_property
    def ruled(self) -> Mapping[str, tuple[str, ...]]:
        """Recorded events that are what a rule brings about, each with the ids of these rules in `by_rule`."""
        found: dict[str, tuple[str, ...]] = {}
        for rule, then in self.by_rule.items():
            for name in then.events:
                found[name] = (*found.get(name, ()), rule)
        return found

    def worth_of(self, clock: str) -> Worth | None:
        """Return what a clock is about: its own worth, else that of the act that sets it; None where none is coded.

        It is what was listed, whole: what is split off it later counts in it too. Of a clock that is not there, None.
        """
        known, setter = self.clocks.get(clock), self.setters.get(clock)
        return (known.worth if known else None) or (setter.worth if setter else None)

    def worth(self, act: str) -> Worth | None:
        """Return what an act is worth: of a recorded event its own; of what a rule brings about, by the id of the rule.

        That is what the rule says, else what the recorded event is worth that is this act, else what its clock is about
        where the clock itself says so. The worth of the act that sets the clock is that of the whole it announces.
        """
        if act in self.by_id:
            return self.by_id[act].worth
        then, clock = self.by_rule[act], self.clocks.get(origin(act))
        events = (self.by_id[name].worth for name in then.events if name in self.by_id)
        return then.worth or next((one for one in events if one), None) or (clock.worth if clock else None)

    def triggers(self, when: Trigger) -> tuple[Event, ...]:
        """Return the recorded events that a commitment may wait for, in file order: acts that took place.

        Where it waits for the end of a clock, those that may end it so.
        """
        if when.clock:
            return tuple(e for e in self.touched.get(when.clock, ()) if e.ends[when.clock] is when.ends)
        return tuple(
            e for e in self.events if e.id == when.event or when.is_met_by(e.act, e.actor, e.recipient, e.status)
        )

    def with_clocks(self, change: Callable[[Clock], Clock]) -> Timeline:
        """Return the timeline with every clock as `change` makes it, those in rules included."""

        def clock(old: Clock) -> Clock:
            new = change(old)
            ends = tuple(rule(then) for then in new.on_end)
            return new if ends == new.on_end and new is old else replace(new, on_end=ends)

        def rule(then: Consequence) -> Consequence:
            return replace(then, clocks=tuple(map(clock, then.clocks))) if then.clocks else then

        def event(old: Event) -> Event:
            if not (old.clocks or old.splits or old.commits):
                return old
            return replace(
                old, clocks=tuple(map(clock, old.clocks)),
                splits={parent: clock(part) for parent, part in old.splits.items()},
                commits=tuple(replace(c, then=rule(c.then)) for c in old.commits),
            )  # fmt: skip

        return replace(self, events=tuple(map(event, self.events)))

    @cached_property
    def readers(self) -> tuple[str, ...]:
        """The parties that read the end of a clock each in their way, in file order."""
        return tuple(dict.fromkeys(party for clock in self.clocks.values() for party in clock.readings))

    def read_by(self, party: str) -> Timeline:
        """Return the timeline in which disputed ends of clocks are as one party reads them.

        Raises
        ------
        RefusalError
            If no end of a clock is read by that party.
        """
        if party not in self.readers:
            allowed = ", ".join(self.readers) or "none, since no end of a clock is disputed"
            raise RefusalError(f"no end of a clock is read by '{party}'; allowed: {allowed}")
        read = self.with_clocks(lambda clock: replace(clock, record=clock.readings.get(party, clock.record)))
        return replace(read, reader=party)

    def sides_of(self, parties: str | None) -> tuple[str, ...]:
        """Return the sides to which these parties belong, sender first; () for third parties, `WORLD` and None.

        Raises
        ------
        KeyError
            If the timeline does not list a party.
        """
        known = self._sides_of
        if parties not in known:
            homes = {self.parties[name].of or name for name in members(parties)}
            found = {self.allies.get(home, home) for home in homes}
            known[parties] = tuple(side for side in self.sides if side in found)
        return known[parties]

    @cached_property
    def _sides_of(self) -> dict[str | None, tuple[str, ...]]:
        """What `sides_of` has found, which is asked at every act."""
        return {}

    def side(self, parties: str | None) -> str | None:
        """Return the side to which `parties` belong, None for third parties, `WORLD`, and parties of both sides.

        Raises
        ------
        KeyError
            If the timeline does not list a party.
        """
        found = self.sides_of(parties)
        return found[0] if len(found) == 1 else None

    def acting(self, actor: str | None) -> tuple[str, ...]:
        """Return the sides that act themselves, sender first, and not only through a party that belongs to them."""
        own = {self.allies.get(name, name) for name in members(actor)}
        return tuple(side for side in self.sides if side in own)

    def engaged(self, actor: str | None, recipient: str | None) -> tuple[str, ...]:
        """Return the sides of whose conduct towards the other an act is a part, sender first.

        An act is of a camp of which a party takes part itself, alone or with others (`acting`). It is towards the other
        unless it is addressed to the own camp or to third parties alone. So what both camps do together is a part of
        the conduct of both.

        Raises
        ------
        KeyError
            If the timeline does not list the recipient.
        """
        known = self._engaged
        if (actor, recipient) not in known:
            own, towards, (first, second) = self.acting(actor), self.sides_of(recipient), self.sides
            known[actor, recipient] = tuple(
                side
                for side, other in ((first, second), (second, first))
                if side in own and (recipient is None or other in towards)
            )
        return known[actor, recipient]

    @cached_property
    def _engaged(self) -> dict[tuple[str | None, str | None], tuple[str, ...]]:
        """What `engaged` has found, which is asked at every act."""
        return {}

    def camp(self, side: str) -> tuple[str, ...]:
        """Return the parties of a camp, the one that it is called after first; without those that belong to them."""
        return (side, *(name for name, first in self.allies.items() if first == side))

    def name(self, parties: str | None) -> str:
        """Return the names of parties in full, joined by commas and an "and"; "" for None."""
        return joined([self.parties[name].name for name in members(parties)])

    def camp_name(self, side: str) -> str:
        """Return the names of the parties of a camp in full."""
        return self.name(JOINT.join(self.camp(side)))


def once(function: Callable[[H], T]) -> Callable[[H], T]:
    """Let a function of a timeline be computed once for each: its value is kept on it, as a cached property would be.

    So of any other value that never changes and has no slots, such as a graph.

    >>> import replay
    >>> timeline = replay.load(replay.example())
    >>> listed = once(lambda timeline: [event.id for event in timeline.events])
    >>> listed(timeline) is listed(timeline)
    True
    """
    name = f"{function.__module__}.{function.__qualname__}"

    @wraps(function)
    def kept(holder: H) -> T:
        known = vars(holder)
        if name not in known:
            known[name] = function(holder)
        value: T = known[name]
        return value

    return kept
