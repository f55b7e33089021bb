"""Other acts at the decisions, drawn while the replay goes on: what `draws.ActDraws` draws, and its replay, in one go.

`ActDraws` is the definition: for each drawn act it edits the timeline, settles it and replays it from the start. Here
the record is settled and put into columns once. A continuation is one replay of them: just before a decision the theory
is asked, and an act that is drawn takes the place of the recorded one in the columns, which the replay has not come to
yet. The way up to the first decision that is drawn is read once, for all continuations.

Where an act bears on the days or the order of others, the columns are those of a timeline without it: they are made
anew (once for each set of such acts, and kept), and the replay begins again with all that was drawn by then, as it does
where an act of a decision is past and did not happen. Such acts

- carry a rule that brings a recorded event about, or are such an event;
- split a clock off, or touch what was split off;
- set or touch a measure that an act touches on the very day of its effect, and therefore before it in that day;
- do anything to clocks at all, where the order within a day hangs on what acts do to clocks.

A continuation is left to `ActDraws` (`HandoverError`) where

- a date is counted from a clock, or a clock runs from the end of another: both can move what has happened;
- a recorded event is what follows from a promise that waits for any act of a kind, which a drawn act may be;
- the replay was ended early, or an edit assumes the end of a clock;
- another act than in the record comes first of a decision;
- a recorded event comes on another day than in the record, or another part of it than the columns have, as a rule
  brings it about;
- an edit is refused, as that of an act outside the period.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Collection, Iterable, Mapping
from copy import copy
from dataclasses import dataclass, field, replace
from functools import cached_property

from replay.codebook import ClockKind, Outcome, Strategy, Switches, strategy_of
from replay.counterfactuals.draws import CLEARED, ActDraws, otherwise, pick
from replay.counterfactuals.edits import Drop, Edit, EditError, Replace
from replay.counterfactuals.edits.apply import apply_to, unchecked
from replay.dates import Relative
from replay.domain import path
from replay.domain.path import Running
from replay.engine import Replay, run, settled
from replay.engine.core import Core
from replay.engine.deciding import Deciding, change, drop, opened
from replay.engine.program import Compiler, Grounds, Sequel, kind_code
from replay.engine.settling import holds
from replay.engine.trace import Phase, Subject, Trace
from replay.scoring import Case
from replay.scoring.board import share_out
from replay.scoring.situations import Choice
from replay.theories import DEFAULTS, THEORIES, predict
from replay.timeline import Clock, Decision, Event, Timeline, origin
from replay.timeline.schedule import Schedule, dues, schedule

__all__ = ["Continuations", "HandoverError"]


_SWITCHES = Switches()
_KEPT = 1000
"""Timelines kept in columns, each for one set of acts that bear on days and order."""


class HandoverError(Exception):
    """A continuation that cannot go on from a decision, and why."""


class _RestartError(Exception):
    """An act was drawn that bears on the days or the order of others."""


class Continuations:
    """What draws continuations of a replay: prepared once, drawn from often; arguments and errors as for `ActDraws`.

    Attributes
    ----------
    left : str
        Why every continuation is left to `ActDraws`; "" if none is beforehand.
    handed : list of str
        Why those that were drawn so far and left to it were.
    """

    def __init__(self, base: Trace, theory: str = "prospect", since: int | None = None) -> None:
        self._reference = ActDraws(base, theory, since)
        self.base, self.theory, self.since = base, THEORIES[theory], since
        self.settings = base.settings
        self.dates, self.handed = base.settings.get("dates", "middle"), list[str]()
        self._frames: dict[frozenset[tuple[str, str]], _Frame] = {}
        self._checked: set[str] = set()
        self.early: dict[object, tuple[float, float, float]] = {}  # what was expected of the first decisions
        self.start: Running | None = None  # the domains just before the first decision that is drawn
        self._edits: dict[object, tuple[Replace | Drop, ...]] = {}
        self.left = self._unfit()

    def draw(self, chance: random.Random) -> Trace:
        """Return the replay of the timeline with other acts; one number of chance for each decision.

        Examples
        --------
        >>> import replay
        >>> base = replay.run(replay.load(replay.example()))
        >>> drawn, edited = Continuations(base), ActDraws(base)
        >>> drawn.draw(random.Random(1)) == replay.run(edited.draw(random.Random(1)))
        True
        """
        if self.left:
            return run(self._reference.draw(chance), dates=self.dates)
        state = chance.getstate()
        try:
            return self._drawn(chance)
        except HandoverError as why:
            self.handed.append(str(why))
            chance.setstate(state)
            return run(self._reference.draw(chance), dates=self.dates)

    def _drawn(self, chance: random.Random) -> Trace:
        edits: dict[str, Replace | Drop] = {}
        decided, running = set[str](), None
        while True:
            going = _Going(self, self.frame(edits.values()), edits, decided, chance, running)
            try:
                return going.trace()
            except _RestartError:
                running = going.running

    # -- what can be prepared -------------------------------------------------------------------------

    @cached_property
    def timeline(self) -> Timeline:
        """The record with every event held on its day, as edits leave it."""
        timeline, plan = self.base.coded("redraw acts"), self.base.plan or settled(self.base.coded(""), self.dates)
        if timeline.pins:
            return replace(timeline, pins=dict(plan.days))
        return replace(
            timeline, pins=dict(plan.days), lags=dict(plan.followed.lags), tied=dict(plan.followed.tied)
        )  # fmt: skip

    def _unfit(self) -> str:
        timeline, plan = self.timeline, self.base.plan
        if self.base.settings.get("until") or plan is None or len(timeline.by_id) < len(timeline.events):
            return "the replay is not a whole one"
        if timeline.assumed:
            return "the end of a clock is assumed"
        if any(isinstance(event.date, Relative) and event.date.clock for event in timeline.events):
            return "a date is counted from a clock"
        if any(c.then.events and c.when.act for event in timeline.events for c in event.commits):
            return "a recorded event follows from a promise that waits for acts of a kind"
        frame = self.frame(())
        if any(start[4] >= 0 and start[4] % 2 for step in frame.program.steps if step for start in step.starts):
            return "a clock runs from the end of another"
        same = frame.plan.order == plan.order and frame.plan.days == plan.days
        return "" if same else "held on their days, the acts come in another order"

    @cached_property
    def first(self) -> Mapping[str, Event]:
        """The acts that can be drawn anew, the first of each decision, without what a drawn act does no more."""
        place, known = self.frame(()).known, self.timeline.by_id
        names = (min(decision.acts, key=lambda name: place[name]) for decision in self.timeline.decisions)
        return {name: replace(known[name], **CLEARED) for name in names}

    @cached_property
    def decisions(self) -> Mapping[str, list[Decision]]:
        """The decisions of which each act is a part."""
        found: dict[str, list[Decision]] = {}
        for decision in self.timeline.decisions:
            for name in dict.fromkeys(decision.acts):
                found.setdefault(name, []).append(decision)
        return found

    @cached_property
    def binding(self) -> frozenset[tuple[str, str]]:
        """The acts that bear on days and order when they are drawn anew ("replace") or left out ("drop")."""
        timeline = self.timeline
        carriers = {timeline.carriers[rule].id for rules in timeline.ruled.values() for rule in rules}
        carriers |= {*timeline.ruled}
        parts = {part.id for event in timeline.events for part in event.splits.values()}
        measures = {clock.id for clock in timeline.clocks.values() if self._on_its_day(clock)}
        bound = {
            event.id for event in timeline.events
            if event.splits or parts & {*event.touches} or measures & {*event.touches, *(c.id for c in event.clocks)}
        }  # fmt: skip
        if not self._orderly({*self.first} - carriers - bound):
            bound |= {event.id for event in timeline.events if _deals(event)}
        return frozenset(
            {(name, "drop") for name in carriers} | {(name, "replace") for name in carriers | bound}
        )  # fmt: skip

    def _on_its_day(self, clock: Clock) -> bool:
        """Whether an act touches a measure on a day on which it takes effect, or might if others had not moved it."""
        if clock.kind is not ClockKind.EFFECT or clock.last_day is not None:
            return False
        timeline, days = self.timeline, self.frame(()).plan.days
        acts, on = timeline.handled.get(clock.id, ()), {day for _, _, day in dues(timeline, clock.id, days)}
        moved = [due for act in acts for due in (act.moves.get(clock.id), act.resumes.get(clock.id))]
        loose = any(isinstance(due, Relative) and not due.anchor for due in moved)
        return bool(acts) and (loose or not on or None in on or any(days[act.id] in on for act in acts))

    def _orderly(self, names: Collection[str]) -> bool:
        """Whether the order of the acts is the same with all that these do to clocks and without any of it.

        Then it is the same with any part of it: of two orders within a day, one that holds under more constraints
        and is the least under fewer is the least under any number between.
        """
        timeline, plan = self.timeline, self.frame(()).plan
        bare = replace(timeline, events=tuple(self.first[e.id] if e.id in names else e for e in timeline.events))
        found = schedule(bare, self.dates, plan.followed)
        return found.order == plan.order and found.phases == plan.phases

    def frame(self, edits: Iterable[Edit]) -> _Frame:
        """Return the columns for what was drawn so far, as far as that bears on days and order."""
        bound = [edit for edit in edits if (edit.target, _kind(edit)) in self.binding]
        key = frozenset((edit.target, _kind(edit)) for edit in bound)
        if key not in self._frames:
            timeline = unchecked(self.timeline, self.frame(()).plan, bound) if bound else self.timeline
            if len(self._frames) == _KEPT:
                self._frames = {frozenset(): self.frame(())}
            self._frames[key] = _Frame(timeline, settled(timeline, self.dates))
        if bound and self._frames[key].plan.days != self.timeline.pins:
            raise HandoverError("a recorded event moves to another day")
        return self._frames[key]

    def otherwise(self, decision: Decision, strategy: Strategy, acts: tuple[str, ...]) -> tuple[Replace | Drop, ...]:
        """Return the edits that carry a decision out otherwise."""
        key = decision.id, strategy, acts
        if key not in self._edits:
            self._edits[key] = tuple(otherwise(self.timeline, decision, strategy, acts))
        return self._edits[key]

    def check(self, edit: Edit) -> None:
        """Hand over at an edit that `apply` refuses, for its day or for what others say of a clock that it takes away.

        So what is right with one edit alone is right with others besides, which take no more away from those others.
        """
        name = edit.target
        if name in self._checked or isinstance(edit, Drop):
            return
        event, day, period = self.timeline.by_id[name], self.timeline.pins[name], self.timeline.period
        if not (period.earliest or day) <= day <= (period.latest or day):
            raise HandoverError("an act outside the period is drawn anew")
        if event.clocks or event.splits or event.commits:
            try:
                apply_to(self.timeline, self.frame(()).plan, [edit], self.dates)
            except EditError:
                raise HandoverError("an edit is refused") from None
        self._checked.add(name)


def _kind(edit: Edit) -> str:
    return "replace" if isinstance(edit, Replace) else "drop"


def _deals(event: Event) -> bool:
    return bool(event.clocks or event.commits or event.touches)


@dataclass
class _Frame:
    """A timeline put into columns, and what its replays share.

    `drawn` are the acts drawn anew so far, with their columns.
    """

    timeline: Timeline
    plan: Schedule
    known: dict[str, int] = field(init=False)
    drawn: dict[object, tuple[Event, Subject, Grounds | None, Sequel | None]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.compiler = Compiler(self.timeline, self.plan)
        self.program = self.compiler.program(None)
        self.known = self.compiler.index
        line = self.timeline
        _ = line.by_id, line.clocks, line.ruled, line.touched  # kept on it, for the copies


@dataclass(frozen=True)
class _Now(Case):
    """A case as it stands just before a decision; `place` gives the position."""

    place: Callable[[Choice], float] = lambda choice: 0.0

    def _position(self, choice: Choice) -> float:
        return self.place(choice)


class _Going:
    """One continuation, from the start or from where an act was drawn that needs other columns."""

    def __init__(
        self, of: Continuations, frame: _Frame, edits: dict[str, Replace | Drop], decided: set[str],
        chance: random.Random, before: Running | None,
    ) -> None:  # fmt: skip
        self.of, self.frame, self.edits, self.decided, self.chance = of, frame, edits, decided, chance
        self.before = before  # the domains as far as they were followed before the replay began again
        self.view = copy(frame.timeline)
        vars(self.view)["by_id"] = self.by_id = dict(frame.timeline.by_id)
        acts = {frame.known[name] for name in of.decisions}
        self.program = opened(frame.program, acts)
        self.core = Deciding(self.program, acts, self._ask)
        self.replay = self._replay(self.core)
        self.running: Running | None = None
        self.choices: dict[str, tuple[Decision, int, int]] = {}  # decisions that have come: entry and day
        self.act = -1  # the act that is about to happen
        self.future: Core | None = None
        for edit in edits.values():
            self._enter(edit)

    def trace(self) -> Trace:
        """Replay to the end."""
        found = self.replay.finish()
        if not self.edits:
            return self.of.base
        if self.view.ruled and not holds(self.frame.timeline, self.frame.plan, self.core):
            raise HandoverError("a recorded event moves within its day")
        found.timeline = self._edited()
        return found

    def _replay(self, core: Core) -> Replay:
        return Replay(self.program, self.view, self.of.settings, self.frame.plan, core)

    def _edited(self) -> Timeline:
        line, of = self.frame.timeline, self.edits.values()
        gone = {**line.dropped, **{edit.target: () for edit in of if isinstance(edit, Drop)}}
        anew = {edit.target for edit in of if isinstance(edit, Replace)}
        return replace(
            line, events=tuple(self.by_id[event.id] for event in line.events),
            dropped={event.id: gone[event.id] for event in line.events if event.id in gone},
            tied={rule: by for rule, by in line.tied.items() if origin(rule) not in anew},
        )  # fmt: skip

    # -- at a decision --------------------------------------------------------------------------------

    def _ask(self, act: int) -> None:
        """An act is about to happen: if it is the first of a decision, draw what is decided."""
        self.act, day = act, self.core.now // len(Phase)
        for decision in self.of.decisions[self.frame.plan.order[act]]:
            side = self.view.side(decision.party)
            if side is None or decision.id in self.choices:
                continue
            self.choices[decision.id] = decision, self.core.count, day
            if self.of.since is not None and day < self.of.since:
                continue
            if decision.id in self.decided:
                continue
            choice = self._choice(decision, self.core.count, day)
            strategy = pick(self._expected(choice), self.chance)
            self.decided.add(decision.id)
            if strategy is not choice.did:
                self._draw(self.of.otherwise(decision, strategy, self._acts(decision)))
            if act in self.program.dropped:
                del self.choices[decision.id]
                return

    def _acts(self, decision: Decision) -> tuple[str, ...]:
        """The acts of a decision in the order of the replay, in which all have an entry, whether they happen or not."""
        ticks, known, order = self.program.ticks, self.frame.known, self.frame.plan.order
        found = sorted(known[name] for name in decision.acts if ticks[known[name]] <= self.program.horizon)
        if order[found[0]] not in self.of.first:
            raise HandoverError("another act than in the record is the first of a decision")
        return tuple(order[number] for number in found)

    def _draw(self, edits: Iterable[Replace | Drop]) -> None:
        """Put what was drawn in the place of what was done; of two edits of one act the first stands."""
        known, gone = self.frame.known, {*self.program.dropped}
        new = [
            edit for edit in edits
            if edit.target not in self.edits and not (isinstance(edit, Drop) and known[edit.target] in gone)
        ]  # fmt: skip
        for edit in new:
            self.of.check(edit)
            self.edits[edit.target] = edit
        past = any(known[edit.target] < self.act for edit in new)  # it did not happen, but now for another reason
        if past or any((edit.target, _kind(edit)) in self.of.binding for edit in new):
            raise _RestartError
        for edit in new:
            self._enter(edit)
        self.future = None

    def _enter(self, edit: Replace | Drop) -> None:
        number = self.frame.known[edit.target]
        if isinstance(edit, Drop):
            drop(self.program, number)
            return
        old = self.of.timeline.by_id[edit.target]
        key = edit.target, edit.because
        if key not in self.frame.drawn:
            new = replace(old, **edit.changes, where=edit.place or edit.where)
            self.frame.drawn[key] = new, *self.frame.compiler.act(new)
        self.by_id[old.id], subject, grounds, step = self.frame.drawn[key]
        change(self.program, number, subject, grounds, step)
        for name in old.ends:
            self._met_by_nobody(name)

    def _met_by_nobody(self, name: str) -> None:
        """A clock that was met, but that no act touches any more, is met on its due day (`program.run_out_as`)."""
        clock, number = self.frame.timeline.clocks.get(name), self.frame.compiler.clocks.get(name, -1)
        if clock is None or clock.record not in (Outcome.MET, Outcome.MET_IN_PART):
            return
        if all(isinstance(self.edits.get(event.id), Replace) for event in self.of.timeline.touched[name]):
            if self.core.ended[number] is not None:
                raise _RestartError
            self.program.run_out[number] = kind_code(clock.record)
            if not clock.kind.fires(clock.record):
                self.program.on_end.pop(number, None)

    # -- what the theory is told ----------------------------------------------------------------------

    def _follow(self) -> Running:
        """Return the domains, read on from where they were before if the replay has come the same way again."""
        if self.running is None:
            before = self.before or (self.of.start if not self.edits else None)
            if before is None or not before.fits(self.replay.live):
                self.running = Running(self.replay.live)
            else:
                self.running = before.copy(self.replay.live)
            if self.of.start is None and not self.decided:
                self.running.read(self.core.count)
                self.of.start = self.running.copy(self.replay.live)
        return self.running

    def _choice(self, decision: Decision, seq: int, day: int) -> Choice:
        """A decision as the replay has it: by the acts that have come, and those that are still to come as recorded."""
        numbers = {name: self.frame.known[name] for name in decision.acts}
        acts = sorted(
            (self._entry(number), self.by_id[name].conduct) for name, number in numbers.items() if self._comes(number)
        )
        did = strategy_of(conduct for _, conduct in acts) or decision.did
        return Choice(decision, self.view.side(decision.party) or "", seq, day, "", did, tuple(acts))

    def _entry(self, number: int) -> int:
        """The entry of an act; of one that is still to come any later one."""
        done = self.core.done[number]
        return done if done >= 0 else self.core.count + number - self.act

    def _comes(self, number: int) -> bool:
        """Whether an act has happened, or will if nothing more is drawn."""
        program = self.program
        if number <= self.act:
            return number == self.act or self.core.done[number] >= 0
        if number in program.dropped or program.ticks[number] > program.horizon:
            return False
        grounds = program.grounds[number]
        if grounds is None:
            return True
        more = grounds.further
        if more is not None and (more.alternatives or more.ruled or more.only or more.parts):
            return self._ahead().done[number] >= 0
        return all(self._comes(other) for other in grounds.needs)

    def _ahead(self) -> Core:
        """The replay to its end, if nothing more is drawn."""
        if self.future is None:
            self.future = Core(self.program)
            self.future.finish()
        return self.future

    def _expected(self, choice: Choice) -> tuple[float, float, float]:
        """What the theory expects of a decision."""
        begin, theory, place = self._follow().begin.get(choice.side), self.of.theory, self._near
        far = begin is not None and choice.day <= begin[0] and "position" in theory.reads
        key: object = None
        if far:
            key = choice.decision.id, tuple((edit.target, _kind(edit), edit.because) for edit in self.edits.values())
            if key in self.of.early:
                return self.of.early[key]
            place = self._far
        before = [choice]
        if {*theory.reads} & {"past", "own_last", "other_last"}:
            before = [self._choice(*one) for one in self.choices.values()]
        now = _Now(self.replay.live, self.view, {}, tuple(before), switches=_SWITCHES, place=place)
        situation = now.situation(len(before) - 1, DEFAULTS, (), theory.reads)
        found = share_out(predict(theory, situation).probabilities, choice.decision.among)
        if far:
            self.of.early[key] = found
        return found

    def _near(self, choice: Choice) -> float:
        return self._follow().before(choice.side, choice.seq, choice.day)

    def _far(self, choice: Choice) -> float:
        """Until the close of the day on which the path of a side starts, what stands then has a say."""
        whole = self._replay(self._ahead()).live
        last = self._follow().begin[choice.side][0]
        count = next((n for n in range(len(whole)) if whole.tick(n) // len(Phase) > last), len(whole))
        return path(whole.head(count))[choice.side].before(choice.seq, choice.day)
