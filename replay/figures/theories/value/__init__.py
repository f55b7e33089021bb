"""The value function of prospect theory, and under it where each side stood as it decided, through each dispute."""

from __future__ import annotations

from collections.abc import Sequence

from replay.figures.sheet.drawing import Drawing
from replay.figures.theories.kit import place_for
from replay.figures.theories.value.content import positions
from replay.figures.theories.value.draw import draw_positions
from replay.figures.theories.value.words import value_alt, value_caption, value_data
from replay.scoring import Case
from replay.theories import Parameters

__all__ = ["value_figure"]


def value_figure(cases: Sequence[Case], parameters: Parameters, preset: str) -> Drawing:
    """Return the value function, with the position of every decision on it, and below it each dispute's way along it.

    Decisions stand in a strip for each dispute under the curve, stacked where they have the same position, with a tick
    on the curve. The horizontal axis is the position in domain units, the same for all parts. In the parts below, time
    runs downwards; a line is a side's position, a mark a decision: open where it created, a square where it did both,
    filled where it claimed. Dotted lines bound the band in which the widest gamble makes the theory say mixed.

    Parameters
    ----------
    cases : sequence of Case
        One part for each.
    parameters : Parameters
        Those of the curve.
    preset : str
        A key of `figstyle.PRESETS`.

    Raises
    ------
    ValueError
        Without a decision, for an unknown preset, or for too small a place.
    """
    shown = positions(cases, parameters)
    drawn = draw_positions(shown, place_for(preset))
    words = value_caption(shown, [case.timeline for case in cases]), value_alt(shown)
    return Drawing("value", drawn, *words, value_data(shown))
