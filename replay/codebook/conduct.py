"""How it was done: tactics, the strategies they belong to, and the one rule from acts to a strategy."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import Enum

from replay.codebook.acts import CLAIMS, Act, is_hostile
from replay.codebook.terms import Term

__all__ = ["Strategy", "Tactic", "strategy_of"]


class Strategy(str, Enum):
    """The ends and the middle of the bargaining continuum (Odell 2002), in order of risk."""

    CREATING = "creating"
    MIXED = "mixed"
    CLAIMING = "claiming"


_LIST = "Elms 2005, The Role of Strategies"
_LOSS = "Elms 2005, The Role of Losses"


class Tactic(Term):
    """How it was done: the creating and claiming tactics that Elms 2005 lists."""

    strategy: Strategy  #: which it belongs to
    source: str  #: where the list stands

    def __new__(cls, word: str, strategy: Strategy = Strategy.MIXED, source: str = "", definition: str = "") -> Tactic:
        """Make an entry of the table below; what has a default is always given there, and not in `Tactic(word)`."""
        made = cls._made(word, definition)
        made.strategy, made.source = strategy, source
        return made

    # fmt: off
    JOINT_GAINS = "joint-gains", Strategy.CREATING, _LIST, "Looks for gains for both sides."
    OFF_THE_RECORD = ("off-the-record", Strategy.CREATING, _LOSS,
        "Keeps the bargaining out of the public eye; refrains from harsh statements.")
    PRAISE = "praise", Strategy.CREATING, _LIST, "Praises the other side."
    OPEN_EXCHANGE = "open-exchange", Strategy.CREATING, _LIST, "States objectives frankly and openly."
    NEW_APPROACHES = "new-approaches", Strategy.CREATING, _LIST, "Considers new ways to reach both sides' objectives."
    AVOID_THREATS = "avoid-threats", Strategy.CREATING, _LIST, "Avoids strong threats where one was at hand."
    FLEXIBILITY = ("flexibility", Strategy.CREATING, "Elms 2005, Conclusions",
        "Changes its own package to suit the other side.")
    HARSH_STATEMENT = ("harsh-statement", Strategy.CLAIMING, _LIST,
        "Makes harsh public pronouncements about the other side.")
    BLAME = "blame", Strategy.CLAIMING, _LIST, "Blames the other side for delay or failure."
    DELAY = "delay", Strategy.CLAIMING, _LIST, "Drags out proceedings."
    CONCEAL = "conceal", Strategy.CLAIMING, _LIST, "Conceals or manipulates information."
    EXAGGERATE = ("exaggerate", Strategy.CLAIMING, _LIST,
        "Overstates the hardship of its own concessions or the worth of the other side's.")
    PUBLIC_COMMITMENT = "public-commitment", Strategy.CLAIMING, _LIST, "Takes a public stand that is costly to leave."
    COMMIT_TO_OUTCOME = ("commit-to-outcome", Strategy.CLAIMING, _LIST,
        "Binds itself to a particular outcome, such as numerical targets.")
    IMPLICIT_THREAT = "implicit-threat", Strategy.CLAIMING, _LIST, "Suggests punishment without naming it."
    EXPLICIT_THREAT = ("explicit-threat", Strategy.CLAIMING, _LIST,
        "Threatens a named punishment, such as sanctions or a case.")
    REFUSE_TO_NEGOTIATE = ("refuse-to-negotiate", Strategy.CLAIMING, _LOSS,
        "Declines to talk, or only on its own conditions.")
    # fmt: on


def strategy_of(acts: Iterable[tuple[Act, Sequence[Tactic | Strategy]]], untagged: str = "silent") -> Strategy | None:
    """Return the strategy of one act or several; None where nothing speaks.

    The index is (claiming - creating) / votes. Each tactic of an act is one vote, and so is a strategy that the source
    names in place of tactics (mixed: one for each). An act with neither says nothing, unless it is one of `CLAIMS`,
    which are claiming tactics by definition; with `untagged` "rung" it votes claiming from rung `HOSTILE` on, creating
    on rung 1, and otherwise not at all. Above +0.5 the strategy is claiming, below -0.5 creating, from -0.5 to +0.5
    mixed: the thresholds half-way between the three.

    Examples
    --------
    >>> strategy_of([(Act.MEET, [Tactic.PRAISE]), (Act.ACCUSE, [Tactic.BLAME])]).value
    'mixed'
    >>> strategy_of([(Act.LIST_SANCTIONS, [])]).value, strategy_of([(Act.OPEN_CASE, [])])
    ('claiming', None)
    >>> strategy_of([(Act.OPEN_CASE, [])], untagged="rung").value
    'claiming'
    >>> strategy_of([(Act.OPEN_CASE, [Strategy.CREATING])]).value
    'creating'
    """
    claiming = creating = 0
    for act, words in acts:
        kinds = [word.strategy if isinstance(word, Tactic) else word for word in words]
        if not kinds and (act in CLAIMS or (untagged == "rung" and is_hostile(act.rung))):
            kinds = [Strategy.CLAIMING]
        elif not kinds and untagged == "rung" and act.rung == 1:
            kinds = [Strategy.CREATING]
        claiming += kinds.count(Strategy.CLAIMING) + kinds.count(Strategy.MIXED)
        creating += kinds.count(Strategy.CREATING) + kinds.count(Strategy.MIXED)
    votes = claiming + creating
    if not votes:
        return None
    index = (claiming - creating) / votes
    return Strategy.CLAIMING if index > 0.5 else Strategy.CREATING if index < -0.5 else Strategy.MIXED
