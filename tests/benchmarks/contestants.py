"""The four contestants: one workload, one rule of order, one trace.

Each reads the input in its own form, prepared before the clock starts, and returns rows (tick, kind, subject, clock,
exerted or due day, faced) in one array, as `replay.trace.Trace` keeps them.

ours
    `replay.engine.execute` on a compiled program, every feature on.
b
    bare SimPy used tightly: the feeder a chain of Timeouts with a callback, a Timeout with a callback for each clock, a
    dictionary of pending clocks, lazy cancel.
a
    idiomatic SimPy: a feeder process, and for each clock a process that waits for AnyOf(answer, timeout).
d
    no SimPy: the sorted events and a heap of clocks, lazy cancel.
"""

from __future__ import annotations

import heapq
from array import array
from typing import Any

import simpy
from workload import CLOSE, Row

__all__ = ["CONTESTANTS", "run_a", "run_b", "run_d"]

EVENT, SET, MOVED, MET, LAPSED, CONSEQUENCE = 0, 1, 2, 3, 5, 6


class State:
    """What every contestant but ours keeps: levels, pending clocks, rows."""

    def __init__(self, rows: list[Row], parties: int, lapses: list[tuple[int, int, int, int]]) -> None:
        self.rows, self.lapses = rows, lapses
        self.exerted, self.faced = [0] * parties, [0] * parties
        self.pending: dict[int, int] = {}
        self.out = array("q")

    def act(self, tick: int, code: int, subject: int, actor: int, recipient: int, rung: int) -> None:
        exerted, faced = self.exerted, self.faced
        exerted[actor] = a = exerted[actor] + rung
        faced[recipient] = b = faced[recipient] + rung
        self.out.extend((tick, code, subject, -1, a, b))

    def lapse(self, tick: int, clock: int) -> None:
        setter, actor, recipient, rung = self.lapses[clock]
        self.out.extend((tick, LAPSED, setter, clock, 0, 0))
        self.act(tick, CONSEQUENCE, len(self.rows) + clock, actor, recipient, rung)


def run_b(rows: list[Row], parties: int, lapses: list[tuple[int, int, int, int]], horizon: int) -> array[int]:
    """Bare SimPy, callbacks on Timeouts."""
    env, state = simpy.Environment(), State(rows, parties, lapses)
    pending, out, act = state.pending, state.out, state.act
    timeout, total = env.timeout, len(rows)

    def due(event: Any) -> None:
        clock, tick = event.value
        if pending.get(clock) == tick:
            del pending[clock]
            state.lapse(tick, clock)

    def arm(clock: int, day: int, now: int) -> None:
        tick = day * 4 + CLOSE
        pending[clock] = tick
        timeout(tick - now, (clock, tick)).callbacks.append(due)

    def feed(event: Any) -> None:
        at = event.value
        now, actor, recipient, rung, effects = rows[at]
        act(now, EVENT, at, actor, recipient, rung)
        if effects is not None:
            meets, moves, sets = effects
            for clock in meets:
                if clock in pending:
                    del pending[clock]
                    out.extend((now, MET, at, clock, 0, 0))
            for clock, day in moves:
                if clock in pending:
                    out.extend((now, MOVED, at, clock, day, 0))
                    arm(clock, day, now)
            for clock, day in sets:
                out.extend((now, SET, at, clock, day, 0))
                arm(clock, day, now)
        if at + 1 < total:
            timeout(rows[at + 1][0] - now, at + 1).callbacks.append(feed)

    if total:
        timeout(rows[0][0], 0).callbacks.append(feed)
    env.run(until=horizon + 1)
    return state.out


def run_a(rows: list[Row], parties: int, lapses: list[tuple[int, int, int, int]], horizon: int) -> array[int]:
    """Idiomatic SimPy, a process a clock."""
    env, state = simpy.Environment(), State(rows, parties, lapses)
    answers: dict[int, Any] = {}
    out = state.out

    def clock_process(clock: int, tick: int, answer: Any) -> Any:
        """Wait for the answer or the due tick; an answer with a tick moves the clock."""
        while True:
            timer = env.timeout(tick - env.now)
            found = yield answer | timer
            if answer not in found:
                del answers[clock]
                state.lapse(tick, clock)
                return
            if answer.value is None:
                return
            tick, answer = answer.value

    def feeder() -> Any:
        for at, (tick, actor, recipient, rung, effects) in enumerate(rows):
            if tick > env.now:
                yield env.timeout(tick - env.now)
            state.act(tick, EVENT, at, actor, recipient, rung)
            if effects is None:
                continue
            meets, moves, sets = effects
            for clock in meets:
                if clock in answers:
                    answers.pop(clock).succeed()
                    out.extend((tick, MET, at, clock, 0, 0))
            for clock, day in moves:
                if clock in answers:
                    old, answers[clock] = answers[clock], env.event()
                    old.succeed((day * 4 + CLOSE, answers[clock]))
                    out.extend((tick, MOVED, at, clock, day, 0))
            for clock, day in sets:
                answers[clock] = env.event()
                out.extend((tick, SET, at, clock, day, 0))
                env.process(clock_process(clock, day * 4 + CLOSE, answers[clock]))

    env.process(feeder())
    env.run(until=horizon + 1)
    return state.out


def run_d(rows: list[Row], parties: int, lapses: list[tuple[int, int, int, int]], horizon: int) -> array[int]:
    """Sorted list and heap."""
    state = State(rows, parties, lapses)
    pending, out, act = state.pending, state.out, state.act
    heap: list[tuple[int, int]] = []
    push, pop = heapq.heappush, heapq.heappop
    for at, (now, actor, recipient, rung, effects) in enumerate(rows):
        while heap and heap[0][0] < now:
            tick, clock = pop(heap)
            if pending.get(clock) == tick:
                del pending[clock]
                state.lapse(tick, clock)
        act(now, EVENT, at, actor, recipient, rung)
        if effects is None:
            continue
        meets, moves, sets = effects
        for clock in meets:
            if clock in pending:
                del pending[clock]
                out.extend((now, MET, at, clock, 0, 0))
        for code, changes in ((MOVED, moves), (SET, sets)):
            for clock, day in changes:
                if code == SET or clock in pending:
                    out.extend((now, code, at, clock, day, 0))
                    pending[clock] = day * 4 + CLOSE
                    push(heap, (day * 4 + CLOSE, clock))
    while heap and heap[0][0] <= horizon:
        tick, clock = pop(heap)
        if pending.get(clock) == tick:
            del pending[clock]
            state.lapse(tick, clock)
    return state.out


CONTESTANTS = {"b": run_b, "a": run_a, "d": run_d}
