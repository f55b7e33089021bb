"""`replay theories`: the figures of rival theories, each with its caption, its words, its data and its manifest."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from replay.cli.bench import FILES, POSITIONS, REFERENCE, SETS, settings, traces_of
from replay.cli.figure import DPI, FORMATS, PRESET, figure_files
from replay.cli.shared import DATES, OUT, UNTIL, Fault, plainly, working
from replay.cli.writing import write

if TYPE_CHECKING:
    from replay.figures import Drawing

__all__ = ["theories"]

_FIGURES = ("value", "forecasts", "scores")


@click.command(short_help="Draw how rival theories do on the decision points.")
@FILES
@UNTIL
@DATES
@SETS
@REFERENCE
@POSITIONS
@OUT
@click.option(
    "--figure",
    "chosen",
    multiple=True,
    type=click.Choice(_FIGURES),
    help="Figure to draw; may be repeated. [default: all three]",
)
@click.option(
    "--against",
    default="persistence",
    show_default=True,
    metavar="NAME",
    help="The reference that differences are measured against.",
)
@PRESET
@click.option(
    "--format",
    "forms",
    multiple=True,
    type=click.Choice(FORMATS),
    help="Format to write; may be repeated; tex is TikZ. [default: svg, pdf, png]",
)
@DPI
@plainly
def theories(
    files: tuple[Path, ...], until: str | None, dates: str, sets: tuple[str, ...], reference: str, positions: str,
    out: Path, chosen: tuple[str, ...], against: str, presets: tuple[str, ...], forms: tuple[str, ...], dpi: int,
) -> None:  # fmt: skip
    """Draw how rival theories do on the decision points of one dispute or several.

    Three figures: the value function of prospect theory with the positions of both sides on it (value); what each
    theory expected of every decision, and what was done (forecasts); mean scores and paired differences with
    intervals (scores). Written to OUT/<dispute>/, of several disputes to OUT/<dispute>+<dispute>/, with caption,
    words, data and manifest beside each. What has no room in one figure is shared out among several, numbered from 1.
    """
    from replay.figures.theories import contest, theory_figures
    from replay.scoring import case, left_out

    rules, parameters = settings(sets, reference)
    traces = traces_of(files, until, dates)
    cases = [case(trace, rules, positions) for trace in traces]
    if not any(found.choices for found in cases):
        raise Fault("no decision to draw: the files declare none that the replay reaches; add `decisions`")
    given = contest(cases, parameters, against)
    if len(traces) > 1 and "scores" in (chosen or _FIGURES):
        folds = left_out(traces, parameters=parameters, rules=rules, source=positions)
        given = replace(given, folds=folds)
    drawings: list[Drawing] = []
    for name, preset in ((name, preset) for preset in presets or ("page",) for name in chosen or _FIGURES):
        try:
            with working(f"Drawing {name}"):
                drawings += theory_figures(given, name, preset)
        except ValueError as fault:
            raise Fault(f"{fault}; nothing was written") from None
    asked = {"set": list(sets), "reference": reference, "positions": positions, "against": against}
    made = figure_files(drawings, traces, forms or ("svg", "pdf", "png"), dpi, asked)
    folder = out / "+".join(found.dispute for found in cases)
    folder.mkdir(parents=True, exist_ok=True)
    for path, data in made.items():
        write(folder / path, data)
    click.echo(f"Written to {folder}: {', '.join(made)}")
