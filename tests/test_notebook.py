"""Values show themselves in a notebook: escaped, short, with dates as coded, and without another library."""

import re
import subprocess
import sys
import xml.etree.ElementTree as ElementTree
from functools import cache
from pathlib import Path

import pytest
from synthetic import timeline as synthetic

import replay
from replay import engine, files
from replay.counterfactuals.edits import Drop
from replay.domain import path
from replay.engine.trace import Trace
from replay.escalation import graph
from replay.escalation.sketch import SKETCHED
from replay.figures import figure
from replay.scoring import agreement
from replay.tables import events_table
from replay.text.notebook import SHOWN, html_table
from replay.text.plain import plain


def test_timeline_and_trace_are_tables():
    timeline = files.load(files.example())
    trace = engine.run(timeline)
    assert timeline._repr_html_().count("<tr>") == len(timeline.events) + 1
    assert trace._repr_html_().count("<tr>") == len(trace) + 1
    assert "A small example" in timeline._repr_html_()


def test_a_long_one_leaves_out_its_middle_and_says_how_much():
    made = engine.run(synthetic(300))._repr_html_()
    assert made.count("<tr>") == SHOWN + 2
    assert "more rows" in made


def test_texts_are_escaped():
    assert "<script>" not in html_table("<script>", ["<script>"], [["<script>"]])
    text = files.example().read_text(encoding="utf-8").replace("A small example", "'<script>x</script>'")
    timeline = files.loads(text)
    trace = engine.run(timeline)
    for made in (timeline._repr_html_(), trace._repr_html_(), events_table(trace)._repr_html_()):
        assert "<script>" not in made and "&lt;script&gt;" in made


FOLDER = Path(__file__).resolve().parent.parent / "timelines"
FILES = {"example": files.example(), "japan": FOLDER / "japan-autos-1993-1995.yaml"}
DAYS = {"example": ("1996-04-01", "settlement"), "japan": ("1995-06-01", "settlement")}


@cache
def everything(name):
    """Every value that shows itself as tables, of one dispute."""
    timeline = files.load(FILES[name])
    trace, (day, dropped) = engine.run(timeline), DAYS[name]
    return {
        "timeline": timeline, "trace": trace, "state": trace.at(day), "clocks": trace.clocks(),
        "ledger": replay.ledger(trace), "domains": path(trace), "measures": replay.measures(graph(trace)),
        "what-if": replay.whatif(timeline, [Drop(dropped)]), "agreement": agreement(timeline, timeline),
    }  # fmt: skip


@pytest.mark.parametrize("name", FILES)
def test_all_results_are_tables_with_days_in_words(name):
    for what, value in everything(name).items():
        made = value._repr_html_()
        ElementTree.fromstring(f"<div>{made}</div>")
        assert made.startswith("<table>"), what
        assert not re.findall(r"\b1[89]\d\d-\d\d-\d\d\b", made), what


def test_a_state_says_what_runs_what_was_imposed_and_where_the_sides_stand():
    made = engine.run(files.load(FILES["example"])).at("1996-04-01")._repr_html_()
    for said in (
        "close of 1 Apr 1996",
        "sanctions",
        "10 Mar 1996",
        "9 May 1996",
        "United States",
        "−0.35",
        "status quo",
    ):
        assert f">{said}" in made or said in made, said
    before = engine.run(files.load(FILES["example"])).at("1996-02-06")._repr_html_()
    assert "Clocks that run" not in before and "Sanctions imposed" not in before
    branch = replay.whatif(files.load(FILES["example"]), [Drop("settlement")]).branch
    assert "Sanctions imposed at the close of 9 May 1996" in branch.at("1996-05-09")._repr_html_()
    assert "Sanctions imposed" not in branch.at("1996-05-08")._repr_html_()


def test_results_say_what_they_are_of():
    made = {what: value._repr_html_() for what, value in everything("japan").items()}
    assert "Section 301 year" in made["clocks"] and "28 June 1995" in made["clocks"]
    assert "5.90 billion USD" in made["ledger"]
    assert "16–17 May 1995" in made["measures"] and "From 28 June 1995 on" in made["what-if"]
    assert "149 of 149 pairs" in made["agreement"]


def test_what_does_not_know_its_replay_shows_no_table():
    trace = engine.run(files.load(FILES["example"]))
    alone = Trace.from_jsonl(trace.to_jsonl())
    assert alone.at("1996-04-01")._repr_html_() is None and alone.clocks()._repr_html_() is None
    assert alone._repr_html_().count("<tr>") == len(trace) + 1


def test_values_are_equal_and_written_as_before_whatever_they_show():
    trace = engine.run(files.load(FILES["example"]))
    assert trace.at("1996-04-01") == engine.run(files.load(FILES["example"])).at("1996-04-01")
    assert trace.clocks() == tuple(trace.clocks()) and replay.ledger(trace) == tuple(replay.ledger(trace))
    assert "drawn" not in plain(replay.measures(graph(trace)))


def test_a_graph_names_its_acts_with_dates_within_its_edges():
    for name, rows in (("example", 4), ("japan", SKETCHED)):
        made = graph(engine.run(files.load(FILES[name])))._repr_svg_()
        root = ElementTree.fromstring(made)
        width, height = float(root.get("width")), float(root.get("height"))
        texts = root.findall("{*}text")
        assert made.count("<circle") == rows and len(texts) >= 2 * rows
        for text in texts:
            x, long = float(text.get("x")), 6.6 * len(text.text)
            start = {"start": x, "middle": x - long / 2, "end": x - long}[text.get("text-anchor")]
            assert start >= 0 and start + long <= width and float(text.get("y")) < height, text.text
    assert "16 May 1995" in made and "Sanctions list" in made and "40 of 149 acts" in made


def test_a_graph_and_a_figure_are_pictures():
    trace = engine.run(files.load(files.example()))
    for text in (graph(trace)._repr_svg_(), figure(trace, "domain")._repr_svg_()):
        assert ElementTree.fromstring(text).tag.endswith("svg")
    drawing = figure(trace, "domain")
    assert "<figcaption>" in drawing._repr_html_()


def test_showing_a_graph_needs_no_drawing_library():
    program = (
        "import sys, replay; replay.graph(replay.run(replay.load(replay.example())))._repr_svg_(); "
        "print('matplotlib' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", program], capture_output=True, text=True).stdout.strip() == "False"
