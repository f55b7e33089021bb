"""The escalation diagram: its text, the places in it, the key, and the painted figure."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from itertools import combinations, pairwise
from pathlib import Path
from typing import Any

import pytest
from coded import event, timeline
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.patches import Patch
from matplotlib.text import Text
from matplotlib.textpath import TextPath
from measure import faults
from vision import grey

import replay
from replay import files
from replay.codebook import Act, Strategy
from replay.dates import day
from replay.engine import run
from replay.errors import LayoutError
from replay.escalation import Escalation, LinkType
from replay.figures import escalation as dot
from replay.figures import style as figstyle
from replay.figures.escalation import painter
from replay.figures.escalation.axis import Axis, Need, solve, ticks
from replay.figures.escalation.curves import curves
from replay.figures.escalation.key import Entry, key, rows
from replay.figures.escalation.labels import names
from replay.figures.escalation.layout import find_engine
from replay.figures.escalation.metrics import fit, width
from replay.figures.escalation.page import Page, page
from replay.figures.escalation.pen import label, number
from replay.figures.escalation.scene import strategy
from replay.figures.style import SMALLEST
from replay.timeline import Timeline

TIMELINES = Path(__file__).parent.parent / "timelines"
SHIPPED = ("japan-autos-1993-1995", "korea-autos-1995-1998")
CASES = ("example", "busy", "refused", *SHIPPED)


def _busy() -> Timeline:
    """Many acts, several a day, in a few weeks; answers across lanes; clocks of every ending; odd texts."""
    acts = [act.value for act in Act]
    out = []
    for n in range(90):
        actor = ("A", "B", "A", "C", "B", "A-FIRMS")[n % 6]
        recipient = {"A": "B", "B": "A"}.get(actor, "A")
        more = f"label: {'Act of some moment' if n % 7 else 'Quotes, R&D; <b> ü'} {n}\n"
        kind = ("counters", "escalates", "responds", "deescalates")[n % 4]
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
        out.append(event(f"e{n}", date, more, actor=actor, recipient=recipient, act=acts[n * 7 % len(acts)]))
    return timeline(*out)


def _graph(case: str) -> Escalation:
    if case == "busy":
        return replay.graph(run(_busy()))
    base = files.load(files.example() if case in ("example", "refused") else TIMELINES / f"{case}.yaml")
    if case == "refused":
        base = replace(base, events=tuple(event for event in base.events if event.id != "settlement"))
    return replay.graph(run(base))


@pytest.fixture(scope="module", params=CASES)
def graph(request: pytest.FixtureRequest) -> Escalation:
    return _graph(request.param)


@pytest.fixture(scope="module")
def laid_out(graph: Escalation) -> dict[str, Any]:
    return dict(json.loads(find_engine("graphviz-pure").layout(dot.text(graph))))


@pytest.fixture(scope="module")
def painted(graph: Escalation) -> Figure:
    return painter.figure(find_engine("graphviz-pure").layout(dot.text(graph)))


@pytest.fixture(scope="module")
def sheet(graph: Escalation) -> Page:
    return page(graph, table=dot.has_key(graph))


def _texts(laid_out: dict[str, Any]) -> list[dict[str, Any]]:
    return [operation for operation in laid_out["_draw_"] if operation["op"] == "T"]


def _of_class(laid_out: dict[str, Any], name: str) -> list[str]:
    return [node["name"] for node in laid_out["objects"] if node.get("class") == name]


# -- the text -------------------------------------------------------------------------------------


def test_the_text_is_the_same_again_and_from_another_order_of_the_file(graph: Escalation) -> None:
    text = dot.text(graph)
    assert text == dot.text(graph)
    base = graph.trace.timeline
    assert base is not None
    assert text == dot.text(replay.graph(run(replace(base, events=base.events[::-1]))))


def test_the_text_does_not_depend_on_the_hash_seed() -> None:
    program = (
        "import replay as r; from replay.figures.escalation import dot;"
        "print(dot.text(r.graph(r.run(r.load(r.example())))))"
    )
    found = {
        subprocess.run(
            [sys.executable, "-c", program], capture_output=True, check=True, env={**os.environ, "PYTHONHASHSEED": seed}
        ).stdout
        for seed in ("1", "2")
    }
    assert len(found) == 1


def test_every_act_has_one_node_and_one_row(graph: Escalation, laid_out: dict[str, Any], sheet: Page) -> None:
    acts = [node.id for node in graph.nodes if node.kind == "act"]
    assert sorted(_of_class(laid_out, "act")) == sorted(acts)
    entries = [entry for column in page(graph).key.columns for entry in column]
    assert [entry.number for entry in entries] == list(range(1, len(acts) + 1))
    if not dot.has_key(graph):
        assert sheet.key.columns == ()
        laid_out = json.loads(find_engine("graphviz-pure").layout(dot.key_text(graph)))
    written = Counter(operation["text"] for operation in _texts(laid_out))
    lines = Counter(line for entry in entries for line in entry.lines)
    assert not lines - written
    emitted = [node.id for node in graph.nodes if node.emitted]
    assert [acts[entry.number - 1] for entry in entries if entry.lines[0].startswith("† ")] == emitted


def test_numbers_in_marks_follow_the_trace(graph: Escalation, laid_out: dict[str, Any]) -> None:
    shown = {node["name"]: node["label"] for node in laid_out["objects"] if node.get("class") == "act"}
    acts = [node.id for node in graph.nodes if node.kind == "act"]
    assert shown == {name: str(n) for n, name in enumerate(acts, 1)}


def test_every_clock_has_one_node_and_its_name(graph: Escalation, laid_out: dict[str, Any]) -> None:
    clocks = graph.trace.clocks()
    assert sorted(_of_class(laid_out, "clock")) == sorted(clock.id for clock in clocks)
    labels = [node["label"] for node in laid_out["objects"] if node["name"].startswith("clock ")]
    assert len(labels) == len(clocks)


def test_every_link_has_one_edge_of_its_type(graph: Escalation, laid_out: dict[str, Any]) -> None:
    name = {node["_gvid"]: node["name"] for node in laid_out["objects"]}
    drawn = Counter(
        (name[edge["tail"]], name[edge["head"]], edge["class"])
        for edge in laid_out["edges"]
        if not name[edge["tail"]].startswith("legend ")
    )
    assert drawn == Counter((link.source, link.target, link.type.value) for link in graph.links)


def test_the_legend_shows_each_type_once(graph: Escalation, laid_out: dict[str, Any]) -> None:
    name = {node["_gvid"]: node["name"] for node in laid_out["objects"]}
    shown = [edge["class"] for edge in laid_out["edges"] if name[edge["tail"]].startswith("legend ")]
    assert Counter(shown) == Counter({link.type.value for link in graph.links})


def test_places_are_kept_by_the_engine(laid_out: dict[str, Any], sheet: Page) -> None:
    assert laid_out["bb"] == laid_out["frame"] or float(laid_out["bb"].split(",")[2]) >= sheet.width
    places = {node["name"]: node["pos"].rstrip("!") for node in laid_out["objects"]}
    for mark in sheet.scene.marks:
        assert places[mark.node.id] == f"{number(mark.box.x)},{number(mark.box.y)}"


def test_the_page_has_the_width_of_a_journal(sheet: Page) -> None:
    assert sheet.width == pytest.approx(figstyle.DOUBLE_COLUMN / 25.4 * 72)


def test_title_and_table_can_be_left_out() -> None:
    graph = _graph("example")
    full, bare = page(graph), page(graph, title=False, table=False)
    assert bare.height < full.height
    assert "A small example" in dot.text(graph)
    assert "A small example" not in dot.text(graph, title=False)
    assert "list sanctions" in dot.text(graph, table=False)
    assert page(graph, table=False).key.columns == ()


@given(st.text(st.characters(blacklist_categories=["Cs", "Cc"]), max_size=30))
@settings(max_examples=60, deadline=None)
def test_any_title_and_label_reach_the_figure(text: str) -> None:
    found = timeline(event("one", "2001-01-01"))
    shown = " ".join(text.replace("\\", "/").split())
    found = replace(found, title=text, events=(replace(found.events[0], label=f"x {text}", act=Act.SETTLE),))
    laid_out = json.loads(find_engine("graphviz-pure").layout(dot.text(replay.graph(run(found)))))
    written = [operation["text"] for operation in laid_out["_draw_"] if operation["op"] == "T"]
    assert fit(shown, 9.0, 502.24, True) in written or not shown
    assert next(node for node in laid_out["objects"] if node["name"] == "name 1")["_ldraw_"][-1]["text"].split() == (
        f"x {shown}".split()
    )


def test_a_trace_without_its_timeline_can_be_drawn() -> None:
    trace = run(files.load(files.example()))
    bare = type(trace).from_jsonl(trace.to_jsonl())
    text = dot.text(replay.graph(bare))
    assert json.loads(find_engine().layout(text))["objects"]


def test_an_empty_replay_gives_an_empty_page() -> None:
    base = files.load(files.example())
    graph = replay.graph(run(replace(base, events=())))
    assert painter.figure(find_engine().layout(dot.text(graph))).get_size_inches()[0] > 7


# -- places ---------------------------------------------------------------------------------------


def test_no_two_marks_meet(sheet: Page) -> None:
    boxes = [mark.box for mark in sheet.scene.marks] + [bar.box for bar in sheet.scene.bars]
    assert not [(a, b) for a, b in combinations(boxes, 2) if a.hits(b)]


def test_marks_are_in_the_order_of_their_dates(sheet: Page) -> None:
    marks = sorted(sheet.scene.marks, key=lambda mark: mark.node.day)
    for earlier, later in combinations(marks, 2):
        if earlier.node.day < later.node.day:
            assert earlier.box.x <= later.box.x + 1e-6, (earlier.number, later.number)


def test_marks_lie_in_their_lane_and_on_their_rung(sheet: Page) -> None:
    lanes = {lane.party: lane for lane in sheet.scene.lanes}
    for mark in sheet.scene.marks:
        lane = lanes[mark.node.party or ""]
        assert lane.bottom < mark.box.y < lane.top
        assert mark.box.y == pytest.approx(lane.y(mark.node.rung if lane.tall else 0))


def test_only_those_who_act_have_lanes_and_lanes_do_not_meet(graph: Escalation, sheet: Page) -> None:
    acting = {node.party for node in graph.nodes if node.kind == "act"}
    assert {lane.party for lane in sheet.scene.lanes if lane.party} == acting
    for upper, lower in pairwise(sheet.scene.lanes):
        assert lower.top <= upper.bottom + 1e-6


def test_rungs_rise(sheet: Page) -> None:
    for lane in sheet.scene.lanes:
        if lane.tall:
            assert lane.rows == 10
            assert all(lane.y(rung) < lane.y(rung + 1) for rung in range(9))


def test_names_touch_nothing_and_stay_in_their_lane(graph: Escalation, sheet: Page) -> None:
    found = names(graph, sheet.scene, curves(graph, sheet.scene))
    others = [mark.box for mark in sheet.scene.marks] + [bar.box for bar in sheet.scene.bars]
    others += [bar.text_box for bar in sheet.scene.bars]
    for name in found:
        assert not any(name.box.hits(other) for other in others)
        assert sheet.scene.left <= name.box.x - name.box.width / 2
        assert name.box.x + name.box.width / 2 <= sheet.scene.right
    assert not [pair for pair in combinations(found, 2) if pair[0].box.hits(pair[1].box)]


def test_the_settlement_is_named() -> None:
    graph = _graph("example")
    sheet = page(graph)
    shown = {name.text for name in names(graph, sheet.scene, curves(graph, sheet.scene))}
    assert {"list sanctions", "settle"} <= shown


def test_clocks_run_from_their_setting_to_their_end() -> None:
    graph = _graph("example")
    (bar,) = page(graph).scene.bars
    marks = {mark.node.id: mark for mark in page(graph).scene.marks}
    assert bar.start == marks["sanctions-list"].box.x
    assert bar.box.x == marks["settlement"].box.x
    assert bar.rest > bar.box.x


def test_what_follows_by_rule_is_marked() -> None:
    graph = _graph("refused")
    text = dot.text(graph)
    (act,) = [line for line in text.splitlines() if line.lstrip().startswith('"sanctions/lapse" [')]
    assert "shape=hexagon" in act
    assert "†" in text
    assert "†" not in dot.text(_graph("example"))


def test_strategies_of_acts() -> None:
    graph = _graph("busy")
    seen = {strategy(graph, node) for node in graph.nodes if node.kind == "act"}
    assert seen == {Strategy.CLAIMING, Strategy.CREATING, Strategy.MIXED, None}


# -- the axis -------------------------------------------------------------------------------------

needs = st.lists(
    st.builds(
        Need,
        day=st.integers(day("1990-01-01"), day("1996-12-31")),
        track=st.sampled_from("abc"),
        width=st.floats(4.0, 14.0),
    ),
    min_size=1,
    max_size=40,
).map(lambda found: sorted(found, key=lambda need: need.day))


@given(needs, st.floats(50.0, 600.0))
@settings(max_examples=80, deadline=None)
def test_the_axis_keeps_order_and_keeps_marks_apart(found: list[Need], room: float) -> None:
    axis, places = solve(found, (), 10.0, room)
    assert list(axis.days) == sorted(axis.days)
    assert all(a <= b + 1e-6 for a, b in pairwise(x for pair in zip(axis.starts, axis.ends, strict=True) for x in pair))
    assert axis.starts[0] == 10.0
    for (i, a), (j, b) in combinations(enumerate(found), 2):
        if a.track == b.track:
            assert abs(places[j] - places[i]) >= (a.width + b.width) / 2 - 1e-6
        if a.day < b.day:
            assert places[i] <= places[j] + 1e-6


@given(needs)
@settings(max_examples=40, deadline=None)
def test_the_axis_fills_its_room_and_never_more_if_it_can(found: list[Need]) -> None:
    least = solve(found, (), 0.0, 0.0)[0].ends[-1]
    if len({need.day for need in found}) > 1:
        assert solve(found, (), 0.0, least + 50.0)[0].ends[-1] == pytest.approx(least + 50.0, abs=0.01)


@given(needs)
@settings(max_examples=40, deadline=None)
def test_ticks_stand_at_their_dates_and_their_names_do_not_meet(found: list[Need]) -> None:
    axis, _ = solve(found, (), 0.0, 400.0)
    shown = ticks(axis)
    years = [tick for tick in shown if tick.rank == 0 and tick.line]
    assert [tick.x for tick in years] == [
        axis.at(day(f"{year}-01-01"))
        for year in range(1990, 1998)
        if axis.days[0] < day(f"{year}-01-01") <= axis.days[-1]
    ]
    for row in ((0,), (1, 2)):
        spans = sorted(
            (tick.at - width(tick.text, SMALLEST) / 2, tick.at + width(tick.text, SMALLEST) / 2)
            for tick in shown
            if tick.rank in row and tick.text
        )
        assert all(a[1] <= b[0] for a, b in pairwise(spans))


def test_a_year_that_begins_where_a_name_ends_keeps_its_line() -> None:
    """Rounding must not take the line of 1993, on which the room of 1992 ends."""
    days = (727105, 727511, 727580, 729021)
    axis, _ = solve([Need(at, "a", 4.0) for at in days], (), 0.0, 400.0)
    lines = [tick.x for tick in ticks(axis) if tick.rank == 0 and tick.line]
    assert lines == [axis.at(day(f"{year}-01-01")) for year in range(1992, 1997)]


def test_days_between_known_days_are_in_proportion() -> None:
    axis = Axis((100, 110, 120), (0.0, 50.0, 60.0), (0.0, 54.0, 60.0))
    assert [axis.at(n) for n in (90, 105, 110, 115, 130)] == [0.0, 25.0, 50.0, 57.0, 60.0]


# -- the key --------------------------------------------------------------------------------------


def _entry(n: int, text: str = "Something short") -> Entry:
    return Entry(1995, n, "~1 Jan", "US", text, "A", False)


@pytest.mark.parametrize("count", [1, 2, 3, 4, 10, 100])
def test_columns_hold_all_rows_in_order_and_are_balanced(count: int) -> None:
    found = key([_entry(n) for n in range(1, count + 1)], 3, 500.0)
    assert [entry.number for column in found.columns for entry in column] == list(range(1, count + 1))
    assert len(found.columns) <= 3
    assert max(map(len, found.columns)) == -(-count // 3)


def test_long_names_take_a_second_line_and_are_not_cut() -> None:
    text = "Closed-market grievances of makers"
    (entry,) = key([replace(_entry(1, text), actor="US-INDUSTRY")], 3, 500.0).columns[0]
    assert len(entry.lines) == 2
    assert " ".join(entry.lines) == text


def test_vague_dates_are_marked() -> None:
    found = rows(_graph("example"))
    assert [entry.day for entry in found] == ["5 Feb", "10 Mar", "14 Mar", "~4 May"]


# -- texts ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("bold", [False, True])
@pytest.mark.parametrize("text", ["Section 301 opened", "ÄÖÜ éèß «R&D»", "“quoted” – it’s †"])
def test_widths_are_those_of_the_font(text: str, bold: bool) -> None:
    properties = {"family": figstyle.FONT, "weight": "bold" if bold else "normal"}
    real = TextPath((0, 0), text, size=100, prop=properties).get_extents().x1
    assert width(text, 100, bold) == pytest.approx(real, rel=0.04)


def test_what_does_not_fit_is_cut() -> None:
    assert fit("Short", 6.0, 100.0) == "Short"
    assert width(fit("Rather long for so little room", 6.0, 40.0), 6.0) <= 40.0
    assert fit("Rather long", 6.0, 1.0) == "…"


def test_numbers_are_short_and_without_negative_zero() -> None:
    assert [number(value) for value in (1.0, 0.126, -0.0001, 1234.5)] == ["1", "0.13", "0", "1234.5"]


def test_labels_are_quoted() -> None:
    assert label('say "no" & <go>\\l') == r'"say \"no\" &amp; <go>/l"'


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
        if name in ("counters", "escalates", "responds", "deescalates", "settles", "lapses", "triggers")
    ]
    assert len(set(looks)) == len(looks)


def test_sides_and_links_are_dark_enough_and_sides_differ_in_grey() -> None:
    greys = [grey(color) for color in figstyle.SIDES.values()]
    assert min(abs(a - b) for a, b in combinations(greys[:2], 2)) > 0.15
    assert all(grey(look.color) < 0.6 for look in figstyle.LINKS.values())


# -- the painted figure ---------------------------------------------------------------------------


def _extents(figure: Figure) -> tuple[list[tuple[str, Any]], tuple[float, float]]:
    """Texts with their extents, and the size of the figure; in points."""
    figure.set_dpi(72)
    with figstyle.style():
        renderer = FigureCanvasAgg(figure).get_renderer()
        texts = [artist for artist in figure.get_children() if isinstance(artist, Text)]
        return [(text.get_text(), text.get_window_extent(renderer)) for text in texts], tuple(
            figure.get_size_inches() * 72
        )


def test_no_text_meets_another_or_leaves_the_page(painted: Figure) -> None:
    texts, (wide, high) = _extents(painted)
    assert len(texts) > 20
    for text, box in texts:
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= wide and box.y1 <= high, text
    met = [
        (a[0], b[0])
        for a, b in combinations(texts, 2)
        if min(a[1].x1, b[1].x1) - max(a[1].x0, b[1].x0) > 0.4 and min(a[1].y1, b[1].y1) - max(a[1].y0, b[1].y0) > 0.6
    ]
    assert not met


def test_no_text_is_smaller_than_seven_points(painted: Figure) -> None:
    sizes = {artist.get_fontsize() for artist in painted.get_children() if isinstance(artist, Text)}
    assert min(sizes) >= figstyle.SMALLEST >= 7.0


def test_the_figure_is_as_large_as_the_page(painted: Figure, sheet: Page) -> None:
    assert tuple(painted.get_size_inches() * 72) == pytest.approx((sheet.width, sheet.height), abs=0.02)


def test_the_shipped_figures_stay_within_a_journal_page_and_so_do_their_keys() -> None:
    for case in SHIPPED:
        graph = _graph(case)
        for text in (dot.text(graph), dot.key_text(graph)):
            made = painter.figure(find_engine("graphviz-pure").layout(text))
            wide, high = (size * 25.4 for size in made.get_size_inches())
            assert wide <= 180.1 and high <= 240.1, case
            assert faults(made) == [], case


def test_the_key_stands_on_the_page_where_there_is_room_and_alone_where_not() -> None:
    assert dot.has_key(_graph("example"))
    assert page(_graph("example")).key.columns
    assert not dot.has_key(_graph(SHIPPED[0]))
    assert "Sanctions list" in dot.key_text(_graph(SHIPPED[0]))


@pytest.mark.parametrize("form", figstyle.FORMATS)
def test_files_are_the_same_again(form: str) -> None:
    layout = find_engine().layout(dot.text(_graph("example")))
    first, second = (figstyle.save(painter.figure(layout), form, dpi=100) for _ in range(2))
    assert first == second


def test_edges_get_their_own_dashes(painted: Figure) -> None:
    styles = {patch.get_linestyle() for patch in painted.get_children() if isinstance(patch, Patch)}
    assert len(styles) > 1


def _json(operations: list[dict[str, Any]]) -> str:
    return json.dumps({"bb": "0,0,100,50", "_draw_": operations})


def test_upper_case_operations_are_filled() -> None:
    square = [[0, 0], [10, 0], [10, 10], [0, 10]]
    chosen = [{"op": "c", "color": "#000000"}, {"op": "C", "color": "#ff0000"}]
    for op, filled in (("B", True), ("b", False), ("P", True), ("p", False), ("L", False)):
        (patch,) = painter.figure(_json([*chosen, {"op": op, "points": square}])).get_children()[1:]
        assert isinstance(patch, Patch)
        assert (patch.get_facecolor()[3] == 1.0) is filled, op
    for op, filled in (("E", True), ("e", False)):
        (patch,) = painter.figure(_json([*chosen, {"op": op, "rect": [5, 5, 2, 3]}])).get_children()[1:]
        assert isinstance(patch, Patch)
        assert (patch.get_facecolor()[3] == 1.0) is filled, op
        assert patch.get_extents().width == pytest.approx(4 / 72 * 72)


def test_texts_keep_their_place_size_and_weight() -> None:
    text = {"op": "T", "pt": [20, 30], "align": "r", "width": 5, "text": "$a$"}
    figure = painter.figure(_json([{"op": "F", "size": 7, "face": "Any"}, {"op": "t", "fontchar": 1}, text]))
    (found,) = [artist for artist in figure.get_children() if isinstance(artist, Text)]
    assert (found.get_text(), found.get_fontsize(), found.get_weight()) == ("$a$", 7.0, "bold")
    assert (found.get_position(), found.get_horizontalalignment()) == ((20, 30), "right")
    assert found.get_parse_math() is False


@pytest.mark.parametrize("text", ["", "[]", "{}", '{"bb": "0,0"}', '{"bb": null}', "<svg/>"])
def test_what_is_not_a_layout_is_refused(text: str) -> None:
    with pytest.raises(LayoutError, match="did not return a graph"):
        painter.figure(text)


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
