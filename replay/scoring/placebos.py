"""How often a test of a claim holds where the claim says nothing: on other windows, other decisions, shuffled outcomes.

A test that holds almost anywhere says little when it holds where the claim wants it. Placebos are enumerated where
there are at most `EXACT` of them, else drawn from a fixed seed; the claim's own case is among those enumerated.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations, permutations
from math import comb, factorial
from random import Random

__all__ = ["DRAWS", "EXACT", "Placebo", "chosen", "counted_over", "reordered", "shuffled", "split"]

EXACT, DRAWS, _SEED = 10_000, 999, 1935


@dataclass(frozen=True, slots=True)
class Placebo:
    """On how many of so many placebos a test holds.

    Attributes
    ----------
    held, of : int
    what : str
        What was put in place of the claim's own case, in the plural.
    """

    held: int
    of: int
    what: str

    @property
    def share(self) -> float:
        """Share of the placebos on which the test holds, 0 to 1."""
        return self.held / self.of


def counted_over(holds: Iterable[bool], what: str) -> Placebo | None:
    """Count over windows, one after the other; None where there is none.

    >>> counted_over([True, False, True], "days")
    Placebo(held=2, of=3, what='days')
    """
    found = list(holds)
    return Placebo(sum(found), len(found), what) if found else None


def chosen(holds: Sequence[bool], k: int, what: str) -> Placebo:
    """Count the choices of k things that all hold among all choices of k.

    >>> chosen([True, True, True, False], 2, "choices")
    Placebo(held=3, of=6, what='choices')
    """
    return Placebo(comb(sum(holds), k), comb(len(holds), k), what)


def split(values: Sequence[float], k: int, holds: Callable[[float, float], bool], what: str) -> Placebo:
    """Count the ways to split values into k and the rest of which `holds` is true of both means.

    >>> split([3.0, 1.0, 2.0], 1, lambda first, rest: first > rest, "splits")
    Placebo(held=1, of=3, what='splits')
    """
    n, whole = len(values), sum(values)
    chance = Random(_SEED)  # no secret hangs on it
    picks: Iterable[Iterable[int]] = (
        combinations(range(n), k) if comb(n, k) <= EXACT else (chance.sample(range(n), k) for _ in range(DRAWS))
    )
    sums = [sum(values[i] for i in pick) for pick in picks]
    found = [holds(one / k, (whole - one) / (n - k)) for one in sums]
    return Placebo(sum(found), len(found), what)


def shuffled(
    values: Sequence[int], groups: Sequence[Hashable], holds: Callable[[Sequence[int]], bool], what: str
) -> Placebo:
    """Shuffle values within their groups so many times from a fixed seed, and count how often `holds` is true.

    >>> shuffled([0, 2], ["a", "b"], lambda values: values == [0, 2], "shuffles")  # nothing to shuffle with
    Placebo(held=999, of=999, what='shuffles')
    """
    chance = Random(_SEED)  # no secret hangs on it
    places = [[i for i, group in enumerate(groups) if group == one] for one in dict.fromkeys(groups)]
    held = 0
    for _ in range(DRAWS):
        dealt = list(values)
        for place in places:
            for i, value in zip(place, chance.sample([values[i] for i in place], len(place)), strict=True):
                dealt[i] = value
        held += holds(dealt)
    return Placebo(held, DRAWS, what)


def reordered(values: Sequence[float], holds: Callable[[Sequence[float]], bool], what: str) -> Placebo:
    """Count the orders of values of which `holds` is true.

    >>> reordered([1, 2, 3], lambda order: order[0] < order[2], "orders")
    Placebo(held=3, of=6, what='orders')
    """
    chance = Random(_SEED)  # no secret hangs on it
    n = len(values)
    orders: Iterable[Sequence[float]] = (
        permutations(values) if factorial(n) <= EXACT else (chance.sample(list(values), n) for _ in range(DRAWS))
    )
    found = [holds(order) for order in orders]
    return Placebo(sum(found), len(found), what)
