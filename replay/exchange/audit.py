"""A dispute beside what a data set says of it: the cases of the same parties and years, contradictions first.

A data set of cases (TIES and its like) has a row for each case: a threat, whether the sanction came, how the case
ended. A row is read by a map into events; here each is set beside the same thing in the event file.

- The threat: the nearest threat of the same party against the other in the file (`codebook.THREATS`, and clocks of the
  kind effect), by the days between what the two dates allow. No days between them is the same date.
- Whether it was imposed: an act of `codebook.IMPOSITIONS` by that party against the other, while the case runs.
- How it ended: the last thing that the row says, beside the fate of the file's threat in the ledger.
- The end: the date of that, beside the day on which the file has the threat end.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import Enum

from replay.codebook import IMPOSITIONS, THREATS, Act, ThreatFate
from replay.dates import When
from replay.engine.days import Days, worded
from replay.engine.trace import ACTED, Trace
from replay.errors import NothingCodedError, RefusalError, UnknownNameError, closest
from replay.escalation import Measure, ledger
from replay.text.words import counted, joined, spaced
from replay.timeline import Event, Timeline, members

__all__ = ["Answer", "Audit", "Case", "Finding", "audit", "paired"]

_NEAR = 366
"""Days between two dates up to which they may still be of one thing: of years alone, the one and the next."""
_ENDS: Mapping[Act, tuple[str, frozenset[ThreatFate]]] = {
    Act.SETTLE: ("settled", frozenset({ThreatFate.SETTLED})),
    Act.AGREE: ("settled", frozenset({ThreatFate.SETTLED})),
    Act.IMPLEMENT: ("the target gave way", frozenset({ThreatFate.MET, ThreatFate.MET_IN_PART})),
    Act.CONCEDE: ("the target gave way", frozenset({ThreatFate.MET, ThreatFate.MET_IN_PART})),
    Act.DROP_CASE: ("the sender gave up", frozenset({ThreatFate.WITHDRAWN, ThreatFate.BLUFF})),
    Act.LIFT_SANCTIONS: ("the sender gave up", frozenset({ThreatFate.WITHDRAWN, ThreatFate.CARRIED_OUT})),
    Act.BREAK_OFF: ("stalemate", frozenset({ThreatFate.OPEN, ThreatFate.BLUFF, ThreatFate.NOT_TRIGGERED})),
}
"""How a case can end: in words, and the fates of a threat in the ledger that say the same."""


class Answer(Enum):
    """How what a table says of a case stands to what the file says; the order is that of the report."""

    CONTRADICTS = "contradicts"
    ELSEWHERE = "other date"
    MISSING = "not in the file"
    AGREES = "agrees"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that a table says of a case, beside what the file says.

    Attributes
    ----------
    about : {"threat", "imposed", "outcome", "end", "link"}
    answer : Answer
    table, file : str
        In words, with dates as coded.
    """

    about: str
    answer: Answer
    table: str
    file: str


@dataclass(frozen=True, slots=True)
class Case:
    """A case of a table that concerns the parties of a dispute in its years.

    Attributes
    ----------
    place : str
        The row, as in ``row 12``.
    sender, target : str
        The sides of the file.
    dates : str
        From the first to the last thing that the row says.
    findings : tuple[Finding, ...]
    """

    place: str
    sender: str
    target: str
    dates: str
    findings: tuple[Finding, ...]

    @property
    def worst(self) -> Answer:
        """The first of the answers in the order of the report."""
        order = [*Answer]
        return min((finding.answer for finding in self.findings), key=order.index, default=Answer.AGREES)


@dataclass(frozen=True, slots=True)
class Audit:
    """What a table says of a dispute.

    Attributes
    ----------
    cases : tuple[Case, ...]
        Those with contradictions first, then by date.
    others : int
        Cases of the table that concern other parties or years.
    unmatched : tuple[str, ...]
        Threats of the sides in the file that no case of the table is about, in words.
    """

    cases: tuple[Case, ...]
    others: int
    unmatched: tuple[str, ...]


def paired(timeline: Timeline, table: Timeline, given: Mapping[str, str] | None = None) -> dict[str, str]:
    """Return which party of the file is which of the table, by the id of the latter.

    A party is the same if it is given so, has the same id, or the same name; or if all words of one name are in the
    other ("Korea", "South Korea") and of no second party.

    Raises
    ------
    UnknownNameError
        For a given id that a side has not.
    """
    given = given or {}
    for ids, known in ((given, table.parties), (given.values(), timeline.parties)):
        for name in ids:
            if name not in known:
                raise UnknownNameError(f"no party is called '{name}'{closest(name, known)}")
    found = dict(given)
    for name, party in table.parties.items():
        if name in found:
            continue
        words = _words(party.name)
        same = [one for one, other in timeline.parties.items() if one == name or _words(other.name) == words]
        near = [one for one, other in timeline.parties.items() if _within(words, _words(other.name))]
        if len(hits := same or near) == 1:
            found[name] = hits[0]
    return found


def _words(name: str) -> frozenset[str]:
    return frozenset(re.findall(r"\w+", name.casefold())) - {"the", "of", "and"}


def _within(one: frozenset[str], two: frozenset[str]) -> bool:
    return bool(one and two) and (one <= two or two <= one)


def audit(trace: Trace, table: Timeline, same: Mapping[str, str] | None = None) -> Audit:
    """Set what a table says of the sides of a dispute beside what its file says.

    Parameters
    ----------
    trace : Trace
        The replay of the file.
    table : Timeline
        The cases, as a map made events of them; those of a row cite the same row.
    same : mapping of str to str, optional
        Parties of the file by those of the table, where names do not tell (see `paired`).

    Raises
    ------
    RefusalError
        If no side of the dispute is a party of the table.
    NothingCodedError
        If the table has no case.
    """
    return _Auditor(trace, table, same).audit()


def _gap(one: tuple[int, int], two: tuple[int, int]) -> int:
    """Days between two spans; 0 where they overlap."""
    return max(one[0] - two[1], two[0] - one[1], 0)


class _Auditor:
    def __init__(self, trace: Trace, table: Timeline, same: Mapping[str, str] | None) -> None:
        self.trace, self.line, self.table = trace, trace.coded("audit a dispute"), table
        self.days = Days(trace, worded)
        self.same = paired(self.line, table, same)
        self.rows = ledger(trace)
        self.dates = {entry.event: entry.day for entry in trace.select(*ACTED)}

    def audit(self) -> Audit:
        sides = [side for side in self.line.sides if {*self.line.camp(side)} & {*self.same.values()}]
        if len(sides) < 2:
            lost = [self.line.name(side) for side in self.line.sides if side not in sides]
            seen = joined([party.name for name, party in self.table.parties.items() if name not in self.same][:8])
            raise RefusalError(f"{joined(lost)}: no party of the table is the same; seen there: {seen}. "
                               "Say which it is with --same TABLE=FILE")  # fmt: skip
        groups: dict[str, list[Event]] = {}
        for event in self.table.events:
            groups.setdefault(event.cite[0].section or event.id if event.cite else event.id, []).append(event)
        if not groups:
            raise NothingCodedError("case", "set beside the file", "events")
        cases, used = [], set[str]()
        for place, events in groups.items():
            if (case := self._case(place, events, used)) is not None:
                cases.append(case)
        order = [*Answer]
        ranked = sorted(enumerate(cases), key=lambda pair: (order.index(pair[1].worst), pair[0]))
        return Audit(
            tuple(self._linked([case for _, case in ranked], groups)),
            len(groups) - len(cases), tuple(self._unmatched(used)),
        )  # fmt: skip

    # -- one case ---------------------------------------------------------------------------------

    def _sides(self, events: Iterable[Event]) -> tuple[str, str] | None:
        """Who acts against whom in a case: the sides of the first event between them."""
        for event in events:
            actor, recipient = (self._side(text) for text in (event.actor, event.recipient))
            if actor and recipient and actor != recipient:
                return actor, recipient
        return None

    def _side(self, parties: str | None) -> str | None:
        own = [self.same.get(name, "") for name in members(parties)]
        return next((side for side in self.line.sides if {*self.line.camp(side)} & {*own}), None)

    def _case(self, place: str, events: Sequence[Event], used: set[str]) -> Case | None:
        sides, span = self._sides(events), _span(events)
        period = self.line.period.earliest, self.line.period.latest
        outside = span is None or (period[0] is not None and span[1] < period[0]) or (
            period[1] is not None and span[0] > period[1]
        )  # fmt: skip
        if sides is None or span is None or outside:
            return None
        sender, target = sides
        threat = next((event for event in events if event.act in THREATS), None)
        imposed = next((event for event in events if event.act in IMPOSITIONS), None)
        end = next((event for event in reversed(events) if event.act in _ENDS), None)
        row = self._threat(sender, target, threat or imposed or events[0])
        findings = []
        if threat is not None:
            findings.append(self._found(threat, row))
        findings.append(self._imposed(sender, target, imposed, span, row))
        if end is not None and row is not None:
            findings += [self._outcome(end, row), self._ended(end, row)]
        if row is not None:
            used.add(row.id)
        dates = f"{self._date(events[0])} to {self._date(events[-1])}" if len(events) > 1 else self._date(events[0])
        return Case(place, sender, target, dates, tuple(findings))

    def _date(self, event: Event) -> str:
        return self.days.spoken(event.date) if isinstance(event.date, When) else str(event.date)

    def _announced(self, row: Measure) -> tuple[int, int]:
        """The days on which a threat of the file may have been announced, as coded."""
        event = self.line.by_id.get(row.acts[0])
        bounds = _bounds(event) if event is not None else None
        return bounds or (row.announced, row.announced)

    def _threat(self, sender: str, target: str, said: Event) -> Measure | None:
        """The threat of the file that is nearest to what a case says, of the same side against the other."""
        wanted = _bounds(said)
        rows = [
            row for row in self.rows
            if row.form == "threat" and self._of(row.who, sender) and (row.whom is None or self._of(row.whom, target))
        ]  # fmt: skip
        if wanted is None or not rows:
            return None
        found = min(rows, key=lambda row: (_gap(self._announced(row), wanted), abs(row.announced - wanted[0]), row.id))
        return found if _gap(self._announced(found), wanted) <= _NEAR else None

    def _of(self, parties: str, side: str) -> bool:
        return bool({*members(parties)} & {*self.line.camp(side)})

    def _told(self, row: Measure) -> str:
        event = self.line.by_id.get(row.acts[0])
        label = event.label if event is not None and event.label else row.what
        return f"{label}, {self.days.of_act(row.acts[0], row.announced)}"

    def _found(self, threat: Event, row: Measure | None) -> Finding:
        said = f"{spaced(threat.act.value)}, {self._date(threat)}"
        if row is None:
            return Finding("threat", Answer.MISSING, said, f"no threat of this side within {_NEAR} days")
        gap = _gap(self._announced(row), _bounds(threat) or (row.announced, row.announced))
        apart = f"{self._told(row)}; {counted(gap, 'day')} apart" if gap else self._told(row)
        return Finding("threat", Answer.ELSEWHERE if gap else Answer.AGREES, said, apart)

    def _imposed(
        self, sender: str, target: str, imposed: Event | None, span: tuple[int, int], row: Measure | None
    ) -> Finding:  # fmt: skip
        """Whether the sanction came, in the table and in the file."""
        last = max(span[1], span[0] if row is None or row.ended is None else row.ended)
        acts = [
            entry for entry in self.trace.select(*ACTED)
            if entry.act in IMPOSITIONS and self._of(entry.actor or "", sender) and span[0] <= entry.day <= last
            and (entry.recipient is None or self._of(entry.recipient, target))
        ]  # fmt: skip
        said = "no" if imposed is None else f"yes, {self._date(imposed)}"
        found = f"yes, {self.days.of(acts[0])}" if acts else "no"
        if (imposed is None) != (not acts):
            return Finding("imposed", Answer.CONTRADICTS, said, found)
        bounds = _bounds(imposed) if imposed is not None else None
        if acts and bounds is not None and (gap := _gap(self._days(acts[0].event, acts[0].day), bounds)):
            return Finding("imposed", Answer.ELSEWHERE, said, f"{found}; {counted(gap, 'day')} apart")
        return Finding("imposed", Answer.AGREES, said, found)

    def _days(self, name: str | None, day: int) -> tuple[int, int]:
        event = self.line.by_id.get(name or "")
        return (event is not None and _bounds(event)) or (day, day)

    def _outcome(self, end: Event, row: Measure) -> Finding:
        words, fates = _ENDS[end.act]
        answer = Answer.AGREES if row.fate in fates else Answer.CONTRADICTS
        return Finding("outcome", answer, words, spaced(row.fate.value))

    def _ended(self, end: Event, row: Measure) -> Finding:
        said, bounds = self._date(end), _bounds(end)
        if row.ended is None or bounds is None:
            return Finding("end", Answer.MISSING, said, "the file has no end of this threat")
        by = row.ended_by[-1] if row.ended_by else None
        gap = _gap(self._days(by, row.ended), bounds)
        words = self.days.of_act(by, row.ended) if by else self.days.counted(row.trigger, row.ended)
        apart = f"{words}; {counted(gap, 'day')} apart" if gap else words
        return Finding("end", Answer.ELSEWHERE if gap else Answer.AGREES, said, apart)

    # -- all cases --------------------------------------------------------------------------------

    def _linked(self, cases: Sequence[Case], groups: Mapping[str, Sequence[Event]]) -> Iterator[Case]:
        """The cases; of one whose threat answers that of another in the file: that the table does not tie them."""
        rows = {case.place: self._row_of(case, groups[case.place]) for case in cases}
        for case in cases:
            mine = rows[case.place]
            answered = [
                other.place for other in cases
                if other.place != case.place and mine is not None and (yours := rows[other.place]) is not None
                and mine.id != yours.id and self._answers(mine, yours)
            ]  # fmt: skip
            if not answered:
                yield case
                continue
            said = Finding(
                "link", Answer.CONTRADICTS, f"not tied to {joined(answered)}",
                f"this threat answers that of {joined(answered)}",
            )  # fmt: skip
            yield Case(case.place, case.sender, case.target, case.dates, (*case.findings, said))

    def _row_of(self, case: Case, events: Sequence[Event]) -> Measure | None:
        said = next((event for event in events if event.act in THREATS | IMPOSITIONS), events[0])
        return self._threat(case.sender, case.target, said)

    def _answers(self, one: Measure, two: Measure) -> bool:
        """Whether a threat answers another in the file, over any number of acts between them."""
        seen, left = set[str](), [*one.acts]
        goal = {*two.acts, *([two.clock] if two.clock else [])}
        while left:
            event = self.line.by_id.get(left.pop())
            if event is None or event.id in seen:
                continue
            seen.add(event.id)
            if goal & {*event.answers}:
                return True
            left += [name for name in event.answers if name in self.line.by_id]
        return False

    def _unmatched(self, used: set[str]) -> Iterator[str]:
        for row in self.rows:
            if row.form == "threat" and row.id not in used and any(self._of(row.who, side) for side in self.line.sides):
                yield f"{self.line.name(row.who)}: {self._told(row)}"


def _bounds(event: Event) -> tuple[int, int] | None:
    """First and last day that a date allows; None if it is relative or open."""
    date = event.date
    if not isinstance(date, When) or date.earliest is None or date.latest is None:
        return None
    return date.earliest, date.latest


def _span(events: Sequence[Event]) -> tuple[int, int] | None:
    """The days from the first to the last event of a case."""
    found = [bounds for event in events if (bounds := _bounds(event)) is not None]
    return (min(low for low, _ in found), max(high for _, high in found)) if found else None
