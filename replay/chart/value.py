"""The value function of prospect theory, and under it where each side stood as it decided, through each dispute."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

from matplotlib.figure import Figure

from replay import figstyle
from replay.chart.sheet import Sheet, fit, text_width
from replay.codebook import Level, Strategy
from replay.scoring import Case
from replay.theories import DEFAULTS, Parameters, Situation, predict
from replay.theories.value import value
from replay.timeaxis import YEARS, TimeScale, time_scale

__all__ = ["value_figure"]

_EDGE, _LEFT, _TITLE, _CURVE, _PANEL, _HEAD, _AXIS, _KEY = 2.0, 21.0, 6.5, 58.0, 50.0, 6.0, 12.0, 4.6
_MARKS = {Strategy.CREATING: ("o", False), Strategy.MIXED: ("s", False), Strategy.CLAIMING: ("o", True)}
"""Marker of a decision by what was done, and whether it is filled."""
_RAISED = str.maketrans("0123456789.", "\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u00b7")
Place = Callable[[float], float]


def value_figure(cases: Sequence[Case], parameters: Parameters = DEFAULTS, width_mm: float = 180.0) -> Figure:
    """Draw the value function, with the position of every decision on it, and below it each dispute's way along it.

    The horizontal axis is the position in domain units, the same for all parts. In the parts below the curve time runs
    downwards; a line is a side's position, a mark a decision: open where it created, a square where it did both, filled
    where it claimed. Dotted lines bound the band in which the widest gamble makes the theory say mixed.

    Parameters
    ----------
    cases : sequence of Case
        One part for each.
    parameters : Parameters
        Those of the curve.
    width_mm : float
        120 or more.

    Raises
    ------
    ValueError
        Without a decision, or for too narrow a page.
    """
    if not any(case.choices for case in cases):
        raise ValueError("no decision to draw; add `decisions` to the event file")
    if width_mm < 120:
        raise ValueError(f"width is {width_mm:g} mm; allowed: 120 or more")
    with figstyle.style():
        return _draw([case for case in cases if case.choices], parameters, width_mm)


def _draw(cases: Sequence[Case], parameters: Parameters, width: float) -> Figure:
    height = 2 * _EDGE + _TITLE + _CURVE + _AXIS + len(cases) * (_HEAD + _PANEL) + 2 * _KEY
    sheet = Sheet(width, height)
    positions = [p for case in cases for domain in case.domains.values() for _, p in _way(case, domain.party)]
    low, high = min(-3.5, math.floor(2 * min(positions)) / 2), max(1.5, math.ceil(2 * max(positions)) / 2)

    def across(position: float) -> float:
        return _LEFT + (width - _EDGE - 2 - _LEFT) * (position - low) / (high - low)

    top = height - _EDGE
    sheet.text(_EDGE, top, "Value function and positions", figstyle.TITLE, va="top", bold=True)
    top -= _TITLE
    floor = top - _CURVE
    bands = _bands(parameters)
    bottom = floor - _AXIS - len(cases) * (_HEAD + _PANEL)
    for level in Level:
        x = across(level.position)
        if low <= level.position <= high:
            sheet.line((x, x), (bottom, floor), figstyle.GRID, 0.4, layer=0.5)
    for edge in bands:
        sheet.line((across(edge),) * 2, (bottom, top), figstyle.FAINT, 0.7, (0.8, 1.6), layer=0.6)
    _curve(sheet, cases, parameters, across, (low, high), (floor, top))
    _regions(sheet, bands, parameters, across, top, (low, high))
    _levels(sheet, across, floor, (low, high))
    top = floor - _AXIS
    for case in cases:
        sheet.line((across(0), across(0)), (top - _HEAD - _PANEL, top - _HEAD), figstyle.INK, 0.6, layer=1)
        _panel(sheet, case, across, top, width)
        top -= _HEAD + _PANEL
    _key(sheet, cases, _EDGE + _KEY + 1.4)
    return sheet.figure


def _way(case: Case, party: str) -> list[tuple[int, float]]:
    """Days and positions of a side, from the first decision of the dispute to the last; one a day, at its close."""
    first, last, domain = case.choices[0].day, case.choices[-1].day, case.domains[party]
    steps = {step.day: step.position for step in domain.steps if step.seq >= case.choices[0].seq and step.day <= last}
    return [(first, domain.before(case.choices[0].seq, first)), *steps.items(), (last, domain.at(last))]


def _bands(parameters: Parameters) -> tuple[float, float]:
    """Positions at which, with the widest gamble, the likeliest strategy turns to mixed, and from it to claiming."""

    def below(strategies: tuple[Strategy, ...]) -> float:
        start, end = 0.0, -parameters.gamble
        for _ in range(40):
            middle = (start + end) / 2
            found = predict("prospect", Situation("", "", 0, position=middle, spread=parameters.gamble), parameters)
            start, end = (middle, end) if found.likeliest in strategies else (start, middle)
        return end

    return below((Strategy.CREATING,)), below((Strategy.CREATING, Strategy.MIXED))


def _curve(
    sheet: Sheet, cases: Sequence[Case], parameters: Parameters, across: Place, span: tuple[float, float],
    room: tuple[float, float],
) -> None:  # fmt: skip
    """The curve, its axes, and every decision on it."""
    floor, top = room
    low, high = value(span[0], parameters), value(span[1], parameters)

    def up(worth: float) -> float:
        return floor + 1.5 + (top - floor - 7.5) * (worth - low) / (high - low)

    places = [span[0] + (span[1] - span[0]) * n / 200 for n in range(201)]
    sheet.line((across(span[0]), across(span[1])), (up(0), up(0)), figstyle.MUTED, 0.6)
    sheet.line((across(0), across(0)), (floor, top - 4), figstyle.MUTED, 0.6)
    xs, ys = [across(p) for p in places], [up(value(p, parameters)) for p in places]
    sheet.line(xs, ys, figstyle.INK, 1.3, layer=3, name="value")
    for case in cases:
        for choice, situation in zip(case.choices, case.situations(parameters), strict=True):
            if situation.position is not None and span[0] <= situation.position <= span[1]:
                at = situation.position
                _mark(sheet, across(at), up(value(at, parameters)), choice.did, _side(case, choice.decision.party))
    sheet.text(across(0) + 1.5, top - 5.6, "value", figstyle.LABEL, bold=True)
    sheet.text(across(span[1]), up(0) + 2.2, "gains", figstyle.LABEL, ha="right")
    sheet.text(across(span[0]), up(0) + 2.2, "losses", figstyle.LABEL)
    gains, losses = (f"{p:g}".translate(_RAISED) for p in (parameters.gain_curvature, parameters.loss_curvature))
    said = f"v(x) = x{gains} for gains, \u2212{parameters.loss_aversion:g} (\u2212x){losses} for losses"
    sheet.text(across(span[1]), floor + 3.5, said, figstyle.LABEL, figstyle.MUTED, ha="right")


def _regions(
    sheet: Sheet, bands: tuple[float, float], parameters: Parameters, across: Place, top: float,
    span: tuple[float, float],
) -> None:  # fmt: skip
    """Name what the theory says on each side of the bands."""
    upper, lower = bands
    said = f"creating, with a gamble of \u00b1{parameters.gamble:g}"
    room = across(span[1]) - across(upper) - 2
    sheet.text(across(upper) + 1, top - 1.6, fit(said, room, figstyle.LABEL), figstyle.LABEL, figstyle.MUTED)
    if across(upper) - across(lower) > text_width("mixed", figstyle.LABEL) + 1:
        sheet.text((across(upper) + across(lower)) / 2, top - 1.6, "mixed", figstyle.LABEL, figstyle.MUTED, ha="center")
    sheet.text(across(lower) - 1, top - 1.6, "claiming", figstyle.LABEL, figstyle.MUTED, ha="right")


def _levels(sheet: Sheet, across: Place, floor: float, span: tuple[float, float]) -> None:
    """The axis of positions, with the levels of the readings under it."""
    sheet.line((across(span[0]), across(span[1])), (floor, floor), figstyle.MUTED, 0.6)
    for level in Level:
        x = across(level.position)
        if span[0] <= level.position <= span[1]:
            sheet.line((x, x), (floor, floor - 1.2), figstyle.MUTED, 0.6)
            number = f"{level.position:+d}" if level.position else "0"
            sheet.text(x, floor - 3.2, number.replace("-", "\u2212"), figstyle.LABEL, ha="center")
            sheet.text(x, floor - 6.4, level.value.replace("-", " "), figstyle.LABEL, ha="center")
    sheet.text(_EDGE, floor - 3.2, "domain units", figstyle.LABEL, figstyle.MUTED)


def _panel(sheet: Sheet, case: Case, across: Place, top: float, width: float) -> None:
    """One dispute: time downwards, the way of both sides, their decisions."""
    title = fit(case.timeline.title, width - 2 * _EDGE, figstyle.LABEL, True)
    sheet.text(_EDGE, top - 1.8, title, figstyle.LABEL, bold=True)
    top -= _HEAD
    scale = time_scale([choice.day for choice in case.choices], zones=4)

    def down(day: float) -> float:
        return top - 1.5 - (_PANEL - 4) * scale(day)

    _years(sheet, scale, down, across, width)
    for party in case.timeline.sides:
        way, side = _way(case, party), _side(case, party)
        xs, ys = [across(way[0][1])], [down(way[0][0])]
        for day, position in way[1:]:
            xs += [xs[-1], across(position)]
            ys += [down(day)] * 2
        sheet.line(xs, ys, figstyle.SIDES[side], 0.9, figstyle.SIDE_DASHES[side], layer=2, name=f"way {party}")
    for choice, situation in zip(case.choices, case.situations(), strict=True):
        if situation.position is not None:
            side = _side(case, choice.decision.party)
            _mark(sheet, across(situation.position), down(choice.day), choice.did, side)


def _years(sheet: Sheet, scale: TimeScale, down: Place, across: Place, width: float) -> None:
    share = 3.4 / (_PANEL - 4)
    sheet.line((_LEFT - 3, _LEFT - 3), (down(scale.first), down(scale.stop)), figstyle.MUTED, 0.5)
    for tick in scale.ticks(share, share, 1.0):
        y = down(tick.day)
        long = 1.6 if tick.rank == YEARS else 0.8
        sheet.line((_LEFT - 3, _LEFT - 3 - long), (y, y), figstyle.MUTED, 0.5)
        if tick.rank == YEARS:
            sheet.line((_LEFT - 3, width - _EDGE), (y, y), figstyle.GRID, 0.3, layer=0.4)
            if tick.label:
                at = down(scale.first) + (down(scale.stop) - down(scale.first)) * tick.label_at
                sheet.text(_EDGE, at, tick.label, figstyle.LABEL, bold=True)
        elif tick.label and len(tick.label) == 3:
            sheet.text(_LEFT - 5, y, tick.label, figstyle.LABEL, ha="right")
    for day in scale.breaks:
        for shift in (-0.5, 0.5):
            sheet.line((_LEFT - 4, _LEFT - 2), (down(day) + shift - 0.4, down(day) + shift + 0.4), figstyle.MUTED, 0.6)


def _side(case: Case, party: str) -> str:
    return "A" if party == case.timeline.sides[0] else "B"


def _mark(sheet: Sheet, x: float, y: float, did: Strategy, side: str) -> None:
    marker, filled = _MARKS[did]
    sheet.mark(x, y, marker, 2.0, figstyle.SIDES[side], filled)


def _key(sheet: Sheet, cases: Sequence[Case], y: float) -> None:
    x = _EDGE
    for side in "AB":
        names = dict.fromkeys(case.timeline.parties[case.timeline.sides["AB".index(side)]].name for case in cases)
        said = ", ".join(names)
        sheet.line((x, x + 7), (y, y), figstyle.SIDES[side], 0.9, figstyle.SIDE_DASHES[side])
        sheet.text(x + 8.5, y, said, figstyle.LABEL)
        x += 8.5 + text_width(said, figstyle.LABEL) + 6
    x, y = _EDGE + 1, y - _KEY
    for strategy, (marker, filled) in _MARKS.items():
        said = f"decided, {strategy.value}"
        sheet.mark(x, y, marker, 2.0, figstyle.INK, filled)
        sheet.text(x + 2.5, y, said, figstyle.LABEL)
        x += 2.5 + text_width(said, figstyle.LABEL) + 6
