"""Rival theories on one bench: situations, forecasts, scores, claims, process tracing; and two codings side by side."""

from replay.scoring.board import (
    STAKED,
    Board,
    Forecast,
    Score,
    added,
    asked,
    everywhere,
    forecasts,
    kept,
    parted,
    question,
    reads_stakes,
    score,
)
from replay.scoring.codings import SideBySide, agreement, sentences, theory_scores
from replay.scoring.evidence import Balance, Evidence, balance, weighed
from replay.scoring.leaveout import TEMPERATURES, Fold, left_out
from replay.scoring.matching import Coding, Matches, match
from replay.scoring.protocol import Protocol, protocol
from replay.scoring.situations import SOURCES, Case, case
from replay.scoring.verdicts import Tried, Verdict, judge

__all__ = [
    "SOURCES", "STAKED", "TEMPERATURES", "Balance", "Board", "Case", "Coding", "Evidence", "Fold", "Forecast",
    "Matches", "Protocol", "Score", "SideBySide", "Tried", "Verdict", "added", "agreement", "asked", "balance",
    "case", "everywhere", "forecasts", "judge", "kept", "left_out", "match", "parted", "protocol", "question",
    "reads_stakes", "score", "sentences", "theory_scores", "weighed",
]  # fmt: skip
