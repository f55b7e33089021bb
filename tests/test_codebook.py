"""The vocabularies are complete, ordered as the theory says, and shipped as they stand."""

import json

import jsonschema
import pytest
import yaml
from coded import event, timeline

from replay import codebook as c
from replay.counterfactuals.editfile.models import EditFileModel
from replay.files import schema_text
from replay.files.keys import json_schema as schema
from replay.files.keys import keys_of, table_of_keys


@pytest.mark.parametrize("terms", [c.Act, c.Tactic, c.Answer, c.Outcome, c.Status, c.Level, c.Trend])
def test_every_term_is_defined_and_found_by_its_word(terms):
    for term in terms:
        assert term.definition[0].isupper() and term.definition.endswith("."), term
        assert terms(term.value) is term
        assert term == term.value


def test_act_and_tactic_carry_their_columns():
    act, tactic = c.Act("impose-sanctions"), c.Tactic("off-the-record")
    assert (act.rung, act.spread, act.plover, act.cameo) == (9, 12, "SANCTION (discontinue, economic)", "163")
    assert act.definition == "Puts an economic sanction or counter-sanction into force."
    assert (tactic.strategy, tactic.source) == (c.Strategy.CREATING, "Elms 2005, The Role of Losses")


def test_spread_follows_the_ranking_of_tactics():
    """Quiet talks < joint statement < demand < commitment < deadline < 301 case < list < WTO < imposition."""
    ranking = ["meet", "joint-statement", "demand", "commit", "set-deadline", "open-case", "list-sanctions",
               "file-case", "impose-sanctions"]  # fmt: skip
    spreads = [c.Act(name).spread for name in ranking]
    assert spreads == sorted(set(spreads))


def test_rungs_and_spreads_are_on_their_scales():
    for act in c.Act:
        assert 0 <= act.rung <= 9, act
        assert 0 <= act.spread <= 12, act
        assert (act.rung == 0) == (act.spread == 0), act
    assert [act.value for act in c.Act if act.rung == 9] == ["impose-sanctions"]


def test_levels_are_whole_domain_units():
    assert [level.position for level in c.Level] == [1, 0, -1, -2, -3]


def test_threats_cross_to_the_standard_codes():
    """CAMEO: 1312 threaten sanctions, 139 ultimatum, 163 sanctions, 115 lawsuit, 057 agreement, 085 ease sanctions."""
    codes = {"threaten-sanctions": "1312", "ultimatum": "139", "impose-sanctions": "163", "file-case": "115",
             "settle": "057", "lift-sanctions": "085"}  # fmt: skip
    assert {name: c.Act(name).cameo for name in codes} == codes


def test_shipped_schema_is_current(golden):
    golden("replay/data/timeline.schema.json", json.dumps(schema(), indent=2) + "\n")
    assert json.loads(schema_text()) == schema()


def test_schema_accepts_the_starter_and_refuses_a_wrong_act():
    from replay.files import starter

    validator = jsonschema.Draft202012Validator(schema())
    document = json.loads(json.dumps(yaml.safe_load(starter("x")), default=str))
    assert list(validator.iter_errors(document)) == []
    document["events"][0]["act"] = "shout"
    assert [list(error.path) for error in validator.iter_errors(document)] == [["events", 0, "act"]]


@pytest.mark.parametrize("top", [None, EditFileModel], ids=["event file", "edit file"])
def test_the_table_of_keys_is_whole_and_its_examples_are_sound(top):
    made = schema(*([top] if top else []))
    rows = table_of_keys(*([top] if top else []))
    assert len({(row["in"], row["key"]) for row in rows}) == len(rows)
    names = {"test": "TrialModel", "set of branches": "BranchesModel", "base": "BaseModelOfEdits"}
    for row in rows:
        name = names.get(row["in"], f"{row['in'].capitalize()}Model")
        home = made if row["in"] == "file" else made["$defs"][name]
        keys = home["properties"]
        assert row["meaning"] and row["type"], row
        assert (row["default"] == "must be there") == (
            row["key"] in home["required"] if "required" in home else False
        ), row
        if row["example"]:
            given = json.loads(json.dumps(yaml.safe_load(row["example"]), default=str))
            jsonschema.Draft202012Validator({"$defs": made["$defs"], **keys[row["key"]]}).validate(given)
    assert sum(row["in"] == "file" for row in rows) == len(made["properties"])


def test_rows_of_the_table_of_keys():
    rows = {(row["in"], row["key"]): row for row in table_of_keys()}
    assert rows["event", "clock"] == {
        "in": "event", "key": "clock", "type": "list: clock", "default": "", "meaning": "clocks that it sets",
        "example": "",
    }  # fmt: skip
    assert [rows["consequence", "after"][name] for name in ("type", "default", "example")] == ["length", "P0D", "P45D"]
    assert rows["decision", "among"]["default"] == "[creating, mixed, claiming]"
    assert rows["event", "moves"]["example"] == "{first-demand: P60D}"
    assert rows["clock", "last_day"]["type"] == "in or out"
    assert list(keys_of(EditFileModel)) == ["format", "of", "title", "note", "edits", "counterfactuals", "branches"]


def test_what_a_field_names_is_declared_on_it():
    """Every name in every item is found, with what it is the id of; a relative date names an event."""
    lapse = "on_end: {act: warn, actor: C, summary: Then., meets: [other], event: aside}"
    found = timeline(
        event("aside", "2001-01-01", "clock: {id: other, due: P9Y, record: open}"),
        event("first", "2001-02-01", f"clock:\n  id: c\n  due: aside + P1Y\n  record: open\n  {lapse}"),
        event(
            "second", "first + P9D", "needs: [first]\nanswers: {c: responds}\nmoves: {c: aside + P2Y}\nimpact: {B: 1}"
        ),
    )
    assert [(ref.field, ref.name, ref.noun) for ref in found.references if ref.noun != "party"] == [
        ("due", "aside", "event"), ("meets", "other", "clock"), ("event", "aside", "event"),
        ("date", "first", "event"), ("moves", "c", "clock"), ("moves", "aside", "event"),
        ("answers", "c", "event or clock"), ("needs", "first", "event"), ("impact", "B", "side"),
    ]  # fmt: skip
    assert [ref.name for ref in found.references if ref.noun == "party"] == ["A", "B", "A", "B", "C", "A", "B"]
