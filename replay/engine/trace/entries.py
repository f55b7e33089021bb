"""The parts of a trace: entries and what they record, clock histories, what holds on a day."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from replay.codebook import Act, ClockKind, Outcome
from replay.dates import iso
from replay.text.notebook import InNotebook, Listed
from replay.text.signs import first_bad, named, quoted

__all__ = [
    "ACTED", "CODES", "COLUMNS", "ENDS", "KINDS", "MET", "RUN_OUT", "STARTS", "WIDTH", "ClockHistory", "Clocks",
    "Entry", "Kind", "State", "Subject",
    "read_row",
]  # fmt: skip

COLUMNS = ("seq", "date", "kind", "event", "clock", "actor", "recipient", "act", "causes")
"""The keys of a JSON line and the columns of the table, in order."""


class Kind(str, Enum):
    """What an entry records."""

    EVENT = "event"
    CLOCK_SET = "clock-set"
    CLOCK_MOVED = "clock-moved"
    CLOCK_SPLIT = "clock-split"
    CLOCK_RESUMED = "clock-resumed"
    CLOCK_REOPENED = "clock-reopened"
    CLOCK_MET = "clock-met"
    CLOCK_MET_IN_PART = "clock-met-in-part"
    CLOCK_SETTLED = "clock-settled"
    CLOCK_WITHDRAWN = "clock-withdrawn"
    CLOCK_BROKEN = "clock-broken"
    CLOCK_SUSPENDED = "clock-suspended"
    CLOCK_CARRIED_OUT = "clock-carried-out"
    CLOCK_LAPSED = "clock-lapsed"
    CLOCK_ELAPSED = "clock-elapsed"
    CLOCK_EXPIRED = "clock-expired"
    CLOCK_UNKNOWN = "clock-unknown"
    CONSEQUENCE = "consequence"
    REACTION = "reaction"
    COMMITMENT_BROKEN = "commitment-broken"
    SUPPRESSED = "suppressed"
    LOOP = "loop"
    DROPPED = "dropped"


KINDS = tuple(Kind)
CODES = {kind: code for code, kind in enumerate(KINDS)}
"""The number that stands for each kind in a row."""
WIDTH = 6
"""Numbers in a row."""
ACTED = frozenset({Kind.EVENT, Kind.CONSEQUENCE, Kind.REACTION})
"""The kinds of entry in which somebody does something."""
ENDS = {Kind(f"clock-{outcome.value}"): outcome for outcome in Outcome if outcome is not Outcome.OPEN}
"""The kinds of entry in which a clock ends, each with the end; a clock may be resumed or reopened afterwards."""
STARTS = frozenset({Kind.CLOCK_SET, Kind.CLOCK_MOVED, Kind.CLOCK_RESUMED, Kind.CLOCK_REOPENED})
"""The kinds of entry from which on a clock runs, to the due day in their row."""
HANDLED = frozenset({*ENDS, Kind.CLOCK_MOVED, Kind.CLOCK_RESUMED, Kind.CLOCK_SPLIT})
"""The kinds of entry in which an act does something to a clock that another has set."""
MET = frozenset({Kind.CLOCK_MET, Kind.CLOCK_MET_IN_PART})
"""The kinds of entry in which a clock is met, by an act or on the word of the source."""
RUN_OUT = frozenset(
    {Kind.CLOCK_CARRIED_OUT, Kind.CLOCK_LAPSED, Kind.CLOCK_ELAPSED, Kind.CLOCK_EXPIRED, Kind.CLOCK_UNKNOWN}
)
"""The kinds of entry in which a clock runs out by itself."""


@dataclass(frozen=True, slots=True)
class Subject:
    """Who did what: shared by all entries about one event, consequence or reaction."""

    event: str
    actor: str
    recipient: str | None
    act: Act | None


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the trace.

    Attributes
    ----------
    seq : int
        Position in the trace, from 0.
    day : int
        Proleptic Gregorian ordinal; `date` gives it as ISO text.
    kind : Kind
    event : str or None
        The event, or the emitted act (``clock/end``, ``event/reply-1``); for a clock entry the act
        that set, moved or ended it, None where it ran out by itself; for a broken commitment the event that made it.
    clock : str or None
    actor, recipient : str or None
        Where a clock runs out: who had set it, and for whom. Several parties stand in one text, joined by a plus.
    act : Act or None
        None for clock entries.
    causes : tuple[int, ...]
        Seqs of earlier entries, ascending. Of a suppressed event: the entries by which its premises are missing.
    """

    seq: int
    day: int
    kind: Kind
    event: str | None
    clock: str | None
    actor: str | None
    recipient: str | None
    act: Act | None
    causes: tuple[int, ...]

    @property
    def date(self) -> str:
        """ISO date."""
        return iso(self.day)

    def to_dict(self) -> dict[str, Any]:
        """Return the entry under the keys of `COLUMNS`, with plain values."""
        return {
            "seq": self.seq, "date": iso(self.day), "kind": self.kind.value, "event": self.event, "clock": self.clock,
            "actor": self.actor, "recipient": self.recipient, "act": self.act and self.act.value,
            "causes": list(self.causes),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClockHistory:
    """The life of one clock in a replay.

    Attributes
    ----------
    id, label : str
    set_by : str or None
        Event that set it; `holder` and `target` are its actor and recipient.
    set_on : int
        Day.
    dues : tuple[tuple[int, int | None], ...]
        (day from which it held, due day), one pair for the setting and one for each move and each new start.
    kind : ClockKind
    ended_on : int or None
        Day; None while open.
    ended_by : str or None
        Act that ended it, None where it ran out by itself.
    outcome : Outcome
    on_word : bool
        Whether it ended so on the word of the source alone, without an act that did it.
    parent : str or None
        The clock that it was split off.
    record : Outcome or None
        What the source says; None for a trace without its timeline.
    """

    id: str
    label: str
    set_by: str | None
    holder: str | None
    target: str | None
    set_on: int
    dues: tuple[tuple[int, int | None], ...]
    kind: ClockKind = ClockKind.DEADLINE
    ended_on: int | None = None
    ended_by: str | None = None
    outcome: Outcome = Outcome.OPEN
    on_word: bool = False
    parent: str | None = None
    record: Outcome | None = None

    @property
    def due(self) -> int | None:
        """The due day in force at the end."""
        return self.dues[-1][1]


@dataclass(frozen=True, slots=True)
class State(InNotebook):
    """What holds at the close of a day.

    Attributes
    ----------
    day : int
    clocks : Mapping[str, int | None]
        Running clocks and their due days, by id.
    last : Mapping[str, int]
        Seq of each party's latest act.
    exerted, faced : Mapping[str, int]
        Pressure: sum of the rungs of the acts that a party did, and that were addressed to it, alone or with others.
    trace : Trace or None
        The replay that it is of, for the tables that it shows in a notebook.
    """

    day: int
    clocks: Mapping[str, int | None]
    last: Mapping[str, int]
    exerted: Mapping[str, int]
    faced: Mapping[str, int]
    trace: Any = field(default=None, compare=False, repr=False, metadata={"plain": False})


class Clocks(Listed[ClockHistory]):
    """The histories of the clocks of a replay, in the order of setting; in a notebook a table."""


_WORDS = {"kind": [kind.value for kind in Kind], "act": [act.value for act in Act]}


def read_row(line: str) -> dict[str, Any]:
    """The object of one line of a trace: with the keys that an entry has, and texts or nothing where it has texts."""
    raw = json.loads(line)
    if not isinstance(raw, dict) or set(raw) != set(COLUMNS):
        seen = f"keys {quoted(', '.join(sorted(raw)))}" if isinstance(raw, dict) else quoted(line)
        raise ValueError(f"{seen} seen; allowed: an object with the keys {', '.join(COLUMNS)}")
    for name in ("date", "kind", "event", "clock", "actor", "recipient", "act"):
        value = raw[name]
        if not (isinstance(value, str) or (value is None and name not in ("date", "kind"))):
            raise ValueError(f"{name}: {quoted(json.dumps(value))} seen; allowed: a text")
        words = _WORDS.get(name)
        if value and words and value not in words:
            raise ValueError(f"{name}: {quoted(value)} seen; allowed: {', '.join(words)}")
        bad = first_bad(value or "")
        if value and bad is not None:
            raise ValueError(f"{name}: {named(value[bad])} seen; no text may hold it")
    if (
        type(raw["seq"]) is not int
        or not isinstance(raw["causes"], list)
        or any(type(n) is not int for n in raw["causes"])
    ):
        raise ValueError("seq or causes are no whole numbers; allowed: the number of the entry, and of those before it")
    return raw
