"""The parts of a document: headings, paragraphs, tables, figures."""

from __future__ import annotations

from dataclasses import dataclass

__all__ = ["Block", "Figure", "Heading", "Paragraph", "Table"]


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
