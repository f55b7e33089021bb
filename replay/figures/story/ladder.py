"""Places of acts in their lanes: the two sides' ladders, mirrored at the middle line, and the rows of the others."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from replay.figures.sheet.panels import Frame
from replay.figures.sheet.places import pack
from replay.figures.story.content import Act
from replay.figures.story.detail import Detail

__all__ = ["WORDS", "Row", "Rows", "rows", "single"]

WORDS = (
    "off the ladder", "conciliation", "talks", "positions", "complaints", "demands", "warnings", "threats",
    "lists, cases", "sanctions",
)  # fmt: skip
"""What the rungs 0 to 9 hold, in a word or two."""

_CLEAR = 0.15  # mm between acts of one row
_SQUEEZE = (1.0, 0.75, 0.55, 0.4, 0.25)  # of its width that an act keeps free, tried in turn


@dataclass(frozen=True, slots=True)
class Row:
    """One rung: the acts on it with the level of each in the pile, and the height of the pile."""

    rung: int
    acts: tuple[tuple[Act, int], ...]
    high: int


@dataclass(frozen=True, slots=True)
class Rows:
    """The rungs of a lane, from the middle line outwards; all lengths in mm.

    Attributes
    ----------
    rows : tuple[Row, ...]
    least : float
        Least height of a rung.
    mark : float
        Size of an act's mark.
    """

    rows: tuple[Row, ...]
    least: float
    mark: float

    def height(self, pitch: float) -> float:
        """Return the height of the lane where acts above each other are `pitch` apart."""
        return sum(self.rung_height(row, pitch) for row in self.rows)

    def rung_height(self, row: Row, pitch: float) -> float:
        """Return the height of one rung; one without acts is narrower."""
        return max(self.least if row.acts else self.least * 0.6, row.high * pitch + 0.3)

    def places(self, frame: Frame, pitch: float, base: float, out: float) -> Iterable[tuple[Act, float, float]]:
        """Yield each act with its place; the lane begins at height `base` and runs up (`out` 1) or down (-1)."""
        y = base
        for row in self.rows:
            high = self.rung_height(row, pitch)
            for act, level in row.acts:
                yield act, frame.x(act.day), y + out * (high / 2 + (level - (row.high - 1) / 2) * pitch)
            y += out * high

    def middles(self, pitch: float, base: float, out: float) -> Iterable[tuple[int, float, float]]:
        """Yield each rung with the middle and the outer end of its row."""
        y = base
        for row in self.rows:
            high = self.rung_height(row, pitch)
            yield row.rung, y + out * high / 2, y + out * high
            y += out * high


def rows(acts: Sequence[Act], rungs: Sequence[int], frame: Frame, detail: Detail, mark: float) -> Rows:
    """Pile up the acts of a side on its rungs, so that none covers another as far as the pile may grow."""
    return Rows(
        tuple(_row(rung, [act for act in acts if act.rung == rung], frame, detail.stack, mark) for rung in rungs),
        detail.rung, mark,
    )  # fmt: skip


def single(acts: Sequence[Act], frame: Frame, detail: Detail, mark: float) -> Rows:
    """Pile up acts in one row whatever their rung: the lane of a domestic actor or of others."""
    return Rows((_row(0, acts, frame, detail.stack, mark),), 2.9, mark)


def _row(rung: int, acts: Sequence[Act], frame: Frame, most: int, mark: float) -> Row:
    found = sorted(acts, key=lambda act: act.day)
    levels: tuple[int, ...] = ()
    for share in _SQUEEZE:
        reach = mark * share / 2
        spans = [(frame.x(act.day) - reach, frame.x(act.day) + reach) for act in found]
        levels = pack(spans, _CLEAR * share)
        if max(levels, default=0) < most:
            break
    levels = tuple(level % most for level in levels)
    return Row(rung, tuple(zip(found, levels, strict=True)), 1 + max(levels, default=0))
