"""A quick picture of the graph as SVG text: time runs down, a lane a camp, each act with its date and its name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape

from replay.engine.days import Days, worded
from replay.escalation.building import Escalation
from replay.escalation.elements import ANSWERS, Node
from replay.escalation.importance import ranking
from replay.text.words import counted

__all__ = ["SKETCHED", "sketch"]

SKETCHED = 40
"""Acts of a long dispute that the picture has: the most important."""
_ROW, _SIGN, _EDGE, _LANE, _SIZE = 18.0, 6.6, 8.0, 46.0, 11
"""Height of a row, width of a sign at most, edge, distance of the lanes, size of type, in pixels."""
_COLORS = {"counters": "#1a1a1a", "escalates": "#b2182b", "deescalates": "#00806a", "settles": "#00806a"}
_LANES = ("#0b4f8a", "#d95f02", "#5a5a5a")


def sketch(found: Escalation) -> str:
    """Return SVG text: acts from top to bottom, in lanes of the sender, the target and others.

    A mark is larger on a higher rung. Of more than `SKETCHED` acts the most important are shown, and how many there
    are is said. The full diagram is that of `replay diagram`.

    Examples
    --------
    >>> import replay
    >>> text = sketch(replay.graph(replay.run(replay.load(replay.example()))))
    >>> text[:4], text.count("<circle"), "US: list sanctions" in text, "10 Mar 1996" in text
    ('<svg', 4, True, True)
    """
    kept = {*ranking(found)[:SKETCHED]}
    acts = [node for node in found.acts if node.id in kept]
    days = Days(found.trace, worded)
    dates = [days.of(found.trace[node.seq]) for node in acts]
    names = [f"{node.party or ''}: {node.label}" for node in acts]
    gutter = _EDGE + _SIGN * max(map(len, dates), default=0)
    lanes = [gutter + _LANE * (n + 0.5) for n in range(len(_LANES))]
    left = gutter + _LANE * len(_LANES)
    width = left + _SIGN * max(map(len, (*names, _HEAD)), default=0) + _EDGE
    places = {node.id: (lanes[_lane(found, node)], _ROW * (n + 1.8)) for n, node in enumerate(acts)}
    height = _ROW * (len(acts) + 1.5)
    body = [
        *_heads(found, lanes, left, height, len(acts)), *_links(found, places),
        *_acts(found, acts, places, list(zip(dates, names, strict=True)), gutter, left),
    ]  # fmt: skip
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    face = f'font-family="sans-serif" font-size="{_SIZE}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size} {face}>{"".join(body)}</svg>'


_HEAD = "the most important 40 of 10,000 acts"


def _lane(found: Escalation, node: Node) -> int:
    """The number of an act's lane: of its camp, the last for third parties and joint acts."""
    sides = found.trace.timeline.sides if found.trace.timeline else ()
    return sides.index(node.side) if node.side in sides else len(_LANES) - 1


def _heads(found: Escalation, lanes: Sequence[float], left: float, height: float, drawn: int) -> Iterator[str]:
    sides = found.trace.timeline.sides if found.trace.timeline else ("", "")
    used = {_lane(found, node) for node in found.acts}
    for n, (x, name) in enumerate(zip(lanes, (*sides, "others"), strict=True)):
        if n in used:
            yield _text(x, _ROW * 0.7, name[:7], "middle")
            yield f'<line x1="{x:g}" x2="{x:g}" y1="{_ROW:g}" y2="{height:g}" stroke="#dddddd"/>'
    if drawn < len(found.acts):
        yield _text(left, _ROW * 0.7, f"the most important {drawn} of {counted(len(found.acts), 'act')}")


def _links(found: Escalation, places: Mapping[str, tuple[float, float]]) -> Iterator[str]:
    for link in found.links:
        if link.type not in ANSWERS or link.source not in places or link.target not in places:
            continue
        (x0, y0), (x1, y1) = places[link.source], places[link.target]
        color = _COLORS.get(link.type.value, "#b0b0b0")
        bend = _LANE * 0.35 if x0 == x1 else 0.0
        middle = (y0 + y1) / 2
        title = escape(f"{link.source} → {link.target}: {link.type.value}")
        yield (
            f'<path d="M{x0:g},{y0:g}C{x0 + bend:g},{middle:g} {x1 + bend:g},{middle:g} {x1:g},{y1:g}" fill="none" '
            f'stroke="{color}" stroke-width="{1.2 if color != "#b0b0b0" else 0.7}"><title>{title}</title></path>'
        )


def _acts(
    found: Escalation, acts: Sequence[Node], places: Mapping[str, tuple[float, float]],
    told: Sequence[tuple[str, str]], gutter: float, left: float,
) -> Iterator[str]:  # fmt: skip
    for node, (date, name) in zip(acts, told, strict=True):
        x, y = places[node.id]
        title = escape(f"{date} {name}, rung {node.rung}")
        color = _LANES[_lane(found, node)]
        mark = f'cx="{x:g}" cy="{y:g}" r="{2 + 0.5 * node.rung:g}" fill="{color}"'
        yield f"<circle {mark}><title>{title}</title></circle>"
        yield _text(gutter, y + 4, date, "end") + _text(left, y + 4, name)


def _text(x: float, y: float, said: str, anchor: str = "start") -> str:
    return f'<text x="{x:g}" y="{y:g}" text-anchor="{anchor}">{escape(said)}</text>'
