"""Sources without author or year, and pages cited by their address, wherever they are printed; works that we cite."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
import yaml
from click.testing import CliRunner
from coded import event, text
from pages import PATHS

import replay
from replay.cli import main
from replay.exchange.bibliography import bibliography
from replay.figures import figure
from replay.figures.sheet.wording import sourced
from replay.files import loads
from replay.publish.deposit import citation
from replay.publish.report import report_page
from replay.tables import TABLES, claims_table, events_table, readings_table
from replay.timeline import Citation, Source

PAGE = "cite: {url: https://www.example.org/a?b=1, title: A press release, accessed: 2024-05-01}"
BARE = "cite: {url: http://other.example/x}"
MORE = f"""
readings:
  - {{id: r, party: B, date: 2001-01, level: modest-loss, {BARE}}}
claims:
  - {{id: c, says: A claim., theory: prospect, paper: expects, tests: {{riskier: file-case, than: meet}}, {PAGE}}}
"""


@pytest.fixture(scope="module")
def timeline():
    """Four events: one with a source of both, one without author, one without year, one on a page."""
    sources = "  s: {author: Somebody, year: 2001, title: Something}"
    made = text(
        event("a", "2001-01-01"),
        event("b", "2001-01-02").replace("{key: s, section: First}", "{key: paper, page: 12, note: 3}"),
        event("c", "2001-01-03").replace("{key: s, section: First}", "{key: note}"),
        event("d", "2001-01-04").replace("cite: {key: s, section: First}", PAGE),
        event("e", "2001-01-05").replace("cite: {key: s, section: First}", PAGE),
        more=MORE,
    )
    assert sources in made
    paper, note = "paper: {title: A paper, year: 1999, publisher: The Press}", "note: {author: Notary, title: A note}"
    return loads(made.replace(sources, f"{sources}\n  {paper}\n  {note}"), "test.yaml")


@pytest.fixture(scope="module")
def trace(timeline):
    return replay.run(timeline)


def test_author_and_year_stand_as_far_as_there_are_any():
    found = [Source("k", "T", author, year) for author in ("A", "") for year in ("2001", "")]
    assert [source.short for source in found] == ["A 2001", "A", "T 2001", "T"]
    assert [source.in_text for source in found] == ["A (2001)", "A", "T (2001)", "T"]


def test_a_page_stands_with_its_title_its_address_and_the_day_it_was_read():
    whole = Citation(url="https://x.example/y", title="A page", accessed="2024-05-01", section="Second")
    assert str(whole) == "A page, Second, https://x.example/y, read on 2024-05-01"
    assert str(Citation(url="https://x.example/y")) == "https://x.example/y"


def test_tables_say_where_a_thing_stands(trace):
    release = "A press release, https://www.example.org/a?b=1, read on 2024-05-01"
    assert events_table(trace).column("source") == (
        "Somebody 2001, First", "A paper 1999, p. 12, n. 3", "Notary", release, release,
    )  # fmt: skip
    assert readings_table(trace).column("source") == ("http://other.example/x",)
    assert claims_table([trace]).column("source") == (release,)


def test_every_page_is_listed_once_in_the_order_of_the_file(timeline):
    assert [page.url for page in timeline.pages] == ["https://www.example.org/a?b=1", "http://other.example/x"]


def test_captions_name_sources_and_count_pages(timeline, trace):
    said = "Coded from Somebody (2001), A paper (1999), Notary and 2 web pages."
    assert sourced([timeline]) == sourced([timeline, timeline]) == said
    assert said in figure(trace, "story").caption


def test_the_report_lists_sources_and_pages(trace):
    page = report_page(trace, ())
    listed = re.findall(r"<li>(.*?)</li>", page[page.index("<h3>Sources</h3>") : page.index("<h3>Made from</h3>")])
    assert [re.sub("<[^>]*>", "", line) for line in listed] == [
        "Somebody (2001). Something.",
        "A paper (1999). The Press.",
        "Notary. A note.",
        "A press release. Read on 2024-05-01. https://www.example.org/a?b=1",
        " http://other.example/x",
    ]


def test_the_bibliography_has_pages_with_address_and_day(timeline):
    entries = bibliography(timeline).split("@misc")[1:]
    assert "author = {{Somebody}}," in entries[0] and "key = " not in entries[0]
    assert "author" not in entries[1] and "key = {A paper}," in entries[1] and "year = {1999}," in entries[1]
    assert "author = {{Notary}}," in entries[2] and "year" not in entries[2]
    assert entries[3] == (
        "{page,\n  title = {{A press release}},\n  key = {A press release},\n"
        "  url = {https://www.example.org/a?b=1},\n  urldate = {2024-05-01},\n}\n\n"
    )
    assert "{page-2," in entries[4] and "url = {http://other.example/x}," in entries[4] and "urldate" not in entries[4]


def test_the_citation_file_gives_each_reference_a_title_and_an_author(timeline):
    _, *found = yaml.safe_load(citation(timeline, "1"))["references"]
    assert [(one["type"], one["title"], one["authors"][0]["name"]) for one in found] == [
        ("generic", "Something", "Somebody"),
        ("generic", "A paper", "The Press"),
        ("generic", "A note", "Notary"),
        ("website", "A press release", "www.example.org"),
        ("website", "http://other.example/x", "other.example"),
    ]
    assert [str(one.get("date-accessed")) for one in found[3:]] == ["2024-05-01", "None"]
    assert [one.get("year") for one in found] == [2001, 1999, None, None, None]


def test_nothing_prints_an_empty_bracket_or_the_word_none(trace):
    cells = [str(cell) for make in TABLES.values() for row in make(trace).written() for cell in row]
    assert not [cell for cell in cells if "()" in cell or "None" in cell]
    page = report_page(trace, ())
    assert "()" not in re.sub("<script.*?</script>|<style.*?</style>", "", page, flags=re.S) and ">None" not in page


def test_a_branch_is_cited_by_address(timeline, tmp_path):
    """An edit file may cite a page too, with or without sources of its base."""
    (tmp_path / "base.yaml").write_text(text(event("a", "2001-01-01"), event("b", "2001-01-02")))
    (tmp_path / "edits.yaml").write_text(
        f"""\
format: 1
of: {{base: base.yaml}}
edits:
  no-a: {{drop: a, because: It might not have come.}}
counterfactuals:
  quiet: {{title: Quiet, edits: [no-a], because: Why not., {PAGE}}}
"""
    )
    assert CliRunner().invoke(main, ["pin", str(tmp_path / "edits.yaml")]).exit_code == 0
    file = replay.load_edits(tmp_path / "edits.yaml")
    (cite,) = file.counterfactuals["quiet"].cite
    assert str(cite).startswith("A press release, https://")


# -- docs/sources.md -------------------------------------------------------------------------------

ROOT = Path(__file__).resolve().parent.parent
LISTED = ROOT / "docs" / "sources.md"
CITING = sorted({*(ROOT / "replay").rglob("*.py"), *PATHS} - {LISTED})
COLUMNS = ["Author", "Year", "Title", "DOI", "Used in", "Confirmed at"]


def _table():
    """The rows of the table of works, as columns by name, and the files of each."""
    head, _, *rows = [
        [cell.strip() for cell in line.strip("|").split("|")]
        for line in LISTED.read_text(encoding="utf-8").splitlines()
        if line.startswith("|")
    ]
    assert head == COLUMNS and {len(row) for row in rows} == {len(head)}
    return [dict(zip(head, row, strict=True)) for row in rows]


WORKS = _table()


def _files(work):
    """The files that a row names: of the repository, or under `replay/`."""
    names = re.findall("`([^`]+)`", work["Used in"])
    return [place if (place := ROOT / "replay" / name).exists() else ROOT / name for name in names]


def _dois(text):
    """The DOIs of a text, without the punctuation of the sentence around them."""
    found = set()
    for doi in re.findall(r"""doi(?::|\.org/)\s*(10\.\d{4,}/[^\s"'`|]+)""", text):
        while doi[-1] in ".,;:" or (doi[-1] == ")" and doi.count(")") > doi.count("(")):
            doi = doi[:-1]
        found.add(doi)
    return found


def _cites(text, work):
    """Whether the first author stands before the year, a few lines apart at most."""
    first = re.split(", | & ", work["Author"])[0]
    return re.search(rf"\b{re.escape(first)}\b.{{0,250}}?\b{work['Year']}\b", text, re.DOTALL) is not None


@pytest.mark.parametrize(
    ("text", "doi"),
    [
        ("(Doe 2001, doi:10.1000/ab(70)1-4).", "10.1000/ab(70)1-4"),
        ("Doe 2001, doi:10.1000/1520(1969)008<0985:A>2.0.CO;2. Roe", "10.1000/1520(1969)008<0985:A>2.0.CO;2"),
        ('"Doe 2001, doi:10.1000/x; Roe"', "10.1000/x"),
        ("https://doi.org/10.1000/x)", "10.1000/x"),
    ],
)
def test_a_doi_ends_where_the_sentence_goes_on(text, doi):
    assert _dois(text) == {doi}


def test_every_doi_stands_in_the_table_with_the_file_that_prints_it():
    files = {work["DOI"].strip("`"): _files(work) for work in WORKS}
    printed = [(doi, path) for path in CITING for doi in sorted(_dois(path.read_text(encoding="utf-8")))]
    assert len(printed) > 20
    assert not [f"{path.relative_to(ROOT)}: {doi}" for doi, path in printed if path not in files.get(doi, ())]


@pytest.mark.parametrize("work", WORKS, ids=lambda work: f"{work['Author']} {work['Year']}")
def test_every_work_of_the_table_is_cited_where_it_says(work):
    files = _files(work)
    assert files and work["Confirmed at"] and re.fullmatch(r"-|`10\.\d{4,}/\S+`", work["DOI"])
    assert not [str(path) for path in files if not _cites(path.read_text(encoding="utf-8"), work)]


def test_works_stand_once_and_in_order():
    names = [(work["Author"].casefold(), work["Year"]) for work in WORKS]
    assert names == sorted(set(names))


def test_what_is_not_confirmed_has_no_doi_and_no_pages():
    doubtful = [work for work in WORKS if work["Confirmed at"] == "not confirmed"]
    assert not [work for work in doubtful if work["DOI"] != "-" or re.search(r"\d+-\d+", work["Title"])]
