"""A table as a value: named columns and plain cells, whatever it is written as."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from replay.text.words import decimal

__all__ = ["Cell", "Column", "Table"]

Cell = str | int | float | None
"""A text, a number, or nothing; dates are ISO texts."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column.

    Attributes
    ----------
    name : str
        Short name in small letters, for programs.
    words : str
        Heading, for people.
    width : float
        Share of the width of a page, relative to the other columns.
    digits : int, optional
        Decimals of its numbers, for people; as many as they need if not given.
    """

    name: str
    words: str
    width: float = 1.0
    digits: int | None = None


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns.

    Attributes
    ----------
    name, title : str
        File name without ending, and a line above the table.
    columns : tuple[Column, ...]
    rows : tuple[tuple[Cell, ...], ...]
        Each as long as `columns`.

    Examples
    --------
    >>> table = Table("t", "T", (Column("a", "A"), Column("b", "B")), ((1, "x"), (2, None)))
    >>> table.column("b"), len(table)
    (('x', None), 2)
    """

    name: str
    title: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]

    def __post_init__(self) -> None:
        for number, row in enumerate(self.rows, 1):
            if len(row) != len(self.columns):
                raise ValueError(f"row {number} of table {self.name!r} has {len(row)} cells, not {len(self.columns)}")

    def __len__(self) -> int:
        return len(self.rows)

    def column(self, name: str) -> tuple[Cell, ...]:
        """Return the cells of a column; KeyError for a name that it does not have."""
        places = {column.name: place for place, column in enumerate(self.columns)}
        return tuple(row[places[name]] for row in self.rows)

    def records(self) -> Iterator[Mapping[str, Cell]]:
        """Yield each row under the names of the columns."""
        names = [column.name for column in self.columns]
        return (dict(zip(names, row, strict=True)) for row in self.rows)

    def only(self, names: Iterable[str]) -> Table:
        """Return the table with these columns only, in this order."""
        places = {column.name: place for place, column in enumerate(self.columns)}
        chosen = [places[name] for name in names]
        rows = tuple(tuple(row[place] for place in chosen) for row in self.rows)
        return Table(self.name, self.title, tuple(self.columns[place] for place in chosen), rows)

    def filled(self) -> Table:
        """Return the table without the columns that are empty."""
        names = (column.name for column in self.columns)
        return self.only(name for name in names if any(cell is not None for cell in self.column(name)))

    def numeric(self) -> tuple[bool, ...]:
        """Return for each column whether it holds numbers only, one at least."""
        columns = zip(*self.rows, strict=True) if self.rows else [()] * len(self.columns)
        return tuple(
            any(cell is not None for cell in column) and not any(isinstance(cell, str) for cell in column)
            for column in columns
        )

    def written(self) -> Iterator[tuple[str, ...]]:
        """Yield each row as people read it: see `shown`."""
        for row in self.rows:
            yield tuple(shown(cell, column.digits) for cell, column in zip(row, self.columns, strict=True))

    def _repr_html_(self) -> str:
        from replay.text.notebook import table

        return table(self.title, [column.words for column in self.columns], self.written())


def shown(cell: Cell, digits: int | None = None) -> str:
    """Write a cell for people: nothing for None, numbers with so many decimals, or three significant ones at most.

    >>> shown(None), shown(0.1234567), shown(5900000000.0), shown(-3), shown(0.5, 3), shown(-0.0001, 3)
    ('', '0.123', '5,900,000,000', '−3', '0.500', '0.000')
    """
    if cell is None or isinstance(cell, str):
        return cell or ""
    if digits is not None:
        return decimal(cell, digits)
    if isinstance(cell, float):
        written = f"{cell:,.0f}" if cell.is_integer() else f"{cell:.3g}" if abs(cell) < 1000 else f"{cell:,.1f}"
    else:
        written = str(cell)
    return written if "e" in written else written.replace("-", "−", 1)
