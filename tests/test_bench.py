"""The page on the bench and the README's verdict: every number is computed here."""

import re
from math import ceil
from pathlib import Path
from statistics import fmean

import pytest

import replay
from replay.codebook import SWITCHES, Switches, switch_digest
from replay.domain import Rules, closeness
from replay.scoring import case, everywhere, forecasts, judge, left_out, parted, score, theory_scores
from replay.scoring.placebos import DRAWS
from replay.tables.claims import placebo_line

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "bench.md").read_text(encoding="utf-8")
WORDS, README = (" ".join(text.split()) for text in (PAGE, (ROOT / "README.md").read_text(encoding="utf-8")))
BEFORE = {name: switch.before for name, switch in SWITCHES.items()}
FILES = ("japan-autos-1993-1995", "korea-autos-1995-1998", "steel-safeguards-2001-2003")


@pytest.fixture(scope="module")
def traces():
    return [replay.run(replay.load(ROOT / "timelines" / f"{name}.yaml")) for name in FILES]


@pytest.fixture(scope="module")
def boards(traces):
    """The tables on three disputes: how to bargain, the same where stakes are coded, whether to settle, the same."""
    cases = [case(trace) for trace in traces]
    return [score(part) for _, part in parted(forecasts(cases), cases)]


def board(traces, **settings):
    rules = Rules(switches=Switches.given(settings))
    return score(everywhere(forecasts([case(trace, rules) for trace in traces])))


def rps(found, theory):
    return f"{found.row(theory).rps:.3f}"


def least(found):
    """The least p that could come out, cut to three decimals as the page has it."""
    return f"{ceil(found.rows[0].against.least_p * 1000 - 0.5) / 1000:.3f}"


def test_every_setting_of_every_switch_has_its_row_and_its_scores(traces):
    rows, name = {}, ""
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.fullmatch(r"0\.\d{3}", cells[-1]):
            name = cells[0].strip("`") or name
            for setting in re.findall(r"`([^`]+)`", cells[2]):
                rows[name, setting] = cells[2].endswith("(0.1)"), cells[3], cells[4]
    others = {(s.name, setting) for s in SWITCHES.values() for setting in s.settings if setting != s.default}
    assert rows.keys() == others - {("nodes", "strategy"), ("nodes", "outcomes")}
    for (name, setting), (before, cars, steel) in rows.items():
        told = [rps(board(part, **{name: setting}), "prospect") for part in (traces[:2], traces[2:])]
        assert [cars, steel] == told, (name, setting)
        assert before == (SWITCHES[name].before == setting), (name, setting)
    cars, steel = (board(part) for part in (traces[:2], traces[2:]))
    said = f"the {cars.n} decisions on cars ({rps(cars, 'prospect')} with the defaults) and the {steel.n} on steel"
    assert f"{said} ({rps(steel, 'prospect')})" in WORDS and f"`{switch_digest()[:12]}`" in WORDS
    assert max(rows, key=lambda key: float(rows[key][2])) == ("start", "reference")  # matters most


def test_the_page_says_what_the_boards_have(boards):
    bargain, staked, settle, _ = boards
    row = bargain.row("prospect").against
    said = (
        f"{bargain.n + settle.n} decisions of six actors",
        f"no test can yield a p below {least(bargain)}",
        f"({bargain.n} decisions). Prospect theory on the computed path leads with a mean ranked probability score of "
        f"{rps(bargain, 'prospect')}, before plain frequencies with {rps(bargain, 'frequencies')} and uniform thirds "
        f"with {rps(bargain, 'uniform')}. It is better than thirds by {-row.estimate:.3f} ({row.low:.2f} to "
        f"{row.high:.2f}), with p = {row.p_value:.3f}",
        f"({settle.n} decisions). Reciprocity leads with {rps(settle, 'reciprocity')}; prospect theory has "
        f"{rps(settle, 'prospect')} and is worse than thirds ({rps(settle, 'uniform')})",
        f"Over these {staked.n} decisions on how to bargain it has {rps(staked, 'expected-utility')} and is worse than "
        f"thirds ({rps(staked, 'uniform')})",
    )  # fmt: skip
    for one in said:
        assert one in WORDS, one
    assert [bargain.rows[0].theory, settle.rows[0].theory] == ["prospect", "reciprocity"]


def test_the_page_says_what_steel_has(traces):
    cases = [case(traces[2])]
    bargain = score(parted(forecasts(cases), cases)[0][1])
    folder = ROOT / "timelines" / "codings"
    coded = {name: replay.load(folder / f"steel-safeguards-{name}.yaml") for name in "ab"}
    both = theory_scores(coded | {"settled": traces[2].timeline})
    a, b, settled = (f"{both[name][1]['prospect']:.3f}" for name in ("a", "b", "settled"))
    distance = f"{closeness([traces[2]]).error:.2f}"
    for one in (
        f"({bargain.n}) prospect theory leads with {rps(bargain, 'prospect')} against thirds with "
        f"{rps(bargain, 'uniform')}",
        f"it has {a} under coding A, {b} under coding B, {settled} under the settled file",
        f"(distance {distance} domain units)",
    ):  # fmt: skip
        assert one in WORDS, one


def test_the_page_says_what_is_learnt_from_the_others(traces):
    folds = [(fold, score(everywhere(fold.forecasts))) for fold in left_out(traces)]
    own, other = ([rps(found, name) for _, found in folds] for name in ("prospect", "reciprocity"))
    assert f"{own[0]} on Japan, {own[1]} on Korea and {own[2]} on steel" in WORDS
    assert f"reciprocity is better on all three ({', '.join(other)}), and on Korea thirds are" in WORDS
    assert all(theirs < mine for mine, theirs in zip(own, other, strict=True))
    assert folds[1][1].rows[0].theory == "uniform" and f"thirds are ({rps(folds[1][1], 'uniform')})" in WORDS
    assert {fold.parameters.temperature for fold, _ in folds} == {2.0}


def test_page_and_readme_say_what_the_rules_of_old_give(traces):
    cars, steel = (board(part, **BEFORE) for part in (traces[:2], traces[2:]))
    old = [(rps(found, "prospect"), rps(found, "uniform")) for found in (cars, steel)]
    assert (
        f"prospect theory has {old[0][0]} on their {cars.n} decisions and is worse than thirds ({old[0][1]})" in WORDS
    )
    assert f"on steel it has {old[1][0]} and is worse than thirds ({old[1][1]})" in WORDS
    assert f"on cars ({old[0][0]} against {old[0][1]}) and on steel ({old[1][0]} against {old[1][1]})" in README


def test_page_and_readme_say_what_claims_and_placebos_give(traces):
    found = judge([case(trace) for trace in traces])
    apart = sum(one.built_in for one in found)
    tests = [one for v in found for one in v.tried if one.placebo and not one.built_in and one.holds is not None]
    held, chance = sum(one.holds for one in tests), fmean(one.placebo.share for one in tests)
    assert f"{apart} of {len(found)} hold by construction and stand apart." in WORDS
    said = f"Of {len(tests)} single tests of the others {held} hold ({held / len(tests):.0%}); on placebos, where the "
    assert f"{said}paper claims nothing, the same tests hold in {chance:.0%} of cases." in WORDS
    assert f"Of {len(tests)} single tests {held} hold" in placebo_line(found)
    assert f"Of {len(tests)} single tests of what the paper claims {held} hold ({held / len(tests):.0%})" in README
    assert (
        f"the same tests hold in {chance:.0%} of cases; {apart} of {len(found)} claims hold by construction" in README
    )
    (thesis,) = (v for v in found if v.claim.id == "creating-lasts-and-opens")
    durable, large = (one.computed for one in thesis.tried)
    assert "0 pairs for it, 2 against (n = 3)" in durable and "2 pairs for it, 0 against (n = 3)" in large
    assert f"{DRAWS} deals" in WORDS


def test_the_readme_says_what_is_found(boards):
    bargain, staked, settle, few = boards
    row = bargain.row("prospect").against
    for one in (
        f"six clusters (dispute and side) allow no p below {least(bargain)}. On how to bargain ({bargain.n} decisions) "
        f"prospect theory has a mean ranked probability score of {rps(bargain, 'prospect')}, plain frequencies "
        f"{rps(bargain, 'frequencies')}, thirds {rps(bargain, 'uniform')}: p = {row.p_value:.3f}",
        f"({settle.n} decisions) it has {rps(settle, 'prospect')} and is worse than thirds ({rps(settle, 'uniform')})",
    ):
        assert one in README, one
    for found in (staked, few):
        assert found.row("expected-utility").rps > found.row("uniform").rps
    assert bargain.rows[0].theory == "prospect" and row.p_value > 0.05  # ahead, and not distinguishable


def test_no_theory_is_distinguishable_from_thirds(boards):
    assert all(row.against.p_value > 0.05 for found in boards for row in found.rows)


def test_on_how_many_sides_prospect_theory_does_worse_than_thirds(traces):
    cases = [case(trace) for trace in traces]
    part = parted(forecasts(cases, ["prospect", "uniform"]), cases)[0][1]
    gaps = {}
    for f in part:
        sign = {"prospect": 1, "uniform": -1}[f.theory]
        side = f.dispute, f.prediction.party
        gaps[side] = gaps.get(side, 0.0) + sign * f.rps
    assert "p would be 0.008; it is worse for two of the six sides now" in WORDS and f"{2 / 2**8:.3f}" == "0.008"
    assert len(gaps) == 6 and sum(gap > 0 for gap in gaps.values()) == 2
