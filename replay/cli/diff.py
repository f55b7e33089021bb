"""`replay diff`: what differs between two timelines, or two traces; exit code like diff."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from replay.cli.documents import known
from replay.cli.shared import DATES, DETAILS, JSON, as_read, exclusive, more_by_details
from replay.text.plain import json_text
from replay.text.table import printable
from replay.text.terminal import hand_over, say, show_table, tell
from replay.text.words import counted

if TYPE_CHECKING:
    from replay.counterfactuals import Differences, ItemChange
    from replay.engine.trace import Trace

__all__ = ["diff"]

_NAMED = 3
"""Ids of a kind that are named without being asked for."""
_CUT = 60
"""Signs of a value that are shown without being asked for."""


@click.command(short_help="Compare two event files, counterfactuals or traces.")
@click.argument("a", type=click.Path(path_type=Path))
@click.argument("b", type=click.Path(path_type=Path))
@DATES
@DETAILS
@JSON
@click.option("--quiet", is_flag=True, help="Print nothing; the exit code says it.")
def diff(a: Path, b: Path, dates: str, details: bool, as_json: bool, quiet: bool) -> None:
    """Compare two replays: what differs as coded, and where the replays part.

    Each of A and B is an event file, which is replayed; an edit file with the name of a counterfactual after a #, as in
    edits.yaml#no-agreement; or a trace that `replay run` wrote (trace.jsonl). Exit code 0 if they are the same, 1 if
    they differ, 2 if one cannot be read. Of what is changed each value is shown, before and after. An event under
    another id is shown as renamed, if it matches by the rule of `replay agree`.
    """
    from replay.counterfactuals import differences, differences_values

    exclusive(details=details, json=as_json, quiet=quiet)
    one, two = (_read_or_stop(path, dates) for path in (a, b))
    found = differences(one, two)
    if as_json:
        hand_over(json_text(differences_values(found)))
    elif not quiet:
        _print((str(a), str(b)), (one, two), found, details)
    if not found.same:
        raise SystemExit(1)


def _read_or_stop(path: Path, dates: str) -> Trace:
    """The trace of a file; a message and exit code 2 if there is none."""
    from replay.errors import ReplayError, TraceError

    try:
        return _read(path, dates)
    except ReplayError as fault:
        tell(f"{path}: {fault}" if isinstance(fault, TraceError) else str(fault), err=True)
    raise SystemExit(2)


def _read(path: Path, dates: str) -> Trace:
    """The trace of a file: read, or replayed."""
    from replay.counterfactuals.editfile import load_edits
    from replay.counterfactuals.edits import apply
    from replay.engine import run
    from replay.engine.trace import Trace
    from replay.errors import ReplayError
    from replay.files import is_edit_file, load
    from replay.files.textfile import TextFile

    if path.suffix == ".jsonl":
        return Trace.from_jsonl(TextFile.read(path).text)
    file, _, name = str(path).rpartition("#")
    if not file or path.exists():
        if is_edit_file(path):
            raise ReplayError(f"{path}: this is a file of edits; name one of its counterfactuals: {path}#NAME")
        if path.suffix == ".csv":
            raise ReplayError(f"{path}: a trace as CSV cannot be compared; allowed: the trace.jsonl beside it")
        return run(*as_read(load(path)), dates=dates)
    found = load_edits(file)
    named = found.counterfactuals[known(name, found.counterfactuals, "counterfactual")]
    return run(apply(found.timeline, named.edits, dates=dates), dates=dates)


def _print(names: tuple[str, str], traces: tuple[Trace, Trace], found: Differences, details: bool) -> None:
    from replay.counterfactuals import entry_words
    from replay.engine.days import Days, worded
    from replay.tables.instead import differences_told

    length = counted(len(traces[0]), "entry")
    parting = found.divergence
    if found.same:
        unseen = "" if all(trace.settings for trace in traces) else "; a trace file holds no due dates to compare"
        say(f"{' and '.join(names)} are the same: {length}{unseen}.")
        return
    for line in differences_told(names, traces, found):
        say(line, "bold", hang=2)
    say()
    if found.items:
        headings = ("", "What", "Which")
        show_table(printable("What differs as coded", headings, _rows(found.items, details), whole=("", "What")))
        if not details:
            more_by_details("All ids, and values in full")
    if parting is None:
        return
    say()
    one, two = (Days(trace, worded) for trace in traces)
    sides = (one, parting.before), (two, parting.after)
    for name, trace, (days, entry) in zip(names, traces, sides, strict=True):
        say(f"{name}, {counted(len(trace), 'entry')}:")
        say(entry_words(entry, days), indent=4, hang=2)


def _rows(items: tuple[ItemChange, ...], details: bool) -> Iterator[tuple[str, str, str]]:
    """A row for all that is removed, or added, of a kind; for each thing changed one, and one a value.

    Without `details` at most a few of what is removed or added are named, and long values are cut.
    """
    for (what, noun), found in groupby(items, lambda item: (item.what, item.noun)):
        if what in ("changed", "renamed"):
            for item in found:
                to = f" -> {item.to}" if item.to else ""
                yield what, noun, f"{item.id}{to}" + (f": {', '.join(item.fields)}" if item.fields else "")
                for value in item.values:
                    was, now = (_cut(text, details) for text in (value.before, value.after))
                    yield "", "", f"  {value.key}: {was} -> {now}"
        else:
            names = [item.id for item in found]
            shown = names if details else names[:_NAMED]
            more = len(names) - len(shown)
            yield what, counted(len(names), noun), ", ".join(shown) + (f" and {more} more" if more else "")


def _cut(text: str, details: bool) -> str:
    words = " ".join(text.split()) or "nothing"
    return words if details or len(words) <= _CUT else f"{words[: _CUT - 3]}..."
