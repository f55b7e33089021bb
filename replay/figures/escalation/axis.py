"""The time axis: true order and true dates, stretched where marks crowd, short where nothing happens."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from replay.figures.escalation.metrics import width
from replay.figures.style import LABEL, SMALLEST

__all__ = ["Axis", "Need", "Tick", "solve", "ticks"]

PAD = 0.4
"""Points between two marks of one track."""
_BESIDE = 2.4  # points between the names of two years
_POWER = 0.42  # a gap of n days asks for n ** _POWER units of room
_YEAR_ROOM = 4.8, 12.3  # points that a year has at least: always, and as far as there is room
_DAY_ROOM = 2.0, 3.0  # points between two dates as far as there is room: before years widen, and after
_ROUNDING = 1e-6  # points by which two extents may seem to meet that only touch
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
    """A date on the axis.

    Attributes
    ----------
    x : float
    rank : int
        0 a year, 1 a month, 2 a day.
    text : str
        Its name, "" where there is no room.
    at : float
        Middle of the name.
    line : bool
        Whether the date itself is marked; not where the axis begins within a year.
    """

    x: float
    rank: int
    text: str
    at: float
    line: bool = True


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
    >>> [round(x, 6) for x in solve(needs, (), 0.0, 100.0)[1]]
    [0.0, 100.0, 100.0]
    """
    named = {need.day for need in needs} | set(days) or {1}
    known = sorted(named | set(year_starts(min(named), max(named))))
    gaps = [(later - earlier) ** _POWER for earlier, later in pairwise(known)]

    def fits(year: float, least: float, unit: float) -> bool:
        _, extents, after = _constraints(needs, known, year)
        steps = [least + unit * gap for gap in gaps]
        return _place(steps, extents, after)[-1] + extents[-1] <= room

    least = _greatest(lambda value: fits(_YEAR_ROOM[0], value, 0.0), _DAY_ROOM[0])
    year = max(_YEAR_ROOM[0], _greatest(lambda value: fits(value, least, 0.0), _YEAR_ROOM[1]))
    least = max(least, _greatest(lambda value: fits(year, value, 0.0), _DAY_ROOM[1]))
    unit = _greatest(lambda value: fits(year, least, value), room)
    offsets, extents, after = _constraints(needs, known, year)
    starts = _place([least + unit * gap for gap in gaps], extents, after)
    starts = [left + start for start in starts]
    axis = Axis(tuple(known), tuple(starts), tuple(s + e for s, e in zip(starts, extents, strict=True)))
    return axis, tuple(axis.at(need.day) + offset for need, offset in zip(needs, offsets, strict=True))


def _greatest(fits: Callable[[float], bool], top: float) -> float:
    """Return the greatest value up to `top` that fits, 0 if none does."""
    if fits(top):
        return top
    low, high = 0.0, top
    for _ in range(40):
        middle = (low + high) / 2
        low, high = (middle, high) if fits(middle) else (low, middle)
    return low


_After = Mapping[int, Sequence[tuple[int, float]]]


def _constraints(needs: Sequence[Need], known: Sequence[int], year: float) -> tuple[list[float], list[float], _After]:
    """Offsets of the marks in their day, widths of the days, and the distances that days must keep.

    `year` is the least room of a year, in points.
    """
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
    for earlier, later in pairwise(fences):
        after[later].append((earlier, year))
    return offsets, extents, after


def _place(steps: Sequence[float], extents: Sequence[float], after: _After) -> list[float]:
    starts = [0.0]
    for i, step in enumerate(steps, 1):
        nearest = starts[i - 1] + extents[i - 1] + step
        starts.append(max([nearest, *(starts[j] + apart for j, apart in after[i])]))
    return starts


def ticks(axis: Axis) -> tuple[Tick, ...]:
    """Return the dates to show: years, months and days where there is room for their names.

    Years with room for their own name come first; of the others, from the left, those whose name reaches into no
    other. A year that a name reaches into is left out, any other keeps its line.
    """
    first, last = axis.days[0], axis.days[-1]
    starts = [first, *year_starts(first, last)]
    rooms = list(zip(starts, [*starts[1:], last], strict=True))
    short = width("’00", SMALLEST)
    names: dict[int, tuple[float, float]] = {}
    for wide in (True, False):
        for start, stop in rooms:
            x, room = axis.at(start), axis.at(stop) - axis.at(start)
            extent = x, x + (max(room, short) if wide else short + _BESIDE)
            if start in names or (wide and short + _BESIDE > room) or extent[1] > axis.at(last) + 0.1:
                continue
            if all(extent[1] <= left + _ROUNDING or x >= right - _ROUNDING for left, right in names.values()):
                names[start] = extent
    out: list[Tick] = []
    for start, stop in rooms:
        x = axis.at(start)
        if start in names:
            out.append(_year(axis, start, stop, short))
        elif not any(left + _ROUNDING < x < right - _ROUNDING for left, right in names.values()):
            out.append(Tick(x, 0, "", x, start > first))
        out.extend(_months(axis, date.fromordinal(start).year, start, stop))
    return tuple(out)


def _year(axis: Axis, start: int, stop: int, short: float) -> Tick:
    """The name of a year: in full where there is room."""
    year, x, room = date.fromordinal(start).year, axis.at(start), axis.at(stop) - axis.at(start)
    full = width(str(year), LABEL, True)
    line = start > axis.days[0]
    if full + 1.8 <= room:
        return Tick(x, 0, str(year), x + 1.4 + full / 2, line)
    return Tick(x, 0, f"’{year % 100:02}", x + min(1.4 + short / 2, max(room, short + _BESIDE) / 2), line)


def _months(axis: Axis, year: int, start: int, stop: int) -> Iterable[Tick]:
    days = [date(year, month, 1).toordinal() for month in range(1, 13)]
    ends = [*days[1:], date(year, 12, 31).toordinal() + 1]
    for month, (day, end) in enumerate(zip(days, ends, strict=True)):
        if end <= start or day >= stop:
            continue
        left, right = axis.at(max(day, start)), axis.at(min(end, stop))
        wide = width(_MONTHS[month], SMALLEST)
        text = _MONTHS[month] if wide + 2.4 <= right - left else ""
        if day >= start and (text or right - left > 4):
            yield Tick(left, 1, text, left + 1.4 + wide / 2, day > start or date.fromordinal(day).month > 1)
        elif text:
            yield Tick(left, 1, text, left + 1.4 + wide / 2, False)
        if text:
            yield from _days(axis, day, min(end, stop), left + wide + 3)


def _days(axis: Axis, month: int, end: int, clear: float) -> Iterable[Tick]:
    """Days of a month on which something is shown, as far as their names fit; `clear` ends the name before."""
    for day in axis.days[bisect_right(axis.days, month) : bisect_right(axis.days, end - 1)]:
        text = str(date.fromordinal(day).day)
        x, wide = axis.at(day), width(text, SMALLEST)
        if x - wide / 2 >= clear + 1 and x + wide / 2 + 2 <= axis.at(end):
            clear = x + wide / 2 + 2
            yield Tick(x, 2, text, x)
