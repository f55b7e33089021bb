"""The page on the bench and the README's verdict: every number is computed here."""

import re
from pathlib import Path

import pytest

import replay
from replay.codebook import SWITCHES, Switches, switch_digest
from replay.domain import Rules
from replay.scoring import case, forecasts, judge, parted, score

ROOT = Path(__file__).resolve().parent.parent
PAGE = (ROOT / "docs" / "bench.md").read_text(encoding="utf-8")
README = " ".join((ROOT / "README.md").read_text(encoding="utf-8").split())
BEFORE = {name: switch.before for name, switch in SWITCHES.items()}


@pytest.fixture(scope="module")
def traces():
    return [
        replay.run(replay.load(ROOT / "timelines" / name))
        for name in ("japan-autos-1993-1995.yaml", "korea-autos-1995-1998.yaml")
    ]


def board(traces, **settings):
    return score(forecasts([case(trace, Rules(switches=Switches.given(settings))) for trace in traces]))


def test_every_setting_of_every_switch_has_its_row_and_its_score(traces):
    rows, name = {}, ""
    for line in PAGE.splitlines():
        cells = [cell.strip() for cell in line.strip("|").split("|")]
        if re.fullmatch(r"0\.\d{3}", cells[-1]):
            name = cells[0].strip("`") or name
            for setting in re.findall(r"`([^`]+)`", cells[2]):
                rows[name, setting] = cells[2].endswith("(0.1)"), cells[3]
    others = {(s.name, setting) for s in SWITCHES.values() for setting in s.settings if setting != s.default}
    assert rows.keys() == others - {("nodes", "strategy"), ("nodes", "outcomes")}
    for (name, setting), (before, said) in rows.items():
        assert said == f"{board(traces, **{name: setting}).row('prospect').rps:.3f}", (name, setting)
        assert before == (SWITCHES[name].before == setting), (name, setting)


def test_the_verdict_is_that_of_the_boards(traces):
    cases = [case(trace) for trace in traces]
    bargain, bargain_us, settle, _ = (score(part) for _, part in parted(forecasts(cases), cases))
    apart, words = bargain.row("prospect").against, " ".join(PAGE.split())
    said = (
        f"{bargain.n + settle.n} decisions of four actors",
        f"no test can yield a p below {apart.least_p:g}",
        f"(34 decisions). Prospect theory on the computed path has a mean ranked probability score of "
        f"{bargain.row('prospect').rps:.3f}, plain frequencies {bargain.row('frequencies').rps:.3f}, uniform thirds "
        f"{bargain.row('uniform').rps:.3f}",
        f"The difference from thirds is {-apart.estimate:.3f}, its interval {apart.low:.2f} to {apart.high:.2f}",
        f"lead with {settle.rows[0].rps:.3f}; prospect theory has {settle.row('prospect').rps:.3f} and is worse than "
        f"thirds ({settle.row('uniform').rps:.3f})",
        f"Over these {bargain_us.n} decisions it has {bargain_us.row('expected-utility').rps:.3f} and is worse than "
        f"thirds ({bargain_us.row('uniform').rps:.3f})",
        f"`{switch_digest()[:12]}`",
        f"{board(traces).row('prospect').rps:.3f} with the defaults",
    )  # fmt: skip
    assert bargain.n == 34
    assert settle.rows[0].theory == "frequencies"
    for one in said:
        assert one in words, one


def test_the_readme_says_what_is_found(traces):
    old = board(traces, **BEFORE)
    cases = [case(trace) for trace in traces]
    settle = [score(part) for _, part in parted(forecasts(cases), cases)][2]
    assert f"({old.row('prospect').rps:.3f} against {old.row('uniform').rps:.3f})" in README
    assert (
        f"it has {settle.row('prospect').rps:.3f} and is worse than thirds ({settle.row('uniform').rps:.3f})" in README
    )
    found = [verdict for verdict in judge(cases) if verdict.agrees]
    count = {kind: sum(v.claim.paper.value == kind for v in found) for kind in ("fits", "fails", "expects")}
    assert (
        f"in {count['fits']} of 25 claims, where it fails, in {count['fails']} of 4, and in {count['expects']} of 8"
        in README
    )


def test_no_ranking_is_clear_of_chance(traces):
    cases = [case(trace) for trace in traces]
    for _, part in parted(forecasts(cases), cases):
        assert all(row.against.p_value >= 0.125 for row in score(part).rows)
