"""The vocabularies are complete, ordered as the theory says, and shipped as they stand."""

import json

import jsonschema
import pytest

from replay import codebook as c
from replay.files import schema_text
from replay.files.model import schema


@pytest.mark.parametrize(
    ("values", "table"),
    [
        (c.Act, c.ACTS), (c.Tactic, c.TACTICS), (c.Answer, c.LINKS), (c.Outcome, c.OUTCOMES),
        (c.Status, c.STATUSES), (c.Level, c.LEVELS), (c.Trend, c.TRENDS),
    ],
)  # fmt: skip
def test_every_value_is_defined(values, table):
    assert list(table) == list(values)


def test_spread_follows_the_ranking_of_tactics():
    """Quiet talks < joint statement < demand < commitment < deadline < 301 case < list < WTO < imposition."""
    ranking = ["meet", "joint-statement", "demand", "commit", "set-deadline", "open-case", "list-sanctions",
               "file-case", "impose-sanctions"]  # fmt: skip
    spreads = [c.ACTS[c.Act(name)].spread for name in ranking]
    assert spreads == sorted(set(spreads))


def test_rungs_and_spreads_are_on_their_scales():
    for act, entry in c.ACTS.items():
        assert 0 <= entry.rung <= 9, act
        assert 0 <= entry.spread <= 12, act
        assert (entry.rung == 0) == (entry.spread == 0), act
    assert [act.value for act in c.Act if act.rung == 9] == ["impose-sanctions"]


def test_levels_are_whole_domain_units():
    assert [level.position for level in c.Level] == [1, 0, -1, -2, -3]


def test_threats_cross_to_the_standard_codes():
    """CAMEO: 1312 threaten sanctions, 139 ultimatum, 163 sanctions, 115 lawsuit, 057 agreement, 085 ease sanctions."""
    codes = {"threaten-sanctions": "1312", "ultimatum": "139", "impose-sanctions": "163", "file-case": "115",
             "settle": "057", "lift-sanctions": "085"}  # fmt: skip
    assert {name: c.ACTS[c.Act(name)].cameo for name in codes} == codes


def test_shipped_schema_is_current(golden):
    golden("replay/data/timeline.schema.json", json.dumps(schema(), indent=2) + "\n")
    assert json.loads(schema_text()) == schema()


def test_schema_accepts_the_starter_and_refuses_a_wrong_act():
    import yaml

    from replay.files import starter

    validator = jsonschema.Draft202012Validator(schema())
    document = json.loads(json.dumps(yaml.safe_load(starter("x")), default=str))
    assert list(validator.iter_errors(document)) == []
    document["events"][0]["act"] = "shout"
    assert [list(error.path) for error in validator.iter_errors(document)] == [["events", 0, "act"]]
