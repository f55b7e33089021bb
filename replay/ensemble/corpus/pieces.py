"""The columns of a table that a map names, read in pieces: plain text, packed or not, or Parquet."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from replay.errors import RefusalError
from replay.exchange.maps.dyads import DyadicCells
from replay.files.grids import delimiter_of
from replay.files.mapfile import MapModel

__all__ = ["Column", "Read", "Watch", "arrow", "packed", "plain"]

_BLOCK = 1 << 22
_HEAD = 1 << 20

Watch = Callable[[Iterable[Any], int], Iterable[Any]]
"""Passes pieces on, each with its size, and shows how much of the total has been."""


def arrow() -> Any:
    """Return pyarrow.

    Raises
    ------
    RefusalError
        If it is not installed.
    """
    try:
        import pyarrow
    except ImportError:
        raise RefusalError(
            "a corpus needs pyarrow, which is not installed: pip install 'dispute-replay[parquet]'"
        ) from None
    return pyarrow


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its values, each once, and of each row which it is."""

    values: tuple[str, ...]
    spot: Any


Read = tuple[dict[str, Column], Any, list[tuple[int, str]], DyadicCells]
"""Columns by name, the number of each row, rows that are none with their numbers, and what cells become."""


def plain(path: Path, mapping: MapModel, where: Sequence[Mapping[str, Sequence[str]]], watch: Watch) -> Read:
    """Read CSV and its kin; a row with too few or too many cells is none."""
    import pyarrow as pa
    from pyarrow import csv as reader

    bad: list[tuple[int, str]] = []

    def odd(row: Any) -> str:
        bad.append((row.number, row.text))
        return "skip"

    encoding = mapping.encoding or "utf-8"
    with path.open("rb") as raw:
        stream: Any = gzip.open(raw) if path.name.lower().endswith(".gz") else raw  # noqa: SIM115 - closed with `raw`
        start = stream.read(_HEAD)
        marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
        encoding = next((said for mark, said in marks.items() if start.startswith(mark)), encoding)
        header, sign, before = _header(path, start, encoding, mapping.delimiter)
        cells = DyadicCells(mapping, header, str(path), where)
        stream.seek(0)
        options = {
            "read_options": reader.ReadOptions(
                use_threads=False, block_size=_BLOCK, column_names=list(header), skip_rows=before,
                encoding=encoding.replace("-sig", ""),
            ),
            "parse_options": reader.ParseOptions(
                delimiter=sign, newlines_in_values=True, ignore_empty_lines=False, invalid_row_handler=odd
            ),
            "convert_options": reader.ConvertOptions(
                include_columns=list(cells.needed), strings_can_be_null=False,
                column_types={name: pa.string() for name in cells.needed},
            ),
        }  # fmt: skip
        pieces = _Pieces(cells.needed)
        try:
            with reader.open_csv(pa.PythonFile(stream, "r"), **options) as batches:
                for batch, _ in watch(_sized(batches, raw.tell), path.stat().st_size):
                    pieces.add(batch)
        except pa.ArrowInvalid as fault:
            raise RefusalError(f"{path}: {_said(str(fault), encoding)}") from None
    columns = pieces.columns()
    rows = len(next(iter(columns.values())).spot)
    row = np.arange(before + 1, before + 1 + rows + len(bad), dtype=np.int64)
    row = np.delete(row, [number - before - 1 for number, _ in bad])
    return columns, row, bad, cells


def _said(fault: str, encoding: str) -> str:
    """What is wrong with a table that cannot be read on."""
    if "UTF8" in fault or "decod" in fault:
        return f"not text in {encoding}; name its encoding in the map (`encoding: latin-1`, or cp1252)"
    if "straddl" in fault or "out of sync" in fault:
        return "a quote opens that is not closed within four million letters"
    return f"cannot be read as a table: {fault.splitlines()[0]}"


def _sized(batches: Any, tell: Callable[[], int]) -> Iterator[tuple[Any, int]]:
    """Pieces with the bytes of the file that were read for each."""
    before = 0
    for batch in batches:
        now = tell()
        yield batch, now - before
        before = now


def _header(path: Path, start: bytes, encoding: str, delimiter: str | None) -> tuple[tuple[str, ...], str, int]:
    """Return the names of the columns, the delimiter, and how many lines there are up to the header, with it."""
    try:
        text = start.decode(encoding, "strict" if len(start) < _HEAD else "ignore")
    except (LookupError, UnicodeDecodeError):
        raise RefusalError(f"{path}: {_said('UTF8', encoding)}") from None
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    before = next((n for n, line in enumerate(lines) if line.strip()), None)
    if before is None:
        raise RefusalError(f"{path}: no table is in this file")
    sign = delimiter or delimiter_of(text)
    header = [name.strip() for name in next(csv.reader(io.StringIO(lines[before]), delimiter=sign))]
    twice = sorted({name for name in header if name and header.count(name) > 1})
    if twice:
        raise RefusalError(f"{path}: the name '{twice[0]}' stands over two columns; allowed: once")
    header = [name or f"column {n}" for n, name in enumerate(header, 1)]
    return tuple(header), sign, before + 1


def packed(path: Path, mapping: MapModel, where: Sequence[Mapping[str, Sequence[str]]], watch: Watch) -> Read:
    """Read Parquet; days, numbers and categories become texts."""
    import pyarrow as pa
    from pyarrow import compute, parquet

    try:
        with path.open("rb") as raw, parquet.ParquetFile(raw) as file:
            cells = DyadicCells(mapping, file.schema_arrow.names, str(path), where)
            pieces, size = _Pieces(cells.needed), path.stat().st_size
            share = size / max(file.metadata.num_rows, 1)
            batches = file.iter_batches(columns=list(cells.needed), batch_size=1 << 16)
            for batch, _ in watch(((one, int(one.num_rows * share)) for one in batches), size):
                texts = [compute.fill_null(compute.cast(column, pa.string()), "") for column in batch.columns]
                pieces.add(pa.RecordBatch.from_arrays(texts, names=batch.schema.names))
    except pa.ArrowException as fault:
        raise RefusalError(f"{path}: cannot be read as Parquet: {str(fault).splitlines()[0]}") from None
    columns = pieces.columns()
    rows = len(next(iter(columns.values())).spot)
    return columns, np.arange(2, rows + 2, dtype=np.int64), [], cells


class _Pieces:
    """Columns that come in pieces, each value kept once."""

    def __init__(self, names: Sequence[str]) -> None:
        self._known: dict[str, dict[str, int]] = {name: {} for name in names}
        self._spots: dict[str, list[Any]] = {name: [] for name in names}

    def add(self, batch: Any) -> None:
        for name, known in self._known.items():
            coded = batch.column(name).dictionary_encode()
            places = [known.setdefault(value.strip(), len(known)) for value in coded.dictionary.to_pylist()]
            spots = np.array(places, dtype=np.int32)[coded.indices.to_numpy(zero_copy_only=False)]
            self._spots[name].append(spots)

    def columns(self) -> dict[str, Column]:
        return {
            name: Column(tuple(known), np.concatenate([np.empty(0, np.int32), *self._spots[name]]))
            for name, known in self._known.items()
        }
