"""`replay claims` and `replay evidence`: the source's claims as checks, and process tracing."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replay.cli.bench import FILES, POSITIONS, REFERENCE, SETS, settings, traces_of
from replay.cli.shared import DATES, JSON, Fault, console_of_width, number_of, plainly, table_of

if TYPE_CHECKING:
    from rich.console import Console

    from replay.scoring import Balance, Verdict, Weighed

__all__ = ["claims", "evidence"]

_WORDS = {True: "agrees", False: "disagrees", None: "not tried"}


@click.command()
@FILES
@DATES
@SETS
@REFERENCE
@POSITIONS
@JSON
@click.option("--csv", "as_csv", is_flag=True, help="Print a row for each test of each claim as CSV.")
@plainly
def claims(
    files: tuple[Path, ...], dates: str, sets: tuple[str, ...], reference: str, positions: str, as_json: bool,
    as_csv: bool,
) -> None:  # fmt: skip
    """Try the source's own claims: what it says, what the model computes, and whether they agree.

    Each claim that the source makes about what a theory predicts or explains stands in the event file with its
    tests. A claim that compares two disputes is tried when the files of both are given. Disagreement is no
    error: the exit code is 0 either way.
    """
    from replay.scoring import case, judge

    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other")
    rules, parameters = settings(sets, reference)
    found = judge([case(trace, rules, positions) for trace in traces_of(files, None, dates)], parameters)
    if not found:
        raise Fault("no claim to try: the files state none; add `claims`")
    if as_json:
        click.echo(json.dumps([_verdict_json(verdict) for verdict in found], indent=2))
    elif as_csv:
        click.echo(_verdicts_csv(found), nl=False)
    else:
        _show_claims(console_of_width(), found)


def _show_claims(console: Console, found: Sequence[Verdict]) -> None:
    from rich.text import Text

    table = table_of(
        "Claims of the source, and what the model computes", ("What the source says", "left"), ("Of", "left"),
        ("Source", "left"), ("What is computed", "left"), ("", "left"),
    )  # fmt: skip
    styles = {True: "green", False: "red", None: "dim"}
    for verdict in found:
        claim = verdict.claim
        computed = "\n".join(
            f"{'' if finding.holds else 'not met: ' if finding.holds is False else ''}{finding.computed}"
            for finding in verdict.findings
        )
        where = "; ".join(cite.section or cite.key for cite in claim.cite)
        word = Text(_WORDS[verdict.agrees], style=styles[verdict.agrees])
        said = Text(claim.says)
        said.append(f" ({where})", style="dim")
        table.add_row(said, Text(claim.theory), Text(claim.paper.value), Text(computed), word)
        table.add_section()
    console.print(table)
    counts = {key: sum(verdict.agrees is key for verdict in found) for key in (True, False, None)}
    console.print(
        f"{number_of(len(found), 'claim')}: the model agrees with {counts[True]}, disagrees with {counts[False]}"
        + (f", {counts[None]} not tried" if counts[None] else "")
        + ". `Source` is what the source concludes of the theory: it fits, fails, or only expects something.",
        markup=False,
    )


def _verdict_json(verdict: Verdict) -> dict[str, Any]:
    claim = verdict.claim
    return {
        "id": claim.id, "dispute": verdict.dispute, "says": claim.says, "theory": claim.theory,
        "paper": claim.paper.value, "cite": [str(cite) for cite in claim.cite], "verdict": _WORDS[verdict.agrees],
        "tests": [
            {"form": finding.trial.form, "holds": finding.holds, "computed": finding.computed}
            for finding in verdict.findings
        ],
    }  # fmt: skip


def _verdicts_csv(found: Sequence[Verdict]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("claim", "dispute", "theory", "paper", "says", "cite", "verdict", "test", "holds", "computed"))
    for verdict in found:
        claim = verdict.claim
        head = (claim.id, verdict.dispute, claim.theory, claim.paper.value, claim.says,
                "; ".join(map(str, claim.cite)), _WORDS[verdict.agrees])  # fmt: skip
        for finding in verdict.findings:
            holds = {True: "yes", False: "no", None: ""}[finding.holds]
            writer.writerow((*head, finding.trial.form, holds, finding.computed))
    return out.getvalue()


@click.command()
@FILES
@click.option("--discount", type=click.FloatRange(0, 1), default=0.0, show_default=True,
              help="How much the weaker observations of a group add: 0 nothing, 1 as if they were independent.")
@JSON
@plainly
def evidence(files: tuple[Path, ...], discount: float, as_json: bool) -> None:
    """Weigh process-tracing evidence: what each observation says between a theory and a rival.

    An observation states how likely it was under each of two theories. From the pair follow its weight in
    decibels (10 log10 of the ratio), its kind of test (hoop, smoking gun, doubly decisive, straw in the wind), and
    the sum for each pair of theories, in which observations that share their source do not count twice.
    """
    from replay.files import load
    from replay.scoring import balance, weighed

    found = weighed([load(file) for file in files])
    if not found:
        raise Fault("no observation to weigh: the files state none; add `observations`")
    sums = balance(found, discount)
    if as_json:
        made = {"observations": [_weighed_json(item) for item in found], "balances": [_sum_json(row) for row in sums]}
        click.echo(json.dumps(made, indent=2))
    else:
        _show_evidence(console_of_width(), sums)


def _show_evidence(console: Console, sums: Sequence[Balance]) -> None:
    from rich.text import Text

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


def _weighed_json(item: Weighed) -> dict[str, Any]:
    o = item.observation
    return {
        "id": o.id, "dispute": item.dispute, "summary": o.summary, "theory": o.theory, "rival": o.rival,
        "given_theory": o.given_theory, "given_rival": o.given_rival, "group": o.group or None,
        "decibels": item.weight.decibels, "test": item.weight.label.value, "favours": item.weight.favours,
        "cite": [str(cite) for cite in o.cite],
    }  # fmt: skip


def _sum_json(row: Balance) -> dict[str, Any]:
    return {"theory": row.theory, "rival": row.rival, "n": len(row.items), **asdict(row.total)}
