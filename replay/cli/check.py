"""`replay check`: every fault of an event file at its place."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from replay.cli.shared import DETAILS, JSON, exclusive, more_by_details
from replay.text.plain import json_text
from replay.text.terminal import hand_over, tell, told
from replay.text.words import counted

if TYPE_CHECKING:
    from replay.counterfactuals.edits import Counterfactuals
    from replay.errors import Problem
    from replay.timeline import Timeline

__all__ = ["check"]

_FIRST = 3
"""Things to look at that are told without being asked for."""


@click.command(short_help="Report every fault of event and edit files by line and column.")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path))
@DETAILS
@JSON
def check(files: tuple[Path, ...], details: bool, as_json: bool) -> None:
    """Check event files and edit files and report every fault as file:line:column.

    Exit code 0 if all are sound, 1 if not. With --json each fault is an object with file, line, column,
    code and message, for editors. Of a sound file it says what it holds, and what to look at: acts that are both the
    ground for a side's domain and what that domain is to explain. These are no faults.
    """
    exclusive(details=details, json=as_json)
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
        for one in sound:
            _tell(one, details)
    if problems:
        if not as_json:
            tell(f"{counted(len(problems), 'problem')} in {counted(len(files), 'file')}.", err=True)
        raise SystemExit(1)


def _tell(found: Timeline | Counterfactuals, details: bool) -> None:
    """What a sound file holds, and what to look at in it."""
    from replay.timeline import Timeline
    from replay.timeline.checks import circularity

    circles = circularity(found) if isinstance(found, Timeline) else ()
    told(f"{found.path}: sound; {'it' if isinstance(found, Timeline) else 'what it asks'} can be replayed.")
    told(f"It holds {_contents(found)}.")
    if not circles:
        told("No fault, and nothing to look at.")
        return
    seen = counted(len(circles), "thing")
    told(f"No fault; {seen} to look at: an act is both a ground for a domain and explained by it.")
    shown = circles if details else circles[:_FIRST]
    told("")
    for circle in shown:
        told(f"{circle.where}: {circle.message}")
    if len(circles) > len(shown):
        more_by_details(f"{len(circles) - len(shown)} more")


def _inspected(path: Path) -> tuple[Timeline | Counterfactuals | None, tuple[Problem, ...]]:
    """What a file holds, with its problems; an edit file is checked against its base."""
    from replay.errors import Problem, Where
    from replay.files import inspect, is_edit_file
    from replay.files.grids import is_table
    from replay.files.jsonlines import is_json

    if (is_table(path) or (is_json(path) and path.suffix != ".json")) and path.exists():
        said = (
            f"this is a table, not an event file; `replay import {path}` reads a workbook that `replay export` wrote, "
            f"and `replay import {path} --suggest` writes a first map for any other table"
        )
        return None, (Problem(Where(str(path)), said, "table"),)
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
