"""`replay import`: a dispute from a workbook, a folder of CSV files, or a foreign table, into an event file."""

from __future__ import annotations

from pathlib import Path

import click

from replay.cli.shared import Fault
from replay.cli.writing import in_place, put_back, write
from replay.text.terminal import tell, told
from replay.text.words import counted

__all__ = ["importing"]

_SHOWN = 40
"""So many changes are listed one by one."""


@click.command("import", short_help="Read a workbook, CSV files or a foreign table into an event file.")
@click.argument("book", type=click.Path(path_type=Path), required=False, metavar="TABLE")
@click.option(
    "--into", "into", metavar="FILE", type=click.Path(path_type=Path),
    help="Change this event file: only what differs from it; comments and layout stay.",
)  # fmt: skip
@click.option(
    "--map", "mapping", metavar="MAP",
    help="For a table under another codebook: what its columns and values are. A file, or the name of a shipped map.",
)  # fmt: skip
@click.option("--maps", is_flag=True, help="List the shipped maps: what each is for, and what is lost.")
@click.option("--suggest", is_flag=True, help="Write a first map from the columns and values of the table.")
@click.option(
    "--where", "where", metavar="COLUMN=VALUES", multiple=True,
    help="With --map: rows to take, with commas between values; 13* and 1993..1998 are allowed. May be repeated.",
)  # fmt: skip
@click.option("--keep-going", is_flag=True, help="With --map: leave out rows that are at fault, and keep the rest.")
@click.option(
    "--out", "out", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False),
    help="File to write. [default: the name of the table, .yaml (of a map .map.yaml), beside it]",
)  # fmt: skip
@click.option("--dry-run", is_flag=True, help="Say what would be written or changed; write nothing.")
def importing(
    book: Path | None, into: Path | None, mapping: str | None, maps: bool, suggest: bool, where: tuple[str, ...],
    keep_going: bool, out: Path | None, dry_run: bool,
) -> None:  # fmt: skip
    """Read a table back into an event file: a workbook (.xlsx, .xls, .ods), CSV, TSV, JSON Lines, or a folder of CSV.

    Without --map, TABLE has the sheets that `replay export FILE --to xlsx` writes (or --to csv, one file a sheet). With
    --map it is any table: a map says which column is what, how dates are written, and which values become which acts.
    Every fault is reported by sheet, row and column, and nothing is written then. An existing file is never
    overwritten; with --into it is changed where the book differs from it, and kept beside it as it was, as FILE.bak.

    \b
    Examples:
      replay import my-dispute.xlsx --into my-dispute.yaml --dry-run
      replay import coded.csv --suggest --out coded.map.yaml
      replay import coded.csv --map coded.map.yaml --out my-dispute.yaml
      replay import ties.xls --map ties --where sender1=2 --where targetstate=740
    """  # noqa: D301 - click reads the sign
    from replay.cli import mapping as foreign

    if maps:
        foreign.tell_maps()
        return
    if book is None:
        raise click.UsageError("TABLE is missing")
    if suggest or mapping is not None:
        if into is not None or (suggest and mapping is not None):
            seen = "--into" if into is not None else "--suggest"
            raise click.UsageError(f"{seen} and --map or --suggest were both given; allowed: one of them")
        if suggest:
            foreign.suggest(book, out, dry_run)
        elif mapping is not None:
            foreign.apply(book, mapping, where, out, keep_going=keep_going, dry_run=dry_run)
        return
    if where or keep_going:
        raise click.UsageError("--where and --keep-going were given without --map; allowed: with a map only")
    from replay.exchange.book import read_book
    from replay.exchange.layout import is_layout
    from replay.files.grids import read_grids

    if into is not None and out is not None:
        raise click.UsageError("--into and --out were both given; allowed: one of them")
    grids = read_grids(book, strip=False)
    if not is_layout(grids):
        seen = ", ".join(grid.name for grid in grids) or "none"
        raise Fault(f"{book}: these are not the sheets of an event file (seen: {seen}); allowed: a book that "
                    "`replay export FILE --to xlsx` wrote, with the sheets dispute, parties and events; or any other "
                    f"table with a map: `replay import {book} --suggest` writes a first one")  # fmt: skip
    timeline, text, problems = read_book(grids, str(book))
    if problems or timeline is None:
        for problem in problems:
            tell(str(problem), err=True)
        tell(f"{counted(len(problems), 'problem')} in {book}; nothing was written.", err=True)
        raise SystemExit(1)
    if into is not None:
        _merge(book, text, into, dry_run)
        return
    path = out or (book.with_suffix(".yaml") if book.is_file() else Path(f"{book}.yaml"))
    if path.exists():
        raise Fault(f"{path} exists already; nothing was written. Choose another name (--out), or change it (--into).")
    told(f"{book}: {counted(len(timeline.events), 'event')}, {counted(len(timeline.clocks), 'clock')}; sound.")
    if dry_run:
        tell(f"{path} would be written.")
        return
    write(path, text.encode())
    tell(f"{path} written. Next: replay run {path}")


def _merge(book: Path, text: str, into: Path, dry_run: bool) -> None:
    from replay.exchange.merge import merged
    from replay.files import loads
    from replay.files.nodes import compose

    file = in_place(into)
    loads(file.text, str(into))
    root, _ = compose(text, str(book))
    assert root is not None, "it was written by this command"
    after, changes = merged(file, root.plain())
    if not changes:
        told(f"{into} holds what {book} does; nothing was changed.")
        return
    done = "would be" if dry_run else "was" if len(changes) == 1 else "were"
    told(f"{counted(len(changes), 'change')} {done} made in {into}:")
    for change in changes[:_SHOWN]:
        tell(f"  {change}")
    if len(changes) > _SHOWN:
        tell(f"  and {counted(len(changes) - _SHOWN, 'more change')}")
    if not dry_run:
        backup = put_back(file, after, keep=True)
        tell(f"{into} changed; as it was it stands in {backup}.")
