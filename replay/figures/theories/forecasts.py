"""Predicted against observed strategy: a row for each decision in order of time, a column for each theory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import ceil
from statistics import fmean

from matplotlib.figure import Figure

from replay.codebook import Strategy
from replay.dates import iso
from replay.figures import style as figstyle
from replay.figures.sheet import key
from replay.figures.sheet.page import Sheet, fit, place_of, text_width
from replay.figures.style import NoRoomError
from replay.scoring import Forecast
from replay.text.words import counted, typeset
from replay.theories import ORDER, spoken

__all__ = ["STRATEGY_GREYS", "forecasts_figure"]

STRATEGY_GREYS: dict[Strategy, str] = {
    Strategy.CREATING: "#ececec", Strategy.MIXED: "#b4b4b4", Strategy.CLAIMING: "#5a5a5a",
}  # fmt: skip
"""Ground of each strategy, light to dark in their order."""

_EDGE, _ROW, _HEAD, _TITLE, _GAP, _FOOT, _KEY = 2.0, 3.9, 7.4, 6.5, 5.4, 5.0, 3.9
_BAR, _SPACE = 2.7, 2.2
_LEAST, _MOST = 2.95, 6.0
_DATE = 16.0
_NARROW, _NARROWEST = 120.0, 84.0  # below the first, heads stand upright and decisions go by date and side alone


@dataclass(frozen=True, slots=True)
class _Page:
    """What stands where on the page; lengths in mm before scaling.

    Attributes
    ----------
    theories : tuple[str, ...]
        In the order of the columns.
    groups : Mapping[str, Sequence[Forecast]]
        A forecast for each row, by dispute, in order of time.
    party, room, left, column : float
        Widths of the names of sides and of the labels of decisions, left end and width of the columns.
    """

    place: figstyle.Preset
    theories: tuple[str, ...]
    groups: Mapping[str, Sequence[Forecast]]
    narrow: bool
    width: float
    height: float
    party: float
    room: float
    left: float
    column: float
    head: float
    row: float
    legend: key.Legend


def forecasts_figure(
    found: Sequence[Forecast], titles: Mapping[str, str], preset: str = "page", *, width_mm: float | None = None
) -> Figure:
    """Draw what each theory expected of every decision, and what was done.

    Every cell is a bar of the three probabilities, creating to claiming; a mark stands in the part that came true,
    filled where it is the likeliest. Below each dispute the mean ranked probability score of each theory. The rows
    close up to the height that there is.

    Parameters
    ----------
    found : sequence of Forecast
        All theories over the same decisions, as `scoring.forecasts` gives them.
    titles : Mapping[str, str]
        Of the disputes, by their short names, in the order in which they are drawn.
    preset : str
        A key of `figstyle.PRESETS`.
    width_mm : float, optional
        Another width than the preset's; 84 or more.

    Raises
    ------
    NoRoomError
        For too low a place.
    ValueError
        Without a forecast, for an unknown preset, or for too narrow a place.
    """
    if not found:
        raise ValueError("no forecast to draw; add `decisions` to the event file")
    with figstyle.style():
        return _draw(found, titles, _page(found, titles, place_of(preset, width_mm, _NARROWEST)))


def _page(found: Sequence[Forecast], titles: Mapping[str, str], place: figstyle.Preset) -> _Page:
    theories = tuple(dict.fromkeys(f.theory for f in found))
    groups = {name: [f for f in found if f.theory == theories[0] and f.dispute == name] for name in titles}
    groups = {name: sorted(rows, key=lambda f: (f.day, f.decision)) for name, rows in groups.items() if rows}
    rows = [f for group in groups.values() for f in group]
    width = place.width / place.scale
    narrow = width < _NARROW
    party = max(text_width(f.prediction.party, figstyle.LABEL, True) for f in rows) + 2
    labels = max(text_width(f.label, figstyle.LABEL) for f in rows) + 2
    room = 0.0 if narrow else min(labels, 0.36 * width - _DATE)
    left = _EDGE + _DATE + party + room
    heads = max(text_width(spoken(theory), figstyle.LABEL) for theory in theories)
    head = heads + 2 if narrow else _HEAD
    legend = key.Legend(_items(), _EDGE, width - _EDGE, _KEY)
    fixed = 2 * _EDGE + _TITLE + head + legend.height + 1 + len(groups) * (_GAP + _FOOT)
    space = (place.height or place.tallest) / place.scale
    row = (space - fixed) / len(rows)
    if row < _LEAST:
        least = ceil(place.scale * (fixed + len(rows) * _LEAST))
        many = f"forecasts of {counted(len(rows), 'decision')} need {least}"
        raise NoRoomError(f"{place.words} has {space * place.scale:g} mm of height; {many}")
    row = min(row, _MOST if place.height else _ROW)
    height = fixed + len(rows) * row if place.height is None else space
    column = (width - _EDGE - left) / len(theories)
    return _Page(place, theories, groups, narrow, width, height, party, room, left, column, head, row, legend)


def _draw(found: Sequence[Forecast], titles: Mapping[str, str], page: _Page) -> Figure:
    sheet = Sheet(page.width, page.height, page.place.scale)
    top = page.height - _EDGE
    sheet.text(_EDGE, top, "Predicted and observed strategy", figstyle.TITLE, va="top", bold=True)
    top -= _TITLE
    middles = [page.left + (n + 0.5) * page.column for n in range(len(page.theories))]
    for x, theory in zip(middles, page.theories, strict=True):
        if page.narrow:
            sheet.text(x, top - page.head + 1, spoken(theory), figstyle.LABEL, upright=True)
            continue
        for line, word in enumerate(spoken(theory).split(" ", 1)):
            sheet.text(x, top - 1.6 - 3.1 * line, fit(word, page.column - 0.6, figstyle.LABEL), ha="center")
    top -= page.head
    by_key = {(f.theory, f.dispute, f.decision): f for f in found}
    space = _SPACE * (0.6 if page.narrow else 1.0)
    for name, rows in page.groups.items():
        head = fit(typeset(titles[name]), page.width - 2 * _EDGE, figstyle.LABEL, True)
        sheet.text(_EDGE, top - _GAP / 2, head, figstyle.LABEL, bold=True)
        top -= _GAP
        for row in rows:
            y = top - page.row / 2
            _head(sheet, page, row, y)
            for x, theory in zip(middles, page.theories, strict=True):
                cell = by_key[theory, name, row.decision]
                length = page.column - space
                _bar(sheet, cell, x - length / 2, y, length, min(_BAR, 0.8 * page.row))
            top -= page.row
        for x, theory in zip(middles, page.theories, strict=True):
            score = fmean(by_key[theory, name, row.decision].rps for row in rows)
            sheet.text(x, top - 2.2, f"{score:.2f}", figstyle.LABEL, ha="center")
        said = f"{'' if page.narrow else 'mean '}RPS, n = {len(rows)}"
        sheet.text(page.left - 1.5, top - 2.2, said, figstyle.LABEL, figstyle.MUTED, ha="right")
        top -= _FOOT
    page.legend.draw(sheet, _EDGE)
    return sheet.figure


def _head(sheet: Sheet, page: _Page, row: Forecast, y: float) -> None:
    """Date, side and, where there is room, label of a decision."""
    sheet.text(_EDGE, y, iso(row.day), figstyle.LABEL, figstyle.MUTED)
    sheet.text(_EDGE + _DATE, y, row.prediction.party, figstyle.LABEL, bold=True)
    if not page.narrow:
        sheet.text(_EDGE + _DATE + page.party, y, fit(row.label, page.room, figstyle.LABEL), figstyle.LABEL)


def _bar(sheet: Sheet, f: Forecast, x: float, y: float, length: float, high: float) -> None:
    """The three probabilities side by side, and the mark of what was done."""
    ends = [0.0, *accumulate(f.prediction.probabilities)]
    for n, strategy in enumerate(ORDER):
        start, end = x + length * ends[n], x + length * ends[n + 1]
        sheet.box(start, y - high / 2, end - start, high, STRATEGY_GREYS[strategy])
    middle = x + length * (ends[f.outcome] + ends[f.outcome + 1]) / 2
    at = min(max(middle, x + 0.9), x + length - 0.9)
    color, name = figstyle.SIDES["A" if f.hit else "B"], f"done {f.theory} {f.dispute} {f.decision}"
    sheet.mark(at, y, "o", 1.9, color, f.hit, name=name)


def _items() -> tuple[key.Item, ...]:
    """The key: the ground of each strategy, and the marks of what was done."""

    def ground(strategy: Strategy) -> key.Item:
        color = STRATEGY_GREYS[strategy]
        return 4.5, f"P({strategy.value})", lambda sheet, x, y: sheet.box(x, y - _BAR / 2, 4.5, _BAR, color)

    return (
        *(ground(strategy) for strategy in ORDER),
        key.marked("o", 1.9, figstyle.SIDES["A"], True, "what was done: the likeliest"),
        key.marked("o", 1.9, figstyle.SIDES["B"], False, "what was done: another"),
    )
