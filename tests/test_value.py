"""The arithmetic of prospect theory against published numbers and signs."""

from itertools import pairwise
from math import inf, nan

import pytest
from even import threshold
from hypothesis import given
from hypothesis import strategies as st

from replay.theories import DEFAULTS, Parameters
from replay.theories.valuefunction import at_stake, gamble, pull, value, weight

WEIGHTED = Parameters(weighting=True)
BOTH = pytest.mark.parametrize("parameters", [DEFAULTS, WEIGHTED], ids=["plain", "weighted"])

spreads = st.floats(0.05, 20)
anything_allowed = st.builds(
    Parameters,
    loss_aversion=st.floats(1, 5), gain_curvature=st.floats(0.3, 0.99), loss_curvature=st.floats(0.3, 0.99),
    gain_gamma=st.floats(0.3, 1), loss_gamma=st.floats(0.3, 1), weighting=st.booleans(),
)  # fmt: skip


class TestValue:
    """Tversky & Kahneman 1992: exponents 0.88, loss aversion 2.25."""

    def test_loss_aversion_is_the_ratio_at_every_size(self):
        for size in (0.01, 1, 3, 250):
            assert -value(-size) / value(size) == pytest.approx(2.25)

    def test_values(self):
        assert [value(x) for x in (0, 1, -1)] == [0, 1, -2.25]
        assert value(2) == pytest.approx(1.8404, abs=5e-5)
        assert value(-2) == pytest.approx(-4.1408, abs=5e-5)

    def test_sensitivity_diminishes_both_ways_and_is_steepest_at_the_reference(self):
        steps = [value(x + 1) - value(x) for x in range(-5, 5)]
        assert all(later > earlier for earlier, later in pairwise(steps[:5]))
        assert all(later < earlier for earlier, later in pairwise(steps[5:]))

    def test_parameters_are_used(self):
        bent = Parameters(loss_aversion=1, gain_curvature=0.5, loss_curvature=0.9)
        assert value(4, bent) == 2
        assert value(-4, bent) == pytest.approx(-(4**0.9))


class TestWeight:
    """Tversky & Kahneman 1992: 0.61 for gains, 0.69 for losses."""

    @pytest.mark.parametrize(
        ("chance", "gains", "losses"),
        [(0.01, 0.055, 0.040), (0.1, 0.186, 0.170), (0.25, 0.291, 0.294), (0.5, 0.421, 0.454), (0.75, 0.568, 0.626),
         (0.9, 0.712, 0.775), (0.99, 0.912, 0.945)],
    )  # fmt: skip
    def test_weights(self, chance, gains, losses):
        assert weight(chance) == pytest.approx(gains, abs=5e-4)
        assert weight(chance, loss=True) == pytest.approx(losses, abs=5e-4)

    def test_ends_are_certain(self):
        assert [weight(p, loss=loss) for p in (0, 1) for loss in (False, True)] == [0, 0, 1, 1]

    def test_small_chances_weigh_more_and_large_ones_less(self):
        for loss in (False, True):
            assert weight(0.05, loss=loss) > 0.05
            assert weight(0.95, loss=loss) < 0.95

    def test_exponent_one_is_no_distortion(self):
        assert weight(0.3, parameters=Parameters(gain_gamma=1)) == pytest.approx(0.3)

    @given(st.floats(0.3, 1), st.booleans())
    def test_weights_rise_with_the_chance_over_the_whole_range(self, gamma, loss):
        parameters = Parameters(gain_gamma=gamma, loss_gamma=gamma)
        weights = [weight(p / 50, loss=loss, parameters=parameters) for p in range(51)]
        assert weights == sorted(weights)
        assert weights[25] <= 0.5 + 1e-12

    @pytest.mark.parametrize("chance", [-0.01, 1.01, nan])
    def test_refuses_what_is_no_chance(self, chance):
        with pytest.raises(ValueError, match="is not in 0 to 1"):
            weight(chance)


class TestGamble:
    """Cumulative values of two outcomes."""

    def test_mixed_weighs_each_outcome_by_its_own_function(self):
        assert gamble(1, -1, parameters=WEIGHTED) == pytest.approx(weight(0.5) - 2.25 * weight(0.5, loss=True))

    def test_both_gains_weigh_the_higher(self):
        w = weight(0.3)
        assert gamble(4, 1, 0.3, WEIGHTED) == pytest.approx(w * value(4) + (1 - w))

    def test_both_losses_weigh_the_worse(self):
        w = weight(0.7, loss=True)
        assert gamble(-1, -4, 0.3, WEIGHTED) == pytest.approx(w * value(-4) - (1 - w) * 2.25)

    def test_without_weighting_it_is_the_mean_value(self):
        assert gamble(4, -1, 0.25) == pytest.approx(0.25 * value(4) - 0.75 * 2.25)

    @BOTH
    def test_a_sure_outcome_is_worth_its_value(self, parameters):
        for x in (-3, 0, 2):
            assert gamble(x, x, parameters=parameters) == pytest.approx(value(x))

    @BOTH
    def test_it_is_continuous_where_an_outcome_crosses_the_reference(self, parameters):
        for high, low in ((2.0, 0.0), (0.0, -2.0)):
            beside = [gamble(high + e, low + e, parameters=parameters) for e in (-1e-9, 1e-9)]
            assert beside == pytest.approx([gamble(high, low, parameters=parameters)] * 2, abs=1e-6)

    @pytest.mark.parametrize(
        ("high", "low", "median"),
        [(100, 0, 36), (200, 0, 76), (100, 50, 71), (150, 50, 86), (200, 100, 141),
         (0, -100, -42), (-50, -100, -71), (-50, -150, -92), (-100, -200, -142)],
    )  # fmt: skip
    def test_cash_equivalents_of_even_gambles(self, high, low, median):
        """Median cash equivalents at 0.5, Tversky & Kahneman 1992, Table 3: the model is within 6 per cent of each."""
        worth = gamble(high, low, 0.5, WEIGHTED)
        least, most = sorted((0.94 * median, 1.06 * median))
        assert value(least) < worth < value(most)

    def test_chances_that_make_a_gamble_equal_to_half_its_prize(self):
        """Tversky & Kahneman 1992, p. 313: 100 for sure, 200 at 0.71; and -100 for sure, -200 at 0.64."""
        assert gamble(200, 0, 0.71, WEIGHTED) == pytest.approx(value(100), rel=0.01)
        assert gamble(0, -200, 1 - 0.64, WEIGHTED) == pytest.approx(value(-100), rel=0.01)

    @pytest.mark.parametrize(
        ("chance", "prize", "other_chance", "other"), [(0.2, 4000, 0.25, 3000), (0.001, 6000, 0.002, 3000)]
    )
    def test_reflection_at_small_chances(self, chance, prize, other_chance, other):
        """Kahneman & Tversky 1979, problems 4 and 8: the larger prize for gains, the smaller loss for losses."""
        assert gamble(prize, 0, chance, WEIGHTED) > gamble(other, 0, other_chance, WEIGHTED)
        assert gamble(0, -prize, 1 - chance, WEIGHTED) < gamble(0, -other, 1 - other_chance, WEIGHTED)

    def test_reflection_at_certainty(self):
        """Kahneman & Tversky 1979, problems 3 and 3': sure 3000 over 0.8 of 4000; 0.8 of -4000 over sure -3000."""
        assert gamble(4000, 0, 0.8, WEIGHTED) < value(3000)
        assert gamble(0, -4000, 0.2, WEIGHTED) > value(-3000)

    def test_lottery_and_insurance(self):
        """Kahneman & Tversky 1979, problems 14 and 14': 0.001 of 5000 over 5; sure -5 over 0.001 of -5000."""
        assert gamble(5000, 0, 0.001, WEIGHTED) > value(5)
        assert gamble(0, -5000, 0.999, WEIGHTED) < value(-5)

    def test_reversal_needs_the_weights(self):
        """The value function alone leaves 0.8 of 4000 above 3000: certainty is overweighted, not only curved."""
        assert gamble(4000, 0, 0.8) > value(3000)

    @BOTH
    @pytest.mark.parametrize("chance", [-0.1, 1.1, nan])
    def test_refuses_what_is_no_chance(self, parameters, chance):
        with pytest.raises(ValueError, match="is not in 0 to 1"):
            gamble(1, 0, chance, parameters)

    def test_refuses_outcomes_in_the_wrong_order(self):
        with pytest.raises(ValueError, match="better outcome -1 is below the worse 1"):
            gamble(-1, 1)


class TestPull:
    def test_pull_is_the_gamble_less_the_sure_thing(self):
        assert pull(0, 1) == pytest.approx(0.5 - 0.5 * 2.25)
        assert pull(-1, 1) == pytest.approx(2.25 * (1 - 0.5 * 2**0.88))
        assert pull(1, 1) == pytest.approx(0.5 * 2**0.88 - 1)

    @BOTH
    @given(position=st.floats(-30, 30), spread=spreads, scale=st.floats(0.1, 10))
    def test_only_the_ratio_matters_where_both_curves_bend_alike(self, parameters, position, spread, scale):
        grown = pull(scale * position, scale * spread, parameters)
        assert grown == pytest.approx(scale**0.88 * pull(position, spread, parameters), rel=1e-6, abs=1e-9)

    @BOTH
    @pytest.mark.parametrize("spread", [0.5, 1, 3])
    def test_peak_is_near_minus_the_spread(self, parameters, spread):
        places = [-spread * step / 200 for step in range(1001)]
        best = max(places, key=lambda s: pull(s, spread, parameters))
        assert best == pytest.approx(-spread, rel=0.01)

    @BOTH
    def test_it_fades_beyond_the_peak(self, parameters):
        far = [pull(-s, 1, parameters) for s in (1, 1.5, 2, 4, 8, 16, 32, 64)]
        assert all(later < earlier for earlier, later in pairwise(far))
        assert far[-1] > 0

    def test_it_fades_quickly_without_weights_and_slowly_with_them(self):
        assert pull(-16, 1) < 0.03 * pull(-1, 1)
        assert 0.3 * pull(-1, 1, WEIGHTED) < pull(-16, 1, WEIGHTED) < 0.5 * pull(-1, 1, WEIGHTED)

    @BOTH
    def test_the_sure_thing_wins_most_at_the_reference_not_in_gains(self, parameters):
        places = [step / 100 for step in range(-100, 301)]
        worst = min(places, key=lambda s: pull(s, 1, parameters))
        assert worst == pytest.approx(0, abs=0.05)
        assert pull(0, 1, parameters) < pull(1, 1, parameters) < 0

    def test_no_spread_no_pull(self):
        assert [pull(s, 0) for s in (-2, 0, 2)] == [0, 0, 0]

    @pytest.mark.parametrize("spread", [-1, inf, nan])
    def test_refuses_what_is_no_spread(self, spread):
        with pytest.raises(ValueError, match="is not a finite number of 0 or more"):
            pull(0, spread)
        with pytest.raises(ValueError, match="is not a finite number of 0 or more"):
            at_stake(spread)


class TestThreshold:
    @pytest.mark.parametrize("spread", [0.25, 1, 3, 40])
    def test_without_weights(self, spread):
        assert threshold(spread) / spread == pytest.approx(-0.66, abs=0.005)
        assert threshold(spread) / spread == pytest.approx(-0.66446, abs=5e-6)

    @pytest.mark.parametrize("spread", [0.25, 1, 3, 40])
    def test_with_weights(self, spread):
        assert threshold(spread, WEIGHTED) / spread == pytest.approx(-0.51, abs=0.005)
        assert threshold(spread, WEIGHTED) / spread == pytest.approx(-0.50932, abs=5e-6)

    @BOTH
    def test_gamble_below_sure_thing_above_and_nowhere_else(self, parameters):
        at = threshold(1, parameters)
        assert all(pull(at - step / 100, 1, parameters) > 0 for step in range(1, 1000))
        assert all(pull(at + step / 100, 1, parameters) < 0 for step in range(1, 1000))

    @given(anything_allowed, spreads)
    def test_there_is_one_for_every_allowed_parameter(self, parameters, spread):
        at, step = threshold(spread, parameters), spread / 20
        assert -spread < at < spread
        assert pull(at - 1e-6 * spread, spread, parameters) > 0 > pull(at + 1e-6 * spread, spread, parameters)
        assert all(pull(at - far * step, spread, parameters) > 0 for far in range(1, 60))
        assert all(pull(at + far * step, spread, parameters) < 0 for far in range(1, 60))

    def test_without_loss_aversion_it_is_the_reference(self):
        assert threshold(1, Parameters(loss_aversion=1)) == pytest.approx(0, abs=1e-9)

    def test_more_loss_aversion_moves_it_further_into_losses(self):
        found = [threshold(1, Parameters(loss_aversion=ratio)) for ratio in (1, 1.5, 2.25, 3, 5)]
        assert found == sorted(found, reverse=True)

    def test_same_input_same_number(self):
        assert threshold(1.7, WEIGHTED) == threshold(1.7, WEIGHTED)
