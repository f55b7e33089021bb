"""Before and after: a replay with edits beside the replay without, where they part, and what that changes."""

from replay.counterfactuals.branch import KINDS_OF_RUN, Report, Rewrite, whatif
from replay.counterfactuals.checklist import Criterion, checklist
from replay.counterfactuals.divergence import (
    Difference,
    Differences,
    ItemChange,
    differences,
    entry_words,
    item_changes,
)
from replay.counterfactuals.document import document, title_of
from replay.counterfactuals.draws import redraw_acts, redraw_times
from replay.counterfactuals.events import Flagged, Lost, Moved
from replay.counterfactuals.export import differences_values, report_values
from replay.counterfactuals.outcomes import ClaimChange, ClockChange, Fired, Forecasts, PathChange
from replay.counterfactuals.redraws import NEVER, Redraws, redraws
from replay.counterfactuals.sets import WeighedBranches, weigh_branches
from replay.counterfactuals.view import View

__all__ = [
    "KINDS_OF_RUN", "NEVER", "ClaimChange", "ClockChange", "Criterion", "Difference", "Differences", "Fired",
    "Flagged", "Forecasts", "ItemChange", "Lost", "Moved", "PathChange", "Redraws", "Report", "Rewrite", "View",
    "WeighedBranches", "checklist", "differences", "differences_values", "document", "entry_words", "item_changes",
    "redraw_acts", "redraw_times", "redraws", "report_values", "title_of", "weigh_branches", "whatif",
]  # fmt: skip
