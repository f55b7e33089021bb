"""What a plain value may hold, form by form: how it is read, strictly and in words, and how it is written."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from enum import Enum
from math import inf, isfinite
from typing import Any, NamedTuple

from replay.codebook import Outcome
from replay.dates import day, parse_date, parse_due, parse_lag, parse_move
from replay.errors import DateError, RefusalError, closest
from replay.text.signs import first_bad, named, quoted, shown
from replay.timeline.happenings import Citation, Clock
from replay.timeline.naming import JOINT, members

__all__ = [
    "FORMS", "ID", "PARTIES", "SIDE", "SIMPLE", "Form", "allowed", "brief", "list_of", "mapping_of", "read_json",
    "shallow", "under", "words_of",
]  # fmt: skip

_DEEPEST = 20
"""Levels of mappings and lists, as many as an edit file can hold of an event."""
_NAME, _PARTY = re.compile(r"[a-z][a-z0-9-]*"), re.compile(r"[A-Z][A-Z0-9-]*")
_URL, _DAY = re.compile(r"https?://\S+"), re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class Form(NamedTuple):
    """How a value is read of a plain one, with a RefusalError for what it cannot be, and how it is written."""

    read: Callable[[Any], Any]
    write: Callable[[Any], Any] = lambda value: value


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
            raise RefusalError(f"the key {brief(key)} comes twice")
        found[key] = value
    return found


def _constant(text: str) -> Any:
    raise RefusalError(f"{text} is no number")


def shallow(plain: Any) -> None:
    """Refuse what is nested deeper than a file can hold."""
    level = [plain]
    for _ in range(_DEEPEST + 1):
        boxes = [one for one in level if isinstance(one, (dict, list))]
        level = [part for one in boxes for part in (one.values() if isinstance(one, dict) else one)]
        if not boxes:
            return
    raise RefusalError(f"nested too deep; allowed: {_DEEPEST} levels")


def brief(value: Any) -> str:
    return shown(quoted(value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)))


def under(key: str, form: Form, value: Any) -> Any:
    """What a key holds; a fault is said with the key before it."""
    try:
        return form.read(value)
    except RefusalError as fault:
        raise RefusalError(f"{key}: {getattr(fault, 'message', fault)}") from None


def _text(longest: int = 0) -> Form:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not value:
            raise RefusalError(f"{brief(value)} seen; allowed: a text in quotes")
        bad = first_bad(value)
        if bad is not None or "\r" in value:
            raise RefusalError(
                f"{named(value[value.index(chr(13)) if bad is None else bad])} seen; no text may hold it"
            )
        if longest and len(value) > longest:
            raise RefusalError(f"{brief(value)} has {len(value)} signs; allowed: up to {longest}")
        return value

    return Form(read)


def _like(pattern: re.Pattern[str], wanted: str, more: Callable[[str], Any] | None = None) -> Form:
    def read(value: Any) -> str:
        if not isinstance(value, str) or not pattern.fullmatch(value):
            raise RefusalError(f"{brief(value)} seen; allowed: {wanted}")
        text: str = SIMPLE[str].read(value)
        if more:
            more(text)
        return text

    return Form(read)


def _number(kind: type, least: float = -inf, most: float = inf) -> Form:
    said = "a whole number" if kind is int else "a number"
    said += f" from {least:g} to {most:g}" if isfinite(most) else f" from {least:g} on" if isfinite(least) else ""

    def read(value: Any) -> Any:
        fits = type(value) is int or (kind is float and type(value) is float)
        if not fits or not least <= value <= most or abs(value) > 1e300:
            raise RefusalError(f"{brief(value)} seen; allowed: {said}")
        return kind(value)

    return Form(read, lambda value: int(value) if value == int(value) and abs(value) < 1e15 else value)


def _truth(value: Any) -> bool:
    if type(value) is not bool:
        raise RefusalError(f"{brief(value)} seen; allowed: true, false")
    return value


def allowed(value: Any, words: Collection[str]) -> str:
    """Say which words are allowed; of many, which is nearest and where they stand."""
    near = closest(value, words) if isinstance(value, str) else ""
    return f"{near}; allowed: {', '.join(words)}" if len(words) <= 16 else f"{near} (all {len(words)}: replay codebook)"


def words_of(book: type[Enum], only: Sequence[Enum] = ()) -> Form:
    words = {str(term.value): term for term in only or book}

    def read(value: Any) -> Enum:
        if not isinstance(value, str) or value not in words:
            raise RefusalError(f"{brief(value)} seen{allowed(value, words)}")
        return words[value]

    return Form(read, lambda term: term.value)


def _dated(parse: Callable[[str], Any], none: str = "") -> Form:
    """A date or length in one word; `none` is the word for none."""

    def read(value: Any) -> Any:
        if not isinstance(value, str):
            raise RefusalError(f'{brief(value)} seen; allowed: a date or a length in quotes, as "1995-06-28"')
        try:
            return None if none and value == none else parse(value)
        except DateError as fault:
            raise RefusalError(shown(fault.message) + (f", or {none}" if none else "")) from None

    return Form(read, lambda value: none if value is None else value.text)


def list_of(one: Form) -> Form:
    """A list, for which a lone item may stand."""

    def read(value: Any) -> tuple[Any, ...]:
        items = value if isinstance(value, list) else [value]
        return tuple(under(f"item {n}", one, item) if len(items) > 1 else one.read(item)
                     for n, item in enumerate(items, 1))  # fmt: skip

    return Form(read, lambda items: one.write(items[0]) if len(items) == 1 else [one.write(item) for item in items])


def mapping_of(key: Form, one: Form) -> Form:
    def read(value: Any) -> dict[str, Any]:
        if not isinstance(value, dict):
            raise RefusalError(f'{brief(value)} seen; allowed: a mapping, as {{"name": value}}')
        return {key.read(name): under(name, one, item) for name, item in value.items()}

    return Form(read, lambda held: {name: one.write(item) for name, item in held.items()})


def _parties(value: Any) -> str:
    """One party, or several that act together."""
    names = value if isinstance(value, list) and value else [value]
    found = [SIDE.read(name) for name in names]
    if len({*found}) < len(found):
        raise RefusalError(f"{brief(value)} seen; allowed: each party once")
    return JOINT.join(found)


def _met(value: Any) -> dict[str, Outcome]:
    """Clocks that are met: a name, a list of names, or a mapping that says how."""
    if isinstance(value, dict):
        found: dict[str, Outcome] = mapping_of(ID, words_of(Outcome, (Outcome.MET, Outcome.MET_IN_PART))).read(value)
        return found
    return dict.fromkeys(list_of(ID).read(value), Outcome.MET)


def _write_met(held: Mapping[str, Outcome]) -> Any:
    whole = all(end is Outcome.MET for end in held.values())
    return list_of(ID).write(tuple(held)) if whole else {name: end.value for name, end in held.items()}


def _group(value: Any) -> tuple[str, ...]:
    """One premise, or several of which one is enough."""
    if isinstance(value, dict):
        if [*value] != ["any"] or not isinstance(value["any"], list) or not value["any"]:
            raise RefusalError(f'{brief(value)} seen; allowed: an id, or a group {{"any": [id, id]}}')
        return tuple(ID.read(name) for name in value["any"])
    return (ID.read(value),)


def _ends(value: Any) -> Any:
    """The end of a clock; or by party how each reads it."""
    if not isinstance(value, dict):
        return words_of(Outcome).read(value)
    found = mapping_of(SIDE, words_of(Outcome)).read(value)
    if len(found) < 2:
        raise RefusalError(f"{brief(value)} seen; allowed: an end, or the readings of two parties or more")
    return found


ID = _like(_NAME, "small letters, digits and hyphens, a letter first")
SIDE = _like(_PARTY, "a party: capital letters, digits and hyphens, a letter first")
PARTIES = Form(_parties, lambda text: [*members(text)] if JOINT in text else text)
SIMPLE = {str: _text(), bool: Form(_truth), int: _number(int), float: _number(float)}
FORMS: dict[Any, Form] = {
    "id": ID, "label": _text(40), "meets": Form(_met, _write_met), "last_day": _like(re.compile("in|out"), "in, out"),
    "needs": list_of(Form(_group, lambda names: names[0] if len(names) == 1 else {"any": [*names]})),
    "date": _dated(parse_date), "due": _dated(parse_due), "after": _dated(parse_lag),
    "moves.": _dated(parse_move, "undated"), "resumes.": _dated(parse_due, "remaining"),
    "impact.": list_of(_number(float, -3, 3)), "amount": _number(float, 0), "rate": _number(float, 0),
    "url": _like(_URL, "the address of a page, http:// or https://"),
    "accessed": _like(_DAY, "YYYY-MM-DD", day), (Citation, "note"): _number(int, 0), (Clock, "record"): Form(_ends),
}  # fmt: skip
"""Forms by field, or by type and field, or (with a dot) of what a field holds by name: what the type does not say."""
