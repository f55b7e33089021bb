"""One time for several disputes: the calendar's, or days counted from an event of each."""

from __future__ import annotations

import datetime
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from replay.dates import iso
from replay.engine.trace import Entry, Kind, Trace
from replay.figures.sheet.panels import Frame
from replay.figures.sheet.timescale import TimeScale, time_scale
from replay.figures.story import Story, story
from replay.tables.comparison import first_threat, settlement
from replay.text.words import decimal

__all__ = ["ALIGNMENTS", "Case", "Shifted", "Tick", "aligned", "ticks"]

ALIGNMENTS = {
    "calendar": "the calendar",
    "threat": "first threat",
    "clock": "first clock",
    "settlement": "settlement",
}
"""What disputes can be aligned on, with a few words for it: on dates, or on an event that becomes month 0."""

_ZERO = datetime.date(5000, 1, 1).toordinal()
_MONTH = 365.2425 / 12
_PULL = 0.8
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True, slots=True)
class Shifted(Frame):
    """A date axis on which a dispute's days are counted from its own beginning."""

    offset: int = 0

    def x(self, day: float) -> float:
        """Return the place of a day of the dispute in mm."""
        return self.place(self.scale(day - self.offset))


@dataclass(frozen=True, slots=True)
class Case:
    """A dispute to be drawn: what it shows, what its days are shifted by, and what month 0 is, in words."""

    shown: Story
    offset: int
    zero: str


@dataclass(frozen=True, slots=True)
class Tick:
    """A place on an axis of months, 0 to 1, and its label."""

    at: float
    label: str


def aligned(traces: Sequence[Trace], align: str) -> tuple[tuple[Case, ...], TimeScale]:
    """Return the disputes, shifted so that they share an axis, and the axis.

    Raises
    ------
    ValueError
        For an alignment that is not a key of `ALIGNMENTS`, no trace, or a dispute without the event.
    """
    if align not in ALIGNMENTS:
        raise ValueError(f"alignment {align!r} is unknown; allowed: {', '.join(ALIGNMENTS)}")
    if not traces:
        raise ValueError("a comparison needs a dispute; none was given")
    cases = tuple(_case(trace, align) for trace in traces)
    days = [day - case.offset for case in cases for day in _days(case.shown)]
    return cases, time_scale(days, pull=_PULL)


def _case(trace: Trace, align: str) -> Case:
    shown = story(trace)
    if align == "calendar":
        return Case(shown, 0, "")
    entry = _anchor(trace, align)
    if entry is None:
        raise ValueError(f"{shown.title}: the record has no {ALIGNMENTS[align]} to align it on; try the calendar")
    label = next((act.label for act in shown.acts if act.id == entry.event), entry.event or "")
    return Case(shown, entry.day - _ZERO, f"month 0: {label}, {iso(entry.day)}")


def _anchor(trace: Trace, align: str) -> Entry | None:
    if align == "threat":
        return first_threat(trace)
    if align == "clock":
        return next(iter(trace.select(Kind.CLOCK_SET)), None)
    return settlement(trace)


def _days(shown: Story) -> Iterator[int]:
    """Acts of the sides weigh three times what everything else does."""
    for act in shown.acts:
        yield from [act.day] * (3 if shown.lanes[act.lane].main else 1)
    for span in shown.spans:
        yield from (day for day in (span.first, span.last) if day is not None)
    for track in shown.base.tracks:
        for mark in track.marks:
            yield mark.middle
    if not shown.acts:
        yield shown.scale.first


def ticks(scale: TimeScale, room: float) -> tuple[Tick, ...]:
    """Return ticks at whole months from 0, each zone at the finest step for which a label has `room`, 0 to 1.

    Examples
    --------
    >>> from replay.figures.sheet.timescale import Zone
    >>> scale = TimeScale((Zone(_ZERO - 90, _ZERO + 90, 0.0, 1.0),))
    >>> [tick.label for tick in ticks(scale, 0.2)]
    ['−2', '0', '2']
    """
    found: list[Tick] = []
    for zone in scale.zones:
        step = next((n for n in _STEPS if n * _MONTH * zone.per_day >= room), _STEPS[-1])
        first = -(-(zone.first - _ZERO) // (_MONTH * step))
        month = int(first) * step
        while _ZERO + month * _MONTH < zone.stop:
            at = scale(_ZERO + month * _MONTH)
            clear = all(abs(at - tick.at) >= room for tick in found)
            if clear or month == 0:
                found = [tick for tick in found if abs(at - tick.at) >= room] if month == 0 else found
                found.append(Tick(at, decimal(month, 0)))
            month += step
    return tuple(sorted(found, key=lambda tick: tick.at))
