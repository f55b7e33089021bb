"""Each side's domain over time as the rules compute it, from acts and clocks alone.

A side's position is what it now expects minus its reference point, in domain units: +1 gain, 0 status
quo, -1 modest, -2 moderate, -3 strong loss, with the thresholds half-way. It starts at the reference point.
The rules (their sizes are the fields of `Rules`):

========== ===================================================================================================
lapse      a side's own clock lapses unmet: its position falls by ``lapse``
threat     a live threat by the other side shifts it by -w(``chance``) x ``threat`` x size, where size is the act's rank
           of outcome spread over the highest rank; taken back when the threat's clock ends, when it is settled or
           dropped, or when the sides agree
imposition a sanction imposed by the other side: -``threat``, for good: what was threatened lands whole
claiming   an act of the other side by claiming tactics, or without tactics on rung 4 or above: -``claiming``
creating   an act of the other side by creating tactics, or without tactics on rung 1: +``creating``
commitment a side binds itself to an outcome (tactic ``commit-to-outcome``), which enters its reference point:
           -``commitment``, once until the sides settle
agreement  the sides agree or settle: +``agreement`` for both
pressure   an actor of a side's own camp presses its government: -``pressure``
adaptation the reference point moves to the position with half-life ``gain_half_life`` after gains and
           ``loss_half_life`` after losses (Arkes, Hirshleifer, Jiang & Lim 2008: faster after gains); infinite for
           losses is the desire to recoup
========== ===================================================================================================

Nothing here reads `readings`. Sources: Elms 2005, The Role of Losses; Tversky & Kahneman 1992 for w(p); the rules
and their sizes are this package's.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace
from functools import cached_property

from replay.codebook import ACTS, HOSTILE, TACTICS, Act, Level, Link, Strategy, Tactic
from replay.errors import ReplayError
from replay.theories.value import weight
from replay.timeline import Event, Timeline
from replay.trace import ACTED, Kind, Trace

__all__ = ["SIZES", "Domain", "Effect", "RuleError", "Rules", "Size", "Step", "effects", "follow", "level_of", "path",
           "strategy_of"]  # fmt: skip

_TOP_SPREAD = max(entry.spread for entry in ACTS.values())
THREATS = frozenset(
    {Act.WARN, Act.THREATEN_SANCTIONS, Act.THREATEN_CASE, Act.PREPARE_SANCTIONS, Act.ULTIMATUM, Act.LIST_SANCTIONS,
     Act.OPEN_CASE}
)  # fmt: skip
"""Acts that stay live as threats until they are settled, dropped, or their clock ends."""


class RuleError(ReplayError):
    """A rule's size is unknown or outside its range."""


@dataclass(frozen=True, slots=True)
class Size:
    """Default, range (both ends included), unit and origin of one field of `Rules`."""

    default: float
    low: float
    high: float
    unit: str
    origin: str


_CHOICE = "this package's choice: a few such steps make one level"
SIZES: dict[str, Size] = {
    "lapse": Size(0.5, 0.0, 2.0, "domain units a lapse", "half a level, where a reading would change"),
    "threat": Size(1.0, 0.0, 4.0, "domain units for the largest threat, if certain", "one level"),
    "chance": Size(0.5, 0.0, 1.0, "perceived probability of a threat's execution", "even odds, for want of better"),
    "claiming": Size(0.05, 0.0, 0.5, "domain units an act", _CHOICE),
    "creating": Size(0.05, 0.0, 0.5, "domain units an act", _CHOICE),
    "commitment": Size(0.5, 0.0, 2.0, "domain units a commitment", "half a level, where a reading would change"),
    "agreement": Size(0.5, 0.0, 3.0, "domain units an agreement", "half a level, where a reading would change"),
    "pressure": Size(0.05, 0.0, 0.5, "domain units an act", _CHOICE),
    "gain_half_life": Size(90.0, 1.0, math.inf, "days", "a quarter; faster than after losses (Arkes et al. 2008)"),
    "loss_half_life": Size(math.inf, 1.0, math.inf, "days", "infinite: the desire to recoup (Elms 2005)"),
}


@dataclass(frozen=True, slots=True)
class Rules:
    """The sizes of the rules; units, ranges and origins in `SIZES`.

    Raises
    ------
    RuleError
        For a size outside its range.
    """

    lapse: float = SIZES["lapse"].default
    threat: float = SIZES["threat"].default
    chance: float = SIZES["chance"].default
    claiming: float = SIZES["claiming"].default
    creating: float = SIZES["creating"].default
    commitment: float = SIZES["commitment"].default
    agreement: float = SIZES["agreement"].default
    pressure: float = SIZES["pressure"].default
    gain_half_life: float = SIZES["gain_half_life"].default
    loss_half_life: float = SIZES["loss_half_life"].default

    def __post_init__(self) -> None:
        for name, size in SIZES.items():
            value = getattr(self, name)
            if not size.low <= value <= size.high:
                raise RuleError(f"rule size {name} is {value:g}; allowed: {size.low:g} to {size.high:g} {size.unit}")

    def with_sizes(self, **sizes: float) -> Rules:
        """Return a copy with other sizes; RuleError for a name that does not exist."""
        for name in sizes:
            if name not in SIZES:
                raise RuleError(f"no rule size is called {name!r}; allowed: {', '.join(SIZES)}")
        return replace(self, **sizes)

    def to_dict(self) -> dict[str, float]:
        """Return the sizes by name."""
        return {item.name: getattr(self, item.name) for item in fields(self)}


@dataclass(frozen=True, slots=True)
class Effect:
    """What one trace entry does to one side, before any size is known.

    Attributes
    ----------
    seq, day : int
        The entry, and its day.
    party : str
        The side affected.
    rule : str
        Name of the rule; ``threat`` and ``relief`` come in pairs of one `key`.
    amount : float
        Multiple of the rule's size.
    key : str
        Of a threat: the act that made it.
    """

    seq: int
    day: int
    party: str
    rule: str
    amount: float
    key: str = ""


@dataclass(frozen=True, slots=True)
class Step:
    """A change of a side's position: the entry that caused it, the rule, the change, the new position."""

    seq: int
    day: int
    rule: str
    change: float
    position: float


@dataclass(frozen=True)
class Domain:
    """The path of one side: a step function of days, from the reference point (0) on.

    Attributes
    ----------
    party : str
    steps : tuple[Step, ...]
        In the order of the trace.
    """

    party: str
    steps: tuple[Step, ...] = field(default=())

    @cached_property
    def _days(self) -> tuple[int, ...]:
        return tuple(step.day for step in self.steps)

    def at(self, day: int) -> float:
        """Return the position at the close of a day."""
        place = bisect_right(self._days, day)
        return self.steps[place - 1].position if place else 0.0

    def before(self, seq: int) -> float:
        """Return the position before anything that the entry `seq` or a later one brings about."""
        last = 0.0
        for step in self.steps:
            if step.seq >= seq:
                break
            last = step.position
        return last


def level_of(position: float) -> Level:
    """Return the level of a position; a position on a threshold belongs to the milder level.

    >>> level_of(-1.5).value, level_of(-1.6).value, level_of(0.2).value
    ('modest-loss', 'moderate-loss', 'status-quo')
    """
    rounded = math.floor(position + 0.5) if position > 0 else -math.floor(-position + 0.5)
    if position < 0 and -position % 1 == 0.5:
        rounded += 1
    return next(level for level in Level if level.position == max(-3, min(1, rounded)))


def strategy_of(event: Event) -> Strategy | None:
    """Return the strategy of an act by its tactics; without any, by its rung; None where neither speaks.

    Claiming or creating tactics alone give that strategy, both together mixed. Without tactics rung 4 and above is
    claiming, rung 1 creating.
    """
    kinds = {TACTICS[tactic].strategy for tactic in event.tactics}
    if kinds:
        return kinds.pop() if len(kinds) == 1 else Strategy.MIXED
    if event.act.rung >= HOSTILE:
        return Strategy.CLAIMING
    return Strategy.CREATING if event.act.rung == 1 else None


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
    return follow(effects(trace), trace.coded("compute domains").sides, rules or Rules())


def follow(found: tuple[Effect, ...], sides: tuple[str, str], rules: Rules) -> Mapping[str, Domain]:
    """Apply the rules to effects; `path` in two steps, so that sizes can be varied cheaply."""
    sizes = {
        "lapse": -rules.lapse, "claiming": -rules.claiming, "creating": rules.creating, "pressure": -rules.pressure,
        "commitment": -rules.commitment, "agreement": rules.agreement, "imposition": -rules.threat,
        "threat": -weight(rules.chance, loss=True) * rules.threat,
    }  # fmt: skip
    lives = (rules.gain_half_life, rules.loss_half_life)
    return {side: Domain(side, tuple(_walk([e for e in found if e.party == side], sizes, lives))) for side in sides}


def _walk(found: list[Effect], sizes: Mapping[str, float], lives: tuple[float, float]) -> Iterator[Step]:
    lasting, position, since = 0.0, 0.0, found[0].day if found else 0
    live: dict[str, float] = {}
    for effect in found:
        half_life = lives[0] if lasting > 0 else lives[1]
        if lasting and half_life != math.inf and effect.day > since:
            shift = lasting * (0.5 ** ((effect.day - since) / half_life) - 1)
            lasting += shift
            position += shift
            yield Step(effect.seq, effect.day, "adaptation", shift, position)
        since = effect.day
        if effect.rule == "relief":
            change = -live.pop(effect.key, 0.0)
        else:
            change = sizes[effect.rule] * effect.amount
            if effect.rule == "threat":
                change -= live.pop(effect.key, 0.0)
                live[effect.key] = sizes["threat"] * effect.amount
            else:
                lasting += change
        if change:
            position += change
            yield Step(effect.seq, effect.day, effect.rule, change, position)


def effects(trace: Trace) -> tuple[Effect, ...]:
    """Read off a trace what each entry does to which side, in the order of the trace."""
    return tuple(_Reader(trace, trace.coded("compute domains")).read())


class _Reader:
    """Walks the trace, keeping the threats that are live and the commitments that stand."""

    def __init__(self, trace: Trace, timeline: Timeline) -> None:
        self.trace, self.timeline = trace, timeline
        self.live: dict[str, tuple[str, str]] = {}  # threat -> (who made it, whom it shifts)
        self.clock_threat: dict[str, str] = {}  # clock -> threat
        self.committed: set[str] = set()

    def read(self) -> Iterator[Effect]:
        for entry in self.trace:
            if entry.kind is Kind.CLOCK_SET and entry.event in self.live:
                self.clock_threat[entry.clock or ""] = entry.event or ""
            elif entry.kind in (Kind.CLOCK_MET, Kind.CLOCK_WITHDRAWN, Kind.CLOCK_LAPSED):
                holder = self.timeline.side(entry.actor) if entry.kind is Kind.CLOCK_LAPSED else None
                if holder:
                    yield Effect(entry.seq, entry.day, holder, "lapse", 1.0)
                yield from self._relieve(entry.seq, entry.day, [self.clock_threat.get(entry.clock or "", "")])
            elif entry.kind in ACTED and entry.act is not None:
                name, actor = entry.event or "", entry.actor or ""
                yield from self._act(entry.seq, entry.day, name, actor, entry.recipient, entry.act)

    def _act(self, seq: int, day: int, name: str, actor: str, recipient: str | None, act: Act) -> Iterator[Effect]:
        event = self.timeline.by_id.get(name)
        mine, other = self.timeline.side(actor), self.timeline.side(recipient)
        if mine is None:
            return
        if other == mine and actor != mine and act is Act.PRESS:
            yield Effect(seq, day, mine, "pressure", 1.0)
        if event and Tactic.COMMIT_TO_OUTCOME in event.tactics and mine not in self.committed:
            self.committed.add(mine)
            yield Effect(seq, day, mine, "commitment", 1.0)
        if event:
            settled = [target for target, link in event.answers.items() if link is Link.SETTLES]
            yield from self._relieve(seq, day, settled)
        if other is None or other == mine:
            return
        yield from self._towards(seq, day, name, mine, other, act, event)

    def _towards(
        self, seq: int, day: int, name: str, mine: str, other: str, act: Act, event: Event | None
    ) -> Iterator[Effect]:
        """An act of one side towards the other."""
        if act is Act.IMPOSE_SANCTIONS:
            yield Effect(seq, day, other, "imposition", 1.0)
        strategy = strategy_of(event) if event else Strategy.CLAIMING if act.rung >= HOSTILE else None
        if strategy in (Strategy.CLAIMING, Strategy.CREATING):
            yield Effect(seq, day, other, strategy.value, 1.0)
        if act in THREATS:
            self.live[name] = (mine, other)
            yield Effect(seq, day, other, "threat", ACTS[act].spread / _TOP_SPREAD, name)
        if act in (Act.DROP_CASE, Act.LIFT_SANCTIONS):
            yield from self._relieve(seq, day, [threat for threat, (maker, _) in self.live.items() if maker == mine])
        if act in (Act.AGREE, Act.SETTLE):
            yield Effect(seq, day, mine, "agreement", 1.0)
            yield Effect(seq, day, other, "agreement", 1.0)
        if act is Act.SETTLE:
            self.committed.clear()
            yield from self._relieve(seq, day, list(self.live))

    def _relieve(self, seq: int, day: int, threats: list[str]) -> Iterator[Effect]:
        for threat in threats:
            if threat in self.live:
                _, shifted = self.live.pop(threat)
                yield Effect(seq, day, shifted, "relief", 1.0, threat)
