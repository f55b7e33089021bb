"""Scores of rival theories: means by dispute and over all, and paired differences from a reference with intervals."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

from matplotlib.figure import Figure

from replay.figures import style as figstyle
from replay.figures.sheet import key
from replay.figures.sheet.page import Sheet, fit, place_of, text_width
from replay.figures.style import NoRoomError
from replay.scoring import Board, Fold, Forecast
from replay.text.words import counted, decimal, typeset
from replay.theories import spoken
from replay.theories.statistics import Interval

__all__ = ["Scores", "content", "paint", "scores_figure"]

_EDGE, _TITLE, _HEAD, _AXIS, _KEY, _GUTTER = 2.0, 6.5, 5.5, 9.5, 3.9, 9.0
_LINE, _APART, _ROW = 2.5, 1.4, 5.2  # a line of marks, the air between theories, the least height of a theory
_NARROW, _LEAST = 120.0, 84.0  # below the first, the two parts stand above each other
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

    A filled mark for all decisions, and on a line of its own below it an open mark for each dispute and a cross for
    that dispute held out. Beside them, or below where the place is narrow, the estimate of the paired difference with
    its exact interval; an arrow where the interval has no end, because there are too few decisions.

    Parameters
    ----------
    titles : Mapping[str, str]
        Of the disputes, by their short names.
    preset : str
        A key of `figstyle.PRESETS`.
    width_mm : float, optional
        Another width than the preset's; 84 or more.

    Raises
    ------
    ValueError
        For an unknown preset, or too small a place.
    """
    return paint(content(board, found, folds, titles), preset, width_mm=width_mm)


def paint(shown: Scores, preset: str = "page", *, width_mm: float | None = None) -> Figure:
    """Draw what `content` has gathered; arguments and faults as for `scores_figure`."""
    with figstyle.style():
        return _draw(shown, place_of(preset, width_mm, _LEAST))


def _draw(shown: Scores, place: figstyle.Preset) -> Figure:
    board = shown.board
    width = place.width / place.scale
    names = [fit(spoken(row.theory), 0.3 * width, figstyle.LABEL) for row in board.rows]
    left = _EDGE + max(text_width(name, figstyle.LABEL) for name in names) + 3
    narrow = width < _NARROW
    near = (left, width - _EDGE - 3 if narrow else left + (width - _EDGE - left - _GUTTER) / 2)
    far = near if narrow else (near[1] + _GUTTER, width - _EDGE - 3)
    legend = key.Legend(tuple(_items(shown, width - 2 * _EDGE)), _EDGE, width - _EDGE, _KEY)
    parts = 2 if narrow else 1
    fixed = 2 * _EDGE + _TITLE + parts * (_HEAD + _AXIS) + legend.height
    lines = 1 + (len(shown.disputes) if len(shown.disputes) > 1 else 0)
    heights = [max(lines * _LINE + _APART, _ROW), _ROW] if narrow else [max(lines * _LINE + _APART, _ROW)]
    height, rows_high = _heights(place, fixed, [len(board.rows) * high for high in heights])
    sheet = Sheet(width, height, place.scale)
    top = height - _EDGE
    sheet.text(_EDGE, top, f"Rival theories on n = {counted(board.n, 'decision')}", figstyle.TITLE, va="top", bold=True)
    top -= _TITLE + _HEAD
    tops = (top, top - rows_high[0] - _AXIS - _HEAD) if narrow else (top, top)
    _means(sheet, shown, near, (tops[0] - rows_high[0], tops[0]))
    _differences(sheet, shown, far, (tops[1] - rows_high[-1], tops[1]))
    for at, high in zip(tops[:parts], rows_high, strict=True):
        for n, name in enumerate(names):
            y = at - (n + 0.5) * high / len(names)
            sheet.text(left - 2, y, name, figstyle.LABEL, ha="right")
    legend.draw(sheet, _EDGE)
    return sheet.figure


def _heights(place: figstyle.Preset, fixed: float, rows: Sequence[float]) -> tuple[float, list[float]]:
    """Heights in mm, before scaling, of the page and of the parts, which share what a place of fixed height has."""
    room = (place.height or place.tallest) / place.scale
    if room < fixed + sum(rows):
        least = math.ceil(place.scale * (fixed + sum(rows)))
        raise NoRoomError(f"{place.words} has {room * place.scale:g} mm of height; these scores need {least}")
    if place.height is None:
        return fixed + sum(rows), list(rows)
    return room, [high * (room - fixed) / sum(rows) for high in rows]


def _means(sheet: Sheet, shown: Scores, span: tuple[float, float], rows: tuple[float, float]) -> None:
    """The part with the scores: for each theory a line of marks for all decisions, and one for each dispute."""
    board, disputes = shown.board, shown.disputes if len(shown.disputes) > 1 else ()
    largest = max([*shown.means.values(), *shown.held.values(), *(row.rps for row in board.rows)])
    at = _axis(sheet, span, rows, (0.0, largest), "mean RPS (lower is better)")
    high = (rows[1] - rows[0]) / len(board.rows)
    line = (high - _APART) / (len(disputes) + 1)
    for n, row in enumerate(board.rows):
        top = rows[1] - n * high
        if n:
            sheet.line(span, (top, top), figstyle.GRID, 0.4, layer=0.5)
        y = top - _APART / 2 - line / 2
        sheet.mark(at(row.rps), y, "D", 2.0, figstyle.INK, name=f"score {row.theory}")
        for number, name in enumerate(disputes):
            y -= line
            mean, marker = at(shown.means[row.theory, name]), _MARKS[number % len(_MARKS)]
            sheet.mark(mean, y, marker, 1.9, figstyle.MUTED, False, name=f"mean {row.theory} {name}")
            if (row.theory, name) in shown.held:
                held = at(shown.held[row.theory, name])
                sheet.mark(held, y, "x", 1.5, figstyle.MUTED, name=f"held {row.theory} {name}")


def _differences(sheet: Sheet, shown: Scores, span: tuple[float, float], rows: tuple[float, float]) -> None:
    """The part with the differences from the reference and their intervals."""
    board = shown.board
    ends = [end for row in board.rows for end in (row.against.shift.low, row.against.shift.high) if math.isfinite(end)]
    reach = max([abs(end) for end in ends] + [abs(row.against.shift.estimate) for row in board.rows] + [0.1])
    reference = spoken(board.reference).lower()
    at = _axis(sheet, span, rows, (-reach, reach), f"difference from {reference} (below 0: better)")
    sheet.line((at(0), at(0)), rows, figstyle.INK, 0.7, layer=1)
    high = (rows[1] - rows[0]) / len(board.rows)
    for n, row in enumerate(board.rows):
        y = rows[1] - (n + 0.5) * high
        if n:
            sheet.line(span, (y + high / 2,) * 2, figstyle.GRID, 0.4, layer=0.5)
        if row.theory == board.reference:
            sheet.text(at(0) + 1.2, y, "the reference", figstyle.LABEL, figstyle.MUTED)
        else:
            _interval(sheet, row.against.shift, y, at, span)


def _axis(
    sheet: Sheet, span: tuple[float, float], rows: tuple[float, float], values: tuple[float, float], title: str
) -> Place:
    """Draw an axis below the rows, and return the place of a value on it."""
    low, high = values
    most = (span[1] - span[0]) / (text_width("\u22120.00", figstyle.LABEL) + 1.5)
    step = next((s for s in _STEPS if (high - low) / s <= min(8, most)), _STEPS[-1])
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
        said = decimal(value, 2 if step < 0.1 or step == 0.25 else 1)
        sheet.text(x, y - 3, said, figstyle.LABEL, ha="center")
    sheet.text((span[0] + span[1]) / 2, rows[1] + 2.4, title, figstyle.LABEL, bold=True, ha="center")
    return place


def _interval(sheet: Sheet, shift: Interval, y: float, at: Place, span: tuple[float, float]) -> None:
    """The interval as a line with caps, or with an arrow where it has no end; the estimate as a mark."""
    first = at(shift.low) if math.isfinite(shift.low) else span[0]
    last = at(shift.high) if math.isfinite(shift.high) else span[1]
    sheet.line((first, last), (y, y), figstyle.INK, 0.9)
    for x, value, marker in ((first, shift.low, "<"), (last, shift.high, ">")):
        if math.isfinite(value):
            sheet.line((x, x), (y - 0.9, y + 0.9), figstyle.INK, 0.9)
        else:
            sheet.mark(x, y, marker, 1.8, figstyle.INK)
    sheet.mark(at(shift.estimate), y, "D", 2.0, figstyle.INK)


def _items(shown: Scores, room: float) -> Iterator[key.Item]:
    """The key: marks of all decisions, of each dispute, of a dispute held out; the interval."""
    yield key.marked("D", 2.0, figstyle.INK, True, "all decisions")
    if len(shown.disputes) > 1:
        for n, name in enumerate(shown.disputes):
            said = fit(typeset(shown.titles[name]), room - 4, figstyle.LABEL)
            yield key.marked(_MARKS[n % len(_MARKS)], 1.9, figstyle.MUTED, False, said)
    if shown.held:
        yield key.marked("x", 1.5, figstyle.MUTED, True, "the same dispute held out")
    yield 5.0, "95 % interval of the shift", _key_interval
    shifts = [row.against.shift for row in shown.board.rows if row.theory != shown.board.reference]
    if any(not (math.isfinite(shift.low) and math.isfinite(shift.high)) for shift in shifts):
        yield key.marked(">", 1.8, figstyle.INK, True, "no end: too few decisions")


def _key_interval(sheet: Sheet, x: float, y: float) -> None:
    sheet.line((x, x + 5), (y, y), figstyle.INK, 0.9)
    for end in (x, x + 5):
        sheet.line((end, end), (y - 0.9, y + 0.9), figstyle.INK, 0.9)
