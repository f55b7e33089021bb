"""What a workbook changes of an event file, put into that file: only what differs is touched, all else stays."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypedDict

from replay.exchange.layout import canonical
from replay.files.emit import flow, yaml_item
from replay.files.inplace import RewriteError, add_item, drop_item, put, put_in_item, remove, remove_from_item
from replay.files.nodes import compose
from replay.files.textfile import TextFile

__all__ = ["Change", "merged"]

_NAMED = ("about", "sources", "parties")
"""Sections whose items stand under their names."""
_NOUNS = {"parties": "party", "series": "series", "about": "about"}
_LISTS = ("events", "readings", "series", "decisions", "stakes", "observations", "claims")


@dataclass(frozen=True, slots=True)
class Change:
    """What is changed of a file: the section, the id or name of the item ("" for the file), the key, before and after.

    Of an item that is new, or gone, the key is "" and one of the values None; of one that is a text, the key is "" too.
    """

    section: str
    item: str
    key: str
    before: Any
    after: Any

    def __str__(self) -> str:
        what = f"{_NOUNS.get(self.section, self.section.removesuffix('s'))} {self.item}" if self.item else "the file"
        if not self.key and None in (self.before, self.after):
            return f"{what}: {'added' if self.before is None else 'taken away'}"
        was, now = ("nothing" if value is None else _words(value) for value in (self.before, self.after))
        return f"{what}: {self.key}: {was} -> {now}" if self.key else f"{what}: {was} -> {now}"


def _words(value: Any) -> str:
    said = value if isinstance(value, str) else flow(value, ())
    return said if len(said) <= 60 else f"{said[:57]}..."


def merged(file: TextFile, new: Mapping[str, Any]) -> tuple[str, tuple[Change, ...]]:
    """Return the text of an event file with what is new in it, and what that changes.

    Comments, order and layout of what stays the same are kept. The order of the items is the file's own; new ones come
    behind those that they follow.

    Parameters
    ----------
    file : TextFile
        A sound event file.
    new : mapping
        What it is to hold: all that a sound file does.
    """
    root, _ = compose(file.text, file.name)
    assert root is not None, "the file was read before"
    old, new, text = canonical(root.plain()), canonical(new), file.text
    changes = tuple(_changes(old, new))
    for change in changes:
        text = _done(text, change, new)
    again, faults = compose(text, file.name)
    assert again is not None and not faults, f"the changed file cannot be read: {faults}"
    held = canonical(again.plain())
    assert _sorted(held) == _sorted(new), "the changed file does not hold what it is to hold"
    return text, changes


def _changes(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    for key in [*old, *(key for key in new if key not in old)]:
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        if key in (*_NAMED, *_LISTS):
            yield from _section(key, _by_name(was), _by_name(now))
        else:
            yield Change("", "", key, was, now)


def _by_name(items: Any) -> dict[str, Any]:
    if items is None:
        return {}
    return dict(items) if isinstance(items, Mapping) else {item["id"]: item for item in items}


def _section(section: str, old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[Change]:
    yield from (Change(section, name, "", item, None) for name, item in old.items() if name not in new)
    yield from (change for name in old if name in new for change in _item(section, name, old[name], new[name]))
    yield from (Change(section, name, "", None, item) for name, item in new.items() if name not in old)


def _item(section: str, name: str, old: Any, new: Any) -> Iterator[Change]:
    if isinstance(old, str) or isinstance(new, str):
        if old != new:
            yield Change(section, name, "", old, new)
        return
    for key in [*old, *(key for key in new if key not in old)]:
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        if key == "clock" and was and now and [one["id"] for one in was] == [one["id"] for one in now]:
            for one, two in zip(was, now, strict=True):
                yield from _item("clocks", one["id"], one, two)
        else:
            yield Change(section, name, key, was, now)


def _done(text: str, change: Change, new: Mapping[str, Any]) -> str:
    """The text with one change made."""
    section, item, key, value = change.section, change.item, change.key, change.after
    if section in _NAMED:
        path = [section, item, *([key] if key else [])]
        return remove(text, path) if value is None else put(text, path, **_value(value, (*path,)))
    if not item:
        return remove(text, [key]) if value is None else put(text, [key], **_value(value, (key,)))
    if not key and value is None:
        return drop_item(text, item) if section in new else remove(text, [section])
    if not key:
        return _added(text, section, item, new[section])
    try:
        if value is None:
            return remove_from_item(text, item, [key])
        return put_in_item(text, item, [key], **_value(value, (section, 0, key)))
    except RewriteError:
        return _replaced(text, section, item, new)


class _Put(TypedDict):
    value: str
    literal: bool


def _value(value: Any, path: tuple[str | int, ...]) -> _Put:
    """A value as `put` takes it: a text is one whatever it begins with."""
    text = isinstance(value, str)
    return {"value": value if text else flow(value, path), "literal": text}


def _added(text: str, section: str, item: str, items: Sequence[Mapping[str, Any]]) -> str:
    """The text with a new item, behind the nearest of those before it that is there."""
    n = next(n for n, one in enumerate(items) if one["id"] == item)
    root, _ = compose(text, "")
    assert root is not None
    there = {node.text_of("id") for node in root.find((section,)).inner} if section in root.keys else set()
    lines = yaml_item(items[n], (section, n))
    if not there and root.in_brackets:
        return _anew(text, section, items)
    if not there:
        end = "" if text.endswith("\n") else "\n"
        return f"{text}{end}\n{section}:\n{lines}"
    after = next((one["id"] for one in reversed(items[:n]) if one["id"] in there), "")
    if root.find((section,)).in_brackets:
        return _anew(text, section, items)
    return add_item(text, lines, section, after)


def _replaced(text: str, section: str, item: str, new: Mapping[str, Any]) -> str:
    """The text with an item written anew, where it stands in braces and a key cannot be taken out of it."""
    holder = next(
        (one for name in _LISTS for one in new.get(name, ())
         if one["id"] == item or any(clock["id"] == item for clock in one.get("clock", ()))), None
    )  # fmt: skip
    assert holder is not None, f"no item {item} of {section}"
    home = next(name for name in _LISTS if holder in new.get(name, ()))
    root, _ = compose(text, "")
    assert root is not None
    nodes = root.find((home,))
    if nodes.in_brackets:
        return _anew(text, home, new[home])
    there = [node.text_of("id") for node in nodes.inner]
    at = there.index(holder["id"])
    without = drop_item(text, holder["id"]) if len(there) > 1 else remove(text, [home])
    if len(there) == 1:
        return _added(without, home, holder["id"], new[home])
    return add_item(without, yaml_item(holder, (home, at)), home, there[at - 1] if at else "")


def _anew(text: str, section: str, items: Sequence[Mapping[str, Any]]) -> str:
    """The text with a whole section written anew, where it stands in brackets and cannot be changed piece by piece."""
    return put(text, [section], flow(items, (section,)))


def _sorted(held: Mapping[str, Any]) -> dict[str, Any]:
    """What a file holds, lists of items by id, so that only the order of items is passed over."""
    return {
        key: sorted(value, key=lambda item: str(item["id"])) if key in _LISTS else value for key, value in held.items()
    }
