"""A table of dyadic events as columns: what each row says under a map, and every row that is left out, with why.

Tables are read in pieces, packed or not, and only the columns that the map names. A value is read once, however many
rows have it.
"""

from __future__ import annotations

import csv
import gzip
import io
import zlib
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from replay.codebook import Act
from replay.errors import RefusalError
from replay.exchange.maps.dyads import DyadicCells, LeftOutError
from replay.files.grids import PLAIN, delimiter_of
from replay.files.mapfile import MapModel

__all__ = ["ACTS", "REASONS", "Events", "LeftOut", "Rows", "arrow", "read_events", "read_rows"]

ACTS = tuple(Act)
"""Acts by their numbers in the columns."""

REASONS: Mapping[str, str] = MappingProxyType(
    {
        "skipped by the map": "left out by the map on purpose (`skip`)",
        "unreadable date": "the date cannot be read",
        "no date": "no date",
        "no single day": "only a month, a year or a stretch of days is known",
        "no actor": "nobody acts",
        "several actors": "several act together",
        "no recipient": "nobody is addressed",
        "several recipients": "several are addressed together",
        "no act": "no code of an act",
        "unknown code": "the map has no act for the code",
        "self-loop": "who acts and whom it is addressed to are the same",
        "repeated row": "an event that is in the table already, under the same id",
        "id used twice": "another event under an id that is in the table already",
        "cells": "too few or too many cells, or a quote that is not closed",
        "empty row": "nothing in the columns that are read",
    }
)
"""Why a row is left out, in the order in which the reasons are asked for; a row counts under the first that holds."""
_ORDER = {name: n for n, name in enumerate(REASONS, 1)}
_NAMES = tuple(REASONS)
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
class LeftOut:
    """Rows that are left out, by row: arrays of one length, and what was seen.

    Attributes
    ----------
    row : array of int
        Counted as a spreadsheet does, the header is row 1; of Parquet the first row is row 2 then, too.
    reason : array of int
        Place in `REASONS`.
    column, value : tuple[str, ...]
        Where the row is at fault and what stands there; "" where that is no one cell.
    """

    row: Any
    reason: Any
    column: tuple[str, ...]
    value: tuple[str, ...]

    @property
    def counts(self) -> Mapping[str, int]:
        """Rows by the reason, in the order of `REASONS`."""
        found = np.bincount(self.reason, minlength=len(_NAMES)).tolist()
        return {name: count for name, count in zip(_NAMES, found, strict=True) if count}


@dataclass(frozen=True, slots=True)
class Events:
    """Dyadic events as columns, in the order of the table.

    Attributes
    ----------
    parties : tuple[str, ...]
        By name.
    actor, recipient : arrays of int
        Places in `parties`.
    day : array of int
        Counted from 0001-01-01 as 1.
    act : array of int
        Places in `ACTS`.
    row : array of int
        As in `LeftOut`.
    rows : int
        Rows of the table, without the header.
    filtered : int
        Rows that the filter of the map, or of the call, does not take.
    left : LeftOut
    unknown : Mapping[str, int]
        Codes that the map has no act for, with their rows, most first.
    has_ids : bool
        Whether the map names a column of ids, without which repeated rows cannot be told.
    """

    parties: tuple[str, ...]
    actor: Any
    recipient: Any
    day: Any
    act: Any
    row: Any
    rows: int
    filtered: int
    left: LeftOut
    unknown: Mapping[str, int]
    has_ids: bool

    def __len__(self) -> int:
        return len(self.row)


def read_events(
    path: Path, mapping: MapModel, where: Sequence[Mapping[str, Sequence[str]]] = (),
    watch: Watch = lambda pieces, _: pieces,
) -> Events:  # fmt: skip
    """Read the dyadic events of a table under a map of the import; parameters and errors as for `read_rows`."""
    return read_rows(path, mapping, where, watch).events()


def read_rows(
    path: Path, mapping: MapModel, where: Sequence[Mapping[str, Sequence[str]]] = (),
    watch: Watch = lambda pieces, _: pieces,
) -> Rows:  # fmt: skip
    """Read the columns of a table that a map of the import names.

    Parameters
    ----------
    path : Path
        CSV or another table in plain text, packed with gzip (.gz) or not, or Parquet (.parquet).
    mapping : MapModel
    where : sequence of mappings
        Rows to take besides the filter of the map.
    watch : callable
        Is given the pieces, each with its size in bytes behind it, and the size of the file.

    Raises
    ------
    RefusalError
        If pyarrow is not installed, the table cannot be read, or it lacks columns that the map names.
    """
    arrow()
    name = path.name.lower()
    try:
        if name.endswith(".parquet"):
            columns, row, bad, cells = _parquet(path, mapping, where, watch)
        elif name.removesuffix(".gz").endswith(PLAIN):
            columns, row, bad, cells = _plain(path, mapping, where, watch)
        else:
            raise RefusalError(f"{path}: a corpus is read from Parquet (.parquet) or from a table in plain text "
                               f"({', '.join(PLAIN)}, packed with .gz or not)")  # fmt: skip
    except (OSError, EOFError, zlib.error) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise RefusalError(f"{path}: cannot read this file: {reason.splitlines()[0].lower()}") from None
    return Rows(cells, columns, row, bad)


# -- pieces of a table ----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Column:
    """A column: its values, each once, and of each row which it is."""

    values: tuple[str, ...]
    spot: Any


_Read = tuple[dict[str, _Column], Any, list[tuple[int, str]], DyadicCells]


def _plain(path: Path, mapping: MapModel, where: Sequence[Mapping[str, Sequence[str]]], watch: Watch) -> _Read:
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


def _parquet(path: Path, mapping: MapModel, where: Sequence[Mapping[str, Sequence[str]]], watch: Watch) -> _Read:
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

    def columns(self) -> dict[str, _Column]:
        return {
            name: _Column(tuple(known), np.concatenate([np.empty(0, np.int32), *self._spots[name]]))
            for name, known in self._known.items()
        }


# -- what each row says ---------------------------------------------------------------------------


class Rows:
    """The rows of a table, as far as a map names its columns."""

    def __init__(self, cells: DyadicCells, columns: Mapping[str, _Column], row: Any, bad: list[tuple[int, str]]):
        self.cells, self.columns, self.row, self.bad = cells, columns, row, bad
        self.rows = len(row)

    def events(self) -> Events:
        """Read each value once, and give each row its place in the columns, or the reason why it is left out."""
        blank = self._blank()
        taken = self._taken() | blank
        day, dated = self._read("date", self.cells.day, 0)
        names: dict[str, int] = {}

        def who(field: str) -> Callable[[Sequence[str]], int]:
            return lambda held: names.setdefault(self.cells.party(field, held), len(names))

        actor, acting = self._read("actor", who("actor"), -1)
        recipient, addressed = self._read("recipient", who("recipient"), -1)
        numbers = {act: n for n, act in enumerate(ACTS)}
        act, done = self._read("act", lambda held: numbers[self.cells.act(held)], -1)
        skip = _ORDER["skipped by the map"]
        reason = np.where(done == skip, done, 0)
        for found in (dated, acting, addressed, done):
            reason = np.where(reason == 0, found, reason)
        loops = (reason == 0) & (actor == recipient)
        reason[loops] = _ORDER["self-loop"]
        reason[blank] = _ORDER["empty row"]
        self._twice(reason, taken, (actor, recipient, day, act))
        parties = sorted(names)
        places = np.zeros(len(names) + 1, dtype=np.int32)
        for n, name in enumerate(parties):
            places[names[name]] = n
        kept = np.flatnonzero(taken & (reason == 0))
        unknown = taken & (reason == _ORDER["unknown code"])
        return Events(
            tuple(parties), places[actor[kept]], places[recipient[kept]], day[kept].astype(np.int32),
            act[kept].astype(np.int16), self.row[kept], self.rows + len(self.bad), int((~taken).sum()),
            self._left(reason, taken), self._codes(unknown), bool(self.cells.columns("id")),
        )  # fmt: skip

    def _blank(self) -> Any:
        """Rows that hold nothing in any column that is read."""
        found = np.ones(self.rows, dtype=bool)
        for column in self.columns.values():
            found &= np.array([not value for value in column.values], dtype=bool)[column.spot]
        return found

    def _taken(self) -> Any:
        def holds(rule: Mapping[str, Sequence[str]]) -> Any:
            every = np.ones(self.rows, dtype=bool)
            for name, wanted in rule.items():
                column = self.columns[name]
                fitting = [self.cells.fits(value, wanted) for value in column.values]
                every &= np.array(fitting, dtype=bool)[column.spot]
            return every

        taken = np.ones(self.rows, dtype=bool)
        for rule in self.cells.rules:
            taken &= holds(rule)
        if self.cells.any_of:
            taken &= np.any([holds(rule) for rule in self.cells.any_of], axis=0)
        return taken

    def _read(self, field: str, read: Callable[[Sequence[str]], int], nothing: int) -> tuple[Any, Any]:
        """Return what a part of each event is, and the number of the reason where it is nothing."""
        spot, values = self._together(self.cells.columns(field))
        found, reasons = np.full(len(values), nothing, dtype=np.int64), np.zeros(len(values), dtype=np.int64)
        for n, held in enumerate(values):
            try:
                found[n] = read(held)
            except LeftOutError as reason:
                reasons[n] = _ORDER[str(reason)]
        return found[spot], reasons[spot]

    def _together(self, names: Sequence[str]) -> tuple[Any, list[tuple[str, ...]]]:
        """Return the values that some columns have together, each once, and of each row which."""
        if not names:
            return np.zeros(self.rows, dtype=np.int64), [()]
        first = self.columns[names[0]]
        spot = first.spot.astype(np.int64)
        values: list[tuple[str, ...]] = [(one,) for one in first.values]
        for name in names[1:]:
            column = self.columns[name]
            pairs, spot = np.unique(spot * len(column.values) + column.spot, return_inverse=True)
            width = len(column.values)
            values = [(*values[pair // width], column.values[pair % width]) for pair in pairs.tolist()]
        return spot, values

    def _twice(self, reason: Any, taken: Any, said: Sequence[Any]) -> None:
        """Leave out what has the id of an earlier row: the same event again, or another one."""
        names = self.cells.columns("id")
        if not names:
            return
        spot, values = self._together(names)
        named = np.array([not self.cells.missing.issuperset(held) for held in values], dtype=bool)
        at = np.flatnonzero(taken & (reason == 0) & named[spot])
        _, first, back = np.unique(spot[at], return_index=True, return_inverse=True)
        before = at[first[back]]
        again = at != before
        same = np.ones(len(at), dtype=bool)
        for column in said:
            same &= column[at] == column[before]
        reason[at[again & same]] = _ORDER["repeated row"]
        reason[at[again & ~same]] = _ORDER["id used twice"]

    def _codes(self, rows: Any) -> Mapping[str, int]:
        spot, values = self._together(self.cells.columns("act"))
        counts = np.bincount(spot[rows], minlength=len(values)).tolist()
        found = [(" ".join(held), count) for held, count in zip(values, counts, strict=True) if count]
        return dict(sorted(found, key=lambda one: (-one[1], one[0])))

    def _left(self, reason: Any, taken: Any) -> LeftOut:
        """Gather what is left out, by row, with the cells at fault."""
        field_of = {
            "skipped by the map": "act", "unreadable date": "date", "no date": "date", "no single day": "date",
            "no actor": "actor", "several actors": "actor", "no recipient": "recipient",
            "several recipients": "recipient", "no act": "act", "unknown code": "act", "self-loop": "actor",
            "repeated row": "id", "id used twice": "id", "empty row": "", "cells": "",
        }  # fmt: skip
        out = np.flatnonzero(taken & (reason > 0))
        numbers = [*self.row[out].tolist(), *(number for number, _ in self.bad)]
        reasons = [*(reason[out] - 1).tolist(), *[_ORDER["cells"] - 1] * len(self.bad)]
        columns, values = [""] * len(out), [""] * len(out)
        for field in ("date", "actor", "recipient", "act", "id"):
            names = self.cells.columns(field)
            mine = [_ORDER[name] for name, one in field_of.items() if one == field]
            at = np.flatnonzero(np.isin(reason[out], mine))
            if not len(at):
                continue
            spot, held = self._together(names)
            where = "/".join(names)
            for n, which in zip(at.tolist(), spot[out[at]].tolist(), strict=True):
                columns[n], values[n] = where, " ".join(held[which])
        columns += [""] * len(self.bad)
        values += [text[:60].replace("\n", " ") for _, text in self.bad]
        order = np.argsort(np.array(numbers, dtype=np.int64), kind="stable").tolist()
        return LeftOut(
            np.array([numbers[n] for n in order], dtype=np.int64),
            np.array([reasons[n] for n in order], dtype=np.int64),
            tuple(columns[n] for n in order), tuple(values[n] for n in order),
        )  # fmt: skip
