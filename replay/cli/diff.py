"""`replay diff`: what differs between two timelines, or two traces; exit code like diff."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replay.cli.shared import DATES, JSON, console_of_width, number_of, table_of

if TYPE_CHECKING:
    from replay.branches import Difference, ItemChange
    from replay.timeline import Timeline
    from replay.trace import Trace

__all__ = ["diff"]


@click.command(short_help="Compare two event files or two traces.")
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", type=click.Path(path_type=Path))
@DATES
@JSON
@click.option("--quiet", is_flag=True, help="Print nothing; the exit code says it.")
def diff(a: Path, b: Path, dates: str, as_json: bool, quiet: bool) -> None:
    """Compare two event files, or two traces (.jsonl): what differs, and where the replays part.

    Either may be an edit file with the name of a counterfactual after a #: edits.yaml#no-agreement. Exit code 0 if
    they are the same, 1 if they differ, 2 if one cannot be read.
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
    from replay.edits import apply
    from replay.engine import run
    from replay.errors import ReplayError, closest
    from replay.files import load
    from replay.files.edits import load_edits
    from replay.trace import Trace

    if path.suffix == ".jsonl":
        return Trace.from_jsonl(path.read_text(encoding="utf-8"))
    file, _, name = str(path).partition("#")
    if not name:
        return run(load(file), dates=dates)
    found = load_edits(file)
    if name not in found.counterfactuals:
        near = closest(name, found.counterfactuals)
        raise ReplayError(
            f"{file}: no counterfactual is called '{name}'{near}; allowed: {', '.join(found.counterfactuals)}"
        )
    return run(apply(found.timeline, found.counterfactuals[name].edits, dates=dates), dates=dates)


def _compare(one: Trace, two: Trace) -> tuple[tuple[ItemChange, ...], Difference | None]:
    from replay.branches import diff as compare
    from replay.branches import divergence

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
    from rich.text import Text

    from replay.branches import entry_words
    from replay.dates import iso

    console = console_of_width()
    if not items and parting is None:
        console.print(Text(f"{a} and {b} are the same: {number_of(len(one), 'entry')}."))
        return
    if items:
        table = table_of("What differs as coded", ("", "left"), ("Kind", "left"), ("Id", "left"), ("Fields", "left"))
        for item in items:
            table.add_row(item.what, item.noun, Text(item.id), ", ".join(item.fields))
        console.print(table)
    if parting is None:
        console.print(Text("The replays are the same, entry for entry."))
        return
    due, other = (f"{iso(day)}" if day else "" for day in (parting.due_before, parting.due_after))
    said = f"The replays part on {iso(parting.day)}, at entry {parting.seq}; {len(one)} and {len(two)} entries."
    console.print(Text(said, style="bold"))
    console.print(Text(f"  {a}: {entry_words(parting.before, due)}"))
    console.print(Text(f"  {b}: {entry_words(parting.after, other)}"))
