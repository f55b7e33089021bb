"""The vocabularies are complete, ordered as the theory says, and shipped as they stand."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from coded import event, text, timeline

from replay import codebook as c
from replay.counterfactuals.editfile.models import EditFileModel
from replay.files import inspect, schema_text
from replay.files.keys import json_schema as schema
from replay.files.keys import keys_of, table_of_keys

ROOT = Path(__file__).resolve().parent.parent


@pytest.mark.parametrize(
    "terms", [c.Act, c.Tactic, c.Answer, c.ClockKind, c.Outcome, c.Fate, c.ThreatFate, c.Status, c.Level, c.Trend]
)
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
    assert {act for act in c.Act if act.rung == 9} == c.IMPOSITIONS


def test_new_acts_stand_where_their_neighbours_stand():
    """Measures in force with sanctions, what is asked of a forum with the case; an appeal has two neighbours."""
    neighbours = {
        "impose-sanctions": ["control-exports", "boycott", "bar-firms", "freeze-assets"],
        "file-case": ["request-consultations", "request-panel"], "list-sanctions": ["request-authorisation"],
        "open-case": ["investigate-firms"], "set-deadline": ["advance-deadline", "resume-deadline"],
        "extend-deadline": ["suspend-deadline"], "agree": ["truce", "renew"], "concede": ["implement"],
        "lift-sanctions": ["suspend-sanctions"],
        "comment": ["ruling", "authorise-retaliation", "hearing", "request-comments", "mediate"],
    }  # fmt: skip
    for known, acts in neighbours.items():
        place = c.Act(known).rung, c.Act(known).spread
        assert {(c.Act(name).rung, c.Act(name).spread) for name in acts} == {place}, known
    assert (c.Act.APPEAL.rung, c.Act.APPEAL.spread) == (c.Act.REJECT.rung, c.Act.FILE_CASE.spread)


def test_the_sets_of_acts_hold_together():
    """Nothing threatens and conciliates; a pause or an agreement never rises above talks."""
    assert {c.Act.TRUCE} == c.PAUSES & c.AGREEMENTS and c.AGREEMENTS < c.TURNING
    assert all(1 <= act.rung <= c.CONCILIATORY for act in c.PAUSES | c.AGREEMENTS)
    assert all(6 <= act.rung <= 8 for act in c.THREATS)
    assert not c.THREATS & c.IMPOSITIONS and not c.TURNING & (c.THREATS | c.IMPOSITIONS)
    assert {act.value for act in c.CLOCK_ACTS if act.value.endswith("-deadline")} == {
        act.value for act in c.Act if act.value.endswith("-deadline")
    } - {"set-deadline"}


def test_the_questions_decide_on_the_kind_of_a_clock():
    """Asked in this order, the first yes decides; the ends are those of the table in docs/event-file.md."""
    assert [kind.value for kind in c.ClockKind] == ["effect", "limit", "waiting", "term", "deadline"]
    assert all(kind.question.endswith("?") and kind.binds and kind.loses for kind in c.ClockKind)
    ends = {kind.value: [end.value for end in c.Outcome if kind.allows(end)][:-5] for kind in c.ClockKind}
    assert ends == {
        "effect": ["met", "met-in-part", "lapsed", "carried-out"], "limit": ["met", "lapsed"], "waiting": ["elapsed"],
        "term": ["expired", "broken"], "deadline": ["met", "met-in-part", "lapsed"],
    }  # fmt: skip


def test_levels_are_whole_domain_units():
    assert [level.position for level in c.Level] == [1, 0, -1, -2, -3]


def test_threats_cross_to_the_standard_codes():
    """CAMEO: 1312 threaten sanctions, 139 ultimatum, 163 sanctions, 115 lawsuit, 057 agreement, 085 ease sanctions, 045
    mediation, 090 investigate, 172 administrative sanctions, 061 cooperate economically; none for a ruling."""
    codes = {"threaten-sanctions": "1312", "ultimatum": "139", "impose-sanctions": "163", "file-case": "115",
             "settle": "057", "lift-sanctions": "085", "truce": "057", "request-panel": "115", "mediate": "045",
             "investigate-firms": "090", "bar-firms": "172", "implement": "061", "ruling": "-"}  # fmt: skip
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


VALIDATOR = jsonschema.Draft202012Validator(schema())
CLOCK = "clock: {id: c, due: 2001-06-01, record: "
WAIT = "clock: {id: c, kind: waiting, due: 2001-06-01, record: elapsed"


def commits(when, more="each: false"):
    return f"commits: {{when: {{{when}}}, then: {{act: warn, actor: A, recipient: B, summary: Then.}}, {more}}}"


def refused(whole):
    """What the schema has against a file."""
    return list(VALIDATOR.iter_errors(json.loads(json.dumps(yaml.safe_load(whole), default=str))))


def by_the_schema(more):
    """What the schema has against a file whose one event has these keys."""
    return refused(text(event("e", "2001", more)))


@pytest.mark.parametrize("path", sorted((ROOT / "tests/cases").glob("*.yaml")), ids=lambda path: path.stem)
def test_the_schema_accepts_what_check_accepts(path):
    found, problems = inspect(path)
    assert problems or not refused(path.read_text(encoding="utf-8")), found


@pytest.mark.parametrize(
    ("wrong", "right"),
    [
        ("clock: {id: c, record: open}", "clock: {id: c, due: 2009, record: open}"),
        ("clock: {id: c, due: 2009, template: us-301, record: open}", "clock: {id: c, template: us-301, record: open}"),
        (CLOCK + "carried-out}", CLOCK + "carried-out, kind: effect}"),
        (CLOCK + "lapsed, kind: waiting}", CLOCK + "lapsed, kind: deadline}"),
        (CLOCK + "{A: expired, B: lapsed}}", CLOCK + "{A: met, B: lapsed}, cite: {key: s}}"),
        (WAIT + ", on_end: {act: warn, actor: A, summary: x}}", WAIT + "}"),
        ("cite: {key: s, url: 'https://a.org'}", "cite: {url: 'https://a.org'}"),
        ("cite: {page: 4}", "cite: {key: s, page: 4}"),
        (commits("clock: c"), commits("clock: c, ends: met")),
        (commits("act: warn"), commits("act: warn, actor: B")),
        (commits("event: x, act: warn, actor: B"), commits("event: x")),
        (commits("event: x", "record: kept"), commits("event: x", "record: broken")),
        (commits("event: x", "record: [broken, broken]"), commits("event: x", "each: true, record: [broken, broken]")),
        ("fate: open\nclock: {id: c, due: 2009, record: open}", "fate: open"),
        ("meets: {c: lapsed}", "meets: {c: met-in-part}"),
        ("moves: {c: [1, 2]}", "moves: {c: +P30D}"),
    ],
)  # fmt: skip
def test_the_schema_demands_what_check_demands(wrong, right):
    """What only the whole file tells, such as whether a clock is there, a schema cannot; `check` does."""
    assert by_the_schema(wrong) and not by_the_schema(right)


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
        assert row["example"] or top, row
        if row["example"]:
            given = json.loads(json.dumps(yaml.safe_load(row["example"]), default=str))
            jsonschema.Draft202012Validator({"$defs": made["$defs"], **keys[row["key"]]}).validate(given)
    assert sum(row["in"] == "file" for row in rows) == len(made["properties"])


def test_rows_of_the_table_of_keys():
    rows = {(row["in"], row["key"]): row for row in table_of_keys()}
    assert rows["event", "clock"] == {
        "in": "event", "key": "clock", "type": "clock, or list", "default": "", "meaning": "clocks that it sets",
        "example": "{id: duties, due: P90D, kind: effect, record: settled}",
    }  # fmt: skip
    after = rows["consequence", "after"]
    assert [after[name] for name in ("type", "default", "example")] == ["length, or shortest/longest", "", "P0D/P30D"]
    assert rows["decision", "among"]["default"] == "[creating, mixed, claiming]"
    assert rows["event", "moves"]["type"] == "mapping of name to new due date"
    assert rows["event", "moves"]["example"] == "{duties: +P30D}"
    assert [rows["commitment", "each"][name] for name in ("type", "default")] == ["true or false", "false"]
    assert rows["clock", "kind"]["type"] == "kind of clock"
    assert rows["clock", "last_day"]["type"] == "in or out"
    assert list(keys_of(EditFileModel)) == ["format", "of", "title", "note", "edits", "counterfactuals", "branches"]


def test_what_a_field_names_is_declared_on_it():
    """Every name in every item is found, with what it is the id of; a relative date names an event."""
    lapse = (
        "on_end: [{act: warn, actor: C, summary: Then., meets: [other]}, "
        "{act: warn, actor: C, summary: Then., event: aside}]"
    )
    found = timeline(
        event("base", "2000-12-01"),
        event("aside", "2001-01-01", "clock: {id: other, due: P9Y, record: open}", actor="C", act="warn"),
        event("first", "2001-02-01", f"clock:\n  id: c\n  due: base + P1Y\n  record: open\n  {lapse}"),
        event(
            "second", "first + P9D", "needs: [first]\nanswers: {c: responds}\nmoves: {c: aside + P2Y}\nimpact: {B: 1}"
        ),
    )
    assert [(ref.field, ref.name, ref.noun) for ref in found.references if ref.noun != "party"] == [
        ("due", "base", "event"), ("meets", "other", "clock"), ("event", "aside", "event"),
        ("date", "first", "event"), ("moves", "c", "clock"), ("moves", "aside", "event"),
        ("answers", "c", "event or clock"), ("needs", "first", "event"), ("impact", "B", "side"),
    ]  # fmt: skip
    assert "".join(ref.name for ref in found.references if ref.noun == "party") == "ABCBABCCAB"
