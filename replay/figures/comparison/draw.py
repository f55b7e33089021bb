"""The page of a comparison, from top to bottom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from matplotlib.figure import Figure

from replay.codebook import Level, Outcome
from replay.figures import style as figstyle
from replay.figures.comparison.align import ALIGNMENTS, Case, Shifted, ticks
from replay.figures.sheet import key as chart_key
from replay.figures.sheet import panels
from replay.figures.sheet.dateaxis import HEIGHT, SCALES, break_sign, date_axis
from replay.figures.sheet.page import Sheet, fit, text_width
from replay.figures.sheet.places import Flag, Request, flags
from replay.figures.sheet.timescale import TimeScale
from replay.figures.story import marks
from replay.figures.story.content import Act
from replay.figures.story.key import months
from replay.figures.style import NoRoomError
from replay.text.words import typeset

__all__ = ["draw"]

_EDGE, _GUTTER, _RIGHT, _PAD = 1.5, 24.5, 2.0, 1.4
_NARROWEST = 84.0  # of a column
_TITLE, _HEAD, _GAP, _BAND, _FLAG, _CLOCK, _KEY = 5.6, 3.9, 1.0, 2.4, 2.85, 3.0, 3.35
_STICK = 7.0  # mm of a stick on the top rung
_LEVEL, _MARK_ROW, _MOST_SPARE = 4.4, 2.2, 2.0
_ROWS, _LABELS = (2, 2), 8
_TOP_RUNG = 9


@dataclass(frozen=True, slots=True)
class _Block:
    """A dispute arranged: its left edge, its axis, names of acts above and below, clocks; rows of both, of clocks."""

    case: Case
    edge: float
    frame: Shifted
    labels: tuple[tuple[Flag, ...], tuple[Flag, ...]]
    clocks: tuple[panels.Lane, ...]
    level: float
    rows: tuple[int, int, int]

    def flag_room(self, side: int) -> float:
        return self.rows[side] * _FLAG

    @property
    def clock_room(self) -> float:
        return self.rows[2] * _CLOCK

    @property
    def height(self) -> float:
        sticks = 2 * _STICK + self.flag_room(0) + self.flag_room(1) + 1.0
        return _HEAD + sticks + 2 * (_BAND + 0.6) + self.clock_room + len(Level) * self.level + 3 * _GAP + 3.0


def draw(cases: Sequence[Case], scale: TimeScale, align: str, place: figstyle.Preset) -> Figure:
    """Draw the page: the disputes below each other, or in as few columns as the height of the place asks for.

    Raises
    ------
    NoRoomError
        If they have no room even then; a page without a height of its own becomes as high as they need.
    """
    width, room = place.width / place.scale, (place.height or place.tallest) / place.scale
    items = _key(cases, scale)
    key_rows = chart_key.rows(items, _EDGE, width - _EDGE)
    bottom = _EDGE + key_rows * _KEY + HEIGHT + (SCALES if scale.breaks else 0)
    fixed = bottom + _TITLE + _EDGE
    most = max(1, int((width - _EDGE) // _NARROWEST))
    tries = [_columns(cases, scale, width, count) for count in range(1, min(most, len(cases)) + 1)]
    columns = next((found for found in tries if fixed + _deepest(found) <= room), tries[0])
    if fixed + _deepest(columns) > room and place.name != "page":
        columns = min(tries, key=_deepest)
        least, has = ceil(place.scale * (fixed + _deepest(columns))), place.height or place.tallest
        raise NoRoomError(f"{place.words} has {has:g} mm of height; {len(cases)} disputes need {least}")
    height = room if place.height is not None else fixed + _deepest(columns)
    if place.height is not None:  # a fixed page: the levels of the domains take what is left
        spare = (room - fixed - _deepest(columns)) / (max(map(len, columns)) * len(Level))
        columns = [[replace(block, level=block.level + min(spare, _MOST_SPARE)) for block in one] for one in columns]
    sheet = Sheet(width, height, place.scale)
    words = "Disputes on one calendar" if align == "calendar" else f"Disputes from their {ALIGNMENTS[align]}"
    sheet.text(_EDGE, height - _EDGE, words, figstyle.TITLE, va="top", bold=True)
    for blocks in columns:
        top = height - _EDGE - _TITLE
        if align == "calendar":
            date_axis(sheet, blocks[0].frame, bottom, top, scales=True)
        else:
            _months(sheet, blocks[0].frame, bottom, top, ALIGNMENTS[align])
        for block in blocks:
            _Drawer(sheet, block, top).draw()
            top -= block.height
    chart_key.paint(sheet, items, _EDGE, _EDGE + (key_rows - 0.5) * _KEY, width - _EDGE, _KEY)
    return sheet.figure


def _columns(cases: Sequence[Case], scale: TimeScale, width: float, count: int) -> list[list[_Block]]:
    """Arrange the disputes in so many columns, filled from the left, with the same levels for all."""
    rows, wide = ceil(len(cases) / count), (width - _EDGE) / count
    edges = [_EDGE + wide * (n // rows) for n in range(len(cases))]
    frames = [
        Shifted(scale, edge - _EDGE + _GUTTER, edge + wide - _RIGHT, _PAD, case.offset)
        for edge, case in zip(edges, cases, strict=True)
    ]
    deep = max(panels.depth(frame, case.shown.base.tracks) for frame, case in zip(frames, cases, strict=True))
    level = max(_LEVEL, _MARK_ROW * 2 * deep)  # the same for all, so that the scales are
    found = [_block(case, edge, frame, level) for case, edge, frame in zip(cases, edges, frames, strict=True)]
    if count > 1:  # the parts of neighbours stand at one height
        most = tuple(max(counts) for counts in zip(*(block.rows for block in found), strict=True))
        found = [replace(block, rows=(most[0], most[1], most[2])) for block in found]
    return [found[n : n + rows] for n in range(0, len(found), rows)]


def _deepest(columns: Sequence[Sequence[_Block]]) -> float:
    return max(sum(block.height for block in blocks) for blocks in columns)


def _block(case: Case, edge: float, frame: Shifted, level: float) -> _Block:
    labels = tuple(_labels(case, frame, group, rows) for group, rows in zip("AB", _ROWS, strict=True))
    clocks = panels.lanes(case.shown.spans, frame)
    above, below = (max((flag.row + 1 for flag in group), default=0) for group in labels)
    rows = above, below, max((lane.row + 1 for lane in clocks), default=0)
    return _Block(case, edge, frame, (labels[0], labels[1]), clocks, level, rows)


def _own(case: Case, group: str) -> list[tuple[int, Act]]:
    """The acts of a side itself, with their places."""
    lanes = [n for n, lane in enumerate(case.shown.lanes) if lane.main and lane.group == group]
    return [(n, act) for n, act in enumerate(case.shown.acts) if act.lane in lanes]


def _labels(case: Case, frame: Shifted, group: str, rows: int) -> tuple[Flag, ...]:
    chosen = sorted((found for found in _own(case, group) if found[1].weight), key=lambda f: (-f[1].weight, f[0]))
    chosen = chosen[:_LABELS]
    requests = [Request(frame.x(act.day), text_width(act.label, figstyle.SMALLEST), act.weight) for _, act in chosen]
    found = flags(requests, rows, (frame.left, frame.right))
    return tuple(Flag(chosen[flag.request][0], flag.row, flag.x, flag.left, flag.right) for flag in found)


def _key(cases: Sequence[Case], scale: TimeScale) -> tuple[chart_key.Item, ...]:
    shown = [case.shown for case in cases]
    spans = [span for story in shown for span in story.spans]
    ends = {span.outcome for span in spans}
    clocks = chart_key.clock_items(spans, [outcome for outcome in Outcome if outcome in ends]) if spans else ()
    most = max(shown, key=lambda story: len(chart_key.reading_items(story.base, short=True)))
    groups = (
        ("Acts", (chart_key.sticks(),)), ("Strategy", months(shown)), ("Clocks", clocks),
        ("Domains", chart_key.reading_items(most.base, short=True)), ("Time", chart_key.break_items(scale)),
    )  # fmt: skip
    return tuple(item for words, found in groups if found for item in (chart_key.head(words), *found))


def _months(sheet: Sheet, frame: Shifted, y: float, top: float, zero: str) -> None:
    """Draw an axis of months from an event."""
    sheet.line((frame.left, frame.right), (y, y), figstyle.MUTED, 0.6)
    for tick in ticks(frame.scale, (text_width("−000", figstyle.SMALLEST) + 0.8) / frame.length):
        x, is_zero = frame.place(tick.at), tick.label == "0"
        sheet.line((x, x), (y, y - 1.4), figstyle.MUTED, 0.5)
        color, line = (figstyle.INK, 0.7) if is_zero else (figstyle.GRID, 0.4)
        sheet.line((x, x), (y, top), color, line, layer=0.9 if is_zero else 0.5)
        sheet.text(x, y - 3.2, tick.label, figstyle.SMALLEST, ha="center", bold=is_zero)
    for day in frame.scale.breaks:
        x = frame.place(frame.scale(day))
        sheet.line((x, x), (y, top), figstyle.FAINT, 0.5, (1.0, 1.6), layer=0.6)
        break_sign(sheet, x, y)
    words = f"months from the {zero}"
    sheet.text((frame.left + frame.right) / 2, y - 6.4, words, figstyle.SMALL, ha="center", bold=True)


class _Drawer:
    """Draws one dispute from `y` downwards."""

    def __init__(self, sheet: Sheet, block: _Block, top: float) -> None:
        self.sheet, self.block, self.frame, self.shown = sheet, block, block.frame, block.case.shown
        self.y = top

    def draw(self) -> None:
        self._head()
        self._sticks()
        self._strategies()
        self._clocks()
        self._domains()

    def _head(self) -> None:
        title = typeset(self.shown.title)
        room = self.frame.right - self.block.edge
        self.sheet.line((self.block.edge, self.frame.right), (self.y, self.y), figstyle.MUTED, 0.5)
        title, y = fit(title, room, figstyle.LABEL, True), self.y - _HEAD / 2
        self.sheet.text(self.block.edge, y, title, figstyle.LABEL, bold=True, ground=figstyle.PAPER)
        used, zero = text_width(title, figstyle.LABEL, True) + 3, self.block.case.zero
        if zero and used + text_width(zero, figstyle.SMALL) <= room:
            self.sheet.text(self.block.edge + used, y, zero, figstyle.SMALL, figstyle.MUTED, ground=figstyle.PAPER)
        self.y -= _HEAD

    def _sticks(self) -> None:
        """Draw acts as sticks, the sender's up and the target's down, and name the heaviest."""
        top = self.y - self.block.flag_room(0)
        middle = top - _STICK - 0.5
        names = [track.name for track in self.shown.base.tracks]
        for n, (group, out) in enumerate(zip("AB", (1.0, -1.0), strict=True)):
            color = figstyle.SIDES[group]
            base = middle + out * 0.5
            self.sheet.line((self.frame.left, self.frame.right), (base, base), color, 0.5)
            for _, act in _own(self.block.case, group):
                x, end = self.frame.x(act.day), base + out * (0.6 + act.rung / _TOP_RUNG * (_STICK - 0.6))
                self.sheet.line((x, x), (base, end), color, 1.0 if act.weight else 0.55)
            room = self.frame.left - self.block.edge - 1.0
            words = names[n] if text_width(names[n], figstyle.LABEL, True) <= room else self.shown.base.tracks[n].party
            shade = figstyle.SIDE_TEXT[group]
            self.sheet.text(self.block.edge, middle + out * 4.0, words, figstyle.LABEL, shade, bold=True)
            for flag in self.block.labels[n]:
                self._flag(flag, base, out, middle + out * (_STICK + 0.5))
        self.y = middle - _STICK - 0.5 - self.block.flag_room(1) - _GAP

    def _flag(self, flag: Flag, base: float, out: float, edge: float) -> None:
        act = self.shown.acts[flag.request]
        row = edge + out * flag.row * _FLAG
        start = base + out * (0.6 + act.rung / _TOP_RUNG * (_STICK - 0.6))
        self.sheet.line((flag.x, flag.x), (start, row + out * 0.8 * _FLAG), figstyle.FAINT, 0.4, layer=1.4)
        right = flag.left > flag.x
        self.sheet.text(
            flag.left if right else flag.right, row + out * _FLAG / 2, act.label, figstyle.SMALLEST,
            ha="left" if right else "right", ground=figstyle.PAPER, name=f"name {act.id}",
        )  # fmt: skip

    def _strategies(self) -> None:
        self.sheet.text(self.block.edge, self.y - _BAND - 0.3, "Strategies", figstyle.SMALL)
        for group, cells in zip("AB", self.shown.cells, strict=True):
            self.y -= _BAND
            marks.cells(self.sheet, self.frame, cells, group, self.y, _BAND)
            self.y -= 0.6
        self.y -= _GAP

    def _clocks(self) -> None:
        if self.block.clocks:
            self.sheet.text(self.block.edge, self.y - _CLOCK / 2, "Clocks", figstyle.SMALL)
        for lane in self.block.clocks:
            panels.clock(self.sheet, self.frame, lane, self.y - (lane.row + 0.5) * _CLOCK)
        self.y -= self.block.clock_room + _GAP

    def _domains(self) -> None:
        """Draw both domains on the same levels, the sender's readings in the upper half of each."""
        level = self.block.level
        panels.ground(self.sheet, self.frame, self.y, level)
        parts = zip("AB", self.shown.base.tracks, self.shown.base.paths, ((0.0, 0.5), (0.5, 1.0)), strict=True)
        for group, track, path, part in parts:
            panels.course(self.sheet, self.frame, track, group, self.y, level, part)
            panels.computed(self.sheet, self.frame, path, group, self.y, level)
