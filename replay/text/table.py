"""A table as a value: named columns and plain cells, whatever it is written as."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from replay.text.notebook import html_table
from replay.text.plain import reached
from replay.text.words import decimal

__all__ = ["Cell", "Column", "Noted", "Table", "cell_text", "printable", "tabled"]

Cell = str | int | float | None
"""A text, a number, or nothing; dates are ISO texts."""


class Noted(str):
    """A text with a note behind it, which a terminal shows fainter.

    >>> said = Noted("A threat", " (chapter 3)")
    >>> said, said.text
    ('A threat (chapter 3)', 'A threat')
    """

    text: str

    def __new__(cls, text: str, note: str) -> Noted:
        """Put the note behind the text."""
        made = super().__new__(cls, text + note)
        made.text = text
        return made


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
    of : str or callable, optional
        How `tabled` gets a cell from what its row is about: see `plain.reached`; by default by the column's name.
    right, whole : bool
        Whether it stands at the right even where it holds texts; whether a terminal must not break its cells.
    """

    name: str
    words: str
    width: float = 1.0
    digits: int | None = None
    of: str | Callable[[Any], Any] = ""
    right: bool = False
    whole: bool = False


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
        """Return the table without the columns that are empty; one without rows keeps all."""
        if not self.rows:
            return self
        names = (column.name for column in self.columns)
        return self.only(name for name in names if any(cell is not None for cell in self.column(name)))

    def folded(self, first: str, second: str, form: str, words: str) -> Table:
        """Return the table with two columns as one, `form` of both where both hold something; as it is without them."""
        names = [column.name for column in self.columns]
        if not {first, second} <= {*names}:
            return self
        at, gone = names.index(first), names.index(second)
        one, other = self.columns[at], self.columns[gone]

        def told(row: tuple[Cell, ...]) -> Cell:
            a, b = cell_text(row[at], one.digits), cell_text(row[gone], other.digits)
            return form.format(a, b) if a and b else a or b or None

        rows = (tuple(told(row) if n == at else cell for n, cell in enumerate(row) if n != gone) for row in self.rows)
        columns = (replace(one, words=words) if n == at else column
                   for n, column in enumerate(self.columns) if n != gone)  # fmt: skip
        return Table(self.name, self.title, tuple(columns), tuple(rows))

    def numeric(self) -> tuple[bool, ...]:
        """Return for each column whether it holds numbers only, one at least."""
        columns = zip(*self.rows, strict=True) if self.rows else [()] * len(self.columns)
        return tuple(
            any(cell is not None for cell in column) and not any(isinstance(cell, str) for cell in column)
            for column in columns
        )

    def written(self) -> Iterator[tuple[str, ...]]:
        """Yield each row as people read it: see `cell_text`."""
        for row in self.rows:
            yield tuple(cell_text(cell, column.digits) for cell, column in zip(row, self.columns, strict=True))

    def _repr_html_(self) -> str:
        return html_table(self.title, [column.words for column in self.columns], self.written())


def tabled(name: str, title: str, columns: Sequence[Column], items: Iterable[object]) -> Table:
    """Return a table with a row for each item: what each column is of.

    >>> table = tabled("t", "T", (Column("real", "Real"), Column("twice", "Twice", of=lambda n: 2 * n)), (1, 2))
    >>> table.rows
    ((1, 2), (2, 4))
    """
    rows = (tuple(reached(item, column.of or column.name) for column in columns) for item in items)
    return Table(name, title, tuple(columns), tuple(rows))


def printable(title: str, headings: Sequence[str], rows: Iterable[Sequence[Cell]], whole: Sequence[str] = ()) -> Table:
    """Return a table for people only: its columns go by their headings; ``>`` before one puts it at the right.

    >>> printable("T", ("Date", ">Days"), [("1995-05-16", "12")]).columns[1].right
    True
    """
    names = [heading.removeprefix(">") for heading in headings]
    columns = (
        Column(name, name, right=heading.startswith(">"), whole=name in whole)
        for name, heading in zip(names, headings, strict=True)
    )
    return Table("", title, tuple(columns), tuple(map(tuple, rows)))


def cell_text(cell: Cell, digits: int | None = None) -> str:
    """Write a cell for people: nothing for None, numbers with so many decimals, or three significant ones at most.

    >>> [cell_text(cell) for cell in (None, 0.1234567, 5900000000.0, -3)]
    ['', '0.123', '5,900,000,000', '−3']
    >>> cell_text(0.5, 3), cell_text(-0.0001, 3)
    ('0.500', '0.000')
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
