"""Text on a terminal: its width, lines, tables, documents, and what is being worked on.

Text is text: no markup in it is read, and no control code in it is obeyed.
"""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from shutil import get_terminal_size
from types import MappingProxyType
from typing import TypeVar

from replay.text.blocks import Block, Grid, Heading, Paragraph
from replay.text.layout import Line, folded, laid_out
from replay.text.streams import told_to
from replay.text.table import Table, printable

__all__ = ["counting", "hand_over", "progress", "say", "show_document", "show_table", "tell", "told", "working"]

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


def told(text: str) -> None:
    """Print a message: broken between words where a width is given, as it stands for a program that reads it."""
    if sys.stdout.isatty() or os.environ.get("COLUMNS", ""):
        say(text, hang=2)
    else:
        tell(text)


def say(text: str = "", style: str = "", *, wrap: bool = True, indent: int = 0, hang: int = 0) -> None:
    """Print a text as it stands, broken between words at the width of the terminal; `hang` indents what is broken."""
    said = _told(text)
    lines = folded(said, _width() - indent, hang) if wrap else said.split("\n")
    _print([((" " * indent + line if line else "", style),) for line in lines])


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

    Cells are broken between words only; in columns that are to stay whole, and, without `break_numbers`, in those that
    stand at the right, not even there: their headings stand on several short lines instead. See `replay.text.layout`.

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
    if len(table):
        _print(laid_out(table, _width(), styles, words, _told, break_numbers=break_numbers, ruled=ruled))


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


def counting(items: Iterable[T], text: str, total: int, of: Callable[[T], int]) -> Iterator[T]:
    """Pass items on with a bar, on a terminal only: how many of `total` have been, how fast, and the time left.

    `of` says for how many an item counts.
    """
    if not sys.stderr.isatty():
        yield from items
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    columns = (
        TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"), TimeRemainingColumn(),
    )  # fmt: skip
    with Progress(*columns, console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(text, total=total, rate="")
        for item in items:
            speed = bar.tasks[0].finished_speed or bar.tasks[0].speed
            bar.update(task, advance=of(item), rate=f"{speed:.0f} a second" if speed else "")
            yield item


def _told(text: str) -> str:
    return told_to(text, sys.stdout).replace("\t", " ")


def _print(lines: Iterable[Line]) -> None:
    """Print lines: with their styles on a terminal, plain in a file or a pipe."""
    if not sys.stdout.isatty():
        print("\n".join("".join(piece for piece, _ in line).rstrip() for line in lines), flush=True)
        return
    from rich.console import Console
    from rich.text import Text

    console = Console(width=_width(), height=25, highlight=False)  # so that it reads no COLUMNS
    console.print(Text("\n").join(Text.assemble(*line, end="") for line in lines), soft_wrap=True)


def _width() -> int:
    """The width of the terminal; without one what COLUMNS says, if that is a width, or else 110."""
    if sys.stdout.isatty():
        wide = get_terminal_size((110, 24)).columns
    else:
        asked = os.environ.get("COLUMNS", "")
        wide = int(asked) if re.fullmatch("[1-9][0-9]{0,5}", asked) else 110
    return min(max(wide, 20), 1000)
