"""A quick picture of the graph as SVG text: acts in their order, sides above and below, links as curves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from html import escape

from replay.engine.trace import Trace
from replay.escalation.elements import ANSWERS, Link, Node

__all__ = ["sketch"]

_STEP, _RUNG, _EDGE, _MIDDLE = 9.0, 9.0, 14.0, 110.0
_COLORS = {"counters": "#1a1a1a", "escalates": "#b2182b", "deescalates": "#00806a", "settles": "#00806a"}
_SIDES = ("#0b4f8a", "#d95f02")


def sketch(acts: Sequence[Node], links: Sequence[Link], trace: Trace) -> str:
    """Return SVG text: the sender's acts above the middle line, everybody else's below, further out on higher rungs.

    Marks and links say what they are when pointed at. The full diagram is that of `replay diagram`.

    Examples
    --------
    >>> import replay
    >>> found = replay.graph(replay.run(replay.load(replay.example())))
    >>> text = sketch(found.acts, found.links, found.trace)
    >>> text[:4], text.count("<circle")
    ('<svg', 4)
    """
    places = {node.id: _place(trace, n, node) for n, node in enumerate(acts)}
    width, height = 2 * _EDGE + _STEP * max(len(acts) - 1, 1), 2 * _MIDDLE
    body = [
        f'<line x1="0" x2="{width:g}" y1="{_MIDDLE:g}" y2="{_MIDDLE:g}" stroke="#9a9a9a" stroke-width="0.5"/>',
        *_links(links, places), *_acts(trace, acts, places),
    ]  # fmt: skip
    size = f'width="{width:g}" height="{height:g}" viewBox="0 0 {width:g} {height:g}"'
    return f'<svg xmlns="http://www.w3.org/2000/svg" role="img" {size}>{"".join(body)}</svg>'


def _side(trace: Trace, node: Node) -> int:
    sides = trace.timeline.sides if trace.timeline else ()
    return 0 if sides and node.side == sides[0] else 1


def _place(trace: Trace, n: int, node: Node) -> tuple[float, float]:
    out = 1 if _side(trace, node) else -1
    return _EDGE + n * _STEP, _MIDDLE + out * (5 + node.rung * _RUNG)


def _links(links: Sequence[Link], places: dict[str, tuple[float, float]]) -> Iterator[str]:
    for link in links:
        if link.type not in ANSWERS or link.source not in places or link.target not in places:
            continue
        (x0, y0), (x1, y1) = places[link.source], places[link.target]
        color = _COLORS.get(link.type.value, "#b0b0b0")
        title = escape(f"{link.source} → {link.target}: {link.type.value}")
        yield (
            f'<path d="M{x0:g},{y0:g}C{x0:g},{(y0 + y1) / 2:g} {x1:g},{(y0 + y1) / 2:g} {x1:g},{y1:g}" fill="none" '
            f'stroke="{color}" stroke-width="{0.9 if color != "#b0b0b0" else 0.4}"><title>{title}</title></path>'
        )


def _acts(trace: Trace, acts: Sequence[Node], places: dict[str, tuple[float, float]]) -> Iterator[str]:
    for node in acts:
        x, y = places[node.id]
        title = escape(f"{trace[node.seq].date} {node.party}: {node.label}")
        color = _SIDES[_side(trace, node)]
        yield f'<circle cx="{x:g}" cy="{y:g}" r="2.6" fill="{color}"><title>{title}</title></circle>'
