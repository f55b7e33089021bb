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
from replay.codebook import CLOCK_ACTS, ClockKind, Outcome
from replay.counterfactuals import whatif
from replay.counterfactuals.edits import Drop
from replay.dates import Duration, Relative, When, day, iso
from replay.engine.trace import ACTED, ENDS, RUN_OUT, STARTS, Kind, Trace
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
    assert {problem.code for problem in check(unchecked(file))} <= {"record", "ended-twice", "too-late", "due"}


@few(60)
@given(event_files())
def test_a_record_taken_from_a_replay_is_accepted_and_conforms(file):
    assert replay.conformance(replay.run(loads(as_text(settled(file))))) == ()


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
    away = {entry.event for entry in trace.select(Kind.SUPPRESSED)}
    for name in away:  # only without a rule, a clock to touch, or an event that is away
        coded = timeline.by_id[name]
        lacks = any(away.issuperset(group) for group in coded.needs)
        assert lacks or name in timeline.ruled or coded.touches, name
    for coded in (coded for coded in timeline.events if coded.id not in away):
        if isinstance(coded.date, When):
            assert coded.date.earliest <= days[coded.id] <= coded.date.latest
            assert timeline.period.earliest <= days[coded.id] <= timeline.period.latest
        else:
            assert coded.id in days or dates == "latest"  # its anchor may be too near the end of the period


@few(80)
@given(timelines(), DATES)
def test_a_clock_ends_at_most_once_and_rests(timeline, dates):
    trace = replay.run(timeline, dates=dates)
    state: dict[str, str] = {}
    for entry in trace:
        if entry.kind is Kind.CLOCK_SET:
            assert entry.clock not in state
            state[entry.clock] = "open"
        elif entry.kind is Kind.CLOCK_REOPENED:
            assert ENDS[trace[entry.causes[0]].kind].value == state[entry.clock] != "suspended"
            state[entry.clock] = "open"
        elif entry.kind is Kind.CLOCK_RESUMED:
            assert state[entry.clock] == "suspended"
            state[entry.clock] = "open"
        elif entry.kind is Kind.CLOCK_MOVED:
            assert state[entry.clock] in ("open", "suspended")
            state[entry.clock] = "open"
        elif entry.kind is Kind.CLOCK_SPLIT:
            assert state[entry.clock] in ("open", "suspended")
        elif entry.kind in ENDS:
            assert state[entry.clock] == "open" or state[entry.clock] == "suspended" != ENDS[entry.kind].value
            state[entry.clock] = ENDS[entry.kind].value
    assert {clock.id: clock.outcome.value for clock in trace.clocks()} == state


@few(80)
@given(timelines(), DATES)
def test_a_clock_runs_out_on_its_last_due_day(timeline, dates):
    trace = replay.run(timeline, dates=dates)
    for clock in trace.clocks():
        since, due = clock.dues[-1]
        if clock.outcome in clock.kind.run_out:
            assert due is not None and clock.ended_on == max(due, since)
        elif clock.outcome is Outcome.OPEN:
            assert due is None or due > timeline.period.latest
        else:
            stood_still = trace.select(Kind.CLOCK_REOPENED, Kind.CLOCK_SUSPENDED)
            late = any(entry.clock == clock.id for entry in stood_still)
            assert clock.outcome in ENDS.values() and (due is None or late or clock.ended_on <= max(due, since))


@few(60)
@given(st.integers(1, 400), st.sampled_from(["in", "out"]), st.sampled_from(["meets", "withdraws"]))
def test_the_due_day_is_in_or_out(length, last_day, field):
    due = iso(day("2001-02-03") + length)
    ended = {"meets": "met", "withdraws": "withdrawn"}[field] if last_day == "in" else "lapsed"
    clock = f"clock: {{id: c, due: P{length}D, last_day: {last_day}, record: {ended}}}"
    answer = f"{field}: c" if last_day == "in" else "answers: {c: responds}"
    timeline = loads(text(event("threat", "2001-02-03", clock), event("deal", due, answer, actor="B", recipient="A")))
    late = replace(timeline.by_id["deal"], **{field: {"c": Outcome.MET} if field == "meets" else ("c",), "answers": {}})
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
        elif entry.kind in STARTS:
            clocks[entry.clock] = None if entry.kind is Kind.CLOCK_REOPENED else dues[entry.clock].pop(0)
        elif entry.kind in ENDS:
            clocks.pop(entry.clock, None)  # nothing, if it was stopped before
    state = trace.at(date)
    assert (state.day, state.clocks, state.last) == (date, clocks, last)
    assert (state.exerted, state.faced) == (exerted, faced)


# -- what follows by rule -------------------------------------------------------------------------


@few(60)
@given(timelines(), DATES)
def test_nothing_follows_from_a_clock_before_its_end(timeline, dates):
    trace = replay.run(timeline, dates=dates)
    for entry in trace.select(Kind.CONSEQUENCE):
        clock = entry.event.partition("/")[0]
        assert [(trace[cause].clock, trace[cause].kind in RUN_OUT) for cause in entry.causes] == [(clock, True)]
    early = trace.plan.followed.early
    for entry in trace.select(Kind.EVENT):
        rules = {rule.rpartition("/")[0] for rule, _ in trace.fired.get(entry.event, ())}
        if rules and entry.event not in early:
            grounds = [trace[cause] for cause in entry.causes]
            ends = {ground.clock for ground in grounds if ground.kind in RUN_OUT}
            promises = {ground.event for ground in grounds if ground.kind is Kind.EVENT}
            assert rules & (ends | promises)


@few(60)
@given(timelines(), DATES)
def test_no_act_is_kept_whose_rule_does_not_bring_it_about(timeline, dates):
    """Nor what rests on an act that did not happen: its promises bind nobody."""
    trace = replay.run(timeline, dates=dates)
    happened = {entry.event for entry in trace.select(Kind.EVENT)}
    for name in happened & timeline.ruled.keys() - trace.plan.followed.early:
        assert {rule for rule, _ in trace.fired[name]} <= set(timeline.ruled[name])
    for name in {rule.rpartition("/")[0] for rule in trace.triggered} & timeline.by_id.keys():
        assert name in happened


@few(40)
@given(event_files(most=15), st.integers(0, 99))
def test_before_the_day_of_an_edit_everything_is_as_it_was(file, which):
    timeline = unchecked(settled(file))
    gone = timeline.events[which % len(timeline.events)].id
    before, after = replay.run(timeline), whatif(timeline, [Drop(gone)]).after.trace
    day_of = next(entry.day for entry in before if entry.event == gone)
    assert story_until(before, day_of) == story_until(after, day_of)


def story_until(trace: Trace, last: int) -> list[str]:
    return [line for line, entry in zip(story(trace), trace, strict=True) if entry.day < last]


@few(30)
@given(event_files())
def test_a_second_replay_gives_the_same_bytes(file):
    first, second = (replay.run(unchecked(file)) for _ in range(2))
    assert first.to_jsonl() == second.to_jsonl() and first.clocks_csv() == second.clocks_csv()


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
    repeated = {name for name in emitted if emitted.count(name) > 1}
    each = {f"{e.id}/reply-{n}" for e in timeline.events for n, made in enumerate(e.commits, 1) if made.each}
    assert repeated <= each
    rules = sum(len(e.commits) for e in timeline.events) + len(timeline.clocks)
    assert len(trace) <= len(timeline.events) + 40 * (rules + 1) + 8 * len(timeline.clocks)
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
    setter = {clock.id: e.id for e in timeline.events for clock in (*e.clocks, *e.splits.values())}
    known = {clock.id: clock for e in timeline.events for clock in (*e.clocks, *e.splits.values())}
    running: dict[str, tuple[int, int] | None] = {}  # clock -> day and part of the day at which it runs out
    stopped: dict[str, int | None] = {}  # clock -> days that were left
    stands: dict[str, int | None] = {}
    ended: dict[str, int] = {}  # clock -> day
    ran_out: set[str] = set()
    done: set[str] = set()
    waiting: list[tuple[str, str, int]] = []  # clock, the clock from whose end it counts, days
    set_on: dict[str, int] = {}
    out: list[str] = []

    def say(now: int, what: str, event: str, clock: str) -> None:
        out.append(f"{iso(now)} {what} {event} {clock}")

    def run_to(clock: str, due: int | None, now: tuple[int, int]) -> None:
        stands[clock] = due
        stopped.pop(clock, None)
        ran_out.discard(clock)
        ended.pop(clock, None)
        part = known[clock].last_day or ("start" if known[clock].kind is ClockKind.EFFECT else "in")
        at = {"out": 0, "start": 2, "in": 6}[part]
        running[clock] = None if due is None else max((due, at), now)

    def over(clock: str, now: tuple[int, int]) -> None:
        running.pop(clock, None)
        stopped.pop(clock, None)
        ended[clock] = now[0]
        for other, first, length in list(waiting):
            if first == clock:
                waiting.remove((other, first, length))
                if other in running and running[other] is None and stands[other] is None:
                    run_to(other, ended[clock] + length, now)
                    say(now[0], "clock-moved", setter[other], other)

    def run_out(before: tuple[int, int]) -> None:
        while due := [(at, name) for name, at in running.items() if at is not None and at < before]:
            at = min(due)[0]
            for clock in sorted(name for when, name in due if when == at):
                if running.get(clock) == at:
                    ran_out.add(clock)
                    say(at[0], f"clock-{known[clock].kind.run_out[0].value}", "-", clock)
                    over(clock, at)

    def due_of(clock: str, due: When | Relative | Duration, now: int) -> int | None:
        if isinstance(due, When):
            return due.latest
        if isinstance(due, Duration):
            return moved(set_on.get(clock, now), due)
        if due.clock:
            base = ended.get(due.clock) if due.from_end else stands.get(due.clock)
            if base is None and due.from_end:
                waiting.append((clock, due.clock, due.duration.days))
        else:
            base = days[due.anchor] if due.anchor else stands[clock]
        return None if base is None else moved(base, due.duration)

    for now, part, here in _in_order(timeline, days, setter):
        run_out((now, part))
        ends = dict.fromkeys(here.suspends, "clock-suspended")
        ends |= dict.fromkeys(here.withdraws, "clock-withdrawn") | dict.fromkeys(here.settles, "clock-settled")
        ends |= {name: f"clock-{outcome.value}" for name, outcome in here.meets.items()}
        touched = {*ends, *here.moves, *here.resumes, *here.splits}
        alive = {
            name for name in touched
            if name in stopped or (name not in here.resumes and (name in running or (here.late and name in ran_out)))
        }  # fmt: skip
        about = touched and not here.clocks
        parts = {clock.id for e in timeline.events for clock in e.splits.values()}
        unset = touched <= parts and not touched & set_on.keys()
        about_clocks = here.act in CLOCK_ACTS and not (here.meets or here.settles)
        idle = about and (unset or (about_clocks and not alive))
        if idle or not all(done.intersection(group) for group in here.needs):
            say(now, "suppressed", here.id, "-")
            continue
        say(now, "event", here.id, "-")
        done.add(here.id)

        def reaches(clock: str, now: int = now, here: Event = here) -> bool:
            if clock in ran_out and here.late:
                ran_out.discard(clock)
                ended.pop(clock, None)
                running[clock] = None
                say(now, "clock-reopened", here.id, clock)
            return clock in running or clock in stopped

        for clock, kind in ends.items():
            if (kind == "clock-suspended" and clock in stopped) or not reaches(clock):
                continue
            say(now, kind, here.id, clock)
            if kind == "clock-suspended":
                left = None if stands[clock] is None else max(stands[clock] - now, 0)
                running.pop(clock, None)
                stopped[clock] = left
                ended[clock] = now
            else:
                over(clock, (now, part))
        for clock, due in here.moves.items():
            if reaches(clock):
                run_to(clock, None if due is None else due_of(clock, due, now), (now, part))
                say(now, "clock-moved", here.id, clock)
        for clock, due in here.resumes.items():
            if clock in stopped:
                left = stopped[clock]
                again = (None if left is None else now + left) if due is None else due_of(clock, due, now)
                run_to(clock, again, (now, part))
                say(now, "clock-resumed", here.id, clock)
        for clock in here.clocks:
            due = due_of(clock.id, clock.due, now)
            set_on[clock.id] = now
            run_to(clock.id, due, (now, part))
            say(now, "clock-set", here.id, clock.id)
        for parent, clock in here.splits.items():
            if parent in running or parent in stopped:
                say(now, "clock-split", here.id, parent)
                due = due_of(clock.id, clock.due, now)
                set_on[clock.id] = now
                run_to(clock.id, due, (now, part))
                say(now, "clock-set", here.id, clock.id)
    run_out((timeline.period.latest, 9))
    return out


def _in_order(timeline: Timeline, days: dict[str, int], setter: dict[str, str]) -> Iterator[tuple[int, int, Event]]:
    """By day, what an event waits for first, then by order and id; acts that stop an effect come early in the day."""
    before: dict[str, set[str]] = {}
    for e in timeline.events:
        groups = [min(group, key=lambda name: (days[name], name)) for group in e.needs]
        touched = [*e.answers, *e.meets, *e.settles, *e.withdraws, *e.suspends, *e.moves, *e.resumes, *e.splits]
        before[e.id] = {setter.get(name, name) for name in (*groups, *touched)} - {e.id}
    early = _early(timeline, days)
    while added := {o for e in early for o in before[e] if days[o] == days[e]} - early:
        early |= added
    left = {e.id: e for e in timeline.events}
    while left:
        free = [e for e in left.values() if not before[e.id] & left.keys()]
        here = min(free, key=lambda e: (days[e.id], e.id not in early, e.order, e.id))
        yield days[here.id], 1 if here.id in early else 4, left.pop(here.id)


def _early(timeline: Timeline, days: dict[str, int]) -> set[str]:
    """The acts that touch an effect, but for splitting it, on a day on which it may be due."""
    found = set()
    for e in timeline.events:
        for clock in (c for c in (*e.clocks, *e.splits.values()) if c.kind is ClockKind.EFFECT and c.last_day is None):
            acts = [o for o in timeline.events if clock.id in (*o.moves, *o.resumes)]
            dues = [_due(clock.due, days[e.id], None, days)]  # None may be any day
            for act in sorted(acts, key=lambda o: (days[o.id], o.order, o.id)):
                to = act.moves.get(clock.id, act.resumes.get(clock.id))
                dues.append(None if to is None else _due(to, days[e.id], dues[-1], days))
            ends = [o for o in timeline.events if clock.id in (*o.meets, *o.settles, *o.withdraws, *o.suspends)]
            found |= {o.id for o in (*acts, *ends) if days[o.id] in dues or None in dues}
    return found


def _due(due: When | Relative | Duration, set_on: int, stands: int | None, days: dict[str, int]) -> int | None:
    if isinstance(due, When):
        return due.latest
    if isinstance(due, Duration):
        return moved(set_on, due)
    base = None if due.clock else days[due.anchor] if due.anchor else stands
    return None if base is None else moved(base, due.duration)


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
    deal = replace(timeline.by_id["deal"], meets={"c": Outcome.MET})
    timeline = replace(timeline, events=(timeline.by_id["threat"], deal))
    assert story(replay.run(timeline)) == by_hand(timeline)
    assert story(replay.run(timeline)) != by_hand(replace(timeline, events=(turned, deal)))
