"""Continuations that go on from the decision are what the definition draws and replays from the start."""

from __future__ import annotations

import random

import pytest
from coded import act, timeline
from hypothesis import given
from hypothesis import strategies as st
from strategies import CITE, event_file, few, settled, unchecked

import replay
from replay.codebook import Act, Strategy
from replay.counterfactuals.continuations import Continuations
from replay.counterfactuals.draws import ActDraws, TimeDraws
from replay.counterfactuals.edits import Drop, EditError, apply
from replay.engine.trace import Trace
from replay.ensemble.specification import chance_of

THEORIES = ("prospect", "base-rate", "clock-pressure", "reciprocity", "persistence")


def _compared(base: Trace, theory: str, since: int | None, numbers: range) -> Continuations:
    """Draw both ways, and compare all that a replay says."""
    going, defined = Continuations(base, theory, since), ActDraws(base, theory, since)
    dates = base.settings["dates"]
    for number in numbers:
        one, two = (chance_of(7, "continuations", number) for _ in range(2))
        try:
            wanted = replay.run(defined.draw(two), dates=dates)
        except EditError:
            with pytest.raises(EditError):
                going.draw(one)
            continue
        found = going.draw(one)
        assert found.digest == wanted.digest
        assert found.timeline == wanted.timeline
        assert (found.fired, found.triggered) == (wanted.fired, wanted.triggered)
        assert one.random() == two.random()  # and as much of chance is used up
    return going


@pytest.mark.parametrize("file", ["japan-autos-1993-1995", "korea-autos-1995-1998", "steel-safeguards-2001-2003"])
@pytest.mark.parametrize(("theory", "dates", "share"), [("prospect", "middle", 0), ("base-rate", "latest", 0.4)])
def test_shipped_disputes_go_on_as_defined(file, theory, dates, share):
    base = replay.run(replay.load(f"timelines/{file}.yaml"), dates=dates)
    days = sorted(base.plan.days.values())
    going = _compared(base, theory, days[int(share * len(days))] if share else None, range(3))
    assert not going.left and not going.handed


def test_with_an_act_left_out_and_drawn_dates_too():
    line = replay.load("timelines/korea-autos-1995-1998.yaml")
    assert not _compared(replay.run(apply(line, [Drop("quiet-warning")])), "prospect", None, range(2)).left
    assert not _compared(replay.run(TimeDraws(line).draw(random.Random(3))), "prospect", None, range(2)).left


def _decided(chance: random.Random, most: int):
    """A made-up dispute in which every act of a side is a part of some decision."""
    file = settled(event_file(chance, chance.randint(4, most), rules=chance.random() < 0.7))
    made = []
    for side in ("US", "KR"):
        own = [event["id"] for event in file["events"] if event["actor"] == side]
        chance.shuffle(own)
        while own:
            acts, own = own[: (count := chance.choice((1, 1, 2, 3)))], own[count:]
            made.append({
                "id": f"d{len(made)}", "party": side, "question": "What now?", "acts": acts, "cite": [CITE],
                "options": chance.sample([act.value for act in Act], 3),
                "did": chance.choice([strategy.value for strategy in Strategy]),
            })  # fmt: skip
    return unchecked(file | {"decisions": made}) if made else None


@few(40)
@given(st.randoms(use_true_random=True), st.sampled_from(THEORIES), st.booleans())
def test_made_up_disputes_go_on_as_defined(chance, theory, late):
    line = _decided(chance, 18)
    if line is not None:
        if chance.random() < 0.3:
            try:
                line = apply(line, [Drop(chance.choice(line.events).id)])
            except EditError:
                return
        base = replay.run(line)
        days = sorted(base.plan.days.values())
        _compared(base, theory, days[len(days) // 2] if late else None, range(2))


def _decision(name: str, acts: str, did: str = "claiming", party: str = "A") -> str:
    return (
        f"  - {{id: {name}, party: {party}, question: Now., options: [threaten-sanctions, meet, accuse], "
        f"acts: [{acts}], did: {did}, cite: {{key: s, section: First}}}}\n"
    )


def _why(*acts: str, decisions: str, draws: int = 12) -> tuple[str, set[str]]:
    line = timeline(*acts, more=f"decisions:\n{decisions}")
    going = _compared(replay.run(line), "base-rate", None, range(draws))
    return going.left, {*going.handed}


def test_a_drawn_act_takes_its_clock_along_and_what_answers_it():
    """The talks answer the deadline that the threat sets; either may be drawn anew, or both."""
    left, handed = _why(
        act(
            "threat",
            "2001-01-01",
            "threaten-sanctions",
            more="clock: {id: limit, kind: deadline, due: P1M, record: met}",
        ),
        act(
            "talks", "2001-01-15", "meet", more="answers: {limit: deescalates}\nmeets: {limit: met}\ntactics: [praise]"
        ),
        decisions=_decision("d1", "threat") + _decision("d2", "talks", "creating"),
    )
    assert (left, handed) == ("", set())


def test_a_clock_met_late_ends_otherwise_if_the_meeting_is_drawn_anew():
    """It had lapsed by then; with nobody to meet it, the source's word has it met on its day, before the decision."""
    left, handed = _why(
        act(
            "threat",
            "2001-01-01",
            "threaten-sanctions",
            more="clock: {id: limit, kind: deadline, due: P1M, record: met}",
        ),
        act("first", "2001-01-10", "threaten-sanctions"),
        act("talks", "2001-03-15", "meet", more="meets: {limit: met}\nlate: true\ntactics: [praise]"),
        decisions=_decision("d1", "first") + _decision("d2", "talks", "creating"),
    )
    assert (left, handed) == ("", set())


def test_dates_counted_from_a_clock_are_left_to_the_definition():
    left, _ = _why(
        act(
            "threat",
            "2001-01-01",
            "threaten-sanctions",
            more="clock: {id: limit, kind: deadline, due: P1M, record: lapsed}",
        ),
        act("talks", "'clock:limit.end + P5D'", "meet", more="tactics: [praise]"),
        decisions=_decision("d1", "threat"),
        draws=2,
    )
    assert left == "a date is counted from a clock"


def test_a_measure_that_is_not_put_off_any_more_is_withdrawn_before_it_takes_effect():
    """With the delay, the withdrawal comes a month early; without it, on the very day, and before the effect."""
    acts = (
        act("list", "2001-01-01", "list-sanctions",
            more="clock: {id: duties, kind: effect, due: 2001-02-01, record: withdrawn}"),
        act("delay", "2001-01-15", "meet", more="moves: {duties: 2001-03-01}\ntactics: [praise]"),
        act("end", "2001-02-01", "meet", more="withdraws: duties\ntactics: [praise]"),
    )  # fmt: skip
    decisions = _decision("d1", "delay", "creating") + _decision("d2", "end", "creating")
    assert _why(*acts, decisions=decisions) == ("", set())
    base = replay.run(timeline(*acts, more=f"decisions:\n{decisions}"))
    drawn = [Continuations(base, "base-rate").draw(random.Random(number)) for number in range(12)]
    ends = {
        (line.timeline.by_id["delay"].label, line.timeline.by_id["end"].label): line.clocks()[0].outcome.value
        for line in drawn
    }
    assert {end for (delay, kept), end in ends.items() if delay and not kept} == {"withdrawn"}
