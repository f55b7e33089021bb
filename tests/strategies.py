"""Random valid disputes for property tests, as event files (nested dicts of text) and as timelines.

An event file is made in calendar order around days that satisfy every rule, so it is sound in everything but
its records: each `record` says `open`. `settled` fills the records in from a replay. More examples than the
usual few, from a fresh seed: ``REPLAY_EXAMPLES=2000 pytest tests/test_properties.py``.
"""

from __future__ import annotations

import copy
import json
import os
import random
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st

import replay
from replay.codebook import Act, Answer, ClockKind, Outcome, Tactic, is_hostile
from replay.dates import day, iso
from replay.engine.conformance import departures
from replay.engine.trace import STARTS, Kind, Trace
from replay.files.convert import timeline_of
from replay.files.nodes import compose
from replay.timeline import Timeline
from replay.timeline.schedule import find_cycle

__all__ = [
    "END", "START", "as_text", "event_file", "event_files", "exact_files", "few", "settled", "timelines", "unchecked",
]  # fmt: skip

START, END = "1996-03-10", "2000-12-31"
PARTIES = ("US", "KR", "US-CONGRESS", "KR-AUTO", "EU", "WORLD")
ACTS = tuple(act.value for act in Act)[:24]
TOUCHES = ("meets", "settles", "withdraws", "moves", "suspends", "resumes", "splits")
CITE = {"key": "s", "section": "First"}

File = dict[str, Any]


def few(examples: int) -> settings:
    """Settings for a property: the same examples at every run, unless the environment asks for more."""
    asked = int(os.environ.get("REPLAY_EXAMPLES", "0"))
    slow = [HealthCheck.too_slow, HealthCheck.data_too_large, HealthCheck.filter_too_much]
    return settings(
        max_examples=asked or examples, derandomize=not asked, database=None, deadline=None, suppress_health_check=slow
    )


class _Maker:
    """Makes one event file from a source of chance."""

    def __init__(self, chance: random.Random, rules: bool, exact: bool) -> None:
        self.chance, self.rules, self.exact = chance, rules, exact
        self.acts = chance.sample(ACTS, 5)  # few, so that commitments find what they wait for
        self.clock_count = 0
        self.names: list[str] = []
        self.days: list[int] = []
        self.clocks: list[tuple[str, int]] = []  # clocks of the record, with the event that sets each
        self.kinds: dict[str, ClockKind] = {}
        self.suspended: set[str] = set()
        self.events: list[File] = []
        self.leaves: set[int] = set()  # events dated backwards from a later one: nothing hangs on them

    def file(self, count: int) -> File:
        now = day(START)
        for i in range(count):
            now += self.chance.choice((0, 0, 0, 1, 1, 2, 5, 14, 40)) if i else 0
            self.names.append(f"{self.chance.choice('aknz')}{i}")  # so that ids and dates sort differently
            self.days.append(now)
        order, events = 0, self.events
        for i in range(count):
            order = order + self.chance.choice((0, 0, 1)) if i and self.days[i] == self.days[i - 1] else 0
            events.append(self._event(i, order))
        if self.rules:
            for i, event in enumerate(events):
                for clock in (*event.get("clock", ()), *event.get("splits", {}).values()):
                    if self._one_in(2) and clock["kind"] != "waiting":
                        clock["on_end"] = self._consequence(2, i)
                if self._one_in(3):
                    event["commits"] = [self._commitment(i) for _ in range(self.chance.choice((1, 1, 2)))]
        file = {
            "format": "1",
            "dispute": "random",
            "title": "A random dispute",
            "period": f"{START}/{END}",
            "sides": ["US", "KR"],
            "sources": {"s": {"author": "Nobody", "year": "1996", "title": "Nothing"}},
            "parties": {
                "US": {"name": "United States"},
                "KR": {"name": "Korea"},
                "US-CONGRESS": {"name": "Congress", "of": "US"},
                "KR-AUTO": {"name": "Carmakers", "of": "KR"},
                "EU": {"name": "European Union"},
            },
            "events": events,
        }
        while ring := find_cycle(unchecked(file)):
            for then in _rules(events):
                if then.get("event", [""])[0] in ring:
                    del then["event"]
        return file

    def _one_in(self, number: int) -> bool:
        return self.chance.randrange(number) == 0

    def _some(self, items: list[Any], most: int = 2) -> list[Any]:
        return self.chance.sample(items, self.chance.randint(0, min(most, len(items))))

    def _event(self, i: int, order: int) -> File:
        event: File = {"id": self.names[i], "date": self._date(i)}
        earlier = [j for j in range(i) if j not in self.leaves]
        running = [clock for clock, setter in self.clocks if setter not in self.leaves]
        event |= {"actor": self.chance.choice(PARTIES), "act": self.chance.choice(self.acts), "summary": f"Act {i}."}
        event |= {"cite": [CITE], "order": str(order)}
        if self._one_in(2):
            event["recipient"] = self._other(event["actor"])
        if self._one_in(4):
            event["tactics"] = [self.chance.choice([tactic.value for tactic in Tactic])]
        needs: list[Any] = [self.names[j] for j in self._some(earlier, 1)]
        if earlier and self._one_in(4):
            later = [j for j in range(i + 1, len(self.names)) if self.exact and self.days[j] > self.days[i]]
            needs.append({"any": [self.names[j] for j in (self.chance.choice(earlier), *self._some(later, 1))]})
        answered = [self.names[j] for j in self._some(earlier, 1)] + self._some(running, 1)
        open_to = [one for one in Answer if one is not Answer.ESCALATES or is_hostile(Act(event["act"]).rung)]
        event |= {
            "needs": needs,
            "answers": {name: self.chance.choice(open_to).value for name in answered},
            **self._touch(running, i),
            "clock": [self._clock(self.days[i]) for _ in range(self.chance.choice((0, 0, 1, 1, 2)))],
        }
        self.clocks += [(clock["id"], i) for clock in (*event["clock"], *event["splits"].values())]
        if any(event[field] for field in TOUCHES) and self._one_in(8):
            event["late"] = "true"
        return {key: value for key, value in event.items() if value or key == "order"}

    def _touch(self, running: list[str], i: int) -> File:
        """What the act does to clocks: each of a few in one way."""
        done: File = {field: [] for field in ("settles", "withdraws", "suspends")}
        done |= {field: {} for field in ("meets", "moves", "resumes", "splits")}
        here = self.days[i]
        for name in self._some(running, 2):
            way = self.chance.choice(
                ("meets", "meets", "settles", "withdraws", "moves", "moves", "suspends", "splits", "")
            )
            if name in self.suspended and self._one_in(2):
                way = "resumes"
            if way == "meets":
                met = [end.value for end in (Outcome.MET, Outcome.MET_IN_PART) if self.kinds[name].allows(end)]
                done["meets"] |= {name: self.chance.choice(met)} if met else {}
            elif way == "moves":
                done["moves"][name] = f"+P{self.chance.choice((1, 10, 45))}D" if self._one_in(3) else self._due(here)
            elif way == "resumes":
                done["resumes"][name] = "remaining" if self._one_in(2) else iso(here + self.chance.choice((1, 14, 60)))
            elif way == "splits":
                done["splits"][name] = self._clock(here)
            elif way:
                done[way].append(name)
                if way == "suspends":
                    self.suspended.add(name)
        return done

    def _date(self, i: int) -> str:
        here, text = self.days[i], iso(self.days[i])
        form = "exact" if self.exact else self.chance.choice((
            "exact", "exact", "exact", "month", "year", "decade", "interval", "approximate", "uncertain", "choice",
            "after", "before",
        ))  # fmt: skip
        anchors = [j for j in range(i) if j not in self.leaves]
        if form == "after" and anchors:
            anchor = self.chance.choice(anchors)
            return f"{self.names[anchor]} + P{here - self.days[anchor]}D"
        later = [j for j in range(i + 1, len(self.names)) if self.days[j] > here]
        if form == "before" and later:
            self.leaves.add(i)
            anchor = self.chance.choice(later)
            return f"{self.names[anchor]} - P{self.days[anchor] - here}D"
        return {
            "month": text[:7],
            "year": text[:4],
            "decade": f"{text[:3]}X",
            "interval": f"{iso(here - self.chance.randint(0, 20))}/{iso(here + self.chance.randint(0, 20))}",
            "approximate": f"{text}~",
            "uncertain": f"{text[:7]}?",
            "choice": f"[{text},{iso(here + self.chance.randint(1, 30))}]",
        }.get(form, text)

    def _due(self, here: int) -> str:
        """A due date after `here`: a length, a date, or a date counted from an event."""
        form, length = self.chance.randrange(6), self.chance.choice((1, 2, 7, 14, 30, 31, 60, 400))
        if form == 0:
            return self.chance.choice(("P1M", "P2W", "P1Y", "P1M10D"))
        if form == 1:
            return iso(here + length)
        if form == 2:
            return iso(here + length)[:7]
        if form == 3:
            anchor = self.chance.randrange(len(self.names))
            return f"{self.names[anchor]} + P{max(here - self.days[anchor], 0) + length}D"
        return f"P{length}D"

    def _clock(self, here: int) -> File:
        self.clock_count += 1
        kind = self.chance.choice(list(ClockKind))
        clock = {"id": f"{self.chance.choice('aqz')}c{self.clock_count}", "kind": kind.value, "record": "open"}
        self.kinds[clock["id"]] = kind
        anchors = [name for name, setter in self.clocks if setter not in self.leaves]
        if anchors and self._one_in(8):
            end = ".end" if self._one_in(2) else ""
            clock["due"] = f"clock:{self.chance.choice(anchors)}{end} + P{self.chance.choice((1, 20, 90))}D"
        elif self._one_in(12):
            clock["template"] = "us-301"
        else:
            clock["due"] = self._due(here)
        if self._one_in(4):
            clock["last_day"] = self.chance.choice(("in", "out"))
        return clock

    def _other(self, actor: str) -> str:
        return self.chance.choice([party for party in PARTIES if party != actor])

    def _consequence(self, depth: int, i: int) -> File:
        """What follows from a clock or a commitment of event `i`: now and then an act of the record after it."""
        then: File = {"act": self.chance.choice(self.acts), "actor": self.chance.choice(PARTIES), "summary": "By rule."}
        if self._one_in(2):
            then["recipient"] = self._other(then["actor"])
        if self._one_in(2):
            then["after"] = self.chance.choice(("P0D", "P1D", "P10D", "P1M", "P0D/P30D"))
        if self._one_in(4) and i + 1 < len(self.events):
            same = self.chance.choice(self.events[i + 1 :])
            of_clock = any(clock["due"].startswith(same["id"]) for clock in _clocks(self.events[i]) if "due" in clock)
            if not of_clock and not any(same.get(field) for field in TOUCHES):
                then.pop("recipient", None)
                then |= {key: same[key] for key in ("act", "actor", "recipient") if key in same} | {
                    "event": [same["id"]]
                }
        names = [clock for clock, _ in self.clocks]
        for field in ("meets", "withdraws"):
            if names and self._one_in(4) and "event" not in then:
                name = self.chance.choice(names)
                if field == "withdraws" or self.kinds[name].allows(Outcome.MET):
                    then[field] = [name]
        if depth and self._one_in(2) and "event" not in then:
            clock = self._clock(self.chance.choice(self.days))
            if self._one_in(2) and clock["kind"] != "waiting":
                clock["on_end"] = self._consequence(depth - 1, i)
            then["clock"] = [clock]
        return then

    def _commitment(self, i: int) -> File:
        when: File
        form = self.chance.randrange(5)
        if self.clocks and form in (0, 1):
            name = self.chance.choice(self.clocks)[0]
            ends = [end.value for end in Outcome if self.kinds[name].allows(end) and end is not Outcome.OPEN]
            when = {"clock": name, "ends": self.chance.choice(ends)}
        elif form == 2:
            when = {"event": self.chance.choice(self.names)}
        else:
            when = {"act": self.chance.choice(self.acts), "actor": self.chance.choice(PARTIES)}
            if self._one_in(3):
                when["recipient"] = self.chance.choice(PARTIES)
        made = {"when": when, "then": self._consequence(1, i)}
        if self._one_in(3):
            made["each"] = "true"
        if "event" not in made["then"] and self._one_in(4):
            made["record"] = self.chance.choice(("broken", "not-triggered"))
        return made


@st.composite
def event_files(draw: st.DrawFn, most: int = 25, *, rules: bool = True, exact: bool = False) -> File:
    """Event files of one to `most` events, sound but for their records.

    `rules` puts consequences of lapses and standing commitments in; `exact` dates every event by its day.
    """
    return event_file(draw(st.randoms(use_true_random=True)), draw(st.integers(1, most)), rules=rules, exact=exact)


def event_file(chance: random.Random, count: int, *, rules: bool = True, exact: bool = False) -> File:
    """Return one event file of `count` events from a source of chance; for the rest as `event_files`."""
    return _Maker(chance, rules, exact).file(count)


def exact_files(most: int = 25, *, rules: bool = True) -> st.SearchStrategy[File]:
    """Event files in which every event is dated by its day."""
    return event_files(most, rules=rules, exact=True)


def timelines(most: int = 25, *, rules: bool = True, exact: bool = False) -> st.SearchStrategy[Timeline]:
    """Timelines of such files; what the records say is not checked."""
    return event_files(most, rules=rules, exact=exact).map(unchecked)


def as_text(file: File) -> str:
    """The file as JSON, which is YAML too."""
    return json.dumps(file, indent=1)


def unchecked(file: File) -> Timeline:
    """The timeline of a file that is sound in form, without the rules for whole files."""
    root, problems = compose(as_text(file), "random.yaml")
    assert root is not None and not problems, problems
    timeline, faults = timeline_of(root, "random.yaml", "")
    assert timeline is not None and not faults, faults
    return timeline


def settled(file: File) -> File:
    """The same file with records taken from its replay, and without rules and claims that come to nothing in it.

    An act that claims in vain to end or move a clock answers it instead, so that its date keeps its bounds. What a
    rule brings about beside the record was never done: a bluff of an effect, a broken commitment, or no rule.
    """
    file = copy.deepcopy(file)
    for _ in range(100):
        trace = replay.run(unchecked(file))
        before = as_text(file)
        _take_back(file, trace)
        _recount(file, trace)
        if as_text(file) == before:
            break
    else:
        raise AssertionError("the records change with every replay")
    late = {found.id for found in departures(trace)}
    for event in file["events"]:
        if event["id"] in late:
            event["departs"] = "Nobody says why."
    return file


_DONE = {
    "settles": Kind.CLOCK_SETTLED, "withdraws": Kind.CLOCK_WITHDRAWN, "suspends": Kind.CLOCK_SUSPENDED,
    "moves": Kind.CLOCK_MOVED, "resumes": Kind.CLOCK_RESUMED, "splits": Kind.CLOCK_SPLIT,
}  # fmt: skip


def _take_back(file: File, trace: Trace) -> None:
    """Turn vain claims into answers; so, too, those about a clock whose due day has gone by."""
    out = {clock["id"] for clock in _clocks(file["events"]) if clock.get("last_day") == "out"}
    dues: dict[str, int | None] = {}
    done = set()
    for entry in trace:
        name = entry.clock or ""
        due = dues.get(name)
        if due is None or entry.day <= due - (name in out):
            done.add((entry.kind, entry.event, name))
        if entry.kind in STARTS:
            dues[name] = trace.due(entry.seq)
        elif entry.kind is Kind.CLOCK_SUSPENDED:
            dues[name] = None
    named = {clock["id"] for clock in _clocks(file["events"]) if "event" in clock.get("on_end", ())}
    named |= {m["when"].get("clock") for e in file["events"] for m in e.get("commits", ()) if m["then"].get("event")}
    for event in file["events"]:
        for field in TOUCHES:
            for name in list(event.get(field, ())):
                reaches_back = "late" in event and name in named
                kind = _DONE[field] if field in _DONE else Kind(f"clock-{event[field][name]}")
                if reaches_back or (kind, event["id"], name) not in done:
                    gone = event[field].pop(name if isinstance(event[field], dict) else event[field].index(name))
                    if field == "splits":
                        event.setdefault("clock", []).append(gone)
                    event.setdefault("answers", {}).setdefault(name, "responds")


def _recount(file: File, trace: Trace) -> None:
    """Set what became of clocks and commitments as the replay has it, and drop what the record does not bear out."""
    gone = {entry.event for entry in trace.select(Kind.SUPPRESSED)}
    kept = {(rule, event) for event, fired in trace.fired.items() for rule, _ in fired if event not in gone}
    emitted = {entry.event for entry in trace.select(Kind.CONSEQUENCE, Kind.REACTION)}
    loops = {entry.event for entry in trace.select(Kind.LOOP)}
    lives = {clock.id: clock for clock in trace.clocks()}
    for clock in _clocks(file["events"]):
        rule, name = clock.get("on_end"), f"{clock['id']}/end"
        life = lives.get(clock["id"])
        clock["record"] = life.outcome.value if life else "open"
        if life and life.on_word:
            clock["cite"] = [CITE]
        if name in emitted and clock["kind"] == "effect":
            clock["record"] = "lapsed"
        elif name in emitted or (rule and "event" in rule and (name, rule["event"][0]) not in kept):
            del clock["on_end"]
    for event in file["events"]:
        for n, made in enumerate(event.get("commits", ()), 1):
            name, then = f"{event['id']}/reply-{n}", made["then"]
            if gone.intersection(then.get("event", ())):
                del then["event"]
            fates = []
            for time in range(len(trace.triggered.get(name, ()))):
                fates.append("kept" if time < len(then.get("event", ())) else "broken")
            then["event"] = then.get("event", [])[: len(fates)]
            made["record"] = fates or ["not-triggered"]
        event["commits"] = [
            m for n, m in enumerate(event.get("commits", ()), 1) if f"{event['id']}/reply-{n}" not in loops
        ]


def _rules(node: Any) -> list[File]:
    """Everything in a part of a file that follows by rule."""
    found: list[File] = []
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(value, (dict, list)):
            found += [*([value] if key in ("on_end", "then") else ()), *_rules(value)]
    return found


def _clocks(node: Any) -> list[File]:
    """Every clock in a part of a file, however deep."""
    found: list[File] = []
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(value, (dict, list)):
            here = value if key == "clock" else value.values() if key == "splits" else ()
            found += [*here, *_clocks(value)]
    return found
