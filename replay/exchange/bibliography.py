"""The bibliography of a dispute for reference managers and for TeX: BibTeX and CSL-JSON, entry by entry the same."""

from __future__ import annotations

import re
from typing import Any
from urllib.parse import quote

from replay.text.plain import json_text
from replay.text.tex import ascii_name, escaped, headed
from replay.text.words import distinct
from replay.timeline import Source, Timeline

__all__ = ["bibliography", "csl"]

_OF_URLS = "%/:?#[]@!$&'()*+,;=~"  # signs that stand in a URL; any other is written as its number


def bibliography(timeline: Timeline) -> str:
    r"""Return the sources as BibTeX, each under a key in ASCII that no other has; then the pages cited by address.

    What has no author is sorted by its title (field `key`); the day on which a page was read is its `urldate`.
    Titles, and names of one part, stand in braces of their own, so that no style of BibTeX changes or turns them.

    Examples
    --------
    >>> import replay
    >>> bibliography(replay.load(replay.example()))[:6]
    '@misc{'
    """
    return headed("\n".join(_entry(*one) for one in _entries(timeline)))


def csl(timeline: Timeline) -> str:
    """Return the same entries as CSL-JSON, which Zotero, Pandoc and citeproc read.

    Examples
    --------
    >>> import json, replay
    >>> json.loads(csl(replay.load(replay.example())))[0]["issued"]
    {'date-parts': [[1996]]}
    """
    return json_text([_item(*one) for one in _entries(timeline)])


def _entries(timeline: Timeline) -> list[tuple[Source, str, str]]:
    """The sources, then the pages cited by address: each with the day on which it was read, and its key."""
    pages = [(Source("page", page.title or page.url, url=page.url), page.accessed) for page in timeline.pages]
    every = [*((source, "") for source in timeline.sources.values()), *pages]
    keys = distinct(ascii_name(source.key) or "source" for source, _ in every)
    return [(source, read_on, key) for (source, read_on), key in zip(every, keys, strict=True)]


def _entry(source: Source, read_on: str, key: str) -> str:
    fields = {
        "author": _names(source.author) if source.author else "", "title": f"{{{escaped(source.title)}}}",
        "key": "" if source.author else escaped(source.title), "year": escaped(source.year),
        "howpublished": escaped(source.publisher), "url": quote(source.url, safe=_OF_URLS), "urldate": read_on,
    }  # fmt: skip
    lines = [f"  {name} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join((f"@misc{{{key},", *lines, "}", ""))


def _item(source: Source, read_on: str, key: str) -> dict[str, Any]:
    parts = _persons(source.author)
    names = [{"family": family, "given": given} for family, given in parts] or [{"literal": source.author}]
    year = {"date-parts": [[int(source.year)]]} if re.fullmatch(r"\d{4}", source.year) else {"literal": source.year}
    read = {"date-parts": [[int(part) for part in read_on.split("-")]]} if read_on else {}
    held = {
        "id": key, "type": "webpage" if read_on else "document", "title": source.title,
        "author": names if source.author else [], "issued": year if source.year else {},
        "publisher": source.publisher, "URL": source.url, "accessed": read,
    }  # fmt: skip
    return {name: value for name, value in held.items() if value}


def _names(author: str) -> str:
    """Names as ``Family, Given and Family, Given`` where they are so written; any other as one name."""
    parts = _persons(author)
    return " and ".join(escaped(f"{family}, {given}") for family, given in parts) or f"{{{escaped(author)}}}"


def _persons(author: str) -> list[tuple[str, str]]:
    """Family and given names where all are so written; else none."""
    parts = re.split(r"\s+and\s+|\s*;\s*", author)
    found = [re.fullmatch(r"([^,]*[^,\s]),\s*([^,\s][^,]*)", part) for part in parts]
    return [(one[1], one[2]) for one in found if one] if all(found) else []
