"""Places of acts in their lanes: the two sides' ladders, mirrored at the middle line, and the rows of the others."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from replay.figures import style as figstyle
from replay.figures.sheet.content import Deed
from replay.figures.sheet.page import text_width
from replay.figures.sheet.panels import Frame
from replay.figures.story.detail import Detail
from replay.figures.story.marks import size_of
from replay.text.rows import assign_rows

__all__ = ["Beside", "Ladder", "Rung", "beside", "ladder", "single"]

_NAMED = 2.6  # mm that a line of text takes
_BESIDE = 0.6  # mm from a mark to its name, and between names
_CLEAR = 0.15  # mm between acts of one row
_SQUEEZE = (1.0, 0.75, 0.55, 0.4, 0.25)  # of its width that an act keeps free, tried in turn


@dataclass(frozen=True, slots=True)
class Rung:
    """One rung: the acts on it with the level of each in the pile, and the height of the pile."""

    rung: int
    deeds: tuple[tuple[Deed, int], ...]
    high: int

    def step(self, pitch: float) -> float:
        """Return the distance in mm of acts above each other: `pitch`, or what the largest mark takes."""
        return max(pitch, max((size_of(deed.rung) for deed, _ in self.deeds), default=0.0) + _CLEAR)


@dataclass(frozen=True, slots=True)
class Ladder:
    """The rungs of a lane, from the middle line outwards, each `least` mm high or more.

    Where it is `tight`, marks above each other may overlap.
    """

    rungs: tuple[Rung, ...]
    least: float
    tight: bool = False

    def height(self, pitch: float) -> float:
        """Return the height in mm of the lane where acts above each other are `pitch` apart."""
        return sum(self._height(rung, pitch) for rung in self.rungs)

    def _height(self, rung: Rung, pitch: float) -> float:
        """Height of one rung; one without acts is narrower, the highest always has room for its words."""
        least = self.least if rung.deeds else self.least * 0.6
        return max(_NAMED if rung is self.rungs[-1] else least, rung.high * self._step(rung, pitch) + 0.3)

    def _step(self, rung: Rung, pitch: float) -> float:
        return pitch if self.tight else rung.step(pitch)

    def middles(self, pitch: float, base: float, out: float) -> Iterator[tuple[Rung, float, float]]:
        """Yield each rung, its middle and its outer end; the lane begins at `base` and runs up, or down (`out` -1)."""
        y = base
        for rung in self.rungs:
            high = out * self._height(rung, pitch)
            yield rung, y + high / 2, y + high
            y += high

    def places(self, pitch: float, base: float, out: float) -> Iterator[tuple[Deed, float]]:
        """Yield each act with its height on the page."""
        for rung, middle, _ in self.middles(pitch, base, out):
            for deed, level in rung.deeds:
                yield deed, middle + out * (level - (rung.high - 1) / 2) * self._step(rung, pitch)


@dataclass(frozen=True, slots=True)
class Beside:
    """The name of an act that stands beside its mark, from x = `left` mm on."""

    id: str
    text: str
    left: float


def beside(named: Sequence[tuple[Deed, str]], frame: Frame, detail: Detail) -> tuple[Beside, ...]:
    """Return places for the names of acts of one lane beside their marks, the most important first, as far as free."""
    reach = {
        deed.id: (min(frame.x(first), frame.x(deed.day) - half), max(frame.x(last), frame.x(deed.day) + half))
        for deed, _ in named
        for half in [size_of(deed.rung) / 2]
        for first, last in [(deed.first, deed.last) if detail.bounds else (deed.day, deed.day)]
    }
    taken, found = list(reach.values()), []
    for deed, text in sorted(named, key=lambda pair: pair[0].place):
        width, (first, last) = text_width(text, figstyle.SMALLEST), reach[deed.id]
        for left in (last + _BESIDE, first - _BESIDE - width):
            inside = frame.left <= left and left + width <= frame.right
            if inside and all(left + width + _BESIDE <= a or b + _BESIDE <= left + 1e-9 for a, b in taken):
                taken.append((left, left + width))
                found.append(Beside(deed.id, text, left))
                break
    return tuple(found)


def ladder(deeds: Sequence[Deed], frame: Frame, detail: Detail, least: float, tight: bool = False) -> Ladder:
    """Pile up the acts of a side on its rungs, so that none covers another as far as the pile may grow.

    The rungs are those from the lowest that the side uses, 1 at most, to its highest.
    """
    used = [deed.rung for deed in deeds] + [1]
    rungs = range(min(used), max(used) + 1)
    piles = (_pile(n, [deed for deed in deeds if deed.rung == n], frame, detail.stack) for n in rungs)
    return Ladder(tuple(piles), least, tight)


def single(deeds: Sequence[Deed], frame: Frame, detail: Detail) -> Ladder:
    """Pile up acts in one row whatever their rung: the lane of a domestic actor or of others."""
    return Ladder((_pile(0, deeds, frame, detail.stack),), 2.9)


def _pile(rung: int, deeds: Sequence[Deed], frame: Frame, most: int) -> Rung:
    found = sorted(deeds, key=lambda deed: deed.day)
    levels: tuple[int, ...] = ()
    for share in _SQUEEZE:
        reaches = [size_of(deed.rung) * share / 2 for deed in found]
        spans = [(frame.x(deed.day) - r, frame.x(deed.day) + r) for deed, r in zip(found, reaches, strict=True)]
        levels = assign_rows(spans, _CLEAR * share)
        if max(levels, default=0) < most:
            break
    levels = tuple(level % most for level in levels)
    return Rung(rung, tuple(zip(found, levels, strict=True)), 1 + max(levels, default=0))
