"""The figures of the theories: nothing meets, nothing is cut, print size, the same bytes, what stands beside them."""

import csv
import dataclasses
import hashlib
import io
import json
from itertools import combinations, pairwise
from pathlib import Path
from statistics import fmean

import pytest
from click.testing import CliRunner
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from matplotlib.text import Text
from measure import faults, named, words
from texed import alone, compiled, needs_pdflatex
from vision import grey

import replay
from replay import figures
from replay.cli import main
from replay.errors import NoRoomError
from replay.figures.style import PRESETS
from replay.figures.theories import FIGURES, contest, theory_figures
from replay.figures.theories.forecast_bars import STRATEGY_GREYS, forecasts_figure
from replay.figures.theories.kit import shared_out
from replay.figures.theories.value import value_figure
from replay.scoring import asked, case, everywhere, kept, left_out, score
from replay.text.words import decimal, typeset
from replay.theories import DEFAULTS, IGNORANT, ORDER, THEORIES, spoken

DRAWN = [name for name in THEORIES if name not in IGNORANT]
"""The theories whose forecasts are drawn."""

ROOT = Path(__file__).resolve().parent.parent
FILES = {
    "both": [ROOT / "timelines" / n for n in ("japan-autos-1993-1995.yaml", "korea-autos-1995-1998.yaml")],
    "example": [replay.example()],
}


NAMES = tuple(FIGURES)


class Bench:
    """The disputes of a set with all that the figures are made from."""

    def __init__(self, name):
        self.name = name
        traces = [replay.run(replay.load(file)) for file in FILES[name]]
        self.folds = left_out(traces) if len(traces) > 1 else ()
        self.contest = contest(map(case, traces), folds=self.folds)
        self.cases, self.found, self.board = self.contest.cases, self.contest.found, self.contest.board

    def drawings(self, name, preset="page"):
        return theory_figures(self.contest, name, preset)

    def drawing(self, name, preset="page"):
        (drawing,) = self.drawings(name, preset)
        return drawing


@pytest.fixture(scope="module", params=FILES)
def bench(request):
    return Bench(request.param)


@pytest.fixture(scope="module")
def drawn(bench):
    """Name of the set, forecasts, and the three figures."""
    return bench.name, bench.found, {name: bench.drawing(name).figure for name in NAMES}


def texts(figure):
    return [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]


def done(figure):
    """The marks of what was done."""
    return [line for line in figure.findobj(Line2D) if (line.get_gid() or "").startswith("done ")]


@pytest.mark.parametrize("name", NAMES)
def test_no_text_meets_another_or_leaves_the_page(drawn, name):
    figure = drawn[2][name]
    renderer = FigureCanvasAgg(figure).get_renderer()
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts(figure)]
    width, height = figure.bbox.width, figure.bbox.height
    for said, box in boxes:
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height, said
    for (one, a), (other, b) in combinations(boxes, 2):
        assert not a.overlaps(b), (one, other)


@pytest.mark.parametrize("name", NAMES)
def test_type_is_seven_points_or_more(drawn, name):
    assert min(text.get_fontsize() for text in texts(drawn[2][name])) >= 7


def test_every_decision_and_theory_is_in_the_forecasts(drawn, bench):
    _, found, figures = drawn
    said = [text.get_text() for text in texts(figures["forecasts"])]
    for f in found:
        assert f.label in said
    for theory in DRAWN:
        assert set(spoken(theory).split(" ", 1)) <= set(said)
    marks = {line.get_gid() for line in done(figures["forecasts"])}

    spoken_to = [f for f in asked(found, bench.cases) if f.theory in DRAWN]
    assert marks == {f"done {f.theory} {f.dispute} {f.decision}" for f in spoken_to}
    assert said.count("\u2013") == sum(f.theory in DRAWN for f in found) - len(
        spoken_to
    )  # a dash for what is not asked


def test_the_ignorant_have_no_column_and_stand_in_the_caption(bench):
    drawing = bench.drawing("forecasts")
    assert not {spoken(name) for name in IGNORANT} & set(words(drawing.figure))
    assert drawing.caption.startswith("Predicted and observed strategy: 7 theories on")
    assert "Not drawn: uniform and frequencies, which have no reason of their own." in drawing.caption
    for one in bench.cases:
        for name in IGNORANT:
            mean = fmean(f.rps for f in bench.found if (f.theory, f.dispute) == (name, one.dispute))
            assert f"{name} {mean:.2f}" in drawing.caption
    for name in IGNORANT:
        assert f"{name} {bench.board.row(name).rps:.3f} with" not in drawing.alt  # of hits they have none


def test_a_mark_is_filled_where_the_likeliest_came_true(drawn):
    _, found, figures = drawn
    filled = sum(line.get_markerfacecolor() == line.get_color() for line in done(figures["forecasts"]))
    assert filled == sum(f.hit for f in found if f.theory in DRAWN)


def test_strategies_differ_without_colour():
    shades = [grey(STRATEGY_GREYS[strategy]) for strategy in ORDER]
    assert all(lighter - darker > 0.15 for lighter, darker in pairwise(shades))


@pytest.mark.parametrize("name", NAMES)
def test_shipped_figures_are_current(bench, name, golden):
    if bench.name == "both":
        golden(f"output/japan-autos+korea-autos/{name}.svg", bench.drawing(name).render("svg"))


@pytest.mark.parametrize("fmt", figures.FORMATS)
@pytest.mark.parametrize("name", NAMES)
def test_every_format_is_the_same_again(bench, name, fmt):
    assert bench.drawing(name).render(fmt, 60) == bench.drawing(name).render(fmt, 60)


# -- places ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("preset", ["double", "column", "slide"])
@pytest.mark.parametrize("name", NAMES)
def test_other_places_hold_the_figures_whole(bench, name, preset):
    place, found = PRESETS[preset], bench.drawings(name, preset)
    stems = [f"{name}-{preset}"] if len(found) == 1 else [f"{name}-{preset}-{n}" for n in range(1, len(found) + 1)]
    assert [(drawing.name, drawing.data.name) for drawing in found] == [(stem, stem) for stem in stems]
    shared = bench.name == "both" and preset == "slide" and name in ("value", "forecasts")
    assert len(found) == (2 if shared else 1)
    for drawing in found:
        wide, high = drawing.figure.get_size_inches() * 25.4
        assert wide == pytest.approx(place.width)
        assert high == pytest.approx(place.height) if place.height else high <= place.tallest + 1e-9
        assert faults(drawing.figure, place.scale) == []
    rows = [row for drawing in found for row in drawing.data.rows if row[0] not in ("curve", "bound")]
    whole = [row for row in bench.drawing(name).data.rows if row[0] not in ("curve", "bound")]
    assert sorted(map(repr, rows)) == sorted(map(repr, whole))


def test_marks_of_the_scores_stand_clear_of_each_other(bench):
    """Every dispute has a line of its own, so that equal means do not hide each other."""
    figure = bench.drawing("scores").figure
    for row in bench.board.rows:
        (overall,) = named(figure, f"score {row.theory}")
        heights = [overall.get_ydata()[0]]
        for one in bench.cases if len(bench.cases) > 1 else ():
            (mean,) = named(figure, f"mean {row.theory} {one.dispute}")
            (held,) = named(figure, f"held {row.theory} {one.dispute}")
            assert mean.get_ydata()[0] == held.get_ydata()[0]
            heights.append(mean.get_ydata()[0])
        assert all(above - below > 2.3 for above, below in pairwise(heights))  # a diamond of 1.8 mm and a mark of 1.9


def test_what_has_no_room_in_one_figure_is_shared_out_among_several():
    one = case(replay.run(replay.load(replay.example())))
    six = contest([replace_id(one, f"dispute-{n}") for n in range(6)])
    values = theory_figures(six, "value")
    assert [drawing.name for drawing in values] == ["value-1", "value-2"]
    assert all(drawing.figure.get_figheight() * 25.4 <= 240.001 for drawing in values)
    spoken_to = asked(six.found, six.cases)
    many = [dataclasses.replace(f, decision=f"{f.decision}-{n}") for f in spoken_to for n in range(12)]
    parts = theory_figures(dataclasses.replace(six, found=tuple(many)), "forecasts")
    rows = [len(part.data) for part in parts]
    assert len(parts) > 1 and sum(rows) == len([f for f in asked(many, six.cases) if f.theory in DRAWN])
    assert all(part.figure.get_figheight() * 25.4 <= 240.001 and faults(part.figure) == [] for part in parts)
    single = [f for f in many if f.dispute == "dispute-0"]
    more = [dataclasses.replace(f, decision=f"{f.decision}-{n}") for f in single for n in range(3)]
    slides = theory_figures(dataclasses.replace(six, cases=six.cases[:1], found=tuple(more)), "forecasts", "slide")
    assert len(slides) > 1
    dates = [row["day"] for part in slides for row in part.data.records() if row["theory"] == "prospect"]
    assert dates == sorted(dates)


def replace_id(one, name):
    """The same case under another short name."""
    return dataclasses.replace(one, timeline=dataclasses.replace(one.timeline, dispute=name))


# -- sidecars -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", NAMES)
def test_captions_say_how_many_decisions_and_from_where(bench, name):
    drawing, n = bench.drawing(name), sum(len(one.choices) for one in bench.cases)
    if name == "scores":  # of one question
        n = sum(not choice.decision.settles for one in bench.cases for choice in one.choices)
        assert "on how to bargain" in drawing.caption
    assert f"n = {n} decisions" in drawing.caption
    assert drawing.caption.endswith("(2005) and 2 web pages." if bench.name == "both" else "(1996).")
    for one in bench.cases if bench.name == "both" and name != "scores" else ():
        assert f"1998: {len(one.choices)})" in drawing.caption or f"1995: {len(one.choices)};" in drawing.caption


def test_words_name_who_leads_and_every_score(bench):
    spoken = asked(bench.found, bench.cases)
    for name, found in (("forecasts", spoken), ("scores", kept(spoken, bench.cases))):
        alt, rows = bench.drawing(name).alt, score(everywhere(found)).rows
        assert f"{rows[0].theory} leads with {rows[0].rps:.3f}" in alt
        for row in rows:
            assert f"{row.theory} {row.rps:.3f}" in alt
    assert [row.theory for row in rows] == [row.theory for row in bench.board.rows]
    alt = bench.drawing("scores").alt
    for row in bench.board.rows:
        if row.theory != "uniform":
            assert (
                f"{row.theory} {decimal(row.rps - bench.board.row('uniform').rps)}" in alt.split("Differences from")[1]
            )
    assert "There is no interval from fewer than 6 clusters." in alt  # two sides in one dispute or in two
    for one in bench.cases if bench.name == "both" else ():
        leaders = []
        for found in (bench.found, next(fold for fold in bench.folds if fold.held_out == one.dispute).forecasts):
            own = [f for f in kept(found, bench.cases) if f.dispute == one.dispute]
            names = [row.theory for row in bench.board.rows]
            means = {name: fmean(f.rps for f in own if f.theory == name) for name in names}
            best = min(means, key=lambda name: means[name])
            leaders.append(f"{best} leads with {means[best]:.3f}")
        assert f"{typeset(one.timeline.title)}: {'; held out, '.join(leaders)}." in alt


def test_words_of_the_value_function_give_its_bounds_and_where_each_side_stood(bench):
    alt = bench.drawing("value").alt
    assert "claiming below −2.33 domain units and creating above −1.68" in alt
    for one in bench.cases:
        for side in one.timeline.sides:
            decided = sum(choice.decision.party == side for choice in one.choices)
            assert f"{one.timeline.parties[side].name} decided {decided} time" in alt


def test_theories_with_the_same_mean_lead_together():
    from replay.figures.theories.kit import lead

    assert lead({"a": 0.5, "b": 0.25, "c": 0.25}) == "b and c lead with 0.250"


def test_the_data_of_the_forecasts_are_the_bars(bench):
    drawing = bench.drawing("forecasts")
    drawn = [f for f in asked(bench.found, bench.cases) if f.theory in DRAWN]
    assert len(drawing.data) == len(drawn) == len(named(drawing.figure, "done "))
    for row in drawing.data.records():
        assert row["creating"] + row["mixed"] + row["claiming"] == pytest.approx(1, abs=2e-6)
    hits = sum(row["did"] == row["likeliest"] for row in drawing.data.records())
    assert hits == sum(f.hit for f in bench.found if f.theory in DRAWN)


def test_the_data_of_the_value_function_are_its_lines_and_marks(bench):
    drawing = bench.drawing("value")
    rows = list(drawing.data.records())
    marks = [row for row in rows if row["part"] == "decision"]
    assert len(marks) == len(named(drawing.figure, "at ")) == len(named(drawing.figure, "on "))
    (curve,) = named(drawing.figure, "value")
    assert len(curve.get_xdata()) == sum(row["part"] == "curve" for row in rows)
    for line in named(drawing.figure, "way "):
        _, dispute, party = line.get_gid().split()
        steps = [row for row in rows if (row["part"], row["dispute"], row["party"]) == ("way", dispute, party)]
        held = set(line.get_xdata())
        assert 1 <= len(held) <= len(steps)  # steps too close to be drawn apart are drawn as one
    assert [row["kind"] for row in rows if row["part"] == "bound"] == ["mixed below", "claiming below"]


@pytest.mark.parametrize(("start", "size"), [("on ", 2.0), ("at ", 1.6)])
def test_every_decision_can_be_counted_and_stands_at_its_value(bench, start, size):
    """No mark of a figure hides another, and each stands where its position is on the axis, in a strip and on a way."""
    drawing = bench.drawing("value")
    marks = {line.get_gid().removeprefix(start): line for line in named(drawing.figure, start)}
    places = {name: (line.get_xdata()[0], line.get_ydata()[0]) for name, line in marks.items()}
    for (one, (x, y)), (other, (a, b)) in combinations(places.items(), 2):
        if one.split()[0] == other.split()[0]:
            assert max(abs(x - a), abs(y - b)) > size, (one, other)
    rows = [row for row in drawing.data.records() if row["part"] == "decision"]
    strip = {line.get_gid().removeprefix("on "): line.get_xdata()[0] for line in named(drawing.figure, "on ")}
    first, last = (min(rows, key=lambda row: row["position"]), max(rows, key=lambda row: row["position"]))
    left, right = (strip[f"{row['dispute']} {row['id']}"] for row in (first, last))
    per_unit = (right - left) / (last["position"] - first["position"])
    moved = {line.get_gid().removeprefix("from "): line for line in named(drawing.figure, "from ")}
    for row in rows:
        name = f"{row['dispute']} {row['id']}"
        x = left + per_unit * (row["position"] - first["position"])
        if start == "at " and name in moved:  # a hairline leads from its place to the mark
            (own, at), (y, up) = moved[name].get_xdata(), moved[name].get_ydata()
            assert own == pytest.approx(x, abs=1e-3) and (at, up) == places[name]
            assert at == own or up == y  # along the dates, or beside it
        else:
            assert places[name][0] == pytest.approx(x, abs=1e-3)


def test_a_way_goes_through_every_decision_of_its_side(bench):
    """At the day of each decision the way stands at its position, or steps across it."""
    drawing = bench.drawing("value")
    strip = {line.get_gid().removeprefix("on "): line.get_xdata()[0] for line in named(drawing.figure, "on ")}
    moved = {line.get_gid().removeprefix("from "): line.get_ydata()[0] for line in named(drawing.figure, "from ")}
    own = {line.get_gid().removeprefix("at "): line.get_ydata()[0] for line in named(drawing.figure, "at ")} | moved
    for row in drawing.data.records():
        if row["part"] == "decision":
            name = f"{row['dispute']} {row['id']}"
            (line,) = named(drawing.figure, f"way {row['dispute']} {row['party']}")
            corners = list(zip(line.get_xdata(), line.get_ydata(), strict=True))
            through = [
                min(a, c) - 0.5 <= strip[name] <= max(a, c) + 0.5 and min(b, d) - 0.5 <= own[name] <= max(b, d) + 0.5
                for (a, b), (c, d) in pairwise(corners)
            ]
            assert any(through), name


def test_each_dispute_has_a_strip_of_its_own_with_its_name_and_count(bench):
    drawing = bench.drawing("value")
    said = words(drawing.figure)
    n = sum(len(one.choices) for one in bench.cases)
    assert f"Value function and {n} decisions" in said
    heights = {}
    for line in named(drawing.figure, "on "):
        heights.setdefault(line.get_gid().split()[1], []).append(line.get_ydata()[0])
    for one in bench.cases:
        assert f"{typeset(one.timeline.title)}, n = {len(heights[one.dispute])}" in said
    for above, below in pairwise(heights[one.dispute] for one in bench.cases):
        assert min(above) > max(below)


def test_a_way_ends_where_its_last_decision_was_taken(bench):
    """What the last decision brings about is no step of the way, so that the way has no spur at its end."""
    drawing = bench.drawing("value")
    for one in bench.cases:
        last = one.choices[-1]
        (line,) = named(drawing.figure, f"way {one.dispute} {last.side}")
        (mark,) = named(drawing.figure, f"on {one.dispute} {last.decision.id}")
        assert line.get_xdata()[-1] == pytest.approx(mark.get_xdata()[0])


def test_the_data_of_the_scores_are_their_marks(bench):
    drawing = bench.drawing("scores")
    parts, theories, many = drawing.data.column("part"), len(bench.board.rows), len(bench.cases)
    assert parts.count("mean") == theories * (1 + many)
    assert parts.count("held out") == theories * len(bench.folds)
    assert parts.count("difference from uniform") == theories - 1
    ends = [row for row in drawing.data.records() if row["part"].startswith("difference")]
    for row in ends:  # two sides in each dispute: too few clusters for an interval, so nothing but the estimate
        assert (row["low"], row["high"], row["clusters"]) == (None, None, 2 * many)
        assert len(named(drawing.figure, f"difference {row['theory']}")) == 1
    assert named(drawing.figure, "interval ") == []
    assert words(drawing.figure).count("no interval from fewer than 6 clusters") == 1
    assert f"Rival theories on how to bargain, n = {bench.board.n}" in words(drawing.figure)


def test_decisions_without_a_position_are_counted_in_the_caption():
    cases = [case(replay.run(replay.load(file)), source="readings") for file in FILES["both"]]
    (drawing,) = theory_figures(contest(cases), "value")
    seen, n = drawing.data.column("part").count("decision"), sum(len(one.choices) for one in cases)
    assert 0 < seen < n and f"{n - seen} of them without a position are not drawn" in drawing.caption
    assert "at the level that the source last read" in drawing.caption


@needs_pdflatex
@pytest.mark.parametrize("name", NAMES)
def test_tikz_compiles(bench, name, tmp_path):
    picture = bench.drawing(name).render("tex").decode()
    assert "(1 page" in compiled(alone(picture), tmp_path)


# -- the command ----------------------------------------------------------------------------------


def call(*args):
    return CliRunner().invoke(main, ["theories", *map(str, args)])


def test_the_command_writes_sidecars_whose_digests_are_in_the_manifest(tmp_path):
    args = ("--format", "svg", "--format", "tex", "--preset", "page", "--preset", "slide", "--set", "threat=1.5")
    result = call(replay.example(), "--out", tmp_path, *args)
    assert result.exit_code == 0, result.output
    folder = tmp_path / "example"
    endings = ("svg", "tex", "caption.txt", "caption.tex", "snippet.tex", "alt.txt", "data.csv", "json")
    stems = [f"{name}{place}" for name in NAMES for place in ("", "-slide")]
    assert {path.name for path in folder.iterdir()} == {f"{stem}.{ending}" for stem in stems for ending in endings}
    for stem in stems:
        manifest = json.loads((folder / f"{stem}.json").read_text())
        assert manifest["asked"] == {
            "set": ["threat=1.5"], "reference": "aspiration", "positions": "path", "against": "uniform",
        }  # fmt: skip
        for name, digest in manifest["output"].items():
            assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    rows = list(csv.DictReader(io.StringIO((folder / "forecasts.data.csv").read_text())))
    assert len(rows) == 3 * len(DRAWN) - 2  # expected utility is asked of one decision
    first = {path.name: path.read_bytes() for path in folder.iterdir()}
    assert call(replay.example(), "--out", tmp_path, *args).exit_code == 0
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == first


def test_a_slide_too_low_for_all_forecasts_becomes_two(tmp_path):
    args = ("--preset", "slide", "--figure", "forecasts", "--format", "svg")
    result = call(*FILES["both"], "--out", tmp_path, *args)
    assert result.exit_code == 0
    assert {path.stem for path in tmp_path.rglob("*.svg")} == {"forecasts-slide-1", "forecasts-slide-2"}


def test_the_scores_of_one_figure_only_are_written(tmp_path):
    result = call(replay.example(), "--out", tmp_path, "--figure", "scores", "--format", "png", "--dpi", 60)
    assert result.exit_code == 0
    assert {path.name for path in (tmp_path / "example").glob("*.png")} == {"scores.png"}


# -- what is refused ------------------------------------------------------------------------------


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ValueError, match="no decision to draw: none is coded"):
        forecasts_figure([], [], "page")
    with pytest.raises(ValueError, match="no decision to draw"):
        value_figure([], DEFAULTS, "page")
    given = contest([case(replay.run(replay.load(replay.example())))])
    with pytest.raises(ValueError, match="'map'; allowed: value, forecasts, scores"):
        theory_figures(given, "map")
    for name in NAMES:
        with pytest.raises(ValueError, match="'poster' is unknown; allowed: page, double, column, slide"):
            theory_figures(given, name, "poster")


def test_too_low_a_place_says_what_is_needed():
    place = dataclasses.replace(PRESETS["page"], height=40.0)
    with pytest.raises(NoRoomError, match="a full journal page has 40 mm of height; these scores need 100"):
        shared_out(place, fixed=70.0, parts=30.0, what="these scores need")
    assert shared_out(dataclasses.replace(place, height=115.0), 70.0, 30.0, "these need") == (115.0, 1.5)
    assert shared_out(dataclasses.replace(place, height=None), 70.0, 30.0, "these need", best=2.0) == (130.0, 2.0)
