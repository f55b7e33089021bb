"""What an author chooses of a figure: applied to what is drawn, after everything is computed."""

import csv
import io
import json
from dataclasses import replace

import pytest
from click.testing import CliRunner
from coded import act, text, timeline
from measure import faults, named, words

from replay import example
from replay.cli import main
from replay.dates import day, iso
from replay.engine import run
from replay.errors import NoRoomError, RefusalError, UnknownNameError
from replay.escalation import graph, measures, ranking, reasons
from replay.figures import FIGURES, Layout, Selection, figure
from replay.figures.escalation import diagram
from replay.figures.sheet.content import gather
from replay.figures.sheet.selection import part_of
from replay.figures.sheet.timescale import MONTHS
from replay.figures.story import story_of
from replay.figures.story.content import selected

READINGS = """
readings:
  - {id: a-1, party: A, date: 2000-02-01, level: status-quo, summary: So it was., cite: {key: s, section: First}}
  - {id: a-2, party: A, date: 2001-02-01, level: moderate-loss, summary: It got worse., cite: {key: s, section: First}}
  - {id: b-1, party: B, date: 2000-02-01, level: modest-loss, summary: So it was., cite: {key: s, section: First}}
"""
LIMIT = """
clock:
  id: limit
  due: 2002-08-01
  record: met
"""
ACTS = (
    act("open", "2000-03-01", "demand", "A", LIMIT),
    act("say-no", "2000-04-10", "reject", "B", "answers: {open: responds}"),
    act("threat", "2000-09-05", "threaten-sanctions", "A", "answers: {say-no: escalates}"),
    act("counter", "2001-01-15", "threaten-case", "B", "answers: {threat: counters}"),
    act("list", "2001-03-20", "list-sanctions", "A", "answers: {counter: escalates}"),
    act("other", "2001-04-02", "endorse", "C"),
    act("talk", "2001-06-01", "meet", "B"),
    act("deal", "2002-05-01", "settle", "A", "meets: [limit]"),
)
CASE = text(*ACTS, more=READINGS)


@pytest.fixture(scope="module")
def trace():
    from replay.files import loads

    return run(loads(CASE, "test.yaml"))


def chosen(trace, **asked):
    return Selection(**asked).of(graph(trace))


def rows(made, part):
    return [row for row in made.data.records() if row["part"] == part]


def call(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args])


# -- which acts -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("asked", "ids"),
    [
        ({"first": "2000-09-05", "last": "2001-03-20"}, {"threat", "counter", "list"}),  # both days included
        ({"first": "2001-03-21"}, {"other", "talk", "deal"}),
        ({"last": "2000-04-09"}, {"open"}),
        ({"min_rung": 6}, {"threat", "counter", "list"}),
        ({"parties": ("B", "C")}, {"say-no", "counter", "other", "talk"}),
        ({"acts": ("deal", "open")}, {"deal", "open"}),
        ({"acts": "all", "parties": ("C",), "min_rung": 9}, set()),
    ],
)
def test_acts_are_chosen_by_days_rung_party_and_id(trace, asked, ids):
    assert chosen(trace, **asked).acts == ids
    assert {row["id"] for row in rows(figure(trace, "story", "page", Selection(**asked)), "act")} == ids


def test_groups_of_acts_are_those_of_the_measures(trace):
    found = graph(trace)
    assert chosen(trace, acts="key").acts == set(reasons(found))
    assert chosen(trace, acts="path").acts == set(measures(found).longest_escalation) != set()
    assert chosen(trace, acts="spiral").acts == {name for one in measures(found).spirals for name in one.acts}
    assert chosen(trace, acts="all").acts == {node.id for node in found.acts}
    assert chosen(trace, acts=2, parties=("B",)).ranked == tuple(
        name for name in ranking(found, closing=True) if found.by_id[name].party == "B"
    )[:2]  # fmt: skip


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"acts": ("deel",)}, "no act of the replay is called 'deel'; did you mean 'deal'?"),
        ({"acts": ("spirall",)}, "no act of the replay is called 'spirall'; did you mean 'spiral'?"),
        ({"parties": ("A-FIRM",)}, "no party of the dispute is called 'A-FIRM'; did you mean 'A-FIRMS'?"),
        ({"links": ("counter",)}, "no type of links is called 'counter'; did you mean 'counters'?"),
        ({"label": ("opens",)}, "no act of the replay is called 'opens'; did you mean 'open'?"),
    ],
)
def test_an_unknown_name_is_refused_with_the_nearest(trace, name, asked, said):
    with pytest.raises(UnknownNameError) as fault:
        figure(trace, name, selection=Selection(**asked))
    assert str(fault.value) == said


def test_days_in_the_wrong_order_or_beyond_the_axis_are_refused(trace):
    with pytest.raises(RefusalError, match="the last day to draw, 2000-01-01, comes before the first, 2001-01-01"):
        figure(trace, selection=Selection("2001-01-01", "2000-01-01"))
    with pytest.raises(RefusalError, match="nothing of the dispute lies in the days asked for: its axis ends on"):
        figure(trace, selection=Selection("2050-01-01"))


# -- nothing that is computed changes -------------------------------------------------------------

ASKED = (
    Selection(acts="key"), Selection(min_rung=7), Selection(parties=("A",)), Selection(links=("escalates",)),
    Selection(acts=("deal",), no_label=True), Selection(label=("talk",)),
)  # fmt: skip
DAYS = Selection("2000-09-01", "2001-05-31")


@pytest.mark.parametrize("asked", ASKED)
@pytest.mark.parametrize("name", ["story", "domain"])
def test_paths_readings_strategies_and_the_axis_are_the_same_whatever_is_chosen(trace, name, asked):
    whole, part = figure(trace, name), figure(trace, name, selection=asked)
    for kind in ("path", "reading", "strategy"):
        assert rows(part, kind) == rows(whole, kind)
    assert rows(whole, "path") and rows(whole, "reading")
    assert part_of(gather(trace), asked.of(graph(trace))).scale == gather(trace).scale
    drawn, before = ([line.get_xydata().shape for line in named(one.figure, "path ")] for one in (part, whole))
    assert drawn == before


def test_of_some_days_the_paths_and_bands_are_a_stretch_of_the_whole(trace):
    whole, part = (figure(trace, selection=asked) for asked in (None, DAYS))
    for kind in ("path", "strategy"):
        every, some = rows(whole, kind), rows(part, kind)
        assert some and len(some) < len(every) and all(row in every for row in some)
    for party in "AB":
        some, every = ([row for row in rows(one, "path") if row["party"] == party] for one in (part, whole))
        before = [row for row in every if row["day"] < DAYS.first][-1:]  # it holds on the first day
        assert some == before + [row for row in every if DAYS.first <= row["day"] <= DAYS.last]
    story = story_of(trace)
    shown = selected(trace, story, DAYS.of(graph(trace)))
    for cells, every in zip(shown.cells, story.cells, strict=True):
        assert [cell for cell in every if cell.stop > day(DAYS.first) and cell.first <= day(DAYS.last)] == [*cells]


def test_the_counts_in_words_are_those_of_the_dispute(trace):
    def counted(made):
        return [part for part in made.alt.split(". ") if part.startswith(("Side A:", "Side B:", "Answers:"))]

    assert len(counted(figure(trace))) == 3
    for asked in (*ASKED, DAYS):
        assert counted(figure(trace, selection=asked)) == counted(figure(trace))


@pytest.mark.parametrize("name", FIGURES)
def test_nothing_chosen_is_the_figure_as_ever(trace, name):
    whole, same = figure(trace, name), figure(trace, name, "page", Selection(), Layout())
    assert (same.caption, same.alt, same.data.rows) == (whole.caption, whole.alt, whole.data.rows)
    assert same.svg() == whole.svg()


# -- days -----------------------------------------------------------------------------------------


def test_the_axis_runs_from_the_first_day_to_the_last(trace):
    for asked, first, last in (
        (DAYS, DAYS.first, DAYS.last),
        (Selection("2001-01-10"), "2001-01-10", None),
        (Selection(last="2001-01-10"), None, "2001-01-10"),
    ):
        scale, whole = part_of(gather(trace), asked.of(graph(trace))).scale, gather(trace).scale
        assert iso(scale.first) == (first or iso(whole.first)) and iso(scale.stop - 1) == (last or iso(whole.stop - 1))
        assert scale(scale.first) == 0.0 and scale(scale.stop) == 1.0


def test_a_level_that_holds_from_before_is_drawn_and_in_the_key(trace):
    made = figure(trace, selection=Selection("2000-09-01", "2001-01-31")).figure
    assert not named(made, "reading ") and named(made, "level A") and "carried forward" in words(made)
    assert "the source gives no reading" not in words(made)
    assert not named(figure(trace, selection=Selection("2001-03-01")).figure, "level A")


def test_a_clock_that_goes_on_has_no_mark_where_the_days_end(trace):
    made = figure(trace, selection=DAYS).figure
    whole = figure(trace).figure
    assert named(whole, "end limit") and not named(made, "end limit") and named(made, "run limit")
    assert "clock limit" in {part.get_gid() for part in made.findobj()}
    assert "Not drawn, as there is no room" not in figure(trace, selection=DAYS).caption
    assert not rows(figure(trace, selection=Selection("2002-06-01")), "clock")


def test_an_axis_within_a_month_names_its_first_day(trace):
    scale = part_of(gather(trace), chosen(trace, first="2000-09-03", last="2000-09-25")).scale
    ticks = [tick for tick in scale.ticks(0.05, 0.03, 0.02) if tick.label]
    assert [tick.label for tick in ticks if tick.rank == MONTHS] == ["3 Sep"]
    assert [tick.label for tick in ticks if tick.rank > MONTHS] == ["11", "21"]


def test_an_axis_can_give_all_days_the_same_room_and_the_bands_stay(trace):
    for name in ("story", "domain"):
        whole, plain = figure(trace, name), figure(trace, name, layout=Layout(axis="uniform"))
        assert plain.data.rows == whole.data.rows and faults(plain.figure) == []
    scale = Layout(axis="uniform").dated(gather(trace)).scale
    assert not scale.breaks and scale((scale.first + scale.stop) / 2) == pytest.approx(0.5)
    with pytest.raises(RefusalError, match="no date axis is called 'curved'; allowed: stretched, uniform"):
        figure(trace, layout=Layout(axis="curved"))


# -- names, links, title, key, size ---------------------------------------------------------------


def test_only_acts_that_are_asked_for_are_named(trace):
    made = figure(trace, selection=Selection(label=("talk",)))
    assert {part.get_gid() for part in made.figure.findobj() if str(part.get_gid()).startswith("name ")} == {
        "name talk"
    }
    assert "The acts chosen to be named are named" in made.caption and "Key acts (" not in made.caption
    bare = figure(trace, selection=Selection(no_label=True))
    assert not [part for part in bare.figure.findobj() if str(part.get_gid()).startswith("name ")]
    assert " named " not in bare.caption


def test_links_of_other_types_are_not_drawn(trace):
    made = figure(trace, selection=Selection(links=("escalates",)))
    assert {row["kind"] for row in rows(made, "answer")} == {"escalates"}
    content = diagram(trace, selection=Selection(links=("escalates",))).shown
    assert {kind.value for line in content.lines for kind in line.types} == {"escalates"} and not content.clocks


@pytest.mark.parametrize("name", FIGURES)
def test_title_and_key_are_as_asked_for(trace, name):
    assert "A test case" in " ".join(words(figure(trace, name).figure))
    other = figure(trace, name, layout=Layout(title="Another title"))
    assert "Another title" in words(other.figure) and other.caption.startswith("A test case")
    bare = figure(trace, name, layout=Layout(title="", legend=False))
    assert "A test case" not in " ".join(words(bare.figure)) and bare.caption.startswith("A test case")
    key = {"escalated by", "claiming", "takes effect", "level read in the source", "reading of the source: level"}
    key |= {"computed by rule"} if name != "story" else set()  # there the strip itself says what is computed
    assert not key & {
        word for word in words(bare.figure) if word not in {line.words for line in diagram(trace).shown.lines}
    }  # fmt: skip
    assert bare.figure.get_figheight() < figure(trace, name).figure.get_figheight()


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize(
    ("asked", "layout"),
    [
        (Selection(acts="key"), Layout(legend=False)),
        (DAYS, Layout(width=88)),
        (Selection(parties=("A", "B")), Layout(width=140, title="")),
        (Selection(no_label=True), Layout(width=88)),
        (Selection(acts=("deal",)), Layout(height=140)),
        (Selection("2001-03-05", "2001-03-28"), Layout()),
    ],
)  # fmt: skip
def test_a_part_is_drawn_as_cleanly_as_the_whole(trace, name, asked, layout):
    made = figure(trace, name, "page", asked, layout)
    assert faults(made.figure) == []
    wide, high = (size * 25.4 for size in made.figure.get_size_inches())
    assert wide == pytest.approx(layout.width or 180) and high <= (layout.height or 240) + 1e-6


@pytest.mark.parametrize("name", FIGURES)
def test_what_has_no_room_in_the_size_asked_for_is_refused(trace, name):
    with pytest.raises(NoRoomError, match="30 mm"):
        figure(trace, name, layout=Layout(height=30))
    with pytest.raises(NoRoomError, match="a width of 50 mm is asked for"):
        figure(trace, name, layout=Layout(width=50))


# -- what the caption says ------------------------------------------------------------------------


def test_the_caption_says_what_is_left_out(trace):
    made = figure(trace, selection=Selection(parties=("B",), first="2001-01-01"))
    assert (
        "Drawn by choice are only acts of Side B from 2001-01-01; left out are 6 of 8 acts and 4 of 4 links."
        in made.caption
    )
    assert "left out are 6 of 8 acts and 4 of 4 links" in made.alt
    chart = figure(trace, "domain", selection=Selection(min_rung=7))
    assert "Drawn by choice are only acts on rung 7 or higher; left out are" in chart.caption
    whole = figure(trace, "escalation", selection=Selection(acts=("open", "deal")))
    assert "Drawn by choice are only chosen acts; left out are 6 of 8 acts and" in whole.caption
    assert "left out" not in figure(trace, selection=Selection(no_label=True)).caption
    assert "left out" not in figure(trace, "escalation", selection=Selection(acts="all")).caption


# -- which acts a diagram draws first -------------------------------------------------------------


def _ranked(*events):
    return ranking(graph(run(timeline(*events))), closing=True)


def test_acts_that_the_coder_names_come_before_all_others_and_the_last_of_them_stays():
    keyed = [act(f"k{n}", f"2000-0{n}-01", "demand", "A", "key: true") for n in range(1, 7)]
    end = act("end", "2000-07-01", "meet", "A", "key: true")
    others = [act("case", "2000-08-01", "file-case", "B"), act("hard", "2000-09-01", "list-sanctions", "A")]
    found = _ranked(*keyed, end, *others)
    assert {*found[:7]} == {"end", *(f"k{n}" for n in range(1, 7))}
    assert found[:2] == ("k1", "end")  # the first of its side, then the last that is named


def test_of_equals_the_last_act_and_those_that_end_clocks_come_first():
    plain = [act(f"p{n}", f"2000-0{n}-01", "meet", "A") for n in range(1, 4)]
    assert _ranked(*plain) == ("p3", "p1", "p2")
    assert ranking(graph(run(timeline(*plain)))) == ("p1", "p2", "p3")


def test_a_diagram_without_room_keeps_the_act_that_ends_the_dispute(root):
    from replay.files import load

    known = load(root / "timelines" / "steel-safeguards-2001-2003.yaml")
    events = tuple(
        replace(one, key=True) if one.id in ("us-panel-request", "appeal", "panel-request") else one
        for one in known.events
    )
    for preset in ("page", "column"):
        shown = {node.id for node in diagram(run(replace(known, events=events)), preset).shown.acts}
        assert "duties-lifted" in shown
        assert shown <= {one.id for one in events if one.key} or {one.id for one in events if one.key} <= shown


# -- commands -------------------------------------------------------------------------------------


def test_the_commands_take_the_same_options(tmp_path):
    given = ["--from", "1996-03-01", "--to", "1996-04-30", "--acts", "key", "--min-rung", "2", "--parties", "US, KR"]
    given += [
        "--title",
        "Mine",
        "--no-legend",
        "--width",
        "100",
        "--height",
        "200",
        "--format",
        "svg",
        "--out",
        tmp_path,
    ]
    for command, stem in (("figure", "story"), ("chart", "domain"), ("diagram", "escalation")):
        result = call(command, example(), *given)
        assert result.exit_code == 0, result.output
        folder = tmp_path / "example"
        known = csv.DictReader(io.StringIO((folder / f"{stem}.data.csv").read_text(encoding="utf-8")))
        assert {row["id"] for row in known if row["part"] == "act"} <= {"sanctions-list", "wto-threat"}
        manifest = json.loads((folder / f"{stem}.json").read_text(encoding="utf-8"))
        assert manifest["asked"]["first"] == "1996-03-01" and manifest["asked"]["parties"] == ["US", "KR"]
        assert manifest["asked"]["title"] == "Mine" and manifest["asked"]["legend"] is False


@pytest.mark.parametrize(
    ("args", "said"),
    [
        (["figure", "--acts", "setlement"], "did you mean 'settlement'?"),
        (["chart", "--parties", "USA"], "no party of the dispute is called 'USA'"),
        (["diagram", "--links", "escalate"], "did you mean 'escalates'?"),
        (["figure", "--label", "nothing"], "no act of the replay is called 'nothing'"),
        (["figure", "--from", "1996"], "is not one full date"),
        (["chart", "--from", "1996-05-01", "--to", "1996-04-01"], "comes before the first day"),
        (["figure", "--title", "A", "--no-title"], "--title and --no-title exclude each other"),
        (["figure", "--label", "settlement", "--no-label"], "--label and --no-label exclude each other"),
        (["figure", "--parties", "US,,KR"], "a name is empty"),
        (["figure", "--min-rung", "10"], "is not in the range"),
        (["figure", "--width", "20"], "is not in the range"),
        (["figure", "--name", "domain", "--links", "counters"], "the domain chart has no links"),
        (["figure", "--name", "escalation", "--no-label"], "every act of the escalation diagram is named"),
        (["figure", "--name", "escalation", "--axis", "uniform"], "the escalation diagram has no date axis"),
        (["diagram", "--axis", "uniform"], "No such option"),
        (["diagram", "--no-label"], "No such option"),
        (["chart", "--links", "counters"], "No such option"),
    ],
)
def test_a_wrong_call_is_a_usage_error(tmp_path, args, said):
    command, *rest = args
    result = call(command, example(), *rest, "--out", tmp_path)
    assert result.exit_code == 2 and said in " ".join(result.stderr.split())
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]
