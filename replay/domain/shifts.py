"""What each entry of a trace does to each side, before any size is known: threats, lapses, claims, impacts."""

from __future__ import annotations

from array import array
from collections.abc import Collection, Iterable, Iterator, Mapping
from copy import copy
from dataclasses import dataclass, replace
from statistics import fmean
from typing import NamedTuple

from replay.codebook import (
    AGREEMENTS,
    IMPOSITIONS,
    THREATS,
    Act,
    Answer,
    ClockKind,
    Outcome,
    Strategy,
    Switches,
    Tactic,
)  # fmt: skip
from replay.engine.trace import ACTED, CODES, ENDS, Entry, Kind, Trace
from replay.timeline import Clock, Event, Timeline, origin, reply_rule
from replay.timeline.roles import loser

__all__ = ["AGREED", "TOP_SPREAD", "Effect", "Reader", "effects", "plain_acts", "reader", "size_of", "speaks", "told"]

TOP_SPREAD = max(act.spread for act in Act)
AGREED = "agreed"
"""Key of the effects by which an agreement is worth something to a side."""


class Effect(NamedTuple):
    """What one trace entry does to one side, before any size is known.

    Attributes
    ----------
    seq, day : int
        The entry, and its day.
    party : str
        The side affected.
    rule : str
        Name of the rule; ``threat`` or ``prospective`` and ``relief`` come in pairs of one `key`.
    amount : float
        Multiple of the rule's size.
    key : str
        Of a threat: the act that made it; of demands: who makes them; of what an agreement is worth: `AGREED`.
    """

    seq: int
    day: int
    party: str
    rule: str
    amount: float
    key: str = ""


def effects(trace: Trace, switches: Switches | None = None, without: Collection[int] = ()) -> tuple[Effect, ...]:
    """Read off a trace what each entry does to which side, in the order of the trace; `without` some entries."""
    timeline, switches = trace.coded("compute domains"), switches or Switches()
    return tuple(Reader(trace, timeline, switches, _known(timeline, switches)).read(without))


def reader(trace: Trace, switches: Switches) -> Reader:
    """Return what reads the entries of a trace in order, one at a time: for one under way, in which acts change."""
    timeline = trace.coded("compute domains")
    return Reader(trace, timeline, switches, _Known({}, {}, _felt(timeline)))


def told(timeline: Timeline, switches: Switches, entries: Iterable[Entry]) -> tuple[tuple[Told, ...], ...]:
    """Return what each of some entries does, whatever its day: all that are no `plain_acts`, in their order."""
    reading = Reader(_nothing(timeline), timeline, switches, _known(timeline, switches))
    return tuple(tuple([effect[2:] for effect in reading.take(entry)]) for entry in entries)


def _nothing(timeline: Timeline) -> Trace:
    return Trace(array("q"), array("q"), (), (), timeline)


Told = tuple[str, str, float, str]
"""What an act does to a side, on whatever day: party, rule, amount and key of an `Effect`."""

_STIRS = THREATS | {Act.DEMAND, Act.ULTIMATUM, Act.DROP_CASE, Act.LIFT_SANCTIONS, Act.SETTLE}
"""Acts that make a threat or a demand, or may take one back."""
_EVENT = CODES[Kind.EVENT]
_SPEAKING = frozenset(
    CODES[kind]
    for kind in (*ACTED, *ENDS, Kind.CLOCK_SPLIT, Kind.CLOCK_SET, Kind.CLOCK_REOPENED, Kind.COMMITMENT_BROKEN)
)
"""Kinds of entry that may have an effect, or change what stands."""


def speaks(code: int) -> bool:
    """Whether entries of a kind, by its number, may have an effect, or change what stands."""
    return code in _SPEAKING


@dataclass(frozen=True, slots=True)
class _Facts:
    """Of an act, on whatever day and whatever stands: who does what to whom, what it is worth, how it was done."""

    acting: tuple[str, ...]
    addressed: tuple[str, ...]
    pairs: tuple[tuple[str, str], ...]
    impact: Mapping[str, float]
    strategy: Strategy | None
    settled: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Known:
    """What was found out about the acts of a timeline, under one setting of the switches: see `plain_acts`."""

    plain: Mapping[str, tuple[Told, ...]]
    facts: dict[str, _Facts]
    felt: frozenset[tuple[str | None, str]]


_SETTINGS = 64
"""Settings of the switches for which a timeline keeps what its acts do."""


def _known(timeline: Timeline, switches: Switches) -> _Known:
    held: dict[Switches, _Known] = vars(timeline).setdefault("what acts do", {})  # kept on it, as by `once`
    if switches not in held:
        if len(held) >= _SETTINGS:
            held.clear()
        found = _Known({}, {}, _felt(timeline))
        reader = Reader(_nothing(timeline), timeline, switches, found)
        plain = {
            event.id: tuple((one.party, one.rule, one.amount, one.key) for one in reader.act(event))
            for event in timeline.events
            if event.act not in _STIRS and event.id not in timeline.ruled
            and Tactic.COMMIT_TO_OUTCOME not in event.tactics and Answer.SETTLES not in event.answers.values()
        }  # fmt: skip
        held[switches] = replace(found, plain=plain)
    return held[switches]


def _felt(timeline: Timeline) -> frozenset[tuple[str | None, str]]:
    """The sides that feel an act, and the act: those whose readings rest on it."""
    return frozenset((timeline.side(one.party), name) for one in timeline.readings for name in one.evidence)


def plain_acts(timeline: Timeline, switches: Switches) -> Mapping[str, tuple[Told, ...]]:
    """Return what those acts do, by id, whose effects are the same whatever stands, and that change nothing of it.

    They make no threat or demand, bind nobody to an outcome, settle nothing and are not what a rule brings about.

    Examples
    --------
    >>> import replay
    >>> [*plain_acts(replay.load(replay.example()), Switches())]
    []
    """
    return _known(timeline, switches).plain


def size_of(sizes: tuple[float, ...], setting: str) -> float:
    """Return one size of an impact that several coders sized; `setting` is one of the switch ``impacts``.

    Of a single size every setting is that size; where a coder is asked for whom the file lacks, the last one stands.

    >>> [size_of((-0.5, -1.0), name) for name in ("first", "second", "smaller", "mean", "larger")]
    [-0.5, -1.0, -0.5, -0.75, -1.0]
    >>> size_of((-0.5, 0.5), "smaller"), size_of((-0.5, 0.5), "larger"), size_of((-2.0,), "second")
    (0.0, -0.5, -2.0)
    """
    if setting in ("first", "second"):
        return sizes[min(("first", "second").index(setting), len(sizes) - 1)]
    if setting == "mean":
        return fmean(sizes)
    if setting == "larger":
        return min(sizes, key=lambda size: (-abs(size), size))
    return min(sizes, key=abs) if min(sizes) > 0 or max(sizes) < 0 else 0.0


RAN_OUT = frozenset({Outcome.LAPSED, Outcome.CARRIED_OUT, Outcome.ELAPSED, Outcome.EXPIRED})
"""Ends at which the time of a clock, whatever its kind, was up."""


GONE = frozenset(
    {Outcome.MET, Outcome.MET_IN_PART, Outcome.SETTLED, Outcome.WITHDRAWN, Outcome.EXPIRED, Outcome.BROKEN}
)
"""Ends of a clock, whatever its kind, that take back the threat for which it ran."""


def _demands_of(side: str) -> str:
    return f"demands of {side}"


def takes_back(kind: ClockKind, end: Outcome) -> bool:
    """Whether such an end of its clock takes a threat back at once, where nothing is to follow from it by rule.

    A live threat weighs on a side until it "comes back when withdrawn or settled" or "lands whole when the clock lapses
    and the sanction is imposed" (the rule in `path`). So, end by end:

    - `met`, `met-in-part`: what was asked for was done, and the threat falls away. Of a legal limit: the procedure that
      the threat was is over in time, and what was decided is an act of its own.
    - `settled`, `withdrawn`: the two ways in which it comes back.
    - `expired`, `broken`: what was valid for a term is valid no more, and so is the threat that it was.
    - `carried-out`: the threat becomes the measure, which weighs as an imposition from then on.
    - `lapsed`: of a deadline and of an effect the day passed and nothing came of it, which nobody need fear any longer
      (a bluff). Of a legal limit it does not: that a procedure is late neither drops it nor decides it.
    - `suspended`, `unknown`: neither drops, decides or carries out anything; the threat hangs on.
    - `elapsed`: a waiting period over brings a threat nearer, and never takes it back.

    >>> [takes_back(ClockKind.EFFECT, end) for end in (Outcome.LAPSED, Outcome.SUSPENDED)]
    [True, False]
    """
    return end in GONE or end is Outcome.CARRIED_OUT or (end is Outcome.LAPSED and kind is not ClockKind.LIMIT)


@dataclass(slots=True)
class _Threat:
    """A threat of one side against the other, from when it is made.

    Attributes
    ----------
    made : tuple[tuple[str, str], ...]
        Who made it, and whom it shifts; two pairs where both camps threaten each other in one act.
    size : float
    held_by : set[str]
        What keeps it alive: clocks that run for it, but for waiting periods, and its promises, under the ids of their
        rules.
    live : bool
    """

    made: tuple[tuple[str, str], ...]
    size: float
    held_by: set[str]
    live: bool = True


class Reader:
    """Walks the trace, keeping the threats that are live and the commitments that stand.

    A threat lives as long as one of its clocks runs, or one of its promises stands (one that holds for each trigger,
    for good); without either, until it is settled or dropped. Where something is to follow from an end by rule, it
    lives until that comes. An act that puts a part of what is threatened on a clock of its own makes no second threat.
    """

    def __init__(self, trace: Trace, timeline: Timeline, switches: Switches, known: _Known) -> None:
        self.trace, self.timeline, self.switches, self.known = trace, timeline, switches, known
        self.demands: dict[tuple[str, str], set[str]] = {}  # who demands of whom -> acts by which, while any stands
        self.threats: dict[str, _Threat] = {}
        self.held: dict[str, str] = {}  # clock or rule -> threat that it keeps alive, or kept
        self.setters: dict[str, Entry] = {}  # clock -> entry that sets it
        self.lost: dict[str, str] = {}  # clock -> side that lost by its end
        self.whole = ""  # clock from which the next one is split off
        self.committed: set[str] = set()

    def copy(self, trace: Trace) -> Reader:
        """Return one that reads another trace on from here, which has the same entries so far."""
        made = copy(self)
        made.trace, made.timeline = trace, trace.coded("compute domains")
        made.demands = {pair: {*acts} for pair, acts in self.demands.items()}
        made.threats = {name: replace(one, held_by={*one.held_by}) for name, one in self.threats.items()}
        made.held, made.setters, made.lost = dict(self.held), dict(self.setters), dict(self.lost)
        made.committed, made.known = {*self.committed}, replace(self.known, facts={})
        return made

    def read(self, without: Collection[int] = ()) -> Iterator[Effect]:
        """Yield the effects of each entry; those of acts that touch nothing that stands are known beforehand."""
        known, days = self.known.plain, self.trace.days
        for seq, (code, subject) in enumerate(zip(self.trace.codes, self.trace.by, strict=True)):
            told = known.get(subject.event) if code == _EVENT and subject else None
            if told is not None:
                if seq in without:
                    continue
                for party, rule, amount, key in told:
                    yield Effect(seq, days[seq], party, rule, amount, key)
            elif code in _SPEAKING and seq not in without:
                yield from self.take(self.trace[seq])

    def take(self, entry: Entry) -> Iterator[Effect]:
        """Yield what the next entry does."""
        if entry.kind is Kind.CLOCK_SPLIT:
            self.whole = entry.clock or ""
        elif entry.kind is Kind.CLOCK_SET:
            self._set(entry, self.timeline.clocks[entry.clock or ""])
        elif entry.kind is Kind.CLOCK_REOPENED:
            yield from self._reopened(entry, entry.clock or "")
        elif entry.kind in ENDS:
            yield from self._ended(entry, self.timeline.clocks[entry.clock or ""], ENDS[entry.kind])
        elif entry.kind is Kind.COMMITMENT_BROKEN:
            yield from self._let_go(entry, entry.event or "")
        elif entry.kind in ACTED and entry.act is not None:
            yield from self._carried_out(entry)
            yield from self._act(entry, entry.act)

    # -- clocks and promises of threats ---------------------------------------------------------------

    def _set(self, entry: Entry, clock: Clock) -> None:
        """A clock runs for the threat that sets it, or, split off, for that of the whole."""
        threat, self.whole = self.held.get(self.whole) or entry.event or "", ""
        self.setters[clock.id] = entry
        if threat in self.threats and clock.kind is not ClockKind.WAITING:
            self.held[clock.id] = threat
            self.threats[threat].held_by.add(clock.id)

    def _ended(self, entry: Entry, clock: Clock, end: Outcome) -> Iterator[Effect]:
        setter = self.setters[clock.id]
        if self.switches.clocks == "setter":
            side = self.timeline.side(setter.actor) if end in RAN_OUT and setter.actor else None
        else:
            side = loser(self.timeline, clock, end, setter.actor or "", setter.recipient)
        if side:
            self.lost[clock.id] = side
            yield Effect(entry.seq, entry.day, side, "lapse", 1.0)
        follows = bool(clock.on_end) and clock.kind.fires(end)
        if not follows and takes_back(clock.kind, end):
            yield from self._let_go(entry, clock.id)

    def _reopened(self, entry: Entry, clock: str) -> Iterator[Effect]:
        """What the end of a clock did is undone: the loss is made good, and the threat lives again."""
        side, name = self.lost.pop(clock, None), self.held.get(clock, "")
        if side:
            yield Effect(entry.seq, entry.day, side, "lapse", -1.0)
        threat = self.threats.get(name)
        if threat is not None and clock not in threat.held_by:
            threat.held_by.add(clock)
            if not threat.live:
                yield from self._threatens(entry, name, threat)

    def _carried_out(self, entry: Entry) -> Iterator[Effect]:
        """An act that a rule brings about: what was to follow from the end of a clock, or to keep a promise."""
        name = entry.event or ""
        for rule in (name,) if entry.kind is not Kind.EVENT else self.timeline.ruled.get(name, ()):
            yield from self._let_go(entry, rule if rule in self.held else origin(rule))

    def _let_go(self, entry: Entry, holder: str) -> Iterator[Effect]:
        """A clock or a promise no longer keeps its threat alive."""
        name = self.held.get(holder, "")
        threat = self.threats.get(name)
        if threat is not None and holder in threat.held_by:
            threat.held_by.remove(holder)
            if not threat.held_by:
                yield from self._relieve(entry, [name])

    def _relieve(self, entry: Entry, names: Iterable[str]) -> Iterator[Effect]:
        for name in names:
            threat = self.threats.get(name)
            if threat is not None and threat.live:
                threat.live = False
                for _, shifted in threat.made:
                    yield Effect(entry.seq, entry.day, shifted, "relief", 1.0, name)

    def _threatens(self, entry: Entry, name: str, threat: _Threat) -> Iterator[Effect]:
        threat.live = True
        for _, shifted in threat.made:
            yield Effect(entry.seq, entry.day, shifted, "threat", threat.size, name)

    # -- acts -----------------------------------------------------------------------------------------

    def act(self, event: Event) -> Iterator[Effect]:
        """Yield what a recorded event does by itself, with nothing standing before it."""
        entry = Entry(0, 0, Kind.EVENT, event.id, None, event.actor, event.recipient, event.act, ())
        return self._act(entry, event.act)

    def _act(self, entry: Entry, act: Act) -> Iterator[Effect]:
        seq, day, event = entry.seq, entry.day, self.timeline.by_id.get(entry.event or "")
        facts = self._facts(entry, event)
        impact = facts.impact
        for side in self.timeline.sides if impact else ():
            if side in impact:
                yield Effect(seq, day, side, "coded", impact[side], AGREED if act in AGREEMENTS else "")
        for mine in facts.acting:
            presses = act is Act.PRESS and facts.addressed == facts.acting == (mine,) and entry.actor != mine
            if presses and mine not in impact:
                yield Effect(seq, day, mine, "pressure", 1.0)
            if event and Tactic.COMMIT_TO_OUTCOME in event.tactics and mine not in self.committed:
                self.committed.add(mine)
                yield Effect(seq, day, mine, "commitment", 1.0)
        if facts.settled:
            yield from self._relieve(entry, facts.settled)
            yield from self._meet(entry, list(self.demands), facts.settled)
        if facts.pairs:
            yield from self._between(entry, act, facts)

    def _facts(self, entry: Entry, event: Event | None) -> _Facts:
        name = entry.event or ""
        if name not in self.known.facts:
            acting, addressed = self.timeline.sides_of(entry.actor), self.timeline.sides_of(entry.recipient)
            answers = event.answers if acting and event else {}
            self.known.facts[name] = _Facts(
                acting, addressed, self._pairs(acting, addressed if entry.recipient else acting),
                self._impact(event) if event else {}, self.trace.strategy(entry, self.switches.untagged),
                tuple(target for target, answer in answers.items() if answer is Answer.SETTLES),
            )  # fmt: skip
        return self.known.facts[name]

    def _impact(self, event: Event) -> dict[str, float]:
        """The sizes of the impacts that count, by side; of a shock only where a reading of the side rests on it."""
        if not event.impact:
            return {}
        shock = event.act not in AGREEMENTS and not self.timeline.engaged(event.actor, event.recipient)
        only_felt = shock and self.switches.shocks == "in-domain"
        return {
            side: size_of(sizes, self.switches.impacts)
            for side, sizes in event.impact.items()
            if not only_felt or (side, event.id) in self.known.felt
        }

    def _demands(self, entry: Entry, act: Act, pairs: tuple[tuple[str, str], ...]) -> Iterator[Effect]:
        """What is demanded of a side weighs on it, once for all that stands; what is only planned does not."""
        event = self.timeline.by_id.get(entry.event or "")
        bound = event is not None and Tactic.COMMIT_TO_OUTCOME in event.tactics
        made = bound or act in (Act.DEMAND, Act.ULTIMATUM)
        if self.switches.prospective == "off" or not made or (event is not None and not event.status.happened):
            return
        for pair in pairs:
            if pair not in self.demands:
                yield Effect(entry.seq, entry.day, pair[1], "prospective", 1.0, _demands_of(pair[0]))
            self.demands.setdefault(pair, set()).add(entry.event or "")

    def _meet(
        self, entry: Entry, pairs: Iterable[tuple[str, str]], settled: Iterable[str] | None = None
    ) -> Iterator[Effect]:
        """Demands of these sides stand no more: all of them, or those made by the acts in `settled`."""
        for pair in [pair for pair in pairs if pair in self.demands]:
            self.demands[pair] -= self.demands[pair] if settled is None else set(settled)
            if not self.demands[pair]:
                del self.demands[pair]
                yield Effect(entry.seq, entry.day, pair[1], "relief", 1.0, _demands_of(pair[0]))

    def _pairs(self, acting: tuple[str, ...], addressed: tuple[str, ...]) -> tuple[tuple[str, str], ...]:
        """Who acts on whom between the sides; what both do together, without a recipient, each does to the other."""
        first, second = self.timeline.sides
        both = ((first, second), (second, first))
        return tuple((mine, other) for mine, other in both if mine in acting and other in addressed)

    def _between(self, entry: Entry, act: Act, facts: _Facts) -> Iterator[Effect]:
        """An act of one side towards the other, or of both together."""
        seq, day, name = entry.seq, entry.day, entry.event or ""
        event = self.timeline.by_id.get(name)
        pairs, strategy = facts.pairs, facts.strategy
        for _, other in pairs:
            if act in IMPOSITIONS and (event is None or event.status.happened):
                yield Effect(seq, day, other, "imposition", 1.0)
            if strategy in (Strategy.CLAIMING, Strategy.CREATING):
                yield Effect(seq, day, other, strategy.value, 1.0)
        yield from self._demands(entry, act, pairs)
        if act in THREATS and not (event and event.splits):
            promises = {reply_rule(name, n): one.each for n, one in enumerate(event.commits if event else (), 1)}
            self.threats[name] = _Threat(pairs, act.spread / TOP_SPREAD, {*promises})
            self.held |= {rule: name for rule, lasting in promises.items() if not lasting}
            yield from self._threatens(entry, name, self.threats[name])
        if act in (Act.DROP_CASE, Act.LIFT_SANCTIONS):
            makers = {mine for mine, _ in pairs}
            own = [threat for threat, found in self.threats.items() if makers & {maker for maker, _ in found.made}]
            yield from self._relieve(entry, own)
            if act is Act.DROP_CASE:
                yield from self._meet(entry, pairs)
        if act in AGREEMENTS:
            for side in self.timeline.sides:
                if side not in facts.impact:
                    yield Effect(seq, day, side, "agreement", 1.0, AGREED)
        if act is Act.SETTLE:
            self.committed.clear()
            yield from self._meet(entry, list(self.demands))
            yield from self._relieve(entry, list(self.threats))
