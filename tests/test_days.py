"""Days as people read them, and the tables that tell a replay: story, clocks, what followed by rule."""

from __future__ import annotations

import pytest
from click.testing import CliRunner
from coded import act

import replay
from replay.cli import main
from replay.counterfactuals.edits import Drop, apply
from replay.engine.days import Days
from replay.engine.trace import Kind
from replay.tables import clocks_table, events_table
from replay.tables.clocks import followed_table, record_table
from replay.tables.events import MARKS, story_table

DUTIES = "{act: impose-sanctions, actor: A, recipient: B, summary: Duties., event: duties}"


def clock(name, due, record, more=""):
    return f"clock: {{id: {name}, due: {due}, record: {record}{', ' + more if more else ''}}}"


# -- days -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("set_on", "due", "said"),
    [
        ("2001-01-10", "P30D", "2001-02-09"),  # 21 days of January and 9
        ("2001-01", "P30D", "30 days after Jan 2001"),
        ("2001-01", "P1Y2M", "1 year and 2 months after Jan 2001"),
        ("2001-01", "2001-02-09", "2001-02-09"),
        ("2001-01-10", "2001-02", "Feb 2001"),
        ("2001-01", "first + P30D", "2001-01-31"),  # counted from an act on 1 January
        ("2001-01-10", "vague + P30D", "30 days after vague"),
    ],
)
def test_a_due_date_is_a_day_only_if_it_is_counted_from_one(trace_of, set_on, due, said):
    trace = trace_of(
        act("first", "2001-01-01", "meet"),
        act("vague", "2001-01", "meet"),
        act("ask", set_on, "demand", more=clock("c", due, "lapsed")),
    )
    days = Days(trace)
    assert days.due("c") == said
    assert days.ended(trace.clocks()[0]) == said  # it runs out on that day


def test_a_move_from_a_vague_day_says_so_and_what_follows_too(trace_of):
    trace = trace_of(
        act("ask", "2001-01-10", "demand", more=clock("c", "2001-03-01", "lapsed")),
        act("more", "2001-02", "extend-deadline", more="moves: {c: ask + P90D}"),
        act("still", "2001-02-25", "extend-deadline", more="moves: {c: +P10D}"),
    )  # fmt: skip
    # 10 January and 90 days: 10 April; ten more: 20 April.
    assert Days(trace).history("c") == ("due 2001-03-01", "moved to 2001-04-10", "moved to 2001-04-20")
    assert Days(trace).of(trace[-1]) == "2001-04-20"


def test_what_follows_by_rule_from_a_vague_day_has_no_date(trace_of):
    then = "{act: impose-sanctions, actor: A, recipient: B, summary: Duties., after: P14D}"
    trace = trace_of(act("ask", "2001-01", "demand", more=clock("c", "P30D", "lapsed", f"on_end: {then}")))
    assert Days(trace).of(trace[-1]) == "14 days after the date 30 days after Jan 2001"


def test_an_act_that_its_clock_takes_along_has_the_day_of_the_branch(root):
    timeline = replay.load(root / "tests/cases/consequence-of-a-moved-clock.yaml")
    branch = replay.run(apply(timeline, [Drop("move")]))
    assert [row["date"] for row in events_table(branch).records() if row["id"] == "duties"] == ["2001-09-01"]


def test_a_vague_date_is_never_printed_as_a_day(root):
    file = root / "tests/cases/vague-date.yaml"
    said = CliRunner().invoke(main, ["run", str(file)]).output
    assert "1980–1989" in said and "1984" not in said
    first = next(events_table(replay.run(replay.load(file))).records())
    assert (first["date"], first["coded_date"], first["day"]) == ("1980–1989", "1980/1989", "1984-12-31")


# -- what tells a replay --------------------------------------------------------------------------


def test_every_kind_of_entry_has_a_sign_of_its_own_and_words_where_its_clock_has_none():
    assert set(MARKS) == set(Kind)
    ends = [MARKS[kind][0] for kind in Kind if kind.value.startswith("clock-")]
    assert len(set(ends)) == len(ends)


def cells(table, column):
    return [row[column] for row in table.rows]


def test_the_story_says_the_kind_and_the_end_of_each_clock(trace_of):
    clocks = (
        "clock: [{id: a, due: 2001-02-01, record: lapsed}, {id: b, due: 2001-02-02, kind: effect, record: lapsed}, "
        "{id: c, due: 2001-02-03, kind: limit, record: lapsed}, "
        "{id: d, due: 2001-02-04, kind: waiting, record: elapsed}, "
        "{id: e, due: 2001-02-05, kind: term, record: expired}, "
        "{id: f, due: 2001-02-06, kind: effect, record: carried-out}, "
        "{id: g, due: 2001-02-07, record: met, cite: {key: s}}]"
    )
    story = story_table(trace_of(act("ask", "2001-01-01", "demand", more=clocks)))
    assert cells(story, 2)[8:] == [
        "deadline ran out unmet", "effect passed unused: a bluff", "time limit ran out", "waiting period over",
        "term expired", "effect carried out", "deadline met, on the word of the source",
    ]  # fmt: skip
    assert cells(story, 1)[8:] == ["✕", "✕", "✕", "◇", "□", "▼", "●"]


def test_joint_acts_disputed_ends_and_bluffs_are_told(trace_of, root):
    joint = act("ask", "2001-01-01", "demand", more=clock("c", "2001-02-01", "{A: lapsed, B: met}", "cite: {key: s}"))
    trace = trace_of(joint.replace("actor: A\n", "actor: [A, C]\n"))
    story = story_table(trace)
    assert cells(story, 2)[0] == "A and C → B\ndemand"
    assert cells(story, 3)[-1] == "c (disputed: A ran out unmet, B met)"
    assert record_table(trace).column("said") == ("disputed: A ran out unmet, B met",)
    bluff = story_table(replay.run(replay.load(root / "tests/cases/bluff.yaml")))
    assert bluff.rows[-1][:3] == ("1 Feb 2001", "✗", "not done: a bluff, or a promise broken")


def test_lags_and_departures_with_their_reasons_are_printed(trace_of):
    def followed(date, more=""):
        then = DUTIES.replace("event:", "after: P0D, event:")
        trace = trace_of(
            act("ask", "2001-01-01", "demand", more=clock("c", "2001-02-01", "lapsed", f"on_end: {then}")),
            act("duties", date, "impose-sanctions", more=more),
        )
        return replay.conformance(trace), followed_table(trace).rows, story_table(trace).rows[-1][3]

    when = "14 days after the end of clock c"
    late = followed("2001-02-15", "departs: The customs had to be told.")
    assert late[:2] == ((), (("duties", "15 Feb 2001", when, "14 days late: The customs had to be told."),))
    assert late[2] == f"Something happened. duties, {when}"
    findings, rows, _ = followed("2001-02-15")
    assert len(findings) == 1 and rows[0][3] == "14 days late: no reason coded"
    assert followed("2001-02-01")[1] == (("duties", "1 Feb 2001", "on the day of the end of clock c", ""),)


def test_a_lag_that_the_rule_leaves_open_is_printed_and_departs_from_nothing(trace_of):
    trace = trace_of(
        act("ask", "2001-01-01", "demand", more=clock("c", "2001-02-01", "lapsed", f"on_end: {DUTIES}")),
        act("duties", "2001-02-15", "impose-sanctions"),
    )
    assert followed_table(trace).rows == (("duties", "15 Feb 2001", "14 days after the end of clock c", ""),)


def test_the_table_of_clocks_tells_stops_and_parts(trace_of):
    cars = "{id: cars, due: 2001-06-01, kind: effect, record: lapsed}"
    trace = trace_of(
        act("list", "2001-01-01", "list-sanctions", more=clock("c", "2001-03-01", "lapsed", "kind: effect")),
        act("part", "2001-01-10", "extend-deadline", more=f"splits: {{c: {cars}}}"),
        act("stop", "2001-01-20", "extend-deadline", more="suspends: [c]"),
        act("go-on", "2001-02-10", "demand", more="resumes: {c: 2001-04-01}"),
    )
    whole, part = clocks_table(trace).records()
    assert whole["history"] == (
        "due 2001-03-01; a part split off 2001-01-10; stopped 2001-01-20; runs again, due 2001-04-01"
    )
    assert (whole["how"], whole["split_off"], part["split_off"]) == ("passed unused: a bluff", None, "c")


def test_events_tell_the_duty_and_where_the_strategy_comes_from(trace_of):
    table = events_table(
        trace_of(
            act("a", "2001-01-01", "impose-sanctions", more="worth: {amount: 1e9, unit: USD}\nrate: 25"),
            act("b", "2001-01-02", "meet", more="strategy: claiming"),
            act("c", "2001-01-03", "meet", more="tactics: praise"),
        )
    )
    assert table.column("rate") == (25.0, None, None)
    assert table.column("strategy_from") == ("rung", "stated", "tactics")
    assert "goods covered in a year, not the duty paid" in table.title


def test_a_departure_from_a_vague_day_has_no_day_that_nobody_coded(trace_of):
    then = "{event: duties, act: impose-sanctions, actor: A, recipient: B, summary: Duties., after: P14D}"
    trace = trace_of(
        act("ask", "2001-01", "demand", more=clock("c", "P30D", "lapsed", f"on_end: {then}")),
        act("duties", "2001-04-02", "impose-sanctions"),
    )
    # The middle of January, 16 January, with 30 and 14 days is 1 March: that day stands nowhere.
    (found,) = replay.conformance(trace)
    assert "comes on 2001-04-02" in found.replayed
    assert "2001-03-01" not in str(found)
    assert "after Jan 2001" in found.replayed
