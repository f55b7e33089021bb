"""What an escalation diagram shows: rows of acts by date, lanes by who acts, clocks, links; and in which words."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import groupby

from replay.codebook import Outcome
from replay.dates import Duration, Precision, Relative, When, bounds_in_words, reach
from replay.engine.days import Days, worded
from replay.engine.trace import ClockHistory, Kind
from replay.escalation import Escalation, Link, LinkType, Node
from replay.figures.sheet.ends import KINDS, clock_names, disputed, due_words, ended, marks_of
from replay.figures.style import arrow_words
from replay.text.words import joined, typeset
from replay.timeline import Due, Timeline, members, origin
from replay.timeline.schedule import spans

__all__ = [
    "ADDED", "BOTH", "CHANGED", "DROPPED", "GONE", "OTHERS", "SAME", "Coded", "Content", "Line", "Status", "Stop",
    "content",
]  # fmt: skip

OTHERS = "others"
"""The lane of whoever belongs to neither side."""
BOTH = "both"
"""Where acts lie that parties of both camps do together: across the two lanes."""
Status = Mapping[str | tuple[str, str], str]
"""What became of acts and clocks, by id, and of links, by their two ends, in another replay; all else is the same."""
ADDED, DROPPED, GONE, CHANGED, SAME = "added", "dropped", "gone", "changed", "same"
"""What can have become of something; in a box it stands as a word."""
NO_ACT = "no act yet"
GAP = 90
"""Days between two dates above which a diagram says how long it is between them."""
_NAMED = 2  # third parties whose names head their lane; more are named in the boxes


@dataclass(frozen=True, slots=True)
class Stop:
    """A date, and the acts that have it as coded, in the order of the trace.

    Attributes
    ----------
    date : str
        As coded, in words; other words that stand between the dates, if there is no act.
    acts : tuple[Node, ...]
    since : tuple[str, ...]
        How long after the stop before, in ever fewer words, if that is surely more than `GAP` days; else empty.
    """

    date: str
    acts: tuple[Node, ...]
    since: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """All links from one node to another: their types, the weightiest first; `kinds` are those of the two nodes."""

    source: str
    target: str
    types: tuple[LinkType, ...]
    kinds: tuple[str, str] = ("act", "act")

    @property
    def words(self) -> str:
        """What is read along the arrow."""
        return ", ".join(dict.fromkeys(self.word(type_) for type_ in self.types))

    def word(self, type_: LinkType) -> str:
        """What is read along the arrow of one of the types."""
        return arrow_words(type_.value, *self.kinds)


@dataclass(frozen=True, slots=True)
class Content:
    """What is drawn.

    Attributes
    ----------
    name, title : str
        Of the dispute.
    lanes : Mapping[str, str]
        Names by key: the two camps, and `OTHERS` if one of them acts; a lane without acts is there if it is a camp's.
    homes : Mapping[str, str]
        The lane of each act, by id; `BOTH` for a joint act of both camps.
    stops : tuple[Stop, ...]
        From the first to the last.
    clocks : tuple[ClockHistory, ...]
        Those that a shown act sets, moves or ends, or follows from.
    lines : tuple[Line, ...]
        Among the acts and clocks shown; none stands for a link that there is not.
    said : Mapping[str, str]
        The words of each act, besides its label, by id: who acts and for whom, where the lane does not say it.
    broken : Mapping[str, tuple[str, ...]]
        What was threatened or promised by an act and not done, in words, by the id of the act.
    names : Mapping[str, str]
        The name of each clock, no two the same.
    dues : Mapping[str, str]
        Due dates as coded, in words, by clock.
    ends : Mapping[str, str]
        What runs on each clock and how it ended, in words, with its due date.
    marks : Mapping[str, tuple[str, ...]]
        The marks of its end, of a disputed end several (`sheet.ends.marks_of`).
    status : Status
        What became of what is shown, if two replays are.
    was : Mapping[str, str]
        What acts and clocks were before, in words.
    heading : str or None
        The title in the figure, "" for none; None for `title`.
    key : bool
        Whether the key is drawn.
    """

    name: str
    title: str
    lanes: Mapping[str, str]
    homes: Mapping[str, str]
    stops: tuple[Stop, ...]
    clocks: tuple[ClockHistory, ...]
    lines: tuple[Line, ...]
    said: Mapping[str, str]
    broken: Mapping[str, tuple[str, ...]]
    names: Mapping[str, str]
    dues: Mapping[str, str]
    ends: Mapping[str, str]
    marks: Mapping[str, tuple[str, ...]]
    status: Status = field(default_factory=dict)
    was: Mapping[str, str] = field(default_factory=dict)
    heading: str | None = None
    key: bool = True

    @property
    def acts(self) -> tuple[Node, ...]:
        """The acts shown, in the order of the trace."""
        return tuple(node for stop in self.stops for node in stop.acts)

    def lane(self, node: Node) -> str:
        """Return the key of the lane of an act, or `BOTH`."""
        return self.homes[node.id]

    @property
    def lone(self) -> str:
        """The act of a third party for which alone there is a lane, and which no link reaches; "" for none."""
        own = [node for node in self.acts if self.homes[node.id] == OTHERS]
        reached = {end for line in self.lines for end in (line.source, line.target)}
        alone = len(own) == 1 < len(self.acts) and own[0].id not in reached and not own[0].emitted
        return own[0].id if alone else ""

    def without(self, clocks: Collection[str]) -> Content:
        """Return the same without these clocks and their links."""
        kept = tuple(clock for clock in self.clocks if clock.id not in clocks)
        lines = tuple(line for line in self.lines if not {line.source, line.target} & {*clocks})
        return replace(self, clocks=kept, lines=lines)

    def linked(self, kinds: Collection[LinkType]) -> Content:
        """Return the same with links of these types only, and of the clocks those that have such a link."""
        pruned = (replace(line, types=tuple(kind for kind in line.types if kind in kinds)) for line in self.lines)
        lines = tuple(line for line in pruned if line.types)
        ends = {end for line in lines for end in (line.source, line.target)}
        return replace(self, lines=lines, clocks=tuple(clock for clock in self.clocks if clock.id in ends))


def content(found: Escalation, chosen: Collection[str], before: Escalation | None = None) -> Content:
    """Gather what is drawn of a graph if these acts are, given by id; of two replays all that either has."""
    timeline, replays = found.trace.timeline, (found,) if before is None else (before, found)
    chosen = frozenset(chosen)
    dated = {node.id: (node, coded.date(node)) for coded in map(Coded, replays) for node in coded.acts(chosen)}
    acts = sorted(dated.values(), key=lambda pair: (pair[0].day, pair[0].seq, pair[0].id))
    nodes = [node for node, _ in acts]
    sides = timeline.sides if timeline else tuple(sorted({node.side for node in found.nodes if node.side}))[:2]
    lanes = {side: timeline.camp_name(side) if timeline else side for side in sides}
    homes = {node.id: _home(timeline, node, sides) for node in nodes}
    others = list(dict.fromkeys(node.party for node in nodes if homes[node.id] == OTHERS))
    if others:
        few = len(others) <= _NAMED
        lanes[OTHERS] = joined([_name(timeline, party) for party in others]) if few else "Third parties"
    links = {(link.source, link.target, link.type): link for one in replays for link in one.links}.values()
    linked = {end for link in links for end in (link.source, link.target) if {link.source, link.target} & {*dated}}
    clocks = {
        clock.id: (
            clock, coded.due(clock), coded.readings(clock), coded.resumed(clock), coded.days.set_on(clock.id),
        )
        for coded in map(Coded, replays) for clock in coded.trace.clocks() if clock.id in linked
    }  # fmt: skip
    return Content(
        timeline.dispute if timeline else "escalation",
        typeset(timeline.title) if timeline else "Escalation",
        lanes,
        homes,
        tuple(_stops(found, acts)) or (Stop(NO_ACT, ()),),
        tuple(clock for clock, *_ in clocks.values()),
        tuple(_lines(links, dated, clocks)),
        {node.id: _said(node, homes[node.id], lanes, timeline) for node in nodes},
        _broken(found, {*dated}),
        clock_names((clock for clock, *_ in clocks.values()), lambda name: clocks[name][4], bare=True),
        {name: due for name, (_, due, *_) in clocks.items()},
        {name: _runs(*known[:4]) for name, known in clocks.items()},
        {name: marks_of(clock, readings) for name, (clock, _, readings, *_) in clocks.items()},
    )  # fmt: skip


def _stops(found: Escalation, acts: Sequence[tuple[Node, str]]) -> Iterator[Stop]:
    """Yield the dates with their acts, and how long it is between two of them where it surely is long."""
    coded = Coded(found)
    before: tuple[int, tuple[int, int]] | None = None
    for (day, date), group in groupby(acts, key=lambda pair: (pair[0].day, pair[1])):
        nodes = tuple(node for node, _ in group)
        bounds = coded.bounds(nodes[0])
        yield Stop(date, nodes, _apart(before, (day, bounds)) if before else ())
        before = day, bounds


def _apart(one: tuple[int, tuple[int, int]], two: tuple[int, tuple[int, int]]) -> tuple[str, ...]:
    """The time between two days, each with its bounds, in months, from two years on in years; in ever fewer words.

    Nothing, unless it is more than `GAP` days wherever the days lie within their bounds.

    >>> _apart((1, (1, 1)), (366, (366, 366))), _apart((1, (1, 5)), (1500, (1500, 1500)))
    (('12 months', '12 mo.'), ('about 4 years', '~4 years', '~4 yr.'))
    >>> _apart((1, (1, 100)), (150, (150, 150)))
    ()
    """
    (day, (first, last)), (then, (start, end)) = one, two
    if start - last <= GAP:
        return ()
    months = round((then - day) / 30.44)
    count, unit, brief = (months, "months", "mo.") if months < 24 else (round((then - day) / 365.25), "years", "yr.")
    if first == last and start == end:
        return f"{count} {unit}", f"{count} {brief}"
    return f"about {count} {unit}", f"~{count} {unit}", f"~{count} {brief}"


def _runs(clock: ClockHistory, due: str, readings: Mapping[str, Outcome], resumed: bool) -> str:
    """What runs on a clock and how it ended."""
    what = f"{due_words(clock.kind, len(clock.dues) > 1, resumed)} {due}" if due else KINDS[clock.kind]
    return f"{what}: {disputed(clock, readings) or ended(clock)}"


def _name(timeline: Timeline | None, parties: str | None) -> str:
    if not parties:
        return "Unknown actor"
    return timeline.name(parties) if timeline else joined([*members(parties)])


def _home(timeline: Timeline | None, node: Node, sides: Collection[str]) -> str:
    """The lane of an act."""
    found = timeline.sides_of(node.party) if timeline else tuple(side for side in (node.side,) if side in sides)
    return BOTH if len(found) > 1 else (found[0] or OTHERS) if found else OTHERS


def _broken(found: Escalation, chosen: Collection[str]) -> Mapping[str, tuple[str, ...]]:
    """What was not done although its day had come."""
    said: dict[str, tuple[str, ...]] = {}
    days = Days(found.trace, worded)
    for entry in found.trace.select(Kind.COMMITMENT_BROKEN):
        promise = origin(entry.event or "")
        then = found.trace.timeline.by_rule.get(entry.event or "") if found.trace.timeline else None
        if promise in chosen:
            what = then.act.words if then else "what it said"
            words = f"× not done: {what}, {days.of(entry)}"
            said[promise] = (*said.get(promise, ()), words)
    return said


def _short(name: str) -> str:
    """A name without what it adds in brackets.

    >>> _short("U.S. auto industry (Big Three, parts makers)"), _short("(unknown)")
    ('U.S. auto industry', '(unknown)')
    """
    return name.partition(" (")[0] if name.endswith(")") else name


def _said(node: Node, home: str, lanes: Mapping[str, str], timeline: Timeline | None) -> str:
    """Who acts, unless the lane is the actor's; whom it is for, unless that is a camp or the first party of one."""
    actor = _name(timeline, node.party)
    everybody = timeline is not None and {*members(node.party)} == {p for s in timeline.sides for p in timeline.camp(s)}
    parts = [] if actor == lanes.get(home) or everybody else [_short(actor)]
    if node.recipient and node.recipient not in lanes and timeline and home not in (OTHERS, BOTH):
        whom = timeline.name(node.recipient)
        parts += [f"to {_short(whom)}"] if whom not in lanes.values() else []
    return " ".join(parts)


def _lines(links: Iterable[Link], acts: Collection[str], clocks: Collection[str]) -> Iterator[Line]:
    """Merge the links that run between the same two nodes."""
    shown = dict.fromkeys(acts, "act") | dict.fromkeys(clocks, "clock")
    pairs: dict[tuple[str, str], list[LinkType]] = {}
    for link in links:
        if {link.source, link.target} <= shown.keys():
            pairs.setdefault((link.source, link.target), []).append(link.type)
    for (source, target), types in pairs.items():
        kinds = shown[source], shown[target]
        yield Line(source, target, tuple(sorted(types, key=_WEIGHTS.index)), kinds)


_WEIGHTS: Sequence[LinkType] = (
    LinkType.SETTLES, LinkType.ESCALATES, LinkType.COUNTERS, LinkType.FOLLOWS, LinkType.KEEPS, LinkType.TRIGGERS,
    LinkType.DEESCALATES, LinkType.RESPONDS, LinkType.MEETS, LinkType.WITHDRAWS, LinkType.BREAKS,
    LinkType.SUSPENDS, LinkType.RESUMES,
    LinkType.SPLITS, LinkType.MOVES, LinkType.SETS,
)  # fmt: skip


class Coded:
    """Dates of a replay as they were coded, in words; the bounds of what is counted from coded days."""

    def __init__(self, found: Escalation) -> None:
        self.found, self.trace, self.timeline = found, found.trace, found.trace.timeline
        self.days = Days(self.trace, worded)
        self.spans: Mapping[str, tuple[int, int]] | None = None

    def acts(self, chosen: Collection[str]) -> Iterator[Node]:
        """The acts that are chosen, in the order of the trace."""
        return (node for node in self.found.acts if node.id in chosen)

    def date(self, node: Node) -> str:
        """The date of an act; the day of one that an edit has moved out of its coded bounds."""
        event = self.timeline.by_id.get(node.id) if self.timeline else None
        coded = event.date if event else None
        if isinstance(coded, Relative) and self._in_days(coded.anchor):
            return bounds_in_words(*self._bounds(node.id, node.day))
        return self.days.of_act(node.id, node.day)

    def bounds(self, node: Node) -> tuple[int, int]:
        """First and last day on which an act may have been, as coded."""
        return self._bounds(node.id, node.day)

    def due(self, clock: ClockHistory) -> str:
        """The due date in force at the end; a length counts from the act that set it or moved it."""
        last, timeline = self.days.last_start(clock.id), self.timeline
        if clock.due is None or timeline is None:
            return worded(clock.due) if clock.due is not None else ""
        act = timeline.by_id.get(last.event or "")
        coded: Due | None = timeline.clocks[clock.id].due
        if act is not None:
            coded = {**act.moves, **act.resumes}.get(clock.id, coded)
        if isinstance(coded, Duration) and act is not None and self._in_days(act.id):
            first, final = self._bounds(act.id, last.day)
            return bounds_in_words(reach(first, coded), reach(final, coded))
        return self.days.due_from(last)

    def _in_days(self, name: str) -> bool:
        """Whether an event is coded as one day or as bounds that are days."""
        event = self.timeline.by_id.get(name) if self.timeline else None
        return event is not None and isinstance(event.date, When) and event.date.precision is Precision.DAY

    def readings(self, clock: ClockHistory) -> Mapping[str, Outcome]:
        """How each party reads the end of a clock, where they disagree."""
        known = self.timeline.clocks.get(clock.id) if self.timeline else None
        return known.readings if known else {}

    def resumed(self, clock: ClockHistory) -> bool:
        """Whether the due day in force at the end was counted after the clock had been stopped."""
        moved = (Kind.CLOCK_MOVED, Kind.CLOCK_RESUMED, Kind.CLOCK_REOPENED)
        last = [entry.kind for entry in self.trace.select(*moved) if entry.clock == clock.id]
        return last[-1:] == [Kind.CLOCK_RESUMED]

    def _bounds(self, name: str, day: int) -> tuple[int, int]:
        """First and last day of an event as the schedule leaves them; of what is not in the file, its day."""
        if self.timeline is None or name not in self.timeline.by_id:
            return day, day
        if self.spans is None:
            self.spans = spans(self.timeline)
        first, last = self.spans.get(name, (day, day))
        return (first, last) if first <= day <= last else (day, day)
