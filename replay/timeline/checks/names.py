"""Rules about names: ids are used once, what is named exists, everything is cited and lies in the period."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from replay.dates import Relative, When
from replay.errors import Problem, Where, closest
from replay.timeline import Event, Reading, Stake, Timeline
from replay.timeline.checks.parts import clocks_of, consequences_of, options

__all__ = [
    "check_citations", "check_ids", "check_parties", "check_period", "check_references", "check_selves",
]  # fmt: skip


def check_ids(timeline: Timeline) -> Iterator[Problem]:
    """Events and clocks share one set of names; readings, series, decisions and so on have their own."""
    acts = [(event.id, event.where) for event in timeline.events]
    clocks = [(clock.id, clock.where) for clock, _ in clocks_of(timeline)]
    readings = [(reading.id, reading.where) for reading in timeline.readings]
    series = [(item.id, item.where) for item in timeline.series]
    coded = (timeline.decisions, timeline.stakes, timeline.observations, timeline.claims)
    more = ([(item.id, item.where) for item in group] for group in coded)
    for group in (acts + clocks, readings, series, *more):
        seen: dict[str, Where] = {}
        for name, where in group:
            if name in seen:
                place = timeline.mark(where, "id")
                message = f"id '{name}' is taken: it stands first in line {seen[name].line}; ids are used once"
                yield Problem(place, message, "duplicate-id")
            else:
                seen[name] = where


def check_parties(timeline: Timeline) -> Iterator[Problem]:
    """Whoever acts, is addressed, is read or is a side is listed under `parties`."""
    known = timeline.parties
    for party in known.values():
        if party.of is not None and (party.of not in known or known[party.of].of is not None):
            wrong = "is not listed" if party.of not in known else "itself belongs to another party"
            message = f"of: party '{party.of}' {wrong}; allowed: {options(n for n, p in known.items() if not p.of)}"
            yield Problem(timeline.mark(party.where, "of"), message, "unknown-party")
    top = Where(timeline.path)
    for side in timeline.sides:
        if side not in known:
            message = f"sides: party '{side}' is not listed under `parties`{closest(side, known)}"
            message += f"; allowed: {options(known)}"
            yield Problem(timeline.mark(top, "sides", side), message, "unknown-party")
        elif known[side].of is not None:
            message = f"sides: party '{side}' belongs to '{known[side].of}'; allowed: parties that belong to no other"
            yield Problem(timeline.mark(top, "sides", side), message, "unknown-party")
    if timeline.sides[0] == timeline.sides[1] and (top, "sides") not in timeline.marks and timeline.marks:
        message = "parties: only one party belongs to no other; allowed: two or more, of which two are the sides"
        yield Problem(timeline.mark(top, "parties"), message, "unknown-party")
    elif timeline.sides[0] == timeline.sides[1]:
        message = f"sides: '{timeline.sides[0]}' stands twice; allowed: two parties"
        yield Problem(timeline.mark(top, "sides"), message, "unknown-party")
    used: list[tuple[Where, str, str | None]] = []
    for event in timeline.events:
        used += [(event.where, "actor", event.actor), (event.where, "recipient", event.recipient)]
        used += [(c.where, "actor", c.when.actor) for c in event.commits]
        used += [(c.where, "recipient", c.when.recipient) for c in event.commits]
    for then in consequences_of(timeline):
        used += [(then.where, "actor", then.actor), (then.where, "recipient", then.recipient)]
    used += [(reading.where, "party", reading.party) for reading in timeline.readings]
    used += [(series.where, "party", series.party) for series in timeline.series]
    for where, name, party_id in used:
        if party_id is not None and party_id not in known:
            message = f"{name}: party '{party_id}' is not listed under `parties`{closest(party_id, known)}"
            yield Problem(timeline.mark(where, name), f"{message}; allowed: {options(known)}", "unknown-party")


def check_references(timeline: Timeline) -> Iterator[Problem]:
    """What is named exists."""
    events, clocks = timeline.by_id, timeline.clocks
    both = {**dict.fromkeys(events), **dict.fromkeys(clocks)}
    wanted: list[tuple[Where, str, str, Mapping[str, object], str]] = []
    for event in timeline.events:
        wanted += [(event.where, "answers", name, both, "event or clock") for name in event.answers]
        wanted += [(event.where, "needs", name, events, "event") for group in event.needs for name in group]
        for field in ("meets", "withdraws", "moves"):
            wanted += [(event.where, field, name, clocks, "clock") for name in getattr(event, field)]
        wanted += [(c.where, "clock", c.when.clock, clocks, "clock") for c in event.commits if c.when.clock]
        wanted += [
            (event.where, "moves", due.anchor, events, "event")
            for due in event.moves.values()
            if isinstance(due, Relative)
        ]
        if isinstance(event.date, Relative):
            wanted.append((event.where, "date", event.date.anchor, events, "event"))
    for clock, _ in clocks_of(timeline):
        if isinstance(clock.due, Relative):
            wanted.append((clock.where, "due", clock.due.anchor, events, "event"))
    for then in consequences_of(timeline):
        wanted += [(then.where, "meets", name, clocks, "clock") for name in then.meets]
        wanted += [(then.where, "withdraws", name, clocks, "clock") for name in then.withdraws]
        if then.event is not None:
            wanted.append((then.where, "event", then.event, events, "event"))
    for reading in timeline.readings:
        for field in ("evidence", "predicts"):
            wanted += [(reading.where, field, name, events, "event") for name in getattr(reading, field)]
        if isinstance(reading.date, Relative):
            wanted.append((reading.where, "date", reading.date.anchor, events, "event"))
    wanted += [(d.where, "acts", name, events, "event") for d in timeline.decisions for name in d.acts]
    wanted += [(o.where, "events", name, events, "event") for o in timeline.observations for name in o.events]
    wanted += [
        (stake.where, "date", stake.date.anchor, events, "event")
        for stake in timeline.stakes
        if isinstance(stake.date, Relative)
    ]
    for point in (point for series in timeline.series for point in series.points):
        if isinstance(point.date, Relative):
            wanted.append((point.where, "date", point.date.anchor, events, "event"))
    for where, field, name, known, noun in wanted:
        if name not in known:
            message = f"{field}: no {noun} has the id '{name}'{closest(name, known)}"
            yield Problem(timeline.mark(where, field, name), message, "unknown-id")


def check_selves(timeline: Timeline) -> Iterator[Problem]:
    """No event needs, answers or is dated from itself, nor does it touch a clock that it sets."""
    for event in timeline.events:
        named = [("answers", name) for name in event.answers]
        named += [("needs", name) for group in event.needs for name in group]
        if isinstance(event.date, Relative):
            named.append(("date", event.date.anchor))
        for field, name in named:
            if name == event.id:
                message = f"{field}: '{name}' is this event itself"
                yield Problem(timeline.mark(event.where, field, name), message, "cycle")
        for clock in event.clocks:
            for field in ("answers", "meets", "withdraws", "moves"):
                if clock.id in getattr(event, field):
                    message = f"{field}: clock '{clock.id}' is set by this event itself; allowed: clocks set before it"
                    yield Problem(timeline.mark(event.where, field, clock.id), message, "own-clock")


def check_citations(timeline: Timeline) -> Iterator[Problem]:
    """Everything coded is cited, and every key is in `sources` where there are any."""
    points = [(point.where, point.cite, f"a point of series '{s.id}'") for s in timeline.series for point in s.points]
    items = [(event.where, event.cite, f"event '{event.id}'") for event in timeline.events]
    items += [(reading.where, reading.cite, f"reading '{reading.id}'") for reading in timeline.readings]
    coded = (
        ("decision", timeline.decisions), ("stake", timeline.stakes), ("observation", timeline.observations),
        ("claim", timeline.claims),
    )  # fmt: skip
    items += [(item.where, item.cite, f"{noun} '{item.id}'") for noun, group in coded for item in group]
    for where, cites, noun in items + points:
        if not cites:
            yield Problem(where, f"{noun} has no `cite`; say where the source says it", "no-citation")
        for n, cite in enumerate(cites):
            if timeline.sources and cite.key not in timeline.sources:
                message = f"cite: key '{cite.key}' is not in `sources`{closest(cite.key, timeline.sources)}"
                place = timeline.mark(where, "cite", str(n), "key")
                if place == timeline.mark(where, "cite"):
                    place = timeline.mark(where, "cite", "key")
                yield Problem(place, message, "unknown-source")


def check_period(timeline: Timeline) -> Iterator[Problem]:
    """Events, readings and stakes may fall within `period`; series may lie outside."""
    start, end = timeline.period.earliest, timeline.period.latest
    items: list[Event | Reading | Stake] = [*timeline.events, *timeline.readings, *timeline.stakes]
    for item in items:
        if isinstance(item.date, When):
            late = start is not None and item.date.latest is not None and item.date.latest < start
            if late or (end is not None and item.date.earliest is not None and item.date.earliest > end):
                message = f"date: {item.date.text} lies outside the period {timeline.period.text}"
                yield Problem(timeline.mark(item.where, "date"), message, "outside-period")
