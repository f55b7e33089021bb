"""The parts of the chart: strips of acts, levels with readings, clocks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from replay.codebook import Level, Trend
from replay.domain import GIVEN, Domain, Mark, Track
from replay.figures import style as figstyle
from replay.figures.sheet.content import Deed, Span
from replay.figures.sheet.page import Sheet, fit, text_width
from replay.figures.sheet.places import Flag, pack
from replay.figures.sheet.timescale import TimeScale

__all__ = [
    "DOT", "END", "PATH_DASHES", "Frame", "Lane", "clock", "computed", "course", "depth", "end_mark", "ground", "lanes",
    "levels", "moved_due", "reading", "steps", "strip", "tick", "trend",
]  # fmt: skip

DOT, END = 1.8, 1.9
"""Size in mm of the marks of readings and of clocks' ends."""

PATH_DASHES = (0.9, 0.9)
"""Dash pattern of the computed path in points: dotted, whatever the side."""

_INTO_GUTTER = 8.0
"""Millimetres by which the name of a clock may reach left of the axis."""

_TOP_RUNG = 9
_TREND = {Trend.RISING: (0.0, -2.4), Trend.FALLING: (0.0, 2.4), Trend.STEADY: (2.4, 0.0)}
_SHADES = ("#ffffff", "#ffffff", "#f6f6f6", "#efefef", "#e7e7e7")
"""Ground of each level, gain to strong loss."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The date axis on the page: between `left` and `right` mm, `pad` mm within each end."""

    scale: TimeScale
    left: float
    right: float
    pad: float

    @property
    def length(self) -> float:
        """From the first day of the axis to the last, in mm."""
        return self.right - self.left - 2 * self.pad

    def place(self, at: float) -> float:
        """Return a place of the scale, 0 to 1, in mm."""
        return self.left + self.pad + at * self.length

    def x(self, day: float) -> float:
        """Return the place of a day in mm."""
        return self.place(self.scale(day))


# -- acts -----------------------------------------------------------------------------------------


def tick(sheet: Sheet, x: float, y: float, rung: int, height: float, color: str, key: bool) -> None:
    """Draw an act as a tick that stands on `y`, as long as its rung is high."""
    sheet.line((x, x), (y, y + _reach(rung, height)), color, 1.0 if key else 0.5)


def _reach(rung: int, height: float) -> float:
    return height * (0.12 + 0.78 * rung / _TOP_RUNG)


def strip(
    sheet: Sheet, frame: Frame, deeds: Sequence[Deed], labels: Iterable[Flag], color: str,
    y: float, rug: float, row: float,
) -> None:  # fmt: skip
    """Draw acts: ticks on the line at height `y`, key acts as flags above."""
    sheet.line((frame.left, frame.right), (y, y), figstyle.MUTED, 0.5)
    for deed in deeds:
        tick(sheet, frame.x(deed.day), y, deed.rung, rug, color, bool(deed.weight))
    for flag in labels:
        deed = deeds[flag.request]
        base = y + rug + flag.row * row
        ends = y + _reach(deed.rung, rug), base + 0.78 * row
        sheet.line((flag.x, flag.x), ends, figstyle.FAINT, 0.4, name=f"stem {deed.id}")
        right = flag.left > flag.x
        sheet.text(
            flag.left if right else flag.right, base + row / 2, deed.label, figstyle.SMALLEST,
            ha="left" if right else "right", italic=deed.emitted, ground=figstyle.PAPER, name=f"act {deed.id}",
        )  # fmt: skip


# -- levels and readings --------------------------------------------------------------------------


def levels(sheet: Sheet, frame: Frame, track: Track, side: str, top: float, band: float) -> None:
    """Draw the five levels from `top` down, each `band` high, and the readings of a side on them."""
    ground(sheet, frame, top, band)
    course(sheet, frame, track, side, top, band)
    if not track.marks:
        x, y = (frame.left + frame.right) / 2, _height(-2, top, band)
        sheet.text(x, y, "the source gives no reading", figstyle.SMALL, figstyle.MUTED, ha="center")


def ground(sheet: Sheet, frame: Frame, top: float, band: float) -> None:
    """Draw the five levels from `top` down, each `band` high."""
    for n, level in enumerate(Level):
        y = top - (n + 1) * band
        sheet.box(frame.left, y, frame.right - frame.left, band, _SHADES[n])
        sheet.text(
            frame.left - 1.4, y + band / 2, level.value.replace("-", " "), figstyle.SMALL, ha="right",
            bold=level is Level.STATUS_QUO,
        )  # fmt: skip
        sheet.line((frame.left, frame.right), (y, y), figstyle.PAPER, 0.6, layer=0.4)
    sheet.line((frame.left, frame.right), (top - len(Level) * band,) * 2, figstyle.MUTED, 0.5)
    reference = _height(Level.STATUS_QUO.position, top, band)
    sheet.line((frame.left, frame.right), (reference, reference), figstyle.INK, 0.7, layer=1, name="status quo")


def course(
    sheet: Sheet, frame: Frame, track: Track, side: str, top: float, band: float,
    part: tuple[float, float] = (0.0, 1.0),
) -> None:  # fmt: skip
    """Draw the readings of a side on levels from `top` down, in a `part` of each level (0 its top, 1 its bottom)."""
    steps(sheet, frame, track, side, top + band * (0.5 - sum(part) / 2), band)
    for mark, y in _placed(frame, track.marks, top, band, part):
        reading(sheet, frame.x(mark.middle), y, mark, side, (frame.x(mark.first), frame.x(mark.last)))


def _height(position: float, top: float, band: float) -> float:
    return top - (Level.GAIN.position - position + 0.5) * band


def steps(sheet: Sheet, frame: Frame, track: Track, side: str, top: float, band: float) -> None:
    """Draw the level line of a side: each level held until the next, up to the last reading."""
    points = track.steps
    if not points:
        return
    xs = [*[frame.x(day) for day, _ in points for _ in (0, 1)][1:], frame.x(track.marks[-1].middle)]
    ys = [_height(position, top, band) for _, position in points for _ in (0, 1)]
    sheet.line(xs, ys, figstyle.SIDES[side], 0.6, figstyle.SIDE_DASHES[side], layer=1.5, name=f"level {side}")


def computed(sheet: Sheet, frame: Frame, found: Domain, side: str, top: float, band: float) -> None:
    """Draw the computed path of a side as a thin line of steps; beyond the scale it runs along the edge."""
    if not found.steps:
        return
    edge = 0.46
    xs, ys = [frame.x(found.steps[0].day)], [_height(0.0, top, band)]
    for step in found.steps:
        position = min(max(step.position, Level.STRONG_LOSS.position - edge), Level.GAIN.position + edge)
        xs += [frame.x(step.day)] * 2
        ys += [ys[-1], _height(position, top, band)]
    xs.append(frame.right - frame.pad)
    ys.append(ys[-1])
    sheet.line(xs, ys, figstyle.SIDES[side], 0.45, PATH_DASHES, layer=1.2, name=f"path {side}")


def _rows(frame: Frame, marks: Sequence[Mark], position: int) -> Iterator[tuple[Mark, int, int]]:
    """Each mark at one level with its row and the number of rows: one, but for marks that would meet."""
    groups: list[list[Mark]] = []
    reach = 0.0
    for mark in sorted((m for m in marks if m.position == position), key=lambda m: _extent(frame, m)[0]):
        left, right = _extent(frame, mark)
        if not groups or left >= reach:
            groups.append([])
        groups[-1].append(mark)
        reach = max(reach, right)
    for group in groups:
        rows = pack([_extent(frame, mark) for mark in group])
        for mark, row in zip(group, rows, strict=True):
            yield mark, row, 1 + max(rows)


def depth(frame: Frame, tracks: Iterable[Track]) -> int:
    """Return the most rows that marks take at any level of any side, 1 or more."""
    found = (_rows(frame, track.marks, level.position) for track in tracks for level in Level)
    return max((count for rows in found for _, _, count in rows), default=1)


def _placed(
    frame: Frame, marks: Sequence[Mark], top: float, band: float, part: tuple[float, float]
) -> Iterator[tuple[Mark, float]]:
    """Heights of the marks: those that would meet at one level stand beneath each other."""
    for level in Level:
        for mark, row, count in _rows(frame, marks, level.position):
            at = part[0] + (part[1] - part[0]) * (row + 0.5) / count
            yield mark, _height(mark.position, top, band) + band * (0.5 - at)


def _extent(frame: Frame, mark: Mark) -> tuple[float, float]:
    right = _beside(frame.x(mark.middle), frame.x(mark.last), mark) + (_trend_width(mark.trend) if mark.trend else 0)
    doubt = 2.0 if mark.is_doubtful else 0
    return min(frame.x(mark.first), frame.x(mark.middle) - DOT / 2), max(frame.x(mark.last), right) + doubt + 0.3


def _beside(x: float, end: float, mark: Mark) -> float:
    """Left end of what stands beside a mark at `x`: clear of the cap at the `end` of its bar."""
    right = x + DOT / 2 + 0.2
    return end + 0.3 if mark.trend and right <= end + 0.3 <= right + _trend_width(mark.trend) else right


def reading(sheet: Sheet, x: float, y: float, mark: Mark, side: str, bounds: tuple[float, float]) -> None:
    """Draw one reading at (x, y); `bounds` are the places of its first and last day."""
    color = figstyle.SIDES[side]
    if bounds[1] - bounds[0] > DOT:
        sheet.line(bounds, (y, y), color, 1.1, layer=3)
        for end in bounds:
            sheet.line((end, end), (y - 0.7, y + 0.7), color, 0.8, layer=3)
    sheet.mark(x, y, "o", DOT, color, mark.placed == GIVEN, name=f"reading {mark.id}")
    right = _beside(x, bounds[1], mark)
    if mark.trend:
        trend(sheet, right, y, mark.trend, side)
        right += _trend_width(mark.trend)
    if mark.is_doubtful:
        ground = _SHADES[Level.GAIN.position - mark.position]
        x = max(right, bounds[1]) + 0.5
        sheet.text(x, y, "?", figstyle.SMALLEST, color, ground=ground, name=f"doubt {mark.id}")


def _trend_width(sense: Trend) -> float:
    return max(_TREND[sense][0], 1.6)


def trend(sheet: Sheet, x: float, y: float, sense: Trend, side: str) -> None:
    """Draw the direction of the sense of loss, from `x` on: down is a rising one."""
    dx, dy = _TREND[sense]
    sheet.arrow(x if dx else x + 0.8, y - dy / 2, dx, dy, figstyle.SIDES[side])


# -- clocks ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Lane:
    """A clock in its row, counted from the top; its `text`, cut where it has no room, is set `ha` of x = `at` mm."""

    span: Span
    text: str
    row: int
    at: float
    ha: Literal["left", "right"]


def lanes(spans: Iterable[Span], frame: Frame) -> tuple[Lane, ...]:
    """Give each clock, in the order of setting, the first row with room for it and its label."""
    found: list[tuple[Span, str, float, Literal["left", "right"]]] = []
    extents: list[tuple[float, float]] = []
    for span in spans:
        first = frame.x(span.first) - 0.4
        last = max(frame.x(day) for day in (span.last, span.due or 0, *span.moved)) + END / 2
        after, before = frame.right - last - 0.6, first - 0.6 - (frame.left - _INTO_GUTTER)
        width = text_width(span.label, figstyle.SMALLEST)
        if width <= after or before < min(width, after):
            text = fit(span.label, after, figstyle.SMALLEST)
            found.append((span, text, last + 0.6, "left"))
            extents.append((first, last + 0.6 + min(width, after)))
        else:
            text = fit(span.label, before, figstyle.SMALLEST)
            found.append((span, text, first - 0.6, "right"))
            extents.append((first - 0.6 - min(width, before), last))
    rows = pack(extents, gap=1.4)
    return tuple(Lane(span, text, row, at, ha) for (span, text, at, ha), row in zip(found, rows, strict=True))


def clock(sheet: Sheet, frame: Frame, lane: Lane, y: float) -> None:
    """Draw a clock at height `y`: the time it ran, a thin line on to its due day, its end, its label."""
    span = lane.span
    first, last = frame.x(span.first), frame.x(span.last)
    sheet.line((first, last), (y, y), figstyle.CLOCK, 1.3)
    sheet.line((first, first), (y - 0.8, y + 0.8), figstyle.CLOCK, 0.8)
    for day in span.moved:
        moved_due(sheet, frame.x(day), y)
    if span.due is not None and span.due != span.last:
        until = frame.x(span.due)
        sheet.line((last, until), (y, y), figstyle.CLOCK, 0.6, (1.2, 1.0))
        sheet.line((until, until), (y - 0.9, y + 0.9), figstyle.CLOCK, 0.8)
    end_mark(sheet, last, y, span.outcome.value, END, name=f"end {span.id}")
    sheet.text(lane.at, y, lane.text, figstyle.SMALLEST, ha=lane.ha, ground=figstyle.PAPER, name=f"clock {span.id}")


def moved_due(sheet: Sheet, x: float, y: float) -> None:
    """Mark a due day that was moved: a tick above the line of the clock."""
    sheet.line((x, x), (y, y + 1.7), figstyle.CLOCK, 0.8)


def end_mark(sheet: Sheet, x: float, y: float, outcome: str, size: float = END, name: str = "") -> None:
    """Put the mark of a clock's end."""
    style = figstyle.OUTCOMES[outcome]
    sheet.mark(x, y, style.marker, size, figstyle.CLOCK, style.filled, name)
