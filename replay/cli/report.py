"""`replay report`: a replay as one HTML file."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from replay.cli.choices import Choice, choices
from replay.cli.figure_files import note_missing
from replay.cli.shared import DATES, FILE, OUT, UNTIL, Fault, leave_out, replayed
from replay.cli.writing import deliver, folder_of
from replay.text.terminal import progress

if TYPE_CHECKING:
    from replay.engine.trace import Trace
    from replay.publish.report import Section

__all__ = ["report"]


@click.command(short_help="Write a report: one HTML file with figures, story, sources.")
@FILE
@UNTIL
@DATES
@OUT
@choices()
@click.option(
    "--whatif", "edits", metavar="EDITS", type=click.Path(path_type=Path),
    help="An edit file of this dispute, whose counterfactuals become parts of the report.",
)  # fmt: skip
def report(file: Path, until: str | None, dates: str, out: Path, edits: Path | None, choice: Choice) -> None:
    """Write a report: one HTML file with figures, story, sources, clocks, measures and theories.

    Writes report.html to OUT/<dispute>/. The findings stand at its head. The file opens from disk, fetches nothing,
    prints, and follows the light or dark setting of the reader; a panel explains the mark that is pointed at, and the
    arrow keys step through the acts by date. What is chosen to be drawn holds for the story figure and the escalation
    diagram; their captions say what is left out, and nothing else in the report changes.
    """
    from replay.publish.pictures import LeftOut, makers
    from replay.publish.report import report_page

    trace = replayed(file, until, dates)
    timeline = trace.coded("write a report")
    names = (party.name for party in timeline.parties.values())
    note_missing("".join((timeline.title, *names, *(event.label for event in timeline.events))))
    shown = [one for make in progress(makers(trace, **choice.given).values(), "Drawing") for one in make()]
    for one in shown:
        if isinstance(one, LeftOut):
            leave_out(one)
    text = report_page(trace, shown, _branches(edits, trace) if edits else ())
    deliver(folder_of(out, trace), {"report.html": text.encode()})


def _branches(edits: Path, trace: Trace) -> list[Section]:
    """Make each counterfactual of an edit file a part of the report."""
    from replay.counterfactuals import whatif
    from replay.counterfactuals.editfile import load_edits
    from replay.publish.report.sections import branch

    found = load_edits(edits)
    if found.timeline.digest != trace.coded("write a report").digest:
        raise Fault(f"{edits}: these edits are of another event file, {found.timeline.path}")
    named = found.counterfactuals.values()
    return [branch(whatif(found.timeline, one)) for one in progress(named, "Drawing branches", len(named))]
