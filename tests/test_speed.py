"""What keeps a replay fast: counted, or as a multiple of other work in the same run; `make bench` has the seconds."""

import gc
import sys
import tracemalloc
from array import array
from pathlib import Path
from time import process_time

import pytest
import synthetic
import yaml

sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))

from contestants import CONTESTANTS, digest
from workload import CROWDED, SPREAD, file_of, make, program_of, timeline_of

import replay
from replay import files
from replay.codebook import Fate
from replay.dates import Duration
from replay.engine import Replay
from replay.engine.program import FIXED, Emission, Program, Sequel
from replay.engine.trace import CODES, Kind, Phase, Subject
from replay.timeline import schedule
from replay.timeline.checks import check

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
    timeline = timeline_of(work)
    assert set(digests.values()) == {digest(replay.run(timeline))}
    read = files.loads(file_of(work))
    assert (read.events, read.parties, read.sources) == (timeline.events, timeline.parties, timeline.sources)


def test_the_workload_is_what_it_says():
    work = make(20_000)
    clocks = len(work.setters)
    assert clocks / 20_000 == pytest.approx(0.2, abs=0.01)
    assert sum(map(len, work.meets.values())) / clocks == pytest.approx(0.7, abs=0.03)
    assert sum(map(len, work.moves.values())) / clocks == pytest.approx(0.1, abs=0.02)


def seconds(call):
    """The least of three runs, of this process alone, without garbage collection, as `timeit` has it."""
    took = []
    gc.collect()
    gc.disable()
    try:
        for _ in range(3):
            begin = process_time()
            call()
            took.append(process_time() - begin)
    finally:
        gc.enable()
    return min(took)


def test_a_file_of_10_000_events_is_read_checked_and_replayed_in_a_few_times_the_composing_of_its_yaml():
    text = synthetic.text(10_000)
    loader = getattr(yaml, "CSafeLoader", None)
    if loader is None:
        pytest.skip("this PyYAML has no parser in C to compare with")
    compose = seconds(lambda: yaml.compose(text, Loader=loader))
    timeline = files.loads(text)
    read = seconds(lambda: files.loads(text))
    assert read <= 4 * compose  # about 2
    assert seconds(lambda: check(copied(timeline))) <= read / 2  # about a quarter
    assert seconds(lambda: replay.run(copied(timeline))) <= read / 2  # about a fifth


def test_a_file_takes_little_more_memory_than_what_is_kept_of_it():
    text = synthetic.text(4_000)
    files.loads(text)  # builds what is built once
    tracemalloc.start()
    try:
        timeline = files.loads(text)
        kept, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak <= kept + 2 * len(text)  # the tree of its nodes is forty times as large as the text
    assert kept / len(timeline.events) <= 3_000  # bytes


def copied(timeline):
    """The same content, about which nothing is known by now."""
    return timeline.with_clocks(lambda clock: clock)


def test_checking_narrows_the_dates_once(monkeypatch):
    calls = []
    premises = schedule.premises
    monkeypatch.setattr(
        schedule, "premises", lambda timeline, event: calls.append(event.id) or premises(timeline, event)
    )
    timeline = synthetic.timeline(50)
    assert len(timeline.events) == 50
    assert sorted(calls) == sorted(event.id for event in timeline.events)
    replay.run(timeline)
    assert len(calls) == 50


def test_reading_does_not_stop_to_collect_garbage():
    text, stops = synthetic.text(1_000), []
    gc.collect()
    gc.callbacks.append(lambda phase, _: stops.append(phase))
    try:
        files.loads(text)
    finally:
        gc.callbacks.pop()
    assert stops.count("start") <= 2  # before it begins to build, and after


@pytest.mark.parametrize("running", [True, False])
def test_reading_leaves_the_garbage_collector_as_it_was(running):
    before = gc.isenabled()
    try:
        (gc.enable if running else gc.disable)()
        replay.load(replay.example())
        assert gc.isenabled() is running
        with pytest.raises(replay.TimelineError):
            files.loads("format: 1")
        assert gc.isenabled() is running
    finally:
        (gc.enable if before else gc.disable)()
    assert gc.get_freeze_count() == 0
