"""The style: what stands side by side stays apart for colour-blind readers and without colour; real signs."""

from itertools import combinations, pairwise

import numpy as np
import pytest
from vision import MACHADO, SIGHTS, apart, grey, lab, linear, seen

from replay.codebook import ClockKind, Outcome
from replay.figures import style as figstyle
from replay.figures.sheet.panels import _SHADES
from replay.figures.style import CLOCK_LINES, LINKS, OUTCOMES, PAPER, SIDE_DASHES, SIDE_TINTS, SIDES
from replay.text.words import typeset

PLAIN = 10.0  # L*a*b* units: plain at a glance


def test_the_simulation_keeps_white_and_black_and_has_the_published_rows():
    for name, matrix in MACHADO.items():
        assert np.array(matrix).sum(axis=1) == pytest.approx(1.0, abs=2e-6), name
    for sight in SIGHTS:
        assert seen("#ffffff", sight) == pytest.approx((1, 1, 1), abs=1e-5)
        assert seen("#000000", sight) == pytest.approx((0, 0, 0))


def test_the_measure_of_difference_gives_known_values():
    assert lab(linear("#ffffff")) == pytest.approx((100, 0, 0), abs=0.01)
    assert lab(linear("#ff0000")) == pytest.approx((53.24, 80.09, 67.20), abs=0.02)
    assert apart("#ff0000", "#ff0000", "normal") == 0
    assert apart("#ff0000", "#8a8a00", "deuteranopia") < apart("#ff0000", "#8a8a00", "normal") / 2


@pytest.mark.parametrize("sight", SIGHTS)
def test_the_two_sides_stay_apart_in_their_marks(sight):
    assert apart(SIDES["A"], SIDES["B"], sight) > 2 * PLAIN
    for group in "AB":
        assert apart(SIDES[group], PAPER, sight) > 3 * PLAIN
        assert apart(SIDES[group], SIDE_TINTS[group], sight) > 3 * PLAIN


@pytest.mark.parametrize("sight", SIGHTS)
def test_third_parties_differ_from_the_sides_by_colour_or_stand_in_lanes_of_their_own(sight):
    for group in "AB":
        by_colour = apart(SIDES[group], SIDES["other"], sight) > PLAIN
        assert by_colour or SIDE_DASHES[group] != SIDE_DASHES["other"]


@pytest.mark.parametrize("sight", SIGHTS)
def test_no_two_links_rest_on_colour_alone(sight):
    for (one, a), (other, b) in combinations(LINKS.items(), 2):
        differences = [apart(a.color, b.color, sight) > PLAIN, a.dashes != b.dashes, a.head != b.head,
                       abs(a.width - b.width) >= 0.3]  # fmt: skip
        assert sum(differences) >= 1, (one, other)
        if sight == "grey":
            assert any(differences[1:]), (one, other)


@pytest.mark.parametrize("sight", SIGHTS)
def test_links_of_answers_stand_out_from_the_grounds_that_they_cross(sight):
    for kind in ("counters", "escalates", "deescalates", "settles", "responds"):
        for ground in (PAPER, *SIDE_TINTS.values()):
            assert apart(LINKS[kind].color, ground, sight) > 3 * PLAIN, (kind, ground)


@pytest.mark.parametrize("sight", SIGHTS)
def test_neighbouring_levels_are_ordered_and_the_levels_of_loss_differ(sight):
    brightness = [lab(seen(shade, sight))[0] for shade in _SHADES]
    assert brightness == sorted(brightness, reverse=True)
    for one, other in pairwise(_SHADES[1:]):
        assert apart(one, other, sight) > 2.0  # and each carries its name


def test_ends_of_clocks_differ_in_form():
    forms = {(look.marker, look.fill) for look in OUTCOMES.values()}
    assert len(forms) == len(OUTCOMES)
    assert set(OUTCOMES) == {*(outcome.value for outcome in Outcome), "unused"}


def test_kinds_of_clocks_differ_in_width_or_dashes():
    assert len(set(CLOCK_LINES.values())) == len(CLOCK_LINES)
    assert set(CLOCK_LINES) == {kind.value for kind in ClockKind}


@pytest.mark.parametrize("sight", SIGHTS)
def test_text_can_be_read(sight):
    for ink in (figstyle.INK, figstyle.MUTED, figstyle.CLOCK, *figstyle.SIDE_TEXT.values()):
        for ground in (PAPER, *SIDE_TINTS.values(), *_SHADES):
            assert contrast(seen(ink, sight), seen(ground, sight)) >= 4.5, (ink, ground)


def test_the_brightness_in_print_gives_known_values():
    assert grey("#ffffff") == pytest.approx(1.0) and grey("#000000") == 0
    assert (round(grey("#0b4f8a"), 2), round(grey("#d95f02"), 2)) == (0.26, 0.47)


def contrast(a, b):
    """WCAG 2.1 contrast ratio."""
    one, other = sorted((0.2126 * c[0] + 0.7152 * c[1] + 0.0722 * c[2] for c in (a, b)), reverse=True)
    return (one + 0.05) / (other + 0.05)


def test_signs_are_real():
    assert typeset("1993-1995") == "1993–1995"
    assert typeset("on 1995-05-16, -3") == "on 1995-05-16, −3"
    assert typeset("well-known U.S.-Korea talks") == "well-known U.S.–Korea talks"
    assert figstyle.RC["pdf.fonttype"] == 42
