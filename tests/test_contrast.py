"""Figures before and after: what they show, where, and that they are the same bytes on every run."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_edits import dispute  # noqa: F401 - a fixture

import replay
from replay.branches import whatif
from replay.contrast import FIGURES, acts, clocks, paths
from replay.contrast.acts import status
from replay.dates import Duration
from replay.edits import Drop, Insert, Shift
from replay.figstyle import save

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def japan():
    file = replay.load_edits(ROOT / "timelines/counterfactuals/japan-autos.yaml")
    base = replay.run(file.timeline)
    return {name: whatif(base, file.counterfactuals[name]) for name in ("no-agreement", "one-day-late", "no-targets")}


def texts(figure):
    """Every text of a figure with its box in pixels."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.text import Text

    FigureCanvasAgg(figure)
    renderer = figure.canvas.get_renderer()
    found = [t for t in figure.findobj(Text) if t.get_text()]
    return [(t.get_text(), t.get_window_extent(renderer)) for t in found]


def names(figure, start):
    """What is drawn under names that begin so."""
    gids = {artist.get_gid() for artist in figure.findobj() if artist.get_gid()}
    return {gid.removeprefix(start) for gid in gids if gid.startswith(start)}


def test_acts_and_links_are_told_apart(dispute):  # noqa: F811
    found, links = status(whatif(dispute, [Drop("deal")]))
    assert {name: act.status for name, act in found.items() if act.status != "same"} == {
        "deal": "removed", "ceremony": "removed", "speech": "removed",
        "duties/lapse": "added", "answer/reply-1": "added",
    }  # fmt: skip
    assert links[("threat", "deal")] == "removed" and links[("duties/lapse", "answer/reply-1")] == "added"
    assert links[("threat", "answer")] == "same" and links[("threat", "duties/lapse")] == "added"
    found, _ = status(whatif(dispute, [Shift("deal", by=Duration(days=3))]))
    assert {name for name, act in found.items() if act.status == "changed"} == {"deal", "ceremony"}


def test_the_escalation_diagram_marks_what_is_removed_added_and_changed(japan):
    figure = acts(japan["no-agreement"])
    assert names(figure, "added ") == {"sanctions-june/lapse", "hashimoto-letter/reply-1", "counter-list/reply-1"}
    assert {"settlement", "case-dropped", "accord-signed"} <= names(figure, "removed ")
    assert names(figure, "changed ") == set()
    assert {"settlement", "case-dropped"} <= names(acts(japan["one-day-late"]), "changed ")
    assert names(figure, "divergence") == {""}
    said = [text for text, _ in texts(figure)]
    assert "first divergence" in said and any("No agreement on 28 June 1995" in text for text in said)


def test_the_domain_figure_has_both_paths_of_both_sides(japan):
    figure = paths(japan["no-agreement"])
    lines = {artist.get_gid() for artist in figure.findobj() if artist.get_gid()}
    assert {"US before", "US after", "JP before", "JP after", "divergence"} <= lines
    assert sum("area between" in text for text, _ in texts(figure)) == 2


def test_the_clock_figure_says_how_every_clock_ends(japan):
    said = [text for text, _ in texts(clocks(japan["no-agreement"]))]
    assert {"met → lapsed", "lapsed → never set"} <= set(said)
    assert len([t for t in said if t in {c.label for c in japan["no-agreement"].clocks}]) == 7


@pytest.mark.parametrize("stem", sorted(FIGURES))
@pytest.mark.parametrize("name", ["no-agreement", "one-day-late", "no-targets"])
def test_no_text_leaves_the_page_or_meets_another(japan, stem, name):
    figure = FIGURES[stem](japan[name])
    wide, high = figure.get_size_inches() * figure.dpi
    boxes = texts(figure)
    for text, box in boxes:
        assert box.x0 >= -1 and box.y0 >= -1 and box.x1 <= wide + 1 and box.y1 <= high + 1, text
    for n, (one, a) in enumerate(boxes):
        for two, b in boxes[n + 1 :]:
            across = min(a.x1, b.x1) - max(a.x0, b.x0)
            down = min(a.y1, b.y1) - max(a.y0, b.y0)
            assert across <= 1.0 or down <= 2.0, (one, two)


@pytest.mark.parametrize("stem", sorted(FIGURES))
def test_the_same_bytes_on_every_run(dispute, stem):  # noqa: F811
    report = whatif(dispute, [Drop("deal")])
    for form in ("svg", "pdf", "png"):
        assert save(FIGURES[stem](report), form, 72) == save(FIGURES[stem](report), form, 72)


def test_nothing_differs_and_still_there_is_a_figure(dispute):  # noqa: F811
    report = whatif(dispute, [])
    for figure in FIGURES.values():
        assert any("the replays are the same" in text for text, _ in texts(figure(report)))


def test_a_dispute_without_clocks_has_a_figure():
    from coded import event, timeline

    report = whatif(timeline(event("a", "2001-01-01"), event("b", "2001-01-02")), [Drop("a")])
    assert any(text == "no clock is set" for text, _ in texts(clocks(report)))
    assert acts(report).get_figwidth() > 0 and paths(report).get_figwidth() > 0


def test_an_inserted_act_is_drawn_as_added(dispute):  # noqa: F811
    from replay.codebook import Act
    from replay.dates import parse_date
    from replay.timeline import Event

    new = Event("pause", parse_date("2001-02-20"), "A", Act.EXTEND_DEADLINE, "More time.", recipient="B")
    assert names(acts(whatif(dispute, [Insert(new)])), "added ") == {"pause"}
