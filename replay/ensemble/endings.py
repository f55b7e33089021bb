"""How each clock can end under the dates as coded: every order of the acts that touch it is followed, no day is drawn.

The acts that touch a clock are few. They are put in every order that the dates allow (`replay.ensemble.orders`), and
the rules of the engine are followed through it; each time the question is whether the clock runs out before the next
act, one more difference constraint, "on the due day at the latest" or "after it", says whether there are days for that.
So all is exact, as long as the rules are difference constraints.

Two searches bound the answer where they are not. The wide one takes every way that cannot be ruled out: two acts on one
day in either order where only ids would decide; lengths of months from days that are not fixed; dates counted from
clocks, days that remained of a stopped clock; acts that a rule brings about, or that need such an act, which may not
happen. The narrow one takes only ways for which there surely are days. An end that the wide search does not find is
impossible; the only end that it finds is certain; where both find the same ends, the answer is exact. Of a clock that a
rule sets or ends, that an act reaches back to, or that more than six acts touch, every end is left possible that its
kind, or an act, can bring about.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from replay.codebook import CLOCK_ACTS, Outcome
from replay.dates import Duration, Earliest, Relative, When, reach
from replay.engine.program import run_out_as
from replay.ensemble.orders import FAR, Certainty, Orders, length_range, orders
from replay.timeline import Clock, Due, Event, Timeline

__all__ = ["ClockEnds", "clock_ends"]

_MOST_ACTS = 6


@dataclass(frozen=True, slots=True)
class ClockEnds:
    """How a clock can end under the dates as coded.

    Attributes
    ----------
    clock : str
    possible : tuple[Outcome, ...]
        The ends that are not ruled out, in the order of the codebook; () if it is never set.
    never : bool
        Whether it may never be set.
    exact : bool
        Whether there surely are days for each of them; otherwise some may be too many.
    """

    clock: str
    possible: tuple[Outcome, ...]
    never: bool = False
    exact: bool = True

    def of(self, outcome: Outcome) -> Certainty:
        """Whether the clock ends so: certain, possible or impossible.

        >>> ClockEnds("deadline", (Outcome.MET,)).of(Outcome.MET).value
        'certain'
        """
        if outcome not in self.possible:
            return Certainty.IMPOSSIBLE
        return Certainty.POSSIBLE if self.never or len(self.possible) > 1 else Certainty.CERTAIN

    @property
    def certain(self) -> Outcome | None:
        """The end that is certain, None where there are several."""
        return self.possible[0] if len(self.possible) == 1 and not self.never else None


def clock_ends(timeline: Timeline, found: Orders | None = None) -> tuple[ClockEnds, ...]:
    """Return how each clock can end under the dates as coded, in the order of the file.

    Parameters
    ----------
    timeline : Timeline
        As `replay.load` returns it.
    found : Orders, optional
        The orders of its acts, where they are known already.

    Examples
    --------
    >>> import replay
    >>> [(one.clock, one.certain.value) for one in clock_ends(replay.load(replay.example()))]
    [('sanctions', 'settled')]
    """
    return _Ends(timeline, found or orders(timeline)).all()


@dataclass(frozen=True, slots=True)
class _Part:
    """A due day: so many days after an act (the number of a node), at the least and at the most."""

    node: int
    least: int
    most: int


@dataclass(slots=True)
class _Case:
    """A clock, the acts that touch it, as nodes from 1 (0 is day 0), and what is found."""

    clock: Clock
    acts: tuple[str, ...]
    nodes: dict[str, int]
    wide: bool
    out: Outcome
    found: set[Outcome | None] = field(default_factory=set)
    void: set[str] = field(default_factory=set)
    idle: set[str] = field(default_factory=set)


_Gaps = list[list[int]]


def _with(gaps: _Gaps, one: int, other: int, days: int) -> _Gaps | None:
    """The gaps with one constraint more, that `other` comes so many days after `one` at the least; None if none fit."""
    if gaps[one][other] >= days:
        return gaps
    if gaps[other][one] + days > 0:
        return None
    to, on = [row[one] + days for row in gaps], gaps[other]
    return [[max(old, to[i] + on[j]) for j, old in enumerate(row)] for i, row in enumerate(gaps)]


class _Ends:
    def __init__(self, timeline: Timeline, found: Orders) -> None:
        self.timeline, self.orders = timeline, found
        self.kept: set[str] = set()  # acts that rules surely bring about
        self.busy: set[str] = set()  # acts that find a clock on which to act, for sure
        self.horizon = timeline.period.latest
        last = FAR if self.horizon is None else self.horizon
        self.beyond = {name for name in found.acts if found.span(name)[1] > last}  # may come when the replay is over
        self.doubtful = self._doubtful()
        self.void: dict[str, bool] = {}  # split-off clocks: whether they may never be set
        self.by_rule = {
            name for then in timeline.by_rule.values() for name in (*then.meets, *then.withdraws)
        }  # fmt: skip

    def all(self) -> tuple[ClockEnds, ...]:
        """All clocks, until no more acts are found that surely happen."""
        while True:
            known = self._round()
            self.kept |= {*self._carried(known)}
            doubtful = self._doubtful()
            if doubtful == self.doubtful:
                return tuple(known[clock] for clock in self.timeline.clocks)
            self.doubtful = doubtful

    def _doubtful(self) -> frozenset[str]:
        """The acts that may not happen: by rule, edited away, after the period, or needing such an act.

        So, too, what needs an act that does nothing but touch clocks, unless that surely finds one that runs.
        """
        line = self.timeline
        parts = {part.id for event in line.events for part in event.splits.values()}
        found = {name for name in line.ruled if name in line.by_id and name not in self.kept}
        found |= {*line.dropped, *self.beyond}
        void = {event.id for event in line.events if event.id not in self.busy and _about_clocks(event, parts)}
        while more := {
            event.id
            for event in line.events
            if event.id not in found and any(not (found | void).isdisjoint(group) for group in event.needs)
        }:
            found |= more
        return frozenset(found)

    def _carried(self, known: dict[str, ClockEnds]) -> Iterator[str]:
        """The acts that follow from an end of a clock that is certain."""
        for clock in self.timeline.clocks.values():
            end = known[clock.id].certain
            if end and end is run_out_as(self.timeline, clock) and clock.kind.fires(end):
                yield from (name for then in clock.on_end for name in then.events if name in self.timeline.by_id)

    def _round(self) -> dict[str, ClockEnds]:
        known: dict[str, ClockEnds] = {}
        parents = {part.id: name for event in self.timeline.events for name, part in event.splits.items()}

        def depth(clock: str) -> int:
            return 1 + depth(parents[clock]) if clock in parents else 0

        for clock in sorted(self.timeline.clocks, key=depth):  # what is split off after what it is split off
            known[clock] = self._of(self.timeline.clocks[clock])
        return known

    def _of(self, clock: Clock) -> ClockEnds:
        line, setter = self.timeline, self.timeline.setters.get(clock.id)
        handled = line.handled.get(clock.id, ())
        parts = [event.splits[clock.id].id for event in handled if clock.id in event.splits]
        beyond = (
            setter is None
            or clock.id in self.by_rule
            or clock.id in line.assumed
            or len(handled) >= _MOST_ACTS
            or any(event.late for event in handled)
        )
        if beyond or setter is None:
            self.void |= dict.fromkeys(parts, True)
            ends = {event.ends[clock.id] for event in handled if clock.id in event.ends} | {Outcome.OPEN}
            ends |= {run_out_as(line, clock), *(clock.kind.by_acts if clock.id in self.by_rule else ())}
            ends |= {Outcome.WITHDRAWN} if clock.id in self.by_rule else set()
            never = setter is None or setter.id in self.doubtful or self.void.get(clock.id, False)
            return ClockEnds(clock.id, _sorted(ends), never, exact=False)
        acts = tuple(dict.fromkeys((setter.id, *(event.id for event in handled))))
        wide, narrow = (self._search(clock, acts, wide) for wide in (True, False))
        self.void |= dict.fromkeys(parts, False) | dict.fromkeys(wide.void, True)
        self.busy |= {*acts[1:]} - wide.idle if None not in wide.found else set()
        exact = len(wide.found) == 1 or (wide.found == narrow.found and self.orders.loose.isdisjoint(wide.nodes))
        return ClockEnds(clock.id, _sorted(end for end in wide.found if end), None in wide.found, exact)

    def _search(self, clock: Clock, acts: tuple[str, ...], wide: bool) -> _Case:
        dues: list[Due | None] = [clock.due]
        for event in (self.timeline.by_id[name] for name in acts):
            dues += [due for of in (event.moves, event.resumes) for name, due in of.items() if name == clock.id]
        anchors = [
            part.anchor
            for due in dues
            for part in (due.parts if isinstance(due, Earliest) else (due,))
            if isinstance(part, Relative) and part.anchor in self.timeline.by_id
        ]
        names = tuple(dict.fromkeys((*acts, *anchors)))
        places = [-1, *(self.orders.places[name] for name in names)]
        gaps: _Gaps = self.orders.gaps[places][:, places].tolist()
        nodes = {name: n for n, name in enumerate(names, 1)}
        case = _Case(clock, acts, nodes, wide, run_out_as(self.timeline, clock))
        self._go(case, gaps, frozenset(acts), "", [], 0)
        return case

    def _go(
        self, case: _Case, gaps: _Gaps, left: frozenset[str], state: str, parts: Sequence[_Part], since: int
    ) -> None:
        """Follow every way on from here: the acts that are left, what the clock does, its due days, who set it so."""
        if state == "ended" or not left:
            case.idle |= left
            case.void.update(
                part.id for name in left for of, part in self.timeline.by_id[name].splits.items() if of == case.clock.id
            )
            if state != "ended":
                case.found.update(self._at_last(case, gaps, state, parts))
            return
        for name in case.acts:
            if name in left:
                ordered = self._next(case, gaps, name, left - {name})
                if ordered is not None:
                    self._act(case, ordered, name, left - {name}, state, parts, since)

    def _next(self, case: _Case, gaps: _Gaps, name: str, left: frozenset[str]) -> _Gaps | None:
        """The gaps if an act comes before all that are left."""
        place, first = self.orders.places, self.orders.first
        ordered: _Gaps | None = gaps
        for other in left:
            one, two = place[name], place[other]
            same_day = first[one, two] or (case.wide and not first[two, one])
            ordered = ordered and _with(ordered, case.nodes[name], case.nodes[other], 0 if same_day else 1)
        return ordered

    def _act(
        self, case: _Case, gaps: _Gaps, name: str, left: frozenset[str], state: str, parts: Sequence[_Part], since: int
    ) -> None:
        """Let an act come, after the clock has run out or while it has not."""
        node, wide = case.nodes[name], case.wide
        in_time: list[_Gaps] = [gaps]
        if state == "running":
            early, late = self._margins(case, name)
            for part in parts:  # it is late by one of the due days
                least = part.least if wide else part.most
                out = _with(gaps, part.node, node, least + 1 - (late if wide else early))
                if out is not None and not wide:
                    out = _with(out, since, node, 1)
                if out is not None:
                    case.found.add(case.out)
                    self._go(case, out, left | {name}, "ended", (), node)
            kept: _Gaps | None = gaps
            for part in parts:
                most = part.most if wide else part.least
                kept = kept and _with(kept, node, part.node, (early if wide else late) - most)
            in_time = [kept] if kept is not None else []
            overdue = _with(gaps, node, since, 0) if wide and since and parts else None
            in_time += [overdue] if overdue is not None else []  # set when due already: it runs out after that moment
        for found in in_time:
            self._does(case, found, name, left, state, parts, since)

    def _does(
        self, case: _Case, gaps: _Gaps, name: str, left: frozenset[str], state: str, parts: Sequence[_Part], since: int
    ) -> None:
        """Let an act do to the clock what it does, or not happen where that may be."""
        event, clock, node = self.timeline.by_id[name], case.clock, case.nodes[name]
        sets = self.timeline.setters[clock.id] is event
        if not state and clock.id in event.splits:
            case.void.add(event.splits[clock.id].id)
        if not state or (state != "suspended" and clock.id in event.resumes):
            case.idle.add(name)
        if name in self.doubtful or (sets and self.void.get(clock.id, False)):
            if not case.wide:
                return
            self._go(case, gaps, left, state, parts, since)
        if sets:
            self._go(case, gaps, left, "running", self._due(case, gaps, clock.due, node, node, ()), node)
            return
        outcome = event.ends.get(clock.id)
        if outcome is not None and state and _stands(clock, outcome):
            if outcome is not Outcome.SUSPENDED:
                case.found.add(outcome)
                self._go(case, gaps, left, "ended", (), node)
                return
            state = "suspended"
        if clock.id in event.moves and state:
            setter = case.nodes[self.timeline.setters[clock.id].id]
            parts, state, since = self._due(case, gaps, event.moves[clock.id], setter, node, parts), "running", node
        if clock.id in event.resumes and state == "suspended":
            due, state, since = event.resumes[clock.id], "running", node
            remaining = [_Part(node, 0, FAR)] if parts else []
            parts = remaining if due is None else self._due(case, gaps, due, node, node, parts)
        self._go(case, gaps, left, state, parts, since)

    def _at_last(self, case: _Case, gaps: _Gaps, state: str, parts: Sequence[_Part]) -> Iterator[Outcome | None]:
        """How the clock stands when no act is left."""
        if state != "running":
            yield Outcome.SUSPENDED if state else None
            return
        if self.horizon is None and parts:
            yield from (case.out, Outcome.OPEN) if case.wide else ()
            return
        open_: _Gaps | None = gaps
        last = self.horizon or 0
        for part in parts:
            least, most = (part.least, part.most) if case.wide else (part.most, part.least)
            if _with(gaps, part.node, 0, least - last) is not None:
                yield case.out
            open_ = open_ and _with(open_, 0, part.node, last + 1 - most)
        if open_ is not None:
            yield Outcome.OPEN

    def _margins(self, case: _Case, name: str) -> tuple[int, int]:
        """How many days before the due day an act must come to be in time, at the least and at the most."""
        clock, event = case.clock, self.timeline.by_id[name]
        if clock.last_day == "out":
            return 1, 1
        unsure = name in self.timeline.ruled or name in self.doubtful or self._after_ruled(name)
        splits = clock.last_day is None and clock.kind.value == "effect" and clock.id in event.splits
        return 0, int(unsure or splits)

    def _after_ruled(self, name: str) -> bool:
        """Whether an act may come on the day of one that a rule brings about, and after it."""
        places, first = self.orders.places, self.orders.first
        for other in (other for other in self.timeline.ruled if other in places and other != name):
            least, most = self.orders.days(other, name)
            if least <= 0 <= most and first[places[other], places[name]]:
                return True
        return False

    def _due(
        self, case: _Case, gaps: _Gaps, due: Due | None, start: int, node: int, stands: Sequence[_Part]
    ) -> list[_Part]:
        """The due days of which the earliest counts, () for no date; see `replay.timeline.schedule.due_day`."""
        if isinstance(due, Earliest):
            return [part for one in due.parts for part in self._due(case, gaps, one, start, node, stands)]
        if due is None:
            return []
        if isinstance(due, Duration):
            return [_after(gaps, start, due)]
        if isinstance(due, When):
            return [] if due.latest is None else [_Part(0, due.latest, due.latest)]
        if due.clock:
            day = self._standing(due, case, node)
            return [_Part(node, -FAR, FAR) if day is None else _Part(0, day, day)]
        if not due.anchor:
            return [_further(gaps, part, due.duration) for part in stands]
        return [_after(gaps, case.nodes[due.anchor], due.duration)] if due.anchor in case.nodes else []

    def _standing(self, due: Relative, case: _Case, node: int) -> int | None:
        """The day that is counted from a clock with one date, set for sure by then; None if only a replay can tell."""
        other = self.timeline.clocks.get(due.clock)
        setter = self.timeline.setters.get(due.clock)
        if other is None or setter is None or due.from_end or due.clock in self.timeline.moved:
            return None
        name = next(name for name, number in case.nodes.items() if number == node)
        known = other in setter.clocks and setter.id not in self.doubtful
        if not known or self.orders.before(setter.id, name) is not Certainty.CERTAIN:
            return None
        fixed = isinstance(other.due, When) and other.due.latest
        return reach(fixed, due.duration) if fixed else None


def _after(gaps: _Gaps, node: int, length: Duration) -> _Part:
    """So long after an act: exactly, where its day is fixed."""
    low, high = gaps[0][node], -gaps[node][0]
    if low == high:
        day = reach(low, length)
        return _Part(0, day, day)
    return _Part(node, *length_range(low, high, length))


def _further(gaps: _Gaps, part: _Part, length: Duration) -> _Part:
    """So long after a due day."""
    if part.node == 0 and part.least == part.most:
        day = reach(part.least, length)
        return _Part(0, day, day)
    low, high = gaps[0][part.node] + part.least, part.most - gaps[part.node][0]
    if low < 1 or high > FAR // 100:
        return _Part(part.node, -FAR, FAR)
    least, most = length_range(low, high, length)
    return _Part(part.node, part.least + least, part.most + most)


def _stands(clock: Clock, outcome: Outcome) -> bool:
    """Whether an end by an act stands in this reading of the record."""
    return not clock.readings or outcome is clock.record or clock.record not in clock.kind.run_out


def _about_clocks(event: Event, parts: set[str]) -> bool:
    """Whether an act does nothing but touch clocks, so that it does not happen without them."""
    if not event.touches or event.clocks or event.commits:
        return False
    return (event.act in CLOCK_ACTS and not (event.meets or event.settles)) or parts.issuperset(event.touches)


def _sorted(ends: object) -> tuple[Outcome, ...]:
    found = set(ends)  # type: ignore[call-overload]
    return tuple(outcome for outcome in Outcome if outcome in found)
