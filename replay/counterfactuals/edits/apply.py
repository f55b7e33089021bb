"""Edits applied to a timeline.

What is left alone keeps its day in the base replay: it is pinned there, but for what is dated from something that
moves, which follows it. Dropped events stay in the timeline as such, so that what hangs on them keeps its place, too.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from functools import reduce
from typing import Any

from replay.counterfactuals.edits.dues import gone_with, overdue, owner
from replay.counterfactuals.edits.validity import edit_faults, outcome_faults
from replay.counterfactuals.edits.vocabulary import (
    Cut,
    Drop,
    Edit,
    EditError,
    Insert,
    Replace,
    SetClock,
    SetFate,
    SetOutcome,
    SetReading,
    Shift,
)
from replay.dates import Duration, Relative, When, iso, parse, reach
from replay.engine import settled
from replay.timeline import Event, Timeline, origin, reply_rule
from replay.timeline.schedule import Schedule

__all__ = ["apply", "apply_to", "keeps_plan", "unchecked"]


def apply(timeline: Timeline, edits: Iterable[Edit], *, dates: str = "middle") -> Timeline:
    """Return the timeline that edits make of another, which stays as it is.

    Parameters
    ----------
    timeline : Timeline
        Checked, as `replay.load` returns it; or an edited one.
    edits : iterable of Edit
        In any order: they must not contradict each other. The same edit twice is one.
    dates : {"earliest", "middle", "latest"}
        Where the base puts imprecise dates; the edited timeline keeps these days.

    Returns
    -------
    Timeline
        With the base's digest; the base itself if there are no edits.

    Raises
    ------
    EditError
        With every fault: unknown ids, edits that contradict each other, an act put before what it needs or answers,
        an id inserted twice, needs in a circle, dates outside the period, clocks set or moved when due already.

    Examples
    --------
    >>> import replay
    >>> from replay.counterfactuals.edits import Drop
    >>> trace = replay.run(apply(replay.load(replay.example()), [Drop("settlement")]))
    >>> [(entry.date, entry.event, entry.act.value) for entry in trace if entry.act][-2:]
    [('1996-05-09', 'sanctions/end', 'impose-sanctions'), ('1996-05-10', 'wto-threat/reply-1', 'file-case')]
    """
    asked = tuple(edits)
    return apply_to(timeline, settled(timeline, dates), asked, dates) if asked else timeline


def keeps_plan(edits: Iterable[Edit]) -> bool:
    """Whether edits themselves leave every event in its place, so that the base's schedule is a start for theirs."""
    return all(isinstance(edit, (Drop, Cut, SetOutcome, SetFate, SetReading)) for edit in edits)


def apply_to(timeline: Timeline, plan: Schedule, edits: Iterable[Edit], dates: str = "middle") -> Timeline:
    """As `apply`, for many edits of one timeline: `plan` is its schedule for the same `dates`."""
    asked, days = tuple(edits), plan.days
    problems = edit_faults(timeline, asked, days)
    if problems:
        raise EditError(problems)
    edited = unchecked(timeline, plan, asked)
    problems = outcome_faults(edited, asked, overdue(timeline, days), dates)
    if problems:
        raise EditError(problems)
    return edited


def unchecked(timeline: Timeline, plan: Schedule, asked: Collection[Edit]) -> Timeline:
    """As `apply_to`, of edits that are known to be faultless."""
    days = plan.days
    lags = timeline.lags if timeline.pins else dict(plan.followed.lags)  # those of the base, however often it is edited
    tied = timeline.tied if timeline.pins else dict(plan.followed.tied)
    pinned = timeline.put(pins=dict(days), lags=lags, tied=tied)
    edited = reduce(lambda found, edit: _one(found, edit, days), asked, pinned)
    return edited.put(dropped=_dropped(edited, timeline.dropped, asked, days))


def _one(timeline: Timeline, edit: Edit, days: Mapping[str, int]) -> Timeline:
    """Apply one edit; drops come last, all together."""
    match edit:
        case Insert(event=event):
            return replace(timeline, events=(*timeline.events, event))
        case Replace(target=name, changes=new):
            free = _loosened(timeline, name) if "date" in new else timeline
            if "commits" in new:
                free = replace(free, tied={rule: by for rule, by in free.tied.items() if origin(rule) != name})
            return _with_event(free, replace(timeline.by_id[name], **new, where=edit.place or edit.where))
        case Shift(target=name):
            return _shifted(timeline, edit, days[name])
        case SetClock(target=name, due=due):
            return _with_clock(timeline, name, due=due, template=None)
        case SetOutcome(target=name, record=record):
            changed = _with_clock(timeline, name, record=record, readings={})
            return replace(changed, assumed=timeline.assumed | {name})
        case SetFate(target=name, fate=fate, which=which, time=time):
            rule = reply_rule(name, which)
            told = {**timeline.fates.get(rule, {}), time or 0: fate}
            return replace(timeline, fates={**timeline.fates, rule: told})
        case SetReading(target=name, level=level, trend=trend):
            readings = tuple(
                replace(r, level=level or r.level, trend=trend or r.trend) if r.id == name else r
                for r in timeline.readings
            )
            return replace(timeline, readings=readings)
    return timeline


def _with_event(timeline: Timeline, event: Event) -> Timeline:
    return replace(timeline, events=tuple(event if old.id == event.id else old for old in timeline.events))


def _shifted(timeline: Timeline, edit: Shift, day: int) -> Timeline:
    """A date relative to an event stays one; any other is as precise as it was coded, with its day in the replay."""
    event, free = timeline.by_id[edit.target], _loosened(timeline, edit.target)
    if isinstance(edit.to, Relative):
        return _with_event(free, replace(event, date=edit.to))
    if isinstance(edit.to, When):
        goal, date = edit.to.middle, edit.to
    else:
        by = edit.by or Duration()
        goal, date = reach(day, by), _moved(event.date, day, by)
    moved = replace(event, date=date)
    return _with_event(replace(free, pins={**free.pins, event.id: goal}), moved)


def _moved(date: When | Relative, day: int, by: Duration) -> When:
    """Return a date moved with its bounds; the day that is reached where it has none, or where `day` lies outside.

    A month moved by months is a month again; moved by days, it is a span of days.

    >>> from replay.dates import day
    >>> april = day("1995-04-15")
    >>> [_moved(parse("1995-04"), april, by).text for by in (Duration(days=10), Duration(months=1))]
    ['1995-04-11/1995-05-10', '1995-05']
    """
    if isinstance(date, Relative) or date.earliest is None or date.latest is None:
        return parse(iso(reach(day, by)))
    if not date.earliest <= day <= date.latest or date.earliest == date.latest:
        return parse(iso(reach(day, by)))
    if date.choices:
        members = (_span(first or day, last or day, by, "..") for first, last in date.choices)
        return parse(f"[{','.join(dict.fromkeys(members))}]")
    return parse(_span(date.earliest, date.latest, by, "/"))


def _span(first: int, last: int, by: Duration, mark: str) -> str:
    """Return the text of a span of days that is moved; whole months and whole years stay so if they can."""
    start, stop = iso(reach(first, by)), iso(reach(last, by))
    if not by.days and first != last and iso(first).endswith("-01") and iso(last + 1).endswith("-01"):
        stop = iso(reach(last + 1, by) - 1)
        years = start.endswith("-01-01") and stop.endswith("-12-31")
        start, stop = (start[:4], stop[:4]) if years else (start[:7], stop[:7])
    return start if start == stop else f"{start}{mark}{stop}"


def _loosened(timeline: Timeline, name: str) -> Timeline:
    """The timeline with neither the event pinned, to its day or its rule, nor those that are dated from it."""
    dated = {e.id for e in timeline.events if isinstance(e.date, Relative) and e.date.anchor == name}
    free = {name, *dated}
    pins = {key: day for key, day in timeline.pins.items() if key not in free}
    return replace(timeline, pins=pins, lags={key: lags for key, lags in timeline.lags.items() if key not in free})


def _with_clock(timeline: Timeline, name: str, **changes: Any) -> Timeline:
    """The timeline with other fields for one of the clocks that an event, or a rule, sets."""
    return timeline.with_clocks(lambda clock: replace(clock, **changes) if clock.id == name else clock)


# -- what goes, and what goes with it -------------------------------------------------------------


def _dropped(
    timeline: Timeline, before: Mapping[str, tuple[str, ...]], edits: Iterable[Edit], days: Mapping[str, int]
) -> dict[str, tuple[str, ...]]:
    """Events that go by an edit, and the responses that go with them, each with those that it answered."""
    found = dict(before)
    chains: set[str] = set()  # what has gone together with its responses
    for edit in edits:
        if isinstance(edit, Cut):
            found |= {name: () for name, day in days.items() if day > edit.after and name not in edit.keep}
        elif isinstance(edit, Drop):
            found[edit.target] = ()
            chains |= {edit.target} if edit.responses == "drop" else set()
    while chains:
        away = gone_with(timeline, found)
        chains |= away - found.keys()  # what lost its premise takes its responses along as well
        new = {
            event.id: causes
            for event in timeline.events
            if event.id not in away and (causes := _answers_nothing_else(timeline, event, away, chains))
        }
        if not new:
            break
        found |= new
        chains |= new.keys()
    return {event.id: found[event.id] for event in timeline.events if event.id in found}


def _answers_nothing_else(timeline: Timeline, event: Event, away: set[str], chains: set[str]) -> tuple[str, ...]:
    """What an event answered, if all of it has gone and some of it by a chain of responses; else ()."""
    acts = {owner(timeline, name) for name in event.answers}
    return tuple(sorted(acts)) if acts <= away and acts & chains else ()
