"""Forecasts of every theory for every decision, and how well they did.

Scores are those of `theories.statistics`; lower is better. Differences are paired by decision against one reference.
Decisions of one dispute hang together, so intervals and p-values say the least that chance could do, not the most.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from replay.codebook import Strategy
from replay.errors import NothingCodedError, RefusalError
from replay.scoring.situations import Case
from replay.text.words import spaced
from replay.theories import DEFAULTS, ORDER, THEORIES, Parameters, Prediction, UnknownTheoryError, predict
from replay.theories.statistics import scoring_rules
from replay.theories.statistics.paired import PairedDifference, paired_difference

__all__ = ["Board", "Forecast", "Score", "added", "forecasts", "score", "share_out"]


@dataclass(frozen=True, slots=True)
class Forecast:
    """What one theory expects of one decision, and what was done.

    Attributes
    ----------
    dispute, decision, label : str
    day : int
        Day of the decision's first act.
    date : str
        The same in words, as coded.
    did : Strategy
    prediction : Prediction
        Over the strategies that were open; the others have probability 0.
    """

    dispute: str
    decision: str
    label: str
    day: int
    date: str
    did: Strategy
    prediction: Prediction

    @property
    def theory(self) -> str:
        """Name of the theory."""
        return self.prediction.theory

    @property
    def outcome(self) -> int:
        """Number of the class that came true, 0 (creating) to 2 (claiming)."""
        return ORDER.index(self.did)

    @property
    def chance(self) -> float:
        """Probability that was given to what was done."""
        return self.prediction.chance(self.did)

    @property
    def hit(self) -> bool:
        """Whether the likeliest strategy is what was done."""
        return self.prediction.likeliest is self.did

    @property
    def rps(self) -> float:
        """Ranked probability score, 0 to 2."""
        return scoring_rules.ranked_probability_score(self.prediction.probabilities, self.outcome)

    @property
    def brier(self) -> float:
        """Brier score, 0 to 2."""
        return scoring_rules.brier_score(self.prediction.probabilities, self.outcome)

    @property
    def log(self) -> float:
        """Log score in nats."""
        return scoring_rules.log_score(self.prediction.probabilities, self.outcome)


@dataclass(frozen=True, slots=True)
class Score:
    """How one theory did over n decisions.

    Attributes
    ----------
    rps, brier, log : float
        Means.
    hits : int
        Decisions whose likeliest strategy is what was done.
    skill : float or None
        1 - rps / rps of the reference: 1 perfect, 0 no better; None where the reference is perfect.
    against : PairedDifference
        Paired differences of ranked probability scores from the reference; below 0 favours the theory.
    calibration : tuple[Bin, ...]
        Of the probabilities of all three classes, pooled: three for each decision.
    """

    theory: str
    n: int
    rps: float
    brier: float
    log: float
    hits: int
    skill: float | None
    against: PairedDifference
    calibration: tuple[scoring_rules.Bin, ...]


@dataclass(frozen=True, slots=True)
class Board:
    """All theories over the same decisions.

    Attributes
    ----------
    rows : tuple[Score, ...]
        By mean ranked probability score, then in the order of the theories.
    reference : str
        The theory that the others are measured against.
    surprises : tuple[Forecast, ...]
        By theory: those of the decisions that it held least likely, least first; then the earlier, then by id.
    n : int
        Decisions.
    """

    rows: tuple[Score, ...]
    reference: str
    surprises: tuple[Forecast, ...]
    n: int

    def row(self, theory: str) -> Score:
        """Return the row of a theory; KeyError if it is not on the board."""
        found = next((row for row in self.rows if row.theory == theory), None)
        if found is None:
            raise KeyError(theory)
        return found


def forecasts(
    cases: Sequence[Case],
    theories: Iterable[str] = tuple(THEORIES),
    parameters: Parameters = DEFAULTS,
    past: Sequence[Strategy] = (),
) -> tuple[Forecast, ...]:
    """Return what each theory expects of every decision: by theory, then dispute as given, then time.

    Parameters
    ----------
    past : sequence of Strategy
        Decisions of other disputes, for theories that learn frequencies.

    Raises
    ------
    UnknownTheoryError
        For a name that no theory has.

    Examples
    --------
    >>> import replay
    >>> from replay.scoring import case
    >>> found = forecasts([case(replay.run(replay.load(replay.example())))], ["reciprocity"])
    >>> [(f.decision, f.prediction.likeliest.value, f.did.value) for f in found][1]
    ('kr-answer', 'claiming', 'claiming')
    """
    names = tuple(theories)
    for name in names:
        if name not in THEORIES:
            raise UnknownTheoryError(name, THEORIES)
    settings = [(case, case.situations(parameters, past)) for case in cases]
    return tuple(
        Forecast(
            case.dispute, choice.decision.id, choice.decision.label or spaced(choice.decision.id),
            choice.day, choice.date, choice.did, _opened(predict(name, situation, parameters), choice.decision.among),
        )
        for name in names
        for case, situations in settings
        for choice, situation in zip(case.choices, situations, strict=True)
    )  # fmt: skip


def added(
    found: Sequence[Forecast], given: Mapping[str, Mapping[tuple[str, str], tuple[float, float, float]]]
) -> tuple[Forecast, ...]:
    """Return forecasts of other forecasters, by name and then dispute and decision, for the decisions of `found`.

    Raises
    ------
    KeyError
        If a forecaster does not speak to every decision.
    """
    first = [forecast for forecast in found if forecast.theory == found[0].theory]
    return tuple(
        replace(
            forecast,
            prediction=Prediction(
                name, forecast.decision, forecast.prediction.party, chances[forecast.dispute, forecast.decision], 0.0,
                {"why": "given"},
            ),
        )
        for name, chances in given.items()
        for forecast in first
    )  # fmt: skip


def _opened(prediction: Prediction, among: Sequence[Strategy]) -> Prediction:
    return replace(prediction, probabilities=share_out(prediction.probabilities, among))


def share_out(probabilities: tuple[float, float, float], among: Sequence[Strategy]) -> tuple[float, float, float]:
    """Share what was given to strategies that were not open out among those that were, in proportion."""
    if len(among) == len(ORDER):
        return probabilities
    kept = [p if strategy in among else 0.0 for strategy, p in zip(ORDER, probabilities, strict=True)]
    creating, mixed, claiming = (p / sum(kept) for p in kept)
    return creating, mixed, claiming


def score(found: Sequence[Forecast], reference: str = "persistence", surprises: int = 3) -> Board:
    """Score forecasts; every theory must speak to the same decisions.

    Raises
    ------
    UnknownTheoryError
        If the reference is not among the theories of the forecasts.
    RefusalError
        If there is no forecast, or a theory misses a decision.

    Examples
    --------
    >>> import replay
    >>> from replay.scoring import case
    >>> board = score(forecasts([case(replay.run(replay.load(replay.example())))]))
    >>> board.n, board.row("persistence").skill
    (3, 0.0)
    """
    grouped = _by_theory(found)
    if not grouped:
        raise NothingCodedError("decision", "score")
    if reference not in grouped:
        raise UnknownTheoryError(reference, grouped)
    base = grouped[reference]
    rows = [_row(theory, group, base) for theory, group in grouped.items()]
    least = [
        forecast
        for group in grouped.values()
        for forecast in sorted(group, key=lambda f: (f.chance, f.day, f.decision))[:surprises]
    ]
    return Board(tuple(sorted(rows, key=lambda row: row.rps)), reference, tuple(least), len(base))


def _by_theory(found: Sequence[Forecast]) -> Mapping[str, tuple[Forecast, ...]]:
    grouped: dict[str, list[Forecast]] = {}
    for forecast in found:
        grouped.setdefault(forecast.theory, []).append(forecast)
    first = next(iter(grouped.values()), [])
    wanted = [(forecast.dispute, forecast.decision) for forecast in first]
    for theory, group in grouped.items():
        if [(forecast.dispute, forecast.decision) for forecast in group] != wanted:
            raise RefusalError(f"'{theory}' does not speak to the same decisions, in the same order, as the others")
    return {theory: tuple(group) for theory, group in grouped.items()}


def _row(theory: str, group: Sequence[Forecast], base: Sequence[Forecast]) -> Score:
    scores, others = [forecast.rps for forecast in group], [forecast.rps for forecast in base]
    mean, least = fmean(scores), fmean(others)
    chances = [p for forecast in group for p in forecast.prediction.probabilities]
    happened = [forecast.outcome == n for forecast in group for n in range(len(ORDER))]
    return Score(
        theory, len(group), mean, fmean(forecast.brier for forecast in group),
        fmean(forecast.log for forecast in group), sum(forecast.hit for forecast in group),
        scoring_rules.skill(mean, least) if least else None, paired_difference(scores, others),
        scoring_rules.calibration(chances, happened),
    )  # fmt: skip
