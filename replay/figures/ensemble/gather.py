"""What the figures of ensembles show, gathered from the answers of a sweep."""

from __future__ import annotations

from collections.abc import Sequence
from math import prod

from replay.codebook import SWITCHES, Act, ClockKind, Outcome
from replay.dates import day as parse_day
from replay.engine.days import Days, worded
from replay.engine.trace import ACTED, Trace
from replay.ensemble.answers.fans import ClockFan
from replay.ensemble.answers.fans import Fan as Continuations
from replay.ensemble.answers.model import ModelProof
from replay.ensemble.answers.weights import Weights as Found
from replay.ensemble.specification import Specification
from replay.errors import NothingCodedError
from replay.figures.ensemble.curve import Curve, Point, groups
from replay.figures.ensemble.fan import Fan, Lane, Recorded, Step
from replay.figures.ensemble.weights import Change, Weight, Weights
from replay.text.words import spaced
from replay.timeline import Timeline

__all__ = ["curve_of", "fan_of", "weights_of"]

_THEORIES = ("prospect", "uniform", "frequencies", "persistence")
_MOST = 8
"""Clocks that a fan shows: those that end otherwise than in the record most often."""
_OUTCOMES = ("sanctions", "settlement", "spiral")


def curve_of(found: ModelProof, title: str) -> Curve:
    """Return the specification curve of prospect theory against the baselines and persistence.

    Raises
    ------
    NothingCodedError
        If no specification has these scores.
    """
    rows = groups()
    points = tuple(
        Point(
            tuple(one.scores[name] for name in _THEORIES),
            tuple(one.settings.get(row.name, row.default) for row in rows),
        )
        for one in found.curve if {*_THEORIES} <= {*one.scores}
    )  # fmt: skip
    if not points:
        raise NothingCodedError("decision", "score under every specification")
    ways = prod(len(switch.settings) for name, switch in SWITCHES.items() if name != "nodes")
    return Curve(title, _THEORIES, rows, points, ways, found.question, sum(one.n for one in found.others))


def weights_of(found: Found, trace: Trace) -> Weights:
    """Return what leaving out each act changes; the intervals only where dates were drawn."""
    line, days = trace.coded("draw the weights of acts"), Days(trace, worded)
    first = {entry.event: entry for entry in trace.select(*ACTED)}
    drawn = found.draws > 1
    by = {(one.act, one.outcome): one for one in found.weights}
    kept = tuple(next((one.kept for one in found.weights if one.outcome == name), 0.0) for name in _OUTCOMES)

    def change(act: str, outcome: str) -> Change | None:
        one = by.get((act, outcome))
        if one is None:
            return None
        return Change(one.change, min(one.low, one.change), max(one.high, one.change)) if drawn else Change(one.change)

    acts = tuple(
        Weight(
            name, line.by_id[name].label or line.by_id[name].summary,
            days.of(first[name]) if name in first else "", tuple(change(name, outcome) for outcome in _OUTCOMES),
        )
        for name in dict.fromkeys(one.act for one in found.weights)
    )  # fmt: skip
    interval = "95 % interval of the paired difference (Newcombe)" if drawn else ""
    return Weights(line.title, _OUTCOMES, kept, acts, found.draws if drawn else 0, interval)


def fan_of(found: Continuations, asked: Specification, trace: Trace) -> Fan:
    """Return the shares of the continuations over time, with what the record has.

    Raises
    ------
    NothingCodedError
        If nothing changes in any continuation.
    """
    line, days = trace.coded("draw continuations"), Days(trace, worded)
    steps = []
    for point in found.points:
        settled, both, imposed, neither = point.counts
        total = max(settled + both + imposed + neither, 1)
        steps.append(Step(parse_day(point.day), (settled + both) / total, imposed / total))
    if not steps:
        raise NothingCodedError("ending", "draw over time")
    ends = [entry for entry in trace.select(*ACTED) if entry.act in (Act.SETTLE, Act.IMPOSE_SANCTIONS)]
    record = tuple(
        Recorded(entry.day, event.label or event.summary, days.of(entry))
        for entry in ends if (event := line.by_id.get(entry.event or "")) is not None
    )  # fmt: skip
    since = worded(parse_day(asked.since)) if asked.since else "the first decision"
    until = max(steps[-1].day, line.period.latest or 0, *(one.day for one in record))
    clocks = [*found.clocks]
    while len(clocks) > _MOST:
        clocks.remove(min(reversed(clocks), key=lambda one: _otherwise(one, found.n)))
    begin = parse_day(asked.since) if asked.since else 0
    lanes, left = tuple(_lane(one, found.n, line, begin) for one in clocks), len(found.clocks) - len(clocks)
    return Fan(line.title, asked.theory, since, found.n, _by_day(steps), until, record, lanes, left)


def _otherwise(one: ClockFan, n: int) -> int:
    """In how many of n continuations a clock does not end as in the record."""
    total = dict(zip(one.ends, one.days[-1][1], strict=True)) if one.days else {}
    end, on = one.record
    return n - (total.get(end, 0) if on else n - sum(total.values()))


def _lane(one: ClockFan, n: int, line: Timeline, begin: int) -> Lane:
    """A clock: the shares that have run out, by day, and that acts have ended; what it is called; and the record.

    What came before the day on which the fan begins stands at that day.
    """
    out = {end.value for kind in ClockKind for end in kind.run_out}
    steps: dict[int, tuple[float, float]] = {}
    for day, counts in one.days:
        ran = sum(count for end, count in zip(one.ends, counts, strict=True) if end in out)
        steps[max(parse_day(day), begin)] = ran / n, (sum(counts) - ran) / n
    end, on = one.record
    clock = line.clocks.get(one.clock)
    said = Outcome(end).words if on else ""
    name = (clock.label if clock else "") or spaced(one.clock)
    own = parse_day(on) if on and parse_day(on) >= begin else None
    return Lane(name, tuple((day, *shares) for day, shares in steps.items()), own, said)


def _by_day(steps: Sequence[Step]) -> tuple[Step, ...]:
    """One step for each day, the last that holds at its end."""
    return tuple({step.day: step for step in steps}.values())
