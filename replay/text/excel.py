"""Tables as an Excel workbook: texts, numbers and days, no formula, the same bytes on every run."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Callable, Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from replay.text.table import Column, Table
from replay.text.words import distinct

__all__ = ["MOST", "cut", "workbook"]

MOST = 32_767
"""Characters that a cell of Excel holds, counted as it counts: in units of UTF-16."""

_DAY = re.compile(r"\d{4}-\d\d-\d\d")
_EPOCH, _LONGEST = datetime.date(1900, 3, 1), 40
"""The first day that every spreadsheet counts alike; characters of the longest date in words."""
_NOTES = (
    "One sheet for each table. Dates stand as they are coded, as text: a month, an interval, about a day. Where a "
    "column holds full days, the column beside it has those days as dates that Excel can sort and count; it is empty "
    "where the file codes no day, and for days before March 1900, which spreadsheets count differently.",
    "An empty cell means that nothing is coded or nothing can be computed; it is no 0.",
)
_LARGE = 10_000
"""From this number on, thousands are set apart and decimals left out."""

_AS_DAY = "The cells of “{}” that are a full day, as dates that Excel can sort and count."

_CREATED = datetime.datetime(2000, 1, 1)
_FORBIDDEN = re.compile(r"[^\w .()+-]|[\U00010000-\U0010ffff]")


def cut(tables: Sequence[Table]) -> list[str]:
    """Return which cells hold more than Excel does and are cut in a workbook, such as ``events F2``."""
    names = _sheets(tables)
    return [
        f"{name} {xl_rowcol_to_cell(at, place)}"
        for name, table in zip(names, tables, strict=True)
        for at, row in enumerate(table.rows, 1)
        for place, cell in zip(_places(table)[0], row, strict=True)
        if isinstance(cell, str) and _units(cell) > MOST
    ]


def workbook(tables: Sequence[Table], means: Callable[[Table, Column], str] = lambda table, column: "") -> bytes:
    """Return a workbook with a sheet for each table, its head fixed and filterable, and one that says what they hold.

    What a column means, `means` says; it stands on the sheet "Read me".

    Beside a column of dates as coded stands one of real dates: of the cells that are a full day. Every sheet prints on
    pages of its width, on their side, with its head repeated.

    Examples
    --------
    >>> from replay.tables import Column
    >>> workbook([Table("t", "T", (Column("a", "A"),), (("=1+1",),))])[:2]
    b'PK'
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False,
               "nan_inf_to_errors": True}  # fmt: skip
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": _CREATED, "author": "", "title": tables[0].title if tables else ""})
        head = book.add_format({"bold": True, "text_wrap": True, "valign": "top", "bottom": 1})
        body = book.add_format({"text_wrap": True, "valign": "top"})
        looks: dict[int | None, Format] = {None: body} | {
            column.digits: book.add_format({"valign": "top", "num_format": f"0.{'0' * column.digits}"})
            for table in tables for column in table.columns if column.digits
        }  # fmt: skip
        whole = book.add_format({"valign": "top", "num_format": "#,##0"})
        day = book.add_format({"valign": "top", "num_format": "yyyy-mm-dd"})
        for name, table in zip(_sheets(tables), tables, strict=True):
            sheet, places, last = book.add_worksheet(name), *_places(table)
            for n, (column, place) in enumerate(zip(table.columns, places, strict=True)):
                sheet.set_column(place, place, max(7.0, min(60.0, 13 * column.width), _digits(table, n) + 2.0))
                sheet.write_string(0, place, _fitted(column.words), head)
                if _dated(table, n):
                    sheet.set_column(place + 1, place + 1, 11)
                    sheet.write_string(0, place + 1, _fitted(f"{column.words}, day"), head)
            for at, row in enumerate(table.rows, 1):
                for n, (cell, place) in enumerate(zip(row, places, strict=True)):
                    if isinstance(cell, str):
                        sheet.write_string(at, place, _fitted(cell), body)
                        if _dated(table, n) and (found := _full_day(cell)):
                            sheet.write_datetime(at, place + 1, found, day)
                    elif cell is not None:
                        large = abs(cell) >= _LARGE and not table.columns[n].digits
                        sheet.write_number(at, place, cell, whole if large else looks[table.columns[n].digits or None])
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(len(table.rows), 1), max(last, 0))
            _for_print(sheet, _fitted(table.title))
        _explained(book, tables, means, head, body)
    return out.getvalue()


def _for_print(sheet: Worksheet, title: str) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)
    sheet.set_header(f"&L{title.replace('&', '&&')[:200]}&RPage &P of &N")


def _explained(
    book: xlsxwriter.Workbook,
    tables: Sequence[Table],
    means: Callable[[Table, Column], str],
    head: Format,
    body: Format,
) -> None:
    """The last sheet: how to read the others, and what every column means."""
    sheet = book.add_worksheet(distinct([*_sheets(tables), "Read me"], 31)[-1])
    for place, width in enumerate((16, 24, 20, 90)):
        sheet.set_column(place, place, width)
    for place, words in enumerate(("Sheet", "Heading", "Name in the CSV", "Meaning")):
        sheet.write_string(0, place, words, head)
    at = 0
    for name, table in zip(_sheets(tables), tables, strict=True):
        at += 1
        for place, words in enumerate((name, "", "", table.title)):
            sheet.write_string(at, place, _fitted(words), head)
        for n, column in enumerate(table.columns):
            rows = [(name, column.words, column.name, means(table, column))]
            if _dated(table, n):
                rows.append((name, f"{column.words}, day", "", _AS_DAY.format(column.words)))
            for row in rows:
                at += 1
                for place, words in enumerate(row):
                    sheet.write_string(at, place, _fitted(words), body)
    for note in _NOTES:
        at += 1
        sheet.merge_range(at, 0, at, 3, note, body)
        sheet.set_row(at, 48)
    sheet.freeze_panes(1, 0)
    _for_print(sheet, "Read me")


def _places(table: Table) -> tuple[list[int], int]:
    """Where each column stands, and the last place: a column of dates has one of days beside it."""
    places, at = [], 0
    for n in range(len(table.columns)):
        places.append(at)
        at += 2 if _dated(table, n) else 1
    return places, at - 1


def _digits(table: Table, n: int) -> int:
    """Signs of the longest number of a column as it is shown."""
    digits, numbers = table.columns[n].digits or 0, [row[n] for row in table.rows]
    shown = (
        f"{cell:,.{digits}f}" if digits or abs(cell) >= _LARGE else f"{cell:.9g}"
        for cell in numbers if isinstance(cell, int | float)
    )  # fmt: skip
    return max(map(len, shown), default=0)


def _dated(table: Table, n: int) -> bool:
    """Whether a column holds dates as coded, one of them at least a full day."""
    cells = [row[n] for row in table.rows if row[n] not in (None, "")]
    return any(isinstance(cell, str) and _full_day(cell) for cell in cells) and all(
        isinstance(cell, str) and len(cell) <= _LONGEST for cell in cells
    )


def _full_day(cell: str) -> datetime.date | None:
    """The day of a cell that is a full day and nothing else, from March 1900 on."""
    if not _DAY.fullmatch(cell):
        return None
    found = datetime.date.fromisoformat(cell)
    return found if found >= _EPOCH else None


def _sheets(tables: Sequence[Table]) -> list[str]:
    """Names of sheets that Excel takes: 31 letters, no sign of its own, none twice."""
    names = (_FORBIDDEN.sub("-", table.name)[:28].strip() or "table" for table in tables)
    return distinct((f"{name} sheet" if name.lower() == "history" else name for name in names), 31)


def _units(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def _fitted(text: str) -> str:
    """The text, or as much of it as a cell holds, and that it is cut."""
    if _units(text) <= MOST:
        return text
    said = f" … [cut: {len(text):,} characters]"
    return text.encode("utf-16-le")[: 2 * (MOST - len(said))].decode("utf-16-le", "ignore") + said
