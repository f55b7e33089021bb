"""A timeline in columns: what the engine runs.

Compiling interns names, puts the events into the order of their schedule and turns clocks, consequences and
commitments into rules that refer to each other by number, so that a run touches integers only.
"""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field
from typing import Any

from replay.codebook import Act, Outcome
from replay.dates import Duration
from replay.schedule import Schedule, due_day
from replay.timeline import Clock, Consequence, Event, Timeline
from replay.trace import KINDS, Kind, Phase, Subject

__all__ = ["NOTHING", "PHASES", "Program", "Rule", "Step", "compile_timeline"]

PHASES = len(Phase)
ENDINGS = {
    Outcome.MET: KINDS.index(Kind.CLOCK_MET),
    Outcome.LAPSED: KINDS.index(Kind.CLOCK_LAPSED),
    Outcome.MOVED: KINDS.index(Kind.CLOCK_MOVED),
    Outcome.WITHDRAWN: KINDS.index(Kind.CLOCK_WITHDRAWN),
}
"""What a commitment may wait for, as codes of kinds."""


@dataclass(slots=True)
class Step:
    """What an act does besides being recorded; indices into the tables of a `Program`.

    `sets` and `moves` hold (clock, due day or None, duration or None); `needs` is all-of over one-of.
    """

    answers: tuple[int, ...] = ()
    answers_clocks: tuple[int, ...] = ()
    needs: tuple[tuple[int, ...], ...] = ()
    sets: tuple[tuple[int, int | None, Duration | None], ...] = ()
    moves: tuple[tuple[int, int | None, Duration | None], ...] = ()
    meets: tuple[int, ...] = ()
    withdraws: tuple[int, ...] = ()
    commits: tuple[int, ...] = ()
    triggers: tuple[int, ...] = ()


NOTHING = Step()
"""The step of an act that does nothing more."""


@dataclass(slots=True)
class Rule:
    """A consequence, or the reply that a commitment holds ready: the act, its effects, its delay.

    `stands_for` is the recorded event that is this very act, -1 if there is none; `event` is the event
    that carries the commitment.
    """

    subject: int
    step: Step | None
    after: Duration
    stands_for: int = -1
    event: int = -1
    recipient: int = -1


@dataclass(slots=True)
class Program:
    """A timeline in columns, ready to run.

    Attributes
    ----------
    ticks : array of int64
        Of the recorded events, ascending.
    actors, recipients, rungs : array
        Of every subject: recorded events first, in order, then what rules may emit. A recipient may be -1.
    steps : list
        Of the recorded events; None for an event that does nothing more.
    subjects, parties, clock_ids : tables of names
    last_in : sequence of bool
        Of the clocks: whether the due day still counts.
    lapses : mapping
        Rule of each clock that has a consequence.
    rules : list of Rule
        The commitments.
    on_clock : mapping
        (clock, kind code) to the commitments that wait for it.
    horizon : int
        Last tick.
    """

    ticks: array[int]
    actors: array[int]
    recipients: array[int]
    rungs: array[int]
    steps: list[Step | None]
    subjects: list[Subject]
    parties: list[str]
    clock_ids: list[str]
    last_in: list[bool]
    horizon: int
    lapses: dict[int, Rule] = field(default_factory=dict)
    rules: list[Rule] = field(default_factory=list)
    on_clock: dict[tuple[int, int], tuple[int, ...]] = field(default_factory=dict)


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
        self.timeline, self.plan = timeline, plan
        self.events = [timeline.by_id[name] for name in plan.order]
        self.index = {name: i for i, name in enumerate(plan.order)}
        self.parties = {name: i for i, name in enumerate(timeline.parties)}
        self.clocks = {name: i for i, name in enumerate(sorted(timeline.clocks))}
        self.subjects = [Subject(e.id, e.actor, e.recipient, e.act) for e in self.events]
        self.rules: list[Rule] = []
        self.lapses: dict[int, Rule] = {}
        self.on_clock: dict[tuple[int, int], tuple[int, ...]] = {}
        self.on_act: dict[tuple[Act, str], tuple[int, ...]] = {}
        self.commits: dict[str, tuple[int, ...]] = {}
        self.pending: list[tuple[Rule, Consequence]] = []
        self.awaited: set[int] = set()  # recorded events that carry out a rule

    def program(self, last: int | None) -> Program:
        """Return the finished columns: first every rule, then the steps that refer to them."""
        for event in self.events:
            for clock in event.clocks:
                self._clock(clock)
            self.commits[event.id] = tuple(self._commit(event, n) for n in range(len(event.commits)))
        for rule, then in self.pending:
            rule.step = self._effects(then)
        self.awaited = {rule.stands_for for rule in (*self.rules, *self.lapses.values())}
        steps = [self._step(event) for event in self.events]
        if last is None:
            last = self.timeline.period.latest or max(self.plan.days.values(), default=0)
        table = self.timeline.clocks
        return Program(
            ticks=array("q", (self.plan.days[e.id] * PHASES + Phase.ACTS for e in self.events)),
            actors=array("i", (self.parties[s.actor] for s in self.subjects)),
            recipients=array("i", (self.parties[s.recipient] if s.recipient else -1 for s in self.subjects)),
            rungs=array("i", (s.act.rung if s.act else 0 for s in self.subjects)),
            steps=steps,
            subjects=self.subjects,
            parties=list(self.parties),
            clock_ids=list(self.clocks),
            last_in=[table[name].last_day == "in" for name in self.clocks],
            horizon=last * PHASES + Phase.CLOSE,
            lapses=self.lapses,
            rules=self.rules,
            on_clock=self.on_clock,
        )

    def _rule(self, then: Consequence, name: str, event: int = -1) -> Rule:
        self.subjects.append(Subject(name, then.actor, then.recipient, then.act))
        stands_for = self.index.get(then.event, -1) if then.event else -1
        rule = Rule(len(self.subjects) - 1, None, then.after, stands_for, event)
        self.pending.append((rule, then))
        for clock in then.clocks:
            self._clock(clock)
        return rule

    def _clock(self, clock: Clock) -> None:
        if clock.on_lapse:
            self.lapses[self.clocks[clock.id]] = self._rule(clock.on_lapse, f"{clock.id}/lapse")

    def _commit(self, event: Event, n: int) -> int:
        commitment = event.commits[n]
        rule = self._rule(commitment.then, f"{event.id}/reply-{n + 1}", self.index[event.id])
        number, when = len(self.rules), commitment.when
        self.rules.append(rule)
        if when.clock is not None and when.ends is not None:
            key = (self.clocks[when.clock], ENDINGS[when.ends])
            self.on_clock[key] = (*self.on_clock.get(key, ()), number)
        elif when.act is not None and when.actor is not None:
            rule.recipient = self.parties[when.recipient] if when.recipient else -1
            pair = (when.act, when.actor)
            self.on_act[pair] = (*self.on_act.get(pair, ()), number)
        return number

    def _set(self, clock: Clock) -> tuple[int, int | None, Duration | None]:
        return (self.clocks[clock.id], *self._due(clock.due))

    def _due(self, due: Any) -> tuple[int | None, Duration | None]:
        if isinstance(due, Duration):
            return None, due
        return due_day(due, 0, self.plan.days), None

    def _effects(self, then: Consequence) -> Step | None:
        step = Step(
            sets=tuple(self._set(clock) for clock in then.clocks),
            meets=self._known(then.meets),
            withdraws=self._known(then.withdraws),
            triggers=self.on_act.get((then.act, then.actor), ()),
        )
        return step if step != NOTHING else None

    def _known(self, names: tuple[str, ...]) -> tuple[int, ...]:
        return tuple(self.clocks[name] for name in names if name in self.clocks)

    def _step(self, event: Event) -> Step | None:
        step = Step(
            answers=tuple(self.index[name] for name in event.answers if name in self.index),
            answers_clocks=tuple(self.clocks[name] for name in event.answers if name in self.clocks),
            needs=tuple(tuple(self.index[n] for n in group if n in self.index) for group in event.needs),
            sets=tuple(self._set(clock) for clock in event.clocks),
            moves=tuple((self.clocks[n], *self._due(d)) for n, d in event.moves.items() if n in self.clocks),
            meets=self._known(event.meets),
            withdraws=self._known(event.withdraws),
            commits=self.commits[event.id],
            triggers=self.on_act.get((event.act, event.actor), ()),
        )
        return None if step == NOTHING and self.index[event.id] not in self.awaited else step
