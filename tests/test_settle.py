"""Two codings are settled through a workbook: every difference listed, decided, and put into one sound file."""

import json
import random
import tempfile
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest
import strategies
from click.testing import CliRunner
from coded import event, text
from hypothesis import given
from hypothesis import strategies as st

import replay
from replay.cli import main
from replay.exchange.adjudication import TwoCodings, pairs_of, settling_book
from replay.exchange.layout import canonical
from replay.exchange.settling import settle
from replay.exchange.units import put_together, renamed, taken_apart
from replay.files import loads
from replay.files.emit import yaml_text
from replay.files.grids import read_grids
from replay.files.nodes import compose
from replay.files.textfile import TextFile
from replay.scoring import agreement
from replay.text.tabletext import csv_lines

CODINGS = Path(__file__).parent.parent / "timelines" / "codings"
MADE = "clock:\n  id: {}\n  due: P{}D\n  record: met\n  label: Duties due\n"
BOUND = """\
commits:
  - when: {{event: answer}}
    then: {{act: meet, actor: A, recipient: B, summary: {}}}
    record: broken
"""
ONE = text(
    event("demand", "2001-01-05", "label: Lower the duties"),
    event("threat", "2001-02", MADE.format("duties", 30) + "needs: [demand]\nlabel: Duties threatened\n"
          + BOUND.format("Met.")),
    event("answer", "2001-03-02", "label: A counter-threat of duties\nanswers: {threat: counters}", actor="B"),
    event("deal", "2001-03-04", "meets: [duties]\nlabel: Wine deal", actor="B", act="settle"),
    event("aside", "2002-01-01", "label: Unlike anything else", actor="B", act="meet"),
    more="""\
    readings:
      - {id: early, party: B, date: 2001-02, level: modest-loss, evidence: [threat], cite: {key: s}}
    """,
)  # fmt: skip
TWO = text(
    event("first-demand", "2001-01-05", "label: Lower the duties"),
    event("threat", "2001-02-03", MADE.format("duties-due", 31) + "needs: [first-demand]\nlabel: Duties threatened\n"
          + BOUND.format("Sat down.")),
    event("answer", "2001-03-02", "label: A counter-threat of duties\nanswers: {first-demand: responds}", actor="B"),
    event("deal", "2001-03-04", "meets: [duties-due]\nlabel: Wine deal", actor="B", act="settle"),
    event("extra", "2003-05-05", "label: Quite different\nanswers: {deal: deescalates}", actor="B", act="meet"),
    more="""\
    readings:
      - {id: at-first, party: B, date: 2001-02, level: moderate-loss, evidence: [threat], cite: {key: s}}
    """,
)  # fmt: skip


def files(one=ONE, two=TWO):
    return tuple(TextFile.of(held.encode(), name) for held, name in ((one, "a.yaml"), (two, "b.yaml")))


def book(a, b, folder, matches=None):
    """The path of the workbook of two codings."""
    found = agreement(loads(a.text, a.name), loads(b.text, b.name), None, matches)
    pairs, splits = pairs_of(found)
    path = folder / "decide.xlsx"
    path.write_bytes(settling_book(TwoCodings(a, b, pairs), splits))
    return path


def filled(grids, decide, keep):
    """The sheets with a decision in each row: `decide` and `keep` give cells from the cells of a row."""
    made = []
    for grid in grids:
        rows = []
        for n, row in grid.rows:
            cells = dict(zip(grid.header, row, strict=True))
            if grid.name == "differences":
                cells |= decide(cells)
            elif grid.name == "only one":
                cells |= keep(cells)
            rows.append((n, tuple(cells.values())))
        made.append(replace(grid, rows=tuple(rows)))
    return tuple(made)


def only(coder):
    """Keep what this coding has alone, leave out the rest."""
    return lambda cells: {"decision": "keep" if cells["marks"] == f"only {coder}" else "leave out"}


def all_of(coder):
    return lambda _: {"decision": coder}


def held(source):
    """What a file holds, without notes, by things."""
    root, faults = compose(source, "x")
    assert root is not None and not faults
    units = taken_apart(canonical(root.plain()))
    return {thing: {key: one for key, one in values.items() if key != "note"} for thing, values in units.items()}


@pytest.fixture
def sheets(tmp_path):
    return read_grids(book(*files(), tmp_path), strip=False)


def rows(grids, name):
    grid = next(grid for grid in grids if grid.name == name)
    return [cells for _, cells in grid.records()]


def test_every_difference_has_a_row_and_nothing_else_has(sheets):
    seen = [tuple(cells[name] for name in ("kind", "id in A", "id in B", "key", "A says", "B says", "marks"))
            for cells in rows(sheets, "differences")]  # fmt: skip
    assert seen == [
        ("event", "demand", "first-demand", "id", "demand", "first-demand", "both differ"),
        ("event", "threat", "threat", "date", "2001-02", "2001-02-03", "both differ"),
        ("clock", "duties", "duties-due", "id", "duties", "duties-due", "both differ"),
        ("clock", "duties", "duties-due", "due", "P30D", "P31D", "both differ"),
        (
            "commitment",
            "threat/reply-1",
            "threat/reply-1",
            "then",
            "{act: meet, actor: A, recipient: B, summary: Met.}",
            "{act: meet, actor: A, recipient: B, summary: Sat down.}",
            "both differ",
        ),
        ("link", "answer", "answer", "answers threat", "counters", "", "only A"),
        ("link", "answer", "answer", "answers demand", "", "responds", "only B"),
        ("reading", "early", "at-first", "id", "early", "at-first", "both differ"),
        ("reading", "early", "at-first", "level", "modest-loss", "moderate-loss", "both differ"),
    ]
    alone = [tuple(cells[name] for name in ("kind", "id", "marks")) for cells in rows(sheets, "only one")]
    assert alone == [("event", "extra", "only B"), ("event", "aside", "only A")]
    assert [grid.name for grid in sheets] == [
        "Read me", "differences", "only one", "splits", "pairs", "versions", "lists",
    ]  # fmt: skip
    pairs = [tuple(cells[name] for name in ("kind", "id in A", "id in B", "marks")) for cells in rows(sheets, "pairs")]
    assert ("event", "deal", "deal", "same") in pairs
    assert ("clock", "duties", "duties-due", "2 differences") in pairs


def test_decisions_make_the_settled_file(sheets):
    """By hand: A's date, B's ids and due date, a level that was typed, both links, both events."""
    typed = {"level": "strong-loss"}
    chosen = {"date": "A", "then": "A", "answers threat": "A", "answers demand": "B"}

    def decide(cells):
        if cells["key"] in typed:
            return {"decision": "value", "value": typed[cells["key"]], "note": "see the table"}
        return {"decision": chosen.get(cells["key"], "b")}

    found = settle(*files(), filled(sheets, decide, lambda _: {"decision": "Keep"}))
    assert found.problems == ()
    made = loads(found.text)
    assert [e.id for e in made.events] == ["first-demand", "threat", "answer", "deal", "extra", "aside"]
    assert made.by_id["threat"].date.text == "2001-02"
    assert made.by_id["threat"].needs == (("first-demand",),)
    assert made.by_id["threat"].clocks[0].id == "duties-due"
    assert made.by_id["threat"].clocks[0].due.text == "P31D"
    assert dict(made.by_id["deal"].meets) == {"duties-due": replay.codebook.Outcome.MET}
    assert {to: how.value for to, how in made.by_id["answer"].answers.items()} == {
        "threat": "counters", "first-demand": "responds",
    }  # fmt: skip
    assert made.readings[0].id == "at-first"
    assert made.readings[0].level.value == "strong-loss"
    assert made.by_id["threat"].note == (
        "[Settled: date: A 2001-02, B 2001-02-03; settled A. commitment threat/reply-1: then: A {summary: Met.}, "
        "B {summary: Sat down.}; settled A]"
    )
    assert made.readings[0].note == (
        "[Settled: id: A early, B at-first; settled B. level: A modest-loss, B moderate-loss; settled strong-loss "
        "(see the table)]"
    )
    assert made.by_id["aside"].note == "[Settled: only A has it; kept]"
    assert not made.by_id["deal"].note
    assert (dict(found.decided), found.kept, found.left_out) == ({"A": 3, "B": 5, "value": 1}, 2, 0)


def test_rows_without_a_decision_are_refused_all_at_once_by_their_places(sheets):
    def some(cells):
        return {"decision": "A"} if cells["key"] in ("id", "level") else {"decision": ""}

    found = settle(*files(), filled(sheets, some, lambda _: {"decision": "perhaps"}))
    assert found.text == ""
    assert [(p.where.sheet, p.where.line, p.where.column, p.code) for p in found.problems] == [
        ("differences", 3, 8, "undecided"), ("differences", 5, 8, "undecided"),
        ("only one", 2, 5, "decision"), ("only one", 3, 5, "decision"),
    ]  # fmt: skip
    assert "event threat date" in str(found.problems[0])
    assert "to row 8 (4 rows" in str(found.problems[1])
    assert "'perhaps' was seen; allowed: keep, leave out" in str(found.problems[2])


def test_what_contradicts_itself_is_refused(sheets):
    def odd(cells):
        wrong = {"date": ("A", "2001"), "due": ("value", ""), "then": ("neither", ""), "level": ("value", "[a")}
        if cells["key"] == "id":
            return {"decision": "neither"}
        decision, value = wrong.get(cells["key"], ("A", ""))
        return {"decision": decision, "value": value}

    found = settle(*files(), filled(sheets, odd, only("A")))
    said = [problem.message for problem in found.problems]
    assert sum("it must have an id" in one for one in said) == 3
    assert any("the decision is A, but a value was typed as well" in one for one in said)
    assert any("the decision is value, but none was typed here" in one for one in said)


def test_a_value_that_the_format_refuses_is_shown_at_its_row(sheets):
    def typed(cells):
        return {"decision": "value", "value": "the day after"} if cells["key"] == "date" else {"decision": "A"}

    found = settle(*files(), filled(sheets, typed, only("A")))
    assert [(p.where.sheet, p.where.line, p.where.column) for p in found.problems] == [("differences", 3, 9)]
    assert "event threat, settled: " in found.problems[0].message


def test_rows_taken_away_repeated_or_made_up_are_refused(sheets):
    full = filled(sheets, all_of("A"), only("A"))
    at = [grid.name for grid in full].index("differences")
    lines = full[at].rows
    for changed, words in (
        (lines[1:], "the row of event demand first-demand id is not there"),
        ((*lines, (99, lines[0][1])), "stands here a second time; first in row 2"),
        ((*lines, (99, ("event", "nobody", *lines[0][1][2:]))), "A and B have no such row: event nobody"),
    ):
        odd = (*full[:at], replace(full[at], rows=tuple(changed)), *full[at + 1 :])
        found = settle(*files(), odd)
        assert len(found.problems) == 1
        assert words in str(found.problems[0])
    assert settle(*files(), (*full[:at], replace(full[at], rows=lines[::-1]), *full[at + 1 :])).problems == ()
    assert "no sheet differences" in str(settle(*files(), (*full[:at], *full[at + 1 :])).problems[0])


def test_a_workbook_of_other_versions_is_refused(sheets):
    full = filled(sheets, all_of("A"), only("A"))
    found = settle(*files(ONE + "# one more line\n"), full)
    assert len(found.problems) == 1
    assert "sheet 'versions', row 2, column C: this workbook was made for another version of A" in str(
        found.problems[0]
    )
    assert all("in the other order" in str(problem) for problem in settle(*files(TWO, ONE), full).problems)


@pytest.mark.parametrize("coder", ["A", "B"])
def test_all_of_one_coder_is_what_that_one_says(sheets, coder):
    found = settle(*files(), filled(sheets, all_of(coder), only(coder)))
    assert found.problems == ()
    assert held(found.text) == held(ONE if coder == "A" else TWO)


def test_links_to_what_is_left_out_fall_away_and_are_told(tmp_path):
    linked = ONE.replace("evidence: [threat]", "evidence: [threat, aside]")
    a, b = files(linked, TWO.replace("evidence: [threat]", "evidence: [threat, extra]"))
    sheets = read_grids(book(a, b, tmp_path), strip=False)
    found = settle(a, b, filled(sheets, all_of("A"), lambda _: {"decision": "leave out"}))
    assert found.problems == ()
    assert found.dropped == (("early", "evidence", "aside"),)
    assert loads(found.text).readings[0].evidence == ("threat",)
    assert "evidence aside: left out" in loads(found.text).readings[0].note
    assert "left out: event extra (B), event aside (A)" in loads(found.text).note


def test_a_clock_whose_event_is_left_out_is_refused(tmp_path):
    """In A the clock is set by an event that B lacks; both have the clock."""
    clock = "clock: {id: duties, label: Duties due, due: 2001-04-01, record: settled}"
    deal = event("deal", "2001-03-04", "settles: [duties]\nlabel: Wine deal", actor="B", act="settle")
    a = text(event("threat", "2001-02-01", f"{clock}\nlabel: Zinc"), deal)
    b = text(event("warning", "2001-02-01", f"{clock}\nlabel: Copper and tin", actor="C", act="meet"), deal)
    a, b = files(a, b)
    sheets = read_grids(book(a, b, tmp_path), strip=False)
    assert [cells["key"] for cells in rows(sheets, "differences")] == ["event"]
    found = settle(a, b, filled(sheets, all_of("A"), only("B")))
    assert [(p.where.sheet, p.where.line, p.where.column) for p in found.problems] == [("differences", 2, 8)]
    assert "its event threat is left out" in found.problems[0].message
    assert settle(a, b, filled(sheets, all_of("B"), only("B"))).problems == ()


def test_an_id_that_two_things_have_by_turns_is_kept_apart(tmp_path):
    """B's id of the demand is A's id of something else that B lacks: only one of them can have it."""
    a, b = files(two=TWO.replace("first-demand", "aside"))
    sheets = read_grids(book(a, b, tmp_path), strip=False)
    found = settle(a, b, filled(sheets, all_of("B"), lambda _: {"decision": "keep"}))
    assert {p.where.sheet for p in found.problems} == {"differences", "only one"}
    assert all("would have the id 'aside' too" in p.message for p in found.problems)
    sound = settle(a, b, filled(sheets, all_of("B"), only("B")))
    assert held(sound.text) == held(b.text)


def test_an_id_that_each_has_for_something_else_is_told_apart(tmp_path):
    a, b = files(two=TWO.replace("extra", "aside"))
    sheets = read_grids(book(a, b, tmp_path), strip=False)
    found = settle(a, b, filled(sheets, all_of("A"), lambda _: {"decision": "keep"}))
    assert found.problems == ()
    assert {"aside", "aside-b"} <= {*loads(found.text).by_id}


@pytest.fixture(scope="module")
def korea(tmp_path_factory):
    a, b = (TextFile.read(CODINGS / f"korea-autos-{name}.yaml") for name in "ab")
    return a, b, read_grids(book(a, b, tmp_path_factory.mktemp("korea")), strip=False)


@pytest.mark.parametrize("coder", ["A", "B"])
def test_the_codings_of_korea_settled_for_one_coder_are_that_coding(korea, coder):
    a, b, sheets = korea
    found = settle(a, b, filled(sheets, all_of(coder), only(coder)))
    assert found.problems == ()
    assert held(found.text) == held((a if coder == "A" else b).text)
    assert found.timeline is not None
    assert loads(found.text) == found.timeline


def test_the_codings_of_korea_take_any_decisions(korea):
    """What comes out is sound, or what is wrong with it stands at a row that somebody decided."""
    a, b, sheets = korea
    sound = 0
    for seed in range(8):
        chance = random.Random(seed)
        found = settle(a, b, filled(
            sheets, lambda _, one=chance: {"decision": one.choice("AB")},
            lambda _, one=chance: {"decision": one.choice(("keep", "leave out"))},
        ))  # fmt: skip
        assert all(p.where.sheet in ("differences", "only one") and p.where.line > 1 for p in found.problems)
        assert bool(found.text) == (not found.problems)
        sound += bool(found.text)
    assert sound
    by_decision = Counter(cells["kind"] for cells in rows(sheets, "differences"))
    assert by_decision["event"] > by_decision["clock"] > 0


@strategies.few(25)
@given(st.randoms(use_true_random=False))
def test_each_decision_is_followed(chance):
    """Whatever is decided of dates, levels and due dates of the small codings, the file has it."""
    a, b = files()
    two = TwoCodings(a, b, pairs_of(agreement(loads(a.text), loads(b.text)))[0])
    chosen = {one.row: chance.choice("AB") for one in two.differences}
    sheets = small_sheets()
    found = settle(a, b, filled(
        sheets, lambda cells: {"decision": chosen[tuple(cells[n] for n in ("kind", "id in A", "id in B", "key"))]},
        lambda _: {"decision": "keep"},
    ))  # fmt: skip
    assert found.problems == ()
    made = held(found.text)
    said = {(one.thing, one.key): (one.a_says if chosen[one.row] == "A" else one.b_says) for one in two.differences}
    ids = {thing: said.get((thing, "id"), thing[1]) for thing in two.things}
    for (thing, key), value in said.items():
        if thing[0] != "commitment" and not key.startswith("answers"):
            assert made[thing[0], ids[thing]][key] == value


@cache
def small_sheets():
    """The workbook of the small codings, for tests that cannot have a folder of their own."""
    with tempfile.TemporaryDirectory() as folder:
        return read_grids(book(*files(), Path(folder)), strip=False)


@pytest.mark.parametrize("path", [*sorted(CODINGS.glob("*.yaml")), replay.example()], ids=lambda path: path.stem)
def test_a_file_taken_apart_goes_together_again(path):
    root, _ = compose(path.read_text(encoding="utf-8"), "x")
    whole = canonical(root.plain())
    assert put_together(taken_apart(whole)) == whole


@pytest.mark.parametrize("seed", range(6))
def test_a_file_under_other_ids_settles_to_either(seed, tmp_path):
    """Whatever a file holds: with all its ids changed, each coder's decisions give that coder's file."""
    chance = random.Random(seed)
    a = TextFile.of(strategies.as_text(strategies.settled(strategies.event_file(chance, 12))).encode(), "a.yaml")
    root, _ = compose(a.text, a.name)
    whole = canonical(root.plain())
    units = taken_apart(whole)
    assert put_together(units) == whole
    other = {name: f"{name}-x" for kind, name in units if kind in ("event", "clock", "reading", "decision")}
    b = TextFile.of(yaml_text(renamed(whole, other)).encode(), "b.yaml")
    sheets = read_grids(book(a, b, tmp_path), strip=False)
    for coder, file in (("A", a), ("B", b)):
        found = settle(a, b, filled(sheets, all_of(coder), only(coder)))
        assert found.problems == ()
        assert held(found.text) == held(file.text)


# -- the commands ---------------------------------------------------------------------------------


def call(*args, code=0):
    result = CliRunner().invoke(main, [str(arg) for arg in args])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def codings(tmp_path):
    paths = tmp_path / "a.yaml", tmp_path / "b.yaml"
    for path, source in zip(paths, (ONE, TWO), strict=True):
        path.write_text(source, encoding="utf-8")
    return paths


def decided(path):
    """The sheets of a workbook with decisions, as a folder of CSV beside it."""
    folder = path.with_suffix("")
    folder.mkdir()
    for grid in filled(read_grids(path, strip=False), all_of("A"), only("A")):
        if grid.header:
            (folder / f"{grid.name}.csv").write_text(csv_lines(grid.header, [row for _, row in grid.rows]))
    return folder


def test_agree_writes_a_workbook_that_settle_takes(codings, tmp_path):
    path, out = tmp_path / "decide.xlsx", tmp_path / "settled.yaml"
    said = call("agree", *codings, "--sheet", path).output
    assert "to decide: 9 differences, and 2 things that one coding has alone" in said
    first = path.read_bytes()
    assert "may hold decisions" in call("agree", *codings, "--sheet", path, code=1).output
    assert path.read_bytes() == first
    refused = call("settle", *codings, path, "--out", out, code=1).output
    assert "row 2, column H: not decided yet" in refused.replace("\n", " ")
    assert "nothing was written" in refused
    assert not out.exists()
    done = call("settle", *codings, decided(path), "--out", out).output
    assert "Differences settled: 9 A" in done
    assert held(out.read_text(encoding="utf-8")) == held(ONE)
    assert "exists already" in call("settle", *codings, tmp_path / "decide", "--out", out, code=1).output
    call("check", out)


def test_a_table_of_matches_decides_what_is_set_side_by_side(codings, tmp_path):
    table, path = tmp_path / "m.csv", tmp_path / "decide.xlsx"
    table.write_text("a,b\nthreat,threat\nthreat,extra\n", encoding="utf-8")
    call("agree", *codings, "--matches", table, "--sheet", path)
    sheets = read_grids(path, strip=False)
    assert [(cells["id in A"], cells["id in B"]) for cells in rows(sheets, "pairs")] == [("threat", "threat")]
    assert [(cells["coder"], cells["part"], cells["whole"]) for cells in rows(sheets, "splits")] == [
        ("B", "extra", "threat")
    ]


def test_a_sheet_goes_with_neither_json_nor_another_ending(codings, tmp_path):
    assert call("agree", *codings, "--sheet", tmp_path / "x.xlsx", "--json", code=2)
    assert "ends in .xlsx" in call("agree", *codings, "--sheet", tmp_path / "x.ods", code=1).output
    assert [path.name for path in tmp_path.iterdir() if path.suffix in (".xlsx", ".ods")] == []


# -- diff -----------------------------------------------------------------------------------------


def test_diff_shows_values_and_renamed_events(tmp_path):
    source = replay.example().read_text(encoding="utf-8")
    other = tmp_path / "other.yaml"
    other.write_text(
        source.replace("id: demand", "id: first-demand").replace("needs: [demand]", "needs: [first-demand]")
        .replace("due: P60D", "due: P61D").replace("1996-05-02/1996-05-06", "1996-05-02")
        .replace("Agreed to cut", "Agreed, after long talks in the capital and a change of ministers, to cut")
        .replace("level: moderate-loss", "level: modest-loss"), encoding="utf-8",
    )  # fmt: skip
    made = json.loads(call("diff", replay.example(), other, "--json", code=1).output)["items"]
    assert [(item["what"], item["id"], item["to"], item["fields"]) for item in made] == [
        ("renamed", "demand", "first-demand", []), ("changed", "sanctions-list", "", ["clock"]),
        ("changed", "settlement", "", ["date", "summary"]), ("changed", "kr-after-list", "", ["level"]),
    ]  # fmt: skip
    assert made[1]["values"] == [{"key": "clock sanctions: due", "before": "P60D", "after": "P61D"}]
    assert made[3]["values"] == [{"key": "level", "before": "moderate-loss", "after": "modest-loss"}]
    shown = call("diff", replay.example(), other, code=1).output
    assert "demand -> first-demand" in shown
    assert "date: 1996-05-02/1996-05-06 -> 1996-05-02" in shown
    assert "change of ministers" not in shown
    assert "change of ministers" in " ".join(call("diff", replay.example(), other, "--details", code=1).output.split())


def test_diff_of_unlike_events_names_no_renaming(tmp_path):
    a, b = tmp_path / "a.yaml", tmp_path / "b.yaml"
    a.write_text(text(event("x", "2001-01-01", "label: Wine"), event("y", "2001-02-01")), encoding="utf-8")
    b.write_text(text(event("z", "2003-01-01", "label: Cars"), event("y", "2001-02-01")), encoding="utf-8")
    shown = call("diff", a, b, code=1).output
    assert "renamed" not in shown
    assert "removed" in shown
    assert "added" in shown
