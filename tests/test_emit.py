"""An event file written from plain values reads back as the same values."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import replay
from replay.files.emit import yaml_text
from replay.files.nodes import compose
from replay.text.signs import first_bad

SHIPPED = [*sorted(Path(__file__).parent.parent.glob("timelines/*.yaml")), replay.example()]
TEXTS = st.text(min_size=1, max_size=160).filter(lambda text: first_bad(text) is None and "\r" not in text)
WORDS = st.lists(st.text("ab1:#,-'\"[]{} \t\n.é%&*!|>@`?~", min_size=1, max_size=8), min_size=1, max_size=40).map(
    " ".join
)
KEYS = st.sampled_from(["summary", "note", "id", "date", "cite", "x y", "yes", "a: b", "1", "#", "-", "[k]"])
PARTS = st.recursive(
    TEXTS
    | WORDS
    | st.sampled_from(["yes", "1982", "~", "null", "1995-06-01", "-", "- a", "? b", "a: b", "a #b", "it's", "a:"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=3),
    max_leaves=8,
)


def read_back(text):
    root, problems = compose(text, "made.yaml")
    assert not problems, (text, problems)
    return root.plain()


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_files_hold_the_same_when_written_anew(path):
    held = compose(path.read_text(encoding="utf-8"), path.name)[0].plain()
    text = yaml_text(held)
    assert read_back(text) == held
    assert yaml_text(read_back(text)) == text
    assert max(map(len, text.splitlines())) <= 400


@given(st.dictionaries(KEYS | st.sampled_from(["events", "parties", "title"]), PARTS, min_size=1, max_size=4))
def test_whatever_is_held_is_read_back(held):
    assert read_back(yaml_text(held)) == held


def test_short_parts_stand_in_one_line_and_long_texts_are_folded():
    long = "word " * 30 + "end"
    text = yaml_text({"format": "1", "events": [{"id": "a", "summary": long, "cite": {"page": "1524", "key": "x"}}]})
    assert text.splitlines()[:4] == ["format: 1", "", "events:", "  - id: a"]
    assert (
        "    cite: {key: x, page: 1524}" in text.splitlines() or '    cite: {key: x, page: "1524"}' in text.splitlines()
    )
    assert "    summary: >-" in text.splitlines()
    assert all(len(line) <= 110 for line in text.splitlines())


def test_what_other_readers_take_for_something_else_is_quoted_where_text_is_wanted():
    assert 'title: "1995"' in yaml_text({"title": "1995"})
    assert "period: 1995" in yaml_text({"period": "1995"})
