"""The page of the one figure: what stands where, and how tall it becomes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from math import ceil

from replay.codebook import Level
from replay.figures import style as figstyle
from replay.figures.sheet import key as chart_key
from replay.figures.sheet import panels
from replay.figures.sheet.dateaxis import HEIGHT, SCALES
from replay.figures.sheet.page import text_width, wrap
from replay.figures.sheet.panels import Frame
from replay.figures.sheet.places import Flag, Request, flags
from replay.figures.story import key, ladder
from replay.figures.story.content import Act, Story
from replay.figures.story.detail import Detail
from replay.figures.story.ladder import Rows
from replay.figures.style import Preset
from replay.text.words import typeset

__all__ = [
    "BAND", "CLOCK", "EDGE", "FLAG", "GAP", "HEAD", "KEY", "LINE", "MARK", "SPINE", "TITLE", "Block", "Plan", "plan",
]  # fmt: skip

EDGE, TITLE, LINE, GAP, SPINE = 1.5, 6.0, 4.0, 1.8, 1.2
FLAG, CLOCK, BAND, HEAD, KEY = 2.85, 3.5, 2.5, 3.3, 3.45
MARK = 1.6
"""Size in mm of an act's mark."""
_LANE = 0.8  # between lanes of a camp
_RIGHT, _PAD = 2.0, 1.4


@dataclass(frozen=True, slots=True)
class Block:
    """A lane of a domestic actor or of others: its name, group and acts."""

    name: str
    group: str
    rows: Rows


@dataclass(frozen=True, slots=True)
class Plan:
    """What stands where; lengths in mm, `pitch` being that of acts that stand above each other.

    Attributes
    ----------
    sides : tuple[Rows, Rows]
        Ladders of the two sides.
    camps : tuple[tuple[Block, ...], ...]
        Domestic actors of A and of B, and others, from top to bottom.
    labels : tuple[tuple[Flag, ...], tuple[Flag, ...]]
        Names of key acts of the two sides; `request` is the place of the act in `Story.acts`.
    """

    detail: Detail
    preset: Preset
    frame: Frame
    sides: tuple[Rows, Rows]
    camps: tuple[tuple[Block, ...], ...]
    labels: tuple[tuple[Flag, ...], tuple[Flag, ...]]
    clocks: tuple[panels.Lane, ...]
    key_rows: int
    level: float
    title: tuple[str, ...]
    pitch: float
    width: float
    height: float

    def flag_room(self, side: int) -> float:
        """Height that the names of a side take."""
        return max((flag.row + 1 for flag in self.labels[side]), default=0) * FLAG + 0.8

    def camp_room(self, which: int) -> float:
        """Height of the lanes of a camp."""
        return sum(block.rows.height(self.pitch) + _LANE for block in self.camps[which])

    @property
    def clock_room(self) -> float:
        """Height of the clocks."""
        return max((lane.row + 1 for lane in self.clocks), default=0) * CLOCK

    @property
    def total(self) -> float:
        """Height that everything takes."""
        axis = HEIGHT + (SCALES if self.frame.scale.breaks else 0)
        lanes = sum(rows.height(self.pitch) for rows in self.sides) + SPINE
        names = self.flag_room(0) + self.flag_room(1)
        camps = sum(self.camp_room(n) for n in range(3))
        domain = (1 if self.detail.shared else 2) * (HEAD + len(Level) * self.level + 1.0)
        parts = (lanes, names, camps, self.clock_room, 2 * (BAND + 0.7), domain, axis, self.key_rows * KEY)
        title = TITLE + LINE * (len(self.title) - 1)
        return 2 * EDGE + title + sum(parts) + 5 * GAP


def plan(shown: Story, detail: Detail, preset: Preset) -> Plan:
    """Arrange the page; names of acts give way, then the distance of acts, where it would grow too tall.

    Raises
    ------
    ValueError
        If even then it does not fit; the message names the least height.
    """
    width = preset.width / preset.scale
    frame = Frame(shown.scale, detail.gutter, width - _RIGHT, _PAD)
    room = (preset.height or preset.tallest) / preset.scale
    sides = _sides(shown, frame, detail)
    found = Plan(
        detail, preset, frame, sides, _camps(shown, frame, detail), ((), ()), panels.lanes(shown.spans, frame),
        chart_key.rows(key.items(shown, detail), EDGE, width - EDGE), _level(shown, frame, detail),
        wrap(typeset(shown.title), width - 2 * EDGE, figstyle.TITLE, True), detail.pitch[0], width, 0.0,
    )  # fmt: skip
    for rows in range(2 * detail.flags, -1, -1):
        found = replace(found, labels=_labels(shown, frame, detail, ((rows + 1) // 2, rows // 2)))
        if found.total <= room:
            break
    if found.total > room:
        least = ceil(found.total * preset.scale)
        raise ValueError(f"{preset.words} has {room * preset.scale:g} mm of height; this dispute needs {least}")
    low, high = detail.pitch
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if replace(found, pitch=middle).total <= room else (low, middle)
    found = replace(found, pitch=low)
    if preset.height is not None:  # a fixed page: the levels of the domain take what is left
        spare = (room - found.total) / ((1 if detail.shared else 2) * len(Level))
        found = replace(found, level=found.level + max(0.0, min(spare, 1.5)))
    return replace(found, height=room if preset.height is not None else found.total)


def _level(shown: Story, frame: Frame, detail: Detail) -> float:
    deep = panels.depth(frame, shown.base.tracks)
    return max(detail.level, deep * (4.4 if detail.shared else 2.1 if deep > 1 else 2.4))


def _sides(shown: Story, frame: Frame, detail: Detail) -> tuple[Rows, Rows]:
    main = [n for n, lane in enumerate(shown.lanes) if lane.main]
    groups = [[act for act in shown.acts if act.lane == n] for n in main]
    a, b = (ladder.rows(group, _rungs(group), frame, detail, MARK) for group in groups)
    return a, b


def _rungs(acts: Sequence[Act]) -> range:
    """The rungs of a side, from the lowest that it uses, 1 at most, to its highest."""
    used = [act.rung for act in acts]
    return range(min([*used, 1]), max([*used, 1]) + 1)


def _camps(shown: Story, frame: Frame, detail: Detail) -> tuple[tuple[Block, ...], ...]:
    """Lanes of domestic actors and others; merged into one for each camp where there is little room."""
    out = []
    for group in ("A", "B", "other"):
        lanes = [(n, lane) for n, lane in enumerate(shown.lanes) if lane.group == group and not lane.main]
        if group == "other" and not detail.others:
            lanes = []
        blocks = []
        if detail.camps:
            for n, lane in lanes:
                name = lane.name.split(" (")[0]
                name = name if text_width(name, figstyle.SMALL) <= detail.gutter - 3 else lane.party
                blocks.append(Block(name, group, _single([n], shown.acts, frame, detail)))
        elif lanes:
            name = "domestic" if group != "other" else "others"
            blocks.append(Block(name, group, _single([n for n, _ in lanes], shown.acts, frame, detail)))
        out.append(tuple(blocks))
    return tuple(out)


def _single(lanes: Sequence[int], acts: Sequence[Act], frame: Frame, detail: Detail) -> Rows:
    return ladder.single([act for act in acts if act.lane in lanes], frame, detail, MARK)


def _labels(
    shown: Story, frame: Frame, detail: Detail, rows: tuple[int, int]
) -> tuple[tuple[Flag, ...], tuple[Flag, ...]]:
    """Names of the key acts of the two sides themselves in at most so many rows, the heaviest first to choose."""
    out = []
    for group, most in zip("AB", rows, strict=True):
        lanes = [n for n, lane in enumerate(shown.lanes) if lane.group == group and lane.main]
        chosen = [n for n, act in enumerate(shown.acts) if act.lane in lanes and (act.weight or act.emitted)]
        chosen = sorted(chosen, key=lambda n: (-shown.acts[n].emitted, -shown.acts[n].weight, n))[: detail.labels]
        requests = [
            Request(frame.x(act.day), text_width(act.label, figstyle.SMALLEST, italic=act.emitted), act.weight)
            for act in (shown.acts[n] for n in chosen)
        ]
        found = flags(requests, most, (frame.left, frame.right)) if most else ()
        out.append(tuple(replace(flag, request=chosen[flag.request]) for flag in found))
    return out[0], out[1]
