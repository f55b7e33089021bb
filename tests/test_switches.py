"""Every switch of the model under each of its settings, and what came with them, every number worked out beside it.

Default sizes in use, in domain units: lapse 0.5, threat and prospective 1, claiming and creating 0.05, commitment and
agreement 0.5. What is live or demanded weighs w(1/2) = h / (2 h)^(1 / 0.69) with h = 0.5^0.69, so 0.45399.
"""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise
from random import Random
from statistics import fmean
from types import MappingProxyType

import pytest
from coded import act, text, timeline
from hypothesis import given
from hypothesis import strategies as st

import replay
from replay.codebook import CLAIMS, SWITCHES, Act, Strategy, Switches, Tactic, strategy_of, switch_digest, switches
from replay.dates import day
from replay.domain import Rules, closeness, path, readings, standing
from replay.domain.path import follow
from replay.domain.shifts import Effect, effects
from replay.errors import SettingError
from replay.scoring import case, forecasts, parted, protocol, score
from replay.tables.scores import protocol_line
from replay.theories import IGNORANT, ORDER, Parameters, Situation, predict
from replay.theories.statistics.clusters import clustered_difference
from replay.theories.statistics.scoring_rules import ranked_probability_score

CREATING, MIXED, CLAIMING = ORDER
CITE = "cite: {key: s, section: First}"
LIVE = 0.45399  # w(1/2) of a loss
BLAME, PRAISE, VOW = "tactics: [blame]", "tactics: [praise]", "tactics: [commit-to-outcome]"


def read(*rows):
    return "readings:\n" + "".join(f"  - {{{row}, {CITE}}}\n" for row in rows)


@pytest.fixture
def domains(trace_of):
    """Paths of a dispute of these acts, by the default switches but for those given."""
    return lambda *acts, more="", **given: path(trace_of(*acts, more=more), Rules(switches=Switches(**given)))


def rules_of(domain):
    return [step.rule for step in domain.steps]


# -- the table ------------------------------------------------------------------------------------


def test_the_defaults_are_those_of_the_table_and_say_what_changed():
    assert Switches().settings == {
        "start": "first-level", "prospective": "on", "impacts": "mean", "shocks": "in-domain", "trend": "carried",
        "ends": "soft", "untagged": "silent", "nodes": "apart", "gamble": "options", "clocks": "by-kind",
    }  # fmt: skip
    assert Switches().changed == {}
    assert Switches.given({"ends": "hard", "start": "first-level"}).changed == {"ends": "hard"}
    assert all({switch.default, switch.before} <= set(switch.settings) for switch in SWITCHES.values())


def test_a_switch_and_a_setting_that_do_not_exist_are_refused():
    with pytest.raises(SettingError, match=r"no switch is called 'strat'; did you mean 'start'\? allowed: start, "):
        Switches.given({"strat": "reference"})
    for name, switch in SWITCHES.items():
        with pytest.raises(SettingError, match=f"{name} has no setting 'zzz'; allowed: {next(iter(switch.settings))}"):
            Switches.given({name: "zzz"})


def test_the_digest_changes_with_the_table_and_with_nothing_else(monkeypatch):
    first, ends = switch_digest(), SWITCHES["ends"]

    def digest(**changes):
        table = MappingProxyType(dict(SWITCHES) | {"ends": replace(ends, **changes)})
        monkeypatch.setattr(switches, "SWITCHES", table)
        found = switch_digest()
        monkeypatch.setattr(switches, "SWITCHES", SWITCHES)
        return found

    assert Switches(ends="hard").ends == "hard" and switch_digest() == first  # how a run sets them is not in it
    assert digest() == first
    assert digest(why="Otherwise argued.", source="Elsewhere", before="soft", question="What?") == first
    others = digest(default="hard"), digest(settings={"hard": "stops", "soft": ends.settings["soft"]}), digest(name="x")
    assert len({first, *others}) == 4


# -- start ----------------------------------------------------------------------------------------

MODERATE = read("id: r, party: B, date: 2001-02-01, level: moderate-loss")


def test_a_side_stands_at_its_first_level_which_contains_what_came_by_that_day(domains):
    acts = (
        act("before", "2001-01-10", "accuse", more=BLAME),
        act("same-day", "2001-02-01", "accuse", more=BLAME),
        act("after", "2001-03-01", "accuse", more=BLAME),
    )
    days = [day(one) for one in ("2001-01-01", "2001-01-15", "2001-02-01", "2001-02-28", "2001-03-01")]
    found = domains(*acts, more=MODERATE)
    assert [found["B"].at(one) for one in days] == pytest.approx([-2, -2, -2, -2, -2.05])
    assert found["A"].start.position == 0 and found["A"].steps == ()  # without a level: the reference point
    found = domains(*acts, more=MODERATE, start="reference")
    assert [found["B"].at(one) for one in days] == pytest.approx([0, -0.05, -0.1, -0.1, -0.15])


def test_a_threat_that_is_live_at_the_first_level_is_given_back_and_one_that_was_over_is_not(domains):
    warned, dropped = act("warn", "2001-01-05", "warn"), act("drop", "2001-03-10", "drop-case")
    # A warning is of rank 5 of 12: it is a part of the -2, and goes with the threat.
    found = domains(warned, dropped, more=MODERATE)["B"]
    assert rules_of(found) == ["relief"]
    assert found.at(day("2001-03-10")) == pytest.approx(-2 + LIVE * 5 / 12, abs=1e-5)
    on_the_day = domains(act("warn", "2001-02-01", "warn"), dropped, more=MODERATE)["B"]
    assert [(step.rule, step.position) for step in on_the_day.steps] == [
        (step.rule, step.position) for step in found.steps
    ]
    over = domains(warned, act("drop", "2001-01-20", "drop-case"), more=MODERATE)["B"]
    assert over.steps == () and over.at(day("2001-12-31")) == -2


def test_the_reading_that_a_side_starts_from_is_no_test_of_the_path(trace_of):
    more = read(
        "id: r, party: B, date: 2001-02-01, level: moderate-loss",
        "id: q, party: B, date: 2001-05-01, level: modest-loss",
    )
    trace = trace_of(act("x", "2001-01-10", "meet"), more=more)
    found = closeness([trace])
    assert ([pair.mark.id for pair in found.pairs], found.error) == (["q"], 1.0)  # -2 against -1
    found = closeness([trace], Rules(switches=Switches(start="reference")))
    assert [pair.mark.id for pair in found.pairs] == ["r", "q"]
    assert found.error == pytest.approx(math.sqrt((4 + 1) / 2))  # 0 against -2 and -1


# -- prospective ----------------------------------------------------------------------------------


def test_what_is_demanded_weighs_once_until_the_sides_settle(domains):
    acts = (
        act("first", "2001-01-01", "demand"),
        act("again", "2001-02-01", "demand"),  # the first one stands
        act("deal", "2001-03-01", "settle"),
        act("new", "2001-04-01", "demand"),  # nothing stands since the deal
    )
    found = domains(*acts)["B"]
    assert rules_of(found) == ["prospective", "agreement", "relief", "adaptation", "prospective"]
    assert [found.at(day(one)) for one in ("2001-01-01", "2001-02-01")] == pytest.approx([-LIVE] * 2, abs=1e-5)
    assert found.at(day("2001-03-01")) == pytest.approx(0.5)  # given back whole; the agreement's half is left
    # 31 days on, the half has faded to 0.5 x 2^(-31 / 90).
    assert found.at(day("2001-04-01")) == pytest.approx(0.5 * 2 ** (-31 / 90) - LIVE, abs=1e-5)
    assert rules_of(domains(*acts, prospective="off")["B"]) == ["agreement"]


def test_a_second_demand_is_no_effect_at_all_while_the_first_stands(trace_of):
    trace = trace_of(
        act("x", "2001-01-01", "demand"), act("y", "2001-02-01", "demand"), act("z", "2001-02-02", "demand", "B")
    )
    found = [(one.party, one.rule) for one in effects(trace)]
    assert found == [("B", "prospective"), ("A", "prospective")]  # each side's own demands count for themselves


def test_a_side_bound_to_an_outcome_demands_and_one_that_only_agrees_gives_nothing_back(domains):
    vow = act("vow", "2001-01-03", "commit", more=VOW)
    # To B: the vow is a demand, and a claiming act of 0.05. To A: what it is bound to, 0.5.
    found = domains(vow)
    assert found["B"].at(day("2001-02-01")) == pytest.approx(-LIVE - 0.05, abs=1e-5)
    assert found["A"].at(day("2001-02-01")) == -0.5
    assert domains(vow, prospective="off")["B"].at(day("2001-02-01")) == pytest.approx(-0.05)
    assert rules_of(domains(act("x", "2001-01-01", "demand"), act("y", "2001-02-01", "agree"))["B"]) == [
        "prospective", "agreement",
    ]  # fmt: skip


def test_a_demand_ends_when_it_is_settled_or_its_maker_drops_the_case_and_a_plan_to_demand_is_none(domains):
    first, again = act("x", "2001-01-01", "demand"), act("y", "2001-02-01", "demand")
    deal = "answers: {x: settles}"
    # The second demand stands on when the first is settled; when both are, what they weighed is given back.
    assert rules_of(domains(first, again, act("z", "2001-03-01", "agree", "B", more=deal))["B"])[:1] == ["prospective"]
    assert "relief" not in rules_of(domains(first, again, act("z", "2001-03-01", "agree", "B", more=deal))["B"])
    assert "relief" in rules_of(domains(first, act("z", "2001-03-01", "agree", "B", more=deal))["B"])
    assert rules_of(domains(first, again, act("z", "2001-03-01", "drop-case"))["B"])[-1] == "relief"
    assert rules_of(domains(first, again, act("z", "2001-03-01", "drop-case", "B"))["B"])[-1] == "prospective"
    assert rules_of(domains(act("x", "2001-01-01", "demand", more="status: announced"))["B"]) == []


# -- impacts and shocks ---------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "near", "apart", "one"),
    [
        # Of -0.5 and -1; of 0.5 and -0.5; of 0, from a coder who gave none, and -1.
        ("first", -0.5, 0.5, 0.0),
        ("second", -1.0, -0.5, -1.0),
        ("smaller", -0.5, 0.0, 0.0),
        ("mean", -0.75, 0.0, -0.5),
        ("larger", -1.0, -0.5, -1.0),
    ],
)
def test_the_size_of_an_impact_that_two_coders_sized(domains, setting, near, apart, one):
    for sizes, size in (("[-0.5, -1]", near), ("[0.5, -0.5]", apart), ("[0, -1]", one), ("-0.8", -0.8)):
        shock = act("x", "2001-01-01", "shock", "WORLD", f"impact: {{A: {sizes}}}", to="A")
        assert domains(shock, impacts=setting, shocks="all")["A"].at(day("2001-01-01")) == size, sizes


def test_a_shock_counts_for_the_side_of_which_a_reading_rests_on_it(domains):
    acts = (
        act("x", "2001-01-01", "shock", "WORLD", "impact: {A: -1, B: -1}", to="A"),
        act("y", "2001-01-02", "shock", "WORLD", "impact: {A: -0.25}", to="A"),
    )
    felt = read("id: r, party: A, date: 2001-06-01, trend: rising, evidence: x")  # no level: nobody starts from it
    last = day("2001-12-31")
    assert {side: one.at(last) for side, one in domains(*acts, more=felt).items()} == {"A": -1, "B": 0}
    assert {side: one.at(last) for side, one in domains(*acts).items()} == {"A": 0, "B": 0}
    assert {side: one.at(last) for side, one in domains(*acts, shocks="all").items()} == {"A": -1.25, "B": -1}


def test_what_an_agreement_is_worth_counts_though_no_reading_rests_on_it(domains):
    deal = act("x", "2001-01-01", "agree", more="impact: {A: 0.2}")
    found = domains(deal)
    assert [found[side].at(day("2001-01-01")) for side in "AB"] == [0.2, 0.5]  # B: by the rule


# -- trend ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("trend", "carried"), [("rising", -2.5), ("falling", -1.5), ("steady", -2.0)], ids=["rising", "falling", "steady"]
)
def test_a_direction_carries_a_reading_to_its_threshold(domains, trend, carried):
    more = read(f"id: r, party: B, date: 2001-02-01, level: moderate-loss, trend: {trend}")
    meet = act("x", "2001-01-01", "meet")
    assert domains(meet, more=more)["B"].at(day("2001-03-01")) == carried
    assert domains(meet, more=more, trend="ignored")["B"].at(day("2001-03-01")) == -2.0


def test_a_direction_holds_until_the_next_reading():
    more = read(
        "id: r1, party: B, date: 2001-01-10, trend: rising",
        "id: r2, party: B, date: 2001-02-10, level: modest-loss",
        "id: r3, party: B, date: 2001-03-10, trend: rising",
        "id: r4, party: B, date: 2001-04-10, level: gain, trend: falling",
    )
    _, track = readings(timeline(act("x", "2001-01-01", "meet"), more=more))
    days = [day(f"2001-0{month}-15") for month in (1, 2, 3, 4)]
    assert [standing(track, one, "carried") for one in days] == [None, -1.0, -1.5, 1.5]
    assert [standing(track, one, "ignored") for one in days] == [None, -1.0, -1.0, 1.0]


# -- ends -----------------------------------------------------------------------------------------


def walked(*amounts, begin=0.0, **given):
    """Positions of a side after each of these coded impacts, one a day; a pair is a rule and a multiple of its size."""
    found = tuple(
        Effect(n, n, "A", *((one[0], one[1], "k") if isinstance(one, tuple) else ("coded", one)))
        for n, one in enumerate(amounts, 1)
    )
    rules = Rules(chance=1.0, gain_half_life=math.inf, switches=Switches(**given))
    domain = follow(found, ("A", "B"), rules, {"A": (0, begin)})["A"]
    return [domain.at(n) for n in range(1, len(amounts) + 1)]


E = math.exp


def test_a_soft_end_scales_what_goes_beyond_the_outermost_level():
    # From -2.5 half a level is whole; of the other 1 the part 1 - e^-1 is felt, since the room shrinks as it is used.
    assert walked(-1.5, begin=-2.5) == pytest.approx([-3 - (1 - E(-1))])
    assert walked(1.5, begin=0.5) == pytest.approx([1 + (1 - E(-1))])  # towards a gain alike
    assert walked(-1.5, begin=-2.5, ends="hard") == [-3.0]
    assert walked(1.5, begin=0.5, ends="hard") == [1.0]


def test_two_small_steps_make_one_large_one():
    large = walked(-2.0, begin=-2.5)[-1]
    assert large == pytest.approx(-3 - (1 - E(-1.5)))
    for parts in ((-1.0, -1.0), (-0.25, -1.75), (-0.5, -0.5, -0.5, -0.5)):
        assert walked(*parts, begin=-2.5)[-1] == pytest.approx(large)


def test_a_threat_gives_back_at_its_end_what_it_took():
    # A threat of 1, held certain, takes 0.5 and 1 - e^-0.5 from -2.5, and its end gives that back and not 1.
    taken = 0.5 + 1 - E(-0.5)
    assert walked(("threat", 1.0), ("relief", 1.0), begin=-2.5) == pytest.approx([-2.5 - taken, -2.5])
    # Between the two a rise of 0.4: felt whole, and kept.
    assert walked(("threat", 1.0), 0.4, ("relief", 1.0), begin=-2.5)[-1] == pytest.approx(-2.1)
    # Under a threat of 1 a side rises from 0.5 by 1.5, of which 0.5 and 1 - e^-1 are felt, and keeps that.
    risen = 1 + (1 - E(-1))
    assert walked(("threat", 1.0), 1.5, ("relief", 1.0), begin=0.5) == pytest.approx([-0.5, risen - 1, risen])


@given(
    st.lists(st.floats(-3, 3), min_size=1, max_size=6), st.data(), st.sampled_from(["soft", "hard"]),
    st.floats(-3.5, 1),
)  # fmt: skip
def test_a_threat_that_is_taken_back_leaves_nothing_behind(shocks, data, ends, begin):
    made = data.draw(st.integers(0, len(shocks)))
    over = data.draw(st.integers(made, len(shocks)))
    threatened = [*shocks[:made], ("threat", 1.0), *shocks[made:over], ("relief", 1.0), *shocks[over:]]
    alone = walked(*shocks, begin=begin, ends=ends)[-1]
    assert walked(*threatened, begin=begin, ends=ends)[-1] == pytest.approx(alone)


@given(st.lists(st.floats(-5, 5), max_size=8), st.floats(-3.5, 1))
def test_no_position_lies_beyond_a_soft_end(shocks, begin):
    assert all(-4 <= one <= 2 for one in walked(("threat", 4.0), *shocks, begin=begin))


def test_a_gain_from_which_a_side_starts_fades_at_once():
    # From a gain of 1 on day 0, with a half-life of 10 days and nothing else: 1/2 after 10 days, 1/4 after 20.
    rules = Rules(gain_half_life=10.0)
    domain = follow((), ("A", "B"), rules, {"A": (0, 1.0)})["A"]
    assert [domain.at(n) for n in (-5, 0, 10, 20)] == [1.0, 1.0, 0.5, 0.25]
    # What is live at the start does not fade: 0.4 of lasting gain over a demand's w(1/2).
    begun = (Effect(0, -1, "A", "prospective", 1.0, "k"),)
    domain = follow(begun, ("A", "B"), rules, {"A": (0, 0.0)})["A"]
    assert [domain.at(n) for n in (0, 10)] == pytest.approx([0.0, LIVE / 2 - LIVE], abs=1e-5)


def test_a_threat_live_at_a_start_weighs_no_more_than_the_scale_has_room_for():
    begun = (Effect(0, -1, "A", "threat", 1.0, "k"), Effect(5, 5, "A", "relief", 1.0, "k"))
    rules = Rules(chance=1.0, gain_half_life=math.inf)
    # At a gain of 0.4 a threat of 1 took only the 0.6 that are left to the outermost gain.
    domain = follow(begun, ("A", "B"), rules, {"A": (0, 0.4)})["A"]
    assert [domain.at(n) for n in (0, 5)] == pytest.approx([0.4, 1.0])
    # At -3.5 it took part of the band: it came from -3 + ln(1/2) + 1.
    domain = follow(begun, ("A", "B"), rules, {"A": (0, -3.5)})["A"]
    assert [domain.at(n) for n in (0, 5)] == pytest.approx([-3.5, -3 + math.log(0.5) + 1])


def test_nothing_is_stored_beyond_an_end():
    # A fall of 10 from 0: 3 whole, then 1 - e^-7; the rise of 1 from there is away from the end, and felt whole.
    bottom = -3 - (1 - E(-7))
    assert walked(-10.0, 1.0) == pytest.approx([bottom, bottom + 1])
    assert walked(10.0, -1.0) == pytest.approx([1 + (1 - E(-9)), 1 + (1 - E(-9)) - 1])
    assert walked(-10.0, 1.0, ends="hard") == [-3.0, -2.0]


def test_a_step_tells_what_its_rule_asked_before_the_end_took_its_part(domains):
    shock = act("x", "2001-01-01", "shock", "WORLD", "impact: {A: 2}", to="A")
    (step,) = domains(shock, shocks="all")["A"].steps
    assert step.asked == 2.0 and step.change == pytest.approx(1 + (1 - E(-1)))


# -- untagged -------------------------------------------------------------------------------------


def test_an_act_without_tactics_speaks_by_its_definition_or_by_its_rung():
    def said(kind, setting):
        found = strategy_of([(kind, ())], setting)
        return found.value if found else None

    kinds = (Act.ACCUSE, Act.OPEN_CASE, Act.RESTRICT_MARKET, Act.CONCEDE, Act.AGREE, Act.MEET, Act.STATE_POSITION)
    assert [said(kind, "silent") for kind in kinds] == [None] * 7
    assert [said(kind, "rung") for kind in kinds] == [*["claiming"] * 3, *["creating"] * 2, None, None]
    assert {said(kind, setting) for kind in CLAIMS for setting in ("silent", "rung")} == {"claiming"}
    assert {
        Act.THREATEN_SANCTIONS,
        Act.THREATEN_CASE,
        Act.ULTIMATUM,
        Act.LIST_SANCTIONS,
        Act.IMPOSE_SANCTIONS,
    } <= CLAIMS


def test_what_is_coded_comes_before_the_act():
    for setting in ("silent", "rung"):
        assert strategy_of([(Act.THREATEN_SANCTIONS, (Tactic.PRAISE,))], setting) is CREATING
        assert strategy_of([(Act.ACCUSE, (Strategy.CREATING,))], setting) is CREATING


def test_the_path_hears_of_acts_what_the_switch_lets_them_say(domains):
    acts = (
        act("a", "2001-01-01", "accuse"),
        act("b", "2001-01-02", "concede"),
        act("c", "2001-01-03", "accuse", more=BLAME),
    )
    assert rules_of(domains(*acts)["B"]) == ["claiming"]
    assert rules_of(domains(*acts, untagged="rung")["B"]) == ["claiming", "creating", "claiming"]


# -- gamble and clocks ----------------------------------------------------------------------------


def decision(name, acts, did, options="[meet, accuse]", party="A", more=""):
    head = f"id: {name}, party: {party}, question: What now., options: {options}, acts: [{acts}], did: {did}{more}"
    return f"  - {{{head}, {CITE}}}\n"


TALKS = (
    act("blame", "2001-03-01", "accuse", "A", BLAME),
    act("praise", "2001-03-11", "meet", "B", PRAISE),
    act("deal", "2001-03-21", "agree", "A", PRAISE),
)
DECISIONS = (
    "decisions:\n"
    + decision("d1", "blame", "claiming", more=", label: To complain")
    + decision("d2", "praise", "creating", party="B", options="[meet, list-sanctions]")
    + decision("d3", "deal", "creating", options="[agree, accuse]")
)


def test_a_gamble_is_as_wide_as_the_options_or_as_the_parameter(trace_of):
    trace = trace_of(*TALKS, more=DECISIONS)

    def spreads(parameters, **given):
        return [one.spread for one in case(trace, Rules(switches=Switches(**given))).situations(parameters)]

    # Ranks 3, 10 and 3 of 12.
    assert spreads(Parameters(gamble=6.0)) == pytest.approx([6 * 3 / 12, 6 * 10 / 12, 6 * 3 / 12])
    assert spreads(Parameters(gamble=6.0), gamble="fixed") == [6.0, 6.0, 6.0]


@pytest.mark.parametrize(
    ("kind", "record", "loses", "by_setter"),
    [("deadline", "lapsed", -0.5, -0.5), ("waiting", "elapsed", 0, -0.5), ("effect", "lapsed", 0, -0.5),
     ("limit", "lapsed", 0, -0.5), ("deadline", "met", 0, 0)],
)  # fmt: skip
def test_who_loses_by_a_clock_that_runs_out(domains, kind, record, loses, by_setter):
    clock = f"clock: {{id: c, due: P30D, kind: {kind}, record: {record}}}"
    acts = [act("x", "2001-01-01", "hearing", more=clock, to="B")]
    if record == "met":
        acts.append(act("y", "2001-01-20", "meet", "B", "meets: c"))
    for setting, size in (("by-kind", loses), ("setter", by_setter)):
        found = domains(*acts, clocks=setting)
        assert [found[side].at(day("2001-12-31")) for side in "AB"] == [size, 0]


# -- nodes ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("setting", "tables"),
    [
        ("apart", [(" on how to bargain", ["d1", "d2"]), (" on whether to settle", ["d3"])]),
        ("all", [("", ["d1", "d2", "d3"])]),
        ("strategy", [(" on how to bargain", ["d1", "d2"])]),
        ("outcomes", [(" on whether to settle", ["d3"])]),
    ],
)
def test_decisions_part_by_whether_an_agreement_is_among_the_options(trace_of, setting, tables):
    cases = [case(trace_of(*TALKS, more=DECISIONS), Rules(switches=Switches(nodes=setting)))]
    found = parted(forecasts(cases, ["uniform", "persistence"]), cases)
    assert [(what, [f.decision for f in part if f.theory == "uniform"]) for what, part in found] == tables
    assert all({f.theory for f in part} == {"uniform", "persistence"} for _, part in found)


# -- the protocol ---------------------------------------------------------------------------------


def test_the_digest_of_the_protocol_holds_what_a_score_rests_on_and_no_words(trace_of):
    def digest(whole, **given):
        return protocol([replay.files.loads(whole)], Rules(switches=Switches(**given))).digest

    whole = text(*TALKS, more=DECISIONS)
    first = digest(whole)
    for old, new in (("label: To complain", "label: To hold out"), ("What now.", "What then."), ("First", "Second")):
        assert old in whole and digest(whole.replace(old, new)) == first
    changed = [
        digest(whole.replace("options: [meet, accuse]", "options: [meet, accuse, warn]")),
        digest(whole.replace("did: claiming", "among: [claiming], did: claiming")),
        digest(whole.replace("act: agree\n", "act: agree\n    impact: {A: 0.2}\n")),
        digest(whole.replace("act: agree\n", "act: agree\n    impact: {A: [0.2, 0.3]}\n")),
        digest(whole + read("id: r, party: B, date: 2001-02-01, level: gain")),
        digest(whole + read("id: r, party: B, date: 2001-02-01, level: gain, evidence: [deal]")),
        *(digest(whole, **{name: other}) for name, s in SWITCHES.items() for other in s.settings if other != s.default),
    ]
    assert len({first, *changed}) == 1 + len(changed)
    timelines = [replay.files.loads(whole)]
    settings = [
        protocol(timelines, Rules(threat=2.0)), protocol(timelines, parameters=Parameters(gamble=2.0)),
        protocol(timelines, Rules(reference="status-quo")), protocol(timelines, source="readings"),
    ]  # fmt: skip
    assert len({first, *(one.digest for one in settings)}) == 5
    assert {tuple(one.coded.values()) for one in settings} == {tuple(protocol(timelines).coded.values())}


def test_what_was_changed_since_it_was_frozen_is_said():
    whole = text(*TALKS, more=DECISIONS)
    now = protocol([replay.files.loads(whole)])
    ((name, digest),) = now.coded.items()
    kept = protocol([replay.files.loads(f"frozen: {digest}\n{whole}")])
    other = protocol(
        [replay.files.loads(f"frozen: {digest}\n{whole.replace('options: [agree, accuse]', 'options: [agree, warn]')}")]
    )
    assert (now.changed, kept.changed, other.changed) == ((), (), (name,))
    assert kept.digest == now.digest != other.digest
    start = f"Protocol {now.digest[:12]}: what the coders judged is "
    assert protocol_line(now) == f"{start}not frozen {name} (to freeze: frozen: {digest})."
    assert protocol_line(kept) == f"{start}as frozen {name}."
    assert f"CHANGED SINCE FROZEN {name} ({digest} then, {other.coded[name]} now)." in protocol_line(other)


# -- clusters -------------------------------------------------------------------------------------


def test_two_clusters_by_hand():
    # Gaps -0.2 and -0.3 in a, -0.1 in b. Sums -0.5, -0.1: signs turned, +-0.6 and +-0.4, two of four as extreme.
    # Drawn: aa -1 / 4; ab and ba -0.6 / 3; bb -0.2 / 2.
    found = clustered_difference([0.1, 0.2, 0.4], [0.3, 0.5, 0.5], ["a", "a", "b"])
    assert found.estimate == pytest.approx(-0.2)
    assert (found.low, found.high) == (-math.inf, math.inf)  # two clusters have no interval
    assert (found.clusters, found.p_value, found.least_p) == (2, 0.5, 0.5)


def test_what_so_many_clusters_can_say_at_all():
    one = clustered_difference([0.1, 0.2], [0.3, 0.5], ["a", "a"])
    assert (one.low, one.high, one.p_value, one.least_p) == (-math.inf, math.inf, 1.0, 1.0)
    for k in (2, 3, 4, 5):  # all on one side: no smaller p is to be had
        found = clustered_difference([0.0] * k, [1.0 + n for n in range(k)], range(k))
        assert found.p_value == found.least_p == 2 / 2**k
    many = clustered_difference([0.0] * 31, [1.0] * 31, range(31))
    assert (many.p_value, many.least_p) == (None, 2.0**-30)


# -- those who know nothing -----------------------------------------------------------------------


def test_thirds_and_frequencies_by_hand():
    assert IGNORANT == ("uniform", "frequencies")
    past = (CLAIMING, CLAIMING, MIXED)
    for known in ((), past):
        assert predict("uniform", Situation("d", "A", 0, past=known)).probabilities == pytest.approx((1 / 3,) * 3)
    # One added to each count: 1, 2 and 3 of 6; before the first decision 1 of 3.
    found = predict("frequencies", Situation("d", "A", 0, past=past))
    assert found.probabilities == pytest.approx((1 / 6, 2 / 6, 3 / 6)) and found.index == pytest.approx(1 / 3)
    assert predict("frequencies", Situation("d", "A", 0)).probabilities == pytest.approx((1 / 3,) * 3)
    # Given outright: the temperature of the link is nothing to them.
    assert predict("frequencies", Situation("d", "A", 0, past=past), Parameters(temperature=2.0)) == found


def test_thirds_are_what_a_board_is_measured_against(trace_of):
    board = score(forecasts([case(trace_of(*TALKS, more=DECISIONS))]))
    # Done: claiming, creating, creating. An end costs thirds 4/9 + 1/9; the middle would cost 1/9 + 1/9.
    assert board.reference == "uniform" and board.row("uniform").rps == pytest.approx(5 / 9)
    # Frequencies: thirds; then 1/4, 1/4, 1/2, so 9/16 + 1/4; then 2/5, 1/5, 2/5, so 9/25 + 4/25.
    rps = (5 / 9 + 13 / 16 + 13 / 25) / 3
    assert board.row("frequencies").rps == pytest.approx(rps)
    assert board.row("frequencies").skills == pytest.approx({"uniform": 1 - rps / (5 / 9), "frequencies": 0.0})


def test_guesses_at_random_do_not_beat_thirds():
    # 0.73 on one strategy, 0.135 on each other, against what is done at random. On an end: (0.091125 + 0.551125 +
    # 1.281125) / 3 = 0.641125; on the middle: (0.76645 + 0.03645 + 0.76645) / 3 = 0.523117. On average 0.601789.
    # Thirds: (5/9 + 2/9 + 5/9) / 3 = 4/9.
    guesses, thirds = [], []
    for seed in range(200):
        chance = Random(seed)
        done = [chance.randrange(3) for _ in range(40)]
        guessed = [chance.randrange(3) for _ in done]
        sure = [tuple(0.73 if n == one else 0.135 for n in range(3)) for one in guessed]
        guesses.append(fmean(map(ranked_probability_score, sure, done)))
        thirds.append(fmean(ranked_probability_score((1 / 3,) * 3, one) for one in done))
    assert fmean(guesses) == pytest.approx(0.601789, abs=0.01)
    assert fmean(thirds) == pytest.approx(4 / 9, abs=0.01)
    assert sum(a < b for a, b in zip(guesses, thirds, strict=True)) < 20  # and seldom in any one sequence


def test_a_rule_that_repeats_does_not_beat_thirds_where_what_is_done_is_random():
    # The link gives at +1 (0.047, 0.222, 0.731) and at 0 (0.269, 0.462, 0.269). Against what is done at random, an end:
    # (0.0746 + 0.5367 + 1.4419) / 3 = 0.6844; the middle: (0.6068 + 0.1446 + 0.6068) / 3 = 0.4527. On average 0.6072.
    given = {last: predict("persistence", Situation("d", "A", 0, own_last=last)).probabilities for last in ORDER}
    scores = {
        (last, n): ranked_probability_score(chances, n) for last, chances in given.items() for n in range(len(ORDER))
    }
    assert fmean(scores.values()) == pytest.approx(0.6072, abs=1e-4)
    # 200 sequences of 40 have 7,800 pairs, each with a deviation of 0.493: four errors of their mean are 4 x 0.0056.
    seen = []
    for seed in range(200):
        chance = Random(seed)
        done = [chance.choice(ORDER) for _ in range(40)]
        seen += [scores[last, ORDER.index(did)] for last, did in pairwise(done)]
    assert fmean(seen) == pytest.approx(fmean(scores.values()), abs=0.0225)
    assert fmean(seen) > 4 / 9
