"""A dispute beside the cases of a data set: what agrees, what contradicts, what the table does not tie."""

import json

import pytest
from click.testing import CliRunner
from coded import event, timeline
from test_maps import TIES

import replay
from replay.cli import main
from replay.errors import RefusalError, UnknownNameError
from replay.exchange.audit import Answer, audit, paired
from replay.exchange.maps.apply import import_table
from replay.files.grids import read_grids
from replay.files.mapfile import load_map

HEAD = TIES.splitlines()[0] + "\n"


def case(name, sender, target, start, end, *, threat=1, imposed="", outcome=5):
    """A row in the form of TIES; dates as (year, month, day)."""
    came = imposed or (-99, -99, -99)
    row = [name, start[1], start[2], start[0], end[1], end[2], end[0], sender, sender, "", target, 13, threat, 8,
           1 if imposed else 0, came[1], came[2], came[0], 8 if imposed else -99, outcome]  # fmt: skip
    return ",".join(map(str, row)) + "\n"


def cases(folder, *rows):
    path = folder / "ties.csv"
    path.write_text(HEAD + "".join(rows), encoding="utf-8")
    return import_table(load_map("ties"), read_grids(path)[0], keep_going=True).timeline


SAME = {"USA": "A", "JPN": "B"}


def dispute(*events):
    return replay.run(timeline(*events))


def told(found):
    return {case.place: {one.about: one.answer for one in case.findings} for case in found.cases}


THREAT = event("threat", "2001-05-16", "clock: {id: duties, due: 2001-06-28, kind: effect, record: settled}",
               act="list-sanctions")  # fmt: skip
COUNTER = event(
    "counter", "2001-05", "answers: {threat: counters}\nfate: not-triggered", actor="B", act="threaten-case"
)
SETTLED = event("deal", "2001-06-28", "settles: [duties]\nanswers: {threat: settles}", act="settle")


def test_a_case_that_says_what_the_file_says_agrees_in_everything(tmp_path):
    table = cases(tmp_path, case(1, 2, 740, (2001, 5, 16), (2001, 6, 28)))
    found = audit(dispute(THREAT, SETTLED), table, SAME)
    assert told(found) == {"row 2": {"threat": Answer.AGREES, "imposed": Answer.AGREES, "outcome": Answer.AGREES,
                                     "end": Answer.AGREES}}  # fmt: skip
    assert (found.others, found.unmatched) == (0, ())
    assert {one.about: one.file for one in found.cases[0].findings}["threat"].endswith("16 May 2001")


def test_dates_apart_are_counted_from_what_the_codings_allow(tmp_path):
    table = cases(tmp_path, case(1, 2, 740, (2001, 5, 6), (2001, 7, -99)))
    (one,) = audit(dispute(THREAT, SETTLED), table, SAME).cases
    by = {finding.about: finding for finding in one.findings}
    assert by["threat"].answer is Answer.ELSEWHERE and by["threat"].file.endswith("10 days apart")
    assert by["end"].answer is Answer.ELSEWHERE and by["end"].file == "28 June 2001; 3 days apart"
    assert by["end"].table == "July 2001"


def test_an_imposition_and_an_outcome_that_the_file_has_not_contradict(tmp_path):
    table = cases(
        tmp_path, case(1, 2, 740, (2001, 5, 16), (2001, 9, 1), imposed=(2001, 6, 28), outcome=7),
        case(2, 2, 740, (2001, 5, 16), (2001, 6, 28), outcome=2),
    )  # fmt: skip
    found = told(audit(dispute(THREAT, SETTLED), table, SAME))
    assert found["row 2"]["imposed"] is Answer.CONTRADICTS
    assert found["row 3"]["imposed"] is Answer.AGREES and found["row 3"]["outcome"] is Answer.CONTRADICTS


def test_threat_and_counter_threat_are_two_rows_that_the_table_does_not_tie(tmp_path):
    table = cases(
        tmp_path, case(1, 2, 740, (2001, 5, 16), (2001, 6, 28)),
        case(2, 740, 2, (2001, 5, 20), (2001, 6, 28), outcome=3),
    )  # fmt: skip
    found = audit(dispute(THREAT, COUNTER, SETTLED), table, SAME)
    assert [(one.place, one.worst) for one in found.cases] == [
        ("row 3", Answer.CONTRADICTS), ("row 2", Answer.AGREES),
    ]  # fmt: skip
    (link,) = [one for one in found.cases[0].findings if one.about == "link"]
    assert link.file == "this threat answers that of row 2"
    assert "link" not in told(found)["row 2"]


def test_other_parties_and_other_years_are_counted_and_threats_without_a_case_listed(tmp_path):
    table = cases(
        tmp_path, case(1, 2, 732, (2001, 5, 16), (2001, 6, 28)), case(2, 2, 740, (1980, 5, 16), (1980, 6, 28)),
        case(3, 2, 740, (2003, 1, 1), (2003, 2, 1)),
    )  # fmt: skip
    found = audit(dispute(THREAT, SETTLED), table, SAME)
    assert found.others == 2
    assert told(found) == {"row 4": {"threat": Answer.MISSING, "imposed": Answer.AGREES}}
    assert found.unmatched == ("Side A: Something happened., 16 May 2001",)


def test_parties_are_paired_by_id_name_or_part_of_it_but_not_where_two_would_do(tmp_path):
    table = cases(tmp_path, case(1, 2, 740, (2001, 5, 16), (2001, 6, 28)), case(2, 2, 732, (2001, 1, 1), (2001, 2, 1)))
    line = timeline(THREAT, SETTLED)
    assert paired(line, table, SAME) == {**SAME, "WORLD": "WORLD"}
    assert paired(replay.load(replay.example()), table) == {"USA": "US", "KOR": "KR", "WORLD": "WORLD"}
    with pytest.raises(UnknownNameError, match="no party is called 'USB'"):
        paired(line, table, {"USB": "A"})
    with pytest.raises(RefusalError, match="--same TABLE=FILE"):
        audit(dispute(THREAT, SETTLED), table)


def test_the_command_answers_first_and_gives_json(tmp_path):
    cases(
        tmp_path, case(1, 2, 740, (1996, 3, 10), (1996, 5, 4)), case(2, 2, 732, (1996, 3, 10), (1996, 5, 4), outcome=2)
    )
    call = ["audit", str(replay.example()), "--against", str(tmp_path / "ties.csv"), "--map", "ties"]
    said = CliRunner().invoke(main, call)
    assert said.exit_code == 0, said.output
    lines = said.output.splitlines()
    assert "1 case of ties.csv on United States and Korea" in " ".join(lines[:2])
    assert any("contradicts" in line for line in lines)
    found = json.loads(CliRunner().invoke(main, [*call, "--json"]).output)
    assert [one["place"] for one in found["cases"]] == ["row 3"]
    assert CliRunner().invoke(main, [*call, "--same", "KOR"]).exit_code == 2
