"""The rivals of prospect theory: each a rule that reads one thing about a situation and nothing of the domain."""

from __future__ import annotations

from collections.abc import Callable
from math import exp, log, sqrt

from replay.codebook import Strategy
from replay.theories.base import ORDER, PLACES, Judgement, Situation, Theory, abstain, clamp
from replay.theories.parameters import Parameters

__all__ = ["RIVALS"]

Judge = Callable[[Situation, Parameters], Judgement]
_rivals: list[Theory] = []


def _rival(name: str, claim: str, source: str, *reads: str) -> Callable[[Judge], Judge]:
    """Make a rival of what judges a situation; `reads` are the fields that it looks at."""

    def made(judge: Judge) -> Judge:
        _rivals.append(Theory(name, claim, source, reads, judge))
        return judge

    return made


@_rival(
    "expected-utility",
    "A side claims where the expected benefit of claiming, less the cost that falls due if it fails, beats the "
    "alternative, whatever its domain.",
    "von Neumann & Morgenstern 1944, Theory of Games and Economic Behavior; as stated in Elms 2005, An Expected "
    "Utility Theory Explanation", "stakes",
)  # fmt: skip
def _expected_utility(situation: Situation, parameters: Parameters) -> Judgement:
    """Claim when p B - (1 - p) c beats the alternative; the margin as a share of the sum of their sizes.

    A threat costs what must be carried out if it fails (Elms 2005, An Expected Utility Theory Explanation).
    """
    stakes = situation.stakes
    if stakes is None:
        return abstain("no stakes coded")
    expected = stakes.success * stakes.benefit
    cost = (1 - stakes.success) * stakes.cost
    margin = expected - cost - stakes.alternative
    size = expected + cost + abs(stakes.alternative)
    share = margin / size if size else 0.0
    wins = "claiming wins" if margin > 0 else "the alternative wins" if margin < 0 else "neither wins"
    return Judgement(
        clamp(parameters.utility_sharpness * share),
        {
            "why": wins, "benefit": stakes.benefit, "success": stakes.success, "cost": stakes.cost,
            "alternative": stakes.alternative, "margin": margin, "share": share,
        },
    )  # fmt: skip


def _repeat(last: Strategy | None, whose: str) -> Judgement:
    if last is None:
        return abstain(f"no earlier decision of {whose}")
    return Judgement(PLACES[last], {"why": f"last strategy of {whose}", "last": last.value})


@_rival(
    "reciprocity", "A side does what the other side did last.",
    "Axelrod 1984, The Evolution of Cooperation", "other_last",
)  # fmt: skip
def _reciprocity(situation: Situation, parameters: Parameters) -> Judgement:
    return _repeat(situation.other_last, "the other side")


@_rival(
    "persistence", "A side goes on doing what it did last.",
    "Goldstein & Freeman 1990, Three-Way Street: Strategic Reciprocity in World Politics", "own_last",
)  # fmt: skip
def _persistence(situation: Situation, parameters: Parameters) -> Judgement:
    return _repeat(situation.own_last, "its own")


@_rival(
    "base-rate", "A side does what was done before, as often as it was done.",
    "Laplace 1814, Essai philosophique sur les probabilités (one added to each count)", "past",
)  # fmt: skip
def _base_rate(situation: Situation, parameters: Parameters) -> Judgement:
    """Take the index at which the link has the mean of the past frequencies, one added to each class.

    One index cannot carry all three frequencies: a past of both extremes and no middle comes out as mixed.
    """
    past = situation.past
    if not past:
        return abstain("no earlier decision to learn from")
    counts = {strategy: past.count(strategy) for strategy in ORDER}
    mean = (counts[Strategy.CLAIMING] - counts[Strategy.CREATING]) / (len(past) + len(ORDER))
    reason: dict[str, float | str] = {"why": "frequencies of the past", "decisions": len(past)}
    reason |= {strategy.value: (count + 1) / (len(past) + len(ORDER)) for strategy, count in counts.items()}
    return Judgement(_index_of(mean, parameters), reason | {"mean": mean})


def _index_of(mean: float, parameters: Parameters) -> float:
    """Return the index whose mean strategy under the link is that mean, in -1 .. +1, both excluded.

    With a = e^(index/t), U and L the same of the cuts, the mean is a/(a + U) - L/(a + L): a quadratic in a.
    """
    t = parameters.temperature
    upper, lower = exp(parameters.upper_cut / t), exp(parameters.lower_cut / t)
    half = mean * (upper + lower) / 2
    root = sqrt(half * half + (1 - mean) * (1 + mean) * upper * lower)
    return t * log((half + root) / (1 - mean))


@_rival(
    "clock-pressure", "A side claims the more, the nearer the next clock that presses it.",
    "Carnevale & Lawler 1986, doi:10.1177/0022002786030004003, who find it among negotiators out for their own "
    "gain", "days_to_clock",
)  # fmt: skip
def _clock_pressure(situation: Situation, parameters: Parameters) -> Judgement:
    """Go from -1, no clock in sight, to +1 on its day; half-way at one half-life.

    Which clocks press whom is the situation's to say: those before whose day a side must act, or by which it loses.
    """
    days = situation.days_to_clock
    if days is None:
        return Judgement(-1.0, {"why": "no clock presses", "pressure": 0.0})
    pressure = 0.5 ** (days / parameters.half_life)
    return Judgement(2 * pressure - 1, {"why": "days to the nearest clock", "days": days, "pressure": pressure})


@_rival("always-claiming", "A side always claims: a yardstick, not a theory.", "a convention of this package")
def _always_claiming(situation: Situation, parameters: Parameters) -> Judgement:
    return Judgement(1.0, {"why": "always claims"})


RIVALS = tuple(_rivals)
"""The rivals, in the order in which they are shown."""
