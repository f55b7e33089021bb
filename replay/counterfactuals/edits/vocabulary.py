"""The kinds of edit, and named counterfactuals made of them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from replay.codebook import Fate, Level, Outcome, Trend
from replay.dates import Duration, Relative, When, iso
from replay.errors import EditError, Where
from replay.timeline import Citation, Event, Timeline

__all__ = [
    "KINDS", "RECORD", "Branches", "Counterfactual", "Counterfactuals", "Cut", "Drop", "Edit", "EditError", "Insert",
    "Replace", "Responses", "SetClock", "SetFate", "SetOutcome", "SetReading", "Shift", "address", "describe",
    "kind_of",
]  # fmt: skip

RECORD = "record"
"""The name by which a set of branches refers to what the source tells, without an edit."""

Responses = Literal["keep", "drop"]
"""What becomes of acts that answered nothing but what an edit takes away."""

_NOWHERE = Where("edit")


@dataclass(frozen=True, slots=True, kw_only=True)
class _Edit:
    """What every kind of edit has besides: the reason, and its name and place in its file."""

    because: str = field(default="", compare=False)
    name: str = field(default="", compare=False)
    where: Where = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Drop(_Edit):
    """Take an event away.

    Attributes
    ----------
    target : str
        Id of the event.
    responses : {"keep", "drop"}
        Whether acts that answered nothing else go too, and those that answered only these, and so on.
    """

    target: str
    responses: Responses = "keep"


@dataclass(frozen=True, slots=True)
class Shift(_Edit):
    """Put an event on another day: `by` a time from its day in the base replay, or `to` a date."""

    target: str
    by: Duration | None = None
    to: When | Relative | None = None


@dataclass(frozen=True, slots=True)
class Replace(_Edit):
    """Change fields of an event; `changes` are values by the names of `Event`'s attributes, the id excepted.

    `place` is where they stand in a file, if not at `where`.
    """

    target: str
    changes: Mapping[str, Any]
    place: Where | None = field(default=None, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Insert(_Edit):
    """Add an event that the record does not have."""

    event: Event

    @property
    def target(self) -> str:
        """Id of the new event."""
        return self.event.id


@dataclass(frozen=True, slots=True)
class SetClock(_Edit):
    """Give a clock another due date, counted from whatever sets it if it is a length."""

    target: str
    due: When | Relative | Duration


@dataclass(frozen=True, slots=True)
class SetReading(_Edit):
    """Read a side's domain otherwise; a field that is None stays as it is."""

    target: str
    level: Level | None = None
    trend: Trend | None = None


@dataclass(frozen=True, slots=True)
class SetOutcome(_Edit):
    """Assume that a clock ended otherwise: that it ran out in another way, or was met on its due day without an act.

    What recorded acts do to end it is void, unless it is that very end.
    """

    target: str
    record: Outcome


@dataclass(frozen=True, slots=True)
class SetFate(_Edit):
    """Assume that a commitment had another fate: that a bluff was carried out, or a promise broken.

    Attributes
    ----------
    target : str
        The event that makes the commitment.
    fate : Fate
        kept or broken.
    which : int
        Which of its commitments, from 1.
    time : int or None
        Of one that holds each time, which time of the record, from 1; None for all.
    """

    target: str
    fate: Fate
    which: int = 1
    time: int | None = None


@dataclass(frozen=True, slots=True)
class Cut(_Edit):
    """Take away every event after a day, `keep` excepted: clocks and commitments run on by themselves.

    Attributes
    ----------
    after : int
        The last day that stays as recorded.
    keep : tuple[str, ...]
        Ids of later events that happen all the same: the background.
    """

    after: int
    keep: tuple[str, ...] = ()

    @property
    def target(self) -> str:
        """The day as ISO text: what the edit is addressed by."""
        return iso(self.after)


Edit = Drop | Shift | Replace | Insert | SetClock | SetOutcome | SetFate | SetReading | Cut

KINDS: Mapping[str, type] = {
    "drop": Drop, "shift": Shift, "replace": Replace, "insert": Insert, "set-clock": SetClock,
    "set-outcome": SetOutcome, "set-fate": SetFate, "reading": SetReading, "cut": Cut,
}  # fmt: skip
"""The kinds of edit by their key in an edit file."""
_NAMES = {made: name for name, made in KINDS.items()}


@dataclass(frozen=True, slots=True)
class Counterfactual:
    """A named list of edits, and why.

    Attributes
    ----------
    name, title, because, note : str
    edits : tuple[Edit, ...]
    cite : tuple[Citation, ...]
        What in the source the reasoning rests on.
    """

    name: str
    title: str
    edits: tuple[Edit, ...]
    because: str = ""
    note: str = ""
    cite: tuple[Citation, ...] = ()
    where: Where = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Branches:
    """Counterfactuals that exclude each other and exhaust a question, with probabilities that sum to one.

    Attributes
    ----------
    parts : Mapping[str, float]
        Probability of each counterfactual by its name; `RECORD` stands for what happened.
    """

    name: str
    question: str
    parts: Mapping[str, float]
    because: str = ""
    where: Where = field(default=_NOWHERE, compare=False, repr=False)


@dataclass(frozen=True, slots=True)
class Counterfactuals:
    """An edit file: the base that it is pinned to, its edits, and what they are combined to.

    Attributes
    ----------
    base : str
        Path of the event file, from the folder that the edit file lies in.
    digest, items : str, tuple[str, ...]
        SHA-256 of the base, and the fingerprints of its events and readings (`fingerprint`), when it was pinned.
    edits, counterfactuals, branches : Mapping
        By name, in file order. A `drop` of several events is several edits under one name.
    timeline : Timeline
        The base as it is now.
    """

    base: str
    digest: str
    items: tuple[str, ...]
    edits: Mapping[str, tuple[Edit, ...]]
    counterfactuals: Mapping[str, Counterfactual]
    branches: Mapping[str, Branches]
    timeline: Timeline
    title: str = ""
    note: str = ""
    path: str = ""


def kind_of(edit: Edit) -> str:
    """Return the key of an edit's kind in an edit file.

    >>> kind_of(Drop("settlement"))
    'drop'
    """
    return _NAMES[type(edit)]


def address(edit: Edit) -> tuple[str, str]:
    """Return what an edit addresses: the noun (event, clock, reading, day) and the id.

    >>> address(SetClock("sanctions", Duration(days=30)))
    ('clock', 'sanctions')
    """
    nouns = {SetClock: "clock", SetOutcome: "end of clock", SetFate: "commitment of", SetReading: "reading", Cut: "day"}
    target = f"{edit.target}/{edit.which}/{edit.time}" if isinstance(edit, SetFate) else edit.target
    return nouns.get(type(edit), "event"), target


def describe(edit: Edit) -> str:
    """Say in a line what an edit does.

    >>> describe(Shift("settlement", by=Duration(days=1)))
    'shift settlement by P1D'
    """
    words = f"{kind_of(edit)} {edit.target}"
    match edit:
        case Drop(responses="drop"):
            return f"{words} and what answers nothing else"
        case Shift(by=by, to=to):
            return f"{words} {f'by {by.text}' if by else f'to {to.text}' if to else ''}".rstrip()
        case Replace(changes=new):
            return f"{words}: {', '.join(new)}"
        case SetClock(due=due):
            return f"{words} due {due.text}"
        case SetOutcome(record=record):
            return f"{words}: {record.words}"
        case SetFate(fate=fate, which=which, time=time):
            one = f", commitment {which}" if which > 1 else ""
            return f"{words}{one}{f', time {time}' if time else ''}: {fate.words}"
        case SetReading(level=level, trend=trend):
            return f"{words}: {', '.join(part.value for part in (level, trend) if part)}"
        case Cut(keep=keep):
            return f"cut after {edit.target}{f', keeping {len(keep)}' if keep else ''}"
        case Insert(event=event):
            return f"{words} on {event.date.text}: {event.actor} {event.act.value}"
    return words
