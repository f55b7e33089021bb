"""OCEL 2.0: an object-centric event log, for process mining.

Events are what was done, and the ends of clocks that no act brings about. Objects are the dispute, its parties, the
clocks, the measures that were threatened or promised (the rows of the ledger), and the sources. A clock's due date,
state and worth are attributes that change over time. Specification: Berti and others 2023, OCEL 2.0,
https://www.ocel-standard.org.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Any

from replay.dates import iso
from replay.engine.days import Days
from replay.engine.trace import ACTED, ENDS, MET, RUN_OUT, STARTS, ClockHistory, Kind, Trace
from replay.escalation import Measure, ledger
from replay.exchange.acts import Told, cited, due_told, told
from replay.text.plain import json_text
from replay.timeline import Timeline, Worth, members
from replay.timeline.roles import bound, wanting

__all__ = ["ocel"]

_EPOCH = "1970-01-01"
_TYPES: Mapping[type, str] = MappingProxyType({str: "string", bool: "boolean", int: "integer", float: "float"})
_TIMES = frozenset({"due"})
"""Attributes that are a time."""
_DOES: Mapping[Kind, str] = MappingProxyType({
    Kind.CLOCK_SET: "sets", Kind.CLOCK_MOVED: "moves", Kind.CLOCK_SPLIT: "splits", Kind.CLOCK_RESUMED: "resumes",
    Kind.CLOCK_REOPENED: "reopens", Kind.CLOCK_MET: "meets", Kind.CLOCK_MET_IN_PART: "meets in part",
    Kind.CLOCK_SETTLED: "settles", Kind.CLOCK_WITHDRAWN: "withdraws", Kind.CLOCK_BROKEN: "breaks",
    Kind.CLOCK_SUSPENDED: "suspends",
})  # fmt: skip
"""What an act does to a clock, as the qualifier of their relation; a clock that runs out by itself "ends"."""


def ocel(trace: Trace) -> str:
    """Return a replay as OCEL 2.0 JSON.

    A timestamp is the beginning (UTC) of the day on which the replay puts something; `date_as_coded` is the date of
    the file, and `day_is` says whether that gives the day ("coded") or the replay does ("computed").

    Examples
    --------
    >>> import json, replay
    >>> log = json.loads(ocel(replay.run(replay.load(replay.example()))))
    >>> [(event["id"], event["time"]) for event in log["events"]][1]
    ('sanctions-list', '1996-03-10T00:00:00Z')
    """
    return json_text(_Log(trace).log())


class _Log:
    """A log in the making."""

    def __init__(self, trace: Trace) -> None:
        self.trace, self.timeline, self.days = trace, trace.coded("make an event log"), Days(trace)
        alone = [
            entry for entry in trace
            if entry.kind in ACTED or entry.kind in RUN_OUT or entry.kind is Kind.COMMITMENT_BROKEN
            or (entry.kind in MET and entry.event is None)
        ]  # fmt: skip
        self.told = told(trace, alone)
        self.start = min(_EPOCH, *(iso(entry.day) for entry in trace[:1]))
        self.clocks = trace.clocks()
        self.does: defaultdict[str, list[tuple[str, str]]] = defaultdict(list)  # by the id of the act
        latest: dict[str, str] = {}
        named = {one.entry.seq: one.id for one in self.told}
        for entry in trace:
            if entry.kind in ACTED:
                latest[entry.event or ""] = named[entry.seq]
            elif entry.clock is not None:
                actor = named.get(entry.seq) or latest.get(entry.event or "")
                self.does[actor or ""].append((f"clock:{entry.clock}", _DOES.get(entry.kind, "ends")))
        self.measures = ledger(trace)
        self.announces: defaultdict[str, list[str]] = defaultdict(list)
        for measure in self.measures:
            for name in measure.acts:
                self.announces[name].append(f"measure:{measure.id}")

    def log(self) -> dict[str, Any]:
        """The whole log."""
        events = [self._event(one) for one in self.told]
        objects = [
            self._dispute(), *map(self._party, self.timeline.parties), *map(self._clock, self.clocks),
            *map(self._measure, self.measures), *map(self._source, self.timeline.sources),
        ]  # fmt: skip
        return {
            "objectTypes": _types(objects), "eventTypes": _types(events), "objects": objects, "events": events
        }  # fmt: skip

    def _event(self, one: Told) -> dict[str, Any]:
        entry, event = one.entry, one.event
        acted = entry.kind in ACTED
        held: dict[str, Any] = {"order": entry.seq, "day_is": one.day_is}
        if acted:
            held |= {
                "date_as_coded": one.coded, "label": one.label, "summary": one.summary, "rung": one.act.rung,
                "strategy": one.strategy, "tactics": "; ".join(one.tactics), "by_rule": event is None,
                "status": event.status.value if event else "by rule", **_worth(one.worth),
                "rate": event.rate if event else None,
                "answers": "; ".join(f"{how.value} {name}" for name, how in one.answers),
                "needs": " and ".join(" or ".join(each) for each in event.needs) if event else "",
                "source": "; ".join(words for words, *_ in cited(self.timeline, event.cite)) if event else "",
            }  # fmt: skip
        roles = ("actor", "recipient") if acted else ("set by", "set for")
        ties = [("dispute:" + self.timeline.dispute, "part of")]
        ties += [(f"party:{name}", roles[0]) for name in members(entry.actor)]
        ties += [(f"party:{name}", roles[1]) for name in members(entry.recipient)]
        ties += self.does[one.id]
        if acted:
            ties += [(name, "announces") for name in self.announces[entry.event or ""]]
        if event:
            ties += [(f"source:{cite.key}", "reported in") for cite in event.cite if cite.key in self.timeline.sources]
        kind = one.act.value if acted else entry.kind.value
        return {
            "id": one.id, "type": kind, "time": _time(one.day),
            "attributes": [{"name": name, "value": value} for name, value in held.items() if _is_said(value)],
            "relationships": _related(ties),
        }  # fmt: skip

    def _object(
        self, name: str, kind: str, held: Mapping[str, object], ties: Iterable[tuple[str, str]] = (), since: str = ""
    ) -> dict[str, Any]:
        time = _time(since or self.start)
        return {
            "id": f"{kind}:{name}", "type": kind,
            "attributes": [{"name": k, "time": time, "value": v} for k, v in held.items() if _is_said(v)],
            "relationships": _related(ties),
        }  # fmt: skip

    def _dispute(self) -> dict[str, Any]:
        line = self.timeline
        about = {f"about_{name}": text for name, text in line.about.items()}
        return self._object(
            line.dispute, "dispute", {"title": line.title, "period": line.period.text, "summary": line.summary, **about}
        )

    def _party(self, name: str) -> dict[str, Any]:
        line, party = self.timeline, self.timeline.parties[name]
        side = line.side(name)
        ties = [(f"dispute:{line.dispute}", "side in" if side else "third party in")]
        ties += [(f"party:{party.of}", "belongs to")] if party.of else []
        ties += [(f"party:{line.allies[name]}", "allied with")] if name in line.allies else []
        return self._object(name, "party", {"name": party.name, "side": side}, ties)

    def _source(self, key: str) -> dict[str, Any]:
        source = self.timeline.sources[key]
        held = {name: getattr(source, name) for name in ("title", "author", "year", "publisher", "url")}
        return self._object(key, "source", held)

    def _clock(self, life: ClockHistory) -> dict[str, Any]:
        coded, setter = self.timeline.clocks[life.id], life.holder or ""
        roles = {
            "set by": life.holder, "set for": life.target, "binds": bound(coded, setter, life.target),
            "wanted by": wanting(self.timeline, coded, setter, life.target),
        }  # fmt: skip
        ties = [(f"dispute:{self.timeline.dispute}", "runs in")]
        ties += [(f"party:{name}", role) for role, parties in roles.items() for name in members(parties)]
        ties += [(f"clock:{life.parent}", "split off from")] if life.parent else []
        held = {
            "label": life.label, "kind": life.kind.value, "template": coded.template,
            "record": life.record and life.record.value, "note": coded.note,
        }  # fmt: skip
        made = self._object(life.id, "clock", held, ties, iso(life.set_on))
        made["attributes"] += self._changes(life)
        return made

    def _changes(self, life: ClockHistory) -> list[dict[str, Any]]:
        """Due date, state and worth of a clock from each day on which one of them changes; the last of a day counts."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        rest = self.timeline.worth_of(life.id)

        def say(day: int, **held: object) -> None:
            time = _time(iso(day))
            for name, value in held.items():
                if _is_said(value):
                    found[name, time] = {"name": name, "time": time, "value": value}

        for entry in (one for one in self.trace if one.clock == life.id):
            due = self.trace.due(entry.seq)
            if entry.kind in STARTS:
                state = "running" if due else "running without a date"
                say(entry.day, state=state, **due_told(self.days, entry) | {"due": _time(iso(due)) if due else None})
            if entry.kind is Kind.CLOCK_SET:
                say(entry.day, **_worth(rest))
            if entry.kind is Kind.CLOCK_SPLIT:
                rest = _less(self.timeline, rest, life.id, entry.event)
                say(entry.day, **_worth(rest))
            if entry.kind in ENDS:
                say(entry.day, state=ENDS[entry.kind].value)
        return list(found.values())

    def _measure(self, row: Measure) -> dict[str, Any]:
        ties = [(f"dispute:{self.timeline.dispute}", "part of")]
        ties += [(f"party:{name}", "announced by") for name in members(row.who)]
        ties += [(f"party:{name}", "against" if row.form == "threat" else "towards") for name in members(row.whom)]
        ties += [(f"clock:{row.clock}", "falls due with")] if row.clock in {life.id for life in self.clocks} else []
        held = {"form": row.form, "act": row.act.value, "what": row.what, **_worth(row.worth)}
        made = self._object(row.id, "measure", held, ties, iso(row.announced))
        fate = {"name": "fate", "time": _time(iso(row.announced)), "value": "announced"}
        if row.ended is None or row.ended == row.announced:
            made["attributes"] += [{**fate, "value": row.fate.value}]
        else:
            made["attributes"] += [fate, {**fate, "time": _time(iso(row.ended)), "value": row.fate.value}]
        return made


def _less(timeline: Timeline, whole: Worth | None, clock: str, event: str | None) -> Worth | None:
    """What is left of the worth of a clock when an event has split a part off it; unchanged where that has no worth."""
    splitter = timeline.by_id.get(event or "")
    part = splitter.splits.get(clock) if splitter else None
    if whole is None or part is None or part.worth is None or part.worth.unit != whole.unit:
        return whole
    return Worth(whole.amount - part.worth.amount, whole.unit)


def _worth(worth: Worth | None) -> dict[str, Any]:
    return {"worth": float(worth.amount), "unit": worth.unit} if worth else {}


def _is_said(value: object) -> bool:
    return value is not None and value != ""


def _time(day: str) -> str:
    return f"{day}T00:00:00Z"


def _related(ties: Iterable[tuple[str, str]]) -> list[dict[str, str]]:
    return [{"objectId": name, "qualifier": how} for name, how in dict.fromkeys(ties)]


def _types(items: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The types of events or objects with the attributes that they have, in the order in which they come."""
    found: dict[str, dict[str, str]] = {}
    for item in items:
        held = found.setdefault(item["type"], {})
        for one in item["attributes"]:
            held.setdefault(one["name"], "time" if one["name"] in _TIMES else _TYPES[type(one["value"])])
    return [
        {"name": kind, "attributes": [{"name": name, "type": form} for name, form in held.items()]}
        for kind, held in found.items()
    ]
