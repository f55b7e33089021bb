"""What the one figure draws, as rows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from replay.codebook import Strategy
from replay.dates import iso
from replay.figures.sheet.content import Deed
from replay.figures.sheet.data import COLUMNS, act_rows, clocks_and_domains
from replay.figures.story.content import Story, Stretch
from replay.text.table import Cell, Table

__all__ = ["story_data"]


def story_data(shown: Story) -> Table:
    """Return the data of the one figure: acts, answers, strategies, and what the domain chart draws."""
    return Table("story", f"{shown.base.title}: data of the figure", COLUMNS, tuple(_rows(shown)))


def _rows(shown: Story) -> Iterator[tuple[Cell, ...]]:
    yield from act_rows(shown.base, _strategy)
    deeds = {deed.id: deed for deed in shown.base.deeds}
    for link in shown.links:
        source, target = deeds[link.source], deeds[link.target]
        ends = iso(source.day), None, iso(target.day), link.days
        yield "answer", target.id, target.party, *ends, link.type.value, source.id, None, None
    for track, cells in zip(shown.base.tracks, shown.cells, strict=True):
        for cell in cells:
            counts = Counter(deed.strategy for deed in cell.deeds)
            said = ", ".join(f"{kind.value} {counts[kind]}" for kind in reversed(Strategy))
            days = iso(cell.first), None, iso(cell.stop - 1)
            yield "strategy", None, track.party, *days, None, _strategy(cell), said, None, None
    yield from clocks_and_domains(shown.base)


def _strategy(found: Deed | Stretch) -> str | None:
    return found.strategy.value if found.strategy else None
