"""The figures of a replay, ready to be written: drawn, captioned, described in words, with their data.

One folder a figure, one line of `FIGURES` for each figure of a single replay.
"""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING

from replay.figures.sheet.drawing import FORMATS, Drawing, Picture

if TYPE_CHECKING:
    from replay.engine.trace import Trace

__all__ = ["FIGURES", "FORMATS", "Drawing", "Picture", "figure"]

FIGURES: Mapping[str, str] = MappingProxyType(
    {"story": "story_figure", "domain": "domain_figure", "escalation": "escalation_figure"}
)
"""Figures of one replay: the folder of each, and the function there that makes it of a trace and a preset."""


def figure(trace: Trace, name: str = "story", preset: str = "page") -> Drawing:
    """Return a figure of a trace by name.

    Raises
    ------
    ValueError
        For a name that is not a key of `FIGURES`, and as the makers do.

    Examples
    --------
    >>> import replay
    >>> figure(replay.run(replay.load(replay.example())), "domain").caption[:15]
    'A small example'
    """
    if name not in FIGURES:
        raise ValueError(f"no figure is called {name!r}; allowed: {', '.join(FIGURES)}")
    made: Drawing = getattr(import_module(f"replay.figures.{name}"), FIGURES[name])(trace, preset)
    return made
