"""`replay compare`: disputes side by side, as a figure on one time axis and as a table."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from pathlib import Path

import click

from replay.cli.figure_files import drawn, figure_files
from replay.cli.shared import AS_TEXT, DATES, DPI, FIGURE_FORMATS, FONT, OUT, PRESET, TEXT, as_read
from replay.cli.tables import table_files
from replay.cli.writing import deliver, folder_of, named_after
from replay.text.terminal import say, show_table
from replay.text.words import numbered

__all__ = ["compare"]

ALIGN = ("threat", "clock", "settlement", "calendar")


@click.command(short_help="Set disputes side by side: measures, distances, a figure.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE FILE...")
@DATES
@OUT
@click.option("--align", type=click.Choice(ALIGN), default="threat", show_default=True,
              help="What becomes month 0 of each dispute: the sender's first threat, the first clock, the settlement; "
              "or the calendar for dates.")  # fmt: skip
@click.option("--given", "given", multiple=True, type=TEXT, metavar="NAME=VALUE",
              help="A row that no event file holds under `about`; values of the disputes separated by |; may be "
              "repeated.")  # fmt: skip
@PRESET
@FONT
@FIGURE_FORMATS
@AS_TEXT
@DPI
def compare(
    files: tuple[Path, ...], dates: str, out: Path, align: str, given: tuple[str, ...], presets: tuple[str, ...],
    font: tuple[str, ...], forms: tuple[str, ...], as_text: bool, dpi: int,
) -> None:  # fmt: skip
    """Set disputes side by side: a table of measures, distances between their sequences, and a figure.

    Every value comes from the replays. Writes comparison.csv, .md, .tex and .xlsx, distances likewise, and the
    figure with its caption, words, data and manifest to OUT/<dispute>+<dispute>/. Files of one dispute, which are
    codings of it, are numbered (OUT/<dispute>-1+<dispute>-2/).
    """
    from replay.engine import run
    from replay.figures import Drawing
    from replay.figures.comparison import comparison_figure
    from replay.files import load
    from replay.tables.comparison import comparison_table, distances_table
    from replay.tables.comparison.answer import comparison_told

    rows = dict(_row(text) for text in given)
    timelines = as_read(*map(load, files))
    told = zip(*(numbered([getattr(one, name) for one in timelines]) for name in ("dispute", "title")), strict=True)
    traces = [
        run(replace(one, dispute=dispute, title=title), dates=dates)
        for one, (dispute, title) in zip(timelines, told, strict=True)
    ]
    comparison, distances = comparison_table(traces, rows), distances_table(traces)
    tables = [table for table in (comparison, distances) if len(table)]

    def make(preset: str) -> tuple[Drawing, ...]:
        return (comparison_figure(traces, align, preset),)

    drawings = drawn({f"comparison-{preset}": partial(make, preset) for preset in presets}, font)
    made = figure_files(drawings, traces, forms, dpi, {"font": list(font)} if font else None, as_text)
    for line in comparison_told(comparison, distances):
        say(line, "bold", hang=2)
    say()
    for table in tables:
        made |= table_files([table], name=table.name, of=named_after(*traces))
        show_table(table.only(column.name for column in table.columns if column.name != "definition"))
    deliver(folder_of(out, *traces), made)


def _row(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name.strip():
        raise click.BadParameter(f"{text!r} is not NAME=VALUE", param_hint="--given")
    return name.strip(), value.strip()
