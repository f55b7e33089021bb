"""The value function of prospect theory, and under it where each side stood as it decided, through each dispute."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from replay.figures import style as figstyle
from replay.figures.sheet.page import place_of
from replay.figures.theories.value.content import Content, content
from replay.figures.theories.value.draw import draw
from replay.scoring import Case
from replay.theories import DEFAULTS, Parameters

__all__ = ["Content", "content", "paint", "value_figure"]


def value_figure(
    cases: Sequence[Case], parameters: Parameters = DEFAULTS, preset: str = "page", *, width_mm: float | None = None
) -> Figure:
    """Draw the value function, with the position of every decision on it, and below it each dispute's way along it.

    The horizontal axis is the position in domain units, the same for all parts. In the parts below the curve time runs
    downwards; a line is a side's position, a mark a decision: open where it created, a square where it did both, filled
    where it claimed. Dotted lines bound the band in which the widest gamble makes the theory say mixed.

    Parameters
    ----------
    cases : sequence of Case
        One part for each.
    parameters : Parameters
        Those of the curve.
    preset : str
        A key of `figstyle.PRESETS`.
    width_mm : float, optional
        Another width than the preset's; 84 or more.

    Raises
    ------
    ValueError
        Without a decision, for an unknown preset, or for too small a place.
    """
    return paint(content(cases, parameters), preset, width_mm=width_mm)


def paint(shown: Content, preset: str = "page", *, width_mm: float | None = None) -> Figure:
    """Draw what `content` has gathered; arguments and faults as for `value_figure`."""
    with figstyle.style():
        return draw(shown, place_of(preset, width_mm, 84))
