"""Figures with what stands beside them: caption, words, data, manifest; every format; the command."""

import csv
import dataclasses
import hashlib
import io
import json
import re
import subprocess
import sys

import pytest
from click.testing import CliRunner
from measure import faults, named, texts, words
from PIL import Image
from synthetic import timeline as synthetic
from texed import alone, compiled, needs_pdflatex

from replay import engine, files
from replay.cli import main
from replay.figures import FIGURES, FORMATS, figure, tikz
from replay.figures.comparison import comparison_figure as compared
from replay.figures.sheet.content import gather
from replay.figures.style import PRESETS
from replay.tables import csv_text

DISPUTES = ("timelines/japan-autos-1993-1995.yaml", "timelines/korea-autos-1995-1998.yaml")


@pytest.fixture(autouse=True)
def here(monkeypatch, root):
    monkeypatch.chdir(root)


def trace_of(path):
    return engine.run(files.load(path))


def call(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args])


# -- sidecars -------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", FIGURES)
@pytest.mark.parametrize("path", DISPUTES)
def test_a_figure_has_a_caption_words_and_its_data(name, path):
    trace = trace_of(path)
    made = figure(trace, name)
    assert made.caption.startswith(trace.timeline.title[:4]) and made.caption.rstrip().endswith(".")
    assert len(made.alt.split()) > 20
    assert "Elms" in made.caption
    assert len(made.data) > 50
    assert len(csv_text(made.data).splitlines()) == len(made.data) + 1


def test_the_data_of_the_one_figure_are_what_it_shows():
    trace = trace_of(DISPUTES[0])
    made, shown = figure(trace), gather(trace)
    parts = made.data.column("part")
    assert parts.count("clock") == len(shown.spans) == len(trace.clocks())
    assert parts.count("reading") == sum(len(track.marks) for track in shown.tracks)
    assert parts.count("path") == sum(len(path.steps) for path in shown.paths)
    clocks = [row for row in made.data.records() if row["part"] == "clock"]
    assert [(row["id"], row["kind"], row["end"]) for row in clocks] == [
        (c.id, c.kind.value, c.outcome.value) for c in trace.clocks()
    ]
    for clock in trace.clocks():
        assert clock.label in made.alt


def test_the_words_name_every_reading():
    trace = trace_of(DISPUTES[1])
    alt = figure(trace).alt
    assert alt.count("Reading of ") == sum(len(track.marks) for track in gather(trace).tracks)


def test_an_unknown_figure_and_a_preset_it_is_not_made_for_are_refused():
    trace = trace_of(files.example())
    with pytest.raises(ValueError, match="'map'; allowed: story, domain, escalation"):
        figure(trace, "map")
    for name in ("domain", "escalation"):
        with pytest.raises(ValueError, match="not drawn for the preset 'poster'; allowed: page, double, column, slide"):
            figure(trace, name, "poster")
    with pytest.raises(ValueError, match="'gif' is not offered"):
        figure(trace).render("gif")


# -- formats --------------------------------------------------------------------------------------


@pytest.mark.parametrize("fmt", FORMATS)
def test_every_format_is_the_same_again(fmt):
    trace = trace_of(files.example())
    assert figure(trace).render(fmt, 80) == figure(trace).render(fmt, 80)


def test_bytes_do_not_depend_on_the_hash_seed_or_the_fonts_of_the_system(tmp_path):
    program = (
        "import hashlib, replay; from replay.figures import figure; t = replay.run(replay.load(replay.example()));"
        "print([hashlib.sha256(figure(t).render(f, 60)).hexdigest() for f in ('svg', 'pdf', 'png', 'tex')])"
    )
    found = set()
    for seed, home in (("1", tmp_path / "a"), ("2", tmp_path / "b")):
        env = {"PYTHONHASHSEED": seed, "HOME": str(home), "PATH": "", "MPLCONFIGDIR": str(home), "XDG_DATA_HOME": "/-"}
        home.mkdir()
        found.add(subprocess.run([sys.executable, "-c", program], capture_output=True, env=env, check=True).stdout)
    assert len(found) == 1


@pytest.mark.parametrize("name", FIGURES)
def test_no_text_of_a_crowded_dispute_meets_another(name):
    trace = engine.run(synthetic(300))
    assert faults(figure(trace, name).figure) == []
    assert faults(compared([trace, trace]).figure) == []


@pytest.mark.parametrize("path", DISPUTES)
def test_the_domain_chart_fits_one_column(path):
    made = figure(trace_of(path), "domain", "column")
    assert made.name == "domain-column" and made.figure.get_figwidth() * 25.4 == pytest.approx(88)
    assert made.figure.get_figheight() * 25.4 < 240
    assert faults(made.figure) == []


def test_a_file_says_what_it_shows(tmp_path):
    made = figure(trace_of(files.example()))
    assert made.alt in made.render("svg").decode()
    with Image.open(io.BytesIO(made.render("png", 50))) as picture:
        assert picture.text["Title"] == "A small example" and picture.text["Description"] == made.alt


def test_tikz_has_a_node_for_every_text_and_escapes_what_tex_would_read():
    text = files.example().read_text(encoding="utf-8").replace("A small example", r"'50% of R&D_{x} \input{y} #1 ~$'")
    trace = engine.run(files.loads(text))
    made = tikz.tikzpicture(figure(trace).figure)
    assert r"50\% of R\&D\_\textbraceleft{}x\textbraceright{} \textbackslash{}input\textbraceleft{}y" in made
    assert r"\#1 \textasciitilde{}\$" in made
    assert not re.search(r"(?<!\\)[%#&](?!\s)", "\n".join(made.splitlines()[1:]).replace("% needs", ""))
    assert made.count(r"\node[") > 40
    sizes = {float(size) for size in re.findall(r"\\fontsize\{([\d.]+)\}", made)}
    assert min(sizes) >= 7.0


@needs_pdflatex
@pytest.mark.parametrize("kind", ["story", "domain", "escalation", "comparison"])
def test_tikz_compiles(kind, tmp_path):
    trace = trace_of(DISPUTES[1])
    drawing = compared([trace, trace]) if kind == "comparison" else figure(trace, kind)
    said = compiled(alone(tikz.tikzpicture(drawing.figure)), tmp_path)
    assert "(1 page" in said and "Overfull" not in said


# -- comparison -----------------------------------------------------------------------------------


@pytest.mark.parametrize("align", ["threat", "clock", "settlement", "calendar"])
def test_no_text_of_a_comparison_meets_another(align):
    assert faults(compared([trace_of(path) for path in DISPUTES], align).figure) == []


def test_a_comparison_takes_any_number_of_disputes():
    traces = [trace_of(path) for path in (*DISPUTES, files.example())]
    for many in (traces[:1], traces, [*traces, *traces, *traces]):
        made = compared(many).figure
        assert faults(made) == []
        titles = [text for text in words(made) if "dispute, 199" in text or text == "A small example"]
        panels = bool(named(made, "stick "))
        assert len(titles) == len(many) * (1 + panels)  # in the overview, and above each panel
    assert not named(compared(traces * 3).figure, "stick ")  # nine disputes: the overview alone
    assert compared(traces * 5).figure.get_figheight() * 25.4 > 240


@pytest.mark.parametrize("preset", ["double", "slide"])
@pytest.mark.parametrize("align", ["threat", "calendar"])
def test_a_comparison_stands_in_columns_where_there_is_more_width_than_height(preset, align):
    place, traces = PRESETS[preset], [trace_of(path) for path in DISPUTES]
    drawing = compared(traces, align, preset)
    wide, high = drawing.figure.get_size_inches() * 25.4
    assert wide == pytest.approx(place.width) and high <= place.tallest + 1e-6
    assert faults(drawing.figure, place.scale) == []
    assert (drawing.name, drawing.data.name) == (f"comparison-{preset}",) * 2
    levels = [text for text in texts(drawing.figure) if text.get_text() == "status quo"]
    assert len({round(text.get_position()[1], 6) for text in levels}) == 1  # one height for the same level
    assert len({round(text.get_position()[0], 6) for text in levels}) == 2


def test_a_comparison_that_has_no_room_says_how_much_it_needs():
    traces = [trace_of(path) for path in DISPUTES]
    with pytest.raises(ValueError, match=r"one column has 235 mm of height; 20 disputes need \d\d\d"):
        compared(traces * 10, preset="column")


def test_disputes_share_one_scale_and_month_0_is_the_first_threat():
    from replay.figures.comparison.align import aligned
    from replay.tables.comparison import first_threat

    traces = [trace_of(path) for path in DISPUTES]
    cases, scale = aligned(traces, "threat")
    zeros = {first_threat(trace).day - case.offset for trace, case in zip(traces, cases, strict=True)}
    assert len(zeros) == 1
    assert 0 < scale(zeros.pop()) < 1
    days = [deed.day - case.offset for case in cases for deed in case.shown.base.deeds]
    assert scale.first <= min(days) and max(days) < scale.stop


def test_sticks_of_a_comparison_stand_at_their_months_from_month_0():
    """Two marks of one dispute are as far apart as their days on the axis, and its first threat stands at month 0."""
    from replay.figures.comparison.align import aligned
    from replay.tables.comparison import first_threat

    traces = [trace_of(path) for path in DISPUTES]
    cases, scale = aligned(traces, "threat")
    made = compared(traces).figure
    (zero,) = {line.get_xdata()[0] for line in named(made, "month 0")}
    places = {line.get_gid().removeprefix("stick "): line.get_xdata()[0] for line in named(made, "stick ")}
    axis = 180 - 2.0 - 24.5 - 2 * 1.4  # mm of the page between its margins
    for trace, case in zip(traces, cases, strict=True):
        assert places[first_threat(trace).event] == pytest.approx(zero)
        for deed in (deed for deed in case.shown.base.deeds if deed.own):
            assert places[deed.id] == pytest.approx(24.5 + 1.4 + axis * scale(deed.day - case.offset))
    months = [text for text in words(made) if re.fullmatch(r"[−-]?\d+", text)]
    assert "0" in months and "−12" in months and not any(text.startswith("-") for text in months)


def test_a_dispute_without_the_event_is_named():
    text = files.example().read_text(encoding="utf-8")
    text = text.replace("act: settle", "act: agree").replace("[settle,", "[agree,")
    with pytest.raises(ValueError, match="A small example: the record has no settlement"):
        compared([engine.run(files.loads(text))], "settlement")
    with pytest.raises(ValueError, match="'moon' is unknown; allowed: calendar, threat"):
        compared([trace_of(files.example())], "moon")
    with pytest.raises(ValueError, match="needs a dispute"):
        compared([])


# -- commands -------------------------------------------------------------------------------------


def test_figure_writes_formats_and_sidecars_whose_digests_are_in_the_manifest(tmp_path):
    result = call("figure", files.example(), "--out", tmp_path, "--format", "svg", "--format", "tex", "--dpi", 60)
    assert result.exit_code == 0, result.output
    folder = tmp_path / "example"
    endings = ("svg", "tex", "caption.txt", "caption.tex", "snippet.tex", "alt.txt", "data.csv", "json")
    names = {f"story.{ending}" for ending in endings}
    assert {path.name for path in folder.iterdir()} == names
    manifest = json.loads((folder / "story.json").read_text())
    assert manifest["millimetres"][0] == 180
    for name, digest in manifest["output"].items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest
    assert set(manifest["output"]) == names - {"story.json"}
    rows = list(csv.DictReader(io.StringIO((folder / "story.data.csv").read_text())))
    assert {row["part"] for row in rows} == {"act", "answer", "strategy", "clock", "reading", "path"}


def test_figure_writes_each_preset_under_its_name(tmp_path):
    presets = [arg for name in ("page", "double", "column", "slide") for arg in ("--preset", name)]
    assert call("figure", files.example(), "--out", tmp_path, "--format", "svg", *presets).exit_code == 0
    found = {path.name for path in (tmp_path / "example").glob("*.svg")}
    assert found == {"story.svg", "story-double.svg", "story-column.svg", "story-slide.svg"}


def test_what_does_not_fit_is_a_message_and_nothing_is_written(tmp_path):
    crowded = tmp_path / "crowded.yaml"
    text = files.example().read_text(encoding="utf-8")  # a title of some forty lines, which nothing gives way to
    crowded.write_text(re.sub("(?m)^title: .*$", f"title: {'A title without end. ' * 300}", text), encoding="utf-8")
    result = call("figure", crowded, "--preset", "slide", "--out", tmp_path / "out")
    assert result.exit_code == 1
    assert "190.5 mm of height; this dispute needs" in result.output
    assert not (tmp_path / "out").exists()


def test_the_older_commands_write_tikz_too(tmp_path):
    for command, name in (("chart", "domain"), ("diagram", "escalation")):
        assert call(command, files.example(), "--out", tmp_path, "--format", "tex").exit_code == 0
        assert (tmp_path / "example" / f"{name}.tex").read_text().count(r"\end{tikzpicture}") == 1


def test_compare_prints_and_writes_everything(tmp_path):
    result = call("compare", *DISPUTES, "--out", tmp_path, "--format", "svg", "--given", "Sector=automobiles")
    assert result.exit_code == 0, result.output
    assert "automobiles" in result.output and "Longest spiral" in result.output
    folder = tmp_path / "japan-autos+korea-autos"
    found = {path.name for path in folder.iterdir()}
    endings = ("svg", "csv", "md", "tex", "xlsx", "caption.txt", "alt.txt", "data.csv", "json")
    assert {f"comparison.{ending}" for ending in endings} | {"distances.csv"} <= found


def test_the_folder_of_compared_codings_has_neither_blanks_nor_brackets(tmp_path):
    assert call("compare", files.example(), files.example(), "--out", tmp_path, "--format", "svg").exit_code == 0
    assert [path.name for path in tmp_path.iterdir()] == ["example-1+example-2"]


def test_compare_refuses_what_it_cannot_use(tmp_path):
    assert call("compare", files.example(), "--given", "Sector", "--out", tmp_path).exit_code == 2
    result = call("compare", files.example(), "--given", "Sector=a|b|c", "--out", tmp_path)
    assert (result.exit_code, "3 values for 1 dispute" in result.output) == (1, True)
    assert list(tmp_path.iterdir()) == []


# -- what does not fit, and what the font does not have ---------------------------------------------


def crowded_clocks(many=12):
    """A file with many acts of one day that set clocks with long names near the start of its axis."""
    acts = "".join(
        f"  - id: extra-{n}\n    date: 1996-02-20\n    actor: US\n    recipient: KR\n    act: warn\n"
        "    summary: Warned.\n"
        f"    clock: {{id: clock-{n}, due: P{20 + n}D, record: lapsed, label: A long name of clock {n} of them all}}\n"
        "    cite: {key: made-up, section: Second section}\n"
        for n in range(many)
    )
    after = "  - id: sanctions-list\n"
    return files.example().read_text(encoding="utf-8").replace(after, acts + after)


@pytest.mark.parametrize("preset", PRESETS)
@pytest.mark.parametrize("name", ["story", "domain"])
def test_names_of_clocks_stay_on_the_page_cut_if_need_be(name, preset):
    trace = engine.run(files.loads(crowded_clocks()))
    drawing = figure(trace, name, preset)
    assert faults(drawing.figure, PRESETS[preset].scale) == []
    lists = drawing.alt if name == "story" else drawing.caption
    _, _, absent = lists.partition("Not drawn, as there is no room: ")
    left_out = absent.partition(".")[0].count("A long name")
    assert drawing.words.count("\nA long") == 12 - left_out
    assert left_out == 0 or preset == "slide"


def test_names_of_clocks_stay_on_the_diagram():
    assert faults(figure(engine.run(files.loads(crowded_clocks())), "escalation").figure) == []


@pytest.mark.parametrize("preset", PRESETS)
def test_long_names_of_parties_are_cut(preset):
    base = files.load(files.example())
    parties = {key: dataclasses.replace(party, name=f"{party.name} of the far and farther lands of a very long name")
               for key, party in base.parties.items()}  # fmt: skip
    drawing = figure(engine.run(dataclasses.replace(base, parties=parties)), "story", preset)
    assert faults(drawing.figure, PRESETS[preset].scale) == []


def test_signs_that_the_font_does_not_have_are_told_in_a_sentence(tmp_path):
    text = files.example().read_text(encoding="utf-8")
    path = tmp_path / "signs.yaml"
    act = "    act: list-sanctions\n"
    path.write_text(text.replace(act, f"{act}    label: 制裁の list\n"), encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "replay", "figure", str(path), "--format", "svg", "--out", str(tmp_path)],
        capture_output=True, text=True, timeout=120,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "has no character for 制 裁 の; a box stands in its place" in done.stderr
    assert "UserWarning" not in done.stderr
