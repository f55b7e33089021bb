"""Domains and scores of a case, by the rules of `domain` and `scoring`, under one setting of switches and parameters.

What was found out about a replay is kept with it: the path of each side, with where the side stands after each effect,
and the situation at each decision. Where a case is that replay with acts missing, a path goes on from the first effect
that is missing, and a decision is judged again where what its situation rests on has changed. What a theory says in a
situation is kept by what it reads of it.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from replay.codebook import Strategy, Switches, strategy_of
from replay.domain import TOP_SPREAD, Rules, day_bounds
from replay.domain.path import Ends, State, Walked, begun, faded_by, sizes_in, starts, walk
from replay.domain.shifts import Effect
from replay.ensemble.columns import Case, Cell, Columns, Seen
from replay.scoring.board import reads_stakes, share_out
from replay.theories import ORDER, THEORIES, Parameters, Situation, Stakes, predict
from replay.theories.statistics.scoring_rules import ranked_probability_score

__all__ = ["Judged"]

_MUTE = 0
"""No strategy; 1 to 3 are those of `ORDER`."""
_KEPT = 100_000
"""Situations for which what the theories say is kept."""
_FIELDS = ("own_last", "other_last", "past", "days_to_clock", "stakes", "position")
"""What of a situation changes from case to case, beside the day, which no theory reads: as in `_Situation`."""
_NOTHING: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class _Question:
    """What of a decision does not change: its acts, the side, what was open to it, what the coder says was done."""

    number: int
    id: str
    acts: tuple[str, ...]
    side: str
    among: tuple[Strategy, ...]
    did: int
    settles: bool
    spread: float


class _Choice(NamedTuple):
    """A decision in a replay: entry and day of its first act, entry of its last, entries of all, what was done."""

    seq: int
    day: int
    last: int
    asked: _Question
    acts: list[tuple[int, str]]
    did: int


_Situation = tuple[int, int, tuple[int, ...], int | None, int]
"""Last strategies of the side and of the other, what was done before, days to the nearest clock, number of stakes."""


@dataclass(slots=True)
class _Told:
    """What was found out about a replay: decisions, their situations, the acts that these rest on besides, scores."""

    paths: dict[str, _Path]
    choices: list[_Choice]
    situations: list[_Situation]
    besides: list[frozenset[int]]
    positions: list[float]
    rows: list[tuple[float, ...]]
    others: dict[frozenset[int], dict[str, _Path]] = field(default_factory=dict)


class Judged:
    """A dispute under one setting of switches and parameters.

    Parameters
    ----------
    columns : Columns
    switches : Switches
    parameters : Parameters
    """

    def __init__(self, columns: Columns, switches: Switches, parameters: Parameters) -> None:
        line = columns.timeline
        self.columns, self.switches, self.parameters = columns, switches, parameters
        self.rules = Rules(switches=switches)
        self.sizes, self.ends = sizes_in(self.rules), Ends.of(self.rules)
        self.lives = (self.rules.gain_half_life, self.rules.loss_half_life)
        self.starts = starts(line, switches)
        self.questions = [
            _Question(
                n, one.id, tuple(sorted({*one.acts})), side, tuple(one.among), ORDER.index(one.did) + 1, one.settles,
                parameters.gamble if switches.gamble == "fixed" else parameters.gamble * one.spread / TOP_SPREAD,
            )
            for n, one in enumerate(line.decisions) if (side := line.side(one.party)) is not None
        ]  # fmt: skip
        self.decides = frozenset(name for one in self.questions for name in one.acts)
        self.by_position = [name for name in THEORIES if "position" in THEORIES[name].reads]
        self.by_others = [name for name in THEORIES if "position" not in THEORIES[name].reads]
        self.columns_of = {f"rps:{name}": reads_stakes(name) for name in (*self.by_position, *self.by_others)}
        self._said: dict[tuple[str, ...], int] = {}
        self._moves: dict[str, tuple[tuple[str, ...], int]] = {}
        self._known: dict[tuple[object, ...], tuple[float, ...]] = {}
        self._single: dict[tuple[object, ...], float] = {}
        self._read = {name: tuple(part for part in _FIELDS if part in THEORIES[name].reads) for name in THEORIES}

    def computed(self, case: Case) -> dict[str, Cell]:
        """Return domains and scores of a case."""
        seen, gone, less = case.seen, case.gone, case.less
        told = seen.held.get(self)
        if not isinstance(told, _Told):
            seen.held[self] = told = self._told(seen)
        found: dict[str, Cell] = {}
        walked: dict[str, _Steps] = {}
        stirring = frozenset([seen.entry_of[name] for name in self.columns.stirring(gone)])
        for side, path in self._paths_without(told, seen, stirring).items():
            walked[side] = steps = path.without(less - stirring, path is not told.paths[side])
            found[f"lowest:{side}"] = None if steps.lowest is None else round(steps.lowest, 6)
            found[f"last:{side}"] = round(steps.steps[-1][4], 6) if steps.steps else None
        if gone:
            choices, rows = self._again(told, walked, case)
        else:
            choices, rows = told.choices, told.rows
        return found | self._scores(choices, rows) if choices else found

    def _scores(self, choices: Sequence[_Choice], rows: Sequence[tuple[float, ...]]) -> dict[str, Cell]:
        """Mean scores over the decisions of one question, as `scoring.kept` and `scoring.everywhere` have them."""
        if self.switches.nodes != "all":
            settling = [choice.asked.settles for choice in choices]
            wanted = self.switches.nodes == "outcomes" or all(settling)
            choices = [one for one, settles in zip(choices, settling, strict=True) if settles is wanted]
            rows = [row for row, settles in zip(rows, settling, strict=True) if settles is wanted]
        staked = all(self._stakes(choice) >= 0 for choice in choices)
        found: dict[str, Cell] = dict.fromkeys(self.columns_of)
        for (column, reads), scores in zip(self.columns_of.items(), zip(*rows, strict=True), strict=False):
            if staked or not reads:
                found[column] = round(sum(scores) / len(scores), 9)
        return found

    # -- a whole replay -------------------------------------------------------------------------------

    def _told(self, seen: Seen) -> _Told:
        """What there is to find out about a replay with nothing missing."""
        paths = self._paths(seen)
        choices = [one for asked in self.questions if (one := self._choice(seen, asked, _NOTHING))]
        choices.sort(key=lambda one: (one.seq, one.asked.number))
        told = _Told(paths, choices, [], [], [], [])
        done, last, latest = list[int](), dict.fromkeys(self.columns.timeline.sides, _MUTE), -1
        for n, choice in enumerate(choices):
            side = choice.asked.side
            past = done if latest < choice.seq else None  # all that was decided before is known
            situation, besides = self._situation(seen, choices, n, _NOTHING, past, last)
            position = self._position(paths[side].whole, choice)
            done.append(choice.did)
            last[side], latest = choice.did, max(latest, choice.last)
            told.situations.append(situation)
            told.besides.append(besides)
            told.positions.append(position)
            told.rows.append(self._judged(choice, situation, position))
        return told

    def _paths(self, seen: Seen) -> dict[str, _Path]:
        """The path of each side: as far as it goes the way of the plain replay, it is that one's."""
        start, effects_of = self.columns.start, self.columns.effects_in(seen, self.switches)
        plain = start.held.get(self) if start is not None and start is not seen else None
        if start is not None and start is not seen and plain is None:
            start.held[self] = plain = self._told(start)
        like = plain.paths if isinstance(plain, _Told) else {}
        return {side: _Path(self, found, self.starts.get(side), like.get(side)) for side, found in effects_of.items()}

    # -- a replay with something missing --------------------------------------------------------------

    def _paths_without(self, told: _Told, seen: Seen, less: frozenset[int]) -> dict[str, _Path]:
        """The paths without acts on which other effects rest: all effects are read anew."""
        if not less:
            return told.paths
        if less not in told.others:
            left = self.columns.effects_in(seen, self.switches, less)
            paths = {side: _Path(self, left[side], self.starts.get(side), path) for side, path in told.paths.items()}
            if len(less) > 1:
                return paths
            told.others[less] = paths
        return told.others[less]

    def _again(
        self, told: _Told, walked: Mapping[str, _Steps], case: Case
    ) -> tuple[Sequence[_Choice], Sequence[tuple[float, ...]]]:
        """The decisions without some acts, and their scores: those of the whole replay where nothing has changed."""
        seen, gone, less = case.seen, case.gone, case.less
        choices, first = told.choices, len(told.choices)
        if gone & self.decides:
            hit = [
                n
                for n, one in enumerate(choices)
                if gone.intersection(one.asked.acts) and any(at in less for at, _ in one.acts)
            ]
            if hit:
                first = hit[0]
                choices = [
                    again
                    for n, one in enumerate(choices)
                    if (again := self._choice(seen, one.asked, gone) if n in hit else one)
                ]
                choices.sort(key=lambda one: (one.seq, one.asked.number))
        since = min(less)
        rows = []
        for n, choice in enumerate(choices):
            same = n < first and not less & told.besides[n]
            situation = told.situations[n] if same else self._situation(seen, choices, n, gone)[0]
            if same and choice.seq < since:
                rows.append(told.rows[n])
                continue
            steps = walked[choice.asked.side]
            position = told.positions[n] if same and not steps.changed else self._position(steps, choice)
            rows.append(self._judged(choice, situation, position))
        return choices, rows

    # -- decisions ------------------------------------------------------------------------------------

    def _choice(self, seen: Seen, asked: _Question, gone: frozenset[str]) -> _Choice | None:
        """A decision in a replay, None if that has none of its acts."""
        entry_of = seen.entry_of
        acts = [(entry_of[name], name) for name in asked.acts if name in entry_of and name not in gone]
        if not acts:
            return None
        acts.sort()
        did = self._strategy(tuple([name for _, name in acts])) or asked.did
        return _Choice(acts[0][0], seen.day_of[acts[0][1]], acts[-1][0], asked, acts, did)

    def _strategy(self, names: tuple[str, ...]) -> int:
        """What acts say was done."""
        if names not in self._said:
            known = self.columns.timeline.by_id
            said = strategy_of((known[name].conduct for name in names), self.switches.untagged)
            self._said[names] = ORDER.index(said) + 1 if said else _MUTE
        return self._said[names]

    def _as_known(self, choice: _Choice, seq: int) -> int:
        """What was done as far as it was known before an entry."""
        return (
            choice.did if choice.last < seq else self._strategy(tuple([name for at, name in choice.acts if at < seq]))
        )

    def _situation(
        self, seen: Seen, choices: Sequence[_Choice], n: int, gone: frozenset[str],
        done: Sequence[int] | None = None, last: Mapping[str, int] | None = None,
    ) -> tuple[_Situation, frozenset[int]]:  # fmt: skip
        """The situation at a decision, and the entries of acts other than those of decisions on which it rests.

        Where it is known already: what was done at all decisions before, and of it the last of each side.
        """
        choice = choices[n]
        seq, side = choice.seq, choice.asked.side
        if done is None or last is None:
            done = [one.did if one.last < seq else self._as_known(one, seq) for one in choices[:n]]
            last = {one.asked.side: did for one, did in zip(choices, done, strict=False) if did}
            done = [did for did in done if did]
        first, second = self.columns.timeline.sides
        away = second if side == first else first
        own, other, besides = last.get(side, _MUTE), last.get(away, _MUTE), list[int]()
        if not own:
            own, at = self._last_move(seen, seq, side, gone)
            besides.append(at)
        if not other:
            other, at = self._last_move(seen, seq, away, gone)
            besides.append(at)
        days = self._nearest(seen, choice)
        return (own, other, tuple(done), days, self._stakes(choice)), frozenset(besides)

    def _last_move(self, seen: Seen, seq: int, side: str, gone: frozenset[str]) -> tuple[int, int]:
        """The strategy of the latest act of a side towards the other that speaks, and its entry."""
        for at in range(bisect_left(seen.acts, (seq, "")) - 1, -1, -1):
            entry, name = seen.acts[at]
            if name not in gone:
                sides, strategy = self._move(name)
                if strategy and side in sides:
                    return strategy, entry
        return _MUTE, -1

    def _move(self, name: str) -> tuple[tuple[str, ...], int]:
        """Whose conduct towards the other side an act is, and its strategy."""
        if name not in self._moves:
            entry, line = self.columns.entry(name), self.columns.timeline
            said = self.columns.own.strategy(entry, self.switches.untagged)
            sides = line.engaged(entry.actor, entry.recipient)
            self._moves[name] = sides, ORDER.index(said) + 1 if said else _MUTE
        return self._moves[name]

    def _nearest(self, seen: Seen, choice: _Choice) -> int | None:
        """Days to the nearest clock that runs just before a decision and presses its side; None where none does."""
        side = choice.asked.side
        if side not in seen.pressing:
            seen.pressing[side] = _pressing(seen, side)
        seqs, dues = seen.pressing[side]
        count = bisect_left(seqs, choice.seq)
        nearest = dues[count - 1] if count else None
        return None if nearest is None else max(0, nearest - choice.day)

    @cached_property
    def stakes(self) -> Mapping[str, list[tuple[int, Stakes]]]:
        """What claiming is worth to each side, from which day on."""
        line = self.columns.timeline
        found = sorted(((day_bounds(line, one.date)[0], one.id, one) for one in line.stakes), key=lambda one: one[:2])
        return {
            side: [
                (since, Stakes(one.benefit, one.success, one.cost, one.alternative))
                for since, _, one in found if line.side(one.party) == side
            ]
            for side in line.sides
        }  # fmt: skip

    def _stakes(self, choice: _Choice) -> int:
        """The number of the stakes of a side by then, -1 where nothing is coded."""
        return bisect_right(self._since[choice.asked.side], choice.day) - 1

    @cached_property
    def _since(self) -> Mapping[str, list[int]]:
        return {side: [since for since, _ in found] for side, found in self.stakes.items()}

    def _position(self, walked: _Steps, choice: _Choice) -> float:
        """The position of a side before anything that a decision brings about."""
        count = bisect_left(walked.steps, (choice.seq,))
        if count:
            _, since, _, _, position, lasting, _, standing = walked.steps[count - 1]
        else:
            begin = walked.begin
            since, lasting, standing = begin.day, begin.lasting, sum(begin.live.values())
            position = self.ends.moved(lasting, standing)
        faded = faded_by(lasting, choice.day - since, self.lives)
        return self.ends.moved(lasting + faded, standing) if faded else position

    def _judged(self, choice: _Choice, situation: _Situation, position: float) -> tuple[float, ...]:
        """The ranked probability scores of all theories: of those that read the position, then of the others."""
        number, did, known = choice.asked.number, choice.did, self._known
        by_position, by_others = known.get((number, did, position)), known.get((number, did, situation))
        if by_position is None or by_others is None:
            if len(known) >= _KEPT:
                known.clear()
            by_position = known[number, did, position] = self._judge(self.by_position, choice, situation, position)
            by_others = known[number, did, situation] = self._judge(self.by_others, choice, situation, position)
        return by_position + by_others

    def _judge(
        self, names: Iterable[str], choice: _Choice, situation: _Situation, position: float
    ) -> tuple[float, ...]:
        """The scores of some theories: of each it is kept under what of the situation it reads."""
        read = dict(zip(_FIELDS, (*situation, position), strict=True))
        asked, found, where = choice.asked, list[float](), None
        for name in names:
            key = name, asked.number, choice.did, *[read[part] for part in self._read[name]]
            if key not in self._single:
                if len(self._single) >= _KEPT:
                    self._single.clear()
                where = where or self._where(choice, situation, position)
                told = predict(name, where, self.parameters).probabilities
                self._single[key] = ranked_probability_score(share_out(told, asked.among), choice.did - 1)
            found.append(self._single[key])
        return tuple(found)

    def _where(self, choice: _Choice, situation: _Situation, position: float) -> Situation:
        own, other, past, days, number = situation
        asked, said = choice.asked, (None, *ORDER)
        stakes = self.stakes[asked.side][number][1] if number >= 0 else None
        return Situation(
            asked.id, asked.side, choice.day, position, asked.spread, said[own], said[other],
            tuple(ORDER[did - 1] for did in past), days, stakes,
        )  # fmt: skip


def _pressing(seen: Seen, side: str) -> tuple[list[int], list[int | None]]:
    """The entries from which other clocks press a side, and from each on the least due day of those that do."""
    seqs, dues = list[int](), list[int | None]()
    presses, running = dict[str, tuple[str, ...]](), dict[str, int]()
    for seq, clock, due, pressing in seen.running:
        if pressing is not None:
            presses[clock] = pressing
        if side not in presses[clock]:
            continue
        if due is None:
            running.pop(clock, None)
        else:
            running[clock] = due
        seqs.append(seq)
        dues.append(min(running.values(), default=None))
    return seqs, dues


@dataclass(frozen=True, slots=True)
class _Steps:
    """Where a side begins, its steps, its lowest position, and whether they differ from those of the whole replay."""

    begin: State
    steps: Sequence[Walked]
    lowest: float | None
    changed: bool = False


class _Path:
    """The path of one side in a replay, with where it stands after each effect, to go on from there.

    `like` is the path in another replay: as long as the effects are the same, so are the steps.
    """

    def __init__(
        self, model: Judged, found: Sequence[Effect], start: tuple[int, float] | None, like: _Path | None
    ) -> None:
        self.model, self.found, self.start, self.like = model, found, start, like
        self.begin = begun(found, model.sizes, model.ends, start)
        self.later = found if start is None else [effect for effect in found if effect.day > start[0]]

    @cached_property
    def whole(self) -> _Steps:
        """The path with nothing missing."""
        like, same, steps, state = self.like, 0, list[Walked](), _copy(self.begin)
        if like is not None and like.begin == self.begin and [*like.begin.live] == [*self.begin.live]:
            most = min(len(self.later), len(like.later))
            same = next((n for n in range(most) if self.later[n] != like.later[n]), most)
            states, counts = like.marks
            steps, state = [*like.whole.steps[: counts[same]]], _copy(states[same])
        steps.extend(self._on(self.later[same:], state))
        lowest = min((step[4] for step in steps), default=None)
        return _Steps(self.begin, steps, lowest)

    @cached_property
    def marks(self) -> tuple[list[State], list[int]]:
        """Where the side stands after so many effects, and after how many steps."""
        state = _copy(self.begin)
        states, counts = [_copy(state)], [0]
        for effect in self.later:
            count = sum(1 for _ in self._on([effect], state))
            states.append(_copy(state))
            counts.append(counts[-1] + count)
        return states, counts

    @cached_property
    def seqs(self) -> frozenset[int]:
        """The entries that move the side."""
        return frozenset(effect[0] for effect in self.found)

    def without(self, less: frozenset[int], changed: bool) -> _Steps:
        """Return the path without the effects of some entries, none of which makes or takes back what stands.

        `changed` says whether it is another than that of the whole replay already.
        """
        if not less or not less & self.seqs:
            return replace(self.whole, changed=True) if changed else self.whole
        if self.start is None and self.found[0][0] in less:  # then it begins on another day
            left = [effect for effect in self.found if effect[0] not in less]
            return replace(_Path(self.model, left, None, None).whole, changed=True)
        first = bisect_left(self.later, (min(less & self.seqs),))
        states, counts = self.marks
        steps = [*self.whole.steps[: counts[first]]]
        steps.extend(self._on([effect for effect in self.later[first:] if effect[0] not in less], _copy(states[first])))
        return _Steps(self.begin, steps, min((step[4] for step in steps), default=None), True)

    def _on(self, found: Iterable[Effect], state: State) -> Iterable[Walked]:
        model = self.model
        return walk(found, model.sizes, model.rules, state, model.ends)


def _copy(state: State) -> State:
    return State(state.day, state.lasting, dict(state.live))
