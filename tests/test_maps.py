"""A foreign table becomes an event file under a map; what the map does not say is told once a value."""

# ruff: noqa: E501
import json
import re

import foreign
import pytest
from click.testing import CliRunner
from pages import PAGES

import replay
from replay.cli import main
from replay.errors import RefusalError, TimelineError
from replay.exchange.maps.apply import import_table
from replay.exchange.maps.suggest import suggested
from replay.exchange.maps.written import from_parts, written
from replay.files.grids import read_grids
from replay.files.jsonlines import read_json
from replay.files.mapfile import load_map, shipped_maps

BASE = """\
map: 1
columns:
  date: Date
  actor: Who
  recipient: Whom
  act: {column: Type, values: {a: demand, b: accuse}}
"""


def made(tmp_path, table, mapping=BASE, name="t.csv", encoding="utf-8", **how):
    path, at = tmp_path / name, tmp_path / "m.yaml"
    path.write_bytes(table.encode(encoding))
    at.write_text(mapping, encoding="utf-8")
    held = load_map(str(at))
    return import_table(held, read_grids(path, held.encoding, held.delimiter)[0], **how)


def shipped(tmp_path, name, table, ending="csv", **how):
    path = tmp_path / f"t.{ending}"
    path.write_text(table, encoding="utf-8")
    held = load_map(name)
    grid = read_json(path) if ending == "jsonl" else read_grids(path, held.encoding, held.delimiter)[0]
    return import_table(held, grid, **how)


def run(*args):
    return CliRunner().invoke(main, [str(one) for one in args])


# -- sixty happenings under another codebook ------------------------------------------------------


def test_sixty_happenings_become_a_file_that_checks_and_replays(tmp_path):
    assert foreign.MAP.count("\n") < 30
    table, mapping, out = tmp_path / "steel.csv", tmp_path / "steel.map.yaml", tmp_path / "steel.yaml"
    table.write_bytes(foreign.table().encode())
    mapping.write_text(foreign.MAP, encoding="utf-8")
    result = run("import", table, "--map", mapping, "--out", out)
    assert result.exit_code == 0, result.output
    assert "60 events, 20 clocks; sound" in result.output
    assert "kept as a note: '?' in column 'Style', 5 times" in result.output
    line = replay.load(out)
    assert (len(line.events), len(line.clocks), line.sides) == (60, 20, ("NOR", "SUD"))
    first, second, third, fourth, fifth, sixth = line.events[:6]
    assert (first.id, str(first.date.text), first.act.value, first.stated.value) == (
        "n-01-1",
        "2001-01-10",
        "demand",
        "claiming",
    )
    assert line.clocks["n-01-1-clock"].record.value == "met" and [*second.meets] == ["n-01-1-clock"]
    assert third.worth.amount == 100e6 and third.worth.unit == "EUR"
    assert fourth.answers["n-01-3"].value == "counters"
    assert fifth.moves["n-01-3-clock"].text == "2001-06-08"
    assert sixth.settles == ("n-01-3-clock",)
    assert line.events[7].date.text == "2001-07"  # a day of 0 is no day
    assert line.parties["NOR-PARL"].of == "NOR"
    assert str(third.cite[0]) == "table: row 4" or third.cite[0].section == "row 4"
    assert "Desk: EF" in first.note
    found = run("run", out)
    assert found.exit_code == 0 and "The replay conforms to the record." in found.output
    again = run("import", table, "--map", mapping, "--out", out)
    assert again.exit_code != 0 and "exists already" in again.output


def test_the_page_shows_this_map_and_these_rows():
    page = PAGES["docs/howto/spreadsheets.md"]
    assert f"```yaml\n{foreign.MAP}```" in page
    assert "\n".join(foreign.table().split("\r\n")[:7]) in page


def test_the_delimiter_and_the_line_ends_do_not_matter(tmp_path):
    one = made(tmp_path, foreign.table(), foreign.MAP)
    assert one.text == made(tmp_path, foreign.table("\t").replace("\r\n", "\r"), foreign.MAP).text
    assert one.text == made(tmp_path, "\ufeff" + foreign.table(), foreign.MAP).text


# -- dates ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "form", "wanted"),
    [
        ("1995-05-16", "iso", "1995-05-16"), ("1995-05-16 00:00:00", "iso", "1995-05-16"), ("1995-5", "iso", "1995-05"),
        ("1995", "d/m/y", "1995"), ("5/1995", "d/m/y", "1995-05"), ("16.05.1995", "d/m/y", "1995-05-16"),
        ("??/5/1995", "d/m/y", "1995-05"), ("5/16/95", "m/d/y", "1995-05-16"), ("5/0/1995", "m/d/y", "1995-05"),
        ("19950500", "yyyymmdd", "1995-05"), ("19950000", "yyyymmdd", "1995"), ("300101", "yymmdd", "2030-01-01"),
        ("310101", "yymmdd", "1931-01-01"), ("10sep1985", "dmonyyyy", "1985-09-10"), ("1994-06~", "edtf", "1994-06~"),
        ("1995-05-16", "d/m/y", "1995-05-16"),
    ],
)  # fmt: skip
def test_dates_as_tables_write_them(text, form, wanted):
    assert written(text, form, 30) == wanted


def test_a_day_without_its_month_is_no_day():
    assert from_parts("1995", "-9", "16") == "1995" and from_parts("1995", "5", "99") == "1995-05"
    assert from_parts("1995", "5", "66") == "1995-05" and from_parts("1995", "88", "1") == "1995"


@pytest.mark.parametrize(("text", "form"), [("5/6/95", "d/m/y"), ("16 May", "iso"), ("1foo1995", "dmonyyyy")])
def test_what_is_no_date_is_refused(text, form):
    with pytest.raises(ValueError):
        written(text, form)


def test_a_date_with_two_ends_and_one_in_three_columns(tmp_path):
    table = "Y,M,D,Y2,M2,D2,Who,Type\n1995,5,-9,1995,7,3,A,a\n1995,-9,4,.,,NA,B,a\n"
    mapping = """\
map: 1
columns:
  date: {start: {year: Y, month: M, day: D}, end: {year: Y2, month: M2, day: D2}}
  actor: Who
  act: {column: Type, values: {a: demand}}
"""
    found = made(tmp_path, table, mapping)
    assert not found.problems
    assert [one.date.text for one in found.timeline.events] == ["1995-05/1995-07-03", "1995"]


# -- what is not mapped ---------------------------------------------------------------------------

ROWS = "Date,Who,Whom,Type\n1995-01-01,A,B,a\n1995-01-02,A,B,zz\n1995-01-03,B,A,zz\n13/45,A,B,a\n1995-02-31,A,B,b\n,A,B,a\n1995-03-01,B,A,b\n"


def test_an_unknown_value_is_told_once_with_its_count_and_nothing_is_written(tmp_path):
    found = made(tmp_path, ROWS)
    assert found.timeline is None and found.text == ""
    told = [str(problem) for problem in found.problems]
    assert sum("'zz'" in one for one in told) == 1
    assert any(one.endswith("t.csv:3:4: no act for it: 'zz' in column 'Type', 2 times") for one in told)
    assert any("t.csv:5:1: '13/45' is not a date as the map says" in one for one in told)
    assert any("t.csv:6:1: date: " in one for one in told)
    assert any("t.csv:7:1: no date is given in this row" in one for one in told)
    assert len(told) == 4


def test_the_rest_is_kept_with_keep_going(tmp_path):
    found = made(tmp_path, ROWS, keep_going=True)
    assert [one.id for one in found.timeline.events] == ["row-2", "row-8"]
    assert found.left == {"an act that the map does not have": 2, "no date": 2, "at fault": 1}
    assert len(found.problems) == 4


def test_codes_are_text_and_the_longest_start_wins(tmp_path):
    mapping = BASE.replace(
        "{a: demand, b: accuse}", '{"1*": accuse, "13*": warn, "139": ultimatum, "01": state-position}'
    )
    table = "Date,Who,Whom,Type\n" + "".join(
        f"1995-01-0{n},A,B,{code}\n" for n, code in enumerate(["12", "1312", "139", "01"], 1)
    )
    assert [one.act.value for one in made(tmp_path, table, mapping).timeline.events] == [
        "accuse", "warn", "ultimatum", "state-position",
    ]  # fmt: skip


def test_several_codes_in_a_cell(tmp_path):
    mapping = BASE + '  tactics: {column: How, split: " ", values: {8: blame, 10: delay}}\n'
    found = made(tmp_path, "Date,Who,Whom,Type,How\n1995-01-01,A,B,a,8 10\n1995-01-02,A,B,a,8 77\n", mapping)
    assert [[tactic.value for tactic in one.tactics] for one in found.timeline.events] == [
        ["blame", "delay"],
        ["blame"],
    ]
    assert found.timeline.events[1].note == "How: 77"
    assert found.unmapped[-1] == "kept as a note: '77' in column 'How', 1 time"


def test_skip_and_filter_are_counted_and_links_to_what_is_left_out_are_told(tmp_path):
    mapping = BASE.replace("b: accuse", "b: skip").replace("columns:\n", "columns:\n  id: No\n") + (
        "  links: {column: To, relation: {is: responds}}\nfilter: {Date: 1995..1996}\n"
    )
    table = "No,Date,Who,Whom,Type,To\n1,1995-01-01,A,B,a,\n2,1995-02-01,A,B,b,\n3,1996-03-01,B,A,a,1\n4,1996-04-01,A,B,a,2\n5,1999-01-01,A,B,a,\n"
    found = made(tmp_path, table, mapping)
    assert found.left == {"left out on purpose (skip)": 1, "not taken by the filter": 1}
    assert [[*one.answers] for one in found.timeline.events] == [[], ["n-1"], []]
    assert "links to rows that are left out: column 'To', 1 time" in found.unmapped


def test_a_relation_may_stand_in_the_earlier_row(tmp_path):
    mapping = BASE.replace("columns:\n", "columns:\n  id: No\n") + (
        "  links: {column: Next, stored: earlier, relation: {is: counters}}\n"
    )
    table = "No,Date,Who,Whom,Type,Next\n1,1995-01-01,A,B,a,2\n2,1995-02-01,B,A,a,\n3,1995-03-01,A,B,a,9\n"
    found = made(tmp_path, table, mapping)
    assert [str(one).rpartition("t.csv")[2] for one in found.problems] == [
        ":4:6: no row and no clock has this id: '9' in column 'Next'"
    ]
    found = made(tmp_path, table.replace(",9", ","), mapping)
    assert {name: how.value for name, how in found.timeline.events[1].answers.items()} == {"n-1": "counters"}


def test_faults_of_a_map_stand_at_their_place(tmp_path):
    path = tmp_path / "m.yaml"
    path.write_text(BASE.replace("actor: Who", "aktor: Who"), encoding="utf-8")
    with pytest.raises(TimelineError) as fault:
        load_map(str(path))
    assert "m.yaml:4:3: unknown key 'aktor'; did you mean 'actor'?" in str(fault.value.problems[0])
    with pytest.raises(RefusalError, match="'Whom'; did you mean 'Who'"):
        made(tmp_path, "Date,Who,Type\n1995,A,a\n")


# -- shipped maps, each on an excerpt made by hand in its format ------------------------------------


def test_the_page_names_every_shipped_map():
    page = PAGES["docs/howto/spreadsheets.md"]
    assert [name for name in shipped_maps() if f"`{name}`" not in page] == []


def test_every_shipped_map_says_where_it_was_looked_up_and_what_is_lost():
    listed = run("import", "--maps").output
    for name in shipped_maps():
        one = load_map(name)
        assert one.title and one.lost and one.seen and all(re.match("https?://", address) for address in one.seen)
        assert f"{name}: {one.title}"[:60] in " ".join(listed.split())


TIES = """\
caseid,startmonth,startday,startyear,endmonth,endday,endyear,primarysender,sender1,sender2,targetstate,issue,threat,\
sanctiontypethreat,imposition,sancimpositionstartmonth,sancimpositionstartday,sancimpositionstartyear,sanctiontype,finaloutcome
1994100301,10,3,1994,6,28,1995,2,2,,740,13,1,8 10,0,-99,-99,-99,-99,5
1997100101,10,1,1997,10,-99,1998,2,2,,732,12 13,1,16,1,5,7,1998,30,7
1999010101,1,-99,1999,-99,-99,2001,2,2,1000,740,12,0,-99,1,"1, 6","-99, 3","1999, 2000",30,9
2001010101,1,15,2001,2,1,2001,2,2,,732,12,1,16,0,-99,-99,-99,-99,3
"""


def test_ties_cases_become_threats_impositions_and_ends(tmp_path):
    line = shipped(tmp_path, "ties", TIES).timeline
    told = [(one.id.partition("-")[2], one.date.text, one.actor, one.act.value) for one in line.events]
    assert told == [
        ("1994100301-threat", "1994-10-03", "USA", "threaten-sanctions"),
        ("1994100301-agreement", "1995-06-28", "USA", "settle"),
        ("1997100101-threat-kept", "1997-10-01", "USA", "threaten-sanctions"),
        ("1997100101-imposition", "1998-05-07", "USA", "impose-sanctions"),
        ("1997100101-yields", "1998-10", "KOR", "concede"),
        ("1999010101-imposition", "1999-01", "USA+EU", "impose-sanctions"),
        ("1999010101-stalemate", "2001", "USA+EU", "break-off"),
        ("2001010101-threat", "2001-01-15", "USA", "threaten-sanctions"),
        ("2001010101-gives-up", "2001-02-01", "USA", "drop-case"),
    ]
    fates = {row.id if hasattr(row, "id") else row.event: row.fate.value for row in replay.ledger(replay.run(line))}
    assert [*fates.values()].count("carried-out") == 1
    assert line.events[0].fate.value == "settled" and line.events[7].fate.value == "withdrawn"
    assert "sanctiontypethreat: 8 10" in line.events[0].note
    only = shipped(tmp_path, "ties", TIES, where=[{"targetstate": ["740"]}, {"startyear": ["1994..1998"]}])
    assert len(only.timeline.events) == 2 and only.left == {"not taken by the filter": 3}


def test_what_is_exported_to_plover_comes_back(tmp_path):
    lines = run("export", replay.example(), "--to", "plover", "--out", tmp_path)
    path = next(tmp_path.rglob("*.jsonl"))
    assert lines.exit_code == 0 and json.loads(path.read_text().splitlines()[0])["event"] == "REQUEST"
    found = shipped(tmp_path, "plover", path.read_text(encoding="utf-8"), "jsonl")
    assert [one.act.value for one in found.timeline.events] == [
        "demand",
        "threaten-sanctions",
        "threaten-sanctions",
        "reassure",
    ]
    assert [one.actor for one in found.timeline.events] == ["US", "US", "KR", "KR"]


ICEWS = "\t".join(["Event ID", "Event Date", "Source Name", "Source Country", "Event Text", "CAMEO Code", "Target Name",
                   "Target Country", "Story ID", "Publisher"]) + "\n"  # fmt: skip


def test_icews_and_gdelt_read_cameo(tmp_path):
    rows = [("1", "1312", "threaten-sanctions"), ("2", "163", "impose-sanctions"), ("3", "036", "request-talks")]
    table = ICEWS + "".join(
        f"{n}\t1995-05-0{n}\tKantor\tUSA\tDid\t{code}\tHashimoto\tJapan\t7\tReuters\n" for n, code, _ in rows
    )
    found = shipped(tmp_path, "icews", table + "4\t1995-05-09\tX\tUSA\tFight\t190\tY\tJapan\t8\tAP\n", "tsv")
    assert [one.act.value for one in found.timeline.events] == [act for *_, act in rows]
    assert found.left == {"left out on purpose (skip)": 1}
    assert found.timeline.events[0].note == "CAMEO Code: 1312"
    gdelt = "GLOBALEVENTID\tSQLDATE\tActor1Code\tActor2Code\tEventCode\tSOURCEURL\n9\t19950516\tUSA\tJPN\t057\thttps://example.org/a\n"
    one = shipped(tmp_path, "gdelt", gdelt, "tsv").timeline.events[0]
    assert (one.date.text, one.act.value, one.cite[1].url) == ("1995-05-16", "agree", "https://example.org/a")


def test_polecat_has_plover_types(tmp_path):
    head = "Event ID\tEvent Date\tEvent Type\tEvent Mode\tContexts\tActor Name\tActor Country\tRecipient Name\tRecipient Country\tSource\tPublication Date\n"
    row = "P1\t2020-01-02\tTHREATEN\trestrict\teconomic\tTrump\tUSA\tXi\tCHN\tReuters\t2020-01-03\n"
    one = shipped(tmp_path, "polecat", head + row, "tsv").timeline.events[0]
    assert (one.id, one.act.value, one.cite[0].via) == ("p1", "threaten-sanctions", "Reuters, 2020-01-03")


def test_the_sheet_of_timelinejs(tmp_path):
    head = "Year,Month,Day,Time,End Year,End Month,End Day,End Time,Display Date,Headline,Text,Media,Media Credit,Media Caption,Media Thumbnail,Type,Group,Background\n"
    rows = ",,,,,,,,,My timeline,,,,,,title,,\n1995,5,,,1995,6,28,,Spring,Talks,They talked.,https://example.org/p.jpg,,,,,USA,\n1996,,,,,,,,,Visit,,,,,,,JPN,\n"
    found = shipped(tmp_path, "timelinejs", head + rows)
    assert not found.problems
    one, two = found.timeline.events
    assert (two.date.text, two.actor, two.summary) == ("1996", "JPN", "Visit")
    assert (one.date.text, one.actor, one.act.value, one.label) == ("1995-05/1995-06-28", "USA", "comment", "Talks")


def test_the_steps_of_a_wto_dispute_set_its_clocks(tmp_path):
    table = ("Step,Date,By,Against,Clock ended\nConsultations requested,1997-10-01,USA,JPN,elapsed\nPanel established,1997-12-01,,,\n"
             "Panel report circulated,1998-10-01,,JPN,\nNotice of appeal,1998-11-24,JPN,USA,met\n"
             "Appellate Body report circulated,1999-01-20,,JPN,\n")  # fmt: skip
    found = shipped(tmp_path, "wto", table)
    assert [one.act.value for one in found.timeline.events] == ["request-consultations", "ruling", "appeal", "ruling"]
    assert [(one.kind.value, one.record.value) for one in found.timeline.clocks.values()] == [
        ("waiting", "elapsed"),
        ("limit", "met"),
    ]


MIDA = """\
dispnum,stday,stmon,styear,endday,endmon,endyear,outcome,settle,fatality,fatalpre,maxdur,mindur,hiact,hostlev,recip,numa,numb,ongo2014,version
9001,-9,3,1955,4,5,1956,4,1,0,0,1,1,1,2,0,1,1,0,5
9002,2,1,1960,-9,-9,1961,6,1,0,0,1,1,13,4,1,1,1,0,5
9003,2,1,1970,3,1,1970,5,3,0,0,1,1,-9,1,1,1,1,0,5
9004,2,1,1980,3,1,1980,1,2,-9,-9,1,1,20,5,1,1,1,0,5
"""


def test_disputes_of_mid_begin_and_end_between_two_sides(tmp_path):
    found = shipped(tmp_path, "mid", MIDA)
    assert not found.problems
    told = [(one.id, one.date.text, one.actor, one.act.value, one.status.value) for one in found.timeline.events]
    assert told == [
        ("n-9001-begins", "1955-03", "SIDE-A", "comment", "done"),
        ("n-9001-b-yields", "1956-05-04", "SIDE-B", "concede", "done"),
        ("n-9002-begins", "1960-01-02", "SIDE-A", "comment", "done"),
        ("n-9002-compromise", "1961", "SIDE-A", "settle", "inferred"),
        ("n-9003-begins", "1970-01-02", "SIDE-A", "comment", "done"),
        ("n-9003-stalemate", "1970-01-03", "SIDE-A", "break-off", "inferred"),
        ("n-9004-begins", "1980-01-02", "SIDE-A", "comment", "done"),
        ("n-9004-ends", "1980-01-03", "SIDE-A", "comment", "done"),
    ]
    begins = [one.summary.rpartition("; ")[2] for one in found.timeline.events[::2]]
    assert begins == ["it went as far as a threat to use force.", "it went as far as a blockade.",
                      "how far it went is not coded.", "it went as far as interstate war."]  # fmt: skip
    assert found.timeline.events[-1].summary == "The dispute ended in a victory of side A."


def test_the_states_of_a_mid_have_their_cow_numbers(tmp_path):
    table = (
        "dispnum,stabb,ccode,stday,stmon,styear,endday,endmon,endyear,sidea,revstate,revtype1,revtype2,fatality,"
        "fatalpre,hiact,hostlev,orig,version\n"
        "9001,USA,2,1,3,1955,4,5,1956,1,1,1,-9,0,0,2,2,1,5\n9001,CUB,40,-9,3,1955,-9,5,1956,0,0,0,-9,0,0,0,1,1,5\n"
    )
    found = shipped(tmp_path, "mid-participants", table)
    assert [(one.id, one.date.text, one.actor) for one in found.timeline.events] == [
        ("n-9001-usa-enters", "1955-03-01", "USA"),
        ("n-9001-usa-leaves", "1956-05-04", "USA"),
        ("n-9001-cub-enters", "1955-03", "N-40"),
        ("n-9001-cub-leaves", "1956-05", "N-40"),
    ]
    assert found.timeline.events[0].summary.endswith("a threat to blockade.")
    assert "sidea: 1" in found.timeline.events[0].note and "party made up as N-40: '40', 2 times" in found.unmapped


def test_crises_of_icb_have_a_trigger_and_an_end(tmp_path):
    table = (
        "icb1,crisno,crisname,break,trigent,yrtrig,motrig,datrig,yrterm,moterm,daterm,gravcr,crismg,viol,forout\n"
        "ICB1,901,FIRST CRISIS,3,365,1950,3,66,1950,7,29,3,7,4,2\nICB1,902,SECOND CRISIS,9,996,1960,5,,1960,88,,3,7,4,7\n"
    )
    found = shipped(tmp_path, "icb", table)
    assert not found.problems
    assert [(one.id, one.date.text, one.actor, one.act.value) for one in found.timeline.events] == [
        ("n-901-trigger", "1950-03", "RUS", "comment"),
        ("n-901-agreement", "1950-07-29", "CRISIS-ACTORS", "settle"),
        ("n-902-trigger", "1960-05", "NON-STATE", "comment"),
        ("n-902-end", "1960", "CRISIS-ACTORS", "comment"),
    ]
    assert found.timeline.events[0].summary == "An economic act set off the crisis."
    assert found.timeline.events[3].summary == "The crisis faded."


def test_states_in_crises_of_icb_respond(tmp_path):
    table = (
        "icb2,crisno,cracno,cracid,actor,crisname,triggr,yrtrig,motrig,datrig,trigent,majres,yerres,monres,dayres,gravty,"
        "outcom,yrterm,moterm,daterm\n"
        "ICB2,901,1,200,UKG,FIRST CRISIS,2,1950,3,1,365,4,1950,3,77,2,2,1950,7,29\n"
        "ICB2,901,2,365,RUS,FIRST CRISIS,8,1950,3,2,997,1,1950,3,9,2,4,1950,7,29\n"
    )
    found = shipped(tmp_path, "icb-actors", table)
    assert not found.problems
    assert [(one.id, one.date.text, one.actor, one.act.value) for one in found.timeline.events] == [
        ("n-901-ukg-1-trigger", "1950-03-01", "RUS", "comment"),
        ("n-901-ukg-1-response", "1950-03", "GBR", "comment"),
        ("n-901-ukg-1-compromise", "1950-07-29", "GBR", "settle"),
        ("n-901-rus-2-trigger", "1950-03-02", "SEVERAL", "comment"),
        ("n-901-rus-2-end", "1950-07-29", "RUS", "comment"),
    ]
    assert found.timeline.events[1].summary == "Its main response was an economic act."


def test_sanctions_of_eusanct_begin_and_end_by_sender(tmp_path):
    table = (
        "caseid,targetstate_name,impositionEU,impositionEU_year,endyearEU,impositionUS,impositionUS_year,endyearUS,"
        "impositionUN,impositionUN_year,endyearUN,success,finaloutcome\n"
        "1995010101,Ruritania,1,1995,1999,1,1994,,0,,,0,9\n1996010101,Ruritania,0,,,0,,,0,,,1,2\n"
    )
    found = shipped(tmp_path, "eusanct", table)
    assert not found.problems
    assert [(one.date.text, one.actor, one.act.value, one.status.value) for one in found.timeline.events] == [
        ("1995", "EU", "impose-sanctions", "done"),
        ("1994", "USA", "impose-sanctions", "done"),
        ("1999", "EU", "lift-sanctions", "inferred"),
    ]
    assert "finaloutcome: 9" in found.timeline.events[0].note


def test_keds_lists_are_weis_and_what_was_not_looked_up_is_told(tmp_path):
    head = "date\tsource\ttarget\tcode\tlabel\tquote\n"
    rows = "950516\tUSA\tJPN\t102\t(URGE)\tURGED\n040517\tJPN\tUSA\t112\t(REFUSE)\tREFUSED\n950518\tUSA\tJPN\t223\t(MIL)\tFOUGHT\n"
    found = shipped(tmp_path, "keds", head + rows, "tsv")
    assert [(one.date.text, one.act.value) for one in found.timeline.events] == [
        ("1995-05-16", "demand"),
        ("2004-05-17", "reject"),
    ]
    assert found.left == {"left out on purpose (skip)": 1}
    strange = shipped(tmp_path, "keds", head + rows + "950519\tUSA\tJPN\t172\t\t\n", "tsv")
    assert [str(one).partition("t.tsv")[2] for one in strange.problems] == [
        ":5:4: no act for it: '172' in column 'code'"
    ]


# -- a first map, the check, and bad input -----------------------------------------------------------


def test_a_first_map_is_sound_and_finds_the_columns(tmp_path):
    table, out = tmp_path / "steel.csv", tmp_path / "first.map.yaml"
    table.write_bytes(foreign.table().encode())
    assert run("import", table, "--suggest", "--out", out).exit_code == 0
    found = load_map(str(out))
    assert found.dates == "d/m/y"
    names = {
        name: getattr(found.columns, name).column
        for name in ("id", "date", "actor", "recipient", "act", "strategy", "summary")
    }
    assert names == {"id": ["No"], "date": ["Date"], "actor": ["Who"], "recipient": ["Whom"], "act": ["Type"],
                     "strategy": ["Style"], "summary": ["What"]}  # fmt: skip
    assert found.keep == ["Due kind", "Due ended", "How", "New date", "Desk"]
    assert suggested(read_grids(table)[0]) == out.read_text(encoding="utf-8")


def test_a_table_is_told_from_an_event_file(tmp_path):
    (tmp_path / "t.csv").write_text("a,b\n1,2\n")
    result = run("check", tmp_path / "t.csv")
    assert result.exit_code == 1
    assert "this is a table, not an event file" in result.output and "--suggest" in result.output


def test_records_in_json_become_a_table_with_dotted_columns(tmp_path):
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 1, "a": [{"c": "X"}, {"c": "Y"}], "b": {"d": null}}\n{bad\n[1]\n{"id": 2, "e": true}\n')
    grid = read_json(path)
    assert grid.header == ("id", "a.c", "e") and grid.rows == ((1, ("1", "X;Y", "")), (4, ("2", "", "true")))
    assert [(problem.where.line, problem.code) for problem in grid.problems] == [(2, "json"), (3, "json")]


def test_an_encoding_is_named_in_the_map(tmp_path):
    mapping = "encoding: latin-1\n" + BASE
    found = made(tmp_path, "Date,Who,Whom,Type\n1995-01-01,Österreich,B,a\n", mapping, encoding="latin-1")
    assert found.timeline.parties["OSTERREICH"].name == "Österreich"
