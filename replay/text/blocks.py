"""The parts of a document, before any form is chosen: headings, paragraphs, grids of text, figures."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass

__all__ = ["Block", "Figure", "Grid", "Heading", "Paragraph"]


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
class Grid:
    """Rows of text under heads.

    Attributes
    ----------
    heads : tuple[str, ...]
    rows : tuple[tuple[str, ...], ...]
    right : tuple[int, ...]
        Numbers of the columns that stand at the right, as amounts do.
    marked : collection of int
        Numbers of the rows that differ.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    right: tuple[int, ...] = ()
    marked: Collection[int] = ()


@dataclass(frozen=True, slots=True)
class Figure:
    """A figure, by the stem of its file name, with its caption."""

    stem: str
    caption: str


Block = Heading | Paragraph | Grid | Figure
