"""Where two traces part, and what differs between two timelines."""

from __future__ import annotations

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, fields

from replay.counterfactuals.findings import View, parting
from replay.counterfactuals.values import Difference
from replay.engine.trace import Entry, Trace
from replay.timeline import Timeline

__all__ = ["ItemChange", "diff", "difference", "divergence", "entry_words"]


def divergence(before: Trace, after: Trace) -> Difference | None:
    """Return the first place where two traces part; None if they are the same.

    Due days of clocks count if both are replays; a trace that was read from JSON Lines has none.

    Examples
    --------
    >>> import replay
    >>> trace = replay.run(replay.load(replay.example()))
    >>> divergence(trace, trace) is None
    True
    >>> divergence(trace, trace.head(3)).seq
    3
    """
    return difference(View(before), View(after))


def difference(before: View, after: View) -> Difference | None:
    """As `divergence`, of views."""
    seq = parting(before, after)
    if seq is None:
        return None
    one, two = (view.entries[seq] if seq < len(view.entries) else None for view in (before, after))
    day = min(entry.day for entry in (one, two) if entry is not None)
    due, other = (view.dues[seq] if seq < len(view.dues) else None for view in (before, after))
    return Difference(seq, day, one, two, due, other)


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


_NOUNS = {
    "parties": "party", "events": "event", "readings": "reading", "series": "series", "decisions": "decision",
    "stakes": "stake", "observations": "observation", "claims": "claim", "sources": "source",
}  # fmt: skip


def diff(before: Timeline, after: Timeline) -> tuple[ItemChange, ...]:
    """Compare two timelines item by item, in the order of the kinds and of the files; the order of items means nothing.

    An event that an edit took away counts as removed; on which days edits put the rest is a matter of the replay.

    Examples
    --------
    >>> import replay
    >>> from dataclasses import replace
    >>> timeline = replay.load(replay.example())
    >>> diff(timeline, replace(timeline, readings=()))
    (ItemChange(what='removed', noun='reading', id='kr-after-list', fields=()),)
    """
    found: list[ItemChange] = []
    for name, noun in _NOUNS.items():
        old, new = (_items(getattr(t, name), t.dropped if name == "events" else ()) for t in (before, after))
        found += [ItemChange("removed", noun, key) for key in old if key not in new]
        found += [ItemChange("added", noun, key) for key in new if key not in old]
        found += [
            ItemChange("changed", noun, key, _fields(old[key], new[key]))
            for key in old
            if key in new and old[key] != new[key]
        ]
    whole = tuple(
        _key(part.name)
        for part in fields(before)
        if part.compare and part.name not in (*_NOUNS, "dropped", "pins")
        and getattr(before, part.name) != getattr(after, part.name)
    )  # fmt: skip
    return (*found, ItemChange("changed", "timeline", after.dispute, whole)) if whole else tuple(found)


def _items(values: Mapping[str, object] | Iterable[object], without: Container[str]) -> dict[str, object]:
    pairs = values.items() if isinstance(values, Mapping) else ((str(getattr(v, "id", "")), v) for v in values)
    return {key: value for key, value in pairs if key not in without}


def _fields(old: object, new: object) -> tuple[str, ...]:
    names = (part.name for part in fields(old) if part.compare)  # type: ignore[arg-type]
    return tuple(_key(name) for name in names if getattr(old, name) != getattr(new, name))


def _key(name: str) -> str:
    """The key of an event file that an attribute comes from."""
    return {"clocks": "clock", "trials": "tests"}.get(name, name)


def entry_words(entry: Entry | None, due: str = "") -> str:
    """Say an entry in a line: date, kind, act or clock; the due day of a clock set or moved if given.

    >>> entry_words(None)
    'nothing more'
    """
    if entry is None:
        return "nothing more"
    name = entry.event if entry.act else entry.clock
    who = f" ({entry.actor} {entry.act.value})" if entry.act and entry.actor else ""
    by = f" by {entry.event}" if not entry.act and entry.event else ""
    return f"{entry.date} {entry.kind.value} {name}{who}{by}{f', due {due}' if due else ''}"
