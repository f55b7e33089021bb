"""Scores, boards, claims, situations and evidence on disputes of a few acts, every number worked out beside it."""

from __future__ import annotations

from math import log, log10

import pytest
from coded import act, text

import replay
from replay.codebook import Act, Strategy
from replay.dates import day
from replay.files import loads
from replay.scoring import added, balance, case, forecasts, judge, left_out, score, weighed
from replay.scoring.agreements import Agreement, agreements, with_more_claiming
from replay.tables.claims import counts_line
from replay.theories import ORDER, Situation, Stakes, predict
from replay.theories.statistics.ratings import agreement
from replay.theories.statistics.scoring_rules import (
    brier_score,
    calibration,
    log_score,
    ranked_probability_score,
    skill,
)
from replay.theories.statistics.weights import weight_of

CREATING, MIXED, CLAIMING = ORDER
CITE = "cite: {key: s, section: First}"

ACTS = (
    act("threat", "2001-03-01", "threaten-sanctions", "A", "clock: {id: c, due: P30D, record: open}"),
    act("answer", "2001-03-11", "meet", "B", "tactics: [praise]"),
    act("again", "2001-03-21", "meet", "A", "tactics: [praise, blame]"),
)

pytestmark = pytest.mark.usefixtures("plain_steps", "rungs_speak")


def decision(name, party, did, acts):
    head = f"id: {name}, party: {party}, question: What now., options: [meet, accuse, threaten-sanctions]"
    return f"  - {{{head}, acts: [{acts}], did: {did}, {CITE}}}\n"


DECISIONS = (
    "decisions:\n"
    + decision("d1", "A", "claiming", "threat")
    + decision("d2", "B", "creating", "answer")
    + decision("d3", "A", "mixed", "again")
)


@pytest.fixture
def scored(trace_of):
    """A dispute ready for scoring: the three acts, or others, with three decisions and what is given besides."""
    return lambda more="", acts=ACTS, decisions=DECISIONS: case(trace_of(*acts, more=decisions + more))


# -- one forecast ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("forecast", "outcome", "rps", "brier"),
    [
        ((0.2, 0.5, 0.3), 0, 0.64 + 0.09, 0.64 + 0.25 + 0.09),  # F 0.2, 0.7 against 1, 1
        ((0.2, 0.5, 0.3), 1, 0.04 + 0.09, 0.04 + 0.25 + 0.09),  # against 0, 1
        ((0.2, 0.5, 0.3), 2, 0.04 + 0.49, 0.04 + 0.25 + 0.49),  # against 0, 0
        ((0.0, 0.0, 1.0), 0, 2.0, 2.0),
        ((0.0, 1.0, 0.0), 0, 1.0, 2.0),  # a miss by one class: half the ranked score, the whole Brier score
    ],
)
def test_scores_of_a_forecast(forecast, outcome, rps, brier):
    assert ranked_probability_score(forecast, outcome) == pytest.approx(rps)
    assert ranked_probability_score(forecast, outcome, normalised=True) == pytest.approx(rps / 2)
    assert brier_score(forecast, outcome) == pytest.approx(brier)


def test_the_log_score_has_a_floor_and_skill_a_reference():
    assert log_score((0.25, 0.5, 0.25), 0) == pytest.approx(log(4))
    assert log_score((0.0, 0.5, 0.5), 0) == pytest.approx(log(1000))
    assert (skill(0.1, 0.4), skill(0.4, 0.4), skill(0.6, 0.4)) == pytest.approx((0.75, 0.0, -0.5))


def test_a_probability_on_an_edge_belongs_to_the_bin_above():
    found = calibration([0.2, 0.2, 0.39, 0.4, 1.0], [True, False, False, True, True])
    assert [one.count for one in found] == [0, 3, 1, 0, 1]
    assert found[1].forecast == pytest.approx((0.2 + 0.2 + 0.39) / 3) and found[1].observed == pytest.approx(1 / 3)
    assert found[4].observed == 1.0 and found[0].observed is None


def test_agreement_of_two_codings_by_hand():
    # Marginals 0, 0, 1, 2 and 0, 1, 1, 2. Observed misses: one step, 1. By chance, over 16 pairs of marginals, linear:
    # from 0 (twice): 0 + 1 + 1 + 2 = 4, so 8; from 1: 1 + 0 + 0 + 1 = 2; from 2: 2 + 1 + 1 + 0 = 4; 14 / 16 = 0.875.
    # kappa = 1 - (1 / 4) / 0.875 = 5 / 7. Squared: 0 + 1 + 1 + 4 = 6, so 12; 2; 4 + 1 + 1 + 0 = 6; 20 / 16; 1 - 0.2.
    found = agreement([0, 0, 1, 2], [0, 1, 1, 2])
    assert (found.exact, found.within_one) == (0.75, 1.0)
    assert (found.kappa_linear, found.kappa_quadratic) == pytest.approx((5 / 7, 0.8))


# -- a board --------------------------------------------------------------------------------------


def test_a_board_by_hand(scored):
    given = {
        "me": {("test-case", "d1"): (0.1, 0.2, 0.7), ("test-case", "d2"): (0.5, 0.3, 0.2),
               ("test-case", "d3"): (0.3, 0.4, 0.3)},
        "you": {("test-case", "d1"): (0.4, 0.3, 0.3), ("test-case", "d2"): (0.2, 0.2, 0.6),
                ("test-case", "d3"): (0.3, 0.4, 0.3)},
    }  # fmt: skip
    board = score(added(forecasts([scored()], ["persistence"]), given), reference="you")
    me, you = board.rows  # the better first
    assert (me.theory, you.theory, board.n) == ("me", "you", 3)
    # Done: claiming, creating, mixed. RPS of me 0.01 + 0.09, 0.25 + 0.04, 0.09 + 0.09; of you 0.16 + 0.49, 0.64 + 0.36.
    assert me.rps == pytest.approx((0.10 + 0.29 + 0.18) / 3)
    assert you.rps == pytest.approx((0.65 + 1.00 + 0.18) / 3)
    assert me.brier == pytest.approx((0.14 + 0.38 + 0.54) / 3)
    assert me.log == pytest.approx(-(log(0.7) + log(0.5) + log(0.4)) / 3)
    assert (me.hits, you.hits) == (3, 1)  # the likeliest was done, though twice with no more than a half
    assert me.skills == {}  # nobody ignorant is on this board
    # Differences -0.55, -0.71, 0: below 0 favours me.
    assert me.against.estimate == pytest.approx((-0.55 - 0.71) / 3)
    assert (me.against.clusters, me.against.least_p) == (2, 0.5)
    least = [(one.theory, one.decision) for one in board.surprises]
    assert least == [("me", "d3"), ("me", "d2"), ("me", "d1"), ("you", "d2"), ("you", "d1"), ("you", "d3")]
    # Of me: 0.1; 0.2, 0.2, 0.3, 0.3, 0.3, none of which came; 0.4 and 0.5, both of which did; 0.7, which did.
    assert [(one.count, one.observed) for one in me.calibration] == [(1, 0), (5, 0), (2, 1), (1, 1), (0, None)]


def test_skill_is_against_the_ignorant_on_the_board(scored):
    right = {("test-case", "d1"): (0, 0, 1.0), ("test-case", "d2"): (1.0, 0, 0), ("test-case", "d3"): (0, 1.0, 0)}
    found = forecasts([scored()], ["uniform"])
    board = score((*found, *added(found, {"right": right})))
    assert [row.skills for row in board.rows] == [{"uniform": 1.0}, {"uniform": 0.0}]


# -- situations and rivals ------------------------------------------------------------------------


def test_the_nearest_clock_is_the_one_due_first(scored):
    acts = (
        act("far", "2001-02-01", "warn", "A", "clock: {id: clock-far, due: 2001-06-01, record: open}"),
        act("near", "2001-02-02", "warn", "A", "clock: {id: clock-near, due: 2001-03-06, record: lapsed}"),
        *ACTS,
    )
    # On 1 March five days to the nearer one. It has lapsed by the 11th: 20 to `c`, due on the 31st; on the 21st 10.
    assert [one.days_to_clock for one in scored(acts=acts).situations()] == [5, 20, 10]


def test_a_reading_of_the_day_itself_counts(scored):
    more = f"readings:\n  - {{id: r, party: A, date: 2001-03-01, level: modest-loss, {CITE}}}\n"
    from_readings = case(scored(more).trace, source="readings")
    assert [one.position for one in from_readings.situations()] == [-1.0, None, -1.0]


def test_a_decision_falls_on_its_earliest_act(scored):
    found = scored(
        decisions="decisions:\n" + decision("d", "A", "claiming", "again, threat").replace("claiming", "mixed")
    )
    assert [(choice.day, choice.did) for choice in found.choices] == [(found.trace[0].day, MIXED)]


def test_what_the_rivals_make_of_a_situation():
    def index(theory, **fields):
        return predict(theory, Situation("d", "A", 0, **fields)).index

    assert index("persistence", own_last=CLAIMING, other_last=CREATING) == 1.0
    assert index("reciprocity", own_last=CLAIMING, other_last=CREATING) == -1.0
    # p B - (1 - p) c - alternative = 0.5 x 1 - 0.5 x 0.25 - 0 = 0.375, of 0.625 in all: 0.6, times the sharpness.
    one, two = (index("expected-utility", stakes=Stakes(1.0, 0.5, 0.25, other)) for other in (0.0, 0.375))
    assert one > 0 == two  # with an alternative of 0.375 neither wins
    pressures = [index("clock-pressure", days_to_clock=days) for days in (0, 30, 300)]
    assert pressures[0] == 1.0 and pressures == sorted(pressures, reverse=True)
    assert index("clock-pressure") == -1.0
    assert index("base-rate", past=(CREATING, CLAIMING)) == pytest.approx(0.0)
    assert index("base-rate", past=(CLAIMING,)) > 0 > index("base-rate", past=(CREATING,))
    assert index("prospect", position=-3.0, spread=3.0) > 0.5 > -0.5 > index("prospect", position=0.0, spread=3.0)


# -- claims ---------------------------------------------------------------------------------------


CLIMB = (
    act("s1", "2001-05-01", "accuse"),
    act("s2", "2001-05-02", "accuse", "B", "answers: {s1: counters}"),
    act("s3", "2001-05-03", "demand", "A", "answers: {s2: escalates}"),
)
"""A spiral of three acts: 4, 4, 5."""


@pytest.mark.parametrize(
    ("trial", "holds"),
    [
        # always-claiming expects claiming everywhere; persistence knows nothing of d1 and d2 (mixed) and expects A,
        # which claimed at d1, to claim at d3; reciprocity expects B to claim at d2 and A to create at d3.
        ("predicts: claiming, theory: always-claiming, decisions: [d1, d2]", True),
        ("predicts: claiming, theory: persistence, decisions: [d1, d3]", False),
        ("predicts: [mixed, claiming], theory: persistence, decisions: [d1, d3]", True),
        ("leans: claiming, theory: persistence, decisions: d3, more_than: d1", True),
        ("leans: claiming, theory: persistence, decisions: d1, more_than: d3", False),
        ("leans: creating, theory: reciprocity, decisions: d3, more_than: d2", True),
        # Done: claiming, creating, mixed. always-claiming is right at one of two, and at one of three.
        ("hits: mostly, theory: always-claiming, decisions: [d1, d2]", False),
        ("hits: seldom, theory: always-claiming, decisions: [d1, d2]", True),
        ("hits: mostly, theory: always-claiming, decisions: d1", True),
        ("did: claiming, decisions: d1", True),
        ("did: claiming, decisions: [d1, d2]", False),
        ("did: [claiming, creating], decisions: [d1, d2]", True),
        # B: -0.05 and -0.303 from 1 March on, so the status quo; it had 0 before.
        ("level: status-quo, party: B, date: 2001-03-05", True),
        ("level: modest-loss, party: B, date: 2001-03-05", False),
        ("moves: down, party: B, from: 2001-02-28, to: 2001-03-01", True),
        ("moves: up, party: B, from: 2001-02-28, to: 2001-03-01", False),
        ("moves: down, party: A, from: 2001-02-01, to: 2001-02-28", False),  # stays
        ("moves: up, party: A, from: 2001-02-01, to: 2001-02-28", False),
        ("spiral_at_least: 3", True),
        ("spiral_at_least: 4", False),
        ("spiral_at_most: 3", True),
        ("spiral_at_most: 2", False),
        ("absent: impose-sanctions, actor: A", True),
        ("absent: [impose-sanctions, demand], actor: A", False),
        ("absent: demand, actor: B", True),
        ("riskier: list-sanctions, than: threaten-case", True),  # ranks 10 and 8
        ("riskier: threaten-case, than: list-sanctions", False),
        ("riskier: threaten-case, than: threaten-sanctions", False),  # the same rank
        ("position: -3, spread: 3, theory: prospect, predicts: claiming", True),
        ("position: 1, spread: 3, theory: prospect, predicts: claiming", False),
        ("theory: always-claiming, beats: persistence, decisions: d1", True),
        ("theory: persistence, beats: always-claiming, decisions: d1", False),
        ("theory: persistence, beats: persistence", False),
    ],
)
def test_a_trial_of_a_claim(scored, trial, holds):
    (found,) = judge([scored(claim(trial), acts=(*ACTS, *CLIMB))])
    assert found.tried[0].holds is holds and found.agrees is holds


def claim(*trials):
    tests = "".join(f"      - {{{trial}}}\n" for trial in trials)
    head = f"claims:\n  - id: it\n    says: It is so.\n    theory: prospect\n    paper: fits\n    {CITE}\n"
    return f"{head}    tests:\n{tests}"


def test_a_claim_needs_all_its_trials_and_one_that_fails_decides(scored):
    holds, fails, missing = (
        "did: claiming, decisions: d1",
        "did: claiming, decisions: d2",
        "spiral_at_least: 3, dispute: x",
    )
    for trials, agrees in (
        ((holds, holds), True), ((holds, fails), False), ((holds, missing), None), ((missing, fails), False)
    ):  # fmt: skip
        (found,) = judge([scored(claim(*trials))])
        assert found.agrees is agrees, trials


# -- what was known -------------------------------------------------------------------------------


def test_of_an_earlier_decision_only_the_acts_are_known_that_had_come(scored):
    acts = (
        act("threat", "2001-03-01", "threaten-sanctions", "A"),
        act("answer", "2001-03-11", "meet", "B", "tactics: [praise]"),
        act("again", "2001-03-21", "meet", "A", "tactics: [praise, joint-gains, open-exchange]"),
        act("last", "2001-03-31", "meet", "B", "tactics: [praise]"),
    )
    decisions = (
        "decisions:\n" + decision("d1", "A", "mixed", "threat, again") + decision("d2", "B", "creating", "answer")
        + decision("d3", "B", "creating", "last")
    )  # fmt: skip
    first, second, third = scored(acts=acts, decisions=decisions).situations()
    assert (first.past, first.other_last) == ((), None)
    # On 11 March A had only threatened, which claims; on the 31st both its acts had come: one vote against three.
    assert (second.past, second.other_last) == ((CLAIMING,), CLAIMING)
    assert (third.past, third.other_last) == ((MIXED, CREATING), MIXED)


# -- placebos -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trial", "held", "of"),
    [
        # A decides d1 (claiming) and d3 (mixed), B d2 (creating).
        ("did: claiming, decisions: d1", 1, 2),  # of the two of A
        ("did: [claiming, creating], decisions: [d1, d2]", 1, 3),  # of the three pairs of A's and B's
        ("did: creating, decisions: d2", 1, 3),  # B has no other: of all three
        ("predicts: claiming, theory: always-claiming, decisions: d1", 2, 2),  # says nothing: it always expects that
        ("leans: claiming, theory: persistence, decisions: d3, more_than: d1", 1, 2),
        # The path of B is at the status quo from 1 March, where it starts, to 3 May, its last step: 31 + 30 + 3 days.
        ("level: status-quo, party: B, date: 2001-03-05", 64, 64),
        ("level: modest-loss, party: B, date: 2001-03-05", 0, 64),
        # It falls on 1 and on 3 May: of 63 windows of a day 2, of 62 of two days 3 (to 1, to 2 and to 3 May).
        ("moves: down, party: B, from: 2001-02-28, to: 2001-03-01", 2, 63),
        ("moves: down, party: B, from: 2001-02-27, to: 2001-03-01", 3, 62),
        ("moves: up, party: B, from: 2001-02-28, to: 2001-03-01", 1, 63),  # the threat lapses on 31 March
        ("spiral_at_least: 3", 1, 1),
        ("absent: impose-sanctions, actor: A", len(Act) - 4, len(Act)),  # threatens, meets, accuses, demands
    ],
)
def test_on_how_many_placebos_a_test_holds(scored, trial, held, of):
    (found,) = judge([scored(claim(trial), acts=(*ACTS, *CLIMB))])
    placebo = found.tried[0].placebo
    assert (placebo.held, placebo.of) == (held, of)


def test_outcomes_are_dealt_anew_within_a_side(scored):
    # Of A's claiming and mixed either falls to d1 in half of the deals; always-claiming is right at d1 in the one half.
    (found,) = judge([scored(claim("hits: mostly, theory: always-claiming, decisions: d1"))])
    assert found.tried[0].placebo.share == pytest.approx(0.5, abs=0.05)
    # Over d1 and d3 persistence (mixed, claiming) is right in the half in which d1 is mixed; reciprocity (claiming or
    # none, creating) is not.
    (found,) = judge([scored(claim("theory: persistence, beats: always-claiming, decisions: [d1, d3]"))])
    assert found.tried[0].placebo.share in (0.0, 1.0) or 0.45 < found.tried[0].placebo.share < 0.55


def test_what_holds_by_construction_is_told_apart_and_not_counted(scored):
    ranked, record = "riskier: list-sanctions, than: threaten-case", "did: claiming, decisions: d1"
    (apart,) = judge([scored(claim(ranked))])
    assert apart.agrees and apart.built_in and apart.tried[0].placebo is None
    (mixed,) = judge([scored(claim(ranked, record))])
    assert mixed.agrees and not mixed.built_in and [bool(one.built_in) for one in mixed.tried] == [True, False]
    (wrong,) = judge([scored(claim("riskier: threaten-case, than: list-sanctions"))])
    assert not wrong.agrees and not wrong.built_in
    (start,) = judge([scored(claim("level: status-quo, party: B, date: 2001-02-01"))])
    assert start.built_in  # before the first step of a side that starts at its reference point
    (said,) = judge([scored(claim(record).replace("    tests:", "    built_in: So coded.\n    tests:"))])
    assert said.built_in and said.tried[0].built_in == "So coded."
    lines = counts_line([apart, mixed, wrong])
    assert lines.startswith("2 claims; the model agrees where the source says that a theory fits in 1 of 2.")
    assert "1 claim of 3 held by construction" in lines
    assert "Of 1 test of the record alone 1 hold (100%); on placebos they hold in 50% of cases." in lines
    (always,) = judge([scored(claim("predicts: claiming, theory: always-claiming, decisions: d1"))])
    assert "of what the model computes 1 hold (100%); on placebos they hold in 100% of cases, 1 of them always." in (
        counts_line([always])
    )


def test_a_decision_that_is_named_twice_counts_once_and_no_window_is_longer_than_the_path(scored):
    (found,) = judge([scored(claim("did: claiming, decisions: [d1, A, d1]"))])
    assert found.tried[0].computed == "d1: claiming; d3: mixed"
    (long,) = judge([scored(claim("moves: down, party: B, from: 2000-02-28, to: 2001-03-01"))])
    assert long.tried[0].placebo is None  # the path of B is shorter than a year


# -- agreements -----------------------------------------------------------------------------------

ROUNDS = (
    act("a1", "2001-01-10", "meet", more="tactics: [blame]"),
    act("deal1", "2001-02-01", "agree", "B", "impact: {A: -0.5}"),
    act("side", "2001-02-10", "agree", "B"),  # of no coded worth: it counts for nothing
    act("words", "2001-02-20", "threaten-sanctions"),  # words of threat do not end an agreement
    act("case", "2001-03-01", "open-case"),
    act("b1", "2001-04-01", "meet", more="tactics: [praise]"),
    act("b2", "2001-04-02", "meet", "B", "tactics: [praise]"),
    act("deal2", "2001-05-01", "settle", "B", "impact: {A: [0.5, 1]}"),
)


def test_what_came_of_bargaining(scored):
    one = scored(acts=ROUNDS, decisions="")
    end = one.timeline.period.latest
    # Before the second, threat and case claim and three acts create (by rung, here). Of two sizes the smaller, here.
    assert [(a.event, a.claiming, a.n, a.worth, a.days, a.ended) for a in agreements(one)] == [
        ("deal1", 1.0, 1, -0.5, 28, True),
        ("deal2", 0.4, 5, 0.5, end - day("2001-05-01"), False),
    ]
    # The first, after more claiming, was worth less and held shorter: one pair for the thesis in either respect.
    for measure in ("large", "durable"):
        assert with_more_claiming(agreements(one), measure) == (1, 0)
        assert with_more_claiming(agreements(one), measure, [0.1, 0.9]) == (0, 1)
        (found,) = judge([scored(claim(f"agreements: {measure}"), acts=ROUNDS, decisions="")])
        assert found.agrees and (found.tried[0].placebo.held, found.tried[0].placebo.of) == (1, 2)


def test_of_two_agreements_the_shorter_of_which_only_lasted_to_the_end_nothing_is_known():
    short, long = Agreement("x", "a", 0.9, 3, 0.0, 100, False), Agreement("x", "b", 0.1, 3, 0.0, 200, True)
    assert with_more_claiming([short, long], "durable") == (0, 0) == with_more_claiming([short, long], "large")


def test_one_agreement_is_too_few_to_try_the_thesis(scored):
    (found,) = judge([scored(claim("agreements: large"), acts=ROUNDS[:2], decisions="")])
    assert found.agrees is None and "needs two agreements" in found.tried[0].computed


# -- one dispute left out -------------------------------------------------------------------------


def folds(theory, *disputes):
    """Leave each of these disputes out in turn; a dispute is its decisions, by what was done."""
    acts = {"claiming": ("accuse", ""), "creating": ("meet", "tactics: [praise]")}
    traces = []
    for n, (did, more) in enumerate(disputes):
        events = [act(f"x{k}", f"2001-0{k + 1}-01", acts[one][0], "A", acts[one][1]) for k, one in enumerate(did)]
        rows = (decision(f"d{k}", "A", one, f"x{k}") for k, one in enumerate(did))
        whole = text(*events, more="decisions:\n" + "".join(row.replace(CITE, more + CITE) for row in rows))
        traces.append(replay.run(loads(whole.replace("test-case", f"dispute-{n}"))))
    return left_out(traces, [theory])


def test_frequencies_come_from_the_other_dispute():
    first, second = folds("base-rate", (("claiming",) * 3, ""), (("creating",) * 2, ""))
    assert (first.held_out, first.trained_on) == ("dispute-0", ("dispute-1",))
    # Before its first decision each dispute knows those of the other alone: two, then three.
    assert [fold.forecasts[0].prediction.reason["decisions"] for fold in (first, second)] == [2, 3]
    assert first.forecasts[0].prediction.index < 0 < second.forecasts[0].prediction.index


def test_the_temperature_is_the_one_that_served_the_other_dispute_best():
    # Always claiming is right throughout the first dispute and wrong throughout the second: whoever learns from the
    # first takes it at its word (the least of the grid), whoever learns from the second as little as may be.
    first, second = folds("always-claiming", (("claiming",) * 2, ""), (("creating",) * 2, ""))
    assert (first.parameters.temperature, second.parameters.temperature) == pytest.approx((2.0, 0.1))


def test_where_no_temperature_is_better_the_one_next_to_the_default_stands():
    # With one strategy open every temperature scores 0. The grid runs from 0.1 to 2 in ten equal ratios of 20^(1/10):
    # 0.447 and 0.603 lie about 0.5, ratios of 1.12 and 1.21.
    fold, _ = folds("always-claiming", *(((("claiming",) * 2), "among: [claiming], "),) * 2)
    assert fold.parameters.temperature == pytest.approx(0.1 * 20**0.5)


# -- evidence -------------------------------------------------------------------------------------


def test_dependent_evidence_counts_once_in_a_dispute_and_again_in_another(scored):
    def seen(name):
        odds = "theory: prospect, rival: reciprocity, given_theory: 0.8, given_rival: 0.4"
        return f"  - {{id: {name}, summary: Seen., {odds}, group: memoir, {CITE}}}\n"

    here = scored("observations:\n" + seen("one") + seen("two")).timeline
    # 10 log10(0.8 / 0.4) = 3.0103 dB each; two of one memoir weigh as one, in each dispute.
    (alone,) = balance(weighed([here]))
    assert alone.total.decibels == pytest.approx(3.0103, abs=1e-4)
    assert alone.total.independent == pytest.approx(6.0206, abs=1e-4)
    from dataclasses import replace

    (both,) = balance(weighed([here, replace(here, dispute="another")]))
    assert both.total.decibels == pytest.approx(6.0206, abs=1e-4)
    (half,) = balance(weighed([here]), discount=0.5)
    assert half.total.decibels == pytest.approx(1.5 * 3.0103, abs=1e-4)


@pytest.mark.parametrize(
    ("theory", "rival", "label", "favours"),
    [
        (0.9, 0.4, "hoop", "theory"),  # certain from 0.9 on; its absence would weigh 10 log10(0.6 / 0.1) = 7.8 dB
        (0.89, 0.4, "straw in the wind", "theory"),
        (0.95, 0.8, "hoop", "neither"),  # weighs 0.7 dB, but its absence 10 log10(0.2 / 0.05) = 6
        (0.5, 0.1, "smoking gun", "theory"),  # unique up to 0.1; 7 dB
        (0.5, 0.11, "straw in the wind", "theory"),
        (0.15, 0.1, "straw in the wind", "neither"),  # unique, but 1.8 dB is too little
        (0.9, 0.1, "doubly decisive", "theory"),
        (0.1, 0.9, "doubly decisive", "rival"),
        (0.5, 0.5, "straw in the wind", "neither"),
    ],
)
def test_the_kind_of_a_test_of_evidence(theory, rival, label, favours):
    found = weight_of(theory, rival)
    assert (found.label.value, found.favours) == (label, favours)
    assert found.decibels == pytest.approx(10 * log10(theory / rival))


def test_strategies_are_in_order_of_risk():
    assert tuple(Strategy) == ORDER and [one.value for one in ORDER] == ["creating", "mixed", "claiming"]
