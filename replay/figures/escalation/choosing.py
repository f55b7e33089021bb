"""How many acts are drawn: all, or as many of the most important as have room at the size of the type."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from replay.errors import LayoutError
from replay.figures.escalation.content import OTHERS, Content
from replay.figures.escalation.dot import WAYS, columns, dot_text
from replay.figures.escalation.layout import LayoutEngine
from replay.figures.escalation.painter import placed, size
from replay.figures.escalation.sizes import LINE, RANK, Sizes
from replay.figures.sheet.page import POINT
from replay.figures.style import Preset

__all__ = ["EDGE", "Diagram", "Shown", "draft", "laid_out"]

EDGE = 2.0
"""Margin of the page in mm."""
_ABREAST = 6  # acts side by side at most, two in each lane
_TRIES = 4  # layouts in which columns are narrowed until all has room

Shown = Callable[[Sequence[str]], Content]
"""Gathers what is drawn if the acts with these ids are."""


@dataclass(frozen=True, slots=True)
class Diagram:
    """A diagram as an engine has laid it out: what is shown, its DOT text, Graphviz' JSON, and its place in `WAYS`."""

    shown: Content
    text: str
    graph: Mapping[str, Any]
    way: int


def laid_out(ranked: Sequence[str], shown: Shown, place: Preset, engine: LayoutEngine, every: bool = False) -> Diagram:
    """Lay out by bisection as many of the first of the acts ranked as have room in the place, or `every` one of them.

    Links are straight only where an engine cannot curve them, or where there is then room for twice as many acts.

    Raises
    ------
    LayoutError
        If the engine fails.
    """
    wide, high = _inside(place)
    if every:
        return _narrowed(shown(ranked), wide, None, engine)
    shown = _roomy(shown, wide)
    ranked = _abreast(ranked, shown, wide, high)
    most = _most(ranked, shown, wide, high)

    @cache
    def tried(count: int) -> Diagram:
        return _narrowed(shown(ranked[:count]), wide, high, engine)

    def searched(ways: int) -> Diagram:
        """The most acts that have room, links run in one of the first so many ways."""
        low, top, best = min(1, len(ranked)), most, None
        count = top  # often all that can have room have it
        while best is None or low < top:
            made = tried(count)
            width, height = size(made.graph)
            if (width <= wide and height <= high and made.way < ways) or count <= low:
                low, best = count, made
            else:
                top = count - 1
            count = (low + top + 1) // 2
        return best

    curved = searched(len(WAYS) - 1)
    if curved.way < len(WAYS) - 1 and 2 * len(curved.shown.acts) >= most:
        return curved
    straight = searched(len(WAYS))
    better = curved.way == len(WAYS) - 1 or len(straight.shown.acts) >= 2 * len(curved.shown.acts)
    return straight if better else curved


def draft(ranked: Sequence[str], shown: Shown, place: Preset, every: bool = False) -> str:
    """Return DOT text without asking an engine: of as many acts as may have room, or of `every` one."""
    wide, high = _inside(place)
    if not every:
        shown = _roomy(shown, wide)
        ranked = _abreast(ranked, shown, wide, high)
        ranked = ranked[: _most(ranked, shown, wide, high)]
    return dot_text(shown(ranked), wide)


def _roomy(shown: Shown, wide: float) -> Shown:
    """Leave out the clocks that have no room beside the acts: a clock gives way before an act does."""

    @cache
    def found(chosen: tuple[str, ...]) -> Content:
        content = shown(chosen)
        return content.without(Sizes(content, wide, wide).crowded)

    return lambda chosen: found(tuple(chosen))


def _inside(place: Preset) -> tuple[float, float]:
    """Width and height in mm that a place has within its margins, at the size of the type."""
    return place.width / place.scale - 2 * EDGE, (place.height or place.tallest) / place.scale - 2 * EDGE


def _abreast(ranked: Sequence[str], shown: Shown, wide: float, high: float) -> Sequence[str]:
    """Leave out third parties where the place is too narrow for a lane of theirs beside both others and the clocks."""
    whole = shown(ranked[: _most(ranked, shown, wide, high)])
    if OTHERS not in whole.lanes or Sizes(whole, wide, wide).least * POINT <= wide:
        return ranked
    homes = shown(ranked).homes
    return [name for name in ranked if homes[name] != OTHERS]


def _most(ranked: Sequence[str], shown: Shown, wide: float, high: float) -> int:
    """Return how many of the acts ranked first can have room by the height of their boxes alone."""
    low, top = min(1, len(ranked)), min(len(ranked), int(high / POINT / (LINE + RANK)) * _ABREAST)
    while low < top:
        count = (low + top + 1) // 2
        if Sizes(shown(ranked[:count]), wide, wide).height * POINT <= high:
            low = count
        else:
            top = count - 1
    return low


def _narrowed(shown: Content, wide: float, high: float | None, engine: LayoutEngine) -> Diagram:
    """Lay out what is shown, its columns narrowed by what links take outside the lanes, unless it is too high."""
    room, way = wide, 0
    for _ in range(_TRIES if high is not None else 2):
        made = _made(shown, wide, room, engine, way)
        width, height = size(made.graph)
        if width <= wide or (high is not None and height > high):
            break
        room, way = max(room - 1.2 * (width - wide) - 1.0, wide / 2), made.way
    return made


def _made(shown: Content, wide: float, room: float, engine: LayoutEngine, first: int) -> Diagram:
    """Lay out in the first way of running links, from `first` on, at which the engine keeps the columns."""
    for way in range(first, len(WAYS)):
        said = dot_text(shown, wide, room, way)
        try:
            made = Diagram(shown, said, placed(engine.layout(said)), way)
        except LayoutError:
            if way == len(WAYS) - 1:
                raise
            continue
        at = {part["name"]: float(part["pos"].split(",")[0]) for part in made.graph["objects"] if "pos" in part}
        heads = [at[f"head {column}"] for column in columns(shown)]
        if heads == sorted(heads):
            break
    return made
