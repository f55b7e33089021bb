"""The page of the one figure: what stands where, and how tall it becomes."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from math import ceil

from replay.codebook import Level
from replay.figures import style as figstyle
from replay.figures.sheet import panels
from replay.figures.sheet.content import Deed, Dispute
from replay.figures.sheet.dateaxis import BANDS
from replay.figures.sheet.dateaxis import height as axis_height
from replay.figures.sheet.key import Legend
from replay.figures.sheet.page import check_room, shorten, wrap
from replay.figures.sheet.panels import ClockRow, Frame
from replay.figures.sheet.places import Tag, place_tags, rows_of, unplaced
from replay.figures.sheet.selection import Layout
from replay.figures.story.content import ActorLane, Story
from replay.figures.story.detail import Detail
from replay.figures.story.key import shortened, story_items, told
from replay.figures.story.ladder import Beside, Ladder, beside, ladder, single
from replay.figures.style import Preset
from replay.text.words import typeset
from replay.timeline import members

__all__ = [
    "BAND",
    "CLOCK",
    "EDGE",
    "FLAG",
    "GAP",
    "HEAD",
    "LINE",
    "NAME",
    "SPINE",
    "TITLE",
    "Block",
    "Plan",
    "climax",
    "plan",
]

EDGE, TITLE, LINE, GAP, SPINE = 1.5, 6.0, 4.0, 1.8, 1.2
FLAG, CLOCK, BAND, HEAD, _KEY = 2.85, 3.5, 2.5, 3.3, 3.45
NAME = 2.9
"""Height in mm of a line of a lane's name."""
_LANE = 0.8  # between lanes of a camp
_RIGHT, _PAD = 2.0, 1.4
_RUNG = 2.6  # mm that a rung takes that is named, whatever stands on it
_ROWS = 4  # of names, on each side, that are worth more than the least important clocks
_BOLD = 3  # names in bold at most
_KEPT = (("ABother", 2 / 3), ("other", 1 / 2), ("", 1 / 3))
"""Who has lanes of their own, and the share of the clocks that stay at least before they have to share one."""


@dataclass(frozen=True, slots=True)
class Block:
    """A lane of domestic actors or of others: its name in lines, its group and acts, and the names of these.

    Names stand beside their marks (`tags`), or, of key acts without room there, in rows above them (`flags`). `shared`
    are the ids of the actors where it is a lane of several.
    """

    lines: tuple[str, ...]
    group: str
    ladder: Ladder
    tags: tuple[Beside, ...] = ()
    flags: tuple[Tag, ...] = ()
    shared: tuple[str, ...] = ()

    @property
    def flag_room(self) -> float:
        """Height of the rows of names."""
        return rows_of(self.flags) * FLAG

    def height(self, pitch: float) -> float:
        """Height in mm."""
        return max(self.ladder.height(pitch) + self.flag_room, len(self.lines) * NAME)


@dataclass(frozen=True, slots=True)
class Plan:
    """What stands where; lengths in mm, `pitch` being that of acts that stand above each other.

    Attributes
    ----------
    sides : tuple[Ladder, ...]
        Ladders of the two sides.
    camps : tuple[Block, ...]
        Lanes of the domestic actors of A, then of B, then of others, from top to bottom.
    told : str
        What the key has no room for, in words.
    names : tuple[tuple[str, ...], ...]
        The names of the two camps, in lines.
    domains : str
        The sides of which a domain is drawn.
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
    told: str
    names: tuple[tuple[str, ...], ...]
    domains: str
    level: float
    title: tuple[str, ...]
    pitch: float
    base: Dispute
    tags: tuple[tuple[Tag, ...], ...] = ((), ())

    def tag_room(self, side: int) -> float:
        """Height that the names of key acts of a side take, or the name of the camp beside them."""
        return self.room_for(side, rows_of(self.tags[side]))

    def room_for(self, side: int, rows: int) -> float:
        """Height that so many rows of names of a side would take."""
        return max(rows * FLAG, 2.6 + (len(self.names[side]) - 1) * LINE * 0.75) + 0.8

    def total_with(self, rows: tuple[int, int]) -> float:
        """Height that everything would take with so many rows of names of each side."""
        return self.total + sum(self.room_for(n, rows[n]) - self.tag_room(n) for n in (0, 1))

    @property
    def clock_room(self) -> float:
        """Height of the clocks."""
        return rows_of(self.clocks) * CLOCK

    @property
    def bottom(self) -> float:
        """Height at which the date axis stands."""
        return EDGE + self.legend.height + axis_height(self.frame.scale, scales=True)

    @property
    def grounds(self) -> tuple[str, ...]:
        """The sides of each drawing of the five levels: both together where they share one."""
        return tuple(filter(None, [self.domains])) if self.detail.shared else tuple(self.domains)

    def domain_room(self, sides: str) -> float:
        """Height that the domains of the `sides` take, on levels that they share."""
        return panels.domain_height(self.base, sides, self.level) if sides else 0.0

    @property
    def total(self) -> float:
        """Height that everything takes."""
        lanes = sum(side.height(self.pitch) for side in self.sides) + SPINE
        names = self.tag_room(0) + self.tag_room(1)
        camps = sum(block.height(self.pitch) + _LANE for block in self.camps)
        domain = sum(HEAD + self.domain_room(sides) + 1.0 for sides in self.grounds)
        title = TITLE + LINE * (len(self.title) - 1) + (BANDS if self.base.scale.breaks else 0.0)
        return (
            EDGE + title + lanes + names + camps + self.clock_room + 2 * (BAND + 0.7) + domain + self.bottom + 5 * GAP
        )


def plan(shown: Story, detail: Detail, preset: Preset, layout: Layout) -> Plan:
    """Arrange the page.

    Where it would grow too tall for some rows of names, the least important clocks give way, then actors share lanes;
    then rungs become narrow and names few, then marks above each other may overlap, and at last the lane of others
    gives way. Names of acts and the distance of acts take the height that is left.

    Raises
    ------
    NoRoomError
        If even then it does not fit; the message names the least height.
    """
    width, base = preset.across, shown.base
    frame = Frame(base.scale, detail.gutter, width - _RIGHT, _PAD)
    title = wrap(typeset(layout.heading(base.title)), width - 2 * EDGE, figstyle.TITLE, True)
    names = tuple(_camp(name, ids, detail.gutter - EDGE - 1.2) for name, ids in zip(base.names, base.ids, strict=True))
    domains = "".join(
        group
        for group, track, path in zip("AB", base.whole or base.tracks, base.paths, strict=True)
        if track.marks or path.steps
    )

    @cache
    def key(clocks: int, others: bool) -> tuple[tuple[ClockRow, ...], Legend, str]:
        spans = panels.most_important(base.spans, clocks)
        gone = set() if others else {deed.id for deed in base.by("other")}
        links = tuple(link for link in shown.links if not gone & {link.source, link.target})
        items = story_items(replace(shown, base=replace(base, spans=spans), links=links), detail)
        legend = shortened(items, detail.lines, EDGE, width - EDGE, _KEY)
        legend = legend if layout.legend else replace(legend, items=())
        return panels.clock_rows(spans, frame), legend, told(items, legend)

    @cache
    def sides(rung: float, tight: bool) -> tuple[Ladder, ...]:
        return tuple(ladder(_on_ladder(base, group), frame, detail, rung, tight) for group in "AB")

    @cache
    def camps(lanes: str, others: bool, flags: int) -> tuple[Block, ...]:
        return tuple(_camps(shown, frame, detail, lanes, others, flags))

    def made(clocks: int, lanes: str, others: bool, rung: float, flags: int = 0, tight: int = 0) -> Plan:
        return Plan(
            detail, preset, frame, sides(rung, tight > 0), camps(lanes, others, flags), *key(clocks, others), names,
            domains, detail.level, title, detail.pitch[0], base,
        )  # fmt: skip

    every = len(base.spans)
    wide, narrow = max(_RUNG, detail.rung), detail.rung
    tries: list[tuple[int, tuple[int, str, bool, float, int, int]]] = [
        *(
            (rows, (count, lanes, True, wide, flags, 0))
            for rows in (_ROWS, _ROWS // 2)
            for lanes, share in _KEPT
            for count in range(every, ceil(share * every) - 1, -1)
            for flags in (2, 1, 0)
        ),
        *(
            (1, (count, "", others, narrow, 0, tight))
            for tight, others in ((0, True), (1, True), (1, False))
            for count in range(every, -1, -1)
        ),
    ]  # fmt: skip
    fits = (one for rows, some in tries if (one := made(*some)).total_with((rows, rows)) <= preset.room)
    found = next(fits, None) or made(0, "", False, narrow, 0, 1)
    found = replace(found, tags=_names(base, found))
    check_room(preset, found.total, "this dispute needs")
    low, high = detail.pitch
    for _ in range(12):
        middle = (low + high) / 2
        low, high = (middle, high) if replace(found, pitch=middle).total <= preset.room else (low, middle)
    found = replace(found, pitch=low)
    if preset.height is not None and found.grounds:  # a fixed page: the levels of the domain take what is left
        spare = (preset.room - found.total) / (len(found.grounds) * len(Level))
        found = replace(found, level=found.level + max(0.0, min(spare, 1.5)))
    return found


def _camp(name: str, ids: str, room: float) -> tuple[str, ...]:
    """The name of a camp, in two lines at most, or the ids of its parties."""
    lines = wrap(name, room, figstyle.LABEL, True)
    return lines if " ".join(lines) == name and len(lines) <= 2 else (ids,)


def _on_ladder(base: Dispute, group: str) -> tuple[Deed, ...]:
    """What stands on the ladder of a camp: its own acts, and what it had threatened or promised and did not do."""
    return (*base.by(group, own=True), *(deed for deed in base.broken if group in deed.group))


def _names(base: Dispute, found: Plan) -> tuple[tuple[Tag, ...], ...]:
    """Name as many key acts of the two sides as the page has height for: in the fewest rows that hold the most."""
    top, *_ = climax(base)
    rows: list[list[tuple[Tag, ...]]] = []
    for group in "AB":
        deeds = _on_ladder(base, group)
        tried: list[tuple[Tag, ...]] = [()]
        for n in range(1, found.detail.flags + 1):
            made = _key_tags(deeds, found.frame, n, found.detail.labels, top)
            if len(made) <= len(tried[-1]) and n > 1:
                break
            tried.append(made)
        rows.append(tried)
    pairs = ((a, b) for a in range(len(rows[0])) for b in range(len(rows[1])))
    pairs = (pair for pair in pairs if found.total_with(pair) <= found.preset.room + 1e-9)
    best = max(pairs, key=lambda ab: (len(rows[0][ab[0]]) + len(rows[1][ab[1]]), -sum(ab), -abs(ab[0] - ab[1]), ab[0]),
               default=(0, 0))  # fmt: skip
    return tuple(made[n] for made, n in zip(rows, best, strict=True))


def climax(base: Dispute) -> tuple[tuple[str, ...], int, int]:
    """Return the acts in bold, their rung, and how many acts stand on it.

    It is the highest rung that the camps reached by what they did. Of more than three acts on it only the first is in
    bold.
    """
    acts = [deed for deed in base.deeds if deed.own and deed.group != "other" and deed.done]
    rung = max((deed.rung for deed in acts), default=0)
    top = sorted((deed for deed in acts if deed.rung == rung), key=lambda deed: (deed.day, deed.place))
    few = top if len(top) <= _BOLD else [deed for deed in top if _is_named(deed)][:1]
    return tuple(deed.id for deed in few), rung, len(top)


def _is_named(deed: Deed) -> bool:
    return deed.key if deed.named is None else deed.named


def _key_tags(deeds: Sequence[Deed], frame: Frame, rows: int, most: int, bold: Collection[str] = ()) -> tuple[Tag, ...]:
    """Return places for the names of key acts in rows, the most important first, and before all that in bold."""
    return _tags([deed for deed in deeds if _is_named(deed)], frame, rows, most, bold)


def _tags(deeds: Sequence[Deed], frame: Frame, rows: int, most: int, bold: Collection[str] = ()) -> tuple[Tag, ...]:
    """Return places for the names of acts, key acts first."""
    chosen = sorted(deeds, key=lambda deed: (deed.id not in bold, not deed.key, deed.place))[:most]
    tags = [
        unplaced(deed.id, deed.label, frame.x(deed.day), bold=deed.id in bold, italic=deed.emitted) for deed in chosen
    ]
    return place_tags(tags, rows, (frame.left, frame.right))


# -- lanes of domestic actors and others ----------------------------------------------------------


def _camps(shown: Story, frame: Frame, detail: Detail, own: str, others: bool, flags: int) -> Iterator[Block]:
    """Lanes of domestic actors and of others; the groups in `own` have one for each actor, the rest one together.

    Names of key acts that have no room beside their marks take up to so many rows of `flags`.
    """
    for group in ("A", "B", "other"):
        lanes = [lane for lane in shown.lanes if lane.group == group and not lane.main]
        if not lanes or (group == "other" and not others):
            continue
        if len(lanes) == 1 or (group in own and len(lanes) <= detail.lanes):
            for lane in lanes:
                named = [(deed, deed.label) for deed in lane.deeds]
                yield _block(_lines(lane, detail), group, named, frame, detail, flags)
        else:
            named = [(deed, f"{deed.party}: {deed.label}") for lane in lanes for deed in lane.deeds]
            ids = [*dict.fromkeys(name for lane in lanes for name in members(lane.party))]
            made = _block(_shared(ids, detail), group, named, frame, detail, flags)
            yield replace(made, shared=tuple(ids))


def _block(
    lines: tuple[str, ...], group: str, named: Sequence[tuple[Deed, str]], frame: Frame, detail: Detail, rows: int
) -> Block:
    deeds = [deed for deed, _ in named]
    made = single(deeds, frame, detail)
    tags = beside([pair for pair in named if pair[0].named is not False], frame, detail)
    there = {tag.id for tag in tags}
    left = [replace(deed, label=text) for deed, text in named if deed.id not in there and deed.named is not False]
    spare = int((len(lines) * NAME - made.height(detail.pitch[1])) // FLAG)  # rows beside the lines of the name
    flags = _key_tags(left, frame, rows, detail.labels) if spare <= rows else _tags(left, frame, spare, detail.labels)
    return Block(lines, group, made, tags, flags)


def _lines(lane: ActorLane, detail: Detail) -> tuple[str, ...]:
    """The name of a lane: the actor's in one line, or two, or its id, never cut within a word if that can be."""
    ids = members(lane.party)
    whole = lane.name.split(" (")[0]
    tries = (whole, " + ".join(ids)) if len(ids) > 1 else (whole, lane.party)
    room = detail.gutter - 3
    for text, most in ((tries[0], 1), (tries[0], 2), (tries[1], len(ids))):
        lines = wrap(text, room, figstyle.SMALL)
        if len(lines) <= most and " ".join(lines) == text:
            return lines
    broken = wrap(tries[1].replace("-", "- "), room, figstyle.SMALL)
    if "…" not in "".join(broken):
        return tuple(line.replace("- ", "-") for line in broken)
    return tuple(shorten(name, room, figstyle.SMALL) for name in ids)


def _shared(ids: Sequence[str], detail: Detail) -> tuple[str, ...]:
    """The name of a lane that several share: their ids, each whole, and how many more there are.

    What all ids begin with, up to a hyphen, is left out: they are of one camp.
    """
    room, most, before = detail.gutter - 3, detail.name_lines, ids[0].partition("-")[0] + "-"
    ids = [name.removeprefix(before) for name in ids] if all(name.startswith(before) for name in ids) else ids
    for count in range(len(ids), 0, -1):
        more = [f"{len(ids) - count} more"] if count < len(ids) else []
        text = ", ".join([*ids[:count], *more])
        lines = wrap(text, room, figstyle.SMALL)
        if len(lines) <= most and " ".join(lines) == text:
            return lines
    return (f"{len(ids)} parties",)
