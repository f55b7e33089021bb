"""Timelines redrawn by chance: the same acts on other days, or other acts on the same days.

**Other acts.** Decision by decision, in order of time, the theory is asked in the replay as it stands by then, a
strategy is drawn from its probabilities, and where that is not what was done the decision is carried out otherwise: its
first act becomes one of the options of the decision, creating the one with the least outcome spread, claiming the one
with the widest, mixed the one in the middle, by tactics of that strategy, with no clock, commitment or worth; its
further acts are dropped.
"""

from __future__ import annotations

import random
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType
from typing import Any

from replay.codebook import Act, Strategy, Tactic
from replay.counterfactuals.edits import Drop, Edit, Replace, apply
from replay.counterfactuals.edits.dues import fixed_dues
from replay.dates import LAST, Duration, Relative, When, reach
from replay.engine import run, settled
from replay.engine.trace import Trace
from replay.errors import NothingCodedError
from replay.scoring import case, forecasts
from replay.theories import ORDER, THEORIES, UnknownTheoryError
from replay.timeline import Decision, Timeline
from replay.timeline.schedule import Schedule, expected, premises, settling_order, spans

__all__ = ["CLEARED", "ActDraws", "TimeDraws", "otherwise", "pick", "redraw_acts", "redraw_times"]

_TACTICS = {
    Strategy.CREATING: (Tactic.JOINT_GAINS,),
    Strategy.MIXED: (Tactic.JOINT_GAINS, Tactic.IMPLICIT_THREAT),
    Strategy.CLAIMING: (Tactic.EXPLICIT_THREAT,),
}
"""The tactics of a redrawn act."""


def redraw_times(
    timeline: Timeline, count: int, seed: int, *, spread: int | None = None, dates: str = "middle"
) -> Iterator[Timeline]:
    """Yield timelines with the same acts on other days.

    Each event is drawn anew, in an order that respects premises: uniformly from its bounds as coded and narrowed, or
    with a `spread` uniformly from so many days before its day to so many after. What it needs or answers holds it
    back, and dates relative to an event follow it. Fixed due dates stay: what sets such a clock is drawn from the days
    before, what moves one from the days up to the new due date, and what these need or answer comes no later. Clocks,
    lapses and commitments then run by themselves.

    A due date counted from another event can still come too early, as `overdue` tells; `redraws` leaves
    such a draw out and counts it.

    Parameters
    ----------
    count : int
        How many timelines.
    seed : int
        The same seed gives the same timelines, on every machine.
    spread : int, optional
        Days; None for the coded bounds.

    Examples
    --------
    >>> import replay
    >>> drawn = [t.pins["settlement"] for t in redraw_times(replay.load(replay.example()), 3, seed=1)]
    >>> len(drawn), min(drawn) >= replay.load(replay.example()).by_id["settlement"].date.earliest
    (3, True)
    """
    chance, draws = random.Random(seed), TimeDraws(timeline, spread=spread, dates=dates)
    for _ in range(count):
        yield draws.draw(chance)


class TimeDraws:
    """What draws the same acts on other days, by the rules of `redraw_times`: prepared once, drawn from often."""

    def __init__(
        self, timeline: Timeline, *, spread: int | None = None, dates: str = "middle", plan: Schedule | None = None
    ) -> None:
        self._timeline, self._base = timeline, plan or settled(timeline, dates)
        days = self._base.days
        bounds = {name: (day - spread, day + spread) for name, day in days.items()} if spread else spans(timeline)
        low, high = timeline.period.earliest or 1, timeline.period.latest or max(days.values())
        latest = _latest_days(timeline)
        self._bounds: dict[str, tuple[int, int]] = {}
        for name, found in bounds.items():
            first, last = (min(max(day, low), high, latest.get(name, high)) for day in found)
            self._bounds[name] = first, last
        self._before = {event.id: premises(timeline, event) for event in timeline.events}
        self._order = settling_order(timeline)

    @property
    def order(self) -> tuple[str, ...]:
        """The acts in the order in which they are drawn: each after what holds it back."""
        return self._order

    @property
    def before(self) -> Mapping[str, tuple[str, ...]]:
        """What holds each act back."""
        return self._before

    @property
    def days(self) -> Mapping[str, int]:
        """The day of each event in the plain replay."""
        return self._base.days

    @property
    def bounds(self) -> Mapping[str, tuple[int, int]]:
        """The first and the last day from which each event is drawn."""
        return self._bounds

    def draw(self, chance: random.Random) -> Timeline:
        """Return the timeline with its acts on other days; one number of chance for each act."""
        picks: dict[str, int] = {}
        for name in self._order:
            first, last = self._bounds[name]
            picks[name] = first + int(chance.random() * (last - first + 1))
        return self._placed(picks)

    def shifted(self, name: str, day: int) -> Timeline:
        """Return the timeline with one act on another day and all others on their own, as far as this holds none back.

        The act itself comes later than asked where what it needs or answers does: its pin tells.
        """
        return self._placed({**self._base.days, name: day})

    def _placed(self, picks: Mapping[str, int]) -> Timeline:
        days: dict[str, int] = {}
        for name in self._order:
            pick, date = picks[name], self._timeline.by_id[name].date
            if isinstance(date, Relative):
                pick = reach(expected(self._timeline, date, days), date.duration)
            days[name] = max([pick, *(days[other] for other in self._before[name])])
        followed = self._base.followed
        return self._timeline.put(pins=days, lags=followed.lags, tied=followed.tied)


def _latest_days(timeline: Timeline) -> dict[str, int]:
    """Return the last day of each event that the due dates allow, where they allow only some.

    What an act needs or answers, and what it is dated from, cannot come later than the act can.
    """
    known, found = timeline.by_id, dict[str, int]()

    def hold(name: str, day: int) -> None:
        found[name] = min(found.get(name, day), day)

    for event, _, due, moved in fixed_dues(timeline):
        if isinstance(due, When) and due.latest is not None:
            hold(event.id, due.latest - (not moved))
    for name in reversed(settling_order(timeline)):
        if name in found:
            for other in premises(timeline, known[name]):
                hold(other, found[name])
            date = known[name].date
            if isinstance(date, Relative) and not date.clock:
                hold(date.anchor, _before(found[name], date.duration))
    return found


def _before(day: int, length: Duration) -> int:
    """The last day of the calendar from which a length does not reach beyond `day`; its first day if from none."""
    return max(1, bisect_right(range(1, LAST + 1), day, key=lambda start: reach(start, length)))


# -- other acts -----------------------------------------------------------------------------------


def redraw_acts(base: Trace, count: int, seed: int, theory: str = "prospect") -> Iterator[Timeline]:
    """Yield timelines with other acts at the decisions.

    Parameters
    ----------
    base : Trace
        With its timeline.
    count : int
        How many timelines.
    seed : int
        The same seed gives the same timelines.
    theory : str
        Whose probabilities are drawn.

    Raises
    ------
    UnknownTheoryError
        For a name that no theory has.
    RefusalError
        If the timeline has no decision.

    Examples
    --------
    >>> import replay
    >>> base = replay.run(replay.load(replay.example()))
    >>> drawn = list(redraw_acts(base, 3, seed=1))
    >>> len(drawn), drawn == list(redraw_acts(base, 3, seed=1))
    (3, True)
    """
    chance, draws = random.Random(seed), ActDraws(base, theory)
    for _ in range(count):
        yield draws.draw(chance)


class ActDraws:
    """What draws other acts at the decisions, by the rules of `redraw_acts`: from a day on, if one is given.

    Raises
    ------
    UnknownTheoryError, RefusalError
        As `redraw_acts`.
    """

    def __init__(self, base: Trace, theory: str = "prospect", since: int | None = None) -> None:
        if theory not in THEORIES:
            raise UnknownTheoryError(theory, THEORIES)
        if not base.coded("redraw acts").decisions:
            raise NothingCodedError("decision", "redraw")
        self._base, self._theory, self._since = base, theory, since

    def draw(self, chance: random.Random) -> Timeline:
        """Return the timeline with other acts; one number of chance for each decision."""
        base, timeline = self._base, self._base.coded("redraw acts")
        dates = base.settings.get("dates", "middle")
        edits: list[Edit] = []
        trace, done = base, set[str]()
        while True:
            asked = forecasts([case(trace)], [self._theory])
            found = [f for f in asked if f.decision not in done and (self._since is None or f.day >= self._since)]
            if not found:
                return apply(timeline, edits, dates=dates) if edits else timeline
            for forecast in found:
                done.add(forecast.decision)
                strategy = pick(forecast.prediction.probabilities, chance)
                if strategy is not forecast.did:
                    decision = next(d for d in timeline.decisions if d.id == forecast.decision)
                    taken = {edit.target for edit in edits}
                    happened = {entry.event: entry.seq for entry in trace}
                    acts = sorted((n for n in decision.acts if n in happened), key=lambda n: happened[n])
                    drawn = otherwise(trace.coded("redraw acts"), decision, strategy, acts)
                    edits += [edit for edit in drawn if edit.target not in taken]
                    trace = run(apply(timeline, edits, dates=dates), dates=dates)
                    break


def pick(probabilities: tuple[float, float, float], chance: random.Random) -> Strategy:
    """Draw a class; one number from the source of chance, whatever comes out."""
    seen, total = chance.random(), 0.0
    for strategy, probability in zip(ORDER, probabilities, strict=True):
        total += probability
        if seen < total:
            return strategy
    return ORDER[probabilities.index(max(probabilities))]


CLEARED: Mapping[str, Any] = MappingProxyType(
    {
        "clocks": (), "commits": (), "meets": {}, "settles": (), "withdraws": (), "breaks": (), "moves": {},
        "splits": {}, "suspends": (), "resumes": {}, "stated": None, "worth": None, "rate": None,
    }
)  # fmt: skip
"""What a redrawn act does no more."""


def otherwise(
    timeline: Timeline, decision: Decision, strategy: Strategy, acts: Sequence[str]
) -> Iterator[Replace | Drop]:
    """Yield the edits that carry a decision out otherwise; `acts` are those of it that came, in order.

    A drawn act keeps its place in the file: that a clock which it answers is gone, drawn away too, is no fault of it.
    """
    words = f"Decided otherwise ({strategy.value}): {decision.question}"
    changes = {
        "act": _option(decision, strategy), "tactics": _TACTICS[strategy], "summary": words,
        "label": f"{strategy.value} instead", **CLEARED,
    }  # fmt: skip
    place = timeline.by_id[acts[0]].where
    yield Replace(acts[0], changes, because=f"drawn: {strategy.value}", name=decision.id, place=place)
    for name in acts[1:]:
        if name not in timeline.dropped:
            yield Drop(name, because=f"drawn: {strategy.value}", name=decision.id)


def _option(decision: Decision, strategy: Strategy) -> Act:
    """The option with the least, the middle or the widest outcome spread; of equals the first."""
    options = sorted(dict.fromkeys(decision.options), key=lambda act: act.spread)
    place = {Strategy.CREATING: 0, Strategy.MIXED: len(options) // 2, Strategy.CLAIMING: len(options) - 1}[strategy]
    return options[place]
