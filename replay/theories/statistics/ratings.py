"""Agreement of two ratings of the same things on one ordered scale. A measure left undefined (0/0) is None."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import fsum, sqrt

from replay.theories.statistics.arguments import check_pairs

__all__ = ["WEIGHTS", "Agreement", "agreement", "kendall", "spearman", "weighted_kappa"]

Disagreement = Callable[[int, int], float]
WEIGHTS: dict[str, Disagreement] = {
    "nominal": lambda a, b: a != b, "linear": lambda a, b: abs(a - b), "quadratic": lambda a, b: (a - b) ** 2,
}  # fmt: skip
"""Disagreement of two ratings, by name."""


def weighted_kappa(a: Sequence[int], b: Sequence[int], weights: str | Disagreement = "linear") -> float | None:
    """1 - (Σ_i v(a_i, b_i) / n) / (Σ_i Σ_j v(a_i, b_j) / n²): agreement beyond what the marginals bring by chance.

    `weights` v is a name in WEIGHTS ("nominal" is plain kappa) or a function of both ratings, 0 for equal ones and
    above 0 for others. From 1, if and only if all are equal, over 0, as by chance, to below 0; None where both
    raters gave one and the same rating throughout. No unit.

    References
    ----------
    Cohen 1968, doi:10.1037/h0026256. Fleiss & Cohen 1973 (quadratic), doi:10.1177/001316447303300309.

    Examples
    --------
    >>> weighted_kappa([0, 1, 2, 2], [0, 1, 1, 2], "quadratic")
    0.8
    """
    check_pairs(a, b)
    if not all(isinstance(rating, int) for rating in (*a, *b)):
        raise ValueError(f"ratings {(*a, *b)}: whole numbers are needed")
    if isinstance(weights, str) and weights not in WEIGHTS:
        raise ValueError(f"weights {weights!r}: allowed are {', '.join(WEIGHTS)}, or a function")
    apart = WEIGHTS[weights] if isinstance(weights, str) else weights
    first, second = Counter(a), Counter(b)
    chance = fsum(apart(x, y) * n * m for x, n in first.items() for y, m in second.items())
    return 1 - len(a) * fsum(map(apart, a, b)) / chance if chance else None


def _twice_ranks(values: Sequence[float]) -> list[int]:
    """Mid-ranks times two, less n + 1, so that they are whole numbers around 0."""
    ordered = sorted(values)
    return [bisect_left(ordered, v) + bisect_right(ordered, v) - len(ordered) for v in values]


def spearman(a: Sequence[float], b: Sequence[float]) -> float | None:
    """Spearman's rank correlation: Pearson's of the mid-ranks, so exact with ties; None if a side does not vary.

    References
    ----------
    Spearman 1904, doi:10.2307/1412159.

    Examples
    --------
    >>> spearman([1, 2, 3, 4], [1, 3, 2, 4])
    0.8
    """
    check_pairs(a, b)
    x, y = _twice_ranks(a), _twice_ranks(b)
    spread = sum(r * r for r in x) * sum(r * r for r in y)
    return sum(r * s for r, s in zip(x, y, strict=True)) / sqrt(spread) if spread else None


def kendall(a: Sequence[float], b: Sequence[float]) -> float | None:
    """Kendall's τ_b = (concordant - discordant pairs) / √((pairs untied in a)(pairs untied in b)); None if one is 0.

    References
    ----------
    Kendall 1945, doi:10.1093/biomet/33.3.239.

    Examples
    --------
    >>> kendall([1, 2, 2, 3], [1, 2, 3, 3])
    0.8
    """
    check_pairs(a, b)
    both = list(zip(a, b, strict=True))
    signs = [((x > u) - (x < u), (y > v) - (y < v)) for i, (x, y) in enumerate(both) for u, v in both[:i]]
    untied = sum(s * s for s, _ in signs) * sum(t * t for _, t in signs)
    return sum(s * t for s, t in signs) / sqrt(untied) if untied else None


@dataclass(frozen=True, slots=True)
class Agreement:
    """Agreement of n pairs of ratings: shares from 0 to 1, coefficients from -1 to 1 or None where undefined."""

    n: int
    exact: float
    within_one: float
    kappa_linear: float | None
    kappa_quadratic: float | None
    spearman: float | None
    kendall: float | None


def agreement(a: Sequence[int], b: Sequence[int]) -> Agreement:
    """All measures of the agreement of two ordinal ratings in whole levels.

    Examples
    --------
    >>> found = agreement([0, 1, 2, 2], [0, 1, 1, 2])
    >>> found.exact, found.within_one, found.kappa_quadratic
    (0.75, 1.0, 0.8)
    """
    linear, quadratic = weighted_kappa(a, b, "linear"), weighted_kappa(a, b, "quadratic")
    gaps = [abs(x - y) for x, y in zip(a, b, strict=True)]
    exact, near = gaps.count(0) / len(gaps), sum(gap <= 1 for gap in gaps) / len(gaps)
    return Agreement(len(gaps), exact, near, linear, quadratic, spearman(a, b), kendall(a, b))
