"""Where two replays part, and what differs between what they replay."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, fields
from itertools import zip_longest

from replay.counterfactuals.view import View
from replay.engine.days import Days
from replay.engine.trace import STARTS, Entry, Trace
from replay.text.words import plural
from replay.timeline import Timeline

__all__ = ["Difference", "Differences", "ItemChange", "difference", "differences", "entry_words", "item_changes"]


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
    for seq, (one, two, due, other) in enumerate(zip_longest(before.entries, after.entries, before.dues, after.dues)):
        if one != two or (timed and due != other):
            return Difference(seq, min(entry.day for entry in (one, two) if entry), one, two, due, other)
    return None


@dataclass(frozen=True, slots=True)
class ItemChange:
    """One thing that differs between two timelines.

    Attributes
    ----------
    what : {"removed", "added", "changed"}
    noun : str
        event, reading, series, decision and so on.
    id : str
    fields : tuple[str, ...]
        What differs of a changed item, by the keys of an event file.
    """

    what: str
    noun: str
    id: str
    fields: tuple[str, ...] = ()


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

    An event that an edit took away counts as removed; on which days edits put the rest is a matter of the replay.

    Examples
    --------
    >>> import replay
    >>> from dataclasses import replace
    >>> timeline = replay.load(replay.example())
    >>> item_changes(timeline, replace(timeline, readings=()))
    (ItemChange(what='removed', noun='reading', id='kr-after-list', fields=()),)
    """
    found: list[ItemChange] = []
    for noun in _NOUNS:
        old, new = (_items(getattr(t, plural(noun)), t.dropped if noun == "event" else ()) for t in (before, after))
        found += [ItemChange("removed", noun, key) for key in old if key not in new]
        found += [ItemChange("added", noun, key) for key in new if key not in old]
        found += [
            ItemChange("changed", noun, key, _fields(old[key], new[key]))
            for key in old
            if key in new and old[key] != new[key]
        ]
    whole = tuple(key for key in _fields(before, after) if key not in _APART)
    return (*found, ItemChange("changed", "timeline", after.dispute, whole)) if whole else tuple(found)


def _items(values: Mapping[str, object] | Iterable[object], without: Container[str]) -> dict[str, object]:
    pairs = values.items() if isinstance(values, Mapping) else ((str(getattr(v, "id", "")), v) for v in values)
    return {key: value for key, value in pairs if key not in without}


def _fields(old: object, new: object) -> tuple[str, ...]:
    names = (part.name for part in fields(old) if part.compare)  # type: ignore[arg-type]
    return tuple(_key(name) for name in names if getattr(old, name) != getattr(new, name))


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
