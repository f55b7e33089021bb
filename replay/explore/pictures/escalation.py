"""The escalation diagram: time runs down, a lane for each camp; arrows from an act to what answers it, or follows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import islice
from math import hypot

from replay.engine.trace import ClockHistory
from replay.escalation import Link, LinkType, Measures
from replay.explore.pictures.caption import caption, written
from replay.explore.pictures.content import FAMILIES, FATES, Content, Deed, Run, content_of
from replay.explore.pictures.letters import cut, lettered, short, text_width, wrapped
from replay.explore.pictures.marks import Item, act_mark, end_mark, key_rows, radius
from replay.explore.pictures.page import EDGE, SIZE, SMALL
from replay.explore.pictures.scene import Scene
from replay.explore.pictures.svg import Html, box, join, line, now_line, path, picture, tag, text
from replay.text.words import counted, joined, typeset

__all__ = ["SHOWN", "escalation"]

SHOWN = {False: 44, True: 30}
"""Acts that have a row of their own by their importance, wide and narrow; what an edit changes has one besides."""
_ALIKE = 12
"""So many acts that are gone, or moved, or changed, have one besides."""

_WIDE, _NARROW, _ROW, _DOTS = 1000.0, 400.0, 21.0, 7.0
_CLOCKS = "clocks"
_LINKS: dict[LinkType, str] = {
    LinkType.ESCALATES: "escalates", LinkType.COUNTERS: "counters", LinkType.RESPONDS: "responds",
    LinkType.DEESCALATES: "de-escalates", LinkType.SETTLES: "settles", LinkType.FOLLOWS: "follows from a clock",
    LinkType.KEEPS: "keeps a threat or promise", LinkType.TRIGGERS: "was waited for", LinkType.SETS: "sets a clock",
    LinkType.MOVES: "moves a clock", LinkType.SPLITS: "splits off a clock", LinkType.MEETS: "meets a clock",
    LinkType.WITHDRAWS: "withdraws a clock", LinkType.BREAKS: "breaks a clock", LinkType.SUSPENDS: "suspends a clock",
    LinkType.RESUMES: "resumes a clock",
}  # fmt: skip
_FORM: dict[LinkType, str] = {LinkType.DEESCALATES: "de-escalates", LinkType.RESPONDS: "responds to"}
_SET = frozenset({LinkType.SETS, LinkType.MOVES, LinkType.SPLITS, LinkType.RESUMES})


@dataclass(frozen=True, slots=True)
class _Row:
    """An act or a clock with a row of its own, and the acts without one that come before it."""

    deed: Deed | None
    run: Run | None
    lane: str
    order: tuple[float, int, str]

    @property
    def spot(self) -> str:
        """The name of its place."""
        return self.deed.id if self.deed else f"{_CLOCKS} {self.run.id}" if self.run else ""


@dataclass(frozen=True, slots=True)
class _Spot:
    x: float
    y: float
    r: float


@dataclass(frozen=True, slots=True)
class _Arc:
    """A link that is drawn: `fate` says whether the record alone has it ("gone") or the branch alone ("new")."""

    link: Link
    fate: str


def escalation(scene: Scene) -> str:
    """Return the escalation diagram of a dispute as SVG text; of two replays both in one picture.

    Every act has a mark; the most important, and all that an edit changes, have a row with their names, and those
    between them are small marks.

    Examples
    --------
    >>> import replay
    >>> drawn = escalation(Scene(replay.run(replay.load(replay.example()))))
    >>> drawn[:4], drawn.count("data-act="), drawn.count("data-link=")
    ('<svg', 4, 4)
    """
    return _Diagram(scene).drawn()


class _Diagram:
    def __init__(self, scene: Scene) -> None:
        self.scene, self.narrow = scene, scene.narrow
        self.content: Content = content_of(scene)
        self.width, self.row = (_NARROW, 28.0) if self.narrow else (_WIDE, _ROW)
        self.back: list[Html] = []
        self.front: list[Html] = []
        self.spots: dict[str, _Spot] = {}

    @cached_property
    def measures(self) -> Measures:
        """Of the replay that is stepped through."""
        return self.scene.compared.measures[1]

    @cached_property
    def rows(self) -> tuple[_Row, ...]:
        """What has a row, in the order of the replay."""
        deeds, selected = self.content.deeds, self.scene.selected
        linked = {end for arc in self.arcs for end in (arc.link.source, arc.link.target)}
        few = len(deeds) <= SHOWN[self.narrow]
        ranked = sorted(deeds, key=lambda deed: (deed.id not in linked, deed.place))
        named = {deed.id for deed in ranked[: SHOWN[self.narrow]]} | {selected}
        near = {selected} | {deed.id for deed in deeds if deed.fate in ("new", "reaction", "dropped")}
        for fate in ("gone", "moved", "changed"):
            alike = (deed.id for deed in sorted(deeds, key=lambda d: d.place) if deed.fate == fate and deed.key)
            named |= {*islice(alike, _ALIKE)}
        named |= near
        for arc in self.arcs if len(near) < SHOWN[self.narrow] else ():
            named |= {arc.link.source, arc.link.target} if near & {arc.link.source, arc.link.target} else set()
        acts = [
            _Row(deed, None, self._lane(deed), (deed.entry, 0, deed.id)) for deed in deeds if few or deed.id in named
        ]
        clocks = [
            _Row(None, run, _CLOCKS, (float(self._end(run)), 1, run.id))
            for run in self.content.runs
            if run.change != "kept" or self._telling(run, {row.deed.id for row in acts if row.deed})
        ]
        return tuple(sorted([*acts, *clocks], key=lambda row: row.order))

    def _telling(self, run: Run, acts: set[str]) -> bool:
        """Whether an act with a row set a clock, and another one ended it or follows from its end."""
        ends = {arc.link.source for arc in self.arcs if arc.link.target == run.id}
        ends |= {arc.link.target for arc in self.arcs if arc.link.source == run.id}
        return len(ends & acts) > 1

    def _end(self, run: Run) -> int:
        """The entry at which a clock stands: its end; of one that is open, the last; of one that is gone, its day."""
        if run.stop is not None:
            return run.stop
        if run.now is None:
            return self.content.entry_of_day(run.shown.ended_on or run.shown.set_on)
        return len(self.content.after.entries)

    @cached_property
    def arcs(self) -> tuple[_Arc, ...]:
        """Links of both replays; of several between two nodes the first in the order of the key."""
        order = list(_LINKS)
        found: dict[tuple[str, str], _Arc] = {}
        new = {(link.source, link.target) for link in self.content.after.graph.links}
        old = {(link.source, link.target) for link in self.content.before.graph.links}
        for view in (self.content.after, self.content.before):
            for link in sorted(view.graph.links, key=lambda link: order.index(link.type)):
                ends = (link.source, link.target)
                fate = "kept" if ends in old and ends in new else "new" if ends in new else "gone"
                found.setdefault(ends, _Arc(link, fate))
        return tuple(found[ends] for ends in sorted(found))

    def _lane(self, deed: Deed) -> str:
        if self.narrow or deed.own or deed.camp not in "AB":
            return deed.camp if deed.camp in ("A", "B", "AB") else "other"
        return f"{deed.camp}-own"

    # -- drawing ----------------------------------------------------------------------------------

    def drawn(self) -> str:
        y = EDGE
        if self.scene.alone:
            for words in wrapped(typeset(self.content.timeline.title), self.width - 2 * EDGE, 15.0, True):
                y += 18.0
                self.front.append(text(EDGE, y, words, "title"))
            y += 8.0
        top = self._columns(y)
        bottom = self._places(top)
        self._lifelines(top, bottom)
        self._paths()
        self._arrows()
        self._write()
        self.front.append(self._now(top))
        y = self._key(bottom + 8)
        return picture("escalation", self.width, y + EDGE, self._label(), [*self.back, *self.front], self.scene.alone)

    def _now(self, top: float) -> Html:
        """The line that stands at an entry when a reader steps through time; it says where for each."""
        places, y = [], top
        rows = sorted((row.order[0], self.spots[row.spot].y + self.row / 2) for row in self.rows)
        n = 0
        for entry in range(len(self.content.after.entries)):
            while n < len(rows) and rows[n][0] <= entry:
                y, n = rows[n][1], n + 1
            places.append(y)
        return now_line("y", places, (EDGE, self.width - EDGE))

    def _label(self) -> str:
        deeds, said = self.content.deeds, self.measures
        parts = [counted(sum(not deed.lost for deed in deeds), "act"), counted(len(said.spirals), "spiral")]
        parts += [f"{n} {words}" for fate, words in FATES.items() if (n := sum(d.fate == fate for d in deeds))]
        return f"Who answers whom in {typeset(self.content.timeline.title)}: {', '.join(parts)}"

    def _columns(self, y: float) -> float:
        """Place the lanes, with their names above; return where the rows begin."""
        first, second = self.content.camps
        names = {
            "A-own": f"{self.content.timeline.sides[0]}: others", "A": first, "AB": "both", "B": second,
            "B-own": f"{self.content.timeline.sides[1]}: others", "other": "third parties", _CLOCKS: "clocks",
        }  # fmt: skip
        used = {row.lane for row in self.rows} | {self._lane(deed) for deed in self.content.deeds} | {"A", "B"}
        self.lanes = [name for name in names if name in used]
        dates = [text_width(self._date(row), SMALL) for row in self.rows]
        self.gutter = EDGE + min(max(dates, default=0.0), 84.0 if self.narrow else 150.0) + 14
        step = 25.0 if self.narrow else 62.0
        self.step = step
        self.at = {name: self.gutter + step * (n + 0.5) for n, name in enumerate(self.lanes)}
        self.words = self.gutter + step * len(self.lanes) + 8
        if self.narrow:  # names in a slant have no room: ids of the camps
            short = {
                "A": self.content.timeline.sides[0], "B": self.content.timeline.sides[1], "AB": "both",
                "other": "else", _CLOCKS: "clock",
            }  # fmt: skip
            for n, name in enumerate(self.lanes):
                kind = f"lane strong camp-{name if name in ('A', 'B') else 'other'}"
                said = cut(short[name], step * 2 - 6, SMALL, True)
                self.front.append(text(self.at[name], y + (11 if n % 2 else 23), said, kind, "middle"))
            return y + 32.0
        most = 1
        for name in self.lanes:
            kind = f"lane strong camp-{name[0] if name[0] in 'AB' and name != 'AB' else 'other'}"
            lines = wrapped(names[name], step - 4, SMALL, True)
            most = max(most, len(lines))
            for n, words in enumerate(lines):
                self.front.append(text(self.at[name], y + 11 + 12 * n, words, kind, "middle"))
        return y + 12.0 * most + 10.0

    def _places(self, top: float) -> float:
        """Give every act and clock its place; those without a row stand small between the rows."""
        named = {row.deed.id for row in self.rows if row.deed}
        rest = [deed for deed in self.content.deeds if deed.id not in named]
        per = int(self.step - 6) // 6
        y, n, parted = top, 0, False
        parting = self.scene.compared.divergence if self.scene.edited else None
        self.parting_at: float | None = None

        def small(until: float | None) -> Iterator[Deed]:
            nonlocal n
            while n < len(rest) and (until is None or rest[n].entry < until):
                yield rest[n]
                n += 1

        def dots(until: float | None) -> float:
            lanes: dict[str, list[Deed]] = {}
            for deed in small(until):
                lanes.setdefault(self._lane(deed), []).append(deed)
            for lane, deeds in lanes.items():
                for k, deed in enumerate(deeds):
                    row, place = divmod(k, per)
                    middle = (min(per, len(deeds) - row * per) - 1) / 2
                    self.spots[deed.id] = _Spot(self.at[lane] + (place - middle) * 6.0, y + row * _DOTS + 4.0, 1.7)
            return y + max((-(-len(deeds) // per) for deeds in lanes.values()), default=0) * _DOTS

        for row in self.rows:
            y = dots(row.order[0])
            if parting is not None and not parted and row.order[0] >= parting.seq:
                self.parting_at, parted = y + 9.0, True
                y += 18.0
            r = radius(row.deed.node.rung, True) if row.deed else 3.6
            self.spots[row.spot] = _Spot(self.at[row.lane], y + self.row / 2, r)
            y += self.row
        return dots(None) + 4.0

    def _lifelines(self, top: float, bottom: float) -> None:
        for name in self.lanes:
            camp = name[0] if name[0] in "AB" and name != "AB" else "other"
            self.back.append(line(self.at[name], top, self.at[name], bottom, f"lifeline camp-{camp}"))
        if self.parting_at is not None:
            report = self.scene.compared
            y = self.parting_at
            self.back.append(line(EDGE, y, self.width - EDGE, y, "parting"))
            left = EDGE if self.narrow else self.words
            words = cut(f"the replays part: {report.since_in_words}", self.width - left - EDGE, SIZE, True)
            self.back.append(box(left - 4, y - 7, text_width(words, SIZE, True) + 8, 14, "paper"))
            self.front.append(text(left, y + 4, words, "parting-word"))
        elif self.scene.edited and self.scene.compared.divergence is None:
            self.front.append(text(EDGE, top - 2, "the replays are the same", "parting-word"))

    def _node(self, name: str, clock: bool) -> _Spot | None:
        return self.spots.get(f"{_CLOCKS} {name}" if clock else name)

    @cached_property
    def _clocks(self) -> frozenset[str]:
        return frozenset(run.id for run in self.content.runs)

    def _ends(self, link: Link) -> tuple[_Spot, _Spot] | None:
        """Where a link begins and ends, if both have a row."""
        source = self._node(link.source, self._is_clock(link.source, link.type, True))
        target = self._node(link.target, self._is_clock(link.target, link.type, False))
        if source is None or target is None or min(source.r, target.r) < 2:
            return None
        return source, target

    def _is_clock(self, name: str, kind: LinkType, source: bool) -> bool:
        """Whether a name is that of a clock: an act may have the same."""
        return name in self._clocks and (name not in self.spots or (kind is LinkType.FOLLOWS) == source)

    def _paths(self) -> None:
        """The longest path of escalation as a broad pale line, and a bracket beside each spiral."""
        for one, two in zip(self.measures.longest_escalation, self.measures.longest_escalation[1:], strict=False):
            ends = [self.spots.get(name) for name in (one, two)]
            if ends[0] is not None and ends[1] is not None and min(ends[0].r, ends[1].r) > 2:
                self.back.append(path(self._curve(ends[0], ends[1])[0], "longest"))
        for n, spiral in enumerate(self.measures.spirals):
            spots = [self.spots[name] for name in spiral.acts if name in self.spots and self.spots[name].r > 2]
            if len(spots) > 1 and n < 3:
                x = self.gutter - 9 + 3.5 * n
                top, low = min(s.y for s in spots) - 5, max(s.y for s in spots) + 5
                mark = path(("M", x + 4, top, "H", x, "V", low, "H", x + 4), "spiral")
                said = f"A spiral of {counted(len(spiral.acts), 'act')} in {counted(spiral.turns, 'turn')}"
                self.front.append(tag("g", tag("title", said), mark))

    def _curve(self, one: _Spot, two: _Spot) -> tuple[tuple[str | float, ...], float, float]:
        """The way from a mark to another, and from where its end is reached."""
        if abs(one.x - two.x) < 1:
            bend = min(self.step * 0.42, 8 + abs(two.y - one.y) * 0.12)
            x1, y1, x2, y2 = one.x - bend, one.y + (two.y - one.y) * 0.2, two.x - bend, two.y - (two.y - one.y) * 0.2
        else:
            side, far = (1 if two.x > one.x else -1), abs(two.y - one.y)
            x1, y1 = one.x + side * abs(two.x - one.x) * 0.35, one.y + far * 0.25
            x2, y2 = two.x - side * min(abs(two.x - one.x) * 0.35, 26), two.y - min(far * 0.5, 26 + far * 0.1)
        long = hypot(two.x - x2, two.y - y2) or 1.0
        ux, uy = (two.x - x2) / long, (two.y - y2) / long
        tip = (two.x - ux * (two.r + 2), two.y - uy * (two.r + 2))
        return ("M", one.x, one.y, "C", x1, y1, x2, y2, *tip), ux, uy

    @cached_property
    def entries(self) -> dict[str, int]:
        """Number of the entry from which each act, and each clock that has ended, is there."""
        ends = {run.id: run.stop for run in self.content.runs if run.stop is not None}
        return {**ends, **{deed.id: deed.entry for deed in self.content.deeds}}

    def _arrows(self) -> None:
        for arc in self.arcs:
            link = arc.link
            ends = self._ends(link)
            if ends is None or ends[0].y > ends[1].y:
                continue
            steps, ux, uy = self._curve(*ends)
            head = _head(link.type, float(steps[-2]), float(steps[-1]), ux, uy)
            chosen = " chosen" * (self.scene.selected in (link.source, link.target))
            self.back.append(
                tag(
                    "g", path(steps, f"arrow {link.type.value}"),
                    head,
                    class_=f"link {arc.fate}-link{chosen}", data_link=f"{link.source} {link.target}",
                    data_entry=str(self.entries.get(link.target, self.entries.get(link.source, 0))),
                )
            )  # fmt: skip

    def _date(self, row: _Row) -> str:
        if row.deed is not None:
            return row.deed.date
        return row.run.end_date if row.run is not None else ""

    def _write(self) -> None:
        """Write the rows: date, mark, who and what; and the small marks between them."""
        before = ""
        rows = {row.deed.id for row in self.rows if row.deed}
        answers: dict[str, list[str]] = {}
        labels = {deed.id: deed.label for deed in self.content.every}
        for arc in self.arcs:
            if arc.fate != "gone" and arc.link.target in labels and arc.link.source in labels:
                form = _FORM.get(arc.link.type, arc.link.type.value)
                if arc.link.type not in (LinkType.TRIGGERS, LinkType.KEEPS, LinkType.FOLLOWS):
                    answers.setdefault(arc.link.target, []).append(f"{form} “{labels[arc.link.source]}”")
        for row in self.rows:
            date = self._date(row)
            shown = cut(date, self.gutter - EDGE - 14, SMALL) if date != before else ""
            before = date
            if row.deed is not None:
                self._act(row.deed, shown, answers.get(row.deed.id, []))
            elif row.run is not None:
                self._clock(row.run, shown)
        for deed in self.content.deeds:
            if deed.id not in rows:
                spot = self.spots[deed.id]
                mark = act_mark(spot.x, spot.y, "claim", spot.r)
                self.front.append(tag("a", tag("title", deed.told), mark, **dict(self.content.attributes(deed))))

    def _act(self, deed: Deed, date: str, answers: list[str]) -> None:
        spot = self.spots[deed.id]
        bold = (deed.fate != "kept" and not deed.lost) or deed.id == self.scene.selected
        sign = {"new": "+ ", "reaction": "+ "}.get(deed.fate, "")
        room = self.width - EDGE - self.words
        kind = "name strong" if bold else "name"
        parts = [tag("title", deed.told), box(EDGE, spot.y - self.row / 2, self.width - 2 * EDGE, self.row, "hit")]
        if date:
            parts.append(text(EDGE, spot.y + 4, date, "date"))
        parts += [act_mark(spot.x, spot.y, deed.family, spot.r, deed.fate)]
        if self.narrow:
            parts += self._lines(f"{sign}{lettered(deed.actor, deed.node.party)}: {deed.label}", spot.y, room, kind)
        else:
            name = cut(f"{sign}{short(deed.actor)}: {deed.label}", room, SIZE, bold)
            parts.append(text(self.words, spot.y + 4, name, kind))
            wide = text_width(name, SIZE, bold)
            more = deed.fated or joined(answers)
            said = cut(more, room - wide - 12, SMALL) if more and room - wide > 90 else ""
            if said:
                parts.append(text(self.words + wide + 10, spot.y + 4, said, "more"))
        self.front.append(tag("a", *parts, **dict(self.content.attributes(deed))))

    def _lines(self, said: str, y: float, room: float, kind: str) -> Iterator[Html]:
        """Words in two lines at most, in the middle of a row."""
        lines = wrapped(said, room, SIZE, "strong" in kind)
        for n, words in enumerate(lines):
            yield text(self.words, y + 4 + (n - (len(lines) - 1) / 2) * 12.5, words, kind)

    def _clock(self, run: Run, date: str) -> None:
        spot = self.spots[f"{_CLOCKS} {run.id}"]
        room, y = self.width - EDGE - self.words, spot.y + 4
        shown: ClockHistory = run.shown
        how = "not set" if run.now is None else shown.kind.end_in_words(shown.outcome)
        was = f", was {run.how_old}" if run.how_old and run.how_old != run.how else ""
        said = next((s for s in (f"{run.name}: {how}{was}",) if text_width(s, SIZE) <= room), f"{run.name}: {how}")
        parts = [tag("title", run.said), text(EDGE, y, date, "date") if date else None]
        mark = end_mark(spot.x, spot.y, shown.kind, shown.outcome)
        parts.append(tag("g", mark, class_="ending now"))
        if self.narrow:
            parts += self._lines(f"{run.name}: {how}", spot.y, room, "clock-name")
        else:
            parts.append(text(self.words, y, cut(said, room, SIZE), "clock-name"))
        numbers = {"data_from_entry": run.start, "data_to_entry": run.stop}
        self.front.append(
            tag("g", *parts, class_=f"clock {run.change}", data_clock=run.id,
                **{key: str(n) for key, n in numbers.items() if n is not None})
        )  # fmt: skip

    def _key(self, y: float) -> float:
        deeds = self.content.deeds
        drawn = [arc for arc in self.arcs if self._ends(arc.link)]
        there = {arc.link.type for arc in drawn}
        items: list[Item] = []
        for kind, words in _LINKS.items():
            if kind in there:
                mark = path(("M", -13, 0, "H", 13 if kind in _SET else 9), f"arrow {kind.value}")
                items.append((words, tag("g", mark, _head(kind, 13, 0, 1, 0), class_="link"), 28.0))
        if any(arc.fate == "gone" for arc in drawn):
            items.append(("gone", tag("g", path(("M", -13, 0, "H", 13), "arrow"), class_="link gone-link"), 28.0))
        if self.measures.longest_escalation:
            items.append(("longest path of escalation", path(("M", -11, 0, "H", 11), "longest"), 28.0))
        if self.measures.spirals:
            items.append(("spiral", path(("M", 3, -6, "H", -1, "V", 6, "H", 3), "spiral"), 8.0))
        families = {row.deed.family for row in self.rows if row.deed}
        items += [(words, act_mark(0, 0, name, 4.5), 14.0) for name, words in FAMILIES.items() if name in families]
        for name, words in FATES.items():
            if any(deed.fate == name for deed in deeds):
                lost = "lost " if name in ("dropped", "gone") else ""
                items.append((words, tag("g", act_mark(0, 0, "claim", 4.0, name), class_=f"act {lost}{name}"), 16.0))
        out, y = key_rows(items, EDGE + 4, self.width - EDGE, y, SMALL)
        self.front.append(tag("g", join(out), class_="key-rows"))
        notes = []
        small = len(deeds) - sum(row.deed is not None for row in self.rows)
        if small:
            notes.append(f"{small} of {counted(len(deeds), 'act')} are small marks between the rows.")
        if left := len(self.content.every) - len(deeds):
            notes.append(f"{counted(left, 'act')} not shown, by the filters.")
        out, y = written([*notes, *caption(self.content)], self.width, y)
        self.front += out
        return y


def _head(kind: LinkType, x: float, y: float, ux: float, uy: float) -> Html | None:
    """Return the head of an arrow at its tip, in the direction (ux, uy): another for each kind of answer."""

    def at(back: float, aside: float) -> tuple[float, float]:
        return x - ux * back - uy * aside, y - uy * back + ux * aside

    if kind in _SET:
        return None
    name = f"head {kind.value}"
    if kind is LinkType.SETTLES:
        return path(("M", x, y, "L", *at(5, 3.6), *at(10, 0), *at(5, -3.6), "Z"), name)
    if kind is LinkType.RESPONDS:
        return path(("M", *at(7, 3.6), "L", x, y, *at(7, -3.6)), f"{name} open")
    if kind is LinkType.DEESCALATES:
        return path(("M", x, y, "L", *at(8, 3.8), *at(8, -3.8), "Z"), f"{name} hollow")
    if kind is LinkType.KEEPS:
        left, top = at(3.5, 0)
        return path(
            ("M", left - 3.5, top, "a", 3.5, 3.5, "0 1 0", 7.0, 0.0, "a", 3.5, 3.5, "0 1 0", -7.0, 0.0, "Z"), name
        )
    more = ("M", *at(6, 0), "L", *at(14, 4.2), *at(14, -4.2), "Z") if kind is LinkType.ESCALATES else ()
    return path(("M", x, y, "L", *at(8, 4.2), *at(8, -4.2), "Z", *more), name)
