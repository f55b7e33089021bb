"""Tables as an Excel workbook: texts and numbers only, no formula, the same bytes on every run."""

from __future__ import annotations

import datetime
import io
import re
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_rowcol_to_cell

from replay.text.table import Table
from replay.text.words import distinct

__all__ = ["MOST", "cut", "workbook"]

MOST = 32_767
"""Characters that a cell of Excel holds, counted as it counts: in units of UTF-16."""

_CREATED = datetime.datetime(2000, 1, 1)
_FORBIDDEN = re.compile(r"[^\w .()+-]|[\U00010000-\U0010ffff]")


def cut(tables: Sequence[Table]) -> list[str]:
    """Return which cells hold more than Excel does and are cut in a workbook, such as ``events F2``."""
    names = _sheets(tables)
    return [
        f"{name} {xl_rowcol_to_cell(at, place)}"
        for name, table in zip(names, tables, strict=True)
        for at, row in enumerate(table.rows, 1)
        for place, cell in enumerate(row)
        if isinstance(cell, str) and _units(cell) > MOST
    ]


def workbook(tables: Sequence[Table]) -> bytes:
    """Return a workbook with a sheet for each table, its head fixed and filterable.

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
        for name, table in zip(_sheets(tables), tables, strict=True):
            sheet = book.add_worksheet(name)
            for place, column in enumerate(table.columns):
                sheet.set_column(place, place, max(7.0, min(60.0, 13 * column.width)))
                sheet.write_string(0, place, _fitted(column.words), head)
            for at, row in enumerate(table.rows, 1):
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(at, place, _fitted(cell), body)
                    elif cell is not None:
                        sheet.write_number(at, place, cell, looks[table.columns[place].digits or None])
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(len(table.rows), 1), max(len(table.columns) - 1, 0))
    return out.getvalue()


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
