"""The verbs of event-history work: cut and continue, and redraw times."""

from __future__ import annotations

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace

from replay.counterfactuals.edits.apply import apply
from replay.counterfactuals.edits.dues import latest_days
from replay.counterfactuals.edits.kinds import Cut
from replay.dates import Relative, reach
from replay.dates import day as parse_day
from replay.timeline import Timeline
from replay.timeline.schedule import premises, schedule, settling_order, spans

__all__ = ["cut_after", "redraw_times"]


def cut_after(timeline: Timeline, date: str | int, keep: Iterable[str] = (), *, dates: str = "middle") -> Timeline:
    """Cut a timeline after a day, included, and let clocks and commitments run on by themselves.

    Parameters
    ----------
    date : str or int
        ISO date, or day: the last that stays as recorded.
    keep : iterable of str
        Ids of later events that happen all the same, such as shocks from outside.

    Raises
    ------
    EditError
        If `keep` names an event that does not exist.

    Examples
    --------
    >>> import replay
    >>> trace = replay.run(cut_after(replay.load(replay.example()), "1996-03-20"))
    >>> [entry.event for entry in trace][-2:]
    ['sanctions/lapse', 'wto-threat/reply-1']
    """
    day = parse_day(date) if isinstance(date, str) else date
    return apply(timeline, [Cut(day, tuple(keep))], dates=dates)


def redraw_times(
    timeline: Timeline, count: int, seed: int, *, spread: int | None = None, dates: str = "middle"
) -> Iterator[Timeline]:
    """Yield timelines with the same acts on other days.

    Each event is drawn anew, in an order that respects premises: uniformly from its bounds as coded and narrowed, or
    with a `spread` uniformly from so many days before its day to so many after. What it needs or answers holds it
    back, and dates relative to an event follow it. Fixed due dates stay: what sets such a clock is drawn from the days
    before, what moves one from the days up to the new due date, and what these need or answer comes no later. Clocks,
    lapses and commitments then run by themselves.

    A due date counted from another event can still come too early, as `overdue` tells; `replay.branches.redraws` leaves
    such a draw out and counts it.

    Parameters
    ----------
    count : int
        How many timelines.
    seed : int
        The same seed gives the same timelines, on every machine.
    spread : int, optional
        Days; None for the coded bounds.

    Examples
    --------
    >>> import replay
    >>> drawn = [t.pins["settlement"] for t in redraw_times(replay.load(replay.example()), 3, seed=1)]
    >>> len(drawn), min(drawn) >= replay.load(replay.example()).by_id["settlement"].date.earliest
    (3, True)
    """
    base = schedule(timeline, dates)
    bounds = {name: (day - spread, day + spread) for name, day in base.days.items()} if spread else spans(timeline)
    before = {event.id: premises(timeline, event) for event in timeline.events}
    low, high = timeline.period.earliest or 1, timeline.period.latest or max(base.days.values())
    order, chance, latest = settling_order(timeline), random.Random(seed), latest_days(timeline)
    for _ in range(count):
        days: dict[str, int] = {}
        for name in order:
            first, last = (min(max(day, low), high, latest.get(name, high)) for day in bounds[name])
            pick, date = first + int(chance.random() * (last - first + 1)), timeline.by_id[name].date
            if isinstance(date, Relative):
                pick = reach(days[date.anchor], date.duration)
            days[name] = max([pick, *(days[other] for other in before[name])])
        yield replace(timeline, pins=days)
