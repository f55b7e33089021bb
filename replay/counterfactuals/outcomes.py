"""What comes out otherwise in a branch: clocks, acts by rule, the sides' domains, forecasts, claims of the source."""

from __future__ import annotations

from dataclasses import dataclass
from math import fsum

from replay.codebook import Act, Strategy
from replay.counterfactuals.view import TwoReplays, View
from replay.domain import Domain
from replay.engine.trace import ClockHistory, Entry, Kind
from replay.scoring import Forecast, asked, case, forecasts, judge
from replay.timeline import Citation, Worth, origin
from replay.timeline.dispute import once

__all__ = [
    "ClaimChange", "ClockChange", "Fired", "Forecasts", "PathChange", "claim_changes", "clock_changes", "expectations",
    "fired", "path_changes",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClockChange:
    """A clock before and after, None where it was never set; `differs` if it was set, due or ended otherwise."""

    id: str
    label: str
    differs: bool
    before: ClockHistory | None
    after: ClockHistory | None


def clock_changes(pair: TwoReplays) -> tuple[ClockChange, ...]:
    """Every clock of either replay, in the order of setting in the base, then in the branch."""
    old, new = pair.before.clocks, pair.after.clocks
    return tuple(
        ClockChange(name, (old.get(name) or new[name]).label, _life(old.get(name)) != _life(new.get(name)),
                    old.get(name), new.get(name))
        for name in dict.fromkeys((*old, *new))
    )  # fmt: skip


def _life(clock: ClockHistory | None) -> object:
    return clock and (clock.set_on, clock.dues, clock.ended_on, clock.ended_by, clock.outcome)


# -- rules ----------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Fired:
    """An act that a rule brought about in one of the two replays and not in the other.

    Attributes
    ----------
    id : str
        Its id in the trace: ``clock/end``, ``event/reply-1``.
    rule : {"end", "commitment"}
    source : str
        The clock that ran out, or the event that made the commitment.
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


def fired(one: View, other: View) -> tuple[Fired, ...]:
    """What rules brought about in `other` and not in `one`, in the order of the trace."""
    new = [entry for entry in other.entries if entry.kind in (Kind.CONSEQUENCE, Kind.REACTION)]
    return tuple(_fired(other, entry) for entry in new if entry.event not in one.first)


def _fired(view: View, entry: Entry) -> Fired:
    name = entry.event or ""
    then, source = view.timeline.by_rule[name], origin(name)
    event = view.timeline.carriers[name]
    rule = "end" if entry.kind is Kind.CONSEQUENCE else "commitment"
    return Fired(
        name, entry.day, then.actor, then.recipient, then.act, then.summary, rule, source, view.timeline.worth(name),
        event.cite, event.note,
    )  # fmt: skip


# -- domains --------------------------------------------------------------------------------------


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
    mean : float
        Mean distance of the paths over that stretch, in domain units.
    """

    party: str
    lowest_before: float
    lowest_after: float
    last_before: float
    last_after: float
    area: float
    days: int
    mean: float


def path_changes(pair: TwoReplays, since: int) -> tuple[PathChange, ...]:
    """Each side's computed domain before and after, from a day to the last entry of either replay; sender first."""
    until = max((view.entries[-1].day for view in (pair.before, pair.after) if view.entries), default=since)
    old, new = pair.before.domains, pair.after.domains
    return tuple(_change(old[side], new[side], since, until) for side in old)


def _change(old: Domain, new: Domain, since: int, until: int) -> PathChange:
    area = fsum(abs(old.at(day) - new.at(day)) for day in range(since, until))  # what fades differs from day to day
    low, lower = (min(domain.at(day) for day in range(since, until + 1)) for domain in (old, new))
    length = until - since
    return PathChange(old.party, low, lower, old.at(until), new.at(until), area, length, area / (length or 1))


# -- theories and claims --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Forecasts:
    """What one theory expects of one decision before and after; None where the decision is not taken.

    Attributes
    ----------
    date : str
        The day in words, as coded.
    before, after : tuple[float, float, float] or None
        Probabilities of creating, mixed and claiming.
    did_before, did_after : Strategy or None
    """

    theory: str
    decision: str
    label: str
    party: str
    day: int
    date: str
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


def expectations(pair: TwoReplays) -> tuple[Forecasts, ...]:
    """What each theory expects of every decision of either replay: by theory, then in the order of the base."""
    old, new = ({(f.theory, f.decision): f for f in _expected(view)} for view in (pair.before, pair.after))
    return tuple(_both(old.get(key), new.get(key)) for key in dict.fromkeys((*old, *new)))


@once
def _expected(view: View) -> tuple[Forecast, ...]:
    one = case(view.trace)
    return asked(forecasts([one]), [one]) if one.choices else ()


def _both(old: Forecast | None, new: Forecast | None) -> Forecasts:
    some = old or new
    assert some is not None
    return Forecasts(
        some.theory, some.decision, some.label, some.prediction.party, some.day, some.date,
        old.prediction.probabilities if old else None, new.prediction.probabilities if new else None,
        old.did if old else None, new.did if new else None,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClaimChange:
    """A claim of the source and whether the model bears it out before and after; None where it cannot be tried."""

    id: str
    says: str
    before: bool | None
    after: bool | None


def claim_changes(pair: TwoReplays) -> tuple[ClaimChange, ...]:
    """The claims of the source that the model bears out in one replay and not in the other, in file order."""
    old, new = (judge([case(view.trace)]) for view in (pair.before, pair.after))
    return tuple(
        ClaimChange(before.claim.id, before.claim.says, before.agrees, after.agrees)
        for before, after in zip(old, new, strict=True)
        if before.agrees is not after.agrees
    )
