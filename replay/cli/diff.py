"""`replay diff`: what differs between two timelines, or two traces; exit code like diff."""

from __future__ import annotations

import json
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replay.cli.shared import DATES, JSON
from replay.text.terminal import console_of_width, table_of
from replay.text.words import counted

if TYPE_CHECKING:
    from replay.counterfactuals import Difference, ItemChange
    from replay.engine.trace import Trace
    from replay.timeline import Timeline

__all__ = ["diff"]


@click.command(short_help="Compare two event files, counterfactuals or traces.")
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", type=click.Path(path_type=Path))
@DATES
@JSON
@click.option("--quiet", is_flag=True, help="Print nothing; the exit code says it.")
def diff(a: Path, b: Path, dates: str, as_json: bool, quiet: bool) -> None:
    """Compare two replays: what differs as coded, and where the replays part.

    Each of A and B is an event file, which is replayed; an edit file with the name of a counterfactual after a #, as in
    edits.yaml#no-agreement; or a trace that `replay run` wrote (trace.jsonl). Exit code 0 if they are the same, 1 if
    they differ, 2 if one cannot be read.
    """
    one, two = (_read_or_stop(path, dates) for path in (a, b))
    items, parting = _compare(one, two)
    if as_json:
        click.echo(json.dumps(_values(items, parting), indent=2))
    elif not quiet:
        _print(str(a), str(b), items, parting, one, two)
    if items or parting is not None:
        raise SystemExit(1)


def _read_or_stop(path: Path, dates: str) -> Trace:
    """The trace of a file; a message and exit code 2 if there is none."""
    from replay.errors import ReplayError

    try:
        return _read(path, dates)
    except ReplayError as fault:
        click.echo(f"{path}: {fault}" if path.suffix == ".jsonl" else str(fault), err=True)
    except UnicodeDecodeError:
        click.echo(f"{path}: cannot read this file: not text in UTF-8", err=True)
    except OSError as fault:
        click.echo(f"{path}: cannot read this file: {(fault.strerror or str(fault)).lower()}", err=True)
    raise SystemExit(2)


def _read(path: Path, dates: str) -> Trace:
    """The trace of a file: read, or replayed."""
    from replay.counterfactuals.editfile import load_edits
    from replay.counterfactuals.edits import apply
    from replay.engine import run
    from replay.engine.trace import Trace
    from replay.errors import ReplayError, closest
    from replay.files import is_edit_file, load

    if path.suffix == ".jsonl":
        return Trace.from_jsonl(path.read_text(encoding="utf-8"))
    file, _, name = str(path).rpartition("#")
    if not file or path.exists():
        if is_edit_file(path):
            raise ReplayError(f"{path}: this is a file of edits; name one of its counterfactuals: {path}#NAME")
        if path.suffix == ".csv":
            raise ReplayError(f"{path}: a trace as CSV cannot be compared; allowed: the trace.jsonl beside it")
        return run(load(path), dates=dates)
    found = load_edits(file)
    if name not in found.counterfactuals:
        near = closest(name, found.counterfactuals)
        raise ReplayError(
            f"{file}: no counterfactual is called '{name}'{near}; allowed: {', '.join(found.counterfactuals)}"
        )
    return run(apply(found.timeline, found.counterfactuals[name].edits, dates=dates), dates=dates)


def _compare(one: Trace, two: Trace) -> tuple[tuple[ItemChange, ...], Difference | None]:
    from replay.counterfactuals import diff as compare
    from replay.counterfactuals import divergence

    timelines: list[Timeline] = [trace.timeline for trace in (one, two) if trace.timeline is not None]
    return compare(*timelines) if len(timelines) == 2 else (), divergence(one, two)


def _values(items: tuple[ItemChange, ...], parting: Difference | None) -> dict[str, Any]:
    from dataclasses import asdict

    from replay.dates import iso

    entries = None
    if parting is not None:
        entries = {
            "seq": parting.seq, "date": iso(parting.day),
            "a": parting.before.to_dict() if parting.before else None,
            "b": parting.after.to_dict() if parting.after else None,
        }  # fmt: skip
    return {"same": not items and parting is None, "items": [asdict(item) for item in items], "divergence": entries}


def _print(
    a: str, b: str, items: tuple[ItemChange, ...], parting: Difference | None, one: Trace, two: Trace
) -> None:  # fmt: skip
    from rich.padding import Padding
    from rich.text import Text

    from replay.counterfactuals import entry_words
    from replay.dates import iso

    console = console_of_width()
    if not items and parting is None:
        unseen = "" if one.settings and two.settings else "; a trace file holds no due dates to compare"
        console.print(Text(f"{a} and {b} are the same: {counted(len(one), 'entry')}{unseen}."))
        return
    if items:
        table = table_of("What differs as coded", ("", "left"), ("What", "left"), ("Which", "left"), whole=("", "What"))
        for what, noun, which in _rows(items):
            table.add_row(what, noun, Text(which))
        console.print(table)
    if parting is None:
        console.print(Text(f"The replays are the same, entry for entry: {counted(len(one), 'entry')}."))
        return
    console.print(Text(f"The replays part on {iso(parting.day)}, at entry {parting.seq}.", style="bold"))
    for name, trace, entry, due in (
        (a, one, parting.before, parting.due_before), (b, two, parting.after, parting.due_after)
    ):  # fmt: skip
        console.print(Text(f"{name}, {counted(len(trace), 'entry')}:"))
        console.print(Padding(Text(entry_words(entry, iso(due) if due else "")), (0, 0, 0, 4)))


def _rows(items: tuple[ItemChange, ...]) -> Iterator[tuple[str, str, str]]:
    """A row for all that is removed, or added, of a kind, and one for each thing that is changed."""
    for (what, noun), found in groupby(items, lambda item: (item.what, item.noun)):
        if what == "changed":
            yield from ((what, noun, f"{item.id}: {', '.join(item.fields)}") for item in found)
        else:
            names = [item.id for item in found]
            yield what, counted(len(names), noun), ", ".join(names)
