"""Clocks before and after: for each a pale bar for the base and a dark one for the branch, with how each ended."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from matplotlib.figure import Figure

from replay.counterfactuals import ClockChange, Report
from replay.dates import iso
from replay.engine.trace import ClockHistory
from replay.figures import style as figstyle
from replay.figures.counterfactual.page import (
    BOTTOM,
    EDGE,
    KEY_ROW,
    Item,
    axis,
    days_of,
    frame_of,
    head,
    key,
    key_rows,
    parting,
    title,
)
from replay.figures.sheet.page import Sheet, wrap
from replay.figures.sheet.panels import END, Frame, end_mark
from replay.text.words import joined

__all__ = ["axis_days", "clocks", "endings"]

_LEFT, _LINE, _PAD = 50.0, 3.4, 1.2  # width of the names, height of a line of text, room above and below, in mm
_BEFORE, _AFTER = figstyle.FAINT, figstyle.INK
_TITLE = "Clocks before and after"
_WORDS = {"met": "met", "lapsed": "lapsed", "withdrawn": "withdrawn", "moved": "moved", "open": "still running"}


def clocks(report: Report, *, width_mm: float = figstyle.DOUBLE_COLUMN) -> Figure:
    """Draw every clock of either replay, in the order of setting; those that differ stand on a tinted row.

    Examples
    --------
    >>> import replay
    >>> from replay.counterfactuals import whatif
    >>> from replay.counterfactuals.edits import Drop
    >>> made = clocks(whatif(replay.load(replay.example()), [Drop("settlement")]))
    >>> round(made.get_figwidth() * 25.4)
    180
    """
    with figstyle.style():
        return _draw(report, width_mm)


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


def _draw(report: Report, width: float) -> Figure:
    items = _items(report)
    foot = EDGE + key_rows(items, width) * KEY_ROW + BOTTOM
    rows = [_row_of(change) for change in report.clocks]
    body = sum(row.height for row in rows) or 3 * _LINE
    sheet = Sheet(width, foot + body + head(report, _TITLE, width))
    frame = frame_of(axis_days(report), _LEFT, width)
    y = top = foot + body
    for row in rows:
        _row(sheet, frame, row, y)
        y -= row.height
    if not rows:
        sheet.text(_LEFT, top - body / 2, "no clock is set", figstyle.LABEL, figstyle.MUTED)
    axis(sheet, frame, foot, top)
    parting(sheet, report, frame, foot, top)
    title(sheet, report, _TITLE)
    key(sheet, items)
    return sheet.figure


def axis_days(report: Report) -> list[int]:
    """Days that the axis gives room to: those of the other figures and of the clocks, for six years at most."""
    days = days_of(report) + [day for change in report.clocks for day in _days(change)]
    return [day for day in days if day <= report.since + 6 * 365]


def _days(change: ClockChange) -> list[int]:
    found = [history for history in (change.before, change.after) if history is not None]
    return [day for history in found for day in (history.set_on, history.ended_on or history.due or history.set_on)]


def _row_of(change: ClockChange) -> _Row:
    room = _LEFT - EDGE - 3
    name = wrap(change.label, room, figstyle.LABEL, change.differs)
    lines = [wrap(words, room, figstyle.SMALLEST) for words in endings(change)]
    return _Row(change, name, lines[0], lines[1] if len(lines) > 1 else ())


def _row(sheet: Sheet, frame: Frame, row: _Row, top: float) -> None:
    """The name; below it the bar before and the bar after, each beside its words."""
    differs = row.change.differs
    if differs:
        sheet.box(EDGE, top - row.height + 0.4, sheet.width - 2 * EDGE, row.height - 0.8, "#fff4d6")
    y = top - _PAD - _LINE / 2
    for line in row.name:
        sheet.text(EDGE + 1.0, y, line, figstyle.LABEL, bold=differs)
        y -= _LINE
    for history, lines, color, wide in (
        (row.change.before, row.before, _BEFORE, 1.4), (row.change.after, row.after, _AFTER, 1.8)
    ):  # fmt: skip
        if history is not None:
            _bar(sheet, frame, history, y, color, wide)
        for n, line in enumerate(lines):
            sheet.text(EDGE + 1.0, y - n * _LINE, line, figstyle.SMALLEST, figstyle.MUTED)
        y -= max(len(lines), 1) * _LINE


def endings(change: ClockChange) -> tuple[str, ...]:
    """Return how the clock ends, before and after, with all that differs; once if nothing does."""
    both = [history for history in (change.before, change.after) if history is not None]

    def differ(value: Callable[[ClockHistory], object]) -> bool:
        return len({value(history) for history in both}) > 1

    def words(history: ClockHistory | None) -> str:
        if history is None:
            return "never set"
        found = _WORDS[history.outcome.value]
        found += f" {iso(history.ended_on)}" if history.ended_on is not None else ""
        if differ(lambda h: h.ended_by) and not differ(lambda h: h.outcome):
            found += f" by {history.ended_by or 'nobody'}"
        found += f", set {iso(history.set_on)}" if differ(lambda h: h.set_on) else ""
        if differ(lambda h: [due for _, due in h.dues] == [due for _, due in both[0].dues]):
            found += f", due {' then '.join(iso(due) if due else 'no date' for _, due in history.dues)}"
        elif differ(lambda h: [since for since, _ in h.dues[1:]] == [since for since, _ in both[0].dues[1:]]):
            found += f", moved {joined([iso(since) for since, _ in history.dues[1:]])}"
        return found

    return (words(change.before), words(change.after)) if change.differs else (words(change.before),)


def _bar(sheet: Sheet, frame: Frame, history: ClockHistory, y: float, color: str, wide: float) -> None:
    start = frame.x(history.set_on)
    last = history.ended_on if history.ended_on is not None else history.due
    end = frame.x(last) if last is not None else frame.right
    end = max(end, start + END / 2 + 0.6)
    sheet.line((start, end), (y, y), color, wide)
    if history.due is not None and frame.x(history.due) > end:
        sheet.line((end, frame.x(history.due)), (y, y), color, 0.5, (1.0, 1.4))
    for _, due in history.dues[:-1]:
        if due is not None:
            sheet.line((frame.x(due),) * 2, (y - 1.1, y + 1.1), color, 0.7)
    end_mark(sheet, end, y, history.outcome.value)


def _items(report: Report) -> tuple[Item, ...]:
    both = [h for change in report.clocks for h in (change.before, change.after) if h is not None]
    outcomes = {history.outcome.value for history in both}

    def bar(color: str, wide: float, words: str) -> Item:
        return 7.0, words, lambda sheet, x, y: sheet.line((x, x + 7), (y, y), color, wide)

    def ended(outcome: str) -> Item:
        return END, _WORDS[outcome], lambda sheet, x, y: end_mark(sheet, x + END / 2, y, outcome)

    def waited(sheet: Sheet, x: float, y: float) -> None:
        sheet.line((x, x + 7), (y, y), _AFTER, 0.5, (1.0, 1.4))

    def earlier(sheet: Sheet, x: float, y: float) -> None:
        sheet.line((x + 0.5,) * 2, (y - 1.1, y + 1.1), _AFTER, 0.7)

    found = [bar(_BEFORE, 1.4, "before"), bar(_AFTER, 1.8, "after")]
    found += [ended(name) for name in _WORDS if name in outcomes]
    if any(h.due is not None and h.ended_on is not None and h.ended_on < h.due for h in both):
        found.append((7.0, "to the due date, not waited for", waited))
    if any(len(h.dues) > 1 for h in both):
        found.append((1.0, "due date before it was moved", earlier))
    found.append(
        (6.0, "first divergence", lambda sheet, x, y: sheet.line((x, x + 6), (y, y), figstyle.INK, 0.9, (3.0, 1.6)))
    )
    found.append((4.0, "differs", lambda sheet, x, y: sheet.box(x, y - 1.2, 4.0, 2.4, "#fff4d6")))
    return tuple(found)
