"""What charts have in common whose axis is no calendar: the page with title and key, room shared out, ticks."""

from __future__ import annotations

import math
from collections.abc import Iterable

from replay.figures import style as figstyle
from replay.figures.sheet.key import Item, Legend
from replay.figures.sheet.page import Sheet, check_room, place_of

__all__ = ["EDGE", "NARROW", "TITLE", "legend", "place_for", "shared_out", "ticked", "titled"]

EDGE, TITLE = 2.0, 6.5
"""Margins of the page, and height of its title, in mm."""
NARROW = 120.0
"""Width in mm, before scaling, below which a page is laid out as a narrow one."""
_NARROWEST, _KEY = 84.0, 3.9


def place_for(preset: str) -> figstyle.Preset:
    """Return the place of a preset; ValueError for an unknown one, and for one that is too narrow."""
    return place_of(preset, least=_NARROWEST)


def legend(items: Iterable[Item], width: float) -> Legend:
    """Return the key of a page `width` mm wide."""
    return Legend(tuple(items), EDGE, width - EDGE, _KEY)


def shared_out(
    place: figstyle.Preset, fixed: float, parts: float, what: str, least: float = 1.0, best: float = 1.0,
    most: float = math.inf,
) -> tuple[float, float]:  # fmt: skip
    """Return heights in mm, before scaling: of the page, and of each of the parts that share what is not `fixed`.

    Parameters
    ----------
    what : str
        What has no room, for the message: "these scores need".
    least, best, most : float
        Height of a part below which there is no room, that it has where the place leaves it free, and up to which it
        grows in a place of fixed height.

    Raises
    ------
    NoRoomError
        If the place is too low.
    """
    check_room(place, fixed + least * parts, what)
    room = place.room
    each = (room - fixed) / parts
    if place.height is not None:
        return room, min(each, most)
    return fixed + min(each, best) * parts, min(each, best)


def titled(place: figstyle.Preset, height: float, title: str) -> tuple[Sheet, float]:
    """Return a page with its title, and the height below that."""
    sheet = Sheet(place.across, height, place.scale)
    return sheet, sheet.title(EDGE, height - EDGE, [title], 0.0, TITLE)


def ticked(sheet: Sheet, span: tuple[float, float], y: float, ticks: Iterable[tuple[float, str]]) -> None:
    """Draw an axis at height `y` with ticks and their numbers below it, with real minus signs."""
    sheet.line(span, (y, y), figstyle.MUTED, 0.6)
    for x, said in ticks:
        sheet.line((x, x), (y, y - 1.2), figstyle.MUTED, 0.6)
        sheet.text(x, y - 3.2, said.replace("-", "\u2212"), figstyle.LABEL, ha="center")
