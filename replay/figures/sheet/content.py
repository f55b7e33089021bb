"""What the figures of a dispute draw, as data: acts with the key ones marked, spans of clocks, readings, the axis."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from replay.codebook import Act, Outcome, Strategy, Tactic, strategy_of
from replay.dates import When
from replay.dates import day as parse_day
from replay.domain import Domain, Track, path, readings
from replay.domain.path import Step
from replay.engine.days import Days, worded
from replay.engine.trace import ClockHistory, Kind, Trace
from replay.escalation import ANSWERS, Link, Node, graph, ranking, reasons
from replay.figures.sheet.ends import Stop, clock_names, marks_of, stops
from replay.figures.sheet.timescale import TimeScale, time_scale
from replay.timeline import WORLD, Timeline, members

__all__ = ["Deed", "Dispute", "Span", "axis_of", "gather", "joint_strategy", "window"]

_PULL = 0.84  # of acts, clocks and readings on the share of a stretch of the axis, against that of its length


@dataclass(frozen=True, slots=True)
class Deed:
    """An act as it is drawn.

    Attributes
    ----------
    id, label, party : str
        Parties that act together stand in one text, joined by a plus.
    group : {"A", "B", "AB", "other"}
        Whose camp the actor belongs to: the sender's, the target's, both in a joint act, nobody's.
    own : bool
        Whether a party of the camp itself acts, and not only domestic actors of its.
    act : Act
    conduct : tuple[Tactic | Strategy, ...]
        Tactics as coded, or the strategy stated in their place; none for what only the replay has.
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
    actor : str
        Who acts, in full.
    engaged : bool
        Whether it is an act of one camp towards the other.
    named : bool or None
        Whether it is to be named, where an author says so.
    date : str
        The day in words, as coded.
    done : bool
        Whether it took place; what is announced only, or was not done when its day had come, did not.
    """

    id: str
    label: str
    party: str
    group: str
    own: bool
    act: Act
    conduct: tuple[Tactic | Strategy, ...]
    day: int
    first: int
    last: int
    place: int
    key: bool
    emitted: bool
    hostile: bool
    actor: str = ""
    engaged: bool = False
    named: bool | None = None
    date: str = ""
    done: bool = True

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
    return strategy_of((deed.act, deed.conduct) for deed in deeds if not deed.emitted)


@dataclass(frozen=True, slots=True)
class Span:
    """The life of a clock.

    Attributes
    ----------
    label : str
        Ends with who set the clock; no two of a figure are equal (`clock_names`).
    first, last : int
        Day on which it was set; day on which it ended, or the last of the replay while it is open.
    due : int or None
        Due day in force at the end; None if it is beyond the last day of the replay.
    moved : tuple[int, ...]
        Due days before that, as far as the replay goes.
    stops : tuple[Stop, ...]
        When it stood still before it ran again.
    history : ClockHistory
    readings : Mapping[str, Outcome]
        How each party reads its end, where they disagree.
    place : int
        In the order of importance: the place of the most important act that set it or ended it.
    begun, ended : bool
        Whether its beginning and its end lie on the days that are drawn.
    """

    label: str
    first: int
    last: int
    due: int | None
    moved: tuple[int, ...]
    stops: tuple[Stop, ...]
    history: ClockHistory
    readings: Mapping[str, Outcome] = field(default_factory=dict)
    place: int = 0
    begun: bool = True
    ended: bool = True

    @property
    def id(self) -> str:
        """Id of the clock."""
        return self.history.id

    @property
    def marks(self) -> tuple[str, ...]:
        """The marks of its end: one, or those of all readings, that of the replay first."""
        return marks_of(self.history, self.readings)

    @property
    def runs(self) -> tuple[tuple[int, int], ...]:
        """First and last day of each stretch in which it ran."""
        edges = [self.first, *(day for stop in self.stops for day in (stop.first, stop.last)), self.last]
        return tuple(zip(edges[::2], edges[1::2], strict=True))


@dataclass(frozen=True, slots=True)
class Dispute:
    """All that the figures of a dispute have in common.

    Attributes
    ----------
    title : str
    names, ids : tuple[str, ...]
        The names of the parties of the two camps, in full, and their ids.
    tracks : tuple[Track, Track]
        Readings of the two sides, the sender first.
    paths : tuple[Domain, ...]
        Computed domains of the two sides, by the default rules.
    deeds : tuple[Deed, ...]
        Acts, in the order of the trace.
    broken : tuple[Deed, ...]
        What was threatened or promised and not done although its day had come: no acts, but what they would have been.
    spans : tuple[Span, ...]
        Clocks, in the order of setting.
    answers : tuple[Link, ...]
        From each act to the acts that answer it, by target, then source.
    scale : TimeScale
    naming : str or None
        Which acts are named, in a sentence, where an author says so.
    whole : tuple[Track, ...]
        All readings of the two sides, where only those of some days are drawn; or none.
    dates : Days
        What the days of the replay are in words, as coded.
    """

    title: str
    names: tuple[str, ...]
    ids: tuple[str, ...]
    tracks: tuple[Track, ...]
    paths: tuple[Domain, ...]
    deeds: tuple[Deed, ...]
    broken: tuple[Deed, ...]
    spans: tuple[Span, ...]
    answers: tuple[Link, ...]
    scale: TimeScale
    dates: Days = field(compare=False, repr=False)
    naming: str | None = None
    whole: tuple[Track, ...] = ()

    def by(self, group: str, own: bool = False) -> tuple[Deed, ...]:
        """Return the acts of a camp, joint ones too, or only those that are the side's `own`."""
        return tuple(deed for deed in self.deeds if group in (deed.group, *deed.group) and (deed.own or not own))

    @property
    def days(self) -> tuple[int, ...]:
        """The days that an axis makes room for; the first day of its own axis if nothing happens."""
        return tuple(_days((*self.deeds, *self.broken), self.spans, self.tracks)) or (self.scale.first,)

    @property
    def carried_on(self) -> bool:
        """Whether a level that was read before the days that are drawn still holds on the first of them."""
        first = self.scale.first
        return any(
            any(day < first for day, _ in track.steps) and track.marks[-1].middle >= first for track in self.whole
        )

    def steps(self, found: Domain) -> tuple[Step, ...]:
        """Return the steps of a computed path that are drawn: of some days, also the one that holds on the first."""
        if not self.whole:
            return found.steps
        before = [step for step in found.steps if step.day < self.scale.first]
        return (*before[-1:], *(s for s in found.steps if self.scale.first <= s.day < self.scale.stop))


def window(shown: Dispute, first: int, last: int) -> Dispute:
    """Return the same with a date axis from the first day to the last, both included."""
    days = [day for day in _days((*shown.deeds, *shown.broken), shown.spans, shown.tracks) if first <= day <= last]
    return replace(shown, scale=axis_of([first, *days, last]).part(first, last + 1))


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
    dates = Days(trace, worded)
    deeds = tuple(
        replace(_deed(timeline, node, place[node.id], node.id in key), date=dates.of_act(node.id, node.day))
        for node in linked.acts
    )
    still, clocks = stops(trace), trace.clocks()
    named = clock_names(clocks, dates.set_on)
    spans = tuple(
        _span(history, named[history.id], still.get(history.id, ()), end, timeline.clocks[history.id].readings, place)
        for history in clocks
    )
    broken = tuple(
        replace(_broken(timeline, entry.event or "", entry.day), date=dates.of(entry))
        for entry in trace.select(Kind.COMMITMENT_BROKEN)
    )
    answers = tuple(
        link for link in linked.links if link.type in ANSWERS and {link.source, link.target} <= place.keys()
    )
    scale = axis_of(_days((*deeds, *broken), spans, tracks) or [min(end, timeline.period.middle)])
    return Dispute(
        timeline.title, tuple(timeline.camp_name(side) for side in timeline.sides),
        tuple(", ".join(timeline.camp(side)) for side in timeline.sides), tracks, tuple(path(trace).values()), deeds,
        broken, spans, answers, scale, dates,
    )  # fmt: skip


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
    return Deed(
        node.id, label, party, *_camp(timeline, party), act, event.conduct[1] if event else (), node.day, first, last,
        place, key, node.emitted, node.hostile, timeline.name(party), node.in_dyad,
        done=event is None or event.status.happened,
    )  # fmt: skip


def _camp(timeline: Timeline, party: str) -> tuple[str, bool]:
    """The group of an actor, and whether a party of the camp itself is in it."""
    group = "".join(
        letter for side, letter in zip(timeline.sides, "AB", strict=True) if side in timeline.sides_of(party)
    )
    parties = {name for side in timeline.sides for name in timeline.camp(side)}
    return group or "other", bool(parties & {*members(party)})


def _broken(timeline: Timeline, rule: str, day: int) -> Deed:
    """What was not done, as the commitment says it."""
    then = timeline.by_rule[rule]
    label, group = f"Not done: {then.act.words}", _camp(timeline, then.actor)
    return Deed(
        rule,
        label,
        then.actor,
        *group,
        then.act,
        (),
        day,
        day,
        day,
        -1,
        True,
        False,
        False,
        timeline.name(then.actor),
        done=False,
    )


def _span(
    history: ClockHistory, label: str, still: tuple[Stop, ...], end: int, readings: Mapping[str, Outcome],
    places: Mapping[str, int],
) -> Span:  # fmt: skip
    """A clock that is still open runs to the end of the replay."""
    *earlier, due = (due if due is not None and due <= end else None for _, due in history.dues)
    last = history.ended_on if history.ended_on is not None else end
    place = min(places.get(act or "", len(places)) for act in (history.set_by, history.ended_by))
    moved = tuple(day for day in earlier if day)
    return Span(label, history.set_on, last, due, moved, still, history, readings, place)
