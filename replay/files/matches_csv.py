"""A table of what belongs together in two codings and the file that settles them, from CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from replay.errors import Problem, Suggestions, TimelineError, Where
from replay.files.textfile import TextFile
from replay.text.signs import quoted

__all__ = ["MATCH_COLUMNS", "read_matches"]

MATCH_COLUMNS = ("a", "b", "settled")
Row = tuple[str, str, str]


def read_matches(path: str | Path, known: Sequence[Collection[str]]) -> tuple[Row, ...]:
    """Read a table with the header ``a,b,settled``: ids of one thing in each file, empty where one lacks it.

    Parameters
    ----------
    path : str or Path
        CSV in UTF-8; the third column may be left out. What stands for several things stands in several rows.
    known : sequence of three collections of str
        The ids that each file has; of a file that is not given, none, and its column is not looked at.

    Raises
    ------
    TimelineError
        With all faults, each at its line and column: no such header, a row of another length, an id that is not there.
    """
    file = TextFile.read(path)
    rows = csv.reader(io.StringIO(file.text, newline=""), strict=True)
    found: list[Row] = []
    faults: list[Problem] = []
    near, line, header = Suggestions(), 1, True
    try:
        for row in rows:
            cells = [cell.strip() for cell in row]
            if header and tuple(cells) not in (MATCH_COLUMNS, MATCH_COLUMNS[:2]):
                seen = quoted(", ".join(cells))
                message = f"columns {seen} were seen; allowed: {', '.join(MATCH_COLUMNS)}, in this order"
                raise TimelineError([Problem(Where(file.name, 1, 1), message, "columns")])
            if header:
                width, header = len(cells), False
            elif any(cells) and len(cells) != width:
                message = f"{len(cells)} cells were seen; allowed: {width}, one for each column"
                faults.append(Problem(Where(file.name, line, 1), message, "cells"))
            elif any(cells):
                faults += _unknown(Where(file.name, line), row, known, near)
                found.append((cells[0], cells[1], cells[2] if width == len(MATCH_COLUMNS) and known[2] else ""))
            line = rows.line_num + 1
    except csv.Error as fault:
        faults.append(Problem(Where(file.name, line, 1), f"this is not CSV: {fault}", "csv"))
    if header and not faults:
        message = f"no header was seen; allowed: {', '.join(MATCH_COLUMNS)}, in this order"
        faults.append(Problem(Where(file.name, 1, 1), message, "columns"))
    if faults:
        raise TimelineError(faults)
    return tuple(found)


def _unknown(
    where: Where, row: Sequence[str], known: Sequence[Collection[str]], near: Suggestions
) -> Iterator[Problem]:  # fmt: skip
    """Yield the ids of a row that no event, clock or reading of their file has."""
    column = 1
    for cell, names, title in zip(row, known, MATCH_COLUMNS, strict=False):
        name = cell.strip()
        if name and names and name not in names:
            said = "the settled file" if title == "settled" else f"coding {title.upper()}"
            message = f"{title}: {said} has no event, clock or reading {quoted(name)}{near(name, names)}"
            yield Problem(Where(where.file, where.line, column), message, "unknown-id")
        column += len(cell) + 1
