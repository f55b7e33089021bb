"""The page on the bench and the verdicts of README and page on theories: every number is computed here."""

import re
from math import ceil
from pathlib import Path
from statistics import fmean

import pytest
from pages import PAGES
from pages import WORDS as ALL

import replay
from replay.codebook import SWITCHES, Switches, switch_digest
from replay.domain import Rules, closeness
from replay.domain.path import starts
from replay.scoring import (
    TEMPERATURES,
    asked,
    case,
    everywhere,
    forecasts,
    judge,
    kept,
    left_out,
    parted,
    score,
    theory_scores,
)  # fmt: skip
from replay.scoring.placebos import DRAWS
from replay.tables.claims import RECORD, placebo_line

ROOT = Path(__file__).resolve().parent.parent
PAGE, WORDS, SHORT, README = (
    PAGES["docs/bench.md"],
    ALL["docs/bench.md"],
    ALL["docs/methods/theories.md"],
    ALL["README.md"],
)
BEFORE = {name: switch.before for name, switch in SWITCHES.items() if name != "nodes"}
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
    """The board on how to bargain."""
    cases = [case(trace, Rules(switches=Switches.given(settings))) for trace in traces]
    return score(everywhere(kept(asked(forecasts(cases), cases), cases)))


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
    assert rows.keys() == {key for key in others if key[0] != "nodes"}
    for (name, setting), (before, cars, steel) in rows.items():
        told = [rps(board(part, **{name: setting}), "prospect") for part in (traces[:2], traces[2:])]
        assert [cars, steel] == told, (name, setting)
        assert before == (SWITCHES[name].before == setting), (name, setting)
    cars, steel = (board(part) for part in (traces[:2], traces[2:]))
    said = f"the {cars.n} decisions on cars ({rps(cars, 'prospect')} with the defaults) and the {steel.n} on steel"
    worse = board(traces, start="reference")
    assert worse.row("prospect").rps > worse.row("uniform").rps
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
        f"({settle.n} decisions). Plain frequencies lead with {rps(settle, 'frequencies')}; prospect theory has "
        f"{rps(settle, 'prospect')} and is worse than thirds ({rps(settle, 'uniform')}). These are five clusters, of "
        f"which no p below {least(settle)} could come",
        f"Together that is {rps(staked, 'expected-utility')} against {rps(staked, 'uniform')}, two clusters",
    )  # fmt: skip
    for one in said:
        assert one in WORDS, one
    assert [bargain.rows[0].theory, settle.rows[0].theory] == ["prospect", "frequencies"]
    assert (settle.rows[0].against.clusters, staked.rows[0].against.clusters) == (5, 2)


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


def test_both_pages_say_what_expected_utility_has_in_each_dispute(traces):
    (japan, korea) = (
        next(score(part) for what, part in parted(forecasts(one), one) if "stakes" in what)
        for one in ([case(trace)] for trace in traces[:2])
    )
    told = [(rps(found, "expected-utility"), rps(found, "uniform"), found.n) for found in (japan, korea)]
    (own, thirds, n), (theirs, others, m) = told
    assert f"with Japan ({n} decisions) it has {own} and is better than thirds ({thirds})" in WORDS
    assert f"with Korea ({m} decisions) it has {theirs} and is worse ({others})" in WORDS
    assert f"with Japan ({own} against {thirds})" in SHORT and f"with Korea ({theirs} against {others})" in SHORT


def test_the_page_says_what_is_learnt_from_the_others(traces):
    cases = [case(trace) for trace in traces]
    folds = [(fold, score(everywhere(kept(fold.forecasts, cases)))) for fold in left_out(traces)]
    own, thirds = ([rps(found, name) for _, found in folds] for name in ("prospect", "uniform"))
    said = f"{own[0]} on Japan, {own[1]} on Korea and {own[2]} on steel, thirds have {', '.join(thirds)}"
    assert f"on how to bargain prospect theory has {said}; it leads on steel alone" in WORDS
    assert [found.rows[0].theory == "prospect" for _, found in folds] == [False, False, True]
    assert {fold.parameters.temperature for fold, _ in folds} == {2.0} == {TEMPERATURES[-1]}


def test_the_page_says_what_decisions_before_the_first_reading_have(traces):
    cases = [case(trace) for trace in traces]
    early = {
        (one.dispute, choice.decision.id)
        for one in cases
        for choice in one.choices
        if choice.side in starts(one.timeline, one.switches) and choice.day <= one.domains[choice.side].start.day
    }
    main = kept(forecasts(cases, ["prospect", "uniform"]), cases)
    before, after = (
        score([f for f in main if ((f.dispute, f.decision) in early) == wanted]) for wanted in (True, False)
    )
    said = (
        f"{rps(before, 'prospect')} and is worse than thirds ({rps(before, 'uniform')}); on the other {after.n} on how"
    )
    assert f"{len(early)} decisions fall on such a day" in WORDS and before.n == len(early) and said in WORDS
    assert f"to bargain it has {rps(after, 'prospect')} against {rps(after, 'uniform')}" in WORDS


def test_both_pages_say_what_the_rules_of_old_give(traces):
    cars, steel = (board(part, **BEFORE) for part in (traces[:2], traces[2:]))
    old = [(rps(found, "prospect"), rps(found, "uniform")) for found in (cars, steel)]
    assert (
        f"prospect theory has {old[0][0]} on their {cars.n} decisions on how to bargain and is worse than thirds "
        f"({old[0][1]})"
    ) in WORDS
    assert f"on steel it has {old[1][0]} and is worse than thirds ({old[1][1]})" in WORDS
    assert f"on cars ({old[0][0]} against {old[0][1]}) and on steel ({old[1][0]} against {old[1][1]})" in SHORT


def test_both_pages_say_what_claims_and_placebos_give(traces):
    found = judge([case(trace) for trace in traces])
    apart = sum(one.built_in for one in found)
    assert f"{apart} of {len(found)} hold by construction and stand apart." in WORDS
    tests = [one for v in found for one in v.tried if one.placebo and not one.built_in and one.holds is not None]
    told = []
    for part in (False, True):
        some = [one for one in tests if (one.trial.form in RECORD) is part]
        shares = [one.placebo.share for one in some]
        told.append((len(some), sum(one.holds for one in some), fmean(shares), shares.count(1.0)))
    (n, held, chance, always), (m, there, elsewhere, _) = told
    model = (
        f"Of {n} tests of what the model computes {held} hold ({held / n:.0%}); on placebos they hold in {chance:.0%}"
    )
    assert f"{model} of cases, {always} of them always. Of {m} tests of the record alone {there} hold" in WORDS
    assert f"({there / m:.0%}), on placebos in {elsewhere:.0%}." in WORDS and model in placebo_line(found)
    short = (
        f"Of {n} tests of what the model computes for the paper's claims {held} hold ({held / n:.0%}), and on placebos"
    )
    assert f"{short} they hold in {chance:.0%} of cases; {apart} of {len(found)} claims" in SHORT
    (thesis,) = (v for v in found if v.claim.id == "creating-lasts-and-opens")
    durable, large = (one.computed for one in thesis.tried)
    assert "0 pairs for it, 2 against (n = 3)" in durable and "2 pairs for it, 0 against (n = 3)" in large
    assert all((one.placebo.held, one.placebo.of) == (2, 6) for one in thesis.tried)
    assert f"{DRAWS} deals" in WORDS


def test_the_page_on_theories_says_what_is_found(boards):
    bargain, _, settle, _ = boards
    row = bargain.row("prospect").against
    for one in (
        f"six clusters (dispute and side) allow no p below {least(bargain)}. On how to bargain ({bargain.n} decisions) "
        f"prospect theory has a mean ranked probability score of {rps(bargain, 'prospect')}, plain frequencies "
        f"{rps(bargain, 'frequencies')}, thirds {rps(bargain, 'uniform')}: p = {row.p_value:.3f}",
        f"({settle.n} decisions) it has {rps(settle, 'prospect')} and is worse than thirds ({rps(settle, 'uniform')})",
    ):
        assert one in SHORT, one
    assert bargain.rows[0].theory == "prospect" and row.p_value > 0.05  # ahead, and not distinguishable


def test_the_verdict_of_the_readme_is_so(boards, traces):
    bargain, _, settle, _ = boards
    of_old = [board(part, **BEFORE) for part in (traces[:2], traces[2:])]
    assert (
        "On how a side bargains, the paper's theory (prospect theory) scores better than a uniform guess over three "
        "disputes, but the two are not distinguishable. On whether to settle it scores worse than the guess. With the "
        "rules of version 0.1 it scores worse on how to bargain too."
    ) in README
    assert bargain.row("prospect").rps < bargain.row("uniform").rps and len(traces) == 3
    assert bargain.row("prospect").against.p_value > 0.05
    assert all(found.row("prospect").rps > found.row("uniform").rps for found in (settle, *of_old))


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
    assert "p would be 0.008. Now it is worse for two of the six sides." in WORDS and f"{2 / 2**8:.3f}" == "0.008"
    assert len(gaps) == 6 and sum(gap > 0 for gap in gaps.values()) == 2
