"""The explorer: what its pages say, that an address says everything, and that nobody else is answered."""

from __future__ import annotations

import html
import json
import pickle
import re
import signal
import subprocess
import sys
import urllib.request
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
import synthetic
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from starlette.testclient import TestClient
from strategies import few, timelines

import replay
from replay.cli import main
from replay.cli.cases import cases_of
from replay.codebook import Act, Fate, Outcome, Trend
from replay.counterfactuals.edits import Cut, Drop, SetClock, SetFate, SetOutcome, SetReading, Shift
from replay.dates import Duration, iso, parse_date
from replay.errors import RefusalError
from replay.explore import Case, application
from replay.explore.address import View, query, read
from replay.explore.app import STATIC
from replay.explore.guard import Guard
from replay.explore.pictures import Filters

ROOT = Path(__file__).parents[1]
FILES = [ROOT / "timelines" / f"{name}.yaml" for name in (
    "japan-autos-1993-1995", "korea-autos-1995-1998", "steel-safeguards-2001-2003")]  # fmt: skip
PATHS = ("/", "/index.html", "/now", "/compare", "/story.svg", "/escalation.svg", "/result.json", "/edits.yaml")


@pytest.fixture(scope="module")
def cases():
    return [one.case for one in cases_of(FILES)]


@pytest.fixture(scope="module")
def client(cases):
    return TestClient(application(cases), follow_redirects=False)


@pytest.fixture(scope="module")
def small():
    return TestClient(application([Case("example", replay.load(replay.example()))]), follow_redirects=False)


class _Texts(HTMLParser):
    """The text of a page, the drawn figure left out."""

    def __init__(self) -> None:
        super().__init__()
        self.parts, self.drawn = [], 0

    def handle_starttag(self, tag, attrs):
        self.drawn += tag == "svg"

    def handle_endtag(self, tag):
        self.drawn -= tag == "svg"

    def handle_data(self, data):
        if not self.drawn:
            self.parts.append(data)


def words(answer):
    assert answer.status_code == 200, answer.text
    reader = _Texts()
    reader.feed(answer.text)
    return " ".join(" ".join(reader.parts).split())


# -- what it says ---------------------------------------------------------------------------------


def test_without_the_agreement_sanctions_come_and_are_answered(client):
    said = words(client.get("/?d=japan-autos&off=settlement"))
    assert "Without: Auto agreement" in said
    assert "Sanctions would have come: United States, 28 June 1995, worth 5.90 billion USD." in said
    assert "Japan would have answered: file case, 28 June 1995; impose sanctions, 28 June 1995, worth 4.10" in said
    assert said.index("impose sanctions , worth 5.90") < said.index("file case . Brought the WTO complaint")
    assert "It comes since the clock “Sanctions due” runs out." in said
    assert said.count("It comes in answer to “United States: impose sanctions”.") == 2
    assert "“Auto agreement” does not happen." in said


def test_the_record_says_what_happened(client):
    said = words(client.get("/?d=japan-autos"))
    assert "No sanction was imposed; 3 sanctions were threatened (2 settled, not carried out; 1 not triggered)." in said
    assert "149 acts and 7 clocks are coded" in said
    assert "What differs" not in said


def test_a_change_that_no_other_act_hangs_on_is_no_sanction(client):
    said = words(client.get("/?d=japan-autos&off=congress-96"))
    assert "No new sanction would have come. Clocks and commitments bring about nothing new." in said


def test_what_stands_at_an_entry(small):
    # entry 2 is the list of 10 Mar 1996, 3 its clock, due 60 days later on 9 May; 4 the answer of 14 Mar
    assert "Clocks that run None." in words(small.get("/now?at=2"))
    set_now = words(small.get("/now?at=3"))
    assert "Entry 3 of 6 · 10 Mar 1996" in set_now and "60 days left" in set_now
    assert "Clock “sanctions” is set, due 9 May 1996" in set_now
    later = small.get("/now?at=4")
    assert "56 days left" in words(later) and '<rect class="done" width="7"' in later.text  # 4 of 60 days
    end = words(small.get("/now?at=6"))
    assert "Entry 6 of 6 · 2–6 May 1996" in end and "Clocks that run None." in end


def test_a_threat_stands_until_it_is_ended_and_not_longer(small):
    before, after = words(small.get("/now?at=4")), words(small.get("/now?at=6"))
    assert "Put the duties into force. threat · United States to Korea · 1.20 billion USD" in before
    assert "threat ·" not in after and "Of those before: 2 settled." in after


def test_an_act_looked_at(client):
    said = words(client.get("/?d=japan-autos&act=sanctions-list"))
    assert "16 May 1995 · United States to Japan · list sanctions (rung 8)" in said
    assert "Section 301 Used" in said and "sets “Sanctions due” due 28 June 1995" in said
    assert "countered by Japan turns to the WTO 16–17 May 1995" in said
    derived = words(client.get("/?d=japan-autos&off=settlement&act=counter-list/reply-1"))
    assert "It is not recorded: a rule brings it about." in derived
    assert "comes because of United States: impose sanctions 28 June 1995" in derived


def test_a_decision_with_what_theories_expect(client):
    page = client.get("/?d=japan-autos&decision=us-301-1994&off=settlement")
    rows = re.findall(r'<span class="small">(\d+) %, (\d+) %, (\d+) %</span>', page.text)
    assert len(rows) >= 10 and all(sum(map(int, row)) == 100 for row in rows)
    assert "Done in the record: claiming; here: claiming." in words(page)


def test_two_disputes_side_by_side(client):
    said = words(client.get("/compare?d=japan-autos&compare=korea-autos"))
    assert "What differs most:" in said and "U.S.–Korea automobile dispute, 1994–1998" in said


def test_filters_are_for_the_list_and_the_figure_only(client):
    few_acts = client.get("/?d=japan-autos&parties=JP&min-rung=7&from=1995-01-01")
    ids = re.findall(r'id="row-([^"]+)"', few_acts.text)
    events = {event.id: event for event in replay.load(FILES[0]).events}
    assert 3 < len(ids) < 30 and all("JP" in events[name].actor and events[name].act.rung >= 7 for name in ids)
    assert few_acts.text.count("data-act=") < 0.5 * client.get("/?d=japan-autos").text.count("data-act=")
    one, other = (client.get(f"/result.json?d=japan-autos&off=settlement{more}").json() for more in ("", "&acts=3"))
    assert one["digest"] == other["digest"]


def test_every_act_and_decision_can_be_looked_at(client, cases):
    for case in cases:
        asked = [f"act={event.id}" for event in case.timeline.events[::9]]
        asked += [f"decision={one.id}" for one in case.timeline.decisions[::9]]
        asked += [f"cf={one.name}&show=escalation&width=narrow" for one in case.counterfactuals[::3]]
        for part in asked:
            assert client.get(f"/?d={case.name}&{part}").status_code == 200, part


def test_a_file_of_a_thousand_events_comes_in_pages():
    client = TestClient(application([Case("big", synthetic.timeline(1000))]))
    page = client.get("/")
    assert page.status_code == 200 and len(page.content) < 1_500_000
    assert page.text.count('name="off"') == 40 and "page=25" in page.text
    assert client.get("/?page=25").text.count('name="off"') > 0
    assert client.get("/?page=99").status_code == 200
    assert len(client.get("/now?at=700").content) < 20_000


@few(25)
@given(timelines(12), st.data())
def test_any_dispute_has_a_page_whatever_is_switched_off(timeline, data):
    client = TestClient(application([Case("any", timeline)]))
    off = data.draw(st.sets(st.sampled_from([event.id for event in timeline.events]), max_size=3))
    asked = "".join(f"&off={name}" for name in sorted(off))
    act = data.draw(st.sampled_from([event.id for event in timeline.events]))
    answer = client.get(f"/?d=any{asked}&act={act}&at={data.draw(st.integers(1, 40))}")
    if answer.status_code == 400:  # in words: edits that do not fit each other
        with pytest.raises(replay.ReplayError):
            replay.whatif(timeline, [Drop(name) for name in sorted(off)])
    else:
        assert answer.status_code == 200 and "At this point" in answer.text
        digest = client.get(f"/result.json?d=any{asked}").json()["digest"]
        edits = [Drop(name) for name in sorted(off)]
        expected = replay.whatif(timeline, edits).branch if edits else replay.run(timeline)
        assert digest == expected.digest


# -- the address ----------------------------------------------------------------------------------

_IDS = st.from_regex(r"[a-z]([a-z0-9-]{0,12}[a-z0-9])?", fullmatch=True)
_DAYS = st.integers(700_000, 740_000)
_ORDERS = (Drop, Shift, SetClock, SetOutcome, SetFate, SetReading, Cut)
_LENGTHS = st.builds(
    lambda parts, sign: Duration(*(sign * part for part in parts)),
    st.tuples(*[st.integers(0, 40)] * 3), st.sampled_from((1, -1)),
)  # fmt: skip
_DATES = _DAYS.map(lambda found: parse_date(iso(found)))
_EDITS = st.one_of(
    st.builds(Drop, _IDS), st.builds(Shift, _IDS, _LENGTHS), st.builds(lambda a, d: Shift(a, None, d), _IDS, _DATES),
    st.builds(SetClock, _IDS, _DATES), st.builds(SetOutcome, _IDS, st.sampled_from(Outcome)),
    st.builds(SetFate, _IDS, st.sampled_from(Fate), st.integers(1, 9), st.none() | st.integers(1, 9)),
    st.builds(lambda a, t: SetReading(a, None, t), _IDS, st.sampled_from(Trend)),
    st.builds(SetClock, _IDS, st.integers(0, 400).map(lambda days: Duration(days=days))),
    st.builds(lambda a, names: Cut(a, tuple(sorted(names))), _DAYS, st.sets(_IDS, max_size=3)),
)  # fmt: skip
_FILTERS = st.builds(
    Filters, st.none() | _DAYS, st.none(), st.sets(st.sampled_from(["US", "JP"])).map(lambda s: tuple(sorted(s))),
    st.sets(st.sampled_from([act.value for act in Act]), max_size=2).map(lambda s: tuple(sorted(s))),
    st.integers(0, 9), st.none() | st.integers(1, 99),
)  # fmt: skip


@st.composite
def views(draw):
    edits = draw(st.lists(_EDITS, max_size=6, unique_by=lambda edit: (type(edit), str(edit))))
    cuts = [edit for edit in edits if isinstance(edit, Cut)][1:]
    edits = sorted((edit for edit in edits if edit not in cuts), key=lambda edit: _ORDERS.index(type(edit)))
    if draw(st.booleans()):
        edits = [replace(edit, responses="drop") if isinstance(edit, Drop) else edit for edit in edits]
    return View(
        draw(_IDS), draw(st.just("") | _IDS), tuple(edits), draw(st.none() | st.integers(1, 999)),
        draw(st.just("") | _IDS.map(lambda name: f"{name}/reply-1")), draw(st.just("") | _IDS),
        draw(st.sampled_from(["story", "escalation"])), draw(_FILTERS), draw(st.just("") | _IDS),
        draw(st.integers(1, 50)),
    )  # fmt: skip


@few(200)
@given(views())
def test_an_address_says_everything_that_is_seen(view):
    text = query(view)
    assert read(text) == view
    assert query(read(f"http://127.0.0.1:1/token/?{text}#act")) == text


def test_an_address_is_readable():
    asked = "d=x&off=a&shift=b:14d&shift=c:1995-07-05&clock=k:P30D&outcome=k:lapsed&fate=p:2:broken&cut=1995-03-31"
    assert query(read(asked)) == asked
    assert query(read("shift=b:%2B2w&off=a")) == "off=a&shift=b:14d"  # the parts have one order
    assert query(read("shift=b:+2w")) == "shift=b:14d"  # a plus is a blank in an address


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ("nope=1", "'nope' is no part of an address"),
        ("at=0", "at: '0' seen; allowed: a whole number from 1"),
        ("at=9&at=8", "'at' comes twice"),
        ("shift=a", "is not an id and a value with a colon between"),
        ("shift=a:1995-13-01", "month"),
        ("clock=a:soon", "clock=a:soon"),
        ("outcome=a:exploded", "'exploded' is not known; allowed:"),
        ("fate=a:0:kept", "is not an id, the number of a commitment"),
        ("kinds=meat", "did you mean 'meet'"),
        ("d=a%00b", "a sign that no text may hold"),
        ("off=%ff", "cannot be read"),
        ("from=1995-02-01&to=1995-01-01", "comes before the first"),
        ("keep=a", "it has no effect without 'cut'"),
        ("&".join(f"off=a{n}" for n in range(201)), "201 edits; allowed: 200"),
        ("off=" + "a" * 16000, "characters behind the question mark"),
    ],
)
def test_what_an_address_cannot_say_is_refused_in_words(asked, told):
    with pytest.raises(RefusalError, match=re.escape(told)):
        read(asked)


def test_what_does_not_fit_is_refused_in_words_on_the_page(client):
    for asked, told in (
        ("off=setlement", "no act of the record is called"), ("d=mars", "no dispute here is called"),
        ("cf=no-agrement", "did you mean"),
    ):  # fmt: skip
        page = client.get(f"/?{asked}")
        assert page.status_code == 400 and told in page.text, asked


def test_the_same_address_gives_the_same_bytes(cases, client):
    other = TestClient(application(cases))
    for path in ("/?d=japan-autos&off=settlement&act=counter-list&at=60", "/escalation.svg?d=japan-autos&acts=20"):
        assert client.get(path).content == other.get(path).content == client.get(path).content


def test_pages_do_not_depend_on_where_they_stand(cases, client):
    guarded = TestClient(application(cases, base="/secret"))
    assert guarded.get("/secret/?off=settlement").content == client.get("/?off=settlement").content


def test_a_form_that_is_sent_without_a_script_comes_to_its_address(client):
    sent = "/?d=japan-autos&off=settlement&date.sanctions-list=14d&date.talks=&due.section-301=1995-10-10&responses="
    answer = client.get(sent)
    assert answer.status_code == 303
    assert urlsplit(answer.headers["location"]).query == (
        "d=japan-autos&off=settlement&shift=sanctions-list:14d&clock=section-301:1995-10-10"
    )


def test_the_form_hands_on_what_it_has_no_field_for(client):
    page = client.get("/?d=japan-autos&off=settlement&outcome=sanctions-june:lapsed&cut=1995-06-30&keep=yen-rises").text
    form = page[page.index('<form id="edit"') : page.index("</form>", page.index('<form id="edit"'))]
    hidden = re.findall(r'type="hidden" name="([^"]+)" value="([^"]+)"', form)
    assert ("off", "settlement") in hidden  # it stands on another page of the list
    assert {("outcome", "sanctions-june:lapsed"), ("cut", "1995-06-30"), ("keep", "yen-rises")} <= {*hidden}


# -- taking away ----------------------------------------------------------------------------------


def test_each_shipped_counterfactual_is_what_the_library_replays(client, cases, tmp_path):
    for case, file in zip(cases, FILES, strict=True):
        (tmp_path / file.name).write_bytes(file.read_bytes())
        assert case.counterfactuals
        for one in case.counterfactuals:
            asked = f"d={case.name}&cf={one.name}"
            found = client.get(f"/result.json?{asked}").json()
            assert found["digest"] == replay.whatif(case.timeline, one).branch.digest
            saved = tmp_path / "saved.yaml"
            saved.write_text(client.get(f"/edits.yaml?{asked}").text, encoding="utf-8")
            (again,) = replay.load_edits(saved).counterfactuals.values()
            assert (again.name, again.title) == (one.name, one.title)
            assert replay.whatif(case.timeline, again).branch.digest == found["digest"]


def test_an_address_and_its_edit_file_are_the_same_counterfactual(client, tmp_path):
    asked = "?d=japan-autos&cf=no-wto-warning&off=settlement&shift=sanctions-list:1d&fate=counter-list:kept"
    saved = tmp_path / "saved.yaml"
    done = CliRunner().invoke(
        main, ["whatif", str(FILES[0]), "--url", f"http://127.0.0.1:9/t/{asked}", "--save-edits", str(saved), "--json"]
    )
    assert done.exit_code == 0, done.output
    (again,) = replay.load_edits(saved).counterfactuals.values()
    assert (
        replay.whatif(replay.load(FILES[0]), again).branch.digest == client.get(f"/result.json{asked}").json()["digest"]
    )
    page = CliRunner().invoke(main, ["explore", str(saved), "--page"])
    assert page.exit_code == 0 and "No WTO warning on 17 March 1995, and 3 more changes" in page.stdout


@pytest.mark.parametrize(
    ("more", "told"),
    [
        (["--url", "?d=korea-autos&off=x"], "the address is of the dispute 'korea-autos', the file of 'japan-autos'"),
        (["--url", "?d=japan-autos"], "the address has no edit"),
        (["--url", "?off=settlement", "--drop", "x"], "--url has edits of its own"),
        (["--drop", "settlement", "--save-edits", "x.yaml"], "--save-edits belongs to --url"),
    ],
)
def test_a_call_that_does_not_fit_its_address(more, told):
    done = CliRunner().invoke(main, ["whatif", str(FILES[0]), *more])
    assert done.exit_code == 2 and told in " ".join(done.output.split())


def test_nothing_edited_gives_no_edit_file(client):
    assert client.get("/edits.yaml?d=japan-autos").status_code == 400


def test_a_figure_to_keep_stands_alone(client):
    for name in ("story", "escalation"):
        answer = client.get(f"/{name}.svg?d=japan-autos&off=settlement")
        assert answer.headers["content-disposition"] == f'attachment; filename="japan-autos-{name}.svg"'
        assert answer.text.startswith("<svg") and "<style>" in answer.text and "<title>" in answer.text


def test_the_citation_names_the_file_and_its_sources(client):
    said = words(client.get("/?d=japan-autos&off=settlement"))
    assert "SHA-256 3aeb103195c4be91" in said and "Elms, Deborah" in said
    assert "View: ?d=japan-autos&off=settlement" in said


# -- who is answered, and what runs ---------------------------------------------------------------

HOSTILE = "<script>alert(1)</script>\"'><img src=x onerror=alert(2)>{{7*7}}"


@pytest.fixture(scope="module")
def hostile():
    made = replay.load(replay.example())
    party = replace(made.parties["US"], name=f"US {HOSTILE}")
    events = tuple(
        replace(event, label=f"L{HOSTILE}", summary=f"S{HOSTILE}", note=HOSTILE,
                clocks=tuple(replace(clock, label=f"C{HOSTILE}") for clock in event.clocks))
        for event in made.events
    )  # fmt: skip
    bad = replace(made, title=f"T{HOSTILE}", parties={**made.parties, "US": party}, events=events)
    return TestClient(application([Case("bad", bad), Case("other", made)]))


def test_hostile_texts_are_texts(hostile):
    for path in ("/?off=settlement&act=sanctions-list&compare=other", "/now?at=2", "/story.svg", "/escalation.svg",
                 "/compare?d=bad&compare=other"):  # fmt: skip
        text = hostile.get(path).text
        assert "alert(1)" in text, path
        assert "<script>alert" not in text and "<img" not in text and "{{7*7}}" in text, path


def test_what_is_asked_for_is_a_text_too(small):
    for asked in (
        "off=%3Cscript%3Ealert(1)%3C/script%3E",
        "cf=%3Cimg%20src=x%3E",
        "decision=%22%3E%3Cscript%3Ealert(1)",
    ):
        text = small.get(f"/?{asked}").text
        assert "<script>alert" not in text and "<img" not in text


def test_a_page_runs_only_what_the_application_gives_out(client):
    for path in ("/?off=settlement&act=counter-list&decision=us-301-1994&compare=korea-autos", "/now", "/?nope=1"):
        answer = client.get(path)
        policy = answer.headers["content-security-policy"]
        assert "script-src 'self'" in policy and "unsafe" not in policy and "default-src 'none'" in policy
        assert not re.search(r"<script(?![^>]*src=\"static/)|<style|\sstyle=|\son[a-z]+=|javascript:", answer.text)
        loaded = re.findall(r'<(?:script|link)[^>]*(?:src|href)="([^"]+)"', answer.text)
        assert all(link == "data:," or link.removeprefix("static/") in STATIC for link in loaded)


def test_static_files_are_a_closed_list(client):
    for name in STATIC:
        assert client.get(f"/static/{name}").status_code == 200
    for path in ("/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/app.py", "/static/",
                 "/static//etc/passwd", "/nothing"):  # fmt: skip
        assert client.get(path).status_code == 404, path
    assert client.post("/").status_code == 405


@pytest.mark.parametrize(
    ("path", "headers", "status"),
    [
        ("/secret/", {}, 200),
        ("/secret/result.json", {"origin": "http://127.0.0.1:8000", "sec-fetch-site": "same-origin"}, 200),
        ("/secret/", {"host": "localhost:8000"}, 200),
        ("/", {}, 404),
        ("/secreT/", {}, 404),
        ("/secret", {}, 200),  # led on to the path with its stroke
        ("/secret2/", {}, 404),
        ("/secret/static/..%2f..%2fapp.py", {}, 404),
        ("/secret//etc/passwd", {}, 404),
        ("/secret/", {"host": "evil.example:8000"}, 421),
        ("/secret/", {"host": "127.0.0.1:8001"}, 421),
        ("/secret/", {"host": "127.0.0.1"}, 421),
        ("/secret/", {"origin": "http://evil.example"}, 403),
        ("/secret/", {"origin": "null"}, 403),
        ("/secret/", {"sec-fetch-site": "cross-site"}, 403),
        ("/secret/", {"sec-fetch-site": "same-site"}, 403),
    ],
)
def test_only_the_browser_that_was_given_the_address_is_answered(path, headers, status):
    app = application([Case("example", replay.load(replay.example()))], base="/secret")
    client = TestClient(Guard(app, "secret", ("127.0.0.1:8000", "localhost:8000")), base_url="http://127.0.0.1:8000")
    assert client.get(path, headers=headers).status_code == status


_ALONE = r"""
import asyncio, json, pickle, sys
BARRED = {"yaml", "pydantic", "pydantic_core", "numpy", "pandas", "matplotlib", "rich", "graphviz", "click", "uvicorn",
          "docx", "xlsxwriter"}
class Bar:
    def find_spec(self, name, path=None, target=None):
        if name.partition(".")[0] in BARRED:
            raise ImportError(f"barred: {name}")
sys.meta_path.insert(0, Bar())
from replay.explore import application
app = application(pickle.loads(sys.stdin.buffer.read()))
async def ask(path):
    path, _, query = path.partition("?")
    got = []
    async def send(message): got.append(message)
    async def receive(): return {"type": "http.request", "body": b"", "more_body": False}
    scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "GET", "scheme": "http",
             "path": path, "raw_path": path.encode(), "query_string": query.encode(), "root_path": "",
             "headers": [(b"host", b"x")], "client": None, "server": ("x", 80)}
    await app(scope, receive, send)
    return got[0]["status"], b"".join(part.get("body", b"") for part in got).decode()
answers = {path: asyncio.run(ask(path)) for path in json.loads(sys.argv[1])}
print(json.dumps(answers))
"""


def test_requests_are_answered_without_files_and_tables_of_data(client, cases):
    paths = [
        f"{path}?d={case.name}&cf={case.counterfactuals[-1].name}&act={case.timeline.events[3].id}"
        f"&decision={case.timeline.decisions[0].id}&compare={cases[0].name}&acts=30&at=9"
        for case in cases for path in PATHS
    ]  # fmt: skip
    paths += ["/?nope=1", "/static/explore.js"]
    done = subprocess.run(
        [sys.executable, "-c", _ALONE, json.dumps(paths)], input=pickle.dumps(cases, 5), capture_output=True, cwd=ROOT,
        check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr.decode()
    for path, (status, text) in json.loads(done.stdout).items():
        assert (status, text) == (client.get(path).status_code, client.get(path).text), path


def test_a_case_is_handed_on_whole(cases):
    again = pickle.loads(pickle.dumps(cases[0], 5))
    assert again.record.trace.digest == cases[0].record.trace.digest
    assert [one.name for one in again.counterfactuals] == [one.name for one in cases[0].counterfactuals]


# -- the command ----------------------------------------------------------------------------------


def test_the_server_opens_answers_and_ends_quietly(tmp_path):
    call = [sys.executable, "-u", "-m", "replay", "explore", str(replay.example()), "--no-browser"]
    with subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as server:
        url = server.stdout.readline().split()[-1]
        host, token = urlsplit(url).netloc, urlsplit(url).path.strip("/")
        assert host.startswith("127.0.0.1:") and len(token) >= 20
        with urllib.request.urlopen(url, timeout=20) as page:
            assert b"<h1>" in page.read()
        for other in (f"http://{host}/", f"http://{host}/wrong/", f"http://localhost.evil.example@{host}/x/"):
            with pytest.raises(OSError):  # 404, or no such name
                urllib.request.urlopen(other, timeout=20)
        server.send_signal(signal.SIGINT)
        _, err = server.communicate(timeout=20)
    assert server.returncode == 0 and "Traceback" not in err and err.strip() == "Ended."


def test_a_port_that_is_taken_is_told(tmp_path):
    import socket

    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = str(taken.getsockname()[1])
        done = CliRunner().invoke(main, ["explore", str(replay.example()), "--no-browser", "--port", port])
    assert done.exit_code == 1 and f"port {port} cannot be had" in done.output


def test_an_edit_file_opens_as_its_counterfactual(tmp_path):
    edits = replay.example().with_name("example.edits.yaml")
    done = CliRunner().invoke(main, ["explore", str(edits), "--page"])
    named = list(replay.load_edits(edits).counterfactuals.values())
    assert done.exit_code == 0 and all(one.title in done.stdout for one in named)
    opened = CliRunner().invoke(main, ["explore", str(edits), "--page", "--at", "?cf=no-settlement"])
    assert f'<h2 id="answer-title">{named[0].title}</h2>' in opened.stdout


def test_without_its_libraries_the_command_says_what_to_install_and_addresses_are_read():
    barred = "import sys; sys.modules['starlette'] = sys.modules['jinja2'] = None; from replay.cli import main; main()"
    call = [sys.executable, "-c", barred]
    done = subprocess.run([*call, "explore", str(replay.example())], capture_output=True, text=True, check=False)
    assert done.returncode == 1 and "pip install 'dispute-replay[explore]'" in done.stderr
    asked = [*call, "whatif", str(replay.example()), "--url", "?off=settlement"]
    done = subprocess.run(asked, capture_output=True, text=True, check=False)
    assert done.returncode == 0 and "United States impose sanctions" in done.stdout


def test_words_of_a_page_are_those_of_its_reader(client):
    """Acts and clocks by what they are called, days as the page itself writes them."""
    page = client.get("/?d=japan-autos&shift=settlement:30 June 1995&clock=sanctions-june:July 5, 1995").text
    assert "What if: “Auto agreement” comes 30 June 1995, and 1 more" in page
    assert 'data-address="?d=japan-autos&amp;shift=settlement:1995-06-30&amp;clock=sanctions-june:1995-07-05"' in page
    early = client.get("/?d=japan-autos&shift=settlement:-2w")
    assert early.status_code == 400 and "shift=" not in early.text and "&#39;" not in early.text
    assert "“Auto agreement” would come on 1995-06-14, before “First day in Geneva” (1995-06-26)" in early.text
    for seen, told in (("soon", "is no day;"), ("1995-02-30", "is no day (day 30 does not exist in 1995-02);")):
        page = html.unescape(client.get(f"/?d=japan-autos&shift=settlement:{seen}").text)
        how = "type a day such as 28 June 1995 or 1995-06-28, or how far to move it, such as 14d or -2w"
        assert f"“Auto agreement”: '{seen}' {told} {how}" in page
    beside = client.get("/compare?d=japan-autos&compare=korea-autos").text
    assert "`" not in beside and "strong loss" in beside and "strong-loss" not in beside
    assert "as coded in the event file" in beside and "2 disputes:" not in beside
    late = client.get("/?d=japan-autos&cf=one-day-late").text
    assert "<td>28–29 June 1995</td><td>28–29 June 1995, later in it</td>" in late
    told = client.get("/story.svg?d=japan-autos&cf=one-day-late").text
    assert "P1D" not in told and "“Auto agreement” comes one day later" in told.replace("1 day", "one day")


def test_what_paper_leaves_out_of_a_page_hides_nothing_of_the_pictures(client):
    """The pictures stand in the page: a class that the page hides when printed must not be one of theirs."""
    sheet = client.get("/static/explore.css").text.partition("@media print")[2]
    rules = re.findall(r"([^{}]+){[^{}]*display: none", sheet)
    hidden = {part.strip().removeprefix(".") for rule in rules for part in rule.split(",") if part.strip()[0] == "."}
    assert {"answered", "steps", "screen"} <= hidden
    for picture in ("story", "escalation"):
        drawn = client.get(f"/{picture}.svg?d=japan-autos&off=settlement").text
        used = {name for names in re.findall(r'class="([^"]*)"', drawn) for name in names.split()}
        assert "camp-A" in used and not hidden & used
