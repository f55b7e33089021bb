"""What the chart shows, as data: acts by side with the key ones marked, spans of clocks, readings, the axis."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from types import MappingProxyType

from replay.codebook import Act, Outcome
from replay.dates import day as parse_day
from replay.domain import Domain, Track, path, readings
from replay.engine.trace import ACTED, ClockHistory, Entry, Kind, Trace
from replay.figures.sheet.timescale import TimeScale, time_scale
from replay.timeline import Timeline

__all__ = ["Content", "Deed", "Span", "content"]

_HIGH = 6
"""From this rung on an act is a key act."""

_NOTABLE = MappingProxyType(
    {Act.SETTLE: 10, Act.AGREE: 8, Act.LIFT_SANCTIONS: 8, Act.DROP_CASE: 7, Act.SHOCK: 7, Act.CHANGE_GOVERNMENT: 6}
)
"""Acts low on the ladder, or off it, that are key acts all the same, with their weight."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An act.

    Attributes
    ----------
    id, label : str
    day, rung : int
    weight : int
        0 for an act that is not a key act; among key acts the heavier are labelled first.
    emitted : bool
        Whether the replay brought it about and the record does not have it.
    """

    id: str
    day: int
    label: str
    rung: int
    weight: int
    emitted: bool


@dataclass(frozen=True, slots=True)
class Span:
    """The life of a clock.

    Attributes
    ----------
    id, label : str
        The label ends with whose clock it is.
    first, last : int
        Day on which it was set; day on which it ended, or the last of the replay while it is open.
    due : int or None
        Due day in force at the end; None if it is beyond the axis.
    moved : tuple[int, ...]
        Due days before that, as far as they are on the axis.
    outcome : Outcome
        `moved` for a clock still open on another date than its first.
    """

    id: str
    label: str
    first: int
    last: int
    due: int | None
    moved: tuple[int, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Content:
    """All that is drawn.

    Attributes
    ----------
    title : str
    tracks : tuple[Track, ...]
        Readings of the two sides.
    paths : tuple[Domain, ...]
        Computed domains of the two sides, by the default rules.
    deeds : tuple[tuple[Deed, ...], ...]
        Acts of the two sides, those of domestic actors included, and of all others, in the order of the trace.
    spans : tuple[Span, ...]
        In the order of setting.
    scale : TimeScale
    """

    title: str
    tracks: tuple[Track, ...]
    paths: tuple[Domain, ...]
    deeds: tuple[tuple[Deed, ...], ...]
    spans: tuple[Span, ...]
    scale: TimeScale


def content(trace: Trace) -> Content:
    """Gather what the chart shows of a trace; readings from after the last day of the replay are left out.

    Key acts are those on rung 6 or above (commitments, warnings, deadlines, cases, threats, lists, filings,
    impositions), those that settle, agree, lift sanctions or drop a case, changes of government, shocks, and
    whatever sets or moves a clock. Their weight is the rung, or 6 to 10 for the kinds named (agreements and
    their like, shocks, governments), and 2 more for setting or moving a clock.

    Raises
    ------
    ValueError
        If the trace is without its timeline, or there is nothing to show.
    """
    timeline = trace.timeline
    if timeline is None:
        raise ValueError("the trace has no timeline: sides and readings are unknown; pass one to Trace.from_jsonl")
    end = _end(trace, timeline)
    tracks = tuple(
        replace(track, marks=tuple(mark for mark in track.marks if mark.first <= end)) for track in readings(timeline)
    )
    entries = [entry for entry in trace if entry.kind in ACTED]
    starting = {e.event for e in trace.select(Kind.CLOCK_SET, Kind.CLOCK_MOVED)}
    deeds = tuple(
        tuple(_deed(timeline, e, e.event in starting) for e in entries if timeline.side(e.actor) == side)
        for side in (*timeline.sides, None)
    )
    histories = trace.clocks()
    days = [day for day in _days(tracks, deeds, histories) if day <= end]
    scale = time_scale(days or [min(end, timeline.period.middle)])
    spans = tuple(_span(history, scale.stop - 1, end) for history in histories)
    return Content(timeline.title, tracks, tuple(path(trace).values()), deeds, spans, scale)


def _end(trace: Trace, timeline: Timeline) -> int:
    """The last day of the replay."""
    until = trace.settings.get("until", "")
    if until:
        return int(until) if until.isdigit() else parse_day(until)
    last = timeline.period.latest
    return last if last is not None else max((entry.day for entry in trace), default=timeline.period.middle)


def _days(tracks: Iterable[Track], deeds: Iterable[Iterable[Deed]], histories: Iterable[ClockHistory]) -> Iterator[int]:
    """The days that the axis makes room for; a key act weighs as much as three others."""
    for track in tracks:
        for mark in track.marks:
            yield from (mark.first, mark.middle, mark.last)
    for group in deeds:
        for deed in group:
            yield from [deed.day] * (3 if deed.weight else 1)
    for history in histories:
        dues = [due for _, due in history.dues]
        yield from (day for day in (history.set_on, history.ended_on, *dues) if day is not None)


def _deed(timeline: Timeline, entry: Entry, starts_clock: bool) -> Deed:
    act = entry.act or Act.COMMENT
    known = timeline.by_id.get(entry.event or "")
    label = (known.label if known else "") or act.value.replace("-", " ").capitalize()
    weight = act.rung if act.rung >= _HIGH else _NOTABLE.get(act, 0)
    if starts_clock:
        weight = max(weight, act.rung, 1) + 2
    return Deed(entry.event or "", entry.day, label, act.rung, weight, entry.kind is not Kind.EVENT)


def _span(history: ClockHistory, last_day: int, end: int) -> Span:
    """Draw a clock that is still open to the end of the replay, or of the axis."""
    *earlier, due = (due if due is not None and due <= last_day else None for _, due in history.dues)
    outcome = history.outcome
    if outcome is Outcome.OPEN and len(history.dues) > 1:
        outcome = Outcome.MOVED
    last = history.ended_on if history.ended_on is not None else min(last_day, end)
    label = f"{history.label} ({history.holder})" if history.holder else history.label
    return Span(history.id, label, history.set_on, last, due, tuple(day for day in earlier if day), outcome)
