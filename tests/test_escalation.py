"""Links and measures of the escalation graph, on disputes small enough to work out by hand."""

import re
import sys
from collections import Counter
from pathlib import Path
from xml.etree import ElementTree

import networkx as nx
import pytest
from coded import event, timeline

import replay
from replay.engine.trace import Trace
from replay.escalation import LinkType, as_graphml, as_networkx, as_node_link, graph, measures

LAPSE = "{act: impose-sanctions, actor: A, recipient: B, summary: X.}"
CLOCK = f"clock: {{id: c, due: P30D, record: lapsed, on_end: {LAPSE}}}"


def ladder():
    """demand -> reject -> threat (clock) -> counter-threat -> list; a firm presses; talks go nowhere."""
    return timeline(
        event("press", "2001-01-01", act="press", actor="A-FIRMS", recipient="A"),
        event("demand", "2001-01-10", "answers: {press: responds}"),
        event("no", "2001-01-14", "answers: {demand: escalates}", actor="B", recipient="A", act="warn"),
        event("threat", "2001-02-01", "answers: {no: escalates}\n" + CLOCK, act="threaten-sanctions"),
        event("counter", "2001-02-03", "answers: {threat: counters}", actor="B", recipient="A", act="threaten-case"),
        event("talks", "2001-02-10", "answers: {threat: deescalates}", actor="B", recipient="A", act="meet"),
        event("listed", "2001-02-20", "answers: {counter: escalates}", act="list-sanctions"),
    )


def found():
    return graph(replay.run(ladder()))


def test_links_are_typed_and_run_with_time():
    links = {(link.source, link.type.value, link.target): link for link in found().links}
    assert ("threat", "sets", "c") in links
    assert ("c", "follows", "c/end") in links
    assert links[("threat", "counters", "counter")].days == 2
    assert links[("demand", "escalates", "no")].rise == 1
    place = {node.id: node.seq for node in found().nodes}
    assert all(place[link.source] <= place[link.target] for link in found().links if link.type is not LinkType.MEETS)


def test_emitted_acts_are_marked():
    assert [node.id for node in found().nodes if node.emitted] == ["c/end"]


def test_longest_escalation_never_falls():
    assert measures(found()).longest_escalation == ("demand", "no", "threat", "counter", "listed")


def test_a_measure_that_its_clock_carries_out_goes_on_with_the_turn_that_set_it():
    """demand 5, warn 6, threat 7, counter-threat 7, list 8: five turns; the clock of the threat imposes, rung 9."""
    (spiral,) = measures(found()).spirals
    assert spiral.acts == ("demand", "no", "threat", "counter", "listed", "c/end")
    assert (spiral.chain, spiral.turns) == (("demand", "no", "threat", "counter", "listed"), 5)


def test_reciprocity_counts_and_times():
    of_b = next(row for row in measures(found()).reciprocity if row.side == "B")
    assert (of_b.received, of_b.answered, of_b.in_kind, of_b.days) == (4, 2, 2, (2, 4))
    assert of_b.median_days == 3.0


def test_pivots_cut_off_what_hangs_on_them():
    pivots = {pivot.id: pivot.cut_off for pivot in measures(found()).pivots}
    assert pivots["threat"] == 4  # counter, talks, listed, c/end
    assert pivots["press"] == 7  # all others
    assert "counter" in pivots
    assert "talks" not in pivots


def test_off_ramps_say_what_came_of_them():
    (ramp,) = measures(found()).off_ramps
    assert (ramp.id, ramp.taken, ramp.next_hostile, ramp.quiet_days) == ("talks", False, "listed", 10)


def test_a_trace_without_its_timeline_types_links_by_rung():
    bare = Trace.from_jsonl(replay.run(ladder()).to_jsonl())
    kinds = {(link.source, link.target): link.type.value for link in graph(bare).links}
    assert kinds[("demand", "no")] == "escalates"
    assert kinds[("threat", "talks")] == "deescalates"
    assert measures(graph(bare)).reciprocity == ()


def test_exchange_formats_keep_every_node_and_link():
    here = found()
    net = as_networkx(here)
    assert (net.number_of_nodes(), net.number_of_edges()) == (len(here.nodes), len(here.links))
    back = nx.parse_graphml(as_graphml(here), force_multigraph=True)
    assert set(back.nodes) == {node.id for node in here.nodes}
    assert back.number_of_edges() == len(here.links)
    assert {node["id"] for node in as_node_link(here)["nodes"]} == set(back.nodes)


GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"
ANY = {"string": str, "long": int, "double": float, "boolean": {"True": True, "False": False}.__getitem__}


@pytest.mark.parametrize("which", ["japan", "korea", "hostile"])
def test_graphml_is_read_whole_by_whoever_goes_by_its_ids(which, replayed):
    """Links have ids of their own, keys are declared once with name and type, and every value is of its type."""
    if which == "hostile":
        here = graph(replay.run(timeline(event("a", "2001-01-01", "label: \"]]> <script> & 'q'\""))))
    else:
        here = graph(replayed[which])
    text = as_graphml(here)
    root = ElementTree.fromstring(text)
    keys = {key.get("id"): key for key in root.iter(f"{GRAPHML}key")}
    assert len(keys) == len(list(root.iter(f"{GRAPHML}key")))
    nodes, edges = list(root.iter(f"{GRAPHML}node")), list(root.iter(f"{GRAPHML}edge"))
    for ids in ([one.get("id") for one in nodes], [one.get("id") for one in edges]):
        assert len(set(ids)) == len(ids) and all(re.fullmatch(r"[A-Za-z][\w.:-]*", name) for name in ids)
    assert {one.get("id") for one in nodes} == {node.id for node in here.nodes}
    assert Counter((one.get("source"), one.get("target")) for one in edges) == Counter(
        (link.source, link.target) for link in here.links
    )
    for one in (*nodes, *edges):
        for data in one.iter(f"{GRAPHML}data"):
            key = keys[data.get("key")]
            assert key.get("for") == one.tag.removeprefix(GRAPHML) and key.get("attr.name")
            ANY[key.get("attr.type")](data.text)
    back = nx.parse_graphml(text, force_multigraph=True)
    kinds = Counter((a, b, more["type"], more["rise"], more["days"]) for a, b, more in back.edges(data=True))
    assert kinds == Counter((link.source, link.target, link.type.value, link.rise, link.days) for link in here.links)
    assert all(back.nodes[node.id]["label"] == node.label for node in here.nodes if node.label)


def test_an_empty_dispute_has_measures():
    one = measures(graph(replay.run(timeline(event("only", "2001-01-01", act="shock", actor="WORLD")))))
    assert (one.acts, one.longest_escalation, one.spirals, one.pivots) == (1, (), (), ())


def lines_run(work):
    """How many lines of the package run in a call."""
    count = 0

    def line(frame, what, _):
        nonlocal count
        count += what == "line"
        return line

    def call(frame, *_):
        return line if "/replay/" in frame.f_code.co_filename.replace("\\", "/") else None

    before = sys.gettrace()
    sys.settrace(call)
    try:
        work()
    finally:
        sys.settrace(before)
    return count


@pytest.mark.parametrize("kinds", ["MIXED", "LEVEL"])
def test_work_grows_as_the_links_do(kinds, monkeypatch):
    """Ten times the links take ten times the lines; half as many again would be too many, a hundred times far more."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent / "benchmarks"))
    import exchange

    few, many = (graph(replay.run(exchange.exchange(size, getattr(exchange, kinds)))) for size in (200, 2000))
    per_link = [lines_run(lambda here=here: measures(graph(here.trace))) / len(here.links) for here in (few, many)]
    assert per_link[1] < 1.5 * per_link[0]
