"""Measures of the escalation graph on disputes of a few acts: every value is worked out in the comment beside it.

Rungs in use: impose-sanctions 9, list-sanctions 8, threaten-sanctions and threaten-case 7, warn 6, demand 5, accuse and
reject 4, state-position 3, meet and propose 2, reassure, concede and settle 1. Hostile is rung 4 and above.
"""

from __future__ import annotations

import pytest
from coded import act

import replay
from replay.escalation import LinkType, ranking, reasons
from replay.escalation.importance import Reason
from replay.tables.graph import measures_told


@pytest.fixture
def measured(trace_of):
    """Measures of a dispute of these acts."""
    return lambda *acts, more="": replay.measures(replay.graph(trace_of(*acts, more=more)))


def of(found, side):
    """Reciprocity of a side."""
    return next(row for row in found.reciprocity if row.side == side)


# -- reciprocity ----------------------------------------------------------------------------------


def test_reciprocity_is_of_the_side_that_answers(measured):
    found = measured(
        act("a1", "2001-01-01", "demand"),
        act("a2", "2001-01-02", "warn"),
        act("a3", "2001-01-03", "accuse"),
        act("b1", "2001-01-05", "reject", "B", "answers: {a1: responds}"),
    )
    # A made three hostile moves, all to B; B answered one of them, four days later, on a lower rung (4 < 5).
    # B made one, the rejection (rung 4); A answered none.
    b, a = of(found, "B"), of(found, "A")
    assert (b.other, b.received, b.answered, b.in_kind, b.days) == ("A", 3, 1, 0, (4,))
    assert (a.other, a.received, a.answered, a.in_kind, a.days) == ("B", 1, 0, 0, ())
    assert a.median_days is None


def test_an_answer_on_the_same_rung_is_in_kind_and_one_below_is_not(measured):
    found = of(
        measured(
            act("a1", "2001-01-01", "accuse"),
            act("b1", "2001-01-02", "reject", "B", "answers: {a1: counters}"),  # 4 on 4: in kind
            act("a2", "2001-02-01", "demand"),
            act("b2", "2001-02-02", "accuse", "B", "answers: {a2: responds}"),  # 4 on 5: not
            act("a3", "2001-03-01", "accuse"),
            act("b3", "2001-03-02", "warn", "B", "answers: {a3: escalates}"),  # 6 on 4: in kind
        ),
        "B",
    )
    assert (found.received, found.answered, found.in_kind) == (3, 3, 2)


def test_only_hostile_acts_towards_the_side_itself_count(measured):
    found = of(
        measured(
            act("a1", "2001-01-01", "accuse"),  # rung 4, to B: counts
            act("a2", "2001-01-02", "state-position"),  # rung 3: does not
            act("a3", "2001-01-03", "accuse", to="C"),  # to a third party: does not
            act("c1", "2001-01-04", "accuse", "C"),  # by a third party: does not
            act("b1", "2001-01-09", "reject", "B", "answers: {a3: responds, c1: responds}"),
        ),
        "B",
    )
    assert (found.received, found.answered) == (1, 0)


def test_the_first_answer_is_timed_and_the_median_is_the_middle_one(measured):
    found = of(
        measured(
            act("a1", "2001-01-01", "demand"),
            act("b1", "2001-01-04", "reject", "B", "answers: {a1: responds}"),  # after 3 days
            act("b2", "2001-01-21", "accuse", "B", "answers: {a1: responds}"),  # after 20, but second
            act("a2", "2001-02-01", "demand"),
            act("b3", "2001-02-02", "reject", "B", "answers: {a2: responds}"),  # after 1
            act("a3", "2001-03-01", "demand"),
            act("b4", "2001-03-31", "reject", "B", "answers: {a3: responds}"),  # after 30
        ),
        "B",
    )
    assert found.days == (1, 3, 30)
    assert found.median_days == 3.0  # neither the mean, 11.3, nor the longest


def test_the_median_of_an_even_number_is_half_way(measured):
    found = of(
        measured(
            act("a1", "2001-01-01", "demand"),
            act("b1", "2001-01-03", "reject", "B", "answers: {a1: responds}"),
            act("a2", "2001-02-01", "demand"),
            act("b2", "2001-02-08", "reject", "B", "answers: {a2: responds}"),
        ),
        "B",
    )
    assert (found.days, found.median_days) == ((2, 7), 4.5)


# -- the longest escalation -----------------------------------------------------------------------


def test_of_two_paths_of_one_length_the_steeper_is_the_longest(measured):
    found = measured(
        act("a1", "2001-01-01", "accuse"),
        act("b1", "2001-01-02", "demand", "B", "answers: {a1: escalates}"),  # 4 to 5: rises by 1
        act("a2", "2001-02-01", "accuse"),
        act("b2", "2001-02-02", "threaten-case", "B", "answers: {a2: escalates}"),  # 4 to 7: by 3
    )
    assert found.longest_escalation == ("a2", "b2")


def test_of_two_equally_steep_paths_the_earlier_is_the_longest(measured):
    found = measured(
        act("a1", "2001-01-01", "accuse"),
        act("b1", "2001-01-02", "warn", "B", "answers: {a1: escalates}"),
        act("a2", "2001-02-01", "accuse"),
        act("b2", "2001-02-02", "warn", "B", "answers: {a2: escalates}"),
    )
    assert found.longest_escalation == ("a1", "b1")


def test_a_longer_path_beats_a_steeper_one(measured):
    found = measured(
        act("a1", "2001-01-01", "accuse"),
        act("b1", "2001-01-02", "impose-sanctions", "B", "answers: {a1: escalates}"),  # two acts, up by 5
        act("a2", "2001-02-01", "accuse"),
        act("b2", "2001-02-02", "reject", "B", "answers: {a2: counters}"),  # level
        act("a3", "2001-02-03", "demand", "A", "answers: {b2: escalates}"),  # three acts, up by 1
    )
    assert found.longest_escalation == ("a2", "b2", "a3")


def test_a_path_ends_where_the_rung_falls_by_one(measured):
    found = measured(
        act("a1", "2001-01-01", "accuse"),
        act("b1", "2001-01-02", "warn", "B", "answers: {a1: escalates}"),  # 4 to 6
        act("a2", "2001-01-03", "demand", "A", "answers: {b1: responds}"),  # 6 to 5: falls
        act("b2", "2001-01-04", "warn", "B", "answers: {a2: escalates}"),  # 5 to 6
    )
    assert found.longest_escalation == ("a1", "b1")


def test_a_chain_that_never_rises_is_no_escalation(measured):
    found = measured(
        act("a1", "2001-01-01", "accuse"),
        act("b1", "2001-01-02", "reject", "B", "answers: {a1: counters}"),
        act("a2", "2001-01-03", "accuse", "A", "answers: {b1: counters}"),
    )
    assert found.longest_escalation == ()


# -- spirals --------------------------------------------------------------------------------------


def spirals(found):
    return [(spiral.acts, spiral.turns, spiral.chain) for spiral in found.spirals]


def test_two_turns_are_no_spiral_and_three_are(measured):
    two = (
        act("a1", "2001-01-01", "accuse"),
        act("b1", "2001-01-02", "warn", "B", "answers: {a1: escalates}"),  # 4 to 6: up
    )
    three = act("a2", "2001-01-03", "warn", "A", "answers: {b1: counters}")  # 6 to 6: level
    assert spirals(measured(*two)) == []
    chain = ("a1", "b1", "a2")
    assert spirals(measured(*two, three)) == [(chain, 3, chain)]


def test_acts_of_one_camp_in_a_row_are_one_turn(measured):
    acts = (
        act("a1", "2001-01-01", "accuse"),
        act("a2", "2001-01-02", "demand", "A", "answers: {a1: escalates}"),  # the first turn still
        act("b1", "2001-01-03", "warn", "B", "answers: {a2: escalates}"),
        act("firms", "2001-01-04", "threaten-case", "B", "answers: {b1: escalates}"),
    )
    assert spirals(measured(*acts)) == []  # four acts, two turns
    third = act("a3", "2001-01-05", "list-sanctions", "A", "answers: {firms: escalates}")
    chain = ("a1", "a2", "b1", "firms", "a3")
    assert spirals(measured(*acts, third)) == [(chain, 3, chain)]


def test_a_step_down_from_an_act_to_its_answer_ends_a_chain(measured):
    found = measured(
        act("a1", "2001-01-01", "threaten-sanctions"),
        act("b1", "2001-01-02", "accuse", "B", "answers: {a1: responds}"),  # 7 to 4: down
        act("a2", "2001-01-03", "warn", "A", "answers: {b1: escalates}"),  # 4 to 6
        act("b2", "2001-01-04", "warn", "B", "answers: {a2: responds}"),  # 6 to 6
    )
    assert spirals(found) == [(("b1", "a2", "b2"), 3, ("b1", "a2", "b2"))]


def test_an_alternation_that_nowhere_steps_up_is_no_spiral(measured):
    found = measured(
        act("a1", "2001-01-01", "accuse"),
        act("b1", "2001-01-02", "reject", "B", "answers: {a1: counters}"),
        act("a2", "2001-01-03", "accuse", "A", "answers: {b1: counters}"),
        act("b2", "2001-01-04", "reject", "B", "answers: {a2: counters}"),  # four turns, all on rung 4
    )
    assert spirals(found) == []


def listed(name, date, by, amount, more="", unit="USD"):
    return act(name, date, "list-sanctions", by, f"worth: {{amount: {amount}, unit: {unit}}}\n{more}")


def test_more_worth_on_the_same_rung_is_a_step_up(measured):
    found = measured(
        listed("a1", "2001-01-01", "A", 50e9),
        listed("b1", "2001-02-01", "B", 50e9, "answers: {a1: counters}"),  # level
        listed("a2", "2001-03-01", "A", 100e9, "answers: {b1: escalates}"),  # up by 50 billion
        listed("b2", "2001-04-01", "B", 110e9, "answers: {a2: escalates}"),  # up by 10
    )
    chain = ("a1", "b1", "a2", "b2")
    assert spirals(found) == [(chain, 4, chain)]
    assert found.longest_escalation == chain
    (spiral,) = found.spirals
    assert spiral.last_day - spiral.first_day == 90  # 30 days left of January, 28, 31, and 1 in April


def test_less_worth_on_the_same_rung_is_a_step_down_and_other_units_do_not_compare(measured):
    def third(amount, unit):
        return measured(
            act("a1", "2001-01-01", "accuse"),
            listed("b1", "2001-02-01", "B", 50e9, "answers: {a1: escalates}"),  # 4 to 8: up
            listed("a2", "2001-03-01", "A", amount, "answers: {b1: counters}", unit),
        )

    assert spirals(third(40e9, "USD")) == []  # down by 10 billion: two turns are left
    assert len(third(50e9, "USD").spirals) == 1  # level
    assert len(third(40e9, "EUR").spirals) == 1  # rungs alone compare: level


def test_worth_is_no_stake_of_an_offer(measured):
    found = measured(
        listed("a1", "2001-01-01", "A", 1e9),
        act("b1", "2001-01-02", "propose", "B", "answers: {a1: responds}\nworth: {amount: 5e9, unit: USD}"),
    )
    assert found.longest_escalation == ()  # 8 to 2 is a step down, however much is offered


def test_a_chain_does_not_pass_below_rung_four(measured):
    found = measured(
        act("b1", "2001-01-01", "reject", "B"),
        act("a1", "2001-01-02", "accuse", "A", "answers: {b1: counters}"),
        act("b2", "2001-01-03", "demand", "B", "answers: {a1: escalates}"),  # 4, 4, 5
        act("a2", "2001-01-04", "state-position", "A", "answers: {b2: responds}"),  # rung 3
        act("b3", "2001-01-05", "threaten-case", "B", "answers: {a2: escalates}"),
    )
    assert spirals(found) == [(("b1", "a1", "b2"), 3, ("b1", "a1", "b2"))]


def test_a_chain_does_not_pass_through_third_parties_nor_acts_towards_them_or_at_home(measured):
    def by_way_of(second):
        return measured(
            act("a1", "2001-01-01", "accuse"),
            second,
            act("a2", "2001-01-03", "warn", "A", "answers: {x: escalates}"),
            act("b2", "2001-01-04", "threaten-case", "B", "answers: {a2: escalates}"),
        )

    answer = "answers: {a1: escalates}"
    assert len(by_way_of(act("x", "2001-01-02", "demand", "B", answer)).spirals) == 1
    assert by_way_of(act("x", "2001-01-02", "demand", "C", answer, to="A")).spirals == ()  # of a third party
    assert by_way_of(act("x", "2001-01-02", "demand", "B", answer, to="C")).spirals == ()  # towards one
    assert by_way_of(act("x", "2001-01-02", "demand", "A-FIRMS", answer)).spirals == ()  # at home, to its government
    assert by_way_of(act("x", "2001-01-02", "demand", "C", answer, to="A")).longest_escalation == ("a2", "b2")


def test_a_chain_breaks_at_an_answer_that_deescalates(measured):
    found = measured(
        act("a1", "2001-01-01", "accuse"),
        act("b1", "2001-01-02", "demand", "B", "answers: {a1: escalates}"),
        act("a2", "2001-01-03", "demand", "A", "answers: {b1: deescalates}"),  # coded as milder
    )
    assert spirals(found) == []


OPENING = (
    act("a1", "2001-01-01", "warn", more="clock: {id: c, due: 2001-03-01, record: open}"),
    act("b1", "2001-01-02", "warn", "B", "answers: {a1: counters}"),
)
CLOSING = act("a2", "2001-01-09", "threaten-sanctions", "A", "answers: {b1: escalates}")


@pytest.mark.parametrize(
    ("between", "breaks"),
    [
        (act("t", "2001-01-05", "agree", "B"), True),  # a truce
        (act("t", "2001-01-05", "extend-deadline"), True),  # a postponement
        (act("t", "2001-01-05", "meet", more="moves: {c: 2001-04-01}"), True),  # of its own clock, to a later day
        (act("t", "2001-01-05", "meet", more="moves: {c: 2001-02-01}"), False),  # to an earlier day
        (act("t", "2001-01-05", "meet", "B", "moves: {c: 2001-04-01}"), False),  # of the other camp's clock
        (act("t", "2001-01-05", "reassure"), False),  # a gesture of one side
        (act("t", "2001-01-05", "agree", "A", to="C"), False),  # an agreement with a third party
    ],
)
def test_no_chain_leads_over_a_truce_or_a_postponement(measured, between, breaks):
    found = measured(*OPENING, between, CLOSING)
    assert spirals(found) == ([] if breaks else [(("a1", "b1", "a2"), 3, ("a1", "b1", "a2"))])
    assert [ramp.id for ramp in found.off_ramps if ramp.breaks] == (["t"] if breaks else [])


IMPOSE = "{act: impose-sanctions, actor: A, recipient: B, summary: Imposed.}"


def test_what_follows_the_end_of_a_clock_answers_its_consequence_or_else_its_setter(measured):
    def answered(then):
        return measured(
            act("b1", "2001-01-01", "warn", "B"),
            act(
                "a1", "2001-01-02", "threaten-sanctions", "A",
                f"answers: {{b1: escalates}}\nclock: {{id: c, due: 2001-03-01, record: lapsed{then}}}",
            ),
            act("b2", "2001-03-02", "threaten-case", "B", "answers: {c: counters}"),
        )  # fmt: skip

    bare = answered("")
    assert spirals(bare) == [(("b1", "a1", "b2"), 3, ("b1", "a1", "b2"))]  # 6, 7, 7: it answers a1
    fired = answered(f", on_end: {IMPOSE}")
    # c/end goes on with the turn of a1; b2, rung 7, steps down from it, rung 9, and no other way leads to b2.
    assert spirals(fired) == []
    assert [of(found, "B").days for found in (bare, fired)] == [(59,), (1,)]  # 2 January or 1 March to 2 March
    assert of(fired, "B").received == 2


def test_a_measure_that_a_clock_carries_out_answers_nobody(trace_of):
    found = replay.graph(
        trace_of(
            act(
                "a1", "2001-01-02", "threaten-sanctions", "A",
                f"clock: {{id: c, due: 2001-03-01, record: lapsed, on_end: {IMPOSE[:-1]}, event: a2}}}}",
            ),
            act("b1", "2001-01-09", "accuse", "B"),
            act("a2", "2001-03-02", "impose-sanctions", "A", "answers: {b1: escalates}"),
        )
    )  # fmt: skip
    kinds = [(link.source, link.type.value) for link in found.links if link.target == "a2"]
    assert sorted(kinds) == [("b1", "escalates"), ("c", "follows")]
    assert of(replay.measures(found), "A").answered == 0


def test_a_kept_commitment_answers_what_triggered_it(trace_of):
    then = "{act: impose-sanctions, actor: A, recipient: B, summary: Duties., event: a2}"
    found = replay.graph(
        trace_of(
            act(
                "a1", "2001-01-01", "threaten-sanctions", "A",
                f"commits: [{{when: {{act: impose-sanctions, actor: B, recipient: A}}, then: {then}}}]",
            ),
            act("b0", "2001-01-15", "demand", "B"),
            act("b1", "2001-02-01", "impose-sanctions", "B"),
            act("a2", "2001-02-03", "impose-sanctions", "A", "needs: [b0]"),
        )
    )  # fmt: skip
    kinds = [(link.source, link.type.value) for link in found.links if link.target == "a2"]
    assert kinds == [("a1", "keeps"), ("b1", "triggers")]  # and none from what it merely needs
    said = of(replay.measures(found), "A")
    assert (said.received, said.answered, said.in_kind, said.days) == (2, 1, 1, (2,))


def test_a_commitment_that_only_the_replay_keeps_answers_its_trigger_too(trace_of):
    then = "{act: impose-sanctions, actor: A, recipient: B, summary: Duties.}"
    found = replay.graph(
        trace_of(
            act(
                "a1", "2001-01-01", "threaten-sanctions", "A",
                f"commits: [{{when: {{act: impose-sanctions, actor: B}}, then: {then}}}]",
            ),
            act("b1", "2001-02-01", "impose-sanctions", "B", "answers: {a1: escalates}"),
        )
    )  # fmt: skip
    kinds = [(link.source, link.type.value) for link in found.links if link.target == "a1/reply-1"]
    assert kinds == [("a1", "keeps"), ("b1", "triggers")]
    assert spirals(replay.measures(found)) == [(("a1", "b1", "a1/reply-1"), 3, ("a1", "b1", "a1/reply-1"))]  # 7, 9, 9


def test_chains_that_share_an_act_are_one_spiral(measured):
    found = measured(
        act("a1", "2001-01-01", "accuse"),
        act("a2", "2001-01-02", "demand"),
        act("b1", "2001-01-03", "warn", "B", "answers: {a1: escalates, a2: escalates}"),  # two ways lead here
        act("a3", "2001-01-04", "warn", "A", "answers: {b1: counters}"),
        act("a4", "2001-01-05", "threaten-sanctions", "A", "answers: {b1: escalates}"),  # and two lead on
        act("b2", "2001-01-06", "threaten-case", "B", "answers: {a4: counters}"),
        act("b3", "2001-01-07", "demand", "B", "answers: {a3: responds}"),  # 6 to 5: down, so it is in no chain
    )
    # Chains: a1 or a2, b1, a3; a1 or a2, b1, a4, b2. Of the two longest that from a1, 4 to 7, rises more.
    assert spirals(found) == [(("a1", "a2", "b1", "a3", "a4", "b2"), 4, ("a1", "b1", "a4", "b2"))]


def test_spirals_with_more_turns_come_first_then_earlier_ones(measured):
    def climb(name, month, length):
        """4, 4, 5, 5, 6 in turn, each answering the one before."""
        kinds = ("accuse", "accuse", "demand", "demand", "warn")
        for n in range(length):
            more = f"answers: {{{name}{n - 1}: responds}}" if n else ""
            yield act(f"{name}{n}", f"2001-{month:02}-{n + 1:02}", kinds[n], "AB"[n % 2], more)

    found = measured(*climb("p", 1, 3), *climb("q", 2, 5), *climb("r", 3, 3))
    chains = [("q0", "q1", "q2", "q3", "q4"), ("p0", "p1", "p2"), ("r0", "r1", "r2")]
    assert [spiral.chain for spiral in found.spirals] == chains


def test_hostile_acts_that_come_upon_nothing_are_counted(measured):
    found = measured(
        act("a1", "2001-01-01", "accuse"),  # answers nothing
        act("b1", "2001-01-02", "reject", "B", "answers: {a1: responds}"),
        act("a2", "2001-01-03", "warn", "A", "needs: [b1]"),  # what it needs it does not answer
        act("a3", "2001-01-04", "warn", to="C"),  # no hostile act of the dyad
        act("c1", "2001-01-05", "accuse", "C"),
        act("a4", "2001-01-06", "meet"),
    )
    assert (found.hostile, found.unprompted) == (3, 2)


# -- pivots ---------------------------------------------------------------------------------------


def test_a_pivot_is_what_every_chain_from_a_beginning_passes(measured):
    found = measured(
        act("a1", "2001-01-01", "demand"),
        act("b1", "2001-01-02", "reject", "B", "answers: {a1: responds}"),
        act("b2", "2001-01-03", "accuse", "B", "answers: {a1: responds}"),
        act("a2", "2001-01-04", "warn", "A", "answers: {b1: escalates, b2: escalates}"),  # two ways lead here
        act("b3", "2001-01-05", "reject", "B", "answers: {a2: responds}"),
    )
    # All hang on a1; b3 hangs on a2; a2 hangs on neither b1 nor b2 alone.
    assert [(pivot.id, pivot.cut_off) for pivot in found.pivots] == [("a1", 4), ("a2", 1)]


def test_what_touched_a_clock_before_is_a_way_to_it_and_what_touched_it_later_is_not(measured):
    found = measured(
        act("a1", "2001-01-01", "demand", more="clock: {id: c, due: 2001-03-01, record: met}"),
        act("b1", "2001-01-02", "reject", "B", "answers: {c: responds}"),  # reached through a1 alone
        act("b2", "2001-01-03", "concede", "B", "meets: [c]"),  # a beginning of its own
        act("a2", "2001-01-04", "reassure", "A", "answers: {c: responds}"),  # through a1 or through b2
    )
    assert [(pivot.id, pivot.cut_off) for pivot in found.pivots] == [("a1", 1)]


def test_pivots_come_by_what_they_cut_off_then_by_time(measured):
    found = measured(
        act("x1", "2001-01-01", "demand"),
        act("x2", "2001-01-02", "reject", "B", "answers: {x1: responds}"),
        act("y1", "2001-02-01", "demand"),
        act("y2", "2001-02-02", "reject", "B", "answers: {y1: responds}"),
        act("y3", "2001-02-03", "accuse", "B", "answers: {y1: responds}"),
        act("z1", "2001-03-01", "demand"),
        act("z2", "2001-03-02", "reject", "B", "answers: {z1: responds}"),
    )
    assert [(pivot.id, pivot.cut_off) for pivot in found.pivots] == [("y1", 2), ("x1", 1), ("z1", 1)]


# -- off-ramps ------------------------------------------------------------------------------------


def ramps(found):
    return [(ramp.id, ramp.taken, ramp.next_hostile, ramp.quiet_days) for ramp in found.off_ramps]


def test_a_conciliatory_act_is_an_off_ramp_without_any_link_and_talks_are_not(measured):
    found = measured(
        act("a1", "2001-01-01", "reassure"),  # rung 1
        act("b1", "2001-01-05", "meet", "B"),  # rung 2, lowers nothing; as the next act it takes the ramp
        act("a2", "2001-01-11", "accuse"),  # rung 4: the next hostile act, ten days later
    )
    assert ramps(found) == [("a1", True, "a2", 10)]


def test_an_off_ramp_is_not_taken_where_the_next_act_is_above_the_talks(measured):
    found = measured(
        act("a1", "2001-01-01", "concede"),
        act("b1", "2001-01-03", "state-position", "B"),  # rung 3
        act("a2", "2001-01-04", "demand"),
    )
    assert ramps(found) == [("a1", False, "a2", 3)]


def test_of_an_off_ramp_after_which_the_other_side_does_nothing_nobody_can_tell(measured):
    assert ramps(measured(act("a1", "2001-01-01", "concede"))) == [("a1", None, None, None)]
    twice = measured(act("a1", "2001-01-01", "concede"), act("a2", "2001-01-05", "reassure"))
    assert ramps(twice) == [("a1", None, None, None), ("a2", None, None, None)]


def test_answers_that_deescalate_or_settle_are_off_ramps_whatever_their_rung(measured):
    found = measured(
        act("a1", "2001-01-01", "warn"),
        act("b1", "2001-01-02", "meet", "B", "answers: {a1: deescalates}"),
        act("a2", "2001-01-03", "threaten-sanctions"),
        act("b2", "2001-01-04", "propose", "B", "answers: {a2: settles}"),
    )
    assert ramps(found) == [("b1", False, "a2", 1), ("b2", None, None, None)]


def test_only_acts_between_the_sides_make_or_break_an_off_ramp(measured):
    found = measured(
        act("a1", "2001-01-01", "concede"),
        act("c1", "2001-01-02", "accuse", "C"),  # a third party
        act("a2", "2001-01-03", "accuse", to="C"),  # towards one
        act("firms", "2001-01-04", "press", "A-FIRMS"),  # within a camp
        act("c2", "2001-01-05", "reassure", "C"),
        act("b1", "2001-01-06", "propose", "B"),
    )
    assert ramps(found) == [("a1", True, None, None)]


# -- links, and which acts carry the story --------------------------------------------------------


def test_without_a_timeline_links_are_read_from_the_rungs(trace_of):
    trace = trace_of(
        act("a1", "2001-01-01", "accuse"),
        act("b1", "2001-01-02", "reject", "B", "answers: {a1: counters}"),  # 4 to 4
        act("a2", "2001-01-03", "demand", "A", "answers: {b1: counters}"),  # 4 to 5
        act("b2", "2001-01-04", "meet", "B", "answers: {a2: counters}"),  # 5 to 2
    )
    bare = replay.Trace.from_jsonl(trace.to_jsonl())
    kinds = [link.type for link in replay.graph(bare).links]
    assert kinds == [LinkType.RESPONDS, LinkType.ESCALATES, LinkType.DEESCALATES]


def words(found, name):
    return {reason.name for reason in reasons(found).get(name, ())}


def test_the_height_of_a_side_is_a_reason_where_it_is_new_and_at_its_highest(trace_of):
    found = replay.graph(
        trace_of(
            act("a1", "2001-01-01", "state-position"),  # rung 3: not hostile
            act("a2", "2001-01-02", "accuse"),  # 4: the first hostile height
            act("a3", "2001-01-03", "accuse"),  # 4 again: nothing new
            act("b1", "2001-01-04", "accuse", "B"),  # new for B
            act("a4", "2001-01-05", "demand"),  # 5: new
            act("a5", "2001-01-06", "threaten-sanctions", to="C"),  # 7, but towards a third party
            act("a6", "2001-01-07", "demand"),  # 5 again: as high as A ever went towards B
        )
    )
    heights = [name for name in ("a1", "a2", "a3", "b1", "a4", "a5", "a6") if "HEIGHT" in words(found, name)]
    assert heights == ["a2", "b1", "a4", "a6"]


def test_bluffs_and_kept_promises_are_reasons(trace_of):
    threat = "clock: {id: c, kind: effect, due: 2001-02-01, record: lapsed}"  # its day passed unused
    after = "then: {act: accuse, actor: A, recipient: B, summary: x"
    broken = f"commits: [{{when: {{act: reject, actor: B}}, {after}}}, record: broken}}]"
    kept = f"commits: [{{when: {{act: reject, actor: B}}, {after}, event: done}}, record: kept}}]"
    found = replay.graph(
        trace_of(
            act("bluff", "2001-01-01", "warn", more=threat),
            act("empty", "2001-01-02", "state-position", more=broken),
            act("meant", "2001-01-03", "state-position", more=kept),
            act("trigger", "2001-01-04", "reject", "B"),
            act("done", "2001-01-05", "accuse", more="answers: {trigger: counters}"),
        )
    )
    names = ("bluff", "empty", "meant", "trigger", "done")
    assert [name for name in names if "BLUFF" in words(found, name)] == ["bluff", "empty"]
    assert [name for name in names if "KEPT" in words(found, name)] == ["meant", "done"]


def test_a_tenth_of_all_acts_is_enough_to_be_pivotal(trace_of):
    def dispute(count):
        """One act that cuts off one other, among so many in all."""
        others = [act(f"x{n}", f"2001-02-{n + 1:02}", "meet") for n in range(count - 2)]
        pair = act("a1", "2001-01-01", "meet"), act("b1", "2001-01-02", "meet", "B", "answers: {a1: responds}")
        return replay.graph(trace_of(*pair, *others))

    assert words(dispute(10), "a1") == {"PIVOT"}  # one of ten is a tenth
    assert words(dispute(11), "a1") == set()  # one of eleven is less


def test_acts_rank_by_reasons_then_rung_then_time(trace_of):
    found = replay.graph(
        trace_of(
            act("a1", "2001-01-01", "meet"),  # no reason
            act("a2", "2001-01-02", "meet"),  # none, later
            act("a3", "2001-01-03", "state-position"),  # none, but on rung 3
            act("b1", "2001-01-04", "accuse", "B"),  # one: a new height
            act("b2", "2001-01-05", "warn", "B", "clock: {id: c, due: P9D, record: lapsed}"),  # two: height, a clock
        )
    )
    assert ranking(found) == ("b2", "a3", "b1", "a1", "a2")  # the first of each side, then the others


def test_what_the_coder_says_of_an_act_goes_before_every_reason(trace_of):
    found = replay.graph(
        trace_of(
            act("list", "2001-01-01", "list-sanctions", more="key: false"),
            act("talk", "2001-01-02", "meet", "B", "key: true"),
            act("blame", "2001-01-03", "accuse", "B"),
        )
    )
    # The list stands highest and would be named first, the talk has no reason of its own, the blame (rung 4) one.
    assert ranking(found) == ("talk", "blame", "list")
    assert {name: {reason.value for reason in why} for name, why in reasons(found).items()} == {
        "talk": {"named by the coder"},
        "blame": {Reason.HEIGHT.value},
    }


# -- camps, joint acts, and the small inputs ------------------------------------------------------


def test_a_joint_act_of_both_camps_is_an_off_ramp_and_in_no_chain(measured):
    joint = act("t", "2001-01-05", "agree").replace("actor: A", "actor: [A, B]").replace("  recipient: B\n", "")
    found = measured(*OPENING, joint, CLOSING)
    assert spirals(found) == []  # a truce
    assert ramps(found) == [("t", False, "a2", 4)]
    hostile = joint.replace("act: agree", "act: accuse")
    found = measured(*OPENING, hostile, CLOSING)
    assert spirals(found) == [(("a1", "b1", "a2"), 3, ("a1", "b1", "a2"))]
    assert (found.hostile, ramps(found)) == (3, [])


@pytest.mark.parametrize(("to", "counts"), [("[B, C]", True), ("[A-FIRMS, C]", False), ("[A-FIRMS, B]", True)])
def test_an_act_towards_several_is_of_the_dyad_if_one_of_them_is_of_the_other_camp(measured, to, counts):
    found = measured(act("a1", "2001-01-01", "accuse").replace("recipient: B", f"recipient: {to}"))
    assert found.hostile == of(found, "B").received == counts


@pytest.fixture
def case(root):
    """Measures of one of the small inputs, and the graph."""

    def read(name):
        found = replay.graph(replay.run(replay.load(root / f"tests/cases/{name}.yaml")))
        return found, replay.measures(found)

    return read


def test_case_kept_commitment_in_the_graph(case):
    found, said = case("kept-commitment-in-the-graph")
    links = {(link.source, link.target): link.type for link in found.links}
    assert links["warning", "a-duties"] is LinkType.KEEPS
    assert links["b-duties", "a-duties"] is LinkType.TRIGGERS
    assert "Aland answered 1 of 1, in kind, after 0 days (median)." in list(measures_told(found, said))


def test_case_step_up_by_worth(case):
    _, said = case("step-up-by-worth")
    assert spirals(said) == [(("a1", "a2", "a3", "a4"), 4, ("a1", "a2", "a3", "a4"))]
    assert said.longest_escalation == ("a1", "a2", "a3", "a4")


def test_case_third_parties(case):
    found, said = case("third-parties")
    assert (said.hostile, of(said, "BBB").received) == (1, 1)  # the case against Beland, not the threat to a bystander
    assert words(found, "c") == set()


def test_case_duties_on_the_due_day(case):
    found, _ = case("duties-on-the-due-day")
    (duties,) = (node for node in found.acts if node.act == "impose-sanctions")
    assert [link.type for link in found.links if link.target == duties.id] == [LinkType.FOLLOWS]
