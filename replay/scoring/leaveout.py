"""Leave one dispute out: sizes, temperature and frequencies from the others, scores on the one held out.

What is learnt: the sizes of the domain rules from the others' readings (`domain.fit_sizes`); the temperature of the
link, one for all theories, as the step of a fixed grid with the least mean ranked probability score over all theories
and the others' decisions (of equals the one nearest the default); and past decisions for theories that count them.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import log
from statistics import fmean

from replay.domain import Rules, fit_sizes
from replay.engine.trace import Trace
from replay.errors import RefusalError
from replay.scoring.board import Forecast, asked, forecasts, reads_stakes, share_out
from replay.scoring.situations import Case, case
from replay.theories import DEFAULTS, ORDER, PARAMETERS, THEORIES, Parameters, link
from replay.theories.statistics.scoring_rules import ranked_probability_score

__all__ = ["TEMPERATURES", "Fold", "left_out"]

_LOW, _HIGH = PARAMETERS["temperature"].low, PARAMETERS["temperature"].high
TEMPERATURES: tuple[float, ...] = tuple(_LOW * (_HIGH / _LOW) ** (step / 10) for step in range(11))
"""The grid that temperatures are chosen from: even in logarithms over the whole range."""


@dataclass(frozen=True, slots=True)
class Fold:
    """One dispute held out.

    Attributes
    ----------
    held_out : str
    trained_on : tuple[str, ...]
    rules : Rules
        Sizes fitted on the others, the defaults if none of their readings gives a level.
    parameters : Parameters
        With the temperature chosen on the others.
    forecasts : tuple[Forecast, ...]
        For the decisions of the dispute held out.
    """

    held_out: str
    trained_on: tuple[str, ...]
    rules: Rules
    parameters: Parameters
    forecasts: tuple[Forecast, ...]


def left_out(
    traces: Sequence[Trace], theories: Iterable[str] = tuple(THEORIES), parameters: Parameters = DEFAULTS,
    rules: Rules | None = None, source: str = "path",
) -> tuple[Fold, ...]:  # fmt: skip
    """Hold each dispute out in turn, in the order given.

    Raises
    ------
    RefusalError
        For fewer than two disputes.
    """
    if len(traces) < 2:
        raise RefusalError(f"{len(traces)} dispute: leaving one out takes two or more")
    names = tuple(theories)
    return tuple(_fold(traces, n, names, parameters, rules or Rules(), source) for n in range(len(traces)))


def _fold(
    traces: Sequence[Trace], n: int, theories: tuple[str, ...], parameters: Parameters, start: Rules, source: str
) -> Fold:
    others = [trace for m, trace in enumerate(traces) if m != n]
    try:
        rules = fit_sizes(others, start).rules
    except RefusalError:  # no reading of theirs gives a level
        rules = start
    training = [case(trace, rules, source) for trace in others]
    chosen = parameters.replace(temperature=_temperature(training, theories, parameters))
    past = tuple(choice.did for other in training for choice in other.choices)
    held = case(traces[n], rules, source)
    found = asked(forecasts([held], theories, chosen, past), [held])
    return Fold(held.dispute, tuple(other.dispute for other in training), rules, chosen, found)


def _temperature(training: Sequence[Case], theories: tuple[str, ...], parameters: Parameters) -> float:
    """Choose among `TEMPERATURES`; only the link is run anew for each."""
    default = parameters.temperature
    decided = [
        (choice, situation)
        for other in training
        for choice, situation in zip(other.choices, other.situations(parameters), strict=True)
    ]
    if not decided:
        return default

    def loss(temperature: float) -> tuple[float, float]:
        tried = parameters.replace(temperature=temperature)
        scores = []
        for name in theories:
            for choice, situation in decided:
                if situation.stakes is None and reads_stakes(name):
                    continue
                judged = THEORIES[name].judge(situation, tried)
                chances = judged.outright or link(judged.index, temperature, tried.cuts)
                open_ = share_out(chances, choice.decision.among)
                scores.append(ranked_probability_score(open_, ORDER.index(choice.did)))
        return round(fmean(scores), 12), abs(log(temperature / default))

    return min(TEMPERATURES, key=loss)
