"""`replay check`: every fault of an event file at its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from replay.cli.shared import JSON
from replay.text.plain import json_text
from replay.text.terminal import hand_over, tell, told
from replay.text.words import counted

if TYPE_CHECKING:
    from replay.counterfactuals.edits import Counterfactuals
    from replay.errors import Problem
    from replay.timeline import Timeline

__all__ = ["check"]


@click.command(short_help="Report every fault of event and edit files by line and column.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@JSON
def check(files: tuple[Path, ...], as_json: bool) -> None:
    """Check event files and edit files and report every fault as file:line:column.

    Exit code 0 if all are sound, 1 if not. With --json each fault is an object with file, line, column,
    code and message, for editors. A sound file may get notes: acts that are both the ground for a side's domain
    and what that domain is to explain. A note is no fault.
    """
    from replay.timeline import Timeline
    from replay.timeline.checks import circularity

    results = [_inspected(path) for path in files]
    problems = [problem for _, found in results for problem in found]
    if as_json:
        rows = [
            {"file": p.where.file, "line": p.where.line, "column": p.where.column, "code": p.code, "message": p.message}
            for p in problems
        ]
        hand_over(json_text(rows))
    else:
        for problem in problems:
            tell(str(problem), err=True)
        sound = [timeline for timeline, found in results if timeline is not None and not found]
        if len(files) > 1:
            told(f"{len(sound)} of {counted(len(files), 'file')} sound.")
        for timeline in sound:
            circles = circularity(timeline) if isinstance(timeline, Timeline) else ()
            told(f"{timeline.path}: sound; {_contents(timeline)}")
            if circles:
                told(f"{counted(len(circles), 'note')}, no fault: acts on both ends of an explanation.")
            for circle in circles:
                told(f"{circle.where}: note: {circle.message}")
    if problems:
        if not as_json:
            tell(f"{counted(len(problems), 'problem')} in {counted(len(files), 'file')}.", err=True)
        raise SystemExit(1)


def _inspected(path: Path) -> tuple[Timeline | Counterfactuals | None, tuple[Problem, ...]]:
    """What a file holds, with its problems; an edit file is checked against its base."""
    from replay.files import inspect, is_edit_file

    if not is_edit_file(path):
        return inspect(path)
    from replay.counterfactuals.editfile import inspect_edits

    return inspect_edits(path)


def _contents(found: Timeline | Counterfactuals) -> str:
    from replay.timeline import Timeline

    if isinstance(found, Timeline):
        return _coded(found)
    counts = ((len(found.counterfactuals), "counterfactual"), (len(found.edits), "edit"),
              (len(found.branches), "branch set"))  # fmt: skip
    return f"{', '.join(counted(count, noun) for count, noun in counts)}; base {found.base}"


def _coded(timeline: Timeline) -> str:
    counts = (
        (len(timeline.events), "event"), (len(timeline.clocks), "clock"),
        (sum(len(event.commits) for event in timeline.events), "standing commitment"),
        (len(timeline.readings), "reading"), (len(timeline.series), "series"),
        (len(timeline.decisions), "decision"), (len(timeline.stakes), "entry of stakes"),
        (len(timeline.observations), "observation"), (len(timeline.claims), "claim"),
    )  # fmt: skip
    return ", ".join(counted(count, noun) for count, noun in counts if count or noun in ("event", "clock"))
