"""The spreadsheet of TimelineJS: acts and clocks for a public page."""

from __future__ import annotations

import datetime
import re
from html import escape

from replay.codebook import Outcome
from replay.dates import Precision, When, parse
from replay.engine.days import Days, worded
from replay.engine.trace import ENDS, ClockHistory, Entry, Kind, Trace
from replay.exchange.acts import Told, acts, cited
from replay.text.tabletext import csv_lines
from replay.text.words import joined
from replay.timeline import Timeline

__all__ = ["COLUMNS", "timelinejs"]

COLUMNS = (
    "Year", "Month", "Day", "Time", "End Year", "End Month", "End Day", "End Time", "Display Date", "Headline", "Text",
    "Media", "Media Credit", "Media Caption", "Media Thumbnail", "Type", "Group", "Background",
)  # fmt: skip
"""The columns of the sheet, as TimelineJS reads them."""

_Date = tuple[int | None, int | None, int | None]
_NONE: _Date = (None, None, None)


def timelinejs(trace: Trace) -> str:
    """Return the acts and clocks of a replay as the sheet of TimelineJS (CSV): the title, the acts, then the clocks.

    A month or day that nobody coded is left empty; a date with two ends has both. Where only an order is known, such
    as "30 days after April 1995", there is the year of the replay, and the display date says what is known.

    Examples
    --------
    >>> import replay
    >>> print(timelinejs(replay.run(replay.load(replay.example()))).splitlines()[2][:40])
    1996,2,5,,,,,,1996-02-05,United States:
    """
    timeline, days = trace.coded("make a sheet"), Days(trace, worded)
    title = _row(_NONE, _NONE, "", timeline.title, _paragraph(escape(timeline.summary)), kind="title")
    rows = [_act(days, one) for one in acts(trace)]
    starts = {entry.clock: entry for entry in trace.select(Kind.CLOCK_SET)}
    ends = {entry.clock: entry for entry in trace if entry.kind in ENDS}
    rows += [_clock(days, life, starts[life.id], ends.get(life.id)) for life in trace.clocks()]
    return csv_lines(COLUMNS, [title, *rows])


def _row(
    first: _Date, last: _Date, shown: str, headline: str, text: str, group: str = "", kind: str = ""
) -> tuple[object, ...]:
    end = last if last != first else _NONE
    return (*first, None, *end, None, shown, headline, text, None, None, None, None, kind, group, None)


def _act(days: Days, one: Told) -> tuple[object, ...]:
    line, entry = one.timeline, one.entry
    whom = f" to {line.name(entry.recipient)}" if entry.recipient else ""
    text = _paragraph(escape(one.summary)) + _sources(one)
    headline = f"{line.name(entry.actor)}{whom}: {one.label}"
    return _row(*_bounds(days, entry), days.of(entry), headline, text, _group(line, entry.actor))


def _sources(one: Told) -> str:
    cites = cited(one.timeline, one.event.cite) if one.event else ()
    links = [
        f'<a href="{escape(url)}">{escape(words)}</a>' if url.startswith(("http://", "https://")) else escape(words)
        for words, _, url in cites
    ]
    return _paragraph("; ".join(links))


def _paragraph(html: str) -> str:
    return f"<p>{html}</p>" if html else ""


def _clock(days: Days, life: ClockHistory, start: Entry, end: Entry | None) -> tuple[object, ...]:
    first, _ = _bounds(days, start)
    runs = life.outcome is Outcome.OPEN or end is None
    _, last = (_NONE, _NONE) if runs or end is None else _bounds(days, end)
    how = life.kind.end_in_words(life.outcome)
    turns = "; ".join(days.history(life.id))
    shown = f"{days.set_on(life.id)} to {days.ended(life)}" if not runs else f"from {days.set_on(life.id)}"
    text = f"<p>{escape(life.kind.words)}, {escape(turns)}. {escape(how[:1].upper() + how[1:])}.</p>"
    return _row(first, last, shown, life.label, text, "Clocks")


def _group(timeline: Timeline, parties: str | None) -> str:
    side = timeline.side(parties)
    if side:
        return timeline.camp_name(side)
    sides = timeline.sides_of(parties)
    return joined([timeline.camp_name(one) for one in sides]) if sides else "Third parties"


def _bounds(days: Days, entry: Entry) -> tuple[_Date, _Date]:
    """First and last of the date of an entry, as far as they are known."""
    if days.is_exact(entry):
        return (_parts(entry.day, 3),) * 2
    event = days.timeline.by_id.get(entry.event or "")
    date = event.date if event else None
    if isinstance(date, When) and (date.earliest or entry.day) <= entry.day <= (date.latest or entry.day):
        return _coded(date)
    return (_parts(entry.day, 1),) * 2


def _coded(date: When) -> tuple[_Date, _Date]:
    """First and last of a coded date, by the units in which it is coded; what makes it vague is left to words."""
    bare = parse(re.sub(r"[?~%]", "", date.text))
    units = 3 if bare.precision is Precision.DAY else 2 if bare.precision > Precision.YEAR else 1
    first, last = (bare.earliest or bare.latest, bare.latest or bare.earliest)
    return (_parts(first, units), _parts(last, units)) if first and last else (_NONE, _NONE)


def _parts(day: int, units: int) -> _Date:
    date = datetime.date.fromordinal(day)
    return date.year, date.month if units > 1 else None, date.day if units > 2 else None
