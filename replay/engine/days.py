"""Days as people read them: as coded, or counted from a day that was coded; never a middle that nobody coded.

A replay puts what happened "in April 1995" on a day of that month, so as to have an order. That day is a place on an
axis and no date: tables, texts and figures print "Apr 1995" for it, and what is counted from it says so ("60 days
after Apr 1995").
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

from replay.dates import Duration, Relative, When, alternatives, bounds_in_words, in_words, iso, reach
from replay.engine.trace import ACTED, ENDS, STARTS, ClockHistory, Entry, Kind, Trace
from replay.text.words import counted, joined
from replay.timeline import Due, Event, Timeline

__all__ = ["Days", "broken", "in_words_of", "later_or_earlier", "worded"]

_WORDS = {
    Kind.CLOCK_SET: "due", Kind.CLOCK_MOVED: "moved to", Kind.CLOCK_RESUMED: "runs again, due",
    Kind.CLOCK_REOPENED: "opened again after it had run out", Kind.CLOCK_SUSPENDED: "stopped",
    Kind.CLOCK_SPLIT: "a part split off",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Day:
    """A day in words, and whether it is a day of the calendar that the coding gives."""

    text: str
    exact: bool = True


class Days:
    """The days of one replay, in words; of a trace without its timeline, the days themselves.

    Parameters
    ----------
    trace : Trace
    write : callable, optional
        How a day of the calendar is written: as ISO text, or `worded`.

    Examples
    --------
    >>> import replay
    >>> days = Days(replay.run(replay.load(replay.example())))
    >>> days.of(days.trace[0]), days.due("sanctions")
    ('1996-02-05', '1996-05-09')
    """

    def __init__(self, trace: Trace, write: Callable[[int], str] = iso) -> None:
        self.trace, self.write = trace, write
        self._known: dict[int, _Day] = {}

    @cached_property
    def timeline(self) -> Timeline:
        """What was replayed."""
        return self.trace.coded("tell days")

    def of(self, entry: Entry) -> str:
        """Return the day of an entry."""
        return self._entry(entry).text

    def of_act(self, name: str | None, day: int) -> str:
        """Return the day of an act by its id; `day` where the replay has no such act."""
        seq = self._acts.get(name or "")
        return self.write(day) if seq is None else self.of(self.trace[seq])

    def counted(self, seq: int | None, day: int) -> str:
        """Return a day that is counted from an entry, by its seq; `day` itself where there is none."""
        return self.write(day) if seq is None else self._counted(self.trace[seq], day).text

    def is_exact(self, entry: Entry) -> bool:
        """Whether the day of an entry is a day of the calendar that the coding gives, or is counted from one."""
        return self._entry(entry).exact

    def spoken(self, date: When) -> str:
        """Return a coded date: the day where it is one, as this replay's days are written, else in words."""
        return self._coded(date).text

    def set_on(self, clock: str) -> str:
        """Return the day on which a clock was set."""
        return self.of(self._lives[clock][0])

    def dues(self, clock: str, none: str = "no date") -> tuple[str, ...]:
        """Return the due dates of a clock, one for the setting and one for each move and each new start."""
        found = (entry for entry in self._lives[clock] if entry.kind in STARTS)
        return tuple(due.text if (due := self._due(entry)) else none for entry in found)

    def spans(self, clock: str) -> tuple[str, ...]:
        """Return the same, with the days meant where one is counted from an act that is coded as a span of days."""
        starts = [entry for entry in self._lives[clock] if entry.kind in STARTS]
        return tuple(f"{due}{self._span(entry)}" for entry, due in zip(starts, self.dues(clock), strict=True))

    @cached_property
    def _spanned(self) -> dict[str, str]:
        return {
            due: span for clock in self._lives for due, span in zip(self.dues(clock), self.spans(clock), strict=True)
        }

    def spanned(self, text: str) -> str:
        """Return a day that is a due date counted from a span of days, in words, with the days meant."""
        return self._spanned.get(text, text)

    def _span(self, entry: Entry) -> str:
        length = self.timeline.clocks[entry.clock or ""].due
        ends = self._bounds(entry)
        if entry.kind is not Kind.CLOCK_SET or not isinstance(length, Duration) or ends is None or ends[0] == ends[1]:
            return ""
        return f", so {bounds_in_words(reach(ends[0], length), reach(ends[1], length))}"

    def _bounds(self, entry: Entry) -> tuple[int, int] | None:
        """The first and last day of the act that made an entry, or of the due date on which a rule brought it about."""
        event = self.timeline.by_id.get(entry.event or "")
        date: object = event.date if event else None
        if event is None and entry.event in self._acts:
            act = self.trace[self._acts[entry.event]]
            clocks = [one.clock for seq in act.causes if (one := self.trace[seq]).kind in ENDS and one.day == act.day]
            date = self.timeline.clocks[clocks[-1]].due if clocks and clocks[-1] else None
        if not isinstance(date, When) or date.earliest is None or date.latest is None:
            return None
        return date.earliest, date.latest

    def last_start(self, clock: str) -> Entry:
        """Return the entry that gave a clock the due date in force at the end."""
        return next(entry for entry in reversed(self._lives[clock]) if entry.kind in STARTS)

    def moved_on(self, clock: str) -> tuple[str, ...]:
        """Return the days on which a clock was moved or started again."""
        return tuple(self.of(entry) for entry in self._lives[clock] if entry.kind in STARTS)[1:]

    def due(self, clock: str) -> str | None:
        """Return the due date of a clock that is in force at the end; None if it has none."""
        return next((due.text for entry in reversed(self._lives[clock]) if (due := self._due(entry))), None)

    def history(self, clock: str) -> tuple[str, ...]:
        """Return the turns in the life of a clock but its end: due dates, moves, stops, parts split off."""
        turns = []
        last = self._lives[clock][-1]
        for entry in self._lives[clock]:
            word = _WORDS.get(entry.kind)
            if not word or (entry is last and entry.kind is Kind.CLOCK_SUSPENDED):
                continue
            has_date = entry.kind in STARTS and entry.kind is not Kind.CLOCK_REOPENED
            turns.append(f"{word} {self.due_from(entry)}" if has_date else f"{word} {self.of(entry)}")
        return tuple(turns)

    def due_from(self, entry: Entry) -> str:
        """Return the due date that an entry gives its clock, "no date" for none."""
        due = self._due(entry)
        return due.text if due else "no date"

    def ended(self, history: ClockHistory) -> str | None:
        """Return the day on which a clock ended, "by" its due day if met on the source's word; None if it runs on."""
        last = self._lives[history.id][-1]
        if last.kind not in ENDS:
            return None
        return f"by {self.of(last)}" if history.on_word else self.of(last)

    @cached_property
    def _acts(self) -> dict[str, int]:
        return {entry.event or "": entry.seq for entry in self.trace.select(*ACTED)}

    @cached_property
    def _lives(self) -> dict[str, list[Entry]]:
        """The entries of each clock."""
        found: dict[str, list[Entry]] = {}
        for entry in self.trace:
            if entry.clock is not None:
                found.setdefault(entry.clock, []).append(entry)
        return found

    def _entry(self, entry: Entry) -> _Day:
        if entry.seq not in self._known:
            self._known[entry.seq] = self._found(entry)
        return self._known[entry.seq]

    def _day(self, day: int, exact: bool = True) -> _Day:
        return _Day(self.write(day), exact)

    def _coded(self, date: When) -> _Day:
        return _Day(self.write(date.middle) if date.is_exact else in_words(date), date.earliest == date.latest)

    def _found(self, entry: Entry) -> _Day:
        if self.trace.timeline is None:
            return self._day(entry.day)
        event = self.timeline.by_id.get(entry.event or "")
        if event is not None and (entry.act or entry.clock is None):
            return self._event(event, entry)
        if entry.clock is not None:
            if entry.event is not None:
                made = self._acts.get(entry.event)
                return self._entry(self.trace[made]) if made is not None else self._day(entry.day)
            starts = [one for one in self._lives[entry.clock] if one.seq < entry.seq and self._due(one)]
            due = self._due(starts[-1]) if starts else None
            same = starts and self.trace.due(starts[-1].seq) == entry.day
            return due if due and same else self._day(entry.day)
        if not entry.causes:
            return self._day(entry.day)
        return self._counted(max((self.trace[seq] for seq in entry.causes), key=lambda one: one.seq), entry.day)

    def _counted(self, base: Entry, day: int) -> _Day:
        known = self._entry(base)
        return self._day(day) if known.exact else _Day(_after(known.text, Duration(days=day - base.day)), exact=False)

    def _event(self, event: Event, entry: Entry) -> _Day:
        date, day = event.date, entry.day
        if isinstance(date, Relative):
            return self._day(day) if self._is_exact(date) else _Day(_relative(date), exact=False)
        if (date.earliest or day) <= day <= (date.latest or day):
            return self._coded(date)
        vague = [cause for cause in map(self.trace.__getitem__, entry.causes) if not self._entry(cause).exact]
        return (
            self._counted(vague[-1], day) if vague and not date.is_exact else self._day(day)
        )  # moved by a clock, or an edit

    def _due(self, entry: Entry) -> _Day | None:
        """The due date that an entry gives its clock."""
        day = self.trace.due(entry.seq)
        if entry.kind not in STARTS or day is None:
            return None
        if self.trace.timeline is None:
            return self._day(day)
        event, clock = self.timeline.by_id.get(entry.event or ""), entry.clock or ""
        coded: Due | None = self.timeline.clocks[clock].due
        if entry.kind is Kind.CLOCK_RESUMED:
            coded = event.resumes.get(clock) if event else None
        elif entry.kind is Kind.CLOCK_MOVED and event:
            coded = event.moves.get(clock, coded)
        if isinstance(coded, When):
            return self._coded(coded)
        earlier = [one for one in self._lives[clock] if one.seq < entry.seq]
        if coded is None or (isinstance(coded, Relative) and not coded.anchor):
            stood = next((due for one in reversed(earlier) if (due := self._due(one))), self._day(day))
            base = stood if coded else self._entry(entry)
            if stood.exact and base.exact:
                return self._day(day)
            said = _after(stood.text, coded.duration) if coded else f"the days that were left, from {base.text}"
            return _Day(said, exact=False)
        first = next((one for one in earlier if one.kind is Kind.CLOCK_SET), entry)
        base = self._entry(first if entry.kind is Kind.CLOCK_MOVED else entry)
        parts = alternatives(coded)
        if all(base.exact if isinstance(part, Duration) else self._is_exact(part) for part in parts):
            return self._day(day)
        words = [
            _after(base.text, part) if isinstance(part, Duration) else _relative(part)
            for part in parts if not isinstance(part, When)
        ]  # fmt: skip
        return _Day(" or ".join(words) + (", whichever is earlier" if len(words) > 1 else ""), exact=False)

    def _is_exact(self, date: When | Relative | Duration, seen: frozenset[str] = frozenset()) -> bool:
        """Whether a date is one day, or is counted from one."""
        if isinstance(date, When):
            return date.earliest == date.latest
        if isinstance(date, Duration) or date.anchor in seen:
            return False
        seen |= {date.anchor}
        if not date.clock:
            event = self.timeline.by_id.get(date.anchor)
            return event is not None and self._is_exact(event.date, seen)
        clock, setter = self.timeline.clocks.get(date.clock), self.timeline.setters.get(date.clock)
        movers = (*self.timeline.moved.get(date.clock, ()), *self.timeline.touched.get(date.clock, ()))
        makers = (*([setter] if setter else []), *movers)
        if clock is None or not all(self._is_exact(event.date, seen) for event in makers):
            return False
        return all(isinstance(part, Duration) or self._is_exact(part, seen) for part in alternatives(clock.due))


def in_words_of(length: Duration) -> str:
    """Write a length of time in words, whichever its sign.

    >>> in_words_of(Duration(years=1, days=14)), in_words_of(Duration())
    ('1 year and 14 days', '0 days')
    """
    parts = ((length.years, "year"), (length.months, "month"), (length.days, "day"))
    return joined([counted(abs(number), unit) for number, unit in parts if number] or ["0 days"])


def broken(date: str | None) -> str:
    r"""Return a date for a narrow column: on several lines where it has several parts, each to stay whole.

    >>> broken("28 Sep – 1 Oct 1995"), broken("60 days after Jan 2001"), broken("1995-05-16")
    ('28 Sep –\n1 Oct 1995', '60 days after\nJan 2001', '1995-05-16')
    """
    return (date or "").replace(" – ", " –\n").replace(" after ", " after\n")


def later_or_earlier(days: int) -> str:
    """Say how far one day is from another.

    >>> later_or_earlier(14), later_or_earlier(0), later_or_earlier(-303)
    ('14 days after', 'on the day of', '303 days before')
    """
    return f"{counted(abs(days), 'day')} {'after' if days > 0 else 'before'}" if days else "on the day of"


def worded(day: int) -> str:
    """Write a day as a person reads it.

    >>> worded(728341)
    '17 Feb 1995'
    """
    return bounds_in_words(day, day)


def _after(base: str, length: Duration) -> str:
    """Count from a base that may itself be counted.

    >>> _after("3 months after July 2001", Duration(days=30)), _after("July 2001", Duration(days=-30))
    ('30 days after the date 3 months after July 2001', '30 days before July 2001')
    """
    if length == Duration():
        return base
    if re.match(r"\d+ (day|month|year)s? ", base):
        base = f"the date {base}"
    return f"{in_words_of(length)} {'before' if min(length.years, length.months, length.days) < 0 else 'after'} {base}"


def _relative(date: Relative) -> str:
    anchor = date.anchor
    if date.clock:
        anchor = f"the end of clock {date.clock}" if date.from_end else f"the due date of clock {date.clock}"
    return _after(anchor, date.duration)
