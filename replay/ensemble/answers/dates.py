"""Is it date-proof: which findings hold whatever day the dates allow, and which single date would change the others.

Draws tell how often a finding holds when all imprecise dates are drawn anew. The share is of draws and not of the
probability that the finding is true: nobody knows that all days of a month are equally likely.

**The smallest shift of one date.** One act with an imprecise date is moved, day by day further from the day that it has
in the plain replay, within its bounds; all others stay, but for what the act holds back and for dates counted from it.
The distance is doubled until the finding changes, then halved between the last day that keeps it and the first that
does not. A finding that changes and changes back between two days that were tried is missed there: the shift is the
smallest that this search meets. Of equal shifts the earlier act in the order of the file counts, and of the same act
the earlier day. A day on which a clock would be set, or moved, when it is due already is no day that the act can have.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from replay.counterfactuals.edits import overdue
from replay.dates import When, in_words
from replay.engine import run, settled
from replay.ensemble.answers.findings import Row, findings, named, question, share_told, varied, where
from replay.ensemble.rows import Base, seen
from replay.text.table import Column, Table, tabled
from replay.text.words import counted, joined
from replay.theories.statistics.reliability import share_interval

__all__ = ["DateProof", "Proof", "Shift", "date_proof", "dates_table", "dates_told", "smallest_shifts"]


@dataclass(frozen=True, slots=True)
class Proof:
    """How a finding of the plain replay fares when dates are drawn.

    Attributes
    ----------
    name : str
        As in `findings`.
    value : str
        What the plain replay finds.
    kept, n : int
        Draws in which it is found, of all that were replayed.
    instead : tuple[tuple[str, int], ...]
        What else is found, and in how many draws: most often first, then by name.
    """

    name: str
    value: str
    kept: int
    n: int
    instead: tuple[tuple[str, int], ...]

    @property
    def certain(self) -> bool:
        """Whether it holds in all draws."""
        return self.kept == self.n

    @property
    def interval(self) -> tuple[float, float]:
        """Wilson's interval of 95 % of the share of draws in which it holds."""
        return share_interval(self.kept, self.n)


@dataclass(frozen=True, slots=True)
class DateProof:
    """The findings of the plain replay under drawn dates.

    Attributes
    ----------
    draws, refused : int
        Draws of dates, and those of them that could not be replayed.
    proofs : tuple[Proof, ...]
        Those that hold least often first; of equals in the order of `findings`. Empty if no draw could be replayed.
    """

    draws: int
    refused: int
    proofs: tuple[Proof, ...]

    @property
    def uncertain(self) -> tuple[Proof, ...]:
        """The findings that do not hold in all draws."""
        return tuple(proof for proof in self.proofs if not proof.certain)


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift of one date that changes a finding.

    Attributes
    ----------
    event, label : str
    date : str
        As coded, in words.
    days : int
        From its day in the plain replay; below 0 earlier.
    before, after : str
        What is found in the plain replay, and with the shift.
    """

    event: str
    label: str
    date: str
    days: int
    before: str
    after: str

    @property
    def told(self) -> str:
        """The shift in words."""
        act = named(self.event, {self.event: self.label} if self.label else {})
        far = f"{counted(abs(self.days), 'day')} {'earlier' if self.days < 0 else 'later'}"
        return f"{act}, coded {self.date}, {far} makes it: {self.after}"


def date_proof(rows: Sequence[Row]) -> DateProof:
    """Return how the findings of the plain replay fare in the draws; rows that vary anything else are left out.

    Parameters
    ----------
    rows : sequence of mapping
        Rows of one dispute over dates, draw 0 among them.

    Raises
    ------
    ValueError
        If the row of the plain replay is not there.

    Examples
    --------
    >>> rows = [{"draw": 0, "settled": 1}, {"draw": 1, "settled": 1}, {"draw": 2, "settled": 0}]
    >>> date_proof(rows).proofs
    (Proof(name='settled', value='yes', kept=1, n=2, instead=(('no', 1),)),)
    """
    known = where(rows, "draw")
    plain = next((row for row in known if not varied(row)), None)
    if plain is None:
        raise ValueError("the row of the plain replay, draw 0, is missing")
    drawn = [row for row in known if varied(row)]
    found = [findings(row) for row in drawn if not row.get("refused")]
    proofs = []
    for name, value in findings(plain).items() if found else ():
        counts = Counter(one.get(name, "none") for one in found)
        others = sorted(
            ((other, n) for other, n in counts.items() if other != value), key=lambda one: (-one[1], one[0])
        )
        proofs.append(Proof(name, value, counts[value], len(found), tuple(others)))
    return DateProof(len(drawn), len(drawn) - len(found), tuple(sorted(proofs, key=lambda proof: proof.kept)))


def smallest_shifts(
    base: Base, names: Iterable[str] | None = None, told: Callable[[int, int], None] | None = None
) -> dict[str, Shift | None]:
    """Return for each finding the smallest shift of one date that changes it; None if no single date does.

    Parameters
    ----------
    base : Base
    names : iterable of str, optional
        The findings; all of the plain replay by default.
    told : callable, optional
        Called after each act with how many are done, and how many there are.

    Examples
    --------
    >>> import replay
    >>> from replay.ensemble.specification import Specification
    >>> text = replay.example().read_text(encoding="utf-8")
    >>> smallest_shifts(Base("example", (text,), Specification(("dates",))), ["settled"])
    {'settled': None}
    """
    plain = findings(seen(base, base.plain))
    best: dict[str, Shift | None] = dict.fromkeys(names or plain)
    search = _Search(base, plain, best)
    acts = search.movable()
    for number, name in enumerate(acts, 1):
        search.act(name)
        if told:
            told(number, len(acts))
    return best


class _Search:
    """What looks for the smallest shifts; `best` is filled as they are found."""

    def __init__(self, base: Base, plain: Mapping[str, str], best: dict[str, Shift | None]) -> None:
        self._base, self._plain, self._best = base, plain, best
        self._draws, self._line = base.draws[0], base.timeline
        self._scores = any(name == "best" or name.startswith("rank:") for name in best)
        self._ruled = settled(self._line, base.asked.dates).followed.days

    def movable(self) -> list[str]:
        """Acts whose own date is not one day, in the order of the file; not those that come by a rule."""
        return [
            event.id
            for event in self._line.events
            if isinstance(event.date, When) and not event.date.is_exact and event.id not in self._ruled
        ]

    def act(self, name: str) -> None:
        """Try one act, the earlier days first."""
        day, (first, last) = self._draws.days[name], self._draws.bounds[name]
        for sign, room in ((-1, day - first), (1, last - day)):
            self._direction(name, sign, room)

    def _direction(self, name: str, sign: int, room: int) -> None:
        tried: dict[int, dict[str, str] | None] = {}

        def changed(size: int, finding: str) -> str | None:
            """What is found instead after a shift of so many days; None where the finding stands, or no day is."""
            if size not in tried:
                tried[size] = self._found(name, sign * size)
            found = tried[size]
            value = self._plain[finding] if found is None else found.get(finding, "none")
            return value if value != self._plain[finding] else None

        open_, kept, size = {*self._best}, 0, 1
        while open_ and kept < room:
            size = min(size, room, max(self._limit(finding, room) for finding in open_))
            if size <= kept:
                return
            for finding in [finding for finding in self._best if finding in open_]:
                if (after := changed(size, finding)) is None:
                    if size >= self._limit(finding, room):
                        open_.discard(finding)
                    continue
                open_.discard(finding)
                keeps, flips = kept, size
                while flips - keeps > 1:
                    middle = (keeps + flips) // 2
                    if (found := changed(middle, finding)) is None:
                        keeps = middle
                    else:
                        flips, after = middle, found
                if flips <= self._limit(finding, room):
                    event = self._line.by_id[name]
                    date = in_words(event.date) if isinstance(event.date, When) else ""
                    self._best[finding] = Shift(
                        name, event.label, date, sign * flips, self._plain[finding], after
                    )  # fmt: skip
            kept, size = size, 2 * size

    def _limit(self, finding: str, room: int) -> int:
        """The largest shift that would be news: below the smallest that is known."""
        known = self._best[finding]
        return room if known is None else min(room, abs(known.days) - 1)

    def _found(self, name: str, days: int) -> dict[str, str] | None:
        """What is found with one date shifted; None if the act cannot come on that day by itself."""
        day = self._draws.days[name] + days
        line = self._draws.shifted(name, day)
        if line.pins[name] != day:
            return None
        plan = settled(line, self._base.asked.dates)
        if plan.days[name] != day or overdue(line, plan.days):
            return None
        trace = run(line, dates=self._base.asked.dates, plan=plan)
        return findings(seen(self._base, trace, scores=self._scores))


def dates_told(proof: DateProof, shifts: Mapping[str, Shift | None] | None = None) -> list[str]:
    """Return the answer in six lines at most; with the smallest shift of one date where it was looked for."""
    if not proof.proofs:
        return [f"No draw of the dates could be replayed: {proof.refused} of {proof.draws} are refused."]
    n, certain = proof.proofs[0].n, [one for one in proof.proofs if one.certain]
    lines = [
        f"{len(certain)} of {counted(len(proof.proofs), 'finding')} hold in all {counted(n, 'draw')} of the dates."
    ]
    if proof.refused:
        lines.append(
            f"{proof.refused} of {counted(proof.draws, 'draw')} are refused: a clock would be set or moved when due."
        )
    room = 6 - len(lines) - (len(proof.uncertain) > 6 - len(lines))
    for one in proof.uncertain[:room]:
        said = f"Not date-proof: {question(one.name)} ({one.value}) in {share_told(one.kept, one.n)}."
        if shifts is not None and one.name in shifts:
            shift = shifts[one.name]
            said += f" One date is enough: {shift.told}." if shift else " No single date changes it."
        lines.append(said)
    if len(proof.uncertain) > room:
        lines.append(f"Not date-proof either: {joined(_asked(proof.uncertain[room:]))}.")
    elif not proof.uncertain:
        lines.append(f"They are: {joined(_asked(certain))}.")
    return lines


def _asked(proofs: Sequence[Proof]) -> list[str]:
    """The findings as questions with few words; of more than three clocks how many."""
    clocks = [one for one in proofs if one.name.startswith("end:")]
    said = [question(one.name) for one in proofs if len(clocks) < 4 or one not in clocks]
    return [f"how {len(clocks)} clocks end", *said] if len(clocks) > 3 else said


def dates_table(proof: DateProof, shifts: Mapping[str, Shift | None] | None = None) -> Table:
    """Return a row for each finding, the least certain first, with the smallest shift where it was looked for."""
    looked = shifts or {}

    def changed(one: Proof) -> str | None:
        shift = looked.get(one.name)
        return f"{shift.event} by {shift.days:+d} days: {shift.after}" if shift else None

    columns = (
        Column("finding", "Finding", 2, of=lambda one: question(one.name)),
        Column("value", "In the plain replay", 1),
        Column("kept", "Draws that keep it", 0.5),
        Column("n", "of", 0.4),
        Column("instead", "Else", 1.2, of=lambda one: "; ".join(f"{what} in {n}" for what, n in one.instead) or None),
        Column("changed", "One date that changes it", 1.5, of=changed),
    )
    title = f"Findings in {counted(proof.draws - proof.refused, 'draw')} of the dates, {proof.refused} more refused"
    return tabled("date-proof", title, columns, proof.proofs)
