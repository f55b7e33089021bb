"""What is fixed before anything is scored, as digests: what the coder of each dispute judged, and all settings."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from replay.codebook import switch_digest
from replay.domain import Rules
from replay.theories import DEFAULTS, Parameters
from replay.timeline import Timeline

__all__ = ["Protocol", "protocol"]

SHOWN = 12
"""Hexadecimal digits of a digest that are shown, and that a file keeps."""


@dataclass(frozen=True, slots=True)
class Protocol:
    """What a score rests on beside the record.

    Attributes
    ----------
    digest : str
        SHA-256 of all of it: two scores of the same replay with the same digest answer the same question.
    coded : Mapping[str, str]
        For each dispute the first twelve digits of the SHA-256 of what was judged: decisions with party, options, acts,
        what was done and what was open; stakes; impacts with every coder's size; readings of domains with the acts that
        are their grounds. Labels, notes and citations are not in it.
    frozen : Mapping[str, str]
        For each dispute the digest that its file was frozen with (key ``frozen``), "" for none.
    """

    digest: str
    coded: Mapping[str, str]
    frozen: Mapping[str, str]

    @property
    def changed(self) -> tuple[str, ...]:
        """Disputes whose judgements are no longer those that were frozen, in the order of the files."""
        return tuple(name for name, digest in self.coded.items() if self.frozen[name] not in ("", digest))


def protocol(
    timelines: Sequence[Timeline], rules: Rules | None = None, parameters: Parameters = DEFAULTS, source: str = "path"
) -> Protocol:
    """Return the protocol of a score: what the files judge, and every setting of switches, rules and theories.

    Examples
    --------
    >>> import replay
    >>> timeline = replay.load(replay.example())
    >>> first, other = protocol([timeline]), protocol([timeline], Rules(threat=2.0))
    >>> first.coded == other.coded, first.digest == other.digest, first.changed
    (True, False, ())
    """
    rules = rules or Rules()
    coded = {timeline.dispute: _sha(_judged(timeline))[:SHOWN] for timeline in timelines}
    settings = [
        switch_digest(),
        *(f"{name}={setting}" for name, setting in rules.switches.settings.items()),
        f"reference={rules.reference}", f"positions={source}",
        *(f"{name}={size!r}" for name, size in rules.sizes().items()), repr(parameters),
    ]  # fmt: skip
    digest = _sha([*settings, *(f"{name} {digest}" for name, digest in coded.items())])
    return Protocol(digest, coded, {timeline.dispute: timeline.frozen for timeline in timelines})


def _judged(timeline: Timeline) -> Iterator[str]:
    """What the coder of a file judged, a line for each thing, in an order that does not hang on that of the file."""
    for one in sorted(timeline.decisions, key=lambda one: one.id):
        options, among = (",".join(word.value for word in words) for words in (one.options, one.among))
        yield f"decision {one.id} {one.party} {options} {','.join(one.acts)} {one.did.value} {among}"
    for stake in sorted(timeline.stakes, key=lambda one: one.id):
        numbers = f"{stake.benefit!r} {stake.success!r} {stake.cost!r} {stake.alternative!r}"
        yield f"stake {stake.id} {stake.party} {stake.date.text} {numbers}"
    for event in sorted(timeline.events, key=lambda one: one.id):
        for side, sizes in sorted(event.impact.items()):
            yield f"impact {event.id} {side} {sizes}"
    for reading in sorted(timeline.readings, key=lambda one: one.id):
        said = f"{reading.level.value if reading.level else ''} {reading.trend.value if reading.trend else ''}"
        yield f"reading {reading.id} {reading.party} {reading.date.text} {said} {','.join(sorted(reading.evidence))}"


def _sha(lines: Sequence[str] | Iterator[str]) -> str:
    return sha256("\n".join(lines).encode()).hexdigest()
