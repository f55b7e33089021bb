"""The figures of the theories: nothing meets, nothing is cut, print size, the same bytes, and current in output/."""

from itertools import combinations, pairwise
from pathlib import Path

import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.text import Text

import replay
from replay.chart.forecasts import STRATEGY_GREYS, forecasts_figure
from replay.chart.scores import scores_figure
from replay.chart.value import value_figure
from replay.figstyle import grey, save
from replay.scoring import case, forecasts, left_out, score
from replay.theories import ORDER, THEORIES

ROOT = Path(__file__).resolve().parent.parent
FILES = {
    "both": [ROOT / "timelines" / n for n in ("japan-autos-1993-1995.yaml", "korea-autos-1995-1998.yaml")],
    "example": [replay.example()],
}


@pytest.fixture(scope="module", params=FILES)
def drawn(request):
    """Name of the set, forecasts, and the three figures."""
    traces = [replay.run(replay.load(file)) for file in FILES[request.param]]
    cases = [case(trace) for trace in traces]
    found = forecasts(cases)
    titles = {one.dispute: one.timeline.title for one in cases}
    folds = left_out(traces) if len(traces) > 1 else ()
    figures = {
        "value": value_figure(cases), "forecasts": forecasts_figure(found, titles),
        "scores": scores_figure(score(found), found, folds, titles),
    }  # fmt: skip
    return request.param, found, figures


def texts(figure):
    return [text for text in figure.findobj(Text) if text.get_text().strip() and text.get_visible()]


def done(figure):
    """The marks of what was done."""
    return [line for line in figure.axes[0].lines if (line.get_gid() or "").startswith("done ")]


@pytest.mark.parametrize("name", ["value", "forecasts", "scores"])
def test_no_text_meets_another_or_leaves_the_page(drawn, name):
    figure = drawn[2][name]
    renderer = FigureCanvasAgg(figure).get_renderer()
    boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in texts(figure)]
    width, height = figure.bbox.width, figure.bbox.height
    for said, box in boxes:
        assert box.x0 >= 0 and box.y0 >= 0 and box.x1 <= width and box.y1 <= height, said
    for (one, a), (other, b) in combinations(boxes, 2):
        assert not a.overlaps(b), (one, other)


@pytest.mark.parametrize("name", ["value", "forecasts", "scores"])
def test_type_is_seven_points_or_more(drawn, name):
    assert min(text.get_fontsize() for text in texts(drawn[2][name])) >= 7


def test_every_decision_and_theory_is_in_the_forecasts(drawn):
    _, found, figures = drawn
    said = [text.get_text() for text in texts(figures["forecasts"])]
    for f in found:
        assert f.label in said
    for theory in THEORIES:
        assert theory.split("-")[0].capitalize() in said
    assert len(done(figures["forecasts"])) == len(found)


def test_a_mark_is_filled_where_the_likeliest_came_true(drawn):
    _, found, figures = drawn
    filled = sum(line.get_markerfacecolor() == line.get_color() for line in done(figures["forecasts"]))
    assert filled == sum(f.hit for f in found)


def test_strategies_differ_without_colour():
    shades = [grey(STRATEGY_GREYS[strategy]) for strategy in ORDER]
    assert all(lighter - darker > 0.15 for lighter, darker in pairwise(shades))


@pytest.mark.parametrize("name", ["value", "forecasts", "scores"])
def test_shipped_figures_are_current(drawn, name, golden):
    if drawn[0] == "both":
        golden(f"output/japan-autos+korea-autos/{name}.svg", save(drawn[2][name], "svg"))
    else:
        assert save(drawn[2][name], "svg") == save(drawn[2][name], "svg")


def test_what_cannot_be_drawn_is_refused():
    with pytest.raises(ValueError, match="no forecast to draw"):
        forecasts_figure([], {})
    with pytest.raises(ValueError, match="no decision to draw"):
        value_figure([])
    cases = [case(replay.run(replay.load(replay.example())))]
    with pytest.raises(ValueError, match="allowed: 120 or more"):
        value_figure(cases, width_mm=80)
