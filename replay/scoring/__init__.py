"""Rival theories on one bench: decisions as situations, forecasts, scores, claims of the source, process tracing."""

from replay.scoring.board import Board, Forecast, Score, added, forecasts, score
from replay.scoring.evidence import Balance, Evidence, balance, weighed
from replay.scoring.leaveout import Fold, left_out
from replay.scoring.situations import SOURCES, Case, case
from replay.scoring.verdicts import Tried, Verdict, judge

__all__ = [
    "SOURCES", "Balance", "Board", "Case", "Evidence", "Fold", "Forecast", "Score", "Tried", "Verdict", "added",
    "balance", "case", "forecasts", "judge", "left_out", "score", "weighed",
]  # fmt: skip
