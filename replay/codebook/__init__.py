"""The closed vocabularies: every act, tactic, link, outcome, level and degree, each defined once."""

from replay.codebook.acts import (
    AGREEMENTS,
    CLOCK_ACTS,
    CONCILIATORY,
    HOSTILE,
    THREAT,
    THREATENED,
    THREATS,
    TURNING,
    Act,
    is_hostile,
)
from replay.codebook.conduct import Strategy, Tactic, strategy_of
from replay.codebook.terms import DEGREES, TEMPLATES, Answer, ClockKind, Fate, Level, Outcome, Status, ThreatFate, Trend

__all__ = [
    "AGREEMENTS", "CLOCK_ACTS", "CONCILIATORY", "DEGREES", "HOSTILE", "TEMPLATES", "THREAT", "THREATENED", "THREATS",
    "TURNING", "Act", "Answer", "ClockKind", "Fate", "Level", "Outcome", "Status", "Strategy", "Tactic", "ThreatFate",
    "Trend", "is_hostile", "strategy_of",
]  # fmt: skip
