"""Replay coded international disputes in calendar time.

    import replay
    timeline = replay.load("timelines/japan-autos-1993-1995.yaml")
    trace = replay.run(timeline)
    trace.to_frame()
    replay.graph(trace)

The names below are the public interface; each loads what it needs when it is first used.
"""

from __future__ import annotations

from importlib import import_module

TYPE_CHECKING = False  # as of `typing`, which takes long to load: Ctrl-C is heard after it only
if TYPE_CHECKING:
    from typing import Any

    from replay.counterfactuals import whatif
    from replay.counterfactuals.editfile import load_edits
    from replay.counterfactuals.edits import apply
    from replay.engine import play, run
    from replay.engine.conformance import conformance
    from replay.engine.trace import Entry, Trace
    from replay.ensemble import sweep
    from replay.errors import Problem, ReplayError, TimelineError
    from replay.escalation import graph, ledger, measures
    from replay.files import example, inspect, load
    from replay.timeline import Timeline

__all__ = [
    "Entry", "Problem", "ReplayError", "Timeline", "TimelineError", "Trace", "apply",
    "conformance", "example", "graph", "inspect", "ledger", "load", "load_edits", "measures", "play", "run", "sweep",
    "whatif",
]  # fmt: skip

_HOMES = {
    "replay.counterfactuals": ("whatif",),
    "replay.counterfactuals.editfile": ("load_edits",),
    "replay.counterfactuals.edits": ("apply",),
    "replay.engine": ("play", "run"),
    "replay.engine.conformance": ("conformance",),
    "replay.engine.trace": ("Entry", "Trace"),
    "replay.ensemble": ("sweep",),
    "replay.errors": ("Problem", "ReplayError", "TimelineError"),
    "replay.escalation": ("graph", "ledger", "measures"),
    "replay.files": ("example", "inspect", "load"),
    "replay.timeline": ("Timeline",),
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version  # slow to load, and seldom asked for

        return version("dispute-replay")
    home = next((module for module, names in _HOMES.items() if name in names), None)
    if home is None:
        raise AttributeError(f"module 'replay' has no attribute {name!r}")
    return globals().setdefault(name, getattr(import_module(home), name))


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
