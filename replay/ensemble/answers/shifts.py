"""The smallest shift of one date that changes a finding.

One act with an imprecise date is moved, day by day further from the day that it has in the plain replay, within its
bounds; all others stay, but for what the act holds back and for dates counted from it.
The distance is doubled until the finding changes, then halved between the last day that keeps it and the first that
does not. A finding that changes and changes back between two days that were tried is missed there: the shift is the
smallest that this search meets. Of equal shifts the earlier act in the order of the file counts, and of the same act
the earlier day. A day on which a clock would be set, or moved, when it is due already is no day that the act can have.

What is found with a shift is read off columns (`ensemble.columns`), where the replay is within their rules; the shifts
of an act seldom change which entry comes after which, and what does not ask for days is found once for each such order.
An act whose day alone cannot tell on a finding is not tried for it: `_Search.idle` says which these are.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from replay.codebook import Switches
from replay.counterfactuals.edits import overdue
from replay.dates import When, in_words
from replay.domain.shifts import plain_acts
from replay.engine import run, settled
from replay.engine.core import Core
from replay.engine.settling import settle
from replay.engine.trace import Trace
from replay.ensemble.answers.findings import findings, named
from replay.ensemble.columns import Cell, Columns, parting
from replay.ensemble.judged import Judged
from replay.ensemble.overlay import Overlay
from replay.ensemble.rows import Base, seen
from replay.text.words import counted
from replay.theories import DEFAULTS
from replay.timeline import Timeline
from replay.timeline.naming import placed_in, references
from replay.timeline.schedule import Schedule, schedule

__all__ = ["Shift", "smallest_shifts"]


@dataclass(frozen=True, slots=True)
class Shift:
    """A shift of one date that changes a finding.

    Attributes
    ----------
    event, label : str
    date : str
        As coded, in words.
    days : int
        From its day in the plain replay; below 0 earlier.
    before, after : str
        What is found in the plain replay, and with the shift.
    """

    event: str
    label: str
    date: str
    days: int
    before: str
    after: str

    @property
    def told(self) -> str:
        """The shift in words."""
        act = named(self.event, {self.event: self.label} if self.label else {})
        far = f"{counted(abs(self.days), 'day')} {'earlier' if self.days < 0 else 'later'}"
        return f"{act}, coded {self.date}, {far} makes it: {self.after}"


def smallest_shifts(
    base: Base,
    names: Iterable[str] | None = None,
    told: Callable[[int, int], None] | None = None,
    *,
    whole: bool = False,
) -> dict[str, Shift | None]:
    """Return for each finding the smallest shift of one date that changes it; None if no single date does.

    Parameters
    ----------
    base : Base
    names : iterable of str, optional
        The findings; all of the plain replay by default.
    told : callable, optional
        Called after each act with how many are done, and how many there are.
    whole : bool
        Try every act for every finding, and read it off whole replays: slower, and what defines the answer.

    Examples
    --------
    >>> import replay
    >>> from replay.ensemble.specification import Specification
    >>> text = replay.example().read_text(encoding="utf-8")
    >>> smallest_shifts(Base("example", (text,), Specification(("dates",))), ["settled"])
    {'settled': None}
    """
    plain = findings(seen(base, base.plain))
    best: dict[str, Shift | None] = dict.fromkeys(names or plain)
    search = _Search(base, plain, best, whole)
    acts = search.movable()
    for number, name in enumerate(acts, 1):
        search.act(name)
        if told:
            told(number, len(acts))
    return best


class _Search:
    """What looks for the smallest shifts; `best` is filled as they are found."""

    def __init__(self, base: Base, plain: Mapping[str, str], best: dict[str, Shift | None], whole: bool) -> None:
        self._base, self._plain, self._best = base, plain, best
        self._draws, self._line, self._dates = base.draws[0], base.timeline, base.asked.dates
        self._ruled = settled(self._line, self._dates).followed.days
        self._short = None if whole or base.columns[0].start is None else _Short(base, base.columns[0])
        self._scored = frozenset(name for name in best if name == "best" or name.startswith("rank:"))
        self._idle = self.idle()

    def movable(self) -> list[str]:
        """Acts whose own date is not one day, in the order of the file; not those that come by a rule."""
        return [
            event.id
            for event in self._line.events
            if isinstance(event.date, When) and not event.date.is_exact and event.id not in self._ruled
        ]

    def idle(self) -> tuple[frozenset[str], frozenset[str]]:
        """The acts whose day tells on no score, and those whose day tells on no other finding.

        Nothing rests on any of them (`Overlay.loose`), they come in the plain replay, and no event names them or counts
        a date from them, so that all others stay as they are. On a score tells, besides, an act that moves a side, or
        touches what stands, that belongs to a decision, or that is conduct between the sides. On the other findings
        tells one that comes upon another act, or another upon it, that imposes or settles, breaks off or puts off.
        """
        if self._short is None:
            return frozenset(), frozenset()
        line, columns, start = self._line, self._short.columns, self._short.start
        stands = next(iter(self._draws.days), "")
        unmoved = self._placed(stands, self._draws.days[stands]) if stands else None
        if unmoved is None or parting(self._base.plain, self._short.trace(*unmoved))[0] >= 0:
            return frozenset(), frozenset()
        items = (item for event in line.events for item in (event, *(inner for inner, _ in placed_in(event))))
        held = {reference.name for item in items for reference in references(item) if reference.noun != "party"}
        loose = {name for name in columns.loose if name in start.entry_of} - held
        known, decisive = plain_acts(line, Switches()), {name for one in line.decisions for name in one.acts}
        linked = {name for step in start.steps for name in step[:2]} | {name for pair in start.eased for name in pair}

        def mute(name: str) -> bool:
            event = line.by_id[name]
            engaged = line.engaged(event.actor, event.recipient)
            return not engaged or columns.own.strategy(columns.entry(name), Switches().untagged) is None

        def apart(name: str) -> bool:
            card = columns.card(name)
            return card.answers is not None and not (card.breaks or card.imposes or card.settles)

        return (
            frozenset(name for name in loose - decisive if known.get(name) == () and mute(name)),
            frozenset(name for name in loose - linked - start.put_off if apart(name)),
        )

    def act(self, name: str) -> None:
        """Try one act, the earlier days first."""
        day, (first, last) = self._draws.days[name], self._draws.bounds[name]
        for sign, room in ((-1, day - first), (1, last - day)):
            self._direction(name, sign, room)

    def _direction(self, name: str, sign: int, room: int) -> None:
        tried: dict[int, dict[str, str] | None] = {}
        scoreless, silent = (name in acts for acts in self._idle)
        open_ = {one for one in self._best if not (scoreless if one in self._scored else silent)}
        scores = not self._scored.isdisjoint(open_)

        def changed(size: int, finding: str) -> str | None:
            """What is found instead after a shift of so many days; None where the finding stands, or no day is."""
            if size not in tried:
                tried[size] = self._found(name, sign * size, scores)
            found = tried[size]
            value = self._plain[finding] if found is None else found.get(finding, "none")
            return value if value != self._plain[finding] else None

        kept, size = 0, 1
        while open_ and kept < room:
            size = min(size, room, max(self._limit(finding, room) for finding in open_))
            if size <= kept:
                return
            for finding in [finding for finding in self._best if finding in open_]:
                if (after := changed(size, finding)) is None:
                    if size >= self._limit(finding, room):
                        open_.discard(finding)
                    continue
                open_.discard(finding)
                keeps, flips = kept, size
                while flips - keeps > 1:
                    middle = (keeps + flips) // 2
                    if (found := changed(middle, finding)) is None:
                        keeps = middle
                    else:
                        flips, after = middle, found
                if flips <= self._limit(finding, room):
                    event = self._line.by_id[name]
                    date = in_words(event.date) if isinstance(event.date, When) else ""
                    self._best[finding] = Shift(
                        name, event.label, date, sign * flips, self._plain[finding], after
                    )  # fmt: skip
            kept, size = size, 2 * size

    def _limit(self, finding: str, room: int) -> int:
        """The largest shift that would be news: below the smallest that is known."""
        known = self._best[finding]
        return room if known is None else min(room, abs(known.days) - 1)

    def _found(self, name: str, days: int, scores: bool) -> dict[str, str] | None:
        """What is found with one date shifted; None if the act cannot come on that day by itself."""
        placed = self._placed(name, self._draws.days[name] + days)
        if placed is None:
            return None
        row = None if self._short is None else self._short.row(self._short.trace(*placed), scores)
        if row is None:
            line, plan, _ = placed
            row = seen(self._base, run(line, dates=self._dates, plan=plan), scores=scores)
        return findings(row)

    def _placed(self, name: str, day: int) -> tuple[Timeline, Schedule, Core | None] | None:
        """The timeline with one act on another day, its schedule, its replay if that is known; None as in `_found`."""
        line = self._draws.shifted(name, day)
        if line.pins[name] != day:
            return None
        start = schedule(line, self._dates)
        plan, core = settle(line, self._dates, start)
        if plan.days[name] != day or overdue(line, plan.days):
            return None
        return line, plan, core if plan.days == start.days else None


class _Short:
    """The short way to what a replay says, by the model as it stands."""

    def __init__(self, base: Base, columns: Columns) -> None:
        assert columns.start is not None
        self.columns, self.start, self._base = columns, columns.start, base
        self._judged = Judged(columns, Switches(), DEFAULTS)

    def trace(self, line: Timeline, plan: Schedule, core: Core | None) -> Trace:
        """Return the replay of the timeline with other days."""
        return Overlay(line, plan, self._base.asked.dates, self._base.timeline).plain(core)

    def row(self, trace: Trace, scores: bool) -> dict[str, Cell] | None:
        """Return what `findings` reads of a row, all but its days; None where columns cannot tell."""
        if (new := self.columns.seen(trace)) is None:
            return None
        case = self.columns.case(new)
        row = self.columns.replayed(case)
        return row | self._judged.computed(case) if scores else row
