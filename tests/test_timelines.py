"""The shipped disputes: they check, conform, and their traces and figures in output/ are current."""

from pathlib import Path

import pytest

import replay
from replay.codebook import Answer, Outcome
from replay.dates import iso
from replay.escalation import graph, measures

ROOT = Path(__file__).resolve().parent.parent
CASES = {
    "japan-autos": "timelines/japan-autos-1993-1995.yaml",
    "korea-autos": "timelines/korea-autos-1995-1998.yaml",
    "steel-safeguards": "timelines/steel-safeguards-2001-2003.yaml",
}
PAIR = ("japan-autos", "korea-autos")
"""The matched pair of one study, which are drawn together."""


@pytest.fixture(scope="module", params=sorted(CASES))
def case(request):
    timeline = replay.load(ROOT / CASES[request.param])
    assert timeline.dispute == request.param
    return timeline


def test_every_way_of_dating_conforms(case):
    for dates in ("earliest", "middle", "latest"):
        assert replay.conformance(replay.run(case, dates=dates)) == (), dates


def test_everything_is_cited_to_a_section(case):
    items = [*case.events, *case.readings]
    assert all(cite.section or cite.url for item in items for cite in item.cite)
    assert all(item.cite for item in items)


def test_labels_fit_figures(case):
    assert all(0 < len(event.label) <= 28 for event in case.events)
    assert all(0 < len(clock.label) <= 28 for clock in case.clocks.values())


def test_json_schema_accepts_the_file(case):
    import json

    import jsonschema
    import yaml

    from replay.files import schema_text

    document = json.loads(json.dumps(yaml.safe_load((ROOT / CASES[case.dispute]).read_text()), default=str))
    assert list(jsonschema.Draft202012Validator(json.loads(schema_text())).iter_errors(document)) == []


def test_every_threat_that_was_countered_is_linked(case):
    kinds = {link for event in case.events for link in event.answers.values()}
    assert kinds == set(Answer)


def test_output_traces_are_current(case, golden):
    trace = replay.run(case)
    golden(f"output/{case.dispute}/trace.jsonl", trace.to_jsonl())
    golden(f"output/{case.dispute}/trace.csv", trace.to_csv())
    golden(f"output/{case.dispute}/clocks.csv", trace.clocks_csv())
    golden(f"output/{case.dispute}/manifest.json", _manifest(trace))


def test_output_diagram_is_current(case, golden):
    from replay.figures.escalation import diagram, drawn

    trace = replay.run(case)
    made = diagram(trace, engine="graphviz-pure")
    golden(f"output/{case.dispute}/escalation.gv", made.text)
    golden(f"output/{case.dispute}/escalation.svg", drawn(trace, made).render("svg"))


def test_output_chart_is_current(case, golden):
    from replay.figures.domain import domain_figure

    golden(f"output/{case.dispute}/domain.svg", domain_figure(replay.run(case)).render("svg"))


def test_output_story_is_current(case, golden):
    from replay.figures.story import story_figure

    made = story_figure(replay.run(case))
    golden(f"output/{case.dispute}/story.svg", made.render("svg"))
    golden(f"output/{case.dispute}/story.caption.txt", f"{made.caption}\n")
    golden(f"output/{case.dispute}/story.alt.txt", f"{made.alt}\n")


def fewer_colours(picture):
    """The picture in its 256 commonest colours, the others replaced by the nearest of them."""
    import numpy as np
    from PIL import Image

    codes = np.asarray(picture).astype(int) @ (65536, 256, 1)
    found, places, counts = np.unique(codes, return_inverse=True, return_counts=True)
    colours = np.stack([found >> 16, found >> 8 & 255, found & 255], axis=1)
    kept = colours[np.argsort(-counts, kind="stable")[:256]]
    nearest = np.concatenate(
        [((part[:, None] - kept) ** 2).sum(axis=2).argmin(axis=1) for part in np.array_split(colours, 64)]
    )
    made = Image.fromarray(nearest.astype(np.uint8)[places.reshape(codes.shape)], "P")
    made.putpalette(kept.astype(np.uint8).tobytes())
    return made


def look(drawing, path, request):
    """Compare the size of a picture for looking at, 200 dpi; written anew with the golden files."""
    import io

    from PIL import Image

    if request.config.getoption("--update-golden"):
        path.parent.mkdir(exist_ok=True)
        with Image.open(io.BytesIO(drawing.render("png", 200))) as drawn:
            few = fewer_colours(drawn.convert("RGB"))
            few.save(path, optimize=True)
    with Image.open(path) as picture:
        size = drawing.figure.get_size_inches() * 200
        assert picture.size == pytest.approx(tuple(size), abs=1.5), f"{path.name}: `make update` writes it anew"


def test_output_pictures_are_there_at_their_size(case, request):
    from replay.figures import figure
    from replay.figures.style import PRESETS

    trace = replay.run(case)
    drawings = [figure(trace, name, preset) for name in ("story", "domain", "escalation") for preset in PRESETS]
    for drawing in drawings:
        look(drawing, ROOT / "output" / case.dispute / "print" / f"{drawing.name}.png", request)


def test_output_pictures_of_the_theories_are_there_at_their_size(request):
    from replay.figures.style import PRESETS
    from replay.figures.theories import FIGURES, contest, theory_figures
    from replay.scoring import case, left_out

    traces = [replay.run(replay.load(ROOT / CASES[name])) for name in PAIR]
    given = contest(map(case, traces), folds=left_out(traces))
    for preset in PRESETS:
        drawings = [drawing for name in FIGURES for drawing in theory_figures(given, name, preset)]
        for drawing in drawings:
            look(drawing, ROOT / "output" / "+".join(PAIR) / "print" / f"{drawing.name}.png", request)


def test_output_comparison_is_current(golden, request):
    from replay.figures.comparison import comparison_figure
    from replay.tables import csv_text, markdown_text
    from replay.tables.comparison import comparison_table, distances_table

    traces = [replay.run(replay.load(ROOT / CASES[name])) for name in PAIR]
    folder = "output/" + "+".join(PAIR)
    made = comparison_table(traces)
    drawing = comparison_figure(traces)
    golden(f"{folder}/comparison.svg", drawing.render("svg"))
    for preset in ("page", "double", "slide"):
        shown = comparison_figure(traces, preset=preset)
        look(shown, ROOT / folder / "print" / f"{shown.name}.png", request)
    golden(f"{folder}/comparison.csv", csv_text(made))
    golden(f"{folder}/comparison.md", markdown_text(made))
    golden(f"{folder}/distances.csv", csv_text(distances_table(traces)))


def test_japan_clocks_are_those_of_the_paper():
    clocks = _clocks("japan-autos")
    ends = {(iso(c.dues[-1][1]), c.outcome) for c in clocks}
    assert ("1994-02-11", Outcome.LAPSED) in ends
    assert ("1994-09-30", Outcome.LAPSED) in ends
    assert ("1995-03-31", Outcome.LAPSED) in ends
    assert ("1995-06-28", Outcome.SETTLED) in ends  # the duties, on whose day the agreement came
    assert ("1995-10-03", Outcome.SETTLED) in ends  # the year of Section 301, opened on 3 October 1994
    assert ("2000-12-31", Outcome.EXPIRED) in ends
    wto = next(c for c in clocks if c.dues[0][1] - c.set_on == 45)
    assert (iso(wto.set_on), iso(wto.due)) == ("1995-05-10", "1995-06-24")


def test_korea_clocks_are_those_of_the_paper():
    clocks = _clocks("korea-autos")
    moved = [[iso(due) for _, due in c.dues] for c in clocks if len(c.dues) > 1]
    assert moved == [["1998-10-19", "1998-10-21"]]
    dues = {iso(c.due) for c in clocks}
    assert {"1995-09-30", "1996-06-01"} <= dues
    (year,) = (c for c in clocks if c.id == "section-301")  # from the opening of the case, not from the citation
    assert (iso(year.set_on), iso(year.due)) == ("1997-10-20", "1998-10-21")  # the law's day is the 20th


def test_japan_climbs_higher_and_spirals_longer_than_korea():
    japan, korea = (measures(graph(replay.run(replay.load(ROOT / CASES[name])))) for name in PAIR)
    assert max(spiral.turns for spiral in japan.spirals) > max((spiral.turns for spiral in korea.spirals), default=0)
    assert len(japan.longest_escalation) > len(korea.longest_escalation)


def _clocks(name):
    return replay.run(replay.load(ROOT / CASES[name])).clocks()


def _manifest(trace):
    from replay.cli.writing import manifest, origin

    files = {"trace.jsonl": trace.to_jsonl(), "trace.csv": trace.to_csv(), "clocks.csv": trace.clocks_csv()}
    return manifest(origin(trace), {name: text.encode() for name, text in files.items()}, ("simpy",)).decode()
