"""Does the replay say what the record says? Clocks that end otherwise, and acts that the record lacks."""

from __future__ import annotations

from dataclasses import dataclass

from replay.codebook import Outcome
from replay.dates import iso
from replay.engine.trace import Kind, Trace

__all__ = ["Finding", "conformance"]


@dataclass(frozen=True, slots=True)
class Finding:
    """One difference between replay and record.

    Attributes
    ----------
    what : {"clock", "emitted", "suppressed", "loop"}
    id : str
        The clock, or the act.
    replayed, recorded : str
        What the replay has and what the record has.
    date : str
        ISO date in the replay, "" where the replay has none.
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
        if self.what == "emitted":
            hint = "if an event of it is this act, name that event in the rule (`event: ID`)"
            return f"{self.id}: {self.replayed}{when}, and the record {self.recorded}; {hint}"
        return f"{self.id}: {self.replayed}{when}, and the record {self.recorded}"


def conformance(trace: Trace) -> tuple[Finding, ...]:
    """Compare a replay with the record of its timeline.

    A clock recorded as `moved` conforms if it was moved and is still running at the end. Where the replay was
    cut short (`until`), clocks that still run are not judged.

    Returns
    -------
    tuple of Finding
        Clocks in the order of setting, then emitted acts in the order of the trace; empty where the replay conforms.

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
    trace.coded("compare")
    found: list[Finding] = []
    for clock in trace.clocks():
        seen, said = clock.outcome, clock.record
        moved = seen is Outcome.OPEN and said is Outcome.MOVED and len(clock.dues) > 1
        cut_short = seen is Outcome.OPEN and bool(trace.settings.get("until"))
        if said is not None and seen is not said and not moved and not cut_short:
            date = iso(clock.ended_on) if clock.ended_on is not None else ""
            found.append(Finding("clock", clock.id, seen.value, said.value, date))
    words = {
        Kind.CONSEQUENCE: ("emitted", "happens by rule", "has no such act"),
        Kind.REACTION: ("emitted", "happens by commitment", "has no such act"),
        Kind.SUPPRESSED: ("suppressed", "lacks its premise", "has it"),
        Kind.LOOP: ("loop", "goes round a loop of commitments", "has no such act"),
    }
    for entry in trace.select(*words):
        what, replayed, recorded = words[entry.kind]
        found.append(Finding(what, entry.event or "", replayed, recorded, entry.date))
    return tuple(found)
