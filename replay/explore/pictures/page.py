"""The page of a story: its width, its date axis, and what is drawn on it behind and in front."""

from __future__ import annotations

from dataclasses import dataclass, field

from replay.explore.pictures.calendar import Axis, axis_of
from replay.explore.pictures.content import Content, content_of
from replay.explore.pictures.scene import Scene
from replay.explore.pictures.svg import Html

__all__ = ["EDGE", "GUTTER", "SIZE", "SMALL", "Page", "page_of"]

GUTTER, EDGE = 142.0, 8.0
SIZE, SMALL = 11.0, 10.0
"""Sizes of type."""
_WIDE, _NARROW = 1000.0, 400.0


@dataclass(slots=True)
class Page:
    """A page from x = 0 to `width`; between `left` and `right` lies what has a day. `back` is drawn before `front`."""

    scene: Scene
    content: Content
    width: float
    left: float
    right: float
    axis: Axis
    back: list[Html] = field(default_factory=list)
    front: list[Html] = field(default_factory=list)

    @property
    def narrow(self) -> bool:
        """Whether it is for a telephone."""
        return self.scene.narrow


def page_of(scene: Scene) -> Page:
    """Return an empty page for a scene."""
    content, narrow = content_of(scene), scene.narrow
    width, left = (_NARROW, EDGE) if narrow else (_WIDE, GUTTER)
    right = width - EDGE - (18.0 if narrow else 34.0)
    axis = axis_of(*content.reach, content.days, left + 6, right - 4, scene.axis == "stretched")
    return Page(scene, content, width, left, right, axis)
