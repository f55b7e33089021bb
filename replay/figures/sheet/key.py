"""The key of the chart: a glyph and a few words for everything that is drawn."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from replay.codebook import Outcome, Trend
from replay.domain import CARRIED, GIVEN, SUPPOSED, Mark
from replay.figures import style as figstyle
from replay.figures.sheet import panels
from replay.figures.sheet.content import Content, Span
from replay.figures.sheet.dateaxis import break_sign
from replay.figures.sheet.page import Sheet, text_width
from replay.figures.sheet.timescale import TimeScale

__all__ = [
    "Item", "Legend", "break_items", "clock_items", "filled", "head", "items", "marked", "paint", "reading_items",
    "rows", "ruled", "sticks",
]  # fmt: skip

Item = tuple[float, str, Callable[[Sheet, float, float], None]]
"""Width of the glyph in mm, words, and what draws the glyph from a left end at a height."""

_GAP, _AFTER = 3.6, 1.2  # between items, and between glyph and words
_WORDS = {
    Outcome.MET: "clock met",
    Outcome.LAPSED: "lapsed",
    Outcome.WITHDRAWN: "withdrawn",
    Outcome.MOVED: "moved",
    Outcome.OPEN: "still open",
}


def items(shown: Content, short: bool = False) -> tuple[Item, ...]:
    """Return the items of the key, in order; what does not occur is left out."""
    found = [*reading_items(shown, short), sticks()]
    if any(deed.emitted for group in shown.deeds for deed in group):
        found.append((4.5, "follows in the replay only", _emitted))
    found += break_items(shown.scale)
    ends = {span.outcome for span in shown.spans}
    clocks = clock_items(shown.spans, [outcome for outcome in _WORDS if outcome in ends]) if ends else ()
    return (*found, *clocks)


def sticks() -> Item:
    """Return the item for acts as sticks."""
    return 3.4, "act, taller on a higher rung (key acts thick)", _acts


def reading_items(shown: Content, short: bool = False) -> tuple[Item, ...]:
    """Return the items for the domains: readings, what is carried forward, what is computed.

    `short` words leave the rest to the caption.
    """
    marks = [mark for track in shown.tracks for mark in track.marks]
    placed, trends = {mark.placed for mark in marks}, {mark.trend for mark in marks}
    carried = "direction only" if short else "direction only, at the last level given"
    if SUPPOSED in placed and not short:
        carried += ", or before any at the status quo"
    given = "level read in the source" if short else "reading of the source: level"
    found: list[Item] = [(panels.DOT, given, _reading(GIVEN))] if GIVEN in placed else []
    if placed - {GIVEN}:
        found.append((panels.DOT, carried, _reading(CARRIED)))
    for trend, words in ((Trend.RISING, "sense of loss rising"), (Trend.FALLING, "falling"), (Trend.STEADY, "steady")):
        if trend in trends:
            found.append((2.4, words, _trend(trend)))
    if any(mark.last > mark.first for mark in marks):
        found.append((5.0, "bounds of its date" if short else "bounds of the date", _bounds))
    if any(track.steps for track in shown.tracks):
        found.append((7.0, "carried forward" if short else "last level carried forward", _steps))
    if any(path.steps for path in shown.paths):
        found.append((6.0, "computed by rule" if short else "computed from acts and clocks alone", _computed))
    if any(mark.is_doubtful for mark in marks):
        found.append((1.2, "doubtful" if short else "date doubtful or reading inferred", _doubt))
    return tuple(found)


def break_items(scale: TimeScale) -> tuple[Item, ...]:
    """Return the item for breaks of the axis, if there are any."""
    return ((3.0, "scale of dates changes", _break),) if scale.breaks else ()


def clock_items(spans: Sequence[Span], ends: Sequence[Outcome]) -> tuple[Item, ...]:
    """Return the items for clocks and for these ways in which they end."""
    found: list[Item] = [(6.0, "clock; thin: to its due day", _clock)]
    if any(span.moved for span in spans):
        found.append((3.0, "due day that was moved", _moved_due))
    return (*found, *((panels.END, _WORDS[outcome], _end(outcome)) for outcome in ends))


def head(words: str) -> Item:
    """Return the heading of a group of items."""
    return 0.0, words, _head


def marked(marker: str, size: float, color: str, filled: bool, words: str) -> Item:
    """Return the item for a marker of `size` mm."""

    def glyph(sheet: Sheet, x: float, y: float) -> None:
        sheet.mark(x + size / 2, y, marker, size, color, filled)

    return size, words, glyph


def ruled(length: float, color: str, width: float, words: str, dashes: Sequence[float] = ()) -> Item:
    """Return the item for a line of `length` mm, its width and dashes in points."""
    return length, words, lambda sheet, x, y: sheet.line((x, x + length), (y, y), color, width, dashes)


def filled(length: float, high: float, color: str, words: str) -> Item:
    """Return the item for a box of `length` by `high` mm."""
    return length, words, lambda sheet, x, y: sheet.box(x, y - high / 2, length, high, color)


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
        return rows(self.items, self.left, self.right) * self.pitch

    def draw(self, sheet: Sheet, bottom: float) -> None:
        """Draw the key above the height `bottom`."""
        paint(sheet, self.items, self.left, bottom + self.height - self.pitch / 2, self.right, self.pitch)


def _flow(found: Sequence[Item], left: float, right: float) -> Iterator[tuple[float, int]]:
    """Left end and row of each item, filling rows from the top; a heading stays with the item after it."""
    x, row = left, 0
    widths = [_wide(item) for item in found]
    for n, item in enumerate(found):
        need = widths[n] + (_GAP / 2 + widths[n + 1] if item[2] is _head and n + 1 < len(found) else 0.0)
        if x > left and x + need > right:
            x, row = left, row + 1
        yield x, row
        x += widths[n] + (_GAP / 2 if item[2] is _head else _GAP)


def _wide(item: Item) -> float:
    width, words, glyph = item
    if glyph is _head:
        return text_width(words, figstyle.SMALLEST, True)
    return width + _AFTER + text_width(words, figstyle.SMALLEST)


def rows(found: Sequence[Item], left: float, right: float) -> int:
    """Return the number of rows that the key takes between `left` and `right`."""
    return 1 + max(row for _, row in _flow(found, left, right))


def paint(sheet: Sheet, found: Sequence[Item], left: float, y: float, right: float, pitch: float) -> None:
    """Draw the key, its first row at height `y`."""
    for (width, words, glyph), (x, row) in zip(found, _flow(found, left, right), strict=True):
        if glyph is _head:
            sheet.text(x, y - row * pitch, words, figstyle.SMALLEST, figstyle.MUTED, bold=True)
            continue
        glyph(sheet, x, y - row * pitch)
        sheet.text(x + width + _AFTER, y - row * pitch, words, figstyle.SMALLEST, figstyle.INK)


def _head(sheet: Sheet, x: float, y: float) -> None:
    """Stand for the glyph of a heading, which has none."""


def _reading(placed: str) -> Callable[[Sheet, float, float], None]:
    mark = Mark("key", "", 0, 0, 0, 0, placed, None, "", "")

    def glyph(sheet: Sheet, x: float, y: float) -> None:
        panels.reading(sheet, x + panels.DOT / 2, y, mark, "other", (x, x))

    return glyph


def _trend(trend: Trend) -> Callable[[Sheet, float, float], None]:
    def glyph(sheet: Sheet, x: float, y: float) -> None:
        panels.trend(sheet, x, y, trend, "other")

    return glyph


def _end(outcome: Outcome) -> Callable[[Sheet, float, float], None]:
    def glyph(sheet: Sheet, x: float, y: float) -> None:
        panels.end_mark(sheet, x + panels.END / 2, y, outcome.value)

    return glyph


def _bounds(sheet: Sheet, x: float, y: float) -> None:
    mark = Mark("key-bounds", "", 0, 0, 0, 0, GIVEN, None, "", "")
    panels.reading(sheet, x + 2.5, y, mark, "other", (x, x + 5))


def _steps(sheet: Sheet, x: float, y: float) -> None:
    for side, shift in (("A", 0.0), ("B", 4.0)):
        sheet.line(
            (x + shift, x + shift + 1.5, x + shift + 1.5, x + shift + 3), (y + 0.7, y + 0.7, y - 0.7, y - 0.7),
            figstyle.SIDES[side], 0.6, figstyle.SIDE_DASHES[side],
        )  # fmt: skip


def _computed(sheet: Sheet, x: float, y: float) -> None:
    xs, ys = (x, x + 3, x + 3, x + 6), (y + 0.7, y + 0.7, y - 0.7, y - 0.7)
    sheet.line(xs, ys, figstyle.SIDES["other"], 0.45, panels.PATH_DASHES)


def _doubt(sheet: Sheet, x: float, y: float) -> None:
    sheet.text(x, y, "?", figstyle.SMALLEST)


def _acts(sheet: Sheet, x: float, y: float) -> None:
    for n, rung in enumerate((1, 4, 9)):
        panels.tick(sheet, x + 0.4 + n * 1.3, y - 1.2, rung, 2.6, figstyle.SIDES["other"], rung == 9)


def _emitted(sheet: Sheet, x: float, y: float) -> None:
    sheet.text(x, y, "italic", figstyle.SMALLEST, italic=True)


def _clock(sheet: Sheet, x: float, y: float) -> None:
    sheet.line((x, x + 4), (y, y), figstyle.CLOCK, 1.3)
    sheet.line((x, x), (y - 0.8, y + 0.8), figstyle.CLOCK, 0.8)
    sheet.line((x + 4, x + 6), (y, y), figstyle.CLOCK, 0.6, (1.2, 1.0))
    sheet.line((x + 6, x + 6), (y - 0.9, y + 0.9), figstyle.CLOCK, 0.8)


def _moved_due(sheet: Sheet, x: float, y: float) -> None:
    sheet.line((x, x + 3), (y - 0.6, y - 0.6), figstyle.CLOCK, 1.3)
    panels.moved_due(sheet, x + 1.5, y - 0.6)


def _break(sheet: Sheet, x: float, y: float) -> None:
    sheet.line((x, x + 3), (y, y), figstyle.MUTED, 0.6)
    break_sign(sheet, x + 1.5, y)
