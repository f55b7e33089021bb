"""A table of dyadic events as columns: what each row says under a map, and every row that is left out, with why.

Tables are read in pieces, packed or not, and only the columns that the map names. A value is read once, however many
rows have it.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Any

import numpy as np

from replay.codebook import Act
from replay.ensemble.corpus.pieces import Column, Watch, arrow, packed, plain
from replay.errors import RefusalError
from replay.exchange.maps.dyads import DyadicCells, LeftOutError
from replay.files.grids import PLAIN
from replay.files.mapfile import MapModel

__all__ = ["ACTS", "REASONS", "Events", "LeftOut", "Rows", "read_events", "read_rows"]

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
            columns, row, bad, cells = packed(path, mapping, where, watch)
        elif name.removesuffix(".gz").endswith(PLAIN):
            columns, row, bad, cells = plain(path, mapping, where, watch)
        else:
            raise RefusalError(f"{path}: a corpus is read from Parquet (.parquet) or from a table in plain text "
                               f"({', '.join(PLAIN)}, packed with .gz or not)")  # fmt: skip
    except (OSError, EOFError, zlib.error) as fault:
        reason = getattr(fault, "strerror", None) or str(fault)
        raise RefusalError(f"{path}: cannot read this file: {reason.splitlines()[0].lower()}") from None
    return Rows(cells, columns, row, bad)


# -- what each row says ---------------------------------------------------------------------------


class Rows:
    """The rows of a table, as far as a map names its columns."""

    def __init__(self, cells: DyadicCells, columns: Mapping[str, Column], row: Any, bad: list[tuple[int, str]]):
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
