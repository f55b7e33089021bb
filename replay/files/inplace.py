"""Changes of an event or edit file in place: only what changes is touched, all comments and layout stay.

A value is replaced where it is, a new key goes behind the keys that precede it in the format. A dropped item takes its
own lines with it and its comment: the lines of comment right above it, as far in as it is, up to a blank line or a
ruled heading (# ----), and those right below it that are further in.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence

from replay.errors import RewriteError, closest
from replay.files.keys import TimelineModel, keys_of, model_at, takes_text, type_at
from replay.files.nodes import YamlNode, compose

__all__ = [
    "OTHERWISE", "RewriteError", "add_item", "drop_item", "ids", "put", "put_in_item", "remove", "remove_from_item",
    "value_in_item",
]  # fmt: skip


def ids(text: str) -> tuple[str, ...]:
    r"""Return every id of an event file, in the order of the text.

    >>> ids("events:\n  - id: a\n    clock: {id: b}\n")
    ('a', 'b')
    """
    return tuple(node.text_of("id") for _, node in _root(text).walk() if node.text_of("id"))


def put_in_item(text: str, item: str, path: Sequence[str], value: str, *, literal: bool = False) -> str:
    r"""Give a key of the item with that id another value.

    Parameters
    ----------
    path : sequence of str
        Keys from the item inwards; a number counts the items of a list from 0.
    value : str
        Plain text, or a list or mapping in brackets.
    literal : bool
        Whether it is text even if it begins with a bracket.

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
    home, top = _item(text, item)
    return _put(text, top, home, path, value, item, literal)


def put(text: str, path: Sequence[str], value: str, *, literal: bool = False) -> str:
    """Give a key, from the top of the file inwards, another value; arguments and errors as for `put_in_item`."""
    return _put(text, _root(text), (), path, value, "the file", literal)


def remove_from_item(text: str, item: str, path: Sequence[str]) -> str:
    r"""Take a key away from the item with that id, with its lines.

    >>> remove_from_item("events:\n  - id: a\n    label: A\n    date: 2001\n", "a", ["label"])
    'events:\n  - id: a\n    date: 2001\n'
    """
    return _removed(text, _item(text, item)[1], path, item)


def remove(text: str, path: Sequence[str]) -> str:
    r"""Take a key away, from the top of the file inwards, with its lines; errors as for `put_in_item`.

    >>> remove("parties:\n  AA: {name: A}\n  BB: {name: B}\n", ["parties", "BB"])
    'parties:\n  AA: {name: A}\n'
    """
    return _removed(text, _root(text), path, "the file")


def add_item(text: str, lines: str, section: str, after: str = "") -> str:
    r"""Put an item into a list at the top of a file, behind the item with that id, else before the first.

    Parameters
    ----------
    lines : str
        The item with its dash, its lines ended, two blanks further in than the list's key.

    Raises
    ------
    RewriteError
        If the list is not there, or stands in brackets.

    Examples
    --------
    >>> add_item("events:\n  - id: a\n    date: 1995\n", "  - id: b\n", "events", "a")
    'events:\n  - id: a\n    date: 1995\n  - id: b\n'
    """
    holder = _root(text).find((section,))
    if not isinstance(holder.value, list) or holder.in_brackets or not holder.value:
        raise RewriteError(f"{section} is no list with lines of its own")
    first = holder.value[0]
    margin = text[_line_start(text, first.start) : text.rfind("-", 0, first.start + 1)]
    end = "\r\n" if "\r\n" in text else "\n"
    lines = "".join(f"{margin}{line[2:]}" if line.strip() else line for line in lines.splitlines(keepends=True))
    lines = lines.replace("\n", end)
    behind = next((node for node in holder.value if node.text_of("id") == after), None)
    if behind is None:
        at = _line_start(text, first.start)
        while (above := _line_start(text, max(at - 1, 0))) < at and _comments(text[above:at], margin):
            at = above
        return text[:at] + lines + text[at:]
    at = _next_line(text, behind.end)
    return text[:at] + ("" if text[:at].endswith("\n") else end) + lines + text[at:]


def _removed(text: str, top: YamlNode, path: Sequence[str], item: str) -> str:
    node, key = _descend(top, path[:-1], item), path[-1]
    if key not in node.keys:
        raise RewriteError(f"{item}: there is no key '{key}'{closest(key, node.keys)}")
    if node.in_brackets:
        raise RewriteError(f"{item}: '{key}' stands in a mapping in braces; set the whole mapping anew")
    first, last = _line_start(text, node.keys[key].start), node.find((key,)).end
    if text[first : node.keys[key].start].strip():
        raise RewriteError(f"{item}: '{key}' is the first key of its item and cannot be taken away")
    return text[:first] + text[_next_line(text, last) :]


def drop_item(text: str, item: str) -> str:
    r"""Take the item of a list with that id away, with its comment; other comments stay.

    >>> print(drop_item("events:\n  # about a\n  - id: a\n  # about b\n  - id: b\n", "a"), end="")
    events:
      # about b
      - id: b
    """
    root = _root(text)
    for path, node in root.walk():
        if node.text_of("id") == item and path and isinstance(path[-1], int):
            return _without(text, root.find(path[:-1]), path[-1])
    raise RewriteError(f"no item of a list has the id '{item}'{closest(item, ids(text))}")


def value_in_item(text: str, item: str, key: str) -> str:
    """Return a scalar of the item with that id as written; "" if it has none."""
    return _item(text, item)[1].text_of(key)


# -- places ---------------------------------------------------------------------------------------


def _root(text: str) -> YamlNode:
    root, problems = compose(text, "")
    if root is None:
        raise RewriteError(problems[0].message)
    if not isinstance(root.value, dict):
        raise RewriteError("the file is not a mapping (key: value)")
    return root


def _item(text: str, item: str) -> tuple[tuple[str | int, ...], YamlNode]:
    """The mapping with that id, and the path to it."""
    for path, node in _root(text).walk():
        if node.text_of("id") == item:
            return path, node
    raise RewriteError(f"no event, clock or reading has the id '{item}'{closest(item, ids(text))}")


def _descend(node: YamlNode, path: Sequence[str], item: str) -> YamlNode:
    """Follow keys and numbers to a mapping."""
    for step in path:
        inner: YamlNode | None = None
        if isinstance(node.value, dict):
            inner = node.value.get(step)
        elif isinstance(node.value, list) and step.isdigit() and int(step) < len(node.value):
            inner = node.value[int(step)]
        if inner is None:
            near = closest(step, node.keys) if isinstance(node.value, dict) else "; a number from 0 is wanted here"
            raise RewriteError(f"{item}: there is no '{step}'{near}")
        node = inner
    if not isinstance(node.value, dict):
        raise RewriteError(f"{item}: '{'.'.join(path)}' is no mapping; a key cannot be set in it")
    return node


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


def _put(
    text: str, top: YamlNode, home: tuple[str | int, ...], path: Sequence[str], value: str, item: str, literal: bool
) -> str:  # fmt: skip
    """Give the key at `path` from `top`, which stands at `home` in the file, another value."""
    node, key = _descend(top, path[:-1], item), path[-1]
    old = node.find((key,)) if key in node.keys else None
    inner = (*home, *(int(step) if step.isdigit() else step for step in path[:-1]))
    wants_text = takes_text(type_at(TimelineModel, (*inner, key)))
    written = _written(value, item, old.sign if old else "", wants_text, literal)
    if old is None:
        return _insert(text, node, inner, key, written)
    start = old.start
    if not isinstance(old.value, str) and not old.in_brackets:
        start = text.index(":", node.keys[key].end) + 1
        written = f" {written}"
    return text[:start] + written + text[old.end :]


def _insert(text: str, node: YamlNode, path: tuple[str | int, ...], key: str, written: str) -> str:
    """A new key, behind the last of those that stand before it in the format."""
    model = model_at(TimelineModel, path)
    order = [*keys_of(model)] if model else []
    before = order[: order.index(key)] if key in order else [*node.keys]
    behind = [name for name in node.keys if name in before] or [*node.keys][:1]
    at = node.find((behind[-1],)).end
    if node.in_brackets:
        return f"{text[:at]}, {key}: {written}{text[at:]}"
    at = _line_end(text, at)  # behind a comment in the same line
    end = "\r\n" if text.startswith("\r", at) or (at == len(text) and "\r\n" in text) else "\n"
    return f"{text[:at]}{end}{' ' * (node.where.column - 1)}{key}: {written}{text[at:]}"


OTHERWISE = re.compile(
    r"~|null|y|n|yes|no|on|off|true|false"
    r"|[-+]?(0x[0-9a-f_]+|0o?[0-7_]+|0b[01_]+|[0-9][0-9_]*(:[0-5]?[0-9])+(\.[0-9_]*)?)"
    r"|[-+]?([0-9][0-9_]*(\.[0-9_]*)?|\.[0-9_]+)(e[-+]?[0-9]+)?|[-+]?\.inf|\.nan|=|<<"
    r"|[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}([t \t].*)?",
    re.IGNORECASE,
)
"""Words without quotes that some version of YAML reads as nothing, a truth, a number or a time."""


def _written(value: str, item: str, sign: str, wants_text: bool, literal: bool = False) -> str:
    """The value in one line of YAML: in the quotes of the one before; else plain if that reads back, or in double.

    Where text is wanted, what other readers of YAML would take for something else is put in quotes.
    """
    read = _read_back(value)
    if value.startswith(("[", "{")) and not literal:
        if read is None or isinstance(read.value, str):
            raise RewriteError(f"{item}: '{value}' is not a list or mapping in brackets")
        return value
    if sign == "'" and len(value.splitlines()) < 2:
        return "'" + value.replace("'", "''") + "'"
    plain = sign != '"' and read is not None and read.offset == 0 and read.value == value
    if plain and not (wants_text and OTHERWISE.fullmatch(value)):
        return value
    return re.sub("[\u2028\u2029]", lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def _read_back(value: str) -> YamlNode | None:
    root, problems = compose(f"{{k: {value}}}", "")
    found = root is not None and not problems and isinstance(root.value, dict) and len(root.value) == 1
    return root.find(("k",)) if root is not None and found else None


def _without(text: str, holder: YamlNode, n: int) -> str:
    nodes = holder.inner
    if holder.in_brackets:
        start, end = nodes[n].start, nodes[n].end
        if n + 1 < len(nodes):
            end = nodes[n + 1].start
        elif n:
            start = nodes[n - 1].end
        return text[:start] + text[end:]
    dash = text.rfind("-", 0, nodes[n].start + 1)
    start, end = _line_start(text, dash), _next_line(text, nodes[n].end)
    indent = text[start:dash]
    while (above := _line_start(text, max(start - 1, 0))) < start and _comments(text[above:start], indent):
        start = above
    while end < len(text) and re.match(rf"{indent}[ \t]+#", text[end : _next_line(text, end)]):
        end = _next_line(text, end)
    return text[:start] + text[end:]


def _comments(line: str, indent: str) -> bool:
    """Whether a line is a comment on the item below it, which stands so far in; a ruled heading is none."""
    return line.startswith(f"{indent}#") and not re.match(r"#+ *[-=#*_~─═]{3}", line[len(indent) :])
