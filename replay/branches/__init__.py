"""Before and after: a replay with edits beside the replay without, where they part, and what that changes."""

from replay.branches.divergence import ItemChange, diff, divergence, entry_words
from replay.branches.report import KINDS_OF_RUN, Report, compare, whatif, whatifs
from replay.branches.values import (
    ClockChange,
    Criterion,
    Difference,
    Fired,
    Flag,
    Forecasts,
    Lost,
    Moved,
    PathChange,
    Rewrite,
)  # fmt: skip

__all__ = [
    "KINDS_OF_RUN", "ClockChange", "Criterion", "Difference", "Fired", "Flag", "Forecasts", "ItemChange", "Lost",
    "Moved", "PathChange", "Report", "Rewrite", "compare", "diff", "divergence", "entry_words", "whatif", "whatifs",
]  # fmt: skip
