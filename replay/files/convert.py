"""Validated models to the frozen types of a timeline, every value with its place in the file."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import MISSING, fields
from functools import cache
from types import NoneType
from typing import Any

from replay.dates import Duration, Relative, When, alternatives, reach
from replay.dates import iso as iso_date
from replay.dates import parse as parse_interval
from replay.errors import Problem, Where
from replay.files.keys import TimelineModel
from replay.files.keys.types import Strict
from replay.files.nodes import YamlNode
from replay.files.refusals import validated
from replay.files.standins import mended
from replay.timeline import WORLD, Event, Party, Timeline
from replay.timeline.checks.names import Rule, check_citations, check_ids, check_parties, check_references, check_selves
from replay.timeline.naming import Placed, members

__all__ = ["Mapped", "Places", "built", "timeline_of"]

_KEYED = ("answers", "moves", "impact")
"""Mappings whose keys are the names that matter; elsewhere it is the value."""
_DATED = ("events", "readings", "stakes")
"""The items that lie within the period of a file that states none."""
_PLAIN = (str, When, NoneType, int, float, Duration, Relative)
"""What a model holds as the frozen type is to have it."""


def timeline_of(root: YamlNode, name: str, digest: str) -> tuple[Timeline | None, list[Problem]]:
    """Return the timeline of a node tree, which no rule has judged yet; None if the models refuse it."""
    raw, found, errors = validated(root, TimelineModel, "an event file")
    if raw is not None:
        return built(raw, root, name, digest), []
    stood_in = mended(root.plain(), errors) if errors else None
    if stood_in is not None:
        timeline = built(stood_in, root, name, "")
        found += [fault for rule in _rules_beside(errors) for fault in rule(timeline)]
    return None, found


def _rules_beside(errors: list[Any]) -> list[Rule]:
    """The rules about names that hold in a file whose form is at fault too, so that one report holds both.

    Left out is what could follow from a fault of form: references where an id was refused, parties where those were.
    """
    places = [error["loc"] for error in errors]
    tops = {place[0] for place in places if place}
    rules: list[Rule] = [check_selves, check_ids]
    if not any("id" in place[-1:] or len(place) < 3 for place in places if place[:1] in (("events",), ("decisions",))):
        rules.append(check_references)
    if not tops & {"parties", "sides"}:
        rules.append(check_parties)
    if "sources" not in tops and not any("cite" in place for place in places):
        rules.append(check_citations)
    return rules


class Places:
    """Turns validated models into frozen values, and marks where their fields stand."""

    def __init__(self) -> None:
        self.marks: dict[tuple[Where | str, ...], Where] = {}

    def value(self, raw: Any, source: Any, name: str = "") -> Any:
        """Return the frozen value of what a model holds of `source`; of a model, under a name if it stands there.

        `source` is what stands in the file: a node, or plain text, lists and mappings that know their places.
        """
        if isinstance(raw, list):
            return tuple(
                [
                    part if isinstance(part, _PLAIN) else self.value(part, _within(source, n))
                    for n, part in enumerate(raw)
                ]
            )
        if isinstance(raw, dict):
            return {
                key: part if isinstance(part, _PLAIN) else self.value(part, _within(source, key), key)
                for key, part in raw.items()
            }
        return raw.made(self.fields(raw, source, name)) if isinstance(raw, Strict) else raw

    def fields(self, raw: Strict, source: Any, name: str = "") -> dict[str, Any]:
        """Return the fields of the frozen value, by name; what the file leaves out is left to the frozen type."""
        keys, placed, needed = _plan(type(raw))
        given: dict[str, Any] = {raw.named: name} if raw.named else {}
        there, held = raw.model_fields_set | needed, raw.__dict__
        for field, key in keys:
            if field in there:
                value = held[field]
                given[field] = value if isinstance(value, _PLAIN) else self.value(value, _within(source, key))
        if placed:
            given["where"] = source.where
            if isinstance(source, YamlNode):
                self._mark(source, source.where, ())
        return given

    def mark_top(self, root: YamlNode, top: Where) -> None:
        """Mark the keys of the file as a whole, and the sides in it."""
        self.marks |= {(top, key): node.where for key, node in root.keys.items()}
        if "sides" in root.keys:
            self._mark(root.find(("sides",)), top, ("sides",))

    def _mark(self, node: YamlNode, home: Where, names: tuple[str, ...]) -> None:
        if isinstance(node.value, dict):
            for key, child in node.value.items():
                by_key = isinstance(child.value, dict) or (names and names[0] in _KEYED)
                if len(names) < 2 and not isinstance(child.value, str):
                    self._mark(child, home, (*names, key))
                self.marks[(home, *names, key)] = node.keys[key].where if by_key else child.where
        elif isinstance(node.value, list):
            for n, child in enumerate(node.value):
                if isinstance(child.value, str):
                    self.marks.setdefault((home, *names, child.value), child.where)
                elif isinstance(child.value, list):
                    self._mark(child, home, names)
                elif isinstance(child.value, dict) and "any" in child.value:
                    self._mark(child.value["any"], home, names)
                elif isinstance(child.value, dict):
                    self._mark(child, home, (*names, str(n)))


class Mapped(dict[str, Any]):
    """A mapping of plain text, lists and mappings, and where it stands."""

    __slots__ = ("where",)
    where: Where


def _within(source: Any, step: str | int) -> Any:
    """What stands under a key, or at an index; the source itself where that leads nowhere, as into a lone item."""
    if isinstance(source, Mapped):
        return source.get(step, source) if isinstance(step, str) else source
    if isinstance(source, YamlNode):
        return source.find((step,))
    return source[step] if isinstance(source, list) and isinstance(step, int) and step < len(source) else source


@cache
def _plan(model: type[Strict]) -> tuple[tuple[tuple[str, str], ...], bool, frozenset[str]]:
    """The fields of a model with their keys, whether its value has a place, and which fields have no default."""
    made = fields(model.makes)
    needed = frozenset(f.name for f in made if f.default is MISSING and f.default_factory is MISSING)
    keys = tuple((name, info.alias or name) for name, info in model.model_fields.items())
    return keys, issubclass(model.makes, Placed), needed


def built(
    raw: TimelineModel, source: YamlNode | Mapped, name: str, digest: str, events: tuple[Event, ...] | None = None,
    marks: Mapping[tuple[Where | str, ...], Where] | None = None,
) -> Timeline:  # fmt: skip
    """Return the timeline of a validated model; of one without events and places, those that are given."""
    places = Places()
    given = places.fields(raw, source)
    del given["format"]
    if events is not None:
        given["events"] = events
    given["parties"].setdefault(WORLD, Party(WORLD, "World"))
    given["sides"], given["allies"] = _sides(raw)
    given["period"] = raw.period or _span(given)
    if isinstance(source, YamlNode):
        places.mark_top(source, Where(name))
    return Timeline(**given, path=name, digest=digest, marks=places.marks if marks is None else marks)


def _sides(raw: TimelineModel) -> tuple[tuple[str, str], dict[str, str]]:
    """The first party of each camp as written, and its further ones; else the first two that belong to no other."""
    camps = raw.sides or [key for key, party in raw.parties.items() if party.of is None][:2]
    first, second = (members(camp) for camp in (camps + list(raw.parties))[:2])
    return (first[0], second[0]), {name: camp[0] for camp in (first, second) for name in camp[1:]}


def _span(given: Mapping[str, Any]) -> When:
    """The period of a file that states none.

    From its first to its last event, reading, entry of stakes or due date, and as much longer as the longest duration
    in the file.
    """
    events: tuple[Event, ...] = given["events"]
    spans: list[When | Relative | Duration] = [item.date for key in _DATED for item in given.get(key, ())]
    dues = [clock.due for event in events for clock in (*event.clocks, *event.splits.values())]
    spans += [part for due in dues for part in alternatives(due)]
    days = [day for span in spans if isinstance(span, When) for day in (span.earliest, span.latest) if day]
    days += [day for event in events if isinstance(event.date, Relative) for day in _bounds(event, events)]
    lengths = [span if isinstance(span, Duration) else span.duration for span in spans if not isinstance(span, When)]
    if not days:
        return parse_interval("0001/9999")
    end = max([max(days), *(reach(max(days), length) for length in lengths)])
    return parse_interval(f"{iso_date(min(days))}/{iso_date(end)}")


def _bounds(event: Event, events: tuple[Event, ...]) -> list[int]:
    """First and last day of an event with a relative date, as far as its anchors lead to one."""
    known = {other.id: other for other in events}
    lengths: list[Duration] = []
    here: Event | None = event
    while here is not None and isinstance(here.date, Relative) and len(lengths) <= len(events):
        lengths.append(here.date.duration)
        here = known.get(here.date.anchor)
    if here is None or isinstance(here.date, Relative):
        return []
    days = [day for day in (here.date.earliest, here.date.latest) if day]
    for length in reversed(lengths):
        days = [reach(day, length) for day in days]
    return days
