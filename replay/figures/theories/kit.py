"""What the figures of the theories have in common: the page of a chart, words, and forms of numbers."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import fmean

from replay.codebook import Strategy
from replay.figures.sheet.charts import EDGE, NARROW, TITLE, legend, place_for, shared_out, ticked, titled
from replay.scoring import Forecast
from replay.text.words import counted, decimal, joined, typeset
from replay.theories.statistics.arguments import SAME

__all__ = [
    "EDGE", "NARROW", "RPS", "TITLE", "lead", "legend", "many", "means", "place_for", "rounded", "shared_out",
    "strategies_told", "ticked", "titled",
]  # fmt: skip

RPS = "mean ranked probability score (RPS; 0 is perfect, lower is better)"


# -- words and numbers ----------------------------------------------------------------------------


def many(total: int, counts: Mapping[str, int]) -> str:
    """Say how many decisions there are, and how many of each dispute, by its title."""
    parts = [typeset(title) + (f": {count}" if len(counts) > 1 else "") for title, count in counts.items()]
    return f"{counted(total, 'decision')} ({'; '.join(parts)})"


def strategies_told(did: Iterable[Strategy]) -> str:
    """Count strategies in words."""
    counts = Counter(did)
    return joined([f"{counts[strategy]} {strategy.value}" for strategy in Strategy])


def means(found: Iterable[Forecast]) -> dict[str, float]:
    """Return the mean ranked probability score of each theory, the best first; equals in their order."""
    scores: dict[str, list[float]] = {}
    for one in found:
        scores.setdefault(one.theory, []).append(one.rps)
    return dict(sorted(((theory, fmean(own)) for theory, own in scores.items()), key=lambda pair: pair[1]))


def lead(scores: Mapping[str, float]) -> str:
    """Say who leads, and with what; several where their means are the same.

    >>> lead({"a": 0.5, "b": 0.25, "c": 0.25})
    'b and c lead with 0.250'
    """
    least = min(scores.values())
    names = [name for name, mean in scores.items() if mean - least < SAME]
    return f"{joined(names)} {'leads' if len(names) == 1 else 'lead'} with {decimal(least, 3)}"


def rounded(number: float) -> float:
    """Return a number for the data of a figure, without a minus before a zero."""
    return round(number, 6) + 0.0
