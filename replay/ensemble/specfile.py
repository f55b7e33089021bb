"""The specification of a sweep as a file: plain keys and values, which are the fields of `Specification`."""

from __future__ import annotations

from dataclasses import fields
from pathlib import Path
from typing import Any

from replay.ensemble.specification import Specification, faults
from replay.errors import Problem, TimelineError, closest
from replay.files.nodes import YamlNode, compose
from replay.files.textfile import TextFile

__all__ = ["read_specification"]

_KEYS = {one.name: one.default for one in fields(Specification)}
"""The keys of the file; what a value must be is told by its default."""


def read_specification(path: str | Path) -> dict[str, Any]:
    """Read the fields of a specification that a file has.

    Raises
    ------
    TimelineError
        With every fault at its line and column.
    """
    file = TextFile.read(path)
    root, found = compose(file.text, file.name)
    if root is None or found:
        raise TimelineError(found)
    if not isinstance(root.value, dict):
        raise TimelineError([Problem(root.where, "a specification is a mapping (key: value)", "type")])
    given: dict[str, Any] = {}
    for name, node in root.value.items():
        where = root.keys[name].where
        if name not in _KEYS:
            said = f"unknown key '{name}'{closest(name, _KEYS) or ';'} allowed: {', '.join(_KEYS)}"
            found.append(Problem(where, said, "specification"))
        elif (value := _value(node, _KEYS[name])) is None:
            allowed = _ALLOWED[type(_KEYS[name])]
            found.append(Problem(where, f"{name} is {node.plain()!r}; allowed: {allowed}", "specification"))
        else:
            given[name] = value
    found += [Problem(root.keys[name].where, str(fault), "specification") for name, fault in faults(given)]
    if found:
        raise TimelineError(sorted(found, key=lambda one: (one.where.line, one.where.column)))
    return given


_ALLOWED = {
    bool: "true or false", int: "a whole number", float: "a number", str: "a text", tuple: "a name, or a list of names",
}  # fmt: skip


def _value(node: YamlNode, default: Any) -> Any:
    """The value of a key as its default is one: a list, a switch, a number or a text; None if it cannot be one."""
    if isinstance(default, tuple):
        names = [node] if isinstance(node.value, str) else node.inner if isinstance(node.value, list) else []
        texts = [one.value for one in names if isinstance(one.value, str)]
        return tuple(texts) if texts and len(texts) == len(names) else None
    if not isinstance(node.value, str):
        return None
    if isinstance(default, bool):
        return {"true": True, "false": False}.get(node.value)
    try:
        return type(default)(node.value)
    except ValueError:
        return None
