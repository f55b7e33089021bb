"""The date axis as drawn: ticks and names, lines for years, breaks where the scale changes, the scales in words."""

from __future__ import annotations

from itertools import pairwise
from math import log2

from replay.figures import style as figstyle
from replay.figures.sheet.page import Sheet, text_width
from replay.figures.sheet.panels import Frame
from replay.figures.sheet.timescale import MONTHS, YEARS, TimeScale, Zone

__all__ = ["BANDS", "HEIGHT", "SCALES", "bands", "break_sign", "breaks", "date_axis", "height"]

_APART = 2.2  # mm between lines for years that have no name

_UNITS = ((365.25, "years"), (30.44, "months"), (7.0, "weeks"), (1.0, "days"))
_SHADE, _DARKEST = 0.009, 0.045  # of black: for each time that a stretch has twice the room, and at most

HEIGHT, SCALES, BANDS = 8.2, 3.2, 2.6
"""Height in mm of the ticks with their names, of the scales in words below them, and of the names of `bands`."""


def height(scale: TimeScale, scales: bool = False) -> float:
    """Return the height in mm of the axis below its line; with `scales`, that of the scales in words too."""
    return HEIGHT + (SCALES if scales and scale.breaks else 0.0)


def date_axis(sheet: Sheet, frame: Frame, y: float, far: float, scales: bool = False) -> None:
    """Draw the axis at height `y`, with lines for years and breaks up, or down, to `far`.

    Names stand on the other side of `y` from `far`; `scales` says below them what a cm is worth in each zone.
    """
    out = -1.0 if far > y else 1.0
    year, month, date = (
        (text_width(text, size, bold) + 1.4) / frame.length
        for text, size, bold in (
            ("0000", figstyle.SMALL, True), ("May", figstyle.SMALLEST, False), ("00", figstyle.SMALLEST, False),
        )
    )  # fmt: skip
    sheet.line((frame.left, frame.right), (y, y), figstyle.MUTED, 0.6)
    for tick in frame.scale.ticks(year, month, date):
        x = frame.place(tick.at)
        deep = 2.0 if tick.rank == YEARS else 1.1 if tick.rank == MONTHS else 0.7
        sheet.line((x, x), (y, y + out * deep), figstyle.MUTED, 0.5)
        if tick.rank == YEARS:
            if tick.label or 365 * frame.scale.zone(tick.at).per_day * frame.length >= _APART:
                sheet.line((x, x), (y, far), figstyle.GRID, 0.4, layer=0.5)
            sheet.text(frame.place(tick.label_at), y + out * 6.2, tick.label, figstyle.SMALL, ha="center", bold=True)
        elif tick.label:
            color = figstyle.INK if tick.rank == MONTHS else figstyle.MUTED
            sheet.text(x, y + out * 3.2, tick.label, figstyle.SMALLEST, color, ha="center")
    breaks(sheet, frame, y, far)
    if scales and frame.scale.breaks:
        _scales(sheet, frame, y + out * (HEIGHT + SCALES / 2 - 0.3))


def breaks(sheet: Sheet, frame: Frame, y: float, far: float) -> None:
    """Draw the breaks of the scale on an axis at height `y`, with lines up, or down, to `far`."""
    for at in (zone.start for zone in frame.scale.zones[1:]):
        x = frame.place(at)
        sheet.line((x, x), (y, far), figstyle.FAINT, 0.5, (1.0, 1.6), layer=0.6)
        break_sign(sheet, x, y)


def _scales(sheet: Sheet, frame: Frame, y: float) -> None:
    """Say what a cm is worth in each zone that has room for the words."""
    for zone in frame.scale.zones:
        left, right = frame.place(zone.start), frame.place(zone.end)
        words = _worth(zone, frame.length)
        tries = [text for text in (f"1 cm = {words}", words) if text_width(text, figstyle.SMALLEST) + 1 <= right - left]
        if tries:
            sheet.text((left + right) / 2, y, tries[0], figstyle.SMALLEST, figstyle.MUTED, ha="center")


def _worth(zone: Zone, length: float) -> str:
    days, (size, unit) = _days(zone, length), _unit(zone, length)
    return f"{days / size:.2g} {unit}"


def _days(zone: Zone, length: float) -> float:
    """Days that a cm is worth."""
    return 10 / (zone.per_day * length)


def _unit(zone: Zone, length: float) -> tuple[float, str]:
    """The unit in which it is told what a cm is worth, with its days."""
    return next(unit for unit in _UNITS if _days(zone, length) >= 1.5 * unit[0] or unit is _UNITS[-1])


def bands(sheet: Sheet, frame: Frame, y: float, low: float) -> None:
    """Shade the stretches of the axis that have more room than others, from `y` down to `low`, and name their units.

    The more room, the darker; the stretch with least has no shade. Names stand below `y`, as far as they have room: the
    unit in which it is told what a cm is worth, or, where neighbours have the same, how many of it a cm is worth.
    """
    zones, least = frame.scale.zones, min(zone.per_day for zone in frame.scale.zones)
    units = [_unit(zone, frame.length)[1] for zone in zones]
    alike = any(one == two for one, two in pairwise(units))
    edges = [frame.left, *(frame.place(zone.start) for zone in zones[1:]), frame.right]
    for n, (zone, unit, (left, right)) in enumerate(zip(zones, units, pairwise(edges), strict=True)):
        share = min(_SHADE * log2(zone.per_day / least), _DARKEST)
        sheet.shade(left, low, right - left, y - low, figstyle.INK, share, 0.2, f"stretch {n}")
        words = _worth(zone, frame.length) if alike else unit
        if text_width(words, figstyle.SMALLEST) + 1 <= right - left:
            sheet.text((left + right) / 2, y - BANDS / 2, words, figstyle.SMALLEST, figstyle.MUTED, ha="center")


def break_sign(sheet: Sheet, x: float, y: float) -> None:
    """Draw the sign of a break in scale on the axis."""
    for shift in (-0.35, 0.35):
        sheet.line((x + shift - 0.4, x + shift + 0.4), (y - 0.9, y + 0.9), figstyle.INK, 0.6, layer=4)
