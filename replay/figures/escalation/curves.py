"""The lines between acts and clocks: cubic curves that start and end at the edge of the marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import hypot

from replay.escalation import Escalation, Link, LinkType
from replay.figures.escalation.pen import Spot
from replay.figures.escalation.scene import Box, Scene
from replay.figures.style import LINKS

__all__ = ["ARROW", "Curve", "connect", "curves", "edge", "heads", "sample"]

ARROW = 0.36
"""Graphviz' arrowsize: a normal head is ten points long at 1."""
_LENGTHS = {
    "normal": 10, "normalnormal": 20, "empty": 10, "vee": 10, "inv": 10, "diamond": 12, "box": 7.5, "dot": 8, "odot": 8,
}  # fmt: skip
_TO_CLOCK = frozenset({LinkType.SETS, LinkType.MOVES, LinkType.MEETS, LinkType.WITHDRAWS})


@dataclass(frozen=True, slots=True)
class Curve:
    """A link as drawn: four points of a cubic Bezier curve, the tip of the arrowhead, and Graphviz' arrowsize."""

    link: Link
    spots: tuple[Spot, Spot, Spot, Spot]
    tip: Spot | None = None
    size: float = ARROW

    def along(self, steps: int = 12) -> tuple[Spot, ...]:
        """Return points on the curve, ends included."""
        return tuple(_bezier(self.spots, i / steps) for i in range(steps + 1))


def heads(type_: LinkType) -> float:
    """Return the length of the arrowhead of a link type in points."""
    return _LENGTHS.get(LINKS[type_.value].head, 0) * ARROW


def curves(escalation: Escalation, scene: Scene) -> tuple[Curve, ...]:
    """Return a curve for every link, those of clocks first so that answers lie above them."""
    boxes = scene.boxes
    bars = {bar.clock.id: bar for bar in scene.bars}
    out = []
    for link in escalation.links:
        if link.source not in boxes or link.target not in boxes:
            continue
        source, target = boxes[link.source], boxes[link.target]
        if link.type in _TO_CLOCK and link.target in bars:
            bar = bars[link.target]
            x = bar.start if link.type is LinkType.SETS else source.x if link.type is LinkType.MOVES else bar.box.x
            size = bar.box.height if link.type in (LinkType.MEETS, LinkType.WITHDRAWS) else 1.5
            target = Box(x, bar.box.y, size, size)
        elif link.source in bars and target.x < source.x:
            source = Box(max(target.x, bars[link.source].start), source.y, 1.5, 1.5)  # it was answered while it ran
        others = [box for key, box in boxes.items() if key not in (link.source, link.target)]
        out.append(connect(link, source, target, others))
    return tuple(sorted(out, key=lambda curve: (curve.link.type not in _TO_CLOCK, _weight(curve.link))))


def _weight(link: Link) -> float:
    return LINKS[link.type.value].width


def connect(link: Link, source: Box, target: Box, others: Sequence[Box] = ()) -> Curve:
    """Draw one link from the edge of `source` to the edge of `target`, clear of `others` as far as can be."""
    near = [] if link.type in _TO_CLOCK else [box for box in others if _between(box, source, target)]
    best: tuple[int, Curve] | None = None
    for bend in _bends(source, target):
        curve = _curve(link, source, target, bend)
        spots = curve.along(16)
        crossed = sum(any(box.holds(*spot) for spot in spots) for box in near)
        if best is None or crossed < best[0]:
            best = (crossed, curve)
        if not crossed:
            break
    assert best is not None
    return best[1]


def sample(link: Link, source: Box, target: Box) -> Curve:
    """Draw a link straight, for the legend."""
    return _curve(link, source, target, 0.0)


def _between(box: Box, source: Box, target: Box) -> bool:
    reach = 24.0
    return (
        min(source.x, target.x) - reach < box.x < max(source.x, target.x) + reach
        and min(source.y, target.y) - reach < box.y < max(source.y, target.y) + reach
    )


def _curve(link: Link, source: Box, target: Box, bend: float) -> Curve:
    dx, dy = target.x - source.x, target.y - source.y
    length = hypot(dx, dy) or 1.0
    nx, ny = -dy / length * bend, dx / length * bend
    first = (source.x + dx * 0.3 + nx, source.y + dy * 0.3 + ny)
    second = (source.x + dx * 0.7 + nx, source.y + dy * 0.7 + ny)
    start, tip = edge(source, first), edge(target, second)
    back = heads(link.type)
    if not back:
        return Curve(link, (start, first, second, tip))
    short = min(1.0, 0.55 * hypot(tip[0] - start[0], tip[1] - start[1]) / back)
    end = _towards(tip, second, back * short)
    return Curve(link, (start, first, second, end), tip, ARROW * short)


def _bends(source: Box, target: Box) -> tuple[float, ...]:
    """How far an arc may swing out to its left, in points, the first preferred; steep and short links are straight."""
    dx, dy = target.x - source.x, target.y - source.y
    usual = min(0.16 * hypot(dx, dy), 16.0)
    if abs(dx) < 1.5:
        return (0.0, 10.0, -10.0, 14.0, -14.0)
    if abs(dy) < 1.0:
        return (max(usual, 7.0), -max(usual, 7.0)) if dx > 2.5 * source.width else (0.0, 8.0, -8.0)
    return (usual, usual * 0.4, usual * 1.6, -usual * 0.4, -usual, usual * 2.2)


def edge(box: Box, towards: Spot) -> Spot:
    """Return where the way from the middle of the box to a point leaves the box."""
    dx, dy = towards[0] - box.x, towards[1] - box.y
    reach = max(abs(dx) / (box.width / 2 + 0.4), abs(dy) / (box.height / 2 + 0.4))
    if reach <= 1e-9:
        return (box.x, box.y)
    return (box.x + dx / reach, box.y + dy / reach)


def _towards(start: Spot, goal: Spot, distance: float) -> Spot:
    length = hypot(goal[0] - start[0], goal[1] - start[1]) or 1.0
    return (start[0] + (goal[0] - start[0]) * distance / length, start[1] + (goal[1] - start[1]) * distance / length)


def _bezier(spots: Sequence[Spot], t: float) -> Spot:
    (x0, y0), (x1, y1), (x2, y2), (x3, y3) = spots
    a, b, c, d = (1 - t) ** 3, 3 * (1 - t) ** 2 * t, 3 * (1 - t) * t**2, t**3
    return (a * x0 + b * x1 + c * x2 + d * x3, a * y0 + b * y1 + c * y2 + d * y3)
