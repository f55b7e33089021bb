"""The criteria of a good counterfactual, filled in from a report.

References
----------
Tetlock, P. E. & Belkin, A. (1996). Counterfactual thought experiments in world politics, chapter 1. Princeton.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import fmean

from replay.counterfactuals.branch import Report
from replay.text.words import counted
from replay.theories import ORDER

__all__ = ["Criterion", "checklist"]


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of a good counterfactual, filled in from the report."""

    name: str
    question: str
    answer: str


def checklist(report: Report) -> tuple[Criterion, ...]:
    """Return the six criteria in their authors' order, each answered from what the report holds.

    >>> import replay
    >>> from replay.counterfactuals import whatif
    >>> from replay.counterfactuals.edits import Drop
    >>> found = checklist(whatif(replay.load(replay.example()), [Drop("settlement", because="Talks failed.")]))
    >>> [criterion.name for criterion in found][:3]
    ['clarity', 'cotenability', 'minimal rewrite']
    """
    return (
        Criterion("clarity", "Is it said what is changed, and what follows from it?", _clarity(report)),
        Criterion("cotenability", "Can what is kept stand together with what is changed?", _cotenability(report)),
        Criterion("minimal rewrite", "Does it change as little of the record as it can?", _rewrite(report)),
        Criterion("theoretical consistency", "What do the theories say of the change?", _theory(report)),
        Criterion("statistical consistency", "Is it in line with what is usual?", _usual(report)),
        Criterion("projectability", "What else should then be true?", " ".join(_projected(report))),
    )


def _clarity(report: Report) -> str:
    edits, reasons = counted(len(report.edits), "named edit"), sum(bool(edit.because) for edit in report.edits)
    said = f"{edits}, {reasons} with a reason; what follows is derived by written rules."
    return said if report.divergence else f"{said} Nothing in the replay differs."


def _cotenability(report: Report) -> str:
    loose = Counter(flag.what for flag in report.flags)
    parts = [
        (len(report.hanging), "recorded acts are kept that hang on what was changed"),
        (len(report.unaware), "acts between the sides are kept that were done without what is new"),
        (loose["unprovoked"], "stand unprovoked"),
        (loose["too-late"], "come too late for their clocks, or for clocks that were never set"),
        (loose["assumed"], "have no effect on a clock of which another end is assumed"),
        (loose["off-rule"], "depart from the rule that they carry out, which came otherwise"),
        (loose["whole"], "carry out the whole of what the record split"),
    ]
    strained = [f"{count} {words}" for count, words in parts if count]
    if not strained:
        return "What is kept does not go back to what was changed; no act between the sides comes after what is new."
    return f"Strained: {'; '.join(strained)}."


def _rewrite(report: Report) -> str:
    size = report.rewrite
    said = f"{size.events} of {size.recorded} recorded events are touched by the edits ({size.share:.0%})"
    return f"{said}; {size.lost} more lose their premise, {size.carried} are carried along."


def _theory(report: Report) -> str:
    if not report.forecasts:
        return "No decision is coded in this timeline, so the theories say nothing."
    if undone := _otherwise(report):
        chances = ", ".join(f"{theory} {chance:.2f}" for theory, chance in undone.items())
        return f"Chance of another strategy at the decisions that fall away, by theory: {chances}."
    most = max(report.forecasts, key=lambda f: abs(f.shift or 0.0))
    if not most.shift:
        return "No decision falls away and no theory expects anything else of one."
    changed = f"{most.theory}'s chance of claiming in '{most.label}': {most.shift:+.2f}"
    return f"No decision falls away; the greatest change is {changed}."


def _otherwise(report: Report) -> dict[str, float]:
    """Mean chance, by theory, that something else had been done at the decisions that fall away."""
    found: dict[str, list[float]] = {}
    for f in report.forecasts:
        if f.after is None and f.before is not None and f.did_before is not None:
            found.setdefault(f.theory, []).append(1 - f.before[ORDER.index(f.did_before)])
    return {theory: fmean(chances) for theory, chances in found.items()}


def _usual(report: Report) -> str:
    if not report.forecasts:
        return "No decision is coded, so there is no frequency to set it against."
    chance = _otherwise(report).get("base-rate")
    if chance is None:
        return "No decision falls away, so no frequency speaks against it. With two disputes none would say much."
    said = f"another strategy had a chance of {chance:.2f}"
    return f"By the frequencies of earlier decisions alone, {said}; few cases, weak ground."


def _projected(report: Report) -> Iterator[str]:
    for clock in (change.after for change in report.clocks if change.differs):
        if clock is not None and clock.ended_on is not None:
            yield f"Clock {clock.id}: {clock.kind.end_in_words(clock.outcome)} {report.after.days.ended(clock)}."
    for act in report.fired:
        yield f"{act.actor} {act.act.value}, {report.after.days.of_act(act.id, act.day)} ({act.id})."
    if not report.fired and not any(change.differs and change.after for change in report.clocks):
        yield "No clock ends otherwise and no rule fires; only what the acts themselves would have left behind."
