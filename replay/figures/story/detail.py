"""How much the one figure shows, and how large, in each place that it is made for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from replay.figures.style import Preset

__all__ = ["DETAILS", "Detail", "detail_of"]


@dataclass(frozen=True, slots=True)
class Detail:
    """Amounts; lengths in mm.

    Attributes
    ----------
    gutter : float
        Left of the axis, for names.
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
    camps : bool
        Whether each domestic actor has a lane of its own; if not, a side's actors share one.
    others : int
        Most lanes for third parties and the world; where there are more actors, or no room, they share one.
    responds : bool
        Whether answers that neither raise nor lower the stakes are drawn.
    bounds : bool
        Whether the bounds of imprecise dates are drawn.
    level : float
        Height of a level of the domain.
    shared : bool
        Whether both sides' domains stand on the same levels.
    """

    gutter: float
    flags: int
    labels: int
    pitch: tuple[float, float]
    rung: float
    stack: int
    camps: bool
    others: int
    responds: bool
    bounds: bool
    level: float
    shared: bool = False


DETAILS: Mapping[str, Detail] = MappingProxyType(
    {
        "page": Detail(26.0, 8, 30, (1.6, 2.3), 2.6, 4, True, 4, True, True, 2.9),
        "double": Detail(24.5, 5, 20, (1.35, 1.9), 1.6, 3, False, 3, True, False, 3.6, shared=True),
        "column": Detail(20.5, 5, 12, (1.4, 1.9), 1.8, 3, False, 3, False, False, 2.75),
        "slide": Detail(24.5, 4, 24, (1.2, 1.9), 1.3, 2, False, 2, True, False, 3.3, shared=True),
    }
)
"""By name of the preset."""

_WIDE = 130.0  # mm below which a page shows what a column does


def detail_of(preset: str, place: Preset) -> Detail:
    """Return how much is shown in the place of a preset, which may have another width than by itself."""
    return DETAILS[preset if place.across >= _WIDE else "column"]
