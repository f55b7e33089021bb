"""Signs that a text may hold, wherever it comes in: the one rule for bytes, scalars, cells, and words of a command.

Refused are control characters (but tab, line feed and carriage return, which lay text out), noncharacters, halves of
surrogate pairs, and marks that turn the direction of reading, behind which a text says something else than it shows.
Signs that cannot be seen are allowed, and shown by their code points in messages.
"""

from __future__ import annotations

import re
from unicodedata import name

__all__ = ["BAD", "NO_BREAK", "first_bad", "named", "quoted", "shown"]

_TURNS = "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
BAD = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff"
    + "".join(f"{chr(plane + 0xFFFE)}{chr(plane + 0xFFFF)}" for plane in range(0x10000, 0x110000, 0x10000))
    + f"{_TURNS}]"
)
"""The signs that no text may hold."""
_SUSPECT = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe-\U0010ffff{_TURNS}]")
"""These, and all beyond the first plane: quick to search for."""
NO_BREAK = "\u00a0\u2007\u202f"
"""Blanks at which no line is broken, and which no reader of YAML takes for blanks."""
_UNSEEN = re.compile(f"{BAD.pattern[:-1]}{NO_BREAK}\r\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d"
                     "\u2028\u2029\u2060-\u2065\u206a-\u206f\u3164\ufe00-\ufe0f\ufeff\uffa0\ufff9-\ufffb]")  # fmt: skip
_CONTROLS = {0x00: "null", 0x07: "bell", 0x08: "backspace", 0x1B: "escape", 0x7F: "delete", 0x85: "next line"}
_LONGEST = 80


def first_bad(text: str) -> int | None:
    r"""Return where the first sign stands that no text may hold, None if there is none.

    >>> first_bad("a\tb"), first_bad("a\x07b"), first_bad("a\u202eb")
    (None, 1, 1)
    """
    suspect = _SUSPECT.search(text)
    found = BAD.search(text, suspect.start()) if suspect else None
    return found.start() if found else None


def named(sign: str) -> str:
    r"""Name a sign by its code point and what it is.

    >>> for sign in "\x07\x02\u202e\ud800\ufffe\u200b":
    ...     named(sign)
    'control character U+0007 (bell)'
    'control character U+0002'
    'bidirectional mark U+202E (right-to-left override)'
    'unpaired surrogate U+D800'
    'noncharacter U+FFFE'
    'sign U+200B (zero width space)'
    """
    code = ord(sign)
    said = name(sign, "").lower() or _CONTROLS.get(code, "")
    kind = (
        "control character" if code < 0x20 or 0x7F <= code <= 0x9F
        else "unpaired surrogate" if 0xD800 <= code <= 0xDFFF
        else "noncharacter" if BAD.match(sign) and not said
        else "bidirectional mark" if BAD.match(sign)
        else "sign"
    )  # fmt: skip
    return f"{kind} U+{code:04X}" + (f" ({said})" if said else "")


def shown(text: str) -> str:
    r"""Return a text for a message: what cannot be seen in it as its code point.

    >>> shown("a\u200bb\xa0c")
    'a<U+200B>b<U+00A0>c'
    """
    return _UNSEEN.sub(lambda found: f"<U+{ord(found[0]):04X}>", text)


def quoted(text: str) -> str:
    """Return a text in quotes, its beginning if it is long.

    >>> quoted("talks"), len(quoted("x" * 200_000))
    ("'talks'", 82)
    """
    return f"'{text}'" if len(text) <= _LONGEST else f"'{text[: _LONGEST - 3]}...'"
