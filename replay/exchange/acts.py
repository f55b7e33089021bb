"""What every hand-off tells: the acts of a replay in its order, each with its date as coded and its computed day."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from replay.codebook import Act, Answer
from replay.dates import iso
from replay.engine.days import Days
from replay.engine.trace import ACTED, Entry, Kind, Trace
from replay.text.words import distinct
from replay.timeline import WORLD, Citation, Consequence, Event, Timeline, Worth, members

__all__ = ["Told", "acts", "cited", "due_told"]


@dataclass(frozen=True)
class Told:
    """An act of the replay, or an end of a clock or a commitment that no act brings about.

    Attributes
    ----------
    id : str
        That of the event or the rule; numbered where a rule comes about more than once.
    entry : Entry
    days : Days
    """

    id: str
    entry: Entry
    days: Days

    @property
    def timeline(self) -> Timeline:
        """What was replayed."""
        return self.days.timeline

    @property
    def event(self) -> Event | None:
        """The recorded event; None for what comes by rule."""
        return self.timeline.by_id.get(self.entry.event or "") if self.entry.kind in ACTED else None

    @property
    def said(self) -> Event | Consequence | None:
        """The recorded event, or the rule by which the act came."""
        return self.event or self.timeline.by_rule.get(self.entry.event or "")

    @property
    def act(self) -> Act:
        """What was done."""
        if self.entry.act is None:
            raise ValueError(f"entry {self.entry.seq} is no act")
        return self.entry.act

    @property
    def label(self) -> str:
        """A few words."""
        return (self.event.label if self.event else "") or self.act.words

    @property
    def summary(self) -> str:
        """One line."""
        return self.said.summary if self.said else ""

    @property
    def worth(self) -> Worth | None:
        """What it is worth."""
        return self.timeline.worth(self.entry.event or "") if self.said else None

    @property
    def strategy(self) -> str | None:
        """The strategy of the act."""
        found = self.days.trace.strategy(self.entry)
        return found.value if found else None

    @property
    def tactics(self) -> tuple[str, ...]:
        """The tactics of the act."""
        return tuple(tactic.value for tactic in self.event.tactics) if self.event else ()

    @property
    def answers(self) -> tuple[tuple[str, Answer], ...]:
        """What it answers, and how."""
        return tuple(self.event.answers.items()) if self.event else ()

    @property
    def coded(self) -> str:
        """The date as coded: EDTF, or counted from something else; "" for what comes by rule."""
        return self.event.date.text if self.event else ""

    @property
    def day_is(self) -> str:
        """The word "coded" where the coding gives the day, or one that it is counted from; else "computed"."""
        return "coded" if self.days.is_exact(self.entry) else "computed"

    @property
    def day(self) -> str:
        """The day on which the replay puts it, as ISO text."""
        return iso(self.entry.day)

    @cached_property
    def pairs(self) -> tuple[tuple[str, str], ...]:
        """Who acts towards whom, party by party, as relational event models have it.

        Nobody acts towards itself there, and the world is nobody. What parties of both camps do together, towards
        nobody else, each does towards those of the other camp.
        """
        line, parties = self.timeline, [party for party in members(self.entry.actor) if party != WORLD]
        if self.entry.recipient is None:
            both = {*line.sides}
            return tuple(
                (one, other) for one in parties for other in parties if {*map(line.side, (one, other))} == both
            )
        others = members(self.entry.recipient)
        return tuple((one, other) for one in parties for other in others if other not in (one, WORLD))


def acts(trace: Trace) -> tuple[Told, ...]:
    """Return what was done in a replay, in its order."""
    return told(trace, trace.select(*ACTED))


def told(trace: Trace, entries: Iterable[Entry]) -> tuple[Told, ...]:
    """Return entries with what is coded of them, each under an id that no other has."""
    trace.coded("hand it on")
    days, found = Days(trace), list(entries)
    names = distinct(entry.event if entry.kind in ACTED and entry.event else _named(entry) for entry in found)
    return tuple(Told(name, entry, days) for name, entry in zip(names, found, strict=True))


def _named(entry: Entry) -> str:
    """An id for an end that no act brings about."""
    return f"{entry.clock or entry.event}:{entry.kind.value}"


def due_told(days: Days, entry: Entry) -> dict[str, str | None]:
    """Return the due date that an entry gives its clock: the day, the same as coded, and which of them the day is.

    As coded it is a date, a length, one counted from something, or None for no date; a clock that was stopped runs
    again for "the days that were left" where no other date is coded.
    """
    clock, event, due = entry.clock or "", days.timeline.by_id.get(entry.event or ""), days.trace.due(entry.seq)
    coded = days.timeline.clocks[clock].due.text
    if event and entry.kind is Kind.CLOCK_MOVED:
        moved = event.moves.get(clock)
        coded = moved.text if moved else ""
    elif event and entry.kind is Kind.CLOCK_RESUMED:
        resumed = event.resumes.get(clock)
        coded = resumed.text if resumed else "the days that were left"
    day = iso(due) if due else None
    exact = day == days.due_from(entry)
    return {"due": day, "due_as_coded": coded or None, "due_is": ("coded" if exact else "computed") if day else None}


def cited(timeline: Timeline, cites: Iterable[Citation]) -> Iterator[tuple[str, str, str]]:
    """Yield each citation in words, with author and year in place of its key, then title and address."""
    for cite in cites:
        source = timeline.sources.get(cite.key)
        words = str(replace(cite, key=source.short) if source else cite)
        yield words, source.title if source else cite.title, source.url if source else cite.url
