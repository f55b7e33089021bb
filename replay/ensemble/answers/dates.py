"""Is it date-proof: which findings hold whatever day the dates allow, and which single date would change the others.

Draws tell how often a finding holds when all imprecise dates are drawn anew. The share is of draws and not of the
probability that the finding is true: nobody knows that all days of a month are equally likely.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from replay.ensemble.answers.findings import Row, findings, question, share_told, varied, where
from replay.ensemble.answers.shifts import Shift
from replay.text.table import Column, Table, tabled
from replay.text.words import counted, joined
from replay.theories.statistics.reliability import share_interval

__all__ = ["DateProof", "Proof", "date_proof", "dates_table", "dates_told"]


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
