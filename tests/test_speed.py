"""What keeps a replay fast, checked without a stopwatch; `make bench` holds the stopwatch."""

import sys
from array import array
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))

from contestants import CONTESTANTS, digest
from workload import CROWDED, SPREAD, make, program_of, timeline_of

import replay
from replay.codebook import Fate
from replay.dates import Duration
from replay.engine import Replay
from replay.engine.program import FIXED, Emission, Program, Sequel
from replay.engine.trace import CODES, Kind, Phase, Subject

CLOCKS = 2000


def longest_queue(program):
    """Of SimPy's queue in a replay; and the most clocks that ran at one time."""
    core = Replay(program)._core
    longest = running = 0
    while core.advance():
        longest = max(longest, len(core.env._queue))
        running = max(running, sum(due >= 0 for due in core.due))
    return longest, running


def countdown(last_first):
    """2,000 clocks set on as many days, all due later: the last set is the first due, or the first set."""
    subjects = [Subject(f"e{n:04}", "A", "B", None) for n in range(CLOCKS)]
    order = range(CLOCKS, 0, -1) if last_first else range(1, CLOCKS + 1)
    sets = [
        Sequel(starts=((CODES[Kind.CLOCK_SET], n, 2 * CLOCKS + due, None, FIXED, -1),)) for n, due in enumerate(order)
    ]
    rules, kept = [Subject(f"c{n:04}/end", "B", "A", None) for n in range(CLOCKS)], ((Fate.KEPT, -1),)
    return Program(
        ticks=array("q", (day * len(Phase) + Phase.ACTS for day in range(1, CLOCKS + 1))),
        grounds=[None] * CLOCKS, steps=sets, subjects=subjects + rules,
        clock_ids=[f"c{n:04}" for n in range(CLOCKS)], ends_in=[Phase.CLOSE] * CLOCKS,
        run_out=[CODES[Kind.CLOCK_LAPSED]] * CLOCKS, horizon=4 * CLOCKS * len(Phase),
        on_end={n: (Emission(CLOCKS + n, None, Duration(), Duration(), kept),) for n in range(CLOCKS)},
    )  # fmt: skip


@pytest.mark.parametrize("last_first", [True, False])
def test_the_queue_of_simpy_stays_short_however_many_clocks_run(last_first):
    program = countdown(last_first)
    longest, running = longest_queue(program)
    assert running == CLOCKS
    assert longest <= 4
    assert len(Replay(program).finish().select(Kind.CLOCK_LAPSED)) == CLOCKS


def test_so_it_does_where_clocks_are_met_moved_and_lapse():
    longest, running = longest_queue(program_of(make(12_000, gaps=CROWDED, ahead=12_000)))
    assert running > 900
    assert longest <= 4


def test_a_kept_entry_takes_at_most_200_bytes():
    trace = Replay(program_of(make(20_000))).finish()
    assert len(trace) > 20_000
    assert (sys.getsizeof(trace._rows) + sys.getsizeof(trace._causes)) / len(trace) <= 200


@pytest.mark.parametrize("gaps", [SPREAD, CROWDED], ids=["spread", "crowded"])
@pytest.mark.parametrize("seed", range(5))
def test_every_contestant_of_the_benchmark_gives_the_same_trace(seed, gaps):
    work = make(400, seed, gaps=gaps)
    digests = {tag: digest(run(given(work))) for tag, (given, run) in CONTESTANTS.items()}
    assert set(digests.values()) == {digest(replay.run(timeline_of(work)))}


def test_the_workload_is_what_it_says():
    work = make(20_000)
    clocks = len(work.setters)
    assert clocks / 20_000 == pytest.approx(0.2, abs=0.01)
    assert sum(map(len, work.meets.values())) / clocks == pytest.approx(0.7, abs=0.03)
    assert sum(map(len, work.moves.values())) / clocks == pytest.approx(0.1, abs=0.02)
