"""A replay as it is looked at again and again: what is found in its trace, each made once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property

from replay.counterfactuals.edits import Edit
from replay.counterfactuals.edits.dues import owner
from replay.domain import Domain, path
from replay.engine import settled
from replay.engine.days import Days, worded
from replay.engine.trace import ACTED, HANDLED, RUN_OUT, ClockHistory, Entry, Kind, Trace
from replay.escalation import Escalation, Ledger, ledger
from replay.escalation import graph as graph_of
from replay.text.words import spaced
from replay.timeline import Timeline
from replay.timeline.schedule import Schedule

__all__ = ["TwoReplays", "View"]


@dataclass(frozen=True)
class View:
    """A trace with what is looked up in it."""

    trace: Trace

    @cached_property
    def timeline(self) -> Timeline:
        """What was replayed."""
        return self.trace.coded("compare")

    @property
    def dates(self) -> str:
        """Where imprecise dates are put."""
        return str(self.trace.settings.get("dates", "middle"))

    @cached_property
    def plan(self) -> Schedule:
        """The schedule that was replayed."""
        return self.trace.plan or settled(self.timeline, self.dates)

    @cached_property
    def days(self) -> Days:
        """Its days in words, as coded."""
        return Days(self.trace, worded)

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries."""
        return tuple(self.trace)

    @cached_property
    def dues(self) -> tuple[int | None, ...]:
        """Due day that each entry gives a clock."""
        return tuple(self.trace.due(seq) for seq in range(len(self.trace)))

    @cached_property
    def happened(self) -> Mapping[str, Entry]:
        """The entry of every recorded event that the replay has."""
        return {entry.event: entry for entry in self.entries if entry.kind is Kind.EVENT and entry.event}

    @property
    def derived(self) -> frozenset[str]:
        """Recorded events that rules bring about in this replay."""
        return frozenset(self.trace.fired.keys() & self.happened.keys()) - self.plan.followed.early

    @cached_property
    def first(self) -> Mapping[str, int]:
        """First entry of every act and of every clock."""
        found: dict[str, int] = {}
        for entry in self.entries:
            if entry.kind in ACTED or entry.kind is Kind.CLOCK_SET:
                found.setdefault((entry.clock if entry.kind is Kind.CLOCK_SET else entry.event) or "", entry.seq)
        return found

    @cached_property
    def void(self) -> tuple[tuple[str, str], ...]:
        """Recorded acts that do nothing to a clock that they name, each with that clock."""
        done = {(entry.event, entry.clock) for entry in self.entries if entry.kind in HANDLED}
        acts = (self.timeline.by_id[name] for name in self.happened)
        return tuple((act.id, clock) for act in acts for clock in act.touches if (act.id, clock) not in done)

    @cached_property
    def clocks(self) -> Mapping[str, ClockHistory]:
        """Histories by id, in the order of setting."""
        return {clock.id: clock for clock in self.trace.clocks()}

    @cached_property
    def graph(self) -> Escalation:
        """The escalation graph."""
        return graph_of(self.trace)

    @cached_property
    def ledger(self) -> Ledger:
        """The threats and promises."""
        return ledger(self.trace)

    @cached_property
    def domains(self) -> Mapping[str, Domain]:
        """Computed paths of both sides."""
        return path(self.trace)

    def causes(self, entry: Entry) -> set[str]:
        """The acts, and the clocks that lapsed, that an entry goes back to."""
        found = [self.entries[seq] for seq in entry.causes]
        return {(cause.clock if cause.kind in RUN_OUT else cause.event) or "" for cause in found}

    def label(self, name: str) -> str:
        """The label of an event, or its id in words."""
        event = self.timeline.by_id.get(name)
        return (event.label if event else "") or spaced(name)


@dataclass(frozen=True)
class TwoReplays:
    """Two replays, before and after, and the edits between them."""

    before: View
    after: View
    edits: tuple[Edit, ...] = ()

    def targets(self, *kinds: type) -> set[str]:
        """Return what the edits of these kinds address; of a clock the event that sets it."""
        return {owner(self.before.timeline, edit.target) for edit in self.edits if isinstance(edit, kinds)}
