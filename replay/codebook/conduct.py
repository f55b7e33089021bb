"""How it was done: tactics, the strategies they belong to, and the one rule from acts to a strategy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from replay.codebook.acts import Act, is_hostile

__all__ = ["TACTICS", "Strategy", "Tactic", "TacticEntry", "strategy_of"]


class Strategy(str, Enum):
    """The ends and the middle of the bargaining continuum (Odell 2002), in order of risk."""

    CREATING = "creating"
    MIXED = "mixed"
    CLAIMING = "claiming"


class Tactic(str, Enum):
    """How it was done: the creating and claiming tactics that Elms 2005 lists."""

    JOINT_GAINS = "joint-gains"
    OFF_THE_RECORD = "off-the-record"
    PRAISE = "praise"
    OPEN_EXCHANGE = "open-exchange"
    NEW_APPROACHES = "new-approaches"
    AVOID_THREATS = "avoid-threats"
    FLEXIBILITY = "flexibility"
    HARSH_STATEMENT = "harsh-statement"
    BLAME = "blame"
    DELAY = "delay"
    CONCEAL = "conceal"
    EXAGGERATE = "exaggerate"
    PUBLIC_COMMITMENT = "public-commitment"
    COMMIT_TO_OUTCOME = "commit-to-outcome"
    IMPLICIT_THREAT = "implicit-threat"
    EXPLICIT_THREAT = "explicit-threat"
    REFUSE_TO_NEGOTIATE = "refuse-to-negotiate"


@dataclass(frozen=True, slots=True)
class TacticEntry:
    """One tactic: what it is, which strategy it belongs to, and where the list stands."""

    definition: str
    strategy: Strategy
    source: str


_LIST = "Elms 2005, The Role of Strategies"
_LOSS = "Elms 2005, The Role of Losses"

TACTICS: dict[Tactic, TacticEntry] = {
    Tactic.JOINT_GAINS: TacticEntry("Looks for gains for both sides.", Strategy.CREATING, _LIST),
    Tactic.OFF_THE_RECORD: TacticEntry(
        "Keeps the bargaining out of the public eye; refrains from harsh statements.", Strategy.CREATING, _LOSS),
    Tactic.PRAISE: TacticEntry("Praises the other side.", Strategy.CREATING, _LIST),
    Tactic.OPEN_EXCHANGE: TacticEntry("States objectives frankly and openly.", Strategy.CREATING, _LIST),
    Tactic.NEW_APPROACHES: TacticEntry(
        "Considers new ways to reach both sides' objectives.", Strategy.CREATING, _LIST),
    Tactic.AVOID_THREATS: TacticEntry("Avoids strong threats where one was at hand.", Strategy.CREATING, _LIST),
    Tactic.FLEXIBILITY: TacticEntry(
        "Changes its own package to suit the other side.", Strategy.CREATING, "Elms 2005, Conclusions"),
    Tactic.HARSH_STATEMENT: TacticEntry(
        "Makes harsh public pronouncements about the other side.", Strategy.CLAIMING, _LIST),
    Tactic.BLAME: TacticEntry("Blames the other side for delay or failure.", Strategy.CLAIMING, _LIST),
    Tactic.DELAY: TacticEntry("Drags out proceedings.", Strategy.CLAIMING, _LIST),
    Tactic.CONCEAL: TacticEntry("Conceals or manipulates information.", Strategy.CLAIMING, _LIST),
    Tactic.EXAGGERATE: TacticEntry(
        "Overstates the hardship of its own concessions or the worth of the other side's.", Strategy.CLAIMING, _LIST),
    Tactic.PUBLIC_COMMITMENT: TacticEntry(
        "Takes a public stand that is costly to leave.", Strategy.CLAIMING, _LIST),
    Tactic.COMMIT_TO_OUTCOME: TacticEntry(
        "Binds itself to a particular outcome, such as numerical targets.", Strategy.CLAIMING, _LIST),
    Tactic.IMPLICIT_THREAT: TacticEntry("Suggests punishment without naming it.", Strategy.CLAIMING, _LIST),
    Tactic.EXPLICIT_THREAT: TacticEntry(
        "Threatens a named punishment, such as sanctions or a case.", Strategy.CLAIMING, _LIST),
    Tactic.REFUSE_TO_NEGOTIATE: TacticEntry(
        "Declines to talk, or only on its own conditions.", Strategy.CLAIMING, _LOSS),
}  # fmt: skip


def strategy_of(acts: Iterable[tuple[Act, Sequence[Tactic]]]) -> Strategy | None:
    """Return the strategy of one act or several by their tactics; None where nothing speaks.

    The index is (claiming - creating) / votes. Each tactic of an act is one vote; an act without tactics votes
    claiming from rung `HOSTILE` on, creating on rung 1, and otherwise not at all. Above +0.5 the strategy is
    claiming, below -0.5 creating, from -0.5 to +0.5 mixed: the thresholds half-way between the three.

    Examples
    --------
    >>> strategy_of([(Act.MEET, [Tactic.PRAISE]), (Act.ACCUSE, [Tactic.BLAME])]).value
    'mixed'
    >>> strategy_of([(Act.OPEN_CASE, [])]).value, strategy_of([(Act.MEET, [])])
    ('claiming', None)
    """
    claiming = creating = 0
    for act, tactics in acts:
        kinds = [TACTICS[tactic].strategy for tactic in tactics]
        if not kinds and is_hostile(act.rung):
            kinds = [Strategy.CLAIMING]
        elif not kinds and act.rung == 1:
            kinds = [Strategy.CREATING]
        claiming += kinds.count(Strategy.CLAIMING)
        creating += kinds.count(Strategy.CREATING)
    votes = claiming + creating
    if not votes:
        return None
    index = (claiming - creating) / votes
    return Strategy.CLAIMING if index > 0.5 else Strategy.CREATING if index < -0.5 else Strategy.MIXED
