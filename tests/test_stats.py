"""The statistics against published examples, second computations by enumeration, and properties on random data."""

from __future__ import annotations

import math
import statistics
import time
from dataclasses import FrozenInstanceError
from fractions import Fraction
from itertools import combinations, pairwise, product
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from replay.theories.statistics import arguments, paired, ratings, scoring_rules, weights
from replay.theories.statistics.weights import Label

PARTS = (arguments, paired, ratings, scoring_rules, weights)
stats = SimpleNamespace(**{name: getattr(part, name) for part in PARTS for name in part.__all__})
"""Every measure by name."""
UNDER = math.nextafter(0.5, 0)
COHEN_1968 = [[44, 5, 1], [7, 20, 3], [9, 5, 6]]
"""Percentages of 200 patients in three categories by two judges (Cohen 1968, Table 1)."""
DARWIN = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
"""Crossed less self-fertilised maize, eighths of an inch (Darwin 1876, in Fisher 1935, sections 17 and 21)."""
DEPRESSION = (
    [0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29], [1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30]
)  # fmt: skip
"""Hamilton scale factor IV after and before treatment (Hollander & Wolfe 1973, Table 3.1)."""
STATUS = [3, 4, 2, 1, 8, 11, 10, 6, 7, 12, 5, 9]
AUTHORITY = [2, 6, 5, 1, 10, 9, 8, 3, 4, 12, 7, 11]
YIELDING = [0, 0, 1, 1, 3, 4, 5, 6, 7, 8, 8, 12]
"""Twelve students: ranks on two scales, and how often each yielded to the group (Siegel 1956, chapter 9)."""

few = {"min_size": 1, "max_size": 9}
grid = st.integers(-8, 8).map(lambda n: n / 4)
differences = st.lists(grid, **few)
levels = st.integers(-3, 1)
ratings = st.lists(st.tuples(levels, levels), **few).map(lambda pairs: tuple(map(list, zip(*pairs, strict=True))))


@st.composite
def forecasts(draw):
    parts = draw(st.lists(st.integers(0, 20), min_size=2, max_size=6).filter(any))
    return tuple(part / sum(parts) for part in parts), draw(st.integers(0, len(parts) - 1))


def spread(table):
    """Two series of ratings with these counts of pairs."""
    return zip(*((i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)), strict=True)


def near(value, abs_=1e-12):
    return pytest.approx(value, abs=abs_)


# Scores ----------------------------------------------------------------------------------------------------------


def test_rps_of_the_two_precipitation_forecasts():
    """Wilks 2006, Statistical Methods in the Atmospheric Sciences, chapter 7: no precipitation fell."""
    assert stats.ranked_probability_score((0.2, 0.5, 0.3), 0) == near(0.73)
    assert stats.ranked_probability_score((0.2, 0.3, 0.5), 0) == near(0.89)
    assert stats.ranked_probability_score((0.2, 0.3, 0.5), 0, normalised=True) == near(0.445)


@given(forecasts())
def test_rps_is_epsteins_score_turned_round(forecast):
    """Epstein 1969, formula for K ranked categories; Murphy 1971: it is 1 less the normalised score."""
    p, j = forecast
    k = len(p)
    squares = sum(sum(p[:m]) ** 2 + sum(p[m:]) ** 2 for m in range(1, k))
    epstein = 1.5 - squares / (2 * (k - 1)) - sum(abs(i - j) * share for i, share in enumerate(p)) / (k - 1)
    assert 1 - stats.ranked_probability_score(p, j, normalised=True) == near(epstein)


@given(forecasts())
def test_rps_bounds_reversal_and_sum_of_brier_scores(forecast):
    p, j = forecast
    score = stats.ranked_probability_score(p, j)
    assert 0 <= score <= len(p) - 1 + 1e-12
    assert stats.ranked_probability_score(p[::-1], len(p) - 1 - j) == near(score)
    assert stats.ranked_probability_score(p, j, normalised=True) == near(score / (len(p) - 1))
    cuts = [min(sum(p[: m + 1]), 1.0) for m in range(len(p) - 1)]
    assert score == near(sum(stats.brier_score((f, 1 - f), int(m < j)) / 2 for m, f in enumerate(cuts)))


@given(st.integers(2, 6), st.data())
def test_a_perfect_forecast_scores_zero_and_the_worst_most(k, data):
    j = data.draw(st.integers(0, k - 1))
    sure = tuple(float(i == j) for i in range(k))
    assert stats.ranked_probability_score(sure, j) == stats.brier_score(sure, j) == stats.log_score(sure, j) == 0
    assert math.copysign(1, stats.log_score(sure, j)) == 1
    assert stats.ranked_probability_score((1,) + (0,) * (k - 1), k - 1) == k - 1
    assert stats.brier_score((1,) + (0,) * (k - 1), k - 1) == 2


def test_order_counts_for_rps_and_not_for_brier():
    close, far = (0.1, 0.8, 0.1), (0.8, 0.1, 0.1)
    assert stats.ranked_probability_score(close, 2) < stats.ranked_probability_score(far, 2)
    assert stats.brier_score(close, 2) == stats.brier_score(far, 2)


RAIN = [(0.7, True, 0.09), (0.3, True, 0.49), (0.5, False, 0.25), (1, False, 1)]


@pytest.mark.parametrize(("p", "rain", "half"), RAIN)
def test_brier_score_of_rain(p, rain, half):
    """The half-score of the usual two-class examples (rain at 70 %, 30 %, 50 %): Brier's own sum is twice that."""
    assert stats.brier_score((1 - p, p), int(rain)) == near(2 * half)


@given(forecasts(), st.data())
def test_all_scores_are_proper(honest, data):
    """No other forecast is expected to score better than the probabilities themselves (floor out of reach)."""
    p, _ = honest
    parts = data.draw(st.lists(st.integers(0, 20), min_size=len(p), max_size=len(p)).filter(any))
    other = tuple(part / sum(parts) for part in parts)
    for score in (stats.ranked_probability_score, stats.brier_score, lambda q, j: stats.log_score(q, j, floor=1e-9)):
        mean = [sum(share * score(q, j) for j, share in enumerate(p)) for q in (p, other)]
        assert mean[0] <= mean[1] + 1e-9


def test_log_score_in_nats_with_its_floor():
    assert stats.log_score((0.25, 0.75), 0) == near(math.log(4))
    assert stats.log_score((0, 1), 0) == stats.log_score((0.001, 0.999), 0) == near(math.log(1000))
    assert stats.log_score((0, 1), 0, floor=0.01) == near(math.log(100))


def test_skill():
    assert [stats.skill(score, 0.4) for score in (0, 0.4, 0.5)] == [1, 0, near(-0.25)]
    with pytest.raises(ValueError, match=r"reference score 0: allowed is \(0, inf\)"):
        stats.skill(0.1, 0)


def test_calibration_bins_and_edges():
    edges = (0, 0.2, 0.5, 0.8, 1)
    found = stats.calibration([0, 0.1, 0.2, UNDER, 0.5, 1], [False, True, True, False, True, True], edges)
    assert [(bin_.low, bin_.high) for bin_ in found] == list(pairwise(edges))
    assert [bin_.count for bin_ in found] == [2, 2, 1, 1]
    assert (found[0].forecast, found[0].observed) == (near(0.05), 0.5)
    assert stats.calibration([0.9], [True])[0] == stats.Bin(0, 0.2, 0, None, None)


@given(st.lists(st.tuples(st.sampled_from([0, 0.1, 0.3, 0.5, 0.7, 0.9, 1]), st.booleans()), min_size=1, max_size=20))
def test_calibration_gives_murphys_partition_of_the_brier_score(data):
    """Murphy 1973: score = reliability - resolution + uncertainty, when a bin holds one forecast value."""
    p, seen = zip(*data, strict=True)
    table = [bin_ for bin_ in stats.calibration(p, seen, (0, 0.05, 0.2, 0.4, 0.6, 0.8, 0.95, 1)) if bin_.count]
    n, base = len(p), sum(seen) / len(p)
    assert sum(bin_.count for bin_ in table) == n
    reliability = sum(bin_.count * (bin_.forecast - bin_.observed) ** 2 for bin_ in table) / n
    resolution = sum(bin_.count * (bin_.observed - base) ** 2 for bin_ in table) / n
    score = sum(stats.brier_score((1 - share, share), int(o)) / 2 for share, o in data) / n
    assert reliability - resolution + base * (1 - base) == near(score)


# Agreement -------------------------------------------------------------------------------------------------------


def test_cohens_worked_example():
    """Cohen 1968: kappa .492, weighted .348 with disagreements 1, 3, 6; .353 with weights that are not symmetric."""
    a, b = spread(COHEN_1968)
    symmetric, other = ([[0, 1, 3], [1, 0, 6], [3, 6, 0]], [[0, 1, 2], [1, 0, 2], [4, 6, 0]])
    assert stats.weighted_kappa(a, b, "nominal") == near(0.492, 5e-4)
    assert stats.weighted_kappa(a, b, lambda x, y: symmetric[x][y]) == near(0.348, 5e-4)
    assert stats.weighted_kappa(a, b, lambda x, y: other[x][y]) == near(0.353, 5e-4)


@pytest.mark.parametrize(("weights", "power"), [("nominal", 0), ("linear", 1), ("quadratic", 2)])
@given(pair=ratings)
def test_kappa_from_the_table_of_shares(weights, power, pair):
    """The textbook form, with similarities 1 - v/v_max and the table of proportions, in exact fractions."""
    a, b = pair
    n, scale = len(a), sorted({*a, *b})
    found = stats.weighted_kappa(a, b, weights)
    if len(scale) == 1:
        assert found is None
        return
    width = scale[-1] - scale[0]
    alike = {(x, y): 1 - (Fraction(abs(x - y), width) ** power if x != y else 0) for x in scale for y in scale}
    seen = sum(alike[x, y] for x, y in zip(a, b, strict=True)) / Fraction(n)
    chance = sum(alike[x, y] * a.count(x) * b.count(y) for x in scale for y in scale) / Fraction(n**2)
    assert found == near(float((seen - chance) / (1 - chance)))
    assert (found == 1) == (a == b)
    assert found <= 1
    assert found == near(stats.weighted_kappa(b, a, weights))


@given(ratings)
def test_quadratic_kappa_is_an_intraclass_correlation(pair):
    """Fleiss & Cohen 1973, in the form 2 cov / (var + var + (difference of means)²), divisors n."""
    a, b = pair
    mean_a, mean_b = statistics.fmean(a), statistics.fmean(b)
    below = statistics.pvariance(a) + statistics.pvariance(b) + (mean_a - mean_b) ** 2
    if below:
        covariance = statistics.fmean(x * y for x, y in zip(a, b, strict=True)) - mean_a * mean_b
        assert stats.weighted_kappa(a, b, "quadratic") == near(2 * covariance / below)


def test_kappa_counts_misses_by_their_size():
    a = [1, 0, -1, -2, -3]
    near_miss, far_miss = [1, 0, -1, -2, -2], [1, 0, -1, -2, 1]
    for kind in ("linear", "quadratic"):
        assert stats.weighted_kappa(a, near_miss, kind) > stats.weighted_kappa(a, far_miss, kind)


def test_siegels_rank_correlations():
    """Siegel 1956: r_s .82 and tau .67; with three ties, tau .39, and r_s by his formula of sums of squares."""
    assert stats.spearman(AUTHORITY, STATUS) == near(0.82, 5e-3) == near(1 - 6 * 52 / (12**3 - 12), 5e-3)
    assert stats.kendall(AUTHORITY, STATUS) == near(0.67, 5e-3) == near(44 / 66, 5e-3)
    assert stats.kendall(YIELDING, STATUS) == near(0.39, 5e-3)
    squares, tied = (12**3 - 12) / 12, (12**3 - 12) / 12 - 3 * (2**3 - 2) / 12
    ranks = [1.5, 1.5, 3.5, 3.5, 5, 6, 7, 8, 9, 10.5, 10.5, 12]
    apart = sum((r - s) ** 2 for r, s in zip(ranks, STATUS, strict=True))
    assert stats.spearman(YIELDING, STATUS) == near((squares + tied - apart) / (2 * math.sqrt(squares * tied)))


def test_rank_correlations_known_by_hand():
    """Intelligence and hours of television: -29/165, the usual classroom example; tau-b with ties: -√2/3."""
    points, hours = [106, 86, 100, 101, 99, 103, 97, 113, 112, 110], [7, 0, 27, 50, 28, 29, 20, 12, 6, 17]
    assert stats.spearman(points, hours) == near(-29 / 165)
    assert stats.kendall([12, 2, 1, 12, 2], [1, 4, 7, 1, 0]) == near(-math.sqrt(2) / 3)
    assert stats.spearman([2, 2], [1, 3]) is stats.kendall([1, 3], [2, 2]) is stats.spearman([1], [1]) is None


@given(ratings)
def test_rank_correlations_by_definition(pair):
    a, b = pair
    ranks = [[sum(u < v for u in side) + sum(u == v for u in side) / 2 for v in side] for side in pair]
    rho, tau = stats.spearman(a, b), stats.kendall(a, b)
    if len(set(a)) == 1 or len(set(b)) == 1:
        assert rho is tau is None
        return
    assert rho == near(statistics.correlation(*ranks))
    pairs = [((x > u) - (x < u), (y > v) - (y < v)) for (x, y), (u, v) in combinations(zip(a, b, strict=True), 2)]
    agree, differ = sum(s * t > 0 for s, t in pairs), sum(s * t < 0 for s, t in pairs)
    free_a, free_b = (sum(signs[side] != 0 for signs in pairs) for side in (0, 1))
    assert tau == near((agree - differ) / math.sqrt(free_a * free_b))
    for measure, value in ((stats.spearman, rho), (stats.kendall, tau)):
        assert -1 <= value <= 1
        assert measure(b, a) == value
        assert measure([-x for x in a], b) == near(-value)
        assert measure([math.exp(x) for x in a], b) == value
        assert measure(a, a) == 1


def test_agreement_puts_the_measures_together():
    a, b = [1, 0, -1, -2, -3, -3], [1, -1, -1, -2, -1, -3]
    assert stats.agreement(a, b) == stats.Agreement(
        6, near(4 / 6), near(5 / 6), stats.weighted_kappa(a, b), stats.weighted_kappa(a, b, "quadratic"),
        stats.spearman(a, b), stats.kendall(a, b),
    )  # fmt: skip
    assert stats.agreement([0, 0], [0, 0]) == stats.Agreement(2, 1, 1, None, None, None, None)


# Paired differences ----------------------------------------------------------------------------------------------


def test_sign_tests_of_the_textbooks():
    """Zar's ten deer (hind less fore leg, cm): 0.1094. Siegel's 14 couples that differ, 3 of them down: 2 × .029."""
    assert stats.sign_test([4, 4, -3, 5, -1, 5, 6, 5, 6, 2]) == stats.SignTest(8, 2, 0, near(0.109375))
    couples = stats.sign_test([1] * 11 + [-1] * 3 + [0] * 3)
    assert (couples.above, couples.below, couples.tied) == (11, 3, 3)
    assert couples.p_value == near(2 * 470 / 2**14)
    assert couples.p_value / 2 == near(0.029, 5e-4)


@given(differences)
def test_sign_test_by_enumeration(d):
    found = stats.sign_test(d)
    n, reach = found.above + found.below, abs(found.above - found.below)
    signs = [abs(sum(pattern)) >= reach for pattern in product((-1, 1), repeat=n)]
    assert found.p_value == near(sum(signs) / len(signs))
    assert 0 < found.p_value <= 1
    turned = stats.sign_test([-x for x in d])
    assert (turned.above, turned.below, turned.p_value) == (found.below, found.above, found.p_value)
    assert stats.sign_test([*d, 0.0, 1e-13]).p_value == found.p_value
    assert found.above + found.below + found.tied == len(d)


def test_fishers_permutation_test_of_darwins_maize():
    """Fisher 1935, section 21: of 32768 sums 863 reach 314 (835 exceed it), so 1726 on both sides: 5.267 per cent."""
    assert stats.flip_test(DARWIN) == stats.FlipTest(15, 1726, 1726 / 32768)
    assert stats.flip_test(DARWIN).p_value == near(0.05267, 5e-6)


@given(differences)
def test_flip_test_by_enumeration(d):
    sums = [abs(sum(map(lambda x, sign: x * sign, d, pattern))) for pattern in product((-1, 1), repeat=len(d))]
    found = stats.flip_test(d)
    assert found.extreme == sum(value >= abs(sum(d)) for value in sums)
    assert found.p_value == found.extreme / 2 ** len(d)
    assert 0 < found.p_value <= 1
    assert stats.flip_test([-x for x in d]) == stats.flip_test(d[::-1]) == found


def test_flip_test_does_not_trip_over_rounding():
    assert stats.flip_test([0.1, 0.2, -0.3]).p_value == stats.flip_test([1, 2, -3]).p_value == 1
    tenths = [0.1, 0.2, 0.3, 0.7, 0.1, -0.3, 0.6]
    assert stats.flip_test(tenths) == stats.flip_test([round(10 * x) for x in tenths])
    assert stats.flip_test([0.0, 0.0]).p_value == 1


def test_flip_test_at_its_limit_is_quick_and_right():
    start = time.perf_counter()
    assert stats.flip_test([1.0] * stats.FLIP_LIMIT) == stats.FlipTest(30, 2, 2 / 2**30)
    mixed = stats.flip_test([1.0] * 20 + [-1.0] * 10)
    assert time.perf_counter() - start < 5
    assert mixed.extreme == 2 * sum(math.comb(30, k) for k in range(11))
    with pytest.raises(ValueError, match=r"31 pairs: .* at most 30"):
        stats.flip_test([1.0] * 31)


def test_hollander_and_wolfes_interval():
    """Hollander & Wolfe 1973, examples 3.1 to 3.3: estimate -.46, and (-.786, -.010) at 96.1 per cent."""
    after, before = DEPRESSION
    found = stats.shift_interval([x - y for x, y in zip(after, before, strict=True)], 0.96)
    assert found == stats.Interval(near(-0.46), near(-0.786), near(-0.010), near(1 - 20 / 512))
    assert stats.shift_interval([x - y for x, y in zip(after, before, strict=True)], 0.95) == found


def rank_sum(d, shift):
    """Signed-rank sum by ranking; for shifts between the means of pairs, where nothing is tied or zero."""
    return sum(rank for rank, x in enumerate(sorted((x - shift for x in d), key=abs), 1) if x > 0)


@given(st.lists(st.integers(-2000, 2000), min_size=1, max_size=9, unique=True), st.sampled_from([0.5, 0.8, 0.9, 0.95]))
def test_interval_is_the_shifts_that_the_signed_rank_test_keeps(d, level):
    n = len(d)
    sums = sorted(sum(r for r, up in enumerate(pattern, 1) if up) for pattern in product((0, 1), repeat=n))
    found = stats.shift_interval(d, level)
    means = sorted((x + y) / 2 for i, x in enumerate(d) for y in d[: i + 1])
    assert found.estimate == statistics.median(means)
    assert (found.low == -math.inf) == (Fraction(2, 2**n) > 1 - Fraction(str(level)))  # T = 0 either way: all one sign
    kept = []
    for low, high in zip([means[0] - 1, *means], [*means, means[-1] + 1], strict=True):
        if low < high:
            shift = low + (high - low) * 0.4142135
            t = rank_sum(d, shift)
            tail = min(sum(value <= t for value in sums), sum(value >= t for value in sums))
            kept.append((shift, Fraction(2 * tail, 2**n) > 1 - Fraction(str(level))))
    assert all((found.low <= shift <= found.high) == keep for shift, keep in kept)
    assert level <= found.coverage + 1e-12 <= 1 + 1e-12


@given(differences, st.sampled_from([0.5, 0.9, 0.95]), grid)
def test_interval_moves_with_the_data(d, level, by):
    found, turned = stats.shift_interval(d, level), stats.shift_interval([-x for x in d], level)
    assert (turned.estimate, turned.low, turned.high) == (-found.estimate, -found.high, -found.low)
    moved = stats.shift_interval([x + by for x in d], level)
    assert (moved.low, moved.high) == (near(found.low + by), near(found.high + by))
    assert moved.estimate == near(found.estimate + by)
    assert found.low <= found.estimate <= found.high


def test_coverage_of_the_interval_by_counting_signs():
    """Symmetric differences ±1, ±2, ±4 ... around 0: over all flips the interval holds 0 as often as it says."""
    for n, level in ((6, 0.95), (8, 0.95), (7, 0.9)):
        flips = ([sign * 2.0**i for i, sign in enumerate(signs)] for signs in product((-1, 1), repeat=n))
        found = [stats.shift_interval(d, level) for d in flips]
        assert sum(f.low <= 0 <= f.high for f in found) / 2**n == found[0].coverage >= level


def test_too_few_pairs_bound_nothing():
    assert stats.shift_interval([1, 2, 3, 4, 5]) == stats.Interval(3, -math.inf, math.inf, 1)
    assert stats.shift_interval([1, 2, 3, 4, 5], 0.9375).coverage == 0.9375


@given(differences, st.data())
def test_compare(d, data):
    reference = data.draw(st.lists(grid, min_size=len(d), max_size=len(d)))
    found = stats.paired_difference([x + r for x, r in zip(d, reference, strict=True)], reference)
    assert found == stats.PairedDifference(
        len(d), statistics.median(d), stats.shift_interval(d), stats.sign_test(d), stats.flip_test(d)
    )


def test_compare_takes_rounding_for_a_tie_and_many_pairs():
    tied = stats.paired_difference([0.1 + 0.2, 0.1 + 0.2], [0.3, 0.3])
    assert (tied.sign, tied.median, tied.shift.estimate) == (stats.SignTest(0, 0, 2, 1), 0, 0)
    many = stats.paired_difference([1.0] * 31, [0.0] * 31)
    assert many.flip is None
    assert many.sign.p_value == 2 / 2**31
    assert (many.shift.low, many.shift.high) == (1, 1)


# Process tracing -------------------------------------------------------------------------------------------------


def test_jaynes_decibels():
    """Jaynes 2003, section 4.2: a bad widget adds 10 log (1/3)/(1/6) = 3.0 dB, a good one -0.97 dB."""
    assert stats.weight_of(1 / 3, 1 / 6).decibels == near(3.0, 0.05)
    assert stats.weight_of(2 / 3, 5 / 6).decibels == near(-0.97, 5e-3)
    assert [stats.weight_of(1, rival).decibels for rival in (0.1, 0.01)] == [near(10), near(20)]


@pytest.mark.parametrize(("theory", "rival", "label", "favours"), [
    (0.95, 0.50, Label.HOOP, "neither"),  # 2.8 dB: odds of less than about 2 to 1
    (1.00, 0.60, Label.HOOP, "neither"),
    (1.00, 0.50, Label.HOOP, "theory"),  # 3.01 dB
    (0.90, 0.50, Label.HOOP, "neither"),
    (0.90, 0.45, Label.HOOP, "theory"),
    (0.30, 0.05, Label.SMOKING_GUN, "theory"),
    (0.20, 0.10, Label.SMOKING_GUN, "theory"),
    (0.95, 0.02, Label.DOUBLY_DECISIVE, "theory"),
    (0.90, 0.10, Label.DOUBLY_DECISIVE, "theory"),
    (0.60, 0.40, Label.STRAW, "neither"),
    (0.89, 0.11, Label.STRAW, "theory"),
    (0.95, 0.94, Label.STRAW, "neither"),  # certain, but so it is for the rival: failing it would cost nothing
    (0.06, 0.05, Label.STRAW, "neither"),  # unique, but hardly to be expected of either
    (0.47, 0.95, Label.HOOP, "rival"),
    (0.05, 0.50, Label.SMOKING_GUN, "rival"),  # the theory's hoop, failed
    (0.50, 0.50, Label.STRAW, "neither"),
    (1.00, 1.00, Label.STRAW, "neither"),
])  # fmt: skip
def test_van_evera_labels(theory, rival, label, favours):
    found = stats.weight_of(theory, rival)
    assert (found.label, found.favours) == (label, favours)


probability = st.integers(1, 100).map(lambda n: n / 100)


@given(probability, probability)
def test_weights_turn_round_with_the_roles(theory, rival):
    found, turned = stats.weight_of(theory, rival), stats.weight_of(rival, theory)
    assert turned.decibels == near(-found.decibels)
    assert turned.label == found.label
    assert {found.favours, turned.favours} in ({"theory", "rival"}, {"neither"})
    side = "theory" if found.decibels > 0 else "rival"
    assert found.favours == (side if abs(found.decibels) >= stats.FAVOUR else "neither")
    assert abs(found.decibels) >= stats.FAVOUR or found.label in (Label.STRAW, Label.HOOP)


def test_thresholds_are_arguments():
    assert stats.weight_of(0.8, 0.3).label == Label.STRAW
    assert stats.weight_of(0.8, 0.3, certain=0.8).label == Label.HOOP
    assert stats.weight_of(0.8, 0.3, unique=0.3).label == Label.SMOKING_GUN
    assert stats.weight_of(0.8, 0.3, certain=0.8, unique=0.3, favour=6).label == Label.STRAW


def test_a_group_counts_its_strongest_member():
    weights, groups = [3, -7, 2, 5, 1], ["memoir", "memoir", None, "press", "press"]
    assert stats.total(weights, groups) == stats.Total(0, (("memoir", -7), ("press", 5)), 4)
    assert stats.total(weights, groups, 0.5) == stats.Total(2, (("memoir", -5.5), ("press", 5.5)), 4)
    assert stats.total([4, -4, 1], ["x"] * 3) == stats.Total(0, (("x", 0),), 1)
    assert stats.total([4, -4, 1], ["x"] * 3, 0.5).decibels == 0.5
    assert stats.total([], []) == stats.Total(0, (), 0)


weighed = st.lists(st.tuples(grid, st.sampled_from([None, "a", "b"])), max_size=9)


@given(weighed, st.sampled_from([0, 0.25, 0.5]), st.randoms(use_true_random=False))
def test_sums_of_weights(items, discount, chance):
    weights, groups = [w for w, _ in items], [g for _, g in items]
    found = stats.total(weights, groups, discount)
    assert stats.total(weights, groups, 1).decibels == near(found.independent)
    assert stats.total(weights, [None] * len(items)).decibels == near(sum(weights))
    assert stats.total([-w for w in weights], groups, discount).decibels == near(-found.decibels)
    shuffled = chance.sample(items, len(items))
    again = stats.total([w for w, _ in shuffled], [g for _, g in shuffled], discount)
    assert (again.decibels, dict(again.groups)) == (near(found.decibels), dict(found.groups))
    if items:  # saying the same again in the same group adds nothing
        w, g = max(items, key=lambda item: abs(item[0]))
        twice = stats.total([*weights, w], [*groups, g or "new"])
        assert twice.decibels == near(stats.total(weights, groups).decibels + (0 if g else w))


# Faults ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("call", "message"), [
    (lambda: stats.ranked_probability_score((0.5, 0.4), 0), r"\(0\.5, 0\.4\) sum to 0\.9: 1 ± 1e-09 is allowed"),
    (lambda: stats.brier_score((0.5, 0.5 + 2e-9), 0), r"sum to 1\.000000002"),
    (lambda: stats.brier_score((1.2, -0.2), 0), r"each must be from 0 to 1"),
    (lambda: stats.log_score((math.nan, 1), 0), r"\(nan, 1\): each must be from 0 to 1"),
    (lambda: stats.ranked_probability_score((), 0), r"\(\): two classes or more"),
    (lambda: stats.ranked_probability_score((1.0,), 0), r"two classes or more"),
    (lambda: stats.brier_score((0.5, 0.5), -1), r"outcome -1: allowed are the class numbers 0 to 1"),
    (lambda: stats.ranked_probability_score((0.5, 0.5), 2), r"outcome 2: .* 0 to 1"),
    (lambda: stats.log_score((0.5, 0.5), 0, floor=0), r"floor 0: allowed is \(0, 0\.5\)"),
    (lambda: stats.skill(-1, 1), r"score -1: allowed is \[0, inf\)"),
    (lambda: stats.skill(math.nan, 1), r"score nan"),
    (lambda: stats.calibration([], []), r"0 and 0 values: .* one or more"),
    (lambda: stats.calibration([0.5], [True, False]), r"1 and 2 values"),
    (lambda: stats.calibration([1.5], [True]), r"forecast 1\.5: allowed is \[0, 1\]"),
    (lambda: stats.calibration([0.5], [2]), r"outcomes \(2,\): each must be true or false"),
    (lambda: stats.calibration([0.5], [True], (0, 0.5, 0.5, 1)), r"edges \(0, 0\.5, 0\.5, 1\): they must rise"),
    (lambda: stats.calibration([0.5], [True], (0.1, 1)), r"they must rise from 0 to 1"),
    (lambda: stats.calibration([0.5], [True], ()), r"edges \(\): they must rise from 0 to 1"),
    (lambda: stats.weighted_kappa([1, 2], [1]), r"2 and 1 values: both must have the same number"),
    (lambda: stats.weighted_kappa([], []), r"0 and 0 values"),
    (lambda: stats.weighted_kappa([1.5], [1]), r"ratings \(1\.5, 1\): whole numbers"),
    (lambda: stats.weighted_kappa([1], [1], "cubic"), r"weights 'cubic': allowed are nominal, linear, quadratic"),
    (lambda: stats.agreement([1, 2], [1]), r"2 and 1 values"),
    (lambda: stats.spearman([1, math.nan], [1, 2]), r"finite numbers"),
    (lambda: stats.kendall([1], []), r"1 and 0 values"),
    (lambda: stats.sign_test([]), r"values \(\): one or more finite numbers"),
    (lambda: stats.flip_test([math.inf]), r"values \(inf,\)"),
    (lambda: stats.shift_interval([]), r"one or more finite numbers"),
    (lambda: stats.shift_interval([1], 1), r"level 1: allowed is \(0, 1\)"),
    (lambda: stats.paired_difference([1], [1, 2]), r"1 and 2 values"),
    (lambda: stats.weight_of(0, 0.5), r"P\(E\|theory\) 0: allowed is \(0, 1\]"),
    (lambda: stats.weight_of(0.5, 1.1), r"P\(E\|rival\) 1\.1: allowed is \(0, 1\]"),
    (lambda: stats.weight_of(0.5, math.nan), r"P\(E\|rival\) nan"),
    (lambda: stats.weight_of(0.5, 0.5, certain=9), r"certain 9: allowed is \[0, 1\]"),
    (lambda: stats.total([1], []), r"1 weights and 0 groups"),
    (lambda: stats.total([math.inf], [None]), r"finite numbers"),
    (lambda: stats.total([1], [None], 1.5), r"discount 1\.5: allowed is \[0, 1\]"),
])  # fmt: skip
def test_faults_say_what_was_seen_and_what_is_allowed(call, message):
    with pytest.raises(ValueError, match=message):
        call()


def test_sums_within_the_tolerance_pass():
    assert stats.brier_score((0.5, 0.5 + 5e-10), 0) == near(0.5, 1e-8)
    assert stats.log_score((1 / 3, 1 / 3, 1 / 3), 2) == near(math.log(3))


def test_results_are_frozen_and_arguments_untouched():
    d = [3.0, -1.0, 2.0]
    results = [
        stats.sign_test(d), stats.flip_test(d), stats.shift_interval(d), stats.paired_difference(d, d),
        stats.weight_of(0.5, 0.4), stats.total([1], ["a"]), stats.calibration([0.5], [True])[0],
        stats.agreement([1], [1]),
    ]  # fmt: skip
    for result in results:
        with pytest.raises((FrozenInstanceError, TypeError)):
            setattr(result, next(iter(result.__slots__)), 0)
    assert d == [3.0, -1.0, 2.0]
