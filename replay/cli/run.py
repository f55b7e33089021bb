"""`replay run`: whether a replay conforms to the record, and the story."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from replay.cli.shared import DATES, DETAILS, FILE, UNTIL, exclusive, more_by_details, replayed
from replay.cli.writing import folder_of, manifest, origin, trace_files, write
from replay.text.terminal import hand_over, say, show_table, tell
from replay.text.words import counted

if TYPE_CHECKING:
    from replay.engine.conformance import Finding
    from replay.engine.trace import Trace

__all__ = ["run"]

_FIRST = 2
"""Differences from the record that are told before what the replay comes to."""
_SHORT = 40
"""Entries of a story that is printed without being asked for."""


@click.command(short_help="Replay an event file and compare it with the record.")
@FILE
@UNTIL
@DATES
@click.option(
    "--format", "form", type=click.Choice(["text", "jsonl", "csv"]), default="text", show_default=True,
    help="What to print: the story as text, or the trace alone as JSON Lines or CSV.",
)  # fmt: skip
@click.option(
    "--out", type=click.Path(path_type=Path, file_okay=False),
    help="Also write trace.jsonl, trace.csv, clocks.csv and manifest.json to OUT/<dispute>/.",
)  # fmt: skip
@click.option("--allow-divergence", is_flag=True, help="Exit with 0 even if the replay differs from the record.")
@DETAILS
@click.option("--quiet", is_flag=True, help="Leave out the story; print the comparison with the record only.")
def run(
    file: Path, until: str | None, dates: str, form: str, out: Path | None, allow_divergence: bool, details: bool,
    quiet: bool,
) -> None:  # fmt: skip
    """Replay an event file and compare the replay with the record.

    First it says whether the replay conforms: whether every clock ends as the source says, whether the rules bring
    about what the record has and nothing else, and on which day; how many acts there are, how the clocks ended, what
    followed by rule. Then come the clocks and what followed by rule, with the days between, and the story, if it is
    short or with --details, which also says whether the dates fix how the clocks end. A date that the source leaves
    open stands as it is coded. Exit code 1 if they differ.
    """
    exclusive(details=details, quiet=quiet)
    from replay.engine.conformance import conformance

    trace = replayed(file, until, dates)
    findings = conformance(trace)
    if out is not None:
        _write(trace, folder_of(out, trace))
    if form == "text":
        _verdict(trace, findings)
        _working(trace, findings, details)
        if not quiet:
            _story(trace, details)
        say(f"{counted(len(trace), 'entry')}; digest {trace.digest[:16]}")
        if out is not None:
            say(f"Written to {folder_of(out, trace)}.")
    else:
        hand_over(trace.to_jsonl() if form == "jsonl" else trace.to_csv())
        for finding in findings:
            tell(str(finding), err=True)
    if findings and not allow_divergence:
        raise SystemExit(1)


def _write(trace: Trace, folder: Path) -> None:
    files = trace_files(trace)
    for name, data in (files | {"manifest.json": manifest(origin(trace), files, ("simpy",))}).items():
        write(folder / name, data)


def _verdict(trace: Trace, findings: tuple[Finding, ...]) -> None:
    """Whether the replay conforms, what differs, and what the replay comes to, in plain words."""
    from replay.tables.answers import run_told

    until = trace.settings.get("until")
    if not len(trace):
        say(f"No act yet by {until or 'the end of the period'}.")
    elif not findings:
        say(f"The replay conforms to the record{f' up to {until}' if until else ''}.", "bold green")
    if findings:
        say(f"The replay differs from the record in {counted(len(findings), 'place')}:", "bold red")
    for finding in findings[:_FIRST]:
        say(str(finding), "red", hang=2)
    for line in run_told(trace):
        say(line, hang=2)
    say()
    if len(findings) > _FIRST:
        say(f"{counted(len(findings) - _FIRST, 'other difference')}:", "bold red")
        for finding in findings[_FIRST:]:
            say(str(finding), "red", hang=2)
        say()


def _by_dates(trace: Trace) -> str:
    """Whether the dates fix how the clocks end."""
    from replay.ensemble.dateproof import at_hand, ends_told
    from replay.tables.clocks import clock_names

    proof = at_hand(trace)
    return ends_told(trace, proof.ends, clock_names(trace)) if proof else ""


def _story(trace: Trace, details: bool) -> None:
    """The story, if it is asked for or short enough to be read."""
    if len(trace) > _SHORT and not details:
        more_by_details(f"The story, {counted(len(trace), 'entry')}")
        return
    from replay.tables.events import story_table

    kinds = [entry.kind.value for entry in trace]
    ran_out = ("clock-lapsed", "clock-carried-out", "commitment-broken")
    styles = ("red" if kind in ran_out else "cyan" if kind.startswith("clock") else "" for kind in kinds)
    show_table(story_table(trace), list(styles))


def _working(trace: Trace, findings: tuple[Finding, ...], details: bool) -> None:
    """Clocks with due date, end and record; what followed by rule."""
    from replay.tables.clocks import followed_table, record_table

    show_table(record_table(trace, {finding.id for finding in findings if finding.what == "clock"}))
    if details and (sure := _by_dates(trace)):
        say(f"{sure}\n", hang=2)
    show_table(followed_table(trace))
