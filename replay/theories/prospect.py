"""Prospect theory as a rule of strategy: the pull of the risky option where the party stands.

Claiming is a gamble, creating the sure thing (Elms 2005, The Role of Losses). With a gamble of spread d on the
table, a party at position s is asked for the pull of s ± d against s. The index is that pull as a share of the value
at stake in the gamble, times `sharpness`, held to -1 .. +1: rising in the pull, and nothing else enters.

The paper's three domains follow as regions of s/d. Without weighting and at the default sharpness::

    s/d above -0.52         the sure thing wins clearly     index below -0.5      creating
    s/d -0.52 to -0.83      neither wins clearly            index -0.5 to +0.5    mixed; equal at -0.66
    s/d -0.83 to -1.31      the gamble wins                 index above +0.5      claiming; most near -1
    s/d below -1.31         the gamble wins by little       index below +0.5      fades back to mixed

For d = 3 the paper's levels come out as it says: gain, status quo and modest loss (+1, 0, -1) creating, moderate loss
(-2) mixed, strong loss (-3) claiming. With weighting on, mixed runs from -0.40 to -0.63 (equal at -0.51), and claiming
below that has no end in reach: a chance of a half weighs less than a half, which far from the reference outlasts the
curvature.

Two things the arithmetic says and the paper does not. The sure thing wins most clearly at the reference point, where
the gamble straddles the kink, not in gains; in gains beyond the spread only curvature is left, so that a gain of +1
with a spread of 1 gives an index of -0.4 without weighting. And in losses far beyond the spread the pull fades: a
gamble too small to win back the loss is hardly worth taking.
"""

from __future__ import annotations

from replay.theories.base import Judgement, Situation, Theory, abstain, clamp
from replay.theories.parameters import Parameters
from replay.theories.valuefunction import at_stake, pull

__all__ = ["PROSPECT"]


def _judge(situation: Situation, parameters: Parameters) -> Judgement:
    position, spread = situation.position, situation.spread
    if position is None:
        return abstain("no position computed")
    if spread == 0:
        return abstain("no gamble on the table")
    drawn = pull(position, spread, parameters)
    share = drawn / at_stake(spread, parameters)
    index = clamp(parameters.sharpness * share)
    wins = "the gamble wins" if drawn > 0 else "the sure thing wins" if drawn < 0 else "neither wins"
    return Judgement(
        index,
        {
            "why": wins, "position": position, "spread": spread, "ratio": position / spread,
            "pull": drawn, "share": share, "weighting": "on" if parameters.weighting else "off",
        },
    )  # fmt: skip


PROSPECT = Theory(
    "prospect",
    "A side takes the risk of claiming where its losses make the gamble look better than the sure thing.",
    "Kahneman & Tversky 1979, doi:10.2307/1914185; Tversky & Kahneman 1992, doi:10.1007/BF00122574; "
    "Elms 2005, The Role of Losses",
    ("position", "spread"),
    _judge,
)
