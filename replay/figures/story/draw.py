"""The one figure, drawn from top to bottom on a page that `plan` has arranged."""

from __future__ import annotations

from collections.abc import Sequence

from matplotlib.figure import Figure

from replay.figures import style as figstyle
from replay.figures.sheet import panels
from replay.figures.sheet.dateaxis import BANDS, bands, date_axis
from replay.figures.sheet.page import Sheet, fit, place_of, text_width
from replay.figures.sheet.places import draw_tag
from replay.figures.sheet.selection import Layout
from replay.figures.story.arcs import Spot, arc
from replay.figures.story.content import Story
from replay.figures.story.detail import detail_of
from replay.figures.story.key import COMPUTED, DOMAIN
from replay.figures.story.ladder import Ladder
from replay.figures.story.marks import mark_act, mark_broken, mark_cells, size_of
from replay.figures.story.plan import BAND, CLOCK, EDGE, FLAG, GAP, HEAD, LINE, NAME, SPINE, TITLE, Plan, plan
from replay.timeline import origin

__all__ = ["arrange", "draw_plan", "draw_story"]


def draw_story(shown: Story, preset: str = "page", layout: Layout = Layout()) -> Figure:  # noqa: B008 - it is frozen
    """Draw what `story_of` has gathered on the place of a preset.

    From top to bottom: domestic actors of the sender, its ladder with its key acts named, the target's ladder
    mirrored below it (so that hostile acts stand far from the middle line, and agreement at it), the target's
    domestic actors, others; the strategy of each side month by month; the clocks; each side's domain; the date
    axis, which gives busy stretches room and says so; the key.
    """
    return draw_plan(shown, arrange(shown, preset, layout))


def arrange(shown: Story, preset: str, layout: Layout) -> Plan:
    """Arrange a story on the place of a preset."""
    place = layout.place(place_of(preset))
    with figstyle.style():
        return plan(shown, detail_of(preset, place), place, layout)


def draw_plan(shown: Story, arranged: Plan) -> Figure:
    """Draw a story as it is arranged."""
    with figstyle.style():
        return _Page(shown, arranged).draw()


class _Page:
    """The page while it is being drawn; `y` is how far down it is."""

    def __init__(self, shown: Story, plan: Plan) -> None:
        self.shown, self.base, self.plan, self.frame = shown, shown.base, plan, plan.frame
        high = plan.preset.room if plan.preset.height is not None else plan.total
        self.sheet = Sheet(plan.preset.across, high, plan.preset.scale)
        self.y = high - EDGE
        self.spots: dict[str, dict[str, Spot]] = {}
        self.size = {deed.id: size_of(deed.rung) for deed in (*self.base.deeds, *self.base.broken)}
        self.key = {deed.id for deed in self.base.deeds if deed.key}
        self.undone = {deed.id for deed in self.base.broken}

    def draw(self) -> Figure:
        self.y = self.sheet.title(EDGE, self.y, self.plan.title, LINE, TITLE)
        if self.base.scale.breaks:
            bands(self.sheet, self.frame, self.y, self.plan.bottom)
            self.y -= BANDS
        date_axis(self.sheet, self.frame, self.plan.bottom, self.y, scales=True)
        self._camps("A")
        self._ladders()
        self._camps("B")
        self._camps("other")
        self._joint()
        self._bluffs()
        self._links()
        self.y -= GAP
        self._strategies()
        self.y -= GAP
        self._clocks()
        self.y -= GAP
        self._domains()
        self.plan.legend.draw(self.sheet, EDGE)
        return self.sheet.figure

    # -- lanes -----------------------------------------------------------------------------------

    def _camps(self, group: str) -> None:
        """Draw the lanes of domestic actors or of others."""
        for block in (block for block in self.plan.camps if block.group == group):
            high, acts = block.height(self.plan.pitch), block.ladder.height(self.plan.pitch)
            bottom, ground = self.y - high, figstyle.SIDE_TINTS[group]
            self._ground(bottom, high, group)
            for n, line in enumerate(block.lines):
                y = bottom + high / 2 + ((len(block.lines) - 1) / 2 - n) * NAME
                self.sheet.text(EDGE + 0.8, y, line, figstyle.SMALL, figstyle.SIDE_TEXT[group], name=f"lane {group}")
            base = bottom + (high - acts - block.flag_room) / 2
            self._acts(block.ladder, base, 1.0, group)
            for tag in block.tags:
                y, color = self.spots[tag.id][group][1], figstyle.INK if tag.id in self.key else figstyle.MUTED
                self.sheet.text(tag.left, y, tag.text, figstyle.SMALLEST, color, ground=ground, name=f"name {tag.id}")
            for flag in block.flags:
                start = self.spots[flag.id][group][1] + self.size[flag.id] / 2
                color = figstyle.INK if flag.id in self.key else figstyle.MUTED
                draw_tag(self.sheet, flag, start, base + acts, FLAG, ground, color)
            self.y = bottom - 0.8

    def _ladders(self) -> None:
        """Draw the two ladders, back to back, each with the names of its key acts on its far side."""
        plan = self.plan
        high = [side.height(plan.pitch) for side in plan.sides]
        top = self.y
        middle = top - plan.tag_room(0) - high[0]
        low = middle - SPINE
        end = low - high[1] - plan.tag_room(1)
        self._ground(middle, top - middle, "A")
        self._ground(end, low - end, "B")
        for n, (group, out, base, far) in enumerate((("A", 1.0, middle, top), ("B", -1.0, low, end))):
            lines = plan.names[n]
            for line, text in enumerate(lines if out > 0 else lines[::-1]):
                self._name(text, far - out * (1.8 + line * LINE * 0.75), group, bold=True)
            self._rungs(plan.sides[n], base, out, far - out * (3.6 + (len(lines) - 1) * LINE * 0.75))
            self._acts(plan.sides[n], base, out, group)
            for tag in plan.tags[n]:
                start, edge = self.spots[tag.id][group][1] + out * self.size[tag.id] / 2, base + out * (high[n] + 0.4)
                draw_tag(self.sheet, tag, start, edge, out * FLAG, figstyle.SIDE_TINTS[group])
        self.y = end - 0.8

    def _ground(self, bottom: float, high: float, group: str) -> None:
        self.sheet.box(EDGE, bottom, self.frame.right - EDGE, high, figstyle.SIDE_TINTS[group])

    def _name(self, name: str, y: float, group: str, bold: bool) -> None:
        size = figstyle.LABEL if bold else figstyle.SMALL
        room = self.frame.left - EDGE - 1.2
        if text_width(name, size, bold) > room:
            name = {lane.name: lane.party for lane in self.shown.lanes}.get(name) or name
        text = fit(name, room, size, bold)
        self.sheet.text(EDGE + 0.8, y, text, size, figstyle.SIDE_TEXT[group], bold=bold)

    def _rungs(self, ladder: Ladder, base: float, out: float, limit: float) -> None:
        """Draw the rungs and name them as far as there is room, those with acts first."""
        taken: list[float] = []
        found = list(ladder.middles(self.plan.pitch, base, out))
        for _, _, end in found:
            self.sheet.line((self.frame.left, self.frame.right), (end, end), figstyle.PAPER, 0.6, layer=0.3)
        for rung, middle, _ in sorted(found, key=lambda entry: (not entry[0].deeds, -entry[0].rung)):
            inside = (limit - middle) * out >= 1.3
            if inside and all(abs(middle - other) >= 2.55 for other in taken):
                taken.append(middle)
                color = figstyle.INK if rung.deeds else figstyle.MUTED
                words = self.plan.detail.rungs[rung.rung]
                self.sheet.text(self.frame.left - 1.0, middle, words, figstyle.SMALLEST, color, ha="right")

    def _acts(self, ladder: Ladder, base: float, out: float, group: str) -> None:
        for deed, y in ladder.places(self.plan.pitch, base, out):
            x, left, right = (self.frame.x(day) for day in (deed.day, deed.first, deed.last))
            size = self.size[deed.id]
            self.spots.setdefault(deed.id, {})[group] = x, y
            if deed.id in self.undone:
                mark_broken(self.sheet, x, y, group, size, f"undone {deed.id}")
                continue
            if self.plan.detail.bounds and right - left > size:
                color = (figstyle.SIDES if deed.key else figstyle.SIDE_LIGHT)[group]
                self.sheet.line((left, right), (y, y), color, 0.3, layer=1.3)
            mark_act(self.sheet, x, y, deed.strategy, group, size, deed.emitted, f"act {deed.id}", deed.key)

    def _joint(self) -> None:
        """Join the two marks of an act that parties of both camps do together: it lies across both ladders."""
        for name, spots in self.spots.items():
            if len(spots) > 1:
                (x, top), (_, bottom) = spots["A"], spots["B"]
                for shift in (-0.35, 0.35):
                    ends = (top - self.size[name] / 2, bottom + self.size[name] / 2)
                    self.sheet.line((x + shift,) * 2, ends, figstyle.INK, 0.5, layer=2.5, name=f"joint {name}")

    def _bluffs(self) -> None:
        """Lead from a threat or a promise to the mark of what was not done."""
        for deed in self.base.broken:
            for (x, y), (to_x, to_y) in zip(
                self.spots.get(origin(deed.id), {}).values(), self.spots[deed.id].values(), strict=False
            ):
                color, name = figstyle.SIDES[deed.group[0]], f"bluff {deed.id}"
                self.sheet.line((x, to_x), (y, to_y), color, 0.5, (0.9, 1.2), layer=1.6, name=name)

    def _between(self, source: str, target: str) -> tuple[Spot, Spot]:
        """Where a link begins and ends: of a joint act, which has two marks, the nearer."""
        pairs = ((one, two) for one in self.spots[source].values() for two in self.spots[target].values())
        return min(pairs, key=lambda pair: abs(pair[0][1] - pair[1][1]))

    def _links(self) -> None:
        group = {deed.id: deed.group for deed in self.base.deeds}
        for link in self.shown.links:
            if {link.source, link.target} <= self.spots.keys():
                toward = -1.0 if group[link.target] == "A" else 1.0
                name = f"link {link.type.value} {link.source} {link.target}"
                spots = self._between(link.source, link.target)
                clear = self.size[link.source] / 2, self.size[link.target] / 2
                arc(self.sheet, *spots, link.type.value, clear, toward, name)

    # -- bands -----------------------------------------------------------------------------------

    def _strategies(self) -> None:
        words = [f"Strategy {name}" for name in self.base.names]
        if max(text_width(text, figstyle.SMALL) for text in words) > self.frame.left - EDGE - 1.2:
            words = [f"Strategy {name}" for name in self.base.ids]
        if max(text_width(text, figstyle.SMALL) for text in words) > self.frame.left - EDGE - 1.2:
            words = [*self.base.ids]
        for group, found, text in zip("AB", self.shown.cells, words, strict=True):
            self.y -= BAND
            mark_cells(self.sheet, self.frame, found, group, self.y, BAND)
            self._name(text, self.y + BAND / 2, group, bold=False)
            self.y -= 0.7

    def _clocks(self) -> None:
        if self.plan.clocks:
            self.sheet.text(EDGE + 0.8, self.y - CLOCK / 2, "Clocks", figstyle.LABEL, figstyle.CLOCK, bold=True)
        panels.draw_clocks(self.sheet, self.frame, self.plan.clocks, self.y, CLOCK)
        self.y -= self.plan.clock_room

    def _domains(self) -> None:
        """Draw the domains of sides that have one, each on levels of its own or both on the same."""
        name_of = dict(zip("AB", self.base.names, strict=True))
        for sides in self.plan.grounds:
            if self.plan.detail.shared:
                x = self._head(DOMAIN, figstyle.INK)
                for group in sides:
                    x = self._part(x, name_of[group], group)
            else:
                x = self._head(f"{DOMAIN}: {name_of[sides]}", figstyle.SIDE_TEXT[sides])
            if any(self.base.paths["AB".index(group)].steps for group in sides):
                self._sample(x, COMPUTED, sides[0] if len(sides) == 1 else "other", 0.45, panels.PATH_DASHES)
            self._levels(sides)

    def _levels(self, groups: str) -> None:
        self.y -= HEAD
        panels.draw_domains(self.sheet, self.frame, self.base, groups, self.y, self.plan.level)
        self.y -= self.plan.domain_room(groups) + 1.0

    def _head(self, words: str, color: str) -> float:
        """Write the heading of a part of the page, with room for the line computed behind it; return where it ends."""
        words = fit(words, self._room(EDGE - 10), figstyle.LABEL, True)
        self.sheet.text(EDGE + 0.8, self.y - HEAD / 2, words, figstyle.LABEL, color, bold=True)
        return EDGE + 0.8 + text_width(words, figstyle.LABEL, True)

    def _part(self, x: float, words: str, group: str) -> float:
        """Name a side behind a heading that both share; return where the name ends."""
        room = self._room(x)
        words = fit(words, room / 2 - 6 if group == "A" else room, figstyle.SMALL)
        return self._sample(x, words, group, 0.8, figstyle.SIDE_DASHES[group])

    def _room(self, x: float) -> float:
        """Width from `x` on for the sample of a line and words, with the line computed behind them."""
        return self.plan.preset.across - EDGE - x - 20 - text_width(COMPUTED, figstyle.SMALL)

    def _sample(self, x: float, words: str, group: str, width: float, dashes: Sequence[float]) -> float:
        """Draw the sample of a line with what it is behind a heading; return where the words end."""
        y = self.y - HEAD / 2
        self.sheet.line((x + 3, x + 8), (y, y), figstyle.SIDES[group], width, dashes)
        self.sheet.text(x + 9, y, words, figstyle.SMALL, figstyle.SIDE_TEXT[group])
        return x + 9 + text_width(words, figstyle.SMALL)
