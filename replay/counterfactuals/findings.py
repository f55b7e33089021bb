"""What an edit did to the record: what is gone, what stands without its grounds, what moved, what rules did."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from replay.counterfactuals.edits import Edit, Insert, Replace, SetClock, Shift
from replay.counterfactuals.values import ClockChange, Fired, Flag, Lost, Moved
from replay.domain import Domain, path
from replay.engine.trace import ACTED, ENDS, ClockHistory, Entry, Kind, Trace
from replay.escalation import Escalation, graph
from replay.timeline import Event, Timeline

__all__ = ["View", "clock_changes", "fired", "flags", "hanging", "lost", "moved", "parting", "unaware"]


@dataclass(frozen=True)
class View:
    """A trace with what is looked up in it again and again, each made once."""

    trace: Trace

    @cached_property
    def timeline(self) -> Timeline:
        """What was replayed."""
        return self.trace.coded("compare")

    @cached_property
    def entries(self) -> tuple[Entry, ...]:
        """All entries."""
        return tuple(self.trace)

    @property
    def timed(self) -> bool:
        """Whether the entries have due days: those of a replay do, those read from a file do not."""
        return bool(self.trace.settings)

    @cached_property
    def dues(self) -> tuple[int | None, ...]:
        """Due day that each entry gives a clock."""
        return tuple(self.trace.due(seq) for seq in range(len(self.trace)))

    @cached_property
    def happened(self) -> Mapping[str, Entry]:
        """The entry of every recorded event that the replay has."""
        return {entry.event: entry for entry in self.entries if entry.kind is Kind.EVENT and entry.event}

    @cached_property
    def first(self) -> Mapping[str, int]:
        """First entry of every act and of every clock."""
        found: dict[str, int] = {}
        for entry in self.entries:
            if entry.kind in ACTED or entry.kind is Kind.CLOCK_SET:
                found.setdefault((entry.clock if entry.kind is Kind.CLOCK_SET else entry.event) or "", entry.seq)
        return found

    @cached_property
    def ended(self) -> frozenset[tuple[str, str]]:
        """Which act ended or moved which clock."""
        kinds = (*ENDS, Kind.CLOCK_MOVED)
        return frozenset((entry.event or "", entry.clock or "") for entry in self.entries if entry.kind in kinds)

    @cached_property
    def clocks(self) -> Mapping[str, ClockHistory]:
        """Histories by id, in the order of setting."""
        return {clock.id: clock for clock in self.trace.clocks()}

    @cached_property
    def graph(self) -> Escalation:
        """The escalation graph."""
        return graph(self.trace)

    @cached_property
    def domains(self) -> Mapping[str, Domain]:
        """Computed paths of both sides."""
        return path(self.trace)

    def causes(self, entry: Entry) -> set[str]:
        """The acts, and the clocks that lapsed, that an entry goes back to."""
        found = [self.entries[seq] for seq in entry.causes]
        return {(cause.clock if cause.kind is Kind.CLOCK_LAPSED else cause.event) or "" for cause in found}

    def label(self, name: str) -> str:
        """The label of an event, or its id in words."""
        event = self.timeline.by_id.get(name)
        return (event.label if event else "") or name.replace("-", " ")


def parting(base: View, branch: View) -> int | None:
    """The first entry, by number, in which two traces differ; None if they are the same.

    Due days count where both traces have them.
    """
    timed = base.timed and branch.timed
    pairs = zip(base.entries, branch.entries, base.dues, branch.dues, strict=False)
    for seq, (one, two, due, other) in enumerate(pairs):
        if one != two or (timed and due != other):
            return seq
    shorter = min(len(base.entries), len(branch.entries))
    return shorter if len(base.entries) != len(branch.entries) else None


def lost(branch: View) -> tuple[Lost, ...]:
    """Recorded events that do not happen, in the order of the trace."""
    found = []
    for entry in branch.entries:
        if entry.kind is Kind.DROPPED or entry.kind is Kind.SUPPRESSED:
            name = entry.event or ""
            how, causes = _why(branch, entry, name)
            found.append(Lost(name, branch.label(name), entry.day, how, causes))
    return tuple(found)


def _why(branch: View, entry: Entry, name: str) -> tuple[str, tuple[str, ...]]:
    causes = tuple(branch.entries[seq].event or "" for seq in entry.causes)
    if entry.kind is Kind.DROPPED:
        return ("response" if branch.timeline.dropped[name] else "edit"), causes
    needed = {other for group in branch.timeline.by_id[name].needs for other in group}
    return "premise", causes or tuple(sorted(needed))


def moved(base: View, branch: View, edits: Sequence[Edit]) -> tuple[Moved, ...]:
    """Recorded events that come on another day, those that an edit itself moves left out; in branch order."""
    own = {edit.target for edit in edits if isinstance(edit, (Shift, Replace))}
    return tuple(
        Moved(name, branch.label(name), base.happened[name].day, entry.day)
        for name, entry in branch.happened.items()
        if name in base.happened and base.happened[name].day != entry.day and name not in own
    )


def flags(base: View, branch: View) -> tuple[Flag, ...]:
    """Recorded events that happen although what they answered, ended or followed from is missing; by kind."""
    return tuple(flag for look in (_unprovoked, _late, _unruled) for flag in look(base, branch))


def _unprovoked(base: View, branch: View) -> Iterator[Flag]:
    for name, entry in branch.happened.items():
        answers = branch.timeline.by_id[name].answers
        if name not in base.happened or not answers:
            continue
        had = [n for n in answers if base.first.get(n, len(base.entries)) < base.happened[name].seq]
        left = tuple(n for n in answers if branch.first.get(n, len(branch.entries)) < entry.seq)
        missing = tuple(n for n in had if n not in left)
        if missing:
            yield Flag(name, branch.label(name), entry.day, "partly" if left else "unprovoked", missing, left)


def _late(base: View, branch: View) -> Iterator[Flag]:
    for name, clock in sorted(base.ended - branch.ended, key=lambda pair: (base.first.get(pair[0], 0), pair)):
        if name in branch.happened and clock in branch.timeline.clocks:
            yield Flag(name, branch.label(name), branch.happened[name].day, "too-late", (clock,))


def _unruled(base: View, branch: View) -> Iterator[Flag]:
    for rule, then in base.timeline.by_rule.items():
        name, source = then.event or "", rule.rsplit("/", 1)[0]
        if name in base.happened and name in branch.happened:
            entry = branch.happened[name]
            if source in base.causes(base.happened[name]) and source not in branch.causes(entry):
                yield Flag(name, branch.label(name), entry.day, "no-rule", (source,))


def clock_changes(base: View, branch: View) -> tuple[ClockChange, ...]:
    """Every clock of either replay, in the order of setting in the base, then in the branch."""
    old, new = base.clocks, branch.clocks
    return tuple(
        ClockChange(name, (old.get(name) or new[name]).label, old.get(name), new.get(name))
        for name in dict.fromkeys((*old, *new))
    )


def fired(one: View, other: View) -> tuple[Fired, ...]:
    """What rules brought about in `other` and not in `one`, in the order of the trace."""
    new = [entry for entry in other.entries if entry.kind in (Kind.CONSEQUENCE, Kind.REACTION)]
    new = [entry for entry in new if entry.event not in one.first]
    carriers = _carriers(other.timeline) if new else {}
    return tuple(_fired(other, entry, carriers) for entry in new)


def _fired(view: View, entry: Entry, carriers: Mapping[str, Event]) -> Fired:
    name = entry.event or ""
    then, source = view.timeline.by_rule[name], name.rsplit("/", 1)[0]
    event = view.timeline.by_id.get(source) or carriers.get(source)
    rule = "lapse" if entry.kind is Kind.CONSEQUENCE else "commitment"
    return Fired(
        name, entry.day, then.actor, then.recipient, then.act, then.summary, rule, source, then.worth,
        event.cite if event else (), event.note if event else "",
    )  # fmt: skip


def _carriers(timeline: Timeline) -> Mapping[str, Event]:
    """The event in which each clock is written."""
    found: dict[str, Event] = {}
    for event in timeline.events:
        clocks = list(event.clocks) + [clock for c in event.commits for clock in c.then.clocks]
        while clocks:
            clock = clocks.pop()
            found[clock.id] = event
            clocks += clock.on_lapse.clocks if clock.on_lapse else ()
    return found


def hanging(base: View, branch: View, edits: Sequence[Edit], since: int) -> tuple[str, ...]:
    """Recorded events that the branch keeps although they hang on something that the edits changed; in base order.

    They hang on it if they go back to it, in one step or in many, by the causes in the base: to an act that is gone,
    moved or changed (the setting of a clock with another due date is one), or to a clock that from entry `since` on
    is set, moved or ended otherwise.
    """
    carried = [item.id for item in moved(base, branch, edits)]
    changed = {edit.target for edit in edits if isinstance(edit, (Shift, Replace))}
    changed |= {entry.event or "" for entry in branch.entries if entry.kind in (Kind.DROPPED, Kind.SUPPRESSED)}
    setters = base.timeline.setters
    changed |= {setters[e.target].id for e in edits if isinstance(e, SetClock) and e.target in setters}
    clocks = {change.id for change in clock_changes(base, branch) if change.differs}
    tainted: set[int] = set()
    found: list[str] = []
    for entry in base.entries:
        own = (entry.event in changed) if entry.act else (entry.clock in clocks and entry.seq >= since)
        if own or not tainted.isdisjoint(entry.causes):
            tainted.add(entry.seq)
            if not own and entry.kind is Kind.EVENT and entry.event in branch.happened:
                found.append(entry.event or "")
    return tuple(dict.fromkeys([*found, *carried]))


def unaware(base: View, branch: View, edits: Sequence[Edit]) -> tuple[str, ...]:
    """Recorded acts between the two camps that are kept after something new has happened between them.

    New is what an edit inserts and what rules bring about that they did not in the base. An act between the camps is on
    the ladder and goes from a side or one of its domestic actors to the other side or one of its own.
    """
    inserted = {edit.target for edit in edits if isinstance(edit, Insert)}
    timeline = branch.timeline
    new = [
        entry.seq for entry in branch.entries
        if entry.kind in ACTED and (entry.event in inserted or entry.event not in base.first)
        and _between(timeline, entry)
    ]  # fmt: skip
    if not new:
        return ()
    return tuple(
        name
        for name, entry in branch.happened.items()
        if entry.seq > new[0] and name in base.happened and _between(timeline, entry)
    )


def _between(timeline: Timeline, entry: Entry) -> bool:
    camps = timeline.side(entry.actor), timeline.side(entry.recipient)
    return None not in camps and camps[0] != camps[1] and entry.act is not None and entry.act.rung > 0
