"""SVG for use inside a page: without styles and scripts, with ids of its own and words for its marks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from html import escape, unescape
from types import MappingProxyType

from replay.text.html import Html

__all__ = ["inlined"]

_STYLE = re.compile(r' style="([^"]*)"')
_ID = re.compile(r' id="([^"]*)"')
_LINK = re.compile(r'href="#([^"]*)"')  # xlink:href too
_URL = re.compile(r"url\(#([^)]*)\)")
_SHEET = re.compile(r"<style.*?</style>", re.DOTALL)
_TITLE = re.compile(r"<title>.*?</title>", re.DOTALL)
_META = re.compile(r"<metadata>.*?</metadata>", re.DOTALL)
_NOTE = re.compile(r"<!--.*?-->", re.DOTALL)
_GROUP = re.compile(r'<g id="((?:act|clock|done|end|link|reading|name|stick|run) [^"]*)">')
_TAILS = (" label", " half", " 2", " head")


def inlined(svg: str, prefix: str, label: str, tips: Mapping[str, str] = MappingProxyType({})) -> Html:
    """Return the SVG of a figure as an element of a page, under a strict content policy too.

    Style attributes become attributes of their own; ids that something refers to get the prefix, so that several
    figures live on one page, and the others go; a mark whose name is a key of `tips` gets these words as its title.

    Parameters
    ----------
    svg : str
        As written by `figstyle.save`.
    prefix : str
        Of the ids; another for each figure on the page.
    label : str
        What the figure shows.
    tips : mapping
        Words by the name of a mark, such as ``act demand``.

    Examples
    --------
    >>> made = inlined('<svg><g id="act a"><path style="fill: #fff"/></g></svg>', "f1", "L", {"act a": "A<"})
    >>> made[made.index("<g"):]
    '<g class="tip" data-mark="act a"><title>A&lt;</title><path fill="#fff"/></g></svg>'
    """
    body = svg[svg.index("<svg") :].strip()
    for out in (_TITLE, _META, _SHEET, _NOTE):
        body = out.sub("", body)

    def group(found: re.Match[str]) -> str:
        name = unescape(found[1])
        for tail in _TAILS:
            name = name.removesuffix(tail)
        words = tips.get(name)
        if words is None:
            return "<g>"
        return f'<g class="tip" data-mark="{escape(name)}"><title>{escape(words)}</title>'

    body = _GROUP.sub(group, body)
    body = _STYLE.sub(lambda found: _attributes(found[1]), body)
    wanted = {*_LINK.findall(body), *_URL.findall(body)}
    body = _ID.sub(lambda found: f' id="{prefix}-{found[1]}"' if found[1] in wanted else "", body)
    body = _LINK.sub(lambda found: f'href="#{prefix}-{found[1]}"', body)
    body = _URL.sub(lambda found: f"url(#{prefix}-{found[1]})", body)
    head = f'<svg role="img" aria-label="{escape(label)}" stroke-linejoin="round" stroke-linecap="butt"'
    return Html(body.replace("<svg", head, 1))


def _attributes(style: str) -> str:
    """Write CSS declarations as presentation attributes."""
    out = ""
    for part in style.split(";"):
        name, sign, value = part.partition(":")
        if sign:
            out += f' {name.strip()}="{value.strip()}"'
    return out
