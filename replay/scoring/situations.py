"""Decision points as situations: what was known, by the replay alone, just before a side decided.

The rules: a decision falls on the earliest of its acts that the replay has. Its position is that of the computed path
before that act; its gamble the widest among its options, in proportion to the rank of outcome spread. The last strategy
of a side is that of its last decision before, or, before its first, of its latest act whose tactics or rung speak. The
nearest clock is the running one with the least due day. Stakes are the side's latest entry.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from replay.codebook import Strategy, strategy_of
from replay.domain import GIVEN, TOP_SPREAD, Domain, Rules, day_bounds, path, readings
from replay.engine.trace import ACTED, ENDS, Kind, Trace
from replay.theories import DEFAULTS, Parameters, Situation, Stakes
from replay.timeline import Decision, Timeline

__all__ = ["SOURCES", "Case", "Choice", "case"]

SOURCES: Mapping[str, str] = {
    "path": "the position that the rules compute from acts and clocks",
    "readings": "the level that the source last read, none before its first",
}
"""Where the position of a decision is from."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision in a replay: its first act's entry and day, and what the acts that the replay has say was done."""

    decision: Decision
    seq: int
    day: int
    did: Strategy


@dataclass(frozen=True)
class Case:
    """One dispute ready for scoring.

    Attributes
    ----------
    trace : Trace
    timeline : Timeline
    domains : Mapping[str, Domain]
        Computed paths of both sides.
    choices : tuple[Choice, ...]
        By entry; a decision of which the replay has no act is left out.
    source : str
        A key of `SOURCES`.
    """

    trace: Trace
    timeline: Timeline
    domains: Mapping[str, Domain]
    choices: tuple[Choice, ...]
    source: str = "path"

    @property
    def dispute(self) -> str:
        """Short name of the dispute."""
        return self.timeline.dispute

    def situations(self, parameters: Parameters = DEFAULTS, past: Sequence[Strategy] = ()) -> tuple[Situation, ...]:
        """Return the situation of every choice, in their order; `past` are decisions of other disputes."""
        first, second = self.timeline.sides
        other = {first: second, second: first}
        return tuple(
            Situation(
                decision=choice.decision.id,
                party=choice.decision.party,
                day=choice.day,
                position=self._position(choice),
                spread=parameters.gamble * choice.decision.spread / TOP_SPREAD,
                own_last=self._last(n, choice.decision.party),
                other_last=self._last(n, other[choice.decision.party]),
                past=(*past, *(earlier.did for earlier in self.choices[:n])),
                days_to_clock=self._nearest[n],
                stakes=self._stakes(choice),
            )
            for n, choice in enumerate(self.choices)
        )

    def _position(self, choice: Choice) -> float | None:
        party = choice.decision.party
        if self.source == "path":
            return self.domains[party].before(choice.seq, choice.day)
        track = next(track for track in readings(self.timeline) if track.party == party)
        seen = [mark.position for mark in track.marks if mark.placed == GIVEN and mark.middle <= choice.day]
        return float(seen[-1]) if seen else None

    def _last(self, n: int, party: str) -> Strategy | None:
        """Return the strategy of a side's last decision before the n-th choice, else of its latest act that speaks."""
        for earlier in reversed(self.choices[:n]):
            if earlier.decision.party == party:
                return earlier.did
        before = [strategy for seq, actor, strategy in self._moves if actor == party and seq < self.choices[n].seq]
        return before[-1] if before else None

    @cached_property
    def _moves(self) -> tuple[tuple[int, str, Strategy], ...]:
        """Entry, actor and strategy of every act whose tactics or rung speak."""
        moves = ((entry.seq, entry.actor, self.trace.strategy(entry)) for entry in self.trace.select(*ACTED))
        return tuple((seq, actor, strategy) for seq, actor, strategy in moves if actor and strategy)

    @cached_property
    def _nearest(self) -> tuple[int | None, ...]:
        """Days to the nearest clock that runs just before each choice; None where none with a due day does."""
        out: list[int | None] = []
        running: dict[str, int] = {}
        entries = iter(self.trace.select(Kind.CLOCK_SET, Kind.CLOCK_MOVED, *ENDS))
        entry = next(entries, None)
        for choice in self.choices:
            while entry is not None and entry.seq < choice.seq:
                due = self.trace.due(entry.seq)
                if due is None:
                    running.pop(entry.clock or "", None)
                else:
                    running[entry.clock or ""] = due
                entry = next(entries, None)
            out.append(max(0, min(running.values()) - choice.day) if running else None)
        return tuple(out)

    def _stakes(self, choice: Choice) -> Stakes | None:
        entries = [
            (day_bounds(self.timeline, stake.date)[0], stake.id, stake)
            for stake in self.timeline.stakes
            if stake.party == choice.decision.party
        ]
        held = [stake for since, _, stake in sorted(entries, key=lambda item: item[:2]) if since <= choice.day]
        if not held:
            return None
        return Stakes(held[-1].benefit, held[-1].success, held[-1].cost, held[-1].alternative)


def case(trace: Trace, rules: Rules | None = None, source: str = "path") -> Case:
    """Make a dispute ready for scoring.

    Parameters
    ----------
    trace : Trace
        With its timeline.
    rules : Rules, optional
        Sizes of the domain rules; the defaults if not given.
    source : {"path", "readings"}
        Where positions are from.

    Raises
    ------
    ValueError
        For a trace without its timeline, or another source.

    Examples
    --------
    >>> import replay
    >>> found = case(replay.run(replay.load(replay.example())))
    >>> [(s.party, s.spread, s.days_to_clock) for s in found.situations()]
    [('US', 2.5, None), ('KR', 2.75, 56), ('KR', 2.75, 5)]
    """
    if source not in SOURCES:
        raise ValueError(f"positions from {source!r}; allowed: {', '.join(SOURCES)}")
    timeline = trace.coded("score theories")
    choices = tuple(sorted(_choices(trace, timeline), key=lambda choice: choice.seq))
    return Case(trace, timeline, path(trace, rules), choices, source)


def _choices(trace: Trace, timeline: Timeline) -> Iterator[Choice]:
    done = {entry.event: entry for entry in trace.select(Kind.EVENT)}
    for decision in timeline.decisions:
        entries = [done[name] for name in decision.acts if name in done]
        events = [timeline.by_id[entry.event or ""] for entry in entries]
        did = strategy_of((event.act, event.tactics) for event in events)
        if entries and did is not None:
            first = min(entries, key=lambda entry: entry.seq)
            yield Choice(decision, first.seq, first.day, did)
