"""Links, outcomes of clocks, firmness of reports, levels and trends of domains, degrees, statutory clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

__all__ = [
    "DEGREES", "LEVELS", "LINKS", "OUTCOMES", "STATUSES", "TEMPLATES", "TRENDS", "Answer", "Level", "Outcome", "Status",
    "Template", "Trend",
]  # fmt: skip


class Answer(str, Enum):
    """How an act answers another act or the fate of a clock."""

    COUNTERS = "counters"
    ESCALATES = "escalates"
    RESPONDS = "responds"
    DEESCALATES = "deescalates"
    SETTLES = "settles"

    @classmethod
    def by_rise(cls, rise: int) -> Answer:
        """Return the answer that so many rungs up or down from act to answer make, where nobody coded one."""
        return cls.ESCALATES if rise > 0 else cls.DEESCALATES if rise < 0 else cls.RESPONDS


LINKS: dict[Answer, str] = {
    Answer.COUNTERS: "Meets a threat, demand or measure with one of its own kind.",
    Answer.ESCALATES: "Answers with a stronger move than the one answered.",
    Answer.RESPONDS: "Answers without raising or lowering the stakes.",
    Answer.DEESCALATES: "Answers with a milder move than the one answered, or by giving way.",
    Answer.SETTLES: "Ends what it answers by agreement or by dropping it.",
}


class Outcome(str, Enum):
    """How a clock ended, according to the source (`record:`)."""

    MET = "met"
    LAPSED = "lapsed"
    MOVED = "moved"
    WITHDRAWN = "withdrawn"
    OPEN = "open"


OUTCOMES: dict[Outcome, str] = {
    Outcome.MET: "What was asked was done in time, the due day included.",
    Outcome.LAPSED: "The due day closed without it; `on_lapse` then follows.",
    Outcome.MOVED: "Still running on another date when the source leaves it; a clock that was moved and later "
    "met, lapsed or withdrawn is recorded as that.",
    Outcome.WITHDRAWN: "Whoever set it, or an agreement, took it away before it was due.",
    Outcome.OPEN: "Still running when the source leaves it.",
}


class Status(str, Enum):
    """How firmly the source reports the event."""

    DONE = "done"
    ANNOUNCED = "announced"
    REPORTED = "reported"
    INFERRED = "inferred"


STATUSES: dict[Status, str] = {
    Status.DONE: "The source says that it happened.",
    Status.ANNOUNCED: "Announced or planned; the source does not say that it was carried out.",
    Status.REPORTED: "Rumoured, leaked or attributed to unnamed reports.",
    Status.INFERRED: "The coder infers it from the source.",
}


class Level(str, Enum):
    """Domain of a party: where it stands against its reference point."""

    GAIN = "gain"
    STATUS_QUO = "status-quo"
    MODEST_LOSS = "modest-loss"
    MODERATE_LOSS = "moderate-loss"
    STRONG_LOSS = "strong-loss"

    @property
    def position(self) -> int:
        """Position in domain units: +1 gain, 0 status quo, -1 to -3 losses."""
        return 1 - list(Level).index(self)


LEVELS: dict[Level, str] = {
    Level.GAIN: "Tomorrow will be better than the reference point.",
    Level.STATUS_QUO: "At the reference point.",
    Level.MODEST_LOSS: "A loss close to the status quo; creating strategies remain possible.",
    Level.MODERATE_LOSS: "A clear loss; some risky steps, not the riskiest.",
    Level.STRONG_LOSS: "A heavy loss; claiming strategies and high risks expected.",
}


class Trend(str, Enum):
    """Where the sense of loss is going."""

    RISING = "rising"
    STEADY = "steady"
    FALLING = "falling"


TRENDS: dict[Trend, str] = {
    Trend.RISING: "The sense of loss grows.",
    Trend.STEADY: "No change is reported.",
    Trend.FALLING: "The sense of loss eases.",
}


@dataclass(frozen=True, slots=True)
class Template:
    """A clock whose length is fixed by law: how long it runs and by which rule."""

    duration: str
    definition: str
    source: str


TEMPLATES: dict[str, Template] = {
    "us-301": Template(
        "P1Y",
        "Section 301 of the U.S. Trade Act of 1974: a determination within one year of opening a case.",
        "19 U.S.C. 2414(a)(2)(B); Elms 2005, Second Deadline Passes",
    ),
    "wto-consultations": Template(
        "P60D",
        "WTO consultations: a panel may be asked for when 60 days have passed.",
        "WTO Dispute Settlement Understanding, Article 4.7",
    ),
}


DEGREES: Mapping[str, float] = MappingProxyType({"none": 0.0, "low": 0.25, "medium": 0.5, "high": 0.75, "full": 1.0})
"""Words for what a source says in words: shares of the largest stake in question, and chances."""
