"""The date axis: where a day lies on it, and which dates of the calendar stand at it."""

from __future__ import annotations

import datetime
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import sqrt

from replay.explore.pictures.letters import text_width

__all__ = ["Axis", "Tick", "axis_of"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_LONG, _MIDDLE, _SHORT = 1100, 370, 62  # days of a span that is divided by years, by quarters, by months
_EVEN = 0.35  # share of a stretch of calendar that goes by its length; the rest goes by what happens in it


@dataclass(frozen=True, slots=True)
class Tick:
    """A date at the axis: a year, or a month in a short span, is `major`; no words where these have no room."""

    day: int
    x: float
    words: str
    major: bool


@dataclass(frozen=True, slots=True)
class Axis:
    """A date axis: straight between its knots, which are days with their places.

    Examples
    --------
    >>> Axis((0, 10, 20), (0.0, 100.0, 120.0)).x(5), Axis((0, 10, 20), (0.0, 100.0, 120.0)).x(15)
    (50.0, 110.0)
    """

    days: tuple[int, ...]
    places: tuple[float, ...]

    @property
    def first(self) -> int:
        """First day."""
        return self.days[0]

    @property
    def last(self) -> int:
        """Day after the last one."""
        return self.days[-1]

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.places[0]

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.places[-1]

    def x(self, day: float) -> float:
        """Return the place of a day, held within the axis."""
        if day <= self.first:
            return self.left
        if day >= self.last:
            return self.right
        n = bisect_right(self.days, day) - 1
        share = (day - self.days[n]) / (self.days[n + 1] - self.days[n])
        return self.places[n] + share * (self.places[n + 1] - self.places[n])

    def ticks(self, size: float) -> tuple[Tick, ...]:
        """Return the dates at the axis, as many as have room, in the order of the calendar."""
        days = self.last - self.first <= _SHORT
        starts = _starts(self.first, self.last, 1 if days else 12)
        shown = self._worded([self.first, *(day for day in starts if day > self.first)], size, days)
        if days:
            span = self.last - self.first
            step = next(n for n in (1, 2, 5, 10) if (self.right - self.left) / span * n >= text_width("00", size) + 8)
            minor = [(d, str(_date(d).day)) for d in range(self.first, self.last) if (_date(d).day - 1) % step == 0]
        else:
            minor = self._chosen(size)
        found = [Tick(day, self.x(day), words, False) for day, words in minor]
        return tuple(sorted([*shown, *found], key=lambda tick: (tick.day, not tick.major)))

    def _chosen(self, size: float) -> list[tuple[int, str]]:
        """Months that have room, those that divide a year better first."""
        taken = [(self.x(day), self.x(day)) for day in _starts(self.first, self.last, 12)]
        found: dict[int, str] = {}
        for every in (6, 3, 1):
            for day in _starts(self.first, self.last, every):
                words = _MONTHS[_date(day).month - 1]
                start = self.x(day)
                end = start + text_width(words, size) + 6
                if (
                    _date(day).month > 1
                    and day not in found
                    and end <= self.right + 6
                    and all(b <= start or end <= a for a, b in taken)
                ):
                    taken.append((start, end))
                    found[day] = words
        return sorted(found.items())

    def _worded(self, days: Sequence[int], size: float, months: bool) -> Iterator[Tick]:
        for n, day in enumerate(days):
            date = _date(day)
            long = f"{_MONTHS[date.month - 1]} {date.year}" if months else str(date.year)
            room = (self.x(days[n + 1]) if n + 1 < len(days) else self.right + 12) - self.x(day) - 4
            fits = (words for words in (long, f"’{date.year % 100:02}") if text_width(words, size, True) <= room)
            said = next(fits, "")
            if said or day > self.first:
                yield Tick(day, self.x(day), said, True)


def _date(day: int) -> datetime.date:
    return datetime.date.fromordinal(day)


def _starts(first: int, last: int, every: int) -> Iterator[int]:
    """Yield the first days of months, of every so many of a year, from `first` up to but without `last`."""
    year, month = _date(max(first, 1)).year, 1
    while year <= datetime.MAXYEAR:
        day = datetime.date(year, month, 1).toordinal()
        if day >= last:
            return
        if day >= first:
            yield day
        month += every
        year, month = (year + 1, 1) if month > 12 else (year, month)


def axis_of(first: int, last: int, weights: Sequence[int], left: float, right: float, stretched: bool) -> Axis:
    """Return an axis from the first day to the last, both included, in which `weights` are days with something on them.

    Examples
    --------
    Half a year in which nothing happens takes less than half of the room.

    >>> axis = axis_of(728294, 728658, [728294, 728300, 728310], 0.0, 100.0, True)
    >>> axis.x(728384) > 30.0, axis.x(728659)
    (True, 100.0)
    """
    first, stop = max(1, first), last + 1
    span = stop - first
    every = 12 if span > _LONG else 3 if span > _MIDDLE else 1 if span > _SHORT else 0
    if not every or not stretched:
        return Axis((first, stop), (left, right))
    knots = [first, *(day for day in _starts(first, stop, every) if day > first), stop]
    counts = [0] * (len(knots) - 1)
    for day in weights:
        if first <= day < stop:
            counts[bisect_right(knots, day) - 1] += 1
    total = sum(map(sqrt, counts)) or 1.0
    even = _EVEN if any(counts) else 1.0
    places = [left]
    for n, count in enumerate(counts):
        share = even * (knots[n + 1] - knots[n]) / span + (1 - even) * sqrt(count) / total
        places.append(places[-1] + share * (right - left))
    places[-1] = right
    return Axis(tuple(knots), tuple(places))
