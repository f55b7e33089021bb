"""Events as plain values, by the keys of an event file, and back: the form in which an address holds them.

The reader is as strict as that of files, and needs nothing that is not always there. What each field may hold is read
off the types of `happenings`; `FORMS` has what these do not say.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from replay.codebook import TEMPLATES
from replay.codebook.templates import START, due_of, due_steps
from replay.dates import Relative, alternatives
from replay.errors import RefusalError, closest
from replay.timeline.happenings import Citation, Clock, Event, Trigger
from replay.timeline.naming import Key, Names, Placed
from replay.timeline.plain.forms import (
    FORMS,
    ID,
    PARTIES,
    SIDE,
    SIMPLE,
    Form,
    allowed,
    brief,
    list_of,
    mapping_of,
    read_json,
    shallow,
    under,
    words_of,
)

__all__ = ["changes_from", "event_from", "plain_changes", "plain_event", "read_json"]

_PLACED = {field.name for field in fields(Placed)}


def plain_event(event: Event) -> dict[str, Any]:
    """Return an event as dictionaries, lists, texts, numbers and truths, by the keys of an event file.

    Raises
    ------
    RefusalError
        If an event file could not say it either, such as a due date that no reading of its law gives.

    Examples
    --------
    >>> import replay
    >>> plain_event(replay.load(replay.example()).by_id["settlement"])["settles"]
    'sanctions'
    """
    found: dict[str, Any] = _item(Event).write(event)
    return found


def event_from(plain: Any) -> Event:
    """Return the event that plain values say, by the keys of an event file.

    Raises
    ------
    RefusalError
        In words: the key, what was seen, what is allowed.

    Examples
    --------
    >>> asked = {"id": "talks", "date": "1995-05", "actor": "US", "act": "meet", "summary": "Met."}
    >>> event_from(asked).date.text
    '1995-05'
    """
    shallow(plain)
    made: Event = _read_item(Event, plain)
    return made


def plain_changes(changes: Mapping[str, Any]) -> dict[str, Any]:
    """Return other values of an event's attributes as plain ones, by the keys of an event file."""
    keys = {name: (key, form) for key, (name, form, _) in _keys(Event).items()}
    return {keys[name][0]: keys[name][1].write(value) for name, value in changes.items()}


def changes_from(plain: Any) -> dict[str, Any]:
    """Return other values of an event's attributes, which `plain_changes` wrote, sorted by name.

    Raises
    ------
    RefusalError
        As `event_from`; also for the id, which stays, and if there is none.
    """
    shallow(plain)
    found = _given(Event, plain)
    if "id" in found:
        raise RefusalError("the id stays as it is; drop the event and insert another instead")
    if not found:
        raise RefusalError("it changes nothing; allowed: one key of an event, or more")
    return {name: found[name] for name in sorted(found)}


# -- items and their keys -------------------------------------------------------------------------


def _item(kind: type) -> Form:
    """The form of a frozen type: a mapping of its keys."""
    return Form(lambda plain: _read_item(kind, plain), lambda item: _write_item(kind, item))


def _read_item(kind: type, plain: Any) -> Any:
    given = _given(kind, plain)
    missing = [key for key, (name, _, needed) in _keys(kind).items() if needed and name not in given]
    if missing:
        raise RefusalError(f"key '{missing[0]}' is missing")
    if kind is Trigger:
        _one_kind(given)
    if kind is Citation and len(given.keys() & {"key", "url"}) != 1:
        raise RefusalError("a citation has one of 'key' and 'url', not both and not neither")
    rest = {name: None for name, value in _needed(kind).items() if value and name not in given}
    return kind(**rest, **given)


def _given(kind: type, plain: Any) -> dict[str, Any]:
    """The fields that plain values give, by name."""
    if not isinstance(plain, dict):
        raise RefusalError(f'{brief(plain)} seen; allowed: a mapping of keys, as {{"key": value}}')
    known = _keys(kind)
    keys = [*known, *(("template", "reading", "from") if kind is Clock else ())]
    for key in plain:
        if key not in keys:
            raise RefusalError(f"unknown key {brief(key)}{closest(key, keys)}; allowed: {', '.join(keys)}")
    law = _law(plain) if kind is Clock else {}
    found = {known[key][0]: under(key, known[key][1], value) for key, value in plain.items() if key in known}
    if isinstance(found.get("record"), dict):
        found["readings"], found["record"] = found["record"], next(iter(found["record"].values()))
    return law | found


def _write_item(kind: type, item: Any) -> dict[str, Any]:
    made = {}
    needed = _needed(kind)
    for key, (name, form, _) in _keys(kind).items():
        value = getattr(item, name)
        if (name in needed and value is not None) or (name not in needed and value != _default(kind, name)):
            made[key] = value if kind is Clock and name in ("due", "record") else form.write(value)
    return _write_clock(item, made) if kind is Clock else made


@cache
def _needed(kind: type) -> dict[str, bool]:
    """The fields without a default, each with whether it may be None."""
    hints = get_type_hints(kind)
    bare = (field.name for field in fields(kind) if field.default is MISSING and field.default_factory is MISSING)
    return {name: NoneType in get_args(hints[name]) for name in bare}


@cache
def _defaults(kind: type) -> dict[str, Any]:
    return {
        field.name: field.default_factory() if field.default_factory is not MISSING else field.default
        for field in fields(kind)
    }


def _default(kind: type, name: str) -> Any:
    return _defaults(kind)[name]


@cache
def _keys(kind: type) -> dict[str, tuple[str, Form, bool]]:
    """By key the field, its form, and whether it must be there."""
    found = {}
    hints = get_type_hints(kind, include_extras=True)
    for name, hint in hints.items():
        if name in _PLACED or (kind is Clock and name in ("readings", "template")):
            continue
        key = next((part.word for part in getattr(hint, "__metadata__", ()) if isinstance(part, Key)), name)
        form = FORMS.get((kind, name)) or FORMS.get(name) or _form(hint, name)
        needed = name in _needed(kind) and not _needed(kind)[name]
        found[key] = (name, form, needed)
    return found


def _form(hint: Any, name: str) -> Form:
    """The form of a type."""
    nouns: list[str] = []
    while get_origin(hint) is Annotated:
        nouns += [part.noun for part in hint.__metadata__ if isinstance(part, Names)]
        hint = get_args(hint)[0]
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (part for part in get_args(hint) if part is not NoneType)
        return _form(hint, name)
    if nouns:
        return PARTIES if nouns[0] == "party" else ID
    if get_origin(hint) is tuple:
        return list_of(_form(get_args(hint)[0], name))
    if isinstance(get_origin(hint), type) and issubclass(get_origin(hint), Mapping):
        key, value = get_args(hint)
        one = SIDE if any(part.noun in ("party", "side") for part in getattr(key, "__metadata__", ())) else ID
        return mapping_of(one, FORMS.get(f"{name}.") or _form(value, name))
    if isinstance(hint, type) and is_dataclass(hint):
        return _item(hint)
    return words_of(hint) if issubclass(hint, Enum) else SIMPLE[hint]


# -- what is more than one key --------------------------------------------------------------------


def _one_kind(given: Mapping[str, Any]) -> None:
    if {*given} not in ({"event"}, {"clock", "ends"}, {"act", "actor"}, {"act", "actor", "recipient"}):
        seen = ", ".join(f"'{name}'" for name in given) or "no key"
        ways = "'event' alone, or 'clock' with 'ends', or 'act' with 'actor' (and 'recipient')"
        raise RefusalError(f"it waits for {seen}; allowed: {ways}")


def _law(plain: dict[str, Any]) -> dict[str, Any]:
    """Kind and due date of a clock by its law, and the name of the law; nothing for one that no law sets."""
    if ("template" in plain) == ("due" in plain):
        seen = "both" if "due" in plain else "neither"
        raise RefusalError(f"a clock has {seen} of 'due' and 'template'; allowed: exactly one")
    if "template" not in plain:
        if plain.keys() & {"reading", "from"}:
            raise RefusalError("a clock has 'reading' or 'from' without 'template'; allowed: with a template only")
        return {}
    name = under("template", SIMPLE[str], plain["template"])
    if name not in TEMPLATES:
        raise RefusalError(f"template: {brief(name)} seen{allowed(name, TEMPLATES)}")
    tied = under("from", mapping_of(ID, ID), plain.get("from", {}))
    reading = under("reading", SIMPLE[str], plain["reading"]) if "reading" in plain else None
    return {"template": name, "kind": TEMPLATES[name].kind, "due": due_of(TEMPLATES[name], tied, reading)}


def _write_clock(clock: Clock, made: dict[str, Any]) -> dict[str, Any]:
    """A clock with its law in place of the due date, and its readings in place of the record."""
    made["record"] = clock.record.value
    if clock.readings:
        ends = {party: end.value for party, end in clock.readings.items()}
        first = next((party for party, end in clock.readings.items() if end is clock.record), None)
        if first is None or len(ends) < 2:
            raise RefusalError(f"clock '{clock.id}' ends as no party reads it; no file can say that")
        made["record"] = {first: ends[first], **ends}
    if clock.template is None:
        made["due"] = FORMS["due"].write(clock.due)
        return made
    law = TEMPLATES[clock.template]
    for reading in law.readings:
        steps = [step for step in due_steps(law, reading) if step.counted_from != START]
        anchors = [part.anchor for part in alternatives(clock.due) if isinstance(part, Relative)]
        for tied in _ties([step.counted_from for step in steps], anchors):
            if _due_by(clock.template, tied, reading) == clock.due:
                more = {"template": law.id} | ({"reading": reading} if reading != next(iter(law.readings)) else {})
                kind = {"kind": clock.kind.value} if clock.kind is not law.kind else {}
                made = {key: value for key, value in made.items() if key not in ("due", "kind")}
                return made | more | ({"from": tied} if tied else {}) | kind
    raise RefusalError(f"clock '{clock.id}' is due as no reading of {law.id} has it; no file can say that")


def _ties(names: list[str], anchors: list[str]) -> list[dict[str, str]]:
    """The ways to give anchors, in their order, to names in theirs."""
    if not anchors:
        return [{}]
    return [{name: anchors[0], **rest} for n, name in enumerate(names) for rest in _ties(names[n + 1 :], anchors[1:])]


def _due_by(template: str, tied: Mapping[str, str], reading: str) -> Any:
    """When a clock is due by a reading of its law; None if the reading has nothing to count from."""
    try:
        return due_of(TEMPLATES[template], tied, reading)
    except RefusalError:
        return None
