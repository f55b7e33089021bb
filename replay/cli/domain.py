"""`replay domain`: each side's computed path beside the readings, fitted and transferred on request."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from replay.cli.settings import REFERENCE, SETS, SWITCH, settings
from replay.cli.shared import DATES, DETAILS, FILES, JSON, UNTIL, exclusive, more_by_details, replayed_all
from replay.text.terminal import hand_over, say, show_table, working

if TYPE_CHECKING:
    from replay.domain import Fit, Rules, Sensitivity
    from replay.engine.trace import Trace

__all__ = ["domain"]


@click.command(short_help="Compute each side's domain from acts and clocks.")
@FILES
@UNTIL
@DATES
@DETAILS
@JSON
@click.option("--csv", "as_csv", is_flag=True, help="Print every step of the paths as CSV, with its cause.")
@SETS
@SWITCH
@REFERENCE
@click.option("--rules", "show_rules", is_flag=True, help="List the sizes of the rules, their ranges and origins.")
@click.option(
    "--fit", "fitted", is_flag=True,
    help="Fit the sizes on each file's readings and try them on the other files; with sensitivities.",
)  # fmt: skip
def domain(
    files: tuple[Path, ...], until: str | None, dates: str, details: bool, as_json: bool, as_csv: bool,
    sets: tuple[str, ...], switches: tuple[str, ...],
    reference: str, show_rules: bool, fitted: bool,
) -> None:  # fmt: skip
    """Compute each side's domain from acts and clocks, beside what the source says of it.

    Prints every reading with the computed position and level on its day; with --details how far they agree: exact,
    within one level, weighted kappa, rank correlation. Few readings give a level, so n stands with every figure.
    --json prints everything, the steps included.
    """
    exclusive(details=details, json=as_json, csv=as_csv)
    rules, _ = settings(sets, reference, switches, theories=False)
    traces = replayed_all(files, until, dates)
    from replay.tables import csv_text, domains
    from replay.text.plain import json_text

    if as_csv:
        hand_over(csv_text(domains.steps_table(traces, rules)))
        return
    names = [trace.coded("compare domains").dispute for trace in traces]
    fits, found = _fits(traces, rules) if fitted else ((), ())
    if not as_json:
        _show(traces, rules, show_rules, details)
    if as_json:
        more = domains.fit_values(traces, names, fits, found) if fitted else {}
        hand_over(json_text({**domains.domain_values(traces, rules), **more}))
    elif fitted:
        show_table(domains.fit_table(names, fits, rules))
        show_table(domains.transfer_table(traces, names, fits, rules))
        show_table(domains.sensitivity_table(found))


def _show(traces: Sequence[Trace], rules: Rules, show_rules: bool, details: bool) -> None:
    """Readings and path side by side, then the agreement, of each dispute and of all."""
    from replay.domain import closeness, path
    from replay.engine.days import Days, worded
    from replay.tables.domains import agreement_lines, domains_told, extremes, path_table, sizes_table

    for line in domains_told(traces, rules):
        say(line, "bold")
    say()
    if show_rules:
        show_table(sizes_table(rules))
    for trace in traces:
        found = closeness([trace], rules)
        if found.pairs:
            show_table(path_table(trace, found))
        elif details:
            say(trace.coded("compare domains").title, "bold")
        if not details:
            continue
        days = Days(trace, worded)
        steps = (f"{party}: {extremes(steps, days)}" for party, steps in path(trace, rules).items())
        for line in (*agreement_lines(found), *steps, ""):
            say(line)
    if not details:
        more_by_details("How far levels and directions agree, and where each path is lowest")
    elif len(traces) > 1:
        say("All disputes", "bold")
        for line in (*agreement_lines(closeness(traces, rules)), ""):
            say(line)


def _fits(traces: Sequence[Trace], rules: Rules) -> tuple[list[Fit], tuple[Sensitivity, ...]]:
    from replay.domain import fit_sizes, sensitivity

    with working("Fitting"):
        return [fit_sizes([trace], rules) for trace in traces], sensitivity(traces, rules)
