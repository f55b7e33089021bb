"""Corpora: values worked by hand, the reference on small dyads, every kind of dirty row, the same bytes everywhere."""

import csv
import gzip
import io
import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from datetime import date
from fractions import Fraction
from multiprocessing import get_context
from pathlib import Path

import pytest
from click.testing import CliRunner
from coded import act as coded_act
from coded import text
from hypothesis import given, settings
from hypothesis import strategies as st

from replay import engine, files
from replay.cli import main
from replay.codebook import AGREEMENTS, PAUSES, Act, is_hostile
from replay.ensemble.corpus import BOTH, NOBODY, Corpus, Part, grouped, kaplan_meier, measured, medians, read_events
from replay.ensemble.corpus import dyads as dyads_room
from replay.ensemble.corpus import reading as reading_room
from replay.ensemble.corpus import results as results_room
from replay.errors import RefusalError
from replay.escalation import graph, measures
from replay.files.mapfile import load_map

np = pytest.importorskip("numpy")
pa = pytest.importorskip("pyarrow")

HEAD = "id,day,who,whom,code"
MAP = """\
map: 1
like: cameo
columns:
  id: id
  date: day
  actor: who
  recipient: whom
  act: code
"""
START = date(2000, 1, 1).toordinal() - 1


def call(*words):
    return CliRunner().invoke(main, [str(word) for word in words])


@pytest.fixture
def mapped(tmp_path):
    path = tmp_path / "m.yaml"
    path.write_text(MAP)
    return path


def written(folder, *rows, name="t.csv", head=HEAD):
    path = folder / name
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def part_of(acts, within=30, end=None):
    """A part of one dyad: acts as (day, side, act)."""
    held = sorted(acts, key=lambda one: one[:2])
    days = [day for day, _, _ in held]
    return Part(
        np.zeros(len(held), int), np.array([side for _, side, _ in held], int), np.array(days, int),
        np.array([Act(what).rung for _, _, what in held], int),
        np.array([Act(what) in AGREEMENTS | PAUSES for _, _, what in held], bool), 1,
        max(days, default=1) if end is None else end, within,
    )  # fmt: skip


def spirals_of(acts, within=30):
    """(first day, last day, acts, turns, who began, who stepped down first, when) of each spiral."""
    return [tuple(row) for row in measured(part_of(acts, within)).spirals[:, 1:].tolist()]


# -- response times -------------------------------------------------------------------------------

SIX_MP = ((6, 1), (6, 1), (6, 1), (6, 0), (7, 1), (9, 0), (10, 1), (10, 0), (11, 0), (13, 1), (16, 1), (17, 0), (19, 0),
          (20, 0), (22, 1), (23, 1), (25, 0), (32, 0), (32, 0), (34, 0), (35, 0))  # fmt: skip
"""Weeks in remission under 6-MP, and whether they ended (Freireich and others 1963): the example of the textbooks."""


def test_the_curve_of_the_textbooks_comes_out():
    curve = kaplan_meier(*zip(*SIX_MP, strict=True))
    steps = [step for step in curve.steps if step.answered]
    assert [(step.time, step.at_risk, step.answered) for step in steps] == [
        (6, 21, 3), (7, 17, 1), (10, 15, 1), (13, 12, 1), (16, 11, 1), (22, 7, 1), (23, 6, 1),
    ]  # fmt: skip
    assert [round(step.share, 3) for step in steps] == [0.857, 0.807, 0.753, 0.690, 0.627, 0.538, 0.448]
    assert [round(step.low, 3) for step in steps] == [0.720, 0.653, 0.586, 0.510, 0.439, 0.337, 0.249]
    assert [round(step.high, 3) for step in steps] == [1.0, 0.996, 0.968, 0.935, 0.896, 0.858, 0.807]
    assert curve.median == 23 and curve.median_interval == (16, None)
    assert (curve.count, curve.answered) == (21, 9)


def test_a_curve_that_rests_on_a_half_has_its_median_in_the_middle_of_that_stretch():
    assert kaplan_meier([2, 6], [1, 1]).median == 4
    assert kaplan_meier([2, 6], [1, 0]).median == 2  # it never goes below
    assert kaplan_meier([2, 6], [0, 0]).median is None
    last = kaplan_meier([3, 3], [1, 1]).steps[-1]
    assert (last.share, last.low, last.high) == (0, 0, 0)
    assert kaplan_meier([], []).steps == () and kaplan_meier([], []).count == 0


times = st.lists(st.tuples(st.integers(0, 8), st.integers(0, 1)), max_size=14)


@given(st.lists(times, max_size=5))
def test_curves_and_medians_are_those_of_exact_fractions(groups):
    for held in groups:
        share, expected = Fraction(1), []
        for time in sorted({time for time, _ in held}):
            risk = sum(other >= time for other, _ in held)
            share *= 1 - Fraction(sum(one == (time, 1) for one in held), risk)
            expected.append((time, risk, share))
        curve = kaplan_meier([time for time, _ in held], [status for _, status in held])
        assert [(step.time, step.at_risk) for step in curve.steps] == [one[:2] for one in expected]
        assert [step.share for step in curve.steps] == pytest.approx([float(one[2]) for one in expected])
        at = [time for time, _, one in expected if one <= Fraction(1, 2)]
        below = [time for time, _, one in expected if one < Fraction(1, 2)]
        exact = [one for _, _, one in expected]
        middle = None if not at else (at[0] + below[0]) / 2 if Fraction(1, 2) in exact and below else at[0]
        assert curve.median == middle
    group = [n for n, held in enumerate(groups) for _ in held]
    found = medians(
        group, [t for held in groups for t, _ in held], [s for held in groups for _, s in held], len(groups)
    )
    of_each = [kaplan_meier([t for t, _ in held], [s for _, s in held]).median for held in groups]
    assert [None if np.isnan(one) else one for one in found.tolist()] == of_each


def test_an_answer_comes_on_a_later_day_and_what_has_none_is_cut_off_at_the_end_of_the_record():
    acts = [(1, 0, "accuse"), (1, 1, "reject"), (5, 1, "meet"), (9, 1, "warn"), (20, 0, "demand")]
    found = measured(part_of(acts, end=25))
    # the accusation, the refusal of the same day, the warning, the demand
    assert found.time.tolist() == [4, 19, 11, 5] and found.status.tolist() == [1, 1, 1, 0]
    # in kind: the warning on day 9; the demand on day 20; not the demand (rung 5 below 6); nothing
    assert found.time_in_kind.tolist() == [8, 19, 16, 5] and found.status_in_kind.tolist() == [1, 1, 0, 0]
    by_first, by_second = found.counts[0].tolist()
    # the first side receives a refusal and a warning, and meets both with its demand: one is as high
    assert by_first == [2, 2, 1, 2, 2, 1, 1]
    # the second receives an accusation, met with talks, and a demand that nobody answers
    assert by_second == [2, 1, 0, 1, 0, 0, 0]


# -- the reference --------------------------------------------------------------------------------

ACTS = ("accuse", "reject", "demand", "warn", "threaten-sanctions", "list-sanctions", "impose-sanctions", "meet",
        "reassure", "state-position", "truce", "comment")  # fmt: skip
some_acts = st.lists(st.tuples(st.integers(1, 14), st.integers(0, 1), st.sampled_from(ACTS)), max_size=16)


def answered_by(acts, within):
    """Of each act the acts that it is the next move to, by the definition: places in the list."""
    found = []
    for day, side, _ in acts:
        before = max((d for d, s, _ in acts if s == side and d < day), default=-1000)
        found.append(
            [n for n, (d, s, _) in enumerate(acts) if s != side and before <= d < day and day - d <= within]
        )  # fmt: skip
    return found


def as_timeline(acts, within):
    """The dyad as an event file in which each act answers what it is the next move to."""
    events = []
    for n, ((day, side, what), targets) in enumerate(zip(acts, answered_by(acts, within), strict=True)):
        said = ", ".join(f"e{one}: responds" for one in targets)
        more = f"order: {int(Act(what) in AGREEMENTS | PAUSES)}\n" + (f"answers: {{{said}}}\n" if said else "")
        events.append(coded_act(f"e{n}", str(date.fromordinal(START + day)), what, "AB"[side], more))
    return files.loads(text(*events))


@settings(max_examples=150, deadline=None)
@given(some_acts, st.integers(1, 9))
def test_reciprocity_and_spirals_are_those_of_the_escalation_graph(acts, within):
    acts = [*acts, (14, 0, "comment")]
    said = measures(graph(engine.run(as_timeline(acts, within))))
    found = measured(part_of(acts, within))
    assert [(one.received, one.answered, one.in_kind) for one in said.reciprocity] == [
        tuple(row[:3]) for row in found.counts[0].tolist()
    ]
    days = sorted(day for one in said.reciprocity for day in one.days)
    answered = (found.status == 1) & (found.time <= within)
    assert sorted(found.time[answered].tolist()) == days
    expected = sorted((one.first_day - START, one.last_day - START, len(one.acts), one.turns) for one in said.spirals)
    assert sorted(row[:4] for row in spirals_of(acts, within)) == expected


def test_the_reference_sees_spirals_of_many_turns_too():
    acts = [(2 * n, n % 2, "accuse" if n < 5 else "warn") for n in range(1, 9)]
    (one,) = measures(graph(engine.run(as_timeline(acts, 5)))).spirals
    assert spirals_of(acts)[0][:4] == (one.first_day - START, one.last_day - START, 8, 8) and one.turns == 8


def plainly(acts, within, end):
    """Response times, in kind too, and counts by the side that answers, one act after the other."""
    times, counts = [], [[0] * 7, [0] * 7]
    for day, side, what in sorted(acts, key=lambda one: one[:2]):
        rung = Act(what).rung
        later = [(d, Act(w).rung) for d, s, w in acts if s != side and d > day]
        soonest = min((d for d, _ in later), default=None)
        kind = min((d for d, r in later if r >= rung), default=None)
        height = max((r for d, r in later if d == soonest), default=0)
        answered = soonest is not None and soonest - day <= within
        if rung >= 4:
            times.append([(end if d is None else d) - day for d in (soonest, kind)])
            times[-1] += [int(d is not None) for d in (soonest, kind)]
        flags = (rung >= 4, rung >= 4 and answered, rung >= 4 and answered and height >= rung)
        flags += (rung >= 4 and answered, rung >= 4 and answered and height >= 4)
        flags += (rung < 4 and answered, rung < 4 and answered and height >= 4)
        counts[1 - side] = [a + b for a, b in zip(counts[1 - side], flags, strict=True)]
    return times, counts


@given(some_acts, st.integers(1, 9), st.integers(14, 20))
def test_times_and_counts_are_those_of_plain_python(acts, within, end):
    found = measured(part_of(acts, within, end))
    times, counts = plainly(acts, within, end)
    columns = (found.time, found.time_in_kind, found.status, found.status_in_kind)
    # acts of one side on one day come in any order
    assert sorted(zip(*(column.tolist() for column in columns), strict=True)) == sorted(map(tuple, times))
    assert found.counts[0].tolist() == counts


# -- spirals and steps down, by hand --------------------------------------------------------------


def test_a_spiral_takes_three_turns_a_step_up_and_none_down():
    assert spirals_of([(1, 0, "accuse"), (2, 1, "demand")]) == []
    assert spirals_of([(1, 0, "accuse"), (2, 1, "accuse"), (3, 0, "accuse")]) == []
    assert spirals_of([(1, 0, "accuse"), (2, 1, "warn"), (3, 0, "demand")]) == []
    assert spirals_of([(1, 0, "accuse"), (2, 1, "warn"), (3, 0, "warn")])[0][:5] == (1, 3, 3, 3, 0)
    assert spirals_of([(1, 0, "accuse"), (2, 1, "warn"), (33, 0, "warn")], within=30) == []
    assert len(spirals_of([(1, 0, "accuse"), (2, 1, "warn"), (32, 0, "warn")], within=30)) == 1
    assert spirals_of([(1, 0, "accuse"), (2, 1, "warn"), (2, 0, "truce"), (3, 0, "warn")]) == []


SPIRAL = [(1, 0, "accuse"), (2, 1, "demand"), (3, 0, "warn")]


@pytest.mark.parametrize(
    ("then", "who", "when"),
    [
        ([], NOBODY, 0),
        ([(3, 1, "meet")], NOBODY, 0),  # on the last day of the spiral: nobody knows which came first
        ([(4, 1, "state-position"), (5, 1, "meet")], 1, 5),
        ([(4, 0, "reassure"), (5, 1, "meet")], 0, 4),
        ([(4, 0, "reassure"), (4, 1, "meet")], BOTH, 4),
        ([(50, 1, "accuse"), (51, 0, "demand"), (52, 1, "warn"), (60, 0, "meet")], NOBODY, 0),
        # on the day on which the next one begins, nobody knows which came first either
        ([(50, 1, "accuse"), (50, 0, "meet"), (51, 0, "demand"), (52, 1, "warn")], NOBODY, 0),
    ],
)
def test_who_takes_the_first_conciliatory_step_after_a_spiral(then, who, when):
    assert spirals_of([*SPIRAL, *then])[0] == (1, 3, 3, 3, 0, who, when)


def test_two_that_begin_on_one_day_have_begun_together():
    acts = [(1, 0, "accuse"), (1, 1, "accuse"), (2, 0, "accuse"), (2, 1, "accuse"), (3, 0, "warn"), (3, 1, "warn")]
    found = spirals_of(acts)
    assert [row[:5] for row in found] == [(1, 3, 3, 3, 0), (1, 3, 3, 3, 1)]  # two chains without an act in common
    joined = [(1, 0, "accuse"), (1, 1, "accuse"), (2, 0, "demand"), (3, 1, "warn")]
    # the second's accusation of day 1 is answered on day 2; the first's only on day 3, by the warning
    assert spirals_of(joined)[0][:5] == (1, 3, 3, 3, 1)
    # now that leads on to day 4, and both accusations of day 1 stand in one spiral
    assert [row[:5] for row in spirals_of([*joined, (4, 0, "impose-sanctions")])] == [(1, 4, 5, 4, BOTH)]


# -- tables, clean and dirty ----------------------------------------------------------------------

DIRTY = (
    "1,1995-05-16,USA,JPN,1312", "2,1995-05-20,JPN,USA,115", "2,1995-05-20,JPN,USA,115", "3,1995-05,JPN,USA,115",
    "4,1969-12-31,JPN,USA,10", "", "5,not a day,JPN,USA,10", "6,1995-06-01,JPN,JPN,10", "7,1995-06-28,USA,JPN,163",
    "8,1995-06-28,USA,,163", "9,1995-06-28,,JPN,163", "10,1995-06-28,USA,JPN,999", "11,1995-06-28,USA,JPN,190",
    "2,1995-07-20,JPN,USA,112", "12,1995-07-20,JPN", "13,1995-13-40,JPN,USA,10", "14,,JPN,USA,10",
    "15,1995-07-20,JPN,USA,", "16,1995-07-20,JPN,USA,10,too many",
)  # fmt: skip


def test_every_row_that_is_left_out_is_counted_and_listed_with_its_number(tmp_path, mapped):
    path = written(tmp_path, *DIRTY)
    said = call("corpus", path, "--map", mapped, "--out", tmp_path / "out")
    assert said.exit_code == 0, said.output
    folder = tmp_path / "out" / "t" / "corpus"
    rows = list(csv.reader(io.StringIO((folder / "left-out.csv").read_text())))
    assert [(row[0], row[2], row[3]) for row in rows[1:]] == [
        ("4", "id", "2"), ("5", "day", "1995-05"), ("7", "", ""), ("8", "day", "not a day"), ("9", "who", "JPN"),
        ("11", "whom", ""), ("12", "who", ""), ("13", "code", "999"), ("14", "code", "190"), ("15", "id", "2"),
        ("16", "", "12,1995-07-20,JPN"), ("17", "day", "1995-13-40"), ("18", "day", ""), ("19", "code", ""),
        ("20", "", "16,1995-07-20,JPN,USA,10,too many"),
    ]  # fmt: skip
    summary = json.loads((folder / "summary.json").read_text())
    assert summary["table"] == {
        "rows": 19, "not_taken_by_the_filter": 0, "after_the_last_day": 0, "ids": True, "before_1970": 1,
        "unknown_codes": {"999": 1},
        "left_out": {
            "skipped by the map": 1, "unreadable date": 2, "no date": 1, "no single day": 1, "no actor": 1,
            "no recipient": 1, "no act": 1, "unknown code": 1, "self-loop": 1, "repeated row": 1, "id used twice": 1,
            "cells": 2, "empty row": 1,
        },
    }  # fmt: skip
    assert summary["acts"] == 4 == 19 - sum(summary["table"]["left_out"].values())
    flat = " ".join(said.output.split())
    assert "Before 1970: 1 act." in flat
    assert "2 rows left out: the date cannot be read." in flat and "Codes without an act: 999 (1)" in flat
    assert "1 row left out: who acts and whom it is addressed to are the same." in flat


def test_a_row_counts_under_the_first_reason_that_holds(tmp_path, mapped):
    path = written(tmp_path, "1,no day,A,A,190", "2,no day,A,A,111", "3,1970-01-01,A,,999", "4,1970-01-01,A,A,111",
                   "4,1970-01-01,A,B,111", "5,1969-12-31,A,B,111")  # fmt: skip
    events = read_events(path, load_map(str(mapped)))
    assert events.left.counts == {"skipped by the map": 1, "unreadable date": 1, "no recipient": 1, "self-loop": 1}
    held = grouped(events)
    assert Corpus(held, tuple(one for _, one in held.measure())).summary()["table"]["before_1970"] == 1


def test_the_order_of_the_rows_does_not_matter(tmp_path, mapped):
    rows = ["1,2000-01-01,A,B,111", "2,2000-01-05,B,A,1312", "3,2000-01-05,B,A,120", "4,2000-01-09,A,B,163",
            "5,2000-02-01,C,A,111", "6,2000-03-01,B,A,036"]  # fmt: skip

    def tables(order, name):
        path = written(tmp_path, *order, name=f"{name}.csv")
        assert call("corpus", path, "--map", mapped, "--out", tmp_path / "out").exit_code == 0
        folder = tmp_path / "out" / name / "corpus"
        return {one: (folder / one).read_bytes() for one in ("dyads.csv", "spirals.parquet", "curves.csv")}

    assert tables(rows, "sorted") == tables([rows[n] for n in (4, 2, 5, 0, 3, 1)], "shuffled")


def test_parquet_and_packed_tables_say_the_same(tmp_path, mapped):
    from pyarrow import parquet

    rows = [row for row in DIRTY if row.count(",") == 4]
    path = written(tmp_path, *rows)
    packed = tmp_path / "packed.csv.gz"
    packed.write_bytes(gzip.compress(path.read_bytes()))
    cells = [row.split(",") for row in rows]
    columns = dict(zip(HEAD.split(","), map(list, zip(*cells, strict=True)), strict=True))
    columns["id"] = [int(one) for one in columns["id"]]
    parquet.write_table(pa.table(columns), tmp_path / "p.parquet")
    mapping = load_map(str(mapped))
    one, two, three = (read_events(p, mapping) for p in (path, packed, tmp_path / "p.parquet"))
    for other in (two, three):
        assert one.parties == other.parties and one.left.counts == other.left.counts
        assert one.left.row.tolist() == other.left.row.tolist() and one.left.value == other.left.value
        for name in ("actor", "recipient", "day", "act", "row"):
            assert getattr(one, name).tolist() == getattr(other, name).tolist()


def test_days_of_a_parquet_file_may_be_days(tmp_path, mapped):
    from pyarrow import parquet

    table = {"id": [1, 2], "day": [date(1995, 5, 16), None], "who": ["A", "B"], "whom": ["B", "A"], "code": [111, 111]}
    parquet.write_table(pa.table(table), tmp_path / "p.parquet")
    found = read_events(tmp_path / "p.parquet", load_map(str(mapped)))
    assert found.day.tolist() == [date(1995, 5, 16).toordinal()] and found.left.counts == {"no date": 1}


def test_filters_take_rows_and_count_the_others(tmp_path, mapped):
    path = written(tmp_path, "1,1995-05-16,USA,JPN,111", "2,1996-05-16,USA,KOR,111", "3,,USA,JPN,111")
    found = read_events(path, load_map(str(mapped)), [{"whom": ["JPN"]}])
    assert (len(found), found.filtered, dict(found.left.counts)) == (1, 1, {"no date": 1})
    with pytest.raises(RefusalError, match="lacks"):
        read_events(path, load_map(str(mapped)), [{"target": ["JPN"]}])


def test_shipped_maps_read_the_tables_that_they_are_for(tmp_path):
    head = "GLOBALEVENTID,SQLDATE,Actor1Code,Actor2Code,EventCode"
    path = written(tmp_path, "1,19950516,USA,JPN,1312", "2,19950520,JPN,USA,190", name="g.csv", head=head)
    found = read_events(path, load_map("gdelt"))
    assert found.parties == ("JPN", "USA") and found.left.counts == {"skipped by the map": 1}
    lines = ["Event ID\tEvent Date\tSource Country\tTarget Country\tCAMEO Code",
             "1\t1995-05-16\tUnited States\tJapan\t111", "2\t1995-05-17\tNone\tJapan\t111"]  # fmt: skip
    (tmp_path / "i.tsv").write_text("\n".join(lines) + "\n")
    found = read_events(tmp_path / "i.tsv", load_map("icews"))
    assert found.parties == ("Japan", "United States") and found.left.counts == {"no actor": 1}
    (tmp_path / "k.tsv").write_text("date\tsource\ttarget\tcode\n790415\tISR\tPAL\t121\n790416\tPAL\tISR\t223\n")
    found = read_events(tmp_path / "k.tsv", load_map("keds"))
    assert found.day.tolist() == [date(1979, 4, 15).toordinal()] and not found.has_ids


def test_names_of_a_map_merge_values_and_several_parties_at_once_are_left_out(tmp_path):
    path = tmp_path / "m.yaml"
    path.write_text(MAP.replace("columns:", 'split: ";"\nparties:\n  US: USA\n  USA: {id: USA}\ncolumns:'))
    table = written(tmp_path, "1,1995-05-16,US,JPN,111", "2,1995-05-17,USA,US,111", "3,1995-05-18,US;KOR,JPN,111")
    found = read_events(table, load_map(str(path)))
    assert found.parties == ("JPN", "USA") and len(found) == 1
    assert found.left.counts == {"several actors": 1, "self-loop": 1}


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "no table is in this file"),
        (b"id,day,who,whom\n1,1995-01-01,A,B\n", "columns that the table lacks: 'code'"),
        (b"id,day,who,whom,code,code\n", "'code' stands over two columns"),
        (b"id,day,who,whom,code\n1,1995-01-01,\xff,B,111\n", "not text in utf-8"),
        (b"id,day,who,whom,code\n1,1995-01-01,A,A,111\n", "no act is left to measure: 1 row read"),
    ],
)
def test_a_table_that_cannot_be_read_is_refused_in_one_sentence(tmp_path, mapped, data, said):
    path = tmp_path / "t.csv"
    path.write_bytes(data)
    found = call("corpus", path, "--map", mapped, "--out", tmp_path / "out")
    assert found.exit_code == 1 and said in " ".join(found.output.split()), found.output
    assert not (tmp_path / "out").exists()


def test_damaged_files_other_formats_and_foreign_maps_are_refused(tmp_path, mapped):
    (tmp_path / "t.csv.gz").write_bytes(gzip.compress(b"id,day,who,whom,code\n" * 900)[:-20])
    (tmp_path / "t.parquet").write_bytes(b"PAR1 no")
    (tmp_path / "t.xlsx").write_bytes(b"PK")
    for name, said in (("t.csv.gz", "cannot read this file"), ("t.parquet", "cannot be read as Parquet"),
                       ("t.xlsx", "a corpus is read from"), ("none.csv", "no such file"),
                       ("none.parquet", "no such file")):  # fmt: skip
        found = call("corpus", tmp_path / name, "--map", mapped)
        assert found.exit_code == 1 and said in found.output, found.output
    path = written(tmp_path, "1,1995-05-16,USA,JPN,111")
    assert "makes several events" in call("corpus", path, "--map", "mid").output
    assert "has no" in call("corpus", path, "--map", "cameo").output
    assert call("corpus", path, "--map", mapped, "--insecure").exit_code == 2
    assert call("corpus", path).exit_code == 2


ROWS = f"{HEAD}\n1,1995-05-16,Côte,B,111\n\n2,1995-05-17,B,Côte,111\n"


@pytest.mark.parametrize(
    ("data", "more"),
    [
        (ROWS.encode(), ""),
        (ROWS.replace("\n", "\r\n").encode("utf-8-sig"), ""),
        (ROWS.replace("\n", "\r").encode(), ""),
        (ROWS.encode("utf-16"), ""),
        (ROWS.replace(",", "\t").encode(), 'delimiter: "\\t"\n'),
        (ROWS.replace(",", ";").encode("latin-1"), "encoding: latin-1\n"),
    ],
)
def test_line_ends_encodings_and_delimiters_are_read_as_in_an_import(tmp_path, data, more):
    (tmp_path / "m.yaml").write_text(MAP + more)
    (tmp_path / "t.csv").write_bytes(data)
    found = read_events(tmp_path / "t.csv", load_map(str(tmp_path / "m.yaml")))
    assert found.parties == ("B", "Côte") and found.row.tolist() == [2, 4]
    assert found.left.counts == {"empty row": 1} and found.left.row.tolist() == [3]


def test_lines_above_the_header_and_cells_of_several_lines_are_numbered_as_rows(tmp_path, mapped):
    path = tmp_path / "t.csv"
    path.write_text(f'\n\n{HEAD}\n1,1995-05-16,A,"B\nC",111\nbad\n2,1995-05-17,A,B,111\n')
    found = read_events(path, load_map(str(mapped)))
    assert found.row.tolist() == [4, 6] and found.left.row.tolist() == [5]


def test_a_record_without_hostile_acts_says_so(tmp_path, mapped):
    path = written(tmp_path, "1,1995-05-16,USA,JPN,036", "2,1995-05-17,JPN,USA,040")
    found = call("corpus", path, "--map", mapped, "--out", tmp_path / "out", "--figures")
    assert found.exit_code == 0, found.output
    assert "There is no hostile act in this record." in found.output
    assert found.output.count("No figure of") == 3


def test_a_quote_that_is_not_closed_loses_no_row_in_silence(tmp_path, mapped):
    path = written(tmp_path, "1,1995-05-16,USA,JPN,111", '2,1995-05-17,"JPN,USA,111', "3,1995-05-18,USA,JPN,111")
    found = read_events(path, load_map(str(mapped)))
    assert len(found) == 1 and found.left.counts == {"cells": 1} and found.left.row.tolist() == [3]


def test_without_pyarrow_one_line_says_what_to_install(tmp_path, mapped, monkeypatch):
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    path = written(tmp_path, "1,1995-05-16,USA,JPN,111")
    found = call("corpus", path, "--map", mapped)
    assert found.exit_code == 1
    assert found.output.split("\n")[0] == (
        "a corpus needs pyarrow, which is not installed: pip install 'dispute-replay[parquet]'"
    )


# -- the whole ------------------------------------------------------------------------------------

EXCHANGE = ("1,2000-01-01,A,B,111", "2,2000-01-05,B,A,1312", "3,2000-01-09,A,B,163", "4,2000-02-08,B,A,085",
            "5,2000-01-03,C,A,111", "6,2000-03-01,A,C,036")  # fmt: skip


def run_small(folder, mapping, *more):
    path = written(folder, *EXCHANGE, name="small.csv")
    said = call("corpus", path, "--map", mapping, "--out", folder / "out", *more)
    assert said.exit_code == 0, said.output
    return said.output, folder / "out" / "small" / "corpus"


def test_a_small_table_by_hand(tmp_path, mapped):
    said, folder = run_small(tmp_path, mapped)
    from pyarrow import parquet

    one, two = parquet.read_table(folder / "dyads.parquet").to_pylist()
    assert (one["first"], one["second"], one["acts"], one["hostile"]) == ("A", "B", 4, 3)
    # B meets the accusation (4) with a threat (7), A meets that with sanctions (9), B lifts its own on day 30
    assert (one["received_by_first"], one["in_kind_by_first"], one["received_by_second"]) == (1, 1, 2)
    assert (one["answered_by_second"], one["in_kind_by_second"], one["reciprocity"]) == (2, 1, pytest.approx(2 / 3))
    assert (one["median_days_of_second"], one["median_days_of_first"]) == (17, 4)
    assert (one["spirals"], one["spirals_per_thousand"], one["most_turns"]) == (1, 250, 3)
    assert (one["stepped_down_by_second"], one["stepped_down_by_first"]) == (1, 0)
    assert (two["first"], two["second"], two["answered_by_first"], two["reciprocity"]) == ("A", "C", 0, 0)
    assert two["median_days_in_kind_of_first"] is None and two["contingency"] is None
    times = list(csv.DictReader(io.StringIO((folder / "responses.csv").read_text())))
    assert [(row["actor"], row["recipient"], row["day"], row["time"], row["status"], row["time_in_kind"],
             row["status_in_kind"], row["row"]) for row in times] == [
        ("A", "B", "2000-01-01", "4", "1", "4", "1", "2"), ("B", "A", "2000-01-05", "4", "1", "4", "1", "3"),
        ("A", "B", "2000-01-09", "30", "1", "52", "0", "4"), ("C", "A", "2000-01-03", "58", "1", "58", "0", "6"),
    ]  # fmt: skip
    (spiral,) = parquet.read_table(folder / "spirals.parquet").to_pylist()
    assert (spiral["begun_by"], spiral["stepped_down_first"], spiral["stepped_down_on"]) == ("A", "B", date(2000, 2, 8))
    flat = " ".join(said.split())
    assert "Of 4 hostile acts, 50 % are met by the other side's next move, within 30 days" in flat
    assert flat.index("Is hostility answered in kind?") < flat.index("What was read")
    assert "1 spiral, 166.7 per thousand acts, in 1 of 2 dyads" in flat
    summary = json.loads((folder / "summary.json").read_text())
    assert (summary["hostile_after_hostile"], summary["hostile_after_other"]) == (pytest.approx(2 / 3), None)


def test_the_command_and_python_wait_for_an_answer_equally_long():
    (option,) = [one for one in main.commands["corpus"].params if one.name == "within"]
    assert option.default == dyads_room.WITHIN


def test_the_page_names_every_column(tmp_path, mapped, root):
    _, folder = run_small(tmp_path, mapped)
    page = (root / "docs" / "methods" / "corpora.md").read_text(encoding="utf-8")
    page += page.replace("_first`", "_second`")  # what stands of the first side goes for the second
    for name in ("dyads.csv", "responses.csv"):
        for column in next(csv.reader(io.StringIO((folder / name).read_text()))):
            assert f"`{column}`" in page, column


def test_the_window_and_the_last_day_are_what_is_asked_for(tmp_path, mapped):
    said, _ = run_small(tmp_path, mapped, "--within", "29", "--until", "2000-02-09", "--json")
    found = json.loads(said.split("\nWritten to")[0])
    assert (found["answered"], found["end"], found["table"]["after_the_last_day"]) == (2, "2000-02-09", 1)
    assert found["response_times"]["any"]["answered"] == 3  # the wait of C is cut off
    assert call("corpus", tmp_path / "small.csv", "--map", mapped, "--until", "1999-01-01").exit_code == 1
    assert call("corpus", tmp_path / "small.csv", "--map", mapped, "--within", "0").exit_code == 2


def test_figures_stand_beside_the_tables_with_caption_and_data(tmp_path, mapped):
    said, folder = run_small(tmp_path, mapped, "--figures")
    assert "No figure of reciprocity: no dyad has 5 hostile acts" in said
    names = {path.name for path in folder.iterdir()}
    assert {"responses.png", "responses.svg", "responses.pdf", "spirals.caption.txt", "spirals.data.csv"} <= names
    assert "reciprocity.svg" not in names  # no dyad has hostile acts enough
    assert "4 acts, Kaplan–Meier" in (folder / "responses.caption.txt").read_text()
    rows = list(csv.reader(io.StringIO((folder / "spirals.data.csv").read_text())))
    assert rows[1] == ["3", "0", "1", "0", "0"]


def test_the_bytes_are_the_same_on_one_core_and_on_several(tmp_path, monkeypatch):
    events = read_events(*_many(tmp_path))
    monkeypatch.setattr(dyads_room, "ACTS_OF_A_PART", 300)
    held = grouped(events)
    assert len(held.parts) > 4 and sum(len(part.day) for part in held.parts) == len(events)
    alone = Corpus(held, tuple(one for _, one in held.measure()))
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as pool:
        several = Corpus(held, tuple(one for _, one in held.measure(pool)))
    monkeypatch.setattr(dyads_room, "ACTS_OF_A_PART", 10**9)
    whole = grouped(events)
    together = Corpus(whole, tuple(one for _, one in whole.measure()))
    assert len(whole.parts) == 1
    for other in (several, together):
        for table in ("dyads_table", "responses_table", "spirals_table", "curves_table"):
            left, right = (results_room.as_parquet(getattr(one, table)()) for one in (alone, other))
            assert left == right, table
        assert alone.summary() == other.summary()


def _many(folder, events=3000, dyads=60):
    sys.path.insert(0, str(Path(__file__).parent / "benchmarks"))
    try:
        from corpora import MAP as mapping
        from corpora import table
    finally:
        sys.path.pop(0)
    path, named = folder / "many.csv", folder / "many.map.yaml"
    path.write_text(table(events, dyads))
    named.write_text(mapping)
    return path, load_map(str(named))


def test_a_million_made_up_acts_answer_each_other_no_more_than_chance_has_it(tmp_path):
    events = read_events(*_many(tmp_path, 20_000, 20))
    held = grouped(events)
    said = Corpus(held, tuple(one for _, one in held.measure())).summary()
    assert abs(said["hostile_after_hostile"] - said["hostile_after_other"]) < 0.03
    assert said["dyads"] == 20 and said["table"]["before_1970"] > 1000


def test_a_cluster_gives_the_same_bytes(dask, tmp_path):
    address, _ = dask
    path, _ = _many(tmp_path)
    words = [sys.executable, "-m", "replay", "corpus", str(path), "--map", str(tmp_path / "many.map.yaml")]
    run = subprocess.run(
        [*words, "--scheduler", address, "--insecure", "--out", str(tmp_path / "c")],
        capture_output=True, text=True, timeout=180, check=False,
    )  # fmt: skip
    assert run.returncode == 0, run.stderr
    assert "is without TLS" in run.stderr
    subprocess.run([*words, "--out", str(tmp_path / "alone")], check=True, stdout=subprocess.DEVNULL)
    one, two = (
        {path.name: path.read_bytes() for path in (tmp_path / out / "many" / "corpus").iterdir()}
        for out in ("c", "alone")
    )
    assert one == two and len(one) == 8


def test_nothing_to_measure_is_said():
    empty = np.empty(0, int)
    left = reading_room.LeftOut(empty, empty, (), ())
    with pytest.raises(RefusalError, match="no act is left"):
        grouped(reading_room.Events((), empty, empty, empty, empty, empty, 0, 0, left, {}, True))
    assert Counter(is_hostile(Act(name).rung) for name in ACTS)[True] == 7
