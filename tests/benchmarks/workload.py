"""One seeded workload, in the form that each contestant reads.

A number of dated events in disputes of a hundred events and four parties each. Every event adds its rung to two
integer levels: what its actor exerts and what its recipient faces. One event in five sets a clock; of
the clocks 70 % are met by a later event, 10 % are moved and then run out, 20 % run out; a clock that runs
out emits an act by rule, which adds to two levels, too. Events are two days apart on average, up to seven on one
day; clocks run for a week up to eleven years, so that most are settled long before they are due.

Nothing is random but for the seed. No two clocks fall due at one tick unless in the order in which they
were set, so that the order of creation of timers, all that plain SimPy knows, is the order by id.
"""

from __future__ import annotations

import random
from array import array
from dataclasses import dataclass, field

from replay.codebook import Act, Outcome
from replay.dates import Duration
from replay.program import ENDINGS, Program, Rule, Step
from replay.trace import Phase, Subject

__all__ = ["Work", "events_of", "make", "program_of"]

DAY = len(Phase)
FIRST = 700_000
ACTS = tuple(Act)


@dataclass(slots=True)
class Work:
    """The workload in no one's form: columns, and what happens to clocks by event.

    Acts by rule (`count` + clock) come after the events in `actors`, `recipients` and `rungs`.
    """

    count: int
    days: list[int]
    actors: list[int]
    recipients: list[int]
    rungs: list[int]
    parties: int
    answers: list[int]
    horizon: int = 0
    setters: list[int] = field(default_factory=list)
    last_in: list[bool] = field(default_factory=list)
    sets: dict[int, tuple[int, int]] = field(default_factory=dict)
    moves: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    meets: dict[int, list[int]] = field(default_factory=dict)

    def tick(self, clock: int, due: int) -> int:
        """When a clock with this due day runs out."""
        return due * DAY + (Phase.CLOSE if self.last_in[clock] else Phase.DAWN)


def make(count: int, seed: int = 19950628, *, longest: int = 4000) -> Work:
    """Make a workload of `count` events; `longest` is that of the clocks, in days."""
    chance = random.Random(seed)
    disputes = max(1, count // 100)
    day, days, actors, recipients, answers = FIRST, [], [], [], []
    latest = [-1] * disputes
    for event in range(count):
        day += chance.choice((0, 1, 1, 2, 3, 5))
        dispute, (one, other) = chance.randrange(disputes), chance.sample(range(4), 2)
        days.append(day)
        actors.append(4 * dispute + one)
        recipients.append(4 * dispute + other)
        answers.append(latest[dispute] if chance.random() < 0.5 else -1)
        latest[dispute] = event
    work = Work(count, days, actors, recipients, [chance.randrange(10) for _ in days], 4 * disputes, answers)
    last = _clocks(work, chance, longest)
    work.horizon = max(days[-1] * DAY + Phase.ACTS, last)
    for setter in work.setters:
        work.actors.append(actors[setter])
        work.recipients.append(recipients[setter])
        work.rungs.append(chance.randrange(10))
    return work


def _clocks(work: Work, chance: random.Random, longest: int) -> int:
    """Give one event in five a clock; return the tick at which the last one runs out."""
    taken: set[int] = set()
    last = 0
    for event in range(work.count):
        if chance.random() >= 0.2:
            continue
        clock, fate, later = len(work.setters), chance.random(), event + chance.randint(1, 40)
        work.setters.append(event)
        work.last_in.append(chance.random() < 0.8)
        if fate < 0.8 and later < work.count:
            due = max(work.days[later], work.days[event]) + _length(chance, longest)
        else:
            due = work.days[event] + _length(chance, longest)
        work.sets[event] = (clock, due)
        if fate < 0.7 and later < work.count:
            work.meets.setdefault(later, []).append(clock)
            continue
        if fate < 0.8 and later < work.count:
            due += _length(chance, longest)
            work.moves.setdefault(later, []).append((clock, due))
        while work.tick(clock, due) in taken:
            due += 1
        taken.add(work.tick(clock, due))
        if later in work.moves and work.moves[later][-1][0] == clock:
            work.moves[later][-1] = (clock, due)
        else:
            work.sets[event] = (clock, due)
        last = max(last, work.tick(clock, due))
    return last


def _length(chance: random.Random, longest: int) -> int:
    """Days, from 7 to `longest`: as many clocks between 10 and 100 as between 100 and 1000."""
    return int(7 * (longest / 7) ** chance.random())


Effects = tuple[tuple[int, ...], tuple[tuple[int, int, int], ...], tuple[tuple[int, int, int], ...]]
Row = tuple[int, int, int, int, Effects | None]


def events_of(work: Work) -> list[Row]:
    """Rows (tick, actor, recipient, rung, effects): what the contestants without a program read.

    Effects are clocks met, and (clock, due day, due tick) of clocks moved and set; None for most events.
    """
    rows: list[Row] = []
    for event in range(work.count):
        meets = tuple(work.meets.get(event, ()))
        moves = tuple((clock, due, work.tick(clock, due)) for clock, due in work.moves.get(event, ()))
        sets = tuple((clock, due, work.tick(clock, due)) for clock, due in [work.sets[event]] if event in work.sets) if event in work.sets else ()
        effects = (meets, moves, sets) if meets or moves or sets else None
        rows.append(
            (work.days[event] * DAY + Phase.ACTS, work.actors[event], work.recipients[event], work.rungs[event], effects)
        )
    return rows
