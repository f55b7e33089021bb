"""`replay import --map`: a foreign table into an event file; the shipped maps, and a first map from a table."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click

from replay.cli.shared import Fault
from replay.cli.writing import write
from replay.text.terminal import counting, tell, told
from replay.text.words import counted

__all__ = ["MAP", "WHERE", "apply", "asked_rows", "grid_of", "suggest", "tell_maps"]

MAP = click.option(
    "--map", "mapping", metavar="MAP", required=True,
    help="What its columns and values are: a file, or the name of a shipped map (replay import --maps).",
)  # fmt: skip
WHERE = click.option(
    "--where", "where", metavar="COLUMN=VALUES", multiple=True,
    help="Rows to take, with commas between values; 13* and 1993..1998 are allowed. May be repeated.",
)  # fmt: skip

_SHOWN = 60
"""So many problems and values are listed one by one."""


def tell_maps() -> None:
    """List the shipped maps."""
    from replay.files.mapfile import load_map, shipped_maps

    for name in shipped_maps():
        one = load_map(name)
        told(f"{name}: {one.title}")
        told(f"    lost: {one.lost}")
        for address in one.seen:
            tell(f"    seen: {address}")


def apply(table: Path, name: str, where: Iterable[str], out: Path | None, *, keep_going: bool, dry_run: bool) -> None:
    """Write the event file that a table is under a map."""
    from replay.exchange.maps.apply import import_table
    from replay.files.mapfile import load_map

    mapping = load_map(name)
    grid = grid_of(table, mapping.encoding, mapping.delimiter, mapping.sheet)
    path = _free(out or table.with_suffix(".yaml"))

    def watch(items: Iterable[Any], total: int) -> Iterable[Any]:
        return counting(items, f"Reading the rows of {table.name}", total, lambda _: 1)

    found = import_table(mapping, grid, asked_rows(where), keep_going=keep_going, watch=watch)
    for problem in found.problems[:_SHOWN]:
        tell(str(problem), err=True)
    if len(found.problems) > _SHOWN:
        tell(f"and {counted(len(found.problems) - _SHOWN, 'more problem')}", err=True)
    if found.unmapped:
        told("Not in the map:")
        for line in found.unmapped[:_SHOWN]:
            tell(f"  {line}")
        if len(found.unmapped) > _SHOWN:
            tell(f"  and {counted(len(found.unmapped) - _SHOWN, 'more value')}")
    if found.left:
        told("Left out:")
        for reason, count in found.left.items():
            tell(f"  {count} {reason}")
    if found.timeline is None:
        tell(f"{counted(len(found.problems), 'problem')} in {table} under {name}; nothing was written. "
             "--keep-going leaves out the rows at fault.", err=True)  # fmt: skip
        raise SystemExit(1)
    events, clocks = len(found.timeline.events), len(found.timeline.clocks)
    held = f"{counted(events, 'event')}, {counted(clocks, 'clock')}"
    told(f"{table}: {counted(found.rows, 'row')} read; {held}; sound.")
    if dry_run:
        tell(f"{path} would be written.")
        return
    write(path, found.text.encode())
    tell(f"{path} written. Next: replay run {path}")


def suggest(table: Path, out: Path | None, dry_run: bool) -> None:
    """Write a first map from the columns and values of a table."""
    from replay.exchange.maps.suggest import suggested

    text = suggested(grid_of(table, None, None, None))
    if dry_run:
        tell(text)
        return
    path = _free(out or table.with_suffix(".map.yaml"))
    write(path, text.encode())
    told(f"{path} written: a first map, to be read line by line. Then: replay import {table} --map {path}")


def _free(path: Path) -> Path:
    if path.exists():
        raise Fault(f"{path} exists already; nothing was written. Choose another name (--out).")
    return path


def asked_rows(where: Iterable[str]) -> list[dict[str, list[str]]]:
    """Rows that are asked for in a call, as COLUMN=VALUES, the way `import_table` takes them."""
    return [_asked(one) for one in where]


def _asked(text: str) -> dict[str, list[str]]:
    column, sign, values = text.partition("=")
    if not sign or not column or not values:
        raise click.UsageError(f"--where {text}: COLUMN=VALUES is wanted here, such as targetstate=740,732")
    return {column: values.split(",")}


def grid_of(table: Path, encoding: str | None, delimiter: str | None, sheet: str | None) -> Any:
    """The table: of a workbook the sheet that is named, else the first."""
    from replay.files.grids import read_grids
    from replay.files.jsonlines import is_json, read_json

    if is_json(table):
        return read_json(table)
    grids = read_grids(table, encoding, delimiter)
    names = [grid.name for grid in grids]
    if sheet is not None and sheet not in names:
        raise Fault(f"{table}: no sheet is called '{sheet}'; allowed: {', '.join(names)}")
    if not grids:
        raise Fault(f"{table}: no sheet holds a table")
    return grids[names.index(sheet) if sheet is not None else 0]
