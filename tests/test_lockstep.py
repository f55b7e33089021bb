"""Draws of the dates in lockstep: what a draw says, which draws go that way, and that the long way says the same."""

import random
from dataclasses import replace

import pytest
from coded import event, text
from hypothesis import given
from hypothesis import strategies as st
from strategies import few
from test_overlay import SHIPPED, SPECIFICATIONS, differing, made_up, of, sample

from replay.dates import Relative, day, parse_date
from replay.ensemble.columns import Seen
from replay.ensemble.rows import Base, rows_of
from replay.ensemble.specification import Specification, chance_of
from replay.files import loads


class Given:
    """A source of chance that gives each act of a dispute, in the order in which they are drawn, what is said."""

    def __init__(self, lockstep, **numbers):
        self.left = [numbers.get(name.replace("-", "_"), 0.0) for name in lockstep.draws.order]

    def random(self):
        return self.left.pop(0)


def lockstep(*events):
    return of(loads(text(*events), "test.yaml"), Specification(("dates",))).lockstep[0]


def drawn(made, **numbers):
    (found,) = made.drawn([Given(made, **numbers)])
    return found()


DUTIES = """
clock:
  id: duties
  due: 2001-03-10
  kind: effect
  record: settled
  on_end: {act: impose-sanctions, actor: A, recipient: B, summary: Duties.}
"""
HAND = (
    event("list", "2001-01-01", DUTIES, act="warn"),
    event("z-talks", "2001-01-05/2001-01-07", act="meet"),
    event("a-visit", "2001-01-05/2001-01-07", "needs: [z-talks]", act="meet"),
    event("deal", "2001-03-01/2001-03-20", "settles: [duties]", act="settle"),
)


def test_a_draw_by_hand():
    """The visit is held back to the day of the talks, and comes after them though its id is the lesser.

    In the plain replay the talks, entry 2, come on 6 January and the deal in the middle of its span.
    """
    found = drawn(lockstep(*HAND), z_talks=0.99, a_visit=0.0, deal=0.1)
    assert found.acts == [(0, "list"), (2, "z-talks"), (3, "a-visit"), (4, "deal")]
    assert [found.day_of[name] for _, name in found.acts] == [
        day(one) for one in ("2001-01-01", "2001-01-07", "2001-01-07", "2001-03-03")
    ]
    assert found.ends == {"duties": "settled"}
    assert found.parts == (2, "2001-01-06", "z-talks")


def test_the_plain_days_part_from_nothing():
    same = lockstep(*HAND[:1], event("deal", "2001-03-02", "settles: [duties]", act="settle"))
    assert drawn(same).parts == (-1, "", "")


def test_a_draw_in_which_something_comes_by_rule_is_left_to_the_engine():
    """On 15 March the duties have come, so that the deal comes too late for them."""
    made = lockstep(*HAND)
    assert made.covers
    assert drawn(made, deal=0.75) is None
    assert isinstance(drawn(made, deal=0.05), Seen)


def test_a_draw_beyond_the_period_is_left_to_the_engine():
    made = lockstep(event("talks", "2003-11-01/2003-12-31", act="meet"), event("end", "talks + P20D", act="meet"))
    assert isinstance(drawn(made, talks=0.1), Seen)
    assert drawn(made, talks=0.9) is None


def test_a_draw_that_is_refused_says_why():
    made = lockstep(
        event("list", "2001-01-01/2001-03-20", "clock: {id: duties, due: talks + P1D, record: lapsed}"),
        event("talks", "2001-02-01/2001-03-01", act="meet"),
    )
    assert drawn(made, list=0.99, talks=0.0) == "set or moved when due already: duties"


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_which_shipped_disputes_go_this_way(path):
    """Japan and the example: in the others a rule brings recorded events about."""
    base = Base(path.name, (path.read_text(encoding="utf-8"),), Specification(("dates",), draws=20))
    made = base.lockstep[0]
    assert made.covers is not bool(base.timeline.ruled)
    found = [one() for one in made.drawn([chance_of(0, "dates", n) for n in range(1, 21)])]
    assert all(isinstance(one, Seen) if made.covers else one is None for one in found)


def test_acts_are_taken_out_of_a_draw_that_is_drawn_once():
    base = Base("japan", (SHIPPED[0].read_text(encoding="utf-8"),), Specification(("dates", "drops"), draws=1))
    acts = len(base.timeline.events)
    loose = [n for n in range(acts + 1, 2 * acts + 2) if base.axes[n].dropped[:1] and base.axes[n].dropped[0] in
             base.columns[0].loose][:25]  # fmt: skip
    rows_of(base, loose)
    assert len(loose) == 25 and not base.drawn[0, 1].roots
    assert differing(base, loose) is None


def without_rules(line, chance):
    """A dispute in which nothing comes by rule or is counted from a clock, with vague dates."""

    def bare(clock):
        return replace(clock, on_end=())

    def date(one):
        counted = isinstance(one.date, Relative)
        vague = one.date.clock if counted else chance.random() < 0.7
        return parse_date(chance.choice(("1996", "1996/1996-05", "1996-02/1996"))) if vague else one.date

    return replace(
        line,
        events=tuple(
            replace(
                one, commits=(), clocks=tuple(map(bare, one.clocks)), date=date(one),
                splits={name: bare(clock) for name, clock in one.splits.items()},
            )
            for one in line.events
        ),
    )  # fmt: skip


@given(st.integers(0, 1 << 32), st.integers(3, 25), st.sampled_from(SPECIFICATIONS[1:4]))
@few(80)
def test_a_sample_of_draws_of_disputes_made_by_chance(seed, count, asked):
    chance = random.Random(seed)
    base = of(without_rules(made_up(chance, count), chance), asked)
    try:
        plans = base.plans
    except ValueError:  # its dates contradict each other, which `load` would refuse
        return
    assert plans and differing(base, sample(base, 20, seed)) is None
