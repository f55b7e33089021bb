"""An event file goes to a workbook, or a folder of CSV, and back without loss; faults name sheet, row and column."""

import csv
import io
import shutil
from dataclasses import replace
from pathlib import Path

import pytest
import strategies
from click.testing import CliRunner
from hypothesis import given

import replay
from replay.cli import main
from replay.exchange.book import csv_folder, event_book, read_book
from replay.exchange.layout import canonical, is_layout
from replay.exchange.merge import merged
from replay.files import loads
from replay.files.grids import read_grids
from replay.files.inplace import ids
from replay.files.nodes import compose
from replay.files.textfile import TextFile

SHIPPED = [*sorted(Path(__file__).parent.parent.glob("timelines/*.yaml")), replay.example()]


def as_file(text, name="made.yaml"):
    return TextFile.of(text.encode(), name), loads(text, name)


def through_a_book(file, timeline, folder):
    path = folder / "book.xlsx"
    path.write_bytes(event_book(file, timeline))
    return read_book(read_grids(path, strip=False), str(path))


def through_csv(file, timeline, folder):
    for name, text in csv_folder(file, timeline).items():
        (folder / name).write_text(text, encoding="utf-8")
    return read_book(read_grids(folder, strip=False), str(folder))


@pytest.mark.parametrize("way", [through_a_book, through_csv])
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_files_come_back_as_they_were(path, way, tmp_path):
    timeline = replay.load(path)
    found, text, problems = way(TextFile.read(path), timeline, tmp_path)
    assert not problems
    assert found == timeline
    assert loads(text) == timeline
    assert event_book(TextFile.read(path), timeline) == event_book(TextFile.read(path), timeline)


@strategies.few(25)
@given(strategies.event_files())
def test_whatever_is_sound_comes_back_as_it_was(tmp_path_factory, held):
    file, timeline = as_file(strategies.as_text(strategies.settled(held)))
    for way in (through_a_book, through_csv):
        found, text, problems = way(file, timeline, tmp_path_factory.mktemp("book"))
        assert (problems, found) == ((), timeline)
        assert loads(text) == timeline


AWKWARD = """
format: 1
dispute: odd
title: "=SUM(A1)"
about: {"a: b": "- x"}
sides: [AA, [BB, CC]]
parties: {AA: {name: "  A "}, BB: {name: "B\\n\\nb"}, CC: {name: "_x0041_"}}
sources: {k: {title: "1995"}}
events:
  - {id: one, date: "[1995-01,1996]", actor: [BB, CC], act: demand, summary: "{not: a mapping}", recipient: AA,
     worth: {amount: 5.9e9, unit: USD}, cite: [{key: k, page: "12"}, {key: k, page: "13, 14", note: 3}],
     clock: [{id: c, due: 1996~, record: {AA: lapsed, BB: met-in-part}}, {id: d, due: P2Y, record: lapsed}]}
  - {id: two, date: one + P45D, actor: AA, act: meet, summary: "01", cite: {key: k}, needs: [{any: [one, three]}, one],
     meets: {c: met-in-part}}
  - {id: three, date: 1995-06, actor: AA, act: meet, summary: "'quoted", key: false, cite: {key: k},
     tactics: [explicit-threat, delay]}
"""


def test_awkward_texts_and_nested_parts_come_back(tmp_path):
    file, timeline = as_file(AWKWARD, "odd.yaml")
    for way in (through_a_book, through_csv):
        folder = tmp_path / way.__name__
        folder.mkdir()
        found, text, problems = way(file, timeline, folder)
        assert (problems, found) == ((), timeline)
        assert loads(text) == timeline


# -- faults, each at its cell ---------------------------------------------------------------------


def changed_book(folder, *changes):
    """What is read of the small example as CSV with cells changed: (sheet, row from 2, column, text)."""
    file, timeline = TextFile.read(replay.example()), replay.load(replay.example())
    sheets = {name: list(csv.reader(io.StringIO(text))) for name, text in csv_folder(file, timeline).items()}
    for sheet, row, column, text in changes:
        rows = sheets[f"{sheet}.csv"]
        while len(rows) < row:
            rows.append([""] * len(rows[0]))
        rows[row - 1][rows[0].index(column)] = text
    for name, rows in sheets.items():
        with (folder / name).open("w", newline="", encoding="utf-8") as out:
            csv.writer(out, lineterminator="\n").writerows(rows)
    return read_book(read_grids(folder, strip=False), str(folder))


def place_of(problem):
    return Path(problem.where.file).name, problem.where.line


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (("events", 2, "date", "1995-13"), "month 13"),
        (("events", 2, "act", "treaten"), "unknown act 'treaten'"),
        (("events", 3, "actor", "us, kr"), "'us' is not a name here"),
        (("links", 2, "to", "nobody"), "nobody"),
        (("links", 2, "relation", "answer"), "unknown relation 'answer'; did you mean 'answers'?; allowed: answers,"),
        (("links", 2, "event", "counter-threta"), "none has the id 'counter-threta'"),
        (("clocks", 2, "event", ""), "event: nothing was seen; allowed: an id of the sheet 'events'"),
        (("clocks", 2, "kind", "efect"), "unknown kind of clock 'efect'"),
        (("events", 2, "cite.more", "[{key: "), "a value is missing here"),
        (("parties", 2, "id", ""), "id: nothing was seen"),
    ],
)  # fmt: skip
def test_a_fault_stands_at_its_cell(change, said, tmp_path):
    _, _, problems = changed_book(tmp_path, change)
    found = [problem for problem in problems if said in problem.message]
    assert found, [str(problem) for problem in problems]
    sheet, row, _, _ = change
    assert place_of(found[0]) == (f"{sheet}.csv", row)


def test_a_fault_in_a_workbook_names_sheet_row_and_column(tmp_path):
    file, timeline = as_file(AWKWARD, "odd.yaml")
    path = tmp_path / "b.xlsx"
    path.write_bytes(event_book(file, timeline))
    grids = [
        replace(grid, rows=tuple((n, tuple(cell.replace("demand", "demnad") for cell in row)) for n, row in grid.rows))
        for grid in read_grids(path, strip=False)
    ]
    _, _, (problem,) = read_book(grids, str(path))
    assert str(problem).startswith(
        f"{path}: sheet 'events', row 2, column G: unknown act 'demnad'; did you mean 'demand'?"
    )


def test_unknown_columns_and_sheets_are_told_with_what_is_allowed(tmp_path):
    changed_book(tmp_path)
    (tmp_path / "notes.csv").write_text("a\n1\n")
    text = (tmp_path / "events.csv").read_text(encoding="utf-8")
    (tmp_path / "events.csv").write_text(text.replace("summary", "sumary", 1), encoding="utf-8")
    _, _, problems = read_book(read_grids(tmp_path, strip=False), str(tmp_path))
    said = [problem.message for problem in problems]
    assert any(one.startswith("no sheet is called 'notes' here") for one in said)
    assert any(one.startswith("unknown column 'sumary'; did you mean 'summary'?") for one in said)


def test_a_layout_is_told_from_other_tables(tmp_path):
    changed_book(tmp_path)
    assert is_layout(read_grids(tmp_path))
    (tmp_path / "events.csv").write_text("when,who\n1995,US\n")
    assert not is_layout(read_grids(tmp_path))


# -- into the file from which it came -------------------------------------------------------------

COMMENTED = """\
format: 1  # the first
dispute: odd
title: A title
about:
  Sector: cars  # of the paper
parties:
  AA: {name: Aland}
  BB: {name: Beland}  # the target
sources:
  k: {title: A book}
events:
  # how it began
  - id: one  # first
    date: 1995-01
    actor: AA
    recipient: BB
    act: demand
    summary: Asked.  # in a letter
    cite: {key: k}
    clock: {id: c, due: 1996, record: lapsed}  # no extension

  # the answer
  - id: two
    date: 1995-02
    actor: BB
    recipient: AA
    act: refuse
    summary: Refused.
    cite: {key: k}
    note: To go.
"""


def into(text, change):
    """The text with what `change` makes of its canonical form."""
    file = TextFile.of(text.encode(), "odd.yaml")
    held = canonical(compose(text, "odd.yaml")[0].plain())
    change(held)
    return merged(file, held)


def test_nothing_changes_where_nothing_differs():
    for path in SHIPPED:
        text = path.read_text(encoding="utf-8")
        assert into(text, lambda held: None) == (text, ())


def test_only_the_lines_of_what_differs_change_and_comments_stay():
    def change(held):
        held["title"] = "Another"
        held["about"]["Sector"] = "steel"
        held["parties"]["CC"] = {"name": "Celand"}
        one, two = held["events"]
        one["date"] = "[1995-01,1995-03]"
        one["clock"][0]["due"] = "1997"
        del two["note"]
        two["answers"] = {"one": "counters"}

    text, changes = into(COMMENTED, change)
    assert [str(one) for one in changes] == [
        "the file: title: A title -> Another", "about Sector: cars -> steel", "party CC: added",
        "event one: date: 1995-01 -> [1995-01,1995-03]", "clock c: due: 1996 -> 1997",
        "event two: note: To go. -> nothing", "event two: answers: nothing -> {one: counters}",
    ]  # fmt: skip
    lines = COMMENTED.splitlines()
    expected = [
        line.replace("title: A title", "title: Another").replace("Sector: cars", "Sector: steel")
        .replace("date: 1995-01", 'date: "[1995-01,1995-03]"').replace("due: 1996", "due: 1997")
        for line in lines if line != "    note: To go."
    ]  # fmt: skip
    expected.insert(expected.index("  BB: {name: Beland}  # the target") + 1, "  CC: {name: Celand}")
    expected.insert(expected.index("    summary: Refused.") + 1, "    answers: {one: counters}")
    assert text.splitlines() == expected


def test_new_items_come_behind_those_they_follow_and_gone_ones_take_their_comment():
    def change(held):
        event = dict(held["events"][1], id="new", summary="New.")
        held["events"] = [held["events"][0], event]
        held["readings"] = [{"id": "r", "party": "AA", "date": "1995", "level": "modest-loss", "cite": [{"key": "k"}]}]

    text, changes = into(COMMENTED, change)
    assert [str(one) for one in changes] == ["event two: taken away", "event new: added", "reading r: added"]
    assert "# the answer" not in text and "# how it began" in text
    assert ids_of(text) == ["one", "c", "new", "r"]
    assert text.endswith(
        "\nreadings:\n  - id: r\n    party: AA\n    date: 1995\n    level: modest-loss\n    cite: {key: k}\n"
    )


def ids_of(text):
    return list(ids(text))


@strategies.few(20)
@given(strategies.event_files(most=8), strategies.event_files(most=8))
def test_any_file_can_be_made_of_any_other(one, two):
    text, other = strategies.as_text(one), strategies.as_text(two)
    held = canonical(compose(other, "b.yaml")[0].plain())
    after, changes = into(text, lambda it: (it.clear(), it.update(held)))
    assert sorted_items(canonical(compose(after, "a.yaml")[0].plain())) == sorted_items(held)
    assert changes or sorted_items(canonical(compose(text, "a.yaml")[0].plain())) == sorted_items(held)


def sorted_items(held):
    return {
        key: sorted(value, key=lambda item: item["id"])
        if key in ("events", "readings", "decisions", "stakes")
        else value
        for key, value in held.items()
    }


# -- the command ----------------------------------------------------------------------------------


def call(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


def test_ten_changes_in_a_workbook_come_back_as_ten_changes(tmp_path):
    event_file = tmp_path / "mine.yaml"
    shutil.copy(replay.example(), event_file)
    assert call("export", event_file, "--to", "csv", "--out", tmp_path).exit_code == 0
    (folder,) = tmp_path.glob("*/export/*.csv")
    events = folder / "events.csv"
    rows = list(csv.reader(io.StringIO(events.read_text(encoding="utf-8"))))
    at = rows[0].index("label")
    for n, row in enumerate(rows[1:], 1):
        row[at] = f"Label {n}"
    events.write_text("\n".join(",".join(f'"{cell}"' for cell in map(double, row)) for row in rows), encoding="utf-8")
    before = event_file.read_bytes()
    tried = call("import", folder, "--into", event_file, "--dry-run")
    assert tried.exit_code == 0 and event_file.read_bytes() == before
    done = call("import", folder, "--into", event_file)
    assert done.exit_code == 0, done.output
    assert f"{len(rows) - 1} changes were made in" in done.output
    assert [event.label for event in replay.load(event_file).events] == [f"Label {n}" for n in range(1, len(rows))]
    assert (tmp_path / "mine.yaml.bak").read_bytes() == before


def double(cell):
    return cell.replace('"', '""')


def test_an_existing_file_is_not_overwritten_and_faults_write_nothing(tmp_path):
    (tmp_path / "b").mkdir()
    changed_book(tmp_path / "b")
    (tmp_path / "b.yaml").write_text("mine")
    refused = call("import", tmp_path / "b")
    assert refused.exit_code == 1 and "exists already" in refused.output
    assert (tmp_path / "b.yaml").read_text() == "mine"
    changed_book(tmp_path / "b", ("events", 2, "act", "treaten"))
    refused = call("import", tmp_path / "b", "--out", tmp_path / "c.yaml")
    assert refused.exit_code == 1 and "unknown act 'treaten'" in refused.output and not (tmp_path / "c.yaml").exists()
    assert call("import", tmp_path / "b", "--out", "x", "--into", "y").exit_code == 2
