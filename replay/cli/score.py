"""`replay score`: rival theories on the same decisions."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from replay.cli.settings import POSITIONS, REFERENCE, SETS, SWITCH, settings
from replay.cli.shared import DATES, FILES, JSON, UNTIL, exclusive, more_by_details, replayed_all
from replay.errors import NothingCodedError
from replay.text.terminal import hand_over, say, show_table, working
from replay.text.words import counted

if TYPE_CHECKING:
    from replay.scoring import Board, Fold, Forecast
    from replay.timeline import Timeline

__all__ = ["AGAINST", "score"]

AGAINST = click.option(
    "--against", default="uniform", show_default=True, metavar="NAME",
    help="The reference that skill and differences are measured against.",
)  # fmt: skip


@click.command(short_help="Score rival theories on the decision points of disputes.")
@FILES
@UNTIL
@DATES
@SETS
@SWITCH
@REFERENCE
@POSITIONS
@click.option(
    "--theory", "theories", multiple=True, metavar="NAME",
    help="Score this theory, beside the reference; may be repeated. [default: all]",
)  # fmt: skip
@AGAINST
@click.option(
    "--forecasts", "given", type=click.Path(path_type=Path), metavar="CSV",
    help="Also score your own forecasts: columns theory, dispute, decision, creating, mixed, claiming.",
)  # fmt: skip
@click.option(
    "--details",
    "--tables",
    "more",
    is_flag=True,
    help="Also print the scores of every theory, disputes apart and held out, calibration, surprises.",
)
@click.option("--each", is_flag=True, help="Also list every decision with what each theory expected of it, and why.")
@JSON
@click.option("--csv", "as_csv", is_flag=True, help="Print every forecast as CSV, a row for each theory and decision.")
@click.option("--latex", "as_latex", is_flag=True, help="Print the table of scores for LaTeX (booktabs).")
def score(
    files: tuple[Path, ...], until: str | None, dates: str, sets: tuple[str, ...], switches: tuple[str, ...],
    reference: str, positions: str,
    theories: tuple[str, ...], against: str, given: Path | None, more: bool, each: bool, as_json: bool, as_csv: bool,
    as_latex: bool,
) -> None:  # fmt: skip
    """Score rival theories on the decision points of one dispute or several.

    Every theory gives probabilities over creating, mixed and claiming for the same declared decisions, through the same
    link; uniform thirds, plain frequencies and persistence are always there. Prints the answer in six lines at most.
    `--details` (or `--tables`) adds the grounds of the answer, a table for decisions on how to bargain and one for
    those on whether to settle: ranked probability, Brier and log score of each theory (lower is better), skill against
    the baselines, and the mean difference from a reference with a test by whole clusters; then scores with each dispute
    left out in turn, calibration, and the acts that each theory held least likely. n is given with every number.
    """
    exclusive(json=as_json, csv=as_csv, latex=as_latex)
    from dataclasses import replace

    import replay.tables.scores as tables
    from replay.codebook import Switches
    from replay.scoring import asked, case, everywhere, forecasts, kept, left_out, parted, protocol
    from replay.scoring import score as score_board
    from replay.tables import csv_text
    from replay.text.plain import json_text
    from replay.text.tabletext import latex_float
    from replay.theories import IGNORANT, THEORIES

    rules, parameters = settings(sets, reference, switches)
    traces = replayed_all(files, until, dates)
    cases = [case(trace, rules, positions) for trace in traces]
    if not any(one.choices for one in cases):
        raise NothingCodedError("decision", "score")
    wanted = (*theories, *IGNORANT, "persistence", against) if theories else tuple(THEORIES)
    named = [name for name in THEORIES if name in wanted]
    found = forecasts(cases, [*named, *(name for name in wanted if name not in THEORIES and given is None)], parameters)
    if given is not None:
        from replay.files import read_forecasts
        from replay.scoring import added

        decisions = tuple((c.dispute, choice.decision.id) for c in cases for choice in c.choices)
        found += added(found, read_forecasts(given, decisions))
    divided = parted(found, cases)
    if not divided:
        raise NothingCodedError("decision", "score")
    parts = [(what, score_board(part, against)) for what, part in divided]
    within = {(row.dispute, row.decision) for _, part in divided for row in part}
    found = tuple(f for f in asked(found, cases) if (f.dispute, f.decision) in within)
    main = kept(found, cases)
    board = score_board(everywhere(main), against)
    if as_csv:
        hand_over(csv_text(tables.forecast_table(found)))
        return
    if as_latex:
        for what, one in parts:
            hand_over(latex_float(tables.board_table(one, minus="\u2212", what=what)))
        return
    with working("Leaving one dispute out"):
        folds = left_out(traces, named, parameters, rules, positions) if len(traces) > 1 and (more or as_json) else ()
    timelines = [one.timeline for one in cases]
    weighting = apart = ""
    if "prospect" in named:
        turned = forecasts(cases, ["prospect"], parameters.replace(weighting=not parameters.weighting))
        weighting = tables.weighting_line(board, score_board(kept(turned, cases), "prospect"), parameters.weighting)
        rival = {"options": "fixed", "fixed": "options"}[rules.switches.gamble]
        wide = replace(rules, switches=Switches.given(rules.switches.settings | {"gamble": rival}))
        others = [case(trace, wide, positions) for trace in traces]
        part = score_board(parted(forecasts(others, ["prospect"], parameters), others)[0][1], "prospect")
        apart = f" With the gamble {tables.GAMBLES[rival]} it has {part.row('prospect').rps:.3f}."
    without = tables.without_circles(everywhere(main), timelines, positions)
    fixed = protocol(timelines, rules, parameters, positions)
    if as_json:
        made = tables.score_values(board, found, folds, timelines, parameters, rules, weighting, without, parts, fixed)
        hand_over(json_text(made))
    else:
        for line in tables.answer_lines(parts, fixed):
            say(line, "bold")
        say()
        if rules.switches.changed:
            say("Switches: " + ", ".join(f"{name}={setting}" for name, setting in rules.switches.changed.items()))
        if more:
            for line in tables.grounds_lines(parts, fixed, apart):
                say(line)
            say()
            for what, one in parts:
                show_table(tables.board_table(one, 2, " to ", what=what), break_numbers=True)
            if weighting:
                say(f"{weighting}\n")
        if more or each:
            held = [replace(fold, forecasts=kept(fold.forecasts, cases)) for fold in folds]
            _show(board, found, main, held, timelines, more, each, without)
        else:
            more_by_details("Scores of every theory, disputes apart and held out, calibration, surprises")


def _show(
    board: Board, found: Sequence[Forecast], main: Sequence[Forecast], folds: Sequence[Fold],
    timelines: Sequence[Timeline], more: bool, each: bool, without: str,
) -> None:  # fmt: skip
    """Print the tables; `without` says how scores change without circles."""
    import replay.tables.scores as tables
    from replay.timeline.checks.circularity import circularity

    if more and folds:
        show_table(tables.disputes_table(board, main, [line.dispute for line in timelines]))
        show_table(tables.held_out_table(board, folds))
        say(f"{tables.temperatures_line(folds)}\n")
    if more:
        show_table(tables.calibration_table(board), break_numbers=True)
        show_table(tables.surprises_table(board))
    if each:
        say("Every decision: probabilities of creating, mixed and claiming, and why\n", "bold")
        for head, lines in tables.forecast_lines(found).items():
            say(head, "bold")
            for line in lines:
                say(line, hang=32)
        say()
    circles = [circle for timeline in timelines for circle in circularity(timeline)]
    if circles:
        say("Circularity: acts that stand on both ends of an explanation", "bold")
        for circle in circles:
            say(f"  {circle}")
        say(f"{without}\n")
    say(
        f"n = {counted(board.n, 'decision')} in {counted(len(timelines), 'dispute')}, which hang together within a "
        "dispute: nothing is confirmed by them, and theories that are not distinguishable are not therefore equal."
    )
