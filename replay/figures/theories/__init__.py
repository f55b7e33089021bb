"""The figures of rival theories, ready to be written: value function, forecasts, scores."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import TypeVar

from replay.errors import NoRoomError
from replay.figures.sheet.drawing import Drawing, named
from replay.figures.style import style
from replay.figures.theories.forecast_bars import forecasts_figure
from replay.figures.theories.score_marks import scores_figure
from replay.figures.theories.value import value_figure
from replay.scoring import Board, Case, Fold, Forecast, asked, everywhere, forecasts, kept, score
from replay.theories import DEFAULTS, Parameters

__all__ = ["FIGURES", "Contest", "contest", "theory_figures"]

Item = TypeVar("Item")


@dataclass(frozen=True, slots=True)
class Contest:
    """Rival theories on the same decisions: all that their figures are made from.

    Attributes
    ----------
    cases : tuple[Case, ...]
    parameters : Parameters
        Those of the value function.
    found : tuple[Forecast, ...]
        Of all theories, on every decision of the cases.
    board : Board
        Their scores, beside a reference.
    folds : tuple[Fold, ...]
        Forecasts of each dispute from what was learnt on the others; none for one dispute.
    """

    cases: tuple[Case, ...]
    parameters: Parameters
    found: tuple[Forecast, ...]
    board: Board
    folds: tuple[Fold, ...]


def contest(
    cases: Iterable[Case], parameters: Parameters = DEFAULTS, against: str = "uniform", folds: Iterable[Fold] = ()
) -> Contest:
    """Let all theories forecast the decisions of cases, and score them beside the reference `against`.

    Raises
    ------
    ValueError
        Without a decision, or for an unknown reference.
    """
    chosen = tuple(cases)
    found = forecasts(chosen, parameters=parameters)
    main = _scored(found, chosen)
    held = tuple(replace(fold, forecasts=kept(fold.forecasts, chosen)) for fold in folds)
    return Contest(chosen, parameters, tuple(found), score(main, against), held)


def _scored(found: Sequence[Forecast], cases: Sequence[Case]) -> tuple[Forecast, ...]:
    """What the scores are about: one question, and theories that are asked everywhere."""
    return everywhere(kept(asked(found, cases), cases))


def theory_figures(given: Contest, name: str, preset: str = "page") -> tuple[Drawing, ...]:
    """Return a figure of a contest by name: one drawing, or several, numbered from 1, if it has no room in one.

    Raises
    ------
    ValueError
        For a name that is not a key of `FIGURES`, for an unknown preset, or if not even one part has room.

    Examples
    --------
    >>> import replay
    >>> from replay.scoring import case
    >>> given = contest([case(replay.run(replay.load(replay.example())))])
    >>> (made,) = theory_figures(given, "value")
    >>> made.name, made.data.column("part").count("decision"), "n = 3 decisions" in made.caption
    ('value', 3, True)
    """
    if name not in FIGURES:
        raise ValueError(f"no figure of theories is called {name!r}; allowed: {', '.join(FIGURES)}")
    with style():
        made = FIGURES[name](given, preset)
    own = named(name, preset)
    names = [own] if len(made) == 1 else [f"{own}-{n}" for n in range(1, len(made) + 1)]
    return tuple(replace(d, name=n, data=replace(d.data, name=n)) for d, n in zip(made, names, strict=True))


def _value(given: Contest, preset: str) -> list[Drawing]:
    """Disputes that have no room in one figure are shared out among several."""
    chosen = [case for case in given.cases if case.choices] or list(given.cases)

    def make(some: Sequence[Case]) -> Drawing:
        return value_figure(some, given.parameters, preset)

    return _shared_out(chosen, make, by=lambda case: case.dispute)


def _forecasts(given: Contest, preset: str) -> list[Drawing]:
    """Decisions that have no room in one figure are shared out by dispute, and within a dispute by time."""
    disputes = [case.dispute for case in given.cases]
    place = {(f.dispute, f.decision): (disputes.index(f.dispute), f.day, f.decision) for f in given.found}

    def make(some: Sequence[tuple[str, str]]) -> Drawing:
        chosen, names = set(some), {name for name, _ in some}
        own = [f for f in asked(given.found, given.cases) if (f.dispute, f.decision) in chosen]
        return forecasts_figure(own, [case for case in given.cases if case.dispute in names], preset)

    return _shared_out(sorted(place, key=lambda one: place[one]), make, by=lambda one: one[0])


def _scores(given: Contest, preset: str) -> list[Drawing]:
    return [scores_figure(given.board, _scored(given.found, given.cases), given.folds, given.cases, preset)]


FIGURES: Mapping[str, Callable[[Contest, str], Sequence[Drawing]]] = MappingProxyType(
    {"value": _value, "forecasts": _forecasts, "scores": _scores}
)
"""What makes each figure of a contest for a preset."""


def _shared_out(
    items: Sequence[Item], make: Callable[[Sequence[Item]], Drawing], by: Callable[[Item], str]
) -> list[Drawing]:
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
