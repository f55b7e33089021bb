"""Durations, dates relative to an event, due dates, and the choice between the forms."""

from __future__ import annotations

import re

from replay.dates.edtf import parse
from replay.dates.when import DateError, Duration, Lag, Relative, When

__all__ = ["day", "parse_date", "parse_due", "parse_duration", "parse_lag", "parse_move", "parse_relative"]

_DURATION = re.compile(r"([+-]?)P(?:([0-9]{1,7})Y)?(?:([0-9]{1,7})M)?(?:([0-9]{1,7})W)?(?:([0-9]{1,7})D)?")
_WORD = re.compile(r"[a-z]|[A-Z][a-z]")
_COUNTED = re.compile(r"\+|- *P|P[0-9]")
_ANCHOR = re.compile(r"((?:clock:)?[a-z][a-z0-9-]*(?<!-)(?:(?<=[a-z0-9])\.end)?) *")


def day(text: str) -> int:
    """Read a plain ISO date, YYYY-MM-DD, as a day; DateError for any other form.

    >>> day("0001-01-02")
    2
    """
    when = parse(text)
    if len(text) != 10 or when.earliest is None or not when.is_exact:
        raise DateError(1, f"{text!r} is not one full date; allowed: YYYY-MM-DD")
    return when.earliest


def parse_duration(text: str) -> Duration:
    """Read an ISO 8601 duration of years, months, weeks and days, with or without a sign.

    Raises DateError for a time of day, a fraction, a number of over seven digits, or no number.

    >>> parse_duration("P1Y2W")
    Duration(years=1, months=0, days=14)
    """
    return _duration(text, 0)


def parse_relative(text: str) -> Relative:
    """Read ``id + duration`` or ``id - duration``; spaces around the sign are optional.

    The id of a clock has ``clock:`` before it, and ``.end`` behind it for the day on which it ended.

    An id has lower-case letters, digits and hyphens, starts with a letter and does not end with
    a hyphen, so ``talks-P3D`` is three days before ``talks``. Raises DateError.

    >>> parse_relative("talks+P2W").duration.days
    14
    """
    anchor = _ANCHOR.match(text)
    if not _COUNTED.search(text):
        wanted = "allowed: 1996-05-16, 1996-05, talks + P45D and such"
        raise DateError(1, f"{text!r} is neither a date nor counted from an event; {wanted}")
    if anchor is None:
        raise DateError(1, f"{text!r} has no id; allowed: lower-case letters, digits, hyphens")
    at = anchor.end()
    sign = text[at : at + 1]
    if sign not in ("+", "-"):
        raise DateError(at + 1, f"{text[at:]!r} follows the id; allowed: + or - and a duration")
    if anchor[1].endswith(".end") and not anchor[1].startswith("clock:"):
        raise DateError(
            1, f"{anchor[1]!r} is no clock; allowed: talks + P45D, clock:panel + P30D, clock:panel.end + P30D"
        )
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
    if _WORD.match(text):
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
    if re.match(r"P(?![a-z])", text):
        return parse_duration(text)
    if text.startswith("+P"):
        raise DateError(1, f"{text!r} counts from a date at which a clock stands; allowed: a date, P45D, talks + P45D")
    if text.startswith("-P"):
        raise DateError(1, f"{text!r} runs backwards; allowed: a duration of zero or more")
    if re.match(r"[0-9]+ *([a-z]|[DWMY]\b)", text):
        raise DateError(1, f"{text!r} is neither a date nor a duration; allowed: 1996-05-16, P60D, P2M and such")
    return parse_date(text, southern=southern, spread=spread)


def parse_move(text: str) -> When | Relative | Duration:
    """Read a new due date: as `parse_due`, or with a sign a length from the date at which the clock stands.

    >>> parse_move("+P30D")
    Relative(text='+P30D', anchor='', duration=Duration(years=0, months=0, days=30))
    """
    if re.match(r"[+-]P", text):
        return Relative(text, "", _duration(text, 0))
    return parse_due(text)


def parse_lag(text: str) -> Lag:
    """Read a length, or a shortest and a longest one with a slash between them; none may run backwards.

    >>> parse_lag("P0D/P1M").last
    Duration(years=0, months=1, days=0)
    """
    first, slash, _ = text.partition("/")
    ends = parse_duration(first), _duration(text, len(first) + 1) if slash else parse_duration(first)
    sizes = [(end.years * 372 + end.months * 31 + end.days) for end in ends]
    if min(sizes) < 0 or sizes[0] > sizes[1]:
        raise DateError(1, f"{text!r} runs backwards; allowed: P0D, P45D, P0D/P30D and such")
    return Lag(*ends)


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
