"""How fast a replay is, against plain SimPy and no SimPy at all; exit code 1 if a target is missed.

Run ``python tests/benchmarks/bench.py`` (``make bench``); ``--quick`` leaves out the million events. Every contestant
replays the same seeded workload from its own input in memory, and before anything is timed all must give the
same trace. Ratios are taken inside a round, in which every contestant runs once, in an order that rotates from
round to round; what is printed is the median over the rounds. Only ratios carry over to other machines.
"""

from __future__ import annotations

import argparse
import gc
import math
import platform
import subprocess
import sys
import tempfile
import tracemalloc
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from functools import partial
from importlib.metadata import version
from pathlib import Path
from statistics import median
from time import perf_counter, sleep

from contestants import CONTESTANTS, digest
from corpora import MAP, table
from exchange import LEVEL, MIXED, exchange
from workload import CROWDED, Work, file_of, make, program_of, timeline_of

import replay
from replay.counterfactuals import whatif
from replay.counterfactuals.continuations import Continuations
from replay.counterfactuals.edits import Drop
from replay.counterfactuals.view import View
from replay.engine import Replay
from replay.engine.program import compile_timeline
from replay.ensemble.rows import Base, rows_of
from replay.ensemble.specification import Specification, chance_of
from replay.escalation import graph, measures
from replay.timeline.checks import check
from replay.timeline.schedule import schedule

ROUNDS = {100: (61, 20), 10_000: (25, 1), 1_000_000: (5, 1)}
"""By number of events: rounds, and runs of each contestant that are timed together."""
WORDS = {
    "ours": "the package, every feature on", "b": "bare SimPy, callbacks on Timeouts",
    "a": "idiomatic SimPy, a process a clock", "d": "sorted list and heap, no SimPy",
}  # fmt: skip
MOST = {100: 2.5, 10_000: 1.2, 1_000_000: 1.2}
"""Most time that ours may take, in units of b."""
SLOPE, QUEUE, CROWD, BYTES, COMPILE = 1.2, 4, 2.0, 200, 1.0
WHATIFS = 1.0
CONTINUED, CONTINUATION, TOLD = 200, 25, 60
"""Continuations that are drawn; most time of one, and of one with its row, in runs of the compiled program: 60 runs of
0.2 ms make 10,000 rows in a minute on two cores."""
LOAD, CHECKED, LONG_SECONDS, LONG_MEMORY, LONG_RUN = 2.2, 1.0, 30, 600, 1.5
"""Loading in units of composing the YAML, checking in units of loading; 100,000 events; `replay run` of 10,000."""
ROW, DRAWN, DROPS = 2.0, 3.0, 4.0
"""Most time of a row: of an act left out and of a draw of the dates, in executions; and of 10,000 rows, in seconds."""
GRAPHS = (5_000, 50_000)
"""Acts: about 11,000 and 110,000 links."""
FILES = Path(__file__).resolve().parents[2] / "timelines"
IMPORTS, HELP, CHECK, RUN, FIGURE, FIGURES, REPORT = (
    ("matplotlib", "pandas", "networkx", "simpy"),
    0.15,
    0.5,
    1.0,
    2.0,
    3.5,
    6.0,
)


CORPUS, CORPUS_LEAST, CORPUS_BYTES = 60.0, 20.0, 1500.0
"""Seconds that a corpus of a million acts in 17,000 dyads may take on two workers, and a small one; megabytes."""


class Targets:
    """The targets, each printed with what was measured."""

    def __init__(self) -> None:
        self.missed = 0

    def hold(self, what: str, measured: float, most: float, unit: str = "") -> None:
        kept = measured <= most
        self.missed += not kept
        print(f"  {'ok    ' if kept else 'MISSED'} {what}: {measured:.3g}{unit} (at most {most:g}{unit})")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="leave out the million events")
    quick = parser.parse_args().quick
    targets = Targets()
    print(machine())
    engine([size for size in ROUNDS if not quick or size <= 10_000], targets)
    crowd(targets)
    memory(10_000 if quick else 1_000_000, targets)
    whole(10_000, targets)
    loading(targets, long=not quick)
    graphs(targets)
    what_ifs(targets)
    continuations(targets)
    rows(targets)
    command_line(targets)
    figures(targets)
    corpora(100_000 if quick else 1_000_000, targets)
    print(f"\n{targets.missed or 'No'} target{'' if targets.missed == 1 else 's'} missed.")
    sys.exit(bool(targets.missed))


def machine() -> str:
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines()
        cpu = next(line.split(":")[1].strip() for line in lines if line.startswith("model name"))
    except (OSError, StopIteration):
        cpu = platform.processor() or platform.machine()
    return f"{cpu}, {platform.system()}, Python {platform.python_version()}, SimPy {version('simpy')}"


# -- the engine against the others ----------------------------------------------------------------


def engine(sizes: list[int], targets: Targets) -> None:
    print("\nOne replay, microseconds an event (median); ratios to b inside a round (median)")
    print(f"  {'events':>9} {'entries':>9}" + "".join(f"{tag:>9}" for tag in CONTESTANTS)
          + "".join(f"{tag + '/b':>9}" for tag in CONTESTANTS if tag != "b"))  # fmt: skip
    times: dict[int, dict[str, list[float]]] = {}
    for size in sizes:
        times[size], entries = contest(size, targets)
        each = {tag: median(found) / size * 1e6 for tag, found in times[size].items()}
        print(f"  {size:9,} {entries:9,}" + "".join(f"{each[tag]:9.2f}" for tag in CONTESTANTS)
              + "".join(f"{ratio(times[size], tag, 'b'):9.2f}" for tag in CONTESTANTS if tag != "b"))  # fmt: skip
    for tag, words in WORDS.items():
        print(f"  {tag:>4} {words}")
    for size in sizes:
        targets.hold(f"ours/b at {size:,}", ratio(times[size], "ours", "b"), MOST[size])
        targets.hold(f"ours/a at {size:,}", ratio(times[size], "ours", "a"), 1)
    if len(sizes) == 3:
        small, large = (median(times[size]["ours"]) for size in sizes[1:])
        slope = math.log(large / small) / math.log(sizes[2] / sizes[1])
        targets.hold(f"slope of time over events, {sizes[1]:,} to {sizes[2]:,} (logarithms)", slope, SLOPE)


def contest(size: int, targets: Targets) -> tuple[dict[str, list[float]], int]:
    """Times of each contestant by round, and the length of the trace, after all gave the same one."""
    work = make(size)
    shared = CONTESTANTS["b"][0](work)
    inputs = {tag: program_of(work) if tag == "ours" else shared for tag in CONTESTANTS}
    digests = {tag: digest(run(inputs[tag])) for tag, (_, run) in CONTESTANTS.items()}
    if len(set(digests.values())) != 1:
        sys.exit(f"the traces of {size} events differ: {digests}")
    entries = len(Replay(inputs["ours"]).finish())
    gc.collect()
    gc.freeze()  # the inputs are no one's garbage to look through
    rounds, runs = ROUNDS[size]
    found: dict[str, list[float]] = {tag: [] for tag in CONTESTANTS}
    tags = list(CONTESTANTS)
    for n in range(rounds):
        for tag in tags[n % len(tags) :] + tags[: n % len(tags)]:
            found[tag].append(timed(partial(CONTESTANTS[tag][1], inputs[tag]), runs))
    gc.unfreeze()
    return found, entries


def timed(call: Callable[[], object], runs: int = 1) -> float:
    """Seconds a run, what it returns thrown away after the clock has stopped."""
    gc.collect()
    begin = perf_counter()
    for _ in range(runs):
        kept = call()
    seconds = perf_counter() - begin
    del kept
    return seconds / runs


def ratio(times: dict[str, list[float]], one: str, other: str) -> float:
    return median(a / b for a, b in zip(times[one], times[other], strict=True))


# -- queue, crowd, memory -------------------------------------------------------------------------


def queue_of(work: Work) -> tuple[int, int]:
    """The longest that SimPy's queue gets in a replay, and the most clocks that run at one time."""
    core = Replay(program_of(work))._core
    longest = most = 0
    while core.advance():
        longest = max(longest, len(core.env._queue))
        most = max(most, sum(due >= 0 for due in core.due)) if core.count % 50 == 0 else most
    return longest, most


def crowd(targets: Targets) -> None:
    print("\nMany clocks at a time: 40,000 events, twenty on a day (which b takes in one go)")
    works = {"few": make(40_000, gaps=CROWDED, longest=20), "many": make(40_000, gaps=CROWDED, ahead=40_000)}
    calls: dict[tuple[str, str], Callable[[], object]] = {}
    for name, work in works.items():
        for tag in ("ours", "b"):
            given, run = CONTESTANTS[tag]
            calls[name, tag] = partial(run, given(work))
    rounds = [{key: timed(call) for key, call in calls.items()} for _ in range(9)]
    for name, work in works.items():
        queue, running = queue_of(work)
        each = median(found[name, "ours"] for found in rounds) / work.count * 1e6
        to_b = median(found[name, "ours"] / found[name, "b"] for found in rounds)
        print(f"  {name}: {running:,} run at most at one time, {each:.2f} us an event, {to_b:.2f} x b")
        targets.hold("longest queue of SimPy", queue, QUEUE)
    slower = median(found["many", "ours"] / found["few", "ours"] for found in rounds)
    targets.hold("time with many clocks / with few", slower, CROWD)


def memory(size: int, targets: Targets) -> None:
    print(f"\nMemory of {size:,} events, by tracemalloc")
    program = program_of(make(size))
    gc.collect()
    tracemalloc.start()
    trace = Replay(program).finish()
    gc.collect()
    kept, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    print(f"  {len(trace):,} entries; highest during the run {peak / len(trace):.0f} bytes an entry")
    targets.hold("a kept entry", kept / len(trace), BYTES, " bytes")


def graphs(targets: Targets) -> None:
    """How time grows with links; without the garbage collector, whose passes grow with all that the program holds."""
    print("\nEscalation graph and measures, seconds without garbage collection (median of 5)")
    gc.disable()
    for words, kinds in (("many short chains", MIXED), ("one long chain", LEVEL)):
        times, links = [], []
        for size in GRAPHS:
            trace = replay.run(exchange(size, kinds))
            links.append(len(graph(trace).links))
            times.append(median(timed(lambda trace=trace: measures(graph(trace))) for _ in range(5)))
            print(f"  {words}, {links[-1]:,} links: {times[-1]:.3g}")
        slope = math.log(times[1] / times[0]) / math.log(links[1] / links[0])
        targets.hold(f"slope of time over links, {words} (logarithms)", slope, SLOPE)
    gc.enable()


def whole(size: int, targets: Targets) -> None:
    print(f"\nA timeline of {size:,} events: from its types to its trace, seconds (median of 5)")
    timeline = timeline_of(make(size))
    plan = schedule(timeline)
    program = compile_timeline(timeline, plan)
    if len({digest(Replay(made).finish()) for made in (program, program_of(make(size)))}) > 1 or check(timeline):
        sys.exit("the timeline does not say what the columns say")
    parts: dict[str, Callable[[], object]] = {
        "check": lambda: check(replace(timeline)),  # a timeline keeps what was found about it: a new one each time
        "schedule": lambda: schedule(replace(timeline)),
        "compile": partial(compile_timeline, timeline, plan),
        "execute": lambda: Replay(program).finish(),
    }
    found = {name: median(timed(part) for _ in range(5)) for name, part in parts.items()}
    print("  " + ", ".join(f"{name} {seconds:.3f}" for name, seconds in found.items()))
    targets.hold("schedule and compile", found["schedule"] + found["compile"], COMPILE, " s")


# -- files ----------------------------------------------------------------------------------------


def loading(targets: Targets, long: bool) -> None:
    """Files against the composing of their YAML in C; each measurement in a new process, which makes nothing else."""
    print("\nAn event file of 10,000 events: ratios inside a round (median of 5), each part in a process of its own")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "events.yaml"
        path.write_text(file_of(make(10_000)), encoding="utf-8")
        for collector in ("on", "off"):
            parts = ("compose", "load", "check")
            rounds = [{part: alone(path, part, collector)[0] for part in parts} for _ in range(5)]
            print(f"  garbage collector {collector}: "
                  + ", ".join(f"{part} {median(found[part] for found in rounds):.3f} s" for part in parts))  # fmt: skip
            loaded = median(found["load"] / found["compose"] for found in rounds)
            checked = median(found["check"] / found["load"] for found in rounds)
            targets.hold(f"load / compose, garbage collector {collector}", loaded, LOAD)
            targets.hold(f"check / load, garbage collector {collector}", checked, CHECKED)
        targets.hold(
            "replay run of it, as text", process("-m", "replay", "run", "--allow-divergence", str(path)), LONG_RUN, " s"
        )
        if long:
            path.write_text(file_of(make(100_000)), encoding="utf-8")
            seconds, highest = alone(path, "all", "on")
            targets.hold("100,000 events loaded, checked and replayed", seconds, LONG_SECONDS, " s")
            targets.hold("highest memory of that process", highest, LONG_MEMORY, " MB")


def alone(path: Path, what: str, collector: str) -> tuple[float, float]:
    """Seconds and the highest memory in MB, of one part in a process of its own; see `loading.py`."""
    call = [sys.executable, str(Path(__file__).with_name("loading.py")), str(path), what, collector]
    told = subprocess.run(call, capture_output=True, text=True, check=True).stdout.split()
    return float(told[0]), float(told[1])


# -- the command line -----------------------------------------------------------------------------


def what_ifs(targets: Targets) -> None:
    """A hundred single drops of the longest shipped dispute, from Python, beside as many replays of it."""
    timeline = replay.load(FILES / "japan-autos-1993-1995.yaml")
    drops = [[Drop(event.id)] for event in timeline.events[:100]]

    def ask() -> None:
        base = View(replay.run(timeline))
        for edits in drops:
            report = whatif(base, edits)
            _ = report.divergence, report.kind, report.lost, report.flags, report.clocks, report.fired

    def rerun() -> None:
        for _ in drops:
            list(replay.run(timeline))

    found = [(timed(ask), timed(rerun)) for _ in range(5)]
    print("\nA hundred single-drop what-ifs of the Japanese dispute from Python (median of 5)")
    targets.hold("seconds", median(asked for asked, _ in found), WHATIFS, " s")
    targets.hold("ratio to a hundred replays of the base", median(asked / ran for asked, ran in found), 3)


def continuations(targets: Targets) -> None:
    """Continuations of the longest shipped dispute from its first decision, each beside a run of its program."""
    file = FILES / "japan-autos-1993-1995.yaml"
    base = Base(
        file.name, (file.read_text(encoding="utf-8"),), Specification(("continuations",), continuations=CONTINUED)
    )
    drawn = Continuations(base.plain)
    program = compile_timeline(base.timeline, base.plans[0])
    found: list[tuple[float, float, float]] = []
    for number in range(1, CONTINUED + 1):
        found.append(
            (
                timed(partial(drawn.draw, chance_of(1, "continuations", number))),
                timed(partial(rows_of, base, [number])),
                timed(lambda: Replay(program).finish()),
            )
        )
    print(f"\n{CONTINUED} continuations of the Japanese dispute (mean, preparation included)")
    draw, row, run = (sum(one[n] for one in found) for n in range(3))
    targets.hold("drawn and replayed / a run of the compiled program", draw / run, CONTINUATION)
    targets.hold("with its row of findings / a run", row / run, TOLD)
    print(f"         10,000 rows on two cores as busy as now: {row / CONTINUED * 10_000 / 2:.0f} s")
    targets.hold("share left to the definition", len(drawn.handed) / CONTINUED, 0.01)


def rows(targets: Targets) -> None:
    """Rows of a sweep with all their findings, each case computed once, beside the engine's run of the columns.

    What is prepared once for a dispute is prepared before; what is kept from case to case begins empty in each round.
    """
    print(
        "\nRows of a sweep of the Japanese dispute, milliseconds (median of 3); ratios to one execution inside a round"
    )
    path = FILES / "japan-autos-1993-1995.yaml"
    held = path.read_text(encoding="utf-8")

    def base(*over: str, **more: object) -> Base:
        made = Base(str(path), (held,), Specification(over, **more))
        rows_of(made, [0])
        return made

    line = replay.load(path)
    program, acts = compile_timeline(line, schedule(line)), len(line.events)
    names = ("execute", "drop", "draw", "drop in a draw", "10,000 drops", "drop, long way")
    found: dict[str, list[float]] = {name: [] for name in names}
    for _ in range(3):
        drops, pairs, draws = base("drops"), base("drops", pairs=True), base("dates")
        both = base("dates", "drops", draws=3)
        found["execute"].append(timed(lambda: Replay(program).finish(), 200))
        found["drop"].append(timed(partial(rows_of, drops, range(1, acts + 1))) / acts)
        found["draw"].append(timed(partial(rows_of, draws, range(1, 101))) / 100)
        found["drop in a draw"].append(timed(partial(rows_of, both, range(acts + 1, 4 * acts + 4))) / (3 * acts + 3))
        found["10,000 drops"].append(timed(partial(rows_of, pairs, range(1, 10_001))) / 10_000)
        found["drop, long way"].append(timed(partial(rows_of, drops, range(1, 11), whole=True)) / 10)
    for name, seconds in found.items():
        print(f"  {name}: {median(seconds) * 1e3:.3f}, {ratio(found, name, 'execute'):.2f} x execute")
    targets.hold("row of a single drop / execute", ratio(found, "drop", "execute"), ROW)
    targets.hold(
        "row of one of 10,000 drops, of acts and of pairs / execute", ratio(found, "10,000 drops", "execute"), ROW
    )
    targets.hold("10,000 drops", median(found["10,000 drops"]) * 10_000, DROPS, " s")
    targets.hold("row of a draw of the dates / execute", ratio(found, "draw", "execute"), DRAWN)


def command_line(targets: Targets) -> None:
    files = sorted(FILES.glob("*.yaml")) or [replay.example()]
    print("\nThe command line, whole processes (median of 7)")
    code = f"import sys, replay; print([name for name in {IMPORTS} if name in sys.modules])"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()
    targets.hold(f"of {', '.join(IMPORTS)}, loaded by `import replay`", 0 if loaded == "[]" else 1, 0)
    print(f"         python -c pass: {process('-c', 'pass'):.3f} s")
    targets.hold("replay --help", process("-m", "replay", "--help"), HELP, " s")
    for file in files:
        targets.hold(f"replay check {file.name}", process("-m", "replay", "check", str(file)), CHECK, " s")
        targets.hold(f"replay run {file.name}", process("-m", "replay", "run", str(file)), RUN, " s")
    for file, name in (("japan-autos", "no-agreement"), ("korea-autos", "named-in-1995")):
        path = str(FILES / "counterfactuals" / f"{file}.yaml")
        targets.hold(f"replay whatif {file}.yaml {name}", process("-m", "replay", "whatif", path, name), RUN, " s")


def figures(targets: Targets) -> None:
    """Figures and the report as whole commands, beside an empty Python and one that only loads what draws."""
    path = str(FILES / "japan-autos-1993-1995.yaml")
    calls: dict[str, tuple[tuple[str, ...], float]] = {
        "figure": (("figure", path), 0), "chart": (("chart", path), 0), "diagram": (("diagram", path), 0),
        **{f"theories {name}": (("theories", path, "--figure", name), 0) for name in ("value", "forecasts", "scores")},
        "compare": (("compare", path, str(FILES / "korea-autos-1995-1998.yaml")), 0),
        "report": (("report", path), REPORT),
    }  # fmt: skip
    print(
        "\nFigures of the Japanese dispute, whole processes (median of 3); multiples of empty Python and of its import"
    )
    with tempfile.TemporaryDirectory() as folder:
        for name, (call, most) in calls.items():
            runs = (
                [[]]
                if name == "report"
                else [["--format", "svg"], ["--format", "svg", "--format", "pdf", "--format", "png"]]
            )
            for forms in runs:
                rounds = [
                    [timed(partial(spawn, *one)) for one in (
                        ("-c", "pass"), ("-c", "import matplotlib.figure"),
                        ("-m", "replay", *call, "--out", folder, *forms),
                    )]
                    for _ in range(3)
                ]  # fmt: skip
                empty, loading = (median(took / found[n] for *found, took in rounds) for n in (0, 1))
                what = f"replay {name}{f', {len(forms) // 2} format' if forms else ''}{'s' if len(forms) > 2 else ''}"
                print(f"         {what}: {empty:.1f} x `pass`, {loading:.1f} x `import matplotlib.figure`")
                limit = most or (FIGURE if len(forms) == 2 else FIGURES)
                targets.hold(what, median(took for *_, took in rounds), limit, " s")


def corpora(events: int, targets: Targets) -> None:
    """A corpus end to end: read, sorted, measured, its tables and figures written."""
    dyads = max(events * 17 // 1000, 1)
    with tempfile.TemporaryDirectory() as folder:
        path, mapping = Path(folder) / "events.csv", Path(folder) / "events.map.yaml"
        path.write_text(table(events, dyads), encoding="utf-8")
        mapping.write_text(MAP, encoding="utf-8")
        call = ("corpus", str(path), "--map", str(mapping), "--workers", "2", "--figures", "--out", folder)
        start, most = perf_counter(), 0.0
        quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        run = subprocess.Popen([sys.executable, "-m", "replay", *call], **quiet)
        while run.poll() is None:
            most = max(most, held_by(run.pid))
            sleep(0.05)
        took = perf_counter() - start
        if run.returncode:
            sys.exit("the corpus was not measured")
    print(f"\nA corpus of {events:,} acts in {dyads:,} dyads, end to end on two workers")
    targets.hold("time", took, max(CORPUS * events / 1_000_000, CORPUS_LEAST), " s")
    if most:
        targets.hold("memory of all its processes together", most, CORPUS_BYTES, " MB")


def held_by(process: int) -> float:
    """Megabytes that a process and all that it has started hold now; 0 where the system does not say."""
    known: dict[int, list[str]] = {}
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it has ended meanwhile
            known[int(path.parent.name)] = path.read_text(encoding="utf-8").rpartition(")")[2].split()
    found = {process}
    while more := {one for one, stat in known.items() if int(stat[1]) in found} - found:
        found |= more
    return sum(int(known[one][21]) for one in found & known.keys()) * 4096 / 1e6


def process(*arguments: str) -> float:
    call = partial(spawn, *arguments)
    call()
    return median(timed(call) for _ in range(7))


def spawn(*arguments: str) -> None:
    subprocess.run([sys.executable, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=True)


if __name__ == "__main__":
    main()
