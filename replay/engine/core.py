"""The replay itself: SimPy carries the record, the clocks and the standing commitments through time.

SimPy carries a walk through the recorded events from each to the next. Clocks and delayed replies wait on an agenda;
whenever one of them falls due before the next event, a SimPy timer is set to that tick. So SimPy's queue stays as
short as that however many clocks run, and a clock that was met takes no timer at all.
What holds lives in plain data, so a replay can be stopped and looked at. Order within a tick never
depends on the order of creation:

- the parts of a day are those of `replay.timeline.schedule.Phase`;
- clocks that run out in one part do so in the order of their ids; what follows from one comes at once after it;
- replies due in one part come in the order of what triggered them, then of the commitments in the
  schedule (event order, then place in the file's list).

A recorded event that a rule brings about happens only if the rule does bring it about, on the day that the schedule
gives it (rule 7 there). An edit may take it away: then the rule acts by itself, as long after what sets it off as
the event was in the base. A commitment is discharged by its first trigger, or (`each`) by every one. If something
that it brought about through rules alone would trigger it again, the loop is cut there and recorded as an entry of
kind `loop`.
"""

from __future__ import annotations

from array import array
from collections.abc import Generator, Iterable
from heapq import heappop, heappush
from struct import Struct
from typing import Any

import simpy

from replay.codebook import Fate
from replay.dates import Duration, reach
from replay.engine.program import (
    FIXED,
    FROM_ACT,
    FROM_DUE,
    FROM_SETTING,
    REMAINING,
    Emission,
    Further,
    Grounds,
    Program,
    Sequel,
    Start,
)
from replay.engine.trace import CODES, RUN_OUT, WIDTH, Kind, Phase

__all__ = ["Core"]

_PHASES = len(Phase)
_EVENT, _CONSEQUENCE, _REACTION = CODES[Kind.EVENT], CODES[Kind.CONSEQUENCE], CODES[Kind.REACTION]
_SET, _MOVED, _SPLIT = CODES[Kind.CLOCK_SET], CODES[Kind.CLOCK_MOVED], CODES[Kind.CLOCK_SPLIT]
_RESUMED, _REOPENED, _STOPPED = CODES[Kind.CLOCK_RESUMED], CODES[Kind.CLOCK_REOPENED], CODES[Kind.CLOCK_SUSPENDED]
_SUPPRESSED, _LOOP, _DROPPED = CODES[Kind.SUPPRESSED], CODES[Kind.LOOP], CODES[Kind.DROPPED]
_BROKEN, _RUN_OUT = CODES[Kind.COMMITMENT_BROKEN], frozenset(CODES[kind] for kind in RUN_OUT)
_ENDED, _RUNNING, _SUSPENDED = 0, 1, 2
_NEVER = 1 << 62
_AT_ONCE = Duration()
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
        self.set_on = [0] * clocks  # day
        self.state = [_ENDED] * clocks
        self.stands: list[int | None] = [None] * clocks  # due day
        self.left: list[int | None] = [None] * clocks  # days that a suspended clock had left
        self.ended: list[int | None] = [None] * clocks  # day
        self.due = [-1] * clocks  # tick of the item on the agenda by which it runs out; -1 if it does not run
        self.latest = [-1] * clocks  # its latest entry
        self.followed = [False] * clocks  # whether something followed from its running out
        self.waiting: dict[int, list[tuple[int, Duration]]] = {}  # clock -> clocks due a while after it ends
        self.done = [-1] * len(program.subjects)  # entry of each act
        self.gone: dict[int, int] = {}  # recorded event that did not happen -> entry that says so
        self.standing: dict[int, int] = {}  # commitment -> entry of the event that made it
        self.spent: dict[int, int] = {}  # commitment -> entry that discharged it last
        self.times: dict[int, list[int]] = {}  # commitment -> for each trigger, the place that it has in its record
        self.triggered: dict[int, list[str]] = {}  # commitment -> acts and clocks that triggered it
        self.kin: dict[int, tuple[set[int], set[int]]] = {}  # entry -> entries known to descend from that, or not
        self.expected: dict[int, list[tuple[int, ...]]] = {}  # recorded event -> for each rule, what it goes back to
        # recorded event -> (rule's subject, day, part of the day, entry): when it was due to follow, and from what
        self.fired: dict[int, list[tuple[int, int, Phase, int]]] = {}
        self.replies: dict[int, list[tuple[int, int, int]]] = {}  # tick -> (trigger entry, commitment or clock, which)
        self.agenda: list[tuple[int, int]] = []  # heap of (tick, clock), or (tick, `_REPLIES`)
        self.before = 0  # tick of the next event; a timer is set for what falls due before that
        self.env = simpy.Environment()
        self.walk = self._record()
        next(self.walk)

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

    def _record(self) -> Generator[None, Any, None]:
        """Walk the recorded events, a run of events of one tick at a time; SimPy calls back when the next is due."""
        program, agenda, timeout, go_on, now = self.program, self.agenda, self.env.timeout, self.walk.send, 0
        done, causes, put = self.done, self.causes, self.rows.frombytes
        columns = zip(range(len(program.ticks)), program.ticks, program.grounds, program.steps, strict=False)
        for event, tick, grounds, step in columns:
            if tick > now:
                self.before = tick
                if agenda and agenda[0][0] < tick:
                    self._set_alarm()
                timeout(tick - now).callbacks.append(go_on)
                yield
                self.now = now = tick
            if grounds is not None and not self._grounded(event, grounds):
                continue
            done[event] = seq = self.count  # `_write`, written out: the call takes too long here
            self.count = seq + 1
            put(_pack(tick, _EVENT, event, -1, 0, len(causes)))
            if step is not None:
                self._follow(event, step, seq)
        self.before = _NEVER
        self._set_alarm()
        yield

    def _set_alarm(self) -> None:
        """Set a timer to the first tick before the next event at which anything still falls due."""
        agenda = self.agenda
        while agenda and agenda[0][0] < self.before:
            tick, clock = agenda[0]  # of no meaning if the clock has ended or been moved
            if clock == _REPLIES or self.due[clock] == tick:
                self.env.timeout(tick - self.now).callbacks.append(self._fire)
                return
            heappop(agenda)

    def _fire(self, _: Any) -> None:
        """Let clocks run out and replies be given at this tick, until nothing more falls due in it."""
        agenda = self.agenda
        self.now = tick = agenda[0][0]
        while agenda and agenda[0][0] == tick:
            clocks = []
            while agenda and agenda[0][0] == tick:
                clocks.append(heappop(agenda)[1])
            for clock in clocks:
                if clock != _REPLIES and self.due[clock] == tick:
                    self._run_out(clock)
            for trigger, number, which in sorted(self.replies.pop(tick, ())):
                self._reply(trigger, number, which)
        self._set_alarm()

    # -- what happens -----------------------------------------------------------------------------

    def _write(self, kind: int, subject: int, clock: int, due: int = 0) -> int:
        """Add an entry whose causes are in already; return its seq."""
        seq = self.count
        self.count = seq + 1
        self.rows.frombytes(_pack(self.now, kind, subject, clock, due, len(self.causes)))
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
        if further.ruled and not further.early:
            if event not in self.expected:
                return self._suppressed(event)
            for grounds in self.expected[event]:
                causes.update(grounds)
                clock = self.rows[grounds[0] * WIDTH + 3]
                if clock >= 0 and self.latest[clock] == grounds[0]:
                    self.followed[clock] = True
        if further.only and not self._has_effect(event, further.only):
            return self._suppressed(event)
        if further.parts and all(self.setter[part] < 0 for part in further.parts):
            return self._suppressed(event)
        causes.discard(-1)
        self.causes.extend(sorted(causes))
        return True

    def _has_effect(self, event: int, clocks: tuple[int, ...]) -> bool:
        """Whether one of the clocks that an act is about still runs, is opened again by it, or stands still for it."""
        step = self.program.steps[event]
        late = step is not None and step.late
        stopped = {clock for kind, clock, *_ in step.starts if kind == _RESUMED} if step is not None else ()
        return any(
            self.state[c] == _SUSPENDED if c in stopped else self.state[c] != _ENDED or (late and self._can_reopen(c))
            for c in clocks if c >= 0
        )  # fmt: skip

    def _suppressed(self, event: int) -> bool:
        """An event does not happen: an edit took it away, or it lacks a premise; what is missing is the cause."""
        program = self.program
        kind = _DROPPED if event in program.dropped else _SUPPRESSED
        self.causes.extend(sorted(self._missing(event)))
        self.gone[event] = self._write(kind, event, -1)
        return False

    def _missing(self, event: int) -> set[int]:
        """The entries by which an event lacks its premises: of other events that are gone, and ends of clocks."""
        program, grounds = self.program, self.program.grounds[event]
        if event in program.dropped:
            return {self.gone[other] for other in program.dropped[event] if other in self.gone}
        further = grounds.further if grounds and grounds.further else Further()
        groups = [(other,) for other in (grounds.needs if grounds else ())] + [*further.alternatives]
        unmet = [group for group in groups if all(self.done[other] < 0 for other in group)]
        found = {self.gone[other] for group in unmet for other in group if other in self.gone}
        if not unmet:
            for of_clock, number in further.ruled or [
                (True, clock) for clock in further.only + further.parts if clock >= 0
            ]:
                if not of_clock:
                    found.add(self.gone.get(number, self.done[number]))
                elif self.latest[number] >= 0:
                    found.add(self.latest[number])
        return found - {-1}

    def _emit(self, kind: int, rule: Emission, causes: tuple[int, ...]) -> None:
        """An act by rule; its causes are in order."""
        self.causes.extend(causes)
        self.done[rule.subject] = seq = self._write(kind, rule.subject, -1)
        if rule.step is not None:
            self._follow(rule.subject, rule.step, seq)

    def _follow(self, subject: int, step: Sequel, seq: int) -> None:
        """What an act does to clocks, then what it triggers, then what it commits its actor to."""
        for kind, clock in step.ends:
            state = self.state[clock]
            runs = state == _RUNNING or (state == _SUSPENDED and kind != _STOPPED)
            if runs or (state == _ENDED and step.late and self._reopen(clock, subject, seq)):
                self._end(kind, clock, subject, seq)
        for start in step.starts:
            if start[4] == FIXED and start[0] == _SET and start[5] < 0:  # as nearly all are
                if self.setter[start[1]] < 0:
                    self._start(_SET, start[1], start[2], subject, seq)
            else:
                self._begin(start, subject, seq, step.late)
        for number in step.triggers:
            self._trigger(number, seq)
        for number in step.commits:
            self.standing[number] = seq

    # -- clocks -----------------------------------------------------------------------------------

    def _begin(self, start: Start, subject: int, seq: int, late: bool) -> None:
        """An act sets a clock, moves it, or lets it run again, if there is such a clock to do it to."""
        kind, clock, due, length, origin, parent = start
        if kind == _SET:
            if self.setter[clock] >= 0 or (parent >= 0 and self.state[parent] == _ENDED):
                return
        elif kind == _RESUMED:
            if self.state[clock] != _SUSPENDED:
                return
        elif self.state[clock] == _ENDED and not (late and self._reopen(clock, subject, seq)):
            return
        if origin != FIXED:
            counted = self._counted(clock, length, origin)
            due = counted if due is None or counted is None else min(due, counted)
        if parent >= 0:
            self.causes.extend(sorted((self.latest[parent], seq)))
            self.latest[parent] = self._write(_SPLIT, subject, parent, self.stands[parent] or 0)
        self._start(kind, clock, due, subject, seq)

    def _counted(self, clock: int, length: Duration | None, origin: int) -> int | None:
        """A due day that only the replay can tell, None if there is no date to count from."""
        today = self.now // _PHASES
        if origin == REMAINING:
            return None if self.left[clock] is None else today + (self.left[clock] or 0)
        base: int | None
        if origin == FROM_ACT:
            base = today
        elif origin == FROM_SETTING:
            base = self.set_on[clock]
        elif origin == FROM_DUE:
            base = self.stands[clock]
        else:
            other, end = divmod(origin, 2)
            base = self.ended[other] if end else self.stands[other]
            if base is None and end and length is not None:
                self.waiting.setdefault(other, []).append((clock, length))
        return None if base is None or length is None else reach(base, length)

    def _start(self, kind: int, clock: int, due: int | None, subject: int, cause: int) -> None:
        """A clock runs: it goes on the agenda, if it is due at all."""
        if kind == _SET:
            self.setter[clock] = subject
            self.set_on[clock] = self.now // _PHASES
            self.causes.append(cause)
        else:
            self.causes.extend(sorted((self.latest[clock], cause)))
            self.ended[clock] = None
        self.state[clock] = _RUNNING
        self.stands[clock] = due
        self.latest[clock] = self._write(kind, subject, clock, due or 0)
        if due is None:
            self.due[clock] = -1
        else:
            self.due[clock] = tick = max(due * _PHASES + self.program.ends_in[clock], self.now)
            heappush(self.agenda, (tick, clock))

    def _can_reopen(self, clock: int) -> bool:
        """Whether a clock has run out without anything that followed from it."""
        latest = self.latest[clock]
        if latest < 0 or self.rows[latest * WIDTH + 1] not in _RUN_OUT or self.followed[clock]:
            return False
        lags, today = self.program.lags, self.now // _PHASES  # in a branch what follows may not have its day yet
        return not any(
            ended == latest and event not in self.gone and 0 <= lags.get((event, rule), -1) < today - day
            for event, fired in self.fired.items() for rule, day, _, ended in fired
        )  # fmt: skip

    def _reopen(self, clock: int, subject: int, cause: int) -> bool:
        """An act reaches back to a clock that had run out: it runs again, if nothing has followed from its end."""
        if not self._can_reopen(clock):
            return False
        ended = self.latest[clock]
        self._forget(ended)
        self.causes.extend((ended, cause))
        self.latest[clock] = self._write(_REOPENED, subject, clock)
        self.state[clock], self.ended[clock], self.due[clock] = _RUNNING, None, -1
        return True

    def _forget(self, ended: int) -> None:
        """What was still to follow from an end that is taken back does not, and promises wait again."""
        for event, fired in list(self.fired.items()):
            self.fired[event] = [rule for rule in fired if rule[3] != ended]
            self.expected[event] = [causes for causes in self.expected.get(event, ()) if causes[0] != ended]
            for found in (self.fired, self.expected):
                if not found[event]:
                    del found[event]
        for number in [number for number, cause in self.spent.items() if cause == ended]:
            del self.spent[number]
            self.times[number].pop()
            self.triggered[number].pop()

    def _end(self, kind: int, clock: int, subject: int, cause: int) -> None:
        """An act ends a clock, or stops it."""
        latest, state = self.latest[clock], _ENDED
        if kind == _STOPPED:
            stands, state = self.stands[clock], _SUSPENDED
            self.left[clock] = None if stands is None else max(stands - self.now // _PHASES, 0)
        self._close(kind, clock, subject, (latest, cause) if latest < cause else (cause, latest), state)

    def _run_out(self, clock: int) -> None:
        """The due day has come: what is to follow follows, then whatever was waiting for it."""
        kind = self.program.run_out[clock]
        seq = self.count
        self._close(kind, clock, self.setter[clock], (self.latest[clock],), _ENDED)
        for place, rule in enumerate(self.program.on_end.get(clock, ())):
            event = rule.stands_for[0][1]
            if event >= 0:
                self._carries_out(event, rule, seq, -1 - clock, place)
            elif rule.after == _AT_ONCE:
                self.followed[clock] = True
                self._emit(_CONSEQUENCE, rule, (seq,))
            else:
                self._later(rule.after, seq, -1 - clock, place)

    def _close(self, kind: int, clock: int, subject: int, causes: Iterable[int], state: int) -> None:
        self.state[clock], self.due[clock] = state, -1
        self.causes.extend(causes)
        self.latest[clock] = seq = self._write(kind, subject, clock)
        self.ended[clock] = today = self.now // _PHASES
        if self.waiting and state == _ENDED:
            for other, length in self.waiting.pop(clock, ()):
                if self.state[other] == _RUNNING and self.stands[other] is None:
                    self._start(_MOVED, other, reach(today, length), self.setter[other], seq)
        waiting = self.program.on_clock
        if (clock, kind) in waiting:
            for number in waiting[clock, kind]:
                self._trigger(number, seq)

    # -- rules that bring recorded events about ---------------------------------------------------

    def _carries_out(self, event: int, rule: Emission, cause: int, number: int, which: int) -> None:
        """A recorded event is what follows: it comes on its day, with the first of its rules.

        If an edit took it away, the rule acts: as long after the trigger as the event came in the base.
        """
        fired = self.fired.setdefault(event, [])
        fired.append((rule.subject, self.now // _PHASES, self._after(cause), cause))
        if event not in self.program.dropped:
            self.expected.setdefault(event, []).append((cause,) if number < 0 else (cause, self.standing[number]))
            return
        if len(fired) > 1:
            return
        lag = self.program.lags.get((event, rule.subject), -1)
        after = rule.after if lag < 0 else Duration(days=lag)
        if number < 0 and after == _AT_ONCE:
            self.followed[-1 - number] = True
            self._emit(_CONSEQUENCE, rule, (cause,))
        else:
            self._later(after, cause, number, which)

    def _after(self, cause: int) -> Phase:
        """The part of this day in which an act may come that follows from an entry of now."""
        rows, part, grounds = self.rows, self.now % _PHASES, [cause]
        if rows[cause * WIDTH + 3] >= 0:  # a clock's end: by an act?
            grounds = list(self.causes[rows[cause * WIDTH - 1] : rows[cause * WIDTH + WIDTH - 1]])
        if part == Phase.DAWN or any(rows[e * WIDTH] == self.now and rows[e * WIDTH + 1] == _EVENT for e in grounds):
            return Phase.ACTS  # after a recorded act their order decides
        return Phase.CARRIED if part <= Phase.EFFECTS else Phase.AFTER

    # -- commitments ------------------------------------------------------------------------------

    def _trigger(self, number: int, cause: int) -> None:
        """A standing commitment's condition has come true."""
        if number not in self.standing:
            return
        rule = self.program.rules[number]
        if number in self.spent and self._descends(cause, self.spent[number]):
            self.causes.extend(sorted({cause, self.spent[number]}))
            self._write(_LOOP, rule.subject, -1)
            return
        if number in self.spent and not rule.each:
            return
        self.spent[number] = cause
        by = self._named(cause)
        time = self._place(rule, number, by)
        self.times.setdefault(number, []).append(time)
        self.triggered.setdefault(number, []).append(by)
        fate, event = rule.stands_for[time] if time < len(rule.stands_for) else (rule.beyond, -1)
        if event >= 0:
            self._carries_out(event, rule, cause, number, time)
        else:
            self._later(rule.broken_after if fate is Fate.BROKEN else rule.after, cause, number, time)

    def _place(self, rule: Emission, number: int, by: str) -> int:
        """The place of a trigger in the record of a commitment: in an edited timeline that which it had in the base.

        A trigger that the base did not have stands behind all that is recorded.
        """
        if not rule.tied:
            return len(self.times.get(number, ()))
        return rule.tied.index(by) if by in rule.tied else max(len(rule.tied), len(rule.stands_for))

    def _named(self, entry: int) -> str:
        """The clock or else the act of an entry."""
        subject, clock = self.rows[entry * WIDTH + 2], self.rows[entry * WIDTH + 3]
        return self.program.clock_ids[clock] if clock >= 0 else self.program.subjects[subject].event

    def _descends(self, entry: int, root: int) -> bool:
        """Whether an entry goes back to another through rules alone: by no recorded event, in however many steps.

        What is found out about an entry is kept, so a long chain is not walked again at each link.
        """
        heirs, others = self.kin.setdefault(root, ({root}, set()))
        seen: set[int] = set()
        open_ = [entry]
        while open_:
            here = open_.pop()
            if here in heirs:
                heirs.add(entry)
                return True
            if here > root and here not in seen and here not in others and self.rows[here * WIDTH + 1] != _EVENT:
                seen.add(here)
                open_.extend(self.causes[self.rows[here * WIDTH - 1] : self.rows[here * WIDTH + WIDTH - 1]])
        others |= seen
        return False

    def _later(self, after: Duration, trigger: int, number: int, which: int) -> None:
        """Put a reply (or, below zero, a consequence of clock ``-1 - number``) on the agenda."""
        tick = max(reach(self.now // _PHASES, after) * _PHASES + Phase.REPLIES, self.now)
        if tick in self.replies:
            self.replies[tick].append((trigger, number, which))
        else:
            self.replies[tick] = [(trigger, number, which)]
            heappush(self.agenda, (tick, _REPLIES))

    def _reply(self, trigger: int, number: int, which: int) -> None:
        """What was to follow after a while follows; not, if the clock from whose end it was to was opened again."""
        clock = self.rows[trigger * WIDTH + 3]
        if clock >= 0 and self.latest[clock] != trigger:
            return
        if clock >= 0:
            self.followed[clock] = True
        if number < 0:
            self._emit(_CONSEQUENCE, self.program.on_end[clock][which], (trigger,))
            return
        rule = self.program.rules[number]
        fate = rule.stands_for[which][0] if which < len(rule.stands_for) else rule.beyond
        if fate is Fate.BROKEN:
            self.causes.extend(sorted((trigger, self.standing[number])))
            self._write(_BROKEN, rule.subject, -1)
        else:
            self._emit(_REACTION, rule, (self.standing[number], trigger))
