"""One edit as an address spells it, and back: ids and values as on the command line, acts as JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from replay.counterfactuals.edits import (
    Cut,
    Drop,
    Edit,
    Insert,
    Replace,
    SetClock,
    SetFate,
    SetOutcome,
    SetReading,
    Shift,
)
from replay.counterfactuals.edits.asked import ASKED, length_of
from replay.dates import Duration
from replay.errors import RefusalError, Where
from replay.text.signs import shown
from replay.timeline.plain import changes_from, event_from, plain_changes, plain_event, read_json

__all__ = ["BECAUSE", "KINDS", "WORDS", "brief", "edit_of", "said", "value_of"]

BECAUSE = "Asked for in the explorer."
"""The reason of each edit that an address has."""
KINDS = {"shift": "shift", "clock": "set-clock", "outcome": "set-outcome", "fate": "set-fate", "reading": "reading"}
"""By the word of an address the kind of edit."""
WORDS: Mapping[type, str] = {
    Drop: "off", Replace: "replace", Insert: "add", Shift: "shift", SetClock: "clock", SetOutcome: "outcome",
    SetFate: "fate", SetReading: "reading", Cut: "cut",
}  # fmt: skip
"""The word of each kind of edit, in the order of an address."""


def said(edit: Edit) -> str:
    """Return an edit as text; `edit_of` reads it back."""
    match edit:
        case Cut():
            return edit.target
        case Insert(event=event):
            return _json(plain_event(event))
        case SetFate(target=target, which=which, time=time):
            place = f":{which}:{time}" if time else f":{which}" if which > 1 else ""
            return f"{target}{place}:{edit.fate.value}"
    return f"{edit.target}:{value_of(edit)}"


def value_of(edit: Edit) -> str:
    """Return what an edit puts in place of what is coded, as text; "" of one that has no value."""
    match edit:
        case Shift(by=by, to=to):
            return _short(by) if by else to.text if to else ""
        case SetClock(due=due):
            return due.text
        case SetOutcome(record=record):
            return record.value
        case SetReading(level=level, trend=trend):
            return ",".join(part.value for part in (level, trend) if part)
        case Replace(changes=new):
            return _json(plain_changes(new))
    return ""


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def _short(by: Duration) -> str:
    """A length as people write it, where it has one unit: 14d, -3m; else as ISO 8601.

    >>> _short(Duration(days=14)), _short(Duration(months=-3)), _short(Duration(1, 2))
    ('14d', '-3m', 'P1Y2M')
    """
    units = [(number, unit) for number, unit in ((by.years, "y"), (by.months, "m"), (by.days, "d")) if number]
    return f"{units[0][0]}{units[0][1]}" if len(units) == 1 else by.text


def edit_of(key: str, text: str) -> Edit:
    """Return the edit that an address has under a word, `Drop` and `Cut` excepted.

    Raises
    ------
    RefusalError
        In words, with the word before them.

    Examples
    --------
    >>> edit_of("shift", "settlement:14d").by.text
    'P14D'
    """
    if key in KINDS:
        return _edit(key, KINDS[key], text)
    return _added(text) if key == "add" else _replaced(text)


def _replaced(text: str) -> Edit:
    """An act with other values, from its id and these as JSON, with a colon between."""
    name, _, plain = text.partition(":")
    if not name or not plain:
        raise RefusalError(f"replace: '{brief(text)}' is not an id and its other values as JSON with a colon between")
    try:
        return Replace(name, changes_from(read_json(plain)), because=BECAUSE, where=Where(f"replace={brief(name)}"))
    except RefusalError as fault:
        raise RefusalError(f"replace={brief(name)}: {fault}") from None


def _added(text: str) -> Edit:
    """An act that is put in, from JSON."""
    try:
        event = event_from(read_json(text))
    except RefusalError as fault:
        raise RefusalError(f"add={brief(text)}: {fault}") from None
    where = Where(f"add={event.id}")
    return Insert(replace(event, where=where), because=BECAUSE, where=where)


def _edit(key: str, kind: str, text: str) -> Edit:
    """One edit from ``id:value``; of a commitment the numbers stand between the two."""
    name, _, value = text.rpartition(":") if kind == "set-fate" else text.partition(":")
    if not name or not value:
        raise RefusalError(f"{key}: '{brief(text)}' is not an id and a value with a colon between")
    if kind == "shift" and length_of(f"+{value.strip()}"):  # a plus is a blank in an address
        value = f"+{value.strip()}"
    try:
        return ASKED[kind](name, value, because=BECAUSE, where=Where(f"{key}={name}"))
    except RefusalError as fault:
        raise RefusalError(f"{key}={brief(text)}: {fault}") from None


def brief(text: str) -> str:
    """Return a text for a message, its beginning if it is long."""
    return shown(text if len(text) <= 60 else f"{text[:60]}…")
