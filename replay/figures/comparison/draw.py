"""The page of a comparison, from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from matplotlib.figure import Figure

from replay.codebook import Level
from replay.figures import style as figstyle
from replay.figures.comparison.align import ALIGNMENTS, Aligned, months
from replay.figures.sheet import key, panels
from replay.figures.sheet.content import Dispute
from replay.figures.sheet.dateaxis import breaks, date_axis
from replay.figures.sheet.dateaxis import height as axis_height
from replay.figures.sheet.key import Legend
from replay.figures.sheet.page import Sheet, check_room, fit, text_width
from replay.figures.sheet.panels import ClockRow, Frame
from replay.figures.sheet.places import Tag, rows_of
from replay.figures.sheet.timescale import TimeScale
from replay.figures.story.key import month_items
from replay.figures.story.marks import mark_cells
from replay.figures.style import Preset
from replay.text.words import decimal, typeset

__all__ = ["draw_comparison"]

_EDGE, _GUTTER, _RIGHT, _PAD = 1.5, 24.5, 2.0, 1.4
_NARROWEST = 84.0  # of a column
_TITLE, _HEAD, _GAP, _BAND, _FLAG, _CLOCK, _KEY = 5.6, 3.9, 1.0, 2.4, 2.85, 3.0, 3.35
_STICK = 7.0  # mm; a stick on the top rung is 0.9 of it
_LEVEL, _MARK_ROW, _MOST_SPARE = 4.4, 2.2, 2.0
_ROWS, _TAGS = 2, 8  # of names of acts on each side


@dataclass(frozen=True, slots=True)
class _Block:
    """A dispute arranged: its left edge, its axis, names of acts above and below, clocks; rows of all three."""

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
    def height(self) -> float:
        sticks = 2 * _STICK + (self.rows[0] + self.rows[1]) * _FLAG + 1.0
        levels = len(Level) * self.level
        return _HEAD + sticks + 2 * (_BAND + 0.6) + self.rows[2] * _CLOCK + levels + 3 * _GAP + 3.0


def draw_comparison(cases: Sequence[Aligned], scale: TimeScale, align: str, place: Preset) -> Figure:
    """Draw the page: the disputes below each other, or in as few columns as the height of the place asks for.

    Raises
    ------
    NoRoomError
        If they have no room even then; a page without a height of its own becomes as high as they need.
    """
    with figstyle.style():
        return _draw(cases, scale, align, place)


def _draw(cases: Sequence[Aligned], scale: TimeScale, align: str, place: Preset) -> Figure:
    width, room = place.across, place.room
    legend = Legend(_items(cases, scale), _EDGE, width - _EDGE, _KEY)
    bottom = _EDGE + legend.height + axis_height(scale, scales=True)
    fixed = bottom + _TITLE + _EDGE
    most = max(1, int((width - _EDGE) // _NARROWEST))
    tries = [_columns(cases, scale, width, count) for count in range(1, min(most, len(cases)) + 1)]
    columns = next((found for found in tries if fixed + _deepest(found) <= room), tries[0])
    if fixed + _deepest(columns) > room and place.name != "page":
        check_room(place, fixed + min(map(_deepest, tries)), f"{len(cases)} disputes need")
    height = room if place.height is not None else fixed + _deepest(columns)
    if place.height is not None:  # a fixed page: the levels of the domains take what is left
        spare = (room - fixed - _deepest(columns)) / (max(map(len, columns)) * len(Level))
        columns = [[replace(block, level=block.level + min(spare, _MOST_SPARE)) for block in one] for one in columns]
    sheet = Sheet(width, height, place.scale)
    words = "Disputes on one calendar" if align == "calendar" else f"Disputes from their {ALIGNMENTS[align]}"
    start = sheet.title(_EDGE, height - _EDGE, [words], 0.0, _TITLE)
    for blocks in columns:
        top = start
        if align == "calendar":
            date_axis(sheet, blocks[0].frame, bottom, top, scales=True)
        else:
            _month_axis(sheet, blocks[0].frame, bottom, top, ALIGNMENTS[align])
        for block in blocks:
            _block(sheet, block, top)
            top -= block.height
    legend.draw(sheet, _EDGE)
    return sheet.figure


def _columns(cases: Sequence[Aligned], scale: TimeScale, width: float, count: int) -> list[list[_Block]]:
    """Arrange the disputes in so many columns, filled from the left, with the same levels for all."""
    rows, wide = ceil(len(cases) / count), (width - _EDGE) / count
    found = [_arranged(case, scale, _EDGE + wide * (n // rows), wide) for n, case in enumerate(cases)]
    deep = max(panels.depth(block.frame, block.base.tracks) for block in found)
    level = max(_LEVEL, _MARK_ROW * 2 * deep)  # the same for all, so that the scales are
    found = [replace(block, level=level) for block in found]
    if count > 1:  # the parts of neighbours stand at one height
        most = tuple(max(counts) for counts in zip(*(block.rows for block in found), strict=True))
        found = [replace(block, rows=most) for block in found]
    return [found[n : n + rows] for n in range(0, len(found), rows)]


def _deepest(columns: Sequence[Sequence[_Block]]) -> float:
    return max(sum(block.height for block in blocks) for blocks in columns)


def _arranged(case: Aligned, scale: TimeScale, edge: float, wide: float) -> _Block:
    frame = Frame(scale, edge - _EDGE + _GUTTER, edge + wide - _RIGHT, _PAD, case.offset)
    base = case.shown.base
    tags = tuple(panels.key_tags(base.by(group, own=True), frame, _ROWS, _TAGS) for group in "AB")
    clocks = panels.clock_rows(base.spans, frame)
    return _Block(case, edge, frame, tags, clocks, _LEVEL, (*map(rows_of, tags), rows_of(clocks)))


def _items(cases: Sequence[Aligned], scale: TimeScale) -> tuple[key.Item, ...]:
    stories = [case.shown for case in cases]
    tracks = [track for story in stories for track in story.base.tracks]
    paths = [path for story in stories for path in story.base.paths]
    return key.grouped(
        (
            ("Acts", (key.sticks(),)), ("Strategy", month_items(stories)),
            ("Clocks", key.clock_items([span for story in stories for span in story.base.spans])),
            ("Domains", key.reading_items(tracks, paths, short=True)), ("Time", key.break_items(scale)),
        )
    )  # fmt: skip


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
    """Draw one dispute from `top` down: its title, acts, strategies, clocks, and both domains on the same levels."""
    base, frame, edge = block.base, block.frame, block.edge
    _head(sheet, block, top)
    y = top - _HEAD - block.rows[0] * _FLAG - _STICK - 0.5
    for group, out, tags, name, ids in zip("AB", (1.0, -1.0), block.tags, base.names, base.ids, strict=True):
        deeds = base.by(group, own=True)
        panels.draw_strip(sheet, frame, deeds, tags, group, y + out * 0.5, out * _STICK, out * _FLAG)
        room = frame.left - edge - 1.0
        words = name if text_width(name, figstyle.LABEL, True) <= room else fit(ids, room, figstyle.LABEL, True)
        sheet.text(edge, y + out * 4.0, words, figstyle.LABEL, figstyle.SIDE_TEXT[group], bold=True)
    y -= _STICK + 0.5 + block.rows[1] * _FLAG + _GAP
    sheet.text(edge, y - _BAND - 0.3, "Strategies", figstyle.SMALL)
    for group, cells in zip("AB", block.case.shown.cells, strict=True):
        mark_cells(sheet, frame, cells, group, y - _BAND, _BAND)
        y -= _BAND + 0.6
    y -= _GAP
    if block.clocks:
        sheet.text(edge, y - _CLOCK / 2, "Clocks", figstyle.SMALL)
    panels.draw_clocks(sheet, frame, block.clocks, y, _CLOCK)
    panels.draw_domains(sheet, frame, base, "AB", y - block.rows[2] * _CLOCK - _GAP, block.level)


def _head(sheet: Sheet, block: _Block, top: float) -> None:
    room = block.frame.right - block.edge
    sheet.line((block.edge, block.frame.right), (top, top), figstyle.MUTED, 0.5)
    title, y = fit(typeset(block.base.title), room, figstyle.LABEL, True), top - _HEAD / 2
    sheet.text(block.edge, y, title, figstyle.LABEL, bold=True, ground=figstyle.PAPER)
    used, zero = text_width(title, figstyle.LABEL, True) + 3, block.case.zero
    if zero and used + text_width(zero, figstyle.SMALL) <= room:
        sheet.text(block.edge + used, y, zero, figstyle.SMALL, figstyle.MUTED, ground=figstyle.PAPER)
