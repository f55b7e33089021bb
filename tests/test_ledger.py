"""The ledger of threats: which acts have a row, what counts once, and every fate, on disputes worked out by hand."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner
from coded import act

import replay
from replay.cli import main
from replay.codebook import Outcome, ThreatFate
from replay.counterfactuals.edits import Drop, apply
from replay.dates import iso
from replay.escalation import ledger
from replay.tables.clocks import clocks_table
from replay.tables.ledger import ledger_table, shares_table, shares_told

DUTIES = "{act: impose-sanctions, actor: A, recipient: B, summary: Duties.}"
NAMED = "{act: impose-sanctions, actor: A, recipient: B, summary: Duties., event: duties}"


@pytest.fixture
def rows(trace_of):
    """The rows of the ledger of these acts, by their ids."""
    return lambda *acts, **options: {row.id: row for row in ledger(trace_of(*acts, **options))}


def clock(name, due, record, more=""):
    return f"clock: {{id: {name}, due: {due}, record: {record}{', ' + more if more else ''}}}"


def effect(name, due, record, more=""):
    return clock(name, due, record, "kind: effect" + (f", {more}" if more else ""))


def worth(billions):
    return f"worth: {{amount: {billions}e9, unit: USD}}\n"


def commits(when, then, more=""):
    return f"commits: [{{when: {when}, then: {then}{', ' + more if more else ''}}}]"


def told(row):
    """Fate, day of the end, days from the announcement, and the acts that brought it about."""
    return row.fate.value, row.ended and iso(row.ended), row.days, row.ended_by


# -- fates by the clock ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("record", "does", "fate"),
    [
        ("carried-out", "", ("carried-out", "2001-04-01", 31, ())),  # 1 March to 1 April: 31 days
        ("lapsed", "", ("bluff", "2001-04-01", 31, ())),
        ("met", "meets: c", ("met", "2001-03-20", 19, ("reply",))),
        ("met-in-part", "meets: {c: met-in-part}", ("met-in-part", "2001-03-20", 19, ("reply",))),
        ("settled", "settles: [c]", ("settled", "2001-03-20", 19, ("reply",))),
        ("withdrawn", "withdraws: [c]", ("withdrawn", "2001-03-20", 19, ("reply",))),
        ("suspended", "suspends: [c]", ("suspended", None, None, ("reply",))),
        ("unknown", "", ("unknown", None, None, ())),
    ],
)
def test_a_measure_has_the_fate_of_its_clock(rows, record, does, fate):
    found = rows(
        act("list", "2001-03-01", "list-sanctions", more=effect("c", "2001-04-01", record)),
        act("reply", "2001-03-20", "agree", "B", does),
    )
    assert told(found["c"]) == fate
    assert (found["c"].form, iso(found["c"].due)) == ("threat", "2001-04-01")


def test_a_clock_that_still_runs_leaves_its_measure_open(rows):
    found = rows(act("list", "2003-03-01", "list-sanctions", more=effect("c", "2004-06-01", "open")))
    assert told(found["c"]) == ("open", None, None, ())


def test_what_was_done_has_a_worth_of_its_own_never_its_setters(rows, trace_of):
    listed = worth(12) + effect("c", "2001-04-02", "carried-out", f"on_end: {NAMED}")
    acts = (
        act("list", "2001-01-01", "list-sanctions", more=listed),
        act("duties", "2001-04-02", "impose-sanctions", more=worth(9)),
    )  # fmt: skip
    found = rows(*acts)
    assert [*found] == ["c"]
    assert told(found["c"]) == ("carried-out", "2001-04-02", 91, ("duties",))  # 30 + 28 + 31 + 2 days
    assert found["c"].worth.amount == 9e9
    assert clocks_table(trace_of(*acts)).column("worth") == (9e9,)


def test_an_effect_that_did_not_come_has_the_worth_that_was_listed(rows):
    listed = worth(12) + effect("c", "2001-04-02", "met", f"on_end: {DUTIES}")
    found = rows(
        act("list", "2001-01-01", "list-sanctions", more=listed), act("x", "2001-02-01", "concede", "B", "meets: c")
    )
    assert found["c"].worth.amount == 12e9


def test_of_two_acts_at_the_end_of_a_clock_one_is_a_part_and_none_a_bluff(trace_of):
    one, other = (f"{{id: {name}, due: 2001-04-01, kind: effect, record: lapsed}}" for name in "ab")
    found = rows(act("list", "2001-01-01", "list-sanctions", more=f"{worth(12)}clock: [{one}, {other}]"))
    assert [row.worth for row in found.values()] == [None, None]
    assert found["a"].notes == ("its act gives a worth for several measures together",)


def test_a_joint_threat_is_one_row(rows):
    joint = act("list", "2001-01-01", "list-sanctions", more=effect("c", "2001-04-01", "lapsed")).replace(
        "actor: A\n", "actor: [A, C]\n"
    )
    assert [(row.who, row.whom) for row in rows(joint).values()] == [("A+C", "B")]


def test_every_end_of_a_clock_has_a_fate():
    ends = {outcome.value for outcome in Outcome} - {
        "lapsed",
        "elapsed",
        "expired",
    }  # what follows from these is the fate
    assert ends <= {fate.value for fate in ThreatFate}


# -- tables and the command -----------------------------------------------------------------------


@pytest.fixture
def two_fates(trace_of):
    return trace_of(
        act("a", "2001-01", "list-sanctions", more=worth(12) + effect("c", "P60D", "lapsed")),
        act("b", "2001-02-01", "threaten-case", more="fate: carried-out"),
        act("p", "2001-03-01", "promise", "B"),
    )


def test_shares_are_counts_of_all_that_a_party_threatened(two_fates):
    assert [*shares_told([two_fates])] == [
        "Side A: 2 threats, carried out 1 of 2, bluff 1 of 2.",
        "Side B: 1 promise, open 1 of 1.",
    ]
    assert shares_table([two_fates]).rows[0] == ("Side A", "threat", "carried-out", 1, 2, 0.5)
    assert shares_table([two_fates, two_fates]).rows[0] == ("Side A", "threat", "carried-out", 2, 4, 0.5)


def test_a_day_that_nobody_coded_is_no_date_in_the_ledger(two_fates):
    row = next(ledger_table([two_fates]).records())
    # January 2001 stands on the 16th in the replay; 60 days later is 17 March, which nobody coded.
    assert (row["announced"], row["coded_date"], row["due"]) == ("Jan 2001", "2001-01", "60 days after Jan 2001")
    assert (row["ended"], row["days"]) == ("60 days after Jan 2001", 60)
    assert row["notes"] == "days counted with the middle of an imprecise date"


def test_the_command_answers_first_and_calls_a_bluff_a_bluff(root):
    said = CliRunner().invoke(main, ["ledger", str(root / "tests/cases/bluff.yaml")])
    assert said.exit_code == 0
    assert said.output.startswith("Aland: 1 threat, bluff 1 of 1.\n")
    assert "impose sanctions: Duties." in said.output


def test_the_command_pools_files_and_writes_them(tmp_path, root):
    files = [str(root / f"tests/cases/{name}.yaml") for name in ("bluff", "duties-on-the-due-day")]
    made = CliRunner().invoke(main, ["ledger", *files, "--format", "csv", "--format", "tex", "--out", str(tmp_path)])
    assert made.exit_code == 0 and made.output.startswith("Aland: 2 threats, carried out 1 of 2, bluff 1 of 2.\n")
    folder = tmp_path / "bluff+duties-on-the-due-day"
    assert {path.name for path in folder.iterdir()} == {
        f"ledger{s}.{f}" for s in ("", "-shares") for f in ("csv", "tex")
    }
    assert (folder / "ledger.csv").read_text().splitlines()[1].startswith("bluff,warning/reply-1,AAA,BBB,threat,")
    printed = json.loads(CliRunner().invoke(main, ["ledger", *files, "--json"]).output)
    assert [row["fate"] for row in printed["measures"]] == ["bluff", "carried-out"]
    assert printed["shares"][0] == {
        "party": "Aland", "form": "threat", "fate": "carried-out", "count": 1, "of": 2, "share": 0.5,
    }  # fmt: skip


def test_the_command_says_where_nothing_is_threatened(root):
    said = CliRunner().invoke(main, ["ledger", str(root / "tests/cases/nothing-coded.yaml")])
    assert (said.exit_code, said.output) == (0, "No threat and no promise is coded.\n")
