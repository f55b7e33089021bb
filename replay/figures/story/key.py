"""The key of the one figure: as many items as a few lines hold; the caption tells the others."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from types import MappingProxyType

from replay.codebook import ClockKind, Strategy
from replay.escalation import LinkType
from replay.figures import style as figstyle
from replay.figures.sheet.ends import ENDED, KINDS
from replay.figures.sheet.key import Item, Legend, break_items, clock_items, grouped, reading_items
from replay.figures.sheet.page import Sheet
from replay.figures.story.arcs import sample_arc
from replay.figures.story.content import Story
from replay.figures.story.detail import Detail
from replay.figures.story.marks import mark_act, mark_broken, mark_cell, size_of

__all__ = ["COMPUTED", "DOMAIN", "month_items", "shortened", "story_items", "told"]

_MARK = 1.7
_SIZES = (1, 5, 9)  # rungs of the acts that show how marks grow
_STRATEGIES = {
    Strategy.CLAIMING: "claiming", Strategy.MIXED: "mixed", Strategy.CREATING: "creating", None: "neither",
}  # fmt: skip
_KINDS = {
    ClockKind.DEADLINE: "line", ClockKind.EFFECT: "thick line", ClockKind.LIMIT: "dashes",
    ClockKind.WAITING: "dots", ClockKind.TERM: "dashes and dots",
}  # fmt: skip
_ENDS = {
    "met": "full square", "met-in-part": "half square", "carried-out": "star", "lapsed": "full triangle",
    "unused": "full cross", "elapsed": "open triangle upwards", "expired": "open triangle downwards",
    "settled": "diamond", "withdrawn": "open circle", "broken": "open cross", "suspended": "two bars",
    "open": "open triangle to the right", "unknown": "question mark",
}  # fmt: skip
_LINKS = {
    LinkType.COUNTERS: "black arrow", LinkType.ESCALATES: "red arrow with two heads",
    LinkType.RESPONDS: "thin grey arrow", LinkType.DEESCALATES: "dashed green arrow with an open head",
    LinkType.SETTLES: "green line of dashes and dots to a diamond",
}  # fmt: skip
_FORMS: Mapping[str, str] = MappingProxyType(
    {
        "claiming": "full square, in months full box", "mixed": "half square, in months hatched box",
        "creating": "open circle, in months open box", "neither": "full circle, in months thin line",
        "higher rung": "larger mark", "joint act of both": "double line",
        "not done: bluff or broken promise": "cross", "follows in the replay only": "diamond",
        "bounds of the date": "thin line through an act",
        "on to its due day": "thin line after the end", "due day that was moved": "tick on the line",
        "split off": "line from another clock", "stood still": "sparse dots",
        "level read in the source": "full circle", "direction only": "open circle",
        "sense of loss rising": "arrow down", "falling": "arrow up", "steady": "arrow to the right",
        "bounds of its date": "bar with two caps", "carried forward": "line of steps",
        "computed, beyond the levels": "thick dotted line",
        "doubtful": "question mark",
    }
    | {figstyle.arrow_words(kind.value): form for kind, form in _LINKS.items()}
)  # fmt: skip
"""What an item of the key looks like, by its words, for a caption that tells it; those of clocks stand above.

That the scale of dates changes is told with the months in which it does.
"""

DOMAIN, COMPUTED = "Losses and gains", "computed by rule"
"""What the strips of the domain are called, and the line in them that stands in no source: they name it themselves."""

_GROUPS = ("Acts", "Links", "Clocks", DOMAIN, "Dates")


def story_items(shown: Story, detail: Detail) -> Mapping[str, Sequence[Item]]:
    """Return the items of the key by the heading of their group, in order: only what occurs."""
    base = shown.base
    found = (
        _acts(shown, detail), _links(shown), clock_items(base.spans),
        [one for one in reading_items(base.tracks, base.paths, True, base.carried_on) if one[1] != COMPUTED],
        break_items(base.scale),
    )  # fmt: skip
    return dict(zip(_GROUPS, found, strict=True))


def shortened(items: Mapping[str, Sequence[Item]], most: int, left: float, right: float, pitch: float) -> Legend:
    """Return the key of so many lines: strategies, links and ends of clocks first, then what else has room."""

    def made(chosen: set[tuple[str, int]]) -> Legend:
        kept = ((group, [one for n, one in enumerate(of) if (group, n) in chosen]) for group, of in items.items())
        return Legend(grouped(kept), left, right, pitch)

    chosen: set[tuple[str, int]] = set()
    ranked = [(_rank(group, one[1]), g, n) for g, (group, of) in enumerate(items.items()) for n, one in enumerate(of)]
    for _, g, n in sorted(ranked):
        more = chosen | {(_GROUPS[g], n)}
        chosen = more if made(more).height <= most * pitch + 1e-9 else chosen
    return made(chosen)


def _rank(group: str, words: str) -> int:
    """How soon an item comes into the key, 0 for first."""
    if words in _STRATEGIES.values() or words == "higher rung" or group == "Links":
        return 0
    if words in ("level read in the source", "joint act of both", "follows in the replay only"):
        return 1
    if words.startswith("not done"):
        return 1
    return 2 if group == "Clocks" and words in ENDED.values() else 3


def told(items: Mapping[str, Sequence[Item]], legend: Legend) -> str:
    """Tell in a sentence the items for which the key has no room; nothing if it has them all."""
    there = {words for _, words, glyph in legend.items if glyph}
    ends = {ENDED[mark]: form for mark, form in _ENDS.items()}
    clocks = {**_FORMS} | {KINDS[kind]: form for kind, form in _KINDS.items()}
    parts = []
    for group, found in items.items():
        heads = {"Clocks": clocks, "Ends of clocks": ends} if group == "Clocks" else {group: _FORMS}
        for head, forms in heads.items():
            said = [f"{forms[words]}, {words}" for _, words, _ in found if words not in there and words in forms]
            parts += [f"{head}: {'; '.join(said)}"] if said else []
    return f"Not in the key: {'. '.join(parts)}." if parts else ""


def _acts(shown: Story, detail: Detail) -> list[Item]:
    deeds = shown.base.deeds
    kinds = {deed.strategy for deed in deeds if not deed.emitted}
    kinds |= {cell.strategy for cells in shown.cells for cell in cells}
    found: list[Item] = [_strategy(words, kind) for kind, words in _STRATEGIES.items() if kind in kinds]
    if len({deed.rung for deed in deeds}) > 1:
        found.append((6.6, "higher rung", _sizes))
    if any(deed.emitted for deed in deeds):
        found.append((_MARK, "follows in the replay only", _emitted))
    if any(deed.group == "AB" and deed.own for deed in deeds):
        found.append((3.6, "joint act of both", _joint))
    if shown.base.broken:
        words = "not done: bluff or broken promise"
        found.append((_MARK, words, lambda sheet, x, y: mark_broken(sheet, x + _MARK / 2, y, "other", _MARK)))
    if detail.bounds and any(deed.last > deed.first for deed in deeds):
        found.append((4.0, "bounds of the date", _bounds))
    return found


def _links(shown: Story) -> list[Item]:
    types = {link.type for link in shown.links}
    return [_arc(kind.value) for kind in LinkType if kind in types]


def month_items(stories: Iterable[Story]) -> tuple[Item, ...]:
    """Return the items for the strategies that occur in the months of any of the disputes."""
    kinds = {cell.strategy for shown in stories for cells in shown.cells for cell in cells}
    return tuple(_cell(words, kind) for kind, words in _STRATEGIES.items() if kind in kinds)


def _strategy(words: str, kind: Strategy | None) -> Item:
    """The item for a strategy: an act, and a month beside it."""

    def glyph(sheet: Sheet, x: float, y: float) -> None:
        mark_act(sheet, x + _MARK / 2, y, kind, "other", _MARK)
        mark_cell(sheet, x + _MARK + 0.8, y - 0.85, 2.6, 1.7, kind, "other")

    return _MARK + 3.4, words, glyph


def _sizes(sheet: Sheet, x: float, y: float) -> None:
    for at, rung in zip((0.6, 2.6, 5.3), _SIZES, strict=True):
        mark_act(sheet, x + at, y, Strategy.CLAIMING, "other", size_of(rung))


def _emitted(sheet: Sheet, x: float, y: float) -> None:
    mark_act(sheet, x + _MARK / 2, y, None, "other", _MARK, emitted=True)


def _joint(sheet: Sheet, x: float, y: float) -> None:
    for shift in (-0.35, 0.35):
        sheet.line((x + 0.9, x + 2.7), (y + shift, y + shift), figstyle.INK, 0.5)
    for at, group in ((0.8, "A"), (2.8, "B")):
        mark_act(sheet, x + at, y, Strategy.CREATING, group, _MARK)


def _bounds(sheet: Sheet, x: float, y: float) -> None:
    sheet.line((x, x + 4), (y, y), figstyle.SIDES["other"], 0.3)
    mark_act(sheet, x + 2, y, Strategy.CLAIMING, "other", _MARK)


def _arc(kind: str) -> Item:
    return 7.0, figstyle.arrow_words(kind), lambda sheet, x, y: sample_arc(sheet, x, y, 7.0, kind)


def _cell(words: str, kind: Strategy | None) -> Item:
    return 4.0, words, lambda sheet, x, y: mark_cell(sheet, x, y - 1.0, 4.0, 2.0, kind, "other")
