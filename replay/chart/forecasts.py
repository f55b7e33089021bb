"""Predicted against observed strategy: a row for each decision in order of time, a column for each theory."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate
from math import ceil
from statistics import fmean

from matplotlib.figure import Figure

from replay import figstyle
from replay.chart.sheet import Sheet, fit, place_of, text_width
from replay.codebook import Strategy
from replay.dates import iso
from replay.scoring import Forecast
from replay.theories import ORDER

__all__ = ["STRATEGY_GREYS", "forecasts_figure"]

STRATEGY_GREYS: dict[Strategy, str] = {
    Strategy.CREATING: "#ececec", Strategy.MIXED: "#b4b4b4", Strategy.CLAIMING: "#5a5a5a",
}  # fmt: skip
"""Ground of each strategy, light to dark in their order."""

_EDGE, _ROW, _HEAD, _TITLE, _GAP, _FOOT, _KEY = 2.0, 3.9, 7.4, 6.5, 5.4, 5.0, 5.0
_BAR, _SPACE = 2.7, 2.2
_LEAST, _MOST = 2.95, 6.0
_DATE = 16.0


def forecasts_figure(
    found: Sequence[Forecast], titles: Mapping[str, str], preset: str = "page", *, width_mm: float | None = None
) -> Figure:
    """Draw what each theory expected of every decision, and what was done.

    Every cell is a bar of the three probabilities, creating to claiming; a mark stands in the part that came true,
    filled where it is the likeliest. Below each dispute the mean ranked probability score of each theory. On a page
    the figure is as high as its decisions need; elsewhere the rows close up to the height that there is.

    Parameters
    ----------
    found : sequence of Forecast
        All theories over the same decisions, as `scoring.forecasts` gives them.
    titles : Mapping[str, str]
        Of the disputes, by their short names, in the order in which they are drawn.
    preset : str
        A key of `figstyle.PRESETS`.
    width_mm : float, optional
        Another width than the preset's; 140 or more.

    Raises
    ------
    ValueError
        Without a forecast, for an unknown preset, or for too small a place.
    """
    if not found:
        raise ValueError("no forecast to draw; add `decisions` to the event file")
    with figstyle.style():
        return _draw(found, titles, place_of(preset, width_mm, 140))


def _draw(found: Sequence[Forecast], titles: Mapping[str, str], place: figstyle.Preset) -> Figure:
    theories = list(dict.fromkeys(f.theory for f in found))
    groups = {name: [f for f in found if f.theory == theories[0] and f.dispute == name] for name in titles}
    groups = {name: sorted(rows, key=lambda f: (f.day, f.decision)) for name, rows in groups.items() if rows}
    labels = [f.label for rows in groups.values() for f in rows]
    width = place.width / place.scale
    room = min(max(text_width(label, figstyle.LABEL) for label in labels) + 2, 0.36 * width - _DATE)
    left = _EDGE + _DATE + 7 + room
    column = (width - _EDGE - left) / len(theories)
    fixed = 2 * _EDGE + _TITLE + _HEAD + _KEY + len(groups) * (_GAP + _FOOT)
    row_high = _row_height(place, fixed, len(labels))
    height = place.height / place.scale if place.height is not None else fixed + len(labels) * row_high
    sheet = Sheet(width, height, place.scale)
    top = height - _EDGE
    sheet.text(_EDGE, top, "Predicted and observed strategy", figstyle.TITLE, va="top", bold=True)
    top -= _TITLE
    for n, theory in enumerate(theories):
        for line, word in enumerate(_two_lines(theory)):
            sheet.text(left + (n + 0.5) * column, top - 1.6 - 3.1 * line, word, figstyle.LABEL, ha="center")
    top -= _HEAD
    by_key = {(f.theory, f.dispute, f.decision): f for f in found}
    for name, rows in groups.items():
        sheet.text(_EDGE, top - _GAP / 2, figstyle.typeset(titles[name]), figstyle.LABEL, bold=True)
        top -= _GAP
        for row in rows:
            y = top - row_high / 2
            _head(sheet, row, y, room)
            for n, theory in enumerate(theories):
                x = left + n * column + _SPACE / 2
                _bar(sheet, by_key[theory, name, row.decision], x, y, column - _SPACE, min(_BAR, 0.8 * row_high))
            top -= row_high
        for n, theory in enumerate(theories):
            score = fmean(by_key[theory, name, row.decision].rps for row in rows)
            sheet.text(left + (n + 0.5) * column, top - 2.2, f"{score:.2f}", figstyle.LABEL, ha="center")
        sheet.text(left - 1.5, top - 2.2, f"mean RPS, n = {len(rows)}", figstyle.LABEL, figstyle.MUTED, ha="right")
        top -= _FOOT
    _key(sheet, _EDGE + 1.6)
    return sheet.figure


def _row_height(place: figstyle.Preset, fixed: float, rows: int) -> float:
    """Height of a row in mm before scaling; ValueError where the place is too low for so many."""
    if place.name == "page":
        return _ROW
    room = (place.height or place.tallest) / place.scale
    high = (room - fixed) / rows
    if high < _LEAST:
        raise ValueError(
            f"{place.words} has {room * place.scale:g} mm of height; forecasts of {rows} decisions need "
            f"{ceil(place.scale * (fixed + rows * _LEAST))}"
        )
    return min(high, _MOST if place.height else _ROW)


def _two_lines(theory: str) -> tuple[str, ...]:
    head, _, rest = theory.replace("-", " ").capitalize().partition(" ")
    return (head, rest) if rest else (head,)


def _head(sheet: Sheet, row: Forecast, y: float, room: float) -> None:
    """Date, party and label of a decision."""
    sheet.text(_EDGE, y, iso(row.day), figstyle.LABEL, figstyle.MUTED)
    sheet.text(_EDGE + _DATE, y, row.prediction.party, figstyle.LABEL, bold=True)
    sheet.text(_EDGE + _DATE + 7, y, fit(row.label, room, figstyle.LABEL), figstyle.LABEL)


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


def _key(sheet: Sheet, y: float) -> None:
    x = _EDGE
    for strategy in ORDER:
        sheet.box(x, y - _BAR / 2, 4.5, _BAR, STRATEGY_GREYS[strategy])
        said = f"P({strategy.value})"
        sheet.text(x + 5.6, y, said, figstyle.LABEL)
        x += 5.6 + text_width(said, figstyle.LABEL) + 4
    for hit, said in ((True, "what was done: the likeliest"), (False, "what was done: another")):
        sheet.mark(x + 1, y, "o", 1.9, figstyle.SIDES["A"] if hit else figstyle.SIDES["B"], hit)
        sheet.text(x + 3, y, said, figstyle.LABEL)
        x += 3 + text_width(said, figstyle.LABEL) + 4
