"""The figures of rival theories, ready to be written: value function, forecasts, scores."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from replay.figures.sheet.drawing import Drawing, named
from replay.figures.style import NoRoomError
from replay.theories import DEFAULTS, Parameters

if TYPE_CHECKING:
    from typing import TypeAlias

    from matplotlib.figure import Figure

    from replay.scoring import Board, Case, Fold, Forecast
    from replay.tables import Table

    Part: TypeAlias = tuple[Figure, tuple[str, str], Table]

Item = TypeVar("Item")

__all__ = ["forecasts_figures", "scores_figures", "value_figures"]


def value_figures(
    cases: Sequence[Case], parameters: Parameters = DEFAULTS, preset: str = "page"
) -> tuple[Drawing, ...]:
    """Return the value function with the position of every decision, and each dispute's way along it.

    Disputes that have no room in one figure are shared out among several, numbered from 1.

    Raises
    ------
    ValueError
        Without a decision, for an unknown preset, or if not even one dispute has room.

    Examples
    --------
    >>> import replay
    >>> from replay.scoring import case
    >>> (made,) = value_figures([case(replay.run(replay.load(replay.example())))])
    >>> made.name, made.data.column("part").count("decision"), "n = 3 decisions" in made.caption
    ('value', 3, True)
    """
    from replay.figures.theories.data import value_data
    from replay.figures.theories.value import content, paint
    from replay.figures.theories.words import value_alt, value_caption

    def make(some: Sequence[Case]) -> Part:
        shown = content(some, parameters)
        words = value_caption(shown, [case.timeline for case in some]), value_alt(shown)
        return paint(shown, preset), words, value_data(shown)

    chosen = [case for case in cases if case.choices] or list(cases)
    return _made("value", preset, _shared_out(chosen, make, by=lambda case: case.dispute))


def forecasts_figures(found: Sequence[Forecast], cases: Sequence[Case], preset: str = "page") -> tuple[Drawing, ...]:
    """Return what each theory expected of every decision of the cases, and what was done.

    Decisions that have no room in one figure are shared out among several, numbered from 1: by dispute, and within a
    dispute by time.

    Raises
    ------
    ValueError
        Without a forecast, for an unknown preset, or if not even one decision has room.
    """
    from replay.figures.theories.data import forecasts_data
    from replay.figures.theories.forecasts import forecasts_figure
    from replay.figures.theories.words import forecasts_alt, forecasts_caption

    titles = {case.dispute: case.timeline.title for case in cases}
    place = {(f.dispute, f.decision): (list(titles).index(f.dispute), f.day, f.decision) for f in found}

    def make(some: Sequence[tuple[str, str]]) -> Part:
        chosen = set(some)
        own = [f for f in found if (f.dispute, f.decision) in chosen]
        timelines = [case.timeline for case in cases if any(name == case.dispute for name, _ in some)]
        words = forecasts_caption(own, timelines), forecasts_alt(own, timelines)
        return forecasts_figure(own, titles, preset), words, forecasts_data(own)

    decisions = sorted(place, key=lambda one: place[one])
    return _made("forecasts", preset, _shared_out(decisions, make, by=lambda one: one[0]))


def scores_figures(
    board: Board, found: Sequence[Forecast], folds: Sequence[Fold], cases: Sequence[Case], preset: str = "page"
) -> tuple[Drawing, ...]:
    """Return mean scores of the forecasts `found`, and differences from the reference of the board: one figure.

    Raises
    ------
    ValueError
        For an unknown preset, or too many theories for the place.
    """
    from replay.figures.theories.data import scores_data
    from replay.figures.theories.scores import content, paint
    from replay.figures.theories.words import scores_alt, scores_caption

    shown = content(board, found, folds, {case.dispute: case.timeline.title for case in cases})
    timelines = [case.timeline for case in cases if case.choices]
    words = scores_caption(shown, timelines), scores_alt(shown)
    return _made("scores", preset, [(paint(shown, preset), words, scores_data(shown))])


def _shared_out(items: Sequence[Item], make: Callable[[Sequence[Item]], Part], by: Callable[[Item], str]) -> list[Part]:
    """Make one figure of the items, or several if they have no room: cut where `by` changes, or else in half."""
    try:
        return [make(items)]
    except NoRoomError:
        if len(items) < 2:
            raise
    kinds = list(dict.fromkeys(map(by, items)))
    first = set(kinds[: len(kinds) // 2])
    half = sum(by(item) in first for item in items) or len(items) // 2
    return [*_shared_out(items[:half], make, by), *_shared_out(items[half:], make, by)]


def _made(name: str, preset: str, made: Sequence[Part]) -> tuple[Drawing, ...]:
    drawings = []
    for n, (drawn, words, data) in enumerate(made, 1):
        own = named(name, preset) + (f"-{n}" if len(made) > 1 else "")
        drawings.append(Drawing(own, drawn, *words, replace(data, name=own)))
    return tuple(drawings)
