"""What came of a case, read off columns: the same row as `rows` reads off a whole replay, by the same rules.

A dispute is prepared once. What does not change from case to case is looked up: what each act is (its rung, its camp,
what it answers), and what comes upon what. Many acts can be taken out of a replay without another one, since nothing in
it rests on them (`Overlay.loose`). Then a case is a replay with something missing, and all that does not rest on what
is missing is that replay's. `rows` defines what a row says; a case that is beyond the rules here is read off the whole
replay there.
"""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from operator import itemgetter

from replay.codebook import AGREEMENTS, IMPOSITIONS, PAUSES, Act, Switches, escalation_step
from replay.counterfactuals.divergence import difference
from replay.counterfactuals.view import View
from replay.dates import iso
from replay.domain.shifts import Effect, Told, plain_acts, speaks, told
from replay.engine.trace import ACTED, CODES, ENDS, STARTS, Entry, Kind, Trace
from replay.escalation.building import LinkRules, act_node
from replay.escalation.elements import EASING, LinkType, growth
from replay.escalation.replies import TOLD
from replay.escalation.spirals import TURNS
from replay.timeline import Timeline
from replay.timeline.roles import pressed

__all__ = ["Case", "Cell", "Columns", "Seen", "parting"]

Cell = str | int | float | None

_ACTED = frozenset(CODES[kind] for kind in ACTED)
_EVENT, _SET = CODES[Kind.EVENT], CODES[Kind.CLOCK_SET]
_LIVES = {CODES[kind]: "open" for kind in STARTS} | {CODES[kind]: end.value for kind, end in ENDS.items()}
"""What has become of a clock by an entry, by the number of its kind."""
_DUES = frozenset(CODES[k] for k in (Kind.CLOCK_SET, Kind.CLOCK_MOVED, Kind.CLOCK_SUSPENDED, Kind.CLOCK_RESUMED))
_NO_TURNS = -(1 << 30)
_KEPT = 10_000
"""Orders of acts, and graphs, for which what was found is kept."""
_seq = itemgetter(0)
_effect = Effect._make
_Chain = tuple[int, int, frozenset[str], frozenset[str]]
"""Chains that are as good as each other: how many acts each has, how far it climbs, all first acts, and all acts."""

Step = tuple[str, str, int, bool]
"""An act that comes upon an earlier one (`escalation.Reply`): the earlier, the later, whether it steps up, or eases."""
Parting = tuple[int, str, str]
"""The entry, its day and its id at which a replay parts from the plain one; (-1, "", "") if it does not."""


@dataclass(slots=True)
class Seen:
    """A replay as the findings read it.

    Attributes
    ----------
    acts : list of (int, str)
        Entry and id of each act, in order; `entry_of` has them by id.
    day_of : dict of str to int
        The day of each act.
    stirring : list of (int, int, int)
        Entry and day of all that may change what stands, or rests on it (`domain.shifts`), and its number by
        `Columns.stir`.
    steps, eased : list
        Which acts come upon which, in the order of the later; and of each link that eases, the earlier and the later.
    put_off : set of str
        Acts that put off a clock of their own camp.
    ends : dict of str to str
        What became of each clock that was set.
    running : list of (int, str, int or None, tuple of str or None)
        Of each entry from which a clock runs, or ends: the entry, the clock, its due day, and when it is set, whom it
        presses.
    parts : Parting
    effects : by the switches that bear on them, and by side
    pressing : dict of str to (list of int, list of (int or None))
        By side: the entries from which other clocks press it, and the least due day of those that then do.
    graph : _Graph, optional
        What comes upon what, where another replay is known in which it is the same.
    held : dict
        What was found out about it: by the setting of switches and parameters, and under "" what none bears on.
    """

    acts: list[tuple[int, str]]
    entry_of: Mapping[str, int]
    day_of: Mapping[str, int]
    parts: Parting
    stirring: list[tuple[int, int, int]] = field(default_factory=list)
    steps: list[Step] = field(default_factory=list)
    eased: list[tuple[str, str]] = field(default_factory=list)
    put_off: set[str] = field(default_factory=set)
    ends: dict[str, str] = field(default_factory=dict)
    running: list[tuple[int, str, int | None, tuple[str, ...] | None]] = field(default_factory=list)
    effects: dict[Switches, Mapping[str, list[Effect]]] = field(default_factory=dict)
    pressing: dict[str, tuple[list[int], list[int | None]]] = field(default_factory=dict)
    graph: _Graph | None = None
    held: dict[object, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Case:
    """A replay, and what is missing in it: acts by id, and their entries."""

    seen: Seen
    parts: Parting
    gone: frozenset[str] = frozenset()
    less: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class _Graph:
    """What comes upon what, whatever the days; and what was found out about it.

    Attributes
    ----------
    climbs, fights : list of Step
        Steps that can be on an escalation path, and between hostile acts, which can be in a spiral.
    eased : list of (str, str)
        Of the links that ease, those to hostile acts.
    paths : dict
        By the acts of steps that are missing: the longest escalation paths.
    spirals : dict
        By the steps that count: number of spirals, and acts of the largest.
    """

    climbs: list[Step]
    fights: list[Step]
    eased: list[tuple[str, str]]
    in_spirals: frozenset[str]
    paths: dict[frozenset[str], _Chain] = field(default_factory=dict)
    spirals: dict[tuple[Step, ...], tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Whole:
    """What a replay says by itself with nothing missing, and what that is found from.

    Attributes
    ----------
    ramps : list of (int, str)
        Entry and id of each truce and postponement.
    sanctions : frozenset of str
        The acts that impose, or settle.
    """

    found: dict[str, Cell]
    graph: _Graph
    ramps: list[tuple[int, str]]
    sanctions: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Told:
    """What acts do under a setting of the switches: those that move a side whatever stands; others, by their order."""

    moving: Mapping[str, tuple[Told, ...]]
    by_order: dict[tuple[int, ...], tuple[tuple[Told, ...], ...]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Card:
    """What an act is, on whatever day: of a recorded event by its id, of what a rule brings about by that of the rule.

    Those that are `marked` break spirals, impose or settle.
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
    marked: bool
    answers: tuple[tuple[str, int, bool], ...] | None


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
    loose : mapping
        Acts on which nothing rests, and what goes with them, as `Overlay.loose` has them.
    clocks : sequence of str
        Of which the row tells the end.
    never : str
        What it says of those that are not set.
    """

    def __init__(
        self,
        timeline: Timeline,
        own: Trace,
        plain: Trace,
        loose: Mapping[str, frozenset[str]],
        clocks: Sequence[str],
        never: str,
    ) -> None:
        self.timeline, self.clocks, self.never = timeline, clocks, never
        self.own, self.base = own, own if parting(own, plain)[0] < 0 else plain
        self.loose = loose if self.own is self.base else {}
        self._cards: dict[str, _Card] = {}
        self._up: dict[tuple[str, str], int] = {}
        self._pressed: dict[tuple[str, str], tuple[str, ...]] = {}
        self._stirs: dict[tuple[int, str, str | None], int] = {}
        self.stirs: list[Entry] = []
        self._told: dict[Switches, _Told] = {}

    # -- what an act is -------------------------------------------------------------------------------

    def entry(self, name: str) -> Entry:
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
        line, entry = self.timeline, self.entry(name)
        node, event, act = act_node(entry, line), line.by_id.get(name), entry.act
        plain = event is not None and name not in line.ruled and all(other in line.by_id for other in event.answers)
        worth = line.worth(name)
        counted = worth.amount if worth is not None and worth.unit == "USD" else None
        return _Card(
            node.rung, node.side, node.in_dyad, node.hostile, bool(node.rung) and (node.in_dyad or node.joint),
            node.act in AGREEMENTS | PAUSES, act in IMPOSITIONS, counted, act is Act.SETTLE,
            act in AGREEMENTS | PAUSES | IMPOSITIONS | {Act.SETTLE},
            tuple((other, self._step(other, name), LinkType(how.value) in EASING)
                  for other, how in event.answers.items()) if plain and event else None,
        )  # fmt: skip

    def _step(self, earlier: str, later: str) -> int:
        """Whether an act steps up (1) from an earlier one, down (-1) or neither (0)."""
        key = earlier, later
        if key not in self._up:
            one, two = (act_node(self.entry(name), self.timeline) for name in key)
            self._up[key] = escalation_step(two.rung - one.rung, growth(one, two))
        return self._up[key]

    # -- reading a replay -----------------------------------------------------------------------------

    def seen(self, trace: Trace) -> Seen | None:
        """Return a replay as the findings read it; None where an act comes twice in it, which columns cannot tell."""
        codes, by, of, days = trace.codes, trace.by, trace.of, trace.days
        acts = [(seq, by[seq].event) for seq, code in enumerate(codes) if code in _ACTED]  # type: ignore[union-attr]
        entry_of = {name: seq for seq, name in acts}
        if len(entry_of) < len(acts):
            return None
        day_of = {name: days[seq] for seq, name in acts}
        found = Seen(acts, entry_of, day_of, parting(self.base, trace))
        for seq, (code, subject) in enumerate(zip(codes, by, strict=True)):
            name = subject.event if subject else ""
            if speaks(code) and not (code == _EVENT and name in self.plain_acts):
                found.stirring.append((seq, days[seq], self.stir((code, name, of[seq]), trace, seq)))
        self.read_clocks(found, trace, range(len(trace)))
        self._read_steps(found, trace)
        return found

    @cached_property
    def plain_acts(self) -> Collection[str]:
        """Acts whose effects are the same whatever stands, under whatever switches."""
        return plain_acts(self.timeline, Switches()).keys()

    def stir(self, stir: tuple[int, str, str | None], trace: Trace, seq: int) -> int:
        """Return a number for what an entry is, on whatever day: the number of its kind, its act, its clock."""
        if stir not in self._stirs:
            self._stirs[stir] = len(self.stirs)
            self.stirs.append(trace[seq])
        return self._stirs[stir]

    def apart(
        self, names: Iterable[str], seen: Seen | None, loose: Mapping[str, frozenset[str]]
    ) -> tuple[frozenset[str], frozenset[str]]:
        """Split acts into those that can be taken out of a replay that there is, and those for which it takes one.

        With the former comes what goes with them.
        """
        every = frozenset(names)
        out = {name for name in every if name in loose and seen and name in seen.entry_of}
        return frozenset().union(*(loose[name] for name in out)), every - out

    def case(self, seen: Seen, gone: frozenset[str] = frozenset()) -> Case:
        """Return a replay without some acts that can be taken out of it."""
        here = [
            name for name in gone if name in seen.entry_of
        ]  # the others lack what they need, and are missing already
        less = frozenset([seen.entry_of[name] for name in here])
        parts = [seen.parts] if seen.parts[0] >= 0 else []
        if self.start:
            taken = [self.start.entry_of[name] for name in gone if name in self.start.entry_of]
            parts += [(seq, iso(self.own[seq].day), self.own[seq].event or "") for seq in sorted(taken)[:1]]
        return Case(seen, min(parts, default=seen.parts), frozenset(here), less)

    def read_clocks(self, found: Seen, trace: Trace, entries: Sequence[int]) -> None:
        """What became of the clocks, and which acts put one of their own camp off.

        `entries` has for each entry of `trace` what it is in the replay.
        """
        dues = dict[str, int | None]()
        columns = zip(trace.of, trace.codes, trace.by, entries, strict=True)
        for seq, (clock, code, subject, at) in enumerate(columns):
            if clock is None:
                continue
            name, due = subject.event if subject else "", trace.due(seq)
            if code in _LIVES:
                found.ends[clock] = _LIVES[code]
                presses = self._presses(clock, name, trace, seq) if code == _SET else None
                found.running.append((at, clock, due, presses))
            if code in _DUES:
                before = dues.get(clock)
                dues[clock] = due
                if before is not None and (due is None or due > before) and name in found.entry_of:
                    named = zip(trace.by, trace.of, trace.codes, strict=True)
                    holder = next(by for by, of, kind in named if of == clock and kind == _SET)
                    if self.card(name).side == self.timeline.side(holder.actor if holder else None):
                        found.put_off.add(name)

    def _presses(self, clock: str, setter: str, trace: Trace, seq: int) -> tuple[str, ...]:
        key = clock, setter
        if key not in self._pressed:
            coded, entry = self.timeline.clocks[clock], trace[seq]
            self._pressed[key] = pressed(self.timeline, coded, entry.actor or "", entry.recipient)
        return self._pressed[key]

    def _read_steps(self, found: Seen, trace: Trace) -> None:
        """Which acts come upon which; the rules are those of `escalation.replies`."""
        entry_of = found.entry_of
        followed: defaultdict[str, list[str]] = defaultdict(list)
        setters: dict[str, str] = {}
        rules = LinkRules(self.timeline)
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

    def replayed(self, case: Case) -> dict[str, Cell]:
        """Return what a replay says by itself: ends of clocks, sanctions, the graph, where it parts."""
        seen, gone = case.seen, case.gone
        whole = seen.held.get("")
        if not isinstance(whole, _Whole):
            seen.held[""] = whole = self._whole(seen)
        found = {**whole.found, "parts": case.parts[1], "parts_at": case.parts[2]}
        if gone:
            found["acts"] = len(seen.acts) - len(gone)
            found["hostile"] = whole.found["hostile"] - sum(self._cards[name].hostile for name in gone)  # type: ignore[operator]
            if gone & whole.sanctions:
                left = sorted(whole.sanctions - gone, key=seen.entry_of.__getitem__)
                found |= self._sanctions(seen, left)
            if gone & whole.graph.paths[frozenset()][3]:
                found |= self._path(seen, whole.graph, gone)
            if gone & whole.graph.in_spirals or any(name in gone for _, name in whole.ramps):
                found |= self._spirals(seen, whole, gone)
        return found

    def _whole(self, seen: Seen) -> _Whole:
        cards = self._cards
        found: dict[str, Cell] = {f"end:{name}": seen.ends.get(name, self.never) for name in self.clocks}
        if seen.graph is None:
            seen.graph = self._graph(seen)
        marked = [one for one in seen.acts if cards[one[1]].marked or one[1] in seen.put_off]
        ramps = [one for one in marked if cards[one[1]].breaks or one[1] in seen.put_off]
        sanctions = [name for _, name in marked if cards[name].imposes or cards[name].settles]
        found |= self._sanctions(seen, sanctions)
        found |= {"acts": len(seen.acts), "hostile": sum([cards[name].hostile for _, name in seen.acts])}
        whole = _Whole(found, seen.graph, ramps, frozenset(sanctions))
        found |= self._path(seen, seen.graph) | self._spirals(seen, whole)
        return whole

    @cached_property
    def graph(self) -> _Graph:
        """What comes upon what in the replay without any change."""
        return self._graph(self.start) if self.start else _Graph([], [], [], frozenset())

    def _graph(self, seen: Seen) -> _Graph:
        cards = self._cards
        climbs = [one for one in seen.steps if self._climbs(one)]
        fights = [one for one in seen.steps if one[2] >= 0 and cards[one[0]].hostile and cards[one[1]].hostile]
        eased = [pair for pair in seen.eased if cards[pair[1]].hostile]
        names = {name for one in fights for name in one[:2]} | {name for pair in eased for name in pair}
        return _Graph(climbs, fights, eased, frozenset(names))

    def _sanctions(self, seen: Seen, names: Iterable[str]) -> dict[str, Cell]:
        """What acts impose and settle, in their order."""
        cards = [(name, self._cards[name]) for name in names]
        imposed = [(name, card) for name, card in cards if card.imposes]
        agreed = [name for name, card in cards if card.settles]
        return {
            "sanctions": len(imposed), "imposed_on": iso(seen.day_of[imposed[0][0]]) if imposed else "",
            "worth": sum(card.worth for _, card in imposed if card.worth is not None),
            "settled": int(bool(agreed)), "settled_on": iso(seen.day_of[agreed[0]]) if agreed else "",
        }  # fmt: skip

    def _climbs(self, step: Step) -> bool:
        """Whether a step can be on an escalation path: of the dyad, on the ladder, neither down nor to ease."""
        source, target, up, eases = step
        one, two = self._cards[source], self._cards[target]
        return up >= 0 and not eases and one.dyad and two.dyad and bool(one.rung and two.rung)

    def _path(self, seen: Seen, graph: _Graph, gone: frozenset[str] = frozenset()) -> dict[str, Cell]:
        """Acts of the longest escalation path, and the first of them; by `escalation.spirals.longest_escalation`."""
        if gone not in graph.paths:
            if len(graph.paths) >= _KEPT:
                graph.paths.clear()
            graph.paths[frozenset()] = self._longest(graph.climbs)
            graph.paths[gone] = self._longest([one for one in graph.climbs if gone.isdisjoint(one[:2])])
        length, _, starts, _ = graph.paths[gone]
        return {"path": length, "path_from": min(starts, key=seen.entry_of.__getitem__, default="")}

    def _longest(self, climbs: Iterable[Step]) -> _Chain:
        """The longest escalation paths, of those the ones that climb most.

        For each act the best chains up to it, without a step up and with one; of these the first rung counts below 0,
        since the least is the best.
        """
        cards = self._cards
        plain: dict[str, _Chain] = {}
        risen: dict[str, _Chain] = {}
        for source, target, up, _ in climbs:
            for name in (source, target):
                if name not in plain:
                    alone = frozenset((name,))
                    plain[name] = 1, -cards[name].rung, alone, alone
            for before in (plain[source], risen.get(source)):
                if before is not None:
                    length, rung, starts, acts = before
                    to = risen if up or before is not plain[source] else plain
                    known = to.get(target)
                    if known is None or (length + 1, rung) >= known[:2]:
                        grown = length + 1, rung, starts, acts | {target}
                        to[target] = grown if known is None else _better(known, grown)
        best: _Chain = 0, 0, frozenset(), frozenset()
        for name, (length, rung, starts, acts) in risen.items():
            best = _better(best, (length, cards[name].rung + rung, starts, acts))
        return best

    def _spirals(self, seen: Seen, whole: _Whole, gone: Collection[str] = ()) -> dict[str, Cell]:
        """Number of spirals, and acts of the largest; by `escalation.spirals.spirals`."""
        cards, entry_of, graph = self._cards, seen.entry_of, whole.graph
        out = (
            {target for source, target in graph.eased if source not in gone}
            | {name for _, name in whole.ramps}
            | {*gone}
        )
        breaks = [seq for seq, name in whole.ramps if name not in gone and cards[name].counts]
        steps = tuple([
            one for one in graph.fights
            if one[0] not in out and one[1] not in out
            and bisect_left(breaks, entry_of[one[0]]) == bisect_left(breaks, entry_of[one[1]])
        ])  # fmt: skip
        if steps not in graph.spirals:
            if len(graph.spirals) >= _KEPT:
                graph.spirals.clear()
            graph.spirals[steps] = self._counted(steps)
        many, most = graph.spirals[steps]
        return {"spirals": many, "spiral": most}

    def _counted(self, found: Iterable[Step]) -> tuple[int, int]:
        """Number of spirals that steps make, and acts of the largest."""
        steps = [(source, target, up, self._cards[source].side != self._cards[target].side)
                 for source, target, up, _ in found]  # fmt: skip
        alone = (1, _NO_TURNS)  # the most turns of a chain up to an act, or from it on: with any steps, and with one up
        before: dict[str, tuple[int, int]] = {}
        after: dict[str, tuple[int, int]] = {}
        for source, target, up, turn in steps:
            before[target] = _most(before.get(target, alone), before.get(source, alone), turn, up)
        for source, target, up, turn in reversed(steps):
            after[source] = _most(after.get(source, alone), after.get(target, alone), turn, up)
        home: dict[str, str] = {}

        def root(name: str) -> str:
            while home.setdefault(name, name) != name:
                name = home[name]
            return name

        for source, target, up, turn in steps:
            (any_to, up_to), (any_on, up_on) = before.get(source, alone), after.get(target, alone)
            turns = max(any_to + any_on if up > 0 else _NO_TURNS, up_to + any_on, any_to + up_on)
            if turns - (not turn) >= TURNS:
                home[root(target)] = root(source)
        sizes: defaultdict[str, int] = defaultdict(int)
        for name in [*home]:
            sizes[root(name)] += 1
        return len(sizes), max(sizes.values(), default=0)

    # -- what domains and scores start from -----------------------------------------------------------

    def effects_in(
        self, seen: Seen, switches: Switches, less: frozenset[int] = frozenset()
    ) -> Mapping[str, list[Effect]]:
        """Return what each entry does to which side, some entries left out."""
        if not less and switches in seen.effects:
            return seen.effects[switches]
        stirring = [one for one in seen.stirring if one[0] not in less] if less else seen.stirring
        known, key = self._known(switches), tuple([stir for _, _, stir in stirring])
        if key not in known.by_order:
            if len(known.by_order) >= _KEPT:
                known.by_order.clear()
            known.by_order[key] = told(self.timeline, switches, [self.stirs[stir] for stir in key])
        moving, day_of = known.moving, seen.day_of
        all_ = [(seq, day_of[name], moving[name]) for seq, name in seen.acts if name in moving]
        all_ += [(seq, day, some) for (seq, day, _), some in zip(stirring, known.by_order[key], strict=True) if some]
        all_.sort(key=_seq)
        by_side: dict[str, list[Effect]] = {side: [] for side in self.timeline.sides}
        for seq, day, some in all_:
            if seq not in less:
                for party, rule, amount, name in some:
                    by_side[party].append(_effect((seq, day, party, rule, amount, name)))
        if not less:
            seen.effects[switches] = by_side
        return by_side

    def _known(self, switches: Switches) -> _Told:
        if switches not in self._told:
            found = plain_acts(self.timeline, switches)
            self._told[switches] = _Told({name: some for name, some in found.items() if some})
        return self._told[switches]

    def stirring(self, names: frozenset[str]) -> frozenset[str]:
        """Return the acts on which something in the domains rests besides what they do themselves."""
        return names.difference(self.plain_acts)

    def forget(self) -> None:
        """Give up what was found out under settings of switches and parameters."""
        if self.start is not None:
            self.start.effects.clear()
            self.start.held.clear()
        self._told.clear()

    @cached_property
    def start(self) -> Seen | None:
        """The replay without any change as the findings read it."""
        return self.seen(self.own)


def parting(plain: Trace, trace: Trace) -> Parting:
    """Return where a replay parts from the plain one."""
    first = difference(View(plain), View(trace))
    entry = first and (first.before or first.after)
    return (entry.seq, iso(entry.day), entry.event or entry.clock or "") if entry else (-1, "", "")


def _better(one: _Chain, two: _Chain) -> _Chain:
    """The longer chains, of equals those that climb more; if they are equal in that too, both."""
    if one[:2] == two[:2]:
        return one[0], one[1], one[2] | two[2], one[3] | two[3]
    return one if one[:2] > two[:2] else two


def _most(known: tuple[int, int], further: tuple[int, int], turn: bool, up: int) -> tuple[int, int]:
    """The most turns at one end of a step, given those at the other: with any steps, and with one up."""
    plain, risen = further[0] + turn, further[1] + turn
    return max(known[0], plain), max(known[1], risen, plain if up > 0 else _NO_TURNS)
