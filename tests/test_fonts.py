"""Figures in the font of a file, and SVG whose text stays text."""

import re
import subprocess
import sys
from html import unescape
from pathlib import Path

import matplotlib
import pytest
from click.testing import CliRunner
from matplotlib.text import Text

import replay
from replay.cli import main
from replay.errors import RefusalError
from replay.figures import Layout, figure, style, typeface
from replay.figures.sheet.page import text_width

SHIPPED = Path(matplotlib.get_data_path()) / "fonts" / "ttf"
SERIF, BOLD, SLANTED = (str(SHIPPED / f"DejaVuSerif{face}.ttf") for face in ("", "-Bold", "-Italic"))
STIX, SYMBOLS = str(SHIPPED / "STIXGeneral.ttf"), str(SHIPPED / "STIXSizOneSymReg.ttf")
ROOT = Path(__file__).resolve().parent.parent
JAPAN = str(ROOT / "timelines" / "japan-autos-1993-1995.yaml")
COMMANDS = {
    "figure": ["figure", str(replay.example())],
    "domain": ["chart", str(replay.example())],
    "diagram": ["diagram", str(replay.example())],
    "compare": ["compare", str(replay.example()), JAPAN],
    "theories": ["theories", str(replay.example())],
    "whatif": ["whatif", str(replay.example()), "--drop", "settlement"],
}


def trace():
    return replay.run(replay.load(replay.example()))


def files_of(drawing):
    return {str(text.get_fontproperties().get_file()) for text in drawing.figure.findobj(Text) if text.get_text()}


@pytest.mark.parametrize("name", ["story", "domain", "escalation"])
def test_every_text_is_set_in_the_file_and_nothing_of_it_is_left_behind(name):
    before = figure(trace(), name).svg()
    made = figure(trace(), name, layout=Layout(font=(STIX,)))
    assert files_of(made) == {STIX}
    assert made.svg() == figure(trace(), name, layout=Layout(font=(STIX,))).svg() != before
    assert figure(trace(), name).svg() == before
    assert style.files_of_font() == () and style.family() == "DejaVu Sans"


def test_a_figure_after_one_with_a_font_is_as_in_a_process_of_its_own():
    code = (
        "import sys, replay\nfrom replay.figures import Layout, figure\n"
        "trace = replay.run(replay.load(replay.example()))\n"
        "for font in sys.argv[1:]:\n    layout = Layout(font=(font,) if font != '-' else ())\n"
        "    made = [figure(trace, name, layout=layout).render('pdf') for name in ('story', 'domain')]\n"
        "sys.stdout.buffer.write(b''.join(made))"
    )

    def last(*fonts):
        return subprocess.run([sys.executable, "-c", code, *fonts], capture_output=True, check=True).stdout

    assert last(STIX, "-") == last("-")
    assert last("-", STIX) == last(STIX)


def test_widths_are_those_of_the_font():
    """In STIX, a narrow roman, "mm" is 1.556 type sizes wide (778 of 1000 each); DejaVu Sans is wider."""
    wide = text_width("mm", 10)
    with typeface(STIX):
        assert text_width("mm", 10) == pytest.approx(1.556 * 10 * 25.4 / 72, rel=0.01)
    assert text_width("mm", 10) == wide > 1.9 * 10 * 25.4 / 72


def test_faces_serve_for_what_they_say_of_themselves():
    with typeface(SERIF, SLANTED, BOLD):
        found = [Path(style.font(7, *look).get_file()).name for look in ((), (True,), (False, True))]
    assert found == ["DejaVuSerif.ttf", "DejaVuSerif-Bold.ttf", "DejaVuSerif-Italic.ttf"]
    with typeface(SERIF):
        assert style.font(7, bold=True).get_file() == SERIF
        with pytest.raises(RefusalError, match="give the file of an italic face of DejaVu Serif as well"):
            style.font(7, italic=True)


def test_a_pdf_embeds_the_font_as_type_42():
    pdf = figure(trace(), layout=Layout(font=(STIX,))).render("pdf")
    assert b"STIXGeneral" in pdf and b"DejaVu" not in pdf and b"/Type3" not in pdf and b"/CIDFontType2" in pdf


def test_outlines_of_an_opentype_font_become_those_of_truetype(tmp_path):
    """A font of cubic outlines, made here: each letter a square of 500 units, 600 wide."""
    from fontTools.fontBuilder import FontBuilder
    from fontTools.pens.t2CharStringPen import T2CharStringPen

    letters = {chr(code): f"c{code}" for code in (*range(33, 127), *map(ord, "–−’“”…×·∖"))}
    glyphs = [".notdef", "space", *letters.values()]
    builder = FontBuilder(1000, isTTF=False)
    builder.setupGlyphOrder(glyphs)
    builder.setupCharacterMap({32: "space", **{ord(sign): name for sign, name in letters.items()}})
    pen = T2CharStringPen(600, None)
    for go, spot in zip((pen.moveTo, pen.lineTo, pen.lineTo), ((0, 0), (500, 0), (500, 500)), strict=True):
        go(spot)
    pen.curveTo((400, 500), (100, 500), (0, 500))
    pen.closePath()
    builder.setupCFF("Square", {}, dict.fromkeys(glyphs, pen.getCharString()), {})
    builder.setupHorizontalMetrics(dict.fromkeys(glyphs, (600, 0)))
    builder.setupHorizontalHeader(ascent=800, descent=-200)
    builder.setupNameTable({"familyName": "Square", "styleName": "Regular", "psName": "Square"})
    builder.setupOS2()
    builder.setupPost()
    file = tmp_path / "square.otf"
    builder.save(file)
    made = figure(trace(), layout=Layout(font=(str(file),)))
    assert made.render("pdf") == made.render("pdf")
    assert (tables := tables_embedded(made.render("pdf"))) and all({"glyf", "loca"} <= one for one in tables)


def tables_embedded(pdf):
    """The names of the tables of each TrueType font in a PDF."""
    import io
    import zlib

    from fontTools.ttLib import TTFont

    found = []
    for start in re.finditer(rb"stream\r?\n", pdf):
        try:
            data = zlib.decompressobj().decompress(pdf[start.end() :])
        except zlib.error:
            continue
        if data[:4] in (b"OTTO", b"\0\1\0\0"):
            found.append(set(TTFont(io.BytesIO(data)).keys()))
    return found


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_takes_a_font_and_leaves_text(name, tmp_path):
    def svgs(folder, *more):
        call = [*COMMANDS[name], "--out", str(tmp_path / folder), "--format", "svg", *more]
        result = CliRunner().invoke(main, call)
        assert result.exit_code == 0, result.output
        return {path.name: path.read_text(encoding="utf-8") for path in sorted((tmp_path / folder).rglob("*.svg"))}

    fonts = [f"--font={file}" for file in (SERIF, BOLD, SLANTED)]
    first, again, plain = svgs("a", "--text", *fonts), svgs("b", "--text", *fonts), svgs("c", *fonts)
    assert first and first == again
    for one, svg in first.items():
        assert "<text" in svg and "DejaVu Serif" in svg and "DejaVu Sans" not in svg, one
        assert "<text" not in plain[one], one


def test_every_label_is_text():
    made = figure(trace())
    svg, own = made.svg(text=True), {line for line in made.words.split("\n") if line.strip()}
    assert {unescape(words) for words in re.findall(r"<text[^>]*>([^<]*)</text>", svg)} == own
    assert "'DejaVu Sans', Verdana, sans-serif" in svg
    assert "<text" not in made.svg()


def test_what_is_no_font_or_has_too_few_characters_is_refused(tmp_path):
    words, cut = tmp_path / "words.ttf", tmp_path / "cut.ttf"
    words.write_text("no font", encoding="utf-8")
    cut.write_bytes(Path(SERIF).read_bytes()[:2000])
    for file, said in (
        (words, "no font: it begins with b'no f'; allowed: a TrueType or OpenType font (.ttf, .otf)"),
        (cut, "the font cannot be read: the file is damaged or cut short"),
        (tmp_path / "none.ttf", "cannot write or read here: no such file or directory"),
        (SYMBOLS, "the font has no character for A s m"),
    ):
        call = ["figure", str(replay.example()), "--out", str(tmp_path / "out"), f"--font={file}"]
        result = CliRunner().invoke(main, call)
        assert result.exit_code == 1 and result.output.startswith(f"{file}: {said}"), result.output
    assert not (tmp_path / "out").exists()
    assert CliRunner().invoke(main, ["whatif", str(replay.example()), "--drop", "settlement", "--text"]).exit_code == 2
