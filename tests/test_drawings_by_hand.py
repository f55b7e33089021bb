"""What figures show, measured from what is drawn: the place, form and order of marks, on disputes of a few acts.

The shipped figures are kept byte for byte, which nobody can read; what a reader sees in them is held here.
"""

from __future__ import annotations

import re
from dataclasses import replace
from itertools import pairwise

import pytest
from coded import act
from coded import text as written
from matplotlib.colors import to_hex
from matplotlib.lines import Line2D
from matplotlib.patches import PathPatch, Polygon, Rectangle
from measure import named, texts, words

from replay import example, load, run
from replay.codebook import Strategy
from replay.figures import FIGURES, figure
from replay.figures.comparison import comparison_figure
from replay.figures.comparison.align import aligned
from replay.figures.domain import draw_domain
from replay.figures.escalation.painter import _verbs
from replay.figures.sheet.content import gather
from replay.figures.sheet.panels import merged
from replay.figures.style import LINKS, OUTCOMES, SIDE_LIGHT, SIDES
from replay.figures.theories import FIGURES as THEORIES
from replay.figures.theories import Contest, contest, theory_figures
from replay.figures.theories.value.spread import aside
from replay.files import loads
from replay.scoring import added, case, forecasts, score
from replay.theories import DEFAULTS

pytestmark = pytest.mark.usefixtures("plain_steps", "rungs_speak")

CITE = "cite: {key: s, section: First}"


def spot(made, name):
    """Middle of the one mark of that name, in the units of the page."""
    (line,) = [line for line in named(made, name) if line.get_gid() == name]
    (x,), (y,) = line.get_xdata(), line.get_ydata()
    return float(x), float(y)


def look(made, name):
    """Marker of the one mark of that name, and whether it is filled with the colour of its rim."""
    (line,) = [line for line in named(made, name) if line.get_gid() == name]
    return line.get_marker(), to_hex(line.get_markerfacecolor()) == to_hex(line.get_markeredgecolor())


A_READ = ("a-gain", "a-none", "a-modest", "a-strong", "a-carried")
READINGS = "readings:\n" + "".join(
    f"  - {{id: {name}, party: {party}, date: {date}, {said}, {CITE}}}\n"
    for name, party, date, said in (
        ("a-gain", "A", "2001-02-01", "level: gain"), ("a-none", "A", "2001-03-01", "level: status-quo"),
        ("a-modest", "A", "2001-04-01", "level: modest-loss"), ("a-strong", "A", "2001-06-01", "level: strong-loss"),
        ("a-carried", "A", "2001-07-01", "trend: rising"), ("b-none", "B", "2001-05-01", "level: status-quo"),
    )
)  # fmt: skip


# -- domains --------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def read(trace_of):
    acts = act("x", "2001-01-01", "meet"), act("y", "2001-08-01", "meet")
    return figure(trace_of(*acts, more=READINGS), "domain").figure


def test_a_reading_stands_at_its_level_and_day(read):
    at = {name: spot(read, f"reading {name}") for name in A_READ}
    assert [x for x, _ in at.values()] == sorted(x for x, _ in at.values())  # by date, to the right
    level = at["a-gain"][1] - at["a-none"][1]
    assert level > 0  # a gain is above
    assert at["a-none"][1] - at["a-modest"][1] == pytest.approx(level)
    assert at["a-modest"][1] - at["a-strong"][1] == pytest.approx(2 * level)
    assert at["a-carried"][1] < at["a-strong"][1] - level / 2  # no level was read: in the strip below the levels
    assert [look(read, f"reading {name}")[1] for name in at] == [True, True, True, True, False]  # carried: open


def test_the_line_of_levels_holds_each_until_the_next(read):
    (line,) = named(read, "level A")
    gain, none, modest, strong, carried = (spot(read, f"reading {name}") for name in A_READ)
    corners = [
        gain, (none[0], gain[1]), none, (modest[0], none[1]), modest, (strong[0], modest[1]), strong,
        (carried[0], strong[1]),
    ]  # fmt: skip
    assert [float(x) for x in line.get_xdata()] == pytest.approx([x for x, _ in corners])
    assert [float(y) for y in line.get_ydata()] == pytest.approx([y for _, y in corners])


def test_the_computed_path_steps_down_by_what_was_lost(trace_of):
    shock = act("blow", "2001-02-01", "shock", "WORLD", "impact: {B: -2}", to="B")
    made = figure(trace_of(shock, act("end", "2001-08-01", "meet"), more=READINGS), "domain").figure
    (line,) = named(made, "path B")
    ys = [float(y) for y in line.get_ydata()]
    zero = spot(made, "reading b-none")[1]
    level = spot(made, "reading a-gain")[1] - spot(made, "reading a-none")[1]
    assert ys[0] == pytest.approx(zero) and ys[-1] == pytest.approx(zero - 2 * level)
    assert named(made, "path A") == []  # nothing has moved A


def test_the_mark_at_the_end_of_a_clock_says_how_it_ended(trace_of):
    made = figure(
        trace_of(
            act("a1", "2001-01-01", "demand", more="clock: {id: c-met, due: P90D, record: met}"),
            act("a2", "2001-01-02", "demand", more="clock: {id: c-lapsed, due: P30D, record: lapsed}"),
            act("a3", "2001-01-03", "demand", more="clock: {id: c-gone, due: P90D, record: withdrawn}"),
            act("a4", "2001-01-04", "demand", more="clock: {id: c-open, due: 2009-01-01, record: open}"),
            act("end", "2001-03-01", "meet", "B", "meets: c-met\nwithdraws: c-gone"),
        ),
        "domain",
    ).figure
    for name, outcome in (("c-met", "met"), ("c-lapsed", "lapsed"), ("c-gone", "withdrawn"), ("c-open", "open")):
        assert look(made, f"end {name}") == (OUTCOMES[outcome].marker, OUTCOMES[outcome].filled)
    met, lapsed, gone = (spot(made, f"end {name}")[0] for name in ("c-met", "c-lapsed", "c-gone"))
    assert lapsed < met == gone  # 1 February; 1 March


# -- the one figure -------------------------------------------------------------------------------


LADDER = (
    act("a-low", "2001-01-01", "meet", "A", "tactics: [praise]"),
    act("a-mid", "2001-02-01", "demand", "A", "tactics: [praise, blame]"),
    act("a-high", "2001-03-01", "impose-sanctions", "A", "tactics: [blame]"),
    act("b-low", "2001-01-02", "meet", "B", "answers: {a-low: responds}"),
    act("b-mid", "2001-02-02", "demand", "B", "answers: {a-mid: counters}"),
    act("b-high", "2001-03-02", "impose-sanctions", "B", "answers: {a-high: escalates}"),
    act("firms", "2001-03-03", "press", "A-FIRMS"),
    act("third", "2001-03-04", "comment", "C"),
    act("deal", "2001-04-01", "settle", "A", "answers: {b-high: settles}"),
)


@pytest.fixture(scope="module")
def one(trace_of):
    return figure(trace_of(*LADDER)).figure


def test_the_ladders_stand_back_to_back_higher_rungs_further_out(one):
    at = {name: spot(one, f"act {name}")[1] for name in ("a-low", "a-mid", "a-high", "b-low", "b-mid", "b-high")}
    assert at["a-high"] > at["a-mid"] > at["a-low"] > at["b-low"] > at["b-mid"] > at["b-high"]
    assert spot(one, "act deal")[1] < at["a-low"]  # rung 1, further in than the talks
    assert spot(one, "act firms")[1] > at["a-high"]  # its camp stands on the outer side of A
    assert spot(one, "act third")[1] < at["b-high"]  # third parties below B


def test_an_act_stands_at_the_name_of_its_rung(one):
    names = {text.get_text(): [] for text in texts(one)}
    for text in texts(one):
        names[text.get_text()].append(text.get_position()[1])
    for rung, upper, lower in (("talks, offers", "a-low", "b-low"), ("demands, burdens", "a-mid", "b-mid"),
                               ("sanctions", "a-high", "b-high")):  # fmt: skip
        heights = sorted(names[rung], reverse=True)
        assert heights == pytest.approx([spot(one, f"act {upper}")[1], spot(one, f"act {lower}")[1]])


def test_acts_stand_by_date(one):
    xs = [spot(one, f"act {name}")[0] for name in ("a-low", "b-low", "a-mid", "b-mid", "a-high", "b-high", "deal")]
    assert xs == sorted(xs) and len(set(xs)) == 7


def test_an_act_is_drawn_by_the_strategy_of_its_tactics(one):
    assert look(one, "act a-high") == ("s", True)  # claiming: a full square
    assert look(one, "act a-mid")[0] == "s" and not look(one, "act a-mid")[1]  # mixed: half full
    assert look(one, "act a-low")[0] == "o" and not look(one, "act a-low")[1]  # creating: an open circle
    halves = [patch.get_gid() for patch in one.findobj(Polygon) if (patch.get_gid() or "").endswith(" half")]
    assert halves == ["act a-mid half"]
    (silent,) = named(one, "act b-low")
    (said,) = named(one, "act a-low")
    assert look(one, "act b-low") == ("o", True)  # without tactics: a full circle
    # As wide as any other mark on its rung, rim and all: rung 2, 1.0 + 2 * 0.18 = 1.36 mm.
    wide = [(line.get_markersize() + line.get_markeredgewidth()) * 25.4 / 72 for line in (silent, said)]
    assert wide == pytest.approx([1.36, 1.36])


def test_marks_are_in_the_colour_of_their_side_lighter_if_no_key_act(one):
    keys = {"a-high", "b-high"}  # higher than anything that their side did before
    for name, side in (("a-high", "A"), ("b-high", "B"), ("firms", "A"), ("third", "other")):
        (line,) = named(one, f"act {name}")
        color = {to_hex(line.get_markeredgecolor()), to_hex(line.get_markerfacecolor())}
        assert (SIDES if name in keys else SIDE_LIGHT)[side] in color, name


def test_an_answer_is_drawn_in_the_style_of_its_type(one):
    arcs = {patch.get_gid(): patch for patch in one.findobj(PathPatch) if (patch.get_gid() or "").startswith("link ")}
    for kind, source, target in (("counters", "a-mid", "b-mid"), ("escalates", "a-high", "b-high"),
                                 ("settles", "b-high", "deal")):  # fmt: skip
        drawn = arcs[f"link {kind} {source} {target}"]
        assert to_hex(drawn.get_edgecolor()) == LINKS[kind].color
        first, last = (spot(one, f"act {name}")[0] for name in (source, target))
        begin, end = (drawn.get_path().vertices[n][0] for n in (0, -1))
        assert abs(begin - first) < abs(begin - last) and abs(end - last) < abs(end - first)


def test_the_band_is_full_for_claiming_hatched_for_mixed_and_open_for_creating(trace_of):
    made = figure(
        trace_of(
            act("x", "2001-01-05", "accuse", more="tactics: [blame]"),
            act("y", "2001-03-05", "accuse", more="tactics: [blame, praise]"),
            act("z", "2001-05-05", "meet", more="tactics: [praise]"),
            act("b", "2001-06-05", "meet", "B"),
        )
    ).figure
    found = []
    for box in made.findobj(Rectangle):
        if to_hex(box.get_edgecolor()) in (SIDES["A"], "#ffffff") and box.get_zorder() == pytest.approx(2.2):
            kind = "hatched" if box.get_hatch() else "full" if to_hex(box.get_facecolor()) == SIDES["A"] else "open"
            found.append((-box.get_y(), box.get_x(), kind))
    assert [kind for _, _, kind in sorted(found)][:3] == ["full", "hatched", "open"]  # above the key


# -- a comparison ---------------------------------------------------------------------------------


def sticks(made):
    """Places of the sender's acts, the lowest rung first."""
    found = []
    for line in made.findobj(Line2D):
        xs, ys = line.get_xdata(), line.get_ydata()
        if len(xs) == 2 and xs[0] == xs[1] and to_hex(line.get_color()) == SIDES["A"]:
            found.append((round(abs(ys[1] - ys[0]), 6), float(xs[0])))
    return [x for _, x in sorted(found)]


def test_disputes_meet_at_the_event_that_they_are_aligned_on(trace_of):
    early = trace_of(
        act("talk", "2001-01-01", "meet"), act("threat", "2001-03-01", "threaten-sanctions"),
        act("deal", "2001-06-01", "settle"), more="",
    )  # fmt: skip
    late = trace_of(
        act("speech", "2001-09-01", "meet"), act("list", "2002-03-01", "list-sanctions"),
        act("peace", "2002-04-01", "settle"),
    )  # fmt: skip
    # Sticks of the sender, by length: the settlements (rung 1), talks (2), the threat (7), the list (8).
    threats = sticks(comparison_figure([early, late], "threat").figure)
    assert threats[-1] == pytest.approx(threats[-2])
    deals = sticks(comparison_figure([early, late], "settlement").figure)
    assert deals[0] == pytest.approx(deals[1]) and deals[-1] > deals[-2]  # a month before; three months before
    months = sticks(comparison_figure([early, late], "calendar").figure)
    assert months[-2] < min(months[:2]) < max(months[2:4]) < months[-1]  # March, June and September 2001; March 2002


# -- theories -------------------------------------------------------------------------------------


DECIDED = (
    act("blow", "2001-01-01", "shock", "WORLD", "impact: {A: -2, B: 0.5}", to="A"),
    act("threat", "2001-03-01", "threaten-sanctions", "A"),
    act("answer", "2001-03-11", "meet", "B", "tactics: [praise]"),
    act("again", "2001-03-21", "meet", "A", "tactics: [praise, blame]"),
)


def decisions():
    rows = (("d1", "A", "claiming", "threat"), ("d2", "B", "creating", "answer"), ("d3", "A", "mixed", "again"))
    return "decisions:\n" + "".join(
        f"  - {{id: {name}, party: {party}, question: What now., options: [meet, accuse, threaten-sanctions], "
        f"acts: [{acts}], did: {did}, {CITE}}}\n"
        for name, party, did, acts in rows
    )


GIVEN = {
    "me": {("test-case", "d1"): (0.1, 0.2, 0.7), ("test-case", "d2"): (0.5, 0.3, 0.2),
           ("test-case", "d3"): (0.3, 0.3, 0.4)},
    "you": {("test-case", "d1"): (0.4, 0.3, 0.3), ("test-case", "d2"): (0.2, 0.2, 0.6),
            ("test-case", "d3"): (0.3, 0.3, 0.4)},
}  # fmt: skip


@pytest.fixture  # of each test, so that plain steps hold in it, too
def decided(trace_of):
    return case(trace_of(*DECIDED, more=decisions()))


@pytest.fixture
def bench(decided):
    """Two forecasters, whose forecasts are given, on the three decisions."""
    found = added(forecasts([decided], ["persistence"]), GIVEN)
    return Contest((decided,), DEFAULTS, found, score(found, reference="you"), ())


def test_the_mark_of_what_was_done_stands_in_the_part_of_its_probability(bench):
    (drawn,) = theory_figures(bench, "forecasts")
    parts = {}
    for box in drawn.figure.findobj(Rectangle):
        if box.get_width() > 0.5:
            parts.setdefault(round(box.get_y(), 3), []).append(box)
    for name, outcome, chances in (("d1", 2, GIVEN["me"]["test-case", "d1"]), ("d2", 0, GIVEN["me"]["test-case", "d2"]),
                                   ("d3", 1, GIVEN["me"]["test-case", "d3"])):  # fmt: skip
        x, y = spot(drawn.figure, f"done me test-case {name}")
        bars = [box for row in parts.values() for box in row if box.get_y() < y < box.get_y() + box.get_height()]
        bars = sorted(bars, key=lambda box: box.get_x())
        place = next(n for n, box in enumerate(bars) if box.get_x() < x < box.get_x() + box.get_width())
        first = place - outcome  # the bar of its theory begins so many parts before
        mine = bars[first : first + 3]
        whole = sum(box.get_width() for box in mine)
        assert [box.get_width() / whole for box in mine] == pytest.approx(chances)
    assert [look(drawn.figure, f"done me test-case {name}")[1] for name in ("d1", "d2", "d3")] == [True, True, False]


def test_scores_stand_in_proportion_and_the_better_above(bench):
    (drawn,) = theory_figures(bench, "scores")
    (x1, y1), (x2, y2) = (spot(drawn.figure, f"score {name}") for name in ("me", "you"))
    assert y1 > y2
    # Mean RPS: me (0.10 + 0.29 + 0.25) / 3, you (0.65 + 1.00 + 0.25) / 3, read off the numbers below the axis.
    places = [(text.get_position()[0], text.get_text()) for text in texts(drawn.figure)]
    below = min(x for x, said in places if said.startswith("\u2212"))  # where the axis of the differences begins
    axis = {float(said): x for x, said in places if x < below and said.replace(".", "", 1).isdigit()}
    unit = (axis[max(axis)] - axis[0.0]) / max(axis)
    assert ((x1 - axis[0.0]) / unit, (x2 - axis[0.0]) / unit) == pytest.approx((0.64 / 3, 1.90 / 3))
    # The mean difference, (0.64 - 1.90) / 3, read off the other axis.
    beside = {float(said.replace("\u2212", "-")): x for x, said in places if x >= below and said[-1:].isdigit()}
    unit = (beside[max(beside)] - beside[0.0]) / max(beside)
    assert (spot(drawn.figure, "difference me")[0] - beside[0.0]) / unit == pytest.approx(-0.42)


def test_decisions_stand_at_their_position_by_what_was_done(decided, bench):
    (drawn,) = theory_figures(bench, "value")
    at = {name: spot(drawn.figure, f"at test-case {name}") for name in ("d1", "d2", "d3")}
    on = {name: spot(drawn.figure, f"on test-case {name}") for name in ("d1", "d2", "d3")}
    assert at["d1"][1] > at["d2"][1] > at["d3"][1]  # time runs down
    places = {situation.decision: situation.position for situation in decided.situations()}
    assert places["d1"] == -2.0 and places["d2"] < 0.5
    unit = (on["d2"][0] - on["d1"][0]) / (places["d2"] - places["d1"])
    assert unit > 0 and on["d3"][0] - on["d1"][0] == pytest.approx(unit * (places["d3"] - places["d1"]), abs=1e-6)
    assert [at[name][0] for name in at] == pytest.approx([on[name][0] for name in on])
    # In the strip d3 is stacked on d1, from which it is less than a mark away; on the curve, which rises, it is above.
    assert places["d1"] < places["d3"] < places["d1"] + 0.1
    assert on["d1"][1] == on["d2"][1] and on["d3"][1] - on["d1"][1] == pytest.approx(2.35)
    curve = {name: sum(named(drawn.figure, f"tick test-case {name}")[0].get_ydata()) / 2 for name in on}
    assert curve["d2"] > curve["d3"] > curve["d1"]
    assert [look(drawn.figure, f"on test-case {name}") for name in ("d1", "d2", "d3")] == [
        ("o", True), ("o", False), ("s", False)]  # claiming, creating, mixed  # fmt: skip


def test_a_gain_that_fades_is_drawn_as_it_fades(trace_of):
    """A gain of 0.8 halves in 90 days: the middle decision, 90 days after it, stands at 0.4, and so does its way."""
    days = ("2001-01-02", "2001-04-01", "2001-07-01")
    acts = [act(f"m{n}", day, "meet", "B", "tactics: [praise]") for n, day in enumerate(days, 1)]
    more = "decisions:\n" + "".join(
        f"  - {{id: d{n}, party: B, question: What., options: [meet, accuse], acts: [m{n}], did: creating, {CITE}}}\n"
        for n in (1, 2, 3)
    )
    found = case(trace_of(act("boom", "2001-01-01", "shock", "WORLD", "impact: {B: 0.8}", to="B"), *acts, more=more))
    (drawn,) = theory_figures(contest([found]), "value")
    ticks = {said.get_text(): said.get_position()[0] for said in texts(drawn.figure)}
    unit = ticks["+1"] - ticks["0"]
    x, y = spot(drawn.figure, "at test-case d2")
    assert (x - ticks["0"]) / unit == pytest.approx(0.4)
    (way,) = named(drawn.figure, "way test-case B")
    ends = list(pairwise(zip(way.get_xdata(), way.get_ydata(), strict=True)))
    here = [(left + right) / 2 for (left, above), (right, below) in ends if above > y >= below]
    assert len(here) == 1 and abs(here[0] - x) <= 0.02 * unit


def test_intervals_are_drawn_from_six_clusters_on(decided):
    """Six disputes in which A decides are six clusters, five are five; each interval is a line about its estimate."""
    for many in (5, 6):
        cases = [replace(decided, timeline=replace(decided.timeline, dispute=f"case-{n}")) for n in range(many)]
        found = [f for f in forecasts(cases, ["prospect", "uniform"]) if f.prediction.party == "A"]
        (drawn,) = theory_figures(Contest(tuple(cases), DEFAULTS, tuple(found), score(found), ()), "scores")
        lines = named(drawn.figure, "interval ")
        assert len(lines) == (1 if many == 6 else 0)  # uniform is the reference
        x, y = spot(drawn.figure, "difference prospect")
        for line in lines:  # six times the same sums: no draw differs from another
            assert line.get_xdata() == pytest.approx([x, x]) and line.get_ydata() == pytest.approx([y, y])
        none = "no interval from fewer than 6 clusters"
        assert words(drawn.figure).count(none) == (many == 5)
        assert (none in drawn.caption, none in drawn.alt) == (many == 5, many == 5)
        assert ("5 clusters" in drawn.caption, "an interval of 95 %" in drawn.caption) == (many == 5, many == 6)
        ends = [row for row in drawn.data.records() if row["part"] == "difference from uniform"]
        assert [(row["low"] is None, row["high"] is None) for row in ends] == [(many == 5,) * 2]


def test_the_words_of_a_figure_are_the_strategies(bench):
    (drawn,) = theory_figures(bench, "forecasts")
    assert {f"P({strategy.value})" for strategy in Strategy} <= set(words(drawn.figure))


# -- what can be seen at final size ---------------------------------------------------------------

ISO = re.compile(r"\b\d{4}-\d\d-\d\d\b")
EXAMPLE = run(load(example()))


@pytest.mark.parametrize(
    "made",
    [
        *(figure(EXAMPLE, name, preset) for name in FIGURES for preset in ("page", "column")),
        *(comparison_figure([EXAMPLE, EXAMPLE], preset=preset) for preset in ("page", "column")),
        *(
            theory_figures(contest([case(EXAMPLE)]), name, preset)[0]
            for name in THEORIES
            for preset in ("page", "column")
        ),
    ],
    ids=lambda made: made.name,
)
def test_days_in_a_figure_are_in_words(made):
    """The list is coded for 1996-03-10."""
    said = " | ".join([*words(made.figure), made.caption, made.alt])
    assert not ISO.search(said)
    if made.name.startswith(("comparison", "forecasts")):
        assert "10 Mar 1996" in said


def test_a_path_beyond_the_scale_is_thick_and_clear_of_its_edge(trace_of):
    """B falls to -5: the scale ends at -3.5, half a level under the mark of a strong loss."""
    shock = act("blow", "2001-02-01", "shock", "WORLD", "impact: {B: -2}", to="B")
    low = "readings:\n" + "".join(
        f"  - {{id: b{n}, party: B, date: {date}, level: {level}, {CITE}}}\n"
        for n, (date, level) in enumerate((("2001-01-01", "status-quo"), ("2001-05-01", "strong-loss")))
    )
    shown = gather(trace_of(shock, act("end", "2001-08-01", "meet"), more=low))
    (step,) = shown.paths[1].steps
    fallen = replace(shown.paths[1], steps=(replace(step, position=-5.0, lasting=-5.0),))
    made = draw_domain(replace(shown, paths=(shown.paths[0], fallen)))
    zero, strong = (spot(made, f"reading b{n}")[1] for n in (0, 1))
    edge = strong - (zero - strong) / 6  # three levels from 0 to -3; the edge is half a level below
    (path,), (beyond,) = named(made, "path B"), named(made, "beyond B")
    (y,) = {float(y) for y in beyond.get_ydata()}
    assert y == pytest.approx(edge + 0.6) and min(map(float, path.get_ydata())) == pytest.approx(y)
    assert beyond.get_linewidth() == pytest.approx(1.2) and path.get_linewidth() == pytest.approx(0.45)
    assert "computed, beyond the levels" in words(made)


def test_a_line_keeps_the_short_states_that_a_mark_stands_on():
    """A state of 0.2 mm goes, of 0.6 mm stays; the first stays whatever it lasts, and so does what is kept."""
    line = [(0.0, 1.0), (0.2, 2.0), (5.0, -1.0), (5.2, 3.0), (9.0, 4.0), (9.6, 5.0)]
    assert merged(line) == [(0.0, 1.0), (0.2, 2.0), (5.0, 3.0), (9.0, 4.0), (9.6, 5.0)]
    assert merged(line, kept={(5.0, -1.0)}) == line


def test_marks_that_would_meet_stay_by_their_days():
    """Marks 2 mm apart: one has 2 mm of its dates above it, the next has nothing left there and goes to the right."""
    places, reaches = [(0, 10), (0, 10), (0, 10), (0, 10)], [(9, 12)] * 4
    assert aside(places, reaches, clear=2, step=0.5) == ((0, 10), (0, 12), (2, 10), (-2, 10))
    assert aside([(0, 10), (2, 10)], reaches[:2], clear=2, step=0.5) == ((0, 10), (2, 10))  # these just touch


def test_the_panels_of_a_comparison_name_what_it_turns_on():
    """Of the example: its first threat is the list, which is also the first threat with sanctions; the settlement."""
    (found, _), _ = aligned([EXAMPLE, EXAMPLE], "threat")
    assert found.told == ("sanctions-list", "settlement")
    made = comparison_figure([EXAMPLE, EXAMPLE]).figure
    said = [part.get_gid() for part in texts(made)]
    assert said.count("name sanctions-list") == said.count("name settlement") == 2


# -- words beside links ---------------------------------------------------------------------------


def _link(number, tail, head, line, word="", at=(0.0, 0.0)):
    made = {"_gvid": number, "tail": tail, "head": head, "_draw_": [{"op": "b", "points": line}]}
    return made | ({"_ldraw_": [{"op": "T", "pt": at, "align": "c", "text": word}]} if word else {})


def _bent(*ends):
    (x, y), (u, v) = ends
    return [[x, y], [x + (u - x) / 3, y + (v - y) / 3], [x + 2 * (u - x) / 3, y + 2 * (v - y) / 3], [u, v]]


def test_a_word_leaves_the_place_where_another_link_runs_through_it():
    """The engine puts the word on the upper link; the middle of its own is at (100, 0), the baseline 2 points lower."""
    own = _link(0, 0, 1, _bent((0, 0), (200, 0)), "counters", (100, 48))
    other = _link(1, 2, 3, _bent((0, 50), (200, 50)))
    assert _verbs({"bb": "0,0,200,100", "edges": [own, other]})[0] == pytest.approx((100, -2))
    assert _verbs({"bb": "0,0,200,100", "edges": [own]})[0] == (100, 48)  # nothing is there


def test_of_equal_words_without_a_clear_place_the_second_is_left_out():
    """Two links from one act lie on each other, so no place is clear."""
    line = _bent((0, 0), (200, 0))
    pair = [_link(n, 0, n + 1, line, "settles", (100, 0)) for n in (0, 1)]
    assert list(_verbs({"bb": "0,0,200,100", "edges": pair})) == [0]
    pair[1]["_ldraw_"][0]["text"] = "counters"
    assert list(_verbs({"bb": "0,0,200,100", "edges": pair})) == [0, 1]  # another word has a place of its own


def test_no_word_runs_over_the_edge_of_the_page():
    own = _link(0, 0, 1, _bent((195, 0), (195, 90)), "settles", (195, 45))
    assert _verbs({"bb": "0,0,200,100", "edges": [own]}) == {}


def test_the_name_of_a_lane_is_whole():
    """A word wider than its lane widens it on a page, and is hyphenated in a column."""
    said = written(act("x", "2001-01-01", "demand"), act("y", "2001-02-01", "reject", "B"))
    said = said.replace("Side A", "World Trade Organization").replace("Side B", "Internationalisation")
    trace = run(loads(said, "test.yaml"))
    for preset in ("page", "column"):
        drawn = "".join(words(figure(trace, "escalation", preset).figure)).replace("-", "").replace(" ", "")
        assert "WorldTradeOrganization" in drawn and "Internationalisation" in drawn and "…" not in drawn
