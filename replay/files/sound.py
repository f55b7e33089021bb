"""A sound event file, read straight to its timeline: event by event, no tree of nodes, no place of a single field.

Nearly every file that is read is sound, and a tree of nodes takes many times the room of what it says. So as soon as
anything is unusual this reading gives up, and `nodes` and `refusals` go through the file once more to say what it is.
Places of fields, which only faults need, are found in the same way, once one is asked for.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import yaml
from pydantic import ValidationError
from yaml.events import MappingEndEvent, MappingStartEvent, ScalarEvent, SequenceEndEvent, SequenceStartEvent

from replay.errors import Where
from replay.files.convert import Mapped, Places, built, timeline_of
from replay.files.keys import EventModel, TimelineModel
from replay.files.nodes import LOADER, MAX_DEPTH, compose
from replay.files.textfile import TextFile
from replay.text.signs import NO_BREAK, first_bad
from replay.timeline import Event, Timeline

__all__ = ["sound_timeline"]


def sound_timeline(file: TextFile) -> Timeline | None:
    """Return the timeline of a file, which no rule has judged yet; None if its form may be at fault."""
    reading = _Reading(file)
    try:
        top = reading.document()
        raw = TimelineModel.model_validate(top)
    except (yaml.YAMLError, ValidationError, _UnusualError):
        return None
    finally:
        reading.parser.dispose()
    return built(raw, top, file.name, file.digest, tuple(reading.events), _LateMarks(file.text, file.name))


@dataclass(frozen=True, eq=False)
class _LateMarks(Mapping[tuple[Where | str, ...], Where]):
    """The places of the fields of a sound file, found when the first of them is asked for."""

    text: str
    name: str

    @cached_property
    def _found(self) -> Mapping[tuple[Where | str, ...], Where]:
        root, _ = compose(self.text, self.name)
        timeline = timeline_of(root, self.name, "")[0] if root is not None else None
        return timeline.marks if timeline is not None else {}

    def __getitem__(self, key: tuple[Where | str, ...]) -> Where:
        return self._found[key]

    def __iter__(self) -> Iterator[tuple[Where | str, ...]]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


class _UnusualError(Exception):
    """Ends this reading: there is something that the nodes have to judge."""


class _Reading:
    """Takes parser events, keeps plain text, lists and mappings, and turns each event of the record into its type."""

    def __init__(self, file: TextFile) -> None:
        self.parser = LOADER(file.text)
        self.events: list[Event] = []
        self._take, self._name, self._places = self.parser.get_event, file.name, Places()
        self._no_breaks = any(sign in file.text for sign in NO_BREAK)

    def document(self) -> Mapped:
        """Return the one mapping of the file; of its events it holds one, all are in `events`."""
        found: Mapped | None = None
        while not isinstance(event := self._take(), yaml.StreamEndEvent):
            if isinstance(event, yaml.NodeEvent):
                if found is not None or type(event) is not MappingStartEvent:
                    raise _UnusualError
                found = self._mapping(event, 0)
            elif isinstance(event, yaml.DocumentStartEvent) and found is not None:
                raise _UnusualError
        if found is None:
            raise _UnusualError
        return found

    def _value(self, event: Any, depth: int) -> Any:
        """Return what starts with a parser event."""
        kind = type(event)
        if kind is ScalarEvent:
            if event.anchor or event.tag:
                raise _UnusualError
            text, style = event.value, event.style
            if not style:
                if not text or (self._no_breaks and (text[0] in NO_BREAK or text[-1] in NO_BREAK)):
                    raise _UnusualError
            elif style == '"' and ("\r" in text or first_bad(text) is not None):
                raise _UnusualError
            return text
        if kind is MappingStartEvent:
            return self._mapping(event, depth)
        if kind is not SequenceStartEvent or event.anchor or event.tag or depth == MAX_DEPTH:
            raise _UnusualError
        items, take = [], self._take
        while type(event := take()) is not SequenceEndEvent:
            items.append(self._value(event, depth + 1))
        return items

    def _mapping(self, event: Any, depth: int) -> Mapped:
        if event.anchor or event.tag or depth == MAX_DEPTH:
            raise _UnusualError
        mark, take = event.start_mark, self._take
        found = Mapped()
        found.where = Where(self._name, mark.line + 1, mark.column + 1)
        while type(event := take()) is not MappingEndEvent:
            key = self._value(event, depth + 1)
            if type(key) is not str or key in found:
                raise _UnusualError
            event = take()
            if key == "events" and not depth and type(event) is SequenceStartEvent:
                found[key] = self._record(event)
            else:
                found[key] = self._value(event, depth + 1)
        return found

    def _record(self, event: Any) -> list[Any]:
        """Read the events of the record, and return the last of them as it stands in the file."""
        if event.anchor or event.tag:
            raise _UnusualError
        last: list[Any] = []
        while type(event := self._take()) is not SequenceEndEvent:
            last = [self._value(event, 2)]
            self.events.append(self._places.value(EventModel.model_validate(last[0]), last[0]))
        return last
