"""The arithmetic of prospect theory: values, weights, and a fair gamble against the sure position it is built on.

References: Kahneman & Tversky 1979, doi:10.2307/1914185; Tversky & Kahneman 1992, doi:10.1007/BF00122574.
"""

from __future__ import annotations

from math import isfinite

from replay.theories.parameters import DEFAULTS, Parameters

__all__ = ["at_stake", "gamble", "pull", "value", "weight"]


def value(change: float, parameters: Parameters = DEFAULTS) -> float:
    """Return v(x), the value of a change from the reference point: concave for gains, convex and steeper for losses.

    x^a for gains, -l (-x)^b for losses; a, b and l are `gain_curvature`, `loss_curvature`, `loss_aversion`.

    Parameters
    ----------
    change : float
        In any unit, for instance domain units; 0 is the reference point.

    Examples
    --------
    >>> value(1.0), value(-1.0), round(value(100.0), 2)
    (1.0, -2.25, 57.54)
    """
    if change >= 0:
        return float(change**parameters.gain_curvature)
    return -parameters.loss_aversion * float((-change) ** parameters.loss_curvature)


def weight(chance: float, *, loss: bool = False, parameters: Parameters = DEFAULTS) -> float:
    """Return w(p), the decision weight of a chance: p^g / (p^g + (1 - p)^g)^(1/g).

    The weight is the same whether `weighting` is on or off: the switch says if gambles use it.

    Parameters
    ----------
    chance : float
        0 to 1, both included.
    loss : bool
        Take `loss_gamma` for g, not `gain_gamma`.

    Raises
    ------
    ValueError
        If the chance is not in 0 to 1.

    Examples
    --------
    >>> round(weight(0.5), 2), round(weight(0.5, loss=True), 2)
    (0.42, 0.45)
    """
    if not 0 <= chance <= 1:
        raise ValueError(f"chance {chance!r} is not in 0 to 1")
    gamma = parameters.loss_gamma if loss else parameters.gain_gamma
    hit, miss = chance**gamma, (1 - chance) ** gamma
    return float(hit / (hit + miss) ** (1 / gamma))


def gamble(high: float, low: float, chance: float = 0.5, parameters: Parameters = DEFAULTS) -> float:
    """Return the cumulative value of getting `high` with that chance, else `low`.

    Both gains: the higher is weighted as a gain, the lower takes the rest. Both losses: the worse is weighted as
    a loss, the better takes the rest. Mixed: each has its own weight. With `weighting` off, weights are chances.

    Raises
    ------
    ValueError
        If `high` is below `low`, or the chance is not in 0 to 1.

    Examples
    --------
    >>> round(gamble(1.0, -1.0), 3), round(gamble(1.0, -1.0, parameters=Parameters(weighting=True)), 3)
    (-0.625, -0.601)
    """
    if high < low:
        raise ValueError(f"the better outcome {high!r} is below the worse {low!r}")
    best, worst = value(high, parameters), value(low, parameters)
    gain, loss = chance, 1 - chance
    if parameters.weighting:
        gain, loss = weight(chance, parameters=parameters), weight(1 - chance, loss=True, parameters=parameters)
    elif not 0 <= chance <= 1:
        raise ValueError(f"chance {chance!r} is not in 0 to 1")
    if low >= 0:
        return gain * best + (1 - gain) * worst
    if high <= 0:
        return (1 - loss) * best + loss * worst
    return gain * best + loss * worst


def pull(position: float, spread: float, parameters: Parameters = DEFAULTS) -> float:
    """Return the value of the fair gamble `position` ± `spread` less the value of staying at `position` for sure.

    Above 0 the gamble is preferred, below 0 the sure thing. With the parameters of 1992 the pull is above 0 in
    losses beyond about two thirds of the spread, peaks near -spread, and fades further out: quickly without
    weighting, slowly with it, since w(0.5) below a half keeps favouring the gamble in losses.

    Parameters
    ----------
    position, spread : float
        In the same unit; the spread is 0 or more.

    Raises
    ------
    ValueError
        If the spread is not a finite number of 0 or more.

    Examples
    --------
    >>> [round(pull(at, 1.0), 2) for at in (1, 0, -0.5, -1, -3)]
    [-0.08, -0.62, -0.11, 0.18, 0.04]
    """
    _check(spread)
    if spread == 0:
        return 0.0
    return gamble(position + spread, position - spread, 0.5, parameters) - value(position, parameters)


def at_stake(spread: float, parameters: Parameters = DEFAULTS) -> float:
    """Return the value at stake in a gamble of that spread at the reference point: (v(d) - v(-d)) / 2.

    Examples
    --------
    >>> at_stake(1.0)
    1.625
    """
    _check(spread)
    return (value(spread, parameters) - value(-spread, parameters)) / 2


def _check(spread: float) -> None:
    if not (isfinite(spread) and spread >= 0):
        raise ValueError(f"spread {spread!r} is not a finite number of 0 or more")
