"""One seeded workload, in the forms that the contestants read.

N dated events in disputes of a hundred events and four parties; the gap between events is 0 to 6 days. Every
event adds its rung to two integer levels: what its actor exerts, and what its recipient faces. One event in five
sets a clock: 70 % are met by a later event, 10 % are moved and then lapse, 20 % lapse; a lapse emits an act by
rule. No two clocks fall due on one day, so that the order of timers of equal date, which plain SimPy takes
from the order of creation, plays no part in the comparison.
"""

from __future__ import annotations

import random
from array import array
from dataclasses import dataclass, field

from replay.codebook import Act
from replay.dates import Duration
from replay.program import Program, Rule, Step
from replay.trace import Phase, Subject

__all__ = ["CLOSE", "Row", "Work", "make", "program", "rows"]

PHASES, CLOSE, ACTS = len(Phase), int(Phase.CLOSE), int(Phase.ACTS)
FIRST_DAY = 700_000
_BY_RUNG = tuple(next(act for act in Act if act.rung == rung) for rung in range(10))

Changes = tuple[tuple[int, int], ...]
Row = tuple[int, int, int, int, tuple[tuple[int, ...], Changes, Changes] | None]
"""Tick, actor, recipient, rung, and clocks (met, moved to a day, set to a day)."""


@dataclass
class Work:
    """The workload in no one's form."""

    days: list[int]
    actors: list[int]
    recipients: list[int]
    rungs: list[int]
    parties: int
    sets: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    moves: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    meets: dict[int, list[int]] = field(default_factory=dict)
    # of each clock: setter, actor, recipient, rung
    lapses: list[tuple[int, int, int, int]] = field(default_factory=list)
    horizon: int = 0


def make(count: int, seed: int = 19950628) -> Work:
    """Make a workload of `count` events."""
    chance = random.Random(seed)
    disputes = max(1, count // 100)
    day, days, actors, recipients = FIRST_DAY, [], [], []
    for _ in range(count):
        day += chance.choice((0, 1, 1, 2, 3, 6))
        dispute, pair = chance.randrange(disputes), chance.sample(range(4), 2)
        days.append(day)
        actors.append(4 * dispute + pair[0])
        recipients.append(4 * dispute + pair[1])
    work = Work(days, actors, recipients, [chance.randrange(10) for _ in days], 4 * disputes)
    taken: set[int] = set()
    for event in range(count):
        if chance.random() < 0.2:
            _clock(work, chance, event, taken)
    work.horizon = max([days[-1], *taken]) * PHASES + CLOSE
    return work


def _clock(work: Work, chance: random.Random, event: int, taken: set[int]) -> None:
    clock, fate, later = len(work.lapses), chance.random(), event + chance.randint(1, 40)
    actor, recipient = work.actors[event], work.recipients[event]
    work.lapses.append((event, actor, recipient, chance.randrange(10)))
    if later >= len(work.days):
        fate = 1.0
    start = work.days[later] if fate < 0.8 else work.days[event]
    due = _free(start + _length(chance), taken)
    work.sets.setdefault(event, []).append((clock, due))
    if fate < 0.7:
        work.meets.setdefault(later, []).append(clock)
    elif fate < 0.8:
        work.moves.setdefault(later, []).append((clock, _free(due + _length(chance), taken)))


def _length(chance: random.Random) -> int:
    """Days, 7 to 4000: as many clocks of 10 to 100 days as of 100 to 1000."""
    return int(7 * (4000 / 7) ** chance.random())


def _free(day: int, taken: set[int]) -> int:
    """The first day from `day` on that no clock has."""
    while day in taken:
        day += 1
    taken.add(day)
    return day


def rows(work: Work) -> list[Row]:
    """Return what the contestants other than ours read."""
    made: list[Row] = []
    for event, day in enumerate(work.days):
        groups = (work.meets.get(event), work.moves.get(event), work.sets.get(event))
        effects = tuple(tuple(group or ()) for group in groups) if any(groups) else None
        tick = day * PHASES + ACTS
        made.append((tick, work.actors[event], work.recipients[event], work.rungs[event], effects))  # type: ignore[arg-type]
    return made


def program(work: Work) -> Program:
    """Return what ours reads."""
    count, clocks = len(work.days), len(work.lapses)
    width = len(str(clocks))
    steps: list[Step | None] = []
    for event in range(count):
        sets = tuple((clock, day, None) for clock, day in work.sets.get(event, ()))
        moves = tuple((clock, day, None) for clock, day in work.moves.get(event, ()))
        meets = tuple(work.meets.get(event, ()))
        steps.append(Step(sets=sets, moves=moves, meets=meets) if sets or moves or meets else None)
    emitted = work.lapses
    rungs = array("i", [*work.rungs, *(rung for *_, rung in emitted)])
    actors = array("i", [*work.actors, *(actor for _, actor, _, _ in emitted)])
    recipients = array("i", [*work.recipients, *(recipient for _, _, recipient, _ in emitted)])
    return Program(
        ticks=array("q", (day * PHASES + ACTS for day in work.days)),
        actors=actors,
        recipients=recipients,
        rungs=rungs,
        steps=steps,
        subjects=[
            Subject(f"e{n}", f"P{actors[n]}", f"P{recipients[n]}", _BY_RUNG[rungs[n]]) for n in range(count + clocks)
        ],
        parties=[f"P{n}" for n in range(work.parties)],
        clock_ids=[f"c{n:0{width}}" for n in range(clocks)],
        last_in=[True] * clocks,
        horizon=work.horizon,
        lapses={clock: Rule(count + clock, None, Duration()) for clock in range(clocks)},
    )
