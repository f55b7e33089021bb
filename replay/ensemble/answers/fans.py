"""Fans: how a dispute ends when its acts are drawn from a theory from some day on, beside how it did end."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from replay.ensemble.answers.findings import OUTCOMES, Row, share_told, varied, where
from replay.text.table import Cell, Column, Table, tabled
from replay.text.words import counted
from replay.theories.statistics.reliability import share_interval

__all__ = ["ENDINGS", "ClockFan", "Ending", "Fan", "Point", "endings_table", "fan", "fan_table", "fan_told"]

ENDINGS = ("settled, no sanctions", "settled and sanctions", "sanctions, not settled", "neither")
"""What a dispute can have come to by a day; one of them always holds."""


@dataclass(frozen=True, slots=True)
class Ending:
    """How often something ends in one way.

    Attributes
    ----------
    what, end : str
        ``dispute``, or the id of a clock; and how it ends.
    count, n : int
        Continuations that end so, of all that were replayed.
    record : bool
        Whether the record ends so.
    """

    what: str
    end: str
    count: int
    n: int
    record: bool

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval of 95 % of the share."""
        return share_interval(self.count, self.n)


@dataclass(frozen=True, slots=True)
class Point:
    """Where the continuations stand at the end of a day.

    Attributes
    ----------
    day : str
        YYYY-MM-DD; a place on an axis, where the date of what happens is not coded to the day.
    counts : tuple[int, ...]
        Continuations that have come to each of `ENDINGS`.
    record : str
        What the record has come to.
    """

    day: str
    counts: tuple[int, ...]
    record: str


@dataclass(frozen=True, slots=True)
class ClockFan:
    """How one clock ends over time.

    Attributes
    ----------
    clock : str
    ends : tuple[str, ...]
        How it ends, the most frequent first.
    days : tuple[tuple[str, tuple[int, ...]], ...]
        Each day on which an end comes, as YYYY-MM-DD, and in how many continuations the clock has ended in each of
        these ways by then.
    record : tuple[str, str]
        How it ends in the record, and on which day; "" for no day.
    """

    clock: str
    ends: tuple[str, ...]
    days: tuple[tuple[str, tuple[int, ...]], ...]
    record: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Fan:
    """Continuations of a dispute, and the record.

    Attributes
    ----------
    n, refused : int
        Continuations that were replayed, and those that could not be.
    record : str
        How the record ends, one of `ENDINGS`.
    endings : tuple[Ending, ...]
        Of the dispute, each of `ENDINGS`; then of each clock, most often first.
    points : tuple[Point, ...]
        One for each day on which anything changes, between the days given; empty where rows carry no days.
    clocks : tuple[ClockFan, ...]
        Of each clock that ends from the first day on; empty where rows carry no days.
    """

    n: int
    refused: int
    record: str
    endings: tuple[Ending, ...]
    points: tuple[Point, ...]
    clocks: tuple[ClockFan, ...] = ()


def fan(rows: Sequence[Row], since: str = "", until: str = "") -> Fan:
    """Return how continuations end, and where they stand on each day on which one of them changes.

    Parameters
    ----------
    rows : sequence of mapping
        Rows of one dispute over continuations, continuation 0 (the record) among them; those that vary anything else
        are left out.
    since, until : str
        Days, as YYYY-MM-DD, at which the shares over time begin and end; by default the first and the last change.

    Raises
    ------
    ValueError
        If the row of the record is missing.

    Examples
    --------
    >>> rows = [{"continuation": n, "sanctions": n % 2, "settled": 0} for n in range(5)]
    >>> [(one.end, one.count, one.record) for one in fan(rows).endings if one.count or one.record]
    [('sanctions, not settled', 2, False), ('neither', 2, True)]
    """
    known = where(rows, "continuation")
    record = next((row for row in known if not varied(row)), None)
    if record is None:
        raise ValueError("the row of the record, continuation 0, is missing")
    drawn = [row for row in known if varied(row)]
    kept = [row for row in drawn if not row.get("refused")]
    found, did = Counter(_ending(row) for row in kept), _ending(record)
    endings = [Ending("dispute", end, found[end], len(kept), end == did) for end in ENDINGS] if kept else []
    for column in (name for name in record if name.startswith("end:")):
        ends, own = Counter(str(row[column]) for row in kept), str(record[column])
        ranked = sorted({*ends, own}, key=lambda end: (-ends[end], end))
        clock = column.removeprefix("end:")
        endings += [Ending(clock, end, ends[end], len(kept), end == own) for end in ranked if kept]
    points, clocks = tuple(_points(record, kept, since, until)), tuple(_clocks(record, kept, since))
    return Fan(len(kept), len(drawn) - len(kept), did, tuple(endings), points, clocks)


def _clocks(record: Row, rows: Sequence[Row], since: str) -> Iterator[ClockFan]:
    for name in (column.removeprefix("ended:") for column in record if column.startswith("ended:")):
        found = Counter(
            (str(row[f"ended:{name}"]), str(row[f"end:{name}"])) for row in rows if row.get(f"ended:{name}")
        )
        total = Counter[str]()
        for (_, end), count in found.items():
            total[end] += count
        ends = tuple(sorted(total, key=lambda end: (-total[end], end)))
        days, so_far = [], Counter[str]()
        for day in sorted({day for day, _ in found}):
            so_far += Counter({end: found[day, end] for end in ends})
            days.append((day, tuple(so_far[end] for end in ends)))
        own = str(record[f"ended:{name}"] or "")
        if (days and days[-1][0] >= since) or own >= (since or "0"):
            yield ClockFan(name, ends, tuple(days), (str(record[f"end:{name}"]), own))


def _ending(row: Row, by: str = "") -> str:
    """What a row has come to: at the end, or by the end of a day."""

    def has(outcome: str, day: str) -> bool:
        return OUTCOMES[outcome][1](row) and (not by or str(row[day]) <= by)

    agreed, imposed = has("settlement", "settled_on"), has("sanctions", "imposed_on")
    return ENDINGS[(1 if imposed else 0) if agreed else 2 if imposed else 3]


def _points(record: Row, rows: Sequence[Row], since: str, until: str) -> list[Point]:
    if not rows or not all(name in record for name in ("settled_on", "imposed_on")):
        return []
    changes = {str(row[name]) for row in (record, *rows) for name in ("settled_on", "imposed_on") if row[name]}
    first, last = since or min(changes, default=""), until or max(changes, default="")
    days = sorted({day for day in changes if first <= day <= last} | ({first, last} - {""}))
    out = []
    for day in days:
        found = Counter(_ending(row, day) for row in rows)
        out.append(Point(day, tuple(found[end] for end in ENDINGS), _ending(record, day)))
    return out


def fan_told(found: Fan) -> list[str]:
    """Return the answer in six lines at most."""
    if not found.n:
        return [f"No continuation could be replayed: {found.refused} are refused."]
    whole = [one for one in found.endings if one.what == "dispute"]
    own = next(one for one in whole if one.record)
    lines = [f"The record ends: {own.end}. So do {share_told(own.count, own.n)} of the continuations."]
    others = sorted((one for one in whole if one.count and not one.record), key=lambda one: -one.count)
    lines += [f"Otherwise: {one.end} in {share_told(one.count, one.n)}." for one in others]
    if found.refused:
        lines.append(f"{counted(found.refused, 'continuation')} could not be replayed and are left out.")
    return lines


def endings_table(found: Fan) -> Table:
    """Return a row for each way in which the dispute, and each clock, ends."""
    columns = (
        Column("what", "What ends", 1.2), Column("end", "How", 1.5), Column("count", "Continuations", 0.6),
        Column("n", "of", 0.5), Column("low", "95 % from", 0.6, 3, of=lambda one: round(one.interval[0], 4)),
        Column("high", "to", 0.6, 3, of=lambda one: round(one.interval[1], 4)),
        Column("record", "The record", 0.6, of=lambda one: "so" if one.record else None),
    )  # fmt: skip
    return tabled("endings", f"Endings of {counted(found.n, 'continuation')}", columns, found.endings)


def fan_table(found: Fan) -> Table:
    """Return a row for each day on which anything changes: the share of continuations that have come to each ending."""
    columns = (
        Column("day", "By the end of this day of the replay", 0.8),
        *(Column(name, end.capitalize(), 0.8, 3) for name, end in zip(_NAMES, ENDINGS, strict=True)),
        Column("record", "The record", 1.2),
    )
    rows: list[tuple[Cell, ...]] = [
        (one.day, *(count / found.n for count in one.counts), one.record) for one in found.points
    ]
    return Table("fan", f"Where {counted(found.n, 'continuation')} stand over time", columns, tuple(rows))


_NAMES = ("settled", "settled_and_sanctions", "sanctions", "neither")
