"""Names beside marks: which acts get one, and where it fits without touching anything."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from replay.codebook import Act
from replay.dot.curves import Curve
from replay.dot.metrics import width
from replay.dot.scene import Box, Mark, Scene
from replay.figstyle import SMALLEST
from replay.graph import Escalation, LinkType

__all__ = ["Name", "names"]

_KEY_RUNG = 7
_TURNS = frozenset({Act.SETTLE.value, Act.DROP_CASE.value, Act.LIFT_SANCTIONS.value})
_MANY_LINKS = 4
_LINES = 5  # curve points that a name may cover


@dataclass(frozen=True, slots=True)
class Name:
    """A direct label: the act and the box of its text."""

    mark: Mark
    text: str
    box: Box


def names(escalation: Escalation, scene: Scene, lines: Sequence[Curve]) -> tuple[Name, ...]:
    """Return the direct labels that fit, most telling acts first to choose."""
    taken = [mark.box for mark in scene.marks]
    taken += [bar.box for bar in scene.bars] + [bar.text_box for bar in scene.bars]
    spots = [spot for line in lines for spot in line.along(24)]
    out: list[Name] = []
    for mark in _telling(escalation, scene.marks):
        text = mark.node.label
        best: tuple[float, Box] | None = None
        for rank, box in enumerate(_places(mark.box, width(text, SMALLEST) + 1.0)):
            if not _inside(box, scene, mark) or any(box.hits(other, 0.3) for other in taken):
                continue
            covered = sum(box.holds(*spot) for spot in spots)
            if covered <= _LINES and (best is None or covered + rank * 0.4 < best[0]):
                best = (covered + rank * 0.4, box)
        if best:
            taken.append(best[1])
            out.append(Name(mark, text, best[1]))
    return tuple(sorted(out, key=lambda name: name.mark.number))


def _telling(escalation: Escalation, marks: Iterable[Mark]) -> list[Mark]:
    """Acts worth a name, in order of weight: emitted, high rungs and turns, clock setters, many links."""
    degree = Counter(end for link in escalation.links for end in (link.source, link.target))
    setters = {link.source for link in escalation.links if link.type is LinkType.SETS}
    ranked = []
    for mark in marks:
        node = mark.node
        groups = (
            node.emitted,
            node.rung >= _KEY_RUNG or node.act in _TURNS,
            node.id in setters,
            degree[node.id] >= _MANY_LINKS,
        )
        if any(groups):
            ranked.append((groups.index(True), -node.rung, -degree[node.id], mark.number, mark))
    return [entry[-1] for entry in sorted(ranked, key=lambda entry: entry[:-1])]


def _places(box: Box, wide: float) -> tuple[Box, ...]:
    """Where a name may stand: right, left, over, under, and askew."""
    high = SMALLEST + 0.8
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
