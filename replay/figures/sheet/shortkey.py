"""The short key of a figure whose caption says the rest in words."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from replay.domain import Domain, Track
from replay.figures.sheet.content import Span
from replay.figures.sheet.key import Item, clock_items, reading_items

__all__ = ["CLOCKS_DRAWN", "short_clock_items", "short_domain_items"]

_GLYPHS = ("level read in the source", "computed by rule", "computed, beyond the levels")
_IN_WORDS = ("on to its due day", "due day that was moved")

CLOCKS_DRAWN = (
    "The line of a clock shows what runs, the mark how it ended; a thin line goes on to a due day that it did not "
    "wait for, a tick marks one that was moved."
)
"""What the short key of clocks leaves to the caption."""


def short_domain_items(tracks: Iterable[Track], paths: Iterable[Domain]) -> tuple[Item, ...]:
    """Return the items for levels as read and as computed; the rest is said in the caption."""
    return tuple(item for item in reading_items(tracks, paths, short=True) if item[1] in _GLYPHS)


def short_clock_items(spans: Sequence[Span]) -> tuple[Item, ...]:
    """Return the items for kinds of clocks and the marks of their ends."""
    return tuple(item for item in clock_items(spans) if item[1] not in _IN_WORDS)
