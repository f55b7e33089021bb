"""A case as an overlay on its coding: the columns are compiled once, and an act that is left out is marked in them.

It replays as the edited timeline would, entry by entry, but without that timeline, which is why it is so much faster.
Where that does not hold, `Overlay.dropped` returns nothing, and the case goes the long way, by `counterfactuals.edits`:

- a commitment counts every trigger, so that one act by rule may come several times;
- a date is counted from a clock, so that a replay must tell its day.

Where rules bring recorded events about, the replay is settled as `engine.settling` does it; what was found out about
the days of such events is kept by what they rest on, and found out once.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cached_property

from replay.dates import Relative
from replay.engine.core import Core
from replay.engine.program import Grounds, Program, compile_timeline
from replay.engine.settling import followed_by, settle
from replay.engine.trace import Trace
from replay.timeline import Timeline
from replay.timeline.schedule import Followed, Schedule, schedule

__all__ = ["Overlay"]


class Overlay:
    """The columns of a timeline with its schedule.

    Parameters
    ----------
    timeline : Timeline
        Not edited, but for the days of a draw.
    plan : Schedule
        Its own.
    dates : {"earliest", "middle", "latest"}
    coded : Timeline, optional
        Of a draw, what it was drawn from: what is coded is the same, and is found out about once.

    Examples
    --------
    >>> import replay
    >>> from replay.engine import settled
    >>> timeline = replay.load(replay.example())
    >>> trace = Overlay(timeline, settled(timeline)).dropped(["settlement"])
    >>> [(entry.date, entry.event) for entry in trace if entry.act][-2:]
    [('1996-05-09', 'sanctions/end'), ('1996-05-10', 'wto-threat/reply-1')]
    """

    def __init__(
        self, timeline: Timeline, plan: Schedule, dates: str = "middle", coded: Timeline | None = None
    ) -> None:
        counted = any(isinstance(event.date, Relative) and event.date.clock for event in timeline.events)
        each = any(commitment.each for event in timeline.events for commitment in event.commits)
        self.covers = not (counted or each)
        self.timeline, self.plan, self.dates, self.coded = timeline, plan, dates, coded or timeline
        self._known: dict[object, Followed] = {}
        self._plans: list[tuple[Followed, Schedule, Program]] = []

    @cached_property
    def pinned(self) -> Timeline:
        """The timeline as an edit finds it: every event on its day."""
        line, followed = self.timeline, self.plan.followed
        lags, tied = (line.lags, line.tied) if line.pins else (dict(followed.lags), dict(followed.tied))
        return line.put(pins=dict(self.plan.days), lags=lags, tied=tied)

    @property
    def program(self) -> Program:
        """The columns as they are with all acts."""
        return self._columns(self.plan.followed)[1]

    @cached_property
    def loose(self) -> Mapping[str, frozenset[str]]:
        """Acts on which nothing rests, each with those that go with it because they need it.

        All of them do nothing to clocks, set nothing off and promise nothing, no rule brings them about, and no act
        has one of them as one need of several. Without them, all others come as they do with them, on the same days and
        in the same order. Empty where a case is beyond an overlay.
        """
        order, program = self.plan.order, self.program
        by_need: dict[int, set[int]] = {}
        bound = {n for n, step in enumerate(program.steps) if step is not None}
        bound |= {n for n, name in enumerate(order) if name in self.timeline.ruled}
        for n, grounds in enumerate(program.grounds):
            for other in grounds.needs if grounds else ():
                by_need.setdefault(other, set()).add(n)
            for some in grounds.further.alternatives if grounds and grounds.further else ():
                bound.update(some)
        found = {}
        for n, name in enumerate(order if self.covers else ()):
            away, size = {n}, 0
            while len(away) > size:
                size = len(away)
                away.update(*(by_need.get(other, ()) for other in [*away]))
            if not away & bound:
                found[name] = frozenset(order[other] for other in away)
        return found

    def plain(self, core: Core | None = None) -> Trace:
        """Return the replay with all acts: that in `core`, if it is known; else settled on from the schedule."""
        plan = self.plan
        if core is None:
            plan, core = settle(self.timeline, self.dates, self.plan)
        if core is None:
            core = Core(compile_timeline(self.timeline, plan))
            core.finish()
        return self._trace(core, plan)

    def dropped(self, names: Sequence[str]) -> Trace | None:
        """Return the replay without some acts; None where the case is beyond an overlay."""
        if not self.covers:
            return None
        plan, program = self._columns(self.plan.followed)
        for _ in range(len(self.timeline.ruled) + 2):
            core = Core(_without(program, names, plan))
            core.finish()
            followed = self._followed(names, plan, core) if self.timeline.ruled else plan.followed
            if followed == plan.followed:
                break
            plan, program = self._columns(followed)
        else:
            core = Core(_without(program, names, plan))
            core.finish()
        return self._trace(core, plan)

    def _trace(self, core: Core, plan: Schedule) -> Trace:
        program, settings = core.program, {"dates": self.dates}
        return Trace(core.rows, core.causes, program.subjects, program.clock_ids, self.coded, settings, plan)

    def _columns(self, followed: Followed) -> tuple[Schedule, Program]:
        """The schedule, and the columns, with what a replay tells of the days of events."""
        for known, plan, program in self._plans:
            if known == followed:
                return plan, program
        start = followed == self.plan.followed
        plan = self.plan if start else schedule(self.pinned, self.dates, followed)
        program = compile_timeline(self.pinned, plan)
        self._plans.append((followed, plan, program))
        return plan, program

    def _followed(self, names: Sequence[str], plan: Schedule, core: Core) -> Followed:
        """What a replay without some acts tells of the days of events, by what set rules off and on which days."""
        gone, subjects = tuple(name for name in names if name in self.timeline.ruled), core.program.subjects
        fired = tuple(
            (plan.order[event], tuple((subjects[rule].event, day, phase) for rule, day, phase, _ in found))
            for event, found in sorted(core.fired.items())
        )
        if (gone, fired) not in self._known:
            edited = self.pinned.put(dropped=dict.fromkeys(gone, ()))
            self._known[gone, fired] = followed_by(edited, plan, core, {}, self.plan.days)
        return self._known[gone, fired]


def _without(program: Program, names: Sequence[str], plan: Schedule) -> Program:
    """The columns with acts marked as dropped."""
    places = [plan.order.index(name) for name in names]
    grounds = [*program.grounds]
    for place in places:
        grounds[place] = Grounds((), (place,))  # it would need itself, so it never happens
    return replace(program, grounds=grounds, dropped=dict.fromkeys(places, ()))
