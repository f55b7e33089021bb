"""Events sorted by dyad, and cut into parts of whole dyads by the events alone."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Executor
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import Any

import numpy as np

from replay.codebook import AGREEMENTS, PAUSES
from replay.ensemble.corpus.measure import Measured, Part, measured
from replay.ensemble.corpus.reading import ACTS, Events
from replay.errors import RefusalError
from replay.text.words import counted

__all__ = ["WITHIN", "Dyads", "grouped"]

WITHIN = 30
"""Days after which a next move is no answer any more, where nothing else is asked for."""
ACTS_OF_A_PART = 50_000
_RUNGS = np.array([act.rung for act in ACTS], dtype=np.int8)
_PAUSES = np.array([act in AGREEMENTS | PAUSES for act in ACTS])


@dataclass(frozen=True)
class Dyads:
    """Events sorted by dyad, day, side and act.

    Attributes
    ----------
    events : Events
    order : array of int
        The events that count, as places in the columns of `events`.
    pairs : array of int
        Of each dyad the first party and the second, by name, as places in `events.parties`.
    dyad, side : arrays of int
        Of each act in order its dyad, and whether the second party acts.
    end, within : int
        Last day of the record; days after which a next move is no answer any more.
    later : int
        Acts after the last day, which do not count.
    """

    events: Events
    order: Any
    pairs: Any
    dyad: Any
    side: Any
    end: int
    within: int
    later: int

    def __len__(self) -> int:
        return len(self.pairs)

    @cached_property
    def day(self) -> Any:
        """Of each act in order its day."""
        return self.events.day[self.order]

    @cached_property
    def rung(self) -> Any:
        """Of each act in order its rung."""
        return _RUNGS[self.events.act[self.order]]

    @cached_property
    def parts(self) -> tuple[Part, ...]:
        """All acts in stretches of whole dyads."""
        starts = np.searchsorted(self.dyad, np.arange(len(self) + 1))
        cuts, pause = [0], _PAUSES[self.events.act[self.order]]
        while cuts[-1] < len(self):
            wanted = starts[cuts[-1]] + ACTS_OF_A_PART
            cuts.append(max(int(np.searchsorted(starts, wanted, side="right")) - 1, cuts[-1] + 1))
        found = []
        for one, stop in pairwise(cuts):
            of = slice(starts[one], starts[stop])
            found.append(
                Part((self.dyad[of] - one).astype(np.int32), self.side[of], self.day[of], self.rung[of], pause[of],
                     stop - one, self.end, self.within)
            )  # fmt: skip
        return tuple(found)

    def measure(self, executor: Executor | None = None) -> Iterator[tuple[Part, Measured]]:
        """Yield the parts with what they come to, in their order.

        Parameters
        ----------
        executor : concurrent.futures.Executor, optional
            Without one, everything is computed here.
        """
        yield from zip(self.parts, (executor.map if executor else map)(measured, self.parts), strict=True)


def grouped(events: Events, within: int = WITHIN, until: int | None = None) -> Dyads:
    """Sort events by dyad.

    Parameters
    ----------
    events : Events
    within : int
        Days, the last included.
    until : int, optional
        Last day of the record, included; left out, that of the last event.

    Raises
    ------
    RefusalError
        If no act is left to measure.
    """
    counts = np.flatnonzero(events.day <= until) if until is not None else np.arange(len(events))
    if not len(counts):
        left = ", ".join(f"{count} {name}" for name, count in events.left.counts.items())
        said = (
            f"no act is left to measure: {counted(events.rows, 'row')} read, {events.filtered} not taken by the filter"
        )
        raise RefusalError(f"{said}{f'; left out: {left}' * bool(left)}")
    one, other = events.actor[counts].astype(np.int64), events.recipient[counts].astype(np.int64)
    first, second, width = np.minimum(one, other), np.maximum(one, other), len(events.parties)
    keys, dyad = np.unique(first * width + second, return_inverse=True)
    side = (one == second).astype(np.int8)
    order = np.lexsort((events.row[counts], events.act[counts], side, events.day[counts], dyad))
    end = until if until is not None else int(events.day.max())
    pairs = np.stack([keys // width, keys % width], axis=1)
    return Dyads(
        events, counts[order], pairs, dyad[order], side[order], end, within, len(events) - len(counts)
    )  # fmt: skip
