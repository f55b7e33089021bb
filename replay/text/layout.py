"""Texts and tables in so many columns: lines are broken between words, and a word, an id or a number never.

A table that does not fit beside itself is laid out row by row, each cell behind its heading. Only a word that is wider
than the whole page is broken, and not even that if it is an address.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from unicodedata import combining, east_asian_width

from replay.text.table import Column, Noted, Table, cell_text

__all__ = ["Line", "Styled", "folded", "laid_out", "wide"]

Styled = tuple[str, str]
"""A piece of a line, and its style."""
Line = Sequence[Styled]

_PIECES = re.compile(r"[^\w\s]*\d{1,2} [A-Z][a-z]{2,3} \d{4}\S* *|\S+ *|^ +")
"""What a line is broken between: words, and days such as 28 June 1995, which stay whole."""
_GAP = 2
_LEAST = 12
"""Signs of a column of sentences below which a table is laid out row by row."""


def wide(text: str) -> int:
    """Return how many columns a text takes: two for a wide sign, none for an accent that joins the sign before it.

    >>> wide("a→b"), wide("日本"), wide("e\u0301")
    (3, 4, 1)
    """
    if text.isascii():
        return len(text)
    return sum(0 if combining(sign) else 2 if east_asian_width(sign) in "WF" else 1 for sign in text)


def folded(text: str, width: int, hang: int = 0) -> list[str]:
    r"""Return the lines of a text in so many columns; those behind a break are indented like the line, and by `hang`.

    >>> folded("  one two\nthree-and-four", 8)
    ['  one', '  two', 'three-an', 'd-four']
    >>> folded("set 28 June 1995, met", 14)
    ['set', '28 June 1995,', 'met']
    >>> folded("Go to http://a.b/cdef now", 8, hang=2)
    ['Go to', '  http://a.b/cdef', '  now']
    """
    return [part for line in text.split("\n") for part in _folded(line, width, hang)]


def _folded(line: str, width: int, hang: int) -> Iterator[str]:
    if len(line) <= width and wide(line) <= width:
        yield line.rstrip()
        return
    indent = " " * min(len(line) - len(line.lstrip(" ")) + hang, width // 2)
    held, size, fresh = "", 0, True
    for piece in _PIECES.findall(line):
        word = piece.rstrip(" ") or piece
        taken = wide(word)
        if size + taken > width and not fresh:
            yield held.rstrip()
            held, size, fresh = indent, len(indent), True
        while fresh and size + taken > width and word.strip() and "://" not in word:
            cut = _cut(word, max(width - size, 1))
            yield held + word[:cut]
            word, held, size = word[cut:], indent, len(indent)
            piece, taken = word + " " * (len(piece) - len(piece.rstrip(" "))), wide(word)
        held, size = held + piece, size + wide(piece)
        fresh = fresh and not piece.strip()
    if held.strip():
        yield held.rstrip()


def _cut(word: str, room: int) -> int:
    """How many signs of a word fit in a room, one at least."""
    size = 0
    for number, sign in enumerate(word):
        size += wide(sign)
        if size > room:
            return max(number, 1)
    return len(word)


@dataclass(frozen=True, slots=True)
class _Laid:
    """A column as it is laid out: its heading and cells as lines of text, and where they stand."""

    heading: str
    cells: list[str]
    right: bool
    whole: bool

    def least(self, strictly: bool) -> int:
        """The columns it needs: for its longest word, or its longest line if that is to stay whole."""
        words = _longest_word(self.heading)
        if self.whole and strictly:
            return max(words, *map(_longest_line, self.cells))
        return max(words, max(map(_longest_word, self.cells)))

    @property
    def most(self) -> int:
        return max(_longest_line(self.heading), *map(_longest_line, self.cells))


def _longest_line(text: str) -> int:
    return wide(text) if "\n" not in text else max(map(wide, text.split("\n")))


def _longest_word(text: str) -> int:
    return max((wide(piece.rstrip()) for line in text.split("\n") for piece in _PIECES.findall(line)), default=0)


def laid_out(
    table: Table, width: int, styles: Sequence[str], words: Mapping[str, str], told: Callable[[str], str],
    *, break_numbers: bool, ruled: bool,
) -> Iterator[Line]:  # fmt: skip
    """Yield the lines of a table with rows; `told` says how a text is shown. See `terminal.show_table`."""
    for line in folded(told(table.title), width) if table.title else ():
        yield ((line, "bold"),)
    yield ()
    columns = [
        _column(column, [row[n] for row in table.rows], right, told, break_numbers)
        for n, (column, right) in enumerate(zip(table.columns, table.numeric(), strict=True))
    ]
    widths = _widths(columns, width - 2 - _GAP * (len(columns) - 1))
    paint = _Painter(table, styles, words, told)
    yield from _beside(columns, widths, paint, told, ruled) if widths else _below(columns, width, paint)
    yield ()


def _column(
    column: Column, cells: Sequence[object], number: bool, told: Callable[[str], str], break_numbers: bool
) -> _Laid:
    right = column.right or number
    kept = right and not break_numbers
    heading = told(column.words)
    heading = "\n".join(folded(heading, max(10, _longest_word(heading)))) if kept else heading
    texts = [told(cell_text(cell, column.digits)) for cell in cells]  # type: ignore[arg-type]
    return _Laid(heading, texts, right, kept or column.whole)


def _widths(columns: Sequence[_Laid], room: int) -> list[int]:
    """How wide each column is: those that are narrow as they are, the others alike; [] if they have no room."""
    for strictly in (True, False):
        least = [column.least(strictly) for column in columns]
        if sum(least) <= room:
            break
    else:
        return []
    most = [max(column.most, one) for column, one in zip(columns, least, strict=True)]
    if sum(most) <= room:
        return most
    cap = max(
        (cap for cap in range(1, room + 1)
         if sum(min(max(cap, a), b) for a, b in zip(least, most, strict=True)) <= room),
        default=1,
    )  # fmt: skip
    widths = [min(max(cap, a), b) for a, b in zip(least, most, strict=True)]
    for n, top in enumerate(most):
        if sum(widths) < room and widths[n] < top:
            widths[n] += 1
    longest = max(range(len(columns)), key=lambda n: most[n])
    return widths if widths[longest] >= min(_LEAST, most[longest], room // 2) else []


@dataclass(frozen=True, slots=True)
class _Painter:
    """The styles of cells: of their row, of a word that is all of a cell, fainter for a note."""

    table: Table
    styles: Sequence[str]
    words: Mapping[str, str]
    told: Callable[[str], str]

    def row(self, number: int) -> str:
        return self.styles[number] if self.styles else ""

    def cell(self, row: int, column: int) -> tuple[str, int]:
        """The style of a cell, and how many of its signs stand before its note, -1 without one."""
        held = self.table.rows[row][column]
        plain = self.words.get(str(held), "") if self.words else ""
        note = len(self.told(held.text)) if isinstance(held, Noted) else -1
        return plain or self.row(row), note


def _beside(
    columns: Sequence[_Laid], widths: Sequence[int], paint: _Painter, told: Callable[[str], str], ruled: bool
) -> Iterator[Line]:
    heads = [folded(column.heading, width) for column, width in zip(columns, widths, strict=True)]
    tall = max(map(len, heads))
    yield from _row(columns, widths, [[""] * (tall - len(head)) + head for head in heads], ["bold"] * len(columns))
    yield ((" " + told("─") * (sum(widths) + _GAP * (len(widths) - 1)), ""),)
    for number in range(len(columns[0].cells)):
        if ruled and number:
            yield ()
        parts = [_fitted(column.cells[number], width) for column, width in zip(columns, widths, strict=True)]
        styled = [paint.cell(number, n) for n in range(len(columns))]
        yield from _row(columns, widths, parts, [style for style, _ in styled], [note for _, note in styled])


def _fitted(text: str, width: int) -> list[str]:
    return [text] if len(text) * 2 <= width and "\n" not in text else folded(text, width)


def _row(
    columns: Sequence[_Laid], widths: Sequence[int], parts: Sequence[list[str]], styles: Sequence[str],
    notes: Sequence[int] = (),
) -> Iterator[Line]:  # fmt: skip
    before = [0] * len(parts)
    for n in range(max(map(len, parts))):
        line: list[Styled] = [(" ", "")]
        for place, (column, width, part) in enumerate(zip(columns, widths, parts, strict=True)):
            text = part[n] if n < len(part) else ""
            space = " " * (width - wide(text))
            last = place == len(parts) - 1
            note = notes[place] - before[place] if notes and notes[place] >= 0 else len(text)
            before[place] += len(text) + 1
            if column.right:
                line.append((space, ""))
            line += _noted(text, note, styles[place])
            if not last:
                line.append((" " * _GAP if column.right else space + " " * _GAP, ""))
        yield line


def _noted(text: str, note: int, style: str) -> list[Styled]:
    """A piece of a cell, what lies behind the sign `note` fainter."""
    if note >= len(text):
        return [(text, style)]
    cut = max(note, 0)
    return [(text[:cut], style), (text[cut:], f"{style} dim".strip())]


def _below(columns: Sequence[_Laid], width: int, paint: _Painter) -> Iterator[Line]:
    """Row by row, each cell that holds something behind its heading."""
    for number in range(len(columns[0].cells)):
        if number:
            yield ()
        for place, column in enumerate(columns):
            cell = " ".join(column.cells[number].split())
            heading = " ".join(column.heading.split())
            if not cell:
                continue
            style, _ = paint.cell(number, place)
            said = f"{heading}: {cell}" if heading else cell
            for n, line in enumerate(folded(said, width - 1 - 2 * bool(place), hang=2)):
                yield ((" " * (1 + 2 * bool(place)) + line, style if n or place else style or "bold"),)
