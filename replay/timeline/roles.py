"""Whom a clock binds, who wants done what it asks for, who loses by its running out, and whom it presses.

One rule by kind of clock; the setter and the recipient are those of the act that sets it, and `binds:` and `wants:` of
the clock come before what the kind says:

======== ============================ ============================================ ===================================
kind     binds                        loses by its running out                     presses
======== ============================ ============================================ ===================================
deadline the recipient                who wanted it done: the setter, unless it    whom it binds, and who loses by it
                                      is bound itself (then nobody)
effect   the setter                   nobody; the measure itself hits the target   the target
limit    the setter, as who runs the  nobody                                       whom it binds
         procedure
waiting  nobody                       nobody                                       nobody
term     setter and recipient         nobody                                       whom it binds
======== ============================ ============================================ ===================================

Why so. A party loses by a deadline that runs out because it set its hopes on what was to be done by then: rule 1 of the
domain, "its own clock lapses unmet" (Elms 2005, The Role of Losses). Whoever plans for itself, alone or with the other
side, and does not keep its date, has only changed its plan. Who puts a measure into force has done what it said; what
that does to the other side is the rule on impositions, and counts once. A legal limit and a waiting period are the
law's, and nobody's demand; a term that ends takes from each side what the agreement gave, which only the coder can say
(`impact`). What follows from an end is an act of its own, and moves by the rules for acts.

A clock presses those who must do something before its day, or lose by it. Negotiators out for their own gain compete
more when time is short (Carnevale & Lawler 1986, doi:10.1177/0022002786030004003). A waiting period that ends opens a
door and forces nobody through it; the setter of an effect need do nothing more for it to come.
"""

from __future__ import annotations

from replay.codebook import ClockKind, Outcome
from replay.timeline.dispute import Timeline
from replay.timeline.happenings import Clock
from replay.timeline.naming import JOINT, members

__all__ = ["bound", "loser", "pressed", "wanting"]


def bound(clock: Clock, setter: str, recipient: str | None) -> str | None:
    """Return who is to act by then: parties in one text, None for nobody.

    A deadline that its setters fix together, without a recipient, binds them; one that a party alone fixes for nobody
    in particular binds nobody that the record knows.

    Examples
    --------
    >>> from replay.dates import parse_duration
    >>> month = parse_duration("P1M")
    >>> [bound(Clock("c", month, Outcome.OPEN, kind), "US", "KR") for kind in ClockKind]
    ['US', 'US', None, 'US+KR', 'KR']
    """
    if clock.binds is not None:
        return clock.binds
    if clock.kind is ClockKind.WAITING:
        return None
    if clock.kind is ClockKind.DEADLINE:
        return recipient or (setter if len(members(setter)) > 1 else None)
    if clock.kind is ClockKind.TERM:
        return JOINT.join(dict.fromkeys((*members(setter), *members(recipient))))
    return setter


def wanting(timeline: Timeline, clock: Clock, setter: str, recipient: str | None) -> str | None:
    """Return who wants done what a clock asks for: parties in one text, None for nobody.

    Of a deadline the setter, unless its own camp is bound: a plan for oneself, and a plan of both sides, is nobody's
    demand. A clock of another kind asks for nothing unless `wants` says so.
    """
    if clock.kind is not ClockKind.DEADLINE or clock.wants is not None:
        return clock.wants
    by, for_whom = bound(clock, setter, recipient), {*members(setter), *timeline.sides_of(setter)}
    return None if for_whom & {*members(by), *timeline.sides_of(by)} else setter


def loser(timeline: Timeline, clock: Clock, end: Outcome, setter: str, recipient: str | None) -> str | None:
    """Return the side that loses by the running out of a clock, None for nobody.

    Examples
    --------
    What the United States asked Korea for by a day was not done by then.

    >>> import replay
    >>> from replay.dates import parse_duration
    >>> timeline, clock = replay.load(replay.example()), Clock("c", parse_duration("P1M"), Outcome.LAPSED)
    >>> [loser(timeline, clock, end, "US", "KR") for end in (Outcome.LAPSED, Outcome.MET, Outcome.UNKNOWN)]
    ['US', None, None]
    """
    if clock.kind is not ClockKind.DEADLINE or end is not Outcome.LAPSED:
        return None
    return timeline.side(wanting(timeline, clock, setter, recipient))


def pressed(timeline: Timeline, clock: Clock, setter: str, recipient: str | None) -> tuple[str, ...]:
    """Return the sides that a running clock presses, sender first.

    The target of an effect is its recipient, or, where none is named, whom what follows from it is addressed to.
    """
    if clock.kind is ClockKind.EFFECT:
        hit = (recipient,) if recipient else tuple(then.recipient for then in clock.on_end)
        found = {side for parties in hit for side in timeline.sides_of(parties)} - {*timeline.sides_of(setter)}
    else:
        found = {*timeline.sides_of(bound(clock, setter, recipient))}
        found |= {loser(timeline, clock, Outcome.LAPSED, setter, recipient) or ""}
    return tuple(side for side in timeline.sides if side in found)
