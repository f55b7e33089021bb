"""What the models refuse, in plain words and at its place."""

from __future__ import annotations

from typing import Any

from pydantic_core import ErrorDetails

from replay.dates import DateError
from replay.errors import Problem, Where, closest
from replay.files import fields
from replay.files.compose import Node
from replay.files.model import TimelineModel

__all__ = ["SHAPES", "problem"]

SHAPES = {"dict": "a mapping (key: value)", "list": "a list (lines that start with -)", "str": "plain text"}
_NOUNS = {
    "events": "event", "readings": "reading", "parties": "party", "sources": "source", "points": "point",
    "commits": "commitment", "decisions": "decision", "stakes": "stake", "observations": "observation",
    "claims": "claim", "tests": "test", "edits": "edit", "counterfactuals": "counterfactual",
    "branches": "set of branches", "with": "change", "of": "base",
}  # fmt: skip
_MANY = 12


def problem(root: Node, error: ErrorDetails, top: Any = TimelineModel) -> Problem | None:
    """Say what does not fit the model `top`; None if the place itself has a fault that is reported already."""
    path = tuple(step for step in error["loc"] if step != "[key]")
    kind, context = error["type"], error.get("ctx", {})
    parent, node = root.find(path[:-1]), root.find(path)
    name = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    where = node.where
    if kind == "missing":
        return Problem(node.where, f"key '{name}' is missing in {_owner(root, path[:-1])}", "missing-key")
    if kind == "extra_forbidden":
        allowed = _allowed(top, path)
        where = parent.keys.get(name, where)
        return Problem(where, f"unknown key {_quoted(name)}{closest(name, allowed)} {_list(allowed)}", "unknown-key")
    if node.faulty:
        return None
    if path != error["loc"]:  # a key that is not a name
        return Problem(parent.keys.get(name, where), _plain_words(kind, context, error, _quoted(name)), "type")
    seen = _quoted(node.value) if isinstance(node.value, str) else SHAPES[type(node.value).__name__]
    cause = context.get("error")
    if isinstance(cause, DateError):
        column = where.column + node.offset + cause.column - 1 if node.offset >= 0 else where.column
        return Problem(Where(where.file, where.line, column), f"{name}: {cause.message}", "date")
    if kind in ("enum", "literal_error") and isinstance(node.value, str):
        allowed = [part.strip("' ") for part in str(context.get("expected", "")).replace(" or ", ", ").split(", ")]
        book = f"(all {len(allowed)}: replay codebook {_noun(name, path)}s)"
        near = closest(node.value, allowed)
        message = f"unknown {_noun(name, path)} {seen}{near} {_list(allowed) if len(allowed) <= _MANY else book}"
        return Problem(where, message, "unknown-value")
    if kind == "value_error" and isinstance(node.value, dict):
        return Problem(where, f"{_owner(root, path)}: {cause}", "value")
    if kind == "value_error":
        return Problem(where, f"{name}: {cause}", "value")
    return Problem(where, f"{name}: {_plain_words(kind, context, error, seen)}", "type")


def _quoted(text: str) -> str:
    """The text in quotes, its beginning if it is long."""
    return f"'{text}'" if len(text) <= 80 else f"'{text[:77]}...'"


def _owner(root: Node, path: tuple[int | str, ...]) -> str:
    """Name the mapping at `path`: event 'talks', this cite, the file."""
    names = [step for step in path if isinstance(step, str)]
    if not names:
        return "the file"
    value = root.find(path).value
    named = value.get("id") if isinstance(value, dict) else None
    if len(path) > 1 and path[-2] in ("parties", "sources", "edits", "counterfactuals", "branches"):
        return f"{_NOUNS[str(path[-2])]} '{path[-1]}'"
    noun = _NOUNS.get(names[-1], names[-1])
    return f"{noun} '{named.value}'" if named is not None and isinstance(named.value, str) else f"this {noun}"


def _plain_words(kind: str, context: dict[str, Any], error: ErrorDetails, seen: str) -> str:
    wanted = {
        "model_type": SHAPES["dict"],
        "dict_type": SHAPES["dict"],
        "list_type": SHAPES["list"],
        "string_type": SHAPES["str"],
        "enum": SHAPES["str"],
        "literal_error": SHAPES["str"],
        "float_parsing": "a number (5.9e9, 12.5)",
        "float_type": "a number (5.9e9, 12.5)",
        "finite_number": "a finite number",
        "int_parsing": "a whole number",
        "int_parsing_size": "a whole number of usual size",
        "int_from_float": "a whole number",
        "int_type": "a whole number",
        "greater_than_equal": f"a number of {context.get('ge')} or more",
        "greater_than": f"a number above {context.get('gt', 0):g}",
        "less_than_equal": f"a number up to {context.get('le', 0):g}",
    }
    if kind in wanted:
        return f"{wanted[kind]} is wanted here, {seen} was seen"
    if kind == "string_pattern_mismatch":
        rule = "capital letters" if context.get("pattern") == fields.PARTY else "small letters"
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


_WORDS = {
    "tactics": "tactic", "format": "format version", "record": "clock outcome", "options": "act", "absent": "act",
    "riskier": "act", "than": "act", "predicts": "strategy", "leans": "strategy", "did": "strategy",
    "among": "strategy", "paper": "conclusion of the paper",
}  # fmt: skip
"""What the value of a key is called, where the key does not say it."""


def _noun(name: str, path: tuple[int | str, ...]) -> str:
    return "link" if "answers" in path else _WORDS.get(name, name)


def _allowed(top: Any, path: tuple[int | str, ...]) -> list[str]:
    """The keys that the model at the parent of `path` has, `top` being the whole file's."""
    here: Any = top
    for step in path[:-1]:
        if isinstance(step, int) or not hasattr(here, "model_fields"):
            continue
        fields_by_key = {info.alias or name: info for name, info in here.model_fields.items()}
        if step not in fields_by_key:
            continue
        here = _inner(fields_by_key[step].annotation) or here
    return [info.alias or name for name, info in here.model_fields.items()]


def _inner(annotation: Any) -> Any:
    """The model inside an annotation such as ``list[Model]`` or ``Model | None``."""
    if hasattr(annotation, "model_fields"):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _inner(part)
        if found is not None:
            return found
    return None


def _list(allowed: list[str]) -> str:
    return f"(allowed: {', '.join(allowed)})"
