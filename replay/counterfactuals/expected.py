"""The part of a report on what the theories expect and on the claims of the source."""

from __future__ import annotations

from collections.abc import Iterator

from replay.counterfactuals.report import Report
from replay.dates import iso
from replay.text.document import Block, Heading, Paragraph, Table

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
    changed = [f for f in report.forecasts if f.before is None or f.after is None or abs(f.shift or 0.0) >= _NOTABLE]
    rows = tuple(
        (
            f.theory,
            f"{iso(f.day)} {f.party} {f.label}",
            *_chances(f.before, f.did_before),
            *_chances(f.after, f.did_after),
        )
        for f in changed
    )
    columns = (
        ("Theory", "left"), ("Decision", "left"), ("Before: creating / mixed / claiming", "left"), ("Did", "left"),
        ("After", "left"), ("Did", "left"),
    )  # fmt: skip
    if rows:
        yield Table(columns, rows)
    same = len(report.forecasts) - len(changed)
    if same:
        said = f"{same} forecast{'s' * (same != 1)} whose chance of claiming changes by less than {_NOTABLE}"
        yield Paragraph(f"{said} left out here; --json has them all.")
    yield from _claims(report)


def _claims(report: Report) -> Iterator[Block]:
    if report.claims:
        yield Paragraph(
            "Claims of the source that come out otherwise (those that need the other dispute are not tried):"
        )
        words = {True: "borne out", False: "not borne out", None: "cannot be tried"}
        rows = tuple((c.id, c.says, words[c.before], words[c.after]) for c in report.claims)
        yield Table((("Claim", "left"), ("Says", "left"), ("Before", "left"), ("After", "left")), rows)


def _by_theory(report: Report) -> Table:
    """Mean chance of claiming at the decisions from the divergence on, by theory, before and after."""
    late = [f for f in report.forecasts if f.day >= report.since]
    rows = []
    for theory in dict.fromkeys(f.theory for f in report.forecasts):
        group = [f for f in late if f.theory == theory]
        pairs = [[f.before[2] for f in group if f.before], [f.after[2] for f in group if f.after]]
        means = [f"{sum(found) / len(found):.2f} (n = {len(found)})" if found else "no decision" for found in pairs]
        most = max((f.shift or 0.0 for f in group), key=abs, default=0.0)
        rows.append((theory, *means, f"{most:+.2f}" if group else "-"))
    columns = (
        ("Theory", "left"), ("Mean chance of claiming from the divergence on, before", "right"), ("After", "right"),
        ("Largest change at a decision", "right"),
    )  # fmt: skip
    return Table(columns, tuple(rows))


def _chances(found: tuple[float, float, float] | None, did: object) -> tuple[str, str]:
    if found is None:
        return "not taken", "-"
    return " / ".join(f"{p:.2f}" for p in found), str(getattr(did, "value", "-"))
