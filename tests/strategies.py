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
from replay.codebook import Act, Answer, Tactic, is_hostile
from replay.dates import day, iso
from replay.engine.trace import ENDS, Kind, Trace
from replay.files.convert import timeline_of
from replay.files.nodes import compose
from replay.timeline import Timeline

__all__ = [
    "END", "START", "as_text", "event_file", "event_files", "exact_files", "few", "settled", "timelines", "unchecked",
]  # fmt: skip

START, END = "1996-03-10", "2000-12-31"
PARTIES = ("US", "KR", "US-CONGRESS", "KR-AUTO", "EU", "WORLD")
ACTS = tuple(act.value for act in Act)[:24]
ENDINGS = ("met", "lapsed", "moved", "withdrawn")
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
        self.leaves: set[int] = set()  # events dated backwards from a later one: nothing hangs on them

    def file(self, count: int) -> File:
        now = day(START)
        for i in range(count):
            now += self.chance.choice((0, 0, 0, 1, 1, 2, 5, 14, 40)) if i else 0
            self.names.append(f"{self.chance.choice('aknz')}{i}")  # so that ids and dates sort differently
            self.days.append(now)
        order, events = 0, []
        for i in range(count):
            order = order + self.chance.choice((0, 0, 1)) if i and self.days[i] == self.days[i - 1] else 0
            events.append(self._event(i, order))
        if self.rules:
            for i, event in enumerate(events):
                for clock in event.get("clock", ()):
                    if self._one_in(2):
                        clock["on_end"] = self._consequence(2)
                if self._one_in(3):
                    event["commits"] = [self._commitment(i) for _ in range(self.chance.choice((1, 1, 2)))]
        return {
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
        ended = self._some(running, 2)
        open_to = [one for one in Answer if one is not Answer.ESCALATES or is_hostile(Act(event["act"]).rung)]
        event |= {
            "needs": needs,
            "answers": {name: self.chance.choice(open_to).value for name in answered},
            "meets": ended[:1] if self._one_in(2) else [],
            "withdraws": ended[1:] if self._one_in(3) else [],
            "moves": {name: self._due(self.days[i]) for name in self._some(running, 1)},
            "clock": [self._clock(self.days[i]) for _ in range(self.chance.choice((0, 0, 1, 1, 2)))],
        }
        self.clocks += [(clock["id"], i) for clock in event["clock"]]
        return {key: value for key, value in event.items() if value or key == "order"}

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
        clock = {"id": f"{self.chance.choice('aqz')}c{self.clock_count}", "record": "open", "due": self._due(here)}
        if self._one_in(3):
            clock["last_day"] = "out"
        if self._one_in(12):
            del clock["due"]
            clock["template"] = "us-301"
        return clock

    def _other(self, actor: str) -> str:
        return self.chance.choice([party for party in PARTIES if party != actor])

    def _consequence(self, depth: int) -> File:
        then: File = {"act": self.chance.choice(self.acts), "actor": self.chance.choice(PARTIES), "summary": "By rule."}
        if self._one_in(2):
            then["recipient"] = self._other(then["actor"])
        if self._one_in(2):
            then["after"] = self.chance.choice(("P0D", "P1D", "P10D", "P1M"))
        if self._one_in(4):
            then["event"] = self.chance.choice(self.names)
        names = [clock for clock, _ in self.clocks]
        for field in ("meets", "withdraws"):
            if names and self._one_in(4):
                then[field] = [self.chance.choice(names)]
        if depth and self._one_in(2):
            clock = self._clock(self.chance.choice(self.days))
            if self._one_in(2):
                clock["on_end"] = self._consequence(depth - 1)
            then["clock"] = [clock]
        return then

    def _commitment(self, i: int) -> File:
        when: File
        if self.clocks and self._one_in(2):
            when = {"clock": self.chance.choice(self.clocks)[0], "ends": self.chance.choice(ENDINGS)}
        else:
            when = {"act": self.chance.choice(self.acts), "actor": self.chance.choice(PARTIES)}
            if self._one_in(3):
                when["recipient"] = self.chance.choice(PARTIES)
        return {"when": when, "then": self._consequence(1)}


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
    """The same file with records taken from its replay, and without claims to end clocks that had ended.

    An act that claims in vain to end or move a clock answers it instead, so that its date keeps its bounds.
    A clock that only a consequence or a commitment ends stays `open` in the record, which knows nothing of it.
    """
    file = copy.deepcopy(file)
    trace = replay.run(unchecked(file))
    while _take_back(file, trace):
        trace = replay.run(unchecked(file))
    records = _records(trace)
    for clock in _clocks(file["events"]):
        clock["record"] = records.get(clock["id"], "open")
    return file


def _take_back(file: File, trace: Trace) -> bool:
    """Turn vain claims into answers; so, too, those about a clock that was set after its due date."""
    ends = {clock.id: (clock.due or trace[-1].day) for clock in trace.clocks()}
    last_in = {clock["id"]: "last_day" not in clock for clock in _clocks(file["events"])}
    done = {
        (entry.kind, entry.event, entry.clock) for entry in trace
        if entry.kind is Kind.CLOCK_MOVED or (entry.clock and entry.day < ends[entry.clock] + last_in[entry.clock])
    }  # fmt: skip
    kinds = {"meets": Kind.CLOCK_MET, "withdraws": Kind.CLOCK_WITHDRAWN, "moves": Kind.CLOCK_MOVED}
    vain = [
        (event, field, name) for event in file["events"] for field, kind in kinds.items()
        for name in event.get(field, ()) if (kind, event["id"], name) not in done
    ]  # fmt: skip
    for event, field, name in vain:
        event[field].pop(name if field == "moves" else event[field].index(name))
        event.setdefault("answers", {}).setdefault(name, "responds")
    return bool(vain)


def _records(trace: Trace) -> dict[str, str]:
    recorded = {entry.event for entry in trace.select(Kind.EVENT)}
    return {
        str(entry.clock): ENDS[entry.kind].value
        for entry in trace.select(*ENDS)
        if entry.kind is Kind.CLOCK_LAPSED or entry.event in recorded
    }


def _clocks(node: Any) -> list[File]:
    """Every clock in a part of a file, however deep."""
    found: list[File] = []
    for key, value in node.items() if isinstance(node, dict) else enumerate(node):
        if isinstance(value, (dict, list)):
            found += [*(value if key == "clock" else ()), *_clocks(value)]
    return found
