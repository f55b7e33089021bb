"""A made-up exchange of blows of any length, in which acts answer many others: what measures of graphs are timed on."""

from __future__ import annotations

import random

from replay.codebook import Act, Answer, Outcome
from replay.dates import Precision, When, iso
from replay.timeline import Clock, Consequence, Event, Party, Timeline

__all__ = ["exchange"]

FIRST = 700_000
MIXED = (Act.ACCUSE, Act.DEMAND, Act.WARN, Act.THREATEN_SANCTIONS, Act.REASSURE)
"""Four hostile acts to a gesture: many short chains."""
LEVEL = (Act.DEMAND,)
"""One act again and again: chains as long as the dispute."""


def exchange(acts: int, kinds: tuple[Act, ...] = MIXED, seed: int = 19950628) -> Timeline:
    """Return a dispute of so many acts, one a day, by two sides in turn, and of about twice as many links.

    Each act answers the one before and one of the sixty before that; one in three answers the very first instead of
    that. The very first is an accusation, so that level chains step up once. One in ten sets a clock that runs out
    two days later, and the act of the fourth day after answers that clock.
    """
    chance = random.Random(seed)
    events = tuple(_event(n, kinds, chance) for n in range(acts))
    parties = {name: Party(name, name) for name in ("A", "B", "WORLD")}
    period = When("all", FIRST, FIRST + acts + 9, Precision.DAY)
    return Timeline("exchange", "Exchange", period, ("A", "B"), parties, events)


def _event(n: int, kinds: tuple[Act, ...], chance: random.Random) -> Event:
    actor, other = "AB"[n % 2], "BA"[n % 2]
    before = [n - 1, 0 if chance.random() < 1 / 3 else chance.randrange(max(0, n - 60), n)] if n else []
    answers = {f"e{one}": Answer.RESPONDS for one in before}
    if n % 10 == 4 and n > 10:
        answers[f"c{n - 4}"] = Answer.RESPONDS
    clocks = (_clock(f"c{n}", n, actor, other),) if n % 10 == 0 else ()
    act = chance.choice(kinds) if n else Act.ACCUSE
    return Event(f"e{n}", _day(n), actor, act, "An act.", other, clocks=clocks, answers=answers)


def _clock(name: str, n: int, actor: str, other: str) -> Clock:
    then = Consequence(Act.IMPOSE_SANCTIONS, actor, other, "By rule.")
    return Clock(name, _day(n + 2), Outcome.LAPSED, on_end=(then,))


def _day(n: int) -> When:
    return When(iso(FIRST + n), FIRST + n, FIRST + n, Precision.DAY)
