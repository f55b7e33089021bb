"""How a diagram is set out before an engine lays it out: widths of the columns, ranks, boxes as large as their text.

Lengths are in points unless a name says otherwise.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from replay.engine.trace import ClockHistory
from replay.escalation import Node
from replay.figures import style as figstyle
from replay.figures.escalation.content import ADDED, BOTH, CHANGED, DROPPED, GONE, OTHERS, SAME, Content, Stop
from replay.figures.sheet.page import POINT, fit, text_width, wrap
from replay.text.words import typeset

__all__ = ["BACKSLASH", "BY_RULE", "LINE", "PAD", "RANK", "Box", "Rank", "Sizes", "widest"]

BACKSLASH = "∖"
"""The sign for a difference of sets, painted as a backslash: output formats of Graphviz disagree on backslashes."""

_SIGNS = {ADDED: "+", DROPPED: "×", GONE: "−", CHANGED: "~", SAME: ""}
_OUTER = 5.5  # from a box to its second outline, and clear of that
_CORNERS, _ROUND = 14.0, 3  # width of the corners cut off a box; lines from which round corners come near to words
LINE, HEAD, PAD, RANK = 8.4, 11.5, 3.0, 7.5
"""From line to line of a text and of a title, beside the text of a box, between ranks."""
BY_RULE = "follows by rule only"
_DOTS = 7.0  # before the words that say how long it is between two dates
_NARROW, _TIGHT = 120.0, 0.66  # gaps are small below so many mm, and where links leave columns less than this share
_MOST, _ACTOR = 5, 3  # lines of a label, and of who acts, at most; all of it is in the data beside the figure
_SLIM, _WORD = 52.0, 66.0  # no lane is planned narrower; a box with a long word may widen it so far
_NAMED = 72.0  # a long word in the name of a lane may widen it so far; a longer one is hyphenated
_ABREAST, _WIDEST = 112.0, 92.0  # a lane so wide holds two boxes side by side; a box alone in its row is no wider


@dataclass(frozen=True, slots=True)
class Box:
    """Lines of text and the room that they take."""

    lines: tuple[str, ...]
    width: float
    height: float


@dataclass(slots=True)
class Rank:
    """A rank: acts of one date, as many as the lanes have room for; those left over follow in rows of that date."""

    date: Box
    acts: list[Node]
    clocks: list[ClockHistory] = field(default_factory=list)
    since: str = ""


class Sizes:
    """The rows of a diagram for a page of `width` mm, `columns` mm of it for gutter, lanes and clocks.

    `least` is the width below which a lane would be too slim for words; `crowded` are the clocks that have rows
    of their own because there is no room for them beside the acts.
    """

    def __init__(self, shown: Content, width: float, columns: float) -> None:
        self.shown, self.page = shown, width / POINT
        self.narrow = width < _NARROW
        self.gap, self.margin = (2.5, 2.0) if self.narrow or columns < _TIGHT * width else (6.0, 5.0)
        if ADDED in shown.status.values():
            self.margin = max(self.margin, _OUTER)
        room = max(0.15 * width, 11.0)
        dates = [
            [line for part in stop.date.split("\n") for line in wrap(part, room, figstyle.SMALLEST)]
            for stop in shown.stops
        ]
        apart = [min(map(widest, ([words] for words in stop.since))) + _DOTS for stop in shown.stops if stop.since]
        self.dates = max(widest(line for lines in dates for line in lines) + 2.0, *apart, 0.0)
        clocks = max(0.18 * width, 15.0) if width < _NARROW else min(0.22 * width, 42.0)
        self.clocks = {clock.id: self._clock(clock, clocks) for clock in shown.clocks}
        self.middle = max((box.width for box in self.clocks.values()), default=0.0)
        if BOTH in shown.homes.values():
            self.middle = max(self.middle, _WORD)
        shares = {lane: 0.6 if lane == OTHERS else 1.0 for lane in shown.lanes}
        gaps = (len(shares) + 2) * self.gap + 2 * len(shares) * self.margin
        beside = self.dates + self.middle + gaps
        unit = (columns / POINT - beside) / (sum(shares.values()) or 1.0)
        most = _NAMED if width >= _NARROW else 0.0  # on a narrow page an act more has precedence
        names = {lane: min(widest(said.split(), figstyle.TITLE), most) for lane, said in shown.lanes.items()}
        self.lanes = {lane: max(unit * share, _SLIM, names[lane]) for lane, share in shares.items()}
        self.least = beside + len(self.lanes) * _SLIM
        self.title = wrap(shown.title if shown.heading is None else shown.heading, width, figstyle.TITLE, True)
        self.heads = {
            lane: wrap(
                _hyphened(said, self.lanes[lane], figstyle.TITLE), self.lanes[lane] * POINT + 0.01, figstyle.TITLE, True
            )
            for lane, said in shown.lanes.items()
        }
        self.rows = [row for stop, lines in zip(shown.stops, dates, strict=True) for row in self._rows(lines, stop)]
        self.crowded: frozenset[str] = frozenset()
        self.boxes = {node.id: box for row in self.rows for node, box in self._boxes(row)}
        self.place = self._placed()

    @property
    def head(self) -> float:
        """Height of the names of the lanes."""
        return max((len(lines) for lines in self.heads.values()), default=1) * HEAD

    @property
    def height(self) -> float:
        """Height that no layout falls short of: title, names of the lanes, rows and one row of the key."""
        high = [
            max(
                [
                    row.date.height,
                    *(self.boxes[n.id].height for n in row.acts),
                    *(self.clocks[c.id].height for c in row.clocks),
                ]
            )
            for row in self.rows
        ]
        return sum(high) + len(self.title) * HEAD + self.head + LINE + (len(high) + 4) * RANK

    def _rows(self, date: Sequence[str], stop: Stop) -> Iterable[Rank]:
        """Fill rows with the acts of a date, in their order, two of a lane in a row at most."""
        rows: list[list[Node]] = [[]]
        for node in stop.acts:
            lane = self.shown.lane(node)
            held = [self.shown.lane(one) for one in rows[-1]]
            full = held.count(lane) >= (2 if self._room(lane) >= _ABREAST and lane != BOTH else 1)
            if full or (held and BOTH in (lane, *held)):  # a joint act has its row for itself
                rows.append([])
            rows[-1].append(node)
        since = next((words for words in stop.since if widest([words]) + _DOTS <= self.dates + 0.01), "")
        for n, row in enumerate(rows):
            yield Rank(Box(tuple(date), self.dates, max(len(date), 1) * LINE), row, since="" if n else since)

    def _room(self, lane: str) -> float:
        return self.middle if lane == BOTH else self.lanes[lane]

    def _boxes(self, row: Rank) -> Iterable[tuple[Node, Box]]:
        held = Counter(map(self.shown.lane, row.acts))
        for node in row.acts:
            words, lane = typeset(node.label), self.shown.lane(node)
            share = (self._room(lane) - (held[lane] - 1) * self.gap) / held[lane]
            pad = 2 * PAD + _CORNERS * (self.shown.status.get(node.id) == DROPPED)
            word = min(widest((*_pieces(words), self._mark(node.id))) + pad + 0.1, max(self._room(lane), _WORD))
            room = (max(min(share, _WIDEST), word) - pad) * POINT
            said = self.shown.said[node.id]
            lines = _broken(words, room, _MOST) + (_broken(f"({said})", room, _ACTOR) if said else ())
            lines += tuple(line for words in self.shown.broken.get(node.id, ()) for line in _broken(words, room, _MOST))
            lines += (BY_RULE,) * node.emitted + self._became(node.id, room)
            yield node, Box(lines, widest(lines) + pad, len(lines) * LINE + 3.0)

    def _clock(self, clock: ClockHistory, room: float) -> Box:
        """The name of a clock, its due date, and how it ended."""
        name = typeset(self.shown.names[clock.id])
        room = max(room, min(widest(_pieces(name)) + 0.1, _WORD) * POINT)
        lines = _broken(name, room, _MOST)
        lines += (*wrap(self.shown.ends[clock.id], room, figstyle.SMALLEST), *self._became(clock.id, room))
        return Box(lines, widest(lines) + 2 * PAD + (5.0 if len(lines) < _ROUND else 9.0), len(lines) * LINE + 2.0)

    def _became(self, name: str, room: float) -> tuple[str, ...]:
        """What became of an act or a clock, and what it was; nothing if it is the same."""
        said = f"{self._mark(name)} {self.shown.was.get(name, '')}"
        return wrap(said, room, figstyle.SMALLEST)

    def _mark(self, name: str) -> str:
        what, was = self.shown.status.get(name, SAME), self.shown.was.get(name)
        return f"{_SIGNS[what]} {what}{':' if was else ''}" if what != SAME else ""

    def _placed(self) -> dict[str, int]:
        """Put each clock where it ended: into the row of the last act before that, or the nearest free one above.

        None stands above the row in which it was set, and none beside an act of others that it is linked with: engines
        fail at links that cross a lane within a row. Clocks with most links choose first; where no row is free, a clock
        has one for itself, without a date.
        """
        place = {node.id: n for n, row in enumerate(self.rows) for node in row.acts}
        days = {n: row.acts[0].day for n, row in enumerate(self.rows) if row.acts}
        below: dict[int, list[ClockHistory]] = {}
        ends = [{line.source, line.target} for line in self.shown.lines]
        links = {one.id: {n for both in ends if one.id in both for n in both & {*place}} for one in self.shown.clocks}
        changed = self.shown.status

        def reached(day: int | None) -> int:
            """The last row that is not later than a day; the first, if all are."""
            return max((n for n, at in days.items() if day is None or at <= day), default=min(days))

        for clock in sorted(self.shown.clocks, key=lambda one: (one.id not in changed, -len(links[one.id]))):
            first = place.get(clock.set_by or "", reached(clock.set_on))
            until = clock.due if clock.ended_on is None else clock.ended_on
            last = max(first, place.get(clock.ended_by or "", reached(until)))
            first += clock.set_by not in place and first < last and days[first] < clock.set_on
            beside = {place[name] for name in links[clock.id] if self.shown.homes[name] == OTHERS}
            rows = range(last, first - 1, -1)
            at = next((n for n in rows if n not in beside and self._is_free(self.rows[n])), None)
            if at is None:
                ends_here = last in beside or clock.ended_by in place
                below.setdefault(last - (ends_here and last > first), []).append(clock)
            else:
                self.rows[at].clocks.append(clock)
        own = {n: sorted(found, key=lambda one: one.ended_on or one.due or 0) for n, found in below.items()}
        self.crowded = frozenset(clock.id for found in own.values() for clock in found)
        self.rows = [
            one
            for n, row in enumerate(self.rows)
            for one in (row, *(Rank(Box((), self.dates, LINE), [], [clock]) for clock in own.get(n, ())))
        ]
        placed = {node.id: n for n, row in enumerate(self.rows) for node in row.acts}
        return placed | {clock.id: n for n, row in enumerate(self.rows) for clock in row.clocks}

    def _is_free(self, row: Rank) -> bool:
        """Whether a clock has room between the lanes."""
        return bool(row.acts) and not row.clocks and all(self.shown.lane(node) != BOTH for node in row.acts)


def widest(lines: Iterable[str], size: float = figstyle.SMALLEST) -> float:
    """Width of the widest of the lines; titles are bold."""
    return max((text_width(line, size, size > figstyle.SMALLEST) for line in lines), default=0.0) / POINT


def _pieces(words: str) -> list[str]:
    """The parts of words that are not broken.

    >>> _pieces("Counter-sanctions drafted")
    ['Counter-', 'sanctions', 'drafted']
    """
    return words.replace("-", "- ").split()


def _hyphened(name: str, room: float, size: float = figstyle.SMALLEST) -> str:
    """Break words that are wider than `room` points, with a hyphen where each is broken.

    >>> _hyphened("World Trade Organization", 50.0, figstyle.TITLE)
    'World Trade Organiza- tion'
    """
    done: list[str] = []
    left = name.split()[::-1]
    while left:
        word = left.pop()
        if widest([word], size) > room:
            fits = (n for n in range(len(word) - 2, 2, -1) if widest([word[:n] + "-"], size) <= room)
            cut = next(fits, 2)
            left.append(word[cut:])
            word = word[:cut] + "-"
        done.append(word)
    return " ".join(done)


def _broken(words: str, room: float, most: int) -> tuple[str, ...]:
    """Break words into at most so many lines `room` mm wide, at hyphens where a word is wider, or with one."""
    fitting = ([word] if widest([word]) * POINT <= room else _pieces(word) for word in words.split())
    whole = _hyphened(" ".join(piece for pieces in fitting for piece in pieces), room / POINT)
    lines = wrap(whole, room, figstyle.SMALLEST)
    return lines if len(lines) <= most else (*lines[: most - 1], fit(f"{lines[most - 1]} …", room, figstyle.SMALLEST))
