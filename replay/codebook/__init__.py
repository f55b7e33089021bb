"""The closed vocabularies: every act, tactic, link, outcome, level and degree, each defined once."""

from replay.codebook.acts import (
    AGREEMENTS,
    CLAIMS,
    CLOCK_ACTS,
    CONCILIATORY,
    HOSTILE,
    IMPOSITIONS,
    PAUSES,
    REOPENINGS,
    RUNGS,
    RUNGS_SHORT,
    THREAT,
    THREATENED,
    THREATS,
    TURNING,
    Act,
    is_hostile,
)
from replay.codebook.conduct import Strategy, Tactic, strategy_of
from replay.codebook.switches import SWITCHES, Switch, Switches, switch_digest
from replay.codebook.templates import START, TEMPLATES, Step, Template, due_of, due_steps, in_force_on
from replay.codebook.terms import (
    DEGREES,
    Answer,
    ClockKind,
    Fate,
    Level,
    Outcome,
    Status,
    ThreatFate,
    Trend,
    escalation_step,
)

__all__ = [
    "AGREEMENTS", "CLAIMS", "CLOCK_ACTS", "CONCILIATORY", "DEGREES", "HOSTILE", "IMPOSITIONS", "PAUSES",
    "REOPENINGS", "RUNGS", "RUNGS_SHORT", "START",
    "SWITCHES", "TEMPLATES", "THREAT", "THREATENED", "THREATS", "TURNING", "Act", "Answer",
    "ClockKind", "Fate", "Level", "Outcome", "Status", "Step", "Strategy", "Switch", "Switches", "Tactic",
    "Template", "ThreatFate", "Trend", "due_of", "due_steps", "escalation_step", "in_force_on", "is_hostile",
    "strategy_of", "switch_digest",
]  # fmt: skip
