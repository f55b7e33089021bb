"""What the figures of corpora show, gathered from what a corpus comes to."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from replay.ensemble.corpus import BOTH, LEAST, NOBODY, Corpus
from replay.figures.corpus.counts import Bar, Counts
from replay.figures.corpus.responses import Responses
from replay.text.words import counted

__all__ = ["reciprocity_of", "responses_of", "spirals_of"]

_BINS = 10
_LAST = 10
"""Spirals of so many turns and more are one bar."""


def responses_of(found: Corpus, title: str) -> Responses:
    """Return the survival curves of the response times.

    Raises
    ------
    RefusalError
        Without a hostile act.
    """
    return Responses(title, found.curves["any"], found.curves["in kind"])


def reciprocity_of(dyads: Any, said: Mapping[str, Any], title: str) -> Counts:
    """Return how many dyads answer which share of hostile acts in kind.

    Raises
    ------
    RefusalError
        If no dyad has hostile acts enough.
    """
    enough = [
        row["reciprocity"]
        for row in dyads.select(["reciprocity", "received_by_first", "received_by_second"]).to_pylist()
        if row["received_by_first"] + row["received_by_second"] >= LEAST
    ]
    spots = np.minimum((np.array(enough) * _BINS + 1e-9).astype(int), _BINS - 1) if enough else np.empty(0, int)
    counts = np.bincount(spots, minlength=_BINS).tolist()
    step = 100 // _BINS
    bars = [Bar(f"{n * step}–{(n + 1) * step}", (count,)) for n, count in enumerate(counts)]
    return Counts(
        "reciprocity", f"How far dyads answer in kind: n = {len(enough):,}", "dyads",
        "% of hostile acts that the next move answers in kind", (), tuple(bars),
        f"Reciprocity in {title}: {len(enough):,} dyads with {LEAST} hostile acts or more, by the share of these that "
        f"the other side's next move, within {counted(said['within'], 'day')}, meets on the same rung or a higher one. "
        f"A share on a border counts in the bar to its right. A dyad in which both sides are hostile anyway has a high "
        "share without minding each other; see contingency.",
    )  # fmt: skip


def spirals_of(found: Corpus, said: Mapping[str, Any], title: str) -> Counts:
    """Return how many spirals have how many turns, and who steps down first after them.

    Raises
    ------
    RefusalError
        Without a spiral.
    """
    rows = found.spirals
    turns, began, down = np.minimum(rows[:, 4], _LAST), rows[:, 5], rows[:, 6]
    kinds = {
        "who began it": (began != BOTH) & (down == began),
        "the other side": (began != BOTH) & (down == 1 - began),
        "both, or one of two who began": (down == BOTH) | ((began == BOTH) & (down != NOBODY)),
        "nobody": down == NOBODY,
    }
    bars = [
        Bar(f"{n}" if n < _LAST else f"{_LAST}+", tuple(int((turns[kind] == n).sum()) for kind in kinds.values()))
        for n in range(3, int(turns.max(initial=3)) + 1)
    ]
    spirals = said["spirals"]
    return Counts(
        "spirals", f"Spirals and who steps down first: n = {len(rows):,}", "spirals", "turns", tuple(kinds),
        tuple(bars),
        f"Spirals in {title}: {len(rows):,} in {spirals['dyads']:,} of {said['dyads']:,} dyads, "
        f"{spirals['per_thousand_acts']:.1f} per thousand acts, by the turns of their longest chain, and who takes the "
        "first conciliatory step after the last act, before the dyad's next spiral and the end of the record.",
    )  # fmt: skip
