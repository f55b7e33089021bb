"""Names beside marks: which acts get one, and where it fits without touching anything."""

from __future__ import annotations

from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from math import copysign, hypot

from replay.codebook import Act
from replay.escalation import Escalation, LinkType
from replay.figures.escalation.curves import Curve, edge
from replay.figures.escalation.metrics import width
from replay.figures.escalation.pen import Spot
from replay.figures.escalation.scene import Box, Mark, Scene
from replay.figures.style import SMALLEST

__all__ = ["Name", "names"]

_KEY_RUNG = 7
_TURNS = frozenset({Act.SETTLE.value, Act.DROP_CASE.value, Act.LIFT_SANCTIONS.value})
_MANY_LINKS = 4
_LINES = (14, 9, 5, 4)  # curve points that a name may cover, by weight of the act
_FAR = 0.15  # what a place counts less than the one before it, in curve points
_OFFSETS = tuple(
    sorted(
        ((rise, shift) for rise in (12, -12, 19, -19, 28, -28, 38, -38, 48, -48) for shift in range(-56, 57, 14)),
        key=lambda offset: (hypot(*offset), offset),
    )
)


@dataclass(frozen=True, slots=True)
class Name:
    """A direct label: the act, the box of its text, and the line that leads to it if it stands apart."""

    mark: Mark
    text: str
    box: Box
    leader: tuple[Spot, Spot] | None = None


def names(escalation: Escalation, scene: Scene, lines: Sequence[Curve]) -> tuple[Name, ...]:
    """Return the direct labels that fit, the most telling acts first to choose."""
    taken = [mark.box for mark in scene.marks]
    taken += [bar.box for bar in scene.bars] + [bar.text_box for bar in scene.bars]
    spots = sorted(spot for line in lines for spot in line.along(24))
    out: list[Name] = []
    for weight, mark in _telling(escalation, scene.marks):
        best, least = None, _LINES[weight] + 0.5
        for rank, name in enumerate(_candidates(mark)):
            if rank * _FAR >= least:
                break
            if not _inside(name.box, scene, mark) or any(name.box.hits(other, 0.3) for other in taken):
                continue
            if name.leader and not _clear(name.leader, mark, taken):
                continue
            cost = _covered(name.box, spots) + rank * _FAR
            if cost < least:
                best, least = name, cost
        if best:
            taken.append(best.box)
            out.append(best)
    return tuple(sorted(out, key=lambda name: name.mark.number))


def _covered(box: Box, spots: Sequence[Spot]) -> int:
    """Count the points, sorted by x, that lie in the box."""
    first = bisect_left(spots, (box.x - box.width / 2, 0.0))
    last = bisect_left(spots, (box.x + box.width / 2, 0.0))
    return sum(abs(y - box.y) < box.height / 2 for _, y in spots[first:last])


def _telling(escalation: Escalation, marks: Iterable[Mark]) -> list[tuple[int, Mark]]:
    """Acts worth a name, by weight: 0 emitted or a turn, 1 a high rung, 2 sets a clock, 3 many links."""
    degree = Counter(end for link in escalation.links for end in (link.source, link.target))
    setters = {link.source for link in escalation.links if link.type is LinkType.SETS}
    ranked = []
    for mark in marks:
        node = mark.node
        groups = (
            node.emitted or node.act in _TURNS,
            node.rung >= _KEY_RUNG,
            node.id in setters,
            degree[node.id] >= _MANY_LINKS,
        )
        if any(groups):
            ranked.append((groups.index(True), -node.rung, -degree[node.id], mark.number, mark))
    return [(entry[0], entry[-1]) for entry in sorted(ranked, key=lambda entry: entry[:-1])]


def _candidates(mark: Mark) -> Iterator[Name]:
    """Beside the mark first, then farther off with a leader."""
    text, box = mark.node.label, mark.box
    wide, high = width(text, SMALLEST) + 1.0, SMALLEST + 0.8
    for place in _places(box, wide, high):
        yield Name(mark, text, place)
    for rise, shift in _OFFSETS:
        place = Box(box.x + shift, box.y + rise, wide, high)
        end = (min(max(box.x, place.x - wide / 2 + 1), place.x + wide / 2 - 1), place.y - copysign(high / 2, rise))
        yield Name(mark, text, place, (edge(box, end), end))


def _clear(leader: tuple[Spot, Spot], mark: Mark, taken: Sequence[Box]) -> bool:
    """Whether a leader touches neither marks nor names."""
    (x0, y0), (x1, y1) = leader
    whole = Box((x0 + x1) / 2, (y0 + y1) / 2, abs(x1 - x0) + 1, abs(y1 - y0) + 1)
    near = [Box(box.x, box.y, box.width + 1, box.height + 1) for box in taken if box.hits(whole) and box != mark.box]
    spots = [(x0 + (x1 - x0) * step / 16, y0 + (y1 - y0) * step / 16) for step in range(17)]
    return not any(box.holds(*spot) for box in near for spot in spots)


def _places(box: Box, wide: float, high: float) -> tuple[Box, ...]:
    """Where a name may stand: right, left, over, under, and askew."""
    side, shift = (box.width + wide) / 2 + 0.8, (wide - box.width) / 2
    step = (box.height + high) / 2 + 0.5
    spots = ((side, 0.0), (-side, 0.0), (0.0, step), (0.0, -step), (shift, step), (shift, -step), (-shift, step),
             (-shift, -step), (side, step / 2), (side, -step / 2), (-side, step / 2), (-side, -step / 2))  # fmt: skip
    return tuple(Box(box.x + dx, box.y + dy, wide, high) for dx, dy in spots)


def _inside(box: Box, scene: Scene, mark: Mark) -> bool:
    lane = next(lane for lane in scene.lanes if lane.bottom <= mark.box.y <= lane.top)
    return (
        box.x - box.width / 2 >= scene.left + 1
        and box.x + box.width / 2 <= scene.right - 1
        and box.y - box.height / 2 >= lane.bottom - 0.5
        and box.y + box.height / 2 <= lane.top + 0.5
    )
