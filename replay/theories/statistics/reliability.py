"""Reliability of a coding: Krippendorff's alpha for any number of raters, and intervals for it and for shares.

Alpha sets the disagreement that is seen against the one that chance would bring if all ratings were dealt out anew. A
measure that its data leave undefined is None. Intervals are the same at every call: chance has a written seed.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from itertools import permutations
from math import fsum, sqrt
from random import Random

from replay.theories.statistics.arguments import SAME, check_finite, check_within

__all__ = [
    "DRAWS",
    "LEVELS",
    "SEED",
    "alpha_interval",
    "krippendorff_alpha",
    "mean_interval",
    "paired_shares_interval",
    "share_interval",
]

LEVELS = ("nominal", "ordinal", "interval")
"""Levels of measurement, by which two different ratings differ more or less."""
DRAWS = 1000
"""Samples of a bootstrap."""
SEED = 20041960
"""Seed of every bootstrap."""

_Z = 1.959963984540054
"""97.5 % point of the normal distribution."""


def krippendorff_alpha(units: Sequence[Sequence[float]], level: str = "nominal") -> float | None:
    """Return α = 1 - D_o / D_e, the agreement of raters beyond chance.

    D_o = Σ o_ck δ²_ck / n, with o_ck the coincidences of the ratings c and k in one unit, each ordered pair of a unit
    of m ratings counting 1/(m - 1), and n their sum. D_e = Σ n_c n_k δ²_ck / (n(n - 1)), with n_c = Σ_k o_ck. δ²_ck of
    different ratings is 1 (nominal), (n_c/2 + Σ n_g of the ratings between + n_k/2)² (ordinal), or (c - k)² (interval).

    Parameters
    ----------
    units : sequence of sequences of numbers
        The ratings of each unit by whoever rated it, in any order; units with fewer than two say nothing.
    level : str
        One of `LEVELS`.

    Returns
    -------
    float or None
        1 where all agree, 0 as by chance, below 0 worse; None where no unit has two ratings, or all ratings are one.

    Raises
    ------
    ValueError
        For another level, and for ratings that are not finite.

    References
    ----------
    Krippendorff 2004, Content Analysis.

    Examples
    --------
    >>> round(krippendorff_alpha([[1, 1], [2, 2], [3, 3], [1, 2]]), 3)
    0.667
    """
    if level not in LEVELS:
        raise ValueError(f"level {level!r}: allowed are {', '.join(LEVELS)}")
    for unit in units:
        if unit:
            check_finite(unit)
    return _alpha(_added(map(_coincidences, units)), level)


Coincidences = Mapping[tuple[float, float], float]


def _coincidences(unit: Sequence[float]) -> Coincidences:
    return _added({pair: 1 / (len(unit) - 1)} for pair in permutations(unit, 2))


def _added(parts: Iterable[Coincidences]) -> Coincidences:
    found: dict[tuple[float, float], float] = {}
    for part in parts:
        for pair, weight in part.items():
            found[pair] = found.get(pair, 0.0) + weight
    return found


def _alpha(counts: Coincidences, level: str) -> float | None:
    margins: dict[float, float] = {}
    for (value, _), weight in counts.items():
        margins[value] = margins.get(value, 0.0) + weight
    ranks, below = {}, 0.0
    for value in sorted(margins):  # half of its own ratings, and all below: the difference of two is the ordinal δ
        ranks[value] = value if level == "interval" else below + margins[value] / 2
        below += margins[value]

    def apart(x: float, y: float) -> float:
        return float(x != y) if level == "nominal" else (ranks[x] - ranks[y]) ** 2

    chance = fsum(apart(x, y) * n * m for x, n in margins.items() for y, m in margins.items())
    seen = fsum(apart(x, y) * weight for (x, y), weight in counts.items())
    return 1 - (below - 1) * seen / chance if chance > SAME else None


def alpha_interval(
    groups: Sequence[Sequence[Sequence[float]]], level: str = "nominal", coverage: float = 0.95
) -> tuple[float, float] | None:
    """Return the percentile interval of α over `DRAWS` bootstrap samples of the groups, drawn with replacement.

    Parameters
    ----------
    groups : sequence
        Units that belong together, such as all ratings of one event, and are drawn together; each unit as for α.

    Returns
    -------
    (low, high) or None
        None for fewer than two groups, and where α is undefined in more than half of the samples; such samples are
        left out otherwise.

    References
    ----------
    Efron & Tibshirani 1993.

    Examples
    --------
    >>> low, high = alpha_interval([[[0, 0]], [[1, 1]], [[0, 1]], [[1, 1]], [[0, 0]], [[0, 0]]])
    >>> round(low, 2), high
    (-0.1, 1.0)
    """
    check_within("coverage", coverage, 0, 1, "()")
    if len(groups) < 2:
        return None
    counted = [_added(map(_coincidences, group)) for group in groups]
    chance = Random(SEED)
    drawn = (_alpha(_added(chance.choices(counted, k=len(counted))), level) for _ in range(DRAWS))
    found = [alpha for alpha in drawn if alpha is not None]
    return _percentiles(found, coverage) if len(found) * 2 > DRAWS else None


def mean_interval(values: Sequence[float], coverage: float = 0.95) -> tuple[float, float] | None:
    """Return the percentile interval of a mean over `DRAWS` bootstrap samples; None for fewer than two values.

    References
    ----------
    Efron & Tibshirani 1993.

    Examples
    --------
    >>> mean_interval([0.5, 0.5, 0.5]), mean_interval([0.5])
    ((0.5, 0.5), None)
    """
    check_within("coverage", coverage, 0, 1, "()")
    if len(values) < 2:
        return None
    check_finite(values)
    chance = Random(SEED)
    found = [fsum(chance.choices(values, k=len(values))) / len(values) for _ in range(DRAWS)]
    return _percentiles(found, coverage)


def _percentiles(found: Sequence[float], coverage: float) -> tuple[float, float]:
    """Ends that leave out the same number of samples, rounded down, at either side."""
    ordered, out = sorted(found), int(len(found) * (1 - coverage) / 2 + SAME)
    return ordered[out], ordered[len(ordered) - 1 - out]


def share_interval(hits: int, n: int) -> tuple[float, float]:
    """Return the score interval of 95 % of a share: (p + z²/2n ± z√(p(1 - p)/n + z²/4n²)) / (1 + z²/n), p = hits/n.

    Unlike a bootstrap it has a width where all agree.

    Raises
    ------
    ValueError
        Unless 0 <= hits <= n and n is above 0.

    References
    ----------
    Wilson 1927.

    Examples
    --------
    >>> [round(end, 3) for end in share_interval(10, 10)], [round(end, 3) for end in share_interval(5, 10)]
    ([0.722, 1.0], [0.237, 0.763])
    """
    if not 0 <= hits <= n or not n:
        raise ValueError(f"{hits} of {n}: allowed are 0 to n hits of one or more")
    share, part = hits / n, _Z * _Z / n
    middle, reach = share + part / 2, sqrt(part * (share * (1 - share) + part / 4))
    return max(0.0, (middle - reach) / (1 + part)), min(1.0, (middle + reach) / (1 + part))


def paired_shares_interval(both: int, first: int, second: int, neither: int) -> tuple[float, float]:
    """Return the interval of 95 % of a difference between two shares of the same cases, the first less the second.

    Square-and-add: the ends of the score intervals of both shares (`share_interval`), joined with the correlation of
    the pairs. Unlike the normal interval of paired differences it has a width where no pair differs.

    Parameters
    ----------
    both, first, second, neither : int
        In how many cases it is so in both, only in the first, only in the second, in neither.

    Raises
    ------
    ValueError
        For a number below 0, or no case.

    References
    ----------
    Newcombe 1998.

    Examples
    --------
    >>> [round(end, 3) for end in paired_shares_interval(14, 5, 0, 22)]
    [0.011, 0.226]
    >>> [round(end, 3) for end in paired_shares_interval(0, 0, 0, 10)]
    [-0.278, 0.278]
    """
    n = both + first + second + neither
    if min(both, first, second, neither) < 0 or not n:
        raise ValueError(f"{both}, {first}, {second}, {neither}: allowed are counts from 0, one case or more")
    one, two = both + first, both + second
    (low_1, high_1), (low_2, high_2) = share_interval(one, n), share_interval(two, n)
    p, q = one / n, two / n
    spread, product = one * (n - one) * two * (n - two), both * neither - first * second
    # taken nearer to 0 where it is above, by half a case, lest the pairs seem more alike than they are
    phi = (max(product - n / 2, 0.0) if product > 0 else product) / sqrt(spread) if spread else 0.0

    def apart(a: float, b: float) -> float:
        return sqrt(max(0.0, a * a - 2 * phi * a * b + b * b))

    return p - q - apart(p - low_1, high_2 - q), p - q + apart(high_1 - p, q - low_2)
