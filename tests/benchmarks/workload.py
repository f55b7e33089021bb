"""One seeded workload, in the form that each contestant reads.

Dated events in disputes of a hundred events and four parties each. One event in five sets a clock; of the clocks
70 % are met by a later event, 10 % are moved and then run out, 20 % run out; a clock that runs out emits an
act by rule.

Nothing is random but for the seed. Where clocks run out at one tick, they do so in the order in which their
timers were made, which is all that plain SimPy knows: no clock that was moved shares its tick.
"""

from __future__ import annotations

import random
from array import array
from collections.abc import Iterable
from dataclasses import dataclass, field

from replay.codebook import Act, Answer, Fate, Outcome
from replay.dates import Duration, Precision, When, iso, parse_lag
from replay.engine.program import FIXED, Emission, Grounds, Program, Sequel, kind_code
from replay.engine.trace import CODES, Kind, Phase, Subject
from replay.errors import Where
from replay.timeline import Citation, Clock, Consequence, Event, Party, Source, Timeline

__all__ = ["CROWDED", "Row", "Work", "events_of", "file_of", "make", "program_of", "timeline_of"]

FIRST = 700_000
SPREAD = (0, 1, 1, 2, 3, 5)
"""Days between two events: two on average, so that a million events fit into the calendar."""
CROWDED = (0,) * 19 + (1,)
"""Days between two events of a whole corpus at once: twenty events on a day."""
MOVED, MET = 0.8, 0.7
ACTS = {rung: next(act for act in Act if act.rung == rung) for rung in range(10)}
"""An act for each rung."""


@dataclass(slots=True)
class Work:
    """The workload in columns; acts by rule (`count` + clock) stand after the events in the first three.

    `sets`, `moves` and `meets` are by event; due days go with the clocks that are set or moved.
    """

    count: int
    parties: int
    actors: list[int] = field(default_factory=list)
    recipients: list[int] = field(default_factory=list)
    rungs: list[int] = field(default_factory=list)
    days: list[int] = field(default_factory=list)
    answers: list[int] = field(default_factory=list)
    setters: list[int] = field(default_factory=list)
    last_in: list[bool] = field(default_factory=list)
    sets: dict[int, tuple[int, int]] = field(default_factory=dict)
    moves: dict[int, list[tuple[int, int]]] = field(default_factory=dict)
    meets: dict[int, list[int]] = field(default_factory=dict)
    horizon: int = 0

    def tick(self, clock: int, due: int) -> int:
        """When a clock with this due day runs out."""
        return due * len(Phase) + (Phase.CLOSE if self.last_in[clock] else Phase.DAWN)


def make(
    count: int, seed: int = 19950628, *, gaps: tuple[int, ...] = SPREAD, longest: int = 4000, ahead: int = 40
) -> Work:
    """Make a workload of `count` events with these days between them.

    A clock that is met or moved is so within `ahead` events, and is due at most `longest` days after that.
    """
    chance = random.Random(seed)
    disputes = max(1, count // 100)
    work = Work(count, 4 * disputes)
    day, latest = FIRST, [-1] * disputes
    for event in range(count):
        day += chance.choice(gaps)
        dispute, (one, other) = chance.randrange(disputes), chance.sample(range(4), 2)
        work.days.append(day)
        _act(work, 4 * dispute + one, 4 * dispute + other, chance)
        work.answers.append(latest[dispute] if chance.random() < 0.5 else -1)
        latest[dispute] = event
    work.horizon = max(day * len(Phase) + Phase.ACTS, _add_clocks(work, chance, longest, ahead))
    for setter in work.setters:
        _act(work, work.actors[setter], work.recipients[setter], chance)
    return work


def _act(work: Work, actor: int, recipient: int, chance: random.Random) -> None:
    work.actors.append(actor)
    work.recipients.append(recipient)
    work.rungs.append(chance.randrange(10))


def _add_clocks(work: Work, chance: random.Random, longest: int, ahead: int) -> int:
    """Give one event in five a clock; return the tick at which the last one runs out."""
    taken: set[int] = set()
    moved: set[int] = set()
    for event in range(work.count):
        if chance.random() >= 0.2:
            continue
        clock, fate = len(work.setters), chance.random()
        left = min(ahead, work.count - 1 - event)
        later = event + chance.randint(1, left) if left else event
        work.setters.append(event)
        work.last_in.append(chance.random() < 0.8)
        due = work.days[later if fate < MOVED else event] + _length(chance, longest)
        if fate < MOVED and later > event:
            work.sets[event] = (clock, due)
            if fate < MET:
                work.meets.setdefault(later, []).append(clock)
                continue
            due = _free(work, clock, due + _length(chance, longest), taken)
            work.moves.setdefault(later, []).append((clock, due))
            moved.add(work.tick(clock, due))
        else:
            due = _free(work, clock, due, moved)
            work.sets[event] = (clock, due)
        taken.add(work.tick(clock, due))
    return max(taken, default=0)


def _length(chance: random.Random, longest: int) -> int:
    """Days, from 7 to `longest`: as many clocks between 10 and 100 as between 100 and 1000."""
    return int(7 * (longest / 7) ** chance.random())


def _free(work: Work, clock: int, due: int, taken: set[int]) -> int:
    """The first day, from `due` on, on which nothing taken runs out."""
    while work.tick(clock, due) in taken:
        due += 1
    return due


Due = tuple[int, int, int]
Effects = tuple[tuple[int, ...], tuple[Due, ...], tuple[Due, ...]]
Row = tuple[int, Effects | None]


def events_of(work: Work) -> list[Row]:
    """Rows (tick, effects): what the contestants without a program read.

    Effects are clocks met, and (clock, due day, due tick) of the clocks moved and of those set; None for most events.
    """

    def dues(pairs: Iterable[tuple[int, int]]) -> tuple[Due, ...]:
        return tuple((clock, due, work.tick(clock, due)) for clock, due in pairs)

    rows: list[Row] = []
    for event, day in enumerate(work.days):
        meets = tuple(work.meets.get(event, ()))
        moves, sets = dues(work.moves.get(event, ())), dues([work.sets[event]] if event in work.sets else ())
        tick = day * len(Phase) + Phase.ACTS
        effects = (meets, moves, sets) if meets or moves or sets else None
        rows.append((tick, effects))
    return rows


def program_of(work: Work) -> Program:
    """The same with every feature of a replay: answers and premises as causes, rules, standing commitments.

    The second event of a dispute commits its actor to two replies. They stand to the end and never come due: one
    waits for an act that nobody does; the other for the lapse of a clock that is met. The trace is that of the others.
    """
    clocks = len(work.setters)
    rules, on_clock, promised = _commitments(work)
    parties = [f"P{n}" for n in range(work.parties)]
    names = [f"event-{n}" for n in range(work.count)] + [f"clock-{n}/end" for n in range(clocks)] + ["reply"]
    columns = zip(names, [*work.actors, 0], [*work.recipients, 1], [*work.rungs, 0], strict=True)
    kept = ((Fate.KEPT, -1),)
    return Program(
        ticks=array("q", (day * len(Phase) + Phase.ACTS for day in work.days)),
        grounds=[_grounds(work, event) for event in range(work.count)],
        steps=[_step(work, event, promised.get(event, ())) for event in range(work.count)],
        subjects=[Subject(name, parties[actor], parties[other], ACTS[rung]) for name, actor, other, rung in columns],
        clock_ids=[f"clock-{n:07}" for n in range(clocks)],
        ends_in=[Phase.CLOSE if last_in else Phase.DAWN for last_in in work.last_in],
        run_out=[kind_code(Outcome.LAPSED)] * clocks,
        horizon=work.horizon,
        on_end={n: (Emission(work.count + n, None, Duration(), Duration(), kept),) for n in range(clocks)},
        rules=rules,
        on_clock=on_clock,
    )


def _commitments(
    work: Work,
) -> tuple[list[Emission], dict[tuple[int, int], tuple[int, ...]], dict[int, tuple[int, int]]]:
    """Rules, what waits for clocks, and the two commitments of the second event of each dispute."""
    reply = len(work.actors)
    rules: list[Emission] = []
    on_clock: dict[tuple[int, int], tuple[int, ...]] = {}
    promised: dict[int, tuple[int, int]] = {}
    met = sorted(clock for clocks in work.meets.values() for clock in clocks)
    seen = [0] * (work.parties // 4)
    for event in range(work.count):
        dispute = work.actors[event] // 4
        seen[dispute] += 1
        if seen[dispute] == 2:
            number = len(rules)
            rules += [Emission(reply, None, Duration(), Duration()), Emission(reply, None, Duration(), Duration())]
            promised[event] = (number, number + 1)
            if dispute < len(met):
                on_clock[met[dispute], kind_code(Outcome.LAPSED)] = (number + 1,)
    return rules, on_clock, promised


def _grounds(work: Work, event: int) -> Grounds | None:
    """What it answers, and the setting of the clocks that it meets."""
    answers = (work.answers[event],) if work.answers[event] >= 0 else ()
    needs = tuple(work.setters[clock] for clock in work.meets.get(event, ()))
    return Grounds(tuple(sorted({*answers, *needs})), needs) if answers or needs else None


def _step(work: Work, event: int, commits: tuple[int, ...]) -> Sequel | None:
    ends = tuple((kind_code(Outcome.MET), clock) for clock in work.meets.get(event, ()))
    starts = (
        *((CODES[Kind.CLOCK_MOVED], clock, due, None, FIXED, -1) for clock, due in work.moves.get(event, ())),
        *((CODES[Kind.CLOCK_SET], *work.sets[name], None, FIXED, -1) for name in (event,) if name in work.sets),
    )
    return Sequel(ends, starts, (), commits) if ends or starts or commits else None


def timeline_of(work: Work) -> Timeline:
    """The same as a timeline, without the commitments: what a file would hold, and gives the same trace."""
    who = [f"P{n:06}" for n in range(work.parties)]
    parties = {name: Party(name, name) for name in who} | {"WORLD": Party("WORLD", "World")}
    ends = _day(max(work.days[-1], work.horizon // len(Phase)))
    period = When("all", FIRST, ends.latest, Precision.DAY)
    met = {clock for clocks in work.meets.values() for clock in clocks}
    events = tuple(_event(work, event, who, met) for event in range(work.count))
    sources = {"s": Source("s", "Nothing", "Nobody", "2000")}
    return Timeline("bench", "Benchmark", period, (who[0], who[1]), parties, events, sources=sources)


def _event(work: Work, event: int, who: list[str], met: set[int]) -> Event:
    meets = work.meets.get(event, ())
    actor, recipient = who[work.actors[event]], who[work.recipients[event]]
    clocks = tuple(_clock(work, *work.sets[name], who, met) for name in (event,) if name in work.sets)
    return Event(
        f"event-{event:07}", _day(work.days[event]), actor, ACTS[work.rungs[event]], "An act.", recipient,
        clocks=clocks,
        meets={f"clock-{clock:07}": Outcome.MET for clock in meets},
        moves={f"clock-{clock:07}": _day(due) for clock, due in work.moves.get(event, ())},
        answers={f"event-{work.answers[event]:07}": Answer.RESPONDS} if work.answers[event] >= 0 else {},
        needs=tuple((f"event-{work.setters[clock]:07}",) for clock in meets),
        cite=(Citation("s"),),
        where=Where("bench.yaml", event + 1, 1),
    )  # fmt: skip


def _clock(work: Work, clock: int, due: int, who: list[str], met: set[int]) -> Clock:
    by_rule = work.count + clock
    act, actor, recipient = ACTS[work.rungs[by_rule]], who[work.actors[by_rule]], who[work.recipients[by_rule]]
    then = Consequence(act, actor, recipient, "By rule.", parse_lag("P0D"))
    record, last_day = Outcome.MET if clock in met else Outcome.LAPSED, "in" if work.last_in[clock] else "out"
    return Clock(f"clock-{clock:07}", _day(due), record, on_end=(then,), last_day=last_day)


def _day(day: int) -> When:
    return When(iso(day), day, day, Precision.DAY)


def file_of(work: Work) -> str:
    """The same as `timeline_of`, as the text of an event file."""
    parties = [f"P{n:06}" for n in range(work.parties)]
    met = {clock for clocks in work.meets.values() for clock in clocks}
    last = max(work.days[-1], work.horizon // len(Phase))
    head = ["format: 1", "dispute: bench", "title: Benchmark", f"period: {iso(FIRST)}/{iso(last)}"]
    head += [f"sides: [{parties[0]}, {parties[1]}]", "sources:", "  s: {author: Nobody, year: 2000, title: Nothing}"]
    head += ["parties:", *(f"  {name}: {{name: {name}}}" for name in parties), "events:"]
    return "\n".join([*head, *(_written(work, event, parties, met) for event in range(work.count)), ""])


def _written(work: Work, event: int, parties: list[str], met: set[int]) -> str:
    meets, moves, answered = work.meets.get(event, ()), work.moves.get(event, ()), work.answers[event]
    lines = [
        f"  - id: event-{event:07}", f"    date: {iso(work.days[event])}", f"    actor: {parties[work.actors[event]]}",
        f"    recipient: {parties[work.recipients[event]]}", f"    act: {ACTS[work.rungs[event]].value}",
        "    summary: An act.", "    cite: {key: s}",
    ]  # fmt: skip
    if answered >= 0:
        lines.append(f"    answers: {{event-{answered:07}: responds}}")
    if meets:
        lines.append(f"    meets: [{', '.join(f'clock-{clock:07}' for clock in meets)}]")
        lines.append(f"    needs: [{', '.join(f'event-{work.setters[clock]:07}' for clock in meets)}]")
    if moves:
        lines.append(f"    moves: {{{', '.join(f'clock-{clock:07}: {iso(due)}' for clock, due in moves)}}}")
    if event in work.sets:
        clock, due = work.sets[event]
        by_rule = work.count + clock
        lines += [
            f"    clock:\n      id: clock-{clock:07}\n      due: {iso(due)}",
            f"      record: {'met' if clock in met else 'lapsed'}",
            f"      last_day: {'in' if work.last_in[clock] else 'out'}",
            f"      on_end: {{act: {ACTS[work.rungs[by_rule]].value}, actor: {parties[work.actors[by_rule]]},",
            f"        recipient: {parties[work.recipients[by_rule]]}, summary: By rule., after: P0D}}",
        ]
    return "\n".join(lines)
