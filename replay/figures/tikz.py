"""Figures as TikZ: what matplotlib would paint, written as drawing commands that pdflatex sets.

The writer is a renderer like those for SVG and PDF, so that every figure can be written this way; texts become
nodes in the document's own font, placed as matplotlib places them. No TeX is needed to write.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from matplotlib.backend_bases import GraphicsContextBase, RendererBase
from matplotlib.colors import to_rgba
from matplotlib.figure import Figure
from matplotlib.path import Path
from matplotlib.text import Text
from matplotlib.transforms import Affine2D, Transform

from replay.figures import style as figstyle
from replay.text.tex import escaped, headed

__all__ = ["tikzpicture"]

_PIECE = 4000  # points of one path; TeX's memory is small
_ANCHORS = {"left": "west", "right": "east", "center": ""}
_RISES = {"baseline": "base", "top": "north", "bottom": "south", "center": "", "center_baseline": ""}


def tikzpicture(figure: Figure) -> str:
    r"""Return a tikzpicture of the figure at its final size; it needs the package tikz only.

    Examples
    --------
    >>> print(tikzpicture(Figure(figsize=(1, 1))).splitlines()[1][:21])
    \begin{tikzpicture}[x
    """
    with figstyle.style():
        renderer = _Renderer(figure)
        figure.draw(renderer)
    width, height = (size * 72 for size in figure.get_size_inches())
    written = "\n".join(
        (
            r"\begin{tikzpicture}[x=1bp,y=1bp,line cap=butt,line join=miter,inner sep=0pt,outer sep=0pt]",
            rf"\sffamily\path[use as bounding box](0,0) rectangle ({_n(width)},{_n(height)});",
            *(rf"\definecolor{{{name}}}{{HTML}}{{{color}}}" for color, name in renderer.colors.items()),
            *renderer.lines, r"\end{tikzpicture}", "",
        )
    )  # fmt: skip
    return headed(written, "tikz")


def _n(value: float) -> str:
    text = f"{value:.2f}".rstrip("0").rstrip(".")
    return "0" if text in ("-0", "") else text


class _Renderer(RendererBase):
    """Writes TikZ commands; a point is one unit."""

    def __init__(self, figure: Figure) -> None:
        super().__init__()
        self.width, self.height = (float(size) * 72 for size in figure.get_size_inches())
        self.dpi = 72.0
        self.shrink = Affine2D().scale(72.0 / figure.dpi)
        self.lines: list[str] = []
        self.colors: dict[str, str] = {}

    def get_canvas_width_height(self) -> tuple[float, float]:
        return self.width, self.height

    def points_to_pixels(self, points: Any) -> Any:
        return points

    def draw_path(
        self,
        gc: GraphicsContextBase,
        path: Path,
        transform: Transform,
        rgbFace: Any = None,  # noqa: N803
    ) -> None:
        options = [*self._stroke(gc), *self._fill(gc, rgbFace)]
        if not options:
            return
        for piece in _pieces(path, transform + self.shrink):
            self.lines.append(rf"\path[{','.join(options)}]{piece};")
        hatch = gc.get_hatch_path()
        if hatch is not None:
            self._hatch(gc, path, transform)

    def _stroke(self, gc: GraphicsContextBase) -> Iterator[str]:
        red, green, blue, alpha = gc.get_rgb()
        if gc.get_linewidth() <= 0 or alpha == 0:
            return
        yield f"draw={self._color((red, green, blue))}"
        yield f"line width={_n(gc.get_linewidth())}bp"
        opacity = alpha if gc.get_alpha() is None else min(alpha, gc.get_alpha())
        if opacity < 1:
            yield f"draw opacity={_n(opacity)}"
        dashes: Any = gc.get_dashes()[1]
        if dashes is not None:
            pairs = [f"{'on' if n % 2 == 0 else 'off'} {_n(length)}bp" for n, length in enumerate(dashes)]
            yield f"dash pattern={' '.join(pairs)}"

    def _fill(self, gc: GraphicsContextBase, face: Any) -> Iterator[str]:
        if face is None:
            return
        red, green, blue, alpha = to_rgba(face)
        if alpha == 0:
            return
        yield f"fill={self._color((red, green, blue))}"
        if alpha < 1:
            yield f"fill opacity={_n(alpha)}"

    def _hatch(self, gc: GraphicsContextBase, path: Path, transform: Transform) -> None:
        """Draw slanted lines within the extent of a rectangle."""
        box = path.get_extents(transform + self.shrink)
        color = self._color(to_rgba(gc.get_hatch_color())[:3])
        step, high = 2.0, box.height
        x = box.x0 - high
        parts = []
        while x < box.x1:
            low, top = max(x, box.x0), min(x + high, box.x1)
            if top > low:
                parts.append(f"({_n(low)},{_n(box.y0 + low - x)})--({_n(top)},{_n(box.y0 + top - x)})")
            x += step
        self.lines.append(rf"\path[draw={color},line width={_n(gc.get_hatch_linewidth())}bp]{' '.join(parts)};")

    def draw_image(self, *args: Any, **kwargs: Any) -> None:
        raise ValueError("the figures of this package hold no pictures")

    def draw_text(
        self, gc: GraphicsContextBase, x: float, y: float, s: str, prop: Any, angle: float, ismath: Any = False,
        mtext: Text | None = None,
    ) -> None:  # fmt: skip
        across, rise = "base west", ""
        if mtext is not None and not angle:
            spot = mtext.get_transform().transform(mtext.get_unitless_position())
            x, y = (float(value) for value in self.shrink.transform(spot))
            across = _ANCHORS[mtext.get_horizontalalignment()]
            rise = _RISES[mtext.get_verticalalignment()]
        anchor = " ".join(part for part in (rise, across) if part) or "center"
        color = self._color(gc.get_rgb()[:3])
        size = prop.get_size_in_points()
        look = r"\bfseries" if prop.get_weight() == "bold" else ""
        look += r"\itshape" if prop.get_style() == "italic" else ""
        font = rf"\fontsize{{{_n(size)}}}{{{_n(size * 1.2)}}}\selectfont{look}"
        turn = f",rotate={_n(angle)}" if angle else ""
        body = escaped(s)
        strut = r"\vphantom{Ag}" if "base" not in anchor else ""
        self.lines.append(
            rf"\node[anchor={anchor},text={color},font={font}{turn}] at ({_n(x)},{_n(y)}) {{{strut}{body}}};"
        )

    def _color(self, rgb: Sequence[float]) -> str:
        code = "".join(f"{round(float(part) * 255):02X}" for part in rgb[:3])
        return self.colors.setdefault(code, f"replay{_letters(len(self.colors))}")


def _letters(number: int) -> str:
    return chr(ord("a") + number // 26) + chr(ord("a") + number % 26)


def _pieces(path: Path, transform: Transform) -> Iterator[str]:
    """Write a path, cut where it would be too long for TeX."""
    parts: list[str] = []
    last: tuple[float, float] = (0.0, 0.0)
    for points, code in path.iter_segments(transform, simplify=False, curves=True):
        spots = [(float(a), float(b)) for a, b in np.reshape(points, (-1, 2))]
        if code == Path.MOVETO:
            if len(parts) > _PIECE:
                yield "".join(parts)
                parts = []
            parts.append(_spot(spots[0]))
        elif code == Path.LINETO:
            parts.append(f"--{_spot(spots[0])}")
        elif code == Path.CURVE4:
            parts.append(f"..controls{_spot(spots[0])}and{_spot(spots[1])}..{_spot(spots[2])}")
        elif code == Path.CURVE3:
            (x0, y0), (x1, y1), (x2, y2) = last, spots[0], spots[1]
            first = (x0 + 2 / 3 * (x1 - x0), y0 + 2 / 3 * (y1 - y0))
            second = (x2 + 2 / 3 * (x1 - x2), y2 + 2 / 3 * (y1 - y2))
            parts.append(f"..controls{_spot(first)}and{_spot(second)}..{_spot(spots[1])}")
        elif code == Path.CLOSEPOLY:
            parts.append("--cycle")
        last = spots[-1]
    if parts:
        yield "".join(parts)


def _spot(spot: tuple[float, float]) -> str:
    return f"({_n(spot[0])},{_n(spot[1])})"
