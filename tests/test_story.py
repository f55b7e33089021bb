"""The one figure: what it shows, where it stands, in every place it is made for."""

import dataclasses
from collections import Counter
from itertools import pairwise

import pytest
from coded import event, timeline
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Rectangle
from measure import faults, named, texts, words
from synthetic import timeline as synthetic

import replay
from replay import engine, files
from replay.codebook import RUNGS, Strategy
from replay.dates import iso
from replay.engine.trace import ACTED
from replay.escalation import ANSWERS, graph
from replay.figures import style as figstyle
from replay.figures.sheet.page import Sheet, text_width
from replay.figures.sheet.selection import Layout, Selection
from replay.figures.story import draw_story, story_figure, story_of
from replay.figures.story.content import selected
from replay.figures.story.detail import DETAILS
from replay.figures.story.draw import arrange
from replay.figures.story.key import story_items
from replay.figures.story.marks import size_of
from replay.figures.story.plan import EDGE, climax
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
    assert drawn == [f"link {link.type.value} {link.source} {link.target}" for link in shown.links]
    assert len(drawn) == {"japan": 30, "korea": 11}[name[:5]]  # of 130 and 90
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


# -- a message in the first seconds ---------------------------------------------------------------

LADDER = """
format: 1
dispute: four-acts
title: Four acts
period: 2001/2003
sides: [AAA, BBB]
sources: {s: {author: A, year: 2003, title: T}}
parties:
  AAA: {name: Aland}
  BBB: {name: Beland}
  AAA-LONGEST-UNION: {name: The united brotherhood of workers of Aland in all trades, of: AAA}
  AAA-LONGEST-FIRMS: {name: The general association of manufacturers of Aland, of: AAA}
  CCC: {name: Ceeland}
  DDD: {name: Deeland}
  EEE: {name: Eeland}
events:
  - {id: talk, date: 2001-01-01, actor: AAA, recipient: BBB, act: meet, key: true, summary: x, cite: {key: s}}
  - {id: list, date: 2001-03-01, actor: BBB, recipient: AAA, act: list-sanctions, key: true, answers: {talk: escalates},
     summary: x, cite: {key: s}}
  - {id: blame, date: 2001-05-01, actor: AAA, recipient: BBB, act: accuse, key: false, answers: {list: counters},
     tactics: [blame], summary: x, cite: {key: s}}
  - {id: reply, date: 2001-07-01, actor: BBB, recipient: AAA, act: meet, key: true, answers: {list: responds},
     summary: x, cite: {key: s}}
  - {id: joint, date: 2001-08-01, actor: [AAA-LONGEST-UNION, AAA-LONGEST-FIRMS], recipient: AAA, act: press,
     summary: x, cite: {key: s}}
  - {id: c, date: 2001-09-01, actor: CCC, recipient: BBB, act: comment, summary: x, cite: {key: s}}
  - {id: d, date: 2001-09-02, actor: DDD, recipient: BBB, act: comment, summary: x, cite: {key: s}}
  - {id: e, date: 2001-09-03, actor: EEE, recipient: BBB, act: comment, summary: x, cite: {key: s}}
"""


@pytest.fixture(scope="module")
def four():
    return engine.run(files.loads(LADDER))


def drawn_links(made):
    return {patch.get_gid() for patch in made.findobj(PathPatch) if (patch.get_gid() or "").startswith("link ")}


def test_a_mark_is_as_large_as_its_rung_is_high_whatever_is_coded(four):
    """Rung 2 (meet): 1.0 + 2 * 0.18 = 1.36 mm; rung 4 (accuse) 1.72 mm; rung 8 (list of sanctions) 2.44 mm."""
    sizes = [size_of(rung) for rung in range(10)]
    assert [round(b - a, 6) for a, b in pairwise(sizes)] == [0.18] * 9 and (sizes[0], sizes[9]) == (1.0, 2.62)
    marks = {line.get_gid()[4:]: line for line in named(story_figure(four).figure, "act ")}
    wide = {
        name: round((line.get_markersize() + line.get_markeredgewidth()) * 25.4 / 72, 2) for name, line in marks.items()
    }
    assert {name: wide[name] for name in ("talk", "list", "blame", "reply")} == {
        "talk": 1.36, "list": 2.44, "blame": 1.72, "reply": 1.36
    }  # fmt: skip
    assert to_hex(marks["list"].get_markerfacecolor()) == figstyle.SIDES["B"]
    assert to_hex(marks["blame"].get_markerfacecolor()) == figstyle.SIDE_LIGHT["A"]  # no key act


@pytest.mark.parametrize("preset", PRESETS)
def test_the_names_of_rungs_have_room_and_each_act_stands_beside_its_own(preset):
    arranged = arrange(story_of(engine.run(timeline(event("a", "2001-01-01", act="open-case")))), preset, Layout())
    rungs, room = arranged.detail.rungs, arranged.frame.left - 1.0 - EDGE
    assert all(text_width(name, 7.0) <= room for name in rungs) and len(rungs) == 10
    acts = [event("a", "2001-01-01", act="open-case"), event("b", "2001-03-01", act="file-case", actor="B")]
    made = story_figure(engine.run(timeline(*acts)), preset).figure
    high = [(text.get_text(), round(text.get_position()[1], 3)) for text in texts(made)]
    marks = {line.get_gid(): round(float(line.get_ydata()[0]), 3) for line in named(made, "act ")}
    assert (rungs[7], marks["act a"]) in high and "own" in RUNGS[7]
    assert (rungs[8], marks["act b"]) in high and "filed" in RUNGS[8]


def test_in_bold_stand_the_highest_acts_that_were_done():
    """Sanctions are announced only; so threats are the highest: two, then four."""
    hollow = event("e", "2001-09-01", "status: announced\n", act="impose-sanctions")
    threats = [
        event(name, f"2001-0{n}-01", more, act="threaten-case", actor=by)
        for n, (name, by, more) in enumerate((("a", "A", ""), ("b", "B", ""), ("c", "A", ""), ("d", "B", "")), 1)
    ]

    def bold(*events):
        made = story_figure(engine.run(timeline(*events)))
        return [t.get_text() for t in texts(made.figure) if t.get_weight() == "bold" and t.get_text() == "Threaten case"
                ], made.caption  # fmt: skip

    names, caption = bold(*threats[:2], hollow)
    assert len(names) == 2 and "Bold: the acts on the highest rung reached (threats, own cases)." in caption
    names, caption = bold(*threats, hollow)
    assert len(names) == 1 and "Bold: the first of 4 acts on the highest rung reached" in caption
    assert climax(story_of(engine.run(timeline(*threats, hollow))).base) == (("a",), 7, 4)


def test_stretches_with_more_room_are_darker_behind_all_lanes_and_named(trace):
    made, arranged = story_figure(trace).figure, arrange(story_of(trace), "page", Layout())
    zones = story_of(trace).base.scale.zones
    found = sorted((part for part in made.findobj(Rectangle) if str(part.get_gid()).startswith("stretch ")),
                   key=lambda part: part.get_x())  # fmt: skip
    if len(zones) == 1:
        assert not found
        return
    order = sorted(range(len(zones)), key=lambda n: zones[n].per_day)
    shares = [found[n].get_alpha() for n in order]
    assert len(found) == len(zones) and shares == sorted(shares) and shares[0] == 0 < shares[-1] <= 0.085
    assert all(part.get_y() == pytest.approx(arranged.bottom) for part in found)
    assert all(one.get_x() + one.get_width() == pytest.approx(two.get_x()) for one, two in pairwise(found))


def test_the_strips_of_the_domain_say_what_they_show_and_what_is_computed(trace):
    shown = story_of(trace)
    for group, name in zip("AB", shown.base.names, strict=True):
        drawn = group in arrange(shown, "page", Layout()).domains
        assert (f"Losses and gains: {name}" in words(story_figure(trace).figure)) == drawn
    lines = [path for path in shown.base.paths if path.steps]
    assert words(story_figure(trace).figure).count("computed by rule") == len(lines)


def test_marks_of_the_key_that_stand_for_either_side_are_grey(four):
    for _, said, glyph in story_items(story_of(four), DETAILS["page"])["Acts"]:
        sheet = Sheet(40.0, 10.0)
        glyph(sheet, 2.0, 5.0)
        shades = {to_hex(line.get_color()) for line in sheet.figure.findobj(Line2D)}
        shades |= {to_hex(line.get_markeredgecolor()) for line in sheet.figure.findobj(Line2D)}
        assert said == "joint act of both" or not shades & {*figstyle.SIDES.values()} - {figstyle.SIDES["other"]}


def test_only_links_between_key_acts_that_do_more_than_respond_are_drawn_unless_asked_for(four):
    """Of three links one joins key acts and escalates; one counters from no key act; one only responds."""
    made = story_figure(four)
    assert drawn_links(made.figure) == {"link escalates talk list"}
    assert "Drawn are 1 of 3 links between acts, those between two key acts" in made.caption
    assert [row["by"] or row["label"] for row in made.data.records() if row["part"] == "answer"] == ["talk"]
    every = {"link escalates talk list", "link counters list blame", "link responds list reply"}
    assert drawn_links(story_figure(four, selection=Selection(acts="all")).figure) == every
    assert "links between acts" not in story_figure(four, selection=Selection(acts="all")).caption
    asked = story_figure(four, selection=Selection(links=("responds",)))
    assert drawn_links(asked.figure) == {"link responds list reply"}
    assert [cell.deeds for cells in story_of(four).cells for cell in cells] == [
        cell.deeds for cells in selected(four, story_of(four), Selection(acts="key").of(graph(four))).cells
        for cell in cells
    ]  # fmt: skip


@pytest.mark.parametrize(("preset", "most"), [("page", 2), ("double", 2), ("column", 3), ("slide", 2)])
def test_the_key_has_few_lines_and_the_caption_tells_the_rest(trace, preset, most):
    arranged = arrange(story_of(trace), preset, Layout())
    assert 0 < arranged.legend.height <= most * 3.45 + 1e-9
    items = story_items(story_of(trace), arranged.detail)
    known = {words for _, words, glyph in arranged.legend.items if glyph}
    caption = story_figure(trace, preset).caption
    if len(arranged.clocks) == len(story_of(trace).base.spans):
        assert all(
            words in known or f", {words}" in caption
            for group in items
            if group != "Dates"
            for _, words, _ in items[group]
        )


@pytest.mark.parametrize("preset", PRESETS)
def test_every_party_is_named_in_its_lane_and_no_name_is_cut(four, preset):
    arranged = arrange(story_of(four), preset, Layout())
    said = " ".join(line for block in arranged.camps for line in block.lines)
    assert "…" not in said
    for name, id_ in (("Ceeland", "CCC"), ("Deeland", "DDD"), ("Eeland", "EEE")):
        assert name in said or id_ in said
    whole = said.replace("- ", "-")
    assert all(f"LONGEST-{end}" in whole for end in ("UNION", "FIRMS"))
    assert faults(draw_story(story_of(four), preset), PRESETS[preset].scale) == []


def test_a_domain_is_drawn_only_where_something_is_read_or_computed(four):
    """Nobody reads a level of Aland; a reading of Beland alone gives it a strip."""
    quiet = LADDER.partition("  - {id: list")[0]
    made = story_figure(engine.run(files.loads(quiet)))
    assert not named(made.figure, "status quo") and "No domain is drawn" in made.caption
    read = "readings:\n  - {id: r, party: BBB, date: 2001-02-01, level: modest-loss, summary: s, cite: {key: s}}\n"
    made = story_figure(engine.run(files.loads(quiet + read)))
    assert len(named(made.figure, "status quo")) == 1
    assert "Losses and gains: Beland" in words(made.figure) and "For Aland nothing is read or computed." in made.caption


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
