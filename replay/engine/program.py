"""A timeline put into columns, ready to run: dates, names and rules resolved to numbers.

A `Program` holds no text but its tables of names, and nothing in it changes while it runs.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from replay.codebook import Act, Outcome
from replay.dates import Duration, Relative, When
from replay.engine.trace import CODES, Kind, Phase, Subject
from replay.timeline import Clock, Consequence, Event, Timeline
from replay.timeline.schedule import Schedule, due_day

__all__ = ["ENDINGS", "Emission", "Further", "Grounds", "Program", "Sequel", "compile_timeline"]

ENDINGS = {
    Outcome.MET: CODES[Kind.CLOCK_MET],
    Outcome.LAPSED: CODES[Kind.CLOCK_LAPSED],
    Outcome.MOVED: CODES[Kind.CLOCK_MOVED],
    Outcome.WITHDRAWN: CODES[Kind.CLOCK_WITHDRAWN],
}
"""Kind code of the entry that records each outcome that a commitment can wait for."""
_SET, _MOVED = CODES[Kind.CLOCK_SET], CODES[Kind.CLOCK_MOVED]

End = tuple[int, int]
"""What an act does to a clock that runs: kind code (met, withdrawn), clock."""

Start = tuple[int, int, int | None, Duration | None]
"""What an act does to a clock that then runs: kind code (moved, set), clock, due day (None: no date) or else the
length from the act to the due day."""


@dataclass(slots=True)
class Further:
    """Grounds that few events have: `alternatives` (one of each group is needed), `clocks` that it answers.

    `awaited` says that a rule stands for the event, so that it may carry out what was triggered before.
    """

    alternatives: tuple[tuple[int, ...], ...] = ()
    clocks: tuple[int, ...] = ()
    awaited: bool = False


@dataclass(slots=True)
class Grounds:
    """What a recorded event goes back to: the events that it answers or needs, ascending, and those that it needs."""

    events: tuple[int, ...]
    needs: tuple[int, ...] = ()
    further: Further | None = None


@dataclass(slots=True)
class Sequel:
    """What an act does besides being recorded, in this order.

    `triggers` are the commitments that wait for such an act, `commits` those that it makes.
    """

    ends: tuple[End, ...] = ()
    starts: tuple[Start, ...] = ()
    triggers: tuple[int, ...] = ()
    commits: tuple[int, ...] = ()


@dataclass(slots=True)
class Emission:
    """A consequence, or the reply that a commitment holds ready: the act, its effects, its delay.

    `stands_for` is the recorded event that is this very act, -1 if there is none; `recipient` the party that a
    triggering act must be addressed to, -1 for any.
    """

    subject: int
    step: Sequel | None
    after: Duration
    stands_for: int = -1
    recipient: int = -1


@dataclass(slots=True)
class Program:
    """A timeline in columns.

    Attributes
    ----------
    ticks : array of int64
        Of the recorded events, ascending.
    actors, recipients, rungs : array
        Of every subject: recorded events first, in order, then what rules may emit. A recipient may be -1.
    grounds, steps : list
        Of the recorded events: what each goes back to, and what it does; None for nothing.
    subjects, parties, clock_ids : tables of names
    last_in : sequence of bool
        Of the clocks: whether the due day still counts.
    horizon : int
        Last tick.
    lapses : mapping
        Rule of each clock that has a consequence.
    rules : list of Emission
        The commitments.
    on_clock : mapping
        (clock, kind code) to the commitments that wait for it.
    dropped : mapping
        Recorded events that do not happen, each with the events because of which.
    """

    ticks: array[int]
    actors: array[int]
    recipients: array[int]
    rungs: array[int]
    grounds: list[Grounds | None]
    steps: list[Sequel | None]
    subjects: list[Subject]
    parties: list[str]
    clock_ids: list[str]
    last_in: list[bool]
    horizon: int
    lapses: dict[int, Emission] = field(default_factory=dict)
    rules: list[Emission] = field(default_factory=list)
    on_clock: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)
    dropped: dict[int, tuple[int, ...]] = field(default_factory=dict)


def compile_timeline(timeline: Timeline, plan: Schedule, last: int | None = None) -> Program:
    """Put a timeline into columns.

    Parameters
    ----------
    timeline : Timeline
    plan : Schedule
    last : int, optional
        Last day, included; the end of the period if None.
    """
    return _Compiler(timeline, plan).program(last)


class _Compiler:
    def __init__(self, timeline: Timeline, plan: Schedule) -> None:
        self.timeline, self.days = timeline, plan.days
        self.events = [timeline.by_id[name] for name in plan.order]
        self.index = {name: i for i, name in enumerate(plan.order)}
        self.parties = {name: i for i, name in enumerate(timeline.parties)}
        self.clocks = {name: i for i, name in enumerate(sorted(timeline.clocks))}
        self.subjects = [Subject(e.id, e.actor, e.recipient, e.act) for e in self.events]
        self.rules: list[Emission] = []
        self.lapses: dict[int, Emission] = {}
        self.on_clock: defaultdict[tuple[int, int], list[int]] = defaultdict(list)
        self.on_act: defaultdict[tuple[Act, str], list[int]] = defaultdict(list)
        self.triggers: dict[tuple[Act, str], tuple[int, ...]] = {}
        self.commits: dict[str, tuple[int, ...]] = {}
        self.pending: list[tuple[Emission, Consequence]] = []
        self.expected: set[int] = set()  # recorded events that a rule stands for

    def program(self, last: int | None) -> Program:
        """Return the finished columns: first every rule, then the steps that refer to them."""
        for event in self.events:
            for clock in event.clocks:
                self._clock(clock)
            self.commits[event.id] = tuple(self._commit(event, n) for n in range(len(event.commits)))
        self.triggers = {pair: tuple(numbers) for pair, numbers in self.on_act.items()}
        for rule, then in self.pending:
            rule.step = self._effects(then)
        if last is None:
            last = self.timeline.period.latest or max(self.days.values(), default=0)
        table = self.timeline.clocks
        return Program(
            ticks=array("q", (self.days[e.id] * len(Phase) + Phase.ACTS for e in self.events)),
            actors=array("i", (self.parties[s.actor] for s in self.subjects)),
            recipients=array("i", (self.parties[s.recipient] if s.recipient else -1 for s in self.subjects)),
            rungs=array("i", (s.act.rung if s.act else 0 for s in self.subjects)),
            grounds=[self._grounds(event) for event in self.events],
            steps=[self._step(event) for event in self.events],
            subjects=self.subjects,
            parties=list(self.parties),
            clock_ids=list(self.clocks),
            last_in=[table[name].last_day == "in" for name in self.clocks],
            horizon=last * len(Phase) + Phase.CLOSE,
            lapses=self.lapses,
            rules=self.rules,
            on_clock={key: tuple(numbers) for key, numbers in self.on_clock.items()},
            dropped={self.index[name]: self._places(of) for name, of in self.timeline.dropped.items()},
        )

    def _rule(self, then: Consequence, name: str) -> Emission:
        self.subjects.append(Subject(name, then.actor, then.recipient, then.act))
        stands_for = self.index.get(then.event, -1) if then.event else -1
        self.expected.add(stands_for)
        rule = Emission(len(self.subjects) - 1, None, then.after, stands_for)
        self.pending.append((rule, then))
        for clock in then.clocks:
            self._clock(clock)
        return rule

    def _clock(self, clock: Clock) -> None:
        if clock.on_lapse:
            self.lapses[self.clocks[clock.id]] = self._rule(clock.on_lapse, f"{clock.id}/lapse")

    def _commit(self, event: Event, n: int) -> int:
        commitment = event.commits[n]
        rule = self._rule(commitment.then, f"{event.id}/reply-{n + 1}")
        number, when = len(self.rules), commitment.when
        self.rules.append(rule)
        if when.clock in self.clocks and when.ends is not None:  # an edit may have taken the clock away
            self.on_clock[self.clocks[when.clock], ENDINGS[when.ends]].append(number)
        elif when.act is not None and when.actor is not None:
            rule.recipient = self.parties[when.recipient] if when.recipient else -1
            self.on_act[when.act, when.actor].append(number)
        return number

    def _effects(self, then: Consequence) -> Sequel | None:
        ends = self._ends(then.meets, then.withdraws)
        starts = tuple(self._start(_SET, clock.id, clock.due, None) for clock in then.clocks)
        return _step(ends, starts, self.triggers.get((then.act, then.actor), ()))

    def _step(self, event: Event) -> Sequel | None:
        day = self.days[event.id]
        starts = (
            *(self._start(_MOVED, name, due, day) for name, due in event.moves.items() if name in self.clocks),
            *(self._start(_SET, clock.id, clock.due, day) for clock in event.clocks),
        )
        ends = self._ends(event.meets, event.withdraws)
        return _step(ends, starts, self.triggers.get((event.act, event.actor), ()), self.commits[event.id])

    def _ends(self, meets: tuple[str, ...], withdraws: tuple[str, ...]) -> tuple[End, ...]:
        ways = (ENDINGS[Outcome.MET], meets), (ENDINGS[Outcome.WITHDRAWN], withdraws)
        return tuple((code, self.clocks[name]) for code, names in ways for name in names if name in self.clocks)

    def _start(self, code: int, name: str, due: When | Relative | Duration, day: int | None) -> Start:
        """A length stays one only where the day of the act is not known beforehand."""
        if day is None and isinstance(due, Duration):
            return code, self.clocks[name], None, due
        return code, self.clocks[name], due_day(due, day or 0, self.days), None

    def _places(self, names: Iterable[str]) -> tuple[int, ...]:
        return tuple(self.index[name] for name in names if name in self.index)

    def _grounds(self, event: Event) -> Grounds | None:
        if event.id in self.timeline.dropped:
            return Grounds((), (self.index[event.id],))  # it would need itself, so it never happens
        groups = [self._places(group) for group in event.needs]
        needs = tuple(group[0] for group in groups if len(group) == 1)
        further = Further(
            tuple(group for group in groups if len(group) != 1),
            tuple(self.clocks[name] for name in event.answers if name in self.clocks),
            self.index[event.id] in self.expected,
        )
        events = {*needs, *(self.index[name] for name in event.answers if name in self.index)}
        found = Grounds(tuple(sorted(events)), needs, further if further != Further() else None)
        return found if found != Grounds(()) else None


def _step(
    ends: tuple[End, ...], starts: tuple[Start, ...], triggers: tuple[int, ...], commits: tuple[int, ...] = ()
) -> Sequel | None:
    return Sequel(ends, starts, triggers, commits) if ends or starts or triggers or commits else None
