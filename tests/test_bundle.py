"""The deposit: everything in it, the same bytes, digests that hold, and how to run it again."""

import hashlib
import io
import json
import zipfile
from dataclasses import replace

import pytest
import yaml
from click.testing import CliRunner
from coded import crowded

from replay import engine, files
from replay.cli import main
from replay.exchange.bibliography import bibliography
from replay.publish.deposit import citation, readme
from replay.text.archive import zipped
from replay.timeline import Source


@pytest.fixture(scope="module")
def deposit(tmp_path_factory):
    folder = tmp_path_factory.mktemp("deposit")
    again = tmp_path_factory.mktemp("again")
    for out in (folder, again):
        args = ["bundle", str(files.example()), "--out", str(out), "--author", "Doe, Jane", "--author", "The Institute"]
        result = CliRunner().invoke(main, args)
        assert result.exit_code == 0, result.output
    one, other = ((out / "example" / "example.zip").read_bytes() for out in (folder, again))
    return one, other


def test_the_same_bytes_twice(deposit):
    assert deposit[0] == deposit[1]


def test_it_holds_event_file_sources_figures_tables_trace_report_and_papers(deposit):
    with zipfile.ZipFile(io.BytesIO(deposit[0])) as archive:
        assert archive.testzip() is None
        names = set(archive.namelist())
        assert archive.read("example/example.yaml") == files.example().read_bytes()
        assert {info.date_time for info in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    wanted = {"example.yaml", "trace.jsonl", "trace.csv", "clocks.csv", "manifest.json", "CITATION.cff", "README.md",
              "sources.bib", "requirements.txt", "report.html", "figures/story.pdf", "figures/domain.svg",
              "figures/escalation.png", "figures/story.caption.txt", "tables/events.csv", "tables/clocks.tex",
              "tables/tables.xlsx"}  # fmt: skip
    assert {f"example/{name}" for name in wanted} <= names
    assert all(name.startswith("example/") for name in names)


def test_a_figure_without_room_is_left_out_and_the_readme_says_why(tmp_path):
    (tmp_path / "crowded.yaml").write_text(crowded())
    result = CliRunner().invoke(main, ["bundle", str(tmp_path / "crowded.yaml"), "--out", str(tmp_path)])
    assert result.exit_code == 1 and result.stderr.startswith("The figure “story” is left out: a full journal page")
    with zipfile.ZipFile(tmp_path / "test-case" / "test-case.zip") as archive:
        assert "test-case/figures/domain.svg" in archive.namelist()
        assert "test-case/figures/story.svg" not in archive.namelist()
        words, page = (archive.read(f"test-case/{name}").decode() for name in ("README.md", "report.html"))
    why = "The figure “story” is left out: a full journal page has 240 mm of height; this dispute needs "
    assert f"\n## What is not in here\n\n- {why}" in words and why in page


def test_what_is_whole_misses_nothing(deposit):
    with zipfile.ZipFile(io.BytesIO(deposit[0])) as archive:
        assert "What is not in here" not in archive.read("example/README.md").decode()


def test_digests_hold_and_the_trace_can_be_run_again(deposit):
    with zipfile.ZipFile(io.BytesIO(deposit[0])) as archive:
        manifest = json.loads(archive.read("example/manifest.json"))
        names = {name.removeprefix("example/") for name in archive.namelist()} - {"manifest.json"}
        assert set(manifest["files"]) == names
        for name, digest in manifest["files"].items():
            assert hashlib.sha256(archive.read(f"example/{name}")).hexdigest() == digest
        text = archive.read("example/example.yaml").decode()
    assert manifest["trace"]["sha256"] == engine.run(files.loads(text)).digest


def test_the_citation_is_sound_and_names_its_authors(deposit):
    with zipfile.ZipFile(io.BytesIO(deposit[0])) as archive:
        cff = yaml.safe_load(archive.read("example/CITATION.cff"))
    assert (cff["cff-version"], cff["type"]) == ("1.2.0", "dataset")
    assert cff["authors"] == [{"family-names": "Doe", "given-names": "Jane"}, {"name": "The Institute"}]
    assert all(reference["authors"] and reference["title"] for reference in cff["references"])


def test_texts_cannot_leave_their_place():
    timeline = files.load(files.example())
    bad = Source("k", "A }{ title: \\b & 50%", 'O"Neil: x\n- y', "c. 1999", url="javascript:x")
    timeline = replace(timeline, title='T": x\nauthors: []', sources={"k": bad})
    cff = yaml.safe_load(citation(timeline, "1"))
    assert cff["title"].startswith('T": x authors: []')
    assert cff["references"][1]["title"] == "A }{ title: \\b & 50%"
    assert cff["references"][1]["year"] == 1999 and "url" not in cff["references"][1]
    assert r"{{A \textbraceright{}\textbraceleft{} title: \textbackslash{}b \& 50\%}}" in bibliography(timeline)


def test_the_readme_says_what_is_there_and_how_to_run_it():
    text = readme(files.load(files.example()), "x.yaml", {"dispute-replay": "1", "simpy": "4"}, ["b", "a"])
    assert "the program replay 1." in text and "replay run x.yaml" in text and "dispute-replay==1 simpy==4" in text
    assert text.index("- `a`") < text.index("- `b`")


def test_order_of_files_does_not_matter():
    assert zipped({"a": b"1", "b": b"2"}) == zipped({"b": b"2", "a": b"1"})
