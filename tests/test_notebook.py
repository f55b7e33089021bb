"""Values show themselves in a notebook: escaped, short, and without another library."""

import subprocess
import sys
import xml.etree.ElementTree as ElementTree

from synthetic import timeline as synthetic

from replay import engine, files
from replay.escalation import graph
from replay.figures import figure
from replay.tables import events_table
from replay.text.notebook import SHOWN, html_table


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
