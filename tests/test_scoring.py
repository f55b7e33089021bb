"""Decisions become situations, theories forecasts, forecasts a board; one dispute left out; evidence weighed."""

import csv
import io
import json
import math
import time
from pathlib import Path
from textwrap import dedent

import pytest
from click.testing import CliRunner
from coded import event, timeline

import replay
from replay.cli import main
from replay.codebook import Act, Strategy
from replay.domain import Rules, fit_sizes, path
from replay.errors import TimelineError
from replay.files import loads, read_forecasts
from replay.scoring import added, balance, case, forecasts, kept, left_out, score, weighed
from replay.theories import DEFAULTS, ORDER, THEORIES, Parameters, Situation, UnknownTheoryError, link, predict
from replay.theories.statistics.scoring_rules import ranked_probability_score
from replay.timeline.checks import circularity

ROOT = Path(__file__).resolve().parent.parent
FILES = [ROOT / "timelines" / name for name in ("japan-autos-1993-1995.yaml", "korea-autos-1995-1998.yaml")]
CREATING, MIXED, CLAIMING = ORDER


@pytest.fixture(scope="module")
def traces():
    return [replay.run(replay.load(file)) for file in FILES]


def decision(name, party, acts, did, more=""):
    cite = "cite: {key: s, section: First}"
    head = f"id: {name}, party: {party}, question: What., options: [meet, accuse, warn, threaten-sanctions, open-case]"
    return f"  - {{{head}, acts: [{acts}], did: {did}, {more}{cite}}}\n"


def made(*events, decisions="", more=""):
    return case(replay.run(timeline(*events, more=f"decisions:\n{decisions}{dedent(more)}")))


THREAT = event("threat", "2001-03-01", "clock: {id: c, due: P30D, record: open}", act="threaten-sanctions")
ANSWER = event("answer", "2001-03-11", "tactics: [praise]", actor="B", recipient="A", act="meet")
AGAIN = event("again", "2001-03-21", "tactics: [praise, blame]", act="meet")


# -- situations -----------------------------------------------------------------------------------


def test_a_situation_holds_what_was_known_just_before():
    decisions = decision("first", "A", "threat", "claiming") + decision("second", "B", "answer", "creating")
    found = made(THREAT, ANSWER, AGAIN, decisions=decisions + decision("third", "A", "again", "mixed")).situations()
    one, two, three = found
    assert (one.own_last, one.other_last, one.past, one.days_to_clock) == (None, None, (), None)
    assert (two.own_last, two.other_last, two.past, two.days_to_clock) == (None, CLAIMING, (CLAIMING,), 20)
    assert (three.own_last, three.other_last, three.past) == (CLAIMING, CREATING, (CLAIMING, CREATING))
    assert three.days_to_clock == 10
    assert one.position == 0.0 and two.position < 0 and [s.stakes for s in found] == [None] * 3


def test_the_position_is_the_path_before_the_first_act():
    found = made(THREAT, ANSWER, decisions=decision("d", "B", "answer", "creating"))
    trace = found.trace
    seq = next(e.seq for e in trace if e.event == "answer")
    steps = [step for step in path(trace)["B"].steps if step.seq < seq]
    assert found.situations()[0].position == steps[-1].position


def test_the_gamble_is_the_widest_option_in_proportion_to_the_widest_of_all():
    found = made(THREAT, decisions=decision("d", "A", "threat", "claiming"))
    assert found.situations(Parameters(gamble=6.0))[0].spread == pytest.approx(6.0 * 9 / 12)
    assert max(act.spread for act in Act) == 12


def test_the_last_strategy_of_a_side_without_a_decision_is_that_of_its_latest_act_that_speaks():
    quiet = event("quiet", "2001-03-05", act="meet")
    found = made(THREAT, quiet, ANSWER, decisions=decision("d", "B", "answer", "creating"))
    assert found.situations()[0].other_last is CLAIMING


def test_a_decision_falls_on_the_earliest_of_its_acts_that_the_replay_has():
    later = event("later", "2001-06-01", act="warn")
    text = decision("d", "A", "later, threat", "claiming")
    whole = timeline(THREAT, later, more=f"decisions:\n{text}")
    assert case(replay.run(whole)).choices[0].day == replay.run(whole)[0].day
    assert not case(replay.run(whole, until="2001-01-31")).choices


def test_what_was_done_follows_the_acts_that_the_replay_has():
    text = decision("d", "A", "threat, again", "mixed")
    whole = timeline(THREAT, AGAIN, more=f"decisions:\n{text}")
    assert [c.did for c in case(replay.run(whole)).choices] == [MIXED]
    assert [c.did for c in case(replay.run(whole, until="2001-03-10")).choices] == [CLAIMING]


def test_stakes_hold_from_their_date_until_the_next():
    stakes = """
    stakes:
      - {id: late, party: A, date: 2001-03-21, benefit: full, success: 1, cost: none, cite: {key: s, section: First}}
      - {id: early, party: A, date: 2001, benefit: low, success: medium, cost: high, cite: {key: s, section: First}}
    """
    decisions = decision("one", "A", "threat", "claiming") + decision("two", "A", "again", "mixed")
    one, two = made(THREAT, AGAIN, decisions=decisions, more=stakes).situations()
    assert (one.stakes.benefit, one.stakes.success, one.stakes.cost) == (0.25, 0.5, 0.75)
    assert (two.stakes.benefit, two.stakes.success, two.stakes.cost) == (1, 1, 0)


def test_positions_from_readings_are_the_last_level_read():
    readings = """
    readings:
      - {id: r, party: B, date: 2001-03-05, level: strong-loss, cite: {key: s, section: First}}
    """
    decisions = decision("one", "A", "threat", "claiming") + decision("two", "B", "answer", "creating")
    trace = replay.run(timeline(THREAT, ANSWER, more=f"decisions:\n{decisions}{dedent(readings)}"))
    assert [s.position for s in case(trace, source="readings").situations()] == [None, -3.0]
    with pytest.raises(ValueError, match="allowed: path, readings"):
        case(trace, source="tea leaves")


def test_no_theory_sees_what_was_done(traces):
    """The situation of a decision does not change with what comes after its acts."""
    whole = traces[0]
    days = {entry.event: entry.day for entry in whole}
    for choice, situation in zip(case(whole).choices, case(whole).situations(), strict=True):
        cut = replay.run(whole.timeline, until=max(days[name] for name in choice.decision.acts))
        same = [s for s in case(cut).situations() if s.decision == situation.decision]
        assert same == [situation]


# -- forecasts and scores -------------------------------------------------------------------------


def test_every_theory_speaks_to_every_decision(traces):
    found = forecasts([case(trace) for trace in traces])
    keys = {}
    for f in found:
        keys.setdefault(f.theory, []).append((f.dispute, f.decision))
    assert list(keys) == list(THEORIES)
    assert len({tuple(group) for group in keys.values()}) == 1
    assert all(sum(f.prediction.probabilities) == pytest.approx(1) for f in found)


def test_strategies_that_were_not_open_get_nothing_and_the_rest_their_share():
    among = "among: [creating, claiming], "
    found = made(THREAT, decisions=decision("d", "A", "threat", "claiming", among))
    (f,) = forecasts([found], ["always-claiming"])
    plain = link(1.0)
    assert f.prediction.probabilities[1] == 0
    assert f.prediction.probabilities[2] == pytest.approx(plain[2] / (plain[0] + plain[2]))


def test_the_board_is_the_mean_of_the_scores(traces):
    found = forecasts([case(trace) for trace in traces])
    board = score(found)
    for row in board.rows:
        group = [f for f in found if f.theory == row.theory]
        assert row.n == board.n == len(group)
        scores = [ranked_probability_score(f.prediction.probabilities, ORDER.index(f.did)) for f in group]
        assert row.rps == pytest.approx(sum(scores) / len(scores))
        assert row.hits == sum(f.prediction.likeliest is f.did for f in group)
        assert sum(b.count for b in row.calibration) == 3 * row.n
    assert [row.rps for row in board.rows] == sorted(row.rps for row in board.rows)
    reference = board.row("uniform")
    assert reference.skills["uniform"] == 0 and reference.against.estimate == 0
    for row in board.rows:
        assert row.skills["uniform"] == pytest.approx(1 - row.rps / reference.rps)
        assert row.against.estimate == pytest.approx(row.rps - reference.rps)


def test_surprises_are_the_least_expected_acts(traces):
    found = forecasts([case(trace) for trace in traces], ["prospect", "persistence"])
    board = score(found, surprises=2)
    for theory in ("prospect", "persistence"):
        least = sorted(f.chance for f in found if f.theory == theory)[:2]
        assert [s.chance for s in board.surprises if s.theory == theory] == least


def test_a_board_refuses_what_cannot_be_compared(traces):
    found = forecasts([case(trace) for trace in traces], ["prospect", "persistence"])
    with pytest.raises(UnknownTheoryError, match="unknown theory 'reciprocity'"):
        score(found, "reciprocity")
    with pytest.raises(ValueError, match="does not speak to the same decisions"):
        score(found[:-1])
    with pytest.raises(ValueError, match="no decision to score"):
        score(())
    with pytest.raises(UnknownTheoryError, match="did you mean 'prospect'"):
        forecasts([case(traces[0])], ["prospekt"])


@pytest.mark.usefixtures("plain_steps", "rungs_speak")
def test_prospect_theory_can_lose_and_can_win():
    """The bench is not rigged: one dispute in which the theory is right throughout, one in which it is wrong."""
    shocks = event("shock", "2001-01-01", "impact: {A: -3, B: 1}", act="shock", actor="WORLD")
    bold = event("bold", "2001-02-01", "tactics: [explicit-threat]", act="open-case")
    meek = event("meek", "2001-02-02", "tactics: [praise]", actor="B", recipient="A", act="meet")
    right = made(shocks, bold, meek, decisions=decision("a", "A", "bold", "claiming")
                 + decision("b", "B", "meek", "creating"))  # fmt: skip
    rash = event("rash", "2001-02-01", "tactics: [explicit-threat]", act="open-case", actor="B", recipient="A")
    mild = event("mild", "2001-02-02", "tactics: [praise]", act="meet")
    wrong = made(shocks, rash, mild, decisions=decision("a", "B", "rash", "claiming")
                 + decision("b", "A", "mild", "creating"))  # fmt: skip
    for found, wins in ((right, True), (wrong, False)):
        rows = {row.theory: row for row in score(forecasts([found])).rows}
        assert (rows["prospect"].hits == 2) is wins
        assert (rows["prospect"].rps < rows["base-rate"].rps) is wins


# -- one dispute left out -------------------------------------------------------------------------


def test_what_is_learnt_comes_from_the_other_dispute(traces):
    for fold, held, other in zip(left_out(traces), traces, reversed(traces), strict=True):
        assert fold.held_out == held.timeline.dispute
        assert fold.trained_on == (other.timeline.dispute,)
        assert fold.rules == fit_sizes([other]).rules
        assert {f.dispute for f in fold.forecasts} == {fold.held_out}
        base = next(f for f in fold.forecasts if f.theory == "base-rate")
        assert base.prediction.reason["decisions"] == len(case(other).choices)


def test_the_temperature_is_the_best_of_the_grid_for_the_others(traces):
    from replay.scoring.leaveout import TEMPERATURES

    fold = left_out(traces)[0]
    training = [case(traces[1], fold.rules)]

    def loss(temperature):
        found = forecasts(training, parameters=Parameters(temperature=temperature))
        return sum(f.rps for f in found)

    assert fold.parameters.temperature in TEMPERATURES
    assert loss(fold.parameters.temperature) == pytest.approx(min(map(loss, TEMPERATURES)))
    assert min(TEMPERATURES) == pytest.approx(0.1) and max(TEMPERATURES) == pytest.approx(2.0)


def test_leaving_one_out_takes_two(traces):
    with pytest.raises(ValueError, match="1 dispute"):
        left_out(traces[:1])


# -- impacts and references -----------------------------------------------------------------------


def steps(*events, **options):
    found = path(replay.run(timeline(*events)), Rules(**options))
    return {party: [(s.rule, round(s.change, 6)) for s in domain.steps] for party, domain in found.items()}


@pytest.mark.usefixtures("plain_steps", "rungs_speak")
def test_a_coded_impact_moves_a_side_and_takes_the_place_of_the_rule():
    shock = event("x", "2001-01-01", "impact: {A: -1, B: 0.5}", act="shock", actor="WORLD")
    assert steps(shock) == {"A": [("coded", -1)], "B": [("coded", 0.5)]}
    assert steps(shock, coded=0.5)["A"] == [("coded", -0.5)]
    press = event("y", "2001-01-01", "impact: {A: -0.5}", act="press", actor="A-FIRMS", recipient="A")
    assert steps(press) == {"A": [("coded", -0.5)], "B": []}
    deal = event("z", "2001-01-01", "impact: {A: -1}", act="agree", actor="B", recipient="A")
    assert steps(deal)["A"] == [("coded", -1), ("creating", 0.05)]
    assert ("agreement", 0.5) in steps(deal)["B"]


@pytest.mark.usefixtures("plain_steps", "rungs_speak")
def test_what_a_position_is_measured_from_is_a_switch():
    vow = event("a", "2001-01-01", "tactics: [commit-to-outcome]", act="commit")
    deal = event("b", "2001-02-01", act="agree", actor="B", recipient="A")
    after = event("c", "2001-03-01", "tactics: [blame]", act="accuse", actor="B", recipient="A")
    assert steps(vow, deal, after)["A"][0] == ("commitment", -0.5)
    assert all(rule != "commitment" for rule, _ in steps(vow, deal, after, reference="status-quo")["A"])
    settled = path(replay.run(timeline(vow, deal, after)), Rules(reference="last-agreement"))["A"]
    before, agreed, last = (step for step in settled.steps if step.rule in ("commitment", "reference", "claiming"))
    assert agreed.position == 0 and agreed.change == pytest.approx(-(before.position + 0.05))
    assert last.position == -0.05


def test_an_unknown_reference_is_refused():
    with pytest.raises(replay.ReplayError, match=r"did you mean 'aspiration'.*allowed: aspiration, status-quo"):
        Rules(reference="aspirations")


# -- circles, evidence ----------------------------------------------------------------------------


@pytest.mark.usefixtures("rungs_speak")
def test_the_lint_names_acts_on_both_ends():
    readings = """
    readings:
      - {id: r, party: A, date: 2001-03-25, level: gain, evidence: [threat, answer], predicts: [threat],
         cite: {key: s, section: First}}
    """
    decisions = decision("d", "A", "threat", "claiming")
    text = f"decisions:\n{decisions}{dedent(readings)}"
    worth = event("worth", "2001-04-01", "impact: {B: 1}", act="accuse", actor="B", recipient="A")
    whole = timeline(THREAT, ANSWER, worth, more=text + "")
    found = circularity(whole)
    assert [(c.act, c.ground, c.decision) for c in found] == [("threat", "r", ""), ("threat", "r", "d")]
    more = timeline(THREAT, ANSWER, worth, more=text.replace("decisions:\n", "decisions:\n"
                    + decision("e", "B", "worth", "claiming")))  # fmt: skip
    assert [(c.act, c.ground, c.decision) for c in circularity(more)][-1] == ("worth", "worth", "e")


def observation(name, theory, rival, p, q, group=""):
    more = f"group: {group}, " if group else ""
    return (f"  - {{id: {name}, summary: Seen., theory: {theory}, rival: {rival}, given_theory: {p}, given_rival: {q}, "
            f"{more}cite: {{key: s, section: First}}}}\n")  # fmt: skip


def test_evidence_adds_up_by_pair_and_group():
    rows = "observations:\n"
    rows += observation("a", "prospect", "persistence", 0.8, 0.4, "one")
    rows += observation("b", "prospect", "persistence", 0.8, 0.2, "one")
    rows += observation("c", "prospect", "persistence", 0.2, 0.4)
    rows += observation("d", "reciprocity", "prospect", 1, 0.5)
    items = weighed([timeline(THREAT, more=rows)])
    found = balance(items)
    assert [(b.theory, b.rival, len(b.items)) for b in found] == [
        ("prospect", "persistence", 3), ("reciprocity", "prospect", 1)]  # fmt: skip
    db = 10 * math.log10(2)
    assert found[0].total.decibels == pytest.approx(2 * db - db)
    assert found[0].total.independent == pytest.approx(db + 2 * db - db)
    assert balance(items, 1.0)[0].total.decibels == pytest.approx(2 * db)


# -- a scholar's own forecasts --------------------------------------------------------------------


HEADER = "theory,dispute,decision,creating,mixed,claiming\n"
KEYS = (("x", "a"), ("x", "b"))


def given(tmp_path, text):
    file = tmp_path / "mine.csv"
    file.write_text(text, encoding="utf-8")
    return read_forecasts(file, KEYS)


def test_own_forecasts_are_read_in_any_order_of_columns(tmp_path):
    text = "dispute,decision,theory,claiming,mixed,creating\nx,b,mine,0.5,0.25,0.25\n\nx,a,mine,1,0,0\n"
    assert given(tmp_path, text) == {"mine": {("x", "b"): (0.25, 0.25, 0.5), ("x", "a"): (0.0, 0.0, 1.0)}}


def test_own_forecasts_as_spreadsheets_with_decimal_commas_save_them(tmp_path):
    text = "theory;dispute;decision;creating;mixed;claiming\nmine, all;x;a;0,25;0,75;0\nmine, all;x;b;1;0,0;0\n"
    found = {("x", "a"): (0.25, 0.75, 0.0), ("x", "b"): (1.0, 0.0, 0.0)}
    assert given(tmp_path, "\ufeff" + text) == {"mine, all": found}


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("a,b\n", ":1:1: columns a, b were seen; allowed: theory, dispute, decision, creating, mixed, claiming"),
        (HEADER, ":1:1: no forecast was read"),
        (HEADER + "m,x,a,0.5,0.5\n", ":2:1: 5 cells were seen; allowed: 6"),
        (HEADER + "m,x,a,.5,.5,.5\nm,x,b,1,0,0\n", ":2:1: the probabilities sum to 1.5; allowed: three that sum to 1"),
        (HEADER + "m,x,a,1,0,0\n", ":1:1: 'm' does not speak to x/b"),
        (HEADER + "m,x,a,1,0,0\nm,x,a,1,0,0\nm,x,b,1,0,0\n", ":3:1: decision: 'm' speaks to 'x/a' already"),
        (HEADER + "m,x,c,1,0,0\n", ":2:1: decision: 'x/c' is not one of those scored"),
        (HEADER + "prospect,x,a,1,0,0\n", ":2:1: theory: 'prospect' is a theory of this package"),
        (HEADER + "m,x,a,one,0,0\n", ":2:1: creating: 'one' is no probability"),
        (HEADER + "m,x,a,-1,1,1\n", ":2:1: creating: '-1' is no probability"),
    ],
)
def test_faults_in_own_forecasts_stand_at_their_line(tmp_path, text, message):
    with pytest.raises(TimelineError) as refused:
        given(tmp_path, text)
    assert message in str(refused.value)


def test_own_forecasts_are_scored_beside_the_theories(tmp_path):
    found = case(replay.run(replay.load(replay.example())))
    file = tmp_path / "mine.csv"
    rows = "".join(f"clairvoyant,example,{c.decision.id},{','.join(str(int(s is c.did)) for s in ORDER)}\n"
                   for c in found.choices)  # fmt: skip
    file.write_text(HEADER + rows)
    keys = tuple((found.dispute, c.decision.id) for c in found.choices)
    theories = forecasts([found])
    board = score(theories + added(theories, read_forecasts(file, keys)))
    assert board.rows[0].theory == "clairvoyant" and board.rows[0].rps == 0
    result = call("score", replay.example(), "--forecasts", file, "--against", "clairvoyant", "--json")
    assert result.exit_code == 0, result.output
    assert json.loads(result.stdout)["scores"][0]["theory"] == "clairvoyant"
    assert json.loads(result.stdout)["scores"][0]["skill"] == {"uniform": 1.0, "frequencies": 1.0}


# -- commands -------------------------------------------------------------------------------------


def call(*args):
    return CliRunner().invoke(main, [str(arg) for arg in args])


def test_score_prints_n_with_everything():
    result = call("score", *FILES, "--each", "--tables")
    assert result.exit_code == 0, result.output
    n = sum(len(replay.load(file).decisions) for file in FILES)
    settling = sum(decision.settles for file in FILES for decision in replay.load(file).decisions)
    for words in (
        f"{n - settling} decisions on",
        f"n = {n - settling}",
        f"n = {settling}",
        f"n = {3 * (n - settling)}",
    ):
        assert words in result.output, words
    for name in THEORIES:
        assert name in result.output
    for words in ("held out", "Calibration", "Surprises", "interval", "nothing is confirmed"):
        assert words in result.output, words


def test_score_in_other_forms():
    rows = list(csv.DictReader(io.StringIO(call("score", *FILES, "--csv").stdout)))
    n = sum(len(replay.load(file).decisions) for file in FILES)
    staked = sum(row["theory"] == "expected-utility" for row in rows)  # asked only where stakes are coded
    assert 0 < staked < n and len(rows) == (len(THEORIES) - 1) * n + staked
    for row in rows:
        assert sum(float(row[s.value]) for s in ORDER) == pytest.approx(1, abs=1e-5)
    made_ = json.loads(call("score", *FILES, "--json").stdout)
    settling = sum(decision.settles for file in FILES for decision in replay.load(file).decisions)
    assert made_["n"] == n - settling and len(made_["left_out"]) == 2
    assert next(row for row in made_["scores"] if row["theory"] == "uniform")["hits"] is None
    tex = call("score", *FILES, "--latex").stdout
    tables = len(made_["tables"])  # two without expected utility, two of parties with stakes
    assert tex.count(r"\\") == tables // 2 * (2 * len(THEORIES) - 1) + tables and tex.count(r"\toprule") == tables
    assert tex.count("% needs: booktabs") == tables


def test_weighting_is_a_switch_and_both_are_reported():
    output = call("score", *FILES, "--tables").output
    assert "prospect with probability weighting" in output
    found = [case(replay.run(replay.load(file))) for file in FILES]
    for on in (False, True):
        made_ = kept(forecasts(found, ["prospect", "persistence"], Parameters(weighting=on)), found)
        row = score(made_).row("prospect")
        assert f"{row.rps:.3f}" in output, on


@pytest.mark.parametrize(
    ("args", "words"),
    [
        (["--set", "loss_aversion=9"], ["loss_aversion: 9", "1 to 5"]),
        (["--set", "threat=9"], ["threat is 9", "0 to 4"]),
        (["--set", "thread=1"], ["nothing is called 'thread'", "did you mean 'threat'"]),
        (["--set", "threat"], ["is not a name with a number"]),
        (["--theory", "prospekt"], ["unknown theory 'prospekt'", "did you mean 'prospect'"]),
        (["--against", "chance"], ["unknown theory 'chance'", "always-claiming"]),
        (["--forecasts", "nowhere.csv"], ["nowhere.csv: cannot read this file"]),
        (["--json", "--csv"], ["exclude each other"]),
    ],
)
def test_what_score_refuses(args, words):
    result = call("score", FILES[0], *args)
    assert result.exit_code in (1, 2) and "Traceback" not in result.output
    assert all(word in " ".join(result.output.split()) for word in words), result.output


def test_one_dispute_twice_is_refused():
    result = call("score", FILES[0], FILES[0])
    assert result.exit_code == 1 and "is given twice" in result.output


def test_a_file_without_decisions_has_nothing_to_score(tmp_path):
    from coded import text

    file = tmp_path / "bare.yaml"
    file.write_text(text(event("x", "2001-01-01")))
    for command, words in (("score", "no decision to score"), ("claims", "no claim to try"),
                           ("evidence", "no observation to weigh"), ("theories", "no decision to draw")):  # fmt: skip
        result = call(command, file)
        assert result.exit_code == 1 and words in result.output, command


def test_check_notes_circles_and_stays_sound():
    result = call("check", FILES[0])
    assert result.exit_code == 0
    circles = circularity(replay.load(FILES[0]))
    assert f"No fault; {len(circles)} things to look at" in result.output
    assert [circle.message in result.output for circle in circles] == [True] * 3 + [False] * 3
    assert "3 more: --details" in result.output
    whole = call("check", FILES[0], "--details").output
    assert all(whole.count(circle.message) == 1 for circle in circles) and "more: --details" not in whole


def test_path_and_all_theories_take_little_time(traces):
    """The target is 50 ms after import for one dispute; the bound leaves room for a slow machine."""
    forecasts([case(traces[0])])
    start = time.perf_counter()
    forecasts([case(traces[0])])
    assert time.perf_counter() - start < 0.5


def test_every_decision_is_cited_and_every_act_bears_it_out():
    for file in FILES:
        whole = replay.load(file)
        assert whole.decisions
        for item in (*whole.decisions, *whole.stakes, *whole.observations, *whole.claims):
            assert item.cite, item.id


def test_the_example_round_trip_of_strategies():
    assert [s.value for s in Strategy] == [s.value for s in ORDER]
    assert predict("persistence", Situation("d", "A", 0, own_last=CLAIMING), DEFAULTS).likeliest is CLAIMING
    assert loads(replay.example().read_text(), "x").decisions[0].spread == 10
