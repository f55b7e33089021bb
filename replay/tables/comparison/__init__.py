"""Disputes side by side: the table of a matched comparison, and how far apart their sequences of acts are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations

from replay.engine.trace import Trace
from replay.errors import RefusalError
from replay.tables import Cell, Column, Table
from replay.tables.comparison.facts import MEASURES, Compared, first_threat, settlement
from replay.tables.comparison.sequences import rung_cost, rungs, share, strategies, strategy_cost
from replay.text.words import numbered, typeset

__all__ = ["comparison_table", "distances_table", "first_threat", "settlement"]


def comparison_table(traces: Sequence[Trace], given: Mapping[str, str] | None = None) -> Table:
    """Return the comparison table: a row for each measure, a column for each dispute.

    Parameters
    ----------
    traces : sequence of Trace
        One or more, each with its timeline.
    given : mapping, optional
        Rows that no event file holds: the same value for every dispute, or one for each, separated by ``|``. They
        come first, then what the files say under `about`, then the measures.

    Raises
    ------
    RefusalError
        Without a trace, for a trace without its timeline, or where the values of a given row are not as many
        as the disputes.

    Examples
    --------
    >>> import replay
    >>> made = comparison_table([replay.run(replay.load(replay.example()))], {"Sector": "steel"})
    >>> made.rows[0][:2], len(made.rows) == len(MEASURES) + 1
    (('Sector', 'steel'), True)
    """
    if not traces:
        raise RefusalError("a comparison needs a dispute; none was given")
    cases = [Compared(trace) for trace in traces]
    names = numbered([case.timeline.dispute for case in cases])
    columns = (
        Column("measure", "Measure", 1.5),
        *(Column(name, typeset(case.timeline.title), 1.6) for name, case in zip(names, cases, strict=True)),
        Column("definition", "What is counted", 2.0),
    )
    rows: list[tuple[Cell, ...]] = []
    for words, value in (given or {}).items():
        parts = [part.strip() for part in value.split("|")]
        if len(parts) not in (1, len(cases)):
            raise RefusalError(
                f"{words!r} is given {len(parts)} values for {len(cases)} disputes; allowed: one, or one each"
            )
        rows.append((words, *(parts * len(cases))[: len(cases)], "as given"))
    for words in dict.fromkeys(words for case in cases for words in case.timeline.about if words not in (given or {})):
        rows.append((words, *(case.timeline.about.get(words) for case in cases), "as coded in `about`"))
    rows += [(measure.words, *(measure.value(case) for case in cases), measure.definition) for measure in MEASURES]
    return Table("comparison", "Comparison of disputes", columns, tuple(rows))


def distances_table(traces: Sequence[Trace]) -> Table:
    """Return how far apart each two disputes are, 0 (the same) to 1; definitions at `comparison.sequences`.

    Rows by pair, in the order of the traces; columns for the strategies of the senders, of the targets, of both in
    their order, and for the rungs of both.
    """
    cases = [Compared(trace) for trace in traces]
    names = numbered([case.timeline.dispute for case in cases])
    columns = (
        Column("first", "First", 1.3), Column("second", "Second", 1.3),
        Column("sender", "Strategies of the senders", digits=2),
        Column("target", "Strategies of the targets", digits=2), Column("both", "Strategies of both", digits=2),
        Column("rungs", "Rungs of both", digits=2),
    )  # fmt: skip
    rows = []
    for i, j in combinations(range(len(cases)), 2):
        a, b = cases[i], cases[j]
        pairs = (
            *((strategies(a.trace, a.timeline.sides[n]), strategies(b.trace, b.timeline.sides[n])) for n in (0, 1)),
            (strategies(a.trace), strategies(b.trace)),
        )
        found = [share(one, other, strategy_cost) for one, other in pairs]
        found.append(share(rungs(a.trace), rungs(b.trace), rung_cost))
        cells = (None if value is None else round(value, 4) for value in found)
        rows.append((names[i], names[j], *cells))
    return Table("distances", "Distances between sequences of acts", columns, tuple(rows))
