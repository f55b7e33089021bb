"""Events as plain values, by the keys of an event file, and back: the form in which an address holds them.

The reader is as strict as that of files, and needs nothing that is not always there. What each field may hold is read
off the types of `happenings`; `_FORMS` has what these do not say.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import Enum
from functools import cache
from math import inf, isfinite
from types import NoneType, UnionType
from typing import Annotated, Any, NamedTuple, Union, get_args, get_origin, get_type_hints

from replay.codebook import TEMPLATES, Outcome
from replay.codebook.templates import START, due_of, due_steps
from replay.dates import Relative, alternatives, day, parse_date, parse_due, parse_lag, parse_move
from replay.errors import DateError, RefusalError, closest
from replay.text.signs import first_bad, named, quoted, shown
from replay.timeline.happenings import Citation, Clock, Event, Trigger
from replay.timeline.naming import JOINT, Key, Names, Placed, members

__all__ = ["changes_from", "event_from", "plain_changes", "plain_event", "read_json"]

_DEEPEST = 20
"""Levels of mappings and lists, as many as an edit file can hold of an event."""
_NAME, _PARTY = re.compile(r"[a-z][a-z0-9-]*"), re.compile(r"[A-Z][A-Z0-9-]*")
_URL, _DAY = re.compile(r"https?://\S+"), re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_PLACED = {field.name for field in fields(Placed)}


class _Form(NamedTuple):
    """How a value is read of a plain one, with a RefusalError for what it cannot be, and how it is written."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = lambda value: value


def plain_event(event: Event) -> dict[str, Any]:
    """Return an event as dictionaries, lists, texts, numbers and truths, by the keys of an event file.

    Raises
    ------
    RefusalError
        If an event file could not say it either, such as a due date that no reading of its law gives.

    Examples
    --------
    >>> import replay
    >>> plain_event(replay.load(replay.example()).by_id["settlement"])["meets"]
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
    _shallow(plain)
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
    _shallow(plain)
    found = _given(Event, plain)
    if "id" in found:
        raise RefusalError("the id stays as it is; drop the event and insert another instead")
    if not found:
        raise RefusalError("it changes nothing; allowed: one key of an event, or more")
    return {name: found[name] for name in sorted(found)}


def read_json(text: str) -> Any:
    """Read JSON strictly: each key once, finite numbers.

    >>> read_json('{"a": [1, true]}')
    {'a': [1, True]}
    """
    try:
        return json.loads(text, object_pairs_hook=_once, parse_constant=_constant)
    except RefusalError:
        raise
    except RecursionError:
        raise RefusalError(f"nested too deep; allowed: {_DEEPEST} levels") from None
    except json.JSONDecodeError as fault:
        raise RefusalError(f"this is not JSON, from sign {fault.pos + 1} on: {fault.msg.lower()}") from None
    except ValueError:
        raise RefusalError("a number has too many digits") from None


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for key, value in pairs:
        if key in found:
            raise RefusalError(f"the key {_brief(key)} comes twice")
        found[key] = value
    return found


def _constant(text: str) -> Any:
    raise RefusalError(f"{text} is no number")


def _shallow(plain: Any) -> None:
    """Refuse what is nested deeper than a file can hold."""
    level = [plain]
    for _ in range(_DEEPEST + 1):
        boxes = [one for one in level if isinstance(one, (dict, list))]
        level = [part for one in boxes for part in (one.values() if isinstance(one, dict) else one)]
        if not boxes:
            return
    raise RefusalError(f"nested too deep; allowed: {_DEEPEST} levels")


def _brief(value: Any) -> str:
    return shown(quoted(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)))


def _under(key: str, form: _Form, value: Any) -> Any:
    """What a key holds; a fault is said with the key before it."""
    try:
        return form.read(value)
    except RefusalError as fault:
        raise RefusalError(f"{key}: {getattr(fault, 'message', fault)}") from None


# -- items and their keys -------------------------------------------------------------------------


def _item(kind: type) -> _Form:
    """The form of a frozen type: a mapping of its keys."""
    return _Form(lambda plain: _read_item(kind, plain), lambda item: _write_item(kind, item))


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
        raise RefusalError(f'{_brief(plain)} seen; allowed: a mapping of keys, as {{"key": value}}')
    known = _keys(kind)
    allowed = [*known, *(("template", "reading", "from") if kind is Clock else ())]
    for key in plain:
        if key not in allowed:
            raise RefusalError(f"unknown key {_brief(key)}{closest(key, allowed)}; allowed: {', '.join(allowed)}")
    law = _law(plain) if kind is Clock else {}
    found = {known[key][0]: _under(key, known[key][1], value) for key, value in plain.items() if key in known}
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
def _keys(kind: type) -> dict[str, tuple[str, _Form, bool]]:
    """By key the field, its form, and whether it must be there."""
    found = {}
    hints = get_type_hints(kind, include_extras=True)
    for name, hint in hints.items():
        if name in _PLACED or (kind is Clock and name in ("readings", "template")):
            continue
        key = next((part.word for part in getattr(hint, "__metadata__", ()) if isinstance(part, Key)), name)
        form = _FORMS.get((kind, name)) or _FORMS.get(name) or _form(hint, name)
        needed = name in _needed(kind) and not _needed(kind)[name]
        found[key] = (name, form, needed)
    return found


def _form(hint: Any, name: str) -> _Form:
    """The form of a type."""
    nouns: list[str] = []
    while get_origin(hint) is Annotated:
        nouns += [part.noun for part in hint.__metadata__ if isinstance(part, Names)]
        hint = get_args(hint)[0]
    if get_origin(hint) in (Union, UnionType):
        (hint,) = (part for part in get_args(hint) if part is not NoneType)
        return _form(hint, name)
    if nouns:
        return _PARTIES if nouns[0] == "party" else _ID
    if get_origin(hint) is tuple:
        return _list(_form(get_args(hint)[0], name))
    if isinstance(get_origin(hint), type) and issubclass(get_origin(hint), Mapping):
        key, value = get_args(hint)
        one = _SIDE if any(part.noun in ("party", "side") for part in getattr(key, "__metadata__", ())) else _ID
        return _mapping(one, _FORMS.get(f"{name}.") or _form(value, name))
    if isinstance(hint, type) and is_dataclass(hint):
        return _item(hint)
    return _words(hint) if issubclass(hint, Enum) else _SIMPLE[hint]


# -- forms ----------------------------------------------------------------------------------------


def _text(longest: int = 0) -> _Form:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not value:
            raise RefusalError(f"{_brief(value)} seen; allowed: a text in quotes")
        bad = first_bad(value)
        if bad is not None or "\r" in value:
            raise RefusalError(
                f"{named(value[value.index(chr(13)) if bad is None else bad])} seen; no text may hold it"
            )
        if longest and len(value) > longest:
            raise RefusalError(f"{_brief(value)} has {len(value)} signs; allowed: up to {longest}")
        return value

    return _Form(read)


def _like(pattern: re.Pattern[str], allowed: str, more: Callable[[str], Any] | None = None) -> _Form:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise RefusalError(f"{_brief(value)} seen; allowed: {allowed}")
        text: str = _SIMPLE[str].read(value)
        if more:
            more(text)
        return text

    return _Form(read)


def _number(kind: type, least: float = -inf, most: float = inf) -> _Form:
    said = "a whole number" if kind is int else "a number"
    said += f" from {least:g} to {most:g}" if isfinite(most) else f" from {least:g} on" if isfinite(least) else ""

    def read(value: Any) -> Any:
        fits = type(value) is int or (kind is float and type(value) is float)
        if not fits or not least <= value <= most or abs(value) > 1e300:
            raise RefusalError(f"{_brief(value)} seen; allowed: {said}")
        return kind(value)

    return _Form(read, lambda value: int(value) if value == int(value) and abs(value) < 1e15 else value)


def _truth(value: Any) -> bool:
    if type(value) is not bool:
        raise RefusalError(f"{_brief(value)} seen; allowed: true, false")
    return value


def _allowed(value: Any, words: Collection[str]) -> str:
    """Say which words are allowed; of many, which is nearest and where they stand."""
    near = closest(value, words) if isinstance(value, str) else ""
    return f"{near}; allowed: {', '.join(words)}" if len(words) <= 16 else f"{near} (all {len(words)}: replay codebook)"


def _words(book: type[Enum], only: Sequence[Enum] = ()) -> _Form:
    words = {str(term.value): term for term in only or book}

    def read(value: Any) -> Enum:
        if not isinstance(value, str) or value not in words:
            raise RefusalError(f"{_brief(value)} seen{_allowed(value, words)}")
        return words[value]

    return _Form(read, lambda term: term.value)


def _dated(parse: Callable[[str], Any], none: str = "") -> _Form:
    """A date or length in one word; `none` is the word for none."""

    def read(value: Any) -> Any:
        if not isinstance(value, str):
            raise RefusalError(f'{_brief(value)} seen; allowed: a date or a length in quotes, as "1995-06-28"')
        try:
            return None if none and value == none else parse(value)
        except DateError as fault:
            raise RefusalError(shown(fault.message) + (f", or {none}" if none else "")) from None

    return _Form(read, lambda value: none if value is None else value.text)


def _list(one: _Form) -> _Form:
    """A list, for which a lone item may stand."""

    def read(value: Any) -> tuple[Any, ...]:
        items = value if isinstance(value, list) else [value]
        return tuple(_under(f"item {n}", one, item) if len(items) > 1 else one.read(item)
                     for n, item in enumerate(items, 1))  # fmt: skip

    return _Form(read, lambda items: one.write(items[0]) if len(items) == 1 else [one.write(item) for item in items])


def _mapping(key: _Form, one: _Form) -> _Form:
    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise RefusalError(f'{_brief(value)} seen; allowed: a mapping, as {{"name": value}}')
        return {key.read(name): _under(name, one, item) for name, item in value.items()}

    return _Form(read, lambda held: {name: one.write(item) for name, item in held.items()})


def _parties(value: Any) -> str:
    """One party, or several that act together."""
    names = value if isinstance(value, list) and value else [value]
    found = [_SIDE.read(name) for name in names]
    if len({*found}) < len(found):
        raise RefusalError(f"{_brief(value)} seen; allowed: each party once")
    return JOINT.join(found)


def _met(value: Any) -> dict[str, Outcome]:
    """Clocks that are met: a name, a list of names, or a mapping that says how."""
    if isinstance(value, dict):
        found: dict[str, Outcome] = _mapping(_ID, _words(Outcome, (Outcome.MET, Outcome.MET_IN_PART))).read(value)
        return found
    return dict.fromkeys(_list(_ID).read(value), Outcome.MET)


def _write_met(held: Mapping[str, Outcome]) -> Any:
    whole = all(end is Outcome.MET for end in held.values())
    return _list(_ID).write(tuple(held)) if whole else {name: end.value for name, end in held.items()}


def _group(value: Any) -> tuple[str, ...]:
    """One premise, or several of which one is enough."""
    if isinstance(value, dict):
        if [*value] != ["any"] or not isinstance(value["any"], list) or not value["any"]:
            raise RefusalError(f'{_brief(value)} seen; allowed: an id, or a group {{"any": [id, id]}}')
        return tuple(_ID.read(name) for name in value["any"])
    return (_ID.read(value),)


def _ends(value: Any) -> Any:
    """The end of a clock; or by party how each reads it."""
    if not isinstance(value, dict):
        return _words(Outcome).read(value)
    found = _mapping(_SIDE, _words(Outcome)).read(value)
    if len(found) < 2:
        raise RefusalError(f"{_brief(value)} seen; allowed: an end, or the readings of two parties or more")
    return found


_ID = _like(_NAME, "small letters, digits and hyphens, a letter first")
_SIDE = _like(_PARTY, "a party: capital letters, digits and hyphens, a letter first")
_PARTIES = _Form(_parties, lambda text: [*members(text)] if JOINT in text else text)
_SIMPLE = {str: _text(), bool: _Form(_truth), int: _number(int), float: _number(float)}
_FORMS: dict[Any, _Form] = {
    "id": _ID, "label": _text(40), "meets": _Form(_met, _write_met), "last_day": _like(re.compile("in|out"), "in, out"),
    "needs": _list(_Form(_group, lambda names: names[0] if len(names) == 1 else {"any": [*names]})),
    "date": _dated(parse_date), "due": _dated(parse_due), "after": _dated(parse_lag),
    "moves.": _dated(parse_move, "undated"), "resumes.": _dated(parse_due, "remaining"),
    "impact.": _list(_number(float, -3, 3)), "amount": _number(float, 0), "rate": _number(float, 0),
    "url": _like(_URL, "the address of a page, http:// or https://"),
    "accessed": _like(_DAY, "YYYY-MM-DD", day), (Citation, "note"): _number(int, 0), (Clock, "record"): _Form(_ends),
}  # fmt: skip
"""Forms by field, or by type and field, or (with a dot) of what a field holds by name: what the type does not say."""


# -- what is more than one key --------------------------------------------------------------------


def _one_kind(given: Mapping[str, Any]) -> None:
    if {*given} not in ({"event"}, {"clock", "ends"}, {"act", "actor"}, {"act", "actor", "recipient"}):
        seen = ", ".join(f"'{name}'" for name in given) or "no key"
        allowed = "'event' alone, or 'clock' with 'ends', or 'act' with 'actor' (and 'recipient')"
        raise RefusalError(f"it waits for {seen}; allowed: {allowed}")


def _law(plain: dict[str, Any]) -> dict[str, Any]:
    """Kind and due date of a clock by its law, and the name of the law; nothing for one that no law sets."""
    if ("template" in plain) == ("due" in plain):
        seen = "both" if "due" in plain else "neither"
        raise RefusalError(f"a clock has {seen} of 'due' and 'template'; allowed: exactly one")
    if "template" not in plain:
        if plain.keys() & {"reading", "from"}:
            raise RefusalError("a clock has 'reading' or 'from' without 'template'; allowed: with a template only")
        return {}
    name = _under("template", _SIMPLE[str], plain["template"])
    if name not in TEMPLATES:
        raise RefusalError(f"template: {_brief(name)} seen{_allowed(name, TEMPLATES)}")
    tied = _under("from", _mapping(_ID, _ID), plain.get("from", {}))
    reading = _under("reading", _SIMPLE[str], plain["reading"]) if "reading" in plain else None
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
        made["due"] = _FORMS["due"].write(clock.due)
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
