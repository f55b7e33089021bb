"""Days and order: bounds, premises, relative dates."""

import pytest
from coded import event, timeline

from replay.dates import day, iso
from replay.timeline.schedule import premises, schedule


def days(found, dates="middle"):
    return {name: iso(d) for name, d in schedule(found, dates).days.items()}


def test_an_answer_is_pushed_after_what_it_answers():
    found = timeline(event("first", "2001-06-20"), event("reply", "2001-06", "answers: {first: responds}", actor="B"))
    assert days(found)["reply"] == "2001-06-20"
    assert days(found, "earliest")["reply"] == "2001-06-20"
    assert days(found, "latest")["reply"] == "2001-06-30"


def test_a_premise_is_pulled_before_what_hangs_on_it():
    found = timeline(event("first", "2001"), event("reply", "2001-02-03", "needs: first"))
    assert days(found)["first"] == "2001-02-03"
    assert days(found, "latest")["first"] == "2001-02-03"
    assert days(found, "earliest")["first"] == "2001-01-01"


def test_one_of_counts_the_alternative_that_can_come_first():
    found = timeline(
        event("early", "2001-02-01"),
        event("late", "2001-09-01"),
        event("x", "2001-05-01", "needs: [{any: [late, early]}]"),
    )
    assert premises(found, found.by_id["x"]) == ("early",)
    assert days(found)["x"] == "2001-05-01"


def test_relative_dates_follow_their_anchor():
    found = timeline(event("base", "2001-01-31"), event("x", "base + P1M"), event("y", "base - P1D"))
    assert (days(found)["x"], days(found)["y"]) == ("2001-02-28", "2001-01-30")


def test_an_anchor_may_come_later_than_what_is_dated_from_it():
    found = timeline(event("base", "2001-01-31"), event("before", "base - P10D"))
    assert schedule(found).order == ("before", "base")


def test_a_premise_may_be_dated_back_from_what_needs_it():
    found = timeline(event("base", "2001-01-31", "needs: before"), event("before", "base - P10D"))
    assert schedule(found).order == ("before", "base")


def test_chains_of_relative_dates():
    found = timeline(event("a", "2001-01-01"), event("b", "a + P1D"), event("c", "b + P1D"))
    assert days(found)["c"] == "2001-01-03"


def test_clock_setting_is_a_premise():
    setter = event("threat", "2001-05", "clock: {id: c, due: 2001-08-01, record: met}")
    found = timeline(setter, event("deal", "2001-05-10", "meets: c", actor="B"))
    assert days(found)["threat"] == "2001-05-10"
    assert schedule(found).order == ("threat", "deal")


def test_order_key_beats_id():
    found = timeline(event("a", "2001-01-01", "order: 2"), event("b", "2001-01-01", "order: 1"))
    assert schedule(found).order == ("b", "a")


def test_wrong_bound():
    with pytest.raises(ValueError, match="allowed"):
        schedule(timeline(event("a", "2001-01-01")), "whenever")


def test_open_dates_stop_at_the_period():
    found = timeline(event("a", "2001-01-01/.."))
    assert schedule(found, "latest").days["a"] == day("2003-12-31")
