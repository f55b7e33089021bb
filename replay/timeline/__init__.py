"""The frozen types of a dispute: what happened, what is coded beside it, and the whole."""

from replay.timeline.coding import (
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
)  # fmt: skip
from replay.timeline.record import (
    WORLD,
    Citation,
    Clock,
    Commitment,
    Consequence,
    Event,
    LastDay,
    Needs,
    Party,
    Source,
    Trigger,
    Worth,
)  # fmt: skip
from replay.timeline.whole import Timeline

__all__ = [
    "FORMS", "WORLD", "Citation", "Claim", "Clock", "Commitment", "Consequence", "Decision", "Event", "LastDay",
    "Needs", "Observation", "Party", "Point", "Reading", "Series", "Source", "Stake", "Standing", "Timeline", "Trial",
    "Trigger", "Worth",
]  # fmt: skip
