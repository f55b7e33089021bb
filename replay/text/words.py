"""Words that every way out has in common: counts with their nouns, lists, numbers and amounts, signs as a printer's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence

__all__ = [
    "counted", "decimal", "distinct", "in_line", "joined", "money", "numbered", "plural", "sentences", "some", "spaced",
    "typeset",
]  # fmt: skip


def plural(noun: str) -> str:
    """Return the plural of a noun, of its first word in "entry of stakes".

    >>> plural("act"), plural("day"), plural("theory"), plural("series"), plural("entry of stakes")
    ('acts', 'days', 'theories', 'series', 'entries of stakes')
    """
    noun, of, rest = noun.partition(" of ")
    many = noun if noun.endswith("series") else re.sub(r"(?<=[^aeiou])y$", "ie", noun) + "s"
    return many + of + rest


def counted(count: int, noun: str) -> str:
    """Write a count with its noun, in the plural where it is one.

    >>> counted(1, "theory"), counted(0, "act"), counted(7, "theory")
    ('1 theory', '0 acts', '7 theories')
    """
    return f"{count} {noun if count == 1 else plural(noun)}"


def joined(words: Sequence[str]) -> str:
    """Join words with commas and an *and*.

    >>> joined(["a"]), joined(["a", "b", "c"])
    ('a', 'a, b and c')
    """
    return " and ".join(filter(None, (", ".join(words[:-1]), *words[-1:])))


def distinct(names: Iterable[str], most: int = 1000) -> list[str]:
    """Return names of so many letters at most, numbered where one was there before, whatever the case of its letters.

    >>> distinct(["events", "Events", "links"], most=7)
    ['events', 'Event-2', 'links']
    """
    made: dict[str, str] = {}
    for name in names:
        ends = ("", *(f"-{n}" for n in range(2, len(made) + 3)))
        found = next(one for end in ends if (one := name[: most - len(end)] + end).lower() not in made)
        made[found.lower()] = found
    return list(made.values())


def in_line(value: object) -> str:
    """Return a value in one line, as a person reads it: lists in brackets, mappings in braces.

    >>> in_line({"amount": "5", "of": ["a", "b"]})
    '{amount: 5, of: [a, b]}'
    """
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {in_line(one)}" for key, one in value.items()) + "}"
    return f"[{', '.join(map(in_line, value))}]" if isinstance(value, list) else str(value)


def some(words: Sequence[str], between: str = ", ") -> str:
    """Write the first dozen of many words, and whether there are others.

    >>> some(["a", "b"]), some("abcdefghijklm", " ")
    ('a, b', 'a b c d e f g h i j k l and others')
    """
    return between.join(words[:12]) + (" and others" if len(words) > 12 else "")


def numbered(names: Sequence[str]) -> list[str]:
    """Number names that are the same, so that each is told from the others.

    >>> numbered(["a", "b", "a"])
    ['a (1)', 'b', 'a (2)']
    """
    return [f"{name} ({names[: n + 1].count(name)})" if names.count(name) > 1 else name for n, name in enumerate(names)]


def sentences(*parts: str) -> str:
    """Join sentences, leaving out empty ones.

    >>> sentences("One.", "", "Two.")
    'One. Two.'
    """
    return " ".join(part for part in parts if part)


def spaced(name: str) -> str:
    """Return a name of the program's, such as an id or a word of a vocabulary, as words of a text.

    >>> spaced("no-counter-list")
    'no counter list'
    """
    return name.replace("-", " ")


def decimal(number: float, places: int = 2) -> str:
    """Write a number with so many decimals, commas between thousands, a real minus sign, and no sign before a zero.

    >>> decimal(-1.005, 1), decimal(-0.0001), decimal(2), decimal(-1234.5, 0)
    ('−1.0', '0.00', '2.00', '−1,234')
    """
    written = f"{number:,.{places}f}"
    return written.removeprefix("-") if not re.search("[1-9a-z]", written) else written.replace("-", "−")


def money(worth: Mapping[str, float]) -> str:
    """Write amounts by unit.

    >>> money({"USD": 5.9e9}), money({})
    ('5.90 billion USD', 'no worth given')
    """
    parts = []
    for unit, amount in worth.items():
        scale, word = next(((s, w) for s, w in ((1e9, " billion"), (1e6, " million")) if amount >= s), (1.0, ""))
        parts.append(f"{amount / scale:.2f}{word} {unit}" if word else f"{amount:g} {unit}")
    return ", ".join(parts) or "no worth given"


def typeset(text: str) -> str:
    """Set real dashes between years and between joined names, and real minus signs before numbers.

    >>> typeset("U.S.-Japan dispute, 1993-1995: -3 on 1995-05-16")
    'U.S.–Japan dispute, 1993–1995: −3 on 1995-05-16'
    """
    text = re.sub(r"(?<![\d-])(\d{4})-(\d{4})(?![\d-])", r"\1–\2", text)
    text = re.sub(r"(?<=\.)-(?=[A-Z])", "–", text)
    return re.sub(r"(?<![\w–-])-(?=\d)", "−", text)
