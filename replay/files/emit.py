"""An event file as text, from plain mappings, lists and texts: keys in their order, short parts in one line."""

from __future__ import annotations

import json
import re
import textwrap
from collections.abc import Iterator, Mapping, Sequence

from replay.files.inplace import OTHERWISE
from replay.files.keys import TimelineModel, keys_of, model_at, takes_text, type_at
from replay.text.signs import NO_BREAK

__all__ = ["Plain", "flow", "yaml_item", "yaml_text"]

Plain = str | Sequence["Plain"] | Mapping[str, "Plain"]
"""What a file holds, without places: texts, lists and mappings."""

_WIDTH = 110
_FITS = re.compile(r"[^\W_](?:[^\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff:#]|:(?=[^\s,\[\]{}])|(?<=\S)#)*(?<![ :])")
"""Words that are the same text plain as in quotes, on a line of their own."""
_APART = re.compile(r"[,\[\]{}]")
"""Signs that end a plain text within brackets."""
_FOLDS = re.compile(r"{0}(?: {0})*(?:\n+{0}(?: {0})*)*".format(r"[^\s\x00-\x1f\x7f-\x9f\ufeff]+"))
"""Paragraphs that can be folded: single blanks between words, and line ends between them."""


def yaml_text(held: Mapping[str, Plain]) -> str:
    r"""Return the text of an event file; read again it holds the same.

    Keys come in the order of the format; what the format does not know comes last. Each item of a list at the top
    stands apart. A long text is folded; a text of several lines stays one.

    Examples
    --------
    >>> print(yaml_text({"events": [{"date": "1995", "id": "a", "cite": {"key": "x"}}], "format": "1"}), end="")
    format: 1
    <BLANKLINE>
    events:
      - id: a
        date: 1995
        cite: {key: x}
    """
    parts: list[str] = []
    for key in _ordered(held, ()):
        value = held[key]
        if isinstance(value, str) or not value or not _blocky(value):
            parts.append("\n".join(_entry(key, value, (key,), 0)) + "\n")
        elif isinstance(value, Mapping):
            lines = [line for name in value for line in _entry(name, value[name], (key, name), 2)]
            parts.append("\n".join([f"\n{_key(key)}:", *lines]) + "\n")
        else:
            items = [yaml_item(item, (key, n)) for n, item in enumerate(value)]
            apart = "\n" if any(item.count("\n") > 1 for item in items) else ""
            parts.append(f"\n{_key(key)}:\n" + apart.join(items))
    return "".join(parts)


def yaml_item(item: Plain, path: tuple[str | int, ...], indent: int = 2) -> str:
    """Return an item of the list at the top that `path` leads to, with its dash, as lines."""
    return "\n".join(_item(item, path, indent)) + "\n"


def _ordered(held: Mapping[str, Plain], path: tuple[str | int, ...]) -> list[str]:
    """The keys of a mapping, those of the format in its order."""
    model = model_at(TimelineModel, path)
    order = {key: n for n, key in enumerate(keys_of(model))} if model else {}
    return sorted(held, key=lambda key: order.get(key, len(order)))


def _entry(key: str, value: Plain, path: tuple[str | int, ...], indent: int) -> Iterator[str]:
    """The lines of a key with its value, which stands at `path`."""
    margin, start = " " * indent, _key(key)
    if isinstance(value, str):
        yield from _text(f"{margin}{start}: ", value, path, indent + 2)
    elif not value or (len(line := flow(value, path)) + indent + len(start) < _WIDTH and not _blocky(value)):
        yield f"{margin}{start}: {line if value else '[]' if isinstance(value, Sequence) else '{}'}"
    elif isinstance(value, Mapping):
        yield f"{margin}{start}:"
        for inner in _ordered(value, path):
            yield from _entry(inner, value[inner], (*path, inner), indent + 2)
    else:
        yield f"{margin}{start}:"
        for n, item in enumerate(value):
            yield from _item(item, (*path, n), indent + 2)


def _item(item: Plain, path: tuple[str | int, ...], indent: int) -> Iterator[str]:
    margin = " " * indent
    if isinstance(item, str):
        yield from _text(f"{margin}- ", item, path, indent + 2)
    elif not isinstance(item, Mapping) or not item:
        yield f"{margin}- {flow(item, path)}"
    else:
        lines = [line for key in _ordered(item, path) for line in _entry(key, item[key], (*path, key), indent + 2)]
        yield f"{margin}- {lines[0][indent + 2 :]}"
        yield from lines[1:]


def _blocky(value: Plain) -> bool:
    """Whether a value is too much for one line: it holds mappings in a list, or mappings within one."""
    if isinstance(value, Mapping):
        return any(not isinstance(inner, str) for inner in value.values())
    return not isinstance(value, str) and any(isinstance(item, Mapping) for item in value)


def flow(value: Plain, path: tuple[str | int, ...]) -> str:
    """A value in one line."""
    if isinstance(value, str):
        return _quoted(value) if _APART.search(value) else _scalar(value, path)
    if isinstance(value, Mapping):
        return f"{{{', '.join(f'{_key(key)}: {flow(value[key], (*path, key))}' for key in _ordered(value, path))}}}"
    return f"[{', '.join(flow(item, (*path, n)) for n, item in enumerate(value))}]"


def _key(key: str) -> str:
    return key if _FITS.fullmatch(key) and not _APART.search(key) and not OTHERWISE.fullmatch(key) else _quoted(key)


def _text(start: str, value: str, path: tuple[str | int, ...], indent: int) -> Iterator[str]:
    """A text behind what starts its line: in this line, or folded below it, paragraph by paragraph."""
    body = value.removesuffix("\n")
    short = "\n" not in value and len(start) + len(value) <= _WIDTH
    if short or not _FOLDS.fullmatch(body):
        yield start + _scalar(value, path)
        return
    yield start + (">-" if body == value else ">")
    for n, paragraph in enumerate(body.split("\n")):
        lines = textwrap.wrap(paragraph, max(_WIDTH - indent, 40), break_long_words=False, break_on_hyphens=False)
        yield from ([""] if n else [])
        yield from (" " * indent + line for line in lines)


def _scalar(value: str, path: tuple[str | int, ...]) -> str:
    """A text in one line: plain where every reader of YAML takes it for the same, else in quotes."""
    if not _FITS.fullmatch(value) or value[-1] in NO_BREAK:
        return _quoted(value)
    return _quoted(value) if OTHERWISE.fullmatch(value) and takes_text(type_at(TimelineModel, path)) else value


def _quoted(value: str) -> str:
    written = json.dumps(value, ensure_ascii=False)
    return re.sub("[\x7f-\x9f\u2028\u2029\ufeff]", lambda found: f"\\u{ord(found[0]):04x}", written)
