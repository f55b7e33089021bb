"""Orders of acts and ends of clocks that the dates as coded fix: by hand, and against every assignment of days."""

from __future__ import annotations

import itertools
import random
import time
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import few, unchecked

import replay
from replay.codebook import Outcome
from replay.dates import Duration, Relative, day, reach
from replay.ensemble.dateproof import answer_orders, answers_table, date_proof, ends_table, orders_told, rests_table
from replay.ensemble.endings import clock_ends
from replay.ensemble.orders import Certainty, length_range, orders
from replay.timeline.schedule import premises, settling_order

CERTAIN, POSSIBLE, IMPOSSIBLE = Certainty


def file(*events, period="1995-01-01/1995-12-31"):
    """An event file of acts of US and KR in turn: (id, date, further keys)."""
    return {
        "format": "1", "dispute": "made", "title": "Made", "period": period, "sides": ["US", "KR"],
        "sources": {"s": {"author": "A", "year": "1996", "title": "T"}},
        "parties": {"US": {"name": "United States"}, "KR": {"name": "Korea"}},
        "events": [
            {"id": name, "date": date, "actor": ("US", "KR")[n % 2], "recipient": ("KR", "US")[n % 2],
             "act": more.pop("act", "state-position"), "summary": name, "cite": [{"key": "s", "section": "1"}], **more}
            for n, (name, date, more) in enumerate((one[0], one[1], dict(one[2]) if len(one) > 2 else {})
                                                   for one in events)
        ],
    }  # fmt: skip


def made(*events, **more):
    return unchecked(file(*events, **more))


def clock(due, kind="deadline", **more):
    return [{"id": "c", "kind": kind, "due": due, "record": "open", **more}]


# -- worked by hand --------------------------------------------------------------------------------


def test_bounds_that_do_not_meet_fix_the_order_and_those_that_do_leave_it_open():
    found = orders(made(("a", "1995-03"), ("b", "1995-04-10"), ("c", "1995-04")))
    assert (found.before("a", "b"), found.before("b", "a")) == (CERTAIN, IMPOSSIBLE)
    assert found.days("a", "b") == (10, 40)  # from 31 March and from 1 March
    assert (found.before("b", "c"), found.before("c", "b"), found.days("b", "c")) == (POSSIBLE, POSSIBLE, (-9, 20))
    assert found.before("a", "a") is IMPOSSIBLE


def test_an_answer_comes_no_earlier_and_the_dates_alone_do_not_know_that():
    line = made(("a", "1995-04"), ("b", "1995-04", {"answers": {"a": "responds"}}))
    assert orders(line).before("a", "b") is CERTAIN and orders(line).days("a", "b") == (0, 29)
    assert orders(line, coded=False).before("a", "b") is POSSIBLE
    (one,) = answer_orders(replay.run(line))
    assert (one.source, one.target, one.by_dates, one.least, one.most) == ("a", "b", POSSIBLE, -29, 29)


def test_a_chain_of_premises_and_lengths_is_longer_than_each():
    line = made(("a", "1995-04"), ("b", "a + P45D"), ("c", "1995", {"needs": ["b"]}), ("d", "1995-05"))
    found = orders(line)
    assert found.days("a", "b") == (45, 45) and found.days("a", "c") == (45, 274)  # 1 April to 31 December
    assert found.before("d", "c") is POSSIBLE and found.before("a", "c") is CERTAIN
    assert found.span("b") == (day("1995-05-16"), day("1995-06-14"))


def test_a_month_is_as_long_as_it_is_from_a_fixed_day_and_28_to_31_days_otherwise():
    fixed = orders(made(("a", "1995-02-03"), ("b", "a + P1M")))
    free = orders(made(("a", "1995"), ("b", "a + P1M")))
    assert fixed.days("a", "b") == (28, 28) and not fixed.loose
    assert free.days("a", "b") == (28, 31) and free.loose == {"a", "b"}
    assert length_range(day("1995-01-31"), day("1995-01-31"), Duration(months=1)) == (28, 28)
    low, high = length_range(1, 3_000_000, Duration(years=4))
    assert low <= 1460 and high >= 1461


def test_on_one_day_the_coded_order_decides_and_an_id_does_not():
    line = made(
        ("a", "1995-04-01", {"order": "2"}), ("b", "1995-04-01", {"order": "1"}), ("c", "1995-04-01", {"order": "1"})
    )
    found = orders(line)
    assert found.before("b", "a") is CERTAIN and found.before("a", "b") is IMPOSSIBLE
    assert found.before("b", "c") is POSSIBLE and not found.exact("b", "c")
    assert found.counts() == {CERTAIN: 2, POSSIBLE: 0, IMPOSSIBLE: 1}


def test_what_stops_an_effect_comes_before_acts_of_that_day_whatever_their_order():
    line = made(
        ("set", "1995-03-01", {"clock": clock("1995-04-01", "effect")}),
        ("stop", "1995-04-01", {"act": "drop-case", "withdraws": ["c"], "order": "5"}),
        ("act", "1995-04-01", {"order": "1"}),
    )
    assert [entry.event for entry in replay.run(line) if entry.kind.value == "event"] == ["set", "stop", "act"]
    found = orders(line)
    assert found.before("act", "stop") is POSSIBLE and not found.exact("act", "stop")


def test_an_answer_to_a_deadline_is_met_lapsed_or_either_by_its_date_alone():
    for date, ends in (("1995-04", ["met"]), ("1995-06", ["lapsed"]), ("1995-05", ["met", "lapsed"])):
        line = made(
            ("set", "1995-03-01", {"clock": clock("1995-05-15")}),
            ("met", date, {"act": "concede", "meets": {"c": "met"}}),
        )
        (one,) = clock_ends(line)
        assert ([end.value for end in one.possible], one.exact, one.never) == (ends, True, False)
    assert one.of(Outcome.MET) is POSSIBLE and one.of(Outcome.SETTLED) is IMPOSSIBLE and one.certain is None


@pytest.mark.parametrize(("last_day", "ends"), [("in", ["met"]), ("out", ["lapsed"])])
def test_the_due_day_counts_or_not(last_day, ends):
    line = made(
        ("set", "1995-03-01", {"clock": clock("1995-05-15", last_day=last_day)}),
        ("met", "1995-05-15", {"act": "concede", "meets": {"c": "met"}}),
    )
    assert [end.value for one in clock_ends(line) for end in one.possible] == ends


def test_a_due_date_by_length_moves_with_the_act_that_sets_it():
    line = made(
        ("set", "1995-03", {"clock": clock("P30D")}),
        ("met", "set + P30D", {"act": "concede", "meets": {"c": "met"}}),
    )
    (one,) = clock_ends(line)
    assert one.certain is Outcome.MET and one.exact  # as many days as the date of the act, whenever it was set
    late = made(("set", "1995-03", {"clock": clock("P30D")}), period="1995-01-01/1995-04-15")
    assert clock_ends(late)[0].possible == (Outcome.LAPSED, Outcome.OPEN)  # due from 31 March to 30 April


def test_a_move_that_may_come_too_late_leaves_both_ends_open():
    line = made(
        ("set", "1995-03-01", {"clock": clock("1995-04-15")}),
        ("move", "1995-04", {"act": "extend-deadline", "moves": {"c": "1995-06-01"}}),
        ("met", "1995-05-20", {"act": "concede", "meets": {"c": "met"}}),
    )
    (one,) = clock_ends(line)
    assert (one.possible, one.exact) == ((Outcome.MET, Outcome.LAPSED), True)


def test_what_is_told_of_the_shipped_example():
    proof = date_proof(replay.run(replay.load(replay.example())))
    assert orders_told(proof).count("\n") == 2
    assert [len(table(proof)) for table in (answers_table, ends_table, rests_table)] == [2, 1, 0]


# -- against every assignment of days --------------------------------------------------------------


def small(chance: random.Random):
    """A few acts about two clocks, some with dates of two to four days."""
    base, events, clocks = day("1995-04-01"), [], []
    for n in range(chance.randint(3, 6)):
        name, width = f"{chance.choice('az')}{n}", chance.choice((0, 0, 1, 2, 3))
        first = base + n + chance.randint(-2, 3)
        date = replay.dates.iso(first) if not width else f"{replay.dates.iso(first)}/{replay.dates.iso(first + width)}"
        if events and chance.random() < 0.2:
            date = f"{chance.choice(events)[0]} + P{chance.randint(0, 3)}D"
        more: dict[str, object] = {"order": str(chance.choice((n, n, 0)))}
        earlier = [one[0] for one in events]
        if earlier and chance.random() < 0.3:
            more["answers"] = {chance.choice(earlier): "responds"}
        if earlier and chance.random() < 0.2:
            more["needs"] = [chance.choice(earlier)]
        if clocks and chance.random() < 0.8:
            here = chance.choice(clocks)
            way = chance.choice(("meets", "settles", "withdraws", "moves", "suspends", "resumes", "splits"))
            due = chance.choice((replay.dates.iso(base + n + 4), "P5D", "+P2D", "P1M", f"clock:{clocks[0]} + P3D"))
            if way == "resumes":
                due = chance.choice((replay.dates.iso(base + n + 4), "remaining"))
            if way == "splits":
                clocks.append(f"k{n}")
                more[way] = {here: _clock(chance, f"k{n}", base + n, events)}
            elif way == "meets":
                more["act"], more[way] = "concede", {here: "met"}
            else:
                more["act"] = {"moves": "extend-deadline", "withdraws": "drop-case"}.get(way, "state-position")
                more[way] = {here: due} if way in ("moves", "resumes") else [here]
        if len(clocks) < 2 and (not clocks or chance.random() < 0.4):
            clocks.append(f"c{n}")
            more["clock"] = [_clock(chance, f"c{n}", base + n, events)]
        events.append((name, date, more))
    return file(*events, period="1995-03-01/1995-04-12")


def _clock(chance, name, here, events):
    kind = chance.choice(("deadline", "effect", "term", "waiting"))
    due = chance.choice((replay.dates.iso(here + chance.randint(1, 6)), f"P{chance.randint(1, 5)}D"))
    if events and chance.random() < 0.2:
        due = f"{events[0][0]} + P{chance.randint(2, 7)}D"
    found = {"id": name, "kind": kind, "due": due, "record": "open"}
    return found | ({"last_day": chance.choice(("in", "out"))} if chance.random() < 0.3 else {})


def assignments(line):
    """Every assignment of days that the dates as coded allow."""
    names = settling_order(line)
    bounds = {e.id: (e.date.earliest, e.date.latest) for e in line.events if not isinstance(e.date, Relative)}
    free = [name for name in names if not isinstance(line.by_id[name].date, Relative)]
    for chosen in itertools.product(*(range(bounds[name][0], bounds[name][1] + 1) for name in free)):
        picked, days = dict(zip(free, chosen, strict=True)), {}
        for name in names:
            date, held = line.by_id[name].date, [days[other] for other in premises(line, line.by_id[name])]
            if isinstance(date, Relative):
                days[name] = max([reach(days[date.anchor], date.duration), *held])
            elif picked[name] < max(held, default=0):
                break
            else:
                days[name] = picked[name]
        else:
            yield days


@few(150)
@given(st.integers(0, 1 << 32))
def test_nothing_certain_or_impossible_is_contradicted_and_what_is_exact_is_realised(seed):
    line = unchecked(small(random.Random(seed)))
    try:
        found = orders(line)
    except ValueError:
        assert not list(assignments(line)) or replay.timeline.schedule.conflicts(line)
        return
    ends = {one.clock: one for one in clock_ends(line, found)}
    every = list(itertools.islice(assignments(line), 400))
    whole = len(every) < 400
    came, seen = {name: set() for name in ends}, {pair: set() for pair in itertools.permutations(found.acts, 2)}
    for days in every:
        trace = replay.run(replace(line, pins=days))
        order = {entry.event: entry.seq for entry in trace if entry.kind.value in ("event", "suppressed")}
        if any(days[name] > line.period.latest for name in days):
            order |= {name: len(trace) + days[name] for name in days if days[name] > line.period.latest}
        for one, other in seen:
            seen[one, other].add(order[one] < order[other])
            assert found.days(one, other)[0] <= days[other] - days[one] <= found.days(one, other)[1]
        lives = {life.id: life.outcome for life in trace.clocks()}
        for name in ends:
            came[name].add(lives.get(name))
    for (one, other), truth in seen.items():
        said = found.before(one, other)
        decided = found.exact(one, other) or said is not POSSIBLE
        if said is CERTAIN:
            assert truth <= {True}
        if said is IMPOSSIBLE and not _same(found, one, other):
            assert truth <= {False}
        if whole and every and decided and said is POSSIBLE:
            assert truth == {True, False}
    for name, one in ends.items():
        assert came[name] <= {*one.possible, *([None] if one.never else [])}, (name, one, came[name])
        if whole and every and one.exact:
            assert came[name] == {*one.possible, *([None] if one.never else [])}, (name, one, came[name])


def _same(found, one, other):
    return found.days(one, other) == (0, 0) and found.before(other, one) is IMPOSSIBLE


@pytest.mark.parametrize(
    "path", sorted((Path(__file__).parent.parent / "timelines").glob("*.yaml")), ids=lambda p: p.stem
)
@pytest.mark.parametrize("dates", ["earliest", "middle", "latest"])
def test_the_replays_of_the_shipped_disputes_lie_within_what_is_possible(path, dates):
    line = replay.load(path)
    trace, found = replay.run(line, dates=dates), orders(line)
    lives = {life.id: life.outcome for life in trace.clocks()}
    assert all(lives[one.clock] in one.possible if one.clock in lives else one.never for one in clock_ends(line, found))
    acts = [entry.event for entry in trace if entry.kind.value == "event"]
    assert not [(a, b) for n, a in enumerate(acts) for b in acts[n:] if found.before(b, a) is CERTAIN]


def test_a_chain_that_hinges_on_one_date_says_which_step_is_open():
    up = [{"act": "warn"}, {"act": "threaten-case", "answers": {"a": "escalates"}},
          {"act": "impose-sanctions", "answers": {"b": "escalates"}}]  # fmt: skip
    trace = replay.run(made(("a", "1995-03-01", up[0]), ("b", "1995-04", up[1]), ("c", "1995-04-20", up[2])))
    spiral, path = date_proof(trace).rests
    assert (spiral.steps, spiral.open_, path.open_) == (2, (("b", "c"),), (("b", "c"),))
    assert "the spiral 1 rests on 1 of 2 steps that the dates leave open" in orders_told(date_proof(trace))
    exact = replay.run(made(("a", "1995-03-01", up[0]), ("b", "1995-04-10", up[1]), ("c", "1995-04-20", up[2])))
    assert [one.certain for one in date_proof(exact).rests] == [True, True]


def test_what_follows_by_rule_from_a_certain_end_surely_comes():
    then = {"act": "impose-sanctions", "actor": "US", "recipient": "KR", "summary": "Duties.", "event": ["duties"]}
    line = made(
        ("set", "1995-03-01", {"clock": clock("1995-04-01", on_end=then)}),
        ("reply", "1995-04", {"clock": [{"id": "k", "kind": "deadline", "due": "1995-06-01", "record": "open"}]}),
        ("duties", "1995-04-10", {"act": "impose-sanctions"}),
        ("met", "1995-05-20", {"act": "concede", "needs": ["duties"], "meets": {"k": "met"}}),
    )
    assert [(one.certain, one.exact) for one in clock_ends(line)] == [(Outcome.LAPSED, True), (Outcome.MET, True)]


def test_a_thousand_acts_take_seconds():
    chance, events = random.Random(1), []
    for n in range(1000):
        more = {"needs": [events[chance.randrange(n)][0]]} if n else {}
        events.append((f"e{n}", "1995", more))
    line = made(*events)
    start = time.perf_counter()
    found = orders(line)
    assert time.perf_counter() - start < 10 and found.before("e0", "e999") is CERTAIN
