"""The marks of acts and of clocks' ends, and the key that explains them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from replay.codebook import ClockKind, Outcome
from replay.explore.pictures.letters import text_width
from replay.explore.pictures.svg import Html, join, line, path, tag, text

__all__ = ["act_mark", "cross", "end_mark", "key_rows", "radius", "reading_mark"]

Item = tuple[str, Html, float]
"""An item of the key: its words, its mark drawn around (0, 0), and the width of that."""


def radius(rung: int, key: bool, many: bool = False) -> float:
    """Return half of the size of an act's mark: larger for a higher rung, for a key act, and where there are few.

    >>> radius(0, False), radius(9, True), radius(9, True, many=True)
    (2.4, 5.1, 3.8)
    """
    size = 2.4 + 0.2 * rung + (0.9 if key else 0.0)
    return round(size * 0.75 if many else size, 1)


def act_mark(x: float, y: float, family: str, r: float, fate: str = "kept", kind: str = "mark") -> Html:
    """Return the mark of an act: its shape by its kind, and a ring or a stroke by what became of it."""
    parts = [path(_shape(x, y, family, r), kind)]
    if fate in ("new", "reaction"):
        parts.append(path(_shape(x, y, family, r + 2.6), "ring"))
    elif fate in ("moved", "changed"):
        parts.append(path(_shape(x, y, family, r + 2.4), "ring dashed"))
    elif fate in ("dropped", "gone"):
        parts.append(line(x - r - 2.4, y + r + 2.4, x + r + 2.4, y - r - 2.4, "strike"))
    return join(parts)


def _shape(x: float, y: float, family: str, r: float) -> Sequence[str | float]:
    if family == "measure":
        return ("M", x - r, y - r, "H", x + r, "V", y + r, "H", x - r, "Z")
    if family == "threat":
        h = r * 1.2
        return ("M", x, y - h, "L", x + h, y + r * 0.9, "H", x - h, "Z")
    if family == "ease":
        h = r * 1.35
        return ("M", x, y - h, "L", x + h, y, x, y + h, x - h, y, "Z")
    if family == "talk":
        h, w = r * 0.55, r * 1.35
        return ("M", x - w, y - h, "H", x + w, "V", y + h, "H", x - w, "Z")
    if family == "off":
        w = r * 0.5
        return ("M", x - w, y - r, "H", x + w, "V", y + r, "H", x - w, "Z")
    return ("M", x - r, y, "a", r, r, "0 1 0", 2 * r, 0.0, "a", r, r, "0 1 0", -2 * r, 0.0, "Z")


def reading_mark(x: float, y: float, side: int) -> Html:
    """Return the mark of a level that is read in the source: round for the sender, square for the target."""
    return path(_shape(x, y, "measure" if side else "claim", 3.0), "level-read")


def cross(x: float, y: float, r: float = 3.6) -> Html:
    """Return the mark of what was threatened or promised and not done."""
    return path(("M", x - r, y - r, "L", x + r, y + r, "M", x - r, y + r, "L", x + r, y - r), "cross")


def end_mark(x: float, y: float, kind: ClockKind, outcome: Outcome, r: float = 3.6) -> Html:
    """Return the mark of a clock's end, as the printed figures have it.

    Triangles: time ran out, or runs on. A cross: not done although its day had come.
    """
    down = ("M", x - r, y - r * 0.8, "H", x + r, "L", x, y + r, "Z")
    up = ("M", x - r, y + r * 0.8, "H", x + r, "L", x, y - r, "Z")
    right = ("M", x - r * 0.8, y - r, "L", x + r, y, x - r * 0.8, y + r, "Z")
    square = ("M", x - r, y - r, "H", x + r, "V", y + r, "H", x - r, "Z")
    round_ = _shape(x, y, "claim", r)
    if (kind, outcome) == (ClockKind.EFFECT, Outcome.LAPSED) or outcome is Outcome.BROKEN:
        return cross(x, y, r)
    if outcome is Outcome.MET:
        return path(square, "end")
    if outcome is Outcome.MET_IN_PART:
        return join([path(square, "end open"), path(("M", x - r, y - r, "H", x, "V", y + r, "H", x - r, "Z"), "end")])
    if outcome is Outcome.CARRIED_OUT:
        return path(_star(x, y, r * 1.5), "end")
    if outcome is Outcome.LAPSED:
        return path(down, "end")
    if outcome is Outcome.EXPIRED:
        return path(down, "end open")
    if outcome is Outcome.ELAPSED:
        return path(up, "end open")
    if outcome is Outcome.SETTLED:
        return path(_shape(x, y, "ease", r), "end")
    if outcome is Outcome.WITHDRAWN:
        return path(round_, "end open")
    if outcome is Outcome.SUSPENDED:
        return join([line(x - 1.6, y - r, x - 1.6, y + r, "cross"), line(x + 1.6, y - r, x + 1.6, y + r, "cross")])
    if outcome is Outcome.OPEN:
        return path(right, "end open")
    return text(x, y + 4, "?", "end-word", "middle")


_STAR = (
    (0.0, -1.0), (0.235, -0.324), (0.951, -0.309), (0.38, 0.124), (0.588, 0.809), (0.0, 0.4), (-0.588, 0.809),
    (-0.38, 0.124), (-0.951, -0.309), (-0.235, -0.324),
)  # fmt: skip


def _star(x: float, y: float, r: float) -> Sequence[str | float]:
    steps: list[str | float] = ["M"]
    for n, (right, down) in enumerate(_STAR):
        steps += [*(["L"] if n == 1 else []), x + right * r, y + down * r]
    return (*steps, "Z")


def key_rows(items: Iterable[Item], left: float, right: float, top: float, size: float) -> tuple[list[Html], float]:
    """Return the key in rows, and its lower edge."""
    x, y, out = left, top + 12.0, []
    for words, mark, wide in items:
        needed = wide + 6 + text_width(words, size)
        if x > left and x + needed > right:
            x, y = left, y + 17.0
        where = f"translate({x + wide / 2:.1f} {y - 3.5:.1f})"
        out += [tag("g", mark, transform=where), text(x + wide + 5, y, words, "key-word")]
        x += needed + 14
    return out, y + 6.0
