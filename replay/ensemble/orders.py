"""Which of two acts came first, as far as the dates as coded tell: certain, possible or impossible, without a draw.

Dates, what an act rests on, and lengths of time are *difference constraints*: the day of one act is so many days after
that of another, at the least. The longest paths between the acts are then the tightest bounds on the days between any
two of them (Bellman 1958; as a simple temporal problem Dechter, Meiri & Pearl 1991). The bounds on each act are those
of its date within the period, and what comes no later is as rule 1 of `replay.timeline.schedule` has it.

What the constraints cannot say is left open, never decided: a one-of set of dates counts as everything between its
first day and its last; a date counted from a clock is bound by what it rests on alone; a relative date that what the
act rests on may put off has no upper bound. Such acts, and those that hang on them, are `loose`: of them "possible" may
say too much; "certain" and "impossible" hold.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum
from functools import cached_property, lru_cache

import numpy as np
import numpy.typing as npt

from replay.codebook import ClockKind
from replay.dates import LAST, Duration, Relative, When, reach
from replay.timeline import Timeline
from replay.timeline.schedule import Phase, premises, settling_order

__all__ = ["FAR", "Certainty", "Orders", "length_range", "orders"]

FAR = 1 << 28
"""More days than there are."""


class Certainty(str, Enum):
    """Whether something holds in all, in some or in none of the ways in which the dates as coded can be read."""

    CERTAIN = "certain"
    POSSIBLE = "possible"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True, eq=False)
class Orders:
    """What the dates as coded tell of the order of acts.

    Attributes
    ----------
    acts : tuple[str, ...]
        In the order of the file.
    gaps : array of int32
        ``gaps[i, j]``: days from act `i` to act `j`, at the least; below zero where `j` may come before `i`. The last
        row and column are day 0.
    first : array of bool
        ``first[i, j]``: whether `i` comes before `j` if both are on one day, by what it rests on, the part of the day
        or the coded `order`. Neither does where only their ids would decide.
    loose : frozenset[str]
        Acts whose dates are no difference constraints, and those that hang together with them.

    Examples
    --------
    >>> import replay
    >>> found = orders(replay.load(replay.example()))
    >>> found.before("sanctions-list", "settlement").value, found.days("sanctions-list", "settlement")
    ('certain', (53, 57))
    """

    acts: tuple[str, ...]
    gaps: npt.NDArray[np.int32]
    first: npt.NDArray[np.bool_]
    loose: frozenset[str]

    @cached_property
    def places(self) -> Mapping[str, int]:
        """The row and column of each act."""
        return {name: i for i, name in enumerate(self.acts)}

    def days(self, one: str, other: str) -> tuple[int, int]:
        """Return the least and the most days from one act to another, below zero if the other comes before.

        Raises
        ------
        KeyError
            For an act that there is not.
        """
        i, j = self.places[one], self.places[other]
        return int(self.gaps[i, j]), -int(self.gaps[j, i])

    def span(self, act: str) -> tuple[int, int]:
        """Return the first and the last day of an act, both included; KeyError if there is no such act."""
        i = self.places[act]
        return int(self.gaps[-1, i]), -int(self.gaps[i, -1])

    def before(self, one: str, other: str) -> Certainty:
        """Whether one act comes before another: on an earlier day, or on the same day where the coding decides.

        Raises
        ------
        KeyError
            For an act that there is not.
        """
        least, most = self.days(one, other)
        i, j = self.places[one], self.places[other]
        if i == j or most < 0 or (most == 0 and self.first[j, i]):
            return Certainty.IMPOSSIBLE
        return Certainty.CERTAIN if least > 0 or (least == 0 and self.first[i, j]) else Certainty.POSSIBLE

    def exact(self, one: str, other: str) -> bool:
        """Whether the answer of `before` says neither too much nor too little.

        It may say too much, "possible", of loose acts, and of two on one day that only their ids would tell apart.
        """
        if self.before(one, other) is not Certainty.POSSIBLE:
            return True
        least, most = self.days(one, other)
        i, j = self.places[one], self.places[other]
        tied = least <= 0 <= most and not (self.first[i, j] or self.first[j, i])
        return not (tied and (most == 0 or least == 0)) and one not in self.loose and other not in self.loose

    def counts(self) -> Mapping[Certainty, int]:
        """Return how many pairs of acts have an order that is certain, one way or the other, and how many have not.

        Under IMPOSSIBLE are the pairs of which neither comes first: both on one day, with nothing that orders them.
        """
        n = len(self.acts)
        gaps = self.gaps[:n, :n]
        certain = (gaps > 0) | ((gaps == 0) & self.first)
        same = (gaps == 0) & (gaps.T == 0) & ~self.first & ~self.first.T
        upper = np.triu(np.ones((n, n), dtype=bool), 1)
        sure = int(((certain | certain.T) & upper).sum())
        tied = int((same & upper).sum())
        return {
            Certainty.CERTAIN: sure,
            Certainty.POSSIBLE: n * (n - 1) // 2 - sure - tied,
            Certainty.IMPOSSIBLE: tied,
        }


def orders(timeline: Timeline, *, coded: bool = True) -> Orders:
    """Return what the dates as coded tell of the order of the acts.

    Parameters
    ----------
    timeline : Timeline
        As `replay.load` returns it.
    coded : bool
        Whether what an act answers, needs or does to a clock comes no later than the act. Without it the dates speak
        alone: bounds, relative dates, and the coded `order` of acts on one day.

    Raises
    ------
    ValueError
        If no days fit the dates as coded; a file that passes its check has some.

    Notes
    -----
    With n acts it takes n**3 steps (Floyd-Warshall), in numpy.
    """
    names = tuple(timeline.by_id)
    place = {name: i for i, name in enumerate(names)}
    resting = {name: premises(timeline, event) if coded else () for name, event in timeline.by_id.items()}
    bounds = _bounds(timeline, resting)
    n = len(names)
    gaps = np.full((n + 1, n + 1), -FAR, dtype=np.int32)
    np.fill_diagonal(gaps, 0)

    def least(one: int, other: int, days: int) -> None:
        gaps[one, other] = max(gaps[one, other], days)

    open_: set[str] = set()
    together: list[tuple[str, str]] = []
    above = _closed(resting, settling_order(timeline))
    for name, event in timeline.by_id.items():
        here = place[name]
        low, high = bounds[name]
        least(n, here, low)
        least(here, n, -high)
        for other in resting[name]:
            least(place[other], here, 0)
            together.append((name, other))
        date = event.date
        if isinstance(date, When):
            if len(date.choices) > 1:
                open_.add(name)
        elif date.anchor in place:
            shortest, longest = length_range(*bounds[date.anchor], date.duration)
            least(place[date.anchor], here, shortest)
            together.append((name, date.anchor))
            if _put_off(date, resting[name], above, bounds):
                open_.add(name)
            else:
                least(here, place[date.anchor], -longest)
            if shortest != longest:
                open_.add(name)
        else:
            open_.add(name)
    for k in range(n + 1):
        np.maximum(gaps, gaps[:, k, None] + gaps[None, k, :], out=gaps)
    if (gaps.diagonal() > 0).any():
        wrong = [names[i] for i in range(n) if gaps[i, i] > 0]
        raise ValueError(f"no days fit the dates as coded of {', '.join(wrong[:5])}")
    free = {name for i, name in enumerate(names) if gaps[n, i] < -gaps[i, n]}
    return Orders(names, gaps, _first(timeline, names, above, coded), _loose(open_ & free, free, together))


def _loose(seeds: set[str], free: set[str], together: Sequence[tuple[str, str]]) -> frozenset[str]:
    """The acts that hang together with some, however many steps away; an act whose day is fixed stands between."""
    beside: dict[str, list[str]] = {name: [] for name in free}
    for one, other in together:
        if one in free and other in free:
            beside[one].append(other)
            beside[other].append(one)
    found, left = set(seeds), list(seeds)
    while left:
        more = [name for name in beside[left.pop()] if name not in found]
        found.update(more)
        left += more
    return frozenset(found)


def _bounds(timeline: Timeline, resting: Mapping[str, Sequence[str]]) -> Mapping[str, tuple[int, int]]:
    """First and last day of each act by its own date within the period; of one that is dated from a clock, the period.

    An act with a relative date is put off by what it rests on; what that does to others is for the longest paths.
    """
    start, end = timeline.period.earliest or 1, timeline.period.latest or LAST
    found: dict[str, tuple[int, int]] = {}
    for name in settling_order(timeline):
        date = timeline.by_id[name].date
        if isinstance(date, When):
            low, high = date.earliest or start, date.latest or end
            found[name] = (max(low, start), min(high, end)) if low <= end and high >= start else (low, high)
        elif date.anchor in timeline.by_id:
            low, high = (reach(day, date.duration) for day in found[date.anchor])
            found[name] = low, max([high, *(found[other][1] for other in resting[name])])
        else:
            found[name] = start, end
    return found


@lru_cache(maxsize=1024)
def length_range(first: int, last: int, length: Duration) -> tuple[int, int]:
    """Return the least and most days of a length that begins on a day from `first` to `last`, both included.

    Examples
    --------
    A month is 28 to 31 days long; from a day that is fixed, as long as it is.

    >>> from replay.dates import day
    >>> month = Duration(months=1)
    >>> length_range(day("1995-01-01"), day("1995-12-31"), month), length_range(*[day("1995-02-03")] * 2, month)
    ((28, 31), (28, 28))
    """
    if not (length.years or length.months):
        found = [reach(day, length) - day for day in (first, last)]
    elif last - first <= 3000:
        found = [reach(day, length) - day for day in range(first, last + 1)]
    else:  # eight days are more than all months together are longer or shorter than their mean length
        mean = (12 * length.years + length.months) * 146_097 // 4800 + length.days
        found = [mean - 8, mean + 8]
    return min(found), max(found)


def _put_off(
    date: Relative, resting: Sequence[str], above: Mapping[str, frozenset[str]], bounds: Mapping[str, tuple[int, int]]
) -> bool:
    """Whether what an act rests on can come later than the day that its relative date names, so that the act does."""
    day, length = reach(bounds[date.anchor][0], date.duration), date.duration
    forward = min(length.years, length.months, length.days) >= 0
    return any(
        bounds[other][1] > day and not (forward and (other == date.anchor or other in above[date.anchor]))
        for other in resting
    )


def _closed(direct: Mapping[str, Sequence[str]], order: Sequence[str]) -> dict[str, frozenset[str]]:
    """All that each act rests on, in one step or in many."""
    found: dict[str, frozenset[str]] = {}
    for name in order:
        found[name] = frozenset(direct[name]).union(*(found.get(other, frozenset()) for other in direct[name]))
    return found


# -- one day ---------------------------------------------------------------------------------------


def _first(
    timeline: Timeline, names: Sequence[str], above: Mapping[str, frozenset[str]], coded: bool
) -> npt.NDArray[np.bool_]:
    """Which act comes first if both are on one day (rule 4), where that is sure whatever else is on that day.

    An act comes before another if it is one that this rests on; or if it, and all that it may rest on, stand in an
    earlier part of the day, or before it by `order`.
    """
    events = timeline.by_id
    if not coded:
        own = np.array([events[name].order for name in names])
        return own[:, None] < own[None, :]
    resting = dict(above)
    for name, others in _triggered(timeline):
        resting[name] = resting[name] | others
    while True:  # what it rests on by a promise that is kept, and so on
        wider = {name: found.union(*(resting[other] for other in found)) for name, found in resting.items()}
        if wider == resting:
            break
        resting = wider
    early, late = _parts(timeline, resting)
    keys = sorted({(part[name], events[name].order) for part in (early, late) for name in names})
    rank = {key: i for i, key in enumerate(keys)}
    lowest = np.array([rank[early[name], events[name].order] for name in names], dtype=np.int64)
    tops = {name: rank[late[name], events[name].order] for name in names}
    highest = np.array([max([tops[name], *(tops[other] for other in resting[name])]) for name in names], dtype=np.int64)
    found: npt.NDArray[np.bool_] = highest[:, None] < lowest[None, :]
    place = {name: i for i, name in enumerate(names)}
    for name, others in above.items():
        found[[place[other] for other in others], place[name]] = True
    return found


def _triggered(timeline: Timeline) -> Iterator[tuple[str, frozenset[str]]]:
    """The acts that keep a promise, with the promise and what triggers it: on one day they come after these."""
    for event in timeline.events:
        for commitment in event.commits:
            before = {event.id, *(other.id for other in timeline.triggers(commitment.when))}
            for name in commitment.then.events:
                if name in timeline.by_id:
                    yield name, frozenset(before - {name})


def _parts(
    timeline: Timeline, resting: Mapping[str, frozenset[str]]
) -> tuple[Mapping[str, Phase], Mapping[str, Phase]]:
    """The first and the last part of the day in which each act can come."""
    early, late = dict.fromkeys(timeline.by_id, Phase.ACTS), dict.fromkeys(timeline.by_id, Phase.ACTS)
    ruled = {name for name in timeline.ruled if name in timeline.by_id}
    for name, others in resting.items():
        if name in ruled or not ruled.isdisjoint(others):
            late[name] = Phase.AFTER
    for name in ruled:
        early[name] = Phase.CARRIED
    for name in stops(timeline):
        for other in (name, *resting[name]):
            early[other] = Phase.STOPS
    return early, late


def stops(timeline: Timeline) -> frozenset[str]:
    """Return the acts that come before an effect if it is due on their day."""
    return frozenset(
        event.id
        for clock in timeline.clocks.values()
        if clock.kind is ClockKind.EFFECT and clock.last_day is None
        for event in (*timeline.touched.get(clock.id, ()), *timeline.moved.get(clock.id, ()))
    )
