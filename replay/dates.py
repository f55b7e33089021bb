"""Partial dates and durations: text to closed bounds in whole days, and calendar arithmetic.

A day is an integer, the proleptic Gregorian ordinal (0001-01-01 is day 1, as in
`datetime.date.toordinal`); 9999-12-31 is the last. Bounds are closed at both ends.

=============================== ========================================== ===================
Form                            Bounds, first day to last                  ``~``, ``%`` widen by
=============================== ========================================== ===================
``1995-04-17``                  the day                                    1 day
``1995-04``, ``1995-04-XX``     the month                                  15 days
``1995-21`` to ``1995-24``      spring to winter, three months             45 days
``1995-25`` to ``1995-32``      the same, northern 25-28, southern 29-32   45 days
``1995-33`` to ``1995-36``      the quarter                                45 days
``1995-37`` to ``1995-39``      four months                                60 days
``1995-40``, ``1995-41``        half of the year                           91 days
``1995``, ``1995-XX``           the year (so too ``1995-XX-XX``)           182 days
``199X``                        the decade                                 1826 days
``19XX``                        the hundred years                          18262 days
``a/b``                         first day of a to last day of b            each end its own
``a/..``, ``a/``, ``../b``      None at the end that is open or unknown    the end given
``[a,b]``, ``[a..b]``           first of the members to last; one is meant each member its own
=============================== ========================================== ===================

``?`` (uncertain) widens nothing; ``~`` (approximate) and ``%`` (both) widen each side by half
a unit. A mark after the whole date counts for its unit; marks beside components
(``1995-04-%17``, ``1995~-04``) count for the widest component that carries ``~`` or ``%``.
Bounds stop at the first and last day. A season is three whole months and belongs to the year
it begins in: winter ``1995-24`` is December 1995 to February 1996 (southern: June to August
1995; southern summer is December to February). The precision of an interval or a set is its
coarsest. Refused: times of day, white space, all-of sets ``{a,b}``, years outside 0001-9999,
a digit left out before a known one (``1995-XX-17``), reversed ranges, ranges without a date.

Sources: ISO 8601-1:2019; ISO 8601-2:2019, clause 4, in the Library of Congress text, Extended
Date/Time Format (2019), https://www.loc.gov/standards/datetime/. The widths are this module's.
"""

from __future__ import annotations

import calendar
import datetime
import re
from dataclasses import dataclass
from enum import IntEnum
from functools import lru_cache
from typing import NamedTuple

__all__ = [
    "DateError", "Duration", "Precision", "Relative", "Span", "When", "add", "day", "iso",
    "parse", "parse_date", "parse_due", "parse_duration", "parse_relative", "reach",
]  # fmt: skip

Span = tuple[int | None, int | None]
"""First and last day, both included; None where that end is open or unknown."""

_LAST = datetime.date.max.toordinal()
_DATE = re.compile(
    r"([?~%]?)([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)([?~%]?)"
    r"(?:-([?~%]?)([0-9]{2}|XX)([?~%]?)(?:-([?~%]?)([0-9]{2}|XX)([?~%]?))?)?"
)
_DURATION = re.compile(r"([+-]?)P(?:([0-9]{1,7})Y)?(?:([0-9]{1,7})M)?(?:([0-9]{1,7})W)?(?:([0-9]{1,7})D)?")
_ANCHOR = re.compile(r"([a-z][a-z0-9-]*(?<!-)) *")


class DateError(ValueError):
    """A text is not a date or duration: ``column`` (from 1) and ``message`` say where and why.

    >>> str(DateError(6, "month 13 is not 01-12"))
    'column 6: month 13 is not 01-12'
    """

    def __init__(self, column: int, message: str) -> None:
        super().__init__(column, message)
        self.column = column
        self.message = message

    def __str__(self) -> str:
        return f"column {self.column}: {self.message}"


class Precision(IntEnum):
    """The calendar unit a date is given in, ordered from coarse to fine.

    >>> Precision.YEAR < Precision.DAY
    True
    """

    CENTURY = 1
    DECADE = 2
    YEAR = 3
    HALF = 4  # six months
    THIRD = 5  # four months
    SEASON = 6  # three months: a season or a quarter
    MONTH = 7
    DAY = 8


_HALF_UNIT = dict(zip(Precision, (18262, 1826, 182, 91, 60, 45, 15, 1), strict=True))
# Code in the place of the month: first month, number of months, precision.
_PARTS = (
    {n: (n, 1, Precision.MONTH) for n in range(1, 13)}
    | {n: ((3, 6, 9, 12)[(n - 21) % 4], 3, Precision.SEASON) for n in range(21, 29)}
    | {n: ((9, 12, 3, 6)[(n - 29) % 4], 3, Precision.SEASON) for n in range(29, 33)}
    | {n: (3 * n - 98, 3, Precision.SEASON) for n in range(33, 37)}
    | {n: (4 * n - 147, 4, Precision.THIRD) for n in range(37, 40)}
    | {n: (6 * n - 239, 6, Precision.HALF) for n in range(40, 42)}
)


@dataclass(frozen=True, slots=True)
class When:
    """A date that may be partial, as closed bounds in days.

    Attributes
    ----------
    text : str
        The date as written.
    earliest, latest : int or None
        First and last possible day, both included; None at an open or unknown end, never both.
    precision : Precision
        The coarsest unit used in the text.
    uncertain, approximate : bool
        Whether a part carries ``?`` or ``%``; ``~`` or ``%``.
    choices : tuple of (first, last)
        The members of a one-of set in order of time, empty for every other form.

    Raises
    ------
    ValueError
        If both bounds are None or ``earliest`` is after ``latest``.

    Examples
    --------
    >>> april = parse("1995-04")
    >>> iso(april.earliest), iso(april.middle), iso(april.latest), april.is_exact
    ('1995-04-01', '1995-04-15', '1995-04-30', False)
    """

    text: str
    earliest: int | None
    latest: int | None
    precision: Precision
    uncertain: bool = False
    approximate: bool = False
    choices: tuple[Span, ...] = ()

    def __post_init__(self) -> None:
        if self.earliest is None or self.latest is None:
            if self.earliest is self.latest:
                raise ValueError(f"date {self.text!r} has no bound; allowed: one or two")
        elif self.earliest > self.latest:
            raise ValueError(f"date {self.text!r} ends on a day before it begins")

    @property
    def middle(self) -> int:
        """The day half way, rounded down; the bound there is when the other end is open.

        For a one-of set: the middle of the member that contains the overall middle or is
        nearest to it, the earliest member on a tie.
        """
        target = _mean((self.earliest, self.latest))
        if not self.choices:
            return target
        return _mean(min(self.choices, key=lambda span: _gap(span, target)))

    @property
    def is_exact(self) -> bool:
        """Whether it is one day, without a mark of doubt."""
        return self.earliest == self.latest and not (self.uncertain or self.approximate)


@dataclass(frozen=True, slots=True)
class Duration:
    """Calendar years, months and days (a week is seven days), none of opposite sign.

    >>> Duration(years=1, days=14).text, Duration(days=-3).text, Duration().text
    ('P1Y14D', '-P3D', 'P0D')
    """

    years: int = 0
    months: int = 0
    days: int = 0

    def __post_init__(self) -> None:
        if min(self.years, self.months, self.days) < 0 < max(self.years, self.months, self.days):
            raise ValueError(f"duration {self.years}, {self.months}, {self.days} mixes signs")

    @property
    def text(self) -> str:
        """The duration in ISO 8601; `parse_duration` reads it back to an equal value."""
        parts = ((self.years, "Y"), (self.months, "M"), (self.days, "D"))
        body = "".join(f"{abs(number)}{unit}" for number, unit in parts if number)
        sign = "-" if min(self.years, self.months, self.days) < 0 else ""
        return f"{sign}P{body or '0D'}"


@dataclass(frozen=True, slots=True)
class Relative:
    """A date counted from another event: its text, that event's id, and the time after it.

    >>> parse_relative("talks - P3D")
    Relative(text='talks - P3D', anchor='talks', duration=Duration(years=0, months=0, days=-3))
    """

    text: str
    anchor: str
    duration: Duration


class _Piece(NamedTuple):
    """One dated part: bounds before widening, days to widen by, and its qualities."""

    earliest: int
    latest: int
    precision: Precision
    pad: int = 0
    uncertain: bool = False
    approximate: bool = False

    @property
    def span(self) -> tuple[int, int]:
        return max(1, self.earliest - self.pad), min(_LAST, self.latest + self.pad)


def iso(day: int) -> str:
    """Write a day as YYYY-MM-DD; ValueError outside 0001-01-01 to 9999-12-31.

    >>> iso(1)
    '0001-01-01'
    """
    return datetime.date.fromordinal(_within(day)).isoformat()


def day(text: str) -> int:
    """Read a plain ISO date, YYYY-MM-DD, as a day; DateError for any other form.

    >>> day("0001-01-02")
    2
    """
    when = parse(text)
    if len(text) != 10 or when.earliest is None or not when.is_exact:
        raise DateError(1, f"{text!r} is not one full date; allowed: YYYY-MM-DD")
    return when.earliest


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
        return 1 if min(duration.years, duration.months, duration.days) < 0 else _LAST


def parse(text: str, *, southern: bool = False, spread: int | None = None) -> When:
    """Read a date in the forms of the table at the head of the module.

    Parameters
    ----------
    text : str
        The date.
    southern : bool
        Whether the seasons 21 to 24 are those of the southern hemisphere.
    spread : int, optional
        Days, 0 or more, by which ``~`` and ``%`` widen each side, in place of the table.

    Raises
    ------
    DateError
        If the text is in no such form, is an impossible date, or ends before it begins.
    ValueError
        If ``spread`` is negative.

    Examples
    --------
    >>> [iso(bound) for bound in (parse("1995-24").earliest, parse("1995-24").latest)]
    ['1995-12-01', '1996-02-29']
    >>> iso(parse("1995-04-17~/..").earliest), parse("1995-04-17~/..").latest
    ('1995-04-16', None)
    """
    return _parse(text, southern, spread)


def parse_duration(text: str) -> Duration:
    """Read an ISO 8601 duration of years, months, weeks and days, with or without a sign.

    Raises DateError for a time of day, a fraction, a number of over seven digits, or no number.

    >>> parse_duration("P1Y2W")
    Duration(years=1, months=0, days=14)
    """
    return _duration(text, 0)


def parse_relative(text: str) -> Relative:
    """Read ``id + duration`` or ``id - duration``; spaces around the sign are optional.

    An id has lower-case letters, digits and hyphens, starts with a letter and does not end with
    a hyphen, so ``talks-P3D`` is three days before ``talks``. Raises DateError.

    >>> parse_relative("talks+P2W").duration.days
    14
    """
    anchor = _ANCHOR.match(text)
    if anchor is None:
        raise DateError(1, f"{text!r} has no id; allowed: lower-case letters, digits, hyphens")
    at = anchor.end()
    sign = text[at : at + 1]
    if sign not in ("+", "-"):
        raise DateError(at + 1, f"{text[at:]!r} follows the id; allowed: + or - and a duration")
    start = len(text) - len(text[at + 1 :].lstrip(" "))
    if not text.startswith("P", start):
        raise DateError(start + 1, f"{text[start:]!r} is no duration; allowed: P45D, P1Y2M and such")
    duration = _duration(text, start)
    if sign == "-":
        duration = Duration(-duration.years, -duration.months, -duration.days)
    return Relative(text, anchor[1], duration)


def parse_date(text: str, *, southern: bool = False, spread: int | None = None) -> When | Relative:
    """Read a date or a relative date; a text that starts with a word is relative.

    Parameters and errors are those of `parse` and `parse_relative`.

    >>> type(parse_date("1995")).__name__, type(parse_date("talks + P45D")).__name__
    ('When', 'Relative')
    """
    if re.match(r"[a-z]|[A-Z][a-z]", text):
        return parse_relative(text)
    if text.startswith("P"):
        raise DateError(1, f"{text!r} has no day to count from; allowed: a date, talks + P45D")
    return parse(text, southern=southern, spread=spread)


def parse_due(text: str, *, southern: bool = False, spread: int | None = None) -> When | Relative | Duration:
    """Read a deadline: a date, a relative date, or a duration of zero or more such as P1Y.

    Parameters and errors are those of `parse_date` and `parse_duration`.

    >>> parse_due("P45D")
    Duration(years=0, months=0, days=45)
    """
    if re.match(r"\+?P(?![a-z])", text):
        return parse_duration(text)
    if text.startswith("-P"):
        raise DateError(1, f"{text!r} runs backwards; allowed: a duration of zero or more")
    if re.match(r"[0-9]+ *([a-z]|[DWMY]\b)", text):
        raise DateError(1, f"{text!r} is neither a date nor a duration; allowed: 1996-05-16, P60D, P2M and such")
    return parse_date(text, southern=southern, spread=spread)


@lru_cache(maxsize=4096)
def _parse(text: str, southern: bool, spread: int | None) -> When:
    if spread is not None and spread < 0:
        raise ValueError(f"spread is {spread} days; allowed: 0 or more")
    if text.startswith("["):
        return _one_of(text, southern, spread)
    if text.startswith("{"):
        raise DateError(1, "{...} means all of its dates; allowed: [a,b] for one of them, a/b")
    if "/" in text:
        return _interval(text, southern, spread)
    piece = _piece(text, 0, len(text), southern, spread)
    return When(text, *piece.span, piece.precision, piece.uncertain, piece.approximate)


def _interval(text: str, southern: bool, spread: int | None) -> When:
    cut = text.index("/")
    extra = text.find("/", cut + 1)
    if extra >= 0:
        raise DateError(extra + 1, "a second '/'; allowed: one, between two dates; a day is written 1996-05-16")
    first = None if text[:cut] in ("", "..") else _piece(text, 0, cut, southern, spread)
    last = None
    if text[cut + 1 :] not in ("", ".."):
        last = _piece(text, cut + 1, len(text), southern, spread)
    return _collect(text, [_range(text, cut + 2, first, last)], [p for p in (first, last) if p])


def _one_of(text: str, southern: bool, spread: int | None) -> When:
    if not text.endswith("]"):
        raise DateError(len(text) + 1, "the set is not closed; allowed: ']' at the end")
    spans, pieces, start, final = [], [], 1, text.count(",")
    members = text[1:-1].split(",")
    for index, member in enumerate(members):
        end = start + len(member)
        head, dots, _ = member.partition("..")
        cut = start + len(head)
        tail = cut + len(dots)
        if dots and ((not head and (index > 0 or tail == end)) or (tail == end and index < final)):
            raise DateError(cut + 1, "an open end inside the set or of no date; allowed: first '..a', last 'a..'")
        first = None if dots and not head else _piece(text, start, cut, southern, spread)
        last = _piece(text, tail, end, southern, spread) if dots and tail < end else None
        spans.append(_range(text, tail + 1, first, last if dots else first))
        pieces += [piece for piece in (first, last) if piece]
        start = end + 1
    if final == 0 and ".." not in text:
        raise DateError(1, "a set of one date; allowed: two or more, or a range a..b")
    if spans[0][0] is None and spans[-1][1] is None:
        raise DateError(len(text) - 2, "the set is open at both ends; allowed: at one")
    return _collect(text, spans, pieces)


def _range(text: str, column: int, first: _Piece | None, last: _Piece | None) -> Span:
    """Join two ends, of which one may be open, into closed bounds."""
    if first is None and last is None:
        raise DateError(column, f"{text!r} has a range without a date; allowed: one end open")
    if first and last and first.earliest > last.latest:
        seen = f"{iso(last.latest)}, before it begins, {iso(first.earliest)}"
        raise DateError(column, f"the range ends {seen}; allowed: the earlier date first")
    return first and first.span[0], last and last.span[1]


def _collect(text: str, spans: list[Span], pieces: list[_Piece]) -> When:
    """Join the spans of an interval (one) or a set (its choices) and the qualities of the parts."""
    if len(spans) > 1:
        spans = sorted(set(spans), key=lambda span: (span[0] or 0, span[1] or _LAST + 1))
    lasts = [last for _, last in spans if last is not None]
    return When(
        text,
        spans[0][0],
        max(lasts) if len(lasts) == len(spans) else None,
        min(piece.precision for piece in pieces),
        any(piece.uncertain for piece in pieces),
        any(piece.approximate for piece in pieces),
        tuple(spans) if text.startswith("[") else (),
    )


def _piece(text: str, start: int, end: int, southern: bool, spread: int | None) -> _Piece:
    match = _DATE.match(text, start, end)
    if match is None or match.end() < end:
        raise _misfit(text, start, end, match)
    earliest, latest, precision = _unit(match, southern)
    one, _, two, three, _, four, five, _, six = match.groups("")
    marks = one + two + three + four + five + six
    if not marks:
        return _Piece(earliest, latest, precision)
    unit = _marked(match, marks, precision)
    pad = 0 if unit is None else _HALF_UNIT[unit] if spread is None else spread
    uncertain = "?" in marks or "%" in marks
    return _Piece(earliest, latest, precision, pad, uncertain, unit is not None)


def _unit(match: re.Match[str], southern: bool) -> tuple[int, int, Precision]:
    """Give the first day, last day and unit of a date, its marks left aside."""
    year, month, day = match.group(2, 5, 8)
    if "X" in year:
        if month:
            raise DateError(match.start(2) + 1, f"year {year} is not full, a month needs it in full")
        size = 10 if year[2] != "X" else 100
        low = int(year.replace("X", "0"))
        precision = Precision.DECADE if size == 10 else Precision.CENTURY
        return _month(max(low, 1), 1), _month(low + size, 1) - 1, precision
    number = int(year)
    if number == 0:
        raise DateError(match.start(2) + 1, "year 0000 is not allowed; allowed: 0001 to 9999")
    if month is None or month == "XX":
        if day and day != "XX":
            raise DateError(match.start(5) + 1, "a day without its month; allowed: 1995-XX, 1995")
        return _month(number, 1), _month(number, 13) - 1, Precision.YEAR
    code = int(month)
    if code not in _PARTS:
        allowed = "allowed: 01-12, XX, 21-41 for a season or part of the year"
        raise DateError(match.start(5) + 1, f"month {month} does not exist; {allowed}")
    first, count, precision = _PARTS[code + 8 if southern and 21 <= code <= 24 else code]
    if day and code > 12:
        raise DateError(match.start(8) + 1, f"day {day} in a part of the year; allowed: in a month")
    start, stop = _month(number, first), _month(number, first + count)
    if day is None or day == "XX":
        return start, stop - 1, precision
    if not 1 <= int(day) <= stop - start:
        seen = f"day {day} does not exist in {year}-{month}"
        raise DateError(match.start(8) + 1, f"{seen}; allowed: 01 to {stop - start}, XX")
    return start + int(day) - 1, start + int(day) - 1, Precision.DAY


def _marked(match: re.Match[str], marks: str, precision: Precision) -> Precision | None:
    """Give the unit that ``~`` or ``%`` widens by, None if neither is there."""
    whole = match[0]
    if whole[-1] in "?~%":
        if len(marks) > 1:
            raise DateError(match.end(), f"{whole!r} has a mark after the whole date and another")
        return None if marks == "?" else precision
    if "X" in whole or Precision.YEAR < precision < Precision.MONTH:
        column = match.start() + min(whole.find(mark) for mark in marks) + 1
        raise DateError(column, f"mark beside a part of {whole!r}; allowed: after the whole date")
    units = []
    for left, right, unit in ((1, 3, Precision.YEAR), (4, 6, Precision.MONTH), (7, 9, Precision.DAY)):
        if match[left] and match[right]:
            raise DateError(match.start(right) + 1, f"two marks on one part of {whole!r}")
        if (match[left] or match[right] or "?") != "?":
            units.append(unit)
    return min(units, default=None)


def _misfit(text: str, start: int, end: int, match: re.Match[str] | None) -> DateError:
    """Say where and why a part of a text is not in the form of a date."""
    piece = text[start:end]
    space = re.search(r"\s", piece)
    if space:
        return DateError(start + space.start() + 1, f"white space in {text!r}; allowed: none, as in 1996-05-16")
    if match is None:
        return DateError(start + 1, f"{piece!r} has no year; allowed: 0001-9999, 199X, 19XX")
    at = match.end()
    if text[at] == "T":
        return DateError(at + 1, f"time of day {text[at:end]!r}; allowed: whole days")
    if text[at] == "-" and match[8] is None:
        name, seen = ("day" if match[5] else "month"), text[at + 1 : end]
        return DateError(at + 2, f"{name} {seen!r} is not two digits; allowed: 01, 02 and so on, XX")
    return DateError(at + 1, f"{text[at:end]!r} follows a date; allowed: one of ? ~ % or nothing")


def _duration(text: str, start: int) -> Duration:
    match = _DURATION.match(text, start)
    if match is None:
        at = start + text.startswith(("+", "-"), start)
        raise DateError(at + 1, f"{text[at:]!r} does not start with P; allowed: P45D, P1Y2M and such")
    at = match.end()
    if at < len(text) or text[at - 1] == "P":
        reason = "is a time of day" if text[at : at + 1] == "T" else "is not a part of a duration"
        allowed = "allowed: whole numbers, up to seven digits, with Y, M, W, D in that order"
        raise DateError(at + 1, f"{text[at:]!r} {reason}; {allowed}")
    years, months, weeks, days = (int(number or 0) for number in match.group(2, 3, 4, 5))
    sign = -1 if match[1] == "-" else 1
    return Duration(sign * years, sign * months, sign * (7 * weeks + days))


def _month(year: int, month: int) -> int:
    """Give the first day of a month counted from January as 1; past 9999, the day after the last."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return datetime.date(year, month, 1).toordinal() if year <= 9999 else _LAST + 1


def _mean(span: Span) -> int:
    first, last = span
    if first is None or last is None:
        return first or last or 0
    return (first + last) // 2


def _gap(span: Span, day: int) -> int:
    """Count the days from a day to the nearest of a span, 0 inside it."""
    first, last = span
    return max((first or day) - day, day - (last or day), 0)


def _within(day: int) -> int:
    if not 1 <= day <= _LAST:
        raise ValueError(f"day {day} is outside 1 (0001-01-01) to {_LAST} (9999-12-31)")
    return day
