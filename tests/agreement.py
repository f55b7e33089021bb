"""How far two independent codings of one dispute agree, event by event, clock by clock, reading by reading.

A matches file (CSV with the header ``a,b,settled``) says what belongs together: each row holds the ids of
one happening, clock or reading in coding A, in coding B and in the settled file, empty where one lacks it.
One that is split in one of the codings stands in several rows.
"""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import replay
from replay.dates import When
from replay.timeline import Event, Timeline
from replay.timeline.schedule import spans

Match = tuple[str, str, str]


def read_matches(path: Path) -> list[Match]:
    """Read a matches file."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    if rows[0] != ["a", "b", "settled"]:
        raise ValueError(f"{path}: header {rows[0]}; expected a,b,settled")
    return [(a, b, settled) for a, b, settled in rows[1:]]


def kappa(pairs: Sequence[tuple[Any, Any]]) -> float:
    """Cohen's kappa of pairs of categories: agreement beyond what the marginals bring about by chance."""
    n = len(pairs)
    first, second = Counter(a for a, _ in pairs), Counter(b for _, b in pairs)
    observed = sum(a == b for a, b in pairs) / n
    expected = sum(first[name] * second[name] for name in first) / n**2
    return (observed - expected) / (1 - expected)


def agreement(a: Timeline, b: Timeline, matches: Sequence[Match]) -> dict[str, Any]:
    """Compare two codings along the matches.

    Returns
    -------
    dict
        Counts (``events_a``, ``events_b``, ``pairs``, ``only_a``, ``only_b``, ``clocks``, ``clocks_same``,
        ``readings``, ``readings_same``, ``readings_near``), shares of the pairs from 0 to 1 (``dates``,
        ``actors``, ``acts``), ``kappa`` of the acts and ``rungs``, the mean absolute difference of rungs.
        A reading without a level agrees only with another without one.
    """
    pairs = [(a.by_id[x], b.by_id[y]) for x, y, _ in matches if x in a.by_id and y in b.by_id]
    clocks = [(x, y) for x, y, _ in matches if x in a.clocks and y in b.clocks]
    levels_a, levels_b = ({reading.id: reading.level for reading in t.readings} for t in (a, b))
    levels = [(levels_a[x], levels_b[y]) for x, y, _ in matches if x in levels_a and y in levels_b]
    due_a, due_b = _dues(a), _dues(b)
    bounds_a, bounds_b = _bounds(a), _bounds(b)
    n = len(pairs)
    return {
        "events_a": len(a.events),
        "events_b": len(b.events),
        "pairs": n,
        "only_a": len({event.id for event in a.events} - {x.id for x, _ in pairs}),
        "only_b": len({event.id for event in b.events} - {y.id for _, y in pairs}),
        "dates": sum(_overlap(bounds_a[x.id], bounds_b[y.id]) for x, y in pairs) / n,
        "actors": sum(x.actor == y.actor for x, y in pairs) / n,
        "acts": sum(x.act is y.act for x, y in pairs) / n,
        "kappa": kappa([(x.act, y.act) for x, y in pairs]),
        "rungs": sum(abs(x.act.rung - y.act.rung) for x, y in pairs) / n,
        "clocks": len(clocks),
        "clocks_same": sum(due_a[x] == due_b[y] for x, y in clocks),
        "readings": len(levels),
        "readings_same": sum(x == y for x, y in levels),
        "readings_near": sum(
            x == y or (x is not None and y is not None and abs(x.position - y.position) <= 1) for x, y in levels
        ),
    }


def sentences(found: dict[str, Any]) -> str:
    """Put the result of `agreement` into the words in which the head note of the settled file has to give it."""
    return (
        f"Coding A has {found['events_a']} events and coding B {found['events_b']}. They meet in {found['pairs']} "
        f"pairs of events that stand for the same happening, in whole or in part; {found['only_a']} events of A and "
        f"{found['only_b']} of B have no counterpart. Of the pairs, {found['dates']:.0%} have dates that overlap, "
        f"{found['actors']:.0%} the "
        f"same actor and {found['acts']:.0%} the same act (Cohen's kappa for the act {found['kappa']:.2f}); the rungs "
        f"differ by {found['rungs']:.2f} on average. Of {found['clocks']} clocks in both codings "
        f"{found['clocks_same']} were due on the same day; of {found['readings']} readings in both "
        f"{found['readings_same']} agree on the level, or on giving none, and "
        f"{found['readings_near']} within one level."
    )


def _dues(timeline: Timeline) -> dict[str, int | None]:
    """First due day of each clock in the replay."""
    return {history.id: history.dues[0][1] for history in replay.run(timeline).clocks()}


def _bounds(timeline: Timeline) -> dict[str, tuple[int, int]]:
    """First and last possible day of each event as written; a relative date, and an open end, as the rules bound it."""
    narrowed = spans(timeline)
    return {event.id: _written(event, narrowed[event.id]) for event in timeline.events}


def _written(event: Event, narrowed: tuple[int, int]) -> tuple[int, int]:
    if isinstance(event.date, When) and event.date.earliest is not None and event.date.latest is not None:
        return event.date.earliest, event.date.latest
    return narrowed


def _overlap(x: tuple[int, int], y: tuple[int, int]) -> bool:
    return x[0] <= y[1] and y[0] <= x[1]
