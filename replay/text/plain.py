"""Values as plain ones, for JSON: the one way in which results are written for programs."""

from __future__ import annotations

import datetime
import json
from collections.abc import Callable, Mapping, Set
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import reduce
from math import isfinite
from types import MappingProxyType
from typing import Any

__all__ = ["dated", "json_text", "picked", "plain", "reached"]

DAYS: Mapping[str, str] = MappingProxyType({"day": "date", "set_on": "set", "ended_on": "ended"})
"""Fields that hold a day, and the name that its ISO date is written under."""


def plain(value: object, *more: str, days: Mapping[str, str] = DAYS) -> Any:
    """Return a value as dictionaries, lists, texts, numbers, booleans and None.

    A frozen value becomes its fields by name, without those whose metadata say ``{"plain": False}``, a vocabulary's
    entry its word, a tuple or a set a list, a number without bound or without value None. A value with a method
    `to_dict` says itself how it is written.

    Parameters
    ----------
    value : object
    more : str
        Properties of the value to add behind its fields.
    days : mapping
        Fields that hold a day, here and in what it holds, and the name under which each is written as an ISO date.

    Examples
    --------
    >>> from replay.errors import Where
    >>> plain((Where("a.yaml", 3), float("inf"), {"x": {1}}))
    [{'file': 'a.yaml', 'line': 3, 'column': 0, 'sheet': ''}, None, {'x': [1]}]
    """
    if hasattr(value, "to_dict"):
        return plain(value.to_dict(), *more, days=days)
    if is_dataclass(value) and not isinstance(value, type):
        made = {}
        held_by = (field.name for field in fields(value) if field.metadata.get("plain", True))
        for name in (*held_by, *more):
            held = getattr(value, name)
            made[days.get(name, name)] = dated(held) if name in days else plain(held, days=days)
        return made
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, float):
        return value if isfinite(value) else None
    if isinstance(value, Mapping):
        return {str(plain(key)): plain(item, days=days) for key, item in value.items()}
    if isinstance(value, Set):
        return sorted(plain(item, days=days) for item in value)
    return [plain(item, days=days) for item in value] if isinstance(value, (tuple, list)) else value


def dated(day: int | None) -> str | None:
    """Return the ISO date of a day, None for none.

    >>> dated(1), dated(None)
    ('0001-01-01', None)
    """
    return None if day is None else datetime.date.fromordinal(day).isoformat()


def reached(value: object, path: str | Callable[[Any], object]) -> Any:
    """Return what stands at the end of a path of attributes behind dots, or what a function gives, as `plain` does.

    Behind what is None nothing is looked for. A day is written as its date if the last part of the path says that it
    is one.

    >>> from replay.errors import Problem, Where
    >>> reached(Problem(Where("a.yaml", 3), "wrong"), "where.line")
    3
    """
    if callable(path):
        return plain(path(value))
    held = reduce(lambda found, name: None if found is None else getattr(found, name), path.split("."), value)
    return dated(held) if path.split(".")[-1] in DAYS and (held is None or isinstance(held, int)) else plain(held)


def picked(value: object, *names: str, **paths: str | Callable[[Any], object]) -> dict[str, Any]:
    """Return some of what a value holds in this order: under its own name, or under another what `reached` gives.

    >>> from replay.errors import Problem, Where
    >>> picked(Problem(Where("a.yaml", 3), "wrong"), "message", line="where.line")
    {'message': 'wrong', 'line': 3}
    """
    return {name: reached(value, path) for name, path in ({name: name for name in names} | paths).items()}


def json_text(value: object, indent: int = 2) -> str:
    r"""Return what `plain` makes of a value as JSON, with a line feed at the end.

    >>> json_text({"a": (1, float("nan"))}, indent=0).split("\n")
    ['{', '"a": [', '1,', 'null', ']', '}', '']
    """
    return json.dumps(plain(value), indent=indent, allow_nan=False) + "\n"
