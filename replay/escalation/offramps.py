"""Off-ramps: steps down, truces and postponements, and what came of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from replay.codebook import AGREEMENTS, CONCILIATORY, PAUSES, is_hostile
from replay.engine.trace import Kind
from replay.escalation.building import Escalation
from replay.escalation.elements import EASING, Node

__all__ = ["OffRamp", "off_ramps"]


@dataclass(frozen=True, slots=True)
class OffRamp:
    """An act between the sides by which the dispute could have been left, and what came of it.

    Attributes
    ----------
    id : str
        A truce, a postponement, an act that is coded to de-escalate or to settle what it answers, or a conciliatory
        act (rung 1).
    breaks : bool
        Whether it is a truce or a postponement, over which no chain of a spiral leads. A truce is an agreement between
        the sides, on a part or on the whole. A postponement puts a deadline off, or moves a clock that the same camp
        had set to a later day, or to none.
    taken : bool or None
        Whether the other side's next act on the ladder was no higher than the talks (rung 2), after an act of both
        sides that of either; None if there is none.
    next_hostile : str or None
        The dyad's next act on rung 4 or above.
    quiet_days : int or None
        Days until that.
    """

    id: str
    breaks: bool
    taken: bool | None
    next_hostile: str | None
    quiet_days: int | None


def off_ramps(found: Escalation) -> tuple[OffRamp, ...]:
    """Return the off-ramps of the dyad, in order of time."""
    easing = {link.target for link in found.links if link.type in EASING}
    breaks = {node.id for node in found.acts if node.act in AGREEMENTS | PAUSES}
    breaks.update(_put_off(found))
    out: list[OffRamp] = []
    following: dict[str | None, Node] = {}
    hostile: Node | None = None
    for node in reversed(found.acts):
        if not node.rung or not (node.in_dyad or node.joint):
            continue
        if node.id in breaks or node.id in easing or node.rung == 1:
            others = [other for side, other in following.items() if node.joint or side != node.side]
            following_it = min(others, key=lambda other: other.seq, default=None)
            taken = None if following_it is None else following_it.rung <= CONCILIATORY
            days = hostile.day - node.day if hostile else None
            out.append(OffRamp(node.id, node.id in breaks, taken, hostile.id if hostile else None, days))
        following[node.side] = node
        hostile = node if is_hostile(node.rung) else hostile
    return tuple(reversed(out))


def _put_off(found: Escalation) -> Iterator[str]:
    """Yield the acts that put off a clock of their own camp."""
    due: dict[str | None, int | None] = {}
    for entry in found.trace.select(Kind.CLOCK_SET, Kind.CLOCK_MOVED, Kind.CLOCK_SUSPENDED, Kind.CLOCK_RESUMED):
        before, now = due.get(entry.clock), found.trace.due(entry.seq)
        due[entry.clock] = now
        act, clock = found.by_id.get(entry.event or ""), found.by_id.get(entry.clock or "")
        if before is not None and (now is None or now > before) and act and clock and act.side == clock.side:
            yield act.id
