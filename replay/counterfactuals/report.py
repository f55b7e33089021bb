"""A branch beside its base: one value from which every part of the report is read, each made when asked for."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from replay.codebook import Act
from replay.counterfactuals import effects, findings
from replay.counterfactuals.divergence import difference
from replay.counterfactuals.edits import Counterfactual, Cut, Drop, Edit, Insert, Replace, SetClock, Shift, describe
from replay.counterfactuals.edits.apply import apply_to, keeps_plan
from replay.counterfactuals.findings import View
from replay.counterfactuals.values import (  # fmt: skip
    ClaimChange,
    ClockChange,
    Difference,
    Fired,
    Flag,
    Forecasts,
    Lost,
    Moved,
    PathChange,
    Rewrite,
)
from replay.engine import run
from replay.engine.trace import Trace
from replay.escalation import Measures, measures
from replay.timeline import Timeline
from replay.timeline.schedule import Schedule, schedule

__all__ = ["KINDS_OF_RUN", "Report", "compare", "whatif", "whatifs"]

KINDS_OF_RUN = {
    "none": "no difference: the edits change nothing in the replay",
    "intervention": "an intervention: something was edited, and the record was kept for the rest, acts included that "
    "hang on what was edited and might not have been done, or been done otherwise, without it",
    "counterfactual": "a counterfactual in the strict sense: all that hung on what was edited was taken away or "
    "derived anew from clocks and commitments, and what is kept of the record does not go back to it",
}
"""What a run can be called, after the rungs of Pearl (2009, Causality, chapter 7): seeing, doing, imagining."""


@dataclass(frozen=True)
class Report:
    """A replay with edits beside the replay without.

    Attributes
    ----------
    before, after : View
        The two replays, with their timelines.
    edits : tuple[Edit, ...]
    counterfactual : Counterfactual or None
        Title and reasons, where the edits have any.
    """

    before: View
    after: View
    edits: tuple[Edit, ...]
    counterfactual: Counterfactual | None = field(default=None)

    @property
    def base(self) -> Trace:
        """The replay without the edits."""
        return self.before.trace

    @property
    def branch(self) -> Trace:
        """The replay with the edits."""
        return self.after.trace

    @property
    def timeline(self) -> Timeline:
        """The timeline that was edited."""
        return self.before.timeline

    @cached_property
    def divergence(self) -> Difference | None:
        """Where the two replays part; None if they do not."""
        return difference(self.before, self.after)

    @property
    def since(self) -> int:
        """Day of the first divergence; the last of the base if there is none."""
        return self.divergence.day if self.divergence else self.before.entries[-1].day

    @cached_property
    def lost(self) -> tuple[Lost, ...]:
        """Recorded events that do not happen, in the order in which they would have."""
        return findings.lost(self.after)

    @cached_property
    def flags(self) -> tuple[Flag, ...]:
        """Recorded events that happen without something that they had."""
        return findings.flags(self.before, self.after)

    @cached_property
    def moved(self) -> tuple[Moved, ...]:
        """Recorded events that were carried to another day."""
        return findings.moved(self.before, self.after, self.edits)

    @cached_property
    def clocks(self) -> tuple[ClockChange, ...]:
        """Every clock of either replay."""
        return findings.clock_changes(self.before, self.after)

    @cached_property
    def fired(self) -> tuple[Fired, ...]:
        """What rules brought about that they did not in the base: lapses and commitments."""
        return findings.fired(self.before, self.after)

    @cached_property
    def ceased(self) -> tuple[Fired, ...]:
        """What rules brought about in the base and do not any more."""
        return findings.fired(self.after, self.before)

    @property
    def sanctions(self) -> tuple[Fired, ...]:
        """Sanctions and counter-sanctions that follow."""
        return tuple(act for act in self.fired if act.act is Act.IMPOSE_SANCTIONS)

    @property
    def worth(self) -> dict[str, float]:
        """Worth of the sanctions that follow, by unit; those without a worth are left out."""
        found: dict[str, float] = {}
        for act in self.sanctions:
            if act.worth:
                found[act.worth.unit] = found.get(act.worth.unit, 0.0) + act.worth.amount
        return found

    @cached_property
    def hanging(self) -> tuple[str, ...]:
        """Recorded events that are kept although they hang on something that was edited; in base order."""
        found = self.divergence
        return findings.hanging(self.before, self.after, self.edits, found.seq) if found else ()

    @cached_property
    def kind(self) -> str:
        """Which of `KINDS_OF_RUN` this is."""
        if self.divergence is None:
            return "none"
        loose = any(flag.what != "partly" for flag in self.flags)
        return "intervention" if loose or self.hanging or self.unaware else "counterfactual"

    @cached_property
    def unaware(self) -> tuple[str, ...]:
        """Recorded acts between the camps that are kept after something new has happened between them."""
        return findings.unaware(self.before, self.after, self.edits)

    @cached_property
    def kept(self) -> tuple[str, ...]:
        """Recorded events from the first divergence on that are kept as background; in the order of the branch."""
        if self.divergence is None:
            return ()
        own = {*(edit.target for edit in self.edits), *self.hanging, *self.unaware}
        found = self.after.happened
        return tuple(name for name, entry in found.items() if entry.seq >= self.divergence.seq and name not in own)

    @cached_property
    def rewrite(self) -> Rewrite:
        """The size of the rewrite."""
        edited = {flag.id for flag in self.lost if flag.how == "edit"}
        edited |= {edit.target for edit in self.edits if isinstance(edit, (Drop, Shift, Replace, Insert))}
        setters = self.timeline.setters
        edited |= {setters[e.target].id for e in self.edits if isinstance(e, SetClock) and e.target in setters}
        gone = sum(item.how != "edit" for item in self.lost)
        return Rewrite(len(self.edits), len(edited), len(self.timeline.events), gone, len(self.moved))

    @cached_property
    def measures(self) -> tuple[Measures, Measures]:
        """Escalation measures of base and branch."""
        return measures(self.before.graph), measures(self.after.graph)

    @cached_property
    def paths(self) -> tuple[PathChange, ...]:
        """Each side's computed domain before and after."""
        return effects.path_changes(self.before, self.after, self.since)

    @cached_property
    def forecasts(self) -> tuple[Forecasts, ...]:
        """What each theory expects of every decision before and after."""
        return effects.expectations(self.base, self.branch)

    @cached_property
    def claims(self) -> tuple[ClaimChange, ...]:
        """The claims of the source that come out otherwise."""
        return effects.claim_changes(self.base, self.branch)

    def cause(self) -> str:
        """Say in a line which edit the first divergence comes from, "" if there is none."""
        found = self.divergence
        if found is None:
            return ""
        names = {entry.event for entry in (found.before, found.after) if entry} - {None}
        clocks = {entry.clock for entry in (found.before, found.after) if entry} - {None}
        for edit in self.edits:
            if edit.target in names | clocks or (isinstance(edit, Cut) and found.day > edit.after):
                return _reason(edit)
        return _reason(self.edits[0]) if len(self.edits) == 1 else ""


def _reason(edit: Edit) -> str:
    name = f"edit {edit.name}: " if edit.name else ""
    return f"{name}{describe(edit)}"


def whatif(base: Timeline | Trace | View, edits: Iterable[Edit] | Counterfactual, *, dates: str = "middle") -> Report:
    """Replay a timeline with edits, and set it beside the replay without.

    Parameters
    ----------
    base : Timeline or Trace
        A trace with its timeline, where the base is replayed already, with the same `dates`.
    edits : iterable of Edit, or Counterfactual
    dates : {"earliest", "middle", "latest"}
        Where the base puts imprecise dates.

    Raises
    ------
    EditError
        With every fault of the edits.

    Examples
    --------
    >>> import replay
    >>> from replay.counterfactuals.edits import Drop
    >>> report = whatif(replay.load(replay.example()), [Drop("settlement")])
    >>> report.kind, [act.id for act in report.fired], report.worth
    ('counterfactual', ['sanctions/lapse', 'wto-threat/reply-1'], {'USD': 1200000000.0})
    """
    named = edits if isinstance(edits, Counterfactual) else None
    asked = edits.edits if isinstance(edits, Counterfactual) else tuple(edits)
    if isinstance(base, Timeline):
        base = run(base, dates=dates)
    view = base if isinstance(base, View) else View(base)
    plan = schedule(view.timeline, dates)
    return _branch(view, plan, asked, named, dates)


def whatifs(timeline: Timeline, many: Iterable[Sequence[Edit]], *, dates: str = "middle") -> Iterator[Report]:
    """Yield a report for each list of edits; the base is replayed once, so many are quick.

    >>> import replay
    >>> from replay.counterfactuals.edits import Drop
    >>> timeline = replay.load(replay.example())
    >>> [report.kind for report in whatifs(timeline, [[Drop(event.id)] for event in timeline.events])]
    ['intervention', 'intervention', 'counterfactual', 'counterfactual']
    """
    view, plan = View(run(timeline, dates=dates)), schedule(timeline, dates)
    for edits in many:
        yield _branch(view, plan, tuple(edits), None, dates)


def _branch(base: View, plan: Schedule, edits: tuple[Edit, ...], named: Counterfactual | None, dates: str) -> Report:
    """Apply and replay; edits that only take away leave the plan as it is."""
    if not edits:
        return Report(base, base, (), named)
    edited = apply_to(base.timeline, plan, edits, dates)
    branch = run(edited, dates=dates, plan=plan if keeps_plan(edits) else None)
    return Report(base, View(branch), edits, named)


def compare(base: Trace, branch: Trace) -> Report:
    """Set any two replays beside each other, such as that of a redrawn timeline beside its base."""
    return Report(View(base), View(branch), ())
