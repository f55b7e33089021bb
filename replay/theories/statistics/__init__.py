"""Scores of probability forecasts, agreement of ratings, exact tests of paired differences, weights of evidence.

Pure arithmetic on plain numbers: no dates, no theories, no chance. A measure that its data leave undefined (0/0) is
None; data that are wrong raise ValueError, which says what was seen and what is allowed.
"""

from __future__ import annotations

from replay.theories.statistics.arguments import SAME, TOLERANCE
from replay.theories.statistics.paired import (
    FLIP_LIMIT,
    FlipTest,
    Interval,
    PairedDifference,
    SignTest,
    flip_test,
    paired_difference,
    shift_interval,
    sign_test,
)
from replay.theories.statistics.ratings import WEIGHTS, Agreement, agreement, kendall, spearman, weighted_kappa
from replay.theories.statistics.scoring_rules import (
    EDGES,
    FLOOR,
    Bin,
    brier_score,
    calibration,
    log_score,
    ranked_probability_score,
    skill,
)
from replay.theories.statistics.weights import CERTAIN, FAVOUR, UNIQUE, Label, Total, Weight, total, weight_of

__all__ = [
    "CERTAIN", "EDGES", "FAVOUR", "FLIP_LIMIT", "FLOOR", "SAME", "TOLERANCE", "UNIQUE", "WEIGHTS", "Agreement", "Bin",
    "FlipTest", "Interval", "Label", "PairedDifference", "SignTest", "Total", "Weight", "agreement", "brier_score",
    "calibration", "flip_test", "kendall", "log_score", "paired_difference", "ranked_probability_score",
    "shift_interval", "sign_test", "skill", "spearman", "total", "weight_of", "weighted_kappa",
]  # fmt: skip
