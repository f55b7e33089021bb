"""`replay domain`: each side's computed path beside the readings, fitted and transferred on request."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replay.cli.bench import FILES, REFERENCE, SETS, settings, traces_of
from replay.cli.shared import DATES, JSON, UNTIL, plainly, working
from replay.text.tabletext import csv_lines
from replay.text.terminal import console_of_width, table_of
from replay.text.words import counted

if TYPE_CHECKING:
    from rich.console import Console

    from replay.domain import Closeness, Domain, Rules
    from replay.engine.trace import Trace

__all__ = ["domain"]


@click.command(short_help="Compute each side's domain from acts and clocks.")
@FILES
@UNTIL
@DATES
@JSON
@click.option("--csv", "as_csv", is_flag=True, help="Print every step of the paths as CSV, with its cause.")
@SETS
@REFERENCE
@click.option("--rules", "show_rules", is_flag=True, help="List the sizes of the rules, their ranges and origins.")
@click.option(
    "--fit",
    "fitted",
    is_flag=True,
    help="Fit the sizes on each file's readings and try them on the other files; with sensitivities.",
)
@plainly
def domain(
    files: tuple[Path, ...],
    until: str | None,
    dates: str,
    as_json: bool,
    as_csv: bool,
    sets: tuple[str, ...],
    reference: str,
    show_rules: bool,
    fitted: bool,
) -> None:
    """Compute each side's domain from acts and clocks alone, beside what the source says of it.

    Prints every reading with the computed position and level on its day, and how far they agree: exact, within
    one level, weighted kappa, rank correlation. Few readings give a level, so n stands with every figure.
    --json prints everything, the steps included.
    """
    if as_json and as_csv:
        raise click.UsageError("--json and --csv exclude each other")
    rules, _ = settings(sets, reference, theories=False)
    traces = traces_of(files, until, dates)
    if as_csv:
        click.echo(_csv(traces, rules), nl=False)
    elif as_json:
        click.echo(json.dumps(_json(traces, rules, fitted), indent=2, allow_nan=False))
    else:
        from replay.domain import closeness

        console = console_of_width()
        if show_rules:
            _sizes(console, rules)
        for trace in traces:
            _paths(console, trace, rules)
        if len(traces) > 1:
            console.print("All disputes", style="bold")
            for line in _summary(closeness(traces, rules)):
                console.print(line, markup=False)
            console.print()
        if fitted:
            _fits(console, traces, rules)


def _title(trace: Trace) -> str:
    return trace.timeline.title if trace.timeline else "Domains"


def _paths(console: Console, trace: Trace, rules: Rules) -> None:
    """Readings and path side by side, then the agreement."""
    from replay.dates import iso
    from replay.domain import GIVEN, closeness, level_of, path

    found = closeness([trace], rules)
    table = table_of(
        f"{_title(trace)}: what the source reads and what the rules compute",
        ("Date", "left"), ("Side", "left"), ("Reading", "left"), ("Position", "right"), ("Level of the path", "left"),
        ("Levels apart", "right"), ("Moves alike", "left"),
    )  # fmt: skip
    words = {True: "yes", False: "no", None: ""}
    for pair in found.pairs:
        apart = str(abs(pair.level - pair.mark.position)) if pair.mark.placed == GIVEN else ""
        level = level_of(pair.position).value.replace("-", " ")
        table.add_row(
            iso(pair.mark.middle), pair.mark.party, pair.mark.label, f"{pair.position:.2f}", level, apart,
            words[pair.trend_agrees],
        )  # fmt: skip
    console.print(table)
    for line in _summary(found):
        console.print(line, markup=False)
    for party, steps in path(trace, rules).items():
        console.print(f"{party}: {_extremes(steps)}", markup=False)
    console.print()


def _summary(found: Closeness) -> list[str]:
    lines = []
    if found.levels is None or found.error is None:
        lines.append("No reading gives a level.")
    else:
        a = found.levels
        lines.append(
            f"Levels (n = {a.n}): exact {a.exact:.0%}, within one {a.within_one:.0%}, weighted kappa (linear) "
            f"{_number(a.kappa_linear)}, rank correlation {_number(a.spearman)}, distance {found.error:.2f}"
        )
    lines.append(f"Directions (n = {found.trends}): the path moves with {found.trends_agreeing} of them")
    return lines


def _extremes(found: Domain) -> str:
    from replay.dates import iso

    if not found.steps:
        return "no step"
    low = min(found.steps, key=lambda step: (step.position, step.seq))
    last = found.steps[-1]
    lowest = f"lowest {low.position:.2f} on {iso(low.day)} ({low.rule}, entry {low.seq})"
    return f"{counted(len(found.steps), 'step')}, {lowest}, last {last.position:.2f} on {iso(last.day)}"


def _number(value: float | None) -> str:
    return "undefined" if value is None else f"{value:.2f}"


def _sizes(console: Console, rules: Rules) -> None:
    from replay.domain import SIZES

    table = table_of("Sizes of the rules", ("Name", "left"), ("Size", "right"), ("Range", "left"), ("Unit", "left"),
                     ("Origin of the default", "left"))  # fmt: skip
    for name, size in SIZES.items():
        span = f"{size.low:g} to {size.high:g}"
        table.add_row(name, f"{getattr(rules, name):g}", span, size.unit, size.source)
    console.print(table)


def _fits(console: Console, traces: Sequence[Trace], rules: Rules) -> None:
    """Sizes fitted on each file, tried on every file; then what each size does on all of them."""
    from replay.domain import SIZES, closeness, fit_sizes, sensitivity

    with working("Fitting"):
        fits = [fit_sizes([trace], rules) for trace in traces]
    names = [trace.timeline.dispute if trace.timeline else "" for trace in traces]
    fitted = ((name, "right") for name in names)
    table = table_of("Sizes fitted on each file", ("Size", "left"), ("Given", "right"), *fitted)
    for name in SIZES:
        values = (f"{getattr(found.rules, name):.3g}" for found in fits)
        table.add_row(name, f"{getattr(rules, name):g}", *values)
    console.print(table)
    columns = (
        ("Sizes from", "left"), ("Tried on", "left"), ("n", "right"), ("Exact", "right"), ("Within one", "right"),
        ("Distance", "right"),
    )  # fmt: skip
    table = table_of("Fit and transfer", *columns)
    for source, tried in [("as given", rules), *((n, found.rules) for n, found in zip(names, fits, strict=True))]:
        for name, trace in zip(names, traces, strict=True):
            found = closeness([trace], tried)
            if found.levels is not None:
                a = found.levels
                table.add_row(source, name, str(a.n), f"{a.exact:.0%}", f"{a.within_one:.0%}", f"{found.error:.2f}")
    console.print(table)
    table = table_of("Sensitivity: distance in domain units as one size goes through its range",
                     ("Size", "left"), ("value: distance", "left"))  # fmt: skip
    for row in sensitivity(traces, rules):
        table.add_row(row.name, ", ".join(f"{value:g}: {error:.2f}" for value, _, error in row.points))
    console.print(table)


def _csv(traces: Sequence[Trace], rules: Rules) -> str:
    from replay.dates import iso
    from replay.domain import level_of, path

    header = ("dispute", "party", "date", "rule", "change", "position", "level", "seq", "cause")
    rows: list[tuple[object, ...]] = []
    for trace in traces:
        for party, found in path(trace, rules).items():
            for step in found.steps:
                entry, name = trace[step.seq], trace.timeline.dispute if trace.timeline else ""
                rows.append(
                    (name, party, iso(step.day), step.rule, f"{step.change:.6f}", f"{step.position:.6f}",
                     level_of(step.position).value, step.seq, entry.event or entry.clock)
                )  # fmt: skip
    return csv_lines(header, rows)


def _json(traces: Sequence[Trace], rules: Rules, fitted: bool) -> dict[str, Any]:
    from replay.dates import iso
    from replay.domain import closeness, fit_sizes, level_of, path, sensitivity

    def plain(values: Mapping[str, float]) -> dict[str, float | str]:
        return {name: "infinite" if math.isinf(value) else value for name, value in values.items()}

    everything = closeness(traces, rules)
    made: dict[str, Any] = {
        "rules": plain(rules.sizes()), "reference": rules.reference, "disputes": [],
        "agreement": asdict(everything.levels) if everything.levels else None, "distance": everything.error,
        "directions": {"n": everything.trends, "agreeing": everything.trends_agreeing},
    }  # fmt: skip
    for trace in traces:
        found = closeness([trace], rules)
        made["disputes"].append(
            {
                "dispute": trace.timeline.dispute if trace.timeline else None,
                "agreement": asdict(found.levels) if found.levels else None,
                "distance": found.error,
                "directions": {"n": found.trends, "agreeing": found.trends_agreeing},
                "readings": [
                    {"id": p.mark.id, "party": p.mark.party, "date": iso(p.mark.middle), "placed": p.mark.placed,
                     "reading": p.mark.position, "position": p.position, "level": p.level,
                     "moves_alike": p.trend_agrees}
                    for p in found.pairs
                ],
                "paths": {
                    party: [
                        {"date": iso(s.day), "rule": s.rule, "change": s.change, "position": s.position,
                         "level": level_of(s.position).value, "seq": s.seq}
                        for s in steps.steps
                    ]
                    for party, steps in path(trace, rules).items()
                },
            }
        )  # fmt: skip
    if fitted:
        fits = [fit_sizes([trace], rules) for trace in traces]
        made["fits"] = [
            {"fitted_on": trace.timeline.dispute if trace.timeline else None, "n": found.n, "start": found.start,
             "end": found.end, "rules": plain(found.rules.sizes()),
             "tried_on": {t.timeline.dispute if t.timeline else "": closeness([t], found.rules).error for t in traces}}
            for trace, found in zip(traces, fits, strict=True)
        ]  # fmt: skip
        made["sensitivity"] = {
            row.name: [
                {"value": "infinite" if math.isinf(v) else v, "exact": exact, "distance": error}
                for v, exact, error in row.points
            ]
            for row in sensitivity(traces, rules)
        }
    return made
