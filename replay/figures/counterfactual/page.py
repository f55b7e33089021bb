"""What the figures before and after have in common: the page, its date axis, the line of divergence, the key."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from replay.counterfactuals import Report
from replay.dates import iso
from replay.figures import style as figstyle
from replay.figures.sheet.page import Sheet, text_width, wrap
from replay.figures.sheet.panels import Frame
from replay.figures.sheet.timescale import MONTHS, YEARS, TimeScale, time_scale
from replay.text.words import typeset

__all__ = [
    "BOTTOM", "EDGE", "KEY_ROW", "KIND_WORDS", "Item", "axis", "days_of", "frame_of", "head", "key", "key_rows",
    "parting", "title",
]  # fmt: skip

EDGE, BOTTOM, KEY_ROW = 2.0, 8.6, 4.0
"""Margins, date axis and a row of the key, in mm."""
_TITLE, _LINE = 5.2, 3.9  # mm from a line of the title, or of what stands below it, to the next
KIND_WORDS = {"none": "no difference", "intervention": "an intervention", "counterfactual": "a counterfactual"}
"""What kind of run it is, in a few words."""
_PAD = 2.0
_WEIGHT = 6  # times that a day near the divergence counts on the axis

Item = tuple[float, str, Callable[[Sheet, float, float], None]]
"""Of the key: width of the glyph in mm, words, and what draws the glyph from a left end at a height."""


def days_of(report: Report, margin: int = 1095) -> list[int]:
    """Days that the axis gives room to: of all entries up to so many days after the divergence, changed ones more.

    What comes long after the two replays have parted, and is the same in both, would only press the rest together.
    """
    last = report.since + margin
    days = [entry.day for view in (report.before, report.after) for entry in view.entries]
    near = [day for day in days if abs(day - report.since) <= 60]
    changed = [item.day for item in report.lost] + [item.day for item in report.fired]
    kept = [day for day in [*days, *near * (_WEIGHT - 1), *changed] if day <= last]
    first = min((day for day in kept if day >= report.since - 3 * 365), default=report.since)
    return [day for day in kept if day >= first] or [report.since]


def frame_of(days: Iterable[int], left: float, width: float) -> Frame:
    """The date axis on a page `width` mm wide, from `left` to the right margin."""
    scale: TimeScale = time_scale(days)
    return Frame(scale, left, width - EDGE - 1.0, _PAD)


def _heading(report: Report, what: str, width: float) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Lines of the title, and of what stands below it: what is shown, of which kind, when and by what they part."""
    named, room = report.counterfactual, width - 2 * EDGE
    name = typeset(named.title if named else report.timeline.title)
    said = "the replays are the same"
    if report.divergence:
        said = f"first divergence {iso(report.since)}, {report.cause() or 'the edits together'}"
    below = (f"{what}: {KIND_WORDS[report.kind]}", said)
    lines = tuple(line for text in below for line in wrap(text, room, figstyle.LABEL))
    return wrap(name, room, figstyle.TITLE, True), lines


def head(report: Report, what: str, width: float) -> float:
    """Height in mm that `title` takes."""
    name, lines = _heading(report, what, width)
    return EDGE + len(name) * _TITLE + len(lines) * _LINE


def title(sheet: Sheet, report: Report, what: str) -> None:
    """The title, whole, with what is shown below it, at the top of the page."""
    name, lines = _heading(report, what, sheet.width)
    y = sheet.height - EDGE
    for line in name:
        sheet.text(EDGE, y, line, figstyle.TITLE, va="top", bold=True)
        y -= _TITLE
    for line in lines:
        sheet.text(EDGE, y, line, figstyle.LABEL, figstyle.MUTED, va="top")
        y -= _LINE


def axis(sheet: Sheet, frame: Frame, y: float, top: float) -> None:
    """Date axis at height `y`, with lines for years and breaks of the scale up to `top`."""
    rooms = (("0000", figstyle.SMALL, True), ("May", figstyle.SMALLEST, False), ("00", figstyle.SMALLEST, False))
    year, month, date = ((text_width(text, size, bold) + 1.4) / frame.length for text, size, bold in rooms)
    sheet.line((frame.left, frame.right), (y, y), figstyle.MUTED, 0.6)
    for tick in frame.scale.ticks(year, month, date):
        x = frame.place(tick.at)
        deep = 2.0 if tick.rank == YEARS else 1.1 if tick.rank == MONTHS else 0.7
        sheet.line((x, x), (y, y - deep), figstyle.MUTED, 0.5)
        if tick.rank == YEARS:
            sheet.line((x, x), (y, top), figstyle.GRID, 0.4, layer=0.5)
            sheet.text(frame.place(tick.label_at), y - 6.2, tick.label, figstyle.SMALL, ha="center", bold=True)
        elif tick.label:
            color = figstyle.INK if tick.rank == MONTHS else figstyle.MUTED
            sheet.text(x, y - 3.3, tick.label, figstyle.SMALLEST, color, ha="center")
    for day in frame.scale.breaks:
        x = frame.x(day)
        sheet.line((x, x), (y, top), figstyle.FAINT, 0.5, (1.0, 1.6), layer=0.6)


def parting(sheet: Sheet, report: Report, frame: Frame, y: float, top: float) -> None:
    """The line at which the two replays part."""
    if report.divergence is not None:
        x = frame.x(report.since)
        sheet.line((x, x), (y, top), figstyle.INK, 0.9, (3.0, 1.6), layer=1.5, name="divergence")


def _flow(items: Sequence[Item], left: float, right: float) -> list[tuple[float, int]]:
    x, row, found = left, 0, []
    for width, words, _ in items:
        full = width + 1.4 + text_width(words, figstyle.SMALLEST)
        if x > left and x + full > right:
            x, row = left, row + 1
        found.append((x, row))
        x += full + 4.0
    return found


def key_rows(items: Sequence[Item], width: float) -> int:
    """Rows that the key takes on a page `width` mm wide."""
    return 1 + max(row for _, row in _flow(items, EDGE, width - EDGE))


def key(sheet: Sheet, items: Sequence[Item]) -> None:
    """Draw the key at the foot of the page."""
    places = _flow(items, EDGE, sheet.width - EDGE)
    rows = 1 + max(row for _, row in places)
    for (width, words, glyph), (x, row) in zip(items, places, strict=True):
        y = EDGE + (rows - row - 0.5) * KEY_ROW
        glyph(sheet, x, y)
        sheet.text(x + width + 1.4, y, words, figstyle.SMALLEST)
