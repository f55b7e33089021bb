"""Links between acts as drawn: curves from mark to mark with heads that differ by type."""

from __future__ import annotations

from math import hypot

from replay.figures import style as figstyle
from replay.figures.sheet.page import Sheet

__all__ = ["Spot", "arc", "sample_arc"]

Spot = tuple[float, float]

_LENGTH, _HALF = 1.5, 0.5  # mm of an arrowhead, along and across
_THIN = 0.72  # of the widths of the diagram, which has fewer things to show
_FAINT = 0.55  # opacity of answers that neither raise nor lower the stakes


def arc(
    sheet: Sheet, start: Spot, end: Spot, type_: str, clear: tuple[float, float], toward: float, name: str = ""
) -> None:
    """Draw a link from the mark at `start` to the one at `end`, `clear` mm being the radius of each.

    `toward` is 1 or -1: the side of the marks on which a link between two acts of one lane bends.
    """
    first, second = _bends(start, end, toward)
    spots = [_off(start, first, clear[0]), first, second, _off(end, second, clear[1])]
    _draw(sheet, spots, type_, name)


def _bends(start: Spot, end: Spot, toward: float) -> tuple[Spot, Spot]:
    """Control points: upright at both ends between lanes, a bow within one."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    if abs(dy) > 8:
        return (start[0] + 0.08 * dx, start[1] + 0.5 * dy), (end[0] - 0.25 * dx, end[1] - 0.4 * dy)
    lift = toward * min(max(0.22 * abs(dx), 1.6), 7.0)
    return (start[0] + 0.25 * dx, start[1] + lift), (end[0] - 0.25 * dx, end[1] + lift)


def _off(spot: Spot, to: Spot, by: float) -> Spot:
    """The point `by` mm from `spot` in the direction of `to`."""
    dx, dy = to[0] - spot[0], to[1] - spot[1]
    far = hypot(dx, dy)
    share = by / far if far > by else 0.0
    return spot[0] + share * dx, spot[1] + share * dy


def _draw(sheet: Sheet, spots: list[Spot], type_: str, name: str = "") -> None:
    style = figstyle.LINKS[type_]
    fade, layer = (_FAINT, 1.6) if type_ == "responds" else (1.0, 2.6 + style.width / 10)
    tip, back = spots[3], spots[2]
    size = 0.8 if type_ == "responds" else 1.0
    depth = _LENGTH * size * (1.8 if style.head == "normalnormal" else 1.0)
    if style.head != "vee":
        spots = [*spots[:3], _off(tip, back, depth * 0.9)]
    sheet.curve(spots, style.color, style.width * _THIN, style.dashes, layer, fade, name)
    _head(sheet, tip, back, style.head, style.color, size, layer + 0.05, f"{name} head" if name else "")


def _head(
    sheet: Sheet, tip: Spot, back: Spot, kind: str, color: str, size: float, layer: float, name: str = ""
) -> None:
    """Draw an arrowhead of Graphviz' name `kind` with its tip at `tip`, coming from `back`."""
    second = f"{name} 2" if name else ""
    dx, dy = tip[0] - back[0], tip[1] - back[1]
    far = hypot(dx, dy) or 1.0
    ux, uy = dx / far, dy / far

    def at(along: float, across: float) -> Spot:
        return tip[0] - ux * along - uy * across, tip[1] - uy * along + ux * across

    long, half = _LENGTH * size, _HALF * size
    if kind == "vee":
        for across, part in ((half, name), (-half, second)):
            start = at(long * 0.8, across)
            sheet.line((start[0], tip[0]), (start[1], tip[1]), color, 0.4, layer=layer, name=part)
    elif kind == "diamond":
        sheet.area((tip, at(long * 0.6, half), at(long * 1.2, 0), at(long * 0.6, -half)), color, layer=layer, name=name)
    elif kind == "empty":
        sheet.area((tip, at(long, half), at(long, -half)), figstyle.PAPER, color, layer, 0.5, name)
    else:
        for shift, part in ((0.0, name), (long * 0.8, second))[: 2 if kind == "normalnormal" else 1]:
            sheet.area((at(shift, 0), at(shift + long, half), at(shift + long, -half)), color, layer=layer, name=part)


def sample_arc(sheet: Sheet, x: float, y: float, length: float, type_: str) -> None:
    """Draw a straight link from (x, y), `length` mm to the right, for the key."""
    _draw(sheet, [(x, y), (x + length / 3, y), (x + length * 2 / 3, y), (x + length, y)], type_)
