"""Before and after: a replay with edits beside the replay without, where they part, and what that changes."""

from replay.counterfactuals.branch import Report, whatif
from replay.counterfactuals.divergence import Differences, ItemChange, differences, entry_words
from replay.counterfactuals.document import document, title_of
from replay.counterfactuals.draws import redraw_acts, redraw_times
from replay.counterfactuals.export import differences_values, report_values
from replay.counterfactuals.outcomes import ClockChange
from replay.counterfactuals.redraws import Redraws, redraws
from replay.counterfactuals.sets import WeighedBranches, weigh_branches

__all__ = [
    "ClockChange", "Differences", "ItemChange", "Redraws", "Report", "WeighedBranches", "differences",
    "differences_values", "document", "entry_words",
    "redraw_acts", "redraw_times", "redraws", "report_values", "title_of", "weigh_branches", "whatif",
]  # fmt: skip
