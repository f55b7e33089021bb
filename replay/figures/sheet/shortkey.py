"""The short key of domains, for figures whose caption says the rest in words."""

from __future__ import annotations

from collections.abc import Iterable

from replay.domain import Domain, Track
from replay.figures.sheet.key import Item, reading_items

__all__ = ["LEFT_TO_WORDS", "domain_items"]

LEFT_TO_WORDS = ("direction only", "bounds of its date", "carried forward", "doubtful")
"""What a short key leaves to the caption, or to the name of its strip."""


def domain_items(tracks: Iterable[Track], paths: Iterable[Domain]) -> tuple[Item, ...]:
    """Return the items for what only a glyph can tell: a level as read, a direction, a computed path."""
    found = reading_items(tracks, paths, short=True)
    return tuple(item for item in found if item[1] not in LEFT_TO_WORDS)
