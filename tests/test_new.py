"""`replay new`: files to start from, which check and run as they are."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner
from pages import PAGES

import replay
from replay.cli import main
from replay.counterfactuals.editfile.models import (
    BaseModelOfEdits,
    BranchesModel,
    CounterfactualModel,
    EditFileModel,
    EditModel,
)
from replay.counterfactuals.editfile.starter import edits_starter
from replay.files import edits_schema_text

ROOT = Path(__file__).resolve().parent.parent
BASES = [replay.example(), *sorted((ROOT / "timelines").glob("*.yaml"))]


def call(*args, code=0):
    result = CliRunner().invoke(main, [str(arg) for arg in args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    assert result.exit_code == code, (args, result.output)
    return result


@pytest.fixture
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_edit_file_checks_and_runs_with_its_schema_beside(here):
    call("new", "my-dispute")
    said = call("new", "my-edits", "--edits", "my-dispute.yaml").stdout
    assert "my-edits.yaml written, and edits.schema.json for editors." in said
    assert (here / "edits.schema.json").read_text() == edits_schema_text()
    assert "base my-dispute.yaml" in call("check", "my-edits.yaml").stdout
    assert "without-it" in call("whatif", "my-edits.yaml").stdout
    assert "impose-sanctions" in call("whatif", "my-edits.yaml", "without-it").stdout
    assert "0.70" in call("weigh", "my-edits.yaml", "what-came-of-it").stdout
    assert "exists already" in call("new", "my-edits", "--edits", "my-dispute.yaml", code=1).stderr


@pytest.mark.parametrize("base", BASES, ids=lambda path: path.stem)
def test_every_base_has_a_starting_file_and_its_comments_are_edits_too(here, base):
    (here / "sub").mkdir()
    call("new", "sub/mine", "--edits", base)
    assert "1 counterfactual, 1 edit, 1 branch set" in call("check", "sub/mine.yaml").stdout
    path = here / "sub/mine.yaml"
    path.write_text(re.sub(r"(?m)^  # (?!What)", "  ", path.read_text()))
    assert "9 edits" in call("check", "sub/mine.yaml").stdout
    found = replay.load_edits(here / "sub/mine.yaml")
    kinds = [type(edits[0]).__name__ for edits in found.edits.values()]
    assert sorted(kinds) == [
        "Cut",
        "Drop",
        "Insert",
        "Replace",
        "SetClock",
        "SetFate",
        "SetOutcome",
        "SetReading",
        "Shift",
    ]


def test_a_new_event_file_conforms_and_shows_what_the_format_can_do(here):
    call("new", "my-dispute")
    text = (here / "my-dispute.yaml").read_text(encoding="utf-8")
    timeline = replay.load("my-dispute.yaml")
    assert replay.conformance(replay.run(timeline)) == ()
    assert {kind.value for kind in (clock.kind for clock in timeline.clocks.values())} >= {
        "deadline",
        "effect",
        "limit",
    }
    assert {clock.record.value for clock in timeline.clocks.values()} >= {
        "carried-out",
        "met-in-part",
        "settled",
        "withdrawn",
    }
    fates = [fate.value for event in timeline.events for commitment in event.commits for fate in commitment.record]
    assert sorted(fates) == ["broken", "kept"]
    thirds = {event.actor for event in timeline.events if not timeline.sides_of(event.actor)}
    assert thirds == {"CCC", "FORUM"} and any("+" in (event.recipient or "") for event in timeline.events)
    for words in ("moves:", "withdraws:", "template:", "event: duties-in-force", "accessed:", "record: kept"):
        assert words in text, words


def test_what_cannot_be_a_base_is_refused_in_words(here):
    call("new", "my-dispute")
    call("new", "my-edits", "--edits", "my-dispute.yaml")
    assert "file of edits" in call("new", "other", "--edits", "my-edits.yaml", code=1).stderr
    assert "cannot read this file" in call("new", "other", "--edits", "none.yaml", code=1).stderr
    assert "is a directory" in call("new", "other", "--edits", ".", code=1).stderr
    assert "is not a name here" in call("new", "My Edits", "--edits", "my-dispute.yaml", code=2).stderr
    assert not (here / "other.yaml").exists()


def test_the_day_before_the_first_day_there_is_is_that_day(here):
    text = replay.example().read_text(encoding="utf-8")
    first = text[: text.index("  - id: sanctions-list")].replace("1996-02-05", "0001-01-01")
    (here / "first.yaml").write_text(first.replace("1996-01/1996-12", "0001/0002"), encoding="utf-8")
    call("new", "mine", "--edits", "first.yaml")
    assert "0001-01-01" in (here / "mine.yaml").read_text(encoding="utf-8")


def test_a_timeline_without_events_has_nothing_to_edit():
    from dataclasses import replace

    with pytest.raises(ValueError, match="no event to edit"):
        edits_starter(replace(replay.load(replay.example()), events=()), "x.yaml", "y.yaml")


def test_the_page_on_edits_has_every_key_of_an_edit_file():
    page = PAGES["docs/methods/counterfactuals.md"]
    table = page[page.index("| Key | Type | Default |") :].split("\n\n")[0]
    keys = {key for row in table.splitlines() for key in re.findall(r"`([a-z:-]+ ?[a-z]*)`", row.split("|")[1])}
    keys = {key.removeprefix("of: ") for key in keys}
    models = (EditFileModel, BaseModelOfEdits, EditModel, CounterfactualModel, BranchesModel)
    wanted = {info.alias or name for model in models for name, info in model.model_fields.items()} - {"of"}
    assert keys == wanted
