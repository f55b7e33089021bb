"""HTML as a value: every text is escaped, and only what this module made counts as markup."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

from replay.text.table import Table

__all__ = ["Html", "grid", "join", "table_html", "tag"]

_VOID = frozenset({"input", "meta", "br"})


class Html(str):
    """Text that is markup already. Only `tag`, `join`, and code that vouches for it make any."""

    __slots__ = ()


def tag(name: str, *children: str | Html | None, **attributes: str | bool | None) -> Html:
    """Return an element; children that are not `Html` are escaped, attributes always are.

    An attribute that is None or False is left out, one that is True stands without a value; a trailing underscore
    of its name is dropped, and other underscores become hyphens.

    Examples
    --------
    >>> tag("p", "1 < 2", tag("b", "!"), class_="note", data_id='"x"')
    '<p class="note" data-id="&quot;x&quot;">1 &lt; 2<b>!</b></p>'
    """
    written = "".join(
        f" {key.rstrip('_').replace('_', '-')}" + ("" if value is True else f'="{escape(str(value))}"')
        for key, value in attributes.items()
        if value is not None and value is not False
    )
    if name in _VOID:
        return Html(f"<{name}{written}>")
    return Html(f"<{name}{written}>{join(children)}</{name}>")


def join(children: Iterable[str | Html | None]) -> Html:
    """Return the children one after another, escaped where they are not `Html`."""
    return Html("".join(child if isinstance(child, Html) else escape(child) for child in children if child is not None))


def grid(heads: Iterable[str | Html], rows: Iterable[Html], caption: str = "", **attributes: str) -> Html:
    """Return a table of rows that are made already, in a frame that scrolls where it is too wide.

    Examples
    --------
    >>> grid(["A"], [tag("tr", tag("td", "<"))])[27:]
    '<thead><tr><th scope="col">A</th></tr></thead><tbody><tr><td>&lt;</td></tr></tbody></table></div>'
    """
    cells = (head if isinstance(head, Html) else tag("th", head, scope="col") for head in heads)
    titled = tag("caption", caption) if caption else None
    body = tag("table", titled, tag("thead", tag("tr", *cells)), tag("tbody", *rows), **attributes)
    return tag("div", body, class_="scroll")


def table_html(found: Table) -> Html:
    """Return a table with its title as caption; columns of numbers and cells of dates have classes of these names."""
    numeric = found.numeric()
    heads = (
        tag("th", column.words, scope="col", class_="number" if number else None)
        for column, number in zip(found.columns, numeric, strict=True)
    )
    rows = (
        tag("tr", *(_cell(cell, number) for cell, number in zip(row, numeric, strict=True))) for row in found.written()
    )
    return grid(heads, rows, found.title)


def _cell(cell: str, number: bool) -> Html:
    is_date = len(cell) == 10 and cell[4] == cell[7] == "-" and cell[:4].isdigit()
    return tag("td", cell, class_="number" if number else "date" if is_date else None)
