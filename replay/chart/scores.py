"""Scores of rival theories: means by dispute and over all, and paired differences from a reference with intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from matplotlib.figure import Figure

from replay import figstyle
from replay.chart.sheet import Sheet, place_of, text_width
from replay.scoring import Board, Fold, Forecast

__all__ = ["Scores", "content", "paint", "scores_figure"]

_EDGE, _TITLE, _HEAD, _ROW, _AXIS, _KEY, _GUTTER = 2.0, 6.5, 5.5, 5.2, 9.5, 4.6, 9.0
_MARKS = ("o", "s", "^", "v", "p")
_STEPS = (0.05, 0.1, 0.2, 0.25, 0.5, 1.0)
Place = Callable[[float], float]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the figure shows.

    Attributes
    ----------
    disputes : tuple[str, ...]
        In the order of their titles; marks of their own only where there are two or more.
    means, held : Mapping[tuple[str, str], float]
        Mean ranked probability score by theory and dispute; `held` from sizes learnt on the other disputes.
    counts : Mapping[str, int]
        Decisions of each dispute.
    """

    board: Board
    titles: Mapping[str, str]
    disputes: tuple[str, ...]
    means: Mapping[tuple[str, str], float]
    held: Mapping[tuple[str, str], float]
    counts: Mapping[str, int]


def content(board: Board, found: Sequence[Forecast], folds: Sequence[Fold], titles: Mapping[str, str]) -> Scores:
    """Gather what the figure shows of the scores of the forecasts `found`, and of disputes held out."""
    disputes = tuple(name for name in titles if any(f.dispute == name for f in found))
    means = {
        (row.theory, name): fmean(f.rps for f in found if f.theory == row.theory and f.dispute == name)
        for row in board.rows for name in disputes
    }  # fmt: skip
    held = {
        (row.theory, fold.held_out): fmean(f.rps for f in fold.forecasts if f.theory == row.theory)
        for row in board.rows for fold in folds if any(f.theory == row.theory for f in fold.forecasts)
    }  # fmt: skip
    first = board.rows[0].theory
    counts = {name: sum(f.theory == first and f.dispute == name for f in found) for name in disputes}
    return Scores(board, titles, disputes, means, held, counts)


def scores_figure(
    board: Board, found: Sequence[Forecast], folds: Sequence[Fold], titles: Mapping[str, str], preset: str = "page",
    *, width_mm: float | None = None,
) -> Figure:  # fmt: skip
    """Draw the mean ranked probability score of each theory, and its difference from the reference.

    On the left a filled mark for all decisions, open marks for each dispute, crosses for a dispute held out. On the
    right the estimate of the paired difference with its exact interval; an arrow where the interval has no end,
    because there are too few decisions.

    Parameters
    ----------
    titles : Mapping[str, str]
        Of the disputes, by their short names.
    preset : str
        A key of `figstyle.PRESETS`.
    width_mm : float, optional
        Another width than the preset's; 140 or more.

    Raises
    ------
    ValueError
        For an unknown preset, or too small a place.
    """
    return paint(content(board, found, folds, titles), preset, width_mm=width_mm)


def paint(shown: Scores, preset: str = "page", *, width_mm: float | None = None) -> Figure:
    """Draw what `content` has gathered; arguments and faults as for `scores_figure`."""
    with figstyle.style():
        return _draw(shown, place_of(preset, width_mm, 140))


def _draw(shown: Scores, place: figstyle.Preset) -> Figure:
    board, disputes, means, held = shown.board, shown.disputes, shown.means, shown.held
    width = place.width / place.scale
    left = _EDGE + max(text_width(row.theory, figstyle.LABEL) for row in board.rows) + 3
    middle = left + (width - _EDGE - left - _GUTTER) / 2
    keys = 2 if len(disputes) > 1 else 1
    height, row_high = _heights(place, 2 * _EDGE + _TITLE + _HEAD + _AXIS + keys * _KEY, len(board.rows))
    sheet = Sheet(width, height, place.scale)
    top = height - _EDGE
    sheet.text(_EDGE, top, f"Rival theories on n = {board.n} decisions", figstyle.TITLE, va="top", bold=True)
    top -= _TITLE + _HEAD
    bottom = top - len(board.rows) * row_high
    largest = max([*means.values(), *held.values(), *(row.rps for row in board.rows)])
    mean_at = _axis(sheet, (left, middle), (bottom, top), (0.0, largest), "mean RPS (lower is better)")
    ends = [end for row in board.rows for end in (row.against.shift.low, row.against.shift.high) if math.isfinite(end)]
    reach = max([abs(end) for end in ends] + [abs(row.against.shift.estimate) for row in board.rows] + [0.1])
    far = (middle + _GUTTER, width - _EDGE - 3)
    apart = f"difference from {board.reference} (below 0: better)"
    gap_at = _axis(sheet, far, (bottom, top), (-reach, reach), apart)
    sheet.line((gap_at(0), gap_at(0)), (bottom, top), figstyle.INK, 0.7, layer=1)
    for n, row in enumerate(board.rows):
        y = top - (n + 0.5) * row_high
        sheet.text(left - 2, y, row.theory, figstyle.LABEL, ha="right")
        sheet.line((left, middle), (y, y), figstyle.GRID, 0.4, layer=0.5)
        sheet.line(far, (y, y), figstyle.GRID, 0.4, layer=0.5)
        for number, name in enumerate(disputes if len(disputes) > 1 else ()):
            sheet.mark(mean_at(means[row.theory, name]), y, _MARKS[number % len(_MARKS)], 2.1, figstyle.MUTED, False)
            if (row.theory, name) in held:
                _cross(sheet, mean_at(held[row.theory, name]), y, number)
        sheet.mark(mean_at(row.rps), y, "D", 2.0, figstyle.INK, name=f"score {row.theory}")
        if row.theory != board.reference:
            _interval(sheet, row.against.shift.low, row.against.shift.high, row.against.shift.estimate, y, gap_at, far)
    _key(sheet, disputes, bool(held), _EDGE + 1.6 + (keys - 1) * _KEY)
    return sheet.figure


def _heights(place: figstyle.Preset, fixed: float, rows: int) -> tuple[float, float]:
    """Heights in mm, before scaling, of the page and of a row; rows take what a place of fixed height has."""
    if place.height is None:
        return fixed + rows * _ROW, _ROW
    room = place.height / place.scale
    if room < fixed + rows * _ROW:
        least = math.ceil(place.scale * (fixed + rows * _ROW))
        raise ValueError(f"{place.words} has {place.height:g} mm of height; scores of {rows} theories need {least}")
    return room, (room - fixed) / rows


def _axis(
    sheet: Sheet, span: tuple[float, float], rows: tuple[float, float], values: tuple[float, float], title: str
) -> Place:
    """Draw an axis below the rows, and return the place of a value on it."""
    low, high = values
    step = next((s for s in _STEPS if (high - low) / s <= 8), _STEPS[-1])
    low, high = math.floor(low / step + 1e-9) * step, math.ceil(high / step - 1e-9) * step

    def place(value: float) -> float:
        return span[0] + (span[1] - span[0]) * (value - low) / (high - low)

    y = rows[0]
    sheet.line(span, (y, y), figstyle.MUTED, 0.6)
    for n in range(round((high - low) / step) + 1):
        value = low + n * step
        x = place(value)
        sheet.line((x, x), (y, y - 1.1), figstyle.MUTED, 0.5)
        sheet.line((x, x), (y, rows[1]), figstyle.GRID, 0.3, layer=0.4)
        said = f"{value:.2f}" if step < 0.1 or step == 0.25 else f"{value:.1f}"
        sheet.text(x, y - 3, said.replace("-", "\u2212"), figstyle.LABEL, ha="center")
    sheet.text((span[0] + span[1]) / 2, rows[1] + 2.4, title, figstyle.LABEL, bold=True, ha="center")
    return place


def _interval(
    sheet: Sheet, low: float, high: float, estimate: float, y: float, at: Place, span: tuple[float, float]
) -> None:
    """The interval as a line with caps, or with an arrow where it has no end; the estimate as a mark."""
    first = at(low) if math.isfinite(low) else span[0]
    last = at(high) if math.isfinite(high) else span[1]
    sheet.line((first, last), (y, y), figstyle.INK, 0.9)
    for x, value, turn in ((first, low, -1), (last, high, 1)):
        if math.isfinite(value):
            sheet.line((x, x), (y - 0.9, y + 0.9), figstyle.INK, 0.9)
        else:
            sheet.mark(x, y, "<" if turn < 0 else ">", 1.8, figstyle.INK)
    sheet.mark(at(estimate), y, "D", 2.0, figstyle.INK)


def _cross(sheet: Sheet, x: float, y: float, place: int) -> None:
    """A dispute held out: a cross, turned for the second."""
    size = 0.85
    ends = ((-size, -size, size, size), (-size, size, size, -size)) if place % 2 else (
        (0.0, -size * 1.25, 0.0, size * 1.25), (-size * 1.25, 0.0, size * 1.25, 0.0)
    )  # fmt: skip
    for x0, y0, x1, y1 in ends:
        sheet.line((x + x0, x + x1), (y + y0, y + y1), figstyle.MUTED, 0.8, layer=4)


def _key(sheet: Sheet, disputes: Sequence[str], held: bool, y: float) -> None:
    x = _EDGE + 1
    sheet.mark(x, y, "D", 2.0, figstyle.INK)
    sheet.text(x + 2, y, "all decisions", figstyle.LABEL)
    x += 2 + text_width("all decisions", figstyle.LABEL) + 5
    sheet.line((x, x + 5), (y, y), figstyle.INK, 0.9)
    for end in (x, x + 5):
        sheet.line((end, end), (y - 0.9, y + 0.9), figstyle.INK, 0.9)
    said = "95 % interval of the shift; an arrow: no end, too few decisions"
    sheet.text(x + 6.5, y, said, figstyle.LABEL)
    if len(disputes) < 2:
        return
    x, y = _EDGE + 1, y - _KEY
    for n, name in enumerate(disputes):
        sheet.mark(x, y, _MARKS[n % len(_MARKS)], 2.1, figstyle.MUTED, False)
        sheet.text(x + 2, y, name, figstyle.LABEL)
        x += 2 + text_width(name, figstyle.LABEL) + 5
        if held:
            _cross(sheet, x, y, n)
            said = f"{name} held out"
            sheet.text(x + 2, y, said, figstyle.LABEL)
            x += 2 + text_width(said, figstyle.LABEL) + 5
