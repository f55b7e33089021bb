"""What the fields of a timeline name, declared where each field is, and a walk over all that they name."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from functools import cache
from typing import Annotated, Any, NamedTuple, get_args, get_type_hints

from replay.dates import Relative
from replay.errors import Where

__all__ = ["ClockId", "EventId", "EventOrClockId", "PartyId", "Reference", "SideId", "items", "references"]


@dataclass(frozen=True, slots=True)
class Names:
    """Says of a text that it is the id of something; the noun is the one of messages."""

    noun: str


EventId = Annotated[str, Names("event")]
ClockId = Annotated[str, Names("clock")]
EventOrClockId = Annotated[str, Names("event or clock")]
PartyId = Annotated[str, Names("party")]
SideId = Annotated[str, Names("side")]


class Reference(NamedTuple):
    """One name in a timeline: the item and field in which it stands, and what it is the id of."""

    where: Where
    field: str
    name: str
    noun: str


def items(holder: Any) -> Iterator[tuple[Any, Any]]:
    """Return everything that has a place of its own in the file, with what holds it; from the outside inwards.

    >>> import replay
    >>> [type(item).__name__ for item, _ in items(replay.load(replay.example()).by_id["wto-threat"])]
    ['Clock', 'Consequence']
    """
    for field in _plan(holder.__class__)[0]:
        held = getattr(holder, field)
        for item in held if isinstance(held, tuple) else held.values() if isinstance(held, Mapping) else (held,):
            if item is not None:
                yield item, holder
                yield from items(item)


def references(item: Any) -> Iterator[Reference]:
    """Return every name in the fields of an item, but for the items in it; dates count from events."""
    for field, noun in _plan(item.__class__)[1]:
        for name, other in _named(getattr(item, field), noun):
            yield Reference(item.where, field, name, other)


def _named(value: Any, noun: str) -> Iterator[tuple[str, str]]:
    if isinstance(value, Relative):
        yield value.anchor, "event"
    elif isinstance(value, str) and noun:
        yield value, noun
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield key, noun
            yield from _named(inner, "")
    elif isinstance(value, tuple):
        for inner in value:
            yield from _named(inner, noun)


@cache
def _plan(kind: type) -> tuple[tuple[str, ...], tuple[tuple[str, str], ...]]:
    """The fields that hold items, and those that hold names or dates, each with the noun of what it names."""
    holding, naming = [], []
    for field, hint in get_type_hints(kind, include_extras=True).items() if is_dataclass(kind) else ():
        parts = [*_parts(hint)]
        nouns = [part.noun for part in parts if isinstance(part, Names)]
        if any(is_dataclass(part) and "where" in {f.name for f in fields(part)} for part in parts):
            holding.append(field)
        elif nouns or Relative in parts:
            naming.append((field, nouns[0] if nouns else ""))
    return tuple(holding), tuple(naming)


def _parts(hint: Any) -> Iterator[Any]:
    """All types in a type, and what they are annotated with."""
    yield hint
    for part in (*get_args(hint), *getattr(hint, "__metadata__", ())):
        yield from _parts(part)
