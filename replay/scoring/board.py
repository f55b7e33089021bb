"""Forecasts of every theory for every decision, and how well they did.

Scores are those of `theories.statistics`; lower is better. Differences are paired by decision against one reference.
Decisions of one dispute hang together, so intervals and p-values say the least that chance could do, not the most.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from statistics import fmean

from replay.codebook import Strategy
from replay.errors import NothingCodedError, RefusalError
from replay.scoring.situations import Case
from replay.text.words import spaced
from replay.theories import DEFAULTS, IGNORANT, ORDER, THEORIES, Parameters, Prediction, UnknownTheoryError, predict
from replay.theories.statistics import scoring_rules
from replay.theories.statistics.clusters import ClusteredDifference, clustered_difference

__all__ = [
    "STAKED",
    "Board",
    "Forecast",
    "Score",
    "added",
    "asked",
    "everywhere",
    "forecasts",
    "kept",
    "parted",
    "question",
    "reads_stakes",
    "score",
    "share_out",
]


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
    skills : Mapping[str, float or None]
        1 - rps / rps of each of `IGNORANT` that is on the board: 1 perfect, 0 no better; None where that is perfect.
    against : ClusteredDifference
        Mean difference of ranked probability scores from the reference, by clusters of dispute and side; below 0
        favours the theory.
    calibration : tuple[Bin, ...]
        Of the probabilities of all three classes, pooled: three for each decision.
    """

    theory: str
    n: int
    rps: float
    brier: float
    log: float
    hits: int
    skills: Mapping[str, float | None]
    against: ClusteredDifference
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
    if len(among) == len(ORDER):
        return prediction
    return replace(prediction, probabilities=share_out(prediction.probabilities, among))


def share_out(probabilities: tuple[float, float, float], among: Sequence[Strategy]) -> tuple[float, float, float]:
    """Share what was given to strategies that were not open out among those that were, in proportion."""
    if len(among) == len(ORDER):
        return probabilities
    kept = [p if strategy in among else 0.0 for strategy, p in zip(ORDER, probabilities, strict=True)]
    creating, mixed, claiming = (p / sum(kept) for p in kept)
    return creating, mixed, claiming


def score(found: Sequence[Forecast], reference: str | None = None, surprises: int = 3) -> Board:
    """Score forecasts; every theory must speak to the same decisions.

    The reference is uniform thirds where they are on the board and nothing else is said, else the first theory.

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
    >>> board.n, board.row("uniform").skills["uniform"]
    (3, 0.0)
    """
    grouped = _by_theory(found)
    if not grouped:
        raise NothingCodedError("decision", "score")
    reference = reference or next((name for name in IGNORANT if name in grouped), next(iter(grouped)))
    if reference not in grouped:
        if reads_stakes(reference):
            raise RefusalError(
                f"'{reference}' is asked only where stakes are coded, so it cannot be the reference of all"
            )
        raise UnknownTheoryError(reference, grouped)
    base = grouped[reference]
    known = {name: fmean(f.rps for f in grouped[name]) for name in IGNORANT if name in grouped}
    rows = [_row(theory, group, base, known) for theory, group in grouped.items()]
    least = [
        forecast
        for group in grouped.values()
        for forecast in sorted(group, key=lambda f: (f.chance, f.day, f.decision))[:surprises]
    ]
    return Board(tuple(sorted(rows, key=lambda row: row.rps)), reference, tuple(least), len(base))


def asked(found: Sequence[Forecast], cases: Sequence[Case]) -> tuple[Forecast, ...]:
    """Return the forecasts without those of theories that read stakes for parties for which none are coded."""
    staked = _staked(cases)
    return tuple(f for f in found if not reads_stakes(f.theory) or (f.dispute, f.decision) in staked)


def kept(found: Sequence[Forecast], cases: Sequence[Case]) -> tuple[Forecast, ...]:
    """Return the forecasts for the decisions of one question, where the switch ``nodes`` of the cases keeps them apart.

    That is how to bargain, and for its setting ``outcomes``, or where there is no such decision, whether to settle.
    """
    settling = _settling(cases)
    nodes = cases[0].switches.nodes
    if nodes == "all":
        return tuple(found)
    bargain = tuple(f for f in found if (f.dispute, f.decision) not in settling)
    settle = tuple(f for f in found if (f.dispute, f.decision) in settling)
    return settle if nodes == "outcomes" or not bargain else bargain


def question(found: Sequence[Forecast], cases: Sequence[Case]) -> str:
    """Say what the decisions of forecasts are about, where they are about one question; else ""."""
    settling = _settling(cases)
    kinds = {(f.dispute, f.decision) in settling for f in found}
    return "" if len(kinds) != 1 else QUESTIONS[kinds.pop()]


def everywhere(found: Sequence[Forecast]) -> tuple[Forecast, ...]:
    """Return the forecasts of theories that speak to all the decisions to which any speaks."""
    n = len({(f.dispute, f.decision) for f in found})
    counts = Counter(f.theory for f in found)
    return tuple(f for f in found if counts[f.theory] == n)


def _settling(cases: Sequence[Case]) -> set[tuple[str, str]]:
    return {(c.dispute, choice.decision.id) for c in cases for choice in c.choices if choice.decision.settles}


def _staked(cases: Sequence[Case]) -> set[tuple[str, str]]:
    return {(c.dispute, choice.decision.id) for c in cases for choice in c.choices if c.stakes(choice)}


def reads_stakes(theory: str) -> bool:
    """Whether a theory is asked only where stakes are coded; a forecaster from elsewhere is asked everywhere."""
    return theory in THEORIES and "stakes" in THEORIES[theory].reads


QUESTIONS = {False: " on how to bargain", True: " on whether to settle"}
"""What decisions are about, by whether an agreement is among their options."""
STAKED = ", of parties for which stakes are coded"
"""What is said of a table that holds only decisions of such parties."""


def parted(found: Sequence[Forecast], cases: Sequence[Case]) -> tuple[tuple[str, tuple[Forecast, ...]], ...]:
    """Split forecasts into the tables that the switch ``nodes`` of the cases asks for, each with what it is about.

    A theory that reads stakes is asked only about decisions of parties for which stakes are coded, the parties to
    which the source applies it: where a table has others too, it stands in a table of its own, with all the others.
    """
    settling = _settling(cases)
    staked = _staked(cases)
    nodes = cases[0].switches.nodes
    split = [
        (QUESTIONS[False], [f for f in found if (f.dispute, f.decision) not in settling], ("apart", "strategy")),
        (QUESTIONS[True], [f for f in found if (f.dispute, f.decision) in settling], ("apart", "outcomes")),
        ("", list(found), ("all",)),
    ]
    out: list[tuple[str, tuple[Forecast, ...]]] = []
    for what, part, settings in split:
        asking = {f.theory for f in part if reads_stakes(f.theory)}
        inside = [f for f in part if (f.dispute, f.decision) in staked]
        if nodes not in settings or not part:
            continue
        if len(inside) == len(part) or not asking:
            out.append((what, tuple(part)))
            continue
        out.append((what, tuple(f for f in part if f.theory not in asking)))
        if inside:
            out.append((f"{what}{STAKED}", tuple(inside)))
    return tuple(out)


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


def _row(theory: str, group: Sequence[Forecast], base: Sequence[Forecast], known: Mapping[str, float]) -> Score:
    scores, others = [forecast.rps for forecast in group], [forecast.rps for forecast in base]
    mean = fmean(scores)
    clusters = [(forecast.dispute, forecast.prediction.party) for forecast in group]
    chances = [p for forecast in group for p in forecast.prediction.probabilities]
    happened = [forecast.outcome == n for forecast in group for n in range(len(ORDER))]
    return Score(
        theory, len(group), mean, fmean(forecast.brier for forecast in group),
        fmean(forecast.log for forecast in group), sum(forecast.hit for forecast in group),
        {name: scoring_rules.skill(mean, least) if least else None for name, least in known.items()},
        clustered_difference(scores, others, clusters),
        scoring_rules.calibration(chances, happened),
    )  # fmt: skip
