"""What each entry of a trace does to each side, before any size is known: threats, lapses, claims, impacts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from replay.codebook import AGREEMENTS, THREATS, Act, Answer, Strategy, Tactic
from replay.engine.trace import ACTED, ENDS, Entry, Kind, Trace
from replay.timeline import Timeline

__all__ = ["AGREED", "TOP_SPREAD", "Effect", "effects"]

TOP_SPREAD = max(act.spread for act in Act)
AGREED = "agreed"
"""Key of the effects by which an agreement is worth something to a side."""


@dataclass(frozen=True, slots=True)
class Effect:
    """What one trace entry does to one side, before any size is known.

    Attributes
    ----------
    seq, day : int
        The entry, and its day.
    party : str
        The side affected.
    rule : str
        Name of the rule; ``threat`` and ``relief`` come in pairs of one `key`.
    amount : float
        Multiple of the rule's size.
    key : str
        Of a threat: the act that made it; of what an agreement is worth: `AGREED`.
    """

    seq: int
    day: int
    party: str
    rule: str
    amount: float
    key: str = ""


def effects(trace: Trace) -> tuple[Effect, ...]:
    """Read off a trace what each entry does to which side, in the order of the trace."""
    return tuple(_Reader(trace, trace.coded("compute domains")).read())


class _Reader:
    """Walks the trace, keeping the threats that are live and the commitments that stand."""

    def __init__(self, trace: Trace, timeline: Timeline) -> None:
        self.trace, self.timeline = trace, timeline
        self.live: dict[str, tuple[str, str]] = {}  # threat -> (who made it, whom it shifts)
        self.clock_threat: dict[str, str] = {}  # clock -> threat
        self.committed: set[str] = set()

    def read(self) -> Iterator[Effect]:
        for entry in self.trace:
            if entry.kind is Kind.CLOCK_SET and entry.event in self.live:
                self.clock_threat[entry.clock or ""] = entry.event or ""
            elif entry.kind in ENDS:
                holder = self.timeline.side(entry.actor) if entry.kind is Kind.CLOCK_LAPSED else None
                if holder:
                    yield Effect(entry.seq, entry.day, holder, "lapse", 1.0)
                yield from self._relieve(entry.seq, entry.day, [self.clock_threat.get(entry.clock or "", "")])
            elif entry.kind in ACTED and entry.act is not None:
                yield from self._act(entry, entry.act)

    def _act(self, entry: Entry, act: Act) -> Iterator[Effect]:
        seq, day, event = entry.seq, entry.day, self.timeline.by_id.get(entry.event or "")
        mine, other = self.timeline.side(entry.actor), self.timeline.side(entry.recipient)
        impact = event.impact if event else {}
        for side in self.timeline.sides:
            if side in impact:
                yield Effect(seq, day, side, "coded", impact[side], AGREED if act in AGREEMENTS else "")
        if mine is None:
            return
        if other == mine and entry.actor != mine and act is Act.PRESS and mine not in impact:
            yield Effect(seq, day, mine, "pressure", 1.0)
        if event and Tactic.COMMIT_TO_OUTCOME in event.tactics and mine not in self.committed:
            self.committed.add(mine)
            yield Effect(seq, day, mine, "commitment", 1.0)
        if event:
            settled = [target for target, answer in event.answers.items() if answer is Answer.SETTLES]
            yield from self._relieve(seq, day, settled)
        if other is not None and other != mine:
            yield from self._towards(entry, act, mine, other, impact)

    def _towards(self, entry: Entry, act: Act, mine: str, other: str, impact: Mapping[str, float]) -> Iterator[Effect]:
        """An act of one side towards the other."""
        seq, day, name = entry.seq, entry.day, entry.event or ""
        if act is Act.IMPOSE_SANCTIONS:
            yield Effect(seq, day, other, "imposition", 1.0)
        strategy = self.trace.strategy(entry)
        if strategy in (Strategy.CLAIMING, Strategy.CREATING):
            yield Effect(seq, day, other, strategy.value, 1.0)
        if act in THREATS:
            self.live[name] = (mine, other)
            yield Effect(seq, day, other, "threat", act.spread / TOP_SPREAD, name)
        if act in (Act.DROP_CASE, Act.LIFT_SANCTIONS):
            yield from self._relieve(seq, day, [threat for threat, (maker, _) in self.live.items() if maker == mine])
        if act in AGREEMENTS:
            for side in (mine, other):
                if side not in impact:
                    yield Effect(seq, day, side, "agreement", 1.0, AGREED)
        if act is Act.SETTLE:
            self.committed.clear()
            yield from self._relieve(seq, day, list(self.live))

    def _relieve(self, seq: int, day: int, threats: list[str]) -> Iterator[Effect]:
        for threat in threats:
            if threat in self.live:
                _, shifted = self.live.pop(threat)
                yield Effect(seq, day, shifted, "relief", 1.0, threat)
