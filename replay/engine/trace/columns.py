"""The trace itself: entries in columns, as text, as a table, as clock histories."""

from __future__ import annotations

import hashlib
import json
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING, Any, overload

from replay.codebook import Act, ClockKind, Outcome, Strategy, strategy_of
from replay.dates import day as parse_day
from replay.dates import iso
from replay.engine.trace.entries import (
    ACTED,
    CODES,
    COLUMNS,
    ENDS,
    KINDS,
    MET,
    RUN_OUT,
    STARTS,
    WIDTH,
    ClockHistory,
    Clocks,
    Entry,
    Kind,
    State,
    Subject,
    read_row,
)
from replay.errors import RefusalError, TraceError
from replay.text.notebook import InNotebook
from replay.text.signs import shown
from replay.text.tabletext import csv_lines
from replay.text.words import counted, spaced
from replay.timeline import Timeline, members
from replay.timeline.schedule import Phase, Schedule

if TYPE_CHECKING:
    from pandas import DataFrame

__all__ = ["Trace"]

_SHOWS = tuple(
    (kind, kind in ACTED or kind in (Kind.SUPPRESSED, Kind.LOOP, Kind.DROPPED), kind in RUN_OUT, kind in MET)
    for kind in KINDS
)
"""By the number of a kind: the kind, whether its entries show the act, whether a clock runs out, or is met."""
_PHASES = len(Phase)
_in_json = json.JSONEncoder(separators=(",", ":")).encode
_LONGEST = 1000
"""Of what is said of a line that is no entry, which may quote the line."""


class Trace(Sequence[Entry], InNotebook):
    """An immutable sequence of `Entry`; equal to another with the same entries.

    Parameters
    ----------
    rows : array of int64
        `WIDTH` a row: tick, kind, subject, clock (-1 for none), the due day of a clock that starts to run (else 0),
        and the end of its causes in `causes`.
    causes : array of int64
    subjects : sequence of Subject
    clock_ids : sequence of str
    timeline : Timeline or None
        What was replayed.
    settings : mapping
        The arguments of the run, as text, for manifests.
    plan : Schedule or None
        Days and order of the recorded events in this replay; None for a trace that was read from a file.

    Attributes
    ----------
    fired : Mapping[str, tuple[tuple[str, int], ...]]
        Recorded events that rules brought about, each with the rules and the days of their triggers; of a whole replay.
    triggered : Mapping[str, tuple[int, ...]]
        For each trigger of a commitment, in order, the place that it has in its record; by the id of its rule, of a
        whole replay.
    """

    def __init__(
        self,
        rows: array[int],
        causes: array[int],
        subjects: Sequence[Subject],
        clock_ids: Sequence[str],
        timeline: Timeline | None = None,
        settings: Mapping[str, str] | None = None,
        plan: Schedule | None = None,
    ) -> None:
        self._rows = rows
        self._causes = causes
        self._subjects = subjects
        self._clocks = clock_ids
        self.timeline = timeline
        self.settings = dict(settings or {})
        self.plan = plan
        self.fired: Mapping[str, tuple[tuple[str, int], ...]] = {}
        self.triggered: Mapping[str, tuple[int, ...]] = {}

    def __len__(self) -> int:
        return len(self._rows) // WIDTH

    @overload
    def __getitem__(self, index: int) -> Entry: ...
    @overload
    def __getitem__(self, index: slice) -> tuple[Entry, ...]: ...
    def __getitem__(self, index: int | slice) -> Entry | tuple[Entry, ...]:
        if isinstance(index, slice):
            return tuple(self._entry(i) for i in range(*index.indices(len(self))))
        if index < 0:
            index += len(self)
        if not 0 <= index < len(self):
            raise IndexError(f"entry {index} of a trace of {len(self)}")
        return self._entry(index)

    def __iter__(self) -> Iterator[Entry]:
        return (self._entry(i) for i in range(len(self)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Trace):
            return NotImplemented
        return len(self) == len(other) and all(a == b for a, b in zip(self, other, strict=True))

    def __hash__(self) -> int:
        return hash(self.digest)

    def __repr__(self) -> str:
        name = self.timeline.dispute if self.timeline else "?"
        span = f", {self[0].date} to {self[-1].date}" if len(self) else ""
        return f"<Trace of {name}: {counted(len(self), 'entry')}{span}>"

    def _entry(self, i: int) -> Entry:
        at, rows = i * WIDTH, self._rows
        tick, kind_code, subject_at, clock_at, _, end = rows[at : at + WIDTH]
        kind, acted, ran_out, met = _SHOWS[kind_code]
        start = rows[at - 1] if i else 0
        causes = tuple(self._causes[start:end])
        clock = self._clocks[clock_at] if clock_at >= 0 else None
        if subject_at < 0:
            return Entry(i, tick // _PHASES, kind, None, clock, None, None, None, causes)
        subject = self._subjects[subject_at]
        on_word = met and end - start == 1  # the clock's own entry alone is its cause: no act met it
        event = None if ran_out or on_word else subject.event
        act = subject.act if acted else None
        return Entry(i, tick // _PHASES, kind, event, clock, subject.actor, subject.recipient, act, causes)

    def coded(self, purpose: str) -> Timeline:
        """Return the timeline that was replayed; RefusalError, saying what for, if the trace does not know it."""
        if self.timeline is None:
            raise RefusalError(f"this trace does not know its timeline; replay the event file to {purpose}")
        return self.timeline

    def strategy(self, entry: Entry, untagged: str = "silent") -> Strategy | None:
        """Return the strategy of an act: of its event, or of the act alone if it came by rule; None if it has none.

        `untagged` is a setting of the switch of that name.
        """
        event = self.coded("tell strategies").by_id.get(entry.event or "")
        if event:
            return strategy_of([event.conduct], untagged)
        return strategy_of([(entry.act, ())], untagged) if entry.act else None

    def head(self, count: int) -> Trace:
        """Return the first `count` entries as a trace of their own."""
        last = self._rows[count * WIDTH - 1] if count else 0
        return Trace(
            self._rows[: count * WIDTH], self._causes[:last],
            self._subjects, self._clocks, self.timeline, self.settings, self.plan,
        )  # fmt: skip

    def begins(self, other: Trace, count: int) -> bool:
        """Whether the first `count` entries are those of another trace, which has at least so many."""
        rows, others, end = self._rows, other._rows, count * WIDTH
        if len(others) < end or any(rows[n:end:WIDTH] != others[n:end:WIDTH] for n in (0, 1, 4, 5)):
            return False
        last = rows[end - 1] if count else 0
        who = ([one._subjects[n] for n in one._rows[2:end:WIDTH]] for one in (self, other))
        clocks = ([n if n < 0 else one._clocks[n] for n in one._rows[3:end:WIDTH]] for one in (self, other))
        same = self._causes[:last] == other._causes[:last]
        return same and all(mine == theirs for mine, theirs in (tuple(who), tuple(clocks)))

    def tick(self, seq: int) -> int:
        """Return the tick of an entry: ``day * len(Phase) + phase``."""
        return self._rows[seq * WIDTH]

    @cached_property
    def codes(self) -> array[int]:
        """The number of the kind of every entry, as in `CODES`."""
        return self._rows[1::WIDTH]

    @cached_property
    def days(self) -> list[int]:
        """The day of every entry."""
        return [tick // _PHASES for tick in self._rows[0::WIDTH]]

    @cached_property
    def by(self) -> list[Subject | None]:
        """Who did what, of every entry: of one about a clock, the act that set, moved or ended it."""
        known = self._subjects
        return [known[number] if number >= 0 else None for number in self._rows[2::WIDTH]]

    @cached_property
    def of(self) -> list[str | None]:
        """The clock of every entry that is about one."""
        known = self._clocks
        return [known[number] if number >= 0 else None for number in self._rows[3::WIDTH]]

    def shared(self, other: Trace) -> int:
        """Return how many of the first entries are surely the same in another trace: 0 unless the names are the same.

        Which number stands for which act and clock is the same in replays of one program.
        """
        if self._subjects is not other._subjects or self._clocks is not other._clocks:
            return 0
        low, high = 0, min(len(self), len(other))
        while low < high:
            middle = (low + high + 1) // 2
            end = self._rows[middle * WIDTH - 1]
            alike = self._rows[low * WIDTH : middle * WIDTH] == other._rows[low * WIDTH : middle * WIDTH]
            begin = self._rows[low * WIDTH - 1] if low else 0
            if alike and self._causes[begin:end] == other._causes[begin:end]:
                low = middle
            else:
                high = middle - 1
        return low

    def due(self, seq: int) -> int | None:
        """Return the due day to which a clock runs from this entry on; None for no date, or another entry."""
        return self._rows[seq * WIDTH + 4] or None

    def select(self, *kinds: Kind) -> tuple[Entry, ...]:
        """Return the entries of these kinds, in order."""
        codes = {CODES[kind] for kind in kinds}
        return tuple([self._entry(i) for i, code in enumerate(self._rows[1::WIDTH]) if code in codes])

    @cached_property
    def digest(self) -> str:
        """SHA-256 of the JSON Lines text, in hexadecimal."""
        return hashlib.sha256(self.to_jsonl().encode()).hexdigest()

    def to_jsonl(self) -> str:
        """Return one JSON object a line, keys as in `COLUMNS`, ISO dates, ASCII, final newline."""
        return "".join([_in_json(entry.to_dict()) + "\n" for entry in self])

    @classmethod
    def from_jsonl(cls, text: str, timeline: Timeline | None = None) -> Trace:
        """Read back what `to_jsonl` wrote; due dates and pressure are not part of that text.

        A byte order mark and other line ends are passed over, as editors leave them.

        Raises
        ------
        TraceError
            With the number of the line that is at fault.
        """
        rows, causes = array("q"), array("q")
        subjects: dict[Subject, int] = {}
        clocks: dict[str, int] = {}
        started: set[str] = set()
        phases = {Kind.EVENT: Phase.ACTS, Kind.REACTION: Phase.REPLIES}
        for number, line in enumerate(text.removeprefix("\ufeff").removesuffix("\n").split("\n") if text else (), 1):
            try:
                raw = read_row(line)
                kind = Kind(raw["kind"])
                act = Act(raw["act"]) if raw["act"] else None
                subject = Subject(raw["event"] or "", raw["actor"], raw["recipient"], act)
                seen = raw["causes"]
                if raw["seq"] != number - 1 or any(not 0 <= cause < number - 1 for cause in seen):
                    raise ValueError(f"seq {raw['seq']} or its causes {seen} are out of order")
                tick = parse_day(raw["date"]) * _PHASES + phases.get(kind, Phase.CLOSE)
            except RecursionError:
                raise TraceError(f"line {number} of the trace: it is nested too deep; allowed: an entry") from None
            except (ValueError, TypeError, OverflowError) as fault:
                raise TraceError(f"line {number} of the trace: {shown(str(fault)[:_LONGEST])}") from None
            clock = -1 if raw["clock"] is None else clocks.setdefault(raw["clock"], len(clocks))
            at = subjects.setdefault(subject, len(subjects))
            if kind is Kind.CLOCK_SET:
                started.add(raw["clock"])
            elif (kind in STARTS or kind in ENDS or kind is Kind.CLOCK_SPLIT) and raw["clock"] not in started:
                raise TraceError(
                    f"line {number} of the trace: clock {raw['clock']!r} is moved or ends, but was never set"
                )
            causes.extend(seen)
            rows.extend((tick, CODES[kind], at, clock, 0, len(causes)))
        return cls(rows, causes, tuple(subjects), tuple(clocks), timeline)

    def to_csv(self) -> str:
        """Return the trace as CSV with a header; causes are separated by blanks."""
        rows = (entry.to_dict() | {"causes": " ".join(map(str, entry.causes))} for entry in self)
        return csv_lines(COLUMNS, (row.values() for row in rows))

    def to_frame(self) -> DataFrame:
        """Return a table with a row per entry.

        Columns and dtypes: seq (int64), date (datetime64[s]), kind and act (category over the whole
        vocabulary, so that counts of two disputes line up), event, clock, actor, recipient (str, missing
        where there is none), causes (tuples of int).
        """
        import pandas as pd

        entries = list(self)
        data: dict[str, Any] = {
            "seq": pd.Series([e.seq for e in entries], dtype="int64"),
            "date": pd.Series([e.date for e in entries], dtype="datetime64[s]"),
            "kind": pd.Categorical([e.kind.value for e in entries], [kind.value for kind in Kind]),
        }
        for name in ("event", "clock", "actor", "recipient"):
            data[name] = pd.Series([getattr(e, name) for e in entries], dtype="str")
        data["act"] = pd.Categorical([e.act.value if e.act else None for e in entries], [a.value for a in Act])
        data["causes"] = pd.Series([e.causes for e in entries], dtype="object")
        return pd.DataFrame(data, columns=list(COLUMNS))

    def clocks(self) -> Clocks:
        """Return the history of every clock that was set, in the order of setting."""
        known = self.timeline.clocks if self.timeline else {}
        lives: dict[str, ClockHistory] = {}
        split = ""  # the clock from which the one that is set next is split off
        for i in [i for i, number in enumerate(self._rows[3::WIDTH]) if number >= 0]:
            entry = self._entry(i)
            clock, dues = entry.clock or "", ((entry.day, self._rows[i * WIDTH + 4] or None),)
            if entry.kind is Kind.CLOCK_SPLIT:
                split = clock
            elif entry.kind is Kind.CLOCK_SET:
                coded = known.get(clock)
                lives[clock] = ClockHistory(
                    clock, (coded.label if coded else "") or spaced(clock), entry.event, entry.actor,
                    entry.recipient, entry.day, dues, coded.kind if coded else ClockKind.DEADLINE,
                    parent=split or None, record=coded.record if coded else None,
                )  # fmt: skip
                split = ""
            elif entry.kind in STARTS:
                known_due = dues if entry.kind is not Kind.CLOCK_REOPENED else ()
                lives[clock] = replace(
                    lives[clock], dues=lives[clock].dues + known_due, ended_on=None, ended_by=None, on_word=False,
                    outcome=Outcome.OPEN,
                )  # fmt: skip
            elif entry.kind in ENDS:
                lives[clock] = replace(
                    lives[clock], ended_on=entry.day, ended_by=entry.event, outcome=ENDS[entry.kind],
                    on_word=entry.kind in MET and entry.event is None,
                )  # fmt: skip
        return Clocks(lives.values(), self)

    def clocks_csv(self) -> str:
        """Return the clock histories as CSV: one row a clock, due dates separated by blanks."""
        header = ("clock", "kind", "set_by", "holder", "target", "set", "due", "ended", "ended_by", "outcome", "record")
        rows = (
            (clock.id, clock.kind.value, clock.set_by, clock.holder, clock.target, iso(clock.set_on),
             " ".join(iso(due) if due else "none" for _, due in clock.dues),
             None if clock.ended_on is None else iso(clock.ended_on), clock.ended_by, clock.outcome.value,
             clock.record and clock.record.value)
            for clock in self.clocks()
        )  # fmt: skip
        return csv_lines(header, rows)

    def at(self, date: str | int) -> State:
        """Return what holds at the close of a day.

        Parameters
        ----------
        date : str or int
            ISO date, or a day.
        """
        last_day = parse_day(date) if isinstance(date, str) else date
        clocks: dict[str, int | None] = {}
        last: dict[str, int] = {}
        exerted: Counter[str] = Counter()
        faced: Counter[str] = Counter()
        for i in range(len(self)):
            if self._rows[i * WIDTH] // _PHASES > last_day:
                break
            entry = self._entry(i)
            if entry.kind in ACTED:
                rung = entry.act.rung if entry.act else 0
                for party in members(entry.actor):
                    last[party] = i
                    exerted[party] += rung
                for party in members(entry.recipient):
                    faced[party] += rung
            elif entry.kind in STARTS:
                clocks[entry.clock or ""] = self._rows[i * WIDTH + 4] or None
            elif entry.kind in ENDS:
                clocks.pop(entry.clock or "", None)
        return State(last_day, clocks, last, dict(exerted), dict(faced), self)
