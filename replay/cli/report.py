"""`replay report`: a replay as one HTML file."""

from __future__ import annotations

from pathlib import Path

import click

from replay.cli.shared import DATES, FILE, OUT, UNTIL, Fault, plainly, replayed, working
from replay.cli.writing import folder_of, write

__all__ = ["report"]


@click.command()
@FILE
@UNTIL
@DATES
@OUT
@plainly
def report(file: Path, until: str | None, dates: str, out: Path) -> None:
    """Write a report: one HTML file with figures, story, sources, clocks, measures and theories.

    Writes report.html to OUT/<dispute>/. The file opens from disk, fetches nothing, prints, and follows the
    light or dark setting of the reader; arrow keys step through the marks of a figure.
    """
    from replay.report import page

    trace = replayed(file, until, dates)
    try:
        with working("Writing the report"):
            text = page(trace)
    except ValueError as fault:
        raise Fault(f"{file}: {fault}") from None
    folder = folder_of(out, trace)
    write(folder / "report.html", text.encode())
    click.echo(f"Written to {folder}: report.html")
