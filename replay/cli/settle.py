"""`replay settle`: two codings and a workbook of decisions into the file that settles them."""

from __future__ import annotations

from pathlib import Path

import click

from replay.cli.shared import Fault
from replay.cli.writing import write
from replay.text.terminal import tell, told
from replay.text.words import counted

__all__ = ["settle"]

_PATH = click.Path(path_type=Path)
_LINKS = 10
"""So many links that fell away are shown one by one."""


@click.command(short_help="Settle two codings by the decisions of a workbook.")
@click.argument("a", type=_PATH)
@click.argument("b", type=_PATH)
@click.argument("book", type=_PATH)
@click.option("--out", metavar="FILE", required=True, type=_PATH, help="Event file to write; never one that exists.")
def settle(a: Path, b: Path, book: Path, out: Path) -> None:
    """Make the file that settles two codings.

    BOOK is the workbook that `replay agree A B --sheet` wrote, with a decision in every row. What both codings say
    alike is taken; of every difference what was decided; who said what stands in the notes of the items. Rows without
    a decision are refused, all at once, and so is a workbook made for other versions of A or B. Nothing is written
    then.

    \b
    Examples:
      replay agree a.yaml b.yaml --sheet decide.xlsx
      replay settle a.yaml b.yaml decide.xlsx --out settled.yaml
    """  # noqa: D301 - click reads the sign
    from replay.exchange.settling import settle as settled
    from replay.files import loads
    from replay.files.grids import read_grids
    from replay.files.textfile import TextFile

    if out.exists():
        raise Fault(f"{out} exists already; nothing was written. Choose another name (--out).")
    files = TextFile.read(a), TextFile.read(b)
    for file in files:
        loads(file.text, file.name)
    found = settled(*files, read_grids(book, strip=False))
    if found.problems or found.timeline is None:
        for problem in found.problems:
            tell(str(problem), err=True)
        tell(f"{counted(len(found.problems), 'problem')} in {book}; nothing was written.", err=True)
        raise SystemExit(1)
    write(out, found.text.encode())
    ways = ", ".join(f"{count} {word}" for word, count in found.decided.items()) or "none"
    told(f"Differences settled: {ways}. Of what one coding has alone: {found.kept} kept, {found.left_out} left out.")
    for item, key, to in found.dropped[:_LINKS]:
        tell(f"  {item}: {key} {to} fell away, as {to} was left out")
    if len(found.dropped) > _LINKS:
        tell(f"  and {counted(len(found.dropped) - _LINKS, 'more link')} to what was left out")
    tell(f"{out} written: {counted(len(found.timeline.events), 'event')}; sound. Next: replay run {out}")
