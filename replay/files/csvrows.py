"""The rows of a CSV file, each with its line, for the readers of forecasts and of matches."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator

from replay.errors import Problem, TimelineError, Where
from replay.files.textfile import TextFile

__all__ = ["csv_rows"]


def csv_rows(file: TextFile, delimiter: str = ",") -> Iterator[tuple[int, list[str]]]:
    """The rows of a file, each with the number of its line.

    Raises
    ------
    TimelineError
        At the first that is not CSV.
    """
    rows = csv.reader(io.StringIO(file.text, newline=""), delimiter=delimiter, strict=True)
    line = 1
    try:
        for row in rows:
            yield line, row
            line = rows.line_num + 1
    except csv.Error as fault:
        said = str(fault)
        what = (
            f"a cell is longer than {csv.field_size_limit():,} characters" if "field limit" in said
            else "a quote opens here that is not closed" if "end of data" in said
            else f"a quote stands within a cell ({said})"
        )  # fmt: skip
        raise TimelineError([Problem(Where(file.name, line, 1), f"this is not CSV: {what}", "csv")]) from None
