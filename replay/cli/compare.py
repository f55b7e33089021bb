"""`replay compare`: disputes side by side, as a figure on one time axis and as a table."""

from __future__ import annotations

from pathlib import Path

import click

from replay.cli.figure import DPI, PRESET, figure_files
from replay.cli.shared import DATES, OUT, Fault, plainly, replayed
from replay.cli.tables import FORMS, table_files
from replay.cli.writing import write
from replay.text.terminal import console_of_width, table_of

__all__ = ["compare"]

ALIGN = ("threat", "clock", "settlement", "calendar")


@click.command(short_help="Set disputes side by side: measures, distances, a figure.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE FILE...")
@DATES
@OUT
@click.option("--align", type=click.Choice(ALIGN), default="threat", show_default=True,
              help="What becomes month 0 of each dispute: the sender's first threat, the first clock, the settlement; "
              "or the calendar for dates.")  # fmt: skip
@click.option("--given", "given", multiple=True, metavar="NAME=VALUE",
              help="A row that no event file holds under `about`; values of the disputes separated by |; may be "
              "repeated.")  # fmt: skip
@PRESET
@click.option(
    "--format",
    "forms",
    multiple=True,
    type=click.Choice(["svg", "pdf", "png", "tex"]),
    help="Format of the figure; may be repeated. [default: svg, pdf, png]",
)
@DPI
@plainly
def compare(
    files: tuple[Path, ...], dates: str, out: Path, align: str, given: tuple[str, ...], presets: tuple[str, ...],
    forms: tuple[str, ...], dpi: int,
) -> None:  # fmt: skip
    """Set disputes side by side: a table of measures, distances between their sequences, and a figure.

    Every value comes from the replays. Writes comparison.csv, .md, .tex and .xlsx, distances likewise, and the
    figure with its caption, words, data and manifest to OUT/<dispute>+<dispute>/.
    """
    from rich.text import Text

    from replay.figures.comparison import comparison_figure
    from replay.tables import comparison, shown

    rows = dict(_row(text) for text in given)
    traces = [replayed(file, None, dates) for file in files]
    try:
        tables = [comparison.table(traces, rows), comparison.distances(traces)]
        drawings = [comparison_figure(traces, align, preset) for preset in presets or ("page",)]
    except ValueError as fault:
        raise Fault(str(fault)) from None
    made = figure_files(drawings, traces, forms or ("svg", "pdf", "png"), dpi)
    for table in tables:
        if len(table):
            made |= table_files([table], FORMS, excel_safe=False, name=table.name)
    console = console_of_width()
    for table in (table for table in tables if len(table)):
        columns = [column for column in table.columns if column.name != "definition"]
        printed = table_of(table.title, *((column.words, "left") for column in columns))
        for record in table.records():
            printed.add_row(*(Text(shown(record[column.name], column.digits)) for column in columns))
        console.print(printed)
    folder = out / "+".join(trace.timeline.dispute for trace in traces if trace.timeline)
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in made.items():
        write(folder / name, data)
    click.echo(f"Written to {folder}: {', '.join(made)}")


def _row(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise click.BadParameter(f"{text!r} is not NAME=VALUE", param_hint="--given")
    return name.strip(), value.strip()
