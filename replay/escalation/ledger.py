"""The ledger of threats: each measure that was threatened or promised, counted once, and what became of it.

It is the row that data sets of sanctions keep by hand: who threatened whom with what, when, until when, and whether it
was carried out (Morgan, Bapat and Kobayashi 2014, Threat and imposition of economic sanctions 1945-2005: updating the
TIES dataset, Conflict Management and Peace Science 31(5): 541-558). Here it is read off a replay, of the record or of a
branch.

**What is a measure.** What a party says that it will do, once:

1. A clock of kind `effect` is the measure that takes force on its day. So is a `deadline` at whose end the party that
   sets it, or its camp, acts by rule (`on_end`): that act is the measure. Of an act that is itself a threat
   (`codebook.THREATS`) a clock of any kind but `waiting` counts if such an act stands at its end. What others do at the
   end of a clock is no threat of the one that sets it. An act off the ladder (a law) whose clock brings no act about
   threatens nobody.
2. A commitment: "if you do, we do". One that holds for `each` trigger is a measure anew each time. Where it waits for
   the running out of a clock that the same act sets, and no act stands at the end of that clock, the two are one.
3. An act in `codebook.THREATS`, a promise, or an act with a coded `fate:`, if it brings neither of these and does not
   merely move, split or resume a clock that is there already: the act itself.

A deadline with no act at its end, set by a mere demand, threatens nothing and has no row. A list that is threatened,
and the duties on it, are two measures: the first says that a list will come, the second that duties will.

**Counted once.** A threat of the third sort that a later act of the same camp towards the same party follows up (it
names the threat under `answers` or `needs`, and announces something itself) is told in the rows of that act, which then
count from the day of the threat: a threat, the list, and its clock are one measure. A clock that was moved is one
measure still. Of a list that is split, parent and child are two measures, announced together, and the
parent keeps the rest of the worth.
Where one act announces several measures, its worth is that of all together, and is given to none.

**Fate.** Only acts done carry anything out (a file in which one that is announced does so is refused). See `ThreatFate`
for the words. A clock that was met, settled, withdrawn or suspended gives its measure that fate; at one that ran out,
all of the acts at its end make it carried out, some of them carried out in part, none a bluff. A clock of kind `effect`
without an act at its end is carried out or a bluff as it says. A commitment has the fate to which it was triggered; one
that never was, and waited for a clock to run out, has the end of that clock, and any other is not triggered. An act
alone has the end of its deadline or time limit, if it sets one that was met (a deadline only), settled or withdrawn,
else its coded fate, else it is open: that the time ran out says what the other side did not do, and not what became of
the threat. Where its setter alone is bound by that deadline (`binds`), what it announced was done by then if it was met
(carried out), and a bluff if it ran out.

An act of the threatened kind that comes later and that no rule ties to the measure is listed as not tied; it is never
taken for the threat carried out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

from replay.codebook import (
    CONCILIATORY,
    THREATENED,
    THREATS,
    Act,
    ClockKind,
    Fate,
    Outcome,
    Status,
    ThreatFate,
)
from replay.dates import LAST, day, reach
from replay.engine.trace import ACTED, ENDS, ClockHistory, Entry, Kind, Trace
from replay.text.notebook import Listed
from replay.timeline import Commitment, Consequence, Event, Worth, end_rule, members, reply_rule

__all__ = ["Ledger", "Measure", "ledger"]

_DONE = frozenset({ThreatFate.CARRIED_OUT, ThreatFate.IN_PART})
"""Fates of a measure that was done, in part at least."""

_STANDS = frozenset(
    {ThreatFate.OPEN, ThreatFate.BLUFF, ThreatFate.NOT_TRIGGERED, ThreatFate.SUSPENDED, ThreatFate.UNKNOWN}
)
"""Fates after which an act of the threatened kind may come that nothing ties to the measure."""

_FELL_AWAY = frozenset(
    {
        Outcome.MET,
        Outcome.MET_IN_PART,
        Outcome.SETTLED,
        Outcome.WITHDRAWN,
        Outcome.BROKEN,
        Outcome.SUSPENDED,
        Outcome.OPEN,
        Outcome.UNKNOWN,
    }
)
"""Ends of a clock that are the fate of its measure, under the same words; the others let it run out."""

_KEPT = {Outcome.MET: ThreatFate.CARRIED_OUT, Outcome.MET_IN_PART: ThreatFate.IN_PART}
"""Ends of a deadline that its setter gave to itself alone: what it announced was done by then."""


_TO_COME = "it may still follow when the replay ends"


@dataclass(frozen=True, slots=True)
class Measure:
    """A row of the ledger.

    Attributes
    ----------
    id : str
        The clock, the commitment (``event/reply-1``, at its second trigger ``event/reply-1/2``), or the act that
        announces it.
    who, whom : str, str or None
        Parties; several stand in one text, joined by a plus.
    form : {"threat", "promise"}
        A step against the other side, or towards it (talks or lower on the ladder).
    act : Act
        What is to be done where that is coded, else the act that announces it.
    what : str
        The same in a sentence.
    worth : Worth or None
        Of a sanction the goods covered in a year, not the duty paid. Of what was done, where it was done.
    acts : tuple[str, ...]
        The acts that announce it, first to last.
    announced : int
        Day of the first.
    due : int or None
        The day on which it was to come, in force at the end; of a commitment counted from its trigger.
    clock : str or None
        The clock that `due` is read from.
    fate : ThreatFate
    ended : int or None
        Day on which it was done, or fell away; None while it stands, or where its fate alone is coded.
    ended_by : tuple[str, ...]
        The acts that did so; () where it ran out.
    not_tied : tuple[str, ...]
        Later acts of the threatened kind that nothing ties to it.
    status : Status
        How firmly the source reports the last act that announces it.
    notes : tuple[str, ...]
        What a reader of the row must know.
    trigger : int or None
        Seq of the entry that triggered a commitment, from which `due` is counted.
    """

    id: str
    who: str
    whom: str | None
    form: str
    act: Act
    what: str
    worth: Worth | None
    acts: tuple[str, ...]
    announced: int
    due: int | None
    clock: str | None
    fate: ThreatFate
    ended: int | None = None
    ended_by: tuple[str, ...] = ()
    not_tied: tuple[str, ...] = ()
    status: Status = Status.DONE
    notes: tuple[str, ...] = ()
    trigger: int | None = None

    @property
    def days(self) -> int | None:
        """Days from the announcement to the end."""
        return None if self.ended is None else self.ended - self.announced


@dataclass(frozen=True, slots=True)
class _End:
    """What became of a measure, when and by which acts; its due day, and the entry that triggered it."""

    fate: ThreatFate
    day: int | None = None
    by: tuple[str, ...] = ()
    due: int | None = None
    notes: tuple[str, ...] = ()
    trigger: int | None = None


class Ledger(Listed[Measure]):
    """The rows of the ledger of a replay; in a notebook a table."""


def ledger(trace: Trace) -> Ledger:
    """Return the threats and promises of a replay, each measure once, by the day on which it was announced.

    The rules stand at the head of this module. The trace must be that of a whole replay, up to its last day or to
    `until`.

    Raises
    ------
    RefusalError
        For a trace without its timeline.

    Examples
    --------
    >>> import replay
    >>> for row in ledger(replay.run(replay.load(replay.example()))):
    ...     print(row.id, row.who, row.form, row.fate.value, row.days)
    sanctions US threat settled 55
    wto-threat/reply-1 KR threat settled 51
    """
    return Ledger(_Book(trace).rows(), trace)


class _Book:
    """What the ledger is read from."""

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.timeline = trace.coded("keep a ledger of threats")
        self.entries = {entry.event or "": entry for entry in trace.select(*ACTED)}
        self.lives = {clock.id: clock for clock in trace.clocks()}
        self.ends = {entry.clock or "": entry.seq for entry in trace.select(*ENDS)}
        self.measures: dict[str, list[ClockHistory]] = {}
        until = trace.settings.get("until") or ""
        self.is_cut = bool(until)
        last = (int(until) if until.isdecimal() else day(until)) if until else self.timeline.period.latest
        self.last = LAST if last is None else last

    def rows(self) -> tuple[Measure, ...]:
        found = [row for name in self.entries if name not in self.followed_up for row in self._announced(name)]
        tied = {name for row in found if row.fate in _DONE for name in row.ended_by}
        told = [replace(row, not_tied=loose) if (loose := self._loose(row, tied)) else row for row in found]
        return tuple(sorted(told, key=lambda row: row.announced))

    # -- which acts announce what -----------------------------------------------------------------

    def _said(self, name: str) -> Event | Consequence:
        return self.timeline.by_id.get(name) or self.timeline.by_rule[name]

    def _clocks(self, name: str) -> list[ClockHistory]:
        """The clocks that an act sets in this replay and that are measures, found once for each act."""
        if name not in self.measures:
            self.measures[name] = self._clocks_of(name)
        return self.measures[name]

    def _clocks_of(self, name: str) -> list[ClockHistory]:
        said, act = self._said(name), self.entries[name].act
        coded = [*said.clocks, *(said.splits.values() if isinstance(said, Event) else ())]
        lives = [self.lives[clock.id] for clock in coded if clock.id in self.lives]
        found = []
        for life in (life for life in lives if life.set_by == name):
            rules, kind = self._rules(life), life.kind
            is_own = kind is ClockKind.DEADLINE or (act in THREATS and kind is not ClockKind.WAITING)
            if (is_own and rules) or (kind is ClockKind.EFFECT and (rules or (act and act.rung))):
                found.append(life)
        waited = {commitment.when.clock for commitment in self._commitments(name) if self._waits_for_lapse(commitment)}
        return [life for life in found if self._rules(life) or life.id not in waited]

    def _commitments(self, name: str) -> tuple[Commitment, ...]:
        event = self.timeline.by_id.get(name)
        return event.commits if event else ()

    def _waits_for_lapse(self, commitment: Commitment) -> bool:
        """Whether it waits for a clock to run out."""
        clock = self.timeline.clocks.get(commitment.when.clock or "")
        return clock is not None and commitment.when.ends in clock.kind.run_out

    def _rules(self, life: ClockHistory) -> dict[str, Consequence]:
        """What its setter, or the setter's camp, does by rule at the end of a clock, by the ids of the rules."""
        clock = self.timeline.clocks[life.id]
        return {
            end_rule(life.id, n): then
            for n, then in enumerate(clock.on_end, 1)
            if self._are_one(then.actor, life.holder)
        }

    def _are_one(self, one: str | None, other: str | None) -> bool:
        """Whether two parties act as one: a party that is in both, or one camp."""
        side = self.timeline.side(one)
        return bool({*members(one)} & {*members(other)}) or (side is not None and side == self.timeline.side(other))

    def _speaks(self, name: str) -> bool:
        """Whether an act announces a measure."""
        event, act = self.timeline.by_id.get(name), self.entries[name].act
        if self._clocks(name) or self._commitments(name) or (event and event.fate):
            return True
        return self._is_threat(act) and not (event and (event.moves or event.splits or event.resumes))

    def _is_threat(self, act: Act | None) -> bool:
        return act in THREATS or act is Act.PROMISE

    @cached_property
    def followed_up(self) -> dict[str, tuple[str, ...]]:
        """Threats that are told in the rows of later acts, each with these."""
        found: dict[str, tuple[str, ...]] = {}
        for name, entry in self.entries.items():
            event = self.timeline.by_id.get(name)
            if event is None or not self._speaks(name):
                continue
            for earlier in dict.fromkeys((*event.answers, *(one for group in event.needs for one in group))):
                before = self.entries.get(earlier)
                if before and before.seq < entry.seq and self._is_bare(earlier) and self._same(before, entry):
                    found[earlier] = (*found.get(earlier, ()), name)
        return found

    def _is_bare(self, name: str) -> bool:
        """Whether an act is a threat by its kind alone, without clock, commitment or coded fate."""
        event = self.timeline.by_id.get(name)
        return (
            event is not None
            and not (event.clocks or event.splits or event.commits or event.fate)
            and self._speaks(name)
        )

    def _same(self, before: Entry, after: Entry) -> bool:
        """Whether one camp speaks to the same party, and in the same sense."""
        to = {*members(before.recipient)}
        sense = {_form(entry.act) for entry in (before, after)}
        return self._are_one(before.actor, after.actor) and to <= {*members(after.recipient)} and len(sense) == 1

    def _chain(self, name: str) -> tuple[str, ...]:
        """The acts that announce what an act announces, first to last."""
        earlier = [one for one, later in self.followed_up.items() if name in later]
        found = {one for first in earlier for one in self._chain(first)}
        return (*sorted(found, key=lambda one: self.entries[one].seq), name)

    # -- rows -------------------------------------------------------------------------------------

    def _announced(self, name: str) -> Iterator[Measure]:
        clocks, commitments = self._clocks(name), self._commitments(name)
        shared = len(clocks) + len(commitments) > 1
        for life in clocks:
            yield self._of_clock(name, life, shared)
        for n, commitment in enumerate(commitments, 1):
            yield from self._of_commitment(name, reply_rule(name, n), commitment, shared)
        if not clocks and not commitments and self._speaks(name):
            yield self._of_act(name)

    def _row(self, name: str, rule: str, then: Consequence | None, end: _End, worth: Worth | None) -> Measure:
        entry, said, chain = self.entries[name], self._said(name), self._chain(name)
        act = then.act if then else entry.act
        assert act is not None
        status = said.status if isinstance(said, Event) else Status.DONE
        return Measure(
            rule, entry.actor or "", (then and then.recipient) or entry.recipient,
            _form(act if act.rung else entry.act), act, then.summary if then else said.summary, worth, chain,
            self.entries[chain[0]].day, end.due, rule if rule in self.lives else None, end.fate, end.day, end.by,
            status=status, notes=end.notes, trigger=end.trigger,
        )  # fmt: skip

    def _own_worth(self, name: str) -> Worth | None:
        """The worth of the acts that announce a measure: the last that is coded."""
        return next((worth for one in reversed(self._chain(name)) if (worth := self._said(one).worth)), None)

    def _of_clock(self, name: str, life: ClockHistory, shared: bool) -> Measure:
        rules = self._rules(life)
        end = self._end_of_clock(life, rules)
        worth, notes = self._worth_of_clock(name, life, rules, end, shared)
        coded = self.timeline.clocks[life.id]
        if life.on_word:
            notes = (*notes, f"{life.outcome.words} on the word of the source")
        if coded.readings:
            notes = (*notes, "disputed: " + ", ".join(f"{who} {how.words}" for who, how in coded.readings.items()))
        then = next(iter(rules.values()), None)
        row = self._row(name, life.id, then, replace(end, due=life.due, notes=(*end.notes, *notes)), worth)
        if then is None and coded.label:
            row = replace(row, what=f"{coded.label}: {row.what}")
        whole = self.lives[life.parent].set_by if life.parent in self.lives else None
        if whole is not None and whole in self.entries:  # a part was announced with the whole
            chain = tuple(dict.fromkeys((*self._chain(whole), *row.acts)))
            row = replace(row, acts=chain, announced=self.entries[chain[0]].day)
        return row

    def _worth_of_clock(
        self, name: str, life: ClockHistory, rules: dict[str, Consequence], end: _End, shared: bool
    ) -> tuple[Worth | None, tuple[str, ...]]:
        """The worth of a measure on a clock, and what is to be said of it."""
        coded = self.timeline.clocks[life.id]
        parts = [other for other in self.lives.values() if other.parent == life.id]
        unsplit = not parts and any(life.id in event.splits for event in self.timeline.events)
        if end.fate in _DONE and rules and not unsplit:
            return self._worth_done(end.by, rules), ()
        whole = coded.worth or _total([then.worth for then in rules.values()])
        notes: tuple[str, ...] = ("worth of the whole list, of which nothing is split off here",) if unsplit else ()
        if whole is None and not shared:
            whole = self._own_worth(name)
        elif whole is None and self._own_worth(name):
            notes = (*notes, "its act gives a worth for several measures together")
        if unsplit and coded.worth is None and self._own_worth(name):
            whole = self._own_worth(name)
        taken = _total([self.timeline.worth_of(part.id) for part in parts])
        if whole and taken and whole.unit == taken.unit and (coded.worth or whole == self._own_worth(name)):
            whole = Worth(max(whole.amount - taken.amount, 0), whole.unit)
            notes = (*notes, "worth of the rest: a part runs on a clock of its own")
        return whole, notes

    def _worth_done(self, done: Sequence[str], rules: dict[str, Consequence]) -> Worth | None:
        """What was done is worth: of each act its own, else what the rule says."""
        found = []
        for name in done:
            rule = next((then for rule, then in rules.items() if name == rule or name in then.events), None)
            found.append(self._said(name).worth or (rule.worth if rule else None))
        return _total(found)

    def _of_commitment(self, name: str, rule: str, commitment: Commitment, shared: bool) -> Iterator[Measure]:
        for n, end in enumerate(self._ends_of_commitment(name, rule, commitment), 1):
            done = self._worth_done(end.by, {rule: commitment.then}) if end.fate in _DONE else None
            worth = done or commitment.then.worth or (None if shared or end.fate in _DONE else self._own_worth(name))
            row = self._row(name, rule, commitment.then, end, worth)
            clock = commitment.when.clock
            row = replace(row, id=f"{rule}/{n}" if n > 1 else rule)
            yield replace(row, clock=clock if clock in self.lives and end.due == self.lives[clock].due else None)

    def _of_act(self, name: str) -> Measure:
        said = self._said(name)
        coded = (said.fate if isinstance(said, Event) else None) or ThreatFate.OPEN
        kinds = (ClockKind.DEADLINE, ClockKind.LIMIT)
        life = next((c for c in self.lives.values() if c.set_by == name and c.kind in kinds), None)
        end = _End(coded)
        if life and life.outcome in _KEPT and self._binds_itself(life):
            end = replace(self._end_of_clock(life, {}), fate=_KEPT[life.outcome])
        elif (
            life and life.outcome in _FELL_AWAY and (life.kind is ClockKind.DEADLINE or life.outcome is not Outcome.MET)
        ):
            end = self._end_of_clock(life, {})
        elif life and life.outcome is Outcome.LAPSED and self._binds_itself(life):
            end = _End(ThreatFate.BLUFF, life.ended_on)
        elif life:
            end = _End(coded, notes=(f"its clock '{life.id}': {life.kind.end_in_words(life.outcome)}",))
        end = replace(end, due=life.due if life else None)
        row = self._row(name, name, None, end, self._own_worth(name))
        return replace(row, clock=life.id if life else None)

    def _binds_itself(self, life: ClockHistory) -> bool:
        """Whether a deadline is one that its setter gave to itself alone, for what it threatened or promised."""
        binds = members(self.timeline.clocks[life.id].binds)
        return bool(binds) and life.kind is ClockKind.DEADLINE and all(self._are_one(one, life.holder) for one in binds)

    # -- fates ------------------------------------------------------------------------------------

    def _end_of_clock(self, life: ClockHistory, rules: dict[str, Consequence]) -> _End:
        if life.outcome in _FELL_AWAY:
            by = _names(life.ended_by)
            day = None if life.outcome in (Outcome.SUSPENDED, Outcome.UNKNOWN) else life.ended_on
            return _End(ThreatFate(life.outcome.value), day, by)
        if life.outcome is Outcome.LAPSED and (life.kind is ClockKind.EFFECT or not rules):
            return _End(ThreatFate.BLUFF, life.ended_on)
        if not rules:
            return _End(ThreatFate.CARRIED_OUT, life.ended_on)
        done = [name for rule, then in rules.items() if (name := self._done_at(life, rule, then))]
        return self._judged(done, rules, life.ended_on or life.set_on)

    def _done_at(self, life: ClockHistory, rule: str, then: Consequence) -> str | None:
        """The act that a rule brought about at the end of a clock."""
        end = self.ends[life.id]
        for name in (*then.events, rule):
            entry = self.entries.get(name)
            fired = {by for by, _ in self.trace.fired.get(name, ())}
            if entry and (end in entry.causes or rule in fired):
                return name
        return None

    def _judged(self, done: Sequence[str], rules: dict[str, Consequence], ended: int) -> _End:
        if len(done) == len(rules):
            return _End(ThreatFate.CARRIED_OUT, max(self.entries[name].day for name in done), tuple(done))
        if done:
            return _End(ThreatFate.IN_PART, max(self.entries[name].day for name in done), tuple(done))
        if any(self._is_to_come(then, ended) for then in rules.values()):
            return _End(ThreatFate.OPEN, notes=(_TO_COME,))
        return _End(ThreatFate.BLUFF, ended)

    def _happened(self, name: str) -> bool:
        event = self.timeline.by_id.get(name)
        return event is None or event.status.happened

    def _is_to_come(self, then: Consequence, trigger: int) -> bool:
        """Whether what follows a trigger by rule is due only after the last day of the replay."""
        days = self.trace.plan.days if self.trace.plan else {}
        if self.is_cut and any(days.get(name, 0) > self.last for name in then.events):
            return True
        return then.after is not None and reach(trigger, then.after.last) > self.last

    def _ends_of_commitment(self, name: str, rule: str, commitment: Commitment) -> list[_End]:
        """What became of a commitment, trigger by trigger; one end where it was never triggered."""
        times, made = self.trace.triggered.get(rule, ()), self.entries[name].seq
        if not times:
            return [self._untriggered(commitment, made)]
        by_rule = iter([e for e in self.trace.select(Kind.REACTION, Kind.COMMITMENT_BROKEN) if e.event == rule])
        return [self._at_trigger(rule, commitment, n, made, by_rule) for n in times]

    def _untriggered(self, commitment: Commitment, made: int) -> _End:
        """Of a clock that it waits for to run out, the end that came after it was made."""
        life = self.lives.get(commitment.when.clock or "") if self._waits_for_lapse(commitment) else None
        if life and life.outcome in _FELL_AWAY and self.ends.get(life.id, made) >= made:
            return replace(self._end_of_clock(life, {}), due=life.due)
        return _End(ThreatFate.OPEN if self.is_cut else ThreatFate.NOT_TRIGGERED, due=life.due if life else None)

    def _at_trigger(self, rule: str, commitment: Commitment, n: int, made: int, by_rule: Iterator[Entry]) -> _End:
        fate, name = commitment.fate(n)
        then, entry = commitment.then, self.entries.get(name or "")
        if name and entry is None and name not in self.timeline.dropped:
            day = next((day for by, day in self.trace.fired.get(name, ()) if by == rule), self.last)
            to_come = self._is_to_come(then, day)
            end = _End(ThreatFate.OPEN, notes=(_TO_COME,)) if to_come else _End(ThreatFate.BLUFF, day)
            return replace(end, due=_due(then, day))
        entry = entry or next(by_rule, None)
        if entry is None:
            return _End(ThreatFate.OPEN, notes=(_TO_COME,))
        days = {day for by, day in self.trace.fired.get(entry.event or "", ()) if by == rule}
        causes = [seq for seq in entry.causes if seq != made and (not days or self.trace[seq].day in days)]
        trigger = max(causes, default=None)
        day = min(days, default=entry.day if trigger is None else self.trace[trigger].day)
        end = _End(ThreatFate.CARRIED_OUT, entry.day, (entry.event or "",), _due(then, day), trigger=trigger)
        if entry.kind is Kind.COMMITMENT_BROKEN:
            return replace(end, fate=ThreatFate.BLUFF, by=())
        return replace(end, fate=ThreatFate.IN_PART) if fate is Fate.IN_PART else end

    # -- what nothing ties ------------------------------------------------------------------------

    @cached_property
    def of_kind(self) -> dict[Act | None, list[tuple[str, Entry]]]:
        """All acts by their kinds, in the order of the trace."""
        found: dict[Act | None, list[tuple[str, Entry]]] = {}
        for name, entry in self.entries.items():
            found.setdefault(entry.act, []).append((name, entry))
        return found

    def _loose(self, row: Measure, tied: set[str]) -> tuple[str, ...]:
        """Later acts of the threatened kind, by the same towards the same, that no rule ties to any measure."""
        act = THREATENED.get(row.act, row.act)
        if row.fate not in _STANDS or act in THREATS or act is Act.PROMISE:
            return ()
        after = self.entries[row.acts[-1]].seq
        return tuple(
            name
            for name, entry in self.of_kind.get(act, ())
            if entry.seq > after and name not in tied and self._happened(name)
            and {*members(row.who)} & {*members(entry.actor)} and {*members(row.whom)} <= {*members(entry.recipient)}
        )  # fmt: skip


def _form(act: Act | None) -> str:
    return "promise" if act is None or act.rung <= CONCILIATORY else "threat"


def _names(act: str | None) -> tuple[str, ...]:
    return (act,) if act else ()


def _due(then: Consequence, trigger: int) -> int | None:
    return reach(trigger, then.after.last) if then.after else None


def _total(worths: Sequence[Worth | None]) -> Worth | None:
    """The sum of amounts in one unit, that of the first; None where none is coded."""
    coded = [worth for worth in worths if worth]
    if not coded:
        return None
    return Worth(sum(worth.amount for worth in coded if worth.unit == coded[0].unit), coded[0].unit)
