"""How much the one figure shows, and how large, in each place that it is made for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from replay.codebook import RUNGS, RUNGS_SHORT
from replay.figures.style import Preset

__all__ = ["DETAILS", "Detail", "detail_of"]


@dataclass(frozen=True, slots=True)
class Detail:
    """Amounts; lengths in mm.

    Attributes
    ----------
    gutter : float
        Left of the axis, for names.
    rungs : tuple[str, ...]
        What the rungs of the ladder are called; each has room in the gutter.
    flags : int
        Most rows of labels for the key acts of a side.
    labels : int
        Most labels of a side.
    pitch : tuple[float, float]
        Least and greatest distance of acts that stand above each other.
    rung : float
        Least height of a rung of the ladder.
    stack : int
        Most acts above each other on a rung.
    lanes : int
        Most lanes of domestic actors of a side, and of third parties and the world; where there are more actors, or no
        room, they share one.
    lines : int
        Most lines of the key.
    name_lines : int
        Most lines of the name of a lane that several actors share.
    bounds : bool
        Whether the bounds of imprecise dates are drawn.
    level : float
        Height of a level of the domain.
    shared : bool
        Whether both sides' domains stand on the same levels.
    """

    gutter: float
    rungs: tuple[str, ...]
    flags: int
    labels: int
    pitch: tuple[float, float]
    rung: float
    stack: int
    lanes: int
    lines: int
    name_lines: int
    bounds: bool
    level: float
    shared: bool = False


DETAILS: Mapping[str, Detail] = MappingProxyType(
    {
        "page": Detail(27.5, RUNGS, 12, 40, (1.6, 2.3), 2.6, 4, 10, 2, 6, True, 2.9),
        "double": Detail(27.5, RUNGS, 8, 30, (1.35, 1.9), 1.6, 3, 8, 2, 4, False, 3.6, shared=True),
        "column": Detail(22.5, RUNGS_SHORT, 12, 30, (1.4, 1.9), 1.8, 3, 8, 3, 6, False, 2.75),
        "slide": Detail(30.0, RUNGS, 6, 30, (1.2, 1.9), 1.3, 2, 4, 2, 2, False, 3.3, shared=True),
    }
)
"""By name of the preset."""

_WIDE = 130.0  # mm below which a page shows what a column does


def detail_of(preset: str, place: Preset) -> Detail:
    """Return how much is shown in the place of a preset, which may have another width than by itself."""
    return DETAILS[preset if place.across >= _WIDE else "column"]
