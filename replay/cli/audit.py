"""`replay audit`: a dispute beside what a data set says of it."""

from __future__ import annotations

from pathlib import Path

import click

from replay.cli.mapping import MAP, WHERE, asked_rows, grid_of
from replay.cli.shared import DATES, FILE, JSON, replayed
from replay.text.plain import json_text
from replay.text.table import printable
from replay.text.terminal import hand_over, say, show_table
from replay.text.words import counted, joined

__all__ = ["audit"]


@click.command(short_help="Set a dispute beside what a data set says of it.")
@FILE
@click.option(
    "--against", "table", metavar="TABLE", required=True, type=click.Path(path_type=Path),
    help="The data set: a workbook, CSV, TSV or JSON Lines.",
)  # fmt: skip
@MAP
@WHERE
@click.option(
    "--same", "same", metavar="TABLE=FILE", multiple=True,
    help="Which party of the table is which of the file, where names do not tell. May be repeated.",
)  # fmt: skip
@DATES
@JSON
def audit(
    file: Path, table: Path, mapping: str, where: tuple[str, ...], same: tuple[str, ...], dates: str, as_json: bool
) -> None:  # fmt: skip
    """Set a dispute beside the cases of a data set that concern the same parties and years.

    Of each case it says what the table and what the file have on the threat, on whether the sanction was imposed, on
    how the case ended and when; contradictions come first, and whether one threat answers another. Nothing is
    corrected: which of the two is right is for the sources to say.

    \b
    Example:
      replay audit my-dispute.yaml --against TIESv4-1.xls --map ties --same KOR=KR
    """  # noqa: D301 - click reads the sign
    from replay.exchange.audit import Answer
    from replay.exchange.audit import audit as audited
    from replay.exchange.maps.apply import import_table
    from replay.files.mapfile import load_map

    pairs = dict(_pair(one) for one in same)
    trace, rules = replayed(file, None, dates), load_map(mapping)
    grid = grid_of(table, rules.encoding, rules.delimiter, rules.sheet)
    imported = import_table(rules, grid, asked_rows(where), keep_going=True)
    if imported.timeline is None:
        for problem in imported.problems:
            say(str(problem))
        raise SystemExit(1)
    found = audited(trace, imported.timeline, pairs)
    if as_json:
        hand_over(json_text(found))
        return
    line = trace.coded("audit a dispute")
    against = [case for case in found.cases if case.worst is Answer.CONTRADICTS]
    agree = [case for case in found.cases if case.worst is Answer.AGREES]
    say(f"{counted(len(found.cases), 'case')} of {table.name} on {joined([line.name(one) for one in line.sides])} in "
        f"the years of the file; {counted(found.others, 'other row')} on others.", "bold")  # fmt: skip
    say(f"Contradicting the file: {len(against)}; agreeing with it in everything: {len(agree)}.", "bold")
    if found.unmatched:
        say(f"Threats of the file that no case is about: {len(found.unmatched)}.", "bold")
    if imported.left or imported.unmapped:
        gone = [f"{count} {reason}" for reason, count in imported.left.items()]
        kinds = [counted(len(imported.unmapped), "kind of value")] if imported.unmapped else []
        say(f"Rows not read: {joined(gone) or 'none'}. Not in the map: {joined(kinds) or 'nothing'}.")
    rows = [
        (f"{case.place}: {line.name(case.sender)} → {line.name(case.target)}", one.about, one.answer.value, one.table,
         one.file)
        for case in found.cases for one in sorted(case.findings, key=lambda one: [*Answer].index(one.answer))
    ]  # fmt: skip
    say()
    show_table(printable("The cases", ("Case", "What", "Answer", "The table", "The file"), rows, whole=("What",)))
    if found.unmatched:
        show_table(
            printable("Threats of the file that no case is about", ("Threat",), [(one,) for one in found.unmatched])
        )


def _pair(text: str) -> tuple[str, str]:
    one, sign, two = text.partition("=")
    if not sign or not one or not two:
        raise click.UsageError(f"--same {text}: TABLE=FILE is wanted here, two ids of parties, such as KOR=KR")
    return one, two
