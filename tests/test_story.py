"""The one figure: what it shows, where it stands, in every place it is made for."""

import dataclasses
from collections import Counter
from itertools import pairwise

import pytest
from matplotlib.colors import to_hex
from matplotlib.patches import PathPatch
from measure import faults, named, words
from synthetic import timeline as synthetic

import replay
from replay import engine, files
from replay.codebook import Strategy
from replay.dates import iso
from replay.engine.trace import ACTED
from replay.escalation import ANSWERS, graph
from replay.figures import style as figstyle
from replay.figures.story import draw_story, story_figure, story_of
from replay.figures.story.detail import DETAILS
from replay.figures.style import PRESETS
from replay.tables import events_table
from replay.timeline import members

DISPUTES = ("japan-autos-1993-1995", "korea-autos-1995-1998")


@pytest.fixture(scope="module", params=[*DISPUTES, "example", "synthetic"])
def trace(request):
    if request.param == "synthetic":
        return engine.run(synthetic(300))
    path = files.example() if request.param == "example" else f"timelines/{request.param}.yaml"
    return engine.run(files.load(path))


@pytest.fixture(autouse=True)
def here(monkeypatch, root):
    monkeypatch.chdir(root)


# -- what it shows --------------------------------------------------------------------------------


def test_every_act_has_a_place_in_the_lane_of_its_party(trace):
    shown = story_of(trace)
    acted = [entry for entry in trace if entry.kind in ACTED]
    assert [(deed.id, deed.day, deed.party) for deed in shown.base.deeds] == [(e.event, e.day, e.actor) for e in acted]
    # An act of both sides has a place in the lane of each; any other act has one.
    sides = {*trace.timeline.sides}
    places = {deed: 2 if {*members(deed.party)} >= sides else 1 for deed in shown.base.deeds}
    assert Counter(deed for lane in shown.lanes for deed in lane.deeds) == Counter(places)
    assert sum(places.values()) - len(places) == (trace.timeline.dispute == "korea-autos")  # the harsh words of both
    for lane in shown.lanes:
        for deed in lane.deeds:
            if places[deed] == 2:
                assert (deed.group, deed.own, lane.main) == ("AB", True, True)
                continue
            side = trace.timeline.side(deed.party)
            assert lane.party in (deed.party, "")
            assert lane.group == deed.group == dict(zip(trace.timeline.sides, "AB", strict=True)).get(side, "other")
            assert lane.main == deed.own == (deed.party in trace.timeline.sides)
            assert deed.first <= deed.day <= deed.last


def test_lanes_stand_with_the_sides_in_the_middle(trace):
    groups = [(lane.group, lane.main) for lane in story_of(trace).lanes]
    assert groups == sorted(groups, key=lambda g: [("A", False), ("A", True), ("B", True), ("B", False)].index(g)
                            if g[0] != "other" else 9)  # fmt: skip


def test_answers_are_the_coded_ones_between_acts(trace):
    base = story_of(trace).base
    places = {deed.id for deed in base.deeds}
    wanted = [link for link in graph(trace).links if link.type in ANSWERS and {link.source, link.target} <= places]
    assert list(base.answers) == wanted


def test_every_act_of_a_side_towards_the_other_stands_in_one_cell_of_its_band(trace):
    shown, known = story_of(trace), trace.timeline
    for group, side, cells in zip("AB", known.sides, shown.cells, strict=True):
        at_home = {e.id for e in known.events if known.sides_of(e.recipient) == (side,)}
        aside = {e.id for e in known.events if e.recipient and not known.sides_of(e.recipient)}
        wanted = [deed for deed in shown.base.by(group, own=True) if deed.id not in at_home | aside]
        assert Counter(deed for cell in cells for deed in cell.deeds) == Counter(wanted)
        assert all(cell.first <= deed.day < cell.stop for cell in cells for deed in cell.deeds)
        assert all(a.stop <= b.first for a, b in pairwise(cells))


TWO = """
format: 1
dispute: two-strategies
title: Two strategies
period: 2001/2003
sides: [AAA, BBB]
sources: {s: {author: A, year: 2003, title: T}}
parties: {AAA: {name: Aland}, BBB: {name: Beland}}
events:
  - {id: a, date: 2001-01-01, actor: AAA, recipient: BBB, act: accuse,
     tactics: [explicit-threat, blame, delay, conceal, praise], summary: x, cite: {key: s}}
  - {id: b, date: 2001-02-01, actor: BBB, recipient: AAA, act: meet, summary: x, cite: {key: s}}
"""
PRAISE = """
  - {id: c, date: 2001-01-03, actor: AAA, recipient: BBB, act: meet, tactics: [praise, flexibility],
     summary: x, cite: {key: s}}
"""


def test_the_strategy_of_an_act_is_what_every_table_says():
    """Four tactics claim and one creates: (4 - 1) / 5 = 0.6 > 0.5, so it claims; a meeting without any is neither."""
    trace = engine.run(files.loads(TWO))
    drawn = {row["id"]: row["kind"] for row in story_figure(trace).data.records() if row["part"] == "act"}
    assert drawn == {"a": "claiming", "b": None}
    assert {row["id"]: row["strategy"] for row in events_table(trace).records()} == drawn
    assert [strategy and strategy.value for strategy in map(trace.strategy, trace)] == list(drawn.values())
    marks = {line.get_gid(): line for line in named(draw_story(story_of(trace)), "act ")}
    assert (marks["act a"].get_marker(), to_hex(marks["act a"].get_markerfacecolor())) == ("s", figstyle.SIDES["A"])
    assert (marks["act b"].get_marker(), marks["act b"].get_markersize() < marks["act a"].get_markersize()) == (
        "o",
        True,
    )


def test_the_strategy_of_a_month_is_that_of_the_tactics_of_all_its_acts():
    """With a second act of two creating tactics the month has 4 votes for claiming and 3 for creating: it is mixed."""
    trace = engine.run(files.loads(TWO + PRAISE))
    (cell, *_), other = story_of(trace).cells
    assert ([deed.id for deed in cell.deeds], cell.strategy) == (["a", "c"], Strategy.MIXED)
    assert [one.strategy for one in other] == [None]
    rows = [row for row in story_figure(trace).data.records() if row["part"] == "strategy"]
    assert (rows[0]["kind"], rows[0]["label"]) == ("mixed", "claiming 1, mixed 0, creating 1")


def test_a_reply_that_only_the_replay_has_is_marked_and_named():
    text = files.example().read_text(encoding="utf-8").replace("record: settled", "record: carried-out", 1)
    text = text.replace("    settles: [sanctions]\n", "")
    trace = engine.run(files.loads(text))
    assert any(deed.emitted for deed in story_of(trace).base.deeds)
    assert "follows in the replay only" in words(draw_story(story_of(trace)))


# -- where it stands ------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", PRESETS)
def test_no_text_is_small_leaves_the_page_or_meets_another(trace, preset):
    made = draw_story(story_of(trace), preset)
    assert faults(made, PRESETS[preset].scale) == []


@pytest.mark.parametrize("preset", PRESETS)
def test_the_page_is_as_wide_as_its_place_and_no_higher(trace, preset):
    place = PRESETS[preset]
    wide, high = (size * 25.4 for size in draw_story(story_of(trace), preset).get_size_inches())
    assert wide == pytest.approx(place.width)
    assert high <= place.tallest + 0.01
    assert place.height is None or high == pytest.approx(place.height)


def test_type_is_never_below_seven_points_in_print():
    assert min(figstyle.TITLE, figstyle.LABEL, figstyle.SMALL, figstyle.SMALLEST) >= 7.0
    assert 84 <= PRESETS["column"].width <= 90 and 174 <= PRESETS["page"].width <= 180
    assert PRESETS["slide"].width / PRESETS["slide"].height == pytest.approx(16 / 9, abs=0.001)
    assert set(DETAILS) == set(PRESETS)


@pytest.mark.parametrize("name", DISPUTES)
def test_every_mark_arc_and_clock_is_drawn_once(name):
    trace = engine.run(files.load(f"timelines/{name}.yaml"))
    made, shown = draw_story(story_of(trace)), story_of(trace)
    marks = [line.get_gid() for line in named(made, "act ")]
    twice = ["act harsh-first-week"] if name.startswith("korea") else []  # of both: a mark on each ladder
    assert sorted(marks) == sorted([*twice, *(f"act {deed.id}" for deed in shown.base.deeds)])
    drawn = [patch.get_gid() for patch in made.findobj(PathPatch) if (patch.get_gid() or "").startswith("link ")]
    assert len(drawn) == len(shown.base.answers)
    assert len(named(made, "end ")) == len(shown.base.spans)


def test_the_busy_weeks_of_may_and_june_1995_have_room_and_their_turns_are_named():
    trace = engine.run(files.load("timelines/japan-autos-1993-1995.yaml"))
    shown, said = story_of(trace), words(draw_story(story_of(trace)))
    busy = [
        deed for deed in shown.base.deeds if "1995-05-01" <= iso(deed.day) <= "1995-06-30" and deed.own and deed.key
    ]
    assert len(busy) >= 8
    turns = sorted(busy, key=lambda deed: deed.place)[:8]
    assert sum(deed.label in said for deed in turns) >= 7
    scale = shown.base.scale
    spring, whole = scale.zone(scale(busy[0].day)), scale.stop - scale.first
    assert spring.per_day > 4 / whole
    assert scale.breaks
    assert any(word.startswith("1 cm = ") for word in said)


def test_a_fuller_stack_squeezes_acts_but_loses_none():
    trace = engine.run(synthetic(300, busy=0.95))
    shown = story_of(trace)
    wanted = [deed for deed in shown.base.deeds if deed.group != "other"]
    assert len(named(draw_story(story_of(trace), "column"), "act ")) == len(wanted) > 250


# -- what it refuses, and that it is always the same ----------------------------------------------


def test_an_unknown_preset_and_a_trace_without_timeline_are_refused():
    trace = engine.run(files.load(files.example()))
    with pytest.raises(ValueError, match="'poster' is unknown; allowed: page, double, column, slide"):
        draw_story(story_of(trace), "poster")
    with pytest.raises(ValueError, match="timeline"):
        draw_story(story_of(replay.Trace.from_jsonl(trace.to_jsonl())))


def test_what_does_not_fit_says_how_much_it_needs(monkeypatch):
    small = dataclasses.replace(PRESETS["double"], tallest=60.0)
    monkeypatch.setattr(figstyle, "PRESETS", {**PRESETS, "double": small})
    with pytest.raises(ValueError, match=r"60 mm of height; this dispute needs \d+"):
        draw_story(story_of(engine.run(files.load(files.example()))), "double")


@pytest.mark.parametrize("fmt", figstyle.FORMATS)
def test_the_same_bytes_twice(fmt):
    trace = engine.run(files.load(files.example()))
    first, second = (figstyle.save(draw_story(story_of(trace)), fmt, 100) for _ in range(2))
    assert first == second


def test_the_pdf_embeds_its_fonts_as_outlines_that_can_be_edited():
    data = figstyle.save(draw_story(story_of(engine.run(files.load(files.example())))), "pdf")
    assert b"/FontFile2" in data and b"/Type3" not in data and b"DejaVu" in data
