"""The time axis: true order and true dates, stretched where marks crowd, short where nothing happens."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from replay.dot.metrics import width
from replay.figstyle import LABEL, SMALLEST

__all__ = ["Axis", "Need", "Tick", "solve", "ticks"]

PAD = 1.4
"""Points between two marks of one track."""
_POWER = 0.42  # a gap of n days asks for n ** _POWER units of room
_YEAR_ROOM = 13.0  # points that a year has at least, for its name
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


@dataclass(frozen=True, slots=True)
class Need:
    """Room that a mark needs: marks of one track must not overlap; `width` in points."""

    day: int
    track: str
    width: float


@dataclass(frozen=True, slots=True)
class Axis:
    """A monotone map from days to points.

    Attributes
    ----------
    days : tuple[int, ...]
        Ascending.
    starts, ends : tuple[float, ...]
        Where each day begins and ends; a day with several marks in one track has a width.
    """

    days: tuple[int, ...]
    starts: tuple[float, ...]
    ends: tuple[float, ...]

    def at(self, day: int) -> float:
        """Return the place of a day in points; between known days in proportion, at the ends the last known.

        >>> Axis((10, 20), (0.0, 50.0), (0.0, 50.0)).at(12)
        10.0
        """
        i = bisect_right(self.days, day) - 1
        if i < 0:
            return self.starts[0]
        if self.days[i] == day or i == len(self.days) - 1:
            return self.starts[i]
        share = (day - self.days[i]) / (self.days[i + 1] - self.days[i])
        return self.ends[i] + share * (self.starts[i + 1] - self.ends[i])


@dataclass(frozen=True, slots=True)
class Tick:
    """A date on the axis: its place, its rank (0 year, 1 month, 2 day), and its name or ""."""

    x: float
    rank: int
    text: str
    at: float
    """Middle of the name."""


def year_starts(first: int, last: int) -> tuple[int, ...]:
    """Return the first days of the years that begin after `first` and not after `last`."""
    years = range(date.fromordinal(first).year + 1, date.fromordinal(last).year + 1)
    return tuple(date(year, 1, 1).toordinal() for year in years)


def solve(needs: Sequence[Need], days: Iterable[int], left: float, room: float) -> tuple[Axis, tuple[float, ...]]:
    """Find the axis on which no two marks of a track overlap.

    Parameters
    ----------
    needs : sequence of Need
        Marks in their order; those of one day and track stand side by side in it.
    days : iterable of int
        Further days that are to be on the axis.
    left, room : float
        Where it begins and how long it is, in points; it gets longer where the marks need more.

    Returns
    -------
    axis : Axis
    places : tuple[float, ...]
        The middle of each mark.

    Examples
    --------
    >>> needs = [Need(100, "a", 10.0), Need(101, "a", 10.0), Need(101, "b", 10.0)]
    >>> solve(needs, (), 0.0, 100.0)[1]
    (0.0, 100.0, 100.0)
    """
    known = sorted({need.day for need in needs} | set(days))
    offsets, extents, after = _constraints(needs, known)
    gaps = [(later - earlier) ** _POWER for earlier, later in zip(known, known[1:], strict=False)]
    low, high = 0.0, room
    for _ in range(50):
        unit = (low + high) / 2
        starts = _place(known, gaps, extents, after, unit)
        low, high = (unit, high) if starts[-1] + extents[-1] <= room else (low, unit)
    starts = [left + start for start in _place(known, gaps, extents, after, low)]
    axis = Axis(tuple(known), tuple(starts), tuple(s + e for s, e in zip(starts, extents, strict=True)))
    return axis, tuple(axis.at(need.day) + offset for need, offset in zip(needs, offsets, strict=True))


_After = Mapping[int, Sequence[tuple[int, float]]]


def _constraints(needs: Sequence[Need], known: Sequence[int]) -> tuple[list[float], list[float], _After]:
    """Offsets of the marks in their day, widths of the days, and the distances that days must keep."""
    index = {day: i for i, day in enumerate(known)}
    offsets = [0.0] * len(needs)
    extents = [0.0] * len(known)
    after: dict[int, list[tuple[int, float]]] = {i: [] for i in range(len(known))}
    last: dict[str, tuple[int, float, float]] = {}
    for place, need in sorted(enumerate(needs), key=lambda pair: (pair[1].day, pair[0])):
        here = index[need.day]
        if need.track in last:
            before, offset, wide = last[need.track]
            apart = offset + (wide + need.width) / 2 + PAD
            if before == here:
                offsets[place] = apart
            else:
                after[here].append((before, apart))
        last[need.track] = (here, offsets[place], need.width)
        extents[here] = max(extents[here], offsets[place])
    fences = [0, *(index[day] for day in year_starts(known[0], known[-1]) if day in index)]
    for earlier, later in zip(fences, fences[1:], strict=False):
        after[later].append((earlier, _YEAR_ROOM))
    return offsets, extents, after


def _place(
    known: Sequence[int], gaps: Sequence[float], extents: Sequence[float], after: _After, unit: float
) -> list[float]:
    starts = [0.0]
    for i in range(1, len(known)):
        least = starts[i - 1] + extents[i - 1] + unit * gaps[i - 1]
        starts.append(max([least, *(starts[j] + apart for j, apart in after[i])]))
    return starts


def ticks(axis: Axis) -> tuple[Tick, ...]:
    """Return the dates to show: every year, months and days where there is room for their names."""
    first, last = axis.days[0], axis.days[-1]
    years = [first, *year_starts(first, last)]
    out: list[Tick] = []
    for start, stop in zip(years, [*years[1:], last], strict=True):
        year = date.fromordinal(start).year
        room = axis.at(stop) - axis.at(start)
        names = (str(year), f"’{year % 100:02}")
        text = next((name for name in names if width(name, LABEL, True) <= room - 2), "")
        out.append(Tick(axis.at(start), 0, text, axis.at(start) + 2 + width(text, LABEL, True) / 2))
        out.extend(_months(axis, year, start, stop))
    return tuple(out)


def _months(axis: Axis, year: int, start: int, stop: int) -> Iterable[Tick]:
    days = [date(year, month, 1).toordinal() for month in range(1, 13)]
    ends = [*days[1:], date(year, 12, 31).toordinal() + 1]
    for month, (day, end) in enumerate(zip(days, ends, strict=True)):
        if end <= start or day >= stop:
            continue
        left, right = axis.at(max(day, start)), axis.at(min(end, stop))
        wide = width(_MONTHS[month], SMALLEST)
        named = right - left >= wide + 3
        if day >= start and (named or right - left > 4):
            yield Tick(left, 1, _MONTHS[month] if named else "", left + 1.5 + wide / 2)
        if named:
            yield from _days(axis, day, min(end, stop), left + wide + 3)


def _days(axis: Axis, month: int, end: int, clear: float) -> Iterable[Tick]:
    """Days 8, 15 and 22 of a month, as far as their names fit; `clear` is the end of the name before."""
    for day in (8, 15, 22):
        x, wide = axis.at(month + day - 1), width(str(day), SMALLEST)
        if month + day - 1 < end and x - wide / 2 >= clear + 1 and x + wide / 2 + 2 <= axis.at(end):
            clear = x + wide / 2 + 2
            yield Tick(x, 2, str(day), x)
