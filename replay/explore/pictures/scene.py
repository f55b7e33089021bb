"""What a picture is made of: a replay, or two with what was edited, and how a reader looks at them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property

from replay.counterfactuals import Report
from replay.counterfactuals.view import View
from replay.engine.trace import Trace
from replay.timeline.dispute import once

__all__ = ["Filters", "Scene"]


@dataclass(frozen=True)
class Filters:
    """Which acts are drawn; by default all. Nothing that is computed depends on it.

    Attributes
    ----------
    first, last : int or None
        Days between which things are drawn, both included.
    parties : tuple[str, ...]
        Ids of the parties whose acts are drawn; none for those of all.
    kinds : tuple[str, ...]
        Acts, in the words of the codebook; none for all.
    min_rung : int
        Lowest rung of the acts drawn.
    most : int or None
        So many of the most important acts; acts that an edit changes are drawn besides.
    """

    first: int | None = None
    last: int | None = None
    parties: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()
    min_rung: int = 0
    most: int | None = None


@once
def _alone(view: View) -> Report:
    """A replay beside itself."""
    return Report(view, view)


def _anchor(name: str) -> str:
    return f"#{name}"


@dataclass(frozen=True)
class Scene:
    """What a picture shows.

    Attributes
    ----------
    record : Trace or View
        The replay as coded; a view where it is drawn many times.
    branch : Trace, View or None
        The replay with edits.
    report : Report or None
        Both, set side by side; `branch` need not be given then.
    link : callable
        The address that selects an act, by its id.
    selected : str or None
        The act that is selected.
    filters : Filters
    width : {"wide", "narrow"}
        For a screen or a page, or for a telephone.
    axis : {"stretched", "uniform"}
        Whether a stretch of the calendar in which more happens takes more room.
    alone : bool
        Whether the picture carries its own style sheet, title and caption.

    Examples
    --------
    >>> import replay
    >>> scene = Scene(replay.run(replay.load(replay.example())))
    >>> scene.edited, scene.after is scene.before
    (False, True)
    """

    record: Trace | View
    branch: Trace | View | None = None
    report: Report | None = field(default=None, repr=False)
    link: Callable[[str], str] = field(default=_anchor, repr=False)
    selected: str | None = None
    filters: Filters = Filters()
    width: str = "wide"
    axis: str = "stretched"
    alone: bool = False

    @cached_property
    def before(self) -> View:
        """The replay as coded."""
        if self.report is not None:
            return self.report.before
        return self.record if isinstance(self.record, View) else View(self.record)

    @cached_property
    def after(self) -> View:
        """The replay with the edits; the one as coded where there are none."""
        if self.report is not None:
            return self.report.after
        if self.branch is None:
            return self.before
        return self.branch if isinstance(self.branch, View) else View(self.branch)

    @cached_property
    def compared(self) -> Report:
        """Both side by side."""
        return self.report or (Report(self.before, self.after) if self.edited else _alone(self.before))

    @property
    def edited(self) -> bool:
        """Whether there are two replays."""
        return self.after is not self.before

    @property
    def narrow(self) -> bool:
        """Whether it is for a telephone."""
        return self.width == "narrow"
