"""The one figure, drawn from top to bottom on a page that `plan` has arranged."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from matplotlib.figure import Figure

from replay.codebook import Level
from replay.escalation import LinkType
from replay.figures import style as figstyle
from replay.figures.sheet import key as chart_key
from replay.figures.sheet import panels
from replay.figures.sheet.dateaxis import HEIGHT, SCALES, date_axis
from replay.figures.sheet.page import Sheet, fit, text_width
from replay.figures.sheet.places import Flag
from replay.figures.story import arcs, key, marks
from replay.figures.story.content import Story
from replay.figures.story.ladder import WORDS, Rows
from replay.figures.story.plan import BAND, CLOCK, EDGE, FLAG, GAP, HEAD, KEY, LINE, MARK, SPINE, TITLE, Block, Plan

__all__ = ["draw"]

Spot = tuple[float, float]


def draw(shown: Story, plan: Plan) -> Figure:
    """Draw the figure."""
    return _Page(shown, plan).draw()


class _Page:
    """The page while it is being drawn; `y` is how far down it is."""

    def __init__(self, shown: Story, plan: Plan) -> None:
        self.shown, self.plan, self.frame = shown, plan, plan.frame
        self.sheet = Sheet(plan.width, plan.height, plan.preset.scale)
        self.y = plan.height - EDGE
        self.spots: dict[str, Spot] = {}

    def draw(self) -> Figure:
        plan, sheet = self.plan, self.sheet
        self._title()
        bottom = EDGE + plan.key_rows * KEY + HEIGHT + (SCALES if self.frame.scale.breaks else 0)
        date_axis(sheet, self.frame, bottom, self.y, scales=True)
        self._blocks(plan.camps[0])
        self._ladders()
        self._blocks(plan.camps[1])
        self._blocks(plan.camps[2])
        self._links()
        self.y -= GAP
        self._strategies()
        self.y -= GAP
        self._clocks()
        self.y -= GAP
        self._domains()
        items = key.items(self.shown, plan.detail)
        chart_key.paint(sheet, items, EDGE, EDGE + (plan.key_rows - 0.5) * KEY, plan.width - EDGE, KEY)
        return sheet.figure

    def _title(self) -> None:
        for n, line in enumerate(self.plan.title):
            self.sheet.text(EDGE, self.y - n * LINE, line, figstyle.TITLE, va="top", bold=True)
        self.y -= TITLE + LINE * (len(self.plan.title) - 1)

    # -- lanes -----------------------------------------------------------------------------------

    def _blocks(self, blocks: Iterable[Block]) -> None:
        """Draw the lanes of domestic actors or of others."""
        for block in blocks:
            high = block.rows.height(self.plan.pitch)
            bottom = self.y - high
            self._ground(bottom, high, block.group)
            self._name(block.name, bottom + high / 2, block.group, bold=False)
            self._acts(block.rows, bottom, 1.0, block.group)
            self.y = bottom - 0.8

    def _ladders(self) -> None:
        """Draw the two ladders, back to back, each with the names of its key acts on its far side."""
        plan = self.plan
        names = [lane.name for lane in self.shown.lanes if lane.main]
        high = [rows.height(plan.pitch) for rows in plan.sides]
        top = self.y
        middle = top - plan.flag_room(0) - high[0]
        low = middle - SPINE
        end = low - high[1] - plan.flag_room(1)
        self._ground(middle, top - middle, "A")
        self._ground(end, low - end, "B")
        self._name(names[0], top - 1.8, "A", bold=True)
        self._name(names[1], end + 1.8, "B", bold=True)
        for rows, base, out, group in zip(plan.sides, (middle, low), (1.0, -1.0), "AB", strict=True):
            self._rungs(rows, base, out, (top - 3.6) if out > 0 else (end + 3.6))
            self._acts(rows, base, out, group)
        self._flags(plan.labels[0], middle + high[0], 1.0, "A")
        self._flags(plan.labels[1], low - high[1], -1.0, "B")
        self.y = end - 0.8

    def _ground(self, bottom: float, high: float, group: str) -> None:
        width = self.frame.right - EDGE
        self.sheet.box(EDGE, bottom, width, high, figstyle.SIDE_TINTS[group])

    def _name(self, name: str, y: float, group: str, bold: bool) -> None:
        size = figstyle.LABEL if bold else figstyle.SMALL
        room = self.frame.left - EDGE - 1.2
        short = {lane.name: lane.party for lane in self.shown.lanes}
        if text_width(name, size, bold) > room:
            name = short.get(name) or name
        text = fit(name, room, size, bold)
        self.sheet.text(EDGE + 0.8, y, text, size, figstyle.SIDE_TEXT[group], bold=bold)

    def _rungs(self, rows: Rows, base: float, out: float, limit: float) -> None:
        """Draw the rungs and name them as far as there is room, those with acts first."""
        filled = {row.rung for row in rows.rows if row.acts}
        taken: list[float] = []
        found = list(rows.middles(self.plan.pitch, base, out))
        for _, _, end in found:
            self.sheet.line((self.frame.left, self.frame.right), (end, end), figstyle.PAPER, 0.6, layer=0.3)
        for rung, middle, _ in sorted(found, key=lambda entry: (entry[0] not in filled, -entry[0])):
            inside = (limit - middle) * out >= 1.3
            if inside and all(abs(middle - other) >= 2.55 for other in taken):
                taken.append(middle)
                color = figstyle.INK if rung in filled else figstyle.MUTED
                self.sheet.text(self.frame.left - 1.0, middle, WORDS[rung], figstyle.SMALLEST, color, ha="right")

    def _acts(self, rows: Rows, base: float, out: float, group: str) -> None:
        for act, x, y in rows.places(self.frame, self.plan.pitch, base, out):
            self.spots[act.id] = x, y
            if self.plan.detail.bounds:
                marks.bounds(self.sheet, self.frame, y, act, group, MARK)
            marks.act(self.sheet, x, y, act, group, min(MARK, self.plan.pitch * 0.98))

    def _flags(self, found: Sequence[Flag], edge: float, out: float, group: str) -> None:
        """Name key acts on stems that leave the ladder at `edge`."""
        for flag in found:
            act = self.shown.acts[flag.request]
            base = edge + out * (flag.row * FLAG + 0.4)
            start = self.spots[act.id][1] + out * MARK / 2
            self.sheet.line((flag.x, flag.x), (start, base + out * 0.8 * FLAG), figstyle.MUTED, 0.35, layer=1.4)
            right = flag.left > flag.x
            self.sheet.text(
                flag.left if right else flag.right, base + out * FLAG / 2, act.label, figstyle.SMALLEST,
                ha="left" if right else "right", italic=act.emitted, ground=figstyle.SIDE_TINTS[group],
                name=f"name {act.id}",
            )  # fmt: skip

    def _links(self) -> None:
        for link in self.shown.arcs:
            source, target = self.shown.acts[link.source], self.shown.acts[link.target]
            if source.id not in self.spots or target.id not in self.spots:
                continue
            if link.type is LinkType.RESPONDS and not self.plan.detail.responds:
                continue
            group = self.shown.lanes[target.lane].group
            toward = -1.0 if group == "A" else 1.0
            name = f"link {link.type.value} {source.id} {target.id}"
            spots = self.spots[source.id], self.spots[target.id]
            arcs.arc(self.sheet, *spots, link.type.value, MARK / 2, toward, name)

    # -- bands -----------------------------------------------------------------------------------

    def _strategies(self) -> None:
        room = self.frame.left - EDGE - 1.2
        sides = self.shown.base.tracks
        words = [f"Strategy {track.name}" for track in sides]
        if max(text_width(text, figstyle.SMALL) for text in words) > room:
            words = [f"Strategy {track.party}" for track in sides]
        for group, found, text in zip("AB", self.shown.cells, words, strict=True):
            self.y -= BAND
            marks.cells(self.sheet, self.frame, found, group, self.y, BAND)
            self._name(text, self.y + BAND / 2, group, bold=False)
            self.y -= 0.7

    def _clocks(self) -> None:
        if not self.plan.clocks:
            return
        self.sheet.text(EDGE + 0.8, self.y - CLOCK / 2, "Clocks", figstyle.LABEL, figstyle.CLOCK, bold=True)
        for lane in self.plan.clocks:
            panels.clock(self.sheet, self.frame, lane, self.y - (lane.row + 0.5) * CLOCK)
        self.y -= self.plan.clock_room

    def _domains(self) -> None:
        """Draw the domains, each side on levels of its own or both on the same."""
        level, deep = self.plan.level, len(Level) * self.plan.level
        found = list(zip("AB", self.shown.base.tracks, self.shown.base.paths, strict=False))
        for n, (group, track, path) in enumerate(found):
            if not n or not self.plan.detail.shared:
                x = self._head("Domain" if self.plan.detail.shared else f"Domain: {track.name}", group)
                self.y -= HEAD
                panels.ground(self.sheet, self.frame, self.y, level)
            if self.plan.detail.shared:
                x = self._part(x, track.name, group)
            part = (0.0, 1.0) if not self.plan.detail.shared else (0.0, 0.5) if group == "A" else (0.5, 1.0)
            panels.course(self.sheet, self.frame, track, group, self.y, level, part)
            panels.computed(self.sheet, self.frame, path, group, self.y, level)
            if n == len(found) - 1 or not self.plan.detail.shared:
                self.y -= deep + 1.0

    def _head(self, words: str, group: str) -> float:
        """Write the heading of a part of the page; return where it ends."""
        color = figstyle.INK if self.plan.detail.shared else figstyle.SIDE_TEXT[group]
        words = fit(words, self.plan.width - 2 * EDGE - 1, figstyle.LABEL, True)
        self.sheet.text(EDGE + 0.8, self.y - HEAD / 2, words, figstyle.LABEL, color, bold=True)
        return EDGE + 0.8 + text_width(words, figstyle.LABEL, True)

    def _part(self, x: float, words: str, group: str) -> float:
        """Name a side behind a heading that both share; return where the name ends."""
        y, room = self.y + HEAD / 2, self.plan.width - EDGE - x - 10
        words = fit(words, room / 2 - 6 if group == "A" else room, figstyle.SMALL)
        self.sheet.line((x + 3, x + 8), (y, y), figstyle.SIDES[group], 0.8, figstyle.SIDE_DASHES[group])
        self.sheet.text(x + 9, y, words, figstyle.SMALL, figstyle.SIDE_TEXT[group])
        return x + 9 + text_width(words, figstyle.SMALL)
