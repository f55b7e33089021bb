"""A mean difference of paired scores whose pairs hang together in clusters: permuted and drawn by whole clusters."""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass
from itertools import product
from math import fsum, inf
from random import Random

from replay.theories.statistics.arguments import check_finite, check_pairs
from replay.theories.statistics.paired import FLIP_LIMIT, flip_test

__all__ = ["FEWEST", "ClusteredDifference", "clustered_difference"]

FEWEST = 6
"""Clusters from which on an interval is given: 2 / 2**6 is the first such share below 0.05."""
_DRAWS, _SEED = 9999, 1979


@dataclass(frozen=True, slots=True)
class ClusteredDifference:
    """The mean of paired differences, with what whole clusters say of it.

    Attributes
    ----------
    estimate : float
        Mean of score - reference over all pairs; below 0 favours the first.
    low, high : float
        Ends of the percentile interval of 95 % over clusters drawn with replacement; infinite for fewer than six, of
        which no test reaches 5 % either.
    clusters : int
    p_value : float or None
        Share of all ways to turn the signs of whole clusters that are at least as extreme; None for more than 30.
    least_p : float
        The smallest p that so many clusters can give at all: 2 / 2**clusters, 1 for one.
    """

    estimate: float
    low: float
    high: float
    clusters: int
    p_value: float | None
    least_p: float


def clustered_difference(
    scores: Sequence[float], reference: Sequence[float], clusters: Sequence[Hashable]
) -> ClusteredDifference:
    """Compare scores of the same things in pairs, where pairs of one cluster are not independent.

    Test: the sign of each cluster's sum is turned, all 2**k patterns (Fisher 1935). Interval: of the ratio of sums to
    counts over clusters drawn with replacement (Efron & Tibshirani 1993), all 6**6
    draws of six clusters, of more 9,999 from a fixed seed. Fewer than six have none: drawn with replacement they can
    give an interval that is narrow by accident, where the smallest p is above 0.05 whatever the scores are.

    Examples
    --------
    >>> found = clustered_difference([0.1, 0.2, 0.6], [0.3, 0.5, 0.5], ["a", "a", "b"])
    >>> round(found.estimate, 3), found.clusters, found.p_value, found.least_p
    (-0.133, 2, 1.0, 0.5)
    """
    check_pairs(scores, reference)
    gaps = [a - b for a, b in zip(scores, reference, strict=True)]
    check_finite(gaps)
    names = list(dict.fromkeys(clusters))
    parts = [[gap for gap, name in zip(gaps, clusters, strict=True) if name == one] for one in names]
    sums, counts, k = [fsum(part) for part in parts], [len(part) for part in parts], len(parts)
    low, high = _interval(sums, counts) if k >= FEWEST else (-inf, inf)
    p_value = flip_test(sums).p_value if k <= FLIP_LIMIT else None
    return ClusteredDifference(fsum(gaps) / len(gaps), low, high, k, p_value, min(1.0, 2.0 ** (1 - k)))


def _interval(sums: Sequence[float], counts: Sequence[int]) -> tuple[float, float]:
    k = len(sums)
    means = sorted(
        fsum(sums[n] for n in drawn) / sum(counts[n] for n in drawn)
        for drawn in (product(range(k), repeat=k) if k == FEWEST else _drawn(k))
    )
    left = int(0.025 * len(means))
    return means[left], means[-1 - left]


def _drawn(k: int) -> list[tuple[int, ...]]:
    chance = Random(_SEED)  # no secret hangs on it
    return [tuple(chance.randrange(k) for _ in range(k)) for _ in range(_DRAWS)]
