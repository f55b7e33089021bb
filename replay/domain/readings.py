"""Each side's domain over time as the source reads it: dated levels and directions, as data.

A reading that gives only a direction stands at the last level that the source gave for its side; before
the first such level it stands at the status quo, which is the reference point itself, and says so.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from replay.codebook import Level, Status, Trend
from replay.dates import Relative, When, bounds_in_words, in_words, reach
from replay.timeline import Reading, Timeline

__all__ = ["CARRIED", "GIVEN", "SUPPOSED", "Mark", "Track", "day_bounds", "first_level", "readings", "standing"]

GIVEN, CARRIED, SUPPOSED = "given", "carried", "supposed"
"""Where a mark's level is from: the source, the mark before it, or nothing but the reference point."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One reading, placed.

    Attributes
    ----------
    id, party : str
        The reading, and the side that it is about.
    first, last : int
        First and last day from which it may hold, both included.
    middle : int
        The day at which it is drawn, which of an imprecise date is a place and no date.
    position : int
        Domain units, +1 (gain) to -3 (strong loss).
    placed : {"given", "carried", "supposed"}
        Where the level is from.
    trend : Trend or None
        Direction of the sense of loss.
    label : str
        The reading in a few words.
    citation : str
    uncertain, approximate : bool
        Marks of doubt on the date.
    inferred : bool
        Whether the source does not say so outright (any status but `done`).
    date : str
        In words as coded; of a date that is counted from an event the days between which it lies.
    """

    id: str
    party: str
    first: int
    last: int
    middle: int
    position: int
    placed: str
    trend: Trend | None
    label: str
    citation: str
    uncertain: bool = False
    approximate: bool = False
    inferred: bool = False
    date: str = ""

    @property
    def is_doubtful(self) -> bool:
        """Whether the date carries a mark of doubt or the reading is the coder's inference."""
        return self.uncertain or self.approximate or self.inferred


@dataclass(frozen=True, slots=True)
class Track:
    """The readings of one side.

    Attributes
    ----------
    party, name : str
        Id and name of the side.
    marks : tuple[Mark, ...]
        By middle, then first and last day, then id.
    """

    party: str
    name: str
    marks: tuple[Mark, ...]

    @property
    def steps(self) -> tuple[tuple[int, int], ...]:
        """(day, position) of each change: every level holds until the next one; carried marks change nothing."""
        found: list[tuple[int, int]] = []
        for mark in self.marks:
            if mark.placed == GIVEN and (not found or found[-1][1] != mark.position):
                found.append((mark.middle, mark.position))
        return tuple(found)


HALF = 0.5
"""How far a direction carries a reading, in domain units: to the threshold of its level."""


def standing(track: Track, day: int, trend: str) -> float | None:
    """Return where the source has a side on a day: the last level given by then, carried by the last direction.

    `trend` is a setting of the switch of that name; a direction holds until the next reading. None before the first
    level. In domain units.
    """
    seen = [mark for mark in track.marks if mark.middle <= day]
    if not any(mark.placed == GIVEN for mark in seen):
        return None
    return _carried(seen[-1], trend)


def first_level(track: Track, trend: str) -> tuple[Mark, float] | None:
    """Return the first reading that gives a level, and where it has the side; None if no reading does."""
    first = next((mark for mark in track.marks if mark.placed == GIVEN), None)
    return (first, _carried(first, trend)) if first else None


def _carried(mark: Mark, trend: str) -> float:
    step = {Trend.RISING: -HALF, Trend.FALLING: HALF}.get(mark.trend or Trend.STEADY, 0.0)
    return mark.position + (step if trend == "carried" else 0.0)


def readings(timeline: Timeline) -> tuple[Track, ...]:
    """Return the readings of both sides, sender first; readings of anybody else are left out.

    Dates are bounds in days; an open end is put at the end of the timeline's period, and a date relative
    to an event is counted from the bounds of that event as written.

    Examples
    --------
    >>> import replay
    >>> us, kr = readings(replay.load(replay.example()))
    >>> us.marks, kr.marks[0].position, kr.marks[0].label
    ((), -2, 'moderate loss, sense of loss rising')
    >>> [(day - kr.marks[0].first, position) for day, position in kr.steps]
    [(15, -2)]
    """
    return tuple(
        Track(side, timeline.camp_name(side), _marks(timeline, [r for r in timeline.readings if r.party == side]))
        for side in timeline.sides
    )


def _marks(timeline: Timeline, found: Sequence[Reading]) -> tuple[Mark, ...]:
    bounds = [(reading, *day_bounds(timeline, reading.date)) for reading in found]
    marks: list[Mark] = []
    level: Level | None = None
    for reading, first, middle, last in sorted(bounds, key=lambda one: (one[2], one[1], one[3], one[0].id)):
        placed = GIVEN if reading.level else CARRIED if level else SUPPOSED
        level = reading.level or level
        when = _root(timeline, reading.date)
        marks.append(
            Mark(
                reading.id, reading.party, first, last, middle, (level or Level.STATUS_QUO).position, placed,
                reading.trend, _label(reading), "; ".join(map(str, reading.cite)),
                when.uncertain, when.approximate, reading.status is not Status.DONE,
                _written(reading.date, first, last),
            )
        )  # fmt: skip
    return tuple(marks)


def _label(reading: Reading) -> str:
    level = reading.level.words if reading.level else ""
    trend = f"sense of loss {reading.trend.value}" if reading.trend else ""
    return ", ".join(part for part in (level, trend) if part)


def _written(date: When | Relative, first: int, last: int) -> str:
    return in_words(date) if isinstance(date, When) else bounds_in_words(first, last)


def _root(timeline: Timeline, date: When | Relative) -> When:
    """The date that a relative date is counted from in the end."""
    while isinstance(date, Relative):
        date = timeline.by_id[date.anchor].date
    return date


def day_bounds(timeline: Timeline, date: When | Relative) -> tuple[int, int, int]:
    """Return first, middle and last day of a date as written; an open end is put at the end of the period."""
    if isinstance(date, Relative):
        anchor = day_bounds(timeline, timeline.by_id[date.anchor].date)
        first, middle, last = (reach(day, date.duration) for day in anchor)
        return first, middle, last
    start, end = timeline.period.earliest, timeline.period.latest
    middle = date.middle
    first = date.earliest if date.earliest is not None else min(middle, start if start is not None else middle)
    last = date.latest if date.latest is not None else max(middle, end if end is not None else middle)
    return first, middle, last
