"""Text on a terminal: its width, lines, tables, documents, and what is being worked on.

Text is text: no markup in it is read, and no control code in it is obeyed.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from shutil import get_terminal_size
from textwrap import fill
from types import MappingProxyType
from typing import TYPE_CHECKING, TypeVar

from replay.text.blocks import Block, Grid, Heading, Paragraph
from replay.text.streams import told_to
from replay.text.table import Noted, Table, cell_text, printable

if TYPE_CHECKING:
    from rich.console import Console

__all__ = ["hand_over", "progress", "say", "show_document", "show_table", "tell", "working"]

T = TypeVar("T")
_NO_STYLES: Mapping[str, str] = MappingProxyType({})


def hand_over(text: str) -> None:
    """Print data for programs: the same bytes in a file or a pipe, in UTF-8, whatever the terminal can show."""
    raw = None if sys.stdout.isatty() else getattr(sys.stdout, "buffer", None)
    if raw is None:
        print(text, end="", flush=True)
    else:
        sys.stdout.flush()
        raw.write(text.encode("utf-8", "backslashreplace"))
        raw.flush()


def tell(text: str, *, err: bool = False) -> None:
    """Print a message as it stands, its lines unbroken."""
    stream = sys.stderr if err else sys.stdout
    print(told_to(text, stream), file=stream, flush=True)


def say(text: str = "", style: str = "", *, wrap: bool = True, indent: int = 0) -> None:
    """Print a text as it stands, wrapped at the width of the terminal."""
    from rich.padding import Padding
    from rich.text import Text

    said = Text(told_to(text, sys.stdout), style=style)
    _console().print(Padding(said, (0, 0, 0, indent), expand=False) if indent else said, soft_wrap=not wrap)


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
    """Print a table; nothing of one without rows.

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

    if not len(table):
        return

    def as_text(words: str, style: str = "") -> Text:
        return Text(told_to(words, sys.stdout), style=style)

    grid = Ruled(
        title=as_text(table.title, "bold") if table.title else None, box=box.SIMPLE_HEAD, title_justify="left",
        pad_edge=False, collapse_padding=True, show_lines=ruled,
    )  # fmt: skip
    for column, number in zip(table.columns, table.numeric(), strict=True):
        right = column.right or number
        whole = right and not break_numbers
        heading = fill(column.words, 10, break_long_words=False, break_on_hyphens=False) if whole else column.words
        grid.add_column(
            as_text(heading), justify="right" if right else "left", overflow="fold", no_wrap=whole or column.whole
        )
    for n, row in enumerate(table.rows):
        texts = []
        for cell, column in zip(row, table.columns, strict=True):
            text = as_text(cell_text(cell, column.digits), words.get(str(cell), ""))
            if isinstance(cell, Noted):
                text.stylize("dim", len(told_to(cell.text, sys.stdout)))
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
    from rich.text import Text

    with Console(stderr=True).status(Text(text)) as status:
        for number, item in enumerate(items, 1):
            if total:
                status.update(Text(f"{text}, {number} of {total}"))
            yield item


def _console() -> Console:
    from rich.console import Console

    return Console(width=_width(), height=25, highlight=False, soft_wrap=False)  # so that it reads no COLUMNS


def _width() -> int:
    """The width of the terminal; without one what COLUMNS says, if that is a width, or else 110."""
    if sys.stdout.isatty():
        wide = get_terminal_size((110, 24)).columns
    else:
        asked = os.environ.get("COLUMNS", "")
        wide = int(asked) if re.fullmatch("[1-9][0-9]{0,5}", asked) else 110
    return min(max(wide, 20), 1000)
