"""How soon hostile acts are answered: survival curves, with how many are still unanswered below them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from matplotlib.figure import Figure

from replay.ensemble.corpus.survival import Curve, Step
from replay.errors import RefusalError
from replay.figures import style as figstyle
from replay.figures.sheet import key
from replay.figures.sheet.charts import EDGE, NARROW, TITLE, legend, place_for, shared_out, ticked, titled
from replay.figures.sheet.drawing import Drawing, named
from replay.figures.sheet.page import Sheet, fit, stairs, text_width
from replay.text.table import Cell, Column, Table
from replay.text.words import decimal

__all__ = ["Responses", "responses_figure"]

_LEFT, _HEAD, _AXIS, _ROW = 11.0, 6.5, 9.5, 3.9
_LEAST, _BEST = 30.0, 62.0
_AXES = ((14, 2), (30, 5), (60, 10), (90, 15), (180, 30), (365, 60), (730, 120), (1460, 365), (3650, 730))
"""Last day of the axis, and the days between its ticks."""
_STYLES = (("A", ()), ("B", (5.0, 1.6)))


@dataclass(frozen=True, slots=True)
class Responses:
    """What the figure shows: the survival curves to any next act, and to an answer in kind."""

    title: str
    any_act: Curve
    in_kind: Curve

    def __post_init__(self) -> None:
        if not self.any_act.steps:
            raise RefusalError("there are no hostile acts to draw")

    @property
    def axis(self) -> tuple[int, int]:
        """Last day of the axis, and the days between its ticks.

        It reaches to where four in five acts have an answer and half have one in kind, or to the end of the record.
        """
        steps, half = self.any_act.steps, self.in_kind.median
        most = next((step.time for step in steps if step.share <= 0.2), steps[-1].time)
        asked = max(most, steps[-1].time if half is None else half)
        return next((one for one in _AXES if one[0] >= asked), _AXES[-1])


def responses_figure(shown: Responses, preset: str = "page") -> Drawing:
    """Return the curves: by days from the act, the share that is not answered yet, with 95 % intervals.

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
    return Drawing(named("responses", preset), drawn, _caption(shown), _alt(shown), _data(shown, preset))


def _curves(shown: Responses) -> tuple[tuple[str, Curve], ...]:
    return ("no act of the other side yet", shown.any_act), ("no answer in kind yet", shown.in_kind)


def _draw(shown: Responses, place: figstyle.Preset) -> Figure:
    width, (until, step) = place.across, shown.axis
    listed = legend(_items(shown), width)
    fixed = 2 * EDGE + TITLE + _HEAD + _AXIS + 3 * _ROW + listed.height + 2.0
    height, high = shared_out(place, fixed, 1.0, "these curves need", _LEAST, _BEST if width >= NARROW else 45.0)
    title = f"How soon hostile acts are answered: n = {shown.any_act.count:,}"
    sheet, top = titled(place, height, fit(title, width - 2 * EDGE, figstyle.TITLE, True))
    sheet.text(EDGE, top - 1.5, "% not answered yet", figstyle.LABEL, bold=True)
    top -= _HEAD
    bottom, left, right = top - high, EDGE + _LEFT, width - EDGE - 4.0

    def x(time: float) -> float:
        return left + (right - left) * time / until

    def y(share: float) -> float:
        return bottom + high * share

    for percent in (0, 25, 50, 75, 100):
        color = figstyle.FAINT if percent == 50 else figstyle.GRID
        sheet.line((left, right), (y(percent / 100),) * 2, color, 0.4, layer=0.5)
        sheet.text(left - 1.8, y(percent / 100), str(percent), figstyle.LABEL, ha="right")
    for (_, curve), (side, dashes) in zip(_curves(shown), _STYLES, strict=True):
        held = [Step(0, 0, 0, 0, 1.0, 1.0, 1.0), *(one for one in curve.steps if one.time < until)]
        if held[1:] and held[1].time == 0:
            held = held[1:]
        ends = [stairs([(x(one.time), y(getattr(one, end))) for one in held], x(until)) for end in ("low", "high")]
        (xs, lows), (back, highs) = ends
        band = [*zip(xs, lows, strict=True), *reversed(list(zip(back, highs, strict=True)))]
        sheet.area(band, figstyle.SIDE_TINTS[side], layer=1, name=f"band {side}")
        line = stairs([(x(one.time), y(one.share)) for one in held], x(until))
        sheet.line(*line, figstyle.SIDES[side], 1.2, dashes, layer=3, name=f"curve {side}")
    days = _labelled(until, step, right - left)
    ticked(sheet, (left, right), bottom, [(x(day), f"{day:,}") for day in days])
    sheet.text((left + right) / 2, bottom - 7.0, "days from the act", figstyle.LABEL, figstyle.MUTED, ha="center")
    _at_risk(sheet, shown, [(day, x(day)) for day in days], bottom - _AXIS - 1.5)
    listed.draw(sheet, EDGE)
    return sheet.figure


def _labelled(until: int, step: int, wide: float) -> list[int]:
    """The days with a number: as many as the counts below them have room for."""
    while wide * step / until < text_width("1,000,000", figstyle.LABEL) + 2.0:
        step *= 2
    return list(range(0, until + 1, step))


def _at_risk(sheet: Sheet, shown: Responses, spots: list[tuple[int, float]], top: float) -> None:
    """Set how many are known and unanswered at the start of some days, in a row for each curve."""
    sheet.text(EDGE, top, "still unanswered and in the record:", figstyle.LABEL, figstyle.MUTED)
    for n, ((_, curve), (side, _)) in enumerate(zip(_curves(shown), _STYLES, strict=True), 1):
        for day, x in spots:
            left = next((one.at_risk for one in curve.steps if one.time >= day), 0)
            sheet.text(x, top - n * _ROW, f"{left:,}", figstyle.LABEL, figstyle.SIDE_TEXT[side], ha="center")


def _items(shown: Responses) -> Iterator[key.Item]:
    for (words, curve), (side, dashes) in zip(_curves(shown), _STYLES, strict=True):
        middle = curve.median
        half = "half not within the record" if middle is None else f"half by day {_number(middle)}"
        yield key.ruled(7.0, figstyle.SIDES[side], 1.2, f"{words} ({half})", dashes)
    yield 5.0, "95 % interval", lambda sheet, x, y: sheet.box(x, y - 1.2, 5.0, 2.4, figstyle.SIDE_TINTS["A"], 1)


def _number(days: float) -> str:
    return f"{days:,.0f}" if days.is_integer() else decimal(days, 1)


def _median(curve: Curve) -> str:
    low, high = curve.median_interval
    if curve.median is None:
        return "half are not within the record"
    start, end = _number(low) if low is not None else "0", _number(high) if high is not None else "no end"
    return f"median {_number(curve.median)} days, 95 % interval {start} to {end}"


def _caption(shown: Responses) -> str:
    cut = shown.any_act.count - shown.any_act.answered
    return (
        f"How soon hostile acts in {shown.title} are answered: {shown.any_act.count:,} acts, Kaplan–Meier estimates of "
        f"the share that the other side has not answered by any act ({_median(shown.any_act)}), and not on the same "
        f"rung or a higher one ({_median(shown.in_kind)}). {cut:,} have no answer by the end of the record and are cut "
        "off there. Bands: 95 % intervals by Greenwood's variance, as if acts were independent of each other. Acts of "
        "one day do not answer each other."
    )


def _alt(shown: Responses) -> str:
    until = shown.axis[0]
    said = []
    for words, curve in _curves(shown):
        days = [day for day in (1, 7, 30, 365) if day <= until]
        shares = ", ".join(f"{100 * (step.share if (step := curve.at(day)) else 1):.0f} % on day {day}" for day in days)
        said.append(f"{words}: {shares}; {_median(curve)}")
    return f"Falling steps of the share of hostile acts without an answer. {'. '.join(said)}."


def _data(shown: Responses, preset: str) -> Table:
    until = shown.axis[0]
    rows: list[tuple[Cell, ...]] = [
        (words, step.time, step.at_risk, step.answered, step.censored, step.share, step.low, step.high)
        for words, curve in _curves(shown)
        for step in curve.steps
        if step.time <= until
    ]
    columns = (
        Column("curve", "Curve", 2.0), Column("time", "Days"), Column("at_risk", "Unanswered"),
        Column("answered", "Answered then"), Column("censored", "Cut off then"), Column("share", "Share"),
        Column("low", "Lower end"), Column("high", "Upper end"),
    )  # fmt: skip
    return Table(named("responses", preset), "Response times: data of the figure", columns, tuple(rows))
