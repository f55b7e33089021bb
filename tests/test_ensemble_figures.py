"""The figures of ensembles: marks stand at their values, nothing meets or is cut, words and data say what is drawn."""

import math
from dataclasses import replace
from itertools import pairwise, product

import pytest
from matplotlib.patches import Polygon
from measure import faults, named, words
from vision import grey

from replay.codebook import SWITCHES
from replay.dates import day
from replay.errors import NoRoomError, NothingCodedError
from replay.figures import FORMATS
from replay.figures.ensemble import (
    Change,
    Curve,
    Fan,
    Group,
    Point,
    Recorded,
    Step,
    Weight,
    Weights,
    curve_figure,
    fan_figure,
    groups,
    weights_figure,
)
from replay.figures.ensemble.curve import WORDS, _shade
from replay.figures.ensemble.fan import _IMPOSED, _NEITHER, _SETTLED, Lane
from replay.figures.style import PRESETS

THEORIES = ("prospect", "uniform", "frequencies", "persistence")
START = day("1994-10-01")


def few():
    """Three specifications of two switches: scores 0.30 (default), 0.20, 0.40; ahead of uniform in two."""
    rows = (
        Group("ends", "Ends of the scale", (("hard", "hard"), ("soft", "soft")), "soft"),
        Group("trend", "Direction of a reading", (("ignored", "ignored"), ("carried", "half a level")), "carried"),
        Group("start", "Start of a position", (("reference", "reference"),), "reference"),
    )
    points = (
        Point((0.30, 0.35), ("soft", "carried", "reference")),
        Point((0.20, 0.35), ("hard", "carried", "reference")),
        Point((0.40, 0.35), ("hard", "ignored", "reference")),
    )
    return Curve("A dispute, 1990-1995", ("prospect", "uniform"), rows, points, 4)


def many():
    """Every setting of all switches; the first theory scores best with the ends hard, whatever else is set."""
    rows, points = groups(), []
    at = [group.name for group in rows].index("ends")
    for n, chosen in enumerate(product(*[[name for name, _ in group.settings] for group in rows])):
        score = (0.1 if chosen[at] == "hard" else 0.3) + n / 1e5
        points.append(Point((score, 0.25, 0.2 + 0.1 * (n % 2), 0.4), chosen))
    return Curve("A dispute", THEORIES, rows, tuple(points), len(points))


def weights(count=14):
    """Act n changes the chance of sanctions by -n/20, that of settlement by +n/40; act 0 nothing."""
    acts = [
        Weight(
            f"act-{n}", f"Act number {n} of a dispute with rather a long name that goes on", "March to May 1994",
            (Change(-n / 20, max(-1.0, -n / 20 - 0.1), -n / 20 + 0.1), Change(n / 40), None if n == 3 else Change(0.0)),
        )
        for n in range(count)
    ]  # fmt: skip
    return Weights(
        "A dispute", ("sanctions", "settlement", "spiral"), (0.8, 0.2, 0.5), tuple(acts), 200, "95 % interval"
    )


def fan():
    steps = Step(START, 0.0, 0.0), Step(START + 50, 0.0, 0.25), Step(START + 75, 0.5, 0.125)
    record = Recorded(START + 25, "sanctions listed", "late October 1994"), Recorded(START + 60, "accord", "1994-11-30")
    return Fan("A dispute", "prospect", "1994-10-01", 8, steps, START + 99, record)


def lanes(count=8):
    """Each clock runs out in a quarter after 20 days; acts end it in another quarter after 50, as in the record."""
    steps = ((START + 20, 0.25, 0.0), (START + 50, 0.25, 0.25))
    clocks = tuple(Lane(f"Clock {n} of a dispute", steps, START + 50, "settled") for n in range(count))
    return replace(fan(), clocks=clocks, left_out=3)


def stem(at, count):
    """Acts on one day and no ending in the record: the least of a fan."""
    return Fan("A dispute", "prospect", "1994-10-01", count, (Step(at, 0.0, 1.0),), at, ())


MADE = {
    "few": (curve_figure, few), "many": (curve_figure, many), "weights": (weights_figure, weights),
    "one act": (weights_figure, lambda: weights(1)), "fan": (fan_figure, fan), "lanes": (fan_figure, lanes),
    "one day": (fan_figure, lambda: stem(START, 1)),
}  # fmt: skip


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("name", MADE)
def test_text_is_whole_and_nothing_meets_in_any_place(name, preset):
    maker, shown = MADE[name]
    drawing, place = maker(shown(), preset), PRESETS[preset]
    wide, high = drawing.figure.get_size_inches() * 25.4
    assert wide == pytest.approx(place.width)
    assert high == pytest.approx(place.height) if place.height else high <= place.tallest + 1e-9
    assert faults(drawing.figure, place.scale) == []
    assert (
        drawing.name
        == drawing.data.name
        == maker.__name__.removesuffix("_figure") + ("" if preset == "page" else f"-{preset}")
    )


@pytest.mark.parametrize("fmt", FORMATS)
@pytest.mark.parametrize("name", ["few", "weights", "fan", "lanes"])
def test_every_format_is_the_same_again(name, fmt):
    maker, shown = MADE[name]
    assert maker(shown()).render(fmt, 60) == maker(shown()).render(fmt, 60)


# -- specification curve --------------------------------------------------------------------------


def test_specifications_stand_in_the_order_of_their_scores_at_their_values():
    figure = curve_figure(few()).figure
    marks = [named(figure, f"score {n}")[0] for n in (1, 2, 3)]
    xs, ys = ([float(get(mark)[0]) for mark in marks] for get in (lambda m: m.get_xdata(), lambda m: m.get_ydata()))
    assert xs[1] - xs[0] == pytest.approx(xs[2] - xs[1]) and xs[0] < xs[1]
    assert ys[1] - ys[0] == pytest.approx(ys[2] - ys[1]) and ys[0] < ys[1]  # 0.20, 0.30, 0.40
    (uniform,) = named(figure, "rival uniform")
    assert {round(y - (ys[1] + ys[2]) / 2, 9) for y in uniform.get_ydata()} == {0.0}  # 0.35 is halfway
    (default,) = named(figure, "default score")
    assert (default.get_xdata()[0], default.get_ydata()[0]) == (xs[1], ys[1])
    assert "the defaults: 0.300, 1 of 3 are better" in words(figure)


def test_a_tick_stands_under_each_specification_that_has_the_setting():
    figure = curve_figure(few()).figure
    at = [named(figure, f"score {n}")[0].get_xdata()[0] for n in (1, 2, 3)]
    ticks = {line.get_gid(): list(line.get_xdata()[::3]) for line in named(figure, "has ")}
    assert ticks == {
        "has ends hard": [at[0], at[2]], "has ends soft": [at[1]],
        "has trend ignored": [at[2]], "has trend carried": at[:2],
    }  # fmt: skip
    said = words(figure)
    assert "Start of a position" not in said  # it is the same throughout
    assert [said.count(share) for share in ("50 %", "100 %", "0 %")] == [1, 2, 1]  # hard, soft and carried, ignored
    bold = {
        t.get_text() for t in figure.texts + figure.artists if hasattr(t, "get_weight") and t.get_weight() == "bold"
    }
    assert {"soft", "half a level"} <= bold and not {"hard", "ignored"} & bold


def test_many_specifications_are_a_line_and_shares_of_columns():
    drawing = curve_figure(many())
    assert named(drawing.figure, "curve") and not named(drawing.figure, "score")
    (hard,) = named(drawing.figure, "has ends hard 10")
    (soft,) = named(drawing.figure, "has ends soft 10")
    last = max(x for x in hard.get_xdata() if not math.isnan(x))
    first = min(x for x in soft.get_xdata() if not math.isnan(x))
    assert last == pytest.approx(first)  # the better half is hard, the other soft, and no column is mixed
    assert [line.get_gid() for line in named(drawing.figure, "has ends")] == ["has ends hard 10", "has ends soft 10"]
    assert len(drawing.data) == 5120 and sum(drawing.data.column("default")) == 1
    assert list(drawing.data.column("rps:prospect")) == sorted(drawing.data.column("rps:prospect"))


def test_caption_and_words_of_the_curve_say_in_what_share_it_is_ahead():
    drawing = curve_figure(few())
    assert "under 3 of 4 specifications of the model" in drawing.caption and "1990–1995" in drawing.caption
    assert "over all, 67 %." in drawing.caption and "The same throughout: start of a position." in drawing.caption
    assert (
        "from 0.200 to 0.400" in drawing.alt
        and "Ends of the scale: ahead of all with hard 50 %; soft 100 %" in drawing.alt
    )
    assert "under all 5,120 specifications" in curve_figure(many()).caption


def test_the_curve_says_which_question_it_is_about_and_how_many_answer_another():
    from dataclasses import replace

    drawing = curve_figure(replace(few(), question="how to bargain", others=2560))
    assert "Specification curve: prospect on how to bargain, n = 3" in words(drawing.figure)
    assert "2,560 specifications that score others answer another question and are not drawn." in drawing.caption
    assert "Scored are" not in curve_figure(few()).caption


def test_every_switch_and_setting_has_words():
    assert {name: set(settings) for name, (_, settings) in WORDS.items()} == {
        name: set(switch.settings) for name, switch in SWITCHES.items()
    }


def test_shades_grow_darker_with_the_share():
    greys = [grey(_shade(tenth)) for tenth in range(11)]
    assert greys[0] == pytest.approx(1) and all(a > b for a, b in pairwise(greys))


# -- weights --------------------------------------------------------------------------------------


def test_bars_run_from_none_to_the_change_of_the_ten_weightiest_acts():
    drawing = weights_figure(weights())
    ids = list(dict.fromkeys(drawing.data.column("id")))
    assert ids == [f"act-{n}" for n in range(13, 3, -1)]
    marks = {n: named(drawing.figure, f"change sanctions act-{n}")[-1].get_xdata()[0] for n in (4, 8, 12)}
    assert marks[4] - marks[8] == pytest.approx(marks[8] - marks[12]) and marks[12] < marks[8]
    (interval,) = named(drawing.figure, "interval sanctions act-8")
    low, high = interval.get_xdata()
    assert (low + high) / 2 == pytest.approx(marks[8])
    assert high - low == pytest.approx(marks[4] - marks[8])  # 0.2 either way
    assert not named(drawing.figure, "interval settlement")
    (still,) = named(drawing.figure, "change spiral act-8")
    bars = {patch.get_gid(): patch for patch in drawing.figure.patches + drawing.figure.artists if patch.get_gid()}
    assert bars["bar spiral act-8"].get_width() == 0 and still.get_xdata()[0] == bars["bar spiral act-8"].get_x()
    assert bars["bar settlement act-8"].get_width() == pytest.approx(marks[4] - marks[8])  # 0.2


def test_what_is_not_drawn_or_cannot_be_told_is_said():
    drawing = weights_figure(weights(5))
    assert "Drawn are the 4 of 5 acts" in drawing.caption and "dropping any one of 1 changes nothing" in drawing.caption
    assert "– cannot be told" in words(drawing.figure) and "–" in words(drawing.figure)
    assert "sanctions −20 (−30 to −10), settlement +10, spiral 0" in drawing.alt
    figure = weights_figure(weights(5)).figure  # from -20 and 10 below it to +10
    assert [words(figure).count(said) for said in ("−30", "0", "+10")] == [3, 3, 3]
    assert "The weightiest act" in " ".join(words(weights_figure(weights(1)).figure))


def test_changes_out_of_order_and_figures_of_nothing_are_refused():
    with pytest.raises(ValueError, match="allowed: -1 <= low <= estimate"):
        Change(0.5, 0.6, 0.7)
    with pytest.raises(NothingCodedError):
        Weights("A dispute", (), (), ())
    with pytest.raises(NothingCodedError):
        Curve("A dispute", THEORIES, (), (), 0)
    with pytest.raises(ValueError, match="a setting for each switch"):
        Curve("A dispute", THEORIES, (), (Point((0.1,), ()),), 1)
    with pytest.raises(NoRoomError, match="these acts need"):
        weights_figure(weights(), PRESETS["page"].__class__("low", "a low place", 180.0, 60.0))


# -- fan ------------------------------------------------------------------------------------------


def test_a_lane_has_the_shares_of_its_clock_and_its_end_in_the_record():
    drawing = fan_figure(lanes(1))
    boxes = {
        part.get_gid(): [float(edge(part.get_xy()[:, axis])) for axis in (0, 1) for edge in (min, max)]
        for part in drawing.figure.findobj(Polygon)
    }
    first, then, ended = (boxes[f"clock 1 {what}"] for what in ("ran out 1", "ran out 2", "ended 2"))
    assert first[1] == pytest.approx(then[0]) and first[3] == pytest.approx(then[3])  # the same share to the end
    assert ended[2] == pytest.approx(then[3])  # the one stands on the other
    assert ended[3] - ended[2] == pytest.approx(then[3] - then[2])  # a quarter each
    (own,) = named(drawing.figure, "record of clock 1")
    assert own.get_xdata()[0] == pytest.approx(then[0])
    assert "25 % ran out, 25 % ended by an act; the record: settled" in " ".join(words(drawing.figure))
    assert "3 clocks that end as in the record more often left out" in drawing.caption


def test_bands_change_on_their_days_and_are_as_high_as_their_shares():
    figure = fan_figure(fan()).figure
    bands = {patch.get_gid(): patch.get_xy() for patch in figure.artists if (patch.get_gid() or "").startswith("band")}
    settled, imposed = bands["band settled"], bands["band sanctions"]
    left, right = min(settled[:, 0]), max(settled[:, 0])
    high, low = max(imposed[:, 1]), min(settled[:, 1])
    whole = (high - low) / 0.625
    assert max(settled[:, 1]) - low == pytest.approx(0.5 * whole)
    steps = sorted({round(float(x), 6) for x in settled[:, 0]})
    assert [(x - left) / (right - left) for x in steps] == pytest.approx([0, 0.5, 0.75, 1])
    lines = {line.get_gid(): line.get_xdata()[0] for line in named(figure, "record")}
    assert [(x - left) / (right - left) for x in lines.values()] == pytest.approx([0.25, 0.6])
    (hatch,) = [line for line in named(figure, "hatch") if max(line.get_xdata()[::3]) > right - 10]
    ends = [x for x in hatch.get_xdata() if not math.isnan(x)]
    assert left + 0.75 * (right - left) - 1e-6 <= min(ends) and max(ends) <= right + 1e-6


def test_the_fan_names_the_record_as_coded_and_no_other_day():
    drawing = fan_figure(fan())
    assert {"sanctions listed, late October 1994", "accord, 1994-11-30"} <= set(words(drawing.figure))
    assert "50 % settled, 12 % with sanctions imposed and no settlement, 38 % neither" in drawing.caption
    assert drawing.data.column("days") == (0, 50, 75, None, None)
    assert drawing.data.column("date") == (None, None, None, "late October 1994", "1994-11-30")


def test_bands_differ_without_colour():
    shades = [grey(color) for color in (_NEITHER, _SETTLED, _IMPOSED)]
    assert shades[0] - shades[2] > 0.4 and shades[1] - shades[2] > 0.4  # what is settled is hatched besides


def test_shares_and_days_that_cannot_be_are_refused():
    with pytest.raises(ValueError, match="no two shares"):
        Step(1, 0.7, 0.4)
    with pytest.raises(ValueError, match="order of their days"):
        Fan("A", "prospect", "", 1, (Step(5, 0, 0), Step(5, 1, 0)), 9, ())
    with pytest.raises(NothingCodedError):
        Fan("A", "prospect", "", 1, (), 9, ())


def test_an_axis_of_one_direction_has_one_0():
    acts = Weight("a", "An act", "1994", (Change(0.4),)), Weight("b", "Another", "1995", (Change(0.2),))
    said = words(weights_figure(Weights("A dispute", ("sanctions",), (0.1,), acts)).figure)
    assert [said.count(one) for one in ("0", "+40")] == [1, 1]
