"""What a base looked like when edits were pinned to it, in a short form, and what has changed since.

An edit file carries the digest of its base, which says whether anything has changed, and a fingerprint of each event
and reading, which says what.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields, is_dataclass
from difflib import SequenceMatcher
from enum import Enum
from typing import Any

from replay.counterfactuals.edits.dues import owner
from replay.counterfactuals.edits.vocabulary import Cut, Edit, Insert, Replace, SetClock, SetOutcome, Shift
from replay.dates import Relative
from replay.timeline import Event, Reading, Timeline
from replay.timeline.checks.names import CLOCK_FIELDS

__all__ = ["Change", "changes", "fingerprint", "touched"]

_LENGTH = 6


@dataclass(frozen=True, slots=True)
class Change:
    """One change of a base: `what` is changed, new or gone.

    `id` names the event or reading; for what is gone, the item that it followed, "" for the beginning.
    """

    what: str
    id: str

    def __str__(self) -> str:
        if self.what == "gone":
            return f"an item after '{self.id}' is gone" if self.id else "an item at the beginning is gone"
        return f"'{self.id}' is {self.what}"


def fingerprint(timeline: Timeline) -> tuple[str, ...]:
    """Return six hexadecimal digits for each event, then for each reading, in file order.

    They stand for the content: what is written the same reads the same, whatever its place in the file.

    >>> import replay
    >>> len(fingerprint(replay.load(replay.example())))
    5
    """
    return tuple(_digits(item) for item in _items(timeline))


def changes(pinned: Sequence[str], timeline: Timeline) -> tuple[Change, ...]:
    """Compare a base with the fingerprints that it had; in file order."""
    names = [item.id for item in _items(timeline)]
    now = fingerprint(timeline)
    found: list[Change] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, pinned, now, autojunk=False).get_opcodes():
        if tag == "equal":
            continue
        both = min(i2 - i1, j2 - j1)
        found += [Change("changed", name) for name in names[j1 : j1 + both]]
        found += [Change("new", name) for name in names[j1 + both : j2]]
        last = names[j1 + both - 1] if j1 + both else ""
        found += [Change("gone", last)] * (i2 - i1 - both)
    return tuple(found)


def touched(edits: Mapping[str, Sequence[Edit]], seen: Sequence[Change], timeline: Timeline) -> tuple[str, ...]:
    """Return the names of the edits that rest on something that has changed, or on something that is not there.

    An edit rests on what it addresses (a clock: on the event that sets it) and, if it brings in an event or fields
    of one, on the events that these name.
    """
    changed = {change.id for change in seen if change.what == "changed"}
    known = {item.id for item in _items(timeline)}
    return tuple(
        name
        for name, parts in edits.items()
        if any(rest in changed or rest not in known for edit in parts for rest in _rests_on(edit, timeline))
    )


def _rests_on(edit: Edit, timeline: Timeline) -> tuple[str, ...]:
    if isinstance(edit, (SetClock, SetOutcome)):
        return (owner(timeline, edit.target),) if edit.target in timeline.setters else ()
    if isinstance(edit, Insert):
        event = edit.event
        named = {*event.answers, *event.touches, *(other for group in event.needs for other in group)}
        named |= {event.date.clock or event.date.anchor} if isinstance(event.date, Relative) else set()
        return tuple(sorted(owner(timeline, name) for name in named))
    if isinstance(edit, Shift) and isinstance(edit.to, Relative):
        return edit.target, owner(timeline, edit.to.clock or edit.to.anchor)
    if isinstance(edit, Cut):
        return edit.keep
    if isinstance(edit, Replace):
        named = {name for key in ("answers", *CLOCK_FIELDS) for name in edit.changes.get(key, ())}
        return edit.target, *sorted({owner(timeline, name) for name in named} & timeline.by_id.keys())
    return (edit.target,)


def _items(timeline: Timeline) -> list[Event | Reading]:
    return [*timeline.events, *timeline.readings]


def _digits(item: Event | Reading) -> str:
    text = json.dumps(_plain(item), separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()[:_LENGTH]


def _plain(value: Any) -> Any:
    """A value as JSON has it; of a dataclass what compares and differs from its default."""
    if is_dataclass(value) and not isinstance(value, type):
        return {part.name: _plain(getattr(value, part.name)) for part in fields(value) if _counts(value, part)}
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Mapping):
        return {key: _plain(inner) for key, inner in value.items()}
    return [_plain(inner) for inner in value] if isinstance(value, tuple) else value


def _counts(value: Any, part: Any) -> bool:
    default = part.default_factory() if part.default_factory is not MISSING else part.default
    return part.compare and (default is MISSING or getattr(value, part.name) != default)
