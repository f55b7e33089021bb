"""Many draws of the dates at once: days and orders as rows of one table, and a replay of the acts on clocks alone.

An act that touches no clock and sets nothing off leaves all others as they are, on whatever day it comes. So of a draw
only the acts on clocks are replayed, by the engine, and the others are put between them in the order of their days.
What comes upon what is then the same as in the plain replay. `counterfactuals.draws` and `timeline.schedule` define the
days and the order; here they are computed for all draws together.

This holds, and a draw goes this way, only where

- no rule brings a recorded event about, no date is counted from a clock, and no commitment holds each time;
- in the plain replay every act comes, after all that it answers, and nothing else than acts and clocks;
- in the draw so too, within the period, and the same clocks are set.

All other draws are replayed whole (`rows`). The tests hold the two against each other.
"""

from __future__ import annotations

from array import array
from bisect import bisect_right
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from random import Random

import numpy as np

from replay.counterfactuals.draws import TimeDraws
from replay.counterfactuals.edits import overdue
from replay.dates import Duration, Earliest, Relative, iso, reach
from replay.domain.shifts import speaks
from replay.engine.core import Core
from replay.engine.program import Program, compile_timeline
from replay.engine.trace import CODES, Kind, Trace
from replay.ensemble.columns import Columns, Seen
from replay.ensemble.overlay import Overlay
from replay.timeline import Due, Event, Timeline
from replay.timeline.schedule import Phase, Schedule, stops

__all__ = ["Drawn", "Lockstep", "refused"]

_PHASES = len(Phase)
_WITH_ACTS = frozenset({Phase.STOPS, Phase.CARRIED, Phase.ACTS, Phase.AFTER})
"""Parts of the day in which recorded events come, and no clock runs out by itself."""
_EVENT, _SET = CODES[Kind.EVENT], CODES[Kind.CLOCK_SET]
_BEYOND = frozenset(
    CODES[kind] for kind in (Kind.SUPPRESSED, Kind.DROPPED, Kind.LOOP, Kind.COMMITMENT_BROKEN, Kind.REACTION,
                             Kind.CONSEQUENCE)
)  # fmt: skip
"""Entries that are neither acts of the record nor of clocks."""
_KEPT = 1000
"""Programs of the acts on clocks that are kept."""

Drawn = Callable[[], Seen | str | None]
"""A draw: gives its replay, why it is refused, or None where it is beyond the rules here."""
_Clocked = tuple[int, int, int, str, str, int]
"""An entry about a clock: its number in the replay, day, kind, act, clock, due day."""


def refused(timeline: Timeline, days: Mapping[str, int]) -> str:
    """Why acts cannot come on these days, "" if they can."""
    late = sorted({one.clock for one in overdue(timeline, days)})
    return f"set or moved when due already: {' '.join(late)}" if late else ""


class Lockstep:
    """What draws the dates of a coding many times at once.

    Parameters
    ----------
    columns : Columns
        Of the coding.
    overlay : Overlay
        Of the coding, with its own days.
    draws : TimeDraws
    """

    def __init__(self, columns: Columns, overlay: Overlay, draws: TimeDraws) -> None:
        self.columns, self.draws = columns, draws
        self.timeline, self.plan, self.overlay = overlay.timeline, overlay.plan, overlay
        self.covers = overlay.covers and not self.timeline.ruled and columns.own is columns.base and self._plain()
        self.names = tuple(event.id for event in self.timeline.events)
        self.number = {name: n for n, name in enumerate(self.names)}
        self._programs: dict[object, Program] = {}
        self._groups: dict[tuple[int, ...], list[int]] = {}

    def drawn(self, chances: Sequence[Random]) -> Iterator[Drawn]:
        """Yield a draw for each source of chance; the replays are put together when they are asked for."""
        if not self.covers or not chances:
            yield from (lambda: None for _ in chances)
            return
        days = self._days(chances)
        kept = [dict(zip(self.names, row, strict=True)) for row in days.tolist()]
        ticks = days * _PHASES + Phase.ACTS
        for row, by_name in zip(ticks, kept, strict=True):
            for name in stops(self.timeline, by_name):
                row[self.number[name]] += Phase.STOPS - Phase.ACTS
        order = self._order(ticks)
        place = np.empty_like(order)
        np.put_along_axis(place, order, np.arange(order.shape[1])[None, :], 1)
        steps, last = self._steps, self.timeline.period.latest
        sound = np.all(place[:, steps[0]] < place[:, steps[1]], axis=1)
        if last is not None:
            sound &= days.max(axis=1) <= last
        on_clocks = self._on_clocks[order]
        ticks = np.take_along_axis(ticks, order, 1)
        others = (order != self._plain_order[0]) | (ticks // _PHASES != self._plain_order[1])
        firsts = np.where(others.any(axis=1), others.argmax(axis=1), -1).tolist()
        for n, by_name in enumerate(kept):
            if late := refused(self.timeline, by_name):
                yield partial(str, late)
            elif not sound[n]:
                yield lambda: None
            else:
                acts = np.flatnonzero(on_clocks[n]).tolist()
                yield partial(self._put_together, by_name, order[n].tolist(), ticks[n].tolist(), acts, firsts[n])

    # -- days and orders ------------------------------------------------------------------------------

    def _days(self, chances: Sequence[Random]) -> np.ndarray:
        """The day of every act (across) in every draw (down), as `TimeDraws.draw` has it."""
        draws, found = self.draws, np.empty((len(self.names), len(chances)), dtype=np.int64)
        bounds = np.array([draws.bounds[name] for name in draws.order])
        drawn = np.array([[chance.random() for _ in draws.order] for chance in chances])
        picks = (bounds[:, 0] + (drawn * (bounds[:, 1] - bounds[:, 0] + 1)).astype(np.int64)).T
        for name, pick in zip(draws.order, picks, strict=True):
            date, row = self.timeline.by_id[name].date, found[self.number[name]]
            if isinstance(date, Relative):
                pick = [reach(day, date.duration) for day in found[self.number[date.anchor]].tolist()]
            row[:] = pick
            for other in draws.before[name]:
                np.maximum(row, found[self.number[other]], out=row)
        return found.T

    @cached_property
    def _ranks(self) -> np.ndarray:
        """The place of each act among all, by `order`, then by id."""
        return np.argsort(sorted(range(len(self.names)), key=lambda n: (self.timeline.events[n].order, self.names[n])))

    @cached_property
    def _against(self) -> tuple[np.ndarray, np.ndarray]:
        """Premises, and acts, of which the premise would stand behind if they came in one part of a day."""
        rank = self._ranks
        found = [(one, two) for two, before in enumerate(self._before) for one in before if rank[one] > rank[two]]
        return np.array([one for one, _ in found], dtype=int), np.array([two for _, two in found], dtype=int)

    @cached_property
    def _before(self) -> list[list[int]]:
        """The premises of each act."""
        return [[self.number[one] for one in self.draws.before[name]] for name in self.names]

    def _order(self, ticks: np.ndarray) -> np.ndarray:
        """The acts of each draw in order: rule 4 of `timeline.schedule`."""
        order = np.argsort(ticks * len(self.names) + self._ranks, axis=1)
        one, two = self._against
        draws, pairs = np.nonzero(ticks[:, one] == ticks[:, two])
        sorted_ = np.take_along_axis(ticks, order, 1)
        for n, tick in sorted({*zip(draws.tolist(), ticks[draws, two[pairs]].tolist(), strict=True)}):
            first, last = sorted_[n].searchsorted(tick), sorted_[n].searchsorted(tick, "right")
            order[n, first:last] = self._in_order(tuple(order[n, first:last].tolist()))
        return order

    def _in_order(self, group: tuple[int, ...]) -> list[int]:
        """Acts of one part of a day, premises first, of those that are free always the one of least rank."""
        group = tuple(sorted(group))
        if group not in self._groups:
            before = {n: {one for one in self._before[n] if one in group} for n in group}
            found: list[int] = []
            while before:
                free = min([n for n, some in before.items() if not some], key=self._ranks.__getitem__)
                found.append(free)
                del before[free]
                for some in before.values():
                    some.discard(free)
            self._groups[group] = found
        return self._groups[group]

    # -- the acts on clocks ---------------------------------------------------------------------------

    @cached_property
    def _bare(self) -> Timeline:
        """The timeline with the acts on clocks alone: those that touch any, answer one, or set something off."""
        line = self.timeline
        program = self.overlay.program
        kept = {
            name for name, grounds, step in zip(self.plan.order, program.grounds, program.steps, strict=True)
            if step is not None or (grounds and grounds.further) or line.by_id[name].touches
        }  # fmt: skip
        events = [
            replace(one, needs=(), answers={other: how for other, how in one.answers.items() if other in line.clocks})
            for one in line.events
            if one.id in kept
        ]
        return replace(line, events=tuple(events), decisions=())

    @cached_property
    def _on_clocks(self) -> np.ndarray:
        return np.array([name in self._bare.by_id for name in self.names])

    @cached_property
    def _counted_from(self) -> tuple[str, ...]:
        """The acts from whose days a due date is counted."""
        found: set[str] = set()
        dues: list[tuple[Event | None, Due | None]] = [
            (setter, clock.due) for clock, setter in self.timeline.clocks_set
        ]
        for event in self._bare.events:
            dues += [(event, due) for due in (*event.moves.values(), *event.resumes.values())]
        for by, due in dues:
            for part in due.parts if isinstance(due, Earliest) else (due,):
                if isinstance(part, Duration) and by is not None:
                    found.add(by.id)
                elif isinstance(part, Relative) and part.anchor in self.number:
                    found.add(part.anchor)
        return tuple(sorted(found))

    def _replayed(self, order: tuple[str, ...], ticks: list[int], days: Mapping[str, int]) -> Trace:
        """The replay of the acts on clocks; their columns but for their days are kept."""
        last = self.timeline.period.latest or max(days.values())
        key = order, last, tuple([days[name] for name in self._counted_from])
        program = self._programs.get(key)
        if program is None:
            if len(self._programs) >= _KEPT:
                self._programs.clear()
            program = self._programs[key] = compile_timeline(self._bare, Schedule(days, order))
        program.ticks = array("q", ticks)
        core = Core(program)
        core.finish()
        return Trace(core.rows, core.causes, program.subjects, program.clock_ids, self._bare)

    # -- the whole ------------------------------------------------------------------------------------

    @cached_property
    def _plain_order(self) -> np.ndarray:
        """The acts of the plain replay in order (above), and their days (below)."""
        start = self.columns.start
        return np.array([(self.number[name], start.day_of[name]) for _, name in start.acts]).T if start else np.array(0)

    @cached_property
    def _stirring(self) -> list[tuple[str, int]]:
        """The acts that may change what stands, with their numbers."""
        start, entries = self.columns.start, self.columns.stirs
        pairs = [(entries[stir], stir) for _, _, stir in start.stirring] if start else []
        return [(entry.event or "", stir) for entry, stir in pairs if entry.kind is Kind.EVENT]

    @cached_property
    def _plain_clocks(self) -> list[_Clocked]:
        own = self.columns.own
        return _clocked(own, range(len(own)))

    @cached_property
    def _steps(self) -> np.ndarray:
        """Acts that others come upon (above), and those that do (below), in the plain replay and in every draw."""
        setters = self.timeline.setters
        pairs = {
            (self.number[setters[other].id if other in setters else other], self.number[event.id])
            for event in self.timeline.events for other in event.answers
        }  # fmt: skip
        return np.array(sorted(pairs), dtype=int).reshape(-1, 2).T

    def _plain(self) -> bool:
        """Whether the plain replay is all acts, each after what it answers, and what becomes of clocks."""
        start, line = self.columns.start, self.timeline
        if start is None or len(start.acts) < len(line.events) or not _BEYOND.isdisjoint(self.columns.own.codes):
            return False
        for event in line.events:
            for other in event.answers:
                setter = line.setters.get(other)
                known = other in start.ends and setter is not None if other not in line.by_id else True
                if not known or start.entry_of[setter.id if setter else other] >= start.entry_of[event.id]:
                    return False
        return True

    def _put_together(
        self, days: Mapping[str, int], order: list[int], ticks: list[int], on_clocks: list[int], first: int
    ) -> Seen | None:
        """A draw from its days, its order with the ticks, and the places in it of the acts on clocks.

        `first` is the first place in which another act comes than in the plain replay, or on another day; -1 for none.
        """
        columns, start = self.columns, self.columns.start
        names = [self.names[n] for n in order]
        trace = self._replayed(tuple([names[n] for n in on_clocks]), [ticks[n] for n in on_clocks], days)
        entries = _places(trace, ticks, on_clocks)
        if start is None or entries is None:
            return None
        clocked = _clocked(trace, entries)
        seqs, before = list[int](), 0
        for n, (seq, *_) in enumerate(clocked):
            seqs += range(before + n, seq)
            before = seq - n
        seqs += range(before + len(clocked), len(names) + len(clocked))
        found = Seen([*zip(seqs, names, strict=True)], dict(zip(names, seqs, strict=True)), days, (-1, "", ""))
        parts = [_differs(clocked, self._plain_clocks)]
        if first >= 0:
            parts.append(min(seqs[first], start.acts[first][0]))
        if max(parts) >= len(columns.own):
            return None
        if at := [seq for seq in parts if seq >= 0]:
            entry = columns.own[min(at)]
            found.parts = entry.seq, iso(entry.day), entry.event or entry.clock or ""
        columns.read_clocks(found, trace, entries)
        if found.ends.keys() != start.ends.keys():
            return None
        found.graph = columns.graph
        found.stirring = [(found.entry_of[name], days[name], stir) for name, stir in self._stirring]
        for seq, (at_seq, day, code, by, clock, _) in zip(self._about_clocks(trace), clocked, strict=True):
            if speaks(code):
                found.stirring.append((at_seq, day, columns.stir((code, by, clock), trace, seq)))
        found.stirring.sort()
        return found

    @staticmethod
    def _about_clocks(trace: Trace) -> list[int]:
        return [seq for seq, clock in enumerate(trace.of) if clock is not None]


def _clocked(trace: Trace, entries: Sequence[int]) -> list[_Clocked]:
    """What a replay says of clocks; `entries` has for each entry of the trace what it is in the whole replay."""
    return [
        (entries[seq], trace.days[seq], trace.codes[seq], by.event if by else "", clock, trace.due(seq) or 0)
        for seq, (by, clock) in enumerate(zip(trace.by, trace.of, strict=True)) if clock is not None
    ]  # fmt: skip


def _differs(one: Sequence[_Clocked], other: Sequence[_Clocked]) -> int:
    """The first entry in which two lists of entries differ, -1 if they do not."""
    for mine, theirs in zip(one, other, strict=False):
        if mine != theirs:
            return min(mine[0], theirs[0])
    longer = max(one, other, key=len)
    return -1 if len(one) == len(other) else longer[min(len(one), len(other))][0]


def _places(trace: Trace, ticks: list[int], on_clocks: list[int]) -> list[int] | None:
    """What each entry of a replay of the acts on clocks is in the replay of all; None where that cannot be told.

    An act stands where it stands among all; what it does to clocks comes at once after it; clocks that run out by
    themselves do so in parts of the day in which no act comes.
    """
    found: list[int] = []
    clocked = before = acts = 0
    for seq, code in enumerate(trace.codes):
        if code == _EVENT:
            found.append(on_clocks[acts] + clocked)
            before = on_clocks[acts] + 1
            acts += 1
            continue
        tick = trace.tick(seq)
        if tick % _PHASES not in _WITH_ACTS:
            before = bisect_right(ticks, tick)
        elif code != _SET and len(trace[seq].causes) == 1:
            return None
        if code in _BEYOND:
            return None
        found.append(before + clocked)
        clocked += 1
    return found if acts == len(on_clocks) else None
