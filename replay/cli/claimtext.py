"""What `replay claims` and `replay evidence` print: tables, CSV, JSON; nothing is computed here."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from rich.console import Console
from rich.text import Text

from replay.scoring import Balance, Evidence, Verdict
from replay.text.tabletext import csv_lines
from replay.text.terminal import table_of
from replay.text.words import counted
from replay.timeline import Standing

__all__ = ["show_claims", "show_evidence", "sum_json", "verdict_json", "verdicts_csv", "weighed_json"]

_WORDS = {True: "agrees", False: "disagrees", None: "not tried"}


def show_claims(console: Console, found: Sequence[Verdict]) -> None:
    """A table for each dispute, then the count by what the source concludes."""
    for dispute in dict.fromkeys(verdict.dispute for verdict in found):
        table = table_of(
            f"{dispute}: claims of the source, and what the model computes", ("What the source says", "left"),
            ("Theory", "left"), ("Source", "left"), ("What is computed", "left"), ("", "left"), whole=("Theory", ""),
        )  # fmt: skip
        for verdict in found:
            if verdict.dispute == dispute:
                table.add_row(*_cells(verdict))
                table.add_section()
        console.print(table)
    parts = [_count([v for v in found if v.claim.paper is standing], standing.value) for standing in Standing]
    origin = " What it expects is tried on the codebook and the value function, which come from it."
    console.print(
        f"{counted(len(found), 'claim')}; the model agrees where the source says that a theory "
        + ", ".join(part for part in parts if part)
        + "."
        + (origin if parts[-1] else ""),
        markup=False,
    )


def _cells(verdict: Verdict) -> tuple[Text, ...]:
    claim = verdict.claim
    lines = [
        finding.computed if finding.holds is not False else f"not met: {finding.computed}; wanted: {finding.wanted}"
        for finding in verdict.tried
    ]
    places = (f"{cite.section}{f', n. {cite.note}' if cite.note is not None else ''}" for cite in claim.cite)
    said = Text(claim.says)
    said.append(f" ({'; '.join(places)})", style="dim")
    if claim.note:
        said.append(f"\n{claim.note}", style="dim italic")
    style = {True: "green", False: "red", None: "dim"}[verdict.agrees]
    return (said, Text(claim.theory), Text(claim.paper.value), Text("\n".join(lines)),
            Text(_WORDS[verdict.agrees], style=style))  # fmt: skip


def _count(found: Sequence[Verdict], word: str) -> str:
    """How many of the claims that were tried agree."""
    tried = [verdict.agrees for verdict in found if verdict.agrees is not None]
    left = len(found) - len(tried)
    more = f" ({left} not tried)" if left else ""
    return f"{word} in {sum(tried)} of {len(tried)}{more}" if found else ""


def verdict_json(verdict: Verdict) -> dict[str, Any]:
    claim = verdict.claim
    return {
        "id": claim.id, "dispute": verdict.dispute, "says": claim.says, "theory": claim.theory,
        "paper": claim.paper.value, "cite": [str(cite) for cite in claim.cite], "verdict": _WORDS[verdict.agrees],
        "tests": [
            {"form": finding.trial.form, "holds": finding.holds, "computed": finding.computed,
             "wanted": finding.wanted}
            for finding in verdict.tried
        ],
    }  # fmt: skip


def verdicts_csv(found: Sequence[Verdict]) -> str:
    header = ("claim", "dispute", "theory", "paper", "says", "cite", "verdict", "test", "holds", "computed", "wanted")
    rows: list[tuple[str, ...]] = []
    for verdict in found:
        claim = verdict.claim
        head = (claim.id, verdict.dispute, claim.theory, claim.paper.value, claim.says,
                "; ".join(map(str, claim.cite)), _WORDS[verdict.agrees])  # fmt: skip
        for finding in verdict.tried:
            holds = {True: "yes", False: "no", None: ""}[finding.holds]
            rows.append((*head, finding.trial.form, holds, finding.computed, finding.wanted))
    return csv_lines(header, rows)


def show_evidence(console: Console, sums: Sequence[Balance]) -> None:
    for row in sums:
        table = table_of(
            f"{row.theory} against {row.rival}", ("Observation", "left"), ("P(seen | theory)", "right"),
            ("P(seen | rival)", "right"), ("dB", "right"), ("Test", "left"), ("Group", "left"),
        )  # fmt: skip
        for item in row.items:
            o = item.observation
            said = Text(o.summary)
            said.append(f" ({item.dispute})", style="dim")
            label = item.weight.label.value
            if item.weight.favours == "rival":
                label += ", for the rival"
            table.add_row(said, f"{o.given_theory:g}", f"{o.given_rival:g}", f"{item.weight.decibels:+.1f}",
                          Text(label), Text(o.group))  # fmt: skip
        console.print(table)
        total = row.total
        side = row.theory if total.decibels > 0 else row.rival if total.decibels < 0 else "neither"
        console.print(
            f"Sum {total.decibels:+.1f} dB for n = {len(row.items)}, in favour of {side}; as if all were independent "
            f"{total.independent:+.1f} dB. The chances are the coder's judgement; 3 dB is odds of about 2 to 1.\n",
            markup=False,
        )


def weighed_json(item: Evidence) -> dict[str, Any]:
    o = item.observation
    return {
        "id": o.id, "dispute": item.dispute, "summary": o.summary, "theory": o.theory, "rival": o.rival,
        "given_theory": o.given_theory, "given_rival": o.given_rival, "group": o.group or None,
        "decibels": item.weight.decibels, "test": item.weight.label.value, "favours": item.weight.favours,
        "cite": [str(cite) for cite in o.cite],
    }  # fmt: skip


def sum_json(row: Balance) -> dict[str, Any]:
    return {"theory": row.theory, "rival": row.rival, "n": len(row.items), **asdict(row.total)}
