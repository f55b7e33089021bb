"""Disputes side by side: distances between sequences, and the table of measures."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st
from measure import faults, named, texts

from replay import engine, files
from replay.codebook import IMPOSITIONS, THREAT, THREATS, Act, Strategy
from replay.engine.trace import ACTED
from replay.escalation import graph, measures
from replay.figures.comparison import comparison_figure
from replay.figures.comparison.align import aligned
from replay.figures.sheet.content import gather
from replay.figures.style import PRESETS
from replay.tables.comparison import comparison_table, distances_table, first_threat, settlement
from replay.tables.comparison.facts import MEASURES
from replay.tables.comparison.sequences import distance, rung_cost, rungs, share, strategies, strategy_cost
from replay.timeline import members

DISPUTES = ("timelines/japan-autos-1993-1995.yaml", "timelines/korea-autos-1995-1998.yaml")
sequences = st.lists(st.sampled_from(list(Strategy)), max_size=12)
ladders = st.lists(st.integers(1, 9), max_size=12)


@pytest.fixture(scope="module")
def traces(pytestconfig):
    return [engine.run(files.load(pytestconfig.rootpath / path)) for path in DISPUTES]


# -- distances ------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("a", "b", "least"), [("kitten", "sitting", 3), ("saturday", "sunday", 3), ("flaw", "lawn", 2), ("", "abc", 3)]
)
def test_with_unit_costs_it_is_the_published_edit_distance(a, b, least):
    assert distance(a, b, lambda x, y: float(x != y)) == least


def test_a_distance_by_hand():
    creating, mixed, claiming = Strategy
    assert distance((creating, claiming), (claiming, claiming), strategy_cost) == 2
    assert distance((creating, mixed), (mixed, mixed), strategy_cost) == 1
    assert share((creating, claiming), (claiming, claiming), strategy_cost) == 0.5


@given(sequences, sequences, sequences)
def test_it_is_a_metric(a, b, c):
    d = [distance(x, y, strategy_cost) for x, y in ((a, b), (b, a), (a, c), (c, b), (a, a))]
    assert d[0] == d[1] and d[4] == 0
    assert d[0] <= d[2] + d[3]
    assert (d[0] == 0) == (a == b)


@given(ladders, ladders)
def test_a_share_is_between_0_and_1(a, b):
    found = share(a, b, rung_cost)
    assert found is None if not a and not b else 0 <= found <= 1 + 1e-12
    assert share(a, [], rung_cost) in (None, 1.0)


def test_a_replacement_never_costs_more_than_leaving_out_and_putting_in():
    assert max(strategy_cost(a, b) for a in Strategy for b in Strategy) == 2
    assert max(rung_cost(a, b) for a in range(1, 10) for b in range(1, 10)) == 2


def test_sequences_are_read_off_the_trace(traces):
    for trace in traces:
        sides = trace.timeline.sides
        found = [node for node in graph(trace).acts if {*members(node.party)} & {*sides}]
        nodes = [node for node in found if node.in_dyad or node.joint]
        acts = [Act(node.act) for node in nodes]
        assert list(rungs(trace)) == [act.rung for act in acts if act.rung]
        # Only the harsh words of both in the Korean case are an act of both: once in the whole, and once in each.
        joint = [node.id for node in nodes if {*members(node.party)} >= {*sides}]
        assert joint == (["harsh-first-week"] if trace.timeline.dispute == "korea-autos" else [])
        assert len(strategies(trace, sides[0])) + len(strategies(trace, sides[1])) == len(strategies(trace)) + len(
            joint
        )


def test_a_dispute_is_no_distance_from_itself(traces):
    rows = list(distances_table([traces[0], traces[0], traces[1]]).records())
    assert [(row["first"], row["second"]) for row in rows] == [
        ("japan-autos (1)", "japan-autos (2)"), ("japan-autos (1)", "korea-autos"), ("japan-autos (2)", "korea-autos"),
    ]  # fmt: skip
    assert all(rows[0][name] == 0 for name in ("sender", "target", "both", "rungs"))
    assert all(0 < rows[1][name] < 1 for name in ("sender", "target", "both", "rungs"))
    assert len(distances_table(traces[:1])) == 0


# -- the table ------------------------------------------------------------------------------------


def test_the_table_holds_what_the_source_sets_side_by_side(traces):
    rows = {row["measure"]: row for row in comparison_table(traces).records()}
    japan, korea = "japan-autos", "korea-autos"
    assert rows["Sender"][japan] == rows["Sender"][korea] == "United States"
    assert (rows["Law"][japan], rows["Law"][korea]) == ("Section 301", None)  # Korea's year has two days of its own
    assert rows["First threat"][japan] == "Section 301 opened, 1–5 Oct 1994"
    assert rows["Largest sum threatened"][japan] == "5,900,000,000 USD"
    assert rows["Settlement"][japan].endswith("28 June 1995")
    assert rows["Settlement"][korea].endswith("21 Oct 1998")
    assert rows["Outcome"][japan] == rows["Outcome"][korea] == "settled, no sanctions imposed"
    assert rows["Longest spiral"][japan] > rows["Longest spiral"][korea]
    assert len(rows) == len(MEASURES) + len({name for trace in traces for name in trace.timeline.about})


def test_every_value_is_computed_from_the_trace(traces):
    rows = {row["measure"]: row for row in comparison_table(traces).records()}
    for trace in traces:
        name, sides = trace.timeline.dispute, trace.timeline.sides
        known = trace.timeline
        # Japan asks its own carmakers twice, and speaks to them once: these acts at home are none of the dyad. What
        # both do together each does to the other.
        own = [
            [e for e in trace if e.kind in ACTED and side in members(e.actor) and known.side(e.recipient) != side]
            for side in sides
        ]  # fmt: skip
        assert rows["Acts"][name] == f"{len(own[0])} / {len(own[1])}"
        assert rows["Threats"][name] == " / ".join(str(sum(e.act in THREATS for e in acts)) for acts in own)
        assert rows["Impositions"][name] == " / ".join(str(sum(e.act in IMPOSITIONS for e in acts)) for acts in own)
        assert rows["Clocks"][name] == len(trace.clocks())
        assert rows["Top rung"][name] == measures(graph(trace)).top_rung
        assert rows["Days from first threat to settlement"][name] == settlement(trace).day - first_threat(trace).day


def test_a_trace_cut_short_gives_other_values(traces):
    cut = engine.run(traces[0].timeline, until="1995-05-01")
    rows = {row["measure"]: row for row in comparison_table([cut]).records()}
    assert rows["Settlement"]["japan-autos"] is None
    assert rows["Days from first threat to settlement"]["japan-autos"] is None
    assert rows["Outcome"]["japan-autos"] == "not settled, no sanctions imposed"


def test_the_first_threat_is_the_senders_own_and_on_rung_seven(traces):
    for trace in traces:
        threat = first_threat(trace)
        assert threat.actor == trace.timeline.sides[0] and threat.act.rung >= THREAT
        earlier = [e for e in trace[: threat.seq] if e.kind in ACTED and e.actor == threat.actor]
        assert all(e.act.rung < THREAT for e in earlier)
        assert settlement(trace).act is Act.SETTLE


def test_rows_can_be_given_and_too_many_values_are_refused(traces):
    made = comparison_table(traces, {"Sector": "autos", "Target's size": "large | middling"})
    assert made.rows[0][:3] == ("Sector", "autos", "autos")
    assert made.rows[1][:3] == ("Target's size", "large", "middling")
    with pytest.raises(ValueError, match="3 values for 2 disputes"):
        comparison_table(traces, {"Sector": "a|b|c"})
    with pytest.raises(ValueError, match="needs a dispute"):
        comparison_table([])


def test_what_a_file_says_about_its_case_comes_before_the_measures(traces):
    made = comparison_table(traces, {"Period": "1990s"})
    assert [row[0] for row in made.rows][:3] == ["Period", "Sector", "Sender's government"]
    assert made.rows[1][1:3] == ("automobiles and auto parts",) * 2
    assert made.rows[1][-1] == "as coded in `about`"
    assert "Sector" not in [row[0] for row in comparison_table(traces, {"Sector": "cars"}).rows[1:]]


def test_acts_towards_third_parties_are_not_compared(pytestconfig):
    """Aland opens a case against Beland (rung 7), a panel reports, Aland threatens Ceeland (rung 7)."""
    trace = engine.run(files.load(pytestconfig.rootpath / "tests/cases/third-parties.yaml"))
    rows = {row["measure"]: row["third-parties"] for row in comparison_table([trace]).records()}
    assert (rows["Acts"], rows["Hostile acts"], rows["Threats"]) == ("1 / 0", "1 / 0", "1 / 0")
    assert first_threat(trace).event == "a"
    assert rungs(trace) == (7,)


# -- the figure -----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def three(traces, pytestconfig):
    return [*traces, engine.run(files.load(pytestconfig.rootpath / "timelines/steel-safeguards-2001-2003.yaml"))]


@pytest.mark.parametrize("preset", ["page", "column", "slide"])
@pytest.mark.parametrize("count", [2, 3])
def test_two_or_three_disputes_stand_on_one_page(three, preset, count):
    made = comparison_figure(three[:count], preset=preset).figure
    place = PRESETS[preset]
    assert made.get_figheight() * 25.4 <= place.tallest + 1e-6
    assert faults(made, place.scale) == []
    assert named(made, "stick ")  # there is room for panels, too


def test_the_overview_has_a_row_for_each_dispute_with_start_and_settlement(three):
    cases, scale = aligned(three, "threat")
    made = comparison_figure(three).figure
    (zero,) = {line.get_xdata()[0] for line in named(made, "month 0")}
    starts = {line.get_gid().removeprefix("start "): line.get_xdata()[0] for line in named(made, "start ")}
    ends = {line.get_gid().removeprefix("settled "): line.get_xdata()[0] for line in named(made, "settled ")}
    assert set(starts) == {trace.timeline.title for trace in three}
    axis = 180 - 2.0 - 24.5 - 2 * 1.4  # mm of the page between its margins
    for trace, case in zip(three, cases, strict=True):
        title, first = trace.timeline.title, min(deed.day for deed in case.shown.base.deeds if deed.own)
        assert starts[title] == pytest.approx(24.5 + 1.4 + axis * scale(first - case.offset)) and starts[title] <= zero
        end = settlement(trace)
        assert (title in ends) == (end is not None)
        if end:
            assert ends[title] == pytest.approx(24.5 + 1.4 + axis * scale(end.day - case.offset))


def test_eight_disputes_have_an_overview_alone_and_the_caption_says_so(three):
    made = comparison_figure([*three, *three, *three[:2]])
    assert made.figure.get_figheight() * 25.4 <= 240 and not named(made.figure, "stick ")
    assert "There is no room for a panel of each dispute below the overview." in made.caption
    assert "no room for a panel" not in comparison_figure(three).caption


def test_marks_of_both_sides_stand_at_the_level_that_was_read(traces):
    trace = traces[1]
    made, base = comparison_figure([trace]).figure, gather(trace)
    height = {text.get_text(): text.get_position()[1] for text in texts(made)}
    zero, level = height["status quo"], height["gain"] - height["status quo"]
    at = {line.get_gid(): line.get_ydata()[0] for line in named(made, "reading ")}
    read = [mark for track in base.tracks for mark in track.marks]
    assert {mark.placed for mark in read} == {"given", "carried"}
    for mark in read:
        expected = zero + mark.position * level if mark.placed == "given" else height["direction only"]
        assert at[f"reading {mark.id}"] == pytest.approx(expected)
    for line in named(made, "path "):
        steps = sorted({float(x) for x in line.get_xdata()})[:-1]
        assert all(b - a >= 0.5 for a, b in itertools.pairwise(steps))
