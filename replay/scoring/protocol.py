"""What is fixed before anything is scored, as one digest: decisions, options, stakes, impacts, switches."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256

from replay.codebook import Switches, switch_digest
from replay.timeline import Timeline

__all__ = ["protocol_digest"]


def protocol_digest(timelines: Sequence[Timeline], switches: Switches) -> str:
    """Return the SHA-256 of what a score rests on beside the record, in the order of the files.

    It holds for each dispute the decisions with party, options, acts, what was done and what was open, the stakes, the
    impacts with every coder's size, and for all the switches as set and what the settings mean. Labels, notes and
    citations are not in it. Two scores with the same digest answer the same question.

    Examples
    --------
    >>> import replay
    >>> timeline = replay.load(replay.example())
    >>> protocol_digest([timeline], Switches()) == protocol_digest([timeline], Switches(ends="hard"))
    False
    """
    lines = [switch_digest(), *(f"{name}={setting}" for name, setting in switches.settings.items())]
    for timeline in timelines:
        lines.append(timeline.dispute)
        for one in timeline.decisions:
            options, among = (",".join(word.value for word in words) for words in (one.options, one.among))
            lines.append(f"decision {one.id} {one.party} {options} {','.join(one.acts)} {one.did.value} {among}")
        for stake in timeline.stakes:
            numbers = f"{stake.benefit:g} {stake.success:g} {stake.cost:g} {stake.alternative:g}"
            lines.append(f"stake {stake.id} {stake.party} {stake.date.text} {numbers}")
        for event in timeline.events:
            lines += [f"impact {event.id} {side} {sizes}" for side, sizes in sorted(event.impact.items())]
    return sha256("\n".join(lines).encode()).hexdigest()
