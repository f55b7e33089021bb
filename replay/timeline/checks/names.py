"""Rules about names: ids are used once, what is named exists, everything is cited and lies in the period."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping

from replay.dates import Relative, When
from replay.errors import Problem, Suggestions, Where, closest
from replay.timeline import Clock, Consequence, Event, Party, Point, Reading, Stake, Timeline
from replay.timeline.naming import Reference, members

__all__ = [
    "CLOCK_FIELDS",
    "RULES",
    "Rule",
    "check_citations",
    "check_ids",
    "check_parties",
    "check_references",
    "check_selves",
]

Rule = Callable[[Timeline], Iterable[Problem]]

CLOCK_FIELDS = ("meets", "settles", "withdraws", "breaks", "moves", "splits", "suspends", "resumes")
"""The keys under which an event names clocks that others have set."""


def check_ids(timeline: Timeline) -> Iterator[Problem]:
    """Events and clocks share one set of names; readings, series, decisions and so on have their own."""
    seen: dict[tuple[type, str], Where] = {}
    named = [item for item, _ in timeline.placed if hasattr(item, "id") and not isinstance(item, Party)]
    for item in sorted(named, key=lambda item: isinstance(item, Clock)):
        key = (Event if isinstance(item, Clock) else type(item), item.id)
        if key in seen:
            message = f"id '{item.id}' is taken: it stands first in line {seen[key].line}; ids are used once"
            yield Problem(timeline.mark(item.where, "id"), message, "duplicate-id")
        else:
            seen[key] = item.where


def check_parties(timeline: Timeline) -> Iterator[Problem]:
    """Whoever acts, is addressed, is read or is a side is listed under `parties`."""
    known = timeline.parties
    for party in known.values():
        if party.of is not None and (party.of not in known or known[party.of].of is not None):
            wrong = "is not listed" if party.of not in known else "itself belongs to another party"
            message = f"of: party '{party.of}' {wrong}; allowed: {_options(n for n, p in known.items() if not p.of)}"
            yield Problem(timeline.mark(party.where, "of"), message, "unknown-party")
    top = Where(timeline.path)
    for side in (*timeline.sides, *timeline.allies):
        if side not in known:
            message = f"sides: party '{side}' is not listed under `parties`{closest(side, known)}"
            message += f"; allowed: {_options(known)}"
            yield Problem(timeline.mark(top, "sides", side), message, "unknown-party")
        elif known[side].of is not None:
            message = f"sides: party '{side}' belongs to '{known[side].of}'; allowed: parties that belong to no other"
            yield Problem(timeline.mark(top, "sides", side), message, "unknown-party")
    for ally in timeline.allies:
        if ally in timeline.sides:
            message = f"sides: '{ally}' stands twice; allowed: each party in one camp, and once"
            yield Problem(timeline.mark(top, "sides"), message, "unknown-party")
    if timeline.sides[0] == timeline.sides[1] and (top, "sides") not in timeline.marks and timeline.marks:
        message = "parties: only one party belongs to no other; allowed: two or more, of which two are the sides"
        yield Problem(timeline.mark(top, "parties"), message, "unknown-party")
    elif timeline.sides[0] == timeline.sides[1]:
        message = f"sides: '{timeline.sides[0]}' stands twice; allowed: two parties"
        yield Problem(timeline.mark(top, "sides"), message, "unknown-party")
    near = Suggestions()
    for found in _unknown(timeline, {"party": known}):
        message = f"{found.field}: party '{found.name}' is not listed under `parties`{near(found.name, known)}"
        yield Problem(_place(timeline, found), f"{message}; allowed: {_options(known)}", "unknown-party")


def check_sides(timeline: Timeline) -> Iterator[Problem]:
    """Decisions and stakes are those of a side or an ally, and happenings give or take something from a side."""
    camps = [name for side in timeline.sides for name in timeline.camp(side)]
    known = {"side": dict.fromkeys(timeline.sides), "side or ally": dict.fromkeys(camps)}
    for found in _unknown(timeline, known):
        message = f"{found.field}: '{found.name}' is not a {found.noun}; allowed: {_options(known[found.noun])}"
        yield Problem(_place(timeline, found), message, "unknown-party")


def check_references(timeline: Timeline) -> Iterator[Problem]:
    """What is named exists."""
    events, clocks = timeline.by_id, timeline.clocks
    known: dict[str, Mapping[str, object]] = {
        "event": events, "clock": clocks, "event or clock": dict.fromkeys((*events, *clocks)),
    }  # fmt: skip
    near = Suggestions()
    for found in _unknown(timeline, known):
        message = f"{found.field}: no {found.noun} has the id '{found.name}'{near(found.name, known[found.noun])}"
        yield Problem(_place(timeline, found), message, "unknown-id")


def _unknown(timeline: Timeline, known: Mapping[str, Mapping[str, object]]) -> Iterator[Reference]:
    """The names of those kinds that nothing has."""
    return (ref for ref in timeline.references if ref.noun in known and ref.name not in known[ref.noun])


def _place(timeline: Timeline, found: Reference) -> Where:
    return timeline.mark(found.where, found.field, found.name)


def _options(known: Iterable[str]) -> str:
    return ", ".join(known)


def check_selves(timeline: Timeline) -> Iterator[Problem]:
    """Nobody acts on itself; no event needs, answers or is dated from itself, nor touches a clock that it sets."""
    for item, _ in timeline.placed:
        for party in members(item.recipient) if isinstance(item, (Event, Consequence)) else ():
            if party in members(item.actor):
                message = f"recipient: '{party}' is the actor as well; allowed: another party"
                yield Problem(timeline.mark(item.where, "recipient"), message, "own-recipient")
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
            for field in ("answers", *CLOCK_FIELDS):
                if clock.id in getattr(event, field):
                    message = f"{field}: clock '{clock.id}' is set by this event itself; allowed: clocks set before it"
                    yield Problem(timeline.mark(event.where, field, clock.id), message, "own-clock")


def check_citations(timeline: Timeline) -> Iterator[Problem]:
    """Everything coded is cited, and every key is in `sources` where there are any."""
    near = Suggestions()
    for item, holder in timeline.placed:
        if not hasattr(item, "cite"):
            continue
        if not item.cite and not isinstance(item, Clock):
            kind = type(item).__name__.lower()
            noun = f"a point of series '{holder.id}'" if isinstance(item, Point) else f"{kind} '{item.id}'"
            yield Problem(item.where, f"{noun} has no `cite`; say where the source says it", "no-citation")
        for n, cite in enumerate(item.cite):
            if cite.key and timeline.sources and cite.key not in timeline.sources:
                message = f"cite: key '{cite.key}' is not in `sources`{near(cite.key, timeline.sources)}"
                place = timeline.mark(item.where, "cite", str(n), "key")
                if place == timeline.mark(item.where, "cite"):
                    place = timeline.mark(item.where, "cite", "key")
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


RULES: tuple[Rule, ...] = (
    check_ids, check_parties, check_sides, check_references, check_selves, check_citations, check_period,
)  # fmt: skip
