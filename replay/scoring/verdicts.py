"""The source's own claims as checks: what it says, what the model computes, and whether the two agree.

Every test is also made on placebos (`placebos`): other days and windows of the same path, other decisions of the same
sides, outcomes dealt anew among the decisions of a side. What holds by the construction of codebook, value function,
path or stakes is told apart, and counts for nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from math import fsum, inf
from statistics import fmean
from typing import Any

from replay.codebook import Act, Strategy
from replay.dates import Relative, When, in_words
from replay.domain import Domain, day_bounds, level_of
from replay.engine.trace import ACTED
from replay.escalation import graph, measures
from replay.scoring.agreements import Agreement, agreements, with_more_claiming
from replay.scoring.board import Forecast, forecasts
from replay.scoring.placebos import Placebo, chosen, counted_over, reordered, shuffled, split
from replay.scoring.situations import Case
from replay.theories import DEFAULTS, ORDER, Parameters, Situation, predict
from replay.theories.statistics.scoring_rules import ranked_probability_score
from replay.timeline import Claim, Trial, members

__all__ = ["Tried", "Verdict", "judge"]


@dataclass(frozen=True, slots=True)
class Tried:
    """One trial of a claim: whether it holds, what was computed, and what the claim wants.

    Attributes
    ----------
    holds : bool or None
        None where a dispute is missing.
    placebo : Placebo or None
        How often the same test holds elsewhere; None where there is no elsewhere.
    built_in : str
        Why it holds by construction; "" where it does not.
    """

    trial: Trial
    holds: bool | None
    computed: str
    placebo: Placebo | None = None
    built_in: str = ""

    @property
    def wanted(self) -> str:
        """What would bear the claim out, in a few words."""
        return wanted(self.trial)


@dataclass(frozen=True, slots=True)
class Verdict:
    """One claim of the source beside what the model computes.

    Attributes
    ----------
    dispute : str
        Of the file that the claim stands in.
    claim : Claim
    tried : tuple[Tried, ...]
        One for each trial, in order.
    """

    dispute: str
    claim: Claim
    tried: tuple[Tried, ...]

    @property
    def agrees(self) -> bool | None:
        """Whether every trial holds; False if one does not, else None if one could not be made."""
        held = [one.holds for one in self.tried]
        return False if False in held else None if None in held else True

    @property
    def built_in(self) -> bool:
        """Whether it agrees, and could not but agree: every trial holds by construction."""
        return bool(self.agrees) and all(one.built_in for one in self.tried)


def wanted(trial: Trial) -> str:
    """Say in a few words what must come out for a trial to hold.

    >>> wanted(Trial("predicts", {"predicts": ("mixed", "claiming")})), wanted(Trial("moves", {"moves": "down"}))
    ('mixed or claiming', 'down')
    """
    form, given = trial.form, trial.given
    named = {"position": "predicts", "absent": "", "agreements": "", "riskier": "", "beats": "", "leans": ""}.get(
        form, form
    )
    words = {
        "absent": "none", "agreements": "more pairs for it", "riskier": "the first wider",
        "beats": "the first lower", "leans": "the first higher",
        "spiral_at_least": f"{given.get(form)} or more", "spiral_at_most": f"{given.get(form)} or fewer",
        "hits": "right at more than half" if given.get("hits") == "mostly" else "wrong at half or more",
    }  # fmt: skip
    if form in words:
        return words[form]
    value = given.get(named)
    return " or ".join(value) if isinstance(value, tuple) else str(value)


def judge(cases: Sequence[Case], parameters: Parameters = DEFAULTS) -> tuple[Verdict, ...]:
    """Try every claim of the given disputes, in the order of the disputes and of their files.

    Examples
    --------
    >>> import replay
    >>> from replay.scoring import case
    >>> found = judge([case(replay.run(replay.load(replay.example())))])
    >>> [(v.claim.id, v.agrees, v.tried[0].computed) for v in found]
    [('answers-in-kind', True, 'kr-answer: claiming 0.73')]
    """
    bench = _Bench(cases, parameters)
    return tuple(
        Verdict(case.dispute, claim, tuple(_told(claim, bench.tried(case, trial)) for trial in claim.trials))
        for case in cases
        for claim in case.timeline.claims
    )


def _told(claim: Claim, found: Tried) -> Tried:
    """A trial that holds, of a claim that its coder says is built in, holds by construction."""
    return replace(found, built_in=claim.built_in) if claim.built_in and found.holds else found


class _MissingError(Exception):
    """A trial names a dispute, or a decision of one, that is not at hand."""


_Found = tuple[bool, str, Placebo | None, str]


class _Bench:
    """All disputes at hand, and what is computed of them once."""

    def __init__(self, cases: Sequence[Case], parameters: Parameters) -> None:
        self.cases = {case.dispute: case for case in cases}
        self.parameters = parameters

    def tried(self, home: Case, trial: Trial) -> Tried:
        try:
            holds, computed, placebo, built_in = getattr(self, f"try_{trial.form}")(home, trial.given)
        except _MissingError as fault:
            return Tried(trial, None, str(fault))
        return Tried(trial, holds, computed, placebo, built_in if holds else "")

    @cached_property
    def _forecasts(self) -> Mapping[tuple[str, str, str], Forecast]:
        """By theory, dispute and decision, in order of time within each dispute."""
        found = forecasts(list(self.cases.values()), parameters=self.parameters)
        return {(forecast.theory, forecast.dispute, forecast.decision): forecast for forecast in found}

    @cached_property
    def _spirals(self) -> Mapping[str, int]:
        """Acts in the longest chain of a spiral of each dispute; 0 for none."""
        found = {name: measures(graph(case.trace)).spirals for name, case in self.cases.items()}
        return {name: max((len(spiral.chain) for spiral in spirals), default=0) for name, spirals in found.items()}

    def case(self, name: str) -> Case:
        if name not in self.cases:
            raise _MissingError(f"needs the file of {name}")
        return self.cases[name]

    def select(self, home: Case, theory: str, names: Sequence[str]) -> tuple[Forecast, ...]:
        """The forecasts for decisions given by id, by side, or by either with a dispute before a slash."""
        found: list[Forecast] = []
        for name in names:
            dispute, _, rest = name.rpartition("/")
            case = self.case(dispute or home.dispute)
            chosen = [c for c in case.choices if rest in (c.decision.id, c.decision.party, c.side)]
            if not chosen:
                raise _MissingError(f"no decision '{rest}' in this replay of {case.dispute}")
            found += [self._forecasts[theory, case.dispute, choice.decision.id] for choice in chosen]
        return tuple({(forecast.dispute, forecast.decision): forecast for forecast in found}.values())

    def others(self, found: Sequence[Forecast]) -> tuple[Forecast, ...]:
        """What the theory expects of all decisions of the sides of those found; of all sides, where these are all."""
        mine = {(f.dispute, f.prediction.party) for f in found}
        kind = [f for (theory, _, _), f in self._forecasts.items() if theory == found[0].theory]
        pool = [f for f in kind if (f.dispute, f.prediction.party) in mine]
        if len(pool) == len(found):
            pool = [f for f in kind if f.dispute in {dispute for dispute, _ in mine}]
        return tuple(pool)

    @cached_property
    def _agreements(self) -> tuple[Agreement, ...]:
        return tuple(agreement for case in self.cases.values() for agreement in agreements(case))

    # -- the forms of `timeline.FORMS`, each under its name: holds, computed, placebo, why built in -----

    def try_predicts(self, home: Case, given: Mapping[str, Any]) -> _Found:
        found = self.select(home, given["theory"], given["decisions"])
        shown = [f"{f.decision}: {f.prediction.likeliest.value} {max(f.prediction.probabilities):.2f}" for f in found]
        hits = [f.prediction.likeliest.value in given["predicts"] for f in self.others(found)]
        holds = all(f.prediction.likeliest.value in given["predicts"] for f in found)
        return holds, "; ".join(shown), chosen(hits, len(found), "choices of decisions"), ""

    def try_leans(self, home: Case, given: Mapping[str, Any]) -> _Found:
        strategy = Strategy(given["leans"])
        first, second = (
            [f.prediction.chance(strategy) for f in self.select(home, given["theory"], given[field])]
            for field in ("decisions", "more_than")
        )
        here, there = fmean(first), fmean(second)
        placebo = split([*first, *second], len(first), lambda one, rest: one > rest, "splits of these decisions")
        return here > there, f"P({strategy.value}) {here:.2f} against {there:.2f}", placebo, ""

    def try_hits(self, home: Case, given: Mapping[str, Any]) -> _Found:
        found, mostly = self.select(home, given["theory"], given["decisions"]), given["hits"] == "mostly"
        pool = self.others(found)
        named = [n for n, f in enumerate(pool) if any(f is one for one in found)]
        expected = [ORDER.index(f.prediction.likeliest) for f in pool]

        def holds(done: Sequence[int]) -> bool:
            return (2 * sum(expected[n] == done[n] for n in named) > len(named)) is mostly

        count = sum(f.hit for f in found)
        return (2 * count > len(found)) == mostly, f"right at {count} of {len(found)}", _dealt(pool, holds), ""

    def try_did(self, home: Case, given: Mapping[str, Any]) -> _Found:
        found = self.select(home, "persistence", given["decisions"])  # any theory: only what was done counts
        shown = "; ".join(f"{f.decision}: {f.did.value}" for f in found)
        hits = [f.did.value in given["did"] for f in self.others(found)]
        return (
            all(f.did.value in given["did"] for f in found),
            shown,
            chosen(hits, len(found), "choices of decisions"),
            "",
        )

    def try_level(self, home: Case, given: Mapping[str, Any]) -> _Found:
        day, domain = _day(home, given["date"]), home.domains[given["party"]]
        level = level_of(domain.at(day)).value
        built_in = "the path starts there" if day <= domain.start.day else ""
        placebo = counted_over((level_of(domain.at(one)).value in given["level"] for one in _days(domain)), "days")
        shown = f"{given['party']}, {_said(given['date'])}: {level} ({domain.at(day):.2f})"
        return level in given["level"], shown, placebo, built_in

    def try_moves(self, home: Case, given: Mapping[str, Any]) -> _Found:
        (first, last), domain = (_day(home, given[end]) for end in ("from", "to")), home.domains[given["party"]]
        down = given["moves"] == "down"

        def holds(begin: int) -> bool:
            shift = domain.at(begin + last - first) - domain.at(begin)
            return shift < 0 if down else shift > 0

        days = _days(domain)
        placebo = counted_over((holds(one) for one in days[: max(0, len(days) - abs(last - first))]), "windows")
        before, after = domain.at(first), domain.at(last)
        shown = f"{given['party']}, {_said(given['from'])}: {before:.2f}, {_said(given['to'])}: {after:.2f}"
        return holds(first), shown, placebo, ""

    def try_spiral_at_least(self, home: Case, given: Mapping[str, Any]) -> _Found:
        name = self.case(given.get("dispute", home.dispute)).dispute
        low, high = given.get("spiral_at_least", 0), given.get("spiral_at_most", inf)
        longest = self._spirals[name]
        placebo = counted_over((low <= acts <= high for acts in self._spirals.values()), "disputes")
        return low <= longest <= high, f"longest chain of a spiral of {name}: {longest or 'no'} acts", placebo, ""

    try_spiral_at_most = try_spiral_at_least

    def try_absent(self, home: Case, given: Mapping[str, Any]) -> _Found:
        acts = [(e.event or "", e.act) for e in home.trace.select(*ACTED) if given["actor"] in members(e.actor)]
        found = [name for name, act in acts if act and act.value in given["absent"]]
        seen = {act for _, act in acts}
        placebo = chosen([act not in seen for act in Act], len(given["absent"]), "choices of acts")
        return not found, f"{given['actor']}: {', '.join(found) or 'none'}", placebo, ""

    def try_riskier(self, home: Case, given: Mapping[str, Any]) -> _Found:
        first, second = Act(given["riskier"]), Act(given["than"])
        wide, narrow = first.spread, second.spread
        shown = f"spread {first.value} {wide}, {second.value} {narrow}"
        return wide > narrow, shown, None, "the codebook ranks acts so, after the source"

    def try_position(self, home: Case, given: Mapping[str, Any]) -> _Found:
        situation = Situation("", home.timeline.sides[0], 0, position=given["position"], spread=given["spread"])
        found = predict(given["theory"], situation, self.parameters)
        shown = f"{found.likeliest.value} {max(found.probabilities):.2f} at {given['position']:g}"
        return found.likeliest.value in given["predicts"], shown, None, "the theory is the value function itself"

    def try_agreements(self, home: Case, given: Mapping[str, Any]) -> _Found:
        found, measure = self._agreements, given["agreements"]
        if len(found) < 2:
            raise _MissingError(f"needs two agreements with a coded worth; at hand: {len(found)}")
        for_it, against = with_more_claiming(found, measure)

        def holds(claiming: Sequence[float]) -> bool:
            one, other = with_more_claiming(found, measure, claiming)
            return one > other

        shown = "; ".join(f"{one.event} {_outcome(one, measure)} after {one.claiming:.2f} claiming" for one in found)
        placebo = reordered([one.claiming for one in found], holds, "orders of the agreements")
        return for_it > against, f"{for_it} pairs for it, {against} against (n = {len(found)}): {shown}", placebo, ""

    def try_beats(self, home: Case, given: Mapping[str, Any]) -> _Found:
        """Over the decisions named, else over all of every dispute at hand."""
        every = (f"{name}/{choice.decision.id}" for name, case in self.cases.items() for choice in case.choices)
        names = given.get("decisions") or tuple(every)
        theory, rival = (self.select(home, given[key], names) for key in ("theory", "beats"))
        gaps = [[_rps(f, n) - _rps(g, n) for n in range(len(ORDER))] for f, g in zip(theory, rival, strict=True)]

        def holds(done: Sequence[int]) -> bool:
            return fsum(gap[n] for gap, n in zip(gaps, done, strict=True)) < 0

        ours, theirs = (fmean(f.rps for f in found) for found in (theory, rival))
        return ours < theirs, f"mean RPS {ours:.3f} against {theirs:.3f} (n = {len(theory)})", _dealt(theory, holds), ""


def _dealt(found: Sequence[Forecast], holds: Callable[[Sequence[int]], bool]) -> Placebo:
    """What was done, dealt anew among the decisions of each side."""
    done, sides = [f.outcome for f in found], [(f.dispute, f.prediction.party) for f in found]
    return shuffled(done, sides, holds, "deals of what was done")


def _rps(forecast: Forecast, outcome: int) -> float:
    return ranked_probability_score(forecast.prediction.probabilities, outcome)


def _days(domain: Domain) -> range:
    """The days from where a path starts to its last step, at whose close it is asked."""
    last = domain.steps[-1].day if domain.steps else domain.start.day
    return range(domain.start.day, last + 1)


def _outcome(one: Agreement, measure: str) -> str:
    if measure == "large":
        return f"{one.worth:+g}"
    return f"{one.days} days" if one.ended else f"{one.days} days or more"


def _said(date: When | Relative) -> str:
    """A date as the claim has it, in words."""
    return in_words(date) if isinstance(date, When) else date.text


def _day(home: Case, date: When | Relative) -> int:
    """The middle of a date as written."""
    return day_bounds(home.timeline, date)[1]
