"""How far the computed path agrees with the readings; sizes fitted on some disputes and tried on others.

The fit is a coordinate search: each size in the order of `SIZES` is tried one step up and down within its range and
kept where that is better; the steps are halved, five times, when a round brings nothing. It starts at the
defaults, uses no chance, and among equals keeps what it has. What it lowers is the mean squared distance, in domain
units, between the path at the middle day of a reading and the reading's level; readings that give only a direction
are left out. With so few readings a fit is an illustration, and only the transfer to the other dispute says
anything: `n` goes with every figure.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from replay.codebook import Trend
from replay.domain.path import follow, level_of, starts
from replay.domain.readings import GIVEN, Mark, first_level, readings
from replay.domain.rules import SIZES, Rules
from replay.domain.shifts import Effect, effects
from replay.engine.trace import Trace
from replay.errors import NothingCodedError
from replay.theories.statistics.ratings import Agreement, agreement

__all__ = ["Closeness", "Fit", "Pair", "Sensitivity", "closeness", "fit_sizes", "sensitivity"]

_FINITE_HALF_LIFE = 3650.0
_BACK = 180


@dataclass(frozen=True, slots=True)
class Pair:
    """One reading beside the path.

    Attributes
    ----------
    mark : Mark
        The reading, placed.
    position : float
        The path at the close of the reading's middle day, in domain units.
    before : float
        The path 180 days earlier, against which its direction is judged.
    """

    mark: Mark
    position: float
    before: float

    @property
    def level(self) -> int:
        """Level of the path, +1 to -3."""
        return level_of(self.position).position

    @property
    def trend_agrees(self) -> bool | None:
        """Whether the path moved as the reading says; None for a reading without direction."""
        if self.mark.trend is None:
            return None
        change = self.position - self.before
        moved = Trend.RISING if change < 0 else Trend.FALLING if change > 0 else Trend.STEADY
        return moved is self.mark.trend


@dataclass(frozen=True, slots=True)
class Closeness:
    """Path against readings in one dispute or several.

    Attributes
    ----------
    pairs : tuple[Pair, ...]
        By dispute and side, then time.
    levels : Agreement or None
        Of the readings that give a level; None if there is none.
    error : float or None
        Root of the mean squared distance of those, in domain units.
    trends, trends_agreeing : int
        Readings with a direction, and those of them that the path moves along with.
    """

    pairs: tuple[Pair, ...]
    levels: Agreement | None
    error: float | None
    trends: int
    trends_agreeing: int


@dataclass(frozen=True, slots=True)
class Fit:
    """Sizes found, and the mean squared distance with the defaults and with them; `n` readings."""

    rules: Rules
    n: int
    start: float
    end: float


@dataclass(frozen=True, slots=True)
class Sensitivity:
    """What one size does: the agreement at values across its range, the others held.

    `points` are (value, exact share, root mean squared distance).
    """

    name: str
    points: tuple[tuple[float, float, float], ...]


def closeness(traces: Sequence[Trace], rules: Rules | None = None) -> Closeness:
    """Set the path beside the readings, but for those at which a side starts.

    Examples
    --------
    >>> import replay
    >>> from replay.codebook import Switches
    >>> from_zero = Rules(switches=Switches(start="reference"))
    >>> found = closeness([replay.run(replay.load(replay.example()))], from_zero)
    >>> len(found.pairs), found.levels.n
    (1, 1)
    """
    return _compared([_case(trace, rules or Rules()) for trace in traces], rules or Rules())


def fit_sizes(traces: Sequence[Trace], start: Rules | None = None) -> Fit:
    """Search the sizes that bring the path nearest to the readings; see the head of the module.

    Raises
    ------
    RefusalError
        If no reading gives a level.
    """
    begin = start or Rules()
    cases = [_case(trace, begin).with_levels() for trace in traces]
    n = sum(len(case.marks) for case in cases)
    if not n:
        raise NothingCodedError("reading with a level", "fit", "readings")

    def loss(rules: Rules) -> float:
        return _distance([pair for case in cases for pair in case.pairs(rules)])

    best = begin
    first = low = loss(best)
    steps = {name: 0.25 * (min(size.high, _FINITE_HALF_LIFE) - size.low) for name, size in SIZES.items()}
    for _ in range(5):
        improved = True
        while improved:
            improved = False
            for name in SIZES:
                for value in _tries(name, getattr(best, name), steps[name]):
                    here = best.with_sizes(**{name: value})
                    there = loss(here)
                    if there < low - 1e-12:
                        best, low, improved = here, there, True
        steps = {name: step / 2 for name, step in steps.items()}
    return Fit(best, n, first, low)


def sensitivity(traces: Sequence[Trace], rules: Rules | None = None, points: int = 5) -> tuple[Sensitivity, ...]:
    """Vary each size across its range, ends included, the others held; half-lives up to ten years, then infinite."""
    rules = rules or Rules()
    cases = [_case(trace, rules) for trace in traces]
    out = []
    for name, size in SIZES.items():
        top = min(size.high, _FINITE_HALF_LIFE)
        values = [size.low + (top - size.low) * i / (points - 1) for i in range(points)]
        if math.isinf(size.high):
            values.append(math.inf)
        rows = []
        for value in values:
            found = _compared(cases, rules.with_sizes(**{name: value}))
            if found.levels is not None and found.error is not None:
                rows.append((value, found.levels.exact, found.error))
        out.append(Sensitivity(name, tuple(rows)))
    return tuple(out)


def _tries(name: str, value: float, step: float) -> list[float]:
    """The neighbours of a value within its range; an infinite half-life has ten years below it."""
    size = SIZES[name]
    if math.isinf(value):
        return [_FINITE_HALF_LIFE]
    found = [max(size.low, value - step), min(size.high, value + step)]
    if math.isinf(size.high) and value + step > _FINITE_HALF_LIFE:
        found[1] = math.inf
    return [new for new in found if new != value]


@dataclass(frozen=True)
class _Case:
    """What of a dispute does not depend on any size: its readings, where its sides start, the effects of its entries.

    The reading from which a side starts is met by construction, and left out.
    """

    marks: tuple[Mark, ...]
    effects: tuple[Effect, ...]
    sides: tuple[str, str]
    begin: Mapping[str, tuple[int, float]]

    def with_levels(self) -> _Case:
        return replace(self, marks=tuple(mark for mark in self.marks if mark.placed == GIVEN))

    def pairs(self, rules: Rules) -> list[Pair]:
        domains = follow(self.effects, self.sides, rules, self.begin)
        return [
            Pair(mark, domains[mark.party].at(mark.middle), domains[mark.party].at(mark.middle - _BACK))
            for mark in self.marks
        ]


def _case(trace: Trace, rules: Rules) -> _Case:
    timeline, tracks, switches = trace.coded("compare"), readings(trace.coded("compare")), rules.switches
    first = {found[0].id for track in tracks if (found := first_level(track, switches.trend))}
    marks = (mark for track in tracks for mark in track.marks if switches.start == "reference" or mark.id not in first)
    return _Case(tuple(marks), effects(trace, switches), timeline.sides, starts(timeline, switches))


def _compared(cases: Sequence[_Case], rules: Rules) -> Closeness:
    pairs = tuple(pair for case in cases for pair in case.pairs(rules))
    given = [pair for pair in pairs if pair.mark.placed == GIVEN]
    directed = [pair.trend_agrees for pair in pairs if pair.trend_agrees is not None]
    levels = agreement([pair.mark.position for pair in given], [pair.level for pair in given]) if given else None
    error = math.sqrt(_distance(given)) if given else None
    return Closeness(pairs, levels, error, len(directed), sum(directed))


def _distance(pairs: Sequence[Pair]) -> float:
    return sum((pair.position - pair.mark.position) ** 2 for pair in pairs) / len(pairs)
