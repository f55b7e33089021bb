"""Graphviz' JSON with drawing operations to a matplotlib figure of the same size."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from matplotlib.artist import Artist
from matplotlib.figure import Figure
from matplotlib.patches import Ellipse, PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

from replay.errors import LayoutError
from replay.figures.style import INK, font, style

__all__ = ["figure"]

_DASHES: Mapping[str, tuple[float, ...]] = {"dashed": (4.0, 2.0), "dotted": (0.8, 1.6)}
_ALIGN: Mapping[str, Literal["left", "center", "right"]] = {"l": "left", "c": "center", "r": "right"}
_KINDS = ("_background", "_draw_", "_hdraw_", "_tdraw_", "_ldraw_", "_hldraw_", "_tldraw_")


@dataclass(slots=True)
class _Brush:
    """What the operations so far have chosen."""

    stroke: str = INK
    fill: str = INK
    width: float = 1.0
    dashes: tuple[float, ...] = ()
    size: float = 7.0
    bold: bool = False
    own: tuple[float, ...] = field(default=())


def figure(json_text: str) -> Figure:
    """Paint the output of ``-Tjson``.

    Parameters
    ----------
    json_text : str
        From `replay.layout`; an edge may carry its dash pattern, in points, as the attribute ``dashes``.

    Returns
    -------
    matplotlib.figure.Figure
        As large as the graph's attribute ``frame`` or else its bounding box (which depends on an engine's own
        measures of text), 72 points to the inch; every text in the font of `figstyle`.

    Raises
    ------
    LayoutError
        If the text is not a laid-out graph.
    """
    try:
        graph = json.loads(json_text)
        left, bottom, right, top = (float(edge) for edge in graph.get("frame", graph["bb"]).split(","))
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise LayoutError(f"the layout engine did not return a graph with places: {fault}") from None
    with style():
        found = Figure(figsize=((right - left) / 72, (top - bottom) / 72))
        points = Affine2D().translate(-left, -bottom).scale(1 / 72) + found.dpi_scale_trans
        names = {part["_gvid"]: str(part.get("name", "")) for part in graph.get("objects", ())}
        for part in _parts(graph):
            _paint(found, part, points, _name(part, names))
    return found


def _parts(graph: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the graph, then edges, then nodes: marks lie above lines."""
    yield graph
    yield from graph.get("edges", ())
    yield from graph.get("objects", ())


def _name(part: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """Return what an act, clock or link is called in the figure: its class and its name, or its ends; "" for others."""
    group = str(part.get("class", ""))
    if "tail" in part:
        ends = f"{names.get(part['tail'], '')} {names.get(part['head'], '')}"
        return f"link {group} {ends}" if group else ""
    return f"{group} {part.get('name', '')}" if group in ("act", "clock") else ""


def _paint(found: Figure, part: Mapping[str, Any], points: Transform, name: str) -> None:
    own = tuple(float(length) for length in str(part.get("dashes", "")).split())
    for kind in _KINDS:
        operations = part.get(kind)
        if not isinstance(operations, list):
            continue
        brush = _Brush(own=own if kind == "_draw_" else ())
        for operation in operations:
            made = _apply(found, operation, brush, points)
            if made is not None and name and kind in ("_draw_", "_ldraw_"):
                made.set_gid(name if kind == "_draw_" else f"{name} label")


def _apply(found: Figure, operation: Mapping[str, Any], brush: _Brush, points: Transform) -> Artist | None:
    """Carry out one operation; return what it drew, if anything."""
    match operation["op"]:
        case "c":
            brush.stroke = operation["color"]
        case "C":
            brush.fill = operation["color"]
        case "F":
            brush.size = float(operation["size"])
        case "t":
            brush.bold = bool(operation["fontchar"] & 1)
        case "S":
            _restyle(brush, operation["style"])
        case "T":
            return found.add_artist(_text(operation, brush, points))
        case "E" | "e":
            x, y, wide, high = operation["rect"]
            patch = Ellipse((x, y), 2 * wide, 2 * high, **_look(brush, operation["op"] == "E"))
            patch.set_transform(points)
            return found.add_artist(patch)
        case "P" | "p" | "L" | "B" | "b":
            path = _path(operation["points"], operation["op"])
            outline = PathPatch(path, **_look(brush, operation["op"] in "PB"))
            outline.set_transform(points)
            return found.add_artist(outline)
    return None


def _restyle(brush: _Brush, name: str) -> None:
    if name.startswith("setlinewidth("):
        brush.width = float(name[13:-1])
    elif name in _DASHES:
        brush.dashes = brush.own or _DASHES[name]
    elif name == "solid":
        brush.dashes = ()


def _look(brush: _Brush, filled: bool) -> dict[str, Any]:
    """Return the arguments of a patch; dash lengths in matplotlib are in line widths."""
    line: Any = "solid"
    if brush.dashes:
        line = (0.0, tuple(length / max(brush.width, 0.1) for length in brush.dashes))
    return {
        "facecolor": brush.fill if filled else "none",
        "edgecolor": brush.stroke,
        "linewidth": brush.width,
        "linestyle": line,
        "capstyle": "butt",
        "joinstyle": "miter",
    }


def _path(points: Sequence[Sequence[float]], op: str) -> Path:
    """Polygon (P, p), polyline (L) or Bezier curve: filled, B, or not, b."""
    spots = [(float(x), float(y)) for x, y in points]
    if op in "Bb":
        return Path(spots, [Path.MOVETO, *[Path.CURVE4] * (len(spots) - 1)])
    if op == "L":
        return Path(spots)
    return Path([*spots, spots[0]], [Path.MOVETO, *[Path.LINETO] * (len(spots) - 1), Path.CLOSEPOLY])


def _text(operation: Mapping[str, Any], brush: _Brush, points: Transform) -> Text:
    x, y = operation["pt"]
    text = Text(
        x,
        y,
        operation["text"],
        color=brush.stroke,
        fontproperties=font(brush.size, brush.bold),
        horizontalalignment=_ALIGN[operation["align"]],
        verticalalignment="baseline",
        parse_math=False,
    )
    text.set_transform(points)
    return text
