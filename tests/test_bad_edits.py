"""Bad edit files: every file in tests/bad_edits/ is refused with the message beside it; its base stays as it is.

The messages are golden files: ``pytest tests/test_bad_edits.py --update-golden`` writes them anew; read them before
they are kept.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner
from places import in_its_place

from replay.cli import main
from replay.counterfactuals.editfile import inspect_edits

BAD = Path(__file__).parent / "bad_edits"
FILES = sorted(path.name for path in BAD.glob("*.yaml"))


def call(*args):
    result = CliRunner().invoke(main, args)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


@pytest.fixture(autouse=True)
def _there(monkeypatch):
    monkeypatch.chdir(BAD)
    before = {path: path.read_bytes() for path in BAD.rglob("*") if path.is_file() and path.suffix != ".txt"}
    yield
    after = {path: path.read_bytes() for path in BAD.rglob("*") if path.is_file() and path.suffix != ".txt"}
    assert after == before


def test_there_is_a_message_for_every_file_and_a_file_for_every_message():
    assert len(FILES) > 150
    assert {path.stem for path in BAD.glob("*.txt")} == {Path(name).stem for name in FILES}


@pytest.mark.parametrize("name", FILES)
def test_check_says_what_is_wrong_and_where(name, golden):
    result = call("check", name)
    assert result.exit_code == 1 and result.stdout == ""
    golden(f"tests/bad_edits/{Path(name).stem}.txt", result.stderr)


@pytest.mark.parametrize("name", FILES)
def test_every_place_is_one_of_the_file(name):
    _, problems = inspect_edits(name)
    assert problems and list(problems) == sorted(set(problems))
    for problem in problems:
        in_its_place(problem, Path(name).read_bytes(), name)


@pytest.mark.parametrize("name", FILES)
def test_whatif_refuses_the_file_alike(name, tmp_path):
    out = tmp_path / "out"
    listed = call("whatif", name)
    assert listed.exit_code == 1 and listed.stdout == ""
    assert listed.stderr.splitlines()[:-1] == call("check", name).stderr.splitlines()[:-1]
    assert call("whatif", name, "what-if", "--out", str(out)).exit_code == 1
    assert not out.exists()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[]\n", "no event stands here; allowed: an event, or a list of events"),
        ("pause\n", "an event is a mapping (key: value), not plain text"),
        ("- pause\n", "an event is a mapping (key: value), not plain text"),
        ("{id: pause}\n", "key 'date' is missing"),
        ("", "the file is empty"),
    ],
)
def test_a_file_of_events_to_insert_is_refused_alike(tmp_path, text, words):
    path = tmp_path / "new.yaml"
    path.write_text(text)
    refused = call("whatif", str(BAD / "base/base.yaml"), "--insert", str(path))
    assert refused.exit_code == 1 and words in refused.stderr and refused.stdout == ""


def test_pin_pins_only_what_no_change_touches(tmp_path):
    for path in (BAD / "base").iterdir():
        (tmp_path / "base").mkdir(exist_ok=True)
        (tmp_path / "base" / path.name).write_bytes(path.read_bytes())
    for name in ("wrong-base.yaml", "wrong-base-no-edit-touched.yaml", "not-pinned.yaml", "digest-without-items.yaml"):
        (tmp_path / name).write_bytes((BAD / name).read_bytes())
    touched = tmp_path / "wrong-base.yaml"
    refused = call("pin", str(touched))
    assert refused.exit_code == 1 and "1 edit of 1 touched by the changes: one" in refused.stderr
    assert "'deal' is changed" in refused.stdout
    assert touched.read_bytes() == (BAD / "wrong-base.yaml").read_bytes()
    assert call("pin", str(touched), "--reviewed").exit_code == 0
    unknown = tmp_path / "digest-without-items.yaml"
    refused = call("pin", str(unknown))
    assert refused.exit_code == 1 and "not known without `items`" in refused.stdout
    assert unknown.read_bytes() == (BAD / unknown.name).read_bytes()
    assert call("pin", str(unknown), "--reviewed").exit_code == 0
    for name in ("wrong-base-no-edit-touched.yaml", "not-pinned.yaml"):
        pinned = call("pin", str(tmp_path / name))
        assert pinned.exit_code == 0 and "no edit is touched" in pinned.stdout
    for path in tmp_path.glob("*.yaml"):
        assert call("check", str(path)).exit_code == 0, path
        assert "written" in call("pin", str(path)).stdout
    assert not list(tmp_path.glob(".*"))
