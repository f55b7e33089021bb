"""`replay agree`: two codings of one dispute side by side, and which of them the settled file followed."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import click

from replay.cli.shared import DETAILS, JSON, Fault, exclusive, more_by_details
from replay.cli.writing import write
from replay.text.terminal import hand_over, say, show_table, tell, told
from replay.text.words import counted

if TYPE_CHECKING:
    from replay.scoring import SideBySide
    from replay.text.table import Table

__all__ = ["agree"]

_PATH = click.Path(path_type=Path)


@click.command(short_help="Set two codings of one dispute side by side: how far they agree.")
@click.argument("a", type=_PATH)
@click.argument("b", type=_PATH)
@click.option(
    "--settled", type=_PATH, metavar="FILE", help="The file that settles them: also say which one it followed."
)
@click.option(
    "--matches", "table", type=_PATH, metavar="CSV",
    help="What belongs together (columns a, b, settled), in place of the rule that finds it.",
)  # fmt: skip
@click.option("--differences", is_flag=True, help="Also list every difference with both values as coded.")
@click.option(
    "--scores", is_flag=True, help="Also score the theories under each file, to see what coding does to scores."
)
@DETAILS
@JSON
@click.option("--csv", "as_csv", is_flag=True, help="Print what belongs together as CSV, to correct it for --matches.")
@click.option(
    "--sheet", type=_PATH, metavar="BOOK.xlsx",
    help="Write the workbook in which every difference is decided, for `replay settle`.",
)  # fmt: skip
def agree(
    a: Path, b: Path, settled: Path | None, table: Path | None, differences: bool, scores: bool, details: bool,
    as_json: bool, as_csv: bool, sheet: Path | None,
) -> None:  # fmt: skip
    """Set two codings of one dispute side by side.

    Says how far they agree on acts, actors, dates, tactics, strategy, links, clocks, readings, decisions and impacts:
    the share of pairs, Cohen's kappa and Krippendorff's alpha with intervals; with --details which events only one has.
    What belongs together is found by dates, parties, acts and words, or read from a table; a split event is proposed
    and not counted. With --settled also how often the settled file has what A, B, both or neither had.
    """
    from replay.files import load, read_matches
    from replay.scoring import Matches, agreement, sentences, theory_scores
    from replay.tables import codings as tables
    from replay.text.plain import json_text
    from replay.text.tabletext import csv_text

    exclusive(details=details, json=as_json, csv=as_csv)
    exclusive(sheet=sheet is not None, json=as_json, csv=as_csv)
    if sheet is not None and settled is not None:
        raise click.UsageError("--sheet and --settled were both given; allowed: one of them")
    first, second, third = load(a), load(b), load(settled) if settled else None
    known = None
    if table is not None:
        files = (first, second, third)
        ids = [{*one.by_id, *one.clocks, *(r.id for r in one.readings)} if one else set() for one in files]
        known = Matches.of_rows(read_matches(table, ids), first, second, third)
    found = agreement(first, second, third, known)
    if sheet is not None:
        _write(a, b, found, sheet)
        return
    if as_csv:
        hand_over(csv_text(tables.matches_table(found.matches)))
        return
    named = {"A": first, "B": second} | ({"settled": third} if third else {})
    scored = theory_scores(named) if scores else None
    if as_json:
        hand_over(json_text(tables.codings_values(found, sentences(found), scored)))
        return
    for line in tables.agreement_told(found):
        say(line, "bold")
    say(f"\n{sentences(found)}\n" if details else "")
    show_table(tables.agreed_table(found))
    show_table(tables.followed_table(found))
    if details:
        for line in tables.alone_lines(found):
            say(f"{line}\n")
        show_table(tables.splits_table(found.matches))
    if differences:
        show_table(_parted(tables.differences_table(found).only(_SHOWN).filled()))
    if scored is not None:
        show_table(tables.theories_table(scored))
        say(tables.scores_line(scored))
    if not details:
        more_by_details("Events that one coding has alone, and which may be parts of one")


def _write(a: Path, b: Path, found: SideBySide, sheet: Path) -> None:
    """Write the workbook in which the two are settled."""
    from replay.exchange.adjudication import TwoCodings, pairs_of, settling_book
    from replay.files.textfile import TextFile

    if sheet.suffix.lower() != ".xlsx":
        raise Fault(f"{sheet}: allowed for --sheet is a name that ends in .xlsx")
    if sheet.exists():
        raise Fault(f"{sheet} exists already and may hold decisions; nothing was written. Choose another name.")
    pairs, splits = pairs_of(found)
    two = TwoCodings(TextFile.read(a), TextFile.read(b), pairs)
    write(sheet, settling_book(two, splits))
    told(f"{counted(len(pairs), 'pair')}; to decide: {counted(len(two.differences), 'difference')}, and "
         f"{counted(len(two.alone), 'thing')} that one coding has alone.")  # fmt: skip
    tell(f"{sheet} written. Next: decide every row, then replay settle {a} {b} {sheet} --out SETTLED.yaml")


def _parted(table: Table) -> Table:
    """The names of links as words, so that a line may end between the ids."""
    rows = ((cell.replace(".answers.", " answers ") if isinstance(cell, str) else cell for cell in row)
            for row in table.rows)  # fmt: skip
    return replace(table, rows=tuple(map(tuple, rows)))


_SHOWN = ("what", "a", "b", "a_says", "b_says", "settled_says", "follows")
