"""What the figures of a dispute draw, as data: acts with the key ones marked, spans of clocks, readings, the axis."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from replay.codebook import Act, Outcome, Strategy, Tactic, strategy_of
from replay.dates import When
from replay.dates import day as parse_day
from replay.domain import Domain, Track, path, readings
from replay.engine.trace import ClockHistory, Trace
from replay.escalation import ANSWERS, Link, Node, graph, ranking, reasons
from replay.figures.sheet.timescale import TimeScale, time_scale
from replay.timeline import WORLD, Timeline

__all__ = ["Deed", "Dispute", "Span", "axis_of", "gather", "joint_strategy"]

_PULL = 0.84  # of acts, clocks and readings on the share of a stretch of the axis, against that of its length


@dataclass(frozen=True, slots=True)
class Deed:
    """An act as it is drawn.

    Attributes
    ----------
    id, label, party : str
    group : {"A", "B", "other"}
        Whose camp the actor belongs to: the sender's, the target's, nobody's.
    own : bool
        Whether the side itself acts, and not a domestic actor of its.
    act : Act
    tactics : tuple[Tactic, ...]
        As coded; none for what only the replay has.
    day, first, last : int
        The day, and the bounds of its date as coded; all three the same where it is exact, or counted from another act.
    place : int
        In the order of importance (`escalation.ranking`): 0 for the most important act.
    key : bool
        Whether there is a reason to name it (`escalation.reasons`).
    emitted : bool
        Whether the replay brought it about and the record does not have it.
    hostile : bool
        Whether it is a hostile act between the camps.
    """

    id: str
    label: str
    party: str
    group: str
    own: bool
    act: Act
    tactics: tuple[Tactic, ...]
    day: int
    first: int
    last: int
    place: int
    key: bool
    emitted: bool
    hostile: bool

    @property
    def rung(self) -> int:
        """Rung of the ladder; 0 for an act off it."""
        return self.act.rung

    @property
    def strategy(self) -> Strategy | None:
        """What it belongs to by the codebook's rule; None also for what only the replay has."""
        return joint_strategy([self])


def joint_strategy(deeds: Sequence[Deed]) -> Strategy | None:
    """Return the strategy of recorded acts taken together by the codebook's rule; None where nothing speaks."""
    return strategy_of((deed.act, deed.tactics) for deed in deeds if not deed.emitted)


@dataclass(frozen=True, slots=True)
class Span:
    """The life of a clock.

    Attributes
    ----------
    id, label : str
        The label ends with whose clock it is.
    first, last : int
        Day on which it was set; day on which it ended, or the last of the replay while it is open.
    due : int or None
        Due day in force at the end; None if it is beyond the last day of the replay.
    moved : tuple[int, ...]
        Due days before that, as far as the replay goes.
    outcome : Outcome
        `moved` for a clock still open on another date than its first.
    """

    id: str
    label: str
    first: int
    last: int
    due: int | None
    moved: tuple[int, ...]
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Dispute:
    """All that the figures of a dispute have in common.

    Attributes
    ----------
    title : str
    tracks : tuple[Track, Track]
        Readings of the two sides, the sender first.
    paths : tuple[Domain, ...]
        Computed domains of the two sides, by the default rules.
    deeds : tuple[Deed, ...]
        Acts, in the order of the trace.
    spans : tuple[Span, ...]
        Clocks, in the order of setting.
    answers : tuple[Link, ...]
        From each act to the acts that answer it, by target, then source.
    scale : TimeScale
    """

    title: str
    tracks: tuple[Track, ...]
    paths: tuple[Domain, ...]
    deeds: tuple[Deed, ...]
    spans: tuple[Span, ...]
    answers: tuple[Link, ...]
    scale: TimeScale

    def by(self, group: str, own: bool = False) -> tuple[Deed, ...]:
        """Return the acts of a camp, or only those that are the side's `own`."""
        return tuple(deed for deed in self.deeds if deed.group == group and (deed.own or not own))

    @property
    def days(self) -> tuple[int, ...]:
        """The days that an axis makes room for; the first day of its own axis if nothing happens."""
        return tuple(_days(self.deeds, self.spans, self.tracks)) or (self.scale.first,)


def axis_of(days: Sequence[int]) -> TimeScale:
    """Return the date axis of one dispute or several for the `days` that it makes room for."""
    return time_scale(days, pull=_PULL)


def gather(trace: Trace) -> Dispute:
    """Gather what the figures show of a trace; readings from after the last day of the replay are left out.

    Raises
    ------
    RefusalError
        If the trace is without its timeline.

    Examples
    --------
    >>> import replay
    >>> [deed.label for deed in gather(replay.run(replay.load(replay.example()))).by("B") if deed.key]
    ['Threaten case', 'Settle']
    """
    timeline, linked = trace.coded("draw a figure"), graph(trace)
    end = _end(trace, timeline)
    tracks = tuple(
        replace(track, marks=tuple(mark for mark in track.marks if mark.first <= end)) for track in readings(timeline)
    )
    place, key = {name: n for n, name in enumerate(ranking(linked))}, reasons(linked)
    deeds = tuple(_deed(timeline, node, place[node.id], node.id in key) for node in linked.acts)
    spans = tuple(_span(history, end) for history in trace.clocks())
    answers = tuple(
        link for link in linked.links if link.type in ANSWERS and {link.source, link.target} <= place.keys()
    )
    scale = axis_of(_days(deeds, spans, tracks) or [min(end, timeline.period.middle)])
    return Dispute(timeline.title, tracks, tuple(path(trace).values()), deeds, spans, answers, scale)


def _end(trace: Trace, timeline: Timeline) -> int:
    """The last day of the replay."""
    until = trace.settings.get("until", "")
    if until:
        return int(until) if until.isdigit() else parse_day(until)
    last = timeline.period.latest
    return last if last is not None else max((entry.day for entry in trace), default=timeline.period.middle)


def _days(deeds: Sequence[Deed], spans: Sequence[Span], tracks: Sequence[Track]) -> list[int]:
    """The days that the axis makes room for: acts weigh twice, key acts four times what a clock or reading does."""
    out = [deed.day for deed in deeds for _ in range(4 if deed.key else 2)]
    for span in spans:
        out += [span.first, span.last, *span.moved, *([span.due] if span.due is not None else [])]
    return out + [day for track in tracks for mark in track.marks for day in (mark.first, mark.middle, mark.last)]


def _deed(timeline: Timeline, node: Node, place: int, key: bool) -> Deed:
    event, act, party = timeline.by_id.get(node.id), Act(node.act or ""), node.party or WORLD
    first = last = node.day
    if event is not None and isinstance(event.date, When):
        first = min(event.date.earliest or node.day, node.day)
        last = max(event.date.latest or node.day, node.day)
    label = (event.label if event else "") or act.words.capitalize()
    group = dict(zip(timeline.sides, "AB", strict=True)).get(node.side or "", "other")
    return Deed(
        node.id, label, party, group, party in timeline.sides, act, event.tactics if event else (), node.day, first,
        last, place, key, node.emitted, node.hostile,
    )  # fmt: skip


def _span(history: ClockHistory, end: int) -> Span:
    """A clock that is still open runs to the end of the replay."""
    *earlier, due = (due if due is not None and due <= end else None for _, due in history.dues)
    last = history.ended_on if history.ended_on is not None else end
    label = f"{history.label} ({history.holder})" if history.holder else history.label
    return Span(
        history.id, label, history.set_on, last, due, tuple(day for day in earlier if day),
        history.outcome,
    )  # fmt: skip
