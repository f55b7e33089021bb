"""The page behind the graph: title, axis, lanes, clock bars, legend and key, and how it is divided."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from replay.dates import iso
from replay.escalation import Escalation
from replay.figures.escalation.axis import ticks
from replay.figures.escalation.key import PITCH, Key, Sample, abbreviations, draw_key, key, rows, samples
from replay.figures.escalation.labels import Name
from replay.figures.escalation.metrics import fit, width
from replay.figures.escalation.pen import Pen
from replay.figures.escalation.scene import Scene, scene, strategy
from replay.figures.style import (  # fmt: skip
    CLOCK,
    DOUBLE_COLUMN,
    FAINT,
    GRID,
    INK,
    LABEL,
    MUTED,
    SIDE_TEXT,
    SIDE_TINTS,
    SMALL,
    SMALLEST,
    TITLE,
    mm,
)
from replay.text.words import counted, typeset

__all__ = ["HEIGHT", "Page", "draw_page", "fits", "key_page", "page"]

MARGIN = 4.0
COLUMNS = 3
HEIGHT = 240.0
"""Of the page in mm, as long as the rows fit."""
_AXIS = 19.0
_RUNGS = 9.0  # room for the numbers of the rungs
_NOTES = (
    "Time axis stretched where acts crowd; ticks give true dates.",
    "Rungs: 9 imposition to 1 conciliation, 0 off the ladder.",
)


@dataclass(frozen=True, slots=True)
class Page:
    """The finished arrangement; lengths in points, y upwards from the lower edge.

    Attributes
    ----------
    width, height : float
    scene : Scene
    samples : tuple[Sample, ...]
        The legend.
    key : Key
    key_top : float
    title : str
    caption : tuple[str, ...]
    parties : tuple[str, ...]
        Lines that spell out short names.
    """

    width: float
    height: float
    scene: Scene
    samples: tuple[Sample, ...]
    key: Key
    key_top: float
    title: str
    caption: tuple[str, ...]
    parties: tuple[str, ...]


def page(escalation: Escalation, title: bool = True, table: bool = True) -> Page:
    """Divide the page: title, chart, legend, key, names of parties, from top to bottom."""
    room = mm(DOUBLE_COLUMN) * 72
    acts = [node for node in escalation.nodes if node.kind == "act"]
    left = MARGIN + _gutter(escalation, {node.party or "" for node in acts})
    head = _AXIS + (TITLE + 2 * SMALLEST + 11 if title else 0) + MARGIN
    used = {found.value if found else "" for found in (strategy(escalation, node) for node in acts)}
    legend, low = samples(escalation, used, MARGIN, room - MARGIN, 0.0)
    parties = abbreviations(escalation, acts, room - 2 * MARGIN)
    columns = key(rows(escalation) if table else (), COLUMNS, room - 2 * MARGIN)
    key_top = MARGIN + len(parties) * PITCH + 4 + columns.height
    lift = key_top + 2 - low
    chart = scene(escalation, left, room - MARGIN - left, mm(HEIGHT) * 72 - head - lift - 1).raised(lift + 1)
    legend = tuple(replace(sample, y=sample.y + lift) for sample in legend)
    timeline = escalation.trace.timeline
    heading = typeset(timeline.title if timeline else "Escalation") if title else ""
    size = (chart.right + MARGIN, chart.top + head)
    return Page(*size, chart, legend, columns, key_top, heading, _caption(escalation, chart), parties)


def fits(found: Page) -> bool:
    """Whether a page stays within `HEIGHT`."""
    return found.height <= mm(HEIGHT) * 72 + 0.5


def key_page(escalation: Escalation) -> tuple[float, float, str]:
    """Return width and height in points, and the drawing, of a page with nothing but the key."""
    room, acts = mm(DOUBLE_COLUMN) * 72, [node for node in escalation.nodes if node.kind == "act"]
    parties = abbreviations(escalation, acts, room - 2 * MARGIN)
    columns = key(rows(escalation), COLUMNS, room - 2 * MARGIN)
    top = MARGIN + len(parties) * PITCH + 4 + columns.height
    height = top + TITLE + 2 * MARGIN
    timeline, pen = escalation.trace.timeline, Pen()
    pen.area(0, 0, room, height, "#ffffff")
    said = f"{typeset(timeline.title)}: key of acts" if timeline else "Key of acts"
    title = fit(said, TITLE, room - 2 * MARGIN, True)
    pen.write((MARGIN, height - MARGIN - TITLE), title, TITLE, INK, bold=True, room=width(title, TITLE, True))
    _foot(pen, columns, top, parties)
    return room, height, pen.text


def _foot(pen: Pen, columns: Key, top: float, parties: Sequence[str]) -> None:
    """Write the key and the names of the parties."""
    draw_key(pen, columns, MARGIN, top)
    for i, line in enumerate(reversed(parties)):
        pen.write((MARGIN, MARGIN + (i + 0.25) * PITCH), line, SMALLEST, MUTED, room=width(line, SMALLEST))


def _gutter(escalation: Escalation, acting: set[str]) -> float:
    """Room for the names of the lanes, left of the axis; those of tall lanes may take several lines."""
    widths = [width("Clocks", SMALL, True)]
    for party in acting:
        name = _side_name(escalation, party)
        words = [width(word, SMALL, True) + _RUNGS for word in name.split()]
        widths.append(max(words) if words else width(party, SMALL))
    return max(widths) + 4


def _side_name(escalation: Escalation, party: str) -> str:
    """Return the name of a side, "" for all others: their lanes carry their ids."""
    timeline = escalation.trace.timeline
    return timeline.parties[party].name if timeline and party in timeline.sides else ""


def _caption(escalation: Escalation, chart: Scene) -> tuple[str, ...]:
    if not chart.marks:
        return (" ".join(_NOTES),)
    days = [mark.node.day for mark in chart.marks]
    counts = ((len(chart.marks), "act"), (len(chart.bars), "clock"), (len(escalation.links), "link"))
    sums = [counted(count, noun) for count, noun in counts]
    return (f"{iso(min(days))} to {iso(max(days))}: {', '.join(sums)}. {_NOTES[0]}", _NOTES[1])


def draw_page(found: Page, labels: Sequence[Name]) -> str:
    """Return the drawing behind the graph, and the leaders of the labels, in the xdot language."""
    pen = Pen()
    pen.area(0, 0, found.width, found.height, "#ffffff")
    if found.title:
        y = found.height - MARGIN - TITLE
        room = found.width - 2 * MARGIN
        title = fit(found.title, TITLE, room, True)
        pen.write((MARGIN, y), title, TITLE, INK, bold=True, room=width(title, TITLE, True))
        for i, line in enumerate(found.caption, 1):
            line = fit(line, SMALLEST, room)
            pen.write((MARGIN, y - 2.5 - i * (SMALLEST + 1.5)), line, SMALLEST, MUTED, room=width(line, SMALLEST))
    _lanes(pen, found.scene)
    _axis(pen, found.scene)
    _bars(pen, found.scene)
    for entry in labels:
        if entry.leader:
            pen.line(entry.leader, MUTED, 0.35)
    for sample in found.samples:
        x = sample.x + sample.room + 2
        pen.write((x, sample.y - SMALLEST * 0.36), sample.text, SMALLEST, INK, room=width(sample.text, SMALLEST))
        if sample.kind == "bar":
            _sample(pen, sample)
    _foot(pen, found.key, found.key_top, found.parties)
    return pen.text


def _lanes(pen: Pen, chart: Scene) -> None:
    for lane in chart.lanes:
        pen.area(MARGIN, lane.bottom, chart.right, lane.top, SIDE_TINTS[lane.group] if lane.party else "#ffffff")
        middle = lane.top - lane.pitch / 2 if lane.tall else (lane.top + lane.bottom) / 2
        bold = lane.tall or not lane.party
        for i, line in enumerate(lane.title.split() if lane.tall else [lane.title]):
            at = (MARGIN + 2, middle - SMALL * 0.36 - i * (SMALL + 1.5))
            color = SIDE_TEXT[lane.group] if lane.party else CLOCK
            pen.write(at, line, SMALL, color, "l", bold, width(line, SMALL, bold))
        if lane.tall:
            for rung in range(lane.rows):
                y = lane.y(rung)
                pen.line([(chart.left, y), (chart.right, y)], GRID, 0.35)
                pen.write((chart.left - 2, y - SMALLEST * 0.36), str(rung), SMALLEST, MUTED, "r", False, 4.0)


def _axis(pen: Pen, chart: Scene) -> None:
    base, bottom = chart.top + 1, min((lane.bottom for lane in chart.lanes), default=0.0)
    pen.line([(chart.left, base), (chart.right, base)], MUTED, 0.5)
    for tick in ticks(chart.axis):
        if tick.line:
            pen.line([(tick.x, base), (tick.x, base + (17.0, 8.0, 3.0)[tick.rank])], MUTED, 0.4)
        if tick.line and tick.rank < 2:
            color, line = ((FAINT, "dotted"), (GRID, "solid"))[tick.rank]
            pen.line([(tick.x, bottom), (tick.x, base)], color, (0.4, 0.3)[tick.rank], line)
        if tick.text:
            bold = len(tick.text) == 4
            size, y = LABEL if bold else SMALLEST, base + (10.5 if tick.rank == 0 else 3.0)
            pen.write((tick.at, y), tick.text, size, INK, "c", bold, width(tick.text, size, bold))


def _sample(pen: Pen, sample: Sample) -> None:
    """Draw a clock without its end, for the legend."""
    start, end, due = sample.x, sample.x + (sample.room - 2) * 0.6, sample.x + sample.room - 2
    pen.line([(start, sample.y), (end, sample.y)], CLOCK, 1.3)
    pen.line([(end, sample.y), (due, sample.y)], CLOCK, 0.4, "dotted")
    for x in (start, due):
        pen.line([(x, sample.y - 2), (x, sample.y + 2)], CLOCK, 0.6)


def _bars(pen: Pen, chart: Scene) -> None:
    for bar in chart.bars:
        y = bar.box.y
        if bar.rest > bar.box.x:
            pen.line([(bar.box.x, y), (bar.rest, y)], CLOCK, 0.4, "dotted")
            pen.line([(bar.rest, y - 2), (bar.rest, y + 2)], CLOCK, 0.5)
        pen.line([(bar.start, y), (bar.box.x, y)], CLOCK, 1.3)
        pen.line([(bar.start, y - 2), (bar.start, y + 2)], CLOCK, 0.8)
        for x in bar.dues:
            pen.line([(x, y - 2.4), (x, y + 2.4)], CLOCK, 0.8)
