"""The one figure: what it shows, where it stands, in every place it is made for."""

import dataclasses
from itertools import pairwise

import pytest
from matplotlib.patches import PathPatch
from measure import faults, named, words
from synthetic import timeline as synthetic

import replay
from replay import engine, files
from replay.codebook import TACTICS, Act, Strategy, Tactic
from replay.engine.trace import ACTED
from replay.escalation import ANSWERS, graph
from replay.figures import style as figstyle
from replay.figures.story import draw_story, story
from replay.figures.story.detail import DETAILS
from replay.figures.style import PRESETS

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
    shown = story(trace)
    acted = [entry for entry in trace if entry.kind in ACTED]
    assert [(act.id, act.day, act.party) for act in shown.acts] == [(e.event, e.day, e.actor) for e in acted]
    for act in shown.acts:
        lane = shown.lanes[act.lane]
        side = trace.timeline.side(act.party)
        assert lane.party in (act.party, "")
        assert lane.group == {trace.timeline.sides[0]: "A", trace.timeline.sides[1]: "B"}.get(side, "other")
        assert lane.main == (act.party in trace.timeline.sides)
        assert act.first <= act.day <= act.last


def test_lanes_stand_with_the_sides_in_the_middle(trace):
    groups = [(lane.group, lane.main) for lane in story(trace).lanes]
    assert groups == sorted(groups, key=lambda g: [("A", False), ("A", True), ("B", True), ("B", False)].index(g)
                            if g[0] != "other" else 9)  # fmt: skip


def test_arcs_are_the_coded_answers_between_acts(trace):
    shown = story(trace)
    places = {act.id for act in shown.acts}
    wanted = [
        (link.source, link.target, link.type)
        for link in graph(trace).links
        if link.type in ANSWERS and {link.source, link.target} <= places
    ]
    assert [(shown.acts[a.source].id, shown.acts[a.target].id, a.type) for a in shown.arcs] == wanted


def test_the_strategy_of_a_cell_is_that_of_the_tactics_of_its_acts(trace):
    shown = story(trace)
    for side, cells in zip(trace.timeline.sides, shown.cells, strict=True):
        own = [act for act in shown.acts if act.party == side]
        counted = 0
        for cell in cells:
            acts = [act for act in own if cell.first <= act.day < cell.stop]
            counted += len(acts)
            used = [TACTICS[t].strategy for act in acts if act.strategy for t in trace.timeline.by_id[act.id].tactics]
            lead = used.count(Strategy.CLAIMING) - used.count(Strategy.CREATING)
            ends = {1: Strategy.CLAIMING, -1: Strategy.CREATING}
            wanted = ends.get((2 * lead > len(used)) - (2 * lead < -len(used)), Strategy.MIXED) if used else None
            assert cell.strategy is wanted
        assert counted == len(own)
        assert all(a.stop <= b.first for a, b in pairwise(cells))


def test_the_figure_has_the_strategies_of_the_codebook_but_none_where_no_tactic_is_coded():
    """Four claiming tactics and a creating one make 3/5, above a half: claiming, in the table as in the figure."""
    base = files.load(files.example())
    tactics = (Tactic.EXPLICIT_THREAT, Tactic.BLAME, Tactic.DELAY, Tactic.CONCEAL, Tactic.PRAISE)
    events = [
        dataclasses.replace(event, tactics=tactics if event.id == "demand" else (), act=Act.ACCUSE)
        if event.id in ("demand", "settlement") else event
        for event in base.events
    ]  # fmt: skip
    trace = engine.run(dataclasses.replace(base, events=tuple(events)))
    shown = {act.id: act.strategy for act in story(trace).acts}
    assert shown["demand"] is trace.strategy(trace[0]) is Strategy.CLAIMING
    assert shown["settlement"] is None and trace.timeline.by_id["settlement"].strategy is Strategy.CLAIMING


def test_a_reply_that_only_the_replay_has_is_marked_and_named():
    text = files.example().read_text(encoding="utf-8").replace("record: met", "record: lapsed", 1)
    text = text.replace("    meets: [sanctions]\n", "")
    trace = engine.run(files.loads(text))
    assert any(act.emitted for act in story(trace).acts)
    assert "follows in the replay only" in words(draw_story(story(trace)))


# -- where it stands ------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", PRESETS)
def test_no_text_is_small_leaves_the_page_or_meets_another(trace, preset):
    made = draw_story(story(trace), preset)
    assert faults(made, PRESETS[preset].scale) == []


@pytest.mark.parametrize("preset", PRESETS)
def test_the_page_is_as_wide_as_its_place_and_no_higher(trace, preset):
    place = PRESETS[preset]
    wide, high = (size * 25.4 for size in draw_story(story(trace), preset).get_size_inches())
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
    made, shown = draw_story(story(trace)), story(trace)
    marks = [line.get_gid() for line in named(made, "act ")]
    assert sorted(marks) == sorted(f"act {act.id}" for act in shown.acts)
    drawn = [patch.get_gid() for patch in made.findobj(PathPatch) if (patch.get_gid() or "").startswith("link ")]
    assert len(drawn) == len(shown.arcs)
    assert len(named(made, "end ")) == len(shown.spans)


def test_the_busy_weeks_of_may_and_june_1995_have_room_and_their_turns_are_named():
    trace = engine.run(files.load("timelines/japan-autos-1993-1995.yaml"))
    shown, said = story(trace), words(draw_story(story(trace)))
    busy = [act for act in shown.acts if "1995-05-01" <= trace_date(act) <= "1995-06-30" and act.weight >= 7]
    assert len(busy) >= 8
    assert sum(act.label in said for act in busy) >= 0.75 * len(busy)
    scale = shown.scale
    spring, whole = scale.zone(scale(busy[0].day)), scale.stop - scale.first
    assert spring.per_day > 4 / whole
    assert scale.breaks
    assert any(word.startswith("1 cm = ") for word in said)


def trace_date(act):
    from replay.dates import iso

    return iso(act.day)


def test_a_fuller_stack_squeezes_acts_but_loses_none():
    trace = engine.run(synthetic(300, busy=0.95))
    shown = story(trace)
    wanted = [act for act in shown.acts if shown.lanes[act.lane].group != "other"]
    assert len(named(draw_story(story(trace), "column"), "act ")) == len(wanted) > 250


# -- what it refuses, and that it is always the same ----------------------------------------------


def test_an_unknown_preset_and_a_trace_without_timeline_are_refused():
    trace = engine.run(files.load(files.example()))
    with pytest.raises(ValueError, match="'poster' is unknown; allowed: page, double, column, slide"):
        draw_story(story(trace), "poster")
    with pytest.raises(ValueError, match="timeline"):
        draw_story(story(replay.Trace.from_jsonl(trace.to_jsonl())))


def test_what_does_not_fit_says_how_much_it_needs(monkeypatch):
    small = dataclasses.replace(PRESETS["double"], tallest=60.0)
    monkeypatch.setattr(figstyle, "PRESETS", {**PRESETS, "double": small})
    with pytest.raises(ValueError, match=r"60 mm of height; this dispute needs \d+"):
        draw_story(story(engine.run(files.load(files.example()))), "double")


@pytest.mark.parametrize("fmt", figstyle.FORMATS)
def test_the_same_bytes_twice(fmt):
    trace = engine.run(files.load(files.example()))
    first, second = (figstyle.save(draw_story(story(trace)), fmt, 100) for _ in range(2))
    assert first == second


def test_the_pdf_embeds_its_fonts_as_outlines_that_can_be_edited():
    data = figstyle.save(draw_story(story(engine.run(files.load(files.example())))), "pdf")
    assert b"/FontFile2" in data and b"/Type3" not in data and b"DejaVu" in data
