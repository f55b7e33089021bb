"""Tables as they come: workbooks (.xlsx, .xls, .ods), CSV, TSV, folders of these; every cell as text, at its place.

What a spreadsheet has made of a cell is undone: 5.0 is 5, a day is YYYY-MM-DD, a truth is true or false. What cannot
be read for certain is told and not guessed: formulas without a value, errors, signs that no text may hold.
"""

from __future__ import annotations

import csv
import datetime
import gzip
import io
import re
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from html import unescape
from itertools import islice
from pathlib import Path
from typing import Any

from replay.errors import Problem, TimelineError, Where, letters
from replay.text.signs import first_bad, named

__all__ = ["BOOKS", "PLAIN", "Grid", "delimiter_of", "is_table", "read_grids", "unpacked"]

BOOKS = (".xlsx", ".xlsm", ".xls", ".ods")
"""How the names of workbooks end."""
PLAIN = (".csv", ".tsv", ".tab", ".txt")
"""How the names of tables in plain text end, packed with gzip (.gz) or not."""
_MAX_BYTES = 500_000_000
"""A larger file, or one that unpacks to more, is refused unread."""
_UNREAD = {
    "formula": re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*>\s*<f[^>]*?(?:/>|>[^<]*</f>)\s*(?:<v\s*/>|<v></v>)?\s*</c>'),
    "error": re.compile(rb'<c r="([A-Z]+)([0-9]+)"[^>]*\bt="e"'),
}
"""In the XML of a sheet, cells that are read as empty: a formula without a value, as programs write it that do not
calculate, and an error."""
_SAID = {
    "formula": "a formula without a value: open the book in a spreadsheet program, save it there, and read it again",
    "error": "an error of the spreadsheet, such as #DIV/0!, was seen; allowed: a value, or nothing",
}
_DELIMITERS = ",;\t|"


@dataclass(frozen=True, slots=True)
class Grid:
    """A table: a header, and rows of as many cells, all text; "" where there is nothing.

    Attributes
    ----------
    file : str
        The path as the user gave it.
    name : str
        The sheet, or the file without its ending.
    header : tuple[str, ...]
    rows : tuple[tuple[int, tuple[str, ...]], ...]
        Each with its number in the sheet, or its line in the file; empty ones are left out.
    problems : tuple[Problem, ...]
        What could not be read; what is concerned is left empty.
    sheet : str
        The sheet in a workbook, "" in a file of plain text.

    Examples
    --------
    >>> grid = Grid("a.csv", "a", ("id", "date"), ((2, ("talks", "1995")),))
    >>> str(grid.place(2, "date")), [row["date"] for _, row in grid.records()]
    ('a.csv:2:2', ['1995'])
    """

    file: str
    name: str
    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    problems: tuple[Problem, ...] = field(default=())
    sheet: str = ""

    def place(self, row: int, column: str | int = 0) -> Where:
        """Return the place of a cell, by its row and the name, or the number from 1, of its column; 0 for the row."""
        at = self.header.index(column) + 1 if isinstance(column, str) else column
        return Where(self.file, row, at, self.sheet)

    def records(self) -> Iterator[tuple[int, dict[str, str]]]:
        """The rows, each with its number, as mappings from the names of the columns."""
        for n, row in self.rows:
            yield n, dict(zip(self.header, row, strict=True))


def is_table(path: str | Path) -> bool:
    """Whether a path names a table, by how it ends: a workbook, CSV or TSV.

    >>> is_table("coding.xlsx"), is_table("events.csv.gz"), is_table("japan.yaml")
    (True, True, False)
    """
    name = str(path).lower().removesuffix(".gz")
    return name.endswith((*BOOKS, *PLAIN))


def read_grids(
    path: str | Path, encoding: str | None = None, delimiter: str | None = None, *, strip: bool = True
) -> tuple[Grid, ...]:
    """Read all tables of a workbook, of a file of plain text, or of a folder of these.

    Parameters
    ----------
    path : str or Path
        Of a folder its files are read in the order of their names.
    encoding : str, optional
        Of plain text; left out, UTF-8 (or what a byte order mark says).
    delimiter : str, optional
        Of plain text; left out, the one of comma, semicolon, tab and bar that splits the header most often.
    strip : bool
        Whether blanks at the ends of a cell are taken away.

    Raises
    ------
    TimelineError
        If something cannot be read as a table at all; what concerns single cells is in `Grid.problems`.
    """
    here = Path(path)
    if here.is_dir():
        inside = sorted(one for one in here.iterdir() if one.is_file() and is_table(one))
        if not inside:
            raise _refused(str(path), f"no table is in this folder; allowed: files that end in {_endings()}", "empty")
        return tuple(grid for one in inside for grid in read_grids(one, encoding, delimiter, strip=strip))
    data = unpacked(path)
    if data[:4] in (b"PK\x03\x04", b"\xd0\xcf\x11\xe0"):
        return tuple(_stripped(grid, strip) for grid in _book(str(path), data))
    return (_stripped(_plain(str(path), data, encoding, delimiter), strip),)


def unpacked(path: str | Path) -> bytes:
    """Return what a file holds, unpacked if its name ends in .gz.

    Raises
    ------
    TimelineError
        If it cannot be read, or holds or unpacks to more than 500 MB.
    """
    here, most = Path(path), f"{_MAX_BYTES // 1_000_000} MB, the most allowed"
    try:
        if here.stat().st_size > _MAX_BYTES:
            raise _refused(str(path), f"the file is larger than {most}", "too-large")
        data = here.read_bytes()
        if here.name.lower().endswith(".gz"):
            data = gzip.GzipFile(fileobj=io.BytesIO(data)).read(_MAX_BYTES + 1)
    except (OSError, EOFError, ValueError, zlib.error) as fault:
        reason = (getattr(fault, "strerror", None) or str(fault)).lower()
        raise _refused(str(path), f"cannot read this file: {reason}", "unreadable") from None
    if len(data) > _MAX_BYTES:
        raise _refused(str(path), f"it unpacks to more than {most}", "too-large")
    return data


def _endings() -> str:
    return ", ".join((*BOOKS, *PLAIN))


def _refused(file: str, message: str, code: str, line: int = 0, column: int = 0) -> TimelineError:
    return TimelineError([Problem(Where(file, line, column), message, code)])


def _stripped(grid: Grid, strip: bool) -> Grid:
    if not strip:
        return grid
    return replace(grid, rows=tuple((n, tuple(cell.strip() for cell in row)) for n, row in grid.rows))


# -- workbooks ------------------------------------------------------------------------------------


def _book(file: str, data: bytes) -> Iterator[Grid]:
    """The visible sheets of a workbook that hold something."""
    from python_calamine import CalamineError, SheetTypeEnum, SheetVisibleEnum, load_workbook

    unread = _unread_cells(file, data) if data[:2] == b"PK" else {}
    try:
        book = load_workbook(io.BytesIO(data))
        for about in book.sheets_metadata:
            if about.typ == SheetTypeEnum.WorkSheet and about.visible == SheetVisibleEnum.Visible:
                sheet = book.get_sheet_by_name(about.name)
                merged = sheet.merged_cell_ranges or ()
                grid = _sheet(
                    file, about.name, sheet.to_python(skip_empty_area=False), merged, unread.get(about.name, ())
                )
                if grid.header:
                    yield grid
    except (CalamineError, ValueError, OSError) as fault:
        raise _refused(file, f"this cannot be read as a workbook: {str(fault).lower()}", "not-a-book") from None


def _unread_cells(file: str, data: bytes) -> dict[str, list[Problem]]:
    """Cells of an .xlsx book that hold what is not read, by sheet; a book that unpacks to too much is refused."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as pack:
            if sum(part.file_size for part in pack.infolist()) > _MAX_BYTES:
                said = f"it unpacks to more than {_MAX_BYTES // 1_000_000} MB, the most allowed"
                raise _refused(file, said, "too-large")
            names = {part.filename for part in pack.infolist()}
            if "xl/workbook.xml" not in names:
                return {}
            book, ties = (
                pack.read(part).decode("utf-8", "replace") if part in names else ""
                for part in ("xl/workbook.xml", "xl/_rels/workbook.xml.rels")
            )
            if "<!DOCTYPE" in book or "<!ENTITY" in book:
                raise _refused(file, "its XML declares entities, which no workbook needs; it is not read", "not-a-book")
            targets = {
                found: one for tag in re.findall(r"<Relationship [^>]*>", ties)
                for found, one in [(_attribute(tag, "Id"), _attribute(tag, "Target"))]
            }  # fmt: skip
            out = {}
            for tag in re.findall(r"<sheet [^>]*>", book):
                part = "xl/" + targets.get(_attribute(tag, "r:id"), "").removeprefix("/xl/")
                if part in names:
                    xml, sheet = pack.read(part), unescape(_attribute(tag, "name"))
                    out[sheet] = [
                        Problem(Where(file, int(row), _number(column), sheet), _SAID[code], code)
                        for code, form in _UNREAD.items()
                        for column, row in form.findall(xml)
                    ]
            return out
    except (zipfile.BadZipFile, OSError, RuntimeError, NotImplementedError) as fault:
        raise _refused(file, f"this cannot be read as a workbook: {str(fault).lower()}", "not-a-book") from None


def _attribute(tag: str, name: str) -> str:
    found = re.search(rf'\s{name}="([^"]*)"', tag)
    return found[1] if found else ""


def _number(column: bytes) -> int:
    """What number from 1 a column has that a spreadsheet calls by letters."""
    at = 0
    for sign in column:
        at = at * 26 + sign - ord("A") + 1
    return at


def _sheet(
    file: str, name: str, cells: Sequence[Sequence[Any]], merged: Sequence[tuple[tuple[int, int], tuple[int, int]]],
    unread: Sequence[Problem],
) -> Grid:  # fmt: skip
    """A sheet: its header is the first row that holds something; a merged cell stands for all that it covers."""
    spread = {
        (row, column): (top, left)
        for (top, left), (bottom, right) in merged
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    faults = [*unread]
    texts: list[tuple[int, list[str]]] = []
    for n, row in enumerate(cells):
        line = []
        for at, held in enumerate(row):
            top = spread.get((n, at), (n, at))
            value = cells[top[0]][top[1]] if top != (n, at) and texts else held  # a merged header is one column's
            line.append(_cell(value, Where(file, n + 1, at + 1, name), faults))
        if any(map(str.strip, line)):
            texts.append((n + 1, line))
    return _grid(file, name, texts, faults, name)


def _cell(value: Any, where: Where, faults: list[Problem]) -> str:
    """A cell of a workbook as text."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime.datetime):
        return value.date().isoformat() if value.time() == datetime.time() else value.isoformat(" ")
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    text = str(value)
    return _sound(text, where, faults)


def _sound(text: str, where: Where, faults: list[Problem]) -> str:
    """The text with plain line ends, or nothing and a fault if it holds what no text may."""
    if text.isascii() and text.isprintable():
        return text
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("_x000D_\n", "\n")
    bad = first_bad(text)
    if bad is None:
        return text
    faults.append(Problem(where, f"{named(text[bad])} seen; no text may hold it", "not-text"))
    return ""


# -- plain text -----------------------------------------------------------------------------------


def _plain(file: str, data: bytes, encoding: str | None, delimiter: str | None) -> Grid:
    text = _decoded(file, data, encoding)
    sign = delimiter or delimiter_of(text)
    faults: list[Problem] = []
    rows: list[tuple[int, list[str]]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=sign, strict=True)
    line = 1
    while True:
        try:
            row = next(reader)
        except StopIteration:
            break
        except csv.Error as fault:
            what = "a quote opens here that is not closed" if "end of data" in str(fault) else f"{fault}"
            faults.append(Problem(Where(file, line, 1), f"this row is not CSV: {what}", "csv"))
            line = reader.line_num + 1
            continue
        if any(map(str.strip, row)):
            rows.append((line, [_sound(held, Where(file, line, at), faults) for at, held in enumerate(row, 1)]))
        line = reader.line_num + 1
    name = Path(file).name
    for ending in (".gz", *PLAIN):
        name = name[: -len(ending)] if name.lower().endswith(ending) else name
    return _grid(file, name, rows, faults, "")


def _decoded(file: str, data: bytes, encoding: str | None) -> str:
    """Bytes as text: by a byte order mark, else as asked for, else UTF-8; bare carriage returns end lines too."""
    marks = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
    marked = next((name for start, name in marks.items() if data.startswith(start)), None)
    wanted = marked or encoding or "utf-8"
    try:
        text = data.decode(wanted)
    except LookupError:
        raise _refused(
            file, f"no encoding is called '{wanted}'; allowed: utf-8, latin-1, cp1252 and such", "encoding"
        ) from None
    except UnicodeDecodeError as fault:
        line = data.count(b"\n", 0, fault.start) + 1
        said = (
            f"not text in {wanted}: byte 0x{data[fault.start]:02x} seen; name its encoding, such as latin-1 or cp1252"
        )
        raise _refused(file, said, "encoding", line, fault.start - data.rfind(b"\n", 0, fault.start)) from None
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def delimiter_of(text: str) -> str:
    """The sign that splits the header most often; of equals the first of `_DELIMITERS`."""
    first = next((line for line in islice(text.splitlines(), 50) if line.strip()), "")
    bare = re.sub(r'"[^"]*"', "", first)
    return max(_DELIMITERS, key=lambda sign: (bare.count(sign), -_DELIMITERS.index(sign)))


# -- both -----------------------------------------------------------------------------------------


def _grid(file: str, name: str, rows: list[tuple[int, list[str]]], faults: list[Problem], sheet: str) -> Grid:
    """The table of rows of which the first is the header; what has a cell too many is told and cut."""
    if not rows:
        return Grid(file, name, (), (), tuple(faults), sheet)
    at, header = rows[0][0], [title.strip() for title in rows[0][1]]
    while header and not header[-1]:
        header = header[:-1]
    seen: dict[str, int] = {}
    for n, title in enumerate(header, 1):
        if not title:
            faults.append(
                Problem(Where(file, at, n, sheet), "this column has no name; write one in its first row", "column")
            )
        elif title in seen:
            said = f"the name '{title}' stands over two columns, {letters(seen[title])} and {letters(n)}; allowed: once"
            faults.append(Problem(Where(file, at, n, sheet), said, "column"))
        seen.setdefault(title, n)
    width, found = len(header), []
    for line, row in rows[1:]:
        if any(row[width:]):
            said = f"{len(row)} cells were seen; allowed: {width}, one for each column"
            faults.append(Problem(Where(file, line, width + 1, sheet), said, "cells"))
        found.append((line, tuple([*row, *[""] * width][:width])))
    return Grid(file, name, tuple(header), tuple(found), tuple(faults), sheet)
