"""Links, outcomes of clocks, firmness of reports, levels and trends of domains, degrees, statutory clocks."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType
from typing import Self

from replay.text.words import spaced

__all__ = ["DEGREES", "TEMPLATES", "Answer", "Level", "Outcome", "Status", "Template", "Term", "Trend", "step"]


class Term(str, Enum):
    """A word of a closed vocabulary, with its definition; the word is its value."""

    definition: str

    def __new__(cls, word: str, definition: str = "") -> Self:
        """Make an entry of a vocabulary; `Term(word)` finds it again."""
        return cls._made(word, definition)

    @classmethod
    def _made(cls, word: str, definition: str) -> Self:
        made = str.__new__(cls, word)
        made._value_, made.definition = word, definition
        return made

    @property
    def value(self) -> str:
        """The word."""
        return str(self._value_)

    @property
    def words(self) -> str:
        """The word as it stands in a text, without hyphens."""
        return spaced(self.value)


class Answer(Term):
    """How an act answers another act or the fate of a clock."""

    COUNTERS = "counters", "Meets a threat, demand or measure with one of its own kind."
    ESCALATES = "escalates", "Answers with a stronger move than the one answered."
    RESPONDS = "responds", "Answers without raising or lowering the stakes."
    DEESCALATES = "deescalates", "Answers with a milder move than the one answered, or by giving way."
    SETTLES = "settles", "Ends what it answers by agreement or by dropping it."

    @classmethod
    def by_rise(cls, rise: int, growth: float = 0.0) -> Answer:
        """Return the answer that a `step` of so many rungs, and so much worth, makes where nobody coded one."""
        return {1: cls.ESCALATES, 0: cls.RESPONDS, -1: cls.DEESCALATES}[step(rise, growth)]


def step(rise: int, growth: float = 0.0) -> int:
    """Whether an answer steps up from the act that it answers (1), down (-1), or neither (0).

    Parameters
    ----------
    rise : int
        Rungs of the ladder from the act up to its answer, below 0 for down.
    growth : float
        By how much the answer is worth more, in the unit of both; 0 where they have none in common.

    Examples
    --------
    Up if either is higher; down if neither is, and one is lower.

    >>> step(1), step(0, 10e9), step(0, -10e9), step(1, -10e9), step(0)
    (1, 1, -1, 1, 0)
    """
    return 1 if max(rise, growth) > 0 else -1 if min(rise, growth) < 0 else 0


class Outcome(Term):
    """How a clock ended, according to the source (`record:`)."""

    MET = "met", "What was asked was done in time, the due day included."
    LAPSED = "lapsed", "The due day closed without it; `on_lapse` then follows."
    MOVED = (
        "moved",
        "Still running on another date when the source leaves it; a clock that was moved and later met, "
        "lapsed or withdrawn is recorded as that.",
    )
    WITHDRAWN = "withdrawn", "Whoever set it, or an agreement, took it away before it was due."
    OPEN = "open", "Still running when the source leaves it."


class Status(Term):
    """How firmly the source reports the event."""

    DONE = "done", "The source says that it happened."
    ANNOUNCED = "announced", "Announced or planned; the source does not say that it was carried out."
    REPORTED = "reported", "Rumoured, leaked or attributed to unnamed reports."
    INFERRED = "inferred", "The coder infers it from the source."


class Level(Term):
    """Domain of a party: where it stands against its reference point."""

    GAIN = "gain", "Tomorrow will be better than the reference point."
    STATUS_QUO = "status-quo", "At the reference point."
    MODEST_LOSS = "modest-loss", "A loss close to the status quo; creating strategies remain possible."
    MODERATE_LOSS = "moderate-loss", "A clear loss; some risky steps, not the riskiest."
    STRONG_LOSS = "strong-loss", "A heavy loss; claiming strategies and high risks expected."

    @property
    def position(self) -> int:
        """Position in domain units: +1 gain, 0 status quo, -1 to -3 losses."""
        return 1 - list(Level).index(self)


class Trend(Term):
    """Where the sense of loss is going."""

    RISING = "rising", "The sense of loss grows."
    STEADY = "steady", "No change is reported."
    FALLING = "falling", "The sense of loss eases."


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
