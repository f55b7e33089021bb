"""One time for several disputes: the calendar's, or days counted from an event of each."""

from __future__ import annotations

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from replay.codebook import IMPOSITIONS, THREATENED
from replay.engine.trace import Entry, Kind, Trace
from replay.errors import RefusalError
from replay.figures.sheet.content import axis_of
from replay.figures.sheet.timescale import TimeScale
from replay.figures.story import Story, story_of
from replay.tables.comparison import first_threat, settlement

__all__ = ["ALIGNMENTS", "Aligned", "aligned", "months"]

ALIGNMENTS = {
    "calendar": "the calendar",
    "threat": "first threat",
    "clock": "first clock",
    "settlement": "settlement",
}
"""What disputes can be aligned on, with a few words for it: on dates, or on an event that becomes month 0."""

_ZERO = datetime.date(5000, 1, 1).toordinal()
_MONTH = 365.2425 / 12
_STEPS = (1, 2, 3, 6, 12, 24, 60, 120)


@dataclass(frozen=True, slots=True)
class Aligned:
    """A dispute to be drawn: what it shows, what its days are shifted by, and what month 0 is, in words.

    `settled` is the day of its settlement, if there is one. `told` are the acts to be named before others: that of
    month 0, the first that threatens with sanctions, and the settlement, each if there is one.
    """

    shown: Story
    offset: int
    zero: str
    settled: int | None = None
    told: tuple[str, ...] = ()


def aligned(traces: Sequence[Trace], align: str) -> tuple[tuple[Aligned, ...], TimeScale]:
    """Return the disputes, shifted so that they share an axis, and the axis.

    Raises
    ------
    ValueError
        For an alignment that is not a key of `ALIGNMENTS`.
    RefusalError
        Without a trace, or for a dispute without the event.
    """
    if align not in ALIGNMENTS:
        raise ValueError(f"alignment {align!r} is unknown; allowed: {', '.join(ALIGNMENTS)}")
    if not traces:
        raise RefusalError("a comparison needs a dispute; none was given")
    found = tuple(_shifted(trace, align) for trace in traces)
    days = [day - one.offset for one in found for day in one.shown.base.days]
    if days and not 1 <= min(days) <= max(days) <= datetime.date.max.toordinal():
        raise RefusalError("a dispute lasts for more than 4,999 years on one side of month 0; try the calendar")
    return found, axis_of(days)


def _shifted(trace: Trace, align: str) -> Aligned:
    shown, end = story_of(trace), settlement(trace)
    settled = end.day if end else None
    threat = (deed.id for deed in shown.base.deeds if deed.own and THREATENED.get(deed.act) in IMPOSITIONS)
    told = [next(threat, None), end.event if end else None]
    if align == "calendar":
        return Aligned(shown, 0, "", settled, _ids(told))
    entry = _anchor(trace, align)
    if entry is None:
        raise RefusalError(
            f"{shown.base.title}: the record has no {ALIGNMENTS[align]} to align it on; try the calendar"
        )
    label = next((deed.label for deed in shown.base.deeds if deed.id == entry.event), entry.event or "")
    return Aligned(
        shown, entry.day - _ZERO, f"month 0: {label}, {shown.base.dates.of(entry)}", settled, _ids([entry.event, *told])
    )


def _ids(found: Iterable[str | None]) -> tuple[str, ...]:
    """What there is of these, each once."""
    return tuple(dict.fromkeys(name for name in found if name))


def _anchor(trace: Trace, align: str) -> Entry | None:
    if align == "threat":
        return first_threat(trace)
    if align == "clock":
        return next(iter(trace.select(Kind.CLOCK_SET)), None)
    return settlement(trace)


def months(scale: TimeScale, room: float) -> tuple[tuple[float, int], ...]:
    """Return the places, 0 to 1, of whole months from 0, each zone at the finest step at which labels have `room`.

    Month 0 always has its place; of others that would meet, the first.

    Examples
    --------
    >>> from replay.figures.sheet.timescale import Zone
    >>> scale = TimeScale((Zone(_ZERO - 90, _ZERO + 90, 0.0, 1.0),))
    >>> [month for _, month in months(scale, 0.2)]
    [-2, 0, 2]
    """
    found: list[tuple[float, int]] = []
    for zone in scale.zones:
        step = next((n for n in _STEPS if n * _MONTH * zone.per_day >= room), _STEPS[-1])
        first, stop = (-int(-(day - _ZERO) // (_MONTH * step)) for day in (zone.first, zone.stop))
        for month in range(first * step, stop * step, step):
            at = scale(_ZERO + month * _MONTH)
            if month == 0:
                found = [one for one in found if abs(at - one[0]) >= room]
            if all(abs(at - other) >= room for other, _ in found):
                found.append((at, month))
    return tuple(sorted(found))
