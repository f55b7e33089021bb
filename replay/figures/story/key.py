"""The key of the one figure."""

from __future__ import annotations

from collections.abc import Iterable

from replay.codebook import Strategy
from replay.escalation import LinkType
from replay.figures import style as figstyle
from replay.figures.sheet.key import Item, break_items, clock_items, grouped, reading_items
from replay.figures.sheet.page import Sheet
from replay.figures.story.arcs import sample_arc
from replay.figures.story.content import Story
from replay.figures.story.detail import Detail
from replay.figures.story.marks import mark_act, mark_broken, mark_cell

__all__ = ["month_items", "story_items"]

_MARK = 1.7
_STRATEGIES = {
    Strategy.CLAIMING: "claiming", Strategy.MIXED: "mixed", Strategy.CREATING: "creating", None: "neither",
}  # fmt: skip


def story_items(shown: Story, detail: Detail) -> tuple[Item, ...]:
    """Return the items of the key, in order: only what occurs."""
    base = shown.base
    domains = reading_items(base.tracks, base.paths, True, base.carried_on)
    return grouped(
        (
            ("Acts", _acts(shown, detail)), ("Answers", _answers(shown, detail)), ("Strategy", month_items([shown])),
            ("Clocks", clock_items(base.spans)), ("Domains", domains),
            ("Dates", break_items(base.scale)),
        )
    )  # fmt: skip


def _acts(shown: Story, detail: Detail) -> list[Item]:
    kinds = {deed.strategy for deed in shown.base.deeds if not deed.emitted}
    found = [_act(words, kind) for kind, words in _STRATEGIES.items() if kind in kinds]
    if any(deed.emitted for deed in shown.base.deeds):
        found.append(_act("follows in the replay only", None, emitted=True))
    if any(deed.group == "AB" and deed.own for deed in shown.base.deeds):
        found.append((3.6, "joint act of both", _joint))
    if shown.base.broken:
        words = "not done: bluff or broken promise"
        found.append((_MARK, words, lambda sheet, x, y: mark_broken(sheet, x + _MARK / 2, y, "A", _MARK)))
    if detail.bounds and any(deed.last > deed.first for deed in shown.base.deeds):
        found.append((4.0, "bounds of the date", _bounds))
    return found


def _answers(shown: Story, detail: Detail) -> list[Item]:
    types = {link.type for link in shown.base.answers} - (set() if detail.responds else {LinkType.RESPONDS})
    return [_arc(kind.value) for kind in LinkType if kind in types]


def month_items(stories: Iterable[Story]) -> tuple[Item, ...]:
    """Return the items for the strategies that occur in the months of any of the disputes."""
    kinds = {cell.strategy for shown in stories for cells in shown.cells for cell in cells}
    return tuple(_cell(words, kind) for kind, words in _STRATEGIES.items() if kind in kinds)


def _act(words: str, kind: Strategy | None, emitted: bool = False) -> Item:
    return _MARK, words, lambda sheet, x, y: mark_act(sheet, x + _MARK / 2, y, kind, "A", _MARK, emitted)


def _joint(sheet: Sheet, x: float, y: float) -> None:
    for shift in (-0.35, 0.35):
        sheet.line((x + 0.9, x + 2.7), (y + shift, y + shift), figstyle.INK, 0.5)
    for at, group in ((0.8, "A"), (2.8, "B")):
        mark_act(sheet, x + at, y, Strategy.CREATING, group, _MARK)


def _bounds(sheet: Sheet, x: float, y: float) -> None:
    sheet.line((x, x + 4), (y, y), figstyle.SIDES["A"], 0.3)
    mark_act(sheet, x + 2, y, Strategy.CLAIMING, "A", _MARK)


def _arc(kind: str) -> Item:
    return 7.0, figstyle.link_words(kind), lambda sheet, x, y: sample_arc(sheet, x, y, 7.0, kind)


def _cell(words: str, kind: Strategy | None) -> Item:
    return 4.0, words, lambda sheet, x, y: mark_cell(sheet, x, y - 1.0, 4.0, 2.0, kind, "A")
