"""What is wrong with edits: by themselves, against their timeline, and in what they make of it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import fields

from replay.codebook import Fate, Outcome
from replay.counterfactuals.edits.dues import Overdue, overdue
from replay.counterfactuals.edits.vocabulary import (
    Cut,
    Drop,
    Edit,
    Insert,
    Replace,
    SetClock,
    SetFate,
    SetOutcome,
    SetReading,
    Shift,
    address,
    describe,
    kind_of,
)
from replay.dates import LAST, Duration, Relative, alternatives, in_words, iso
from replay.engine import settled
from replay.errors import Problem, closest
from replay.text.words import counted
from replay.timeline import Clock, Due, Event, Timeline
from replay.timeline.checks.clocks import check_anchors, check_dues
from replay.timeline.checks.names import check_citations, check_ids, check_parties, check_references, check_selves
from replay.timeline.checks.order import check_cycles
from replay.timeline.schedule import find_cycle, premises

__all__ = ["edit_faults", "outcome_faults"]

_ELSEWHERE = {
    "clock": "it is a clock: use set-clock, or drop what sets it", "event": "it is an event",
    "reading": "it is a reading",
}  # fmt: skip
"""What is said of an id that belongs to something of another kind."""


_Said = tuple[str, str]
"""A message and its code; the place is that of the edit."""


def edit_faults(timeline: Timeline, edits: Sequence[Edit], days: Mapping[str, int]) -> list[Problem]:
    """Unknown ids, edits without effect, edits that contradict each other; `days` are those of the events."""
    names = {*timeline.by_id, *(edit.target for edit in edits if isinstance(edit, Insert))}
    found = [
        Problem(edit.where, message, code)
        for edit in edits
        for message, code in (
            *_unknown(timeline, edit),
            *_anchored(edit, names, timeline.clocks),
            *_idle(timeline, edit, days),
        )
    ]
    return sorted([*found, *_together(timeline, edits)])


def _unknown(timeline: Timeline, edit: Edit) -> Iterator[_Said]:
    """What an edit speaks of is there, and what it brings in is not."""
    noun, name = address(edit)
    known: dict[str, Collection[str]] = {
        "clock": timeline.clocks, "reading": [reading.id for reading in timeline.readings], "event": timeline.by_id,
    }  # fmt: skip
    if isinstance(edit, (SetOutcome, SetFate)):
        noun, name = ("clock" if isinstance(edit, SetOutcome) else "event"), edit.target
    if isinstance(edit, Insert):
        for taken in ("event", "clock"):
            if name in known[taken]:
                said = f"insert: id '{name}' is taken by {taken} of the base; change an event with replace"
                yield said, "duplicate-id"
    elif name not in known.get(noun, [name]):
        found = next((other for other in ("clock", "event", "reading") if name in known[other]), "")
        also = f" ({_ELSEWHERE[found]})" if found else closest(name, known[noun])
        yield f"{kind_of(edit)}: no {noun} of the base has the id '{name}'{also}", "unknown-id"
    if isinstance(edit, Cut):
        for kept in edit.keep:
            if kept not in timeline.by_id:
                yield f"keep: no event of the base has the id '{kept}'{closest(kept, timeline.by_id)}", "unknown-id"


def _anchored(edit: Edit, names: Collection[str], clocks: Collection[str]) -> Iterator[_Said]:
    """What an edit dates from an event, it dates from one that is there."""
    date = edit.to if isinstance(edit, Shift) else edit.due if isinstance(edit, SetClock) else None
    if isinstance(date, Relative) and (date.clock not in clocks if date.clock else date.anchor not in names):
        key, noun = ("to" if isinstance(edit, Shift) else "due"), "clock" if date.clock else "event"
        near = closest(date.clock or date.anchor, clocks if date.clock else names)
        yield f"{key}: no {noun} has the id '{date.clock or date.anchor}'{near}", "unknown-id"
    elif isinstance(edit, Shift) and isinstance(date, Relative) and date.anchor == edit.target:
        yield f"to: '{date.anchor}' is this event itself", "cycle"


def _idle(timeline: Timeline, edit: Edit, days: Mapping[str, int]) -> Iterator[_Said]:
    """An edit changes something; a cut on the day before anything happens leaves nothing, which is allowed."""
    match edit:
        case Shift(target=name, by=by, to=to) if (by is None) == (to is None):
            seen = "neither" if by is None else "both"
            yield f"shift: '{name}' has {seen} of `by` and `to`; allowed: exactly one", "value"
        case Shift(target=name, by=by) if by == Duration():
            yield f"shift: '{name}' would stay where it is (P0D)", "value"
        case SetReading(target=name, level=None, trend=None):
            yield f"reading: '{name}' gets neither `level` nor `trend`; allowed: one of them or both", "value"
        case SetReading(target=name, level=level, trend=trend):
            old = {(reading.level, reading.trend) for reading in timeline.readings if reading.id == name}
            if old and old == {(level or was, trend or went) for was, went in old}:
                yield f"reading: '{name}' is read so already; nothing would change", "value"
        case SetOutcome(target=name, record=record) if name in timeline.clocks:
            yield from _outcome(timeline, timeline.clocks[name], record)
        case SetFate(target=name) if name in timeline.by_id:
            yield from _fate(timeline.by_id[name], edit)
        case SetClock(target=name, due=due):
            if name in timeline.clocks and timeline.clocks[name].due == due:
                yield f"set-clock: '{name}' is due {due.text} already; nothing would change", "value"
        case Replace(changes=changes):
            allowed = [part.name for part in fields(Event) if part.name not in ("id", "where")]
            for name in (name for name in changes if name not in allowed):
                said = f"replace: an event has no field '{name}'{closest(name, allowed)} that can change"
                yield f"{said} (allowed: {', '.join(allowed)})", "unknown-key"
        case Cut(after=after):
            first = min((timeline.period.earliest or 1, *days.values()))
            if after < first - 1 or after > (timeline.period.latest or after):
                yield f"cut: {edit.target} lies outside the period {timeline.period.text}", "outside-period"


def _outcome(timeline: Timeline, clock: Clock, record: Outcome) -> Iterator[_Said]:
    """A clock can be assumed to run out as its kind can, or to be met or unknown; other ends need an act."""
    ends = [*clock.kind.run_out, *(end for end in (Outcome.MET, Outcome.MET_IN_PART) if end in clock.kind.by_acts)]
    ends.append(Outcome.UNKNOWN)
    if record not in ends:
        allowed = ", ".join(end.value for end in ends)
        more = "; another end comes by an act: insert one" if clock.kind.allows(record) else ""
        yield f"set-outcome: '{clock.id}' cannot be assumed {record.words}; allowed: {allowed}{more}", "value"
    elif clock.record is record and not clock.readings:
        yield f"set-outcome: '{clock.id}' is {record.words} already; nothing would change", "value"


def _fate(event: Event, edit: SetFate) -> Iterator[_Said]:
    """A commitment can be assumed to be kept or broken, each time or at one."""
    fate, which = edit.fate, edit.which
    if not 1 <= which <= len(event.commits):
        seen = counted(len(event.commits), "commitment")
        yield f"set-fate: '{event.id}' makes {seen}; allowed: one that is there (`which`, from 1)", "value"
        return
    made = event.commits[which - 1]
    known = max(len(made.record), len(made.then.events), 1)
    now = {made.fate(n)[0] or Fate.KEPT for n in (range(known) if edit.time is None else [edit.time - 1])}
    if edit.time is not None and not made.each:
        yield f"set-fate: what '{event.id}' commits to holds once; allowed: no `time`", "value"
    elif fate not in (Fate.KEPT, Fate.BROKEN):
        said = f"set-fate: '{event.id}' cannot be assumed {fate.words}; allowed: kept, broken (whether it is triggered"
        yield f"{said} follows from the acts)", "value"
    elif now == {fate}:
        yield f"set-fate: what '{event.id}' commits to is {fate.words} already; nothing would change", "value"


def _together(timeline: Timeline, edits: Sequence[Edit]) -> Iterator[Problem]:
    """Two different edits of one thing contradict each other, and so do two cuts.

    So, too, do an event kept by a cut and dropped, and a clock given a due date while what sets it is dropped.
    """
    dropped = {edit.target: edit for edit in edits if isinstance(edit, Drop)}
    first: dict[tuple[str, str], Edit] = {}
    kept = {name: edit for edit in edits if isinstance(edit, Cut) for name in edit.keep}
    for edit in edits:
        key = ("cut", "") if isinstance(edit, Cut) else address(edit)
        against: list[tuple[Edit | None, str]] = []
        other = first.setdefault(key, edit)
        if other != edit:
            line = f" (line {other.where.line})" if other.where.line else ""
            allowed = "one cut in all" if isinstance(edit, Cut) else f"one edit for one {key[0]}"
            against.append((other, f"{line}; allowed: {allowed}"))
        if isinstance(edit, Drop):
            against.append((kept.get(edit.target), ", which keeps it"))
        if isinstance(edit, SetFate):
            against.append((dropped.get(edit.target), ", which makes the commitment"))
        if isinstance(edit, (SetClock, SetOutcome)) and edit.target in timeline.setters:
            against.append((dropped.get(timeline.setters[edit.target].id), ", which sets the clock"))
        for one, why in against:
            if one is not None:
                message = f"'{describe(edit)}' contradicts '{describe(one)}'{why}"
                yield Problem(edit.where, message, "contradiction")


def outcome_faults(edited: Timeline, edits: Sequence[Edit], before: tuple[Overdue, ...], dates: str) -> list[Problem]:
    """Faults of the edited timeline that the edits bring in, each at its edit; `before` is what the base has itself."""
    dated = any(isinstance(edit, (Shift, SetClock)) for edit in edits)
    if any(isinstance(edit, (Insert, Replace)) or _is_relative(edit) for edit in edits) or (
        dated and find_cycle(edited)
    ):
        found = sorted(set(_structural(edited, edits)))
        if found:
            return found
    if not any(isinstance(edit, (Shift, Insert, Replace, SetClock)) for edit in edits):
        return []
    days = settled(edited, dates).days
    placed = {Problem(e.where, message, code) for e in edits for message, code in _placed(edited, e, days)}
    return sorted(placed | {_late(edited, edits, late) for late in overdue(edited, days) if late not in before})


def _is_relative(edit: Edit) -> bool:
    date = edit.to if isinstance(edit, Shift) else edit.due if isinstance(edit, SetClock) else None
    return isinstance(date, Relative)


def _structural(edited: Timeline, edits: Sequence[Edit]) -> Iterator[Problem]:
    """Rules on ids, parties, references, sources and circles.

    The base keeps them by itself; what it refers to and an edit took away, such as a clock, is no fault, and nothing
    that might have been needs a citation.
    """
    rules = [check_ids, check_parties, check_references, check_selves, _sources, check_anchors, check_dues]
    brought = [edit for edit in edits if isinstance(edit, (Insert, Replace, Shift, SetClock))]
    for rule in rules if find_cycle(edited) == () else [*rules, check_cycles]:
        for problem in rule(edited):
            own = problem.where.line > 0 and problem.where.file != edited.path
            if own or not (problem.code == "unknown-id" and problem.where.file == edited.path and problem.where.line):
                theirs = [edit for edit in brought if edit.where == problem.where]
                theirs += [edit for edit in brought if f"'{edit.target}'" in problem.message]
                edit = next(iter(theirs), brought[0])
                yield Problem(problem.where if own else edit.where, problem.message, problem.code)


def _sources(timeline: Timeline) -> Iterator[Problem]:
    return (problem for problem in check_citations(timeline) if problem.code == "unknown-source")


def _placed(edited: Timeline, edit: Edit, days: Mapping[str, int]) -> Iterator[_Said]:
    """An act that an edit puts somewhere must be able to stand there."""
    yield from _at_once(edited, edit)
    if isinstance(edit, SetOutcome) and edit.target not in edited.clocks:
        yield f"set-outcome: another edit takes clock '{edit.target}' away", "contradiction"
    if not isinstance(edit, (Shift, Insert, Replace)):
        return
    event = edited.by_id[edit.target]
    put, day = days[event.id], _wanted(edited, event, days)
    if not (edited.period.earliest or put) <= put <= (edited.period.latest or put):
        yield (
            f"'{event.id}' would come on {_told(edited, event.id, put)}, outside the period {edited.period.text}",
            "outside-period",
        )
    moved = not isinstance(edit, Replace) or edit.changes.keys() & {"date", "needs", "answers"}
    for other in premises(edited, event) if moved else ():
        if days[other] > day and other not in edited.dropped:
            said = f"before '{other}' ({_told(edited, other, days[other])}), which it depends on"
            yield f"'{event.id}' would come on {_told(edited, event.id, day)}, {said}", "order"


def _told(timeline: Timeline, name: str, day: int) -> str:
    """Return the day of an event as coded: ISO text of a day that is coded or counted from one, else in words."""
    date = coded = timeline.by_id[name].date
    seen = {name}
    while isinstance(date, Relative) and date.anchor in timeline.by_id and date.anchor not in seen:
        seen.add(date.anchor)
        date = timeline.by_id[date.anchor].date
    if isinstance(date, Relative) or date.earliest == date.latest:
        return iso(day)
    if isinstance(coded, Relative):
        return coded.text
    return in_words(coded) if (coded.earliest or day) <= day <= (coded.latest or day) else iso(day)


def _wanted(timeline: Timeline, event: Event, days: Mapping[str, int]) -> int:
    """The latest day that the event's date allows, before its premises push it further."""
    if event.id in timeline.pins:
        return timeline.pins[event.id]
    if isinstance(event.date, Relative):
        return days[event.id]
    return event.date.latest if event.date.latest is not None else days[event.id]


def _at_once(edited: Timeline, edit: Edit) -> Iterator[_Said]:
    """A clock that an edit speaks of is there, and not due on the day from which its length is counted."""
    if isinstance(edit, SetClock) and edit.target not in edited.clocks:
        yield f"set-clock: another edit takes clock '{edit.target}' away", "contradiction"
    dues: Mapping[str, Due | None] = {edit.target: edit.due} if isinstance(edit, SetClock) else {}
    if isinstance(edit, (Insert, Replace)):
        event = edited.by_id[edit.target]
        set_here = (*event.clocks, *event.splits.values())
        dues = {**event.moves, **event.resumes, **{clock.id: clock.due for clock in set_here}}
    for name, due in dues.items():
        if due == Duration():
            yield f"{describe(edit)}: clock '{name}' would be due at once (P0D); allowed: a day or more", "due"


def _late(edited: Timeline, edits: Sequence[Edit], late: Overdue) -> Problem:
    """A clock is set, or moved, when its fixed due date has come, at the edit from which that comes."""
    edit = _behind(edited, late, [edit for edit in edits if isinstance(edit, (Shift, Insert, Replace, SetClock))])
    does, when, what = ("moved", "after", "new due date") if late.moved else ("set", "not before", "due date")
    day = _told(edited, late.event, late.day)
    message = (
        f"{describe(edit)}: clock '{late.clock}' would be {does} by '{late.event}' on {day}, {when} its {what} "
        f"{iso(late.due)}; allowed: "
    )
    first = late.day + (not late.moved)
    ways = [f"'{late.event}' on {iso(late.last)} at the latest"] if late.last >= 1 else []
    ways += [f"a {what} from {iso(first)} on"] if first <= LAST else []
    message += ", or ".join(ways) or "other days for both"
    return Problem(edit.where, message, "due")


def _counted(event: Event, clock: str) -> set[str]:
    """The event from which the due date of a clock that `event` sets or moves is counted, if any."""
    dues = [event.moves.get(clock), *(made.due for made in event.clocks if made.id == clock)]
    parts = [part for due in dues if due is not None for part in alternatives(due)]
    return {part.anchor for part in parts if isinstance(part, Relative)}


def _behind(edited: Timeline, late: Overdue, edits: Sequence[Edit]) -> Edit:
    """The edit from which it comes: of the clock or the act, else of what these are counted from or wait for."""
    own = {edit.target: edit for edit in edits}
    seen: list[str] = [late.clock, late.event, *sorted(_counted(edited.by_id[late.event], late.clock))]
    for name in seen:
        if name in own:
            return own[name]
        event = edited.by_id.get(name)
        if event is not None:
            anchor = [event.date.anchor] if isinstance(event.date, Relative) else []
            seen += [other for other in (*premises(edited, event), *anchor) if other not in seen]
    return edits[0]
