"""What the replay does with clocks, consequences and commitments."""

import pytest
from coded import event, timeline

import replay
from replay.engine.trace import Kind

IMPOSE = "on_end: {act: impose-sanctions, actor: A, recipient: B, summary: Imposed.}"


def story(*events, **options):
    """Compact form of a trace: (date, kind, event or clock)."""
    trace = replay.run(timeline(*events), **options)
    return [(e.date, e.kind.value, e.clock or e.event) for e in trace]


def clock(name, due, record, more=""):
    return f"clock:\n  id: {name}\n  due: {due}\n  record: {record}\n" + "".join(
        f"  {line}\n" for line in more.splitlines()
    )


def test_an_answer_on_the_last_day_meets_the_clock():
    found = story(
        event("threat", "2001-03-01", clock("c", "2001-06-01", "met")),
        event("deal", "2001-06-01", "meets: c", actor="B", recipient="A", act="settle"),
    )
    assert found == [
        ("2001-03-01", "event", "threat"),
        ("2001-03-01", "clock-set", "c"),
        ("2001-06-01", "event", "deal"),
        ("2001-06-01", "clock-met", "c"),
    ]


def test_unless_the_clock_says_that_the_last_day_is_out():
    found = replay.run(
        timeline(
            event("threat", "2001-03-01", clock("c", "2001-06-01", "lapsed", "last_day: out")),
            event("late", "2001-06-01", actor="B", recipient="A", act="propose"),
        )
    )
    assert [(e.kind.value, e.event) for e in found][-2:] == [("clock-lapsed", None), ("event", "late")]


def test_a_lapse_emits_its_consequence_which_sets_a_clock_that_lapses_too():
    nested = (
        "on_end: {act: impose-sanctions, actor: A, recipient: B, summary: Imposed., after: P2D, "
        "clock: {id: second, due: P10D, record: lapsed, "
        "on_end: {act: file-case, actor: B, recipient: A, summary: Filed.}}}"
    )
    found = story(event("threat", "2001-03-01", clock("first", "P30D", "lapsed", nested)))
    assert found == [
        ("2001-03-01", "event", "threat"),
        ("2001-03-01", "clock-set", "first"),
        ("2001-03-31", "clock-lapsed", "first"),
        ("2001-04-02", "consequence", "first/end"),
        ("2001-04-02", "clock-set", "second"),
        ("2001-04-12", "clock-lapsed", "second"),
        ("2001-04-12", "consequence", "second/end"),
    ]


def test_a_consequence_that_stands_in_the_record_is_not_emitted_but_caused():
    trace = replay.run(
        timeline(
            event(
                "threat",
                "2001-03-01",
                clock("c", "P30D", "lapsed", IMPOSE[:-1] + ", event: imposed}"),
            ),
            event("imposed", "2001-04-02", act="impose-sanctions"),
        )
    )
    assert [e.kind.value for e in trace] == ["event", "clock-set", "clock-lapsed", "event"]
    assert trace[3].causes == (2,)
    assert replay.conformance(trace) == ()


def test_a_moved_clock_keeps_one_history_and_lapses_on_its_last_due_day():
    trace = replay.run(
        timeline(
            event("threat", "2001-03-01", clock("c", "2001-04-01", "lapsed")),
            event("later", "2001-03-20", "moves: {c: 2001-05-01}", act="extend-deadline"),
            event("earlier", "2001-03-25", "moves: {c: P40D}", act="advance-deadline"),
        )
    )
    (history,) = trace.clocks()
    assert [e.date for e in trace.select(Kind.CLOCK_LAPSED)] == ["2001-04-10"]  # 40 days from 1 March, the setting act
    assert len(history.dues) == 3
    assert history.outcome.value == "lapsed"


def test_a_clock_brought_forward_to_a_day_gone_by_lapses_at_once():
    trace = replay.run(
        timeline(
            event("threat", "2001-03-01", clock("c", "2001-06-01", "lapsed")),
            event("sooner", "2001-04-01/2001-04-30", "moves: {c: 2001-04-02}", act="advance-deadline"),
        ),
        dates="latest",
    )
    assert [e.date for e in trace.select(Kind.CLOCK_LAPSED)] == ["2001-04-30"]


def test_commitments_fire_on_a_clock_end_and_on_an_act():
    warning = """
    commits:
      - when: {clock: c, ends: lapsed}
        then: {act: file-case, actor: B, recipient: A, summary: Filed., after: P3D}
      - when: {act: impose-sanctions, actor: A}
        then: {act: list-sanctions, actor: B, recipient: A, summary: Listed.}
    """
    found = story(
        event("threat", "2001-03-01", clock("c", "P30D", "lapsed", IMPOSE)),
        event("warning", "2001-03-05", warning, actor="B", recipient="A", act="warn"),
    )
    assert found[3:] == [
        ("2001-03-31", "clock-lapsed", "c"),
        ("2001-03-31", "consequence", "c/end"),
        ("2001-03-31", "reaction", "warning/reply-2"),
        ("2001-04-03", "reaction", "warning/reply-1"),
    ]


def test_a_commitment_does_not_look_back():
    later = "commits: {when: {act: demand, actor: A}, then: {act: warn, actor: B, summary: Warned.}}"
    found = story(event("a-demand", "2001-03-01"), event("vow", "2001-03-02", later, actor="B", act="commit"))
    assert [kind for _, kind, _ in found] == ["event", "event"]


def test_a_trigger_may_name_the_recipient():
    vow = "commits: {when: {act: demand, actor: A, recipient: C}, then: {act: warn, actor: B, summary: Warned.}}"
    found = story(
        event("vow", "2001-03-01", vow, actor="B", act="commit"),
        event("to-b", "2001-03-02"),
        event("to-c", "2001-03-03", recipient="C"),
    )
    assert found[-1] == ("2001-03-03", "reaction", "vow/reply-1")
    assert [kind for _, kind, _ in found].count("reaction") == 1


def test_a_loop_of_commitments_is_cut_and_told():
    def vow(when, then):
        return f"commits: {{when: {{act: {when}}}, then: {{act: {then}, summary: Answered., after: P1D}}}}"

    trace = replay.run(
        timeline(
            event("vow-a", "2001-01-01", vow("accuse, actor: B", "warn, actor: A"), act="commit"),
            event("vow-b", "2001-01-02", vow("warn, actor: A", "accuse, actor: B"), actor="B", act="commit"),
            event("spark", "2001-02-01", act="warn"),
        )
    )
    kinds = [e.kind.value for e in trace]
    assert kinds == ["event", "event", "event", "reaction", "reaction", "loop"]
    assert [f.what for f in replay.conformance(trace)] == ["emitted", "emitted", "loop"]


def test_until_cuts_the_replay_and_leaves_clocks_open():
    trace = replay.run(
        timeline(
            event("threat", "2001-03-01", clock("c", "2001-06-01", "met")),
            event("deal", "2001-05-30", "meets: c", actor="B", recipient="A", act="settle"),
        ),
        until="2001-05-29",
    )
    assert len(trace) == 2
    assert trace.clocks()[0].outcome.value == "open"
    assert trace.at("2001-05-29").clocks == {"c": trace.clocks()[0].due}


def test_the_due_day_of_a_horizon_still_counts():
    trace = replay.run(timeline(event("threat", "2001-03-01", clock("c", "2001-06-01", "lapsed"))), until="2001-06-01")
    assert trace[-1].kind is Kind.CLOCK_LAPSED


def test_same_day_order_is_premises_then_ids_and_order_overrides():
    found = story(
        event("b-second", "2001-03-01", "answers: {c-first: responds}", actor="B"),
        event("c-first", "2001-03-01"),
        event("a-third", "2001-03-01", "order: 1"),
    )
    assert [name for *_, name in found] == ["c-first", "b-second", "a-third"]


@pytest.mark.parametrize(("dates", "day"), [("earliest", "03-01"), ("middle", "03-16"), ("latest", "03-31")])
def test_dates_within_bounds(dates, day):
    assert story(event("x", "2001-03"), dates=dates)[0][0] == f"2001-{day}"


def test_play_shows_states_as_they_arise():
    steps = replay.play(
        timeline(
            event("threat", "2001-03-01", clock("c", "2001-04-01", "lapsed", IMPOSE)),
            event("talk", "2001-05-01", act="meet"),
        )
    )
    running = [(entry.kind.value, sorted(steps.state.clocks)) for entry in steps]
    assert running == [
        ("event", []),
        ("clock-set", ["c"]),
        ("clock-lapsed", []),
        ("consequence", []),
        ("event", []),
    ]


def test_pressure_adds_up_rungs():
    trace = replay.run(
        timeline(
            event("one", "2001-03-01", act="demand"),
            event("two", "2001-03-02", act="list-sanctions"),
            event("three", "2001-03-03", actor="B", recipient="A", act="file-case"),
        )
    )
    state = trace.at("2001-03-03")
    assert (state.exerted, state.faced) == ({"A": 13, "B": 8}, {"B": 13, "A": 8})


def test_unknown_bound_is_refused():
    with pytest.raises(ValueError, match="earliest, middle, latest"):
        replay.run(replay.load(replay.example()), dates="mean")
