"""How wide a text is: a table of letters, so that labels find room without a font at hand.

The widths are those of DejaVu Sans, wider than Helvetica and Arial by an eighth: where a reader's system has only it,
nothing overlaps; where it has another, there is some air.
"""

from __future__ import annotations

import unicodedata
from functools import lru_cache

__all__ = ["cut", "lettered", "short", "text_width", "wrapped"]

_WIDTHS = {
    28: "'ijlı", 30: "IJł", 32: " ,.·‘’", 34: "/:;\\|", 36: "f-", 40: "()[]t!", 42: "r", 46: '"', 50: "*_`–°§",
    52: "“”", 53: "sz", 54: "?", 55: "c", 57: "Lk", 58: "FŁ", 60: "vxy", 62: "TYPaeoøåð",
    64: "$0123456789ESbdghnpqu{}€£đþß", 69: "ABVXZÅKCR", 76: "UNHDG", 79: "OQØ&Ð", 84: "w#+<=>^~×→←−", 87: "M",
    99: "WÆmæ%@—…",
}  # fmt: skip
_OF = {letter: width / 100 for width, letters in _WIDTHS.items() for letter in letters}
_BOLD, _OTHER, _WIDE = 1.16, 0.8, 1.05


@lru_cache(maxsize=4096)
def _letter(letter: str) -> float:
    known = _OF.get(letter)
    if known is not None:
        return known
    if unicodedata.combining(letter):
        return 0.0
    plain = unicodedata.normalize("NFD", letter)[0]
    return _OF.get(plain, _WIDE if unicodedata.east_asian_width(letter) in "WF" else _OTHER)


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return the width of a line of text, in the unit of `size`, the size of its type.

    >>> text_width("Settle", 10.0), text_width("", 10.0)
    (29.6, 0.0)
    """
    return round(sum(map(_letter, text)) * size * (_BOLD if bold else 1.0), 2)


def cut(text: str, room: float, size: float, bold: bool = False) -> str:
    """Return as much of a text as has room, with an ellipsis where something is cut; nothing if not even that has.

    >>> cut("Settlement", 100.0, 10.0), cut("Settlement", 40.0, 10.0), cut("Settlement", 5.0, 10.0)
    ('Settlement', 'Settle…', '')
    """
    if text_width(text, size, bold) <= room:
        return text
    left = room - text_width("…", size, bold)
    for end in range(len(text), 0, -1):
        if text_width(text[:end], size, bold) <= left:
            return text[:end].rstrip() + "…"
    return ""


def wrapped(text: str, room: float, size: float, bold: bool = False, most: int = 2) -> tuple[str, ...]:
    """Return a text in so many lines at most, the last one cut if need be.

    >>> wrapped("U.S. auto industry and its unions", 80.0, 10.0)
    ('U.S. auto', 'industry and i…')
    """
    lines: list[str] = []
    for word in text.split():
        if lines and (len(lines) == most or text_width(f"{lines[-1]} {word}", size, bold) <= room):
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return tuple(filter(None, (cut(line, room, size, bold) for line in lines)))


def short(name: str) -> str:
    """A name without what it adds in brackets.

    >>> short("U.S. auto industry (Big Three, parts makers)"), short("(unknown)")
    ('U.S. auto industry', '(unknown)')
    """
    return name.partition(" (")[0] if name.endswith(")") else name


def lettered(name: str, party: str | None) -> str:
    """Return a party by the letters that people write for it, if its id is such; else by its short name.

    >>> lettered("European Union", "EU"), lettered("Japan and China", "JPN+CHN"), lettered("Makers (JAMA)", "JP-AUTO")
    ('EU', 'JPN+CHN', 'Makers')
    """
    known = party and all(1 < len(part) <= 4 and part.isalpha() for part in party.split("+"))
    return party if party and known else short(name)
