"""YAML text to nodes: every scalar a string, every node with its place, no aliases, no tags.

YAML's own typing would turn `NO` into False, `1982` into a number and keep the last of two equal
keys; here the text decides nothing that the format has not asked for.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from replay.errors import Problem, Where

__all__ = ["MAX_BYTES", "Node", "compose", "decode", "fetch"]

MAX_BYTES = 20_000_000
"""A larger file is refused unread."""
_MAX_DEPTH = 24
_BREAK = re.compile("\r\n|[\r\n\x85\u2028\u2029]")
_NOT_TEXT = re.compile("[^\t\n\r\x20-\x7e\x85\xa0-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SIGNATURES = {
    b"PK\x03\x04": "a zip or Office file (.xlsx, .docx)",
    b"\xd0\xcf\x11\xe0": "an old Office file (.xls, .doc)",
    b"%PDF": "a PDF file",
    b"\x89PNG": "a picture",
    b"\xff\xd8\xff": "a picture",
    b"\xff\xfe": "a text in UTF-16",
    b"\xfe\xff": "a text in UTF-16",
}
_PLAINER = {
    "mapping values are not allowed": "a second ': ' in one line (put the text in quotes), or indented too far",
    "could not find expected ':'": "this line is not 'key: value'",
    "found unexpected end of stream": "the quote that opens here is not closed",
    "found unexpected document indicator": "the quote that opens here is not closed",
    "did not find expected ',' or ']'": "the bracket [ that opens here is not closed, or a comma is missing after it",
    "did not find expected ',' or '}'": "the brace { that opens here is not closed, or a comma is missing after it",
    "did not find expected key": "this line is not indented as those above it, or text follows a closing quote",
    "did not find expected '-' indicator": "this line is not indented as the list above it; items start with -",
    "block sequence entries are not allowed": "a list cannot start here; put it on a line of its own, indented",
    "did not find expected node content": "a value is missing here, or starts with a character that needs quotes",
    "found character that cannot start any token": "a value cannot start with this character; put the text in quotes",
    "found a tab character": "a tab stands here; indent with blanks",
    "found unknown escape character": "a backslash in double quotes; use single quotes, or write two backslashes",
    "did not find expected <document start>": "this does not belong to the lines above; allowed: 'key: value' lines",
    "found unexpected non-alphabetical": "a line cannot start with %; put the text in quotes",
    "found unknown directive name": "a line cannot start with %; put the text in quotes",
}
"""What the YAML parser says, begun, and what it means to someone who has never heard of tokens."""
_AT_START = ("that opens here", "this line is not 'key")
"""Of these: the fault stands where the construct starts, not where the parser gave up."""

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
    faulty : bool
        Whether a fault of its form is reported already, so that its content is not judged.
    """

    value: str | list[Node] | dict[str, Node]
    where: Where
    keys: dict[str, Where] = field(default_factory=dict)
    offset: int = 0
    faulty: bool = False

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


def fetch(path: str | Path) -> tuple[bytes, tuple[Problem, ...]]:
    """Return what a file holds, and why it cannot be read if it cannot, or is larger than `MAX_BYTES`."""
    name = str(path)
    try:
        with Path(path).open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except (OSError, ValueError) as fault:  # the latter for a path that holds a zero
        reason = (getattr(fault, "strerror", None) or str(fault)).lower()
        return b"", (Problem(Where(name), f"cannot read this file: {reason}", "unreadable"),)
    if len(data) > MAX_BYTES:
        message = f"the file is larger than {MAX_BYTES // 1_000_000} MB, which is the most allowed"
        return b"", (Problem(Where(name), message, "too-large"),)
    return data, ()


def decode(data: bytes, name: str) -> tuple[str, list[Problem]]:
    """Bytes to text: UTF-8, a byte order mark allowed; a fault names line and column of the first bad byte."""
    if len(data) > MAX_BYTES:
        size, limit = len(data) / 1e6, MAX_BYTES / 1e6
        return "", [Problem(Where(name), f"the file has {size:.0f} MB; allowed: up to {limit:.0f} MB", "too-large")]
    kind = next((kind for start, kind in _SIGNATURES.items() if data.startswith(start)), "")
    if kind:
        message = f"this is {kind}; allowed: plain text in UTF-8"
        return "", [Problem(Where(name, 1, 1), message, "not-text")]
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as fault:
        before = data[: fault.start].decode("utf-8-sig")
        message = f"not text in UTF-8: byte 0x{data[fault.start]:02x} seen; save the file with the encoding UTF-8"
        return "", [Problem(_place(before, len(before), name), message, "not-text")]
    bad = _NOT_TEXT.search(text)
    if bad is not None:
        message = f"not a text file: control character 0x{ord(bad[0]):02x} seen; allowed: text in UTF-8"
        return "", [Problem(_place(text, bad.start(), name), message, "not-text")]
    return text, []


def _place(text: str, index: int, name: str) -> Where:
    """Line and column of the character at `index`, counted as YAML counts them."""
    breaks = [found.end() for found in _BREAK.finditer(text, 0, index)]
    return Where(name, len(breaks) + 1, index - (breaks[-1] if breaks else 0) + 1)


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
        builder.problems.append(_ill_formed(fault, text, name))
        return None, builder.problems
    root = builder.root
    if (root is None or (root.value == "" and root.offset == 0)) and not builder.problems:
        message = "the file is empty; allowed: an event file, which starts with `format: 1`"
        return None, [Problem(Where(name, 1, 1), message, "empty")]
    return root, builder.problems


def _ill_formed(fault: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    """Say in plain words where and why the parser gave up."""
    said = fault.problem or ""
    meant = next((plain for begun, plain in _PLAINER.items() if said.startswith(begun)), None)
    mark = fault.problem_mark or fault.context_mark
    if meant is not None and fault.context_mark is not None and any(word in meant for word in _AT_START):
        mark = fault.context_mark
    end = _place(text, len(text), name)
    where = min(Where(name, mark.line + 1, mark.column + 1), end) if mark else end
    meant = meant or " ".join(part for part in (fault.context, fault.problem) if part)
    return Problem(where, f"this is not well-formed YAML: {meant}", "yaml")


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
            self._add(Node("", self._where(event), faulty=True))
        elif isinstance(event, yaml.ScalarEvent):
            offset = {None: 0, "": 0, "'": 1, '"': 1}.get(event.style, -1)
            if event.start_mark and event.end_mark and event.start_mark.line != event.end_mark.line:
                offset = -1
            self._add(Node(event.value, self._where(event), offset=offset, faulty=self._marked(event)))
        elif isinstance(event, (yaml.SequenceStartEvent, yaml.MappingStartEvent)):
            value: Any = [] if isinstance(event, yaml.SequenceStartEvent) else {}
            node = Node(value, self._where(event), faulty=self._marked(event))
            self._add(node)
            self._open.append((node, []))
            if len(self._open) > _MAX_DEPTH:
                message = f"nested more than {_MAX_DEPTH} levels deep; what follows was not read"
                self._fault(event, message, "too-deep")
                self.root, self.stop = None, True
        elif isinstance(event, (yaml.SequenceEndEvent, yaml.MappingEndEvent)):
            self._open.pop()

    def _marked(self, event: Any) -> bool:
        """Report an anchor or a tag; whether there is a tag, so that the content is not what it seems."""
        if event.anchor:
            self._fault(event, f"anchor &{event.anchor} is not allowed; write values out where they are used", "anchor")
        if not event.tag or event.tag == "tag:yaml.org,2002:str":
            return False
        shown = event.tag.replace("tag:yaml.org,2002:", "!!")
        self._fault(event, f"tag {shown} is not allowed; values are plain text", "tag")
        return True

    def _add(self, node: Node) -> None:
        if not self._open:
            self.root = node
            return
        parent, waiting = self._open[-1]
        if isinstance(parent.value, list):
            parent.value.append(node)
            self._filled(node, node.where, "this item of a list")
        elif isinstance(parent.value, dict):
            if not waiting:
                waiting.append(node)
                return
            self._pair(parent.value, parent.keys, waiting.pop(), node)

    def _pair(self, values: dict[str, Node], keys: dict[str, Where], key: Node, node: Node) -> None:
        if not isinstance(key.value, str):
            message = "a key is plain text; put text that starts with { or [ in quotes"
            self.problems.append(Problem(key.where, message, "key"))
        elif key.value in values:
            first = keys[key.value]
            message = f"key '{key.value}' stands here a second time; first in line {first.line}"
            self.problems.append(Problem(key.where, message, "duplicate-key"))
        else:
            values[key.value] = node
            keys[key.value] = key.where
            self._filled(node, key.where, f"key '{key.value}'")

    def _filled(self, node: Node, where: Where, noun: str) -> None:
        """Report a value that is not there."""
        if node.value == "" and node.offset == 0 and not node.faulty:
            node.faulty = True
            message = f"{noun} has no value; write one, or leave it out"
            self.problems.append(Problem(where, message, "empty-value"))
