"""`replay report`: a replay as one HTML file."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from replay.cli.figure import note_missing
from replay.cli.shared import DATES, FILE, OUT, UNTIL, Fault, plainly, replayed, working
from replay.cli.writing import folder_of, write

if TYPE_CHECKING:
    from replay.counterfactuals.edits import Counterfactual
    from replay.engine.trace import Trace
    from replay.publish.report import Section, Shown
    from replay.timeline import Timeline

__all__ = ["report"]


@click.command(short_help="Write a report: one HTML file with figures, story, sources.")
@FILE
@UNTIL
@DATES
@OUT
@click.option(
    "--whatif",
    "edits",
    metavar="EDITS",
    type=click.Path(path_type=Path),
    help="An edit file of this dispute, whose counterfactuals become parts of the report.",
)
@plainly
def report(file: Path, until: str | None, dates: str, out: Path, edits: Path | None) -> None:
    """Write a report: one HTML file with figures, story, sources, clocks, measures and theories.

    Writes report.html to OUT/<dispute>/. The file opens from disk, fetches nothing, prints, and follows the
    light or dark setting of the reader; arrow keys step through the marks of a figure.
    """
    from replay.publish.report import report_page

    trace = replayed(file, until, dates)
    timeline = trace.coded("write a report")
    names = (party.name for party in timeline.parties.values())
    note_missing("".join((timeline.title, *names, *(event.label for event in timeline.events))))
    try:
        with working("Writing the report"):
            text = report_page(trace, *_drawn(trace, edits))
    except ValueError as fault:
        raise Fault(f"{file}: {fault}") from None
    folder = folder_of(out, trace)
    write(folder / "report.html", text.encode())
    click.echo(f"Written to {folder}: report.html")


def _drawn(trace: Trace, edits: Path | None) -> tuple[list[Shown], list[Section]]:
    """The figures of the report and, as parts of it, the counterfactuals of an edit file, drawn on all cores."""
    from replay.cli.parallel import rendered
    from replay.publish.pictures import makers

    figures: dict[str, Callable[[], Section]] = {
        name: partial(_figures, name, make) for name, make in makers(trace).items()
    }
    made = rendered({**figures, **(_branches(edits, trace) if edits else {})})
    first = [picture for name in figures for picture in made[name].drawings]
    return first, [section for name, section in made.items() if name not in figures]


def _figures(name: str, make: Callable[[], Sequence[Shown]]) -> Section:
    from replay.publish.report import Section

    return Section(name, drawings=tuple(make())).pictured()


def _branches(edits: Path, trace: Trace) -> dict[str, Callable[[], Section]]:
    """What makes each counterfactual of an edit file a part of the report."""
    from replay.counterfactuals.editfile import load_edits

    found = load_edits(edits)
    if trace.timeline is None or found.timeline.digest != trace.timeline.digest:
        raise Fault(f"{edits}: these edits are of another event file, {found.timeline.path}")
    return {f"whatif {name}": partial(_branch, found.timeline, named) for name, named in found.counterfactuals.items()}


def _branch(timeline: Timeline, named: Counterfactual) -> Section:
    from replay.counterfactuals import whatif
    from replay.publish.report.sections import branch

    return branch(whatif(timeline, named)).pictured()
