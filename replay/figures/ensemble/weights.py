"""What made the outcome: by how much the chance of each outcome changes when an act is dropped."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from matplotlib.figure import Figure

from replay.errors import NothingCodedError
from replay.figures import style as figstyle
from replay.figures.sheet import key
from replay.figures.sheet.charts import EDGE, NARROW, TITLE, legend, place_for, shared_out, ticked, titled
from replay.figures.sheet.drawing import Drawing, named
from replay.figures.sheet.page import Sheet, shorten, text_width, wrap
from replay.text.table import Cell, Column, Table
from replay.text.words import counted, decimal, joined, typeset

__all__ = ["MOST", "Change", "Weight", "Weights", "weights_figure"]

MOST = 10
"""So many acts are drawn, the weightiest."""

_HEAD, _AXIS, _GUTTER = 5.5, 9.0, 9.0
_BAR, _LINE = 1.8, 3.1
_STEPS = (1, 2, 5, 10, 20, 25, 50, 100)


@dataclass(frozen=True, slots=True)
class Change:
    """Change in the chance of an outcome, -1 to 1, when an act is dropped, with the ends of its interval if it has one.

    Examples
    --------
    >>> Change(-0.4, -0.5, -0.3).size
    0.4
    """

    estimate: float
    low: float | None = None
    high: float | None = None

    def __post_init__(self) -> None:
        ends = [self.estimate if end is None else end for end in (self.low, self.high)]
        if not -1 <= ends[0] <= self.estimate <= ends[1] <= 1:
            raise ValueError(f"{self} is not in order; allowed: -1 <= low <= estimate <= high <= 1")

    @property
    def size(self) -> float:
        """How large it is, whatever its direction."""
        return abs(self.estimate)


@dataclass(frozen=True, slots=True)
class Weight:
    """An act and what dropping it changes.

    Attributes
    ----------
    id, label, date : str
        The date as coded, in words.
    changes : tuple[Change or None, ...]
        Of each of `Weights.outcomes`; None where it cannot be told.
    """

    id: str
    label: str
    date: str
    changes: tuple[Change | None, ...]

    @property
    def sizes(self) -> tuple[float, ...]:
        """The largest change, then that of each outcome in their order: what acts are sorted by."""
        found = [change.size if change else 0.0 for change in self.changes]
        return (max(found), *found)


@dataclass(frozen=True, slots=True)
class Weights:
    """What the figure shows.

    Attributes
    ----------
    title : str
        Of the dispute.
    outcomes : tuple[str, ...]
        In a few words: "sanctions", "settlement", "spiral".
    kept : tuple[float, ...]
        Chance of each outcome with all acts kept.
    acts : tuple[Weight, ...]
        All that were dropped, in the order of the file.
    draws : int
        Draws of dates behind each chance; 0 for the dates of the plain replay alone.
    interval : str
        What the intervals are: "95 % interval (Wilson)"; "" without any.

    Raises
    ------
    NothingCodedError
        Without an act.
    """

    title: str
    outcomes: tuple[str, ...]
    kept: tuple[float, ...]
    acts: tuple[Weight, ...]
    draws: int = 0
    interval: str = ""

    def __post_init__(self) -> None:
        if not self.acts:
            raise NothingCodedError("act that was dropped", "draw")
        for act in self.acts:
            if len(act.changes) != len(self.outcomes) or len(self.kept) != len(self.outcomes):
                raise ValueError(f"{act.id} does not have a change for each of {joined(self.outcomes)}")

    @property
    def heaviest(self) -> tuple[Weight, ...]:
        """The weightiest acts by their largest change; without those that change nothing, unless all do not."""
        ranked = sorted(self.acts, key=lambda act: [-size for size in act.sizes])
        moving = [act for act in ranked if act.sizes[0] > 0]
        return tuple((moving or ranked)[:MOST])


def weights_figure(shown: Weights, preset: str = "page") -> Drawing:
    """Return the weightiest acts: for each outcome a bar from 0 to the change of its chance when the act is dropped.

    Parameters
    ----------
    preset : str
        A key of `figstyle.PRESETS`.

    Raises
    ------
    NoRoomError
        For too many acts for the place.
    ValueError
        For an unknown preset.
    """
    with figstyle.style():
        drawn = _draw(shown, place_for(preset))
    return Drawing(named("weights", preset), drawn, _caption(shown), _alt(shown), _data(shown, preset))


# -- drawing --------------------------------------------------------------------------------------


def _draw(shown: Weights, place: figstyle.Preset) -> Figure:
    width, narrow, acts = place.across, place.across < NARROW, shown.heaviest
    left = EDGE + 3 if narrow else EDGE + 0.36 * (width - 2 * EDGE)
    names = [_name(act, width - 2 * EDGE if narrow else left - EDGE - 5, narrow) for act in acts]
    lines = max(len(lines) for lines in names)
    row = lines * _LINE + (4.4 if narrow else 1.4)
    listed = legend(_items(shown), width)
    fixed = 2 * EDGE + TITLE + _HEAD + _AXIS + listed.height
    height, stretch = shared_out(place, fixed, row * len(acts), "these acts need", most=1.4)
    what = f"The {counted(len(acts), 'weightiest act')}" if len(acts) > 1 else "The weightiest act"
    sheet, top = titled(place, height, what if narrow else f"{what}: what changes without each")
    top -= _HEAD
    row *= stretch
    bottom = top - row * len(acts)
    step, low, high = _range(shown)
    wide = (width - EDGE - 4 - left - _GUTTER * (len(shown.outcomes) - 1)) / len(shown.outcomes)
    for n, lines_of in enumerate(names):
        start = top - n * row
        if n:
            sheet.line((EDGE, width - EDGE), (start, start), figstyle.GRID, 0.4, layer=0.5)
        first = start - 0.7 - _LINE / 2 if narrow else start - row / 2 + (len(lines_of) - 1) * _LINE / 2
        for line, said in enumerate(lines_of):
            color = figstyle.MUTED if line == len(lines_of) - 1 and not narrow else figstyle.INK
            sheet.text(EDGE, first - line * _LINE, said, figstyle.LABEL, color, ground=figstyle.PAPER)
    for number, outcome in enumerate(shown.outcomes):
        span = left + number * (wide + _GUTTER), left + number * (wide + _GUTTER) + wide

        def at(percent: float, span: tuple[float, float] = span) -> float:
            return span[0] + (span[1] - span[0]) * (percent - low) / (high - low)

        sheet.text((span[0] + span[1]) / 2, top + 2.6, outcome, figstyle.LABEL, bold=True, ha="center")
        values = _labelled(low, high, wide)
        for value in range(low, high + 1, step):
            sheet.line((at(value),) * 2, (bottom, top), figstyle.GRID, 0.3, layer=0.4)
        ticked(sheet, span, bottom, [(at(value), f"{value:+d}" if value else "0") for value in values])
        sheet.line((at(0), at(0)), (bottom, top), figstyle.INK, 0.7, layer=1.5)
        for n, act in enumerate(acts):
            y = top - (n + 0.5) * row if not narrow else top - (n + 1) * row + 2.0
            change = act.changes[number]
            if change is None:
                sheet.text(at(0) + 1.2, y, "\u2013", figstyle.LABEL, figstyle.MUTED)
                continue
            _bar(sheet, change, at(0), (at(100 * change.estimate), *_ends(change, at)), y, f"{outcome} {act.id}")
    said = "change in percentage points"
    sheet.text(width - EDGE - 4, bottom - 7.0, said, figstyle.LABEL, figstyle.MUTED, ha="right")
    listed.draw(sheet, EDGE)
    return sheet.figure


def _ends(change: Change, at: Callable[[float], float]) -> tuple[float, ...]:
    return () if change.low is None or change.high is None else (at(100 * change.low), at(100 * change.high))


def _bar(sheet: Sheet, change: Change, zero: float, places: tuple[float, ...], y: float, name: str) -> None:
    """A bar from 0, darker where the outcome becomes less likely, with the interval as a line with caps."""
    x, *ends = places
    color = figstyle.SIDES["A"] if change.estimate < 0 else figstyle.SIDE_LIGHT["B"]
    sheet.box(min(x, zero), y - _BAR / 2, abs(x - zero), _BAR, color, 1, name=f"bar {name}")
    if ends:
        sheet.line(ends, (y, y), figstyle.INK, 0.7, layer=3, name=f"interval {name}")
        for end in ends:
            sheet.line((end, end), (y - 0.8, y + 0.8), figstyle.INK, 0.7, layer=3)
    sheet.mark(x, y, "o", 1.2, figstyle.INK, name=f"change {name}", layer=4)


def _name(act: Weight, width: float, narrow: bool) -> tuple[str, ...]:
    """The act's label in two lines at most and its date on one of its own; all in one line where it fits a column."""
    label, date = typeset(act.label), typeset(act.date)
    if narrow:
        room = width - text_width(f", {date}", figstyle.LABEL)
        return (f"{shorten(label, room, figstyle.LABEL)}, {date}",)
    lines = wrap(label, width, figstyle.LABEL)
    if len(lines) > 2:
        lines = lines[0], shorten(" ".join(lines[1:]), width, figstyle.LABEL)
    return (*lines, date)


def _range(shown: Weights) -> tuple[int, int, int]:
    """Step and ends of the axis, in percentage points, the same for all outcomes; 0 is within."""
    found = [0.0]
    for act in shown.heaviest:
        for change in act.changes:
            if change is not None:
                found += [change.estimate, *(end for end in (change.low, change.high) if end is not None)]
    least, most = 100 * min(found), 100 * max(found)
    step = next((one for one in _STEPS if (most - least) / one <= 8), _STEPS[-1])
    low, high = math.floor(least / step + 1e-9) * step, math.ceil(most / step - 1e-9) * step
    return (step, low, high) if high > low else (step, -step, step)


def _labelled(low: int, high: int, wide: float) -> list[int]:
    """The values with a number: 0, and the ends that stand clear of it."""
    clear = text_width("\u2212100", figstyle.LABEL) * (high - low) / wide
    return [value for value in sorted({low, 0, high}) if not value or abs(value) >= clear]


def _items(shown: Weights) -> Iterator[key.Item]:
    yield key.filled(4.0, _BAR, figstyle.SIDES["A"], "less likely without the act")
    yield key.filled(4.0, _BAR, figstyle.SIDE_LIGHT["B"], "more likely without it")
    if shown.interval:
        yield 5.0, shown.interval, _key_interval
    if any(change is None for act in shown.heaviest for change in act.changes):
        yield 0.0, "\u2013 cannot be told", lambda sheet, x, y: None


def _key_interval(sheet: Sheet, x: float, y: float) -> None:
    sheet.line((x, x + 5), (y, y), figstyle.INK, 0.7)
    for end in (x, x + 5):
        sheet.line((end, end), (y - 0.8, y + 0.8), figstyle.INK, 0.7)


# -- words and data -------------------------------------------------------------------------------


def _caption(shown: Weights) -> str:
    drawn, every = len(shown.heaviest), len(shown.acts)
    still = sum(act.sizes[0] == 0 for act in shown.acts)
    chances = joined([f"{name} {100 * kept:.0f} %" for name, kept in zip(shown.outcomes, shown.kept, strict=True)])
    over = f"over {shown.draws:,} draws of dates" if shown.draws else "with the dates of the plain replay"
    parts = [
        f"What made the outcome of {typeset(shown.title)}: change in the chance of {joined(shown.outcomes)} when one "
        f"act is dropped, {over}, in percentage points. With all acts kept: {chances}.",
        f"Drawn are the {drawn} of {counted(every, 'act')} with the largest change of any outcome"
        + (f"; dropping any one of {still} changes nothing." if still else "."),
        f"Lines: {shown.interval}." if shown.interval else "",
    ]
    return " ".join(part for part in parts if part)


def _alt(shown: Weights) -> str:
    said = []
    for act in shown.heaviest:
        changes = [
            f"{name} {_points(change)}" for name, change in zip(shown.outcomes, act.changes, strict=True) if change
        ]
        said.append(f"{typeset(act.label)} ({typeset(act.date)}): {', '.join(changes) or 'cannot be told'}.")
    return (
        f"Bars of the change in the chance of {joined(shown.outcomes)} without an act, in percentage points, the "
        f"weightiest first. {' '.join(said)}"
    )


def _points(change: Change) -> str:
    ends = "" if change.low is None or change.high is None else f" ({_signed(change.low)} to {_signed(change.high)})"
    return _signed(change.estimate) + ends


def _signed(share: float) -> str:
    said = decimal(100 * share, 0)
    return f"+{said}" if share > 0 and said != "0" else said


def _data(shown: Weights, preset: str) -> Table:
    """Return a row for each act and outcome that is drawn."""
    rows: list[tuple[Cell, ...]] = []
    for n, act in enumerate(shown.heaviest, 1):
        for outcome, kept, change in zip(shown.outcomes, shown.kept, act.changes, strict=True):
            found = (change.estimate, change.low, change.high) if change else (None, None, None)
            rows.append((n, act.id, act.label, act.date, outcome, kept, *found))
    columns = (
        Column("rank", "Rank"), Column("id", "Id"), Column("label", "Act", 2.0), Column("date", "Date as coded"),
        Column("outcome", "Outcome"), Column("kept", "Chance with all acts"), Column("change", "Change without it"),
        Column("low", "Lower end"), Column("high", "Upper end"),
    )  # fmt: skip
    return Table(named("weights", preset), "The weightiest acts: data of the figure", columns, tuple(rows))
