"""The values: partial dates, durations, dates relative to an event, and what a fault in one says."""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from enum import IntEnum

from replay.errors import DateError

__all__ = ["LAST", "DateError", "Duration", "Earliest", "Lag", "Precision", "Relative", "Span", "When", "alternatives"]

Span = tuple[int | None, int | None]
"""First and last day, both included; None where that end is open or unknown."""

LAST = datetime.date.max.toordinal()
"""The last day there is, 9999-12-31."""


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
    >>> from replay.dates import iso, parse
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
    """A date counted from an event or a clock: its text, the anchor, and the time after it.

    Attributes
    ----------
    anchor : str
        Id of an event; ``clock:ID`` for the date at which a clock stands, ``clock:ID.end`` for its end; "" for the date
        at which the clock that is moved stands.

    Examples
    --------
    >>> from replay.dates import parse_relative
    >>> parse_relative("talks - P3D")
    Relative(text='talks - P3D', anchor='talks', duration=Duration(years=0, months=0, days=-3))
    >>> parse_relative("clock:panel.end + P30D").clock
    'panel'
    """

    text: str
    anchor: str
    duration: Duration

    @property
    def clock(self) -> str:
        """Id of the clock that it is counted from, "" if it is counted from an event."""
        return self.anchor.removeprefix("clock:").removesuffix(".end") if self.anchor.startswith("clock:") else ""

    @property
    def from_end(self) -> bool:
        """Whether it is counted from the end of a clock."""
        return self.anchor.endswith(".end")


@dataclass(frozen=True, slots=True)
class Earliest:
    """The earliest of several dates, each counted from an event or from the act that sets a clock.

    >>> Earliest((Duration(months=18), Relative("ruling + P30D", "ruling", Duration(days=30)))).text
    'P18M or ruling + P30D, whichever is earlier'
    """

    parts: tuple[Relative | Duration, ...]

    @property
    def text(self) -> str:
        """All of them, for a person."""
        return f"{' or '.join(part.text for part in self.parts)}, whichever is earlier"


def alternatives(due: When | Relative | Duration | Earliest) -> tuple[When | Relative | Duration, ...]:
    """Return the dates of which the earliest counts; of any other due date, that one.

    >>> alternatives(Duration(days=3))
    (Duration(years=0, months=0, days=3),)
    """
    return due.parts if isinstance(due, Earliest) else (due,)


@dataclass(frozen=True, slots=True)
class Lag:
    """The time between a trigger and what follows: at least `first`, at most `last`.

    >>> Lag(Duration(), Duration(days=30)).text
    'P0D/P30D'
    """

    first: Duration
    last: Duration

    @property
    def text(self) -> str:
        """One length, or two with a slash between them; `parse_lag` reads it back to an equal value."""
        return self.first.text if self.first == self.last else f"{self.first.text}/{self.last.text}"


def _mean(span: Span) -> int:
    first, last = span
    if first is None or last is None:
        return first or last or 0
    return (first + last) // 2


def _gap(span: Span, day: int) -> int:
    """Count the days from a day to the nearest of a span, 0 inside it."""
    first, last = span
    return max((first or day) - day, day - (last or day), 0)
