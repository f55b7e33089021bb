"""Values as they show themselves in a notebook: plain HTML tables, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from html import escape

__all__ = ["SHOWN", "table"]

SHOWN = 60
"""Rows of a long table that a notebook shows: the first and the last of them, half each."""


def table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return an HTML table; of more than `SHOWN` rows the middle is left out, and how many is said.

    Examples
    --------
    >>> table("C", ["a"], [["<1>"]])
    '<table><caption>C</caption><thead><tr><th>a</th></tr></thead><tbody><tr><td>&lt;1&gt;</td></tr></tbody></table>'
    """
    found = [[escape(cell) for cell in row] for row in rows]
    written = [_row(row) for row in found]
    if len(found) > SHOWN:
        half = SHOWN // 2
        left = len(found) - 2 * half
        written = [
            *written[:half], f'<tr><td colspan="{len(columns)}">… {left} more rows …</td></tr>', *written[-half:],
        ]  # fmt: skip
    head = "".join(f"<th>{escape(name)}</th>" for name in columns)
    body = "".join(written)
    return f"<table><caption>{escape(caption)}</caption><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def _row(cells: Sequence[str]) -> str:
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"
