"""The values of a before-and-after report."""

from __future__ import annotations

from dataclasses import dataclass

from replay.codebook import Act, Strategy
from replay.engine.trace import ClockHistory, Entry
from replay.timeline import Citation, Worth

__all__ = [
    "ClaimChange", "ClockChange", "Criterion", "Difference", "Fired", "Flag", "Forecasts", "Lost", "Moved",
    "PathChange", "Rewrite",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where two traces part.

    Attributes
    ----------
    seq : int
        Number of the entry; all before it are the same in both.
    day : int
        The earlier of the two entries' days.
    before, after : Entry or None
        The entries there; None where a trace has ended.
    due_before, due_after : int or None
        Due days that the entries give a clock.
    """

    seq: int
    day: int
    before: Entry | None
    after: Entry | None
    due_before: int | None = None
    due_after: int | None = None


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
    """

    edits: int
    events: int
    recorded: int
    lost: int
    carried: int

    @property
    def share(self) -> float:
        """Share of the recorded events that the edits themselves touch."""
        return self.events / self.recorded if self.recorded else 0.0


@dataclass(frozen=True, slots=True)
class Lost:
    """A recorded event that does not happen.

    Attributes
    ----------
    id, label : str
    day : int
        On which it would have happened.
    how : {"edit", "response", "premise"}
        Edited away; gone because it answered nothing else; or without a premise.
    because : tuple[str, ...]
        The events whose absence is the reason; empty for an edit.
    """

    id: str
    label: str
    day: int
    how: str
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Flag:
    """A recorded event that happens all the same although something that it had is missing.

    Attributes
    ----------
    what : {"unprovoked", "partly", "too-late", "no-rule"}
        Nothing of what it answered is left; some is; the clock that it met, moved or withdrew had ended or was
        never set; the lapse or commitment that brought it about did not come.
    missing, left : tuple[str, ...]
        Events or clocks.
    """

    id: str
    label: str
    day: int
    what: str
    missing: tuple[str, ...]
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Moved:
    """A recorded event that comes on another day because of what it hangs on."""

    id: str
    label: str
    before: int
    after: int


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A clock before and after; None where it was never set."""

    id: str
    label: str
    before: ClockHistory | None
    after: ClockHistory | None

    @property
    def differs(self) -> bool:
        """Whether it was set, due or ended otherwise."""
        if self.before is None or self.after is None:
            return True
        seen = [(c.set_on, c.dues, c.ended_on, c.ended_by, c.outcome) for c in (self.before, self.after)]
        return seen[0] != seen[1]


@dataclass(frozen=True, slots=True)
class Fired:
    """An act that a rule brought about in one of the two replays and not in the other.

    Attributes
    ----------
    id : str
        Its id in the trace: ``clock/lapse``, ``event/reply-1``.
    rule : {"lapse", "commitment"}
    source : str
        The clock that lapsed, or the event that made the commitment.
    cite, note : tuple[Citation, ...], str
        Of the event that carries the rule.
    """

    id: str
    day: int
    actor: str
    recipient: str | None
    act: Act
    summary: str
    rule: str
    source: str
    worth: Worth | None = None
    cite: tuple[Citation, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class PathChange:
    """A side's computed domain before and after.

    Attributes
    ----------
    lowest_before, lowest_after : float
        Domain units, from the first divergence on.
    last_before, last_after : float
        At the end.
    area : float
        Between the two paths from the first divergence to the end, in domain units times days.
    days : int
        Length of that stretch.
    """

    party: str
    lowest_before: float
    lowest_after: float
    last_before: float
    last_after: float
    area: float
    days: int

    @property
    def mean(self) -> float:
        """Mean distance of the paths over that stretch, in domain units."""
        return self.area / self.days if self.days else 0.0


@dataclass(frozen=True, slots=True)
class Forecasts:
    """What one theory expects of one decision before and after; None where the decision is not taken.

    Attributes
    ----------
    before, after : tuple[float, float, float] or None
        Probabilities of creating, mixed and claiming.
    did_before, did_after : Strategy or None
    """

    theory: str
    decision: str
    label: str
    party: str
    day: int
    before: tuple[float, float, float] | None
    after: tuple[float, float, float] | None
    did_before: Strategy | None
    did_after: Strategy | None

    @property
    def shift(self) -> float | None:
        """Change of the probability of claiming; None where one side is missing."""
        if self.before is None or self.after is None:
            return None
        return self.after[2] - self.before[2]


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim of the source and whether the model bears it out before and after; None where it cannot be tried."""

    id: str
    says: str
    before: bool | None
    after: bool | None


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion of a good counterfactual (Tetlock & Belkin 1996), filled in from the report."""

    name: str
    question: str
    answer: str
