"""The replay itself: SimPy carries the record, the clocks and the standing commitments through time.

A SimPy process walks the recorded events. Clocks and delayed replies wait on an agenda; whenever one of them
falls due before the next event, a SimPy timer is set to that tick. So SimPy's queue stays as short as
that however many clocks run, and a clock that was met takes no timer at all.
What holds lives in plain data, so a replay can be stopped and looked at. Order within a tick never
depends on the order of creation:

- phases of a day: clocks with `last_day: out` lapse (DAWN), recorded events (ACTS), replies to them
  (REPLIES), other clocks lapse with all that follows on the same day (CLOSE);
- clocks that lapse in one phase do so in the order of their ids; what a lapse brings about follows it at once;
- replies due in one phase come in the order of what triggered them, then of the commitments in the
  schedule (event order, then place in the file's list).

An edit may take a recorded event away that a rule brings about: then the rule acts on the day of that event.
A commitment is discharged by its first trigger. If something that it brought about would trigger it
again, the loop is cut there and recorded as an entry of kind `loop`.
"""

from __future__ import annotations

from array import array
from collections.abc import Generator
from heapq import heappop, heappush
from struct import Struct
from typing import Any

import simpy

from replay.dates import Duration, reach
from replay.engine.program import Emission, Further, Grounds, Program, Sequel
from replay.engine.trace import CODES, WIDTH, Kind, Phase

__all__ = ["Core"]

_PHASES = len(Phase)
_EVENT, _CONSEQUENCE, _REACTION = CODES[Kind.EVENT], CODES[Kind.CONSEQUENCE], CODES[Kind.REACTION]
_SET, _MOVED, _MET = CODES[Kind.CLOCK_SET], CODES[Kind.CLOCK_MOVED], CODES[Kind.CLOCK_MET]
_WITHDRAWN, _LAPSED = CODES[Kind.CLOCK_WITHDRAWN], CODES[Kind.CLOCK_LAPSED]
_SUPPRESSED, _LOOP, _DROPPED = CODES[Kind.SUPPRESSED], CODES[Kind.LOOP], CODES[Kind.DROPPED]
_DAWN, _CLOSE = int(Phase.DAWN), int(Phase.CLOSE)
_AT_ONCE = Duration()
_NEVER = 1 << 62
_REPLIES = 1 << 62  # on the agenda in place of a clock, after every clock of that tick
_pack = Struct(f"{WIDTH}q").pack


class Core:
    """The state of a replay and the SimPy environment that drives it."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.rows, self.causes = array("q"), array("q")
        self.count = 0  # entries so far
        self.now = 0  # tick
        clocks = len(program.clock_ids)
        self.setter = [-1] * clocks  # subject that set the clock
        self.running = [False] * clocks
        self.due = [-1] * clocks  # tick of its item on the agenda
        self.latest = [-1] * clocks  # its latest entry
        self.done = [-1] * len(program.subjects)  # entry of each act
        self.gone: dict[int, int] = {}  # recorded event that did not happen -> entry that says so
        # dropped event -> rules that bring it about
        self.owed: dict[int, list[tuple[int, Emission, tuple[int, ...]]]] = {}
        self.exerted = [0] * len(program.parties)
        self.faced = [0] * (len(program.parties) + 1)  # the last stands for no recipient
        self.standing: dict[int, int] = {}  # commitment -> entry of the event that made it
        self.spent: dict[int, int] = {}  # commitment -> entry that discharged it
        self.kin: dict[int, tuple[set[int], set[int]]] = {}  # commitment -> entries known to descend from that, or not
        self.expected: dict[int, list[int]] = {}  # recorded event -> entries that it carries out
        self.replies: dict[int, list[tuple[int, int]]] = {}  # tick -> (trigger entry, commitment)
        self.agenda: list[tuple[int, int]] = []  # heap of (tick, clock), or (tick, `_REPLIES`)
        self.before = 0  # tick of the next event; a timer is set for what falls due before that
        self.env = simpy.Environment()
        self.env.process(self._record())

    def finish(self) -> None:
        """Run to the horizon."""
        if self.env.now <= self.program.horizon:
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
        program, agenda, timeout, now = self.program, self.agenda, self.env.timeout, 0
        exerted, faced, done, causes, put = self.exerted, self.faced, self.done, self.causes, self.rows.frombytes
        columns = zip(
            range(len(program.ticks)), program.ticks, program.actors, program.recipients, program.rungs,
            program.grounds, program.steps, strict=False,
        )  # fmt: skip
        for event, tick, actor, recipient, rung, grounds, step in columns:
            if tick > now:
                self.before = tick
                if agenda and agenda[0][0] < tick:
                    self._set_alarm()
                yield timeout(tick - now)
                self.now = now = tick
            if grounds is not None and not self._grounded(event, grounds):
                continue
            exerted[actor] = level = exerted[actor] + rung  # `_act`, written out: the call takes too long here
            faced[recipient] = pressure = faced[recipient] + rung
            done[event] = seq = self.count
            self.count = seq + 1
            put(_pack(tick, _EVENT, event, -1, level, pressure, len(causes)))
            if step is not None:
                self._follow(event, step, seq)
        self.before = _NEVER
        self._set_alarm()

    def _set_alarm(self) -> None:
        """Set a timer to the first tick before the next event at which anything still falls due."""
        agenda = self.agenda
        while agenda and agenda[0][0] < self.before:
            tick, clock = agenda[0]
            if clock == _REPLIES or self._is_due(tick, clock):
                self.env.timeout(tick - self.now).callbacks.append(self._fire)
                return
            heappop(agenda)

    def _fire(self, _: Any) -> None:
        """Let clocks lapse and replies be given at this tick, until nothing more falls due in it."""
        agenda = self.agenda
        self.now = tick = agenda[0][0]
        while agenda and agenda[0][0] == tick:
            clocks = []
            while agenda and agenda[0][0] == tick:
                clocks.append(heappop(agenda)[1])
            for clock in clocks:
                if clock != _REPLIES and self._is_due(tick, clock):
                    self._lapse(clock)
            for trigger, number in sorted(self.replies.pop(tick, ())):
                self._reply(trigger, number)
        self._set_alarm()

    def _is_due(self, tick: int, clock: int) -> bool:
        """Whether an item of the agenda still holds: its clock has neither ended nor been moved."""
        return self.running[clock] and self.due[clock] == tick

    # -- what happens -----------------------------------------------------------------------------

    def _write(self, kind: int, subject: int, clock: int, a: int, b: int) -> int:
        """Add an entry whose causes are in already; return its seq."""
        seq = self.count
        self.count = seq + 1
        self.rows.frombytes(_pack(self.now, kind, subject, clock, a, b, len(self.causes)))
        return seq

    def _grounded(self, event: int, grounds: Grounds) -> bool:
        """Put down the causes of a recorded event, ascending; False, and an entry, if a premise is missing."""
        done, put = self.done, self.causes.append
        for other in grounds.needs:
            if done[other] < 0:
                return self._suppressed(event)
        if grounds.further is not None:
            return self._grounded_further(event, grounds.events, grounds.further)
        for other in grounds.events:
            entry = done[other]
            if entry >= 0:
                put(entry)
        return True

    def _grounded_further(self, event: int, events: tuple[int, ...], further: Further) -> bool:
        causes = {self.done[other] for other in events} | {self.latest[clock] for clock in further.clocks}
        for group in further.alternatives:
            met = [self.done[other] for other in group if self.done[other] >= 0]
            if not met:
                return self._suppressed(event)
            causes.add(min(met))
        if further.awaited:
            causes.update(self.expected.pop(event, ()))
        causes.discard(-1)
        self.causes.extend(sorted(causes))
        return True

    def _suppressed(self, event: int) -> bool:
        """An event does not happen: an edit took it away, or it lacks a premise; what is missing is the cause."""
        program, grounds = self.program, self.program.grounds[event]
        missing, kind = program.dropped.get(event), _DROPPED
        if missing is None and grounds is not None:
            further = grounds.further.alternatives if grounds.further else ()
            groups = [(other,) for other in grounds.needs] + [*further]
            unmet = [group for group in groups if all(self.done[other] < 0 for other in group)]
            missing, kind = tuple(other for group in unmet for other in group), _SUPPRESSED
        self.causes.extend(sorted({self.gone[other] for other in missing or () if other in self.gone}))
        self.gone[event] = self._write(kind, event, -1, 0, 0)
        for what, rule, causes in self.owed.pop(event, ()):
            self._emit(what, rule, causes)
        return False

    def _act(self, kind: int, subject: int, actor: int, recipient: int, rung: int) -> int:
        """Somebody acts: record it, with the pressure that its actor now exerts and its recipient faces."""
        self.exerted[actor] = exerted = self.exerted[actor] + rung
        self.faced[recipient] = faced = self.faced[recipient] + rung
        self.done[subject] = seq = self._write(kind, subject, -1, exerted, faced)
        return seq

    def _emit(self, kind: int, rule: Emission, causes: tuple[int, ...]) -> None:
        """An act by rule; its causes are in order."""
        program, subject = self.program, rule.subject
        self.causes.extend(causes)
        seq = self._act(kind, subject, program.actors[subject], program.recipients[subject], program.rungs[subject])
        if rule.step is not None:
            self._follow(subject, rule.step, seq)

    def _follow(self, subject: int, step: Sequel, seq: int) -> None:
        """What an act does to clocks, then what it triggers, then what it commits its actor to."""
        for kind, clock in step.ends:
            if self.running[clock]:
                self._end(kind, clock, subject, seq)
        for kind, clock, due, length in step.starts:
            if self.running[clock] if kind == _MOVED else self.setter[clock] < 0:
                self._start(kind, clock, due if length is None else reach(self.now // _PHASES, length), subject, seq)
        for number in step.triggers:
            self._trigger(number, seq)
        for number in step.commits:
            self.standing[number] = seq

    def _start(self, kind: int, clock: int, due: int | None, subject: int, cause: int) -> None:
        """An act sets or moves a clock: it goes on the agenda, if it is due at all."""
        if kind == _SET:
            self.setter[clock] = subject
            self.running[clock] = True
        else:
            self.causes.append(self.latest[clock])
        self.causes.append(cause)
        self.latest[clock] = seq = self._write(kind, subject, clock, due or 0, 0)
        if due is None:
            self.due[clock] = -1
        else:
            tick = due * _PHASES + (_CLOSE if self.program.last_in[clock] else _DAWN)
            self.due[clock] = tick = max(tick, self.now)
            heappush(self.agenda, (tick, clock))
        if kind == _MOVED:
            self._tell(_MOVED, clock, seq)

    def _end(self, kind: int, clock: int, subject: int, cause: int) -> None:
        """An act meets or withdraws a clock."""
        self.running[clock] = False
        self.causes.append(self.latest[clock])
        self.causes.append(cause)
        self.latest[clock] = seq = self._write(kind, subject, clock, 0, 0)
        self._tell(kind, clock, seq)

    def _lapse(self, clock: int) -> None:
        """The due day has closed: the consequence follows, then whatever was waiting for the lapse."""
        self.running[clock] = False
        self.causes.append(self.latest[clock])
        self.latest[clock] = seq = self._write(_LAPSED, self.setter[clock], clock, 0, 0)
        rule = self.program.lapses.get(clock)
        if rule is not None:
            if self._is_awaited(rule.stands_for):
                self._carried_out(_CONSEQUENCE, rule, (seq,))
            elif rule.after == _AT_ONCE:
                self._emit(_CONSEQUENCE, rule, (seq,))
            else:
                self._later(rule.after, seq, -1 - clock)
        self._tell(_LAPSED, clock, seq)

    def _tell(self, kind: int, clock: int, cause: int) -> None:
        """Let the commitments that wait for this know what became of a clock."""
        waiting = self.program.on_clock
        if (clock, kind) in waiting:
            for number in waiting[clock, kind]:
                self._trigger(number, cause)

    def _is_awaited(self, event: int) -> bool:
        """Whether the record itself holds what follows; not if an edit took it away and its day has passed."""
        return event >= 0 and not (event in self.gone and event in self.program.dropped)

    def _carried_out(self, kind: int, rule: Emission, causes: tuple[int, ...]) -> None:
        """It becomes a cause of the recorded event, if still to come; if an edit took that away, the rule acts then."""
        event = rule.stands_for
        if event in self.program.dropped:
            self.owed.setdefault(event, []).append((kind, rule, tuple(sorted(causes))))
        elif self.done[event] < 0:
            self.expected.setdefault(event, []).extend(causes)

    # -- commitments ------------------------------------------------------------------------------

    def _trigger(self, number: int, cause: int) -> None:
        """A standing commitment's condition has come true."""
        if number not in self.standing:
            return
        rule = self.program.rules[number]
        if rule.recipient >= 0 and rule.recipient != self.program.recipients[self.rows[cause * WIDTH + 2]]:
            return
        if number in self.spent:
            if self._descends(cause, number):
                self.causes.extend(sorted({cause, self.spent[number]}))
                self._write(_LOOP, rule.subject, -1, 0, 0)
            return
        self.spent[number] = cause
        if self._is_awaited(rule.stands_for):
            self._carried_out(_REACTION, rule, (cause, self.standing[number]))
        else:
            self._later(rule.after, cause, number)

    def _descends(self, entry: int, number: int) -> bool:
        """Whether what discharged a commitment is among the causes of `entry`, however remote.

        What is found out about an entry is kept, so a long chain of answers is not walked again at each link.
        """
        root = self.spent[number]
        heirs, others = self.kin.setdefault(number, ({root}, set()))
        seen: set[int] = set()
        open_ = [entry]
        while open_:
            here = open_.pop()
            if here in heirs:
                heirs.add(entry)
                return True
            if here > root and here not in seen and here not in others:
                seen.add(here)
                open_.extend(self.causes[self.rows[here * WIDTH - 1] : self.rows[here * WIDTH + WIDTH - 1]])
        others |= seen
        return False

    def _later(self, after: Duration, trigger: int, number: int) -> None:
        """Put a reply (or, below zero, the consequence of clock ``-1 - number``) on the agenda."""
        tick = max(reach(self.now // _PHASES, after) * _PHASES + Phase.REPLIES, self.now)
        if tick in self.replies:
            self.replies[tick].append((trigger, number))
        else:
            self.replies[tick] = [(trigger, number)]
            heappush(self.agenda, (tick, _REPLIES))

    def _reply(self, trigger: int, number: int) -> None:
        if number < 0:
            self._emit(_CONSEQUENCE, self.program.lapses[-1 - number], (trigger,))
        else:
            self._emit(_REACTION, self.program.rules[number], (self.standing[number], trigger))
