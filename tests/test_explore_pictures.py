"""The pictures of the explorer: every act where its day is, no name over another, the same bytes each time."""

from __future__ import annotations

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations
from xml.etree import ElementTree

import pytest
from coded import act, event, text

import replay
from replay.counterfactuals.edits import Drop, Shift
from replay.dates import Duration
from replay.engine.trace import ACTED
from replay.explore.pictures import Filters, Scene, escalation, sheet, story
from replay.explore.pictures.calendar import Axis, axis_of
from replay.explore.pictures.content import content_of
from replay.explore.pictures.letters import text_width
from replay.explore.pictures.sheets import plain_sheet
from replay.files import loads
from replay.timeline import Timeline

SVG = "{http://www.w3.org/2000/svg}"
SIZES = {"title": 15.0, "small": 10.0, "key-word": 10.0, "note": 10.0, "date": 10.0, "rung-word": 10.0, "more": 10.0}
PICTURES = {"story": story, "escalation": escalation}


def many(count: int) -> Timeline:
    kinds = ("demand", "reject", "threaten-sanctions", "meet", "propose", "impose-sanctions", "accuse", "warn")
    acts = []
    for n in range(count):
        by = "ABC"[n % 3] if n % 5 == 0 else "AB"[n % 2]
        date = f"{2000 + n % 4}-{1 + n * 7 % 12:02}-{1 + n * 13 % 28:02}"
        acts.append(act(f"act-{n}", date, kinds[n % len(kinds)], by, f"label: Act number {n} of many\n"))
    return loads(text(*acts), "many.yaml")


def ten() -> Timeline:
    names = [f"P{n}" for n in range(10)]
    parties = "".join(f"  {name}: {{name: The rather long name of party {name}}}\n" for name in names)
    acts = [event(f"e{n}", f"2001-{1 + n % 12:02}-0{1 + n % 9}", actor=names[n % 10], recipient="A") for n in range(40)]
    return loads(
        text(*acts).replace("  C: {name: Third party}\n", f"  C: {{name: Third party}}\n{parties}"), "ten.yaml"
    )


def one() -> Timeline:
    return loads(text(event("alone", "2001-05-02")), "one.yaml")


@pytest.fixture(scope="module")
def scenes(shipped) -> dict[str, Scene]:
    found = {name: Scene(replay.run(timeline)) for name, timeline in shipped.items()}
    example = replay.load(replay.example())
    found["example"] = Scene(replay.run(example))
    for name, timeline in {"300 acts": many(300), "ten parties": ten(), "one act": one()}.items():
        found[name] = Scene(replay.run(timeline))
    found["example edited"] = edited(example, Drop("settlement"))
    found["example later"] = edited(example, Shift("settlement", Duration(days=30)))
    for name, timeline in shipped.items():
        last = timeline.events[len(timeline.events) // 2].id
        found[f"{name} edited"] = edited(timeline, Drop(last))
    return found


def edited(timeline: Timeline, *edits: object) -> Scene:
    report = replay.whatif(timeline, edits)
    return Scene(report.base, report=report)


def looks(scene: Scene) -> Iterator[tuple[str, str, Scene]]:
    for name, draw in PICTURES.items():
        for width in ("wide", "narrow"):
            seen = Scene(scene.record, report=scene.report, width=width, alone=True)
            yield f"{name} {width}", draw(seen), seen


def boxes(drawn: ElementTree.Element) -> list[tuple[str, float, float, float, float]]:
    """The places of all texts that stand by themselves."""
    found = []
    parents = {child: parent for parent in drawn.iter() for child in parent}
    for item in drawn.iter(f"{SVG}text"):
        classes = (item.get("class") or "").split()
        if "end-word" in classes or parents[item].get("transform"):
            continue
        size = next((SIZES[name] for name in classes if name in SIZES), 11.0)
        size = 10.0 if "lane" in classes and "strong" not in classes else size
        bold = bool({"strong", "title", "parting-word"} & {*classes})
        wide, x, y = text_width(item.text or "", size, bold), float(item.get("x") or 0), float(item.get("y") or 0)
        x -= {"middle": wide / 2, "end": wide}.get(item.get("text-anchor") or "", 0.0)
        found.append((item.text or "", x, y - size * 0.72, x + wide, y + size * 0.18))
    return found


# -- what is there --------------------------------------------------------------------------------


def test_every_act_has_one_mark_in_each_picture(scenes) -> None:
    for name, scene in scenes.items():
        acts = {entry.event for trace in (scene.before, scene.after) for entry in trace.trace.select(*ACTED)}
        for look, drawn, _ in looks(scene):
            marks = re.findall(r' data-act="([^"]*)"', drawn)
            assert sorted(marks) == sorted(acts), (name, look)


def test_an_act_stands_where_its_day_is_on_the_axis() -> None:
    trace = replay.run(replay.load(replay.example()))
    drawn = story(Scene(trace, axis="uniform"))
    xs = {name: float(x) for name, x in re.findall(r'data-act="([^"]*)"[^>]* data-x="([^"]*)"', drawn)}
    # 5 Feb to 10 Mar 1996 are 34 days, to 14 March 38, to the middle of 2-6 May 89
    step = (xs["sanctions-list"] - xs["demand"]) / 34
    assert xs["wto-threat"] - xs["demand"] == pytest.approx(38 * step, abs=0.2)
    assert xs["settlement"] - xs["demand"] == pytest.approx(89 * step, abs=0.2)


def test_the_axis_is_straight_between_its_knots_and_gives_room_to_what_happens() -> None:
    assert Axis((10, 20), (0.0, 100.0)).x(13) == 30.0
    assert (Axis((10, 20), (0.0, 100.0)).x(1), Axis((10, 20), (0.0, 100.0)).x(99)) == (0.0, 100.0)
    first = 728294  # 1 January 1995
    # of four years all acts are in the last: .35 by length, a quarter to each, and .65 to that year
    axis = axis_of(first, first + 1460, [first + 1200] * 9, 0.0, 1000.0, True)
    assert axis.x(first + 365) == pytest.approx(350 * 365 / 1461, abs=0.1)
    assert axis.x(first + 1461) == 1000.0
    assert axis_of(first, first + 1460, [first + 1200], 0.0, 1461.0, False).x(first + 365) == 365.0


def test_clocks_are_bars_from_entry_to_entry() -> None:
    scene = edited(replay.load(replay.example()), Drop("settlement"))
    drawn = story(scene)
    found = re.search(r'class="clock effect changed" data-clock="sanctions" data-from-entry="(\d+)"'
                      r' data-to-entry="(\d+)"', drawn)  # fmt: skip
    kinds = [scene.after.entries[int(n)].kind.value for n in found.groups()]
    assert kinds == ["clock-set", "clock-carried-out"]
    assert "<title>sanctions, due 9 May 1996: carried out 9 May 1996; was settled 2–6 May 1996</title>" in drawn


def test_a_branch_says_what_became_of_each_act() -> None:
    scene = edited(replay.load(replay.example()), Drop("settlement"))
    fates = {deed.id: deed.fate for deed in content_of(scene).deeds}
    assert fates == {
        "demand": "kept", "sanctions-list": "kept", "wto-threat": "kept", "settlement": "dropped",
        "sanctions/end": "reaction", "wto-threat/reply-1": "reaction",
    }  # fmt: skip
    for draw in (story, escalation):
        drawn = draw(scene)
        assert re.search(r'class="act camp-B dropped ease lost key" href="#settlement"', drawn)
        assert "+ " in drawn and "the replays part: 2–6 May 1996" in drawn
    assert 'class="force camp-A reaction"' in story(scene)


def test_a_moved_act_leaves_a_ghost_and_says_when_it_was() -> None:
    drawn = story(edited(replay.load(replay.example()), Shift("demand", Duration(days=14))))
    assert 'class="ghost"' in drawn and 'class="move"' in drawn
    assert "19 Feb 1996, United States to Korea: Demand (on another day, was 5 Feb 1996)" in drawn


def test_the_same_replay_twice_says_so() -> None:
    trace = replay.run(replay.load(replay.example()))
    scene = Scene(trace, branch=replay.run(replay.load(replay.example())))
    assert "the replays are the same" in story(scene) and "the replays are the same" in escalation(scene)


def test_a_sanction_is_in_force_until_its_actor_lifts_it() -> None:
    acts = (
        act("first", "2001-01-05", "impose-sanctions"), act("second", "2001-02-05", "impose-sanctions", "B"),
        act("end", "2001-03-05", "lift-sanctions"), act("third", "2001-04-05", "impose-sanctions"),
    )  # fmt: skip
    forces = content_of(Scene(replay.run(loads(text(*acts), "x.yaml")))).forces
    assert [(one.deed.id, one.until and one.until - forces[0].deed.day) for one in forces] == [
        ("first", 59), ("second", None), ("third", None),
    ]  # fmt: skip


def test_filters_leave_out_and_say_how_many() -> None:
    trace = replay.run(replay.load(replay.example()))
    for draw in (story, escalation):
        drawn = draw(Scene(trace, filters=Filters(parties=("KR",))))
        assert re.findall(r' data-act="([^"]*)"', drawn) == ["wto-threat", "settlement"]
        assert "2 acts not shown, by the filters." in drawn
        assert draw(Scene(trace, filters=Filters(min_rung=8))).count("data-act") == 1
        assert draw(Scene(trace, filters=Filters(most=2))).count("data-act") == 2
        assert draw(Scene(trace, filters=Filters(kinds=("settle",)))).count("data-act") == 1


def test_the_selected_act_is_named_and_marked() -> None:
    trace = replay.run(replay.load(replay.example()))
    drawn = story(Scene(trace, selected="wto-threat", link="?act={}".format))
    assert 'href="?act=wto-threat"' in drawn
    assert re.search(r'class="act camp-B kept threat key selected"[^>]* aria-current="true"', drawn)
    assert drawn.count("thread ") == 1  # it counters the list; the settlement answers that too


# -- how it is set --------------------------------------------------------------------------------


def test_no_text_lies_over_another_or_leaves_the_page(scenes) -> None:
    for name, scene in scenes.items():
        for look, drawn, _ in looks(scene):
            page = ElementTree.fromstring(drawn)
            width, height = map(float, page.get("viewBox").split()[2:])
            placed = boxes(page)
            for said, left, top, right, bottom in placed:
                assert left >= -0.5 and right <= width + 0.5, (name, look, said)
                assert top >= 0 and bottom <= height, (name, look, said)
            placed.sort(key=lambda box: box[2])
            for one, two in combinations(placed, 2):
                across = one[1] < two[3] - 0.5 and two[1] < one[3] - 0.5
                assert not (across and one[2] < two[4] - 0.5 and two[2] < one[4] - 0.5), (name, look, one, two)


def test_the_stem_of_a_name_runs_through_no_other_name(scenes) -> None:
    for name, scene in scenes.items():
        for look, drawn, _ in looks(scene):
            page = ElementTree.fromstring(drawn)
            names = [box for box in boxes(page) if look.startswith("story")]
            for stem in page.iter(f"{SVG}line"):
                if stem.get("class") == "stem":
                    x, top, bottom = float(stem.get("x1")), *sorted((float(stem.get("y1")), float(stem.get("y2"))))
                    crossed = [b for b in names if b[1] < x < b[3] and b[2] < bottom - 3 and top + 3 < b[4]]
                    assert not crossed, (name, look, crossed)


def test_texts_are_escaped_and_the_xml_is_well_formed() -> None:
    evil = '</text><script>a()</script>" onload="'
    acts = act("talks", "2001-01-05", "meet", more=f"label: {evil!r}\n"), act("no", "2001-01-09", "reject", "B")
    trace = replay.run(loads(text(*acts).replace("name: Side A", f"name: {evil!r}"), "x.yaml"))
    for draw in (story, escalation):
        drawn = draw(Scene(trace, link=lambda name: f'?a="><script>{name}', alone=True))
        ElementTree.fromstring(drawn)
        assert "<script" not in drawn and ' style="' not in drawn and '" onload' not in drawn


def test_the_same_bytes_each_time_and_no_style_inside_a_page(scenes) -> None:
    for name in ("japan edited", "example edited"):
        scene = scenes[name]
        again = Scene(scene.record, report=scene.report)
        for draw in (story, escalation):
            assert draw(Scene(scene.record, report=scene.report)) == draw(again)
            assert "<style" not in draw(again) and " style=" not in draw(again)
    assert "@media screen and (prefers-color-scheme: dark)" in sheet() and "@media print" in sheet()


def test_a_picture_that_stands_alone_has_plain_colours() -> None:
    plain = plain_sheet()
    assert not re.search(r"var\(|--pic|@media|:not|:hover", plain)
    assert re.search(r"\.pic \.camp-A \.mark, \.pic \.mark\.camp-A \{ fill: #0b4f8a; \}", plain)
    assert re.search(r"\.pic \.head\.escalates \{ fill: #b2182b; \}", plain.replace(".pic .escalates .head, ", ""))
    drawn = story(Scene(replay.run(replay.load(replay.example())), alone=True))
    assert "Replay of the record as coded: 4 acts, 1 clock. Event file example, SHA-256 " in drawn
    assert f"<style>{plain}</style>" in drawn


def test_names_that_have_no_room_are_counted(scenes) -> None:
    drawn = story(Scene(scenes["300 acts"].record))
    said = re.search(r"(\d+) of 300 acts are named; the others tell their names when pointed at", drawn)
    names = len(re.findall(r'<text class="name', drawn))
    assert said and int(said[1]) == names < 300


def test_days_that_nobody_coded_are_not_printed() -> None:
    acts = act("ask", "2000-02~", "demand"), act("refuse", "2000-03/2000-04", "reject", "B", "answers: {ask: responds}")
    trace = replay.run(loads(text(*acts), "vague.yaml"))
    for draw in (story, escalation):
        for width in ("wide", "narrow"):
            drawn = draw(Scene(trace, width=width, alone=True))
            said = " | ".join(re.findall(r">([^<]+)<", drawn)) + " ".join(re.findall(r'aria-label="([^"]*)"', drawn))
            assert "Mar–Apr 2000" in said
            assert not re.search(r"\d{1,2} (Jan|Feb|Mar|Apr|May) 2000|2000-\d\d-\d\d", said)


def test_a_thousand_acts_stay_small_and_quick() -> None:
    trace = replay.run(many(1000))
    scene = Scene(trace)
    assert len(story(scene)) < 1_000_000 and len(escalation(scene)) < 1_000_000
    start = time.perf_counter()
    story(Scene(scene.before))
    assert time.perf_counter() - start < 3.0  # far more than it takes: it must not grow with the square


def test_the_line_of_the_present_has_a_place_for_each_entry(scenes) -> None:
    scene = scenes["example edited"]
    for draw, way in ((story, "x"), (escalation, "y")):
        found = re.search(rf'class="now-line" data-way="{way}" data-places="([\d. ]+)"', draw(scene))
        places = [float(place) for place in found[1].split()]
        assert len(places) == len(scene.after.entries) and places == sorted(places)


def test_a_branch_in_which_nothing_is_left_is_drawn() -> None:
    timeline = replay.load(replay.example())
    drawn = story(edited(timeline, *(Drop(one.id) for one in timeline.events)))
    assert len(re.findall(r'class="act [^"]* dropped [^"]*lost', drawn)) == 4 and "data-x=" in drawn


def test_names_in_a_narrow_picture_are_words_or_letters_that_people_write(scenes, shipped):
    """Of several actors in one lane each says who it is; an id such as US-INDUSTRY says it to nobody."""
    seen = 0
    for name, timeline in shipped.items():
        codes = tuple(f"{party}:" for party in timeline.parties if "-" in party)
        for picture in (story, escalation):
            said = re.findall(r"<text[^>]*>([^<]*)</text>", picture(replace(scenes[name], width="narrow")))
            assert not [words for words in said if words.startswith(codes)]
            seen += bool(codes)
    assert seen >= 4
