"""Where the fair gamble and the sure thing are worth the same."""

from replay.theories import DEFAULTS, Parameters
from replay.theories.valuefunction import pull


def threshold(spread: float, parameters: Parameters = DEFAULTS) -> float:
    """Return the position at which gamble and sure thing are equal: below it the gamble is preferred, above it not.

    It lies between -spread, where every allowed parameter prefers the gamble, and +spread, where every one
    prefers the sure thing; found by halving that interval sixty times.

    Parameters
    ----------
    spread : float
        Above 0; the threshold is in the same unit.

    """
    below, above = -spread, spread
    for _ in range(60):
        middle = (below + above) / 2
        if pull(middle, spread, parameters) > 0:
            below = middle
        else:
            above = middle
    return (below + above) / 2
