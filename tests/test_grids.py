"""Tables are read cell by cell: what a spreadsheet made of a text is undone, what cannot be read is told."""

import datetime
import gzip
import io
import zipfile

import pytest
import xlsxwriter

from replay.errors import TimelineError, Where
from replay.files.grids import is_table, read_grids
from replay.files.jsonlines import read_json


def book(tmp_path, fill, name="book.xlsx"):
    path = tmp_path / name
    with xlsxwriter.Workbook(path) as made:
        fill(made)
    return path


def plain(tmp_path, data, name="a.csv", **how):
    path = tmp_path / name
    path.write_bytes(data)
    return read_grids(path, **how)[0]


def test_cells_of_a_workbook_are_the_text_that_was_meant(tmp_path):
    def fill(made):
        sheet = made.add_worksheet("events")
        sheet.write_row(0, 0, ["id", "code", "number", "half", "day", "truth"])
        sheet.write_string(1, 0, "talks")
        sheet.write_string(1, 1, "010")
        sheet.write_number(1, 2, 5)
        sheet.write_number(1, 3, 0.1)
        sheet.write_datetime(1, 4, datetime.datetime(1995, 5, 16), made.add_format({"num_format": "d mmm yyyy"}))
        sheet.write_boolean(1, 5, True)

    (grid,) = read_grids(book(tmp_path, fill))
    assert grid.rows == ((2, ("talks", "010", "5", "0.1", "1995-05-16", "true")),)
    assert str(grid.place(2, "day")).endswith("book.xlsx: sheet 'events', row 2, column E")


def test_what_cannot_be_read_for_certain_is_told_and_left_empty(tmp_path):
    def fill(made):
        sheet = made.add_worksheet("x")
        sheet.write_row(0, 0, ["a", "b"])
        sheet.write_formula(1, 0, "=1+1", None, "")
        sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
        sheet.write_string(3, 0, "kept")
        sheet.write_string(3, 1, "a\u202eb")

    (grid,) = read_grids(book(tmp_path, fill))
    assert [(p.where.line, p.where.column, p.code) for p in grid.problems] == [
        (2, 1, "formula"), (3, 2, "error"), (4, 2, "not-text"),
    ]  # fmt: skip
    assert [row for _, row in grid.rows] == [("kept", "")]


def test_a_merged_cell_stands_for_all_that_it_covers_below_the_header(tmp_path):
    def fill(made):
        sheet = made.add_worksheet("x")
        sheet.write_row(0, 0, ["actor", "id"])
        sheet.merge_range("A2:A3", "US")
        sheet.write_string(1, 1, "one")
        sheet.write_string(2, 1, "two")

    (grid,) = read_grids(book(tmp_path, fill))
    assert grid.rows == ((2, ("US", "one")), (3, ("US", "two")))


def test_hidden_and_empty_sheets_are_passed_over(tmp_path):
    def fill(made):
        made.add_worksheet("empty")
        made.add_worksheet("seen").write_row(0, 0, ["a"])
        hidden = made.add_worksheet("unseen")
        hidden.write_row(0, 0, ["a"])
        hidden.hide()

    assert [grid.name for grid in read_grids(book(tmp_path, fill))] == ["seen"]


@pytest.mark.parametrize(
    "data",
    [
        b'id;date\r\na;1995\r\nb;"x\r\ny"\r\n',
        '\ufeffid;date\na;1995\nb;"x\ny"\n'.encode(),
        'id;date\ra;1995\rb;"x\ry"\r'.encode("utf-16"),
    ],
    ids=["crlf", "mark", "utf-16 and bare cr"],
)
def test_line_ends_and_byte_order_marks_make_no_difference(tmp_path, data):
    assert plain(tmp_path, data).rows == ((2, ("a", "1995")), (3, ("b", "x\ny")))


def test_the_delimiter_is_the_one_that_splits_the_header(tmp_path):
    assert plain(tmp_path, b'"a,b";c\n1;2\n').header == ("a,b", "c")
    assert plain(tmp_path, b"a\tb\n1,5\t2\n", "a.tsv").rows == ((2, ("1,5", "2")),)
    assert plain(tmp_path, b"a|b\n1|2\n", delimiter=",").header == ("a|b",)


def test_another_encoding_is_told_and_can_be_named(tmp_path):
    data = "id,name\na,Münch\n".encode("latin-1")
    with pytest.raises(TimelineError) as told:
        plain(tmp_path, data)
    (problem,) = told.value.problems
    assert (problem.where.line, problem.where.column) == (2, 4)
    assert "0xfc" in problem.message and "latin-1" in problem.message
    assert plain(tmp_path, data, encoding="latin-1").rows == ((2, ("a", "Münch")),)


def test_a_bad_row_among_good_ones_is_told_with_its_place_and_the_rest_kept(tmp_path):
    grid = plain(tmp_path, b"a,b\n1,2\n1,2,3\n4\n")
    assert grid.rows == ((2, ("1", "2")), (3, ("1", "2")), (4, ("4", "")))
    assert [p.where for p in grid.problems] == [Where(str(tmp_path / "a.csv"), 3, 3)]


def test_columns_without_a_name_or_with_the_same_are_told(tmp_path):
    grid = plain(tmp_path, b"a,,a,\n1,2,3,\n")
    assert [(p.where.column, p.code) for p in grid.problems] == [(2, "column"), (3, "column")]
    assert "columns, A and C" in grid.problems[1].message


def test_a_packed_file_and_a_folder_are_read(tmp_path):
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(b"a\n1\n"))
    (tmp_path / "a.tsv").write_bytes(b"a\tb\n1\t2\n")
    (tmp_path / "notes.md").write_bytes(b"no table")
    assert [grid.name for grid in read_grids(tmp_path)] == ["a", "b"]


def test_bombs_and_what_is_no_workbook_are_refused(tmp_path):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("xl/workbook.xml", "<!DOCTYPE lol [<!ENTITY a 'b'>]><workbook/>")
    for name, data, said in [
        ("e.xlsx", packed.getvalue(), "declares entities"),
        ("n.xlsx", b"PK\x03\x04 nothing", "cannot be read as a workbook"),
        ("o.xls", b"\xd0\xcf\x11\xe0 nothing", "cannot be read as a workbook"),
    ]:  # fmt: skip
        with pytest.raises(TimelineError, match=said):
            plain(tmp_path, data, name)
    with pytest.raises(TimelineError, match="cannot read this file: no such file"):
        read_grids(tmp_path / "lost.csv")


@pytest.mark.parametrize(("name", "read"), [("a.csv.gz", read_grids), ("a.jsonl.gz", read_json)])
def test_a_packed_file_that_is_damaged_is_refused(name, read, tmp_path):
    whole = gzip.compress(b"a,b\n" * 1000)
    for damaged in (whole[:30], whole[:20] + b"\xff" * 12 + whole[32:], b"no gzip"):
        (tmp_path / name).write_bytes(damaged)
        with pytest.raises(TimelineError, match="cannot read this file"):
            read(tmp_path / name)


def test_what_is_a_table_is_told_by_its_name():
    assert [is_table(name) for name in ("A.XLSX", "a.csv", "a.csv.gz", "a.yaml", "a.gz")] == [
        True,
        True,
        True,
        False,
        False,
    ]
