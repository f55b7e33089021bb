"""Figures before and after: what they show, where, and that they are the same bytes on every run."""

from __future__ import annotations

from pathlib import Path

import pytest
from test_edits import dispute  # noqa: F401 - a fixture
from texed import alone, compiled, needs_pdflatex

import replay
from replay.counterfactuals import whatif
from replay.counterfactuals.edits import Drop, Insert, Shift
from replay.dates import Duration
from replay.figures import FORMATS
from replay.figures.counterfactual import FIGURES, before_after
from replay.figures.counterfactual.kit import scale_of
from replay.figures.counterfactual.status import act_changes, status

ROOT = Path(__file__).resolve().parent.parent


@pytest.fixture(scope="module")
def japan():
    file = replay.load_edits(ROOT / "timelines/counterfactuals/japan-autos.yaml")
    base = replay.run(file.timeline)
    return {name: whatif(base, file.counterfactuals[name]) for name in ("no-agreement", "one-day-late", "no-targets")}


def acts(report):
    return before_after(report, "escalation").figure


def paths(report):
    return before_after(report, "domain").figure


def clocks(report):
    return before_after(report, "clocks").figure


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
        "deal": "dropped", "ceremony": "gone", "speech": "gone",
        "duties/lapse": "added", "answer/reply-1": "added",
    }  # fmt: skip
    assert links[("threat", "deal")] == "removed" and links[("duties/lapse", "answer/reply-1")] == "added"
    assert links[("threat", "answer")] == "same" and links[("threat", "duties/lapse")] == "added"
    found, _ = status(whatif(dispute, [Shift("deal", by=Duration(days=3))]))
    assert {name for name, act in found.items() if act.status == "changed"} == {"deal", "ceremony"}


def test_the_escalation_diagram_marks_what_is_removed_added_and_changed(japan):
    figure = acts(japan["no-agreement"])
    assert names(figure, "added ") == {"sanctions-june/lapse", "hashimoto-letter/reply-1", "counter-list/reply-1"}
    assert names(figure, "dropped ") == {"settlement"}
    assert {"case-dropped", "accord-signed"} <= names(figure, "gone ")
    assert names(figure, "changed ") == set()
    assert {"settlement", "case-dropped"} <= names(acts(japan["one-day-late"]), "changed ")
    assert names(figure, "divergence") == {""}
    said = [text for text, _ in texts(figure)]
    assert "first divergence" in said and any("No agreement on 28 June 1995" in text for text in said)


@pytest.mark.parametrize("name", ["no-agreement", "one-day-late", "no-targets"])
def test_all_that_differs_is_named_below_the_escalation_diagram(japan, name):
    report = japan[name]
    said = " ".join(text for text, _ in texts(acts(report)))
    differing = [act for act in status(report)[0].values() if act.status != "same"]
    assert differing and all(act.said in said for act in differing)
    if name == "one-day-late":
        assert "Auto agreement (1995-06-28 → 1995-06-29)" in said


def test_titles_are_whole_however_long(dispute):  # noqa: F811
    from replay.counterfactuals.edits import Counterfactual, Replace

    title = " ".join(["What might have been had nobody ever"] * 6)
    edits = (Replace("deal", {"summary": "x", "label": "y", "note": "z", "tactics": (), "order": 3, "cite": ()}),)
    report = whatif(dispute, Counterfactual("long", title, (*edits, Drop("retort"))))
    for stem in FIGURES:
        figure = before_after(report, stem).figure
        boxes = texts(figure)
        assert title in " ".join(text for text, _ in boxes)
        assert not any(text.endswith("…") for text, _ in boxes)
        wide, high = figure.get_size_inches() * figure.dpi
        assert all(box.x1 <= wide and box.y1 <= high for _, box in boxes)


def test_before_and_after_share_the_date_axis_and_the_scale(japan):
    """Both replays are drawn on one axis: a bar that is the same in both is as long in both."""
    from matplotlib.lines import Line2D

    figure = paths(japan["no-agreement"])
    drawn = {a.get_gid(): a for a in figure.findobj(Line2D) if a.get_gid()}
    for side in ("US", "JP"):
        before, after = (drawn[f"{side} {when}"] for when in ("before", "after"))
        assert before.get_xdata()[0] == after.get_xdata()[0] and before.get_xdata()[-1] == after.get_xdata()[-1]
        assert before.get_ydata()[0] == after.get_ydata()[0]


def test_the_domain_figure_has_both_paths_of_both_sides(japan):
    figure = paths(japan["no-agreement"])
    lines = {artist.get_gid() for artist in figure.findobj() if artist.get_gid()}
    assert {"US before", "US after", "JP before", "JP after", "divergence"} <= lines
    assert sum("area between" in text for text, _ in texts(figure)) == 2


def test_the_clock_figure_says_how_every_clock_ends(japan):
    said = [text for text, _ in texts(clocks(japan["no-agreement"]))]
    assert {"met 1995-06-28", "lapsed 1995-06-28", "lapsed 2000-12-31", "never set"} <= set(said)
    assert "withdrawn 1995-06-28 by settlement withdrawn 1995-06-28 by sanctions-june/lapse" in " ".join(said)
    assert len([t for t in said if t in {c.label for c in japan["no-agreement"].clocks}]) == 7


def test_a_clock_that_differs_says_how(japan):
    from replay.figures.counterfactual.clock_changes import endings

    korea = replay.load(ROOT / "timelines/korea-autos-1995-1998.yaml")
    moved = whatif(korea, [Shift("deadline-moved", by=Duration(days=2))])
    for report in (*japan.values(), moved):
        for change in report.clocks:
            assert len(set(endings(change))) == 1 + change.differs, change.id
    assert "met 1998-10-21, moved 1998-10-18" in " ".join(text for text, _ in texts(clocks(moved)))
    assert "moved 1998-10-16 before" in before_after(moved, "clocks").alt


@pytest.mark.parametrize("stem", sorted(FIGURES))
@pytest.mark.parametrize("name", ["no-agreement", "one-day-late", "no-targets"])
def test_no_text_leaves_the_page_or_meets_another(japan, stem, name):
    figure = before_after(japan[name], stem).figure
    wide, high = figure.get_size_inches() * figure.dpi
    boxes = texts(figure)
    for text, box in boxes:
        assert box.x0 >= -1 and box.y0 >= -1 and box.x1 <= wide + 1 and box.y1 <= high + 1, text
    for n, (one, a) in enumerate(boxes):
        for two, b in boxes[n + 1 :]:
            across = min(a.x1, b.x1) - max(a.x0, b.x0)
            down = min(a.y1, b.y1) - max(a.y0, b.y0)
            assert across <= 1.0 or down <= 2.0, (one, two)


@pytest.mark.parametrize("stem", FIGURES)
def test_the_same_bytes_on_every_run(dispute, stem):  # noqa: F811
    report = whatif(dispute, [Drop("deal")])
    for form in FORMATS:
        assert before_after(report, stem).render(form, 72) == before_after(report, stem).render(form, 72)
    assert before_after(report, stem).data == before_after(report, stem).data


def test_nothing_differs_and_still_there_is_a_figure(dispute):  # noqa: F811
    report = whatif(dispute, [])
    for stem in FIGURES:
        assert any("the replays are the same" in text for text, _ in texts(before_after(report, stem).figure))


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


# -- what stands beside them ----------------------------------------------------------------------


def rows(report, stem, part):
    return [row for row in before_after(report, stem).data.records() if row["part"] == part]


@pytest.mark.parametrize("name", ["no-agreement", "one-day-late", "no-targets"])
def test_the_data_of_the_acts_are_the_marks_and_links_that_are_drawn(japan, name):
    report = japan[name]
    made, found = before_after(report, "escalation"), act_changes(report, scale_of(report))
    drawn = found.acts
    listed = rows(report, "escalation", "act")
    assert [(row["id"], row["status"]) for row in listed] == [(act.node.id, act.status) for act in drawn]
    for what in ("added", "changed", "dropped", "gone"):
        assert {row["id"] for row in listed if row["status"] == what} == names(made.figure, f"{what} ") - {""}
    links = rows(report, "escalation", "link")
    assert {(row["id"], row["target"]): row["status"] for row in links} == dict(found.links)
    assert {row[end] for row in links for end in ("id", "target")} <= {row["id"] for row in listed}
    assert f"n = {len(listed)} acts and {len(links)} links" in made.caption
    for what in ("dropped by an edit", "gone with that", "added"):
        assert f"{sum(row['status'] == what.split()[0] for row in listed)} {what}" in made.alt


def test_the_words_of_the_acts_name_what_is_added_and_removed(japan):
    alt = before_after(japan["no-agreement"], "escalation").alt
    assert "Vertical line: the first divergence, 1995-06-28" in alt
    assert "Added by a rule or an edit: impose sanctions by US, 1995-06-28; file case by JP, 1995-06-28;" in alt
    assert "Dropped by an edit: Auto agreement by JP, 1995-06-28." in alt
    assert "Gone with that: Section 301 case dropped by US, 1995-06-28;" in alt


@pytest.mark.parametrize("name", ["no-agreement", "one-day-late", "no-targets"])
def test_the_data_of_the_domains_are_the_steps_that_are_drawn(japan, name):
    report = japan[name]
    made = before_after(report, "domain")
    lines = {artist.get_gid(): artist for artist in made.figure.findobj() if artist.get_gid()}
    for side in report.timeline.sides:
        for when in ("before", "after"):
            steps = [r for r in rows(report, "domain", "path") if (r["party"], r["when"]) == (side, when)]
            assert len(lines[f"{side} {when}"].get_xdata()) == 2 * len(steps) - 2
    areas = {row["party"]: row["value"] for row in rows(report, "domain", "area")}
    assert areas == {change.party: pytest.approx(change.area) for change in report.paths}
    for change in report.paths:
        assert f"{change.area:,.0f} unit-days between them" in made.alt


def test_the_data_of_the_clocks_are_the_bars_and_the_words_go_through_all(japan):
    report = japan["no-agreement"]
    made = before_after(report, "clocks")
    bars = rows(report, "clocks", "clock")
    assert len(bars) == sum((c.before is not None) + (c.after is not None) for c in report.clocks)
    assert "n = 7 clocks; on tinted rows those that differ: 3." in made.caption
    assert all(f"Clock {change.label}: " in made.alt for change in report.clocks)
    assert "met 1995-06-28 before, set 1995-05-16, due 1995-06-28, lapsed 1995-06-28 after." in made.alt
    assert "withdrawn 1995-06-28 by settlement before" in made.alt  # the same but for who did it
    assert made.alt.endswith("lapsed 2000-12-31 before, never set after.")


@pytest.mark.parametrize("stem", FIGURES)
def test_captions_name_the_counterfactual_the_kind_of_run_and_the_source(japan, stem):
    made = before_after(japan["no-agreement"], stem)
    assert made.caption.startswith(
        "No agreement on 28 June 1995 (U.S.–Japan automobile dispute, 1993–1995), before and after: a counterfactual."
    )
    assert made.caption.endswith("Coded from Elms, Deborah (2005).") and "n = " in made.caption
    assert "The scale of the date axis changes at" in made.caption
    assert made.alt in made.render("svg").decode()


@pytest.mark.parametrize("stem", FIGURES)
def test_where_nothing_differs_the_words_say_so(dispute, stem):  # noqa: F811
    made = before_after(whatif(dispute, []), stem)
    assert "The replays are the same." in made.caption and "The replays are the same." in made.alt
    assert made.data.column("part").count("divergence") == 0


def test_an_unknown_figure_is_refused(japan):
    with pytest.raises(ValueError, match="'map'; allowed: escalation, domain, clocks"):
        before_after(japan["no-agreement"], "map")


@needs_pdflatex
@pytest.mark.parametrize("stem", FIGURES)
def test_tikz_compiles(japan, stem, tmp_path):
    picture = before_after(japan["no-agreement"], stem).render("tex").decode()
    assert "(1 page" in compiled(alone(picture), tmp_path)
