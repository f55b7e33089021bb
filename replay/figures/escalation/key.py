"""The lower part of the figure: a row for every act, and what marks and lines mean."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from replay.codebook import Strategy
from replay.escalation import Escalation, LinkType, Node
from replay.figures.escalation.metrics import fit, width
from replay.figures.escalation.pen import Pen
from replay.figures.style import GRID, INK, LABEL, MUTED, OUTCOMES, SIDE_TEXT, SMALLEST, link_words

__all__ = ["Entry", "Key", "Sample", "abbreviations", "draw_key", "key", "rows", "samples"]

PITCH = 8.1
"""Distance of the rows in points."""
GUTTER = 7.0
"""Between the columns."""
_TAB = 13.0  # room for a short actor
_YEAR = 15.5  # room for a year
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
EMITTED = "†"
"""Before the name of an act that the record lacks."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A row of the key.

    Attributes
    ----------
    year, number : int
        Of the act.
    day : str
        "~" before a date that is known only within bounds.
    actor, text, group : str
    emitted : bool
    lines : tuple[str, ...]
        The text, broken to the width of its column.
    """

    year: int
    number: int
    day: str
    actor: str
    text: str
    group: str
    emitted: bool
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Key:
    """The rows in columns.

    Attributes
    ----------
    columns : tuple of tuple of Entry
    room : float
        Width of a column in points.
    numbers, days : float
        Width of the numbers and of the dates.
    """

    columns: tuple[tuple[Entry, ...], ...]
    room: float
    numbers: float
    days: float

    @property
    def height(self) -> float:
        """Height in points."""
        return max((sum(len(entry.lines) for entry in column) for column in self.columns), default=0) * PITCH


def rows(escalation: Escalation) -> tuple[Entry, ...]:
    """Return one entry per act, in the order of the trace."""
    timeline = escalation.trace.timeline
    events = timeline.by_id if timeline else {}
    sides = timeline.sides if timeline else ()
    out = []
    for number, node in enumerate((node for node in escalation.nodes if node.kind == "act"), 1):
        when = date.fromordinal(node.day)
        known = events.get(node.id)
        vague = known is not None and not getattr(known.date, "is_exact", True)
        day = f"{'~' if vague else ''}{when.day} {_MONTHS[when.month - 1]}"
        group = "AB"[sides.index(node.side)] if node.side in sides else "other"
        text = f"{EMITTED} " * node.emitted + (node.label or node.summary or node.id)
        out.append(Entry(when.year, number, day, node.party or "", text, group, node.emitted))
    return tuple(out)


def key(entries: Sequence[Entry], columns: int, room: float) -> Key:
    """Break long texts into lines, and the rows into columns of nearly equal height.

    Parameters
    ----------
    entries : sequence of Entry
    columns : int
    room : float
        Width of all columns together, in points.
    """
    wide = (room - GUTTER * (columns - 1)) / columns
    numbers = max((width(str(entry.number), SMALLEST) for entry in entries), default=0.0)
    days = max((width(entry.day, SMALLEST) for entry in entries), default=0.0)
    broken = []
    for entry in entries:
        rest = wide - _YEAR - numbers - days - 6
        first = rest - _actor(entry)
        broken.append(replace(entry, lines=_fold(entry.text, first, rest - _TAB)))
    least = max(-(-sum(len(entry.lines) for entry in broken) // columns), 1)
    for length in range(least, least + 100):
        found = _columns(broken, length)
        if len(found) <= columns:
            break
    return Key(found, wide, numbers, days)


def _actor(entry: Entry) -> float:
    return max(_TAB, width(entry.actor, SMALLEST) + 3.5)


def _fold(text: str, first: float, rest: float) -> tuple[str, ...]:
    """Break a text into at most two lines of these widths; what does not fit then is cut."""
    words = text.split()
    for count in range(len(words), 0, -1):
        head, tail = " ".join(words[:count]), " ".join(words[count:])
        if width(head, SMALLEST) <= first:
            return (head, fit(tail, SMALLEST, rest)) if tail else (head,)
    return (fit(text, SMALLEST, first),)


def _columns(entries: Iterable[Entry], length: int) -> tuple[tuple[Entry, ...], ...]:
    columns: list[list[Entry]] = [[]]
    used = 0
    for entry in entries:
        if used + len(entry.lines) > length and columns[-1]:
            columns.append([])
            used = 0
        columns[-1].append(entry)
        used += len(entry.lines)
    return tuple(tuple(column) for column in columns if column)


def draw_key(pen: Pen, found: Key, left: float, top: float) -> None:
    """Write the rows from `left` and downwards from `top`, in points; a year stands beside its first row."""
    for i, column in enumerate(found.columns):
        start, year, row = left + i * (found.room + GUTTER), 0, 0
        if i:
            pen.line([(start - GUTTER / 2, top), (start - GUTTER / 2, top - found.height)], GRID, 0.4)
        for entry in column:
            y = top - (row + 0.75) * PITCH
            if entry.emitted:
                bottom = y + (0.75 - len(entry.lines)) * PITCH
                pen.area(start + _YEAR - 1, bottom, start + found.room, y + 0.75 * PITCH, GRID)
            if entry.year != year:
                _write(pen, start, y, f"’{entry.year % 100:02}", MUTED, bold=True)
                if row:
                    pen.line([(start, top - row * PITCH), (start + found.room, top - row * PITCH)], GRID, 0.4)
            year = entry.year
            x = start + _YEAR + found.numbers
            _write(pen, x, y, str(entry.number), INK, align="r")
            _write(pen, x + 3.5 + found.days, y, entry.day, MUTED, align="r")
            x += found.days + 6
            _write(pen, x, y, entry.actor, SIDE_TEXT[entry.group])
            for at, line in zip((x + _actor(entry), x + _TAB), entry.lines, strict=False):
                _write(pen, at, top - (row + 0.75) * PITCH, line, INK)
                row += 1


def _write(pen: Pen, x: float, y: float, text: str, color: str, align: str = "l", bold: bool = False) -> None:
    pen.write((x, y), text, SMALLEST, color, align, bold, width(text, SMALLEST, bold))


@dataclass(frozen=True, slots=True)
class Sample:
    """One entry of the legend.

    Attributes
    ----------
    kind : {"link", "mark", "end", "bar"}
    value : str
        Link type, strategy (or "" and "emitted") or outcome; else "".
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
    Strategy.MIXED.value: "mixed",
    Strategy.CREATING.value: "creating tactics",
    "": "no tactic coded",
}


_APART = 6.0  # points between entries of the legend
_SAMPLES: Mapping[str, float] = {"link": 20.0, "mark": 12.0, "end": 8.0, "bar": 20.0}


def samples(
    escalation: Escalation, strategies: Iterable[str], left: float, right: float, top: float
) -> tuple[tuple[Sample, ...], float]:
    """Return the legend, flowing in lines from `left` to `right` downwards from `top`, and its lower end."""
    types = {link.type for link in escalation.links}
    used = set(strategies)
    ends = {clock.outcome.value for clock in escalation.trace.clocks()}
    emitted = any(node.emitted for node in escalation.nodes)
    wanted = [("link", type_.value, link_words(type_.value)) for type_ in LinkType if type_ in types]
    marks = [("mark", value, text) for value, text in _STRATEGIES.items() if value in used]
    marks += [("mark", "emitted", f"{EMITTED} by rule, not on record")] if emitted else []
    marks += [("bar", "", "clock, dotted to its due day")] if ends else []
    marks += [("end", value, value) for value in OUTCOMES if value in ends]
    out: list[Sample] = []
    y = top
    for line in (wanted, marks):
        x = left
        y -= LABEL + 2.5 if line else 0.0
        for kind, value, text in line:
            room = _SAMPLES[kind]
            wide = room + 2 + width(text, SMALLEST) + _APART
            if x + wide - _APART > right:
                x, y = left, y - LABEL - 2.5
            out.append(Sample(kind, value, text, x, y, room))
            x += wide
    return tuple(out), y - LABEL


def abbreviations(escalation: Escalation, acts: Iterable[Node], room: float) -> tuple[str, ...]:
    """Return lines that spell out the parties' short names, each at most `room` points wide."""
    timeline = escalation.trace.timeline
    if timeline is None:
        return ()
    acting = {node.party for node in acts}
    known = [party for party in timeline.parties.values() if party.id in acting]
    pieces = [f"{party.id} {party.name}" for party in known if party.name.upper() not in ("", party.id)]
    lines: list[str] = []
    for piece in pieces:
        longer = f"{lines[-1]} · {piece}" if lines else piece
        if lines and width(longer, SMALLEST) <= room:
            lines[-1] = longer
        else:
            lines.append(fit(piece, SMALLEST, room))
    return tuple(lines)
