"""Dates as coded, in words for people: never a day that nobody coded."""

from __future__ import annotations

import re

from replay.dates.arithmetic import iso
from replay.dates.edtf import parse
from replay.dates.when import When

__all__ = ["bounds_in_words", "in_words", "typed"]

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "June", "July", "Aug", "Sep", "Oct", "Nov", "Dec")
_SEASONS = ("spring", "summer", "autumn", "winter")
_ORDINALS = ("1st", "2nd", "3rd", "4th")
_PARTS = ((33, 36, "quarter"), (37, 39, "third"), (40, 41, "half"))


def in_words(when: When) -> str:
    """Write a date as it was coded, short, from its text.

    ``~`` is *c.*, ``?`` a question mark, ``%`` both; an open or unknown end is *from* or *until*; the members of a
    one-of set are joined by *or*; a season has its year of beginning (a slash where it ends in the next), and
    *(southern)* where the code says so; a decade that begins a century, and a century, stand as their years.

    Examples
    --------
    >>> from replay.dates import parse
    >>> for text in ("1995-02-17/1995-02-22", "1995-01/1995-02", "1994-06~", "1995-09-28/1995-10-01", "1980/1989"):
    ...     in_words(parse(text))
    '17–22 Feb 1995'
    'Jan–Feb 1995'
    'c. June 1994'
    '28 Sep – 1 Oct 1995'
    '1980–1989'
    """
    text = when.text
    if text.startswith("["):
        return " or ".join(_span(*_ends(member, "..")) for member in text[1:-1].split(","))
    return _span(*_ends(text, "/"))


def bounds_in_words(first: int, last: int) -> str:
    """Write the days from `first` to `last`, within which something came, as a date so coded would be.

    >>> bounds_in_words(728341, 728346), bounds_in_words(728341, 728341)
    ('17–22 Feb 1995', '17 Feb 1995')
    """
    return in_words(parse(iso(first) if first == last else f"{iso(first)}/{iso(last)}"))


def _ends(text: str, mark: str) -> tuple[str, str]:
    """First and last piece of a text; one text twice where it is a single date, "" for an end that is open."""
    first, between, last = text.partition(mark)
    return (first.replace("..", ""), last.replace("..", "")) if between else (text, text)


def _span(first: str, last: str) -> str:
    if not first or not last:
        return f"from {_piece(first)}" if first else f"until {_piece(last)}"
    if first == last:
        return _piece(first)
    one, two = _piece(first), _piece(last)
    short = one if set(first + last) & set("?~%") else _short(one.split(), two.split())
    tight = one.count(" ") == two.count(" ") and " " not in short and "–" not in one + two
    return f"{short}–{two}" if tight else f"{short} – {two}"


def _short(one: list[str], two: list[str]) -> str:
    """The first date without what the last says again: its year, then, of days, its month."""
    while min(len(one), len(two)) > 1 and one[-1] == two[-1] and (len(one) == len(two) or len(two[-1]) == 4):
        one, two = one[:-1], two[:-1]
    return " ".join(one)


def _piece(text: str) -> str:
    """Write one date, its marks wherever they stand."""
    plain = "".join(sign for sign in text if sign not in "?~%")
    year, month, day = (*plain.split("-"), "", "")[:3]
    said = _year(year) if month in ("", "XX") else _month(int(month), int(year))
    if day not in ("", "XX"):
        said = f"{int(day)} {said}"
    return f"{'c. ' * bool(set(text) & set('~%'))}{said}{'?' * bool(set(text) & set('?%'))}"


def _year(year: str) -> str:
    if year.endswith(("0X", "XX")):
        return f"{int(year.replace('X', '0'))}–{int(year.replace('X', '9'))}"
    return f"{int(year[:-1])}0s" if year.endswith("X") else str(int(year))


def _month(code: int, year: int) -> str:
    """Write a month, or the part of the year that a code from 21 on stands for."""
    if code <= 12:
        return f"{_MONTHS[code - 1]} {year}"
    if code <= 32:
        across = code in (24, 28, 30)  # winter in the north and summer in the south end in the next year
        season = f"{_SEASONS[(code - 21) % 4]} {year}" + f"/{(year + 1) % 100:02}" * across
        return season + " (southern)" * (code >= 29)
    first, _, name = next(part for part in _PARTS if code <= part[1])
    return f"{_ORDINALS[code - first]} {name} {year}"


_TYPED = re.compile(
    r"(?:(?P<day>\d{1,2})\.?\s+)?(?P<month>[A-Za-z]{3,9})\.?(?:\s+(?P<after>\d{1,2}))?,?\s+(?P<year>\d{4})", re.ASCII
)
_NAMES = (
    "january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november",
    "december",
)  # fmt: skip


def typed(text: str) -> str:
    """Return a day or month that is typed in words as numbers; any other text as it is.

    >>> typed("30 June 1995"), typed("Feb 1994"), typed("May 5, 1995"), typed("1995-06-30"), typed("30 Brumaire 1995")
    ('1995-06-30', '1994-02', '1995-05-05', '1995-06-30', '30 Brumaire 1995')
    """
    found = _TYPED.fullmatch(text.strip())
    if found is None or (found["day"] and found["after"]):
        return text
    month = next((n for n, name in enumerate(_NAMES, 1) if name.startswith(found["month"].lower())), None)
    if month is None:
        return text
    day = found["day"] or found["after"]
    return f"{found['year']}-{month:02}" + (f"-{int(day):02}" if day else "")
