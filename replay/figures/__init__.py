"""The figures of a replay, ready to be written: drawn, captioned, described in words, with their data.

One folder a figure, one line of `FIGURES` for each figure of a single replay.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from replay.figures.sheet.drawing import FORMATS, Drawing, Picture
from replay.figures.sheet.selection import Layout, Selection
from replay.figures.style import typeface

if TYPE_CHECKING:
    from replay.engine.trace import Trace

__all__ = ["FIGURES", "FORMATS", "Drawing", "Layout", "Picture", "Selection", "figure", "typeface"]

FIGURES: Mapping[str, str] = MappingProxyType(
    {"story": "story_figure", "domain": "domain_figure", "escalation": "escalation_figure"}
)
"""Figures of one replay: the folder of each, and the function there that makes it of a trace and a preset."""


def figure(
    trace: Trace, name: str = "story", preset: str = "page", selection: Selection | None = None,
    layout: Layout | None = None,
) -> Drawing:  # fmt: skip
    """Return a figure of a trace by name.

    Parameters
    ----------
    trace : Trace
        With its timeline.
    name : str
        A key of `FIGURES`.
    preset : str
        A key of `replay.figures.style.PRESETS`.
    selection : Selection, optional
        Which part of the replay is drawn; nothing that is computed depends on it.
    layout : Layout, optional
        Title, key, size and font.

    Raises
    ------
    ValueError
        For a name that is not a key of `FIGURES`, and as the makers do.

    Examples
    --------
    >>> import replay
    >>> figure(replay.run(replay.load(replay.example())), "domain").caption[:15]
    'A small example'
    >>> part = Selection(first="1996-03-01")
    >>> "left out are" in figure(replay.run(replay.load(replay.example())), "story", "page", part).caption
    True
    """
    if name not in FIGURES:
        raise ValueError(f"no figure is called {name!r}; allowed: {', '.join(FIGURES)}")
    given = {"selection": selection, "layout": layout}
    more = {key: value for key, value in given.items() if value is not None}
    made: Drawing = getattr(import_module(f"replay.figures.{name}"), FIGURES[name])(trace, preset, **more)
    return made
