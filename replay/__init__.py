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
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from replay.counterfactuals import whatif
    from replay.counterfactuals.editfile import load_edits
    from replay.counterfactuals.edits import apply
    from replay.engine import play, run
    from replay.engine.conformance import conformance
    from replay.engine.trace import Entry, Trace
    from replay.errors import Problem, ReplayError, TimelineError
    from replay.escalation import graph, measures
    from replay.files import example, inspect, load
    from replay.timeline import Timeline

__all__ = [
    "Entry", "Problem", "ReplayError", "Timeline", "TimelineError", "Trace", "apply",
    "conformance", "example", "graph", "inspect", "load", "load_edits", "measures", "play", "run", "whatif",
]  # fmt: skip

_HOMES = {
    "Entry": ("replay.engine.trace", "Entry"),
    "Problem": ("replay.errors", "Problem"),
    "ReplayError": ("replay.errors", "ReplayError"),
    "Timeline": ("replay.timeline", "Timeline"),
    "TimelineError": ("replay.errors", "TimelineError"),
    "Trace": ("replay.engine.trace", "Trace"),
    "apply": ("replay.counterfactuals.edits", "apply"),
    "conformance": ("replay.engine.conformance", "conformance"),
    "example": ("replay.files", "example"),
    "graph": ("replay.escalation", "graph"),
    "inspect": ("replay.files", "inspect"),
    "load": ("replay.files", "load"),
    "load_edits": ("replay.counterfactuals.editfile", "load_edits"),
    "measures": ("replay.escalation", "measures"),
    "play": ("replay.engine", "play"),
    "run": ("replay.engine", "run"),
    "whatif": ("replay.counterfactuals", "whatif"),
}


def __getattr__(name: str) -> Any:
    if name == "__version__":
        from importlib.metadata import version  # slow to load, and seldom asked for

        return version("replay")
    if name not in _HOMES:
        raise AttributeError(f"module 'replay' has no attribute {name!r}")
    module, attribute = _HOMES[name]
    return globals().setdefault(name, getattr(import_module(module), attribute))


def __dir__() -> list[str]:
    return sorted([*__all__, "__version__"])
