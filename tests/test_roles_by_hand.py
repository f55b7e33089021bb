"""Whom clocks bind, press and cost, which ends take a threat back, and what camps and third parties count for.

Every value is worked out beside it. Sides are A and B; D stands in the camp of A, C is a third party, A-FIRMS belong to
A. Default sizes in domain units: a lapse 0.5, a live threat w(1/2) x rank / 12 (`LIVE`), an imposition 1, a claiming or
creating act 0.05, an agreement and a commitment 0.5 each.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from coded import event, text
from test_rules_by_hand import LIVE

import replay
from replay.codebook import ClockKind, Outcome
from replay.dates import day, parse_duration
from replay.domain import Rules, path
from replay.domain.shifts import takes_back
from replay.engine.conformance import conformance
from replay.figures.story import story_of
from replay.files import loads
from replay.scoring import case
from replay.tables.comparison import comparison_table, settlement
from replay.tables.comparison.sequences import strategies
from replay.timeline import Clock
from replay.timeline.roles import bound, loser, pressed

pytestmark = pytest.mark.usefixtures("plain_steps", "rungs_speak")

CASES = Path(__file__).parent / "cases"
CITE = "cite: {key: s, section: First}"


def coded(*events, more=""):
    """A timeline of these acts, with D in the camp of A."""
    found = text(*events, more=more).replace("sides: [A, B]", "sides: [[A, D], B]")
    return loads(found.replace("  C: {name", "  D: {name: Ally of A}\n  C: {name"), "test.yaml")


def did(name, date, kind, by="A", more="", to=None):
    """One act; `to` is left out where it is "-"."""
    made = event(name, date, more, actor=by, recipient=to or ("A" if by == "B" else "B"), act=kind)
    return made.replace("  recipient: -\n", "")


def moves(*events, **sizes):
    """The steps of both sides as (rule, change), of disputes that conform."""
    trace = replay.run(coded(*events))
    assert conformance(trace) == ()
    return {
        side: [(s.rule, round(s.change, 5)) for s in domain.steps]
        for side, domain in path(trace, Rules(**sizes)).items()
    }


QUIET = {"claiming": 0.0, "creating": 0.0}


# -- who loses by the running out of a clock ------------------------------------------------------


def clock(kind, record, more=""):
    return f"clock: {{id: c, due: P30D, kind: {kind}, record: {record}{more}}}"


@pytest.mark.parametrize(
    ("kind", "record", "more", "by", "to", "falls"),
    [
        ("deadline", "lapsed", "", "A", "B", "A"),  # A wanted it done, B did not
        ("deadline", "lapsed", "", "B", "A", "B"),
        ("deadline", "lapsed", "", "D", "B", "A"),  # an ally's hope is its camp's
        ("deadline", "lapsed", ", binds: A", "A", "B", ""),  # A's own plan
        ("deadline", "lapsed", ", binds: A", "D", "B", ""),  # ... and so where its ally fixes it
        ("deadline", "lapsed", ", binds: A, wants: B", "A", "B", "B"),  # what A owes B by its own word
        ("deadline", "lapsed", "", "[A, B]", "-", ""),  # a plan of both
        ("deadline", "lapsed", ", binds: [A, B]", "A", "B", ""),
        ("deadline", "lapsed", "", "A", "A-FIRMS", ""),  # at home
        ("deadline", "lapsed", "", "C", "B", ""),  # a third party's demand
        ("deadline", "lapsed", ", wants: A", "C", "B", "A"),  # ... that one side is for
        ("deadline", "unknown", "", "A", "B", ""),
        ("effect", "lapsed", "", "A", "B", ""),  # a bluff
        ("limit", "lapsed", "", "A", "B", ""),
        ("waiting", "elapsed", "", "A", "B", ""),
        ("term", "expired", "", "A", "B", ""),
    ],
)
def test_who_loses_by_the_running_out_of_a_clock(kind, record, more, by, to, falls):
    found = moves(did("x", "2001-01-01", "propose", by, clock(kind, record, more), to))
    assert found == {side: [("lapse", -0.5)] if side == falls else [] for side in "AB"}


def test_a_suspended_clock_moves_nobody():
    stop = did("stop", "2001-01-10", "meet", more="suspends: c")
    assert moves(did("x", "2001-01-01", "propose", more=clock("deadline", "suspended")), stop) == {"A": [], "B": []}


def test_a_measure_that_takes_effect_costs_its_target_and_not_its_setter():
    end = ", on_end: {act: impose-sanctions, actor: A, recipient: B, summary: Duties., event: duties}"
    found = moves(
        did("x", "2001-01-01", "propose", more=clock("effect", "carried-out", end)),
        did("duties", "2001-01-31", "impose-sanctions"),
        **QUIET,
    )
    assert found == {"A": [], "B": [("imposition", -1.0)]}


def test_a_waiting_period_costs_nobody():
    """The case on which a side fell by 0.5 because its consultation period ran out: a case is opened against Beland."""
    found = path(replay.run(replay.load(CASES / "waiting-period.yaml")))
    assert found["AAA"].steps == ()
    # Opened (rank 9 of 12), which claims; the waiting period is over in March and takes nothing back.
    assert found["BBB"].at(day("2001-12-31")) == pytest.approx(-0.05 - LIVE * 9 / 12, abs=1e-5)


def test_a_deadline_that_is_opened_again_costs_nothing_until_it_lapses_again():
    found = moves(
        did("x", "2001-01-01", "propose", more=clock("deadline", "lapsed")),  # due 31 January
        did("again", "2001-02-10", "propose", more="late: true\nmoves: {c: 2001-03-01}"),
    )
    assert found["A"] == [("lapse", -0.5), ("lapse", 0.5), ("lapse", -0.5)]


def test_what_follows_from_a_legal_limit_moves_and_the_limit_does_not():
    end = ", on_end: {act: impose-sanctions, actor: A, recipient: B, summary: By law.}"
    trace = replay.run(coded(did("x", "2001-01-01", "propose", more=clock("limit", "lapsed", end))))
    assert [step.rule for step in path(trace, Rules(**QUIET))["B"].steps] == ["imposition"]
    assert path(trace)["A"].steps == ()


# -- whom a clock binds, and presses --------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "binds", "presses"),
    [
        ("deadline", "B", ("A", "B")),  # B must act, A loses if it does not
        ("effect", "A", ("B",)),  # B is hit
        ("limit", "A", ("A",)),  # A runs the procedure
        ("waiting", None, ()),
        ("term", "A+B", ("A", "B")),
    ],
)
def test_whom_a_clock_of_each_kind_binds_and_presses(kind, binds, presses):
    timeline = coded(did("x", "2001-01-01", "meet", more=clock(kind, "open")))
    assert bound(timeline.clocks["c"], "A", "B") == binds
    assert pressed(timeline, timeline.clocks["c"], "A", "B") == presses


def test_binds_and_wants_come_before_what_the_kind_says():
    timeline = coded(did("x", "2001-01-01", "meet"))
    month = parse_duration("P30D")

    def made(kind, **more):
        return Clock("c", month, Outcome.OPEN, ClockKind(kind), **more)

    assert pressed(timeline, made("limit", binds="C"), "A", "B") == ()  # a panel runs the procedure
    assert pressed(timeline, made("limit", binds="B"), "A", "B") == ("B",)
    assert pressed(timeline, made("deadline", binds="A"), "A", "B") == ("A",)  # a plan of its own: B waits for nothing
    assert pressed(timeline, made("deadline"), "C", "B") == ("B",)
    assert pressed(timeline, made("deadline"), "A+B", None) == ("A", "B")
    assert pressed(timeline, made("effect"), "D", "A") == ()  # within a camp
    assert loser(timeline, made("deadline", wants="D"), Outcome.LAPSED, "C", "B") == "A"


DECIDE = f"""
decisions:
  - {{id: d, party: PARTY, question: What., options: [meet, accuse], acts: [last], did: claiming, {CITE}}}
"""


@pytest.mark.parametrize(
    ("kind", "record", "days"),
    [  # set on 1 January for 31 January; decided on 21 January: 10 days, for those whom it presses
        ("deadline", "lapsed", (10, 10)),
        ("effect", "lapsed", (None, 10)),
        ("limit", "lapsed", (10, None)),
        ("waiting", "elapsed", (None, None)),
        ("term", "expired", (10, 10)),
    ],
)
def test_the_nearest_clock_of_a_decision_is_one_that_presses_its_side(kind, record, days):
    for party, wanted in zip("AB", days, strict=True):
        timeline = coded(
            did("x", "2001-01-01", "propose", more=clock(kind, record)), did("last", "2001-01-21", "accuse", party),
            more=DECIDE.replace("PARTY", party),
        )  # fmt: skip
        assert [s.days_to_clock for s in case(replay.run(timeline)).situations()] == [wanted]


def test_a_stopped_clock_presses_nobody_and_one_that_runs_again_does():
    first = did("x", "2001-01-01", "propose", more=clock("deadline", "lapsed"))
    stop, again = (
        did("stop", "2001-01-05", "meet", more="suspends: c"),
        did("go", "2001-01-15", "meet", more="resumes: {c: 2001-02-20}"),
    )  # fmt: skip
    for date, wanted in (("2001-01-10", None), ("2001-01-21", 30)):  # 10 days left of January, 20 of February
        timeline = coded(first, stop, again, did("last", date, "accuse", "B"), more=DECIDE.replace("PARTY", "B"))
        assert [s.days_to_clock for s in case(replay.run(timeline)).situations()] == [wanted]


# -- which ends take a threat back ----------------------------------------------------------------


def test_every_end_takes_a_threat_back_or_leaves_it():
    kept = {Outcome.ELAPSED, Outcome.SUSPENDED, Outcome.OPEN, Outcome.UNKNOWN}
    for kind in ClockKind:
        ends = {end for end in Outcome if kind.allows(end) and not takes_back(kind, end)}
        late = {Outcome.LAPSED} if kind is ClockKind.LIMIT else set()  # a procedure that is late hangs on
        assert ends == (kept - ({Outcome.ELAPSED} if kind is not ClockKind.WAITING else set())) | late


def threat(more, kind="warn"):
    """A threat of A of rank 5 of 12, unless of another kind."""
    return did("x", "2001-01-01", kind, more=more)


WARNED = round(-LIVE * 5 / 12, 5)


@pytest.mark.parametrize(
    ("record", "end"),
    [
        ("met", "meets: c"), ("met-in-part", "meets: {c: met-in-part}"), ("settled", "settles: c"),
        ("withdrawn", "withdraws: c"),
    ],
)  # fmt: skip
def test_a_threat_goes_with_its_clock(record, end):
    found = moves(threat(clock("effect", record)), did("y", "2001-01-10", "meet", more=end), **QUIET)
    assert found == {"A": [], "B": [("threat", WARNED), ("relief", -WARNED)]}


def test_a_threat_hangs_on_while_its_clock_stands_still_or_nobody_knows():
    stop = did("y", "2001-01-10", "meet", more="suspends: c")
    assert moves(threat(clock("effect", "suspended")), stop, **QUIET)["B"] == [("threat", WARNED)]
    assert moves(threat(clock("effect", "unknown")), **QUIET)["B"] == [("threat", WARNED)]
    assert moves(threat(clock("waiting", "elapsed")), **QUIET)["B"] == [("threat", WARNED)]
    assert moves(threat(clock("limit", "lapsed")), **QUIET)["B"] == [("threat", WARNED)]


def test_a_bluff_takes_the_threat_back_and_costs_its_maker_nothing():
    assert moves(threat(clock("effect", "lapsed")), **QUIET) == {
        "A": [],
        "B": [("threat", WARNED), ("relief", -WARNED)],
    }


def test_where_something_is_to_follow_the_threat_lives_until_it_comes():
    """The deadline lapses on 31 January, the duties come a month later: B is threatened in between, and then hit."""
    end = ", on_end: {act: impose-sanctions, actor: A, recipient: B, summary: Duties., after: P1M, event: duties}"
    acts = (threat(clock("deadline", "lapsed", end)), did("duties", "2001-02-28", "impose-sanctions"))
    assert moves(*acts, **QUIET)["B"] == [("threat", WARNED), ("relief", -WARNED), ("imposition", -1.0)]
    found = path(replay.run(coded(*acts)), Rules(**QUIET))["B"]
    assert [round(found.at(day(date)), 5) for date in ("2001-02-27", "2001-02-28")] == [WARNED, -1.0]


def test_of_two_clocks_the_last_takes_the_threat_back():
    two = "clock: [{id: c, due: P30D, record: lapsed}, {id: e, due: P60D, kind: effect, record: lapsed}]"
    found = path(replay.run(coded(threat(two))), Rules(**QUIET))["B"]
    # 30 days after 1 January the deadline is over, 60 days after it the measure's own day.
    assert [round(found.at(day("2001-01-01") + n), 5) for n in (30, 59, 60)] == [WARNED, WARNED, 0.0]


def test_a_part_that_is_split_off_keeps_the_threat_alive():
    whole = "worth: {amount: 10, unit: USD}\n" + clock("effect", "withdrawn")
    part = "splits: {c: {id: part, due: 2001-03-01, kind: effect, record: lapsed, worth: {amount: 4, unit: USD}}}"
    acts = (
        threat(whole),
        did("split", "2001-01-10", "list-sanctions", more=part),  # no second threat
        did("drop", "2001-01-20", "meet", more="withdraws: c"),
    )
    found = path(replay.run(coded(*acts)), Rules(**QUIET))["B"]
    assert [round(found.at(day(date)), 5) for date in ("2001-01-21", "2001-02-28", "2001-03-01")] == [
        WARNED,
        WARNED,
        0.0,
    ]


PROMISE = """
commits:
  - when: {act: impose-sanctions, actor: B, recipient: A}
    then: {act: impose-sanctions, actor: A, recipient: B, summary: Duties.}
    record: broken
"""


def test_a_threat_that_waits_for_an_act_goes_when_it_is_kept_or_broken():
    theirs = did("theirs", "2001-02-01", "impose-sanctions", "B")
    # B imposes on A, and A does nothing: the bluff is called that day.
    assert moves(threat(PROMISE), theirs, **QUIET) == {
        "A": [("imposition", -1.0)], "B": [("threat", WARNED), ("relief", -WARNED)],
    }  # fmt: skip
    kept = PROMISE.replace("summary: Duties.", "summary: Duties., event: ours").replace("broken", "kept")
    ours = did("ours", "2001-02-10", "impose-sanctions")
    assert moves(threat(kept), theirs, ours, **QUIET)["B"] == [
        ("threat", WARNED), ("relief", -WARNED), ("imposition", -1.0),
    ]  # fmt: skip
    forever = PROMISE.replace("record: broken", "record: broken\n    each: true")
    assert moves(threat(forever), theirs, **QUIET)["B"] == [("threat", WARNED)]


def test_a_sanction_that_is_only_announced_does_not_land():
    assert moves(did("x", "2001-01-01", "impose-sanctions", more="status: announced"), **QUIET)["B"] == []


# -- joint acts, camps, third parties -------------------------------------------------------------


def test_what_both_do_together_each_does_to_the_other():
    found = moves(did("x", "2001-01-01", "joint-statement", "[A, B]", to="-"), gain_half_life=float("inf"))
    assert found == {"A": [("creating", 0.05)], "B": [("creating", 0.05)]}
    found = moves(did("x", "2001-01-01", "agree", "[A, B]", to="-"), creating=0.0)
    assert found == {"A": [("agreement", 0.5)], "B": [("agreement", 0.5)]}  # once for each


def test_a_joint_vow_binds_both():
    vow = did("x", "2001-01-01", "commit", "[A, B]", "tactics: [commit-to-outcome]", "-")
    assert moves(vow, **QUIET) == {"A": [("commitment", -0.5)], "B": [("commitment", -0.5)]}


def test_an_ally_acts_for_its_camp():
    assert moves(did("x", "2001-01-01", "accuse", "D")) == {"A": [], "B": [("claiming", -0.05)]}
    assert moves(did("x", "2001-01-01", "accuse", "B", to="D")) == {"A": [("claiming", -0.05)], "B": []}
    assert moves(did("x", "2001-01-01", "accuse", "[A, D]")) == {"A": [], "B": [("claiming", -0.05)]}  # once


@pytest.mark.parametrize(("by", "to"), [("A", "C"), ("[A, B]", "C"), ("C", "B"), ("A", "D"), ("[A, D]", "C")])
def test_what_concerns_third_parties_or_the_own_camp_moves_nobody(by, to):
    assert moves(did("x", "2001-01-01", "threaten-sanctions", by, to=to)) == {"A": [], "B": []}


def test_a_threat_dropped_against_a_bystander_leaves_the_others():
    assert moves(threat(""), did("y", "2001-02-01", "drop-case", to="C"), **QUIET)["B"] == [("threat", WARNED)]


ACTS = (
    did("blame", "2001-01-01", "accuse"),
    did("ally", "2001-01-02", "threaten-sanctions", "D", "worth: {amount: 5, unit: USD}"),
    did("both", "2001-01-03", "joint-statement", "[A, B]", to="-"),
    did("aside", "2001-01-04", "impose-sanctions", "A",
        "worth: {amount: 9, unit: USD}\nclock: {id: c, due: P9D, record: lapsed}", "C"),
    did("home", "2001-01-05", "accuse", to="A-FIRMS"),
    did("firms", "2001-01-06", "press", "A-FIRMS", to="A"),
    did("panel", "2001-01-07", "accuse", "C"),
    did("reply", "2001-01-08", "reject", "B", "strategy: mixed", "D"),
    did("peace", "2001-01-09", "settle", "[A, D, B]", to="-"),
)  # fmt: skip


def test_counts_of_a_comparison_hold_camps_and_no_bystander():
    timeline = coded(*ACTS)
    found = {row["measure"]: row["test-case"] for row in comparison_table([replay.run(timeline)]).records()}
    assert found["Sender"] == "Side A and Ally of A" and found["Target"] == "Side B"
    assert found["Acts"] == "4 / 3"  # blame, ally, both, peace; both, reply, peace
    assert found["Hostile acts"] == "2 / 1"  # blame, ally; reply
    assert found["Threats"] == "1 / 0" and found["First threat"] == "ally, 2 Jan 2001"
    assert found["Largest sum threatened"] == "5 USD"  # not the 9 against the bystander
    assert found["Sanctions imposed"] == "0 / 0"
    assert found["Clocks"] == 0  # the one for the bystander is not of this dispute
    assert found["Claiming strategy"] == "50% of 4 / 0% of 3"  # claim: blame, ally; of B mixed, and twice creating
    assert found["Settlement"] == "peace, 9 Jan 2001"
    assert found["Outcome"] == "settled, no sanctions imposed"


def test_sequences_hold_what_each_side_does_to_the_other_and_joint_acts_once():
    trace = replay.run(coded(*ACTS))
    words = [[strategy.value for strategy in strategies(trace, side)] for side in ("A", "B", None)]
    assert words == [
        ["claiming", "claiming", "creating", "creating"],
        ["creating", "mixed", "creating"],
        ["claiming", "claiming", "creating", "mixed", "creating"],
    ]
    assert settlement(trace).event == "peace"


def test_the_last_act_of_the_other_is_one_towards_this_side():
    """A threatens B, then a bystander is praised and B is joined in a statement; the last act at home says nothing."""
    acts = (
        did("blame", "2001-01-01", "accuse"),
        did("praise", "2001-01-02", "reassure", to="C"),
        did("home", "2001-01-03", "reassure", to="A-FIRMS"),
    )
    last = did("last", "2001-02-01", "accuse", "B")
    found = case(replay.run(coded(*acts, last, more=DECIDE.replace("PARTY", "B")))).situations()
    assert [(s.own_last, s.other_last and s.other_last.value) for s in found] == [(None, "claiming")]
    both = did("both", "2001-01-04", "joint-statement", "[A, B]", to="-")
    found = case(replay.run(coded(*acts, both, last, more=DECIDE.replace("PARTY", "B")))).situations()
    assert [(s.own_last.value, s.other_last.value) for s in found] == [("creating", "creating")]
    ally = did("ally", "2001-01-05", "accuse", "D")
    found = case(replay.run(coded(*acts, both, ally, last, more=DECIDE.replace("PARTY", "B")))).situations()
    assert [(s.own_last.value, s.other_last.value) for s in found] == [("creating", "claiming")]


def test_an_ally_decides_for_its_camp():
    decisions = DECIDE.replace("PARTY", "D").replace("[last]", "[ours, last]") + (
        f"  - {{id: e, party: A, question: What., options: [accuse], acts: [more], did: claiming, {CITE}}}\n"
    )
    timeline = coded(
        did("theirs", "2001-01-01", "accuse", "B"), did("ours", "2001-02-01", "accuse"),
        did("last", "2001-02-02", "accuse", "[A, D]"), did("more", "2001-03-01", "accuse"), more=decisions,
    )  # fmt: skip
    one, other = case(replay.run(timeline)).situations()
    # B accused the camp before: -0.05. What the ally decided is the last that its camp did.
    assert (one.party, round(one.position, 5), one.own_last, one.other_last.value) == ("A", -0.05, None, "claiming")
    assert (other.party, other.own_last.value) == ("A", "claiming")


def test_a_threat_to_a_bystander_does_not_count_in_the_dyad():
    trace = replay.run(replay.load(CASES / "third-parties.yaml"))
    (row,) = (row for row in comparison_table([trace]).records() if row["measure"] == "Threats")
    assert row["third-parties"] == "1 / 0"  # the case that Aland opens; not its threat to Ceeland
    # Beland falls by the case alone: claimed against, and threatened by rank 9 of 12.
    assert path(trace)["BBB"].at(day("2003-12-31")) == pytest.approx(-0.05 - LIVE * 9 / 12, abs=1e-5)


# -- strategies that are stated -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("strategy: claiming", "claiming"),  # meeting says nothing by itself
        ("strategy: mixed", "mixed"),
        ("tactics: [praise]\nstrategy: creating", "creating"),
        ("", None),
    ],
)
def test_a_stated_strategy_is_that_of_its_act(words, said):
    made = coded(did("x", "2001-01-01", "meet", more=words)).by_id["x"]
    assert (made.strategy and made.strategy.value) == said


def test_a_stated_strategy_moves_the_other_side_and_is_a_vote_in_a_decision():
    assert moves(did("x", "2001-01-01", "meet", more="strategy: claiming"))["B"] == [("claiming", -0.05)]
    decide = DECIDE.replace("PARTY", "B").replace("[last]", "[last, then]").replace("claiming", "mixed")
    timeline = coded(  # one vote to claim, and one to create: mixed
        did("last", "2001-02-01", "accuse", "B"), did("then", "2001-02-02", "meet", "B", "strategy: creating"),
        more=decide,
    )  # fmt: skip
    assert [choice.did.value for choice in case(replay.run(timeline)).choices] == ["mixed"]


def test_the_band_of_strategies_holds_joint_acts_in_both_and_nothing_at_home_or_aside():
    """January: A accuses B, a joint statement (mixed for A: one vote each way); at home and aside it only praises."""
    acts = (
        did("blame", "2001-01-05", "accuse"),
        did("both", "2001-01-06", "joint-statement", "[A, B]", to="-"),
        did("home", "2001-01-07", "reassure", to="A-FIRMS"),
        did("aside", "2001-01-08", "reassure", to="C"),
        did("said", "2001-02-05", "meet", "D", "strategy: claiming"),
    )
    years = [did(f"y{n}", f"200{n // 12}-{n % 12 + 1:02}-20", "meet", "C", to="B") for n in range(48)]
    cells = story_of(replay.run(coded(*acts, *years))).cells
    assert [[cell.strategy and cell.strategy.value for cell in side] for side in cells] == [
        ["mixed", "claiming"], ["creating"],
    ]  # fmt: skip
