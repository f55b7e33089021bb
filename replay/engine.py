"""The replay itself: SimPy carries the record, the clocks and the standing commitments through time.

A SimPy process walks the recorded events; clocks and delayed replies are SimPy timers, one for each
distinct tick at which something may fall due. What holds lives in plain data beside them, so a replay can
be stopped and looked at. Order within a tick never depends on the order of creation:

- phases of a day: clocks with `last_day: out` lapse (DAWN), recorded events (ACTS), replies to them
  (REPLIES), other clocks lapse with all that follows on the same day (CLOSE);
- clocks that lapse in one phase do so in the order of their ids; what a lapse brings about follows it at once;
- replies due in one phase come in the order of what triggered them, then of the commitments in the
  schedule (event order, then place in the file's list).

A commitment is discharged by its first trigger. If something that it brought about would trigger it
again, the loop is cut there and recorded as an entry of kind `loop`.
"""

from __future__ import annotations

from array import array
from collections.abc import Generator, Iterator
from typing import Any

import simpy

from replay.dates import Duration, reach
from replay.dates import day as parse_day
from replay.program import NOTHING, PHASES, Program, Step, compile_timeline
from replay.schedule import schedule
from replay.timeline import Timeline
from replay.trace import KINDS, Entry, Kind, Phase, State, Trace

__all__ = ["Program", "Replay", "compile_timeline", "execute", "play", "run"]

_CODE = {kind: KINDS.index(kind) for kind in KINDS}
_EVENT, _SET, _MOVED = _CODE[Kind.EVENT], _CODE[Kind.CLOCK_SET], _CODE[Kind.CLOCK_MOVED]
_MET, _WITHDRAWN, _LAPSED = _CODE[Kind.CLOCK_MET], _CODE[Kind.CLOCK_WITHDRAWN], _CODE[Kind.CLOCK_LAPSED]
_CONSEQUENCE, _REACTION = _CODE[Kind.CONSEQUENCE], _CODE[Kind.REACTION]
_SUPPRESSED, _LOOP = _CODE[Kind.SUPPRESSED], _CODE[Kind.LOOP]
_DAWN, _CLOSE = int(Phase.DAWN), int(Phase.CLOSE)
_UNSET, _RUNNING, _ENDED = 0, 1, 2
_AT_ONCE = Duration()


class Replay(Iterator[Entry]):
    """A replay under way: iterate for the entries, one at a time, as they happen.

    Examples
    --------
    >>> import replay
    >>> steps = replay.play(replay.load(replay.example()))
    >>> next(steps).kind.value
    'event'
    """

    def __init__(self, program: Program, timeline: Timeline | None = None, settings: dict[str, str] | None = None):
        self._core = core = _Core(program)
        self._given = 0
        self._live = Trace(core.rows, core.ends, core.causes, program.subjects, program.clock_ids, timeline, settings)

    def __next__(self) -> Entry:
        while self._given >= len(self._live):
            if not self._core.advance():
                raise StopIteration
        self._given += 1
        return self._live[self._given - 1]

    @property
    def trace(self) -> Trace:
        """The entries so far, as a trace of its own; the whole trace when the iteration has ended."""
        return self._live.head(self._given)

    @property
    def state(self) -> State:
        """What holds after the entries that were given out."""
        entries = self.trace
        return entries.at(entries[-1].day) if entries else State(0, {}, {}, {}, {})

    def finish(self) -> Trace:
        """Run to the end at once and return the whole trace."""
        self._core.finish()
        self._given = len(self._live)
        return self._live


def run(timeline: Timeline, *, until: str | int | None = None, dates: str = "middle") -> Trace:
    """Replay a timeline to its end.

    Parameters
    ----------
    timeline : Timeline
    until : str or int, optional
        Last day, included (ISO date or day); the end of the timeline's period if not given.
    dates : {"earliest", "middle", "latest"}
        Where imprecise dates are put, within their bounds and the order of premises and answers.

    Returns
    -------
    Trace

    Raises
    ------
    ValueError
        For another value of `dates`, or a date that is not one.

    Examples
    --------
    >>> import replay
    >>> trace = replay.run(replay.load(replay.example()))
    >>> [entry.kind.value for entry in trace][-1]
    'clock-met'
    """
    return play(timeline, until=until, dates=dates).finish()


def play(timeline: Timeline, *, until: str | int | None = None, dates: str = "middle") -> Replay:
    """Start a replay that yields its entries one at a time; arguments as for `run`.

    Examples
    --------
    >>> import replay
    >>> for entry in replay.play(replay.load(replay.example()), until="1996-03-01"):
    ...     print(entry.date, entry.event)
    1996-02-05 demand
    """
    last = parse_day(until) if isinstance(until, str) else until
    program = compile_timeline(timeline, schedule(timeline, dates), last)
    settings = {"dates": dates, "until": "" if last is None else str(until)}
    return Replay(program, timeline, settings)


def execute(program: Program) -> Trace:
    """Run a compiled program to its horizon."""
    return Replay(program).finish()


class _Core:
    """The state of a replay and the SimPy environment that drives it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.rows, self.ends, self.causes = array("q"), array("q"), array("q")
        clocks = len(program.clock_ids)
        self.status = bytearray(clocks)
        self.due: list[int] = [0] * clocks
        self.clock_entry = array("q", [-1]) * clocks
        self.setter = array("q", [-1]) * clocks
        self.done = array("q", [-1]) * len(program.subjects)
        self.exerted = [0] * len(program.parties)
        self.faced = [0] * (len(program.parties) + 1)  # the last stands for no recipient
        self.standing: dict[int, int] = {}  # commitment -> entry of the event that made it
        self.spent: dict[int, int] = {}  # commitment -> entry that discharged it
        self.expected: dict[int, list[int]] = {}  # recorded event -> entries that it carries out
        self.falls: dict[int, list[int]] = {}  # tick -> clocks
        self.replies: dict[int, list[tuple[int, int]]] = {}  # tick -> (trigger entry, commitment)
        self.now = 0  # the tick, as the environment has it
        self.env = simpy.Environment()
        self.env.process(self._record())

    def finish(self) -> None:
        """Run to the horizon."""
        self.env.run(until=self.program.horizon + 1)

    def advance(self) -> bool:
        """Let the next thing happen; False if nothing is left before the horizon."""
        if self.env.peek() > self.program.horizon:
            return False
        self.env.step()
        return True

    # -- the two sources of time ------------------------------------------------------------------

    def _record(self) -> Generator[simpy.Event, Any, None]:
        """The SimPy process that walks the recorded events; a run of events of one tick at a time."""
        program, env = self.program, self.env
        ticks, steps, actors, recipients, rungs = (
            program.ticks, program.steps, program.actors, program.recipients, program.rungs,
        )  # fmt: skip
        exerted, faced, done = self.exerted, self.faced, self.done
        row, end, causes = self.rows.extend, self.ends.append, self.causes
        timeout, perform = env.timeout, self._perform
        now, i, total = 0, 0, len(ticks)
        while i < total:
            tick = ticks[i]
            if tick > now:
                yield timeout(tick - now)
                self.now = now = tick
            step = steps[i]
            if step is None:
                actor, rung = actors[i], rungs[i]
                exerted[actor] = level = exerted[actor] + rung
                recipient = recipients[i]
                faced[recipient] = pressure = faced[recipient] + rung
                done[i] = len(self.ends)
                row((tick, _EVENT, i, -1, level, pressure))
                end(len(causes))
            else:
                perform(i, step, _EVENT, ())
            i += 1

    def _wake(self, tick: int) -> None:
        """Arrange that `_fire` runs at `tick`."""
        if tick <= self.program.horizon:
            self.env.timeout(tick - self.now).callbacks.append(self._fire)

    def _fire(self, _: Any) -> None:
        """Let clocks lapse and replies be given at this tick, until nothing more falls due in it."""
        self.now = tick = int(self.env.now)
        while tick in self.falls or tick in self.replies:
            for clock in sorted(self.falls.pop(tick, ())):
                if self.status[clock] == _RUNNING and self.due[clock] == tick:
                    self._lapse(clock)
            for trigger, number in sorted(self.replies.pop(tick, ())):
                self._reply(trigger, number)

    # -- what happens -----------------------------------------------------------------------------

    def _write(self, code: int, subject: int, clock: int, causes: tuple[int, ...], a: int, b: int) -> int:
        """Add a row; causes ascend and are told once."""
        ends = self.ends
        seq = len(ends)
        self.rows.extend((self.now, code, subject, clock, a, b))
        self.causes.extend(causes)
        ends.append(len(self.causes))
        return seq

    def _perform(self, subject: int, step: Step, code: int, causes: tuple[int, ...]) -> None:
        """Somebody acts: record it, then its effects on clocks, then what it triggers."""
        if step.answers or step.answers_clocks or step.needs or subject in self.expected:
            found = self._because(subject, step, causes)
            if found is None:
                self._write(_SUPPRESSED, subject, -1, (), 0, 0)
                return
            causes = found
        program, exerted, faced = self.program, self.exerted, self.faced
        actor, recipient, rung = program.actors[subject], program.recipients[subject], program.rungs[subject]
        exerted[actor] += rung
        faced[recipient] += rung
        self.done[subject] = seq = self._write(code, subject, -1, causes, exerted[actor], faced[recipient])
        for clock in step.meets:
            self._end(clock, _MET, subject, seq)
        for clock in step.withdraws:
            self._end(clock, _WITHDRAWN, subject, seq)
        for clock, due, length in step.moves:
            if self.status[clock] == _RUNNING:
                self._start(clock, _MOVED, due, length, subject, (self.clock_entry[clock], seq))
        for clock, due, length in step.sets:
            if self.status[clock] == _UNSET:
                self.setter[clock] = subject
                self._start(clock, _SET, due, length, subject, (seq,))
        for number in step.triggers:
            self._trigger(number, seq)
        for number in step.commits:
            self.standing[number] = seq

    def _because(self, subject: int, step: Step, causes: tuple[int, ...]) -> tuple[int, ...] | None:
        """Entries that the act answers, needs or carries out; None if a premise has not happened."""
        done = self.done
        found = {*causes, *self.expected.pop(subject, ())}
        found.update(done[i] for i in step.answers if done[i] >= 0)
        found.update(self.clock_entry[c] for c in step.answers_clocks if self.clock_entry[c] >= 0)
        for group in step.needs:
            met = [done[i] for i in group if done[i] >= 0]
            if not met:
                return None
            found.add(min(met))
        return tuple(sorted(found))

    def _start(
        self, clock: int, code: int, due: int | None, length: Duration | None, subject: int, causes: tuple[int, ...]
    ) -> None:
        """Set or move a clock and arm its timer."""
        now = self.now
        if length is not None:
            due = reach(now // PHASES, length)
        self.clock_entry[clock] = seq = self._write(code, subject, clock, causes, due or 0, 0)
        self.status[clock] = _RUNNING
        if due is None:
            self.due[clock] = -1
        else:
            self.due[clock] = tick = max(due * PHASES + (_CLOSE if self.program.last_in[clock] else _DAWN), now)
            if tick in self.falls:
                self.falls[tick].append(clock)
            else:
                self.falls[tick] = [clock]
                if tick not in self.replies:
                    self._wake(tick)
        if code == _MOVED:
            self._ended(clock, code, seq)

    def _end(self, clock: int, code: int, subject: int, cause: int) -> None:
        """A running clock is met or withdrawn; for any other the act stands and nothing ends."""
        if self.status[clock] == _RUNNING:
            self.status[clock] = _ENDED
            seq = self._write(code, subject, clock, (self.clock_entry[clock], cause), 0, 0)
            self.clock_entry[clock] = seq
            self._ended(clock, code, seq)

    def _ended(self, clock: int, code: int, seq: int) -> None:
        """Let the commitments that wait for this end (or move) of a clock know."""
        for number in self.program.on_clock.get((clock, code), ()):
            self._trigger(number, seq)

    def _lapse(self, clock: int) -> None:
        """The due day has closed: the consequence follows, then whatever was waiting for the lapse."""
        self.status[clock] = _ENDED
        seq = self._write(_LAPSED, self.setter[clock], clock, (self.clock_entry[clock],), 0, 0)
        self.clock_entry[clock] = seq
        rule = self.program.lapses.get(clock)
        if rule is not None:
            if rule.stands_for >= 0:
                self._carried_out(rule.stands_for, (seq,))
            elif rule.after == _AT_ONCE:
                self._perform(rule.subject, rule.step or NOTHING, _CONSEQUENCE, (seq,))
            else:
                self._later(rule.after, seq, -1 - clock)
        self._ended(clock, _LAPSED, seq)

    def _carried_out(self, event: int, causes: tuple[int, ...]) -> None:
        """The record itself holds what follows: it becomes a cause of that event, if still to come."""
        if self.done[event] < 0:
            self.expected.setdefault(event, []).extend(causes)

    # -- commitments ------------------------------------------------------------------------------

    def _trigger(self, number: int, cause: int) -> None:
        """A standing commitment's condition has come true."""
        if number not in self.standing:
            return
        rule = self.program.rules[number]
        if rule.recipient >= 0 and self._recipient(cause) != rule.recipient:
            return
        if number in self.spent:
            if self._descends(cause, self.spent[number]):
                self._write(_LOOP, rule.subject, -1, (self.spent[number], cause), 0, 0)
            return
        self.spent[number] = cause
        if rule.stands_for >= 0:
            self._carried_out(rule.stands_for, (cause, self.standing[number]))
        else:
            self._later(rule.after, cause, number)

    def _recipient(self, entry: int) -> int:
        return self.program.recipients[self.rows[entry * 6 + 2]]

    def _descends(self, entry: int, ancestor: int) -> bool:
        """Whether `ancestor` is among the causes of `entry`, however remote."""
        seen, open_ = set(), [entry]
        while open_:
            here = open_.pop()
            if here == ancestor:
                return True
            if here > ancestor and here not in seen:
                seen.add(here)
                open_.extend(self.causes[self.ends[here - 1] if here else 0 : self.ends[here]])
        return False

    def _later(self, after: Duration, trigger: int, number: int) -> None:
        """Put a reply (or, below zero, the consequence of clock ``-1 - number``) on the agenda."""
        now = int(self.env.now)
        tick = max(reach(now // PHASES, after) * PHASES + Phase.REPLIES, now)
        if tick in self.replies:
            self.replies[tick].append((trigger, number))
        else:
            self.replies[tick] = [(trigger, number)]
            if tick not in self.falls:
                self._wake(tick)

    def _reply(self, trigger: int, number: int) -> None:
        """Carry out what `_later` has put on the agenda."""
        if number < 0:
            rule, code, found = self.program.lapses[-1 - number], _CONSEQUENCE, {trigger}
        else:
            rule, code, found = self.program.rules[number], _REACTION, {trigger, self.standing[number]}
        self._perform(rule.subject, rule.step or NOTHING, code, tuple(sorted(found)))
