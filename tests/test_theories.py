"""One contract over all theories, then what each of them says; the link and the parameters."""

from dataclasses import FrozenInstanceError, fields, replace
from itertools import pairwise
from math import exp, inf, nan

import pytest
from even import threshold
from hypothesis import given
from hypothesis import strategies as st

from replay.codebook import Strategy
from replay.errors import ReplayError
from replay.theories import (
    DEFAULTS,
    IGNORANT,
    ORDER,
    PARAMETERS,
    THEORIES,
    Parameters,
    Prediction,
    Situation,
    Stakes,
    UnknownTheoryError,
    link,
    predict,
)

CREATING, MIXED, CLAIMING = ORDER
WEIGHTED = Parameters(weighting=True)
FULL = Situation(
    "list", "US", 500, position=-1.7, spread=2.5, own_last=MIXED, other_last=CLAIMING,
    past=(CREATING, CLAIMING, CLAIMING), days_to_clock=12, stakes=Stakes(100, 0.6, 20, 5),
)  # fmt: skip
FIRST = Situation("first", "US", 0)
CHANGED = {
    "decision": "other", "party": "JP", "day": 7, "position": 0.3, "spread": 4.0, "own_last": CREATING,
    "other_last": MIXED, "past": (CREATING,), "days_to_clock": 200, "stakes": Stakes(1, 0.1, 9),
}  # fmt: skip

places = st.none() | st.sampled_from(ORDER)
situations = st.builds(
    Situation, decision=st.just("d"), party=st.just("US"), day=st.integers(0, 5000),
    position=st.none() | st.floats(-50, 50), spread=st.floats(0, 50), own_last=places, other_last=places,
    past=st.lists(st.sampled_from(ORDER), max_size=60).map(tuple), days_to_clock=st.none() | st.integers(0, 4000),
    stakes=st.none() | st.builds(
        Stakes, st.floats(0, 1e12), st.floats(0, 1), st.floats(0, 1e12), st.floats(-1e12, 1e12)),
)  # fmt: skip
parameters_allowed = st.builds(
    Parameters,
    **{name: st.floats(p.low, p.high) for name, p in PARAMETERS.items() if p.unit != "switch"},
    weighting=st.booleans(),
)


def claiming(name, parameters=DEFAULTS, **given_):
    return predict(name, Situation("d", "US", 0, **given_), parameters).chance(CLAIMING)


def index(name, parameters=DEFAULTS, **given_):
    return predict(name, Situation("d", "US", 0, **given_), parameters).index


@pytest.mark.parametrize("name", THEORIES)
class TestContract:
    """What holds of every theory."""

    def test_it_says_what_it_is(self, name):
        theory = THEORIES[name]
        assert theory.name == name
        assert theory.claim.endswith(".") and theory.claim.count(". ") == 0
        assert theory.source
        assert set(theory.reads) < {field.name for field in fields(Situation)}

    @given(situation=situations, parameters=parameters_allowed)
    def test_probabilities_are_inside_and_sum_to_one(self, name, situation, parameters):
        found = predict(name, situation, parameters)
        assert all(0 < p < 1 for p in found.probabilities)
        assert sum(found.probabilities) == pytest.approx(1, abs=1e-12)

    @given(situation=situations)
    def test_same_input_same_output(self, name, situation):
        assert predict(name, situation) == predict(name, replace(situation))

    @pytest.mark.parametrize("situation", [FULL, FIRST], ids=["full", "first"])
    def test_reason_is_filled_and_fixed(self, name, situation):
        reason = predict(name, situation).reason
        assert isinstance(reason["why"], str) and reason["why"]
        assert all(isinstance(part, (float, int, str)) for part in reason.values())
        with pytest.raises(TypeError):
            reason["why"] = "else"

    def test_it_uses_what_it_reads_and_nothing_else(self, name):
        theory = THEORIES[name]
        before = theory.judge(FULL, DEFAULTS)
        for field, other in CHANGED.items():
            after = theory.judge(replace(FULL, **{field: other}), DEFAULTS)
            if field in theory.reads:
                assert after.index != before.index, field
                assert dict(after.reason) != dict(before.reason), field
            else:
                assert after == before, field

    def test_it_looks_at_no_other_field(self, name):
        """Not even to no effect: a field that is looked at today is used tomorrow."""
        seen = set()

        class Watched:
            def __getattr__(self, field):
                seen.add(field)
                return getattr(FULL, field)

        THEORIES[name].judge(Watched(), DEFAULTS)
        assert seen == set(THEORIES[name].reads)

    def test_the_link_is_the_only_way_from_index_to_probabilities_but_for_the_ignorant(self, name):
        for parameters in (DEFAULTS, Parameters(temperature=1.5, lower_cut=-0.2, upper_cut=0.7)):
            found = predict(name, FULL, parameters)
            if name not in IGNORANT:
                assert found.probabilities == link(found.index, parameters.temperature, parameters.cuts)
            assert predict(THEORIES[name], FULL, parameters) == found
            assert (found.theory, found.decision, found.party) == (name, "list", "US")


def test_the_table_of_theories():
    assert list(THEORIES) == [
        "prospect", "expected-utility", "reciprocity", "persistence", "base-rate", "clock-pressure", "always-claiming",
        "uniform", "frequencies",
    ]  # fmt: skip
    assert set(CHANGED) == {field.name for field in fields(Situation)}


@pytest.mark.parametrize(
    ("name", "why"),
    [
        ("prospect", "no position computed"), ("expected-utility", "no stakes coded"),
        ("reciprocity", "no earlier decision of the other side"), ("persistence", "no earlier decision of its own"),
        ("base-rate", "no earlier decision to learn from"),
    ],
)  # fmt: skip
def test_with_nothing_to_go_by_the_index_is_zero_and_the_reason_says_so(name, why):
    found = predict(name, FIRST)
    assert found.index == 0
    assert found.reason == {"why": why}


class TestProspect:
    @pytest.mark.parametrize(
        ("position", "strategy"), [(1, CREATING), (0, CREATING), (-1, CREATING), (-2, MIXED), (-3, CLAIMING)]
    )
    def test_the_three_domains_of_the_paper(self, position, strategy):
        """Gain, status quo, modest, moderate and strong loss, with a gamble as wide as the scale is deep."""
        assert predict("prospect", Situation("d", "US", 0, position=position, spread=3)).likeliest is strategy

    @pytest.mark.parametrize(
        ("parameters", "spread"),
        [(DEFAULTS, 1.5), (DEFAULTS, 2), (DEFAULTS, 3), (WEIGHTED, 1), (WEIGHTED, 2), (WEIGHTED, 3)],
    )
    def test_claiming_rises_from_gain_to_minus_the_spread(self, parameters, spread):
        path = [1 - step * (1 + spread) / 100 for step in range(101)]
        chances = [claiming("prospect", parameters, position=s, spread=spread) for s in path]
        assert chances == sorted(chances)
        turn = threshold(spread, parameters)
        around = [claiming("prospect", parameters, position=turn + step * spread / 50, spread=spread)
                  for step in (2, 1, 0, -1, -2)]  # fmt: skip
        assert all(later > earlier for earlier, later in pairwise(around))
        assert chances[-1] > 0.65 and chances[0] < 0.06

    def test_in_gains_beyond_the_spread_only_curvature_is_left(self):
        """A finding, not a wish: a gain of 1 is less surely creating than the status quo when the spread is small."""
        assert index("prospect", position=0, spread=1) == -1
        assert index("prospect", position=1, spread=1) == pytest.approx(-0.39, abs=0.01)

    @pytest.mark.parametrize("parameters", [DEFAULTS, WEIGHTED], ids=["plain", "weighted"])
    def test_it_is_even_at_the_threshold(self, parameters):
        assert index("prospect", parameters, position=threshold(2, parameters), spread=2) == pytest.approx(0, abs=1e-9)

    def test_far_out_the_gamble_hardly_matters(self):
        chances = [claiming("prospect", position=-s, spread=1) for s in (1, 1.5, 2, 4, 8, 16)]
        assert chances == sorted(chances, reverse=True)
        assert chances[-1] < 0.28

    def test_a_wider_gamble_holds_back_a_party_in_modest_loss(self):
        assert claiming("prospect", position=-1, spread=1) > claiming("prospect", position=-1, spread=3)

    def test_weights_bring_claiming_nearer_the_reference(self):
        assert claiming("prospect", WEIGHTED, position=-1.6, spread=3) > claiming("prospect", position=-1.6, spread=3)

    def test_reason_holds_the_inputs(self):
        reason = predict("prospect", Situation("d", "US", 0, position=-1.0, spread=2.0)).reason
        assert (reason["why"], reason["position"], reason["spread"], reason["ratio"], reason["weighting"]) == (
            "the sure thing wins", -1, 2, -0.5, "off")  # fmt: skip
        reason = predict("prospect", Situation("d", "US", 0, position=-3.0, spread=2.0)).reason
        assert reason["why"] == "the gamble wins"

    def test_no_gamble_on_the_table(self):
        found = predict("prospect", Situation("d", "US", 0, position=-2.0, spread=0.0))
        assert (found.index, dict(found.reason)) == (0, {"why": "no gamble on the table"})

    def test_sharpness_scales_the_index(self):
        one = index("prospect", Parameters(sharpness=1), position=-0.7, spread=1)
        assert index("prospect", Parameters(sharpness=4), position=-0.7, spread=1) == pytest.approx(4 * one)


class TestExpectedUtility:
    def test_it_claims_when_the_expected_benefit_less_cost_beats_the_alternative(self):
        for alternative, sign in ((39, 1), (40, 0), (41, -1)):  # 0.5 x 100 - 0.5 x 20
            found = index("expected-utility", stakes=Stakes(100, 0.5, 20, alternative))
            assert (found > 0) - (found < 0) == sign

    def test_more_benefit_and_chance_more_claiming_more_cost_and_alternative_less(self):
        base = Stakes(100, 0.5, 20, 10)
        before = claiming("expected-utility", stakes=base)
        for change in ({"benefit": 150}, {"success": 0.7}, {"cost": 10}, {"alternative": 0}):
            assert claiming("expected-utility", stakes=replace(base, **change)) > before, change

    def test_the_unit_does_not_matter(self):
        dollars, billions = Stakes(5.9e9, 0.5, 1e9, 2e8), Stakes(5.9, 0.5, 1, 0.2)
        assert index("expected-utility", stakes=dollars) == pytest.approx(index("expected-utility", stakes=billions))

    def test_a_free_claim_is_a_sure_one(self):
        assert index("expected-utility", stakes=Stakes(10, 0.2, 0)) == 1

    def test_nothing_at_stake(self):
        found = predict("expected-utility", Situation("d", "US", 0, stakes=Stakes(0, 0.5, 0)))
        assert (found.index, found.reason["why"]) == (0, "neither wins")

    def test_margin_is_in_the_reason(self):
        reason = predict("expected-utility", FULL).reason
        assert (reason["margin"], reason["why"]) == (47, "claiming wins")

    @pytest.mark.parametrize(
        ("stakes", "message"),
        [((1, 1.2, 0), "success: 1.2 is not in 0 to 1"), ((-1, 0.5, 0), "benefit: -1 is not in 0 to inf"),
         ((1, 0.5, -2), "cost: -2 is not"), ((1, 0.5, 0, inf), "alternative: inf"), ((nan, 0.5, 0), "benefit: nan")],
    )  # fmt: skip
    def test_refuses_impossible_stakes(self, stakes, message):
        with pytest.raises(ValueError, match=message):
            Stakes(*stakes)

    def test_all_faults_at_once(self):
        with pytest.raises(ValueError, match=r"benefit: -1 .*; success: 2 .*; cost: -3 "):
            Stakes(-1, 2, -3)


class TestRepeating:
    @pytest.mark.parametrize(("name", "field"), [("reciprocity", "other_last"), ("persistence", "own_last")])
    def test_the_last_strategy_is_the_likeliest(self, name, field):
        for strategy in ORDER:
            found = predict(name, Situation("d", "US", 0, **{field: strategy}))
            assert found.likeliest is strategy
            assert found.reason["last"] == strategy.value


class TestBaseRate:
    @given(st.lists(st.sampled_from(ORDER), min_size=1, max_size=80), st.floats(0.1, 2))
    def test_the_link_gives_back_the_mean_of_the_past(self, past, temperature):
        found = predict("base-rate", Situation("d", "US", 0, past=tuple(past)), Parameters(temperature=temperature))
        mean = (past.count(CLAIMING) - past.count(CREATING)) / (len(past) + 3)
        assert found.chance(CLAIMING) - found.chance(CREATING) == pytest.approx(mean, abs=1e-9)

    def test_one_is_added_to_each_count(self):
        reason = predict("base-rate", Situation("d", "US", 0, past=(CLAIMING, CLAIMING, MIXED))).reason
        assert [reason[s.value] for s in ORDER] == [1 / 6, 2 / 6, 3 / 6]
        assert (reason["decisions"], reason["mean"]) == (3, 2 / 6)

    def test_order_of_the_past_does_not_matter(self):
        assert index("base-rate", past=(CREATING, CLAIMING, CLAIMING)) == index(
            "base-rate", past=(CLAIMING, CREATING, CLAIMING))  # fmt: skip

    def test_a_past_in_balance_is_mixed(self):
        assert index("base-rate", past=(CREATING, CLAIMING)) == pytest.approx(0, abs=1e-12)


class TestClockPressure:
    def test_the_half_life_is_half_way(self):
        assert [index("clock-pressure", days_to_clock=days) for days in (0, 30, 60)] == [1, 0, -0.5]
        assert index("clock-pressure", Parameters(half_life=10), days_to_clock=20) == -0.5

    def test_claiming_grows_as_the_clock_nears(self):
        chances = [claiming("clock-pressure", days_to_clock=days) for days in (365, 180, 90, 30, 7, 1, 0)]
        assert all(later > earlier for earlier, later in pairwise(chances))

    def test_no_clock_is_a_clock_infinitely_far_off(self):
        found = predict("clock-pressure", FIRST)
        assert (found.index, found.reason["why"]) == (-1, "no clock presses")
        assert index("clock-pressure", days_to_clock=100_000) == -1


def test_always_claiming_always_claims():
    assert {predict("always-claiming", situation).likeliest for situation in (FULL, FIRST)} == {CLAIMING}


class TestLink:
    def test_ordered_logit_by_hand(self):
        """P(class <= k) = 1 / (1 + exp(-(cut_k - index) / temperature)), McCullagh 1980."""
        below = [1 / (1 + exp(-(cut - 0.3) / 0.8)) for cut in (-0.5, 0.5)]
        assert link(0.3, 0.8) == pytest.approx((below[0], below[1] - below[0], 1 - below[1]), abs=1e-11)

    def test_it_is_even_between_even_cuts(self):
        for at in (0.2, 1.0, 3.0):
            assert link(at) == pytest.approx(link(-at)[::-1])
        assert [max(range(3), key=link(at).__getitem__) for at in (-1, 0, 1)] == [0, 1, 2]

    def test_a_higher_index_never_makes_a_lower_class_likelier(self):
        steps = [link(at / 20) for at in range(-60, 61)]
        assert all(b[0] < a[0] and b[2] > a[2] for a, b in pairwise(steps))

    def test_a_high_temperature_says_less(self):
        assert link(1, 0.1)[2] > link(1, 0.5)[2] > link(1, 2.0)[2] > 0.5

    @pytest.mark.parametrize("at", [-1e6, -40.0, 40.0, 1e6])
    @pytest.mark.parametrize("temperature", [0.001, 0.1, 2.0])
    def test_no_class_is_ruled_out_by_rounding(self, at, temperature):
        found = link(at, temperature)
        assert all(0 < p < 1 for p in found)
        assert sum(found) == pytest.approx(1, abs=1e-12)

    @pytest.mark.parametrize(
        ("arguments", "message"),
        [((nan,), "index nan"), ((inf,), "index inf"), ((0.0, 0.0), "temperature 0.0"), ((0.0, inf), "temperature inf"),
         ((0.0, 1.0, (0.5, -0.5)), "not in order"), ((0.0, 1.0, (0.5, 0.5)), "not in order")],
    )  # fmt: skip
    def test_refuses_nonsense(self, arguments, message):
        with pytest.raises(ValueError, match=message):
            link(*arguments)


class TestParameters:
    def test_the_table_and_the_fields_are_the_same(self):
        assert [field.name for field in fields(Parameters)] == list(PARAMETERS)
        for name, parameter in PARAMETERS.items():
            assert parameter.name == name
            assert parameter.low <= parameter.default <= parameter.high
            assert parameter.unit and parameter.source
            assert getattr(DEFAULTS, name) == parameter.default

    def test_published_defaults(self):
        """Tversky & Kahneman 1992."""
        found = [DEFAULTS.loss_aversion, DEFAULTS.gain_curvature, DEFAULTS.loss_curvature, DEFAULTS.gain_gamma,
                 DEFAULTS.loss_gamma]  # fmt: skip
        assert found == [2.25, 0.88, 0.88, 0.61, 0.69]

    @pytest.mark.parametrize("name", PARAMETERS)
    def test_both_ends_are_allowed_and_nothing_beyond(self, name):
        known = PARAMETERS[name]
        for end in (known.low, known.high):
            assert getattr(DEFAULTS.replace(**{name: end}), name) == end
        for beyond in (known.low - 0.01, known.high + 0.01, nan, inf, "1"):
            with pytest.raises(ValueError, match=rf"^{name}: .* is not in {known.low:g} to {known.high:g} \("):
                DEFAULTS.replace(**{name: beyond})

    def test_the_constructor_refuses_too_and_tells_all(self):
        with pytest.raises(ValueError, match=r"loss_aversion: 0 .*\ntemperature: 9 "):
            Parameters(loss_aversion=0, temperature=9)

    def test_the_switch_is_on_or_off(self):
        assert DEFAULTS.replace(weighting=1) == WEIGHTED
        assert DEFAULTS.replace(weighting=1).weighting is True
        with pytest.raises(ValueError, match=r"weighting: 0\.5 is neither 0 nor 1"):
            DEFAULTS.replace(weighting=0.5)

    def test_unknown_name(self):
        with pytest.raises(ValueError, match=r"'temprature'; did you mean 'temperature'\? allowed: loss"):
            DEFAULTS.replace(temprature=1)
        with pytest.raises(ValueError, match="unknown parameter 'zzz'; allowed: loss_aversion, "):
            DEFAULTS.replace(zzz=1)

    def test_replacing_leaves_the_original(self):
        assert DEFAULTS.replace(half_life=10).half_life == 10
        assert DEFAULTS.half_life == 30
        with pytest.raises(FrozenInstanceError):
            DEFAULTS.half_life = 5


class TestRefusals:
    @pytest.mark.parametrize(
        ("name", "message"),
        [("prospekt", r"^unknown theory 'prospekt'; did you mean 'prospect'\? allowed: prospect, expected-utility, "),
         ("zzz", r"^unknown theory 'zzz'; allowed: prospect, .*frequencies$")],
    )  # fmt: skip
    def test_unknown_theory(self, name, message):
        with pytest.raises(UnknownTheoryError, match=message) as caught:
            predict(name, FULL)
        assert isinstance(caught.value, ReplayError)
        assert (caught.value.name, caught.value.known) == (name, tuple(THEORIES))

    @pytest.mark.parametrize(
        ("field", "seen"),
        [("position", nan), ("position", inf), ("spread", -1.0), ("spread", nan), ("days_to_clock", -1)],
    )
    def test_impossible_situations(self, field, seen):
        with pytest.raises(ValueError, match=rf"decision 'list': .*{seen}"):
            replace(FULL, **{field: seen})

    @pytest.mark.parametrize("probabilities", [(0.5, 0.5, 0.1), (1.2, -0.2, 0.0), (0.5, 0.5), (nan, 0.5, 0.5)])
    def test_a_prediction_whose_probabilities_are_none(self, probabilities):
        with pytest.raises(ValueError, match=r"prediction of 't' for 'd': .* that sum to 1 are allowed"):
            Prediction("t", "d", "US", probabilities, 0.0, {})


def test_chance_goes_by_strategy():
    found = Prediction("t", "d", "US", (0.2, 0.5, 0.3), 0.0, {"why": "x"})
    assert [found.chance(strategy) for strategy in Strategy] == [0.2, 0.5, 0.3]
    assert found.likeliest is MIXED
