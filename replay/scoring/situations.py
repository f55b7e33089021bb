"""Decision points as situations: what was known, by the replay alone, just before a side decided.

The rules: a decision falls on the earliest of its acts that the replay has, and is its camp's, whichever party of the
camp takes it. Its position is that of the computed path before that act; its gamble the widest among its options, in
proportion to the rank of outcome spread. The last strategy of a side is that of its last decision before, by those of
its acts that had come by then, or, before its first, of its latest act towards the other that speaks by strategy,
tactics or rung: acts at home and towards third parties say nothing to the other side, and what both do together is
the latest of both. The nearest clock is that with the least due day of those that run and press the side: a clock
presses whoever must do something before its day or loses by it (`timeline.roles` has the rule for each kind), so that
a waiting period presses nobody, a legal limit whoever runs the procedure, and a measure that is to take effect those
whom it hits. Stakes are the camp's latest entry.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from replay.codebook import Act, Strategy, Switches, Tactic, strategy_of
from replay.dates import When, bounds_in_words, in_words
from replay.domain import TOP_SPREAD, Domain, Rules, day_bounds, path, readings, standing
from replay.engine.trace import ACTED, ENDS, STARTS, Entry, Kind, Trace
from replay.theories import DEFAULTS, Parameters, Situation, Stakes
from replay.timeline import Decision, Timeline
from replay.timeline.roles import pressed

__all__ = ["SOURCES", "Case", "Choice", "case"]

SOURCES: Mapping[str, str] = {
    "path": "the position that the rules compute from acts and clocks",
    "readings": "the level that the source last read, none before its first",
}
"""Where the position of a decision is from."""


Conduct = tuple[Act, tuple[Tactic | Strategy, ...]]
"""An act, with its tactics or the strategy that is stated."""


@dataclass(frozen=True, slots=True)
class Choice:
    """A decision in a replay.

    Attributes
    ----------
    decision : Decision
    side : str
        The side for which it was taken.
    seq, day : int
        Entry and day of its first act; of an imprecise date the day is a place in the replay.
    date : str
        Of that act, in words as coded.
    did : Strategy
        What the acts that the replay has say was done.
    acts : tuple[tuple[int, Conduct], ...]
        Entry and conduct of each act that the replay has, by entry.
    untagged : str
        Setting of that switch.
    """

    decision: Decision
    side: str
    seq: int
    day: int
    date: str
    did: Strategy
    acts: tuple[tuple[int, Conduct], ...] = ()
    untagged: str = "silent"

    def known(self, seq: int) -> Strategy | None:
        """What was done as far as it was known before the entry `seq`: by the acts that had come; None if mute."""
        if all(at < seq for at, _ in self.acts):
            return self.did
        return strategy_of((conduct for at, conduct in self.acts if at < seq), self.untagged)


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
    switches : Switches
    """

    trace: Trace
    timeline: Timeline
    domains: Mapping[str, Domain]
    choices: tuple[Choice, ...]
    source: str = "path"
    switches: Switches = field(default_factory=Switches)

    @property
    def dispute(self) -> str:
        """Short name of the dispute."""
        return self.timeline.dispute

    def situations(self, parameters: Parameters = DEFAULTS, past: Sequence[Strategy] = ()) -> tuple[Situation, ...]:
        """Return the situation of every choice, in their order; `past` are decisions of other disputes."""
        return tuple(self.situation(n, parameters, past) for n in range(len(self.choices)))

    def situation(
        self, n: int, parameters: Parameters = DEFAULTS, past: Sequence[Strategy] = (),
        reads: Collection[str] | None = None,
    ) -> Situation:  # fmt: skip
        """Return the situation of the n-th choice, from 0; with `reads`, of what may differ only these fields."""
        choice = self.choices[n]
        first, second = self.timeline.sides
        other = second if choice.side == first else first
        found: dict[str, Callable[[], Any]] = {
            "position": lambda: self._position(choice),
            "spread": lambda: self._spread(choice, parameters),
            "own_last": lambda: self._last(n, choice.side),
            "other_last": lambda: self._last(n, other),
            "past": lambda: (*past, *(did for earlier in self.choices[:n] if (did := earlier.known(choice.seq)))),
            "days_to_clock": lambda: self._nearest[n],
            "stakes": lambda: self.stakes(choice),
        }
        asked = {name: tell() for name, tell in found.items() if reads is None or name in reads}
        return Situation(choice.decision.id, choice.side, choice.day, **asked)

    def _position(self, choice: Choice) -> float | None:
        if self.source == "path":
            return self.domains[choice.side].before(choice.seq, choice.day)
        track = next(track for track in readings(self.timeline) if track.party == choice.side)
        return standing(track, choice.day, self.switches.trend)

    def _spread(self, choice: Choice, parameters: Parameters) -> float:
        """Half-range of the gamble: by the widest of the options coded, or the same for every decision."""
        if self.switches.gamble == "fixed":
            return parameters.gamble
        return parameters.gamble * choice.decision.spread / TOP_SPREAD

    def _last(self, n: int, side: str) -> Strategy | None:
        """Return the strategy of a side's last decision before the n-th choice, else of its latest act that speaks."""
        for earlier in reversed(self.choices[:n]):
            if earlier.side == side and (did := earlier.known(self.choices[n].seq)):
                return did
        before = [strategy for seq, sides, strategy in self._moves if side in sides and seq < self.choices[n].seq]
        return before[-1] if before else None

    @cached_property
    def _moves(self) -> tuple[tuple[int, tuple[str, ...], Strategy], ...]:
        """Entry, sides and strategy of every act between the sides that speaks."""
        moves = (
            (
                entry.seq,
                self.timeline.engaged(entry.actor, entry.recipient),
                self.trace.strategy(entry, self.switches.untagged),
            )
            for entry in self.trace.select(*ACTED)
        )
        return tuple((seq, sides, strategy) for seq, sides, strategy in moves if sides and strategy)

    @cached_property
    def _nearest(self) -> tuple[int | None, ...]:
        """Days to the nearest clock that runs just before each choice and presses its side.

        None where none does, or none that has a due day.
        """
        out: list[int | None] = []
        running: dict[str, int] = {}
        presses: dict[str, tuple[str, ...]] = {}
        entries = iter(self.trace.select(*STARTS, *ENDS))
        entry = next(entries, None)
        for choice in self.choices:
            while entry is not None and entry.seq < choice.seq:
                name, due = entry.clock or "", self.trace.due(entry.seq)
                if entry.kind is Kind.CLOCK_SET:
                    coded = self.timeline.clocks[name]
                    presses[name] = pressed(self.timeline, coded, entry.actor or "", entry.recipient)
                if due is None:
                    running.pop(name, None)
                else:
                    running[name] = due
                entry = next(entries, None)
            dues = [due for name, due in running.items() if choice.side in presses[name]]
            out.append(max(0, min(dues) - choice.day) if dues else None)
        return tuple(out)

    def stakes(self, choice: Choice) -> Stakes | None:
        """Return what claiming was worth to the side of a choice by then; None where nothing is coded."""
        entries = [
            (day_bounds(self.timeline, stake.date)[0], stake.id, stake)
            for stake in self.timeline.stakes
            if self.timeline.side(stake.party) == choice.side
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
    choices = tuple(
        sorted(_choices(trace, timeline, (rules or Rules()).switches.untagged), key=lambda choice: choice.seq)
    )
    rules = rules or Rules()
    return Case(trace, timeline, path(trace, rules), choices, source, rules.switches)


def _choices(trace: Trace, timeline: Timeline, untagged: str) -> Iterator[Choice]:
    done = {entry.event: entry for entry in trace.select(Kind.EVENT)}
    for decision in timeline.decisions:
        entries = [done[name] for name in decision.acts if name in done]
        said = strategy_of((timeline.by_id[entry.event or ""].conduct for entry in entries), untagged)
        did = said or decision.did  # where no act says anything, what the coder says
        side = timeline.side(decision.party)
        if entries and side is not None:
            first = min(entries, key=lambda entry: entry.seq)
            acts = tuple(sorted((e.seq, timeline.by_id[e.event or ""].conduct) for e in entries))
            yield Choice(decision, side, first.seq, first.day, _date(timeline, first), did, acts, untagged)


def _date(timeline: Timeline, entry: Entry) -> str:
    """The date of an act in words as coded; its day where it is counted from something, or an edit has moved it."""
    date, day = timeline.by_id[entry.event or ""].date, entry.day
    if isinstance(date, When) and (date.earliest or day) <= day <= (date.latest or day):
        return in_words(date)
    return bounds_in_words(day, day)
