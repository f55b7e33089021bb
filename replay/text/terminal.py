"""Text on a terminal: its width, lines, tables, documents, and what is being worked on."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from textwrap import fill
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from replay.text.blocks import Block, Grid, Heading, Paragraph
from replay.text.table import Noted, Table, cell_text, printable

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["progress", "say", "show_document", "show_table", "working"]

T = TypeVar("T")
_NO_STYLES: Mapping[str, str] = MappingProxyType({})


def say(text: str = "", style: str = "", *, wrap: bool = True, indent: int = 0) -> None:
    """Print a text as it stands, wrapped at the width of the terminal."""
    from rich.padding import Padding
    from rich.text import Text

    said = Text(text, style=style)
    _console().print(Padding(said, (0, 0, 0, indent)) if indent else said, soft_wrap=not wrap)


def show_document(blocks: Iterable[Block]) -> None:
    """Print a document: headings bold, rows that differ coloured, figures left out."""
    for block in blocks:
        if isinstance(block, Heading):
            say(block.text if block.level == 1 else f"\n{block.text}", "bold")
        elif isinstance(block, Paragraph):
            say(block.text, "bold cyan" if block.strong else "")
        elif isinstance(block, Grid):
            headings = [f">{head}" if n in block.right else head for n, head in enumerate(block.heads)]
            styles = ["yellow" if n in block.marked else "" for n in range(len(block.rows))]
            show_table(printable("", headings, block.rows), styles)


def show_table(
    table: Table, styles: Sequence[str] = (), words: Mapping[str, str] = _NO_STYLES, *, break_numbers: bool = False,
    ruled: bool = False,
) -> None:  # fmt: skip
    """Print a table.

    Cells are never broken in columns that are to stay whole, nor, without `break_numbers`, in those that stand at the
    right, whose headings stand on several short lines instead.

    Parameters
    ----------
    table : Table
    styles : sequence of str
        Of its rows, in order; none if not given.
    words : mapping
        Styles of cells that are such a word and nothing else.
    break_numbers, ruled : bool
        Whether cells at the right may be broken; whether a line stands between rows.
    """
    from rich import box
    from rich.table import Table as Ruled
    from rich.text import Text

    grid = Ruled(
        title=Text(table.title, style="bold") if table.title else None, box=box.SIMPLE_HEAD, title_justify="left",
        pad_edge=False, collapse_padding=True, show_lines=ruled,
    )  # fmt: skip
    for column, number in zip(table.columns, table.numeric(), strict=True):
        right = column.right or number
        whole = right and not break_numbers
        heading = fill(column.words, 10, break_long_words=False, break_on_hyphens=False) if whole else column.words
        grid.add_column(
            Text(heading), justify="right" if right else "left", overflow="fold", no_wrap=whole or column.whole
        )
    for n, row in enumerate(table.rows):
        texts = []
        for cell, column in zip(row, table.columns, strict=True):
            text = Text(cell_text(cell, column.digits), style=words.get(str(cell), ""))
            if isinstance(cell, Noted):
                text.stylize("dim", len(cell.text))
            texts.append(text)
        grid.add_row(*texts, style=styles[n] if styles else None)
    _console().print(grid)


@contextmanager
def working(text: str) -> Iterator[None]:
    """Show what is being worked on, on a terminal only, and nothing afterwards."""
    for _ in progress((None,), text):
        yield


def progress(items: Iterable[T], text: str, total: int = 0) -> Iterator[T]:
    """Pass items on and show how many have been, on a terminal only, and nothing afterwards."""
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console

    with Console(stderr=True).status(text) as shown:
        for number, item in enumerate(items, 1):
            if total:
                shown.update(f"{text}, {number} of {total}")
            yield item


def _console() -> Console:
    from rich.console import Console

    width = None if sys.stdout.isatty() else int(os.environ.get("COLUMNS") or 110)
    return Console(width=width, highlight=False, soft_wrap=False)
