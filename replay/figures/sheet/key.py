"""The key of a figure: a glyph and a few words for everything that is drawn."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from replay.codebook import ClockKind, Trend
from replay.domain import CARRIED, GIVEN, SUPPOSED, Domain, Mark, Track
from replay.figures import style as figstyle
from replay.figures.sheet import panels
from replay.figures.sheet.content import Span
from replay.figures.sheet.dateaxis import break_sign
from replay.figures.sheet.ends import END, ENDED, KINDS, end_mark, run_line
from replay.figures.sheet.page import Sheet, stairs, text_width
from replay.figures.sheet.timescale import TimeScale

__all__ = [
    "Item", "Legend", "break_items", "clock_items", "end_items", "filled", "grouped", "kind_items", "marked",
    "reading_items", "ruled", "sticks",
]  # fmt: skip

Glyph = Callable[[Sheet, float, float], object]
Item = tuple[float, str, Glyph | None]
"""Width of the glyph in mm, words, and what draws the glyph from a left end at a height; None for a heading."""

_GAP, _AFTER = 3.6, 1.2  # between items, and between glyph and words
_TRENDS = {Trend.RISING: "sense of loss rising", Trend.FALLING: "falling", Trend.STEADY: "steady"}


@dataclass(frozen=True, slots=True)
class Legend:
    """The key of a figure in its place: items in rows between `left` and `right`, a row every `pitch` mm."""

    items: tuple[Item, ...]
    left: float
    right: float
    pitch: float

    @property
    def height(self) -> float:
        """Height in mm."""
        return self.pitch * (1 + max((row for _, row in self._flow()), default=-1))

    def draw(self, sheet: Sheet, bottom: float) -> None:
        """Draw the key above the height `bottom`."""
        top = bottom + self.height - self.pitch / 2
        for (width, words, glyph), (x, row) in zip(self.items, self._flow(), strict=True):
            y = top - row * self.pitch
            if glyph is None:
                sheet.text(x, y, words, figstyle.SMALLEST, figstyle.MUTED, bold=True)
            else:
                glyph(sheet, x, y)
                sheet.text(x + width + _AFTER, y, words, figstyle.SMALLEST)

    def _flow(self) -> Iterator[tuple[float, int]]:
        """Left end and row of each item, filling rows from the top; a heading stays with the item after it."""
        x, row = self.left, 0
        widths = [_wide(item) for item in self.items]
        for (_, _, glyph), width, following in zip(self.items, widths, [*widths[1:], 0.0], strict=False):
            need = width if glyph else width + _GAP / 2 + following
            if x > self.left and x + need > self.right:
                x, row = self.left, row + 1
            yield x, row
            x += width + (_GAP if glyph else _GAP / 2)


def _wide(item: Item) -> float:
    width, words, glyph = item
    return text_width(words, figstyle.SMALLEST, not glyph) + (width + _AFTER if glyph else 0.0)


# -- items of any figure --------------------------------------------------------------------------


def grouped(groups: Iterable[tuple[str, Sequence[Item]]]) -> tuple[Item, ...]:
    """Return the items of several groups, each under its heading; a group without items is left out."""
    return tuple(item for words, found in groups if found for item in ((0.0, words, None), *found))


def marked(marker: str, size: float, color: str, filled: bool, words: str) -> Item:
    """Return the item for a marker of `size` mm."""
    return size, words, lambda sheet, x, y: sheet.mark(x + size / 2, y, marker, size, color, filled)


def ruled(length: float, color: str, width: float, words: str, dashes: Sequence[float] = ()) -> Item:
    """Return the item for a line of `length` mm, its width and dashes in points."""
    return length, words, lambda sheet, x, y: sheet.line((x, x + length), (y, y), color, width, dashes)


def filled(length: float, high: float, color: str, words: str) -> Item:
    """Return the item for a box of `length` by `high` mm."""
    return length, words, lambda sheet, x, y: sheet.box(x, y - high / 2, length, high, color)


# -- items of the figures of a dispute ------------------------------------------------------------


def sticks() -> Item:
    """Return the item for acts as sticks."""

    def glyph(sheet: Sheet, x: float, y: float) -> None:
        for n, rung in enumerate((1, 4, 9)):
            panels.stick(sheet, x + 0.4 + n * 1.3, y - 1.2, rung, 2.6, figstyle.SIDES["other"], rung == 9)

    return 3.4, "act, taller on a higher rung (key acts thick)", glyph


def reading_items(
    tracks: Iterable[Track], paths: Iterable[Domain], short: bool = False, carried_on: bool = False
) -> tuple[Item, ...]:
    """Return the items for the domains: readings, what is carried forward, what is computed.

    `short` words leave the rest to the caption; a level may be `carried_on` from before the days that are drawn.
    """
    tracks = tuple(tracks)
    marks = [mark for track in tracks for mark in track.marks]
    placed, trends = {mark.placed for mark in marks}, {mark.trend for mark in marks}
    carried = "direction only" if short else "direction only, at the last level given"
    if SUPPOSED in placed and not short:
        carried += ", or before any at the status quo"
    found: list[Item] = []
    if GIVEN in placed:
        found.append((panels.DOT, "level read in the source" if short else "reading of the source: level", _reading()))
    if placed - {GIVEN}:
        found.append((panels.DOT, carried, _reading(CARRIED)))
    found += [(2.4, words, _trend(trend)) for trend, words in _TRENDS.items() if trend in trends]
    if any(mark.last > mark.first for mark in marks):
        found.append((5.0, "bounds of its date" if short else "bounds of the date", _reading(length=5.0)))
    if carried_on or any(track.steps for track in tracks):
        found.append((7.0, "carried forward" if short else "last level carried forward", _steps))
    if any(path.steps for path in paths):
        found.append((6.0, "computed by rule" if short else "computed by rule from the first level on", _computed))
    if any(panels.is_beyond(step.position) for path in paths for step in path.steps):
        found.append((6.0, "computed, beyond the levels", _beyond))
    if any(mark.is_doubtful for mark in marks):
        words = "doubtful" if short else "date doubtful or reading inferred"
        found.append((1.2, words, lambda sheet, x, y: sheet.text(x, y, "?", figstyle.SMALLEST)))
    return tuple(found)


def break_items(scale: TimeScale) -> tuple[Item, ...]:
    """Return the item for breaks of the axis, if there are any."""

    def glyph(sheet: Sheet, x: float, y: float) -> None:
        sheet.line((x, x + 3), (y, y), figstyle.MUTED, 0.6)
        break_sign(sheet, x + 1.5, y)

    return ((3.0, "scale of dates changes", glyph),) if scale.breaks else ()


def clock_items(spans: Sequence[Span]) -> tuple[Item, ...]:
    """Return the items for kinds of clocks, what befell them, and the ways in which they ended: what occurs."""
    ends = {mark for span in spans if span.ended for mark in span.marks}
    found = [*kind_items({span.history.kind for span in spans})]
    if any(span.due is not None and span.due > span.last for span in spans):
        found.append((4.0, "on to its due day", _unwaited))
    if any(span.moved for span in spans):
        found.append((3.0, "due day that was moved", _moved_due))
    if any(span.history.parent and span.begun for span in spans):
        found.append((3.0, "split off", _split))
    if any(span.stops for span in spans):
        found.append((5.0, "stood still", lambda sheet, x, y: panels.still(sheet, (x, x + 5), y)))
    return (*found, *end_items({*ends, *(stop.outcome.value for span in spans for stop in span.stops)}))


def kind_items(kinds: Collection[ClockKind]) -> tuple[Item, ...]:
    """Return the items for these kinds of clocks, in the order of the codebook."""
    return tuple((6.0, words, _clock(kind)) for kind, words in KINDS.items() if kind in kinds)


def end_items(ends: Collection[str]) -> tuple[Item, ...]:
    """Return the items for these marks of ends of clocks, in the order of the codebook."""
    return tuple((END, words, _end(mark)) for mark, words in ENDED.items() if mark in ends)


def _reading(placed: str = GIVEN, length: float = 0.0) -> Glyph:
    mark = Mark("key", "", 0, 0, 0, 0, placed, None, "", "")

    def glyph(sheet: Sheet, x: float, y: float) -> None:
        panels.draw_reading(sheet, x + max(length, panels.DOT) / 2, y, mark, "other", (x, x + length))

    return glyph


def _trend(trend: Trend) -> Glyph:
    return lambda sheet, x, y: panels.trend(sheet, x, y, trend, "other")


def _end(mark: str) -> Glyph:
    return lambda sheet, x, y: end_mark(sheet, x + END / 2, y, mark)


def _steps(sheet: Sheet, x: float, y: float) -> None:
    for side, shift in (("A", 0.0), ("B", 4.0)):
        xs, ys = stairs([(x + shift, y + 0.7), (x + shift + 1.5, y - 0.7)], x + shift + 3)
        sheet.line(xs, ys, figstyle.SIDES[side], 0.6, figstyle.SIDE_DASHES[side])


def _computed(sheet: Sheet, x: float, y: float) -> None:
    sheet.line(*stairs([(x, y + 0.7), (x + 3, y - 0.7)], x + 6), figstyle.SIDES["other"], 0.45, panels.PATH_DASHES)


def _beyond(sheet: Sheet, x: float, y: float) -> None:
    sheet.line((x, x + 6), (y, y), figstyle.SIDES["other"], panels.BEYOND, panels.PATH_DASHES)


def _clock(kind: ClockKind) -> Glyph:
    def glyph(sheet: Sheet, x: float, y: float) -> None:
        run_line(sheet, (x, x + 6), y, kind)
        sheet.line((x, x), (y - 0.8, y + 0.8), figstyle.CLOCK, 0.8)

    return glyph


def _unwaited(sheet: Sheet, x: float, y: float) -> None:
    sheet.line((x, x + 4), (y, y), figstyle.CLOCK, 0.6, (1.2, 1.0))
    sheet.line((x + 4, x + 4), (y - 0.9, y + 0.9), figstyle.CLOCK, 0.8)


def _split(sheet: Sheet, x: float, y: float) -> None:
    panels.split(sheet, x + 0.5, y + 0.9, y - 0.7)
    sheet.line((x + 0.5, x + 3), (y - 0.7, y - 0.7), figstyle.CLOCK, 1.3)


def _moved_due(sheet: Sheet, x: float, y: float) -> None:
    sheet.line((x, x + 3), (y - 0.6, y - 0.6), figstyle.CLOCK, 1.3)
    panels.moved_due(sheet, x + 1.5, y - 0.6)
