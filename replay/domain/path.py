"""Each side's domain over time as the rules compute it: from its first level, by acts and clocks.

A side's position is what it now expects minus its reference point, in domain units: +1 gain, 0 status
quo, -1 modest, -2 moderate, -3 strong loss, with the thresholds half-way. It starts at the first level that the source
gives for the side, which contains what came before it, or at the reference point (switch ``start``).
The rules (their sizes are the fields of `Rules`):

========== ===================================================================================================
lapse      a deadline lapses: the side that wanted done what it asks for falls by ``lapse``, made good if it is opened
           again; no clock of another kind moves anybody by running out (``timeline.roles`` says who loses, and why)
threat     a live threat by the other side shifts it by -w(``chance``) x ``threat`` x size, where size is the act's rank
           of outcome spread over the highest rank; taken back when the last of its clocks and promises has ended in a
           way that takes it back or carries it out (``shifts.takes_back``), is dropped, or the sides settle
imposition a measure put into force by the other side: -``threat``, for good: what was threatened lands whole; not if
           it is only announced
claiming   an act of the other side by a claiming strategy (as stated, by tactics, or by the act's definition; switch
           ``untagged``): -``claiming``
creating   an act of the other side by a creating strategy (as stated, or by tactics): +``creating``
commitment a side binds itself to an outcome (tactic ``commit-to-outcome``), which enters its reference point:
           -``commitment``, once until the sides settle
agreement  the sides agree or settle: +``agreement`` for both
coded      a happening with a coded ``impact`` on a side (a shock, a figure, what an agreement is worth to it):
           ``coded`` x impact, in place of ``agreement`` or ``pressure``
pressure   an actor of a side's own camp presses its government: -``pressure``
prospective while the other side demands a change, or is bound to an outcome: -w(``chance``) x ``prospective``, once
           for all demands that stand; given back when the last one is settled, its maker drops the case, or the sides
           settle
floor      the scale of the source ends at -``floor`` (strong loss) and ``ceiling`` (gain); beyond them a position
           is felt less and less (switch ``ends``)
adaptation the reference point moves to the position with half-life ``gain_half_life`` after gains and
           ``loss_half_life`` after losses (Arkes, Hirshleifer, Jiang & Lim 2008: faster after gains); infinite for
           losses is the desire to recoup
========== ===================================================================================================

What both sides do together, each does to the other, and it binds both; what is addressed to third parties alone, and
what third parties do, moves nobody. A position is measured from the reference point, which is a switch
(`REFERENCES`): by default the status quo at the start and any outcome that a side has bound itself to. Of what the
source says of domains nothing is read but that first level, and what it takes for grounds of one (switch ``shocks``).
Sources: Elms 2005, The Role of Losses; Tversky & Kahneman 1992 for w(p); the rules and their sizes
are this package's.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from copy import copy
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from replay.codebook import Level, Switches
from replay.domain.readings import first_level, readings
from replay.domain.rules import Rules
from replay.domain.shifts import AGREED, Effect, effects, reader
from replay.engine.trace import Trace
from replay.text.notebook import InNotebook
from replay.theories.valuefunction import weight
from replay.timeline import Timeline

__all__ = ["Domain", "Domains", "Running", "Step", "follow", "level_of", "path"]


@dataclass(frozen=True, slots=True)
class Step:
    """A change of a side's position: the entry that caused it, the rule, the change, the new position.

    `lasting` is the part of the position that adapts; the rest are threats and demands that stand, which by their sizes
    alone come to `standing`. `asked` is the change by the size of the rule, before the ends of the scale took a part.
    """

    seq: int
    day: int
    rule: str
    change: float
    position: float
    lasting: float
    asked: float = 0.0
    standing: float = 0.0


@dataclass(frozen=True)
class Domain:
    """The path of one side: a step function of days, from where it starts on.

    Attributes
    ----------
    party : str
    start : Step
        Where the side stands, from the beginning of the replay to the close of that day: no change of its own.
    steps : tuple[Step, ...]
        In the order of the trace.
    lives : tuple[float, float]
        Half-lives in days, of gains and of losses.
    ends : Ends
        Of the scale.
    """

    party: str
    start: Step
    steps: tuple[Step, ...]
    lives: tuple[float, float]
    ends: Ends

    @cached_property
    def _days(self) -> tuple[int, ...]:
        return tuple(step.day for step in self.steps)

    @cached_property
    def _seqs(self) -> tuple[int, ...]:
        return tuple(step.seq for step in self.steps)

    @property
    def lowest(self) -> Step | None:
        """The step after which the path is lowest, the first of several; None if it has no step."""
        return min(self.steps, key=lambda step: (step.position, step.seq), default=None)

    def at(self, day: int) -> float:
        """Return the position at the close of a day, with what has faded since the last step."""
        return self._after(bisect_right(self._days, day), day)

    def before(self, seq: int, day: int) -> float:
        """Return the position on `day` before anything that the entry `seq` or a later one brings about."""
        return self._after(bisect_left(self._seqs, seq), day)

    def points(self, first: int, last: int, least: float = 0.05) -> tuple[tuple[int, float], ...]:
        """Return days and positions from the later of `first` and the start to `last`; each holds until the next.

        One a day on which something moves the side, at its close; between them one wherever what fades has moved it by
        `least` domain units. Empty where the side starts after `last`.
        """
        begin = max(first, self.start.day)
        moved = {step.day for step in self.steps}
        out: list[tuple[int, float]] = [(begin, self.at(begin))] if begin <= last else []
        stops = [begin, *sorted(day for day in moved if begin < day <= last), last + 1]
        for start, stop in pairwise(stops):  # on the days between two stops the same step was the last
            if start > begin:
                out.append((start, self.at(start)))
            step = self._last(bisect_right(self._days, start))
            for day in range(start + 1, stop) if self._fades(step) else ():
                position = _stood(step, day, self.lives, self.ends)
                if abs(position - out[-1][1]) >= least:
                    out.append((day, position))
        return tuple(out)

    def _fades(self, step: Step) -> bool:
        return step.lasting != 0 and not math.isinf(self.lives[0] if step.lasting > 0 else self.lives[1])

    def _last(self, count: int) -> Step:
        """The last of so many steps."""
        return self.steps[count - 1] if count else self.start

    def _after(self, count: int, day: int) -> float:
        """The position after so many steps, where what lasts has faded since the last of them."""
        return _stood(self._last(count), day, self.lives, self.ends)


def _stood(last: Step, day: int, lives: tuple[float, float], ends: Ends) -> float:
    faded = faded_by(last.lasting, day - last.day, lives)
    return ends.moved(last.lasting + faded, last.standing) if faded else last.position


def level_of(position: float) -> Level:
    """Return the level of a position; a position on a threshold belongs to the milder level.

    >>> level_of(-1.5).value, level_of(-1.6).value, level_of(0.2).value
    ('modest-loss', 'moderate-loss', 'status-quo')
    """
    rounded = math.floor(position + 0.5) if position > 0 else -math.floor(-position + 0.5)
    if position < 0 and -position % 1 == 0.5:
        rounded += 1
    return next(level for level in Level if level.position == max(-3, min(1, rounded)))


class Domains(dict[str, Domain], InNotebook):
    """The paths of both sides by their names, sender first; in a notebook tables, for which it knows the replay."""

    trace: Trace | None = None


def path(trace: Trace, rules: Rules | None = None) -> Domains:
    """Compute the domain path of both sides, sender first.

    Parameters
    ----------
    trace : Trace
        With its timeline.
    rules : Rules, optional
        The defaults if not given.

    Raises
    ------
    ValueError
        For a trace without its timeline.

    Examples
    --------
    >>> import replay
    >>> found = path(replay.run(replay.load(replay.example())))
    >>> [(step.rule, round(step.change, 2)) for step in found["KR"].steps][:3]
    [('relief', 0.38), ('agreement', 0.5), ('relief', 0.45)]
    """
    rules = rules or Rules()
    timeline = trace.coded("compute domains")
    found = follow(effects(trace, rules.switches), timeline.sides, rules, starts(timeline, rules.switches))
    made = Domains(found)
    made.trace = trace
    return made


def starts(timeline: Timeline, switches: Switches) -> Mapping[str, tuple[int, float]]:
    """Return for each side that the source gives a level: the day of its first, and where that has it."""
    if switches.start == "reference":
        return {}
    found = {track.party: first_level(track, switches.trend) for track in readings(timeline)}
    return {party: (first[0].middle, first[1]) for party, first in found.items() if first}


def follow(
    found: tuple[Effect, ...], sides: tuple[str, str], rules: Rules, begin: Mapping[str, tuple[int, float]]
) -> Mapping[str, Domain]:
    """Apply the rules to effects; `path` in two steps, so that sizes can be varied cheaply."""
    sizes, ends = sizes_in(rules), Ends.of(rules)
    return {
        side: _domain(side, [one for one in found if one.party == side], sizes, rules, ends, begin.get(side))
        for side in sides
    }


def sizes_in(rules: Rules) -> Mapping[str, float]:
    """Return the size of each rule in domain units, losses below 0."""
    return {
        "lapse": -rules.lapse, "claiming": -rules.claiming, "creating": rules.creating, "pressure": -rules.pressure,
        "commitment": 0.0 if rules.reference == "status-quo" else -rules.commitment, "agreement": rules.agreement,
        "imposition": -rules.threat, "threat": -weight(rules.chance, loss=True) * rules.threat, "coded": rules.coded,
        "prospective": -weight(rules.chance, loss=True) * rules.prospective,
    }  # fmt: skip


def _domain(
    side: str, found: list[Effect], sizes: Mapping[str, float], rules: Rules, ends: Ends,
    start: tuple[int, float] | None,
) -> Domain:  # fmt: skip
    state = begun(found, sizes, ends, start)
    begin = _first(state, ends)
    later = [effect for effect in found if start is None or effect.day > start[0]]
    steps = tuple(Step(*one) for one in walk(later, sizes, rules, state, ends))
    return Domain(side, begin, steps, (rules.gain_half_life, rules.loss_half_life), ends)


def _first(state: State, ends: Ends) -> Step:
    """Where a side stands before the first effect."""
    standing = sum(state.live.values())
    return Step(-1, state.day, "start", 0.0, ends.moved(state.lasting, standing), state.lasting, 0.0, standing)


BAND = 1.0
"""Width in domain units of the band within which a soft end gives way: one level."""


@dataclass(frozen=True, slots=True)
class Ends:
    """The ends of the scale: hard, where a position stops, or soft, where steps towards the end get smaller."""

    low: float = -math.inf
    high: float = math.inf
    soft: bool = True

    @classmethod
    def of(cls, rules: Rules) -> Ends:
        """The ends by the sizes of the rules."""
        return cls(-rules.floor, rules.ceiling, rules.switches.ends == "soft")

    def moved(self, position: float, amount: float) -> float:
        """Where a step of `amount` leads from a position.

        Towards a soft end, ``BAND`` beyond the outermost level, the step is whole up to that level, and from there on
        each part of it is scaled by the room that is left: two small steps make exactly one large one.

        >>> [round(Ends(-3, 1).moved(-2.5, step), 3) for step in (-0.5, -1.5, 2.0)]
        [-3.0, -3.632, -0.5]
        >>> Ends(-3, 1, soft=False).moved(-2.5, -1.5)
        -3
        """
        if not self.soft:
            return min(max(position + amount, self.low), self.high)
        whole = position + amount
        if (whole >= self.low and amount < 0) or (whole <= self.high and amount >= 0):
            return whole
        if amount < 0:
            return self.low + _squeezed(_stretched(position - self.low) + amount)
        return self.high - _squeezed(_stretched(self.high - position) - amount)

    def before(self, position: float, amount: float) -> float:
        """Where a loss of `amount` must begin to lead to a position, and no higher than the outermost gain."""
        begin = self.low + _stretched(position - self.low) - amount if self.soft else position - amount
        return min(begin, max(self.high, position))


def _squeezed(distance: float) -> float:
    """How far from an outermost level a position is felt; below 0 beyond it, and never further than `BAND`."""
    return distance if distance >= 0 else BAND * math.expm1(distance / BAND)


def _stretched(felt: float) -> float:
    """The distance that `_squeezed` makes so much of."""
    return felt if felt >= 0 else BAND * math.log1p(max(felt / BAND, -1 + 2**-53))


def begun(found: Sequence[Effect], sizes: Mapping[str, float], ends: Ends, start: tuple[int, float] | None) -> State:
    """Where a side starts: of what its first reading contains only threats that are still live are known apart."""
    if start is None:
        return State(found[0].day if found else 0)
    day, position = start
    live: dict[str, float] = {}
    for effect in found:
        if effect.day <= day and effect.rule == "relief":
            live.pop(effect.key, None)
        elif effect.day <= day and effect.rule in STANDING:
            live[effect.key] = sizes[effect.rule] * effect.amount
    whole = sum(live.values())
    if not whole:
        return State(day, position)
    lasting = ends.before(position, whole)
    kept = (position - lasting) / (ends.moved(lasting, whole) - lasting) if lasting == ends.high else 1.0
    return State(day, lasting, {key: amount * kept for key, amount in live.items()})


STANDING = frozenset({"threat", "prospective"})
"""Rules that weigh on a side only as long as something stands."""


@dataclass(slots=True)
class State:
    """Where a side stands: what lasts, and what each thing that still stands would take from it."""

    day: int
    lasting: float = 0.0
    live: dict[str, float] = field(default_factory=dict)


Walked = tuple[int, int, str, float, float, float, float, float]
"""The fields of a `Step`, in their order."""


def walk(
    found: Iterable[Effect], sizes: Mapping[str, float], rules: Rules, state: State, ends: Ends
) -> Iterator[Walked]:
    """Go through the effects on one side after the day on which it starts, and yield what makes the steps.

    A position is where all that stands leads from what lasts; a threat that is taken back leaves nothing behind,
    whatever came in between. `state` is carried along: with it, a walk goes on where another has stopped.
    """
    lives, live, moved = (rules.gain_half_life, rules.loss_half_life), state.live, ends.moved
    endless = math.isinf(rules.loss_half_life)
    standing = sum(live.values())
    position = moved(state.lasting, standing)
    for seq, day, _, rule, amount, key in found:
        faded = 0.0 if endless and state.lasting <= 0 else faded_by(state.lasting, day - state.day, lives)
        state.day = day
        if faded:
            state.lasting += faded
            before, position = position, moved(state.lasting, standing)
            yield seq, day, "adaptation", position - before, position, state.lasting, faded, standing
        asked = sizes.get(rule, 0.0) * amount
        if rule == "relief":
            asked = -live.pop(key, 0.0)
            standing = sum(live.values())
        elif rule in STANDING:
            live[key] = asked
            standing = sum(live.values())
        elif rules.reference == "last-agreement" and key == AGREED:
            rule, asked, state.lasting = "reference", -state.lasting, 0.0
        else:
            state.lasting = moved(state.lasting, asked)
        before, position = position, moved(state.lasting, standing)
        if position != before:
            yield seq, day, rule, position - before, position, state.lasting, asked, standing


def faded_by(lasting: float, days: int, lives: tuple[float, float]) -> float:
    """Return by how much a lasting gain or loss moves towards the reference point within so many days."""
    half_life = lives[0] if lasting > 0 else lives[1]
    if not lasting or math.isinf(half_life) or days <= 0:
        return 0.0
    return float(lasting * (0.5 ** (days / half_life) - 1))


class Running:
    """The domains of both sides in a replay under way: `path` as far as its entries go, read on whenever asked.

    Attributes
    ----------
    begin : Mapping[str, tuple[int, float]]
        As `starts` gives it: until the close of that day, the position of a side is known from the whole replay alone.
    """

    def __init__(self, trace: Trace, rules: Rules | None = None) -> None:
        self._trace, self._rules = trace, rules or Rules()
        timeline = trace.coded("compute domains")
        self.begin = starts(timeline, self._rules.switches)
        self._reader = reader(trace, self._rules.switches)
        self._sizes, self._ends = sizes_in(self._rules), Ends.of(self._rules)
        self._lives = self._rules.gain_half_life, self._rules.loss_half_life
        self._early: dict[str, list[Effect]] = {side: [] for side in timeline.sides}
        self._states: dict[str, State] = {}
        self._last: dict[str, Step] = {}
        self._count = 0

    def copy(self, trace: Trace) -> Running:
        """Return the domains as they stand, to be read on from another replay with the same entries so far."""
        made = copy(self)
        made._trace, made._reader = trace, self._reader.copy(trace)
        made._early = {side: [*found] for side, found in self._early.items()}
        made._states = {side: State(one.day, one.lasting, dict(one.live)) for side, one in self._states.items()}
        made._last = dict(self._last)
        return made

    def fits(self, trace: Trace) -> bool:
        """Whether another replay has the same entries as far as the domains were read."""
        return self._trace.begins(trace, self._count)

    def read(self, seq: int) -> None:
        """Read the entries before `seq`, all of which the trace has."""
        for number in range(self._count, seq):
            for effect in self._reader.take(self._trace[number]):
                self._take(effect)
        self._count = max(self._count, seq)

    def before(self, side: str, seq: int, day: int) -> float:
        """Return the position of a side on a day after the entries before `seq`."""
        self.read(seq)
        if side not in self._states:
            self._start(side)
        return _stood(self._last[side], day, self._lives, self._ends)

    def _take(self, effect: Effect) -> None:
        side, start = effect.party, self.begin.get(effect.party)
        if start is not None and effect.day <= start[0]:
            self._early[side].append(effect)
            return
        if side not in self._states:
            self._early[side] += [effect] if start is None else []
            self._start(side)
        for step in walk((effect,), self._sizes, self._rules, self._states[side], self._ends):
            self._last[side] = Step(*step)

    def _start(self, side: str) -> None:
        self._states[side] = state = begun(self._early[side], self._sizes, self._ends, self.begin.get(side))
        self._last[side] = _first(state, self._ends)
