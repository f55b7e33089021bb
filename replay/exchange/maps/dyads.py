"""What single cells of a table become under a map: for tables too long for one event file, read by columns."""

from __future__ import annotations

import datetime
import re
from collections.abc import Mapping, Sequence

from replay.codebook import Act
from replay.errors import RefusalError
from replay.exchange.maps.apply import _Builder, _named, _Row, fits
from replay.files.grids import Grid
from replay.files.mapfile import CellModel, MapModel, RowMap

__all__ = ["DyadicCells", "LeftOutError"]

_FIELDS = ("date", "actor", "recipient", "act")


class LeftOutError(Exception):
    """A cell of which no part of a dyadic event can be made; its text is the reason, a word of the table `REASONS`."""


class DyadicCells:
    """The part of a map that makes dyadic events: who did what to whom, and on which day.

    Every value of a table is read once, however many rows have it, by the same rules as an import.

    Parameters
    ----------
    mapping : MapModel
    header : sequence of str
        The columns of the table.
    file : str
        What the table is called in messages.
    where : sequence of mappings
        Rows to take besides the filter of the map, as for `import_table`.

    Raises
    ------
    RefusalError
        If the map makes several events of a row, or does not say who acts, on whom, when or what is done; if the
        table lacks columns that the map names.

    Examples
    --------
    >>> from replay.files.mapfile import load_map
    >>> cells = DyadicCells(load_map("gdelt"), ("GLOBALEVENTID", "SQLDATE", "Actor1Code", "Actor2Code", "EventCode"))
    >>> cells.columns("act"), cells.act(("1312",)).value
    (('EventCode',), 'threaten-sanctions')
    """

    def __init__(
        self, mapping: MapModel, header: Sequence[str], file: str = "",
        where: Sequence[Mapping[str, Sequence[str]]] = (),
    ) -> None:  # fmt: skip
        if mapping.events:
            raise RefusalError(f"{file}: the map makes several events of a row; a corpus takes one of each")
        lacking = [name for name in _FIELDS if getattr(mapping.columns, name) is None]
        if lacking:
            said = ", ".join(f"`{name}`" for name in lacking)
            raise RefusalError(f"{file}: the map has no {said} under `columns`; dyadic events have "
                               "`date`, `actor`, `recipient` and `act`")  # fmt: skip
        own = {name: getattr(mapping.columns, name) for name in ("id", "when", *_FIELDS)}
        narrowed = mapping.model_copy(
            update={"columns": RowMap.model_validate({}).model_copy(update=own), "keep": [], "ignore": []}
        )
        self._columns, self.header = narrowed.columns, tuple(header)
        if self._columns.recipient is not None and self._columns.recipient.optional:  # in an import it may be missing
            _demand(file, [name for name, _ in _named(self._columns.recipient)], header)
        self._builder = _Builder(narrowed, Grid(file, "", self.header, ()), where, set())
        self.rules = (*([dict(self._columns.when)] if self._columns.when else ()), *where)
        self.any_of = tuple(mapping.filter)
        if not self.needed:
            raise RefusalError(f"{file}: the map names no column of the table")

    @property
    def needed(self) -> tuple[str, ...]:
        """All columns that are read, in the order of the table."""
        names = {name for field in (*_FIELDS, "id") for name in self.columns(field)}
        names.update(column for rule in (*self.rules, *self.any_of) for column in rule)
        return tuple(name for name in self.header if name in names)

    def columns(self, field: str) -> tuple[str, ...]:
        """Return the columns that a part of an event is made of; none where the map has a constant, or nothing."""
        cell = getattr(self._columns, field)
        return tuple(name for name, _ in _named(cell) if name in self.header) if cell is not None else ()

    @property
    def missing(self) -> frozenset[str]:
        """Marks that stand for nothing, with the empty cell."""
        return self._builder.missing

    def fits(self, value: str, patterns: Sequence[str]) -> bool:
        """Whether a cell is one of those that a filter asks for."""
        return fits(self._row(("",), (value,)).get(""), patterns)

    def day(self, cells: Sequence[str]) -> int:
        """Return the day of a date, counted from 0001-01-01 as 1.

        Raises
        ------
        LeftOutError
            If it is missing, cannot be read, or is no single day.
        """
        cell = self._cell("date")
        try:
            text = self._builder._dated(self._row(self.columns("date"), cells), cell)
        except ValueError:
            raise LeftOutError("unreadable date") from None
        if not text:
            raise LeftOutError("no date")
        if not re.fullmatch(r"\d{4}-\d\d-\d\d", text):
            whole = re.fullmatch(r"\d{4}(-\d\d)?", text) or "/" in text
            raise LeftOutError("no single day" if whole else "unreadable date")
        try:
            return datetime.date.fromisoformat(text).toordinal()
        except ValueError:
            raise LeftOutError("unreadable date") from None

    def party(self, field: str, cells: Sequence[str]) -> str:
        """Return who acts, or who is addressed: the name in the map, or the value itself.

        Raises
        ------
        LeftOutError
            If nobody is, or several.
        """
        cell = self._cell(field)
        found = self._builder._texts(self._row(self.columns(field), cells), cell)
        parties = self._builder.map.parties
        names: dict[str, None] = {}
        for text, _ in found:
            value = self._builder._become(cell, text)[0]
            names[parties[value].id if value in parties else value] = None
        if len(names) != 1:
            raise LeftOutError(f"several {field}s" if names else f"no {field}")
        return next(iter(names))

    def act(self, cells: Sequence[str]) -> Act:
        """Return what was done.

        Raises
        ------
        LeftOutError
            If the cell is empty, the map has no act for it, or leaves it out on purpose.
        """
        row, cell = self._row(self.columns("act"), cells), self._cell("act")
        words = self._builder._words(row, cell, Act, "", fault=False)
        if words == ["skip"]:
            raise LeftOutError("skipped by the map")
        if not words:
            raise LeftOutError("unknown code" if self._builder._texts(row, cell) else "no act")
        return Act(words[0])

    def _cell(self, field: str) -> CellModel:
        cell: CellModel = getattr(self._columns, field)
        return cell

    def _row(self, names: Sequence[str], cells: Sequence[str]) -> _Row:
        return _Row(self._builder.grid, {name: n for n, name in enumerate(names)}, self._builder.missing, 0, cells)


def _demand(file: str, names: Sequence[str], header: Sequence[str]) -> None:
    lacking = [name for name in names if name not in header]
    if lacking:
        raise RefusalError(f"{file}: a dyad wants whom an act is addressed to, and the table lacks the column "
                           f"'{lacking[0]}'. The table has: {', '.join(header)}")  # fmt: skip
