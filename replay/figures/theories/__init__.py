"""The figures of rival theories, ready to be written: value function, forecasts, scores."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from replay.figures.drawing import Drawing, named, offered
from replay.theories import DEFAULTS, Parameters

if TYPE_CHECKING:
    from matplotlib.figure import Figure

    from replay.scoring import Board, Case, Fold, Forecast
    from replay.tables import Table

__all__ = ["PRESETS", "forecasts", "scores", "value"]

PRESETS = ("page", "double", "slide")
"""Where these figures go; one column is too narrow for seven theories side by side."""


def value(cases: Sequence[Case], parameters: Parameters = DEFAULTS, preset: str = "page") -> Drawing:
    """Return the value function with the position of every decision, and each dispute's way along it.

    Raises
    ------
    ValueError
        Without a decision, for another preset than those of `PRESETS`, or too many disputes for the place.

    Examples
    --------
    >>> import replay
    >>> from replay.scoring import case
    >>> made = value([case(replay.run(replay.load(replay.example())))])
    >>> made.name, made.data.column("part").count("decision"), "n = 3 decisions" in made.caption
    ('value', 3, True)
    """
    from replay.chart.value import content, paint
    from replay.figures.theories.data import value_data
    from replay.figures.theories.words import value_alt, value_caption

    offered("value", preset, PRESETS)
    shown = content(cases, parameters)
    timelines = [case.timeline for case in cases if case.choices]
    words = value_caption(shown, timelines), value_alt(shown)
    return _made("value", preset, paint(shown, preset), words, value_data(shown))


def forecasts(found: Sequence[Forecast], cases: Sequence[Case], preset: str = "page") -> Drawing:
    """Return what each theory expected of every decision of the cases, and what was done.

    Raises
    ------
    ValueError
        Without a forecast, for another preset than those of `PRESETS`, or too many decisions for the place.
    """
    from replay.chart.forecasts import forecasts_figure
    from replay.figures.theories.data import forecasts_data
    from replay.figures.theories.words import forecasts_alt, forecasts_caption

    offered("forecasts", preset, PRESETS)
    titles = {case.dispute: case.timeline.title for case in cases}
    drawn = forecasts_figure(found, titles, preset)
    timelines = [case.timeline for case in cases if case.choices]
    words = forecasts_caption(found, timelines), forecasts_alt(found, timelines)
    return _made("forecasts", preset, drawn, words, forecasts_data(found))


def scores(
    board: Board, found: Sequence[Forecast], folds: Sequence[Fold], cases: Sequence[Case], preset: str = "page"
) -> Drawing:
    """Return the mean scores of the forecasts `found`, and their differences from the reference of the board.

    Raises
    ------
    ValueError
        For another preset than those of `PRESETS`, or too many theories for the place.
    """
    from replay.chart.scores import content, paint
    from replay.figures.theories.data import scores_data
    from replay.figures.theories.words import scores_alt, scores_caption

    offered("scores", preset, PRESETS)
    shown = content(board, found, folds, {case.dispute: case.timeline.title for case in cases})
    timelines = [case.timeline for case in cases if case.choices]
    words = scores_caption(shown, timelines), scores_alt(shown)
    return _made("scores", preset, paint(shown, preset), words, scores_data(shown))


def _made(name: str, preset: str, drawn: Figure, words: tuple[str, str], data: Table) -> Drawing:
    name = named(name, preset)
    return Drawing(name, drawn, *words, replace(data, name=name))
