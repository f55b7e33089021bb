"""Whole-timeline rules: each a function from a timeline to the problems that it finds.

What a single field may hold is the file reader's business; here stands what fields owe each other.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from replay.codebook import Outcome
from replay.dates import Duration, Relative, When, iso, reach
from replay.errors import Problem, Where, closest
from replay.schedule import conflicts, due_day, find_cycle, spans
from replay.timeline import Clock, Commitment, Consequence, Event, Reading, Timeline

__all__ = ["RULES", "check"]

Rule = Callable[[Timeline], Iterable[Problem]]
Spans = Mapping[str, tuple[int, int]]
Due = When | Relative | Duration
Ender = tuple[Event, str]


def check(timeline: Timeline) -> list[Problem]:
    """Apply every rule; rules about order only where names and references are sound.

    Returns
    -------
    list of Problem
        In the order of the file.
    """
    found = [problem for rule in RULES for problem in rule(timeline)]
    if not any(problem.code in ("duplicate-id", "unknown-id", "cycle") for problem in found):
        found += [problem for rule in ORDER_RULES for problem in rule(timeline)]
    return sorted(found)


def check_ids(timeline: Timeline) -> Iterator[Problem]:
    """Events and clocks share one set of names; readings and series have their own."""
    acts = [(event.id, event.where) for event in timeline.events]
    clocks = [(clock.id, clock.where) for clock, _ in _clocks(timeline)]
    readings = [(reading.id, reading.where) for reading in timeline.readings]
    series = [(item.id, item.where) for item in timeline.series]
    for group in (acts + clocks, readings, series):
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
            message = f"of: party '{party.of}' {wrong}; allowed: {_options(n for n, p in known.items() if not p.of)}"
            yield Problem(timeline.mark(party.where, "of"), message, "unknown-party")
    top = Where(timeline.path)
    for side in timeline.sides:
        if side not in known:
            message = f"sides: party '{side}' is not listed under `parties`{closest(side, known)}"
            message += f"; allowed: {_options(known)}"
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
    for then in _consequences(timeline):
        used += [(then.where, "actor", then.actor), (then.where, "recipient", then.recipient)]
    used += [(reading.where, "party", reading.party) for reading in timeline.readings]
    used += [(series.where, "party", series.party) for series in timeline.series]
    for where, name, party_id in used:
        if party_id is not None and party_id not in known:
            message = f"{name}: party '{party_id}' is not listed under `parties`{closest(party_id, known)}"
            yield Problem(timeline.mark(where, name), f"{message}; allowed: {_options(known)}", "unknown-party")


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
    for clock, _ in _clocks(timeline):
        if isinstance(clock.due, Relative):
            wanted.append((clock.where, "due", clock.due.anchor, events, "event"))
    for then in _consequences(timeline):
        wanted += [(then.where, "meets", name, clocks, "clock") for name in then.meets]
        wanted += [(then.where, "withdraws", name, clocks, "clock") for name in then.withdraws]
        if then.event is not None:
            wanted.append((then.where, "event", then.event, events, "event"))
    for reading in timeline.readings:
        for field in ("evidence", "predicts"):
            wanted += [(reading.where, field, name, events, "event") for name in getattr(reading, field)]
        if isinstance(reading.date, Relative):
            wanted.append((reading.where, "date", reading.date.anchor, events, "event"))
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


def check_cycles(timeline: Timeline) -> Iterator[Problem]:
    """Premises, answers and relative dates form no circle."""
    ring = find_cycle(timeline)
    if ring:
        first, second = (timeline.by_id[name] for name in ring[:2])
        field, name, _ = _relation(first, second)
        round_trip = " -> ".join((*ring, ring[0]))
        message = f"{field}: these events wait for each other in a circle: {round_trip}"
        yield Problem(timeline.mark(first.where, field, name), message, "cycle")


def check_citations(timeline: Timeline) -> Iterator[Problem]:
    """Every event, reading and point is cited, and every key is in `sources` where there are any."""
    points = [(point.where, point.cite, f"a point of series '{s.id}'") for s in timeline.series for point in s.points]
    items = [(event.where, event.cite, f"event '{event.id}'") for event in timeline.events]
    items += [(reading.where, reading.cite, f"reading '{reading.id}'") for reading in timeline.readings]
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
    """Events and readings may fall within `period`; series may lie outside."""
    start, end = timeline.period.earliest, timeline.period.latest
    items: list[Event | Reading] = [*timeline.events, *timeline.readings]
    for item in items:
        if isinstance(item.date, When):
            late = start is not None and item.date.latest is not None and item.date.latest < start
            if late or (end is not None and item.date.earliest is not None and item.date.earliest > end):
                message = f"date: {item.date.text} lies outside the period {timeline.period.text}"
                yield Problem(timeline.mark(item.where, "date"), message, "outside-period")


def check_reach(timeline: Timeline) -> Iterator[Problem]:
    """Relative dates of events and readings may fall within `period`, too."""
    start, end = timeline.period.earliest, timeline.period.latest
    found = spans(timeline)
    items: list[Event | Reading] = [*timeline.events, *timeline.readings]
    for item in items:
        if isinstance(item.date, Relative):
            first, last = (reach(day, item.date.duration) for day in found[item.date.anchor])
            if (start is not None and last < start) or (end is not None and first > end):
                when = iso(first) if first == last else f"{iso(first)}/{iso(last)}"
                message = f"date: {item.date.text} ({when}) lies outside the period {timeline.period.text}"
                yield Problem(timeline.mark(item.where, "date"), message, "outside-period")


def check_order(timeline: Timeline) -> Iterator[Problem]:
    """Nothing comes before what it needs or answers, or before a clock it touches is set."""
    for conflict in conflicts(timeline):
        event, premise = timeline.by_id[conflict.event], timeline.by_id[conflict.premise]
        field, name, relation = _relation(event, premise)
        later = f"'{premise.id}', which comes later ({_text(premise)})"
        message = f"{field}: '{event.id}' ({_text(event)}) {relation} {later}"
        yield Problem(timeline.mark(event.where, field, name), message, "order")
    for event in timeline.events:
        for premise in (timeline.by_id[n] for n in event.answers if n in timeline.by_id):
            same = isinstance(event.date, When) and isinstance(premise.date, When) and event.date.is_exact
            if same and event.date == premise.date and event.order < premise.order:
                message = f"order: '{event.id}' answers '{premise.id}' of the same day, but stands before it"
                yield Problem(timeline.mark(event.where, "order"), message, "order")


def check_dues(timeline: Timeline) -> Iterator[Problem]:
    """A clock is due after the day on which it is set, and on or after the day on which it is moved."""
    found = spans(timeline)
    last_days = {name: last for name, (_, last) in found.items()}
    cases: list[tuple[Where, str, str, Due, Event | None]] = []
    cases += [(clock.where, "due", clock.id, clock.due, event) for clock, event in _clocks(timeline)]
    cases += [(e.where, "moves", name, due, e) for e in timeline.events for name, due in e.moves.items()]
    for where, field, clock_id, due, event in cases:
        place = timeline.mark(where, field, clock_id) if field == "moves" else timeline.mark(where, field)
        if isinstance(due, Duration):
            if due == Duration():
                message = f"{field}: clock '{clock_id}' would be due at once ({due.text}); allowed: a day or more"
                yield Problem(place, message, "due")
        elif event is not None:
            first, last = found[event.id][0], due_day(due, 0, last_days)
            if last is not None and (last < first or (last == first and field == "due")):
                said = due.text if isinstance(due, When) else f"{due.text} ({iso(last)})"
                verb = "not after it is set" if field == "due" else "before it is moved"
                message = f"{field}: clock '{clock_id}' is due {said}, {verb} ({event.date.text})"
                yield Problem(place, message, "due")


def check_clocks(timeline: Timeline) -> Iterator[Problem]:
    """A clock ends once, in time, and as its `record` says."""
    found = spans(timeline)
    ends, moves = _touched(timeline)
    for clock, setter in _clocks(timeline):
        enders, movers = ends.get(clock.id, []), moves.get(clock.id, [])
        yield from _ended_once(timeline, clock, enders)
        if setter is None:
            continue
        fields = [field for _, field in enders]
        said = {"meets": Outcome.MET, "withdraws": Outcome.WITHDRAWN}
        if clock.record in said.values() and clock.record not in [said[field] for field in fields]:
            verb = "meets" if clock.record is Outcome.MET else "withdraws"
            message = f"record: clock '{clock.id}' is recorded as {clock.record.value}, but no event {verb} it"
            yield Problem(timeline.mark(clock.where, "record"), message, "record")
        elif clock.record is Outcome.MOVED and not movers:
            message = f"record: clock '{clock.id}' is recorded as moved, but no event moves it"
            yield Problem(timeline.mark(clock.where, "record"), message, "record")
        elif clock.record not in said.values() and enders:
            event, field = enders[0]
            message = f"{field}: '{event.id}' ends clock '{clock.id}', whose record says {clock.record.value}"
            yield Problem(timeline.mark(event.where, field, clock.id), message, "record")
        dues = [(clock.due, setter), *((event.moves[clock.id], event) for event in movers)]
        yield from _in_time(timeline, clock, enders, dues, found)


def _touched(timeline: Timeline) -> tuple[dict[str, list[Ender]], dict[str, list[Event]]]:
    """The events that end each clock, with the field that says so, and those that move it."""
    ends: dict[str, list[Ender]] = {}
    moves: dict[str, list[Event]] = {}
    for event in timeline.events:
        for field in ("meets", "withdraws"):
            for name in dict.fromkeys(getattr(event, field)):
                ends.setdefault(name, []).append((event, field))
        for name in event.moves:
            moves.setdefault(name, []).append(event)
    return ends, moves


def _ended_once(timeline: Timeline, clock: Clock, enders: list[Ender]) -> Iterator[Problem]:
    verbs = {"meets": "met", "withdraws": "withdrawn"}
    for event, field in enders[1:]:
        first, how = enders[0]
        message = f"{field}: clock '{clock.id}' is already {verbs[how]} by '{first.id}' (line {first.where.line})"
        yield Problem(timeline.mark(event.where, field, clock.id), message, "ended-twice")


def _in_time(
    timeline: Timeline, clock: Clock, enders: list[Ender], dues: list[tuple[Due, Event]], found: Spans
) -> Iterator[Problem]:
    """An act that ends a clock falls on or before the last due date that the clock had."""
    last = [_last_due(due, event, found) for due, event in dues]
    if None in last:
        return
    latest = max(day for day in last if day is not None)
    for event, field in enders:
        if found[event.id][0] > latest - (clock.last_day == "out"):
            due = f"due {iso(latest)}{' with last_day: out' if clock.last_day == 'out' else ''}"
            message = f"{field}: '{event.id}' ({_text(event)}) comes too late for clock '{clock.id}', {due}"
            yield Problem(timeline.mark(event.where, field, clock.id), message, "too-late")


def _last_due(due: Due, event: Event, found: Spans) -> int | None:
    """The latest day on which a clock set or moved by `event` can be due; None without a date."""
    anchors = {due.anchor: found[due.anchor][1]} if isinstance(due, Relative) else {}
    return due_day(due, found[event.id][1], anchors)


def _clocks(timeline: Timeline) -> Iterator[tuple[Clock, Event | None]]:
    """Every clock with the event that sets it, None for those that a consequence would set."""
    for event in timeline.events:
        for clock in event.clocks:
            yield clock, event
            if clock.on_lapse:
                yield from _inner(clock.on_lapse)
        for commitment in event.commits:
            yield from _inner(commitment.then)


def _inner(then: Consequence) -> Iterator[tuple[Clock, None]]:
    for clock in then.clocks:
        yield clock, None
        if clock.on_lapse:
            yield from _inner(clock.on_lapse)


def _consequences(timeline: Timeline) -> Iterator[Consequence]:
    commitments: list[Commitment] = [c for event in timeline.events for c in event.commits]
    yield from (commitment.then for commitment in commitments)
    yield from (clock.on_lapse for clock, _ in _clocks(timeline) if clock.on_lapse)


def _relation(event: Event, premise: Event) -> tuple[str, str, str]:
    """The field by which `event` hangs on `premise`, the name in it, and a verb."""
    if premise.id in event.answers:
        return "answers", premise.id, "answers"
    if any(premise.id in group for group in event.needs):
        return "needs", premise.id, "needs"
    for field in ("answers", "meets", "moves", "withdraws"):
        for clock in premise.clocks:
            if clock.id in getattr(event, field):
                return field, clock.id, f"{field} clock '{clock.id}' set by"
    return "date", "", "is dated from"


def _text(event: Event) -> str:
    return event.date.text


def _options(known: Iterable[str]) -> str:
    return ", ".join(known)


RULES: tuple[Rule, ...] = (
    check_ids,
    check_parties,
    check_references,
    check_selves,
    check_cycles,
    check_citations,
    check_period,
)
ORDER_RULES: tuple[Rule, ...] = (check_order, check_reach, check_dues, check_clocks)
