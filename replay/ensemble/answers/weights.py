"""What made the outcome: how the chance of an outcome changes when an act is left out.

Each draw of the dates is replayed twice, with the act and without it, and the outcomes are compared draw by draw. The
interval is that of the difference of two shares of the same draws (`paired_shares_interval`): outcomes are yes or no,
so that the normal interval, or a bootstrap, would have no width where all draws agree, however few they are.

Two acts may each be enough, so that leaving out either alone changes nothing. For pairs the change that both make
together is shared out by the Shapley value (Shapley 1953): each act gets the mean of the change that it
makes alone and the change that it makes when the other is gone. `interplay` is what both do beyond the sum of what each
does alone.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from replay.ensemble.answers.findings import OUTCOMES, Row, named, where
from replay.text.table import Column, Table, tabled
from replay.text.words import counted, decimal
from replay.theories.statistics.reliability import paired_shares_interval

__all__ = ["Pair", "Weight", "Weights", "heaviest_table", "pairs_table", "weights", "weights_table", "weights_told"]


@dataclass(frozen=True, slots=True)
class Weight:
    """What leaving out an act does to the chance of an outcome.

    Attributes
    ----------
    act, outcome : str
        Outcomes are ``sanctions``, ``settlement`` and ``spiral``.
    n : int
        Draws that could be replayed both with the act and without it.
    kept, dropped : float
        Shares of these draws with the outcome, 0 to 1.
    low, high : float
        Interval of 95 % of the change.
    """

    act: str
    outcome: str
    n: int
    kept: float
    dropped: float
    low: float
    high: float

    @property
    def change(self) -> float:
        """The share without the act less the share with it, -1 to 1."""
        return self.dropped - self.kept


@dataclass(frozen=True, slots=True)
class Pair:
    """What leaving out two acts does to the chance of an outcome.

    Attributes
    ----------
    first, second, outcome : str
    n : int
        Draws that could be replayed with both, with either and with neither.
    together : float
        The change when both are left out, -1 to 1.
    first_share, second_share : float
        Shapley values of the acts; they sum to `together`.
    interplay : float
        `together` less the changes that each makes alone.
    """

    first: str
    second: str
    outcome: str
    n: int
    together: float
    first_share: float
    second_share: float
    interplay: float

    @property
    def first_alone(self) -> float:
        """The change when the first alone is left out."""
        return round(self.first_share - self.interplay / 2, 12) + 0.0

    @property
    def second_alone(self) -> float:
        """The change when the second alone is left out."""
        return round(self.second_share - self.interplay / 2, 12) + 0.0


@dataclass(frozen=True, slots=True)
class Weights:
    """What made the outcome.

    Attributes
    ----------
    draws : int
        Draws of the dates; 1 where only the plain replay is there.
    weights : tuple[Weight, ...]
        For each act in the order of the file, and each outcome.
    pairs : tuple[Pair, ...]
        Those with most interplay first; of equals those whose acts change least alone, which nothing else shows; then
        in the order of the file.
    refused : tuple[tuple[str, int, str], ...]
        Acts without which draws could not be replayed: how many, and the reason that was given most often.
    """

    draws: int
    weights: tuple[Weight, ...]
    pairs: tuple[Pair, ...]
    refused: tuple[tuple[str, int, str], ...]

    def heaviest(self, outcome: str | None = None, most: int = 10) -> tuple[Weight, ...]:
        """Return the weightiest acts, each with the outcome that it changes most; no change, no row.

        By their largest change; of equals by the changes of the outcomes in their order, then as in the file. With an
        outcome, only changes of that one count.
        """
        by: dict[str, list[Weight]] = {}
        for one in self.weights:
            if outcome in (None, one.outcome):
                by.setdefault(one.act, []).append(one)
        sizes = {act: [abs(one.change) for one in found] for act, found in by.items()}
        ranked = sorted(by, key=lambda act: [-max(sizes[act]), *(-size for size in sizes[act])])
        return tuple(max(by[act], key=lambda one: abs(one.change)) for act in ranked if any(sizes[act]))[:most]


_Seen = Mapping[object, Mapping[str, bool]]
"""The outcomes of each draw that could be replayed."""


def weights(rows: Sequence[Row]) -> Weights:
    """Return what leaving out each act, and each pair where there are pairs, does to the chance of each outcome.

    Parameters
    ----------
    rows : sequence of mapping
        Rows of one dispute over drops, and over dates if they are varied; those that vary anything else are left out.
        Of drawn dates draw 0 is left out: it is no draw.

    Raises
    ------
    ValueError
        If no row keeps all acts.

    Examples
    --------
    >>> rows = [{"dropped": "", "sanctions": 0}, {"dropped": "offer", "sanctions": 1}]
    >>> [(one.act, one.outcome, one.change) for one in weights(rows).weights]
    [('offer', 'sanctions', 1.0)]
    """
    known = where(rows, "dropped", "draw")
    if any(row.get("draw") for row in known):
        known = [row for row in known if row.get("draw")]
    cases: dict[tuple[str, ...], dict[object, Mapping[str, bool]]] = {}
    reasons: dict[tuple[str, ...], Counter[str]] = {}
    for row in known:
        dropped = tuple(str(row.get("dropped") or "").split())
        found = cases.setdefault(dropped, {})
        if row.get("refused"):
            reasons.setdefault(dropped, Counter())[str(row["refused"])] += 1
        else:
            found[row.get("draw")] = {
                name: test(row) for name, (column, test) in OUTCOMES.items() if row.get(column) is not None
            }
    if () not in cases:
        raise ValueError("no row keeps all acts")
    outcomes = [name for name in OUTCOMES if any(name in one for one in cases[()].values())]
    singles = [dropped for dropped in cases if len(dropped) == 1]
    found_weights = [
        weight
        for dropped in singles
        for outcome in outcomes
        if (weight := _weight(dropped[0], outcome, cases[()], cases[dropped]))
    ]
    pairs = [
        pair
        for dropped in cases
        if len(dropped) == 2 and all((name,) in cases for name in dropped)
        for outcome in outcomes
        if (pair := _pair(dropped, outcome, cases))
    ]
    refused = (
        (
            dropped[0],
            sum(reasons[dropped].values()),
            min(reasons[dropped].items(), key=lambda one: (-one[1], one[0]))[0],
        )
        for dropped in singles
        if dropped in reasons
    )
    draws = len({row.get("draw") for row in known})
    return Weights(draws, tuple(found_weights), tuple(sorted(pairs, key=_interplay)), tuple(refused))


def _interplay(pair: Pair) -> tuple[float, float]:
    return -round(abs(pair.interplay), 12), round(abs(pair.first_alone) + abs(pair.second_alone), 12)


def _weight(act: str, outcome: str, kept: _Seen, dropped: _Seen) -> Weight | None:
    both = [(dropped[draw][outcome], kept[draw][outcome]) for draw in kept if draw in dropped]
    if not both:
        return None
    counts, n = Counter(both), len(both)
    low, high = paired_shares_interval(
        counts[True, True], counts[True, False], counts[False, True], counts[False, False]
    )
    shares = [sum(column) / n for column in zip(*both, strict=True)]
    return Weight(act, outcome, n, shares[1], shares[0], low, high)


def _pair(acts: tuple[str, ...], outcome: str, cases: Mapping[tuple[str, ...], _Seen]) -> Pair | None:
    first, second = acts
    without = [cases[()], cases[(first,)], cases[(second,)], cases[acts]]
    draws = [draw for draw in without[0] if all(draw in one for one in without)]
    if not draws:
        return None
    none, one, other, both = (sum(seen[draw][outcome] for draw in draws) / len(draws) for seen in without)
    return Pair(
        first, second, outcome, len(draws), both - none, ((one - none) + (both - other)) / 2,
        ((other - none) + (both - one)) / 2, (both - none) - (one - none) - (other - none),
    )  # fmt: skip


def _signed(change: float) -> str:
    return ("+" if change > 0 else "") + decimal(100 * change, 0)


_CHANCE = {"sanctions": "sanctions", "settlement": "a settlement", "spiral": "a spiral"}


def weights_told(found: Weights, names: Mapping[str, str] | None = None) -> list[str]:
    """Return the answer in six lines at most; `names` are labels of acts by id."""
    known = names or {}
    of = f"over {counted(found.draws, 'draw')} of the dates" if found.draws > 1 else "on one set of dates"
    lines = []
    for outcome in _CHANCE:
        rows = [one for one in found.weights if one.outcome == outcome]
        if not rows:
            continue
        top = found.heaviest(outcome, most=len(rows))
        if not top:
            lines.append(f"No act alone changes the chance of {_CHANCE[outcome]} {of}, {_percent(rows[0].kept)}.")
            continue
        one = top[0]
        same = sum(abs(other.change) == abs(one.change) for other in top) - 1
        ends = f" (change in points, 95 %: {_signed(one.low)} to {_signed(one.high)})" if one.n > 1 else ""
        lines.append(
            f"{_CHANCE[outcome][0].upper()}{_CHANCE[outcome][1:]}: weightiest is {named(one.act, known)}; without it "
            f"the chance goes from {_percent(one.kept)} to {_percent(one.dropped)} {of}"
            f"{ends}{f'; {same} more as weighty' * bool(same)}."
        )
    if found.pairs and found.pairs[0].interplay:
        pair = found.pairs[0]
        first, second = named(pair.first, known), named(pair.second, known)
        same = sum(_interplay(other) == _interplay(pair) for other in found.pairs) - 1
        lines.append(
            f"Pairs: without both {first} and {second} the chance of {_CHANCE[pair.outcome]} changes by "
            f"{_signed(pair.together)} points, without the first alone by {_signed(pair.first_alone)}, without the "
            f"second alone by {_signed(pair.second_alone)}; Shapley values {_signed(pair.first_share)} and "
            f"{_signed(pair.second_share)}{f'; {same} more of this kind' * bool(same)}."
        )
    if found.refused:
        lines.append(f"Without {counted(len(found.refused), 'act')} some draws cannot be replayed, which are left out.")
    return lines


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _columns() -> tuple[Column, ...]:
    return (
        Column("act", "Act", 1.5), Column("outcome", "Outcome", 1), Column("n", "Draws", 0.5),
        Column("kept", "Share with it", 0.7, 3), Column("dropped", "Share without it", 0.7, 3),
        Column("change", "Change", 0.6, 3),
        Column("low", "95 % from", 0.6, 3, of=lambda one: round(one.low, 6) if one.n > 1 else None),
        Column("high", "to", 0.6, 3, of=lambda one: round(one.high, 6) if one.n > 1 else None),
    )  # fmt: skip


def weights_table(found: Weights) -> Table:
    """Return a row for each act and outcome, in the order of the file."""
    return tabled("weights", f"Chances without each act, {counted(found.draws, 'draw')}", _columns(), found.weights)


def heaviest_table(found: Weights, most: int = 10) -> Table:
    """Return the weightiest acts, each with the outcome that it changes most."""
    title = f"The weightiest acts, {counted(found.draws, 'draw')}"
    return tabled("weightiest", title, _columns(), found.heaviest(most=most))


def pairs_table(found: Weights, most: int | None = None) -> Table:
    """Return a row for each pair of acts and outcome, those with most interplay first; all, or so many with some."""
    columns = (
        Column("first", "First act", 1.5), Column("second", "Second act", 1.5), Column("outcome", "Outcome", 1),
        Column("n", "Draws", 0.5), Column("first_alone", "Change without the first", 0.8, 3),
        Column("second_alone", "without the second", 0.8, 3), Column("together", "without both", 0.8, 3),
        Column("first_share", "Shapley value of the first", 0.8, 3),
        Column("second_share", "of the second", 0.8, 3), Column("interplay", "Beyond the sum", 0.8, 3),
    )  # fmt: skip
    rows = found.pairs if most is None else [pair for pair in found.pairs[:most] if pair.interplay]
    return tabled("pairs", f"Pairs of acts left out together, {counted(found.draws, 'draw')}", columns, rows)
