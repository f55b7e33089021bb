"""Redraw acts: the same dates, other acts by a theory's probabilities.

Decision by decision, in order of time, the theory is asked in the replay as it stands by then, a strategy is drawn from
its probabilities, and where that is not what was done the decision is carried out otherwise: its first act becomes one
of the options of the decision, creating the one with the least outcome spread, claiming the one with the widest, mixed
the one in the middle, by tactics of that strategy, with no clock, commitment or worth; its further acts are dropped.
"""

from __future__ import annotations

import random
from collections.abc import Iterator

from replay.codebook import ACTS, Act, Strategy, Tactic
from replay.counterfactuals.edits import Drop, Edit, Replace, apply
from replay.engine import run
from replay.engine.trace import Trace
from replay.scoring import case, forecasts
from replay.theories import ORDER, THEORIES, UnknownTheoryError
from replay.timeline import Decision, Timeline

__all__ = ["TACTICS_OF", "redraw_acts"]

TACTICS_OF = {
    Strategy.CREATING: (Tactic.JOINT_GAINS,),
    Strategy.MIXED: (Tactic.JOINT_GAINS, Tactic.IMPLICIT_THREAT),
    Strategy.CLAIMING: (Tactic.EXPLICIT_THREAT,),
}
"""The tactics of a redrawn act."""


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
    ValueError
        If the timeline has no decision.

    Examples
    --------
    >>> import replay
    >>> base = replay.run(replay.load(replay.example()))
    >>> drawn = list(redraw_acts(base, 3, seed=1))
    >>> len(drawn), drawn == list(redraw_acts(base, 3, seed=1))
    (3, True)
    """
    if theory not in THEORIES:
        raise UnknownTheoryError(theory, THEORIES)
    if not base.coded("redraw acts").decisions:
        raise ValueError("no decision is coded in this timeline, so there is no act to redraw")
    chance = random.Random(seed)
    for _ in range(count):
        yield _drawn(base, theory, chance)


def _drawn(base: Trace, theory: str, chance: random.Random) -> Timeline:
    timeline = base.coded("redraw acts")
    dates = base.settings.get("dates", "middle")
    edits: list[Edit] = []
    trace, done = base, set[str]()
    while True:
        found = [f for f in forecasts([case(trace)], [theory]) if f.decision not in done]
        if not found:
            return apply(timeline, edits, dates=dates) if edits else timeline
        for forecast in found:
            done.add(forecast.decision)
            strategy = _pick(forecast.prediction.probabilities, chance)
            if strategy is not forecast.did:
                decision = next(d for d in timeline.decisions if d.id == forecast.decision)
                taken = {edit.target for edit in edits}
                edits += [edit for edit in _otherwise(trace, decision, strategy) if edit.target not in taken]
                trace = run(apply(timeline, edits, dates=dates), dates=dates)
                break


def _pick(probabilities: tuple[float, float, float], chance: random.Random) -> Strategy:
    """Draw a class; one number from the source of chance, whatever comes out."""
    seen, total = chance.random(), 0.0
    for strategy, probability in zip(ORDER, probabilities, strict=True):
        total += probability
        if seen < total:
            return strategy
    return ORDER[probabilities.index(max(probabilities))]


def _otherwise(trace: Trace, decision: Decision, strategy: Strategy) -> Iterator[Edit]:
    timeline = trace.coded("redraw acts")
    happened = {entry.event: entry.seq for entry in trace}
    acts = sorted((name for name in decision.acts if name in happened), key=lambda name: happened[name])
    act = _option(decision, strategy)
    words = f"Decided otherwise ({strategy.value}): {decision.question}"
    yield Replace(
        acts[0],
        {
            "act": act, "tactics": TACTICS_OF[strategy], "summary": words, "label": f"{strategy.value} instead",
            "clocks": (), "commits": (), "meets": (), "withdraws": (), "moves": {}, "worth": None,
        },
        because=f"drawn: {strategy.value}", name=decision.id,
    )  # fmt: skip
    for name in acts[1:]:
        if name not in timeline.dropped:
            yield Drop(name, because=f"drawn: {strategy.value}", name=decision.id)


def _option(decision: Decision, strategy: Strategy) -> Act:
    """The option with the least, the middle or the widest outcome spread; of equals the first."""
    options = sorted(dict.fromkeys(decision.options), key=lambda act: ACTS[act].spread)
    place = {Strategy.CREATING: 0, Strategy.MIXED: len(options) // 2, Strategy.CLAIMING: len(options) - 1}[strategy]
    return options[place]
