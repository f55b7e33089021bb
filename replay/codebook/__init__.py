"""The closed vocabularies: every act, tactic, link, outcome, level and degree, each defined once."""

from replay.codebook.acts import AGREEMENTS, CONCILIATORY, HOSTILE, THREAT, THREATS, TURNING, Act, is_hostile
from replay.codebook.conduct import Strategy, Tactic, strategy_of
from replay.codebook.terms import DEGREES, TEMPLATES, Answer, Level, Outcome, Status, Trend, step

__all__ = [
    "AGREEMENTS", "CONCILIATORY", "DEGREES", "HOSTILE", "TEMPLATES", "THREAT", "THREATS", "TURNING", "Act", "Answer",
    "Level", "Outcome", "Status", "Strategy", "Tactic", "Trend", "is_hostile", "step", "strategy_of",
]  # fmt: skip
