"""Many redrawn replays summed up: how often each clock ends in which way, and how often rules bring which act about."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from statistics import fmean

from replay.codebook import IMPOSITIONS
from replay.counterfactuals.edits import overdue
from replay.engine import run, settled
from replay.engine.trace import Kind, Trace
from replay.text.blocks import Block, Grid, Heading, Paragraph
from replay.text.words import counted, money
from replay.timeline import Timeline

__all__ = ["NEVER", "Redraws", "redraws"]

NEVER = "never set"
"""What becomes of a clock that a replay does not set."""


@dataclass(frozen=True)
class Redraws:
    """What came of redrawn replays.

    Attributes
    ----------
    base : Trace
    count : int
        Replays that are counted; the numbers of outcomes, acts and impositions are out of these.
    drawn : int
        All draws, those included that are refused.
    refused : Mapping[str, int]
        For each clock, in how many draws it would be set, or moved, when its due date has come; most often first. One
        draw may break several.
    outcomes : Mapping[str, Mapping[str, int]]
        For each clock, in the order of setting in the base: how many replays end it in which way, most often first;
        `NEVER` where it is not set.
    emitted : Mapping[str, int]
        For each act by rule: in how many replays it comes; most often first, then by id.
    imposed : int
        Replays in which a lapse or a commitment imposes sanctions.
    unvalued : int
        Those of them in which the file gives no worth in USD for some of these sanctions; that counts as 0.
    worth : float
        Mean worth in USD of the sanctions that rules impose, over all replays that are counted.
    """

    base: Trace
    count: int
    drawn: int
    refused: Mapping[str, int]
    outcomes: Mapping[str, Mapping[str, int]]
    emitted: Mapping[str, int]
    imposed: int
    unvalued: int
    worth: float

    def document(self, how: str, seed: int) -> Iterator[Block]:
        """Yield what came of the redraws; `how` says in words how they were drawn."""
        yield Heading(f"{counted(self.drawn, 'redraw')} of {self.base.coded('compare').title}", 1)
        yield Paragraph(
            f"{how[0].upper()}{how[1:]}; seed {seed}. Each is an intervention: the other acts are kept as recorded."
        )
        if self.refused:
            clocks = ", ".join(f"{name} in {number}" for name, number in self.refused.items())
            yield Paragraph(
                f"Refused: {self.drawn - self.count} of {self.drawn}, because a clock would be set or moved when its "
                f"due date has come ({clocks}). All numbers below are of the {self.count} that are left."
            )
        if not self.count:
            yield Paragraph("Nothing is left to count; a smaller --spread may help.", strong=True)
            return
        yield Heading(f"How clocks end in {counted(self.count, 'redraw')}")
        before = {clock.id: clock.outcome.value for clock in self.base.clocks()}
        rows = tuple(
            (name, before.get(name, NEVER), "; ".join(f"{end} in {self._share(n)}" for end, n in ends.items()))
            for name, ends in self.outcomes.items()
        )
        marked = [n for n, (name, was, _) in enumerate(rows) if self.outcomes[name].get(was) != self.count]
        yield Grid(("Clock", "In the base", "In the redraws"), rows, marked=marked)
        yield Heading("What clocks and commitments bring about")
        if self.emitted:
            own = {entry.event for entry in self.base}
            acts = ((name, "yes" if name in own else "no", self._share(n)) for name, n in self.emitted.items())
            yield Grid(("Act", "In the base", "In how many redraws"), tuple(acts))
        else:
            yield Paragraph("Nothing that the record does not have.")
        said = f"A lapse or a commitment imposes sanctions in {self._share(self.imposed)}"
        if self.worth:
            said += f"; their worth, as the mean of all {self.count}: {money({'USD': self.worth})}"
        if self.unvalued:
            said += (
                f"; in {self.unvalued} the file gives no worth in USD for some or all of them, which counts as nothing"
            )
        yield Paragraph(f"{said}.", strong=True)

    def _share(self, number: int) -> str:
        return f"{number} of {self.count} ({number / self.count:.1%})"

    def values(self, how: str, seed: int) -> dict[str, object]:
        """Return the same as plain values, ready for JSON."""
        return {
            "what": how, "seed": seed, "drawn": self.drawn, "count": self.count, "refused": dict(self.refused),
            "means": "drawn: all draws; count: those replayed, of which all numbers below are; refused: draws, by "
            "clock, in which it would be set or moved when its due date has come",
            "base": {clock.id: clock.outcome.value for clock in self.base.clocks()},
            "clocks": {name: dict(ends) for name, ends in self.outcomes.items()},
            "by_rule": dict(self.emitted), "imposed": self.imposed, "imposed_without_worth": self.unvalued,
            "mean_worth_usd": self.worth,
        }  # fmt: skip


def redraws(base: Trace, drawn: Iterable[Timeline]) -> Redraws:
    """Replay redrawn timelines and count; those with a clock that is set when it is due already are refused.

    Imprecise dates are put as in `base`.

    Examples
    --------
    >>> import replay
    >>> from replay.counterfactuals import redraw_times
    >>> timeline = replay.load(replay.example())
    >>> found = redraws(replay.run(timeline), redraw_times(timeline, 20, seed=1, spread=20))
    >>> sum(found.outcomes["sanctions"].values()), found.count
    (20, 20)
    """
    dates = base.settings.get("dates", "middle")
    names = [clock.id for clock in base.clocks()]
    ends: dict[str, Counter[str]] = {name: Counter() for name in names}
    emitted, refused = Counter[str](), Counter[str]()
    imposed, unvalued, number, worths = 0, 0, 0, list[float]()
    for timeline in drawn:
        number += 1
        plan = settled(timeline, dates)
        late = {one.clock for one in overdue(timeline, plan.days)}
        refused.update(late)
        if late:
            continue
        trace = run(timeline, dates=dates, plan=plan)
        seen = {clock.id: clock.outcome.value for clock in trace.clocks()}
        for name in dict.fromkeys((*ends, *seen)):
            ends.setdefault(name, Counter({NEVER: len(worths)}))[seen.get(name, NEVER)] += 1
        acts = trace.select(Kind.CONSEQUENCE, Kind.REACTION)
        emitted.update({entry.event or "" for entry in acts})
        found = [_dollars(timeline, entry.event or "") for entry in acts if entry.act in IMPOSITIONS]
        imposed += bool(found)
        unvalued += None in found
        worths.append(sum(amount or 0.0 for amount in found))
    return Redraws(
        base, len(worths), number, _ranked(refused), {name: _ranked(counts) for name, counts in ends.items()},
        _ranked(emitted), imposed, unvalued, fmean(worths) if worths else 0.0,
    )  # fmt: skip


def _ranked(counts: Counter[str]) -> dict[str, int]:
    """Most often first, then by name; what never came is left out."""
    return {name: n for name, n in sorted(counts.items(), key=lambda item: (-item[1], item[0])) if n}


def _dollars(timeline: Timeline, name: str) -> float | None:
    worth = timeline.worth(name)
    return worth.amount if worth and worth.unit == "USD" else None
