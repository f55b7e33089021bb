"""Figures before and after: a replay with edits drawn against the replay without.

Each takes a report and returns a Figure. What is only before is hollow or dashed, what is only after is filled and
strong, what is the same is pale; so the three can be told apart in grey.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from matplotlib.figure import Figure

from replay.counterfactuals import Report
from replay.figures.counterfactual.acts import acts
from replay.figures.counterfactual.clocks import clocks
from replay.figures.counterfactual.paths import paths

__all__ = ["FIGURES", "acts", "clocks", "paths"]

FIGURES: Mapping[str, Callable[[Report], Figure]] = MappingProxyType(
    {"escalation": acts, "domain": paths, "clocks": clocks}
)
"""The figures by the stem of their file names, as a document refers to them."""
