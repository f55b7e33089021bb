"""`replay ledger`: every threat and promise, counted once, with what became of it."""

from __future__ import annotations

from pathlib import Path

import click

from replay.cli.shared import DATES, DETAILS, FILES, JSON, OUT, UNTIL, exclusive, formats, more_by_details, replayed_all
from replay.cli.tables import FORMS, table_files
from replay.cli.writing import deliver, folder_of, named_after
from replay.text.terminal import hand_over, say, show_table

__all__ = ["ledger"]


@click.command(short_help="List threats and promises, each once, with their fates.")
@FILES
@UNTIL
@DATES
@DETAILS
@JSON
@formats(FORMS, (), " to OUT/<dispute>/. [default: none]")
@OUT
def ledger(
    files: tuple[Path, ...], until: str | None, dates: str, details: bool, as_json: bool, forms: tuple[str, ...],
    out: Path,
) -> None:  # fmt: skip
    """List the threats and promises of one or more disputes, each measure once, with its fate.

    First how many of each party's threats were carried out, met, settled, withdrawn, or a bluff; then a row for each:
    who, whom, what, worth what, announced, due, fate, and the days between; with --details what it was. The fate
    follows from the replay: from the clock of the measure, or from what became of the commitment. A threat without
    either has the fate that is coded (`fate:`) or is open. With --format, ledger and ledger-shares are written as well;
    the CSV holds all columns.
    """
    from replay.tables.answers import fates_told
    from replay.tables.ledger import ledger_shown, ledger_table, shares_table, shares_told
    from replay.text.plain import json_text

    exclusive(json=as_json, format=forms)
    exclusive(details=details, json=as_json)
    traces = replayed_all(files, until, dates)
    rows, shares = ledger_table(traces), shares_table(traces)
    if as_json:
        hand_over(json_text({"shares": [*shares.records()], "measures": [*rows.records()]}))
        return
    for line in fates_told(traces):
        say(line, "bold")
    if len(rows):
        say()
    for line in shares_told(traces):
        say(line)
    for trace in traces:
        show_table(ledger_shown(trace, details))
    if len(rows) and not details:
        more_by_details("What each act was in a sentence, and what else is to be said of it")
    if forms:
        deliver(folder_of(out, *traces), table_files([rows, shares], forms, name="ledger", of=named_after(*traces)))
