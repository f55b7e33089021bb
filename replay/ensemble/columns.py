"""What came of a case, read off columns: the same row as `rows` reads off a whole replay, by the same rules.

A dispute is prepared once. What does not change from case to case is looked up: what each act is (its rung, its camp,
what it answers), what it does to each side, what a theory says in a situation that came before. Of what does change,
all that comes before the first difference from the plain replay is the plain replay's. `rows` is the definition: where
a case is beyond the rules here, `Columns.fits` says so, and the row is read off the whole replay.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from replay.codebook import AGREEMENTS, IMPOSITIONS, PAUSES, Act, Strategy, Switches, escalation_step, strategy_of
from replay.counterfactuals.divergence import difference
from replay.counterfactuals.view import View
from replay.dates import iso
from replay.domain import TOP_SPREAD, Rules, day_bounds
from replay.domain.path import Ends, State, Walked, begun, faded_by, sizes_in, starts, walk
from replay.domain.shifts import Effect, effects, plain_acts
from replay.engine.trace import ACTED, CODES, ENDS, STARTS, Entry, Kind, Trace
from replay.escalation.building import LinkRules, act_node
from replay.escalation.elements import EASING, LinkType, growth
from replay.escalation.replies import TOLD
from replay.escalation.spirals import TURNS
from replay.scoring.board import reads_stakes, share_out
from replay.theories import DEFAULTS, ORDER, THEORIES, Parameters, Situation, Stakes, predict
from replay.theories.statistics.scoring_rules import ranked_probability_score
from replay.timeline import Timeline
from replay.timeline.roles import pressed

__all__ = ["Columns", "Seen", "parting"]

_ACTED = frozenset(CODES[kind] for kind in ACTED)
_EVENT, _SET = CODES[Kind.EVENT], CODES[Kind.CLOCK_SET]
_LIVES = {CODES[kind]: "open" for kind in STARTS} | {CODES[kind]: end.value for kind, end in ENDS.items()}
"""What has become of a clock by an entry, by the number of its kind."""
_DUES = frozenset(CODES[k] for k in (Kind.CLOCK_SET, Kind.CLOCK_MOVED, Kind.CLOCK_SUSPENDED, Kind.CLOCK_RESUMED))
_NO_TURNS = -(1 << 30)

Step = tuple[str, str, int, bool]
"""An act that comes upon an earlier one (`escalation.Reply`): the earlier, the later, whether it steps up, or eases."""


@dataclass(slots=True)
class Seen:
    """A replay as the findings read it.

    Attributes
    ----------
    acts : list of (int, str)
        Entry and id of each act, in order.
    done : dict of str to (int, int)
        Entry and day of each recorded event that happened.
    steps, eased : list
        Which acts come upon which, in the order of the later; and of each link that eases, the earlier and the later.
    put_off : set of str
        Acts that put off a clock of their own camp.
    ends : dict of str to str
        What became of each clock that was set.
    running : list of (int, str, int or None, tuple of str or None)
        Of each entry from which a clock runs, or ends: the entry, the clock, its due day, and when it is set, whom it
        presses.
    less : frozenset of int
        Entries of the replay without any change that are all that is missing here.
    effects : by the switches that bear on them, and by side
    parts : (str, str)
        Day and id at which it parts from the plain replay, both "" if it does not.
    """

    acts: list[tuple[int, str]]
    done: dict[str, tuple[int, int]]
    days: Sequence[int]
    steps: list[Step]
    eased: list[tuple[str, str]]
    put_off: set[str]
    ends: dict[str, str]
    running: list[tuple[int, str, int | None, tuple[str, ...] | None]]
    trace: Trace
    parts: tuple[str, str] = ("", "")
    less: frozenset[int] = frozenset()
    effects: dict[Switches, Mapping[str, list[Effect]]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Card:
    """What an act is, on whatever day: of a recorded event by its id, of what a rule brings about by that of the rule.

    `answers` are the events that it answers, each with the step and whether it eases; None where more than the events
    that it answers decides what it comes upon.
    """

    rung: int
    side: str | None
    dyad: bool
    hostile: bool
    counts: bool
    breaks: bool
    imposes: bool
    worth: float | None
    settles: bool
    answers: tuple[tuple[str, int, bool], ...] | None


@dataclass(frozen=True, slots=True)
class _Question:
    """What of a decision does not change: its acts, the side, what was open to it, what the coder says was done."""

    number: int
    id: str
    acts: tuple[str, ...]
    side: str
    among: tuple[Strategy, ...]
    did: Strategy
    settles: bool
    spread: float


_Chosen = tuple[int, int, int, "_Question", tuple[tuple[int, str], ...], Strategy]
"""A decision in a replay: first entry, place in the file, day, what does not change, entries of its acts, what was done."""


class Columns:
    """A dispute prepared for many cases.

    Parameters
    ----------
    timeline : Timeline
        Of the coding; a case may leave out its acts or put them on other days.
    own : Trace
        Its replay without any change.
    plain : Trace
        The plain replay, from which cases part: the same, or that of the first coding.
    loose : frozenset of str
        Acts on which nothing rests, as `Overlay.loose` has them.
    clocks : sequence of str
        Of which the row tells the end.
    never : str
        What it says of those that are not set.
    """

    def __init__(
        self, timeline: Timeline, own: Trace, plain: Trace, loose: frozenset[str], clocks: Sequence[str], never: str
    ) -> None:
        self.timeline, self.clocks, self.never = timeline, clocks, never
        self.own, self.plain = own, own if own == plain else plain
        self.loose = loose if self.own is self.plain else frozenset()
        self._cards: dict[str, _Card] = {}
        self._up: dict[tuple[str, str], int] = {}
        self._pressed: dict[tuple[str, str], tuple[str, ...]] = {}
        self._models: dict[tuple[Switches, Parameters], _Model] = {}

    # -- what an act is -------------------------------------------------------------------------------

    def _entry(self, name: str) -> Entry:
        """An entry in which an act comes, on no day."""
        if name in self.timeline.by_id:
            event = self.timeline.by_id[name]
            return Entry(0, 0, Kind.EVENT, name, None, event.actor, event.recipient, event.act, ())
        then = self.timeline.by_rule[name]
        return Entry(0, 0, Kind.REACTION, name, None, then.actor, then.recipient, then.act, ())

    def card(self, name: str) -> _Card:
        """Return what an act is."""
        if name not in self._cards:
            self._cards[name] = self._made(name)
        return self._cards[name]

    def _made(self, name: str) -> _Card:
        line, entry = self.timeline, self._entry(name)
        node, event, act = act_node(entry, line), line.by_id.get(name), entry.act
        plain = event is not None and name not in line.ruled and all(other in line.by_id for other in event.answers)
        worth = line.worth(name)
        counted = worth.amount if worth is not None and worth.unit == "USD" else None
        return _Card(
            node.rung, node.side, node.in_dyad, node.hostile, bool(node.rung) and (node.in_dyad or node.joint),
            node.act in AGREEMENTS | PAUSES, act in IMPOSITIONS, counted, act is Act.SETTLE,
            tuple((other, self._step(other, name), LinkType(how.value) in EASING)
                  for other, how in event.answers.items()) if plain and event else None,
        )  # fmt: skip

    def _step(self, earlier: str, later: str) -> int:
        """Whether an act steps up (1) from an earlier one, down (-1) or neither (0)."""
        key = earlier, later
        if key not in self._up:
            one, two = (act_node(self._entry(name), self.timeline) for name in key)
            self._up[key] = escalation_step(two.rung - one.rung, growth(one, two))
        return self._up[key]

    # -- reading a replay -----------------------------------------------------------------------------

    def seen(self, trace: Trace) -> Seen | None:
        """Return a replay as the findings read it; None where an act comes twice in it, which columns cannot tell."""
        codes, by, days = trace.codes, trace.by, trace.days
        acts = [(seq, by[seq].event) for seq, code in enumerate(codes) if code in _ACTED]  # type: ignore[union-attr]
        entry_of = {name: seq for seq, name in acts}
        if len(entry_of) < len(acts):
            return None
        found = Seen(
            acts, {name: (seq, days[seq]) for seq, name in acts if codes[seq] == _EVENT}, days, [], [], set(), {}, [],
            trace,
        )  # fmt: skip
        self._read_clocks(found, entry_of)
        self._read_steps(found, entry_of)
        found.parts = parting(self.plain, trace)
        return found

    def without(self, names: Iterable[str]) -> Seen | None:
        """Return the replay without some acts, where all else stays as it is; None where it may not.

        So it is where nothing in the replay rests on them (`Overlay.loose`), and nothing in the domains
        (`domain.shifts.plain_acts`): then what they did is taken out, and what came upon them.
        """
        start, gone = self.start, {*names}
        if start is None or not gone <= self.loose or not gone <= plain_acts(self.timeline, Switches()).keys():
            return None
        less = frozenset(start.done[name][0] for name in gone if name in start.done)
        if len(less) < len(gone):
            return None
        first = min(less)
        return Seen(
            [one for one in start.acts if one[0] not in less],
            {name: at for name, at in start.done.items() if name not in gone}, start.days,
            [one for one in start.steps if one[0] not in gone and one[1] not in gone],
            [one for one in start.eased if one[0] not in gone and one[1] not in gone],
            start.put_off, start.ends, start.running, start.trace,
            (iso(start.days[first]), next(name for seq, name in start.acts if seq == first)), less,
        )  # fmt: skip

    def _read_clocks(self, found: Seen, entry_of: Mapping[str, int]) -> None:
        """What became of the clocks, and which acts put one of their own camp off."""
        trace, due = found.trace, dict[str, int | None]()
        codes, by = trace.codes, trace.by
        for seq, clock in enumerate(trace.of):
            if clock is None:
                continue
            code, subject = codes[seq], by[seq]
            name = subject.event if subject else ""
            if code in _LIVES:
                found.ends[clock] = _LIVES[code]
                presses = self._presses(clock, trace[seq]) if code == _SET else None
                found.running.append((seq, clock, trace.due(seq), presses))
            if code in _DUES:
                before, now = due.get(clock), trace.due(seq)
                due[clock] = now
                if before is not None and (now is None or now > before) and name in entry_of:
                    holder = next(b for b, o, c in zip(by, trace.of, codes, strict=True) if o == clock and c == _SET)
                    if self.card(name).side == self.timeline.side(holder.actor if holder else None):
                        found.put_off.add(name)

    def _presses(self, clock: str, entry: Entry) -> tuple[str, ...]:
        key = clock, entry.event or ""
        if key not in self._pressed:
            coded = self.timeline.clocks[clock]
            self._pressed[key] = pressed(self.timeline, coded, entry.actor or "", entry.recipient)
        return self._pressed[key]

    def _read_steps(self, found: Seen, entry_of: Mapping[str, int]) -> None:
        """Which acts come upon which; the rules are those of `escalation.replies`."""
        followed: defaultdict[str, list[str]] = defaultdict(list)
        setters: dict[str, str] = {}
        rules, trace = LinkRules(self.timeline), found.trace
        for code, subject, clock in zip(trace.codes, trace.by, trace.of, strict=True):
            if code == _SET and subject and clock and subject.event in entry_of:
                setters[clock] = subject.event
        for seq, name in found.acts:
            answers = self.card(name).answers
            if answers is not None:
                for other, up, eases in answers:
                    if entry_of.get(other, seq) < seq:
                        found.steps.append((other, name, up, eases))
                        if eases:
                            found.eased.append((other, name))
                continue
            entry = trace[seq]
            links = sorted(
                {(source, kind.value) for source, kind, _ in rules.read(entry, [trace[n] for n in entry.causes])}
            )
            follows = [source for source, kind in links if kind == LinkType.FOLLOWS.value]
            for source in follows:
                followed[source].append(name)
            into: dict[str, tuple[int, bool]] = {}
            for source, word in links:
                kind = LinkType(word)
                if kind in EASING:
                    found.eased.append((source, name))
                if kind is LinkType.FOLLOWS and source in setters:
                    sources = [setters[source]]
                elif kind not in TOLD or follows:
                    sources = []
                elif source in entry_of:
                    sources = [source]
                else:
                    by_then = [act for act in followed[source] if entry_of[act] < seq]
                    sources = by_then or ([setters[source]] if source in setters else [])
                for other in (other for other in sources if entry_of[other] < seq):
                    up = self._step(other, name)
                    eases = kind in EASING or into.get(other, (0, False))[1]
                    into[other] = (max(up, 0) if kind is LinkType.FOLLOWS else up), eases
            found.steps += [(other, name, up, eases) for other, (up, eases) in into.items()]

    # -- what a replay says by itself -----------------------------------------------------------------

    def replayed(self, seen: Seen) -> dict[str, str | int | float | None]:
        """Return what a replay says by itself: ends of clocks, sanctions, the graph, where it parts."""
        cards = [(seq, name, self.card(name)) for seq, name in seen.acts]
        imposed = [(seq, card) for seq, _, card in cards if card.imposes]
        agreed = [seq for seq, _, card in cards if card.settles]
        spirals, longest = self._spirals(cards, seen)
        path, path_from = self._longest(seen)
        return {
            **{f"end:{name}": seen.ends.get(name, self.never) for name in self.clocks},
            "sanctions": len(imposed), "imposed_on": iso(seen.days[imposed[0][0]]) if imposed else "",
            "worth": sum(card.worth for _, card in imposed if card.worth is not None),
            "settled": int(bool(agreed)), "settled_on": iso(seen.days[agreed[0]]) if agreed else "",
            "acts": len(cards), "hostile": sum(card.hostile for *_, card in cards), "spirals": spirals,
            "spiral": longest, "path": path, "path_from": path_from,
            "parts": seen.parts[0], "parts_at": seen.parts[1],
        }  # fmt: skip

    def _longest(self, seen: Seen) -> tuple[int, str]:
        """Acts of the longest escalation path, and the first of them; by `escalation.spirals.longest_escalation`.

        For each act the best chain up to it, without a step up and with one: its length, and its first act.
        """
        entry_of = {name: seq for seq, name in seen.acts}
        plain: dict[str, tuple[int, int, int]] = {}  # (acts, less the first rung, less the first entry)
        risen: dict[str, tuple[int, int, int]] = {}
        for source, target, up, eases in seen.steps:
            one, two = self._cards[source], self._cards[target]
            if up < 0 or eases or not (one.dyad and one.rung and two.dyad and two.rung):
                continue
            flat = plain.get(source) or (1, -one.rung, -entry_of[source])
            raised = risen.get(source)
            length, rung, first = flat
            grown = length + 1, rung, first
            if up:
                best = grown
                if raised and (raised[0] + 1, *raised[1:]) > best:
                    best = (raised[0] + 1, *raised[1:])
                if target not in risen or best > risen[target]:
                    risen[target] = best
            else:
                if grown > (plain.get(target) or (1, -two.rung, -entry_of[target])):
                    plain[target] = grown
                if raised:
                    best = (raised[0] + 1, *raised[1:])
                    if target not in risen or best > risen[target]:
                        risen[target] = best
        if not risen:
            return 0, ""
        ends = ((length, self._cards[name].rung + rung, first) for name, (length, rung, first) in risen.items())
        length, _, first = max(ends)
        return length, next(name for seq, name in seen.acts if seq == -first)

    def _spirals(self, cards: Sequence[tuple[int, str, _Card]], seen: Seen) -> tuple[int, int]:
        """Number of spirals, and acts of the largest; by `escalation.spirals.spirals`."""
        eased = {target for _, target in seen.eased}
        era, past, held = dict[str, int](), 0, set[str]()
        for _, name, card in cards:
            era[name] = past
            breaks = card.breaks or name in seen.put_off
            past += breaks and card.counts
            if card.hostile and not (breaks or name in eased or card.rung == 1):
                held.add(name)
        steps = [
            (source, target, up) for source, target, up, _ in seen.steps
            if up >= 0 and source in held and target in held and era[source] == era[target]
        ]  # fmt: skip
        passes = [self._cards[source].side != self._cards[target].side for source, target, _ in steps]
        alone = (1, _NO_TURNS)
        before: dict[str, tuple[int, int]] = {}
        after: dict[str, tuple[int, int]] = {}
        for (source, target, up), turn in zip(steps, passes, strict=True):
            before[target] = _most(before.get(target, alone), before.get(source, alone), turn, up)
        for (source, target, up), turn in zip(reversed(steps), reversed(passes), strict=True):
            after[source] = _most(after.get(source, alone), after.get(target, alone), turn, up)
        home: dict[str, str] = {}

        def root(name: str) -> str:
            while home.setdefault(name, name) != name:
                name = home[name]
            return name

        for (source, target, up), turn in zip(steps, passes, strict=True):
            (any_to, up_to), (any_on, up_on) = before.get(source, alone), after.get(target, alone)
            turns = max(any_to + any_on if up > 0 else _NO_TURNS, up_to + any_on, any_to + up_on)
            if turns - (not turn) >= TURNS:
                home[root(target)] = root(source)
        sizes: defaultdict[str, int] = defaultdict(int)
        for name in [*home]:
            sizes[root(name)] += 1
        return len(sizes), max(sizes.values(), default=0)

    # -- what switches and parameters bear on ---------------------------------------------------------

    def computed(self, seen: Seen, switches: Switches, parameters: Parameters) -> dict[str, str | int | float | None]:
        """Return domains and scores."""
        key = switches, parameters
        if key not in self._models:
            if len(self._models) > _MODELS:
                self._models.clear()
            self._models[key] = _Model(self, switches, parameters)
        return self._models[key].computed(seen)

    def effects_in(self, seen: Seen, switches: Switches) -> Mapping[str, list[Effect]]:
        """Return what each entry does to which side."""
        if switches not in seen.effects and seen.less and self.start:
            seen.effects[switches] = {
                side: [one for one in found if one[0] not in seen.less]
                for side, found in self.effects_in(self.start, switches).items()
            }
        elif switches not in seen.effects:
            found = effects(seen.trace, switches)
            seen.effects[switches] = {side: [one for one in found if one.party == side] for side in self.timeline.sides}
        return seen.effects[switches]

    @cached_property
    def start(self) -> Seen | None:
        """The replay without any change as the findings read it."""
        return self.seen(self.own)

    @cached_property
    def stakes(self) -> Mapping[str, list[tuple[int, Stakes]]]:
        """What claiming is worth to each side, from which day on."""
        line = self.timeline
        found = sorted(((day_bounds(line, one.date)[0], one.id, one) for one in line.stakes), key=lambda one: one[:2])
        return {
            side: [
                (since, Stakes(one.benefit, one.success, one.cost, one.alternative))
                for since, _, one in found if line.side(one.party) == side
            ]
            for side in line.sides
        }  # fmt: skip


_MODELS = 64
"""Settings for which what was found is kept."""


def parting(plain: Trace, trace: Trace) -> tuple[str, str]:
    """Return the day and the id of the first entry that differs from the plain replay's, both "" if none does."""
    first = difference(View(plain), View(trace))
    if first is None:
        return "", ""
    entry = first.before or first.after
    return (iso(entry.day), entry.event or entry.clock or "") if entry else ("", "")


def _most(known: tuple[int, int], further: tuple[int, int], turn: bool, up: int) -> tuple[int, int]:
    """The most turns at one end of a step, given those at the other: with any steps, and with one up."""
    plain, risen = further[0] + turn, further[1] + turn
    return max(known[0], plain), max(known[1], risen, plain if up > 0 else _NO_TURNS)


class _Model:
    """The dispute under one setting of switches and parameters."""

    def __init__(self, columns: Columns, switches: Switches, parameters: Parameters) -> None:
        line = columns.timeline
        self.columns, self.switches, self.parameters = columns, switches, parameters
        self.rules = Rules(switches=switches)
        self.sizes, self.ends = sizes_in(self.rules), Ends.of(self.rules)
        self.lives = (self.rules.gain_half_life, self.rules.loss_half_life)
        self.starts = starts(line, switches)
        self.paths: dict[str, _Path] = {}
        self.questions = [
            _Question(
                n, one.id, tuple(one.acts), side, tuple(one.among), one.did, one.settles,
                parameters.gamble if switches.gamble == "fixed" else parameters.gamble * one.spread / TOP_SPREAD,
            )
            for n, one in enumerate(line.decisions) if (side := line.side(one.party)) is not None
        ]  # fmt: skip
        self.said: dict[tuple[str, ...], Strategy | None] = {}
        self.moves: dict[str, tuple[tuple[str, ...], Strategy | None]] = {}
        self.known: dict[tuple[object, ...], tuple[float, ...]] = {}
        self.by_position = [name for name in THEORIES if "position" in THEORIES[name].reads]
        self.by_others = [name for name in THEORIES if "position" not in THEORIES[name].reads]

    def computed(self, seen: Seen) -> dict[str, str | int | float | None]:
        line = self.columns.timeline
        found: dict[str, str | int | float | None] = {}
        effects_of = self.columns.effects_in(seen, self.switches)
        walked = {side: self._walked(side, effects_of[side]) for side in line.sides}
        for side in line.sides:
            positions = [one[4] for one in walked[side][1]]
            found[f"lowest:{side}"] = round(min(positions), 6) if positions else None
            found[f"last:{side}"] = round(positions[-1], 6) if positions else None
        choices = self._choices(seen) if line.decisions else []
        if choices:
            found |= self._scores(seen, choices, walked)
        return found

    # -- domains --------------------------------------------------------------------------------------

    def _walked(self, side: str, found: Sequence[Effect]) -> tuple[State, list[Walked]]:
        """Where a side begins, and its steps: those before the first difference are those of the plain replay."""
        if side not in self.paths:
            start = self.columns.start
            plain = self.columns.effects_in(start, self.switches)[side] if start else []
            self.paths[side] = _Path(self, plain, self.starts.get(side))
        return self.paths[side].walked(found)

    # -- scores ---------------------------------------------------------------------------------------

    def _choices(self, seen: Seen) -> list[_Chosen]:
        """The decisions of which the replay has an act, by their first entry."""
        done, out = seen.done, []
        for one in self.questions:
            acts = sorted([(done[name][0], name) for name in one.acts if name in done])
            if acts:
                did = self._strategy(tuple(name for _, name in acts)) or one.did
                out.append((acts[0][0], one.number, done[acts[0][1]][1], one, tuple(acts), did))
        out.sort(key=lambda chosen: chosen[:2])
        return out

    def _strategy(self, names: tuple[str, ...]) -> Strategy | None:
        """What acts say was done; None if they are mute."""
        if names not in self.said:
            known = self.columns.timeline.by_id
            self.said[names] = strategy_of((known[name].conduct for name in names), self.switches.untagged)
        return self.said[names]

    def _known(self, chosen: _Chosen, seq: int) -> Strategy | None:
        """What was done as far as it was known before an entry."""
        acts = chosen[4]
        if acts[-1][0] < seq:
            return chosen[5]
        return self._strategy(tuple(name for at, name in acts if at < seq))

    def _last(self, seen: Seen, earlier: Sequence[_Chosen], seq: int, side: str) -> Strategy | None:
        """The strategy of a side's last decision, else of its latest act that speaks."""
        for one in reversed(earlier):
            if one[3].side == side and (did := self._known(one, seq)):
                return did
        for at in range(bisect_left(seen.acts, (seq, "")) - 1, -1, -1):
            sides, strategy = self._move(seen.acts[at][1])
            if strategy and side in sides:
                return strategy
        return None

    def _move(self, name: str) -> tuple[tuple[str, ...], Strategy | None]:
        """Whose conduct towards the other side an act is, and its strategy."""
        if name not in self.moves:
            entry, line = self.columns._entry(name), self.columns.timeline
            sides = line.engaged(entry.actor, entry.recipient)
            self.moves[name] = sides, self.columns.plain.strategy(entry, self.switches.untagged)
        return self.moves[name]

    def _scores(
        self, seen: Seen, choices: Sequence[_Chosen], walked: Mapping[str, tuple[State, list[Walked]]]
    ) -> dict[str, str | int | float | None]:
        first, second = self.columns.timeline.sides
        other = {first: second, second: first}
        seqs = {side: [one[0] for one in steps] for side, (_, steps) in walked.items()}
        running: dict[str, int] = {}
        presses: dict[str, tuple[str, ...]] = {}
        entries, at = seen.running, 0
        rows: list[tuple[float, ...]] = []
        kept = self._kept(choices)
        staked = True
        for n, chosen in enumerate(choices):
            seq, _, day, one, _, did = chosen
            while at < len(entries) and entries[at][0] < seq:
                _, clock, due, pressing = entries[at]
                at += 1
                if pressing is not None:
                    presses[clock] = pressing
                if due is None:
                    running.pop(clock, None)
                else:
                    running[clock] = due
            if n not in kept:
                continue
            dues = [due for clock, due in running.items() if one.side in presses[clock]]
            stakes = next((held for since, held in reversed(self.columns.stakes[one.side]) if since <= day), None)
            staked = staked and stakes is not None
            past = tuple(known for earlier in choices[:n] if (known := self._known(earlier, seq)))
            situation = (
                self._last(seen, choices[:n], seq, one.side), self._last(seen, choices[:n], seq, other[one.side]),
                past, max(0, min(dues) - day) if dues else None, stakes,
            )  # fmt: skip
            begin, steps = walked[one.side]
            position = self._position(begin, steps, bisect_left(seqs[one.side], seq), day)
            rows.append(self._judged(one, did, day, situation, position))
        found: dict[str, str | int | float | None] = {}
        for n, name in enumerate((*self.by_position, *self.by_others)):
            whole = rows and (staked or not reads_stakes(name))
            found[f"rps:{name}"] = round(sum([row[n] for row in rows]) / len(rows), 9) if whole else None
        return found

    def _kept(self, choices: Sequence[_Chosen]) -> set[int]:
        """The choices of one question, as `scoring.kept` has them."""
        settle = {n for n, chosen in enumerate(choices) if chosen[3].settles}
        every = {*range(len(choices))}
        if self.switches.nodes == "all":
            return every
        return settle if self.switches.nodes == "outcomes" or not every - settle else every - settle

    def _position(self, begin: State, steps: Sequence[Walked], count: int, day: int) -> float:
        """The position of a side after so many steps, on a day."""
        if count:
            _, since, _, _, position, lasting, _, standing = steps[count - 1]
        else:
            since, lasting, standing = begin.day, begin.lasting, sum(begin.live.values())
            position = self.ends.moved(lasting, standing)
        faded = faded_by(lasting, day - since, self.lives)
        return self.ends.moved(lasting + faded, standing) if faded else position

    def _judged(
        self, one: _Question, did: Strategy, day: int, situation: tuple[object, ...], position: float
    ) -> tuple[float, ...]:
        """The ranked probability scores of all theories: of those that read the position, then of the others."""
        first, second = (one.number, did, position), (one.number, did, *situation)
        if first not in self.known:
            self.known[first] = self._judge(self.by_position, one, did, day, situation, position)
        if second not in self.known:
            self.known[second] = self._judge(self.by_others, one, did, day, situation, position)
        return self.known[first] + self.known[second]

    def _judge(
        self, names: Iterable[str], one: _Question, did: Strategy, day: int, situation: tuple[object, ...],
        position: float,
    ) -> tuple[float, ...]:  # fmt: skip
        own, other, past, days, stakes = situation
        asked = Situation(one.id, one.side, day, position, one.spread, own, other, past, days, stakes)  # type: ignore[arg-type]
        outcome = ORDER.index(did)
        return tuple(
            ranked_probability_score(share_out(predict(name, asked, self.parameters).probabilities, one.among), outcome)
            for name in names
        )


class _Path:
    """The path of one side in the plain replay, with where it stands after each effect, to go on from there."""

    def __init__(self, model: _Model, plain: Sequence[Effect], start: tuple[int, float] | None) -> None:
        self.model, self.plain, self.start = model, plain, start
        self.begin = begun(plain, model.sizes, model.ends, start)
        self.later = self._after(plain)
        self.states = [self._copy(self.begin)]
        self.counts = [0]
        self.steps: list[Walked] = []
        state = self._copy(self.begin)
        for effect in self.later:
            self.steps += walk([effect], model.sizes, model.rules, state, model.ends)
            self.states.append(self._copy(state))
            self.counts.append(len(self.steps))

    def _after(self, found: Sequence[Effect]) -> Sequence[Effect]:
        return found if self.start is None else [effect for effect in found if effect.day > self.start[0]]

    @staticmethod
    def _copy(state: State) -> State:
        return State(state.day, state.lasting, dict(state.live))

    def walked(self, found: Sequence[Effect]) -> tuple[State, list[Walked]]:
        """Return where the side begins, and its steps; those of effects that are the plain replay's are its steps."""
        model = self.model
        begin = begun(found, model.sizes, model.ends, self.start)
        later = self._after(found)
        same = 0
        if begin == self.begin and [*begin.live] == [*self.begin.live]:
            while same < len(later) and same < len(self.later) and later[same] == self.later[same]:
                same += 1
            state = self._copy(self.states[same])
        else:
            state = self._copy(begin)
        steps = self.steps[: self.counts[same]]
        steps.extend(walk(later[same:], model.sizes, model.rules, state, model.ends))
        return begin, steps
