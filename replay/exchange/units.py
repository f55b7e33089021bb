"""A coding taken apart into things that are compared and settled one by one, put together again, and its ids renamed.

A thing is the dispute, a party, a source, an event, a clock, a commitment, a reading and so on. Each has its keys with
their values, as plain nodes in the canonical form (`replay.exchange.layout.canonical`). What an event does to others
and to clocks is a key of its own for each of them: ``answers first-demand``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from typing import Any

from replay.exchange.layout import LINKS, targets
from replay.timeline import reply_rule

__all__ = [
    "SECTIONS",
    "Thing",
    "Units",
    "is_link",
    "ordered",
    "put_together",
    "renamed",
    "taken_apart",
    "without",
]

Thing = tuple[str, str]
"""The kind of a thing, and its id; of the dispute as a whole ""."""
Units = dict[Thing, dict[str, Any]]
SECTIONS: Mapping[str, str] = {
    "party": "parties", "source": "sources", "event": "events", "reading": "readings", "series": "series",
    "decision": "decisions", "stake": "stakes", "observation": "observations", "claim": "claims",
}  # fmt: skip
"""Kinds of things, with the section of a file that holds them."""
_NAMED = ("party", "source")
_YES = "yes"
"""What stands for a link that has no kind."""
_ANY = "any of "
"""Before the ids of which one will do."""


def taken_apart(held: Mapping[str, Any]) -> Units:
    """Return the things of a coding in its canonical form, in its order.

    Examples
    --------
    >>> units = taken_apart({"title": "A", "events": [{"id": "x", "needs": ["y"], "clock": [{"id": "c"}]}]})
    >>> units["event", "x"], units["clock", "c"]
    ({'id': 'x', 'needs y': 'yes'}, {'event': 'x', 'id': 'c'})
    """
    whole = {key: value for key, value in held.items() if key not in SECTIONS.values() and key != "about"}
    about = {f"about {name}": text for name, text in held.get("about", {}).items()}
    found: Units = {("dispute", ""): whole | about}
    for kind, section in SECTIONS.items():
        items = held.get(section, ())
        named = items.items() if kind in _NAMED and items else ((item["id"], item) for item in items)
        for name, item in named:
            if kind != "event":
                found[kind, name] = dict(item)
                continue
            apart = {"clock", "splits", "commits", *LINKS}
            found[kind, name] = {key: value for key, value in item.items() if key not in apart} | _links(item)
            for clock in item.get("clock", ()):
                found["clock", clock["id"]] = {"event": name, **clock}
            for part, clock in item.get("splits", {}).items():
                found["clock", clock["id"]] = {"event": name, "part of": part, **clock}
            for n, one in enumerate(item.get("commits", ()), 1):
                found["commitment", reply_rule(name, n)] = {"event": name, **one}
    return found


def put_together(units: Mapping[Thing, Mapping[str, Any]]) -> dict[str, Any]:
    """Return what the things come to as a file; clocks and commitments whose event is not there are left out.

    Examples
    --------
    >>> held = {"title": "A", "events": [{"id": "x", "needs": ["y"], "clock": [{"id": "c"}]}]}
    >>> put_together(taken_apart(held)) == held
    True
    """
    held: dict[str, Any] = {}
    events: dict[str, dict[str, Any]] = {}
    for (kind, name), values in units.items():
        if kind == "dispute":
            held |= {key: value for key, value in values.items() if not key.startswith("about ")}
            if about := {key[6:]: value for key, value in values.items() if key.startswith("about ")}:
                held["about"] = about
        elif kind in _NAMED:
            held.setdefault(SECTIONS[kind], {})[name] = dict(values)
        elif kind in SECTIONS:
            item = {key: value for key, value in values.items() if not is_link(key)}
            for key in filter(is_link, values):
                _link(item, key, values[key])
            held.setdefault(SECTIONS[kind], []).append(item)
            if kind == "event":
                events[name] = item
    for (kind, _), values in units.items():
        event = events.get(values.get("event", "")) if kind in ("clock", "commitment") else None
        if event is None:
            continue
        inner = {key: value for key, value in values.items() if key not in ("event", "part of")}
        if "part of" in values:
            event.setdefault("splits", {})[values["part of"]] = inner
        else:
            event.setdefault("clock" if kind == "clock" else "commits", []).append(inner)
    return held


def is_link(key: str) -> bool:
    """Whether a key of an event is what it does to another, or to a clock.

    >>> is_link("answers demand"), is_link("summary")
    (True, False)
    """
    return key.partition(" ")[0] in LINKS and " " in key


def _links(event: Mapping[str, Any]) -> dict[str, str]:
    there = [relation for relation in LINKS if relation in event]
    found = ((relation, *target) for relation in there for target in targets(relation, event[relation]))
    return {f"{relation} {_ANY}{to}" if how == "any" else f"{relation} {to}": _YES if how == "any" else how or _YES
            for relation, to, how in found}  # fmt: skip


def _link(event: dict[str, Any], key: str, how: str) -> None:
    """Put a link back under the key of the event."""
    relation, _, to = key.partition(" ")
    if relation in ("answers", "moves", "resumes", "meets"):
        event.setdefault(relation, {})[to] = "met" if (relation, how) == ("meets", _YES) else how
    else:
        event.setdefault(relation, []).append({"any": to.removeprefix(_ANY).split(", ")} if to.startswith(_ANY) else to)


# -- ids in a file --------------------------------------------------------------------------------

_LISTS = (
    "needs", "any", "meets", "settles", "withdraws", "breaks", "suspends", "event", "evidence", "predicts", "acts",
    "events", "decisions", "more_than",
)  # fmt: skip
"""Keys under which ids stand, one or several."""
_MAPS = ("answers", "meets", "moves", "resumes", "splits")
"""Keys under which ids are the names in a mapping."""
_DATES = ("date", "due", "from", "to", "moves", "resumes")
"""Keys under which ids stand within dates."""
_ID = re.compile(r"(?<![\w.-])[a-z][a-z0-9-]*(?!:)(?![a-z0-9-])")


def renamed(held: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """Return what a file holds with ids renamed, where things have them and wherever they are named.

    Examples
    --------
    >>> held = {"events": [{"id": "a", "act": "a", "date": "b + P1D", "answers": {"b": "counters"}, "needs": ["b"]}]}
    >>> renamed(held, {"a": "x", "b": "y"})["events"][0]
    {'id': 'x', 'act': 'a', 'date': 'y + P1D', 'answers': {'y': 'counters'}, 'needs': ['y']}
    """

    def text(key: str, value: str) -> str:
        if key in ("id", "clock", *_LISTS):
            return names.get(value, value)
        if key in _DATES:
            return _ID.sub(lambda found: names.get(found[0], found[0]), value)
        return value

    return _walked(held, text, lambda key: names.get(key, key))


def without(held: Mapping[str, Any], gone: AbstractSet[str]) -> tuple[dict[str, Any], tuple[tuple[str, str, str], ...]]:
    """Return what a file holds without links to things that are not there, and without their ids in lists.

    What counts from such a thing, or waits for it, stays, since nothing can be put in its place.

    Returns
    -------
    dict
    tuple
        Of what was taken away: the id of the item at the top, the key, the id.

    Examples
    --------
    >>> without({"events": [{"id": "a", "date": "b + P1D", "needs": ["b", "c"]}]}, {"b"})
    ({'events': [{'id': 'a', 'date': 'b + P1D', 'needs': ['c']}]}, (('a', 'needs', 'b'),))
    """
    taken: list[tuple[str, str, str]] = []
    made: dict[str, Any] = {}
    for section, items in held.items():
        if section not in SECTIONS.values() or isinstance(items, Mapping):
            made[section] = items
            continue
        made[section] = [_pruned(item, "", gone, item["id"], taken) for item in items]
    return made, tuple(taken)


def _pruned(value: Any, key: str, gone: AbstractSet[str], item: str, taken: list[tuple[str, str, str]]) -> Any:
    """A value without what is gone; None for nothing left."""
    if isinstance(value, str):
        if key not in _LISTS or value not in gone:
            return value
        taken.append((item, key, value))
        return None
    if isinstance(value, list):
        left = [one for one in (_pruned(one, key, gone, item, taken) for one in value) if one is not None]
        return left or (None if value else [])
    found = {}
    for name, inner in value.items():
        if key in _MAPS and name in gone:
            taken.append((item, key, name))
        elif name == "tests" or key == "when":
            found[name] = inner
        elif (left := _pruned(inner, "" if key in _MAPS else name, gone, item, taken)) is not None:
            found[name] = left
    return found or (None if value else {})


def _walked(held: Mapping[str, Any], text: Callable[[str, str], str], name: Callable[[str], str]) -> dict[str, Any]:
    """A file with its texts, each under its key, and its names in mappings changed."""

    def walk(value: Any, key: str, tests: bool) -> Any:
        if isinstance(value, str):
            return value if tests and key in ("predicts", "acts") else text(key, value)
        if isinstance(value, list):
            return [walk(one, key, tests or key == "tests") for one in value]
        if key in _MAPS:
            return {name(one): walk(inner, "" if key == "splits" else key, tests) for one, inner in value.items()}
        return {one: walk(inner, "from" if key == "from" else one, tests) for one, inner in value.items()}

    return {
        section: [walk(item, "", False) for item in items]
        if section in SECTIONS.values() and not isinstance(items, Mapping) else items
        for section, items in held.items()
    }  # fmt: skip


def ordered(first: Sequence[Thing], second: Sequence[Thing]) -> Iterator[Thing]:
    """The things of both, those of the first in its order, each that only the second has behind what it follows there.

    >>> [name for _, name in ordered([("e", "a"), ("e", "b")], [("e", "x"), ("e", "a"), ("e", "y")])]
    ['x', 'a', 'y', 'b']
    """
    known, behind = {*first}, dict[Thing | None, list[Thing]]()
    last: Thing | None = None
    for one in second:
        if one in known:
            last = one
        else:
            behind.setdefault(last, []).append(one)
    yield from behind.get(None, ())
    for one in first:
        yield one
        yield from behind.get(one, ())
