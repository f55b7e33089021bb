"""Documents on a terminal."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from replay.cli.shared import table_of

if TYPE_CHECKING:
    from rich.console import Console

    from replay.branches import Block

__all__ = ["show"]


def show(console: Console, blocks: Sequence[Block]) -> None:
    """Print a document: headings bold, rows that differ coloured, figures left out."""
    from rich.text import Text

    from replay.branches import Heading, Paragraph, Table

    for block in blocks:
        if isinstance(block, Heading):
            console.print(Text(block.text if block.level == 1 else f"\n{block.text}", style="bold"))
        elif isinstance(block, Paragraph):
            console.print(Text(block.text, style="bold cyan" if block.strong else ""))
        elif isinstance(block, Table):
            table = table_of("", *block.columns)
            table.title = None
            for n, row in enumerate(block.rows):
                style = "yellow" if n in block.marked else ""
                table.add_row(*(Text(cell, style=style) for cell in row))
            console.print(table)
