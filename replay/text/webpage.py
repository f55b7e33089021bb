"""Documents as HTML: a page that opens from disk, fetches nothing, and runs nothing but the script that it is given."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType

from replay.text.blocks import Block, Figure, Grid, Heading, Paragraph
from replay.text.html import Html, join, tag
from replay.text.svg import inlined

__all__ = ["article", "dated", "table_tag", "whole"]

_DATE = re.compile(r"\b(\d{4}-\d{2}-\d{2})\b")
_DATA = Path(__file__).parent.parent / "data"


def whole(title: str, body: Html, script: str = "") -> str:
    """Return a page under a content policy: its own style sheet and script only, and nothing from anywhere.

    Parameters
    ----------
    title : str
    body : Html
    script : str, optional
        Name of a file of the package that holds the script of the page.

    Examples
    --------
    >>> page = whole("A <b>", article([Heading("Over & out", 1)]))
    >>> "<h1>Over &amp; out</h1>" in page, "<title>A &lt;b&gt;</title>" in page, "script-src" in page
    (True, True, False)
    """
    style = (_DATA / "page.css").read_text(encoding="utf-8")
    code = (_DATA / script).read_text(encoding="utf-8") if script else ""
    allowed = f"style-src {_digest(style)}; {f'script-src {_digest(code)}; ' if code else ''}"
    policy = f"default-src 'none'; {allowed}base-uri 'none'; form-action 'none'"
    head = join(
        (
            tag("meta", charset="utf-8"), tag("meta", http_equiv="Content-Security-Policy", content=policy),
            tag("meta", name_="viewport", content="width=device-width, initial-scale=1"),
            tag("meta", name_="referrer", content="no-referrer"), tag("title", title), tag("style", Html(style)),
        )
    )  # fmt: skip
    shown = tag("body", body, tag("script", Html(code)) if code else None)
    return f"<!DOCTYPE html>\n{tag('html', tag('head', head), shown, lang='en')}\n"


def _digest(text: str) -> str:
    return "'sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode() + "'"


def article(blocks: Iterable[Block], figures: Mapping[str, str] = MappingProxyType({}), below: int = 0) -> Html:
    """Return a document as a part of a page.

    Parameters
    ----------
    blocks : iterable of Block
    figures : mapping, optional
        SVG text of each figure by its stem; figures that are not in it are left out.
    below : int
        Level of the heading under which the document stands.
    """
    return join(_made(block, figures, below) for block in blocks)


def _made(block: Block, figures: Mapping[str, str], below: int) -> Html:
    match block:
        case Heading(text, level):
            return _line(tag(f"h{level + below}", dated(text)))
        case Paragraph(text, strong):
            return _line(tag("p", tag("strong", dated(text)) if strong else dated(text)))
        case Figure(stem, caption):
            if stem not in figures:
                return Html("")
            paper = tag("div", inlined(figures[stem], stem, caption), class_="paper")
            return _line(tag("figure", paper, tag("figcaption", caption)))
        case Grid():
            return table_tag(block)


def table_tag(grid: Grid, caption: str | None = None, ids: Sequence[str] = ()) -> Html:
    """Return a grid as a table that scrolls where it is too wide; its rows get the `ids`, if there are any."""

    def row(
        name: str, cells: tuple[str, ...], scope: str | None = None, look: str | None = None, id_: str | None = None
    ) -> Html:  # fmt: skip
        sides = ("number" if n in grid.right else None for n in range(len(grid.heads)))
        made = (tag(name, dated(cell), scope=scope, class_=side) for cell, side in zip(cells, sides, strict=True))
        return _line(tag("tr", *made, class_=look, id_=id_))

    rows = (
        row("td", cells, look="differs" if n in grid.marked else None, id_=ids[n] if ids else None)
        for n, cells in enumerate(grid.rows)
    )
    head = tag("thead", row("th", grid.heads, "col"))
    said = tag("caption", caption) if caption else None
    return _line(tag("div", tag("table", said, head, tag("tbody", *rows)), class_="scroll"))


def dated(text: str) -> Html:
    """The text, with dates that no line breaks."""
    return Html(_DATE.sub(r"<time>\1</time>", join([text])))


def _line(made: Html) -> Html:
    return Html(f"{made}\n")
