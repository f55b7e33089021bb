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
from replay.tables import printed
from replay.tables.clocks import clocks_table
from replay.tables.ledger import fate_words, ledger_table, shares_table, shares_told

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
    two = (
        "[{act: impose-sanctions, actor: A, recipient: B, summary: Duties., event: duties}, "
        "{act: break-off, actor: A, recipient: B, summary: No more talks., event: broken}]"
    )
    trace = trace_of(
        act("ask", "2001-01-01", "demand", more=clock("c", "2001-02-01", "lapsed", f"on_end: {two}")),
        act("vote", "2001-01-20", "endorse"),
        act("house", "2001-01-21", "endorse"),
        act("duties", "2001-02-03", "impose-sanctions", more="needs: [vote]"),
        act("broken", "2001-02-05", "break-off", more="needs: [house]"),
    )
    assert told(ledger(trace)[0]) == ("carried-out", "2001-02-05", 35, ("duties", "broken"))
    # Without the vote that the duties need, the talks alone are broken off; without either, nothing comes of it.
    one = replay.run(apply(trace.timeline, [Drop("vote")]))
    assert told(ledger(one)[0]) == ("in-part", "2001-02-05", 35, ("broken",))
    none = replay.run(apply(trace.timeline, [Drop("vote"), Drop("house")]))
    assert told(ledger(none)[0]) == ("bluff", "2001-02-01", 31, ())


def test_a_replay_that_is_cut_short_leaves_open_what_may_still_come(trace_of):
    acts = (
        act("ask", "2001-01-01", "demand", more=clock("c", "2001-02-01", "lapsed", f"on_end: {NAMED}")),
        act("duties", "2001-02-10", "impose-sanctions"),
    )
    assert told(ledger(trace_of(*acts, until="2001-02-05"))[0])[0] == "open"
    assert told(ledger(trace_of(*acts, until="2001-02-10"))[0])[0] == "carried-out"


def test_a_branch_in_which_the_demand_is_not_met_carries_the_threat_out(trace_of):
    trace = trace_of(
        act("ask", "2001-01-01", "demand", more=clock("c", "2001-02-01", "met", f"on_end: {DUTIES}")),
        act("reply", "2001-01-20", "concede", "B", "meets: c"),
    )
    assert told(ledger(trace)[0]) == ("met", "2001-01-20", 19, ("reply",))
    branch = replay.run(apply(trace.timeline, [Drop("reply")]))
    assert told(ledger(branch)[0]) == ("carried-out", "2001-02-01", 31, ("c/end",))


def test_a_clock_that_was_moved_is_one_measure_due_on_its_last_date(rows):
    found = rows(
        act("list", "2001-03-01", "list-sanctions", more=effect("c", "2001-04-01", "lapsed")),
        act("more", "2001-03-20", "extend-deadline", more="moves: {c: 2001-06-01}"),
    )
    assert [*found] == ["c"]
    assert (iso(found["c"].due), found["c"].days) == ("2001-06-01", 92)  # 30 + 30 + 31 + 1


def test_met_on_the_word_of_the_source_and_disputed_ends_are_said(rows):
    disputed = effect("d", "2001-02-01", "{A: lapsed, B: met}", "cite: {key: s}")
    found = rows(
        act("a", "2001-01-01", "list-sanctions", more=effect("c", "2001-02-01", "met", "cite: {key: s}")),
        act("b", "2001-01-02", "list-sanctions", more=disputed),
    )
    assert found["c"].notes == ("met on the word of the source",)
    assert found["d"].fate is ThreatFate.BLUFF and found["d"].notes == ("disputed: A lapsed, B met",)


# -- fates of commitments -------------------------------------------------------------------------

IF_B = "{act: impose-sanctions, actor: B, recipient: A}"


@pytest.mark.parametrize(
    ("record", "then", "fate"),
    [
        ("", NAMED, ("carried-out", "2001-03-01", 59, ("duties",))),  # 1 January to 1 March
        ("record: kept", NAMED, ("carried-out", "2001-03-01", 59, ("duties",))),
        ("record: in-part", NAMED, ("in-part", "2001-03-01", 59, ("duties",))),
        ("record: broken", DUTIES, ("bluff", "2001-02-01", 31, ())),
    ],
)
def test_a_commitment_has_the_fate_to_which_it_was_triggered(rows, record, then, fate):
    found = rows(
        act("warning", "2001-01-01", "threaten-sanctions", more=commits(IF_B, then, record)),
        act("b-duties", "2001-02-01", "impose-sanctions", "B"),
        act("duties", "2001-03-01", "impose-sanctions"),
    )
    assert told(found["warning/reply-1"]) == fate


def test_an_act_of_the_promised_kind_that_no_fate_names_is_not_tied(rows):
    found = rows(
        act("warning", "2001-01-01", "threaten-sanctions", more=commits(IF_B, DUTIES, "record: broken")),
        act("b-duties", "2001-02-01", "impose-sanctions", "B"),
        act("later", "2002-03-01", "impose-sanctions"),
        act("elsewhere", "2002-04-01", "impose-sanctions", to="C"),  # towards a third party
        act("planned", "2002-05-01", "impose-sanctions", more="status: announced"),
    )
    assert found["warning/reply-1"].fate is ThreatFate.BLUFF
    assert found["warning/reply-1"].not_tied == ("later",)


def test_a_commitment_that_nothing_triggered_is_not_triggered(rows):
    acts = (act("warning", "2001-01-01", "threaten-sanctions", more=commits(IF_B, DUTIES)),)
    assert told(rows(*acts)["warning/reply-1"]) == ("not-triggered", None, None, ())
    assert rows(*acts, until="2001-06-01")["warning/reply-1"].fate is ThreatFate.OPEN


def test_a_commitment_for_the_lapse_of_a_clock_has_the_end_of_that_clock_and_they_are_one_measure(rows):
    more = clock("c", "2001-02-01", "met") + "\n" + commits("{clock: c, ends: lapsed}", DUTIES)
    found = rows(
        act("threat", "2001-01-01", "threaten-sanctions", more=more),
        act("x", "2001-01-11", "concede", "B", "meets: c"),
    )
    assert {name: told(row) for name, row in found.items()} == {"threat/reply-1": ("met", "2001-01-11", 10, ("x",))}
    assert iso(found["threat/reply-1"].due) == "2001-02-01"


def test_a_reply_that_is_due_after_the_last_day_is_open(rows):
    then = DUTIES.replace("summary:", "after: P60D, summary:")
    found = rows(
        act("warning", "2003-01-01", "threaten-sanctions", more=commits(IF_B, then)),
        act("b-duties", "2003-12-01", "impose-sanctions", "B"),  # 60 days later it is 2004; the period ends with 2003
    )
    assert told(found["warning/reply-1"]) == ("open", None, None, ())
    assert found["warning/reply-1"].notes == ("it may still follow when the replay ends",)


def test_in_a_branch_a_promise_is_kept_by_rule_or_broken_as_what_it_needs_is_there(trace_of):
    trace = trace_of(
        act("warning", "2001-01-01", "threaten-sanctions", more=commits(IF_B, NAMED)),
        act("vote", "2001-01-10", "endorse"),
        act("b-duties", "2001-02-01", "impose-sanctions", "B"),
        act("duties", "2001-02-05", "impose-sanctions", more="needs: [vote]"),
    )
    assert told(ledger(trace)[0]) == ("carried-out", "2001-02-05", 35, ("duties",))
    without = replay.run(apply(trace.timeline, [Drop("duties")]))  # the act itself is gone: the promise stands
    assert told(ledger(without)[0]) == ("carried-out", "2001-02-05", 35, ("warning/reply-1",))
    unmet = replay.run(apply(trace.timeline, [Drop("vote")]))  # what the act needs is gone: nothing comes
    assert told(ledger(unmet)[0]) == ("bluff", "2001-02-01", 31, ())
    quiet = replay.run(apply(trace.timeline, [Drop("b-duties")]))
    assert told(ledger(quiet)[0]) == ("not-triggered", None, None, ())


def test_a_clock_that_was_met_before_a_commitment_was_made_met_nothing_of_it(rows):
    found = rows(
        act("ask", "2001-01-01", "demand", more=clock("c", "2001-02-01", "met")),
        act("x", "2001-01-11", "concede", "B", "meets: c"),
        act("threat", "2001-01-12", "threaten-sanctions", more=commits("{clock: c, ends: lapsed}", DUTIES)),
    )
    assert told(found["threat/reply-1"]) == ("not-triggered", None, None, ())


def test_each_trigger_of_a_lasting_commitment_is_a_measure(trace_of):
    then = NAMED.replace("event:", "after: P10D, event:")
    lasting = commits(IF_B, then, "each: true, record: [kept, broken]")
    trace = trace_of(
        act("warning", "2001-01-01", "threaten-sanctions", more=lasting),
        act("first", "2001-02-01", "impose-sanctions", "B"),
        act("duties", "2001-02-11", "impose-sanctions"),
        act("second", "2001-05-01", "impose-sanctions", "B"),
    )
    kept, broken = ledger(trace)
    assert told(kept) == ("carried-out", "2001-02-11", 41, ("duties",)) and iso(kept.due) == "2001-02-11"
    assert told(broken) == ("bluff", "2001-05-11", 130, ()) and iso(broken.due) == "2001-05-11"


# -- acts alone -----------------------------------------------------------------------------------


def test_an_act_alone_has_its_coded_fate_or_is_open(rows):
    found = rows(
        act("a", "2001-01-01", "threaten-case", more="fate: bluff"),
        act("b", "2001-01-02", "warn"),
        act("c", "2001-01-03", "promise"),
        act("d", "2001-01-04", "commit", more="fate: in-part"),
        act("e", "2001-01-05", "demand"),  # no threat
        act("f", "2001-01-06", "commit"),  # says nothing of a measure
    )
    assert {name: (row.form, row.fate.value) for name, row in found.items()} == {
        "a": ("threat", "bluff"), "b": ("threat", "open"), "c": ("promise", "open"), "d": ("threat", "in-part"),
    }  # fmt: skip


def test_a_deadline_without_a_measure_is_the_time_of_the_threat_that_sets_it_and_no_row_of_a_demand(rows):
    found = rows(
        act("demand", "2001-01-01", "demand", more=clock("a", "2001-02-01", "lapsed")),
        act("ran-out", "2001-01-02", "ultimatum", more=clock("b", "2001-02-02", "lapsed")),
        act("answered", "2001-01-03", "ultimatum", more=clock("c", "2001-02-03", "met")),
        act("x", "2001-01-13", "concede", "B", "meets: c"),
    )
    assert [*found] == ["ran-out", "answered"]
    assert told(found["ran-out"]) == ("open", None, None, ())
    assert found["ran-out"].notes == ("its clock 'b': ran out unmet",)
    assert told(found["answered"]) == ("met", "2001-01-13", 10, ("x",))


def test_a_case_whose_procedure_ended_in_time_has_not_had_its_way(rows):
    opened = rows(
        act("case", "2001-01-01", "open-case", more=clock("c", "P1Y", "met", "kind: limit")),
        act("finding", "2001-06-01", "report", more="meets: c"),
    )
    assert told(opened["case"]) == ("open", None, None, ())


@pytest.mark.parametrize("kind", ["waiting", "term"])
def test_clocks_of_other_kinds_are_no_measures(rows, kind):
    record = "elapsed" if kind == "waiting" else "expired"
    assert not rows(act("a", "2001-01-01", "agree", more=clock("c", "P60D", record, f"kind: {kind}")))


def test_what_a_third_party_does_at_the_end_of_a_clock_is_no_threat_of_its_setter(rows):
    then = "{act: report, actor: C, recipient: B, summary: The panel reports.}"
    assert not rows(act("a", "2001-01-01", "demand", more=clock("c", "2001-02-01", "lapsed", f"on_end: {then}")))


def test_a_cut_of_tariffs_that_takes_effect_is_a_promise_and_a_law_threatens_nobody(rows):
    found = rows(
        act("deal", "2001-01-01", "agree", more=effect("cut", "2001-06-01", "carried-out")),
        act("law", "2001-01-02", "legislate", more=effect("force", "2001-06-01", "carried-out")),
    )
    assert {name: (row.form, row.fate.value) for name, row in found.items()} == {"cut": ("promise", "carried-out")}


# -- counted once ---------------------------------------------------------------------------------


def test_a_threat_its_list_and_the_clock_are_one_measure_from_the_day_of_the_threat(rows):
    found = rows(
        act("hint", "2001-01-01", "warn"),
        act("threat", "2001-01-11", "threaten-sanctions", more=worth(5) + "answers: {hint: escalates}"),
        act("list", "2001-03-01", "list-sanctions", more="needs: [threat]\n" + effect("c", "2001-04-01", "lapsed")),
    )
    assert [*found] == ["c"]
    assert found["c"].acts == ("hint", "threat", "list")
    assert (iso(found["c"].announced), found["c"].days) == ("2001-01-01", 90)  # 31 + 28 + 31
    assert found["c"].worth.amount == 5e9  # the list gives none


def test_a_threat_is_not_told_in_what_another_does_or_in_what_is_of_another_sense_or_fate(rows):
    found = rows(
        act("threat", "2001-01-01", "threaten-sanctions"),
        act("counter", "2001-01-02", "threaten-sanctions", "B", "answers: {threat: counters}"),
        act("offer", "2001-01-03", "promise", more="answers: {threat: deescalates}"),
        act("coded", "2001-01-04", "threaten-case", more="fate: bluff"),
        act("again", "2001-01-05", "threaten-case", more="needs: [coded]"),
        act("imposed", "2001-01-06", "impose-sanctions", more="needs: [threat]"),  # announces nothing: it is not tied
    )
    assert [*found] == ["threat", "counter", "offer", "coded", "again"]
    assert found["threat"].not_tied == ("imposed",)


def test_of_a_split_list_parent_and_child_are_two_measures_and_worths_do_not_double(trace_of):
    cars = "{id: cars, due: 2001-06-01, kind: effect, record: lapsed, worth: {amount: 2e9, unit: USD}}"
    trace = trace_of(
        act("list", "2001-01-01", "list-sanctions", more=worth(12) + effect("whole", "2001-04-01", "lapsed")),
        act("part", "2001-02-01", "extend-deadline", more=f"splits: {{whole: {cars}}}"),
    )
    found = {row.id: row for row in ledger(trace)}
    assert {name: row.worth.amount for name, row in found.items()} == {"whole": 10e9, "cars": 2e9}
    assert found["whole"].notes == ("worth of the rest: a part runs on a clock of its own",)
    # Without the act that splits it, the whole list is one measure.
    (whole,) = ledger(replay.run(apply(trace.timeline, [Drop("part")])))
    assert (whole.id, whole.worth.amount) == ("whole", 12e9)
    assert whole.notes == ("worth of the whole list, of which nothing is split off here",)


def test_the_worth_of_an_act_that_announces_several_measures_is_given_to_none(rows):
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
        act("q", "2001-03-02", "promise", "B", "fate: bluff"),
    )


def test_shares_are_counts_of_all_that_a_party_threatened(two_fates):
    assert [*shares_told([two_fates])] == [
        "Side A: 2 threats: 1 carried out; 1 not carried out (bluff).",
        "Side B: 2 promises: 1 broken; 1 still open.",
    ]
    assert shares_table([two_fates]).rows[0] == ("Side A", "threat", "carried-out", 1, 2, 0.5)
    assert shares_table([two_fates, two_fates]).rows[0] == ("Side A", "threat", "carried-out", 2, 4, 0.5)


def test_a_threat_that_was_not_carried_out_is_not_told_as_done(trace_of):
    """The sentence of the rule is in the past tense: it stands only under "If carried out"."""
    rule = "{act: impose-sanctions, actor: A, recipient: B, summary: Imposed duties.}"
    more = f"clock: {{id: c, label: Duties due, kind: effect, due: P31D, on_end: {rule}, record: met}}"
    trace = trace_of(
        act("list", "2001-01-01", "list-sanctions", more=more),
        act("reply", "2001-01-20", "concede", "B", more="meets: [c]"),
        act("vow", "2001-01-21", "promise", "B", more="label: Open the market\nfate: bluff"),
    )
    threat, promise = ledger_table([trace]).records()
    assert (threat["measure_words"], threat["if_done"]) == (
        "threatened: impose sanctions (Duties due)",
        "Imposed duties.",
    )
    assert (threat["fate"], threat["fate_words"]) == ("met", "demand met, not carried out")
    assert (promise["measure_words"], promise["if_done"]) == ("promised (Open the market)", None)
    assert (promise["fate"], promise["fate_words"]) == ("bluff", "broken")
    page = printed(ledger_table([trace]))
    words = [column.words for column in page.columns]
    assert (
        words[1] == "What was threatened or promised" and words[-1] == "If carried out" and "Fate (code)" not in words
    )
    assert all("Imposed" not in str(cell) for cell in page.rows[0][:-1])


@pytest.mark.parametrize("form", ["threat", "promise"])
def test_every_fate_of_a_threat_but_three_says_that_it_was_not_done_or_is_open(form):
    words = {fate: fate_words(fate, form) for fate in ThreatFate}
    assert len({*words.values()}) == len(words)
    assert ("bluff" in " ".join(words.values())) is (form == "threat")
    ended = {"met", "met-in-part", "settled", "withdrawn", "bluff", "suspended"}
    assert form == "promise" or {f.value for f, said in words.items() if "not carried out" in said} == ended


def test_a_day_that_nobody_coded_is_no_date_in_the_ledger(two_fates):
    row = next(ledger_table([two_fates]).records())
    # January 2001 stands on the 16th in the replay; 60 days later is 17 March, which nobody coded.
    assert (row["announced"], row["coded_date"], row["due"]) == ("Jan 2001", "2001-01", "60 days after Jan 2001")
    assert (row["ended"], row["days"]) == ("60 days after Jan 2001", 60)
    assert row["notes"] == "days counted with the middle of an imprecise date"


def test_the_command_answers_first_and_calls_a_bluff_a_bluff(root):
    said = CliRunner().invoke(main, ["ledger", str(root / "tests/cases/bluff.yaml")])
    assert said.exit_code == 0
    assert said.output.startswith("1 threat: 1 not carried out (bluff).\n")
    assert "\nAland: 1 threat: 1 not carried out (bluff).\n" in said.output
    assert "threatened: impose sanctions" in said.output and "Duties." not in said.output
    whole = CliRunner().invoke(main, ["ledger", str(root / "tests/cases/bluff.yaml"), "--details"])
    assert "if carried out: Duties." in " ".join(whole.output.split())


def test_the_command_pools_files_and_writes_them(tmp_path, root):
    files = [str(root / f"tests/cases/{name}.yaml") for name in ("bluff", "duties-on-the-due-day")]
    made = CliRunner().invoke(main, ["ledger", *files, "--format", "csv", "--format", "tex", "--out", str(tmp_path)])
    assert made.exit_code == 0 and "\nAland: 2 threats: 1 carried out; 1 not carried out (bluff).\n" in made.output
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


@pytest.mark.parametrize(("binds", "fate"), [("A", "bluff"), ("A-FIRMS", "bluff"), ("B", "open"), ("[A, B]", "open")])
def test_a_threat_with_a_date_that_its_maker_gave_itself_is_a_bluff_once_that_has_passed(trace_of, binds, fate):
    # A says on 1 March that it will bring a case within 30 days, and 31 March passes. If B was to act by then, what B
    # did not do says nothing of the case.
    clock = f"clock: {{id: c, due: P30D, record: lapsed, binds: {binds}}}"
    (row,) = replay.ledger(trace_of(act("threat", "2001-03-01", "threaten-case", more=clock)))
    assert (row.fate.value, row.days) == (fate, 30 if fate == "bluff" else None)


def test_a_part_was_announced_with_the_whole(rows):
    part = "splits: {c: {id: part, kind: effect, due: 2001-05-01, record: withdrawn}}"
    found = rows(
        act("list", "2001-03-01", "list-sanctions", more=worth(3) + effect("c", "2001-04-01", "carried-out")),
        act("split", "2001-03-15", "extend-deadline", more=part),
        act("spare", "2001-04-20", "drop-case", more="withdraws: part"),
    )
    # The list of 1 March held the part too: 30 days to the end of March and 20 more to 20 April make 50.
    assert (found["part"].acts, found["part"].days) == (("list", "split"), 50)
