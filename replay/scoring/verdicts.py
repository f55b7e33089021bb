"""The source's own claims as checks: what it says, what the model computes, and whether the two agree."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import fmean
from typing import Any

from replay.codebook import Act, Strategy
from replay.dates import Relative, When, in_words
from replay.domain import day_bounds, level_of
from replay.engine.trace import ACTED
from replay.escalation import graph, measures
from replay.scoring.board import Forecast, forecasts
from replay.scoring.situations import Case
from replay.theories import DEFAULTS, Parameters, Situation, predict
from replay.timeline import Claim, Trial, members

__all__ = ["Tried", "Verdict", "judge"]


@dataclass(frozen=True, slots=True)
class Tried:
    """One trial of a claim: whether it holds, what was computed, and what the claim wants.

    `holds` is None where a dispute is missing.
    """

    trial: Trial
    holds: bool | None
    computed: str

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


def wanted(trial: Trial) -> str:
    """Say in a few words what must come out for a trial to hold.

    >>> wanted(Trial("predicts", {"predicts": ("mixed", "claiming")})), wanted(Trial("moves", {"moves": "down"}))
    ('mixed or claiming', 'down')
    """
    form, given = trial.form, trial.given
    named = {"position": "predicts", "absent": "", "riskier": "", "beats": "", "leans": ""}.get(form, form)
    words = {
        "absent": "none", "riskier": "the first wider", "beats": "the first lower", "leans": "the first higher",
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
        Verdict(case.dispute, claim, tuple(bench.tried(case, trial) for trial in claim.trials))
        for case in cases
        for claim in case.timeline.claims
    )


class _MissingError(Exception):
    """A trial names a dispute, or a decision of one, that is not at hand."""


class _Bench:
    """All disputes at hand, and what is computed of them once."""

    def __init__(self, cases: Sequence[Case], parameters: Parameters) -> None:
        self.cases = {case.dispute: case for case in cases}
        self.parameters = parameters

    def tried(self, home: Case, trial: Trial) -> Tried:
        try:
            holds, computed = getattr(self, f"try_{trial.form}")(home, trial.given)
        except _MissingError as fault:
            return Tried(trial, None, str(fault))
        return Tried(trial, holds, computed)

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
        return tuple(found)

    # -- the forms of `timeline.FORMS`, each under its name ------------------------------------------

    def try_predicts(self, home: Case, given: Mapping[str, Any]) -> tuple[bool, str]:
        found = self.select(home, given["theory"], given["decisions"])
        shown = [f"{f.decision}: {f.prediction.likeliest.value} {max(f.prediction.probabilities):.2f}" for f in found]
        return all(f.prediction.likeliest.value in given["predicts"] for f in found), "; ".join(shown)

    def try_leans(self, home: Case, given: Mapping[str, Any]) -> tuple[bool, str]:
        strategy = Strategy(given["leans"])
        here, there = (
            fmean(f.prediction.chance(strategy) for f in self.select(home, given["theory"], given[field]))
            for field in ("decisions", "more_than")
        )
        return here > there, f"P({strategy.value}) {here:.2f} against {there:.2f}"

    def try_hits(self, home: Case, given: Mapping[str, Any]) -> tuple[bool, str]:
        found = self.select(home, given["theory"], given["decisions"])
        count = sum(f.hit for f in found)
        return (2 * count > len(found)) == (given["hits"] == "mostly"), f"right at {count} of {len(found)}"

    def try_did(self, home: Case, given: Mapping[str, Any]) -> tuple[bool, str]:
        found = self.select(home, "persistence", given["decisions"])  # any theory: only what was done counts
        shown = "; ".join(f"{f.decision}: {f.did.value}" for f in found)
        return all(f.did.value in given["did"] for f in found), shown

    def try_level(self, home: Case, given: Mapping[str, Any]) -> tuple[bool, str]:
        day = _day(home, given["date"])
        position = home.domains[given["party"]].at(day)
        level = level_of(position).value
        return level in given["level"], f"{given['party']}, {_said(given['date'])}: {level} ({position:.2f})"

    def try_moves(self, home: Case, given: Mapping[str, Any]) -> tuple[bool, str]:
        days = [_day(home, given[end]) for end in ("from", "to")]
        before, after = (home.domains[given["party"]].at(day) for day in days)
        holds = after < before if given["moves"] == "down" else after > before
        return holds, f"{given['party']}, {_said(given['from'])}: {before:.2f}, {_said(given['to'])}: {after:.2f}"

    def try_spiral_at_least(self, home: Case, given: Mapping[str, Any]) -> tuple[bool, str]:
        name = self.case(given.get("dispute", home.dispute)).dispute
        longest = self._spirals[name]
        holds = given.get("spiral_at_least", 0) <= longest <= given.get("spiral_at_most", longest)
        return holds, f"longest chain of a spiral of {name}: {longest or 'no'} acts"

    try_spiral_at_most = try_spiral_at_least

    def try_absent(self, home: Case, given: Mapping[str, Any]) -> tuple[bool, str]:
        found = [
            entry.event or "" for entry in home.trace.select(*ACTED)
            if given["actor"] in members(entry.actor) and entry.act and entry.act.value in given["absent"]
        ]  # fmt: skip
        return not found, f"{given['actor']}: {', '.join(found) or 'none'}"

    def try_riskier(self, home: Case, given: Mapping[str, Any]) -> tuple[bool, str]:
        first, second = Act(given["riskier"]), Act(given["than"])
        wide, narrow = first.spread, second.spread
        return wide > narrow, f"spread {first.value} {wide}, {second.value} {narrow}"

    def try_position(self, home: Case, given: Mapping[str, Any]) -> tuple[bool, str]:
        situation = Situation("", home.timeline.sides[0], 0, position=given["position"], spread=given["spread"])
        found = predict(given["theory"], situation, self.parameters)
        shown = f"{found.likeliest.value} {max(found.probabilities):.2f} at {given['position']:g}"
        return found.likeliest.value in given["predicts"], shown

    def try_beats(self, home: Case, given: Mapping[str, Any]) -> tuple[bool, str]:
        """Over the decisions named, else over all of every dispute at hand."""
        every = (f"{name}/{choice.decision.id}" for name, case in self.cases.items() for choice in case.choices)
        names = given.get("decisions") or tuple(every)
        theory, rival = (self.select(home, given[key], names) for key in ("theory", "beats"))
        ours, theirs = (fmean(f.rps for f in found) for found in (theory, rival))
        return ours < theirs, f"mean RPS {ours:.3f} against {theirs:.3f} (n = {len(theory)})"


def _said(date: When | Relative) -> str:
    """A date as the claim has it, in words."""
    return in_words(date) if isinstance(date, When) else date.text


def _day(home: Case, date: When | Relative) -> int:
    """The middle of a date as written."""
    return day_bounds(home.timeline, date)[1]
