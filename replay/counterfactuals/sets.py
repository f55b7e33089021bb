"""Sets of branches: counterfactuals that exclude each other, weighed by probabilities that sum to one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from replay.counterfactuals.branch import Report, summed, whatif
from replay.counterfactuals.edits import RECORD, Branches, Counterfactuals
from replay.counterfactuals.view import View
from replay.engine import run
from replay.errors import RefusalError
from replay.text.blocks import Block, Grid, Heading, Paragraph
from replay.text.notebook import InNotebook
from replay.text.plain import picked
from replay.text.words import money

__all__ = ["WeighedBranches", "weigh_branches"]


@dataclass(frozen=True)
class WeighedBranches(InNotebook):
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
        found = ((self.branches.parts[name], report.worth) for name, report in self.reports.items())
        return summed((unit, chance * amount) for chance, worth in found for unit, amount in worth.items())

    def document(self) -> tuple[Block, ...]:
        """Return the set as a document: a row for each branch, and what they come to together."""
        rows = tuple(
            (
                f"{self.branches.parts[name]:.2f}", name, "as recorded" if report.kind == "none" else report.kind,
                report.since_in_words if report.divergence else "-",
                ", ".join(f"{act.actor} {act.act.value}" for act in report.fired) or "-",
                money(report.worth) if report.sanctions else "-",
            )
            for name, report in self.reports.items()
        )  # fmt: skip
        heads = "Probability", "Branch", "Kind of run", "Diverges on", "Rules bring about", "Sanctions worth"
        said = (
            "The probabilities sum to one. A lapse or a commitment imposes sanctions that the record does not have "
            f"with probability {self.imposition:.2f}, the sum over such branches"
        )
        if self.worth:
            said += f"; expected worth, each branch's times its probability: {money(self.worth)}"
        if self.unvalued:
            names = ", ".join(self.unvalued)
            said += f"; the file gives no worth for some or all of them in {names}, which counts as 0"
        return (
            Heading(self.branches.question, 1), Paragraph(self.branches.because), Grid(heads, rows, right=(0, 5)),
            Paragraph(f"{said}.", strong=True),
        )  # fmt: skip

    def values(self) -> dict[str, object]:
        """Return the set as plain values, ready for JSON."""
        return {
            **picked(self.branches, "name", "question", "because"),
            "branches": [
                {
                    "name": name, "probability": self.branches.parts[name], "kind": report.kind,
                    "fired": [act.id for act in report.fired], "worth": report.worth,
                }
                for name, report in self.reports.items()
            ],
            **picked(self, "imposition", "worth", without_worth="unvalued"),
            "means": "imposition: summed probability of the branches in which a lapse or a commitment imposes "
            "sanctions that the record does not have; worth: sum of probability times worth of these, by unit; "
            "without_worth: branches with such sanctions for which the file gives no worth, which counts as nothing",
        }  # fmt: skip


def weigh_branches(found: Counterfactuals, name: str, *, dates: str = "middle") -> WeighedBranches:
    """Report every branch of a set.

    Raises
    ------
    KeyError
        If the file has no set of that name.
    RefusalError
        If the probabilities do not sum to one; unpacking what might have been tends to give more than that in all
        (Tetlock & Lebow 2001, American Political Science Review 95, 829-843).
    """
    branches = found.branches[name]
    total = sum(branches.parts.values())
    if abs(total - 1) > 1e-9:
        raise RefusalError(f"the probabilities of '{name}' sum to {total:g}; allowed: 1")
    base = View(run(found.timeline, dates=dates))
    parts = {part: () if part == RECORD else found.counterfactuals[part] for part in branches.parts}
    return WeighedBranches(branches, {part: whatif(base, edits) for part, edits in parts.items()})
