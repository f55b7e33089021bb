"""The lanes of a story: the two camps' ladders, mirrored at the middle, and the rows of all other actors."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from replay.codebook import RUNGS_SHORT
from replay.escalation import ANSWERS, LinkType
from replay.explore.pictures.content import Deed
from replay.explore.pictures.letters import cut, lettered, short, text_width, wrapped
from replay.explore.pictures.marks import act_mark, cross, radius
from replay.explore.pictures.page import EDGE, GUTTER, SIZE, SMALL, Page
from replay.explore.pictures.places import Box, Room
from replay.explore.pictures.svg import Html, box, line, path, tag, text
from replay.text.rows import assign_rows
from replay.text.words import counted

__all__ = ["Lanes"]

_LINE, _PITCH, _STACK = 13.0, 14.0, 7.0  # of names, of rungs, of marks above each other on a rung
_NAME = 13.0  # of a line of a camp's name
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


class Lanes:
    """The lanes of a page.

    Attributes
    ----------
    named : int
        Acts whose names have room.
    """

    def __init__(self, page: Page) -> None:
        self.page, self.named = page, 0
        self.many = len(page.content.deeds) > _MANY

    def draw(self, y: float) -> float:
        """Draw all lanes from `y` on; return their lower edge."""
        lanes = self._lanes()
        for lane in lanes:
            self._arrange(lane)
            lane.inner = y + lane.height if lane.out < 0 else y
            y += lane.height + (4.0 if lane.ladder else 2.0)
            self._ground(lane)
        self._threads({name: (spot[0], lane.y(spot[1])) for lane in lanes for name, spot in lane.spots.items()})
        for lane in lanes:
            self._acts(lane)
        return y

    def _lanes(self) -> list[_Lane]:
        deeds, (first, second) = self.page.content.deeds, self.page.content.camps
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
        single = (
            order if len(order) <= _LANES and not self.page.narrow else order[: 0 if self.page.narrow else _LANES - 1]
        )
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
                x, r = self.page.axis.x(deed.day), radius(deed.node.rung, deed.key, self.many)
                spans.append((x - r, x + r))
            most = 4 if lane.ladder else 3
            levels = [row % most for row in assign_rows(spans, 0.6)]
            high = 1 + max(levels, default=0)
            tall = (_PITCH if here else 9.0) + (high - 1) * _STACK
            lane.rungs.append((rung, v + tall / 2, tall))
            for deed, level in zip(here, levels, strict=True):
                middle = v + tall / 2 + (level - (high - 1) / 2) * _STACK
                lane.spots[deed.id] = (
                    self.page.axis.x(deed.day), middle, radius(deed.node.rung, deed.key, self.many),
                )  # fmt: skip
            v += tall
        lane.lines = wrapped(short(lane.name), 200.0 if self.page.narrow else GUTTER - 12, *self._face(lane))
        if lane.ladder:  # the name of the camp stands beyond its highest rung
            v += _NAME * (1 if self.page.narrow else len(lane.lines))
        lane.height = v if lane.ladder or self.page.narrow else max(v, 12.0 * len(lane.lines) + 2)
        self._name(lane)

    @staticmethod
    def _face(lane: _Lane) -> tuple[float, bool]:
        """Size of the name of a lane, and whether it is bold."""
        return (SIZE, True) if lane.ladder else (SMALL, False)

    def _name(self, lane: _Lane) -> None:
        room, names, stems = Room(), Room(), Room()  # of all but long stems, of names, of stems
        for deed in lane.deeds:
            x, v, r = lane.spots[deed.id]
            r += 2.6 if deed.fate != "kept" else 0.0
            old = x if deed.was is None else self.page.axis.x(deed.was)
            room.take(Box(min(x, old) - r, v - r, max(x, old) + r, v + r))
        limit = _NAMED[self.page.narrow]
        wanted = [
            deed
            for deed in lane.deeds
            if deed.key or deed.id == self.page.scene.selected or len(self.page.content.deeds) <= 60 or not lane.ladder
        ]
        wanted.sort(
            key=lambda deed: (deed.id != self.page.scene.selected, _FIRST.get(deed.fate, len(_FIRST)), deed.place)
        )
        base = lane.height if not lane.ladder else lane.height - _NAME * (1 if self.page.narrow else len(lane.lines))
        if self.page.narrow and lane.ladder:  # which stands where names of acts do
            title = Box(0.0, base, self.page.left + 8 + text_width(lane.lines[0], SIZE, True), base + 1000.0)
            room.take(title)
            names.take(title)
        for deed in wanted[:limit]:
            label = self._place(lane, deed, (room, names, stems), base)
            if label is not None:
                lane.labels[deed.id] = label
                lane.height = max(lane.height, label.v + _LINE / 2 + 1)
        self.named += len(lane.labels)

    def _place(self, lane: _Lane, deed: Deed, rooms: tuple[Room, Room, Room], base: float) -> _Label | None:
        """The first free place for the name of an act: beside its mark, or in a row beyond the highest rung."""
        room, names, stems = rooms
        x, v, r = lane.spots[deed.id]
        bold = (deed.fate != "kept" and not deed.lost) or deed.id == self.page.scene.selected
        sign = {"new": "+ ", "reaction": "+ "}.get(deed.fate, "")
        words = cut(sign + deed.label, 150.0 if self.page.narrow else 230.0, SIZE, bold)
        if lane.key.endswith("rest"):  # of several actors: who it is, in letters such as EU where the name is long
            most = 190.0 if self.page.narrow else 280.0
            names_of = dict.fromkeys((short(deed.actor), lettered(deed.actor, deed.node.party)))
            said = [*(f"{sign}{who}: {deed.label}" for who in names_of), f"{sign}{deed.label}"]
            words = next(
                (words for words in said if text_width(words, SIZE, bold) <= most), cut(said[-1], most, SIZE, bold)
            )
        wide, half = text_width(words, SIZE, bold), _LINE / 2
        ringed = r + (4.5 if deed.fate != "kept" else 2.5)
        for left in (x + ringed, x - ringed - wide):
            spot = Box(left, v - half, left + wide, v + half)
            if self._inside(spot) and v - half >= -1.5 and room.free(spot) and stems.free(spot):
                room.take(spot)
                names.take(spot)
                return _Label(left, v, words, bold, False)
        rows = _ROWS[self.page.narrow] if lane.ladder else 1
        for row in range(rows):
            at = base + 3 + (row + 0.5) * _LINE
            for left in (x + 3, x - 3 - wide):
                spot = Box(left, at - half, left + wide, at + half)
                stem = Box(x - 1.2, v + r, x + 1.2, at + half - 1)
                if self._inside(spot) and room.free(spot) and stems.free(spot) and names.free(stem):
                    room.take(spot)
                    names.take(spot)
                    stems.take(stem)
                    return _Label(left, at, words, bold, True)
        return None

    def _inside(self, spot: Box) -> bool:
        return spot.left >= self.page.left + 2 and spot.right <= self.page.width - EDGE

    def _ground(self, lane: _Lane) -> None:
        top = lane.inner - lane.height if lane.out < 0 else lane.inner
        out = self.page.back
        out.append(box(EDGE, top, self.page.width - 2 * EDGE, lane.height, f"ground camp-{lane.camp}"))
        kind = f"lane strong camp-{lane.camp}" if lane.ladder else f"lane camp-{lane.camp}"
        lines = lane.lines[:1] if self.page.narrow else lane.lines
        if lane.ladder or not self.page.narrow:
            y = top + 11 if lane.out < 0 or not lane.ladder else top + lane.height - 3 - 12 * (len(lines) - 1)
            for n, words in enumerate(lines):
                out.append(text(EDGE + 4, y + 12 * n, words, kind))
        if lane.ladder:
            used = {deed.node.rung for deed in lane.deeds}
            for rung, v, _ in lane.rungs:
                out.append(line(self.page.left + 2, lane.y(v), self.page.width - EDGE, lane.y(v), "rung"))
                if not self.page.narrow and rung in used:
                    out.append(text(self.page.left - 2, lane.y(v) + 3.5, RUNGS_SHORT[rung], "rung-word", "end"))

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
            self.page.front.append(
                tag("a", tag("title", deed.told), *parts, **dict(self.page.content.attributes(deed)), data_x=f"{x:.1f}")
            )
        for entry, camp, act, said in self.page.content.broken:
            if lane.ladder and lane.camp == camp:
                spot = next((v for rung, v, _ in lane.rungs if rung == act.rung), lane.rungs[-1][1])
                mark = cross(self.page.axis.x(entry.day), lane.y(spot))
                self.page.front.append(
                    tag("g", tag("title", said), mark, class_=f"notdone camp-{camp}", data_entry=str(entry.seq))
                )

    def _ghost(self, deed: Deed, x: float, y: float, r: float) -> list[Html]:
        """Where an act was in the record, and an arrow from there."""
        old = self.page.axis.x(deed.was or 0)
        ghost = act_mark(old, y, deed.family, r, kind="ghost")
        if abs(old - x) < 2 * r + 4:
            return [ghost]
        step = 1 if x > old else -1
        tip = x - step * (r + 3)
        return [ghost, line(old + step * r, y, tip, y, "move"),
                path(("M", tip - step * 4, y - 3, "L", tip, y, tip - step * 4, y + 3), "move")]  # fmt: skip

    def _threads(self, spots: dict[str, tuple[float, float]]) -> None:
        """Lines from an act to its answers: all where they are few, else those of the selected act."""
        chosen = self.page.scene.selected
        found: dict[tuple[str, str], LinkType] = {}
        for view in (self.page.content.after, self.page.content.before):
            for link in view.graph.links:
                if {link.source, link.target} <= spots.keys():
                    found.setdefault((link.source, link.target), link.type)
        answers = {ends: kind for ends, kind in found.items() if kind in ANSWERS}
        shown = found if chosen else answers
        for (source, target), kind in shown.items():
            if chosen in (source, target) or (not chosen and len(answers) <= _THREADS):
                (x1, y1), (x2, y2) = spots[source], spots[target]
                bend = max(18.0, abs(x2 - x1) * 0.3)
                self.page.back.append(
                    path(("M", x1, y1, "C", x1 + bend, y1, x2 - bend, y2, x2, y2), f"thread {kind.value}")
                )
