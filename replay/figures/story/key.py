"""The key of the one figure."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from replay.codebook import LINKS, Outcome, Strategy
from replay.escalation import LinkType
from replay.figures import style as figstyle
from replay.figures.sheet.key import Item, break_items, clock_items, head, reading_items
from replay.figures.sheet.page import Sheet
from replay.figures.story import arcs, marks
from replay.figures.story.content import Story
from replay.figures.story.detail import Detail

__all__ = ["items", "months"]

_MARK = 1.7


def items(shown: Story, detail: Detail) -> tuple[Item, ...]:
    """Return the items of the key, in order: only what occurs."""
    groups = (
        ("Acts", _acts(shown, detail)), ("Answers", _answers(shown, detail)), ("Strategy", months([shown])),
        ("Clocks", _clocks(shown)), ("Domains", reading_items(shown.base, short=True)),
        ("Dates", break_items(shown.scale)),
    )  # fmt: skip
    return tuple(item for words, found in groups if found for item in (head(words), *found))


def _acts(shown: Story, detail: Detail) -> tuple[Item, ...]:
    strategies = {act.strategy for act in shown.acts}
    names = (
        (Strategy.CLAIMING, "claiming tactics"), (Strategy.MIXED, "mixed"), (Strategy.CREATING, "creating"),
        (None, "none coded"),
    )  # fmt: skip
    found: list[Item] = [(_MARK, words, _act(kind)) for kind, words in names if kind in strategies]
    if any(act.emitted for act in shown.acts):
        found.append((_MARK, "follows in the replay only", _emitted))
    if detail.bounds and any(act.last > act.first for act in shown.acts):
        found.append((4.0, "bounds of the date", _bounds))
    return tuple(found)


def _answers(shown: Story, detail: Detail) -> tuple[Item, ...]:
    types = {arc.type for arc in shown.arcs}
    kinds = [LinkType(link.value) for link in LINKS]
    return tuple(
        (7.0, figstyle.link_words(kind.value), _arc(kind))
        for kind in kinds
        if kind in types and (detail.responds or kind is not LinkType.RESPONDS)
    )


def months(stories: Iterable[Story]) -> tuple[Item, ...]:
    """Return the items for the strategies that occur in the months of any of the disputes."""
    kinds = {cell.strategy for shown in stories for cells in shown.cells for cell in cells}
    names = (
        (Strategy.CLAIMING, "claiming"), (Strategy.MIXED, "mixed"), (Strategy.CREATING, "creating"),
        (None, "acts without tactics"),
    )  # fmt: skip
    return tuple((4.0, words, _cell(kind)) for kind, words in names if kind in kinds)


def _clocks(shown: Story) -> tuple[Item, ...]:
    ends = {span.outcome for span in shown.spans}
    return clock_items(shown.spans, [outcome for outcome in Outcome if outcome in ends]) if shown.spans else ()


def _act(kind: Strategy | None) -> Callable[[Sheet, float, float], None]:
    def glyph(sheet: Sheet, x: float, y: float) -> None:
        marks.mark(sheet, x + _MARK / 2, y, kind, "A", _MARK)

    return glyph


def _emitted(sheet: Sheet, x: float, y: float) -> None:
    marks.mark(sheet, x + _MARK / 2, y, None, "A", _MARK, emitted=True)


def _bounds(sheet: Sheet, x: float, y: float) -> None:
    sheet.line((x, x + 4), (y, y), figstyle.SIDES["A"], 0.3)
    marks.mark(sheet, x + 2, y, Strategy.CLAIMING, "A", _MARK)


def _arc(kind: LinkType) -> Callable[[Sheet, float, float], None]:
    def glyph(sheet: Sheet, x: float, y: float) -> None:
        arcs.sample(sheet, x, y, 7.0, kind.value)

    return glyph


def _cell(kind: Strategy | None) -> Callable[[Sheet, float, float], None]:
    def glyph(sheet: Sheet, x: float, y: float) -> None:
        marks.cell(sheet, x, y - 1.0, 4.0, 2.0, kind, "A")

    return glyph
