"""Is it model-proof: whether a ranking of theories stands under every setting of the model that a referee may ask for.

The curve of specifications holds the scores of all theories under each setting, sorted by the score of prospect theory
(Simonsohn, Simmons & Nelson 2020). Shares are shares of settings and nothing else: settings are no sample of anything,
so there is neither an interval nor a p-value.

Specifications are ways to answer one question, and each counts once. The switch `nodes` does not say how a score is
computed but which decisions are scored, so its settings ask different questions, or the same one twice: `apart` and
`strategy` both score how a side bargains. The curve holds that question, with either setting as `apart`, and without
repeats. Scores on whether to settle, and over both, are counted beside it (`OtherQuestion`).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from replay.codebook import SWITCHES
from replay.ensemble.answers.findings import RIVALS, Row, scores_of, varied, where
from replay.text.table import Cell, Column, Table
from replay.text.words import counted, joined

__all__ = [
    "Deciding", "ModelProof", "OtherQuestion", "Ranking", "Setting", "curve_table", "model_proof",
    "model_told", "rankings_table",
]  # fmt: skip

_BARGAINING = "how to bargain"

_ASKED = {
    "apart": _BARGAINING,
    "strategy": _BARGAINING,
    "outcomes": "whether to settle",
    "all": "both questions as one",
}
"""What is scored under each setting of the switch `nodes`, by the rule of `replay.scoring.kept`."""


@dataclass(frozen=True, slots=True)
class Setting:
    """One specification of the model.

    Attributes
    ----------
    case : int
        Its number in the sweep.
    settings : Mapping[str, str]
        Setting of each switch; ``coder`` and ``parameter`` too where they are varied.
    scores : Mapping[str, float]
        Mean ranked probability score of each theory; lower is better.
    changed : frozenset[str]
        What is not at its default.
    """

    case: int
    settings: Mapping[str, str]
    scores: Mapping[str, float]
    changed: frozenset[str]


@dataclass(frozen=True, slots=True)
class Deciding:
    """How a ranking fares under one setting of one switch, whatever the others are.

    Attributes
    ----------
    switch, setting : str
    holds, n : int
        Specifications with this setting in which it holds, of all that have it.
    """

    switch: str
    setting: str
    holds: int
    n: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """Whether prospect theory scores better than a rival.

    Attributes
    ----------
    rival : str
    default : bool or None
        Whether it does under the default specification; None where that is missing.
    holds, n : int
        Specifications in which it does, of all that score both; a tie does not count.
    by : tuple[Deciding, ...]
        The same under each setting of each switch.
    tried, alone : int
        Specifications in which one switch alone is not at its default, and how many of them the switches allow: a
        sweep of a share of the settings leaves most of them out.
    flips : tuple[tuple[str, str], ...]
        Switches that, set so alone from the default specification, change the ranking: (switch, setting).
    """

    rival: str
    default: bool | None
    holds: int
    n: int
    by: tuple[Deciding, ...]
    tried: int
    alone: int
    flips: tuple[tuple[str, str], ...]

    @property
    def decides(self) -> str | None:
        """The switch whose settings differ most in the share in which the ranking holds; None where none differ."""
        gaps: dict[str, float] = {}
        for switch in dict.fromkeys(one.switch for one in self.by):
            shares = [one.holds / one.n for one in self.by if one.switch == switch]
            gaps[switch] = max(shares) - min(shares)
        best = max(gaps, key=lambda name: gaps[name], default=None)
        return best if best is not None and gaps[best] else None


@dataclass(frozen=True, slots=True)
class OtherQuestion:
    """The rankings under specifications that score other decisions than the curve.

    Attributes
    ----------
    setting : str
        Of the switch `nodes`.
    question : str
    n : int
        Specifications that score prospect theory on it.
    holds : Mapping[str, int]
        For each rival that has scores: in how many of them prospect theory does better.
    """

    setting: str
    question: str
    n: int
    holds: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class ModelProof:
    """What is left of the rankings under every specification.

    Attributes
    ----------
    question : str
        What the decisions are about that the curve scores: how to bargain, or, where no such decision is coded, whether
        to settle.
    curve : tuple[Setting, ...]
        Those that score the question of the default specification, each once; by the score of prospect theory, then by
        case.
    others : tuple[OtherQuestion, ...]
        Those that score other decisions.
    unscored : int
        Specifications that were refused, or give prospect theory no score.
    rankings : tuple[Ranking, ...]
        Against each of `RIVALS` that has scores.
    best : tuple[tuple[str, int], ...]
        In how many specifications each theory is best; most often first, then in the order of the theories.
    """

    question: str
    curve: tuple[Setting, ...]
    others: tuple[OtherQuestion, ...]
    unscored: int
    rankings: tuple[Ranking, ...]
    best: tuple[tuple[str, int], ...]


def model_proof(rows: Sequence[Row]) -> ModelProof:
    """Return the curve of specifications and what holds in them.

    Parameters
    ----------
    rows : sequence of mapping
        Rows of one dispute over switches, coders or parameters; those that vary anything else are left out.

    Examples
    --------
    >>> scores = ((0, "soft", 0.4), (1, "hard", 0.6))
    >>> rows = [{"case": n, "switch:ends": ends, "rps:prospect": rps, "rps:uniform": 0.5} for n, ends, rps in scores]
    >>> [(one.rival, one.holds, one.n, one.flips) for one in model_proof(rows).rankings]
    [('uniform', 1, 2, (('ends', 'hard'),))]
    """
    switches = [name for name in (rows[0] if rows else ()) if name.startswith("switch:")]
    ways = [*(name for name in ("coder", "parameter") if rows and name in rows[0]), *switches]
    known = where(rows, *ways)
    scored: dict[str | None, list[Setting]] = {}
    for row in known:
        scores = {} if row.get("refused") else scores_of(row)
        if "prospect" in scores:
            settings = {_short(name): str(row[name] if row[name] not in ("", None) else "default") for name in ways}
            changed = frozenset(_short(name) for name in varied(row))
            one = Setting(int(row.get("case") or 0), settings, scores, changed)
            scored.setdefault(settings.get(_NODES), []).append(one)
    question = _ASKED["outcomes"] if _settling_alone(scored) else _BARGAINING
    ours = {None, *(setting for setting, asked in _ASKED.items() if question != _BARGAINING or asked == question)}
    curve = _once(one for setting, found in scored.items() if setting in ours for one in found)
    others = (_other(setting, scored[setting]) for setting in _ASKED if setting in scored and setting not in ours)
    rankings = [_ranking(rival, curve) for rival in RIVALS if any(rival in one.scores for one in curve)]
    best = Counter(min(one.scores, key=lambda name: one.scores[name]) for one in curve)
    order = list(dict.fromkeys(name for one in curve for name in one.scores))
    ranked = sorted(best.items(), key=lambda item: (-item[1], order.index(item[0])))
    unscored = len(known) - sum(map(len, scored.values()))
    return ModelProof(question, tuple(curve), tuple(others), unscored, tuple(rankings), tuple(ranked))


def _settling_alone(scored: Mapping[str | None, Sequence[Setting]]) -> bool:
    """Whether there is no decision on how to bargain: the default then scores what `outcomes` scores."""
    default = next((one for one in scored.get(SWITCHES[_NODES].default, ()) if not one.changed), None)
    outcomes = next((one for one in scored.get("outcomes", ()) if one.changed == {_NODES}), None)
    return default is not None and outcomes is not None and default.scores == outcomes.scores


_NODES = "nodes"


def _once(found: Iterable[Setting]) -> list[Setting]:
    """Settings that score the same decisions as one question: under the default of `nodes`, the first of equals."""
    seen: dict[tuple[str, ...], Setting] = {}
    for one in sorted(found, key=lambda one: one.case):
        if _NODES in one.settings:
            settings = {**one.settings, _NODES: SWITCHES[_NODES].default}
            one = replace(one, settings=settings, changed=one.changed - {_NODES})
        seen.setdefault(tuple(one.settings.values()), one)
    return sorted(seen.values(), key=lambda one: (one.scores["prospect"], one.case))


def _other(setting: str, found: Sequence[Setting]) -> OtherQuestion:
    rivals = [rival for rival in RIVALS if all(rival in one.scores for one in found)]
    holds = {rival: sum(one.scores["prospect"] < one.scores[rival] for one in found) for rival in rivals}
    return OtherQuestion(setting, _ASKED[setting], len(found), holds)


def _short(name: str) -> str:
    return name.removeprefix("switch:")


def _ranking(rival: str, curve: Sequence[Setting]) -> Ranking:
    both = sorted((one for one in curve if rival in one.scores), key=lambda one: one.case)
    holds = {one.case: one.scores["prospect"] < one.scores[rival] for one in both}
    default = next((holds[one.case] for one in both if not one.changed), None)
    seen: dict[tuple[str, str], list[bool]] = {}
    for switch in (name for name in both[0].settings if name != _NODES):
        for one in both:
            seen.setdefault((switch, one.settings[switch]), []).append(holds[one.case])
    singles = [one for one in both if len(one.changed) == 1]
    alone = sum(len(SWITCHES[name].settings) - 1 for name in both[0].settings if name in SWITCHES and name != _NODES)
    flips = [
        (switch, one.settings[switch])
        for one in singles
        for switch in one.changed
        if default is not None and holds[one.case] != default
    ]
    by = (Deciding(switch, setting, sum(found), len(found)) for (switch, setting), found in seen.items())
    tried = sum(one.changed <= {*SWITCHES} for one in singles)
    return Ranking(rival, default, sum(holds.values()), len(both), tuple(by), tried, alone, tuple(flips))


def model_told(found: ModelProof) -> list[str]:
    """Return the answer in six lines at most."""
    if not found.curve:
        return [f"No specification scores prospect theory on {found.question}.", *_aside(found)]
    lines = []
    on = f"On {found.question}, prospect" if _NODES in found.curve[0].settings else "Prospect"
    for one in found.rankings:
        said = f"{on} theory does better than {one.rival} in {one.holds} of {counted(one.n, 'specification')}"
        on = "Prospect"
        if one.default is not None:
            said += f", {'and' if one.default == (2 * one.holds > one.n) else 'but'} "
            said += f"{'so it does' if one.default else 'not'} by default"
        if one.flips:
            said += f"; alone enough to change that: {joined([f'{name} {to}' for name, to in one.flips])}"
        elif one.default is not None and one.holds not in (0, one.n):
            said += "; no single switch changes that" + f", of {one.tried} tried of {one.alone}" * (
                one.tried < one.alone
            )
        lines.append(f"{said}.")
    lines.append(f"Best is {joined([f'{theory} in {n}' for theory, n in found.best])}.")
    for one in found.rankings[:1]:
        if one.decides:
            shares = [f"{d.holds} of {d.n} with {d.setting}" for d in one.by if d.switch == one.decides]
            lines.append(f"Against {one.rival} most hangs on the switch {one.decides}: it holds in {joined(shares)}.")
    return lines + _aside(found)


def _aside(found: ModelProof) -> list[str]:
    """What is not counted in the curve, in a line."""
    parts = [
        f"{one.n} that {_scores(one.n)} {one.question}" + f" ({_held(one)})" * bool(one.holds) for one in found.others
    ] + [f"{found.unscored} without a score of prospect theory"] * bool(found.unscored)  # fmt: skip
    return [f"Specifications that are not counted here: {joined(parts)}."] if parts else []


def _scores(n: int) -> str:
    return "scores" if n == 1 else "score"


def _held(one: OtherQuestion) -> str:
    return "better than " + joined([f"{rival} in {n}" for rival, n in one.holds.items()])


def curve_table(found: ModelProof) -> Table:
    """Return a row for each specification, by the score of prospect theory: scores, then the setting of each switch."""
    theories = list(dict.fromkeys(name for one in found.curve for name in one.scores))
    switches = list(found.curve[0].settings) if found.curve else []
    columns = (
        Column("place", "Place", 0.4), Column("case", "Case", 0.5),
        *(Column(f"rps_{name}", f"Score of {name}", 0.7, 3) for name in theories),
        *(Column(name, name.capitalize(), 0.8) for name in switches),
    )  # fmt: skip
    rows = (
        (n, one.case, *(one.scores.get(name) for name in theories), *(one.settings[name] for name in switches))
        for n, one in enumerate(found.curve, 1)
    )
    return Table("specification-curve", "Scores under every specification, lower is better", columns, tuple(rows))


def rankings_table(found: ModelProof) -> Table:
    """Return a row for each rival over all specifications, then one for each setting of each switch."""
    columns = (
        Column("rival", "Prospect theory better than", 1.2), Column("switch", "Switch", 1),
        Column("setting", "Setting", 1), Column("holds", "Holds in", 0.5), Column("n", "of", 0.5),
        Column("share", "Share", 0.5, 3), Column("flips", "Alone from the default", 1.2),
    )  # fmt: skip
    rows: list[tuple[Cell, ...]] = []
    for one in found.rankings:
        rows.append((one.rival, "all", None, one.holds, one.n, one.holds / one.n, None))
        rows += [
            (one.rival, d.switch, d.setting, d.holds, d.n, d.holds / d.n,
             "changes the ranking" if (d.switch, d.setting) in one.flips else None)
            for d in one.by
        ]  # fmt: skip
    rows += [
        (rival, _NODES, one.setting, holds, one.n, holds / one.n, f"another question: {one.question}")
        for one in found.others
        for rival, holds in one.holds.items()
    ]
    return Table("rankings", "In how many specifications each ranking holds", columns, tuple(rows))
