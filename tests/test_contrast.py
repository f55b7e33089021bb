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
from replay.figures.counterfactual.status import FORMS, changes

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


def drawn(report):
    """What is drawn of acts, clocks and links, by id or ends, with what became of it."""
    found = before_after(report, "escalation").data.records()
    return {(row["id"], row["target"]) if row["target"] else row["id"]: row["status"] for row in found if row["id"]}


def test_acts_clocks_and_links_are_told_apart(dispute):  # noqa: F811
    found = changes(whatif(dispute, [Drop("deal")])).status
    assert {name: what for name, what in found.items() if isinstance(name, str)} == {
        "deal": "dropped", "ceremony": "gone", "speech": "gone",
        "duties/end": "added", "answer/reply-1": "added", "duties": "changed",
    }  # fmt: skip
    assert found[("threat", "deal")] == "gone" and found[("duties/end", "answer/reply-1")] == "added"
    assert ("threat", "answer") not in found and found[("duties", "duties/end")] == "added"
    found = changes(whatif(dispute, [Shift("deal", by=Duration(days=3))])).status
    assert {name for name, what in found.items() if what == "changed"} >= {"deal", "ceremony"}


def test_the_diagram_is_the_escalation_diagram_of_both_replays_in_one(japan):
    report = japan["no-agreement"]
    made, found = before_after(report, "escalation"), drawn(report)
    status = changes(report).status
    assert {name for name, what in found.items() if what == "added" and isinstance(name, str)} == {
        "sanctions-june/end", "hashimoto-letter/reply-1", "counter-list/reply-1",
    }  # fmt: skip
    assert found["settlement"] == "dropped" and {found["case-dropped"], found["accord-signed"]} == {"gone"}
    assert found["sanctions-june"] == "changed"
    assert all(what == status.get(name, "same") for name, what in found.items())
    assert names(made.figure, "act ") >= {name for name in found if isinstance(name, str) and "/" in name}
    assert {"US", "JP"} <= names(made.figure, "lane ")
    said = " ".join(text for text, _ in texts(made.figure))
    for words in ("+ added", "× dropped", "− gone", "~ changed: was settled", "link added", "link gone"):
        assert words in said


def test_a_changed_act_says_what_it_was(japan, dispute):  # noqa: F811
    from replay.counterfactuals.edits import Replace

    said = " ".join(text for text, _ in texts(acts(japan["one-day-late"])))
    assert "Auto agreement ~ changed: was 28 June 1995" in said
    said = " ".join(text for text, _ in texts(acts(whatif(dispute, [Replace("deal", {"label": "Another deal"})]))))
    assert "Another deal ~ changed: was settle" in said


@pytest.mark.parametrize("name", ["no-agreement", "one-day-late", "no-targets"])
def test_a_rule_parts_what_comes_before_the_divergence_from_what_comes_after(japan, name):
    from matplotlib.lines import Line2D
    from matplotlib.patches import Patch

    report = japan[name]
    figure = acts(report)
    rules = [line for line in figure.findobj(Line2D) if line.get_gid() == "divergence"]
    assert len(rules) == 1 and "the replays part:" in [text for text, _ in texts(figure)]
    height = rules[0].get_window_extent().y0
    parting = report.divergence.seq
    seqs = {node.id: node.seq for view in (report.before, report.after) for node in view.graph.acts}
    boxes = {b.get_gid()[4:]: b.get_window_extent() for b in figure.findobj(Patch) if (b.get_gid() or "")[:4] == "act "}
    assert boxes and all((box.y0 > height) == (seqs[name] < parting) for name, box in boxes.items())
    assert all(not box.y0 <= height <= box.y1 for box in boxes.values())


@pytest.mark.parametrize("file", ["japan-autos", "korea-autos"])
def test_acts_that_differ_come_first_then_what_they_hang_on_and_few_others(file):
    found = replay.load_edits(ROOT / f"timelines/counterfactuals/{file}.yaml")
    base = replay.run(found.timeline)
    for name, counterfactual in found.counterfactuals.items():
        report = whatif(base, counterfactual)
        made = changes(report)
        own = [act for act in made.ranked if act in made.status]
        added = [act for act in own if made.status[act] == "added"]
        assert {*own} == {*made.acts} & {*made.status} and {*made.ranked[: min(len(own), 10)]} <= {*own}, name
        assert added == list(made.ranked[: len(added)]), name
        links = [link for view in (report.before, report.after) for link in view.graph.links]
        hung = {one for one in made.status if isinstance(one, str)}
        for _ in range(2):  # causes of acts, and of the clocks that they follow from
            hung |= {link.source for link in links if link.target in hung}
        ends = {end for link in links if {link.source, link.target} & hung for end in (link.source, link.target)}
        assert len([act for act in made.ranked if act not in hung | ends]) <= 6, name


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
    assert {"settled 28 June 1995", "carried out 28 June 1995", "expired 2000", "never set"} <= set(said)
    assert "Section 301 year (US): legal limit settled 28 June 1995 met 28 June 1995" in " ".join(said)
    assert len([t for t in said for c in japan["no-agreement"].clocks if t.startswith(f"{c.label} (")]) == 5


def test_a_clock_that_differs_says_how(japan):
    from replay.figures.counterfactual.clock_changes import endings

    korea = replay.load(ROOT / "timelines/korea-autos-1995-1998.yaml")
    moved = whatif(korea, [Shift("deadline-moved", by=Duration(days=2))])
    for report in (*japan.values(), moved):
        for change in report.clocks:
            assert len(set(endings(report, change))) == 1 + change.differs, change.id
    assert "settled 21 Oct 1998, moved 16–21 Oct 1998" in " ".join(text for text, _ in texts(clocks(moved)))
    assert "before settled 21 Oct 1998, moved 14–19 Oct 1998; after" in before_after(moved, "clocks").alt


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
    assert drawn(whatif(dispute, [Insert(new)]))["pause"] == "added"


# -- where the replays part -----------------------------------------------------------------------


def _short():
    """A quiet year, a demand on 1 September 2001 with a month's time, a protest, and a quiet half year."""
    from coded import act, timeline

    months = [f"2000-{month:02}" for month in range(1, 13)] + [f"2003-{month:02}" for month in range(1, 7)]
    quiet = [act(f"meeting-{month}", f"{month}-15", "meet") for month in months]
    due = "clock: {id: duties, label: Duties, due: 2001-10-01, record: lapsed}"
    protest = act("protest", "2001-10-10", "warn", "B", more="answers: {ask: responds}")
    return timeline(*quiet, act("ask", "2001-09-01", "demand", more=due), protest)


def test_the_axis_is_the_stretch_where_the_replays_part():
    from replay.dates import iso
    from replay.figures.counterfactual.kit import days_of, scale_of, stretch

    report = whatif(_short(), [Drop("ask")])
    # They part on 1 September; the last entry that only one has is the end of the clock, on 1 October. 45 days around.
    assert [iso(day) for day in stretch(report)] == ["2001-07-18", "2001-11-15"]
    scale = scale_of(report, days_of(report))
    assert (iso(scale.first), iso(scale.stop)) == ("2001-07-01", "2001-12-01")
    for stem in ("domain", "clocks"):
        made = before_after(report, stem)
        assert "Drawn: July 2001 to Nov 2001, where the replays part" in made.caption
        assert "not drawn: 12 acts before, the same in both and 6 acts after." in made.caption
        assert any("drawn: July 2001 to Nov 2001" in text for text, _ in texts(made.figure))


def test_of_replays_that_are_the_same_the_whole_is_drawn():
    from replay.dates import iso
    from replay.figures.counterfactual.kit import stretch

    report = whatif(_short(), [])
    assert [iso(day) for day in stretch(report)] == ["2000-01-15", "2003-06-15"]
    assert "Drawn:" not in before_after(report, "domain").caption


@pytest.mark.parametrize("name", ["no-agreement", "one-day-late", "no-targets"])
def test_counts_in_caption_figure_and_data_are_the_same(japan, name):
    import re

    report = japan[name]
    clocks_made, paths_made = before_after(report, "clocks"), before_after(report, "domain")
    listed = {row["id"]: row["differs"] for row in rows(report, "clocks", "clock")}
    said = re.search(r"n = (\d+) clocks?; on tinted rows those that differ: (\d+)", clocks_made.caption)
    assert [int(number) for number in said.groups()] == [len(listed), [*listed.values()].count("yes")]
    steps = re.search(r"\(dashed, n = (\d+) steps?\) and after \(solid, n = (\d+) steps?\)", paths_made.caption)
    for number, when in zip(steps.groups(), ("before", "after"), strict=True):
        points = [row for row in rows(report, "domain", "path") if row["when"] == when]
        assert int(number) == len(points) - 4  # of both sides, without the two ends of each line
    areas = [row["value"] for row in rows(report, "domain", "area")]
    shown = " ".join(text for text, _ in texts(paths_made.figure))
    assert all(f"area between {area:,.0f} unit-days" in shown for area in areas)


# -- what stands beside them ----------------------------------------------------------------------


def rows(report, stem, part):
    return [row for row in before_after(report, stem).data.records() if row["part"] == part]


@pytest.mark.parametrize("name", ["no-agreement", "one-day-late", "no-targets"])
def test_the_data_of_the_acts_are_what_is_drawn_and_counted(japan, name):
    made = before_after(japan[name], "escalation")
    listed, links = (rows(japan[name], "escalation", part) for part in ("act", "link"))
    ends = {(row["id"], row["target"]): row["status"] for row in links}
    assert {row["id"] for row in listed} == {gid for gid in names(made.figure, "act ") if not gid.endswith(" label")}
    assert f"{len(listed)} of " in made.caption and f" and {len(ends)} links" in made.caption
    status = [row["status"] for row in listed]
    for what, (_, words) in FORMS.items():
        assert f"{words}: {status.count(what)} act" in made.caption and f"{status.count(what)} {words}" in made.alt
    assert f"in both: {status.count('same')} act" in made.caption
    count = [*ends.values()].count
    said = f"added, thick ({count('added')}); gone, dotted grey ({count('gone')}); in both ({count('same')})"
    assert said in made.caption


def test_the_words_of_the_acts_name_what_is_added_and_removed(japan):
    made = before_after(japan["no-agreement"], "escalation")
    assert "Rule: the first divergence, 28 June 1995" in made.alt
    kinds = (("impose sanctions", "United States"), ("file case", "Japan"), ("impose sanctions", "Japan"))
    added = "; ".join(f"{act} by {party}, 28 June 1995" for act, party in kinds)
    assert f"Added by a rule or an edit: {added}." in made.alt and f"3 acts ({added})" in made.caption
    assert "Dropped by an edit: Auto agreement by Japan, 28 June 1995." in made.alt
    assert "Gone with that: Section 301 case dropped by United States, 28 June 1995;" in made.alt
    assert "Clock Sanctions due, changed: was settled, carried out." in made.alt


@pytest.mark.parametrize("name", ["no-agreement", "one-day-late", "no-targets"])
def test_the_data_of_the_domains_are_the_steps_that_are_drawn(japan, name):
    report = japan[name]
    made = before_after(report, "domain")
    lines = {artist.get_gid(): artist for artist in made.figure.findobj() if artist.get_gid()}
    for side in report.timeline.sides:
        for when in ("before", "after"):
            steps = [r for r in rows(report, "domain", "path") if (r["party"], r["when"]) == (side, when)]
            corners = len(lines[f"{side} {when}"].get_xdata())
            assert corners % 2 == 0 and 2 * len(steps) - 2 >= corners > len(steps)  # those too close are drawn as one
    areas = {row["party"]: row["value"] for row in rows(report, "domain", "area")}
    assert areas == {change.party: pytest.approx(change.area) for change in report.paths}
    for change in report.paths:
        assert f"{change.area:,.0f} unit-days between them" in made.alt


def test_the_data_of_the_clocks_are_the_bars_and_the_words_go_through_all(japan):
    report = japan["no-agreement"]
    made = before_after(report, "clocks")
    bars = rows(report, "clocks", "clock")
    # Of seven clocks the two Framework dates ran out in 1994; of the five others the agreement has no bar after.
    assert len(bars) == 9 and {row["id"] for row in bars} == {*(c.id for c in report.clocks[2:])}
    assert "n = 5 clocks; on tinted rows those that differ: 3." in made.caption
    assert "Not drawn: 2 clocks that ran at other times, the same in both." in made.caption
    assert all(f"Clock {change.label} (" in made.alt for change in report.clocks)
    told = "takes effect, set 16 May 1995, due 28 June 1995"
    assert f"before {told}, settled 28 June 1995; after {told}, carried out 28 June 1995." in made.alt
    assert made.alt.endswith("expired 2000; after never set.")


@pytest.mark.parametrize("stem", FIGURES)
def test_captions_name_the_counterfactual_the_kind_of_run_and_the_source(japan, stem):
    made = before_after(japan["no-agreement"], stem)
    assert made.caption.startswith(
        "No agreement on 28 June 1995 (U.S.–Japan automobile dispute, 1993–1995), before and after: a counterfactual."
    )
    assert made.caption.endswith("Coded from Elms, Deborah (2005).")
    assert ("n = " in made.caption) is (stem != "escalation")
    assert ("The scale of the date axis changes at" in made.caption) is (stem != "escalation")
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
