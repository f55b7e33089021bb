"""HTML as a value: every text is escaped, and only what this module made counts as markup."""

from __future__ import annotations

from collections.abc import Iterable
from html import escape

__all__ = ["Html", "join", "tag"]

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
