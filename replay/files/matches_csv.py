"""A table of what belongs together in two codings and the file that settles them, from CSV."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

from replay.errors import Problem, Suggestions, TimelineError, Where
from replay.files.csvrows import csv_rows
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
    rows = csv_rows(file)
    _, header = next(rows, (1, None))
    columns = tuple(cell.strip() for cell in header or ())
    if columns not in (MATCH_COLUMNS, MATCH_COLUMNS[:2]):
        seen = "no header was seen" if header is None else f"columns {quoted(', '.join(columns))} were seen"
        message = f"{seen}; allowed: {', '.join(MATCH_COLUMNS)}, in this order"
        raise TimelineError([Problem(Where(file.name, 1, 1), message, "columns")])
    found: list[Row] = []
    faults: list[Problem] = []
    near = Suggestions()
    try:
        for line, row in rows:
            cells = [cell.strip() for cell in row]
            if any(cells) and len(cells) != len(columns):
                message = f"{len(cells)} cells were seen; allowed: {len(columns)}, one for each column"
                faults.append(Problem(Where(file.name, line, 1), message, "cells"))
            elif any(cells):
                faults += _unknown(Where(file.name, line), row, known, near)
                found.append((cells[0], cells[1], cells[2] if columns == MATCH_COLUMNS and known[2] else ""))
    except TimelineError as fault:
        faults += fault.problems
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
