"""What the sides' domains and the theories' expectations become in a branch."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import pairwise

from replay.counterfactuals.findings import View
from replay.counterfactuals.values import ClaimChange, Forecasts, PathChange
from replay.domain import Domain
from replay.engine.trace import Trace
from replay.scoring import Forecast, case, forecasts, judge

__all__ = ["claim_changes", "expectations", "path_changes"]


def path_changes(base: View, branch: View, since: int) -> tuple[PathChange, ...]:
    """Each side's computed domain before and after, from a day to the last entry of either replay; sender first."""
    until = max((view.entries[-1].day for view in (base, branch) if view.entries), default=since)
    old, new = base.domains, branch.domains
    return tuple(_change(old[side], new[side], since, until) for side in old)


def _change(old: Domain, new: Domain, since: int, until: int) -> PathChange:
    days = sorted({since, until, *(s.day for d in (old, new) for s in d.steps if since <= s.day <= until)})
    area = sum(abs(old.at(day) - new.at(day)) * (following - day) for day, following in pairwise(days))
    low, lower = (min(domain.at(day) for day in days) for domain in (old, new))
    return PathChange(old.party, low, lower, old.at(until), new.at(until), area, until - since)


def expectations(base: Trace, branch: Trace) -> tuple[Forecasts, ...]:
    """What each theory expects of every decision of either replay: by theory, then in the order of the base."""
    found = [_by_key(trace) for trace in (base, branch)]
    return tuple(_pair(found[0].get(key), found[1].get(key)) for key in dict.fromkeys((*found[0], *found[1])))


def _by_key(trace: Trace) -> Mapping[tuple[str, str], tuple[Forecast, str]]:
    one = case(trace)
    if not one.choices:
        return {}
    return {(f.theory, f.decision): (f, f.prediction.party) for f in forecasts([one])}


def _pair(old: tuple[Forecast, str] | None, new: tuple[Forecast, str] | None) -> Forecasts:
    some, party = old or new or (None, "")
    assert some is not None
    return Forecasts(
        some.theory, some.decision, some.label, party, some.day,
        old[0].prediction.probabilities if old else None, new[0].prediction.probabilities if new else None,
        old[0].did if old else None, new[0].did if new else None,
    )  # fmt: skip


def claim_changes(base: Trace, branch: Trace) -> tuple[ClaimChange, ...]:
    """The claims of the source that the model bears out in one replay and not in the other, in file order."""
    old, new = (judge([case(trace)]) for trace in (base, branch))
    return tuple(
        ClaimChange(before.claim.id, before.claim.says, before.agrees, after.agrees)
        for before, after in zip(old, new, strict=True)
        if before.agrees is not after.agrees
    )
