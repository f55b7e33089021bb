"""Changes of a YAML text in place: only the characters of what changes are touched, all comments and layout stay.

ruamel.yaml tells where everything stands; a value is replaced where it is, a new key goes behind the keys that
precede it in the format, and a dropped item takes its own lines with it and no comment around them.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError
from ruamel.yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from replay.errors import ReplayError, closest

__all__ = ["RewriteError", "drop_item", "ids", "put", "put_in_item", "remove_from_item", "value_in_item"]

_ORDER = (
    "id", "party", "date", "order", "actor", "recipient", "act", "tactics", "status", "label", "level", "trend",
    "summary", "worth", "answers", "needs", "meets", "moves", "withdraws", "clock", "due", "record", "on_lapse",
    "commits", "evidence", "predicts", "cite", "note", "base", "digest", "items",
)  # fmt: skip
"""Where a new key goes: behind those that stand before it here."""


class RewriteError(ReplayError):
    """A text cannot be changed as asked."""


def ids(text: str) -> tuple[str, ...]:
    r"""Return every id of an event file, in the order of the text.

    >>> ids("events:\n  - id: a\n    clock: {id: b}\n")
    ('a', 'b')
    """
    return tuple(_value_of(node, "id") for node in _mappings(_root(text)) if _value_of(node, "id"))


def put_in_item(text: str, item: str, path: Sequence[str], value: str) -> str:
    r"""Give a key of the item with that id another value.

    Parameters
    ----------
    path : sequence of str
        Keys from the item inwards; a number counts the items of a list from 0.
    value : str
        Plain text, or a list or mapping in brackets.

    Raises
    ------
    RewriteError
        If there is no such item or place, or the value is not one line of YAML.

    Examples
    --------
    >>> print(put_in_item("events:\n  - id: a  # first\n    date: 2001\n", "a", ["label"], "A: b"), end="")
    events:
      - id: a  # first
        date: 2001
        label: "A: b"
    """
    return _put(text, _item(text, item), path, value, item)


def put(text: str, path: Sequence[str], value: str) -> str:
    """Give a key, from the top of the file inwards, another value; arguments and errors as for `put_in_item`."""
    return _put(text, _root(text), path, value, "the file")


def remove_from_item(text: str, item: str, path: Sequence[str]) -> str:
    r"""Take a key away from the item with that id, with its lines.

    >>> remove_from_item("events:\n  - id: a\n    label: A\n    date: 2001\n", "a", ["label"])
    'events:\n  - id: a\n    date: 2001\n'
    """
    node = _descend(_item(text, item), path[:-1], item)
    pair = _pair(node, path[-1])
    if pair is None:
        raise RewriteError(f"{item}: there is no key '{path[-1]}'{closest(path[-1], _keys(node))}")
    if node.flow_style:
        raise RewriteError(f"{item}: '{path[-1]}' stands in a mapping in braces; set the whole mapping anew")
    first, last = _line_start(text, pair[0].start_mark.index), _end(text, pair[1])
    if text[first : pair[0].start_mark.index].strip():
        raise RewriteError(f"{item}: '{path[-1]}' is the first key of its item and cannot be taken away")
    return text[:first] + text[_next_line(text, last) :]


def drop_item(text: str, item: str) -> str:
    r"""Take the item of a list with that id away; comments before and after it stay.

    >>> print(drop_item("events:\n  - id: a\n  # about b\n  - id: b\n", "a"), end="")
    events:
      # about b
      - id: b
    """
    for holder in _sequences(_root(text)):
        for n, node in enumerate(holder.value):
            if isinstance(node, MappingNode) and _value_of(node, "id") == item:
                return _without(text, holder, n)
    raise RewriteError(f"no item of a list has the id '{item}'{closest(item, ids(text))}")


def value_in_item(text: str, item: str, key: str) -> str:
    """Return a scalar of the item with that id as written; "" if it has none."""
    return _value_of(_item(text, item), key)


# -- places ---------------------------------------------------------------------------------------


def _root(text: str) -> MappingNode:
    try:
        node = YAML(typ="rt", pure=True).compose(text)
    except YAMLError as fault:
        raise RewriteError(f"this is not well-formed YAML: {getattr(fault, 'problem', fault)}") from None
    if not isinstance(node, MappingNode):
        raise RewriteError("the file is not a mapping (key: value)")
    return node


def _walk(node: Node) -> Iterator[Node]:
    yield node
    if isinstance(node, MappingNode):
        for _, value in node.value:
            yield from _walk(value)
    elif isinstance(node, SequenceNode):
        for value in node.value:
            yield from _walk(value)


def _mappings(node: Node) -> Iterator[MappingNode]:
    return (found for found in _walk(node) if isinstance(found, MappingNode))


def _sequences(node: Node) -> Iterator[SequenceNode]:
    return (found for found in _walk(node) if isinstance(found, SequenceNode))


def _item(text: str, item: str) -> MappingNode:
    for node in _mappings(_root(text)):
        if _value_of(node, "id") == item:
            return node
    known = ids(text)
    raise RewriteError(f"no event, clock or reading has the id '{item}'{closest(item, known)}")


def _pair(node: MappingNode, key: str) -> tuple[ScalarNode, Node] | None:
    return next(((k, v) for k, v in node.value if k.value == key), None)


def _keys(node: MappingNode) -> list[str]:
    return [str(key.value) for key, _ in node.value]


def _value_of(node: MappingNode, key: str) -> str:
    pair = _pair(node, key)
    return str(pair[1].value) if pair and isinstance(pair[1], ScalarNode) else ""


def _descend(node: Node, path: Sequence[str], item: str) -> MappingNode:
    """Follow keys and numbers to a mapping."""
    for step in path:
        inner: Node | None = None
        if isinstance(node, MappingNode):
            pair = _pair(node, step)
            inner = pair[1] if pair else None
        elif isinstance(node, SequenceNode) and step.isdigit() and int(step) < len(node.value):
            inner = node.value[int(step)]
        if inner is None:
            near = closest(step, _keys(node)) if isinstance(node, MappingNode) else "; a number from 0 is wanted here"
            raise RewriteError(f"{item}: there is no '{step}'{near}")
        node = inner
    if not isinstance(node, MappingNode):
        raise RewriteError(f"{item}: '{'.'.join(path)}' is no mapping; a key cannot be set in it")
    return node


def _end(text: str, node: Node) -> int:
    """Where the content of a node ends: block collections and block scalars reach into the lines that follow."""
    if isinstance(node, (MappingNode, SequenceNode)) and not node.flow_style and node.value:
        last = node.value[-1]
        return _end(text, last[1] if isinstance(node, MappingNode) else last)
    start, end = int(node.start_mark.index), int(node.end_mark.index)
    if isinstance(node, ScalarNode) and node.style in ("|", ">"):
        return start + len(text[start:end].rstrip())
    return end


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _line_end(text: str, index: int) -> int:
    """Where the line ends, before its line break."""
    found = text.find("\n", index)
    found = len(text) if found < 0 else found
    return found - 1 if text.startswith("\r\n", found - 1) else found


def _next_line(text: str, index: int) -> int:
    found = text.find("\n", index)
    return len(text) if found < 0 else found + 1


# -- changes --------------------------------------------------------------------------------------


def _put(text: str, top: MappingNode, path: Sequence[str], value: str, item: str) -> str:
    node, key = _descend(top, path[:-1], item), path[-1]
    pair = _pair(node, key)
    written = _written(value, item, pair[1].style if pair and isinstance(pair[1], ScalarNode) else None)
    if pair is None:
        return _insert(text, node, key, written)
    start = pair[1].start_mark.index
    if isinstance(pair[1], (MappingNode, SequenceNode)) and not pair[1].flow_style:
        start = text.index(":", pair[0].end_mark.index) + 1
        written = f" {written}"
    return text[:start] + written + text[_end(text, pair[1]) :]


def _insert(text: str, node: MappingNode, key: str, written: str) -> str:
    """A new key, behind the last of those that stand before it in the format."""
    before = _ORDER[: _ORDER.index(key)] if key in _ORDER else _ORDER
    pairs = [pair for pair in node.value if pair[0].value in before] or node.value[:1]
    at = _end(text, pairs[-1][1])
    if node.flow_style:
        return f"{text[:at]}, {key}: {written}{text[at:]}"
    at = _line_end(text, at)  # behind a comment in the same line
    end = "\r\n" if text.startswith("\r", at) or (at == len(text) and "\r\n" in text) else "\n"
    return f"{text[:at]}{end}{' ' * node.start_mark.column}{key}: {written}{text[at:]}"


def _written(value: str, item: str, style: str | None = None) -> str:
    """The value in one line of YAML: in the quotes of the one before; else plain if that reads back, or in double."""
    if value.startswith(("[", "{")):
        read = _read_back(value)
        if read is None or isinstance(read, ScalarNode):
            raise RewriteError(f"{item}: '{value}' is not a list or mapping in brackets")
        return value
    if style == "'":
        return "'" + value.replace("'", "''") + "'"
    read = _read_back(value)
    plain = style != '"' and isinstance(read, ScalarNode) and read.style is None and read.value == value
    return value if plain and value else json.dumps(value, ensure_ascii=False)


def _read_back(value: str) -> Any:
    try:
        node = YAML(typ="rt", pure=True).compose(f"{{k: {value}}}")
    except YAMLError:
        return None
    found = isinstance(node, MappingNode) and len(node.value) == 1
    return node.value[0][1] if found else None


def _without(text: str, holder: SequenceNode, n: int) -> str:
    node = holder.value[n]
    if holder.flow_style:
        start, end = node.start_mark.index, _end(text, node)
        if n + 1 < len(holder.value):
            end = holder.value[n + 1].start_mark.index
        elif n:
            start = _end(text, holder.value[n - 1])
        return text[:start] + text[end:]
    start = _line_start(text, text.rfind("-", 0, node.start_mark.index + 1))
    return text[:start] + text[_next_line(text, _end(text, node)) :]
