"""Many redrawn replays summed up: how often each clock ends in which way, and how often rules bring which act about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from statistics import fmean

from replay.codebook import Act
from replay.engine import run
from replay.timeline import Timeline
from replay.trace import Kind, Trace

__all__ = ["Redraws", "redraws"]


@dataclass(frozen=True)
class Redraws:
    """What came of redrawn replays.

    Attributes
    ----------
    base : Trace
    count : int
    outcomes : Mapping[str, Mapping[str, int]]
        For each clock, in the order of setting in the base: how many replays end it in which way; "never set" too.
    emitted : Mapping[str, int]
        For each act by rule: in how many replays it comes; most often first, then by id.
    imposed : int
        Replays in which sanctions are imposed by rule.
    worth : float
        Mean worth in USD of the sanctions that rules impose, over all replays.
    """

    base: Trace
    count: int
    outcomes: Mapping[str, Mapping[str, int]]
    emitted: Mapping[str, int]
    imposed: int
    worth: float


def redraws(base: Trace, drawn: Iterable[Timeline]) -> Redraws:
    """Replay redrawn timelines and count.

    Examples
    --------
    >>> import replay
    >>> from replay.edits import redraw_times
    >>> timeline = replay.load(replay.example())
    >>> found = redraws(replay.run(timeline), redraw_times(timeline, 20, seed=1, spread=20))
    >>> sum(found.outcomes["sanctions"].values()), found.count
    (20, 20)
    """
    names = [clock.id for clock in base.clocks()]
    ends: dict[str, Counter[str]] = {name: Counter() for name in names}
    emitted: Counter[str] = Counter()
    imposed, worths = 0, []
    for timeline in drawn:
        trace = run(timeline)
        seen = {clock.id: clock.outcome.value for clock in trace.clocks()}
        for name in dict.fromkeys((*ends, *seen)):
            ends.setdefault(name, Counter())[seen.get(name, "never set")] += 1
        acts = trace.select(Kind.CONSEQUENCE, Kind.REACTION)
        emitted.update({entry.event or "" for entry in acts})
        imposed += any(entry.act is Act.IMPOSE_SANCTIONS for entry in acts)
        worths.append(sum(_dollars(timeline, e.event or "") for e in acts if e.act is Act.IMPOSE_SANCTIONS))
    order = sorted(emitted.items(), key=lambda item: (-item[1], item[0]))
    return Redraws(base, len(worths), ends, dict(order), imposed, fmean(worths) if worths else 0.0)


def _dollars(timeline: Timeline, name: str) -> float:
    worth = timeline.by_rule[name].worth
    return worth.amount if worth and worth.unit == "USD" else 0.0
