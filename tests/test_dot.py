"""The escalation diagram: which acts, in which words, how the engine lays them out, and the painted figure measured."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import partial
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import measure
import pytest
import synthetic
from coded import event, timeline
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.transforms import Bbox
from vision import grey

from replay import files
from replay.codebook import Act, is_hostile
from replay.counterfactuals.edits import Drop, apply
from replay.engine import Trace, run
from replay.errors import LayoutError, UnknownNameError
from replay.escalation import Escalation, LinkType, graph, ranking
from replay.figures import style as figstyle
from replay.figures.escalation import diagram, diagram_text, dot, drawn, escalation_figure, painter
from replay.figures.escalation.choosing import Diagram, laid_out
from replay.figures.escalation.content import ADDED, CHANGED, DROPPED, GONE, OTHERS, SAME, Content, content
from replay.figures.escalation.layout import ENGINES, find_engine
from replay.figures.escalation.sizes import BACKSLASH, Sizes
from replay.figures.sheet.page import Sheet, fit, text_width
from replay.figures.sheet.selection import Selection
from replay.text.words import typeset
from replay.timeline import Timeline

TIMELINES = Path(__file__).parent.parent / "timelines"
SHIPPED = ("japan-autos-1993-1995", "korea-autos-1995-1998")
CASES = ("example", "busy", "refused", "third", "many", *SHIPPED)
PRESETS = tuple(figstyle.PRESETS)
THIRD = """
format: 1
dispute: third-parties
title: Third parties
period: 2001/2003
sides: [AAA, BBB]
sources: {s: {author: A, year: 2003, title: T}}
parties: {AAA: {name: Aland}, BBB: {name: Beland}, CCC: {name: Ceeland}, PANEL: {name: Panel}}
events:
  - {id: a, date: 2001-01-01, actor: AAA, recipient: BBB, act: open-case, summary: x, cite: {key: s}}
  - {id: r, date: 2001-06-01, actor: PANEL, act: report, label: Panel finds for Aland, summary: x, cite: {key: s}}
  - {id: c, date: 2001-07-01, actor: AAA, recipient: CCC, act: threaten-sanctions, label: Threat to a bystander,
     summary: x, cite: {key: s}}
"""


def _busy() -> Timeline:
    """Many acts, several a day, in a few weeks; answers across lanes; clocks of every ending; odd texts."""
    acts = [act.value for act in Act]
    out = []
    for n in range(90):
        actor = ("A", "B", "A", "C", "B", "A-FIRMS")[n % 6]
        recipient = {"A": "B", "B": "A"}.get(actor, "A")
        more = f"label: {'Act of some moment' if n % 7 else 'Quotes, R&D; <b> ü'} {n}\n"
        what = acts[n * 7 % len(acts)]
        kind = ("counters", "escalates" if is_hostile(Act(what).rung) else "responds", "responds", "deescalates")[n % 4]
        more += f"answers: {{e{n - 2}: {kind}}}\n" if n > 1 else ""
        more += ("tactics: [blame]\n", "tactics: [praise]\n", "tactics: [praise, blame]\n", "")[n % 4]
        if n % 15 == 3:
            due = f"2001-03-{10 + n // 4:02}"
            ended = ("met", "withdrawn", "lapsed")[n // 15 % 3]
            more += f"clock: {{id: c{n}, label: Clock number {n}, due: {due}, record: {ended}}}\n"
        if n % 15 == 4 and n // 15 % 3 < 2:
            more += f"{('meets', 'withdraws')[n // 15 % 3]}: [c{n - 1}]\n"
        date = "2000-05" if n < 3 else f"2001-03-{1 + n // 3:02}" if n < 85 else f"200{n - 82}-01-01~"[:10]
        date = date if n < 85 else "2002-07"
        out.append(event(f"e{n}", date, more, actor=actor, recipient=recipient, act=what))
    return timeline(*out)


def _timeline(case: str) -> Timeline:
    if case == "busy":
        return _busy()
    if case == "many":
        return synthetic.timeline(300)
    if case == "third":
        return files.loads(THIRD)
    base = files.load(files.example() if case in ("example", "refused") else TIMELINES / f"{case}.yaml")
    if case == "refused":
        return apply(base, [Drop("settlement")])
    return base


@pytest.fixture(scope="module", params=CASES)
def trace(request: pytest.FixtureRequest) -> Trace:
    return run(_timeline(request.param))


@pytest.fixture(scope="module")
def made(trace: Trace) -> Diagram:
    return diagram(trace, engine="graphviz-pure")


@pytest.fixture(scope="module")
def figure(trace: Trace, made: Diagram) -> Figure:
    return drawn(trace, made).figure


def _graph(*events: str) -> Escalation:
    return graph(run(timeline(*events)))


def _all(found: Escalation) -> Content:
    return content(found, ranking(found))


def _boxes(made: Diagram, group: str) -> dict[str, Bbox]:
    """Where the acts, clocks or dates stand, by id, in points from the lower left corner."""
    return {part["name"]: painter._extent(part) for part in made.graph["objects"] if part.get("class") == group}


def _lanes(made: Diagram) -> dict[str, Bbox]:
    return {
        part["name"].removeprefix("cluster "): Bbox.from_extents(*map(float, part["bb"].split(",")))
        for part in made.graph["objects"]
        if part["name"].startswith("cluster ")
    }


def _edges(made: Diagram) -> Counter[tuple[str, str, str]]:
    name = {part["_gvid"]: part["name"] for part in made.graph["objects"]}
    return Counter(
        (name[edge["tail"]], name[edge["head"]], edge["class"])
        for edge in made.graph["edges"]
        if edge.get("class", "key") != "key"
    )


# -- which acts, and in which words ---------------------------------------------------------------


def test_the_text_is_the_same_again_and_from_another_order_of_the_file(trace: Trace, made: Diagram) -> None:
    assert made.text == diagram(trace, engine="graphviz-pure").text
    base = trace.timeline
    assert base is not None
    assert made.text == diagram(run(replace(base, events=base.events[::-1])), engine="graphviz-pure").text


def test_the_text_does_not_depend_on_the_hash_seed() -> None:
    program = "import replay as r; from replay.figures.escalation import diagram;"
    program += "print(diagram(r.run(r.load(r.example()))).text)"
    found = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_the_acts_are_the_most_important_ones(trace: Trace, made: Diagram) -> None:
    shown = {node.id for node in made.shown.acts}
    ranked = ranking(graph(trace), closing=True, linked=True)
    if OTHERS not in made.shown.lanes:  # no lane for one act of a third party that no link reaches
        ranked = tuple(name for name in ranked if made.shown.homes.get(name) or graph(trace).by_id[name].side)
    assert shown == set(ranked[: len(shown)])


def test_of_equals_acts_with_links_come_first_but_only_in_the_diagram() -> None:
    """Thirty demands, all as high as any: the eighth is answered by the ninth, and nothing else is linked."""
    more = {8: "answers: {e7: responds}\n"}
    found = _graph(*(event(f"e{n}", f"2001-01-{n + 1:02}", more.get(n, "")) for n in range(30)))
    assert ranking(found, closing=True)[:3] == ("e29", "e0", "e1")
    assert ranking(found, closing=True, linked=True)[:4] == ("e7", "e8", "e29", "e0")


def test_one_unconnected_act_of_a_third_party_opens_no_lane_unless_all_acts_are_drawn() -> None:
    links = {n: f"answers: {{e{n - 1}: responds}}\n" for n in range(1, 80, 2)}
    days = [f"2001-{1 + n // 20:02}-{1 + n % 20:02}" for n in range(80)]
    many = [event(f"e{n}", day, links.get(n, ""), actor="AB"[n % 2], act="meet") for n, day in enumerate(days)]
    lone = event("lone", "2001-03-30", actor="C", act="settle")
    answered = lone + event("answer", "2001-03-31", "answers: {lone: responds}\nkey: true\n", actor="B", act="settle")
    assert OTHERS not in diagram(run(timeline(*many, lone))).shown.lanes
    assert OTHERS in diagram(run(timeline(*many, answered))).shown.lanes
    assert OTHERS in diagram(run(timeline(*many[:3], lone))).shown.lanes
    assert OTHERS in diagram(run(timeline(*many, lone.replace("act: settle", "act: settle\n  key: true")))).shown.lanes


def test_words_of_links_are_read_along_their_arrows() -> None:
    found = _graph(
        event("one", "2001-01-01", "clock: {id: c, label: Talks, due: 2001-02-01, record: settled}\n"),
        event("two", "2001-01-15", "answers: {one: escalates}\n", actor="B", act="warn"),
        event("three", "2001-01-20", "answers: {two: settles}\nsettles: [c]\n", act="settle"),
        event("four", "2001-01-25", "answers: {c: responds}\n", act="meet"),
    )
    said = {(line.source, line.target): line.words for line in _all(found).lines}
    assert said == {
        ("one", "c"): "sets", ("one", "two"): "escalated by", ("two", "three"): "settled by",
        ("three", "c"): "settles", ("c", "four"): "led to",
    }  # fmt: skip
    key = dot.dot_text(_all(found), 176.0).partition("// key")[2]
    assert "settled by / settles" in key and '"led to"' in key and "clock settled" in key
    assert "rung 4–5: complaints, refusals, demands, burdens" in key
    assert "rung 6–7: warnings, deadlines, threats, own cases" in key


def test_long_times_between_dates_are_said_between_them() -> None:
    """365 days: 12 months; 89 days: nothing; from a month to a day: about; where bounds all but meet: nothing."""
    found = _graph(
        event("a", "2000-01-01"), event("b", "2000-12-31"), event("c", "2001-03-30"), event("d", "2001-11"),
        event("e", "2001-12/2003-01"), event("f", "2003-03-01"),
    )  # fmt: skip
    since = [stop.since[:1] for stop in _all(found).stops]
    assert since == [(), ("12 months",), (), ("about 8 months",), (), ()]
    made = diagram(run(timeline(event("a", "2000-01-01"), event("b", "2000-12-31"))))
    figure = drawn(run(timeline(event("a", "2000-01-01"), event("b", "2000-12-31"))), made).figure
    middle = {text.get_text(): text.get_window_extent().y0 for text in measure.texts(figure)}
    assert middle["1 Jan 2000"] > middle["12 months"] > middle["31 Dec 2000"]


@pytest.mark.parametrize(
    ("case", "page", "column"),
    [(SHIPPED[0], (20, 30), (8, 14)), (SHIPPED[1], (20, 30), (10, 14)), ("many", (24, 34), (10, 18))],
)
def test_a_page_holds_so_many_acts_and_a_column_half_of_them(
    case: str, page: tuple[int, int], column: tuple[int, int]
) -> None:
    found = run(_timeline(case))
    for preset, (least, most) in (("page", page), ("column", column)):
        assert least <= len(diagram(found, preset, engine="graphviz-pure").shown.acts) <= most, preset


def test_a_small_dispute_is_drawn_whole() -> None:
    for case in ("example", "refused", "third"):
        found = run(_timeline(case))
        assert {node.id for node in diagram(found).shown.acts} == set(ranking(graph(found)))


def test_acts_can_be_asked_for() -> None:
    found = run(_timeline(SHIPPED[0]))
    chosen = diagram(found, selection=Selection(acts=["settlement", "sanctions-list"])).shown
    assert [node.id for node in chosen.acts] == ["sanctions-list", "settlement"]
    first = ranking(graph(found), closing=True)[:5]
    assert {node.id for node in diagram(found, selection=Selection(acts=5)).shown.acts} == set(first)
    with pytest.raises(UnknownNameError, match="no act of the replay is called 'nothing'"):
        diagram(found, selection=Selection(acts=["settlement", "nothing"]))


def test_all_acts_make_the_page_as_high_as_they_need() -> None:
    found = run(_timeline(SHIPPED[0]))
    whole = escalation_figure(found, selection=Selection(acts="all"))
    assert whole.data.column("part").count("act") == len(found.timeline.events) == 149
    assert whole.figure.get_figheight() * 25.4 > 600
    assert whole.caption.count("149 acts.") == 1


def test_no_link_is_made_up_and_none_among_the_acts_is_missing(trace: Trace, made: Diagram) -> None:
    shown = {node.id for node in made.shown.acts} | {clock.id for clock in made.shown.clocks}
    links = [link for link in graph(trace).links if {link.source, link.target} <= shown]
    assert {(a, b) for a, b, _ in _edges(made)} == {(link.source, link.target) for link in links}
    assert max(_edges(made).values(), default=1) == 1
    assert Counter((line.source, line.target, type_) for line in made.shown.lines for type_ in line.types) == Counter(
        (link.source, link.target, link.type) for link in links
    )


def test_the_links_of_two_acts_are_one_line_with_both_verbs() -> None:
    found = _graph(
        event("one", "2001-01-01", "commits: [{when: {act: warn, actor: B}, then: {act: list-sanctions, actor: A, "
              "recipient: B, summary: x, after: P1D, event: three}}]\n"),
        event("two", "2001-02-01", actor="B", act="warn"),
        event("three", "2001-02-02", "answers: {two: counters, one: responds}\n", act="list-sanctions"),
    )  # fmt: skip
    lines = {(line.source, line.target): line.words for line in _all(found).lines}
    assert lines["two", "three"] == "countered by"
    assert len(lines) == len(_all(found).lines)


def test_dates_are_as_coded_and_none_is_made_up() -> None:
    found = _graph(
        event("one", "2001-02-17/2001-02-22"), event("two", "2001-06~"), event("three", "1980/2002"),
        event("four", "one + P10D"), event("five", "2001-02-17/2001-02-22", actor="B"),
    )  # fmt: skip
    dates = {node.id: stop.date for stop in _all(found).stops for node in stop.acts}
    assert dates == {
        "one": "17–22 Feb 2001", "two": "c. June 2001", "three": "1980–2002", "four": "27 Feb – 4 Mar 2001",
        "five": "17–22 Feb 2001",
    }  # fmt: skip


def test_due_dates_are_as_coded_and_moved_ones_say_so() -> None:
    clocks = "clock: {id: c, label: Talks, due: P1M, record: lapsed}\n"
    found = _graph(event("one", "2001-01-03/2001-01-05", clocks), event("two", "2001-02-01", "moves: {c: 2001-05}\n"))
    assert _all(found).dues == {"c": "May 2001"}
    assert "moved to May 2001: ran out\\nunmet" in dot.dot_text(_all(found), 176.0)
    found = _graph(event("one", "2001-01-03/2001-01-05", clocks))
    assert _all(found).dues == {"c": "3–5 Feb 2001"}


def test_a_clock_stands_between_the_acts_before_its_end_and_those_after() -> None:
    clock = "clock: {id: c, label: Talks, due: 2001-03-01, record: lapsed}\n"
    dates = ("2001-01-03", "2001-02-01", "2001-02-20", "2001-04-01")  # the last before 1 March is in the third row
    shown = _all(_graph(event("one", dates[0], clock), *(event(f"at-{day}", day) for day in dates[1:])))
    place = Sizes(shown, 176.0, 176.0).place
    assert [place[name] for name in ("one", "at-2001-02-20", "c", "at-2001-04-01")] == [0, 2, 2, 3]


def test_clocks_give_way_before_acts_do() -> None:
    clocks = "".join(f"{{id: {name}, due: 2001-01-09, record: lapsed}}, " for name in "cd")
    found = _graph(event("one", "2001-01-03", f"clock: [{clocks}]\n"), event("two", "2001-02-01"))
    sizes = Sizes(_all(found), 176.0, 176.0)  # both ended beside `one`, where there is room for the first
    assert sizes.crowded == {"d"} and len(sizes.rows) == 3
    bare = _all(found).without(sizes.crowded)
    assert [clock.id for clock in bare.clocks] == ["c"] and len(bare.acts) == 2
    assert Sizes(bare, 176.0, 176.0).crowded == frozenset()
    assert {line.target for line in bare.lines} == {"c"}


def test_every_row_of_acts_has_its_date() -> None:
    shown = _all(_graph(event("one", "2001-01-03", actor="[A, B]", recipient="C"), event("two", "2001-01-03")))
    assert [row.date.lines for row in Sizes(shown, 176.0, 176.0).rows] == [("3 Jan 2001",)] * 2


def test_two_clocks_are_never_called_the_same() -> None:
    found = _graph(
        event("one", "2001-01-03", "clock: {id: c, label: Sanctions due, due: P1M, record: lapsed}\n"),
        event("two", "2001-01-03", "clock: {id: d, label: Sanctions due, due: P1M, record: lapsed}\n", actor="B"),
    )  # fmt: skip
    text = dot.dot_text(_all(found), 176.0)
    assert "Sanctions due (A)" in text and "Sanctions due (B)" in text


def test_third_parties_are_named_and_so_is_whom_a_side_turns_to() -> None:
    made = diagram(run(_timeline("third")))
    assert made.shown.lanes == {"AAA": "Aland", "BBB": "Beland", OTHERS: "Panel"}
    assert made.shown.said == {"a": "", "r": "", "c": "to Ceeland"}
    for preset in PRESETS:
        words = escalation_figure(run(_timeline("third")), preset).words
        assert "Panel" in words and "Panel finds" in words and "Ceeland" in words, preset


def test_domestic_actors_stand_in_the_lane_of_their_side_and_are_named() -> None:
    made = diagram(run(_busy()))
    firms = next(node for node in made.shown.acts if node.party == "A-FIRMS")
    assert made.shown.lane(firms) == "A"
    assert made.shown.said[firms.id].startswith(run(_busy()).coded("x").parties["A-FIRMS"].name)


def test_an_act_of_nobody_known_is_drawn() -> None:
    found = graph(run(_timeline("example")))
    nodes = tuple(replace(node, party=None, side=None) if node.id == "demand" else node for node in found.nodes)
    shown = _all(replace(found, nodes=nodes))
    assert shown.lanes[OTHERS] == "Unknown actor"


def test_what_follows_by_rule_is_marked() -> None:
    shown = escalation_figure(run(_timeline("refused")))
    assert shown.words.count("follows by rule only") == 3  # two acts and the key
    assert "follows by rule only" not in escalation_figure(run(_timeline("example"))).words


@pytest.mark.parametrize(
    ("what", "said", "form"),
    [(ADDED, "+ added", "peripheries=2"), (DROPPED, "× dropped", "diagonals"), (GONE, "− gone", "dotted"),
     (CHANGED, "~ changed: was 1 May 1996", "dashed")],
)  # fmt: skip
def test_what_became_of_an_act_stands_in_its_box_and_shows_in_its_form(what: str, said: str, form: str) -> None:
    shown = _all(graph(run(_timeline("example"))))
    was = {"demand": "was 1 May 1996"} if what == CHANGED else {}
    texts = [dot.dot_text(one, 176.0) for one in (shown, replace(shown, status={"demand": what}, was=was))]
    same, other = (next(x for x in text.splitlines() if x.lstrip().startswith("demand [")) for text in texts)
    assert f"demand {said}" in other.replace("\\n", " ") and form in other
    assert said[2:] not in texts[0] and form not in same


def test_what_became_of_a_clock_shows_too_and_it_stays_round() -> None:
    shown = _all(graph(run(_timeline("example"))))
    compared = replace(shown, status={"sanctions": CHANGED}, was={"sanctions": "was met"})
    line = next(x for x in dot.dot_text(compared, 176.0).splitlines() if x.lstrip().startswith("sanctions [label"))
    assert "~ changed: was met" in line.replace("\\n", " ") and 'style="filled,rounded,dashed"' in line


def test_what_became_of_a_link_shows_in_its_line_and_in_the_key() -> None:
    shown = _all(graph(run(_timeline("example"))))
    ends = ("sanctions-list", "wto-threat")
    texts = {what: dot.dot_text(replace(shown, status={ends: what}), 176.0) for what in (ADDED, GONE, SAME)}
    lines = {
        what: next(x for x in text.splitlines() if x.startswith('  "sanctions-list" -> "wto-threat"'))
        for what, text in texts.items()
    }
    assert "penwidth=1.8" in lines[ADDED] and "style=dotted" in lines[GONE]
    assert "penwidth=0.8" in lines[SAME] and "style" not in lines[SAME]
    assert [what for what in texts if f'label="link {what}"' in texts[what]] == [ADDED, GONE]


# -- as laid out ----------------------------------------------------------------------------------


def test_acts_of_one_date_share_a_rank_and_time_runs_down(made: Diagram) -> None:
    acts, dates = _boxes(made, "act"), _boxes(made, "date")
    heights = []
    for stop in made.shown.stops:
        levels = [round((acts[node.id].y0 + acts[node.id].y1) / 2, 1) for node in stop.acts]
        lanes = Counter(map(made.shown.lane, stop.acts))
        assert len(set(levels)) <= max(lanes.values())
        assert levels == sorted(levels, reverse=True)
        heights += sorted(set(levels), reverse=True)
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == len(heights)
    assert sorted(heights) == sorted(round((box.y0 + box.y1) / 2, 1) for box in dates.values())


def test_columns_stand_in_order_and_hold_their_acts_and_clocks(made: Diagram) -> None:
    lanes, acts, clocks = _lanes(made), _boxes(made, "act"), _boxes(made, "clock")
    order = [lanes[column] for column in dot.columns(made.shown)]
    assert all(left.x1 <= right.x0 + 0.1 for left, right in pairwise(order))
    for node in made.shown.acts:
        lane = lanes[made.shown.lane(node)]
        assert lane.x0 <= acts[node.id].x0 and acts[node.id].x1 <= lane.x1
        assert lane.y0 <= acts[node.id].y0 and acts[node.id].y1 <= lane.y1
    assert set(clocks) == {clock.id for clock in made.shown.clocks}
    for box in clocks.values():
        assert lanes["clocks"].x0 - 1 <= box.x0 and box.x1 <= lanes["clocks"].x1 + 1


def test_no_two_boxes_meet(made: Diagram) -> None:
    boxes = [box for group in ("act", "clock", "date") for box in _boxes(made, group).values()]
    assert not [(a, b) for a, b in combinations(boxes, 2) if a.overlaps(b)]


@pytest.mark.parametrize("name", ENGINES)
def test_any_engine_lays_the_text_out(name: str) -> None:
    try:
        engine = find_engine(name)
    except LayoutError:
        pytest.skip(f"{name} is not installed")
    for case in ("example", "refused", "third", SHIPPED[0]):
        whole = graph(run(_timeline(case)))
        found = laid_out(ranking(whole)[:12], partial(content, whole), figstyle.PRESETS["page"], engine, every=True)
        assert set(_boxes(found, "act")) == {node.id for node in found.shown.acts}, case


def test_the_text_fixes_no_place_and_has_the_ids_of_the_events(made: Diagram) -> None:
    assert "pos=" not in made.text and "_background" not in made.text
    for node in made.shown.acts:
        assert f"\n    {dot.quote(node.id)} [label=" in made.text


def test_an_engine_that_fails_at_curves_is_asked_for_straight_lines() -> None:
    class Choosy:
        name, version = "choosy", "1"

        def layout(self, dot_text: str) -> str:
            if "splines=true" in dot_text:
                raise LayoutError("trouble in init_rank")
            return find_engine("graphviz-pure").layout(dot_text)

        def svg(self, dot_text: str) -> str:
            return ""

    found = graph(run(_timeline("example")))
    made = laid_out(ranking(found), partial(content, found), figstyle.PRESETS["page"], Choosy())
    assert "splines=line" in made.text and {node.id for node in made.shown.acts} == set(ranking(found))


HOSTILE = ('say "no"', "a\\nb \\N \\", "<b>bold</b> & co", "line\nbreak", "long " * 40, "&amp; {x|y}", "ü é ß – “q”")


@pytest.mark.parametrize("words", HOSTILE)
def test_hostile_words_come_out_as_text(words: str) -> None:
    found = timeline(event("one", "2001-01-01"))
    found = replace(found, title=words, events=(replace(found.events[0], label=words),))
    shown = escalation_figure(run(found))
    assert measure.faults(shown.figure) == []
    said = " ".join(shown.words.split())
    expected = " ".join(typeset(words).split())
    assert expected in said or (len(words) > 100 and "…" in said)
    assert escalation_figure(run(found)).render("svg") == shown.render("svg")


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=30))
@settings(max_examples=30, deadline=None)
def test_any_label_reaches_the_figure(text: str) -> None:
    text = "".join(sign for sign in text if not figstyle.missing(sign))
    found = timeline(event("one", "2001-01-01"))
    found = replace(found, events=(replace(found.events[0], label=f"x {text}"),))
    words = [part for part in escalation_figure(run(found)).figure.findobj(Text) if part.get_gid() == "act one label"]
    written = "".join("".join(part.get_text() for part in words).split())
    assert written == "".join(typeset(f"x {text}").split()).replace(BACKSLASH, "\\")


@pytest.mark.parametrize("preset", PRESETS)
def test_an_empty_replay_gives_an_empty_figure_that_says_so(preset: str) -> None:
    for found in (run(replace(_timeline("example"), events=())), run(_timeline("example"), until="1990-01-01")):
        shown = escalation_figure(found, preset)
        assert "no act yet" in shown.words.splitlines() and "No act yet." in shown.caption
        assert not len(shown.data) and measure.faults(shown.figure, figstyle.PRESETS[preset].scale) == []
        assert not measure.named(shown.figure, "divergence")


def _rounds(parties: int, dates: Sequence[str]) -> Timeline:
    """So many parties, the first two of them the sides, that act in turn towards the next, on these dates."""
    head = THIRD.partition("parties:")[0].replace("AAA", "P0").replace("BBB", "P1").replace("2001/", "1900/")
    names = ", ".join(f"P{n}: {{name: Republic of Number {n}}}" for n in range(parties))
    acts = (
        f"  - {{id: e{n}, date: {date}, actor: P{n % parties}, recipient: P{(n + 1) % parties}, act: demand,"
        " summary: x, cite: {key: s}}\n"
        for n, date in enumerate(dates)
    )
    return files.loads(f"{head}parties: {{{names}}}\nevents:\n{''.join(acts)}")


LONG = ("W" * 200, "A label that goes on and on for two hundred letters " * 4)
EXTREME = {
    "alone": timeline(event("a", "2001-01-01")),
    "no link": _rounds(2, ("2001-01-01", "2001-02-01")),
    "one side": timeline(*(event(f"e{n}", f"2001-01-{n + 1:02}") for n in range(9))),
    "one day": _rounds(2, ["2001-01-01"] * 30),
    "sixty years": _rounds(2, [str(year) for year in range(1940, 2000)]),
    "ten parties": _rounds(10, [f"2001-01-{day:02}" for day in range(1, 21)]),
}


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("case", EXTREME)
def test_extreme_disputes_have_a_figure_in_which_nothing_overlaps(case: str, preset: str) -> None:
    shown, place = escalation_figure(run(EXTREME[case]), preset), figstyle.PRESETS[preset]
    assert measure.faults(shown.figure, place.scale) == []
    assert shown.figure.get_figwidth() * 25.4 == pytest.approx(place.width, abs=0.01)
    assert (
        shown.data.column("part").count("act") == len(EXTREME[case].events)
        or f" of {len(EXTREME[case].events)} acts" in shown.caption
    )


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("words", LONG)
def test_labels_of_two_hundred_letters_are_cut_or_hyphenated_in_the_box_and_whole_in_the_data(
    words: str, preset: str
) -> None:
    found = EXTREME["no link"]
    found = replace(found, events=tuple(replace(event, label=words[:200]) for event in found.events))
    shown = escalation_figure(run(found), preset)
    assert measure.faults(shown.figure, figstyle.PRESETS[preset].scale) == []
    whole = words[:200] in shown.words.replace("-\n", "")  # a word that is broken with hyphens may have room
    assert ("…" in shown.words or whole) and words[:200] in shown.data.column("label")


def test_a_word_is_broken_at_its_hyphen_before_it_is_cut() -> None:
    found = timeline(event("one", "2001-01-03", "label: Counter-counter-counter-sanctions\n"))
    shown = escalation_figure(run(found), "column")
    assert "Counter-counter-counter-sanctions" in "".join(shown.words.split()) and "…" not in shown.words


def test_names_in_boxes_leave_out_what_stands_in_brackets() -> None:
    shown = escalation_figure(run(_timeline(SHIPPED[0])), selection=Selection(acts=["big-three-grievances"]))
    assert "(U.S. auto industry)" in " ".join(shown.words.split())


def test_a_trace_without_its_timeline_has_a_text() -> None:
    found = run(_timeline("example"))
    bare = type(found).from_jsonl(found.to_jsonl())
    assert "10 Mar 1996" in diagram_text(bare)
    with pytest.raises(ValueError, match="does not know its timeline"):
        escalation_figure(bare)


# -- the painted figure ---------------------------------------------------------------------------


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("case", CASES)
def test_nothing_overlaps_and_the_page_is_kept(case: str, preset: str) -> None:
    made, place = escalation_figure(run(_timeline(case)), preset).figure, figstyle.PRESETS[preset]
    assert measure.faults(made, place.scale) == []
    wide, high = (size * 25.4 for size in made.get_size_inches())
    assert wide == pytest.approx(place.width, abs=0.01)
    assert high == pytest.approx(place.height, abs=0.01) if place.height else high <= place.tallest + 0.01


def test_words_stay_within_their_boxes(figure: Figure) -> None:
    named = {part.get_gid(): part for part in figure.findobj(Patch) if part.get_gid()}
    texts = [text for text in figure.findobj(Text) if (text.get_gid() or "").startswith(("act ", "clock "))]
    assert texts
    for text, box in zip(texts, measure.boxes(figure, texts), strict=True):
        patch = named[str(text.get_gid()).removesuffix(" label")].get_window_extent()
        assert patch.x0 - 0.5 <= box.x0 and box.x1 <= patch.x1 + 0.5, text.get_text()


def test_the_verbs_of_links_touch_no_box(figure: Figure) -> None:
    boxes = [part for part in figure.findobj(Patch) if (part.get_gid() or "").startswith(("act ", "clock "))]
    verbs = [text for text in figure.findobj(Text) if (text.get_gid() or "").startswith("link ")]
    places = measure.boxes(figure, verbs)
    for patch in boxes:
        assert not any(measure.slim(place, 0.2).overlaps(patch.get_window_extent()) for place in places)


def test_every_clock_has_the_mark_of_its_end(made: Diagram, figure: Figure) -> None:
    marks = {line.get_gid(): line.get_marker() for line in measure.named(figure, "ended ")}
    assert marks == {f"ended {clock.id}": figstyle.OUTCOMES[clock.outcome.value].marker for clock in made.shown.clocks}


def test_higher_acts_are_darker_in_grey_too() -> None:
    found = _graph(
        *(
            event(f"e{n}", f"2001-01-{n + 1:02}", act=act)
            for n, act in enumerate(("meet", "demand", "warn", "file-case"))
        )
    )
    place = figstyle.PRESETS["page"]
    graph = laid_out(ranking(found), partial(content, found), place, find_engine(), every=True).graph
    greys = [
        grey(part["fillcolor"])
        for part in sorted(graph["objects"], key=lambda part: part["name"]) if part.get("class") == "act"
    ]  # fmt: skip
    assert all(above - below > 0.04 for above, below in pairwise(greys))


def test_the_caption_says_what_is_left_out() -> None:
    found = run(_timeline(SHIPPED[0]))
    shown = escalation_figure(found, "column")
    count = shown.data.column("part").count("act")
    assert f"{count} of 149 acts" in shown.caption
    assert "those first that are on a spiral" in shown.caption
    assert (
        "those first that are on a spiral"
        not in escalation_figure(found, selection=Selection(acts=["settlement"])).caption
    )
    assert "No act of" in shown.caption and "Germany" in shown.caption
    assert f"{shown.data.column('part').count('clock')} of 7 clocks." in shown.caption


def test_the_figure_in_words_says_who_escalated_and_how_it_ended() -> None:
    said = escalation_figure(run(_timeline(SHIPPED[0]))).alt
    assert "highest, on rung 8: Sanctions list, 16 May 1995." in said
    assert "Japan turns to the WTO, 16–17 May 1995." in said
    assert "Clock Sanctions due, takes effect 28 June 1995: settled." in said
    assert said.endswith("The last act is Auto agreement, 28 June 1995.")


def test_the_data_hold_what_is_drawn(trace: Trace, made: Diagram) -> None:
    parts = Counter(drawn(trace, made).data.column("part"))
    links = sum(len(line.types) for line in made.shown.lines)
    undone = Counter({"not done": sum(map(len, made.shown.broken.values()))})
    assert parts == +Counter(act=len(made.shown.acts), clock=len(made.shown.clocks), link=links) + undone


@pytest.mark.parametrize("form", figstyle.FORMATS)
def test_files_are_the_same_again(form: str) -> None:
    first, second = (escalation_figure(run(_timeline("example"))).render(form, 100) for _ in range(2))
    assert first == second


def test_a_preset_gives_the_figure_its_name() -> None:
    assert [escalation_figure(run(_timeline("example")), preset).name for preset in ("page", "slide")] == [
        "escalation", "escalation-slide",
    ]  # fmt: skip
    with pytest.raises(ValueError, match="not drawn for the preset 'poster'"):
        escalation_figure(run(_timeline("example")), "poster")


def test_widths_are_those_of_the_painted_font() -> None:
    sheet = Sheet(100, 20)
    text = sheet.text(5, 10, "Section 301 opened")
    (box,) = measure.boxes(sheet.figure, [text])
    assert text_width("Section 301 opened", 7.0) == pytest.approx(box.width / sheet.figure.dpi * 25.4, rel=0.04)


def test_a_word_of_any_length_is_cut_at_once_and_alike():
    short = fit("Schadenersatz" * 10, 30, 7)
    assert 30 - text_width("W", 7) < text_width(short, 7) <= 30
    assert fit("Schadenersatz" * 10_000, 30, 7) == short
    assert fit("x", -1, 7) == "…"


# -- link types -----------------------------------------------------------------------------------


def test_link_types_differ_without_colour() -> None:
    assert set(figstyle.LINKS) == {type_.value for type_ in LinkType}
    looks = [(look.dashes, look.head, look.width) for look in figstyle.LINKS.values()]
    assert len(set(looks)) == len(looks)
    coarse = [(look.line, look.head, look.width) for look in figstyle.LINKS.values()]
    assert len(set(coarse)) == len(coarse), "in Graphviz alone"


def test_links_between_acts_differ_by_more_than_width() -> None:
    looks = [
        (look.dashes, look.head, look.width > 1.0)
        for name, look in figstyle.LINKS.items()
        if name in ("counters", "escalates", "responds", "deescalates", "settles", "follows", "keeps", "triggers")
    ]
    assert len(set(looks)) == len(looks)


def test_sides_and_links_are_dark_enough_and_sides_differ_in_grey() -> None:
    greys = [grey(color) for color in figstyle.SIDES.values()]
    assert min(abs(a - b) for a, b in combinations(greys[:2], 2)) > 0.15
    assert all(grey(look.color) < 0.6 for look in figstyle.LINKS.values())


def _json(operations: list[dict[str, Any]]) -> str:
    return json.dumps({"bb": "0,0,100,50", "_draw_": operations})


def _painted(operations: list[dict[str, Any]]) -> list[Any]:
    """What operations draw on a page of their own."""
    graph: Mapping[str, Any] = painter.placed(_json(operations))
    sheet = Sheet(*painter.size(graph))
    painter.paint_graph(sheet, graph, 0.0, 0.0)
    return sheet.figure.get_children()[1:]


def test_upper_case_operations_are_filled() -> None:
    square = [[0, 0], [10, 0], [10, 10], [0, 10]]
    chosen = [{"op": "c", "color": "#000000"}, {"op": "C", "color": "#ff0000"}]
    for op, filled in (("B", True), ("b", False), ("P", True), ("p", False), ("L", False)):
        (patch,) = _painted([*chosen, {"op": op, "points": square}])
        assert isinstance(patch, Patch)
        assert (patch.get_facecolor()[3] == 1.0) is filled, op
    for op, filled in (("E", True), ("e", False)):
        (patch,) = _painted([*chosen, {"op": op, "rect": [5, 5, 2, 3]}])
        assert isinstance(patch, Patch)
        assert (patch.get_facecolor()[3] == 1.0) is filled, op
        assert patch.get_extents().width == pytest.approx(4 / 72 * patch.figure.dpi)


def test_texts_keep_their_place_size_and_weight() -> None:
    text = {"op": "T", "pt": [20, 30], "align": "r", "width": 5, "text": "$a$"}
    (found,) = _painted([{"op": "F", "size": 7, "face": "Any Bold"}, text])
    assert (found.get_text(), found.get_fontsize(), found.get_weight()) == ("$a$", 7.0, "bold")
    assert (found.get_position(), found.get_horizontalalignment()) == ((20, 30), "right")
    assert found.get_parse_math() is False


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"bb": "0,0"}', '{"bb": null}', "<svg/>"])
def test_what_is_not_a_layout_is_refused(text: str) -> None:
    with pytest.raises(LayoutError, match="did not return a graph"):
        painter.placed(text)


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(ValueError, match="'jpg' is not offered; allowed: pdf, png, svg"):
        figstyle.save(Figure(), "jpg")


def test_the_style_is_put_back() -> None:
    from matplotlib import rcParams

    before = dict(rcParams)
    with figstyle.style():
        assert rcParams["svg.fonttype"] == "path"
    assert dict(rcParams) == before


def test_the_style_is_for_reading_only() -> None:
    with pytest.raises(TypeError):
        figstyle.RC["font.size"] = 1  # type: ignore[index]
