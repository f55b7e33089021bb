"""The story: calendar time across, a lane for each camp and actor, clocks, sanctions in force and domains below."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from replay.codebook import RUNGS_SHORT, ClockKind, Level, Outcome
from replay.dates import iso
from replay.engine.trace import ClockHistory
from replay.escalation import ANSWERS, LinkType
from replay.explore.pictures.calendar import Axis, axis_of
from replay.explore.pictures.content import FAMILIES, FATES, Content, Deed, content_of
from replay.explore.pictures.letters import cut, short, text_width, wrapped
from replay.explore.pictures.marks import Item, act_mark, cross, end_mark, key_rows, radius
from replay.explore.pictures.places import Box, Room, rows_of
from replay.explore.pictures.scene import Scene
from replay.explore.pictures.svg import Html, box, join, line, path, picture, tag, text
from replay.text.words import counted, typeset

__all__ = ["story"]

_WIDE, _NARROW, _GUTTER, _EDGE = 1000.0, 400.0, 142.0, 8.0
_SIZE, _SMALL = 11.0, 10.0  # of type
_LINE, _PITCH, _STACK = 13.0, 14.0, 7.0  # of names, of rungs, of marks above each other on a rung
_NAME = 13.0  # of a line of a camp's name
_LEVEL = 15.0  # of domains, a unit
_THREADS = 12  # so many answers are drawn by themselves; of more only those of the selected act
_NAMED = {False: 90, True: 36}  # acts that are tried, wide and narrow
_ROWS = {False: 6, True: 7}  # of names beyond the highest rung
_MANY = 250  # acts, from which on marks are small
_FIRST = {"new": 0, "reaction": 0, "dropped": 1, "changed": 2, "moved": 3}  # who is named before others
_LANES = 6  # actors of a camp that have lanes of their own


@dataclass(slots=True)
class _Lane:
    """A lane: `out` -1 where higher rungs stand higher on the page, 1 where lower; places are measured outwards."""

    key: str
    name: str
    camp: str
    out: int
    deeds: list[Deed]
    ladder: bool
    rungs: list[tuple[int, float, float]] = field(default_factory=list)  # rung, middle, height
    spots: dict[str, tuple[float, float, float]] = field(default_factory=dict)  # of acts: x, outwards, radius
    labels: dict[str, _Label] = field(default_factory=dict)
    lines: tuple[str, ...] = ()
    height: float = 0.0
    inner: float = 0.0  # on the page

    def y(self, outwards: float) -> float:
        return self.inner + self.out * outwards


@dataclass(frozen=True, slots=True)
class _Label:
    """A name: where it starts, how far outwards its middle is, whether a stem leads to it."""

    x: float
    v: float
    words: str
    bold: bool
    stem: bool


def story(scene: Scene) -> str:
    """Return the story of a dispute as SVG text; of two replays both in one picture.

    Examples
    --------
    >>> import replay
    >>> drawn = story(Scene(replay.run(replay.load(replay.example()))))
    >>> drawn[:4], drawn.count("data-act="), drawn.count("data-clock=")
    ('<svg', 4, 1)
    """
    return _Story(scene).drawn()


class _Story:
    def __init__(self, scene: Scene) -> None:
        self.scene, self.narrow = scene, scene.narrow
        self.content: Content = content_of(scene)
        self.width = _NARROW if self.narrow else _WIDE
        self.left = _EDGE if self.narrow else _GUTTER
        self.right = self.width - _EDGE - (18.0 if self.narrow else 34.0)
        first, last = self.content.reach
        self.axis: Axis = axis_of(
            first, last, self.content.days, self.left + 6, self.right - 4, scene.axis == "stretched"
        )
        self.many = len(self.content.deeds) > _MANY
        self.back: list[Html] = []
        self.front: list[Html] = []
        self.named = 0

    def drawn(self) -> str:
        lanes = self._lanes()
        for lane in lanes:
            self._arrange(lane)
        top = self._head()
        y = top
        for lane in lanes:
            lane.inner = y + lane.height if lane.out < 0 else y
            y += lane.height + (4.0 if lane.ladder else 2.0)
            self._ground(lane)
        self._threads({name: (spot[0], lane.y(spot[1])) for lane in lanes for name, spot in lane.spots.items()})
        for lane in lanes:
            self._acts(lane)
        y = self._sanctions(y + 6)
        y = self._clocks(y + 4)
        y = self._domains(y + 6)
        self._frame(top, y)
        self._parting(top, y)
        y = self._dates(y)
        y = self._key(y + 8)
        label = f"The story of {typeset(self.content.timeline.title)}: {self._counts()}"
        return picture("story", self.width, y + _EDGE, label, [*self.back, *self.front], self.scene.alone)

    # -- head -------------------------------------------------------------------------------------

    def _head(self) -> float:
        y = _EDGE
        if self.scene.alone:
            for words in wrapped(typeset(self.content.timeline.title), self.width - 2 * _EDGE, 15.0, True):
                y += 18.0
                self.front.append(text(_EDGE, y, words, "title"))
            y += 6.0
        if self.scene.edited:
            y += 15.0
        return y

    def _counts(self) -> str:
        deeds = self.content.deeds
        parts = [counted(sum(not deed.lost for deed in deeds), "act")]
        for fate, words in FATES.items():
            if count := sum(deed.fate == fate for deed in deeds):
                parts.append(f"{count} {words}")
        return ", ".join(parts)

    # -- lanes ------------------------------------------------------------------------------------

    def _lanes(self) -> list[_Lane]:
        deeds, (first, second) = self.content.deeds, self.content.camps
        own = {camp: [d for d in deeds if d.own and d.camp in (camp, "AB"[: 2 if camp == "A" else 0])] for camp in "AB"}
        lanes = [*self._camp("A", deeds), _Lane("A", first, "A", -1, own["A"], True)]
        lanes += [_Lane("B", second, "B", 1, own["B"], True), *self._camp("B", deeds), *self._camp("other", deeds)]
        return [lane for lane in lanes if lane.ladder or lane.deeds]

    def _camp(self, camp: str, deeds: Sequence[Deed]) -> list[_Lane]:
        """Lanes of the domestic actors of a camp, or of others; of many actors the rest share one."""
        groups: dict[str, list[Deed]] = {}
        for deed in deeds:
            if (camp == deed.camp or (camp == "other" and deed.camp == "AB")) and not deed.own:
                groups.setdefault(deed.actor, []).append(deed)
        order = sorted(groups, key=lambda name: (min(d.place for d in groups[name]), name))
        single = order if len(order) <= _LANES and not self.narrow else order[: 0 if self.narrow else _LANES - 1]
        lanes = [_Lane(name, name, camp, 1, groups[name], False) for name in groups if name in single]
        rest = [deed for name in groups if name not in single for deed in groups[name]]
        if rest:
            name = counted(len(order) - len(single), "other actor" if single else "actor")
            name = order[-1] if len(order) - len(single) == 1 else name
            lanes.append(_Lane(f"{camp} rest", name, camp, 1, rest, False))
        return lanes

    def _arrange(self, lane: _Lane) -> None:
        """Give every act of a lane its place, then names theirs."""
        used = sorted({deed.node.rung for deed in lane.deeds})
        rungs = range(min([1, *used]), max([1, *used]) + 1) if lane.ladder else [0]
        v = 3.0 if lane.ladder else 0.0
        for rung in rungs:
            here = [deed for deed in lane.deeds if not lane.ladder or deed.node.rung == rung]
            spans = []
            for deed in here:
                x, r = self.axis.x(deed.day), radius(deed.node.rung, deed.key, self.many)
                spans.append((x - r, x + r))
            most = 4 if lane.ladder else 3
            levels = [row % most for row in rows_of(spans, 0.6)]
            high = 1 + max(levels, default=0)
            tall = (_PITCH if here else 9.0) + (high - 1) * _STACK
            lane.rungs.append((rung, v + tall / 2, tall))
            for deed, level in zip(here, levels, strict=True):
                middle = v + tall / 2 + (level - (high - 1) / 2) * _STACK
                lane.spots[deed.id] = (
                    self.axis.x(deed.day), middle, radius(deed.node.rung, deed.key, self.many),
                )  # fmt: skip
            v += tall
        lane.lines = wrapped(short(lane.name), 200.0 if self.narrow else _GUTTER - 12, *self._face(lane))
        if lane.ladder:  # the name of the camp stands beyond its highest rung
            v += _NAME * (1 if self.narrow else len(lane.lines))
        lane.height = v if lane.ladder or self.narrow else max(v, 12.0 * len(lane.lines) + 2)
        self._name(lane)

    @staticmethod
    def _face(lane: _Lane) -> tuple[float, bool]:
        """Size of the name of a lane, and whether it is bold."""
        return (_SIZE, True) if lane.ladder else (_SMALL, False)

    def _name(self, lane: _Lane) -> None:
        room = Room()
        for x, v, r in lane.spots.values():
            room.take(Box(x - r, v - r, x + r, v + r))
        limit = _NAMED[self.narrow]
        wanted = [
            deed
            for deed in lane.deeds
            if deed.key or deed.id == self.scene.selected or len(self.content.deeds) <= 60 or not lane.ladder
        ]
        wanted.sort(key=lambda deed: (deed.id != self.scene.selected, _FIRST.get(deed.fate, len(_FIRST)), deed.place))
        base = lane.height if not lane.ladder else lane.height - _NAME * (1 if self.narrow else len(lane.lines))
        if self.narrow and lane.ladder:  # which stands where names of acts do
            room.take(Box(0.0, base, self.left + 8 + text_width(lane.lines[0], _SIZE, True), base + 1000.0))
        for deed in wanted[:limit]:
            label = self._place(lane, deed, room, base)
            if label is not None:
                lane.labels[deed.id] = label
                lane.height = max(lane.height, label.v + _LINE / 2 + 1)
        self.named += len(lane.labels)

    def _place(self, lane: _Lane, deed: Deed, room: Room, base: float) -> _Label | None:
        """The first free place for the name of an act: beside its mark, or in a row beyond the highest rung."""
        x, v, r = lane.spots[deed.id]
        bold = deed.fate != "kept" and not deed.lost
        sign = {"new": "+ ", "reaction": "+ "}.get(deed.fate, "")
        words = cut(sign + deed.label, 150.0 if self.narrow else 230.0, _SIZE, bold)
        if not lane.ladder and lane.key.endswith("rest"):
            words = cut(f"{sign}{deed.actor}: {deed.label}", 190.0 if self.narrow else 280.0, _SIZE, bold)
        wide, half = text_width(words, _SIZE, bold), _LINE / 2
        ringed = r + (4.5 if deed.fate != "kept" else 2.5)
        for left in (x + ringed, x - ringed - wide):
            spot = Box(left, v - half, left + wide, v + half)
            if self._inside(spot) and v - half >= -1.5 and room.free(spot):
                room.take(spot)
                return _Label(left, v, words, bold, False)
        rows = _ROWS[self.narrow] if lane.ladder else 1
        for row in range(rows):
            at = base + 3 + (row + 0.5) * _LINE
            for left in (x + 3, x - 3 - wide):
                spot = Box(left, at - half, left + wide, at + half)
                stem = Box(x - 1.2, base + 1, x + 1.2, at + half - 1)
                if self._inside(spot) and room.free(spot) and room.free(stem):
                    room.take(spot)
                    room.take(stem)
                    return _Label(left, at, words, bold, True)
        return None

    def _inside(self, spot: Box) -> bool:
        return spot.left >= self.left + 2 and spot.right <= self.width - _EDGE

    # -- drawing of lanes -------------------------------------------------------------------------

    def _ground(self, lane: _Lane) -> None:
        top = lane.inner - lane.height if lane.out < 0 else lane.inner
        out = self.back
        out.append(box(_EDGE, top, self.width - 2 * _EDGE, lane.height, f"ground camp-{lane.camp}"))
        kind = f"lane strong camp-{lane.camp}" if lane.ladder else f"lane camp-{lane.camp}"
        lines = lane.lines[:1] if self.narrow else lane.lines
        if lane.ladder or not self.narrow:
            y = top + 11 if lane.out < 0 or not lane.ladder else top + lane.height - 3 - 12 * (len(lines) - 1)
            for n, words in enumerate(lines):
                out.append(text(_EDGE + 4, y + 12 * n, words, kind))
        if lane.ladder:
            used = {deed.node.rung for deed in lane.deeds}
            for rung, v, _ in lane.rungs:
                out.append(line(self.left + 2, lane.y(v), self.width - _EDGE, lane.y(v), "rung"))
                if not self.narrow and rung in used:
                    out.append(text(self.left - 2, lane.y(v) + 3.5, RUNGS_SHORT[rung], "rung-word", "end"))

    def _acts(self, lane: _Lane) -> None:
        for deed in lane.deeds:
            x, v, r = lane.spots[deed.id]
            y = lane.y(v)
            parts: list[Html] = []
            label = lane.labels.get(deed.id)
            if deed.was is not None and not deed.lost and deed.fate == "moved":
                parts += self._ghost(deed, x, y, r)
            if label is not None and label.stem:
                parts.append(line(x, lane.y(v + r), x, lane.y(label.v - _LINE / 2 + 2), "stem"))
            parts.append(act_mark(x, y, deed.family, r, deed.fate))
            if label is not None:
                kind = "name strong" if label.bold else "name"
                parts.append(text(label.x, lane.y(label.v) + 4, label.words, kind))
            self.front.append(
                tag("a", tag("title", deed.told), *parts, **dict(self.content.attributes(deed)), data_x=f"{x:.1f}")
            )
        for entry, camp, act, said in self.content.broken:
            if lane.ladder and lane.camp == camp:
                spot = next((v for rung, v, _ in lane.rungs if rung == act.rung), lane.rungs[-1][1])
                mark = cross(self.axis.x(entry.day), lane.y(spot))
                self.front.append(
                    tag("g", tag("title", said), mark, class_=f"notdone camp-{camp}", data_entry=str(entry.seq))
                )

    def _ghost(self, deed: Deed, x: float, y: float, r: float) -> list[Html]:
        """Where an act was in the record, and an arrow from there."""
        old = self.axis.x(deed.was or 0)
        ghost = act_mark(old, y, deed.family, r, kind="ghost")
        if abs(old - x) < 2 * r + 4:
            return [ghost]
        step = 1 if x > old else -1
        tip = x - step * (r + 3)
        return [ghost, line(old + step * r, y, tip, y, "move"),
                path(("M", tip - step * 4, y - 3, "L", tip, y, tip - step * 4, y + 3), "move")]  # fmt: skip

    def _threads(self, spots: dict[str, tuple[float, float]]) -> None:
        """Lines from an act to its answers: all where they are few, else those of the selected act."""
        chosen = self.scene.selected
        found = {}
        for view in (self.content.after, self.content.before):
            for link in view.graph.links:
                if {link.source, link.target} <= spots.keys():
                    found.setdefault((link.source, link.target), link.type)
        answers = {ends: kind for ends, kind in found.items() if kind in ANSWERS}
        shown = found if chosen else answers
        for (source, target), kind in shown.items():
            if chosen in (source, target) or (not chosen and len(answers) <= _THREADS):
                (x1, y1), (x2, y2) = spots[source], spots[target]
                bend = max(18.0, abs(x2 - x1) * 0.3)
                self.back.append(
                    path(("M", x1, y1, "C", x1 + bend, y1, x2 - bend, y2, x2, y2), f"thread {kind.value}")
                )

    # -- below the lanes --------------------------------------------------------------------------

    def _heading(self, y: float, words: str) -> float:
        """Write the heading of a part: in the gutter, or on a line of its own; return where the part begins."""
        self.front.append(text(_EDGE + 4, y + 11, words, "lane strong"))
        return y + (15.0 if self.narrow else 0.0)

    def _sanctions(self, y: float) -> float:
        forces = [force for force in self.content.forces if force.deed.day <= self.axis.last]
        if not forces:
            return y
        y = self._heading(y, "In force")
        spans = []
        for force in forces:
            start = self.axis.x(force.deed.day)
            end = self.axis.x(force.until) if force.until is not None else self.axis.right
            words = cut(f"{force.deed.node.party}: {force.deed.label}", 200.0, _SMALL)
            spans.append((start, max(end, start + 4), words))
        rows = self._rows([(a, b, words) for a, b, words in spans])
        for force, (a, b, words), (row, left) in zip(forces, spans, rows, strict=True):
            at = y + row * 15.0 + 7
            deed = force.deed
            till = f"until {force.by}" if force.by else "not lifted"
            kind = f"force camp-{deed.camp} {deed.fate}"
            parts = [box(a, at - 3.5, b - a, 7, "bar")]
            parts += [path(("M", b - 5, at - 3.5, "L", b, at, b - 5, at + 3.5), "on")] if force.until is None else []
            parts += [text(left, at + 3.5, words, "small")] if words and left is not None else []
            title = tag("title", f"In force: {deed.said}; {till}")
            self.front.append(tag("g", title, *parts, class_=kind, data_from_entry=str(deed.entry)))
        return y + (max(row for row, _ in rows) + 1) * 15.0

    def _rows(self, spans: Sequence[tuple[float, float, str]]) -> list[tuple[int, float | None]]:
        """Rows of bars with their words, which stand after the bar, or before it; no words where neither has room."""
        taken, places = [], []
        for a, b, words in spans:
            wide = text_width(words, _SMALL) if words else 0.0
            after = b + 6 + wide <= self.width - _EDGE
            before = a - 6 - wide >= self.left
            left = b + 6 if after else a - 6 - wide if before else None
            places.append(left)
            taken.append((min(a, left if left is not None else a), max(b, (left + wide) if left is not None else b)))
        return list(zip(rows_of([(a - 4, b + 4) for a, b in taken], 2.0), places, strict=True))

    def _clocks(self, y: float) -> float:
        runs = [run for run in self.content.runs if run.shown.set_on < self.axis.last]
        if not runs:
            return y
        y = self._heading(y, "Clocks")
        few = {run.id for run in sorted(runs, key=lambda run: (run.change == "kept", run.place))[:40]}
        spans = []
        for run in runs:
            reach = [self._reach(history) for history in (run.now, run.old) if history is not None]
            how = run.how if run.change != "gone" else f"not set, was {run.how_old}"
            was = f" (was {run.how_old})" if run.change == "changed" else ""
            for said in (f"{run.name}: {how}{was}", f"{run.name}: {how}", run.name):
                room = max(self.width - _EDGE - reach[0][1], reach[0][0] - self.left) - 8
                if text_width(said, _SMALL) <= room:
                    break
            said = cut(said, room, _SMALL) if run.id in few else ""
            spans.append((min(a for a, _ in reach), max(b for _, b in reach), said))
        pitch = 20.0 if self.scene.edited and any(run.change == "changed" for run in runs) else 15.0
        rows = self._rows(spans)
        for run, (a, b, words), (row, left) in zip(runs, spans, rows, strict=True):
            at = y + row * pitch + 8
            parts = [box(a - 4, at - 7, b - a + 8, 14, "hit")]
            if run.old is not None:
                parts += self._bar(run.old, at + 4.5 if run.now else at, "old")
            if run.now is not None:
                parts += self._bar(run.now, at - 1.5 if run.old else at, "now")
            if words and left is not None:
                parts.append(text(left, at + 3.5, words, "small"))
            numbers = {"data_from_entry": run.start, "data_to_entry": run.stop}
            self.front.append(
                tag(
                    "g", tag("title", run.said), *parts, class_=f"clock {run.shown.kind.value} {run.change}",
                    data_clock=run.id, **{key: str(n) for key, n in numbers.items() if n is not None},
                )
            )  # fmt: skip
        return y + (max(row for row, _ in rows) + 1) * pitch

    def _reach(self, history: ClockHistory) -> tuple[float, float]:
        start = self.axis.x(history.set_on)
        end = self.axis.x(history.ended_on) if history.ended_on is not None else self.axis.right
        due = [self.axis.x(due) for _, due in history.dues if due is not None]
        return start, max([start + 5, end, *due]) + 4

    def _bar(self, history: ClockHistory, y: float, kind: str) -> Iterator[Html]:
        """The line of a clock while it ran, its due days, its end."""
        start = self.axis.x(history.set_on)
        end = self.axis.x(history.ended_on) if history.ended_on is not None else self.axis.right
        end = max(end, start + 5)
        yield line(start, y - 3, start, y + 3, f"tick {kind}")
        yield line(start, y, end, y, f"run {kind} {history.kind.value}")
        for n, (_, due) in enumerate(history.dues):
            if due is not None and due <= self.axis.last:
                x = self.axis.x(due)
                if n + 1 == len(history.dues) and x > end + 1:
                    yield line(end, y, x, y, f"wait {kind}")
                yield line(x, y - 4, x, y + 4, f"due {kind}")
        yield tag("g", end_mark(end, y, history.kind, history.outcome), class_=f"ending {kind}")

    def _domains(self, y: float) -> float:
        views = [self.content.before, self.content.after] if self.scene.edited else [self.content.after]
        paths = [(view is self.content.after, n, domain) for view in views
                 for n, domain in enumerate(view.domains.values()) if domain.steps]  # fmt: skip
        if not paths:
            return y
        first, last = self.axis.first, self.axis.last - 1
        y = self._heading(y, "Domains")
        lines = []
        for now, n, domain in paths:
            points = domain.points(first, last, 0.05)
            if points:
                lines.append((now, n, points))
        high = max([0.4, *(value for *_, points in lines for _, value in points)])
        low = min([-0.4, *(value for *_, points in lines for _, value in points)])
        zero = y + (10 if self.narrow else 22) + max(high, 0.4) * _LEVEL * 1.6

        def at(value: float) -> float:
            return zero - value * _LEVEL * 1.6

        for level in Level:
            if low - 0.3 <= level.position <= high + 0.3:
                place = at(level.position)
                self.back.append(
                    line(self.left, place, self.width - _EDGE, place, "level zero" if level.position == 0 else "level")
                )
                if not self.narrow and place > y + 18:
                    words = "reference point" if level.position == 0 else level.words
                    self.back.append(text(self.left - 2, place + 3.5, words, "rung-word", "end"))
        ends: list[tuple[float, str, str]] = []
        for now, n, points in lines:
            steps: list[str | float] = ["M", self.axis.x(points[0][0]), at(points[0][1])]
            for day, value in points[1:]:
                steps += ["H", self.axis.x(day), "V", at(value)]
            steps += ["H", self.axis.right]
            kind = f"domain camp-{'AB'[n]}" + ("" if now else " old")
            side = self.content.timeline.sides[n]
            words = f"Domain of {self.content.camps[n]}" + ("" if now or not self.scene.edited else " in the record")
            self.front.append(tag("g", tag("title", words), path(steps, kind), class_="path"))
            if now:
                said = cut(side, self.width - self.axis.right - 3, _SMALL, True)
                ends.append((at(points[-1][1]) + 3.5, said, f"small strong camp-{'AB'[n]}"))
        ends.sort()
        if len(ends) > 1 and (near := 11 - (ends[1][0] - ends[0][0])) > 0:  # the names side by side would overlap
            ends = [(ends[0][0] - near / 2, *ends[0][1:]), (ends[1][0] + near / 2, *ends[1][1:])]
        for spot, said, kind in ends:
            self.front.append(text(self.axis.right + 3, spot, said, kind))
        return at(low) + 12

    # -- frame ------------------------------------------------------------------------------------

    def _frame(self, top: float, bottom: float) -> None:
        self.bottom = bottom
        for tick in self.axis.ticks(_SMALL):
            if self.narrow and not tick.words:
                continue
            kind = "grid major" if tick.major else "grid"
            self.back.append(line(tick.x, top, tick.x, bottom, kind))
        self.front.append(line(self.axis.left, top, self.axis.left, bottom, "now-line"))

    def _dates(self, y: float) -> float:
        self.front.append(line(self.left, y, self.width - _EDGE, y, "base"))
        for tick in self.axis.ticks(_SMALL):
            self.front.append(line(tick.x, y, tick.x, y + (16 if tick.major else 4), "tick-date"))
            if tick.words:
                spot, kind = (y + 26, "date strong") if tick.major else (y + 13, "date")
                self.front.append(text(tick.x + 2, spot, tick.words, kind))
        return y + 30

    def _parting(self, top: float, bottom: float) -> None:
        """Where the replays part."""
        if not self.scene.edited:
            return
        report = self.scene.compared
        if report.divergence is None:
            self.front.append(text(self.left, top - 4, "the replays are the same", "parting-word"))
            return
        x = self.axis.x(report.since)
        words = f"the replays part: {report.since_in_words}"
        wide = text_width(words, _SIZE, True)
        self.back.append(line(x, top - 12, x, bottom, "parting"))
        left = x + 4 if x + 4 + wide <= self.width - _EDGE else max(_EDGE, x - 4 - wide)
        self.front.append(text(left, top - 4, words, "parting-word"))

    # -- key --------------------------------------------------------------------------------------

    def _key(self, y: float) -> float:
        deeds = self.content.deeds
        items: list[Item] = []
        there = {deed.family for deed in deeds}
        items += [(words, act_mark(0, 0, name, 4.5), 14.0) for name, words in FAMILIES.items() if name in there]
        fates = {deed.fate: deed for deed in deeds if deed.fate in FATES}
        for name, words in FATES.items():
            if name in fates:
                lost = "lost " if name in ("dropped", "gone") else ""
                mark = tag("g", act_mark(0, 0, "claim", 4.0, name), class_=f"act {lost}{name}")
                items.append((words, mark, 16.0))
        if self.content.broken:
            items.append(("threatened or promised, not done", tag("g", cross(0, 0), class_="notdone"), 12.0))
        seen = dict.fromkeys(
            (history.kind, history.outcome) for run in self.content.runs for history in (run.now, run.old) if history
        )
        said = set()
        for kind, outcome in seen:
            words = f"clock {kind.end_in_words(outcome)}"
            if words not in said:
                said.add(words)
                mark = tag("g", line(-14, 0, 0, 0, "run now deadline"), end_mark(2, 0, kind, outcome), class_="clock")
                items.append((words, mark, 24.0))
        drawn, y = key_rows(items, _EDGE + 4, self.width - _EDGE, y, _SMALL)
        self.front.append(tag("g", *drawn, class_="key-rows"))
        if self.narrow:
            y += 14
            self.front.append(text(_EDGE + 4, y, "Further from the middle: higher on the ladder of escalation.", "note"))
        rest = len(deeds) - self.named
        if rest:
            hidden = f"{self.named} of {counted(len(deeds), 'act')} are named; the others tell their names when pointed at."
            for words in wrapped(hidden, self.width - 2 * _EDGE, _SMALL):
                y += 14
                self.front.append(text(_EDGE + 4, y, words, "note"))
        left = len(self.content.every) - len(deeds)
        if left:
            y += 14
            self.front.append(text(_EDGE + 4, y, f"{counted(left, 'act')} not shown, by the filters.", "note"))
        return y

