"""Edits as a person asks for them in a line: an id and a value, on the command line or in an address."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from enum import Enum
from typing import Any, TypeVar

from replay.codebook import Fate, Level, Outcome, Trend
from replay.counterfactuals.edits.vocabulary import Edit, SetClock, SetFate, SetOutcome, SetReading, Shift
from replay.dates import DateError, Duration, Relative, When, parse_date, parse_due, parse_duration, typed
from replay.errors import RefusalError

__all__ = ["ASKED", "length_of"]

T = TypeVar("T", bound=Enum)
_LENGTH = re.compile(r"([+-])(\d{1,7})([dwmy])", re.IGNORECASE)


def length_of(text: str) -> Duration | None:
    """Read +14d, -2w, +1m, +1y as a duration; None for anything else.

    >>> length_of("+2w").text, length_of("1995-06-29")
    ('P14D', None)
    """
    match = _LENGTH.fullmatch(text)
    if match is None:
        return None
    count = int(match[2]) * (-1 if match[1] == "-" else 1)
    unit = match[3].lower()
    return Duration(*{"y": (count, 0, 0), "m": (0, count, 0), "w": (0, 0, 7 * count), "d": (0, 0, count)}[unit])


@contextmanager
def _dates(before: str) -> Iterator[None]:
    """Refuse what is no date with its fault, behind some words."""
    try:
        yield
    except DateError as fault:
        raise RefusalError(f"{before}{fault.message}") from None


def _shift(name: str, value: str, **said: Any) -> Edit:
    with _dates(f"'{value}' is neither a length (+14d, -2w, P1M) nor a date: "):
        by = length_of(value) or (parse_duration(value) if re.match(r"[+-]?P", value) else None)
        to: When | Relative | None = None if by else parse_date(typed(value))
        return Shift(name, by, to, **said)


def _set_clock(name: str, value: str, **said: Any) -> Edit:
    with _dates(f"'{value}': "):
        return SetClock(name, length_of(value) or parse_due(typed(value)), **said)


def _set_outcome(name: str, value: str, **said: Any) -> Edit:
    return SetOutcome(name, _word(Outcome, value), **said)


def _set_fate(name: str, value: str, **said: Any) -> Edit:
    event, *numbers = name.split(":")
    if len(numbers) > 2 or not all(number.isascii() and number.isdigit() and int(number) for number in numbers):
        raise RefusalError(
            f"'{name}' is not an id, the number of a commitment and the number of a time, with colons between"
        )
    which = int(numbers[0]) if numbers else 1
    time = int(numbers[1]) if len(numbers) > 1 else None
    return SetFate(event, _word(Fate, value), which, time, **said)


def _word(book: type[T], value: str) -> T:
    """A word of a vocabulary."""
    words = {term.value: term for term in book}
    if value not in words:
        raise RefusalError(f"'{value}' is not known; allowed: {', '.join(words)}")
    return words[value]


def _reading(name: str, value: str, **said: Any) -> Edit:
    levels, trends = {level.value: level for level in Level}, {trend.value: trend for trend in Trend}
    words = value.split(",")
    for word in words:
        if word not in levels and word not in trends:
            raise RefusalError(f"'{word}' is neither a level nor a trend; allowed: {', '.join((*levels, *trends))}")
    if len(words) > 1 and not (len(words) == 2 and words[0] in levels and words[1] in trends):
        raise RefusalError(f"'{value}' is more than one reading; allowed: a level, a trend, or LEVEL,TREND")
    return SetReading(name, levels.get(words[0]), trends.get(words[-1]), **said)


ASKED: Mapping[str, Callable[..., Edit]] = {
    "shift": _shift, "set-clock": _set_clock, "set-outcome": _set_outcome, "set-fate": _set_fate, "reading": _reading,
}  # fmt: skip
"""By the key of a kind of edit how it is made of an id and a value; a RefusalError says what is wrong with these.

Examples
--------
>>> ASKED["shift"]("settlement", "+14d")
Shift(target='settlement', by=Duration(years=0, months=0, days=14), to=None)
"""
