"""What knows nothing of a decision: uniform thirds and plain frequencies, rows that every board has."""

from __future__ import annotations

from replay.theories.base import ORDER, Judgement, Situation, Theory
from replay.theories.parameters import Parameters

__all__ = ["IGNORANCE"]

_THIRD = 1 / 3


def _uniform(situation: Situation, parameters: Parameters) -> Judgement:
    return Judgement(0.0, {"why": "one third each"}, (_THIRD, _THIRD, _THIRD))


def _frequencies(situation: Situation, parameters: Parameters) -> Judgement:
    """(count + 1) / (n + 3) of every class among all earlier decisions; thirds before the first."""
    n = len(situation.past) + len(ORDER)
    creating, mixed, claiming = ((situation.past.count(strategy) + 1) / n for strategy in ORDER)
    reason: dict[str, float | str] = {"why": "frequencies of the past", "decisions": len(situation.past)}
    return Judgement(claiming - creating, reason, (creating, mixed, claiming))


IGNORANCE = (
    Theory("uniform", "Every strategy has one chance in three.", "a convention of this package", (), _uniform),
    Theory(
        "frequencies", "Each strategy is as likely as it was often done before, by whomever.",
        "Laplace 1814, Essai philosophique sur les probabilités (one added to each count)", ("past",), _frequencies,
    ),
)  # fmt: skip
"""In the order in which they are shown."""
