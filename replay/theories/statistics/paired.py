"""Exact tests of paired differences, and an estimate of the shift with an exact interval.

All by counting, however few the pairs are; nothing leans on a normal approximation or on chance.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from math import comb, fsum, inf
from statistics import median

from replay.theories.statistics.arguments import SAME, check_finite, check_pairs, check_within

__all__ = [
    "FLIP_LIMIT", "FlipTest", "Interval", "PairedDifference", "SignTest", "flip_test", "paired_difference",
    "shift_interval", "sign_test",
]  # fmt: skip

FLIP_LIMIT = 30
"""Most pairs for which all flips of sign are counted (2**30 of them, by halves)."""


@dataclass(frozen=True, slots=True)
class SignTest:
    """Differences above 0, below 0 and tied (dropped), and the two-sided p-value in (0, 1]."""

    above: int
    below: int
    tied: int
    p_value: float


def sign_test(differences: Sequence[float]) -> SignTest:
    """Exact two-sided sign test, p = min(1, 2·P(X <= min(above, below))), X binomial(above + below, 1/2).

    Differences of no more than SAME are tied and dropped; p is 1 when all are.

    References
    ----------
    Dixon & Mood 1946, doi:10.1080/01621459.1946.10501898.

    Examples
    --------
    >>> sign_test([4, 4, -3, 5, -1, 5, 6, 5, 6, 2])
    SignTest(above=8, below=2, tied=0, p_value=0.109375)
    """
    check_finite(differences)
    above, below = sum(d > SAME for d in differences), sum(d < -SAME for d in differences)
    n = above + below
    tail = sum(comb(n, k) for k in range(min(above, below) + 1))
    return SignTest(above, below, len(differences) - n, min(1.0, 2 * tail / 2**n))


@dataclass(frozen=True, slots=True)
class FlipTest:
    """Flips of sign at least as extreme as the data, of all 2**n; the p-value in (0, 1] is their share."""

    n: int
    extreme: int
    p_value: float


def _flips(values: Sequence[float]) -> list[float]:
    sums = [0.0]
    for value in values:
        sums = [part + sign for part in sums for sign in (value, -value)]
    return sorted(sums)


def flip_test(differences: Sequence[float]) -> FlipTest:
    """Exact two-sided sign-flip (permutation) test: the share of sign patterns with |Σ ±d| >= |Σ d|.

    All 2**n patterns count, for at most FLIP_LIMIT pairs: each half is listed, and pairs of halves are counted.

    References
    ----------
    Fisher 1935, The Design of Experiments, chapter III.

    Examples
    --------
    >>> flip_test([1, 2, 3])
    FlipTest(n=3, extreme=2, p_value=0.25)
    """
    check_finite(differences)
    n = len(differences)
    if n > FLIP_LIMIT:
        raise ValueError(f"{n} pairs: the sign-flip test is exact for at most {FLIP_LIMIT}")
    left, right = _flips(differences[: n // 2]), _flips(differences[n // 2 :])
    least = abs(fsum(differences)) - SAME * max(1.0, fsum(map(abs, differences)))
    reach = sum(len(right) - bisect_left(right, least - part) for part in left)  # by symmetry half of the extremes
    extreme = 2 * reach if least > 0 else 2**n
    return FlipTest(n, extreme, extreme / 2**n)


@dataclass(frozen=True, slots=True)
class Interval:
    """Estimate of a shift, a closed interval [low, high] and its coverage; -inf, inf, 1.0 if pairs are too few."""

    estimate: float
    low: float
    high: float
    coverage: float


def shift_interval(differences: Sequence[float], level: float = 0.95) -> Interval:
    """Hodges-Lehmann estimate, the median of the means (d_i + d_j)/2, i <= j, with the exact Wilcoxon interval.

    The interval runs from the k-th smallest to the k-th largest of those N = n(n + 1)/2 means, k the largest with
    2·P(T < k) <= 1 - level, T the signed-rank sum, its distribution counted. It supposes differences symmetric around
    the shift; `coverage` = 1 - 2·P(T < k) is exact without ties and the least there is with ties (Noether 1967).
    Unit: that of the differences. Below six pairs no interval at 0.95 is bounded.

    References
    ----------
    Hodges & Lehmann 1963, doi:10.1214/aoms/1177704172. Noether 1967, Wilcoxon confidence intervals for location
    parameters in the discrete case.

    Examples
    --------
    >>> shift_interval([1, 2, 3, 4, 5, 6])
    Interval(estimate=3.5, low=1.0, high=6.0, coverage=0.96875)
    """
    check_finite(differences)
    check_within("level", level, 0, 1, "()")
    n = len(differences)
    means = sorted((differences[i] + d) / 2 for i in range(n) for d in differences[: i + 1])
    counts = [1]
    for rank in range(1, n + 1):
        counts = [x + y for x, y in zip(counts + [0] * rank, [0] * rank + counts, strict=True)]
    spare = (1 - level) * 2**n * (1 + SAME)
    tails = [2 * tail for tail in accumulate(counts[: (len(means) + 1) // 2]) if 2 * tail <= spare]
    low, high = (means[len(tails) - 1], means[-len(tails)]) if tails else (-inf, inf)
    return Interval(median(means), low, high, 1 - tails[-1] / 2**n if tails else 1.0)


@dataclass(frozen=True, slots=True)
class PairedDifference:
    """Differences of n paired scores: median, shift with interval, both exact tests (`flip` None above FLIP_LIMIT)."""

    n: int
    median: float
    shift: Interval
    sign: SignTest
    flip: FlipTest | None


def paired_difference(scores: Sequence[float], reference: Sequence[float], level: float = 0.95) -> PairedDifference:
    """Compare two theories' scores of the same decisions: score - reference, so below 0 favours the first.

    Examples
    --------
    >>> paired_difference([0.1, 0.2, 0.3], [0.1, 0.4, 0.9]).median
    -0.2
    """
    check_pairs(scores, reference)
    gaps = [a - b if abs(a - b) > SAME else 0.0 for a, b in zip(scores, reference, strict=True)]
    flip = flip_test(gaps) if len(gaps) <= FLIP_LIMIT else None
    return PairedDifference(len(gaps), median(gaps), shift_interval(gaps, level), sign_test(gaps), flip)
