"""The closed vocabularies: every act, tactic, link, outcome, level and degree, each defined once."""

from replay.codebook.acts import (  # fmt: skip
    ACTS,
    AGREEMENTS,
    CONCILIATORY,
    HOSTILE,
    THREAT,
    THREATS,
    TURNING,
    Act,
    ActEntry,
    is_hostile,
)
from replay.codebook.conduct import TACTICS, Strategy, Tactic, TacticEntry, strategy_of
from replay.codebook.terms import (  # fmt: skip
    DEGREES,
    LEVELS,
    LINKS,
    OUTCOMES,
    STATUSES,
    TEMPLATES,
    TRENDS,
    Answer,
    Level,
    Outcome,
    Status,
    Template,
    Trend,
)

__all__ = [
    "ACTS", "AGREEMENTS", "CONCILIATORY", "DEGREES", "HOSTILE", "LEVELS", "LINKS", "OUTCOMES", "STATUSES", "TACTICS",
    "TEMPLATES", "THREAT", "THREATS", "TRENDS", "TURNING", "Act", "ActEntry", "Answer", "Level", "Outcome", "Status",
    "Strategy", "Tactic", "TacticEntry", "Template", "Trend", "is_hostile", "strategy_of",
]  # fmt: skip
