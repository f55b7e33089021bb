"""What the measures of this package accept, and how they refuse the rest."""

from __future__ import annotations

from collections.abc import Sequence
from math import fsum, isfinite

__all__ = ["SAME", "TOLERANCE", "check_finite", "check_forecast", "check_pairs", "check_within"]

TOLERANCE = 1e-9
"""How far probabilities may sum from one."""
SAME = 1e-12
"""Two scores no further apart than this are tied: it is rounding, not a difference."""


def check_forecast(probabilities: Sequence[float], outcome: int) -> None:
    """Refuse what is not a distribution over two classes or more with the number of one of them."""
    seen = tuple(probabilities)
    if len(probabilities) < 2:
        raise ValueError(f"probabilities {seen}: two classes or more are needed")
    if not all(0 <= p <= 1 for p in probabilities):
        raise ValueError(f"probabilities {seen}: each must be from 0 to 1")
    if abs(fsum(probabilities) - 1) > TOLERANCE:
        raise ValueError(f"probabilities {seen} sum to {fsum(probabilities)!r}: 1 ± {TOLERANCE} is allowed")
    if outcome not in range(len(probabilities)):
        raise ValueError(f"outcome {outcome!r}: allowed are the class numbers 0 to {len(probabilities) - 1}")


def check_pairs(a: Sequence[float], b: Sequence[float]) -> None:
    """Refuse two series of unequal length, empty ones, and values that are not finite."""
    if len(a) != len(b) or not a:
        raise ValueError(f"{len(a)} and {len(b)} values: both must have the same number, one or more")
    check_finite([*a, *b])


def check_finite(values: Sequence[float]) -> None:
    """Refuse no values, infinity and not-a-number."""
    if not values or not all(map(isfinite, values)):
        raise ValueError(f"values {tuple(values)}: one or more finite numbers are needed")


def check_within(name: str, value: float, low: float, high: float, ends: str = "[]") -> None:
    """Refuse a value outside an interval; `ends` says by bracket which of its ends belong to it."""
    above = value >= low if ends[0] == "[" else value > low
    if not (above and (value <= high if ends[1] == "]" else value < high)):
        raise ValueError(f"{name} {value!r}: allowed is {ends[0]}{low:g}, {high:g}{ends[1]}")
