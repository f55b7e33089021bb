"""Lists for relational event models: who did what to whom, when; for goldfish and remify in R."""

from __future__ import annotations

from collections.abc import Iterator

from replay.dates import day as parse_day
from replay.dates import iso
from replay.engine.trace import ENDS, STARTS, Trace
from replay.exchange.acts import Told, acts
from replay.text.tabletext import csv_lines
from replay.timeline import WORLD, Timeline, members

__all__ = ["goldfish", "remify", "without_pair"]

_ORIGIN = parse_day("1970-01-01")
_MORE = ("day_in_replay", "day_is", "date_as_coded", "id")


def goldfish(trace: Trace) -> dict[str, str]:
    """Return lists for goldfish, by the end of their names: events, clocks, and nodes.

    `time` is a number of days from 1970-01-01, as R counts dates. An act is a row for each pair of parties, and adds 1
    to what its sender has done to its receiver. Of clocks, `replace` is how many run that the sender has set for the
    receiver, from that day on.

    Examples
    --------
    >>> import replay
    >>> print(goldfish(replay.run(replay.load(replay.example())))["events.csv"].splitlines()[1])
    9531,US,KR,1,demand,5,1996-02-05,coded,1996-02-05,demand
    """
    rows = [
        (_time(one.entry.day), *pair, 1, one.act.value, one.act.rung, *_more(one))
        for one in acts(trace) for pair in one.pairs
    ]  # fmt: skip
    nodes = [(name, "TRUE", *more) for name, *more in _nodes(trace.coded("list parties"))]
    return {
        "events.csv": csv_lines(("time", "sender", "receiver", "increment", "act", "rung", *_MORE), rows),
        "clocks.csv": csv_lines(("time", "sender", "receiver", "replace", "day_in_replay", "clocks"), _clocks(trace)),
        "nodes.csv": csv_lines(("label", "present", "name", "side", "of"), nodes),
    }


def remify(trace: Trace) -> dict[str, str]:
    """Return lists for remify, by the end of their names: events and nodes.

    `time` is a number of days from 1970-01-01, `type` the act, `weight` its rung on the ladder, 0 for none.

    Examples
    --------
    >>> import replay
    >>> print(remify(replay.run(replay.load(replay.example())))["events.csv"].splitlines()[1])
    9531,US,KR,demand,5,1996-02-05,coded,1996-02-05,demand
    """
    rows = [
        (_time(one.entry.day), *pair, one.act.value, one.act.rung, *_more(one))
        for one in acts(trace) for pair in one.pairs
    ]  # fmt: skip
    return {
        "events.csv": csv_lines(("time", "actor1", "actor2", "type", "weight", *_MORE), rows),
        "nodes.csv": csv_lines(("actor", "name", "side", "of"), _nodes(trace.coded("list parties"))),
    }


def without_pair(trace: Trace) -> tuple[str, ...]:
    """Return the acts that such lists cannot hold: of nobody, towards nobody, or towards the party itself.

    >>> import replay
    >>> without_pair(replay.run(replay.load(replay.example())))
    ()
    """
    return tuple(one.id for one in acts(trace) if not one.pairs)


def _time(day: int) -> int:
    return day - _ORIGIN


def _more(one: Told) -> tuple[str, str, str, str]:
    return one.day, one.day_is, one.coded, one.id


def _nodes(timeline: Timeline) -> Iterator[tuple[str, str, str | None, str | None]]:
    for name, party in timeline.parties.items():
        if name != WORLD:
            yield name, party.name, timeline.side(name), party.of


def _clocks(trace: Trace) -> list[tuple[object, ...]]:
    """How many clocks run between two parties, from each day on which that changes, and which."""
    lives = {life.id: life for life in trace.clocks()}
    running: dict[str, None] = {}
    found: dict[tuple[int, str, str], tuple[int, str]] = {}
    for entry in trace:
        if entry.clock is None or not (entry.kind in STARTS or entry.kind in ENDS):
            continue
        if entry.kind in STARTS:
            running[entry.clock] = None
        else:
            running.pop(entry.clock, None)
        life = lives[entry.clock]
        for sender in members(life.holder):
            for receiver in members(life.target):
                if sender != receiver and WORLD not in (sender, receiver):
                    here = [
                        name for name in running
                        if sender in members(lives[name].holder) and receiver in members(lives[name].target)
                    ]  # fmt: skip
                    found[entry.day, sender, receiver] = len(here), " ".join(here)
    return [(_time(day), one, other, n, iso(day), names) for (day, one, other), (n, names) in found.items()]
