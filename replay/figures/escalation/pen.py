"""Pieces of DOT text: numbers, quoting, attribute lists, and the drawing behind the graph (xdot)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graphviz.quoting import quote

from replay.figures.style import FONT, INK

__all__ = ["Pen", "Spot", "attributes", "label", "name", "number"]

Spot = tuple[float, float]
"""x to the right and y upwards, in points."""


def number(value: float, places: int = 2) -> str:
    """Write a number with at most so many decimals.

    >>> number(3.0), number(2.345), number(-0.001)
    ('3', '2.35', '0')
    """
    text = f"{value:.{places}f}".rstrip("0").rstrip(".")
    return "0" if text == "-0" else text


def name(text: str) -> str:
    """Quote an identifier for DOT.

    >>> name("wto-case"), name("node"), name("us")
    ('"wto-case"', '"node"', 'us')
    """
    return str(quote(text))


def label(text: str) -> str:
    r"""Quote a text to be shown: entities stand for themselves, a backslash becomes a slash.

    Graphviz' output formats disagree on backslashes, so none is written.

    >>> label("R&D"), label("a\\b"), label('"<b>"')
    ('"R&amp;D"', '"a/b"', '"\\"<b>\\""')
    """
    return '"' + _plain(text).replace("&", "&amp;").replace('"', '\\"') + '"'


def _plain(text: str) -> str:
    return " ".join(text.replace("\\", "/").split())


def attributes(values: Mapping[str, str | float | int]) -> str:
    """Write an attribute list; text that is already quoted stays as it is.

    >>> attributes({"width": 0.125, "label": '"a b"'})
    '[width=0.125, label="a b"]'
    """
    parts = (f"{key}={value if isinstance(value, str) else number(value, 4)}" for key, value in values.items())
    return f"[{', '.join(parts)}]"


class Pen:
    """Collects drawing operations in the xdot language, a line each.

    Examples
    --------
    >>> pen = Pen()
    >>> pen.line([(0, 0), (10, 0)], "#000000", 0.5)
    >>> print(pen.text)
    S 17 -setlinewidth(0.5) S 5 -solid c 7 -#000000 L 2 0 0 10 0
    """

    def __init__(self) -> None:
        self._lines: list[str] = []

    @property
    def text(self) -> str:
        """The operations so far."""
        return "\n".join(self._lines)

    def note(self, *parts: str) -> None:
        """Add operations as they are."""
        self._lines.append(" ".join(parts))

    def line(self, spots: Sequence[Spot], color: str, width: float, line: str = "solid") -> None:
        """Draw a polyline, `width` in points, in Graphviz' line style `line`."""
        self.note(*_stroke(color, width, line), _spots("L", spots))

    def area(self, left: float, bottom: float, right: float, top: float, color: str) -> None:
        """Fill an upright rectangle."""
        corners = ((left, bottom), (right, bottom), (right, top), (left, top))
        self.note(_text("c", color), _text("C", color), _spots("P", corners))

    def write(
        self, at: Spot, text: str, size: float, color: str = INK, align: str = "l", bold: bool = False, room: float = 0
    ) -> None:
        """Write a line of text.

        Parameters
        ----------
        at : Spot
            On the base line: the text's left end, middle or right end, as `align` is l, c or r.
        size : float
            Points.
        room : float
            Width of the text in points, for programs without the font.
        """
        side = {"l": "-1", "c": "0", "r": "1"}[align]
        font = f"F {number(size)} {len(FONT)} -{FONT} t {int(bold)}"
        place = f"T {number(at[0])} {number(at[1] - size * 0.1)} {side} {number(room)}"  # Graphviz adds a tenth
        self.note(font, _text("c", color), _text(place, text))


def _text(op: str, text: str) -> str:
    plain = _plain(text)
    return f"{op} {len(plain.encode())} -{plain}"


def _stroke(color: str, width: float, line: str) -> tuple[str, ...]:
    return _text("S", f"setlinewidth({number(width)})"), _text("S", line), _text("c", color)


def _spots(op: str, spots: Sequence[Spot]) -> str:
    return f"{op} {len(spots)} " + " ".join(f"{number(x)} {number(y)}" for x, y in spots)
