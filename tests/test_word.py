"""Word documents of tables and figures: opened again, and read."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest
from click.testing import CliRunner
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH

import replay
from replay.cli import main
from replay.figures import figure
from replay.tables import TABLES, Column, Table, printed
from replay.text.word import Plate, document

SMALL = Table(
    "t", "A small table", (Column("a", "Name"), Column("n", "Number", digits=1)), (("x & <y>", 1.25), ("z", None))
)
WIDE = Table("w", "A wide table", tuple(Column(f"c{n}", f"Column {n}") for n in range(7)), (tuple("abcdefg"),))


@pytest.fixture(scope="module")
def picture():
    drawn = figure(replay.run(replay.load(replay.example())), "domain")
    return Plate(drawn.render("png", 100), 180.0, drawn.caption, drawn.alt)


def opened(data):
    return docx.Document(io.BytesIO(data))


def test_tables_hold_what_is_printed_with_numbers_at_the_right():
    made = opened(document("Title", [SMALL]))
    (grid,) = made.tables
    assert [[cell.text for cell in row.cells] for row in grid.rows] == [
        list(r) for r in (("Name", "Number"), *SMALL.written())
    ]
    sides = [grid.rows[1].cells[n].paragraphs[0].alignment for n in (0, 1)]
    assert sides == [None, WD_ALIGN_PARAGRAPH.RIGHT]
    assert "w:tblHeader" in grid.rows[0]._tr.xml and "w:tblHeader" not in grid.rows[1]._tr.xml
    assert [row._tr.xml.count("<w:bottom ") for row in grid.rows] == [2, 0, 2]  # a rule below the head and the last row


def test_columns_have_widths_by_what_they_hold_and_no_row_is_broken_between_pages():
    texts = Table("t", "T", (Column("a", "A"), Column("b", "B")), (("1995-06-28", "A long text. " * 20),) * 3)
    (grid,) = opened(document("Title", [texts])).tables
    date, text = (column.width.mm for column in grid.columns)
    assert 14 < date < 25 < text and date + text == pytest.approx(180, abs=0.2)
    assert [cell.width.mm for cell in grid.rows[1].cells] == pytest.approx([date, text], abs=0.1)
    assert all("w:cantSplit" in row._tr.xml for row in grid.rows)


def test_type_is_8_points_or_larger_and_captions_are_black(picture):
    made = opened(document("Title", [SMALL], [picture]))
    runs = [run for line in made.paragraphs for run in line.runs]
    runs += [run for row in made.tables[0].rows for cell in row.cells for run in cell.paragraphs[0].runs]
    assert min(run.font.size.pt for run in runs if run.font.size) == 8
    caption = made.styles["Caption"].font
    assert (caption.size.pt, str(caption.color.rgb)) == (9, "000000")
    drawn = next(line for line in made.paragraphs if line._p.xpath(".//w:drawing"))
    assert drawn.paragraph_format.keep_with_next  # the picture stays with its caption


def test_captions_are_numbered_by_word_each_kind_for_itself(picture):
    made = opened(document("Title", [SMALL, WIDE], [picture]))
    lines = [line for line in made.paragraphs if line.style.name == "Caption"]
    named = docx.oxml.ns.qn
    found = [field for line in lines for field in line._p.iter(named("w:fldSimple"))]
    fields = [(field.get(named("w:instr")), field.find(f"{named('w:r')}/{named('w:t')}").text) for field in found]
    assert fields == [(r"SEQ Figure \* ARABIC", "1"), (r"SEQ Table \* ARABIC", "1"), (r"SEQ Table \* ARABIC", "2")]
    assert lines[1].text.endswith(". A small table") and lines[1].paragraph_format.keep_with_next


def test_a_figure_has_its_width_and_its_words(picture):
    made = opened(document("Title", [], [picture]))
    (shape,) = made.inline_shapes
    assert shape.width.mm == pytest.approx(180, abs=0.1) and shape._inline.docPr.get("descr") == picture.alt
    assert picture.caption in made.paragraphs[-1].text


def test_a_figure_and_its_caption_stand_on_one_page(picture):
    made = opened(document("Title", [], [replace(picture, caption="A long caption. " * 300)]))
    (shape,) = made.inline_shapes
    assert shape.height.mm == pytest.approx(250 - 4 * 44, abs=0.1)  # 4800 letters are 44 lines of 110
    whole = opened(document("Title", [], [picture])).inline_shapes[0]
    assert shape.width / shape.height == pytest.approx(whole.width / whole.height, rel=0.01)


def test_a_table_of_many_columns_lies_on_its_side_and_the_next_stands_again():
    made = opened(document("Title", [SMALL, WIDE, SMALL]))
    turned = [section.orientation == WD_ORIENT.LANDSCAPE for section in made.sections]
    assert turned == [False, True, False]
    assert [section.page_width.mm > section.page_height.mm for section in made.sections] == turned


def test_the_same_bytes_come_out_and_no_day_of_writing_is_in_them(picture):
    first, second = (document("Title", [SMALL], [picture]) for _ in range(2))
    assert first == second
    with zipfile.ZipFile(io.BytesIO(first)) as archive:
        assert {part.date_time for part in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_the_command_writes_figures_and_tables_on_request_only(tmp_path):
    def made(*args):
        result = CliRunner().invoke(main, ["tables", str(replay.example()), "--out", str(tmp_path), *args])
        assert result.exit_code == 0, result.output
        return {path.name for path in (tmp_path / "example" / "tables").iterdir()}

    assert made("--format", "docx") == {"tables.docx"}
    read = docx.Document(tmp_path / "example" / "tables" / "tables.docx")
    trace = replay.run(replay.load(replay.example()))
    kept = [table for make in TABLES.values() if len(table := make(trace))]
    assert len(read.tables) == len(kept) and len(read.inline_shapes) == 3
    heads = [[cell.text for cell in grid.rows[0].cells] for grid in read.tables]
    assert heads == [[column.words for column in printed(table).columns] for table in kept]
    (tmp_path / "example" / "tables" / "tables.docx").unlink()
    assert "tables.docx" not in made()
