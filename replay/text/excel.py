"""Tables as an Excel workbook: texts and numbers only, no formula, the same bytes on every run."""

from __future__ import annotations

import datetime
import io
from collections.abc import Sequence

import xlsxwriter
from xlsxwriter.format import Format

from replay.text.table import Table

__all__ = ["workbook"]

_CREATED = datetime.datetime(2000, 1, 1)
_MOST = 32_767  # characters of a cell
_FORBIDDEN = str.maketrans(dict.fromkeys("[]:*?/\\", "-"))


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
        for number, table in enumerate(tables, 1):
            sheet = book.add_worksheet(table.name.translate(_FORBIDDEN)[:31] or f"table {number}")
            for place, column in enumerate(table.columns):
                sheet.set_column(place, place, max(7.0, min(60.0, 13 * column.width)))
                sheet.write_string(0, place, column.words, head)
            for at, row in enumerate(table.rows, 1):
                for place, cell in enumerate(row):
                    if isinstance(cell, str):
                        sheet.write_string(at, place, cell[:_MOST], body)
                    elif cell is not None:
                        sheet.write_number(at, place, cell, looks[table.columns[place].digits or None])
            sheet.freeze_panes(1, 0)
            sheet.autofilter(0, 0, max(len(table.rows), 1), max(len(table.columns) - 1, 0))
    return out.getvalue()
