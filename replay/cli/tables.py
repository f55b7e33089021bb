"""`replay tables`: events, clocks, ledger, links, readings, scores, claims as CSV, Markdown, LaTeX, Excel, Word."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from replay.cli.shared import DATES, FILE, OUT, UNTIL, formats, replayed
from replay.cli.writing import deliver, folder_of, named_after
from replay.text.terminal import working

if TYPE_CHECKING:
    from replay.engine.trace import Trace
    from replay.text.table import Table

__all__ = ["FORMS", "table_files", "tables"]

FORMS = ("csv", "md", "tex", "xlsx")
"""What is written where nothing else is asked for; `docx` only on request, since it draws the figures as well."""


@click.command(short_help="Write the tables of a replay: CSV, Markdown, LaTeX, Excel, Word.")
@FILE
@UNTIL
@DATES
@OUT
@click.option(
    "--name", "names", multiple=True,
    type=click.Choice(["events", "clocks", "ledger", "links", "readings", "scores", "claims"]),
    help="Which table; may be repeated. [default: all]",
)  # fmt: skip
@formats((*FORMS, "docx"), FORMS, "; docx is a Word document with the figures, too. [default: all but docx]")
@click.option(
    "--excel-safe", is_flag=True,
    help="Make CSV for spreadsheets: an apostrophe before texts that would be taken for a formula, a number or a "
    "date, and the mark by which Excel knows UTF-8.",
)  # fmt: skip
def tables(
    file: Path, until: str | None, dates: str, out: Path, names: tuple[str, ...], forms: tuple[str, ...],
    excel_safe: bool,
) -> None:  # fmt: skip
    """Write the tables of a replay: events, clocks, the ledger of threats, links, readings, scores, claims.

    Writes events.csv, .md and .tex and so on to OUT/<dispute>/tables/, and all of them as sheets of tables.xlsx, whose
    sheet "Read me" says what each column means. The Markdown, LaTeX and Word hold the columns that fit on a page; the
    first lines of a LaTeX file name the packages that it needs. `--format docx` writes tables.docx: the figures and
    tables with captions that Word numbers, to paste into a manuscript.
    """
    from replay.tables import TABLES

    trace = replayed(file, until, dates)
    found = [TABLES[name](trace) for name in dict.fromkeys(names or TABLES)]
    found = [table for table in found if len(table) or table.name in names]
    made = table_files(found, forms, excel_safe, of=named_after(trace))
    if "docx" in forms:
        made["tables.docx"] = _document(trace, found)
    deliver(folder_of(out, trace) / "tables", made)


def _document(trace: Trace, found: Sequence[Table]) -> bytes:
    """The tables as printed, and the figures that have room on a page."""
    from replay.errors import NoRoomError
    from replay.figures import figure
    from replay.tables import printed
    from replay.text.word import Plate, document

    plates = []
    for name in ("story", "domain", "escalation"):
        with working(f"Drawing {name}"):
            try:
                drawn = figure(trace, name, "double")  # no higher than leaves room on a page for the caption
            except NoRoomError:
                try:
                    drawn = figure(trace, name)
                except NoRoomError as fault:
                    click.echo(f"Note: {name} is left out: {fault}", err=True)
                    continue
            width = float(drawn.figure.get_size_inches()[0]) * 25.4
            plates.append(Plate(drawn.render("png", 200), width, drawn.caption, drawn.alt))
    return document(trace.coded("write tables").title, [printed(table) for table in found], plates)


def table_files(
    found: Sequence[Table],
    forms: Sequence[str] = FORMS,
    excel_safe: bool = False,
    name: str = "tables",
    of: str = "",
) -> dict[str, bytes]:
    """Return the files of tables by name: one for each table and text format, one workbook called `name`.

    `of`, the dispute, makes the labels of LaTeX tables unlike those of other disputes in one paper.

    Which cells are cut in the workbook is said on the error stream.
    """
    from replay.tables import csv_text, latex_text, markdown_text, printed
    from replay.tables.meanings import means
    from replay.text.excel import MOST, cut, workbook
    from replay.text.words import some

    writers = {
        "csv": lambda table: csv_text(table, excel_safe).encode("utf-8-sig" if excel_safe else "utf-8"),
        "md": lambda table: markdown_text(printed(table)).encode(),
        "tex": lambda table: latex_text(printed(table), of=of).encode(),
    }
    made = {f"{table.name}.{form}": writers[form](table) for table in found for form in forms if form in writers}
    if "xlsx" not in forms:
        return made
    if cells := cut(found):
        said = f"cut in {name}.xlsx to the {MOST:,} characters that a cell of Excel holds: {some(cells)}"
        click.echo(f"Note: {said}; CSV holds every text whole.", err=True)
    return made | {f"{name}.xlsx": workbook(found, means)}
