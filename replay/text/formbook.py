"""A workbook to be filled in: every column explained where a cell is chosen, vocabularies to pick from, heads fixed."""

from __future__ import annotations

import datetime
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import xlsxwriter
from xlsxwriter.format import Format
from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from replay.text.excel import MOST

__all__ = ["LISTS", "README", "FormField", "FormSheet", "form_workbook"]

README, LISTS = "Read me", "lists"
"""The sheets that explain, and that hold what can be picked."""
_SPARE = 1000
"""Empty rows below the last that can be picked in and are explained too."""
_CREATED = datetime.datetime(2000, 1, 1)
_EPOCH = datetime.date(1900, 3, 1)
"""The first day that every spreadsheet counts alike."""


@dataclass(frozen=True, slots=True)
class FormField:
    """A column of a sheet.

    Attributes
    ----------
    name : str
        What stands over it.
    means : str
        What is to be written in it.
    example : str
        Something that may stand in it; "" for none.
    among : str
        The list from which its values are picked; "" for none.
    several : bool
        Whether several of these may stand in a cell, with commas between.
    width : float
        In characters.
    number, day : bool
        Whether cells that can be are written as numbers; whether they are days for sorting, which are not read back.
    colours : tuple[tuple[str, str], ...]
        Words, and the colour (#RRGGBB) of a cell that holds just this one.
    blank : str
        Colour of a cell that is still empty; "" for none.
    """

    name: str
    means: str
    example: str = ""
    among: str = ""
    several: bool = False
    width: float = 14.0
    number: bool = False
    day: bool = False
    colours: tuple[tuple[str, str], ...] = ()
    blank: str = ""


@dataclass(frozen=True, slots=True)
class FormSheet:
    """A sheet: its columns, and rows of as many cells; "" is an empty cell."""

    name: str
    means: str
    fields: tuple[FormField, ...]
    rows: tuple[tuple[str, ...], ...]

    def too_long(self) -> tuple[tuple[int, str], ...]:
        """Return the cells that hold more than a spreadsheet can: row, from 2, and column."""
        return tuple(
            (n, field.name)
            for n, row in enumerate(self.rows, 2)
            for field, cell in zip(self.fields, row, strict=True)
            if len(cell.encode("utf-16-le")) // 2 > MOST
        )


def form_workbook(
    title: str, sheets: Sequence[FormSheet], lists: Mapping[str, Sequence[str]], notes: Sequence[str]
) -> bytes:
    """Return the workbook: a sheet that explains, the sheets, and the lists that are picked from; the same every time.

    Parameters
    ----------
    title : str
    sheets : sequence of FormSheet
        No cell of theirs is too long (`FormSheet.too_long`).
    lists : mapping of str to sequence of str
        Values to pick from, by the name that `FormField.among` has. A list that is called ``=SHEET`` is the first
        column of that sheet, as it stands there.
    notes : sequence of str
        Paragraphs at the head of what explains.

    Examples
    --------
    >>> form_workbook("A", [FormSheet("a", "all", (FormField("id", "its name"),), (("x",),))], {}, [])[:2]
    b'PK'
    """
    out = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(out, options) as book:
        book.set_properties({"created": _CREATED, "author": "", "title": title})
        looks = {
            "head": book.add_format(
                {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#E8EEF4"}
            ),
            "text": book.add_format({"text_wrap": True, "valign": "top", "num_format": "@"}),
            "number": book.add_format({"valign": "top"}),
            "day": book.add_format({"valign": "top", "num_format": "yyyy-mm-dd", "font_color": "#777777"}),
        }
        shades = {shade for one in sheets for field in one.fields for _, shade in (*field.colours, ("", field.blank))}
        looks |= {shade: book.add_format({"bg_color": shade}) for shade in sorted(shades) if shade}
        _explain(book.add_worksheet(README), title, sheets, notes, looks)
        sources = {name: f"='{LISTS}'!${xl_col_to_name(n)}$2:${xl_col_to_name(n)}${len(values) + 1}"
                   for n, (name, values) in enumerate(lists.items())}  # fmt: skip
        sources |= {f"={one.name}": f"='{one.name}'!$A$2:$A${len(one.rows) + _SPARE}" for one in sheets}
        for one in sheets:
            _fill(book.add_worksheet(one.name), one, sources, looks)
        picked = book.add_worksheet(LISTS)
        for n, (name, values) in enumerate(lists.items()):
            picked.set_column(n, n, 22)
            picked.write_string(0, n, name, looks["head"])
            for at, value in enumerate(values, 1):
                picked.write_string(at, n, value, looks["text"])
        picked.freeze_panes(1, 0)
    return out.getvalue()


def _explain(
    sheet: Worksheet, title: str, sheets: Sequence[FormSheet], notes: Sequence[str], looks: Mapping[str, Format]
) -> None:
    for place, width in enumerate((16, 20, 80, 34)):
        sheet.set_column(place, place, width)
    sheet.write_string(0, 0, title, looks["head"])
    at = 1
    for note in notes:
        sheet.merge_range(at, 0, at, 3, note, looks["text"])
        sheet.set_row(at, 15.0 * (len(note) // 140 + 1))
        at += 1
    at += 1
    for place, words in enumerate(("Sheet", "Column", "What stands in it", "Example")):
        sheet.write_string(at, place, words, looks["head"])
    for one in sheets:
        at += 1
        for place, words in enumerate((one.name, "", one.means, "")):
            sheet.write_string(at, place, words, looks["head"])
        for field in one.fields:
            at += 1
            for place, words in enumerate((one.name, field.name, field.means, field.example)):
                sheet.write_string(at, place, words, looks["text"])
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)


def _fill(sheet: Worksheet, one: FormSheet, sources: Mapping[str, str], looks: Mapping[str, Format]) -> None:
    for n, field in enumerate(one.fields):
        sheet.set_column(n, n, field.width, None if field.number or field.day else looks["text"])
        sheet.write_string(0, n, field.name, looks["head"])
        rule: dict[str, object] = {
            "validate": "any",
            "input_title": field.name[:32],
            "input_message": field.means[:255],
        }
        if field.among in sources:
            rule |= {"validate": "list", "source": sources[field.among], "error_title": field.name[:32]}
            rule |= {"error_message": "This is not one of the list.", "show_error": not field.several}
        sheet.data_validation(1, n, len(one.rows) + _SPARE, n, rule)
        rules = [({"type": "cell", "criteria": "==", "value": f'"{word}"'}, shade) for word, shade in field.colours]
        for found, shade in (*rules, *([({"type": "blanks"}, field.blank)] if field.blank else [])):
            if one.rows:
                sheet.conditional_format(1, n, len(one.rows), n, found | {"format": looks[shade]})
    for at, row in enumerate(one.rows, 1):
        for n, (field, cell) in enumerate(zip(one.fields, row, strict=True)):
            day = _day(cell) if field.day else None
            if not cell:
                continue
            if day is not None:
                sheet.write_datetime(at, n, day, looks["day"])
            elif field.number and _exact(cell):
                sheet.write_number(at, n, float(cell), looks["number"])
            else:
                sheet.write_string(at, n, cell, looks["day"] if field.day else looks["text"])
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(len(one.rows), 1), max(len(one.fields) - 1, 0))
    sheet.set_landscape()
    sheet.set_paper(9)
    sheet.fit_to_pages(1, 0)
    sheet.repeat_rows(0)


def _day(cell: str) -> datetime.datetime | None:
    try:
        found = datetime.datetime.fromisoformat(cell)
    except ValueError:
        return None
    return found if found.date() >= _EPOCH else None


def _exact(cell: str) -> bool:
    """Whether a number comes back as the same text."""
    try:
        value = float(cell)
    except ValueError:
        return False
    return cell == (str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value))
