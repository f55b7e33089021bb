"""`replay claims` and `replay evidence`: the source's claims as checks, and process tracing."""

from __future__ import annotations

import json
from pathlib import Path

import click

from replay.cli.bench import FILES, POSITIONS, REFERENCE, SETS, settings, traces_of
from replay.cli.shared import DATES, JSON, Fault, plainly
from replay.text.terminal import console_of_width

__all__ = ["claims", "evidence"]


@click.command(short_help="Try the source's claims against what the model computes.")
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
    error: the exit code is 0 either way. Levels and moves are always those of the computed path.
    """
    from replay.cli import claimtext
    from replay.scoring import case, judge

    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other")
    rules, parameters = settings(sets, reference)
    found = judge([case(trace, rules, positions) for trace in traces_of(files, None, dates)], parameters)
    if not found:
        raise Fault("no claim to try: the files state none; add `claims`")
    if as_json:
        click.echo(json.dumps([claimtext.verdict_json(verdict) for verdict in found], indent=2))
    elif as_csv:
        click.echo(claimtext.verdicts_csv(found), nl=False)
    else:
        claimtext.show_claims(console_of_width(), found)


@click.command(short_help="Weigh process-tracing evidence between theories.")
@FILES
@click.option(
    "--discount",
    type=click.FloatRange(0, 1),
    default=0.0,
    show_default=True,
    help="How much the weaker observations of a group add: 0 nothing, 1 as if they were independent.",
)
@JSON
@plainly
def evidence(files: tuple[Path, ...], discount: float, as_json: bool) -> None:
    """Weigh process-tracing evidence: what each observation says between a theory and a rival.

    An observation states how likely it was under each of two theories. From the pair follow its weight in
    decibels (10 log10 of the ratio), its kind of test (hoop, smoking gun, doubly decisive, straw in the wind), and
    the sum for each pair of theories, in which observations that share their source do not count twice.
    """
    from replay.cli import claimtext
    from replay.files import load
    from replay.scoring import balance, weighed

    found = weighed([load(file) for file in files])
    if not found:
        raise Fault("no observation to weigh: the files state none; add `observations`")
    sums = balance(found, discount)
    if as_json:
        made = {
            "observations": [claimtext.weighed_json(item) for item in found],
            "balances": [claimtext.sum_json(row) for row in sums],
        }
        click.echo(json.dumps(made, indent=2))
    else:
        claimtext.show_evidence(console_of_width(), sums)
