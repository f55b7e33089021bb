"""The contestants: four ways to replay one workload, each from its own input to a trace.

`ours` is the package with every feature on. The others record rows alone: `bare` is SimPy as tight
as its public interface allows, `idiomatic` is SimPy as its manual teaches it, `plain` is a sorted list and a
heap without SimPy. All of them hold to the rules of the package: events at their ticks in the order of the
list, clocks at theirs, each lapse followed at once by the act that it emits; a row is tick, kind, subject,
clock, and the due day of a clock that is set or moved (else 0).
"""

from __future__ import annotations

import hashlib
from array import array
from collections.abc import Callable, Generator
from heapq import heappop, heappush
from itertools import chain
from typing import Any

import simpy
from workload import Row, Work, events_of, program_of

from replay.engine import Replay
from replay.engine.trace import CODES, WIDTH, Kind, Trace

__all__ = ["CONTESTANTS", "Contestant", "digest"]

EVENT, SET, MOVED, MET, LAPSED, EMITTED = (
    CODES[kind] for kind in (
        Kind.EVENT, Kind.CLOCK_SET, Kind.CLOCK_MOVED, Kind.CLOCK_MET, Kind.CLOCK_LAPSED, Kind.CONSEQUENCE,
    )
)  # fmt: skip

Rows = list[tuple[int, int, int, int, int]]
Input = tuple[list[Row], Work]
Contestant = tuple[Callable[[Work], Any], Callable[[Any], Any]]


def given(work: Work) -> Input:
    """The input of the contestants without a program."""
    return events_of(work), work


def bare(source: Input) -> Rows:
    """SimPy with callbacks on Timeouts: a chain of them for the events, one for each clock, cancelled lazily."""
    events, work = source
    count, setters = work.count, work.setters
    env = simpy.Environment()
    timeout, rows = env.timeout, []
    write = rows.append
    pending: dict[int, int] = {}
    upcoming = enumerate(events)
    following = next(upcoming)

    def lapse(timer: simpy.Event) -> None:
        clock, due = timer.value
        if pending.get(clock) != due:
            return
        del pending[clock]
        write((due, LAPSED, setters[clock], clock, 0))
        write((due, EMITTED, count + clock, -1, 0))

    def feed(_: simpy.Event | None) -> None:
        nonlocal following
        now = env.now
        while following is not None and following[1][0] == now:
            event, (tick, effects) = following
            write((tick, EVENT, event, -1, 0))
            if effects is not None:
                meets, moves, sets = effects
                for clock in meets:
                    if clock in pending:
                        del pending[clock]
                        write((tick, MET, event, clock, 0))
                for clock, due_day, due in moves:
                    if clock in pending:
                        pending[clock] = due
                        write((tick, MOVED, event, clock, due_day))
                        timeout(due - tick, (clock, due)).callbacks.append(lapse)
                for clock, due_day, due in sets:
                    pending[clock] = due
                    write((tick, SET, event, clock, due_day))
                    timeout(due - tick, (clock, due)).callbacks.append(lapse)
            following = next(upcoming, None)
        if following is not None:
            timeout(following[1][0] - now).callbacks.append(feed)

    timeout(following[1][0]).callbacks.append(feed)
    env.run(until=work.horizon + 1)
    return rows


def idiomatic(source: Input) -> Rows:
    """SimPy with processes: one feeds the events, one waits for each clock's timeout or its end."""
    events, work = source
    env = simpy.Environment()
    rows: Rows = []
    running: dict[int, simpy.Event] = {}

    def run_clock(clock: int, due: int, signal: simpy.Event) -> Generator[simpy.Event, Any, None]:
        yield env.timeout(due - env.now) | signal
        while signal.triggered:
            if signal.value is None:
                return
            due, signal = signal.value
            yield env.timeout(due - env.now) | signal
        del running[clock]
        rows.append((env.now, LAPSED, work.setters[clock], clock, 0))
        rows.append((env.now, EMITTED, work.count + clock, -1, 0))

    def feed() -> Generator[simpy.Event, Any, None]:
        for event, (tick, effects) in enumerate(events):
            if tick > env.now:
                yield env.timeout(tick - env.now)
            rows.append((tick, EVENT, event, -1, 0))
            meets, moves, sets = effects or ((), (), ())
            for clock in meets:
                if clock in running:
                    running.pop(clock).succeed()
                    rows.append((tick, MET, event, clock, 0))
            for clock, due_day, due in moves:
                if clock in running:
                    signal, running[clock] = running[clock], env.event()
                    signal.succeed((due, running[clock]))
                    rows.append((tick, MOVED, event, clock, due_day))
            for clock, due_day, due in sets:
                running[clock] = env.event()
                env.process(run_clock(clock, due, running[clock]))
                rows.append((tick, SET, event, clock, due_day))

    env.process(feed())
    env.run(until=work.horizon + 1)
    return rows


def plain(source: Input) -> Rows:
    """No SimPy: the sorted list of events merged with a heap of due ticks, cancelled lazily."""
    events, work = source
    count, setters = work.count, work.setters
    rows: Rows = []
    write = rows.append
    pending: dict[int, int] = {}
    heap: list[tuple[int, int]] = []

    def lapse_before(tick: int) -> None:
        while heap and heap[0][0] < tick:
            due, clock = heappop(heap)
            if pending.get(clock) != due:
                continue
            del pending[clock]
            write((due, LAPSED, setters[clock], clock, 0))
            write((due, EMITTED, count + clock, -1, 0))

    for event, (tick, effects) in enumerate(events):
        if heap and heap[0][0] < tick:
            lapse_before(tick)
        write((tick, EVENT, event, -1, 0))
        if effects is not None:
            meets, moves, sets = effects
            for clock in meets:
                if pending.pop(clock, None) is not None:
                    write((tick, MET, event, clock, 0))
            for clock, due_day, due in moves:
                if clock in pending:
                    pending[clock] = due
                    write((tick, MOVED, event, clock, due_day))
                    heappush(heap, (due, clock))
            for clock, due_day, due in sets:
                pending[clock] = due
                write((tick, SET, event, clock, due_day))
                heappush(heap, (due, clock))
    lapse_before(work.horizon + 1)
    return rows


CONTESTANTS: dict[str, Contestant] = {
    "ours": (program_of, lambda program: Replay(program).finish()),
    "b": (given, bare),
    "a": (given, idiomatic),
    "d": (given, plain),
}
"""How each makes its input of the workload, and its trace of its input."""


def digest(trace: Trace | Rows) -> str:
    """SHA-256 of tick, kind, subject, clock and due day of every row."""
    if isinstance(trace, Trace):
        rows = trace._rows
        flat = array("q", chain.from_iterable(zip(*(rows[n::WIDTH] for n in range(WIDTH - 1)), strict=True)))
    else:
        flat = array("q", chain.from_iterable(trace))
    return hashlib.sha256(flat.tobytes()).hexdigest()
