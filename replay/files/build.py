"""Node tree to `Timeline`: validates against the models and places every value in its file."""

from __future__ import annotations

from functools import partial

from pydantic import ValidationError
from pydantic_core import ErrorDetails

from replay.codebook import TEMPLATES, Outcome
from replay.dates import Duration, Relative, When, parse_duration, reach
from replay.dates import iso as iso_date
from replay.dates import parse as parse_interval
from replay.errors import Problem, Where
from replay.files import coded
from replay.files import model as m
from replay.files.coded import cites
from replay.files.compose import Node
from replay.files.faults import SHAPES, problem
from replay.files.mend import mended
from replay.timeline import (  # fmt: skip
    WORLD,
    Clock,
    Commitment,
    Consequence,
    Event,
    Party,
    Reading,
    Source,
    Timeline,
    Trigger,
    Worth,
)
from replay.timeline.checks import Rule, check_citations, check_ids, check_parties, check_references, check_selves

__all__ = ["build", "event_at"]

_KEYED = ("answers", "moves", "impact")
"""Mappings whose keys are the names that matter; elsewhere it is the value."""


def build(root: Node, name: str, digest: str) -> tuple[Timeline | None, list[Problem]]:
    """Decode a node tree; the timeline is None if the models refuse it."""
    if not isinstance(root.value, dict):
        message = f"an event file is {SHAPES['dict']}, not {SHAPES[type(root.value).__name__]}"
        return None, [Problem(root.where, message, "type")]
    try:
        raw = m.TimelineModel.model_validate(root.plain())
    except ValidationError as refused:
        errors = refused.errors(include_url=False)
        found = [problem(root, error) for error in errors]
        return None, [*(fault for fault in found if fault is not None), *_among_names(root, name, errors)]
    return _Reader(root, name, digest).timeline(raw), []


def _among_names(root: Node, name: str, errors: list[ErrorDetails]) -> list[Problem]:
    """Faults among the names of a file whose form is at fault too, so that one report holds both.

    Left out is what could follow from a fault of form: references where an id was refused, parties where those were.
    """
    raw = mended(root.plain(), errors)
    if raw is None:
        return []
    places = [error["loc"] for error in errors]
    tops = {place[0] for place in places if place}
    rules: list[Rule] = [check_selves, check_ids]
    if not any("id" in place[-1:] or len(place) < 3 for place in places if place[:1] in (("events",), ("decisions",))):
        rules.append(check_references)
    if not tops & {"parties", "sides"}:
        rules.append(check_parties)
    if "sources" not in tops and not any("cite" in place for place in places):
        rules.append(check_citations)
    timeline = _Reader(root, name, "").timeline(raw)
    return [fault for rule in rules for fault in rule(timeline)]


def event_at(
    raw: m.EventModel, root: Node, name: str, path: tuple[str | int, ...]
) -> tuple[Event, dict[tuple[Where | str, ...], Where]]:
    """Return the event of a validated model that stands at `path` of another kind of file, and its marks."""
    reader = _Reader(root, name, "")
    return reader.event(raw, *path), reader.marks


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
        events = tuple(self.event(event, "events", i) for i, event in enumerate(raw.events))
        readings = tuple(coded.reading(reading, self._item("readings", i)) for i, reading in enumerate(raw.readings))
        top = Where(self.name)
        for key in self.root.keys:
            self.marks[(top, key)] = self.root.keys[key]
        if "sides" in self.root.keys:
            self._mark(self.root.find(("sides",)), top, ("sides",))
        return Timeline(
            dispute=raw.dispute,
            title=raw.title,
            period=raw.period or _span(events, readings, [stake.date for stake in raw.stakes]),
            sides=_sides(raw),
            parties=parties,
            events=events,
            readings=readings,
            series=tuple(coded.series(series, self._item, i) for i, series in enumerate(raw.series)),
            decisions=tuple(coded.decision(d, self._item("decisions", i)) for i, d in enumerate(raw.decisions)),
            stakes=tuple(coded.stake(s, self._item("stakes", i)) for i, s in enumerate(raw.stakes)),
            observations=tuple(
                coded.observation(o, self._item("observations", i)) for i, o in enumerate(raw.observations)
            ),
            claims=tuple(
                coded.claim(c, self._item("claims", i), partial(self._item, "claims", i, "tests"))
                for i, c in enumerate(raw.claims)
            ),
            sources={
                key: Source(key, s.author, s.year, s.title, s.publisher or "", s.url or "")
                for key, s in raw.sources.items()
            },
            summary=raw.summary or "",
            note=raw.note or "",
            about=dict(raw.about),
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

    def event(self, raw: m.EventModel, *path: str | int) -> Event:
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
            impact=dict(raw.impact),
            cite=cites(raw.cite),
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


def _trigger(raw: m.TriggerModel) -> Trigger:
    return Trigger(raw.clock, Outcome(raw.ends) if raw.ends else None, raw.act, raw.actor, raw.recipient)


def _worth(raw: m.WorthModel | None) -> Worth | None:
    return Worth(raw.amount, raw.unit) if raw else None


def _sides(raw: m.TimelineModel) -> tuple[str, str]:
    """The two sides as written; else the first two parties that belong to no other."""
    named = raw.sides or [key for key, party in raw.parties.items() if party.of is None][:2]
    named = (named + list(raw.parties))[:2]
    return named[0], named[1]


def _span(events: tuple[Event, ...], readings: tuple[Reading, ...], stakes: list[When | Relative]) -> When:
    """The period of a file that states none.

    From its first to its last event, reading, entry of stakes or due date, and as much longer as the longest duration
    in the file.
    """
    spans: list[When | Relative | Duration] = [event.date for event in events]
    spans += [reading.date for reading in readings]
    spans += stakes
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
