"""Scores of probability forecasts: ranked probability, Brier, logarithmic; skill; calibration.

Lower is better, 0 is perfect. `probabilities` are those of all classes in their order, `outcome` is the number of the
class that came true, counted from 0.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate, pairwise
from math import fsum, inf, log
from statistics import fmean

from replay.theories.statistics.arguments import check_forecast, check_pairs, check_within

__all__ = ["EDGES", "FLOOR", "Bin", "brier_score", "calibration", "log_score", "ranked_probability_score", "skill"]

FLOOR = 0.001
"""Least probability that the log score looks at: one surprise costs 6.91 nats at most."""
EDGES = (0.0, 0.2, 0.4, 0.6, 0.8, 1.0)
"""Edges of the bins of a calibration table."""


def ranked_probability_score(probabilities: Sequence[float], outcome: int, *, normalised: bool = False) -> float:
    """RPS = Σ_{m<K} (F_m - O_m)², F and O cumulative over the K ordered classes; the lower the better.

    From 0 to K - 1 (Wilks's and Murphy's scale); `normalised` divides by K - 1: from 0 to 1. Epstein's own score, the
    higher the better, is 1 - RPS/(K - 1). Proper: honest probabilities do best. No unit. `outcome` counts from 0.

    References
    ----------
    Epstein 1969, doi:10.1175/1520-0450(1969)008<0985:ASSFPF>2.0.CO;2. Murphy 1969, On the "ranked probability
    score", J. Appl. Meteorol. 8, 988-989. Murphy 1971, doi:10.1175/1520-0450(1971)010<0155:ANOTRP>2.0.CO;2.

    Examples
    --------
    >>> round(ranked_probability_score((0.2, 0.5, 0.3), 0), 9)
    0.73
    """
    check_forecast(probabilities, outcome)
    below = list(accumulate(probabilities))[:-1]
    score = fsum((share - (m >= outcome)) ** 2 for m, share in enumerate(below))
    return score / len(below) if normalised else score


def brier_score(probabilities: Sequence[float], outcome: int) -> float:
    """Σ_k (p_k - o_k)² over all classes, from 0 to 2, the lower the better; order plays no part. No unit.

    With two classes it is twice the half-score (p - o)² that is often called by the same name.

    References
    ----------
    Brier 1950, doi:10.1175/1520-0493(1950)078<0001:VOFEIT>2.0.CO;2.

    Examples
    --------
    >>> round(brier_score((0.7, 0.3), 0), 9)
    0.18
    """
    check_forecast(probabilities, outcome)
    return fsum((p - (k == outcome)) ** 2 for k, p in enumerate(probabilities))


def log_score(probabilities: Sequence[float], outcome: int, *, floor: float = FLOOR) -> float:
    """-ln max(p of what happened, floor), in nats, from 0 to -ln floor; the lower the better.

    The floor, inside (0, 1/K) for K classes, keeps one surprise from deciding all; below it the score is not proper.

    References
    ----------
    Good 1952, doi:10.1111/j.2517-6161.1952.tb00104.x.

    Examples
    --------
    >>> round(log_score((0.5, 0.3, 0.2), 0), 4), round(log_score((1, 0, 0), 2), 4)
    (0.6931, 6.9078)
    """
    check_forecast(probabilities, outcome)
    check_within("floor", floor, 0, 1 / len(probabilities), "()")
    return abs(log(max(min(probabilities[outcome], 1.0), floor)))


def skill(score: float, reference: float) -> float:
    """1 - score/reference of two mean scores for which lower is better: 1 perfect, 0 no better, below 0 worse.

    References
    ----------
    Murphy 1973, doi:10.1175/1520-0450(1973)012<0215:HASSFP>2.0.CO;2.

    Examples
    --------
    >>> skill(0.25, 0.5)
    0.5
    """
    check_within("score", score, 0, inf, "[)")
    check_within("reference score", reference, 0, inf, "()")  # nothing has skill against a perfect reference
    return 1 - score / reference


@dataclass(frozen=True, slots=True)
class Bin:
    """Forecasts with low <= p < high (the last bin: <= high): how many, their mean, how often it then happened."""

    low: float
    high: float
    count: int
    forecast: float | None
    observed: float | None


def calibration(
    forecasts: Sequence[float], happened: Sequence[bool], edges: Sequence[float] = EDGES
) -> tuple[Bin, ...]:
    """Calibration (reliability) table of probabilities of one event, bins from low to high, empty ones too.

    References
    ----------
    Murphy & Winkler 1977, doi:10.2307/2346866.

    Examples
    --------
    >>> calibration([0.5, 0.75, 1.0], [False, True, True], [0, 0.5, 1])[1]
    Bin(low=0.5, high=1, count=3, forecast=0.75, observed=0.6666666666666666)
    """
    check_pairs(forecasts, happened)
    if list(edges[:1]) != [0] or list(edges[-1:]) != [1] or any(a >= b for a, b in pairwise(edges)):
        raise ValueError(f"edges {tuple(edges)}: they must rise from 0 to 1")
    if not all(seen in (0, 1) for seen in happened):
        raise ValueError(f"outcomes {tuple(happened)}: each must be true or false")
    held: list[list[tuple[float, bool]]] = [[] for _ in edges[1:]]
    for p, seen in zip(forecasts, happened, strict=True):
        check_within("forecast", p, 0, 1)
        held[min(bisect_right(edges, p), len(held)) - 1].append((p, seen))
    return tuple(
        Bin(low, high, len(bin_), *((fmean(p for p, _ in bin_), fmean(o for _, o in bin_)) if bin_ else (None, None)))
        for (low, high), bin_ in zip(pairwise(edges), held, strict=True)
    )
