"""`replay score`: rival theories on the same decisions."""

from __future__ import annotations

import json
from pathlib import Path

import click

from replay.cli.bench import FILES, POSITIONS, REFERENCE, SETS, settings, traces_of
from replay.cli.shared import DATES, JSON, UNTIL, Fault, plainly, working
from replay.text.terminal import console_of_width

__all__ = ["score"]


@click.command(short_help="Score rival theories on the decision points of disputes.")
@FILES
@UNTIL
@DATES
@SETS
@REFERENCE
@POSITIONS
@click.option(
    "--theory",
    "theories",
    multiple=True,
    metavar="NAME",
    help="Score this theory, beside the reference; may be repeated. [default: all]",
)
@click.option(
    "--against",
    default="persistence",
    show_default=True,
    metavar="NAME",
    help="The reference that skill and differences are measured against.",
)
@click.option(
    "--forecasts",
    "given",
    type=click.Path(path_type=Path),
    metavar="CSV",
    help="Also score your own forecasts: columns theory, dispute, decision, creating, mixed, claiming.",
)
@click.option("--each", is_flag=True, help="Also list every decision with what each theory expected of it, and why.")
@JSON
@click.option("--csv", "as_csv", is_flag=True, help="Print every forecast as CSV, a row for each theory and decision.")
@click.option("--latex", "as_latex", is_flag=True, help="Print the table of scores for LaTeX (booktabs).")
@plainly
def score(
    files: tuple[Path, ...], until: str | None, dates: str, sets: tuple[str, ...], reference: str, positions: str,
    theories: tuple[str, ...], against: str, given: Path | None, each: bool, as_json: bool, as_csv: bool,
    as_latex: bool,
) -> None:  # fmt: skip
    """Score rival theories on the decision points of one dispute or several.

    Every theory gives probabilities over creating, mixed and claiming for the same declared decisions, through
    the same link. Prints the ranked probability, Brier and log score of each (lower is better), its skill and
    paired differences against a reference with exact tests and an interval, scores with each dispute left out in
    turn, a calibration table, and the acts that each theory held least likely. n stands with every figure.
    """
    if as_json + as_csv + as_latex > 1:
        raise click.UsageError("--json, --csv and --latex exclude each other")
    from replay.cli import scoretext
    from replay.scoring import case, forecasts, left_out
    from replay.scoring import score as score_board
    from replay.theories import THEORIES

    rules, parameters = settings(sets, reference)
    traces = traces_of(files, until, dates)
    cases = [case(trace, rules, positions) for trace in traces]
    if not any(one.choices for one in cases):
        raise Fault("no decision to score: the files declare none that the replay reaches; add `decisions`")
    wanted = (*theories, against) if theories else tuple(THEORIES)
    named = [name for name in THEORIES if name in wanted]
    found = forecasts(cases, [*named, *(name for name in wanted if name not in THEORIES and given is None)], parameters)
    if given is not None:
        from replay.files import read_forecasts
        from replay.scoring import added

        decisions = tuple((c.dispute, choice.decision.id) for c in cases for choice in c.choices)
        found += added(found, read_forecasts(given, decisions))
    board = score_board(found, against)
    if as_csv:
        click.echo(scoretext.as_csv(found), nl=False)
    elif as_latex:
        click.echo(scoretext.as_latex(board), nl=False)
    else:
        with working("Leaving one dispute out"):
            folds = left_out(traces, named, parameters, rules, positions) if len(traces) > 1 else ()
        timelines = [one.timeline for one in cases]
        weighting = ""
        if "prospect" in named:
            turned = parameters.replace(weighting=not parameters.weighting)
            other = score_board(forecasts(cases, ["prospect"], turned), "prospect")
            weighting = scoretext.weighting_line(board, other, parameters.weighting)
        without = scoretext.without_line(found, timelines, positions)
        if as_json:
            made = scoretext.as_json(board, found, folds, timelines, parameters, rules, weighting, without)
            click.echo(json.dumps(made, indent=2, allow_nan=False))
        else:
            scoretext.show(console_of_width(), board, found, folds, timelines, each, weighting, without)
