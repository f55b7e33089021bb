"""What came of bargaining: each agreement with the strategies before it, what it was worth, how long it held."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import combinations
from statistics import fmean

from replay.codebook import AGREEMENTS, REOPENINGS, Strategy
from replay.domain import size_of
from replay.engine.trace import ACTED
from replay.scoring.situations import Case

__all__ = ["Agreement", "agreements", "with_more_claiming"]

_WEIGHT = {Strategy.CREATING: 0.0, Strategy.MIXED: 0.5, Strategy.CLAIMING: 1.0}


@dataclass(frozen=True, slots=True)
class Agreement:
    """One agreement between the sides, and what led up to it.

    Attributes
    ----------
    dispute, event : str
    claiming : float
        Mean over the acts between the sides since the last agreement that say a strategy: 0 creating, 1 claiming.
    n : int
        Such acts.
    worth : float
        Domain units that the coders gave it for the sender, whose demands it answers.
    days : int
        From it to the first later act between the sides that takes the matter up again (`codebook.REOPENINGS`: cases
        and measures, not words of threat), or to the end of the period.
    ended : bool
        Whether there was such an act; without one it held at least so long.
    """

    dispute: str
    event: str
    claiming: float
    n: int
    worth: float
    days: int
    ended: bool


def agreements(case: Case) -> tuple[Agreement, ...]:
    """Return the agreements of a dispute that have a coded worth, in order of time.

    An agreement without one is what others wrote down, or of another matter: it does not begin anew, and counts
    among the acts with what it says of strategy.

    Examples
    --------
    >>> import replay
    >>> from replay.scoring import case
    >>> [(a.event, a.n, a.claiming, a.worth) for a in agreements(case(replay.run(replay.load(replay.example()))))]
    []
    """
    timeline, sender = case.timeline, case.timeline.sides[0]
    between = [
        entry for entry in case.trace.select(*ACTED) if timeline.engaged(entry.actor, entry.recipient) and entry.act
    ]
    end = timeline.period.latest
    found: list[Agreement] = []
    since: list[float] = []
    for entry in between:
        event = timeline.by_id.get(entry.event or "")
        strategy = case.trace.strategy(entry, case.switches.untagged)
        if event is not None and entry.act in AGREEMENTS and event.impact:
            broken = next((later for later in between if later.seq > entry.seq and later.act in REOPENINGS), None)
            until = broken.day if broken else max(end if end is not None else entry.day, entry.day)
            if since:
                mean = fmean(since)
                worth = size_of(event.impact.get(sender, (0.0,)), case.switches.impacts)
                lasted = until - entry.day
                found.append(Agreement(case.dispute, event.id, mean, len(since), worth, lasted, broken is not None))
            since = []
        elif strategy:
            since.append(_WEIGHT[strategy])
    return tuple(found)


def with_more_claiming(
    found: Sequence[Agreement], measure: str, claiming: Sequence[float] | None = None
) -> tuple[int, int]:
    """Count the pairs of agreements in which the one with more claiming before it came out worse, and those better.

    Parameters
    ----------
    measure : {"durable", "large"}
        What is compared: `days`, of a pair only if the shorter one was ended; or `worth`. Ties count for neither.
    claiming : sequence of float, optional
        Other means in place of those of the agreements, in their order.

    Examples
    --------
    >>> one, two = Agreement("x", "a", 0.9, 4, -1.0, 100, True), Agreement("x", "b", 0.2, 4, 1.0, 100, True)
    >>> with_more_claiming([one, two], "large"), with_more_claiming([one, two], "durable")
    ((1, 0), (0, 0))
    """
    means = [one.claiming for one in found] if claiming is None else claiming
    worse = better = 0
    for (one, first), (two, second) in combinations(zip(found, means, strict=True), 2):
        gap = _apart(one, two, measure) * (first - second)
        worse += gap < 0
        better += gap > 0
    return worse, better


def _apart(one: Agreement, two: Agreement, measure: str) -> float:
    """By how much the first came out better; 0 if that cannot be known."""
    if measure == "large":
        return one.worth - two.worth
    shorter = min(one, two, key=lambda agreement: agreement.days)
    return float(one.days - two.days) if shorter.ended else 0.0
