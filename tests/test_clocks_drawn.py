"""Every kind and every end of a clock, joint acts, third parties and bluffs, as each figure draws them.

The dispute `disputes/everything.yaml` is made up so that each occurs; what ought to be drawn is read off that file.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from coded import event, timeline
from matplotlib.colors import to_hex
from matplotlib.patches import Rectangle
from measure import faults, named, texts, words

import replay
from replay.codebook import ClockKind, Outcome
from replay.counterfactuals.edits import Drop
from replay.dates import day, iso
from replay.engine.trace import ClockHistory, Trace
from replay.figures import Drawing, figure, style
from replay.figures.comparison import comparison_figure
from replay.figures.counterfactual import before_after
from replay.figures.escalation import escalation_figure
from replay.figures.sheet.content import gather
from replay.figures.sheet.ends import ENDED, KINDS, clock_names
from replay.figures.sheet.selection import Layout, Selection
from replay.figures.story import story_of

pytestmark = pytest.mark.usefixtures("plain_steps", "rungs_speak")

HERE = Path(__file__).parent
ENDS = {
    "statute": "met", "consultations": "elapsed", "answer": "met-in-part", "answer-b": "lapsed",
    "duties": "carried-out", "ban": "lapsed", "quota": "met", "levy": "met-in-part", "duties-cars": "settled",
    "reply": "lapsed", "panel-report": "lapsed", "offer-due": "withdrawn", "repeal": "lapsed", "inquiry": "suspended",
    "notice": "met", "plan": "met", "files": "unknown", "cars-term": "expired", "standstill-term": "broken",
    "accord-term": "open",
}  # fmt: skip
"""The key `record:` of each clock; of two readings the first."""


def trace_of(name: str) -> Trace:
    return replay.run(replay.load(HERE / name))


@pytest.fixture(scope="module")
def trace() -> Trace:
    return trace_of("disputes/everything.yaml")


@pytest.fixture(scope="module")
def drawn(trace: Trace) -> dict[str, Drawing]:
    found = {name: figure(trace, name) for name in ("story", "domain")}
    found["comparison"] = comparison_figure([trace], "calendar")
    found["escalation"] = escalation_figure(trace, selection=Selection(acts="all"))
    return found | {"clocks": before_after(replay.whatif(trace.coded("x"), []), "clocks")}


def form(line):
    """What a mark looks like without colour; markers of two bars and of a sign are outlines of so many points."""
    marker = line.get_marker()
    return marker if isinstance(marker, str) else len(marker.vertices), line.get_fillstyle(), fill(line)


def fill(line):
    return to_hex(line.get_markerfacecolor()) == to_hex(line.get_markeredgecolor())


# -- ends and kinds -------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["story", "domain", "comparison", "escalation"])
def test_every_end_has_its_own_mark_the_same_in_every_figure(drawn, name):
    start = "ended " if name == "escalation" else "end "
    marks = {line.get_gid().removeprefix(start): form(line) for line in named(drawn[name].figure, start)}
    ends = ENDS | {"ban": "unused", "plan lapsed": "lapsed"}  # a bluff; and the other reading of a disputed end
    assert set(marks) == set(ends)
    forms = {end: {marks[clock] for clock, how in ends.items() if how == end} for end in ends.values()}
    assert set(forms) == {*(outcome.value for outcome in Outcome), "unused"}
    assert all(len(found) == 1 for found in forms.values())
    assert len(set.union(*forms.values())) == len(forms)
    other = {line.get_gid().removeprefix("end "): form(line) for line in named(drawn["story"].figure, "end ")}
    assert marks == other


@pytest.mark.parametrize("name", ["story", "domain", "comparison", "clocks"])
def test_the_key_says_every_end_and_kind_that_occurs(drawn, name):
    wanted, said = {*ENDED.values(), *KINDS.values(), "stood still"}, set(words(drawn[name].figure))
    if name == "story":  # its key has two lines: what has no room there is told in the caption
        told = drawn[name].caption.partition("Not in the key: ")[2].replace(".", ";").split(";")
        said |= {one.partition(", ")[2].strip() for one in told}
    assert wanted <= said


def test_the_key_says_nothing_that_does_not_occur():
    said = set(words(figure(trace_of("cases/waiting-period.yaml")).figure))
    assert {*ENDED.values(), *KINDS.values()} & said == {"over", "waiting period"}
    assert not {"stood still", "split off", "due day that was moved", "on to its due day"} & said


@pytest.mark.parametrize("name", ["story", "domain", "comparison", "clocks", "escalation"])
def test_the_words_and_data_of_a_figure_tell_ends_apart(drawn, name):
    alt = drawn[name].alt
    for clock, said in (("Duties (AAA)", "carried out"), ("Ban (AAA)", "passed unused: a bluff"),
                        ("Levy (AAA)", "met in part"), ("Duties on cars (AAA)", "settled"),
                        ("Consultations (AAA)", "over"),
                        ("Deal on cars (AAA+DDD)", "expired"), ("Accord (AAA+BBB)", "still running"),
                        ("Files handed over (BBB)", "end unknown"),
                        ("Notice (BBB)", "met (by the source's word)")):  # fmt: skip
        known = clock.partition(" (")[0] if name == "escalation" else clock  # there the link shows who set it
        sentence = next(part for part in alt.split("Clock ") if part.startswith((f"{known}:", f"{known},")))
        assert said in sentence, sentence
    rows = [row for row in drawn[name].data.records() if row["part"] == "clock"]
    end = "outcome" if name == "clocks" else "end"
    assert {row["id"]: row[end] for row in rows} == ENDS
    kinds = {row["id"]: row["kind"] for row in rows}
    assert (kinds["ban"], kinds["statute"], kinds["cars-term"]) == ("effect", "limit", "term")
    assert {row["id"] for row in rows if row["by"] == "the word of the source"} == {"notice", "plan"}


def test_the_line_of_a_clock_shows_its_kind(drawn):
    runs = {line.get_gid().removeprefix("run "): line for line in named(drawn["story"].figure, "run ")}
    for name, kind in (("answer", "deadline"), ("ban", "effect"), ("statute", "limit"), ("consultations", "waiting"),
                       ("cars-term", "term")):  # fmt: skip
        width, dashes = style.CLOCK_LINES[kind]
        assert runs[name].get_linewidth() == width
        assert runs[name].is_dashed() is bool(dashes)


def test_a_clock_met_on_the_word_of_the_source_is_named_as_such(drawn):
    told = drawn["story"].alt, drawn["domain"].caption, drawn["comparison"].caption
    assert all("without an act that did it: Notice (BBB) and Plan (BBB)." in said for said in told)
    boxes = " ".join(drawn["escalation"].words.split())
    assert "met (by the source's word)" in boxes


# -- what befell a clock --------------------------------------------------------------------------


def test_a_clock_that_stood_still_is_drawn_so(trace, drawn):
    repeal, reply = (next(span for span in gather(trace).spans if span.id == name) for name in ("repeal", "reply"))
    assert [(iso(a), iso(b)) for a, b in repeal.runs] == [("2001-07-17", "2001-08-27"), ("2001-10-05", "2001-12-03")]
    # The reply ran out on 10 August and was opened again on the 20th.
    assert [(iso(a), iso(b)) for a, b in reply.runs] == [("2001-07-17", "2001-08-10"), ("2001-08-20", "2001-10-08")]
    made = drawn["story"].figure
    for name, end in (("repeal", "suspended"), ("reply", "lapsed")):
        (still,), (mark,) = named(made, f"still {name}"), named(made, f"stop {name}")
        first, second = (line.get_xdata() for line in named(made, f"run {name}"))
        assert (first[1], second[0]) == tuple(still.get_xdata())
        assert mark.get_xdata()[0] == first[1]
        like = next(clock for clock, how in ENDS.items() if how == end)
        assert form(mark) == form(named(made, f"end {like}")[0])


def test_a_part_begins_on_the_clock_that_it_was_split_off(trace, drawn):
    made = drawn["story"].figure
    (link,), (part,) = (named(made, name) for name in ("split duties-cars", "run duties-cars"))
    (whole,) = (line for line in named(made, "run duties") if line is not part)
    assert list(link.get_ydata()) == [whole.get_ydata()[0], part.get_ydata()[0]]
    assert set(link.get_xdata()) == {part.get_xdata()[0]}
    assert whole.get_xdata()[0] < link.get_xdata()[0] < whole.get_xdata()[1]  # 20 April, 2 May, 1 June
    assert "part of Duties (AAA)" in drawn["story"].alt


def test_no_two_clocks_of_a_figure_have_one_name():
    def clock(name, label, holder, since="2001-01-01"):
        return ClockHistory(name, label, None, holder, None, day(since), ())

    found = clock_names(
        [clock("a", "Reply", "AAA"), clock("b", "Reply", "BBB"), clock("c", "Talks", "AAA"),
         clock("d", "Talks", "AAA", "2002-02-02"), clock("e", "List", None), clock("f", "List", None)],
        lambda name: "2002-02-02" if name == "d" else "2001-01-01",
    )  # fmt: skip
    assert found == {
        "a": "Reply (AAA)", "b": "Reply (BBB)", "c": "Talks (AAA), set 2001-01-01", "d": "Talks (AAA), set 2002-02-02",
        "e": "List, set 2001-01-01, e", "f": "List, set 2001-01-01, f",
    }  # fmt: skip


@pytest.mark.parametrize("name", ["story", "domain", "comparison"])
def test_labels_of_clocks_are_whole_and_differ(drawn, name):
    labels = [text.get_text() for text in texts(drawn[name].figure) if (text.get_gid() or "").startswith("clock ")]
    assert len(labels) == len(set(labels)) == len(ENDS)
    assert not any("…" in label for label in labels)


# -- who acts -------------------------------------------------------------------------------------


def test_camps_carry_the_names_of_their_parties(trace, drawn):
    assert gather(trace).names == ("Aland and Ceeland", "Beland and Deland")
    said = drawn["story"].figure
    assert {"Aland and", "Ceeland", "Beland and", "Deland"} <= set(words(said))
    assert "Aland and Ceeland: 12 acts" in drawn["story"].alt  # of AAA, CCC, both, or with a party of the other camp


def test_a_joint_act_of_both_camps_lies_across_both_lanes(trace, drawn):
    made = drawn["story"].figure
    upper, lower = (line for line in named(made, "act accord"))
    assert upper.get_xdata()[0] == lower.get_xdata()[0]
    bars = named(made, "joint accord")
    assert len(bars) == 2
    for bar in bars:
        assert upper.get_ydata()[0] > bar.get_ydata()[0] > bar.get_ydata()[1] > lower.get_ydata()[0]
    diagram = drawn["escalation"].figure
    spans = {patch.get_gid(): patch.get_window_extent() for patch in diagram.findobj() if patch.get_gid()}
    left, right = spans["across A accord"], spans["across B accord"]
    assert left.x0 == pytest.approx(spans["lane AAA"].x0, abs=0.5)
    assert right.x1 == pytest.approx(spans["lane BBB"].x1, abs=0.5)
    assert left.x1 == pytest.approx(right.x0)
    assert spans["act accord"].y0 < left.y0 < left.y1 < spans["act accord"].y1
    assert isinstance(next(p for p in diagram.findobj() if p.get_gid() == "across A accord"), Rectangle)
    assert "joint act of both camps" in drawn["story"].caption and "joint act" in drawn["escalation"].caption


def test_a_joint_act_counts_in_both_strategies(trace):
    cells = story_of(trace).cells
    for group in range(2):
        last = cells[group][-1]
        assert [deed.id for deed in last.deeds] == ["accord"] and last.strategy is not None


def test_joint_acts_within_a_camp_stand_in_its_lane(trace):
    deeds = {deed.id: deed for deed in gather(trace).deeds}
    assert [(deeds[name].group, deeds[name].own) for name in ("joint-demand", "half-answer", "cars-deal")] == [
        ("A", True), ("B", True), ("AB", True)
    ]  # fmt: skip
    assert [(deeds[name].group, deeds[name].own) for name in ("farmers", "ask-eland")] == [
        ("A", False),
        ("other", False),
    ]


@pytest.mark.parametrize("preset", ["page", "double", "column", "slide"])
@pytest.mark.parametrize("name", ["story", "domain", "escalation", "comparison"])
def test_a_third_party_is_drawn_with_its_name_or_said_to_be_left_out(name, preset):
    trace = trace_of("cases/third-parties.yaml")
    made = comparison_figure([trace], "calendar", preset) if name == "comparison" else figure(trace, name, preset)
    if name == "comparison":
        assert "Acts of Panel are not drawn." in made.caption
    else:
        assert "Panel" in words(made.figure)
        assert "not drawn" not in made.caption


@pytest.mark.parametrize("name", ["story", "domain"])
def test_clocks_give_way_on_a_slide_and_those_that_are_left_out_are_named(trace, name):
    made = figure(trace, name, "slide")
    assert faults(made.figure, style.PRESETS["slide"].scale) == []
    if name == "domain":
        assert named(made.figure, "stick panel-finds")
    else:  # clocks give way before the lane of third parties
        assert named(made.figure, "act panel-finds") and "are not drawn" not in made.caption
    lists = made.alt if name == "story" else made.caption  # the caption of the story has their number
    said = lists.partition("Not drawn, as there is no room: ")[2].partition(".")[0]
    there = {line.get_gid().removeprefix("end ") for line in named(made.figure, "end ")}
    absent = [span for span in gather(trace).spans if span.id not in there]
    assert said.startswith(f"{len(absent)} clocks, ")
    if name == "story":
        assert f"{len(ENDS) - len(absent)} of {len(ENDS)} clocks, as many as have room" in made.caption
    assert 0 < len(absent) == sum(span.label in said for span in absent) < len(ENDS)
    most = max(span.place for span in gather(trace).spans if span.id in there)  # the least important act of those drawn
    assert all(span.place >= most for span in absent)


def test_where_there_is_no_room_the_caption_names_the_third_parties_that_are_left_out():
    trace = replay.run(replay.load(HERE.parent / "timelines" / "japan-autos-1993-1995.yaml"))
    assert named(figure(trace, "story", "slide").figure, "act european-unease")
    made = figure(trace, "story", "slide", layout=Layout(height=172))
    assert not named(made.figure, "act european-unease")
    assert "European Union" in made.caption.partition("Acts of Germany")[2].partition("are not drawn")[0]


def test_a_disputed_end_is_marked_and_both_readings_are_said(trace, drawn):
    said = "disputed: AAA met, BBB ran out unmet"
    assert "Two marks at the end of a clock: disputed." in drawn["story"].caption
    assert said in next(part for part in drawn["story"].alt.split("Clock ") if part.startswith("Plan (BBB): "))
    for name in ("story", "domain", "comparison"):
        assert name == "story" or f"Plan (BBB), {said}" in drawn[name].caption
        rows = [row for row in drawn[name].data.records() if row["part"] == "end as read"]
        assert [(row["id"], row["party"], row["end"]) for row in rows] == [
            ("plan", "AAA", "met"), ("plan", "BBB", "lapsed")
        ]  # fmt: skip
    assert f"Clock Plan, due 15 Oct 2001: {said}." in drawn["escalation"].alt
    assert "A clock with two marks ended as the parties read it" in drawn["escalation"].caption
    read = gather(replay.run(replay.load(HERE / "disputes" / "everything.yaml").read_by("BBB")))
    assert next(span.marks for span in read.spans if span.id == "plan") == ("lapsed", "met")


def test_a_clock_that_ran_again_is_not_called_moved(drawn):
    assert "Clock Repeal, stopped, then due 3 Dec 2001: ran out unmet." in drawn["escalation"].alt
    assert "Clock Reply, moved to 8 Oct 2001: ran out unmet." in drawn["escalation"].alt


def test_acts_in_a_lane_of_one_row_have_their_names_beside_them(drawn):
    texts_of = {text.get_gid(): text.get_text() for text in texts(drawn["story"].figure)}
    assert texts_of["name panel-finds"] == "The panel reports"


@pytest.mark.parametrize("preset", ["page", "double", "column"])
@pytest.mark.parametrize("name", ["story", "domain", "comparison", "escalation"])
def test_nothing_overlaps_or_leaves_the_page(trace, name, preset):
    made = comparison_figure([trace], "calendar", preset) if name == "comparison" else figure(trace, name, preset)
    assert faults(made.figure) == []


# -- what was not done ----------------------------------------------------------------------------


def test_a_bluff_is_a_mark_where_the_act_would_be():
    trace = trace_of("cases/bluff.yaml")
    made = figure(trace, "story")
    (cross,), (threat,), (duties,) = (
        named(made.figure, name) for name in ("undone warning/reply-1", "act warning", "act b-duties")
    )
    assert cross.get_marker() == "x"
    assert cross.get_xdata()[0] == duties.get_xdata()[0]  # on the day of what it waited for
    assert cross.get_ydata()[0] > threat.get_ydata()[0]  # duties stand above threats
    assert [row["day"] for row in made.data.records() if row["part"] == "not done"] == ["2001-02-01"]
    assert "a bluff or a broken promise: impose sanctions by Aland, 1 Feb 2001." in made.alt
    assert "not done: bluff or broken promise" in words(made.figure)  # in the key
    assert made.data.column("part").count("act") == 2  # it is no act
    diagram = figure(trace, "escalation")
    assert "× not done: impose sanctions, 1 Feb 2001" in " ".join(diagram.words.split("\n"))
    assert "×: not done" in diagram.caption and "not done" in diagram.data.column("part")


def test_what_was_not_done_is_in_no_strategy(trace):
    assert all(deed.id != "warning/reply-1" for cells in story_of(trace).cells for cell in cells for deed in cell.deeds)


# -- before and after -----------------------------------------------------------------------------


def test_an_act_that_moves_along_with_its_clock_says_so():
    dispute = replay.load(HERE / "cases/consequence-of-a-moved-clock.yaml")
    made = before_after(replay.whatif(dispute, [Drop("move")]), "escalation")
    rows = {row["id"]: row for row in made.data.records() if row["part"] == "act"}
    assert (rows["duties"]["status"], rows["duties"]["date"]) == ("changed", "1 Sep 2001")
    assert rows["duties"]["was"] == "was 15 Oct 2001, moved along with its clock"


@pytest.mark.parametrize("name", ["clocks", "domain", "escalation"])
@pytest.mark.parametrize("dropped", ["truce", "list", "late-move", "part", "accord"])
def test_before_and_after_nothing_overlaps(trace, name, dropped):
    made = before_after(replay.whatif(trace, [Drop(dropped)]), name)
    assert faults(made.figure) == []


def test_the_clock_of_a_what_if_stands_still_in_one_replay_only(trace):
    made = before_after(replay.whatif(trace, [Drop("truce")]), "clocks")
    row = {(row["when"], row["part"]): row for row in made.data.records() if row["id"] == "repeal"}
    assert row["before", "clock"]["last"] == "2001-12-03"  # stopped on 27 August, resumed until 3 December
    assert row["after", "clock"]["last"] == "2001-10-01"  # never stopped: the day that was set for it
    said = next(part for part in made.alt.split("Clock ") if part.startswith("Repeal (BBB)"))
    before, after = said.split("; after ")
    assert "suspended 27 Aug 2001" in before and "suspended" not in after


def test_kinds_have_words_of_their_own():
    assert len(set(KINDS.values())) == len(ClockKind)


def test_where_a_lane_of_third_parties_would_be_too_slim_they_give_way_and_the_caption_says_so():
    """A column has 84 mm within its margins: no room for dates, two lanes, clocks and a third lane of words."""
    clock = "clock: {{id: c{0}, due: 2001-0{0}-20, record: lapsed}}"
    trace = replay.run(
        timeline(*(event(f"e{n}", f"2001-0{n}-01", clock.format(n), actor="ABC"[n % 3]) for n in range(1, 9)))
    )
    column, page = (escalation_figure(trace, preset) for preset in ("column", "page"))
    assert "No act of Third party is among them." in column.caption
    assert {row["actor"] for row in column.data.records() if row["part"] == "act"} == {"A", "B"}
    assert column.figure.get_size_inches()[0] * 25.4 == pytest.approx(88.0)
    assert {row["actor"] for row in page.data.records() if row["part"] == "act"} == {"A", "B", "C"}
