"""One case replayed, and what came of it as a row of plain cells."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from replay.codebook import IMPOSITIONS, Act, Switches
from replay.counterfactuals.continuations import Continuations
from replay.counterfactuals.draws import TimeDraws
from replay.counterfactuals.edits import Drop, EditError
from replay.counterfactuals.edits.apply import apply_to
from replay.dates import day as parse_day
from replay.dates import iso
from replay.domain import Rules, path
from replay.engine import run, settled
from replay.engine.core import Core
from replay.engine.settling import settle
from replay.engine.trace import ACTED, Trace
from replay.ensemble.columns import Case, Cell, Columns, Seen, parting
from replay.ensemble.judged import Judged
from replay.ensemble.lockstep import Drawn, Lockstep, refused
from replay.ensemble.overlay import Overlay
from replay.ensemble.specification import AXES, Axes, Choice, Specification, chance_of, switches_of
from replay.escalation import graph, measures
from replay.files import loads
from replay.scoring import asked, case, everywhere, forecasts, kept
from replay.theories import DEFAULTS, THEORIES, Parameters
from replay.timeline import Timeline
from replay.timeline.schedule import Schedule, schedule

__all__ = ["NEVER", "Base", "Cell", "columns_of", "rows_of", "seen"]

NEVER = "never set"
"""What becomes of a clock that a replay does not set."""


@dataclass(frozen=True)
class Base:
    """A dispute whose cases are replayed: the file, and other codings of it.

    Attributes
    ----------
    name : str
        The path of the file, for messages.
    texts : tuple[str, ...]
        The texts of the file and of its other codings.
    asked : Specification
    """

    name: str
    texts: tuple[str, ...]
    asked: Specification

    def __reduce__(self) -> tuple[type[Base], tuple[object, ...]]:
        """What is computed does not travel to another process: it is computed there."""
        return Base, (self.name, self.texts, self.asked)

    @cached_property
    def timelines(self) -> tuple[Timeline, ...]:
        """The codings, the file itself first."""
        return tuple(
            loads(text, self.name if not n else f"{self.name} (coding {n})") for n, text in enumerate(self.texts)
        )

    @property
    def timeline(self) -> Timeline:
        """The file itself."""
        return self.timelines[0]

    @cached_property
    def axes(self) -> Axes:
        """The cases."""
        return Axes(self.asked, [event.id for event in self.timeline.events], len(self.texts))

    @cached_property
    def clocks(self) -> tuple[str, ...]:
        """Ids of all clocks of all codings, in the order of the file."""
        return tuple(dict.fromkeys(name for line in self.timelines for name in line.clocks))

    @cached_property
    def plain(self) -> Trace:
        """The replay of the file as it is."""
        return run(self.timeline, dates=self.asked.dates, plan=self.plans[0])

    @cached_property
    def plans(self) -> tuple[Schedule, ...]:
        """The days of each coding as it is."""
        return tuple(settled(line, self.asked.dates) for line in self.timelines)

    @cached_property
    def overlays(self) -> tuple[Overlay, ...]:
        """The columns of each coding, for cases that leave acts out."""
        return tuple(
            Overlay(line, plan, self.asked.dates) for line, plan in zip(self.timelines, self.plans, strict=True)
        )

    @cached_property
    def columns(self) -> tuple[Columns, ...]:
        """What findings are read off, for each coding."""
        return tuple(self._columns(over) for over in self.overlays)

    def _columns(self, over: Overlay) -> Columns:
        """Where a replay with every event pinned to its day is the plain one, acts can be taken out of that."""
        own, pinned = over.plain(), over.dropped(())
        if pinned is not None and parting(own, pinned)[0] < 0:
            return Columns(over.timeline, pinned, self.plain, over.loose, self.clocks, NEVER)
        return Columns(over.timeline, own, self.plain, {}, self.clocks, NEVER)

    @cached_property
    def roots(self) -> tuple[dict[frozenset[str], Seen], ...]:
        """Replays out of which acts are taken, by what each lacks; for each coding."""
        return tuple({} for _ in self.timelines)

    @cached_property
    def judged(self) -> dict[tuple[int, object, object], Judged]:
        """What domains and scores are computed by: by coding, switches and parameter."""
        return {}

    @cached_property
    def taken(self) -> dict[tuple[int, int], Drawn]:
        """The draws of the cases under way, by coding and number."""
        return {}

    @cached_property
    def drawn(self) -> dict[tuple[int, int], _Draw]:
        """The draw of the last case, with its replay."""
        return {}

    @cached_property
    def draws(self) -> tuple[TimeDraws, ...]:
        """What draws the dates of each coding."""
        pairs = zip(self.timelines, self.plans, strict=True)
        return tuple(TimeDraws(line, dates=self.asked.dates, plan=plan) for line, plan in pairs)

    @cached_property
    def lockstep(self) -> tuple[Lockstep, ...]:
        """What draws the dates of each coding many times at once."""
        return tuple(map(Lockstep, self.columns, self.overlays, self.draws))

    @cached_property
    def going(self) -> dict[tuple[int, int, tuple[str, ...]], Continuations]:
        """What draws continuations of the replay that was continued last."""
        return {}


def columns_of(base: Base) -> tuple[str, ...]:
    """Return the names of the columns of the rows of a base: the place of a case on each axis, then what came of it."""
    over = base.asked.over
    places = {
        "coders": "coder",
        "dates": "draw",
        "drops": "dropped",
        "continuations": "continuation",
        "parameters": "parameter",
    }
    named = [places[name] for name in AXES if name in over and name in places]
    switches = [f"switch:{name}" for name in Switches().settings] if "switches" in over else []
    ended = [f"ended:{name}" for name in base.clocks] if "continuations" in over else []
    found = ["refused", *(f"end:{name}" for name in base.clocks), *ended, "sanctions", "imposed_on", "worth", "settled",
             "settled_on", "acts", "hostile", "spirals", "spiral", "path", "path_from", "parts",
             "parts_at"]  # fmt: skip
    domains = [f"{what}:{side}" for side in base.timeline.sides for what in ("lowest", "last")]
    scores = [f"rps:{name}" for name in THEORIES] if base.timeline.decisions else []
    return ("case", "dispute", *named, *switches, *found, *domains, *scores)


def rows_of(base: Base, numbers: Sequence[int], *, whole: bool = False) -> list[tuple[Cell, ...]]:
    """Return the rows of some cases, each in the order of `columns_of`.

    Cases that differ in switches and parameters alone share their replay. Rows are read off columns (`columns`,
    `overlay`) where a case is within their rules, and off a whole replay of an edited timeline where it is not, or
    where `whole` asks for it: that is what defines them.
    """
    columns = columns_of(base)
    out: list[tuple[Cell, ...]] = []
    known: tuple[object, _Replayed] | None = None
    for n, choice in enumerate(choices := [base.axes[number] for number in numbers]):
        if not n % _TOGETHER and not whole:
            _draw(base, choices[n : n + _TOGETHER])
        if known is None or known[0] != choice.replay:
            known = choice.replay, _replay(base, choice, whole)
        found = _place(base, choice) | known[1].found
        if known[1].case is not None:
            found |= _judged(base, choice).computed(known[1].case)
        elif known[1].trace is not None:
            found |= _computed(base, choice, known[1].trace)
        out.append(tuple(found.get(name) for name in columns))
    return out


@dataclass(frozen=True, slots=True)
class _Replayed:
    """A replay that cases share: what it says by itself, and what the rest is read off, unless it is refused."""

    found: dict[str, Cell]
    trace: Trace | None = None
    case: Case | None = None


def _replay(base: Base, choice: Choice, whole: bool) -> _Replayed:
    if not whole and base.columns[choice.coder].start is not None:
        found = _overlaid(base, choice)
        if isinstance(found, str):
            return _Replayed({"refused": found})
        if found is not None:
            return _Replayed(base.columns[choice.coder].replayed(found), None, found)
    trace = _trace(base, choice)
    return _Replayed({"refused": trace}) if isinstance(trace, str) else _Replayed(_replayed(base, trace), trace)


def _overlaid(base: Base, choice: Choice) -> Case | str | None:
    """The replay of a case as columns, where it is within their rules, or why it is refused.

    Acts may be left out and come on other days, but nothing is drawn anew that would bring in other acts.
    """
    line, columns = base.timelines[choice.coder], base.columns[choice.coder]
    if choice.continuation:
        return None
    draw = _drawn(base, choice) if choice.draw else None
    if draw is not None and draw.late:
        return draw.late
    if any(name not in line.by_id for name in choice.dropped):
        return _NO_ACT
    if draw is None:
        start, loose, roots = columns.start, columns.loose, base.roots[choice.coder]
    else:
        start, roots = draw.seen, draw.roots
        loose = draw.loose if choice.dropped else {}
    gone, rest = columns.apart(choice.dropped, start, loose)
    seen = start if not rest else roots.get(rest)
    if seen is None and rest:
        trace = (draw.overlay if draw else base.overlays[choice.coder]).dropped(sorted(rest))
        seen = None if trace is None else columns.seen(trace)
        if seen is not None and len(rest) == 1:
            roots[rest] = seen
    return None if seen is None else columns.case(seen, gone)


class _Draw:
    """A draw of the dates: why it is refused, "" if it is not; the replay, without any change and without acts."""

    def __init__(self, base: Base, key: tuple[int, int]) -> None:
        self._base, self._key, self._found = base, key, base.taken[key]()
        self.roots: dict[frozenset[str], Seen] = {}

    @cached_property
    def _settled(self) -> tuple[Schedule, Overlay, Core | None]:
        """The columns of the draw, and the replay if that is known, the long way."""
        coder, number = self._key
        base = self._base
        drawn = base.draws[coder].draw(chance_of(base.asked.seed, "dates", number))
        start = schedule(drawn, base.asked.dates)
        plan, core = settle(drawn, base.asked.dates, start)
        return (
            plan,
            Overlay(drawn, plan, base.asked.dates, base.timelines[coder]),
            core if plan.days == start.days else None,
        )

    @property
    def overlay(self) -> Overlay:
        """The columns, for cases that leave acts out."""
        return self._settled[1]

    @cached_property
    def late(self) -> str:
        """Why it is refused."""
        if self._found is None:
            return refused(self.overlay.timeline, self._settled[0].days)
        return self._found if isinstance(self._found, str) else ""

    @cached_property
    def seen(self) -> Seen | None:
        """The replay as the findings read it."""
        if isinstance(self._found, Seen):
            return self._found
        return self._base.columns[self._key[0]].seen(self._trace)

    @cached_property
    def _trace(self) -> Trace:
        return self.overlay.plain(self._settled[2])

    @cached_property
    def loose(self) -> Mapping[str, frozenset[str]]:
        """Acts that can be taken out of it: as of the plain replay (`Base.columns`)."""
        columns = self._base.columns[self._key[0]]
        if isinstance(self._found, Seen):
            return columns.loose
        pinned = self.overlay.dropped(())
        same = pinned is not None and columns.own is columns.base and parting(self._trace, pinned)[0] < 0
        return self.overlay.loose if same else {}


def _draw(base: Base, choices: Sequence[Choice]) -> None:
    """Draw the dates for some cases, as far as they are not drawn yet; draws for none of these are given up."""
    wanted = sorted({(one.coder, one.draw) for one in choices if one.draw and not one.continuation})
    for key in [key for key in base.taken if key not in wanted]:
        del base.taken[key]
    for coder in sorted({coder for coder, _ in wanted}):
        new = [key for key in wanted if key[0] == coder and key not in base.taken]
        chances = [chance_of(base.asked.seed, "dates", number) for _, number in new]
        base.taken.update(zip(new, base.lockstep[coder].drawn(chances), strict=True))


def _drawn(base: Base, choice: Choice) -> _Draw:
    """The draw of a case; the last is kept."""
    key = choice.coder, choice.draw
    if key not in base.drawn:
        base.drawn.clear()
        base.drawn[key] = _Draw(base, key)
    return base.drawn[key]


def _judged(base: Base, choice: Choice) -> Judged:
    key = choice.coder, choice.switches, choice.parameter
    if key not in base.judged:
        if len(base.judged) >= _SETTINGS:
            base.judged.clear()
            for columns in base.columns:
                columns.forget()
            for roots in base.roots:
                roots.clear()
        base.judged[key] = Judged(base.columns[choice.coder], switches_of(choice), _parameters(choice))
    return base.judged[key]


def seen(base: Base, trace: Trace, *, scores: bool = True) -> dict[str, Cell]:
    """Return what came of a replay, by the model as it stands: the columns of a row that name no place on an axis.

    Without `scores`, domains and scores are left out.
    """
    return _replayed(base, trace) | (_computed(base, Choice(0), trace) if scores else {})


def _place(base: Base, choice: Choice) -> dict[str, Cell]:
    settings = switches_of(choice).settings if "switches" in base.asked.over else {}
    return {
        "case": choice.number, "dispute": base.timeline.dispute, "coder": choice.coder, "draw": choice.draw,
        "dropped": " ".join(choice.dropped), "continuation": choice.continuation,
        "parameter": "" if choice.parameter is None else f"{choice.parameter[0]}={choice.parameter[1]:g}",
        **{f"switch:{name}": setting for name, setting in settings.items()},
    }  # fmt: skip


def _trace(base: Base, choice: Choice) -> Trace | str:
    """The replay of a case; why it is refused, if it is."""
    return _continued(base, choice) if choice.continuation else _recorded(base, choice)


def _recorded(base: Base, choice: Choice) -> Trace | str:
    """The replay of a case in which all decisions are as recorded."""
    asked, line, plan = base.asked, base.timelines[choice.coder], base.plans[choice.coder]
    if choice.draw:
        line = base.draws[choice.coder].draw(chance_of(asked.seed, "dates", choice.draw))
        plan = settled(line, asked.dates)
        if late := refused(line, plan.days):
            return late
    known = [Drop(name) for name in choice.dropped if name in line.by_id]
    if len(known) < len(choice.dropped):
        return _NO_ACT
    if known:
        try:
            line = apply_to(line, plan, known, asked.dates)
        except EditError as fault:
            return fault.problems[0].message
    return run(line, dates=asked.dates, plan=plan)  # which stays a start where acts are dropped alone: `keeps_plan`


def _continued(base: Base, choice: Choice) -> Trace | str:
    """The replay of a case that goes on otherwise; what draws it is kept for the next that goes on from the same."""
    asked, key = base.asked, (choice.coder, choice.draw, choice.dropped)
    if key not in base.going:
        trace = _recorded(base, choice)
        if isinstance(trace, str):
            return trace
        base.going.clear()
        base.going[key] = Continuations(trace, asked.theory, parse_day(asked.since) if asked.since else None)
    return base.going[key].draw(chance_of(asked.seed, "continuations", choice.continuation))


_SETTINGS = 64
"""Settings of switches and parameters for which what was found is kept, so that a sweep over many fills no memory."""
_TOGETHER = 100
"""Cases of which the dates are drawn together."""
_NO_ACT = "this coding has no such act"


def _replayed(base: Base, trace: Trace) -> dict[str, Cell]:
    """What a replay alone says: ends of clocks, sanctions, the graph, where it parts from the plain replay."""
    line = trace.coded("sweep")
    clocks = trace.clocks()
    ends = {clock.id: clock.outcome.value for clock in clocks}
    ended = {clock.id: iso(clock.ended_on) for clock in clocks if clock.ended_on is not None}
    acted = trace.select(*ACTED)
    imposed = [entry for entry in acted if entry.act in IMPOSITIONS]
    worths = [worth.amount for entry in imposed if (worth := line.worth(entry.event or "")) and worth.unit == "USD"]
    agreed = [entry for entry in acted if entry.act is Act.SETTLE]
    found = measures(graph(trace))
    _, parts, parts_at = parting(base.plain, trace)
    return {
        **{f"end:{name}": ends.get(name, NEVER) for name in base.clocks},
        **{f"ended:{name}": ended.get(name, "") for name in base.clocks},
        "sanctions": len(imposed), "imposed_on": iso(imposed[0].day) if imposed else "", "worth": sum(worths),
        "settled": int(bool(agreed)), "settled_on": iso(agreed[0].day) if agreed else "",
        "acts": found.acts, "hostile": found.hostile, "spirals": len(found.spirals),
        "spiral": max((len(one.acts) for one in found.spirals), default=0), "path": len(found.longest_escalation),
        "path_from": found.longest_escalation[0] if found.longest_escalation else "",
        "parts": parts, "parts_at": parts_at,
    }  # fmt: skip


def _computed(base: Base, choice: Choice, trace: Trace) -> dict[str, Cell]:
    """What switches and parameters bear on: domains and scores."""
    rules, parameters = Rules(switches=switches_of(choice)), _parameters(choice)
    found: dict[str, Cell] = {}
    judged = case(trace, rules) if base.timeline.decisions else None
    for side, domain in (path(trace, rules) if judged is None else judged.domains).items():
        positions = [step.position for step in domain.steps]
        found[f"lowest:{side}"] = round(min(positions), 6) if positions else None
        found[f"last:{side}"] = round(positions[-1], 6) if positions else None
    if judged is not None and judged.choices:
        cases = [judged]
        rows = everywhere(kept(asked(forecasts(cases, THEORIES, parameters), cases), cases))
        for name in THEORIES:
            scores = [row.rps for row in rows if row.theory == name]
            found[f"rps:{name}"] = round(sum(scores) / len(scores), 9) if scores else None
    return found


def _parameters(choice: Choice) -> Parameters:
    return DEFAULTS if choice.parameter is None else DEFAULTS.replace(**{choice.parameter[0]: choice.parameter[1]})
