"""Figures measured from the renderer: where each text stands, how large it is, what it touches."""

import itertools

from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.lines import Line2D
from matplotlib.text import Text
from matplotlib.transforms import Bbox

LEAST = 7.0  # points
CLEAR = 2.0  # points between two texts of one line, and between a text and the edge of the page


def texts(made):
    """Every text of a figure that says something."""
    return [text for text in made.findobj(Text) if text.get_text().strip()]


def words(made):
    return [text.get_text() for text in texts(made)]


def named(made, start):
    """The lines and marks of a figure whose name begins so."""
    return [line for line in made.findobj(Line2D) if (line.get_gid() or "").startswith(start)]


def boxes(made, artists):
    made.set_dpi(200)
    renderer = FigureCanvasAgg(made).get_renderer()
    return [artist.get_window_extent(renderer) for artist in artists]


def meeting(made, some, others=None):
    """Pairs of artists whose boxes overlap: of `some` among themselves, or of `some` with `others`."""
    found = list(zip(some, boxes(made, some), strict=True))
    if others is None:
        pairs = itertools.combinations(found, 2)
    else:
        pairs = itertools.product(found, zip(others, boxes(made, others), strict=True))
    return [(a.get_gid() or a, b.get_gid() or b) for (a, one), (b, other) in pairs if one.overlaps(other)]


def slim(box, share=0.08):
    """A text's box without the air that its line has above and below the letters."""
    return Bbox.from_extents(box.x0, box.y0 + share * box.height, box.x1, box.y1 - share * box.height)


def faults(made, scale=1.0):
    """Texts that are too small, come too near the edge, touch or overlap another; an empty list for a good figure."""
    found = list(zip(texts(made), boxes(made, texts(made)), strict=True))
    page, out, clear = made.bbox, [], CLEAR * scale * made.dpi / 72
    for text, box in found:
        if text.get_fontsize() < LEAST * scale - 1e-9:
            out.append(f"{text.get_text()!r} is set in {text.get_fontsize():g} pt")
        if not (page.x0 + clear <= box.x0 and box.x1 <= page.x1 - clear and page.y0 <= box.y0 and box.y1 <= page.y1):
            out.append(f"{text.get_text()!r} leaves the page or all but touches its edge: {box}")
    for (a, one), (b, other) in itertools.combinations(found, 2):
        if slim(one).overlaps(slim(other)):
            out.append(f"{a.get_text()!r} overlaps {b.get_text()!r}")
        elif a.get_text().isdigit() or b.get_text().isdigit():
            continue  # numbers of acts stand in frames of their own
        elif abs(one.y0 - other.y0) < 1 and -clear < max(one.x0, other.x0) - min(one.x1, other.x1) < clear:
            out.append(f"{a.get_text()!r} touches {b.get_text()!r}")
    return out
