"""Whether the dates as coded fix a finding of the report: certain, possible or impossible, without drawing a day."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from replay.codebook import IMPOSITIONS, Outcome
from replay.engine.trace import ClockHistory, Trace
from replay.ensemble.dateproof import DateProof, ends_told, rest_told
from replay.ensemble.endings import ClockEnds
from replay.ensemble.orders import Certainty
from replay.tables.clocks import clock_names
from replay.tables.headline import threats_of
from replay.text.words import joined

__all__ = ["by_dates", "open_ends"]


def by_dates(trace: Trace, proof: DateProof) -> Mapping[str, str]:
    """Return by the name of a finding of `tables.headline` whether the dates fix it, where that can be said.

    Examples
    --------
    >>> import replay
    >>> from replay.ensemble.dateproof import at_hand
    >>> trace = replay.run(replay.load(replay.example()))
    >>> for name, said in by_dates(trace, at_hand(trace)).items():
    ...     print(f"{name}: {said}")
    threats: The dates as coded fix that they are the first and the last.
    ends: The dates as coded fix how it ends.
    sanctions: The dates as coded rule out that a clock brings any other.
    scores: Not told by the dates alone: ask replay sweep, --over dates and --over switches, with --answer.
    """
    found = {
        "threats": _threats(trace, proof),
        "ends": ends_told(trace, proof.ends, clock_names(trace)),
        "sanctions": _sanctions(trace, proof.ends),
        "chain": rest_told(proof.rests[0]) if proof.rests else "",
        "scores": "Not told by the dates alone: ask replay sweep, --over dates and --over switches, with --answer.",
    }
    return {name: said for name, said in found.items() if said}


def open_ends(trace: Trace, proof: DateProof) -> Iterator[str]:
    """Yield of each clock whose end the dates do not surely fix how it ends, and how else it may."""
    ends, names = {one.clock: one for one in proof.ends}, clock_names(trace)
    for clock in trace.clocks():
        one = ends.get(clock.id)
        if one and one.certain is not clock.outcome:
            others = [_end(clock, end) for end in one.possible if end is not clock.outcome] + ["never set"] * one.never
            perhaps = "" if one.exact else "perhaps "
            yield f"{names[clock.id]}: {_end(clock, clock.outcome)}; {perhaps}also possible: {', '.join(others)}"


def _end(clock: ClockHistory, outcome: Outcome) -> str:
    return clock.kind.end_in_words(outcome).partition(":")[0]


def _threats(trace: Trace, proof: DateProof) -> str:
    """Whether the first threat came before all others, and the last after them."""
    acts = list(dict.fromkeys(row.acts[0] for row in threats_of(trace)))
    if not acts or not {*acts} <= {*proof.coded.places}:
        return ""
    before = proof.coded.before
    first = all(before(acts[0], other) is Certainty.CERTAIN for other in acts[1:])
    last = all(before(other, acts[-1]) is Certainty.CERTAIN for other in acts[:-1])
    if first and last:
        return f"The dates as coded fix that {'it is' if len(acts) == 1 else 'they are'} the first and the last."
    unsure = joined([name for name, sure in (("first", first), ("last", last)) if not sure])
    return f"The dates as coded do not surely fix which threat is the {unsure}."


def _sanctions(trace: Trace, ends: tuple[ClockEnds, ...]) -> str:
    """Whether a clock that brings a sanction when it runs out may do so otherwise than in this replay."""
    line, names = trace.coded("tell sanctions"), clock_names(trace)
    outcomes = {clock.id: clock.outcome for clock in trace.clocks()}
    bring = [one for one in ends if any(then.act in IMPOSITIONS for then in line.clocks[one.clock].on_end)]
    unsure = [
        names.get(one.clock, one.clock) for one in bring
        if Outcome.CARRIED_OUT in one.possible and one.certain is not outcomes.get(one.clock)
    ]  # fmt: skip
    if unsure:
        return f"The dates as coded leave it open whether a sanction comes by {joined(unsure)}."
    return "The dates as coded rule out that a clock brings any other." if bring else ""
