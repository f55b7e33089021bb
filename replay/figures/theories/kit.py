"""What the figures of the theories have in common: the page with title and key, ticks, words, and forms of numbers."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Mapping
from statistics import fmean

from replay.codebook import Strategy
from replay.figures import style as figstyle
from replay.figures.sheet.key import Item, Legend
from replay.figures.sheet.page import Sheet, check_room, place_of
from replay.scoring import Forecast
from replay.text.words import counted, decimal, joined, typeset
from replay.theories.statistics.arguments import SAME

__all__ = [
    "EDGE", "NARROW", "RPS", "TITLE", "lead", "legend", "many", "means", "place_for", "rounded", "shared_out",
    "strategies_told", "ticked", "titled",
]  # fmt: skip

EDGE, TITLE = 2.0, 6.5
"""Margins of the page, and height of its title, in mm."""
NARROW = 120.0
"""Width in mm, before scaling, below which a page is laid out as a narrow one."""
RPS = "mean ranked probability score (RPS; 0 is perfect, lower is better)"
_NARROWEST, _KEY = 84.0, 3.9


# -- the page -------------------------------------------------------------------------------------


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


# -- words and numbers ----------------------------------------------------------------------------


def many(total: int, counts: Mapping[str, int]) -> str:
    """Say how many decisions there are, and how many of each dispute, by its title."""
    parts = [typeset(title) + (f": {count}" if len(counts) > 1 else "") for title, count in counts.items()]
    return f"{counted(total, 'decision')} ({'; '.join(parts)})"


def strategies_told(did: Iterable[Strategy]) -> str:
    """Count strategies in words."""
    counts = Counter(did)
    return joined([f"{counts[strategy]} {strategy.value}" for strategy in Strategy])


def means(found: Iterable[Forecast]) -> dict[str, float]:
    """Return the mean ranked probability score of each theory, the best first; equals in their order."""
    scores: dict[str, list[float]] = {}
    for one in found:
        scores.setdefault(one.theory, []).append(one.rps)
    return dict(sorted(((theory, fmean(own)) for theory, own in scores.items()), key=lambda pair: pair[1]))


def lead(scores: Mapping[str, float]) -> str:
    """Say who leads, and with what; several where their means are the same.

    >>> lead({"a": 0.5, "b": 0.25, "c": 0.25})
    'b and c lead with 0.250'
    """
    least = min(scores.values())
    names = [name for name, mean in scores.items() if mean - least < SAME]
    return f"{joined(names)} {'leads' if len(names) == 1 else 'lead'} with {decimal(least, 3)}"


def rounded(number: float) -> float:
    """Return a number for the data of a figure, without a minus before a zero."""
    return round(number, 6) + 0.0
