"""Clocks, wherever a figure shows them: the mark and the words of each end, the words of each kind, their names."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from matplotlib.path import Path
from matplotlib.textpath import TextPath

from replay.codebook import ClockKind, Outcome
from replay.engine.days import Days
from replay.engine.trace import ENDS, STARTS, ClockHistory, Entry
from replay.figures import style as figstyle
from replay.figures.sheet.page import Sheet

__all__ = [
    "END",
    "ENDED",
    "KINDS",
    "UNUSED",
    "Stop",
    "clock_names",
    "disputed",
    "due_words",
    "end_mark",
    "end_told",
    "ended",
    "history_told",
    "mark_of",
    "marks_of",
    "run_line",
    "stops",
]

END = 1.9
"""Size in mm of the marks of clocks' ends."""

KINDS: Mapping[ClockKind, str] = MappingProxyType(
    {
        ClockKind.DEADLINE: "deadline", ClockKind.EFFECT: "takes effect", ClockKind.LIMIT: "legal limit",
        ClockKind.WAITING: "waiting period", ClockKind.TERM: "term",
    }
)  # fmt: skip
"""What runs on a clock, in the words of keys, boxes and captions."""

_DUE: Mapping[ClockKind, str] = MappingProxyType(
    {ClockKind.DEADLINE: "due", ClockKind.WAITING: "waiting until", ClockKind.TERM: "valid until"}
)

UNUSED = "unused"
"""The mark of a measure whose day passed and that was not used: a bluff."""

_LEFT: Mapping[Outcome, str] = {Outcome.OPEN: "still running", Outcome.UNKNOWN: "end unknown"}

ENDED: Mapping[str, str] = MappingProxyType(
    {outcome.value: _LEFT.get(outcome, outcome.words) for outcome in Outcome}
    | {Outcome.LAPSED.value: "ran out", Outcome.ELAPSED.value: ClockKind.WAITING.end_in_words(Outcome.ELAPSED)}
    | {UNUSED: ClockKind.EFFECT.end_in_words(Outcome.LAPSED)}
)
"""What the marks of ends mean, in the words of a key and in its order."""

_BARS = ((-1.0, -0.35), (0.35, 1.0))  # of the mark of a suspended clock, across


def mark_of(kind: ClockKind, outcome: Outcome) -> str:
    """Return the mark of an end, a key of `ENDED`: a measure not used is not marked as a demand not met is.

    >>> mark_of(ClockKind.EFFECT, Outcome.LAPSED), mark_of(ClockKind.DEADLINE, Outcome.LAPSED)
    ('unused', 'lapsed')
    """
    return UNUSED if (kind, outcome) == (ClockKind.EFFECT, Outcome.LAPSED) else outcome.value


def marks_of(clock: ClockHistory, readings: Mapping[str, Outcome]) -> tuple[str, ...]:
    """Return the marks of a clock's end: one, or of a disputed end those of all readings, that of the replay first."""
    how = (clock.outcome, *(readings.values() if clock.outcome in readings.values() else ()))
    return tuple(dict.fromkeys(mark_of(clock.kind, outcome) for outcome in how))


def disputed(clock: ClockHistory, readings: Mapping[str, Outcome]) -> str:
    """Tell how each party reads a disputed end; nothing if there is no dispute, or the replay has another end.

    >>> clock = ClockHistory("c", "C", None, None, None, 1, (), outcome=Outcome.MET)
    >>> disputed(clock, {"US": Outcome.LAPSED, "KR": Outcome.MET})
    'disputed: US ran out unmet, KR met'
    """
    if clock.outcome not in readings.values():
        return ""
    return "disputed: " + ", ".join(f"{who} {_end_words(clock.kind, how)}" for who, how in readings.items())


def ended(clock: ClockHistory) -> str:
    """Tell how a clock ended, without the day.

    >>> ended(ClockHistory("ban", "Ban", None, None, None, 1, (), ClockKind.EFFECT, 9, None, Outcome.LAPSED))
    'passed unused: a bluff'
    """
    return _end_words(clock.kind, clock.outcome) + " (by the source's word)" * clock.on_word


def _end_words(kind: ClockKind, outcome: Outcome) -> str:
    return _LEFT.get(outcome) or kind.end_in_words(outcome)


def end_told(clock: ClockHistory, days: Days) -> str:
    """Tell how a clock ended, and when; of one whose end is unknown, or met by the word of the source alone, no day."""
    told = clock.ended_on is not None and clock.outcome is not Outcome.UNKNOWN and not clock.on_word
    return ended(clock) + (f" {days.ended(clock)}" if told else "")


@dataclass(frozen=True, slots=True)
class Stop:
    """Days on which a clock stood still: from that of an end, and what it was, to that on which it ran again.

    `end` and `start` are these two entries.
    """

    end: Entry
    start: Entry
    outcome: Outcome

    @property
    def first(self) -> int:
        """The day of the end."""
        return self.end.day

    @property
    def last(self) -> int:
        """The day on which it ran again."""
        return self.start.day


def stops(entries: Iterable[Entry]) -> Mapping[str, tuple[Stop, ...]]:
    """Return when each clock stood still before it ran again, suspended or run out and reopened; by its id."""
    ends: dict[str, Entry] = {}
    found: dict[str, tuple[Stop, ...]] = {}
    for entry in entries:
        name = entry.clock or ""
        if entry.kind in ENDS:
            ends[name] = entry
        elif entry.kind in STARTS and name in ends:
            end = ends.pop(name)
            found[name] = (*found.get(name, ()), Stop(end, entry, ENDS[end.kind]))
    return found


def history_told(clock: ClockHistory, days: Days, still: Sequence[Stop] = (), how: str = "") -> str:
    """Tell the life of a clock: its kind, when it was set, was due and stood still, how and when it ended, or `how`.

    Examples
    --------
    >>> import replay
    >>> trace = replay.run(replay.load(replay.example()))
    >>> history_told(trace.clocks()[0], Days(trace))
    'takes effect, set 1996-03-10, due 1996-05-09, settled 2–6 May 1996'
    """
    dues = " then ".join(days.dues(clock.id, "without a date"))
    said = [KINDS[clock.kind], f"set {days.set_on(clock.id)}"]
    said += [f"due {dues}"] if any(due is not None for _, due in clock.dues) else []
    said += [
        f"{_end_words(clock.kind, stop.outcome)} {days.of(stop.end)} and running again {days.of(stop.start)}"
        for stop in still
    ]
    return ", ".join([*said, how or end_told(clock, days)])


def clock_names(clocks: Iterable[ClockHistory], set_on: Callable[[str], str], bare: bool = False) -> Mapping[str, str]:
    """Return the name of each clock in a figure, by its id: its label with who set it, and so that no two are equal.

    Where these do not tell two clocks apart, the day of setting is added, which `set_on` tells of an id, and if need be
    the id. `bare` names say who set a clock only where two have the same label.

    Examples
    --------
    >>> made = [ClockHistory(name, "Reply", None, holder, None, 1, ()) for name, holder in (("a", "US"), ("b", "KR"))]
    >>> list(clock_names(made, str).values())
    ['Reply (US)', 'Reply (KR)']
    """
    clocks = tuple(clocks)
    names = {clock.id: clock.label for clock in clocks}
    steps: tuple[Callable[[ClockHistory], str], ...] = (
        lambda clock: f" ({clock.holder})" if clock.holder else "",
        lambda clock: f", set {set_on(clock.id)}",
        lambda clock: f", {clock.id}",
    )
    for n, more in enumerate(steps):
        often = Counter(names.values())
        names |= {c.id: names[c.id] + more(c) for c in clocks if often[names[c.id]] > 1 or not (n or bare)}
    return names


def run_line(
    sheet: Sheet, xs: tuple[float, float], y: float, kind: ClockKind, color: str = figstyle.CLOCK, name: str = "",
    times: float = 1.0,
) -> None:  # fmt: skip
    """Draw the line of a clock while it runs, in the look of its kind."""
    width, dashes = figstyle.CLOCK_LINES[kind.value]
    sheet.line(xs, (y, y), color, width * times, dashes, name=name)


def end_mark(
    sheet: Sheet, x: float, y: float, mark: str, name: str = "", size: float = END,
) -> None:  # fmt: skip
    """Put the mark of a clock's end, a key of `ENDED`, the same in every figure."""
    look = figstyle.OUTCOMES[mark]
    drawn, fine = _drawn(look.marker), look.marker in ("pause", "?")
    if fine:
        sheet.mark(x, y, "s", size * 1.15, figstyle.PAPER, layer=4.9, rim=0.0)
    half, rim = look.fill == "left", 0.1 if fine else 0.8
    sheet.mark(x, y, drawn, size * look.times, figstyle.CLOCK, look.filled, name, rim=rim, half=half)


def due_words(kind: ClockKind, moved: bool = False, resumed: bool = False) -> str:
    """Return the words before the due date of a clock, which may have been moved, or counted anew after a stop.

    >>> due_words(ClockKind.DEADLINE), due_words(ClockKind.EFFECT, moved=True)
    ('due', 'takes effect, moved to')
    >>> due_words(ClockKind.DEADLINE, resumed=True)
    'stopped, then due'
    """
    said = _DUE.get(kind, KINDS[kind])
    if resumed:
        return f"stopped, then {said}"
    return ("" if said == "due" else f"{said}, ") + "moved to" if moved else said


@cache
def _drawn(marker: str) -> str | Path:
    """Return a marker as matplotlib takes it."""
    if marker == "pause":
        corners = [[(left, -1.0), (right, -1.0), (right, 1.0), (left, 1.0), (left, -1.0)] for left, right in _BARS]
        closed = [Path.MOVETO, Path.LINETO, Path.LINETO, Path.LINETO, Path.CLOSEPOLY]
        return Path([spot for bar in corners for spot in bar], closed * 2)
    if marker == "?":
        path = TextPath((0.0, 0.0), "?", size=1.0, prop=figstyle.font(10.0, bold=True, files=()))
        box = path.get_extents()
        return Path(path.vertices - (box.p0 + box.p1) / 2, path.codes)
    return marker
