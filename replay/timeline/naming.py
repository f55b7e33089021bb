"""What the fields of a timeline name, declared where each field is, and a walk over all that they name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Annotated, Any, NamedTuple, get_args, get_type_hints

from replay.dates import Earliest, Relative, When
from replay.errors import Where

__all__ = [
    "JOINT", "CampId", "ClockId", "EventId", "EventOrClockId", "Key", "PartyId", "Placed", "Reference", "SideId",
    "end_rule", "members", "origin", "placed_in", "references", "reply_rule",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Names:
    """Says of a text that it is the id of something; the noun is the one of messages."""

    noun: str


@dataclass(frozen=True, slots=True)
class Key:
    """Says of a field that an event file has it under another word."""

    word: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Placed:
    """What has a place of its own in a file, which is no part of what it says."""

    where: Where = field(default=Where(""), compare=False, repr=False)


EventId = Annotated[str, Names("event")]
ClockId = Annotated[str, Names("clock")]
EventOrClockId = Annotated[str, Names("event or clock")]
PartyId = Annotated[str, Names("party")]
SideId = Annotated[str, Names("side")]
CampId = Annotated[str, Names("side or ally")]


JOINT = "+"
"""Between the parties that act, or are addressed, together."""


def members(parties: str | None) -> tuple[str, ...]:
    """Return the parties that a text of one or several names, in its order; () for None.

    >>> members("FR+UK"), members("FR"), members(None)
    (('FR', 'UK'), ('FR',), ())
    """
    return tuple(parties.split(JOINT)) if parties else ()


def end_rule(clock: str, n: int) -> str:
    """Return the id of the n-th rule of what follows the end of a clock, from 1.

    >>> end_rule("deadline", 1), end_rule("deadline", 2)
    ('deadline/end', 'deadline/end-2')
    """
    return f"{clock}/end-{n}" if n > 1 else f"{clock}/end"


def reply_rule(event: str, n: int) -> str:
    """Return the id of the n-th commitment that an event makes, from 1.

    >>> reply_rule("threat", 1)
    'threat/reply-1'
    """
    return f"{event}/reply-{n}"


def origin(rule: str) -> str:
    """Return the clock from whose end, or the event in whose commitment, a rule is; "" of what is no id of a rule.

    >>> origin("deadline/end-2"), origin("threat/reply-1"), origin("threat")
    ('deadline', 'threat', '')
    """
    return rule.rpartition("/")[0]


class Reference(NamedTuple):
    """One name in a timeline: the item and field in which it stands, and what it is the id of."""

    where: Where
    field: str
    name: str
    noun: str


def placed_in(holder: Any) -> Iterator[tuple[Any, Any]]:
    """Return everything that has a place of its own in the file, with what holds it; from the outside inwards.

    >>> import replay
    >>> [type(item).__name__ for item, _ in placed_in(replay.load(replay.example()).by_id["wto-threat"])]
    ['Commitment', 'Trigger', 'Consequence']
    """
    for name in _plan(holder.__class__)[0]:
        held = getattr(holder, name)
        if not held:
            continue
        for item in held if isinstance(held, tuple) else held.values() if isinstance(held, Mapping) else (held,):
            yield item, holder
            yield from placed_in(item)


def references(item: Any) -> Iterator[Reference]:
    """Return every name in the fields of an item, but for the items in it; dates count from events."""
    for name, noun, key in _plan(item.__class__)[1]:
        value = getattr(item, name)
        if not value or isinstance(value, When):
            continue
        if isinstance(value, str) and JOINT not in value:  # as most are
            if noun:
                yield Reference(item.where, key, value, noun)
        else:
            for found, of in _named(value, noun):
                yield Reference(item.where, key, found, of)


def _named(value: Any, noun: str) -> Iterable[tuple[str, str]]:
    if isinstance(value, str):
        return [(name, noun) for name in (members(value) if noun == "party" else (value,))] if noun else ()
    if isinstance(value, tuple):
        return [pair for inner in value for pair in _named(inner, noun)]
    if isinstance(value, (dict, Mapping)):  # as nearly all are the former, which is told sooner
        return [pair for key, inner in value.items() for pair in ((key, noun), *_named(inner, ""))]
    if isinstance(value, Relative):
        return [(value.clock, "clock")] if value.clock else [(value.anchor, "event")] if value.anchor else ()
    if isinstance(value, Earliest):
        return [pair for part in value.parts for pair in _named(part, noun)]
    return ()


@cache
def _plan(kind: type) -> tuple[tuple[str, ...], tuple[tuple[str, str, str], ...]]:
    """The fields that hold items, and those that hold names or dates, with what they name and their key."""
    holding, naming = [], []
    for name, hint in get_type_hints(kind, include_extras=True).items():
        parts = [*_parts(hint)]
        nouns = [part.noun for part in parts if isinstance(part, Names)]
        if any(isinstance(part, type) and issubclass(part, Placed) for part in parts):
            holding.append(name)
        if nouns or Relative in parts:
            key = next((part.word for part in parts if isinstance(part, Key)), name)
            naming.append((name, nouns[0] if nouns else "", key))
    return tuple(holding), tuple(naming)


def _parts(hint: Any) -> Iterator[Any]:
    """All types in a type, and what they are annotated with."""
    yield hint
    for part in (*get_args(hint), *getattr(hint, "__metadata__", ())):
        yield from _parts(part)
