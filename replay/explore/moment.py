"""What holds at one entry of a replay: what just happened, clocks with the days left, threats, positions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from replay.codebook import ThreatFate
from replay.counterfactuals.view import View as Replayed
from replay.domain import level_of
from replay.engine.days import worded
from replay.engine.trace import ENDS, STARTS, Entry, Kind
from replay.escalation import Measure
from replay.explore.shown import Shown
from replay.text.words import counted, decimal, money

__all__ = ["Moment", "Position", "Running", "Standing", "entry_told", "moment"]

_LISTED = 8
_STANDS = frozenset({ThreatFate.OPEN, ThreatFate.NOT_TRIGGERED, ThreatFate.SUSPENDED, ThreatFate.UNKNOWN})


@dataclass(frozen=True, slots=True)
class Running:
    """A clock that runs: its name, who set it, the due date in words, days left, the share of its time that is up."""

    id: str
    label: str
    kind: str
    who: str
    due: str
    left: str
    share: int
    link: str


@dataclass(frozen=True, slots=True)
class Standing:
    """A threat or promise: who, to whom, what, worth what."""

    who: str
    whom: str
    form: str
    what: str
    worth: str
    link: str


@dataclass(frozen=True, slots=True)
class Position:
    """Where a side stands: in domain units, in words, what this entry changed; and its path as points of a picture."""

    name: str
    camp: str
    value: str
    level: str
    change: str
    place: str
    path: str
    now: tuple[str, str]


@dataclass(frozen=True, slots=True)
class Moment:
    """What holds after so many entries of a replay, `at` of `steps`."""

    at: int
    steps: int
    day: str
    told: str
    act: str
    link: str
    summary: str
    running: tuple[Running, ...]
    standing: tuple[Standing, ...]
    more: int
    fates: str
    positions: tuple[Position, ...]


def moment(shown: Shown) -> Moment | None:
    """Return what holds at the place that a view asks for; None for a replay without an entry."""
    if not shown.steps:
        return None
    at, replay = shown.at, shown.replay
    entry = replay.entries[at - 1]
    event = replay.timeline.by_id.get(entry.event or "") or replay.timeline.by_rule.get(entry.event or "")
    standing, more, fates = _ledger(shown)
    return Moment(
        at, shown.steps, replay.days.of(entry), entry_told(replay, entry), entry.event or "",
        shown.link(entry.event) if entry.event else "", event.summary if event and entry.act else "",
        tuple(_running(shown)), standing, more, fates, tuple(_positions(shown)),
    )  # fmt: skip


def entry_told(replay: Replayed, entry: Entry) -> str:
    """Say in words what an entry records, its day left out."""
    timeline = replay.timeline
    if entry.kind in (Kind.DROPPED, Kind.SUPPRESSED):
        reason = "taken away" if entry.kind is Kind.DROPPED else "its ground is gone"
        return f"Does not happen ({reason}): {replay.label(entry.event or '')}"
    if entry.act is not None:
        event = timeline.by_id.get(entry.event or "")
        whom = f" towards {timeline.name(entry.recipient)}" if entry.recipient else ""
        by = "" if entry.kind is Kind.EVENT else ", by rule"
        label = event.label if event and event.label else entry.act.words
        return f"{timeline.name(entry.actor)}{whom}: {label}{by}"
    if entry.clock is None:
        return f"{replay.label(entry.event or '')}: {entry.kind.value.replace('-', ' ')}"
    coded = timeline.clocks.get(entry.clock)
    name = f"“{(coded.label if coded else '') or entry.clock}”"
    if entry.kind in ENDS:
        how = coded.kind.end_in_words(ENDS[entry.kind]) if coded else ENDS[entry.kind].words
        return f"Clock {name}: {how}"
    if entry.kind in STARTS:
        verb = {Kind.CLOCK_SET: "is set", Kind.CLOCK_MOVED: "is moved", Kind.CLOCK_RESUMED: "runs again"}
        return f"Clock {name} {verb.get(entry.kind, 'is opened again')}, due {replay.days.due_from(entry)}"
    return f"Clock {name}: {entry.kind.value.removeprefix('clock-').replace('-', ' ')}"


def _running(shown: Shown) -> Iterator[Running]:
    replay, at = shown.replay, shown.at
    day, timeline = replay.entries[at - 1].day, replay.timeline
    starts = {entry.clock: entry for entry in replay.entries[:at] if entry.kind in STARTS}
    found = [clock for clock in replay.trace.head(at).clocks() if clock.ended_on is None]
    for clock in sorted(found, key=lambda one: (one.due is None, one.due or 0)):
        due = clock.due
        text = replay.days.due_from(starts[clock.id])
        left, share = "no date", 0
        if due is not None:
            about = "" if text == worded(due) and replay.days.is_exact(replay.entries[at - 1]) else "about "
            left = f"{about}{counted(due - day, 'day')} left" if due > day else "due today" if due == day else "overdue"
            share = round(100 * min(1.0, max(0, day - clock.set_on) / max(1, due - clock.set_on)))
        yield Running(
            clock.id, clock.label or clock.id, clock.kind.words, timeline.name(clock.holder), text, left, share,
            shown.link(clock.set_by) if clock.set_by else "",
        )  # fmt: skip


def _ledger(shown: Shown) -> tuple[tuple[Standing, ...], int, str]:
    """The threats and promises that stand, the latest first; how many more; and what became of the others.

    One stands until the act, or the day, that ended it: that is read off the whole replay.
    """
    acts, at = shown.acts, shown.at
    day = shown.replay.entries[at - 1].day
    standing: dict[str, Measure] = {}
    ended: dict[str, int] = {}
    for row in shown.replay.ledger:
        if not row.acts or row.acts[0] not in acts or acts[row.acts[0]].seq >= at:
            continue
        over = (
            row.ended is not None and row.ended <= day and all(acts[by].seq < at for by in row.ended_by if by in acts)
        )
        if row.fate not in _STANDS and (over or at == shown.steps):
            ended[row.fate.words] = ended.get(row.fate.words, 0) + 1
        else:
            standing.setdefault(re.sub(r"/\d+$", "", row.id), row)  # one that holds each time stands once
    latest = [*reversed(standing.values())]
    told = tuple(_standing(shown, row) for row in latest[:_LISTED])
    return told, max(0, len(latest) - _LISTED), ", ".join(f"{number} {words}" for words, number in ended.items())


def _standing(shown: Shown, row: Measure) -> Standing:
    timeline = shown.replay.timeline
    worth = money({row.worth.unit: row.worth.amount}) if row.worth else ""
    known = [act for act in row.acts if act in shown.acts and shown.acts[act].seq < shown.at]
    what = row.what if row.what.endswith(".") else f"{row.what}."
    return Standing(timeline.name(row.who), timeline.name(row.whom), row.form, what, worth, shown.link(known[-1]))


WIDTH, HEIGHT = 240, 48
"""Size of the picture of a path, in its own units; from gain (+1) above to what lies below strong loss (-4)."""


def _positions(shown: Shown) -> Iterator[Position]:
    replay, at = shown.replay, shown.at
    entries = replay.entries
    day, first, last = entries[at - 1].day, entries[0].day, entries[-1].day
    for camp, (side, domain) in zip("ab", replay.domains.items(), strict=True):
        now, was = domain.before(at, day), domain.before(at - 1, day)
        points = [(min(step.day, last), step.position) for step in domain.steps if step.seq < at]
        points = [(max(first, domain.start.day), domain.start.position), *points, (day, now)]
        path = ""
        for when, value in points:
            x, y = _x(when, first, last), _y(value)
            path += f"H{x}V{y}" if path else f"M{x} {y}"
        moved = now - was
        change = f"{'up' if moved > 0 else 'down'} {decimal(abs(moved))} by this" if abs(moved) >= 0.005 else ""
        yield Position(
            replay.timeline.name(side), camp, decimal(now), level_of(now).words, change, _y(now), path,
            (_x(day, first, last), _y(now)),
        )  # fmt: skip


def _x(day: int, first: int, last: int) -> str:
    return f"{4 + (WIDTH - 8) * min(1.0, max(0.0, (day - first) / max(1, last - first))):.1f}"


def _y(value: float) -> str:
    return f"{4 + (HEIGHT - 8) * (1 - min(1.0, max(-4.0, value))) / 5:.1f}"
