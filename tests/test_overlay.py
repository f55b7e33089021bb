"""The short way to the rows of a sweep says what the long way says: the same cells, row by row, by digest.

The long way, `rows_of(..., whole=True)`, edits the timeline, replays it and reads the whole trace; it defines a row.
"""

import random
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from time import process_time

import pytest
from coded import event, text
from hypothesis import given
from hypothesis import strategies as st
from strategies import event_file, few, unchecked

import replay
from replay.codebook import AGREEMENTS, Act, Level, Strategy, Tactic
from replay.counterfactuals.edits import Drop, apply
from replay.dates import day, parse_date
from replay.engine import settled
from replay.engine.settling import settle
from replay.engine.trace import Kind
from replay.ensemble.answers import shifts
from replay.ensemble.columns import Columns
from replay.ensemble.overlay import Overlay
from replay.ensemble.rows import Base, columns_of, rows_of
from replay.ensemble.specification import Specification
from replay.errors import TimelineError
from replay.files import loads
from replay.timeline import Decision, Reading
from replay.timeline.naming import placed_in, references

SHIPPED = [*sorted((Path(__file__).parent.parent / "timelines").glob("*.yaml")), replay.example()]
SPECIFICATIONS = [
    Specification(("drops",), pairs=True),
    Specification(("dates", "drops"), draws=30, seed=3),
    Specification(("dates",), draws=30, dates="earliest"),
    Specification(("dates", "drops"), draws=10, pairs=True, dates="latest"),
    Specification(("drops", "switches"), share=0.05),
    Specification(("parameters", "drops")),
]


def digest(row):
    return sha256(repr(row).encode()).hexdigest()


def differing(base, numbers):
    """The first case whose rows differ, with the cells that do; None if none does."""
    names = columns_of(base)
    for number, short, long in zip(numbers, rows_of(base, numbers), rows_of(base, numbers, whole=True), strict=True):
        if digest(short) != digest(long):
            cells = zip(names, short, long, strict=True)
            return base.axes[number], [cell for cell in cells if cell[1] != cell[2]]
    return None


def sample(base, count, seed):
    """Numbers of cases drawn by chance, in the order of the cases, as a part has them."""
    return sorted(random.Random(seed).sample(range(len(base.axes)), min(count, len(base.axes))))


@pytest.mark.parametrize("asked", SPECIFICATIONS, ids=lambda asked: "-".join(asked.over))
@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_a_sample_of_cases_of_the_shipped_disputes(path, asked):
    base = Base(path.name, (path.read_text(encoding="utf-8"),), asked)
    assert differing(base, sample(base, 25, seed=len(path.stem))) is None


def test_every_act_of_a_shipped_dispute_left_out():
    base = Base("korea", (SHIPPED[1].read_text(encoding="utf-8"),), Specification(("drops",)))
    assert differing(base, range(len(base.axes))) is None


def test_several_codings_each_part_from_the_plain_replay_of_the_file():
    example = replay.example().read_text(encoding="utf-8")
    codings = (example, example.replace("date: 1996-05-10", "date: 1996-05-11"))
    base = Base("example", codings, Specification(("coders", "drops", "dates"), draws=3))
    assert differing(base, range(len(base.axes))) is None


def test_a_draw_that_is_refused_is_so_before_an_act_that_a_coding_lacks():
    late = text(
        event("list", "2001-01-01/2001-03-20", "clock: {id: duties, due: talks + P1D, record: lapsed}"),
        event("talks", "2001-02-01/2001-03-01", act="meet"), event("deal", "2001-04-01", act="settle"),
    )  # fmt: skip
    other = late.replace("id: deal", "id: bargain")
    base = Base("test", (late, other), Specification(("coders", "dates", "drops"), draws=20))
    rows = [dict(zip(columns_of(base), row, strict=True)) for row in rows_of(base, range(len(base.axes)))]
    told = {row["refused"] for row in rows if row["coder"] and row["dropped"] == "deal"}
    assert told == {"this coding has no such act", "set or moved when due already: duties"}
    assert differing(base, range(len(base.axes))) is None


# -- disputes made by chance ----------------------------------------------------------------------


def made_up(chance, count):
    """A dispute with rules, decisions, readings and shocks, whose records nobody has checked."""
    line = unchecked(event_file(chance, count))
    events = tuple(
        replace(
            one, tactics=one.tactics or tuple(chance.sample([*Tactic], chance.randrange(3))),
            act=chance.choice([*Act]) if chance.random() < 0.5 else one.act,
            impact={chance.choice(line.sides): (-0.5, -1.0)} if chance.random() < 0.1 else {},
        )
        for one in line.events
    )  # fmt: skip
    decisions = []
    for side in line.sides:
        own = [one.id for one in events if line.acting(one.actor) == (side,)]
        while own:
            acts = tuple(own.pop(chance.randrange(len(own))) for _ in range(min(len(own), chance.randint(1, 3))))
            options = tuple(chance.sample([Act.WARN, Act.IMPOSE_SANCTIONS, Act.PROPOSE, *sorted(AGREEMENTS)], 2))
            decisions.append(
                Decision(f"d{len(decisions)}-{side}", side, "What?", options, acts, chance.choice([*Strategy]))
            )
    readings = tuple(
        Reading(f"r-{side}", side, parse_date(chance.choice(("1996-03-20", "1996-06"))), chance.choice([*Level]), None)
        for side in line.sides if chance.random() < 0.5
    )  # fmt: skip
    return replace(line, events=events, decisions=tuple(decisions), readings=readings)


def of(line, asked):
    base = Base("made up", ("",), asked)
    vars(base)["timelines"] = (line,)
    return base


@given(st.integers(0, 1 << 32), st.integers(2, 25), st.sampled_from(SPECIFICATIONS))
@few(60)
def test_a_sample_of_cases_of_disputes_made_by_chance(seed, count, asked):
    base = of(made_up(random.Random(seed), count), asked)
    assert differing(base, sample(base, 12, seed)) is None


# -- what is within the rules of columns, by hand -------------------------------------------------

HAND = (
    event("list", "2001-01-01", "clock: {id: duties, due: 2001-03-10, kind: effect, record: settled}", act="warn"),
    event("talks", "2001-01-05", act="meet"),
    event("more-talks", "2001-01-09", "needs: [talks]", act="meet"),
    event("either", "2001-01-20", "needs: [{any: [side-talks, more-talks]}]", act="meet"),
    event("side-talks", "2001-01-15", act="meet"),
    event("deal", "2001-03-01", "settles: [duties]", act="settle"),
)


def overlay(line):
    return Overlay(line, settled(line))


def test_what_is_loose():
    """Acts on clocks are bound, and what is one need of several, and what such an act itself needs."""
    assert overlay(loads(text(*HAND), "test.yaml")).loose == {"either": {"either"}}
    without = loads(text(*HAND[:3], HAND[5]), "test.yaml")
    assert overlay(without).loose == {"talks": {"talks", "more-talks"}, "more-talks": {"more-talks"}}


def test_what_goes_without_another_replay_goes_as_in_one():
    line = loads(text(*HAND[:3], HAND[5]), "test.yaml")
    over = overlay(line)
    columns = Columns(line, over.plain(), over.plain(), over.loose, ["duties"], "never set")
    gone, rest = columns.apart(["talks", "list"], columns.start, columns.loose)
    assert (gone, rest) == ({"talks", "more-talks"}, {"list"})
    case = columns.case(columns.start, gone)
    assert columns.replayed(case)["acts"] == 2
    assert columns.replayed(case)["parts_at"] == "talks"
    trace = over.dropped(["talks"])
    assert [one.event for one in trace if one.kind in (Kind.DROPPED, Kind.SUPPRESSED)] == ["talks", "more-talks"]


def test_an_overlay_is_the_edited_timeline_entry_by_entry():
    for path in SHIPPED:
        line = replay.load(path)
        plan = settled(line)
        over = Overlay(line, plan)
        for one in line.events[::7]:
            edited = apply(line, [Drop(one.id)])
            assert over.dropped([one.id]) == replay.run(edited)


def test_a_commitment_that_counts_each_time_goes_the_long_way():
    vow = """
    commits:
      - each: true
        when: {act: warn, actor: B}
        then: {act: impose-sanctions, actor: A, recipient: B, summary: It strikes., after: P1D}
    """
    line = loads(
        text(
            event("vow", "2001-01-01", vow, act="promise"),
            event("first", "2001-02-01", actor="B", act="warn"), event("second", "2001-03-01", actor="B", act="warn"),
        ),
        "test.yaml",
    )  # fmt: skip
    over = overlay(line)
    assert not over.covers and over.dropped(["first"]) is None and over.loose == {}
    columns = Columns(line, over.plain(), over.plain(), {}, [], "never set")
    assert columns.start is None  # the same act comes twice
    assert differing(of(line, Specification(("drops",))), range(4)) is None


def test_many_settings_fill_no_memory(monkeypatch):
    monkeypatch.setattr("replay.ensemble.rows._SETTINGS", 3)
    monkeypatch.setattr("replay.domain.shifts._SETTINGS", 3)
    base = Base("example", (replay.example().read_text(encoding="utf-8"),), Specification(("drops", "switches")))
    numbers = [*range(5), *range(5120, 5130), 7]
    assert differing(base, numbers) is None
    assert len(base.judged) <= 3 and len(base.columns[0].start.held) <= 4


def test_the_short_way_takes_a_fraction_of_the_time():
    """Of the time of this process, the least of three tries each; it takes about a twentieth."""
    base = Base("japan", (SHIPPED[0].read_text(encoding="utf-8"),), Specification(("drops",)))
    rows_of(base, [0])

    def seconds(numbers, whole):
        begin = process_time()
        rows_of(base, numbers, whole=whole)
        return process_time() - begin

    tries = [range(first, first + 8) for first in (10, 60, 110)]
    assert 3 * min(seconds(one, False) for one in tries) < min(seconds(one, True) for one in tries)


# -- what it stands on ----------------------------------------------------------------------------


def test_what_is_put_on_other_days_keeps_what_is_coded():
    line = replay.load(replay.example())
    setters = line.setters
    moved = line.put(pins={one.id: day("1996-03-01") for one in line.events})
    assert moved.setters is setters and moved.pins["demand"] == day("1996-03-01")
    assert not line.pins and moved != line
    with pytest.raises(TypeError, match="coded: events"):
        line.put(events=())


def test_settling_gives_the_replay_under_the_schedule_that_it_ends_with():
    line = replay.load(SHIPPED[2])
    plan, core = settle(line)
    assert core is not None
    assert Overlay(line, plan).plain(core) == replay.run(line)


def test_files_at_fault_are_told_before_anything_is_replayed():
    with pytest.raises(TimelineError):
        rows_of(Base("x.yaml", ("format: 1",), Specification(("drops",))), [0])


# -- the smallest shifts of dates -----------------------------------------------------------------


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_the_smallest_shifts_of_the_shipped_disputes(path, monkeypatch):
    """Of every nineteenth act, as the long way takes its time."""
    movable = shifts._Search.movable
    monkeypatch.setattr(shifts._Search, "movable", lambda search: movable(search)[::19])
    base = Base(path.name, (path.read_text(encoding="utf-8"),), Specification(("dates",)))
    assert shifts.smallest_shifts(base) == shifts.smallest_shifts(base, whole=True)


@given(st.integers(0, 1 << 32), st.integers(2, 20), st.sampled_from(("earliest", "middle", "latest")))
@few(15)
def test_the_smallest_shifts_of_disputes_made_by_chance(seed, count, dates):
    """Most acts that nothing names do nothing but come, so that some are tried for nothing, or for scores alone.

    With two decisions at most not all acts are in one.
    """
    chance = random.Random(seed)
    line = made_up(chance, count)
    items = [item for one in line.events for item in (one, *(inner for inner, _ in placed_in(one)))]
    held = {reference.name for item in items for reference in references(item)}
    events = tuple(
        replace(one, answers={}, tactics=(), impact={})
        if one.id not in held and not (one.clocks or one.commits or one.splits or one.touches) and chance.random() < 0.7
        else one
        for one in line.events
    )
    base = of(replace(line, events=events, decisions=line.decisions[:2]), Specification(("dates",), dates=dates))
    assert shifts.smallest_shifts(base) == shifts.smallest_shifts(base, whole=True)


def test_which_acts_are_not_tried():
    """A third party's visit tells on nothing. The refusal, whose manner nobody coded, comes upon the demand, and tells
    on a path and a spiral; the warning weighs on a side from its day on; the deal settles. The others are named.
    """
    line = loads(text(
        event("asked", "2001-01", act="demand"),
        event("refused", "2001-02", "answers: {asked: counters}", actor="B", act="reject"),
        event("visit", "2001-03", actor="C", act="meet"),
        event("warning", "2001-04", act="warn"),
        event("deal", "2001-05", act="settle"),
        event("threat", "2001-06-01", "clock: {id: duties, due: warned + P1D, record: lapsed}", act="warn"),
        event("warned", "2001-07", actor="C", act="meet"),
    ))  # fmt: skip
    search = shifts._Search(of(line, Specification(("dates",))), {}, {}, False)
    assert search.idle() == (frozenset({"visit", "refused"}), frozenset({"visit", "warning"}))
