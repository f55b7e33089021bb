"""Where everything of an escalation diagram stands: acts, clocks, lanes, links, names and key, in points."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from replay.codebook import Strategy
from replay.engine.trace import ClockHistory
from replay.escalation import Escalation, Node
from replay.figures.escalation.axis import Axis, Need, solve
from replay.figures.escalation.lanes import Lane, band_heights, lanes
from replay.figures.escalation.metrics import fit, width
from replay.figures.style import SMALLEST

__all__ = ["Bar", "Box", "Mark", "Scene", "scene", "strategy"]

MARK = 8.4
"""Height of an act's mark in points."""
END = 5.4
"""Size of the mark at the end of a clock."""
ROWS = (9.3, 11.0)
"""Least and greatest distance between the rows of a lane."""
GAP = 3.0
"""Between lanes."""


@dataclass(frozen=True, slots=True)
class Box:
    """An upright rectangle around a middle, in points."""

    x: float
    y: float
    width: float
    height: float

    def hits(self, other: Box, gap: float = 0.0) -> bool:
        """Whether the two overlap or come closer than `gap`.

        >>> Box(0, 0, 4, 4).hits(Box(3, 0, 4, 4)), Box(0, 0, 4, 4).hits(Box(5, 0, 4, 4))
        (True, False)
        """
        return (
            abs(self.x - other.x) < (self.width + other.width) / 2 + gap
            and abs(self.y - other.y) < (self.height + other.height) / 2 + gap
        )

    def holds(self, x: float, y: float) -> bool:
        """Whether the point lies inside."""
        return abs(x - self.x) < self.width / 2 and abs(y - self.y) < self.height / 2

    def raised(self, by: float) -> Box:
        """Return the same box, `by` points higher."""
        return replace(self, y=self.y + by)


@dataclass(frozen=True, slots=True)
class Mark:
    """An act: its number in the order of the trace, its node, its group ("A", "B", "other") and its place."""

    number: int
    node: Node
    group: str
    box: Box


@dataclass(frozen=True, slots=True)
class Bar:
    """A clock: from where it was set to where it ended, and what else is shown of it.

    Attributes
    ----------
    clock : ClockHistory
    row : int
        In the clock band, from 0.
    start : float
    box : Box
        Of the mark at its end.
    dues : tuple[float, ...]
        Due days that it had, other than the end.
    rest : float
        Where the due day in force lies; equal to the end if it ran that long.
    text : str
    text_box : Box
    """

    clock: ClockHistory
    row: int
    start: float
    box: Box
    dues: tuple[float, ...]
    rest: float
    text: str
    text_box: Box


@dataclass(frozen=True, slots=True)
class Scene:
    """The upper part of the figure; y runs upwards from the bottom of the lowest lane at 0."""

    axis: Axis
    lanes: tuple[Lane, ...]
    marks: tuple[Mark, ...]
    bars: tuple[Bar, ...]
    left: float
    right: float
    top: float

    @property
    def boxes(self) -> Mapping[str, Box]:
        """Places of the acts and clocks by node id."""
        return {mark.node.id: mark.box for mark in self.marks} | {bar.clock.id: bar.box for bar in self.bars}

    def raised(self, by: float) -> Scene:
        """Return the same scene, `by` points higher."""
        return replace(
            self,
            lanes=tuple(replace(lane, base=lane.base + by) for lane in self.lanes),
            marks=tuple(replace(mark, box=mark.box.raised(by)) for mark in self.marks),
            bars=tuple(replace(bar, box=bar.box.raised(by), text_box=bar.text_box.raised(by)) for bar in self.bars),
            top=self.top + by,
        )


def strategy(escalation: Escalation, node: Node) -> Strategy | None:
    """Return which end of the bargaining continuum the tactics of an act belong to; None if none is coded."""
    timeline = escalation.trace.timeline
    event = timeline.by_id.get(node.id) if timeline else None
    return event.strategy if event and event.tactics else None


def scene(escalation: Escalation, left: float, room: float, height: float) -> Scene:
    """Place acts and clocks.

    Parameters
    ----------
    escalation : Escalation
    left, room : float
        Left end and length of the time axis in points; the length grows if the acts need more.
    height : float
        Of all lanes together, kept as far as `ROWS` allow.
    """
    acts = [node for node in escalation.nodes if node.kind == "act"]
    clocks = escalation.trace.clocks()
    found = lanes(escalation, acts)
    home = {lane.party: lane for lane in found if lane.party}
    needs = [
        Need(node.day, f"{node.party}/{home[node.party or ''].row(node.rung)}", _wide(number))
        for number, node in enumerate(acts, 1)
    ]
    days = [day for clock in clocks for day in _days(clock)]
    axis, places = solve(needs, days, left + 7, room - 14)
    right = max(left + room, axis.ends[-1] + 7)
    at = {node.id: x for node, x in zip(acts, places, strict=True)}
    bars = _pack([_bar(clock, axis, at) for clock in clocks], left, right)
    rows = max((bar.row for bar in bars), default=0) + 1
    found, top = band_heights(found, rows, height, ROWS, GAP)
    home = {lane.party: lane for lane in found if lane.party}
    marks = []
    for (number, node), x in zip(enumerate(acts, 1), places, strict=True):
        lane = home[node.party or ""]
        marks.append(Mark(number, node, lane.group, Box(x, lane.y(node.rung), _wide(number), MARK)))
    band = next((lane for lane in found if not lane.party), None)
    return Scene(axis, found, tuple(marks), tuple(_lift(bar, band) for bar in bars), left, right, top)


def _wide(number: int) -> float:
    return max(MARK + 0.4, width(str(number), SMALLEST) + 0.9)


def _days(clock: ClockHistory) -> list[int]:
    dues = [due for _, due in clock.dues if due is not None]
    return [clock.set_on, *dues, *([clock.ended_on] if clock.ended_on is not None else [])]


def _bar(clock: ClockHistory, axis: Axis, at: Mapping[str, float]) -> Bar:
    start = at.get(clock.set_by or "", axis.at(clock.set_on))
    rest = axis.at(clock.due) if clock.due is not None else axis.ends[-1]
    end = axis.at(clock.ended_on) if clock.ended_on is not None else rest
    if clock.ended_on is not None:
        end = at.get(clock.ended_by or "", end)
    earlier = tuple(axis.at(due) for _, due in clock.dues[:-1] if due is not None)
    text = clock.label
    end = max(end, start + END / 2 + 1)
    box = Box(end, 0.0, END, END)
    return Bar(clock, 0, start, box, earlier, max(rest, end), text, Box(0, 0, width(text, SMALLEST), SMALLEST))


def _pack(bars: Sequence[Bar], left: float, right: float) -> list[Bar]:
    """Give each bar, with its name after or before it, the first row where it is free."""
    taken: list[list[tuple[float, float]]] = []
    out: list[Bar] = []
    for bar in bars:
        first, last = bar.start - 2, max(bar.rest, bar.box.x + END / 2)
        room, other = right - last - 2.5, first - 1.5 - left
        after = bar.text_box.width <= room or other < min(bar.text_box.width, room)
        text = fit(bar.text, SMALLEST, room if after else other)
        wide = width(text, SMALLEST)
        middle = last + 2.5 + wide / 2 if after else first - 1.5 - wide / 2
        span = (first, last + 4 + wide) if after else (first - 3 - wide, last + 1)
        row = next(
            (i for i, spans in enumerate(taken) if all(span[1] < a or span[0] > b for a, b in spans)), len(taken)
        )
        if row == len(taken):
            taken.append([])
        taken[row].append(span)
        out.append(replace(bar, row=row, text=text, text_box=Box(middle, 0.0, wide, SMALLEST)))
    return out


def _lift(bar: Bar, band: Lane | None) -> Bar:
    y = band.y(bar.row) if band else 0.0
    return replace(bar, box=replace(bar.box, y=y), text_box=replace(bar.text_box, y=y))
