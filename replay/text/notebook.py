"""Values as they show themselves in a notebook: plain HTML tables, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from replay.text.html import tag

__all__ = ["SHOWN", "html_table"]

SHOWN = 60
"""Rows of a long table that a notebook shows: the first and the last of them, half each."""


def html_table(caption: str, columns: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return an HTML table; of more than `SHOWN` rows the middle is left out, and how many is said.

    Examples
    --------
    >>> html_table("C", ["a"], [["<1>"]])
    '<table><caption>C</caption><thead><tr><th>a</th></tr></thead><tbody><tr><td>&lt;1&gt;</td></tr></tbody></table>'
    """
    written = [tag("tr", *(tag("td", cell) for cell in row)) for row in rows]
    if len(written) > SHOWN:
        half = SHOWN // 2
        said = f"… {len(written) - 2 * half} more rows …"
        written = [*written[:half], tag("tr", tag("td", said, colspan=str(len(columns)))), *written[-half:]]
    head = tag("tr", *(tag("th", name) for name in columns))
    return tag("table", tag("caption", caption), tag("thead", head), tag("tbody", *written))
