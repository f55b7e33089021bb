"""A timeline put into columns, ready to run: dates, names and rules resolved to numbers.

A `Program` holds no text but its tables of names, and nothing in it changes while it runs.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from replay.codebook import CLOCK_ACTS, Act, ClockKind, Fate, Outcome
from replay.dates import Duration, Earliest, Relative
from replay.engine.trace import CODES, Kind, Subject
from replay.timeline import Clock, Consequence, Due, Event, Timeline, end_rule, reply_rule
from replay.timeline.dispute import once
from replay.timeline.schedule import Phase, Schedule, due_day

__all__ = [
    "FIXED", "FROM_ACT", "FROM_DUE", "FROM_SETTING", "REMAINING", "Compiler", "Emission", "Further", "Grounds",
    "Program", "Sequel", "compile_timeline", "kind_code", "run_out_as",
]  # fmt: skip

FIXED, FROM_ACT, FROM_SETTING, FROM_DUE, REMAINING = -1, -2, -3, -4, -5
"""From where a due day is counted: not at all; from the day of the act, of the setting act, from the date at which the
clock stands, from the act for the days that were left. A number from 0 on is ``2 * clock + end``: the day at which
another clock stands, or (1) its end."""

_SET, _MOVED, _RESUMED = (CODES[kind] for kind in (Kind.CLOCK_SET, Kind.CLOCK_MOVED, Kind.CLOCK_RESUMED))

End = tuple[int, int]
"""What an act does to a clock that runs or is suspended: kind code, clock."""

Start = tuple[int, int, int | None, Duration | None, int, int]
"""What an act does to a clock that then runs: kind code (set, moved, resumed), clock, due day (None: no date), length,
from where that counts (the earlier of both is due), and the clock that it is split off (-1: none)."""


def kind_code(outcome: Outcome) -> int:
    """Return the kind code of the entry that records an end of a clock."""
    return CODES[Kind(f"clock-{outcome.value}")]


def run_out_as(timeline: Timeline, clock: Clock) -> Outcome:
    """Return how a clock ends if it runs out: as recorded if it can run out so, else as its kind has it.

    Where the source alone says that it was met, without an act that met it, it is met on its due day.
    """
    if clock.record in clock.kind.run_out or clock.record is Outcome.UNKNOWN:
        return clock.record
    on_word = not timeline.touched.get(clock.id) or clock.id in timeline.assumed
    if clock.record in (Outcome.MET, Outcome.MET_IN_PART) and on_word:
        return clock.record
    return clock.kind.run_out[0]


@dataclass(slots=True)
class Further:
    """Grounds that few events have.

    Attributes
    ----------
    alternatives : of each group one is needed.
    clocks : clocks that it answers.
    ruled : rules that bring it about: (whether it is a clock's, the clock or the event that made the commitment).
    early : whether it comes although no rule has brought it about yet.
    only : clocks of which one must run, since it does nothing but touch them; () if it does more.
    parts : split-off parts of which one must have been set, since it touches nothing else; () if it does.
    """

    alternatives: tuple[tuple[int, ...], ...] = ()
    clocks: tuple[int, ...] = ()
    ruled: tuple[tuple[bool, int], ...] = ()
    early: bool = False
    only: tuple[int, ...] = ()
    parts: tuple[int, ...] = ()


@dataclass(slots=True)
class Grounds:
    """What a recorded event goes back to: the events that it answers or needs, ascending, and those that it needs."""

    events: tuple[int, ...]
    needs: tuple[int, ...] = ()
    further: Further | None = None


@dataclass(slots=True)
class Sequel:
    """What an act does besides being recorded, in this order.

    `triggers` are the commitments that wait for such an act, `commits` those that it makes; `late` says whether it
    opens clocks again that had run out.
    """

    ends: tuple[End, ...] = ()
    starts: tuple[Start, ...] = ()
    triggers: tuple[int, ...] = ()
    commits: tuple[int, ...] = ()
    late: bool = False


@dataclass(slots=True)
class Emission:
    """A consequence, or the reply that a commitment holds ready: the act, its effects, its delay.

    Attributes
    ----------
    subject : int
    step : Sequel or None
    after, broken_after : Duration
        Delay of the act, and of the entry that says that it did not come.
    stands_for : recorded events that are this very act, trigger by trigger; of a commitment with their fates.
    each : whether every trigger counts.
    beyond : the fate at triggers of which the record says nothing; None: it is kept.
    tied : what the fates belong to, of a commitment of an edited timeline that counts every trigger; else in turn.
    """

    subject: int
    step: Sequel | None
    after: Duration
    broken_after: Duration
    stands_for: tuple[tuple[Fate | None, int], ...] = ()
    each: bool = False
    beyond: Fate | None = None
    tied: tuple[str, ...] = ()


@dataclass(slots=True)
class Program:
    """A timeline in columns.

    Attributes
    ----------
    ticks : array of int64
        Of the recorded events, ascending.
    grounds, steps : list
        Of the recorded events: what each goes back to, and what it does; None for nothing.
    subjects, clock_ids : tables of names
        Subjects: recorded events first, in order, then what rules may emit.
    ends_in : list of int
        Of the clocks: the part of the day (`Phase`) in which each runs out.
    run_out : list of int
        Of the clocks: kind code of the entry if it runs out.
    horizon : int
        Last tick.
    on_end : mapping
        Rules of each clock that follow if it runs out.
    rules : list of Emission
        The commitments.
    on_clock : mapping
        (clock, kind code) to the commitments that wait for it.
    dropped : mapping
        Recorded events that do not happen, each with the events because of which.
    lags : mapping
        In an edited timeline, (recorded event, subject of the rule that brings it about) to the days between.
    """

    ticks: array[int]
    grounds: list[Grounds | None]
    steps: list[Sequel | None]
    subjects: list[Subject]
    clock_ids: list[str]
    ends_in: list[int]
    run_out: list[int]
    horizon: int
    on_end: dict[int, tuple[Emission, ...]] = field(default_factory=dict)
    rules: list[Emission] = field(default_factory=list)
    on_clock: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    dropped: dict[int, tuple[int, ...]] = field(default_factory=dict)
    lags: dict[tuple[int, int], int] = field(default_factory=dict)


def compile_timeline(timeline: Timeline, plan: Schedule, last: int | None = None) -> Program:
    """Put a timeline into columns.

    Parameters
    ----------
    timeline : Timeline
    plan : Schedule
    last : int, optional
        Last day, included; the end of the period if None.
    """
    return Compiler(timeline, plan).program(last)


def _ends_in(clock: Clock) -> int:
    """The part of the day in which a clock runs out; `last_day` overrides what the kind says."""
    if clock.last_day is None:
        return Phase.EFFECTS if clock.kind is ClockKind.EFFECT else Phase.CLOSE
    return Phase.CLOSE if clock.last_day == "in" else Phase.DAWN


@dataclass(frozen=True, slots=True)
class _Plain:
    """What of a timeline is the same in all its programs, whatever its days: kept on it, as it is compiled often.

    Attributes
    ----------
    subjects : Mapping[str, Subject]
        Of the recorded events.
    still : frozenset[str]
        Events that do nothing to clocks and promise nothing.
    roots : Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]
        Of events that go back to nothing but events, those that they answer, and those that they need.
    """

    subjects: Mapping[str, Subject]
    still: frozenset[str]
    roots: Mapping[str, tuple[tuple[str, ...], tuple[str, ...]]]


@once
def _plain(timeline: Timeline) -> _Plain:
    known, ruled = timeline.by_id, timeline.ruled
    return _Plain(
        {e.id: Subject(e.id, e.actor, e.recipient, e.act) for e in timeline.events},
        frozenset(e.id for e in timeline.events if not (e.clocks or e.splits or e.commits or e.touches)),
        {
            e.id: (tuple(e.answers), tuple(group[0] for group in e.needs)) for e in timeline.events
            if not e.touches and e.id not in ruled and all(name in known for name in e.answers)
            and all(len(group) == 1 and group[0] in known for group in e.needs)
        },
    )  # fmt: skip


class Compiler:
    """Puts a timeline into columns, once; afterwards single acts that are coded otherwise."""

    def __init__(self, timeline: Timeline, plan: Schedule) -> None:
        self.timeline, self.days, self.plan = timeline, plan.days, plan
        self.events = [timeline.by_id[name] for name in plan.order]
        self.index = {name: i for i, name in enumerate(plan.order)}
        self.clocks = {name: i for i, name in enumerate(sorted(timeline.clocks))}
        self.plain = _plain(timeline)
        self.subjects = [self.plain.subjects[name] for name in plan.order]
        self.rules: list[Emission] = []
        self.on_end: dict[int, tuple[Emission, ...]] = {}
        self.on_clock: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        self.on_event: defaultdict[str, list[int]] = defaultdict(list)
        self.on_act: defaultdict[Act, list[tuple[int, Event, int]]] = defaultdict(list)
        self.commits: dict[str, tuple[int, ...]] = {}
        self.pending: list[tuple[Emission, Consequence]] = []
        self.parts = {part.id for event in self.events for part in event.splits.values()}
        self.ruled: defaultdict[int, list[tuple[bool, int]]] = defaultdict(list)

    def program(self, last: int | None) -> Program:
        """Return the finished columns: first every rule, then the steps that refer to them."""
        for event in (event for event in self.events if event.id not in self.plain.still):
            for clock in (*event.clocks, *event.splits.values()):
                self._clock(clock)
            self.commits[event.id] = tuple(self._commit(event, n) for n in range(len(event.commits)))
        for rule, then in self.pending:
            rule.step = self._effects(then)
        if last is None:
            last = self.timeline.period.latest or max(self.days.values(), default=0)
        table, phases, parts = self.timeline.clocks, self.plan.phases, len(Phase)
        return Program(
            ticks=array("q", (self.days[name] * parts + phases.get(name, Phase.ACTS) for name in self.plan.order)),
            grounds=[self._grounds(event) for event in self.events],
            steps=[self._step(event) for event in self.events],
            subjects=self.subjects,
            clock_ids=list(self.clocks),
            ends_in=[_ends_in(table[name]) for name in self.clocks],
            run_out=[kind_code(run_out_as(self.timeline, table[name])) for name in self.clocks],
            horizon=last * len(Phase) + Phase.AFTER,
            on_end=self.on_end,
            rules=self.rules,
            on_clock={key: tuple(numbers) for key, numbers in self.on_clock.items()},
            dropped={self.index[name]: self._places(of) for name, of in self.timeline.dropped.items()},
            lags=self._lags(),
        )

    def act(self, event: Event) -> tuple[Subject, Grounds | None, Sequel | None]:
        """Return the columns of an act that is coded otherwise and sets no clock and makes no commitment any more."""
        subject = Subject(event.id, event.actor, event.recipient, event.act)
        return subject, self._grounds(event), self._step(event)

    def _lags(self) -> dict[tuple[int, int], int]:
        lags = self.timeline.lags
        rules = {subject.event: n for n, subject in enumerate(self.subjects) if n >= len(self.events)} if lags else {}
        return {
            (self.index[name], rules[rule]): lag
            for name, days in lags.items() for rule, lag in days.items() if rule in rules
        }  # fmt: skip

    # -- rules ------------------------------------------------------------------------------------

    def _rule(self, then: Consequence, name: str, fates: tuple[tuple[Fate | None, str | None], ...]) -> Emission:
        self.subjects.append(Subject(name, then.actor, then.recipient, then.act))
        stands_for = tuple((fate, self.index.get(event or "", -1)) for fate, event in fates)
        lag = then.after
        first, final = (lag.first, lag.last) if lag else (Duration(), Duration())
        rule = Emission(len(self.subjects) - 1, None, first, final, stands_for)
        self.pending.append((rule, then))
        for clock in then.clocks:
            self._clock(clock)
        return rule

    def _clock(self, clock: Clock) -> None:
        number, outcome = self.clocks[clock.id], run_out_as(self.timeline, clock)
        made = []
        for n, then in enumerate(clock.on_end, 1):
            rule = self._rule(then, end_rule(clock.id, n), ((Fate.KEPT, then.event),))
            made.append(rule)
            for name in (name for name in then.events if name in self.index):
                self.ruled[self.index[name]].append((True, number))
        if made and clock.kind.fires(outcome):
            self.on_end[number] = tuple(made)

    def _commit(self, event: Event, n: int) -> int:
        commitment = event.commits[n]
        triggers = max(len(commitment.record), len(commitment.then.events))
        name = reply_rule(event.id, n + 1)
        assumed = self.timeline.fates.get(name, {})
        triggers = max([triggers, *assumed])
        fates = (self._fate(commitment.fate(k), assumed.get(k + 1, assumed.get(0))) for k in range(triggers))
        rule = self._rule(commitment.then, name, tuple(fates))
        rule.beyond = assumed.get(0)
        rule.each = commitment.each
        rule.tied = self.timeline.tied.get(name, ()) if commitment.each else ()
        number, when = len(self.rules), commitment.when
        self.rules.append(rule)
        for name in (name for name in commitment.then.events if name in self.index):
            self.ruled[self.index[name]].append((False, self.index[event.id]))
        if when.clock in self.clocks and when.ends is not None:  # an edit may have taken the clock away
            self.on_clock[self.clocks[when.clock], kind_code(when.ends)].append(number)
        elif when.event is not None:
            self.on_event[when.event].append(number)
        elif when.act is not None:
            self.on_act[when.act].append((number, event, n))
        return number

    def _fate(self, said: tuple[Fate | None, str | None], assumed: Fate | None) -> tuple[Fate | None, str | None]:
        """What the record says of one trigger, unless an edit assumes otherwise; by the recorded act if it has one."""
        fate, event = said
        if assumed is Fate.BROKEN:
            return assumed, None
        return (Fate.KEPT, event) if assumed is Fate.KEPT and fate is not Fate.IN_PART else said

    def _triggers(self, name: str, act: Act, actor: str, recipient: str | None, event: Event | None) -> tuple[int, ...]:
        """The commitments that wait for an act."""
        if event is not None and not event.status.happened:
            return ()
        of_kind = (
            number for number, by, n in self.on_act.get(act, ()) if by.commits[n].when.is_met_by(act, actor, recipient)
        )
        return (*self.on_event.get(name, ()), *of_kind)

    # -- what acts do -----------------------------------------------------------------------------

    def _effects(self, then: Consequence) -> Sequel | None:
        ends = self._ends({**dict.fromkeys(then.withdraws, Outcome.WITHDRAWN), **then.meets})
        starts = tuple(self._start(_SET, clock.id, clock.due, None) for clock in then.clocks)
        return _step(ends, starts, self._triggers("", then.act, then.actor, then.recipient, None))

    def _step(self, event: Event) -> Sequel | None:
        if event.id in self.plain.still and event.id not in self.on_event and event.act not in self.on_act:
            return None
        day = self.days[event.id]
        starts = (
            *(self._start(_MOVED, name, due, day) for name, due in event.moves.items() if name in self.clocks),
            *(self._start(_RESUMED, name, due, day) for name, due in event.resumes.items() if name in self.clocks),
            *(self._start(_SET, clock.id, clock.due, day) for clock in event.clocks),
            *(self._start(_SET, clock.id, clock.due, day, name) for name, clock in event.splits.items()
              if name in self.clocks),
        )  # fmt: skip
        triggers = self._triggers(event.id, event.act, event.actor, event.recipient, event)
        commits = self.commits.get(event.id, ()) if event.commits else ()
        return _step(self._ends(event.ends), starts, triggers, commits, event.late)

    def _ends(self, ends: Mapping[str, Outcome]) -> tuple[End, ...]:
        """The ends that an act brings about; none that this reading of the record, or an edit, says was otherwise."""
        return tuple(
            (kind_code(outcome), self.clocks[name])
            for name, outcome in ends.items()
            if name in self.clocks and self._stands(self.timeline.clocks[name], outcome)
        )

    def _stands(self, clock: Clock, outcome: Outcome) -> bool:
        if clock.id in self.timeline.assumed:
            resumed = any(clock.id in event.resumes for event in self.timeline.moved.get(clock.id, ()))
            return outcome is clock.record or (outcome is Outcome.SUSPENDED and resumed)
        return not clock.readings or outcome is clock.record or clock.record not in clock.kind.run_out

    def _start(self, code: int, name: str, due: Due | None, day: int | None, parent: str = "") -> Start:
        """A due day that is known beforehand is one number; else the length from where it counts."""
        clock, of = self.clocks[name], self.clocks.get(parent, -1)
        if due is None:
            return code, clock, None, None, REMAINING if code == _RESUMED else FIXED, of
        if isinstance(due, Duration):
            if code == _MOVED:
                return code, clock, None, due, FROM_SETTING, of
            if day is None:
                return code, clock, None, due, FROM_ACT, of
        elif isinstance(due, Relative) and (due.clock or not due.anchor):
            if due.clock and due.clock not in self.clocks:
                return code, clock, None, None, FIXED, of
            origin = 2 * self.clocks[due.clock] + due.from_end if due.clock else FROM_DUE
            return code, clock, None, due.duration, origin, of
        elif isinstance(due, Earliest) and day is None:
            lengths = [part for part in due.parts if isinstance(part, Duration)]
            fixed = [due_day(part, 0, self.days) for part in due.parts if isinstance(part, Relative)]
            first = min((found for found in fixed if found is not None), default=None)
            return (code, clock, first, lengths[0], FROM_ACT, of) if lengths else (code, clock, first, None, FIXED, of)
        return code, clock, due_day(due, day or 0, self.days), None, FIXED, of

    def _places(self, names: Iterable[str]) -> tuple[int, ...]:
        return tuple(self.index[name] for name in names if name in self.index)

    def _grounds(self, event: Event) -> Grounds | None:
        if event.id in self.timeline.dropped:
            return Grounds((), (self.index[event.id],))  # it would need itself, so it never happens
        if event.id in self.plain.roots:
            answered, needed = self.plain.roots[event.id]
            places, needs = {self.index[name] for name in answered}, tuple([self.index[name] for name in needed])
            return Grounds(tuple(sorted(places.union(needs))), needs) if answered or needed else None
        groups = [self._places(group) for group in event.needs]
        needs = tuple(group[0] for group in groups if len(group) == 1)
        further = (
            tuple(group for group in groups if len(group) != 1),
            tuple(self.clocks[name] for name in event.answers if name in self.clocks),
            tuple(self.ruled.get(self.index[event.id], ())),
            event.id in self.plan.followed.early,
            *self._about(event),
        )
        events = {*needs, *(self.index[name] for name in event.answers if name in self.index)}
        if not (events or any(further)):
            return None
        return Grounds(tuple(sorted(events)), needs, Further(*further) if any(further) else None)

    def _about(self, event: Event) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The clocks that an event is about: that it moves, drops or stops and nothing else; and parts split off."""
        if not event.touches or event.clocks or event.commits:
            return (), ()
        clocks = tuple(self.clocks.get(name, -1) for name in event.touches)
        only = event.act in CLOCK_ACTS and not (event.meets or event.settles)
        return clocks if only else (), clocks if self.parts.issuperset(event.touches) else ()


def _step(
    ends: tuple[End, ...], starts: tuple[Start, ...], triggers: tuple[int, ...], commits: tuple[int, ...] = (),
    late: bool = False,
) -> Sequel | None:  # fmt: skip
    return Sequel(ends, starts, triggers, commits, late) if ends or starts or triggers or commits else None
