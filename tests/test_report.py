"""The report: one file, nothing from outside, nothing foreign runs; and what a browser makes of it."""

import base64
import hashlib
import html
import re
import shutil
import subprocess
from dataclasses import replace
from html.parser import HTMLParser

import pytest
from click.testing import CliRunner
from coded import act, crowded
from synthetic import timeline as synthetic

from replay import engine, files
from replay.cli import main
from replay.escalation import graph, measures
from replay.figures import Layout, Selection
from replay.figures.story import story_figure as story
from replay.publish.report import Section, report_page
from replay.publish.report.tips import tips
from replay.tables import events_table
from replay.tables.answers import chain_told
from replay.tables.headline import sanctions_told
from replay.text.blocks import Grid, Paragraph
from replay.text.html import Html, tag
from replay.text.svg import inlined

DATA = files.example().parent
STYLE, SCRIPT = ((DATA / name).read_text(encoding="utf-8") for name in ("page.css", "report.js"))
EVIL = '</title></script><script>document.title="pwned"</script><img src=x onerror="document.title=1">&"\'`'
BROWSER = shutil.which("chromium") or shutil.which("google-chrome") or shutil.which("chromium-browser")


def hostile():
    """The replay of an event file whose every free text tries to run."""
    base = files.load(files.example())
    events = [
        replace(
            event, summary=EVIL, label=EVIL, cite=tuple(replace(cite, section=EVIL, via=EVIL) for cite in event.cite),
            clocks=tuple(replace(clock, label=EVIL) for clock in event.clocks),
        )
        for event in base.events
    ]  # fmt: skip
    parties = {name: replace(party, name=EVIL) for name, party in base.parties.items()}
    sources = {key: replace(source, author=EVIL, title=EVIL, publisher=EVIL) for key, source in base.sources.items()}
    readings = tuple(replace(reading, summary=EVIL) for reading in base.readings)
    return engine.run(
        replace(
            base, title=EVIL, summary=EVIL, events=tuple(events), parties=parties, sources=sources, readings=readings,
        )
    )  # fmt: skip


@pytest.fixture(scope="module")
def trace(pytestconfig):
    return engine.run(files.load(pytestconfig.rootpath / "timelines/korea-autos-1995-1998.yaml"))


@pytest.fixture(scope="module")
def text(trace):
    return report_page(trace)


class Reader(HTMLParser):
    """Gathers the elements of a page and checks that they close."""

    def __init__(self, source):
        super().__init__()
        self.elements, self.open = [], []
        self.feed(source)
        self.close()

    def handle_starttag(self, name, attributes):
        self.elements.append((name, dict(attributes)))
        if name not in ("meta", "input", "br", "path", "use"):
            self.open.append(name)

    def handle_startendtag(self, name, attributes):
        self.elements.append((name, dict(attributes)))

    def handle_endtag(self, name):
        if name in ("path", "use"):
            return
        assert self.open.pop() == name


# -- one file, closed to the outside --------------------------------------------------------------


def test_elements_close_and_ids_are_one_of_a_kind(text):
    found = Reader(text)
    assert found.open == []
    ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids))


def test_every_reference_inside_the_page_leads_somewhere(text):
    found = Reader(text).elements
    ids = {attributes["id"] for _, attributes in found if "id" in attributes}
    for _, attributes in found:
        for name in ("href", "xlink:href"):
            target = attributes.get(name, "")
            assert not target.startswith("#") or target[1:] in ids, target
    assert set(re.findall(r"url\(#([^)]*)\)", text)) <= ids


def test_nothing_is_fetched(text):
    for name, attributes in Reader(text).elements:
        assert name not in ("link", "img", "iframe", "object", "embed", "base", "form", "audio", "video")
        assert not any(key.startswith("on") or key in ("src", "srcset", "style") for key in attributes), attributes
        for key in ("href", "xlink:href"):
            assert attributes.get(key, "#").startswith("#") or name == "a"
    assert "@import" not in STYLE and "url(" not in STYLE and "http" not in STYLE + SCRIPT


def test_the_policy_admits_this_style_and_this_script_only(text):
    def digest(body):
        return base64.b64encode(hashlib.sha256(body.encode()).digest()).decode()

    assert re.findall(r"<style>(.*?)</style>", text, re.S) == [STYLE]
    assert re.findall(r"<script>(.*?)</script>", text, re.S) == [SCRIPT]
    policy = html.unescape(re.search(r'http-equiv="Content-Security-Policy" content="([^"]*)"', text)[1])
    assert f"style-src 'sha256-{digest(STYLE)}'" in policy and f"script-src 'sha256-{digest(SCRIPT)}'" in policy
    assert "default-src 'none'" in policy and "unsafe" not in policy


def test_it_holds_story_clocks_domains_theories_measures_and_sources(trace, text):
    for record in events_table(trace).records():
        assert f'id="act-{record["id"]}"' in text
        assert html.escape(str(record["summary"])) in text
    for part in ("Figures", "Story", "Clocks", "Domains", "Measures", "How it was made"):
        assert f"<h2>{part}</h2>" in text
    assert trace.digest in text and trace.timeline.digest in text
    assert text.count("Checked: replayed by the rules, every clock ends as the source says.") == 2
    assert "Checked:" in text[text.index("<h2>How it was made</h2>") :]
    assert text.count('<g class="tip"') > 3 * len(trace.clocks())


def test_a_replay_that_differs_says_so():
    source = files.example().read_text(encoding="utf-8").replace("    settles: [sanctions]\n", "")
    source = source.replace("record: settled", "record: carried-out")
    assert "differs from the record" in report_page(engine.run(files.loads(source)), drawings=())


def test_parts_can_be_given(trace):
    blocks = Paragraph("Had it <not>."), Grid(("A",), (("<x>",),))
    made = report_page(trace, (), [Section("What if", blocks)])
    assert "<h2>What if</h2>" in made and "Had it &lt;not&gt;." in made and "&lt;x&gt;" in made


def test_forecasts_stand_with_the_theories_and_their_marks_say_why(trace, text):
    theories = text[text.index("<h2>Theories</h2>") : text.index("<h2>Claims of the source</h2>")]
    assert "Predicted and observed strategy" in theories and "Figure 4." in theories
    staked = sum(decision.party == "US" for decision in trace.timeline.decisions)
    assert theories.count('<g class="tip"') == 6 * len(trace.timeline.decisions) + staked  # of the American alone
    assert "Prospect expected creating" in theories and "what was done: " in theories


def test_claims_stand_once_with_all_their_trials(trace, text):
    part = text[text.index("<h2>Claims of the source</h2>") : text.index("<h2>Measures</h2>")]
    for claim in trace.timeline.claims:
        assert part.count(f">{html.escape(claim.says)}<") == 1
    assert part.count('<td rowspan="') == 3 * len(trace.timeline.claims)


def test_columns_without_a_value_are_left_out(trace):
    def heads(made):
        return re.findall("<th[^>]*>(.*?)</th>", made[made.index("<h2>Clocks</h2>") : made.index("<h2>Domains</h2>")])

    coded = trace.timeline
    bare = tuple(replace(e, clocks=tuple(replace(c, label="", on_end=()) for c in e.clocks)) for e in coded.events)
    full, without = heads(report_page(trace, ())), heads(report_page(engine.run(replace(coded, events=bare)), ()))
    assert "What follows if it runs out" in set(full) - set(without) and set(without) < set(full)


def test_it_is_the_same_again(trace):
    assert report_page(trace, (story(trace),)) == report_page(trace, (story(trace),))


# -- nothing foreign runs -------------------------------------------------------------------------


def test_hostile_text_is_text():
    made = report_page(hostile())
    found = Reader(made)
    assert sum(name == "script" for name, _ in found.elements) == 1
    assert not any(name == "img" for name, _ in found.elements)
    assert made.count("pwned") == made.count("&quot;pwned&quot;") > 5


def test_only_web_addresses_become_links():
    timeline = files.load(files.example())
    key, source = next(iter(timeline.sources.items()))
    for url, linked in (("javascript:alert(1)", False), ("https://example.org/a", True), ("data:text/html,x", False)):
        changed = replace(timeline, sources={key: replace(source, url=url)})
        assert (f'href="{url}"' in report_page(engine.run(changed), drawings=())) is linked


def test_markup_escapes_unless_it_is_markup():
    assert tag("b", "<", Html("<i></i>"), data_x='"') == '<b data-x="&quot;">&lt;<i></i></b>'
    assert tag("a", None, hidden=True, title=None, href=False) == "<a hidden></a>"


def test_a_picture_loses_styles_comments_and_foreign_names():
    raw = (
        '<?xml?><svg><style>*{}</style><!-- <script> --><path id="p"/><g id="act a&quot;b"><use xlink:href="#p"/></g>'
        '<g id="line_1" clip-path="url(#c)"/></svg>'
    )
    made = inlined(raw, "f3", "L")
    assert "<style" not in made and "script" not in made and "act a" not in made and "line_1" not in made
    assert 'id="f3-p"' in made
    assert 'xlink:href="#f3-p"' in made and "url(#f3-c)" in made


# -- no room --------------------------------------------------------------------------------------


def test_a_figure_without_room_is_left_out_and_the_report_says_why():
    made = report_page(engine.run(files.loads(crowded())))
    part = made[made.index("<h2>Figures</h2>") : made.index("<h2>Story</h2>")]
    why = "The figure “story” is left out: a full journal page has 240 mm of height; this dispute needs "
    assert part.index(why) < part.index("<figure") and Reader(made).open == []
    assert part.count("<figure ") == 2 and "Figure 1. " in part and "Figure 3. " not in made


# -- the command ----------------------------------------------------------------------------------


def test_report_writes_one_file(tmp_path):
    result = CliRunner().invoke(main, ["report", str(files.example()), "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    assert [path.name for path in (tmp_path / "example").iterdir()] == ["report.html"]


def test_counterfactuals_become_parts_of_the_report(tmp_path):
    edits = files.example().with_name("example.edits.yaml")
    args = ["report", str(files.example()), "--out", str(tmp_path), "--whatif", str(edits)]
    result = CliRunner().invoke(main, args)
    assert result.exit_code == 0, result.output
    text = (tmp_path / "example" / "report.html").read_text(encoding="utf-8")
    found = Reader(text)
    part = text[text.index("<h2>What if</h2>") : text.index("<h2>Parties and terms</h2>")]
    assert (
        part.count("<h3 id=") == 2 == part.count('href="#part-')
        and part.count("<h4>What clocks and commitments bring about</h4>") == 2
    )
    ids = [attributes["id"] for _, attributes in found.elements if "id" in attributes]
    assert len(ids) == len(set(ids)) and "figure-no-settlement-escalation" in ids and "part-no-settlement" in ids


def test_edits_of_another_dispute_are_refused(tmp_path, root):
    edits = root / "timelines/counterfactuals/korea-autos.yaml"
    args = ["report", str(files.example()), "--out", str(tmp_path), "--whatif", str(edits)]
    result = CliRunner().invoke(main, args)
    assert result.exit_code == 1 and "edits are of another event file" in result.output
    assert not (tmp_path / "example").exists()


# -- in a browser ---------------------------------------------------------------------------------


def browse(*args):
    flags = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--hide-scrollbars"]
    return subprocess.run([BROWSER, *flags, *args], capture_output=True, text=True, timeout=120)


@pytest.mark.skipif(BROWSER is None, reason="no browser")
def test_in_a_browser_hostile_text_does_not_run_and_the_script_does(tmp_path):
    made = report_page(hostile())
    path = tmp_path / "report.html"
    path.write_text(made, encoding="utf-8")
    logged = browse("--enable-logging=stderr", "--virtual-time-budget=3000", "--dump-dom", path.as_uri())
    title = re.search(r"<title>(.*?)</title>", logged.stdout, re.S)[1]
    assert html.unescape(title) == EVIL
    assert "Content Security Policy" not in logged.stderr and "Uncaught" not in logged.stderr


@pytest.mark.skipif(BROWSER is None, reason="no browser")
def test_in_a_browser_rows_are_found_and_marks_speak_to_the_keyboard(tmp_path, text):
    """The same page with a second script, under the same policy less its own digest, that acts like a reader."""
    acts = """
      var field = document.querySelector("input"), paper = document.querySelector(".paper");
      field.value = "super 301 citation"; field.dispatchEvent(new Event("input"));
      paper.dispatchEvent(new KeyboardEvent("keydown", {key: "ArrowRight", cancelable: true, bubbles: true}));
      document.body.dataset.found = document.getElementById("events-count").textContent;
      document.body.dataset.said = document.querySelector(".said").textContent;
      document.body.dataset.place = document.querySelector(".place").textContent;
      document.body.dataset.later = paper.querySelectorAll(".later").length > paper.querySelectorAll(".here").length;
      paper.dispatchEvent(new KeyboardEvent("keydown", {key: "Escape", bubbles: true}));
      document.querySelector('a[data-show="act super-301-citation"]').click();
      document.body.dataset.back = document.querySelector(".said a").hash;
      document.body.dataset.here = paper.querySelector(".here").dataset.mark;
    """
    digest = base64.b64encode(hashlib.sha256(acts.encode()).digest()).decode()
    changed = text.replace("script-src ", f"script-src &#x27;sha256-{digest}&#x27; ")
    changed = changed.replace("</body>", f"<script>{acts}</script></body>")
    path = tmp_path / "report.html"
    path.write_text(changed, encoding="utf-8")
    dom = browse("--virtual-time-budget=3000", "--dump-dom", path.as_uri()).stdout
    body = re.search(r"<body ([^>]*)>", dom)[1]
    shown, of = re.search(r'data-found="(\d+) of (\d+)"', body).groups()
    assert 0 < int(shown) < int(of)
    assert 'data-said="Super 301 enacted1988, U.S. Congress' in body  # the first act, its date as coded
    assert f'data-place="1 of {of}"' in body and 'data-later="true"' in body
    assert 'data-back="#act-super-301-citation"' in body and 'data-here="act super-301-citation"' in body


@pytest.mark.skipif(BROWSER is None, reason="no browser")
def test_in_a_browser_it_prints(tmp_path, text):
    path, pdf = tmp_path / "report.html", tmp_path / "report.pdf"
    path.write_text(text, encoding="utf-8")
    browse(f"--print-to-pdf={pdf}", "--no-pdf-header-footer", path.as_uri())
    assert pdf.read_bytes()[:5] == b"%PDF-" and pdf.stat().st_size > 50_000


def test_a_clock_that_was_moved_and_still_runs_has_no_end_in_words(trace_of):
    """It was set on 1 March and moved to 2009; nothing is said to have happened on the last day of the replay."""
    trace = trace_of(
        act("ask", "2001-03-01", "demand", more="clock: {id: c, due: 2009-01-01, record: open, label: Answer}"),
        act("later", "2001-03-20", "extend-deadline", more="moves: {c: 2009-06-01}"),
        act("end", "2003-12-01", "meet"),
    )
    told = "deadline, set 1 Mar 2001, due 1 Jan 2009 then 1 June 2009, still running"
    assert f"Clock Answer (A): {told}." in story(trace).alt
    assert tips(trace)["clock c"] == f"Clock Answer of Side A: {told}"


# -- findings, anchors, choices -------------------------------------------------------------------


def findings(page):
    part = page[page.index('<ul class="findings"') : page.index("</ul>", page.index('<ul class="findings"'))]
    return [html.unescape(re.sub("<[^>]*>", "", line.partition(' <a href="#section')[0])) for line in
            re.findall("<li>(.*?)</li>", part, re.S)]  # fmt: skip


def captions(page):
    return re.findall("<figcaption>(.*?)</figcaption>", page, re.S)


def test_the_findings_are_the_answers_of_the_commands(trace, text, pytestconfig):
    file = str(pytestconfig.rootpath / "timelines/korea-autos-1995-1998.yaml")

    def answer(*args):
        return " ".join(CliRunner().invoke(main, [*args, file]).output.split())

    threats, clocks, sanctions, path, domains, theories = findings(text)
    assert threats.startswith("The first threat is by United States (Super 301 reinstated, Jan–Aug 1995), the last by ")
    assert "Congress" not in threats and "10 threats: " in answer("ledger") and " 9 threats: " in threats
    assert clocks in answer("run")
    assert sanctions == (
        "No sanction was imposed; 2 sanctions were threatened: 2 not carried out (1 demand met, 1 settled)."
    )
    assert path.endswith("1997: Tax audits resumed → Quiet warning → Korea threatens WTO case.")
    assert all(f"{line.rstrip('.')}." in answer("domain") for line in domains.split(". "))
    assert theories.startswith("12 decisions on how to bargain. Error, 0 is perfect: prospect theory 0.")
    assert theories in answer("score")
    links = re.findall(r'<a href="#(section-[a-z]+)" class="more">', text)
    assert links == [f"section-{name}" for name in ("clocks", "clocks", "clocks", "measures", "domains", "theories")]


def test_a_sanction_that_was_imposed_is_named_and_one_only_announced_is_not(trace_of):
    trace = trace_of(
        act("ask", "2001-03-01", "demand"),
        act("say", "2001-03-02", "impose-sanctions", more="status: announced"),
        act("hit", "2001-04-01", "impose-sanctions", more="label: Duties on steel"),
    )
    assert "1 sanction was imposed: Duties on steel (Side A, 1 Apr 2001)" in sanctions_told(trace)


def test_what_a_clock_put_into_force_is_named_where_it_is_no_sanction(trace_of):
    """A safeguard protects; duties that the same clock would impose as a sanction are told as that, once."""

    def told(kind):
        then = f"on_end: {{act: {kind}, actor: A, recipient: B, summary: Duties., event: duties}}"
        clock = f"clock: {{id: c, kind: effect, due: 2002-03-20, record: carried-out, label: Duties start, {then}}}"
        return sanctions_told(trace_of(act("say", "2002-03-05", "meet", more=clock), act("duties", "2002-03-20", kind)))

    assert told("restrict-market") == (
        "No sanction was imposed; 1 other measure took effect: Duties start (Side A, 20 Mar 2002)."
    )
    assert told("impose-sanctions") == (
        "1 sanction was imposed: Impose sanctions (Side A, 20 Mar 2002); 1 sanction was threatened (1 carried out)."
    )


def _sure(page):
    part = page[page.index('<ul class="findings"') : page.index("</ul>", page.index('<ul class="findings"'))]
    return [html.unescape(said) for said in re.findall('<small class="muted">(.*?)</small>', part)]


LISTED = """clock: {id: duties, kind: effect, due: 2001-06-20, record: settled, label: Duties due,
  on_end: {act: impose-sanctions, actor: A, recipient: B, summary: Duties.}}"""


def test_of_a_finding_it_is_told_whether_the_dates_fix_it(trace_of):
    """The deal may come after the duties are due, and the warning before the list: nothing is fixed but the path."""

    def page(list_, deal):
        return report_page(
            trace_of(
                act("warn", "2001-03-10", "threaten-sanctions", "B"),
                act("list", list_, "list-sanctions", more=LISTED),
                act("deal", deal, "settle", "B", more="settles: [duties]\nneeds: [list]"),
            ),
            drawings=(),
        )

    sure = page("2001-04-01", "2001-06-08/2001-06-18")
    assert _sure(sure) == [
        "The dates as coded fix that they are the first and the last.",
        "The dates as coded fix how it ends.",
        "The dates as coded rule out that a clock brings any other.",
    ]
    assert "also possible" not in sure
    unsure = page("2001-03", "2001-06-08/2001-06-28")
    assert _sure(unsure) == [
        "The dates as coded do not surely fix which threat is the first and last.",
        "The dates as coded do not surely fix how it ends.",
        "The dates as coded leave it open whether a sanction comes by Duties due.",
    ]
    assert "<li>Duties due: settled; also possible: carried out</li>" in unsure


def test_a_report_of_a_part_says_nothing_of_what_the_dates_fix(trace):
    page = report_page(engine.run(trace.timeline, until="1997-12-31"), drawings=())
    assert _sure(page) == [] and "The dates as coded" not in page


def test_the_orders_on_which_the_spiral_and_the_path_rest_are_told(text, pytestconfig):
    """Of the two steps of the spiral one is open by the dates alone, of those of the longest path both."""
    measured = text[text.index("<h2>Measures</h2>") :]
    said = "Of its 2 steps from act to answer the dates alone leave {} open: there the coding says it."
    assert measured.index(said.format(2)) < measured.index("Spirals: 1") < measured.index(said.format(1))
    file = str(pytestconfig.rootpath / "timelines/korea-autos-1995-1998.yaml")
    printed = " ".join(CliRunner().invoke(main, ["graph", "--details", file]).output.split())
    assert f"Spiral 1: {said.format(1)}" in printed and f"Longest escalation path: {said.format(2)}" in printed
    assert "fix how all 7 end." in CliRunner().invoke(main, ["run", "--details", file]).output
    assert "fix how" not in CliRunner().invoke(main, ["run", file]).output


def test_a_path_without_a_hostile_act_is_not_told_as_escalation(trace_of):
    acts = [
        act("a", "2001-01-01", "meet"),
        act("b", "2001-01-02", "state-position", "B", more="answers: {a: responds}"),
    ]
    drawn = graph(trace_of(*acts))
    assert measures(drawn).longest_escalation == ("a", "b")
    assert chain_told(drawn, measures(drawn)) == "No chain of hostile acts answers another."
    acts.append(act("c", "2001-01-03", "threaten-sanctions", more="label: Duties named\nanswers: {b: escalates}"))
    drawn = graph(trace_of(*acts))
    assert "longest escalation path has 3 acts, 1 Jan 2001 to 3 Jan 2001: " in chain_told(drawn, measures(drawn))


def test_the_claims_have_totals_and_labels(text):
    claims = text[text.index("<h2>Claims of the source</h2>") :]
    assert "7 of 14 claims hold, 5 do not, 2 not tried. Not borne out: " in claims
    assert "us-korea-talks-1994" not in claims[: claims.index("<h2>Measures</h2>")]


def test_one_act_and_no_act_make_a_report(trace_of):
    page = report_page(trace_of(act("ask", "2001-03-01", "demand")))
    assert findings(page)[:3] == [
        "No threat of one side to the other is coded.",
        "No clock is set.",
        "No sanction was imposed.",
    ]
    assert 'href="#figure-story" data-show="act ask"' in page


def test_marks_lead_to_rows_and_rows_to_marks(trace, text):
    found = Reader(text).elements
    ids = {attributes["id"] for _, attributes in found if "id" in attributes}
    acts = {f"act-{name}" for name in events_table(trace).column("id")}
    clocks = {f"clock-{clock.id}" for clock in trace.clocks()}
    assert acts | clocks | {"section-clocks", "section-glossary", "figure-story", "party-US"} <= ids
    cards = {attributes["data-card"] for _, attributes in found if "data-card" in attributes}
    assert {name.replace("-", " ", 1) for name in acts | clocks} == cards
    marks = {attributes["data-mark"] for _, attributes in found if "data-mark" in attributes}
    shown = [attributes["data-show"] for _, attributes in found if "data-show" in attributes]
    assert set(shown) <= marks and len(shown) == len(acts)
    assert {mark for mark in marks if mark.startswith("act ")} <= cards


def test_the_glossary_counts_the_acts_of_each_party(trace_of):
    page = report_page(
        trace_of(
            act("ask", "2001-03-01", "demand"), act("urge", "2001-03-02", "demand", "A-FIRMS"),
            act("say", "2001-03-03", "meet", "B"), act("note", "2001-03-04", "meet", "C"),
        ),
        (),
    )  # fmt: skip
    row = re.search('<tr id="party-A">(.*?)</tr>', page)[1]
    assert re.findall("<td[^>]*>(.*?)</td>", row) == [
        "A",
        "Side A",
        "first side",
        "1",
        "2",
    ]  # by it; from B and A-FIRMS
    assert "belongs to Side A" in page and "third party" in page
    assert "<dt>demand (5)</dt>" in page and "threaten sanctions" not in page


def test_a_choice_changes_what_is_drawn_and_nothing_else(trace, text):
    part = report_page(
        trace, selection=Selection(first="1995-01-01", acts="key", no_label=True), layout=Layout(title="")
    )
    start, stop = "<h2>Figures</h2>", "<h2>Story</h2>"
    drawn, whole = (page[page.index(start) : page.index(stop)] for page in (part, text))
    said = "Drawn by choice are only key acts from 1995-01-01; left out are "
    assert [said in caption for caption in captions(drawn)] == [True, False, True]  # not in that of the domains
    assert drawn.count('data-mark="act ') < whole.count('data-mark="act ')
    unlinked = [re.sub(r'<a href="#figure-[a-z]+" data-show[^>]*>(\d+)</a>', r"\1", page) for page in (part, text)]
    rest = [page[: page.index(start)] + page[page.index(stop) :] for page in unlinked]
    assert rest[0] == rest[1]


def test_the_command_takes_the_choices(tmp_path):
    args = ["report", str(files.example()), "--out", str(tmp_path), "--acts", "key", "--min-rung", "7", "--no-legend"]
    result = CliRunner().invoke(main, args)
    assert result.exit_code == 0, result.output
    made = (tmp_path / "example" / "report.html").read_text(encoding="utf-8")
    said = "Drawn by choice are only key acts on rung 7 or higher"
    assert [said in caption for caption in captions(made)][:3] == [True, False, True]


def test_three_hundred_acts_and_ten_parties_make_a_page_whose_links_hold():
    made = report_page(engine.run(synthetic(300)))
    found = Reader(made).elements
    ids = [attributes["id"] for _, attributes in found if "id" in attributes]
    assert len(ids) == len(set(ids))
    assert all(a["href"][1:] in ids for n, a in found if n == "a" and a["href"].startswith("#"))
    assert sum("data-n" in a for _, a in found) == 300


@pytest.mark.skipif(BROWSER is None, reason="no browser")
def test_in_a_browser_a_narrow_page_does_not_scroll_sideways(tmp_path, text):
    """A frame of 400 px around the page, under its own policy, that says how wide its content is."""
    script = "parent.postMessage(document.documentElement.scrollWidth + ' ' + innerWidth, '*');"
    digest = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    changed = text.replace("script-src ", f"script-src &#x27;sha256-{digest}&#x27; ")
    changed = changed.replace("</body>", f"<script>{script}</script></body>")
    (tmp_path / "page.html").write_text(changed, encoding="utf-8")
    outer = "<script>onmessage = e => { document.title = e.data; }</script>"
    outer += '<iframe src="page.html" width="400" height="800">'
    (tmp_path / "outer.html").write_text(f"<!DOCTYPE html><title></title>{outer}</iframe>", encoding="utf-8")
    dom = browse("--virtual-time-budget=5000", "--dump-dom", (tmp_path / "outer.html").as_uri()).stdout
    wide, has = map(int, re.search(r"<title>(\d+) (\d+)</title>", dom).groups())
    assert wide <= has <= 400
