"""What the figure of the value function shows: its curve, the bounds of the gamble, ways and decisions."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from replay.codebook import Strategy
from replay.errors import NothingCodedError
from replay.scoring import Case
from replay.theories import DEFAULTS, Parameters, Situation, predict
from replay.theories.valuefunction import value

__all__ = ["Panel", "Positions", "Spot", "Way", "positions"]

_STEPS = 200
_SEEN = 0.02
"""Domain units by which a side has to have moved for its way to have a step; the marks are about four times as wide."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A decision at the position that its side had just before it, and what the value function makes of that."""

    id: str
    party: str
    day: int
    position: float
    value: float
    did: Strategy


@dataclass(frozen=True, slots=True)
class Way:
    """Days and positions of a side, from the first decision of its dispute to the last; each holds until the next.

    What fades from day to day takes steps of `_SEEN`.
    """

    party: str
    name: str
    steps: tuple[tuple[int, float], ...]


@dataclass(frozen=True, slots=True)
class Panel:
    """One dispute: the ways of the sender and the target, and the decisions that have a position.

    Attributes
    ----------
    decisions : int
        All of them, those included that have no position and are not drawn.
    days : tuple[int, ...]
        Of all decisions.
    """

    dispute: str
    title: str
    ways: tuple[Way, Way]
    spots: tuple[Spot, ...]
    decisions: int
    days: tuple[int, ...]

    def side(self, party: str) -> str:
        """Return "A" for the sender and "B" for the target."""
        return "A" if party == self.ways[0].party else "B"


@dataclass(frozen=True, slots=True)
class Positions:
    """The whole figure.

    Attributes
    ----------
    curve : tuple[tuple[float, float], ...]
        Positions over the whole axis, and their values.
    bounds : tuple[float, float]
        Positions at which, with the widest gamble, the likeliest strategy turns to mixed, and from it to claiming.
    source : str
        Where the positions of decisions are from, a key of `scoring.SOURCES`.
    """

    parameters: Parameters
    curve: tuple[tuple[float, float], ...]
    bounds: tuple[float, float]
    panels: tuple[Panel, ...]
    source: str

    @property
    def span(self) -> tuple[float, float]:
        """Ends of the axis of positions."""
        return self.curve[0][0], self.curve[-1][0]

    @property
    def spots(self) -> tuple[Spot, ...]:
        """The decisions of all disputes."""
        return tuple(spot for panel in self.panels for spot in panel.spots)


def positions(cases: Sequence[Case], parameters: Parameters = DEFAULTS) -> Positions:
    """Gather what the figure shows of cases; one without a decision is left out.

    Raises
    ------
    RefusalError
        Without a decision.

    Examples
    --------
    >>> import replay
    >>> from replay.scoring import case
    >>> found = positions([case(replay.run(replay.load(replay.example())))])
    >>> len(found.spots), found.span, [way.party for way in found.panels[0].ways]
    (3, (-3.5, 1.5), ['US', 'KR'])
    """
    chosen = [case for case in cases if case.choices]
    if not chosen:
        raise NothingCodedError("decision", "draw")
    panels = tuple(_panel(case, parameters) for case in chosen)
    held = [position for panel in panels for way in panel.ways for _, position in way.steps]
    held += [spot.position for panel in panels for spot in panel.spots]
    low, high = min(-3.5, math.floor(2 * min(held)) / 2), max(1.5, math.ceil(2 * max(held)) / 2)
    places = [low + (high - low) * n / _STEPS for n in range(_STEPS + 1)]
    curve = tuple((place, value(place, parameters)) for place in places)
    return Positions(parameters, curve, _bounds(parameters), panels, chosen[0].source)


def _panel(case: Case, parameters: Parameters) -> Panel:
    sender, target = (Way(side, case.timeline.camp_name(side), _way(case, side)) for side in case.timeline.sides)
    spots = tuple(
        Spot(
            choice.decision.id, choice.side, choice.day, situation.position,
            value(situation.position, parameters), choice.did,
        )
        for choice, situation in zip(case.choices, case.situations(parameters), strict=True)
        if situation.position is not None
    )  # fmt: skip
    days = tuple(choice.day for choice in case.choices)
    return Panel(case.dispute, case.timeline.title, (sender, target), spots, len(case.choices), days)


def _way(case: Case, party: str) -> tuple[tuple[int, float], ...]:
    """One step a day, at its close, up to the last decision; between acts one wherever what fades moved it visibly."""
    first, last, domain = case.choices[0].day, case.choices[-1].day, case.domains[party]
    begun = domain.before(case.choices[0].seq, first)
    acted = {step.day for step in domain.steps if step.seq >= case.choices[0].seq and first <= step.day < last}
    steps, held = [(first, begun)], begun
    for day in range(first, last):
        position = domain.at(day)
        if day in acted or (day > first and abs(position - held) >= _SEEN):
            steps.append((day, position))
            held = position
    return (*steps, (last, domain.before(case.choices[-1].seq, last)))  # what the last decision brings comes after it


def _bounds(parameters: Parameters) -> tuple[float, float]:
    def below(strategies: tuple[Strategy, ...]) -> float:
        start, end = 0.0, -parameters.gamble
        for _ in range(40):
            middle = (start + end) / 2
            found = predict("prospect", Situation("", "", 0, position=middle, spread=parameters.gamble), parameters)
            start, end = (middle, end) if found.likeliest in strategies else (start, middle)
        return end

    return below((Strategy.CREATING,)), below((Strategy.CREATING, Strategy.MIXED))
