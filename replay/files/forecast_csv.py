"""A scholar's own forecasts, from CSV, to stand beside the theories."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from pathlib import Path

from replay.errors import Problem, TimelineError, Where, closest
from replay.files.csvrows import csv_rows
from replay.files.textfile import TextFile
from replay.text.signs import quoted
from replay.theories import ORDER, THEORIES

__all__ = ["COLUMNS", "Given", "read_forecasts"]

COLUMNS = ("theory", "dispute", "decision", *(strategy.value for strategy in ORDER))
Given = Mapping[str, Mapping[tuple[str, str], tuple[float, float, float]]]
"""Probabilities of creating, mixed and claiming by forecaster, then by dispute and decision."""


def read_forecasts(path: str | Path, decisions: tuple[tuple[str, str], ...]) -> Given:
    """Read forecasts for the given decisions, each a dispute and an id.

    Parameters
    ----------
    path : str or Path
        CSV in UTF-8 with a header of `COLUMNS` in any order, and a row for each forecaster and decision; with
        semicolons between cells, commas are decimal ones. A first column without a name, such as the row names of R
        and the index of pandas, is passed over.
    decisions : tuple of (dispute, decision)
        Every forecaster must speak to each of them, and to no other.

    Raises
    ------
    TimelineError
        With all faults, each at its line.
    """
    file = TextFile.read(path)
    name, semicolons = file.name, ";" in file.text.partition("\n")[0]
    rows = csv_rows(file, ";" if semicolons else ",")
    _, header = next(rows, (1, []))
    header = [cell.strip() for cell in header]
    unnamed = header[:1] == [""]
    if sorted(header[unnamed:]) != sorted(COLUMNS):
        seen = quoted(", ".join(header))[1:-1] or "none"
        message = f"columns {seen} were seen; allowed: {', '.join(COLUMNS)}, in any order"
        raise TimelineError([Problem(Where(name, 1, 1), message, "columns")])
    found: dict[str, dict[tuple[str, str], tuple[float, float, float]]] = {}
    faults: list[Problem] = []
    for line, row in rows:
        if any(cell.strip() for cell in row):
            cells = [_point(cell) for cell in row] if semicolons else row
            faults += _take(Where(name, line, 1), header[unnamed:], cells[unnamed:], decisions, found)
    faults += _missing(Where(name, 1, 1), decisions, found) if found or not faults else ()
    if faults:
        raise TimelineError(faults)
    return found


def _point(cell: str) -> str:
    """A number with a decimal comma, as one with a point; any other text as it is."""
    return cell.replace(",", ".") if re.fullmatch(r"\s*\d*,\d+\s*", cell) else cell


def _take(
    where: Where, header: list[str], row: list[str], decisions: tuple[tuple[str, str], ...],
    found: dict[str, dict[tuple[str, str], tuple[float, float, float]]],
) -> Iterator[Problem]:  # fmt: skip
    """Take one row in; yield what is wrong with it."""
    if len(row) != len(header):
        names = "; are these row names of R? write them with `row.names = FALSE`" if len(row) == len(header) + 1 else ""
        message = f"{len(row)} cells were seen; allowed: {len(header)}, one for each column{names}"
        yield Problem(where, message, "cells")
        return
    cells = dict(zip(header, (cell.strip() for cell in row), strict=True))
    theory, key = cells["theory"], (cells["dispute"], cells["decision"])
    if not theory or theory in THEORIES:
        seen = "a theory of this package" if theory else "empty"
        yield Problem(where, f"theory: {quoted(theory)} is {seen}; allowed: a name of your own", "forecaster")
    if key not in decisions:
        known = [f"{dispute}/{decision}" for dispute, decision in decisions]
        message = f"decision: {quoted('/'.join(key))} is not one of those scored{closest('/'.join(key), known)}"
        yield Problem(where, f"{message}; allowed: {', '.join(known)}", "unknown-id")
    elif key in found.get(theory, {}):
        yield Problem(
            where, f"decision: {quoted(theory)} speaks to '{'/'.join(key)}' already; allowed: once", "duplicate-id"
        )
    chances = []
    for strategy in ORDER:
        try:
            chances.append(float(cells[strategy.value]))
        except ValueError:
            chances.append(-1.0)
        if not 0 <= chances[-1] <= 1:
            message = (
                f"{strategy.value}: {quoted(cells[strategy.value])} is no probability; allowed: a number from 0 to 1"
            )
            yield Problem(where, message, "probability")
    total = sum(chances)
    if min(chances) >= 0 and abs(total - 1) > 1e-6:
        message = f"the probabilities sum to {total:g}; allowed: three that sum to 1 (within 0.000001)"
        yield Problem(where, message, "probability")
    elif min(chances) >= 0:
        creating, mixed, claiming = (chance / total for chance in chances)
        found.setdefault(theory, {})[key] = creating, mixed, claiming


def _missing(
    where: Where, decisions: tuple[tuple[str, str], ...],
    found: Mapping[str, Mapping[tuple[str, str], tuple[float, float, float]]],
) -> Iterator[Problem]:  # fmt: skip
    if not found:
        yield Problem(where, "no forecast was read; allowed: a row for each forecaster and decision", "empty")
    for theory, given in found.items():
        left = [f"{dispute}/{decision}" for dispute, decision in decisions if (dispute, decision) not in given]
        if left:
            message = f"{quoted(theory)} does not speak to {', '.join(left)}; allowed: a row for every decision"
            yield Problem(where, message, "missing")
