"""Hand-offs to other programs: values by hand on the example, and their structure on the shipped disputes."""

import csv
import io
import json
import re
import shlex
from datetime import datetime
from itertools import pairwise

import networkx as nx
import pytest
import synthetic
from click.testing import CliRunner
from coded import act, event, text, timeline
from pages import PAGES, ROOT, WORDS

import replay
from replay import files
from replay.cli import main
from replay.codebook import Act
from replay.dates import Precision, When
from replay.engine.trace import ACTED
from replay.escalation import graph
from replay.exchange.acts import acts
from replay.exchange.formats import FORMATS, export
from replay.exchange.plover import crosswalk
from replay.exchange.relations import without_pair
from replay.exchange.timelinejs import COLUMNS

SHIPPED = ("japan", "korea", "steel")
EXAMPLE = str(files.example())
PAGE = "docs/howto/export.md"
OF_THE_FILE = ("xlsx", "csv")
"""The formats that hold the event file itself, and not its replay: see test_book.py."""


@pytest.fixture(scope="module")
def example():
    return replay.run(replay.load(files.example()))


@pytest.fixture(scope="module")
def traces(replayed):
    steel = replay.load(ROOT / "timelines" / "steel-safeguards-2001-2003.yaml")
    return {**replayed, "steel": replay.run(steel)}


@pytest.fixture(params=["example", *SHIPPED])
def trace(request, traces, example):
    return example if request.param == "example" else traces[request.param]


def only(trace, name):
    [data] = export(trace, name).values()
    return data.decode()


def rows(trace, name, end=""):
    [data] = [data for file, data in export(trace, name).items() if file.endswith(f"{end}.csv")]
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def happened(trace):
    """The ids of what was done, numbered where a rule comes about again."""
    return [one.id for one in acts(trace)]


def of(log, kind, name):
    return next(item for item in log[kind] if item["id"] == name)


def values(item, name):
    return [(one.get("time", "")[:10], one["value"]) for one in item["attributes"] if one["name"] == name]


# -- all ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FORMATS)
def test_the_same_replay_gives_the_same_bytes(name, example):
    again = export(replay.run(replay.load(files.example())), name)
    assert again == export(example, name) and all(again.values())
    assert all(file.startswith(f"example{FORMATS[name].ending}") for file in again)


def test_every_act_of_the_shipped_disputes_is_told(traces):
    for name in SHIPPED:
        told = happened(traces[name])
        assert {one.id for one in traces[name].timeline.events} <= set(told)
        assert len(told) == len(set(told)) == len(traces[name].select(*ACTED))


def old(n):
    """Acts of ten parties over sixty years."""
    year = 1930 + n % 60
    return act(f"x{n}", f"{year}-{1 + n % 12:02}", "demand", "ABCDEFGHIJ"[n % 10], to="ABCDEFGHIJ"[(n + 1) % 10])


def large():
    ten = "parties:\n" + "".join(f"  {name}: {{name: Party {name}}}\n" for name in "ABCDEFGHIJ")
    held = text(*map(old, range(60))).replace("period: 2000/2003", "period: 1930/1990")
    return files.loads(re.sub(r"parties:\n(  .*\n)+", ten, held), "old.yaml")


@pytest.mark.parametrize("name", [name for name in FORMATS if name not in OF_THE_FILE])
def test_other_sizes(name):
    """One act, sixty years and ten parties, 300 acts, and none that the replay reaches."""
    one, old, many = timeline(event("x", "2001-01-01")), large(), synthetic.timeline(300)
    for line, options, acts_told in ((one, {}, 1), (old, {}, 60), (many, {}, 300), (one, {"until": "2000-12-31"}, 0)):
        here = replay.run(line, **options)
        assert len(happened(here)) == acts_told
        made = export(here, name)
        assert len(made) == len(FORMATS[name].write(here)) and all(isinstance(data, bytes) for data in made.values())
        if name == "ocel":
            log = json.loads(only(here, "ocel"))
            acted = [item for item in log["events"] if not item["type"].startswith("clock-")]
            assert len(acted) == acts_told
            first = min((item["time"] for item in log["events"]), default="1970-01-01T00:00:00Z")
            starts = {one["time"] for item in log["objects"] if item["type"] == "party" for one in item["attributes"]}
            assert starts == {min(first, "1970-01-01T00:00:00Z")}


# -- OCEL -----------------------------------------------------------------------------------------

FORMS = {"string": str, "integer": int, "float": float, "boolean": bool}


def a_time(told):
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", told)
    return datetime.fromisoformat(told)


def test_ocel_has_the_form_of_the_standard(trace):
    """What the JSON Schema of OCEL 2.0 asks for, and that types and objects that are named are there."""
    log = json.loads(only(trace, "ocel"))
    assert set(log) == {"eventTypes", "objectTypes", "events", "objects"}
    names = [item["id"] for item in log["objects"]]
    for kinds, items, more in (("eventTypes", "events", {"time"}), ("objectTypes", "objects", set())):
        types = {kind["name"]: {one["name"]: one["type"] for one in kind["attributes"]} for kind in log[kinds]}
        assert len(types) == len(log[kinds]) and {item["type"] for item in log[items]} == set(types)
        assert len({item["id"] for item in log[items]}) == len(log[items])
        for item in log[items]:
            assert set(item) == {"id", "type", "attributes", "relationships"} | more
            ties = [(one["objectId"], one["qualifier"]) for one in item["relationships"]]
            assert {name for name, _ in ties} <= set(names) and len(set(ties)) == len(ties)
            for one in item["attributes"]:
                assert set(one) == {"name", "value"} | ({"time"} if items == "objects" else set())
                form = types[item["type"]][one["name"]]
                assert a_time(one["value"]) if form == "time" else type(one["value"]) is FORMS[form]
            if items == "objects":
                said = [(one["name"], a_time(one["time"])) for one in item["attributes"]]
                assert len(set(said)) == len(said)
    times = [a_time(item["time"]) for item in log["events"]]
    assert times == sorted(times)


def test_ocel_has_every_act_and_clock(trace):
    log = json.loads(only(trace, "ocel"))
    assert {*happened(trace)} <= {item["id"] for item in log["events"]}
    clocks = {item["id"].removeprefix("clock:"): item for item in log["objects"] if item["type"] == "clock"}
    assert set(clocks) == {clock.id for clock in trace.clocks()}
    for clock in trace.clocks():
        if clock.ended_on:
            assert values(clocks[clock.id], "state")[-1][1] == clock.outcome.value
        ties = [one["qualifier"] for item in log["events"] for one in item["relationships"]
                if one["objectId"] == f"clock:{clock.id}"]  # fmt: skip
        assert ties.count("sets") == 1


def test_ocel_of_the_example_by_hand(example):
    log = json.loads(only(example, "ocel"))
    assert [(item["id"], item["type"], item["time"]) for item in log["events"]] == [
        ("demand", "demand", "1996-02-05T00:00:00Z"), ("sanctions-list", "list-sanctions", "1996-03-10T00:00:00Z"),
        ("wto-threat", "threaten-case", "1996-03-14T00:00:00Z"), ("settlement", "settle", "1996-05-04T00:00:00Z"),
    ]  # fmt: skip
    last = of(log, "events", "settlement")
    held = {one["name"]: one["value"] for one in last["attributes"]}
    assert (held["date_as_coded"], held["day_is"], held["answers"]) == (
        "1996-05-02/1996-05-06", "computed", "settles sanctions-list",
    )  # fmt: skip
    assert {"objectId": "clock:sanctions", "qualifier": "settles"} in last["relationships"]
    clock = of(log, "objects", "clock:sanctions")
    assert values(clock, "state") == [("1996-03-10", "running"), ("1996-05-04", "settled")]
    assert values(clock, "due") == [("1996-03-10", "1996-05-09T00:00:00Z")]
    assert values(clock, "due_as_coded") == [("1996-03-10", "P60D")]
    assert values(clock, "worth") == [("1996-03-10", 1.2e9)]
    assert {"objectId": "party:US", "qualifier": "binds"} in clock["relationships"]


CLOCK = "clock: {id: c, kind: effect, due: 2001-06-01, record: lapsed, worth: {amount: 10, unit: USD}}"


def test_ocel_tells_moves_and_parts_of_a_clock(trace_of):
    """Listed for 1 June, moved to 1 September, a part of 4 split off; the rest lapses, which no act does."""
    part = "splits: {c: {id: part, kind: effect, due: 2001-12-01, record: withdrawn, worth: {amount: 4, unit: USD}}}"
    here = trace_of(
        event("list", "2001-01-01", CLOCK, act="list-sanctions"),
        event("later", "2001-03", "moves: {c: 2001-09-01}", act="extend-deadline"),
        event("halves", "2001-04-01", part, act="suspend-sanctions"),
        event("drop", "2001-10-01", "withdraws: [part]", act="drop-case"),
    )
    log = json.loads(only(here, "ocel"))
    clock = of(log, "objects", "clock:c")
    assert values(clock, "due") == [("2001-01-01", "2001-06-01T00:00:00Z"), ("2001-03-16", "2001-09-01T00:00:00Z")]
    assert values(clock, "worth") == [("2001-01-01", 10.0), ("2001-04-01", 6.0)]
    assert values(clock, "state")[-1] == ("2001-09-01", "lapsed")
    end = of(log, "events", "c:clock-lapsed")
    assert (end["time"][:10], end["type"]) == ("2001-09-01", "clock-lapsed")
    assert {"objectId": "clock:c", "qualifier": "ends"} in end["relationships"]
    assert {"objectId": "clock:c", "qualifier": "split off from"} in of(log, "objects", "clock:part")["relationships"]
    assert dict(one.values() for one in of(log, "events", "later")["attributes"])["date_as_coded"] == "2001-03"


def test_ocel_loads_in_r4pm(trace, tmp_path):
    r4pm = pytest.importorskip("r4pm")
    from r4pm import bindings

    path = tmp_path / "log.json"
    path.write_text(only(trace, "ocel"))
    log, read = json.loads(only(trace, "ocel")), bindings.slim_link_ocel(ocel=r4pm.import_item("OCEL", str(path)))
    assert bindings.num_events(ocel=read) == len(log["events"])
    assert bindings.num_objects(ocel=read) == len(log["objects"])
    for clock in (item for item in log["objects"] if item["type"] == "clock"):
        found = bindings.locel_get_ob_attr_vals(read, bindings.locel_get_ob_by_id(read, clock["id"]), "state")
        assert [(time[:10], value) for time, value in found] == values(clock, "state")


# -- PLOVER ---------------------------------------------------------------------------------------


def test_plover_has_every_act_and_clock(trace):
    lines = [json.loads(line) for line in only(trace, "plover").splitlines()]
    assert [line["id"].partition("/")[2] for line in lines] == happened(trace)
    assert all(re.fullmatch(r"\d{4}-\d\d-\d\d", line["date"]) and line["actor"] for line in lines)
    sets = [told for line in lines for told in line["replay"]["clocks"] if told["does"] == "set"]
    assert {told["clock"]: told["outcome"] for told in sets} == {c.id: c.outcome.value for c in trace.clocks()}
    dates = {line["id"].partition("/")[2]: line["replay"]["date_as_coded"] for line in lines}
    assert all(dates[one.id] == one.date.text for one in trace.timeline.events)


def test_plover_of_the_example_by_hand(example):
    line = json.loads(only(example, "plover").splitlines()[1])
    assert (line["date"], line["event"], line["mode"], line["context"]) == (
        "1996-03-10", "THREATEN", "restrict", "economic",
    )  # fmt: skip
    assert line["actor"] == [{"code": "US", "entity_text": "United States"}]
    assert line["cite_info"] == [{"citation": "Nobody, N. 1996, Second section", "title": "An invented dispute"}]
    own = line["replay"]
    assert (own["act"], own["cameo"], own["strategy"], own["day_is"]) == ("list-sanctions", "1312", "claiming", "coded")
    assert own["clocks"] == [{
        "clock": "sanctions", "does": "set", "due": "1996-05-09", "due_as_coded": "P60D", "due_is": "coded",
        "kind": "effect", "label": "sanctions", "outcome": "settled", "ended": "1996-05-04",
        "ended_in_words": "2–6 May 1996", "ended_by": "settlement",
    }]  # fmt: skip


def test_the_crosswalk_reads_every_act():
    for one in Act:
        told = crosswalk(one)
        parts = (told["event"] or "-", told["mode"] or "-", told["context"] or "-")
        assert one.plover == ("{} ({}, {})".format(*parts) if told["event"] else "-")


# -- relational events ----------------------------------------------------------------------------


@pytest.mark.parametrize(("name", "one", "other", "node"), [
    ("goldfish", "sender", "receiver", "label"), ("remify", "actor1", "actor2", "actor"),
])  # fmt: skip
def test_relational_lists_have_every_act_towards_somebody(name, one, other, node, trace):
    found, nodes = rows(trace, name, "events"), {row[node] for row in rows(trace, name, "nodes")}
    assert {row["id"] for row in found} | {*without_pair(trace)} == {*happened(trace)}
    assert not {row["id"] for row in found} & {*without_pair(trace)}
    assert all({row[one], row[other]} <= nodes and row[one] != row[other] for row in found)
    assert [int(row["time"]) for row in found] == sorted(int(row["time"]) for row in found)
    assert list(found[0])[:3] == ["time", one, other] and "WORLD" not in nodes


def test_relational_lists_of_the_example_by_hand(example):
    """The first day, 5 February 1996, is 26 years of 365 days, 6 leap days and 35 days after 1 January 1970."""
    assert 26 * 365 + 6 + 35 == 9531
    pick = [
        (row["time"], row["actor1"], row["actor2"], row["type"], row["weight"])
        for row in rows(example, "remify", "events")
    ]
    assert pick == [
        ("9531", "US", "KR", "demand", "5"), ("9565", "US", "KR", "list-sanctions", "8"),
        ("9569", "KR", "US", "threaten-case", "7"), ("9620", "KR", "US", "settle", "1"),
    ]  # fmt: skip
    assert [row["date_as_coded"] for row in rows(example, "goldfish", "events")][3] == "1996-05-02/1996-05-06"
    clocks = [tuple(row.values())[:4] for row in rows(example, "goldfish", "clocks")]
    assert clocks == [("9565", "US", "KR", "1"), ("9620", "US", "KR", "0")]


def test_joint_acts_are_pairs_and_acts_towards_nobody_are_told(tmp_path):
    both = (
        event("meet", "2001-01-02", act="meet").replace("actor: A\n", "actor: [A, B]\n").replace("  recipient: B\n", "")
    )
    allies = event("ask", "2001-01-03").replace("actor: A\n", "actor: [A, C]\n")
    alone = event("law", "2001-01-04", act="legislate").replace("  recipient: B\n", "")
    here = replay.run(timeline(both, allies, alone))
    pairs = [(row["id"], row["sender"], row["receiver"]) for row in rows(here, "goldfish", "events")]
    assert pairs == [("meet", "A", "B"), ("meet", "B", "A"), ("ask", "A", "B"), ("ask", "C", "B")]
    assert without_pair(here) == ("law",)


# -- GraphML --------------------------------------------------------------------------------------


def test_graphml_has_names_dates_as_coded_and_clocks(trace):
    back = nx.parse_graphml(only(trace, "graphml"), force_multigraph=True)
    assert set(back.nodes) == {*happened(trace)} | {clock.id for clock in trace.clocks()}
    assert back.number_of_edges() == len(graph(trace).links)
    coded = {one.id: one.date.text for one in trace.timeline.events}
    assert all(back.nodes[name]["coded_date"] == date for name, date in coded.items())
    assert all(back.nodes[clock.id]["outcome"] == clock.outcome.value for clock in trace.clocks())


def test_graphml_of_the_example_by_hand(example):
    nodes = nx.parse_graphml(only(example, "graphml"), force_multigraph=True).nodes
    told = nodes["settlement"]
    assert (told["party_name"], told["coded_date"], told["day_is_coded"]) == ("Korea", "1996-05-02/1996-05-06", False)
    assert (nodes["sanctions"]["coded_date"], nodes["sanctions"]["outcome"]) == ("1996-05-09", "settled")


# -- TimelineJS -----------------------------------------------------------------------------------


def test_the_sheet_has_every_act_and_clock(trace):
    found = rows(trace, "timelinejs")
    assert tuple(found[0]) == COLUMNS and found[0]["Type"] == "title"
    assert len(found) == 1 + len(happened(trace)) + len(trace.clocks())
    for row in found[1:]:
        start, end = ([row[f"{side}{unit}"] for unit in ("Year", "Month", "Day")] for side in ("", "End "))
        assert start[0] and row["Headline"] and row["Display Date"]
        assert all(one or not later for date in (start, end) for one, later in pairwise(date))
        if end[0]:
            assert [int(part or 1) for part in end] > [int(part or 1) for part in start]


def test_the_sheet_invents_no_day(trace):
    """Of every date that is coded by itself: no day where that is a month, no month where it is a year."""
    for one, row in zip(acts(trace), rows(trace, "timelinejs")[1:], strict=False):
        if one.event and isinstance(one.event.date, When):
            precision = one.event.date.precision
            assert bool(row["Day"]) == (precision is Precision.DAY), one.id
            assert bool(row["Month"]) == (precision > Precision.YEAR), one.id
            assert one.event.date.text.startswith(row["Year"]) or not one.event.date.is_exact


@pytest.mark.parametrize(("date", "start", "end", "shown"), [
    ("2001-03-05", "2001 3 5", "", "5 Mar 2001"), ("2001-03", "2001 3", "", "Mar 2001"), ("2001", "2001", "", "2001"),
    ("2001-03~", "2001 3", "", "c. Mar 2001"), ("2001-03-05/2001-04-07", "2001 3 5", "2001 4 7", "5 Mar – 7 Apr 2001"),
    ("2001-03/2001-05", "2001 3", "2001 5", "Mar–May 2001"), ("2001-21", "2001 3", "2001 5", "spring 2001"),
    ("200X", "2000", "2009", "2000–2009"),
])  # fmt: skip
def test_no_month_or_day_is_invented(date, start, end, shown):
    row = rows(replay.run(timeline(event("x", date))), "timelinejs")[1]
    assert " ".join(row[unit] for unit in ("Year", "Month", "Day")).strip() == start
    assert " ".join(row[f"End {unit}"] for unit in ("Year", "Month", "Day")).strip() == end
    assert row["Display Date"] == shown


def test_what_is_counted_from_a_vague_date_has_a_year_and_words():
    counted = event("y", "x + P30D")
    row = rows(replay.run(timeline(event("x", "2001-03"), counted)), "timelinejs")[2]
    assert (row["Year"], row["Month"], row["Day"], row["Display Date"]) == ("2001", "", "", "30 days after x")


def test_texts_of_the_sheet_are_no_markup():
    here = timeline(event("x", "2001-01-01").replace("Something happened.", "'A <b> & C'"))
    assert "A &lt;b&gt; &amp; C" in rows(replay.run(here), "timelinejs")[1]["Text"]


# -- bibliography ---------------------------------------------------------------------------------


def test_csl_and_bibtex_list_the_same(trace):
    items = json.loads(only(trace, "csl"))
    keys = re.findall(r"^@misc\{(.*),$", only(trace, "bibtex"), re.MULTILINE)
    assert [item["id"] for item in items] == keys and len(set(keys)) == len(keys)
    assert len(items) == len(trace.timeline.sources) + len(trace.timeline.pages)
    assert all(item["type"] in ("document", "webpage") and item["title"] for item in items)


def test_csl_by_hand():
    page = "cite: {url: https://www.example.org/a, accessed: 2024-05-01, title: A page}"
    base = event("x", "2001-01-01").replace("cite: {key: s, section: First}", page)
    sources = "s: {author: 'Doe, Jane; Roe, R.', year: forthcoming, title: Something, publisher: A press}"
    held = text(base).replace("s: {author: Somebody, year: 2001, title: Something}", sources)
    here = replay.run(files.loads(held, "test.yaml"))
    assert json.loads(only(here, "csl")) == [
        {"id": "s", "type": "document", "title": "Something",
         "author": [{"family": "Doe", "given": "Jane"}, {"family": "Roe", "given": "R."}],
         "issued": {"literal": "forthcoming"}, "publisher": "A press"},
        {"id": "page", "type": "webpage", "title": "A page", "URL": "https://www.example.org/a",
         "accessed": {"date-parts": [[2024, 5, 1]]}},
    ]  # fmt: skip


# -- the command and its page ---------------------------------------------------------------------


def call(*args):
    return CliRunner().invoke(main, ["export", *map(str, args)])


def test_the_command_writes_what_is_asked_for(tmp_path):
    result = call(EXAMPLE, "--to", "csl", "--to", "remify", "--to", "csl", "--out", tmp_path)
    assert result.exit_code == 0, result.output
    written = sorted(path.name for path in (tmp_path / "example" / "export").iterdir())
    assert written == ["example.csl.json", "example.remify-events.csv", "example.remify-nodes.csv"]


def test_the_command_names_the_formats(tmp_path):
    result = call(EXAMPLE, "--to", "xes", "--out", tmp_path)
    assert result.exit_code == 2 and f"'xes' is no format; allowed: {', '.join(FORMATS)}" in result.output
    assert call(EXAMPLE).exit_code == 2 and f"Allowed: {', '.join(FORMATS)}" in call(EXAMPLE).output
    listed = call("--formats")
    assert listed.exit_code == 0 and all(name in listed.output for name in FORMATS)


def test_the_command_says_which_acts_a_list_cannot_hold(tmp_path):
    result = call(ROOT / "timelines" / "japan-autos-1993-1995.yaml", "--to", "remify", "--out", tmp_path)
    assert result.exit_code == 0 and "Note: remify is without 34 acts" in result.output


@pytest.mark.parametrize("name", FORMATS)
def test_the_page_says_what_is_lost(name):
    row = FORMATS[name]
    assert f"`{name}`: {row.purpose}" in WORDS[PAGE] and f"Lost: {row.lost}." in WORDS[PAGE]


SNIPPETS = re.findall(r"```py\n(.*?)```", PAGES[PAGE], re.DOTALL)


@pytest.fixture(scope="module")
def exported(tmp_path_factory):
    folder = tmp_path_factory.mktemp("snippets")
    for line in re.findall(r"^\$ replay (.*)", PAGES[PAGE], re.MULTILINE):
        result = CliRunner().invoke(
            main, [*shlex.split(line.replace("timelines/", f"{ROOT}/timelines/")), "--out", str(folder)]
        )
        assert result.exit_code == 0, result.output
    return folder / "japan-autos" / "export"


@pytest.mark.parametrize("snippet", SNIPPETS, ids=lambda text: text.split()[1])
@pytest.mark.filterwarnings("ignore::ResourceWarning")
def test_the_snippets_of_the_page_run(snippet, exported, monkeypatch):
    monkeypatch.chdir(exported)
    if "r4pm" in snippet:
        pytest.importorskip("r4pm")
    held = {}
    exec(snippet, held)
    assert held.get("clocks", True) and held.get("keys", True) and len(held.get("moves", "x")) in (1, 7)


def test_there_is_a_snippet_for_every_format():
    assert all(
        any(f"japan-autos{row.ending}" in text for text in SNIPPETS)
        for row in FORMATS.values()
        if row.name not in ("bibtex", *OF_THE_FILE)
    )
    assert any("japan-autos.bib" in text for text in SNIPPETS)
