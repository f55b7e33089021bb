"""The rules of the domain path, each on a dispute of a few acts; agreement, fit and transfer."""

import csv
import io
import json
import math
from pathlib import Path

import pytest
from click.testing import CliRunner
from coded import event, timeline

import replay
from replay.cli import main
from replay.codebook import strategy_of
from replay.domain import Rules, closeness, fit_sizes, level_of, path, sensitivity
from replay.errors import SettingError
from replay.theories.valuefunction import weight

pytestmark = pytest.mark.usefixtures("plain_steps")

ROOT = Path(__file__).resolve().parent.parent
FILES = [str(path) for path in sorted((ROOT / "timelines").glob("*.yaml"))]


def steps(*events, **sizes):
    """Steps of both sides as (rule, change), for a dispute of these acts."""
    found = path(replay.run(timeline(*events)), Rules().with_sizes(**sizes))
    return {party: [(s.rule, round(s.change, 6)) for s in domain.steps] for party, domain in found.items()}


def clock(more=""):
    return "clock:\n  id: c\n  due: P30D\n  record: RECORD\n" + more


def test_an_own_clock_that_lapses_is_a_loss():
    found = steps(event("x", "2001-01-01", clock().replace("RECORD", "lapsed"), act="set-deadline"), lapse=0.4)
    assert found["A"] == [("lapse", -0.4)]


def test_a_live_threat_weighs_by_its_chance_and_is_taken_back_when_its_clock_is_met():
    threat = event("x", "2001-01-01", clock().replace("RECORD", "met"), act="list-sanctions")
    deal = event("y", "2001-01-20", "meets: c", act="meet", actor="B", recipient="A")
    live = round(-weight(0.5, loss=True) * 2 * 10 / 12, 6)
    assert steps(threat, deal, threat=2.0)["B"] == [("claiming", -0.05), ("threat", live), ("relief", -live)]


def test_a_threat_lands_whole_when_the_sanction_is_imposed():
    lapse = "  on_end: {act: impose-sanctions, actor: A, recipient: B, summary: Imposed.}"
    threat = event("x", "2001-01-01", clock(lapse).replace("RECORD", "lapsed"), act="list-sanctions")
    rules = [rule for rule, _ in steps(threat, threat=2.0)["B"]]
    assert rules == ["claiming", "threat", "relief", "imposition", "claiming"]
    assert ("imposition", -2.0) in steps(threat, threat=2.0)["B"]


def test_a_threat_without_a_clock_lives_until_it_is_settled_or_dropped():
    threat = event("x", "2001-01-01", act="warn")
    dropped = event("y", "2001-02-01", act="drop-case")
    settled = event("z", "2001-02-01", "answers: {x: settles}", actor="B", recipient="A", act="meet")
    assert [rule for rule, _ in steps(threat)["B"]] == ["claiming", "threat"]
    assert [rule for rule, _ in steps(threat, dropped)["B"]] == ["claiming", "threat", "creating", "relief"]
    assert [rule for rule, _ in steps(threat, settled)["B"]] == ["claiming", "threat", "relief"]


def test_the_other_sides_tactics_shift_a_side():
    claiming = event("x", "2001-01-01", "tactics: [blame]", act="state-position")
    creating = event("y", "2001-01-02", "tactics: [praise]", act="state-position")
    both = event("z", "2001-01-03", "tactics: [praise, blame]", act="state-position")
    assert steps(claiming, creating, both)["B"] == [("claiming", -0.05), ("creating", 0.05)]


def test_a_commitment_counts_once_until_the_sides_settle():
    vow = "tactics: [commit-to-outcome]"
    first, again = event("a", "2001-01-01", vow, act="commit"), event("b", "2001-01-02", vow, act="commit")
    deal = event("c", "2001-02-01", act="settle", actor="B", recipient="A")
    third = event("d", "2001-03-01", vow, act="commit")
    found = [rule for rule, _ in steps(first, again, deal, third)["A"]]
    assert found == ["commitment", "creating", "agreement", "adaptation", "commitment"]


def test_pressure_from_the_own_camp():
    press = event("x", "2001-01-01", act="press", actor="A-FIRMS", recipient="A")
    assert steps(press, pressure=0.2) == {"A": [("pressure", -0.2)], "B": []}


def test_gains_fade_and_losses_stay():
    good = event("x", "2001-01-01", "tactics: [praise]", act="reassure")
    later = event("y", "2001-04-01", "tactics: [praise]", act="reassure")
    found = steps(good, later, creating=0.4, gain_half_life=90.0)["B"]
    assert found == [("creating", 0.4), ("adaptation", -0.2), ("creating", 0.4)]
    bad = [event(n, d, "tactics: [blame]", act="accuse") for n, d in (("x", "2001-01-01"), ("y", "2001-04-01"))]
    assert [rule for rule, _ in steps(*bad)["B"]] == ["claiming", "claiming"]
    assert "adaptation" in [rule for rule, _ in steps(*bad, loss_half_life=365.0)["B"]]


def test_third_parties_and_readings_move_nobody():
    reading = """
    readings:
      - {id: r, party: A, date: 2001-01, level: strong-loss, cite: {key: s, section: First}}
    """
    made = timeline(event("x", "2001-01-01", act="accuse", actor="C", recipient="A"), more=reading)
    assert all(not domain.steps for domain in path(replay.run(made)).values())


def test_positions_add_up_and_causes_are_entries():
    for file in FILES:
        trace = replay.run(replay.load(file))
        for party, domain in path(trace).items():
            total = 0.0
            for step in domain.steps:
                total += step.change
                assert step.position == pytest.approx(total)
                assert trace[step.seq].day == step.day, party
            assert domain.at(0) == 0.0
            last = domain.steps[-1]
            assert domain.at(last.day) == domain.before(10**9, last.day) == last.position
            assert domain.at(10**7) == pytest.approx(min(last.lasting, 0.0) + last.position - last.lasting, abs=1e-9)
            assert domain.before(0, last.day) == 0.0


@pytest.mark.parametrize(
    ("position", "level"),
    [(2.0, "gain"), (0.5, "gain"), (0.4, "status-quo"), (-0.5, "status-quo"), (-0.6, "modest-loss"),
     (-1.5, "modest-loss"), (-2.5, "moderate-loss"), (-2.6, "strong-loss"), (-9.0, "strong-loss")],
)  # fmt: skip
def test_thresholds_lie_half_way(position, level):
    assert level_of(position).value == level


def test_sizes_out_of_range_and_unknown_are_refused():
    with pytest.raises(SettingError, match=r"threat is 9; allowed: 0 to 4"):
        Rules(threat=9)
    with pytest.raises(SettingError, match="no rule size is called 'treat'"):
        Rules().with_sizes(treat=1)


def test_strategy_of_an_act():
    made = timeline(
        event("a", "2001-01-01", "tactics: [blame, delay]"), event("b", "2001-01-01", "tactics: [blame, praise]"),
        event("c", "2001-01-01", act="meet"), event("d", "2001-01-01", act="concede"), event("e", "2001-01-01"),
    )  # fmt: skip
    for untagged, alone in (("silent", [None, None]), ("rung", ["creating", "claiming"])):
        said = [strategy_of([(made.by_id[name].act, made.by_id[name].tactics)], untagged) for name in "abcde"]
        assert [s.value if s else None for s in said] == ["claiming", "mixed", None, *alone]


@pytest.fixture(scope="module")
def traces():
    return [replay.run(replay.load(file)) for file in FILES]


def test_a_fit_never_does_worse_than_the_defaults_on_its_own_file(traces):
    for trace in traces:
        found = fit_sizes([trace])
        assert found.end <= found.start
        assert found.n == closeness([trace]).levels.n
        assert closeness([trace], found.rules).error == pytest.approx(math.sqrt(found.end))
        assert fit_sizes([trace]) == found


def test_a_fit_needs_a_level():
    with pytest.raises(ValueError, match="no reading with a level to fit"):
        fit_sizes([replay.run(timeline(event("x", "2001-01-01")))])


def test_sensitivity_goes_through_every_size(traces):
    rows = sensitivity(traces)
    assert [row.name for row in rows] == list(Rules().sizes())
    assert all(len(row.points) >= 5 for row in rows)
    claiming = next(row for row in rows if row.name == "claiming")
    assert len({round(error, 6) for _, _, error in claiming.points}) > 1


def test_the_japanese_path_falls_deeper_than_the_korean(traces):
    """By acts and clocks alone, without the ends of the scale; the shocks of 1997 are not in these."""
    rules = Rules(coded=0.0, floor=12.0)
    lows = [min(step.position for domain in path(trace, rules).values() for step in domain.steps) for trace in traces]
    assert lows[0] < lows[1]


def test_the_scale_has_ends():
    blows = [event(f"x{n}", f"2001-01-0{n}", "impact: {A: -2, B: 2}", act="shock", actor="WORLD") for n in (1, 2, 3)]
    assert steps(*blows, gain_half_life=math.inf) == {"A": [("coded", -2), ("coded", -1)], "B": [("coded", 1)]}
    assert steps(*blows, floor=5.0)["A"] == [("coded", -2), ("coded", -2), ("coded", -1)]
    relief = event("y", "2001-02-01", "impact: {A: 1}", act="shock", actor="WORLD")
    assert steps(*blows, relief)["A"][-1] == ("coded", 1)


def test_a_threat_at_the_end_of_the_scale_is_taken_back_no_further_than_it_went():
    blow = event("x", "2001-01-01", "impact: {B: -2.9}", act="shock", actor="WORLD")
    threat, dropped = event("y", "2001-01-02", act="warn"), event("z", "2001-01-03", act="drop-case")
    assert steps(blow, threat, dropped, claiming=0.0, creating=0.0)["B"] == [
        ("coded", -2.9), ("threat", -0.1), ("relief", 0.1)]  # fmt: skip


def call(*args):
    return CliRunner().invoke(main, ["domain", *args])


def test_command_prints_agreement_with_n():
    result = call(*FILES, "--details")
    assert result.exit_code == 0
    assert result.output.count("Levels (n = ") == len(FILES) + 1  # each, and all
    assert "weighted kappa" in result.output


def test_command_fit_shows_transfer_both_ways():
    result = call(*FILES, "--fit", "--rules")
    assert result.exit_code == 0
    for words in ("Fit and transfer", "Sensitivity", "Origin of the default", "as given"):
        assert words in result.output


def test_command_csv_and_json_agree():
    rows = list(csv.DictReader(io.StringIO(call(FILES[0], "--csv").stdout)))
    made = json.loads(call(FILES[0], "--json", "--fit").stdout)
    (dispute,) = made["disputes"]
    assert len(rows) == sum(map(len, dispute["paths"].values()))
    assert set(made["fits"][0]) == {"fitted_on", "n", "start", "end", "rules", "tried_on"}
    assert made["rules"]["loss_half_life"] is None  # without bound, as in every JSON


@pytest.mark.parametrize("size", ["threat=9", "treat=1", "threat", "threat=much"])
def test_command_refuses_wrong_sizes(size):
    result = call(FILES[0], "--set", size)
    assert result.exit_code == 2
    assert "Traceback" not in result.output


def test_command_takes_sizes():
    assert call(FILES[0], "--set", "claiming=0").stdout != call(FILES[0]).stdout
