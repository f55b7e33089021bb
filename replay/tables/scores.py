"""Rival theories: scores and forecasts as tables, in words, and as plain values."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from functools import partial
from math import isfinite
from statistics import fmean
from typing import Any, NamedTuple

from replay.codebook import Strategy
from replay.dates import iso
from replay.domain import Rules
from replay.engine.trace import Trace
from replay.scoring import (
    STAKED,
    TEMPERATURES,
    Board,
    Fold,
    Forecast,
    Protocol,
    Score,
    case,
    forecasts,
    parted,
    reads_stakes,
    score,
)
from replay.text.plain import picked, plain
from replay.text.table import Column, Table, printable, tabled
from replay.text.words import counted, spaced
from replay.theories import IGNORANT, ORDER, THEORIES, Parameters
from replay.theories.statistics.clusters import FEWEST
from replay.theories.statistics.scoring_rules import Bin
from replay.timeline import Timeline
from replay.timeline.checks.circularity import circularity

__all__ = [
    "GAMBLES",
    "answer_lines", "best_told", "board_table", "calibration_table", "disputes_table", "forecast_lines",
    "forecast_table", "grounds_lines", "is_of_some", "score_values", "scores_table", "surprises_table",
    "theory_words", "weighting_line", "without_circles",
]  # fmt: skip


SHORT = {"uniform": "thirds", "frequencies": "freq."}
"""The ignorant at the head of a narrow column."""

GAMBLES = {"options": "by the options coded", "fixed": "the same for all"}
"""The settings of the switch ``gamble`` in words."""


def scores_table(traces: Sequence[Trace], against: str = "uniform") -> Table:
    """Return how rival theories do on the decisions of one dispute or several, best first; no row without decisions.

    One row for each theory on each question (how to bargain, whether to settle); where a theory reads stakes and not
    all have them, all theories once more where they are coded, which the question says. Lower scores are better. The
    difference from the reference `against` is that of the mean ranked probability scores, below 0 better, with an
    interval of 95 % over clusters (dispute and side); an end is empty for the reference, and where there are fewer than
    six clusters. Uniform thirds have no likeliest strategy, and no hits.

    Examples
    --------
    >>> import replay
    >>> table = scores_table([replay.run(replay.load(replay.example()))])
    >>> set(table.column("n"))
    {1, 2}
    """

    def apart(part: str) -> Any:
        return lambda told: None if told.row.theory == against else _rounded(getattr(told.row.against, part))

    columns = (
        Column("question", "Decisions", 1.5),
        Column("theory", "Theory", 1.3, of="row.theory"),
        Column("n", "n", 0.4, of="row.n"),
        Column("rps", "Ranked probability score", 0.8, 3, of=lambda told: _rounded(told.row.rps)),
        Column("brier", "Brier score", 0.7, 3, of=lambda told: _rounded(told.row.brier)),
        Column("log", "Log score", 0.7, 3, of=lambda told: _rounded(told.row.log)),
        Column("hits", "Likeliest right", 0.6, of=lambda told: None if told.row.theory == "uniform" else told.row.hits),
        *(Column(f"skill_{name}", f"Skill against {name}", 0.8, 3, of=partial(_skill, name)) for name in IGNORANT),
        Column("difference", f"Difference from {against}", 0.7, 3, of=apart("estimate")),
        Column("low", "95 % from", 0.6, 3, of=apart("low")),
        Column("high", "to", 0.6, 3, of=apart("high")),
        Column("p", "p by clusters", 0.6, 3, of=apart("p_value")),
        Column("least_p", "Least p", 0.6, 3, of=apart("least_p")),
    )
    cases = [case(trace) for trace in traces]
    boards = [(what, score(part, against)) for what, part in parted(forecasts(cases), cases)] if cases else []
    rows = [_Told(what.strip(" ,").removeprefix("on ") or "all", row) for what, board in boards for row in board.rows]
    title = "Scores of rival theories"
    if rows:
        shift = rows[0].row.against
        title += f"; p by {counted(shift.clusters, 'cluster')}, of which the least p is {shift.least_p:.3g}"
    return tabled("scores", title, columns, rows)


class _Told(NamedTuple):
    """A row of a board, with what its decisions are about."""

    question: str
    row: Score


def _skill(name: str, told: _Told) -> float | None:
    return _rounded(told.row.skills[name])


def _rounded(value: float | None) -> float | None:
    return round(value, 4) if value is not None and isfinite(value) else None


def board_table(board: Board, digits: int = 3, between: str = " to ", minus: str = "-", what: str = "") -> Table:
    """Return the scores for people, with mean differences from the reference.

    Parameters
    ----------
    digits : int
        Decimals of differences.
    between, minus : str
        What stands between the ends of an interval, and before a number below 0.
    what : str
        What the decisions are about, where they are not all.
    """
    ignorant = [name for name in IGNORANT if name in board.rows[0].skills]
    first = board.rows[0].against
    known = first.clusters >= FEWEST
    headings = (
        "Theory", ">RPS", ">Brier", ">Log", ">Right", *(f">Skill: {SHORT[name]}" for name in ignorant), ">Diff.",
        *([">95 %"] if known else []), ">p",
    )  # fmt: skip
    title = (
        f"Scores over n = {counted(board.n, 'decision')}{what}: means, lower is better; skill against the baselines; "
        f"mean difference of the ranked probability score from {board.reference}, "
        f"{'interval and ' * known}p by {counted(first.clusters, 'cluster')} (dispute and side), of which the least p "
        f"is {first.least_p:.3g}{f'; too few for an interval, which takes {FEWEST}' * (not known)}"
    )
    rows = (
        (row.theory, *(re.sub(r"(?<![\w])-(?=\d)", minus, cell) for cell in _numbers(row, board, digits, between)))
        for row in board.rows
    )
    return printable(title, headings, rows, whole=("Theory",))


def _numbers(row: Score, board: Board, digits: int, between: str) -> Iterable[str]:
    skills = ("undefined" if skill is None else f"{skill:z.2f}" for skill in row.skills.values())
    apart = row.against
    interval = [f"{apart.low:z.{digits}f}{between}{apart.high:z.{digits}f}"] if isfinite(apart.low) else []
    p = "" if apart.p_value is None else f"{apart.p_value:.3f}"
    scored = (f"{row.rps:.3f}", f"{row.brier:.3f}", f"{row.log:.3f}", _right(row), *skills)
    told = (f"{apart.estimate:z.{digits}f}", *interval, p)
    return *scored, *(("" for _ in told) if row.theory == board.reference else told)


def answer_lines(parts: Sequence[tuple[str, Board]], fixed: Protocol) -> list[str]:
    """Say what the boards carry: of each question the decisions and errors, and whether a lead may be chance.

    At 80 columns these are three lines for each. Then what was coded otherwise than it was frozen, if anything.
    """
    whole = [(what, board) for what, board in parts if not is_of_some(what)]
    lines = []
    for what, board in whole:
        first, *more = best_told(what, board, len(fixed.coded))
        lines += [first, *(f"  {line}" for line in more)]
    if fixed.changed:
        lines.append(f"CHANGED SINCE FROZEN: {', '.join(fixed.changed)}.")
    return lines


_SIGNIFICANT = 0.05
_NAMES = {"uniform": "guessing evenly", "frequencies": "plain frequencies", "prospect": "prospect theory"}


def theory_words(name: str) -> str:
    """Return what a theory is called within a sentence.

    >>> theory_words("prospect"), theory_words("uniform"), theory_words("expected-utility")
    ('prospect theory', 'guessing evenly', 'expected utility')
    """
    return _NAMES.get(name) or spaced(name)


def best_told(what: str, board: Board, disputes: int = 1) -> list[str]:
    """Say of a question what was decided and how far theories err; in a second text whether that may be chance.

    The error is the mean ranked probability score, given of the best, of prospect theory and of the baselines.
    """
    where = f", in {counted(disputes, 'dispute')}" if disputes > 1 else ""
    top = board.rows[0].theory
    told = ", ".join(
        f"{theory_words(row.theory)} {row.rps:.3f}"
        for row in board.rows if row.theory in {top, "prospect", board.reference, *IGNORANT}
    )  # fmt: skip
    return [f"{counted(board.n, 'decision')}{what}{where}. Error, 0 is perfect: {told}.", _lead(board)]


def _lead(board: Board) -> str:
    """Whether the best beats those who know nothing, and whether its lead over the reference may be chance."""
    top = board.rows[0]
    rival = "guessing" if board.reference == "uniform" else theory_words(board.reference)
    apart, is_lead = top.against, top.theory not in {*IGNORANT, board.reference}
    if apart.least_p > _SIGNIFICANT:
        few = counted(apart.clusters, "cluster")
        if is_lead:
            return f"Too few independent decisions to test any theory ({few})."
        are = "is" if apart.clusters == 1 else "are"
        return f"No theory beats {theory_words(top.theory)}; {few} {are} too few to test any theory."
    if not is_lead:
        worse = (row for row in board.rows if row.theory == "prospect" and row.against.estimate > 0)
        said = "".join(f"; prospect theory does worse than {rival}{_p(row)}" for row in worse)
        return f"No theory beats {theory_words(top.theory)} ({top.rps:.3f}){said}."
    if apart.p_value is None:
        return f"Its lead over {rival} is not tested: {counted(apart.clusters, 'cluster')} are too many to try all."
    may = "is more than chance gives" if apart.p_value <= _SIGNIFICANT else "may be chance"
    least = f"{counted(apart.clusters, 'cluster')}: least p {apart.least_p:.2g}"
    return f"Its lead over {rival} {may}: p = {apart.p_value:.2g} ({least})."


def _p(row: Score) -> str:
    p = row.against.p_value
    return "" if p is None else f", p = {p:.2g}"


def grounds_lines(parts: Sequence[tuple[str, Board]], fixed: Protocol, apart: str = "") -> list[str]:
    """Say on what the answer stands: of each question who leads, what the ignorant and prospect theory score.

    Then what theories do that are asked only about some decisions, what chance could yield at all, and the protocol.
    `apart` is what else is to be said of prospect theory on the first board.
    """
    whole = [(what, board) for what, board in parts if not is_of_some(what)]
    lines = [_leads(what, board) for what, board in whole]
    lines[0] += apart
    asked = [words for what, board in parts if is_of_some(what) for words in _asked(what, board)]
    if asked:
        lines.append("Where stakes are coded: " + "; ".join(asked) + ".")
    few = [board.rows[0].against.clusters for _, board in whole]
    known = (
        " On Japan and Korea the defaults prove nothing: their scores by version 0.1 were known when the defaults were "
        "chosen."
    )
    lines.append(
        f"p is by whole clusters of dispute and side ({' and '.join(map(str, few))}), lowest where all point one way."
        f"{known if {'japan-autos', 'korea-autos'} & {*fixed.coded} else ''}"
    )
    return [*lines, protocol_line(fixed)]


def is_of_some(what: str) -> bool:
    """Whether a question is put only where stakes are coded."""
    return what.endswith(STAKED)


def _leads(what: str, board: Board) -> str:
    rows = [row for row in board.rows if row.theory == "prospect"]
    top = board.rows[0]
    known = ", ".join(f"{theory_words(name)} {board.row(name).rps:.3f}" for name in IGNORANT)
    best = f"{counted(board.n, 'decision')}{what}: least error {theory_words(top.theory)}, {top.rps:.3f} ({known})."
    return best + "".join(f" Prospect theory {_against(row, board)}." for row in rows)


def _asked(what: str, board: Board) -> Iterator[str]:
    """What theories that read stakes do on decisions of the parties for which stakes are coded."""
    for row in board.rows:
        if reads_stakes(row.theory):
            n = f"{counted(board.n, 'decision')}{what.removesuffix(STAKED)}"
            yield f"{theory_words(row.theory)} {_against(row, board)} ({n})"


def _against(row: Score, board: Board) -> str:
    """How a theory does against the reference, in words."""
    apart = row.against
    told = "worse than" if apart.estimate > 0 else "better than"
    between = f" ({apart.low:z.2f} to {apart.high:z.2f})" if isfinite(apart.low) else ""
    p = "" if apart.p_value is None else f": p = {apart.p_value:.2g}, with none below {apart.least_p:.2g} possible"
    clear = apart.p_value is not None and apart.p_value <= _SIGNIFICANT
    sure = "" if clear else ", which may be chance"
    rival = theory_words(board.reference)
    return f"has {row.rps:.3f}, {told} {rival} by {abs(apart.estimate):.3f}{between}{p}{sure}"


def _right(row: Score) -> str:
    """Of how many decisions the likeliest strategy was right; of thirds none is the likeliest."""
    return "" if row.theory == "uniform" else f"{row.hits}/{row.n}"


def protocol_line(fixed: Protocol) -> str:
    """Say whether decisions, options, stakes, impacts and readings are those that were frozen before a score."""
    kept = [name for name, digest in fixed.coded.items() if fixed.frozen[name] == digest]
    never = [f"{name} (to freeze: frozen: {fixed.coded[name]})" for name in fixed.coded if not fixed.frozen[name]]
    changed = [f"{name} ({fixed.frozen[name]} then, {fixed.coded[name]} now)" for name in fixed.changed]
    said = [
        f"{words} {', '.join(names)}"
        for words, names in (("as frozen", kept), ("CHANGED SINCE FROZEN", changed), ("not frozen", never))
        if names
    ]
    return f"Protocol {fixed.digest[:12]}: what the coders judged is {'; '.join(said)}."


def weighting_line(board: Board, other: Board, on: bool) -> str:
    """Say how prospect theory scores with probability weighting off and on; `on` is the setting of `board`."""
    with_, without = (board, other) if on else (other, board)
    return (
        f"prospect with probability weighting: RPS {with_.row('prospect').rps:.3f}, without: "
        f"{without.row('prospect').rps:.3f} (n = {board.n})"
    )


def without_circles(found: Sequence[Forecast], timelines: Sequence[Timeline], source: str) -> str:
    """Say how the theories score without the decisions that are no tests where positions come from `source`.

    With the computed path those are decisions whose own acts move it by a coded impact, with readings those whose acts
    a reading rests on.
    """
    circular = {
        (timeline.dispute, circle.decision)
        for timeline in timelines
        for circle in circularity(timeline)
        if circle.decision and (circle.act == circle.ground) == (source == "path")
    }
    kept = [f for f in found if (f.dispute, f.decision) not in circular]
    theories = list(dict.fromkeys(f.theory for f in kept))
    means = {theory: fmean(f.rps for f in kept if f.theory == theory) for theory in theories}
    shown = ", ".join(f"{theory} {means[theory]:.3f}" for theory in sorted(theories, key=lambda name: means[name]))
    n = len(kept) // len(theories) if theories else 0
    return f"Without the decisions that are no tests of the {source} (n = {n}), mean RPS: {shown}"


def disputes_table(board: Board, found: Sequence[Forecast], disputes: Sequence[str]) -> Table:
    """Return the mean score of each theory of the board in each dispute, over the decisions that the board is about."""
    asked = {(f.dispute, f.decision) for f in found if f.theory == board.reference}
    inside = [f for f in found if (f.dispute, f.decision) in asked]
    counts = {name: len({decision for dispute, decision in asked if dispute == name}) for name in disputes}
    rows = [
        (row.theory, *(_mean(f.rps for f in inside if (f.theory, f.dispute) == (row.theory, name)) for name in counts))
        for row in board.rows
    ]
    headings = ("Theory", *(f">{name} (n = {count})" for name, count in counts.items()))
    return printable("Mean ranked probability score in each dispute", headings, rows, whole=("Theory",))


def held_out_table(board: Board, folds: Sequence[Fold]) -> Table:
    """Return the mean score of each theory of the board on each dispute, as learnt from the others."""
    rows = [
        (row.theory, *(_mean(f.rps for f in fold.forecasts if f.theory == row.theory) for fold in folds))
        for row in board.rows
    ]
    title = "The same with each dispute held out: sizes, temperature and frequencies learnt from the others"
    return printable(title, ("Theory", *(f">{fold.held_out}" for fold in folds)), rows, whole=("Theory",))


def temperatures_line(folds: Sequence[Fold]) -> str:
    """Say which temperature of the link each fold chose, and where that is an end of the grid."""
    edge = (TEMPERATURES[0], TEMPERATURES[-1])
    told = (
        f"{fold.held_out} {fold.parameters.temperature:.2f}"
        f"{' (end of its grid)' * (fold.parameters.temperature in edge)}"
        for fold in folds
    )
    return f"Temperature of the link, chosen on the others: {', '.join(told)}."


def _mean(values: Iterable[float]) -> str:
    seen = list(values)
    return f"{fmean(seen):.3f}" if seen else ""


def calibration_table(board: Board) -> Table:
    """Return, for each theory and bin of probabilities, what was given, what happened, and how often."""
    rows = ((row.theory, *map(_bin, row.calibration)) for row in board.rows)
    edges = (f">{bin_.low:.1f}-{bin_.high:.1f}" for bin_ in board.rows[0].calibration)
    title = f"Calibration: probability given, share that happened (count); three classes pooled, n = {3 * board.n}"
    return printable(title, ("Theory", *edges), rows, whole=("Theory",))


def _bin(b: Bin) -> str:
    return "" if b.forecast is None or b.observed is None else f"{b.forecast:.2f} {b.observed:.2f} ({b.count})"


def surprises_table(board: Board) -> Table:
    """Return the decisions that each theory held least likely, its name in the first row only."""
    rows, last = [], ""
    for f in board.surprises:
        name, last = ("" if f.theory == last else f.theory), f.theory
        rows.append((name, f.date, f"{f.prediction.party}: {f.label}", f.did.value, f"{f.chance:.2f}"))
    title = "Surprises: the decisions that each theory held least likely, of equals the earliest"
    headings = ("Theory", "Date", "Decision", "What was done", ">Chance")
    return printable(title, headings, rows, whole=("Theory", "Date"))


def forecast_lines(found: Sequence[Forecast]) -> dict[str, list[str]]:
    """Return for every decision, in order of time, a line for each theory: its probabilities and its reason."""
    lines: dict[str, list[str]] = {}
    for f in sorted(found, key=lambda f: (f.dispute, f.day, f.decision)):
        chances = " ".join(f"{p:.2f}" for p in f.prediction.probabilities)
        head = f"{f.date}  {f.prediction.party}: {f.label} - {f.did.value}"
        lines.setdefault(head, []).append(f"  {f.theory:<16}  {chances}  {f.prediction.grounds}")
    return lines


def forecast_table(found: Sequence[Forecast]) -> Table:
    """Return a row for each theory and decision."""
    columns = (
        Column("theory", "Theory"),
        Column("dispute", "Dispute"),
        Column("decision", "Decision"),
        Column("party", "Side", of="prediction.party"),
        Column("date", "Date"),
        Column("day", "Place in the replay", of=lambda f: iso(f.day)),
        Column("done", "What was done", of="did"),
        *(Column(s.value, s.value, of=partial(_chance, s)) for s in ORDER),
        *(Column(name, name, of=partial(_score, name)) for name in ("rps", "brier", "log")),
        Column("why", "Why", of="prediction.grounds"),
    )
    return tabled("forecasts", "Forecasts", columns, found)


def _chance(strategy: Strategy, found: Forecast) -> str:
    return f"{found.prediction.chance(strategy):.6f}"


def _score(name: str, found: Forecast) -> str:
    return f"{getattr(found, name):.6f}"


def score_values(
    board: Board, found: Sequence[Forecast], folds: Sequence[Fold], timelines: Sequence[Timeline],
    parameters: Parameters, rules: Rules, weighting: str, without: str, parts: Sequence[tuple[str, Board]],
    fixed: Protocol,
) -> dict[str, Any]:  # fmt: skip
    """Return everything as plain values; an interval or a size without bound has None."""
    return {
        **picked(board, "n", "reference"),
        "rules": {**plain(rules.sizes()), "reference": rules.reference},
        "switches": rules.switches.settings,
        "parameters": plain(parameters),
        "weighting": weighting,
        "without_circular": without,
        "theories": {name: picked(theory, "claim", "source", "reads") for name, theory in THEORIES.items()},
        "protocol": {"digest": fixed.digest, "coded": dict(fixed.coded), "frozen": dict(fixed.frozen)},
        "tables": [
            {"decisions": what.strip(), "n": one.n, "scores": [_row_values(row) for row in one.rows]}
            for what, one in parts
        ],
        "scores": [_row_values(row) for row in board.rows],
        "forecasts": [_forecast_values(f) for f in found],
        "left_out": [
            {
                **picked(fold, "held_out", "trained_on", temperature="parameters.temperature"),
                "rules": plain(fold.rules.sizes()), "forecasts": [_forecast_values(f) for f in fold.forecasts],
            }
            for fold in folds
        ],
        "circularity": [
            picked(circle, "act", "ground", "decision", "message")
            for timeline in timelines for circle in circularity(timeline)
        ],
    }  # fmt: skip


def _row_values(row: Score) -> dict[str, Any]:
    return {
        **picked(row, "theory", "n", "rps", "brier", "log"), "hits": None if row.theory == "uniform" else row.hits,
        "skill": plain(dict(row.skills)),
        "difference": plain(row.against),
        "calibration": plain(row.calibration),
    }  # fmt: skip


def _forecast_values(found: Forecast) -> dict[str, Any]:
    return picked(
        found, "theory", "dispute", "decision", "date", party="prediction.party", day=lambda f: iso(f.day), done="did",
        probabilities=lambda f: {strategy.value: f.prediction.chance(strategy) for strategy in ORDER},
        index="prediction.index", reason="prediction.reason", rps="rps", brier="brier", log="log",
    )  # fmt: skip
