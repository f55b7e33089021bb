"""The page of the one figure: what stands where, and how tall it becomes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from replay.codebook import Level
from replay.figures import style as figstyle
from replay.figures.sheet import panels
from replay.figures.sheet.content import Deed, Dispute
from replay.figures.sheet.dateaxis import height as axis_height
from replay.figures.sheet.key import Legend
from replay.figures.sheet.page import check_room, text_width, wrap
from replay.figures.sheet.panels import ClockRow, Frame
from replay.figures.sheet.places import Tag, rows_of
from replay.figures.sheet.selection import Layout
from replay.figures.story.content import ActorLane, Story
from replay.figures.story.detail import Detail
from replay.figures.story.key import story_items
from replay.figures.story.ladder import Beside, Ladder, beside, ladder, single
from replay.figures.style import Preset
from replay.text.words import typeset

__all__ = [
    "BAND", "CLOCK", "EDGE", "FLAG", "GAP", "HEAD", "LINE", "MARK", "SPINE", "TITLE", "Block", "Plan", "plan",
]  # fmt: skip

EDGE, TITLE, LINE, GAP, SPINE = 1.5, 6.0, 4.0, 1.8, 1.2
FLAG, CLOCK, BAND, HEAD, _KEY = 2.85, 3.5, 2.5, 3.3, 3.45
MARK = 1.6
"""Size in mm of an act's mark."""
_LANE = 0.8  # between lanes of a camp
_RIGHT, _PAD = 2.0, 1.4


@dataclass(frozen=True, slots=True)
class Block:
    """A lane of domestic actors or of others: its name, group and acts, and the names of these that have room."""

    name: str
    group: str
    ladder: Ladder
    tags: tuple[Beside, ...] = ()


@dataclass(frozen=True, slots=True)
class Plan:
    """What stands where; lengths in mm, `pitch` being that of acts that stand above each other.

    Attributes
    ----------
    sides : tuple[Ladder, ...]
        Ladders of the two sides.
    camps : tuple[Block, ...]
        Lanes of the domestic actors of A, then of B, then of others, from top to bottom.
    tags : tuple[tuple[Tag, ...], ...]
        Names of key acts of the two sides.
    """

    detail: Detail
    preset: Preset
    frame: Frame
    sides: tuple[Ladder, ...]
    camps: tuple[Block, ...]
    clocks: tuple[ClockRow, ...]
    legend: Legend
    level: float
    title: tuple[str, ...]
    pitch: float
    base: Dispute
    tags: tuple[tuple[Tag, ...], ...] = ((), ())

    def tag_room(self, side: int) -> float:
        """Height that the names of a side take."""
        return rows_of(self.tags[side]) * FLAG + 0.8

    @property
    def clock_room(self) -> float:
        """Height of the clocks."""
        return rows_of(self.clocks) * CLOCK

    @property
    def bottom(self) -> float:
        """Height at which the date axis stands."""
        return EDGE + self.legend.height + axis_height(self.frame.scale, scales=True)

    @property
    def grounds(self) -> int:
        """How many times the five levels are drawn."""
        return 1 if self.detail.shared else 2

    @property
    def total(self) -> float:
        """Height that everything takes."""
        lanes = sum(side.height(self.pitch) for side in self.sides) + SPINE
        names = self.tag_room(0) + self.tag_room(1)
        camps = sum(block.ladder.height(self.pitch) + _LANE for block in self.camps)
        groups = ("AB",) if self.detail.shared else ("A", "B")
        domain = sum(HEAD + panels.domain_height(self.base, sides, self.level) + 1.0 for sides in groups)
        title = TITLE + LINE * (len(self.title) - 1)
        return (
            EDGE + title + lanes + names + camps + self.clock_room + 2 * (BAND + 0.7) + domain + self.bottom + 5 * GAP
        )


def plan(shown: Story, detail: Detail, preset: Preset, layout: Layout) -> Plan:
    """Arrange the page.

    Where it would grow too tall, names of acts give way, then clocks and the lane of others, the least important first,
    then the distance of acts.

    Raises
    ------
    NoRoomError
        If even then it does not fit; the message names the least height.
    """
    width, base = preset.across, shown.base
    frame = Frame(base.scale, detail.gutter, width - _RIGHT, _PAD)
    sides = tuple(ladder(_on_ladder(base, group), frame, detail, MARK) for group in "AB")
    title = wrap(typeset(layout.heading(base.title)), width - 2 * EDGE, figstyle.TITLE, True)

    def made(clocks: int, others: int) -> Plan:
        spans = panels.most_important(base.spans, clocks)
        gone = set() if others else {deed.id for deed in base.by("other")}
        answers = tuple(link for link in base.answers if not gone & {link.source, link.target})
        items = story_items(replace(shown, base=replace(base, spans=spans, answers=answers)), detail)
        return Plan(
            detail, preset, frame, sides, tuple(_camps(shown, frame, detail, others)), panels.clock_rows(spans, frame),
            Legend(items if layout.legend else (), EDGE, width - EDGE, _KEY), detail.level, title, detail.pitch[0],
            base,
        )  # fmt: skip

    every = len(base.spans)
    third = min((deed.place for deed in base.by("other")), default=0)  # how important the lane of others is
    drops = sorted([(third, True), *((span.place, False) for span in base.spans)], reverse=True)
    shown_of = [[is_lane for _, is_lane in drops[n:]] for n in range(len(drops) + 1)]
    tries = ((every, detail.others), *((left.count(False), left.count(True)) for left in shown_of))
    found = next((one for one in (made(*some) for some in tries) if _least(one) <= preset.room), made(0, 0))
    for rows in range(2 * detail.flags, -1, -1):
        most = {"A": (rows + 1) // 2, "B": rows // 2}
        tags = (panels.key_tags(_on_ladder(base, group), frame, n, detail.labels) for group, n in most.items())
        found = replace(found, tags=tuple(tags))
        if found.total <= preset.room:
            break
    check_room(preset, found.total, "this dispute needs")
    low, high = detail.pitch
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if replace(found, pitch=middle).total <= preset.room else (low, middle)
    found = replace(found, pitch=low)
    if preset.height is not None:  # a fixed page: the levels of the domain take what is left
        spare = (preset.room - found.total) / (found.grounds * len(Level))
        found = replace(found, level=found.level + max(0.0, min(spare, 1.5)))
    return found


def _least(found: Plan) -> float:
    """Height that everything takes with a row of names for each side, which lanes of others must leave."""
    return found.total + 2 * FLAG


def _on_ladder(base: Dispute, group: str) -> tuple[Deed, ...]:
    """What stands on the ladder of a camp: its own acts, and what it had threatened or promised and did not do."""
    return (*base.by(group, own=True), *(deed for deed in base.broken if group in deed.group))


def _camps(shown: Story, frame: Frame, detail: Detail, others: int) -> Iterator[Block]:
    """Lanes of domestic actors and others; those of a camp share one where there is little room, more `others` too."""
    for group in ("A", "B", "other"):
        lanes = [lane for lane in shown.lanes if lane.group == group and not lane.main]
        if group == "other" and not others:
            continue
        if len(lanes) <= others if group == "other" else detail.camps:
            for lane in lanes:
                name = lane.name.split(" (")[0]
                name = name if text_width(name, figstyle.SMALL) <= detail.gutter - 3 else lane.party
                tags = beside(
                    [(deed, deed.label) for deed in lane.deeds if deed.named is not False], frame, detail, MARK
                )
                yield Block(name, group, single(lane.deeds, frame, detail, MARK), tags)
        elif lanes:
            deeds = [deed for lane in lanes for deed in lane.deeds]
            name = _shared(lanes, detail) if group == "other" else "domestic"
            named = [(deed, f"{deed.party}: {deed.label}") for deed in deeds if deed.named is not False]
            tags = beside(named, frame, detail, MARK)
            yield Block(name, group, single(deeds, frame, detail, MARK), tags)


def _shared(lanes: Sequence[ActorLane], detail: Detail) -> str:
    """The name of a lane that several share: their names or ids where these have room."""
    tries = (", ".join(lane.name for lane in lanes), ", ".join(lane.party for lane in lanes))
    return next((name for name in tries if text_width(name, figstyle.SMALL) <= detail.gutter - 3), "others")
