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

from replay.dates.arithmetic import add, iso, reach
from replay.dates.edtf import parse
from replay.dates.forms import day, parse_date, parse_due, parse_duration, parse_lag, parse_move, parse_relative
from replay.dates.prose import bounds_in_words, in_words, typed
from replay.dates.when import LAST, DateError, Duration, Earliest, Lag, Precision, Relative, Span, When, alternatives

__all__ = [
    "LAST", "DateError", "Duration", "Earliest", "Lag", "Precision", "Relative", "Span", "When", "add", "alternatives",
    "bounds_in_words", "day", "in_words", "iso", "parse", "parse_date", "parse_due", "parse_duration", "parse_lag",
    "parse_move", "parse_relative", "reach", "typed",
]  # fmt: skip
