"""The overview of a comparison: a row for each dispute, with the strategies of both sides and the clocks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from replay.figures import style as figstyle
from replay.figures.comparison.align import Aligned
from replay.figures.sheet.ends import END
from replay.figures.sheet.key import Item
from replay.figures.sheet.page import Sheet, fit, shorten, text_width
from replay.figures.sheet.panels import ClockRow, Frame, draw_clocks
from replay.figures.sheet.places import rows_of
from replay.figures.story.marks import mark_cells
from replay.text.rows import assign_rows
from replay.text.words import typeset

__all__ = ["Row", "draw_row", "items", "row_of"]

_HEAD, _BAND, _PITCH, _CLOCK, _GAP = 3.6, 2.2, 2.75, 2.1, 1.2


@dataclass(frozen=True, slots=True)
class Row:
    """A dispute in the overview: its left edge, its axis, and its clocks in as few rows as they need, unnamed."""

    case: Aligned
    edge: float
    frame: Frame
    clocks: tuple[ClockRow, ...]

    @property
    def height(self) -> float:
        """Height in mm."""
        return _HEAD + 2 * _PITCH + rows_of(self.clocks) * _CLOCK + _GAP

    @property
    def start(self) -> int | None:
        """The day of the first act of a side; None without one."""
        return min((deed.day for deed in self.case.shown.base.deeds if deed.own), default=None)


def row_of(case: Aligned, frame: Frame, edge: float) -> Row:
    """Arrange the row of a dispute."""
    frame = replace(frame, offset=case.offset)
    spans = case.shown.base.spans
    ends = [max(span.last, span.due or 0, *span.moved, span.first) for span in spans]
    extents = [
        (frame.x(span.first) - 0.4, frame.x(end) + END * len(span.marks)) for span, end in zip(spans, ends, strict=True)
    ]
    rows = assign_rows(extents, gap=0.4)
    return Row(
        case, edge, frame, tuple(ClockRow(span, "", row, 0.0, "left") for span, row in zip(spans, rows, strict=True))
    )


def draw_row(sheet: Sheet, row: Row, top: float) -> None:
    """Draw a row from `top` down: the title, the bands of the sender and of the target, the clocks."""
    base, frame, edge = row.case.shown.base, row.frame, row.edge
    sheet.line((edge, frame.right), (top, top), figstyle.GRID, 0.5, layer=0.4)
    title, middle = shorten(typeset(base.title), frame.right - edge, figstyle.LABEL, True), top - _HEAD / 2
    sheet.text(edge, middle, title, figstyle.LABEL, bold=True, ground=figstyle.PAPER)
    used, zero = text_width(title, figstyle.LABEL, True) + 3, row.case.zero
    if zero and used + text_width(zero, figstyle.SMALL) <= frame.right - edge:
        sheet.text(edge + used, middle, zero, figstyle.SMALL, figstyle.MUTED, ground=figstyle.PAPER)
    y = top - _HEAD
    low = y - 2 * _PITCH
    for group, cells, name, ids in zip("AB", row.case.shown.cells, base.names, base.ids, strict=True):
        room = frame.left - edge - 1.0
        words = name if text_width(name, figstyle.SMALL) <= room else fit(ids, room, figstyle.SMALL)
        y -= _PITCH
        sheet.text(edge, y + _BAND / 2, words, figstyle.SMALL, figstyle.SIDE_TEXT[group])
        mark_cells(sheet, frame, cells, group, y, _BAND)
    if row.start is not None:
        _start(sheet, frame.x(row.start), low + 0.3, top - _HEAD + 0.3, f"start {base.title}")
    if row.case.settled is not None:
        _settled(sheet, frame.x(row.case.settled), low + 0.3, top - _HEAD + 0.3, f"settled {base.title}")
    draw_clocks(sheet, frame, row.clocks, y - 0.3, _CLOCK)


def items(cases: Sequence[Aligned]) -> tuple[Item, ...]:
    """Return the items of the key for the marks of the overview alone."""
    found: list[Item] = [(2.0, "first act", lambda sheet, x, y: _start(sheet, x + 0.4, y - 1.2, y + 1.2))]
    if any(case.settled is not None for case in cases):
        found.append((2.0, "settlement", lambda sheet, x, y: _settled(sheet, x + 1.0, y - 1.2, y + 1.2)))
    return tuple(found)


def _start(sheet: Sheet, x: float, low: float, high: float, name: str = "") -> None:
    """A pole with a pennant."""
    sheet.line((x, x), (low, high), figstyle.INK, 0.9, layer=4, name=name)
    sheet.area(((x, high), (x + 1.6, high - 0.6), (x, high - 1.2)), figstyle.INK, layer=4)


def _settled(sheet: Sheet, x: float, low: float, high: float, name: str = "") -> None:
    """A pole with a bar at each end."""
    sheet.line((x, x), (low, high), figstyle.INK, 1.3, layer=4, name=name)
    for y in (low, high):
        sheet.line((x - 1.0, x + 1.0), (y, y), figstyle.INK, 1.1, layer=4)
