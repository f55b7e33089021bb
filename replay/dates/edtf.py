"""Partial dates in the notation of ISO 8601-2 (EDTF): the forms of the table at the head of `replay.dates`."""

from __future__ import annotations

import datetime
import re
from contextlib import suppress
from functools import lru_cache
from typing import NamedTuple

from replay.dates.arithmetic import iso
from replay.dates.when import LAST, DateError, Precision, Span, When

__all__ = ["parse"]

_DATE = re.compile(
    r"([?~%]?)([0-9]{4}|[0-9]{3}X|[0-9]{2}XX)([?~%]?)"
    r"(?:-([?~%]?)([0-9]{2}|XX)([?~%]?)(?:-([?~%]?)([0-9]{2}|XX)([?~%]?))?)?"
)
_FULL = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
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
        return max(1, self.earliest - self.pad), min(LAST, self.latest + self.pad)


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


@lru_cache(maxsize=4096)
def _parse(text: str, southern: bool, spread: int | None) -> When:
    if spread is not None and spread < 0:
        raise ValueError(f"spread is {spread} days; allowed: 0 or more")
    if _FULL.fullmatch(text):  # as most dates are
        with suppress(ValueError):  # else the long way says what is wrong
            day = datetime.date.fromisoformat(text).toordinal()
            return When(text, day, day, Precision.DAY)
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
        spans = sorted(set(spans), key=lambda span: (span[0] or 0, span[1] or LAST + 1))
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


def _month(year: int, month: int) -> int:
    """Give the first day of a month counted from January as 1; past 9999, the day after the last."""
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    return datetime.date(year, month, 1).toordinal() if year <= 9999 else LAST + 1
