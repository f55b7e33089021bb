"""What every theory is given and gives back, and the one link from index to probabilities."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from math import exp, inf, isfinite
from types import MappingProxyType

from replay.codebook import Strategy
from replay.errors import UnknownTheoryError
from replay.text.words import spaced
from replay.theories.parameters import DEFAULTS, Parameters

__all__ = [
    "ORDER", "PLACES", "Judgement", "Prediction", "Situation", "Stakes", "Theory", "UnknownTheoryError",
    "abstain", "clamp", "link", "spoken",
]  # fmt: skip

ORDER: tuple[Strategy, Strategy, Strategy] = (Strategy.CREATING, Strategy.MIXED, Strategy.CLAIMING)
"""The classes in the order of every triple of probabilities."""

PLACES: Mapping[Strategy, float] = MappingProxyType(dict(zip(ORDER, (-1.0, 0.0, 1.0), strict=True)))
"""Where each strategy sits on the index."""

FLOOR = 1e-12
"""Least probability that the link gives, so that no class is ever ruled out by rounding."""


# -- what a theory is given -----------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Stakes:
    """What claiming is worth, from dated and cited statements; B, c and the alternative in one unit.

    Attributes
    ----------
    benefit : float
        B, gained if claiming succeeds; not negative.
    success : float
        p, the chance that it does, 0 to 1.
    cost : float
        c, paid if it fails; not negative.
    alternative : float
        What the side has without claiming.
    """

    benefit: float
    success: float
    cost: float
    alternative: float = 0.0

    def __post_init__(self) -> None:
        faults = [
            f"{name}: {seen!r} is not in {low:g} to {high:g}"
            for name, seen, low, high in (
                ("benefit", self.benefit, 0.0, inf), ("success", self.success, 0.0, 1.0),
                ("cost", self.cost, 0.0, inf), ("alternative", self.alternative, -inf, inf),
            )
            if not (isfinite(seen) and low <= seen <= high)
        ]  # fmt: skip
        if faults:
            raise ValueError("stakes: " + "; ".join(faults))


@dataclass(frozen=True, slots=True)
class Situation:
    """One party's decision, and what was known just before it.

    Attributes
    ----------
    decision, party : str
        Ids of the decision and of the party that takes it.
    day : int
    position : float or None
        Computed position just before, in domain units; None where none is computed.
    spread : float
        Half-range of the riskiest option on the table, in domain units; 0 where none is a gamble.
    own_last, other_last : Strategy or None
        Last strategy of the party, and of the other side towards it.
    past : tuple[Strategy, ...]
        All earlier decisions to learn frequencies from, oldest first.
    days_to_clock : int or None
        Days to the nearest running clock that presses the party: before whose day it must do something, or loses by
        its running out. None where there is none.
    stakes : Stakes or None
    """

    decision: str
    party: str
    day: int
    position: float | None = None
    spread: float = 0.0
    own_last: Strategy | None = None
    other_last: Strategy | None = None
    past: tuple[Strategy, ...] = ()
    days_to_clock: int | None = None
    stakes: Stakes | None = None

    def __post_init__(self) -> None:
        where = f"decision '{self.decision}'"
        if self.position is not None and not isfinite(self.position):
            raise ValueError(f"{where}: position {self.position!r} is not a finite number")
        if not (isfinite(self.spread) and self.spread >= 0):
            raise ValueError(f"{where}: spread {self.spread!r} is not a finite number of 0 or more")
        if self.days_to_clock is not None and self.days_to_clock < 0:
            raise ValueError(f"{where}: {self.days_to_clock} days to a clock; a running clock is 0 or more days away")


# -- what a theory gives --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Judgement:
    """What a theory makes of a situation.

    Attributes
    ----------
    index : float
        -1 creating, 0 mixed, +1 claiming; beyond only where a theory is surer than the link at ±1.
    reason : Mapping[str, float | str]
        The inputs used and ``why``, a few words; read-only.
    outright : tuple[float, float, float] or None
        Probabilities given outright, by those who know nothing of the situation; else the link makes them.
    """

    index: float
    reason: Mapping[str, float | str] = field(hash=False)
    outright: tuple[float, float, float] | None = None

    def __post_init__(self) -> None:
        object.__setattr__(self, "reason", MappingProxyType(dict(self.reason)))


def abstain(why: str) -> Judgement:
    """Return the judgement of a theory that has nothing to go by: index 0 and the reason."""
    return Judgement(0.0, {"why": why})


def clamp(index: float) -> float:
    """Return the index held to -1 .. +1."""
    return min(1.0, max(-1.0, index))


@dataclass(frozen=True, slots=True)
class Prediction:
    """Probabilities of creating, mixed and claiming for one decision under one theory.

    Attributes
    ----------
    theory, decision, party : str
    probabilities : tuple[float, float, float]
        In the order of `ORDER`; they sum to 1.
    index : float
    reason : Mapping[str, float | str]
        The inputs used and ``why``; read-only.
    """

    theory: str
    decision: str
    party: str
    probabilities: tuple[float, float, float]
    index: float
    reason: Mapping[str, float | str] = field(hash=False)

    def __post_init__(self) -> None:
        total = sum(self.probabilities)
        if len(self.probabilities) != 3 or not all(0 <= p <= 1 for p in self.probabilities) or abs(total - 1) > 1e-9:
            shown = ", ".join(f"{p:g}" for p in self.probabilities)
            raise ValueError(
                f"prediction of '{self.theory}' for '{self.decision}': probabilities ({shown}) sum to {total:g}; "
                "three numbers from 0 to 1 that sum to 1 are allowed"
            )
        object.__setattr__(self, "reason", MappingProxyType(dict(self.reason)))

    def chance(self, strategy: Strategy) -> float:
        """Return the probability of that strategy."""
        return self.probabilities[ORDER.index(strategy)]

    @property
    def grounds(self) -> str:
        """Why the theory expects so, and the inputs that it used, in words."""
        reason = {name: value for name, value in self.reason.items() if name not in ("why", "weighting")}
        shown = ", ".join(f"{name} {v:.2f}" if isinstance(v, float) else f"{name} {v}" for name, v in reason.items())
        why = str(self.reason.get("why", ""))
        return f"{why} ({shown})" if shown else why

    @property
    def likeliest(self) -> Strategy:
        """The strategy with the highest probability; of equals, the one nearest creating."""
        return ORDER[self.probabilities.index(max(self.probabilities))]


@dataclass(frozen=True, slots=True)
class Theory:
    """A theory: a name, what it says and from where, and a pure rule from a situation to its index.

    Attributes
    ----------
    name : str
        The key in the table of theories; `spoken` gives it as in print.
    claim : str
        What it says, in one sentence.
    source : str
        Author, year and DOI or place.
    reads : tuple[str, ...]
        Fields of a situation that it may use.
    judge : Callable[[Situation, Parameters], Judgement]
        Returns the index and the reason for it.
    """

    name: str
    claim: str
    source: str
    reads: tuple[str, ...]
    judge: Callable[[Situation, Parameters], Judgement]


def spoken(name: str) -> str:
    """Return the name of a theory as a heading has it.

    >>> spoken("expected-utility")
    'Expected utility'
    """
    words = spaced(name)
    return words[:1].upper() + words[1:]


# -- the link -------------------------------------------------------------------------------------


def link(
    index: float, temperature: float = DEFAULTS.temperature, cuts: tuple[float, float] = DEFAULTS.cuts
) -> tuple[float, float, float]:
    """Return the probabilities of creating, mixed and claiming at an index: an ordered logit, the same for all.

    P(class <= k) = 1 / (1 + exp(-(cut_k - index) / temperature)). None is below 1e-12.

    Parameters
    ----------
    index : float
        -1 creating, 0 mixed, +1 claiming, and beyond.
    temperature : float
        Above 0; the higher, the less the index says.
    cuts : tuple[float, float]
        Lower and upper, in that order.

    Raises
    ------
    ValueError
        If the index is not finite, the temperature not above 0, or the cuts not in order.

    References
    ----------
    McCullagh 1980, Regression models for ordinal data, doi:10.1111/j.2517-6161.1980.tb01109.x

    Examples
    --------
    >>> [round(p, 3) for p in link(0.0)], [round(p, 3) for p in link(1.0)]
    ([0.269, 0.462, 0.269], [0.047, 0.222, 0.731])
    """
    if not isfinite(index):
        raise ValueError(f"index {index!r} is not a finite number")
    if not (isfinite(temperature) and temperature > 0):
        raise ValueError(f"temperature {temperature!r} is not a finite number above 0")
    lower, upper = cuts
    if not lower < upper:
        raise ValueError(f"cuts {cuts!r} are not in order")
    creating = _logistic((lower - index) / temperature)
    claiming = _logistic((index - upper) / temperature)
    return _floored(creating), _floored(1 - creating - claiming), _floored(claiming)


def _logistic(x: float) -> float:
    if x >= 0:
        return 1 / (1 + exp(-x))
    grown = exp(x)
    return grown / (1 + grown)


def _floored(p: float) -> float:
    return FLOOR + (1 - 3 * FLOOR) * p
