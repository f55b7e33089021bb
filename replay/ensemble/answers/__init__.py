"""Answers from rows of a sweep: is it date-proof, is it model-proof, what made the outcome, how else it might end."""

from replay.ensemble.answers.dates import DateProof, Proof, date_proof, dates_table, dates_told
from replay.ensemble.answers.fans import ENDINGS, Ending, Fan, Point, endings_table, fan, fan_table, fan_told
from replay.ensemble.answers.findings import findings, labels, question
from replay.ensemble.answers.model import (
    Deciding,
    ModelProof,
    OtherQuestion,
    Ranking,
    Setting,
    curve_table,
    model_proof,
    model_told,
    rankings_table,
)
from replay.ensemble.answers.shifts import Shift, smallest_shifts
from replay.ensemble.answers.weights import (
    Pair,
    Weight,
    Weights,
    heaviest_table,
    pairs_table,
    weights,
    weights_table,
    weights_told,
)

__all__ = [
    "ENDINGS", "DateProof", "Deciding", "Ending", "Fan", "ModelProof", "OtherQuestion", "Pair", "Point", "Proof",
    "Ranking", "Setting", "Shift", "Weight", "Weights", "curve_table", "date_proof", "dates_table", "dates_told",
    "endings_table", "fan", "fan_table", "fan_told", "findings", "heaviest_table", "labels", "model_proof",
    "model_told", "pairs_table", "question", "rankings_table", "smallest_shifts", "weights", "weights_table",
    "weights_told",
]  # fmt: skip
