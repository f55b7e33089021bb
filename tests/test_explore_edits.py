"""Every edit in an address: acts put in or changed, whole edit files, and who reads disputed ends of clocks."""

from __future__ import annotations

import copy
import json
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from urllib.parse import parse_qs, quote

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from strategies import few, timelines
from test_explore import _ALONE

import replay
from replay.cli import main
from replay.cli.cases import cases_of
from replay.codebook import TEMPLATES, Level, Trend
from replay.counterfactuals.editfile import load_events
from replay.counterfactuals.editfile.models import PatchModel
from replay.counterfactuals.edits import Counterfactual, Drop, Insert, Replace, SetReading
from replay.dates import parse_date
from replay.errors import RefusalError, TimelineError
from replay.explore import Case, application
from replay.explore.address import LONGEST, View, of_edits, query, read
from replay.explore.taken import _json as yaml_of
from replay.files.keys import EventModel, keys_of, model_at
from replay.timeline import plain as codec
from replay.timeline.plain import changes_from, event_from, plain_changes, plain_event, read_json

ROOT = Path(__file__).parents[1]
FILES = [ROOT / "timelines" / f"{name}.yaml" for name in (
    "japan-autos-1993-1995", "korea-autos-1995-1998", "steel-safeguards-2001-2003")]  # fmt: skip
EDITS = [
    *sorted((ROOT / "timelines" / "counterfactuals").glob("*.yaml")),
    replay.example().with_name("example.edits.yaml"),
]

ADDED = """{"id":"second-offer","date":"wto-threat + P10D","actor":["KR","US"],"act":"propose",
"summary":"Offered & asked: 100 % more, “soon”.","clock":{"id":"reply","due":"P30D","record":"open","on_end":
{"act":"meet","actor":"KR","recipient":"US","summary":"Met all the same.","after":"P0D/P5D"}},
"answers":{"wto-threat":"deescalates"},"needs":["wto-threat",{"any":["sanctions-list","wto-threat"]}],
"meets":{"sanctions":"met-in-part"},"worth":{"amount":2.5e9,"unit":"USD"},"tactics":["joint-gains","flexibility"],
"impact":{"KR":[-0.5,1]},"cite":{"key":"made-up","note":3}}
""".replace("\n", "")


@pytest.fixture(scope="module")
def example():
    return replay.load(replay.example())


@pytest.fixture(scope="module")
def client():
    return TestClient(application([one.case for one in cases_of(FILES)]), follow_redirects=False)


def from_file(folder, plain):
    """The event, as an edit file reads it."""
    path = folder / "event.yaml"
    path.write_text(yaml_of(plain), encoding="utf-8")
    (event,) = load_events(path)
    return event


# -- events as plain values -----------------------------------------------------------------------


def test_every_key_of_an_event_file_is_there_and_no_other():
    for kind, path in (
        (codec.Event, ()), (codec.Clock, ("clock", 0)), (codec.Trigger, ("commits", 0, "when")),
        (codec.Citation, ("cite", 0)), (replay.timeline.Consequence, ("clock", 0, "on_end", 0)),
        (replay.timeline.Commitment, ("commits", 0)), (replay.timeline.Worth, ("worth",)),
    ):  # fmt: skip
        law = {"template", "reading", "from"} if kind is codec.Clock else set()
        assert {*codec._keys(kind)} | law == {*keys_of(model_at(EventModel, path))}, kind
    assert {*codec._keys(codec.Event)} == {*keys_of(PatchModel)}


def test_the_events_of_the_shipped_files_are_said_whole(tmp_path):
    for file in [*FILES, replay.example()]:
        for event in replay.load(file).events:
            plain = json.loads(json.dumps(plain_event(event)))
            assert event_from(plain) == event
            assert plain_event(event_from(plain)) == plain
        assert from_file(tmp_path, plain) == event


@few(60)
@given(timelines(12))
def test_made_up_events_are_said_whole_and_as_an_edit_file_has_them(tmp_path_factory, timeline):
    plains = [json.loads(json.dumps(plain_event(event))) for event in timeline.events]
    assert tuple(map(event_from, plains)) == timeline.events
    path = tmp_path_factory.mktemp("made") / "events.yaml"
    path.write_text(json.dumps(plains), encoding="utf-8")
    assert load_events(path) == timeline.events
    changes = {"clocks": timeline.events[0].clocks, "needs": timeline.events[-1].needs, "date": timeline.events[0].date}
    assert changes_from(plain_changes(changes)) == changes


def test_a_clock_by_its_law_in_every_reading(example, tmp_path):
    tried = 0
    for law in TEMPLATES.values():
        for reading in law.readings:
            tied = {name: f"e{n}" for n, name in enumerate(law.anchors)}
            for some in ({}, tied, dict([*tied.items()][:1])):
                clock = {"id": "c", "record": "open", "template": law.id, "reading": reading} | (
                    {"from": some} if some else {}
                )
                plain = {"id": "a", "date": "1995", "actor": "US", "act": "meet", "summary": "x", "clock": clock}
                try:
                    made = from_file(tmp_path, plain)
                except TimelineError:
                    with pytest.raises(RefusalError):
                        event_from(plain)
                    continue
                tried += 1
                assert event_from(plain) == made == event_from(plain_event(made))
    assert tried > len(TEMPLATES)
    with pytest.raises(RefusalError, match="as no reading of us-301 has it"):
        clock = replace(made.clocks[0], template="us-301", due=parse_date("1995-01-01"))
        plain_event(replace(made, clocks=(clock,)))


BASE = json.loads(ADDED)


@pytest.mark.parametrize(
    ("more", "told"),
    [
        ({"id": "Ä"}, "id: 'Ä' seen; allowed: small letters, digits and hyphens, a letter first"),
        ({"date": "1995-13-01"}, "date: "),
        ({"date": 1995}, "date: '1995' seen; allowed: a date or a length in quotes"),
        ({"act": "meat"}, "act: 'meat' seen; did you mean 'meet'"),
        ({"actor": ["US", "US"]}, "each party once"),
        ({"actor": []}, "actor: '[]' seen; allowed: a party"),
        ({"summary": ""}, "summary: '' seen; allowed: a text in quotes"),
        ({"summary": None}, "summary: 'null' seen"),
        ({"summary": "a\u202eb"}, "bidirectional mark U+202E"),
        ({"summary": "a\rb"}, "control character U+000D"),
        ({"label": "x" * 41}, "has 41 signs; allowed: up to 40"),
        ({"order": 1.5}, "order: '1.5' seen; allowed: a whole number"),
        ({"order": True}, "order: 'true' seen; allowed: a whole number"),
        ({"late": "true"}, "late: 'true' seen; allowed: true, false"),
        ({"datee": "1995"}, "unknown key 'datee'; did you mean 'date'"),
        ({"clocks": []}, "unknown key 'clocks'; did you mean 'clock'"),
        ({"rate": -1}, "rate: '-1' seen; allowed: a number from 0 on"),
        ({"impact": {"KR": 4}}, "impact: KR: '4' seen; allowed: a number from -3 to 3"),
        ({"impact": {"KR": float("inf")}}, "Infinity"),
        ({"needs": {"all": ["a"]}}, 'or a group {"any": [id, id]}'),
        ({"meets": {"sanctions": "lapsed"}}, "meets: sanctions: 'lapsed' seen; allowed: met, met-in-part"),
        ({"clock": {"id": "c", "record": "open"}}, "clock: a clock has neither of 'due' and 'template'"),
        ({"clock": {"id": "c", "due": "P1D"}}, "clock: key 'record' is missing"),
        ({"clock": {"id": "c", "due": "P1D", "record": {"US": "met"}}}, "the readings of two parties or more"),
        ({"clock": {"id": "c", "record": "open", "template": "us-302"}}, "template: 'us-302' seen"),
        ({"clock": {"id": "c", "due": "P1D", "record": "open", "last_day": "on"}}, "last_day: 'on' seen; allowed: in"),
        ({"moves": {"sanctions": "later"}}, "or undated"),
        ({"resumes": {"sanctions": "+P3D"}}, "or remaining"),
        ({"commits": {"when": {"act": "meet"}, "then": {"act": "meet", "actor": "US", "summary": "x"}}},
         "commits: when: it waits for 'act'; allowed: 'event' alone"),
        ({"cite": {"key": "a", "url": "https://x.org"}}, "one of 'key' and 'url'"),
        ({"cite": {"url": "ftp://x"}}, "url: 'ftp://x' seen; allowed: the address of a page"),
        ({"cite": {"url": "https://x", "accessed": "1995-02-30"}}, "cite: accessed: "),
        ({"cite": [{"key": "a"}, 3]}, "cite: item 2: '3' seen; allowed: a mapping of keys"),
    ],
)  # fmt: skip
def test_what_is_no_event_is_refused_in_words(more, told):
    with pytest.raises(RefusalError) as refused:
        event_from(read_json(json.dumps({**BASE, **more})))
    assert told in str(refused.value)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("{", "this is not JSON, from sign 2 on"),
        ('{"id":"a","id":"b"}', "the key 'id' comes twice"),
        ("[" * 5000, "nested too deep"),
        ('{"note":' * 21 + "1" + "}" * 21, "nested too deep; allowed: 20 levels"),
        ("9" * 5000, "too many digits"),
        ("NaN", "NaN is no number"),
        ("[]", "'[]' seen; allowed: a mapping of keys"),
        ('"x"', "a mapping of keys"),
        ("{}", "key 'id' is missing"),
    ],
)
def test_what_is_no_json_is_refused_in_words(text, told):
    with pytest.raises(RefusalError) as refused:
        read(f"add={quote(text)}")
    assert told in str(refused.value) and str(refused.value).startswith("add=")


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("replace=a", "replace: 'a' is not an id and its other values as JSON"),
        ("replace=a:{}", "replace=a: it changes nothing"),
        ('replace=a:{"id":"b"}', "replace=a: the id stays as it is"),
        ('replace=a:{"act":"meat"}', "replace=a: act: 'meat' seen"),
        ("off=a:keeep", "off: 'a:keeep' seen; allowed: an id"),
        ("reading=a:gain,", "'' is neither a level nor a trend"),
        ("reading=a:gain,gain", "is more than one reading"),
        ("reading=US&reading=JP", "cannot both read ends of clocks"),
        ("off=a&title=" + "x" * 201, "title: it has 201 characters; allowed: 200"),
    ],
)
def test_an_edit_that_is_none_is_refused_in_words(asked, told):
    with pytest.raises(RefusalError, match=re.escape(told)):
        read(asked)


JUNK = st.recursive(
    st.none() | st.booleans() | st.integers(-10, 10**20) | st.floats() | st.text(max_size=8)
    | st.sampled_from(["US", "KR", "a", "1995", "1995-02~", "P3D", "a + P3D", "open", "meet", "met", "x\r", "kept"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["id", "any", "US", "KR", "a", "due", "template", "record"]), inner, max_size=3),
    max_leaves=6,
)  # fmt: skip


def _spoiled(chance, plain, junk):
    """A plain value with something else in one of its places."""
    made = copy.deepcopy(plain)
    here = made
    while True:
        keys = list(here) if isinstance(here, dict) else list(range(len(here)))
        if not keys:
            return made
        key = chance.choice(keys)
        if isinstance(here[key], (dict, list)) and chance.random() < 0.7:
            here = here[key]
            continue
        way = chance.randrange(4)
        if way == 0 and isinstance(here, dict):
            del here[key]
        elif way == 1 and isinstance(here, dict):
            here[chance.choice(["due", "template", "from", "url", "event", "note", "a", "US", "reading"])] = junk
        elif way == 2:
            here[key] = [here[key]]
        else:
            here[key] = junk
        return made


@few(250)
@given(timelines(6), JUNK, st.randoms(use_true_random=False))
def test_whatever_is_read_an_edit_file_reads_alike(tmp_path_factory, timeline, junk, chance):
    plain = _spoiled(chance, plain_event(chance.choice([*timeline.events, event_from(BASE)])), junk)
    try:
        made = event_from(read_json(json.dumps(plain)))
    except RefusalError as refused:
        assert str(refused)
        return
    assert event_from(plain_event(made)) == made
    assert from_file(tmp_path_factory.mktemp("alike"), plain) == made


@few(300)
@given(st.text(max_size=60) | JUNK.map(json.dumps))
def test_no_text_is_too_odd_to_be_refused(text):
    for asked in (f"add={quote(text)}", f"replace=a:{quote(text)}", f"reading={quote(text)}", f"off={quote(text)}"):
        try:
            view = read(asked)
        except RefusalError as refused:
            assert str(refused)
        else:
            assert read(query(view)) == view


@few(60)
@given(timelines(8), JUNK, st.randoms(use_true_random=False))
def test_a_page_with_any_act_put_in_is_shown_or_refused(timeline, junk, chance):
    client = TestClient(application([Case("any", timeline)]))
    one, other = chance.choice(timeline.events), chance.choice(timeline.events)
    plain = plain_event(one) | {"id": "brand-new"}
    plain = plain if chance.random() < 0.5 else _spoiled(chance, plain, junk)
    changed = {key: value for key, value in plain_event(one).items() if key in chance.sample(list(plain), 3)}
    for part in (f"add={quote(json.dumps(plain))}", f"replace={other.id}:{quote(json.dumps(changed))}"):
        answer = client.get(f"/?{part}")
        assert answer.status_code in (200, 400)


# -- edits in an address --------------------------------------------------------------------------


def test_an_act_put_in_is_what_an_edit_file_makes_of_it(example, tmp_path):
    view = read(f"add={quote(ADDED)}")
    (edit,) = view.edits
    assert edit == Insert(from_file(tmp_path, BASE))
    assert edit.event.actor == "KR+US" and edit.event.needs == (("wto-threat",), ("sanctions-list", "wto-threat"))
    assert json.loads(parse_qs(query(view))["add"][0]) == {**BASE, "worth": {"amount": 2500000000, "unit": "USD"}}


def test_a_small_change_is_a_readable_address():
    asked = "off=a&replace=b:%7B%22act%22:%22meet%22,%22date%22:%22a+%2B+P1D%22%7D&shift=c:14d&reading=d:gain,rising"
    assert query(read(asked)) == asked


@few(60)
@given(timelines(8), st.randoms(use_true_random=False))
def test_made_up_edits_come_back_from_their_address(timeline, chance):
    one, other = chance.choice(timeline.events), chance.choice(timeline.events)
    changes = {name: getattr(one, name) for name in chance.sample(["act", "summary", "clocks", "needs", "commits"], 2)}
    edits = (
        Drop("a", "drop"), Drop("b"), Replace(other.id, dict(sorted(changes.items()))),
        Insert(replace(one, id="brand-new")), SetReading("r", chance.choice([*Level]), chance.choice([*Trend])),
    )  # fmt: skip
    view = View("any", edits=edits, title="Two acts")
    assert len(query(view)) > LONGEST or read(query(view)) == view


@pytest.mark.parametrize("file", EDITS, ids=lambda file: file.stem)
def test_each_shipped_counterfactual_can_be_written_out(file):
    found = replay.load_edits(file)
    client = TestClient(application([Case("any", found.timeline)]))  # a computer with the event file alone
    for one in found.counterfactuals.values():
        view = of_edits("any", one.title, one.edits)
        assert {repr(edit) for edit in view.edits} == {repr(edit) for edit in one.edits} or len(view.edits) == len(
            one.edits
        )
        answer = client.get(f"/result.json?{query(view)}")
        assert answer.status_code == 200, answer.text
        assert answer.json()["digest"] == replay.whatif(found.timeline, one).branch.digest, one.name
        assert one.title in client.get(f"/?{query(view)}").text.replace("&#39;", "'")


def test_drops_of_two_kinds_stay_apart():
    assert query(read("off=a:drop&off=b")) == "off=a:drop&off=b"
    assert query(read("off=a:drop&off=b:drop")) == "off=a&off=b&responses=drop"
    assert query(read("off=a:keep&off=b&responses=drop")) == "off=a&off=b:drop"


def test_a_title_is_for_the_edits_that_it_names(client):
    asked = "d=japan-autos&title=No+deal&off=settlement&off=talks-fail"
    view = read(asked)
    assert query(view) == asked and read("title=No+deal").title == ""
    assert view.without(view.edits[0]).title == ""
    page = client.get("/?d=japan-autos&title=No+deal%3Cb%3E&off=settlement")
    assert "No deal&lt;b&gt;" in page.text
    form = page.text[page.text.index('<form id="edit"') :]
    assert 'name="title"' not in form[: form.index("</form>")]


def test_an_edit_too_long_for_an_address_is_said_to_be(client):
    long = {**BASE, "summary": "x" * LONGEST}
    answer = client.get(f"/?add={quote(json.dumps(long))}")
    assert answer.status_code == 400 and f"allowed: {LONGEST}" in answer.text
    assert of_edits("any", "Long", [Insert(event_from(long))]) is None


def test_a_page_says_what_is_put_in_and_hands_it_on(client):
    new = {"id": "summit", "date": "1995-06-20", "actor": "US", "recipient": "JP", "act": "meet",
           "summary": "Met at the summit.", "label": "A summit <b>"}  # fmt: skip
    asked = f"/?d=japan-autos&add={quote(json.dumps(new))}&replace=settlement:{quote(json.dumps({'act': 'agree'}))}"
    text = client.get(asked).text
    assert "“A summit &lt;b&gt;” is put in: Met at the summit." in text
    assert "“Auto agreement” is otherwise in its act." in text
    form = text[text.index('<form id="edit"') : text.index("</form>", text.index('<form id="edit"'))]
    assert 'name="add" value="{&#34;id&#34;:&#34;summit&#34;' in form and 'name="replace" value="settlement:{' in form


def test_requests_with_acts_put_in_are_answered_without_files(example):
    paths = [f"{path}?add={quote(ADDED)}&replace=settlement:{quote(json.dumps({'act': 'agree'}))}"
             for path in ("/", "/result.json", "/edits.yaml")]  # fmt: skip
    cases = [Case("example", example)]
    done = subprocess.run(
        [sys.executable, "-c", _ALONE, json.dumps(paths)], input=pickle.dumps(cases, 5), capture_output=True, cwd=ROOT,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    client = TestClient(application(cases))
    for path, (status, text) in json.loads(done.stdout).items():
        assert (status, text) == (200, client.get(path).text), text[:600]


def test_an_address_with_acts_put_in_becomes_an_edit_file(example, tmp_path):
    base = tmp_path / "example.yaml"
    base.write_bytes(replay.example().read_bytes())
    asked = f"?off=settlement&add={quote(ADDED)}&replace=wto-threat:" + quote(
        json.dumps({"label": "Warning: “x”\u2028", "tactics": [], "order": 2}, ensure_ascii=False)
    )
    saved = tmp_path / "saved.yaml"
    done = CliRunner().invoke(main, ["whatif", str(base), "--url", asked, "--save-edits", str(saved), "--json"])
    assert done.exit_code == 0, done.output
    (again,) = replay.load_edits(saved).counterfactuals.values()
    assert again.edits == read(asked).edits
    client = TestClient(application([Case("example", example)]))
    found = client.get(f"/result.json{asked}").json()
    assert replay.whatif(example, again).branch.digest == found["digest"] != found["record"]
    assert client.get(f"/edits.yaml{asked}").status_code == 200


# -- an edit file of the reader's own -------------------------------------------------------------

OWN = """format: 1
of: {{base: {base}}}
edits:
  offer: {{insert: {added}, because: It could have been.}}
  no-deal: {{drop: settlement, because: It hung by a thread.}}
counterfactuals:
  no-settlement: {{title: A second offer & no deal, edits: [no-deal, offer], because: Why not?}}
  offer-only: {{title: Only the offer, edits: offer, because: Why not?}}
"""


@pytest.fixture
def own(tmp_path):
    """An edit file that lies elsewhere than its event file and the edit file beside that."""
    (tmp_path / "mine").mkdir()
    for name in ("example.yaml", "example.edits.yaml"):
        (tmp_path / name).write_bytes(replay.example().with_name(name).read_bytes())
    made = tmp_path / "mine" / "own.yaml"
    made.write_text(OWN.format(base="../example.yaml", added=json.dumps(BASE)), encoding="utf-8")
    done = CliRunner().invoke(main, ["pin", str(made)])
    assert done.exit_code == 0, done.output
    return made


def test_what_an_own_edit_file_asks_is_complete_in_the_address(own, tmp_path, example):
    ((case, _, opened),) = cases_of([own])
    assert opened == ("no-settlement-2", "offer-only") and case.own == {*opened}
    ((both, _, none),) = cases_of([own.parent.parent / "example.yaml", own])
    assert (both.counterfactuals, both.own, none) == (case.counterfactuals, case.own, ())
    assert query(case.asked("no-settlement")) == "d=example&cf=no-settlement"  # which comes with the event file
    page = TestClient(application([case])).get("/?cf=no-settlement").text
    links = re.findall(r'<li><a href="([^"]*(?:add|cf)=[^"]*)">', page)
    assert [link for link in links if "cf=" in link] == ["?d=example&amp;cf=in-time-for-more#answer"]
    (link,) = (link.replace("&amp;", "&") for link in links if "title=A+second" in link)
    elsewhere = TestClient(application([Case("example", example)]))  # the event file alone
    (one,) = (one for one in replay.load_edits(own).counterfactuals.values() if one.name == "no-settlement")
    expected = replay.whatif(example, one).branch.digest
    assert elsewhere.get(f"/result.json{link}").json()["digest"] == expected
    assert "A second offer &amp; no deal" in elsewhere.get(f"/{link}").text
    assert TestClient(application([case])).get(f"/{link}").text.count('aria-current="true">A second offer') == 1


def test_an_own_edit_file_with_one_question_opens_at_it(own):
    text = own.read_text(encoding="utf-8")
    own.write_text(text[: text.index("  offer-only")], encoding="utf-8")
    page = CliRunner().invoke(main, ["explore", str(own), "--page"])
    assert page.exit_code == 0, page.output
    assert "A second offer &amp; no deal" in page.stdout and "View: <code>?d=example&amp;title=A+second" in page.stdout
    beside = CliRunner().invoke(main, ["explore", str(own.parent.parent / "example.edits.yaml"), "--page"])
    assert "What happened" in beside.stdout and "?d=example&amp;cf=no-settlement" in beside.stdout


def test_a_prepared_question_can_be_written_out(client):
    page = (
        client.get("/?d=japan-autos&cf=joint-text-accepted").text
        if False
        else client.get("/?d=japan-autos&cf=no-wto-warning&at=9").text
    )
    (link,) = re.findall(r'<a href="([^"]+)">the address with every edit written out</a>', page)
    link = link.replace("&amp;", "&")
    assert "off=hashimoto-letter" in link and "cf=" not in link and "at=9" in link
    one, other = (client.get(f"/result.json{asked}").json() for asked in ("?d=japan-autos&cf=no-wto-warning", link))
    assert one["digest"] == other["digest"]
    assert "the edit file that has this question" in page and "written out" not in client.get(f"/{link}").text


def test_a_question_that_is_not_there_is_refused_with_where_it_may_be(client):
    page = client.get("/?d=japan-autos&cf=mine")
    assert page.status_code == 400 and "no counterfactual of this dispute is called &#39;mine&#39;" in page.text
    assert "an edit file that does not lie beside the event file here" in page.text


def test_a_counterfactual_that_no_address_can_hold_keeps_its_name(example):
    long = Counterfactual("long", "Long", (Insert(event_from({**BASE, "summary": "x" * LONGEST})),))
    case = Case("example", example, (long,), own=frozenset({"long"}))
    assert query(case.asked("long")) == "d=example&cf=long"
    assert TestClient(application([case])).get("/?cf=long").status_code == 200


# -- who reads the ends of clocks -----------------------------------------------------------------


@pytest.fixture
def disputed(tmp_path):
    text = replay.example().read_text(encoding="utf-8")
    path = tmp_path / "disputed.yaml"
    clock = "{id: answer, due: P5D, record: {US: lapsed, KR: met}, cite: {key: made-up}}"
    found = text.replace("    act: demand\n", f"    act: demand\n    clock: {clock}\n", 1)
    assert found != text
    path.write_text(found, encoding="utf-8")
    return path


def test_who_reads_disputed_ends_can_be_chosen(disputed):
    ((case, _, _),) = cases_of([disputed])
    client = TestClient(application([case]), follow_redirects=False)
    digests = {}
    for asked, party in (("?", None), ("?reading=US", "US"), ("?reading=KR", "KR")):
        found = client.get(f"/result.json{asked}").json()
        timeline = case.timeline.read_by(party) if party else case.timeline
        assert found["record"] == replay.run(timeline).digest
        digests[asked] = client.get(f"/result.json{asked}&off=wto-threat").json()["digest"]
        assert digests[asked] == replay.whatif(timeline, [Drop("wto-threat")]).branch.digest
    assert digests["?"] == digests["?reading=US"] != digests["?reading=KR"]  # the first that is named is US
    page = client.get("/?reading=KR&off=settlement").text
    assert '<option value="KR" selected>Korea</option>' in page
    form = page[page.index('<form id="edit"') : page.index("</form>", page.index('<form id="edit"'))]
    assert 'type="hidden" name="reading"' not in form
    assert '<a class="button" href="?d=example&amp;reading=KR#answer">Back to the record</a>' in page
    assert client.get("/?reading=&off=settlement").status_code == 200
    nobody = client.get("/?reading=JP")
    assert nobody.status_code == 400 and "no end of a clock is read by &#39;JP&#39;; allowed: US, KR" in nobody.text


def test_where_no_end_is_disputed_nobody_is_asked(client):
    assert 'name="reading"' not in client.get("/?d=japan-autos").text


def test_who_reads_is_read_back_on_the_command_line(disputed, tmp_path):
    saved = tmp_path / "saved.yaml"
    asked = "?d=example&off=wto-threat&reading=KR"
    call = ["whatif", str(disputed), "--url", asked]
    done = CliRunner().invoke(main, [*call, "--save-edits", str(saved), "--json"])
    assert done.exit_code == 0, done.output
    assert "replay it with --reading KR" in " ".join(done.stderr.split())
    again = CliRunner().invoke(main, ["whatif", str(saved), "explored", "--reading", "KR", "--json"])
    plain = CliRunner().invoke(main, ["whatif", str(saved), "explored", "--json"])
    one, other, coded = (
        {**json.loads(text), "edits": 0, "name": 0, "counterfactual": 0, "divergence": 0}
        for text in (done.stdout, again.stdout, plain.stdout)
    )
    assert one == other
    assert coded["clocks"] != one["clocks"]
    against = CliRunner().invoke(main, [*call, "--reading", "US"])
    assert against.exit_code == 2 and "the address reads disputed ends of clocks as KR" in " ".join(
        against.output.split()
    )
