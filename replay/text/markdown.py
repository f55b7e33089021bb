"""Documents as Markdown: CommonMark with tables."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from replay.text.blocks import Block, Figure, Grid, Heading, Paragraph

__all__ = ["begun", "code", "escaped", "markdown"]

_SPECIAL = re.compile(r"[\\`*_\[\]<>|#~&$^@]|:(?=//)|(?<=\bwww)\.")
_FIRST = re.compile(r"^(\d*)(?=[-+=:][-+=:\s]|[-+=:]$|(?<=\d)[.)](?:\s|$))")  # a list, a rule, a definition


def escaped(text: str) -> str:
    r"""Write a text so that Markdown shows it as it stands, on one line: no markup, image, link, list or formula.

    >>> print(escaped("![x](javascript:y) <b> &lt; http://a.b"))
    !\[x\](javascript:y) \<b\> \&lt; http\://a.b
    """
    return _SPECIAL.sub(r"\\\g<0>", " ".join(text.split()))


def begun(text: str) -> str:
    r"""Write a text as `escaped` does, to begin a paragraph with: it is no list and no rule either.

    >>> print(begun("1. a"), begun("---"))
    1\. a \---
    """
    return _FIRST.sub(r"\1\\", escaped(text))


def code(text: str) -> str:
    """Write a text as code in a line, between more backticks than it holds in a row.

    >>> code("a.yaml"), code("a`b")
    ('`a.yaml`', '`` a`b ``')
    """
    text = " ".join(text.split())
    fence = "`" * (1 + max(map(len, re.findall("`+", text)), default=0))
    return f"{fence} {text} {fence}" if "`" in text else f"{fence}{text}{fence}"


def markdown(blocks: Iterable[Block], figures: Mapping[str, str] = MappingProxyType({})) -> str:
    r"""Return a document as Markdown; rows that differ are bold.

    Parameters
    ----------
    blocks : iterable of Block
    figures : mapping, optional
        File name of each figure by its stem; figures that are not in it are left out.

    Examples
    --------
    >>> print(markdown([Heading("A_b"), Grid(("x", "n"), (("a|b", "1"),), right=(1,), marked={0})]))
    ## A\_b
    <BLANKLINE>
    | x | n |
    | :-- | --: |
    | **a\|b** | **1** |
    <BLANKLINE>
    """
    return "\n".join(part for block in blocks for part in _written(block, figures))


def _written(block: Block, figures: Mapping[str, str]) -> list[str]:
    match block:
        case Heading(text, level):
            return [f"{'#' * level} {escaped(text)}\n"]
        case Paragraph(text, strong):
            return [f"**{escaped(text)}**\n" if strong else f"{begun(text)}\n"]
        case Figure(stem, caption):
            said = escaped(caption)
            return [f"![{said}]({figures[stem]})\n\n*{said}*\n"] if stem in figures else []
        case Grid():
            rules = ("--:" if n in block.right else ":--" for n in range(len(block.heads)))
            lines = [_line(map(escaped, block.heads)), _line(rules)]
            for n, row in enumerate(block.rows):
                sign = "**" if n in block.marked else ""
                lines.append(_line(f"{sign}{escaped(cell)}{sign}" if cell.strip() else "" for cell in row))
            return ["\n".join(lines) + "\n"]


def _line(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"
