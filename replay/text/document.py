"""The parts of a document: headings, paragraphs, tables, figures; amounts in words."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Block", "Figure", "Heading", "Paragraph", "Table", "money"]


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading of a level, 1 for the title."""

    text: str
    level: int = 2


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph; `strong` for what a reader must not miss."""

    text: str
    strong: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """A table: headers with "left" or "right", rows of text, and the numbers of the rows that differ."""

    columns: tuple[tuple[str, str], ...]
    rows: tuple[tuple[str, ...], ...]
    marked: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, by the stem of its file name, with its caption."""

    stem: str
    caption: str


Block = Heading | Paragraph | Table | Figure


def money(worth: dict[str, float]) -> str:
    """Write amounts by unit.

    >>> money({"USD": 5.9e9}), money({})
    ('5.90 billion USD', 'no worth given')
    """
    parts = []
    for unit, amount in worth.items():
        scale, word = next(((s, w) for s, w in ((1e9, " billion"), (1e6, " million")) if amount >= s), (1.0, ""))
        parts.append(f"{amount / scale:.2f}{word} {unit}" if word else f"{amount:g} {unit}")
    return ", ".join(parts) or "no worth given"
