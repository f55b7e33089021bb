"""A branch beside its base: one value from which every part of the report is read, each made when asked for."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from replay.codebook import IMPOSITIONS
from replay.counterfactuals import fates, outcomes
from replay.counterfactuals.divergence import Difference, difference
from replay.counterfactuals.edits import (
    Counterfactual,
    Cut,
    Drop,
    Edit,
    Insert,
    Replace,
    SetClock,
    SetFate,
    SetOutcome,
    Shift,
    describe,
)
from replay.counterfactuals.edits.apply import apply_to, keeps_plan
from replay.counterfactuals.outcomes import Fired, PathChange
from replay.counterfactuals.view import TwoReplays, View
from replay.engine import run
from replay.engine.trace import Trace
from replay.escalation import Measures, measures
from replay.text.notebook import InNotebook
from replay.timeline import Timeline

__all__ = ["KINDS_OF_RUN", "Report", "Rewrite", "summed", "whatif"]

KINDS_OF_RUN = {
    "none": "no difference. The edits change nothing in the replay",
    "intervention": "an intervention: something was edited, and the rest of the record is kept. Some acts that are "
    "kept hang on what was edited, and might not have been done without it",
    "counterfactual": "a counterfactual in the strict sense: all that hung on what was edited is taken away or derived "
    "anew. What is kept of the record does not go back to it",
}
"""What a run can be called, after the rungs of Pearl & Mackenzie (2018, The Book of Why, chapter 1)."""


@dataclass(frozen=True, slots=True)
class Rewrite:
    """How much was edited, and how much went with it.

    Attributes
    ----------
    edits : int
    events : int
        Recorded events edited away, moved, changed or added.
    recorded : int
        Events of the base.
    lost, carried : int
        Further events that lost their premise, or moved with what they hang on.
    share : float
        Share of the recorded events that the edits themselves touch.
    """

    edits: int
    events: int
    recorded: int
    lost: int
    carried: int
    share: float


@dataclass(frozen=True)
class Report(TwoReplays, InNotebook):
    """A replay with edits beside the replay without.

    Attributes
    ----------
    before, after : View
        The two replays, with their timelines.
    edits : tuple[Edit, ...]
    counterfactual : Counterfactual or None
        Title and reasons, where the edits have any.
    """

    counterfactual: Counterfactual | None = None

    lost = cached_property(fates.lost)
    flags = cached_property(fates.flagged)
    moved = cached_property(fates.moved)
    unaware = cached_property(fates.unaware)
    clocks = cached_property(outcomes.clock_changes)
    forecasts = cached_property(outcomes.expectations)
    claims = cached_property(outcomes.claim_changes)

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

    @property
    def since_in_words(self) -> str:
        """That day in words, as coded."""
        parting, days = self.divergence, (self.before.days, self.after.days)
        return parting.date(*days) if parting else days[0].of(self.before.entries[-1])

    @cached_property
    def fired(self) -> tuple[Fired, ...]:
        """What rules brought about that they did not in the base: lapses and commitments."""
        return outcomes.fired(self.before, self.after)

    @cached_property
    def ceased(self) -> tuple[Fired, ...]:
        """What rules brought about in the base and do not any more."""
        return outcomes.fired(self.after, self.before)

    @property
    def sanctions(self) -> tuple[Fired, ...]:
        """Sanctions and counter-sanctions that follow."""
        return tuple(act for act in self.fired if act.act in IMPOSITIONS)

    @property
    def worth(self) -> dict[str, float]:
        """Worth of the sanctions that follow, by unit; those without a worth are left out."""
        return summed((act.worth.unit, act.worth.amount) for act in self.sanctions if act.worth)

    @cached_property
    def hanging(self) -> tuple[str, ...]:
        """Recorded events that are kept although they hang on something that was edited; in base order."""
        if self.divergence is None:
            return ()
        return fates.hanging(self, frozenset(c.id for c in self.clocks if c.differs), self.divergence.seq)

    @cached_property
    def kind(self) -> str:
        """Which of `KINDS_OF_RUN` this is."""
        if self.divergence is None:
            return "none"
        loose = any(flag.what != "partly" for flag in self.flags)
        return "intervention" if loose or self.hanging or self.unaware else "counterfactual"

    @cached_property
    def kept(self) -> tuple[str, ...]:
        """Recorded events from the first divergence on that are kept as background; in the order of the branch."""
        if self.divergence is None:
            return ()
        own = {*(edit.target for edit in self.edits), *self.hanging, *self.unaware, *self.after.derived}
        found = self.after.happened
        return tuple(name for name, entry in found.items() if entry.seq >= self.divergence.seq and name not in own)

    @cached_property
    def rewrite(self) -> Rewrite:
        """The size of the rewrite."""
        edited = {item.id for item in self.lost if item.how == "edit"}
        edited |= self.targets(Drop, Shift, Replace, Insert, SetClock, SetOutcome, SetFate) & {
            *self.after.timeline.by_id
        }
        gone, recorded = sum(item.how != "edit" for item in self.lost), len(self.timeline.events)
        share = len(edited) / (recorded or 1)
        return Rewrite(len(self.edits), len(edited), recorded, gone, len(self.moved), share)

    @cached_property
    def measures(self) -> tuple[Measures, Measures]:
        """Escalation measures of base and branch."""
        return measures(self.before.graph), measures(self.after.graph)

    @cached_property
    def paths(self) -> tuple[PathChange, ...]:
        """Each side's computed domain before and after."""
        return outcomes.path_changes(self, self.since)

    def cause(self) -> str:
        """Say in a line which edit the first divergence comes from, "" if there is none."""
        found = self.divergence
        if found is None:
            return ""
        names = {name for entry in (found.before, found.after) if entry for name in (entry.event, entry.clock)}
        own = (e for e in self.edits if e.target in names or (isinstance(e, Cut) and found.day > e.after))
        edit = next(own, self.edits[0] if len(self.edits) == 1 else None)
        return (f"edit {edit.name}: " * bool(edit.name) + describe(edit)) if edit else ""


def summed(worths: Iterable[tuple[str, float]]) -> dict[str, float]:
    """Return the sum of amounts by unit.

    >>> summed([("USD", 1.0), ("JPY", 5.0), ("USD", 2.0)])
    {'USD': 3.0, 'JPY': 5.0}
    """
    found: dict[str, float] = {}
    for unit, amount in worths:
        found[unit] = found.get(unit, 0.0) + amount
    return found


def whatif(base: Timeline | Trace | View, edits: Iterable[Edit] | Counterfactual, *, dates: str = "middle") -> Report:
    """Replay a timeline with edits, and set it beside the replay without.

    Parameters
    ----------
    base : Timeline, Trace or View
        A trace with its timeline, where the base is replayed already; a view of one, where it is edited many times.
    edits : iterable of Edit, or Counterfactual
    dates : {"earliest", "middle", "latest"}
        Where a timeline puts imprecise dates.

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
    ('counterfactual', ['sanctions/end', 'wto-threat/reply-1'], {'USD': 1200000000.0})
    """
    named = edits if isinstance(edits, Counterfactual) else None
    asked = tuple(edits.edits if isinstance(edits, Counterfactual) else edits)
    if isinstance(base, Timeline):
        base = run(base, dates=dates)
    view = base if isinstance(base, View) else View(base)
    if not asked:
        return Report(view, view, (), named)
    edited = apply_to(view.timeline, view.plan, asked, view.dates)
    branch = run(edited, dates=view.dates, plan=view.plan if keeps_plan(asked) else None)
    return Report(view, View(branch), asked, named)
