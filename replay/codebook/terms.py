"""Links, kinds of clock and their ends, fates of commitments and threats, firmness of reports, levels, degrees."""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from types import MappingProxyType
from typing import Self

from replay.text.words import spaced

__all__ = [
    "DEGREES", "Answer", "ClockKind", "Fate", "Level", "Outcome", "Status", "Term", "ThreatFate", "Trend",
    "escalation_step",
]  # fmt: skip


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
        """Return the answer that so many rungs, and so much worth, from act to answer make where nobody coded one."""
        return {1: cls.ESCALATES, 0: cls.RESPONDS, -1: cls.DEESCALATES}[escalation_step(rise, growth)]


def escalation_step(rise: int, growth: float = 0.0) -> int:
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

    >>> [escalation_step(*change) for change in ((1, 0), (0, 10e9), (0, -10e9), (1, -10e9), (0, 0))]
    [1, 1, -1, 1, 0]
    """
    return 1 if max(rise, growth) > 0 else -1 if min(rise, growth) < 0 else 0


class Outcome(Term):
    """How a clock ended (`record:`): its final end; that it was moved on the way is its history."""

    MET = "met", "What was asked was done in time, the due day included."
    MET_IN_PART = "met-in-part", "Some of what was asked was done in time."
    LAPSED = "lapsed", "It ran out without what was asked; of an effect: its day passed and it was not used, a bluff."
    CARRIED_OUT = "carried-out", "Of an effect: the measure took force on the day that was set for it."
    ELAPSED = "elapsed", "Of a waiting period: it is over, and what it held back may now be done."
    EXPIRED = "expired", "Of a term: the agreement or measure ceased to be valid."
    BROKEN = "broken", "Of a term: while it ran, one side no longer kept to it, as with a truce that fails."
    SETTLED = "settled", "An agreement ended it."
    WITHDRAWN = "withdrawn", "Whoever set it took it away before it was due."
    SUSPENDED = "suspended", "Stopped without a new date, and not resumed."
    OPEN = "open", "Still running when the source leaves it."
    UNKNOWN = "unknown", "The source does not say how it ended."


class ClockKind(Term):
    """What runs on a clock (`kind:`).

    Ask in this order: does it happen by itself? An effect. Does the law bind whoever runs a procedure? A limit. May
    somebody act only afterwards? A waiting period. Is it the validity of something? A term. Else it is a deadline.
    """

    question: str  #: to be asked in the order of the table below; the first yes decides
    binds: str  #: whom it binds, where `binds` does not say so
    loses: str  #: who loses by its running out
    by_acts: frozenset[Outcome]  #: ends that acts bring about, or the source alone
    run_out: tuple[Outcome, ...]  #: ends that come by themselves on the due day, the usual one first

    def __new__(
        cls, word: str, definition: str = "", question: str = "", binds: str = "", loses: str = "",
        run_out: tuple[Outcome, ...] = (), by_acts: tuple[Outcome, ...] = (),
    ) -> ClockKind:  # fmt: skip
        """Make an entry of the table below."""
        made = cls._made(word, definition)
        made.question, made.binds, made.loses = question, binds, loses
        made.run_out, made.by_acts = run_out, frozenset(by_acts)
        return made

    EFFECT = (
        "effect", "The date on which a measure takes force unless it is stopped.",
        "Does it happen by itself?", "its own setter", "the target, by the measure itself; never the setter",
        (Outcome.CARRIED_OUT, Outcome.LAPSED), (Outcome.MET, Outcome.MET_IN_PART),
    )  # fmt: skip
    LIMIT = (
        "limit", "A legal time limit on a procedure.",
        "Does the law bind whoever runs a procedure?", "who runs the procedure: the setter, if not `binds`",
        "nobody, unless a consequence says so", (Outcome.LAPSED,), (Outcome.MET,),
    )  # fmt: skip
    WAITING = (
        "waiting", "A period that must pass before somebody may act; nothing follows from its end by itself.",
        "May somebody act only afterwards?", "nobody", "nobody", (Outcome.ELAPSED,),
    )  # fmt: skip
    TERM = (
        "term", "The validity of an agreement or a measure; renewing it moves the clock.",
        "Is it the validity of something?", "both sides", "as coded", (Outcome.EXPIRED,), (Outcome.BROKEN,),
    )  # fmt: skip
    DEADLINE = (
        "deadline", "A date by which somebody is to do something.",
        "None of these?", "the recipient of the act that sets it",
        "whoever wanted it done: `wants`, else the setter unless it is bound itself; by a joint plan nobody",
        (Outcome.LAPSED,), (Outcome.MET, Outcome.MET_IN_PART),
    )  # fmt: skip

    def allows(self, outcome: Outcome) -> bool:
        """Whether a clock of this kind can end so.

        >>> ClockKind.WAITING.allows(Outcome.LAPSED), ClockKind.EFFECT.allows(Outcome.CARRIED_OUT)
        (False, True)
        """
        return outcome in self.by_acts or outcome in self.run_out or outcome in ANY_KIND

    def fires(self, outcome: Outcome) -> bool:
        """Whether the consequences of a clock of this kind (`on_end`) follow from such an end.

        They do if it runs out, but not if that is a bluff, is not known, or only permits something.

        >>> ClockKind.DEADLINE.fires(Outcome.LAPSED), ClockKind.EFFECT.fires(Outcome.LAPSED)
        (True, False)
        """
        if self is ClockKind.EFFECT:
            return outcome is Outcome.CARRIED_OUT
        return outcome in (Outcome.LAPSED, Outcome.EXPIRED)

    def end_in_words(self, outcome: Outcome) -> str:
        """Say how a clock of this kind ended, so that a measure not used is never called as a demand not met is.

        >>> ClockKind.EFFECT.end_in_words(Outcome.LAPSED), ClockKind.DEADLINE.end_in_words(Outcome.LAPSED)
        ('passed unused: a bluff', 'ran out unmet')
        """
        return _RAN_OUT.get((self, outcome), outcome.words)


_RAN_OUT = {
    (ClockKind.DEADLINE, Outcome.LAPSED): "ran out unmet",
    (ClockKind.EFFECT, Outcome.LAPSED): "passed unused: a bluff",
    (ClockKind.LIMIT, Outcome.LAPSED): "ran out",
    (ClockKind.WAITING, Outcome.ELAPSED): "over",
}

ANY_KIND = frozenset({Outcome.SETTLED, Outcome.WITHDRAWN, Outcome.SUSPENDED, Outcome.OPEN, Outcome.UNKNOWN})
"""Ends that a clock of any kind can have."""


class Fate(Term):
    """What became of a commitment once what it waits for had come about (`record:`)."""

    KEPT = "kept", "What was promised or threatened was done: `event` names the act."
    IN_PART = "in-part", "Some of it was done: `event` names the act."
    BROKEN = "broken", "It was not done: a threat was a bluff, a promise was broken."
    NOT_TRIGGERED = "not-triggered", "What it waits for never came about."


class ThreatFate(Term):
    """What became of a threat or a promise: a row of the ledger, or `fate:` where nothing else follows it up."""

    CARRIED_OUT = "carried-out", "What was threatened or promised was done."
    IN_PART = "in-part", "Some of it was done."
    MET = "met", "What was asked for was done first, so that it fell away."
    MET_IN_PART = "met-in-part", "Some of what was asked for was done, and it fell away."
    SETTLED = "settled", "An agreement ended it."
    WITHDRAWN = "withdrawn", "Whoever had made it took it back."
    BROKEN = "broken", "Of a measure that was a term: one side no longer kept to it."
    BLUFF = "bluff", "Its day, or what it waited for, came, and it was not done; of a promise: broken."
    NOT_TRIGGERED = "not-triggered", "What it waited for never came about."
    SUSPENDED = "suspended", "Its clock was stopped without a new date, and not resumed."
    OPEN = "open", "The source leaves it standing, or does not follow it up."
    UNKNOWN = "unknown", "Its day is past, and the source does not say what became of it."


class Status(Term):
    """How firmly the source reports the event."""

    DONE = "done", "The source says that it happened."
    ANNOUNCED = "announced", "Announced or planned; the source does not say that it was carried out."
    REPORTED = "reported", "Rumoured, leaked or attributed to unnamed reports."
    INFERRED = "inferred", "The coder infers it from the source."

    @property
    def happened(self) -> bool:
        """Whether the act took place, so that it can carry anything out; an announcement does not."""
        return self is not Status.ANNOUNCED


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


DEGREES: Mapping[str, float] = MappingProxyType({"none": 0.0, "low": 0.25, "medium": 0.5, "high": 0.75, "full": 1.0})
"""Words for what a source says in words: shares of the largest stake in question, and chances."""
