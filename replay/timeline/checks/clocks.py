"""Rules about clocks, consequences and commitments: they end once, in time, as recorded, and name what they are.

The rules on time go by the first day that an imprecise date allows: an act is late only if that is.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import partial

from replay.codebook import TEMPLATES, ClockKind, Fate, Outcome, in_force_on
from replay.dates import Relative, iso
from replay.errors import Problem
from replay.text.words import counted, joined
from replay.timeline import Clock, Commitment, Consequence, Event, Timeline
from replay.timeline.checks.names import CLOCK_FIELDS, Rule
from replay.timeline.naming import members
from replay.timeline.schedule import due_day, spans

__all__ = ["NAMES", "RULES"]

Spans = Mapping[str, tuple[int, int]]
_DONE = {
    Outcome.MET: "meets", Outcome.MET_IN_PART: "meets", Outcome.SETTLED: "settles", Outcome.WITHDRAWN: "withdraws",
    Outcome.BROKEN: "breaks",
    Outcome.SUSPENDED: "suspends",
}  # fmt: skip
"""The key by which an act brings about each end."""
_BY_ACTS = tuple(end for end in Outcome if end in _DONE)
_KEPT = (Fate.KEPT, Fate.IN_PART)


def check_kinds(timeline: Timeline) -> Iterator[Problem]:
    """A clock ends in a way that its kind has, and a waiting period has no consequence."""
    for clock, _ in timeline.clocks_set:
        kind, said = clock.kind, clock.readings or {"": clock.record}
        for party, outcome in said.items():
            if not kind.allows(outcome):
                place = timeline.mark(clock.where, "record", party) if party else timeline.mark(clock.where, "record")
                allowed = ", ".join(end.value for end in Outcome if kind.allows(end))
                message = f"record: clock '{clock.id}' is of the kind {kind.value} and cannot end {outcome.value}"
                yield Problem(place, f"{message}; allowed: {allowed}", "record")
        if clock.on_end and kind is ClockKind.WAITING:
            message = f"on_end: '{clock.id}' is a waiting period, and nothing follows by itself when it is over"
            yield Problem(timeline.mark(clock.where, "on_end"), f"{message}; allowed: clocks of another kind", "rule")
    for event in timeline.events:
        for trigger in (commitment.when for commitment in event.commits):
            known = timeline.clocks.get(trigger.clock or "")
            if known and trigger.ends and (trigger.ends is Outcome.OPEN or not known.kind.allows(trigger.ends)):
                ends = [end.value for end in Outcome if known.kind.allows(end) and end is not Outcome.OPEN]
                message = f"ends: clock '{known.id}' of the kind {known.kind.value} cannot end {trigger.ends.value}"
                yield Problem(timeline.mark(trigger.where, "ends"), f"{message}; allowed: {', '.join(ends)}", "record")


def check_ends(timeline: Timeline) -> Iterator[Problem]:
    """A clock ends once, and as its record says; where no act ends it, the source is cited."""
    for clock, setter in timeline.clocks_set:
        enders: list[tuple[Event, Outcome]] = [(e, e.ends[clock.id]) for e in timeline.touched.get(clock.id, ())]
        final = [one for one in enders if one[1] is not Outcome.SUSPENDED]
        for event, outcome in final[1:]:
            first, how = final[0]
            message = f"{_DONE[outcome]}: clock '{clock.id}' is already {how.words} by '{first.id}' (line "
            place = timeline.mark(event.where, _DONE[outcome], clock.id)
            yield Problem(place, f"{message}{first.where.line}); a clock ends once", "ended-twice")
        if setter is not None:
            yield from _as_recorded(timeline, clock, enders, final)


def _as_recorded(
    timeline: Timeline, clock: Clock, enders: list[tuple[Event, Outcome]], final: list[tuple[Event, Outcome]]
) -> Iterator[Problem]:
    said = {*clock.readings.values(), clock.record}
    place = partial(timeline.mark, clock.where, "record")
    for outcome in [end for end in _BY_ACTS if end in said and end not in [o for _, o in enders]]:
        on_word = outcome in (Outcome.MET, Outcome.MET_IN_PART)
        if on_word and clock.cite and not final:
            continue
        message = f"record: clock '{clock.id}' is recorded as {outcome.words}, but no event has it under"
        key = f"`{_DONE[outcome]}`{': {' + clock.id + ': met-in-part}' if outcome is Outcome.MET_IN_PART else ''}"
        more = "; where the source says so without an act, give the clock a `cite`" if on_word else ""
        yield Problem(place(), f"{message} {key}{more}", "record")
    for event, outcome in final:
        if outcome not in said:
            message = f"{_DONE[outcome]}: clock '{clock.id}' is {outcome.words} by '{event.id}', but its record says "
            message += joined([end.value for end in Outcome if end in said])
            yield Problem(timeline.mark(event.where, _DONE[outcome], clock.id), message, "record")
    resumed = sum(clock.id in event.resumes for event in timeline.moved.get(clock.id, ()))
    stopped = sum(outcome is Outcome.SUSPENDED for _, outcome in enders)
    if Outcome.SUSPENDED in said and resumed >= stopped > 0:
        yield Problem(place(), f"record: clock '{clock.id}' is recorded as suspended, but was resumed", "record")
    for event in (e for e in timeline.moved.get(clock.id, ()) if clock.id in e.resumes and not stopped):
        message = f"resumes: clock '{clock.id}' was never suspended; allowed: `moves`"
        yield Problem(timeline.mark(event.where, "resumes", clock.id), message, "record")


def check_late(timeline: Timeline) -> Iterator[Problem]:
    """Nothing is done to a clock that has ended, unless the act says that it reaches back."""
    found = spans(timeline)
    last_days = {name: last for name, (_, last) in found.items()}
    for clock, setter in timeline.clocks_set:
        if setter is not None and clock.id in timeline.handled:
            yield from _late(timeline, clock, setter, found, last_days)


def _late(
    timeline: Timeline, clock: Clock, setter: Event, found: Spans, last_days: Mapping[str, int]
) -> Iterator[Problem]:
    """Walk the acts that touch a clock in order of time, with the last day that it can be due by then."""
    acts = sorted(timeline.handled[clock.id], key=lambda event: (found[event.id][0], event.order, event.id))
    set_on = found[setter.id][1]
    stood, ender = [(due_day(clock.due, set_on, last_days), 0, 0)], ""  # due days, with the bounds of their acts
    for event in acts:
        first, last = found[event.id]
        field = next(name for name in CLOCK_FIELDS if clock.id in getattr(event, name))
        place = partial(timeline.mark, event.where, field, clock.id)
        said = f"{field}: '{event.id}' ({event.date.text}) comes too late for clock '{clock.id}', "
        possible = _possible(stood, first)
        due = None if None in possible else max(day for day in possible if day is not None)
        reopened = any(other.late and other is not event and found[other.id][0] <= last for other in acts)
        if ender and first > found[ender][1] and clock.id not in event.ends:
            yield Problem(place(), f"{said}which '{ender}' had ended; allowed: an earlier day", "too-late")
        elif due is not None and first > due - (clock.last_day == "out") and not reopened:
            how = " with last_day: out" if clock.last_day == "out" else ""
            if not event.late:
                said += f"which ended on {iso(due)}{how}; allowed: an earlier day, or `late: true` if it reaches back"
                yield Problem(place(), said, "too-late")
            elif followed := _followed(timeline, clock, found, first):
                said += f"from whose end '{followed}' had followed by then; allowed: a day before that"
                yield Problem(place(), said, "too-late")
        if clock.id in event.moves:
            move = event.moves[clock.id]
            if isinstance(move, Relative) and not move.anchor and due is None and not _undated_for_now(timeline, clock):
                message = f"moves: clock '{clock.id}' stands at no date from which {move.text} could count"
                yield Problem(place(), f"{message}; allowed: a date, or a length from the act that set it", "due")
            stood.append((None if move is None else due_day(move, set_on, last_days, due), first, last))
        elif clock.id in event.resumes:
            resumed = event.resumes[clock.id]
            stood.append((None if resumed is None else due_day(resumed, last, last_days), first, last))
        elif clock.id in event.suspends:
            stood.append((None, first, last))
        elif clock.id in event.ends:
            ender = event.id


def _possible(stood: list[tuple[int | None, int, int]], first: int) -> list[int | None]:
    """The due days at which a clock may stand on a day: those that no act replaced for certain before it."""
    return [
        due
        for n, (due, _, last) in enumerate(stood)
        if not any(after >= last and until <= first for _, after, until in stood[n + 1 :])
    ]


def _undated_for_now(timeline: Timeline, clock: Clock) -> bool:
    """Whether a clock may have a date that only a replay can tell."""
    stopped = any(clock.id in event.suspends for event in timeline.handled.get(clock.id, ()))
    moves = [event.moves.get(clock.id) for event in timeline.moved.get(clock.id, ())]
    return stopped or any(isinstance(due, Relative) and bool(due.clock) for due in (clock.due, *moves))


def _followed(timeline: Timeline, clock: Clock, found: Spans, before: int) -> str:
    """A recorded event that followed from the running out of a clock by a day, "" if there is none."""
    rules = [*clock.on_end]
    rules += [c.then for e in timeline.events for c in e.commits if c.when.clock == clock.id]
    names = [name for then in rules for name in then.events if name in found]
    return next((name for name in names if found[name][1] < before), "")


def check_rules(timeline: Timeline) -> Iterator[Problem]:
    """A recorded event that is what a rule brings about is that act, of that party, towards that one, and was done."""
    for clock, _ in timeline.clocks_set:
        for then in clock.on_end:
            yield from _is_that(timeline, then, f"what follows from clock '{clock.id}'")
            for name in then.events:
                if clock.id in getattr(timeline.by_id.get(name), "touches", ()):
                    message = f"event: '{name}' touches clock '{clock.id}', from whose end it is to follow"
                    yield Problem(timeline.mark(then.where, "event", name), message, "rule")
            if len(then.events) > 1:
                message = f"event: {len(then.events)} events seen; allowed: one, since a clock runs out once"
                yield Problem(timeline.mark(then.where, "event"), message, "rule")
    for event in timeline.events:
        for commitment in event.commits:
            yield from _is_that(timeline, commitment.then, f"what '{event.id}' commits to")
            yield from _counted(timeline, commitment)
            if event.id in commitment.then.events:
                message = f"event: '{event.id}' makes the commitment and cannot be what it commits to"
                yield Problem(timeline.mark(commitment.then.where, "event", event.id), message, "rule")


def check_dues(timeline: Timeline) -> Iterator[Problem]:
    """No clock is counted from what follows from it."""
    for clock, _ in timeline.clocks_set:
        for then in clock.on_end:
            for name in (n for n in then.events if isinstance(clock.due, Relative) and clock.due.anchor == n):
                message = f"event: '{name}' is to follow from clock '{clock.id}', whose due day counts from it"
                yield Problem(timeline.mark(then.where, "event", name), message, "rule")


def _is_that(timeline: Timeline, then: Consequence, what: str) -> Iterator[Problem]:
    for name in then.events:
        event = timeline.by_id.get(name)
        if event is None:
            continue
        place = partial(timeline.mark, then.where, "event", name)
        wrong = [
            f"{field} {seen or 'nobody'} where the rule has {wanted}"
            for field, seen, wanted in (
                ("act", event.act.value, then.act.value), ("actor", event.actor, then.actor),
                ("recipient", event.recipient, then.recipient or event.recipient),
            )
            if {*members(seen)} != {*members(wanted)}
        ]  # fmt: skip
        if wrong:
            message = f"event: '{name}' is not {what}: {'; '.join(wrong)}"
            yield Problem(place(), f"{message}; allowed: an event that agrees in act, actor and recipient", "rule")
        for field in ("clock", "meets", "withdraws"):
            if then.clocks if field == "clock" else getattr(then, field):
                message = (
                    f"{field}: {what} is '{name}', which says itself what it does to clocks; allowed: on the event"
                )
                yield Problem(timeline.mark(then.where, field), message, "rule")
        if not event.status.happened:
            message = f"event: '{name}' is only {event.status.value}, and carries nothing out"
            yield Problem(place(), f"{message}; allowed: acts that were done", "rule")


def _counted(timeline: Timeline, commitment: Commitment) -> Iterator[Problem]:
    """A commitment names an event for each time that it was kept, and counts more than one only if it says so."""
    record, events = commitment.record, commitment.then.events
    kept = sum(fate in _KEPT for fate in record)
    if record and kept != len(events):
        named = counted(len(events), "event")
        message = f"record: kept or in part {counted(kept, 'time')}, but {named} named under `event`"
        yield Problem(timeline.mark(commitment.where, "record"), f"{message}; allowed: one for each", "rule")
    if max(len(record), len(events)) > 1 and not commitment.each:
        key = "record" if len(record) > 1 else "then"
        message = f"{key}: more than one trigger is counted; allowed: `each: true`, or one"
        yield Problem(timeline.mark(commitment.where, key), message, "rule")
    if Fate.NOT_TRIGGERED in record and len(record) > 1:
        message = "record: not-triggered stands beside other fates; allowed: it alone"
        yield Problem(timeline.mark(commitment.where, "record"), message, "rule")


def check_splits(timeline: Timeline) -> Iterator[Problem]:
    """A part that is split off says what it is worth, in the unit of the whole where that has one, and not more."""
    for event in timeline.events:
        for name, part in event.splits.items():
            whole, place = timeline.worth_of(name), partial(timeline.mark, part.where, "worth")
            if whole is None or part.worth is None:
                continue
            if part.worth.unit != whole.unit:
                message = f"worth: clock '{part.id}' is in {part.worth.unit}, and clock '{name}' in {whole.unit}"
                yield Problem(place(), f"{message}; allowed: one unit", "split")
            elif part.worth.amount > whole.amount:
                message = f"worth: clock '{part.id}' takes {part.worth.amount:g} of {whole.amount:g}"
                yield Problem(place(), f"{message}; allowed: a part of it", "split")


def check_fates(timeline: Timeline) -> Iterator[Problem]:
    """The fate of a threat or promise is coded on the act only where no clock and no commitment tells it."""
    for event in timeline.events:
        if event.fate is not None and (event.clocks or event.commits):
            what = "sets a clock" if event.clocks else "makes a commitment"
            message = f"fate: '{event.id}' {what}, whose own `record` tells its fate; allowed: acts without"
            yield Problem(timeline.mark(event.where, "fate"), message, "fate")
        if event.departs and event.id not in timeline.ruled:
            message = f"departs: no rule has '{event.id}' under `event`, so there is nothing to depart from"
            yield Problem(timeline.mark(event.where, "departs"), message, "rule")


def check_anchors(timeline: Timeline) -> Iterator[Problem]:
    """Clocks whose dates are counted from each other form no circle."""
    for clock, _ in timeline.clocks_set:
        path, due = [clock.id], clock.due
        while isinstance(due, Relative) and due.clock in timeline.clocks and due.clock not in path:
            path.append(due.clock)
            due = timeline.clocks[due.clock].due
        if isinstance(due, Relative) and due.clock == clock.id:
            message = f"due: these clocks are counted from each other in a circle: {' -> '.join((*path, clock.id))}"
            yield Problem(timeline.mark(clock.where, "due"), f"{message}; allowed: a date, or an event", "cycle")


def check_templates(timeline: Timeline) -> Iterator[Problem]:
    """A clock that a law sets is set while that version of the law is in force."""
    found = spans(timeline)
    for clock, setter in timeline.clocks_set:
        if clock.template is None or setter is None:
            continue
        template, (first, last) = TEMPLATES[clock.template], found[setter.id]
        if not any(in_force_on(template, day) for day in (first, last)):
            ends = zip(("from ", "to "), template.in_force, strict=True)
            held = " ".join(word + day for word, day in ends if day)
            message = f"template: '{clock.template}' was in force {held}, and "
            message += f"'{setter.id}' sets the clock on {setter.date.text}; allowed: a version in force then, or `due`"
            yield Problem(timeline.mark(clock.where, "template"), message, "template")


NAMES: tuple[Rule, ...] = (check_kinds, check_rules, check_dues, check_splits, check_fates, check_anchors)
"""Rules that need no dates."""
RULES: tuple[Rule, ...] = (check_ends, check_late, check_templates)
"""Rules that need sound names and dates."""
