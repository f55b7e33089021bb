"""A fan: how a dispute might have gone on from a day, as shares of endings over time, with the record drawn in."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from matplotlib.figure import Figure

from replay.errors import NothingCodedError
from replay.figures import style as figstyle
from replay.figures.sheet import key
from replay.figures.sheet.charts import EDGE, NARROW, TITLE, legend, place_for, shared_out, titled
from replay.figures.sheet.dateaxis import HEIGHT, date_axis
from replay.figures.sheet.drawing import Drawing, named
from replay.figures.sheet.page import Sheet, fit, shorten, text_width
from replay.figures.sheet.panels import Frame
from replay.figures.sheet.places import Tag, draw_tag, place_tags, rows_of, unplaced
from replay.figures.sheet.timescale import TimeScale, Zone
from replay.text.table import Cell, Column, Table
from replay.text.words import counted, typeset
from replay.theories import spoken

__all__ = ["Fan", "Recorded", "Step", "fan_figure"]

_LEFT, _TAG, _ROWS = 11.0, 3.1, 6
_LEAST, _BEST = 25.0, 60.0
_SETTLED, _IMPOSED, _NEITHER = "#e6eef5", "#56789a", "#ffffff"
_LANE, _LANES_HEAD, _THICK = 7.6, 6.0, 3.8  # mm: a clock, the words above, its band
_RAN_OUT, _ENDED = "#56789a", "#b4c6d8"
_STRIPE = 1.6  # mm between the lines of a hatch


@dataclass(frozen=True, slots=True)
class Step:
    """From a day on, the shares of the continuations that are settled, and that are not and had sanctions imposed."""

    day: int
    settled: float
    imposed: float

    def __post_init__(self) -> None:
        if min(self.settled, self.imposed) < 0 or self.settled + self.imposed > 1 + 1e-9:
            raise ValueError(f"{self} is no two shares of one whole")

    @property
    def neither(self) -> float:
        """The share of the others."""
        return max(0.0, 1 - self.settled - self.imposed)


@dataclass(frozen=True, slots=True)
class Recorded:
    """What the record says: the day on which the replay has it, a name, and the date as coded, in words."""

    day: int
    name: str
    date: str


@dataclass(frozen=True, slots=True)
class Lane:
    """One clock: what it is called, and from a day on the shares in which it has run out and in which acts ended it.

    `record` is the day on which it ends in the record, None if it does not, and `end` says how, in words.
    """

    name: str
    steps: tuple[tuple[int, float, float], ...]
    record: int | None
    end: str


@dataclass(frozen=True, slots=True)
class Fan:
    """What the figure shows.

    Attributes
    ----------
    title : str
        Of the dispute.
    theory : str
        From whose probabilities acts are drawn.
    since : str
        The first day from which they are, as coded or asked for, in words.
    continuations : int
    steps : tuple[Step, ...]
        By day, each from another day on; each holds until the next.
    until : int
        The last day of the axis, that of the last step or later.
    record : tuple[Recorded, ...]
        The endings of the record.
    clocks : tuple[Lane, ...]
        Clocks, in the order of the file.
    left_out : int
        Clocks that are not shown.

    Raises
    ------
    NothingCodedError
        Without a step.
    ValueError
        For steps that are not in the order of their days, or that go on beyond `until`.
    """

    title: str
    theory: str
    since: str
    continuations: int
    steps: tuple[Step, ...]
    until: int
    record: tuple[Recorded, ...]
    clocks: tuple[Lane, ...] = ()
    left_out: int = 0

    def __post_init__(self) -> None:
        if not self.steps:
            raise NothingCodedError("continuation", "draw")
        days = [step.day for step in self.steps]
        if any(a >= b for a, b in pairwise(days)) or days[-1] > self.until:
            raise ValueError("the steps are not in the order of their days, or go on beyond the end")


def fan_figure(shown: Fan, preset: str = "page") -> Drawing:
    """Return the fan: bands for the shares of the continuations, a named line for each ending of the record.

    From below: settled (hatched), sanctions imposed (dark), neither (white). A band keeps its height until a
    continuation ends.

    Parameters
    ----------
    preset : str
        A key of `figstyle.PRESETS`.

    Raises
    ------
    NoRoomError
        For too low a place.
    ValueError
        For an unknown preset.
    """
    with figstyle.style():
        drawn = _draw(shown, place_for(preset))
    return Drawing(named("fan", preset), drawn, _caption(shown), _alt(shown), _data(shown, preset))


# -- drawing --------------------------------------------------------------------------------------


def _draw(shown: Fan, place: figstyle.Preset) -> Figure:
    width = place.across
    ends = [day for lane in shown.clocks for day, *_ in lane.steps[:1]]
    own = [lane.record for lane in shown.clocks if lane.record is not None and lane.record <= shown.until]
    first = min([shown.steps[0].day, *(mark.day for mark in shown.record), *ends, *own])
    stop = max([shown.until, *(mark.day for mark in shown.record)]) + 1
    frame = Frame(TimeScale((Zone(first, stop, 0.0, 1.0),)), EDGE + _LEFT, width - EDGE - 2.0, 0.0)
    tags = _tags(shown, frame)
    listed = legend(_items(shown), width)
    lanes = _LANES_HEAD + _LANE * len(shown.clocks) if shown.clocks else 0.0
    fixed = 2 * EDGE + TITLE + 4.5 + rows_of(tags) * _TAG + 2.0 + HEIGHT + listed.height + 1.0 + lanes
    height, high = shared_out(place, fixed, 1.0, "this fan needs", _LEAST, _BEST if width >= NARROW else 45.0)
    title = f"How it might have gone on: n = {shown.continuations:,}"
    sheet, top = titled(place, height, fit(title, width - 2 * EDGE, figstyle.TITLE, True))
    sheet.text(EDGE, top - 1.5, "% of continuations", figstyle.LABEL, bold=True)
    top -= 4.5 + rows_of(tags) * _TAG + 2.0
    bottom = top - high

    def y(share: float) -> float:
        return bottom + high * share

    for percent in (0, 25, 50, 75, 100):
        sheet.line((frame.left - 1.0, frame.left), (y(percent / 100),) * 2, figstyle.MUTED, 0.5)
        sheet.text(frame.left - 1.8, y(percent / 100), str(percent), figstyle.LABEL, ha="right")
    cells = _cells(shown, frame)
    _band(sheet, cells, [(bottom, y(step.settled)) for step in shown.steps], _SETTLED, "settled")
    _band(
        sheet, cells, [(y(step.settled), y(step.settled + step.imposed)) for step in shown.steps], _IMPOSED,
        "sanctions",
    )  # fmt: skip
    _hatch(sheet, [(a, b, y(0), y(step.settled)) for (a, b), step in zip(cells, shown.steps, strict=True)])
    edges = (frame.left, frame.right, frame.right, frame.left, frame.left)
    sheet.line(edges, (bottom, bottom, top, top, bottom), figstyle.MUTED, 0.5, layer=4)
    date_axis(sheet, frame, bottom, top)
    for mark in shown.record:
        x = frame.x(mark.day)
        sheet.line((x, x), (bottom, top + 1.0), figstyle.PAPER, 2.4, layer=4.4)
        sheet.line((x, x), (bottom, top + 1.0), figstyle.INK, 1.1, (4.0, 1.5), layer=4.5, name=f"record {mark.name}")
    for tag in tags:
        draw_tag(sheet, tag, top + 1.0, top + 1.6, _TAG)
    if shown.clocks:
        _lanes(sheet, shown, frame, bottom - HEIGHT)
    listed.draw(sheet, EDGE)
    return sheet.figure


def _lanes(sheet: Sheet, shown: Fan, frame: Frame, top: float) -> None:
    """Draw a band for each clock: from below the share in which it has run out, then that in which an act ended it."""
    sheet.text(EDGE, top - 2.5, "% in which each clock has ended by then", figstyle.LABEL, bold=True)
    for n, lane in enumerate(shown.clocks):
        base = top - _LANES_HEAD - _LANE * (n + 1) + 1.0
        high = base + _THICK
        known = [step for step in lane.steps if step[0] <= shown.until]
        days = [*(max(step[0], frame.scale.first) for step in known), shown.until + 1]
        for at, ((_, ran, ended), (a, b)) in enumerate(zip(known, pairwise(days), strict=True), 1):
            left, right = frame.x(a), frame.x(b)
            if right > left:
                low, mid, up = (base + _THICK * share for share in (0.0, ran, ran + ended))
                for color, (start, end), what in ((_RAN_OUT, (low, mid), "ran out"), (_ENDED, (mid, up), "ended")):
                    corners = [(left, start), (right, start), (right, end), (left, end)]
                    sheet.area(corners, color, layer=1, name=f"clock {n + 1} {what} {at}")
                sheet.line((left, right), (up, up), figstyle.INK, 0.4, layer=1.5)
        edges = (frame.left, frame.right, frame.right, frame.left, frame.left)
        sheet.line(edges, (base, base, high, high, base), figstyle.MUTED, 0.4, layer=4)
        last = known[-1] if known else (0, 0.0, 0.0)
        said = f"{_percent(last[1])} ran out, {_percent(last[2])} ended by an act; the record: {lane.end or 'no end'}"
        room = frame.right - frame.left - text_width(f" ({said})", figstyle.SMALLEST) - 1.0
        name = shorten(typeset(lane.name), room, figstyle.SMALLEST)
        sheet.text(frame.left, high + 1.4, f"{name} ({said})", figstyle.SMALLEST)
        if lane.record is not None and frame.scale.first <= lane.record <= shown.until:
            x = frame.x(lane.record)
            sheet.line((x, x), (base - 0.4, high + 0.4), figstyle.PAPER, 2.4, layer=4.4)
            sheet.line(
                (x, x),
                (base - 0.4, high + 0.4),
                figstyle.INK,
                1.1,
                (2.0, 1.0),
                layer=4.5,
                name=f"record of clock {n + 1}",
            )


def _tags(shown: Fan, frame: Frame) -> tuple[Tag, ...]:
    """The names of what the record says, on stems, as far as there is room."""
    found = []
    for n, mark in enumerate(shown.record):
        x = frame.x(mark.day)
        room = max(x - EDGE, frame.right - x) - 1.0
        date = f", {typeset(mark.date)}"
        name = shorten(typeset(mark.name), room - text_width(date, figstyle.SMALLEST), figstyle.SMALLEST)
        found.append(unplaced(str(n), name + date, x))
    return place_tags(found, _ROWS, (EDGE, frame.right))


def _cells(shown: Fan, frame: Frame) -> list[tuple[float, float]]:
    """Left and right end of each step."""
    days = [*(step.day for step in shown.steps), shown.until + 1]
    return [(frame.x(a), frame.x(b)) for a, b in pairwise(days)]


def _band(
    sheet: Sheet, cells: Sequence[tuple[float, float]], ends: Sequence[tuple[float, float]], color: str, name: str
) -> None:  # fmt: skip
    """Fill a band from the lower to the upper end of each step, with an outline."""
    above = [(x, high) for (a, b), (_, high) in zip(cells, ends, strict=True) for x in (a, b)]
    below = [(x, low) for (a, b), (low, _) in zip(cells, ends, strict=True) for x in (a, b)]
    sheet.area([*above, *reversed(below)], color, figstyle.INK, 1, 0.4, name=f"band {name}")


def _hatch(sheet: Sheet, boxes: Sequence[tuple[float, float, float, float]]) -> None:
    """Draw slanted lines through boxes, each line going on from box to box."""
    xs, ys, gap = [], [], float("nan")
    for left, right, low, high in boxes:
        for n in range(int((left - high) // _STRIPE), int((right - low) // _STRIPE) + 2):
            start, end = max(left, low + n * _STRIPE), min(right, high + n * _STRIPE)
            if start < end:
                xs += [start, end, gap]
                ys += [start - n * _STRIPE, end - n * _STRIPE, gap]
    if xs:
        sheet.line(xs, ys, figstyle.MUTED, 0.4, layer=1.2, name="hatch settled")


def _items(shown: Fan) -> Iterator[key.Item]:
    last = shown.steps[-1]
    for words, share, color in (
        ("settled", last.settled, _SETTLED), ("sanctions imposed", last.imposed, _IMPOSED),
        ("neither", last.neither, _NEITHER),
    ):  # fmt: skip
        yield 5.0, f"{words} ({_percent(share)} at the end)", _swatch(color, color == _SETTLED)
    if shown.clocks:
        yield 5.0, "clocks: run out", _swatch(_RAN_OUT, False)
        yield 5.0, "clocks: ended or stopped by an act", _swatch(_ENDED, False)
    if shown.record or any(lane.record for lane in shown.clocks):
        yield key.ruled(6.0, figstyle.INK, 1.1, "the record", (4.0, 1.5))


def _swatch(color: str, hatched: bool) -> key.Glyph:
    def glyph(sheet: Sheet, x: float, y: float) -> None:
        sheet.box(x, y - 1.2, 5.0, 2.4, color, 1, figstyle.INK)
        if hatched:
            _hatch(sheet, [(x, x + 5.0, y - 1.2, y + 1.2)])

    return glyph


# -- words and data -------------------------------------------------------------------------------


def _percent(share: float) -> str:
    return f"{100 * share:.0f} %"


def _ends(shown: Fan) -> str:
    last = shown.steps[-1]
    return (
        f"{_percent(last.settled)} settled, {_percent(last.imposed)} with sanctions imposed and no settlement, "
        f"{_percent(last.neither)} neither"
    )


def _record(shown: Fan) -> str:
    said = "; ".join(f"{typeset(mark.name)} ({typeset(mark.date)})" for mark in shown.record)
    return f"The record: {said}." if said else "The record has no ending."


def _clocks_told(shown: Fan) -> str:
    if not shown.clocks:
        return ""
    left = (
        f" ({counted(shown.left_out, 'clock')} that end as in the record more often left out)" if shown.left_out else ""
    )
    return (
        f" Below, for each clock{left}, the share in which it has run out by then, and above it that in which an act "
        "has ended or stopped it; the dashed line is its end in the record."
    )


def _caption(shown: Fan) -> str:
    return (
        f"How {typeset(shown.title)} might have gone on: {counted(shown.continuations, 'continuation')} from "
        f"{typeset(shown.since)}, the acts of each decision drawn from the probabilities of "
        f"{spoken(shown.theory).lower()}. Shares by day, from below: settled; not settled, and sanctions imposed; "
        f"neither. At the end: {_ends(shown)}. {_record(shown)}"
        f"{_clocks_told(shown)} The shares say what the theory makes likely, not what "
        "would have happened."
    )


def _alt(shown: Fan) -> str:
    return f"Bands of the shares of {counted(shown.continuations, 'continuation')}: {_ends(shown)}. {_record(shown)}"


def _data(shown: Fan, preset: str) -> Table:
    """Return a row for each step, and for each ending of the record, which has its date as coded and no shares."""
    rows: list[tuple[Cell, ...]] = [
        (
            "share",
            step.day - shown.steps[0].day,
            None,
            *(round(part, 6) + 0.0 for part in (step.settled, step.imposed, step.neither)),
            None,
        )
        for step in shown.steps
    ]
    rows += [
        (typeset(lane.name), day - shown.steps[0].day, None, None, round(ran, 6) + 0.0, round(ended, 6) + 0.0, None)
        for lane in shown.clocks for day, ran, ended in lane.steps
    ]  # fmt: skip
    rows += [("record", None, mark.date, None, None, None, mark.name) for mark in shown.record]
    columns = (
        Column("part", "Part"), Column("days", "Days from the start"), Column("date", "Date as coded"),
        Column("settled", "Settled"),
        Column("imposed", "Sanctions imposed"), Column("neither", "Neither"), Column("name", "Name", 2.0),
    )  # fmt: skip
    return Table(named("fan", preset), "Fan of continuations: data of the figure", columns, tuple(rows))
