"""Rival theories of strategy behind one interface: a situation in, probabilities over creating, mixed, claiming out.

Every theory puts a decision on one index, -1 creating to +1 claiming, and all go through the same ordered-logit link
at the same temperature, so that they differ in what they say and in nothing else. Beside them stand the ignorant,
who give their probabilities outright.
"""

from __future__ import annotations

from replay.theories.base import ORDER, Prediction, Situation, Stakes, Theory, UnknownTheoryError, link, spoken
from replay.theories.ignorance import IGNORANCE
from replay.theories.parameters import DEFAULTS, PARAMETERS, Parameter, Parameters
from replay.theories.prospect import PROSPECT
from replay.theories.rivals import RIVALS

__all__ = [
    "DEFAULTS", "IGNORANT", "ORDER", "PARAMETERS", "THEORIES", "Parameter", "Parameters", "Prediction", "Situation",
    "Stakes", "UnknownTheoryError", "link", "predict", "spoken",
]  # fmt: skip

THEORIES: dict[str, Theory] = {theory.name: theory for theory in (PROSPECT, *RIVALS, *IGNORANCE)}
"""Every theory by name, and the ignorant, whom every board has."""

IGNORANT: tuple[str, ...] = tuple(theory.name for theory in IGNORANCE)
"""The names of those who know nothing of a decision: what a theory must beat to say anything."""


def predict(theory: str | Theory, situation: Situation, parameters: Parameters = DEFAULTS) -> Prediction:
    """Return what a theory, or the one of that name, expects of a decision.

    Raises
    ------
    UnknownTheoryError
        If no theory has that name.

    Examples
    --------
    >>> found = predict("prospect", Situation("d1", "US", 0, position=-3.0, spread=3.0))
    >>> found.likeliest.value, [round(p, 2) for p in found.probabilities], found.reason["why"]
    ('claiming', [0.06, 0.26, 0.68], 'the gamble wins')
    """
    if isinstance(theory, str):
        if theory not in THEORIES:
            raise UnknownTheoryError(theory, THEORIES)
        theory = THEORIES[theory]
    judgement = theory.judge(situation, parameters)
    probabilities = judgement.outright or link(judgement.index, parameters.temperature, parameters.cuts)
    return Prediction(
        theory.name, situation.decision, situation.party, probabilities, judgement.index, judgement.reason
    )
