"""PLOVER: events as JSON Lines, for whoever works with political event data.

PLOVER has no clocks, no strategies and no partial dates; what it lacks stands in each line under the key `replay`.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Mapping
from typing import Any

from replay.codebook import Act
from replay.dates import iso
from replay.engine.days import Days
from replay.engine.trace import ENDS, STARTS, Kind, Trace
from replay.exchange.acts import Told, acts, cited, due_told
from replay.text.plain import plain
from replay.timeline import members

__all__ = ["plover"]

_CROSSWALK = re.compile(r"(\w+) \(([^,]+), ([^)]+)\)")


def plover(trace: Trace) -> str:
    r"""Return the acts of a replay as PLOVER JSONL: one event a line, in the order of the replay.

    `date` is the day on which the replay puts it, and `replay.date_as_coded` the date of the file. An act that PLOVER
    has no event for has the event null.

    Examples
    --------
    >>> import json, replay
    >>> lines = plover(replay.run(replay.load(replay.example()))).splitlines()
    >>> [json.loads(line)["event"] for line in lines]
    ['REQUEST', 'THREATEN', 'THREATEN', 'SUPPORT']
    """
    clocks = _clocks(trace)
    return "".join(json.dumps(_line(one, clocks), allow_nan=False) + "\n" for one in acts(trace))


def crosswalk(act: Act) -> dict[str, str | None]:
    """Return event, mode and context of an act in PLOVER, each None where it has none.

    >>> crosswalk(Act.LIST_SANCTIONS), crosswalk(Act.COMMENT)["event"]
    ({'event': 'THREATEN', 'mode': 'restrict', 'context': 'economic'}, None)
    """
    found = _CROSSWALK.fullmatch(act.plover)
    parts = found.groups() if found else ("-", "-", "-")
    return {name: None if part == "-" else part for name, part in zip(("event", "mode", "context"), parts, strict=True)}


def _line(one: Told, clocks: Mapping[str, list[dict[str, Any]]]) -> dict[str, Any]:
    line, event, entry = one.timeline, one.event, one.entry

    def entities(parties: str | None) -> list[dict[str, str]]:
        return [{"code": name, "entity_text": line.parties[name].name} for name in members(parties)]

    own = {
        "act": one.act.value, "cameo": None if one.act.cameo == "-" else one.act.cameo, "rung": one.act.rung,
        "strategy": one.strategy, "tactics": one.tactics, "date_as_coded": one.coded or None, "day_is": one.day_is,
        "order": entry.seq, "status": event.status.value if event else "by rule",
        "worth": plain(one.worth), "rate": event.rate if event else None,
        "answers": {name: how.value for name, how in one.answers}, "clocks": clocks.get(entry.event or "", []),
    }  # fmt: skip
    cites = cited(line, event.cite) if event else ()
    return {
        "id": f"{line.dispute}/{one.id}", "date": one.day, "actor": entities(entry.actor),
        "recipient": entities(entry.recipient), **crosswalk(one.act), "event_text": one.label, "text": one.summary,
        "cite_info": [
            {name: text for name, text in zip(("citation", "title", "url"), parts, strict=True) if text}
            for parts in cites
        ],
        "comment": event.note if event else "", "replay": own,
    }  # fmt: skip


def _clocks(trace: Trace) -> Mapping[str, list[dict[str, Any]]]:
    """What each act does to clocks, by the id of its event or rule."""
    days, lives, found = Days(trace), {life.id: life for life in trace.clocks()}, defaultdict(list)
    for entry in trace:
        if entry.clock is None or entry.event is None:
            continue
        life = lives[entry.clock]
        told: dict[str, Any] = {"clock": entry.clock, "does": entry.kind.value.removeprefix("clock-")}
        if entry.kind in STARTS:
            told |= due_told(days, entry)
        if entry.kind is Kind.CLOCK_SET:
            told |= {"kind": life.kind.value, "label": life.label, "outcome": life.outcome.value}
            told |= {"ended": None if life.ended_on is None else iso(life.ended_on), "ended_in_words": days.ended(life)}
            told |= {"ended_by": life.ended_by}
        elif entry.kind in ENDS:
            told["outcome"] = ENDS[entry.kind].value
        found[entry.event].append(told)
    return found
