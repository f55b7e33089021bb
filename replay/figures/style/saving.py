"""How figures are drawn and saved: settings, fonts, and files with the same bytes on every run."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, nullcontext
from functools import lru_cache
from types import MappingProxyType
from typing import TYPE_CHECKING, Any

from replay.figures.style.looks import FONT, GRID, INK, LABEL, MUTED, PAPER, SMALL, TITLE

if TYPE_CHECKING:
    from matplotlib.figure import Figure
    from matplotlib.font_manager import FontProperties

__all__ = ["FORMATS", "RC", "font", "missing", "save", "style"]

RC: Mapping[Any, Any] = MappingProxyType(
    {
        "font.family": [FONT],
        "font.sans-serif": [FONT],
        "font.size": LABEL,
        "mathtext.fontset": "dejavusans",
        "text.color": INK,
        "text.usetex": False,
        "text.hinting": "none",
        "axes.edgecolor": MUTED,
        "axes.labelcolor": INK,
        "axes.labelsize": LABEL,
        "axes.titlesize": TITLE,
        "axes.linewidth": 0.5,
        "axes.spines.top": False,
        "axes.spines.right": False,
        "axes.unicode_minus": True,
        "grid.color": GRID,
        "grid.linewidth": 0.4,
        "xtick.color": MUTED,
        "ytick.color": MUTED,
        "xtick.labelcolor": INK,
        "ytick.labelcolor": INK,
        "xtick.labelsize": SMALL,
        "ytick.labelsize": SMALL,
        "xtick.major.width": 0.5,
        "ytick.major.width": 0.5,
        "legend.fontsize": SMALL,
        "legend.frameon": False,
        "lines.linewidth": 1.2,
        "lines.markersize": 4.0,
        "patch.linewidth": 0.5,
        "hatch.linewidth": 0.4,
        "figure.dpi": 72.0,
        "figure.facecolor": PAPER,
        "savefig.facecolor": PAPER,
        "savefig.edgecolor": PAPER,
        "savefig.bbox": None,
        "path.simplify": False,
        "pdf.fonttype": 42,
        "pdf.compression": 6,
        "svg.fonttype": "path",
        "svg.hashsalt": "replay",
        "svg.image_inline": True,
        "timezone": "UTC",
    }
)
"""Settings for `matplotlib.rc_context`; use `style`."""

_NAMELESS: Mapping[str, Mapping[str, None]] = MappingProxyType(
    {
        "svg": MappingProxyType({"Date": None, "Creator": None}),
        "pdf": MappingProxyType({"CreationDate": None, "ModDate": None, "Creator": None, "Producer": None}),
        "png": MappingProxyType({"Software": None}),
    }
)

_PACKED = {"compress_level": 3, "compress_type": 0}
"""How the pixels of a PNG are packed: for drawings of lines and letters smaller than the default, and faster."""

_DESCRIBED: Mapping[str, str] = MappingProxyType({"svg": "Description", "pdf": "Subject", "png": "Description"})

FORMATS = tuple(sorted(_NAMELESS))
"""The formats that `save` writes."""


@lru_cache(maxsize=256)
def font(size: float, bold: bool = False, italic: bool = False) -> FontProperties:
    """Return the font in a size, resolved to its file once, so that drawing a text need not look for it.

    >>> font(7.0, bold=True).get_weight(), font(7.0) is font(7.0)
    ('bold', True)
    """
    from matplotlib.font_manager import FontProperties, findfont

    made = FontProperties(
        family=FONT, size=size, weight="bold" if bold else "normal", style="italic" if italic else "normal"
    )
    made.set_file(findfont(made))
    return made


def missing(text: str) -> str:
    """Return the signs of a text that the font does not have, each once, in their order.

    >>> missing("sanctions, санкции, 制裁")
    '制裁'
    """
    from matplotlib.font_manager import get_font

    known = get_font(str(font(10.0).get_file())).get_charmap()
    return "".join(dict.fromkeys(sign for sign in text if not sign.isspace() and ord(sign) not in known))


@contextmanager
def style() -> Iterator[None]:
    """Run a block under the settings of `RC`, starting from matplotlib's own defaults.

    >>> from matplotlib import rcParams
    >>> with style():
    ...     rcParams["svg.hashsalt"]
    'replay'
    """
    import matplotlib

    with matplotlib.rc_context():
        matplotlib.rcdefaults()
        matplotlib.rcParams.update(RC)
        yield


def save(figure: Figure, fmt: str, dpi: float = 300, title: str = "", words: str = "") -> bytes:
    """Return a figure as a file, the same bytes on every run.

    Parameters
    ----------
    figure : matplotlib.figure.Figure
    fmt : {"pdf", "png", "svg"}
    dpi : float
        Dots per inch of a PNG, and of pictures inside the others.
    title, words : str
        What the file says of itself, for readers of the screen: its title, and the figure in words.

    Raises
    ------
    ValueError
        For another format.

    Examples
    --------
    >>> from matplotlib.figure import Figure
    >>> save(Figure(figsize=(1, 1)), "png", 72)[1:4]
    b'PNG'
    """
    if fmt not in _NAMELESS:
        raise ValueError(f"format {fmt!r} is not offered; allowed: {', '.join(FORMATS)}")
    out = io.BytesIO()
    said = {"Title": title, _DESCRIBED[fmt]: words}
    metadata = {**_NAMELESS[fmt], **{key: text for key, text in said.items() if text}}
    with style(), _without_layout_tables() if fmt == "pdf" else nullcontext():
        packing: dict[str, Any] = {"pil_kwargs": _PACKED} if fmt == "png" else {}
        figure.savefig(out, format=fmt, dpi=dpi, metadata=metadata, **packing)
    return out.getvalue()


@contextmanager
def _without_layout_tables() -> Iterator[None]:
    """Leave the tables for laying out text off embedded fonts: a PDF places its glyphs, and reading them is slow."""
    from fontTools.subset import Options

    kept = getattr(Options, "_drop_tables_default", None)
    if kept is None:  # a later fontTools keeps its defaults elsewhere: the PDF is the same to a reader, and larger
        yield
        return
    Options._drop_tables_default = [*kept, "GDEF", "GPOS", "GSUB", "kern"]
    try:
        yield
    finally:
        Options._drop_tables_default = kept
