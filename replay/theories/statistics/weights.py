"""Process tracing: what an observation weighs between a theory and a rival, what kind of test it is, and sums."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from math import fsum, inf, log10

from replay.theories.statistics.arguments import check_finite, check_within

__all__ = ["CERTAIN", "FAVOUR", "UNIQUE", "Label", "Total", "Weight", "total", "weight_of"]

CERTAIN, UNIQUE, FAVOUR = 0.9, 0.1, 3.0
"""Van Evera's two qualities: P(E|favoured) from which a prediction is certain, P(E|other) up to which it is unique,
and the decibels by which it must count (3 dB: about 2 to 1) for either to matter."""


class Label(str, Enum):
    """Van Evera's four tests: a hoop is certain, a smoking gun unique, doubly decisive both, a straw neither."""

    HOOP = "hoop"
    SMOKING_GUN = "smoking gun"
    DOUBLY_DECISIVE = "doubly decisive"
    STRAW = "straw in the wind"


@dataclass(frozen=True, slots=True)
class Weight:
    """What an observation weighs, in dB (above 0: for the theory), its label, and which side it favours."""

    decibels: float
    label: Label
    favours: str


def weight_of(
    theory: float, rival: float, *, certain: float = CERTAIN, unique: float = UNIQUE, favour: float = FAVOUR
) -> Weight:
    """Weight of evidence 10·log10(P(E|theory) / P(E|rival)) in decibels, and the label of E as a test.

    Let p be the larger of the two probabilities, that of the favoured side ("theory", "rival"),
    and q the smaller; a weight below `favour` favours "neither". E is *certain* if p >= certain and
    its absence would weigh 10·log10((1-q)/(1-p)) >= favour;
    *unique* if q <= unique and its presence weighs 10·log10(p/q) >= favour. Certain alone: hoop; unique alone: smoking
    gun; both: doubly decisive; neither: straw in the wind. A hoop that a theory fails is thus its rival's smoking gun.
    Both probabilities lie in (0, 1]: what was observed was not impossible.

    References
    ----------
    Good 1950, Probability and the Weighing of Evidence. Van Evera 1997, Guide to Methods for Students of Political
    Science, chapter 1. Fairfield & Charman 2017, doi:10.1017/pan.2017.14. The thresholds are this package's own.

    Examples
    --------
    >>> found = weight_of(0.95, 0.5)
    >>> round(found.decibels, 2), found.label.value, found.favours
    (2.79, 'hoop', 'neither')
    """
    check_within("P(E|theory)", theory, 0, 1, "(]")
    check_within("P(E|rival)", rival, 0, 1, "(]")
    check_within("certain", certain, 0, 1)
    check_within("unique", unique, 0, 1)
    check_within("favour (dB)", favour, 0, inf, "[)")
    p, q = max(theory, rival), min(theory, rival)
    absent = 0.0 if p == q else inf if p == 1 else 10 * log10((1 - q) / (1 - p))
    is_certain, is_unique = p >= certain and absent >= favour, q <= unique and 10 * log10(p / q) >= favour
    kinds = {(True, False): Label.HOOP, (False, True): Label.SMOKING_GUN, (True, True): Label.DOUBLY_DECISIVE}
    side = "neither" if 10 * log10(p / q) < favour else "theory" if theory > rival else "rival"
    return Weight(10 * log10(theory / rival), kinds.get((is_certain, is_unique), Label.STRAW), side)


@dataclass(frozen=True, slots=True)
class Total:
    """Weights added up, in dB: as declared dependent, by group, and as if all were independent."""

    decibels: float
    groups: tuple[tuple[str, float], ...]
    independent: float


def total(decibels: Sequence[float], groups: Sequence[str | None], discount: float = 0.0) -> Total:
    """Add weights of evidence (dB) when some share their source.

    A weight whose group is None stands alone and counts whole. A group counts its strongest member, the one furthest
    from 0, plus `discount` times the sum of its others: 0 (default) they add nothing, 1 they are independent. Where
    equally strong members point both ways, neither leads: the group counts `discount` times its sum. Groups come in
    order of first appearance. No weights: 0.

    References
    ----------
    Fairfield & Charman 2017 (dependence of evidence), doi:10.1017/pan.2017.14. The rule is this package's own.

    Examples
    --------
    >>> total([3, 6, 2], ["a memoir", "a memoir", None])
    Total(decibels=8.0, groups=(('a memoir', 6.0),), independent=11.0)
    """
    if len(decibels) != len(groups):
        raise ValueError(f"{len(decibels)} weights and {len(groups)} groups: both must have the same number")
    if decibels:
        check_finite(decibels)
    check_within("discount", discount, 0, 1)
    held: dict[str, list[float]] = {}
    for weight, group in zip(decibels, groups, strict=True):
        if group is not None:
            held.setdefault(group, []).append(weight)
    counted = []
    for group, weights in held.items():
        top = max(map(abs, weights))
        lead = top if -top not in weights else -top if top not in weights else 0.0
        counted.append((group, fsum([lead, discount * fsum([*weights, -lead])])))
    alone = [weight for weight, group in zip(decibels, groups, strict=True) if group is None]
    return Total(fsum([*alone, *(weight for _, weight in counted)]), tuple(counted), fsum(decibels))
