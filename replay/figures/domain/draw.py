"""The page of the chart: how much room each part gets, and the parts that run through all of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

from matplotlib.figure import Figure

from replay.codebook import Level
from replay.figures import style as figstyle
from replay.figures.sheet import key, panels
from replay.figures.sheet.content import Content, Deed
from replay.figures.sheet.dateaxis import HEIGHT as _AXIS
from replay.figures.sheet.dateaxis import date_axis
from replay.figures.sheet.page import Sheet, fit, text_width, wrap
from replay.figures.sheet.panels import Frame, Lane
from replay.figures.sheet.places import Flag, Request, flags
from replay.text.words import typeset

__all__ = ["draw"]

_LEFT, _RIGHT, _EDGE, _PAD = 24.5, 3.0, 2.0, 1.6
_TITLE, _LINE, _GAP = 6.5, 4.0, 2.6
_ROW, _RUG, _CLOCK_ROW, _KEY_ROW = 2.9, 3.6, 3.7, 3.7
_LEAST_STRIP = 6.4
_BAND, _LEAST_BAND, _MARK_ROW = 4.8, 3.6, 2.5
_MOST_ROWS, _MOST_LABELS = 6, 40
_NARROWEST, _WIDE = 84.0, 120.0  # below the second, words are short


@dataclass(frozen=True, slots=True)
class _Plan:
    """What stands where, before the height is shared out."""

    labels: tuple[tuple[Flag, ...], ...]
    others: bool
    lanes: tuple[Lane, ...]
    key_rows: int
    title: tuple[str, ...]

    @property
    def title_room(self) -> float:
        """Height in mm of the title."""
        return _TITLE + _LINE * (len(self.title) - 1)

    @property
    def strips(self) -> tuple[float, ...]:
        """Height in mm of each strip of acts; 0 for the last if nobody else acts."""
        rows = [max((flag.row + 1 for flag in flags), default=0) for flags in self.labels]
        heights = [max(row * _ROW + _RUG, _LEAST_STRIP) for row in rows]
        return tuple(heights if self.others else [*heights[:-1], 0.0])

    @property
    def fixed(self) -> float:
        """Height in mm of everything but the levels."""
        clocks = max((lane.row + 1 for lane in self.lanes), default=1) * _CLOCK_ROW
        gaps = _GAP * (len(self.strips) + bool(self.strips[-1]))
        return 2 * _EDGE + self.title_room + sum(self.strips) + clocks + gaps + _AXIS + self.key_rows * _KEY_ROW


def draw(shown: Content, width: float, height: float | None, scale: float = 1.0) -> Figure:
    """Draw the page, `width` by `height` mm before it is enlarged by `scale`."""
    if width < _NARROWEST:
        raise ValueError(f"width is {width * scale:g} mm; allowed: {_NARROWEST * scale:g} or more")
    frame = Frame(shown.scale, _LEFT, width - _RIGHT, _PAD)
    plan, height, band = _share_out(shown, frame, height, scale)
    sheet = Sheet(width, height, scale)
    top = height - _EDGE
    for n, line in enumerate(plan.title):
        sheet.text(_EDGE, top - n * _LINE, line, figstyle.TITLE, va="top", bold=True)
    top -= plan.title_room
    bottom = _EDGE + plan.key_rows * _KEY_ROW + _AXIS
    date_axis(sheet, frame, bottom, top)
    parts = zip("AB", shown.tracks, shown.paths, shown.deeds, plan.labels, plan.strips, strict=False)
    for side, track, computed, deeds, labels, strip in parts:
        _head(sheet, top, track.name, figstyle.SIDE_TEXT[side], f"acts of {track.party}")
        top -= strip
        panels.strip(sheet, frame, deeds, labels, figstyle.SIDES[side], top, _RUG, _ROW)
        panels.levels(sheet, frame, track, side, top, band)
        panels.computed(sheet, frame, computed, side, top, band)
        top -= len(Level) * band + _GAP
    if plan.others:
        _head(sheet, top, "Others", figstyle.SIDE_TEXT["other"], "with shocks")
        top -= plan.strips[-1]
        panels.strip(sheet, frame, shown.deeds[-1], plan.labels[-1], figstyle.SIDES["other"], top, _RUG, _ROW)
        top -= _GAP
    _head(sheet, top, "Clocks", figstyle.CLOCK)
    for lane in plan.lanes:
        panels.clock(sheet, frame, lane, top - (lane.row + 0.5) * _CLOCK_ROW)
    key.paint(sheet, key.items(shown, width < _WIDE), _EDGE, bottom - _AXIS - _KEY_ROW / 2, width - _EDGE, _KEY_ROW)
    return sheet.figure


def _share_out(shown: Content, frame: Frame, height: float | None, scale: float) -> tuple[_Plan, float, float]:
    """Return the plan, the height of the page, and that of a level; labels give way before the levels do."""
    levels = len(shown.tracks) * len(Level)
    marks = panels.depth(frame, shown.tracks) * _MARK_ROW
    plan = _plan(shown, frame, _MOST_ROWS)
    if height is None:
        band = max(_BAND, marks)
        return plan, plan.fixed + levels * band, band
    least = levels * max(_LEAST_BAND, marks)
    for rows in range(_MOST_ROWS - 1, -1, -1):
        if plan.fixed + least <= height:
            break
        plan = _plan(shown, frame, rows)
    if plan.fixed + least > height:
        fewest = ceil((plan.fixed + least) * scale)
        raise ValueError(f"height is {height * scale:g} mm; allowed: {fewest} or more, or None")
    return plan, height, (height - plan.fixed) / levels


def _head(sheet: Sheet, top: float, name: str, color: str, more: str = "") -> None:
    """Name a part of the page at its left."""
    room = _LEFT - _EDGE - 1
    sheet.text(_EDGE, top, fit(name, room, figstyle.LABEL, True), figstyle.LABEL, color, va="top", bold=True)
    if more:
        sheet.text(_EDGE, top - 3.2, fit(more, room, figstyle.SMALLEST), figstyle.SMALLEST, figstyle.MUTED, va="top")


def _plan(shown: Content, frame: Frame, rows: int) -> _Plan:
    labels = tuple(_labels(deeds, frame, rows) for deeds in shown.deeds)
    lanes = panels.lanes(shown.spans, frame)
    items = key.items(shown, frame.right + _RIGHT < _WIDE)
    room = frame.right + _RIGHT - 2 * _EDGE
    title = wrap(typeset(f"{shown.title}: domain of each side over time"), room, figstyle.TITLE, True)
    rows_of_key = key.rows(items, _EDGE, frame.right + _RIGHT - _EDGE)
    return _Plan(labels, bool(shown.deeds[-1]), lanes, rows_of_key, title)


def _labels(deeds: tuple[Deed, ...], frame: Frame, rows: int) -> tuple[Flag, ...]:
    """Flags of the key acts that find room; their `request` is the place of the act in `deeds`."""
    chosen = [n for n, deed in enumerate(deeds) if deed.weight]
    chosen = sorted(chosen, key=lambda n: (-deeds[n].weight, n))[:_MOST_LABELS]
    requests = [
        Request(
            frame.x(deeds[n].day),
            text_width(deeds[n].label, figstyle.SMALLEST, italic=deeds[n].emitted),
            deeds[n].weight,
        )
        for n in chosen
    ]
    found = flags(requests, rows, (frame.left, frame.right)) if rows else ()
    return tuple(replace(flag, request=chosen[flag.request]) for flag in found)
