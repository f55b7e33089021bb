"""What is coded of a dispute beside its record: readings, series, decisions, stakes, observations, claims."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from types import MappingProxyType

from replay.codebook import AGREEMENTS, Act, Level, Status, Strategy, Trend
from replay.dates import Relative, When
from replay.timeline.happenings import Citation
from replay.timeline.naming import CampId, EventId, PartyId, Placed

__all__ = [
    "FORMS", "Claim", "Decision", "Observation", "Point", "Reading", "Series", "Stake", "Standing", "Trial",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reading(Placed):
    """What the source says of a party's domain at a date; never mixed with what is computed.

    Attributes
    ----------
    level : Level or None
        None where the source gives only the direction.
    trend : Trend or None
        Direction of the *sense of loss*.
    evidence : tuple[str, ...]
        Events that the source gives as grounds for the reading.
    predicts : tuple[str, ...]
        Events that the source explains by the reading.
    """

    id: str
    party: PartyId
    date: When | Relative
    level: Level | None
    trend: Trend | None
    summary: str = ""
    evidence: tuple[EventId, ...] = ()
    predicts: tuple[EventId, ...] = ()
    status: Status = Status.DONE
    cite: tuple[Citation, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Point(Placed):
    """One dated number of a series."""

    date: When | Relative
    value: float
    cite: tuple[Citation, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Series(Placed):
    """Dated numbers of the source: market shares, unit sales, deficits. `points` as in the file."""

    id: str
    title: str
    unit: str
    points: tuple[Point, ...]
    party: PartyId | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Decision(Placed):
    """A point at which a side chose how to bargain: the unit of scoring, fixed before anything is scored.

    Attributes
    ----------
    party : str
        A side, or an ally of it: it decides for its camp, and the acts of every party of that are its own.
    question : str
        What was to be decided, in a line.
    options : tuple[Act, ...]
        Acts that were on the table for that side, as far as the source shows; the one with the widest outcome
        spread is the gamble that it faced.
    acts : tuple[str, ...]
        Events of that camp that carry the decision out; the earliest in the replay dates it.
    did : Strategy
        What it did, by the conduct of those acts (`codebook.strategy_of`), without a look at any reading; where none of
        them says anything of strategy, by the coder's judgement, which the note explains.
    among : tuple[Strategy, ...]
        The strategies that were open to it; all three unless the file says otherwise.
    label : str
        A few words for figures.
    """

    id: str
    party: CampId
    question: str
    options: tuple[Act, ...]
    acts: tuple[EventId, ...]
    did: Strategy
    among: tuple[Strategy, ...] = tuple(Strategy)
    label: str = ""
    cite: tuple[Citation, ...] = ()
    note: str = ""

    @property
    def spread(self) -> int:
        """Rank of the widest outcome spread among the options, 0 to 12."""
        return max(act.spread for act in self.options)

    @property
    def settles(self) -> bool:
        """Whether an agreement was among the options: a decision on whether to settle, and not only how to bargain."""
        return any(act in AGREEMENTS for act in self.options)


@dataclass(frozen=True, slots=True)
class Stake(Placed):
    """What claiming was worth to a side from a date on, until its next entry; inputs of expected utility.

    Attributes
    ----------
    benefit, success, cost, alternative : float
        Each from 0 to 1; benefit, cost and alternative as shares of the largest stake in question, success a chance.
    """

    id: str
    party: CampId
    date: When | Relative
    benefit: float
    success: float
    cost: float
    alternative: float = 0.0
    summary: str = ""
    cite: tuple[Citation, ...] = ()
    note: str = ""


@dataclass(frozen=True, slots=True)
class Observation(Placed):
    """A piece of evidence for process tracing: how likely it was under a theory, and under a rival.

    Attributes
    ----------
    events : tuple[str, ...]
        Recorded events that show it; empty for something that did not happen.
    theory, rival : str
        Names of two theories.
    given_theory, given_rival : float
        P(observation | theory) and P(observation | rival), above 0, up to 1.
    group : str
        Observations of one group share their source, so their weights are not added in full; "" stands alone.
    """

    id: str
    summary: str
    theory: str
    rival: str
    given_theory: float
    given_rival: float
    events: tuple[EventId, ...] = ()
    group: str = ""
    cite: tuple[Citation, ...] = ()
    note: str = ""


class Standing(str, Enum):
    """What a source says of a theory in a claim: that it fits, that it fails, or only what it leads one to expect."""

    FITS = "fits"
    FAILS = "fails"
    EXPECTS = "expects"


@dataclass(frozen=True, slots=True)
class Trial(Placed):
    """One thing that must hold in the model's output if a claim of the source is to be borne out.

    Attributes
    ----------
    form : str
        Which kind of test it is, a key of `FORMS`.
    given : Mapping[str, object]
        Its arguments by name, as plain values: text, numbers, and tuples of text.
    """

    form: str
    given: Mapping[str, object]


FORMS: Mapping[str, tuple[frozenset[str], frozenset[str], str]] = MappingProxyType(
    {
        "predicts": (frozenset({"predicts", "theory", "decisions"}), frozenset(),
                     "the theory's likeliest strategy at each decision is one of those"),
        "leans": (frozenset({"leans", "theory", "decisions", "more_than"}), frozenset(),
                  "the theory gives that strategy a higher mean probability over the first decisions than the second"),
        "hits": (frozenset({"hits", "theory", "decisions"}), frozenset(),
                 "mostly: the theory's likeliest strategy is what was done at more than half of them; seldom: not"),
        "did": (frozenset({"did", "decisions"}), frozenset(), "what was done at each decision is one of those"),
        "level": (frozenset({"level", "party", "date"}), frozenset(),
                  "the computed domain at the close of the day is one of those levels"),
        "moves": (frozenset({"moves", "party", "from", "to"}), frozenset(),
                  "the computed position goes down, or up, from the close of one day to that of another"),
        "spiral_at_least": (frozenset({"spiral_at_least"}), frozenset({"dispute"}),
                            "the longest chain of a spiral has that many acts or more"),
        "spiral_at_most": (frozenset({"spiral_at_most"}), frozenset({"dispute"}),
                           "the longest chain of a spiral has that many acts or fewer"),
        "absent": (frozenset({"absent", "actor"}), frozenset(), "no such act of that actor is in the replay"),
        "riskier": (frozenset({"riskier", "than"}), frozenset(), "the first act has the wider outcome spread"),
        "position": (frozenset({"position", "spread", "theory", "predicts"}), frozenset(),
                     "at that position, with that gamble, the theory's likeliest strategy is one of those"),
        "agreements": (frozenset({"agreements"}), frozenset(),
                       "of the agreements of all disputes at hand, those after less claiming held longer (durable), or "
                       "were worth more to the sender (large), in more pairs than not"),
        "beats": (frozenset({"beats", "theory"}), frozenset({"decisions"}),
                  "the theory has a lower mean ranked probability score than the other"),
    }
)  # fmt: skip
"""The forms of a trial: keys that it must have, keys that it may have, and what it asks."""


@dataclass(frozen=True, slots=True)
class Claim(Placed):
    """What the source says that a theory predicts or explains here, and the trials that would bear it out.

    Attributes
    ----------
    says : str
        The claim in the coder's words.
    theory : str
        The theory that it is about; "" for none, such as one on strategies and what comes of them.
    built_in : str
        Why it holds by construction, in the coder's words; "" where it does not.
    paper : Standing
        What the source concludes of the theory.
    trials : tuple[Trial, ...]
        All of them must hold.
    """

    id: str
    says: str
    paper: Standing
    trials: tuple[Trial, ...]
    theory: str = ""
    built_in: str = ""
    cite: tuple[Citation, ...] = ()
    note: str = ""
