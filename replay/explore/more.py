"""What else a page says where it is asked for: what theories expect of a decision, and another dispute beside."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from replay.codebook import Level
from replay.explore.address import View, address_of
from replay.explore.cases import Case
from replay.explore.shown import Shown
from replay.tables.comparison import comparison_table, distances_table
from replay.tables.comparison.answer import comparison_told
from replay.text.words import spaced

__all__ = ["Choice", "Expected", "choices", "compared", "expected"]


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision in a list."""

    id: str
    label: str
    who: str
    link: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Expected:
    """What one theory expects of a decision: percentages of creating, mixed and claiming, before and after."""

    theory: str
    before: tuple[int, int, int] | None
    after: tuple[int, int, int] | None


def choices(shown: Shown) -> Iterator[Choice]:
    """Yield the decisions that are coded, in the order of the file."""
    for one in shown.case.timeline.decisions:
        who = shown.case.timeline.name(one.party)
        link = f"{address_of(shown.view.but(decision=one.id))}#decisions"
        yield Choice(one.id, one.label or spaced(one.id), who, link, one.id == shown.view.decision)


def expected(shown: Shown) -> tuple[tuple[Expected, ...], str, str, str]:
    """Return what each theory expects of the decision that is selected, its day, and what was done before and after."""
    from replay.counterfactuals import Report

    report = shown.report or Report(shown.record, shown.record)
    found = [one for one in report.forecasts if one.decision == shown.view.decision]
    if not found:
        return (), "", "", ""
    before, after = (one.value if one else "not taken" for one in (found[0].did_before, found[0].did_after))
    told = tuple(Expected(one.theory, _percent(one.before), _percent(one.after)) for one in found)
    return told, found[0].date, before, after


def _percent(chances: tuple[float, float, float] | None) -> tuple[int, int, int] | None:
    """Whole percentages that sum to 100: the largest takes what rounding leaves."""
    if chances is None:
        return None
    parts = [round(100 * chance) for chance in chances]
    parts[parts.index(max(parts))] += 100 - sum(parts)
    return parts[0], parts[1], parts[2]


def compared(case: Case, other: Case) -> tuple[tuple[str, ...], list[tuple[str, ...]], tuple[str, ...]]:
    """Return the comparison of two disputes as recorded: sentences, rows, and the heads of the columns."""
    traces = [case.record.trace, other.record.trace]
    table = comparison_table(traces)
    told = tuple(comparison_told(table, distances_table(traces)))[1:]  # the first says which they are
    rows = [tuple("" if cell is None else _plain(str(cell)) for cell in row) for row in table.rows]
    rows = [(*row[:-1], row[-1].replace(" in `about`", " in the event file")) for row in rows]
    return told, rows, ("Measure", case.timeline.title, other.timeline.title, "What is counted")


_LEVELS = {level.value: level.words for level in Level if level.value != level.words}


def _plain(cell: str) -> str:
    """A cell with levels of a domain in words: no codes."""
    return re.sub(r"[\w-]+", lambda found: _LEVELS.get(found[0], found[0]), cell)


def others(view: View, cases: dict[str, Case]) -> list[tuple[str, str, str]]:
    """Return the other disputes: name, title, and the address that sets one beside this."""
    return [
        (name, case.timeline.title, f"{address_of(view.but(compare=name))}#compare")
        for name, case in cases.items()
        if name != view.case
    ]
