"""Tables: what is in them, and how they are written."""

import csv
import io
import re
import zipfile
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from texed import compiled, document, needs_pdflatex

from replay import engine, files
from replay.cli import main
from replay.engine.trace import ACTED
from replay.escalation import graph
from replay.tables import (
    PRINTED,
    TABLES,
    Column,
    Table,
    cell_text,
    claims_table,
    clocks_table,
    csv_text,
    events_table,
    latex_text,
    links_table,
    markdown_text,
    printed,
    readings_table,
    scores_table,
)
from replay.tables.comparison import comparison_table, distances_table
from replay.tables.ledger import shares_table
from replay.tables.meanings import MEANS, means, page
from replay.text.excel import cut, workbook

DISPUTES = ("timelines/japan-autos-1993-1995.yaml", "timelines/korea-autos-1995-1998.yaml")
HOSTILE = [
    "=1+1", "+1", "-1", "@SUM(A1)", "\tx", "<script>alert(1)</script>", "a|b\nc", r"\end{longtable}$%&#_^~{}", "é → –",
]  # fmt: skip


@pytest.fixture(scope="module", params=DISPUTES)
def trace(request, pytestconfig):
    return engine.run(files.load(pytestconfig.rootpath / request.param))


def nasty():
    rows = tuple((text, n) for n, text in enumerate(HOSTILE))
    return Table("nasty", "=T <b>", (Column("a", "A|a"), Column("n", "N")), rows)


# -- what is in them ------------------------------------------------------------------------------


def test_events_are_the_acts_of_the_trace_with_their_sources(trace):
    table = events_table(trace)
    acted = [entry for entry in trace if entry.kind in ACTED]
    assert [(row["id"], row["day"], row["actor"], row["act"]) for row in table.records()] == [
        (e.event, e.date, e.actor, e.act.value) for e in acted
    ]
    assert all("Elms" in str(source) for source in table.column("source"))


def test_the_table_of_clocks_says_who_to_whom_what_worth_due_and_how_it_ended(trace):
    rows = list(clocks_table(trace).records())
    for row, clock in zip(rows, trace.clocks(), strict=True):
        assert (row["clock"], row["who"], row["to_whom"]) == (clock.id, clock.holder, clock.target)
        assert (row["outcome"], row["record"]) == (clock.outcome.value, clock.record.value)
        assert row["days"] == clock.ended_on - clock.set_on
    if trace.timeline.dispute == "japan-autos":
        june = next(row for row in rows if row["clock"] == "sanctions-june")
        assert (june["worth"], june["unit"], june["due"], june["outcome"]) == (5.9e9, "USD", "1995-06-28", "settled")
        assert str(june["what"]).startswith("impose sanctions: ")


def test_links_are_those_of_the_graph(trace):
    table = links_table(trace)
    assert [(row["source"], row["target"], row["type"]) for row in table.records()] == [
        (link.source, link.target, link.type.value) for link in graph(trace).links
    ]


def test_readings_stand_beside_what_is_computed(trace):
    table = readings_table(trace)
    assert len(table) == len([r for r in trace.timeline.readings if r.party in trace.timeline.sides])
    assert all(isinstance(value, float) for value in table.column("computed"))


def test_scores_are_those_of_the_boards(trace):
    from replay.scoring import case, forecasts, parted, score

    cases = [case(trace)]
    boards = [score(part, "uniform") for _, part in parted(forecasts(cases), cases)]
    rows = [row for board in boards for row in board.rows]
    table = scores_table([trace])
    assert table.column("theory") == tuple(row.theory for row in rows)
    assert table.column("rps") == tuple(round(row.rps, 4) for row in rows)
    assert table.column("n") == tuple(row.n for row in rows)
    assert set(table.column("question")) == {
        f"{one}{more}" for one in ("how to bargain", "whether to settle")
        for more in ("", ", of parties for which stakes are coded")
    }  # fmt: skip
    for row, told in zip(rows, table.records(), strict=True):  # of three equals none is the likeliest
        assert told["hits"] == (None if row.theory == "uniform" else row.hits)
        asked = row.theory != "expected-utility" or told["question"].endswith("stakes are coded")
        assert asked  # two sides are two clusters at most: no interval, and no p below 2 / 2**2
        reference = row.theory == "uniform"
        assert (told["low"], told["high"]) == (None, None)
        assert told["least_p"] == (None if reference else 2 / 2**row.against.clusters)
    assert table.title.endswith("p by 2 clusters, of which the least p is 0.5")


def test_labels_of_tables_are_those_of_their_dispute(trace):
    table = printed(scores_table([trace]))
    assert r"\label{tab:scores}" in latex_text(table)
    label = rf"\label{{tab:{trace.timeline.dispute}-scores}}"
    assert latex_text(table, of=trace.timeline.dispute).count(r"\label") == 1
    assert label in latex_text(table, of=trace.timeline.dispute)


def test_what_is_printed_of_scores_is_less_than_what_is_kept(trace):
    table = scores_table([trace])
    kept = {column.name for column in table.columns} - {*PRINTED["scores"]}
    assert kept == {"brier", "log", "least_p", "low", "high"}
    header = csv_text(table).splitlines()[0]
    assert header == (
        "question,theory,n,rps,brier,log,hits,skill_uniform,skill_frequencies,difference,low,high,p,least_p"
    )
    shown = [column.name for column in printed(table).columns]
    assert shown == ["question", "theory", "rps", "hits", "skill_uniform", "skill_frequencies", "difference", "p"]
    assert (
        printed(table).column("question")[0] == f"{table.column('question')[0]}, n\u00a0=\u00a0{table.column('n')[0]}"
    )


def test_claims_are_those_of_the_source_and_tried(trace):
    from replay.scoring import case, judge

    found = judge([case(trace)])
    table = claims_table([trace])
    assert len(table) == sum(len(verdict.tried) for verdict in found) > 0
    assert set(table.column("claim")) == {verdict.claim.id for verdict in found}
    assert set(table.column("agrees")) <= {"yes", "no", "not tried"}


def test_every_printed_column_exists(trace):
    assert set(PRINTED) <= set(TABLES)
    for name, columns in PRINTED.items():
        assert TABLES[name](trace).only(columns).columns


def test_a_row_of_another_length_is_refused():
    with pytest.raises(ValueError, match="row 1 of table 't' has 2 cells, not 1"):
        Table("t", "T", (Column("a", "A"),), ((1, 2),))


# -- how they are written -------------------------------------------------------------------------


def test_csv_reads_back(trace):
    for make in TABLES.values():
        table = make(trace)
        back = list(csv.reader(io.StringIO(csv_text(table))))
        assert back[0] == [column.name for column in table.columns]
        assert back[1:] == [["" if cell is None else str(cell) for cell in row] for row in table.rows]


TURNED = [
    "1-2", "MAR5", "Mar 5", "5 March 1995", "1e5", "1E-5", "00123", "3/4", "12345678901234567890", "2001-01-01",
    "1995-05", "1980/1989", "12:30", "12:30 PM", "50%", "$5", "1,000", "(5)", ".5", "TRUE", "false", "1995年5月",
]  # fmt: skip
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "＝1+1", "＋a", "－a", "＠a", "\tx", "\r=1"]
PLAIN = ["a", "Asked for 20 percent", "Decision 3", "May talks", "1st demand", "1995-05 talks", "a-1", "e5", "§ 301"]


def safe_cells(texts):
    table = Table("t", "T", (Column("a", "A"),), tuple((text,) for text in texts))
    back = list(csv.reader(io.StringIO(csv_text(table, excel_safe=True), newline="")))
    return [row[0] if row else "" for row in back[1:]]


def test_a_safe_csv_marks_what_spreadsheets_turn_into_something_else_and_nothing_more():
    assert safe_cells([*TURNED, *FORMULAS]) == [f"'{text}" for text in (*TURNED, *FORMULAS)]
    assert safe_cells(PLAIN) == PLAIN


@given(st.one_of(st.text(max_size=12), st.text("0123456789eE+-/.:,% ＝＋", max_size=8)))
def test_no_text_of_a_safe_csv_is_a_formula_a_number_or_a_date(text):
    (cell,) = safe_cells([text])
    assert cell in (text, f"'{text}")
    assert not cell.startswith(("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r"))
    assert not re.fullmatch(r"\s*\d+([-/.:,]\d+)*\s*|\d+[eE][+-]?\d+", cell)


def test_the_header_of_a_safe_csv_is_safe():
    assert csv_text(Table("t", "T", (Column("=a", "A"),), ()), excel_safe=True) == "'=a\n"


@given(st.lists(st.tuples(st.text(st.characters(exclude_characters="\0", exclude_categories=("Cs",))), st.integers())))
def test_any_text_comes_back_from_csv(rows):
    table = Table("t", "T", (Column("a", "A"), Column("n", "N")), tuple(rows))
    back = list(csv.reader(io.StringIO(csv_text(table), newline="")))
    assert back == [["a", "n"], *([text, str(number)] for text, number in rows)]


def test_a_raw_csv_changes_nothing_and_a_safe_one_leaves_numbers():
    raw = list(csv.reader(io.StringIO(csv_text(nasty()))))
    assert [row[0] for row in raw[1:]] == HOSTILE
    safe = csv_text(Table("t", "T", (Column("a", "A"),), ((-5,), ("-5",))), excel_safe=True)
    assert safe == "a\n-5\n'-5\n"


def test_markdown_keeps_its_rows_and_no_markup_gets_through():
    lines = markdown_text(nasty()).splitlines()
    assert len(lines) == 4 + len(HOSTILE)
    assert "<script>" not in "\n".join(lines)
    for line in lines[4:]:
        assert len(re.findall(r"(?<!\\)\|", line)) == 3


def test_latex_escapes_every_sign():
    text = latex_text(nasty()).replace(r"\hspace{0pt}", "")  # where long words may be broken
    assert text.count(r"\end{longtable}") == 1
    assert (
        r"\textbackslash{}end\textbraceleft{}longtable\textbraceright{}\$\%\&\#\_\textasciicircum{}\textasciitilde{}"
        in text
    )
    assert r"\toprule" in text and r"\bottomrule" in text


@needs_pdflatex
def test_latex_compiles_whatever_the_texts(tmp_path):
    compiled(document(latex_text(nasty())), tmp_path, runs=2)


def test_columns_that_are_empty_are_left_out_of_what_is_printed():
    table = Table("t", "T", (Column("a", "A"), Column("b", "B")), ((1, None), (None, None)))
    assert [column.name for column in table.filled().columns] == ["a"]


def test_numbers_keep_the_decimals_of_their_column():
    table = Table("t", "T", (Column("a", "A", digits=3), Column("b", "B")), ((0.5, 0.5), (-0.0001, 2.0), (None, None)))
    assert list(table.written()) == [("0.500", "0.5"), ("0.000", "2"), ("", "")]
    assert "0.500" in latex_text(table) and "0.500" in markdown_text(table) and "\n0.5,0.5\n" in csv_text(table)


def test_a_workbook_has_no_formula_no_link_and_the_same_bytes(trace):
    made = [make(trace) for make in TABLES.values()]
    book = workbook([*made, nasty()])
    assert book == workbook([*made, nasty()])
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheets = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
        strings = archive.read("xl/sharedStrings.xml").decode()
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    assert len(sheets) == len(made) + 2  # and the sheet that says what they hold
    assert not any("<f>" in sheet or "<f " in sheet or "hyperlink" in sheet for sheet in sheets)
    assert "=1+1" in strings and "&lt;script&gt;" in strings


def sheets_of(book):
    """The names of the sheets of a workbook, and its texts."""
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        names = re.findall(r'<sheet name="([^"]*)"', archive.read("xl/workbook.xml").decode())
        root = ElementTree.fromstring(archive.read("xl/sharedStrings.xml"))
    return names, ["".join(item.itertext()) for item in root]


def one_cell(name, text="x"):
    return Table(name, "T", (Column("a", "A"),), ((text,),))


def test_a_text_that_is_too_long_for_a_cell_is_cut_and_says_so():
    texts = ["a" * 32_767, "b" * 32_768, "😀" * 20_000]
    tables = [one_cell(f"t{n}", text) for n, text in enumerate(texts)]
    assert cut(tables) == ["t1 A2", "t2 A2"]
    _, found = sheets_of(workbook(tables))
    assert texts[0] in found
    for text, sign in zip(texts[1:], "b😀", strict=True):
        (kept,) = (one for one in found if one.startswith(sign))
        assert kept.endswith(f" … [cut: {len(text):,} characters]")
        assert 32_760 <= len(kept.encode("utf-16-le")) // 2 <= 32_767


def test_the_terminal_says_which_cells_are_cut(tmp_path):
    text = files.example().read_text(encoding="utf-8")
    path = tmp_path / "long.yaml"
    path.write_text(text.replace("Asked for lower tariffs on cars.", "x" * 40_000), encoding="utf-8")
    result = CliRunner().invoke(main, ["tables", str(path), "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert re.fullmatch(
        r"Note: cut in tables\.xlsx to the 32,767 characters that a cell of Excel holds: events [A-Z]2; CSV holds "
        r"every text whole\.\n", result.stderr,
    )  # fmt: skip
    assert "x" * 40_000 in (tmp_path / "example" / "tables" / "events.csv").read_text()


def test_names_of_sheets_are_such_as_excel_takes_and_unique():
    given = ["a[b]:*?/\\c", "", "History", "'q'", "x" * 40, "x" * 35, "EVENTS", "events", "events"]
    names, _ = sheets_of(workbook([one_cell(name) for name in given]))
    numbered = ["x" * 28, "x" * 28 + "-2", "EVENTS", "events-2", "events-3"]
    assert names == ["a-b------c", "table", "History sheet", "-q-", *numbered, "Read me"]
    assert all(0 < len(name) <= 31 for name in names)


@given(st.lists(st.text(max_size=40), min_size=1, max_size=6))
def test_any_names_make_a_workbook(names):
    made, _ = sheets_of(workbook([one_cell(name) for name in names]))
    assert len(made) == len(names) + 1 and len({name.lower() for name in made}) == len(made)


def cells_of(book, number):
    """The cells of a sheet by place: text, or number with whether it is shown as a day."""
    _, texts = sheets_of(book)
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        root = ElementTree.fromstring(archive.read(f"xl/worksheets/sheet{number}.xml"))
        styles = archive.read("xl/styles.xml").decode()
    days = set(re.findall(r'numFmtId="(\d+)" formatCode="yyyy-mm-dd"', styles))
    formats = re.findall(r'<xf numFmtId="(\d+)"', styles.split("<cellXfs")[1])
    out = {}
    for cell in root.iter("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}c"):
        value = cell.find("{http://schemas.openxmlformats.org/spreadsheetml/2006/main}v")
        if value is not None:
            shown = formats[int(cell.get("s", 0))] in days
            out[cell.get("r")] = texts[int(value.text)] if cell.get("t") == "s" else (float(value.text), shown)
    return out


def test_real_dates_stand_beside_dates_as_coded():
    columns = Column("date", "Date"), Column("n", "n"), Column("what", "What")
    rows = ("1995-06-28", 1, "1995-06-28"), ("June 1995", 2, "x" * 50), ("1899-12-31", 3, ""), (None, 4, "")
    found = cells_of(workbook([Table("t", "T", columns, rows)]), 1)
    assert [found[place] for place in ("A1", "B1", "C1", "D1")] == ["Date", "Date, day", "n", "What"]
    assert found["A2"] == "1995-06-28" and found["B2"] == (34878.0, True)  # days from 30 December 1899 on
    assert found["A3"] == "June 1995" and not {"B3", "B4", "B5"} & found.keys()
    assert found["C2"] == (1.0, False) and found["D2"] == "1995-06-28"  # a text among others is no date


def test_a_workbook_prints_on_pages_of_its_width_and_says_what_its_columns_are():
    book = workbook([one_cell("t")])
    with zipfile.ZipFile(io.BytesIO(book)) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert 'orientation="landscape"' in sheet and 'fitToHeight="0"' in sheet and "fitToPage" in sheet
    told = cells_of(book, 2)
    assert [told[f"{letter}2"] for letter in "AD"] == ["t", "T"]
    assert [told[f"{letter}3"] for letter in "ABC"] == ["t", "A", "a"]
    assert any("stand as they are coded" in str(text) for text in told.values())


def test_every_column_of_every_workbook_is_explained_in_words(trace):
    """Of `tables`, `compare` and `ledger`: a definition that says more than the heading, and none for a column gone."""
    made = [make(trace) for make in TABLES.values()]
    made += [comparison_table([trace, trace]), distances_table([trace, trace]), shares_table([trace])]
    assert set(MEANS) == {table.name for table in made}
    for table in made:
        for column in table.columns:
            said = means(table, column)
            assert said.endswith(".") and said.strip(".").lower() != column.words.lower(), (table.name, column.name)
            assert len(said.split()) >= 3 and len(said) > len(column.words), (table.name, column.name)
        assert set(MEANS[table.name]) - {""} <= {column.name for column in table.columns}
    told = cells_of(workbook(made, means), len(made) + 1).values()
    assert {means(table, column) for table in made for column in table.columns} <= {*told}


def test_the_page_on_columns_is_current(golden):
    trace = engine.run(files.load(files.example()))
    made = [make(trace) for make in TABLES.values()]
    made += [comparison_table([trace]), distances_table([trace]), shares_table([trace])]
    golden("docs/reference/columns.md", page(made))


def test_no_number_is_wider_than_its_column_in_a_workbook():
    columns = Column("big", "B", 0.1), Column("part", "P", 0.1, digits=2), Column("date", "D", 0.1)
    rows = ((5_900_000_000, -1234567.5, "1995-06-28"), (7, 0.5, "1995"))
    with zipfile.ZipFile(io.BytesIO(workbook([Table("t", "T", columns, rows)]))) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    widths = {}
    for first, last, width in re.findall(r'<col min="(\d+)" max="(\d+)" width="([\d.]+)"', sheet):
        widths |= dict.fromkeys(range(int(first), int(last) + 1), float(width))
    assert widths[1] >= len("5,900,000,000") and widths[2] >= len("-1,234,567.50") and widths[4] >= len("1995-06-28")
    assert 'ySplit="1"' in sheet and 'state="frozen"' in sheet


def test_pairs_of_columns_stand_in_one_where_they_are_printed(trace):
    table = printed(clocks_table(trace))
    assert [column.name for column in table.columns][:2] == ["label", "who"]
    at, clock = next((n, clock) for n, clock in enumerate(trace.clocks()) if clock.target)
    assert table.column("who")[at] == f"{clock.holder} → {clock.target}"
    assert table.column("label")[at] == f"{clock.label} ({clock.kind.value})"
    assert clocks_table(trace).column("kind")[at] == clock.kind.value  # the files for programs hold them apart
    two = Table("t", "T", (Column("a", "A"), Column("b", "B")), ((1, "x"), (None, "y"), (2, None), (None, None)))
    assert two.folded("a", "b", "{}: {}", "AB").rows == (("1: x",), ("y",), ("2",), (None,))
    assert two.folded("a", "c", "{}: {}", "AC") is two


def test_dates_stay_texts_in_a_workbook(trace):
    table = events_table(trace)
    _, found = sheets_of(workbook([table]))
    assert {row["date"] for row in table.records()} <= set(found)


def test_numbers_are_written_for_people():
    values = [cell_text(value) for value in (None, 5.9e9, 12, 0.05, 1234.56)]
    assert values == ["", "5,900,000,000", "12", "0.05", "1,234.6"]


def test_tables_writes_every_table_in_every_format(tmp_path, root):
    result = CliRunner().invoke(main, ["tables", str(root / DISPUTES[0]), "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    found = {path.name for path in (tmp_path / "japan-autos" / "tables").iterdir()}
    assert found == {f"{n}.{form}" for n in TABLES for form in ("csv", "md", "tex")} | {"tables.xlsx"}


def test_a_table_that_is_asked_for_twice_is_written_once(tmp_path):
    asked = ["tables", str(files.example()), "--out", str(tmp_path), "--name", "clocks", "--name", "clocks"]
    result = CliRunner().invoke(main, asked)
    assert result.exit_code == 0, result.output
    assert sorted(path.name for path in (tmp_path / "example" / "tables").iterdir())[-1] == "tables.xlsx"


def test_a_table_that_is_empty_is_left_out_unless_asked_for(tmp_path):
    text = files.example().read_text(encoding="utf-8")
    path = tmp_path / "bare.yaml"
    path.write_text(text[: text.index("readings:")], encoding="utf-8")
    assert CliRunner().invoke(main, ["tables", str(path), "--out", str(tmp_path), "--format", "csv"]).exit_code == 0
    assert not (tmp_path / "example" / "tables" / "readings.csv").exists()
    asked = ["tables", str(path), "--out", str(tmp_path), "--format", "csv", "--name", "readings"]
    assert CliRunner().invoke(main, asked).exit_code == 0
    assert (tmp_path / "example" / "tables" / "readings.csv").read_text().count("\n") == 1
