"""What is written for TeX: the same signs for tables, figures, captions and BibTeX; compiled where TeX is there."""

import re
import shutil
import unicodedata
from dataclasses import replace

import pytest
from click.testing import CliRunner
from coded import event, timeline
from hypothesis import given
from hypothesis import strategies as st
from texed import article, compiled, document, faults, needs_lualatex, needs_pdflatex

from replay import engine, files
from replay.cli import main
from replay.cli.figure_files import tex_files
from replay.exchange.bibliography import bibliography
from replay.figures import figure
from replay.tables import TABLES, Column, Table, latex_text, printed
from replay.tables.comparison import comparison_table, distances_table
from replay.tables.ledger import shares_table
from replay.tables.scores import board_table
from replay.text.tabletext import latex_float
from replay.text.tex import ascii_name, beyond, escaped, headed
from replay.timeline import Source

CASE = """\
format: 1
dispute: {name}
title: "{title}"
period: 2001/2003
sides: [AAA, BBB]
sources: {{s: {{author: A, year: 2003, title: "{source}"}}}}
parties: {{AAA: {{name: Aland}}, BBB: {{name: Beland}}}}
events:
  - {{id: a, date: 2001-01-01, actor: AAA, recipient: BBB, act: demand, label: "{label}", summary: "{summary}",
     cite: {{key: s}}}}
"""
SIGNS = CASE.format(
    name="signs-in-tex", title="Signs in tex", source="Growth of x^2 and a~b", label="≥ 20 percent",
    summary="Asked for ≥ 20 percent in the Re\u0301union market; Ελλάς, Япония, 日本.",
)  # fmt: skip
BRACKETS = CASE.format(
    name="brackets", title="Cars [sic] and [parts] talks [/]", source="[T]", label="[sic] \\\\[2pt] *",
    summary="[x] and * and \\\\end{{document}} %",
)  # fmt: skip
COMMON = (
    "≥ ≤ ± × ÷ → ← – — “ ” ‘ ’ … € £ § ° · • † ‡ ™ № \u00a0 \u202f x² ³ ⁹ H₂O ½ « » ‹ › „ ‚ ¡ ¿ − ≠ ≈ ∞ √ ′ ¬ ¶ © ® µ ∖"
    " ő Ő ł Ł ø ß æ œ đ ð þ ŋ ı ă ą č ď ě ğ İ ń ň ř ș ş ť ț ů ż ž Á É Ñ Ü ẁ ạ ế ộ ỹ ḷ m\u0304 q\u0323\u0302"
)
MARKS = {"`": "\u0300", "'": "\u0301", "^": "\u0302", "~": "\u0303", "=": "\u0304", "d": "\u0323"}


def written(folder, case, *command):
    """What a command writes of a case: its files by name, and what it says."""
    (folder / "case.yaml").write_text(case, encoding="utf-8")
    name, *options = command
    result = CliRunner().invoke(main, [name, str(folder / "case.yaml"), "--out", str(folder), *options])
    assert result.exit_code == 0, result.output
    return {path.name: path.read_bytes().decode() for path in folder.rglob("*.tex")}, result


# -- signs ----------------------------------------------------------------------------------------


def test_letters_are_composed_and_common_signs_are_those_of_tex():
    assert escaped("Re\u0301union ≥ 20 % – x² €") == r"Réunion $\geq$ 20 \% -- x$^2$ \texteuro{}"
    assert beyond(escaped(COMMON)) == ""


def test_what_no_latin_font_has_stays_and_is_named():
    assert escaped("Ελλάς, 日本") == "Ελλάς, 日本"
    assert beyond(escaped("Ελλάς, 日本 é ≥")) == "Ελάς日本"


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ("a--b---c", "a-{}-b-{}-{}-c"), ("''x''", "'{}'x'{}'"), ("?`!`", r"?{}\textasciigrave{}!{}\textasciigrave{}"),
        (",,x", ",{},x"), ("–-", "--{}-"), ("?‘", "?{}`"), ("‘‘", "`{}`"),
    ],
)  # fmt: skip
def test_signs_that_tex_would_join_are_kept_apart(text, wanted):
    assert escaped(text) == wanted


@given(st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=30))
def test_no_text_leaves_a_brace_open_or_ends_what_it_stands_in(text):
    made = escaped(text)
    assert (made.count("{") == made.count("}") and made.count("$") % 2 == 0) or "\\$" in made
    assert not re.search(r"(?<!\\)[#%&_](?!\d\$)", made), made
    depth = 0
    for sign in made:
        depth += {"{": 1, "}": -1}.get(sign, 0)
        assert depth >= 0


@given(st.text("aeioucszqAEIOU", min_size=1, max_size=3), st.lists(st.sampled_from(sorted(MARKS)), max_size=2))
def test_every_accent_on_every_letter_is_written_in_one_way(letters, accents):
    marked = letters + "".join(MARKS[accent] for accent in accents)
    composed, taken_apart = (escaped(unicodedata.normalize(form, marked)) for form in ("NFC", "NFD"))
    assert composed == taken_apart and beyond(composed) == ""


def test_the_first_line_says_what_is_needed():
    assert headed("a", "tikz") == "% needs: tikz\na" and headed("a") == "a"
    assert headed("Ω", "tikz") == "% needs: lualatex\n% needs: tikz\nΩ"
    table = Table("t", "T", (Column("a", "A"),), (("Ω",),))
    assert latex_text(table).startswith("% needs: lualatex\n% needs: booktabs, longtable, array\n")
    assert latex_float(table).startswith("% needs: lualatex\n% needs: booktabs, array\n")


# -- the bibliography -----------------------------------------------------------------------------


def entries(**sources):
    """The bibliography of sources given as author, year, title and what else there is, by key."""
    made = {
        key: Source(key, title, author, year, *more) for key, (author, year, title, *more) in sources.items()
    }  # fmt: skip
    return bibliography(replace(timeline(event("x", "2001-01-01")), sources=made))


HOSTILE = {
    "Réunion 1": ("Elms, D. and Nuñez, R.", "2001", "Growth of x^2 and a~b; 50% & #1_@ \"q\" {", "P} {", "https://x.org/a_b?c={d}%20é~"),
    "reunion1": ("World Trade, Organization, of", "n.d.", "A }{ \\b @misc{x,", "", ""),
    "日本": ("Ministry of Trade and Industry", "2003", "≥ – ő ł €", "", ""),
    "中国": ("A, B; C, D", "2003", "L", "", ""),
}  # fmt: skip


def test_keys_are_ascii_and_unique_whatever_the_case_of_their_letters():
    keys = re.findall(r"@misc\{(.*),\n", entries(**HOSTILE))
    assert keys == ["Reunion1", "reunion1-2", "source", "source-2"]
    assert ascii_name("elms2005") == "elms2005"
    again = entries(**dict.fromkeys(("é", "e-2", "e"), ("A", "1", "T")))
    assert re.findall(r"@misc\{(.*),\n", again) == ["e", "e-2", "e-3"]


def test_braces_balance_names_are_split_only_where_they_are_names_and_urls_stay_urls():
    made = entries(**HOSTILE)
    assert made.count("{") == made.count("}")
    assert (
        r"title = {{Growth of x\textasciicircum{}2 and a\textasciitilde{}b; 50\% \& \#1\_@ ''q'' \textbraceleft{}}},"
        in made
    )
    assert "author = {Elms, D. and Nuñez, R.}," in made and "author = {A, B and C, D}," in made
    assert "author = {{World Trade, Organization, of}}," in made
    assert "author = {{Ministry of Trade and Industry}}," in made
    assert "url = {https://x.org/a_b?c=%7Bd%7D%20%C3%A9~}," in made


@needs_pdflatex
@pytest.mark.skipif(shutil.which("bibtex") is None, reason="no bibtex")
@pytest.mark.parametrize("style", ["plain", "abbrv", "alpha"])
def test_the_bibliography_compiles(tmp_path, style):
    made = entries(**HOSTILE, bare=("", "", "Only a title"))
    (tmp_path / "sources.bib").write_text(made, encoding="utf-8")
    cited = r"\cite{Reunion1}\nocite{*}\bibliographystyle{" + style + r"}\bibliography{sources}"
    said = compiled(document(cited), tmp_path, bib=True)
    log = (tmp_path / "t.blg").read_text(encoding="utf-8", errors="replace")
    assert "error" not in log and "Too many commas" not in log, log
    assert "undefined" not in said


# -- the cases ------------------------------------------------------------------------------------


def body(found):
    """Tables, pictures and captions of a case as the body of a document; lines that say what is needed are comments."""
    found = {name: text for name, text in found.items() if not name.endswith(".snippet.tex")}
    pictures = [name for name in found if f"{name.removesuffix('.tex')}.caption.tex" in found]
    parts = [rf"\begin{{figure}}\resizebox{{\linewidth}}{{!}}{{{found[name].rstrip()}%" + "\n}\n"
             + found[f"{name.removesuffix('.tex')}.caption.tex"] + r"\end{figure}" for name in pictures]  # fmt: skip
    rest = [text for name, text in found.items() if name not in pictures and not name.endswith(".caption.tex")]
    return "\n".join([*parts, *rest])


def all_of(folder, case):
    for command in (["tables", "--format", "tex"], ["figure", "--format", "tex"], ["chart", "--format", "tex"],
                    ["diagram", "--format", "tex"]):  # fmt: skip
        found, _ = written(folder, case, *command)
    assert {"events.tex", "story.tex", "story.caption.tex", "domain.tex", "escalation.tex"} <= set(found)
    return found


LATIN = SIGNS.replace("Ελλάς, Япония, 日本", COMMON)


@needs_pdflatex
@pytest.mark.parametrize("case", [LATIN, BRACKETS], ids=["signs-in-tex", "brackets"])
def test_tables_figures_and_captions_compile_with_pdflatex(tmp_path, case):
    found = all_of(tmp_path, case)
    assert not any("lualatex" in text for text in found.values())
    compiled(document(body(found)), tmp_path)


@needs_lualatex
@pytest.mark.filterwarnings("ignore:Glyph .* missing from font")
def test_what_says_that_it_needs_lualatex_compiles_with_it(tmp_path):
    found = all_of(tmp_path, SIGNS.replace("Signs in tex", "日本 and Ελλάς"))
    assert found["events.tex"].startswith("% needs: lualatex\n")
    assert found["story.caption.tex"].startswith("% needs: lualatex\n")
    compiled(document(body(found), "lualatex"), tmp_path, "lualatex")


@needs_pdflatex
def test_a_floating_table_whose_cells_begin_with_brackets_compiles(tmp_path):
    rows = (("[sic]", "*"), ("[2pt]", "[x]"), ("*", "[")) * 2
    made = latex_float(Table("t", "[T]", (Column("a", "[A]"), Column("b", "*")), rows))
    compiled(document(made), tmp_path)


def test_the_terminal_names_the_signs_and_the_files(tmp_path):
    _, told = written(tmp_path, SIGNS, "tables")
    assert told.stderr == (
        "Note: pdflatex has no character for Ε λ ά ς Я п о н и я 日 本; compile events.tex with LuaLaTeX and a font "
        "that has them.\n"
    )
    _, told = written(tmp_path, LATIN, "tables")
    assert told.stderr == ""
    _, told = written(tmp_path, SIGNS.replace("Growth", "Япония"), "bundle")
    assert "; compile tables/events.tex and sources.bib with LuaLaTeX" in told.stderr


# -- an article with default margins --------------------------------------------------------------

PAPERS = (("letterpaper", 10), ("letterpaper", 11), ("letterpaper", 12), ("a4paper", 10))
"""The line is as long on both papers; the page, on whose side tables lie, is shorter on letter."""

TEN = "\n".join(
    [
        "format: 1", "dispute: ten", "title: Ten parties", "period: 2001/2003",
        "sides: [[PARTY-1, PARTY-2, PARTY-3, PARTY-4, PARTY-5], [PARTY-6, PARTY-7, PARTY-8]]",
        'sources: {s: {author: "Somebody, A. and Another, B.", year: 2003, title: A title}}', "parties:",
        *(f"  PARTY-{n}: {{name: The country of the number {n}}}" for n in range(1, 11)), "events:",
        *(
            f"  - {{id: act-with-a-long-name-{n}, date: 2001-{n:02}-01, actor: [PARTY-{n}, PARTY-{(n + 1) % 5 + 1}], "
            f"recipient: [PARTY-6, PARTY-8], act: demand, summary: {'Asked for a great deal. ' * n}, cite: {{key: s}}}}"
            for n in range(1, 6)
        ),
        "  - {id: last, date: 2001-12-01, actor: PARTY-10, recipient: PARTY-1, act: threaten-sanctions, "
        "summary: Threatened., worth: {amount: 123456789012, unit: USD}, cite: {key: s}, "
        "clock: {id: due, kind: effect, due: 2002-01-01, record: open, label: A clock of some length}}",
    ]
)  # fmt: skip


def misfits(body, folder, papers=PAPERS, runs=1):
    """What does not fit, by paper and type; each in a folder of its own, for longtable remembers widths."""
    said = {}
    for paper, points in papers:
        (at := folder / f"{paper}-{points}").mkdir()
        said[paper, points] = faults(compiled(article(body, paper, points), at, runs=runs))
    return {key: found for key, found in said.items() if found}


def every_table(trace):
    made = [make(trace) for make in TABLES.values()]
    made += [comparison_table([trace] * 2), distances_table([trace] * 2), shares_table([trace])]
    return [printed(table) for table in made if len(table)]


@needs_pdflatex
@pytest.mark.parametrize("case", ["japan-autos-1993-1995", "korea-autos-1995-1998", "steel-safeguards-2001-2003",
                                  "example", "ten"])  # fmt: skip
def test_every_table_fits_an_article_at_10_to_12_points(case, tmp_path, root):
    path = root / f"timelines/{case}.yaml"
    read = files.loads(TEN) if case == "ten" else files.load(path if path.exists() else files.example())
    trace = engine.run(read)
    body = "\n".join(latex_text(table, of=read.dispute) for table in every_table(trace))
    labels = re.findall(r"\\label\{(.*?)\}", body)
    assert len({*labels}) == len(labels) and all(label.startswith(f"tab:{read.dispute}-") for label in labels)
    assert misfits(body, tmp_path) == {}


@needs_pdflatex
def test_what_cannot_fit_a_page_is_cut_into_tables_with_the_first_column(tmp_path):
    columns = tuple(Column(f"c{n}", f"Unbreakable{n}") for n in range(16))
    made = latex_text(Table("t", "T", columns, (tuple("a" * 8 for _ in columns),)), of="d")
    assert made.count(r"\begin{longtable}") == 3 and made.count("Unbreakable0 &") == 2 * 3
    assert re.findall(r"\\label\{(.*?)\}", made) == ["tab:d-t", "tab:d-t-2", "tab:d-t-3"] and "T (2 of 3)" in made
    assert made.splitlines()[0] == "% needs: booktabs, longtable, array, pdflscape"
    assert faults(compiled(article(made, "letterpaper", 12), tmp_path)) == []


@needs_pdflatex
def test_long_words_and_addresses_are_broken_and_dates_are_not(tmp_path):
    texts = "https://www.example.org/a/very/long/address_without_a_blank.html?x=1&y=2", "x" * 120, "1995-06-28"
    table = Table("t", "T", tuple(Column(f"c{n}", f"C{n}") for n in range(3)), (texts,))
    made = latex_text(table)
    assert (
        r"\mbox{1995-06-28}" in made and r"xx\-xx" in made and r"https://\hspace{0pt}www.\hspace{0pt}example." in made
    )
    assert faults(compiled(article(made, "letterpaper", 12), tmp_path)) == []


def test_rows_under_one_long_text_stand_under_it_once():
    rows = tuple(("A long text that is said of many rows", f"x{n}", n) for n in range(4))
    made = latex_text(Table("t", "T", (Column("a", "A"), Column("b", "B"), Column("n", "N")), rows))
    assert made.count("A long text") == 1 and r"\multicolumn{2}" in made and "\nB & N \\\\" in made


@needs_pdflatex
def test_tables_of_scores_that_float_fit_an_article(tmp_path, root):
    from replay.scoring import case, forecasts, score

    traces = [engine.run(files.load(root / f"timelines/{name}.yaml"))
              for name in ("japan-autos-1993-1995", "korea-autos-1995-1998")]  # fmt: skip
    made = latex_float(board_table(score(forecasts([case(one) for one in traces]), "uniform"), minus="\u2212"))
    assert misfits(made, tmp_path) == {}


@needs_pdflatex
@pytest.mark.parametrize("form", ["pdf", "tex"])
def test_an_article_takes_a_figure_its_caption_and_three_tables(form, tmp_path, root):
    """The snippet as it is, the picture as wide as the line or as high as leaves room for its caption."""
    trace = engine.run(files.load(root / "timelines/japan-autos-1993-1995.yaml"))
    drawn = figure(trace, "story", "column")
    (tmp_path / "figures").mkdir()
    made = tex_files(drawn, "japan-autos", form == "pdf") | {f"{drawn.name}.{form}": drawn.render(form)}
    for name, data in made.items():
        (tmp_path / "figures" / name).write_bytes(data)
    tables = "\n".join(
        latex_text(printed(TABLES[name](trace)), of="japan-autos") for name in ("clocks", "ledger", "scores")
    )
    body = rf"\newcommand{{\replayfolder}}{{figures/}}\input{{figures/{drawn.name}.snippet}}" + "\n" + tables
    for paper, points in PAPERS[1:]:
        said = compiled(article(body, paper, points), tmp_path, runs=2)
        assert faults(said) == [] and "Float too large" not in said and "multiply defined" not in said
