"""One measurement in a process of its own: ``python loading.py FILE WHAT COLLECTOR``.

WHAT is `compose` (YAML to nodes in C), `load` (which checks too), `check` (of what is loaded) or `all` (loaded,
checked, replayed); COLLECTOR is `on`, as Python has it, or `off` for the garbage collector. Printed are the seconds
of processor time that this took, after the example was loaded once, and the highest memory of the process in MB.
"""

from __future__ import annotations

import gc
import resource
import sys
from pathlib import Path
from time import process_time

import yaml

import replay
from replay.timeline.checks import check


def main(path: str, what: str, collector: str) -> None:
    text = Path(path).read_text(encoding="utf-8")
    replay.run(replay.load(replay.example()))
    timeline = replay.load(path).with_clocks(lambda clock: clock) if what == "check" else None  # nothing is known of it
    if collector == "off":
        gc.disable()
    begin = process_time()
    if what == "compose":
        kept: object = yaml.compose(text, Loader=yaml.CSafeLoader)
    elif what == "check":
        assert timeline is not None
        kept = check(timeline)
        assert not kept
    else:
        kept = loaded = replay.load(path)
        if what == "all":
            kept = replay.run(loaded)
    seconds = process_time() - begin
    highest = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024 if sys.platform != "darwin" else 1024**2)
    print(seconds, highest, kept is not None)


if __name__ == "__main__":
    main(*sys.argv[1:])
