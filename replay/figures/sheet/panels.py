"""The parts of a figure of a dispute: strips of acts, levels with readings, clocks."""

from __future__ import annotations

from collections.abc import Container, Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal

from replay.codebook import Level, Trend
from replay.domain import GIVEN, Domain, Mark, Track
from replay.figures import style as figstyle
from replay.figures.sheet.content import Deed, Dispute, Span
from replay.figures.sheet.ends import END, end_mark, run_line
from replay.figures.sheet.page import Sheet, shorten, stairs, text_width
from replay.figures.sheet.places import Tag, draw_tag, place_tags, unplaced
from replay.figures.sheet.timescale import TimeScale
from replay.text.rows import assign_rows

__all__ = [
    "BEYOND", "DOT", "PATH_DASHES", "STRIP", "ClockRow", "Frame", "clock_rows", "domain_height", "draw_clocks",
    "draw_domains", "draw_reading", "draw_strip", "has_domain", "is_beyond", "key_tags", "merged", "most_important",
    "moved_due", "sideways", "split", "stick", "still", "strips", "trend",
]  # fmt: skip

DOT = 1.8
"""Size in mm of the marks of readings."""

PATH_DASHES = (0.9, 0.9)
"""Dash pattern of the computed path in points: dotted, whatever the side."""

BEYOND = 1.2
"""Width in points of the computed path where it is beyond the scale; elsewhere it is thin."""

STRIP = 2.9
"""Height in mm of the strip for readings that give a direction only."""

_STRIP_WORDS = ("direction only", "direction", "")
_LITTLE = 0.6  # mm; a mark that is moved further has a hairline to its day
_OVER = 1.2  # mm by which what stands beside a mark may reach beyond the axis
_ABREAST = 0.25  # mm between the lines of two sides at one level
_WITHIN, _BELOW = 0.6, 0.55  # mm from the edge of the scale to a path that is beyond it, and to that of the other side
_TOP_RUNG = 9
_BESIDE = END * 1.15  # from one mark of a disputed end to the next
_INTO_GUTTER = 8.0
"""Millimetres by which the name of a clock may reach left of the axis."""

_TREND = {Trend.RISING: (0.0, -2.4), Trend.FALLING: (0.0, 2.4), Trend.STEADY: (2.4, 0.0)}
_SHADES = ("#ffffff", "#ffffff", "#f6f6f6", "#efefef", "#e7e7e7")
"""Ground of each level, gain to strong loss."""


@dataclass(frozen=True, slots=True)
class Frame:
    """The date axis on the page: between `left` and `right` mm, `pad` mm within each end.

    `offset` is the day from which a dispute counts, where several share an axis.
    """

    scale: TimeScale
    left: float
    right: float
    pad: float
    offset: int = 0

    @property
    def length(self) -> float:
        """From the first day of the axis to the last, in mm."""
        return self.right - self.left - 2 * self.pad

    def place(self, at: float) -> float:
        """Return a place of the scale, 0 to 1, in mm."""
        return self.left + self.pad + at * self.length

    def x(self, day: float) -> float:
        """Return the place of a day in mm."""
        return self.place(self.scale(day - self.offset))

    def held(self, points: Iterable[tuple[int, float]]) -> list[tuple[int, float]]:
        """Return what of a line of (day, value), each of which holds until the next, bears on the days of the axis."""
        found = [point for point in points if point[0] - self.offset <= self.scale.stop]
        before = sum(day - self.offset < self.scale.first for day, _ in found)
        return found[max(before - 1, 0) :]


# -- acts -----------------------------------------------------------------------------------------


def key_tags(deeds: Iterable[Deed], frame: Frame, rows: int, most: int, first: Sequence[str] = ()) -> tuple[Tag, ...]:
    """Return places for the names of the `most` important of the key acts, as far as they find room in the rows.

    The acts `first` have the first choice, in their order, whether they are key acts or not.
    """
    order = {name: n - len(first) for n, name in enumerate(first)}
    chosen = sorted(
        (deed for deed in deeds if deed.id in order or (deed.key if deed.named is None else deed.named)),
        key=lambda deed: order.get(deed.id, deed.place),
    )[:most]
    tags = [unplaced(deed.id, deed.label, frame.x(deed.day), italic=deed.emitted) for deed in chosen]
    return place_tags(tags, rows, (frame.left, frame.right))


def stick(sheet: Sheet, x: float, y: float, rung: int, height: float, color: str, key: bool, name: str = "") -> float:
    """Draw an act as a stick that stands on `y`, or hangs from it if `height` is below 0; return where it ends.

    It is as long as its rung is high: on the top rung 0.9 of the height.
    """
    end = y + height * (0.12 + 0.78 * rung / _TOP_RUNG)
    sheet.line((x, x), (y, end), color, 1.0 if key else 0.5, name=name)
    return end


def draw_strip(
    sheet: Sheet, frame: Frame, deeds: Sequence[Deed], tags: Iterable[Tag], group: str,
    y: float, rug: float, pitch: float,
) -> None:  # fmt: skip
    """Draw acts as sticks up to `rug` mm long on the line at height `y`, with tags beyond; down if both are below 0."""
    sheet.line((frame.left, frame.right), (y, y), figstyle.MUTED, 0.5)
    ends = {
        deed.id: stick(sheet, frame.x(deed.day), y, deed.rung, rug, figstyle.SIDES[group], deed.key, f"stick {deed.id}")
        for deed in deeds
    }
    for one in tags:
        draw_tag(sheet, one, ends[one.id], y + rug, pitch)


# -- levels and readings --------------------------------------------------------------------------


def has_domain(shown: Dispute, group: str) -> bool:
    """Whether there is anything to draw of the domain of a side: a reading, or a step of its computed path."""
    n = "AB".index(group)
    return bool((shown.whole or shown.tracks)[n].marks or shown.paths[n].steps)


def strips(shown: Dispute, groups: str) -> tuple[bool, ...]:
    """Whether each of the sides `groups` has readings that give a direction only: these stand in a strip beside."""
    return tuple(any(mark.placed != GIVEN for mark in shown.tracks["AB".index(group)].marks) for group in groups)


def domain_height(shown: Dispute, groups: str, band: float) -> float:
    """Return the height in mm that `draw_domains` takes: five levels, and a strip for each side that needs one."""
    return len(Level) * band + STRIP * sum(strips(shown, groups))


def draw_domains(sheet: Sheet, frame: Frame, shown: Dispute, groups: str, top: float, band: float) -> None:
    """Draw the domains of the sides `groups` on the five levels from `top` down, each `band` high.

    A mark stands at the height of the level that was read. Marks that would meet are moved sideways, whosever they
    are, with a hairline to the true day. Readings of a direction only stand in a strip: below the levels, or, of the
    sender where both sides share the levels, above them.
    """
    apart = strips(shown, groups)
    upper = STRIP if len(groups) > 1 and apart[0] else 0.0
    top -= upper
    _ground(sheet, frame, top, band)
    bottom = top - len(Level) * band
    for group, needed in zip(groups, apart, strict=True):
        if needed:
            y = top + STRIP / 2 if upper and group == groups[0] else bottom - STRIP / 2
            color = figstyle.SIDE_TEXT[group]
            words = next(text for text in _STRIP_WORDS if text_width(text, figstyle.SMALL) <= frame.left - 2.4)
            sheet.text(frame.left - 1.4, y, words, figstyle.SMALL, color, ha="right", name=f"strip {group}")
            edge = y - STRIP / 2
            sheet.line((frame.left, frame.right), (edge, edge), figstyle.MUTED, 0.5)
            marks = [(mark, group) for mark in shown.tracks["AB".index(group)].marks if mark.placed != GIVEN]
            _draw_row(sheet, frame, marks, y)
    every = shown.whole or shown.tracks
    read = [(mark, group) for group in groups for mark in shown.tracks["AB".index(group)].marks]
    for n, group in enumerate(groups):
        shift = _ABREAST * (0.5 - n) if len(groups) > 1 else 0.0
        _steps(sheet, frame, every["AB".index(group)], group, top + shift, band)
        inset = n * _BELOW  # both sides can be beyond the same end
        _computed(sheet, frame, shown.paths["AB".index(group)], group, top, band, bool(shown.whole), inset)
    for level in Level:
        marks = [(mark, group) for mark, group in read if mark.placed == GIVEN and mark.position == level.position]
        _draw_row(sheet, frame, marks, _height(level.position, top, band))
    if not any(every["AB".index(group)].marks for group in groups):
        x, y = (frame.left + frame.right) / 2, _height(Level.GAIN.position, top, band)
        sheet.text(x, y, "the source gives no reading", figstyle.SMALL, figstyle.MUTED, ha="center")


def _draw_row(sheet: Sheet, frame: Frame, marks: Sequence[tuple[Mark, str]], y: float) -> None:
    """Draw readings, each with its side, at one height, at their days or as near to them as there is room."""
    marks = sorted(marks, key=lambda one: (one[0].middle, one[1], one[0].first, one[0].id))
    rooms = [(frame.x(mark.middle), DOT / 2 + 0.2, _reach(frame, mark)) for mark, _ in marks]
    places = sideways(rooms, (frame.left, frame.right + _OVER))
    for (mark, group), (day, _, _), x in zip(marks, rooms, places, strict=True):
        draw_reading(sheet, x, y, mark, group, (frame.x(mark.first), frame.x(mark.last)), day)


def sideways(rooms: Sequence[tuple[float, float, float]], bounds: tuple[float, float]) -> tuple[float, ...]:
    """Return places for marks of one row so that none meets the next: as near as can be to where they belong.

    Parameters
    ----------
    rooms : sequence of (float, float, float)
        Where each belongs, in order, and the room that it takes to the left and to the right of its place, in mm.
    bounds : (float, float)
        Ends of the row. Where it is too short for all marks, they overlap evenly.

    Examples
    --------
    >>> sideways([(5, 1, 1), (6, 1, 1), (20, 1, 1)], (0, 30))
    (4.5, 6.5, 20.0)
    >>> sideways([(0, 1, 1), (0, 1, 1)], (0, 30))
    (1.0, 3.0)
    """
    if not rooms:
        return ()
    total = sum(left + right for _, left, right in rooms)
    share = min(1.0, (bounds[1] - bounds[0]) / total)
    steps = [0.0]  # from the first mark to each, where all stand side by side
    for (_, _, right), (_, left, _) in pairwise(rooms):
        steps.append(steps[-1] + (right + left) * share)
    blocks: list[tuple[float, int]] = []  # marks that stand side by side: the place of their beginning, and how many
    for (x, _, _), step in zip(rooms, steps, strict=True):
        blocks.append((x - step, 1))
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (one, n), (two, m) = blocks[-2:]
            blocks[-2:] = [((one * n + two * m) / (n + m), n + m)]
    low, high = bounds[0] + rooms[0][1] * share, bounds[1] - rooms[-1][2] * share - steps[-1]
    starts = [max(low, min(place, max(low, high))) for place, count in blocks for _ in range(count)]
    return tuple(float(start + step) for start, step in zip(starts, steps, strict=True))


def _ground(sheet: Sheet, frame: Frame, top: float, band: float) -> None:
    """Draw the five levels."""
    for n, level in enumerate(Level):
        y = top - (n + 1) * band
        sheet.box(frame.left, y, frame.right - frame.left, band, _SHADES[n])
        sheet.text(
            frame.left - 1.4, y + band / 2, level.words, figstyle.SMALL, ha="right",
            bold=level is Level.STATUS_QUO,
        )  # fmt: skip
        sheet.line((frame.left, frame.right), (y, y), figstyle.PAPER, 0.6, layer=0.4)
    sheet.line((frame.left, frame.right), (top - len(Level) * band,) * 2, figstyle.MUTED, 0.5)
    reference = _height(Level.STATUS_QUO.position, top, band)
    sheet.line((frame.left, frame.right), (reference, reference), figstyle.INK, 0.7, layer=1, name="status quo")


def _height(position: float, top: float, band: float) -> float:
    return top - (Level.GAIN.position - position + 0.5) * band


def _steps(sheet: Sheet, frame: Frame, track: Track, side: str, top: float, band: float) -> None:
    """Draw the level line of a side: each level held until the next, up to the last reading."""
    points = [(frame.x(day), _height(position, top, band)) for day, position in frame.held(track.steps)]
    if points and track.marks[-1].middle - frame.offset >= frame.scale.first:
        xs, ys = stairs(points, frame.x(track.marks[-1].middle))
        sheet.line(xs, ys, figstyle.SIDES[side], 0.6, figstyle.SIDE_DASHES[side], layer=1.5, name=f"level {side}")


def _computed(
    sheet: Sheet, frame: Frame, found: Domain, side: str, top: float, band: float, cut: bool = False,
    inset: float = 0.0,
) -> None:  # fmt: skip
    """Draw the computed path of a side as a thin line of steps; where it is beyond the scale, thick within the edge.

    It begins where the side starts: at its first level, or from the reference point with the first that moves it. It
    ends with the axis, with the last day of it where it is `cut`. Beyond the scale it keeps `inset` mm more from the
    edge than it has to, so that both sides can be seen.
    """
    off = 0.5 - (_WITHIN + inset) / band
    low, high = Level.STRONG_LOSS.position - off, Level.GAIN.position + off
    stop = frame.scale.stop + frame.offset - cut
    places = [(found.start.day, found.start.position), *found.points(found.start.day, stop)] if found.steps else []
    points = merged([(frame.x(day), position) for day, position in frame.held(places)])
    if not points:
        return
    end = frame.right - frame.pad
    steps = [(x, _height(min(max(position, low), high), top, band)) for x, position in points]
    sheet.line(*stairs(steps, end), figstyle.SIDES[side], 0.45, PATH_DASHES, layer=1.2, name=f"path {side}")
    for (x, y), (_, position), until in zip(steps, points, [*(x for x, _ in steps[1:]), end], strict=True):
        if is_beyond(position):
            sheet.line((x, until), (y, y), figstyle.SIDES[side], BEYOND, PATH_DASHES, layer=1.3, name=f"beyond {side}")


def is_beyond(position: float) -> bool:
    """Whether a position is beyond the five levels, each of which is one domain unit high.

    >>> [is_beyond(position) for position in (-3.6, -3.5, 1.5, 1.6)]
    [True, False, False, True]
    """
    return not Level.STRONG_LOSS.position - 0.5 <= position <= Level.GAIN.position + 0.5


def merged(
    points: Sequence[tuple[float, float]], least: float = 0.5, kept: Container[tuple[float, float]] = ()
) -> list[tuple[float, float]]:
    """Return a line of (place in mm, value) without the values that hold for less than `least` mm before the next.

    Steps so close together are drawn as one, to the value after the last of them: no spike as thin as the line. The
    value with which the line begins stays, and so do the points in `kept`.

    >>> merged([(0, 1.0), (10.0, -2.0), (10.1, 0.5), (20, 0.0)])
    [(0, 1.0), (10.0, 0.5), (20, 0.0)]
    >>> merged([(0, 1.0), (10.0, -2.0), (10.1, 0.5), (20, 0.0)], kept={(10.0, -2.0)})
    [(0, 1.0), (10.0, -2.0), (10.1, 0.5), (20, 0.0)]
    """
    found: list[tuple[float, float]] = []
    stays = True  # where the line begins stays in sight
    for x, value in points:
        if found and not stays and x - found[-1][0] < least:
            found[-1] = (found[-1][0], value)
            stays = (x, value) in kept
        else:
            found.append((x, value))
            stays = len(found) == 1 or (x, value) in kept
    return found


def _reach(frame: Frame, mark: Mark) -> float:
    """Room that a reading takes to the right of its place."""
    right = _beside(mark, frame.x(mark.last) - frame.x(mark.middle)) + (_trend_width(mark.trend) if mark.trend else 0)
    return right + (2.0 if mark.is_doubtful else 0) + 0.3


def _beside(mark: Mark, end: float) -> float:
    """From the middle of a mark to what stands beside it: clear of the cap of its bar, which is `end` mm off."""
    right = DOT / 2 + 0.2
    return end + 0.3 if mark.trend and right <= end + 0.3 <= right + _trend_width(mark.trend) else right


def draw_reading(
    sheet: Sheet, x: float, y: float, mark: Mark, side: str, bounds: tuple[float, float], day: float | None = None
) -> None:
    """Draw one reading at (x, y); `bounds` are the places of its first and last day, `day` that of its day if not x."""
    color = figstyle.SIDES[side]
    day = x if day is None else day
    if bounds[1] - bounds[0] > DOT:
        sheet.line(bounds, (y, y), color, 1.1, layer=3)
        for end in bounds:
            sheet.line((end, end), (y - 0.7, y + 0.7), color, 0.8, layer=3)
    if abs(x - day) > _LITTLE:
        under = y - 1.25
        xs, ys = (day, day, x, x), (y, under, under, y)
        sheet.line(xs, ys, color, 0.35, layer=2.8, name=f"day {mark.id}")
    sheet.mark(x, y, "o", DOT, color, mark.placed == GIVEN, name=f"reading {mark.id}")
    right = x + _beside(mark, bounds[1] - day)
    if mark.trend:
        trend(sheet, right, y, mark.trend, side)
        right += _trend_width(mark.trend)
    if mark.is_doubtful:
        ground = _SHADES[Level.GAIN.position - mark.position] if mark.placed == GIVEN else figstyle.PAPER
        sheet.text(right + 0.5, y, "?", figstyle.SMALLEST, color, ground=ground, name=f"doubt {mark.id}")


def _trend_width(sense: Trend) -> float:
    return max(_TREND[sense][0], 1.6)


def trend(sheet: Sheet, x: float, y: float, sense: Trend, side: str) -> None:
    """Draw the direction of the sense of loss, from `x` on: down is a rising one."""
    dx, dy = _TREND[sense]
    sheet.arrow(x if dx else x + 0.8, y - dy / 2, dx, dy, figstyle.SIDES[side])


# -- clocks ---------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ClockRow:
    """A clock in its row, from the top; its `text`, shortened where it has no room, is set `ha` of x = `at` mm."""

    span: Span
    text: str
    row: int
    at: float
    ha: Literal["left", "right"]


def clock_rows(spans: Iterable[Span], frame: Frame) -> tuple[ClockRow, ...]:
    """Give each clock, in the order of setting, the first row with room for it and its label."""
    found: list[ClockRow] = []
    extents: list[tuple[float, float]] = []
    for span in spans:
        first = frame.x(span.first) - 0.4
        beside = (len(span.marks) - 1) * _BESIDE
        last = max(frame.x(span.last) + beside, *(frame.x(day) for day in (span.due or 0, *span.moved))) + END / 2
        after, before = frame.right - last - 0.6, first - 0.6 - (frame.left - _INTO_GUTTER)
        width = text_width(span.label, figstyle.SMALLEST)
        ran = frame.x(span.last) - END - 0.6
        if width > max(after, before) and not (span.moved or span.stops) and width + 3.0 <= ran - first:
            found.append(ClockRow(span, span.label, 0, ran, "right"))  # on the line, which is interrupted for it
            extents.append((first, last))
        elif width <= after or before < min(width, after):
            found.append(ClockRow(span, shorten(span.label, after, figstyle.SMALLEST), 0, last + 0.6, "left"))
            extents.append((first, last + 0.6 + min(width, after)))
        else:
            found.append(ClockRow(span, shorten(span.label, before, figstyle.SMALLEST), 0, first - 0.6, "right"))
            extents.append((first - 0.6 - min(width, before), last))
    return tuple(replace(one, row=row) for one, row in zip(found, assign_rows(extents, gap=1.4), strict=True))


def most_important(spans: Sequence[Span], count: int) -> tuple[Span, ...]:
    """Return so many of the clocks, the most important, in the order of setting."""
    chosen = {span.id for span in sorted(spans, key=lambda span: span.place)[:count]}
    return tuple(span for span in spans if span.id in chosen)


def draw_clocks(sheet: Sheet, frame: Frame, found: Iterable[ClockRow], top: float, pitch: float) -> None:
    """Draw clocks from `top` down: the time each ran, a thin line on to its due day, its end, its label.

    A clock that was split off begins at a line down from the clock of which it was a part.
    """
    found = tuple(found)
    height = {one.span.id: top - (one.row + 0.5) * pitch for one in found}
    for one in found:
        span, y = one.span, height[one.span.id]
        first, last = frame.x(span.first), frame.x(span.last)
        for start, end in span.runs:
            run_line(sheet, (frame.x(start), frame.x(end)), y, span.history.kind, name=f"run {span.id}")
        if span.begun:
            sheet.line((first, first), (y - 0.8, y + 0.8), figstyle.CLOCK, 0.8)
        if span.begun and span.history.parent in height:
            split(sheet, first, height[span.history.parent], y, f"split {span.id}")
        for day in span.moved:
            moved_due(sheet, frame.x(day), y)
        for stop in span.stops:
            still(sheet, (frame.x(stop.first), frame.x(stop.last)), y, f"still {span.id}")
            end_mark(sheet, frame.x(stop.first), y, stop.outcome.value, name=f"stop {span.id}")
        if span.due is not None and span.due != span.last:
            until = frame.x(span.due)
            sheet.line((last, until), (y, y), figstyle.CLOCK, 0.6, (1.2, 1.0))
            sheet.line((until, until), (y - 0.9, y + 0.9), figstyle.CLOCK, 0.8)
        for n, mark in enumerate(
            span.marks if span.ended else ()
        ):  # of a disputed end one beside the other, that of the replay on its day
            end_mark(sheet, last + n * _BESIDE, y, mark, name=f"end {span.id}{f' {mark}' * bool(n)}")
        if one.text:
            sheet.text(
                one.at, y, one.text, figstyle.SMALLEST, ha=one.ha, ground=figstyle.PAPER, name=f"clock {span.id}"
            )


def split(sheet: Sheet, x: float, parent: float, y: float, name: str = "") -> None:
    """Draw the line from a clock at the height `parent` to the one that is split off it, with a dot at the parent."""
    sheet.line((x, x), (parent, y), figstyle.CLOCK, 0.6, layer=1.4, name=name)
    sheet.mark(x, parent, "o", 1.0, figstyle.CLOCK, rim=0.0)


def still(sheet: Sheet, xs: tuple[float, float], y: float, name: str = "") -> None:
    """Draw the days on which a clock stood still before it ran again."""
    sheet.line(xs, (y, y), figstyle.CLOCK, 0.5, (0.6, 1.4), name=name)
    sheet.line((xs[1],) * 2, (y - 0.8, y + 0.8), figstyle.CLOCK, 0.8)


def moved_due(sheet: Sheet, x: float, y: float) -> None:
    """Mark a due day that was moved: a tick above the line of the clock."""
    sheet.line((x, x), (y, y + 1.7), figstyle.CLOCK, 0.8)
