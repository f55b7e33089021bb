"""Markdown, HTML and SVG: whatever a text holds, it stays text there; every page has the same content policy."""

import re
import zipfile
from html.parser import HTMLParser
from xml.etree import ElementTree

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

import replay
from replay.cli import main
from replay.figures import FIGURES, figure
from replay.figures.comparison import comparison_figure
from replay.files import loads
from replay.publish.deposit import readme
from replay.publish.report import report_page
from replay.tables import Column, Table, markdown_text
from replay.text.blocks import Grid, Heading, Paragraph
from replay.text.markdown import code, markdown
from replay.text.svg import inlined
from replay.text.webpage import article, whole

HOSTILE = [
    "[click](javascript:alert(1))", "<img src=x onerror=alert(1)>", "![p](http://x.org/a.png)", "<http://x.org>",
    "http://x.org and www.x.org", "a|b | c", "`code` ``", "# head #", "- item", "1. one", "2) two", "---", "===", "+ x",
    "> quoted", "&lt;b&gt; &amp;", "**bold** _it_ ~~gone~~", "$x^2$", "@cite", "[^1]: note", "\\[x\\]", "~~~", "a\\",
    "]]>", "<script>alert(1)</script>", "</style><!-- -->", "\"q\" 'p'", ": a", "[a]: http://x", "    indented",
]  # fmt: skip
READER = MarkdownIt("commonmark").enable(["table", "strikethrough"])
texts = st.text(st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=20)
marks = st.text("#*_-+=.):>|`~<[]!&\\1a @:/ ", min_size=1, max_size=12)


def plain(text):
    return " ".join(text.split())


def shown(text):
    """The blocks that a reader of Markdown sees, and the texts in them; fails where a text holds anything else."""
    tokens = READER.parse(text)
    for token in tokens:
        for child in token.children or ():
            assert child.type in ("text", "strong_open", "strong_close"), (child.type, text)
    inline = [token for token in tokens if token.type == "inline"]
    return [token.type for token in tokens], ["".join(child.content for child in one.children) for one in inline]


@given(st.one_of(texts, marks, st.sampled_from(HOSTILE)).filter(plain))
def test_a_text_stays_text_in_every_place_of_a_document(text):
    kinds, found = shown(markdown([Heading(text), Paragraph(text), Paragraph(text, strong=True)]))
    assert found == [plain(text)] * 3
    assert [kind for kind in kinds if kind.endswith("open")] == ["heading_open", "paragraph_open", "paragraph_open"]
    _, cells = shown(markdown([Grid((text, "n"), ((text, "1"),), marked={0})]))
    assert cells == [plain(text), "n", plain(text), "1"]


@given(st.one_of(texts, marks, st.sampled_from(HOSTILE)).filter(plain))
def test_code_in_a_line_holds_its_text(text):
    (token,) = (token for token in READER.parse(f"- {code(text)}") if token.type == "inline")
    assert [(child.type, child.content) for child in token.children] == [("code_inline", plain(text))]


def test_a_table_of_hostile_texts_keeps_its_rows_and_its_title():
    table = Table("t", HOSTILE[0], (Column("a", HOSTILE[5]), Column("n", "N")), tuple((t, 1) for t in HOSTILE))
    kinds, found = shown(markdown_text(table))
    assert found == [HOSTILE[0], HOSTILE[5], "N", *(part for text in HOSTILE for part in (plain(text), "1"))]
    assert kinds.count("tr_open") == 1 + len(HOSTILE)


def test_links_to_the_web_are_not_made_of_texts():
    assert "http\\://x.org and www\\.x.org" in markdown([Paragraph("http://x.org and www.x.org")])


def hostile(timeline_text):
    """The example with hostile texts in its title, its summary, and a label."""
    title = "<script>alert(1)</script> ]]> & \\\"q\\\" 'p' --> [x](javascript:y) `b`"
    summary = "<img src=x onerror=alert(1)> ![p](http://x.org)"
    found = timeline_text.replace("A small example", f'"{title}"', 1)
    label = '"]]> <script> & <b> -- -->"'
    return re.sub(r"\n    summary: .*", f'\n    label: {label}\n    summary: "{summary}"', found, count=3)


@pytest.fixture(scope="module")
def trace():
    return replay.run(loads(hostile(replay.example().read_text(encoding="utf-8"))))


def test_the_readme_of_a_deposit_shows_texts_and_names_as_they_stand(trace):
    made = readme(trace.timeline, "my `file`.yaml", {"simpy": "4"}, ["a`b"])
    tokens = READER.parse(made)
    children = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in children} <= {"text", "code_inline", "softbreak"}
    heading = next(token for token in tokens if token.type == "inline")
    assert "".join(child.content for child in heading.children) == trace.timeline.title
    assert "<script>" in trace.timeline.title
    assert "replay check 'my `file`.yaml'\n" in made
    assert {"my `file`.yaml", "a`b"} <= {child.content for child in children if child.type == "code_inline"}


# -- pages ----------------------------------------------------------------------------------------


class Page(HTMLParser):
    """The elements of a page, their attributes, and its texts."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes, self.policy, self.texts = [], [], "", []
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append(tag)
        self.attributes += attrs
        found = dict(attrs)
        if found.get("http-equiv") == "Content-Security-Policy":
            self.policy = found["content"]

    def handle_data(self, data):
        self.texts.append(data)


def without_digests(policy):
    return re.sub(r"'sha256-[^']+'", "DIGEST", policy).replace("script-src DIGEST; ", "")


POLICY = "default-src 'none'; style-src DIGEST; base-uri 'none'; form-action 'none'"


def is_sound(page):
    """It has the policy of every page, and nothing of what the texts hold has become an element."""
    assert without_digests(page.policy) == POLICY
    assert "img" not in page.tags
    assert page.tags.count("script") == page.policy.count("script-src")
    assert not any(name.startswith("on") for name, _ in page.attributes)
    links = {value for name, value in page.attributes if name in ("href", "src", "xlink:href", "action")}
    assert all(link.startswith("#") for link in links)


def test_every_page_has_the_same_policy_and_shows_hostile_texts(trace, tmp_path):
    page = Page(report_page(trace))
    is_sound(page)
    assert any("<script>alert(1)</script>" in text for text in page.texts)
    edits = tmp_path / "edits.yaml"
    text = (replay.example().parent / "example.edits.yaml").read_text(encoding="utf-8")
    edits.write_text(re.sub(r"\n  (digest|items): .*", "", text), encoding="utf-8")
    (tmp_path / "example.yaml").write_text(hostile(replay.example().read_text(encoding="utf-8")), encoding="utf-8")
    assert CliRunner().invoke(main, ["pin", str(edits)]).exit_code == 0
    result = CliRunner().invoke(main, ["whatif", str(edits), "no-settlement", "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    pages = list(tmp_path.rglob("*.html"))
    assert pages
    for path in pages:
        is_sound(Page(path.read_text(encoding="utf-8")))
    for path in tmp_path.rglob("*.svg"):
        ElementTree.fromstring(path.read_bytes())


def test_a_comparison_of_hostile_titles_is_xml(trace):
    made = comparison_figure([trace, trace])
    ElementTree.fromstring(made.svg())
    ElementTree.fromstring(made._repr_html_().replace("xlink:href", "href"))


@pytest.mark.parametrize("text", HOSTILE)
def test_a_text_stays_text_in_every_place_of_a_page(text):
    blocks = [Heading(text), Paragraph(text), Grid((text,), ((text,),))]
    page = Page(whole(text, article(blocks)))
    is_sound(page)
    assert "".join(page.texts).count(plain(text)) >= 5


# -- SVG ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", sorted(FIGURES))
def test_the_svg_of_every_figure_is_xml_whatever_its_labels(trace, name):
    made = figure(trace, name)
    for text in (made.svg(), inlined(made.svg(), "f1", 'a "b" <c>', {"act demand": HOSTILE[1]})):
        root = ElementTree.fromstring(text.replace("xlink:href", "href"))
        local = [element.tag.rpartition("}")[2] for element in root.iter()]
        assert "script" not in local and "img" not in local
    root = ElementTree.fromstring(made.svg())
    said = {element.tag.rpartition("}")[2]: element.text for element in root.iter()}
    assert said["title"].startswith("<script>") and said["description"] == made.alt


def test_two_figures_in_one_notebook_have_ids_of_their_own(trace):
    ids = []
    for name in ("story", "domain"):
        made = figure(trace, name)
        shown = made._repr_html_()
        ElementTree.fromstring(shown.replace("xlink:href", "href"))
        found = re.findall(r' id="([^"]*)"', shown)
        wanted = {*re.findall(r'href="#([^"]*)"', shown), *re.findall(r"url\(#([^)]*)\)", shown)}
        assert wanted <= set(found) and len(found) == len(set(found))
        ids += found
    assert len(ids) == len(set(ids)) > 0


def test_a_deposit_holds_pages_and_pictures_that_are_sound(tmp_path):
    (tmp_path / "x.yaml").write_text(hostile(replay.example().read_text(encoding="utf-8")), encoding="utf-8")
    result = CliRunner().invoke(main, ["bundle", str(tmp_path / "x.yaml"), "--out", str(tmp_path)])
    assert result.exit_code == 0, result.output
    with zipfile.ZipFile(next(tmp_path.rglob("*.zip"))) as archive:
        for name in archive.namelist():
            if name.endswith(".svg"):
                ElementTree.fromstring(archive.read(name))
            if name.endswith(".html"):
                is_sound(Page(archive.read(name).decode()))
