"""`replay run`: the story, and how it compares with the record."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from replay.cli.shared import DATES, FILE, UNTIL, plainly, replayed
from replay.cli.writing import write_trace
from replay.text.terminal import console_of_width, table_of
from replay.text.words import counted

if TYPE_CHECKING:
    from rich.console import Console

    from replay.engine.trace import ClockHistory, Entry, Trace

__all__ = ["run"]


@click.command(short_help="Replay an event file and compare it with the record.")
@FILE
@UNTIL
@DATES
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "jsonl", "csv"]),
    default="text",
    show_default=True,
    help="What to print: the story as text, or the trace alone as JSON Lines or CSV.",
)
@click.option(
    "--out",
    "out",
    type=click.Path(path_type=Path, file_okay=False),
    help="Also write trace.jsonl, trace.csv, clocks.csv and manifest.json to OUT/<dispute>/.",
)
@click.option("--allow-divergence", is_flag=True, help="Exit with 0 even if the replay differs from the record.")
@click.option("--quiet", is_flag=True, help="Leave out the story; print the comparison with the record only.")
@plainly
def run(
    file: Path, until: str | None, dates: str, form: str, out: Path | None, allow_divergence: bool, quiet: bool
) -> None:  # fmt: skip
    """Replay an event file and compare the replay with the record.

    The comparison says whether every clock ends as the source says (met, moved, lapsed, withdrawn) and
    whether the rules bring about any act that the record lacks. Exit code 1 if they differ.
    """
    from replay.engine.conformance import conformance

    trace = replayed(file, until, dates)
    findings = conformance(trace)
    if out is not None:
        written = write_trace(trace, out)
    if form == "jsonl":
        click.echo(trace.to_jsonl(), nl=False)
    elif form == "csv":
        click.echo(trace.to_csv(), nl=False)
    else:
        console = console_of_width()
        if not len(trace):
            console.print(f"Nothing has happened by {until or 'the end of the period'}.")
        elif not quiet:
            _story(console, trace)
        _comparison(console, trace, findings)
        if out is not None:
            console.print(f"Written to {written}.", markup=False, highlight=False)
    if findings and form != "text":
        for finding in findings:
            click.echo(str(finding), err=True)
    if findings and not allow_divergence:
        raise SystemExit(1)


_MARKS = {
    "event": " ", "clock-set": "○", "clock-moved": "↷", "clock-met": "●", "clock-withdrawn": "◌",
    "clock-lapsed": "✕", "consequence": "!", "reaction": "!", "suppressed": "-", "dropped": "-", "loop": "∞",
}  # fmt: skip


def _story(console: Console, trace: Trace) -> None:
    """The replay as a table: one row an entry; a date that the source leaves open stands below its day."""
    from rich.text import Text

    events = trace.timeline.by_id if trace.timeline else {}
    rules = trace.timeline.by_rule if trace.timeline else {}
    histories = {clock.id: clock for clock in trace.clocks()}
    title = trace.timeline.title if trace.timeline else "Replay"
    table = table_of(title, ("Date", "left"), ("", "left"), ("Who and act", "left"), ("What", "left"))
    for entry in trace:
        event = events.get(entry.event or "") if entry.act else None
        date, style = entry.date, ""
        if event is not None and event.date.text != entry.date:
            date += f"\n({event.date.text})"
        if entry.act:
            who = f"{entry.actor} → {entry.recipient}" if entry.recipient else entry.actor
            by_rule = "" if entry.kind.value == "event" else f" ({entry.kind.value})"
            act = f"{who}\n{entry.act.value}{by_rule}"
            source = event or rules.get(entry.event or "")
            what = Text(source.summary if source else "")
            what.append(f" {entry.event}", style="dim")
        else:
            act, what = entry.kind.value, Text(_clock_words(entry, histories[entry.clock or ""]))
            style = "red" if entry.kind.value == "clock-lapsed" else "cyan"
        cells = [Text(cell) for cell in (date, _MARKS[entry.kind.value], act)]
        table.add_row(*cells, what, style=style)
    console.print(table)


def _clock_words(entry: Entry, history: ClockHistory) -> str:
    from replay.dates import iso

    if entry.kind.value not in ("clock-set", "clock-moved"):
        return history.id
    held = [due for since, due in history.dues if since <= entry.day]
    due = held[0] if entry.kind.value == "clock-set" else held[-1]
    return f"{history.id}: due {iso(due)}" if due else f"{history.id}: no due date"


def _comparison(console: Console, trace: Trace, findings: Sequence[Any]) -> None:
    """Clocks with due date, end and record, then the findings in plain words."""
    from rich.text import Text

    from replay.dates import iso
    from replay.engine.trace import ACTED

    table = table_of(
        "Clocks: replay and record", ("Clock", "left"), ("Set", "left"), ("Due", "left"), ("Ended", "left"),
        ("Replay", "left"), ("Record", "left"), ("", "left"), whole=("Clock", "Set", "Ended"),
    )  # fmt: skip
    wrong = {finding.id for finding in findings if finding.what == "clock"}
    for clock in trace.clocks():
        dues = " → ".join(iso(due) if due else "none" for _, due in clock.dues)
        table.add_row(
            *(
                Text(cell)
                for cell in (
                    clock.id, iso(clock.set_on), dues, iso(clock.ended_on) if clock.ended_on else "",
                    clock.outcome.value, clock.record.value if clock.record else "",
                    "differs" if clock.id in wrong else "",
                )
            )
        )  # fmt: skip
    console.print(table)
    said = f"{counted(len(trace), 'entry')}, {counted(len(trace.select(*ACTED)), 'act')}"
    console.print(f"{said}; digest {trace.digest[:16]}", markup=False)
    until = trace.settings.get("until")
    if not findings:
        up_to = f" up to {until}" if until else ""
        console.print(f"The replay conforms to the record{up_to}.", style="green")
    for finding in findings:
        console.print(Text(str(finding), style="red"))
    if findings:
        console.print(Text(f"The replay differs from the record in {counted(len(findings), 'place')}.", style="red"))
