"""The frozen types of a dispute: what happened, what is coded beside it, and the whole."""

from replay.timeline.assessments import (
    FORMS,
    Claim,
    Decision,
    Observation,
    Point,
    Reading,
    Series,
    Stake,
    Standing,
    Trial,
)
from replay.timeline.dispute import Timeline
from replay.timeline.happenings import (
    WORLD,
    Citation,
    Clock,
    Commitment,
    Consequence,
    Due,
    Event,
    Party,
    Source,
    Trigger,
    Worth,
)
from replay.timeline.naming import JOINT, end_rule, members, origin, reply_rule

__all__ = [
    "FORMS", "JOINT", "WORLD", "Citation", "Claim", "Clock", "Commitment", "Consequence", "Decision", "Due",
    "Event", "Observation", "Party", "Point", "Reading", "Series", "Source", "Stake", "Standing", "Timeline",
    "Trial", "Trigger", "Worth", "end_rule", "members", "origin", "reply_rule",
]  # fmt: skip
