"""Clocks before and after: for each a pale bar for the base and a dark one for the branch, with how each ended."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from matplotlib.figure import Figure

from replay.counterfactuals import ClockChange, Report
from replay.dates import iso
from replay.engine.days import Days
from replay.engine.trace import ClockHistory
from replay.figures import style as figstyle
from replay.figures.counterfactual.kit import (
    EDGE,
    Rows,
    days_of,
    finished,
    frame_of,
    named_run,
    prepared,
    scale_of,
)
from replay.figures.sheet import key
from replay.figures.sheet.drawing import Drawing
from replay.figures.sheet.ends import (
    END,
    KINDS,
    Stop,
    clock_names,
    end_mark,
    end_told,
    history_told,
    mark_of,
    run_line,
    stops,
)
from replay.figures.sheet.page import Sheet, wrap
from replay.figures.sheet.panels import Frame, still
from replay.figures.sheet.timescale import TimeScale
from replay.text.table import Column
from replay.text.words import counted

__all__ = ["clocks_before_after", "endings"]

_LEFT, _LINE, _PAD = 50.0, 3.4, 1.2  # width of the names, height of a line of text, room above and below, in mm
_BEFORE, _AFTER = (figstyle.FAINT, 1.0), (figstyle.INK, 1.25)  # colour, and how many times as wide as elsewhere
_WAITED, _TINT = (1.0, 1.4), "#fff4d6"


def clocks_before_after(report: Report) -> Drawing:
    """Return every clock of either replay, in the order of setting; those that differ stand on a tinted row."""
    scale = scale_of(report, days_of(report))
    drawn = _draw(report, frame_of(scale, _LEFT))
    return finished(
        "clocks", report, drawn, scale, _caption(report, scale), _alt(report), *_data(report, scale), "first"
    )


def _drawn(report: Report, scale: TimeScale) -> list[ClockChange]:
    """The clocks that have a row: those that differ, or that bear on the days of the axis."""
    return [change for change in report.clocks if change.differs or _bears(change, scale)]


def _bears(change: ClockChange, scale: TimeScale) -> bool:
    clock = change.after or change.before
    if clock is None:
        return False
    last = clock.ended_on if clock.ended_on is not None else clock.due
    return clock.set_on < scale.stop and (last is None or last >= scale.first)


# -- drawing --------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Row:
    """A clock with its lines of text: its name, then what became of it before and after; nothing after if the same."""

    change: ClockChange
    name: tuple[str, ...]
    before: tuple[str, ...]
    after: tuple[str, ...]

    @property
    def height(self) -> float:
        """In mm."""
        return _LINE * (len(self.name) + max(len(self.before), 1) + max(len(self.after), 1)) + 2 * _PAD


def _draw(report: Report, frame: Frame) -> Figure:
    names = _names(report)
    rows = [_row_of(report, change, names[change.id]) for change in _drawn(report, frame.scale)]
    standing = _standing(report)
    body = sum(row.height for row in rows) or 3 * _LINE
    sheet, foot = prepared(
        report, "Clocks before and after", frame, body, _items(report, frame.scale, [row.change for row in rows])
    )
    y = foot + body
    for row in rows:
        _row(sheet, frame, row, y, tuple(found.get(row.change.id, ()) for found in standing))
        y -= row.height
    if not rows:
        sheet.text(
            _LEFT,
            y - body / 2,
            "no clock is set" if not report.clocks else "no clock runs in these months",
            figstyle.LABEL,
            figstyle.MUTED,
        )
    return sheet.figure


def _standing(report: Report) -> tuple[Mapping[str, tuple[Stop, ...]], ...]:
    """When each clock stood still, before and after."""
    return stops(report.before.entries), stops(report.after.entries)


def _names(report: Report) -> Mapping[str, str]:
    """The name of each clock, the same before and after."""
    both = (change.after or change.before for change in report.clocks)
    days = {change.id: (report.after if change.after else report.before).days for change in report.clocks}
    return clock_names((one for one in both if one is not None), lambda clock: days[clock].set_on(clock))


def _row_of(report: Report, change: ClockChange, name: str) -> _Row:
    room = _LEFT - EDGE - 3
    kinds = (history.kind for history in (change.after, change.before) if history is not None)
    lines_of_name = wrap(f"{name}: {KINDS[next(kinds)]}", room, figstyle.LABEL, change.differs)
    lines = [wrap(words, room, figstyle.SMALLEST) for words in endings(report, change)]
    return _Row(change, lines_of_name, lines[0], lines[1] if len(lines) > 1 else ())


def _row(sheet: Sheet, frame: Frame, row: _Row, top: float, standing: Sequence[tuple[Stop, ...]]) -> None:
    """The name; below it the bar before and the bar after, each beside its words."""
    differs = row.change.differs
    if differs:
        sheet.box(EDGE, top - row.height + 0.4, sheet.width - 2 * EDGE, row.height - 0.8, _TINT)
    y = top - _PAD - _LINE / 2
    for line in row.name:
        sheet.text(EDGE + 1.0, y, line, figstyle.LABEL, bold=differs)
        y -= _LINE
    both = ((row.change.before, row.before, _BEFORE), (row.change.after, row.after, _AFTER))
    for (history, lines, look), still_then in zip(both, standing, strict=True):
        if history is not None:
            _bar(sheet, frame, history, y, look, still_then)
        for n, line in enumerate(lines):
            sheet.text(EDGE + 1.0, y - n * _LINE, line, figstyle.SMALLEST, figstyle.MUTED)
        y -= max(len(lines), 1) * _LINE


def endings(report: Report, change: ClockChange) -> tuple[str, ...]:
    """Return how the clock ends, before and after, with all that differs; once if nothing does."""
    both = [history for history in (change.before, change.after) if history is not None]

    def differ(value: Callable[[ClockHistory], object]) -> bool:
        return len({value(history) for history in both}) > 1

    def words(history: ClockHistory | None, days: Days) -> str:
        if history is None:
            return "never set"
        found = end_told(history, days)
        if differ(lambda h: h.ended_by) and not differ(lambda h: h.outcome):
            found += f" by {history.ended_by or 'nobody'}"
        found += f", set {days.set_on(history.id)}" if differ(lambda h: h.set_on) else ""
        if differ(lambda h: [due for _, due in h.dues] == [due for _, due in both[0].dues]):
            found += f", due {' then '.join(days.dues(history.id))}"
        elif differ(lambda h: [since for since, _ in h.dues[1:]] == [since for since, _ in both[0].dues[1:]]):
            found += f", moved {' and '.join(days.moved_on(history.id))}"
        return found

    before, after = words(change.before, report.before.days), words(change.after, report.after.days)
    return (before, after) if change.differs else (before,)


def _bar(
    sheet: Sheet, frame: Frame, history: ClockHistory, y: float, look: tuple[str, float], standing: Sequence[Stop]
) -> None:
    start = frame.x(history.set_on)
    last = history.ended_on if history.ended_on is not None else history.due
    end = frame.x(last) if last is not None else frame.right
    end = max(end, start + END / 2 + 0.6)
    edges = [start, *(frame.x(day) for stop in standing for day in (stop.first, stop.last)), end]
    for first, until in zip(edges[::2], edges[1::2], strict=True):
        run_line(sheet, (first, until), y, history.kind, look[0], times=look[1])
    for stop in standing:
        still(sheet, (frame.x(stop.first), frame.x(stop.last)), y)
        end_mark(sheet, frame.x(stop.first), y, stop.outcome.value)
    if history.due is not None and frame.x(history.due) > end:
        sheet.line((end, frame.x(history.due)), (y, y), look[0], 0.5, _WAITED)
    for _, due in history.dues[:-1]:
        if due is not None and frame.scale.first <= due < frame.scale.stop:
            sheet.line((frame.x(due),) * 2, (y - 1.1, y + 1.1), look[0], 0.7)
    if last is not None and last >= frame.scale.stop:
        sheet.arrow(frame.right - 1.5, y, 2.4, 0.0, look[0])
    elif last is None or last >= frame.scale.first:
        end_mark(sheet, end, y, mark_of(history.kind, history.outcome))


def _items(report: Report, scale: TimeScale, drawn: Sequence[ClockChange]) -> tuple[key.Item, ...]:
    both = [h for change in drawn for h in (change.before, change.after) if h is not None]
    ids = {change.id for change in drawn}
    standing = [stop for found in _standing(report) for name, one in found.items() if name in ids for stop in one]
    shown = [h for h in both if scale.first <= (h.ended_on or h.due or scale.first) < scale.stop]
    ends = {mark_of(h.kind, h.outcome) for h in shown} | {stop.outcome.value for stop in standing}

    def earlier(sheet: Sheet, x: float, y: float) -> None:
        sheet.line((x + 0.5,) * 2, (y - 1.1, y + 1.1), _AFTER[0], 0.7)

    found = [
        key.ruled(7.0, color, 1.4 * times, words) for (color, times), words in ((_BEFORE, "before"), (_AFTER, "after"))
    ]
    found += key.kind_items({history.kind for history in both})
    found += [(5.0, "stood still", lambda sheet, x, y: still(sheet, (x, x + 5), y))] if standing else []
    found += key.end_items(ends)
    if any(h.due is not None and h.ended_on is not None and h.ended_on < h.due for h in both):
        found.append(key.ruled(7.0, _AFTER[0], 0.5, "to the due date, not waited for", _WAITED))
    if any(len(h.dues) > 1 for h in both):
        found.append((1.0, "due date before it was moved", earlier))
    if any(change.differs for change in drawn):
        found.append(key.filled(4.0, 2.4, _TINT, "differs"))
    return tuple(found)


# -- words and data -------------------------------------------------------------------------------


def _caption(report: Report, scale: TimeScale) -> str:
    drawn = len(_drawn(report, scale))
    rest = len(report.clocks) - drawn
    left = f" Not drawn: {counted(rest, 'clock')} that ran at other times, the same in both." if rest else ""
    return (
        f"Clocks, n = {counted(drawn, 'clock')}; on tinted rows those that differ: "
        f"{_differing(report)}. The upper, pale bar of a row is the clock before, the lower, dark one after, from the "
        "day it was set to the day it ended, its line for what runs, with the mark of how; dotted, to a due day that "
        "was not waited for; a short stroke, an earlier due day; an arrow, on to days that are not drawn. "
        f"A bar from the left end of the axis was set on that day or before.{left}"
    )


def _alt(report: Report) -> list[str]:
    """The clocks one by one."""
    head = f"Chart of {counted(len(report.clocks), 'clock')} before and after, {named_run(report)}"
    names, standing = _names(report), _standing(report)
    said = (
        _told(report, change, names[change.id], *(found.get(change.id, ()) for found in standing))
        for change in report.clocks
    )
    return [f"{head}; those that differ: {_differing(report)}.", *said]


def _differing(report: Report) -> int:
    return sum(change.differs for change in report.clocks)


def _told(
    report: Report, change: ClockChange, name: str, still_before: Sequence[Stop], still_after: Sequence[Stop]
) -> str:
    before = _told_of(change.before, report.before.days, still_before)
    after = _told_of(change.after, report.after.days, still_after)
    if change.differs and before == after:  # what differs is who ended it, or when it was moved
        before, after = endings(report, change)
    if not change.differs:
        return f"Clock {name}: {before} in both."
    return f"Clock {name}: before {before}; after {after}."


def _told_of(clock: ClockHistory | None, days: Days, standing: Sequence[Stop]) -> str:
    return "never set" if clock is None else history_told(clock, days, standing)


def _data(report: Report, scale: TimeScale) -> tuple[tuple[Column, ...], Rows]:
    """Two rows for every clock, before and after, as far as it is set; and its due days before the last."""
    columns = (
        Column("part", "Part"), Column("id", "Clock"), Column("label", "Label", 2.0), Column("when", "Before or after"),
        Column("first", "Set, or due so from"), Column("due", "Due"), Column("last", "Ended"),
        Column("kind", "Kind"), Column("outcome", "How it ended"), Column("by", "By which event"),
        Column("differs", "Differs"),
    )  # fmt: skip
    rows: Rows = []
    names, standing = _names(report), _standing(report)
    for change in _drawn(report, scale):
        differs = "yes" if change.differs else "no"
        both = (("before", change.before), ("after", change.after))
        for (when, clock), found in zip(both, standing, strict=True):
            if clock is None:
                continue
            named = change.id, names[change.id], when
            days = iso(clock.set_on), _day(clock.due), _day(clock.ended_on)
            by = "the word of the source" if clock.on_word else clock.ended_by
            rows.append(("clock", *named, *days, clock.kind.value, clock.outcome.value, by, differs))
            for since, due in clock.dues[:-1]:
                rows.append(("due", *named, iso(since), _day(due), None, None, None, None, differs))
            for stop in found.get(change.id, ()):
                days = iso(stop.first), None, iso(stop.last)
                rows.append(("standing still", *named, *days, None, stop.outcome.value, None, differs))
    return columns, rows


def _day(day: int | None) -> str | None:
    return iso(day) if day is not None else None
