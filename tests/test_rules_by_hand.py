"""Rules from acts to strategies, domains, readings and the rows of a comparison, on disputes of a few acts.

Every value is worked out beside it. Default sizes in use, in domain units: lapse 0.5, threat 1, claiming, creating and
pressure 0.05, commitment and agreement 0.5; scale from -3 to +1; gains halve in 90 days, losses stay. A threat that is
live weighs w(1/2) x spread / 12, with w(1/2) = h / (2 h)^(1 / 0.69) and h = 0.5^0.69 = 0.61985, so 0.61985 / 1.36534.
"""

from __future__ import annotations

import math

import pytest
from coded import act

from replay.codebook import HOSTILE, Act, Tactic, strategy_of
from replay.dates import day, iso
from replay.domain import Rules, closeness, path, readings
from replay.figures.story import story_of
from replay.tables.comparison import comparison_table, distances_table
from replay.tables.comparison.sequences import rung_cost, share

pytestmark = pytest.mark.usefixtures("plain_steps", "rungs_speak")

CITE = "cite: {key: s, section: First}"
LIVE = 0.45399  # w(1/2) of a loss


# -- hostile acts and strategies ------------------------------------------------------------------


def test_hostile_is_a_complaint_or_more():
    """Rung 4, complaints: so an accusation claims and a statement of one's position says nothing."""
    assert HOSTILE == 4
    assert [strategy_of([(kind, ())]) is not None for kind in (Act.STATE_POSITION, Act.ACCUSE)] == [False, True]


@pytest.mark.parametrize(
    ("kind", "said"),
    [("accuse", "claiming"), ("state-position", None), ("meet", None), ("propose", None), ("concede", "creating"),
     ("press", None)],
)  # fmt: skip
def test_an_act_without_tactics_speaks_from_rung_four_on_and_on_rung_one(kind, said):
    found = strategy_of([(Act(kind), ())])
    assert (found.value if found else None) == said


@pytest.mark.parametrize(
    ("claiming", "creating", "said"),
    [
        (3, 1, "mixed"),  # (3 - 1) / 4 = 0.5, which is not above 0.5
        (4, 1, "claiming"),  # 3 / 5 = 0.6
        (1, 3, "mixed"),  # -0.5, which is not below -0.5
        (1, 4, "creating"),  # -0.6
        (1, 1, "mixed"),
        (1, 0, "claiming"),
        (0, 1, "creating"),
    ],
)
def test_a_strategy_lies_beyond_half_of_the_votes(claiming, creating, said):
    hard = (Tactic.BLAME, Tactic.DELAY, Tactic.CONCEAL, Tactic.EXAGGERATE)[:claiming]
    soft = (Tactic.PRAISE, Tactic.FLEXIBILITY, Tactic.JOINT_GAINS, Tactic.OPEN_EXCHANGE)[:creating]
    assert strategy_of([(Act.MEET, (*hard, *soft))]).value == said
    assert strategy_of([(Act.MEET, hard), (Act.MEET, soft)]).value == said  # a vote each, whatever the act


# -- the rules of the domain ----------------------------------------------------------------------


@pytest.fixture
def domains(trace_of):
    """Paths of a dispute of these acts, by default sizes but for those given."""
    return lambda *acts, **sizes: path(trace_of(*acts), Rules(**sizes))


def test_each_rule_moves_the_right_side_the_right_way(domains):
    def after(*acts):
        found = domains(*acts)
        return tuple(round(found[side].at(day("2001-12-31")), 5) for side in "AB")

    deadline = "clock: {id: c, due: P30D, record: lapsed}"
    vow = "tactics: [commit-to-outcome]"
    assert after(act("x", "2001-12-01", "set-deadline", more=f"tactics: [praise, blame]\n{deadline}")) == (-0.5, 0)
    assert after(act("x", "2001-12-01", "accuse")) == (0, -0.05)
    assert after(act("x", "2001-12-31", "concede")) == (0, 0.05)
    assert after(act("x", "2001-12-01", "press", "A-FIRMS")) == (-0.05, 0)
    # A public vow binds its own side (-0.5) and claims against the other (-0.05).
    assert after(act("x", "2001-12-01", "commit", more=vow)) == (-0.5, -0.05)
    # An agreement is worth 0.5 to both, and as an act on rung 1 creates 0.05 for the other.
    assert after(act("x", "2001-12-31", "agree")) == (0.5, 0.55)
    # Threatened (rank 8 of 12), and claimed against.
    assert after(act("x", "2001-12-01", "threaten-sanctions")) == (0, round(-0.05 - LIVE * 8 / 12, 5))
    # Imposed: the whole of the largest threat, and claimed against.
    assert after(act("x", "2001-12-01", "impose-sanctions")) == (0, -1.05)


def test_a_threat_weighs_more_the_likelier_it_is_held(domains):
    threat = act("x", "2001-01-01", "list-sanctions")  # rank 10 of 12
    position = domains(threat, claiming=0.0)["B"].at(day("2001-02-01"))
    assert position == pytest.approx(-LIVE * 10 / 12, abs=1e-5)
    assert domains(threat, claiming=0.0, chance=1.0)["B"].at(day("2001-02-01")) == pytest.approx(-10 / 12)  # w(1) = 1
    assert domains(threat, claiming=0.0, chance=0.0)["B"].steps == ()


def test_a_side_takes_back_its_own_threats_and_not_the_others(domains):
    acts = (
        act("mine", "2001-01-01", "warn"),
        act("theirs", "2001-01-02", "warn", "B"),
        act("drop", "2001-02-01", "drop-case"),  # by A: its own threat goes, B's stays
    )
    found = domains(*acts, claiming=0.0, creating=0.0)
    assert [step.rule for step in found["B"].steps] == ["threat", "relief"]
    assert [step.rule for step in found["A"].steps] == ["threat"]


def test_a_settlement_ends_every_threat_and_frees_from_a_commitment(domains):
    vow = "tactics: [commit-to-outcome]"
    acts = (
        act("mine", "2001-01-01", "warn"),
        act("theirs", "2001-01-02", "warn", "B"),
        act("vow", "2001-01-03", "commit", more=vow),
        act("again", "2001-01-04", "commit", more=vow),  # bound already: counts no more
        act("deal", "2001-02-01", "settle"),
        act("new", "2001-03-01", "commit", more=vow),  # free since the deal: counts again
    )
    found = domains(*acts, claiming=0.0, creating=0.0, agreement=0.0)
    assert [step.rule for step in found["A"].steps] == ["threat", "commitment", "relief", "commitment"]
    assert [step.rule for step in found["B"].steps] == ["threat", "relief"]
    assert found["A"].at(day("2001-12-31")) == pytest.approx(-1.0)


def test_a_commitment_is_no_loss_where_the_status_quo_is_the_reference(domains):
    vow = act("vow", "2001-01-03", "commit", more="tactics: [commit-to-outcome]")
    assert domains(vow)["A"].at(day("2001-02-01")) == -0.5
    assert domains(vow, reference="status-quo")["A"].at(day("2001-02-01")) == 0.0


def test_only_pressing_is_pressure(domains):
    assert domains(act("x", "2001-01-01", "endorse", "A-FIRMS"))["A"].steps == ()


def test_a_gain_halves_in_ninety_days_and_a_loss_stays(domains):
    gain = domains(act("x", "2001-01-01", "concede"), creating=0.4)["B"]
    assert [round(gain.at(day("2001-01-01") + n), 6) for n in (0, 90, 180)] == [0.4, 0.2, 0.1]
    loss = domains(act("x", "2001-01-01", "accuse"), claiming=0.4)["B"]
    assert [loss.at(day("2001-01-01") + n) for n in (0, 90, 180)] == [-0.4, -0.4, -0.4]
    fading = domains(act("x", "2001-01-01", "accuse"), claiming=0.4, loss_half_life=30.0)["B"]
    assert fading.at(day("2001-01-31")) == pytest.approx(-0.2)


def test_the_scale_ends_at_the_floor_and_at_the_ceiling(domains):
    blows = [act(f"x{n}", f"2001-01-0{n}", "shock", "WORLD", "impact: {A: -2, B: 2}", to="A") for n in (1, 2)]
    relief = act("y", "2001-01-03", "shock", "WORLD", "impact: {A: 1, B: -1}", to="A")
    found = domains(*blows, gain_half_life=math.inf)
    assert [found[side].at(day("2001-01-02")) for side in "AB"] == [-3.0, 1.0]
    # What went beyond the ends is gone: one unit back counts in full.
    found = domains(*blows, relief, gain_half_life=math.inf)
    assert [found[side].at(day("2001-01-03")) for side in "AB"] == [-2.0, 0.0]


def test_the_position_at_a_day_holds_its_acts_and_before_an_entry_does_not(trace_of):
    trace = trace_of(act("a", "2001-01-01", "accuse"), act("b", "2001-01-01", "accuse"))
    found = path(trace)["B"]
    assert found.at(day("2001-01-01")) == pytest.approx(-0.1)
    assert found.at(day("2000-12-31")) == 0.0
    assert [round(found.before(seq, day("2001-01-01")), 2) for seq in (0, 1, 2)] == [0.0, -0.05, -0.1]


# -- readings -------------------------------------------------------------------------------------


def read(*rows):
    return "readings:\n" + "".join(f"  - {{{row}, {CITE}}}\n" for row in rows)


READ = read(
    "id: r1, party: B, date: 2001-01-10, trend: rising",
    "id: r2, party: B, date: 2001-02-10, level: moderate-loss",
    "id: r3, party: B, date: 2001-03-10, trend: falling, status: reported",
    "id: r4, party: B, date: 2001-04-10, level: gain",
)


def test_a_reading_without_a_level_is_carried_or_supposed(trace_of):
    _, marks = (track.marks for track in readings(trace_of(act("x", "2001-01-01", "meet"), more=READ).timeline))
    assert [(mark.id, mark.position, mark.placed) for mark in marks] == [
        ("r1", 0, "supposed"),  # nothing read before: the reference point
        ("r2", -2, "given"),
        ("r3", -2, "carried"),
        ("r4", 1, "given"),
    ]
    assert [mark.inferred for mark in marks] == [False, False, True, False]  # a report is less than a statement


def test_only_given_levels_make_steps(trace_of):
    _, track = readings(trace_of(act("x", "2001-01-01", "meet"), more=READ).timeline)
    assert [(iso(when), position) for when, position in track.steps] == [("2001-02-10", -2), ("2001-04-10", 1)]


@pytest.mark.parametrize(
    ("trend", "agrees"), [("rising", True), ("steady", False), ("falling", False)], ids=["rising", "steady", "falling"]
)
def test_a_sense_of_loss_rises_where_the_path_falls(trace_of, trend, agrees):
    more = read(f"id: r, party: B, date: 2001-05-01, trend: {trend}", "id: s, party: B, date: 2001-05-01, level: gain")
    trace = trace_of(act("x", "2001-03-01", "accuse"), more=more)
    pair = next(pair for pair in closeness([trace]).pairs if pair.mark.id == "r")
    assert (pair.before, pair.position, pair.trend_agrees) == (0.0, -0.05, agrees)


def test_a_direction_is_judged_against_180_days_before(trace_of):
    more = read("id: r, party: B, date: 2001-06-30, trend: rising")
    hit = act("x", "2001-01-01", "accuse")  # 180 days before 2001-06-30: the loss is there already
    assert closeness([trace_of(hit, more=more)]).pairs[0].trend_agrees is False
    hit = act("x", "2001-01-02", "accuse")  # a day later: it has come since
    assert closeness([trace_of(hit, more=more)]).pairs[0].trend_agrees is True


def test_the_distance_of_a_path_from_its_readings(trace_of):
    more = read(
        "id: r, party: B, date: 2001-02-01, level: modest-loss", "id: q, party: B, date: 2001-03-01, level: gain"
    )
    # Path 0 at both, read -1 and +1: the root of (1 + 1) / 2. One level of two is a step away, none is the same.
    found = closeness([trace_of(act("x", "2001-01-01", "meet"), more=more)])
    assert (found.error, found.levels.exact, found.levels.within_one) == (1.0, 0.0, 1.0)


# -- the band of strategies in the one figure -----------------------------------------------------


def cells(trace, side):
    """(first day, last day, strategy) of each stretch of a side in which it acts."""
    return [
        (iso(cell.first), iso(cell.stop - 1), cell.strategy.value if cell.strategy else None)
        for cell in story_of(trace).cells["AB".index(side)]
    ]


HARD, SOFT = "tactics: [blame]", "tactics: [praise]"


def test_where_the_axis_has_room_the_band_goes_by_half_months(trace_of):
    found = cells(
        trace_of(
            act("first", "2001-01-01", "meet"),
            act("x1", "2001-02-01", "accuse", more=HARD),
            act("x2", "2001-02-15", "accuse", more=HARD),
            act("x3", "2001-02-16", "meet", more=SOFT),
            act("x4", "2001-02-28", "meet", more=SOFT),
            act("x5", "2001-03-01", "accuse", more=HARD),
            act("last", "2001-04-30", "meet"),
        ),
        "A",
    )
    assert [cell for cell in found if cell[2]] == [
        ("2001-02-01", "2001-02-15", "claiming"),
        ("2001-02-16", "2001-02-28", "creating"),
        ("2001-03-01", "2001-03-15", "claiming"),
    ]


def test_where_it_has_none_the_band_goes_by_months(trace_of):
    years = [act(f"y{n}", f"200{n // 12}-{n % 12 + 1:02}-20", "meet", "B") for n in range(48)]
    found = cells(
        trace_of(
            act("x1", "2001-06-10", "accuse", more=HARD),
            act("x2", "2001-06-20", "meet", more=SOFT),
            act("x3", "2001-07-01", "meet", more=SOFT),
            *years,
        ),
        "A",
    )
    assert found == [("2001-06-01", "2001-06-30", "mixed"), ("2001-07-01", "2001-07-31", "creating")]


def test_the_band_of_a_side_holds_its_own_acts_alone(trace_of):
    trace = trace_of(
        act("x", "2001-02-01", "meet", more=SOFT), act("f", "2001-02-02", "press", "A-FIRMS", HARD),
        act("b", "2001-02-03", "accuse", "B", HARD), act("c", "2001-02-04", "comment", "C", HARD),
    )  # fmt: skip
    assert [[kind for _, _, kind in cells(trace, side)] for side in "AB"] == [["creating"], ["claiming"]]


# -- the rows of a comparison ---------------------------------------------------------------------


@pytest.fixture
def rows(trace_of):
    """The table of one dispute: value by measure."""

    def made(*acts, more=""):
        return {row["measure"]: row["test-case"] for row in comparison_table([trace_of(*acts, more=more)]).records()}

    return made


HARSH = "tactics: [harsh-statement]\nworth: {amount: 2e9, unit: USD}"
THIRTY = "clock: {id: c2, due: P30D, record: lapsed}"
COMPARED = (
    act("b0", "2001-01-01", "threaten-case", "B", "worth: {amount: 7e9, unit: USD}"),  # rung 7, but the target's
    act("a1", "2001-01-02", "warn", "A", "answers: {b0: counters}\nclock: {id: c1, due: P10D, record: open}"),  # 6
    act("a2", "2001-01-06", "threaten-sanctions", "A", f"{HARSH}\nmoves: {{c1: 2004-12-31}}\n{THIRTY}"),
    act("a3", "2001-01-08", "demand", "A", "worth: {amount: 9e9, unit: USD}"),  # not a threat, whatever its worth
    act("b1", "2001-01-10", "accuse", "B", "answers: {a2: responds}\nclock: {id: c3, due: P4D, record: met}"),
    act("a4", "2001-01-12", "meet", "A", "meets: c3\nclock: {id: c4, due: P7D, record: lapsed}"),
    act("b2", "2001-02-10", "impose-sanctions", "B"),
    act("a5", "2001-03-07", "settle"),
    act("b3", "2001-04-07", "settle", "B"),
)  # fmt: skip


def test_the_rows_of_a_comparison_by_hand(rows):
    found = rows(*COMPARED)
    assert found["Acts"] == "5 / 4"
    # Of A: 6, 7, 5 of 6, 7, 5, 2, 1; of B: 7, 4, 9 of 7, 4, 9, 1.
    assert found["Hostile acts"] == "3 / 3"
    assert found["Threats"] == "2 / 1"  # a warning and a threat; a threat: duties in force threaten no more
    assert found["Impositions"] == "0 / 1"
    assert found["First threat"] == "a2, 6 Jan 2001"  # the sender's
    assert found["Largest sum threatened"] == "7,000,000,000 USD"
    assert found["Public statements"] == "1 / 0"
    assert found["Clocks"] == 4
    assert found["How they ended"] == "deadline: 1 met, 2 lapsed, 1 open"
    assert found["Clocks moved"] == 1
    assert found["Days a clock ran"] == 7  # 30, 2 and 7 days; c1 has not ended
    assert found["Hostile acts answered"] == "1 of 3 / 1 of 3"  # B answered a2; A answered b0
    assert found["Top rung"] == 9
    assert found["Sanctions imposed"] == "0 / 1"
    assert found["Settlement"] == "b3, 7 Apr 2001"  # the last
    assert found["Days from first threat to settlement"] == 91  # 25 left of January, 28, 31, 7
    assert found["Outcome"] == "settled, sanctions imposed"
    assert found["First and last act"] == "1 Jan 2001 to 7 Apr 2001"


def test_strategies_and_domains_in_a_comparison_by_hand(rows):
    more = read(
        "id: r1, party: A, date: 2001-01-05, level: modest-loss",
        "id: r2, party: A, date: 2001-02-05, level: strong-loss",
        "id: r3, party: A, date: 2001-03-05, trend: falling",
    )
    found = rows(*COMPARED, more=more)
    # Of A claim: warn, threaten, demand; meets without tactics say nothing; settling creates. Of B: 3 of 4.
    assert found["Claiming strategy"] == "75% of 4 / 75% of 4"
    assert found["Lowest domain read"] == "strong-loss / none read"


def test_who_answered_whom_in_a_comparison(rows):
    found = rows(
        act("a1", "2001-01-01", "demand"),
        act("a2", "2001-01-02", "demand"),
        act("b1", "2001-01-03", "reject", "B", "answers: {a1: responds}"),
    )
    assert found["Hostile acts answered"] == "1 of 2 / 0 of 1"  # those of the sender by the target; those of the target
    assert found["Settlement"] is None and found["Outcome"] == "not settled, no sanctions imposed"


def test_distances_by_hand(trace_of):
    one = trace_of(act("a", "2001-01-01", "accuse"), act("b", "2001-01-02", "concede", "B"))
    two = trace_of(act("a", "2001-01-01", "accuse"), act("b", "2001-01-02", "demand", "B"))
    (row,) = distances_table([one, two]).records()
    # Senders: claiming and claiming, 0. Targets: creating against claiming costs 2 of 2 acts, 1. Both: 2 of 4.
    # Rungs 4, 1 against 4, 5: 2 x 4 / 8 = 1 of 4 acts.
    assert [row[name] for name in ("sender", "target", "both", "rungs")] == [0.0, 1.0, 0.5, 0.25]


def test_the_cost_of_rungs_and_the_share_of_unlike_lengths():
    assert (rung_cost(1, 9), rung_cost(3, 5), rung_cost(7, 7)) == (2.0, 0.5, 0.0)
    # (4) into (4, 8, 8): two put in, 2 of 4 acts.
    assert share((4,), (4, 8, 8), rung_cost) == 0.5
