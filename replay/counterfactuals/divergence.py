"""Where two replays part, and what differs between what they replay."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass
from enum import Enum
from typing import Any

from replay.counterfactuals.view import View
from replay.dates import Relative
from replay.engine.days import Days
from replay.engine.trace import STARTS, Entry, Trace
from replay.scoring.matching import Coding, matched_events
from replay.text.words import in_line, plural
from replay.timeline import Timeline

__all__ = [
    "Difference", "Differences", "ItemChange", "ValueChange", "difference", "differences", "entry_words",
    "item_changes",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Difference:
    """The first place where two traces part.

    Attributes
    ----------
    seq : int
        Number of the entry; all before it are the same in both.
    day : int
        The earlier of the two entries' days.
    before, after : Entry or None
        The entries there; None where a trace has ended.
    due_before, due_after : int or None
        Due days that the entries give a clock.
    """

    seq: int
    day: int
    before: Entry | None
    after: Entry | None
    due_before: int | None = None
    due_after: int | None = None

    def date(self, before: Days, after: Days) -> str:
        """Return the day in words, as coded; the two are the days of the replays."""
        if self.before is not None and self.before.day == self.day:
            return before.of(self.before)
        return after.of(self.after) if self.after is not None else before.write(self.day)


def difference(before: View, after: View) -> Difference | None:
    """Return the first place where two replays part; None if they are the same.

    Due days of clocks count if both are replays; a trace that was read from JSON Lines has none.

    Examples
    --------
    >>> import replay
    >>> trace = replay.run(replay.load(replay.example()))
    >>> difference(View(trace), View(trace)) is None
    True
    >>> difference(View(trace), View(trace.head(3))).seq
    3
    """
    timed = bool(before.trace.settings and after.trace.settings)  # a trace that was read from a file has no due days
    for seq in range(before.trace.shared(after.trace), max(len(before.trace), len(after.trace))):
        (one, due), (two, other) = (
            (trace[seq], trace.due(seq)) if seq < len(trace) else (None, None) for trace in (before.trace, after.trace)
        )
        if one != two or (timed and due != other):
            return Difference(seq, min(entry.day for entry in (one, two) if entry), one, two, due, other)
    return None


@dataclass(frozen=True, slots=True)
class ValueChange:
    """One value that differs: its key, and what it was and is, in a line as an event file has it; "" for nothing.

    The key of something within a clock is that of the clock with it: ``clock duties: due``.
    """

    key: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One thing that differs between two timelines.

    Attributes
    ----------
    what : {"removed", "added", "renamed", "changed"}
    noun : str
        event, reading, series, decision and so on.
    id : str
    fields : tuple[str, ...]
        What differs of a changed or renamed item, by the keys of an event file.
    to : str
        Of a renamed item its new id; "" of others.
    values : tuple[ValueChange, ...]
        What its values were and are.
    """

    what: str
    noun: str
    id: str
    fields: tuple[str, ...] = ()
    to: str = ""
    values: tuple[ValueChange, ...] = ()


@dataclass(frozen=True, slots=True)
class Differences:
    """What differs between two replays: as coded, item by item, and where they part, None if they do not."""

    items: tuple[ItemChange, ...]
    divergence: Difference | None

    @property
    def same(self) -> bool:
        """Whether nothing differs."""
        return not self.items and self.divergence is None


def differences(before: Trace, after: Trace) -> Differences:
    """Compare two replays; what is coded is compared where both have their timelines."""
    old, new = before.timeline, after.timeline
    items = item_changes(old, new) if old is not None and new is not None else ()
    return Differences(items, difference(View(before), View(after)))


_NOUNS = "party", "event", "reading", "series", "decision", "stake", "observation", "claim", "source"
_APART = {*map(plural, _NOUNS), "assumed", "dropped", "fates", "lags", "pins", "tied"}
"""What of a timeline is compared item by item, or not at all."""


def item_changes(before: Timeline, after: Timeline) -> tuple[ItemChange, ...]:
    """Compare two timelines item by item, in the order of the kinds and of the files; the order of items means nothing.

    An event that an edit took away counts as removed; on which days edits put the rest is a matter of the replay. An
    event that was removed and one that was added are one that was renamed, if they match by the rule of
    `replay.scoring.matching`; ids of renamed events that stand elsewhere are not counted as changes.

    Examples
    --------
    >>> import replay
    >>> from dataclasses import replace
    >>> timeline = replay.load(replay.example())
    >>> [(item.what, item.noun, item.id) for item in item_changes(timeline, replace(timeline, readings=()))]
    [('removed', 'reading', 'kr-after-list')]
    """
    found: list[ItemChange] = []
    names: dict[str, str] = {}
    for noun in _NOUNS:
        old, new = (_items(getattr(t, plural(noun)), t.dropped if noun == "event" else ()) for t in (before, after))
        if noun == "event":
            names = _renamed(before, after, old, new)
        found += [ItemChange("removed", noun, key) for key in old if key not in new and key not in names]
        found += [ItemChange("added", noun, key) for key in new if key not in old and key not in names.values()]
        if noun == "event":
            found += [_change("renamed", noun, key, old[key], new[names[key]], names) for key in old if key in names]
        changes = [_change("changed", noun, key, old[key], new[key], names) for key in old if key in new]
        found += [change for change in changes if change.fields]
    whole = _change("changed", "timeline", after.dispute, before, after, names)
    return (*found, whole) if whole.fields else tuple(found)


def _renamed(before: Timeline, after: Timeline, old: Container[str], new: Container[str]) -> dict[str, str]:
    """The new ids of events that go by another."""
    gone = {event.id for event in before.events if event.id in old and event.id not in new}
    come = {event.id for event in after.events if event.id in new and event.id not in old}
    if not gone or not come:
        return {}
    one, two = Coding.together(before, after)
    return dict(matched_events(one, two, gone, come))


def _change(what: str, noun: str, key: str, old: object, new: object, names: Mapping[str, str]) -> ItemChange:
    """What differs of an item, ids that are only renamed passed over; of a timeline what stands apart is left out."""
    keys, values = [], list[ValueChange]()
    to = names.get(key, "") if what == "renamed" else ""
    for part in fields(old):  # type: ignore[arg-type]
        name = _key(part.name)
        was, now = getattr(old, part.name), getattr(new, part.name)
        if not part.compare or was == now or (noun == "timeline" and name in _APART) or (to and name == "id"):
            continue
        first, second = _worded(was, names), _worded(now, {})
        if first == second and names:
            continue
        keys.append(name)
        values += _values(name, first, second)
    return ItemChange(what, noun, key, tuple(keys), to, tuple(values))


def _values(key: str, was: Any, now: Any) -> Iterator[ValueChange]:
    """What changed under a key; of the same clocks, and of mappings, key by key."""
    if isinstance(was, list) and isinstance(now, list) and (ids := _ids(was)) and ids == _ids(now):
        for name, one, two in zip(ids, was, now, strict=True):
            yield from _inner(f"{key} {name}", one, two)
    elif isinstance(was, dict) and isinstance(now, dict):
        yield from _inner(key, was, now)
    else:
        yield ValueChange(key, in_line(was), in_line(now))


def _inner(key: str, was: Mapping[str, Any], now: Mapping[str, Any]) -> Iterator[ValueChange]:
    for name in dict.fromkeys((*was, *now)):
        if was.get(name, "") != now.get(name, ""):
            yield ValueChange(f"{key}: {name}", in_line(was.get(name, "")), in_line(now.get(name, "")))


def _ids(items: list[Any]) -> list[str]:
    return [item["id"] for item in items if isinstance(item, dict) and "id" in item]


def _worded(value: Any, names: Mapping[str, str]) -> Any:
    """A value as an event file has it, without what goes without saying; ids by their new names; "" for nothing."""
    if isinstance(value, Enum):
        return str(value.value)
    if isinstance(value, str):
        return names.get(value, value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, (int, float)):
        return f"{value:.15g}"
    if isinstance(value, Relative) and value.anchor in names:
        return f"{names[value.anchor]}{value.text.removeprefix(value.anchor)}"
    if isinstance(text := getattr(value, "text", None), str):
        return text
    if is_dataclass(value):
        parts = {_key(part.name): getattr(value, part.name) for part in fields(value) if part.compare and part.repr}
        told = ((key, _worded(one, names)) for key, one in parts.items())
        return {key: one for key, one in told if one not in ("", "false")}
    if isinstance(value, Mapping):
        return {names.get(str(key), str(key)): _worded(one, names) for key, one in value.items()} or ""
    return [_worded(one, names) for one in value] or "" if isinstance(value, (tuple, list)) else ""


def _items(values: Mapping[str, object] | Iterable[object], without: Container[str]) -> dict[str, object]:
    pairs = values.items() if isinstance(values, Mapping) else ((str(getattr(v, "id", "")), v) for v in values)
    return {key: value for key, value in pairs if key not in without}


def _key(name: str) -> str:
    """The key of an event file that an attribute comes from."""
    return {"clocks": "clock", "stated": "strategy", "trials": "tests"}.get(name, name)


def entry_words(entry: Entry | None, days: Days) -> str:
    """Say an entry in a line: date as coded, kind, act or clock; the due date that it gives a clock if it is known.

    >>> import replay
    >>> entry_words(None, Days(replay.run(replay.load(replay.example()))))
    'nothing more'
    """
    if entry is None:
        return "nothing more"
    name = entry.event if entry.act or entry.clock is None else entry.clock
    who = f" ({entry.actor} {entry.act.value})" if entry.act and entry.actor else ""
    by = f" by {entry.event}" if entry.clock and entry.event else ""
    timed = entry.kind in STARTS and days.trace.due(entry.seq) is not None
    due = f", due {days.due_from(entry)}" if timed else ""
    return f"{days.of(entry)} {entry.kind.value} {name}{who}{by}{due}"
