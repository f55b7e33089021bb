"""`replay theories`: the figures of rival theories as files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from replay.cli.bench import FILES, POSITIONS, REFERENCE, SETS, settings, traces_of
from replay.cli.shared import DATES, OUT, UNTIL, Fault, plainly, working
from replay.cli.writing import save_figure

if TYPE_CHECKING:
    from matplotlib.figure import Figure

__all__ = ["theories"]

_FIGURES = ("value", "forecasts", "scores")


@click.command()
@FILES
@UNTIL
@DATES
@SETS
@REFERENCE
@POSITIONS
@OUT
@click.option("--figure", "chosen", multiple=True, type=click.Choice(_FIGURES),
              help="Figure to draw; may be repeated. [default: all three]")
@click.option("--against", default="persistence", show_default=True, metavar="NAME",
              help="The reference that differences are measured against.")
@click.option("--format", "forms", multiple=True, type=click.Choice(["svg", "pdf", "png"]),
              help="Format to write; may be repeated. [default: all three]")
@click.option("--dpi", type=click.IntRange(50, 1200), default=300, show_default=True, help="Resolution of the PNG.")
@plainly
def theories(
    files: tuple[Path, ...], until: str | None, dates: str, sets: tuple[str, ...], reference: str, positions: str,
    out: Path, chosen: tuple[str, ...], against: str, forms: tuple[str, ...], dpi: int,
) -> None:  # fmt: skip
    """Draw how rival theories do on the decision points of one dispute or several.

    Three figures: the value function of prospect theory with the positions of both sides on it (value); what each
    theory expected of every decision, and what was done (forecasts); mean scores and paired differences with
    intervals (scores). Written to OUT/<dispute>/, of several disputes to OUT/<dispute>+<dispute>/.
    """
    from replay.scoring import case, forecasts, left_out, score

    rules, parameters = settings(sets, reference)
    traces = traces_of(files, until, dates)
    cases = [case(trace, rules, positions) for trace in traces]
    if not any(found.choices for found in cases):
        raise Fault("no decision to draw: the files declare none that the replay reaches; add `decisions`")
    found = forecasts(cases, parameters=parameters)
    board = score(found, against)
    titles = {found.dispute: found.timeline.title for found in cases}

    def scores() -> Figure:
        from replay.chart.scores import scores_figure

        many = len(traces) > 1
        folds = left_out(traces, parameters=parameters, rules=rules, source=positions) if many else ()
        return scores_figure(board, found, folds, titles)

    def predicted() -> Figure:
        from replay.chart.forecasts import forecasts_figure

        return forecasts_figure(found, titles)

    def value() -> Figure:
        from replay.chart.value import value_figure

        return value_figure(cases, parameters)

    makers: dict[str, Callable[[], Figure]] = {"value": value, "forecasts": predicted, "scores": scores}
    folder = out / "+".join(found.dispute for found in cases)
    folder.mkdir(parents=True, exist_ok=True)
    for name in chosen or _FIGURES:
        with working(f"Drawing {name}"):
            made = makers[name]()
        save_figure(made, folder, name, forms or ("svg", "pdf", "png"), dpi)
    click.echo(f"Written to {folder}: {', '.join(chosen or _FIGURES)}")
