"""The keys of a file: models that say what each may hold and means, and what is read off them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from types import UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import TypeAdapter
from pydantic.fields import FieldInfo
from pydantic_core import ErrorDetails

from replay.codebook import Answer, ClockKind, Fate, Outcome, ThreatFate
from replay.dates import Duration
from replay.files.keys.record import RECORD_WAYS, EventModel, TimelineModel
from replay.files.keys.types import LoneItem, Strict, TypeName
from replay.timeline import Standing

__all__ = [
    "EventModel", "TimelineModel", "enum_of", "example_of", "json_schema", "keys_of", "literals_of", "model_at",
    "noun_of", "place_of", "shapes_of", "table_of_keys", "takes_text", "type_at", "word_of",
]  # fmt: skip


def keys_of(model: type[Strict]) -> Mapping[str, FieldInfo]:
    """Return the keys of a model as the file spells them, in their order there."""
    return {info.alias or name: info for name, info in model.model_fields.items()}


def type_at(top: type[Strict], path: Sequence[str | int]) -> Any:
    """Return the type of what stands at a path from the top of a file; None where the models know nothing."""
    here: Any = top
    for step in path:
        model, boxes = _model(here), {get_origin(part): get_args(part) for part in _parts(here)}
        if isinstance(step, int):
            here = boxes[list][0] if list in boxes else here  # a lone item stands for a list
        elif model is not None and step in keys_of(model):
            here = _type_of(keys_of(model)[step])
        else:
            here = boxes[dict][1] if dict in boxes else None
    return here


def takes_text(kind: Any) -> bool:
    """Whether a type takes any text or name, where YAML may see a number or a truth; so may one that is not known."""
    return kind is None or str in _parts(kind)


def model_at(top: type[Strict], path: Sequence[str | int]) -> type[Strict] | None:
    """Return the model of the mapping at a path from the top of a file, None if it has none."""
    return _model(type_at(top, path))


def shapes_of(kind: Any) -> frozenset[str]:
    """Return as what a value of a type may be written: "string", "number", "integer", "boolean", "array", "object".

    Examples
    --------
    >>> sorted(shapes_of(type_at(EventModel, ("actor",)))), sorted(shapes_of(type_at(EventModel, ("summary",))))
    (['array', 'string'], ['string'])
    """
    whole = TypeAdapter(kind).json_schema()
    found: set[str] = set()
    left = [whole]
    while left:
        part = left.pop()
        named = part.get("type", ())
        found |= {named} if isinstance(named, str) else {*named}
        if "const" in part or "enum" in part:
            found.add("string")
        if "$ref" in part:
            left.append(whole["$defs"][part["$ref"].rpartition("/")[2]])
        left += [*part.get("anyOf", ()), *part.get("oneOf", ())] if "properties" not in part else []
    return frozenset(found - {"null"})


def enum_of(kind: Any) -> type[Enum] | None:
    """Return the vocabulary from which values of a type, or those in it, are taken; None if there is none."""
    return next((part for part in _inwards(kind) if isinstance(part, type) and issubclass(part, Enum)), None)


def literals_of(kind: Any) -> tuple[Any, ...]:
    """Return the words that a type, or what is in it, allows one by one; () if it is no such type."""
    return next((get_args(part) for part in _inwards(kind) if get_origin(part) is Literal), ())


def example_of(info: FieldInfo) -> Any:
    """Return what may stand under a key, as plain text, lists and mappings."""
    return info.examples[0] if info.examples else _example(_type_of(info))


def noun_of(book: type[Enum]) -> str:
    """Return what a value of a vocabulary is called.

    Examples
    --------
    >>> from replay.codebook import ClockKind, Tactic
    >>> noun_of(ClockKind), noun_of(Tactic)
    ('kind of clock', 'tactic')
    """
    return _NOUNS.get(book, book.__name__.lower())


_NOUNS: dict[type[Enum], str] = {
    Answer: "link", ClockKind: "kind of clock", Fate: "fate of a commitment", Outcome: "end of a clock",
    Standing: "conclusion of the paper", ThreatFate: "fate of a threat",
}  # fmt: skip
"""Where the name of the vocabulary does not say it."""


def json_schema(top: type[Strict] = TimelineModel, title: str = "replay event file") -> dict[str, Any]:
    """Return the JSON Schema of event files, or of another model, for editors."""
    made: dict[str, Any] = top.model_json_schema()
    return made | {"$schema": "https://json-schema.org/draft/2020-12/schema", "title": title}


def place_of(error: ErrorDetails) -> tuple[str | int, ...]:
    """Return the path from the top of a file to what a model refuses, without the signs for its ways of refusing."""
    steps = error["loc"]
    last = len(steps) - 1 if error["type"] == "extra_forbidden" else -1  # a key as the file has it, whatever its signs
    return tuple(step for n, step in enumerate(steps) if n == last or step not in _WAYS)


_WAYS = frozenset({"[key]", *RECORD_WAYS})
"""What pydantic puts into a path for the way in which something was refused."""


def table_of_keys(top: type[Strict] = TimelineModel) -> list[dict[str, str]]:
    """Return a row for every key: the mapping that it stands in, its type, default, meaning, and an example of it.

    The mappings come in the order in which the file first has them, the file itself first. A key without default has
    to be there if it says so, and is simply absent if it is left out where it says nothing.

    Examples
    --------
    >>> [row["key"] for row in table_of_keys() if row["in"] == "worth"]
    ['amount', 'unit']
    """
    rows, models = [], [top]
    for model in models:  # which grow on the way
        for key, info in keys_of(model).items():
            inner = next((held for part in _inwards(_type_of(info)) if (held := _model(part))), None)
            inner = inner if inner is None or inner.__base__ is Strict else inner.__base__  # it has the same keys
            models += [inner] if inner is not None and inner not in models else []
            rows.append(
                {
                    "in": "file" if model is top else _noun(model),
                    "key": key,
                    "type": word_of(_type_of(info)),
                    "default": "must be there" if info.is_required() else _plainly(info.default),
                    "meaning": info.description or "",
                    "example": _plainly(example_of(info)),
                }
            )
    return rows


def word_of(kind: Any) -> str:
    """Return a type in words."""
    named, part = _type_name(kind), next(_parts(kind))
    inner = [word_of(argument) for argument in get_args(part)] if get_origin(part) in (list, dict) else []
    if named is not None:
        return named.word
    if get_origin(part) is Literal:
        return " or ".join(str(value) for value in get_args(part))
    if get_origin(part) is dict:
        return f"mapping of {inner[0]} to {inner[1]}"
    if inner:
        return f"{inner[0]}, or list" if _stands_alone(kind) else f"list: {inner[0]}"
    if issubclass(part, Strict):
        return _noun(part)
    return noun_of(part) if issubclass(part, Enum) else _PLAIN[part]


def _type_of(info: FieldInfo) -> Any:
    return Annotated[info.annotation, *info.metadata] if info.metadata else info.annotation


def _parts(kind: Any) -> Iterator[Any]:
    """What a type allows, one by one, without what is annotated and without None."""
    if get_origin(kind) is Annotated:
        yield from _parts(get_args(kind)[0])
    elif get_origin(kind) in (Union, UnionType):
        for part in get_args(kind):
            yield from _parts(part)
    elif kind is not type(None):
        yield kind


def _inwards(kind: Any) -> Iterator[Any]:
    """What a type allows, and what the lists and mappings that it allows may hold."""
    for part in _parts(kind):
        yield part
        if get_origin(part) in (list, dict):
            yield from _inwards(get_args(part)[-1])


def _model(kind: Any) -> type[Strict] | None:
    """The model of a mapping that a type allows, or of the items of a list, for which a lone mapping may stand."""
    items = [get_args(part)[0] if get_origin(part) is list else part for part in _parts(kind)]
    return next((part for part in items if isinstance(part, type) and issubclass(part, Strict)), None)


def _type_name(kind: Any) -> TypeName | None:
    """What this package calls a type, if it does."""
    if get_origin(kind) in (Union, UnionType):
        return next((found for part in get_args(kind) if (found := _type_name(part))), None)
    if get_origin(kind) is not Annotated:
        return None
    return next((part for part in kind.__metadata__ if isinstance(part, TypeName)), None) or _type_name(
        get_args(kind)[0]
    )


def _noun(model: type[Strict]) -> str:
    return model.noun or model.__name__.removesuffix("Model").lower()


_PLAIN = {str: "text", int: "whole number", float: "number", bool: "true or false"}


def _stands_alone(kind: Any) -> bool:
    """Whether a lone item may stand for a list of that type."""
    if get_origin(kind) in (Union, UnionType):
        return any(map(_stands_alone, get_args(kind)))
    if get_origin(kind) is not Annotated:
        return False
    return any(isinstance(part, LoneItem) for part in kind.__metadata__) or _stands_alone(get_args(kind)[0])


def _example(kind: Any) -> Any:
    named, part = _type_name(kind), next(_parts(kind))
    inner = [_example(argument) for argument in get_args(part)] if get_origin(part) in (list, dict) else []
    if named is not None:
        return named.example
    if get_origin(part) is Literal:
        return str(get_args(part)[0])
    if inner:
        return inner if len(inner) == 1 else {inner[0]: inner[1]}
    if issubclass(part, Strict):
        return {key: example_of(info) for key, info in keys_of(part).items() if info.is_required()}
    return next(iter(part)).value if issubclass(part, Enum) else {str: "first-demand"}.get(part, "1")


def _plainly(value: Any) -> str:
    """A default or an example as the file would have it; nothing for nothing."""
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(_plainly, value))}]" if value else ""
    if isinstance(value, dict):
        return f"{{{', '.join(f'{key}: {_plainly(part)}' for key, part in value.items())}}}" if value else ""
    if value is None or isinstance(value, (Enum, Duration)):
        return "" if value is None else value.text if isinstance(value, Duration) else str(value.value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, str):
        return f"'{value}'" if re.search(r"[,?#{}\[\]]|: ", value) else value
    return f"{value:g}".replace("e+0", "e").replace("e+", "e")
