"""Bars of counts: how many dyads, or spirals, are how."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matplotlib.figure import Figure

from replay.errors import RefusalError
from replay.figures import style as figstyle
from replay.figures.sheet import key
from replay.figures.sheet.charts import EDGE, TITLE, legend, place_for, shared_out, titled
from replay.figures.sheet.drawing import Drawing, named
from replay.figures.sheet.page import fit, text_width
from replay.text.table import Cell, Column, Table
from replay.text.words import joined

__all__ = ["Bar", "Counts", "counts_figure"]

_LEAST, _BEST, _AXIS, _HEAD = 22.0, 55.0, 10.5, 6.0
_SHARE = 0.72
"""Of its place, that a bar fills."""
_COLORS = (figstyle.SIDES["A"], figstyle.SIDE_LIGHT["B"], figstyle.GRID, figstyle.PAPER)


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar: what stands below it, and its counts from below, one for each kind."""

    words: str
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All of it."""
        return sum(self.counts)


@dataclass(frozen=True, slots=True)
class Counts:
    """What the figure shows.

    Attributes
    ----------
    name, title : str
        File name, and the line above.
    what, axis : str
        What is counted, and by what.
    kinds : tuple[str, ...]
        Names of the parts of a bar, four at most; () for one part without a name.
    bars : tuple[Bar, ...]
    caption : str

    Raises
    ------
    RefusalError
        If there is nothing to count.
    """

    name: str
    title: str
    what: str
    axis: str
    kinds: tuple[str, ...]
    bars: tuple[Bar, ...]
    caption: str

    def __post_init__(self) -> None:
        if not any(bar.total for bar in self.bars):
            raise RefusalError(f"there are no {self.what} to draw")


def counts_figure(shown: Counts, preset: str = "page") -> Drawing:
    """Return bars with their counts above them.

    Parameters
    ----------
    preset : str
        A key of `figstyle.PRESETS`.

    Raises
    ------
    NoRoomError
        For too low a place.
    ValueError
        For an unknown preset.
    """
    with figstyle.style():
        drawn = _draw(shown, place_for(preset))
    return Drawing(named(shown.name, preset), drawn, shown.caption, _alt(shown), _data(shown, preset))


def _draw(shown: Counts, place: figstyle.Preset) -> Figure:
    width = place.across
    listed = legend(_items(shown), width)
    fixed = 2 * EDGE + TITLE + _HEAD + _AXIS + (listed.height if shown.kinds else 0.0)
    height, high = shared_out(place, fixed, 1.0, "these bars need", _LEAST, _BEST)
    sheet, top = titled(place, height, fit(shown.title, width - 2 * EDGE, figstyle.TITLE, True))
    sheet.text(EDGE, top - 1.5, shown.what, figstyle.LABEL, bold=True)
    top -= _HEAD + 2.0
    bottom = top - high + 2.0
    left, right = EDGE + 1.0, width - EDGE
    most = max(bar.total for bar in shown.bars)
    each = (right - left) / len(shown.bars)
    tall = top - bottom - 3.4
    every = 1 if max(text_width(bar.words, figstyle.LABEL) for bar in shown.bars) < each - 1.0 else 2
    for n, bar in enumerate(shown.bars):
        x = left + n * each + (1 - _SHARE) / 2 * each
        y = bottom
        for kind, count in enumerate(bar.counts):
            rise = tall * count / most
            if count:
                sheet.box(
                    x, y, _SHARE * each, rise, _COLORS[kind], 1, figstyle.INK, name=f"bar {bar.words} {kind}"
                )  # fmt: skip
            y += rise
        said = f"{bar.total:,}"
        size = figstyle.LABEL
        if text_width(said, size) < each - 0.4:
            sheet.text(left + (n + 0.5) * each, y + 2.0, said, size, ha="center")
        if n % every == 0:
            sheet.text(left + (n + 0.5) * each, bottom - 2.6, bar.words, size, ha="center")
    sheet.line((left, right), (bottom, bottom), figstyle.MUTED, 0.6, layer=3)
    sheet.text((left + right) / 2, bottom - 7.0, shown.axis, figstyle.LABEL, figstyle.MUTED, ha="center")
    if shown.kinds:
        listed.draw(sheet, EDGE)
    return sheet.figure


def _items(shown: Counts) -> Iterator[key.Item]:
    if shown.kinds:
        yield 0.0, "first to step down:", None
    for kind, words in enumerate(shown.kinds):
        yield 4.0, words, _swatch(_COLORS[kind])


def _swatch(color: str) -> key.Glyph:
    return lambda sheet, x, y: sheet.box(x, y - 1.1, 4.0, 2.2, color, 1, figstyle.INK)


def _alt(shown: Counts) -> str:
    said = []
    for bar in shown.bars:
        parts = [f"{words} {count:,}" for words, count in zip(shown.kinds, bar.counts, strict=False) if count]
        said.append(f"{bar.words}: {bar.total:,}{f' ({joined(parts)})' if parts else ''}")
    return f"Bars of {shown.what} by {shown.axis}. {'; '.join(said)}."


def _data(shown: Counts, preset: str) -> Table:
    kinds = shown.kinds or (shown.what,)
    columns = (Column("bar", shown.axis), *(Column(f"count_{n}", words) for n, words in enumerate(kinds, 1)))
    rows: list[tuple[Cell, ...]] = [(bar.words, *bar.counts) for bar in shown.bars]
    return Table(named(shown.name, preset), f"{shown.title}: data of the figure", columns, tuple(rows))
