"""`replay tables`: events, clocks, links, readings, scores and claims as CSV, Markdown, LaTeX and Excel."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from replay.cli.shared import DATES, FILE, OUT, UNTIL, plainly, replayed
from replay.cli.writing import folder_of, write

if TYPE_CHECKING:
    from replay.tables import Table

__all__ = ["FORMS", "table_files", "tables"]

FORMS = ("csv", "md", "tex", "xlsx")


@click.command(short_help="Write the tables of a replay: CSV, Markdown, LaTeX, Excel.")
@FILE
@UNTIL
@DATES
@OUT
@click.option(
    "--name",
    "names",
    multiple=True,
    type=click.Choice(["events", "clocks", "links", "readings", "scores", "claims"]),
    help="Which table; may be repeated. [default: all]",
)
@click.option(
    "--format",
    "forms",
    multiple=True,
    type=click.Choice(FORMS),
    help="Format to write; may be repeated. [default: all]",
)
@click.option(
    "--excel-safe",
    is_flag=True,
    help="Make CSV for spreadsheets: an apostrophe before texts that would be taken for a formula, and the "
    "mark by which Excel knows UTF-8.",
)
@plainly
def tables(
    file: Path, until: str | None, dates: str, out: Path, names: tuple[str, ...], forms: tuple[str, ...],
    excel_safe: bool,
) -> None:  # fmt: skip
    """Write the tables of a replay: events, clocks (the ledger of threats), links, readings, scores, claims.

    Writes events.csv, .md and .tex and so on to OUT/<dispute>/tables/, and all of them as sheets of tables.xlsx. The
    Markdown and LaTeX hold the columns that fit on a page; LaTeX needs booktabs, longtable and array.
    """
    from replay.tables import TABLES

    trace = replayed(file, until, dates)
    found = [TABLES[name](trace) for name in names or tuple(TABLES)]
    found = [table for table in found if len(table) or table.name in names]
    made = table_files(found, forms or FORMS, excel_safe)
    folder = folder_of(out, trace) / "tables"
    folder.mkdir(exist_ok=True)
    for name, data in made.items():
        write(folder / name, data)
    click.echo(f"Written to {folder}: {', '.join(made)}")


def table_files(
    found: Sequence[Table], forms: Sequence[str], excel_safe: bool, name: str = "tables"
) -> dict[str, bytes]:
    """Return the files of tables by name: one for each table and text format, one workbook called `name`."""
    from replay.tables import PRINTED, csv_text, latex_text, markdown_text
    from replay.text.excel import workbook

    made: dict[str, bytes] = {}
    for table in found:
        printed = (table.only(PRINTED[table.name]) if table.name in PRINTED else table).filled()
        for form in forms:
            if form == "csv":
                made[f"{table.name}.csv"] = csv_text(table, excel_safe).encode("utf-8-sig" if excel_safe else "utf-8")
            elif form == "md":
                made[f"{table.name}.md"] = markdown_text(printed).encode()
            elif form == "tex":
                made[f"{table.name}.tex"] = latex_text(printed).encode()
    if "xlsx" in forms:
        made[f"{name}.xlsx"] = workbook(found)
    return made
