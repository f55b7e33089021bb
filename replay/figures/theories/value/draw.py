"""Draws the value function on a page: the curve above, the disputes below it on the same axis of positions."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence

from matplotlib.figure import Figure

from replay.codebook import Level, Strategy
from replay.figures import style as figstyle
from replay.figures.sheet import key
from replay.figures.sheet.page import Sheet, fit, shorten, text_width
from replay.figures.sheet.panels import merged
from replay.figures.sheet.timescale import YEARS, TimeScale, time_scale
from replay.figures.theories import kit
from replay.figures.theories.value.content import Panel, Positions, Way
from replay.figures.theories.value.spread import apart, aside
from replay.text.words import counted, typeset

__all__ = ["draw_positions"]

_LEFT, _CURVE, _PANEL, _HEAD, _AXIS = 21.0, 42.0, 58.0, 6.0, 12.0
_LINE = 3.1  # of a level's name; on narrow pages names stand on two lines
_LEAST = 0.55
"""Share of their height below which the parts are too low to be read."""
_MARKS = {Strategy.CREATING: ("o", False), Strategy.MIXED: ("s", False), Strategy.CLAIMING: ("o", True)}
"""Marker of a decision by what was done, and whether it is filled."""
_MARK, _CLEAR = 2.0, 2.35
"""Size of a mark in the strips, and distance that two keep, in mm."""
_SMALL, _APART, _NUDGE = 1.6, 1.9, 0.38
"""The same along the ways, where those that would meet are moved, and the steps of that."""
_MONTH = 31
"""Days by which a mark may be moved along the dates; what has no room there stands beside its place."""
_NAME = 4.6
"""Height of the name above the marks of a dispute under the curve."""
Place = Callable[[float], float]


def draw_positions(shown: Positions, place: figstyle.Preset) -> Figure:
    """Draw the figure for a place; the curve and the disputes share the height that it has.

    Raises
    ------
    NoRoomError
        If the place is too low.
    """
    width, many = place.across, len(shown.panels)
    axis = _AXIS + (_LINE if width < kit.NARROW else 0.0)
    legend = kit.legend(_items(shown.panels, width - 2 * kit.EDGE), width)
    low, high = shown.span

    def across(position: float) -> float:
        return _LEFT + (width - kit.EDGE - 2 - _LEFT) * (position - low) / (high - low)

    stacks = [_stack(part, across) for part in shown.panels]
    strips = [_NAME + max(stack, default=0.0) + _CLEAR for stack in stacks]
    fixed = 2 * kit.EDGE + kit.TITLE + sum(strips) + axis + many * _HEAD + legend.height + 1
    what = f"positions in {many} disputes need"
    height, share = kit.shared_out(place, fixed, _CURVE + many * _PANEL, what, least=_LEAST)
    curve, panel = share * _CURVE, share * _PANEL
    sheet, top = kit.titled(place, height, f"Value function and {counted(len(shown.spots), 'decision')}")
    foot = top - curve
    floor = foot - sum(strips)
    bottom = floor - axis - many * (_HEAD + panel)
    for level in Level:
        x = across(level.position)
        if low <= level.position <= high:
            sheet.line((x, x), (bottom, floor), figstyle.GRID, 0.4, layer=0.5)
    for edge in shown.bounds:
        for ends in ((floor, top), (bottom, floor - axis)):  # the names of the levels stand between
            sheet.line((across(edge),) * 2, ends, figstyle.FAINT, 0.7, (0.8, 1.6), layer=0.6)
    _curve(sheet, shown, across, (foot, top))
    at = foot
    for part, stack, strip in zip(shown.panels, stacks, strips, strict=True):
        at -= strip
        _strip(sheet, part, stack, across, at, strip)
    _regions(sheet, shown, across, top)
    _levels(sheet, across, floor, shown.span)
    top = floor - axis
    for part in shown.panels:
        sheet.line((across(0), across(0)), (top - _HEAD - panel, top - _HEAD), figstyle.INK, 0.6, layer=1)
        _panel(sheet, part, across, top, panel)
        top -= _HEAD + panel
    legend.draw(sheet, kit.EDGE)
    return sheet.figure


def _curve(sheet: Sheet, shown: Positions, across: Place, room: tuple[float, float]) -> None:
    """The curve, its axes, and a tick on it at the position of every decision."""
    (floor, top), span = room, shown.span
    low, high = shown.curve[0][1], shown.curve[-1][1]

    def up(worth: float) -> float:
        return floor + 1.5 + (top - floor - 7.5) * (worth - low) / (high - low)

    sheet.line((across(span[0]), across(span[1])), (up(0), up(0)), figstyle.MUTED, 0.6)
    sheet.line((across(0), across(0)), (floor, top - 4), figstyle.MUTED, 0.6)
    xs, ys = [across(position) for position, _ in shown.curve], [up(worth) for _, worth in shown.curve]
    sheet.line(xs, ys, figstyle.INK, 1.3, layer=3, name="value")
    for panel in shown.panels:
        for spot in panel.spots:
            x, y = across(spot.position), up(spot.value)
            sheet.line((x, x), (y - 1.1, y + 1.1), figstyle.INK, 0.5, layer=4, name=f"tick {panel.dispute} {spot.id}")
    sheet.text(across(0) + 1.5, top - 5.6, "value", figstyle.LABEL, bold=True)
    sheet.text(across(span[1]), up(0) - 2.2, "gains", figstyle.LABEL, ha="right")  # the curve is above
    sheet.text(across(span[0]), up(0) + 2.2, "losses", figstyle.LABEL)
    _formula(sheet, shown, across(span[1]), floor + 3.5)


def _stack(panel: Panel, across: Place) -> tuple[float, ...]:
    """How high the mark of each decision of a dispute stands in its strip: those at the same position are stacked."""
    return apart([(across(spot.position), 0.0) for spot in panel.spots], _CLEAR, _CLEAR, (0.0, math.inf))


def _strip(sheet: Sheet, panel: Panel, stack: Sequence[float], across: Place, foot: float, high: float) -> None:
    """The decisions of one dispute, each at its position, under the name of the dispute."""
    right = sheet.width - kit.EDGE - 2
    sheet.line((_LEFT, right), (foot + high, foot + high), figstyle.GRID, 0.5, layer=0.5)
    many = f", n = {len(panel.spots)}"
    room = right - _LEFT - 2 - text_width(many, figstyle.LABEL)
    said = shorten(typeset(panel.title), room, figstyle.LABEL) + many
    y = foot + high - _NAME / 2
    sheet.text(right, y, said, figstyle.LABEL, figstyle.MUTED, ha="right", ground=figstyle.PAPER)
    for spot, up in zip(panel.spots, stack, strict=True):
        x, y = across(spot.position), foot + _CLEAR / 2 + up
        _mark(sheet, x, y, spot.did, panel.side(spot.party), f"on {panel.dispute} {spot.id}")


def _formula(sheet: Sheet, shown: Positions, right: float, y: float) -> None:
    """Write what the curve is in a line, in two where the page is narrow, ending at `right`."""
    made = shown.parameters
    gains = f"v(x) = x^{made.gain_curvature:g} for gains,"
    losses = f"\u2212{made.loss_aversion:g} (\u2212x)^{made.loss_curvature:g} for losses"
    lines = [gains, losses] if sheet.width < kit.NARROW else [f"{gains} {losses}"]
    for n, line in enumerate(reversed(lines)):
        sheet.text(right, y + n * _LINE, line, figstyle.LABEL, figstyle.MUTED, ha="right", ground=figstyle.PAPER)


def _regions(sheet: Sheet, shown: Positions, across: Place, top: float) -> None:
    """Name what the theory says on each side of the bounds."""
    upper, lower = (across(edge) for edge in shown.bounds)
    room, size = across(shown.span[1]) - upper - 2, f"\u00b1{shown.parameters.gamble:g}"
    said = f"creating, with a gamble of {size}"
    if text_width(said, figstyle.LABEL) > room:
        said = f"creating, gamble {size}"
    sheet.text(upper + 1, top - 1.6, fit(said, room, figstyle.LABEL), figstyle.LABEL, figstyle.MUTED)
    if upper - lower > text_width("mixed", figstyle.LABEL) + 1:
        sheet.text((upper + lower) / 2, top - 1.6, "mixed", figstyle.LABEL, figstyle.MUTED, ha="center")
    sheet.text(lower - 1, top - 1.6, "claiming", figstyle.LABEL, figstyle.MUTED, ha="right")


def _levels(sheet: Sheet, across: Place, floor: float, span: tuple[float, float]) -> None:
    """The axis of positions, with the levels of the readings under it."""
    there = [level for level in Level if span[0] <= level.position <= span[1]]
    numbers = [(across(level.position), f"{level.position:+d}" if level.position else "0") for level in there]
    kit.ticked(sheet, (across(span[0]), across(span[1])), floor, numbers)
    for level in there:
        words = level.words
        for n, line in enumerate(words.split() if sheet.width < kit.NARROW else [words]):
            y = floor - 6.4 - n * _LINE
            sheet.text(across(level.position), y, line, figstyle.LABEL, ha="center", ground=figstyle.PAPER)
    sheet.text(kit.EDGE, floor - 3.2, "domain units", figstyle.LABEL, figstyle.MUTED)


def _panel(sheet: Sheet, panel: Panel, across: Place, top: float, high: float) -> None:
    """One dispute: time downwards, the way of both sides, their decisions."""
    title = shorten(typeset(panel.title), sheet.width - 2 * kit.EDGE, figstyle.LABEL, True)
    sheet.text(kit.EDGE, top - 1.8, title, figstyle.LABEL, bold=True)
    top -= _HEAD
    scale = time_scale(panel.days, zones=4)

    def down(day: float) -> float:
        return top - 1.5 - (high - 4) * scale(day)

    _years(sheet, scale, down, high)
    for way in panel.ways:
        side = panel.side(way.party)
        held, decided = _through(panel, way)
        steps = [(top - down(day), position) for day, position in held]
        marked = {(top - down(day), position) for day, position in decided}
        points = [(across(position), top - y) for y, position in merged(steps, kept=marked)]
        xs, ys = [points[0][0]], [points[0][1]]
        for x, y in points[1:]:
            xs += [xs[-1], x]
            ys += [y] * 2
        if ys[-1] != down(way.steps[-1][0]):  # the last step is merged with one before it
            xs, ys = [*xs, xs[-1]], [*ys, down(way.steps[-1][0])]
        name = f"way {panel.dispute} {way.party}"
        sheet.line(xs, ys, figstyle.SIDES[side], 0.9, figstyle.SIDE_DASHES[side], layer=2, name=name)
    places = [(across(spot.position), down(spot.day)) for spot in panel.spots]
    reaches = [(max(down(spot.day + _MONTH), top - high), min(down(spot.day - _MONTH), top)) for spot in panel.spots]
    for spot, own, at in zip(panel.spots, places, aside(places, reaches, _APART, _NUDGE), strict=True):
        if at != own:
            sheet.line(
                (own[0], at[0]), (own[1], at[1]), figstyle.MUTED, 0.4, layer=4, name=f"from {panel.dispute} {spot.id}"
            )
        _mark(sheet, *at, spot.did, panel.side(spot.party), f"at {panel.dispute} {spot.id}", _SMALL)


def _through(panel: Panel, way: Way) -> tuple[list[tuple[int, float]], set[tuple[int, float]]]:
    """Return the steps of a way and those of them on which a decision was made, which are drawn however short.

    A way has the close of each day; the position of a decision in between, before other acts of that day, is added.
    """
    steps, marked = list(way.steps), set[tuple[int, float]]()
    for spot in panel.spots:
        if spot.party != way.party:
            continue
        last = max(n for n, (day, _) in enumerate(steps) if day <= spot.day)
        found = next((step for step in reversed(steps[: last + 1]) if step[1] == spot.position), None)
        if steps[last][0] == spot.day and (found is None or found not in steps[max(0, last - 1) : last + 1]):
            found = (spot.day, spot.position)
            steps.insert(last, found)
        marked.add(found or steps[last])
    return steps, marked


def _years(sheet: Sheet, scale: TimeScale, down: Place, high: float) -> None:
    share = 3.4 / (high - 4)
    sheet.line((_LEFT - 3, _LEFT - 3), (down(scale.first), down(scale.stop)), figstyle.MUTED, 0.5)
    for tick in scale.ticks(share, share, 1.0):
        y = down(tick.day)
        long = 1.6 if tick.rank == YEARS else 0.8
        sheet.line((_LEFT - 3, _LEFT - 3 - long), (y, y), figstyle.MUTED, 0.5)
        if tick.rank == YEARS:
            sheet.line((_LEFT - 3, sheet.width - kit.EDGE), (y, y), figstyle.GRID, 0.3, layer=0.4)
            if tick.label:
                at = down(scale.first) + (down(scale.stop) - down(scale.first)) * tick.label_at
                sheet.text(kit.EDGE, at, tick.label, figstyle.LABEL, bold=True)
        elif tick.label and len(tick.label) == 3:
            sheet.text(_LEFT - 5, y, tick.label, figstyle.LABEL, ha="right")
    for day in scale.breaks:
        for shift in (-0.5, 0.5):
            sheet.line((_LEFT - 4, _LEFT - 2), (down(day) + shift - 0.4, down(day) + shift + 0.4), figstyle.MUTED, 0.6)


def _mark(sheet: Sheet, x: float, y: float, did: Strategy, side: str, name: str, size: float = _MARK) -> None:
    marker, filled = _MARKS[did]
    sheet.mark(x, y, marker, size, figstyle.SIDES[side], filled, name=name)


def _items(panels: Sequence[Panel], room: float) -> Iterator[key.Item]:
    """The key: the lines of the sides, and the marks of what was decided."""
    for n, side in enumerate("AB"):
        said = ", ".join(dict.fromkeys(panel.ways[n].name for panel in panels))
        words = fit(said, room - 9, figstyle.LABEL)
        yield key.ruled(7.0, figstyle.SIDES[side], 0.9, words, figstyle.SIDE_DASHES[side])
    for strategy, (marker, filled) in _MARKS.items():
        yield key.marked(marker, 2.0, figstyle.INK, filled, f"decided, {strategy.value}")
