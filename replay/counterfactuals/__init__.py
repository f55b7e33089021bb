"""Before and after: a replay with edits beside the replay without, where they part, and what that changes."""

from replay.counterfactuals.checklist import checklist
from replay.counterfactuals.divergence import ItemChange, diff, divergence, entry_words
from replay.counterfactuals.document import document
from replay.counterfactuals.redrawn_acts import redraw_acts
from replay.counterfactuals.redraws import NEVER, Redraws, redraws
from replay.counterfactuals.report import KINDS_OF_RUN, Report, compare, whatif, whatifs
from replay.counterfactuals.sets import Weighed, weigh
from replay.counterfactuals.values import (  # fmt: skip
    ClaimChange,
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
)
from replay.text.document import Block, Figure, Heading, Paragraph, Table

__all__ = [
    "KINDS_OF_RUN", "NEVER", "Block", "ClaimChange", "ClockChange", "Criterion", "Difference", "Figure", "Fired",
    "Flag", "Forecasts", "Heading", "ItemChange", "Lost", "Moved", "Paragraph", "PathChange", "Redraws", "Report",
    "Rewrite", "Table", "Weighed", "checklist", "compare", "diff", "divergence", "document", "entry_words", "money",
    "redraw_acts", "redraws", "weigh", "whatif", "whatifs",
]  # fmt: skip
