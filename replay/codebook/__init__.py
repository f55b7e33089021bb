"""The closed vocabularies: every act, tactic, link, outcome, level and degree, each defined once."""

from replay.codebook.acts import ACTS, HOSTILE, Act, ActEntry
from replay.codebook.conduct import TACTICS, Strategy, Tactic, TacticEntry, strategy_of
from replay.codebook.terms import (  # fmt: skip
    DEGREES,
    LEVELS,
    LINKS,
    OUTCOMES,
    STATUSES,
    TEMPLATES,
    TRENDS,
    Level,
    Link,
    Outcome,
    Status,
    Template,
    Trend,
)

__all__ = [
    "ACTS", "DEGREES", "HOSTILE", "LEVELS", "LINKS", "OUTCOMES", "STATUSES", "TACTICS", "TEMPLATES", "TRENDS",
    "Act", "ActEntry", "Level", "Link", "Outcome", "Status", "Strategy", "Tactic", "TacticEntry", "Template", "Trend",
    "strategy_of",
]  # fmt: skip
