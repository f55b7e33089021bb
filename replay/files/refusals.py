"""What the models refuse, in plain words and at its place."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from enum import Enum
from typing import Any, TypeVar

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from replay.dates import DateError
from replay.errors import Problem, closest
from replay.files.keys import enum_of, example_of, keys_of, literals_of, model_at, noun_of, place_of, type_at
from replay.files.keys.types import NAME, PARTY, Strict
from replay.files.nodes import YamlNode
from replay.text.signs import quoted

__all__ = ["validated"]

M = TypeVar("M", bound=Strict)

_SHAPES = {"dict": "a mapping (key: value)", "list": "a list (lines that start with -)", "str": "plain text"}
_ALONE = {"of": "base", "with": "change"}
"""What the mapping under a key is called that is no noun."""
_MANY = 12


def validated(root: YamlNode, top: type[M], noun: str) -> tuple[M | None, list[Problem], list[ErrorDetails]]:
    """Return the model `top` of a node tree; if that refuses it, None, with the faults in words and as it has them."""
    if not isinstance(root.value, dict):
        message = f"{noun} is {_SHAPES['dict']}, not {_SHAPES[type(root.value).__name__]}"
        return None, [Problem(root.where, message, "type")], []
    try:
        return top.model_validate(root.plain()), [], []
    except ValidationError as refused:
        errors = refused.errors(include_url=False)
        found = (_problem(root, error, top) for error in errors)
        return None, [fault for fault in found if fault is not None], errors


def _problem(root: YamlNode, error: ErrorDetails, top: type[Strict]) -> Problem | None:
    """Say what does not fit the model `top`; None if the place itself has a fault that is reported already."""
    path = place_of(error)
    kind, context = error["type"], error.get("ctx", {})
    parent, node = root.find(path[:-1]), root.find(path)
    name = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    key = _key(path, top)
    label = key if name == key else f"{key}: {name}"
    where = node.where
    if kind == "missing":
        return Problem(node.where, f"key '{name}' is missing in {_owner(root, path[:-1], top)}", "missing-key")
    if kind == "extra_forbidden":
        model = model_at(top, path[:-1])
        allowed = [*keys_of(model)] if model else []
        where = parent.keys[name].where
        return Problem(where, f"unknown key {quoted(name)}{closest(name, allowed)} {_list(allowed)}", "unknown-key")
    if node.faulty:
        return None
    if "[key]" in error["loc"]:  # a key that is not a name
        place = parent.keys[name].where if name in parent.keys else where  # a lone name stands for a mapping
        return Problem(place, _plain_words(kind, context, error, quoted(name)), "type")
    seen = quoted(node.value) if isinstance(node.value, str) else _SHAPES[type(node.value).__name__]
    cause = context.get("error")
    if isinstance(cause, DateError):
        ahead = node.offset + cause.column - 1 if node.offset >= 0 else 0
        return Problem(replace(where, column=where.column + ahead), f"{label}: {cause.message}", "date")
    if kind in ("enum", "literal_error") and isinstance(node.value, str):
        allowed, noun = _allowed(type_at(top, path)), _noun(key, type_at(top, path))
        book = f"(all {len(allowed)}: replay codebook {noun}s)"
        near = closest(node.value, allowed)
        message = f"unknown {noun} {seen}{near} {_list(allowed) if len(allowed) <= _MANY else book}"
        return Problem(where, message, "unknown-value")
    if kind == "value_error" and isinstance(node.value, dict):
        return Problem(where, f"{_owner(root, path, top)}: {cause}", "value")
    if kind == "value_error":
        return Problem(where, f"{label}: {cause}", "value")
    if kind == "string_pattern_mismatch" and str(context.get("pattern")) not in (NAME, PARTY):
        example = example_of(keys_of(model)[key]) if (model := model_at(top, path[:-1])) else ""
        return Problem(where, f"{key}: {seen} is not of the form wanted here; allowed: {example} and such", "type")
    return Problem(where, f"{label}: {_plain_words(kind, context, error, seen)}", "type")


def _key(path: Sequence[int | str], top: type[Strict]) -> str:
    """The innermost key of the format on a path; a name of the user's, as in a mapping of clocks, is none."""
    for n in range(len(path), 0, -1):
        step, model = path[n - 1], model_at(top, path[: n - 1])
        if model is not None and isinstance(step, str) and step in keys_of(model):
            return step
    return next((str(step) for step in reversed(path) if isinstance(step, str)), "")


def _allowed(kind: Any) -> list[str]:
    """The words that a type allows."""
    book = enum_of(kind)
    words = [*book] if book is not None else literals_of(kind)
    return [str(word.value) if isinstance(word, Enum) else str(word) for word in words]


def _owner(root: YamlNode, path: Sequence[int | str], top: type[Strict]) -> str:
    """Name the mapping at `path`: event 'talks', this cite, the file."""
    names = [step for step in path if isinstance(step, str)]
    if not names:
        return "the file"
    model, node = model_at(top, path), root.find(tuple(path))
    if model is not None and model.named:
        return f"{model.noun} '{path[-1]}'"
    noun = (model.noun if model is not None and isinstance(path[-1], int) else "") or _ALONE.get(names[-1], names[-1])
    return f"{noun} '{node.text_of('id')}'" if node.text_of("id") else f"this {noun}"


def _plain_words(kind: str, context: dict[str, Any], error: ErrorDetails, seen: str) -> str:
    wanted = {
        "model_type": _SHAPES["dict"],
        "dict_type": _SHAPES["dict"],
        "list_type": _SHAPES["list"],
        "string_type": _SHAPES["str"],
        "enum": _SHAPES["str"],
        "literal_error": _SHAPES["str"],
        "float_parsing": "a number (5.9e9, 12.5)",
        "float_type": "a number (5.9e9, 12.5)",
        "finite_number": "a finite number",
        "int_parsing": "a whole number",
        "int_parsing_size": "a whole number of usual size",
        "int_from_float": "a whole number",
        "int_type": "a whole number",
        "bool_parsing": "true or false",
        "bool_type": "true or false",
        "greater_than_equal": f"a number of {context.get('ge')} or more",
        "greater_than": f"a number above {context.get('gt', 0):g}",
        "less_than_equal": f"a number up to {context.get('le', 0):g}",
    }
    if kind in wanted:
        return f"{wanted[kind]} is wanted here, {seen} was seen"
    if kind == "string_pattern_mismatch":
        rule = "capital letters" if context.get("pattern") == PARTY else "small letters"
        return f"{seen} is not a name here; allowed: {rule}, digits and hyphens, a letter first"
    if kind == "string_too_long":
        return f"{seen} has {len(str(error['input']))} characters; allowed: up to {context.get('max_length')}"
    if kind in ("too_short", "too_long", "string_too_short"):
        if kind == "string_too_short":
            return "no text was seen; write some, or leave the key out"
        low, high = context.get("min_length"), context.get("max_length")
        count = context.get("actual_length")
        allowed = "exactly 2" if error["loc"][-1] == "sides" else f"exactly {high}" if high else f"at least {low}"
        return f"{count or 'no'} {'item was' if count == 1 else 'items were'} seen; allowed: {allowed}"
    return f"{error['msg'].lower()}; {seen} was seen"


def _noun(name: str, kind: Any) -> str:
    """What a value of that type is called that stands under a key of that name."""
    book = enum_of(kind)
    if book is not None:
        return noun_of(book)
    return {"format": "format version", "meets": "way of meeting"}.get(name, name)


def _list(allowed: Iterable[str]) -> str:
    return f"(allowed: {', '.join(allowed)})"
