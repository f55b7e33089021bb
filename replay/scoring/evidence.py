"""Process tracing over timelines: what each observation weighs, and the balance between a theory and a rival."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from replay.theories.statistics.weights import Total, Weight, total, weight_of
from replay.timeline import Observation, Timeline

__all__ = ["Balance", "Evidence", "balance", "weighed"]


@dataclass(frozen=True, slots=True)
class Evidence:
    """An observation of a dispute, and its weight."""

    dispute: str
    observation: Observation
    weight: Weight


@dataclass(frozen=True, slots=True)
class Balance:
    """The weights of all observations that set one theory against one rival, added up.

    Attributes
    ----------
    theory, rival : str
    items : tuple[Evidence, ...]
        In the order of the disputes as given, then of the files.
    total : Total
        In dB, above 0 for the theory; observations of one group of one dispute count as dependent.
    """

    theory: str
    rival: str
    items: tuple[Evidence, ...]
    total: Total


def weighed(timelines: Sequence[Timeline]) -> tuple[Evidence, ...]:
    """Weigh every observation, in the order of the timelines and of their files.

    Examples
    --------
    >>> import replay
    >>> [(w.observation.id, round(w.weight.decibels, 1), w.weight.label.value)
    ...  for w in weighed([replay.load(replay.example())])]
    [('no-counter-list', 4.8, 'straw in the wind')]
    """
    return tuple(
        Evidence(timeline.dispute, observation, weight_of(observation.given_theory, observation.given_rival))
        for timeline in timelines
        for observation in timeline.observations
    )


def balance(found: Sequence[Evidence], discount: float = 0.0) -> tuple[Balance, ...]:
    """Add weights up for each pair of theory and rival, in order of first appearance; `discount` as for `total`.

    A pair named the other way round is a pair of its own: who is tested against whom is part of the test.

    Examples
    --------
    >>> import replay
    >>> found = balance(weighed([replay.load(replay.example())]))
    >>> found[0].theory, found[0].rival, round(found[0].total.decibels, 1)
    ('prospect', 'reciprocity', 4.8)
    """
    pairs: dict[tuple[str, str], list[Evidence]] = {}
    for item in found:
        pairs.setdefault((item.observation.theory, item.observation.rival), []).append(item)
    return tuple(
        Balance(
            theory, rival, tuple(items),
            total([item.weight.decibels for item in items], [_group(item) for item in items], discount),
        )
        for (theory, rival), items in pairs.items()
    )  # fmt: skip


def _group(item: Evidence) -> str | None:
    return f"{item.dispute}/{item.observation.group}" if item.observation.group else None
