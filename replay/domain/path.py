"""Each side's domain over time as the rules compute it, from acts and clocks alone.

A side's position is what it now expects minus its reference point, in domain units: +1 gain, 0 status
quo, -1 modest, -2 moderate, -3 strong loss, with the thresholds half-way. It starts at the reference point.
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
           for all demands that stand; given back when the sides settle
floor      the scale of the source ends at -``floor`` (strong loss) and ``ceiling`` (gain); beyond them a position
           is felt less and less (switch ``ends``)
adaptation the reference point moves to the position with half-life ``gain_half_life`` after gains and
           ``loss_half_life`` after losses (Arkes, Hirshleifer, Jiang & Lim 2008: faster after gains); infinite for
           losses is the desire to recoup
========== ===================================================================================================

What both sides do together, each does to the other, and it binds both; what is addressed to third parties alone, and
what third parties do, moves nobody. A position is measured from the reference point, which is a switch
(`REFERENCES`): by default the status quo at the start and any outcome that a side has bound itself to. Nothing here
reads `readings`. Sources: Elms 2005, The Role of Losses; Tversky & Kahneman 1992 for w(p); the rules and their sizes
are this package's.
"""

from __future__ import annotations

import math
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from replay.codebook import Level, Switches
from replay.domain.readings import first_level, readings
from replay.domain.rules import Rules
from replay.domain.shifts import AGREED, Effect, effects
from replay.engine.trace import Trace
from replay.theories.valuefunction import weight
from replay.timeline import Timeline

__all__ = ["Domain", "Step", "follow", "level_of", "path"]


@dataclass(frozen=True, slots=True)
class Step:
    """A change of a side's position: the entry that caused it, the rule, the change, the new position.

    `lasting` is the part of the position that adapts; the rest are threats that are live. `asked` is the change by the
    size of the rule alone, before the ends of the scale took a part of it.
    """

    seq: int
    day: int
    rule: str
    change: float
    position: float
    lasting: float
    asked: float = 0.0


@dataclass(frozen=True)
class Domain:
    """The path of one side: a step function of days, from where it starts on.

    Attributes
    ----------
    party : str
    steps : tuple[Step, ...]
        In the order of the trace.
    lives : tuple[float, float]
        Half-lives in days, of gains and of losses.
    origin : float
        The position before the first step.
    """

    party: str
    steps: tuple[Step, ...] = field(default=())
    lives: tuple[float, float] = (math.inf, math.inf)
    origin: float = 0.0

    @cached_property
    def _days(self) -> tuple[int, ...]:
        return tuple(step.day for step in self.steps)

    @cached_property
    def _seqs(self) -> tuple[int, ...]:
        return tuple(step.seq for step in self.steps)

    def at(self, day: int) -> float:
        """Return the position at the close of a day, with what has faded since the last step."""
        return self._after(bisect_right(self._days, day), day)

    def before(self, seq: int, day: int) -> float:
        """Return the position on `day` before anything that the entry `seq` or a later one brings about."""
        return self._after(bisect_left(self._seqs, seq), day)

    def _after(self, count: int, day: int) -> float:
        """The position after so many steps; a lasting part that fades does not leave the ends of the scale."""
        if not count:
            return self.origin
        last = self.steps[count - 1]
        return last.position + _faded(last.lasting, day - last.day, self.lives)


def level_of(position: float) -> Level:
    """Return the level of a position; a position on a threshold belongs to the milder level.

    >>> level_of(-1.5).value, level_of(-1.6).value, level_of(0.2).value
    ('modest-loss', 'moderate-loss', 'status-quo')
    """
    rounded = math.floor(position + 0.5) if position > 0 else -math.floor(-position + 0.5)
    if position < 0 and -position % 1 == 0.5:
        rounded += 1
    return next(level for level in Level if level.position == max(-3, min(1, rounded)))


def path(trace: Trace, rules: Rules | None = None) -> Mapping[str, Domain]:
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
    [('claiming', -0.05), ('claiming', -0.05), ('threat', -0.38)]
    """
    rules = rules or Rules()
    timeline = trace.coded("compute domains")
    return follow(effects(trace, rules.switches), timeline.sides, rules, starts(timeline, rules.switches))


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
    sizes = {
        "lapse": -rules.lapse, "claiming": -rules.claiming, "creating": rules.creating, "pressure": -rules.pressure,
        "commitment": -rules.commitment, "agreement": rules.agreement, "imposition": -rules.threat,
        "threat": -weight(rules.chance, loss=True) * rules.threat, "coded": rules.coded,
        "prospective": -weight(rules.chance, loss=True) * rules.prospective,
    }  # fmt: skip
    if rules.reference == "status-quo":
        sizes["commitment"] = 0.0
    lives = (rules.gain_half_life, rules.loss_half_life)
    own = {side: [effect for effect in found if effect.party == side] for side in sides}
    return {
        side: Domain(side, tuple(_walk(own[side], sizes, rules, begin.get(side))), lives, begin.get(side, (0, 0.0))[1])
        for side in sides
    }


BAND = 1.0
"""Width in domain units of the band within which a soft end gives way: one level."""


def _walk(
    found: list[Effect], sizes: Mapping[str, float], rules: Rules, begin: tuple[int, float] | None
) -> Iterator[Step]:
    """Go through the effects on one side; what lasts, and that with the live threats, keep to the ends of the scale."""
    ends, lives = _Ends(-rules.floor, rules.ceiling, rules.switches.ends), (rules.gain_half_life, rules.loss_half_life)
    settles = rules.reference == "last-agreement"
    live: dict[str, float] = {}
    for effect in found:  # what the first reading contains: of it only threats that are still live are known apart
        if begin and effect.day <= begin[0]:
            amount = sizes.get(effect.rule, 0.0) * effect.amount
            if effect.rule == "relief":
                live.pop(effect.key, None)
            elif effect.key and effect.key != AGREED:
                live[effect.key] = amount
    position = begin[1] if begin else 0.0
    lasting = position - sum(live.values())
    later = [effect for effect in found if not begin or effect.day > begin[0]]
    since = begin[0] if begin else later[0].day if later else 0
    for effect in later:
        shift = _faded(lasting, effect.day - since, lives)
        since = effect.day
        if shift:
            lasting += shift
            before, position = position, ends.held(lasting + sum(live.values()))
            yield Step(effect.seq, effect.day, "adaptation", position - before, position, lasting, shift)
        rule, amount = effect.rule, sizes.get(effect.rule, 0.0) * effect.amount
        if rule == "relief":
            amount = -live.pop(effect.key, 0.0)
            lasting += ends.moved(position, amount) - amount if ends.soft else 0.0
        elif rule in ("threat", "prospective"):
            live[effect.key] = ends.moved(position, amount)
        elif settles and effect.key == AGREED:
            rule, amount, lasting = "reference", -lasting, 0.0
        else:
            lasting = lasting + ends.moved(position, amount) if ends.soft else ends.held(lasting + amount)
        before, position = position, ends.held(lasting + sum(live.values()))
        if position != before:
            yield Step(effect.seq, effect.day, rule, position - before, position, lasting, amount)


@dataclass(frozen=True, slots=True)
class _Ends:
    """The ends of the scale: hard, where a position stops, or soft, where steps towards the end get smaller."""

    low: float
    high: float
    kind: str

    @property
    def soft(self) -> bool:
        return self.kind == "soft"

    def held(self, position: float) -> float:
        """A position at or within the ends, where they are hard."""
        return position if self.soft else min(max(position, self.low), self.high)

    def moved(self, position: float, amount: float) -> float:
        """What of a step from a position is felt.

        Towards a soft end, ``BAND`` beyond the outermost level, the step is whole up to that level, and from there on
        each part of it is scaled by the room that is left: two small steps make exactly one large one.

        >>> [round(_Ends(-3, 1, "soft").moved(-2.5, step), 3) for step in (-0.5, -1.5, 2.0)]
        [-0.5, -1.132, 2.0]
        """
        if not self.soft or not amount:
            return amount
        room = position - self.low + BAND if amount < 0 else self.high + BAND - position
        whole = min(abs(amount), max(room - BAND, 0.0))
        left = min(max(room, 0.0), BAND)
        return math.copysign(whole + left * -math.expm1(-(abs(amount) - whole) / BAND), amount)


def _faded(lasting: float, days: int, lives: tuple[float, float]) -> float:
    """Return by how much a lasting gain or loss moves towards the reference point within so many days."""
    half_life = lives[0] if lasting > 0 else lives[1]
    if not lasting or math.isinf(half_life) or days <= 0:
        return 0.0
    return float(lasting * (0.5 ** (days / half_life) - 1))
