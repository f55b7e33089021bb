"""What holds of every replay, tried on random disputes; and a second, simpler simulator to compare with."""

from __future__ import annotations

import calendar
import datetime
import json
import os
import random
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace

import pytest
import yaml
from coded import event, text
from hypothesis import given
from hypothesis import strategies as st
from strategies import END, as_text, event_files, exact_files, few, settled, timelines, unchecked

import replay
from replay.codebook import Outcome
from replay.dates import Duration, Relative, When, day, iso
from replay.engine.trace import ACTED, ENDS, Kind, Trace
from replay.files import loads
from replay.timeline import Event, Timeline
from replay.timeline.checks import check
from replay.timeline.schedule import BOUNDS

DATES = st.sampled_from(BOUNDS)
MOMENTS = st.tuples(st.integers(0, 199), st.integers(-1, 1))
"""An entry, round and round, and a day before or after it: most things go wrong next to something that happens."""


def near(trace: Trace, moment: tuple[int, int]) -> int:
    return trace[moment[0] % len(trace)].day + moment[1]


def story(trace: Trace) -> list[str]:
    """The entries as text, without their seqs and causes."""
    return [" ".join((e.date, e.kind.value, e.event or "-", e.clock or "-")) for e in trace]


# -- the strategies themselves --------------------------------------------------------------------


@few(60)
@given(event_files())
def test_random_files_are_sound_but_for_their_records(file):
    assert {problem.code for problem in check(unchecked(file))} <= {"record", "ended-twice", "too-late"}


@few(60)
@given(event_files())
def test_a_record_taken_from_a_replay_is_accepted_and_conforms(file):
    trace = replay.run(loads(as_text(settled(file))))
    emitted = {entry.clock for entry in trace.select(*ENDS) if entry.event and "/" in entry.event}
    findings = replay.conformance(trace)
    assert {finding.what for finding in findings} <= {"clock", "emitted", "loop"}
    assert {finding.id for finding in findings if finding.what == "clock"} <= emitted


# -- the order of the file ------------------------------------------------------------------------


@few(60)
@given(event_files(), DATES, st.randoms(use_true_random=True))
def test_the_order_of_the_file_carries_no_meaning(file, dates, chance):
    before = replay.run(unchecked(file), dates=dates)
    chance.shuffle(file["events"])
    assert replay.run(unchecked(file), dates=dates).digest == before.digest


@few(40)
@given(timelines(exact=True), st.randoms(use_true_random=True))
def test_order_matters_only_within_a_day(timeline, chance):
    """Every day gets other numbers that rank its events as before; days know nothing of each other's."""
    ranks = {e.date.text: sorted({o.order for o in timeline.events if o.date == e.date}) for e in timeline.events}
    new = {text: sorted(chance.sample(range(-50, 50), len(old))) for text, old in ranks.items()}
    events = tuple(replace(e, order=new[e.date.text][ranks[e.date.text].index(e.order)]) for e in timeline.events)
    assert replay.run(replace(timeline, events=events)).digest == replay.run(timeline).digest


@few(40)
@given(event_files())
def test_the_layout_of_the_file_carries_no_meaning(file):
    class Plain(yaml.SafeDumper):
        ignore_aliases = staticmethod(lambda _: True)

    file = settled(file)
    block = yaml.dump(file, Dumper=Plain, sort_keys=False)
    timeline = loads(as_text(file))
    assert loads(block) == timeline == loads(as_text(file))
    assert replay.run(loads(block)).digest == replay.run(timeline).digest
    assert loads(block).digest != timeline.digest


# -- the shape of a trace -------------------------------------------------------------------------


@few(80)
@given(timelines(), DATES)
def test_nothing_comes_before_its_cause(timeline, dates):
    trace = replay.run(timeline, dates=dates)
    for entry in trace:
        assert list(entry.causes) == sorted(set(entry.causes))
        for cause in entry.causes:
            assert cause < entry.seq and trace[cause].day <= entry.day
    ticks = [trace.tick(entry.seq) for entry in trace]
    assert ticks == sorted(ticks)
    assert [entry.seq for entry in trace] == list(range(len(trace)))


@few(80)
@given(timelines(), DATES)
def test_every_event_of_the_record_happens_once_and_in_its_bounds(timeline, dates):
    trace = replay.run(timeline, dates=dates)
    days = {entry.event: entry.day for entry in trace.select(Kind.EVENT)}
    assert len(days) == len(trace.select(Kind.EVENT))
    for coded in timeline.events:
        if isinstance(coded.date, When):
            assert coded.date.earliest <= days[coded.id] <= coded.date.latest
            assert timeline.period.earliest <= days[coded.id] <= timeline.period.latest
        else:
            assert coded.id in days or dates == "latest"  # its anchor may be too near the end of the period
    assert not trace.select(Kind.SUPPRESSED)


@few(80)
@given(timelines(), DATES)
def test_a_clock_ends_at_most_once_and_rests(timeline, dates):
    trace = replay.run(timeline, dates=dates)
    state: dict[str, str] = {}
    for entry in trace:
        if entry.kind is Kind.CLOCK_SET:
            assert entry.clock not in state
            state[entry.clock] = "open"
        elif entry.kind is Kind.CLOCK_MOVED:
            assert state[entry.clock] == "open"
        elif entry.kind in ENDS:
            assert state[entry.clock] == "open"
            state[entry.clock] = ENDS[entry.kind].value
    assert {clock.id: clock.outcome.value for clock in trace.clocks()} == state


@few(80)
@given(timelines(), DATES)
def test_a_clock_lapses_on_its_last_due_day(timeline, dates):
    trace = replay.run(timeline, dates=dates)
    for clock in trace.clocks():
        since, due = clock.dues[-1]
        if clock.outcome is Outcome.LAPSED:
            assert due is not None and clock.ended_on == max(due, since)
        elif clock.outcome is Outcome.OPEN:
            assert due is None or due > timeline.period.latest
        else:
            assert clock.ended_on <= max(due, since) if due is not None else True


@few(60)
@given(st.integers(1, 400), st.sampled_from(["in", "out"]), st.sampled_from(["meets", "withdraws"]))
def test_the_due_day_is_in_or_out(length, last_day, field):
    due = iso(day("2001-02-03") + length)
    ended = {"meets": "met", "withdraws": "withdrawn"}[field] if last_day == "in" else "lapsed"
    clock = f"clock: {{id: c, due: P{length}D, last_day: {last_day}, record: {ended}}}"
    answer = f"{field}: c" if last_day == "in" else "answers: {c: responds}"
    timeline = loads(text(event("threat", "2001-02-03", clock), event("deal", due, answer, actor="B", recipient="A")))
    late = replace(timeline.by_id["deal"], **{field: ("c",), "answers": {}})
    for deal in (timeline.by_id["deal"], late):
        trace = replay.run(replace(timeline, events=(timeline.by_id["threat"], deal)))
        assert [(c.outcome.value, iso(c.ended_on)) for c in trace.clocks()] == [(ended, due)]


@few(40)
@given(timelines(), DATES)
def test_playing_gives_what_running_gives(timeline, dates):
    steps = replay.play(timeline, dates=dates)
    whole = replay.run(timeline, dates=dates)
    assert list(steps) == list(whole)
    assert steps.trace == whole and steps.trace.digest == whole.digest


@few(60)
@given(timelines(), DATES, MOMENTS)
def test_stopping_early_gives_the_beginning(timeline, dates, moment):
    trace = replay.run(timeline, dates=dates, until=day(END) + 60)
    until = near(trace, moment)
    whole = [entry for entry in trace if entry.day <= until]
    assert list(replay.run(timeline, dates=dates, until=until)) == whole
    assert list(replay.play(timeline, dates=dates, until=iso(until))) == whole


@few(40)
@given(timelines())
def test_json_lines_both_ways(timeline):
    trace = replay.run(timeline)
    lines = trace.to_jsonl()
    again = Trace.from_jsonl(lines)
    assert again == trace and again.to_jsonl() == lines and again.digest == trace.digest
    assert [json.loads(line)["seq"] for line in lines.splitlines()] == list(range(len(trace)))


@few(60)
@given(timelines(), MOMENTS)
def test_the_state_is_the_sum_of_the_entries(timeline, moment):
    trace = replay.run(timeline)
    date = near(trace, moment)
    dues = {clock.id: [due for _, due in clock.dues] for clock in trace.clocks()}
    clocks: dict[str, int | None] = {}
    last: dict[str, int] = {}
    exerted: dict[str, int] = {}
    faced: dict[str, int] = {}
    for entry in trace:
        if entry.day > date:
            break
        if entry.kind in ACTED:
            last[entry.actor] = entry.seq
            exerted[entry.actor] = exerted.get(entry.actor, 0) + entry.act.rung
            if entry.recipient:
                faced[entry.recipient] = faced.get(entry.recipient, 0) + entry.act.rung
        elif entry.kind in (Kind.CLOCK_SET, Kind.CLOCK_MOVED):
            clocks[entry.clock] = dues[entry.clock].pop(0)
        elif entry.kind in ENDS:
            del clocks[entry.clock]
    state = trace.at(date)
    assert (state.day, state.clocks, state.last) == (date, clocks, last)
    assert (state.exerted, state.faced) == (exerted, faced)


# -- commitments ----------------------------------------------------------------------------------

RING = ("warn", "demand", "accuse", "reject", "deny")


@few(40)
@given(st.integers(1, 5), st.lists(st.integers(0, 40), min_size=5, max_size=5), st.integers(0, 4))
def test_a_ring_of_commitments_goes_round_once(size, delays, kick):
    """Each party answers the act of the one before it; the round ends where it began, with one entry of kind loop."""
    promises = [
        event(
            f"promise-{n}",
            "2000-01-05",
            f"""
            commits:
              when: {{act: {RING[n]}, actor: {"AB"[n % 2]}}}
              then: {{act: {RING[(n + 1) % size]}, actor: {"AB"[(n + 1) % size % 2]}, summary: x, after: P{delays[n]}D}}
            """,
            act="commit",
        )
        for n in range(size)
    ]
    kick %= size
    first = event("kick", "2000-02-01", act=RING[kick], actor="AB"[kick % 2], recipient="C")
    trace = replay.run(loads(text(*promises, first)))
    kinds = [entry.kind for entry in trace][size:]
    assert kinds == [Kind.EVENT, *[Kind.REACTION] * size, Kind.LOOP]
    assert [entry.act.value for entry in trace.select(Kind.REACTION)] == [
        RING[(kick + n + 1) % size] for n in range(size)
    ]
    assert trace[-1].day == day("2000-02-01") + sum(delays[:size])
    assert [finding.what for finding in replay.conformance(trace)] == ["emitted"] * size + ["loop"]


@few(60)
@given(timelines(most=12))
def test_no_commitment_and_no_consequence_is_carried_out_twice(timeline):
    trace = replay.run(timeline)
    emitted = [entry.event for entry in trace.select(Kind.CONSEQUENCE, Kind.REACTION)]
    assert len(emitted) == len(set(emitted))
    rules = sum(len(e.commits) for e in timeline.events) + len(timeline.clocks)
    assert len(trace) <= len(timeline.events) + 20 * (rules + 1) + 4 * len(timeline.clocks)
    for entry in trace.select(Kind.LOOP):
        assert len(entry.causes) == 2


# -- the same on every machine --------------------------------------------------------------------


@pytest.mark.parametrize("command", [["run", "--format", "jsonl"], ["graph", "--json"]], ids=["run", "graph"])
def test_hash_seed_and_time_zone_change_nothing(command, tmp_path):
    path = tmp_path / "random.yaml"
    path.write_text(as_text(settled(_Made.file)))
    outputs = set()
    for seed, zone in (("1", "Asia/Seoul"), ("2", "America/New_York")):
        env = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone}
        for file in (replay.example(), path):
            call = [sys.executable, "-m", "replay", command[0], str(file), *command[1:]]
            done = subprocess.run(call, env=env, capture_output=True, cwd=tmp_path, check=False)
            assert done.stdout and b"Traceback" not in done.stderr
            outputs.add(done.stdout)
    assert len(outputs) == 2


class _Made:
    """One random file, the same at every run."""

    from strategies import event_file

    file = event_file(random.Random(1995), 20)


# -- a second simulator ---------------------------------------------------------------------------


def moved(here: int, length: Duration) -> int:
    """A day moved by a length of time, by the standard library."""
    date = datetime.date.fromordinal(here)
    month = date.month - 1 + length.months + 12 * length.years
    year, month = date.year + month // 12, month % 12 + 1
    last = calendar.monthrange(year, month)[1]
    return date.replace(year=year, month=month, day=min(date.day, last)).toordinal() + length.days


def by_hand(timeline: Timeline) -> list[str]:
    """What happens, from a sorted list of dated events: no queue, no timers, no commitments."""
    days = {e.id: e.date.earliest for e in timeline.events}
    setter = {clock.id: e.id for e in timeline.events for clock in e.clocks}
    last_in = {clock.id: clock.last_day == "in" for e in timeline.events for clock in e.clocks}
    running: dict[str, tuple[int, int]] = {}  # clock -> day and part of the day at which it lapses
    out: list[str] = []

    def due_at(clock: str, due: When | Relative | Duration, now: int) -> tuple[int, int]:
        if isinstance(due, Duration):
            last = moved(now, due)
        else:
            last = moved(days[due.anchor], due.duration) if isinstance(due, Relative) else due.latest
        return max((last, 3 if last_in[clock] else 0), (now, 2))  # a date gone by: at the end of the day's acts

    def lapse(before: tuple[int, int]) -> None:
        for clock in sorted(running, key=lambda name: (running[name], name)):
            if running[clock] < before:
                out.append(f"{iso(running.pop(clock)[0])} clock-lapsed - {clock}")

    for here in _in_order(timeline, days, setter):
        now = days[here.id]
        lapse((now, 1))
        out.append(f"{iso(now)} event {here.id} -")
        for names, kind in ((here.meets, "clock-met"), (here.withdraws, "clock-withdrawn")):
            for clock in names:
                if running.pop(clock, None):
                    out.append(f"{iso(now)} {kind} {here.id} {clock}")
        for clock, due in here.moves.items():
            if clock in running:
                running[clock] = due_at(clock, due, now)
                out.append(f"{iso(now)} clock-moved {here.id} {clock}")
        for clock in here.clocks:
            running[clock.id] = due_at(clock.id, clock.due, now)
            out.append(f"{iso(now)} clock-set {here.id} {clock.id}")
    lapse((timeline.period.latest, 9))
    return out


def _in_order(timeline: Timeline, days: dict[str, int], setter: dict[str, str]) -> Iterator[Event]:
    """By day, what an event waits for first, then by order, then by id."""
    left = {e.id: e for e in timeline.events}

    def free(e: Event) -> bool:
        groups = [min(group, key=lambda name: (days[name], name)) for group in e.needs]
        touched = [*e.answers, *e.meets, *e.withdraws, *e.moves]
        return not any(setter.get(name, name) in left for name in (*groups, *touched))

    while left:
        here = min((e for e in left.values() if free(e)), key=lambda e: (days[e.id], e.order, e.id))
        yield left.pop(here.id)


@few(150)
@given(exact_files(rules=False))
def test_a_second_simulator_agrees(file):
    timeline = unchecked(file)
    assert story(replay.run(timeline)) == by_hand(timeline)


def test_the_second_simulator_can_disagree():
    """A deadline that is out on its last day, met on it: with the rule turned round the two differ."""
    clock = "clock: {id: c, due: P10D, last_day: out, record: lapsed}"
    timeline = loads(text(event("threat", "2001-02-03", clock), event("deal", "2001-02-13", "answers: {c: responds}")))
    turned = replace(timeline.by_id["threat"], clocks=(replace(timeline.clocks["c"], last_day="in"),))
    deal = replace(timeline.by_id["deal"], meets=("c",))
    timeline = replace(timeline, events=(timeline.by_id["threat"], deal))
    assert story(replay.run(timeline)) == by_hand(timeline)
    assert story(replay.run(timeline)) != by_hand(replace(timeline, events=(turned, deal)))
