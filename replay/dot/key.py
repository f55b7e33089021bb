"""The lower part of the figure: a row for every act, and what marks and lines mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from replay.codebook import Strategy
from replay.dot.metrics import fit, width
from replay.dot.pen import Pen
from replay.dot.scene import Mark
from replay.figstyle import FAINT, INK, LABEL, MUTED, OUTCOMES, SIDES, SMALLEST
from replay.graph import Escalation, LinkType

__all__ = ["Entry", "Key", "Sample", "abbreviations", "draw_key", "key", "rows", "samples"]

PITCH = 7.3
"""Distance of the rows in points."""
GUTTER = 9.0
"""Between the columns."""
_TAB = 14.0  # room for a short actor
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
EMITTED = "†"
"""Beside the number of an act that the record lacks."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the key.

    Attributes
    ----------
    year : int
    number : int
        Of the act; 0 for the head of a year.
    day : str
        "~" before a date that is known only within bounds.
    actor, text, group : str
    emitted : bool
    """

    year: int
    number: int
    day: str = ""
    actor: str = ""
    text: str = ""
    group: str = "other"
    emitted: bool = False


@dataclass(frozen=True, slots=True)
class Key:
    """The rows in columns, heads of years included."""

    columns: tuple[tuple[Entry, ...], ...]

    @property
    def height(self) -> float:
        """Height in points."""
        return max((len(column) for column in self.columns), default=0) * PITCH


def rows(escalation: Escalation, marks: Sequence[Mark]) -> tuple[Entry, ...]:
    """Return one entry per act, in the order of the trace."""
    timeline = escalation.trace.timeline
    events = timeline.by_id if timeline else {}
    out = []
    for mark in marks:
        node = mark.node
        when = date.fromordinal(node.day)
        known = events.get(node.id)
        vague = known is not None and not getattr(known.date, "is_exact", True)
        day = f"{'~' if vague else ''}{when.day} {_MONTHS[when.month - 1]}"
        text = node.label or node.summary or node.id
        out.append(Entry(when.year, mark.number, day, node.party or "", text, mark.group, node.emitted))
    return tuple(out)


def key(entries: Sequence[Entry], columns: int) -> Key:
    """Break the rows into columns of nearly equal length; each starts with the head of its year."""
    least = -(-len(entries) // columns)
    for length in range(max(least, 2), len(entries) * 2 + 3):
        found = _break(entries, length)
        if len(found) <= columns:
            return Key(found)
    return Key(_break(entries, len(entries) * 2 + 2))


def _break(entries: Iterable[Entry], length: int) -> tuple[tuple[Entry, ...], ...]:
    columns: list[list[Entry]] = [[]]
    year = 0
    for entry in entries:
        extra = [] if entry.year == year and columns[-1] else [Entry(entry.year, 0)]
        if len(columns[-1]) + len(extra) + 1 > length:
            columns.append([])
            extra = [Entry(entry.year, 0)]
        columns[-1] += [*extra, entry]
        year = entry.year
    return tuple(tuple(column) for column in columns)


def draw_key(pen: Pen, found: Key, left: float, right: float, top: float) -> None:
    """Write the rows between `left` and `right`, downwards from `top`; points."""
    count = max(len(found.columns), 1)
    room = (right - left - GUTTER * (count - 1)) / count
    entries = [entry for column in found.columns for entry in column]
    numbers = max((width(_mark(entry), SMALLEST) for entry in entries), default=0.0)
    days = max((width(entry.day, SMALLEST) for entry in entries), default=0.0)
    for i, column in enumerate(found.columns):
        start = left + i * (room + GUTTER)
        if i:
            pen.line([(start - GUTTER / 2, top), (start - GUTTER / 2, top - found.height)], FAINT, 0.3)
        for j, entry in enumerate(column):
            y = top - (j + 0.75) * PITCH
            if not entry.number:
                _write(pen, start, y, str(entry.year), MUTED, bold=True)
                continue
            x = start + numbers
            _write(pen, x, y, _mark(entry), INK, align="r")
            _write(pen, x + 3 + days, y, entry.day, MUTED, align="r")
            x += days + 6
            _write(pen, x, y, entry.actor, SIDES[entry.group])
            x += max(_TAB, width(entry.actor, SMALLEST) + 3)
            _write(pen, x, y, fit(entry.text, SMALLEST, start + room - x), INK)


def _mark(entry: Entry) -> str:
    return f"{entry.number}{EMITTED if entry.emitted else ''}" if entry.number else ""


def _write(pen: Pen, x: float, y: float, text: str, color: str, align: str = "l", bold: bool = False) -> None:
    pen.write((x, y), text, SMALLEST, color, align, bold, width(text, SMALLEST, bold))


@dataclass(frozen=True, slots=True)
class Sample:
    """One entry of the legend.

    Attributes
    ----------
    kind : {"link", "mark", "end"}
    value : str
        Link type, strategy (or "" and "emitted") or outcome.
    text : str
    x, y : float
        Left end and middle line of the sample.
    room : float
        Width of the sample; the text follows it.
    """

    kind: str
    value: str
    text: str
    x: float
    y: float
    room: float


_STRATEGIES: Mapping[str, str] = {
    Strategy.CLAIMING.value: "claiming tactics",
    Strategy.MIXED.value: "both",
    Strategy.CREATING.value: "creating tactics",
    "": "no tactic coded",
}


def samples(
    escalation: Escalation, strategies: Iterable[str], left: float, right: float, top: float
) -> tuple[tuple[Sample, ...], float]:
    """Return the legend, flowing in lines from `left` to `right` downwards from `top`, and its lower end."""
    types = {link.type for link in escalation.links}
    used = set(strategies)
    ends = {clock.outcome.value for clock in escalation.trace.clocks()}
    emitted = any(node.emitted for node in escalation.nodes)
    wanted = [("link", type_.value, type_.value) for type_ in LinkType if type_ in types]
    marks = [("mark", value, text) for value, text in _STRATEGIES.items() if value in used]
    marks += [("mark", "emitted", f"{EMITTED} by rule, not in the record")] if emitted else []
    marks += [("end", value, f"clock {value}") for value in OUTCOMES if value in ends]
    out: list[Sample] = []
    y = top
    for line in (wanted, marks):
        x = left
        y -= LABEL + 2.5 if line else 0.0
        for kind, value, text in line:
            room = 20.0 if kind == "link" else 12.0 if kind == "mark" else 8.0
            wide = room + 2 + width(text, SMALLEST) + 8
            if x + wide - 8 > right:
                x, y = left, y - LABEL - 2.5
            out.append(Sample(kind, value, text, x, y, room))
            x += wide
    return tuple(out), y - LABEL


def abbreviations(escalation: Escalation, marks: Iterable[Mark], room: float) -> tuple[str, ...]:
    """Return lines that spell out the parties' short names, each at most `room` points wide."""
    timeline = escalation.trace.timeline
    if timeline is None:
        return ()
    acting = {mark.node.party for mark in marks}
    pieces = [f"{p.id} {p.name}" for p in timeline.parties.values() if p.id in acting and p.name not in ("", p.id)]
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]} · {piece}" if lines else piece
        if lines and width(longer, SMALLEST) <= room:
            lines[-1] = longer
        else:
            lines.append(fit(piece, SMALLEST, room))
    return tuple(lines)
