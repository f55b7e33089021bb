"""`replay report`: a replay as one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from replay.cli.shared import DATES, FILE, OUT, UNTIL, Fault, plainly, replayed, working
from replay.cli.writing import folder_of, write

if TYPE_CHECKING:
    from replay.report import Section
    from replay.trace import Trace

__all__ = ["report"]


@click.command(short_help="Write a report: one HTML file with figures, story, sources.")
@FILE
@UNTIL
@DATES
@OUT
@click.option("--whatif", "edits", metavar="EDITS", type=click.Path(path_type=Path),
              help="An edit file of this dispute, whose counterfactuals become parts of the report.")
@plainly
def report(file: Path, until: str | None, dates: str, out: Path, edits: Path | None) -> None:
    """Write a report: one HTML file with figures, story, sources, clocks, measures and theories.

    Writes report.html to OUT/<dispute>/. The file opens from disk, fetches nothing, prints, and follows the
    light or dark setting of the reader; arrow keys step through the marks of a figure.
    """
    from replay.report import page

    trace = replayed(file, until, dates)
    try:
        with working("Writing the report"):
            text = page(trace, given=_branches(edits, trace) if edits else ())
    except ValueError as fault:
        raise Fault(f"{file}: {fault}") from None
    folder = folder_of(out, trace)
    write(folder / "report.html", text.encode())
    click.echo(f"Written to {folder}: report.html")


def _branches(edits: Path, trace: Trace) -> list[Section]:
    """The counterfactuals of an edit file, each as a part of the report."""
    from replay.branches import whatif
    from replay.files.edits import load_edits
    from replay.report.branches import branch

    found = load_edits(edits)
    if trace.timeline is None or found.timeline.digest != trace.timeline.digest:
        raise Fault(f"{edits}: these edits are of another event file, {found.timeline.path}")
    return [branch(whatif(found.timeline, named)) for named in found.counterfactuals.values()]
