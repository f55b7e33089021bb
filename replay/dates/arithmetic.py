"""Whole days: ISO text, and calendar arithmetic."""

from __future__ import annotations

import calendar
import datetime

from replay.dates.when import LAST, Duration

__all__ = ["add", "iso", "reach"]


def iso(day: int) -> str:
    """Write a day as YYYY-MM-DD; ValueError outside 0001-01-01 to 9999-12-31.

    >>> iso(1)
    '0001-01-01'
    """
    return datetime.date.fromordinal(_within(day)).isoformat()


def add(day: int, duration: Duration) -> int:
    """Move a day by a duration: first years and months, then days.

    A day the month reached does not have becomes its last, so ``add`` never reverses the order
    of two days, but adding and then subtracting may not come back.

    Raises
    ------
    ValueError
        If a day, given or reached, is outside 0001-01-01 to 9999-12-31.

    References
    ----------
    W3C (2004), XML Schema Part 2, second edition, appendix E, Adding durations to dateTimes.

    Examples
    --------
    >>> from replay.dates import parse
    >>> leap = parse("1996-02-29").middle
    >>> iso(add(leap, Duration(years=1))), iso(add(leap, Duration(months=-1, days=-1)))
    ('1997-02-28', '1996-01-28')
    """
    start = datetime.date.fromordinal(_within(day))
    months = 12 * (start.year + duration.years) + start.month - 1 + duration.months
    year, month = months // 12, months % 12 + 1
    if not 1 <= year <= 9999:
        raise ValueError(f"{iso(day)} and {duration.text} reach year {year}; allowed: 1 to 9999")
    last = calendar.monthrange(year, month)[1]
    moved = datetime.date(year, month, min(start.day, last)).toordinal()
    return _within(moved + duration.days)


def reach(day: int, duration: Duration) -> int:
    """Move a day by a duration as `add` does, but no further than the first or last day there is.

    >>> iso(reach(1, Duration(years=9999))), iso(reach(1, Duration(days=-1)))
    ('9999-12-31', '0001-01-01')
    """
    start = _within(day)
    try:
        return add(start, duration)
    except ValueError:
        return 1 if min(duration.years, duration.months, duration.days) < 0 else LAST


def _within(day: int) -> int:
    if not 1 <= day <= LAST:
        raise ValueError(f"day {day} is outside 1 (0001-01-01) to {LAST} (9999-12-31)")
    return day
