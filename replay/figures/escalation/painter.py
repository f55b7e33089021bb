"""Graphviz' JSON with places and drawing operations, painted on a sheet of the drawing kit at the size that it has."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Literal

import numpy as np
from matplotlib.artist import Artist
from matplotlib.patches import PathPatch
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Bbox, Transform

from replay.errors import LayoutError
from replay.figures import style as figstyle
from replay.figures.escalation.sizes import BACKSLASH
from replay.figures.sheet.ends import end_mark
from replay.figures.sheet.page import POINT, Sheet, text_width

__all__ = ["paint_graph", "placed", "size"]

_DASHES: Mapping[str, tuple[float, ...]] = {"dashed": (4.0, 2.0), "dotted": (0.8, 1.6)}
_ALIGN: Mapping[str, Literal["left", "center", "right"]] = {"l": "left", "c": "center", "r": "right"}
_MARK = 1.7  # size in mm of the mark of a clock's end
_HALF = 2.0  # from the baseline of a verb to its middle, in points
_BLEND = np.array([[(1 - t) ** 3, 3 * t * (1 - t) ** 2, 3 * t**2 * (1 - t), t**3] for t in np.linspace(0.0, 1.0, 9)])
"""The shares of the four points of a cubic curve at places along it."""
_SHARES = (0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82)
_Spot = tuple[float, float]
_KINDS = ("_background", "_draw_", "_hdraw_", "_tdraw_", "_ldraw_", "_hldraw_", "_tldraw_")


@dataclass(slots=True)
class _Brush:
    """What the operations so far have chosen."""

    stroke: str = figstyle.INK
    fill: str = figstyle.INK
    width: float = 1.0
    dashes: tuple[float, ...] = ()
    size: float = figstyle.SMALLEST
    bold: bool = False
    own: tuple[float, ...] = field(default=())


def placed(layout: str) -> Mapping[str, Any]:
    """Read the output of ``-Tjson``; LayoutError if it is not a graph with places."""
    try:
        graph: Mapping[str, Any] = json.loads(layout)
        size(graph)
    except (ValueError, KeyError, TypeError, AttributeError) as fault:
        raise LayoutError(f"the layout engine did not return a graph with places: {fault}") from None
    return graph


def size(graph: Mapping[str, Any]) -> tuple[float, float]:
    """Return width and height of a laid-out graph in mm, once it is painted."""
    left, bottom, right, top = (float(edge) for edge in graph["bb"].split(","))
    return (right - left) * POINT, (top - bottom) * POINT


def paint_graph(sheet: Sheet, graph: Mapping[str, Any], left: float, bottom: float) -> None:
    """Paint a laid-out graph with its lower left corner at (left, bottom), in mm.

    An edge may carry its dash pattern, in points, as the attribute ``dashes``; a clock how it ended, as ``ended``. The
    verb of a link stands where `_verbs` puts it: engines measure text by fonts of their own, and look at no lines.
    """
    corner = [float(edge) * POINT for edge in graph["bb"].split(",")[:2]]
    points = (
        Affine2D().scale(POINT).translate(left - corner[0], bottom - corner[1]).scale(sheet.scale / 25.4)
        + sheet.figure.dpi_scale_trans
    )
    names = {part["_gvid"]: str(part.get("name", "")) for part in graph.get("objects", ())}
    verbs = _verbs(graph)
    for part in _parts(graph):
        _paint(sheet, part, points, _name(part, names), verbs)
        if part is graph:
            for joint in (one for one in graph.get("objects", ()) if one.get("across")):
                _across(sheet, graph, joint, (left - corner[0], bottom - corner[1]))
    for part in (part for part in graph.get("objects", ()) if part.get("class") == "rule"):
        box, right = _extent(part), float(graph["bb"].split(",")[2])
        y = (box.y0 + box.y1) / 2 * POINT + bottom - corner[1]
        xs = (box.x1 * POINT + left - corner[0], right * POINT + left - corner[0])
        sheet.line(xs, (y, y), figstyle.INK, 0.9, (3.0, 1.6), layer=1, name="divergence")
    for part in (part for part in graph.get("objects", ()) if part.get("class") == "clock"):
        box, name = _extent(part), f"ended {part['name']}"
        x, y = (edge * POINT for edge in (box.x1 - 1.5, box.y1))
        marks = part["ended"].split()
        for n, mark in enumerate(marks):  # of a disputed end one beside the other, that of the replay first
            at = x - _MARK * 1.3 * (len(marks) - 1 - n) + left - corner[0]
            end_mark(sheet, at, y + bottom - corner[1], mark, f"{name}{f' {mark}' * bool(n)}", _MARK)
    _gaps(sheet, graph, (left - corner[0], bottom - corner[1]))
    for part in (part for part in graph.get("objects", ()) if part.get("class") == "end"):  # of the key
        x, y = (float(place) * POINT for place in part["pos"].split(","))
        end_mark(sheet, x + left - corner[0], y + bottom - corner[1], part["ended"], size=_MARK)


def _gaps(sheet: Sheet, graph: Mapping[str, Any], shift: tuple[float, float]) -> None:
    """Say in the gutter how long it is between two dates, in the middle between them, with dots before the words."""
    dates = [part for part in graph.get("objects", ()) if part.get("class") in ("date", "rule")]
    boxes = sorted(((_extent(part), part) for part in dates if part.get("_ldraw_")), key=lambda pair: -pair[0].y1)
    for (above, _), (below, part) in pairwise(boxes):
        if words := part.get("since"):
            x, y = (below.x0 + below.x1) / 2 * POINT + shift[0], (above.y0 + below.y1) / 2 * POINT + shift[1]
            half = text_width(words, figstyle.SMALLEST) / 2
            sheet.line((x - half - 0.7,) * 2, (y - 1.1, y + 1.1), figstyle.MUTED, 0.9, (0.9, 1.2), layer=4)
            sheet.text(x + 0.7, y, words, figstyle.SMALLEST, figstyle.MUTED, ha="center", name=f"since {part['name']}")


def _across(sheet: Sheet, graph: Mapping[str, Any], part: Mapping[str, Any], shift: tuple[float, float]) -> None:
    """Lay the box of a joint act across both lanes: a band in the tints of both behind it, from edge to edge."""
    lanes = [f"cluster {lane}" for lane in part["across"].split()]
    found = [[float(edge) for edge in one["bb"].split(",")] for one in graph["objects"] if one.get("name") in lanes]
    box = _extent(part)
    left, right = (edge * POINT + shift[0] for edge in (min(b[0] for b in found), max(b[2] for b in found)))
    middle, low = (box.x0 + box.x1) / 2 * POINT + shift[0], (box.y0 + 1.0) * POINT + shift[1]
    high = (box.height - 2.0) * POINT
    for group, start, end in (("A", left, middle), ("B", middle, right)):
        fill, name = figstyle.SIDE_TINTS[group], f"across {group} {part['name']}"
        sheet.box(start, low, end - start, high, fill, 1, figstyle.SIDES[group], name=name)


def _parts(graph: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """Yield the graph, then edges, then clusters and nodes: boxes lie above lines."""
    yield graph
    yield from graph.get("edges", ())
    yield from graph.get("objects", ())


def _extent(node: Mapping[str, Any]) -> Bbox:
    x, y = (float(place) for place in node["pos"].split(","))
    wide, high = float(node["width"]) * 36, float(node["height"]) * 36
    return Bbox.from_extents(x - wide, y - high, x + wide, y + high)


def _name(part: Mapping[str, Any], names: Mapping[int, str]) -> str:
    """Return what an act, clock, date, lane or link is called in the figure, with its id or ends; "" for others."""
    group, own = str(part.get("class", "")), str(part.get("name", ""))
    if "tail" in part:
        ends = f"{names.get(part['tail'], '')} {names.get(part['head'], '')}"
        return f"link {group} {ends}" if group not in ("", "key") else ""
    return f"{group} {own}" if group in ("act", "clock", "date") else own.replace("cluster", "lane") * ("bb" in part)


def _paint(sheet: Sheet, part: Mapping[str, Any], points: Transform, name: str, verbs: Mapping[int, _Spot]) -> None:
    own = tuple(float(length) for length in str(part.get("dashes", "")).split())
    for kind in _KINDS:
        operations = part.get(kind)
        if not isinstance(operations, list):
            continue
        if kind == "_ldraw_" and "tail" in part:
            if part["_gvid"] not in verbs:
                continue
            operations = [
                {**op, "pt": verbs[part["_gvid"]], "align": "c"} if op["op"] == "T" else op for op in operations
            ]
        brush = _Brush(own=own if kind == "_draw_" else ())
        for operation in operations:
            made = _made(operation, brush, sheet.scale)
            if made is None:
                continue
            made.set_transform(points)
            if isinstance(made, Text) and "tail" in part:
                made.set_bbox({"facecolor": figstyle.PAPER, "edgecolor": "none", "pad": 0.2})
            if name and kind in ("_draw_", "_ldraw_"):
                made.set_gid(name if kind == "_draw_" else f"{name} label")
            sheet.figure.add_artist(made)


def _verbs(graph: Mapping[str, Any]) -> Mapping[int, _Spot]:
    """Return where the verb of each link stands, by the number of the link: middle and baseline, in points.

    It stands at the place of the engine, or else on its own link, as near to the middle of that as it is clear of
    boxes, other verbs, other links and edges of lanes. Where no place is clear of lines, it stands where fewest run
    through it; but if the same word stands already on a link from the same act, or to the same, it is left out, and so
    it is without a place clear of boxes and verbs.
    """
    taken = [_extent(part) for part in graph.get("objects", ()) if "pos" in part and part.get("style") != "invis"]
    edges = [edge for edge in graph.get("edges", ()) if "_draw_" in edge]
    drawn = [(edge["_gvid"], path) for edge in edges for path in _strokes(edge)]
    drawn += [(-1, path) for part in graph.get("objects", ()) if "bb" in part for path in _strokes(part)]
    left, _, right, _ = (float(edge) for edge in graph["bb"].split(","))
    spans = np.array([path.get_extents().extents for _, path in drawn]).reshape(-1, 4)
    found: dict[int, _Spot] = {}
    said: set[tuple[str, int, str]] = set()

    def crossed(box: Bbox, own: int) -> int:
        """How many other links, and edges of lanes, run through a box."""
        near = (spans[:, :2] <= box.max).all(axis=1) & (spans[:, 2:] >= box.min).all(axis=1)
        paths = (drawn[n] for n in np.flatnonzero(near))
        return sum(number != own and path.intersects_bbox(box, filled=False) for number, path in paths)

    for edge in (edge for edge in edges if "_ldraw_" in edge):
        own, words, spots = edge["_gvid"], *_choices(edge)
        rooms = [(_verb(words, spot), spot) for spot in spots]
        free = [
            (crossed(box, own), n, box, spot) for n, (box, spot) in enumerate(rooms)
            if left <= box.x0 and box.x1 <= right and not any(box.overlaps(other) for other in taken)
        ]  # fmt: skip
        ends = {(words, edge["tail"], "from"), (words, edge["head"], "to")}
        if not free or (min(one[0] for one in free) and ends & said):
            continue
        _, _, box, found[own] = min(free, key=lambda one: one[:2])
        taken.append(box)
        said |= ends
    return found


def _strokes(edge: Mapping[str, Any]) -> Iterator[Path]:
    """The line of a link and its head, as they are painted."""
    for kind in ("_draw_", "_hdraw_"):
        for operation in edge.get(kind, ()):
            if operation["op"] in "EePpLBb":
                yield _path(operation["op"], operation)


def _choices(edge: Mapping[str, Any]) -> tuple[str, list[_Spot]]:
    """The verb of a link, and where it may stand: at the engine's place, or on the link, from its middle outwards."""
    (x, y), words = next((op["pt"], op["text"].strip()) for op in edge["_ldraw_"] if op["op"] == "T")
    spots = np.array(next(_strokes(edge)).vertices, float)
    curves = [spots[n : n + 4] for n in range(0, len(spots) - 3, 3)]  # a line of Graphviz is a chain of cubic curves
    places = np.concatenate([_BLEND @ curve for curve in curves]) if curves else spots
    run = np.concatenate([[0.0], np.cumsum(np.hypot(*np.diff(places, axis=0).T))])
    along = (np.interp(share * run[-1], run, axis) for share in _SHARES for axis in places.T)
    return words, [(x, y), *((float(a), float(b) - _HALF) for a, b in zip(along, along, strict=True))]


def _verb(words: str, spot: _Spot) -> Bbox:
    """The room that a verb takes as it is painted, in points."""
    wide = text_width(words, figstyle.SMALLEST) / POINT / 2 + 1.0
    return Bbox.from_extents(spot[0] - wide, spot[1] - 2.0, spot[0] + wide, spot[1] + 6.0)


def _made(operation: Mapping[str, Any], brush: _Brush, scale: float) -> Artist | None:
    """Carry out one operation; return what it draws, if anything."""
    match operation["op"]:
        case "c":
            brush.stroke = operation["color"]
        case "C":
            brush.fill = operation["color"]
        case "F":
            brush.size, brush.bold = (
                float(operation["size"]),
                "Bold" in operation["face"].removeprefix(figstyle.family()),
            )
        case "S":
            _restyle(brush, operation["style"])
        case "T":
            return _text(operation, brush, scale)
        case "E" | "e" | "P" | "p" | "L" | "B" | "b" as op:
            return PathPatch(_path(op, operation), **_look(brush, op in "EPB", scale))
    return None


def _restyle(brush: _Brush, name: str) -> None:
    if name.startswith("setlinewidth("):
        brush.width = float(name[13:-1])
    elif name in _DASHES:
        brush.dashes = brush.own or _DASHES[name]
    elif name == "solid":
        brush.dashes = ()


def _look(brush: _Brush, filled: bool, scale: float) -> dict[str, Any]:
    """Return the arguments of a patch; dash lengths in matplotlib are in line widths."""
    dashes = tuple(length / max(brush.width, 0.1) for length in brush.dashes)
    return {
        "facecolor": brush.fill if filled else "none", "edgecolor": brush.stroke, "linewidth": brush.width * scale,
        "linestyle": (0.0, dashes) if dashes else "solid", "capstyle": "butt", "joinstyle": "miter",
    }  # fmt: skip


def _path(op: str, operation: Mapping[str, Any]) -> Path:
    """Ellipse (E, e), polygon (P, p), polyline (L) or Bezier curve (B, b)."""
    if op in "Ee":
        x, y, wide, high = operation["rect"]
        return Path.unit_circle().transformed(Affine2D().scale(wide, high).translate(x, y))
    spots = [(float(x), float(y)) for x, y in operation["points"]]
    if op in "Bb":
        return Path(spots, [Path.MOVETO, *[Path.CURVE4] * (len(spots) - 1)])
    return Path(spots) if op == "L" else Path([*spots, spots[0]], closed=True)


def _text(operation: Mapping[str, Any], brush: _Brush, scale: float) -> Text:
    x, y = operation["pt"]
    words = operation["text"].strip().replace(BACKSLASH, "\\")
    return Text(
        x, y, words, color=brush.stroke, verticalalignment="baseline", parse_math=False,
        fontproperties=figstyle.font(brush.size * scale, brush.bold), horizontalalignment=_ALIGN[operation["align"]],
    )  # fmt: skip
