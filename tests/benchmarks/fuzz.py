"""Meet the program with damaged, odd and hostile inputs, and count what becomes of them.

Run ``python tests/benchmarks/fuzz.py --inputs 100000 --seed 1 --jobs 2``. Each input follows from seed and number
alone; ``--only N`` judges one again. A sample is judged a second time in another process, with another order of
hashes, and must give the same texts. Distinct failures are printed once, each with its first input kept under --keep.
"""

from __future__ import annotations

import argparse
import faulthandler
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterable, Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import partial
from multiprocessing import get_context
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from fuzz_judge import ACCEPTED, CHEAP, FAILED, PICTURES, REFUSED, Judgement, judged
from fuzzing import KINDS_OF_INPUT, Input, fuzzed

SHARES = (20, 15, 20, 15, 8, 8, 14)
"""Of a hundred inputs, how many are of each kind."""
SECONDS = 10.0
_CHUNK = 250


def made(seed: int, number: int) -> tuple[str, Input, random.Random]:
    """The input of a number, its kind, and the chance that goes on from it."""
    chance = random.Random(f"{seed}:{number}")
    kind = chance.choices(list(KINDS_OF_INPUT), SHARES)[0]
    return kind, fuzzed(kind, chance), chance


def judge(seed: int, number: int) -> tuple[str, Judgement]:
    """Judge one input in a folder of its own."""
    kind, given, chance = made(seed, number)
    back = Path.cwd()
    with tempfile.TemporaryDirectory() as folder:
        inner = Path(folder) / "a" / "b"
        inner.mkdir(parents=True)
        os.chdir(inner)
        faulthandler.dump_traceback_later(6 * SECONDS, exit=True)  # where not even a signal is heard
        try:
            calls = chance.sample(CHEAP, 2) if chance.random() < 0.2 else []
            calls += [chance.choice(PICTURES)] if chance.random() < 0.03 else []
            found = judged(given, calls, SECONDS)
        finally:
            faulthandler.cancel_dump_traceback_later()
            os.chdir(back)
    return kind, found


def several(seed: int, numbers: Sequence[int]) -> list[tuple[int, str, Judgement]]:
    """Judge a chunk of inputs."""
    return [(number, *judge(seed, number)) for number in numbers]


def pooled(seed: int, numbers: Sequence[int], jobs: int) -> Iterable[tuple[int, str, Judgement]]:
    """Judge inputs in other processes, each with an order of hashes of its own."""
    chunks = [numbers[at : at + _CHUNK] for at in range(0, len(numbers), _CHUNK)]
    with ProcessPoolExecutor(jobs, mp_context=get_context("spawn")) as pool:
        for found in pool.map(partial(several, seed), chunks):
            yield from found


def kept(folder: Path, seed: int, number: int, found: Judgement) -> Path:
    """Keep an input with what became of it."""
    _, given, _ = made(seed, number)
    place = folder / str(number)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    for name, data in given.files.items():
        (place / name).write_bytes(data)
    said = f"{' '.join(map(ascii, given.words))}\n" if given.words else ""
    (place / "FAILURE.txt").write_text(f"{said}{found.failure}\n\n{found.detail}", "utf-8", "backslashreplace")
    return place


def main() -> int:
    """Judge the inputs that are asked for; 1 if there is a failure."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--inputs", type=int, default=1000)
    parser.add_argument("--first", type=int, default=0, help="number of the first input")
    parser.add_argument("--only", type=int, help="judge the input of this number alone")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--jobs", type=int, default=os.cpu_count() or 1)
    parser.add_argument("--keep", type=Path, default=Path(tempfile.gettempdir()) / "replay-fuzz")
    asked = parser.parse_args()
    if asked.only is not None:
        kind, found = judge(asked.seed, asked.only)
        print(
            kind, found.outcome, found.failure, found.detail, kept(asked.keep, asked.seed, asked.only, found), sep="\n"
        )
        return found.outcome == FAILED
    start = time.perf_counter()
    counts: Counter[tuple[str, str]] = Counter()
    failures: dict[str, list[int]] = {}
    first: dict[str, Judgement] = {}
    digests: dict[int, tuple[str, str]] = {}
    numbers = range(asked.first, asked.first + asked.inputs)
    for number, kind, found in pooled(asked.seed, numbers, asked.jobs):
        counts[kind, found.outcome] += 1
        if found.outcome == FAILED:
            failures.setdefault(found.failure, []).append(number)
            first.setdefault(found.failure, found)
        elif number % 40 == 7:
            digests[number] = found.outcome, found.digest
    for number, kind, found in pooled(asked.seed, list(digests), asked.jobs):
        if (found.outcome, found.digest) != digests[number]:
            counts[kind, "another on a second run"] += 1
            failures.setdefault(f"{kind}: another on a second run", []).append(number)
            first.setdefault(f"{kind}: another on a second run", found)
    outcomes = (ACCEPTED, REFUSED, FAILED, "another on a second run")
    print(f"{'':24}" + "".join(f"{outcome:>25}" for outcome in outcomes))
    for kind in KINDS_OF_INPUT:
        print(f"{kind:24}" + "".join(f"{counts[kind, outcome]:>25,}" for outcome in outcomes))
    totals = (sum(count for (_, outcome), count in counts.items() if outcome == one) for one in outcomes)
    print(f"{'all':24}" + "".join(f"{total:>25,}" for total in totals))
    seconds = time.perf_counter() - start
    print(f"{asked.inputs:,} inputs of seed {asked.seed}, {len(digests):,} of them twice, in {seconds:.0f} s.")
    for failure, seen in sorted(failures.items(), key=lambda item: -len(item[1])):
        print(f"{len(seen):>6} x {failure}: {kept(asked.keep, asked.seed, seen[0], first[failure])}")
    print(f"{len(failures)} distinct failures.")
    return bool(failures)


if __name__ == "__main__":
    raise SystemExit(main())
