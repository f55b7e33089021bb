"""The page of a comparison, from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from matplotlib.figure import Figure

from replay.codebook import Level
from replay.figures import style as figstyle
from replay.figures.comparison import overview
from replay.figures.comparison.align import ALIGNMENTS, Aligned, months
from replay.figures.sheet import key, panels
from replay.figures.sheet.content import Dispute
from replay.figures.sheet.dateaxis import breaks, date_axis
from replay.figures.sheet.dateaxis import height as axis_height
from replay.figures.sheet.key import Legend
from replay.figures.sheet.page import Sheet, check_room, fit, shorten, text_width
from replay.figures.sheet.panels import ClockRow, Frame
from replay.figures.sheet.places import Tag, rows_of
from replay.figures.sheet.shortkey import short_clock_items
from replay.figures.sheet.timescale import TimeScale
from replay.figures.story.key import month_items
from replay.figures.style import Preset
from replay.text.words import decimal, typeset

__all__ = ["draw_comparison"]

_EDGE, _GUTTER, _RIGHT, _PAD = 1.5, 24.5, 2.0, 1.4
_NARROWEST = 84.0  # of a column
_TITLE, _HEAD, _GAP, _FLAG, _CLOCK, _KEY = 5.6, 3.9, 1.0, 2.85, 3.0, 3.35
_STICK = 5.2  # mm; a stick on the top rung is 0.9 of it
_LEVEL, _MOST_SPARE = 3.1, 1.3
_LOW = 0.8  # a page so much wider than it is high, or more, has columns
_TAGS = 8  # names of acts on each side
_DETAILS: tuple[tuple[int, int | None], ...] = (
    (2, None), (1, None), (1, 9), (1, 7), (1, 6), (1, 5), (1, 4), (1, 3), (1, 2), (1, 1), (1, 0), (0, 0),
)  # fmt: skip
"""Rows of names of acts on each side of a detail panel, and how many clocks it names; the first that has room."""


@dataclass(frozen=True, slots=True)
class _Block:
    """A dispute arranged: its left edge, its axis, names of acts above and below, clocks; the height of a level.

    `rows` are those of names above, of names below and of clocks, and whether there is a strip above and below levels.
    """

    case: Aligned
    edge: float
    frame: Frame
    tags: tuple[tuple[Tag, ...], ...]
    clocks: tuple[ClockRow, ...]
    level: float
    rows: tuple[int, ...]

    @property
    def base(self) -> Dispute:
        return self.case.shown.base

    @property
    def groups(self) -> str:
        """The sides whose domains are drawn."""
        return "".join(group for group in "AB" if panels.has_domain(self.base, group))

    @property
    def height(self) -> float:
        sticks = 2 * _STICK + (self.rows[0] + self.rows[1]) * _FLAG + 1.0
        levels = len(Level) * self.level + panels.STRIP * (self.rows[3] + self.rows[4]) if self.groups else 0.0
        return _HEAD + sticks + self.rows[2] * _CLOCK + levels + 2 * _GAP + 1.5


def draw_comparison(cases: Sequence[Aligned], scale: TimeScale, align: str, place: Preset) -> Figure:
    """Draw the page: an overview with a row for each dispute, and below it a panel for each, as far as there is room.

    Panels stand below each other, or in as few columns as the height of the place asks for; they name fewer acts and
    clocks where there is little room, and are left out where there is none.

    Raises
    ------
    NoRoomError
        If not even the overview has room; a page without a height of its own becomes as high as they need.
    """
    with figstyle.style():
        return _draw(cases, scale, align, place)


def _draw(cases: Sequence[Aligned], scale: TimeScale, align: str, place: Preset) -> Figure:
    width, room = place.across, place.room
    wide = Frame(scale, _GUTTER, width - _RIGHT, _PAD)
    legend = Legend(_items(cases), _EDGE, width - _EDGE, _KEY)
    rows = [overview.row_of(case, wide, _EDGE) for case in cases]
    axis = axis_height(scale, scales=align == "calendar")
    least = _EDGE + legend.height + axis + sum(row.height for row in rows) + _TITLE + _EDGE
    columns = _details(cases, scale, width, room - least - axis, place.width > _LOW * place.tallest)
    if least > room and place.name != "page":
        check_room(place, least, f"{len(cases)} disputes need")
    if columns:  # the levels of the domains take what is left
        spare = (room - least - axis - _deepest(columns)) / (max(map(len, columns)) * len(Level))
        columns = [[replace(block, level=block.level + min(spare, _MOST_SPARE)) for block in one] for one in columns]
    high = _deepest(columns) + axis if columns else 0.0
    height = room if place.height is not None else least + high
    sheet = Sheet(width, height, place.scale)
    words = "Disputes on one calendar" if align == "calendar" else f"Disputes from their {ALIGNMENTS[align]}"
    top = start = sheet.title(_EDGE, height - _EDGE, [words], 0.0, _TITLE)
    for row in rows:
        overview.draw_row(sheet, row, top)
        top -= row.height
    _axis(sheet, wide, top, start, align)
    start = top - axis
    for blocks in columns:
        top = start
        _axis(sheet, blocks[0].frame, _EDGE + legend.height + axis, top, align)
        for block in blocks:
            _block(sheet, block, top)
            top -= block.height
    legend.draw(sheet, _EDGE)
    return sheet.figure


def _details(cases: Sequence[Aligned], scale: TimeScale, width: float, room: float, low: bool) -> list[list[_Block]]:
    """Arrange the panels below the overview in so much height; none if they have no room.

    A `low` page rather has more columns than fewer names, another the other way round.
    """
    counts = range(1, min(max(1, int((width - _EDGE) // _NARROWEST)), len(cases)) + 1)
    tries = [(count, detail) for detail in _DETAILS for count in counts]
    for count, detail in tries if low else sorted(tries, key=lambda one: one[0]):
        found = _columns(cases, scale, width, count, detail)
        if _deepest(found) <= room:
            return found
    return []


def _axis(sheet: Sheet, frame: Frame, y: float, top: float, align: str) -> None:
    if align == "calendar":
        date_axis(sheet, frame, y, top, scales=True)
    else:
        _month_axis(sheet, frame, y, top, ALIGNMENTS[align])


def _columns(
    cases: Sequence[Aligned], scale: TimeScale, width: float, count: int, detail: tuple[int, int | None]
) -> list[list[_Block]]:
    """Arrange the disputes in so many columns, filled from the left."""
    rows, wide = ceil(len(cases) / count), (width - _EDGE) / count
    found = [_arranged(case, scale, _EDGE + wide * (n // rows), wide, detail) for n, case in enumerate(cases)]
    if count > 1:  # the parts of neighbours stand at one height
        most = tuple(max(counts) for counts in zip(*(block.rows for block in found), strict=True))
        found = [replace(block, rows=most) for block in found]
    return [found[n : n + rows] for n in range(0, len(found), rows)]


def _deepest(columns: Sequence[Sequence[_Block]]) -> float:
    return max(sum(block.height for block in blocks) for blocks in columns)


def _arranged(case: Aligned, scale: TimeScale, edge: float, wide: float, detail: tuple[int, int | None]) -> _Block:
    frame = Frame(scale, edge - _EDGE + _GUTTER, edge + wide - _RIGHT, _PAD, case.offset)
    base, (names, count) = case.shown.base, detail
    tags = tuple(panels.key_tags(base.by(group, own=True), frame, names, _TAGS, case.told) for group in "AB")
    spans = panels.most_important(base.spans, len(base.spans) if count is None else count)
    clocks = panels.clock_rows(spans, frame)
    made = _Block(case, edge, frame, tags, clocks, _LEVEL, (*map(rows_of, tags), rows_of(clocks), 0, 0))
    apart = dict(zip(made.groups, panels.strips(base, made.groups), strict=True))
    above = len(made.groups) > 1 and apart["A"]
    return replace(made, rows=(*made.rows[:3], int(above), int(any(apart.values()) if not above else apart["B"])))


def _items(cases: Sequence[Aligned]) -> tuple[key.Item, ...]:
    stories = [case.shown for case in cases]
    clocks = short_clock_items([span for story in stories for span in story.base.spans])
    return (*overview.items(cases), *month_items(stories), *clocks)


def _month_axis(sheet: Sheet, frame: Frame, y: float, top: float, zero: str) -> None:
    """Draw an axis of months from an event."""
    sheet.line((frame.left, frame.right), (y, y), figstyle.MUTED, 0.6)
    for at, month in months(frame.scale, (text_width("−000", figstyle.SMALLEST) + 0.8) / frame.length):
        x = frame.place(at)
        sheet.line((x, x), (y, y - 1.4), figstyle.MUTED, 0.5)
        color, line, layer = (figstyle.GRID, 0.4, 0.5) if month else (figstyle.INK, 0.7, 0.9)
        sheet.line((x, x), (y, top), color, line, layer=layer, name=f"month {month}")
        sheet.text(x, y - 3.2, decimal(month, 0), figstyle.SMALLEST, ha="center", bold=not month)
    breaks(sheet, frame, y, top)
    words = f"months from the {zero}"
    sheet.text((frame.left + frame.right) / 2, y - 6.4, words, figstyle.SMALL, ha="center", bold=True)


def _block(sheet: Sheet, block: _Block, top: float) -> None:
    """Draw one dispute from `top` down: its title, acts, clocks, and both domains on the same levels."""
    base, frame, edge = block.base, block.frame, block.edge
    _head(sheet, block, top)
    y = top - _HEAD - block.rows[0] * _FLAG - _STICK - 0.5
    for group, out, tags, name, ids in zip("AB", (1.0, -1.0), block.tags, base.names, base.ids, strict=True):
        deeds = base.by(group, own=True)
        panels.draw_strip(sheet, frame, deeds, tags, group, y + out * 0.5, out * _STICK, out * _FLAG)
        room = frame.left - edge - 1.0
        words = name if text_width(name, figstyle.LABEL, True) <= room else fit(ids, room, figstyle.LABEL, True)
        sheet.text(edge, y + out * 3.2, words, figstyle.LABEL, figstyle.SIDE_TEXT[group], bold=True)
    y -= _STICK + 0.5 + block.rows[1] * _FLAG + _GAP
    if block.clocks:
        sheet.text(edge, y - _CLOCK / 2, "Clocks", figstyle.SMALL)
    panels.draw_clocks(sheet, frame, block.clocks, y, _CLOCK)
    if block.groups:
        own = len(block.groups) > 1 and panels.strips(base, block.groups)[0]
        y -= block.rows[2] * _CLOCK + _GAP + panels.STRIP * (block.rows[3] - own)
        panels.draw_domains(sheet, frame, base, block.groups, y, block.level)


def _head(sheet: Sheet, block: _Block, top: float) -> None:
    room = block.frame.right - block.edge
    sheet.line((block.edge, block.frame.right), (top, top), figstyle.MUTED, 0.5)
    title, y = shorten(typeset(block.base.title), room, figstyle.LABEL, True), top - _HEAD / 2
    sheet.text(block.edge, y, title, figstyle.LABEL, bold=True, ground=figstyle.PAPER)
    used, zero = text_width(title, figstyle.LABEL, True) + 3, block.case.zero
    if zero and used + text_width(zero, figstyle.SMALL) <= room:
        sheet.text(block.edge + used, y, zero, figstyle.SMALL, figstyle.MUTED, ground=figstyle.PAPER)
