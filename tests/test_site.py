"""The site of the documentation: its pages, its names, its build without network."""

import re
import subprocess
import sys
import tomllib
from urllib.parse import unquote

import pytest
from pages import PAGES, ROOT

import replay

INDEX = PAGES["docs/index.md"]


def test_every_page_stands_in_the_contents_and_in_the_list_above_them():
    entries = [
        line for block in re.findall(r"```{toctree}\n(.*?)```", INDEX, re.DOTALL) for line in block.splitlines()
        if line and not line.startswith(":")
    ]  # fmt: skip
    pages = {name.removeprefix("docs/").removesuffix(".md") for name in PAGES} - {"README", "index"}
    assert sorted(entries) == sorted(pages)
    assert [name for name in sorted(pages) if f"]({name}.md)" not in INDEX] == []


def test_every_public_name_has_its_place():
    named = re.findall(r"^\.\. auto\w+:: (\w+)$", PAGES["docs/reference/api.md"], re.MULTILINE)
    assert sorted(named) == sorted(replay.__all__)


def test_what_builds_the_site_is_pinned():
    group = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]["optional-dependencies"]["docs"]
    pinned = {line.partition("==")[0] for line in (ROOT / "constraints.txt").read_text().splitlines()}
    assert {re.split("[<>=]", one)[0] for one in group} <= pinned
    assert "docs/_build/" in (ROOT / ".gitignore").read_text().splitlines()


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    """The built site; a warning is an error."""
    for name in ("sphinx", "myst_parser", "furo"):
        pytest.importorskip(name)
    folder = tmp_path_factory.mktemp("site")
    order = [
        "-q",
        "-W",
        "--keep-going",
        "-b",
        "html",
        "-d",
        str(folder / "trees"),
        str(ROOT / "docs"),
        str(folder / "html"),
    ]
    made = subprocess.run([sys.executable, "-m", "sphinx", *order], capture_output=True, text=True, timeout=300)
    assert made.returncode == 0 and not made.stderr, made.stderr
    return folder / "html"


def test_every_page_is_built(site):
    for name in PAGES:
        if name.startswith("docs/"):
            assert (site / name.removeprefix("docs/")).with_suffix(".html").is_file(), name


def test_names_come_with_their_docstrings(site):
    page = (site / "reference" / "api.html").read_text(encoding="utf-8")
    for name in replay.__all__:
        assert f'id="replay.{name}"' in page, name
    first = replay.run.__doc__.partition("\n")[0].partition("`")[0].strip()
    assert first and first in " ".join(re.sub("<[^>]+>", "", page).split())


def test_a_reader_fetches_nothing(site):
    for path in site.rglob("*.html"):
        page = path.read_text(encoding="utf-8")
        got = re.findall(r"<(?:script|img|link|iframe)[^>]*?(?:src|href)=\"(https?:[^\"]*)", page)
        assert got == [], (path.name, got)


def test_pictures_and_links_of_the_site_lead_somewhere(site):
    for path in site.rglob("*.html"):
        for target in re.findall(r"(?:src|href)=\"([^\"]+)\"", path.read_text(encoding="utf-8")):
            place, _, anchor = target.partition("#")
            if ":" in place:
                continue
            there = path.parent / unquote(place.partition("?")[0]) if place else path
            assert there.is_file(), (path.name, target)
            if anchor and there.suffix == ".html" and anchor != "/":
                assert f'id="{anchor}"' in there.read_text(encoding="utf-8"), (path.name, target)
