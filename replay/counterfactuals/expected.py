"""The part of a report on what the theories expect and on the claims of the source."""

from __future__ import annotations

from collections.abc import Iterator

from replay.codebook import Strategy
from replay.counterfactuals.branch import Report
from replay.text.blocks import Block, Grid, Heading, Paragraph
from replay.text.words import counted

__all__ = ["expected"]

_NOTABLE = 0.05
"""Least change of a chance of claiming that is worth a line."""


def expected(report: Report) -> Iterator[Block]:
    """Say what each theory expects, before and after, and which claims of the source come out otherwise."""
    yield Heading("What the theories expect")
    if not report.forecasts:
        yield Paragraph("No decision is coded in this timeline.")
        return
    yield _by_theory(report)
    changed = [f for f in report.forecasts if f.shift is None or abs(f.shift) >= _NOTABLE]
    if changed:
        heads = "Theory", "Decision", "Before: creating / mixed / claiming", "Did", "After", "Did"
        rows = [
            (f.theory, f"{f.date} {f.party} {f.label}", *_chances(f.before, f.did_before),
             *_chances(f.after, f.did_after))
            for f in changed
        ]  # fmt: skip
        yield Grid(heads, tuple(rows))
    if same := len(report.forecasts) - len(changed):
        said = f"{counted(same, 'forecast')} whose chance of claiming changes by less than {_NOTABLE}"
        yield Paragraph(f"{said} left out here; --json has them all.")
    if report.claims:
        said = "Claims of the source that come out otherwise (those that need the other dispute are not tried):"
        yield Paragraph(said)
        words = {True: "borne out", False: "not borne out", None: "cannot be tried"}
        claims = tuple((c.id, c.says, words[c.before], words[c.after]) for c in report.claims)
        yield Grid(("Claim", "Says", "Before", "After"), claims)


def _by_theory(report: Report) -> Grid:
    """Mean chance of claiming at the decisions from the divergence on, by theory, before and after."""
    rows = []
    for theory in dict.fromkeys(f.theory for f in report.forecasts):
        group = [f for f in report.forecasts if f.theory == theory and f.day >= report.since]
        pairs = [[f.before[2] for f in group if f.before], [f.after[2] for f in group if f.after]]
        means = (f"{sum(found) / len(found):.2f} (n = {len(found)})" if found else "no decision" for found in pairs)
        most = max((f.shift or 0.0 for f in group), key=abs, default=0.0)
        rows.append((theory, *means, f"{most:+z.2f}" if group else "-"))
    heads = (
        "Theory", "Mean chance of claiming from the divergence on, before", "After", "Largest change at a decision",
    )  # fmt: skip
    return Grid(heads, tuple(rows), right=(1, 2, 3))


def _chances(found: tuple[float, ...] | None, did: Strategy | None) -> tuple[str, str]:
    if found is None:
        return "not taken", "-"
    return " / ".join(f"{chance:.2f}" for chance in found), did.value if did else "-"
