"""The style sheet of the pictures: as a page has it, and in plain colours for a picture that is taken away."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files

__all__ = ["plain_sheet", "sheet"]

_NOTE = re.compile(r"/\*.*?\*/", re.DOTALL)
_MEDIA = re.compile(r"@media[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}")
_RULE = re.compile(r"([^{}]+)\{([^{}]*)\}")
_MADE = re.compile(r"--pic-([a-z-]+): ([^;]+)")
_OF_CAMP = '[class*="camp-"]'
_USED = re.compile(r"var\(--pic-([a-z-]+)(?:, (var\([^()]*\)))?\)")


@cache
def sheet() -> str:
    """Return the style sheet for pictures inside a page, light and dark."""
    return (files("replay.explore") / "static" / "pictures.css").read_text("utf-8")


@cache
def plain_sheet() -> str:
    """Return the style sheet for a picture that stands alone.

    It is light, and has colours in place of variables, which programs for drawing and for text do not know.
    """
    rules = [(names.strip(), body.strip()) for names, body in _RULE.findall(_MEDIA.sub("", _NOTE.sub("", sheet())))]
    palette = dict(_MADE.findall(rules[0][1]))
    within = {
        name.removeprefix(".pic ."): {made: _colored(value, palette) or "" for made, value in _MADE.findall(body)}
        for names, body in rules[1:] if body.startswith("--pic-")
        for name in names.split(", ")
    }  # fmt: skip
    out = []
    for names, body in rules:
        parts = [part.strip() for part in body.split(";") if part.strip() and not part.strip().startswith("--pic-")]
        if ":" in names or not parts:
            continue
        out.append((names, _all_colored(parts, palette)))
        asked = {found[1] for part in parts for found in _USED.finditer(part)} - palette.keys()
        for place, colors in within.items():
            if asked & colors.keys():
                varied = [part for part in parts if any(one in part for one in asked)]
                out.append((_in_place(names, place), _all_colored(varied, {**palette, **colors})))
    return "\n".join(f"{names} {{ {'; '.join(parts)}; }}" for names, parts in out if parts) + "\n"


def _all_colored(parts: Iterable[str], colors: Mapping[str, str]) -> list[str]:
    return [said for part in parts if (said := _colored(part, colors)) is not None]


def _colored(part: str, colors: Mapping[str, str]) -> str | None:
    """Put colours in the place of variables; None where one has none and nothing stands in for it."""
    found = _USED.search(part)
    if found is None:
        return part
    value = colors.get(found[1]) or found[2]
    return None if value is None else _colored(part.replace(found[0], value), colors)


def _in_place(names: str, place: str) -> str:
    """Say where a rule holds: within an element of a class, at one, and around one.

    >>> _in_place(".pic .mark, .pic .force .bar", "camp-A")
    '.pic .camp-A .mark, .pic .mark.camp-A, .pic .camp-A .force .bar, .pic .force.camp-A .bar, .pic .force .bar.camp-A'
    """
    found: list[str] = []
    for name in names.split(", "):
        if _OF_CAMP in name:
            found.append(f"{name.replace(_OF_CAMP, '')}.{place}")
            continue
        root, *parts = name.split()
        found.append(" ".join([root, f".{place}", *parts]))
        found += [" ".join([root, *parts[:n], f"{part}.{place}", *parts[n + 1 :]]) for n, part in enumerate(parts)]
    return ", ".join(found)
