"""Answers from rows of a sweep, with values worked by hand; and one date that a finding is made to hang on."""

import pytest

import replay
from replay.ensemble.answers import (
    ENDINGS,
    curve_table,
    date_proof,
    dates_table,
    dates_told,
    endings_table,
    fan,
    fan_table,
    fan_told,
    findings,
    heaviest_table,
    model_proof,
    model_told,
    pairs_table,
    rankings_table,
    smallest_shifts,
    weights,
    weights_table,
    weights_told,
)
from replay.ensemble.parts import computed
from replay.ensemble.rows import Base, seen
from replay.ensemble.specification import Specification
from replay.theories.statistics.reliability import paired_shares_interval, share_interval

HINGE = """\
format: 1
dispute: hinge
title: A dispute that hangs on one date
period: 1996-01/1996-12
sides: [AAA, BBB]
sources: {s: {author: A, year: 2003, title: T}}
parties: {AAA: {name: Aland}, BBB: {name: Beland}}
events:
  - {id: asking, date: 1996-01, actor: BBB, recipient: AAA, act: demand, summary: Asked., cite: {key: s}}
  - id: list
    date: 1996-04-01
    actor: AAA
    recipient: BBB
    act: list-sanctions
    summary: Listed goods.
    clock:
      id: duties
      kind: effect
      due: 1996-06-20
      record: settled
      on_end: {act: impose-sanctions, actor: AAA, recipient: BBB, summary: Duties.}
    cite: {key: s}
  - id: deal
    date: 1996-06-08/1996-06-28
    actor: BBB
    recipient: AAA
    act: settle
    label: The deal
    summary: Agreed.
    settles: [duties]
    cite: {key: s}
  - {id: more, date: 1996-07/1996-08, actor: AAA, recipient: BBB, act: promise, summary: Promised more., cite: {key: s}}
"""


def _base(text, *over, **more):
    return Base("test.yaml", (text,), Specification(over, **more))


def _rows(base):
    return list(computed(base))


def test_a_finding_that_hangs_on_one_date_is_answered_with_its_act():
    """The deal stands on 18 June, the middle of 8 to 28; duties come on the 20th: three days later they are there."""
    base = _base(HINGE, "dates")
    found = smallest_shifts(base)
    for name, before, after in (("end:duties", "settled", "carried-out"), ("sanctions", "not imposed", "imposed")):
        shift = found[name]
        assert (shift.event, shift.days, shift.before, shift.after) == ("deal", 3, before, after)
    assert found["end:duties"].told == '"The deal" (deal), coded 8–28 June 1996, 3 days later makes it: carried-out'
    assert found["settled"] is None and found["spiral"] is None


def test_of_two_dates_that_flip_it_equally_soon_the_earlier_act_in_the_file_is_named():
    """Asked on 16 January, the middle, duties are due 158 days later, on 22 June; the deal is on the 18th.

    They come if the deal is five days later, or if it was asked five days earlier; of that week only three are left.
    """
    text = HINGE.replace("due: 1996-06-20", "due: asking + P158D")
    for asked, act, days in (("1996-01", "asking", -5), ("1996-01-13/1996-01-19", "deal", 5)):
        found = smallest_shifts(_base(text.replace("date: 1996-01,", f"date: {asked},"), "dates"), ["end:duties"])
        shift = found["end:duties"]
        assert (shift.event, shift.days, shift.after) == (act, days, "carried-out")


def test_the_command_answers_with_the_act_whose_date_decides(tmp_path):
    from click.testing import CliRunner

    from replay.cli import main

    file = tmp_path / "hinge.yaml"
    file.write_text(HINGE, encoding="utf-8")
    done = CliRunner().invoke(
        main, ["sweep", str(file), "--over", "dates", "--draws", "40", "--answer", "--out", str(tmp_path)]
    )
    said = " ".join(done.output.split())
    act = 'One date is enough: "The deal" (deal), coded 8–28 June 1996, 3 days later makes it: '
    assert done.exit_code == 0 and said.count("Not date-proof") == said.count(act) == 3
    assert all(f"{act}{after}." in said for after in ("carried-out", "imposed", "list"))


def test_no_smaller_shift_flips_it():
    draws, base = _base(HINGE, "dates").draws[0], _base(HINGE, "dates")

    def end(days):
        line = draws.shifted("deal", draws.days["deal"] + days)
        return findings(seen(base, replay.run(line)))["end:duties"]

    assert [end(days) for days in (-10, 0, 1, 2, 3, 10)] == [*["settled"] * 4, *["carried-out"] * 2]


def test_an_act_that_cannot_move_by_itself_moves_nothing():
    """With the deal known to the day nothing is left to flip the duties."""
    exact = HINGE.replace("1996-06-08/1996-06-28", "1996-06-18")
    assert smallest_shifts(_base(exact, "dates"), ["end:duties"]) == {"end:duties": None}


def test_the_same_finding_in_draws():
    """Of 21 days 13, the 8th to the 20th, keep it: 62 % of draws, in about."""
    base = _base(HINGE, "dates", draws=100)
    proof = date_proof(_rows(base))
    kept = {one.name: one for one in proof.proofs}
    one = kept["end:duties"]
    assert one.n == 100 and proof.refused == 0 and 45 < one.kept < 78
    assert one.instead == (("carried-out", 100 - one.kept),) and not one.certain
    assert kept["settled"].certain
    told = dates_told(proof, smallest_shifts(base, [one.name for one in proof.uncertain]))
    assert len(told) <= 6 and "The deal" in "".join(told)
    table = dates_table(proof, smallest_shifts(base))
    first = next(table.records())
    assert first["changed"] == "deal by +3 days: carried-out"


def test_refused_draws_are_told_and_other_axes_left_out():
    rows = [
        {"draw": 0, "dropped": "", "settled": 1},
        {"draw": 1, "dropped": "", "settled": 1},
        {"draw": 2, "dropped": "", "settled": 0},
        {"draw": 3, "dropped": "", "refused": "set when due", "settled": None},
        {"draw": 2, "dropped": "deal", "settled": 0},
    ]
    proof = date_proof(rows)
    assert (proof.draws, proof.refused, len(proof.proofs)) == (3, 1, 1)
    assert (proof.proofs[0].kept, proof.proofs[0].n) == (1, 2) and proof.proofs[0].interval == share_interval(1, 2)
    assert dates_told(proof)[1].startswith("1 of 3 draws are refused")
    assert dates_told(date_proof([rows[0], rows[3]])) == [
        "No draw of the dates could be replayed: 1 of 1 are refused."
    ]  # fmt: skip
    with pytest.raises(ValueError, match="draw 0"):
        date_proof(rows[1:])


def test_of_many_clocks_it_is_said_how_many():
    plain = {"draw": 0, **{f"end:c{n}": "met" for n in range(4)}, "settled": 1}
    told = dates_told(date_proof([plain, {**plain, "draw": 1}]))
    assert told[-1] == "They are: how 4 clocks end and settled."
    few = {name: cell for name, cell in plain.items() if name != "end:c3"}
    assert "how clock c0 ends, how clock c1 ends" in dates_told(date_proof([few, {**few, "draw": 1}]))[-1]


def test_a_tie_is_not_better_and_the_best_of_equals_is_the_first():
    found = findings({"rps:prospect": 0.5, "rps:uniform": 0.5, "rps:frequencies": 0.6, "rps:reciprocity": None})
    assert found == {"rank:uniform": "not better", "rank:frequencies": "better", "best": "prospect"}


# -- what made the outcome -------------------------------------------------------------------------


def _drops(**sanctions):
    """Rows of two draws for each set of acts that are left out: sanctions in the first and in the second."""
    return [
        {"dropped": dropped.replace("_", " ").strip(), "draw": draw, "sanctions": number}
        for dropped, numbers in {"": "01", **sanctions}.items()
        for draw, number in enumerate(map(int, numbers), 1)
    ]


def test_weights_are_paired_by_draw():
    """Kept: sanctions in one draw of two. Without a: in both; without b: in none; without c: in the other one."""
    found = weights(_drops(a="11", b="00", c="10"))
    assert [(one.act, one.kept, one.dropped, one.change, one.n) for one in found.weights] == [
        ("a", 0.5, 1.0, 0.5, 2), ("b", 0.5, 0.0, -0.5, 2), ("c", 0.5, 0.5, 0.0, 2),
    ]  # fmt: skip
    assert (found.weights[0].low, found.weights[0].high) == paired_shares_interval(1, 1, 0, 0)
    assert [one.act for one in found.heaviest()] == ["a", "b"]  # equals in the order of the file; no change, no row
    assert [one.act for one in found.heaviest(most=1)] == ["a"]
    assert heaviest_table(found).column("act") == ("a", "b") and len(weights_table(found)) == 3
    assert '"An offer" (a); without it the chance goes from 50 % to 100 %' in weights_told(found, {"a": "An offer"})[0]


def test_a_draw_that_is_refused_without_the_act_leaves_its_pair():
    rows = _drops(a="11")
    rows[3] |= {"refused": "the clock needs it", "sanctions": None}
    found = weights(rows)
    assert [(one.n, one.kept, one.dropped) for one in found.weights] == [(1, 0.0, 1.0)]
    assert found.refused == (("a", 1, "the clock needs it"),)


def test_draw_0_is_no_draw_but_counts_where_dates_are_not_drawn():
    plain = {"dropped": "", "draw": 0, "sanctions": 1}
    assert weights([plain, *_drops(a="11")]).draws == 2
    assert weights([plain, {**plain, "dropped": "a", "sanctions": 0}]).weights[0].change == -1


def test_two_acts_of_which_either_is_enough_share_by_shapley():
    """Sanctions come only when both are gone: alone each changes nothing, and each gets half."""
    rows = [
        {"dropped": dropped, "sanctions": int(dropped == "a b"), "settled": int(dropped not in ("a", "a b"))}
        for dropped in ("", "a", "b", "a b")
    ]
    found = weights(rows)
    pair, other = found.pairs
    assert (pair.outcome, pair.together, pair.first_share, pair.second_share, pair.interplay) == (
        "sanctions", 1.0, 0.5, 0.5, 1.0,
    )  # fmt: skip
    # settlement hangs on the first alone
    assert (other.outcome, other.first_share, other.second_share, other.interplay) == ("settlement", -1.0, 0.0, 0.0)
    assert pairs_table(found).column("interplay") == (1.0, 0.0)
    assert (pair.first_alone, pair.second_alone, other.first_alone, other.second_alone) == (0, 0, -1, 0)
    said = "Pairs: without both a and b the chance of sanctions changes by +100 points, without the first alone by 0, "
    assert f"{said}without the second alone by 0; Shapley values +50 and +50." in weights_told(found)
    assert len(pairs_table(found, 10)) == 1  # where each does what it does alone there is nothing to be told


def test_of_pairs_with_as_much_interplay_those_stand_first_that_single_acts_do_not_show():
    """Without a or b there is no settlement, as there is none without both; of c and d either is enough for it."""
    settled = {"": 1, "a": 0, "b": 0, "c": 1, "d": 1, "a b": 0, "c d": 0}
    found = weights([{"dropped": dropped, "settled": number} for dropped, number in settled.items()])
    assert [(one.first, one.first_alone, one.together, one.first_share, one.interplay) for one in found.pairs] == [
        ("c", 0, -1, -0.5, -1), ("a", -1, -1, -0.5, 1),
    ]  # fmt: skip
    assert not any("of this kind" in line for line in weights_told(found))


def test_of_equals_the_act_that_changes_more_of_the_other_outcomes_is_weightier_and_one_draw_has_no_interval():
    """As in the figure: both change sanctions wholly, and the second the settlement too."""
    rows = [{"dropped": "", "sanctions": 0, "settled": 1}, {"dropped": "a", "sanctions": 1, "settled": 1},
            {"dropped": "b", "sanctions": 1, "settled": 0}]  # fmt: skip
    found = weights(rows)
    assert [one.act for one in found.heaviest()] == ["b", "a"]
    assert heaviest_table(found).column("low") == (None, None)
    assert heaviest_table(weights(_drops(a="11"))).column("low") != (None,)


def test_the_interval_of_paired_shares_by_hand():
    """Ten draws of which none differs and none has it: both shares 0, from 0 to 0.2775 (3.8415/13.8415) each."""
    low, high = paired_shares_interval(0, 0, 0, 10)
    assert (low, high) == pytest.approx((-0.27753, 0.27753), abs=1e-5)
    assert paired_shares_interval(0, 10, 0, 0) == pytest.approx((1 - 2**0.5 * 0.27753, 1), abs=1e-5)
    with pytest.raises(ValueError, match="one case or more"):
        paired_shares_interval(0, 0, 0, 0)


# -- model-proof -----------------------------------------------------------------------------------


def _settings():
    """Two switches: under `ends` hard prospect theory loses, under `start` reference it is as good as before."""
    for case, (ends, start, score) in enumerate(
        [
            ("soft", "first-level", 0.4),
            ("hard", "first-level", 0.6),
            ("soft", "reference", 0.3),
            ("hard", "reference", 0.7),
        ]
    ):
        yield {
            "case": case, "switch:start": start, "switch:ends": ends,
            "rps:prospect": score, "rps:uniform": 0.5, "rps:frequencies": 0.65,
        }  # fmt: skip


def test_the_curve_and_what_flips_a_ranking():
    found = model_proof([*_settings()])
    assert [one.case for one in found.curve] == [2, 0, 1, 3]
    uniform, frequencies = found.rankings
    assert (uniform.rival, uniform.default, uniform.holds, uniform.n) == ("uniform", True, 2, 4)
    assert uniform.flips == (("ends", "hard"),) and uniform.decides == "ends"
    assert (frequencies.holds, frequencies.flips, frequencies.default) == (3, (), True)
    assert {(one.switch, one.setting): (one.holds, one.n) for one in uniform.by} == {
        ("start", "first-level"): (1, 2), ("start", "reference"): (1, 2),
        ("ends", "soft"): (2, 2), ("ends", "hard"): (0, 2),
    }  # fmt: skip
    assert (uniform.tried, uniform.alone) == (2, 2)
    assert found.best == (("prospect", 2), ("uniform", 2))
    told = model_told(found)
    assert told[0].endswith("alone enough to change that: ends hard.") and len(told) <= 6
    assert curve_table(found).column("ends") == ("soft", "soft", "hard", "hard")
    assert next(rankings_table(found).records())["share"] == 0.5


def test_a_switch_that_was_not_tried_alone_is_not_said_to_change_nothing():
    rows = [row for row in _settings() if row["case"] in (0, 3)]
    one = model_proof(rows).rankings[0]
    assert (one.tried, one.alone, one.flips) == (0, 2, ())
    assert "no single switch changes that, of 0 tried of 2" in model_told(model_proof(rows))[0]


def test_specifications_without_a_score_are_counted_and_draws_left_out():
    rows = [*_settings()]
    rows[3] |= {"refused": "no", "rps:prospect": None}
    found = model_proof([*({**row, "draw": 0} for row in rows), {**rows[0], "draw": 5}])
    assert (len(found.curve), found.unscored) == (3, 1)


def _questions():
    """The same score under `apart` and `strategy`; on whether to settle, and over both, another."""
    cases = [
        ("apart", "soft", 0.4), ("apart", "hard", 0.6), ("strategy", "soft", 0.4), ("strategy", "hard", 0.6),
        ("outcomes", "soft", 0.1), ("outcomes", "hard", 0.9), ("all", "soft", 0.2),
    ]  # fmt: skip
    for case, (nodes, ends, score) in enumerate(cases):
        yield {"case": case, "switch:ends": ends, "switch:nodes": nodes, "rps:prospect": score, "rps:uniform": 0.5}


def test_scores_of_another_question_are_no_part_of_the_curve_and_none_counts_twice():
    found = model_proof([*_questions()])
    assert [(one.case, one.scores["prospect"]) for one in found.curve] == [(0, 0.4), (1, 0.6)]
    (uniform,) = found.rankings
    assert (uniform.holds, uniform.n, uniform.flips, uniform.alone) == (1, 2, (("ends", "hard"),), 1)
    assert {one.switch for one in uniform.by} == {"ends"}
    assert [(one.setting, one.n, dict(one.holds)) for one in found.others] == [
        ("outcomes", 2, {"uniform": 1}), ("all", 1, {"uniform": 1}),
    ]  # fmt: skip
    told = model_told(found)
    assert told[0].startswith("On how to bargain, prospect theory does better than uniform in 1 of 2")
    assert told[-1] == (
        "Specifications that are not counted here: 2 that score whether to settle (better than uniform in 1) and 1 "
        "that scores both questions as one (better than uniform in 1)."
    )
    assert [row["setting"] for row in rankings_table(found).records() if row["switch"] == "nodes"] == [
        "outcomes", "all",
    ]  # fmt: skip


def test_a_sample_that_met_a_setting_under_strategy_alone_keeps_it():
    """What `strategy` scores is what `apart` would: the case stands in the curve, as the switch alone that it is."""
    rows = [row for row in _questions() if row["case"] in (0, 3)]
    found = model_proof(rows)
    assert [(one.case, one.settings["nodes"], one.changed) for one in found.curve] == [
        (0, "apart", frozenset()), (3, "apart", frozenset({"ends"})),
    ]  # fmt: skip
    assert found.rankings[0].flips == (("ends", "hard"),)


def test_a_dispute_without_decisions_on_how_to_bargain_has_one_question():
    rows = [{**row, "rps:prospect": 0.4 if row["switch:ends"] == "soft" else 0.6} for row in _questions()]
    found = model_proof(rows)
    assert (found.question, [one.case for one in found.curve], found.others) == ("whether to settle", [0, 1], ())
    assert model_told(found)[0].startswith("On whether to settle, prospect theory")


def test_every_setting_of_what_is_scored_is_a_question():
    from replay.codebook import SWITCHES
    from replay.ensemble.answers.model import _ASKED

    assert set(_ASKED) == set(SWITCHES["nodes"].settings)


# -- fans ------------------------------------------------------------------------------------------


def _continuations():
    for number, (settled, imposed) in enumerate(
        [("1996-06-01", ""), ("1996-05-01", ""), ("1996-08-01", "1996-07-01"), ("", "1996-07-01"), ("", "")]
    ):
        yield {
            "continuation": number, "settled": int(bool(settled)), "settled_on": settled,
            "sanctions": int(bool(imposed)), "imposed_on": imposed, "end:june": "settled" if settled else "lapsed",
        }  # fmt: skip


def test_a_fan_at_the_end_and_over_time():
    found = fan([*_continuations()], since="1996-04-01")
    whole = [one for one in found.endings if one.what == "dispute"]
    assert [(one.end, one.count, one.record) for one in whole] == [(end, 1, n == 0) for n, end in enumerate(ENDINGS)]
    assert [(one.end, one.count, one.record) for one in found.endings if one.what == "june"] == [
        ("lapsed", 2, False), ("settled", 2, True),
    ]  # fmt: skip
    assert [(one.day, one.counts) for one in found.points] == [
        ("1996-04-01", (0, 0, 0, 4)), ("1996-05-01", (1, 0, 0, 3)), ("1996-06-01", (1, 0, 0, 3)),
        ("1996-07-01", (1, 0, 2, 1)), ("1996-08-01", (1, 1, 1, 1)),
    ]  # fmt: skip
    assert [one.record for one in found.points] == ["neither", "neither", *["settled, no sanctions"] * 3]
    assert fan_table(found).column("neither") == (1.0, 0.75, 0.75, 0.25, 0.25)
    assert endings_table(found).column("record")[0] == "so"
    assert fan_told(found)[0].startswith("The record ends: settled, no sanctions. So do 1 of 4 (25 %")


def test_a_fan_of_each_clock_over_time():
    """June: settled in continuations 1 and 2, lapsed on its day in 3 and 4; the clock of May is over before the fan."""
    ended = ("1996-06-01", "1996-05-01", "1996-08-01", "1996-07-01", "1996-07-01")
    rows = [
        row | {"ended:june": day, "end:may": "met", "ended:may": "1996-03-01"}
        for row, day in zip(_continuations(), ended, strict=True)
    ]
    (june,) = fan(rows, since="1996-04-01").clocks
    assert (june.clock, june.ends, june.record) == ("june", ("lapsed", "settled"), ("settled", "1996-06-01"))
    assert june.days == (("1996-05-01", (0, 1)), ("1996-07-01", (2, 1)), ("1996-08-01", (2, 2)))
    assert [one.clock for one in fan(rows).clocks] == ["june", "may"]


def test_without_days_there_is_no_fan_over_time():
    rows = [{name: cell for name, cell in row.items() if not name.endswith("_on")} for row in _continuations()]
    found = fan(rows)
    assert found.points == () and found.n == 4


# -- the example -----------------------------------------------------------------------------------


def test_the_example_all_four():
    """Without the settlement the duties come; on any of its five days, before they are due, they do not."""
    text = replay.example().read_text(encoding="utf-8")
    rows = _rows(_base(text, "dates", "drops", draws=4))
    proof = date_proof(rows)
    assert proof.draws == 4 and not proof.uncertain
    found = weights(rows)
    top = found.heaviest("sanctions")
    assert [(one.act, one.change, one.n) for one in top] == [("settlement", 1.0, 4)]
    drawn = fan(_rows(_base(text, "continuations", continuations=10)))
    assert drawn.n == 10 and sum(one.count for one in drawn.endings if one.what == "dispute") == 10
    assert drawn.record == "settled, no sanctions"
    model = model_proof(_rows(_base(text, "switches", share=0.005)))
    assert model.curve and {one.rival for one in model.rankings} == {"uniform", "frequencies", "persistence"}
