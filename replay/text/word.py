"""Tables and figures as a Word document to paste from: captions that Word numbers, the same bytes on every run."""

from __future__ import annotations

import datetime
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import docx
from docx.document import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from replay.text.table import Table
from replay.text.tabletext import shared

__all__ = ["Plate", "document"]

_CREATED = datetime.datetime(2000, 1, 1)
_STAMP = (1980, 1, 1, 0, 0, 0)
_TYPE, _MOST = Pt(8), 6
"""Size of type in tables, and columns from whose number on a page lies on its side."""

_UPRIGHT, _LYING, _EM, _PADDING = 180.0, 267.0, 8 * 25.4 / 72, 1.4
"""Widths of text on a page in mm, an em of the type of tables in mm, and the margins of a cell in em."""


@dataclass(frozen=True, slots=True)
class Plate:
    """A figure for a document.

    Attributes
    ----------
    picture : bytes
        A PNG.
    width : float
        In mm.
    caption, alt : str
        What stands below it, and what it says to those who cannot see it.
    """

    picture: bytes
    width: float
    caption: str
    alt: str


def document(title: str, tables: Sequence[Table], plates: Sequence[Plate] = ()) -> bytes:
    """Return a Word document of figures, then tables, each with a caption that Word numbers.

    Tables have rules above and below as in journals, a head that repeats on every page, and numbers at the right; one
    of more than six columns lies on its side.

    Examples
    --------
    >>> from replay.tables import Column
    >>> document("A dispute", [Table("t", "T", (Column("a", "A"),), ((1,),))])[:2]
    b'PK'
    """
    made = docx.Document()
    made.core_properties.title, made.core_properties.author = title, ""
    made.core_properties.created = made.core_properties.modified = _CREATED
    section = made.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.left_margin = section.right_margin = section.top_margin = section.bottom_margin = Mm(15)
    made.styles["Normal"].font.size = Pt(10)
    caption = made.styles["Caption"].font
    caption.size, caption.bold, caption.color.rgb = Pt(9), False, RGBColor(0, 0, 0)
    made.add_heading(title, 1)
    for plate in plates:
        shape = made.add_picture(io.BytesIO(plate.picture), Mm(min(plate.width, 180.0)))
        shape._inline.docPr.set("descr", plate.alt)
        room = Mm(250 - 4 * (len(plate.caption) // 110 + 1))  # of a page, less the title and the lines of the caption
        if shape.height > room:
            shape.width, shape.height = Mm(shape.width.mm * room / shape.height), room
        made.paragraphs[-1].paragraph_format.keep_with_next = True
        _caption(made, "Figure", plate.caption)
    for table in tables:
        _turned(made, len(table.columns) > _MOST)
        _caption(made, "Table", table.title, stay=True)
        _grid(made, table, _LYING if len(table.columns) > _MOST else _UPRIGHT)
    out = io.BytesIO()
    made.save(out)
    return _dated(out)


def _turned(made: Document, wide: bool) -> None:
    """Begin a new page on its side, or upright again, where the last one is not."""
    last = made.sections[-1]
    if wide == (last.orientation == WD_ORIENT.LANDSCAPE):
        return
    section = made.add_section()
    section.orientation = WD_ORIENT.LANDSCAPE if wide else WD_ORIENT.PORTRAIT
    section.page_width, section.page_height = (Mm(297), Mm(210)) if wide else (Mm(210), Mm(297))


def _caption(made: Document, word: str, text: str, stay: bool = False) -> None:
    """A caption whose number Word keeps; above a table it stays with it."""
    line = made.add_paragraph(style="Caption")
    line.paragraph_format.keep_with_next = stay
    line.add_run(f"{word} ")
    field = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), rf"SEQ {word} \* ARABIC")
    run, number = OxmlElement("w:r"), OxmlElement("w:t")
    number.text = str(1 + sum(f"SEQ {word} " in one._p.xml for one in made.paragraphs[:-1]))
    run.append(number)
    field.append(run)
    line._p.append(field)
    line.add_run(f". {text}")


def _grid(made: Document, table: Table, across: float) -> None:
    heads, rows, numeric = [column.words for column in table.columns], list(table.written()), table.numeric()
    grid = made.add_table(1, len(heads))
    grid.autofit = False
    widths = [Mm(em * _EM) for em in shared(table, across / _EM - len(heads) * _PADDING)]
    for column, width in zip(grid.columns, widths, strict=True):
        column.width = Mm(width.mm + _PADDING * _EM)
    for text, cell in zip(heads, grid.rows[0].cells, strict=True):
        _fill(cell, text, bold=True)
    _rule(grid.rows[0], "top", "bottom")
    for row in rows:
        cells = grid.add_row().cells
        for text, cell, number in zip(row, cells, numeric, strict=True):
            _fill(cell, text, right=number)
    for line in grid.rows:  # Word breaks no row between pages
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, column in zip(line.cells, grid.columns, strict=True):
            cell.width = column.width
    grid.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    if rows:
        _rule(grid.rows[-1], "bottom")
    made.add_paragraph()


def _fill(cell: Any, text: str, bold: bool = False, right: bool = False) -> None:
    line = cell.paragraphs[0]
    line.paragraph_format.space_after = Pt(1)
    run = line.add_run(text)
    run.font.size, run.bold = _TYPE, bold
    if right:
        line.alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _rule(row: Any, *edges: str) -> None:
    for cell in row.cells:
        borders = OxmlElement("w:tcBorders")
        for edge in edges:
            line = OxmlElement(f"w:{edge}")
            for name, value in (("val", "single"), ("sz", "6"), ("space", "0"), ("color", "000000")):
                line.set(qn(f"w:{name}"), value)
            borders.append(line)
        cell._tc.get_or_add_tcPr().append(borders)


def _dated(made: io.BytesIO) -> bytes:
    """The same archive with one date for all of its parts."""
    out = io.BytesIO()
    with zipfile.ZipFile(made) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(zipfile.ZipInfo(name, _STAMP), old.read(name), zipfile.ZIP_DEFLATED)
    return out.getvalue()
