"""The days that only a replay can tell: of events that rules bring about, and of dates counted from clocks.

A recorded event that is what follows from a clock or a commitment takes the day of that end or trigger plus `after`,
clipped to its own bounds; without `after` it comes with an effect at once, and else any day later, which is its own. In
an edited timeline it keeps the lag that it had in the base, as far as `after` allows, and all of it where the record
departs from the rule for a reason. Wholly before the end, it keeps its day. The timeline is replayed until no day
changes any more: as often as such events and dates hang on each other, one time more.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from replay.codebook import ClockKind
from replay.dates import Relative, reach
from replay.engine.core import Core
from replay.engine.program import compile_timeline
from replay.engine.trace import Phase
from replay.timeline import Consequence, Timeline, origin
from replay.timeline.schedule import Followed, Schedule, schedule, spans

__all__ = ["followed_by", "holds", "settle", "settled", "window"]


def window(timeline: Timeline, rule: str, end: int) -> tuple[int, int | None]:
    """Return the first and last day on which what a rule brings about may come after its trigger on day `end`.

    None stands for any later day.
    """
    then = timeline.by_rule[rule]
    if then.after is not None:
        return reach(end, then.after.first), reach(end, then.after.last)
    return end, end if _at_once(timeline, rule, then) else None


def _at_once(timeline: Timeline, rule: str, then: Consequence) -> bool:
    clock = timeline.clocks.get(origin(rule))
    return clock is not None and clock.kind is ClockKind.EFFECT and then in clock.on_end


def settled(timeline: Timeline, dates: str = "middle", start: Schedule | None = None) -> Schedule:
    """Return the schedule of a timeline, with the days that only a replay can tell.

    Parameters
    ----------
    timeline : Timeline
    dates : {"earliest", "middle", "latest"}
    start : Schedule, optional
        Of the same timeline, where it is known already but for these days.

    Examples
    --------
    >>> import replay
    >>> timeline = replay.load(replay.example())
    >>> settled(timeline).days == schedule(timeline).days
    True
    """
    return settle(timeline, dates, start)[0]


def settle(timeline: Timeline, dates: str = "middle", start: Schedule | None = None) -> tuple[Schedule, Core | None]:
    """As `settled`, with the replay under that schedule where there was one."""
    plan = start or schedule(timeline, dates)
    counted = {e.date.anchor: e.date for e in timeline.events if isinstance(e.date, Relative) and e.date.clock}
    each = any(commitment.each for event in timeline.events for commitment in event.commits)
    if not timeline.ruled and not counted and not each:
        return plan, None
    bounds, own = {} if timeline.pins else spans(timeline), plan.days
    for _ in range(len(timeline.ruled) + len(counted) + 2):
        core = Core(compile_timeline(timeline, plan))
        core.finish()
        followed = followed_by(timeline, plan, core, bounds, own)
        followed = replace(followed, anchors=_anchors(core, counted))
        if followed == plan.followed:
            return plan, core
        plan = schedule(timeline, dates, followed)
    return plan, None


def holds(timeline: Timeline, plan: Schedule, core: Core) -> bool:
    """Whether what rules bring about comes, in a finished replay of an edited timeline, on the days of its plan."""
    told = followed_by(timeline, plan, core, {}, timeline.pins)
    return told.days == plan.followed.days and told.early == plan.followed.early


def _anchors(core: Core, counted: Mapping[str, Relative]) -> dict[str, int]:
    """The day for each anchor on a clock that has one."""
    ids = {name: number for number, name in enumerate(core.program.clock_ids)}
    told = {
        anchor: (core.ended if date.from_end else core.stands)[ids[date.clock]]
        for anchor, date in sorted(counted.items())
        if date.clock in ids
    }
    return {anchor: day for anchor, day in told.items() if day is not None}


def followed_by(
    timeline: Timeline, plan: Schedule, core: Core, bounds: Mapping[str, tuple[int, int]], own: Mapping[str, int]
) -> Followed:
    """Return what a replay under a schedule tells; `bounds` and `own` are those of the events before any was told."""
    days: dict[str, tuple[int, Phase]] = {}
    early = {n for n, lags in timeline.lags.items() if max(lags.values()) < 0 and n not in timeline.dropped}
    lags: dict[str, dict[str, int]] = {}
    for event, fired in sorted(core.fired.items()):
        name = plan.order[event]
        subjects = core.program.subjects
        found = [
            (*_day(timeline, bounds, own, name, subjects[rule].event, end), phase, subjects[rule].event)
            for rule, end, phase, _ in fired
        ]
        day, end, is_early, phase, _ = min(found)
        # in the base, what it answers may have put it off still
        put_off = 0 if timeline.pins or plan.followed.days.get(name, (0,))[0] != day else plan.days[name] - day
        lags[name] = {rule: on - due + max(put_off, 0) for on, due, _, _, rule in found}
        if is_early:
            early.add(name)
        elif name not in timeline.dropped:
            days[name] = day, phase if day == end else Phase.ACTS
    rules = core.program.rules
    tied = {
        core.program.subjects[rules[n].subject].event: tuple(by) for n, by in core.triggered.items() if rules[n].each
    }
    return Followed(days, frozenset(early), lags=lags, tied=tied)


def _day(
    timeline: Timeline, bounds: Mapping[str, tuple[int, int]], own: Mapping[str, int], name: str, rule: str, end: int
) -> tuple[int, int, bool]:
    """The day on which an event comes by a rule, the rule's own day, and whether the event is early."""
    first, last = window(timeline, rule, end)
    if name in timeline.lags:
        kept = timeline.lags[name]
        if max(kept.values()) < 0:
            return timeline.pins[name], end, True
        lag = kept.get(rule, -1)
        if lag >= 0 and timeline.by_id[name].departs:
            return end + lag, end, False
        if lag < 0:  # a rule that had no say in the base
            lag = min(days for days in kept.values() if days >= 0)
        return max(first, end + lag if last is None else min(end + lag, last)), end, False
    low, high = bounds.get(name, (own[name], own[name]))
    if high < end:
        return own[name], end, True
    wanted = max(own[name], first)
    wanted = wanted if last is None else min(wanted, last)
    return max(end, min(max(wanted, low), high)), end, False
