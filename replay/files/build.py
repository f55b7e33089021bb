"""Node tree to `Timeline`: validates against the models and says in plain words what does not fit."""

from __future__ import annotations

from typing import Any

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from replay.codebook import TEMPLATES, Outcome
from replay.dates import DateError, Duration, Relative, When, parse_duration, reach
from replay.dates import iso as iso_date
from replay.dates import parse as parse_interval
from replay.errors import Problem, Where, closest
from replay.files import model as m
from replay.files.compose import Node
from replay.timeline import (
    WORLD,
    Citation,
    Clock,
    Commitment,
    Consequence,
    Event,
    Party,
    Point,
    Reading,
    Series,
    Source,
    Timeline,
    Trigger,
    Worth,
)  # fmt: skip

__all__ = ["build"]

_SHAPES = {"dict": "a mapping (key: value)", "list": "a list (lines that start with -)", "str": "plain text"}
_NOUNS = {
    "events": "event", "readings": "reading", "parties": "party", "sources": "source", "points": "point",
    "commits": "commitment",
}  # fmt: skip
_KEYED = ("answers", "moves")
"""Mappings whose keys are the names that matter; elsewhere it is the value."""
_MANY = 12


def build(root: Node, name: str, digest: str) -> tuple[Timeline | None, list[Problem]]:
    """Decode a node tree; the timeline is None if the models refuse it."""
    if not isinstance(root.value, dict):
        message = f"an event file is {_SHAPES['dict']}, not {_SHAPES[type(root.value).__name__]}"
        return None, [Problem(root.where, message, "type")]
    try:
        raw = m.TimelineModel.model_validate(root.plain())
    except ValidationError as fault:
        found = [_problem(root, error) for error in fault.errors(include_url=False)]
        return None, [problem for problem in found if problem is not None]
    return _Reader(root, name, digest).timeline(raw), []


# -- faults ---------------------------------------------------------------------------------------


def _problem(root: Node, error: ErrorDetails) -> Problem | None:
    """Say what does not fit; None if the place itself has a fault that is reported already."""
    path = tuple(step for step in error["loc"] if step != "[key]")
    kind, context = error["type"], error.get("ctx", {})
    parent, node = root.find(path[:-1]), root.find(path)
    name = next((str(step) for step in reversed(path) if isinstance(step, str)), "")
    where = node.where
    if kind == "missing":
        return Problem(node.where, f"key '{name}' is missing in {_owner(root, path[:-1])}", "missing-key")
    if kind == "extra_forbidden":
        allowed = _allowed(root, path)
        where = parent.keys.get(name, where)
        return Problem(where, f"unknown key {_quoted(name)}{closest(name, allowed)} {_list(allowed)}", "unknown-key")
    if node.faulty:
        return None
    if path != error["loc"]:  # a key that is not a name
        return Problem(parent.keys.get(name, where), _plain_words(kind, context, error, _quoted(name)), "type")
    seen = _quoted(node.value) if isinstance(node.value, str) else _SHAPES[type(node.value).__name__]
    cause = context.get("error")
    if isinstance(cause, DateError):
        column = where.column + node.offset + cause.column - 1 if node.offset >= 0 else where.column
        return Problem(Where(where.file, where.line, column), f"{name}: {cause.message}", "date")
    if kind in ("enum", "literal_error") and isinstance(node.value, str):
        allowed = [part.strip("' ") for part in str(context.get("expected", "")).replace(" or ", ", ").split(", ")]
        book = f"(all {len(allowed)}: replay codebook {_noun(name, path)}s)"
        near = closest(node.value, allowed)
        message = f"unknown {_noun(name, path)} {seen}{near} {_list(allowed) if len(allowed) <= _MANY else book}"
        return Problem(where, message, "unknown-value")
    if kind == "value_error" and isinstance(node.value, dict):
        return Problem(where, f"{_owner(root, path)}: {cause}", "value")
    if kind == "value_error":
        return Problem(where, f"{name}: {cause}", "value")
    return Problem(where, f"{name}: {_plain_words(kind, context, error, seen)}", "type")


def _quoted(text: str) -> str:
    """The text in quotes, its beginning if it is long."""
    return f"'{text}'" if len(text) <= 80 else f"'{text[:77]}...'"


def _owner(root: Node, path: tuple[int | str, ...]) -> str:
    """Name the mapping at `path`: event 'talks', this cite, the file."""
    names = [step for step in path if isinstance(step, str)]
    if not names:
        return "the file"
    value = root.find(path).value
    named = value.get("id") if isinstance(value, dict) else None
    if len(path) > 1 and path[-2] in ("parties", "sources"):
        return f"{_NOUNS[str(path[-2])]} '{path[-1]}'"
    noun = _NOUNS.get(names[-1], names[-1])
    return f"{noun} '{named.value}'" if named is not None and isinstance(named.value, str) else f"this {noun}"


def _plain_words(kind: str, context: dict[str, Any], error: ErrorDetails, seen: str) -> str:
    wanted = {
        "model_type": _SHAPES["dict"],
        "dict_type": _SHAPES["dict"],
        "list_type": _SHAPES["list"],
        "string_type": _SHAPES["str"],
        "enum": _SHAPES["str"],
        "literal_error": _SHAPES["str"],
        "float_parsing": "a number (5.9e9, 12.5)",
        "float_type": "a number (5.9e9, 12.5)",
        "finite_number": "a finite number",
        "int_parsing": "a whole number",
        "int_parsing_size": "a whole number of usual size",
        "int_from_float": "a whole number",
        "int_type": "a whole number",
        "greater_than_equal": f"a number of {context.get('ge')} or more",
    }
    if kind in wanted:
        return f"{wanted[kind]} is wanted here, {seen} was seen"
    if kind == "string_pattern_mismatch":
        rule = "capital letters" if context.get("pattern") == m.PARTY else "small letters"
        return f"{seen} is not a name here; allowed: {rule}, digits and hyphens, a letter first"
    if kind == "string_too_long":
        return f"{seen} has {len(str(error['input']))} characters; allowed: up to {context.get('max_length')}"
    if kind in ("too_short", "too_long", "string_too_short"):
        if kind == "string_too_short":
            return "no text was seen; write some, or leave the key out"
        low, high = context.get("min_length"), context.get("max_length")
        count = context.get("actual_length")
        allowed = "exactly 2" if error["loc"][-1] == "sides" else f"exactly {high}" if high else f"at least {low}"
        return f"{count or 'no'} {'item was' if count == 1 else 'items were'} seen; allowed: {allowed}"
    return f"{error['msg'].lower()}; {seen} was seen"


def _noun(name: str, path: tuple[int | str, ...]) -> str:
    if "answers" in path:
        return "link"
    return {"tactics": "tactic", "format": "format version", "record": "clock outcome"}.get(name, name)


def _allowed(root: Node, path: tuple[int | str, ...]) -> list[str]:
    """The keys that the model at the parent of `path` has."""
    here: Any = m.TimelineModel
    for step in path[:-1]:
        if isinstance(step, int) or not hasattr(here, "model_fields"):
            continue
        if step not in here.model_fields:
            continue
        here = _inner(here.model_fields[step].annotation) or here
    return list(here.model_fields)


def _inner(annotation: Any) -> Any:
    """The model inside an annotation such as ``list[Model]`` or ``Model | None``."""
    if hasattr(annotation, "model_fields"):
        return annotation
    for part in getattr(annotation, "__args__", ()):
        found = _inner(part)
        if found is not None:
            return found
    return None


def _list(allowed: list[str]) -> str:
    return f"(allowed: {', '.join(allowed)})"


# -- values ---------------------------------------------------------------------------------------


class _Reader:
    """Turns validated models into timeline values, with their places."""

    def __init__(self, root: Node, name: str, digest: str) -> None:
        self.root, self.name, self.digest = root, name, digest
        self.marks: dict[tuple[Where | str, ...], Where] = {}

    def timeline(self, raw: m.TimelineModel) -> Timeline:
        parties = {
            key: Party(key, party.name, party.of, self._item("parties", key)) for key, party in raw.parties.items()
        }
        parties.setdefault(WORLD, Party(WORLD, "World"))
        events = tuple(self._event(event, "events", i) for i, event in enumerate(raw.events))
        readings = tuple(self._reading(reading, i) for i, reading in enumerate(raw.readings))
        top = Where(self.name)
        for key in self.root.keys:
            self.marks[(top, key)] = self.root.keys[key]
        if "sides" in self.root.keys:
            self._mark(self.root.find(("sides",)), top, ("sides",))
        return Timeline(
            dispute=raw.dispute,
            title=raw.title,
            period=raw.period or _span(events, readings),
            sides=_sides(raw),
            parties=parties,
            events=events,
            readings=readings,
            series=tuple(self._series(series, i) for i, series in enumerate(raw.series)),
            sources={
                key: Source(key, s.author, s.year, s.title, s.publisher or "", s.url or "")
                for key, s in raw.sources.items()
            },
            summary=raw.summary or "",
            note=raw.note or "",
            path=self.name,
            digest=self.digest,
            marks=self.marks,
        )

    def _item(self, *path: str | int) -> Where:
        """Mark the fields of the mapping at `path` and return its place."""
        node = self.root.find(path)
        self._mark(node, node.where, ())
        return node.where

    def _mark(self, node: Node, home: Where, names: tuple[str, ...]) -> None:
        if isinstance(node.value, dict):
            for key, child in node.value.items():
                self.marks[(home, *names, key)] = node.keys[key] if isinstance(child.value, dict) else child.where
                if len(names) < 2:
                    self._mark(child, home, (*names, key))
                if names and names[0] in _KEYED:
                    self.marks[(home, *names, key)] = node.keys[key]
        elif isinstance(node.value, list):
            for n, child in enumerate(node.value):
                if isinstance(child.value, str):
                    self.marks.setdefault((home, *names, child.value), child.where)
                elif isinstance(child.value, dict) and "any" in child.value:
                    self._mark(child.value["any"], home, names)
                elif isinstance(child.value, dict):
                    self._mark(child, home, (*names, str(n)))

    def _event(self, raw: m.EventModel, *path: str | int) -> Event:
        return Event(
            id=raw.id,
            date=raw.date,
            actor=raw.actor,
            act=raw.act,
            summary=raw.summary,
            recipient=raw.recipient,
            label=raw.label or "",
            order=raw.order,
            tactics=tuple(raw.tactics),
            status=raw.status,
            worth=_worth(raw.worth),
            clocks=self._clocks(raw.clock, *path, "clock"),
            meets=tuple(raw.meets),
            withdraws=tuple(raw.withdraws),
            moves=dict(raw.moves),
            answers=dict(raw.answers),
            needs=tuple(tuple(group) for group in raw.needs),
            commits=tuple(
                Commitment(
                    _trigger(c.when),
                    self._consequence(c.then, *path, "commits", n, "then"),
                    self._item(*path, "commits", n, "when"),
                )
                for n, c in enumerate(raw.commits)
            ),
            cite=_cites(raw.cite),
            note=raw.note or "",
            where=self._item(*path),
        )

    def _clocks(self, raw: list[m.ClockModel], *path: str | int) -> tuple[Clock, ...]:
        return tuple(self._clock(clock, *path, n) for n, clock in enumerate(raw))

    def _clock(self, raw: m.ClockModel, *path: str | int) -> Clock:
        due: When | Relative | Duration
        due = raw.due if raw.due is not None else parse_duration(TEMPLATES[raw.template or ""].duration)
        return Clock(
            id=raw.id,
            due=due,
            record=raw.record,
            label=raw.label or "",
            on_lapse=self._consequence(raw.on_lapse, *path, "on_lapse") if raw.on_lapse else None,
            last_day=raw.last_day,
            template=raw.template,
            note=raw.note or "",
            where=self._item(*path),
        )

    def _consequence(self, raw: m.ConsequenceModel, *path: str | int) -> Consequence:
        return Consequence(
            act=raw.act,
            actor=raw.actor,
            recipient=raw.recipient,
            summary=raw.summary,
            after=raw.after,
            worth=_worth(raw.worth),
            clocks=self._clocks(raw.clock, *path, "clock"),
            meets=tuple(raw.meets),
            withdraws=tuple(raw.withdraws),
            event=raw.event,
            where=self._item(*path),
        )

    def _reading(self, raw: m.ReadingModel, i: int) -> Reading:
        return Reading(
            id=raw.id,
            party=raw.party,
            date=raw.date,
            level=raw.level,
            trend=raw.trend,
            summary=raw.summary or "",
            evidence=tuple(raw.evidence),
            predicts=tuple(raw.predicts),
            status=raw.status,
            cite=_cites(raw.cite),
            note=raw.note or "",
            where=self._item("readings", i),
        )

    def _series(self, raw: m.SeriesModel, i: int) -> Series:
        points = tuple(
            Point(p.date, p.value, _cites(p.cite or raw.cite), p.note or "", self._item("series", i, "points", n))
            for n, p in enumerate(raw.points)
        )
        return Series(raw.id, raw.title, raw.unit, points, raw.party, raw.note or "", self._item("series", i))


def _trigger(raw: m.TriggerModel) -> Trigger:
    return Trigger(raw.clock, Outcome(raw.ends) if raw.ends else None, raw.act, raw.actor, raw.recipient)


def _worth(raw: m.WorthModel | None) -> Worth | None:
    return Worth(raw.amount, raw.unit) if raw else None


def _cites(raw: list[m.CiteModel]) -> tuple[Citation, ...]:
    return tuple(Citation(c.key, c.section or "", c.note, c.via or "") for c in raw)


def _sides(raw: m.TimelineModel) -> tuple[str, str]:
    """The two sides as written; else the first two parties that belong to no other."""
    named = raw.sides or [key for key, party in raw.parties.items() if party.of is None][:2]
    named = (named + list(raw.parties))[:2]
    return named[0], named[1]


def _span(events: tuple[Event, ...], readings: tuple[Reading, ...]) -> When:
    """The period of a file that states none.

    From its first to its last event, reading or due date, and as much longer as the longest duration
    in the file.
    """
    spans: list[When | Relative | Duration] = [event.date for event in events]
    spans += [reading.date for reading in readings]
    spans += [clock.due for event in events for clock in event.clocks]
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
