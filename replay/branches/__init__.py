"""Before and after: a replay with edits beside the replay without, where they part, and what that changes."""

from replay.branches.acts import redraw_acts
from replay.branches.blocks import Block, Figure, Heading, Paragraph, Table, money
from replay.branches.checklist import checklist
from replay.branches.divergence import ItemChange, diff, divergence, entry_words
from replay.branches.document import document
from replay.branches.redraws import NEVER, Redraws, redraws
from replay.branches.report import KINDS_OF_RUN, Report, compare, whatif, whatifs
from replay.branches.sets import Weighed, weigh
from replay.branches.values import (
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
)  # fmt: skip

__all__ = [
    "KINDS_OF_RUN", "NEVER", "Block", "ClaimChange", "ClockChange", "Criterion", "Difference", "Figure", "Fired",
    "Flag", "Forecasts", "Heading", "ItemChange", "Lost", "Moved", "Paragraph", "PathChange", "Redraws", "Report",
    "Rewrite", "Table", "Weighed", "checklist", "compare", "diff", "divergence", "document", "entry_words", "money",
    "redraw_acts", "redraws", "weigh", "whatif", "whatifs",
]  # fmt: skip
