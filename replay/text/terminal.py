"""Text on a terminal: its width, tables, documents."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from textwrap import fill
from typing import TYPE_CHECKING, Any

from replay.text.blocks import Block, Grid, Heading, Paragraph

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["console_of_width", "show_document", "table_of"]


def show_document(console: Console, blocks: Iterable[Block]) -> None:
    """Print a document: headings bold, rows that differ coloured, figures left out."""
    from rich.text import Text

    for block in blocks:
        if isinstance(block, Heading):
            console.print(Text(block.text if block.level == 1 else f"\n{block.text}", style="bold"))
        elif isinstance(block, Paragraph):
            console.print(Text(block.text, style="bold cyan" if block.strong else ""))
        elif isinstance(block, Grid):
            sides = ("right" if n in block.right else "left" for n in range(len(block.heads)))
            table = table_of("", *zip(block.heads, sides, strict=True))
            table.title = None
            for n, row in enumerate(block.rows):
                style = "yellow" if n in block.marked else ""
                table.add_row(*(Text(cell, style=style) for cell in row))
            console.print(table)


def console_of_width() -> Console:
    from rich.console import Console

    width = None if sys.stdout.isatty() else int(os.environ.get("COLUMNS") or 110)
    return Console(width=width, highlight=False, soft_wrap=False)


def table_of(title: str, *columns: tuple[str, str], whole: Iterable[str] = (), numbers_whole: bool = True) -> Any:
    """A table without rows yet; a column is its name and its alignment.

    Cells are never broken in the columns in `whole` and, with `numbers_whole`, in those aligned to the right, whose
    headings stand on several short lines instead.
    """
    from rich import box
    from rich.table import Table as Grid

    kept = frozenset(whole)
    table = Grid(title=title, box=box.SIMPLE_HEAD, title_justify="left", pad_edge=False, title_style="bold",
                  collapse_padding=True)  # fmt: skip
    for name, justify in columns:
        number = numbers_whole and justify == "right"
        heading = fill(name, 10, break_long_words=False, break_on_hyphens=False) if number else name
        table.add_column(
            heading, justify=justify, overflow="fold", no_wrap=number or name in kept  # type: ignore[arg-type]
        )  # fmt: skip
    return table
