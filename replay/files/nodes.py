"""YAML text to nodes: every scalar a string, every node with its place, no aliases, no tags.

YAML's own typing would turn `NO` into False, `1982` into a number and keep the last of two equal
keys; here the text decides nothing that the format has not asked for.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

import yaml
from yaml.events import AliasEvent, MappingEndEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from replay.errors import Problem, Where
from replay.files.textfile import place
from replay.text.signs import NO_BREAK, first_bad, named

__all__ = ["LOADER", "MAX_DEPTH", "YamlNode", "compose"]

MAX_DEPTH = 24
_OFFSETS = {None: 0, "": 0, "'": 1, '"': 1}
"""From the start of a scalar to its first own character, by its style."""
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
_LAYOUT = re.compile(rf"^[ \t-]*([{NO_BREAK}])|:([{NO_BREAK}])|([{NO_BREAK}]):", re.MULTILINE)
"""No-break blanks where YAML wants a plain one."""
_ESCAPE = re.compile(r"\\(?:x([0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|U([0-9a-fA-F]{8})|(.))", re.DOTALL)
_SHORT = {"0": "\x00", "a": "\x07", "b": "\x08", "v": "\x0b", "f": "\x0c", "r": "\r", "e": "\x1b", "N": "\x85"}
"""Escapes of one letter for signs that no value may hold; a carriage return is one of them, where it ends no line."""
_AT_START = ("that opens here", "this line is not 'key")
"""Of these: the fault stands where the construct starts, not where the parser gave up."""

LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


@dataclass(slots=True)
class YamlNode:
    """A scalar, list or mapping and where it stands.

    Attributes
    ----------
    value : str or list of YamlNode or dict of str to YamlNode
    where : Where
    start, end : int
        Where it starts and ends in the text, in characters; of a collection by lines, where its last item does.
    sign : str
        The first character of it in the text: a quote, a bracket, or one of its own.
    keys : dict of str to YamlNode
        Of a mapping: its keys, by their text.
    offset : int
        Of a scalar: characters from its start to its first own one (1 inside quotes), -1 where its
        columns do not follow the text (block scalars).
    faulty : bool
        Whether a fault of its form is reported already, so that its content is not judged.
    """

    value: str | list[YamlNode] | dict[str, YamlNode]
    where: Where
    start: int
    end: int
    sign: str
    keys: dict[str, YamlNode] = field(default_factory=dict)
    offset: int = 0
    faulty: bool = False

    def plain(self) -> Any:
        """Return the value as nested dicts, lists and strings."""
        if isinstance(self.value, dict):
            return {key: node.plain() for key, node in self.value.items()}
        if isinstance(self.value, list):
            return [node.plain() for node in self.value]
        return self.value

    def walk(self, path: tuple[str | int, ...] = ()) -> Iterator[tuple[tuple[str | int, ...], YamlNode]]:
        """Return the node and all that it holds, each with its path, in the order of the text."""
        yield path, self
        steps: Iterable[str | int] = self.value if isinstance(self.value, dict) else range(len(self.inner))
        for step, node in zip(steps, self.inner, strict=True):
            yield from node.walk((*path, step))

    @property
    def inner(self) -> list[YamlNode]:
        """The nodes that it holds."""
        if isinstance(self.value, str):
            return []
        return list(self.value.values()) if isinstance(self.value, dict) else self.value

    def text_of(self, key: str) -> str:
        """Return the plain text under a key; "" if there is none."""
        found = self.value.get(key) if isinstance(self.value, dict) else None
        return found.value if found is not None and isinstance(found.value, str) else ""

    @property
    def in_brackets(self) -> bool:
        """Whether it is a list or mapping in brackets or braces."""
        return not isinstance(self.value, str) and self.sign in ("[", "{")

    def find(self, path: tuple[str | int, ...]) -> YamlNode:
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


def compose(text: str, name: str) -> tuple[YamlNode | None, list[Problem]]:
    """Build the node tree of the one document in `text`, and list every fault of form.

    The tree is None if the text cannot be read as YAML at all.
    """
    bad = first_bad(text)
    if bad is not None:  # in a text that is no file's: the parser would fall over it
        return None, [Problem(place(text, bad, name), f"{named(text[bad])} seen; no text may hold it", "not-text")]
    builder = _Builder(name, text)
    parser = LOADER(text)
    try:
        root = builder.document(parser.get_event)
    except yaml.MarkedYAMLError as fault:
        builder.problems.append(_ill_formed(fault, text, name))
        return None, builder.problems
    except _TooDeepError:
        return None, builder.problems
    finally:
        parser.dispose()
    if (root is None or (root.value == "" and root.offset == 0)) and not builder.problems:
        message = "the file is empty; allowed: an event file, which starts with `format: 1`"
        return None, [Problem(Where(name, 1, 1), message, "empty")]
    return root, builder.problems


def _ill_formed(fault: yaml.MarkedYAMLError, text: str, name: str) -> Problem:
    """Say in plain words where and why the parser gave up."""
    said = fault.problem or ""
    meant = next((plain for begun, plain in _PLAINER.items() if said.startswith(begun)), None)
    mark = fault.problem_mark or fault.context_mark
    blank = _no_break_blank(fault, text)
    if blank is not None:
        message = f"a no-break blank, {named(text[blank])}, stands in the layout; type a plain blank in its place"
        return Problem(place(text, blank, name), message, "no-break-blank")
    if said.startswith("found invalid Unicode character escape code") and mark is not None:
        back = text.rfind("\\", 0, mark.index)
        escape = _ESCAPE.match(text, back)
        code = int(escape[escape.lastindex or 0], 16) if escape else 0
        what = named(chr(code)) if code <= sys.maxunicode else f"U+{code:X}, which does not exist,"
        return Problem(place(text, back, name), f"{what} seen, written as an escape; no text may hold it", "not-text")
    if meant is not None and fault.context_mark is not None and any(word in meant for word in _AT_START):
        mark = fault.context_mark
    end = place(text, len(text), name)
    where = min(Where(name, mark.line + 1, mark.column + 1), end) if mark else end
    meant = meant or " ".join(part for part in (fault.context, fault.problem) if part)
    return Problem(where, f"this is not well-formed YAML: {meant}", "yaml")


def _no_break_blank(fault: yaml.MarkedYAMLError, text: str) -> int | None:
    """Where a no-break blank stands for a plain one, in the lines of which the parser complains."""
    marks = [mark.index for mark in (fault.context_mark, fault.problem_mark) if mark is not None]
    if not marks:
        return None
    start, end = text.rfind("\n", 0, min(marks)) + 1, text.find("\n", max(marks))
    found = _LAYOUT.search(text, start, end if end >= 0 else len(text))
    return found.start(found.lastindex or 0) if found else None


class _TooDeepError(Exception):
    """Ends the reading of a text that is nested too deep."""


class _Builder:
    """Takes parser events and builds nodes."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self._text = name, text
        self.problems: list[Problem] = []

    def document(self, take: Callable[[], Any]) -> YamlNode | None:
        """Return the root of the first document in the events that come one by one; None if there is none."""
        root = None
        while not isinstance(event := take(), yaml.StreamEndEvent):
            if isinstance(event, yaml.DocumentStartEvent) and root is not None:
                self._fault(event, "a second document starts here; allowed: one a file", "documents")
                break
            if isinstance(event, yaml.NodeEvent):
                root = self._node(event, take, 0)
        return root

    def _fault(self, event: Any, message: str, code: str) -> None:
        where = Where(self.name, event.start_mark.line + 1, event.start_mark.column + 1)
        self.problems.append(Problem(where, message, code))

    def _node(self, event: Any, take: Callable[[], Any], depth: int) -> YamlNode:
        """Build the node that starts with an event, with all that it holds."""
        mark, end, kind = event.start_mark, event.end_mark, type(event)
        start, sign = mark.index, self._text[mark.index : mark.index + 1]
        node = YamlNode("", Where(self.name, mark.line + 1, mark.column + 1), start, end.index, sign)
        if kind is AliasEvent:
            self._fault(event, f"alias *{event.anchor} is not allowed; write the value out", "alias")
            node.faulty = True
            return node
        if event.anchor or event.tag:
            node.faulty = self._marked(event)
        if kind is ScalarEvent:
            node.value = event.value
            node.faulty = self._unfit(event) or node.faulty
            node.offset = _OFFSETS.get(event.style, -1) if mark.line == end.line else -1
            if sign in ("|", ">"):
                node.end = start + len(self._text[start : end.index].rstrip())
            return node
        if depth == MAX_DEPTH:
            message = f"nested more than {MAX_DEPTH} levels deep; what follows was not read"
            self._fault(event, message, "too-deep")
            raise _TooDeepError
        if kind is SequenceStartEvent:
            items: list[YamlNode] = []
            while type(event := take()) is not SequenceEndEvent:
                items.append(self._node(event, take, depth + 1))
                self._filled(items[-1], items[-1].where, "this item of a list")
            node.value = items
        else:
            values: dict[str, YamlNode] = {}
            while type(event := take()) is not MappingEndEvent:
                key = self._node(event, take, depth + 1)
                self._pair(values, node.keys, key, self._node(take(), take, depth + 1))
            node.value = values
        node.end = event.end_mark.index if node.in_brackets or not node.value else node.inner[-1].end
        return node

    def _unfit(self, event: Any) -> bool:
        """Report a sign that no value may hold, or a no-break blank at the edge of a word without quotes.

        The text itself holds no such sign: only double quotes can bring one in, by an escape.
        """
        text: str = event.value
        if event.style == '"':
            bad = first_bad(text)
            if bad is None and "\r" in text:
                bad = text.index("\r")
            if bad is not None:
                where = place(self._text, self._escaped(event, text[bad]), self.name)
                message = f"{named(text[bad])} seen, written as an escape; no text may hold it"
                self.problems.append(Problem(where, message, "not-text"))
                return True
        elif not event.style and text and (text[0] in NO_BREAK or text[-1] in NO_BREAK):
            at = event.start_mark.index if text[0] in NO_BREAK else event.end_mark.index - 1
            message = f"a no-break blank, {named(self._text[at])}, stands beside a word without quotes; "
            where = place(self._text, at, self.name)
            self.problems.append(Problem(where, f"{message}type a plain blank in its place", "no-break-blank"))
            return True
        return False

    def _escaped(self, event: Any, sign: str) -> int:
        """Where the text writes a sign as an escape, within a scalar in double quotes."""
        for found in _ESCAPE.finditer(self._text, event.start_mark.index, event.end_mark.index):
            code = found[1] or found[2] or found[3]
            if (chr(int(code, 16)) if code else _SHORT.get(found[4], "")) == sign:
                return found.start()
        return int(event.start_mark.index)

    def _marked(self, event: Any) -> bool:
        """Report an anchor or a tag; whether there is a tag, so that the content is not what it seems."""
        if event.anchor:
            self._fault(event, f"anchor &{event.anchor} is not allowed; write values out where they are used", "anchor")
        if not event.tag or event.tag == "tag:yaml.org,2002:str":
            return False
        shown = event.tag.replace("tag:yaml.org,2002:", "!!")
        self._fault(event, f"tag {shown} is not allowed; values are plain text", "tag")
        return True

    def _pair(self, values: dict[str, YamlNode], keys: dict[str, YamlNode], key: YamlNode, node: YamlNode) -> None:
        if not isinstance(key.value, str):
            message = "a key is plain text; put text that starts with { or [ in quotes"
            self.problems.append(Problem(key.where, message, "key"))
        elif key.value in values:
            first = keys[key.value].where
            message = f"key '{key.value}' stands here a second time; first in line {first.line}"
            self.problems.append(Problem(key.where, message, "duplicate-key"))
        else:
            values[key.value] = node
            keys[key.value] = key
            if node.value == "":
                self._filled(node, key.where, f"key '{key.value}'")

    def _filled(self, node: YamlNode, where: Where, noun: str) -> None:
        """Report a value that is not there."""
        if node.value == "" and node.offset == 0 and not node.faulty:
            node.faulty = True
            message = f"{noun} has no value; write one, or leave it out"
            self.problems.append(Problem(where, message, "empty-value"))
