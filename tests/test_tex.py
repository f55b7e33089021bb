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
from texed import compiled, document, needs_lualatex, needs_pdflatex

from replay.cli import main
from replay.exchange.bibliography import bibliography
from replay.tables import Column, Table, latex_text
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
    assert latex_float(table).startswith("% needs: lualatex\n% needs: booktabs\n")


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
        "Note: pdflatex has no sign for Ε λ ά ς Я п о н и я 日 本; compile events.tex with LuaLaTeX and a font that "
        "has them.\n"
    )
    _, told = written(tmp_path, LATIN, "tables")
    assert told.stderr == ""
    _, told = written(tmp_path, SIGNS.replace("Growth", "Япония"), "bundle")
    assert "; compile tables/events.tex and sources.bib with LuaLaTeX" in told.stderr
