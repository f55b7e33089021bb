"""YAML text to nodes: every scalar a string, every node with its place, no aliases, no tags.

YAML's own typing would turn `NO` into False, `1982` into a number and keep the last of two equal
keys; here the text decides nothing that the format has not asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

import yaml

from replay.errors import Problem, Where

__all__ = ["MAX_BYTES", "Node", "compose", "decode"]

MAX_BYTES = 20_000_000
"""A larger file is refused unread."""
_MAX_DEPTH = 24

_Loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class Node:
    """A scalar, list or mapping and where it stands.

    Attributes
    ----------
    value : str or list of Node or dict of str to Node
    where : Where
    keys : dict of str to Where
        Of a mapping: the places of its keys.
    offset : int
        Of a scalar: characters from its start to its first own one (1 inside quotes), -1 where its
        columns do not follow the text (block scalars).
    """

    value: str | list[Node] | dict[str, Node]
    where: Where
    keys: dict[str, Where] = field(default_factory=dict)
    offset: int = 0

    def plain(self) -> Any:
        """Return the value as nested dicts, lists and strings."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def find(self, path: tuple[str | int, ...]) -> Node:
        """Follow keys and indices as far as they lead; an index into a lone item is the item itself."""
        node = self
        for step in path:
            if isinstance(step, str):
                if not isinstance(node.value, dict) or step not in node.value:
                    break
                node = node.value[step]
            elif isinstance(node.value, list):
                if step >= len(node.value):
                    break
                node = node.value[step]
        return node


def decode(data: bytes, name: str) -> tuple[str, list[Problem]]:
    """Bytes to text: UTF-8, a byte order mark allowed; a fault names line and column of the first bad byte."""
    if len(data) > MAX_BYTES:
        size, limit = len(data) / 1e6, MAX_BYTES / 1e6
        return "", [Problem(Where(name), f"the file has {size:.0f} MB; allowed: up to {limit:.0f} MB", "too-large")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = data[: fault.start]
        where = Where(name, before.count(b"\n") + 1, fault.start - before.rfind(b"\n"))
        seen = f"byte 0x{data[fault.start]:02x}"
        return "", [Problem(where, f"not a text file: {seen} seen; allowed: text in UTF-8", "not-text")]
    bad = next((i for i, char in enumerate(text) if char < " " and char not in "\n\r\t"), None)
    if bad is not None:
        line = text.count("\n", 0, bad) + 1
        where = Where(name, line, bad - text.rfind("\n", 0, bad))
        message = f"not a text file: control character 0x{ord(text[bad]):02x} seen; allowed: text in UTF-8"
        return "", [Problem(where, message, "not-text")]
    return text, []


def compose(text: str, name: str) -> tuple[Node | None, list[Problem]]:
    """Build the node tree of the one document in `text`, and list every fault of form.

    The tree is None if the text cannot be read as YAML at all.
    """
    builder = _Builder(name)
    try:
        for event in yaml.parse(text, Loader=_Loader):
            builder.take(event)
            if builder.stop:
                break
    except yaml.MarkedYAMLError as fault:
        mark = fault.problem_mark or fault.context_mark
        where = Where(name, mark.line + 1, mark.column + 1) if mark else Where(name)
        said = " ".join(part for part in (fault.context, fault.problem) if part)
        builder.problems.append(Problem(where, f"this is not well-formed YAML: {said}", "yaml"))
        return None, builder.problems
    except yaml.YAMLError as fault:
        builder.problems.append(Problem(Where(name), f"this is not well-formed YAML: {fault}", "yaml"))
        return None, builder.problems
    if builder.root is None and not builder.problems:
        message = "the file is empty; allowed: an event file, which starts with `format: 1`"
        builder.problems.append(Problem(Where(name, 1, 1), message, "empty"))
    return builder.root, builder.problems


class _Builder:
    """Takes parser events and builds nodes."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Node | None = None
        self.problems: list[Problem] = []
        self.stop = False
        self._open: list[tuple[Node, list[Node]]] = []  # containers, and of a mapping the key that waits
        self._documents = 0

    def _fault(self, event: Any, message: str, code: str) -> None:
        self.problems.append(Problem(self._where(event), message, code))

    def _where(self, event: Any) -> Where:
        return Where(self.name, event.start_mark.line + 1, event.start_mark.column + 1)

    def take(self, event: Any) -> None:
        if isinstance(event, yaml.DocumentStartEvent):
            self._documents += 1
            if self._documents > 1:
                self._fault(event, "a second document starts here; allowed: one a file", "documents")
                self.stop = True
        elif isinstance(event, yaml.AliasEvent):
            self._fault(event, f"alias *{event.anchor} is not allowed; write the value out", "alias")
            self._add(Node("", self._where(event)))
        elif isinstance(event, yaml.ScalarEvent):
            self._marks(event)
            offset = {None: 0, "": 0, "'": 1, '"': 1}.get(event.style, -1)
            if event.start_mark and event.end_mark and event.start_mark.line != event.end_mark.line:
                offset = -1
            self._add(Node(event.value, self._where(event), offset=offset))
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            self._marks(event)
            value: Any = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            node = Node(value, self._where(event))
            self._add(node)
            self._open.append((node, []))
            if len(self._open) > _MAX_DEPTH:
                self._fault(event, f"nested more than {_MAX_DEPTH} levels deep", "too-deep")
                self.stop = True
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self._open.pop()

    def _marks(self, event: Any) -> None:
        if event.anchor:
            self._fault(event, f"anchor &{event.anchor} is not allowed; write values out where they are used", "anchor")
        if event.tag and not event.tag.startswith("tag:yaml.org,2002:str"):
            self._fault(event, f"tag {event.tag} is not allowed; values are plain text", "tag")

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent, waiting = self._open[-1]
        if isinstance(parent.value, list):
            parent.value.append(node)
        elif isinstance(parent.value, dict):
            if not waiting:
                waiting.append(node)
                return
            self._pair(parent.value, parent.keys, waiting.pop(), node)

    def _pair(self, values: dict[str, Node], keys: dict[str, Where], key: Node, node: Node) -> None:
        if not isinstance(key.value, str):
            self.problems.append(Problem(key.where, "a key must be plain text", "key"))
        elif key.value in values:
            first = keys[key.value]
            message = f"key '{key.value}' stands here a second time; first in line {first.line}"
            self.problems.append(Problem(key.where, message, "duplicate-key"))
        else:
            values[key.value] = node
            keys[key.value] = key.where
            if node.value == "" and node.offset == 0:
                message = f"key '{key.value}' has no value; write one, or leave the key out"
                self.problems.append(Problem(key.where, message, "empty-value"))
