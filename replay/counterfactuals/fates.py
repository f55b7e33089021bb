"""What becomes of the recorded events in a branch: gone, carried to another day, or kept without its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from replay.counterfactuals.edits import Insert, Replace, SetClock, Shift
from replay.counterfactuals.view import TwoReplays, View
from replay.dates import Relative
from replay.engine.conformance import departures
from replay.engine.trace import ACTED, Entry, Kind
from replay.text.words import money
from replay.timeline import Timeline, origin

__all__ = ["Flagged", "Lost", "Moved", "flagged", "hanging", "lost", "moved", "unaware"]


@dataclass(frozen=True, slots=True)
class Lost:
    """A recorded event that does not happen.

    Attributes
    ----------
    id, label : str
    day : int
        On which it would have happened.
    how : {"edit", "response", "premise", "rule", "clock"}
        Edited away; gone because it answered nothing else; without a premise; not brought about by the rule that it is;
        or, since it only moved or dropped a clock, without that clock.
    because : tuple[str, ...]
        The events whose absence is the reason, or the clocks and events of the rules; empty for an edit.
    """

    id: str
    label: str
    day: int
    how: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flagged:
    """A recorded event that happens all the same although something that it had is missing.

    Attributes
    ----------
    what : {"unprovoked", "partly", "too-late", "assumed", "off-rule", "whole"}
        Nothing of what it answered is left; some is; the clock that it ended, moved, split or resumed had ended, was
        never set or did not stand still; another end of it is assumed; the end or trigger from which it departs in the
        record came otherwise; what had been split off its clock was not, so that it carries out the whole that was
        listed.
    missing, left : tuple[str, ...]
        Events or clocks.
    """

    id: str
    label: str
    day: int
    what: str
    missing: tuple[str, ...]
    left: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Moved:
    """A recorded event that comes on another day because of what it hangs on."""

    id: str
    label: str
    before: int
    after: int


def lost(pair: TwoReplays) -> tuple[Lost, ...]:
    """Recorded events that do not happen, in the order in which they would have."""
    return tuple(
        Lost(entry.event or "", pair.after.label(entry.event or ""), entry.day, *_why(pair.after, entry))
        for entry in pair.after.entries
        if entry.kind in (Kind.DROPPED, Kind.SUPPRESSED)
    )


def _why(branch: View, entry: Entry) -> tuple[str, tuple[str, ...]]:
    name, causes = entry.event or "", tuple(branch.entries[seq].event or "" for seq in entry.causes)
    if entry.kind is Kind.DROPPED:
        return ("response" if branch.timeline.dropped[name] else "edit"), causes
    event = branch.timeline.by_id[name]
    done = {other for group in event.needs for other in group if branch.first.get(other, entry.seq) < entry.seq}
    unmet = [group for group in event.needs if done.isdisjoint(group)]
    if unmet:
        return "premise", causes or tuple(sorted({other for group in unmet for other in group}))
    if name in branch.timeline.ruled:
        return "rule", tuple(origin(rule) for rule in branch.timeline.ruled[name])
    if event.touches:
        return "clock", event.touches
    return "premise", causes


def moved(pair: TwoReplays) -> tuple[Moved, ...]:
    """Recorded events that were carried to another day, those that an edit itself moves left out; in branch order."""
    old, own = pair.before.happened, pair.targets(Shift, Replace)
    return tuple(
        Moved(name, pair.after.label(name), old[name].day, entry.day)
        for name, entry in pair.after.happened.items()
        if name in old and old[name].day != entry.day and name not in own
    )


# -- kept although the reason is gone or changed --------------------------------------------------

_Flag = tuple[str, str, tuple[str, ...], tuple[str, ...]]
"""The id of an event, what is to be said of it, what is missing, what is left."""


def flagged(pair: TwoReplays) -> tuple[Flagged, ...]:
    """Recorded events that happen although what they answered, ended or followed from is missing; by kind."""
    base, branch = pair.before, pair.after
    found = (one for look in (_unprovoked, _late, _departing, _whole) for one in look(base, branch))
    return tuple(
        Flagged(name, branch.label(name), branch.happened[name].day, what, missing, left)
        for name, what, missing, left in found
    )


def _unprovoked(base: View, branch: View) -> Iterator[_Flag]:
    for name, entry in branch.happened.items():
        answers = branch.timeline.by_id[name].answers
        if name not in base.happened or not answers:
            continue
        had = [n for n in answers if base.first.get(n, len(base.entries)) < base.happened[name].seq]
        left = tuple(n for n in answers if branch.first.get(n, len(branch.entries)) < entry.seq)
        missing = tuple(n for n in had if n not in left)
        if missing:
            yield name, "partly" if left else "unprovoked", missing, left


def _late(base: View, branch: View) -> Iterator[_Flag]:
    for name, clock in branch.void:
        if (name, clock) not in base.void:
            yield name, "assumed" if clock in branch.timeline.assumed else "too-late", (clock,), ()


def _departing(base: View, branch: View) -> Iterator[_Flag]:
    """Events that keep a day which their rules do not explain, where what the rules go by is not what it was."""
    was, now = (
        {found.id: found.days for found in departures(view.trace)} | dict.fromkeys(view.plan.followed.early, 0)
        for view in (base, branch)
    )
    for name in sorted((was.keys() | now.keys()) & branch.happened.keys()):
        fired = base.trace.fired.get(name), branch.trace.fired.get(name)
        if fired[0] != fired[1] if name in was else was.get(name) != now.get(name):
            yield name, "off-rule", tuple(origin(rule) for rule in branch.timeline.ruled.get(name, ())), ()


def _whole(base: View, branch: View) -> Iterator[_Flag]:
    """Measures of a clock of which the branch has split off nothing any more."""
    for event in base.timeline.events:
        for parent, part in event.splits.items():
            if part.id in base.clocks and part.id not in branch.clocks and parent in branch.timeline.clocks:
                for then in branch.timeline.clocks[parent].on_end:
                    names = [name for name in then.events if name in branch.happened]
                    whole = base.timeline.worth_of(parent)
                    left = (money({whole.unit: whole.amount}),) if whole else ()
                    yield from ((name, "whole", (part.id,), left) for name in names)


def hanging(pair: TwoReplays, clocks: frozenset[str], since: int) -> tuple[str, ...]:
    """Recorded events that the branch keeps although they hang on something that the edits changed; in base order.

    They hang on it if they go back to it, in one step or in many, by the causes in the base: to an act that is gone,
    moved or changed (the setting of a clock with another due date is one), or to one of the `clocks`, those that are
    set, moved or ended otherwise, from entry `since` on. Then come those whose date is counted from what is gone, and
    what is carried along. What a rule brings about in
    the branch is not among them: it is derived anew.
    """
    branch, changed = pair.after, pair.targets(Shift, Replace, SetClock)
    anew = branch.derived
    changed |= {entry.event or "" for entry in branch.entries if entry.kind in (Kind.DROPPED, Kind.SUPPRESSED)}
    tainted: set[int] = set()
    found: list[str] = []
    for entry in pair.before.entries:
        own = (entry.event in changed) if entry.act else (entry.clock in clocks and entry.seq >= since)
        if own or not tainted.isdisjoint(entry.causes):
            tainted.add(entry.seq)
            if not own and entry.kind is Kind.EVENT and entry.event in branch.happened and entry.event not in anew:
                found.append(entry.event or "")
    dated = (name for name in _undated(pair.before, branch) if name not in anew)
    return tuple(dict.fromkeys([*found, *dated, *(item.id for item in moved(pair) if item.id not in anew)]))


def _undated(base: View, branch: View) -> Iterator[str]:
    """Events that keep a day which is counted from what the branch does not have any more."""
    for name in (name for name in branch.happened if name in base.happened):
        date = branch.timeline.by_id[name].date
        if isinstance(date, Relative):
            then, now = (
                (view.clocks.get(date.clock) if date.clock else view.happened.get(date.anchor))
                for view in (base, branch)
            )
            if then is not None and (now is None or (date.from_end and branch.clocks[date.clock].ended_on is None)):
                yield name


def unaware(pair: TwoReplays) -> tuple[str, ...]:
    """Recorded acts between the two camps that are kept after something new has happened between them.

    New is what an edit inserts and what rules bring about that they did not in the base. An act between the camps is on
    the ladder and goes from a side or one of its domestic actors to the other side or one of its own.
    """
    known = pair.before.first.keys() - pair.targets(Insert)
    acts = [entry for entry in pair.after.entries if entry.kind in ACTED and _between(pair.after.timeline, entry)]
    first = next((entry.seq for entry in acts if entry.event not in known), len(pair.after.entries))
    old = pair.before.happened
    return tuple(e.event for e in acts if e.seq > first and e.kind is Kind.EVENT and e.event and e.event in old)


def _between(timeline: Timeline, entry: Entry) -> bool:
    camps = timeline.side(entry.actor), timeline.side(entry.recipient)
    return None not in camps and camps[0] != camps[1] and entry.act is not None and entry.act.rung > 0
