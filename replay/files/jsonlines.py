"""Records as JSON Lines, or as one JSON list, as a table: a column for each key, with dots for what is nested."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from replay.errors import Problem, TimelineError, Where
from replay.files.grids import Grid, unpacked

__all__ = ["BETWEEN", "is_json", "read_json"]

BETWEEN = ";"
"""The sign between the values of a list that make one cell."""


def is_json(path: str | Path) -> bool:
    """Whether a path names records in JSON, by how it ends.

    >>> is_json("events.jsonl.gz"), is_json("events.csv")
    (True, False)
    """
    return str(path).lower().removesuffix(".gz").endswith((".jsonl", ".ndjson", ".json"))


def read_json(path: str | Path) -> Grid:
    """Read records: one a line, or the items of one list, whose rows are then counted.

    A list of mappings makes one cell for each key, its values with semicolons between: `actor.code` is `USA;JPN`.

    Raises
    ------
    TimelineError
        If the file cannot be read; a line that is no record is told in `Grid.problems`.
    """
    name = str(path)
    try:
        text = unpacked(path).decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        message = f"cannot read this file: {str(fault).lower()}"
        raise TimelineError([Problem(Where(name), message, "unreadable")]) from None
    faults: list[Problem] = []
    columns: dict[str, int] = {}
    rows: list[tuple[int, dict[str, str]]] = []
    for n, record in _records(name, text, faults):
        if not isinstance(record, dict):
            faults.append(Problem(Where(name, n, 1), "this is no record; allowed: {...}", "json"))
            continue
        cells: dict[str, str] = {}
        _flatten("", record, cells)
        for column in cells:
            columns.setdefault(column, len(columns))
        rows.append((n, cells))
    header = tuple(columns)
    made = tuple((n, tuple(cells.get(column, "") for column in header)) for n, cells in rows)
    return Grid(name, Path(name).name.split(".")[0], header, made, tuple(faults))


def _records(name: str, text: str, faults: list[Problem]) -> Iterator[tuple[int, Any]]:
    if text.lstrip().startswith("["):
        try:
            yield from enumerate(json.loads(text), 1)
        except (json.JSONDecodeError, RecursionError) as fault:
            line, column = getattr(fault, "lineno", 1), getattr(fault, "colno", 1)
            faults.append(Problem(Where(name, line, column), f"this is not JSON: {fault}", "json"))
        return
    for n, line in enumerate(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"), 1):
        if not line.strip():
            continue
        try:
            yield n, json.loads(line)
        except (json.JSONDecodeError, RecursionError) as fault:
            said = f"this line is not JSON: {getattr(fault, 'msg', 'nested too deep').lower()}"
            faults.append(Problem(Where(name, n, getattr(fault, "colno", 1)), said, "json"))


def _flatten(before: str, value: Any, cells: dict[str, str]) -> None:
    if isinstance(value, dict):
        for key, inner in value.items():
            _flatten(f"{before}.{key}" if before else str(key), inner, cells)
    elif isinstance(value, list):
        for inner in value:
            _flatten(before, inner, cells)
    elif value is not None and value != "":
        text = str(value).lower() if isinstance(value, bool) else str(value)
        cells[before] = f"{cells[before]}{BETWEEN}{text}" if before in cells else text
