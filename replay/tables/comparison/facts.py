"""What a dispute comes to in a table: one value for each measure, all of them computed from its trace."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import median

from replay.codebook import (
    HOSTILE,
    IMPOSITIONS,
    TEMPLATES,
    THREAT,
    THREATS,
    Act,
    ClockKind,
    Level,
    Outcome,
    Strategy,
    Tactic,
    is_hostile,
)
from replay.domain import GIVEN, Domain, Track, level_of, path, readings
from replay.engine.trace import ACTED, ClockHistory, Entry, Kind, Trace
from replay.escalation import Escalation, Measures, graph, measures
from replay.tables import Cell
from replay.tables.comparison.sequences import acts_between, strategies
from replay.tables.graph import act_date
from replay.text.words import decimal
from replay.timeline import Timeline

__all__ = ["MEASURES", "Compared", "Measure", "first_threat", "settlement"]

_PUBLIC = frozenset({Tactic.HARSH_STATEMENT, Tactic.PUBLIC_COMMITMENT, Tactic.COMMIT_TO_OUTCOME, Tactic.BLAME})


@dataclass(frozen=True)
class Compared:
    """A replayed dispute with what the measures need of it, computed once."""

    trace: Trace

    @cached_property
    def timeline(self) -> Timeline:
        """What was replayed; ValueError if the trace does not know it."""
        return self.trace.coded("compare disputes")

    @cached_property
    def graph(self) -> Escalation:
        """The escalation graph."""
        return graph(self.trace)

    @cached_property
    def measured(self) -> Measures:
        """The measures of the graph."""
        return measures(self.graph)

    @cached_property
    def paths(self) -> Sequence[Domain]:
        """Computed domains, sender first."""
        return tuple(path(self.trace).values())

    @cached_property
    def tracks(self) -> Sequence[Track]:
        """Readings, sender first."""
        return readings(self.timeline)

    @cached_property
    def clocks(self) -> Sequence[ClockHistory]:
        """Clocks that were set, in that order; without those for third parties alone."""
        every = self.trace.clocks()
        return [clock for clock in every if clock.target is None or self.timeline.sides_of(clock.target)]

    def acts(self, side: int) -> list[Entry]:
        """Return the acts of the sender (0) or the target (1) itself towards the other, in order."""
        return acts_between(self.trace, self.timeline.sides[side])


def first_threat(trace: Trace) -> Entry | None:
    """Return the sender's first act on rung 7 or above, None if there is none.

    Examples
    --------
    >>> import replay
    >>> first_threat(replay.run(replay.load(replay.example()))).date
    '1996-03-10'
    """
    return next((entry for entry in Compared(trace).acts(0) if _rung(entry) >= THREAT), None)


def settlement(trace: Trace) -> Entry | None:
    """Return the last act that settles, None if there is none."""
    found = [entry for entry in acts_between(trace) if entry.act is Act.SETTLE]
    return found[-1] if found else None


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the table: its heading, what exactly is counted, and the count."""

    words: str
    definition: str
    value: Callable[[Compared], Cell]


def _rung(entry: Entry) -> int:
    return entry.act.rung if entry.act else 0


def _each(value: Callable[[Compared, int], object]) -> Callable[[Compared], Cell]:
    """Write what a function gives for the sender (0) and the target (1), with a stroke between."""
    return lambda case: f"{value(case, 0)} / {value(case, 1)}"


def _count(test: Callable[[Entry], bool]) -> Callable[[Compared], Cell]:
    """Count the acts of sender and target that meet a test."""
    return _each(lambda case, side: sum(map(test, case.acts(side))))


def _public(case: Compared, side: int) -> int:
    events = (case.timeline.by_id.get(entry.event or "") for entry in case.acts(side))
    return sum(bool(event and _PUBLIC & set(event.tactics)) for event in events)


def _name(case: Compared, entry: Entry | None) -> str | None:
    if entry is None:
        return None
    event = case.timeline.by_id.get(entry.event or "")
    return f"{(event.label if event else '') or entry.event}, {act_date(case.graph, entry.event or '')}"


def _law(case: Compared) -> Cell:
    known = (case.timeline.clocks[clock.id].template for clock in case.clocks if clock.id in case.timeline.clocks)
    laws = {TEMPLATES[template].law for template in known if template}
    return "; ".join(sorted(laws)) or None


def _worth(case: Compared) -> Cell:
    """The greatest amount in each unit, in the order of the acts; amounts in two units cannot be compared."""
    top = dict[str, float]()
    for entry in acts_between(case.trace):
        worth = case.timeline.worth(entry.event or "")
        if worth and _rung(entry) >= THREAT:
            top[worth.unit] = max(worth.amount, top.get(worth.unit, 0.0))
    return "; ".join(f"{amount:,.0f} {unit}" for unit, amount in top.items()) or None


def _moves(case: Compared) -> int:
    known = {clock.id for clock in case.clocks}
    return sum(entry.clock in known for entry in case.trace.select(Kind.CLOCK_MOVED))


def _ends(case: Compared) -> Cell:
    """Kind by kind, so that what ran out against somebody is never counted with what was merely over."""
    parts = []
    for kind in ClockKind:
        found = Counter(clock.outcome for clock in case.clocks if clock.kind is kind)
        ends = ", ".join(f"{found[outcome]} {outcome.words}" for outcome in Outcome if found[outcome])
        parts += [f"{kind.words}: {ends}"] if ends else []
    return "; ".join(parts) or None


def _running(case: Compared) -> Cell:
    days = [
        clock.ended_on - clock.set_on
        for clock in case.clocks
        if clock.ended_on is not None and clock.outcome is not Outcome.SUSPENDED
    ]
    return median(days) if days else None


def _lowest_read(case: Compared, side: int) -> str:
    low = min((mark.position for mark in case.tracks[side].marks if mark.placed == GIVEN), default=None)
    return "none read" if low is None else next(level.value for level in Level if level.position == low)


def _lowest_computed(case: Compared, side: int) -> str:
    low = case.paths[side].lowest
    return decimal(low.position if low else 0.0)


def _at_threat(case: Compared) -> Cell:
    threat = first_threat(case.trace)
    return _each(lambda _, n: level_of(case.paths[n].before(threat.seq, threat.day)).value)(case) if threat else None


def _claiming(case: Compared, side: int) -> str:
    found = strategies(case.trace, case.timeline.sides[side])
    return f"{found.count(Strategy.CLAIMING) / len(found):.0%} of {len(found)}" if found else "none"


def _answered(case: Compared, side: int) -> str:
    found = case.measured.reciprocity[1 - side]
    return f"{found.answered} of {found.received}"


def _days_to_settlement(case: Compared) -> Cell:
    threat, end = first_threat(case.trace), settlement(case.trace)
    return end.day - threat.day if threat and end else None


def _span(case: Compared) -> Cell:
    acts = case.trace.select(*ACTED)
    if not acts:
        return None
    ends = min(acts, key=lambda entry: entry.day), max(acts, key=lambda entry: entry.day)
    return " to ".join(act_date(case.graph, entry.event or "") for entry in ends)


def _outcome(case: Compared) -> Cell:
    imposed = any(_imposes(case, entry) for entry in acts_between(case.trace))
    settled = "settled" if settlement(case.trace) else "not settled"
    return f"{settled}, {'sanctions' if imposed else 'no sanctions'} imposed"


def _imposes(case: Compared, entry: Entry) -> bool:
    """Whether an act puts a sanction into force; one that is only announced does not."""
    event = case.timeline.by_id.get(entry.event or "")
    return entry.act in IMPOSITIONS and (event is None or event.status.happened)


MEASURES: tuple[Measure, ...] = (
    Measure("Sender", "the first of the two sides", lambda c: c.timeline.camp_name(c.timeline.sides[0])),
    Measure("Target", "the second of the two sides", lambda c: c.timeline.camp_name(c.timeline.sides[1])),
    Measure("First and last act", "dates of the replay's first and last act", _span),
    Measure("Law", "of the clocks that ran as long as a law says", _law),
    Measure("Acts", "of sender / target themselves, but for those at home or towards third parties only",
            _count(lambda e: True)),
    Measure("Hostile acts", f"those on rung {HOSTILE} of the ladder or above",
            _count(lambda e: is_hostile(_rung(e)))),
    Measure("Threats", "acts that threaten: warnings, threats, lists, cases under own law",
            _count(lambda e: e.act in THREATS)),
    Measure("Impositions", "measures put into force", _count(lambda e: e.act in IMPOSITIONS)),
    Measure("First threat", "the sender's first", lambda c: _name(c, first_threat(c.trace))),
    Measure("Largest sum threatened", "the greatest amount coded for a threat: goods covered in a year", _worth),
    Measure("Public statements", "acts with a harsh statement, blame, a public commitment or one to an outcome",
            _each(_public)),
    Measure("Clocks", "that were set, but for those for third parties alone", lambda c: len(c.clocks)),
    Measure("How they ended", "the clocks, by kind", _ends),
    Measure("Clocks moved", "times that a due date was changed", _moves),
    Measure("Days a clock ran", "median over the clocks that ended, from setting to end", _running),
    Measure("Lowest domain read", "worst level that the source gives for sender / target", _each(_lowest_read)),
    Measure("Lowest domain computed", "in domain units, from the first level on", _each(_lowest_computed)),
    Measure("Domain before the first threat", "computed level of sender / target", _at_threat),
    Measure("Claiming strategy", "share of the acts of sender / target that have a strategy", _each(_claiming)),
    Measure("Spirals", "chains of three turns or more between the camps, those that share an act counted once",
            lambda c: len(c.measured.spirals)),
    Measure("Longest spiral", "acts in the longest chain of a spiral",
            lambda c: max((len(spiral.chain) for spiral in c.measured.spirals), default=0)),
    Measure("Hostile acts that answer nothing coded", "of both sides; spirals are a lower bound",
            lambda c: f"{c.measured.unprompted} of {c.measured.hostile}"),
    Measure("Hostile acts answered", "of those addressed to it, by target / sender", _each(_answered)),
    Measure("Top rung", "highest rung of the ladder that was reached between the sides", lambda c: c.measured.top_rung),
    Measure("Sanctions imposed", "by sender / target on the other",
            _each(lambda c, side: sum(_imposes(c, entry) for entry in c.acts(side)))),
    Measure("Settlement", "the last act that settles", lambda c: _name(c, settlement(c.trace))),
    Measure("Days from first threat to settlement", "between the two", _days_to_settlement),
    Measure("Outcome", "how the record ends between the sides", _outcome),
)  # fmt: skip
"""The rows of the comparison table, in order."""
