"""The figures before and after, ready to be written: a replay with edits against the replay without.

What is only before is hollow or dashed, what is only after is filled and strong, what is the same is pale; so the
three can be told apart in grey.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING

from replay.figures.counterfactual.act_changes import acts_before_after
from replay.figures.counterfactual.clock_changes import clocks_before_after
from replay.figures.counterfactual.path_changes import paths_before_after
from replay.figures.sheet.drawing import Drawing
from replay.figures.style import style

if TYPE_CHECKING:
    from replay.counterfactuals import Report

__all__ = ["FIGURES", "before_after"]

FIGURES: Mapping[str, Callable[[Report], Drawing]] = MappingProxyType(
    {"escalation": acts_before_after, "domain": paths_before_after, "clocks": clocks_before_after}
)
"""What makes each figure, by the stem of its file names, as a document refers to it; in the order of a report."""


def before_after(report: Report, name: str) -> Drawing:
    """Return a figure of a what-if by name.

    Raises
    ------
    ValueError
        For a name that is not a key of `FIGURES`.

    Examples
    --------
    >>> import replay
    >>> from replay.counterfactuals.edits import Drop
    >>> made = before_after(replay.whatif(replay.load(replay.example()), [Drop("settlement")]), "escalation")
    >>> made.data.column("status").count("added"), "dropped by an edit: 1 act" in made.caption
    (5, True)
    """
    if name not in FIGURES:
        raise ValueError(f"no figure before and after is called {name!r}; allowed: {', '.join(FIGURES)}")
    with style():
        return FIGURES[name](report)
