"""Does the replay say what the record says? Clocks that end otherwise, acts that it lacks, days that do not fit.

Compared are: for every clock its end; for every act whether it does to clocks what it says; for every recorded event
that a rule brings about, whether the rule does, and the days between; for every commitment its fate. Act, actor and
recipient are compared when the file is checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from replay.codebook import Fate, Outcome
from replay.engine.days import Days
from replay.engine.settling import window
from replay.engine.trace import HANDLED, Kind, Trace
from replay.text.words import counted
from replay.timeline import Timeline, reply_rule

__all__ = ["Departure", "Finding", "conformance", "departures"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference between replay and record.

    Attributes
    ----------
    what : {"clock", "void", "emitted", "suppressed", "loop", "day", "fate"}
    id : str
        The clock, or the act.
    replayed, recorded : str
        What the replay has and what the record has.
    date : str
        In the replay, as coded; "" where the replay has none.
    """

    what: str
    id: str
    replayed: str
    recorded: str
    date: str = ""

    def __str__(self) -> str:
        when = f" on {self.date}" if self.date else ""
        if self.what == "clock":
            return f"clock {self.id}: {self.replayed}{when} in the replay, {self.recorded} in the record"
        if self.what in ("void", "day", "fate"):
            return f"{self.id}: {self.replayed}; {self.recorded}"
        if self.what == "emitted":
            hint = (
                "if an event of it is this act, name that event in the rule (`event: ID`); if it was never done, "
                "say so (`record: broken`; of an effect `record: lapsed`)"
            )
            return f"{self.id}: {self.replayed}{when}, and the record {self.recorded}; {hint}"
        return f"{self.id}: {self.replayed}{when}, and the record {self.recorded}"


@dataclass(frozen=True, slots=True)
class Departure:
    """A recorded event that comes at another time than the rule that it carries out says.

    Attributes
    ----------
    id, rule : str
        The event, and the rule (``clock/end``, ``event/reply-1``).
    day, due : int
        Its day, and the nearest day that the rule allows.
    reason : str
        Why, as coded (`departs:`); "" where nothing is said.
    on, due_on : str
        Both days in words, as coded or as counted from what is coded.
    """

    id: str
    rule: str
    day: int
    due: int
    reason: str = ""
    on: str = ""
    due_on: str = ""

    @property
    def days(self) -> int:
        """Days late, below zero days early."""
        return self.day - self.due

    def __str__(self) -> str:
        size = counted(abs(self.days), "day")
        said = f"{size} {'early' if self.days < 0 else 'late'}: on {self.on}, by {self.rule} {self.due_on}"
        return f"{said} ({self.reason})" if self.reason else said


def departures(trace: Trace) -> tuple[Departure, ...]:
    """Return the recorded events that come at another time than the rules that they carry out say, in their order.

    Of several rules that name one event, the one that is due first counts.
    """
    timeline, plan = trace.coded("compare"), trace.plan
    if plan is None or not trace.fired:
        return ()
    found, days = [], Days(trace)
    for entry in trace.select(Kind.EVENT):
        fired = trace.fired.get(entry.event or "")
        if fired:
            end, rule = min((day, rule) for rule, day in fired)
            first, last = window(timeline, rule, end)
            due = max(entry.day, first) if last is None else min(max(entry.day, first), last)
            if due != entry.day:
                name = entry.event or ""
                ends = (seq for seq in entry.causes if trace[seq].day == end)
                told = days.of(entry), days.counted(next(ends, None), due)
                found.append(Departure(name, rule, entry.day, due, timeline.by_id[name].departs, *told))
    return tuple(found)


def conformance(trace: Trace) -> tuple[Finding, ...]:
    """Compare a replay with the record of its timeline.

    Where the replay was cut short (`until`), clocks that still run are not judged.

    Returns
    -------
    tuple of Finding
        Clocks in the order of setting, then acts that do nothing to their clock, then acts and commitments in the order
        of the trace, then days; empty where the replay conforms.

    Raises
    ------
    ValueError
        For a trace without its timeline.

    Examples
    --------
    >>> import replay
    >>> replay.conformance(replay.run(replay.load(replay.example())))
    ()
    """
    timeline = trace.coded("compare")
    return (*_clocks(trace), *_void(trace, timeline), *_acts(trace), *_fates(trace, timeline), *_days(trace))


def _clocks(trace: Trace) -> Iterator[Finding]:
    days = Days(trace)
    for clock in trace.clocks():
        seen, said = clock.outcome, clock.record
        cut_short = seen is Outcome.OPEN and bool(trace.settings.get("until"))
        if said is not None and seen is not said and not cut_short:
            date = (days.ended(clock) or "").removeprefix("by ")
            yield Finding("clock", clock.id, seen.value, said.value, date)


def _void(trace: Trace, timeline: Timeline) -> Iterator[Finding]:
    """Acts that find nothing to do to their clock, unless because of another reading of its end."""
    done, days = {(entry.event, entry.clock) for entry in trace.select(*HANDLED)}, Days(trace)
    for entry in trace.select(Kind.EVENT):
        for clock in timeline.by_id[entry.event or ""].touches:
            known = timeline.clocks.get(clock)
            if (entry.event, clock) not in done and not (known and known.readings):
                replayed = f"does nothing to clock '{clock}' on {days.of(entry)}"
                yield Finding("void", entry.event or "", replayed, "it had ended, was not set, or did not stand still")


def _acts(trace: Trace) -> Iterator[Finding]:
    words = {
        Kind.CONSEQUENCE: ("emitted", "happens by rule", "has no such act"),
        Kind.REACTION: ("emitted", "happens by commitment", "has no such act"),
        Kind.SUPPRESSED: ("suppressed", "lacks its premise", "has it"),
        Kind.LOOP: ("loop", "goes round a loop of commitments", "has no such act"),
    }
    ruled, days = trace.coded("compare").ruled, Days(trace)
    for entry in trace.select(*words):
        what, replayed, recorded = words[entry.kind]
        rules = ruled.get(entry.event or "", ())
        if entry.kind is Kind.SUPPRESSED and rules:
            replayed = f"is not brought about by {' or '.join(rules)}"
        yield Finding(what, entry.event or "", replayed, recorded, days.of(entry))


def _fates(trace: Trace, timeline: Timeline) -> Iterator[Finding]:
    """Commitments that were triggered less often than the record has it, or at all where it says not."""
    if trace.settings.get("until"):
        return
    for event in timeline.events:
        for n, commitment in enumerate(event.commits, 1):
            rule = reply_rule(event.id, n)
            seen = len(trace.triggered.get(rule, ()))
            said = [fate for fate in commitment.record if fate is not Fate.NOT_TRIGGERED]
            wanted = max(len(said), len(commitment.then.events))
            if seen < wanted:
                recorded = f"the record has it {counted(wanted, 'time')}"
                yield Finding("fate", rule, f"triggered {counted(seen, 'time')} in the replay", recorded)
            elif seen and Fate.NOT_TRIGGERED in commitment.record:
                yield Finding("fate", rule, "triggered in the replay", "the record says not-triggered")


def _days(trace: Trace) -> Iterator[Finding]:
    for found in departures(trace):
        if not found.reason:
            size = counted(abs(found.days), "day")
            said = f"{size} {'early' if found.days < 0 else 'late'}"
            replayed = f"comes on {found.on}, {said}: by {found.rule} it is due {found.due_on}"
            yield Finding("day", found.id, replayed, "if that is so, say why on the event (`departs: REASON`)")
