"""An event file goes to a workbook, or a folder of CSV, and back without loss; faults name sheet, row and column."""

from pathlib import Path

import pytest
import strategies
from hypothesis import given

import replay
from replay.exchange.book import csv_folder, event_book, read_book
from replay.files import loads
from replay.files.grids import read_grids
from replay.files.textfile import TextFile

SHIPPED = [*sorted(Path(__file__).parent.parent.glob("timelines/*.yaml")), replay.example()]


def as_file(text, name="made.yaml"):
    return TextFile.of(text.encode(), name), loads(text, name)


def through_a_book(file, timeline, folder):
    path = folder / "book.xlsx"
    path.write_bytes(event_book(file, timeline))
    return read_book(read_grids(path, strip=False), str(path))


def through_csv(file, timeline, folder):
    for name, text in csv_folder(file, timeline).items():
        (folder / name).write_text(text, encoding="utf-8")
    return read_book(read_grids(folder, strip=False), str(folder))


@pytest.mark.parametrize("way", [through_a_book, through_csv])
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_files_come_back_as_they_were(path, way, tmp_path):
    timeline = replay.load(path)
    found, text, problems = way(TextFile.read(path), timeline, tmp_path)
    assert not problems
    assert found == timeline
    assert loads(text) == timeline
    assert event_book(TextFile.read(path), timeline) == event_book(TextFile.read(path), timeline)


@strategies.few(25)
@given(strategies.event_files())
def test_whatever_is_sound_comes_back_as_it_was(tmp_path_factory, held):
    file, timeline = as_file(strategies.as_text(strategies.settled(held)))
    for way in (through_a_book, through_csv):
        found, text, problems = way(file, timeline, tmp_path_factory.mktemp("book"))
        assert (problems, found) == ((), timeline)
        assert loads(text) == timeline


AWKWARD = """
format: 1
dispute: odd
title: "=SUM(A1)"
about: {"a: b": "- x"}
sides: [AA, [BB, CC]]
parties: {AA: {name: "  A "}, BB: {name: "B\\n\\nb"}, CC: {name: "_x0041_"}}
sources: {k: {title: "1995"}}
events:
  - {id: one, date: "[1995-01,1996]", actor: [BB, CC], act: demand, summary: "{not: a mapping}", recipient: AA,
     worth: {amount: 5.9e9, unit: USD}, cite: [{key: k, page: "12"}, {key: k, page: "13, 14", note: 3}],
     clock: [{id: c, due: 1996~, record: {AA: lapsed, BB: met-in-part}}, {id: d, due: P2Y, record: lapsed}]}
  - {id: two, date: one + P45D, actor: AA, act: meet, summary: "01", cite: {key: k}, needs: [{any: [one, three]}, one], meets: {c: met-in-part}}
  - {id: three, date: 1995-06, actor: AA, act: meet, summary: "'quoted", key: false, cite: {key: k},
     tactics: [explicit-threat, delay]}
"""


def test_awkward_texts_and_nested_parts_come_back(tmp_path):
    file, timeline = as_file(AWKWARD, "odd.yaml")
    for way in (through_a_book, through_csv):
        folder = tmp_path / way.__name__
        folder.mkdir()
        found, text, problems = way(file, timeline, folder)
        assert (problems, found) == ((), timeline)
        assert loads(text) == timeline
