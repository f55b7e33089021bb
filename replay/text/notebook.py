"""Values as they show themselves in a notebook: plain HTML tables, every text escaped."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib import import_module
from typing import Any, TypeVar

from replay.text.html import tag

__all__ = ["SHOWN", "InNotebook", "Listed", "html_table"]

T = TypeVar("T")

SHOWN = 60
"""Rows of a long table that a notebook shows: the first and the last of them, half each."""


class InNotebook:
    """A value that shows itself in a notebook as tables: those that `replay.tables.notebook` makes of it.

    That room stands above all whose values are shown, so it is looked up by name, and only when one is.
    """

    __slots__ = ()

    def _repr_html_(self) -> str | None:
        made = import_module("replay.tables.notebook").tables_of(self)
        return "".join(table._repr_html_() for table in made) or None


class Listed(tuple[T, ...], InNotebook):
    """What a replay holds of one kind, in order; shows itself as a table, for which it knows the replay."""

    trace: Any

    def __new__(cls, items: Iterable[T] = (), trace: Any = None) -> Listed[T]:
        """Keep the replay beside the items."""
        made = super().__new__(cls, items)
        made.trace = trace
        return made


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
