"""The rows of a sweep as Parquet, for R, Python and whatever reads columns; the same bytes every time."""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from typing import TYPE_CHECKING

from replay.ensemble.parts import Sweep, parsed

if TYPE_CHECKING:
    from replay.ensemble.rows import Cell

__all__ = ["parquet"]


def parquet(sweep: Sweep, texts: Mapping[str, str]) -> bytes | None:
    """Return the rows as Parquet, columns of whole numbers, numbers or texts; None where pyarrow is not installed.

    Parameters
    ----------
    sweep : Sweep
    texts : mapping of str to str
        All parts by name, as for `Sweep.joined`.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        return None
    lines = csv.reader(io.StringIO(sweep.joined(texts)))
    heads = next(lines)
    columns: dict[str, list[Cell]] = {name: [] for name in heads}
    for row in parsed(heads, list(lines)):
        for name, cell in row.items():
            columns[name].append(cell)
    arrays = {name: pa.array(_alike(cells)) for name, cells in columns.items()}
    out = io.BytesIO()
    pq.write_table(pa.table(arrays), out, compression="zstd")
    return out.getvalue()


def _alike(cells: list[Cell]) -> list[Cell]:
    """Cells of one type: whole numbers as numbers where some are not whole."""
    return (
        [float(cell) if isinstance(cell, int) else cell for cell in cells]
        if any(isinstance(cell, float) for cell in cells)
        else cells
    )
