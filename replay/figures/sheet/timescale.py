"""A calendar axis that gives busy stretches room: days to places from 0 to 1, with zones, breaks and ticks.

Within a zone the axis is linear; from one zone to the next its scale changes (a break). Zones are found by
the best piecewise-constant rate of the marks, month by month (the "blocks" of Scargle et al. 2013), and a
zone's share of the axis is its length and its number of marks, weighed against each other.

References
----------
Scargle, J. D., Norris, J. P., Jackson, B. & Chiang, J. (2013). Studies in astronomical time series analysis
VI: Bayesian block representations. Astrophysical Journal 764, 167. doi:10.1088/0004-637X/764/2/167
"""

from __future__ import annotations

import calendar
import datetime
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import count, pairwise
from math import inf, log

__all__ = ["DAYS", "MONTHS", "PULL", "YEARS", "DateTick", "TimeScale", "Zone", "time_scale"]

YEARS, MONTHS, DAYS = 0, 1, 2
"""The ranks of ticks."""

PULL = 0.72
"""Weight of the marks, against that of the days, in sharing the axis out among its zones."""

_CELLS = 240  # at most so many cells are weighed
_PRICE = 10.0  # log-likelihood that one more zone must bring
_LEAST = 0.04  # share of the axis that every zone gets
_SHORTEST = 59  # days of a zone: two months or more, unless it is the only one


@dataclass(frozen=True, slots=True)
class Zone:
    """A stretch of the axis with one scale: days `first` up to but without `stop`, places `start` to `end`."""

    first: int
    stop: int
    start: float
    end: float

    @property
    def per_day(self) -> float:
        """Share of the axis that a day takes."""
        return (self.end - self.start) / (self.stop - self.first)


@dataclass(frozen=True, slots=True)
class DateTick:
    """A place on the axis.

    Attributes
    ----------
    day : int
        First day of the year or month, or the day itself.
    at : float
        Place, 0 to 1.
    label : str
        Empty for a tick without one.
    label_at : float
        Place of the middle of the label: the middle of a year, but the tick itself for a month or a day.
    rank : int
        `YEARS`, `MONTHS` or `DAYS`.
    """

    day: int
    at: float
    label: str
    label_at: float
    rank: int


@dataclass(frozen=True, slots=True)
class TimeScale:
    """A monotone map from days to places from 0 to 1, linear within each zone.

    Attributes
    ----------
    zones : tuple[Zone, ...]
        In order, without gaps.

    Examples
    --------
    >>> scale = TimeScale((Zone(1, 101, 0.0, 0.2), Zone(101, 111, 0.2, 1.0)))
    >>> [round(scale(day), 2) for day in (-5, 1, 51, 106, 111)]
    [0.0, 0.0, 0.1, 0.6, 1.0]
    """

    zones: tuple[Zone, ...]

    def __call__(self, day: float) -> float:
        """Return the place of a day; days before the first and after the last are put at the ends."""
        if day <= self.first:
            return 0.0
        if day >= self.stop:
            return 1.0
        zone = self.zones[bisect_right(self.zones, day, key=lambda z: z.first) - 1]
        return min(zone.start + (day - zone.first) * zone.per_day, zone.end)

    @property
    def first(self) -> int:
        """First day of the axis."""
        return self.zones[0].first

    @property
    def stop(self) -> int:
        """The day after the last."""
        return self.zones[-1].stop

    @property
    def breaks(self) -> tuple[int, ...]:
        """The days at which the scale changes: first days of the second zone and those after it."""
        return tuple(zone.first for zone in self.zones[1:])

    def part(self, first: int, stop: int) -> TimeScale:
        """Return the part of the scale from day `first` up to but without `stop`, drawn out to the whole length.

        >>> scale = TimeScale((Zone(1, 101, 0.0, 0.2), Zone(101, 111, 0.2, 1.0)))
        >>> [(zone.first, zone.stop, round(zone.end, 3)) for zone in scale.part(51, 106).zones]
        [(51, 101, 0.2), (101, 106, 1.0)]
        """
        start, length = self(first), self(stop) - self(first)
        inside = [zone for zone in self.zones if zone.first < stop and zone.stop > first]
        edges = [first, *(zone.first for zone in inside[1:]), stop]
        places = [0.0, *((self(edge) - start) / length for edge in edges[1:-1]), 1.0]
        return TimeScale(tuple(map(Zone, edges[:-1], edges[1:], places[:-1], places[1:])))

    def ticks(self, year: float, month: float, day: float) -> tuple[DateTick, ...]:
        """Return ticks for years and, where there is room, for months and days, in order of time.

        Parameters
        ----------
        year, month, day : float
            Share of the axis that a label of each rank needs, its margin included. Months come at the finest
            step (1, 3 or 6) for which a zone has room, days only beside all months; of labels that would meet,
            those in the roomier zone are kept, then the earlier ones, and the others are left empty.

        Examples
        --------
        >>> scale = TimeScale((Zone(728294, 728353, 0.0, 1.0),))  # January and February 1995
        >>> [tick.label for tick in scale.ticks(0.1, 0.1, 0.1)]
        ['1995', 'Jan', '11', '21', 'Feb', '11', '21']
        """
        years = _thin(list(self._years()), (year, month, day))
        months = _thin(list(self._months(month, day)), (year, month, day))
        return tuple(sorted([*years, *months], key=lambda tick: (tick.day, tick.rank)))

    def zone(self, at: float) -> Zone:
        """Return the zone at a place, 0 to 1; at a break, the later one."""
        return self.zones[bisect_right(self.zones, at, hi=len(self.zones) - 1, key=lambda zone: zone.end)]

    def _years(self) -> Iterator[tuple[float, DateTick]]:
        """Years, each with the scale where its label stands."""
        last = datetime.date.fromordinal(self.stop - 1)
        for number in range(datetime.date.fromordinal(self.first).year, last.year + 1):
            start, stop = max(_first_of(number, 1), self.first), min(_first_of(number, 13), self.stop)
            middle = (self(start) + self(stop)) / 2
            yield self.zone(middle).per_day, DateTick(start, self(start), str(number), middle, YEARS)

    def _months(self, month: float, day: float) -> Iterator[tuple[float, DateTick]]:
        """Months and days, each with the scale where it stands."""
        for zone in self.zones:
            step = next((n for n in (1, 3, 6) if n * 30 * zone.per_day >= month), 0)
            for start, following in _starts(zone.first, zone.stop) if step else ():
                date = datetime.date.fromordinal(start)
                if start < zone.first and step == 1:
                    yield from self._first_month(start, min(following, zone.stop), month, day)
                if start < zone.first or (date.month - 1) % step:
                    continue
                at = self(start)
                yield zone.per_day, DateTick(start, at, calendar.month_abbr[date.month], at, MONTHS)
                for number in _days(zone.per_day, (month + day) / 2) if step == 1 else ():
                    at = self(start + number - 1)
                    if start + number - 1 < min(following, zone.stop):
                        yield zone.per_day, DateTick(start + number - 1, at, str(number), at, DAYS)

    def _first_month(self, start: int, stop: int, month: float, day: float) -> Iterator[tuple[float, DateTick]]:
        """The first day of an axis that begins within a month, named with its month, and days well after it."""
        zone, first = self.zones[0], self.first
        if start >= first or stop <= first:  # the beginning of another zone
            return
        clear = first + 1.6 * month / zone.per_day  # a day with its month takes more room than a month
        date = datetime.date.fromordinal(first)
        if stop >= min(clear, self.stop):
            words = f"{date.day} {calendar.month_abbr[date.month]}"
            yield zone.per_day, DateTick(first, 0.0, words, 0.0, MONTHS)
            for at in (start + number - 1 for number in _days(zone.per_day, (month + day) / 2)):
                if clear <= at < stop:
                    words = str(datetime.date.fromordinal(at).day)
                    yield zone.per_day, DateTick(at, self(at), words, self(at), DAYS)


def _thin(found: Sequence[tuple[float, DateTick]], rooms: Sequence[float]) -> Iterator[DateTick]:
    """Empty the labels that would meet another: months go before days, then the roomier scale, then the earlier."""
    kept: list[DateTick] = []
    for _, tick in sorted(found, key=lambda pair: (pair[1].rank, -pair[0], pair[1].day)):
        free = all(abs(tick.label_at - other.label_at) >= (rooms[tick.rank] + rooms[other.rank]) / 2 for other in kept)
        if free:
            kept.append(tick)
        yield tick if free else replace(tick, label="")


def _days(per_day: float, room: float) -> tuple[int, ...]:
    if 9 * per_day >= room:
        return (11, 21)
    return (15,) if 14 * per_day >= room else ()


def time_scale(days: Iterable[int], *, zones: int = 5, pull: float = PULL) -> TimeScale:
    """Build the axis for marks on these days; a day given twice weighs twice.

    It begins with a month, or with a year if it touches three or more years, and ends with a month.

    Parameters
    ----------
    days : iterable of int
    zones : int
        The most zones allowed; 1 gives a plain linear axis.
    pull : float
        Of the marks on the share of a zone, 0 to 1; the rest is pull of its length.

    Raises
    ------
    ValueError
        Without a day, or for less than one zone.

    Examples
    --------
    >>> from replay.dates import day, iso
    >>> quiet, busy = [day("1989-07-01"), day("1999-07-01")], [day("1995-05-01") + n for n in range(60)]
    >>> [iso(start) for start in time_scale(quiet + busy).breaks]
    ['1995-05-01', '1995-07-01']
    """
    marks = sorted(days)
    if not marks or zones < 1:
        raise ValueError(f"an axis needs a day and a zone; seen: {len(marks)} days, {zones} zones")
    first, last = (datetime.date.fromordinal(mark) for mark in (marks[0], marks[-1]))
    start = _first_of(first.year, 1 if last.year - first.year >= 2 else first.month)
    stop = _first_of(last.year, last.month + 1)
    edges = [at for at, _ in _starts(start, stop)]
    step = -(-len(edges) // _CELLS)
    edges = [*edges[::step], stop]
    counts = [0] * (len(edges) - 1)
    for mark in marks:
        counts[bisect_right(edges, mark) - 1] += 1
    cuts = _cuts(tuple(edges), tuple(counts), zones)
    inside = [sum(counts[a:b]) for a, b in pairwise(cuts)]
    return TimeScale(_spread([edges[cut] for cut in cuts], inside, pull))


@lru_cache(maxsize=256)
def _cuts(edges: tuple[int, ...], counts: tuple[int, ...], zones: int) -> tuple[int, ...]:
    """Return the indices of `edges` between which the rate of the marks is best taken as constant."""
    total = [0]
    for held in counts:
        total.append(total[-1] + held)

    def merit(a: int, b: int) -> float:
        n = total[b] - total[a]
        return n * log(n / (edges[b] - edges[a])) if n else 0.0

    size = len(counts)
    worth = [[merit(a, b) if edges[b] - edges[a] >= _SHORTEST else -inf for a in range(b)] for b in range(size + 1)]
    best = [worth[b][0] if b and (b == size or worth[b][0] > -inf) else -inf for b in range(size + 1)]
    best[size] = merit(0, size)
    back: list[list[int]] = [[0] * (size + 1)]
    final = [best[size]]
    for used in range(1, min(zones, size)):
        scores, prior = [-inf] * (size + 1), [0] * (size + 1)
        scores[: used + 1] = [0.0] * (used + 1)
        for b in range(used + 1, size + 1):
            for a, (before, here) in enumerate(zip(best[used:b], worth[b][used:], strict=True), used):
                if before + here > scores[b]:
                    scores[b], prior[b] = before + here, a
        best, back = scores, [*back, prior]
        final.append(best[size] - used * _PRICE)
    used, cut = final.index(max(final)), size
    cuts = [size]
    for layer in range(used, -1, -1):
        cut = back[layer][cut]
        cuts.append(cut)
    return tuple(cuts[::-1])


def _spread(edges: Sequence[int], counts: Sequence[int], pull: float) -> tuple[Zone, ...]:
    """Share the axis out among the zones."""
    sizes = [stop - first for first, stop in pairwise(edges)]
    weights = [size ** (1 - pull) * (count + 1) ** pull for size, count in zip(sizes, counts, strict=True)]
    free = 1 - _LEAST * len(sizes)
    shares = [_LEAST + free * weight / sum(weights) for weight in weights]
    ends = [sum(shares[: n + 1]) for n in range(len(shares) - 1)] + [1.0]
    return tuple(map(Zone, edges[:-1], edges[1:], [0.0, *ends[:-1]], ends))


def _first_of(year: int, month: int) -> int:
    """First day of a month, 13 being January of the next year; past the calendar, the day after its last."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return datetime.date(year, month, 1).toordinal() if year <= 9999 else datetime.date.max.toordinal() + 1


def _starts(first: int, stop: int) -> Iterator[tuple[int, int]]:
    """Yield first days of months from that of `first` on, before `stop`, each with the next one's."""
    date = datetime.date.fromordinal(first)
    for month in count(date.month):
        at = _first_of(date.year, month)
        if at >= stop:
            return
        yield at, _first_of(date.year, month + 1)
