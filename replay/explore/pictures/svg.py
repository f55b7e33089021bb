"""SVG as text: numbers, texts and shapes, with classes in place of colours."""

from __future__ import annotations

import re
from collections.abc import Iterable
from html import escape

from replay.explore.pictures.sheets import plain_sheet
from replay.text.html import Html, join, tag

__all__ = ["Html", "box", "join", "line", "now_line", "number", "path", "picture", "tag", "text"]

_CONTROL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def number(value: float) -> str:
    """Write a length with one decimal at most.

    >>> number(12.04), number(12.5), number(-0.01)
    ('12', '12.5', '0')
    """
    written = f"{value:.1f}"
    return "0" if written == "-0.0" else written.removesuffix(".0")


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> Html:
    """Return a line of a class."""
    return Html(f'<line class="{kind}" x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}"/>')


def box(x: float, y: float, width: float, height: float, kind: str) -> Html:
    """Return a rectangle of a class."""
    size = f'width="{number(max(width, 0.0))}" height="{number(max(height, 0.0))}"'
    return Html(f'<rect class="{kind}" x="{number(x)}" y="{number(y)}" {size}/>')


def path(steps: Iterable[str | float], kind: str) -> Html:
    """Return a path of a class: letters and numbers in turn."""
    drawn = " ".join(step if isinstance(step, str) else number(step) for step in steps)
    return Html(f'<path class="{kind}" d="{drawn}"/>')


def text(x: float, y: float, said: str, kind: str = "t", anchor: str = "") -> Html:
    """Return a line of text of a class, its baseline at `y`; `anchor` is "", "middle" or "end"."""
    where = f' text-anchor="{anchor}"' if anchor else ""
    return Html(f'<text class="{kind}" x="{number(x)}" y="{number(y)}"{where}>{escape(_CONTROL.sub("", said))}</text>')


def now_line(way: str, places: Iterable[float], ends: tuple[float, float]) -> Html:
    """Return the line of the present for who steps through a replay: hidden, with its place at each entry.

    Its `x`, or its `y` as `way` says, is to be set to the place; it reaches from end to end on the other.
    """
    other, (start, end) = "y" if way == "x" else "x", ends
    return Html(
        f'<line class="now-line" data-way="{way}" data-places="{" ".join(map(number, places))}" '
        f'{way}1="0" {way}2="0" {other}1="{number(start)}" {other}2="{number(end)}"/>'
    )


def picture(kind: str, width: float, height: float, label: str, body: Iterable[Html], alone: bool) -> str:
    """Return a whole picture; with its style sheet where it stands alone."""
    label = _CONTROL.sub("", label)
    parts = join([tag("title", label), *([tag("style", Html(plain_sheet()))] if alone else []), *body])
    size = f' width="{number(width)}" height="{number(height)}"' if alone else ""
    face = 'font-family="Helvetica, Arial, sans-serif" font-size="12"'
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="pic {kind}" viewBox="0 0 {number(width)} {number(height)}"'
        f'{size} role="{"img" if alone else "group"}" aria-label="{escape(label)}" {face}>{parts}</svg>\n'
    )
