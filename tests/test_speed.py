"""Cheap guards of what the benchmark measures: nothing is preloaded, and entries stay small."""

import sys
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))

import contestants
import workload

from replay.engine import Replay, execute


def test_all_four_contestants_give_the_same_rows():
    work = workload.make(3_000)
    rows = workload.rows(work)
    ours = bytes(memoryview(execute(workload.program(work))._rows))
    for name, run in contestants.CONTESTANTS.items():
        theirs = run(rows, work.parties, work.lapses, work.horizon)
        assert bytes(memoryview(theirs)) == ours, name


def test_the_workload_is_what_it_says():
    work = workload.make(20_000)
    clocks = len(work.lapses)
    met = sum(map(len, work.meets.values()))
    moved = sum(map(len, work.moves.values()))
    assert clocks == pytest.approx(4_000, rel=0.1)
    assert met / clocks == pytest.approx(0.7, abs=0.03)
    assert moved / clocks == pytest.approx(0.1, abs=0.02)


def test_a_kept_entry_costs_under_200_bytes():
    trace = execute(workload.program(workload.make(20_000)))
    kept = sum(sys.getsizeof(column) for column in (trace._rows, trace._ends, trace._causes))
    assert kept / len(trace) <= 200


def test_nothing_is_preloaded():
    """The queue holds the feeder's next step and the ticks at which live clocks may fall due, no more."""
    work = workload.make(5_000)
    steps = Replay(workload.program(work))
    queue = steps._core.env._queue
    assert len(queue) <= 1
    most = 0
    live: set[str] = set()
    for entry in steps:
        if entry.kind.value == "clock-set":
            live.add(entry.clock)
        most = max(most, len(queue))
    assert most < len(live)
    assert most < 0.2 * len(work.days)
