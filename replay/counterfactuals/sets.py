"""Sets of branches: counterfactuals that exclude each other, weighed by probabilities that sum to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from replay.codebook import Act
from replay.counterfactuals.edits import RECORD, Branches, Counterfactuals
from replay.counterfactuals.report import Report, whatif
from replay.engine import run

__all__ = ["Weighed", "weigh"]


@dataclass(frozen=True)
class Weighed:
    """A set of branches with the report of each, and what they say together.

    Attributes
    ----------
    branches : Branches
    reports : Mapping[str, Report]
        By the name of the counterfactual, or `RECORD`, in the order of the set.
    """

    branches: Branches
    reports: Mapping[str, Report]

    @property
    def imposition(self) -> float:
        """Probability that sanctions are imposed that the record does not have."""
        parts = self.branches.parts
        return sum(parts[name] for name, report in self.reports.items() if report.sanctions)

    @property
    def unvalued(self) -> tuple[str, ...]:
        """Branches with sanctions for which the file gives no worth; in `worth` these count as nothing."""
        return tuple(name for name, report in self.reports.items() if any(not act.worth for act in report.sanctions))

    @property
    def worth(self) -> dict[str, float]:
        """Expected worth of sanctions and counter-sanctions, by unit."""
        found: dict[str, float] = {}
        for name, report in self.reports.items():
            for unit, amount in report.worth.items():
                found[unit] = found.get(unit, 0.0) + self.branches.parts[name] * amount
        return found

    def chance(self, act: Act) -> float:
        """Probability that a rule brings such an act about."""
        parts = self.branches.parts
        return sum(parts[n] for n, report in self.reports.items() if any(fired.act is act for fired in report.fired))


def weigh(found: Counterfactuals, name: str, *, dates: str = "middle") -> Weighed:
    """Report every branch of a set.

    Raises
    ------
    KeyError
        If the file has no set of that name.
    ValueError
        If the probabilities do not sum to one; unpacking what might have been tends to give more than that in all
        (Tetlock & Lebow 2001, doi:10.1017/S0003055401000430).
    """
    branches = found.branches[name]
    total = sum(branches.parts.values())
    if abs(total - 1) > 1e-9:
        raise ValueError(f"the probabilities of '{name}' sum to {total:g}; allowed: 1")
    base = run(found.timeline, dates=dates)
    reports = {
        part: whatif(base, () if part == RECORD else found.counterfactuals[part], dates=dates)
        for part in branches.parts
    }
    return Weighed(branches, reports)
