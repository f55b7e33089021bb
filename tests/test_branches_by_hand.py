"""Edits, branches, sets of branches and redraws of one small dispute, its other courses worked out by hand.

A demands on 10 January and on 10 February threatens duties, due sixty days later, on 11 April. B threatens a case if
they come, and A retorts. On 1 April they settle, which meets the clock of the duties and that of a reply, due on
20 April; the ceremony is ten days later.
"""

from __future__ import annotations

from dataclasses import replace

import pytest
from coded import act, timeline

import replay
from replay.codebook import Act, Outcome
from replay.counterfactuals import differences, redraw_acts, redraw_times, redraws, weigh_branches, whatif
from replay.counterfactuals.edits import (
    RECORD,
    Branches,
    Counterfactual,
    Counterfactuals,
    Cut,
    Drop,
    Insert,
    Replace,
    SetClock,
    Shift,
    apply,
)
from replay.dates import Duration, day, iso, parse_date, parse_due
from replay.timeline import Event

pytestmark = pytest.mark.usefixtures("plain_steps", "rungs_speak")

DUTIES = """
needs: [ask]
clock:
  id: duties
  due: P60D
  record: met
  on_end: {act: impose-sanctions, actor: A, recipient: B, summary: Imposed., worth: {amount: 2e9, unit: USD}}
"""
REPLY = """
clock:
  id: reply
  due: P100D
  record: met
  on_end: {act: demand, actor: A, recipient: B, summary: Asked again.}
"""
COUNTER = """
answers: {threat: counters}
commits:
  when: {act: impose-sanctions, actor: A, recipient: B}
  then: {act: file-case, actor: B, recipient: A, summary: Filed., after: P2D}
"""


@pytest.fixture(scope="module")
def dispute():
    return timeline(
        act("ask", "2001-01-10", "demand", more=REPLY),
        act("threat", "2001-02-10", "threaten-sanctions", more=DUTIES),
        act("counter", "2001-03-01", "threaten-case", "B", COUNTER),
        act("retort", "2001-03-05", "accuse", more="answers: {counter: counters}"),
        act("deal", "2001-04-01", "settle", "B", "needs: [threat]\nmeets: [duties, reply]\nanswers: {threat: settles}"),
        act("feast", "deal + P10D", "joint-statement", more="needs: [deal]"),
    )


def course(edited):
    """What happens, but for the settings of clocks, as lines of month and day, kind and act or clock."""
    return [
        f"{entry.date[5:]} {entry.kind.value} {entry.event if entry.act else entry.clock}"
        for entry in replay.run(edited)
        if entry.kind.value != "clock-set"
    ]


FELL_DUE = ["04-11 clock-lapsed duties", "04-11 consequence duties/end", "04-13 reaction counter/reply-1"]
ASKED_AGAIN = ["04-20 clock-lapsed reply", "04-20 consequence reply/end"]
SETTLED = ["04-01 event deal", "04-01 clock-met duties", "04-01 clock-met reply"]


def test_the_record(dispute):
    begin = ["01-10 event ask", "02-10 event threat", "03-01 event counter", "03-05 event retort"]
    assert course(dispute) == [*begin, *SETTLED, "04-11 event feast"]


# -- what each edit does --------------------------------------------------------------------------


def test_what_needs_a_dropped_act_goes_and_what_answers_it_stays(dispute):
    assert course(apply(dispute, [Drop("threat")])) == [
        "01-10 event ask",
        "02-10 dropped threat",
        "03-01 event counter",
        "03-05 event retort",
        "04-01 suppressed deal",
        "04-11 suppressed feast",
        *ASKED_AGAIN,
    ]


def test_with_its_responses_go_those_that_answer_nothing_else_and_theirs(dispute):
    assert course(apply(dispute, [Drop("threat", responses="drop")])) == [
        "01-10 event ask",
        "02-10 dropped threat",
        "03-01 dropped counter",
        "03-05 dropped retort",
        "04-01 suppressed deal",
        "04-11 suppressed feast",
        *ASKED_AGAIN,
    ]


@pytest.mark.parametrize(
    ("days", "then"),
    [
        (9, ["04-10 event deal", "04-10 clock-met duties", "04-10 clock-met reply", "04-20 event feast"]),
        (10, ["04-11 event deal", "04-11 clock-met duties", "04-11 clock-met reply", "04-21 event feast"]),
        (11, [*FELL_DUE[:2], "04-12 event deal", "04-12 clock-met reply", FELL_DUE[2], "04-22 event feast"]),
    ],
)
def test_a_settlement_meets_the_clock_up_to_its_due_day_and_no_later(dispute, days, then):
    assert course(apply(dispute, [Shift("deal", by=Duration(days=days))]))[4:] == then


def test_a_shift_to_a_vague_date_goes_to_its_middle(dispute):
    edited = apply(dispute, [Shift("retort", to=parse_date("2001-03"))])
    assert "03-16 event retort" in course(edited)


def test_another_due_date_is_counted_from_the_act_that_sets_the_clock(dispute):
    found = course(apply(dispute, [SetClock("duties", parse_due("P30D"))]))
    assert found[4:] == [  # thirty days from 10 February
        "03-12 clock-lapsed duties", "03-12 consequence duties/end", "03-14 reaction counter/reply-1",
        "04-01 event deal", "04-01 clock-met reply", "04-11 event feast",
    ]  # fmt: skip


def test_a_clock_that_is_given_another_due_date_no_longer_runs_by_its_statute():
    found = timeline(act("case", "2001-01-10", "open-case", more="clock: {id: c, template: us-301, record: lapsed}"))
    assert (found.clocks["c"].template, course(found)[-1]) == ("us-301", "01-10 clock-lapsed c")  # a year on
    edited = apply(found, [SetClock("c", parse_due("P30D"))])
    assert (edited.clocks["c"].template, course(edited)[-1]) == (None, "02-09 clock-lapsed c")


def test_a_cut_leaves_its_own_day_and_what_is_kept(dispute):
    whole = course(apply(dispute, [Cut(day("2001-03-05"))]))
    assert [line for line in whole if "dropped" not in line] == [
        "01-10 event ask", "02-10 event threat", "03-01 event counter", "03-05 event retort", *FELL_DUE, *ASKED_AGAIN,
    ]  # fmt: skip
    earlier = course(apply(dispute, [Cut(day("2001-03-04"))]))
    assert "03-05 dropped retort" in earlier
    assert "03-05 event retort" in course(apply(dispute, [Cut(day("2001-03-04"), ("retort",))]))


def test_a_replaced_act_keeps_its_day_but_for_another_date(dispute):
    assert "03-05 event retort" in course(apply(dispute, [Replace("retort", {"act": Act.WARN})]))
    assert "03-09 event retort" in course(apply(dispute, [Replace("retort", {"date": parse_date("2001-03-09")})]))
    late = apply(dispute, [Replace("deal", {"date": parse_date("2001-04-03")})])
    assert "04-13 event feast" in course(late)  # dated from the deal, it follows


def test_an_inserted_act_comes_on_its_day_and_meets_a_clock(dispute):
    gift = Event(
        "gift", parse_date("2001-03-20"), "B", Act.CONCEDE, "Gave way.", recipient="A", meets={"duties": Outcome.MET}
    )
    found = course(apply(dispute, [Insert(gift)]))
    assert found[4:] == ["03-20 event gift", "03-20 clock-met duties", SETTLED[0], SETTLED[2], "04-11 event feast"]


# -- where branches part, and what they are -------------------------------------------------------


def test_two_replays_part_at_the_first_entry_that_differs(dispute):
    base = replay.run(dispute)
    # Entries: 0 ask, 1 its clock, 2 threat, 3 its clock, 4 counter, 5 retort, 6 deal, 7 and 8 clocks met, 9 feast.
    found = differences(base, replay.run(apply(dispute, [Drop("retort")]))).divergence
    assert (found.seq, iso(found.day), found.after.kind.value) == (5, "2001-03-05", "dropped")
    due = differences(base, replay.run(apply(dispute, [SetClock("duties", parse_due("P50D"))]))).divergence
    assert (due.seq, iso(due.due_before), iso(due.due_after)) == (3, "2001-04-11", "2001-04-01")
    assert differences(base, base.head(9)).divergence.seq == 9
    assert differences(base, replay.run(dispute)).divergence is None


@pytest.mark.parametrize(
    ("edits", "kind", "why"),
    [
        ((), "none", (False, (), ())),
        # The retort answered the counter-threat: it hangs on it, and stands unprovoked.
        ((Drop("counter"),), "intervention", (True, ("retort",), ())),
        ((Drop("counter", responses="drop"),), "counterfactual", (False, (), ())),
        # Nothing hangs on the feast.
        ((Drop("feast"),), "counterfactual", (False, (), ())),
        # The duties fall due while talks go on as if they had not; the deal meets nothing any more.
        ((SetClock("duties", parse_due("P30D")),), "intervention", (True, (), ("deal", "feast"))),
    ],
)
def test_a_strict_counterfactual_keeps_nothing_that_hangs_on_the_edit(dispute, edits, kind, why):
    report = whatif(dispute, list(edits))
    loose, hanging, unaware = why
    assert report.kind == kind
    assert any(flag.what != "partly" for flag in report.flags) is loose
    assert set(hanging) <= set(report.hanging) and bool(hanging) <= bool(report.hanging)
    assert report.unaware == unaware


def test_acts_off_the_ladder_and_before_what_is_new_do_not_count_as_unaware():
    found = timeline(
        act("early", "2001-01-01", "demand"),
        act("ask", "2001-01-02", "demand", more="clock: {id: c, due: P30D, record: met, on_end: "
            "{act: warn, actor: A, recipient: B, summary: Warned.}}"),
        act("reply", "2001-01-10", "meet", "B", "meets: c"),
        act("report", "2001-03-01", "report", "B"),  # off the ladder
        act("home", "2001-03-02", "press", "A-FIRMS"),  # within a camp
        act("else", "2001-03-03", "accuse", "C"),  # a third party
        act("later", "2001-03-04", "meet"),
    )  # fmt: skip
    report = whatif(found, [Drop("reply")])
    assert [fired.id for fired in report.fired] == ["c/end"]
    assert report.unaware == ("later",)


def test_an_act_that_an_edit_moves_is_not_carried_and_what_follows_it_is(dispute):
    report = whatif(dispute, [Shift("deal", by=Duration(days=5))])
    assert [(one.id, iso(one.before), iso(one.after)) for one in report.moved] == [
        ("feast", "2001-04-11", "2001-04-16")
    ]


def test_flags_say_what_is_missing(dispute):
    report = whatif(dispute, [Drop("counter")])
    assert [(flag.id, flag.what, flag.missing) for flag in report.flags] == [("retort", "unprovoked", ("counter",))]
    report = whatif(dispute, [Shift("deal", by=Duration(days=11))])
    assert [(flag.id, flag.what, flag.missing) for flag in report.flags] == [("deal", "too-late", ("duties",))]
    both = timeline(
        act("one", "2001-01-01", "demand"),
        act("two", "2001-01-02", "warn"),
        act("reply", "2001-01-10", "reject", "B", "answers: {one: responds, two: responds}"),
    )
    report = whatif(both, [Drop("one")])
    assert [(flag.id, flag.what, flag.missing, flag.left) for flag in report.flags] == [
        ("reply", "partly", ("one",), ("two",))
    ]
    assert report.kind == "intervention" and report.hanging == ("reply",)


def test_the_area_between_two_paths():
    found = timeline(act("blow", "2001-01-01", "accuse"), act("end", "2001-01-11", "meet"))
    a, b = whatif(found, [Drop("blow")]).paths
    # B stood 0.05 lower for the ten days from the blow to the last entry.
    assert (b.lowest_before, b.lowest_after, b.last_before, b.last_after) == (-0.05, 0.0, -0.05, 0.0)
    assert (b.days, round(b.area, 9), a.area) == (10, 0.5, 0.0)


# -- sets of branches -----------------------------------------------------------------------------


@pytest.fixture
def weighed(dispute):
    """A set of branches: the record, no deal, no deal and no duties, a deal too late; weighed with these chances."""
    bare = (Drop("deal"), Replace("threat", {"clocks": ()}))
    edits = {"none": (Drop("deal"),), "quiet": bare, "late": (Shift("deal", by=Duration(days=11)),)}

    def made(**parts):
        named = {RECORD if name == "record" else name: chance for name, chance in parts.items()}
        found = {name: Counterfactual(name, name, one) for name, one in edits.items()}
        sets = {"set": Branches("set", "What became of it?", named)}
        return weigh_branches(Counterfactuals("x", "", (), edits, found, sets, dispute), "set")

    return made


def test_a_set_of_branches_by_hand(weighed):
    found = weighed(record=0.4, none=0.3, quiet=0.2, late=0.1)
    assert {name: report.kind for name, report in found.reports.items()}[RECORD] == "none"
    assert found.imposition == pytest.approx(0.3 + 0.1)
    assert found.worth == {"USD": pytest.approx(0.4 * 2e9)}
    fired = {name: [one.act.value for one in report.fired] for name, report in found.reports.items()}
    imposed = ["impose-sanctions", "file-case"]
    # Asked again where nobody settles; the late deal still meets that clock, and without duties nothing is imposed.
    assert fired == {RECORD: [], "none": [*imposed, "demand"], "quiet": ["demand"], "late": imposed}
    assert found.unvalued == ()


@pytest.mark.parametrize(("none", "total"), [(0.5, "0.9"), (0.7, "1.1")])
def test_chances_that_do_not_sum_to_one_are_refused(weighed, none, total):
    with pytest.raises(ValueError, match=f"sum to {total}; allowed: 1"):
        weighed(record=0.4, none=none)


# -- redraws --------------------------------------------------------------------------------------


def drawn(found, name, **options):
    return {iso(one.pins[name])[5:] for one in redraw_times(found, 80, seed=1, **options)}


def test_times_are_redrawn_within_their_bounds_both_ends_included():
    vague = timeline(act("x", "2001-01-10/2001-01-12", "meet"), act("y", "2001-02-01", "meet"))
    assert drawn(vague, "x") == {"01-10", "01-11", "01-12"}
    assert drawn(vague, "y") == {"02-01"}
    assert drawn(vague, "y", spread=1) == {"01-31", "02-01", "02-02"}


def test_a_redraw_keeps_within_the_period_behind_premises_and_before_fixed_due_dates():
    found = timeline(
        act("first", "2000-01-02", "meet"),
        act("ask", "2001-01-10", "demand", more="clock: {id: c, due: 2001-01-12, record: lapsed}"),
        act("reply", "2001-01-11", "meet", "B", "needs: [ask]"),
    )
    assert min(drawn(found, "first", spread=3)) == "01-01"
    assert drawn(found, "ask", spread=2) == {"01-08", "01-09", "01-10", "01-11"}
    assert all(one.pins["ask"] <= one.pins["reply"] for one in redraw_times(found, 80, seed=1, spread=5))


def test_redraws_are_counted_by_replay_and_their_sanctions_added_up(dispute):
    tariff = DUTIES.replace("duties", "tariff").replace("2e9", "1e9")
    found = timeline(
        act("ask", "2001-01-10", "demand"),
        act("threat", "2001-02-10", "threaten-sanctions", more=DUTIES),
        act("more", "2001-02-11", "threaten-sanctions", more=tariff),
        act("deal", "2001-04-01", "settle", "B", "meets: [duties, tariff]"),
    )
    gone = apply(found, [Drop("deal")])
    said = redraws(replay.run(found), [found, found, found, gone])
    assert (said.count, said.imposed, said.unvalued) == (4, 1, 0)  # one replay, though two sanctions
    assert said.worth == pytest.approx(3e9 / 4)
    assert said.outcomes == {"duties": {"met": 3, "lapsed": 1}, "tariff": {"met": 3, "lapsed": 1}}
    assert said.emitted == {"duties/end": 1, "tariff/end": 1}
    bare = replace(gone, digest="")
    assert redraws(replay.run(found), [bare]).worth == pytest.approx(3e9)


def test_a_decision_drawn_otherwise_takes_the_least_the_middle_or_the_widest_gamble():
    """Options by rank of outcome spread: meet 1, accuse 3, threaten-sanctions 8."""
    rows = "".join(
        f"  - {{id: {name}, party: A, question: Now., options: [threaten-sanctions, meet, accuse], acts: [{done}], "
        f"did: {did}, cite: {{key: s, section: First}}}}\n"
        for name, done, did in (("d1", "hard", "claiming"), ("d2", "soft", "creating"))
    )
    found = timeline(
        act("hard", "2001-01-01", "accuse"),
        act("soft", "2001-02-01", "meet", more="tactics: [praise]"),
        more=f"decisions:\n{rows}",
    )
    drawn = [one.by_id[name] for one in redraw_acts(replay.run(found), 30, 1, "base-rate") for name in ("hard", "soft")]
    assert {(one.label, one.act.value) for one in drawn if one.label.endswith("instead")} == {
        ("creating instead", "meet"),
        ("mixed instead", "accuse"),
        ("claiming instead", "threaten-sanctions"),
    }
