"""Benchmark of the engine and of the commands: ``make bench``, or ``--quick`` for the small sizes only.

Four ways to write the engine run the same seeded workload (`workload`) and must give the same rows; then each
round times all four in rotated order, and a ratio is taken inside a round. Printed are medians over the
rounds. Exit code 1 if a target is missed. Single times wander with the machine; only ratios carry over.
"""

from __future__ import annotations

import gc
import hashlib
import json
import math
import platform
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median

sys.path.insert(0, str(Path(__file__).parent))

from contestants import CONTESTANTS
from workload import make, program, rows

from replay.engine import execute

ROOT = Path(__file__).resolve().parent.parent.parent
ROUNDS = {100: 41, 10_000: 11, 1_000_000: 5}
LIMITS = {100: 2.5, 10_000: 1.5, 1_000_000: 1.5}
TIMES = {("replay", "--help"): 0.15, ("replay", "check"): 0.5, ("replay", "run"): 1.0}

Runner = Callable[[], object]


def runners(count: int) -> dict[str, Runner]:
    """Prepare the input of each contestant and prove that all give the same rows."""
    work = make(count)
    ours, theirs = program(work), rows(work)
    found: dict[str, Runner] = {"ours": lambda: execute(ours)}
    for name, run in CONTESTANTS.items():
        found[name] = lambda run=run: run(theirs, work.parties, work.lapses, work.horizon)
    digests = {"ours": _digest(execute(ours)._rows)}
    digests |= {name: _digest(run()) for name, run in found.items() if name != "ours"}
    if len(set(digests.values())) != 1:
        raise SystemExit(f"the contestants disagree at {count} events: {digests}")
    return found


def _digest(columns: object) -> str:
    return hashlib.sha256(bytes(memoryview(columns))).hexdigest()[:16]  # type: ignore[arg-type]


def measure(count: int) -> dict[str, list[float]]:
    """Seconds of each contestant in each round, order rotated from round to round."""
    found = runners(count)
    names = list(found)
    times: dict[str, list[float]] = {name: [] for name in names}
    repeats = max(1, 2000 // count)
    for turn in range(ROUNDS[count]):
        for name in names[turn % len(names) :] + names[: turn % len(names)]:
            gc.collect()
            start = time.perf_counter()
            for _ in range(repeats):
                found[name]()
            times[name].append((time.perf_counter() - start) / repeats)
    return times


def ratio(times: dict[str, list[float]], one: str, other: str) -> float:
    """Median over the rounds of the ratio inside a round."""
    return median(a / b for a, b in zip(times[one], times[other], strict=True))


def engine(sizes: list[int]) -> bool:
    """Print the table of the engine; True if every target is met."""
    good, per_event = True, {}
    print(f"{'events':>9} {'us/event':>9} {'ours/b':>7} {'ours/a':>7} {'ours/d':>7} {'b/d':>6}  target")
    for count in sizes:
        times = measure(count)
        ours = median(times["ours"])
        per_event[count] = ours
        by_b, by_a = ratio(times, "ours", "b"), ratio(times, "ours", "a")
        met = by_b <= LIMITS[count] and by_a < 1
        good &= met
        print(
            f"{count:>9} {ours / count * 1e6:>9.2f} {by_b:>7.2f} {by_a:>7.2f} {ratio(times, 'ours', 'd'):>7.2f} "
            f"{ratio(times, 'b', 'd'):>6.2f}  ours/b <= {LIMITS[count]}, ours/a < 1: {'met' if met else 'MISSED'}"
        )
    if 1_000_000 in per_event:
        slope = math.log(per_event[1_000_000] / per_event[10_000]) / math.log(100)
        good &= slope <= 1.2
        print(f"log-log slope 1e4 to 1e6: {slope:.3f} (target <= 1.2)")
    size = max(sizes)
    trace = execute(program(make(size)))
    kept = sum(sys.getsizeof(column) for column in (trace._rows, trace._ends, trace._causes)) / len(trace)
    good &= kept <= 200
    print(f"memory kept a trace entry at {size} events: {kept:.0f} bytes (target <= 200)")
    return good


def commands() -> bool:
    """Print the times of whole commands; True if every target is met."""
    files = sorted((ROOT / "timelines").glob("*.yaml"))
    cases = {("replay", "--help"): [["--help"]]}
    cases[("replay", "check")] = [["check", str(path)] for path in files]
    cases[("replay", "run")] = [["run", str(path)] for path in files]
    good = True
    for key, variants in cases.items():
        for arguments in variants:
            spent = []
            for _ in range(7):
                start = time.perf_counter()
                subprocess.run([sys.executable, "-m", "replay", *arguments], check=True, capture_output=True)
                spent.append(time.perf_counter() - start)
            met = median(spent) < TIMES[key]
            good &= met
            shown = " ".join(["replay", *(Path(part).name for part in arguments)])
            print(f"{shown:<48} {median(spent):.3f} s (target < {TIMES[key]} s: {'met' if met else 'MISSED'})")
    heavy = {"matplotlib", "pandas", "networkx"}
    code = f"import sys, json, replay; print(json.dumps(sorted({heavy} & set(sys.modules))))"
    loaded = json.loads(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True).stdout)
    print(f"import replay loads of matplotlib, pandas, networkx: {loaded or 'none'}")
    return good and not loaded


def main() -> None:
    """Run everything."""
    print(f"{platform.python_implementation()} {platform.python_version()}, {platform.machine()}, {platform.system()}")
    sizes = [100, 10_000] if "--quick" in sys.argv else [100, 10_000, 1_000_000]
    good = engine(sizes)
    good &= commands()
    raise SystemExit(0 if good else 1)


if __name__ == "__main__":
    main()
