"""`replay claims` and `replay evidence`: the source's claims as checks, and process tracing."""

from __future__ import annotations

from math import isnan
from pathlib import Path

import click

from replay.cli.settings import POSITIONS, REFERENCE, SETS, SWITCH, settings
from replay.cli.shared import DATES, DETAILS, FILES, JSON, exclusive, more_by_details, replayed_all
from replay.errors import NothingCodedError
from replay.text.terminal import hand_over, say, show_table

__all__ = ["claims", "evidence"]


@click.command(short_help="Try the source's claims against what the model computes.")
@FILES
@DATES
@SETS
@SWITCH
@REFERENCE
@POSITIONS
@DETAILS
@JSON
@click.option("--csv", "as_csv", is_flag=True, help="Print a row for each test of each claim as CSV.")
def claims(
    files: tuple[Path, ...], dates: str, sets: tuple[str, ...], switches: tuple[str, ...],
    reference: str, positions: str, details: bool, as_json: bool,
    as_csv: bool,
) -> None:  # fmt: skip
    """Try the source's own claims: what it says, what the model computes, and whether they agree.

    Each claim that the source makes about what a theory predicts or explains stands in the event file with its tests. A
    claim that compares two disputes is tried when the files of both are given. Each test is also made on placebos,
    where the claim says nothing: other days and windows of the path, other decisions, outcomes dealt anew. What holds
    by construction is listed apart and not counted. Claims that the model bears out, where they stand in the source,
    placebos and what holds by construction are printed with --details. Disagreement is no error: the exit code is 0
    either way. Levels and moves are always those of the computed path.
    """
    from replay.scoring import case, judge
    from replay.tables import csv_text
    from replay.tables.claims import (
        VERDICTS,
        built_in_table,
        claims_told,
        counts_line,
        trials_table,
        verdict_values,
        verdicts_table,
    )  # fmt: skip
    from replay.text.plain import json_text

    exclusive(details=details, json=as_json, csv=as_csv)
    rules, parameters = settings(sets, reference, switches)
    cases = [case(trace, rules, positions) for trace in replayed_all(files, None, dates)]
    found = judge(cases, parameters)
    if not found:
        raise NothingCodedError("claim", "try")
    if as_json:
        hand_over(json_text([verdict_values(verdict) for verdict in found]))
    elif as_csv:
        trials = trials_table(found, [one.timeline for one in cases])
        hand_over(csv_text(trials.only(column.name for column in trials.columns[:-2])))
    else:
        for line in claims_told(found):
            say(line, "bold")
        say(f"\n{counts_line(found)}\n" if details else "")
        words = dict(zip(VERDICTS.values(), ("green", "red", "dim"), strict=True))
        for dispute in dict.fromkeys(verdict.dispute for verdict in found):
            show_table(verdicts_table(dispute, found, details), words=words, ruled=True)
        if details:
            show_table(built_in_table(found), ruled=True)
        else:
            more_by_details("All claims, with where they stand, placebos, and what holds by construction")


@click.command(short_help="Weigh process-tracing evidence between theories.")
@FILES
@click.option(
    "--discount", type=click.FloatRange(0, 1), default=0.0, show_default=True,
    help="How much the weaker observations of a group add: 0 nothing, 1 as if they were independent.",
)  # fmt: skip
@DETAILS
@JSON
def evidence(files: tuple[Path, ...], discount: float, details: bool, as_json: bool) -> None:
    """Weigh process-tracing evidence: what each observation says between a theory and a rival.

    An observation states how likely it was under each of two theories. From the pair follow its weight in
    decibels (10 log10 of the ratio), its kind of test (hoop, smoking gun, doubly decisive, straw in the wind), and
    the sum for each pair of theories, in which observations that share their source do not count twice.
    """
    from replay.files import load
    from replay.scoring import balance, weighed
    from replay.tables.claims import balance_line, balances_table, balances_told, evidence_table, evidence_values
    from replay.text.plain import json_text

    if isnan(discount):  # which lies neither below 0 nor above 1
        raise click.BadParameter("nan is not in the range 0<=x<=1.", param_hint="--discount")
    exclusive(details=details, json=as_json)
    found = weighed([load(file) for file in files])
    if not found:
        raise NothingCodedError("observation", "weigh")
    sums = balance(found, discount)
    if as_json:
        hand_over(json_text(evidence_values(found, sums)))
        return
    for line in balances_told(sums):
        say(line, "bold")
    say()
    if not details:
        show_table(balances_table(sums))
        more_by_details("Each observation with its weight")
        return
    for row in sums:
        show_table(evidence_table(row))
        say(f"{balance_line(row)}\n")
