"""Clocks before and after: for each a pale bar for the base and a dark one for the branch, with how each ended."""

from __future__ import annotations

from matplotlib.figure import Figure

from replay import figstyle
from replay.branches import ClockChange, Report
from replay.chart.panels import END, Frame, end_mark
from replay.chart.sheet import Sheet, fit
from replay.contrast.page import (
    BOTTOM,
    EDGE,
    HEAD,
    KEY_ROW,
    Item,
    axis,
    days_of,
    frame_of,
    key,
    key_rows,
    parting,
    title,
)
from replay.trace import ClockHistory

__all__ = ["axis_days", "clocks"]

_LEFT, _ROW = 42.0, 9.0
_BEFORE, _AFTER = figstyle.FAINT, figstyle.INK
_WORDS = {"met": "met", "lapsed": "lapsed", "withdrawn": "withdrawn", "moved": "moved", "open": "still running"}


def clocks(report: Report, *, width_mm: float = figstyle.DOUBLE_COLUMN) -> Figure:
    """Draw every clock of either replay, in the order of setting; those that differ stand on a tinted row.

    Examples
    --------
    >>> import replay
    >>> from replay.branches import whatif
    >>> from replay.edits import Drop
    >>> made = clocks(whatif(replay.load(replay.example()), [Drop("settlement")]))
    >>> round(made.get_figwidth() * 25.4)
    180
    """
    with figstyle.style():
        return _draw(report, width_mm)


def _draw(report: Report, width: float) -> Figure:
    items = _items(report)
    foot = EDGE + key_rows(items, width) * KEY_ROW + BOTTOM
    shown = report.clocks
    sheet = Sheet(width, foot + max(len(shown), 1) * _ROW + HEAD)
    frame = frame_of(axis_days(report), _LEFT, width)
    top = sheet.height - HEAD
    for n, change in enumerate(shown):
        _row(sheet, frame, change, top - (n + 0.5) * _ROW)
    if not shown:
        sheet.text(_LEFT, top - _ROW / 2, "no clock is set", figstyle.LABEL, figstyle.MUTED)
    axis(sheet, frame, foot, top)
    parting(sheet, report, frame, foot, top)
    title(sheet, report, "Clocks before and after")
    key(sheet, items)
    return sheet.figure


def axis_days(report: Report) -> list[int]:
    """Days that the axis gives room to: those of the other figures and of the clocks, for six years at most."""
    days = days_of(report) + [day for change in report.clocks for day in _days(change)]
    return [day for day in days if day <= report.since + 6 * 365]


def _days(change: ClockChange) -> list[int]:
    found = [history for history in (change.before, change.after) if history is not None]
    return [day for history in found for day in (history.set_on, history.ended_on or history.due or history.set_on)]


def _row(sheet: Sheet, frame: Frame, change: ClockChange, y: float) -> None:
    if change.differs:
        sheet.box(EDGE, y - _ROW / 2 + 0.4, sheet.width - 2 * EDGE, _ROW - 0.8, "#fff4d6")
    label = fit(change.label, _LEFT - EDGE - 3, figstyle.LABEL, change.differs)
    sheet.text(EDGE + 1.0, y + 1.5, label, figstyle.LABEL, bold=change.differs)
    sheet.text(
        EDGE + 1.0, y - 1.9, fit(_said(change), _LEFT - EDGE - 3, figstyle.SMALLEST), figstyle.SMALLEST, figstyle.MUTED
    )
    for history, shift, color, wide in ((change.before, 1.7, _BEFORE, 1.4), (change.after, -1.7, _AFTER, 1.8)):
        if history is not None:
            _bar(sheet, frame, history, y + shift, color, wide)


def _said(change: ClockChange) -> str:
    words = [_WORDS[h.outcome.value] if h else "never set" for h in (change.before, change.after)]
    return words[0] if words[0] == words[1] else " → ".join(words)


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
    def bar(color: str, wide: float) -> Item:
        words = "before" if color == _BEFORE else "after"
        return 7.0, words, lambda sheet, x, y: sheet.line((x, x + 7), (y, y), color, wide)

    def ended(outcome: str) -> Item:
        return END, _WORDS[outcome], lambda sheet, x, y: end_mark(sheet, x + END / 2, y, outcome)

    outcomes = {h.outcome.value for change in report.clocks for h in (change.before, change.after) if h is not None}
    found = [bar(_BEFORE, 1.4), bar(_AFTER, 1.8), *(ended(name) for name in _WORDS if name in outcomes)]
    found.append(
        (6.0, "first divergence", lambda sheet, x, y: sheet.line((x, x + 6), (y, y), figstyle.INK, 0.9, (3.0, 1.6)))
    )
    found.append((4.0, "differs", lambda sheet, x, y: sheet.box(x, y - 1.2, 4.0, 2.4, "#fff4d6")))
    return tuple(found)
